"""Tables, wrapped lines and pages laid out as text, in the conventions that blocks are read by."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.ingest.blocks import ITEM_MARK, LABEL_LINE, OWN_LINE
from assistant.ingest.labels import FIGURES, roles_of
from assistant.ingest.spacing import BREAK
from assistant.language.numbers import find_numbers
from assistant.language.years import find_years

LONGEST_FILLED = 40  # characters; longer text is not repeated into the cells it is merged with
WIDEST = 400  # columns; a wider table is one of mere formatting
_WORD_END = re.compile(r"[A-Za-z,.;:]$")
_WORD_START = re.compile(r"[A-Za-z(]")
_MARKS_A_YEAR = re.compile(r"(?:[RrHh]|令和|平成|20)\s?[\d０-９元]")


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with its place in the grid and how many rows and columns it is merged over;
    `key` is the caller's."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    key: int = -1


def table_lines(cells: Iterable[Placed], *, narrowed: bool = False) -> list[str]:
    """One line a row with tabs between its cells. A short text merged over several rows
    stands in each of them, heads aside; one merged over years stands in each year.
    `narrowed` leaves out columns with nothing in them."""
    grid = _grid(cells)
    used = [c for c in range(len(grid[0]) if grid else 0) if any(row[c] for row in grid)]
    texts = [[cell.text if cell else "" for cell in row] for row in grid if any(row)]
    if len(used) == 1:
        return [row[used[0]].replace(BREAK, "\n") for row in texts]
    return ["\t".join(row[c] for c in used) if narrowed else "\t".join(row) for row in texts]


def table_cells(cells: Iterable[Placed]) -> list[Placed]:
    """The cells in the order in which `table_lines` writes them, a repeated one each time."""
    return [cell for row in _grid(cells) for cell in row if cell]


def _grid(cells: Iterable[Placed]) -> list[list[Placed | None]]:
    """The rows of a table with the cell that is written in each place."""
    placed = [cell for cell in cells if cell.column < WIDEST]
    if not placed:
        return []
    height = max(cell.row + cell.rows for cell in placed)
    width = min(WIDEST, max(cell.column + cell.columns for cell in placed))
    heads = _head_rows(placed, width)
    years = _year_columns(placed, heads)
    figures = {(c.row, c.column - 1) for c in placed if set(roles_of(c.text)) & FIGURES}
    grid: list[list[Placed | None]] = [[None] * width for _ in range(height)]
    for cell in placed:
        told_apart = (cell.row, cell.column) in figures
        for row, column in _fills(cell, heads, years, not told_apart):
            if cell.text and row < height and column < width and grid[row][column] is None:
                grid[row][column] = cell
    return grid


def _head_rows(cells: Sequence[Placed], width: int) -> int:
    """How many rows at the top are heads: more than one where a head spans the second."""
    first = [cell for cell in cells if cell.row == 0 and cell.text]
    deep = max((cell.rows for cell in first), default=1)
    if 1 < deep <= 3 and any(cell.columns > 1 for cell in first) and len(first) > 2:
        return deep
    return 1


def _year_columns(cells: Sequence[Placed], heads: int) -> frozenset[int]:
    return frozenset(
        cell.column
        for cell in cells
        if cell.row < max(heads, 2)
        and cell.columns == 1
        and len(cell.text) <= 12
        and _MARKS_A_YEAR.search(cell.text)
        and find_years(cell.text)
    )


def _fills(
    cell: Placed, heads: int, years: frozenset[int], downwards: bool
) -> Iterable[tuple[int, int]]:
    """The places in which a cell's text stands. An indicator merged over its targets and
    actuals is named once."""
    short = len(cell.text) <= LONGEST_FILLED and BREAK not in cell.text
    down = downwards and short and cell.row >= heads and not roles_of(cell.text)
    rows = range(cell.row, cell.row + (cell.rows if down else 1))
    over = range(cell.column, cell.column + cell.columns)
    repeated = short and cell.row >= heads and years.issuperset(over)
    columns = over if repeated else over[:1]
    return [(row, column) for row in rows for column in columns]


def cell_text(lines: Iterable[str]) -> str:
    """The lines of a cell on one line, with a mark where each of them ended."""
    bare = (re.sub(r"(?:[^\S\u3000]|[\x00-\x1f])+", " ", line).strip() for line in lines)
    return BREAK.join(line for line in bare if line)


def join_wrapped(first: str, second: str) -> str:
    """Two lines of one sentence: only Latin words are parted by a space."""
    if not first or not second:
        return first + second
    apart = _WORD_END.search(first) and _WORD_START.match(second)
    return f"{first}{' ' if apart else ''}{second}"


def starts_anew(text: str) -> bool:
    """Whether a line begins an item, a label or something else that stands on its own; a
    number that counts something (11 月) is no item's."""
    if not (ITEM_MARK.match(text) or OWN_LINE.match(text) or LABEL_LINE.match(text)):
        return False
    first = next(iter(find_numbers(text[:12])), None)
    return first is None or not first.unit or first.span.start > 0


def tidy(lines: Iterable[str]) -> str:
    """The lines as text with no more than one empty line in a row and none at its ends."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip(" ") for line in lines)).strip("\n")


def bare_pages(text: str, pages: Sequence[int]) -> tuple[int, ...]:
    """The pages (from 1) without a character, by the offsets at which pages start."""
    sides = enumerate(pairwise((*pages, len(text))), start=1)
    return tuple(number for number, (start, end) in sides if not text[start:end].strip())


def ranges(numbers: Iterable[int]) -> str:
    """Ascending numbers as a list of ranges: 1〜3、5."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][-1] == number - 1:
            found[-1][1:] = [number]
        else:
            found.append([number])
    return "、".join("〜".join(map(str, each)) for each in found)


def paged(pages: Sequence[str], running_on: Collection[int] = ()) -> tuple[str, tuple[int, ...]]:
    """The pages' texts one below the other and the offset at which each starts. Between them
    stands an empty line, but not before the pages `running_on` from the one before."""
    text = ""
    starts: list[int] = []
    for number, page in enumerate(pages):
        if text and page:
            text += "\n" if number in running_on else "\n\n"
        starts.append(len(text))
        text += page
    return f"{text}\n", tuple(starts)
