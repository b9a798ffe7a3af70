"""Chooses the composer for a question, and abstains where no evidence is good enough.

The order is that of certainty: what a record states, then a definition, then a list, then
the best statements of the text. A composer that has nothing gives way to the next one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.answering.abstain import abstain, is_enough, out_of_reach
from assistant.answering.citations import checked
from assistant.answering.compose_comparison import compose_comparison
from assistant.answering.compose_lists import (
    announced_list,
    compose_list,
    compose_projects,
    has_bounds,
    lists_projects,
)
from assistant.answering.compose_period import compose_period
from assistant.answering.compose_records import (
    compose_department,
    compose_field,
    compose_indicator,
    compose_rating,
    compose_schedule,
)
from assistant.answering.compose_terms import compose_definition
from assistant.answering.compose_text import compose_meaning, compose_text, tells_years
from assistant.answering.compose_yesno import compose_yesno
from assistant.answering.drafts import Draft
from assistant.answering.turn import Turn
from assistant.answering.wanted import Wanted, states, wanted_value
from assistant.datamodels import FieldName, Query
from assistant.retrieval.catalogue import Catalogue
from assistant.retrieval.ranking import Ranker

FIELDS: tuple[FieldName, ...] = (
    "summary", "present", "issues", "goal", "actions", "effects", "progress", "outlook",
    "tools", "budget", "category",
)  # fmt: skip
SUPPLEMENTED = ("text", "indicator", "schedule", "rating", "department", "field")
ROOM = 470  # characters of a fact's answer, markers included
COUNTED_COVERAGE = 0.5
CLEAR_COVERAGE = 0.8  # of the question's words, from which a record speaks for itself
SURE_COVERAGE = 0.6  # of the question's words, from which a record is what it means
STRONG_LIST = 0.06  # how much nearer a statement must be when a list is asked for
NEAR_RECORD = 0.12  # how much less relevant the second opinion may be
_MEANING = re.compile(r"どう定義|の定義は|の意味は|の意味を")
_DEPARTMENT = re.compile(r"課|[^一]部(?!分|会|門)|室|係|本部|局|センター|事務所")
LABELLED: tuple[FieldName, ...] = (
    "goal", "issues", "present", "effects", "outlook", "progress", "tools", "category",
)  # fmt: skip
VALUES = ("target", "baseline", "actual", "indicator", "figure")


def answer(query: Query, catalogue: Catalogue, ranker: Ranker) -> tuple[Turn, Draft]:
    """The draft of the answer to `query`, with the ranked facts that it was chosen from."""
    turn = Turn(query, ranker.rank(query), catalogue, ranker)
    if reason := out_of_reach(turn):
        return turn, reason
    draft = _whole(turn)
    if draft is None or not is_enough(turn, draft):
        return turn, abstain(turn, draft)
    return turn, draft


def _whole(turn: Turn) -> Draft | None:
    query = turn.query
    if _compares(turn) and (draft := _checked(turn, compose_comparison(turn, fact_draft))):
        return draft
    if query.has_form("yesno") and (draft := _checked(turn, compose_yesno(turn, fact_draft))):
        return draft
    return fact_draft(turn)


def _compares(turn: Turn) -> bool:
    """Whether the question asks for a comparison, or names two cities, documents or
    projects (a follow-up's projects are not named by it)."""
    query = turn.query
    if lists_projects(query):
        return False
    named = 0 if query.focus else len(turn.named)
    several = max(len(query.municipalities), len(query.named), named) > 1
    return query.has_form("comparison") or several


def fact_draft(turn: Turn) -> Draft | None:
    """The draft for a question that asks one thing: what answers it best, and beside a
    record's figures the statement of the text that speaks of the same."""
    weak: Draft | None = None
    for composed in _drafts(turn):
        if draft := _checked(turn, composed):
            if is_enough(turn, draft):
                return _supplemented(turn, draft)
            if draft.kind == "indicator" and not draft.answerable and _is_sure(turn, "indicator"):
                return draft
            weak = weak or draft
    return weak


def _is_sure(turn: Turn, kind: str) -> bool:
    """Whether the question means this record, and no statement comes nearer."""
    record = turn.best(kind)[:1]
    text = [
        item
        for item in turn.best("statement")[:5]
        if states(item.fact.text, wanted_value(turn.query)) and tells_years(turn, item.fact)
    ]
    nearer = text and text[0].relevance > record[0].relevance + 0.02 if record else True
    return bool(record) and record[0].coverage >= SURE_COVERAGE and not nearer


def _supplemented(turn: Turn, draft: Draft) -> Draft:
    """`draft` with a second opinion from the text, or from a record, where one is as near
    to the question and there is room."""
    if draft.kind not in SUPPLEMENTED or not draft.answerable:
        return draft
    wanted = wanted_value(turn.query)
    if draft.kind == "text":
        other = _near_record(turn)
    else:
        best = turn.best("statement", "row", "list")
        records = turn.best(draft.kind)
        own = max((item.relevance for item in records), default=0.0)
        if records and records[0].coverage >= CLEAR_COVERAGE:
            return draft
        near = [i for i in best[:6] if i.relevance >= own - NEAR_RECORD]
        told = tuple(evidence for line in draft.lines for evidence in line.evidence)
        other = compose_text(turn, wanted, told) if near else None
    room = ROOM - sum(len(line.text) + 4 for line in draft.lines)
    added = []
    for line in checked(other, turn.catalogue).lines if other else ():
        room -= len(line.text) + 4
        if room < 0:
            break
        added.append(line)
    return replace(draft, lines=(*draft.lines, *added)) if added else draft


def _near_record(turn: Turn) -> Draft | None:
    """The figures or schedule that lie as near to the question as the best statement."""
    text = turn.best("statement", "row", "list")
    top = text[0].relevance if text else 0.0
    for kind, compose, asked in (
        ("indicator", compose_indicator, VALUES),
        ("schedule", compose_schedule, ("schedule",)),
    ):
        records = turn.best(kind)
        if records and turn.query.asks_for(*asked) and records[0].relevance >= top - NEAR_RECORD:
            draft = compose(turn)
            return draft if draft and draft.answerable else None
    return None


def _checked(turn: Turn, draft: Draft | None) -> Draft | None:
    if draft is None:
        return None
    draft = checked(draft, turn.catalogue)
    stated = [line for line in draft.lines if line.evidence] or draft.table
    return draft if stated else None


def _drafts(turn: Turn) -> Iterator[Draft | None]:
    query = turn.query
    if query.asks_for("person", "company"):
        return  # no name is told from other words for sure
    if query.asks_for("period"):
        yield compose_period(turn)
    if query.ratings and _is_list(turn) and not _has_ratings(turn):
        return  # nothing in scope is rated
    if query.has_form("list", "items"):
        yield announced_list(turn)
    if query.has_form("count") and not query.has_form("list") and not has_bounds(turn):
        yield _counted_text(turn)
    if _is_list(turn) and has_bounds(turn) and not _asks_value(turn):
        yield compose_projects(turn)
    parts = tuple(name for name in LABELLED if name in query.asks)
    if parts and turn.named and query.asks_for("definition"):
        yield compose_field(turn, parts)
    if query.asks_for("definition") and wanted_value(query) is None:
        yield compose_definition(turn)
        if _asks_meaning(turn):
            yield compose_meaning(turn)
            return
    if not _is_list(turn):
        yield _several(turn)
    counted = wanted_value(query) is not None
    if query.asks_for("department") and not _is_list(turn) and not counted:
        if _text_names_department(turn):
            yield compose_text(turn)
        yield compose_department(turn)
    if _is_list(turn):
        yield compose_projects(turn)
    if query.has_form("list", "items") and not turn.named and _list_leads(turn):
        yield compose_list(turn)
    yield from _best_first(turn)


def _asks_meaning(turn: Turn) -> bool:
    """Whether nothing but a definition answers: 定義, 意味 of a name in the question."""
    return bool(_MEANING.search(turn.query.normalized)) and turn.language == "ja"


def _several(turn: Turn) -> Draft | None:
    """The parts of a question that asks for two things of a project at once: 担当課と目標値."""
    query = turn.query
    asked = (
        ("department", compose_department, ("department",)),
        ("rating", compose_rating, ("rating",)),
        ("indicator", compose_indicator, VALUES[:-1]),
        ("schedule", compose_schedule, ("schedule",)),
    )
    composers = [compose for _, compose, names in asked if query.asks_for(*names)]
    if len(composers) < 2 or not turn.named:
        return None
    drafts = [d for compose in composers if (d := _checked(turn, compose(turn))) and d.answerable]
    if len(drafts) < 2:
        return None
    lines = tuple(line for draft in drafts for line in draft.lines)
    return replace(drafts[0], kind="several", lines=lines)


def _text_names_department(turn: Turn) -> bool:
    """Whether a statement about who does something is clearly nearer than any project."""
    text = [i for i in turn.best("statement", "row")[:1] if _DEPARTMENT.search(i.fact.text)]
    best = turn.projects[0][1] if turn.projects else 0.0
    return bool(text) and not turn.named and text[0].relevance > best + 0.04


def _asks_value(turn: Turn) -> bool:
    return turn.query.asks_for(*VALUES) and turn.query.threshold is None and bool(turn.named)


def _has_ratings(turn: Turn) -> bool:
    return any(project.rating for project in turn.catalogue.projects_in(turn.query.scope))


def _counted_text(turn: Turn) -> Draft | None:
    """The statement that tells how many, where it holds most of the question's words."""
    number = Wanted("number", counted=True)
    best = next((i for i in turn.best("statement") if states(i.fact.text, number)), None)
    if best is None or best.coverage < COUNTED_COVERAGE:
        return None
    return compose_text(turn, number)


def _is_list(turn: Turn) -> bool:
    labelled = turn.query.kinds and turn.query.hierarchy and not turn.query.asks
    return (
        (turn.query.has_form("list", "count") or bool(labelled))
        and not turn.named
        and not (turn.query.asks_for("department") and not turn.query.departments)
    )


def _list_leads(turn: Turn) -> bool:
    """Whether a list that stands in the text is as near to the question as any statement."""
    lists, text = turn.best("list"), turn.best("statement", "row")
    lead = STRONG_LIST if turn.query.has_form("list") else 0.0
    return bool(lists) and (not text or lists[0].score + lead >= text[0].score)


def _best_first(turn: Turn) -> Iterator[Draft | None]:
    """Records and text by the kind of the best fact."""
    query = turn.query
    leads = bool(turn.ranked) and turn.ranked[0].fact.kind == "indicator"
    if query.asks_for(*VALUES) and (leads or not _text_leads(turn, "indicator")):
        yield compose_indicator(turn)
    if query.asks_for("rating") and not _text_leads(turn, "rating"):
        yield compose_rating(turn)
        if query.years and turn.named and turn.named[0].rating:
            return  # rated, but in another year
    if query.asks_for("schedule") and not _text_leads(turn, "schedule"):
        yield compose_schedule(turn)
    names = tuple(name for name in FIELDS if name in query.asks)
    if names and turn.named:
        yield compose_field(turn, names)
    yield compose_text(turn, wanted_value(query))
    if query.asks_for("schedule"):
        yield compose_schedule(turn)
    if query.asks_for(*VALUES):
        yield compose_indicator(turn)


def _text_leads(turn: Turn, kind: str) -> bool:
    """Whether a statement of the text covers the question clearly better than the best fact
    of `kind`."""
    records = turn.best(kind)
    text = turn.best("statement", "row")
    if not records:
        return True
    return bool(text) and text[0].score > records[0].score + 0.02
