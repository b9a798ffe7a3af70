"""Tables with a project a row: overviews, summaries of progress, whole plans in one table."""

from __future__ import annotations

import re
from collections import Counter

from assistant.datamodels import Document, FieldName, FieldValue, ScheduleEntry, Span, Value
from assistant.ingest.blocks import Cell, Row, display
from assistant.ingest.cells import is_year
from assistant.ingest.figures import (
    NOTHING,
    is_numeric,
)
from assistant.ingest.indicators import IndicatorReader
from assistant.ingest.labels import (
    FIGURES,
    class_marks,
    is_decorated,
    is_hierarchy,
    is_specimen,
    kind_in,
    mark_of,
    roles_of,
    signs_of,
    vocabulary,
)
from assistant.ingest.list_columns import (
    DATED_FIELDS,
    Columns,
    column_of,
    head_rows,
    heads_of,
    is_aside,
    lists_in,
)
from assistant.ingest.list_figures import take_figures
from assistant.ingest.names import mark_value, read_name
from assistant.ingest.part import Part
from assistant.ingest.records import Draft, add_value
from assistant.ingest.sheets import section_at
from assistant.ingest.yearly import is_start, is_yearly_rating, year_of
from assistant.language.years import find_years

_SECTION_NUMBER = re.compile(r"^[(（]?\d+(?:[-－.]\d+)*[)）.．]?[ 　]*(?=\D)")
_SAME_AS_ABOVE = re.compile(r"(?:空白|空欄|記載のない).{0,12}(?:上|前)の?.{0,6}(?:同じ|同様|同上)")
_NUMBER_WITH_SIGN = re.compile(r"(?P<number>[0-9０-９]{1,3})[ 　]?(?P<sign>[一-龥●◎○★☆◆◇■□▲])")
_HASHES = re.compile(r"#{1,6}[ 　]+")
_TITLE_BEFORE = re.compile(
    r"\S.*(?:　　|  |\t)[ 　]*(?=\S)"
    r"|[【〔]?(?:図?表|図)[ 　]?[0-9０-９]+(?:[-－―.．][0-9０-９]+)*[】〕]?[ 　]+"
)
_ASIDE_BEHIND = re.compile(r"[ 　]*[（(](?:続き|つづき|再掲|[0-9０-９]+[^（()）]{1,4})[）)][ 　]*$")
LONGEST_TITLE = 40  # characters of a caption that only names what follows
_SIGNS = re.compile(r"(?:[●◎○★☆◆◇■□▲→]|凡例[）)】]?[ 　]*[一-龥])[ 　]?[：:＝=…]")  # 凡例 ★：重点
_CLASS = re.compile(r"重点[ 　]?[0-9０-９A-ZＡ-Ｚ一二三四五]")  # 重点A 村民の暮らしを支える
_MARK_BEHIND = re.compile(r"。[ 　]*(?P<mark>[【〔《][^【】〔〕《》]{1,8}[】〕》])$")
_LONE_DATE = re.compile(r"(?:令和|平成|[RＲ])?[0-9０-９元]{1,4}年度?(?:[0-9０-９]{1,2}月)?末?")
_PAGE_LINES = 2  # between the halves of a list: a note, the running head
# How many there are, which is no name.
_TALLY = re.compile(r"[0-9０-９]{1,3}[ 　]?(?:項目|件|事業|施策|取組)")
_PLAIN_CELL = 60  # a longer cell in the column of names is running text


def read_list(document: Document, parts: tuple[Part, ...], index: int) -> list[Draft]:
    """A record for each project in a list, in the order of its rows."""
    part = parts[index]
    caption = _caption(parts, index)
    if is_specimen(caption) and len(caption) <= LONGEST_TITLE and not _SIGNS.search(caption):
        return []  # a longer caption says how to read the real list
    section = section_at(document, part.span.start)
    if document.outline and is_specimen(document.outline[section].title):
        return []
    policy = _policy_over(document.text, parts, index)
    drafts: list[Draft] = []
    for columns in lists_in(heads_of(part.rows), part.rows):
        kind = _kind(columns, caption, document, section)
        held = _read_rows(document, part, columns, kind, section, policy)
        if _leaves_out_repeated(document.text, columns, part.rows):
            _repeat_offices(held, _offices_above(document, parts, index, held))
        drafts += held
    return sorted(drafts, key=lambda draft: draft.span)


