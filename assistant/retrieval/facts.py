"""The facts of a document: the units that questions are answered with.

Records give one fact for each figure, department, schedule row, rating and term; what no
record holds gives statements, table rows and lists under the heading that announces them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

from assistant.datamodels import (
    Document,
    Fact,
    FieldValue,
    LabelledCell,
    Project,
    ReadDocument,
    Span,
    Value,
)
from assistant.ingest.blocks import Block, Row, body_of, display, header_rows, read_blocks
from assistant.ingest.labels import roles_of
from assistant.ingest.unfolding import unfold
from assistant.language.normalize import match_key
from assistant.language.numbers import find_numbers
from assistant.language.sentences import sentence_spans

_NUMBERED_TITLE = re.compile(r"(\D{2,10}?)\s*[0-9０-９]{1,2}(?![0-9０-９年月日])")
MAX_TITLES = 40
CONTEXT_DEPTH = 2
LIST_CHARACTERS = 1500
MAX_ROWS = 20
ITEM_CHARACTERS = 220  # a longer list item is cut into its sentences
LEAD_CHARACTERS = 60
LEAD_LINE = 40  # a line up to this length announces what follows
PROSE_CHARACTERS = 40  # a cell from this length on holds statements of its own
ROW_CELL_CHARACTERS = 160  # a longer cell is told by its statements, not by the row


def make_facts(read: ReadDocument, blocks: tuple[Block, ...]) -> tuple[Fact, ...]:
    """All facts of a document, in the order of their kind and of the text. Tables set with
    spaces are told row by row, as if they had been set with tabs."""
    unfolded = unfold(read.document.text)
    if unfolded is None:
        return _facts(read, blocks)
    anew = unfolded.told_here(read)
    anew = replace(anew, document=replace(anew.document, text=unfolded.text))
    return unfolded.told_of_source(_facts(anew, read_blocks(unfolded.text)))


def _facts(read: ReadDocument, blocks: tuple[Block, ...]) -> tuple[Fact, ...]:
    document = read.document
    context = _Context(read)
    return (
        *_project_facts(read),
        *_indicator_facts(read),
        *_term_facts(read),
        *_hierarchy_lists(read),
        *_outline_lists(document),
        *_item_lists(document, _without_contents(read, blocks), context),
        *_row_lists(document, _without_contents(read, blocks), context),
        *_row_facts(document, _without_contents(read, blocks), context),
        *_statement_facts(read, blocks, context),
    )


def _without_contents(read: ReadDocument, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    contents = [passage.span for passage in read.passages if passage.kind == "contents"]
    return tuple(b for b in blocks if not any(span.covers(b.span) for span in contents))


class _Context:
    """Looks up what an offset stands under: its project, labelled field and section."""

    def __init__(self, read: ReadDocument) -> None:
        self.document = read.document
        self.sections = sorted((s.span.start, s.ordinal) for s in read.document.outline)
        self.projects = [p for p in read.projects if p.has_sheet]
        self.passages = read.passages

    def section(self, offset: int) -> int:
        place = bisect_right(self.sections, (offset, 1 << 60)) - 1
        return self.sections[place][1] if place >= 0 else 0

    def project(self, span: Span) -> Project | None:
        inside = [p for p in self.projects if p.span.start <= span.start < p.span.end]
        return min(inside, key=lambda p: p.span.end - p.span.start, default=None)

    def describe(self, span: Span) -> tuple[str, str | None, str, int]:
        """Context text, project id, field name and section of the statement at `span`."""
        section = self.section(span.start)
        project = self.project(span)
        if project is None:
            return " ".join(self.document.section_path(section)[-CONTEXT_DEPTH:]), None, "", section
        part = _field_at(project, span)
        label = f" {part.label}" if part else ""
        return (
            f"{project.name.text}{label}",
            project.project_id,
            part.field if part else "",
            section,
        )


def _field_at(project: Project, span: Span) -> FieldValue | None:
    for part in project.fields:
        if part.value.span.start <= span.start < part.value.span.end:
            return part
    return None


def _project_facts(read: ReadDocument) -> Iterator[Fact]:
    for project in read.projects:
        name = " ".join((project.name.text, *project.aliases, *(m.text for m in project.marks)))
        about = Fact(
            "project",
            document_id=project.document_id,
            span=project.span,
            text=_described(project, name),
            context=" ".join(value.text for value in project.hierarchy),
            project_id=project.project_id,
            section=project.section,
        )
        yield about
        part = replace(about, context=name)
        if project.departments:
            span = project.departments[0].span.join(project.departments[-1].span)
            text = "担当課 " + "、".join(value.text for value in project.departments)
            yield replace(part, kind="department", span=span, text=text)
        if project.rating:
            text = f"進捗状況 評価 {project.rating.text}"
            yield replace(part, kind="rating", span=project.rating.span, text=text)
        for ordinal, entry in enumerate(project.schedule):
            years = " ".join(f"R{year - 2018}" for year in entry.years)
            text = f"スケジュール {entry.item.text} {entry.text} {years}"
            yield replace(part, kind="schedule", span=entry.span, text=text, ref=str(ordinal))


def _described(project: Project, name: str) -> str:
    """All that a project's record tells of it, its class and tools left out."""
    told = (part for part in project.fields if part.field not in ("category", "tools"))
    texts = (name, *(part.value.text for part in told))
    measured = (indicator.name.text for indicator in project.indicators)
    planned = (entry.item.text for entry in project.schedule)
    return " ".join((*texts, *measured, *planned))


