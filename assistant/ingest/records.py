"""A sheet into the parts of a record: departments, fields, indicators, schedule."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import takewhile

from assistant.datamodels import Document, FieldName, FieldValue, ScheduleEntry, Span, Value
from assistant.ingest.blocks import Row, display
from assistant.ingest.cells import is_figure_row, is_year
from assistant.ingest.figures import (
    NOTHING,
    Grid,
    Line,
    is_numeric,
    lines_of,
    looks_like_indicators,
    planned_steps,
    read_grid,
    tells_steps,
)
from assistant.ingest.footnotes import is_footnote
from assistant.ingest.indicators import IndicatorReader, split_figures, tells_due
from assistant.ingest.labels import (
    FIELD_OF_ROLE,
    FIGURES,
    is_decorated,
    is_department,
    is_hierarchy,
    is_idle,
    mark_of,
    roles_of,
)
from assistant.ingest.names import (
    bracketed_marks,
    mark_value,
    marks_in,
    read_departments,
)
from assistant.ingest.part import Part
from assistant.ingest.schedules import (
    dated_items,
    legend_of,
    read_columns,
    read_lines,
    read_rows,
    tells_signs,
    without_prose,
)
from assistant.ingest.sheets import Sheet, section_at
from assistant.ingest.targets import read_years
from assistant.language.normalize import match_key, mend
from assistant.language.years import find_years, without_years

_PLAN_CODE = re.compile(r"(?:[-*・][ 　]*)?\d{1,2}[-－]\d{1,2}(?![\d月日/])[ 　]*\S")
_CODE = re.compile(r"[0-9０-９]{1,2}(?:[-－.][0-9０-９]{1,2})*|[ⅠⅡⅢⅣⅤⅥ]")
_STEPS = frozenset(("継続", "拡充", "完了", "新規"))  # marks that are steps of a schedule too
_FIGURE = re.compile(r"[約+＋±▲△-]?[\d０-９][\d０-９,，.．]*[ 　]?[^\s\d０-９、。を]{0,3}")
_SIGN_BEFORE = re.compile(
    r"[【\[［（(][ 　]*(?:評価|判定)?[ 　：:]*"
    r"(?P<sign>[A-EＡ-ＥSＳ◎○〇◯△▲×☆★]|[－—–―‐ー-]|[一-龥]{2,8})[ 　]*[】\]］）)](?=[ 　]*\S)"
)
_PLANNED = re.compile(r"[■□◆◇●○・【〔 　]*(?:実施|取組)?(?:予定|計画)[】〕：: 　]*$")
_DATED_STEP = re.compile(
    r"(?:(?:令和|[RＲ])?[ 　]?[0-9０-９元]{1,4}(?:年度?)?[～〜~\-－]?)+[：: 　]+[^\s0-9０-９]"
)
_MOVES = re.compile(r"[0-9０-９―—–－][^\s→➡⇒]{0,16}[ 　]*[→➡⇒]")  # 86手続（2023年度）→240手続
_BULLETED = re.compile(r"^[-*+][ 　]+", re.MULTILINE)
_PARTNERS = re.compile(r"協力|連携|共同|関係(?:団体|機関)")


@dataclass(slots=True)
class Draft:
    """A project as one place of the document describes it."""

    name: Value | None
    span: Span
    section: int
    number: str = ""
    departments: list[Value] = field(default_factory=list)
    fields: list[FieldValue] = field(default_factory=list)
    indicators: IndicatorReader | None = None
    schedule: list[ScheduleEntry] = field(default_factory=list)
    marks: list[Value] = field(default_factory=list)
    hierarchy: list[Value] = field(default_factory=list)
    rating: Value | None = None
    kind: str = ""
    own_kind: str = ""  # what its own title calls it: 事業1 …
    mentions: list[Span] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    has_sheet: bool = True

    def first(self, name: FieldName) -> FieldValue | None:
        """The first part of the record under field `name`."""
        return next((value for value in self.fields if value.field == name), None)


def read_sheet(document: Document, parts: tuple[Part, ...], sheet: Sheet) -> Draft:
    """The record that a sheet states."""
    return _SheetReader(document, parts, sheet).run()


class _SheetReader:
    """Goes through a sheet's parts; `label` is the one that unlabelled text belongs to."""

    def __init__(self, document: Document, parts: tuple[Part, ...], sheet: Sheet) -> None:
        self.document, self.text = document, document.text
        self.parts = parts
        self.sheet = sheet
        self.label: Part | None = None
        self.pending: list[Part] = []
        self.held: Value | None = None
        self.above: Grid | None = None
        self.end = parts[sheet.first].span.start
        start = parts[sheet.first].span.start
        self.draft = Draft(None, Span(start, start), section_at(document, start))
        self.last_year = document.period[1] if document.period else None
        self.reader = self.draft.indicators = IndicatorReader(self.text)

    def run(self) -> Draft:
        self._take_title()
        title = self.sheet.title
        for index in range(self.sheet.first, self.sheet.last):
            if title is not None and title.first <= index <= title.last:
                self._flush()
                self.label = None
                self._reach(self.parts[index].span.end)
                continue
            self._take(self._told_below(index))
        self._flush()
        self._settle_outlook()
        self._settle_means()
        if not self.draft.schedule and (done := self.draft.first("actions")) is not None:
            self.draft.schedule += dated_items(self.text, done.value.span, self.last_year)
        self.draft.span = Span(self.draft.span.start, self.end)
        return self.draft

    def _told_below(self, index: int) -> Part:
        """The part; 【目標】 over running text is the label of the aim, over lines of figures
        or a table that of indicators, and 令和7年度の実績 over sentences that of what was done."""
        part = self.parts[index]
        following = self.parts[index + 1] if index + 1 < self.sheet.last else None
        told = roles_of(part.text) if part.kind == "text" and part.style != "cell" else ()
        if told == ("actual",) and following is not None and following.is_sentence():
            return replace(part, kind="label", roles=("progress",))
        if told != ("target",):
            return part
        if following is None or not is_decorated(part.text):
            return part
        if following.is_sentence():
            return replace(part, kind="label", roles=("goal",))
        written = following.span.of(self.text) if following.kind == "text" else ""
        figures = split_figures(written.split("\n")[0])[1]
        if figures or following.kind == "grid":
            return replace(part, kind="label", roles=("indicator",))
        return part

    def _take_title(self) -> None:
        title = self.sheet.title
        if title is None:
            self._leave_foreign_section()
            return
        self.draft.name = title.name.value
        self.draft.number = title.name.number
        self.draft.own_kind = title.name.kind
        self.draft.marks += title.name.marks
        if title.above is not None and not title.above.text.isdigit():
            self.draft.hierarchy.append(title.above)
        section = self.document.outline[self.draft.section] if self.document.outline else None
        at = self.parts[title.last].span.start
        self.draft.section = section_at(self.document, at) if section else 0

    def _leave_foreign_section(self) -> None:
        """A sheet without title starts in the section of the one before it."""
        if self.document.outline:
            section = self.document.outline[self.draft.section]
            self.draft.section = section.parent or 0

    def _reach(self, offset: int) -> None:
        self.end = max(self.end, offset)

    def _take(self, part: Part) -> None:
        if part.kind == "label":
            self._flush()
            self._take_label(part)
        elif part.kind == "grid":
            self._flush()
            if self.label is not None and not self.label.text:
                self.label = None  # steps that no label announced end with the next table
            self._take_grid(part)
        else:
            self._take_text(part)

    def _take_label(self, part: Part) -> None:
        self._reach(part.value.span.end if part.value else part.span.end)
        part = _as_progress(self.text, part)
        if set(part.roles) & FIGURES:
            self._take_figure(part)
            return
        if part.value is not None and part.text == part.value.text:
            self._emit(part, part.value)  # a sign beside a title, with nothing of its own below
            return
        self.label = part
        self.held = None
        if part.value is None:
            return
        if part.style != "cell" and not set(part.roles) & {"department", "indicator"}:
            self.held = part.value  # the lines below may go on with it
        else:
            self._emit(part, part.value)

    def _take_figure(self, part: Part) -> None:
        """A figure of the indicator above it; without one, 目標 tells the aim in words."""
        aim = part.roles == ("target",) and not find_years(part.text)
        aim = aim and not (part.value and read_years(part.value.span.of(self.text)))
        if aim and part.value is not None and self._take_target(part.value):
            self.draft.fields.append(_field("goal", part, part.value))
            self.label = None
            return
        self.reader.take_figure(part)

    def _take_target(self, value: Value) -> bool:
        """The targets beside 【目標】: a name with its figures, or what a text tells."""
        written = value.span.of(self.text)
        named, figures = split_figures(written)
        if figures and named[1] > named[0] and "。" not in written:
            self.reader.take_text(value.span)
            self.reader.current = None
            return True
        return self.reader.take_told(value)

    def _take_text(self, part: Part) -> None:
        if is_footnote(part.span.of(self.text)):
            return
        marks = marks_in(self.text, part.span)
        if marks and not (self._in_schedule() and marks[0].text in _STEPS):
            self._flush()
            self.draft.marks += marks
            return
        if is_idle(part.text) or (is_hierarchy(part.text) and not self.pending):
            if is_hierarchy(part.text) and not part.level:
                self.draft.hierarchy.append(Value(part.text, part.span))
            return
        self.pending.append(part)

    def _in_schedule(self) -> bool:
        return self.label is not None and "schedule" in self.label.roles

    def _flush(self) -> None:
        """Hands the text gathered under a label to what the label stands for."""
        pending, self.pending = self.pending, []
        label, held = self.label, self.held
        self.held = None
        if held is not None and label is not None:
            self._emit_held(label, held, pending)
            return
        if not pending:
            return
        if label is not None and label.value is not None and label.style == "cell":
            self._go_on_below(label, pending)
            return
        if label is None or (label.value is not None and "department" in label.roles):
            self._take_summary(pending)
            return
        roles = set(label.roles)
        if "department" in roles:
            claimed = [pending[0], *takewhile(_names_office, pending[1:])]
            claimed = [] if pending[0].is_sentence() else claimed
            rest = [part for part in pending if part.is_sentence()]
            if claimed and label.value is None:
                self._emit(label, self._value(claimed))
            self._take_summary(rest)
        elif roles == {"indicator"}:
            self._reach(pending[-1].span.end)
            lines = [line for p in pending for line in self._lines(p.span)]
            self.reader.take_lines(lines, names=label.value is None)
        elif roles == {"schedule"}:
            self._take_steps(pending)
        else:
            self._emit_with_codes(label, pending)

    def _emit_held(self, label: Part, held: Value, pending: list[Part]) -> None:
        """A value beside its label with the lines that go on below it."""
        if set(label.roles) == {"schedule"}:
            self._emit_chart(label, held, pending)
            return
        going_on = [part for part in pending if part.style != "cell"]
        bulleted = bool(going_on) and going_on[0].style == "item"
        if bulleted and _PARTNERS.match(label.text) and "。" not in held.text:
            self._emit(label, held)  # 協力：商工会, and below it what is done
            self._take_summary(pending)
            return
        span = held.span
        for part in going_on:
            span = span.join(part.span)
        wrapped = going_on and not _BULLETED.match(going_on[0].span.of(self.text))
        shown = display(self.text, span) if wrapped else held.text
        if going_on and not wrapped:
            shown = "\n".join([held.text, *(part.text for part in going_on)])
        self._emit(label, Value(_BULLETED.sub("", shown), span))

    def _emit_chart(self, label: Part, held: Value, pending: list[Part]) -> None:
        """Years beside the label head the steps on the lines below."""
        mentions = find_years(held.span.of(self.text))
        years = tuple(dict.fromkeys(mention.year for mention in mentions))
        for part in pending:
            self._reach(part.span.end)
        steps: list[ScheduleEntry] = []
        for part in pending if len(years) > 1 else []:
            steps += read_columns(self.text, years, part.span)
        if steps:
            self._reach(held.span.end)
            self.draft.schedule += steps
            return
        self._emit(label, held)
        for part in pending:
            found = read_lines(self.text, part.span, last=self.last_year)
            self.draft.schedule += [step for step in found if step.years or not mentions]

    def _go_on_below(self, label: Part, pending: list[Part]) -> None:
        """Lines right below a table go on with its last cell; an empty line ends it."""
        adjacent: list[Part] = []
        block = label.block
        for part in pending:
            if part.block > block + 1:
                break
            adjacent.append(part)
            block = part.block
        if adjacent and "department" in label.roles and all(map(_names_office, adjacent)):
            self._emit(label, self._value(adjacent))
            return
        if not adjacent or not set(label.roles) & set(FIELD_OF_ROLE):
            return
        value = self._value(adjacent)
        self._reach(value.span.end)
        for index, held in enumerate(self.draft.fields):
            if label.value is not None and held.value.span == label.value.span:
                text = f"{held.value.text}\n{value.text}"
                joined = Value(text, held.value.span.join(value.span))
                self.draft.fields[index] = replace(held, value=joined)

    def _lines(self, span: Span) -> list[Span]:
        """The lines of `span`, those joined that only wrap a name."""
        content = span.of(self.text)
        found = [m for m in re.finditer(r"[^\n]+", content) if m[0].strip()]
        stacked = any(len(re.findall(r"[^\s　]+", m[0])) > 1 for m in found[1:])
        bulleted = any(_BULLETED.match(m[0].lstrip()) for m in found[1:])
        moving = any(_MOVES.search(m[0]) for m in found)
        if len(found) < 2 or not (stacked or bulleted or moving):
            return [span]
        return [_stripped(self.text, span.start + m.start(), span.start + m.end()) for m in found]

    def _take_steps(self, pending: list[Part]) -> None:
        """Lines under a schedule's label: years over steps, or steps with their years."""
        lines = [line for part in pending for line in self._lines(part.span)]
        lines = [line for line in lines if not is_footnote(line.of(self.text))]
        self._reach(pending[-1].span.end)
        position = 0
        while position < len(lines):
            years = _year_line(self.text, lines[position])
            steps: list[ScheduleEntry] = []
            if len(years) > 1 and position + 1 < len(lines):
                steps = list(read_columns(self.text, years, lines[position + 1]))
            if not steps:
                steps = list(read_lines(self.text, lines[position], last=self.last_year))
            else:
                position += 1
            self.draft.schedule += steps
            position += 1

    def _value(self, parts: list[Part]) -> Value:
        span = parts[0].span
        for part in parts[1:]:
            span = span.join(part.span)
        shown = "\n".join(part.text for part in parts)
        return Value(_BULLETED.sub("", shown), span)

    def _take_summary(self, parts: list[Part]) -> None:
        """Sentences under no label say what the project is."""
        told = [p for p in parts if p.is_sentence() or len(p.text) > 30 or p.style == "item"]
        if told and (self.draft.first("summary") is None):
            value = self._value(told)
            self._reach(value.span.end)
            self.draft.fields.append(FieldValue("summary", "", None, value))

    def _emit_with_codes(self, label: Part, parts: list[Part]) -> None:
        """Codes of a superior plan at the head of an aim place the project; the rest is it."""
        codes = 0
        if "goal" in label.roles:
            while codes < len(parts) and _PLAN_CODE.match(parts[codes].span.of(self.text)):
                codes += 1
        if codes:
            value = self._value(parts[:codes])
            self._reach(value.span.end)
            self.draft.fields.append(_field("category", label, value))
        if parts[codes:]:
            self._emit(label, self._value(parts[codes:]))

    def _emit(self, label: Part, value: Value) -> None:
        self._reach(value.span.end)
        add_value(self.draft, self.text, label, value, column=label.column, last=self.last_year)

    def _take_grid(self, part: Part) -> None:
        self._reach(part.span.end)
        inherits = part.continued or is_figure_row(part.rows[0].cells)
        grid = read_grid(part.rows, self.document.period, self.above if inherits else None)
        if grid is None:
            self._take_loose_cells(part)
            return
        self.above = grid
        lines = tuple(lines_of(self.text, grid))
        legend = legend_of(self.text)
        if self._in_schedule() and (planned := planned_steps(lines)):
            grid, lines = replace(grid, role="schedule"), planned
        elif self._in_schedule() and not grid.role and tells_steps(grid, lines):
            grid = replace(grid, role="schedule")
        figures = tuple(line for line in lines if not tells_signs(line, legend))
        if (measured := _measured_lines(grid, figures)) is not None:
            self.reader.take_grid(replace(grid, role="indicator"), measured)
            steps = (
                replace(line, name=None, role="schedule") for line in lines if line not in measured
            )
            self.draft.schedule += read_rows(replace(grid, role="schedule"), tuple(steps), legend)
            return
        if not grid.role and self._names_indicator() and not any(line.name for line in lines):
            grid = replace(grid, role="indicator", name_column=None)
            lines = figures = tuple(replace(line, role=line.role or "indicator") for line in lines)
        if figures and looks_like_indicators(grid, figures):
            if all(line.name is None and line.role in FIGURES for line in figures):
                self.reader.name_by(self.draft.name)
            self.reader.take_grid(grid, self._named_by_sheet(figures))
        self.draft.schedule += read_rows(grid, lines, legend)

    def _names_indicator(self) -> bool:
        """Whether the label above names an indicator, of which a table below may tell figures."""
        return (
            self.label is not None and self.label.roles == ("indicator",) and bool(self.label.value)
        )

    def _named_by_sheet(self, lines: tuple[Line, ...]) -> tuple[Line, ...]:
        """The lines of a grid whose only name is the word 成果指標: the sheet tells of what."""
        names = {line.name.text for line in lines if line.name is not None}
        title = self.draft.name
        if title is None or len(names) != 1 or roles_of(names.pop()) != ("indicator",):
            return lines
        return tuple(replace(line, name=title) if line.name else line for line in lines)

    def _take_loose_cells(self, part: Part) -> None:
        """Rows without heads: a year and what is done in it, or a step, its year unknown; figures
        of the indicator above them are its targets."""
        measured = self.reader.has_name() and not self._in_schedule()
        if measured and all(map(_is_year_and_figure, part.rows)):
            for row in part.rows:
                year, figure = row.filled()
                due = find_years(year.text)[-1].year
                self.reader.add_target(Value(figure.text, figure.span), due)
            return
        for row in part.rows:
            if _is_year_and_step(row):
                self.draft.schedule += read_lines(self.text, row.span, last=self.last_year)
        cells = [cell for row in part.rows for cell in row.filled()]
        if self._in_schedule() and len(cells) == 1 and len(cells[0].text) <= 60:
            entry = ScheduleEntry(Value(cells[0].text, cells[0].span), (), "", cells[0].span)
            self.draft.schedule.append(entry)

    def _settle_means(self) -> None:
        """Beside the tools that are used, 手法 tells what is done."""
        fields = self.draft.fields
        tools = [value for value in fields if value.field == "tools"]
        if len(tools) < 2 or any(value.field == "actions" for value in fields):
            return
        self.draft.fields = [
            replace(value, field="actions") if match_key(value.label) == "手法" else value
            for value in fields
        ]

    def _settle_outlook(self) -> None:
        """Beside what was achieved, a year's tasks are those of the year to come; beside what
        comes next, they are what was done."""
        fields = self.draft.fields
        held = {value.field for value in fields}
        if not held & {"progress", "outlook"}:
            return
        settled: FieldName = "outlook" if "progress" in held else "progress"
        self.draft.fields = [
            replace(value, field=settled)
            if value.field == "actions" and find_years(value.label)
            else value
            for value in fields
        ]


