"""What the end of a page, the look of a line and the typesetter's spaces make of a PDF's text."""

from __future__ import annotations

from pathlib import Path

from assistant.ingest.pdf import read
from assistant.ingest.pdf_lines import lines_of
from assistant.ingest.pdfium import Glyph
from assistant.settings import Settings
from tests.pdf_writer import Pdf, width, wrapped

SIDES = (50.0, 110.0, 250.0)  # of the columns of a sheet
SHEET = [
    ("担当課", "市民課"),
    (
        "取組内容",
        "窓口で申請書を書かずに済むよう、聞き取った内容を職員が入力し、住民は画面を確かめて"
        "署名するだけとします。令和8年度に本庁で始め、令和9年度に支所へ広げます。",
    ),
    ("目標", "窓口での滞在時間を20分から10分へ縮めます。"),
]


def sheet(path: Path, rows: list[tuple[str, str]], bottom: float) -> None:
    """A table whose rows are cut where the page ends, at `bottom` points from its top."""
    pdf = Pdf()
    pdf.page()
    top = 100.0
    for cells in rows:
        lines = [wrapped(text, (x1 - x0 - 10) / 10) for text, x0, x1 in zip(
            cells, SIDES, SIDES[1:], strict=False)]  # fmt: skip
        while any(lines):
            held = max(0, min(int((bottom - top - 8) / 14), max(map(len, lines))))
            if held:
                for column, texts in enumerate(lines):
                    pdf.box(SIDES[column], top, SIDES[column + 1], top + 14 * held + 4)
                    for line, text in enumerate(texts[:held]):
                        pdf.text(SIDES[column] + 4, top + 4 + 14 * line, text)
                top += 14 * held + 4
                lines = [texts[held:] for texts in lines]
            if any(lines):
                pdf.page()
                top = 60.0
    pdf.save(path)


def test_a_row_cut_by_the_end_of_the_page_is_one_row(tmp_path: Path) -> None:
    """A cell that goes on at the top of the next page is read whole, over two pages as over
    three; a page that begins within it starts with its first word there."""
    rows = "\n".join("\t".join(row) for row in SHEET).replace("とします。", "とします。<br>")
    begins = {140: ["よう、聞き取った", "目標\t窓口での滞"], 200: ["和9年度に支所へ"]}
    for bottom, words in begins.items():
        sheet(tmp_path / "a.pdf", SHEET, bottom)
        extract = read(tmp_path / "a.pdf", Settings())
        assert extract.text == f"{rows}\n"
        assert [extract.text[start:][:8] for start in extract.pages] == ["担当課\t市民課\n", *words]


def test_rows_on_either_side_of_a_page_break_stay_apart(tmp_path: Path) -> None:
    """A row that ends with its page is not joined with the one that the next page begins with."""
    sheet(tmp_path / "a.pdf", [("担当課", "市民課"), ("関係課", "会計課")], 125)
    extract = read(tmp_path / "a.pdf", Settings())
    assert (extract.text, extract.pages) == ("担当課\t市民課\n関係課\t会計課\n", (0, 8))


def test_coloured_lines_are_headings(tmp_path: Path) -> None:
    """A short line set off from running text by its colour alone is a heading; a label is none."""
    pdf = Pdf()
    pdf.page()
    for line, (text, colour) in enumerate([
        ("窓口", "0.3 0.5 0.7"), ("窓口で書く手間をなくし、待ち時間を縮めます。", "0 0 0"),
        ("担当課", "0.3 0.5 0.7"), ("市民課", "0 0 0"),
        ("1 支払い", "0.3 0.5 0.7"), ("窓口でカードによる支払いを受け付けます。", "0 0 0"),
        ("使える窓口は順に広げ、手数料は市が負います。", "0 0 0"),
        ("使った方の声を聞き、翌年度の計画に生かします。", "0 0 0"),
    ]):  # fmt: skip
        pdf.text(50, 120 + 20 * line, text, colour=colour)
    pdf.save(tmp_path / "a.pdf")
    assert read(tmp_path / "a.pdf", Settings()).text == (
        "# 窓口\n\n窓口で書く手間をなくし、待ち時間を縮めます。\n担当課\n市民課\n\n"
        "# 1 支払い\n\n窓口でカードによる支払いを受け付けます。\n"
        "使える窓口は順に広げ、手数料は市が負います。\n"
        "使った方の声を聞き、翌年度の計画に生かします。\n"
    )


def test_gaps_of_typesetting_are_no_spaces(tmp_path: Path) -> None:
    """Where a page sets all its Japanese and Latin characters apart, only a wider gap between
    them is a space; where it does not, each gap is one."""
    parts = ("令和", "8", "年度に", "AI", "を導入します。")
    for gap, text in ((2.0, "令和8年度にAIを導入します。"), (0.0, "令和8年度にAIを導入します。")):
        pdf = Pdf()
        pdf.page()
        for top, x, words in ((120, 50.0, parts), (160, 50.0, ("1",))):
            for word in words:
                pdf.text(x, top, word)
                x += 10 * width(word) + gap
        pdf.text(59 if gap else 57, 160, "目的")
        pdf.save(tmp_path / "a.pdf")
        assert read(tmp_path / "a.pdf", Settings()).text == f"{text}\n\n1 目的\n"


