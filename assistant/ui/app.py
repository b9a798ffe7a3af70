"""Which pages there are, and what stands beside them."""

from __future__ import annotations

import streamlit as st

from assistant.ui import chat, frame, sidebar, source
from assistant.ui.frame import say


def main() -> None:
    """Runs the page that the address names."""
    pages = {
        "chat": st.Page(_home, title=say("page_chat"), default=True),
        "source": st.Page(source.page, title=say("page_source"), url_path="source"),
    }
    st.session_state["pages"] = pages
    chosen = st.navigation(list(pages.values()))
    frame.style()
    frame.remember_reader()
    sidebar.show()
    try:
        chosen.run()
    except Exception as error:  # a page never shows a traceback
        frame.unexpected(error)


def _home() -> None:
    """The chat, or the source view where the address names a passage."""
    if "passage" in st.query_params:
        source.page()
    else:
        chat.page()
