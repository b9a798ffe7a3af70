"""Copying and saving answers, and saying what one thinks of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

import streamlit as st

from assistant import export
from assistant.export import Table
from assistant.ui import frame, opening
from assistant.ui.conversations import Conversation, Feedback, Turn
from assistant.ui.frame import say

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Label, ending, media type and what makes the file.
_Files = tuple[tuple[str, str, str, Callable[[], bytes]], ...]
REASONS = ("wrong", "incomplete", "source", "unclear")


def actions(turn: Turn, conversation: Conversation) -> None:
    """Thumbs and the menu to copy and save, in one row under an answer."""
    with st.container(horizontal=True, vertical_alignment="center"):
        _thumbs(turn, conversation)
        with st.popover(say("take_away"), icon=":material/download:", key=f"take-{turn.number}"):
            single = _report(conversation.title, (turn,))
            downloads(single, f"turn-{turn.number}")
            st.caption(say("copy_markdown"))
            st.code(export.as_markdown(single), language=None, wrap_lines=True, height=200)
    if st.session_state.get(_key(turn, conversation)) == 0:
        _reasons(turn, conversation)


def conversation_menu(conversation: Conversation) -> None:
    """The menu to take the whole conversation away or to pass its address on."""
    with st.popover(say("take_conversation"), icon=":material/download:", key="take-conversation"):
        downloads(_report(conversation.title, conversation.turns), "conversation")
        st.caption(say("share"))
        st.code(f"{_address()}?c={conversation.conversation_id}", language=None, wrap_lines=True)


def downloads(report: export.Report, key: str) -> None:
    """Buttons for Word, Excel and Markdown; a file is made when its button is pressed."""
    files: _Files = (
        ("as_word", "docx", WORD, partial(export.as_docx, report)),
        ("as_excel", "xlsx", EXCEL, partial(export.as_xlsx, report)),
        ("as_markdown", "md", "text/markdown", partial(_markdown_bytes, report)),
    )
    _buttons(files, report.title, key, width="stretch")


def table_downloads(table: Table, key: str) -> None:
    """Buttons for a table as Word, Excel and CSV."""
    table = replace(table, language=frame.language())
    files: _Files = (
        ("as_word", "docx", WORD, partial(export.table_as_docx, table)),
        ("as_excel", "xlsx", EXCEL, partial(export.table_as_xlsx, table)),
        ("as_csv", "csv", "text/csv", partial(export.table_as_csv, table)),
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<span class="quiet">{say("save_as")}</span>', width="content")
        _buttons(files, table.title, key)


def full_address(link: str) -> str:
    """The full address of a link relative to this page."""
    return _address() + link.removeprefix("./")


def _buttons(
    files: _Files,
    title: str,
    key: str,
    *,
    width: Literal["content", "stretch"] = "content",
) -> None:
    for label, ending, kind, make in files:
        st.download_button(
            say(label),
            data=make,
            file_name=f"{_file_name(title)}.{ending}",
            mime=kind,
            key=f"{key}-{ending}",
            on_click="ignore",
            width=width,
        )


def _markdown_bytes(report: export.Report) -> bytes:
    return export.as_markdown(report).encode()


def _report(title: str, turns: Sequence[Turn]) -> export.Report:
    exchanges = tuple(
        export.Exchange(turn.question, turn.answer, turn.scope.names) for turn in turns
    )
    return export.Report(title, exchanges, _address(), frame.language())


def _address() -> str:
    """The address of the chat, without the page and query that it is asked from."""
    parts = urlsplit(st.context.url or "")
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rpartition("/")[0] + "/", "", ""))


def _file_name(title: str) -> str:
    kept = "".join(c if c.isalnum() or c in "-_()（）・" else "_" for c in title)
    return kept.strip("_")[:60] or "answer"


def _key(turn: Turn, conversation: Conversation) -> str:
    return f"thumb-{conversation.conversation_id}-{turn.number}"


def _thumbs(turn: Turn, conversation: Conversation) -> None:
    given = opening.store().feedback(conversation.conversation_id, turn.number)
    key = _key(turn, conversation)
    if key not in st.session_state and given:
        st.session_state[key] = int(given.useful)
    st.html(f'<span class="quiet">{say("feedback")}</span>', width="content")
    st.feedback("thumbs", key=key, on_change=_keep_thumb, args=(turn, conversation))


def _keep_thumb(turn: Turn, conversation: Conversation) -> None:
    thumb = st.session_state.get(_key(turn, conversation))
    if thumb is not None:
        opening.store().give_feedback(
            conversation.conversation_id, turn.number, Feedback(bool(thumb))
        )
        st.toast(say("feedback_thanks"))


def _reasons(turn: Turn, conversation: Conversation) -> None:
    with st.form(f"reasons-{_key(turn, conversation)}"):
        reasons = st.pills(
            say("feedback_reason"),
            REASONS,
            selection_mode="multi",
            format_func=lambda name: say(f"feedback_{name}"),
        )
        comment = st.text_area(say("feedback_comment"), max_chars=2000, height=80)
        if st.form_submit_button(say("feedback_send")):
            opening.store().give_feedback(
                conversation.conversation_id,
                turn.number,
                Feedback(False, tuple(reasons), comment.strip()),
            )
            st.success(say("feedback_thanks"))
