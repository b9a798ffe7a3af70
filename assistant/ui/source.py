"""The source view: a document's text with the passage that the address names."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Literal

import streamlit as st

from assistant.datamodels import Document, Passage, Span, Term
from assistant.language.normalize import Normalized, normalize_text, normalize_with_offsets
from assistant.ui import frame, markup, opening, picture, scope
from assistant.ui.frame import say

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

WINDOW_CHARACTERS = 150_000  # of a longer document, this much around the passage is shown
HITS = 50
AREAS = 2  # of a workbook that are named
HIT_CONTEXT = 40

# Shows the passage's beginning and, where that is too far below it, its framed words. More than
# once, for the page may still be on its way; until the reader takes over.
SCROLL = """
const token = {token};
const outline = document.querySelector('.source details');
if (outline && window.innerWidth < 768) outline.open = false;
const top = element => element.getBoundingClientRect().top;
const show = () => {{
  const mark = document.getElementById('passage');
  const pane = document.querySelector('.source .text');
  if (mark && pane) {{
    const words = mark.querySelector('.hit');
    const far = words && top(words) - top(mark) > pane.clientHeight - 200;
    pane.scrollTop += top(far ? words : mark) - top(pane) - (far ? pane.clientHeight / 2 : 80);
    pane.scrollIntoView({{block: 'nearest'}});
  }}
  const here = document.querySelector('.source [aria-current]');
  const list = document.querySelector('.source nav');
  if (here && list) list.scrollTop += top(here) - top(list) - 80;
}};
let taken = false;
for (const kind of ['wheel', 'touchstart', 'pointerdown', 'keydown'])
  addEventListener(kind, () => {{ taken = true; }}, {{once: true, passive: true}});
