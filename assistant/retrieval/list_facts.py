"""Lists that stand in the text: headings, items and rows under the line that announces them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from assistant.datamodels import Document, Fact, Span, Value
from assistant.ingest.blocks import Block, Row, body_of, display
from assistant.ingest.labels import roles_of
from assistant.language.normalize import match_key, normalize_text
from assistant.language.numbers import KANJI_COUNTS, count_of
from assistant.retrieval.context import CONTEXT_DEPTH, Context
from assistant.retrieval.series import NEAR_LEAD, is_label, read_series
from assistant.retrieval.table_heads import label_rows

_NUMBERED_TITLE = re.compile(r"(\D{2,10}?)\s*(?:[0-9０-９]{1,2}(?![0-9０-９年月日])|[①-⑳])")
_NUMBERED_CELL = re.compile(r"(\d{1,2})[.．)）]?[ 　]+(?=[^\s\d])")
_COUNTED = re.compile(rf"([0-9]{{1,2}}|[{KANJI_COUNTS}])(?:つ|個|項目|箇条|か条|種類|本)")
_CODE = re.compile(r"[A-ZＡ-Ｚ]?[0-9０-９]{1,2}(?:[-－.][0-9０-９]{1,2})*")
_CODED_LINE = re.compile(
    r"(?:No\.?)?[A-ZＡ-Ｚ0-9０-９]{1,2}[-－‐–][0-9０-９]{1,2}(?:[-－‐–][0-9０-９]{1,2})?[ 　]"
)
LONGEST_LEAD = 40  # characters of a line that says what the lines below it are
MAX_TITLES = 40
LIST_CHARACTERS = 1500
MAX_ROWS = 20
LEAST_NUMBERED = 4  # cells of a table that numbers every one of them
LEAD_CHARACTERS = 200  # of the lines that announce a list


def outline_lists(document: Document, blocks: tuple[Block, ...]) -> Iterator[Fact]:
    """A heading and the headings right under it: 8つの重点施策 and their titles. Of titles that
    are numbered among others the line right above the first announces them."""
    children: dict[int, list[Value]] = {}
    for section in document.outline[1:]:
        children.setdefault(section.parent or 0, []).append(Value(section.title, section.heading))
    for ordinal, titles in children.items():
        if ordinal == 0:
            continue
        section = document.outline[ordinal]
        above = " ".join(document.section_path(ordinal)[:-1][-CONTEXT_DEPTH:])
        for items in _series(titles):
            whole = items[0].span == titles[0].span
            lead = None if whole else _line_above(document.text, blocks, items[0].span)
            title = display(document.text, lead) if lead else section.title
            yield Fact(
                "list",
                document_id=document.document_id,
                span=(lead or section.heading).join(items[-1].span),
                text=_joined(title, items),
                context=f"{above} {section.title}" if lead else above,
                ref="outline",
                section=ordinal,
                items=items,
            )


def _line_above(text: str, blocks: tuple[Block, ...], heading: Span) -> Span | None:
    """The last line before a heading, where it announces what follows."""
    place = bisect_left(blocks, heading.start, key=lambda block: block.span.start)
    block = next((b for b in reversed(blocks[:place]) if b.kind != "blank"), None)
    if block is None or block.kind != "line" or heading.start - block.span.end > NEAR_LEAD:
        return None
    return block.span if len(display(text, block.span)) <= LEAD_CHARACTERS else None


def _series(titles: list[Value]) -> Iterator[tuple[Value, ...]]:
    """The titles, each once, and those of them that are numbered alike: 重点施策1, 重点施策2."""
    once = list({match_key(value.text): value for value in reversed(titles)}.values())[::-1]
    numbered: dict[str, list[Value]] = {}
    for value in once:
        if match := _NUMBERED_TITLE.match(value.text):
            numbered.setdefault(match[1], []).append(value)
    for items in (once, *numbered.values()):
        if 2 <= len(items) <= MAX_TITLES and (items is once or len(items) < len(once)):
            yield tuple(items)


def item_lists(document: Document, blocks: tuple[Block, ...], context: Context) -> Iterator[Fact]:
    """Consecutive list items with the line that announces them."""
    lead: Block | None = None
    run: list[Block] = []
    headings = {section.heading.start for section in document.outline[1:]}
    for block in (*blocks, None):
        if block is not None and (block.kind == "blank" or _is_bare(document, block)):
            continue
        told = block is not None and block.kind == "item"
        if block is not None and told and not _heads_next(block, run, headings):
            run.append(block)
            continue
        if len(run) >= 2:
            yield _item_list(document, lead, run, context)
        if 2 <= len(outer := _outer(run, document.text)) < len(run):
            yield _item_list(document, lead, outer, context)
        for head, inner in _branches(run, document.text):
            yield _item_list(document, head, inner, context)
        run = []
        lead = block


def _is_bare(document: Document, block: Block) -> bool:
    """Whether an item has nothing behind its mark."""
    return block.kind == "item" and not display(document.text, body_of(block, document.text))


def _heads_next(block: Block, run: list[Block], headings: set[int]) -> bool:
    """Whether an item behind others is the heading of what follows, as none of these is one."""
    heads = block.span.start in headings
    return heads and bool(run) and run[0].span.start not in headings


def _branches(run: list[Block], text: str) -> Iterator[tuple[Block, list[Block]]]:
    """The items that others stand further in below, each with those: the branches of a drawn
    tree (├ └), principles with what each asks for."""
    for place, head in enumerate(run):
        below = run[place + 1 :]
        if not below:
            continue
        margins = [_margin(block, text) for block in (head, *below)]
        count = next(
            (i for i, margin in enumerate(margins[1:]) if margin <= margins[0]), len(below)
        )
        nearest = min(margins[1 : count + 1], default=0)
        inner = [below[i] for i in range(count) if margins[i + 1] == nearest]
        if len(inner) > 1:
            yield head, inner


def _outer(run: list[Block], text: str) -> list[Block]:
    """The items of a run that stand as far out as its first, where others stand further in."""
    margins = [_margin(block, text) for block in run]
    if not run or min(margins) < margins[0]:
        return []
    return [block for block, margin in zip(run, margins, strict=True) if margin == margins[0]]


def _margin(block: Block, text: str) -> int:
    """How far an item stands in: from the start of its line."""
    line = max(text.rfind(end, 0, block.span.start) for end in "\r\n") + 1
    return block.span.start - line


def series_lists(document: Document, blocks: tuple[Block, ...], context: Context) -> Iterator[Fact]:
    """Numbered series (課題1, 課題2 …) with the heading and the line above them."""
    for series in read_series(document.text, blocks):
        first, last = series.items[0].span, series.items[-1].span
        span = series.lead or first
        title = display(document.text, series.lead)[-LEAD_CHARACTERS:] if series.lead else ""
        text = _joined(series.stem, series.items)[:LIST_CHARACTERS]
        yield _list_fact(first.join(last), text, series.items, title, span, context)


def coded_lists(document: Document, blocks: tuple[Block, ...], context: Context) -> Iterator[Fact]:
    """Lines that each begin with the number of a project (2-1 …) right below the line that says
    what they are: 評価が下がった事業."""
    lead: Span | None = None
    run: list[Span] = []
    lines = [
        line
        for block in (*blocks, None)
        for line in (block.lines if block and block.kind in ("line", "paragraph") else (None,))
    ]
    for line in lines:
        shown = display(document.text, line) if line else ""
        if line and _CODED_LINE.match(line.of(document.text)):
            run.append(line)
            continue
        if lead and len(run) > 1:
            title = display(document.text, lead)
            items = tuple(Value(display(document.text, at), at) for at in run)
            text = _joined(title, items)[:LIST_CHARACTERS]
            yield _list_fact(lead.join(run[-1]), text, items, title, lead, context)
        told = line and len(shown) <= LONGEST_LEAD and "。" not in shown
        lead, run = line if told else None, []


def _item_list(document: Document, lead: Block | None, run: list[Block], context: Context) -> Fact:
    bodies = (body_of(block, document.text) for block in run)
    items = tuple(Value(display(document.text, body), body) for body in bodies)
    announced = lead is not None and lead.kind != "table" and run[0].span.start - lead.span.end < 40
    title = display(document.text, lead.span)[:LEAD_CHARACTERS] if announced and lead else ""
    start = lead.span if announced and lead else run[0].span
    text = _joined(title, items)[:LIST_CHARACTERS]
    return _list_fact(start.join(run[-1].span), text, items, title, run[0].span, context)


def row_lists(document: Document, blocks: tuple[Block, ...], context: Context) -> Iterator[Fact]:
    """The first cells of a table's rows, as the list that the line above announces; and
    the second cells of rows that share their first."""
    caption = ""
    for block in blocks:
        if block.kind != "table":
            caption = display(document.text, block.span)[:80] if block.kind != "blank" else caption
            continue
        for row in block.rows:
            if beside := _beside_count(row):
                yield _table_list(row.span, beside, row.cells[0].text, context)
        if numbered := _numbered_cells(block, document.text):
            yield _table_list(block.span, numbered, caption, context)
            continue
        rows = block.rows[label_rows(block) :]
        if not _is_labelled(rows):
            yield from _row_list(rows, caption, 0, context)
        column = _named_column(rows)
        for title, group in _groups(rows):
            yield from _row_list(group, f"{caption} {title}", column, context)


def _named_column(rows: tuple[Row, ...]) -> int:
    """The column behind the first that names things, the third where the second numbers them."""
    seconds = [row.cells[1].text for row in rows if len(row.cells) > 2 and row.cells[1].text]
    return 2 if seconds and all(map(_CODE.fullmatch, seconds)) else 1


def _is_labelled(rows: tuple[Row, ...]) -> bool:
    """Whether the first cells only number the rows: such rows are a series."""
    return all(is_label(row.cells[0].text) for row in rows if row.cells and row.cells[0].text)


def _beside_count(row: Row) -> tuple[Value, ...]:
    """The cells of a row behind the one that says how many they are (4つの視点); () of any
    other row."""
    if not row.cells or not row.cells[0].text:
        return ()
    first, *rest = row.filled()
    match = _COUNTED.search(normalize_text(first.text))
    told = match is not None and count_of(match[1]) == len(rest) > 1
    return tuple(Value(cell.text, cell.span) for cell in rest) if told else ()


def _numbered_cells(table: Block, text: str) -> tuple[Value, ...]:
    """The cells of a table that numbers every cell, in the order of their numbers; () of any
    other table."""
    cells = [cell for row in table.rows for cell in row.filled()]
    numbered: dict[int, Value] = {}
    for cell in cells:
        if match := _NUMBERED_CELL.match(cell.span.of(text)):
            numbered[int(match[1])] = Value(cell.text, cell.span)
    whole = len(numbered) == len(cells) and sorted(numbered) == list(range(1, len(cells) + 1))
    enough = whole and len(cells) >= LEAST_NUMBERED
    return tuple(numbered[number] for number in sorted(numbered)) if enough else ()


def _groups(rows: tuple[Row, ...]) -> Iterator[tuple[str, tuple[Row, ...]]]:
    """Rows under the first cell that they share, blank cells going on with the one above."""
    title, group = "", list[Row]()
    for row in rows:
        first = row.cells[0].text if row.cells else ""
        if first and group:
            yield title, tuple(group)
            group = []
        title = first or title
        group.append(row)
    if group:
        yield title, tuple(group)


def _row_list(rows: tuple[Row, ...], title: str, column: int, context: Context) -> Iterator[Fact]:
    cells = [row.cells[column] for row in rows if len(row.cells) > column + 1]
    items = tuple(Value(cell.text, cell.span) for cell in cells if 2 <= len(cell.text) <= 80)
    if not 2 <= len(items) <= MAX_ROWS or len(items) < len(cells) - 1:
        return
    if column == 0 and _are_labels(items) and context.project(items[0].span) is not None:
        return  # the rows are fields of the project
    yield _table_list(rows[0].span.join(rows[-1].span), items, title, context)


def _are_labels(items: tuple[Value, ...]) -> bool:
    """Whether the cells name parts of a sheet: 課題, 次年度の取組."""
    return 2 * sum(bool(roles_of(item.text, weak=True)) for item in items) >= len(items)


def _table_list(span: Span, items: tuple[Value, ...], title: str, context: Context) -> Fact:
    return _list_fact(span, _joined(title, items), items, title, span, context)


def _joined(title: str, items: tuple[Value, ...]) -> str:
    return f"{title} " + " ".join(item.text for item in items)


def _list_fact(
    span: Span, text: str, items: tuple[Value, ...], title: str, at: Span, context: Context
) -> Fact:
    """The list at `span`, announced by `title`, that stands under what `at` stands under."""
    about, project_id, field_name, section = context.describe(at)
    return Fact(
        "list",
        document_id=context.document.document_id,
        span=span,
        text=text,
        context=f"{about} {title}",
        project_id=project_id,
        ref=field_name,
        section=section,
        items=items,
    )
