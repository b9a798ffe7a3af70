"""The facts of tables: their rows, each cell with the title of its column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.datamodels import Document, Fact, LabelledCell, ReadDocument, Value
from assistant.ingest.blocks import Block, Row, display
from assistant.retrieval.calendar_facts import calendar_facts, is_calendar
from assistant.retrieval.context import Context
from assistant.retrieval.table_heads import header_titles, is_sheet, label_rows

ROW_CELL_CHARACTERS = 160  # a longer cell is told by its statements, not by the row
_UNIT = re.compile(r"単位[：:][ 　]*(?P<unit>[^\s0-9０-９、，,・／/（()）：:]{1,6})[ 　]*[）)］\]]")
_BARE = re.compile(r"[△▲-]?[0-9０-９][0-9０-９,，.．]*")
_OTHER_UNIT = re.compile(
    r"率|割合|比$|番号|No|年次|順位|[（(][^（()）年]*[%％人件円台回社校戸日時][^（()）]*[）)]"
)


def row_facts(read: ReadDocument, blocks: tuple[Block, ...], context: Context) -> Iterator[Fact]:
    """The rows of tables; none of a sheet, which its record and its statements tell."""
    caption = ""
    for block in blocks:
        if block.kind == "blank":
            continue
        if block.kind != "table":
            caption = display(read.document.text, block.span)[:80]
        elif is_calendar(block):
            yield from calendar_facts(read, block, caption, context)
        elif not is_sheet(block):
            yield from _table_facts(read.document, block, caption, context)


def _table_facts(
    document: Document, table: Block, caption: str, context: Context
) -> Iterator[Fact]:
    headers = label_rows(table)
    titles = header_titles(table.rows[:headers])
    unit = _UNIT.search(f"{caption} {' '.join(titles)}")
    group = ""
    for row in table.rows[headers:]:
        group = row.cells[0].text if row.cells and row.cells[0].text else group
        fact = _row_fact(document, row, titles, group, caption, context)
        if fact is not None:
            yield _with_unit(fact, unit["unit"]) if unit else fact


def _row_fact(
    document: Document, row: Row, titles: list[str], group: str, caption: str, context: Context
) -> Fact | None:
    cells = tuple(
        LabelledCell(titles[column] if column < len(titles) else "", Value(cell.text, cell.span))
        for column, cell in enumerate(row.cells)
        if cell.text and len(cell.text) <= ROW_CELL_CHARACTERS
    )
    if not cells or len(cells) < min(2, len(row.filled())):
        return None
    about, project_id, field_name, section = context.describe(cells[0].value.span)
    headed = " ".join(dict.fromkeys(cell.header for cell in cells if cell.header))
    return Fact(
        "row",
        document_id=document.document_id,
        span=cells[0].value.span.join(cells[-1].value.span),
        text=" ".join(cell.value.text for cell in cells),
        context=f"{about} {caption} {headed} {group}",
        project_id=project_id,
        ref=field_name,
        section=section,
        cells=cells,
    )


def _with_unit(fact: Fact, unit: str) -> Fact:
    """A row with the unit that its table tells once (単位：千円) behind its bare figures; not
    under a head that tells of shares or of another unit."""
    cells = tuple(
        replace(cell, value=replace(cell.value, text=f"{cell.value.text}{unit}"))
        if place and _BARE.fullmatch(cell.value.text) and not _OTHER_UNIT.search(cell.header)
        else cell
        for place, cell in enumerate(fact.cells)
    )
    return replace(fact, cells=cells, text=" ".join(cell.value.text for cell in cells))