def _names_office(part: Part) -> bool:
    """Whether a line below the first goes on with the names of sections."""
    pieces = re.split(r"[、，,・／/\n 　（(）)]+", part.text)
    return not part.level and any(is_department(piece) for piece in pieces)


def _measured_lines(grid: Grid, lines: tuple[Line, ...]) -> tuple[Line, ...] | None:
    """The lines of figures below one of steps, where the years head both: 計画 | 選定 | 公開 over
    手続数 | 300件 | 360件; None for any other grid."""
    steps = [line for line in lines if _names_steps(line)]
    rest = tuple(line for line in lines if line not in steps)
    told = [[f.cell.text for f in line.figures if f.cell.text] for line in rest]
    figures = all(
        line.name and any(map(is_numeric, texts)) and all(map(_is_figure_or_none, texts))
        for line, texts in zip(rest, told, strict=True)
    )
    worded = any(not _is_figure_or_none(f.cell.text) for line in steps for f in line.figures)
    starts = [column for column in grid.columns if not column.years]
    apart = all(c.kind == "baseline" for c in starts) and not any(
        figure.column in starts and figure.cell.text for line in steps for figure in line.figures
    )
    return rest if steps and figures and worded and apart else None


def _names_steps(line: Line) -> bool:
    """Whether a line begins with a word for steps (計画), or for figures that are none."""
    if line.name is None:
        return line.role == "target"
    return bool(roles_of(line.name.text, True))


