"""Blocks into parts: labels with their values, running text, and grids of figures.

Tables and lines say the same things in two shapes. Here both become one stream, so that
everything that reads records reads only that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from assistant.datamodels import Document, Span, Value
from assistant.ingest.blocks import Block, Row, display
from assistant.ingest.cells import is_list, is_year, opens_grid
from assistant.ingest.contents import read_contents
from assistant.ingest.figures import NOTHING
from assistant.ingest.labels import (
    FIGURES,
    NAME_NUMBER,
    STANDINGS,
    has_callout,
    is_decorated,
    is_department,
    is_office_line,
    roles_of,
    signs_of,
)
from assistant.ingest.own_labels import own_labels, with_own_titles
from assistant.ingest.part import Part, PartStyle
from assistant.ingest.rated_titles import rated_title
from assistant.ingest.schedules import is_dated_line
from assistant.ingest.tables import dated_rows, grid_part, table_parts
from assistant.ingest.values_below import heads_office, with_values_below

_INLINE = re.compile(r"(?P<label>[^：:。、]{1,28}?)\s*[：:](?!//)\s*(?P<value>\S.*)", re.DOTALL)
_SPACED = re.compile(r"(?P<label>\S{2,14})(?:　+| {2,}|\t+)(?P<value>\S.*)", re.DOTALL)
_SPACED_PROSE = re.compile(r"(?P<label>[^\s、。]{2,6})　+(?P<value>[^\s。].*。)", re.DOTALL)
_CAPITALS = re.compile(r"(?P<label>[A-Z]{3})[ 　\t]+(?P<value>\S.*)", re.DOTALL)  # KPI, KGI
_TICKED = re.compile(  # ✓ 状況（R8.2時点）　…
    r"(?P<label>[✓✔☑■●○▶][ 　]*[^\s。]{2,20}?)(?:　+| {2,}|\t+)(?P<value>\S.*)", re.DOTALL
)
_NUMBERED = re.compile(
    r"[0-9０-９①-⑳]{1,2}[.．)）]?[ 　]+(?P<label>[^\s0-9０-９]\S{1,13})(?:　+| {2,}|\t+)"
    r"(?P<value>\S.*)",
    re.DOTALL,
)
_NEXT_LABEL = re.compile(r"(?:[ 　]{2,}|　|[／/|｜][ 　]*)(?=(?P<label>[^\s：:、。]{2,12})[：:])")
_NEXT_BRACKET = re.compile(
    r"[ 　]+(?=[【〔［\[](?P<label>[^【】〔〕［］\[\]]{1,12})[】〕］\]][ 　]*[^\s【〔［\[])"
)
_BOLD = re.compile(r"\*\*(?P<label>[^*]{1,28})\*\*[ 　]*[：:]?[ 　]*(?P<value>\S.*)", re.DOTALL)
_BRACKETED = re.compile(
    r"(?:[○●◎◇◆□■・▪•‣][ 　]*(?=[【〔［\[《]))?"
    r"[【〔［\[＜《<](?P<label>[^【】〔〕［］\[\]＜＞《》<>]{1,24})[】〕］\]＞》>]"
    r"[ 　]*(?P<value>\S.*)",
    re.DOTALL,
)
_BRACKETED_WORD = re.compile(
    r"[【〔［\[＜《<〈≪][^【】〔〕［］\[\]＜＞《》<>〈〉≪≫]{2,8}[】〕］\]＞》>〉≫]"
)
_BEHIND = re.compile(
    r"(?P<text>\S.*?)[ 　]*[（(](?:(?P<group>[^（()）：:]{2,30})[、，,][ 　]*)?"
    r"(?P<label>[^（()）：:、，,]{1,12})[：:][ 　]*(?P<value>[^（()）]+)[）)]$"
)
_ENCLOSED = re.compile(
    r"[〈<＜《≪(（][ 　]*(?P<value>[^〈〉<>＜＞《》≪≫()（）]{2,60}?)[ 　]*[〉>＞》≫)）]$"
)
_OFFICE_BEHIND = re.compile(
    r"(?P<text>\S[^。]*?)[ 　]*(?:[［\[〔【](?P<square>[^［］\[\]〔〕【】]{2,50})[］\]〕】]"
    r"|[（(](?P<round>[^（()）：:]{2,50})[）)])"
    r"(?:[ 　]*(?:(?P<sign>[●◎○★☆◆◇■□▲])"
    r"|[（(【［](?P<mark>[^（()）【】［］：:、]{2,12})[）)】］]))?$"
)
# （担当　福祉課）, （担当：福祉課、協力：税務課）
_CHARGE = re.compile(
    r"[（(〔［【][ 　]*(?P<label>[^\s（()）〔〕［］【】：:]{1,8})[ 　：:]+"
    r"(?P<value>[^（()）〔〕［］【】]{2,60})[）)〕］】]$"
)
_FIGURE_ALONE = re.compile(r"[約▲△-]?[0-9０-９][0-9０-９,，.．]*[^\s。、：:]{0,8}|[-－―–—]")
_STEP_HEAD = re.compile(r"(?:実施|取組|作業)?(?:項目|内容)|工程|作業")
_OFFICES = re.compile(r"[・、，,／/\n 　]+")
_LONGEST_TITLE = 60
_NEEDS_VALUE = {
    "name",
    "number",
    "mark",
    "hierarchy",
    "unit",
    "qualifier",
    "bureau",
    "rating",
} | FIGURES
_LEADER = re.compile(r"[・･.．…‥\-–—\s]{3,}\d{0,3}$")


_LABELLED = (
    (_BOLD, True),
    (_BRACKETED, True),
    (_INLINE, True),
    (_NUMBERED, True),
    (_SPACED, False),
    (_SPACED_PROSE, True),
    (_CAPITALS, False),
    (_TICKED, True),
)  # whether words count that are labels only where something sets them off


def read_parts(document: Document, blocks: tuple[Block, ...]) -> tuple[Part, ...]:
    """The parts of a document in order."""
    parts: list[Part] = []
    own = own_labels(blocks)
    contents = read_contents(document.text, blocks).spans
    for index, block in enumerate(blocks):
        if any(span.covers(block.span) for span in contents):
            continue
        if block.kind == "table":
            rows = tuple(row for row in block.rows if row.filled())
            if told := _cells_apart(document.text, rows):
                for span in told:
                    parts += _line_parts(document.text, span, index, "line")
            elif parts and rows and _goes_on(parts[-1], rows):
                parts.append(replace(grid_part(rows, index), continued=True))
            elif parts and _opens_steps(parts[-1]) and (steps := list(dated_rows(rows, index))):
                parts += steps
            elif parts and is_list(rows) and _opens_plan(parts[-1], rows):
                parts.append(grid_part(rows, index))
            else:
                parts += table_parts(document.text, block, rows, index, own)
        elif block.kind != "blank":
            parts += _text_parts(document.text, block, index)
    levelled = with_own_titles(document.text, tuple(_with_levels(document, parts)))
    return tuple(with_values_below(document.text, list(levelled)))


def _cells_apart(text: str, rows: tuple[Row, ...]) -> list[Span]:
    """The lines of a table below a title with its rating (事業01 窓口の改善 | 評価 ○), and each
    cell by itself where all tell by their own labels (所管課：市民課 | 関係課：税務課); [] of other
    tables."""
    told: list[Span] = []
    for row in rows:
        if rated_title(row.span.of(text)):
            told.append(row.span)
            continue
        cells = [cell.span for cell in row.filled()]
        if not told or not all(_inline_label(cell.of(text)) for cell in cells):
            return []
        told += cells
    return told


def _with_levels(document: Document, parts: list[Part]) -> Iterator[Part]:
    """The parts, those inside a heading with the heading's level and section."""
    sections = iter(document.outline[1:])
    section = next(sections, None)
    for part in parts:
        while section is not None and section.heading.end <= part.span.start:
            section = next(sections, None)
        if section is not None and part.kind != "list" and section.heading.covers(part.span):
            yield replace(part, level=section.level, section=section.ordinal)
        else:
            yield part


