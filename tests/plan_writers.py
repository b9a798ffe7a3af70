"""Writes the invented plans as the files that plans are published as: Word, Excel,
PowerPoint, HTML, PDF. A blank cell under a filled one becomes a merged cell, the last cell of
a short row a wide one, as forms have them."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import docx
import openpyxl
import pptx
from pptx.util import Pt

from assistant.ingest.blocks import grid, read_blocks
from assistant.ingest.outline import read_outline
from tests.pdf_writer import Pdf, width, wrapped

ROOT = Path(__file__).parents[1]
PLANS = ROOT / "tests/data/plans"


@dataclass(frozen=True)
class Part:
    """A heading (level from 1), a paragraph with its lines, an item, or a table's rows."""

    kind: str
    lines: tuple[str, ...] = ()
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[int, ...] = ()  # filled cells of each row of a table


def parts_of(document_id: str) -> list[Part]:
    """What an invented plan is made of."""
    return parts_of_text((PLANS / f"{document_id}.txt").read_text(encoding="utf-8"))


def parts_of_text(text: str) -> list[Part]:
    """What a text is made of, its Markdown marks taken off."""
    blocks = read_blocks(text)
    title = next(line for line in text.splitlines() if line.strip())
    headings = {s.heading.start: s.level + 1 for s in read_outline(text, blocks)[1:]}
    parts = [Part("heading", (_bare(title),), 1)]
    for block in blocks:
        content = block.span.of(text)
        if block.kind == "blank" or content == title:
            continue
        if block.kind == "table":
            rows = tuple(tuple(_bare(c.span.of(text)) for c in row) for row in grid(block))
            parts.append(Part("table", rows=rows, widths=tuple(len(r.cells) for r in block.rows)))
        elif block.span.start in headings and len(block.lines) == 1:
            parts.append(Part("heading", (_bare(content),), headings[block.span.start]))
        else:
            kind = "item" if block.mark.strip() in ("-", "・") else "paragraph"
            lines = tuple(_bare(line.of(text)) for line in block.lines)
            if kind == "item":
                lines = (lines[0].removeprefix(block.mark.strip()).strip(), *lines[1:])
            parts.append(Part(kind, lines))
    return parts


