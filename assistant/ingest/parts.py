"""Blocks into parts: labels with their values, running text, and grids of figures.

Tables and lines say the same things in two shapes. Here both become one stream, so that
everything that reads records reads only that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from assistant.datamodels import Document, Span, Value
from assistant.ingest.blocks import Block, Cell, Row, display
from assistant.ingest.labels import (
    FIGURES,
    has_callout,
    is_decorated,
    is_department,
    roles_of,
)
from assistant.language.years import find_years

PartKind = Literal["text", "label", "grid", "list"]
PartStyle = Literal["line", "paragraph", "item", "cell"]
Cells = tuple[Cell, ...]

_INLINE = re.compile(r"(?P<label>[^：:。、]{1,28}?)\s*[：:](?!//)\s*(?P<value>\S.*)", re.DOTALL)
_SPACED = re.compile(r"(?P<label>\S{2,14})(?:　+| {2,}|\t+)(?P<value>\S.*)", re.DOTALL)
_SPACED_CELL = re.compile(r"[^ 　\t\n]+(?: [^ 　\t\n]+)*")
_BOLD = re.compile(r"\*\*(?P<label>[^*]{1,28})\*\*[ 　]*[：:]?[ 　]*(?P<value>\S.*)", re.DOTALL)
_BRACKETED = re.compile(
    r"[【〔［\[](?P<label>[^【】〔〕［］\[\]]{1,24})[】〕］\]][ 　]*(?P<value>\S.*)", re.DOTALL
)
_BEHIND = re.compile(
    r"(?P<text>\S.*?)[ 　]*[（(](?P<label>[^（()）：:]{1,12})[：:][ 　]*(?P<value>[^（()）]+)[）)]$"
)
_ENCLOSED = re.compile(
    r"[〈<＜《≪(（][ 　]*(?P<value>[^〈〉<>＜＞《》≪≫()（）]{2,60}?)[ 　]*[〉>＞》≫)）]$"
)
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
_GRID_ROLES = FIGURES | {"indicator", "actions", "unit", "schedule", "qualifier"}


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a document in reading order. `text` is fit for display. A label has
    `roles` and, where it stands beside it, its `value`; a grid or list has `rows`.
    `level` and `section` are those
    of the heading that the part lies in, 0 if it lies in none."""

    kind: PartKind
    span: Span
    text: str
    block: int
    style: PartStyle = "line"
    roles: tuple[str, ...] = ()
    value: Value | None = None
    rows: tuple[Row, ...] = ()
    level: int = 0
    section: int = 0
    column: bool = False  # a label that heads a column
    continued: bool = False  # a grid that goes on with the one above
    callout: bool = False  # a number in a circle stands before the label

    def is_sentence(self) -> bool:
        """Whether the part is running text and no title."""
        return self.kind == "text" and ("。" in self.text or len(self.text) > 70)


def read_parts(document: Document, blocks: tuple[Block, ...]) -> tuple[Part, ...]:
    """The parts of a document in order."""
    parts: list[Part] = []
    for index, block in enumerate(_with_spaced_tables(document.text, blocks)):
        if block.kind == "table":
            rows = tuple(row for row in block.rows if row.filled())
            if parts and rows and _goes_on(parts[-1], rows):
                parts.append(replace(_grid(rows, index), continued=True))
            else:
                parts += _table_parts(block, rows, index)
        elif block.kind != "blank":
            parts += _text_parts(document.text, block, index)
    return tuple(_with_levels(document, parts))


def _with_spaced_tables(text: str, blocks: tuple[Block, ...]) -> list[Block]:
    """The blocks; lists of projects whose columns are set with spaces as tables."""
    found: list[Block] = []
    index = 0
    while index < len(blocks):
        heads = _spaced_heads(text, blocks[index])
        rows: list[Row] = []
        following = index + 1
        if heads is not None:
            while following < len(blocks) and blocks[following].kind in (
                "line",
                "paragraph",
                "item",
            ):
                lines = [_spaced_row(text, line) for line in blocks[following].lines]
                if any(len(row.cells) != len(heads.cells) for row in lines):
                    break
                rows += lines
                following += 1
        if heads is not None and len(rows) >= 2:
            span = Span(heads.span.start, rows[-1].span.end)
            found.append(Block("table", span, (), (heads, *rows)))
            index = following
        else:
            found.append(blocks[index])
            index += 1
    return found


def _spaced_heads(text: str, block: Block) -> Row | None:
    """The heads that a line sets apart with spaces, one of them for names."""
    if block.kind not in ("line", "paragraph") or len(block.lines) != 1:
        return None
    row = _spaced_row(text, block.lines[0])
    roles = [roles_of(cell.text, True) for cell in row.cells]
    named = any("name" in roles_of(cell.text) for cell in row.cells)
    return row if len(row.cells) >= 3 and named and all(roles) else None


