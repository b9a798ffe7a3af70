"""Every answer of one fact that could be given to a question, each by its composer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from assistant.answering.citations import sound
from assistant.answering.compose_fields import compose_department, compose_field
from assistant.answering.compose_indicators import compose_indicator
from assistant.answering.compose_items import compose_list
from assistant.answering.compose_period import compose_period
from assistant.answering.compose_ratings import compose_rating
from assistant.answering.compose_schedule import compose_schedule
from assistant.answering.compose_terms import compose_definition
from assistant.answering.compose_text import compose_meaning, compose_text
from assistant.answering.drafts import Draft, each_once
from assistant.answering.turn import Turn
from assistant.datamodels import FieldName
from assistant.retrieval.wanted import Wanted

Composer = Callable[[Turn], Draft | None]

FIELDS: tuple[FieldName, ...] = (
    "summary", "present", "issues", "goal", "actions", "effects", "progress", "outlook",
    "tools", "budget", "category",
)  # fmt: skip
# 目標を教えて asks to be told, and for no summary.
_OF_RECORDS = ("target", "baseline", "actual", "indicator", "department", "schedule", "rating")
_SUMMED_UP = re.compile(
    r"概要|要旨|内容|詳し|どんな|どのような|どういう|overview|summar|descri|about|explain"
)
_WHERE = re.compile(r"どこで(?!も)")  # which no step tells
VALUES = ("target", "baseline", "actual", "indicator", "figure")


def candidates(turn: Turn) -> Iterator[Draft]:
    """Drafts whose every line is stated by its quotes, each marked with its composer."""
    for name, compose in _composers(turn):
        if draft := sound(compose(turn), turn.catalogue):
            yield replace(draft, note={**draft.note, "composer": name})


def _composers(turn: Turn) -> Iterator[tuple[str, Composer]]:
    """The composers that the question leaves open."""
    query = turn.query
    if query.asks_for("period") and not (query.asks_for("definition") and compose_definition(turn)):
        yield "period", compose_period
    yield "definition", compose_definition
    if not _asks_only_rating(turn):
        yield "indicator", compose_indicator
    if query.asks_for("department"):
        yield "department", compose_department
    if query.asks_for("rating") or query.ratings:
        yield "rating", compose_rating
    if not _WHERE.search(query.normalized):
        yield "schedule", compose_schedule
    if names := _fields(turn):
        yield "field", lambda turn: compose_field(turn, names)
    yield "several", _several
    wanted = turn.wanted
    yield "text", lambda turn: compose_text(turn, wanted)
    if query.asks_for("definition"):
        yield "meaning", compose_meaning
    if query.has_form("count"):
        yield "counted", lambda turn: compose_text(turn, Wanted("number", counted=True))
    if query.has_form("list", "items"):
        yield "textlist", compose_list


def _asks_only_rating(turn: Turn) -> bool:
    """Whether the question asks how a project that it names is rated, and for no figure."""
    rated = any(project.rating for project in turn.named)
    return rated and turn.query.asks == ("rating",) and "評価" in turn.query.normalized


def _fields(turn: Turn) -> tuple[FieldName, ...]:
    """The fields that are asked for; an aim in words too, where a target is of a project that
    has none in figures."""
    query = turn.query
    aimed = query.asks_for("target") and any(not p.indicators for p in turn.named[:1])
    names = [n for n in FIELDS if n in query.asks or (aimed and n == "goal")]
    if query.asks_for(*_OF_RECORDS) and not _SUMMED_UP.search(query.normalized):
        names = [name for name in names if name != "summary"]
    return tuple(names)


def _several(turn: Turn) -> Draft | None:
    """The parts of a question that asks for two things of a project at once: 担当課と目標値."""
    query = turn.query
    asked: tuple[tuple[Composer, tuple[str, ...]], ...] = (
        (compose_department, ("department",)),
        (compose_rating, ("rating",)),
        (compose_indicator, VALUES[:-1]),
        (compose_schedule, ("schedule",)),
    )
    composers = [compose for compose, names in asked if query.asks_for(*names)]
    if len(composers) < 2:
        return None
    composed = (compose(turn) for compose in composers)
    drafts = [draft for draft in composed if draft and draft.answerable]
    if len(drafts) < 2:
        return None
    lines = tuple(line for draft in drafts for line in draft.lines)
    projects = each_once(project for draft in drafts for project in draft.projects)
    return replace(drafts[0], kind="several", lines=lines, projects=projects)
