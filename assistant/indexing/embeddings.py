"""Text to vector: the one module that imports sentence-transformers.

The default model lies in the package (`assistant/model`) and is read without torch; any other
sentence-transformers model can be named by folder or hub name. A folder is read without touching
the network. torch is imported when such a model encodes its first text, not before.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from assistant.errors import SettingsError
from assistant.indexing.static_embedding import LAYOUT, StaticEmbedding, Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

MODEL_FILES = ("modules.json", "config.json")
DIGEST_ENDINGS = (
    *(".safetensors", ".bin", ".onnx"),
    *("tokenizer.json", "sentencepiece.bpe.model", "spiece.model", "vocab.txt", LAYOUT.marker),
)
BATCH = 256


class Encoder(Protocol):
    """What the indexes need of an embedding model; tests may pass a small stand-in."""

    @property
    def name(self) -> str:
        """The model's folder name or hub name, as the index manifest records it."""

    @property
    def dimension(self) -> int:
        """Length of every vector."""

    @property
    def digest(self) -> str:
        """SHA-256 over weights and tokenizer, 64 hexadecimal digits."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """One L2-normalised row per question; shape (len(texts), dimension)."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """One L2-normalised row per passage; shape (len(texts), dimension)."""


class StaticEncoder:
    """An Encoder over a folder in the shipped model's format, which needs no prefixes."""

    def __init__(self, folder: Path, query_prefix: str = "", passage_prefix: str = "") -> None:
        self._folder = folder
        self._query_prefix = query_prefix
        self._passage_prefix = passage_prefix
        self._embedding = StaticEmbedding(folder)

    @property
    def name(self) -> str:
        return self._folder.name

    @cached_property
    def digest(self) -> str:
        return weights_digest(self._folder)

    @property
    def dimension(self) -> int:
        return self._embedding.dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._embedding.encode([self._query_prefix + text for text in texts])

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return self._embedding.encode([self._passage_prefix + text for text in texts])


class SentenceEncoder:
    """An Encoder over a sentence-transformers model, loaded at its first use."""

    def __init__(self, model: str, query_prefix: str = "", passage_prefix: str = "") -> None:
        self._model_name = model
        self._query_prefix = query_prefix
        self._passage_prefix = passage_prefix

    @property
    def name(self) -> str:
        folder = local_folder(self._model_name)
        return folder.name if folder else self._model_name

    @cached_property
    def digest(self) -> str:
        return weights_digest(local_folder(self._model_name) or _hub_snapshot(self._model_name))

    @cached_property
    def dimension(self) -> int:
        return int(self.encode_queries([""]).shape[1])

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encode(self._model.encode_query, self._query_prefix, texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return self._encode(self._model.encode_document, self._passage_prefix, texts)

    def _encode(self, encode: Callable[..., Any], prefix: str, texts: Sequence[str]) -> Vectors:
        # Without a prefix from the settings, the prompts that the model names itself apply.
        prompt = {"prompt": prefix} if prefix else {}
        rows = encode(
            list(texts),
            batch_size=BATCH,
            convert_to_numpy=True,
            normalize_embeddings=True,
            show_progress_bar=False,
            **prompt,
        )
        return np.ascontiguousarray(rows, dtype=np.float32).reshape(len(texts), -1)

    @cached_property
    def _model(self) -> SentenceTransformer:
        return _load_model(self._model_name)


def load_encoder(model: str, query_prefix: str = "", passage_prefix: str = "") -> Encoder:
    """The encoder of a model named by folder or hub name; nothing is loaded until it is used.

    Raises SettingsError when a folder is named that does not exist or holds no model. A hub model
    that cannot be fetched raises it at its first use.
    """
    folder = local_folder(model)
    if folder is not None and (folder / LAYOUT.marker).is_file():
        return StaticEncoder(folder, query_prefix, passage_prefix)
    holds_model = folder is not None and any((folder / name).is_file() for name in MODEL_FILES)
    if not holds_model and (folder is not None or _looks_like_path(model)):
        raise SettingsError(
            f"埋め込みモデルが {model} にありません。"
            "設定 model にモデルのフォルダかハブの名前を指定してください。"
        )
    return SentenceEncoder(model, query_prefix, passage_prefix)


def local_folder(model: str) -> Path | None:
    """The folder that a model name means, or None for a hub name."""
    folder = Path(model).expanduser()
    return folder if folder.is_dir() else None


def _looks_like_path(model: str) -> bool:
    return Path(model).is_absolute() or model.startswith((".", "~")) or model.count("/") != 1


def weights_digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of the weight and tokenizer files under a model folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name.endswith(DIGEST_ENDINGS):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _hub_snapshot(model: str) -> Path:
    import huggingface_hub

    try:
        return Path(huggingface_hub.snapshot_download(model))
    except Exception as error:  # of network, hub and cache, with no common base
        raise _not_fetched(model, error) from error


def _load_model(model: str) -> SentenceTransformer:
    folder = local_folder(model)
    if folder is None:
        return _load_from_hub(model)
    # Both libraries read these when they are imported: a folder must never wait for a network.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)


def _load_from_hub(model: str) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(model, device="cpu")
    except Exception as error:  # of network, hub and cache, with no common base
        raise _not_fetched(model, error) from error


def _not_fetched(model: str, error: Exception) -> SettingsError:
    return SettingsError(
        f"埋め込みモデル {model} をハブから読めません: {error}\n"
        "別の機械で取得し、そのフォルダを設定 model に指定してください。"
    )
