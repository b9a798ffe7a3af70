"""From a question to the draft of its answer.

What a question compares becomes a table, and the projects that meet its bounds a list. Of a
question that asks for a fact every possible answer is composed and the one that is most surely
right is chosen; if it is not sure enough, the answer is an honest no.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.answering.abstain import abstain, out_of_reach
from assistant.answering.candidates import VALUES, candidates
from assistant.answering.choosing import choose
from assistant.answering.citations import checked, sound
from assistant.answering.compose_choice import compose_choice
from assistant.answering.compose_comparison import compose_comparison
from assistant.answering.compose_indicators import compose_indicator
from assistant.answering.compose_items import announced_list, compose_list, quoted_list
from assistant.answering.compose_legend import compose_legend
from assistant.answering.compose_levels import compose_levels
from assistant.answering.compose_lists import (
    asks_of_department,
    compose_projects,
    lists_projects,
)
from assistant.answering.compose_offices import compose_office
from assistant.answering.compose_ratings import compose_rating
from assistant.answering.compose_schedule import (
    compose_named_step,
    compose_schedule,
    compose_whole_schedule,
)
from assistant.answering.compose_terms import compose_definition, compose_quoted_term
from assistant.answering.compose_text import compose_text, text_line
from assistant.answering.compose_vision import compose_vision
from assistant.answering.compose_yesno import compose_yesno
from assistant.answering.doubts import lacks_asked
from assistant.answering.drafts import Draft, is_enough
from assistant.answering.lists_wanted import wants_list
from assistant.answering.project_bounds import has_bounds
from assistant.answering.reports import compose_reason, compose_state, with_comment
from assistant.answering.turn import Turn
from assistant.datamodels import Query
from assistant.retrieval.catalogue import Catalogue
from assistant.retrieval.features import tells_years
from assistant.retrieval.ranking import Ranker
from assistant.retrieval.wanted import Wanted, states

SUPPLEMENTED = ("text", "indicator", "schedule", "rating", "department", "field")
UNITS_SEEN_TO = ("indicator", "several")
ROOM = 470  # characters of a fact's answer, markers included
SURE_COVERAGE = 0.6  # of the question's words, from which a record is what it means
NEARER = 0.02  # by which a statement is nearer than a record
CLEAR_COVERAGE = 0.8  # of the question's words, from which a record speaks for itself
COUNTED_COVERAGE = 0.5
ENOUGH_OF_LIST = 0.37  # the composer's own confidence
NEAR_RECORD = 0.12  # how much less relevant the second opinion may be
_COUNTED_NOUN = re.compile(r"いくつの([一-龠ァ-ヶー]{1,6})")
_OF_PROJECTS = re.compile(
    r".{0,4}(?:事業|取組|取り組|施策|計画|項目|プロジェクト|アクション|もの|分野|方針|目標|柱)"
)
_TARGET_LABEL = re.compile(r"[^\w]*(?:数値|成果|最終)?目標値?\s?[:：】]\s?\S*?[0-9０-９]")
_NUMBER_OF_THINGS = re.compile(
    r"(?<!事業)(?<!取組)(?<!取り組み)(?<!施策)(?<!計画)(?<!項目)(?<!プロジェクト)(?<!もの)の数は"
)
STRONG_LIST = 0.06  # how much nearer a statement must be when a list is asked for


def answer(query: Query, catalogue: Catalogue, ranker: Ranker) -> tuple[Turn, Draft]:
    """The draft of the answer to `query`, with the ranked facts that it was chosen from."""
    turn = Turn(query, ranker.rank(query), catalogue, ranker)
    if reason := out_of_reach(turn):
        return turn, reason
    draft = table_or_verdict(turn) or fact_draft(turn)
    if draft is None or not is_enough(draft):
        return turn, abstain(turn, draft)
    return turn, draft


def table_or_verdict(turn: Turn) -> Draft | None:
    """What the question compares, mostly as a table, or はい or いいえ to what it claims."""
    if _compares(turn) and (compared := compose_comparison(turn, fact_draft)):
        return compared
    if turn.query.has_form("yesno"):
        return sound(compose_yesno(turn, fact_draft), turn.catalogue)
    return None


def fact_draft(turn: Turn) -> Draft | None:
    """The list or the fact that the question asks for, sure or not."""
    if turn.query.asks_for("person", "company"):  # no name is told from other words for sure
        return sound(compose_office(turn), turn.catalogue)
    if turn.query.ratings and _is_list(turn) and not _has_ratings(turn):
        return None  # nothing in scope is rated
    for compose in (
        compose_choice,
        compose_legend,
        compose_quoted_term,
        compose_vision,
        compose_state,
        compose_reason,
        compose_named_step,
        compose_whole_schedule,
    ):
        if told := sound(compose(turn), turn.catalogue):
            return told
    if listed := list_draft(turn):
        return listed
    drafts = [draft for draft in candidates(turn) if _states_wanted(turn, draft)]
    if missing := _missing_figure(turn, drafts):
        return _planned_figure(turn, missing) or missing
    draft = choose(turn, drafts)
    return supplemented(turn, draft) if draft else None


def _states_wanted(turn: Turn, draft: Draft) -> bool:
    """Whether a draft states a value in the unit that is asked for. Of an indicator the unit
    may stand in its name, and its composer has seen to it."""
    if lacks_asked(turn, draft):
        return False
    wanted = turn.wanted
    bound = wanted is not None and (wanted.units or wanted.type == "contact")
    if not bound or draft.kind in UNITS_SEEN_TO:
        return True
    return states(" ".join(line.text for line in draft.lines), wanted)


def _missing_figure(turn: Turn, drafts: list[Draft]) -> Draft | None:
    """What tells that the indicator asked about has no figure of the year or kind asked for,
    where the question means this indicator and no statement comes nearer."""
    missing = next((d for d in drafts if d.kind == "indicator" and not d.answerable), None)
    if missing is None or not turn.query.asks_for(*VALUES):
        return None
    record = next(iter(turn.nearest("indicator")), None)
    if record is None or record.coverage < SURE_COVERAGE:
        return None
    telling = (
        item.relevance
        for item in turn.nearest("statement")[:5]
        if states(item.fact.text, turn.wanted)
        and tells_years(turn.query, item.fact, turn.catalogue)
    )
    return missing if next(telling, 0.0) <= record.relevance + NEARER else None


def _planned_figure(turn: Turn, missing: Draft) -> Draft | None:
    """The step of the schedule that tells the figure that the indicator lacks: R9 220手続に
    拡大."""
    planned = sound(compose_schedule(turn), turn.catalogue)
    if not turn.query.years or planned is None or planned.projects[:1] != missing.projects[:1]:
        return None
    text = " ".join(line.text for line in planned.lines)
    if noun := _COUNTED_NOUN.search(turn.query.normalized):
        return planned if re.search(rf"[0-9０-９]\s?{noun[1]}", text) else None
    bound = turn.wanted is not None and turn.wanted.units
    return planned if bound and states(text, turn.wanted) else None


def list_draft(turn: Turn) -> Draft | None:
    """The list that the question asks for, if it asks for one."""
    drafts = (sound(draft, turn.catalogue) for draft in _lists(turn))
    enough = (draft for draft in drafts if draft and draft.confidence >= ENOUGH_OF_LIST)
    return next((draft for draft in enough if _lists_wanted(turn, draft)), None)


def _lists_wanted(turn: Turn, draft: Draft) -> bool:
    """Whether a list of the text tells a value in the unit that is asked for."""
    wanted = turn.wanted
    if (
        draft.kind != "textlist"
        or wanted is None
        or not wanted.units
        or turn.query.has_form("count")
    ):
        return True
    return any(states(line.text, wanted) for line in draft.lines[1:])


def _lists(turn: Turn) -> Iterator[Draft | None]:
    query = turn.query
    if query.hierarchy and query.has_form("list", "items"):
        yield compose_levels(turn)
    if query.has_form("list") or (query.has_form("items") and turn.wanted is None):
        yield quoted_list(turn)
        yield announced_list(turn)
    counts = query.has_form("count") and not query.has_form("list") and not has_bounds(turn)
    if counts and not (query.asks_for("rating") and _counts_things(turn)):
        yield _counted_text(turn)
    if _is_list(turn) and has_bounds(turn) and not _asks_value(turn):
        yield compose_projects(turn)
    if _is_list(turn) and query.asks_for("definition") and turn.wanted is None:
        yield compose_definition(turn)
    if _is_list(turn):
        yield compose_projects(turn)
    one = _asks_whose(turn) or turn.named
    if query.has_form("list", "items") and not one and _list_leads(turn):
        yield compose_list(turn)


def _is_list(turn: Turn) -> bool:
    query = turn.query
    labelled = query.kinds and query.hierarchy and not query.asks
    counts = query.has_form("count") and not _counts_things(turn)
    listed = query.has_form("list") or counts or bool(labelled) or asks_of_department(turn)
    return listed and not turn.named and not _asks_whose(turn) and not _asks_when(turn)


def _counts_things(turn: Turn) -> bool:
    """Whether the number asked for is a figure of things and none of projects: 置いた場所の数
    は、目標に届きましたか."""
    of_things = _NUMBER_OF_THINGS.search(turn.query.normalized)
    if noun := _COUNTED_NOUN.search(turn.query.normalized):
        of_things = None if _OF_PROJECTS.match(noun[1]) else noun
    return bool(of_things) and turn.query.asks_for(*VALUES) and not turn.query.ratings


def _asks_whose(turn: Turn) -> bool:
    """Whether the question asks which department it is."""
    return turn.query.asks_for("department") and not turn.query.departments


def _asks_when(turn: Turn) -> bool:
    """Whether the question asks for a date and for no names: 計画は何年度に始まりますか."""
    dated = turn.wanted is not None and turn.wanted.type == "date"
    return dated and not wants_list(turn.query.normalized)


def _has_ratings(turn: Turn) -> bool:
    return any(project.rating for project in turn.catalogue.projects_in(turn.query.scope))


def _asks_value(turn: Turn) -> bool:
    return turn.query.asks_for(*VALUES) and turn.query.threshold is None and bool(turn.named)


def _counted_text(turn: Turn) -> Draft | None:
    """The statement that tells how many, where it holds most of the question's words."""
    number = Wanted("number", counted=True)
    best = next((i for i in turn.best("statement") if states(i.fact.text, number)), None)
    if best is None or best.coverage < COUNTED_COVERAGE:
        return None
    return compose_text(turn, number)


