"""Columns of lists that tell of a project by year: R6評価, R7評価, 開始年度, and what
a target was before and after it was revised."""

from __future__ import annotations

import re

from assistant.datamodels import FieldValue
from assistant.ingest.labels import revision_in, roles_of
from assistant.language.years import find_years

_START = re.compile(r"(?:開始|着手)(?:予定)?(?:年[度月]?|時期|$)")
_LONGEST = 20  # characters of a year with a word about it: R7.10（試験）


def year_of(label: str) -> int:
    """The newest year that a label names, 0 if it names none."""
    return max((mention.year for mention in find_years(label)), default=0)


def is_yearly_rating(value: FieldValue) -> bool:
    """Whether a part of a record is the rating of one year."""
    return (
        value.field == "other"
        and bool(year_of(value.label))
        and ("rating" in roles_of(value.label, True))
    )


def is_start(value: FieldValue) -> bool:
    """Whether a part of a record is the year, or the month, in which the project began."""
    text = value.value.text
    told = value.field == "other" and _START.search(value.label) is not None
    dated = any(mention.span.start == 0 for mention in find_years(text))
    return told and dated and len(text) <= _LONGEST


def is_told_by_rows(value: FieldValue) -> bool:
    """Whether a part of a record is what only the rows of overviews tell of a project."""
    return is_yearly_rating(value) or is_start(value) or bool(revision_in(value.label))
