"""Which indicators a question means."""

from __future__ import annotations

from assistant.answering.asked_figures import VALUE_KINDS, has_unit, is_dated
from assistant.answering.turn import Turn
from assistant.datamodels import Indicator, Project
from assistant.language.normalize import match_key
from assistant.language.similarity import longest_run
from assistant.language.tokens import lemmas

TWIN = 0.3  # how much lower the score of an indicator of the same name may be
NEAR_SISTER = 0.85
MAX_INDICATORS = 4
SHORTEST_OWN = 4  # characters of a word that a project's name has alone


def choose_indicators(turn: Turn) -> list[Indicator]:
    """The indicator that the question's words name, or all of the subject's indicators if
    it names the project alone."""
    wanted = turn.wanted
    if apart := _told_apart(turn):
        return apart
    every = [(item, turn.catalogue.indicators[item.fact.ref]) for item in turn.best("indicator")]
    ranked = [(item, indicator) for item, indicator in every if has_unit(indicator, wanted)]
    if not ranked:
        return []
    top, first = ranked[0]
    indicator = _with_last_target(turn, [other for _, other in ranked])
    project = turn.catalogue.projects.get(indicator.project_id or "")
    if project is None or _names_indicator(turn, indicator, project):
        if turn.query.has_form("comparison") and project is not None:
            return _sisters(turn, indicator, project, top.relevance)
        if indicator is not first:
            return [indicator]
        twins = [
            twin
            for item, twin in ranked[1:6]
            if twin.name.text == first.name.text
            and (item.score >= top.score - TWIN or is_dated(twin, turn.query.years))
        ]
        return [first, *twins][:MAX_INDICATORS]
    chosen = [i for subject in (turn.subjects[:2] or [project]) for i in subject.indicators]
    return (chosen or [indicator])[:MAX_INDICATORS]


def _told_apart(turn: Turn) -> list[Indicator]:
    """The indicators of no project in the document of the one project that is named and has
    none of its own, by a word that is its name's alone: a chapter's table tells them."""
    asked = turn.query.asks_for(*VALUE_KINDS, "indicator")
    if not asked or len(turn.named) != 1 or turn.named[0].indicators:
        return []
    (project,) = turn.named
    name = match_key(project.name.text)
    others = [
        match_key(other.name.text)
        for other in turn.catalogue.projects_in((project.document_id,))
        if other != project
    ]
    return [
        indicator
        for indicator in turn.catalogue.indicators.values()
        if indicator.project_id is None
        and indicator.document_id == project.document_id
        and _is_own(longest_run(name, match_key(indicator.name.text)).of(name), others)
    ][:MAX_INDICATORS]


def _is_own(word: str, others: list[str]) -> bool:
    return len(word) >= SHORTEST_OWN and not any(word in other for other in others)


def _with_last_target(turn: Turn, ranked: list[Indicator]) -> Indicator:
    """The first of the indicators, or where a target of no year is asked for, the one of its
    name in its document whose target is set last: a former plan's is over."""
    first = ranked[0]
    if turn.query.years or not turn.query.asks_for("target"):
        return first
    same = [
        other
        for other in ranked
        if (other.document_id, match_key(other.name.text), other.qualifier)
        == (first.document_id, match_key(first.name.text), first.qualifier)
        and not (other.project_id or first.project_id)
    ]
    return max(same, key=_last_target, default=first)


def _last_target(indicator: Indicator) -> int:
    return max((v.year or 0 for v in indicator.values if v.kind == "target"), default=0)


def _sisters(turn: Turn, first: Indicator, project: Project, top: float) -> list[Indicator]:
    """The indicators of a project that a question about several of them is near to."""
    near = [
        turn.catalogue.indicators[item.fact.ref]
        for item in turn.best("indicator", project=project)
        if item.relevance >= NEAR_SISTER * top
    ]
    return (near or [first])[:MAX_INDICATORS]


def _names_indicator(turn: Turn, indicator: Indicator, project: Project) -> bool:
    """Whether words of the question stand in the indicator's name but not in the project's,
    more of them than in the project's other indicators."""
    name = set(lemmas(project.name.text))

    def held(other: Indicator) -> float:
        words = set(lemmas(f"{other.name.text} {other.qualifier}")) - name
        total = 0.0
        for term in turn.query.terms:
            worth = (
                1.0
                if term.lemma in words
                else 0.8 * any(set(alt) <= words for alt in term.alternatives)
            )
            total += worth * max(term.weight, 0.3) * turn.ranker.index.idf(term.lemma)
        return total

    own = held(indicator)
    others = [
        held(other) for other in project.indicators if other.indicator_id != indicator.indicator_id
    ]
    return own > 0 and all(own > other for other in others)