def _opens_steps(last: Part) -> bool:
    """Whether a label stands over what is done, and when."""
    return (
        last.kind == "label"
        and last.value is None
        and bool({"actions", "schedule"} & set(last.roles))
    )


def _opens_plan(last: Part, rows: tuple[Row, ...]) -> bool:
    """Whether a table right below the label of a schedule has but a column of steps before those
    of its years: 実施項目 | 令和5年度 | 令和6年度."""
    if last.kind != "label" or last.value is not None or "schedule" not in last.roles:
        return False
    first, *years = rows[0].texts() if rows else ("",)
    return len(years) > 1 and bool(_STEP_HEAD.fullmatch(first)) and all(map(is_year, years))


def _goes_on(last: Part, rows: tuple[Row, ...]) -> bool:
    """Whether a table goes on with the grid above it, head rows left out: same width, and
    rows that begin with the same words."""
    if last.kind != "grid" or len(rows[0].cells) != max(len(row.cells) for row in last.rows):
        return False
    heads = {row.cells[0].text for row in last.rows if row.cells[0].text}
    first = rows[0].cells[0].text
    return not opens_grid(rows[0].cells) and bool(first) and first in heads


def _text_parts(text: str, block: Block, index: int) -> Iterator[Part]:
    """A block of lines, cut where a line is a label by itself."""
    style: PartStyle = "item" if block.kind == "item" else "line"
    if block.kind == "paragraph":
        style = "paragraph"
    for lines in _runs(text, block):
        span = Span(lines[0].start, lines[-1].end)
        yield from _line_parts(text, span, index, style)


