"""The columns of years and figures in tables with a project a row: targets, actuals, steps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.datamodels import Document, IndicatorValue, ScheduleEntry, Span, Value
from assistant.ingest.blocks import Cell, Row, display
from assistant.ingest.cells import figure_pattern, is_year
from assistant.ingest.figures import (
    NOTHING,
    Column,
    Grid,
    Line,
    is_numeric,
    lines_of,
    looks_like_indicators,
    read_grid,
)
from assistant.ingest.labels import FIGURES, roles_of
from assistant.ingest.list_columns import DATED_FIELDS, Columns, column_of, head_rows, is_aside
from assistant.ingest.own_indicators import OwnRow, own_indicators
from assistant.ingest.part import Part
from assistant.ingest.records import Draft
from assistant.ingest.schedules import (
    is_drawn,
    legend_of,
    read_row,
    read_rows,
    signed_steps,
)
from assistant.ingest.targets import read_targets
from assistant.language.years import find_years

_FIGURE_CELL = re.compile(figure_pattern(unit=r"[^\s0-9０-９→、。（）()]{0,6}"))
_STARTS_FROM = re.compile(
    r"[（(](?P<year>[RrＲ][0-9０-９]{1,2}|令和[0-9０-９元]{1,2}年度?)(?:末|実績)?[：:][ 　]*"
    r"(?P<figure>[^（()）]{1,16})[）)]"
)
_STARTS_FROM_NOTHING = re.compile(r"[（(][ 　]*[-－―–—ー][ 　]*[）)]$")


def take_figures(
    document: Document, part: Part, columns: Columns, draft: Draft, rows: list[Row]
) -> None:
    """The columns of years and figures as indicators or steps of the project."""
    depth = head_rows(part.rows)
    if draft.indicators and (below := list(own_indicators(document.text, columns, rows))):
        _take_own(document, part.rows[:depth], draft, below, rows)
        return
    cut = [Row(row.cells[: columns.last], row.span) for row in (*part.rows[:depth], *rows)]
    indicator = column_of(columns, "indicator")
    grid = read_grid(tuple(cut), document.period, depth=depth)
    if grid is not None and (named := _named_groups(part.rows[:depth], grid)):
        _take_groups(document, named, grid, draft)
        return
    figures = _figure_columns(grid, columns, rows) if grid is not None else ()
    if grid is None or not figures:
        if indicator is not None and draft.indicators is not None:
            for row in rows:
                if indicator < len(row.cells) and row.cells[indicator].text:
                    draft.indicators.take_text(row.cells[indicator].span)
        return
    item = indicator
    if item is None:
        told = any(set(roles_of(columns.heads[c.index].text)) & FIGURES for c in figures)
        item = columns.name if told else _item_column(columns, figures[0].index)
    steps = _columns_of_steps(figures, rows)
    aimed = indicator is None and _names_targets(document.text, figures, steps, rows)
    if not (aimed or _may_hold_steps(columns, figures, rows)):
        steps = ()
    planned = aimed or (indicator is not None and _has_target(figures))
    if steps and (planned or not _hold_figures(steps, rows)):
        figures = tuple(column for column in figures if column not in steps)
        plan = replace(grid, columns=steps, name_column=columns.name, first=steps[0].index)
        for line in lines_of(document.text, plan):
            draft.schedule += _steps_of(document, replace(line, name=None))
        if indicator is None and _take_told(document.text, draft, figures, rows):
            return
    grid = replace(grid, columns=figures, name_column=item, first=figures[0].index)
    lines = tuple(lines_of(document.text, grid))
    legend = legend_of(document.text)
    if is_drawn(lines) or (legend and all(signed_steps(line, legend) for line in lines)):
        for line in lines:
            draft.schedule += _steps_of(document, line)
        return
    if item == columns.name and not any(map(_tells, lines)):
        return
    if looks_like_indicators(grid, lines) and draft.indicators is not None:
        if item == columns.name:
            lines = tuple(replace(line, name=draft.name) for line in lines)
        draft.indicators.take_grid(grid, lines)
    draft.schedule += read_rows(grid, lines, legend)


def _named_groups(heads: tuple[Row, ...], grid: Grid) -> list[tuple[Cell, tuple[Column, ...]]]:
    """The columns that a head spans which names what is measured below it (オンライン利用率 over
    R4現状 and R7目標), and those under 実施時期; [] where no head names an indicator so."""
    if len(heads) < 2:
        return []
    groups: list[tuple[Cell, list[Column]]] = []
    for column in grid.columns:
        upper = heads[0].cells[column.index] if column.index < len(heads[0].cells) else None
        if upper is not None and upper.text:
            groups.append((upper, [column]))
        elif groups:
            groups[-1][1].append(column)
    found = [(head, tuple(held)) for head, held in groups if len(held) > 1]
    measured = [head for head, held in found if _is_measured(head, heads[1], held)]
    known = measured + [head for head, _ in found if "schedule" in roles_of(head.text, True)]
    return [(head, held) for head, held in found if head in known] if measured else []


def _is_measured(head: Cell, lower: Row, columns: tuple[Column, ...]) -> bool:
    below = (lower.cells[c.index].text for c in columns if c.index < len(lower.cells))
    told = any(set(roles_of(text)) & FIGURES or "現状" in text for text in below)
    return told and not roles_of(head.text, True) and not is_year(head.text)


def _take_groups(
    document: Document, named: list[tuple[Cell, tuple[Column, ...]]], grid: Grid, draft: Draft
) -> None:
    """Figures of what each head names, and the steps under that of the schedule."""
    row = grid.body[0]
    for head, columns in named:
        if "schedule" in roles_of(head.text, True):
            plan = replace(grid, columns=columns, name_column=None, first=columns[0].index)
            for line in lines_of(document.text, plan):
                draft.schedule += _steps_of(document, replace(line, name=None))
        elif draft.indicators is not None:
            own = OwnRow(row, Value(head.text, head.span), 0, ())
            held = list(_values_in(own, replace(grid, columns=columns)))
            draft.indicators.take_values(own.name, held)


def _take_own(
    document: Document, heads: tuple[Row, ...], draft: Draft, told: list[OwnRow], rows: list[Row]
) -> None:
    """The rows below a project that name an indicator of it, and as steps what its own row
    tells of the years."""
    own = [indicator.row for indicator in told]
    grid = read_grid((*heads, *own), document.period, depth=len(heads))
    assert draft.indicators is not None
    for indicator in told:
        held = [] if grid is None else list(_values_in(indicator, grid))
        draft.indicators.take_values(indicator.name, [*indicator.baseline, *held])
    rest = [row for row in rows if row not in own]
    plan = read_grid((*heads, *rest), document.period, depth=len(heads)) if rest else None
    years = tuple(c for c in plan.columns if c.years and c.kind != "baseline") if plan else ()
    if plan is None or not years:
        return
    plan = replace(plan, columns=years, name_column=None, first=years[0].index)
    for line in lines_of(document.text, plan):
        draft.schedule += _steps_of(document, replace(line, name=None))


def _values_in(indicator: OwnRow, grid: Grid) -> Iterator[IndicatorValue]:
    for column in grid.columns:
        cells = indicator.row.cells
        cell = cells[column.index] if indicator.column < column.index < len(cells) else None
        if cell is not None and cell.text and not NOTHING.fullmatch(cell.text):
            year = column.years[-1] if column.years else None
            kind = column.kind or "target"
            yield IndicatorValue(kind, year, Value(cell.text, cell.span), column.label)


def _steps_of(document: Document, line: Line) -> list[ScheduleEntry]:
    """The steps of a row: signs by what the document says they mean, or the words of cells."""
    own = replace(line, name=None, span=_span_of(document.text, line))
    legend = legend_of(document.text)
    steps = signed_steps(own, legend) or read_row(own, legend)
    return steps or (read_row(line, legend) if line.name else [])


def _span_of(text: str, line: Line) -> Span:
    """Where the cells of a row stand: the line of the first one where that is not the row's own."""
    told = [figure.cell.span for figure in line.figures if figure.cell.text]
    if not told or line.span.covers(told[0]):
        return line.span
    start = text.rfind("\n", 0, told[0].start) + 1
    end = text.find("\n", told[-1].end)
    return Span(start, end if end >= 0 else len(text))


