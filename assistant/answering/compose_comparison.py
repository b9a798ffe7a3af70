"""Comparisons: the same question put to each municipality, document or project, as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assistant.answering.drafts import Draft, DraftTable, Line
from assistant.answering.messages import pick, say
from assistant.answering.turn import Turn
from assistant.datamodels import Project, Query

FactDraft = Callable[[Turn], Draft | None]
MAX_SIDES = 8
CELL_LINES = 3
ENOUGH_FOR_CELL = 0.33


def compose_comparison(turn: Turn, fact_draft: FactDraft) -> Draft | None:
    """A table with a row for each side that the question compares; None if it names fewer
    than two."""
    sides = _sides(turn)
    if len(sides) < 2:
        return None
    rows: list[tuple[Line, ...]] = []
    projects: list[Project] = []
    answered = 0
    for title, query in sides[:MAX_SIDES]:
        side = Turn(query, turn.ranker.rank(query), turn.catalogue, turn.ranker)
        draft = fact_draft(side)
        if draft is None or not draft.answerable or draft.confidence < ENOUGH_FOR_CELL:
            rows.append((Line(title), Line(say(turn.language, "empty_cell"))))
            continue
        answered += 1
        rows.append((Line(title), _cell(draft)))
        projects += [project for project in draft.projects if project not in projects]
    if not answered:
        return None
    columns = tuple(pick(turn.language, pair) for pair in (("対象", "Of"), ("内容", "Answer")))
    return Draft(
        "comparison", (), 0.8, projects=tuple(projects), table=DraftTable(columns, tuple(rows))
    )


def _cell(draft: Draft) -> Line:
    lines = [line for line in draft.lines if line.evidence] or list(draft.lines)
    if draft.kind not in ("list", "textlist"):
        lines = lines[:CELL_LINES]
    text = "<br>".join(line.text for line in lines) if len(lines) > 1 else lines[0].text
    evidence = tuple(dict.fromkeys(e for line in lines for e in line.evidence))
    return Line(text, evidence, tuple(value for line in lines for value in line.values))


def _sides(turn: Turn) -> list[tuple[str, Query]]:
    query = replace(turn.query, forms=turn.query.forms - {"comparison", "yesno"})
    if len(query.municipalities) >= 2:
        return [(name, _within(turn, query, name)) for name in query.municipalities]
    documents = query.named or ()
    if len(documents) >= 2:
        return [(turn.origin(d), replace(query, scope=(d,), named=(d,))) for d in documents]
    if len(turn.named) >= 2:
        return [
            (
                p.name.text,
                replace(query, focus=(p.project_id,), question=p.name.text, scope=(p.document_id,)),
            )
            for p in turn.named
        ]
    if not query.municipalities and len(turn.catalogue.municipalities) >= 2 and not turn.named:
        names = dict.fromkeys(turn.city(document_id) for document_id in query.scope)
        return [(name, _within(turn, query, name)) for name in names]
    return []


def _within(turn: Turn, query: Query, municipality: str) -> Query:
    scope = tuple(d for d in query.scope if turn.city(d) == municipality)
    return replace(query, municipalities=(municipality,), scope=scope)
