"""Two boxes side by side whose lines were written with a tab between them.

Read line by line they mix two texts. Here the left box is put above the right one, where
either both have a numbered title, or both are lists of bullets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.datamodels import Span
from assistant.ingest.labels import is_hierarchy
from assistant.ingest.spacing import Patch, Piece, tab_cells, trimmed

_FEWEST_LINES = 3
_FEWEST_BULLETS = 2  # of each box
_BULLETED = 0.6  # of the cells, with headings in brackets and wrapped lines
_BULLET = re.compile(r"[・･●○◆▶►▪✓✔➢⇒]|[①-⑳]")
_HEAD = re.compile(r"[【■□〈《［]")
_TITLE = re.compile(
    r"[^\s\d０-９]{0,6}?[ 　]?[0-9０-９]{1,2}(?:[-－‐.．][0-9０-９]{1,2})*[ 　:：.．]+\S"
)
_CORNER = re.compile(r"[ 　]*[┌┏╔][ 　]*(?=[^\s─━═])(?!.*[┐┓╗])")

_Cells = tuple[Span | None, Span | None]  # what a line says in the left and the right box


def find_corners(text: str, lines: Sequence[Span]) -> Iterator[Patch]:
    """Titles that the corner of a frame stands before (┌ 1-①　窓口の整備), where several do,
    without it and with an empty line on either side."""
    found = [(number, _CORNER.match(line.of(text))) for number, line in enumerate(lines)]
    cornered = [(number, match.end()) for number, match in found if match]
    for number, width in cornered if len(cornered) >= _FEWEST_LINES else ():
        title = Span(lines[number].start + width, lines[number].end)
        yield Patch(number, number + 1, ("\n", title, "\n\n"))


def find_boxes(text: str, lines: Sequence[Span]) -> Iterator[Patch]:
    """The pairs of boxes, the left one above the right one."""
    position = 0
    while position < len(lines):
        end = _titled_end(text, lines, position) or _bulleted_end(text, lines, position)
        if end is None:
            position += 1
            continue
        cells = [_cells(text, line) for line in lines[position:end]]
        titled = _are_titles(text, cells[0])
        pieces = [*_box(text, cells, 0, titled), "\n", *_box(text, cells, 1, titled)]
        yield Patch(position, end, tuple(pieces))
        position = end


def _box(text: str, cells: Sequence[_Cells | None], side: int, titled: bool) -> Iterator[Piece]:
    held = [pair[side] for pair in cells if pair is not None]
    for number, cell in enumerate(cell for cell in held if cell is not None):
        yield cell
        yield "\n\n" if titled and not number else "\n"


def _cells(text: str, line: Span) -> _Cells | None:
    """What a line says in either box; None if it has three cells or more. A cell by itself
    behind a tab is of the right box, but for a heading set in with a tab."""
    cells = enumerate(trimmed(text, cell, " ") for cell in tab_cells(text, line))
    found = [(column, cell) for column, cell in cells if cell.of(text).strip()]
    if len(found) == 2:
        return found[0][1], found[1][1]
    if len(found) == 1:
        column, cell = found[0]
        return (None, cell) if column else (cell, None)
    return None


def _are_titles(text: str, cells: _Cells | None) -> bool:
    """Whether both cells are numbered titles: 施策1-3 … beside 施策1-4 …."""
    if cells is None or cells[0] is None or cells[1] is None:
        return False
    contents = [cell.of(text).strip() for cell in cells if cell is not None]
    return all(_TITLE.match(content) for content in contents) and (
        all(map(is_hierarchy, contents)) or contents[0][:2] == contents[1][:2]
    )


def _titled_end(text: str, lines: Sequence[Span], first: int) -> int | None:
    """The line behind two boxes whose titles stand on line `first`."""
    if "\t" not in lines[first].of(text) or not _are_titles(text, _cells(text, lines[first])):
        return None
    end = first + 1
    while end < len(lines) and lines[end].of(text).strip():
        cells = _cells(text, lines[end])
        if cells is None or _are_titles(text, cells):
            break
        end += 1
    tabs = sum("\t" in line.of(text) for line in lines[first:end])
    return end if end - first >= _FEWEST_LINES and tabs * 2 > end - first else None


def _bulleted_end(text: str, lines: Sequence[Span], first: int) -> int | None:
    """The line behind two lists of bullets side by side that begin on line `first`."""
    end = first
    sides: list[_Cells] = []
    while end < len(lines) and "\t" in lines[end].of(text):
        cells = _cells(text, lines[end])
        if cells is None:
            break
        sides.append(cells)
        end += 1
    if len(sides) < _FEWEST_LINES:
        return None
    columns = [[cell.of(text) for pair in sides if (cell := pair[side])] for side in (0, 1)]
    bullets = [sum(bool(_BULLET.match(c.strip())) for c in column) for column in columns]
    told = sum(
        bool(_BULLET.match(c.strip()) or _HEAD.match(c.strip()) or c.startswith("　"))
        for column in columns
        for c in column
    )
    return (
        end
        if min(bullets) >= _FEWEST_BULLETS and told >= _BULLETED * sum(map(len, columns))
        else None
    )
