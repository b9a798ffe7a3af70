"""Rows whose first cell stands on a line of its own, inside a table with tabs.

    フレイル ⇥ 心身の活力が低下した状態
    デジタルとなりさん
    ⇥ 身近で手助けするボランティア

The row above tells how many cells there are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from assistant.datamodels import Span
from assistant.ingest.spacing import Patch, Piece, is_plain, row_of, tab_cells, trimmed

_NO_NAME = re.compile(r"^[・●○■□◆◇▶➢✓※*-]|[。、]$")
_LONGEST = 30  # characters of the first cell


def find_split_rows(
    text: str, lines: Sequence[Span], furniture: Collection[int]
) -> Iterator[Patch]:
    """Such rows whole, where the row above has as many cells."""
    for place in range(1, len(lines) - 1):
        first = trimmed(text, lines[place])
        if not is_plain(text, lines[place]) or first.start in furniture:
            continue
        cells = tab_cells(text, lines[place + 1])
        blank = len(cells) > 1 and not cells[0].of(text).strip()
        named = first.end - first.start <= _LONGEST and not _NO_NAME.search(first.of(text))
        if blank and named and _is_row(text, lines[place - 1], len(cells)):
            whole: list[tuple[Piece, ...]] = [(cell,) for cell in (first, *cells[1:])]
            yield Patch(place, place + 2, tuple(row_of(whole)))


def _is_row(text: str, line: Span, count: int) -> bool:
    """Whether a line is a row of so many cells, the first of them filled."""
    cells = tab_cells(text, line)
    return len(cells) == count and bool(cells[0].of(text).strip())
