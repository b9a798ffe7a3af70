"""Sheets of a measure that hold several numbered projects: their names, what is done, who does
it and when stand apart in one table, told together by their numbers alone.

    施策1-1 行政手続のオンライン化
    取組      1-1-1 ★継 オンライン申請の拡大
              電子申請で受け付ける手続を増やします。
    スケジュール           R7      R8
    1-1-1                 棚卸し   拡大
    担当課    1-1-1 デジタル戦略課
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from assistant.datamodels import Span
from assistant.ingest.blocks import Cell, Row
from assistant.ingest.cells import LONGEST_NAME, is_year
from assistant.ingest.labels import roles_of

_CODE = r"[0-9０-９]{1,2}(?:[-－‐–][0-9０-９]{1,2}){1,3}"
_ENTRY = re.compile(
    rf"(?P<code>{_CODE})[ 　]+(?:(?P<signs>[●◎○★☆◆◇■□▲]?[ 　]?[一-龥]?)[ 　]+)?(?P<name>\S.*)"
)
_CODED_LINE = re.compile(rf"(?P<code>{_CODE})[ 　:：]+(?P<rest>(?:(?!<br)[^\n])+)")


@dataclass(slots=True)
class _Measure:
    """A project of the sheet: its cells as they are found."""

    number: Cell
    name: Cell
    signs: Cell
    told: Cell
    offices: Cell
    steps: dict[int, Cell] = field(default_factory=dict)  # by the column of the year


def split_measures(text: str, rows: tuple[Row, ...]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The rows of a table without those of its numbered projects, and these as a list, a
    project a row under heads; no list where the table names none, or tells no more of them."""
    measures, taken = _named(text, rows)
    if not measures:
        return rows, ()
    heads: dict[int, Cell] = {}
    years: dict[int, Cell] = {}
    for number, row in enumerate(rows):
        own = {column: cell for column, cell in enumerate(row.cells) if is_year(cell.text)}
        if len(own) > 1:
            years = own
        measure = measures.get(row.cells[0].text)
        if measure is not None and years:
            heads = years
            measure.steps = {c: row.cells[c] for c in years if c < len(row.cells)}
            taken.add(number)
        elif "department" in {role for cell in row.filled() for role in roles_of(cell.text, True)}:
            taken |= {number} if _take_offices(text, row, measures) else set()
    if not any(measure.offices.text or measure.steps for measure in measures.values()):
        return rows, ()
    rest = tuple(row for number, row in enumerate(rows) if number not in taken)
    return rest, _as_list(rows, measures, heads)


def _named(text: str, rows: tuple[Row, ...]) -> tuple[dict[str, _Measure], set[int]]:
    """The projects under the label 取組, by their numbers, and the rows that name them and say
    what is done."""
    found: dict[str, _Measure] = {}
    taken: set[int] = set()
    column: int | None = None  # of the names
    for number, row in enumerate(rows):
        filled = [place for place, cell in enumerate(row.cells) if cell.text]
        labelled = len(filled) == 2 and set(roles_of(row.cells[filled[0]].text, True)) & {
            "name",
            "actions",
        }
        if labelled:
            column = filled[1]
        elif filled != [column]:
            column = None
        if column is None:
            continue
        cell = row.cells[column]
        entry = _ENTRY.fullmatch(cell.span.of(text))
        if entry and len(entry["name"]) <= LONGEST_NAME and "。" not in entry["name"]:
            found[entry["code"]] = _measure(cell, entry)
        elif found and not labelled:
            last = found[next(reversed(found))]
            last.told = cell if not last.told.text else _joined(last.told, cell)
        else:
            column = None
            continue
        taken.add(number)
    return found, taken


def _measure(cell: Cell, entry: re.Match[str]) -> _Measure:
    start = cell.span.start
    name = Cell(entry["name"], Span(start + entry.start("name"), cell.span.end))
    blank = Cell("", Span(cell.span.end, cell.span.end))
    signs = blank
    if entry["signs"]:
        at = Span(start + entry.start("signs"), start + entry.end("signs"))
        signs = Cell(re.sub(r"\s", "", entry["signs"]), at)
    number = Cell(entry["code"], Span(start, start + entry.end("code")))
    return _Measure(number, name, signs, blank, blank)


def _joined(first: Cell, second: Cell) -> Cell:
    return Cell(f"{first.text}\n{second.text}", first.span.join(second.span))


def _take_offices(text: str, row: Row, measures: dict[str, _Measure]) -> bool:
    """Gives the lines of a cell (1-1-1 市民課) to the projects with these numbers; whether all
    of its lines begin with one."""
    cell = row.filled()[-1]
    lines = list(_CODED_LINE.finditer(text, cell.span.start, cell.span.end))
    for line in lines:
        if line["code"] in measures:
            at = Span(*line.span("rest"))
            measures[line["code"]].offices = Cell(line["rest"].strip(), at)
    return bool(lines)


def _as_list(
    rows: tuple[Row, ...], measures: dict[str, _Measure], years: dict[int, Cell]
) -> tuple[Row, ...]:
    """The projects as a list, behind the measure that the table begins with."""
    at = Span(rows[0].span.start, rows[0].span.start)
    words = ("施策", "番号", "取組名", "区分", "取組の概要", "担当課")
    heads = (*(Cell(word, at) for word in words), *years.values())
    alone = len(rows[0].filled()) == 1
    above = rows[0].filled()[0] if alone else Cell("", at)
    listed = []
    for measure in measures.values():
        steps = (measure.steps.get(column, Cell("", measure.offices.span)) for column in years)
        own = (measure.number, measure.name, measure.signs, measure.told, measure.offices)
        cells = (above, *own, *steps)
        last = measure.told.span if measure.told.text else measure.name.span
        listed.append(Row(cells, Span(measure.number.span.start, last.end)))
    return (Row(heads, at), *listed)
