"""python -m benchmarks.abstaining FILES: risk and coverage over the bound of abstention.

Each line sets another bound in place of `assistant.answering.drafts.ENOUGH` and asks all
questions again. Answered: the share of all questions that get an answer. Right: the share of
those answers that are right, a question without an answer in the documents never being so
(one minus it is the risk). Refused: the share of answerable questions that are refused.
Let through: the share of questions without an answer in the documents that get one.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assistant.answering import drafts
from assistant.errors import AssistantError
from assistant.evaluate import Verdict, evaluate, read_questions
from assistant.pipeline import Assistant
from assistant.settings import load_settings

BOUNDS = sorted({-9.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, drafts.ENOUGH})


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the curve: the bound, and shares in [0, 1]."""

    bound: float
    answered: float
    right: float
    refused: float
    let_through: float


@contextmanager
def bounded(bound: float) -> Iterator[None]:
    """Answers are given from `bound` on, while it lasts."""
    before = drafts.ENOUGH
    try:
        drafts.ENOUGH = bound
        yield
    finally:
        drafts.ENOUGH = before


def point(bound: float, verdicts: Sequence[Verdict]) -> Point:
    """The shares that the verdicts make."""
    answered = [v for v in verdicts if not v.abstained]
    answerable = [v for v in verdicts if v.answerable]
    others = [v for v in verdicts if not v.answerable]
    return Point(
        bound,
        answered=_share(len(answered), len(verdicts)),
        right=_share(sum(v.right for v in answered), len(answered)),
        refused=_share(sum(v.abstained for v in answerable), len(answerable)),
        let_through=_share(sum(not v.abstained for v in others), len(others)),
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def curve(assistant: Assistant, questions: list[dict[str, Any]]) -> Iterator[Point]:
    """The points, from the lowest bound to the highest."""
    ranker: Any = assistant.ranker
    ranker.rank = cache(ranker.rank)  # what is found does not depend on the bound
    for bound in BOUNDS:
        with bounded(bound):
            verdicts = evaluate(assistant, questions)
        yield point(bound, verdicts)


def line(point: Point) -> str:
    """A row of a Markdown table."""
    bound = f"**{point.bound:.1f}**" if point.bound == drafts.ENOUGH else f"{point.bound:.1f}"
    shares = (point.answered, point.right, point.refused, point.let_through)
    return f"| {bound} | " + " | ".join(f"{share:.1%}" for share in shares) + " |"


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table as Markdown, a line as soon as it is known."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.abstaining", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--corpus", metavar="DIR")
    parser.add_argument("--index", metavar="DIR")
    options = parser.parse_args(arguments)
    try:
        assistant = Assistant.open(load_settings(corpus=options.corpus, index=options.index))
        questions = read_questions(options.files)
    except (AssistantError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    print("| bound | answered | right | refused | let through |")
    print("|---|---|---|---|---|")
    for each in curve(assistant, questions):
        print(line(each), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
