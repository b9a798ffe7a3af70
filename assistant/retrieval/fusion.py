"""Fusion of ranked lists: pure functions over score arrays of the same candidates.

An array holds one list's score for every candidate, NaN where the list does not hold it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]


def ranks(scores: Scores) -> Scores:
    """Rank from 1 of each score, highest first, ties by position; NaN stays NaN."""
    order = np.lexsort((np.arange(len(scores)), -scores))
    result = np.empty(len(scores), dtype=np.float64)
    result[order] = np.arange(1, len(scores) + 1)
    result[np.isnan(scores)] = np.nan
    return result


def reciprocal_rank_fusion(
    lists: Sequence[Scores], weights: Sequence[float] | None = None, k: float = 60.0
) -> Scores:
    """Sum over the lists of weight / (k + rank); a list adds nothing where it holds NaN.

    Cormack, Clarke, Büttcher 2009, https://doi.org/10.1145/1571941.1572114
    """
    weights = [1.0] * len(lists) if weights is None else weights
    _check(lists, weights)
    parts = [weight / (k + ranks(scores)) for weight, scores in zip(weights, lists, strict=True)]
    return _total(parts)


def minmax_fusion(lists: Sequence[Scores], weights: Sequence[float] | None = None) -> Scores:
    """Sum over the lists of weight x (score - lowest) / (highest - lowest), from 0 to 1 each.

    A list adds nothing where it holds NaN; a list whose scores are all equal gives 1 to each.
    """
    weights = [1.0] * len(lists) if weights is None else weights
    _check(lists, weights)
    parts = [weight * _scaled(scores) for weight, scores in zip(weights, lists, strict=True)]
    return _total(parts)


def _total(parts: Sequence[Scores]) -> Scores:
    total: Scores = np.nansum(np.vstack(parts), axis=0)
    return total


def _scaled(scores: Scores) -> Scores:
    held = scores[~np.isnan(scores)]
    if not len(held):
        return scores
    spread = held.max() - held.min()
    return (scores - held.min()) / spread if spread else np.where(np.isnan(scores), np.nan, 1.0)


def _check(lists: Sequence[Scores], weights: Sequence[float]) -> None:
    if len(lists) != len(weights):
        raise ValueError(f"{len(lists)} lists need as many weights, not {len(weights)}")
    if len({len(scores) for scores in lists}) > 1:
        raise ValueError(f"lists of different length: {[len(scores) for scores in lists]}")
