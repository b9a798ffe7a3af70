"""Answers and tables to take away: Markdown, Word, Excel and CSV, with sources and links."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import docx
import openpyxl
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from assistant.datamodels import Answer, AnswerTable, Citation, Language

LABELS: dict[str, tuple[str, str]] = {
    "question": ("質問", "Question"),
    "answer": ("回答", "Answer"),
    "sources": ("出典", "Sources"),
    "projects": ("事業", "Projects"),
    "table": ("表", "Table"),
    "number": ("番号", "No."),
    "city": ("自治体", "Municipality"),
    "plan": ("計画", "Plan"),
    "place": ("箇所", "Place"),
    "page": ("ページ", "Page"),
    "quote": ("原文", "Quote"),
    "link": ("リンク", "Link"),
    "name": ("名称", "Name"),
    "department": ("担当", "Department"),
    "narrowed": ("対象", "Within"),
}
JAPANESE_FONT = "游ゴシック"
WIDEST_COLUMN = 60

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d.,\s]|$)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_TABLE_LINE = re.compile(r"^\s*\|.*\|\s*$")


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with what it was narrowed to and its answer."""

    question: str
    answer: Answer
    scope: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What is taken away: exchanges under a title. `address` is the assistant's own, which
    the links to the sources start with."""

    title: str
    exchanges: tuple[Exchange, ...]
    address: str = ""
    language: Language = "ja"

    def label(self, name: str) -> str:
        """A heading in the report's language."""
        return LABELS[name][0 if self.language == "ja" else 1]

    def link(self, citation: Citation) -> str:
        """The full address of a citation's source view."""
        return self.address.split("?")[0] + citation.url


@dataclass(frozen=True, slots=True)
class Note:
    """A numbered source of a table: where it is, and its full address."""

    number: int
    place: str
    link: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is taken away, with the sources that its cells name as `[1]`."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    notes: tuple[Note, ...] = ()
    language: Language = "ja"

    def label(self, name: str) -> str:
        """A heading in the table's language."""
        return LABELS[name][0 if self.language == "ja" else 1]


def place(citation: Citation) -> str:
    """Municipality, plan, headings and page in one line."""
    parts = [citation.municipality, citation.document_title, *citation.section]
    if citation.page is not None:
        parts.append(f"p.{citation.page}")
    return " > ".join(part for part in parts if part)


def as_markdown(report: Report) -> str:
    """The report as Markdown."""
    lines = [f"# {report.title}", ""]
    for exchange in report.exchanges:
        lines += [f"## {report.label('question')}: {exchange.question}", ""]
        if exchange.scope:
            lines += [f"{report.label('narrowed')}: {'、'.join(exchange.scope)}", ""]
        lines += [exchange.answer.text, ""]
        if exchange.answer.citations:
            lines += [f"### {report.label('sources')}", ""]
        for citation in exchange.answer.citations:
            lines += [f"[{citation.number}] {place(citation)}  ", report.link(citation), ""]
            lines += [f"> {line}" for line in citation.quote.splitlines()] + [""]
    return "\n".join(lines).rstrip() + "\n"


def as_docx(report: Report) -> bytes:
    """The report as a Word file."""
    document = docx.Document()
    _japanese(document)
    document.add_heading(_printable(report.title), 0)
    for exchange in report.exchanges:
        heading = f"{report.label('question')}: {exchange.question}"
        document.add_heading(_printable(heading), 1)
        if exchange.scope:
            document.add_paragraph(
                _printable(f"{report.label('narrowed')}: {'、'.join(exchange.scope)}")
            )
        _write_text(document, exchange.answer)
        if exchange.answer.citations:
            document.add_heading(report.label("sources"), 2)
        for citation in exchange.answer.citations:
            _write_source(document, citation, report)
    return _bytes_of(document)


def _japanese(document: WordDocument) -> None:
    for style in document.styles:
        if style.type in (WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.CHARACTER):
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                fonts.attrib.pop(qn(name), None)
            for name in ("w:ascii", "w:hAnsi", "w:eastAsia"):
                fonts.set(qn(name), JAPANESE_FONT)
    document.styles["Normal"].font.size = Pt(10.5)
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)


def _write_text(document: WordDocument, answer: Answer) -> None:
    for line in _printable(without_table(answer.text, answer.table)).splitlines():
        if not line.strip():
            continue
        bullet = re.match(r"\s*[-*] (.*)", line)
        paragraph = document.add_paragraph(style="List Bullet" if bullet else None)
        for number, part in enumerate(_BOLD.split(bullet[1] if bullet else line)):
            paragraph.add_run(part).bold = number % 2 == 1
    if answer.table:
        _write_table(document, cited_rows(answer.table), answer.table.columns)


def _write_table(
    document: WordDocument, rows: Sequence[Sequence[str]], columns: Sequence[str]
) -> None:
    table = document.add_table(rows=1, cols=len(columns), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, columns, strict=True):
        cell.paragraphs[0].add_run(_printable(text)).bold = True
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=False):
            cell.text = _printable(text)


def _write_source(document: WordDocument, citation: Citation, report: Report) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(f"[{citation.number}] ").bold = True
    paragraph.add_run(_printable(place(citation)) + " ")
    _add_link(paragraph, report.link(citation), report.label("link"))
    quote = document.add_paragraph(style="Quote")
    quote.add_run(_printable(citation.quote)).italic = False


