"""The shipped model without torch: token rows kept as int8, summed with NumPy.

A folder that holds LAYOUT.marker is read here; sentence-transformers reads the same folder, but
averages tokens, while here a token that occurs n times in a text weighs the square root of n.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import SettingsError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]

BATCH = 256
MAX_CHARACTERS = 20_000


@dataclass(frozen=True)
class Layout:
    """The files of the folder that are read here."""

    marker: str = "static_embedding.json"
    weights: str = "model.safetensors"
    tokenizer: str = "tokenizer.json"


LAYOUT = Layout()


class StaticEmbedding:
    """Text to vector over a folder with LAYOUT's files, read at the first use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def dimension(self) -> int:
        return int(self._tensors["embeddings"].shape[1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text, L2-normalised; a text without a known token gives zeros."""
        blocks = [self._encode(texts[i : i + BATCH]) for i in range(0, len(texts), BATCH)]
        return np.vstack(blocks) if blocks else np.zeros((0, self.dimension), dtype=np.float32)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        encodings = self._tokenizer.encode_batch_fast(
            [text[:MAX_CHARACTERS] for text in texts], add_special_tokens=False
        )
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for vector, encoding in zip(vectors, encodings, strict=True):
            self._add_tokens(vector, encoding.ids)
        return vectors

    def _add_tokens(self, vector: Vectors, tokens: list[int]) -> None:
        mapping, scales = self._tensors["mapping"], self._tensors["weights"]
        ids = np.array(tokens, dtype=np.int64)
        rows, first, counts = np.unique(mapping[ids], return_index=True, return_counts=True)
        weights = np.sqrt(counts, dtype=np.float32) * scales[ids[first]]
        vector += weights @ self._tensors["embeddings"][rows].astype(np.float32)
        norm = np.linalg.norm(vector)
        if norm > 0:
            vector /= norm

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        path = self._folder / LAYOUT.tokenizer
        try:
            return Tokenizer.from_file(str(path))
        except Exception as error:  # the library raises nothing narrower
            raise _unreadable(path) from error

    @cached_property
    def _tensors(self) -> dict[str, NDArray[Any]]:
        path = self._folder / LAYOUT.weights
        try:
            tensors = read_tensors(path)
            return {name: tensors[name] for name in ("embeddings", "mapping", "weights")}
        except (OSError, ValueError, KeyError) as error:
            raise _unreadable(path) from error


def _unreadable(path: Path) -> SettingsError:
    return SettingsError(
        f"埋め込みモデルのファイル {path} がないか、壊れています。"
        "パッケージを入れ直すか、設定 model に別のモデルを指定してください。"
    )


def read_tensors(path: Path) -> dict[str, NDArray[Any]]:
    """The tensors of a safetensors file, memory-mapped.

    Raises OSError, ValueError or KeyError for a file that is not one. The format:
    https://huggingface.co/docs/safetensors/index#format
    """
    kinds = {"I8": np.int8, "I32": np.int32, "F32": np.float32}
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
    tensors: dict[str, NDArray[Any]] = {}
    for name, entry in header.items():
        if name != "__metadata__":
            tensors[name] = np.memmap(
                path,
                dtype=kinds[entry["dtype"]],
                mode="r",
                offset=8 + length + entry["data_offsets"][0],
                shape=tuple(entry["shape"]),
            )
    return tensors
