"""The period of a plan: the statement that tells from when to when it runs."""

from __future__ import annotations

import re

from assistant.answering.compose_text import text_line
from assistant.answering.drafts import Draft
from assistant.answering.turn import Turn
from assistant.datamodels import Document, Fact, ScoredFact
from assistant.language.tokens import lemmas
from assistant.language.years import find_years

ENOUGH_SIGNS = 4
LONGEST = 240  # characters of a statement that is about the period and little else
_PLAN = re.compile(r"計画|ガイドライン|プラン|方針|戦略|ビジョン|plan|guideline")
_LENGTH = re.compile(r"([0-9０-９]{1,2})\s*(?:年間|[かカヵヶケ]年)")
_ABOUT_PERIODS = frozenset(
    """計画 期間 年間 年 年度 何年 年数 対象 全体 長さ 続く 続ける プラン ガイドライン 方針 戦略
    ビジョン 推進 dx デジタル 実施 本 策定 始まる 終わる 始まり 終わり 並べる 物 進める
    plan plans period periods cover covered long duration years year last lasts run runs
    guideline guidelines strategy promotion digital""".split()
)


def compose_period(turn: Turn) -> Draft | None:
    """The period of each document of the scope; None if the question is about something in
    it, or no statement tells the period."""
    if not _asks_plan(turn):
        return None
    lines = []
    for document_id in turn.query.scope:
        document = turn.catalogue.documents[document_id]
        facts = [f for f in turn.catalogue.facts if f.document_id == document_id]
        scored = [(_signs(document, fact), -place, fact) for place, fact in enumerate(facts)]
        best = max(scored, default=None, key=lambda item: item[:2])
        if best and best[0] >= ENOUGH_SIGNS:
            item = ScoredFact(best[2], 0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0)
            lines.append(text_line(turn, item.fact))
    return Draft("period", tuple(lines[:3]), 0.9) if lines else None


def _asks_plan(turn: Turn) -> bool:
    titles = {
        lemma
        for document_id in turn.query.scope
        for lemma in lemmas(turn.catalogue.documents[document_id].title)
    }
    known = _ABOUT_PERIODS | titles
    return not turn.named and all(noun.lemma in known for noun in turn.nouns)


def _signs(document: Document, fact: Fact) -> int:
    """How much tells that a fact states the document's period."""
    text = f"{fact.context} {fact.text}"
    if fact.kind not in ("statement", "row") or len(fact.text) > LONGEST or fact.project_id:
        return 0
    told = {mention.year for mention in find_years(fact.text)}
    lengths = {int(match[1]) for match in _LENGTH.finditer(fact.text)}
    signs = 2 * ("期間" in fact.text) + ("期間" in text) + bool(_PLAN.search(text))
    if document.period:
        first, last = document.period
        signs += 2 * (first in told) + 2 * (last in told) + 2 * (last - first + 1 in lengths)
        signs += told >= {first, last}
        stated = bool(told & {first, last}) or last - first + 1 in lengths
    else:
        stated = len(told) > 1 or bool(lengths)
    return signs if stated else 0
