"""Rows of figures with an arrow in a cell of its own, and no heads above them.

`登録者数 | 12人 | → | 40人（R10）` says what a line with the same words says, and no column of
it has a name. It is read as that line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.datamodels import Span
from assistant.ingest.spacing import Patch, Piece, row_of, tab_cells, trimmed

_ARROW = re.compile(r"[→➡⇒⟶]")
_FIGURE = re.compile(r"[0-9０-９]|^[—–－-]$")
_MOST_CELLS = 6
_GAP = "　"


def find_arrow_rows(text: str, lines: Sequence[Span]) -> Iterator[Patch]:
    """The runs of such rows, as lines."""
    position = 0
    while position < len(lines):
        end = position
        pieces: list[Piece] = []
        while end < len(lines) and (cells := _from_to(text, lines[end])):
            pieces += row_of(([cell] for cell in cells), _GAP)
            end += 1
        if pieces and not (position and "\t" in lines[position - 1].of(text)):
            yield Patch(position, end, tuple(pieces))
        position = max(end, position + 1)


def _from_to(text: str, line: Span) -> list[Span]:
    """The cells of a row that names something and leads from one figure to another."""
    bare = (trimmed(text, cell) for cell in tab_cells(text, line))
    found = [cell for cell in bare if cell.start < cell.end]
    arrows = [i for i, cell in enumerate(found) if _ARROW.fullmatch(cell.of(text))]
    if not 4 <= len(found) <= _MOST_CELLS or not arrows or _FIGURE.match(found[0].of(text)):
        return []
    beside = [i + step for i in arrows for step in (-1, 1)]
    told = all(0 < i < len(found) and _FIGURE.search(found[i].of(text)) for i in beside)
    return found if told else []
