"""Opening the index for the pages, and building it where there is none."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from assistant.errors import (
    AssistantError,
    BuildInProgress,
    DamagedIndex,
    IndexMismatch,
    NoIndex,
)
from assistant.indexing.storage import current_generation
from assistant.settings import Settings, load_settings
from assistant.ui import frame
from assistant.ui.conversations import ConversationStore
from assistant.ui.frame import say

if TYPE_CHECKING:
    from assistant.build import BuildReport
    from assistant.pipeline import Assistant

SECONDS_BETWEEN_LOOKS = 2.0


def assistant() -> Assistant:
    """The assistant on the newest index. Builds the index where there is none, with progress;
    where that fails, says why and ends the page."""
    try:
        settings = load_settings()
        try:
            _renew_once(settings)
            return _open(settings)
        except (NoIndex, DamagedIndex, IndexMismatch) as reason:
            _build(settings, str(reason))
            return _open(settings)
    except AssistantError as error:
        st.error(frame.plain(f"{say('build_failed')} {error}"))
        st.button(say("retry"))
        st.stop()


def _open(settings: Settings) -> Assistant:
    return _open_cached(repr(settings), settings)


def _is_newest(cached: Assistant) -> bool:
    try:
        _, manifest = current_generation(load_settings().index)
    except AssistantError:
        return False
    return bool(manifest["generation"] == cached.generation)


@st.cache_resource(validate=_is_newest, show_spinner=False)
def _open_cached(key: str, _settings: Settings) -> Assistant:
    from assistant.pipeline import Assistant

    return Assistant.open(_settings)


def _renew_once(settings: Settings) -> None:
    """Rebuilds an index that its corpus or the program has outgrown, once in the life of the
    server; where that fails, the old one stays in use."""
    looked = _looked_at(repr(settings))
    if looked:
        return
    looked.append(True)
    current_generation(settings.index)  # without one, the reason is shown while it is built
    from assistant.build import is_current

    if is_current(settings):
        return
    try:
        _build(settings, say("corpus_changed"))
    except AssistantError as error:
        st.warning(frame.plain(str(error)))


@st.cache_resource(show_spinner=False)
def _looked_at(key: str) -> list[bool]:
    return []


def _build(settings: Settings, reason: str) -> None:
    place = st.empty()
    try:
        with place.container():
            st.subheader(say("building"))
            # What follows is the advice to build, which is being done.
            cause = reason.partition("。")[0]
            st.caption(frame.plain(say("building_why", reason=cause)))
            build_with_progress(settings)
    except BuildInProgress:
        place.info(say("build_elsewhere"))
        time.sleep(SECONDS_BETWEEN_LOOKS)
        st.rerun()
    except AssistantError:
        place.empty()
        raise
    place.empty()


def build_with_progress(settings: Settings) -> BuildReport:
    """Builds the index under a progress bar; gives the build's summary."""
    from assistant.build import build

    bar = st.progress(0.0)

    def show(step: str, done: int, total: int) -> None:
        share = min(max(done / total, 0.0), 1.0) if total else 0.0
        bar.progress(share, text=say("building_step", step=step, done=done, total=total))

    return build(settings, show)


@st.cache_resource(show_spinner=False)
def _store(path: Path) -> tuple[ConversationStore, str]:
    try:
        return ConversationStore(path), ""
    except (sqlite3.Error, OSError) as error:
        spare = Path(tempfile.mkdtemp()) / "conversations.sqlite3"
        return ConversationStore(spare), str(error)


def store() -> ConversationStore:
    """The conversations; where their file cannot be written, ones that last until the end."""
    opened, failure = _store(load_settings().conversations)
    if failure:
        st.warning(say("store_failed", reason=failure))
    return opened