def merges(part: Part) -> dict[tuple[int, int], tuple[int, int]]:
    """The rows and columns that a cell of a table is merged over, by its place."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for column in range(len(part.rows[0])):
        for row in range(len(part.rows)):
            down = 1
            while (
                part.rows[row][column]
                and row + down < len(part.rows)
                and not any(part.rows[row + down][: column + 1])
                and part.widths[row + down] > column + 1
            ):
                down += 1
            if down > 1:
                found[row, column] = (down, 1)
    for row, held in enumerate(part.widths):
        if held < len(part.rows[row]) and (row, held - 1) not in found:
            found[row, held - 1] = (1, len(part.rows[row]) - held + 1)
    return found


def write_html(document_id: str, path: Path) -> None:
    """A web page with a script, a style, ruby-free headings and merged cells."""
    save_html(parts_of(document_id), path)


def save_html(parts: Sequence[Part], path: Path, style: str = "body { color: black }") -> None:
    body = "\n".join(_markup(part) for part in parts)
    path.write_text(
        '<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>計画</title>'
        f"<style>{style}</style><script>document.title = '偽'</script></head>"
        f"<body>{body}</body></html>",
        encoding="utf-8",
    )


def _markup(part: Part) -> str:
    lines = "<br>".join(html.escape(line) for line in part.lines)
    if part.kind == "heading":
        return f"<h{part.level}>{lines}</h{part.level}>"
    if part.kind != "table":
        return f"<ul><li>{lines}</li></ul>" if part.kind == "item" else f"<p>{lines}</p>"
    spans = merges(part)
    covered = _covered(spans)
    rows = []
    for number, row in enumerate(part.rows):
        cells = ""
        for column, text in enumerate(row):
            down, over = spans.get((number, column), (1, 1))
            if (number, column) not in covered:
                shown = html.escape(text).replace("\n", "<br>")
                cells += f'<td rowspan="{down}" colspan="{over}">{shown}</td>'
        rows.append(f"<tr>{cells}</tr>")
    return f"<table>{''.join(rows)}</table>"


def _covered(spans: dict[tuple[int, int], tuple[int, int]]) -> set[tuple[int, int]]:
    return {
        (row + r, column + c)
        for (row, column), (down, over) in spans.items()
        for r in range(down)
        for c in range(over)
        if r or c
    }


def write_docx(document_id: str, path: Path) -> None:
    """A Word file with heading styles, list styles and merged cells."""
    save_docx(parts_of(document_id), path)


def save_docx(parts: Sequence[Part], path: Path) -> None:
    document = docx.Document()
    for part in parts:
        if part.kind == "heading":
            document.add_heading(part.lines[0], min(9, part.level))
        elif part.kind == "table":
            table = document.add_table(len(part.rows), len(part.rows[0]), "Table Grid")
            for number, row in enumerate(part.rows):
                for column, text in enumerate(row):
                    table.cell(number, column).text = text
            for (row, column), (down, over) in merges(part).items():
                text = part.rows[row][column]
                corner = table.cell(row + down - 1, column + over - 1)
                table.cell(row, column).merge(corner).text = text
        else:
            style = "List Bullet" if part.kind == "item" else None
            document.add_paragraph("\n".join(part.lines), style)
    document.save(str(path))


def write_xlsx(document_id: str, path: Path) -> None:
    """A workbook with a sheet a chapter, a row a line, and the tables as they stand."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表紙"
    row = 1
    before = ""
    for part in parts_of(document_id):
        row += before == "item" != part.kind
        before = part.kind
        if part.kind == "heading" and part.level == 2:
            sheet, row = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", part.lines[0])[:31]), 1
        elif part.kind == "table":
            for number, cells in enumerate(part.rows):
                for column, text in enumerate(cells, start=1):
                    if text:
                        sheet.cell(row + number, column, text)
            for (top, left), (down, over) in merges(part).items():
                sheet.merge_cells(
                    start_row=row + top, start_column=left + 1,
                    end_row=row + top + down - 1, end_column=left + over,
                )  # fmt: skip
            row += len(part.rows) + 1
        else:
            for line in part.lines:
                sheet.cell(row, 1, ("・" if part.kind == "item" else "") + line)
                row += 1
            row += part.kind != "item"
    book.save(path)


def write_pptx(document_id: str, path: Path) -> None:
    """A presentation with a slide a heading; text and tables one below the other."""
    deck = pptx.Presentation()
    slide = None
    top = 0
    for part in parts_of(document_id):
        if part.kind == "heading" or slide is None:
            slide = deck.slides.add_slide(deck.slide_layouts[5])
            slide.shapes.title.text = part.lines[0]
            top = 120
            continue
        place = (Pt(40), Pt(top), Pt(640), Pt(20))
        if part.kind == "table":
            table = slide.shapes.add_table(len(part.rows), len(part.rows[0]), *place).table
            for number, row in enumerate(part.rows):
                for column, text in enumerate(row):
                    table.cell(number, column).text = text
            for (row, column), (down, over) in merges(part).items():
                table.cell(row, column).merge(table.cell(row + down - 1, column + over - 1))
        else:
            mark = "・" if part.kind == "item" else ""
            slide.shapes.add_textbox(*place).text_frame.text = mark + "\n".join(part.lines)
        top += 30
    deck.save(str(path))


def write_pdf(document_id: str, path: Path) -> None:
    """Printed pages with a running head and page numbers; tables break between pages."""
    printer = _Printer(document_id)
    for part in parts_of(document_id):
        if part.kind == "table":
            printer.table(part)
        else:
            mark = "・" if part.kind == "item" else ""
            size = 21.0 - 2.5 * part.level if part.kind == "heading" else 9.0
            printer.space(10 if part.kind != "item" else 2)
            for line in part.lines:
                printer.lines(mark + line, size)
    printer.pdf.save(path)


