"""Narrowing questions to a municipality or a document, as chips that can be taken away."""

from __future__ import annotations

import streamlit as st

from assistant.language.detect import detect_language
from assistant.retrieval.catalogue import Catalogue
from assistant.ui import frame
from assistant.ui.frame import say

# What refers back to the question before keeps that one's municipality by itself.
_REFERRING = ("その", "それ", "この", "これ", "では", "じゃあ", "ほか", "他に", "it", "its", "that")


KEYS = ("scope-city", "scope-document")


def chosen() -> tuple[str, ...]:
    """The names that questions are narrowed to, the widest first."""
    return tuple(name for key in KEYS if (name := st.session_state.get(key)))


def choose(catalogue: Catalogue) -> None:
    """Shows what may be chosen, and what is as chips that can be taken away."""
    documents = catalogue.documents.values()
    cities = list(dict.fromkeys(d.municipality for d in documents if d.municipality))
    with st.container(horizontal=True, vertical_alignment="center", key="scope"):
        with st.popover(say("filters"), icon=":material/filter_alt:", key="scope-menu"):
            city = st.pills(say("filter_city"), cities, key="scope-city")
            titles = [d.title for d in documents if not city or d.municipality == city]
            st.selectbox(
                say("filter_document"),
                titles,
                index=None,
                key="scope-document",
                placeholder=say("all"),
            )
        for key in KEYS:
            if name := st.session_state.get(key):
                st.button(
                    frame.plain(name),
                    key=f"drop-{key}",
                    icon=":material/close:",
                    icon_position="right",
                    help=say("filter_drop"),
                    on_click=_drop,
                    args=(key,),
                )


def _drop(key: str) -> None:
    st.session_state[key] = None


def narrowed(question: str, scope: tuple[str, ...], catalogue: Catalogue) -> str:
    """`question` with the narrowest name of `scope` said first, unless it names a
    municipality itself or refers back."""
    if not scope or question.lower().startswith(_REFERRING):
        return question
    if any(city in question for city in catalogue.municipalities):
        return question
    if detect_language(question) == "en":
        return f"In {scope[-1]}: {question}"
    return f"{scope[-1]}の{question}"
