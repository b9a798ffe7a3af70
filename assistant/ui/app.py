"""Which pages there are, and what stands beside them."""

from __future__ import annotations

import streamlit as st
from streamlit.navigation.page import Page

from assistant.ui import (
    chat,
    compare,
    documents,
    frame,
    glossary,
    project,
    projects,
    sidebar,
    source,
)
from assistant.ui.frame import say


def main() -> None:
    """Runs the page that the address names."""
    chosen = navigation()
    frame.style()
    frame.remember_reader()
    place = sidebar.show()
    try:
        chosen.run()
        with place:
            sidebar.history()
    except Exception as error:  # a page never shows a traceback
        frame.unexpected(error)


def navigation() -> Page:
    """Registers the pages; gives the one that the address names."""
    # Without icons: the browser would fetch a page's icon from outside.
    pages = {
        "chat": st.Page(_home, title=say("page_chat"), default=True),
        "projects": st.Page(projects.page, title=say("page_projects"), url_path="projects"),
        "compare": st.Page(compare.page, title=say("page_compare"), url_path="compare"),
        "glossary": st.Page(glossary.page, title=say("page_glossary"), url_path="glossary"),
        "documents": st.Page(documents.page, title=say("page_documents"), url_path="documents"),
        "source": st.Page(source.page, title=say("page_source"), url_path="source"),
        "project": st.Page(
            project.page, title=say("page_project"), url_path="project", visibility="hidden"
        ),
    }
    st.session_state["pages"] = pages
    return st.navigation(list(pages.values()))


def _home() -> None:
    """The chat; an address that names a passage goes on to the source view."""
    if "passage" in st.query_params:
        asked = {name: st.query_params.get_all(name) for name in st.query_params}
        st.switch_page(frame.pages()["source"], query_params=asked)
    chat.page()
