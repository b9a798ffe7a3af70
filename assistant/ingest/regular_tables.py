"""Tables that a page prints in another shape than their rows have, told row by row."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.datamodels import Span
from assistant.ingest.blocks import Block, Cell, Row, read_blocks
from assistant.ingest.labels import roles_of

_OPEN = re.compile(r"[のをにがはとやへ、，・（(「『ー／/]$")
_GOES_ON = re.compile(r"[ぁ-ん、。，）)」』]")
_FEWEST = 3  # rows
_LONGEST_NAME = 12  # characters of a thing that a table tells of in each row
# What a table tells of each of the things that its first column names.
_TOLD_OF = frozenset(("present", "issues", "goal", "effects", "baseline", "target", "actual"))


def read_regular(text: str) -> tuple[Block, ...]:
    """The blocks of `text` in order, tables with a whole head over each row."""
    return tuple(_with_corner(_stacked(_joined(block))) for block in read_blocks(text))


def _joined(block: Block) -> Block:
    """A table whose rows a converter cut inside a cell, with the empty cells on both sides of
    the cut: 通訳 | 支所でも使えるよう | | over | にする | 福祉課 | ○."""
    rows: list[Row] = []
    for row in block.rows:
        if rows and (whole := _one_row(rows[-1], row)):
            rows[-1] = whole
        else:
            rows.append(row)
    return replace(block, rows=tuple(rows)) if len(rows) < len(block.rows) else block


def _one_row(upper: Row, lower: Row) -> Row | None:
    """Two lines as one row, where the lower goes on within the phrase of the last cell of the
    upper; None for two rows."""
    width = len(upper.cells)
    above = [column for column, cell in enumerate(upper.cells) if cell.text]
    below = [column for column, cell in enumerate(lower.cells) if cell.text]
    if width < _FEWEST or len(lower.cells) != width or len(above) < 2 or len(below) < 2:
        return None
    cut = above[-1]
    if not 0 < cut == below[0] or cut == width - 1:
        return None
    one, other = upper.cells[cut], lower.cells[cut]
    if not (_OPEN.search(one.text) or _GOES_ON.match(other.text)):
        return None
    cell = Cell(one.text + other.text, one.span.join(other.span))
    cells = (*upper.cells[:cut], cell, *lower.cells[cut + 1 :])
    return Row(cells, upper.span.join(lower.span))


def _stacked(block: Block) -> Block:
    """A table that stands in two halves beside each other under the same heads (番号 | 事業名 |
    番号 | 事業名), the right half below the left one."""
    if len(block.rows) < _FEWEST:
        return block
    head, *body = block.rows
    half, odd = divmod(len(head.cells), 2)
    titles = ["".join(cell.text.split()) for cell in head.cells]
    same = half > 1 and not odd and all(titles) and titles[:half] == titles[half:]
    whole = len(set(titles)) == half and all(len(row.cells) <= 2 * half for row in body)
    if not (same and whole and any(roles_of(title, weak=True) for title in titles)):
        return block
    left = [_part(row, 0, half) for row in body]
    right = [_part(row, half, 2 * half) for row in body if len(row.cells) > half]
    rows = [row for row in (*left, *right) if row.filled()]
    return replace(block, rows=(_part(head, 0, half), *rows))


def _part(row: Row, first: int, last: int) -> Row:
    cells = row.cells[first:last]
    return Row(cells, cells[0].span.join(cells[-1].span))


def _with_corner(block: Block) -> Block:
    """A table whose head lacks the empty cell at its corner, with this cell: Before | After over
    住民 | … | …."""
    if len(block.rows) < _FEWEST:
        return block
    head, *body = block.rows
    width = len(head.cells) + 1
    whole = all(len(row.cells) == len(row.filled()) == width for row in body)
    if width < 3 or not whole or len(head.filled()) < len(head.cells):
        return block
    told = all(_TOLD_OF & set(roles_of(cell.text, weak=True)) for cell in head.cells)
    firsts = [row.cells[0].text for row in body]
    named = len(set(firsts)) == len(firsts) and all(len(name) <= _LONGEST_NAME for name in firsts)
    if not told or not named or any(roles_of(name, weak=True) for name in firsts):
        return block
    corner = Cell("", Span(head.span.start, head.span.start))
    return replace(block, rows=(Row((corner, *head.cells), head.span), *body))
