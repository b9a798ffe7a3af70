"""A project's own page: every field with its source, figures and schedule."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from assistant.datamodels import Indicator, Project, Span
from assistant.retrieval.catalogue import Catalogue
from assistant.ui import frame, markup, opening, records
from assistant.ui.frame import say
from assistant.ui.projects import source_link

KINDS = ("baseline", "actual", "target")
FEWEST_POINTS = 2
MOST_LABELLED = 4
LABEL_LENGTH = 12


def page() -> None:
    """The project that the address names: `?project=`."""
    frame.begin(say("page_project"), wide=True)
    catalogue = opening.assistant().catalogue
    project = catalogue.projects.get(st.query_params.get("project", ""))
    if project is None:
        st.title(say("project_unknown"), anchor=False)
        frame.link("projects", say("back_to_projects"), icon=":material/arrow_back:")
        return
    frame.keep_in_address("project", project.project_id)
    frame.link("projects", say("back_to_projects"), icon=":material/arrow_back:")
    document = catalogue.documents[project.document_id]
    st.html(
        f'<header class="document"><h1>{escape(project.name.text or say("unnamed"))}</h1>'
        f"<p>{escape(document.municipality)} ・ {escape(document.title)}</p></header>"
    )
    st.html(_facts(catalogue, project))
    _indicators(catalogue, project)
    _schedule(catalogue, project)
    _fields(catalogue, project)
    _similar(catalogue, project)


def _link(catalogue: Catalogue, project: Project, span: Span) -> str:
    return source_link(records.place_url(catalogue, project.document_id, span))


def _facts(catalogue: Catalogue, project: Project) -> str:
    rows = [(say("number"), [(project.number, project.name.span)] if project.number else [])]
    rows.append((say("department"), [(v.text, v.span) for v in project.departments]))
    rows.append(
        (say("rating"), [(project.rating.text, project.rating.span)] if project.rating else [])
    )
    rows.append((say("mark"), [(v.text, v.span) for v in project.marks]))
    rows.append((say("hierarchy"), [(v.text, v.span) for v in project.hierarchy]))
    items = []
    for label, values in rows:
        if values:
            shown = "、".join(f"{escape(t)} {_link(catalogue, project, s)}" for t, s in values)
            items.append(f"<dt>{escape(label)}</dt><dd>{shown}</dd>")
    return f'<dl class="facts">{"".join(items)}</dl>' if items else "<div></div>"


def _indicators(catalogue: Catalogue, project: Project) -> None:
    if not project.indicators:
        return
    st.subheader(say("indicators"), anchor=False)
    for number, indicator in enumerate(project.indicators):
        st.markdown(f"**{frame.plain(records.full_name(indicator))}**")
        if not indicator.values:
            st.caption(say("no_figures"))
            continue
        drawn = records.points(indicator)
        table = _figures(catalogue, project, indicator)
        if len({point.year for point in drawn}) < FEWEST_POINTS:
            st.html(table)
            continue
        left, right = st.columns(2)
        with left:
            st.vega_lite_chart(spec=_chart(drawn), key=f"chart-{number}", width="stretch")
        right.html(table)


def _figures(catalogue: Catalogue, project: Project, indicator: Indicator) -> str:
    ordered = sorted(indicator.values, key=lambda v: (v.year or 0, KINDS.index(v.kind)))
    lines = [
        (
            escape(say(value.kind)),
            escape(records.year_of(value)),
            escape(value.value.text),
            _link(catalogue, project, value.value.span),
        )
        for value in ordered
    ]
    return markup.html_table([escape(say(n)) for n in ("kind", "year", "value", "source")], lines)


def _chart(drawn: list[records.Point]) -> dict[str, Any]:
    """A Vega-Lite chart. Kinds differ in colour and shape, and each figure stands beside its
    point, so that nothing rests on colour alone."""
    crowded = len(drawn) > MOST_LABELLED
    values = [
        {
            "year": str(p.year),
            "number": p.number,
            "kind": say(p.kind),
            "shown": f"{p.number:,.10g}" if crowded else f"{say(p.kind)} {p.shown[:LABEL_LENGTH]}",
        }
        for p in drawn
    ]
    kind = {
        "field": "kind",
        "type": "nominal",
        "scale": {"domain": [say(kind) for kind in KINDS]},
        "legend": {"orient": "bottom"} if crowded else None,
        "title": None,
    }
    shared = {
        "x": {
            "field": "year",
            "type": "ordinal",
            "title": None,
            "axis": {"labelAngle": 0, "labelFontSize": 13},
        },
        "y": {"field": "number", "type": "quantitative", "title": None},
        "color": kind,
    }
    label = {"type": "text", "dy": -13, "fontSize": 13}
    return {
        "data": {"values": values},
        "height": 220,
        "encoding": shared,
        "layer": [
            {"mark": {"type": "line", "strokeWidth": 1.5}},
            {"mark": {"type": "point", "filled": True, "size": 90}, "encoding": {"shape": kind}},
            {"mark": label, "encoding": {"text": {"field": "shown"}}},
        ],
    }


def _schedule(catalogue: Catalogue, project: Project) -> None:
    if not project.schedule:
        return
    st.subheader(say("schedule"), anchor=False)
    named = [year for entry in project.schedule for year in entry.years]
    years = range(min(named), max(named) + 1) if named else range(0)
    lines = []
    for entry in project.schedule:
        adds = entry.text not in ("", entry.item.text)
        note = f'<br><span class="quiet">{escape(entry.text)}</span>' if adds else ""
        source = _link(catalogue, project, entry.span)
        planned = f'<span class="planned">{escape(say("planned"))}</span>'
        cells = [planned if year in entry.years else "" for year in years]
        lines.append([f"{escape(entry.item.text)}{note} {source}", *cells])
    heads = [escape(say("schedule_item")), *(fiscal_year(year) for year in years)]
    st.html(markup.html_table(heads, lines, kind="timeline", named=True))


def fiscal_year(year: int) -> str:
    """`R8<br>2026` for a fiscal year of Reiwa, else the western year."""
    return f"R{year - 2018}<br>{year}" if year >= 2019 else str(year)


def _fields(catalogue: Catalogue, project: Project) -> None:
    if not project.fields:
        return
    st.subheader(say("all_fields"), anchor=False)
    parts = [
        f"<section><h3>{escape(part.label)} {_link(catalogue, project, part.value.span)}</h3>"
        f"<p>{escape(part.value.text)}</p></section>"
        for part in project.fields
    ]
    st.html(f'<div class="fields">{"".join(parts)}</div>')


def _similar(catalogue: Catalogue, project: Project) -> None:
    every = records.rows(catalogue)
    own = next(row for row in every if row.project is project)
    near = records.similar(own, every)
    if not near:
        return
    st.subheader(say("similar"), anchor=False)
    for row in near:
        frame.link(
            "project",
            f"{row.city} {row.project.name.text}",
            icon=":material/arrow_forward:",
            project=row.project.project_id,
        )
