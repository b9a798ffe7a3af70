"""Comparisons: the same question put to each municipality, document or project, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.candidates import Composer
from assistant.answering.citations import checked, sound
from assistant.answering.compose_legend import compose_legend
from assistant.answering.compose_text import text_line
from assistant.answering.compose_yesno import compose_yesno
from assistant.answering.drafts import Draft, DraftTable, Line, each_once, is_enough
from assistant.answering.messages import pick, say
from assistant.answering.sides import Side, find_sides, sides_in_turn
from assistant.answering.turn import Turn
from assistant.language.normalize import match_key, normalize_text
from assistant.language.numbers import find_numbers
from assistant.retrieval.network import share_of
from assistant.retrieval.stated import states

MAX_SIDES = 8
CELL_LINES = 5
CELL_CHARACTERS = 400
VERDICT_CHARACTERS = 180  # of a side's yes or no with its evidence
POOL = 15  # best statements among which a cell's are chosen
FILLS = -1.5  # confidence from which an answer fills its cell
FILLS_IF_NEAR = -2.5  # the same for an answer that holds the question's words
NEAR_COVERAGE = 0.4  # the share of them from which it does
SURE = 0.0  # confidence from which a missing figure is told
TOLD_LINES = 2  # of an answer among which both of two things are looked for
NEAR = 2.5  # how much lower the score of another statement in a cell may be
WIDENED = ("text", "schedule", "field")  # records say it short already


def compose_comparison(turn: Turn, fact_draft: Composer) -> Draft | None:
    """A table with a row for each side that the question compares, or the one answer that
    tells of both; None if it names fewer than two, or if the documents answer for none of
    them surely."""
    if turn.query.ratings and (legend := sound(compose_legend(turn), turn.catalogue)):
        return legend
    sides = sides_in_turn(turn) or find_sides(turn)[:MAX_SIDES]
    if len(sides) > 1 and (row := _row_of_columns(turn, sides)):
        return sound(row, turn.catalogue)
    if len(sides) < 2:
        return None
    if together := _told_together(turn, sides, fact_draft):
        return None if turn.query.has_form("yesno") else together
    drafts = [_side_draft(turn, side, fact_draft) for side in sides]
    if same := _told_alike(sides, drafts):
        return same
    if not any(draft and is_enough(draft) for draft in drafts):
        return None
    return sound(_table(turn, sides, drafts), turn.catalogue)


def _table(turn: Turn, sides: Sequence[Side], drafts: Sequence[Draft | None]) -> Draft:
    rows = tuple(
        (Line(side.title), _cell(draft) if draft else _empty(turn, side))
        for side, draft in zip(sides, drafts, strict=True)
    )
    columns = tuple(pick(turn.language, pair) for pair in (("対象", "Of"), ("内容", "Answer")))
    return Draft(
        "comparison",
        _verdict(turn, drafts),
        0.8,
        projects=each_once(project for d in drafts if d for project in d.projects),
        table=DraftTable(columns, rows),
        indicators=tuple(dict.fromkeys(i for d in drafts if d for i in d.indicators)),
        note={"sides": [(side.title, side.query.question) for side in sides]},
    )


def _row_of_columns(turn: Turn, sides: Sequence[Side]) -> Draft | None:
    """The row of a table that has a column for each side: 全体　70歳以上 of a survey."""
    titles = {match_key(side.title) for side in sides}
    for item in turn.nearest("row")[:POOL]:
        heads = {match_key(cell.header) for cell in item.fact.cells[1:]}
        if titles <= heads and item.coverage >= NEAR_COVERAGE:
            line = text_line(turn, item.fact)
            return Draft("text", (line,), share_of(item.score))
    return None


def _verdict(turn: Turn, drafts: Sequence[Draft | None]) -> tuple[Line, ...]:
    """はい if every side says so, いいえ if one does not; nothing if it is not asked."""
    settled = [draft for draft in drafts if draft and draft.kind == "yesno"]
    if not settled or not turn.query.has_form("yesno"):
        return ()
    yes = say(turn.language, "yes")
    agreed = len(settled) == len(drafts) and all(d.lines[0].text.startswith(yes) for d in settled)
    return (Line((yes if agreed else say(turn.language, "no")).strip()),)


def _side_draft(turn: Turn, side: Side, fact_draft: Composer) -> Draft | None:
    """The answer to the side's own question, None if the documents do not tell."""
    own = Turn(side.query, turn.ranker.rank(side.query), turn.catalogue, turn.ranker)
    draft = compose_yesno(own, fact_draft) if turn.query.has_form("yesno") else None
    draft = draft or fact_draft(own)
    if draft is None or not (_fills(own, draft) or _tells_what_is_there(draft)):
        return None
    if draft.kind == "yesno":
        return _shortened(draft)
    return _widened(own, draft) if draft.kind in WIDENED else draft


