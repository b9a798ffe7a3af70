"""事業一覧: every project of every plan in one table."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import streamlit as st

from assistant.export import Table
from assistant.retrieval.catalogue import Catalogue
from assistant.ui import frame, markup, opening, records, takeaway
from assistant.ui.frame import say

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGE_LENGTH = 50
COLUMNS = ("city", "project", "department", "targets", "rating", "mark")


def page() -> None:
    """The list with its filters; what is chosen stands in the address."""
    frame.begin(say("page_projects"), wide=True)
    catalogue = opening.assistant().catalogue
    st.title(say("page_projects"), anchor=False)
    every = records.rows(catalogue)
    if not every:
        st.info(say("no_projects"))
        return
    choice = _chosen(every)
    found = _sorted([row for row in every if choice.holds(row)])
    st.markdown(frame.plain(say("projects_count", count=len(found), total=len(every))))
    if not found:
        st.info(say("projects_none"))
        return
    names = ("city", "plan", "number", "project", "department", "theme", "targets")
    columns = tuple(say(name) for name in (*names, "rating", "mark", "source"))
    plain = tuple(_plain_row(row, catalogue) for row in found)
    takeaway.table_downloads(Table(say("page_projects"), columns, plain), "projects")
    pages = -(-len(found) // PAGE_LENGTH)
    number = st.pagination(pages, key="page") if pages > 1 else 1
    shown = found[(number - 1) * PAGE_LENGTH : number * PAGE_LENGTH]
    st.html(_html_table(shown, catalogue))


def _chosen(every: list[records.Row]) -> records.Choice:
    words = st.text_input(
        say("free_text"), key="words", icon=":material/search:", bind="query-params"
    )
    cities = _pick("city", (row.city for row in every))
    with_targets = st.toggle(say("with_targets"), key="targets", bind="query-params")
    with st.expander(say("filters_more")):
        left, right = st.columns(2)
        with left:
            plans = _pick("plan", (row.plan for row in every))
            departments = _pick("department", (name for row in every for name in row.departments))
            themes = _pick("theme", (name for row in every for name in row.themes))
        with right:
            years = _pick("year", sorted({year for row in every for year in row.years}))
            marks = _pick("mark", (name for row in every for name in row.marks))
            ratings = _pick("rating", sorted({row.rating for row in every if row.rating}))
            st.selectbox(
                say("sort"),
                ("document", "name", "department", "rating"),
                format_func=lambda name: say(f"sort_{name}"),
                key="sort",
                bind="query-params",
            )
    return records.Choice(
        cities, plans, departments, themes, marks, ratings, years, words or "", with_targets
    )


def _pick(name: str, values: Iterable[Any]) -> list[Any]:
    options = records.choices(values)
    if name == "city":
        return st.pills(say(name), options, selection_mode="multi", key=name, bind="query-params")
    return st.multiselect(
        say(name),
        options,
        key=name,
        placeholder=say("all"),
        bind="query-params",
        disabled=not options,
    )


def _sorted(found: list[records.Row]) -> list[records.Row]:
    order = st.session_state.get("sort", "document")
    if order == "name":
        return sorted(found, key=lambda row: row.project.name.text)
    if order == "department":
        return sorted(found, key=lambda row: (not row.departments, row.departments))
    if order == "rating":
        return sorted(found, key=lambda row: (not row.rating, row.rating))
    return found


def project_url(project_id: str) -> str:
    """The address of a project's own page."""
    return "./project?" + urlencode({"project": project_id})


def _html_table(shown: list[records.Row], catalogue: Catalogue) -> str:
    """The rows without the columns that none of them fills."""
    lines = [_html_row(row, catalogue) for row in shown]
    filled = [place for place in range(len(COLUMNS)) if any(line[place] for line in lines)]
    head = [escape(say(COLUMNS[place])) for place in filled]
    kept = [[line[place] for place in filled] for line in lines]
    return markup.html_table(head, kept, kind="list")


def _html_row(row: records.Row, catalogue: Catalogue) -> tuple[str, ...]:
    project = row.project
    goals = []
    for indicator, values in records.targets(project):
        url = records.place_url(catalogue, project.document_id, values[0].value.span)
        line = escape(records.target_line(indicator, values))
        goals.append(f"<li>{line} {source_link(url)}</li>")
    several = len(catalogue.documents_of(row.city)) > 1
    kind = escape(catalogue.documents[project.document_id].kind) if several else ""
    kind = kind and f'<br><span class="quiet">{kind}</span>'
    return (
        f'<span class="keep">{escape(row.city)}</span>{kind}',
        f'<a href="{escape(project_url(project.project_id))}">'
        f"{escape(project.name.text or say('unnamed'))}</a>",
        escape("、".join(row.departments)),
        f"<ul>{''.join(goals)}</ul>" if goals else "",
        escape(row.rating),
        escape("、".join(row.marks)),
    )


def source_link(url: str) -> str:
    """A short link to a source view, opened beside the page."""
    return f'<a class="cite" href="{escape(url)}" target="_blank">{escape(say("source"))}</a>'


def _plain_row(row: records.Row, catalogue: Catalogue) -> tuple[str, ...]:
    project = row.project
    goals = "\n".join(records.target_line(i, values) for i, values in records.targets(project))
    return (
        row.city, row.plan, project.number, project.name.text, "、".join(row.departments),
        "、".join(row.themes), goals, row.rating, "、".join(row.marks),
        takeaway.full_address(records.place_url(catalogue, project.document_id, project.name.span)),
    )  # fmt: skip