def _runs(text: str, block: Block) -> list[list[Span]]:
    """The block's lines, a label line by itself."""
    if len(block.lines) < 2:
        return [list(block.lines)]
    runs: list[list[Span]] = [[]]
    owed = False  # the value of the label on the line above
    for line in block.lines:
        content = line.of(text)
        roles = roles_of(content)
        office = is_office_line(content) or _charge_in(content) or _title_with_office(content)
        told = bool(office or roles) or is_dated_line(content) or heads_office(content)
        ends = told or owed or _tells_figure(content)
        if (ends or _inline_label(content)) and runs[-1]:
            runs.append([])
        runs[-1].append(line)
        if ends:
            runs.append([])
        owed = bool(roles) and (set(roles) <= FIGURES or roles == ("rating",))
    return [run for run in runs if run]


def _tells_figure(content: str) -> bool:
    """Whether a line is a label of a figure with its figure: 目標（2030年度）　95％."""
    found = _inline_label(content)
    if found is None or not set(found[2]) & STANDINGS:
        return False
    return bool(_FIGURE_ALONE.fullmatch(content[slice(*found[1])].strip()))


def _line_parts(text: str, span: Span, index: int, style: PartStyle) -> Iterator[Part]:
    """The parts of a line: of each of its labels, or as the first reader that knows it tells."""
    content = span.of(text)
    for match in chain(_NEXT_LABEL.finditer(content), _NEXT_BRACKET.finditer(content)):
        if roles_of(match["label"], True) and _inline_label(content[: match.start()]):
            yield from _line_parts(text, Span(span.start, span.start + match.start()), index, style)
            span = Span(span.start + match.end(), span.end)
            yield from _line_parts(text, span, index, style)
            return
    found = (list(reads(text, span, index, style)) for reads in _READERS)
    parts = next(filter(None, found), None)
    yield from parts or [Part("text", span, display(text, span), index, style)]


def _label_alone(text: str, span: Span, index: int, style: PartStyle) -> Iterator[Part]:
    content, shown = span.of(text), display(text, span)
    roles = roles_of(shown, is_decorated(content))
    if roles == ("name",) and _BRACKETED_WORD.fullmatch(content.strip()) and not roles_of(shown):
        roles = ("actions",)  # 【取組】 alone on a line stands over what is done
    if roles and not set(roles) <= _NEEDS_VALUE:
        yield Part("label", span, shown, index, style, roles, callout=has_callout(content))


def _label_before_value(text: str, span: Span, index: int, style: PartStyle) -> Iterator[Part]:
    content = span.of(text)
    if found := _inline_label(content):
        label, value, roles = found
        at = Span(span.start + label[0], span.start + label[1])
        held = Span(span.start + value[0], span.start + value[1])
        told = Value(display(text, held), held)
        shown, callout = display(text, at), has_callout(content)
        yield Part("label", at, shown, index, style, roles, told, callout=callout)


def _rated(text: str, span: Span, index: int, style: PartStyle) -> Iterator[Part]:
    """A title with its rating or state, and the rating of the year before as a note."""
    rated = rated_title(span.of(text))
    if rated is None:
        return
    title, held = _moved(span, rated.title), _moved(span, rated.value)
    label = _moved(span, rated.label) if rated.label else held
    pairs = [(label, "rating", held)]
    if rated.earlier:
        pairs.append((_moved(span, rated.earlier[0]), "note", _moved(span, rated.earlier[1])))
    yield Part("text", title, display(text, title), index, style)
    if NOTHING.fullmatch(held.of(text)):
        return  # 【評価 －】: not rated
    for at, role, value in pairs:
        shown = display(text, at)
        told = Value(display(text, value), value)
        yield Part("label", at, shown, index, style, (role,), told)


def _label_behind(text: str, span: Span, index: int, style: PartStyle) -> Iterator[Part]:
    """A text with a label and its value in brackets behind: （窓口部会、主管：市民課）."""
    behind = _BEHIND.match(span.of(text))
    roles = roles_of(behind["label"], True) if behind else ()
    if behind is None or not roles:
        return
    before, label = _within(span, behind, "text"), _within(span, behind, "label")
    yield Part("text", before, display(text, before), index, style)
    told = _value_in(text, span, behind, "value")
    yield Part("label", label, behind["label"], index, style, roles, told)
    if behind["group"]:
        group = _value_in(text, span, behind, "group")
        yield Part("label", group.span, group.text, index, style, ("hierarchy",), group)


