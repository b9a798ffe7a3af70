"""Workbooks: a section a sheet, a line a row, values as the cells show them."""

from __future__ import annotations

import datetime
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import range_boundaries

from assistant.datamodels import Places
from assistant.errors import UnreadableFile
from assistant.ingest.laying import WIDEST, Placed, cell_text, table_cells, table_lines, tidy
from assistant.ingest.package import open_package
from assistant.ingest.places import locate
from assistant.ingest.text import Extract
from assistant.settings import Settings

CHUNK = 1024 * 1024  # bytes
CELL = re.compile(rb"<(?:\w+:)?c[ >/]")
MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell [^>]{0,40}?ref=\"([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})\""
)
OVERLAP = 100  # bytes, longer than a match
PLAIN_NAME = re.compile(r"(?:Sheet|シート)\s*\d*", re.IGNORECASE)
COVER = re.compile(r"表紙|cover", re.IGNORECASE)
LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
NO_CELL = -1
EMPTY_ROWS = 50_000  # in a row, after which a sheet is taken to be at its end

Grid = list[tuple[int, list[str]]]
Piece = tuple[str, int]  # a cell's text and its `_key`; NO_CELL for the name of a sheet
Area = tuple[int, int, int, int]  # first column, first row, last column, last row, from 1


def read(path: Path, settings: Settings) -> Extract:
    """The text of a workbook. Raises UnreadableFile."""
    file = open_package(path, settings)
    with zipfile.ZipFile(file) as archive:
        merged = _merges(archive, path, settings)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of every part that it leaves out
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    try:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
        sections = [_section(s, merged, len(sheets) == 1, settings, path.name) for s in sheets]
    finally:
        book.close()
    text = tidy(line for lines, _ in sections for line in lines)
    if not any(any(line and not line.startswith("#") for line in lines) for lines, _ in sections):
        raise UnreadableFile(f"{path.name}: 値の入ったセルがありません。中身を確かめてください。")
    left_out = (f"{path.name}: 非表示のシート（{'、'.join(hidden)}）は読みません。",)
    places = _places(text, [sheet.title for sheet in sheets], [held for _, held in sections])
    return Extract(f"{text}\n", (), "xlsx", "utf-8", left_out if hidden else (), places)


def _places(text: str, sheets: Sequence[str], held: Sequence[Sequence[Piece]]) -> Places:
    """In which cell each piece of the text stands."""
    pieces = [(words, (n, key)) for n, section in enumerate(held) for words, key in section]
    cells = tuple(
        (offsets[0], offsets[-1] + 1, sheet, *_row_and_column(key))
        for offsets, (sheet, key) in locate(text, pieces)
        if key != NO_CELL
    )
    return Places("", cells=cells, sheets=tuple(sheets))


def _key(row: int, column: int) -> int:
    return row * WIDEST + column - 1


def _row_and_column(key: int) -> tuple[int, int]:
    return key // WIDEST, key % WIDEST + 1


def _merges(archive: zipfile.ZipFile, path: Path, settings: Settings) -> dict[str, list[Area]]:
    """The merged areas of each sheet's part, which openpyxl does not tell when it reads row
    by row; counts the cells on the way. Raises UnreadableFile if there are too many."""
    areas: dict[str, list[Area]] = {}
    cells = 0
    for name in archive.namelist():
        if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
            continue
        with archive.open(name) as stream:
            tail = b""
            while chunk := stream.read(CHUNK):
                cells += len(CELL.findall(chunk))
                for match in MERGED.finditer(tail + chunk):
                    bounds: Area = range_boundaries(match[1].decode())
                    if bounds not in areas.setdefault(name, [])[-3:]:
                        areas[name].append(bounds)
                tail = chunk[-OVERLAP:]
                if cells > settings.file_cells:
                    raise UnreadableFile(
                        f"{path.name}: セルが {settings.file_cells:,} を超えています。"
                        "使わないシートや行を削るか、ファイルを分けてください。"
                    )
    return areas


def _section(
    sheet: Any, merged: dict[str, list[Area]], only: bool, settings: Settings, name: str
) -> tuple[list[str], list[Piece]]:
    """The lines of a sheet below its name, and what they are made of; a cover, and a lone
    sheet that nobody named, go without."""
    title = re.sub(r"\s+", " ", str(sheet.title)).strip()
    unnamed = (only and PLAIN_NAME.fullmatch(title)) or COVER.fullmatch(title)
    lines = [] if unnamed else ["", f"# {title}", ""]
    part = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
    areas = merged.get(part, [])
    pieces = [] if unnamed else [(title, NO_CELL)]
    for grid in _tables(_rows(sheet, settings, name)):
        laid, held = _table(grid, areas)
        lines += ["", *laid, ""]
        pieces += held
    return lines, pieces


