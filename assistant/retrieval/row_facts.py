"""The facts of tables: their rows, each cell with the title of its column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.datamodels import Document, Fact, LabelledCell, ReadDocument, Value
from assistant.ingest.blocks import Block, Cell, Row, display
from assistant.ingest.cells import grid_end, is_year, opens_grid
from assistant.ingest.figures import part_of_year
from assistant.ingest.labels import FIGURES, roles_of
from assistant.retrieval.calendar_facts import calendar_facts, is_calendar
from assistant.retrieval.context import Context
from assistant.retrieval.table_heads import header_titles, is_sheet, label_rows

ROW_CELL_CHARACTERS = 160  # a longer cell is told by its statements, not by the row
_UNIT = re.compile(r"単位[：:][ 　]*(?P<unit>[^\s0-9０-９、，,・／/（()）：:]{1,6})[ 　]*[）)］\]]")
LONGEST_FIGURE = 16  # characters
_BARE_YEAR = re.compile(
    r"(?:令和|平成|[RrＲHＨ])?[ 　]?[0-9０-９元]{1,4}(?:[（(][^（()）]{1,8}[）)])?[ 　]?"
    r"(?:年度?)?末?[ 　]?(?:[（(]?(?:実績|目標|計画|見込み?|現状|基準|予算|決算)値?[）)]?)?"
)
_FIGURE = re.compile(r"[約＋+△▲±-]?[ 　]?[0-9０-９]|[—―－ー‐-]$")
_BARE = re.compile(r"[△▲-]?[0-9０-９][0-9０-９,，.．]*")
_OTHER_UNIT = re.compile(
    r"率|割合|比$|番号|No|年次|順位|[（(][^（()）年]*[%％人件円台回社校戸日時][^（()）]*[）)]"
)


def row_facts(read: ReadDocument, blocks: tuple[Block, ...], context: Context) -> Iterator[Fact]:
    """The rows of tables; of a sheet, which its record and its statements tell, only those that
    follow from the figures of its record: 達成率, 決算額."""
    caption = ""
    for block in blocks:
        if block.kind == "blank":
            continue
        if block.kind != "table":
            caption = display(read.document.text, block.span)[:80]
        elif is_calendar(block):
            yield from calendar_facts(read, block, caption, context)
        else:
            yield from _table_facts(read.document, block, caption, context)


def _table_facts(
    document: Document, table: Block, caption: str, context: Context
) -> Iterator[Fact]:
    sheet = is_sheet(table)
    headers = 0 if sheet else label_rows(table)
    titles = header_titles(table.rows[:headers])
    unit = _UNIT.search(f"{caption} {' '.join(titles)}")
    inner = _InnerHeads(table.rows)
    group = ""
    for number, row in enumerate(table.rows[headers:], headers):
        if (number > headers or not headers) and inner.open(number):
            continue
        group = row.cells[0].text if row.cells and row.cells[0].text else group
        told, headed, follows = inner.over(number)
        if sheet and not follows:
            continue
        heads = inner.heads if headed else titles
        fact = _row_fact(document, told, heads, group, caption, context)
        if fact is not None:
            yield _with_unit(fact, unit["unit"]) if unit else fact


class _InnerHeads:
    """The heads that stand within a table (KPI | 区分 | R4 | R5), and the rows below them."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self.heads: list[str] = []
        self._rows = rows
        self._end = 0  # of the rows below them
        self._named: Cell | None = None  # what these are about

    def open(self, number: int) -> bool:
        """Whether a row is such heads, or goes on with them by the parts of their years."""
        row = self._rows[number]
        if heads := _inner_heads(row):
            self.heads, self._named, self._end = heads, None, grid_end(self._rows, number)
            return True
        parted = _with_parts(self.heads, row) if number < self._end else []
        self.heads = parted or self.heads
        return bool(parted)

    def over(self, number: int) -> tuple[Row, bool, bool]:
        """A row with what it is about in its first cell, whether the heads are over it, and
        whether it tells what follows from the figures above it."""
        row, below = self._rows[number], number < self._end
        if below and row.cells[0].text:
            self._named = row.cells[0]
        follows = bool(self.heads) and _follows(row, self.heads)
        told = Row((self._named, *row.cells[1:]), row.span) if below and self._named else row
        return told, below or follows, follows


def _inner_heads(row: Row) -> list[str]:
    """The years and kinds of figures that a row within a table heads columns with (KPI | 区分 |
    R4 | R5), by column; [] for any other row."""
    years = [cell.text for cell in row.cells if is_year(cell.text)]
    if (
        len(years) < 2
        or not all(map(_BARE_YEAR.fullmatch, years))
        or not (opens_grid(row.cells) or opens_grid(row.cells[1:]))
    ):
        return []
    told = (is_year(c.text) or set(roles_of(c.text)) & FIGURES for c in row.cells)
    return [cell.text if kept else "" for cell, kept in zip(row.cells, told, strict=True)]


def _with_parts(heads: list[str], row: Row) -> list[str]:
    """The heads with the parts of the years that the row right below them tells: R8 上期,
    R8 下期; [] where it tells anything else."""
    texts = [cell.text for cell in row.cells]
    if not texts or texts[0] or not all(part_of_year(text) for text in texts if text):
        return []
    parted, year = list[str](), ""
    for head, part in zip(heads, texts, strict=False):
        year = head or year
        parted.append(f"{year} {part}" if part and year else head)
    return parted if any(texts) else []


def _follows(row: Row, heads: list[str]) -> bool:
    """Whether a row has a figure under each of the years, and tells what follows from the
    targets and actuals above it."""
    words = [cell.text for cell in row.cells if cell.text and not _FIGURE.match(cell.text)]
    roles = {role for text in words for role in roles_of(text, True)}
    dated = [c.text for c, head in zip(row.cells, heads, strict=False) if is_year(head)]
    told = all(len(text) <= LONGEST_FIGURE and _FIGURE.match(text) for text in dated)
    whole = told and len(row.filled()) == len(words) + len(dated)
    return bool(roles & {"note", "budget"}) and len(dated) > 1 and whole


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
