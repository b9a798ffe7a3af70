"""Texts into blocks: lines, paragraphs, items, tables, and what only tells the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.ingest.blocks import Block, display, grid, header_rows, read_blocks

ROOT = Path(__file__).parents[1]
TEXTS = sorted([*ROOT.glob("corpus/*.txt"), *ROOT.glob("tests/data/other_cities/*.txt")])


def text_of(name: str) -> str:
    return (ROOT / "corpus" / f"{name}.txt").read_text(encoding="utf-8")


def uncovered(text: str, blocks: tuple[Block, ...]) -> str:
    """The characters outside all blocks."""
    rest, position = "", 0
    for block in blocks:
        assert block.span.start >= position
        rest += text[position : block.span.start]
        position = block.span.end
    return rest + text[position:]


def block_with(text: str, words: str) -> Block:
    return next(block for block in read_blocks(text) if words in block.span.of(text))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_blocks_tile_every_text(path: Path) -> None:
    """Outside the blocks of a text there is only white space, and none overlap."""
    text = path.read_bytes().decode("utf-8")
    assert uncovered(text, read_blocks(text)).strip() == ""


@given(st.text(alphabet="あ1一A。、・-|\t\n\r\f<table>/td ()（）", max_size=80))
def test_blocks_tile_any_text(text: str) -> None:
    """Whatever the characters, blocks tile the text and cells lie in their rows."""
    blocks = read_blocks(text)
    assert uncovered(text, blocks).strip() == ""
    for row in (row for block in blocks for row in block.rows):
        assert all(row.span.covers(cell.span) for cell in row.filled())
        assert all(cell.span.of(text) == cell.span.of(text).strip() for cell in row.cells)


def test_a_narrow_column_is_one_paragraph() -> None:
    """Lines that a narrow column broke inside words read as one paragraph again."""
    text = text_of("kashiwazaki-dx-plan-2026")
    block = block_with(text, "地方税統一QR")
    assert block.kind == "paragraph"
    assert display(text, block.span) == (
        "地方税統一QRコード(以下「eL-QR」という。)を用いた仕組みを導入し、"
        "税以外の公金についてもeLTAXによる納付を可能とします。"
    )


def test_a_label_is_not_joined_to_its_value() -> None:
    """【担当課】 stands alone, the departments below it in a block of their own."""
    text = text_of("kashiwazaki-dx-plan-2026")
    blocks = [block for block in read_blocks(text) if block.kind != "blank"]
    position = next(i for i, b in enumerate(blocks) if b.span.of(text) == "【担当課】")
    assert [line.of(text) for line in blocks[position + 1].lines] == ["企画政策課", "他 関係課"]


def test_an_item_keeps_its_wrapped_lines() -> None:
    """A list item goes on over lines without a mark, up to an empty line or the next mark."""
    text = (
        "- ・全国自治体DX進捗度ランキング2024\n(株式会社 時事通信社)\n- ・次の項目\n\n本文です。\n"
    )
    items = [block for block in read_blocks(text) if block.kind == "item"]
    assert [(item.mark, len(item.lines)) for item in items] == [("- ・", 2), ("- ・", 1)]


def test_empty_cells_keep_their_columns() -> None:
    """A row has a cell for every tab, with an empty span where nothing is written."""
    text = "項目\tR8\tR9\nシステム構築\t\t→\n"
    (table,) = [block for block in read_blocks(text) if block.kind == "table"]
    assert [row.texts() for row in table.rows] == [("項目", "R8", "R9"), ("システム構築", "", "→")]
    empty = table.rows[1].cells[1].span
    assert (empty.start, empty.of(text)) == (text.index("\t→"), "")


def test_ragged_rows_make_a_rectangle() -> None:
    """`grid` pads short rows, so that a column has one number in all rows."""
    text = "指標\t目標\tR8\nオンライン化率\t50%\n"
    (table,) = [block for block in read_blocks(text) if block.kind == "table"]
    assert [tuple(cell.text for cell in row) for row in grid(table)] == [
        ("指標", "目標", "R8"),
        ("オンライン化率", "50%", ""),
    ]


def test_markdown_tables_are_rows_without_the_rule() -> None:
    """Pipes separate cells, also behind a list mark; the rule of dashes is no row."""
    text = text_of("isesaki-dx-plan-2026-draft")
    table = block_with(text, "サービスはシンプルにする")
    assert table.rows[0].texts() == (
        "1利用者のニーズから出発する",
        "5サービスはシンプルにする",
        "8自分で作りすぎない",
        "11一遍にやらず、一貫してやる",
    )
    assert len(table.rows) == 4


def test_tags_in_a_cell_are_not_shown() -> None:
    """A cell with an unclosed list shows its items a line each, without tags."""
    text = text_of("toyama-dx-plan-2026-draft")
    table = block_with(text, "繰り返しの定型業務")
    row = next(row for row in table.rows if row.texts()[0] == "繰り返しの定型業務")
    assert row.texts()[1] == (
        "職員が毎日・毎月、手作業で同じデータを転記・入力している\n"
        "単純作業に多くの時間が割かれ、精神的な負担も大きい"
    )


def test_an_html_table_in_a_cell_gives_rows() -> None:
    """A whole HTML table inside a cell is read into rows whose spans lie in that cell."""
    text = text_of("kashiwazaki-dx-progress-2024")
    table = block_with(text, "らくらく窓口証明書交付サービスに戸籍証明書")
    cell = next(cell for row in table.rows for cell in row.cells if cell.rows)
    assert [tuple(c.text for c in row.filled()) for row in cell.rows][:3] == [
        ("住民票", "2,885件", "印鑑証明", "3,275件"),
        ("戸籍全部事項証明", "1,530件", "戸籍個人事項証明", "276件"),
        ("戸籍の附票", "45件"),
    ]
    assert cell.rows[0].cells[1].span.of(text) == "2, 885件"
    assert all(cell.span.covers(row.span) for row in cell.rows)


def test_a_table_goes_on_after_a_page_break() -> None:
    """Rows after an empty line whose first cell is empty belong to the table above."""
    text = text_of("kashiwazaki-dx-progress-2024")
    table = block_with(text, "優先順位を付けて課題解決法を検討します。")
    assert table.rows[0].texts()[0] == "窓口手続の簡素化国重点"


def test_header_rows_are_counted() -> None:
    """Years below an empty first cell are a second header row; a table of labels has none."""
    text = text_of("toyama-dx-plan-2026-draft")
    tables = [block for block in read_blocks(text) if block.kind == "table"]
    years = next(t for t in tables if t.rows[0].texts()[:2] == ("各年度の行程・取組指標", "現状R7"))
    labels = next(t for t in tables if t.rows[0].texts()[0] == "現状")
    overview = next(t for t in tables if t.rows[0].texts()[1:2] == ("取組項目名",))
    assert [header_rows(table) for table in (years, labels, overview)] == [2, 0, 1]


@pytest.mark.parametrize("page", ["- {} -", "p.{}", "{} / 7"])
def test_page_numbers_and_running_heads_say_nothing(page: str) -> None:
    """Rising numbers and the lines that recur beside them are blank blocks, so that no
    heading, paragraph or table is mixed up with them."""
    pages = "".join(
        f"第{n}章 取組{n}\n\n本文{n}です。\n\n{page.format(n)}\n東海市DX推進計画\n\n"
        for n in range(1, 8)
    )
    blocks = read_blocks(pages)
    assert [b.span.of(pages) for b in blocks if b.kind != "blank"] == [
        words for n in range(1, 8) for words in (f"第{n}章 取組{n}", f"本文{n}です。")
    ]


def test_chapter_numbers_are_no_page_numbers() -> None:
    """A number on a line of its own over a chapter's title is read."""
    text = text_of("kashiwazaki-dx-plan-2026")
    assert block_with(text, "3\nこれまでの\n総括").kind == "paragraph"


def test_a_page_number_at_a_heading_counts_on_from_the_others() -> None:
    """Over a running head or alone, then right above a heading: all of them tell the page."""
    head = "港町デジタル実施計画\n"
    pages = [f"{n} 章の題\n本文{n}です。\n" for n in range(1, 12)]
    text = "表題\n\n1\n" + pages[0] + "\n2\n" + pages[1] + "\n3\n" + pages[2]
    text += "".join(f"{n}\n{head}{page}" for n, page in enumerate(pages[3:], 4))
    told = [
        line.of(text)
        for block in read_blocks(text)
        if block.kind == "blank"
        for line in block.lines
        if line.of(text)
    ]
    assert [line for line in told if line.isdigit()] == [str(n) for n in range(1, 12)]
    assert told.count(head.strip()) == 8
