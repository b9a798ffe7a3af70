"""The pages of a PDF as pictures, with the words of a passage marked where they stand."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import streamlit as st

from assistant.datamodels import Document, PageBox, Span
from assistant.errors import UnreadableFile
from assistant.ingest.pdfium import page_picture
from assistant.settings import load_settings
from assistant.ui import markup
from assistant.ui.frame import say

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

_LOGGER = logging.getLogger(__name__)

PAGES = 2  # of a passage that goes on over more, the first ones are shown
WIDTH = 1200  # pixels
_DRAWING = Lock()  # pdfium draws one page at a time


def show(assistant: Assistant, document: Document, span: Span, words: Sequence[Span]) -> None:
    """The pages that hold `span` under the text, `words` marked more strongly; nothing for
    documents without such places."""
    boxes = assistant.boxes(document.document_id, span)
    strong = [box for found in words for box in assistant.boxes(document.document_id, found)]
    pages = list(dict.fromkeys(box.page for box in (*strong, *boxes)))[:PAGES]
    if not pages:
        return
    path = load_settings().corpus / document.path
    try:
        figures = [_figure(document, path, page, boxes, strong) for page in sorted(pages)]
    except (OSError, IndexError, UnreadableFile):
        _LOGGER.warning("no picture of %s", path, exc_info=True)
        st.caption(say("picture_gone"))
        return
    st.html(f'<div class="pages" id="pages">{"".join(figures)}</div>')


def _figure(
    document: Document,
    path: Path,
    page: int,
    boxes: Sequence[PageBox],
    strong: Sequence[PageBox],
) -> str:
    return markup.page_figure(
        _picture(document.fingerprint, page, path),
        say("picture_of", title=document.title, page=page),
        [box for box in boxes if box.page == page],
        [box for box in strong if box.page == page],
    )


@st.cache_data(show_spinner=False, max_entries=64)
def _picture(fingerprint: str, page: int, _path: Path) -> bytes:
    """Raises UnreadableFile for a file that is not the one the index was made of."""
    if sha256(_path.read_bytes()).hexdigest() != fingerprint:
        raise UnreadableFile(f"{_path.name}: changed since the index was built")
    with _DRAWING:
        return page_picture(_path, page, WIDTH)
