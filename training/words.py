"""Vectors of words that were trained on far more text than the pairs, as a start for the rows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

COMMON = 3  # directions that all vectors share; they tell no words apart


@dataclass(frozen=True, slots=True)
class WordVectors:
    """A vector a word; words may share a row. `vectors` is float32 [rows, width]."""

    rows: dict[str, int]
    vectors: NDArray[np.float32]


def read_words(folder: Path) -> WordVectors:
    """The vectors of a vocabulary that spaCy has written (the folder `vocab` of a model)."""
    from spacy.vocab import Vocab

    vocabulary = Vocab().from_disk(folder)
    held = vocabulary.vectors.key2row
    keys = {word: vocabulary.strings[word] for word in vocabulary.strings}
    rows = {word: held[key] for word, key in keys.items() if key in held}
    return WordVectors(rows, np.asarray(vocabulary.vectors.data, dtype=np.float32))


def told_apart(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Unit vectors without their mean and the directions that they have in common (Mu and
    Viswanath, All-but-the-Top, 2018)."""
    units = _units(vectors)
    units = units - units.mean(axis=0)
    axes = np.linalg.svd(units, full_matrices=False)[2][:COMMON]
    return _units(units - units @ axes.T @ axes)


def vectors_of_rows(
    words: WordVectors, tokenizer: Tokenizer, rows: NDArray[np.int64]
) -> NDArray[np.float32]:
    """A unit vector for each row of the matrix, the mean over its tokens of two letters or
    more; zeros for a row none of whose tokens has a vector. float32 [rows, width]."""
    vectors = told_apart(words.vectors)
    found = np.zeros((int(rows.max()) + 1, vectors.shape[1]), dtype=np.float32)
    for piece, number in tokenizer.get_vocab().items():
        row = words.rows.get(piece, words.rows.get(piece.upper()) if piece.isascii() else None)
        if row is not None and len(piece) > 1:
            found[rows[number]] += vectors[row]
    return _units(found)


def _units(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(lengths > 0, lengths, 1.0)).astype(np.float32)