def _leaves_out_repeated(text: str, columns: Columns, rows: tuple[Row, ...]) -> bool:
    """Whether blank cells under the offices in charge stand for those above: the document says
    so, or a group of rows is headed in one cell as well."""
    if column_of(columns, "department", weak=True) is None:
        return False
    grouped = any(
        {"name", "hierarchy", "category"} & set(roles_of(columns.heads[column].text, True))
        and any(row.cells[column].text == "" for row in rows[1:] if column < len(row.cells))
        for column in range(columns.first, columns.name)
    )
    return grouped or bool(_SAME_AS_ABOVE.search(text))


def _offices_above(
    document: Document, parts: tuple[Part, ...], index: int, drafts: list[Draft]
) -> list[Value]:
    """The offices of the last row on the page before, where a list goes on without any."""
    before = next((i for i in range(index - 1, -1, -1) if parts[i].kind != "text"), None)
    if before is None or parts[before].kind != "list" or not drafts or drafts[0].departments:
        return []
    if parts[before].rows[0].texts() != parts[index].rows[0].texts():
        return []
    last = read_list(document, parts, before)[-1:]
    return last[0].departments if last else []


def _repeat_offices(drafts: list[Draft], above: list[Value]) -> None:
    """Gives the rows without an office those of the row above."""
    for draft in drafts:
        draft.departments = draft.departments or list(above)
        above = draft.departments


def _caption(parts: tuple[Part, ...], index: int) -> str:
    before = parts[index - 1] if index else None
    return before.text if before is not None and before.kind == "text" else ""


def _policy_over(text: str, parts: tuple[Part, ...], index: int) -> Value | None:
    """The policy that the line above a list names, or above the list of the same heads on the page
    before that it goes on with."""
    own = _policy_in(text, parts[index - 1]) if index else None
    before = next((i for i in range(index - 1, -1, -1) if parts[i].kind != "text"), None)
    if own is not None or before is None or any(p.level for p in parts[before + 1 : index]):
        return own
    same = (
        parts[before].kind == "list"
        and parts[before].rows[0].texts() == parts[index].rows[0].texts()
    )
    lines = index - before - 1
    return _policy_over(text, parts, before) if same and lines <= _PAGE_LINES else None


def _policy_in(text: str, part: Part) -> Value | None:
    """The policy that the line right above a list names, behind the title of the list where it
    has one: 基本目標1 便利な役場（続き）."""
    written = part.span.of(text)
    if part.kind != "text" or "\n" in written:
        return None
    lead, aside = _HASHES.match(written), _ASIDE_BEHIND.search(written)
    if not is_hierarchy(part.text) and not _CLASS.match(part.text):
        lead = _TITLE_BEFORE.match(written)
        if lead is None or not is_hierarchy(written[lead.end() :]):
            return None
    start = part.span.start + (lead.end() if lead else 0)
    span = Span(start, part.span.start + (aside.start() if aside else len(written)))
    return Value(display(text, span), span)


def _kind(columns: Columns, caption: str, document: Document, section: int) -> str:
    title = document.outline[section].title if document.outline else ""
    return kind_in((columns.heads[columns.name].text, caption, title))


def _read_rows(
    document: Document,
    part: Part,
    columns: Columns,
    kind: str,
    section: int,
    policy: Value | None,
) -> list[Draft]:
    drafts: list[Draft] = []
    group = policy or _policy_above(document, section)
    carried: dict[int, Value] = {}
    generic = _has_generic_marks(part.rows, columns)
    body = part.rows[head_rows(part.rows) :]
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
        if drafts and _is_of_above(document.text, row, columns):
            _go_on(drafts[-1], held[-1], row, columns)
            if "。" in name.text:
                told = FieldValue("summary", "", name.span, Value(name.text, name.span))
                drafts[-1].fields.append(told)
            continue
        if len(name.text) > _PLAIN_CELL * 2 or "。" in name.text or _TALLY.fullmatch(name.text):
            continue
        _carry(carried, row, columns)
        draft = _draft(document, row, columns, generic, section)
        draft.kind = kind
        draft.hierarchy = ([group] if group else []) + [*carried.values()] + draft.hierarchy
        drafts.append(draft)
        held.append([row])
    for draft, rows in zip(drafts, held, strict=True):
        take_figures(document, part, columns, draft, rows)
    return drafts


def _is_of_above(text: str, row: Row, columns: Columns) -> bool:
    """Whether a row without a number, in a list that numbers its projects, tells more of the one
    above: what it is about, or under a label (〔目標〕) its figures."""
    number = column_of(columns, "number")
    if number is None or number >= columns.name or row.cells[number].text:
        return False
    name = row.cells[columns.name]
    label = is_decorated(name.span.of(text)) and roles_of(name.text, True)
    return "。" in name.text or bool(label and {*label} & (FIGURES | {"indicator"}))


