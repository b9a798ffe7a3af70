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
    IndicatorValue,
    LabelledCell,
    Project,
    ReadDocument,
    Span,
    Value,
)
from assistant.ingest.blocks import Block, Row, display, header_rows, read_blocks
from assistant.ingest.labels import roles_of
from assistant.ingest.unfolding import unfold
from assistant.language.normalize import match_key
from assistant.language.numbers import find_numbers
from assistant.language.sentences import sentence_spans
from assistant.retrieval.calendar_facts import calendar_facts, is_calendar
from assistant.retrieval.context import Context
from assistant.retrieval.faq import read_faq
from assistant.retrieval.list_facts import (
    MAX_ROWS,
    item_lists,
    label_rows,
    outline_lists,
    row_lists,
    series_lists,
)

ITEM_CHARACTERS = 220  # a longer list item is cut into its sentences
LEAD_CHARACTERS = 60
LEAD_LINE = 40  # a line up to this length announces what follows
PROSE_CHARACTERS = 40  # a cell from this length on holds statements of its own
ROW_CELL_CHARACTERS = 160  # a longer cell is told by its statements, not by the row
FEWEST_ANSWERS = 3  # to a question of a survey
_SURVEYED = re.compile(
    r"^(?:設?問|質問|Ｑ|Q)[ 　]?[0-9０-９]|か[。？?]?(?:[ 　]*[（(][^（）()]*[）)])?$"
)
_SHARE = re.compile(r"([0-9０-９]{1,3}(?:[.．][0-9０-９]+)?)[ 　]?[%％]")
_UNIT = re.compile(r"単位[：:][ 　]*(?P<unit>[^\s0-9０-９、，,・／/（()）：:]{1,6})[ 　]*[）)］\]]")
_BARE = re.compile(r"[△▲-]?[0-9０-９][0-9０-９,，.．]*")
_OTHER_UNIT = re.compile(
    r"率|割合|比$|番号|No|年次|順位|[（(][^（()）年]*[%％人件円台回社校戸日時][^（()）]*[）)]"
)
# A title in Latin letters tells nothing; an address does.
_FOREIGN_TITLE = re.compile(r"(?!.*(?:@|://|www\.))[A-Z][A-Za-z0-9&'’,:\-–—－・ 　]{3,60}")
_YEAR_LABEL = re.compile(
    r"(?:令和|平成|[RHＲＨ])[ 　]?[0-9０-９元]{1,2}(?:[（(][0-9０-９]{4}[)）])?[ 　]?年?度?"
    r"|[0-9０-９]{4}年度?"
)
_HASHES = re.compile(r"^#{1,6}[ 　]*")
_RANKS = (re.compile(r"第?[1１一]位?"), re.compile(r"第?[2２二]位?"))


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
    context = Context(read)
    body = _without_contents(read, blocks)
    return (
        *_project_facts(read),
        *_indicator_facts(read),
        *_term_facts(read),
        *_hierarchy_lists(read),
        *outline_lists(document),
        *item_lists(document, body, context),
        *series_lists(document, body, context),
        *row_lists(document, body, context),
        *_row_facts(read, body, context),
        *_statement_facts(read, blocks, context),
    )


