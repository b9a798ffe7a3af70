"""Files of every format that plans are published in, written by the libraries themselves."""

from __future__ import annotations

import datetime
import re
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pptx.util import Pt

from assistant.datamodels import NOWHERE, Indicator, Project
from assistant.errors import UnreadableFile
from assistant.ingest.blocks import read_blocks
from assistant.ingest.corpus import describe, read_corpus
from assistant.ingest.outline import read_outline
from assistant.ingest.projects import read_projects
from assistant.ingest.text import Extract, read_file
from assistant.settings import Settings
from tests.pdf_writer import Pdf, wrapped
from tests.plan_writers import PLANS, WRITERS

# Plans whose layout is that of text alone: columns of spaces, lists that no style tells.
AS_TEXT_ONLY = {
    "aoyagi-project-list",
    "chisaki-action-program",
    "hakuho-prefecture-roadmap",
    "yunosawa-town-digital-plan",
}
INVENTED = tuple(sorted({path.stem for path in PLANS.glob("*.txt")} - AS_TEXT_ONLY))


def fold(text: str) -> str:
    """`text` without spaces, widths, tags and marks of lists and headings."""
    bare = re.sub(r"<[^<>]*>|\*\*|^#+ ", "", text)
    return re.sub(r"(^|。)・", r"\1", re.sub(r"\s+", "", unicodedata.normalize("NFKC", bare)))


def figures(indicator: Indicator) -> tuple[Any, ...]:
    values = tuple((v.kind, v.year, fold(v.value.text)) for v in indicator.values)
    return (fold(indicator.name.text), *values)


def stated(project: Project) -> dict[str, Any]:
    """What a record states, wherever it stands in the text."""
    found: dict[str, Any] = {
        "number": project.number,
        "departments": [fold(value.text) for value in project.departments],
        "marks": sorted(fold(value.text) for value in project.marks),
        "rating": fold(project.rating.text) if project.rating else "",
        "hierarchy": [fold(value.text) for value in project.hierarchy],
        "schedule": [(fold(e.item.text), e.years) for e in project.schedule],
    }
    for indicator in project.indicators:
        found[f"indicator {figures(indicator)[0]}"] = figures(indicator)
    for field in project.fields:
        found[f"{field.field} {fold(field.label)}"] = fold(field.value.text)
    return found


def records(path: Path) -> dict[str, dict[str, Any]]:
    extract = read_file(path)
    blocks = read_blocks(extract.text)
    document, _ = describe(path.name, extract, blocks, None)
    document = replace(document, outline=read_outline(extract.text, blocks, document.title))
    projects, _ = read_projects(document, blocks)
    return {fold(project.name.text): stated(project) for project in projects}


@cache
def text_records(document_id: str) -> dict[str, dict[str, Any]]:
    return records(PLANS / f"{document_id}.txt")


def agreement(document_id: str, path: Path) -> tuple[list[str], int]:
    """Fields read otherwise than from the text, and how many fields there are."""
    wanted, found = text_records(document_id), records(path)
    wrong = [f"{name}: invented" for name in found if name not in wanted]
    count = len(wrong)
    for name, fields in wanted.items():
        for key in fields.keys() | found.get(name, {}).keys():
            count += 1
            if found.get(name, {}).get(key) != fields.get(key):
                wrong.append(f"{name}.{key}: {found.get(name, {}).get(key)} != {fields.get(key)}")
    return wrong, count


# What a format cannot tell: slides' titles and the rows of a sheet have no levels.
UNTOLD = {("minasato-dx-plan", ".pptx"): 4}


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("document_id", INVENTED)
def test_records_are_the_same_in_every_format(
    tmp_path: Path, document_id: str, ending: str
) -> None:
    """A plan gives the same projects, figures, departments and fields whatever it is saved as;
    only the policies above projects are lost where headings have no levels."""
    path = tmp_path / f"{document_id}{ending}"
    WRITERS[ending](document_id, path)
    wrong, count = agreement(document_id, path)
    assert (len(wrong), wrong if len(wrong) != UNTOLD.get((document_id, ending), 0) else []) == (
        UNTOLD.get((document_id, ending), 0),
        [],
    )
    assert all(".hierarchy" in line for line in wrong)
    assert count > 15


