"""What the documents tell of the months that a question names, each a line of a list."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answering.compose_items import announced_count
from assistant.answering.compose_text import shown_text, text_line
from assistant.answering.drafts import Draft, each_once
from assistant.answering.turn import Turn
from assistant.datamodels import Fact
from assistant.language.normalize import normalize_text

MOST = 12  # facts; of more the months choose nothing
_YEAR = r"(?:(?:令和|r)(?P<number>[0-9]{1,2}|元)|(?P<western>20[0-9]{2}))"
_MONTHS = re.compile(
    _YEAR
    + r"(?:\(20[0-9]{2}\))?(?:年の?|[./])(?P<months>[0-9]{1,2}月?(?:[と、・や]の?[0-9]{1,2}月)*)"
)
_REIWA = 2018  # the year before its first


def compose_months(turn: Turn) -> Draft | None:
    """The rows and statements of the months that the question names, where it asks for all."""
    months = _months_of(turn.query.normalized)
    if not months or not turn.query.has_form("list") or announced_count(turn.query.normalized):
        return None
    told = [
        fact
        for fact in turn.facts
        if fact.kind in ("row", "statement") and months & _months_of(normalize_text(fact.text))
    ]
    chosen = _each_once(turn, told)
    if not 1 < len(chosen) <= MOST:
        return None
    lines = tuple(replace(text_line(turn, fact), bullet=True) for fact in chosen)
    held = (project for fact in chosen for project in turn.projects_of(fact))
    projects = each_once(held) if turn.query.kinds else ()
    return Draft("textlist", lines, 0.9, projects=projects)


def _months_of(text: str) -> set[tuple[int, int]]:
    """The calendar months that a text names."""
    found = set()
    for match in _MONTHS.finditer(text):
        number = 1 if match["number"] == "元" else int(match["number"] or 0)
        year = int(match["western"]) if match["western"] else _REIWA + number
        found |= {(year, int(month)) for month in re.findall(r"[0-9]{1,2}", match["months"])}
    return found


def _each_once(turn: Turn, facts: list[Fact]) -> list[Fact]:
    """The facts in the order of the text, without those told inside or before another."""
    chosen: list[tuple[Fact, str]] = []
    for fact in sorted(facts, key=lambda fact: (fact.document_id, fact.span.start)):
        shown = shown_text(turn, fact)
        inside = any(
            other.document_id == fact.document_id
            and (other.span.overlaps(fact.span) or shown in told)
            for other, told in chosen
        )
        if not inside:
            chosen.append((fact, shown))
    return [fact for fact, _ in chosen]
