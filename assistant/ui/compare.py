"""比較: what several municipalities' plans say on one theme, every cell with its source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from assistant.datamodels import Project, Span
from assistant.errors import QuestionError
from assistant.language.normalize import match_key
from assistant.retrieval.catalogue import Catalogue
from assistant.ui import frame, markup, opening, records, takeaway
from assistant.ui.frame import say
from assistant.ui.projects import project_url, source_link

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

PROJECTS_A_CITY = 3
SUMMARY_CHARACTERS = 160


@dataclass(frozen=True, slots=True)
class Statement:
    """What a cell says, and the address of the place that says so."""

    text: str
    url: str
    link: str = ""  # of the project's own page
    of: str = ""  # the project, where a cell speaks of several


Cell = list[Statement]


@dataclass(slots=True)
class Column:
    """One municipality's side of the comparison: cells by row name."""

    city: str
    cells: dict[str, Cell] = field(default_factory=dict)


ROWS = ("compare_answer", "compare_projects", "summary", "department", "targets", "schedule")


def page() -> None:
    """The comparison that the address names: `?cities=…&about=…`."""
    frame.begin(say("page_compare"), wide=True)
    assistant = opening.assistant()
    catalogue = assistant.catalogue
    st.title(say("page_compare"), anchor=False)
    st.markdown(say("compare_lead"))
    cities = list(
        dict.fromkeys(d.municipality for d in catalogue.documents.values() if d.municipality)
    )
    chosen = st.pills(
        say("compare_cities"), cities, selection_mode="multi", key="cities", bind="query-params"
    )
    about = st.text_input(
        say("compare_theme"),
        key="about",
        placeholder=say("compare_example"),
        max_chars=200,
        bind="query-params",
    )
    about = (about or "").strip()
    if len(chosen) < 2:
        st.info(say("compare_choose_two"))
        return
    if not about:
        return
    with st.spinner(say("thinking")):
        columns = [column(assistant, city, about) for city in chosen]
    _show(columns, about)


def column(assistant: Assistant, city: str, about: str) -> Column:
    """What the plans of `city` say about a theme or answer to a question."""
    question = about if about.endswith(("?", "？", "か", "。")) else f"{about}に関する事業は？"
    try:
        answer = assistant.ask(f"{city}の{question}")
    except QuestionError:
        return Column(city)
    if not answer.answerable:
        return Column(city)
    catalogue = assistant.catalogue
    projects = _nearest(
        catalogue,
        about,
        [
            catalogue.projects[ref.project_id]
            for ref in answer.projects
            if ref.municipality == city and ref.project_id in catalogue.projects
        ],
    )
    own = [c for c in answer.citations if c.municipality == city]
    said = [Statement(_evidence(catalogue, c.document_id, c.evidence, c.quote), c.url) for c in own]
    filled = {
        "compare_projects": [_project(catalogue, project) for project in projects],
        "summary": _each(projects, lambda p: _summary(catalogue, p)),
        "department": _each(projects, lambda p: _departments(catalogue, p)),
        "targets": _each(projects, lambda p: _targets(catalogue, p)),
        "schedule": _each(projects, lambda p: _schedule(catalogue, p)),
    }
    if not projects or question == about:
        filled["compare_answer"] = said[:PROJECTS_A_CITY]
    return Column(city, {name: cell for name, cell in filled.items() if cell})


def _nearest(catalogue: Catalogue, about: str, projects: Sequence[Project]) -> list[Project]:
    """The projects whose names, then whose texts, hold the theme most often; all of them where
    none holds it."""
    key = match_key(about)

    def held(project: Project) -> tuple[int, int]:
        text = project.span.of(catalogue.documents[project.document_id].text)
        return match_key(project.name.text).count(key), match_key(text).count(key)

    ranked = sorted(projects, key=held, reverse=True)
    holding = [project for project in ranked if any(held(project))] if key else []
    return (holding or ranked)[:PROJECTS_A_CITY]


def _evidence(catalogue: Catalogue, document_id: str, evidence: Sequence[Span], quote: str) -> str:
    text = catalogue.documents[document_id].text
    stated = " … ".join(span.of(text) for span in evidence) or quote
    return _short(" ".join(stated.split()))


def _short(text: str) -> str:
    return text if len(text) <= SUMMARY_CHARACTERS else text[: SUMMARY_CHARACTERS - 1] + "…"


def _each(projects: Sequence[Project], make: Callable[[Project], Cell]) -> Cell:
    several = len(projects) > 1
    return [
        replace(statement, of=project.name.text if several else "")
        for project in projects
        for statement in make(project)
    ]


def _project(catalogue: Catalogue, project: Project) -> Statement:
    url = records.place_url(catalogue, project.document_id, project.name.span)
    return Statement(project.name.text or say("unnamed"), url, project_url(project.project_id))


def _summary(catalogue: Catalogue, project: Project) -> Cell:
    names = ("summary", "actions", "goal", "present")
    parts = [part for name in names for part in project.fields if part.field == name][:1]
    return [
        Statement(
            _short(part.value.text),
            records.place_url(catalogue, project.document_id, part.value.span),
        )
        for part in parts
    ]


def _departments(catalogue: Catalogue, project: Project) -> Cell:
    return [
        Statement(value.text, records.place_url(catalogue, project.document_id, value.span))
        for value in project.departments
    ]


def _targets(catalogue: Catalogue, project: Project) -> Cell:
    return [
        Statement(
            records.target_line(indicator, values),
            records.place_url(catalogue, project.document_id, values[0].value.span),
        )
        for indicator, values in records.targets(project)
    ]


def _schedule(catalogue: Catalogue, project: Project) -> Cell:
    return [
        Statement(
            f"{entry.item.text}: {_years(entry.years)}",
            records.place_url(catalogue, project.document_id, entry.span),
        )
        for entry in project.schedule
        if entry.years
    ]


def _years(years: Sequence[int]) -> str:
    first, last = years[0], years[-1]
    if len(years) > 1 and last - first == len(years) - 1:
        return say("kind_period", start=first, end=last)
    return "、".join(map(str, years))


def _show(columns: Sequence[Column], about: str) -> None:
    names = [name for name in ROWS if any(name in column.cells for column in columns)]
    if not names:
        names = ["compare_answer"]
    lines = [
        [escape(say(name)), *(_html_cell(column.cells.get(name, [])) for column in columns)]
        for name in names
    ]
    head = ["", *(escape(column.city) for column in columns)]
    st.html(markup.html_table(head, lines, kind="matrix", named=True))
    plain = [
        (say(name), *(_plain_cell(column.cells.get(name, [])) for column in columns))
        for name in names
    ]
    title = f"{say('page_compare')} {about}"
    takeaway.table_downloads(title, ["", *(column.city for column in columns)], plain, "compare")


def _html_cell(cell: Cell) -> str:
    if not cell:
        return f'<span class="quiet">{escape(say("compare_empty"))}</span>'
    items, spoken_of = [], ""
    for statement in cell:
        text = escape(statement.text)
        if statement.link:
            text = f'<a href="{escape(statement.link)}">{text}</a>'
        of = ""
        if statement.of != spoken_of:
            of, spoken_of = f'<span class="quiet">{escape(statement.of)}</span><br>', statement.of
        items.append(f"<li>{of}{text} {source_link(statement.url)}</li>")
    return f"<ul>{''.join(items)}</ul>"


def _plain_cell(cell: Cell) -> str:
    lines = (f"{s.of}: {s.text}" if s.of else s.text for s in cell)
    return "\n".join(lines) or say("compare_empty")
