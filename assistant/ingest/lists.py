"""Tables with a project a row: overviews, summaries of progress, whole plans in one table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.datamodels import Document, FieldName, FieldValue, ScheduleEntry, Span, Value
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
from assistant.ingest.indicators import IndicatorReader
from assistant.ingest.labels import (
    FIGURES,
    class_marks,
    is_hierarchy,
    is_specimen,
    kind_in,
    mark_of,
    revision_in,
    roles_of,
    signs_of,
    vocabulary,
)
from assistant.ingest.names import mark_value, read_name
from assistant.ingest.part import Part
from assistant.ingest.records import Draft, add_value
from assistant.ingest.schedules import is_drawn, read_row, read_rows
from assistant.ingest.sheets import section_at
from assistant.ingest.yearly import is_start, is_yearly_rating, year_of
from assistant.language.years import find_years

_SECTION_NUMBER = re.compile(r"^[(（]?\d+(?:[-－.]\d+)*[)）.．]?[ 　]*(?=\D)")
_FIGURE_CELL = re.compile(figure_pattern(unit=r"[^\s0-9０-９→、。（）()]{0,6}"))
_HASHES = re.compile(r"#{1,6}[ 　]+")
_TITLE_BEFORE = re.compile(r"\S.*(?:　　|  |\t)[ 　]*(?=\S)")
_ASIDE_BEHIND = re.compile(r"[ 　]*[（(](?:続き|つづき|再掲|[0-9０-９]+[^（()）]{1,4})[）)][ 　]*$")
_DATED_FIELDS = frozenset(("rating", "budget"))  # what a year is told of beside figures and steps
_PLAIN_CELL = 60  # a longer cell in the column of names is running text


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of one list; a table may hold two lists side by side."""

    first: int
    name: int
    last: int  # the column behind the list's last
    heads: tuple[Cell, ...]


def read_list(document: Document, parts: tuple[Part, ...], index: int) -> list[Draft]:
    """A record for each project in a list, in the order of its rows."""
    part = parts[index]
    caption = _caption(parts, index)
    if is_specimen(caption):
        return []
    section = section_at(document, part.span.start)
    if document.outline and is_specimen(document.outline[section].title):
        return []
    policy = _policy_in(document.text, parts[index - 1]) if index else None
    drafts: list[Draft] = []
    for columns in _lists_in(_heads(part.rows)):
        kind = _kind(columns, caption, document, section)
        drafts += _read_rows(document, part, columns, kind, section, policy)
    return sorted(drafts, key=lambda draft: draft.span)


def _heads(rows: tuple[Row, ...]) -> Row:
    """The heads of a list; where two rows of them stand, each column has the lower one."""
    if _depth(rows) == 1:
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


def _caption(parts: tuple[Part, ...], index: int) -> str:
    before = parts[index - 1] if index else None
    return before.text if before is not None and before.kind == "text" else ""


def _policy_in(text: str, part: Part) -> Value | None:
    """The policy that the line right above a list names, behind the title of the list where it
    has one: 基本目標1 便利な役場（続き）."""
    written = part.span.of(text)
    if part.kind != "text" or "\n" in written:
        return None
    lead, aside = _HASHES.match(written), _ASIDE_BEHIND.search(written)
    if not is_hierarchy(part.text):
        lead = _TITLE_BEFORE.match(written)
        if lead is None or not is_hierarchy(written[lead.end() :]):
            return None
    start = part.span.start + (lead.end() if lead else 0)
    span = Span(start, part.span.start + (aside.start() if aside else len(written)))
    return Value(display(text, span), span)


def _kind(columns: _Columns, caption: str, document: Document, section: int) -> str:
    title = document.outline[section].title if document.outline else ""
    return kind_in((columns.heads[columns.name].text, caption, title))


def _lists_in(head: Row) -> Iterator[_Columns]:
    """The lists that stand side by side under one row of heads."""
    cells = head.cells
    names = [i for i, cell in enumerate(cells) if "name" in roles_of(cell.text)]
    if not names:
        names = [i for i, cell in enumerate(cells) if "name" in roles_of(cell.text, True)][:1]
        names = names or [i for i, c in enumerate(cells) if roles_of(c.text) == ("actions",)][:1]
    if len(names) > 1 and not _side_by_side(cells, names):
        names = _telling_name(cells, names)
    for position, name in enumerate(names):
        last = names[position + 1] if position + 1 < len(names) else len(cells)
        yield _Columns(name if position else 0, name, last, cells)


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


