"""Grids of years and figures: which column stands for which year, which row for which
indicator or step of a schedule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from assistant.datamodels import Span, Value, ValueKind
from assistant.ingest.blocks import Cell, Row, display
from assistant.ingest.cells import NUMBER, is_figure_row, is_year, opens_grid
from assistant.ingest.labels import CIRCLED, FIGURES, leading_label, roles_of
from assistant.language.years import find_years, without_years

Cells = tuple[Cell, ...]
Period = tuple[int, int] | None

ARROW = re.compile(rf"(?![─―-]$)[→➡⇒⟶⇨►▶━─―〜~～＞>◆●○◎■□▲△☆★✓✔レ|｜\s{CIRCLED}-]+$")
NOTHING = re.compile(r"[-–—―─━ー－‐−…・/／\s]+$")
_LABEL_BEFORE = re.compile(
    r"(?:[^\s（(<]+[ 　\n]*[（(][^（()）]*[）)]|[^\s:：]+(?=[:：\n]|\s))[:：]?\s*(?:<[^<>]*>\s*)*"
)
_PART_OF_YEAR = re.compile(
    r"[上下]半?期|[前後]期|[前後]半|第?[ 　]?[1-4１-４一二三四](?:四半期|[QＱ])|[QＱ][1-4１-４]"
    r"|[0-9０-９]{1,2}[月～〜~\-－―][0-9０-９～〜~\-－―]{0,3}月?"
)
_NUMERIC = re.compile(r"\d")
_FIGURE_CELL = re.compile(rf"[約+＋±▲△-]?{NUMBER}[^0-9０-９\s]{{0,5}}")
_KIND_OF_ROLE: dict[str, ValueKind] = {
    "baseline": "baseline", "present": "baseline", "target": "target", "goal": "target",
    "actual": "actual", "progress": "actual",
}  # fmt: skip
_EXPECTED = re.compile(r"[（(]見込み?[）)]")  # 6年度末（見込み）: what a plan starts from
_NO_FIGURES = (("indicator",), ("schedule",), ("name",), ("hierarchy",))  # 基本目標 is no target


@dataclass(frozen=True, slots=True)
class Column:
    """A column of values: the years its heads name, and what kind of figure they are."""

    index: int
    years: tuple[int, ...]
    kind: ValueKind | None
    label: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table read by columns. `names` are the columns left of the values."""

    columns: tuple[Column, ...]
    body: tuple[Row, ...]
    name_column: int | None = None
    qualifier_column: int | None = None
    unit_column: int | None = None
    role: str = ""  # indicator or schedule, where the heads say so
    first: int = 0  # the first column of values
    kind_column: int | None = None  # of 計画 and 実績, behind a value that all rows share


