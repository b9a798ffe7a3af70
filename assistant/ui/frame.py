"""What every page shares: its head, language, style and the links between pages."""

from __future__ import annotations

import logging
import re
import secrets
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from assistant.datamodels import Language
from assistant.ui import messages

_LOGGER = logging.getLogger(__name__)

STYLE = Path(__file__).with_name("style.css")
# Without an icon of its own a page takes the navigation's, which browsers fetch from outside.
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<rect x="5" y="2" width="22" height="28" rx="3" fill="#0017C1"/>'
    '<path d="M10 9h12M10 15h12M10 21h7" stroke="#fff" stroke-width="2.5"/></svg>'
)
_SPECIAL = re.compile(r"[\\`*_\[\]<>$~|#]|:(?=[A-Za-z])|^[-+]|(?<=^\d)\.|(?<=^\d\d)\.")
WIDE = """<style>@media (min-width: 768px) {
  .stMainBlockContainer { padding-left: 3rem; padding-right: 3rem; }
}</style>"""
READER_COOKIE = "assistant_reader"


def language() -> Language:
    """The language of this session's interface; `?lang=en` in the address sets it."""
    if "language" not in st.session_state:
        asked = st.query_params.get("lang", "ja")
        st.session_state["language"] = asked if asked in messages.LANGUAGES else "ja"
    chosen: Language = st.session_state["language"]
    return chosen


def say(key: str, **values: object) -> str:
    """A message in the language of the interface."""
    return messages.say(key, language(), **values)


def begin(title: str, *, wide: bool = False) -> None:
    """Sets the page's title, width and menu (which offers the light and the dark theme); the
    first thing that a page does."""
    name = say("title")
    st.set_page_config(
        page_icon=ICON,
        page_title=title if title == name else f"{title} | {name}",
        layout="wide" if wide else "centered",
        menu_items={"About": f"**{name}**\n\n{say('about')}"},
    )
    if wide:
        st.html(WIDE)


def style() -> None:
    """Adds the style sheet and tells the browser the page's language."""
    st.html(STYLE)
    run_script(f"document.documentElement.lang = '{language()}';")


def run_script(code: str) -> None:
    """Runs `code` in the page. It must never hold text of documents or readers."""
    st.html(f"<script>(() => {{{code}}})();</script>", unsafe_allow_javascript=True)


def unexpected(error: Exception) -> None:
    """Says that something went wrong, without a traceback; the log has that."""
    _LOGGER.error("a page failed", exc_info=error)
    st.error(plain(say("unexpected", reason=type(error).__name__)))


def reader() -> str:
    """An id of this browser, kept in a cookie, that its conversations belong to."""
    if known := st.session_state.get("reader"):
        return str(known)
    known = st.context.cookies.get(READER_COOKIE, "")
    if not (20 <= len(known) <= 64 and known.replace("-", "").replace("_", "").isalnum()):
        known = secrets.token_urlsafe(24)
    st.session_state["reader"] = known
    return known


def remember_reader() -> None:
    """Sets the cookie for a browser that came without one."""
    if st.context.cookies.get(READER_COOKIE) != reader():
        run_script(
            f"document.cookie = '{READER_COOKIE}={reader()};"
            " path=/; max-age=34560000; samesite=lax';"
        )


def pages() -> dict[str, Any]:
    """The pages of the navigation by name."""
    registered: dict[str, Any] = st.session_state["pages"]
    return registered


def link(
    page: str,
    label: str,
    *,
    icon: str | None = None,
    width: Literal["stretch", "content"] = "content",
    **query: str,
) -> None:
    """A link to a page that keeps this session. Markdown in `label` is not interpreted."""
    st.page_link(
        pages()[page], label=plain(label), icon=icon, width=width, query_params=query or None
    )


def keep_in_address(name: str, value: str) -> None:
    """Puts a query parameter into the address bar, also where it is in force already: a link
    to the page one is on leaves the address as it was."""
    st.query_params[name] = value


def plain(text: str) -> str:
    """`text` on one line, so that Streamlit's Markdown shows it as it is."""
    return _SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))