def _read_rows(
    document: Document,
    part: Part,
    columns: _Columns,
    kind: str,
    section: int,
    policy: Value | None,
) -> list[Draft]:
    drafts: list[Draft] = []
    group = policy or _policy_above(document, section)
    carried: dict[int, Value] = {}
    generic = _has_generic_marks(part.rows, columns)
    body = part.rows[_depth(part.rows) :]
    held: list[list[Row]] = []
    for row in body:
        cells = _own_cells(row, columns)
        if heading := _group_heading(row, columns):
            group, carried = heading, {}
            continue
        name = row.cells[columns.name] if columns.name < len(row.cells) else None
        if name is None or not name.text:
            if drafts and any(cell.text for cell in cells):
                _go_on(drafts[-1], held[-1], row, columns)
            _carry(carried, row, columns)
            continue
        if len(name.text) > _PLAIN_CELL * 2 or "。" in name.text:
            continue
        _carry(carried, row, columns)
        draft = _draft(document, row, columns, generic, section)
        draft.kind = kind
        draft.hierarchy = ([group] if group else []) + [*carried.values()] + draft.hierarchy
        drafts.append(draft)
        held.append([row])
    for draft, rows in zip(drafts, held, strict=True):
        _take_figures(document, part, columns, draft, rows)
    return drafts


def _policy_above(document: Document, section: int) -> Value | None:
    """The policy that the heading over a list names."""
    if not document.outline or not section:
        return None
    heading = document.outline[section]
    title = _SECTION_NUMBER.sub("", heading.title)
    return Value(title, heading.heading) if is_hierarchy(title) else None


def _depth(rows: tuple[Row, ...]) -> int:
    """How many rows are heads: a second one goes on with years or figures."""
    if len(rows) < 3:
        return 1
    texts = [cell.text for cell in rows[1].cells if cell.text]
    below = not rows[1].cells[0].text and len(texts) > 1
    known = all(is_year(text) or roles_of(text, True) for text in texts)
    figures = any(is_year(text) or set(roles_of(text, True)) & FIGURES for text in texts)
    return 2 if below and known and figures else 1


def _own_cells(row: Row, columns: _Columns) -> tuple[Cell, ...]:
    return row.cells[columns.name : columns.last]


def _group_heading(row: Row, columns: _Columns) -> Value | None:
    """A row that only names what the rows below belong to."""
    filled = row.filled()
    others = [c for i, c in enumerate(columns.heads) if c.text and i != columns.name]
    if len(filled) == 1 and others and "。" not in filled[0].text and len(filled[0].text) <= 60:
        index = row.cells.index(filled[0])
        if index <= columns.name:
            return Value(filled[0].text, filled[0].span)
    return None


def _carry(carried: dict[int, Value], row: Row, columns: _Columns) -> None:
    """Cells left of the name that name a policy stay in force until the next one."""
    for index in range(columns.first, columns.name):
        cell = row.cells[index] if index < len(row.cells) else None
        head = columns.heads[index].text if index < len(columns.heads) else ""
        places = set(roles_of(head, True)) & {"hierarchy", "name", "category"}
        own = cell is not None and (cell.text in vocabulary().states or class_marks(cell.text, {}))
        if cell is not None and cell.text and places and not own:
            carried[index] = Value(cell.text, cell.span)
            for inner in [key for key in carried if key > index]:
                del carried[inner]


def _has_generic_marks(rows: tuple[Row, ...], columns: _Columns) -> bool:
    """Whether several names begin with one and the same mark (DX), set off by a space."""
    firsts = Counter(
        row.cells[columns.name].text.split()[0] if row.cells[columns.name].text.split() else ""
        for row in rows[1:]
        if columns.name < len(row.cells)
    )
    raw = [w for w, count in firsts.items() if count >= 2 and mark_of(w)]
    return bool(raw) or len(rows) > 3


def _draft(document: Document, row: Row, columns: _Columns, generic: bool, section: int) -> Draft:
    cell = row.cells[columns.name]
    name = read_name(document.text, cell.span, generic_marks=generic)
    last = min(columns.last, len(row.cells))
    filled = [c for c in row.cells[columns.name : last] if c.text]
    single = columns.last == len(columns.heads) and columns.name <= 2
    start = row.span.start if single else cell.span.start
    end = row.span.end if single else filled[-1].span.end
    draft = Draft(name.value, Span(start, end), section, name.number, marks=list(name.marks))
    draft.indicators = IndicatorReader(document.text)
    draft.has_sheet = False
    indices = range(last) if single else range(columns.name, last)
    for index in indices:
        if index != columns.name:
            _take_cell(document, draft, columns, index, row.cells[index])
    _settle_bureau(draft)
    return draft


