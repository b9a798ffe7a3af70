"""The columns of tables with a project a row: which one names it, and where the heads end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.datamodels import Span
from assistant.ingest.blocks import Cell, Row
from assistant.ingest.cells import is_year, own_name_column
from assistant.ingest.labels import FIGURES, is_hierarchy, revision_in, roles_of

_GROUP = re.compile(r"(?:基本|個別|主要|重点)?(?:施策|テーマ|項目|方針|目標)")
_LONGEST_NAME = 45  # characters, in a column that is not called one of names
# What a year is told of beside figures and steps.
DATED_FIELDS = frozenset(("rating", "budget", "effects"))


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one list; a table may hold two lists side by side."""

    first: int
    name: int
    last: int  # the column behind the list's last
    heads: tuple[Cell, ...]


def heads_of(rows: tuple[Row, ...]) -> Row:
    """The heads of a list; where two rows of them stand, each column has the lower one."""
    if head_rows(rows) == 1:
        return rows[0]
    upper, lower = rows[0].cells, rows[1].cells
    width = max(len(upper), len(lower))
    blank = Cell("", Span(rows[0].span.end, rows[0].span.end))
    above = [*upper, *[blank] * (width - len(upper))]
    below = [*lower, *[blank] * (width - len(lower))]
    cells = [low if _says_more(low, up) else up for up, low in zip(above, below, strict=True)]
    return Row(tuple(cells), rows[0].span)


def _says_more(lower: Cell, upper: Cell) -> bool:
    """Whether the lower of two heads names the column: not a unit, nor the year of a figure."""
    if not upper.text or is_year(lower.text):
        return bool(lower.text) and not set(roles_of(upper.text)) & FIGURES
    roles = roles_of(lower.text, True)
    return bool(roles) and "unit" not in roles


def lists_in(head: Row, rows: tuple[Row, ...]) -> Iterator[Columns]:
    """The lists that stand side by side under one row of heads."""
    cells = head.cells
    names = [i for i, cell in enumerate(cells) if "name" in roles_of(cell.text)]
    if not names:
        weak = [i for i, cell in enumerate(cells) if "name" in roles_of(cell.text, True)]
        names = sorted(weak, key=lambda column: -_names_told(rows, column))[:1]
        names = _named_within(cells, rows, names)
        own = own_name_column(rows)  # where none is a name, not even weakly
        names = names or ([own] if own is not None else [])
        names = names or [i for i, c in enumerate(cells) if roles_of(c.text) == ("actions",)][:1]
    if len(names) > 1 and not _side_by_side(cells, names):
        names = _telling_name(cells, names)
    for position, name in enumerate(names):
        last = names[position + 1] if position + 1 < len(names) else len(cells)
        yield Columns(name if position else 0, name, last, cells)


def _named_within(cells: tuple[Cell, ...], rows: tuple[Row, ...], names: list[int]) -> list[int]:
    """The column 主な取組 where it names what each policy in a weak column of names is made of."""
    if not names or not _GROUP.fullmatch(cells[names[0]].text):
        return names
    groups = [row.cells[names[0]].text for row in rows[1:] if names[0] < len(row.cells)]
    leveled = all(is_hierarchy(group) for group in groups if group)
    for column in range(names[0] + 1, len(cells)):
        held = [row.cells[column].text for row in rows[1:] if column < len(row.cells)]
        short = all(len(text) <= _LONGEST_NAME and "。" not in text for text in held)
        more = leveled or _names_told(rows, column) > _names_told(rows, names[0])
        if roles_of(cells[column].text) == ("actions",) and short and more:
            return [column]
    return names


def _names_told(rows: tuple[Row, ...], column: int) -> int:
    """How many different words a column holds; a group's name stands once for several rows."""
    texts = {row.cells[column].text for row in rows[1:] if column < len(row.cells)}
    return len(texts - {""})


def _side_by_side(cells: tuple[Cell, ...], names: list[int]) -> bool:
    """Whether the heads repeat: 事業名 | 担当課 | 事業名 | 担当課."""
    others = Counter(
        role
        for index, cell in enumerate(cells)
        if index not in names
        for role in roles_of(cell.text, True)
        if role not in ("number", "note", "hierarchy")
    )
    return any(count >= len(names) for count in others.values())


def _telling_name(cells: tuple[Cell, ...], names: list[int]) -> list[int]:
    """Of several columns of names the innermost; those before it place the project."""
    return names[-1:] if names[-1] < len(cells) - 1 or len(names) == 2 else names[:1]


def head_rows(rows: tuple[Row, ...]) -> int:
    """How many rows are heads: a second one goes on with years or figures."""
    if len(rows) < 3:
        return 1
    texts = [cell.text for cell in rows[1].cells if cell.text]
    below = not rows[1].cells[0].text and len(texts) > 1
    known = all(is_year(text) or roles_of(text, True) for text in texts)
    figures = any(is_year(text) or set(roles_of(text, True)) & FIGURES for text in texts)
    return 2 if below and known and figures else 1


def is_aside(columns: Columns, head: str) -> bool:
    """Whether a column tells what the targets of a project, of whichever indicator, were before
    or after a revision: neither its figures nor its steps."""
    return bool(revision_in(head)) and column_of(columns, "indicator") is None


def column_of(columns: Columns, role: str, *, weak: bool = False) -> int | None:
    heads = enumerate(columns.heads)
    return next((i for i, head in heads if role in roles_of(head.text, weak)), None)
