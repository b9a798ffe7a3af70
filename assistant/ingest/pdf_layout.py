"""The lines and tables of a PDF's pages laid out as text, in reading order."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.ingest.blocks import ITEM_MARK
from assistant.ingest.columns import Band, Box, reading_order
from assistant.ingest.labels import roles_of
from assistant.ingest.laying import join_wrapped, starts_anew, tidy
from assistant.ingest.pdf_lines import Line
from assistant.ingest.pdf_tables import Table
from assistant.ingest.pdfium import Look

ASIDE = "　　"  # between words that stand apart on a line
COLUMN_GAP = 1.6  # characters
HEADING = 1.14  # times the size of running text
MOST_MARKED = 0.15  # of the characters; what more of them look like is no mark of headings
LONGEST_HEADING = 60
CHAPTER = re.compile(r"第 ?[0-9０-９一二三四五六七八九十]+ ?[章編部]")
WORDS = re.compile(r"[一-龥ぁ-んァ-ヶA-Za-z]{2}")
BULLET = re.compile(r"[・･•●○*-]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page with its lines and tables, in no order yet. Its sides are in points."""

    lines: tuple[Line, ...]
    tables: tuple[Table, ...]
    width: float
    height: float


def laid_out(sheets: Sequence[Sheet]) -> tuple[list[str], set[int], list[list[Line]]]:
    """The pages' texts, which of them go on with the page before, and of each the lines in
    the order in which it holds them."""
    setting = _Type.of(sheets)
    pages: list[str] = []
    order: list[list[Line]] = []
    running_on: set[int] = set()
    unfinished = False
    for number, sheet in enumerate(sheets):
        layout = _Layout(setting, sheet)
        lines = layout.lines()
        above = next((page for page in reversed(pages) if page), "")
        if _goes_on(above, lines):
            running_on.add(number)
            lines = _without_head(above, lines)
        elif unfinished and _is_running(next((line for line in lines if line), "#")):
            running_on.add(number)
        unfinished = layout.unfinished
        pages.append(tidy(lines))
        order.append(layout.order)
    return pages, running_on, order


@dataclass(frozen=True, slots=True)
class _Type:
    """How a document is set: the size of its running text in points, and the levels of its
    headings, by their size where it is larger; where it is not, by how they look and whether
    they are those of chapters."""

    body: float
    by_size: Mapping[int, int]
    by_look: Mapping[tuple[Look, bool], int]

    @classmethod
    def of(cls, sheets: Sequence[Sheet]) -> _Type:
        lines = [line for sheet in sheets for line in sheet.lines]
        sizes, looks = Counter[float](), Counter[Look]()
        for line in lines:
            sizes[round(line.size, 1)] += len(line.text)
            looks[line.look] += len(line.text)
        body = max(sizes, key=lambda size: (sizes[size], -size), default=10.0)
        large = sorted(
            {round(s) for s, n in sizes.items() if s >= HEADING * body and n >= 2}, reverse=True
        )
        by_size = {size: min(4, rank) for rank, size in enumerate(large, start=1)}
        # A heading of a higher level comes before those under it.
        marked = dict.fromkeys(
            line.look
            for line in lines
            if looks[line.look] < MOST_MARKED * looks.total() and round(line.size) not in by_size
        )
        ranks = dict.fromkeys(
            (look, chapter)
            for look in marked
            for chapter in (True, False)
            if any(line.look == look and _is_chapter(line) == chapter for line in lines)
        )
        by_look = {key: min(4, len(large) + rank) for rank, key in enumerate(ranks, start=1)}
        return cls(body, by_size, by_look)

    def level(self, line: Line) -> int:
        """The level of a heading, 0 of a line that is none."""
        if not 2 <= len(line.text) <= LONGEST_HEADING or line.text.endswith(("。", "、")):
            return 0
        if level := self.by_size.get(round(line.size), 0):
            return level
        own = line.size > 0.9 * self.body and not (BULLET.match(line.text) or roles_of(line.text))
        return self.by_look.get((line.look, _is_chapter(line)), 0) if own else 0


def _is_chapter(line: Line) -> bool:
    return bool(CHAPTER.match(line.text))


def _goes_on(page: str, lines: Sequence[str]) -> bool:
    """Whether a page ends with a table and the next begins with one of as many columns."""
    last = page.rsplit("\n", 1)[-1]
    first = next((line for line in lines if line), "")
    return "\t" in last and last.count("\t") == first.count("\t")