def _without_contents(read: ReadDocument, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    contents = [passage.span for passage in read.passages if passage.kind == "contents"]
    return tuple(b for b in blocks if not any(span.covers(b.span) for span in contents))


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
        labels = " ".join(map(_dated_label, indicator.values))
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


def _dated_label(value: IndicatorValue) -> str:
    """A figure's label, with its year where another sentence tells it."""
    return f"{value.label} R{value.year - 2018}" if value.dated and value.year else value.label


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


def _row_facts(read: ReadDocument, blocks: tuple[Block, ...], context: Context) -> Iterator[Fact]:
    document = read.document
    caption = ""
    for block in blocks:
        if block.kind == "table":
            if is_calendar(block):
                yield from calendar_facts(read, block, caption, context)
                continue
            if _is_sheet(block):
                continue  # told by the record and by its statements
            headers = label_rows(block, header_rows(block))
            titles = _header_titles(block.rows[:headers])
            unit = _UNIT.search(f"{caption} {' '.join(titles)}")
            group = ""
            for row in block.rows[headers:]:
                group = row.cells[0].text if row.cells and row.cells[0].text else group
                fact = _row_fact(document, row, titles, group, caption, context)
                if fact is not None:
                    yield _with_unit(fact, unit["unit"]) if unit else fact
        elif block.kind != "blank":
            caption = display(document.text, block.span)[:80]


def _is_sheet(table: Block) -> bool:
    """Whether a table gives a label and its value a row: its first row heads no columns."""
    firsts = [row.cells[0].text for row in table.rows if row.cells and row.cells[0].text]
    labels = sum(bool(roles_of(text)) for text in firsts)
    if len(firsts) == 2 and len(table.rows) == 2:  # 主担当 over 関係課, each beside its value
        behind = [cell.text for row in table.rows for cell in row.cells[1:] if cell.text]
        return labels == 2 and not any(roles_of(text, weak=True) for text in behind)
    return len(firsts) > 2 and labels * 3 >= len(firsts) * 2


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
    document: Document, row: Row, titles: list[str], group: str, caption: str, context: Context
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


def _with_unit(fact: Fact, unit: str) -> Fact:
    """A row with the unit that its table tells once (単位：千円) behind its bare figures; not
    under a head that tells of shares or of another unit."""
    cells = tuple(
        replace(cell, value=replace(cell.value, text=f"{cell.value.text}{unit}"))
        if place and _BARE.fullmatch(cell.value.text) and not _OTHER_UNIT.search(cell.header)
        else cell
        for place, cell in enumerate(fact.cells)
    )
    return replace(fact, cells=cells, text=" ".join(cell.value.text for cell in cells))


def _first_rank(table: Block | None) -> Row | None:
    """The first row of a table that ranks its rows: 順位 over 1, or 1位."""
    if table is None or table.kind != "table":
        return None
    heads = label_rows(table, header_rows(table))
    if len(table.rows) < heads + 2:
        return None
    first, second = (row.cells[0].text for row in table.rows[heads : heads + 2])
    head = table.rows[0].cells[0].text if heads else ""
    ranked = _RANKS[0].fullmatch(first) and _RANKS[1].fullmatch(second)
    return table.rows[heads] if ranked and "位" in head + first else None


def _most_chosen(question: str, table: Block | None) -> Row | None:
    """The answer that most people gave to a question of a survey: of rows of an answer and its
    share the one with the largest."""
    if table is None or table.kind != "table" or not _SURVEYED.search(question):
        return None
    shares = [
        (float(share[1].replace("．", ".")), -place)
        for place, row in enumerate(table.rows)
        if len(row.filled()) == 2 and (share := _SHARE.fullmatch(row.filled()[1].text))
    ]
    if len(shares) < max(FEWEST_ANSWERS, len(table.rows) - 1):
        return None
    return table.rows[-max(shares)[1]]


def _ranked_first(document: Document, block: Block, row: Row, lead: str, context: Context) -> Fact:
    """The question of a survey with the answer that most people gave."""
    told = _statement(document, block.span, lead, context)
    answer = " ".join(cell.text for cell in row.filled())
    first = row.cells[0].text
    rank = "順位 " if _RANKS[0].fullmatch(first) and "位" not in first else ""
    apart = document.text[block.span.end : row.span.start].strip()
    gap = "\n" if apart else " "  # a statement is told line by line where others stand between
    return replace(
        told, span=block.span.join(row.span), text=f"{told.text}{gap}{rank}{answer}",
        context=f"{told.context} 1位 最も多い",
    )  # fmt: skip


def _statement_facts(
    read: ReadDocument, blocks: tuple[Block, ...], context: Context
) -> Iterator[Fact]:
    """Statements of running text, of list items with what announces them, and of prose in
    table cells with the row that they stand in."""
    text = read.document.text
    contents = [passage.span for passage in read.passages if passage.kind == "contents"]
    headings = _Headings(read.document)
    names = {match_key(project.name.text) for project in read.projects}
    faq = read_faq(text)
    lead = ""
    told = 0  # up to where a row of a table has told what its wrapped last line goes on with
    for block, below in zip(blocks, (*blocks[1:], None), strict=True):
        if block.kind == "blank" or any(span.covers(block.span) for span in contents):
            continue
        if block.kind == "table":
            wrapped = _wrapped_below(text, block, below)
            told = wrapped.end if wrapped else told
            yield from _cell_statements(read.document, block, context, wrapped)
        elif _says_nothing(display(text, block.span), names):
            pass
        elif block.kind in ("line", "paragraph") and (
            first := _first_rank(below) or _most_chosen(display(text, block.span), below)
        ):
            yield _ranked_first(read.document, block, first, lead, context)
        elif block.kind == "item" and block.span.end - block.span.start <= ITEM_CHARACTERS:
            yield _statement(read.document, block.span, lead, context)
        else:
            spans = sentence_spans(text, block.span)
            for span in spans:
                shown = display(text, span)
                if span.end <= told:
                    continue
                if _says_nothing(shown, names) or (headings.hold(span) and not find_numbers(shown)):
                    continue
                if answered := faq.told(span):
                    yield _statement(read.document, answered[0], answered[1] or lead, context)
        if block.kind not in ("item", "table"):
            lead = _next_lead(display(text, block.span), lead)


def _says_nothing(text: str, names: set[str]) -> bool:
    """Whether a line is only a label or a project's name."""
    short = len(text) < 4 and not any(character.isdigit() for character in text)
    return (
        short
        or _YEAR_LABEL.fullmatch(text) is not None
        or _FOREIGN_TITLE.fullmatch(text) is not None
        or bool(roles_of(text, weak=True))
        or match_key(text) in names
    )


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


def _statement(document: Document, span: Span, lead: str, context: Context) -> Fact:
    about, project_id, field_name, section = context.describe(span)
    return Fact(
        "statement",
        document_id=document.document_id,
        span=span,
        text=_HASHES.sub("", display(document.text, span)),
        context=f"{about} {lead}".strip(),
        project_id=project_id,
        ref=field_name,
        section=section,
    )


def _wrapped_below(text: str, table: Block, below: Block | None) -> Span | None:
    """The end of a sentence that the last cell of a table begins: where a cell wraps, its
    further lines stand alone below the row."""
    if below is None or below.kind not in ("line", "paragraph") or not table.rows:
        return None
    cell, rest = table.rows[-1].cells[-1], sentence_spans(text, below.span)[0]
    breaks = re.findall(r"\r\n|[\r\n]", text[cell.span.end : rest.start])
    if len(cell.text) < PROSE_CHARACTERS or len(breaks) != 1 or not rest.of(text).endswith("。"):
        return None
    return None if re.search(r"[。．.！？!?」）)]$", cell.text) else rest


def _cell_statements(
    document: Document, table: Block, context: Context, wrapped: Span | None = None
) -> Iterator[Fact]:
    sheet = _is_sheet(table)
    headers = 0 if sheet else label_rows(table, header_rows(table))
    titles = _header_titles(table.rows[:headers])
    least = 0 if sheet else PROSE_CHARACTERS
    last = table.rows[-1].cells[-1] if table.rows else None
    for row in table.rows[headers:]:
        label = row.cells[0].text[:LEAD_CHARACTERS] if row.cells else ""
        for column, cell in enumerate(row.cells):
            if len(cell.text) < least or (sheet and roles_of(cell.text, weak=True)):
                continue
            title = titles[column] if column < len(titles) else ""
            whole = cell.span.join(wrapped) if wrapped and cell is last else cell.span
            for span in sentence_spans(document.text, whole):
                if len(display(document.text, span)) >= 6:
                    yield _statement(document, span, f"{title} {label if column else ''}", context)
