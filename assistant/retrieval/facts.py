"""The facts of a document: the units that questions are answered with.

Records give one fact for each figure, department, schedule row, rating and term; what no
record holds gives statements, table rows and lists under the heading that announces them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from assistant.datamodels import (
    Document,
    Fact,
    FieldValue,
    LabelledCell,
    Passage,
    Project,
    ReadDocument,
    Span,
    Value,
)
from assistant.ingest.blocks import Block, Row, header_rows
from assistant.language.normalize import mend
from assistant.language.sentences import sentence_spans

CONTEXT_DEPTH = 2
LIST_CHARACTERS = 1500


def make_facts(read: ReadDocument, blocks: tuple[Block, ...]) -> tuple[Fact, ...]:
    """All facts of a document, in the order of their kind and of the text."""
    document = read.document
    context = _Context(read)
    return (
        *_project_facts(read),
        *_indicator_facts(read),
        *_term_facts(read),
        *_outline_lists(document),
        *_item_lists(document, blocks, context),
        *_row_facts(document, blocks, context),
        *_statement_facts(read, blocks, context),
    )


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
        common = {
            "document_id": project.document_id,
            "project_id": project.project_id,
            "section": project.section,
        }
        name = " ".join((project.name.text, *project.aliases, *(m.text for m in project.marks)))
        hierarchy = " ".join(value.text for value in project.hierarchy)
        parts = " ".join(
            part.value.text for part in project.fields if part.field not in ("category", "tools")
        )
        measured = " ".join(indicator.name.text for indicator in project.indicators)
        planned = " ".join(entry.item.text for entry in project.schedule)
        yield Fact(
            "project",
            span=project.span,
            text=f"{name} {parts} {measured} {planned}",
            context=hierarchy,
            **common,
        )  # type: ignore[arg-type]
        if project.departments:
            span = project.departments[0].span.join(project.departments[-1].span)
            text = "、".join(value.text for value in project.departments)
            yield Fact("department", span=span, text=f"担当課 {text}", context=name, **common)  # type: ignore[arg-type]
        if project.rating:
            yield Fact(
                "rating",
                span=project.rating.span,
                text=f"進捗状況 評価 {project.rating.text}",
                context=name,
                **common,
            )  # type: ignore[arg-type]
        for ordinal, entry in enumerate(project.schedule):
            years = " ".join(f"R{year - 2018}" for year in entry.years)
            text = f"スケジュール {entry.item.text} {entry.text} {years}"
            yield Fact(
                "schedule", span=entry.span, text=text, context=name, ref=str(ordinal), **common
            )  # type: ignore[arg-type]


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


def _outline_lists(document: Document) -> Iterator[Fact]:
    """A heading and the headings right under it: 8つの重点施策 and their titles."""
    children: dict[int, list[Value]] = {}
    for section in document.outline[1:]:
        children.setdefault(section.parent or 0, []).append(Value(section.title, section.heading))
    for ordinal, items in children.items():
        if ordinal == 0 or not 2 <= len(items) <= 40:
            continue
        section = document.outline[ordinal]
        yield Fact(
            "list",
            document_id=document.document_id,
            span=section.heading.join(items[-1].span),
            text=f"{section.title} " + " ".join(item.text for item in items),
            context=" ".join(document.section_path(ordinal)[:-1][-CONTEXT_DEPTH:]),
            ref="outline",
            section=ordinal,
            items=tuple(items),
        )


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
    items = tuple(Value(mend(block.span.of(document.text)), block.span) for block in run)
    announced = lead is not None and lead.kind != "table" and run[0].span.start - lead.span.end < 40
    title = mend(lead.span.of(document.text))[:200] if announced and lead else ""
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


def _row_facts(document: Document, blocks: tuple[Block, ...], context: _Context) -> Iterator[Fact]:
    caption = ""
    for block in blocks:
        if block.kind == "table":
            headers = header_rows(block)
            titles = _header_titles(headers)
            group = ""
            for row in block.rows[len(headers) :]:
                group = row.cells[0].text if row.cells and row.cells[0].text else group
                if fact := _row_fact(document, row, titles, group, caption, context):
                    yield fact
        elif block.kind != "blank":
            caption = mend(block.span.of(document.text))[:80]


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
        if cell.text
    )
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
    tables = sorted((b.span.start, b.span.end) for b in blocks if b.kind == "table")
    text = read.document.text
    for passage in read.passages:
        if passage.kind == "contents":
            continue
        for span in sentence_spans(text, passage.span):
            shown = mend(span.of(text))
            if len(shown) < 4 or (_inside(tables, span) and not _cell_sentence(shown)):
                continue
            about, project_id, field_name, section = context.describe(span)
            yield Fact(
                "statement",
                document_id=read.document.document_id,
                span=span,
                text=shown,
                context=about,
                project_id=project_id,
                ref=field_name,
                section=section,
            )


def _inside(tables: list[tuple[int, int]], span: Span) -> bool:
    place = bisect_right(tables, (span.start, 1 << 60)) - 1
    return place >= 0 and tables[place][1] >= span.end


def _cell_sentence(text: str) -> bool:
    """Whether a piece of a table cell is prose that stands alone."""
    return len(text) >= 15 and text.endswith(("。", "ます", "た", "る", "ため", "こと"))


def passage_of(passages: tuple[Passage, ...], span: Span) -> Passage:
    """The passage of one document that `span` starts in (the nearest before it)."""
    starts = [passage.span.start for passage in passages]
    return passages[max(0, bisect_right(starts, span.start) - 1)]