@dataclass(frozen=True, slots=True)
class Figure:
    """A filled cell of a row, with the column it belongs to."""

    column: Column
    cell: Cell


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a grid: what it is about and its filled cells."""

    name: Value | None
    role: str  # the row's own role: actions, indicator, target … or ""
    label: str
    qualifier: str
    unit: str
    figures: tuple[Figure, ...]
    span: Span


def read_grid(
    rows: tuple[Row, ...], period: Period, above: Grid | None = None, depth: int | None = None
) -> Grid | None:
    """The grid in `rows`; without heads of its own it takes the columns of the one above.
    `depth` tells how many rows are heads where that is known. None if nothing in it stands
    for a year or a kind of figure."""
    depth = head_depth(rows) if depth is None else depth
    if depth == 0:
        if above is None:
            return None
        return _inherited(above, rows)
    heads, body = rows[:depth], rows[depth:]
    width = max(len(row.cells) for row in rows)
    columns = [_column(heads, index, period) for index in range(width)]
    held = _with_results([column for column in columns if column is not None])
    values = _with_baseline(held, heads, period)
    if not values or not body:
        return None
    name = _name_column(body)
    if all(column.index > 1 or not _holds(body, column) for column in values):
        blank = not any(row.cells[0].text for row in body)
        name = 1 if blank and all(len(r.cells) > 2 and r.cells[1].text for r in body) else name
    if name == 1 and _begins_beside_label(heads, body):
        name = 0
    if start := _start_column(heads, body, values):
        return Grid((start, *values), body)
    named = any("indicator" in roles_of(cell.text) for row in heads for cell in row.cells[1:])
    first = not (named and name == 0 and not any(_is_figure(row.cells[0].text) for row in body))
    name = name if first else 1
    values = tuple(c for c in values if c.index > name or (c.index == 0 and first))
    values = tuple(c for c in values if c.index or _holds(body, c))
    values = tuple(c for c in values if c.years or not _tells_state(body, c))
    grid = Grid(values, body, first=values[0].index if values else 0)
    if not values:
        return None
    return _told_by_row(_aligned(_with_names(grid, heads, name), heads, period))


def _begins_beside_label(heads: tuple[Row, ...], body: tuple[Row, ...]) -> bool:
    """Whether the years begin right beside the label of the whole: 年度 | R7 | R8 over 工程."""
    first, second = (cell.text for cell in heads[-1].cells[:2])
    steps = all(roles_of(row.cells[0].text) == ("schedule",) for row in body)
    return bool(first) and is_year(second) and steps


def _holds(body: tuple[Row, ...], column: Column) -> bool:
    """Whether anything stands below the head of a column; nothing does below the label of the
    whole grid: 達成目標 | 指標 | 現状値 | R8."""
    return any(row.cells[column.index].text for row in body if column.index < len(row.cells))


def _tells_state(body: tuple[Row, ...], column: Column) -> bool:
    """Whether a column tells by words what became of the figures beside it: 達成, 未達成."""
    told = [row.cells[column.index].text for row in body if column.index < len(row.cells)]
    words = bool({"progress", "rating"} & set(roles_of(column.label, True)))
    return words and not any(re.search(r"[0-9０-９]", text) for text in told)


def _told_by_row(grid: Grid) -> Grid:
    """The grid with the column that tells what kind of figures a row holds; then no year tells
    it for all rows."""
    column = _kinds(grid)
    if column is None:
        return grid
    columns = [
        replace(c, kind="target") if c.years and c.index > column else c for c in grid.columns
    ]
    return replace(grid, columns=tuple(columns), kind_column=column)


def _kinds(grid: Grid) -> int | None:
    """The column between a figure to start from and those of the years that says in every row
    what kind of figure follows: 指標 | 基準値 | 計画 | 30 | 40, then 実績 | 28."""
    starts = set(takewhile(lambda column: column.kind == "baseline", grid.columns))
    dated = [c.index for c in grid.columns if c.years and c not in starts]
    held = {column.index for column in grid.columns}
    for index in range(grid.first + 1, min(dated, default=0)):
        texts = [row.cells[index].text if index < len(row.cells) else "" for row in grid.body]
        known = sum(bool(_figure_role(text)) for text in texts)
        rest = [text for text in texts if not _figure_role(text)]
        if index not in held and known >= len(rest) and all(map(_is_derived, rest)) and texts:
            return index
    return None


def _is_derived(text: str) -> bool:
    """Whether a row tells what follows from the figures above it: 達成率, 評価."""
    return bool({"note", "rating"} & set(roles_of(text)))


def _start_column(
    heads: tuple[Row, ...], body: tuple[Row, ...], values: tuple[Column, ...]
) -> Column | None:
    """The first column where it holds the figures to start from, under a word of the
    document's own (はじめ | R6 | R7), and so names nothing."""
    head = heads[-1].cells[0].text
    firsts = [row.cells[0].text for row in body]
    dated = values[0].index == 1 and all(column.years for column in values)
    if not (head and dated and firsts and all(map(_is_figure, firsts))):
        return None
    return Column(0, (), "baseline", head)


