"""比較: municipalities side by side on one theme, every cell with its source."""

from __future__ import annotations

from html import escape

import streamlit as st

from assistant.export import Note, Table
from assistant.ui import comparison, frame, markup, opening, takeaway
from assistant.ui.comparison import Cell, Matrix
from assistant.ui.frame import say
from assistant.ui.markup import passage_url
from assistant.ui.projects import project_url


def page() -> None:
    """The comparison that the address names: `?cities=…&about=…`."""
    frame.begin(say("page_compare"), wide=True)
    assistant = opening.assistant()
    st.title(say("page_compare"), anchor=False)
    st.markdown(say("compare_lead"))
    documents = assistant.catalogue.documents.values()
    chosen = st.pills(
        say("compare_cities"),
        list(dict.fromkeys(d.municipality for d in documents if d.municipality)),
        selection_mode="multi",
        key="cities",
        bind="query-params",
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
    elif not about:
        st.info(say("compare_say_theme"))
    else:
        with st.spinner(say("thinking")):
            matrix = comparison.compare(assistant, chosen, about)
        _show(matrix, about)


def _show(matrix: Matrix, about: str) -> None:
    numbers = {passage: number for passage, (number, _) in matrix.sources.items()}
    takeaway.table_downloads(_table(matrix, about, numbers), "compare")
    head = ["", *(escape(column.city) for column in matrix.columns)]
    lines = [
        [escape(say(name)), *(_html(c.cells.get(name, []), numbers) for c in matrix.columns)]
        for name in matrix.rows
    ]
    st.html(markup.html_table(head, lines, kind="matrix", named=True))
    if matrix.sources:
        st.markdown(f"**{say('sources', count=len(matrix.sources))}**")
        items = "".join(
            f'<li><a href="{escape(passage_url(passage))}" target="_blank">{escape(place)}</a></li>'
            for passage, (_, place) in matrix.sources.items()
        )
        st.html(f'<ol class="sources">{items}</ol>')


def _html(cell: Cell, numbers: dict[str, int]) -> str:
    if not cell:
        return f'<span class="quiet">{escape(say("compare_empty"))}</span>'
    items, spoken_of = [], ""
    for statement in cell:
        text = escape(statement.text or say("unnamed"))
        if statement.project_id:
            text = f'<a href="{escape(project_url(statement.project_id))}">{text}</a>'
        of = ""
        if statement.of != spoken_of:
            of, spoken_of = f'<span class="quiet">{escape(statement.of)}</span><br>', statement.of
        passage = statement.passage_id
        items.append(
            f"<li>{of}{text}{markup.citation_link(numbers[passage], passage_url(passage))}</li>"
        )
    return f"<ul>{''.join(items)}</ul>"


def _table(matrix: Matrix, about: str, numbers: dict[str, int]) -> Table:
    def plain(cell: Cell) -> str:
        lines = []
        for statement in cell:
            of = f"{statement.of}: " if statement.of else ""
            lines.append(f"{of}{statement.text}[{numbers[statement.passage_id]}]")
        return "\n".join(lines) or say("compare_empty")

    return Table(
        f"{say('page_compare')} {about}",
        ("", *(column.city for column in matrix.columns)),
        tuple(
            (say(name), *(plain(column.cells.get(name, [])) for column in matrix.columns))
            for name in matrix.rows
        ),
        tuple(
            Note(number, place, takeaway.full_address(passage_url(passage)))
            for passage, (number, place) in matrix.sources.items()
        ),
    )