def _is_figure_or_none(text: str) -> bool:
    return is_numeric(text) or bool(NOTHING.fullmatch(text))


def _as_progress(text: str, part: Part) -> Part:
    """The part; 〔実績〕 before sentences is the label of what was done and of no figure, and
    so is 〔令和6年度の計画〕 of what was to be done; 予定 before steps with their years is that of
    a schedule."""
    if part.roles == ("target",) and part.value and _PLANNED.match(part.text):
        steps = _DATED_STEP.match(part.value.span.of(text))
        return replace(part, roles=("schedule",)) if steps else part
    if part.value is None or not part.value.text.endswith("。"):
        return part
    if part.roles == ("target",) and "計画" in part.text:
        return replace(part, roles=("actions",))
    return replace(part, roles=("progress",)) if part.roles == ("actual",) else part


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _is_year_and_step(row: Row) -> bool:
    """Whether a row tells what is done in a year: 令和7年度, センサー8か所を設置."""
    cells = row.filled()
    return len(cells) == 2 and is_year(cells[0].text) and not _FIGURE.fullmatch(cells[1].text)


def _is_year_and_figure(row: Row) -> bool:
    """Whether a row tells the figure of a year, or that there is none: R8, 60％."""
    cells = row.filled()
    return len(cells) == 2 and is_year(cells[0].text) and tells_due(cells[1].text)


