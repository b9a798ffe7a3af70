"""A table into parts: a list of projects, a grid of figures, or labels with their values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from assistant.datamodels import Span, Value
from assistant.ingest.blocks import Block, Cell, Row
from assistant.ingest.card_heads import with_pairs, with_title
from assistant.ingest.cells import (
    GRID_ROLES,
    LONGEST_NAME,
    column_heads,
    continues_value,
    goes_on_below,
    going_on,
    grid_end,
    heads_labels,
    heads_twice,
    is_banner,
    is_bare_list,
    is_counted,
    is_figure_row,
    is_list,
    is_year,
    label_behind,
    names_figures,
    names_grid,
    opens_grid,
    row_label,
    transposed,
    wrapped_cells,
    years_down,
)
from assistant.ingest.figure_cells import with_told_figures
from assistant.ingest.labels import NAME_NUMBER, mark_of, roles_of
from assistant.ingest.nested_measures import split_measures
from assistant.ingest.numbered_tables import is_numbered
from assistant.ingest.own_labels import own_role
from assistant.ingest.part import Part
from assistant.language.years import find_years

_YEAR_FIRST = re.compile(
    r"(?:[RＲ][ 　]?[0-9０-９]{1,2}|令和[0-9０-９元]{1,2}|20[0-9]{2})(?:年度?)?"
    r"(?:[～〜~\-－・、]+(?:[RＲ]?[0-9０-９]{1,4}年?度?)?)?"
    r"(?:[ 　]?(?:[前後上下]半?期?|[0-9０-９]{1,2}月.{0,6}|第?[1-4１-４]四半期|"
    r"[1-4]Q|Q[1-4]|以降))?$"
)
_CODE = re.compile(r"(?:No\.?)?[\d\-.①-⑳]{1,7}|[Ⅰ-Ⅻ][-－‐–]\d{1,2}")
_BRACKETED = re.compile(r"[【［〔][^【】［］〔〕]{1,12}[】］〕]")
_OF_SEVERAL = {"effects", "goal", "present", "issues"}  # labels of values for 市民 and 職員
_LONGEST_WHOM = 8  # characters of them
_SUM = re.compile(
    r"[約△▲]?[0-9０-９][0-9０-９,，.．]*[ 　]?[億万千百]*円?(?:[ 　]*[（(][^（()）]*[）)])?"
)


def table_parts(
    text: str, block: Block, rows: tuple[Row, ...], index: int, own: frozenset[str] = frozenset()
) -> Iterator[Part]:
    """A table as a list of projects, as a grid of figures, or as labels with values; `own` are
    labels of the document's own wording."""
    rows = with_title(with_pairs(rows[1:] if heads_labels(rows) else rows))
    rows, measures = split_measures(text, with_told_figures(text, rows))
    if rows:
        yield from _parts(block, rows, index, own)
    if measures:
        yield Part("list", block.span, "", index, "cell", rows=measures)


def _parts(block: Block, rows: tuple[Row, ...], index: int, own: frozenset[str]) -> Iterator[Part]:
    if turned := transposed(rows):
        yield Part("list", block.span, "", index, "cell", rows=turned)
    elif by_indicator := years_down(rows):
        yield grid_part(by_indicator, index)
    elif under_heads := heads_twice(rows):
        yield grid_part(under_heads, index)
    elif is_list(rows):
        yield Part("list", block.span, "", index, "cell", rows=rows)
    elif is_bare_list(rows):
        at = Span(rows[0].span.start, rows[0].span.start)
        heads = Row((Cell("事業名", at), Cell("担当課", at)), at)
        yield Part("list", block.span, "", index, "cell", rows=(heads, *rows))
    elif is_numbered(rows):
        yield grid_part(rows, index)
    elif opens_grid(rows[0].cells) or (len(rows) > 1 and is_banner(rows[0], rows[1])):
        yield from _grid_with_tail(rows, index, own)
    elif depth := column_heads(rows):
        yield from _columns(rows, depth, index)
    elif is_counted(rows):
        yield grid_part(rows, index)
    elif any(row_label(row.cells) for row in rows) or len(rows[0].filled()) == 1:
        yield from _labelled_rows(rows, index, own)
    else:
        yield Part("grid", block.span, "", index, "cell", rows=rows)


def _grid_with_tail(rows: tuple[Row, ...], index: int, own: frozenset[str]) -> Iterator[Part]:
    """A grid up to the first row that is a label with running text."""
    ends = (number for number in range(1, len(rows)) if _ends_grid(rows, number, own))
    end = next(ends, len(rows))
    yield grid_part(rows[:end], index)
    if end < len(rows):
        yield from _labelled_rows(rows[end:], index, own)


def _ends_grid(rows: tuple[Row, ...], number: int, own: frozenset[str]) -> bool:
    """Whether a row is no more of the grid above it: a label with running text, or one that
    opens a grid of its own."""
    row = rows[number]
    if row.cells[0].text in own and len(row.filled()) == 2:
        return True
    label = row_label(row.cells)
    if label is None or goes_on_below(rows[0].cells, row.cells, label[0]):
        return False
    if "indicator" in label[1] and names_figures([cell.text for cell in row.filled()]):
        return True
    below_values = number > 1 and not opens_grid(rows[number - 1].cells)
    opening = {"schedule", "indicator"} if below_values else {"schedule"}
    if opening & set(label[1]) and opens_grid(row.cells):
        return True
    return not set(label[1]) & (GRID_ROLES | {"rating", "name"}) or _dated_steps(row, label)


