"""Of plans in the layouts that cities use as much is read as was."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.reading import FIGURES, read_layouts

KEPT: dict[str, dict[str, list[int]]] = json.loads(FIGURES.read_text("utf-8"))


@pytest.fixture(scope="module")
def read() -> dict[str, dict[str, list[int]]]:
    """The figures of today."""
    return read_layouts()


@pytest.mark.parametrize("name", KEPT)
def test_no_less_is_read_of_a_layout(name: str, read: dict[str, Any]) -> None:
    """Of each kind of thing as many are read rightly as before, and no more are invented."""
    told, kept = read[name], KEPT[name]
    assert told.keys() == kept.keys()
    invented = told.pop("invented"), kept["invented"]
    assert invented[0][0] <= invented[1][0]
    for kind, (right, there) in told.items():
        assert (kind, right) >= (kind, kept[kind][0])
        assert there == kept[kind][1]


def test_every_layout_is_read(read: dict[str, Any]) -> None:
    """No text is left out of the figures."""
    assert read.keys() == KEPT.keys()
