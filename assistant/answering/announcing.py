"""The list that a statement announces (次の6項目に整理しました), told with it."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answering.compose_items import announced_count, item_lines
from assistant.answering.drafts import Draft, Evidence
from assistant.answering.turn import Turn
from assistant.datamodels import Fact
from assistant.language.normalize import normalize_text
from assistant.language.numbers import KANJI_COUNTS, count_of

FAR_BELOW = 200  # characters between a statement and the list that it announces
MOST_ITEMS = 15
MOST_CHARACTERS = 1500
_ANNOUNCES = re.compile(
    rf"(?:次|以下|下記)の(?:(?P<count>[0-9]{{1,2}}|[{KANJI_COUNTS}])(?:つ|個|件|点|項目|種類|本|事項|の)?"
    r"|とおり|通り|ように|よう(?:な|に)|項目|点|事項|取組|課題)"
)


def with_announced(turn: Turn, draft: Draft) -> Draft | None:
    """A draft of statements as the first of them with the list that it announces, where the
    question asks for a list; None where it announces none that stands right below."""
    listed = turn.query.has_form("list", "items", "count")
    if draft.kind != "text" or not (listed or announced_count(turn.query.normalized)):
        return None
    line = draft.lines[0]
    announced = _ANNOUNCES.search(normalize_text(line.text))
    if announced is None or not line.evidence:
        return None
    count = count_of(announced["count"]) if announced["count"] else None
    below = _list_below(turn, line.evidence[0], count)
    if below is None:
        return None
    return replace(draft, kind="textlist", lines=(line, *item_lines(below)))


def _list_below(turn: Turn, above: Evidence, count: int | None) -> Fact | None:
    """The nearest list below a place, of so many items where that is told."""
    near = [
        fact
        for fact in turn.facts
        if fact.kind == "list"
        and fact.document_id == above.document_id
        and 0 <= fact.items[0].span.start - above.span.end <= FAR_BELOW
        and len(fact.items) <= MOST_ITEMS
        and (count is None or len(fact.items) == count)
        and sum(len(item.text) for item in fact.items) <= MOST_CHARACTERS
    ]
    return min(near, key=lambda fact: fact.items[0].span.start, default=None)
