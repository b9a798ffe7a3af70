"""Measures as ir_measures defines them: rank from 1, ties by (-score, id), unanswered counts 0."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Groups = Sequence[frozenset[int]]
"""What a complete result list holds: of each group of interchangeable passages, one."""


def ranking(scores: NDArray[np.float32], depth: int) -> list[int]:
    """Indexes of the `depth` highest scores, best first, ties by index."""
    depth = min(depth, len(scores))
    candidates = np.argpartition(-scores, depth - 1)[:depth]
    floor = scores[candidates].min()
    candidates = np.flatnonzero(scores >= floor)
    order = np.lexsort((candidates, -scores[candidates]))
    return [int(index) for index in candidates[order][:depth]]


def ndcg(ranked: Sequence[int], groups: Groups, depth: int = 10) -> float:
    """nDCG@depth with gain 1 for the first passage found of each group."""
    open_groups = list(groups)
    gain = 0.0
    for rank, index in enumerate(ranked[:depth], start=1):
        found = next((group for group in open_groups if index in group), None)
        if found is not None:
            open_groups.remove(found)
            gain += 1 / math.log2(rank + 1)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(depth, len(groups)) + 1))
    return gain / ideal if ideal else 0.0


def recall(ranked: Sequence[int], groups: Groups, depth: int = 5) -> float:
    """R@depth: the share of groups of which a passage is among the first `depth`."""
    top = set(ranked[:depth])
    return sum(1 for group in groups if group & top) / len(groups) if groups else 0.0
