"""Tables with tabs that keep each line of a row as the page shows it, all its columns side by side:

    1-1 | 保育の利用申込みのオン | こども保育課 | 4.2% | 20%
        | ライン化              |              |      |

A line without a number goes on with the cells above it; figures of its own are those of one
more indicator.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.datamodels import Span
from assistant.ingest.cells import is_year
from assistant.ingest.labels import FIGURES, is_department, roles_of
from assistant.ingest.spacing import Patch, Piece, row_of, tab_cells, trimmed, width

_FEWEST_COLUMNS = 4
_FEWEST_GOING_ON = 2  # lines without a number
_FULL = 0.7  # of the widest line of a column, by one that goes on below
_MOST_FULL = 0.8  # of the lines that something goes on below
_KNOWN = 0.5  # of the heads
_CODE = re.compile(
    r"(?:No\.?)?[A-ZＡ-ＺⅠ-Ⅻ]?[0-9０-９]{0,3}(?:[-－‐–.．][0-9０-９①-⑳]{1,3})*[①-⑳]?"
)

_Line = list[Span]


@dataclass(slots=True)
class _Row:
    """A row: the lines of each of its cells, and below them further indicators."""

    cells: list[list[Span]]
    below: list[list[list[Span]]]


def find_row_lines(text: str, lines: Sequence[Span]) -> Iterator[Patch]:
    """Such tables, with a line a row; of tables with the same heads on several pages one is enough
    to tell how their lines go on."""
    heads = [n for n, line in enumerate(lines) if _are_heads(text, _cells(text, line))]
    sure = [n for n in heads if _table(text, lines, n, _FEWEST_GOING_ON)]
    known = {lines[n].of(text) for n in sure}
    for number in heads:
        alike = lines[number].of(text) in known
        if alike and (patch := _table(text, lines, number, 1)):
            yield patch


def _table(text: str, lines: Sequence[Span], first: int, fewest: int) -> Patch | None:
    heads = _cells(text, lines[first])
    upper = [heads]
    start = first + 1
    if start < len(lines) and _are_lower_heads(text, _cells(text, lines[start]), len(heads)):
        upper.append(_cells(text, lines[start]))
        start += 1
    body: list[_Line] = []
    for line in lines[start:]:
        cells = _cells(text, line)
        short = len(heads) - len(cells)
        if short < 0 or len(cells) < 2 or not line.of(text).strip() or _are_heads(text, cells):
            break
        body.append([*cells, *[Span(line.end, line.end)] * short])
    figures, measured = _columns_of_figures(text, upper)
    rows = _rows(text, body, figures, measured)
    if rows is None or not _goes_on(text, body, figures | measured, fewest):
        return None
    pieces: list[Piece] = []
    for head in upper:
        pieces += row_of([cell] for cell in head)
    names = [cell.of(text) for cell in heads]
    for row in rows:
        pieces += row_of(_joined(text, names[i], held) for i, held in enumerate(row.cells))
        for below in row.below:
            pieces += row_of(_joined(text, names[i], held) for i, held in enumerate(below))
    return Patch(first, start + len(body), tuple(pieces))


def _cells(text: str, line: Span) -> _Line:
    return [trimmed(text, cell) for cell in tab_cells(text, line)]


def _are_heads(text: str, cells: _Line) -> bool:
    """Whether cells head a table whose rows are numbered: most of them known, none blank that
    spans no years below."""
    texts = [cell.of(text) for cell in cells]
    if len(cells) < _FEWEST_COLUMNS or "number" not in roles_of(texts[0], True):
        return False
    told = [content for content in texts if content]
    known = sum(bool(roles_of(content, True)) or is_year(content) for content in told)
    return known >= _KNOWN * len(told) and not any("。" in content for content in told)


def _are_lower_heads(text: str, cells: _Line, count: int) -> bool:
    texts = [cell.of(text) for cell in cells]
    told = [content for content in texts if content]
    dated = all(is_year(content) or set(roles_of(content, True)) & FIGURES for content in told)
    return len(cells) == count and not texts[0] and len(told) > 1 and dated


def _columns_of_figures(text: str, heads: list[_Line]) -> tuple[set[int], set[int]]:
    """The columns of figures or years, and those that name what is measured."""
    figures: set[int] = set()
    measured: set[int] = set()
    for row in heads:
        for column, cell in enumerate(row):
            content = cell.of(text)
            roles = set(roles_of(content, True))
            if content and (roles & FIGURES or (is_year(content) and not roles)):
                figures.add(column)
            if "indicator" in roles:
                measured.add(column)
    return figures, measured - figures


def _rows(text: str, body: list[_Line], figures: set[int], measured: set[int]) -> list[_Row] | None:
    """The rows of a table, None if lines go on with none."""
    rows: list[_Row] = []
    for cells in body:
        told = {column for column, cell in enumerate(cells) if cell.of(text)}
        if 0 in told:
            code = _CODE.fullmatch(cells[0].of(text))
            if not code and told != {0}:
                return None
            rows.append(_Row([[cell] for cell in cells], []))
            continue
        if not rows:
            return None
        row = rows[-1]
        if told & figures:
            own = figures | measured
            row.below.append([[cell] if i in own else [] for i, cell in enumerate(cells)])
        for column in told - figures - (measured if told & figures else set()):
            held = row.below[-1] if row.below and column in measured else row.cells
            held[column].append(cells[column])
    return rows


def _goes_on(text: str, body: list[_Line], apart: set[int], fewest: int) -> bool:
    """Whether lines without a number stand below lines that fill their column."""
    widest: dict[int, int] = {}
    for cells in body:
        for column, cell in enumerate(cells):
            if cells[0].of(text) and column and not any(c.of(text) for c in cells[1:]):
                continue
            widest[column] = max(widest.get(column, 0), width(cell.of(text)))
    below = 0
    full: list[bool] = []
    for upper, lower in pairwise(body):
        if lower[0].of(text):
            continue
        below += 1
        if any(set(roles_of(cell.of(text), True)) & FIGURES for cell in lower):
            return False  # 実績 below 計画
        full += [
            width(upper[column].of(text)) >= _FULL * widest[column]
            for column, cell in enumerate(lower)
            if column and column not in apart and cell.of(text)
        ]
    return below >= fewest and bool(full) and sum(full) >= _MOST_FULL * len(full)


def _joined(text: str, head: str, lines: Sequence[Span]) -> list[Piece]:
    """The lines of a cell with what stands between two of them: a mark between two offices."""
    held = [line for line in lines if line.of(text)]
    pieces: list[Piece] = [*held[:1]]
    for above, below in pairwise(held):
        offices = "department" in roles_of(head, True)
        apart = offices and is_department(above.of(text)) and is_department(below.of(text))
        pieces += ["、", below] if apart else [below]
    return pieces
