"""The best of an array of scores, with ties that never depend on chance."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def top(scores: NDArray[Any], k: int, above: float = -np.inf) -> NDArray[np.int64]:
    """Positions of the at most `k` highest scores over `above`, best first, ties by position."""
    k = min(k, len(scores))
    if k <= 0:
        return np.empty(0, dtype=np.int64)
    threshold = np.partition(scores, len(scores) - k)[len(scores) - k]
    candidates = np.flatnonzero((scores >= threshold) & (scores > above))
    order = np.lexsort((candidates, -scores[candidates]))
    return candidates[order][:k].astype(np.int64)
