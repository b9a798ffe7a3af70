"""Rows of ruled tables that the end of a page cuts in two, put together again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.ingest.laying import starts_anew
from assistant.ingest.pdf_layout import Sheet
from assistant.ingest.pdf_lines import Line
from assistant.ingest.pdf_tables import Cell, Table, goes_on

NEAR = 3.0  # points between edges that are one
DEEP = 3  # lines of a cell whose last sentence may end where the page does
Pair = tuple[Cell, Cell]  # a cell of the last row and the one below it on the next page


def join_cut_rows(sheets: Sequence[Sheet]) -> tuple[list[Sheet], dict[int, Line]]:
    """The pages with each cut row whole on the page where it begins, and of each page that
    it went on to (by index) the first line there of its longest cell."""
    joined = list(sheets)
    begins: dict[int, Line] = {}
    above = 0  # the page that holds the row before
    for number in range(1, len(joined)):
        upper, lower = _last_table(joined[above]), _first_table(joined[number])
        pairs, row = _pairs(upper, lower) if upper and lower else ([], 0)
        if upper and lower and _is_cut(pairs):
            longest = max(pairs, key=lambda pair: len(pair[1].lines))[1]
            begins[number] = longest.lines[0][0]
            joined[above] = _with(joined[above], upper, _extended(upper, pairs))
            joined[number] = _with(joined[number], lower, _without_rows(lower, row, pairs))
        if joined[number].lines or joined[number].tables:
            above = number
    return joined, begins


def _last_table(sheet: Sheet) -> Table | None:
    """The table that a page ends with."""
    table = max(sheet.tables, key=lambda table: table.bottom, default=None)
    below = table and any(line.top > table.bottom - NEAR for line in sheet.lines)
    return None if below else table


def _first_table(sheet: Sheet) -> Table | None:
    """The table that a page begins with."""
    table = min(sheet.tables, key=lambda table: table.top, default=None)
    over = table and any(line.bottom < table.top + NEAR for line in sheet.lines)
    return None if over else table


def _pairs(upper: Table, lower: Table) -> tuple[list[Pair], int]:
    """The cells of the last row over those of the first one below that is no head of both
    tables, and which row that is; no pairs where their edges differ."""
    repeated = zip(upper.rows, lower.rows, strict=False)
    row = next((index for index, (one, other) in enumerate(repeated) if one != other), 0)
    last = sorted(
        (cell for cell in upper.cells if cell.row + cell.rows == upper.height),
        key=lambda cell: cell.box[0],
    )
    first = sorted((cell for cell in lower.cells if cell.row == row), key=lambda cell: cell.box[0])
    alike = len(last) == len(first) and all(
        abs(one.box[0] - other.box[0]) < NEAR and abs(one.box[2] - other.box[2]) < NEAR
        for one, other in zip(last, first, strict=True)
    )
    return (list(zip(last, first, strict=True)) if alike else []), row


def _is_cut(pairs: Sequence[Pair]) -> bool:
    """Whether the cells below hold what the page had no room for: they go on where the text
    above them reaches down to the edge, mostly within a line or a sentence."""
    held = [(above, below) for above, below in pairs if below.lines]
    last = max((line.page for above, _ in pairs for row in above.lines for line in row), default=0)
    if not held or not all(_reaches_down(above, last) for above, _ in held):
        return False
    running = [pair for pair in held if _runs_on(*pair)]
    against = [pair for pair in held if pair not in running and not _ends(*pair)]
    if running:
        wrapped = any(len(above.lines) > 1 for above, _ in running)
        return len(against) < len(running) + wrapped
    label_above, label_below = pairs[0]
    unlabelled = bool(label_above.lines) and not label_below.lines
    return unlabelled and not against and all(len(above.lines) >= DEEP for above, _ in held)


def _reaches_down(cell: Cell, page: int) -> bool:
    """Whether the words of a cell stand down to its edge, on the last page that holds it."""
    last = cell.lines[-1][0] if cell.lines else None
    return last is not None and last.page == page and cell.box[3] - last.bottom < last.size


def _runs_on(above: Cell, below: Cell) -> bool:
    """Whether the last line above goes on in the first one below."""
    last, first = above.lines[-1], below.lines[0][0]
    whole = replace(last[-1], x0=last[0].x0)
    return goes_on(whole, first, above.box, above.room)


def _ends(above: Cell, below: Cell) -> bool:
    """Whether something ends above or begins below, so that the line need not be full."""
    last, first = above.lines[-1][-1].text, below.lines[0][0].text
    return last.endswith("。") or starts_anew(first)


def _extended(table: Table, pairs: Sequence[Pair]) -> Table:
    """The table with what stands below in the cells of its last row, whose boxes end where
    those below do."""
    below = {id(one): other for one, other in pairs}
    cells = tuple(
        replace(cell, lines=(*cell.lines, *other.lines), box=(*cell.box[:3], other.box[3]))
        if (other := below.get(id(cell)))
        else cell
        for cell in table.cells
    )
    return replace(table, cells=cells)


def _without_rows(table: Table, last: int, pairs: Sequence[Pair]) -> Table | None:
    """The table without the rows up to `last` and without the words of `pairs`; None if
    that were all."""
    told = {id(below) for _, below in pairs}
    cells = []
    for cell in table.cells:
        row, end = max(0, cell.row - last - 1), cell.row + cell.rows - last - 1
        if end > 0:
            lines = () if id(cell) in told else cell.lines
            cells.append(replace(cell, row=row, rows=end - row, lines=lines))
    return replace(table, cells=tuple(cells)) if any(cell.lines for cell in cells) else None


def _with(sheet: Sheet, table: Table, other: Table | None) -> Sheet:
    tables = [other if each is table else each for each in sheet.tables]
    return replace(sheet, tables=tuple(each for each in tables if each is not None))
