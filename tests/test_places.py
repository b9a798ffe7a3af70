"""Where text stands in its file: the boxes on a PDF's pages really hold the words, the cell
areas really are the cells."""

from __future__ import annotations

import io
import re
import unicodedata
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from PIL import Image

from assistant.build import build
from assistant.datamodels import CellArea, PageBox, Places, Span
from assistant.errors import UnreadableFile
from assistant.indexing.index import open_index
from assistant.ingest.pdfium import page_picture
from assistant.ingest.places import areas_of, boxes_of, locate
from assistant.ingest.text import read_file
from assistant.settings import Settings
from tests.fakes import HashEncoder
from tests.pdf_writer import Pdf
from tests.plan_writers import PLANS, write_pdf, write_xlsx

WORDS = re.compile(r"(?<!<)(?<!<b)[^\s#<>]{2,12}")
LINES = ("窓口をDXで変え、", "令和8年度に35%をめざします。", "ＡＢＣとi, l, Wは幅が違います。")


def folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).replace("\ufffe", "").split())


def words_in(path: Path, box: PageBox) -> str:
    """The characters that pdfium finds with their middle in a box of a page that the file
    does not turn."""
    document = pypdfium2.PdfDocument(path)
    try:
        page = document[box.page - 1]
        left, low, right, high = page.get_bbox()
        words = page.get_textpage()
        found = ""
        for index in range(words.count_chars()):
            x0, bottom, x1, top = words.get_charbox(index, loose=True)
            x = ((x0 + x1) / 2 - left) / (right - left)
            y = (high - (top + bottom) / 2) / (high - low)
            if box.x0 < x < box.x1 and box.top < y < box.bottom:
                found += words.get_text_range(index, 1)
        return folded(found)
    finally:
        document.close()


@pytest.mark.parametrize("document_id", sorted(path.stem for path in PLANS.glob("*.txt")))
def test_boxes_hold_the_words(tmp_path: Path, document_id: str) -> None:
    """Of every plan saved as PDF, each word of the text is what stands in its boxes: in
    paragraphs, headings, wrapped cells and tables over two pages."""
    path = tmp_path / "a.pdf"
    write_pdf(document_id, path)
    extract = read_file(path)
    wrong = []
    for match in WORDS.finditer(extract.text):
        span = Span(*match.span())
        boxes = boxes_of(extract.places, span)
        found = "".join(words_in(path, box) for box in boxes)
        page = sum(start <= span.start for start in extract.pages)
        if found != folded(match[0]) or {box.page for box in boxes} > {page, page + 1}:
            wrong.append((match[0], found, boxes))
    assert wrong == []


def lines_on_a_page(path: Path, rotate: int = 0) -> None:
    pdf = Pdf()
    pdf.page()
    for number, line in enumerate(LINES):
        pdf.text(100, 200 + 60 * number, line, 14)
    pdf.save(path, rotate)


def test_a_part_of_a_line_has_its_part_of_the_box(tmp_path: Path) -> None:
    """A few characters, narrow ones too, give the box of no more than these."""
    path = tmp_path / "a.pdf"
    lines_on_a_page(path)
    extract = read_file(path)
    for words in ("DX", "35%", "8年度", "で変", "i,", "W", "ＡＢＣ"):
        start = extract.text.index(words)
        (box,) = boxes_of(extract.places, Span(start, start + len(words)))
        assert words_in(path, box) == folded(words)
    (first, second) = boxes_of(extract.places, Span(0, extract.text.index("35%")))
    assert (first.page, first.x0, first.top) == (1, pytest.approx(100 / 595, abs=1e-3), first.top)
    assert first.bottom < second.top
    assert boxes_of(extract.places, Span(len(extract.text) - 1, len(extract.text))) == ()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_boxes_lie_on_the_picture(tmp_path: Path, turn: int) -> None:
    """On the drawn page the ink is inside the boxes and nowhere else, however the file turns
    its pages."""
    path = tmp_path / "a.pdf"
    lines_on_a_page(path, turn)
    extract = read_file(path)
    picture = Image.open(io.BytesIO(page_picture(path, 1, 1000))).convert("L")
    assert picture.width == 1000
    boxes = boxes_of(extract.places, Span(0, len(extract.text)))
    assert len(boxes) == len(LINES)
    for box in boxes:
        sides = (
            box.x0 * 1000,
            box.top * picture.height,
            box.x1 * 1000,
            box.bottom * picture.height,
        )
        area = (round(sides[0]) - 2, round(sides[1]) - 2, round(sides[2]) + 2, round(sides[3]) + 2)
        assert picture.crop(area).getextrema()[0] < 128
        picture.paste(255, area)
    assert picture.getextrema()[0] > 200


