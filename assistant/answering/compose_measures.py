"""What a project is measured by, where the question names its subject: 学校のICT活用の指標は."""

from __future__ import annotations

from dataclasses import replace

from assistant.answering.asked_figures import VALUE_KINDS
from assistant.answering.compose_indicators import compose_indicator
from assistant.answering.cues import load_cues
from assistant.answering.drafts import Draft
from assistant.answering.lists_wanted import wants_projects
from assistant.answering.turn import Turn
from assistant.datamodels import Project

WHOLE = 0.99  # of the question's telling words, by the name of the project
MOST = 2  # projects that a question may mean
SURE = 0.0  # confidence


def compose_measures(turn: Turn) -> Draft | None:
    """The indicators of the projects whose names hold all that the question tells but the word
    for what they are measured by; None where it names a project or an indicator itself."""
    query = turn.query
    if not query.asks_for("indicator") or query.asks_for(*VALUE_KINDS) or query.years:
        return None
    if turn.named or wants_projects(query.normalized):
        return None
    meant = _meant(turn)
    if not 0 < len(meant) <= MOST:
        return None
    focus = tuple(project.project_id for project in meant)
    own = Turn(replace(query, focus=focus), turn.ranked, turn.catalogue, turn.ranker)
    draft = compose_indicator(own)
    told = draft is not None and {p.project_id for p in draft.projects} <= set(focus)
    return replace(draft, confidence=SURE) if draft and told and draft.answerable else None


def _meant(turn: Turn) -> list[Project]:
    cue = load_cues(turn.language).asks["indicator"]
    terms = [term for term in turn.nouns if not cue.search(term.lemma)]
    if not terms:
        return []
    return [
        project
        for project in turn.catalogue.projects_in(turn.query.scope)
        if project.indicators and turn.ranker.coverage(terms, extra=project.name.text)[0] >= WHOLE
    ]