def _take_cell(document: Document, draft: Draft, columns: _Columns, index: int, cell: Cell) -> None:
    if not cell.text or index >= len(columns.heads):
        return
    head = columns.heads[index]
    value = Value(cell.text, cell.span)
    if not head.text:
        if mark := mark_of(cell.text):
            draft.marks.append(Value(mark, cell.span))
        return
    roles = roles_of(head.text, True)
    if "mark" in roles:
        ticked = cell.text in vocabulary().ticks
        shown = Value(head.text, cell.span) if ticked else mark_value(document.text, cell.span)
        draft.marks.append(shown)
        return
    if roles == ("note",) and (mark := mark_of(cell.text)):
        draft.marks.append(Value(mark, cell.span))
        return
    if roles == ("category",):
        shown_marks = class_marks(cell.text, signs_of(document.text))
        draft.marks += [Value(mark, cell.span) for mark in shown_marks]
    if is_year(head.text) and set(roles) & _DATED_FIELDS:
        _take_dated(draft, head, roles, value)
        return
    if _is_aside(columns, head.text):
        draft.fields.append(FieldValue("other", head.text, head.span, value))
        return
    dated = is_year(head.text) and roles != ("goal",)
    if dated or set(roles) & (FIGURES | {"name", "unit", "qualifier"}):
        return
    if cell.text in vocabulary().states and set(roles) & {"hierarchy", "category"}:
        draft.rating = draft.rating or value  # 区分: 完了, 中止
        return
    if "hierarchy" in roles and index < columns.name:
        return
    if "number" in roles:
        draft.number = cell.text
        return
    bare = NOTHING.fullmatch(cell.text) or (is_numeric(cell.text) and len(cell.text) <= 25)
    if roles == ("indicator",) or (roles == ("present",) and bare):
        return
    begun = FieldValue("other", head.text, head.span, value)
    if is_start(begun):
        draft.fields.append(begun)
        draft.schedule += _begun(draft, value)
        return
    label = Part("label", head.span, head.text, 0, "cell", roles or ("note",))
    last = document.period[1] if document.period else None
    add_value(draft, document.text, label, value, last=last)


def _is_aside(columns: _Columns, head: str) -> bool:
    """Whether a column tells what the targets of a project, of whichever indicator, were before
    or after a revision: neither its figures nor its steps."""
    return bool(revision_in(head)) and _column_of(columns, "indicator") is None


def _begun(draft: Draft, value: Value) -> list[ScheduleEntry]:
    """The step that a column 開始 tells with its month: of the whole project, in that year."""
    first = find_years(value.text)[0]
    if first.kind != "date" or draft.name is None:
        return []
    return [ScheduleEntry(draft.name, (first.year,), value.text, draft.span)]


def _take_dated(draft: Draft, head: Cell, roles: tuple[str, ...], value: Value) -> None:
    """What a column says of one year: R6評価, R7評価, 令和8年度予算額. The newest of several
    ratings is the project's; each stays under its own label, a dash for none too."""
    field: FieldName = "budget" if "budget" in roles else "other"
    nothing = NOTHING.fullmatch(value.text)
    if not (field == "budget" and nothing):
        draft.fields.append(FieldValue(field, head.text, head.span, value))
    if field == "budget" or nothing:
        return
    rated = [part for part in draft.fields if is_yearly_rating(part)]
    years = [year_of(part.label) for part in rated if not NOTHING.fullmatch(part.value.text)]
    if year_of(head.text) >= max(years):
        draft.rating = value


def _settle_bureau(draft: Draft) -> None:
    """Where no section is named the bureau does the work."""
    if draft.departments:
        return
    bureau = next((f for f in draft.fields if f.field == "other" and _is_bureau(f)), None)
    if bureau is not None:
        draft.departments.append(bureau.value)


def _is_bureau(value: FieldValue) -> bool:
    return "bureau" in roles_of(value.label, True)