def _take_told(text: str, draft: Draft, targets: tuple[Column, ...], rows: list[Row]) -> bool:
    """The targets of cells that name what they are of (交付割合20％) or hold a mere figure, each
    with the figure in brackets that it starts from (（R5：31手続）); whether there are any."""
    told = [(row.cells[c.index], c) for row in rows for c in targets if c.index < len(row.cells)]
    found = False
    for cell, column in told:
        if draft.indicators is None or draft.name is None or not cell.text:
            continue
        written = cell.span.of(text)
        year = column.years[-1] if column.years else None
        first = re.split(r"<br\s*/?>|\n", written, maxsplit=1)[0].strip()
        aim = written[: _end_of_aim(written)]
        if any(read_targets(aim)):
            span = Span(cell.span.start, cell.span.start + len(aim))
            draft.indicators.take_told(Value(display(text, span), span), year)
        elif _FIGURE_CELL.fullmatch(first):
            held = Span(cell.span.start, cell.span.start + len(first))
            draft.indicators.take_target(draft.name, Value(display(text, held), held), year)
        else:
            continue
        found = True
        if match := _STARTS_FROM.search(written):
            at = Span(*(cell.span.start + place for place in match.span("figure")))
            since = find_years(match["year"])[0].year
            draft.indicators.add_baseline(Value(display(text, at), at), since)
    return found


