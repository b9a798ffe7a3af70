"""The names of a level of a plan that is no project: the 施策 under a 取組方針."""

from __future__ import annotations

import re

from assistant.answering.drafts import Draft, Evidence, Line
from assistant.answering.messages import say
from assistant.answering.turn import Turn
from assistant.datamodels import Fact, Value
from assistant.language.normalize import match_key

CONFIDENCE = 0.85
_LEVEL = re.compile(
    r"(施策|政策|方針|取組|取り組み|分野|柱|目標|項目)(?:は|を|が|って|には|とは|について|一覧|$|[?？])"
)
_LEVELS = {"取り組み": "取組"}
_NUMBERED = r"[0-9０-９一二三四五六七八九十①-⑳\-－―.．の]{1,5}[\s　:：.．、「]*"


def compose_levels(turn: Turn) -> Draft | None:
    """The children of the policy that the question names, where the document itself calls them
    what the question asks for (施策1：…) and its projects are called otherwise."""
    nouns = {_LEVELS.get(noun, noun) for noun in _LEVEL.findall(turn.query.normalized)}
    above = [match_key(name) for name in turn.query.hierarchy]
    for fact in turn.facts:
        context = match_key(fact.context)
        if fact.ref != "hierarchy" or not any(name in context for name in above):
            continue
        text = turn.catalogue.documents[fact.document_id].text
        if any(all(_is_called(noun, item, text) for item in fact.items) for noun in nouns):
            return _listed(turn, fact)
    return None


def _is_called(noun: str, item: Value, text: str) -> bool:
    """Whether `text` numbers the item by this noun: 施策1：効率的な窓口業務への変革."""
    return re.search(noun + _NUMBERED + re.escape(item.text), text) is not None


def _listed(turn: Turn, fact: Fact) -> Draft:
    origin = turn.origin(fact.document_id)
    lines = [Line(say(turn.language, "list_origin", origin=origin, count=len(fact.items)))]
    for item in fact.items:
        evidence = Evidence(fact.document_id, item.span)
        lines.append(Line(item.text, (evidence,), bullet=True))
    return Draft("textlist", tuple(lines), CONFIDENCE, projects=())