def _go_on(draft: Draft, held: list[Row], row: Row, columns: _Columns) -> None:
    """A row with a blank name goes on with the project above."""
    held.append(row)
    end = row.cells[: columns.last][-1].span.end if row.cells else row.span.end
    draft.span = draft.span.join(Span(draft.span.start, max(end, draft.span.end)))


def _take_figures(
    document: Document, part: Part, columns: _Columns, draft: Draft, rows: list[Row]
) -> None:
    """The columns of years and figures as indicators or steps of the project."""
    depth = _depth(part.rows)
    cut = [Row(row.cells[: columns.last], row.span) for row in (*part.rows[:depth], *rows)]
    indicator = _column_of(columns, "indicator")
    grid = read_grid(tuple(cut), document.period, depth=depth)
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
    steps = _columns_of_steps(figures) if indicator is not None else ()
    if steps and (_has_target(figures) or not _hold_figures(steps, rows)):
        figures = tuple(column for column in figures if column not in steps)
        plan = replace(grid, columns=steps, name_column=columns.name, first=steps[0].index)
        for line in lines_of(document.text, plan):
            draft.schedule += read_row(replace(line, name=None))
    grid = replace(grid, columns=figures, name_column=item, first=figures[0].index)
    lines = tuple(lines_of(document.text, grid))
    if is_drawn(lines):
        for line in lines:
            draft.schedule += read_row(replace(line, name=None)) or read_row(line)
        return
    if item == columns.name and not any(map(_tells, lines)):
        return
    if looks_like_indicators(grid, lines) and draft.indicators is not None:
        if item == columns.name:
            lines = tuple(replace(line, name=draft.name) for line in lines)
        draft.indicators.take_grid(grid, lines)
    draft.schedule += read_rows(grid, lines)


def _opens_with_figure(text: str) -> bool:
    return text[:1].isdigit() and bool(_FIGURE_CELL.fullmatch(text))


def _tells(line: Line) -> bool:
    return any(not NOTHING.fullmatch(figure.cell.text) for figure in line.figures)


def _columns_of_steps(figures: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns of bare years behind those of figures (現状値, 目標値): a plan by year. ()
    where all are of one kind."""
    plain = tuple(c for c in figures if c.years and not set(_roles_in(c.label)) & FIGURES)
    return plain if len(plain) < len(figures) and len(plain) > 1 else ()


def _has_target(columns: tuple[Column, ...]) -> bool:
    """Whether a column of its own holds the target, so that those of years tell the plan."""
    return any("target" in _roles_in(column.label) for column in columns)


def _hold_figures(columns: tuple[Column, ...], rows: list[Row]) -> bool:
    """Whether the cells under the years of a plan hold figures only: then they are targets."""
    texts = [r.cells[c.index].text for r in rows for c in columns if c.index < len(r.cells)]
    told = [text for text in texts if text and not NOTHING.fullmatch(text)]
    return bool(told) and all(map(_FIGURE_CELL.fullmatch, told))


def _roles_in(label: str) -> list[str]:
    return [role for word in label.split() for role in roles_of(word)]


def _column_of(columns: _Columns, role: str) -> int | None:
    return next((i for i, head in enumerate(columns.heads) if role in roles_of(head.text)), None)


def _item_column(columns: _Columns, first: int) -> int:
    """The column that names the steps of a schedule, the project's own name without one."""
    for index in range(columns.name + 1, min(first, len(columns.heads))):
        roles = set(roles_of(columns.heads[index].text, True))
        if roles & {"name", "actions", "schedule"}:
            return index
    return columns.name


def _figure_columns(grid: Grid, columns: _Columns, rows: list[Row]) -> tuple[Column, ...]:
    """The columns of years and figures; one that tells the present state in prose is none."""
    kept = []
    for column in grid.columns:
        head = columns.heads[column.index].text if column.index < len(columns.heads) else ""
        texts = [r.cells[column.index].text for r in rows if column.index < len(r.cells)]
        told = set(roles_of(head)) & FIGURES
        told_texts = [text for text in texts if text and not NOTHING.fullmatch(text)]
        figures = all(is_numeric(text) and len(text) <= 25 for text in told_texts)
        behind = column.index > columns.name and roles_of(head) != ("indicator",)
        if roles_of(head) == ("goal",) and not all(map(_opens_with_figure, told_texts)):
            continue
        dated = is_year(head) and set(roles_of(head, True)) & _DATED_FIELDS
        aside = dated or _is_aside(columns, head)
        if behind and not aside and (column.years or told or figures):
            kept.append(column)
    return tuple(kept)
