"""The cell of a table whose row and column a question both names."""

from __future__ import annotations

from assistant.answering.compose_text import asked_columns, text_line
from assistant.answering.drafts import Draft
from assistant.answering.others import asks_whole, is_total
from assistant.answering.turn import Turn
from assistant.datamodels import Fact
from assistant.language.normalize import match_key

SURE = 0.0  # confidence
COVERAGE = 0.6  # of the question's words by the row and what it stands under
SHORTEST = 2  # characters of the name of a row


def compose_cell(turn: Turn) -> Draft | None:
    """The one row that the question names, or the total where it asks for the whole, told by the
    one column that it names; None where another row or table fits as well."""
    named = [
        item.fact
        for item in turn.best("row")
        if item.coverage >= COVERAGE and _is_named(turn, item.fact)
    ]
    if len(named) != 1 or len(asked_columns(turn, named[0].cells)) != 1:
        return None
    return Draft("text", (text_line(turn, named[0]),), SURE)


def _is_named(turn: Turn, row: Fact) -> bool:
    if asks_whole(turn):
        return is_total(row)
    first = match_key(row.cells[0].value.text) if row.cells else ""
    return len(first) >= SHORTEST and first in match_key(turn.query.question)