def _indicator_facts(read: ReadDocument) -> Iterator[Fact]:
    names = {project.project_id: project.name.text for project in read.projects}
    for indicator in read.indicators:
        labels = " ".join(value.label for value in indicator.values)
        heading = " ".join(read.document.section_path(indicator.section)[-1:])
        yield Fact(
            "indicator",
            document_id=indicator.document_id,
            span=indicator.span,
            text=f"{indicator.name.text} {indicator.qualifier} {labels}",
            context=names.get(indicator.project_id or "", heading),
            project_id=indicator.project_id,
            ref=indicator.indicator_id,
            section=indicator.section,
        )


def _term_facts(read: ReadDocument) -> Iterator[Fact]:
    for term in read.terms:
        yield Fact(
            "term",
            document_id=term.document_id,
            span=term.span,
            text=f"{term.name} {' '.join(term.aliases)} {term.definition.text}",
            context=" ".join(read.document.section_path(term.section)[-1:]),
            ref=term.term_id,
            section=term.section,
        )


def _hierarchy_lists(read: ReadDocument) -> Iterator[Fact]:
    """The policies above the projects, and the measures under each policy."""
    children: dict[str, dict[str, Value]] = {}
    for project in read.projects:
        above = ""
        for value in project.hierarchy:
            children.setdefault(above, {}).setdefault(value.text, value)
            above = value.text
    for above, values in children.items():
        items = tuple(values.values())
        if not 2 <= len(items) <= MAX_ROWS:
            continue
        kinds = dict.fromkeys(re.split(r"[0-9：:「]", item.text)[0] for item in items)
        yield Fact(
            "list",
            document_id=read.document.document_id,
            span=items[0].span,
            text=f"{above} {' '.join(kinds)} " + " ".join(item.text for item in items),
            context=above,
            ref="hierarchy",
            items=items,
        )


def _outline_lists(document: Document) -> Iterator[Fact]:
    """A heading and the headings right under it: 8つの重点施策 and their titles."""
    children: dict[int, list[Value]] = {}
    for section in document.outline[1:]:
        children.setdefault(section.parent or 0, []).append(Value(section.title, section.heading))
    for ordinal, titles in children.items():
        if ordinal == 0:
            continue
        section = document.outline[ordinal]
        above = " ".join(document.section_path(ordinal)[:-1][-CONTEXT_DEPTH:])
        for items in _series(titles):
            yield Fact(
                "list",
                document_id=document.document_id,
                span=section.heading.join(items[-1].span),
                text=f"{section.title} " + " ".join(item.text for item in items),
                context=above,
                ref="outline",
                section=ordinal,
                items=items,
            )


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


def _item_lists(document: Document, blocks: tuple[Block, ...], context: _Context) -> Iterator[Fact]:
    """Consecutive list items with the line that announces them."""
    lead: Block | None = None
    run: list[Block] = []
    for block in (*blocks, None):
        if block is not None and block.kind == "item":
            run.append(block)
            continue
        if block is not None and block.kind == "blank":
            continue
        if len(run) >= 2:
            yield _item_list(document, lead, run, context)
        run = []
        lead = block