def test_word(tmp_path: Path) -> None:
    """Headings by style, lists, line breaks, merged cells, notes; deleted words and the table
    of contents are left out."""
    document = docx.Document()
    document.add_heading("緑川市DX計画", 0)
    document.styles.add_style("TOC 1", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("第1章 はじめに\t1", "TOC 1")
    document.add_heading("第1章 はじめに", 1)
    paragraph = document.add_paragraph("窓口を\n変えます。")
    deleted = OxmlElement("w:del")
    deleted.append(document.add_paragraph("消した文").runs[0]._r)
    paragraph._p.append(deleted)
    document.add_paragraph("一つ目", "List Bullet")
    document.add_paragraph("二つ目", "List Bullet")
    document.add_paragraph("番号の一", "List Number")
    document.add_paragraph("番号の二", "List Number")
    table = document.add_table(3, 3)
    for number, text in enumerate(("施策", "事業名", "担当課", "窓口", "A", "市民課", "", "B", "")):
        table.cell(number // 3, number % 3).text = text
    table.cell(1, 0).merge(table.cell(2, 0)).text = "窓口"
    table.cell(2, 2).text = "福祉課\n会計課"
    document.save(str(tmp_path / "a.docx"))
    assert read_file(tmp_path / "a.docx") == Extract(
        "# 緑川市DX計画\n\n# 第1章 はじめに\n\n窓口を\n変えます。\n\n- 一つ目\n- 二つ目\n"
        "1. 番号の一\n2. 番号の二\n\n"
        "施策\t事業名\t担当課\n窓口\tA\t市民課\n窓口\tB\t福祉課<br>会計課\n",
        format="docx",
    )


def test_footnotes_of_word_follow_their_paragraph(tmp_path: Path) -> None:
    """A footnote stands behind the paragraph that refers to it."""
    document = docx.Document()
    paragraph = document.add_paragraph("RPAを使います。")
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), "2")
    paragraph.runs[0]._r.append(reference)
    document.add_paragraph("次の段落です。")
    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    notes = (
        f'<w:footnotes {namespace}><w:footnote w:id="2"><w:p><w:r><w:t>ソフトウェアによる自動化'
        "</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    document.save(str(tmp_path / "a.docx"))
    assert read_file(tmp_path / "a.docx").text == (
        "RPAを使います。\n\n※ ソフトウェアによる自動化\n\n次の段落です。\n"
    )


def test_excel(tmp_path: Path) -> None:
    """A section a sheet; figures as the sheet shows them; merged cells filled, also over years;
    two rows of heads; hidden sheets are named and left out."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "事業一覧"
    for row in (
        ["DX事業の一覧"],
        [],
        [None, "施策", "事業名", "計画", None, "率", "件数", "日"],
        [None, None, None, "R8", "R9", None, None, None],
        [None, "窓口", "電子申請", "運用", None, 0.125, 1200, datetime.date(2026, 3, 31)],
        [None, None, "遠隔相談", "検討", "運用", 1, "100件\n(R8)", None],
    ):
        sheet.append(row)
    for area in ("B3:B4", "C3:C4", "D3:E3", "B5:B6", "D5:E5"):
        sheet.merge_cells(area)
    sheet["F5"].number_format = "0.0%"
    sheet["G5"].number_format = '#,##0"件"'
    book.create_sheet("メモ").append(["内部の覚え"])
    book["メモ"].sheet_state = "hidden"
    book.create_sheet("指標").append(["指標", "目標値"])
    book.save(tmp_path / "a.xlsx")
    extract = read_file(tmp_path / "a.xlsx")
    assert extract.places.sheets == ("事業一覧", "指標")
    assert replace(extract, places=NOWHERE) == Extract(
        "# 事業一覧\n\nDX事業の一覧\n\n"
        "施策\t事業名\t計画\t\t率\t件数\t日\n\t\tR8\tR9\t\t\t\n"
        "窓口\t電子申請\t運用\t運用\t12.5%\t1,200件\t2026年3月31日\n"
        "窓口\t遠隔相談\t検討\t運用\t1\t100件<br>(R8)\t\n\n# 指標\n\n指標\t目標値\n",
        format="xlsx",
        warnings=("a.xlsx: 非表示のシート（メモ）は読みません。",),
    )


def test_powerpoint(tmp_path: Path) -> None:
    """A page a slide; columns are read one after the other; tables and notes are there; a
    slide without words is named."""
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[3])
    slide.shapes.title.text = "施策1 窓口"
    left = [f"左の{n}行目には市民の話があります" for n in (1, 2, 3)]
    right = [f"右の{n}行目には職員の話があります" for n in (1, 2, 3)]
    slide.placeholders[1].text = "\n".join(left)
    slide.placeholders[2].text = "\n".join(right)
    deck.slides.add_slide(deck.slide_layouts[6])
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "一覧"
    table = slide.shapes.add_table(3, 2, Pt(40), Pt(120), Pt(400), Pt(90)).table
    for number, text in enumerate(("施策", "事業名", "窓口", "A", "", "B")):
        table.cell(number // 2, number % 2).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    slide.notes_slide.notes_text_frame.text = "補足です。"
    deck.save(str(tmp_path / "a.pptx"))
    first = "# 施策1 窓口\n\n" + "\n".join(f"- {line}" for line in left)
    first += "\n\n" + "\n".join(f"- {line}" for line in right)
    last = "# 一覧\n\n施策\t事業名\n窓口\tA\n窓口\tB\n\nノート：\n補足です。\n"
    assert read_file(tmp_path / "a.pptx") == Extract(
        f"{first}\n\n{last}",
        (0, len(first), len(first) + 2),
        "pptx",
        warnings=(
            "a.pptx: 全 3 枚のうち 1 枚（2 枚目）に文字がありません（図や画像だけのスライド）。"
            "文字認識（OCR）は行いません。",
        ),
    )


PAGE = """<!DOCTYPE html><html><head><title>計画</title><meta charset="{0}">
<style>p {{ color: red }}</style><script>alert("読まない")</script></head><body>
<nav>ホーム</nav><h1>緑川市<ruby>計画<rp>(</rp><rt>けいかく</rt></ruby></h1>
<p onclick="alert(1)">窓口を
変えます。<br>二行目 &lt;b&gt; です。</p><p style="display:none">隠した文</p><!-- 覚え -->
<ul><li>一つ目<ul><li>その中</li></ul></li><li>二つ目</li></ul>
<dl><dt>RPA</dt><dd>自動化の仕組み。</dd></dl>
<table><tr><th rowspan="2">事業名</th><th rowspan="2">担当課</th><th colspan="2">計画</th></tr>
<tr><td>R8</td><td>R9</td></tr><tr><td>A</td><td>市民課<br>福祉課</td><td colspan="2">運用</td></tr>
</table><iframe src="file:///etc/passwd">枠</iframe></body></html>"""


@pytest.mark.parametrize(
    ("declared", "encoding"), [("utf-8", "utf-8"), ("Shift_JIS", "cp932"), ("EUC-JP", "euc_jp")]
)
def test_web_pages(tmp_path: Path, declared: str, encoding: str) -> None:
    """What a reader of the page sees, in whatever encoding it declares; no scripts, styles,
    readings, hidden or foreign parts."""
    (tmp_path / "a.html").write_bytes(PAGE.format(declared).encode(encoding))
    assert read_file(tmp_path / "a.html") == Extract(
        "# 緑川市計画\n\n窓口を変えます。\n二行目 <b> です。\n\n- 一つ目\n　- その中\n- 二つ目\n\n"
        "RPA\t自動化の仕組み。\n\n事業名\t担当課\t計画\t\n\t\tR8\tR9\n"
        "A\t市民課<br>福祉課\t運用\t運用\n",
        format="html",
        encoding=encoding,
    )


def test_a_web_page_with_a_few_bad_bytes(tmp_path: Path) -> None:
    """It is read, with a warning; the bad places are marked."""
    content = PAGE.format("utf-8").encode().replace("行".encode(), b"\xff")
    (tmp_path / "a.html").write_bytes(content)
    extract = read_file(tmp_path / "a.html")
    assert "二\ufffd目 <b> です。" in extract.text
    assert extract.warnings == ("a.html: utf-8 として読めない文字が 1 か所あります。",)


def two_columns(path: Path, rotate: int = 0) -> None:
    """Three pages with head and number; the first has two columns under a title."""
    pdf = Pdf()
    for number in (1, 2, 3):
        pdf.page()
        pdf.text(50, 30, "緑川市DX推進計画", 8)
        pdf.text(290, 810, str(number), 8)
        if number == 1:
            pdf.text(50, 120, "窓口の改革", 18)
            for side, x in (("左", 50), ("右", 310)):
                for line in range(6):
                    pdf.text(x, 160 + 16 * line, f"{side}の段の{line + 1}行目に文章があります。")
        if number == 3:
            pdf.text(50, 120, "推進の体制", 18)
            pdf.text(50, 160, "三ページの本文です。")
    pdf.save(path, rotate)


def test_pdf_columns_pages_and_furniture(tmp_path: Path) -> None:
    """A column is read to its end before the next one; running heads and page numbers are
    gone; a page without words is named; offsets tell the pages."""
    two_columns(tmp_path / "a.pdf")
    columns = [
        "\n".join(f"{s}の段の{n}行目に文章があります。" for n in range(1, 7)) for s in "左右"
    ]
    first = "# 窓口の改革\n\n" + "\n\n".join(columns)
    extract = read_file(tmp_path / "a.pdf")
    assert (extract.text, extract.format) == (
        f"{first}\n\n# 推進の体制\n\n三ページの本文です。\n",
        "pdf",
    )
    assert extract.pages == (0, len(first), len(first) + 2)
    assert extract.warnings == (
        "a.pdf: 全 3 ページのうち 1 ページ（2）には本文の文字がありません（画像だけのページ）。"
        "文字認識（OCR）は行わないため、その内容は索引に入りません。",
    )


def test_pdf_joins_wrapped_lines_and_tables_over_pages(tmp_path: Path) -> None:
    """Lines that fill their column go on without a space, also over a page; a table that goes
    on on the next page is one table, its repeated head told once."""
    pdf = Pdf()
    sentence = (
        "市民の利便性を高めるために、電子申請と書かない窓口とを令和8年度から順に進めていきます。"
    )
    for number, rows in enumerate(([("事業名", "担当課"), ("電子申請", "市民課")],
                                   [("事業名", "担当課"), ("窓口", "会計課")])):  # fmt: skip
        pdf.page()
        if not number:
            for line, text in enumerate(wrapped(sentence, 30)):
                pdf.text(50, 120 + 14 * line, text)
        for row, cells in enumerate(rows):
            top = (680 if not number else 120) + 20 * row
            for column, text in enumerate(cells):
                pdf.box(50 + 150 * column, top, 200 + 150 * column, top + 20)
                pdf.text(54 + 150 * column, top + 5, text)
    pdf.save(tmp_path / "a.pdf")
    extract = read_file(tmp_path / "a.pdf")
    table = "事業名\t担当課\n電子申請\t市民課\n"
    assert extract.text == f"{sentence}\n\n{table}窓口\t会計課\n"
    assert extract.pages == (0, len(f"{sentence}\n\n{table}"))
    (block,) = [block for block in read_blocks(extract.text) if block.kind == "table"]
    assert len(block.rows) == 3


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages_of_pdfs(tmp_path: Path, turn: int) -> None:
    """Words are read as they stand upright, however the page is turned."""
    two_columns(tmp_path / "a.pdf")
    two_columns(tmp_path / "turned.pdf", turn)
    assert read_file(tmp_path / "turned.pdf").text == read_file(tmp_path / "a.pdf").text


def test_pdf_forms_without_rules(tmp_path: Path) -> None:
    """Words that stand under one another are cells of a column, also where one cell nearly
    touches the next; a value goes on under its beginning; a lone line stays a line."""
    pdf = Pdf()
    pdf.page()
    pdf.text(50, 120, "１－１")
    pdf.text(400, 120, "【重点】")
    value = (
        "電話やアプリで予約を受け、最適な経路を計算する車両を、令和8年度から北部地区で運行します。"
    )
    rows: list[list[tuple[float, str]]] = [
        [(50, "事業名"), (130, "のりあい交通の運行")],
        [(50, "担当課"), (130, "地域交通課")],
        [(50, "取組内容"), (130, value[:36])],
        [(130, value[36:])],
        [(50, "工程表"), (130, "令和8年度"), (230, "令和9年度"), (330, "令和10年度")],
        [(130, "実証運行"), (230, "運行"), (330, "拡大")],
    ]
    for number, cells in enumerate(rows):
        for x, text in cells:
            pdf.text(x, 140 + 14 * number, text)
    pdf.save(tmp_path / "a.pdf")
    assert read_file(tmp_path / "a.pdf").text == (
        "１－１　　【重点】\n\n事業名\tのりあい交通の運行\n担当課\t地域交通課\n"
        f"取組内容\t{value}\n工程表\t令和8年度\t令和9年度\t令和10年度\n\t実証運行\t運行\t拡大\n"
    )


def test_citations_of_pdfs_carry_the_page(tmp_path: Path) -> None:
    """A passage of a PDF knows the page that it stands on."""
    two_columns(tmp_path / "a.pdf")
    (document,) = read_corpus(Settings(corpus=tmp_path)).documents
    pages = {p.page for p in document.passages if "段の" in p.span.of(document.document.text)}
    (third,) = [p for p in document.passages if "三ページ" in p.span.of(document.document.text)]
    assert (pages, third.page) == ({1}, 3)


def office(path: Path, parts: dict[str, bytes]) -> None:
    """An Office file with these parts and nothing else."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def saved(path: Path) -> bytes:
    """The bytes of a good file of the ending of `path`."""
    WRITERS[path.suffix]("sakuradai-dx-vision", path)
    return path.read_bytes()


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">'
    b'<!ENTITY c SYSTEM "file:///etc/passwd">]><w:document>&b;&c;</w:document>'
)
MAIN = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".pptx": "ppt/presentation.xml"}
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize("ending", WRITERS)
def test_damaged_files_are_named(tmp_path: Path, ending: str) -> None:
    """Empty files, files cut off and files of another kind are refused with a reason, and cost
    the corpus nothing else."""
    good = saved(tmp_path / f"good{ending}")
    bad = {
        "empty": b"",
        "cut": good[: len(good) // 2] if ending != ".html" else b"<html><body></body>",
        "short": good[:40] if ending != ".html" else b"<p>",
        "other": b"%PDF-1.7" if ending != ".pdf" else b"PK\x03\x04",
        "binary": bytes(range(256)) * 8,
    }
    for name, content in bad.items():
        (tmp_path / f"{name}{ending}").write_bytes(content)
    reports = {r.file: r.error for r in read_corpus(Settings(corpus=tmp_path)).reports}
    assert {file for file, error in reports.items() if not error} == {f"good{ending}"}
    assert all(error.startswith(f"{file}: ") for file, error in reports.items() if error)
    assert not any("Error" in error or "Traceback" in error for error in reports.values())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(WRITERS)), st.data())
