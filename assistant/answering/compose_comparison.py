"""Comparisons: the same question put to each municipality, document or project, as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assistant.answering.abstain import is_enough
from assistant.answering.compose_text import text_line
from assistant.answering.compose_yesno import compose_yesno
from assistant.answering.drafts import Draft, DraftTable, Line
from assistant.answering.messages import pick, say
from assistant.answering.sides import Side, find_sides
from assistant.answering.turn import Turn
from assistant.datamodels import Project

FactDraft = Callable[[Turn], Draft | None]
MAX_SIDES = 8
CELL_LINES = 5
CELL_CHARACTERS = 600
NEAR = 0.75  # of the best statement's score, for a cell to hold another one
WIDENED = ("text", "schedule", "department", "indicator", "field")


def compose_comparison(turn: Turn, fact_draft: FactDraft) -> Draft | None:
    """A table with a row for each side that the question compares; None if it names fewer
    than two, or if the documents answer for none of them."""
    sides = find_sides(turn)[:MAX_SIDES]
    if len(sides) < 2:
        return None
    drafts = [_side_draft(turn, side, fact_draft) for side in sides]
    if not any(drafts):
        return None
    rows = tuple(
        (Line(side.title), _cell(draft) if draft else _empty(turn, side))
        for side, draft in zip(sides, drafts, strict=True)
    )
    projects: dict[str, Project] = {p.project_id: p for d in drafts if d for p in d.projects}
    indicators = tuple(dict.fromkeys(i for d in drafts if d for i in d.indicators))
    columns = tuple(pick(turn.language, pair) for pair in (("対象", "Of"), ("内容", "Answer")))
    return Draft(
        "comparison", _verdict(turn, drafts), 0.8, projects=tuple(projects.values()), table=DraftTable(columns, rows),
        indicators=indicators,
        note={"sides": [(side.title, side.query.question) for side in sides]},
    )  # fmt: skip


def _verdict(turn: Turn, drafts: list[Draft | None]) -> tuple[Line, ...]:
    """はい if every side says so, いいえ if one does not; nothing if it is not asked."""
    settled = [draft for draft in drafts if draft and draft.kind == "yesno"]
    if not settled or not turn.query.has_form("yesno"):
        return ()
    yes = say(turn.language, "yes")
    agreed = len(settled) == len(drafts) and all(d.lines[0].text.startswith(yes) for d in settled)
    return (Line((yes if agreed else say(turn.language, "no")).strip()),)


def _side_draft(turn: Turn, side: Side, fact_draft: FactDraft) -> Draft | None:
    """The answer to the side's own question, None if the documents do not tell."""
    own = Turn(side.query, turn.ranker.rank(side.query), turn.catalogue, turn.ranker)
    draft = compose_yesno(own, fact_draft) if turn.query.has_form("yesno") else None
    draft = draft or fact_draft(own)
    if draft is None or not is_enough(own, draft):
        return None
    return _widened(own, draft) if draft.kind in WIDENED else draft


def _widened(own: Turn, draft: Draft) -> Draft:
    """A draft of free text with more of the statements that come near to the best one: a
    cell has more room than it has words to choose by."""
    said = " ".join(line.text for line in draft.lines)
    room = CELL_CHARACTERS - len(said)
    best = own.best("statement", "row")
    added = []
    for item in best[: CELL_LINES * 2]:
        line = text_line(own, item.fact, lead=False)
        if item.score < NEAR * best[0].score or len(line.text) > room or line.text in said:
            continue
        added.append(line)
        room -= len(line.text)
    return replace(draft, lines=(*draft.lines, *added)) if draft.kind != "list" else draft


def _cell(draft: Draft) -> Line:
    lines = [line for line in draft.lines if line.evidence] or list(draft.lines)
    if draft.kind not in ("list", "textlist"):
        lines = lines[:CELL_LINES]
    text = "<br>".join(line.text for line in lines)
    evidence = tuple(dict.fromkeys(e for line in lines for e in line.evidence))
    return Line(text, evidence, tuple(value for line in lines for value in line.values))


def _empty(turn: Turn, side: Side) -> Line:
    """記載なし, with the documents that were searched."""
    titles = [turn.catalogue.documents[d].title for d in side.query.scope]
    searched = "、".join(f"「{title}」" for title in titles)
    return Line(
        say(turn.language, "empty_cell")
        + pick(turn.language, (f"（{searched}を検索）", f" (searched: {searched})"))
    )
