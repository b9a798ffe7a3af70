"""Which of the words that the question offers a project's sheet holds: 新規・継続のどれですか."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.answering.drafts import Draft
from assistant.answering.record_lines import state_line
from assistant.answering.turn import Turn
from assistant.datamodels import Project, Span, Value
from assistant.language.normalize import match_key

_WORD = r"[^\s　、，,・／/「」『』。はがで]{1,12}"
_OFFERS = re.compile(
    rf"(?P<words>(?:[「『]?{_WORD}[」』]?(?:[・、，,／/]|か、?|または|又は|それとも)[ 　]?)+"
    rf"[「『]?{_WORD}?[」』]?)(?:のうち|の中で?)?の?、?(?:どれ|いずれ|どちら)"
)
_DIVIDER = re.compile(r"[・、，,／/「」『』 　]+|(?<=\S)(?:または|又は|それとも)|か、")


def compose_choice(turn: Turn) -> Draft | None:
    """The one of the offered words that the sheet of the project asked about states as the
    whole value of a field; None where it states none of them, or several."""
    offered = {key for word in _offered(turn.query.question) if (key := match_key(word))}
    if len(offered) < 2 or len(turn.named) != 1:
        return None
    project = turn.named[0]
    told: dict[str, tuple[Value, Span | None]] = {}
    for value, label in _values(project):
        if (key := match_key(value.text)) in offered:
            told.setdefault(key, (value, label))
    if len(told) != 1:
        return None
    value, label = next(iter(told.values()))
    line = state_line(turn, project, value, *((label,) if label else ()))
    return Draft("text", (line,), 0.9, projects=(project,))


def _offered(question: str) -> list[str]:
    match = _OFFERS.search(question)
    return _DIVIDER.split(match["words"]) if match else []


def _values(project: Project) -> Iterator[tuple[Value, Span | None]]:
    for field in project.fields:
        yield field.value, field.label_span
    if project.rating is not None:
        yield project.rating, None
    for mark in project.marks:
        yield mark, None