def _item_list(document: Document, lead: Block | None, run: list[Block], context: _Context) -> Fact:
    bodies = (body_of(block, document.text) for block in run)
    items = tuple(Value(display(document.text, body), body) for body in bodies)
    announced = lead is not None and lead.kind != "table" and run[0].span.start - lead.span.end < 40
    title = display(document.text, lead.span)[:200] if announced and lead else ""
    start = lead.span if announced and lead else run[0].span
    about, project_id, field_name, section = context.describe(run[0].span)
    text = f"{title} " + " ".join(item.text for item in items)
    return Fact(
        "list",
        document_id=document.document_id,
        span=start.join(run[-1].span),
        text=text[:LIST_CHARACTERS],
        context=f"{about} {title}",
        project_id=project_id,
        ref=field_name,
        section=section,
        items=items,
    )


def _row_lists(document: Document, blocks: tuple[Block, ...], context: _Context) -> Iterator[Fact]:
    """The first cells of a table's rows, as the list that the line above announces; and
    the second cells of rows that share their first."""
    caption = ""
    for block in blocks:
        if block.kind != "table":
            caption = display(document.text, block.span)[:80] if block.kind != "blank" else caption
            continue
        rows = block.rows[_label_rows(block, header_rows(block)) :]
        yield from _row_list(document, rows, caption, 0, context)
        for title, group in _groups(rows):
            yield from _row_list(document, group, f"{caption} {title}", 1, context)


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


def _row_list(
    document: Document, rows: tuple[Row, ...], title: str, column: int, context: _Context
) -> Iterator[Fact]:
    cells = [row.cells[column] for row in rows if len(row.cells) > column + 1]
    items = tuple(Value(cell.text, cell.span) for cell in cells if 2 <= len(cell.text) <= 80)
    if not 2 <= len(items) <= MAX_ROWS or len(items) < len(cells) - 1:
        return
    span = rows[0].span.join(rows[-1].span)
    about, project_id, field_name, section = context.describe(span)
    text = " ".join(item.text for item in items)
    yield Fact(
        "list",
        document_id=document.document_id,
        span=span,
        text=f"{title} {text}",
        context=f"{about} {title}",
        project_id=project_id,
        ref=field_name,
        section=section,
        items=items,
    )


def _row_facts(document: Document, blocks: tuple[Block, ...], context: _Context) -> Iterator[Fact]:
    caption = ""
    for block in blocks:
        if block.kind == "table":
            if _is_sheet(block):
                continue  # told by the record and by its statements
            headers = _label_rows(block, header_rows(block))
            titles = _header_titles(block.rows[:headers])
            group = ""
            for row in block.rows[headers:]:
                group = row.cells[0].text if row.cells and row.cells[0].text else group
                if fact := _row_fact(document, row, titles, group, caption, context):
                    yield fact
        elif block.kind != "blank":
            caption = display(document.text, block.span)[:80]


def _is_sheet(table: Block) -> bool:
    """Whether a table gives a label and its value a row: its first row heads no columns."""
    firsts = [row.cells[0].text for row in table.rows if row.cells and row.cells[0].text]
    labels = sum(bool(roles_of(text)) for text in firsts)
    return len(firsts) > 2 and labels * 3 >= len(firsts) * 2


def _label_rows(table: Block, known: int) -> int:
    """How many rows at the top hold nothing but column headings, told by the words that
    plans use for them."""
    count = known
    while count < len(table.rows) - 1 and _only_labels(table.rows[count]):
        count += 1
    return count


def _only_labels(row: Row) -> bool:
    filled = row.filled()
    return len(filled) >= 2 and all(roles_of(cell.text, weak=True) for cell in filled)


def _header_titles(headers: Iterable[Row]) -> list[str]:
    titles: list[str] = []
    for row in headers:
        for column, cell in enumerate(row.cells):
            if column == len(titles):
                titles.append("")
            if cell.text and cell.text not in titles[column]:
                titles[column] = f"{titles[column]} {cell.text}".strip()
    return titles


