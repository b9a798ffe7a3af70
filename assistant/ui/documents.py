"""資料: what is indexed, when, with which warnings; adding files where that is allowed."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from assistant.datamodels import Document
from assistant.errors import AssistantError
from assistant.indexing.storage import current_generation
from assistant.settings import Settings, load_settings
from assistant.ui import frame, markup, opening
from assistant.ui.frame import say

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from assistant.pipeline import Assistant

COLUMNS = (
    *("document", "city", "edition", "period", "published"),
    *("characters", "passages", "projects", "terms"),
)


def page() -> None:
    """The documents of the index and the state of the index."""
    frame.begin(say("page_documents"), wide=True)
    assistant = opening.assistant()
    st.title(say("page_documents"), anchor=False)
    if told := st.session_state.pop("rebuilt", None):
        st.success(frame.plain(told))
    documents = assistant.catalogue.documents.values()
    st.markdown(say("documents_count", count=len(documents)))
    head = [escape(say(name)) for name in COLUMNS]
    rows = [_row(assistant, document) for document in documents]
    st.html(markup.html_table(head, rows, kind="list"))
    _state(assistant)
    settings = load_settings()
    if settings.manage_corpus:
        _manage(settings)
    else:
        st.caption(say("manage_off"))


def _row(assistant: Assistant, document: Document) -> tuple[str, ...]:
    catalogue = assistant.catalogue
    own = document.document_id
    start, end = document.period or (0, 0)
    period = say("kind_period", start=start, end=end) if start else ""
    url = "./source?" + urlencode({"document": own})
    return (
        f'<a href="{escape(url)}">{escape(document.title)}</a><br>'
        f'<span class="quiet">{escape(document.source)}</span>',
        f'<span class="keep">{escape(document.municipality)}</span>',
        escape(f"{document.kind} {document.edition}".strip()),
        escape(period),
        f'<span class="keep">{escape(document.published)}</span>',
        f"{len(document.text):,}",
        f"{len(catalogue.passages.get(own, ())):,}",
        f"{sum(p.document_id == own for p in catalogue.projects.values()):,}",
        f"{sum(t.document_id == own for t in catalogue.terms.values()):,}",
    )


def _state(assistant: Assistant) -> None:
    folder, manifest = current_generation(load_settings().index)
    built = f"{datetime.fromtimestamp(folder.stat().st_mtime):%Y-%m-%d %H:%M}"
    facts = [
        say("index_generation", generation=assistant.generation),
        say("index_built", built=built),
        say("index_model", model=manifest["model"]["name"]),
    ]
    st.caption(frame.plain(" ・ ".join(facts)))
    warnings = [str(warning) for warning in manifest.get("warnings", ())]
    if not warnings:
        st.caption(say("no_warnings"))
        return
    with st.expander(say("warnings", count=len(warnings))):
        st.html("<ul>" + "".join(f"<li>{escape(warning)}</li>" for warning in warnings) + "</ul>")


def _manage(settings: Settings) -> None:
    st.subheader(say("add_files"), anchor=False)
    files = st.file_uploader(
        say("add_files"),
        accept_multiple_files=True,
        key="added",
        label_visibility="collapsed",
    )
    for file in files or ():
        _add(settings.corpus, file)
    if not st.button(say("rebuild"), icon=":material/refresh:", type="primary"):
        return
    try:
        report = opening.build_with_progress(settings)
    except AssistantError as error:
        st.error(frame.plain(str(error)))
        return
    changes = {name: len(getattr(report, name)) for name in ("added", "changed", "removed")}
    st.session_state["rebuilt"] = f"{say('built')} {say('rebuild_changes', **changes)}"
    st.rerun()


def _add(corpus: Path, file: UploadedFile) -> None:
    name = safe_name(file.name)
    if name is None:
        st.error(frame.plain(say("add_bad_name", name=file.name)))
        return
    target = corpus / name
    if target.exists():
        if target.read_bytes() != file.getvalue():
            st.warning(frame.plain(say("add_exists", name=name)))
        return
    corpus.mkdir(parents=True, exist_ok=True)
    target.write_bytes(file.getvalue())
    st.success(frame.plain(say("add_saved", name=name)))


def safe_name(name: str) -> str | None:
    """The file name in NFC, None where it would lead elsewhere or hide the file."""
    name = unicodedata.normalize("NFC", name)
    forbidden = set('/\\:*?"<>|') | {chr(code) for code in range(32)}
    if not name or name.startswith(".") or len(name.encode()) > 200 or forbidden & set(name):
        return None
    return None if name == "manifest.toml" else name
