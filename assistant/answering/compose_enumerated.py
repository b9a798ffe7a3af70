"""A sentence that names, one after another, what a plan sums up by a word in quotes: A、B、Cを
「重点3施策」とし, or 「遅れ」となったのは、①A、②B."""

from __future__ import annotations

import re

from assistant.answering.compose_text import text_line
from assistant.answering.drafts import Draft
from assistant.answering.turn import Turn
from assistant.language.normalize import normalize_text

SURE = 0.9
FEWEST = 2  # signs between the things named
_BETWEEN = re.compile(r"、|[②-⑳]|・(?=\S)")
_CALLED = r"」(?:とし|とする|と位置|と呼|と定|と名付|とい[いう])"
_WERE = r"」(?:となった|とされた|と評価された|と評価した|とした|であった|だった)[^。、]{0,10}は"


def compose_enumerated(turn: Turn) -> Draft | None:
    """The one such sentence about the word that the question quotes and asks the members of."""
    query = turn.query
    if not query.quoted or not query.has_form("list", "items") or query.focus:
        return None
    told = []
    for fact in turn.facts:
        if fact.kind != "statement":
            continue
        text = normalize_text(fact.text)
        for quoted in query.quoted:
            name = re.escape(normalize_text(quoted))
            if (match := re.search(f"「{name}{_CALLED}", text)) is not None:
                listed = text[: match.start()]
            elif (match := re.search(f"「{name}{_WERE}", text)) is not None:
                listed = text[match.end() :]
            else:
                continue
            if len(_BETWEEN.findall(listed)) >= FEWEST:
                told.append(fact)
    if len(told) != 1:
        return None
    return Draft("text", (text_line(turn, told[0]),), SURE)