def _policy_above(document: Document, section: int) -> Value | None:
    """The policy that the heading over a list names."""
    if not document.outline or not section:
        return None
    heading = document.outline[section]
    title = _SECTION_NUMBER.sub("", heading.title)
    return Value(title, heading.heading) if is_hierarchy(title) else None


def _own_cells(row: Row, columns: Columns) -> tuple[Cell, ...]:
    return row.cells[columns.name : columns.last]


def _group_heading(row: Row, columns: Columns) -> Value | None:
    """A row that only names what the rows below belong to."""
    filled = row.filled()
    others = [c for i, c in enumerate(columns.heads) if c.text and i != columns.name]
    if len(filled) == 1 and others and "。" not in filled[0].text and len(filled[0].text) <= 60:
        index = row.cells.index(filled[0])
        if index <= columns.name:
            return Value(filled[0].text, filled[0].span)
    return None


def _carry(carried: dict[int, Value], row: Row, columns: Columns) -> None:
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


def _has_generic_marks(rows: tuple[Row, ...], columns: Columns) -> bool:
    """Whether several names begin with one and the same mark (DX), set off by a space."""
    firsts = Counter(
        row.cells[columns.name].text.split()[0] if row.cells[columns.name].text.split() else ""
        for row in rows[1:]
        if columns.name < len(row.cells)
    )
    raw = [w for w, count in firsts.items() if count >= 2 and mark_of(w)]
    return bool(raw) or len(rows) > 3


def _draft(document: Document, row: Row, columns: Columns, generic: bool, section: int) -> Draft:
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


def _take_cell(document: Document, draft: Draft, columns: Columns, index: int, cell: Cell) -> None:
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
    if roles == ("actual",) and cell.text.endswith("。"):
        draft.fields.append(FieldValue("progress", head.text, head.span, value))
        return
    if is_year(head.text) and set(roles) & DATED_FIELDS:
        _take_dated(draft, head, roles, value)
        return
    if is_aside(columns, head.text):
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
        signed = _NUMBER_WITH_SIGN.fullmatch(cell.text)
        draft.number = signed["number"] if signed else cell.text
        if signed and (mark := signs_of(document.text).get(signed["sign"])):
            draft.marks.append(Value(mark, cell.span))
        return
    bare = NOTHING.fullmatch(cell.text) or (is_numeric(cell.text) and len(cell.text) <= 25)
    if roles == ("indicator",) or (roles == ("present",) and bare):
        return
    ended = draft.rating is not None and draft.rating.text in vocabulary().states
    if ended and roles == ("schedule",) and _LONE_DATE.fullmatch(cell.text):
        return  # 中止 | … | 時期 令和6年3月: when it ended
    begun = FieldValue("other", head.text, head.span, value)
    if is_start(begun):
        draft.fields.append(begun)
        draft.schedule += _begun(draft, value)
        return
    if (ending := _MARK_BEHIND.search(cell.text)) and (mark := mark_of(ending["mark"])):
        draft.marks.append(Value(mark, cell.span))
    label = Part("label", head.span, head.text, 0, "cell", roles or ("note",))
    last = document.period[1] if document.period else None
    add_value(draft, document.text, label, value, last=last)


def _begun(draft: Draft, value: Value) -> list[ScheduleEntry]:
    """The step that a column 開始 tells with its month: of the whole project, in that year."""
    first = find_years(value.text)[0]
    if first.kind != "date" or draft.name is None:
        return []
    return [ScheduleEntry(draft.name, (first.year,), value.text, draft.span)]


def _take_dated(draft: Draft, head: Cell, roles: tuple[str, ...], value: Value) -> None:
    """What a column says of one year: R6評価, R7評価, 令和8年度予算額, R6効果額. The newest of
    several ratings is the project's; each stays under its own label, a dash for none too."""
    sum_of: tuple[FieldName, ...] = ("budget", "effects")
    field: FieldName = next((name for name in sum_of if name in roles), "other")
    nothing = NOTHING.fullmatch(value.text)
    if field == "other" or not nothing:
        draft.fields.append(FieldValue(field, head.text, head.span, value))
    if field != "other" or nothing:
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


def _go_on(draft: Draft, held: list[Row], row: Row, columns: Columns) -> None:
    """A row with a blank name goes on with the project above."""
    held.append(row)
    end = row.cells[: columns.last][-1].span.end if row.cells else row.span.end
    draft.span = draft.span.join(Span(draft.span.start, max(end, draft.span.end)))
