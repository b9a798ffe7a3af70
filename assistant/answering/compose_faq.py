"""What a plan answers to a question of its own (Q1 …, A1 …), where that is what is asked."""

from __future__ import annotations

from assistant.answering.compose_text import TEXT_CHARACTERS
from assistant.answering.drafts import Draft, Evidence, Line
from assistant.answering.messages import say
from assistant.answering.turn import Turn
from assistant.datamodels import Fact, Span
from assistant.ingest.blocks import display
from assistant.language.tokens import lemmas
from assistant.retrieval.faq import read_faq

CONSIDERED = 40  # statements
HELD = 0.75  # share of what is asked that the plan's question holds
SHARED = 0.5  # share of the words of the plan's question that are asked
WHOLE = 3  # words of the plan's question, all of which are asked
SURE = 1.0  # confidence


def compose_faq(turn: Turn) -> Draft | None:
    """The whole answer to the plan's own question that the question asked comes to."""
    for item in turn.best("statement")[:CONSIDERED]:
        document = turn.catalogue.documents[item.fact.document_id]
        pair = read_faq(document.text).pair_at(item.fact.span.start)
        if pair and _is_asked(turn, pair[1]):
            return _told(turn, item.fact, pair[2])
    return None


def _is_asked(turn: Turn, question: str) -> bool:
    words = set(lemmas(question))
    asked = {term.lemma for term in turn.query.terms}
    held, _ = turn.ranker.coverage(turn.query.terms, extra=question)
    whole = len(words) >= WHOLE and words <= asked and held >= SHARED
    return whole or (held >= HELD and len(words & asked) >= SHARED * len(words))


def _told(turn: Turn, fact: Fact, answer: Span) -> Draft | None:
    text = display(turn.catalogue.documents[fact.document_id].text, answer)
    if len(text) > TEXT_CHARACTERS:
        return None
    shown = say(turn.language, "statement", city=turn.origin(fact.document_id), text=text)
    return Draft("text", (Line(shown, (Evidence(fact.document_id, answer),)),), SURE)