def _told_together(turn: Turn, sides: Sequence[Side], fact_draft: Composer) -> Draft | None:
    """The one statement or record that answers for two things that と joins, if one does."""
    if not all(side.joined for side in sides):
        return None
    draft = fact_draft(turn)
    if draft is None or not is_enough(draft):
        return None
    told = normalize_text(" ".join(line.text for line in draft.lines[:TOLD_LINES]))
    return draft if all(normalize_text(side.title) in told for side in sides) else None


def _told_alike(sides: Sequence[Side], drafts: Sequence[Draft | None]) -> Draft | None:
    """The first of the answers for things that と joins, where all begin with one statement."""
    if not all(side.joined for side in sides):
        return None
    begun = {draft.lines[0].evidence if draft and draft.lines else () for draft in drafts}
    first = drafts[0]
    if len(begun) > 1 or first is None or first.kind == "yesno" or not is_enough(first):
        return None
    return replace(first, lines=first.lines[:TOLD_LINES])


def _fills(own: Turn, draft: Draft) -> bool:
    """Whether an answer may stand in a cell: beside other cells one is judged more easily,
    but an unsure one has to hold the words of the question."""
    if not draft.answerable or draft.confidence < FILLS_IF_NEAR:
        return False
    if draft.confidence >= FILLS:
        return True
    text = draft.text
    held = [own.ranker.coverage(own.query.terms, extra=text)[0]]
    held += [item.coverage for item in own.ranked[:POOL] if item.fact.text in draft.lines[0].text]
    return max(held) >= NEAR_COVERAGE and states(text, own.wanted)


def _tells_what_is_there(draft: Draft) -> bool:
    """Whether a draft says that the figure asked for is missing, and which there are."""
    return draft.kind == "indicator" and draft.confidence >= SURE and bool(draft.lines)


def _shortened(draft: Draft) -> Draft:
    """A verdict with as much of its evidence as keeps it short."""
    lines = list(draft.lines[:1])
    for line in draft.lines[1:]:
        if sum(len(kept.text) for kept in (*lines, line)) <= VERDICT_CHARACTERS:
            lines.append(line)
    return replace(draft, lines=tuple(lines))


def _widened(own: Turn, draft: Draft) -> Draft:
    """A draft with more of the statements that come near to the best one, those with
    figures first if figures are asked for: a cell has more room than words to choose by."""
    said = draft.text
    room = CELL_CHARACTERS - len(said)
    ranked = own.best("statement", "row")
    near = [item for item in ranked[:POOL] if item.score >= ranked[0].score - NEAR]
    if own.query.asks_for("target", "actual", "effects", "figure"):
        near.sort(key=lambda item: not find_numbers(item.fact.text))
    added: list[Line] = []
    for item in near:
        line = text_line(own, item.fact, lead=False)
        if len(line.text) <= room and line.text not in said:
            added.append(line)
            room -= len(line.text)
    return checked(replace(draft, lines=(*draft.lines, *added)), own.catalogue)


def _cell(draft: Draft) -> Line:
    lines = [line for line in draft.lines if line.evidence] or list(draft.lines)
    if draft.kind not in ("list", "textlist"):
        lines = lines[:CELL_LINES]
    text = "\n".join(line.text for line in lines)
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
