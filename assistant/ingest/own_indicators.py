"""Rows of a list that name an indicator of the project above them: 指標：利用率 | 31% | 40%, or
〔目標〕 | 手続数（R6現状値 4件） | 12件 | 28件."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.datamodels import IndicatorValue, Span, Value
from assistant.ingest.blocks import Cell, Row, display
from assistant.ingest.figures import NOTHING
from assistant.ingest.labels import FIGURES, is_decorated, roles_of
from assistant.ingest.list_columns import Columns
from assistant.language.years import find_years

_NAMED = re.compile(
    r"[〔【［\[]?(?P<label>[^：:〔〕【】［］\[\]]{2,8})[〕】］\]]?[：: 　]+(?P<name>\S.+)", re.S
)
_STARTS = re.compile(
    r"[（(](?P<year>(?:[RＲ][ 　]?|令和|20)[0-9０-９元]{1,2}(?:年度?)?)?[ 　]?"
    r"(?:現状値?|基準値?)[ 　：:]*"
    r"(?P<figure>[^（()）]{1,16})[）)]$"
)


@dataclass(frozen=True, slots=True)
class OwnRow:
    """An indicator's row: its name, the column that it stands in and what it starts from."""

    row: Row
    name: Value
    column: int
    baseline: tuple[IndicatorValue, ...]


def own_indicators(text: str, columns: Columns, rows: Sequence[Row]) -> Iterator[OwnRow]:
    """The rows below a project's own that name an indicator behind a label of one. A row that
    only leaves out the label of the one above is of another."""
    above: OwnRow | None = None
    for row in rows[1:]:
        named = _named(text, row, columns)
        if named is None and above is not None and not any(row.texts()[: above.column]):
            named = (above.column, row.cells[above.column].span)
        if named is None or not named[1].of(text).strip():
            above = None
            continue
        column, span = named
        name, baseline = _started(text, span)
        above = OwnRow(row, Value(display(text, name), name), column, baseline)
        yield above


def _named(text: str, row: Row, columns: Columns) -> tuple[int, Span] | None:
    """The column and place of an indicator's name in a row that has no name of a project."""
    filled = [(i, cell) for i, cell in enumerate(row.cells) if cell.text]
    for place, (column, cell) in enumerate(filled[:-1]):
        match = _NAMED.fullmatch(cell.span.of(text)) if column > columns.name else None
        if match and _tells_indicator(match["label"], decorated=True):
            return column, Span(cell.span.start + match.start("name"), cell.span.end)
        following = filled[place + 1]
        if _is_label(text, cell) and len(following[1].text) > 2:
            return following[0], following[1].span
    return None


def _is_label(text: str, cell: Cell) -> bool:
    return _tells_indicator(cell.text, decorated=is_decorated(cell.span.of(text)))


def _tells_indicator(label: str, *, decorated: bool) -> bool:
    return decorated and bool(set(roles_of(label, True)) & (FIGURES | {"indicator"}))


def _started(text: str, span: Span) -> tuple[Span, tuple[IndicatorValue, ...]]:
    """A name without the figure in brackets behind it that it starts from, and that figure."""
    match = _STARTS.search(span.of(text))
    if match is None or not match.start():
        return span, ()
    name = Span(span.start, span.start + match.start())
    held = Span(*(span.start + place for place in match.span("figure")))
    if NOTHING.fullmatch(held.of(text)):
        return name, ()
    year = find_years(match["year"])[0].year if match["year"] else None
    return name, (IndicatorValue("baseline", year, Value(display(text, held), held), ""),)
