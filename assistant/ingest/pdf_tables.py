"""The ruled tables of a PDF's pages: which words stand in which cell."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.ingest.laying import (
    Placed,
    cell_text,
    join_wrapped,
    starts_anew,
    table_cells,
    table_lines,
)
from assistant.ingest.pdf_lines import Line, lines_of, rows_of
from assistant.ingest.pdfium import Glyph
from assistant.ingest.rules import Place, find_tables

# Opening brackets, a word or number or one character, and what may not begin a line.
UNBROKEN = re.compile(
    r"[(（「『【〈《\[]*(?:[0-9A-Za-z.,%/:-]+|.)?[)）」』】〉》\]、。，．・：；？！ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ]*"
)
LOWEST_PANEL = 60.0  # points; a single row of higher boxes is no table


@dataclass(frozen=True)
class Cell:
    """A cell: its box on the page, its place in the grid, and its lines in rows from the top,
    each row from the left."""

    box: Place
    row: int
    column: int
    rows: int
    columns: int
    lines: tuple[tuple[Line, ...], ...]

    @cached_property
    def text(self) -> str:
        """The words of the cell: a line that fills it goes on in the next one."""
        lines = [
            replace(row[0], text=" ".join(line.text for line in row), x1=row[-1].x1)
            for row in self.lines
        ]
        if lines and all(len(line.text) == 1 for line in lines):
            return "".join(line.text for line in lines)
        texts: list[str] = []
        room = self.room
        for number, line in enumerate(lines):
            before = lines[number - 1] if number else None
            if before is not None and goes_on(before, line, self.box, room):
                texts[-1] = join_wrapped(texts[-1], line.text)
            else:
                texts.append(line.text)
        return cell_text(texts)

    @cached_property
    def room(self) -> float:
        """The width of its widest row of words, in points."""
        return max((row[-1].x1 - row[0].x0 for row in self.lines), default=0.0)


@dataclass(frozen=True)
class Table:
    """A ruled table on a page."""

    cells: tuple[Cell, ...]
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def height(self) -> int:
        """How many rows it has."""
        return max(cell.row + cell.rows for cell in self.cells)

    @cached_property
    def rows(self) -> list[str]:
        """One line of text a row."""
        return table_lines(self._placed)

    @cached_property
    def lines(self) -> list[Line]:
        """The lines that `rows` is made of, in its order."""
        ordered = (self.cells[cell.key] for cell in table_cells(self._placed))
        return [line for cell in ordered for row in cell.lines for line in row]

    @cached_property
    def _placed(self) -> list[Placed]:
        return [
            Placed(cell.text, cell.row, cell.column, cell.rows, cell.columns, key)
            for key, cell in enumerate(self.cells)
        ]


class TableFinder:
    """Finds the ruled tables page by page, and keeps what one page tells of the next."""

    def __init__(self) -> None:
        self._edges: list[float] = []  # of the columns of the table read last
        self.failures: list[int] = []  # pages (from 1) with too many lines to tell

    def take(
        self, shapes: Iterable[Place], number: int, glyphs: list[Glyph], apart: bool
    ) -> tuple[list[Table], list[Glyph]]:
        """The tables that are drawn by the `shapes` of the page with the index `number`, and
        the characters outside them; `apart` if it is a page that `sets_apart`."""
        above, self._edges = self._edges, []
        found = find_tables(shapes)
        if found is None:
            self.failures.append(number + 1)
            return [], glyphs
        tables: list[Table] = []
        for boxes in (part for table in found for part in _stacked(table)):
            table, glyphs = _table(boxes, glyphs, above, number, apart)
            if table is not None:
                tables.append(table)
            self._edges = _columns(boxes) if table is not None else []
        return tables, glyphs


def _stacked(boxes: Sequence[Place]) -> list[list[Place]]:
    """The boxes of each of the tables that stand upon one another without a gap: another one
    begins where most of the columns do not go on."""
    tables: list[list[Place]] = []
    columns: list[float] = []
    for rows in _bands(boxes):
        inner = _columns(rows)[1:-1]
        shared = sum(any(abs(one - other) < 3 for other in columns) for one in inner)
        if not tables or 2 * shared < min(len(inner), len(columns)):
            tables.append([])
            columns = []
        tables[-1] += rows
        columns = _apart([*columns, *inner])
    return tables


def _bands(boxes: Sequence[Place]) -> list[list[Place]]:
    """The boxes from the top, parted by the lines that none of them crosses."""
    bands: list[list[Place]] = []
    bottom = -math.inf  # of the last band
    for box in sorted(boxes, key=lambda box: (box[1], box[0])):
        if box[1] < bottom - 1:
            bands[-1].append(box)
            bottom = max(bottom, box[3])
        else:
            bands.append([box])
            bottom = box[3]
    return bands


def _table(
    boxes: Sequence[Place], glyphs: list[Glyph], above: Sequence[float], page: int, apart: bool
) -> tuple[Table | None, list[Glyph]]:
    """The table, and the characters outside it; frames around text and boxes in a row are no
    tables, but a row under the columns of `above` goes on with a table."""
    columns = _columns(boxes)
    rows = _apart([y for box in boxes for y in (box[1], box[3])])
    if len(columns) < 3 or len(rows) < 2:
        return None, glyphs
    continued = len(columns) == len(above) and all(
        abs(one - other) < 3 for one, other in zip(columns, above, strict=True)
    )
    if len(rows) == 2 and not continued and rows[1] - rows[0] > LOWEST_PANEL:
        return None, glyphs
    held, outside = _sorted_in(boxes, glyphs)
    cells = tuple(
        _cell(box, columns, rows, lines_of(held.get(index, []), page, apart))
        for index, box in enumerate(boxes)
    )
    if sum(bool(cell.lines) for cell in cells) < (1 if continued else 2):
        return None, glyphs
    return Table(cells, columns[0], rows[0], columns[-1], rows[-1]), outside


def _sorted_in(
    boxes: Sequence[Place], glyphs: Sequence[Glyph]
) -> tuple[dict[int, list[Glyph]], list[Glyph]]:
    """The characters in each box, by its index, and those in none."""
    held: dict[int, list[Glyph]] = {}
    outside: list[Glyph] = []
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, glyph.middle
        index = next(
            (i for i, b in enumerate(boxes) if b[0] <= x <= b[2] and b[1] <= y <= b[3]), None
        )
        (outside if index is None else held.setdefault(index, [])).append(glyph)
    return held, outside


def _cell(
    box: Place, columns: Sequence[float], rows: Sequence[float], lines: Sequence[Line]
) -> Cell:
    column, row = _nearest(columns, box[0]), _nearest(rows, box[1])
    over = _nearest(columns, box[2]) - column
    down = _nearest(rows, box[3]) - row
    held = tuple(tuple(row) for row in rows_of(lines))
    return Cell(box, row, column, max(1, down), max(1, over), held)


def _columns(boxes: Sequence[Place]) -> list[float]:
    return _apart([x for box in boxes for x in (box[0], box[2])])


def _apart(values: Sequence[float]) -> list[float]:
    """The values without those that are within three points of the one before."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > 3:
            edges.append(value)
    return edges


def _nearest(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))


def goes_on(line: Line, after: Line, box: Place, room: float) -> bool:
    """Whether a line of a cell goes on in the one after it: what that one begins with would
    not have found room in the cell, its padding aside. `room` is the cell's widest line."""
    if starts_anew(after.text) or line.text[-1:] in "。":
        return False
    padding = min(line.x0 - box[0], 8.0)
    needed = max(1.3 * line.size, _unbroken(after) + 0.3 * line.size)
    wide = line.x1 - line.x0 > 0.8 * room or needed > 1.3 * line.size
    return box[2] - line.x1 - padding < needed and wide


def _unbroken(line: Line) -> float:
    """The width of what a line begins with and may not be parted: a word or number, brackets
    and the marks behind."""
    match = UNBROKEN.match(line.text)
    end = match.end() if match else 1
    count = sum(not character.isspace() for character in line.text[:end])
    last = line.glyphs[min(count, len(line.glyphs)) - 1]
    return last.x1 - line.x0