for (const wait of [0, 200, 600, 1500]) setTimeout(() => taken || show(), wait);
"""


def page() -> None:
    """The source view, living from the address alone: `?passage=` or `?document=`."""
    frame.begin(say("page_source"), wide=True)
    assistant = opening.assistant()
    passage_id = st.query_params.get("passage", "")
    document_id = st.query_params.get("document", "")
    passage = assistant.passage(passage_id) if passage_id else None
    if passage:
        frame.keep_in_address("passage", passage_id)
        _show(assistant, assistant.catalogue.documents[passage.document_id], passage)
    elif document_id in assistant.catalogue.documents:
        _show(assistant, assistant.catalogue.documents[document_id], None)
    elif passage_id or document_id:
        st.title(say("source_unknown"), anchor=False)
        st.markdown(frame.plain(say("source_unknown_why", id=(passage_id or document_id)[:80])))
        _search(assistant)
    else:
        st.title(say("page_source"), anchor=False)
        st.markdown(say("source_none"))
        _search(assistant)


def _show(assistant: Assistant, document: Document, passage: Passage | None) -> None:
    st.html(_heading(assistant, document, passage))
    with st.container(horizontal=True, vertical_alignment="center"):
        if passage:
            _neighbours(assistant, passage)
        wanted = _search_box(say("source_search_in"), f"source-search-{document.document_id}", 260)
        ask = st.button(say("ask_about"), icon=":material/chat:", type="tertiary")
    if ask:
        scope.keep_to(document)
        st.switch_page(frame.pages()["chat"])
    _show_hits(assistant, [document], wanted)
    window = _window(document, passage)
    if window != Span(0, len(document.text)):
        st.caption(say("source_window"))
    current = passage.section if passage else 0
    words = st.query_params.get_all("words")
    hits = markup.words_in(document, passage, words) if passage else []
    st.html(
        '<div class="source"><details open>'
        f"<summary>{escape(say('outline'))}</summary>"
        f'<nav aria-label="{escape(say("outline"))}" tabindex="0">'
        f"{markup.outline_list(document, window, current)}</nav></details>"
        f'<div class="text" tabindex="0" role="region" aria-label="{escape(say("source_text"))}">'
        f"{markup.source_text(document, passage, window, hits)}</div></div>"
    )
    if passage:
        picture.show(assistant, document, passage.span, hits)
    if passage and (terms := _terms(assistant, document, passage)):
        with st.expander(say("terms_here")):
            st.html(terms)
    token = json.dumps([passage.passage_id if passage else document.document_id, len(hits)])
    token = token.replace("<", "\\u003c")
    frame.run_script(SCROLL.format(token=token))


def _heading(assistant: Assistant, document: Document, passage: Passage | None) -> str:
    facts = [document.municipality, document.kind, document.edition]
    if document.period:
        start, end = document.period
        facts.append(say("kind_period", start=start, end=end))
    if passage and passage.page is not None:
        facts.append(say("page_number", page=passage.page))
    if passage:
        areas = assistant.cell_areas(document.document_id, passage.span)[:AREAS]
        facts += [say("cell_area", sheet=area.sheet, area=area.area) for area in areas]
    path = document.section_path(passage.section) if passage else ()
    return (
        f'<header class="document"><h1>{escape(document.title)}</h1>'
        f"<p>{escape(' ・ '.join(fact for fact in facts if fact))}</p>"
        f'<p class="place">{" › ".join(escape(title) for title in path)}</p></header>'
    )


def _neighbours(assistant: Assistant, passage: Passage) -> None:
    own = assistant.catalogue.passages[passage.document_id]
    place = next(i for i, other in enumerate(own) if other.passage_id == passage.passage_id)
    if place:
        before = own[place - 1].passage_id
        frame.link(
            "source", say("previous_passage"), icon=":material/arrow_upward:", passage=before
        )
    if place + 1 < len(own):
        after = own[place + 1].passage_id
        frame.link("source", say("next_passage"), icon=":material/arrow_downward:", passage=after)
    url = escape(markup.passage_url(passage.passage_id))
    st.html(f'<a class="permalink" href="{url}">{escape(say("permalink"))}</a>', width="content")


def _terms(assistant: Assistant, document: Document, passage: Passage) -> str:
    """The glossary's terms that the passage uses, the document's own definitions first."""
    text = passage.span.of(document.text)
    found: dict[str, Term] = {}
    terms = assistant.catalogue.terms.values()
    for term in sorted(terms, key=lambda term: term.document_id != document.document_id):
        if term.name in text and not passage.span.covers(term.span):
            found.setdefault(term.name, term)
    items = (
        f"<dt>{escape(term.name)}</dt><dd>{escape(term.definition.text)}</dd>"
        for _, term in sorted(found.items())
    )
    return f'<dl class="facts">{"".join(items)}</dl>' if found else ""


def _window(document: Document, passage: Passage | None) -> Span:
    length = len(document.text)
    if length <= WINDOW_CHARACTERS:
        return Span(0, length)
    middle = passage.span.start if passage else 0
    start = max(0, min(middle - WINDOW_CHARACTERS // 2, length - WINDOW_CHARACTERS))
    window = Span(start, start + WINDOW_CHARACTERS)
    return window.join(passage.span) if passage else window


def _search(assistant: Assistant) -> None:
    wanted = _search_box(say("source_search"), "source-search", "stretch")
    _show_hits(assistant, list(assistant.catalogue.documents.values()), wanted)


def _search_box(label: str, key: str, width: int | Literal["stretch"]) -> str:
    return st.text_input(
        label,
        key=key,
        icon=":material/search:",
        placeholder=label,
        label_visibility="collapsed",
        width=width,
    ).strip()


def _show_hits(assistant: Assistant, documents: list[Document], text: str) -> None:
    if not text:
        return
    hits = [(document, span) for document in documents for span in find(document, text)]
    if not hits:
        st.info(frame.plain(say("source_no_hits", text=text)))
        return
    st.caption(frame.plain(say("source_hits", text=text, count=len(hits))))
    rows = "".join(_hit(assistant, document, span) for document, span in hits[:HITS])
    st.html(f'<ol class="hits">{rows}</ol>')


@st.cache_resource(show_spinner=False, max_entries=200)
def _folded(fingerprint: str, _text: str) -> Normalized:
    return normalize_with_offsets(_text)


def find(document: Document, wanted: str) -> list[Span]:
    """Where `wanted` stands in the document, however it is spelled or broken over lines."""
    folded, sought = _folded(document.fingerprint, document.text), normalize_text(wanted)
    spans, at = [], folded.text.find(sought) if sought else -1
    while at >= 0:
        spans.append(folded.span(at, at + len(sought)))
        at = folded.text.find(sought, at + len(sought))
    return spans


def _hit(assistant: Assistant, document: Document, span: Span) -> str:
    passage = assistant.catalogue.passage_at(document.document_id, span)
    around = Span(max(0, span.start - HIT_CONTEXT), min(len(document.text), span.end + HIT_CONTEXT))
    path = document.section_path(passage.section)
    return (
        f'<li><a href="{escape(markup.passage_url(passage.passage_id))}">'
        f"{escape(document.municipality)} {escape(' › '.join(path[-2:]) or document.title)}</a>"
        f"<span>…{_framed(document.text, around, span)}…</span></li>"
    )


def _framed(text: str, around: Span, span: Span) -> str:
    before, after = Span(around.start, span.start).of(text), Span(span.end, around.end).of(text)
    return f'{escape(before)}<b class="hit">{escape(span.of(text))}</b>{escape(after)}'
