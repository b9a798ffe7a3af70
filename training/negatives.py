"""Hard negatives: for an anchor, another passage of its group that BM25 ranks high."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from training.tokens import Bags

K1, B = 1.2, 0.75
COMMON = 0.04
RANKS = 8
BLOCK = 500


def _matrix(bags: Bags, columns: int) -> sparse.csr_matrix:
    return sparse.csr_matrix((bags.weights**2, bags.ids, bags.starts), shape=(len(bags), columns))


def _bm25(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    """BM25 weights of every row's terms; terms of more than COMMON of the rows count nothing."""
    total = counts.shape[0]
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    idf = np.log(1 + (total - frequency + 0.5) / (frequency + 0.5))
    idf[frequency > COMMON * total] = 0
    length = np.asarray(counts.sum(axis=1)).ravel()
    norm = K1 * (1 - B + B * length / length.mean())
    weighted = counts.copy()
    owner = np.repeat(np.arange(total), np.diff(counts.indptr))
    weighted.data = idf[counts.indices] * counts.data * (K1 + 1) / (counts.data + norm[owner])
    weighted.eliminate_zeros()
    return weighted


def mine(
    bags: Bags,
    columns: int,
    anchors: NDArray[np.int64],
    positives: NDArray[np.int64],
    rng: np.random.Generator,
) -> NDArray[np.int64]:
    """For each anchor a text number of a hard negative, or -1 where BM25 finds none."""
    texts = np.unique(positives)
    passages = _bm25(_matrix(bags.select(texts), columns)).T.tocsc().T.tocsr()
    transposed = passages.T.tocsr()
    result = np.full(len(anchors), -1, dtype=np.int64)
    for first in range(0, len(anchors), BLOCK):
        queries = _matrix(bags.select(anchors[first : first + BLOCK]), columns)
        queries.data[:] = 1
        scores = (queries @ transposed).tocsr()
        for offset in range(scores.shape[0]):
            row = scores.getrow(offset)
            best = texts[row.indices[np.argsort(-row.data, kind="stable")[: RANKS + 1]]]
            best = best[best != positives[first + offset]]
            if len(best):
                result[first + offset] = best[rng.integers(len(best))]
    return result
