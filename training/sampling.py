"""Batches of pairs: one group each, groups by weight, every pair once before any twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.pairs import PairGroup


@dataclass(frozen=True)
class Corpus:
    """All pairs as rows: anchor text, positive text, hard negative text (or -1), by group."""

    anchors: NDArray[np.int64]
    positives: NDArray[np.int64]
    negatives: NDArray[np.int64]
    bounds: list[tuple[int, int]]
    weights: NDArray[np.float64]


def text_numbers(groups: list[PairGroup]) -> tuple[list[str], NDArray, NDArray]:
    """Distinct texts, and each pair's anchor and positive as numbers of texts."""
    number: dict[str, int] = {}
    anchors, positives = [], []
    for group in groups:
        anchors += [number.setdefault(text, len(number)) for text in group.anchors]
        positives += [number.setdefault(text, len(number)) for text in group.positives]
    return list(number), np.array(anchors, dtype=np.int64), np.array(positives, dtype=np.int64)


def batches(
    corpus: Corpus, size: int, steps: int, rng: np.random.Generator
) -> Iterator[NDArray[np.int64]]:
    """Rows of pairs of `steps` batches; a small group gives a batch of all its pairs."""
    lengths = np.array([end - start for start, end in corpus.bounds])
    shares = lengths * corpus.weights
    shares = shares / np.minimum(lengths, size)
    shares = shares / shares.sum()
    left: dict[int, NDArray[np.int64]] = {}
    for choice in rng.choice(len(shares), size=steps, p=shares):
        start, end = corpus.bounds[choice]
        rows = left.get(choice, np.empty(0, dtype=np.int64))
        wanted = min(size, end - start)
        if len(rows) < wanted:
            rows = rng.permutation(np.arange(start, end))
        yield rows[:wanted]
        left[choice] = rows[wanted:]
