"""The other municipalities that one works with: the statement that names them."""

from __future__ import annotations

from assistant.answering.compose_text import text_line
from assistant.answering.drafts import Draft
from assistant.answering.turn import Turn
from assistant.answering.unnamed import asks_partner, tells_partner
from assistant.retrieval.network import share_of

CONSIDERED = 20


def compose_partners(turn: Turn) -> Draft | None:
    """The nearest statement that names other municipalities as partners in what is asked about;
    None where another thing is asked for."""
    if not asks_partner(turn):
        return None
    for item in turn.best("statement", "row")[:CONSIDERED]:
        fact = item.fact
        if tells_partner(turn, fact.text, fact.context):
            line, projects = text_line(turn, fact), turn.projects_of(fact)
            return Draft("text", (line,), share_of(item.score), projects=projects)
    return None