def _with_results(columns: list[Column]) -> list[Column]:
    """The columns; years that stand bare before a result are results too: R4 | R5 | R6実績 |
    R8目標."""
    told = [c for c in columns if c.years and _head_kind(c.label) == "actual"]
    last = max(told, key=lambda column: column.years[-1], default=None)
    if last is None:
        return columns
    return [
        replace(column, kind="actual")
        if column.kind == "target"
        and column.years
        and column.index < last.index
        and column.years[-1] < last.years[-1]
        and not _head_kind(column.label)
        else column
        for column in columns
    ]


def _with_baseline(
    columns: list[Column], heads: tuple[Row, ...], period: Period
) -> tuple[Column, ...]:
    """The columns; the year before the period is the baseline where a head, over whatever
    column, speaks of the present state."""
    told = any(
        _head_kind(cell.text) == "baseline" or _EXPECTED.search(cell.text)
        for row in heads
        for cell in row.cells
    )
    known = any(column.kind == "baseline" and column.years for column in columns)
    if not (period and told) or known:
        return tuple(columns)
    return tuple(
        replace(column, kind="baseline")
        if column.kind == "actual"
        and column.years == (period[0] - 1,)
        and not _head_kind(column.label)
        else column
        for column in columns
    )


def head_depth(rows: tuple[Row, ...]) -> int:
    """How many rows at the top are heads."""
    if not rows or (is_figure_row(rows[0].cells) and not opens_grid(rows[0].cells)):
        return 0
    depth = 0
    for number, row in enumerate(rows):
        texts = [cell.text for cell in row.cells if cell.text]
        heading = opens_grid(row.cells) or opens_grid(row.cells[1:])
        below = rows[number + 1].cells if number + 1 < len(rows) else ()
        banner = number == 0 and bool(below) and not below[0].text and opens_grid(below)
        words = (
            depth > 0 and not row.cells[0].text and len(texts) > 1 and all(map(_head_kind, texts))
        )
        halves = depth > 0 and not row.cells[0].text and all(map(_PART_OF_YEAR.fullmatch, texts))
        if not (heading or banner or words or halves) or any(len(text) > 40 for text in texts):
            break
        if depth and sum(map(_is_figure, texts)) > 1:
            break  # 成果指標 | 目標 | 30件 | 60件
        depth += 1
    return depth


def _is_figure(text: str) -> bool:
    return bool(_FIGURE_CELL.fullmatch(text)) and not is_year(text)


def _head_kind(text: str) -> ValueKind | None:
    """The kind of figure that a column's head names beside its year."""
    rest = without_years(text, find_years(text))
    rest = re.sub(r"[()（）\[\]【】〔〕\s]|年度?|末|時点|値$", "", rest)
    for role in (*roles_of(text), *roles_of(rest), *roles_of(rest, True)):
        if role in _KIND_OF_ROLE:
            return _KIND_OF_ROLE[role]
    for word, kind in (
        ("目標", "target"),
        ("実績", "actual"),
        ("現状", "baseline"),
        ("基準", "baseline"),
    ):
        if word in rest and len(rest) <= 8:
            return kind  # type: ignore[return-value]
    return None


def _column(heads: tuple[Row, ...], index: int, period: Period) -> Column | None:
    texts: list[str] = []
    kind: ValueKind | None = None
    for level, row in enumerate(heads):
        text = row.cells[index].text if index < len(row.cells) else ""
        if text:
            kind = _head_kind(text) or kind
        elif level < len(heads) - 1:
            text = _spread(row.cells, index)
            spread = _head_kind(text) if text else None
            kind = spread if spread in ("target", "actual") else kind
            if spread not in ("target", "actual") and _dated_below(heads[level + 1 :], index):
                text = ""
        if text and "schedule" in roles_of(text, True) and not _years(text):
            continue
        if text:
            texts.append(text)
    own = [row.cells[index].text for row in heads if index < len(row.cells)]
    years = _years(" ".join(own) if any(map(_years, own)) else " ".join(texts))
    if not years and kind is None:
        return None
    if not (own and is_year(own[-1])) and any(
        roles_of(text)[:1] in _NO_FIGURES and not is_year(text) for text in own if text
    ):
        return None
    return Column(index, years, kind or _kind_of_year(years, period), " ".join(texts))