def _is_running(line: str) -> bool:
    return not (line.startswith("#") or "\t" in line or starts_anew(line))


def _without_head(page: str, lines: Sequence[str]) -> list[str]:
    """The lines without the head row that the table repeats on each page."""
    held = [line for line in page.split("\n") if "\t" in line]
    start = next(index for index, line in enumerate(lines) if line)
    return list(lines[start + 1 :] if lines[start] in held else lines[start:])


class _Layout:
    """Lays the lines and tables of one page out as text."""

    def __init__(self, setting: _Type, sheet: Sheet) -> None:
        self._body = setting.body
        self._level = setting.level
        self._items: tuple[Line | Table, ...] = (*sheet.lines, *sheet.tables)
        self._gap = 0.0
        self._laid: list[str] = []
        self._before: tuple[Line, Band] | None = None  # laid last
        self._block: list[Line] = []  # single lines without a gap, up to the last one
        self._columns: list[float] = []  # where the cells of the row above begin
        self._last: Line | None = None  # at the end of the last row
        self._under = False  # whether the last row stands under the one above it
        self._lone: int | None = None  # the index of a row that none has stood under yet
        self.order: list[Line] = []  # what was laid out, in this order

    def lines(self) -> list[str]:
        """The page's lines of text: paragraphs joined, rows with tabs, headings marked."""
        bands = list(reading_order(self._boxes(), COLUMN_GAP * self._body))
        self._gap = self._usual_gap(bands)
        for band in bands:
            items = [self._items[box.key] for box in band.boxes]
            held = [item for item in items if isinstance(item, Line)]
            tables = [item for item in items if isinstance(item, Table)]
            self.order += held
            if tables:
                self._add_tables(held, tables)
            elif row := self._row(held):
                self._add_row(row, held, band)
            else:
                self._add(held[0], band)
        _set_aside(self._laid, self._lone)
        return self._laid

    @property
    def unfinished(self) -> bool:
        """Whether the page ends within a sentence."""
        if self._before is None:
            return False
        last, band = self._before
        if len(band.boxes) > 1 or last.text.endswith("。") or self._level(last):
            return False
        right = max((line.x1 for line in self._block[:-1]), default=math.inf)
        return self._is_full(last, band) or last.x1 > right - 0.5 * last.size

    def _add_tables(self, held: Sequence[Line], tables: Sequence[Table]) -> None:
        self._laid += ["", *(line.text for line in held)]
        for table in tables:
            for number, row in enumerate(table.rows):
                self._laid += ["", row] if number and _heads_a_list(row) else [row]
            self._laid.append("")
            self.order += table.lines
        self._before, self._columns, self._block = None, [], []

    def _add_row(self, row: str, held: Sequence[Line], band: Band) -> None:
        if self._under and self._wraps_in_cell(self._laid[-1], row, band):
            self._laid[-1] = join_wrapped(self._laid[-1], row.lstrip("\t"))
        else:
            gap = self._before is not None and self._apart(self._before[0], held[0])
            self._laid += [*([""] if gap else []), row]
        self._last = held[-1]
        if self._under:
            self._lone = None
        else:
            _set_aside(self._laid, self._lone)
            self._lone = len(self._laid) - 1
        self._before = (held[0], Band((*band.boxes, *band.boxes), band.right))

    def _wraps_in_cell(self, above: str, row: str, band: Band) -> bool:
        """Whether a row goes on with the last cell of the row above, which filled its line."""
        value = row.lstrip("\t")
        return (
            self._last is not None
            and "\t" not in value
            and len(row) - len(value) == above.count("\t") > 0
            and band.right - self._last.x1 < 5 * self._last.size
            and not (above.endswith("。") or starts_anew(value))
        )

    def _row(self, held: Sequence[Line]) -> str:
        """The words of one height as a row with tabs, under the columns of the row above if
        they fit; "" for a single run of words that is no cell."""
        if self._before is None or self._apart(self._before[0], held[0]):
            self._columns = []
        cells = [cell for line in held for cell in _parted(line, self._columns)]
        places = [_place_in(self._columns, cell) for cell in cells]
        if len(self._columns) == 2 and len(cells) < 4 and places[-2:] == [1, None]:
            value = replace(cells[-2], text=f"{cells[-2].text}{ASIDE}{cells[-1].text}")
            cells, places = [*cells[:-2], value], places[:-1]
        fits = places and None not in places and len(set(places)) == len(places)
        self._under = bool(fits and (len(cells) > 1 or places[0]))
        if self._under:
            by_place = dict(zip(places, cells, strict=True))
            return "\t".join(
                by_place[column].text if column in by_place else ""
                for column in range(max(place or 0 for place in places) + 1)
            )
        if len(cells) > 1:
            self._columns = [cell.x0 for cell in cells]
            return "\t".join(cell.text for cell in cells)
        return ""

    def _boxes(self) -> list[Box]:
        sides = (
            (len(item.rows), 10_000) if isinstance(item, Table) else (1, len(item.text))
            for item in self._items
        )
        return [
            Box(item.x0, item.top, item.x1, item.bottom, index, lines, characters)
            for index, (item, (lines, characters)) in enumerate(
                zip(self._items, sides, strict=True)
            )
        ]

    def _add(self, line: Line, band: Band) -> None:
        before, laid = self._before, self._laid
        if before and len(before[1].boxes) == 1 and self._wraps(before[0], line, before[1]):
            last = max(index for index, words in enumerate(laid) if words)
            laid[last] = join_wrapped(laid[last], line.text)
        elif level := self._level(line):
            mark = f"{'#' * level} " if WORDS.search(line.text) else ""
            laid += ["", f"{mark}{line.text}", ""]
            self._block = []
        elif before is not None and self._apart(before[0], line):
            laid += ["", line.text]
            self._block = []
        else:
            laid.append(line.text)
        self._block.append(line)
        self._before = (line, band)

    def _apart(self, one: Line, other: Line) -> bool:
        """Whether more than the usual space, or a new column, lies between two lines."""
        gap = other.top - one.bottom
        return gap > self._gap + 0.3 * self._body or other.bottom < one.top

    def _usual_gap(self, bands: Sequence[Band]) -> float:
        """The space between the lines of a paragraph: less than most on the page."""
        tops = [band.boxes[0] for band in bands]
        gaps = sorted(
            after.top - one.bottom
            for one, after in pairwise(tops)
            if 0 <= after.top - one.bottom < 1.2 * self._body
        )
        return min(gaps[len(gaps) // 4], 0.8 * self._body) if gaps else 0.0

    def _wraps(self, one: Line, other: Line, band: Band) -> bool:
        """Whether a line goes on in the next one: it ends where its column does."""
        alike = abs(one.size - other.size) < 0.08 * one.size and (
            one.look == other.look or not (self._level(one) or self._level(other))
        )
        below = 0 <= other.top - one.top < 2.4 * one.size
        item = bool(ITEM_MARK.match(one.text))
        indent = other.x0 - one.x0
        placed = indent < (4 if item else 0.5) * one.size
        return (
            alike
            and below
            and self._is_full(one, band)
            and placed
            and not (one.text.endswith("。") or starts_anew(other.text))
        )

    def _is_full(self, line: Line, band: Band) -> bool:
        return band.right - line.x1 < 2.2 * line.size and line.x1 - line.x0 > 12 * line.size


def _heads_a_list(row: str) -> bool:
    """Whether a row holds nothing but the labels that stand over a list of projects."""
    roles = [roles_of(cell) for cell in row.split("\t") if cell]
    return len(roles) > 1 and all(roles) and any("name" in each for each in roles)


def _set_aside(laid: list[str], row: int | None) -> None:
    """Turns a row of two or three cells that no other row aligns with back into a line."""
    if row is not None and laid[row].count("\t") <= 2:
        laid[row] = laid[row].replace("\t", ASIDE)


def _parted(line: Line, columns: Sequence[float]) -> list[Line]:
    """A run of words, parted behind wide spaces where a column begins."""
    cuts = [
        (at, x0)
        for at, x0 in line.breaks
        if any(abs(x0 - column) < 0.4 * line.size for column in columns[1:])
    ]
    if not cuts:
        return [line]
    starts = [(0, line.x0), *cuts]
    ends = [*(at for at, _ in cuts), len(line.text)]
    return [
        replace(line, text=line.text[at:end].strip(), x0=x0, breaks=())
        for (at, x0), end in zip(starts, ends, strict=True)
    ]


def _place_in(columns: Sequence[float], cell: Line) -> int | None:
    near = (i for i, column in enumerate(columns) if abs(column - cell.x0) < 0.4 * cell.size)
    return next(near, None)
