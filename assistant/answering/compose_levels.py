"""The names of a level of a plan that is no project: the 施策 under a 取組方針."""

from __future__ import annotations

import re

from assistant.answering.compose_items import told_list
from assistant.answering.drafts import Draft
from assistant.answering.turn import Turn
from assistant.datamodels import Value
from assistant.language.normalize import match_key
from assistant.retrieval.series import stem_of

CONFIDENCE = 0.85
_LEVEL = re.compile(
    r"(施策|政策|方針|取組|取り組み|分野|柱|目標|項目)(?:は|を|が|って|には|とは|について|一覧|$|[)）?？])"
)
_LEVELS = {"取り組み": "取組"}
_NUMBERED = r"[0-9０-９一二三四五六七八九十①-⑳\-－―.．の]{1,5}[\s　:：.．、「]*"


def compose_levels(turn: Turn) -> Draft | None:
    """The children of the policy that the question names, where the document itself calls them
    what the question asks for (施策1：…) and its projects are called otherwise."""
    nouns = {_LEVELS.get(noun, noun) for noun in _LEVEL.findall(turn.query.normalized)}
    above = [match_key(name) for name in turn.query.hierarchy]
    lists = [
        fact
        for fact in turn.facts
        if fact.kind == "list" and any(name in match_key(fact.context) for name in above)
    ]
    told = next((fact for fact in lists if stem_of(fact.items) in nouns), None)
    if told is not None:
        return told_list(turn, told, CONFIDENCE)
    for fact in lists:
        text = turn.catalogue.documents[fact.document_id].text
        if fact.ref == "hierarchy" and any(
            all(_is_called(noun, item, text) for item in fact.items) for noun in nouns
        ):
            return told_list(turn, fact, CONFIDENCE)
    return None


def _is_called(noun: str, item: Value, text: str) -> bool:
    """Whether `text` numbers the item by this noun: 施策1：効率的な窓口業務への変革."""
    return re.search(noun + _NUMBERED + re.escape(item.text), text) is not None