def _dated_below(heads: tuple[Row, ...], index: int) -> bool:
    return any(_years(row.cells[index].text) for row in heads if index < len(row.cells))


def _spread(cells: Cells, index: int) -> str:
    """The head of a merged cell that reaches over column `index` from the left."""
    for column in range(min(index, len(cells) - 1), 0, -1):
        if cells[column].text:
            return cells[column].text
    return ""


def _years(text: str) -> tuple[int, ...]:
    return tuple(sorted({mention.year for mention in find_years(text)}))


def _kind_of_year(years: tuple[int, ...], period: Period) -> ValueKind | None:
    if not years:
        return None
    return "actual" if period and years[-1] < period[0] else "target"


def _with_names(grid: Grid, heads: tuple[Row, ...], fallback: int) -> Grid:
    """The grid with the columns that name its rows."""
    name = qualifier = unit = None
    role = ""
    for index in range(grid.first):
        text = " ".join(row.cells[index].text for row in heads if index < len(row.cells)).strip()
        roles = roles_of(text, True) if text else ()
        first = not role and "indicator" in roles
        role = role or next((r for r in roles if r in ("indicator", "schedule")), "")
        if not any(row.cells[index].text for row in grid.body if index < len(row.cells)):
            continue  # the label of the whole grid
        if "qualifier" in roles and name is not None:
            qualifier = index
        elif "unit" in roles:
            unit = index
        elif set(roles) & {"indicator", "name", "schedule", "actions"} and name is None:
            name = index
        elif first and name is not None:
            name = index  # テーマ | 指標 | 現状 | 目標
        elif name is not None and text and not roles and qualifier is None:
            qualifier = index
    trailing = [c for c in range(grid.first, _width(grid)) if _says(heads, c, "unit")]
    unit = unit if unit is not None else next(iter(trailing), None)
    if grid.first > 0 and (name is None or fallback > name):
        name = min(fallback, grid.first - 1)
        qualifier = None if qualifier == name else qualifier
    return replace(grid, name_column=name, qualifier_column=qualifier, unit_column=unit, role=role)


def _width(grid: Grid) -> int:
    return max((len(row.cells) for row in grid.body), default=0)


def _says(heads: tuple[Row, ...], index: int, role: str) -> bool:
    return any(role in roles_of(row.cells[index].text) for row in heads if index < len(row.cells))


def _name_column(body: tuple[Row, ...]) -> int:
    """The first column, or the second where the first only says what kind of row it is."""
    firsts = [row.cells[0].text for row in body if row.cells and row.cells[0].text]
    generic = bool(firsts) and all(_row_role(roles_of(text)) for text in firsts)
    numbers = bool(firsts) and all(
        re.fullmatch(r"(?:No\.?)?[\d\-.①-⑳]{1,5}", text) for text in firsts
    )
    seconds = [row.cells[1].text for row in body if len(row.cells) > 2]
    named = sum(
        bool(text)
        and not _row_role(roles_of(text))
        and not _is_figure(text)
        and not NOTHING.fullmatch(text)
        for text in seconds
    )
    return 1 if (generic or numbers) and named * 2 >= len(seconds) > 0 else 0


