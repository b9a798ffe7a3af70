"""The small networks that order facts and choose answers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.answering import choosing
from assistant.retrieval import ranking
from assistant.retrieval.features import FEATURES
from assistant.retrieval.network import Network, load_network, share_of


def small() -> Network:
    """Two features, two hidden units."""
    return Network(
        ("coverage", "cosine"),
        np.array([0.5, 0.25], dtype=np.float32),
        np.array([0.5, 0.25], dtype=np.float32),
        np.array([[1.0, 0.0], [0.5, -1.0]], dtype=np.float32),
        np.array([0.0, 0.5], dtype=np.float32),
        np.array([2.0, -1.0], dtype=np.float32),
        0.25,
    )


def test_logits_are_the_formula() -> None:
    """out · tanh((x - mean) / deviation · hidden + bias) + offset, by hand."""
    found = small().logits(np.array([[0.5, 0.25], [1.0, 0.5]], dtype=np.float32))
    first = 2 * np.tanh(0.0) - np.tanh(0.5) + 0.25
    second = 2 * np.tanh(1.5) - np.tanh(-1 + 0.5) + 0.25
    assert found.tolist() == pytest.approx([first, second], abs=1e-6)


def test_no_alternatives_have_no_logits() -> None:
    """A question without candidates is no error."""
    assert small().logits(np.zeros((0, 2), dtype=np.float32)).tolist() == []


def test_a_saved_network_is_the_same(tmp_path: Path) -> None:
    """What is written is read again."""
    path = tmp_path / "network.json"
    small().save(path)
    matrix = np.array([[0.1, 0.9], [0.7, 0.3]], dtype=np.float32)
    read = load_network(path, ("coverage", "cosine"))
    assert read.logits(matrix).tolist() == small().logits(matrix).tolist()


def test_weights_of_other_features_are_refused(tmp_path: Path) -> None:
    """A network is never fed what it was not trained on."""
    path = tmp_path / "network.json"
    small().save(path)
    with pytest.raises(ValueError, match=r"network\.json"):
        load_network(path, ("cosine", "coverage"))


@pytest.mark.parametrize(
    ("path", "features"),
    [(ranking.RERANKER, FEATURES), (choosing.WEIGHTS, choosing.FEATURES)],
    ids=["reranker", "choosing"],
)
def test_the_shipped_weights_are_of_the_features_in_force(
    path: Path, features: tuple[str, ...]
) -> None:
    """Features and weights change together."""
    network = load_network(path, features)
    assert network.hidden.shape == (len(features), len(network.bias))
    assert np.isfinite(network.logits(np.zeros((1, len(features)), dtype=np.float32))).all()


def test_a_share_is_one_half_where_none_is_as_likely() -> None:
    """The logit 0 stands for an alternative as likely as none."""
    assert share_of(0.0) == 0.5
    assert share_of(np.log(3)) == pytest.approx(0.75)