def _names_targets(
    text: str, figures: tuple[Column, ...], steps: tuple[Column, ...], rows: list[Row]
) -> bool:
    """Whether a cell beside the steps tells what its target is of (処理件数 80件（R6：14件）)."""
    held = [c.index for c in figures if c not in steps]
    cells = [
        row.cells[index].span.of(text) for row in rows for index in held if index < len(row.cells)
    ]
    return any(any(read_targets(cell[: _end_of_aim(cell)])) for cell in cells)


def _end_of_aim(written: str) -> int:
    """Where the brackets open that tell what a target starts from, or that nothing does."""
    match = _STARTS_FROM.search(written) or _STARTS_FROM_NOTHING.search(written)
    return match.start() if match else len(written)


def _opens_with_figure(text: str) -> bool:
    return text[:1].isdigit() and bool(_FIGURE_CELL.fullmatch(text))


def _tells(line: Line) -> bool:
    return any(not NOTHING.fullmatch(figure.cell.text) for figure in line.figures)


def _columns_of_steps(figures: tuple[Column, ...], rows: list[Row]) -> tuple[Column, ...]:
    """The columns of bare years behind those of figures (現状値, 目標値): a plan by year. ()
    where all are of one kind."""
    plain = tuple(c for c in figures if c.years and not set(_roles_in(c.label)) & FIGURES)
    plain = tuple(c for c in plain if not _is_start(c, rows))
    return plain if len(plain) < len(figures) and len(plain) > 1 else ()


def _is_start(column: Column, rows: list[Row]) -> bool:
    """Whether a column 現状（R6） holds figures that a plan starts from."""
    told = _told_under(column, rows)
    return (
        "present" in _roles_in(column.label) and bool(told) and all(map(_FIGURE_CELL.match, told))
    )


def _may_hold_steps(columns: Columns, figures: tuple[Column, ...], rows: list[Row]) -> bool:
    """Whether the columns of years may tell a plan: the indicator has a column of its own, or
    beside a target few cells under the years hold figures."""
    if column_of(columns, "indicator") is not None:
        return True
    years = [column for column in figures if not set(_roles_in(column.label)) & FIGURES]
    told = [text for column in years for text in _told_under(column, rows)]
    held = [text for text in told if _FIGURE_CELL.fullmatch(text)]
    return _has_target(figures) and len(held) * 2 < len(told)


def _has_target(columns: tuple[Column, ...]) -> bool:
    """Whether a column of its own holds the target, so that those of years tell the plan."""
    return any("target" in _roles_in(column.label) for column in columns)


def _hold_figures(columns: tuple[Column, ...], rows: list[Row]) -> bool:
    """Whether the cells under the years of a plan hold figures only: then they are targets."""
    told = [text for column in columns for text in _told_under(column, rows)]
    return bool(told) and all(map(_FIGURE_CELL.fullmatch, told))


def _told_under(column: Column, rows: list[Row]) -> list[str]:
    """What the cells of a column tell, empty ones and dashes left out."""
    texts = (row.cells[column.index].text for row in rows if column.index < len(row.cells))
    return [text for text in texts if text and not NOTHING.fullmatch(text)]


def _roles_in(label: str) -> list[str]:
    return [role for word in label.split() for role in roles_of(word)]


def _item_column(columns: Columns, first: int) -> int:
    """The column that names the steps of a schedule, the project's own name without one."""
    for index in range(columns.name + 1, min(first, len(columns.heads))):
        roles = set(roles_of(columns.heads[index].text, True))
        if roles & {"name", "actions", "schedule"}:
            return index
    return columns.name


def _figure_columns(grid: Grid, columns: Columns, rows: list[Row]) -> tuple[Column, ...]:
    """The columns of years and figures; one that tells the present state in prose is none."""
    kept = []
    for column in grid.columns:
        head = columns.heads[column.index].text if column.index < len(columns.heads) else ""
        roles = set(roles_of(head)) & FIGURES
        told = _told_under(column, rows)
        figures = all(is_numeric(text) and len(text) <= 25 for text in told)
        behind = column.index > columns.name and roles_of(head) != ("indicator",)
        prose = 2 * sum(text.endswith("。") for text in told) > len(told)
        if prose and (not column.years or "actual" in roles):
            continue
        if roles_of(head) == ("goal",) and not all(map(_opens_with_figure, told)):
            continue
        dated = is_year(head) and set(roles_of(head, True)) & DATED_FIELDS
        aside = dated or is_aside(columns, head)
        if behind and not aside and (column.years or roles or figures):
            kept.append(column)
    return tuple(kept)
