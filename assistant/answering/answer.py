"""From a question to the draft of its answer.

What a question compares becomes a table, and the projects that meet its bounds a list. Of a
question that asks for a fact every possible answer is composed and the one that is most surely
right is chosen; if it is not sure enough, the answer is an honest no.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answering.abstain import abstain, out_of_reach
from assistant.answering.asked_figures import kinds_asked
from assistant.answering.candidates import VALUES, candidates
from assistant.answering.choosing import choose
from assistant.answering.citations import sound
from assistant.answering.compose_beside import compose_beside
from assistant.answering.compose_cell import compose_cell
from assistant.answering.compose_choice import compose_choice
from assistant.answering.compose_comparison import compose_comparison
from assistant.answering.compose_contacts import compose_contact
from assistant.answering.compose_enumerated import compose_enumerated
from assistant.answering.compose_faq import compose_faq
from assistant.answering.compose_former import compose_former
from assistant.answering.compose_items import under_quote
from assistant.answering.compose_lead_office import compose_lead_office
from assistant.answering.compose_legend import compose_legend
from assistant.answering.compose_lists import lists_projects
from assistant.answering.compose_measures import compose_measures
from assistant.answering.compose_met import compose_met
from assistant.answering.compose_offices import compose_office
from assistant.answering.compose_partners import compose_partners
from assistant.answering.compose_reached import compose_reached
from assistant.answering.compose_rows import compose_rows
from assistant.answering.compose_schedule import (
    compose_named_step,
    compose_schedule,
    compose_whole_schedule,
)
from assistant.answering.compose_spent import compose_spent
from assistant.answering.compose_terms import compose_quoted_term
from assistant.answering.compose_topics import compose_topic
from assistant.answering.compose_vision import compose_vision
from assistant.answering.compose_yesno import compose_yesno
from assistant.answering.conversation import moved_on
from assistant.answering.doubts import lacks_asked
from assistant.answering.drafts import Draft, is_enough
from assistant.answering.list_drafts import COUNTED_NOUN, asks_list, list_draft
from assistant.answering.reports import compose_reason, compose_state
from assistant.answering.side_mentions import gives_phrases, names_reported_year
from assistant.answering.supplements import supplemented
from assistant.answering.turn import Turn
from assistant.datamodels import Query
from assistant.language.normalize import match_key
from assistant.retrieval.catalogue import Catalogue
from assistant.retrieval.features import tells_years
from assistant.retrieval.ranking import Ranker
from assistant.retrieval.stated import states

UNITS_SEEN_TO = ("indicator", "several")
SURE_COVERAGE = 0.6  # of the question's words, from which a record is what it means
_PRESENT = re.compile(
    r"(?!.*(?:目標|目指|めざ|まで)).*(?:となって(?:おり|い)|にとどま|でした|ました|時点)"
)
NAMESAKES = 5  # indicators among which one of the same name may tell the figure
NEARER = 0.02  # by which a statement is nearer than a record


def answer(query: Query, catalogue: Catalogue, ranker: Ranker) -> tuple[Turn, Draft]:
    """The draft of the answer to `query`, with the ranked facts that it was chosen from."""
    turn, draft = _answered(query, catalogue, ranker)
    if query.stays and not draft.answerable:
        moved, other = _answered(moved_on(query, catalogue), catalogue, ranker)
        return (moved, other) if other.answerable else (turn, draft)
    return turn, draft


def _answered(query: Query, catalogue: Catalogue, ranker: Ranker) -> tuple[Turn, Draft]:
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
    if faq := sound(compose_faq(turn), turn.catalogue):
        return faq
    if turn.query.has_form("yesno"):
        return sound(compose_yesno(turn, fact_draft), turn.catalogue)
    if turn.query.has_form("claim"):
        return sound(compose_met(turn), turn.catalogue)
    return None


def fact_draft(turn: Turn) -> Draft | None:
    """The list or the fact that the question asks for, sure or not."""
    if turn.query.asks_for("person", "company"):  # no name is told from other words for sure
        return sound(compose_office(turn), turn.catalogue)
    if named := sound(compose_enumerated(turn), turn.catalogue):
        return named
    if turn.query.ratings and asks_list(turn) and not _has_ratings(turn):
        return sound(compose_rows(turn), turn.catalogue)  # no project in scope is rated
    for compose in (
        compose_contact,
        compose_choice,
        compose_legend,
        compose_lead_office,
        compose_former,
        compose_quoted_term,
        under_quote,
        compose_vision,
        compose_state,
        compose_reason,
        compose_named_step,
        compose_whole_schedule,
        compose_reached,
        compose_partners,
        compose_spent,
        compose_measures,
        compose_topic,
    ):
        if told := sound(compose(turn), turn.catalogue):
            return told
    if listed := list_draft(turn) or sound(compose_cell(turn), turn.catalogue):
        return listed
    drafts = [draft for draft in candidates(turn) if _states_wanted(turn, draft)]
    if missing := _missing_figure(turn, drafts):
        return _planned_figure(turn, missing) or missing
    draft = _aim_before_steps(turn, drafts, choose(turn, _with_aims(turn, drafts)))
    if draft is None or not is_enough(draft):
        draft = _asked_indicator(turn, drafts) or draft
    beside = sound(compose_beside(turn, draft), turn.catalogue)
    if beside and _states_wanted(turn, beside):
        return beside
    return supplemented(turn, draft) if draft else None


def _asked_indicator(turn: Turn, drafts: list[Draft]) -> Draft | None:
    """The one indicator of the project that a follow-up goes on about, where the question names
    its year and unit: 令和12年度は何戸."""
    if not (turn.query.focus and turn.query.years and turn.wanted and turn.wanted.units):
        return None
    told = next((d for d in drafts if d.kind == "indicator" and d.answerable), None)
    if told is None or len(told.indicators) != 1 or len(told.lines) != 1:
        return None
    own = {project.project_id for project in told.projects} <= set(turn.query.focus)
    exact = own and states(told.text, turn.wanted)
    return replace(told, confidence=0.0) if exact else None


def _states_wanted(turn: Turn, draft: Draft) -> bool:
    """Whether a draft states a value in the unit that is asked for. Of an indicator the unit
    may stand in its name, and its composer has seen to it."""
    if lacks_asked(turn, draft):
        return False
    wanted = turn.wanted
    bound = wanted is not None and (wanted.units or wanted.type == "contact")
    if not bound or draft.kind in UNITS_SEEN_TO:
        return True
    return states(draft.text, wanted)


def _with_aims(turn: Turn, drafts: list[Draft]) -> list[Draft]:
    """The drafts without statements of how things are, where a figure to be reached is asked
    for and an indicator has a target."""
    if not _tell_targets(turn, drafts) or turn.wanted is None or not turn.query.asks_for("target"):
        return drafts
    return [d for d in drafts if d.kind != "text" or not _PRESENT.match(d.lines[0].text)]


def _aim_before_steps(turn: Turn, drafts: list[Draft], chosen: Draft | None) -> Draft | None:
    """What is chosen, or for the steps of a project the figure aimed at, where that is asked for
    and no time."""
    query = turn.query
    aimed = query.asks_for("target") and not query.asks_for("schedule", "period")
    if chosen is None or chosen.kind != "schedule" or not aimed:
        return chosen
    others = [draft for draft in drafts if draft.kind != "schedule"]
    other = choose(turn, _with_aims(turn, others)) if _tell_targets(turn, others) else None
    return other if other and is_enough(other) else chosen


def _tell_targets(turn: Turn, drafts: list[Draft]) -> bool:
    return any(
        value.kind == "target"
        for draft in drafts
        for key in (draft.indicators if draft.answerable else ())
        for value in turn.catalogue.indicators[key].values
    )


def _missing_figure(turn: Turn, drafts: list[Draft]) -> Draft | None:
    """What tells that the indicator asked about has no figure of the year or kind asked for,
    where the question means this indicator and no statement comes nearer."""
    missing = next((d for d in drafts if d.kind == "indicator" and not d.answerable), None)
    if missing is None or not turn.query.asks_for(*VALUES):
        return None
    record = next(iter(turn.nearest("indicator")), None)
    if record is None or record.coverage < SURE_COVERAGE:
        return None
    if _namesake_tells(turn):
        return None
    own = {project.project_id for project in missing.projects}
    telling = (
        item.relevance
        for item in turn.nearest("statement", "row")[:6]
        if states(item.fact.text, turn.wanted)
        and tells_years(turn.query, item.fact, turn.catalogue)
        and (item.fact.kind == "statement" or item.fact.project_id not in own)
    )
    return missing if next(telling, 0.0) <= record.relevance + NEARER else None


def _namesake_tells(turn: Turn) -> bool:
    """Whether an indicator of the name of the nearest one has a figure of the year and kind
    asked for: a former plan's."""
    near = turn.nearest("indicator")[:NAMESAKES]
    indicators = [turn.catalogue.indicators[item.fact.ref] for item in near]
    names = [match_key(indicator.name.text) for indicator in indicators]
    kinds = kinds_asked(turn.query)
    return any(
        value.year in turn.query.years and (not kinds or value.kind in kinds)
        for indicator, name in zip(indicators, names, strict=True)
        if name == names[0]
        for value in indicator.values
    )


def _planned_figure(turn: Turn, missing: Draft) -> Draft | None:
    """The step of the schedule that tells the figure that the indicator lacks: R9 220手続に
    拡大."""
    planned = sound(compose_schedule(turn), turn.catalogue)
    if not turn.query.years or planned is None or planned.projects[:1] != missing.projects[:1]:
        return None
    text = planned.text
    if noun := COUNTED_NOUN.search(turn.query.normalized):
        return planned if re.search(rf"[0-9０-９]\s?{noun[1]}", text) else None
    bound = turn.wanted is not None and turn.wanted.units
    return planned if bound and states(text, turn.wanted) else None


def _has_ratings(turn: Turn) -> bool:
    return any(project.rating for project in turn.catalogue.projects_in(turn.query.scope))


def _compares(turn: Turn) -> bool:
    """Whether the question asks for a comparison, or names two cities, documents or
    projects (a follow-up's projects are not named by it)."""
    query = turn.query
    if query.beside is not None:
        return True
    if lists_projects(query) and not query.asks_for("period") and not gives_phrases(turn):
        return False
    named = 0 if query.focus else len(turn.named)
    several = max(len(query.municipalities), len(query.named), named) > 1
    return query.has_form("comparison") or several or names_reported_year(turn)
