"""用語集: every term, the definitions of several plans side by side."""

from __future__ import annotations

from html import escape

import streamlit as st

from assistant.datamodels import Passage, Span, Term
from assistant.export import Table
from assistant.language.normalize import match_key
from assistant.retrieval.catalogue import Catalogue
from assistant.ui import frame, opening, records, takeaway
from assistant.ui.frame import say
from assistant.ui.markup import passage_url
from assistant.ui.projects import source_link

PAGE_LENGTH = 50
USES_SHOWN = 5


def page() -> None:
    """The terms with a filter; what is searched stands in the address."""
    frame.begin(say("page_glossary"), wide=True)
    catalogue = opening.assistant().catalogue
    st.title(say("page_glossary"), anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wanted = st.text_input(
            say("term_search"), key="term", icon=":material/search:", bind="query-params"
        )
        several = st.toggle(say("terms_several"), key="several", bind="query-params")
    entries = _found(records.glossary(catalogue.terms.values()), wanted or "", several)
    if not entries:
        st.info(say("terms_none"))
        return
    st.markdown(say("terms_count", count=len(entries)))
    columns = tuple(say(name) for name in ("term", "also", "city", "plan", "definition", "source"))
    rows = _rows(catalogue, entries)
    takeaway.table_downloads(Table(say("page_glossary"), columns, rows), "terms")
    pages = -(-len(entries) // PAGE_LENGTH)
    number = st.pagination(pages, key="page") if pages > 1 else 1
    shown = entries[(number - 1) * PAGE_LENGTH : number * PAGE_LENGTH]
    st.html(f'<div class="terms">{"".join(_entry(catalogue, entry) for entry in shown)}</div>')


def _found(entries: list[records.Entry], wanted: str, several: bool) -> list[records.Entry]:
    key = match_key(wanted)
    return [
        entry
        for entry in entries
        if (not several or len(entry.documents) > 1)
        and (
            not key
            or any(key in match_key(name) for name in (entry.name, *entry.aliases))
            or any(key in match_key(term.definition.text) for term in entry.terms)
        )
    ]


def _entry(catalogue: Catalogue, entry: records.Entry) -> str:
    aliases = say("also_called", names="、".join(entry.aliases)) if entry.aliases else ""
    definitions = "".join(_definition(catalogue, term) for term in entry.terms)
    return (
        f"<section><h2>{escape(entry.name)}</h2>"
        f'<p class="quiet">{escape(aliases)}</p>'
        f'<div class="definitions">{definitions}</div>{_uses(catalogue, entry)}</section>'
    )


def _definition(catalogue: Catalogue, term: Term) -> str:
    document = catalogue.documents[term.document_id]
    note = f"（{say('inline_definition')}）" if term.inline else ""
    url = records.place_url(catalogue, term.document_id, term.span)
    return (
        f'<div><p class="quiet">{escape(document.municipality)} {escape(document.title)}'
        f"{escape(note)}</p><p>{escape(term.definition.text)} {source_link(url)}</p></div>"
    )


def _uses(catalogue: Catalogue, entry: records.Entry) -> str:
    used = uses(catalogue, entry.name)
    if not used:
        return ""
    items = "".join(_use(catalogue, passage) for passage in used[:USES_SHOWN])
    return (
        f"<details><summary>{escape(say('used_in', count=len(used)))}</summary>"
        f"<ul>{items}</ul></details>"
    )


def uses(catalogue: Catalogue, name: str) -> list[Passage]:
    """The passages whose text holds `name` as it is written."""
    found: list[Passage] = []
    for document_id, document in catalogue.documents.items():
        at, passages = document.text.find(name), catalogue.passages.get(document_id)
        while at >= 0 and passages:
            passage = catalogue.passage_at(document_id, Span(at, at + len(name)))
            if not found or found[-1] != passage:
                found.append(passage)
            at = document.text.find(name, max(passage.span.end, at + 1))
    return found


def _use(catalogue: Catalogue, passage: Passage) -> str:
    document = catalogue.documents[passage.document_id]
    path = document.section_path(passage.section)
    label = f"{document.municipality} {' › '.join(path[-2:]) or document.title}"
    url = escape(passage_url(passage.passage_id))
    return f'<li><a href="{url}" target="_blank">{escape(label)}</a></li>'


def _rows(catalogue: Catalogue, entries: list[records.Entry]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            entry.name,
            "、".join(entry.aliases),
            catalogue.documents[term.document_id].municipality,
            catalogue.documents[term.document_id].title,
            term.definition.text,
            takeaway.full_address(records.place_url(catalogue, term.document_id, term.span)),
        )
        for entry in entries
        for term in entry.terms
    )