def _spaced_row(text: str, line: Span) -> Row:
    cells = []
    for match in _SPACED_CELL.finditer(text, line.start, line.end):
        span = Span(match.start(), match.end())
        cells.append(Cell(display(text, span), span))
    return Row(tuple(cells), line)


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
    for line in block.lines:
        alone = bool(roles_of(line.of(text))) or bool(_inline_label(line.of(text)))
        if alone and runs[-1]:
            runs.append([])
        runs[-1].append(line)
        if alone and roles_of(line.of(text)):
            runs.append([])
    return [run for run in runs if run]


def _line_parts(text: str, span: Span, index: int, style: PartStyle) -> Iterator[Part]:
    content = span.of(text)
    shown = display(text, span)
    callout = has_callout(content)
    roles = roles_of(shown, is_decorated(content))
    if roles and not set(roles) <= _NEEDS_VALUE:
        yield Part("label", span, shown, index, style, roles, callout=callout)
        return
    if found := _inline_label(content):
        label, value, roles = found
        at = Span(span.start + label[0], span.start + label[1])
        held = Span(span.start + value[0], span.start + value[1])
        yield Part(
            "label", at, display(text, at), index, style, roles,
            Value(display(text, held), held), callout=callout,
        )  # fmt: skip
        return
    if (behind := _BEHIND.match(content)) and (roles := roles_of(behind["label"], True)):
        before = _within(span, behind, "text")
        held = _within(span, behind, "value")
        yield Part("text", before, display(text, before), index, style)
        yield Part(
            "label", _within(span, behind, "label"), behind["label"], index, style, roles,
            Value(display(text, held), held),
        )  # fmt: skip
        return
    if (enclosed := _ENCLOSED.match(content)) and is_department(enclosed["value"]):
        held = _within(span, enclosed, "value")
        value_ = Value(display(text, held), held)
        yield Part("label", span, "", index, style, ("department",), value_)
        return
    yield Part("text", span, shown, index, style)


def _within(span: Span, match: re.Match[str], group: str) -> Span:
    return Span(span.start + match.start(group), span.start + match.end(group))


def _inline_label(
    content: str,
) -> tuple[tuple[int, int], tuple[int, int], tuple[str, ...]] | None:
    """Where label and value lie in a line that holds both, and the label's roles."""
    for pattern, weak in ((_BOLD, True), (_BRACKETED, True), (_INLINE, True), (_SPACED, False)):
        match = pattern.match(content)
        if match is None or _LEADER.search(match["value"]):
            continue
        if roles := roles_of(match["label"], weak):
            return match.span("label"), match.span("value"), roles
    return None


def _table_parts(block: Block, rows: tuple[Row, ...], index: int) -> Iterator[Part]:
    """A table as a list of projects, as a grid of figures, or as labels with values."""
    if not rows:
        return
    if is_list(rows):
        yield Part("list", block.span, "", index, "cell", rows=rows)
    elif _is_bare_list(rows):
        at = Span(rows[0].span.start, rows[0].span.start)
        heads = Row((Cell("事業名", at), Cell("担当課", at)), at)
        yield Part("list", block.span, "", index, "cell", rows=(heads, *rows))
    elif opens_grid(rows[0].cells) or (len(rows) > 1 and _is_banner(rows[0], rows[1])):
        yield from _grid_with_tail(rows, index)
    elif depth := _column_heads(rows):
        yield from _columns(rows, depth, index)
    elif any(_row_label(row.cells) for row in rows) or len(rows[0].filled()) == 1:
        yield from _labelled_rows(rows, index)
    else:
        yield Part("grid", block.span, "", index, "cell", rows=rows)


def is_list(rows: tuple[Row, ...]) -> bool:
    """Whether the table has a project a row: a column of names beside other known ones."""
    if len(rows) < 2:
        return False
    filled = [cell.text for cell in rows[0].filled()]
    known = [roles_of(text, True) for text in filled]
    named = any("name" in roles_of(text) for text in filled)
    known_share = sum(
        bool(roles) or is_year(text) for roles, text in zip(known, filled, strict=True)
    )
    if len(filled) < 2 or known_share < 0.6 * len(filled):
        return False
    others = {role for roles in known for role in roles} - {"name", "number", "note", "hierarchy"}
    years = sum(map(is_year, filled))
    if named:
        return bool(others) or years >= 2 or "number" in {r for roles in known for r in roles}
    weakly = any("name" in roles for roles in known) or any(
        roles_of(text) == ("actions",) for text in filled
    )
    return weakly and "department" in others and not opens_grid(rows[0].cells[:1])


