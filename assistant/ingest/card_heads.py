"""The first rows of a sheet that tell its number and name in other shapes than labels beside their
values."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.datamodels import Span
from assistant.ingest.blocks import Cell, Row
from assistant.ingest.cells import CODE, LONGEST_NAME
from assistant.ingest.labels import roles_of

_MARK = ("mark",)  # 新規 under 区分
_FEWEST_OF_SHEET = 3  # rows below its title


def with_pairs(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows of a sheet that begins with heads over their values (No. | 取組名 over 1-1 | 窓口)
    with the two as one row, each head before its value; other tables as they are."""
    if len(rows) < 4:
        return rows
    heads, values, *below = rows
    labels = [column for column, cell in enumerate(heads.cells) if cell.text]
    held = [column for column, cell in enumerate(values.cells) if cell.text]
    roles = [roles_of(heads.cells[column].text, True) for column in labels]
    named = len(labels) > 1 and all(roles) and "name" in {role for known in roles for role in known}
    told = {*held} <= {*labels} and not any(
        roles_of(values.cells[c].text, True)
        for c in held
        if roles_of(values.cells[c].text) != _MARK
    )
    firsts = [row for row in below if row.cells[0].text]
    known = _known_labels(firsts)
    of_sheet = {"department", "goal", "summary", "issues"} & {
        r for found in (*known, *roles) for r in found
    }
    if not (named and told and len(known) > 1 and of_sheet and 2 * len(known) >= len(firsts)):
        return rows
    cells = tuple(cell for c in held for cell in (heads.cells[c], values.cells[c]))
    return (Row(cells, heads.span.join(values.span)), *below)


def with_title(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows of a sheet whose first one only gives number, name and class (1-2-1 | 窓口の拡大
    | 拡充), with labels before these; other tables as they are."""
    filled = rows[0].filled() if len(rows) > _FEWEST_OF_SHEET else ()
    if not 2 <= len(filled) <= 3 or not CODE.fullmatch(filled[0].text):
        return rows
    name = filled[1].text
    known = _known_labels(rows[1:])
    told = "department" in {role for roles in known for role in roles}
    plain = len(name) <= LONGEST_NAME and "。" not in name and not roles_of(name, True)
    if not (
        plain and told and 3 * len(known) >= len(rows) and len(filled[-1].text) <= LONGEST_NAME
    ):
        return rows
    labels = (
        Cell(word, Span(cell.span.start, cell.span.start))
        for word, cell in zip(("番号", "事業名", "区分"), filled, strict=False)
    )
    cells = tuple(part for pair in zip(labels, filled, strict=False) for part in pair)
    return (Row(cells, rows[0].span), *rows[1:])


def _known_labels(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """The roles of the labels that rows begin with."""
    return [found for row in rows if (found := roles_of(row.cells[0].text, True))]