def _rows(sheet: Any, settings: Settings, name: str) -> Iterator[tuple[int, list[str]]]:
    """Row numbers from 1 with the cells' texts; rows without any come with an empty list."""
    sheet.reset_dimensions()
    places = empty = 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        places += len(row)
        if places > 20 * settings.file_cells:
            raise UnreadableFile(f"{name}: 使われていない列が多すぎます。列を削ってください。")
        texts = [shown(cell.value, cell.number_format or "") if cell.value is not None else ""
                 for cell in row[:WIDEST]]  # fmt: skip
        empty = 0 if any(texts) else empty + 1
        if empty > EMPTY_ROWS:
            return
        yield number, texts if any(texts) else []


def _tables(rows: Iterable[tuple[int, list[str]]]) -> Iterator[Grid]:
    """Runs of rows without an empty one between them."""
    grid: Grid = []
    for number, texts in rows:
        if texts:
            grid.append((number, texts))
        elif grid:
            yield grid
            grid = []
    if grid:
        yield grid


def _table(grid: Grid, areas: Sequence[Area]) -> tuple[list[str], list[Piece]]:
    first, last = grid[0][0], grid[-1][0]
    spans = {
        (top, left): (min(bottom, last) - top + 1, min(right, WIDEST) - left + 1)
        for left, top, right, bottom in areas
        if first <= top <= last
    }
    placed: list[Placed] = []
    for number, texts in grid:
        for column, text in enumerate(texts, start=1):
            if text:
                rows, columns = spans.get((number, column), (1, 1))
                place = (number - first, column - 1, rows, columns)
                placed.append(Placed(text, *place, key=_key(number, column)))
    return _titles_apart(placed)


def _titles_apart(placed: list[Placed]) -> tuple[list[str], list[Piece]]:
    """Rows of one cell above a table are lines of their own, not rows of the table."""
    count = 0
    by_row: dict[int, list[Placed]] = {}
    for cell in placed:
        by_row.setdefault(cell.row, []).append(cell)
    ordered = [by_row[row] for row in sorted(by_row)]
    while count < len(ordered) and len(ordered[count]) == 1 and ordered[count][0].rows == 1:
        count += 1
    titles = [cells[0].text.replace("<br>", "\n") for cells in ordered[:count]]
    pieces = [(cells[0].text, cells[0].key) for cells in ordered[:count]]
    if count == len(ordered):
        return titles, pieces
    start = ordered[count][0].row
    rest = [replace(cell, row=cell.row - start) for cells in ordered[count:] for cell in cells]
    lines = [*titles, *([""] if titles else []), *table_lines(rest, narrowed=True)]
    return lines, [*pieces, *((cell.text, cell.key) for cell in table_cells(rest))]


def shown(value: Any, number_format: str) -> str:
    """A cell's value as the sheet shows it, as far as the format's usual parts tell."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, number_format.split(";")[0])
    if isinstance(value, datetime.datetime | datetime.date):
        return _date(value, number_format)
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    return cell_text(str(value).replace("\t", " ").replace("_x000D_", "").splitlines())


def _number(value: float, number_format: str) -> str:
    literals = [(m[1] or m[2] or "", m.start()) for m in LITERAL.finditer(number_format)]
    bare = LITERAL.sub("", number_format)
    digits = re.search(r"[#0?][#0?,.]*", bare)
    place = re.search(r"[#0?]", LITERAL.sub(lambda m: "\x00" * len(m[0]), number_format))
    if not digits or place is None or re.search(r"E[+-]|/", bare):
        return _plain(value)
    percent = "%" in bare
    decimals = len(digits[0].partition(".")[2].rstrip(","))
    grouped = "," in digits[0].rstrip(",")
    amount = value * 100 if percent else value
    text = f"{amount:,.{decimals}f}" if grouped else f"{amount:.{decimals}f}"
    if "#" in digits[0].partition(".")[2]:
        text = text.rstrip("0").rstrip(".")
    before = "".join(literal for literal, at in literals if at < place.start())
    after = "".join(literal for literal, at in literals if at > place.start())
    return f"{before}{text}{'%' if percent else ''}{after}"


def _plain(value: float) -> str:
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.10g}"
    return str(value)


def _date(value: datetime.date, number_format: str) -> str:
    """A date, or no more than its month or year where the format shows no more."""
    shape = LITERAL.sub("", number_format).lower()
    if "d" in shape or not shape.strip("-/ "):
        return f"{value.year}年{value.month}月{value.day}日"
    if "m" in shape:
        return f"{value.year}年{value.month}月"
    return f"{value.year}年"
