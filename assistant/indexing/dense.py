"""Nearest vectors by inner product: the one module that imports faiss.

Up to `FLAT_LIMIT` vectors every one is compared: exact, and a few milliseconds. Above it an
inverted file over 8-bit codes finds the candidates, which are then compared exactly.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Ids = NDArray[np.int64]

FLAT_LIMIT = 200_000
PROBES = 48  # cells of the inverted file that a query looks into
OVERSAMPLING = 4  # candidates compared exactly for each result asked for

_VECTORS, _CELLS = "vectors.npy", "cells.npy"


class DenseIndex:
    """Search over L2-normalised float32 vectors [n, dimension]; ids are row numbers."""

    def __init__(self, vectors: Vectors, cells: NDArray[np.uint8] | None = None) -> None:
        self._vectors = vectors
        self._cells = cells  # faiss's own serialisation, None for exact search

    def __len__(self) -> int:
        return len(self._vectors)

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        return int(self._vectors.shape[1])

    @classmethod
    def build(cls, vectors: Vectors, flat_limit: int = FLAT_LIMIT) -> DenseIndex:
        """An index over the rows of `vectors`, exact up to `flat_limit` rows."""
        vectors = np.ascontiguousarray(vectors, dtype=np.float32)
        return cls(vectors, None if len(vectors) <= flat_limit else _build_cells(vectors))

    def save(self, folder: Path) -> None:
        """Writes the index into `folder`, which is made."""
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / _VECTORS, self._vectors)
        if self._cells is not None:
            np.save(folder / _CELLS, self._cells)

    @classmethod
    def load(cls, folder: Path) -> DenseIndex:
        """The index that `save` wrote, memory-mapped. Raises OSError or ValueError if it is
        not one."""
        cells = folder / _CELLS
        return cls(
            np.load(folder / _VECTORS, mmap_mode="r"),
            np.load(cells, mmap_mode="r") if cells.exists() else None,
        )

    def vectors(self, ids: Ids | list[int]) -> Vectors:
        """The vectors of these ids, in their order; shape [len(ids), dimension]."""
        return np.asarray(self._vectors[np.asarray(ids, dtype=np.int64)], dtype=np.float32)

    def search(self, queries: Vectors, k: int) -> tuple[Ids, NDArray[np.float32]]:
        """Ids and inner products [len(queries), k] of the nearest vectors, best first, ties
        by id; `k` shrinks to the size of the index."""
        queries = np.ascontiguousarray(np.atleast_2d(queries), dtype=np.float32)
        k = min(k, len(self))
        if k <= 0:
            empty = np.empty((len(queries), 0))
            return empty.astype(np.int64), empty.astype(np.float32)
        ids, scores = self._nearest(queries, k)
        for row in range(len(queries)):
            order = np.lexsort((ids[row], -scores[row]))
            ids[row], scores[row] = ids[row][order], scores[row][order]
        return ids, scores

    def _nearest(self, queries: Vectors, k: int) -> tuple[Ids, NDArray[np.float32]]:
        import faiss

        if self._cells is None:
            scores, ids = faiss.knn(queries, self._vectors, k, metric=faiss.METRIC_INNER_PRODUCT)
            return ids.astype(np.int64), scores
        _, candidates = self._searcher.search(queries, min(k * OVERSAMPLING, len(self)))
        rows = [self._rescored(q, c[c >= 0], k) for q, c in zip(queries, candidates, strict=True)]
        return np.stack([ids for ids, _ in rows]), np.stack([scores for _, scores in rows])

    def _rescored(self, query: Vectors, candidates: Ids, k: int) -> tuple[Ids, NDArray[np.float32]]:
        scores = self.vectors(candidates) @ query
        order = np.lexsort((candidates, -scores))[:k]
        missing = k - len(order)
        ids = np.pad(candidates[order], (0, missing), constant_values=-1)
        return ids, np.pad(scores[order], (0, missing), constant_values=-1.0)

    @cached_property
    def _searcher(self) -> Any:
        import faiss

        searcher: Any = faiss.deserialize_index(np.array(self._cells))
        searcher.nprobe = PROBES
        return searcher


def _build_cells(vectors: Vectors) -> NDArray[np.uint8]:
    """An inverted file, serialised by faiss in memory: faiss itself cannot open files whose
    names are not ASCII on Windows."""
    import faiss

    cells = max(1, int(4 * np.sqrt(len(vectors))))
    index = faiss.index_factory(vectors.shape[1], f"IVF{cells},SQ8", faiss.METRIC_INNER_PRODUCT)
    stride = max(1, len(vectors) // (cells * 64))
    index.train(np.ascontiguousarray(vectors[::stride]))
    index.add(vectors)
    return np.asarray(faiss.serialize_index(index), dtype=np.uint8)
