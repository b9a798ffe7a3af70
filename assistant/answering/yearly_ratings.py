"""Ratings of one year each (R6評価, R7評価): the one of the year that a question names."""

from __future__ import annotations

import re

from assistant.answering.turn import Turn
from assistant.datamodels import FieldValue, Project
from assistant.ingest.yearly import is_yearly_rating, year_of
from assistant.language.ratings import rating_rank

_YEAR_BEFORE = re.compile(
    r"前年度?(?:の|は|と)|昨年度?の|前回の|previous year|year before|last year"
)


def ratings_asked(turn: Turn, project: Project) -> list[FieldValue]:
    """The ratings of a project of the years that the question names, in their order, and of the
    year before where it asks for that."""
    held = _by_year(project)
    years = list(turn.query.years)
    if held and _YEAR_BEFORE.search(turn.query.normalized):
        years = [min(years or [max(held)]) - 1, *(years or [max(held)])]
    return [held[year] for year in years if year in held]


def rating_change(turn: Turn, project: Project) -> tuple[int, FieldValue, FieldValue] | None:
    """By how much the rating of a project rose (above 0) or fell between two years, those that
    the question names or the last two, with both ratings; None where they cannot be compared."""
    held = _by_year(project)
    asked = sorted(set(turn.query.years) & held.keys())
    years = asked if len(asked) > 1 else sorted(held)
    if len(years) < 2:
        return None
    first, last = held[years[-2]], held[years[-1]]
    before, after = rating_rank(first.value.text), rating_rank(last.value.text)
    if before is None or after is None:
        return None
    return before - after, first, last


def rates_yearly(turn: Turn) -> bool:
    """Whether the documents in scope have a rating of their own for a year that the question
    names, so that a rating of another year is no answer."""
    if not turn.query.years:
        return False
    scope = turn.catalogue.projects_in(turn.query.scope)
    return any(ratings_asked(turn, project) for project in scope)


def _by_year(project: Project) -> dict[int, FieldValue]:
    return {year_of(part.label): part for part in project.fields if is_yearly_rating(part)}
