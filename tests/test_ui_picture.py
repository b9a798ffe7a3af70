"""The source view of files that have pages or cells, on an index of such files."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from assistant.build import build
from assistant.datamodels import PageBox
from assistant.indexing.index import Index, open_index
from assistant.settings import Settings, load_settings
from assistant.ui import markup
from assistant.ui.documents import reading
from tests.plan_writers import write_pdf, write_xlsx

APP = Path(__file__).resolve().parents[1] / "app.py"
PDF, BOOK = "kitamori-transformation-plan", "takahara-dx-progress"
RATE = "交付機による交付率"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An index of one PDF and one workbook."""
    (tmp_path / "corpus").mkdir()
    for name in ("corpus", "index", "conversations"):
        monkeypatch.setenv(f"ASSISTANT_{name.upper()}", str(tmp_path / name))
    write_pdf(PDF, tmp_path / "corpus" / f"{PDF}.pdf")
    write_xlsx(BOOK, tmp_path / "corpus" / f"{BOOK}.xlsx")
    settings = load_settings()
    build(settings)
    return settings


def passage_with(index: Index, words: str) -> str:
    """The id of the first passage that holds `words`."""
    return next(
        passage.passage_id
        for passage in index.passages
        if words in passage.span.of(index.documents[passage.document_id].text)
    )


def shown(**query: str) -> tuple[AppTest, str]:
    app = AppTest.from_file(str(APP), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app, "\n".join(element.value for element in app.get("html"))


def test_a_page_is_shown_with_its_words_boxed(settings: Settings) -> None:
    """Under the text stands the page as a picture, the words of the answer boxed on it."""
    passage = passage_with(open_index(settings), RATE)
    _, html = shown(passage=passage, words=RATE)
    picture = re.search(r'<img src="data:image/png;base64,([^"]+)" alt="([^"]+)">', html)
    assert picture
    assert base64.b64decode(picture[1]).startswith(b"\x89PNG")
    assert picture[2] == "北森市スマート市役所推進プラン2026-2029 1ページ"
    shares = [float(n) for n in re.findall(r"(?:left|top|width|height):([\d.]+)%", html)]
    assert shares
    assert all(0 <= share <= 100 for share in shares)
    assert html.count('<i class="box strong"') == 2  # the name stands on two lines of its cell
    assert html.count('<i class="box "') > 10


def test_a_file_that_changed_is_not_shown(settings: Settings) -> None:
    """Boxes of another file would mark the wrong words."""
    index = open_index(settings)
    shown()  # the first page looks whether the index is out of date, and would renew it
    st.cache_data.clear()
    write_pdf("minasato-dx-plan", settings.corpus / f"{PDF}.pdf")
    app, html = shown(passage=passage_with(index, RATE))
    assert "<img" not in html
    assert any("ページの画像は表示できません" in caption.value for caption in app.caption)


def test_cells_of_a_workbook_are_named(settings: Settings) -> None:
    """A source in a workbook says which sheet and cells it comes from."""
    index = open_index(settings)
    passage = index.passage(passage_with(index, "支所2か所"))
    assert passage is not None
    areas = index.cell_areas(passage.document_id, passage.span)
    _, html = shown(passage=passage.passage_id)
    assert f"シート「{areas[0].sheet}」{areas[0].area}" in html
    assert "<figure" not in html


def test_what_was_read_of_each_file_is_told() -> None:
    """Pages, figures and what is wrong; a file that was not read has the reason alone."""
    report = {
        **dict.fromkeys(("characters", "sections", "tables", "passages", "projects", "terms"), 7),
        "file": "計画.pdf",
        "format": "pdf",
        "pages": 1200,
        "bare_pages": [3, 4],
        "replaced": 5,
        "warnings": ["計画.pdf: <b>"],
        "error": "",
    }
    broken = report | {"file": "<b>.pdf", "pages": 0, "error": "開けません。"}
    table = reading({"files_read": [report, broken]})
    assert (
        '<td data-label="形式">PDF</td><td data-label="ページ">1,200</td><td data-label="文字数">7<'
    ) in table
    assert "文字のないページ 2<br>読めない文字 5<br>注意 1件</td>" in table
    assert "&lt;b&gt;.pdf</td>" in table
    assert "<strong>読めませんでした</strong><br>開けません。</td>" in table


def test_a_page_s_caption_is_only_text() -> None:
    """A title cannot break out of the caption; boxes are shares of the page."""
    box = PageBox(1, 0.1, 0.25, 0.5, 0.3)
    assert markup.page_figure(b"png", '"><script>', [], [box]) == (
        '<figure class="page"><figcaption>&quot;&gt;&lt;script&gt;</figcaption><div>'
        '<img src="data:image/png;base64,cG5n" alt="&quot;&gt;&lt;script&gt;">'
        '<i class="box strong" style="left:10.00%;top:25.00%;width:40.00%;height:5.00%"></i>'
        "</div></figure>"
    )