def _is_bare_list(rows: tuple[Row, ...]) -> bool:
    """Whether a table without heads gives the department behind each name."""
    if len(rows) < 4 or any(len(row.cells) != 2 or len(row.filled()) != 2 for row in rows):
        return False
    departments = sum(is_department(row.cells[1].text) for row in rows)
    names = all(len(row.cells[0].text) <= 60 and "。" not in row.cells[0].text for row in rows)
    return names and departments * 10 >= len(rows) * 9 and not any(map(_labels_itself, rows))


def _labels_itself(row: Row) -> bool:
    return bool(roles_of(row.cells[0].text))


def is_year(text: str) -> bool:
    """Whether a cell is the head of a column for one year or a few: it names no day and
    states no figure."""
    if len(text) > 28 or "。" in text:
        return False
    mentions = find_years(text)
    if not mentions or any(mention.kind == "date" for mention in mentions):
        return False
    rest = text
    for mention in sorted({mention.span for mention in mentions}, reverse=True):
        rest = rest[: mention.start] + rest[mention.end :]
    return not re.search(r"[0-9０-９]", rest) and len(rest) <= 14


def opens_grid(cells: Cells) -> bool:
    """Whether a row heads columns of years or of figures."""
    filled = [cell.text for cell in cells if cell.text]
    years = sum(is_year(text) for text in filled)
    roles = [roles_of(text) for text in filled]
    figures = sum(bool(set(found) & FIGURES) for found in roles)
    if years >= 2 and years >= len(filled) - 3:
        return True
    return figures >= 2 or (figures >= 1 and len(filled) >= 2 and "indicator" in roles[0])


def _is_banner(first: Row, second: Row) -> bool:
    """A first head row (現状, 計画期間) over a second one with the years."""
    below = [cell.text for cell in second.cells if cell.text]
    return not second.cells[0].text and len(below) >= 2 and all(map(is_year, below))


def _grid_with_tail(rows: tuple[Row, ...], index: int) -> Iterator[Part]:
    """A grid up to the first row that is a label with running text."""
    end = len(rows)
    for number, row in enumerate(rows[1:], 1):
        label = _row_label(row.cells)
        if label and not set(label[1]) & _GRID_ROLES and not set(label[1]) & {"rating", "name"}:
            end = number
            break
    yield _grid(rows[:end], index)
    if end < len(rows):
        yield from _labelled_rows(rows[end:], index)


def _grid(rows: tuple[Row, ...], index: int) -> Part:
    return Part("grid", Span(rows[0].span.start, rows[-1].span.end), "", index, "cell", rows=rows)


def _column_heads(rows: tuple[Row, ...]) -> int:
    """How many rows at the top hold labels only, two or more of them."""
    depth = 0
    for row in rows[:-1]:
        filled = row.filled()
        if len(filled) < 2 or not all(roles_of(cell.text, True) for cell in filled):
            break
        depth += 1
    if depth and _row_label(rows[depth].cells) and len(rows[depth].filled()) > 1:
        return 0
    return depth


def _columns(rows: tuple[Row, ...], depth: int, index: int) -> Iterator[Part]:
    """Each filled cell under a labelled column, as a label with its value."""
    width = max(len(row.cells) for row in rows)
    heads: list[Cell | None] = [None] * width
    for row in rows[:depth]:
        for column, cell in enumerate(row.cells):
            if cell.text:
                heads[column] = cell
    for column, head in enumerate(heads):
        if head is None:
            continue
        for row in rows[depth:]:
            if column < len(row.cells) and (held := row.cells[column]).text:
                yield Part(
                    "label", head.span, head.text, index, "cell", roles_of(head.text, True),
                    Value(held.text, held.span), column=True,
                )  # fmt: skip


def _row_label(cells: Cells) -> tuple[int, tuple[str, ...]] | None:
    """Column and roles of the label that a row begins with, a stray number before it skipped."""
    filled = [(column, cell) for column, cell in enumerate(cells) if cell.text]
    if len(filled) > 1 and re.fullmatch(r"\d{1,2}", filled[0][1].text):
        filled = filled[1:]
    if not filled or (filled[0][0] > 1 and len(filled) == 1):
        return None
    column, cell = filled[0]
    roles = roles_of(cell.text, len(filled) > 1)
    return (column, roles) if roles else None