def grid_part(rows: tuple[Row, ...], index: int) -> Part:
    return Part("grid", Span(rows[0].span.start, rows[-1].span.end), "", index, "cell", rows=rows)


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


def _labelled_rows(rows: tuple[Row, ...], index: int, own: frozenset[str]) -> Iterator[Part]:
    """Rows of labels and values; years or figures among them open a grid."""
    position = 0
    while position < len(rows):
        row = rows[position]
        label = row_label(row.cells)
        if label and _dated_steps(row, label):
            yield from _steps_of_row(row, label, index)
            position += 1
            continue
        if is_figure_row(row.cells):
            end = position + 1
            while end < len(rows) and is_figure_row(rows[end].cells):
                end += 1
            yield grid_part(rows[position:end], index)
            position = end
            continue
        if opens_grid(row.cells[1:] if label else row.cells):
            end = grid_end(rows, position, own)
            if label:
                cell = row.cells[label[0]]
                yield Part("label", cell.span, cell.text, index, "cell", label[1])
            yield grid_part(rows[position:end], index)
            position = end
            continue
        end = position + 1
        if label is None and (behind := label_behind(row.cells)) is not None:
            yield from _titled_row(row, behind, index)
        elif label is None:
            below = rows[end] if end < len(rows) else None
            yield from _unlabelled_row(row, index, own, below)
        elif steps := _step_rows(rows, position, label):
            end = position + len(steps)
            yield from _schedule(row.cells[label[0]], steps, index)
        elif nested := _nested(rows, position, label):
            end = position + nested
            yield _nested_pair(rows[position:end], label, index)
        else:
            while end < len(rows) and continues_value(row.cells, rows[end].cells, label[0]):
                end += 1
            yield from _pairs(rows[position:end], label[0], index)
        position = end


def _nested(rows: tuple[Row, ...], start: int, label: tuple[int, tuple[str, ...]]) -> int:
    """How many rows tell a label's value for one after another (期待される効果 | 市民 | …, then
    職員 | …), 0 where the label has a value of its own."""
    count = 0
    column, roles = label
    if not _OF_SEVERAL & set(roles):
        return 0
    for row in rows[start:]:
        own = row.cells[column].text if column < len(row.cells) else ""
        filled = [cell for cell in row.cells[column + 1 :] if cell.text]
        if bool(own) == bool(count) or len(filled) != 2:
            break
        whom, told = (cell.text for cell in filled)
        if len(whom) > _LONGEST_WHOM or len(told) <= len(whom) or roles_of(whom, True):
            break
        count += 1
    return count


def _nested_pair(rows: tuple[Row, ...], label: tuple[int, tuple[str, ...]], index: int) -> Part:
    head = rows[0].cells[label[0]]
    told = [[cell for cell in row.cells[label[0] + 1 :] if cell.text] for row in rows]
    shown = "\n".join("：".join(cell.text for cell in cells) for cells in told)
    value = Value(shown, Span(told[0][0].span.start, told[-1][-1].span.end))
    return Part("label", head.span, head.text, index, "cell", label[1], value)


def _step_rows(
    rows: tuple[Row, ...], start: int, label: tuple[int, tuple[str, ...]]
) -> list[tuple[Cell, ...]]:
    """The rows of a year and a step each, from the row of the label スケジュール on."""
    steps: list[tuple[Cell, ...]] = []
    if "schedule" not in label[1]:
        return steps
    for row in rows[start:]:
        filled = tuple(cell for cell in row.cells[label[0] + 1 :] if cell.text)
        own = row.cells[label[0]].text if label[0] < len(row.cells) else ""
        if (steps and own) or len(filled) != 2 or not is_year(filled[0].text):
            break
        steps.append(filled)
    return steps


def _schedule(label: Cell, steps: Iterable[tuple[Cell, ...]], index: int) -> Iterator[Part]:
    """A label スケジュール with its steps, the cells of a year and of what is done in it."""
    yield Part("label", label.span, label.text, index, "cell", ("schedule",))
    for year, step in steps:
        span = Span(year.span.start, step.span.end)
        yield Part("text", span, f"{year.text} {step.text}", index, "cell")


def dated_rows(rows: tuple[Row, ...], index: int) -> Iterator[Part]:
    """The steps of a table that has a year or a part of one and a step in each of its rows (R8
    前半 | 要件定義); nothing for another table."""
    pairs = [row.filled() for row in rows]
    if len(rows) < 2 or any(len(pair) != 2 for pair in pairs):
        return
    if not all(_YEAR_FIRST.match(year.text) for year, _ in pairs):
        return
    if any(_SUM.fullmatch(step.text) for _, step in pairs):
        return
    at = Span(rows[0].span.start, rows[0].span.start)
    yield from _schedule(Cell("", at), pairs, index)


