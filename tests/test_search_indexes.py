"""BM25 and dense indexes: exact scores, ties by id, the same after a round trip."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from assistant.indexing.bm25 import Bm25
from assistant.indexing.dense import DenseIndex
from assistant.language.tokens import lemmas

TEXTS = [
    "eL-QRを用いた公金収納",
    "公立保育園のキャッシュレス決済",
    "",
    "公金等のキャッシュレス化と公金収納",
]


def bm25_by_hand(query: list[str], items: list[list[str]], item: int) -> float:
    """Lucene's BM25 without its constant factor (k1 + 1)."""
    average = sum(map(len, items)) / len(items)
    score = 0.0
    for token in query:
        frequency = items[item].count(token)
        holding = sum(token in other for other in items)
        idf = math.log(1 + (len(items) - holding + 0.5) / (holding + 0.5))
        norm = 1.5 * (1 - 0.75 + 0.75 * len(items[item]) / average)
        score += idf * frequency / (frequency + norm)
    return score


def test_bm25_scores_as_the_formula_says(tmp_path: Path) -> None:
    """Scores agree with the textbook formula, before and after saving."""
    items = [lemmas(text) for text in TEXTS]
    query = ["公金", "キャッシュレス"]
    expected = [bm25_by_hand(query, items, item) for item in range(len(items))]
    index = Bm25.build(items)
    index.save(tmp_path / "bm25")
    for bm25 in (index, Bm25.load(tmp_path / "bm25")):
        assert bm25.scores(query) == pytest.approx(expected, rel=1e-5)
        ids, scores = bm25.search(query, 10)
        assert ids.tolist() == sorted(
            (i for i, score in enumerate(expected) if score), key=lambda i: (-expected[i], i)
        )
        assert scores.tolist() == sorted(scores.tolist(), reverse=True)


@pytest.mark.parametrize("items", [[], [[]], [["公金"], []]])
def test_bm25_without_a_match_finds_nothing(items: list[list[str]], tmp_path: Path) -> None:
    """Empty indexes and unknown words give no ids, also when loaded."""
    Bm25.build(items).save(tmp_path / "bm25")
    ids, scores = Bm25.load(tmp_path / "bm25").search(["知らない"], 5)
    assert (ids.tolist(), scores.tolist()) == ([], [])


def test_bm25_ties_are_in_order_of_ids() -> None:
    """Items of equal score come by id, also where k cuts them."""
    ids, _ = Bm25.build([["公金"]] * 7 + [["窓口"]]).search(["公金"], 3)
    assert ids.tolist() == [0, 1, 2]


def unit_vectors(count: int, dimension: int = 16) -> np.ndarray:
    rows = np.random.default_rng(7).standard_normal((count, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_dense_search_is_exact(tmp_path: Path) -> None:
    """The nearest vectors are those of the full product, before and after saving."""
    vectors = unit_vectors(500)
    queries = vectors[[3, 250]]
    products = queries @ vectors.T
    expected = [np.lexsort((np.arange(500), -row))[:5].tolist() for row in products]
    index = DenseIndex.build(vectors)
    index.save(tmp_path / "dense")
    for dense in (index, DenseIndex.load(tmp_path / "dense")):
        ids, scores = dense.search(queries, 5)
        assert ids.tolist() == expected
        assert scores[:, 0] == pytest.approx([1.0, 1.0])
        assert np.array_equal(dense.vectors([9, 2]), vectors[[9, 2]])


def test_dense_search_over_cells_finds_each_vector(tmp_path: Path) -> None:
    """Above the flat limit a vector is still its own nearest, with its exact product."""
    vectors = unit_vectors(3000)
    DenseIndex.build(vectors, flat_limit=1000).save(tmp_path / "dense")
    ids, scores = DenseIndex.load(tmp_path / "dense").search(vectors[:50], 3)
    assert ids[:, 0].tolist() == list(range(50))
    assert scores[:, 0] == pytest.approx(np.ones(50))


def test_an_empty_dense_index_finds_nothing() -> None:
    """No vectors, no results, no error."""
    ids, scores = DenseIndex.build(np.empty((0, 4), dtype=np.float32)).search(unit_vectors(1, 4), 3)
    assert ids.shape == scores.shape == (1, 0)
