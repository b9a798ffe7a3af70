"""The list that stands under a line which tells nothing but its years: ～令和7(2025)年度."""

from __future__ import annotations

import re

from assistant.answering.compose_items import plan_lists, told_list
from assistant.answering.drafts import Draft
from assistant.answering.turn import Turn
from assistant.datamodels import Fact
from assistant.language.normalize import match_key, normalize_text
from assistant.language.years import find_years, without_years

CONFIDENCE = 0.9
_BESIDE_YEARS = re.compile(r"年度?|以降|から|まで|末|現在|[（()）～〜~\-–]")


def dated_list(turn: Turn) -> Draft | None:
    """The list under the years that the question names, of several the one whose place has
    most of the question's nouns; None where none is told apart by these."""
    years = set(turn.query.years)
    if not years or turn.named:
        return None
    found = [
        (turn.share_of_nouns(fact.context), fact)
        for fact in plan_lists(turn)
        if fact.ref != "outline" and _years_over(fact) == years
    ]
    best = max((share for share, _ in found), default=0.0)
    lists = {fact.items: fact for share, fact in found if share == best}
    if not best or len(lists) != 1:
        return None
    return told_list(turn, next(iter(lists.values())), CONFIDENCE)


def _years_over(fact: Fact) -> set[int]:
    """The years that the line over a list tells, none where it tells anything else."""
    head = normalize_text(fact.text.partition(fact.items[0].text)[0])
    mentions = find_years(head)
    rest = without_years(head, mentions)
    return set() if match_key(_BESIDE_YEARS.sub("", rest)) else {m.year for m in mentions}
