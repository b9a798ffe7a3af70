"""Rows of a calendar by month, whose cells hold signs: what is done in which months."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.datamodels import Fact, LabelledCell, Project, ReadDocument, Span, Value
from assistant.ingest.blocks import Block, Cell, Row
from assistant.ingest.labels import NAME_NUMBER
from assistant.ingest.names import read_name
from assistant.retrieval.context import Context

_MONTH = re.compile(r"(?:1[0-2]|[1-9])月?")
_FEWEST_MONTHS = 6
_LONGEST_SIGN = 2


@dataclass(frozen=True, slots=True)
class _Calendar:
    """The head of a calendar: the month of each column that has one."""

    months: Mapping[int, str]
    heads: Mapping[int, Cell]


def is_calendar(table: Block) -> bool:
    """Whether the columns of a table are months and its cells hold signs."""
    return _calendar(table) is not None


def calendar_facts(
    read: ReadDocument, table: Block, caption: str, context: Context
) -> Iterator[Fact]:
    """A fact a row: each sign with what the document says it means, and its months."""
    calendar = _calendar(table)
    if calendar is None:
        return
    meanings = {t.name: t.definition.text for t in read.terms if len(t.name) == 1}
    numbered: dict[str, list[Project]] = {}
    for project in read.projects:
        numbered.setdefault(project.number, []).append(project)
    for row in table.rows[1:]:
        if fact := _fact(read, row, calendar, meanings, numbered, caption, context):
            yield fact


def _calendar(table: Block) -> _Calendar | None:
    if len(table.rows) < 2:
        return None
    heads = dict(enumerate(table.rows[0].cells))
    shown = {i: unicodedata.normalize("NFKC", cell.text) for i, cell in heads.items()}
    months = {i: f"{t.rstrip('月')}月" for i, t in shown.items() if _MONTH.fullmatch(t)}
    named = [row for row in table.rows[1:] if row.cells and row.cells[0].text]
    told = [row.cells[i].text for row in named for i in months if i < len(row.cells)]
    signs = [text for text in told if text]
    if len(months) < _FEWEST_MONTHS or not signs:
        return None
    short = sum(len(text) <= _LONGEST_SIGN for text in signs)
    return _Calendar(months, heads) if short * 10 >= len(signs) * 9 else None


def _fact(
    read: ReadDocument,
    row: Row,
    calendar: _Calendar,
    meanings: Mapping[str, str],
    numbered: Mapping[str, list[Project]],
    caption: str,
    context: Context,
) -> Fact | None:
    months: dict[str, list[int]] = {}
    for column in calendar.months:
        sign = row.cells[column].text if column < len(row.cells) else ""
        if sign and len(sign) <= _LONGEST_SIGN:
            months.setdefault(sign, []).append(column)
    names = [c for i, c in enumerate(row.cells) if c.text and i < min(calendar.months)]
    if not months or not names:
        return None
    text = read.document.text
    name = read_name(text, Span(names[0].span.start, names[-1].span.end))
    written = NAME_NUMBER.match(names[0].span.of(text))
    number = name.number or (written["code"] if written and written["code"] else "")
    own = numbered.get(number, []) if number else []
    cells = [LabelledCell("", name.value)]
    for sign, columns in months.items():
        meaning = meanings.get(sign, "")
        head = f"{meaning}（{sign}）" if meaning else sign
        told = "、".join(calendar.months[column] for column in columns)
        cells.append(LabelledCell(head, Value(told, calendar.heads[columns[0]].span)))
    about, _, _, section = context.describe(names[0].span)
    return Fact(
        "row",
        document_id=read.document.document_id,
        span=row.span,
        text=" ".join(f"{cell.header} {cell.value.text}" for cell in cells).strip(),
        context=f"{about} {caption} {own[0].name.text if len(own) == 1 else ''}".strip(),
        project_id=own[0].project_id if len(own) == 1 else None,
        section=section,
        cells=tuple(cells),
    )