def _aligned(grid: Grid, heads: tuple[Row, ...], period: Period) -> Grid:
    """The grid with its years set right where the heads slipped by a column: the column
    right behind the names is called 現状 but bears no year, the next one bears it."""
    labels = max(index for index in (grid.name_column, 0) if index is not None) + 1
    upper = [row.cells[labels].text for row in heads if labels < len(row.cells)]
    named = any(_head_kind(text) == "baseline" for text in upper if text)
    dated = [column for column in grid.columns if column.years]
    bare = all(column.index != labels or not column.years for column in grid.columns)
    if not (named and bare and dated and dated[0].index == labels + 1):
        return grid
    if period and (dated[0].years[0], dated[-1].years[-1]) == period:
        return grid
    if _is_full(grid, dated[-1].index):
        return grid
    if len(heads) == 1 and not _may_have_slipped(grid, dated[-1].index):
        return grid
    width = max(_width(grid), dated[-1].index + 1)
    last = dated[-1].years[-1]
    columns = [replace(column, index=column.index - 1) for column in dated]
    first = replace(columns[0], kind="baseline", label=f"{upper[0]} {columns[0].label}".strip())
    columns[0] = first
    index, limit = columns[-1].index + 1, period[1] if period else last
    while index < width and last < limit:
        last += 1
        columns.append(Column(index, (last,), "target", f"R{last - 2018}"))
        index += 1
    return replace(grid, columns=tuple(columns), first=labels)


def _is_full(grid: Grid, last: int) -> bool:
    """Whether each row states a figure under every head up to the last."""
    held = [row.cells[grid.first : last + 1] for row in grid.body]
    return all(len(cells) > last - grid.first and all(c.text for c in cells) for cells in held)


def _may_have_slipped(grid: Grid, last: int) -> bool:
    """Whether the rows go on behind the last head, or none tells anything under it."""
    under = any(last < len(row.cells) and row.cells[last].text for row in grid.body)
    return _width(grid) > last + 1 or not under


def _inherited(above: Grid, rows: tuple[Row, ...]) -> Grid:
    return replace(above, body=rows)


def lines_of(text: str, grid: Grid) -> Iterator[Line]:
    """The rows of a grid of `text`; blank name cells go on with the name above."""
    name: Value | None = None
    label, role, unit = "", "", ""
    kinds = _is_column_of_kinds(grid)
    for row in grid.body:
        cells = row.cells
        marker = 0 if kinds and cells[0].text else _marker(cells, grid)
        own = _name_of(text, cells, grid, marker)
        if own is not None:
            name, label, role = own
        elif marker is None and _tells_derived(cells, grid):
            continue
        marker = grid.kind_column if grid.kind_column is not None else marker
        kind = _figure_role(cells[marker].text) if marker is not None else ""
        if grid.unit_column is not None and grid.unit_column < len(cells):
            unit = cells[grid.unit_column].text or unit
        yield Line(
            name, kind or role, cells[marker].text if marker is not None else label,
            _text_at(cells, grid.qualifier_column), unit,
            () if _only_derived(cells, grid) else tuple(_figures(cells, grid, marker)), row.span,
        )  # fmt: skip


def _tells_derived(cells: Cells, grid: Grid) -> bool:
    """Whether a row without a name of its own tells what follows from those above: 達成率."""
    before = [cell.text for cell in cells[1 : grid.first] if cell.text]
    return bool(before) and all(map(_is_derived, before))


def _only_derived(cells: Cells, grid: Grid) -> bool:
    return grid.kind_column is not None and _is_derived(_text_at(cells, grid.kind_column))


def _is_column_of_kinds(grid: Grid) -> bool:
    """Whether the first column only says 計画, 実績 …: the indicator is named above."""
    firsts = [row.cells[0].text for row in grid.body if row.cells and row.cells[0].text]
    return grid.first == 1 and bool(firsts) and all(map(_figure_role, firsts))


def _figure_role(text: str) -> str:
    roles = roles_of(text) or roles_of(text, True)
    return next((role for role in roles if role in FIGURES), "")


def _text_at(cells: Cells, index: int | None) -> str:
    return cells[index].text if index is not None and index < len(cells) else ""


def _marker(cells: Cells, grid: Grid) -> int | None:
    """The column of a row that says 目標 or 実績, behind the name."""
    for index in range(min(len(cells), max(grid.first, 1) + 1)):
        if set(roles_of(cells[index].text)) & FIGURES and index <= grid.first:
            return index
    return None


