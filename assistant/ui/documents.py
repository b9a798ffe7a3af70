"""資料: what is indexed, when, with which warnings; adding files where that is allowed."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import streamlit as st

from assistant.datamodels import Document
from assistant.errors import AssistantError
from assistant.indexing.storage import current_generation
from assistant.ingest.corpus import corpus_files
from assistant.ingest.text import READERS
from assistant.settings import Settings, load_settings
from assistant.ui import frame, markup, opening
from assistant.ui.frame import say

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from assistant.build import BuildReport
    from assistant.pipeline import Assistant

COLUMNS = ("document", "city", "edition", "period", "published")
READ = ("file", "format", "pages", "characters", "sections", "tables", "passages", "projects")
COUNTED = ("characters", "sections", "tables", "passages", "projects", "terms")
FORMATS = {
    "text": "TXT", "markdown": "Markdown", "pdf": "PDF", "docx": "Word", "xlsx": "Excel",
    "pptx": "PowerPoint", "html": "HTML",
}  # fmt: skip


def page() -> None:
    """The documents of the index and the state of the index."""
    frame.begin(say("page_documents"), wide=True)
    settings = load_settings()
    if settings.manage_corpus and not _has_index(settings):
        _begin(settings)
        return
    assistant = opening.assistant()
    st.title(say("page_documents"), anchor=False)
    if told := st.session_state.pop("rebuilt", None):
        st.success(frame.plain(told))
    documents = assistant.catalogue.documents.values()
    st.markdown(say("documents_count", count=len(documents)))
    head = [escape(say(name)) for name in COLUMNS]
    rows = [_row(assistant, document) for document in documents]
    st.html(markup.html_table(head, rows, kind="list"))
    _, manifest = current_generation(settings.index)
    st.subheader(say("read_report"), anchor=False)
    st.caption(say("read_report_lead"))
    st.html(reading(manifest))
    _warnings(manifest)
    _state(assistant)
    if settings.manage_corpus:
        _manage(settings)
    else:
        st.caption(say("manage_off"))


def _row(assistant: Assistant, document: Document) -> tuple[str, ...]:
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
        escape(document.published),
    )


def reading(manifest: Mapping[str, Any]) -> str:
    """What was read from each file of the corpus, as a table; a file that could not be read
    has the reason in place of the figures."""
    head = [escape(say(name)) for name in (*READ, "terms", "remarks")]
    rows = []
    for file in manifest.get("files_read", ()):
        pages = file["pages"]
        figures = [f"{file[name]:,}" for name in COUNTED]
        facts = [
            escape(file["file"]),
            escape(FORMATS.get(file["format"], file["format"])),
            f"{pages:,}" if pages else "",
            *(figures if not file["error"] else [""] * len(figures)),
        ]
        rows.append((*facts, _remark(file)))
    return markup.html_table(head, rows, kind="list figures")


def _remark(file: Mapping[str, Any]) -> str:
    if file["error"]:
        return f"<strong>{escape(say('not_read'))}</strong><br>{escape(file['error'])}"
    remarks = []
    if bare := len(file["bare_pages"]):
        remarks.append(say("remarks_bare", count=bare))
    if file["replaced"]:
        remarks.append(say("remarks_replaced", count=file["replaced"]))
    if count := len(file["warnings"]):
        remarks.append(say("remarks_count", count=count))
    return "<br>".join(map(escape, remarks)) or escape(say("remarks_none"))


def _warnings(manifest: Mapping[str, Any]) -> None:
    """What whoever keeps the documents should look at, of the corpus and of each file."""
    told = [*manifest.get("warnings", ())]
    told += [line for file in manifest.get("files_read", ()) for line in file["warnings"]]
    if told:
        with st.expander(say("warnings", count=len(told))):
            st.html("<ul>" + "".join(f"<li>{escape(line)}</li>" for line in told) + "</ul>")


def _state(assistant: Assistant) -> None:
    folder, manifest = current_generation(load_settings().index)
    built = f"{datetime.fromtimestamp(folder.stat().st_mtime):%Y-%m-%d %H:%M}"
    facts = [
        say("index_generation", generation=assistant.generation),
        say("index_built", built=built),
        say("index_model", model=manifest["model"]["name"]),
    ]
    st.caption(frame.plain(" ・ ".join(facts)))


def _has_index(settings: Settings) -> bool:
    try:
        current_generation(settings.index)
    except AssistantError:
        return False
    return True


def _begin(settings: Settings) -> None:
    """The first documents: as soon as one can be read, the index is built."""
    st.title(say("page_documents"), anchor=False)
    st.info(say("empty_corpus"))
    _upload(settings)
    if not corpus_files(settings.corpus)[0]:
        return
    try:
        opening.build_with_progress(settings)
    except AssistantError as error:
        st.error(frame.plain(str(error)))
        return
    st.rerun()


def _upload(settings: Settings) -> None:
    st.subheader(say("add_files"), anchor=False)
    files = st.file_uploader(
        say("add_files"),
        accept_multiple_files=True,
        max_upload_size=settings.file_megabytes,
        type=sorted(ending.removeprefix(".") for ending in READERS),
        key="added",
        label_visibility="collapsed",
    )
    for file in files or ():
        _add(settings.corpus, file)


def _manage(settings: Settings) -> None:
    _upload(settings)
    if not st.button(say("rebuild"), icon=":material/refresh:", type="primary"):
        return
    try:
        report = opening.build_with_progress(settings)
    except AssistantError as error:
        st.error(frame.plain(str(error)))
        return
    st.session_state["rebuilt"] = _told(report)
    st.rerun()


def _told(report: BuildReport) -> str:
    if not report.written:
        return say("rebuild_nothing")
    changes = {name: len(getattr(report, name)) for name in ("added", "changed", "removed")}
    failed = say("rebuild_failed", names="、".join(report.failed)) if report.failed else ""
    return f"{say('built')} {say('rebuild_changes', **changes)} {failed}".rstrip()


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
