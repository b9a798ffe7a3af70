"""The name of the plan that came before, where a sentence says what it was called."""

from __future__ import annotations

import re

from assistant.answering.compose_text import text_line
from assistant.answering.drafts import Draft
from assistant.answering.turn import Turn
from assistant.datamodels import Fact
from assistant.language.normalize import normalize_text

SURE = 0.9
_PLAN = r"(?:計画|プラン|方針|戦略|ビジョン|指針|ガイドライン|大綱)"
_ASKS = re.compile(
    rf"(?:前|前回|(?:一|ひと)つ前|従来|以前|旧|これまで)の?{_PLAN}[^。?]{{0,8}}"
    r"(?:名称|名前|何とい|なんとい|何て|何と呼|名は)"
    r"|name of the (?:previous|former|preceding|last) (?:plan|strategy|policy)"
    r"|(?:previous|former|preceding) (?:plan|strategy|policy) called"
)
_TELLS = re.compile(
    rf"[「『][^」』]{{2,40}}{_PLAN}[」』](?:[(][^()]*[)])?[^。]{{0,16}}"
    rf"(?:以下「前{_PLAN}?|の後継|を引き継|に代わ|の後を受け|を廃止|は、?[^。]{{0,20}}(?:終了|満了|廃止))"
)


def compose_former(turn: Turn) -> Draft | None:
    """The first sentence of each document in scope that names the plan before it."""
    if not _ASKS.search(turn.query.normalized):
        return None
    told: dict[str, Fact] = {}
    for fact in turn.facts:
        if fact.kind == "statement" and _TELLS.search(normalize_text(fact.text)):
            told.setdefault(fact.document_id, fact)
    lines = tuple(text_line(turn, fact) for fact in told.values())
    return Draft("text", lines, SURE) if lines else None