def _dated_steps(row: Row, label: tuple[int, tuple[str, ...]]) -> bool:
    """Whether the cells beside the label スケジュール each tell a year and its step:
    R7 設計 | R8 構築 | R9 →. Bare years head columns."""
    cells = [cell.text for cell in row.cells[label[0] + 1 :] if cell.text]
    mentions = [next(iter(find_years(text)), None) for text in cells]
    opened = [m is not None and m.span.start == 0 for m in mentions]
    told = sum(not is_year(text) for text in cells)
    return "schedule" in label[1] and len(cells) > 1 and all(opened) and 2 * told >= len(cells)


def _steps_of_row(row: Row, label: tuple[int, tuple[str, ...]], index: int) -> Iterator[Part]:
    head, *cells = [cell for cell in row.cells[label[0] :] if cell.text]
    yield Part("label", head.span, head.text, index, "cell", ("schedule",))
    for cell in cells:
        yield Part("text", cell.span, cell.text, index, "cell")


def _titled_row(row: Row, column: int, index: int) -> Iterator[Part]:
    before = [cell for cell in row.cells[:column] if cell.text]
    span = Span(before[0].span.start, before[-1].span.end)
    yield Part("text", span, " ".join(cell.text for cell in before), index, "cell")
    yield from _pairs((row,), column, index)


def _unlabelled_row(row: Row, index: int, own: frozenset[str], below: Row | None) -> Iterator[Part]:
    filled = row.filled()
    if len(filled) == 2 and row.cells[0].text in own:
        yield _pair(row.cells[0], (own_role(filled[1].text, below),), [filled[1]], index)
        return
    if below is not None and names_grid((row, below)):
        named = Value(filled[0].text, filled[0].span)
        yield Part("label", named.span, named.text, index, "cell", ("indicator",), named)
        return
    if len(filled) == 1 and row.cells[0].text:
        yield Part("text", filled[0].span, filled[0].text, index, "cell")
        return
    if _is_marked_title(filled):
        title, mark = filled
        inner = Span(mark.span.start + 1, mark.span.end - 1)
        yield Part("text", title.span, title.text, index, "cell")
        told = Value(mark.text[1:-1].strip(), inner)
        yield Part("label", mark.span, mark.text, index, "cell", ("mark",), told)
        return
    if _is_title(filled):
        span = Span(filled[0].span.start, filled[-1].span.end)
        yield Part("text", span, " ".join(cell.text for cell in filled), index, "cell")
        return
    yield Part("grid", row.span, "", index, "cell", rows=(row,))


def _is_marked_title(cells: tuple[Cell, ...]) -> bool:
    """Whether cells hold a numbered name and a word about it: 1-1 窓口の改善 | 【優先度 S】."""
    if len(cells) != 2 or not _BRACKETED.fullmatch(cells[1].text):
        return False
    name = cells[0].text
    return bool(NAME_NUMBER.match(name)) and "。" not in name and len(name) <= LONGEST_NAME


def _is_title(cells: tuple[Cell, ...]) -> bool:
    """Whether cells hold a number, a name and nothing more but marks: 事業1 | 窓口の改善 |
    【重点】."""
    if len(cells) < 2 or not all(mark_of(cell.text) for cell in cells[2:]):
        return False
    code, name = cells[0].text, cells[1].text
    if _CODE.fullmatch(code):
        return True
    match = NAME_NUMBER.match(f"{code}\t{name}")
    named = len(name) <= LONGEST_NAME and "。" not in name and not roles_of(name, True)
    return bool(match and match.end() == len(code) + 1 and match["kind"] and named)


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
            if "indicator" in roles and following == ("present",):
                following = ("baseline",)  # 現状 beside an indicator is a figure
            label, roles, values = cell, following, []
            continue
        values.append(cell)
    below = [cell for row in rows[1:] for cell in row.filled()] if values else []
    yield _pair(label, roles, values[:1] if below else values, index, below)


def _pair(
    label: Cell,
    roles: tuple[str, ...],
    values: list[Cell],
    index: int,
    below: Sequence[Cell] = (),
) -> Part:
    """A label with the cell or cells beside it and those of the rows `below` that go on."""
    if not values:
        return Part("label", label.span, label.text, index, "cell", roles)
    if "department" in roles or _are_sums(roles, [*values, *below]):
        held = [*values, *below]
        shown = "、".join(cell.text for cell in held)
    else:
        held = [*values[:1], *wrapped_cells(values), *going_on(values[0], below)]
        shown = held[0].text
        for above, cell in pairwise(held):
            shown += "\n" if above.text.endswith("。") else ""
            shown += cell.text
    span = Span(held[0].span.start, held[-1].span.end)
    return Part("label", label.span, label.text, index, "cell", roles, Value(shown, span))


def _are_sums(roles: tuple[str, ...], values: list[Cell]) -> bool:
    """Whether the cells beside 事業費 each state a sum: of one year and of the next."""
    return "budget" in roles and all(_SUM.fullmatch(cell.text) for cell in values)