def grid(pdf: Pdf, top: float, rows: list[list[str]], height: float = 20) -> float:
    """Rows of equally wide cells from 50 to 530 points; where they end."""
    for cells in rows:
        side = 480 / len(cells)
        for column, text in enumerate(cells):
            pdf.box(50 + side * column, top, 50 + side * (column + 1), top + height)
            pdf.text(54 + side * column, top + 5, text)
        top += height
    return top


def test_tables_that_touch_are_told_apart(tmp_path: Path) -> None:
    """A table begins where the columns of the one above it do not go on, and where a row of
    labels stands over a list of projects."""
    pdf = Pdf()
    pdf.page()
    top = grid(pdf, 100, [["活動", "成果"], ["電子申請", "待ち時間の短縮"]])
    top = grid(pdf, top, [["行程", "R8", "R9"], ["導入", "設計", "運用"]])
    grid(pdf, top, [["事業名", "担当課", "目標値"], ["電子申請", "市民課", "30%"]])
    pdf.save(tmp_path / "a.pdf")
    assert read(tmp_path / "a.pdf", Settings()).text == (
        "活動\t成果\n電子申請\t待ち時間の短縮\n\n行程\tR8\tR9\n導入\t設計\t運用\n\n"
        "事業名\t担当課\t目標値\n電子申請\t市民課\t30%\n"
    )


def test_short_lines_go_on_over_the_end_of_a_page(tmp_path: Path) -> None:
    """A paragraph of short lines that the end of a page parts stays one; one that ended with
    its sentence does not go on."""
    for ending, gap in (("申込みをオンライ", "\n"), ("申込みを続けた。", "\n\n")):
        pdf = Pdf()
        for top, lines in (
            (700, ("粗大ごみ戸別収集", ending)),
            (60, ("ン化し、一連の業", "務を減らします。")),
        ):
            pdf.page()
            for line, text in enumerate(lines):
                pdf.text(50, top + 14 * line, text)
        pdf.save(tmp_path / "a.pdf")
        expected = f"粗大ごみ戸別収集\n{ending}{gap}ン化し、一連の業\n務を減らします。\n"
        assert read(tmp_path / "a.pdf", Settings()).text == expected


def test_a_row_without_a_border_where_the_page_cuts_it(tmp_path: Path) -> None:
    """Upright lines that end at one height close a row that no line closes: browsers draw no
    border where the page ends within a cell."""
    pdf = Pdf()
    pdf.page()
    grid(pdf, 100, [["担当課", "市民課"]])
    halves = (
        ("取組内容", "窓口で聞き取った内容を、職員が画面に入力し、住民"),
        ("", "は見て確かめるだけで済むようにします。"),
    )
    for number, (top, cells) in enumerate(zip((120, 60), halves, strict=True)):
        if number:
            pdf.page()
            pdf.box(50, top + 20, 530, top + 20)
        for side in (50, 290, 530):
            pdf.box(side, top, side, top + 20)
        for column, text in enumerate(cells):
            pdf.text(54 + 240 * column, top + 5, text)
    pdf.save(tmp_path / "a.pdf")
    whole = f"{halves[0][1]}{halves[1][1]}"
    assert read(tmp_path / "a.pdf", Settings()).text == f"担当課\t市民課\n取組内容\t{whole}\n"


def test_a_dash_of_another_font_stays_on_its_line() -> None:
    """Its box reaches lower than those of the characters beside it."""
    plain = (False, 0)
    line = [Glyph(c, 10.0 * i, 100, 10.0 * i + 10, 110, plain) for i, c in enumerate("人口の減少")]
    dash = Glyph("–", 50, 103, 56, 116, plain)
    below = [Glyph(c, 10.0 * i, 116, 10.0 * i + 10, 126, plain) for i, c in enumerate("次の行")]
    lines = lines_of([*line, dash, *below], 0, apart=False)
    assert [each.text for each in lines] == ["人口の減少–", "次の行"]


def test_the_ink_of_a_bullet_is_no_measure_of_its_line() -> None:
    """Some fonts tell no more of a sign than its ink: a line that begins with a small dot is set
    in characters of full width all the same."""
    look = (False, 0)
    glyphs = [Glyph("・", 4.2, 13.9, 6.4, 16.1, look)]
    left = 10.5
    for character in "窓口を拡大":
        lack = 1.3 if character == "口" else 0.0  # of which the ink is told as well
        glyphs.append(Glyph(character, left + lack, 10.0, left + 10.5 - lack, 20.5, look))
        left += 10.5
    (line,) = lines_of(glyphs, 0, apart=False)
    assert line.text == "・窓口を拡大"
