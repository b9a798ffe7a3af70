"""How many things of a kind a table counts: 達成 | 15 under 達成状況 | 取組数."""

from __future__ import annotations

import re

from assistant.answering.compose_text import text_line
from assistant.answering.drafts import Draft
from assistant.answering.turn import Turn
from assistant.datamodels import Fact
from assistant.language.normalize import match_key

LONGEST_KIND = 12  # characters
MOST_KINDS = 3  # that a question may name
SURE = 0.9
_EACH = re.compile(
    r"それぞれ、?(?:何|いく)(?:件|つ|事業|取組|施策|項目|個)|how many .{0,80}(?:each|respectively)"
)
_STATE = re.compile(r"達成|完了|終了|中止|廃止|未着手|遅れ|順調")
_COUNTS = re.compile(r"(?:取組|取り組み|事業|施策|項目|指標|計画|件)数$")
_FIGURE = re.compile(r"[0-9０-９][0-9０-９,，]*(?:件|個|つ|事業|項目|取組)?")


def compose_tally(turn: Turn) -> Draft | None:
    """The row of a table that counts the things of the one kind that the question names, or of
    each of a few; it may list those of one kind by a state that no project's record tells:
    未達成だった取組は."""
    named = _named(turn)
    if not 1 <= len(named) <= MOST_KINDS:
        return None
    listed = turn.query.has_form("list") and _STATE.search(named[0].cells[0].value.text)
    counted = turn.query.has_form("count")
    if len(named) > 1:
        listed, counted = None, bool(_EACH.search(turn.query.normalized))
    if not (listed or counted):
        return None
    return Draft("text", tuple(text_line(turn, row) for row in named), SURE)


def _named(turn: Turn) -> list[Fact]:
    """The rows of the kinds that the question names, the longest names first: 未達成, 達成."""
    kinds: dict[str, list[Fact]] = {}
    for fact in turn.facts:
        if _counts(fact):
            kinds.setdefault(match_key(fact.cells[0].value.text), []).append(fact)
    named: list[Fact] = []
    rest = match_key(turn.query.question)
    for kind in sorted(kinds, key=len, reverse=True):
        if len(kind) > 1 and kind in rest:
            named += kinds[kind]
            rest = rest.replace(kind, " ")
    return named


def _counts(fact: Fact) -> bool:
    """Whether a row tells of a kind of things how many there are, and of no project."""
    if fact.kind != "row" or fact.project_id is not None or len(fact.cells) < 2:
        return False
    kind, *others = fact.cells
    counted = (c for c in others if _COUNTS.search(c.header) and _FIGURE.fullmatch(c.value.text))
    return len(kind.value.text) <= LONGEST_KIND and any(counted)
