"""Questions to go on with, made of what the corpus is sure to answer."""

from __future__ import annotations

from assistant.answering.drafts import Draft
from assistant.answering.turn import Turn
from assistant.datamodels import Language, Project
from assistant.retrieval.catalogue import Catalogue

MAX_SUGGESTIONS = 3
MAX_STARTERS = 6

_ASK: dict[str, tuple[str, str]] = {
    "department": ("{name}の担当課は？", "Which department is in charge of {name}?"),
    "target": ("{name}の目標値は？", "What is the target of {name}?"),
    "schedule": ("{name}のスケジュールは？", "What is the schedule of {name}?"),
    "issues": ("{name}の課題は？", "What are the issues of {name}?"),
    "definition": ("{name}とは？", "What is {name}?"),
    "list": ("{name}の事業は？", "Which projects does {name} have?"),
}


def follow_ups(turn: Turn, draft: Draft) -> tuple[str, ...]:
    """Questions about the first project of the answer that its record answers."""
    if not draft.projects:
        return ()
    project = draft.projects[0]
    kinds = [
        kind for kind in _answered(project) if kind != draft.kind and kind not in turn.query.asks
    ]
    return tuple(_asked(turn.language, kind, project.name.text) for kind in kinds[:MAX_SUGGESTIONS])


def starters(catalogue: Catalogue, language: Language = "ja") -> tuple[str, ...]:
    """First questions: of each municipality a project's department or target, and a term."""
    questions: list[str] = []
    kinds = ("department", "target", "schedule")
    for place, municipality in enumerate(sorted(catalogue.municipalities)):
        own = [
            p
            for d in catalogue.documents_of(municipality)[:1]
            for p in catalogue.projects_in((d.document_id,))
        ]
        wanted = kinds[place % len(kinds)]
        fitting = [p for p in own if wanted in _answered(p)]
        if fitting:
            questions.append(_asked(language, wanted, fitting[len(fitting) // 2].name.text))
    terms = [
        term for term in catalogue.terms.values() if not term.inline and 2 <= len(term.name) <= 12
    ]
    if terms:
        questions.append(_asked(language, "definition", terms[len(terms) // 2].name))
    if catalogue.municipalities:
        questions.append(_asked(language, "list", sorted(catalogue.municipalities)[0]))
    return tuple(questions[:MAX_STARTERS])


def _answered(project: Project) -> list[str]:
    kinds = []
    if project.departments:
        kinds.append("department")
    if any(
        value.kind == "target" for indicator in project.indicators for value in indicator.values
    ):
        kinds.append("target")
    if any(entry.years for entry in project.schedule):
        kinds.append("schedule")
    if project.values_of("issues"):
        kinds.append("issues")
    return kinds


def _asked(language: Language, kind: str, name: str) -> str:
    return _ASK[kind][language == "en"].format(name=name)
