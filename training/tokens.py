"""Texts as weighted bags of rows: flat arrays of row numbers, weights and starts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

CHUNK = 20_000


@dataclass(frozen=True)
class Bags:
    """Bag i holds rows ids[starts[i]:starts[i + 1]] with the weights at the same places."""

    ids: NDArray[np.int32]
    weights: NDArray[np.float32]
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def select(self, chosen: NDArray[np.int64]) -> Bags:
        """The chosen bags, in that order."""
        lengths = self.starts[chosen + 1] - self.starts[chosen]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        places = np.arange(starts[-1]) + np.repeat(self.starts[chosen] - starts[:-1], lengths)
        return Bags(self.ids[places], self.weights[places], starts)

    def dropped(self, rate: float, rng: np.random.Generator) -> Bags:
        """The same bags without a random share of the rows of bags that hold more than four."""
        lengths = np.diff(self.starts)
        keep = (rng.random(len(self.ids)) >= rate) | np.repeat(lengths <= 4, lengths)
        firsts = self.starts[:-1][lengths > 0]
        keep[firsts] |= np.add.reduceat(keep, firsts) == 0 if len(firsts) else False
        starts = np.concatenate([[0], np.cumsum(keep)])[self.starts]
        return Bags(self.ids[keep], self.weights[keep], starts)


def count_tokens(
    tokenizer: Tokenizer, rows: NDArray[np.int64], texts: list[str], limit: int
) -> Bags:
    """A bag a text: the distinct rows of its first `limit` tokens, each weighing the square
    root of how often it occurs."""
    ids, weights, lengths = [], [], []
    for first in range(0, len(texts), CHUNK):
        batch = tokenizer.encode_batch_fast(texts[first : first + CHUNK], add_special_tokens=False)
        sizes = [min(len(encoding.ids), limit) for encoding in batch]
        flat = np.concatenate(
            [np.array(encoding.ids[:limit], dtype=np.int64) for encoding in batch]
        )
        owner = np.repeat(np.arange(len(batch)), sizes)
        pieces = len(rows)
        keys, counts = np.unique(owner * pieces + rows[flat], return_counts=True)
        ids.append((keys % pieces).astype(np.int32))
        weights.append(np.sqrt(counts).astype(np.float32))
        lengths.append(np.bincount(keys // pieces, minlength=len(batch)))
    starts = np.concatenate([[0], np.cumsum(np.concatenate(lengths))])
    return Bags(np.concatenate(ids), np.concatenate(weights), starts.astype(np.int64))