def test_pages_that_begin_elsewhere(tmp_path: Path) -> None:
    """A page whose visible part is cut out of a larger one has its boxes in that part."""
    path = tmp_path / "a.pdf"
    lines_on_a_page(path)
    content = path.read_bytes().replace(
        b"/MediaBox [0 0 595.0 842.0]", b"/MediaBox [0 0 595.0 842.0] /CropBox [80 400 580 700]"
    )
    path.write_bytes(content)
    extract = read_file(path)
    assert folded(extract.text) == folded("".join(LINES))
    for words in ("DX", "35%", "ＡＢＣ"):
        start = extract.text.index(words)
        (box,) = boxes_of(extract.places, Span(start, start + len(words)))
        assert words_in(path, box) == folded(words)
    picture = Image.open(io.BytesIO(page_picture(path, 1, 500)))
    assert picture.size == (500, 300)


def test_pictures_that_cannot_be_drawn(tmp_path: Path) -> None:
    """A page that is not there, and a file that is no PDF, have their errors."""
    lines_on_a_page(tmp_path / "a.pdf")
    for page in (0, 2):
        with pytest.raises(IndexError, match=f"{page} ページ"):
            page_picture(tmp_path / "a.pdf", page, 100)
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7 nothing")
    for name in ("b.pdf", "missing.pdf"):
        with pytest.raises(UnreadableFile, match=name):
            page_picture(tmp_path / name, 1, 100)


@pytest.mark.parametrize("document_id", sorted(path.stem for path in PLANS.glob("*.txt")))
def test_areas_are_the_cells(tmp_path: Path, document_id: str) -> None:
    """Of every plan saved as a workbook, each word but the sheets' names stands in the cell
    that its area names."""
    path = tmp_path / "a.xlsx"
    write_xlsx(document_id, path)
    book = openpyxl.load_workbook(path)
    extract = read_file(path)
    wrong, found = [], 0
    for match in re.finditer(r"[^\t\n]+", extract.text):
        if match[0].startswith("# "):
            continue
        areas = areas_of(extract.places, Span(*match.span()))
        cells = [book[a.sheet][a.area] for a in areas if ":" not in a.area]
        told = [folded(str(cell.value)) for cell in cells]
        found += len(told)
        if told != [folded(match[0].replace("<br>", ""))]:
            wrong.append((match[0], areas, told))
    assert wrong == []
    assert found > 5


def test_areas_of_rows_and_blocks() -> None:
    """Cells side by side make a range, equal ranges under each other a block."""
    cells = (
        (0, 2, 0, 4, 2), (3, 5, 0, 4, 6), (6, 8, 0, 5, 2), (9, 11, 0, 5, 6), (12, 14, 0, 7, 27),
        (15, 17, 1, 1, 703),
    )  # fmt: skip
    places = Places("plan", cells=cells, sheets=("一覧", "指標"))
    assert areas_of(places, Span(0, 20)) == (
        CellArea("一覧", "B4:F5"), CellArea("一覧", "AA7"), CellArea("指標", "AAA1"),
    )  # fmt: skip
    assert areas_of(places, Span(4, 5)) == (CellArea("一覧", "F4"),)
    assert areas_of(places, Span(5, 6)) == ()


def test_pieces_are_found_in_their_order() -> None:
    """Marks and breaks that laying out added are passed over; what was left out costs no
    other piece its place, and neither does what came in between."""
    text = "# 見出し\n市民課\t福祉<br>課\n市民課\n途中の文字\n後に続く長い文です"
    pieces = ["見出し", "欠落", "市民課", "福祉課", "市 民課", "後に続く長い文です"]
    spans = {
        (words, number): (offsets[0], offsets[-1])
        for offsets, (words, number) in locate(text, [(w, (w, n)) for n, w in enumerate(pieces)])
    }
    assert spans == {
        ("見出し", 0): (2, 4),
        ("市民課", 2): (6, 8),
        ("福祉課", 3): (10, 16),
        ("市 民課", 4): (18, 20),
        ("後に続く長い文です", 5): (28, 36),
    }


def test_an_index_keeps_the_places(tmp_path: Path) -> None:
    """Built and opened again, an index tells the boxes of a passage and the cells; a text file
    has neither."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (tmp_path / "hash").mkdir()
    (tmp_path / "hash" / "modules.json").write_text("[]", encoding="utf-8")
    write_pdf("takahara-dx-progress", corpus / "a.pdf")
    write_xlsx("takahara-dx-progress", corpus / "b.xlsx")
    (corpus / "c.txt").write_text("青葉市DX計画\n\n窓口を変えます。\n", encoding="utf-8")
    settings = Settings(corpus=corpus, index=tmp_path / "index", model=str(tmp_path / "hash"))
    build(settings, encoder=HashEncoder())
    index = open_index(settings)
    for passage in index.passages:
        boxes = index.boxes(passage.document_id, passage.span)
        areas = index.cell_areas(passage.document_id, passage.span)
        if passage.span.of(index.documents[passage.document_id].text).startswith("#"):
            continue  # the name of a sheet stands in no cell
        assert (bool(boxes), bool(areas)) == {
            "a.pdf": (True, False), "b.xlsx": (False, True), "c.txt": (False, False),
        }[passage.document_id]  # fmt: skip
        assert boxes == () or boxes[0].page == passage.page
