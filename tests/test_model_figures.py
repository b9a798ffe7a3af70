"""The shipped model's figures on a small sample; benchmarks/ has the whole sets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.settings import Settings
from benchmarks.sample import from_record, sample_figures

RECORDS = json.loads(
    (Path(__file__).parent / "data" / "retrieval_sample.json").read_text(encoding="utf-8")
)
TOLERANCE = 0.005  # for sums in another order on another processor
SLACK = 0.02  # words are cut by the language floor, which may change for better reasons


@pytest.fixture(scope="module", params=RECORDS, ids=[record["name"] for record in RECORDS])
def record(request: pytest.FixtureRequest) -> dict[str, Any]:
    return dict(request.param)


@pytest.fixture(scope="module")
def measured(record: dict[str, Any]) -> dict[str, dict[str, float]]:
    return sample_figures(from_record(record), Settings().model)


def test_model_finds_what_the_written_figures_say(record, measured) -> None:
    """The shipped weights give the figures that were written when they were shipped."""
    assert measured["dense"] == pytest.approx(record["figures"]["dense"], abs=TOLERANCE)


def test_fusion_is_as_good_as_written_and_better_than_words_alone(record, measured) -> None:
    """BM25 with the model beats BM25 alone on every set of the sample."""
    (name,) = record["figures"].keys() - {"dense", "lemmas"}
    for measure, written in record["figures"][name].items():
        assert measured[name][measure] > written - SLACK
        assert measured[name][measure] > measured["lemmas"][measure]
