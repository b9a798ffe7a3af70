"""The facts of records: projects, indicators, terms, and the policies above projects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.datamodels import Fact, IndicatorValue, Project, ReadDocument, Value
from assistant.retrieval.list_facts import MAX_ROWS

_BEHIND_KIND = re.compile(r"[0-9：:「]")  # what ends the kind of a policy: 方針 of 方針1


def project_facts(read: ReadDocument) -> Iterator[Fact]:
    """Each project, and behind it who is in charge, its rating and its schedule."""
    for project in read.projects:
        name = " ".join((project.name.text, *project.aliases, *(m.text for m in project.marks)))
        about = Fact(
            "project",
            document_id=project.document_id,
            span=project.span,
            text=_described(project, name),
            context=" ".join(value.text for value in project.hierarchy),
            project_id=project.project_id,
            section=project.section,
        )
        yield about
        yield from _parts(project, replace(about, context=name))


def _parts(project: Project, part: Fact) -> Iterator[Fact]:
    """What a project's record says in a word or a row."""
    if project.departments:
        span = project.departments[0].span.join(project.departments[-1].span)
        text = "担当課 " + "、".join(value.text for value in project.departments)
        yield replace(part, kind="department", span=span, text=text)
    if project.rating:
        text = f"進捗状況 評価 {project.rating.text}"
        yield replace(part, kind="rating", span=project.rating.span, text=text)
    for ordinal, entry in enumerate(project.schedule):
        years = " ".join(f"R{year - 2018}" for year in entry.years)
        text = f"スケジュール {entry.item.text} {entry.text} {years}"
        yield replace(part, kind="schedule", span=entry.span, text=text, ref=str(ordinal))


def _described(project: Project, name: str) -> str:
    """All that a project's record tells of it, its class and tools left out."""
    told = (part for part in project.fields if part.field not in ("category", "tools"))
    texts = (name, *(part.value.text for part in told))
    measured = (indicator.name.text for indicator in project.indicators)
    planned = (entry.item.text for entry in project.schedule)
    return " ".join((*texts, *measured, *planned))


def indicator_facts(read: ReadDocument) -> Iterator[Fact]:
    """Each indicator with the labels of its figures."""
    names = {project.project_id: project.name.text for project in read.projects}
    for indicator in read.indicators:
        labels = " ".join(map(_dated_label, indicator.values))
        heading = " ".join(read.document.section_path(indicator.section)[-1:])
        yield Fact(
            "indicator",
            document_id=indicator.document_id,
            span=indicator.span,
            text=f"{indicator.name.text} {indicator.qualifier} {labels}",
            context=names.get(indicator.project_id or "", heading),
            project_id=indicator.project_id,
            ref=indicator.indicator_id,
            section=indicator.section,
        )


def _dated_label(value: IndicatorValue) -> str:
    """A figure's label, with its year where another sentence tells it."""
    return f"{value.label} R{value.year - 2018}" if value.dated and value.year else value.label


def term_facts(read: ReadDocument) -> Iterator[Fact]:
    """Each term with its other names and its definition."""
    for term in read.terms:
        yield Fact(
            "term",
            document_id=term.document_id,
            span=term.span,
            text=f"{term.name} {' '.join(term.aliases)} {term.definition.text}",
            context=" ".join(read.document.section_path(term.section)[-1:]),
            ref=term.term_id,
            section=term.section,
        )


def hierarchy_lists(read: ReadDocument) -> Iterator[Fact]:
    """The policies above the projects, and the measures under each policy."""
    children: dict[str, dict[str, Value]] = {}
    for project in read.projects:
        above = ""
        for value in project.hierarchy:
            children.setdefault(above, {}).setdefault(value.text, value)
            above = value.text
    for above, values in children.items():
        items = tuple(values.values())
        if not 2 <= len(items) <= MAX_ROWS:
            continue
        kinds = dict.fromkeys(_BEHIND_KIND.split(item.text)[0] for item in items)
        yield Fact(
            "list",
            document_id=read.document.document_id,
            span=items[0].span,
            text=f"{above} {' '.join(kinds)} " + " ".join(item.text for item in items),
            context=above,
            ref="hierarchy",
            items=items,
        )