def test_no_damage_gets_past_the_readers(ending: str, data: st.DataObject) -> None:
    """A file with any bytes changed or cut off is read or refused with a reason."""
    content = bytearray(sound(ending))
    for _ in range(data.draw(st.integers(0, 5))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=8))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{ending}"
        path.write_bytes(content[: data.draw(st.integers(1, len(content)))])
        report = read_one(path)
    assert report.startswith((f"a{ending}: ", "read "))


def read_one(path: Path) -> str:
    """What becomes of a file: the reason why it is refused, or how long its text is."""
    try:
        return f"read {len(read_file(path).text.strip()) or 'nothing, as if it were sound'}"
    except UnreadableFile as error:
        return str(error)


@cache
def sound(ending: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return saved(Path(folder) / f"a{ending}")


@pytest.mark.parametrize("ending", MAIN)
def test_hostile_office_files_are_refused(tmp_path: Path, ending: str) -> None:
    """Bombs, entities, passwords and packages of another kind are refused before any library
    opens them."""
    path = tmp_path / f"a{ending}"
    other = next(name for kind, name in MAIN.items() if kind != ending)
    cases: dict[str, tuple[bytes | dict[str, bytes], str]] = {
        "bomb": ({MAIN[ending]: bytes(40_000_000)}, "圧縮爆弾"),
        "entities": ({MAIN[ending]: ENTITIES}, "実体定義"),
        "wide entities": ({MAIN[ending]: ENTITIES.decode().encode("utf-16")}, "実体定義"),
        "other": ({other: b"<x/>"}, "拡張子を確かめて"),
        "nothing": ({"readme.txt": b"x"}, "Office のファイルではありません"),
        "hollow": ({MAIN[ending]: b"<x/>"}, "壊れて"),
        "old": (LOCKED, f"{ending} で保存し直して"),
        "locked": (LOCKED + "EncryptedPackage".encode("utf-16-le"), "パスワード"),
    }
    for content, reason in cases.values():
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            office(path, content)
        with pytest.raises(UnreadableFile, match=reason):
            read_file(path)


@pytest.mark.parametrize(
    ("filter_name", "reason"), [("Standard", "パスワードで保護"), ("Unknown", "暗号化")]
)
def test_locked_pdfs(tmp_path: Path, filter_name: str, reason: str) -> None:
    """A PDF that needs a password, or is locked in a way nobody knows, says so."""
    two_columns(tmp_path / "a.pdf")
    lock = f"/ID [<{'00' * 16}> <{'00' * 16}>] /Encrypt << /Filter /{filter_name} /V 1 /R 2 "
    lock += f"/O <{'41' * 32}> /U <{'42' * 32}> /P -4 >>"
    content = (tmp_path / "a.pdf").read_bytes()
    (tmp_path / "a.pdf").write_bytes(
        content.replace(b"/Root 1 0 R", f"/Root 1 0 R {lock}".encode())
    )
    with pytest.raises(UnreadableFile, match=reason):
        read_file(tmp_path / "a.pdf")


@pytest.mark.parametrize("ending", [".doc", ".xls", ".ppt"])
def test_old_office_formats(tmp_path: Path, ending: str) -> None:
    """They are told apart from unknown formats, with what to do."""
    (tmp_path / f"a{ending}").write_bytes(LOCKED)
    with pytest.raises(UnreadableFile, match=rf"{ending}x で保存し直して"):
        read_file(tmp_path / f"a{ending}")


def test_limits_are_settings(tmp_path: Path) -> None:
    """Too many pages, slides or cells are refused with the number, the limit and what to do."""
    limits = Settings(file_pages=1, file_cells=3)
    for ending, reason in ((".pdf", "1 ページを"), (".pptx", "1 枚を"), (".xlsx", "セルが 3 を")):
        saved(tmp_path / f"a{ending}")
        if ending == ".pdf":
            two_columns(tmp_path / "a.pdf")
        with pytest.raises(UnreadableFile, match=f"{reason}.*分けてください"):
            read_file(tmp_path / f"a{ending}", limits)
    (tmp_path / "a.txt").write_bytes(b"x" * 2_000_000)
    with pytest.raises(UnreadableFile, match="上限の 1 MB"):
        read_file(tmp_path / "a.txt", Settings(file_megabytes=1))


def test_a_workbook_with_a_cell_at_its_far_end(tmp_path: Path) -> None:
    """A stray cell in the last row and column does not make a million rows."""
    book = openpyxl.Workbook()
    book.active["A1"] = "事業名"
    book.active["B1"] = "担当課"
    book.active["XFD1048576"] = "端"
    book.save(tmp_path / "a.xlsx")
    assert read_file(tmp_path / "a.xlsx").text == "事業名\t担当課\n"


def test_deep_tables_of_a_web_page(tmp_path: Path) -> None:
    """Tables in tables, to any depth, give their words or a reason."""
    deep = "<table><tr><td>" * 600 + "中の言葉" + "</td></tr></table>" * 600
    (tmp_path / "a.html").write_text(f"<html><body><p>本文</p>{deep}</body></html>", "utf-8")
    assert read_file(tmp_path / "a.html").text.startswith("本文")


def test_libraries_load_when_they_are_needed() -> None:
    """A corpus of texts, and the help of a command, load no reader's library."""
    code = (
        "import sys, assistant.ingest.corpus\n"
        "print(sorted(set('docx openpyxl pptx bs4 lxml pypdfium2 pdfplumber'.split())"
        " & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
