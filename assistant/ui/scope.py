"""Narrowing questions to municipalities, a document or a fiscal year, as chips that can be
taken away; and what a question narrows itself to."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from assistant.answering.limits import limits_of
from assistant.answering.messages import year_label
from assistant.datamodels import Document
from assistant.retrieval.catalogue import Catalogue
from assistant.ui import frame
from assistant.ui.conversations import Scope
from assistant.ui.frame import say

CITIES, DOCUMENT, YEAR = "scope-cities", "scope-document", "scope-year"


def chosen(catalogue: Catalogue) -> Scope:
    """What the next question is narrowed to."""
    documents = catalogue.documents.values()
    names = tuple(label for _, _, label in _chips())
    kept = tuple(document.document_id for document in documents if _fits(document))
    return Scope(names, kept) if names and kept else Scope()


def choose(catalogue: Catalogue) -> None:
    """Shows what may be chosen, and what is as chips that can be taken away."""
    documents = list(catalogue.documents.values())
    with st.container(horizontal=True, vertical_alignment="center", key="scope"):
        with st.popover(say("filters"), icon=":material/filter_alt:", key="scope-menu"):
            st.caption(say("filters_lead"))
            _choices(documents)
        for key, value, label in _chips():
            st.button(
                frame.plain(label),
                key=f"drop-{key}-{value}",
                icon=":material/close:",
                icon_position="right",
                help=say("filter_drop"),
                on_click=_drop,
                args=(key, value),
            )


def _choices(documents: list[Document]) -> None:
    """Each choice offers what the wider ones before it leave; one that is gone is dropped."""
    known = _cities(documents)
    if lost := set(st.session_state.get(CITIES) or ()) - set(known):
        st.session_state[CITIES] = [c for c in st.session_state[CITIES] if c not in lost]
    st.pills(
        say("filter_city"),
        known,
        selection_mode="multi",
        key=CITIES,
        persist_state="session",
    )
    cities = st.session_state.get(CITIES)
    left = [d for d in documents if not cities or d.municipality in cities]
    titles = [document.title for document in left]
    _only(DOCUMENT, titles)
    title = st.selectbox(
        say("filter_document"),
        titles,
        index=None,
        key=DOCUMENT,
        placeholder=say("all"),
        persist_state="session",
    )
    left = [d for d in left if not title or d.title == title]
    years = sorted({year for d in left for year in _years(d)})
    _only(YEAR, years)
    st.selectbox(
        say("filter_year"),
        years,
        index=None,
        format_func=_year_name,
        key=YEAR,
        placeholder=say("all"),
        help=say("filter_year_help"),
        persist_state="session",
    )


def _only(key: str, options: Iterable[str | int]) -> None:
    if st.session_state.get(key) not in (None, *options):
        st.session_state[key] = None


def _cities(documents: Iterable[Document]) -> list[str]:
    return list(dict.fromkeys(d.municipality for d in documents if d.municipality))


def _years(document: Document) -> range:
    start, end = document.period or (0, -1)
    return range(start, end + 1)


def _year_name(year: int) -> str:
    return year_label(frame.language(), year)


def _fits(document: Document) -> bool:
    cities, title, year = (st.session_state.get(key) for key in (CITIES, DOCUMENT, YEAR))
    return (
        (not cities or document.municipality in cities)
        and (not title or document.title == title)
        and (not year or year in _years(document))
    )


def _chips() -> list[tuple[str, str | int, str]]:
    """State, value and label of all that is chosen, the widest first."""
    found: list[tuple[str, str | int, str]] = []
    found += [(CITIES, city, city) for city in st.session_state.get(CITIES) or ()]
    if title := st.session_state.get(DOCUMENT):
        found.append((DOCUMENT, title, title))
    if year := st.session_state.get(YEAR):
        found.append((YEAR, year, _year_name(year)))
    return found


def _drop(key: str, value: str | int) -> None:
    rest = [kept for kept in st.session_state.get(CITIES) or () if kept != value]
    st.session_state[key] = rest if key == CITIES else None


def keep_to(document: Document) -> None:
    """Narrows the next questions to one document."""
    st.session_state[CITIES] = []
    st.session_state[DOCUMENT] = document.title
    st.session_state[YEAR] = None


def follow(question: str, catalogue: Catalogue) -> bool:
    """Moves the filter to the municipalities that the question names beyond it; whether it
    did. Comes before the choices are shown."""
    scope = chosen(catalogue)
    named = [limit.name for limit in limits_of(question, catalogue) if limit.kind == "municipality"]
    inside = {catalogue.documents[document_id].municipality for document_id in scope.documents}
    if not scope.documents or set(named) <= inside:
        return False
    st.session_state[CITIES] = named
    st.session_state[DOCUMENT] = None
    if not any(_fits(document) for document in catalogue.documents.values()):
        st.session_state[YEAR] = None
    return True