def _labelled_rows(rows: tuple[Row, ...], index: int) -> Iterator[Part]:
    """Rows of labels and values; years or figures among them open a grid."""
    position = 0
    while position < len(rows):
        row = rows[position]
        label = _row_label(row.cells)
        if is_figure_row(row.cells):
            end = position + 1
            while end < len(rows) and is_figure_row(rows[end].cells):
                end += 1
            yield _grid(rows[position:end], index)
            position = end
            continue
        if opens_grid(row.cells[1:] if label else row.cells):
            end = _grid_end(rows, position)
            if label:
                cell = row.cells[label[0]]
                yield Part("label", cell.span, cell.text, index, "cell", label[1])
            yield _grid(rows[position:end], index)
            position = end
            continue
        end = position + 1
        if label is None and (behind := _label_behind(row.cells)) is not None:
            yield from _titled_row(row, behind, index)
        elif label is None:
            yield from _unlabelled_row(row, index)
        else:
            while end < len(rows) and _continues_value(row.cells, rows[end].cells, label[0]):
                end += 1
            yield from _pairs(rows[position:end], label[0], index)
        position = end


def is_figure_row(cells: Cells) -> bool:
    """Whether a row holds an indicator's targets or actuals, named by its second cell."""
    if len(cells) < 3 or (cells[0].text and roles_of(cells[0].text)):
        return False
    return bool(set(roles_of(cells[1].text)) & FIGURES) and any(cell.text for cell in cells[2:])


def _grid_end(rows: tuple[Row, ...], start: int) -> int:
    """The row after the grid that `rows[start]` heads."""
    first_year = next((c for c, cell in enumerate(rows[start].cells) if is_year(cell.text)), 1)
    for number in range(start + 1, len(rows)):
        label = _row_label(rows[number].cells)
        if label is None or set(label[1]) & FIGURES:
            continue
        wide = first_year >= 2 and set(label[1]) <= {"actions", "indicator"}
        if not wide or len(rows[number].filled()) < 3:
            return number
    return len(rows)


def _continues_value(head: Cells, cells: Cells, column: int) -> bool:
    """Whether a row only goes on with the value of the row above: a page broke there."""
    value_column = next((c for c in range(column + 1, len(head)) if head[c].text), None)
    filled = [c for c, cell in enumerate(cells) if cell.text]
    return filled == [value_column]


def _label_behind(cells: Cells) -> int | None:
    """The column of a label with a value, behind cells that are none: a title's row."""
    for column, cell in enumerate(cells[:-1]):
        if column and roles_of(cell.text) and any(c.text for c in cells[column + 1 :]):
            return column if cells[0].text else None
    return None


def _titled_row(row: Row, column: int, index: int) -> Iterator[Part]:
    before = [cell for cell in row.cells[:column] if cell.text]
    span = Span(before[0].span.start, before[-1].span.end)
    yield Part("text", span, " ".join(cell.text for cell in before), index, "cell")
    yield from _pairs((row,), column, index)


def _unlabelled_row(row: Row, index: int) -> Iterator[Part]:
    filled = row.filled()
    if len(filled) == 1 and row.cells[0].text:
        yield Part("text", filled[0].span, filled[0].text, index, "cell")
        return
    if len(filled) == 2 and re.fullmatch(r"(?:No\.?)?[\d\-.①-⑳]{1,7}", filled[0].text):
        span = Span(filled[0].span.start, filled[1].span.end)
        yield Part("text", span, f"{filled[0].text} {filled[1].text}", index, "cell")
        return
    yield Part("grid", row.span, "", index, "cell", rows=(row,))


def _pairs(rows: tuple[Row, ...], column: int, index: int) -> Iterator[Part]:
    """The labels of a row, each with the cell or cells behind it."""
    cells = rows[0].cells
    label = cells[column]
    values: list[Cell] = []
    roles = roles_of(label.text, True)
    for cell in cells[column + 1 :]:
        if not cell.text:
            continue
        if values and (following := roles_of(cell.text)):
            yield _pair(label, roles, values, index)
            label, roles, values = cell, following, []
            continue
        values.append(cell)
    if values and len(rows) > 1:
        values = values[:1] + [cell for row in rows[1:] for cell in row.filled()]
    yield _pair(label, roles, values, index)


def _pair(label: Cell, roles: tuple[str, ...], values: list[Cell], index: int) -> Part:
    if not values:
        return Part("label", label.span, label.text, index, "cell", roles)
    held = values if "department" in roles else values[:1] + _wrapped(values)
    span = Span(held[0].span.start, held[-1].span.end)
    joint = "、" if "department" in roles else ""
    value = Value(joint.join(cell.text for cell in held), span)
    return Part("label", label.span, label.text, index, "cell", roles, value)


def _wrapped(values: list[Cell]) -> list[Cell]:
    """Cells of the rows below that go on with the first one."""
    return [
        cell
        for cell in values[1:]
        if cell.span.start > values[0].span.end + 1 and _below(values[0], cell)
    ]


def _below(first: Cell, cell: Cell) -> bool:
    return (
        len(cell.text) > 8
        and not re.fullmatch(r"[\d,.\s]+\S?", cell.text)
        and first.text[-1:] not in "。"
    )