def _row_fact(
    document: Document, row: Row, titles: list[str], group: str, caption: str, context: _Context
) -> Fact | None:
    cells = tuple(
        LabelledCell(titles[column] if column < len(titles) else "", Value(cell.text, cell.span))
        for column, cell in enumerate(row.cells)
        if cell.text and len(cell.text) <= ROW_CELL_CHARACTERS
    )
    if len(cells) < min(2, len(row.filled())):
        return None
    if not cells:
        return None
    about, project_id, field_name, section = context.describe(cells[0].value.span)
    headed = " ".join(dict.fromkeys(cell.header for cell in cells if cell.header))
    return Fact(
        "row",
        document_id=document.document_id,
        span=cells[0].value.span.join(cells[-1].value.span),
        text=" ".join(cell.value.text for cell in cells),
        context=f"{about} {caption} {headed} {group}",
        project_id=project_id,
        ref=field_name,
        section=section,
        cells=cells,
    )


def _statement_facts(
    read: ReadDocument, blocks: tuple[Block, ...], context: _Context
) -> Iterator[Fact]:
    """Statements of running text, of list items with what announces them, and of prose in
    table cells with the row that they stand in."""
    text = read.document.text
    contents = [passage.span for passage in read.passages if passage.kind == "contents"]
    headings = _Headings(read.document)
    names = {match_key(project.name.text) for project in read.projects}
    lead = ""
    for block in blocks:
        if block.kind == "blank" or any(span.covers(block.span) for span in contents):
            continue
        if block.kind == "table":
            yield from _cell_statements(read.document, block, context)
        elif _says_nothing(display(text, block.span), names):
            pass
        elif block.kind == "item" and block.span.end - block.span.start <= ITEM_CHARACTERS:
            yield _statement(read.document, block.span, lead, context)
        else:
            spans = sentence_spans(text, block.span)
            for span in spans:
                shown = display(text, span)
                if _says_nothing(shown, names) or (headings.hold(span) and not find_numbers(shown)):
                    continue
                yield _statement(read.document, span, lead, context)
        if block.kind not in ("item", "table"):
            lead = _next_lead(display(text, block.span), lead)


def _says_nothing(text: str, names: set[str]) -> bool:
    """Whether a line is only a label or a project's name."""
    short = len(text) < 4 and not any(character.isdigit() for character in text)
    return short or bool(roles_of(text, weak=True)) or match_key(text) in names


def _next_lead(shown: str, lead: str) -> str:
    """What announces the blocks that follow: a short line, or the end of a sentence that
    goes on in a list."""
    if len(shown) <= LEAD_LINE and not shown.endswith("。"):
        return shown
    return shown[-LEAD_CHARACTERS:] if not lead or len(lead) > LEAD_LINE else lead


class _Headings:
    """Tells heading lines, which state nothing by themselves."""

    def __init__(self, document: Document) -> None:
        self._spans = sorted({s.heading for s in document.outline[1:]})
        self._starts = [span.start for span in self._spans]

    def hold(self, span: Span) -> bool:
        """Whether `span` is part of a heading."""
        place = bisect_right(self._starts, span.start) - 1
        return place >= 0 and self._spans[place].covers(span)


def _statement(document: Document, span: Span, lead: str, context: _Context) -> Fact:
    about, project_id, field_name, section = context.describe(span)
    return Fact(
        "statement",
        document_id=document.document_id,
        span=span,
        text=display(document.text, span),
        context=f"{about} {lead}".strip(),
        project_id=project_id,
        ref=field_name,
        section=section,
    )


def _cell_statements(document: Document, table: Block, context: _Context) -> Iterator[Fact]:
    sheet = _is_sheet(table)
    headers = 0 if sheet else _label_rows(table, header_rows(table))
    titles = _header_titles(table.rows[:headers])
    least = 0 if sheet else PROSE_CHARACTERS
    for row in table.rows[headers:]:
        label = row.cells[0].text[:LEAD_CHARACTERS] if row.cells else ""
        for column, cell in enumerate(row.cells):
            if len(cell.text) < least or (sheet and roles_of(cell.text, weak=True)):
                continue
            title = titles[column] if column < len(titles) else ""
            for span in sentence_spans(document.text, cell.span):
                if len(display(document.text, span)) >= 6:
                    yield _statement(document, span, f"{title} {label if column else ''}", context)