def _dated(text: str, span: Span, index: int, style: PartStyle) -> Iterator[Part]:
    if is_dated_line(span.of(text)):
        yield Part("label", Span(span.start, span.start), "", index, style, ("schedule",))
        yield Part("text", span, display(text, span), index, "cell")


def _in_charge(text: str, span: Span, index: int, style: PartStyle) -> Iterator[Part]:
    """An office alone on its line, or in brackets with what it is to the project."""
    content = span.of(text)
    if is_office_line(content):
        told = Value(display(text, span), span)
        yield Part("label", span, "", index, style, ("department",), told)
    elif charge := _charge_in(content):
        told, label = _value_in(text, span, charge, "value"), _within(span, charge, "label")
        yield Part("label", label, charge["label"], index, style, ("department",), told)


def _titled_or_enclosed(text: str, span: Span, index: int, style: PartStyle) -> Iterator[Part]:
    """A title with the office in charge behind it, or an office in brackets."""
    content = span.of(text)
    if office := _title_with_office(content):
        yield from _titled(text, span, office, index, style)
    elif (enclosed := _ENCLOSED.match(content)) and is_department(enclosed["value"]):
        told = _value_in(text, span, enclosed, "value")
        yield Part("label", span, "", index, style, ("department",), told)


_READERS = (
    _label_alone, _label_before_value, _rated, _label_behind, _dated, _in_charge,
    _titled_or_enclosed,
)  # fmt: skip


def _charge_in(content: str) -> re.Match[str] | None:
    """A line in brackets that only tells who is in charge: （担当　福祉課）."""
    match = _CHARGE.match(content)
    if match is None or "department" not in roles_of(match["label"], True):
        return None
    offices = [name for name in _OFFICES.split(match["value"]) if name]
    return match if any(map(is_department, offices)) else None


def _title_with_office(content: str) -> re.Match[str] | None:
    """A title and in brackets behind it who is in charge: 1-1 窓口の改善［市民課］; round ones
    only behind a number."""
    match = _OFFICE_BEHIND.match(content)
    if match is None:
        return None
    offices = [name for name in _OFFICES.split(match["square"] or match["round"]) if name]
    title = match["text"]
    told = all(map(is_department, offices)) and len(title) <= _LONGEST_TITLE
    numbered = NAME_NUMBER.match(title) or (match["square"] and not roles_of(title))
    return match if told and numbered else None


def _titled(
    text: str, span: Span, match: re.Match[str], index: int, style: PartStyle
) -> Iterator[Part]:
    """A title, who is in charge of it, and the mark behind them, or that a sign there stands
    for."""
    title = _within(span, match, "text")
    yield Part("text", title, display(text, title), index, style)
    value = _value_in(text, span, match, "square" if match["square"] else "round")
    yield Part("label", value.span, "", index, style, ("department",), value)
    if match["sign"] and (mark := signs_of(text).get(match["sign"])):
        sign = _within(span, match, "sign")
        yield Part("label", sign, mark, index, "cell", ("mark",), Value(mark, sign))
    elif match["mark"] and not is_department(match["mark"]):
        told = _value_in(text, span, match, "mark")
        yield Part("label", told.span, told.text, index, "cell", ("mark",), told)


def _moved(span: Span, at: tuple[int, int]) -> Span:
    return Span(span.start + at[0], span.start + at[1])


def _value_in(text: str, span: Span, match: re.Match[str], group: str) -> Value:
    held = _within(span, match, group)
    return Value(display(text, held), held)


def _within(span: Span, match: re.Match[str], group: str) -> Span:
    return Span(span.start + match.start(group), span.start + match.end(group))


def _inline_label(
    content: str,
) -> tuple[tuple[int, int], tuple[int, int], tuple[str, ...]] | None:
    """Where label and value lie in a line that holds both, and the label's roles."""
    for pattern, weak in _LABELLED:
        match = pattern.match(content)
        if match is None or _LEADER.search(match["value"]):
            continue
        roles = roles_of(match["label"], weak)
        if not roles and content[0] not in "（(" and _names_office(match["label"], match["value"]):
            roles = ("department",)
        if roles:
            return match.span("label"), match.span("value"), roles
    return None


def _names_office(label: str, value: str) -> bool:
    """Whether a weak label of departments (担当) stands before one."""
    return roles_of(label, True) == ("department",) and is_department(_first_office(value))


def _first_office(value: str) -> str:
    """The first of the names in a line, without what stands in brackets behind it."""
    return re.split(r"[、，,／/・（(\n]", value, maxsplit=1)[0]