def _name_of(
    text: str, cells: Cells, grid: Grid, marker: int | None
) -> tuple[Value, str, str] | None:
    """Name, label and role that a row states for itself."""
    if grid.name_column is None and marker is None:
        return None
    index = grid.name_column if grid.name_column is not None else 0
    if marker is not None:
        index = next((i for i in range(marker) if cells[i].text), index)
    if index >= len(cells) or index == marker or index >= max(grid.first, 1):
        return None
    cell = cells[index]
    if not cell.text:
        return None
    if index > 0 and (roles := roles_of(cells[index - 1].text)):
        return Value(cell.text, cell.span), cells[index - 1].text, _row_role(roles)
    roles, label, rest = leading_label(cell.text)
    if roles and _row_role(roles) and rest:
        at = _behind_label(text, cell.span)
        return Value(display(text, at), at), label, _row_role(roles)
    steps = roles_of(cell.text) == ("schedule",)  # 工程 | 調査 | 構築 above rows of figures
    return Value(cell.text, cell.span), "", "schedule" if steps else ""


def _behind_label(text: str, span: Span) -> Span:
    """What follows the label that a cell begins with, tags left out."""
    match = _LABEL_BEFORE.match(text, span.start, span.end)
    return Span(match.end() if match else span.start, span.end)


def _row_role(roles: tuple[str, ...]) -> str:
    for role in roles:
        if role in ("actions", "indicator", "schedule") or role in FIGURES:
            return role
    return ""


def _figures(cells: Cells, grid: Grid, marker: int | None) -> Iterator[Figure]:
    """The filled cells under the value columns. Where 目標 stands in the first of them, the
    heads lack a cell and the values begin behind it."""
    behind = marker if grid.kind_column is None else None
    shift = max(0, behind + 1 - grid.first) if behind is not None else 0
    for column in grid.columns:
        index = column.index + shift
        if index < len(cells) and cells[index].text and index != grid.unit_column:
            yield Figure(column, cells[index])


def part_of_year(head: str) -> str:
    """The part of a year that the head of a column ends with: 上期 of 令和8年度 上期; else ""."""
    last = head.split()[-1] if head else ""
    return last if _PART_OF_YEAR.fullmatch(last) else ""


def is_numeric(text: str) -> bool:
    """Whether a cell states a figure rather than a step."""
    return bool(_NUMERIC.search(text)) and len(text) <= 40


def tells_steps(grid: Grid, lines: tuple[Line, ...]) -> bool:
    """Whether neither columns nor lines tell a kind of figure, and some cell holds an arrow or
    words rather than a figure."""
    if any(line.role for line in lines) or any(_head_kind(c.label) for c in grid.columns):
        return False
    texts = [figure.cell.text for line in lines for figure in line.figures]
    return any(ARROW.match(text) or not (NOTHING.match(text) or is_numeric(text)) for text in texts)


def planned_steps(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """What was planned, of rows that tell in words what was planned and done year by year (予定 |
    試行 | 運用 over 実績 | 試行); () for other rows."""
    bare = all(line.name is None and line.role in ("target", "actual") for line in lines)
    texts = [figure.cell.text for line in lines for figure in line.figures]
    if not bare or not texts or any(map(is_numeric, texts)):
        return ()
    return tuple(replace(line, role="schedule") for line in lines if line.role == "target")


def looks_like_indicators(grid: Grid, lines: tuple[Line, ...]) -> bool:
    """Whether a grid without telling heads holds figures (rather than steps of a schedule)."""
    if grid.role == "indicator" or any(c.kind == "baseline" and not c.years for c in grid.columns):
        return True
    if any(line.role in FIGURES or line.role == "indicator" for line in lines):
        return True
    texts = [figure.cell.text for line in lines for figure in line.figures]
    told = [text for text in texts if not ARROW.match(text) and not NOTHING.match(text)]
    numeric = sum(
        bool(re.match(r"[約+＋±▲△-]?[\d０-９]", text)) and is_numeric(text) for text in told
    )
    if any(not c.years for c in grid.columns):
        return True
    return bool(told) and numeric * 2 > len(told) and grid.role != "schedule"
