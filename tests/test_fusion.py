"""Fusion of ranked lists."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from assistant.retrieval.fusion import minmax_fusion, ranks, reciprocal_rank_fusion

NAN = float("nan")
LISTS = arrays(
    np.float64, st.tuples(st.integers(1, 3), st.integers(1, 12)), elements=st.floats(0, 9)
)


def test_ranks_start_at_one_and_ties_keep_their_order() -> None:
    """Equal scores are ranked by position, and what a list does not hold has no rank."""
    found = ranks(np.array([0.5, 2.0, NAN, 0.5]))
    np.testing.assert_array_equal(found, [2.0, 1.0, NAN, 3.0])


def test_reciprocal_ranks_are_summed_over_the_lists() -> None:
    """A passage gains weight / (k + rank) from each list that holds it, and nothing else."""
    bm25 = np.array([12.0, 7.0, NAN, NAN])
    dense = np.array([NAN, 0.8, 0.9, NAN])
    fused = reciprocal_rank_fusion([bm25, dense], weights=[1.0, 0.5], k=60)
    np.testing.assert_allclose(fused, [1 / 61, 1 / 62 + 0.5 / 62, 0.5 / 61, 0.0])


def test_minmax_scales_each_list_to_one() -> None:
    """Each list's best passage gains the list's whole weight, its last one nothing."""
    bm25 = np.array([12.0, 7.0, 2.0, NAN])
    dense = np.array([0.4, NAN, 0.8, 0.6])
    fused = minmax_fusion([bm25, dense], weights=[1.0, 0.5])
    np.testing.assert_allclose(fused, [1.0, 0.5, 0.5, 0.25])


def test_list_of_equal_scores_gives_each_its_whole_weight() -> None:
    """A list whose scores are all the same cannot order, but still counts as a find."""
    np.testing.assert_array_equal(minmax_fusion([np.array([3.0, NAN, 3.0])]), [1.0, 0.0, 1.0])


def test_list_that_holds_nothing_changes_nothing() -> None:
    """A question without a known word leaves BM25 empty, and the other list decides."""
    empty, dense = np.array([NAN, NAN]), np.array([0.2, 0.7])
    np.testing.assert_array_equal(minmax_fusion([empty, dense]), [0.0, 1.0])
    np.testing.assert_allclose(reciprocal_rank_fusion([empty, dense]), [1 / 62, 1 / 61])


@pytest.mark.parametrize("fuse", [minmax_fusion, reciprocal_rank_fusion])
def test_lists_must_match_weights_and_each_other(fuse) -> None:
    """Lists of different candidates cannot be fused, and the message says what differs."""
    with pytest.raises(ValueError, match="1 lists need as many weights, not 2"):
        fuse([np.array([1.0])], weights=[1.0, 1.0])
    with pytest.raises(ValueError, match=r"different length: \[1, 2\]"):
        fuse([np.array([1.0]), np.array([1.0, 2.0])])


@given(LISTS)
def test_a_single_list_keeps_its_order(lists) -> None:
    """Fusing one list alone never reorders it."""
    scores = lists[0]
    order = np.lexsort((np.arange(len(scores)), -scores))
    by_rank = reciprocal_rank_fusion([scores])
    np.testing.assert_array_equal(np.lexsort((np.arange(len(scores)), -by_rank)), order)