class _Printer:
    """Puts paragraphs and tables on pages, from the top down."""

    LEFT, RIGHT, TOP, BOTTOM = 50.0, 545.0, 110.0, 735.0
    PADDING, SMALL = 3.0, 8.0

    def __init__(self, head: str) -> None:
        self.pdf = Pdf()
        self._head = head
        self._count = 0
        self._turn()

    def _turn(self) -> None:
        self._count += 1
        self._at = self.TOP
        self.pdf.page()
        self.pdf.text(50, 30, self._head, 8)
        self.pdf.text(290, 800, f"- {self._count} -", 8)

    def space(self, height: float) -> None:
        self._at += height

    def lines(self, text: str, size: float) -> None:
        for line in wrapped(text, (self.RIGHT - self.LEFT) / size):
            if self._at + size > self.BOTTOM:
                self._turn()
            self.pdf.text(self.LEFT, self._at, line, size)
            self._at += 1.3 * size

    def table(self, part: Part) -> None:
        """Each row as high as its longest cell; a page turns before a row that does not fit."""
        self.space(10)
        columns = self._columns(part)
        spans = merges(part)
        heights = [self._height(part, columns, spans, row) for row in range(len(part.rows))]
        covered = _covered(spans)
        first = 0
        while first < len(part.rows):
            if self._at + heights[first] > self.BOTTOM:
                self._turn()
            last = first + 1
            while last < len(part.rows) and self._at + sum(heights[first : last + 1]) < self.BOTTOM:
                last += 1
            tops = [self._at + sum(heights[first:row]) for row in range(first, last + 1)]
            for row in range(first, last):
                for column, text in enumerate(part.rows[row]):
                    if (row, column) in covered:
                        if row == first:  # what is left of a cell that began a page before
                            end = tops[row - first + 1]
                            self.pdf.box(columns[column], tops[0], columns[column + 1], end)
                        continue
                    down, over = spans.get((row, column), (1, 1))
                    bottom = tops[min(row + down, last) - first]
                    x0, x1 = columns[column], columns[column + over]
                    self.pdf.box(x0, tops[row - first], x1, bottom)
                    room = (x1 - x0 - 2 * self.PADDING) / self.SMALL
                    for number, line in enumerate(wrapped(text, room)):
                        top = tops[row - first] + self.PADDING + number * 1.2 * self.SMALL
                        self.pdf.text(x0 + self.PADDING, top, line, self.SMALL)
            self._at = tops[-1]
            first = last

    def _columns(self, part: Part) -> list[float]:
        needs = [
            max(3.0, min(12.0, max(width(row[column]) for row in part.rows)))
            for column in range(len(part.rows[0]))
        ]
        scale = (self.RIGHT - self.LEFT) / sum(needs)
        return [self.LEFT + scale * sum(needs[:column]) for column in range(len(needs) + 1)]

    def _height(
        self,
        part: Part,
        columns: list[float],
        spans: dict[tuple[int, int], tuple[int, int]],
        row: int,
    ) -> float:
        lines = 1
        for column, text in enumerate(part.rows[row]):
            over = spans.get((row, column), (1, 1))[1]
            room = (columns[column + over] - columns[column] - 2 * self.PADDING) / self.SMALL
            lines = max(lines, len(wrapped(text, room)))
        return 2 * self.PADDING + lines * 1.2 * self.SMALL


WRITERS = {
    ".html": write_html,
    ".docx": write_docx,
    ".xlsx": write_xlsx,
    ".pptx": write_pptx,
    ".pdf": write_pdf,
}


def _bare(line: str) -> str:
    return re.sub(r"^#+\s*|\*\*", "", line.strip())
