"""Text to vector: the one module that imports sentence-transformers.

The default model lies in the package (`assistant/model`); any other sentence-transformers model
can be named by folder or hub name. A folder is read without touching the network. torch is
imported when the first text is encoded, not before.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.errors import SettingsError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]

WEIGHT_ENDINGS = (".safetensors", ".bin", ".onnx")
TOKENIZER_ENDINGS = ("tokenizer.json", "sentencepiece.bpe.model", "spiece.model", "vocab.txt")
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
        return self._encode(self._query_prefix, texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return self._encode(self._passage_prefix, texts)

    def _encode(self, prefix: str, texts: Sequence[str]) -> Vectors:
        rows = self._model.encode(
            [prefix + text for text in texts],
            batch_size=BATCH,
            convert_to_numpy=True,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.ascontiguousarray(rows, dtype=np.float32)

    @cached_property
    def _model(self) -> SentenceTransformer:
        return _load_model(self._model_name)


def load_encoder(model: str, query_prefix: str = "", passage_prefix: str = "") -> SentenceEncoder:
    """The encoder of a model named by folder or hub name; nothing is loaded until it is used.

    Raises SettingsError when the name looks like a folder and no model lies there.
    """
    if local_folder(model) is None and _looks_like_path(model):
        raise SettingsError(
            f"埋め込みモデル {model} がありません。"
            "設定 model にモデルのフォルダかハブの名前を指定してください。"
        )
    return SentenceEncoder(model, query_prefix, passage_prefix)


def local_folder(model: str) -> Path | None:
    """The folder that a model name means, or None for a hub name."""
    folder = Path(model).expanduser()
    return folder if (folder / "modules.json").is_file() else None


def _looks_like_path(model: str) -> bool:
    return Path(model).is_absolute() or model.startswith((".", "~")) or model.count("/") != 1


def weights_digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of the weight and tokenizer files under a model folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name.endswith(WEIGHT_ENDINGS + TOKENIZER_ENDINGS):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _hub_snapshot(model: str) -> Path:
    from huggingface_hub import snapshot_download

    return Path(snapshot_download(model))


def _load_model(model: str) -> SentenceTransformer:
    folder = local_folder(model)
    if folder is None:
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(model, device="cpu")
    # Both libraries read these when they are imported: a folder must never wait for a network.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
