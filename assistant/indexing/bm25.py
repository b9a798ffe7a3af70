"""BM25 over tokens: the one module that imports bm25s."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.indexing.top import top

Ids = NDArray[np.int64]
Scores = NDArray[np.float32]


class Bm25:
    """BM25 (Lucene's variant, k1 = 1.5, b = 0.75) over lists of tokens.

    Ids are positions in the sequence that the index was built from. A loaded index reads
    its arrays from memory-mapped files, at its first search."""

    def __init__(self, size: int, retriever: Any = None, folder: Path | None = None) -> None:
        self._size = size
        self._given = retriever
        self._folder = folder

    def __len__(self) -> int:
        return self._size

    @classmethod
    def build(cls, token_lists: Sequence[Sequence[str]]) -> Bm25:
        """An index over one list of tokens an item; items may be empty."""
        vocabulary: dict[str, int] = {}
        numbered = [
            [vocabulary.setdefault(token, len(vocabulary)) for token in tokens]
            for tokens in token_lists
        ]
        if not vocabulary:
            return cls(len(token_lists))
        import bm25s  # its import costs a tenth of a second

        retriever = bm25s.BM25(k1=1.5, b=0.75, method="lucene", auto_compile=False)
        retriever.index(
            (numbered, vocabulary),
            create_empty_token=False,
            show_progress=False,
        )
        return cls(len(token_lists), retriever)

    def save(self, folder: Path) -> None:
        """Writes the index into `folder`, which is made."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "size").write_text(str(self._size), encoding="utf-8")
        if self._retriever is not None:
            self._retriever.save(folder, show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> Bm25:
        """The index that `save` wrote. Raises OSError or ValueError if it is not one."""
        return cls(int((folder / "size").read_text(encoding="utf-8")), folder=folder)

    def scores(self, tokens: Sequence[str]) -> Scores:
        """The BM25 score of every item for the tokens; a token counts once."""
        if self._retriever is None:
            return np.zeros(self._size, dtype=np.float32)
        vocabulary = self._retriever.vocab_dict
        known = [vocabulary[token] for token in dict.fromkeys(tokens) if token in vocabulary]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._retriever.get_scores_from_ids(known), dtype=np.float32)

    def search(self, tokens: Sequence[str], k: int) -> tuple[Ids, Scores]:
        """At most `k` ids with scores above 0, best first, ties by id."""
        scores = self.scores(tokens)
        ids = top(scores, k, above=0.0)
        return ids, scores[ids]

    @cached_property
    def _retriever(self) -> Any:
        if self._folder is None or not (self._folder / "params.index.json").exists():
            return self._given
        import bm25s

        return bm25s.BM25.load(self._folder, mmap=True, auto_compile=False, show_progress=False)
