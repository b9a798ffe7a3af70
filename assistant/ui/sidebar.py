"""What stands beside every page: the conversations of this browser and the language."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assistant.ui import frame, messages, opening
from assistant.ui.conversations import Conversation
from assistant.ui.frame import say

LANGUAGE_NAMES = {"ja": "日本語", "en": "English"}


def show() -> DeltaGenerator:
    """Fills the sidebar below the navigation, but for the place that it gives: the history goes
    there after the page, which may begin a conversation."""
    with st.sidebar:
        st.button(
            say("new_conversation"),
            key="new-conversation",
            icon=":material/add:",
            on_click=_begin_anew,
            width="stretch",
        )
        if st.session_state.pop("go_to_chat", False):
            st.switch_page(frame.pages()["chat"])
        place = st.container()
        st.segmented_control(
            say("language"),
            messages.LANGUAGES,
            format_func=LANGUAGE_NAMES.__getitem__,
            default=frame.language(),
            required=True,
            key="language-choice",
            on_change=_choose_language,
        )
        st.caption(say("theme_hint"))
    return place


def _begin_anew() -> None:
    st.session_state.pop("conversation", None)
    st.query_params.clear()
    st.session_state["go_to_chat"] = True


def _choose_language() -> None:
    st.session_state["language"] = st.session_state["language-choice"]


def history() -> None:
    """The conversations of this browser, to open, search, rename and delete."""
    st.markdown(f"**{say('history')}**")
    store = opening.store()
    own = store.of_owner(frame.reader())
    if not own:
        st.caption(say("history_none"))
        return
    wanted = st.text_input(
        say("history_search"),
        key="history-search",
        icon=":material/search:",
        placeholder=say("history_search"),
        label_visibility="collapsed",
    ).strip()
    found = store.of_owner(frame.reader(), wanted) if wanted else own
    if not found:
        st.caption(frame.plain(say("history_no_match", text=wanted)))
    with st.container(key="history", gap=None):
        for conversation in found:
            _entry(conversation)


def _entry(conversation: Conversation) -> None:
    identity = conversation.conversation_id
    with st.container(horizontal=True, vertical_alignment="center", gap=None, wrap=False):
        frame.link("chat", conversation.title, width="stretch", c=identity)
        with st.popover(
            "",
            icon=":material/more_vert:",
            type="tertiary",
            help=frame.plain(say("manage", title=conversation.title)),
            key=f"manage-{identity}",
        ):
            st.text_input(say("rename_label"), conversation.title, key=f"title-{identity}")
            st.button(say("save"), key=f"save-{identity}", on_click=_rename, args=(identity,))
            st.divider()
            st.caption(say("delete_confirm"))
            st.button(
                say("delete"),
                key=f"delete-{identity}",
                icon=":material/delete:",
                on_click=_delete,
                args=(identity,),
            )


def _rename(identity: str) -> None:
    opening.store().rename(identity, frame.reader(), st.session_state[f"title-{identity}"])


def _delete(identity: str) -> None:
    opening.store().delete(identity, frame.reader())
    if st.session_state.get("conversation") == identity:
        _begin_anew()