def _add_link(paragraph: Paragraph, url: str, text: str) -> None:
    relation = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    run = paragraph.add_run(text)
    run.font.color.rgb = RGBColor(0x00, 0x17, 0xC1)
    run.font.underline = True
    link.append(run._r)
    paragraph._p.append(link)


def as_xlsx(report: Report) -> bytes:
    """The report as an Excel file: answers, sources, projects, and a sheet for each table."""
    book = openpyxl.Workbook()
    label = report.label
    sheet = book.active
    sheet.title = label("answer")
    answers = [
        (n, e.question, "、".join(e.scope), without_table(e.answer.text, e.answer.table))
        for n, e in enumerate(report.exchanges, 1)
    ]
    columns = (label("number"), label("question"), label("narrowed"), label("answer"))
    _fill(sheet, columns, answers)

    sources = [
        (n, f"[{c.number}]", c.municipality, c.document_title, " > ".join(c.section),
         c.page, c.quote, report.link(c))
        for n, exchange in enumerate(report.exchanges, 1)
        for c in exchange.answer.citations
    ]  # fmt: skip
    names = ("question", "number", "city", "plan", "place", "page", "quote", "link")
    _fill(book.create_sheet(label("sources")), [label(n) for n in names], sources)

    projects = [
        (
            n,
            p.municipality,
            p.name,
            "、".join(p.departments),
            f"[{p.citation}]" if p.citation else "",
        )
        for n, exchange in enumerate(report.exchanges, 1)
        for p in exchange.answer.projects
    ]
    headings = [label(n) for n in ("question", "city", "name", "department", "sources")]
    _fill(book.create_sheet(label("projects")), headings, projects)

    for number, exchange in enumerate(report.exchanges, 1):
        if table := exchange.answer.table:
            _fill(book.create_sheet(f"{label('table')}{number}"), table.columns, cited_rows(table))
    return _bytes_of(book)


def table_as_docx(table: Table) -> bytes:
    """The table as a Word file on landscape paper, its sources below."""
    document = docx.Document()
    _japanese(document)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    document.add_heading(_printable(table.title), 0)
    _write_table(document, [[str(cell) for cell in row] for row in table.rows], table.columns)
    if table.notes:
        document.add_heading(table.label("sources"), 1)
    for note in table.notes:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"[{note.number}] ").bold = True
        paragraph.add_run(_printable(note.place) + " ")
        _add_link(paragraph, note.link, table.label("link"))
    return _bytes_of(document)


def table_as_xlsx(table: Table) -> bytes:
    """The table as an Excel file, its sources on a second sheet."""
    book = openpyxl.Workbook()
    book.active.title = re.sub(r"[\\/*?:\[\]]", " ", table.title)[:31].strip() or "1"
    _fill(book.active, table.columns, table.rows)
    if table.notes:
        columns = [table.label(name) for name in ("number", "place", "link")]
        rows = [(f"[{note.number}]", note.place, note.link) for note in table.notes]
        _fill(book.create_sheet(table.label("sources")), columns, rows)
    return _bytes_of(book)


def table_as_csv(table: Table) -> bytes:
    """The table as CSV in UTF-8 with a byte order mark, which Excel needs; its sources follow
    after an empty line. What a spreadsheet would run as a formula is led by an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    notes = [(f"[{note.number}]", note.place, note.link) for note in table.notes]
    for row in (table.columns, *table.rows, *([()] if notes else []), *notes):
        writer.writerow([_harmless(_printable(str(cell))) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def cited_rows(table: AnswerTable) -> list[tuple[str, ...]]:
    """The table's rows, each cell followed by its markers, line breaks as such."""

    def cell(row: int, column: int, text: str) -> str:
        numbers = table.citations[row][column] if row < len(table.citations) else ()
        return text.replace("<br>", "\n") + "".join(f"[{number}]" for number in numbers)

    return [tuple(cell(r, c, t) for c, t in enumerate(row)) for r, row in enumerate(table.rows)]


def without_table(text: str, table: AnswerTable | None) -> str:
    """`text` without its Markdown table, where `table` holds the same."""
    if table is None:
        return text
    kept = [line for line in text.splitlines() if not _TABLE_LINE.match(line)]
    return "\n".join(kept).strip()


def _fill(sheet: Any, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    wrapped = Alignment(wrap_text=True, vertical="top")
    widths = [len(column) for column in columns]
    for at, row in enumerate((columns, *rows), 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(at, column)
            cell.value = _printable(value) if isinstance(value, str) else value
            cell.alignment = wrapped
            if isinstance(value, str):
                cell.data_type = "s"  # also what starts with an equals sign
                longest = max((len(line) for line in value.splitlines()), default=0)
                widths[column - 1] = max(widths[column - 1], longest)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E8F1FE")
    for column, width in enumerate(widths, 1):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = min(2 * width + 2, WIDEST_COLUMN)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _bytes_of(file: Any) -> bytes:
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def _printable(text: str) -> str:
    """`text` without the characters that XML forbids."""
    return _UNPRINTABLE.sub("", text)


def _harmless(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell
