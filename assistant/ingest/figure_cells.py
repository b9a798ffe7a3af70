"""Cells that tell of a figure what it is: 現状値 1,200時間 | 目標値（R9）150時間."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from assistant.datamodels import Span
from assistant.ingest.blocks import Cell, Row, display
from assistant.ingest.cells import is_year, row_label
from assistant.ingest.labels import STANDINGS, roles_of

_TOLD = re.compile(
    r"(?P<label>[^\s（()）0-9０-９：:]{2,8}(?:[（(][^（()）]{1,14}[）)])?)[ 　：:]*"
    r"(?P<value>[^\s（()）：:]{0,4}?[0-9０-９][^。]{0,29}|[-－―–—ー])"
)


def with_told_figures(text: str, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows of a table, in those of indicators the cells that tell their figure's kind before it
    cut in two. A row below without a label of its own is of the same."""
    cut: list[Row] = []
    above: Cell | None = None
    for row in rows:
        label = row_label(row.cells)
        head = row.cells[label[0]] if label and "indicator" in label[1] else None
        cells = tuple(chain.from_iterable(_cut(text, cell) for cell in row.cells))
        told = len(cells) > len(row.cells)
        if head is None and told and above and not row.cells[0].text:
            at = Span(row.cells[0].span.start, row.cells[0].span.start)
            cells = (Cell(above.text, at), *cells[1:])
            head = above
        above = head if told else None
        cut.append(replace(row, cells=cells) if head and told else row)
    return tuple(cut)


def _cut(text: str, cell: Cell) -> Iterator[Cell]:
    match = _TOLD.fullmatch(cell.span.of(text))
    if match is None or is_year(match["value"]) or not set(roles_of(match["label"])) & STANDINGS:
        yield cell
        return
    for group in ("label", "value"):
        start, end = match.span(group)
        span = Span(cell.span.start + start, cell.span.start + end)
        yield Cell(display(text, span), span)