def _list_leads(turn: Turn) -> bool:
    """Whether a list that stands in the text is as near to the question as any statement."""
    lists, text = turn.nearest("list"), turn.nearest("statement", "row")
    lead = STRONG_LIST if turn.query.has_form("list") else 0.0
    return bool(lists) and (not text or lists[0].nearness + lead >= text[0].nearness)


def _compares(turn: Turn) -> bool:
    """Whether the question asks for a comparison, or names two cities, documents or
    projects (a follow-up's projects are not named by it)."""
    query = turn.query
    if lists_projects(query) and not query.asks_for("period"):
        return False
    named = 0 if query.focus else len(turn.named)
    several = max(len(query.municipalities), len(query.named), named) > 1
    return query.has_form("comparison") or several


def supplemented(turn: Turn, draft: Draft) -> Draft:
    """`draft` with a second opinion from the text, or from a record, where one is as near
    to the question and there is room."""
    if draft.kind not in SUPPLEMENTED or not draft.answerable:
        return draft
    if commented := with_comment(turn, draft, ROOM):
        return commented
    wanted = turn.wanted
    if draft.kind == "text":
        other = _stated_target(turn, draft) or _near_record(turn)
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
    other = _asked_rating(turn, draft) or other
    for line in checked(other, turn.catalogue).lines if other else ():
        if any(line.text in told.text for told in draft.lines):
            continue
        room -= len(line.text) + 4
        if room < 0:
            break
        added.append(line)
    return replace(draft, lines=(*draft.lines, *added)) if added else draft


def _asked_rating(turn: Turn, draft: Draft) -> Draft | None:
    """How the draft's project is rated, where the question asks for it besides something else
    that the draft tells."""
    rated = [project for project in draft.projects[:1] if project.rating]
    if draft.kind not in ("text", "indicator") or not rated or not turn.query.asks_for("rating"):
        return None
    told = compose_rating(turn, rated)
    text = " ".join(line.text for line in draft.lines)
    return told if rated[0].rating and rated[0].rating.text not in text else None


def _stated_target(turn: Turn, draft: Draft) -> Draft | None:
    """The target of the draft's project where it is a statement of its own, and the question
    asks for it besides something else: 目標：平均日数2日以内."""
    if not draft.projects or not turn.query.asks_for("target"):
        return None
    for item in turn.best("statement", project=draft.projects[0]):
        if _TARGET_LABEL.match(item.fact.text):
            told = any(item.fact.text in line.text for line in draft.lines)
            return None if told else Draft("text", (text_line(turn, item.fact, lead=False),), 0.0)
    return None


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
