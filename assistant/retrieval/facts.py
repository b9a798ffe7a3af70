"""The facts of a document: the units that questions are answered with.

Records give one fact for each figure, department, schedule row, rating and term; what no
record holds gives statements, table rows and lists under the heading that announces them.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.datamodels import Fact, ReadDocument
from assistant.ingest.blocks import Block
from assistant.ingest.unfolding import unfold
from assistant.retrieval.context import Context
from assistant.retrieval.list_facts import (
    coded_lists,
    item_lists,
    outline_lists,
    row_lists,
    series_lists,
)
from assistant.retrieval.record_facts import (
    hierarchy_lists,
    indicator_facts,
    project_facts,
    term_facts,
)
from assistant.retrieval.row_facts import row_facts
from assistant.retrieval.statement_facts import field_statements, statement_facts


def make_facts(read: ReadDocument, blocks: tuple[Block, ...]) -> tuple[Fact, ...]:
    """All facts of a document, in the order of their kind and of the text. Tables set with
    spaces are told row by row, as if they had been set with tabs."""
    unfolded = unfold(read.document.text)
    if unfolded is None:
        return _facts(read, blocks)
    anew = unfolded.told_here(read)
    anew = replace(anew, document=replace(anew.document, text=unfolded.text))
    return unfolded.told_of_source(_facts(anew, unfolded.blocks))


def _facts(read: ReadDocument, blocks: tuple[Block, ...]) -> tuple[Fact, ...]:
    document = read.document
    context = Context(read)
    body = _without_contents(read, blocks)
    statements = tuple(statement_facts(read, blocks, context))
    return (
        *project_facts(read),
        *indicator_facts(read),
        *term_facts(read),
        *hierarchy_lists(read),
        *outline_lists(document, body),
        *item_lists(document, body, context),
        *series_lists(document, body, context),
        *coded_lists(document, body, context),
        *row_lists(document, body, context),
        *row_facts(read, body, context),
        *statements,
        *field_statements(read, context, [fact.span for fact in statements]),
    )


def _without_contents(read: ReadDocument, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    contents = [passage.span for passage in read.passages if passage.kind == "contents"]
    return tuple(b for b in blocks if not any(span.covers(b.span) for span in contents))