def _year_line(text: str, span: Span) -> tuple[int, ...]:
    """The years that a line lists, () if it says anything else."""
    words = span.of(text)
    mentions = find_years(words)
    rest = without_years(words, mentions)
    return () if rest.strip(" 　年度()（）|・") else tuple(m.year for m in mentions)


def add_value(
    draft: Draft,
    text: str,
    label: Part,
    value: Value,
    *,
    column: bool = False,
    last: int | None = None,
) -> None:
    """Puts the value of a label where the label's roles say."""
    for role in label.roles:
        if role == "department":
            departments, bureaus = read_departments(text, value.span)
            draft.departments += [d for d in departments if d not in draft.departments]
            draft.fields += [FieldValue("other", "部局", None, bureau) for bureau in bureaus]
        elif role == "indicator" and draft.indicators is not None:
            if column:
                draft.fields.append(_field(_column_field(label.text), label, value))
            elif "actions" not in label.roles:
                draft.indicators.take_text(value.span)
        elif role == "schedule" and set(label.roles) == {"schedule"}:
            steps = list(read_lines(text, value.span, beside_label=True, last=last))
            draft.schedule += without_prose(text, value.span, steps)
        elif role == "number":
            draft.number = draft.number or value.text
        elif role == "mark" and not NOTHING.fullmatch(value.text):
            by_sign = label.text == value.text
            draft.marks.append(value if by_sign else mark_value(text, value.span))
        elif role == "hierarchy":
            draft.hierarchy.append(value)
        elif role == "rating":
            draft.rating = draft.rating or _rating_of(text, value)
        elif role == "bureau":
            draft.fields.append(FieldValue("other", label.text, label.span, value))
        elif role == "goal" and _CODE.fullmatch(value.text):
            span = label.span.join(value.span)
            draft.hierarchy.append(Value(f"{mend(label.text)}{value.text}", span))
        elif name := FIELD_OF_ROLE.get(role):
            draft.fields.append(_field(name, label, value))
            if name == "category":
                draft.fields[-1] = replace(draft.fields[-1], value=_by_lines(text, value))
                draft.marks += bracketed_marks(text, value.span)
                if mark := mark_of(value.text):
                    draft.marks.append(Value(mark, value.span))


def _rating_of(text: str, value: Value) -> Value | None:
    """A rating; the sign alone where a comment follows it: 【Ｂ】目標に届かなかった。 A dash in
    its place says that nothing is rated."""
    match = _SIGN_BEFORE.match(text, value.span.start, value.span.end)
    if match is None or roles_of(match["sign"], True):
        return value
    if NOTHING.fullmatch(match["sign"]):
        return None
    at = Span(match.start("sign"), match.end("sign"))
    return Value(display(text, at), at)


def _field(name: FieldName, label: Part, value: Value) -> FieldValue:
    shown = re.sub(r"[ \t]*\n[ \t]*", "\n", value.text).strip()
    shown = re.sub(r"(^|\n)([・•●○①-⑳])\n", r"\1\2", shown)
    written = re.sub(r"^[-*+・●■○◆]+[ 　]*|\*\*", "", label.text).strip("：: 　")
    return FieldValue(name, written, label.span, Value(shown, value.span))


def _by_lines(text: str, value: Value) -> Value:
    """A value whose lines are names of their own and no wrapped sentence."""
    content = value.span.of(text)
    if "\n" not in content or "<" in content:
        return value
    lines = [mend(line) for line in content.split("\n") if line.strip()]
    return Value("\n".join(lines), value.span)


def _column_field(label: str) -> FieldName:
    """Outcomes told in prose are effects; outputs are neither effect nor figure."""
    return "effects" if re.search(r"アウトカム|成果|効果", label) else "other"
