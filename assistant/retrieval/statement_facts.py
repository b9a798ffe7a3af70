"""The facts of running text: its sentences, the items of lists, and prose in cells."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from assistant.datamodels import Document, Fact, ReadDocument, Span
from assistant.ingest.blocks import Block, Row, display
from assistant.ingest.labels import NAME_NUMBER, PROSE, roles_of
from assistant.language.normalize import match_key
from assistant.language.numbers import find_numbers
from assistant.language.sentences import sentence_spans
from assistant.retrieval.context import Context
from assistant.retrieval.faq import read_faq
from assistant.retrieval.first_answers import first_answer, with_first
from assistant.retrieval.table_heads import header_titles, is_sheet, label_rows

ITEM_CHARACTERS = 220  # a longer list item is cut into its sentences
LEAD_CHARACTERS = 60
LEAD_LINE = 40  # a line up to this length announces what follows
PROSE_CHARACTERS = 40  # a cell from this length on holds statements of its own
SHORTEST = 6  # characters of a statement in a cell
# A title in Latin letters tells nothing; an address does.
_FOREIGN_TITLE = re.compile(r"(?!.*(?:@|://|www\.))[A-Z][A-Za-z0-9&'’,:\-–—－・ 　]{3,60}")
# Alone on a line it stands over what follows: 【取組の方向】.
_BRACKETED = re.compile(r"[【〔［][^【】〔〕［］]{2,16}[】〕］]")
_YEAR_LABEL = re.compile(
    r"(?:令和|平成|[RHＲＨ])[ 　]?[0-9０-９元]{1,2}(?:[（(][0-9０-９]{4}[)）])?[ 　]?年?度?"
    r"|[0-9０-９]{4}年度?"
)
LONGEST_CARD = 80  # characters of a figure with its name above it
_BARE_FIGURE = re.compile(
    r"(?:約|延べ|年間)?[ 　]?[0-9０-９][0-9０-９,，.．]*[ 　]?[^\s0-9０-９、。（()）]{1,4}"
)
_NAME_OF_FIGURE = re.compile(r"(?!.*[0-9０-９。、：:|])\S.{1,24}")
_HASHES = re.compile(r"^#{1,6}[ 　]*")
# What stands before and behind a project's name on its line: No.15, 【拡充】, 評価 C.
_BEFORE_NAME = re.compile(r"(?:no|事業|取組|施策)?[0-9a-z①-⑳]{0,6}")
_BEHIND_NAME = re.compile(
    r"(?:区分|評価|進捗|状況)?(?:[a-es◎○△▲×-]|新規|拡充|継続|重点|完了|見直し|廃止|統合|休止|中止)?"
)
_BREAK = re.compile(r"\r\n|[\r\n]")
_CLOSED = re.compile(r"[。．.！？!?」）)]$")


def statement_facts(
    read: ReadDocument, blocks: tuple[Block, ...], context: Context
) -> Iterator[Fact]:
    """Statements of running text, of list items with what announces them, and of prose in
    table cells with the row that they stand in."""
    text = read.document.text
    lines = _Lines(read, context)
    lead = ""
    above: Block | None = None  # the line or paragraph before, which a figure may be the value of
    told = 0  # up to where a row of a table has told what its wrapped last line goes on with
    for place, block in enumerate(blocks):
        if block.kind == "blank" or lines.in_contents(block.span):
            continue
        below = blocks[place + 1] if place + 1 < len(blocks) else None
        if block.kind == "table":
            wrapped = _wrapped_below(text, block, below)
            told = wrapped.end if wrapped else told
            above = None
            yield from _cell_statements(read.document, block, context, wrapped)
            continue
        answers = next((after for after in blocks[place + 1 :] if after.kind != "blank"), None)
        yield from lines.statements(_with_name(text, above, block), answers, lead, told)
        above = block
        if block.kind != "item" or _heads_items(text, block, below):
            shown = display(text, block.span)
            answered = first_answer(text, shown, answers)  # then it announces no other question
            lead = "" if answered else _next_lead(shown, lead)


def field_statements(read: ReadDocument, context: Context, told: Sequence[Span]) -> Iterator[Fact]:
    """The sentences of the values of sheets that none of the spans `told` has: short ones in
    the cells of a table."""
    text = read.document.text
    spans = sorted(told)
    starts = [span.start for span in spans]
    for project in read.projects:
        for part in project.fields if project.has_sheet else ():
            if part.field not in PROSE:
                continue
            for span in sentence_spans(text, part.value.span):
                place = bisect_right(starts, span.start)
                near = spans[max(0, place - 3) : place + 2]
                if len(span.of(text)) >= SHORTEST and not any(span.overlaps(n) for n in near):
                    yield _statement(read.document, span, "", context)


class _Lines:
    """Tells the statements of lines, paragraphs and items of one document."""

    def __init__(self, read: ReadDocument, context: Context) -> None:
        self._document = read.document
        self._context = context
        self._contents = [passage.span for passage in read.passages if passage.kind == "contents"]
        self._headings = _Headings(read.document)
        self._names = {match_key(project.name.text) for project in read.projects}
        self._faq = read_faq(read.document.text)

    def in_contents(self, span: Span) -> bool:
        """Whether `span` lies in a table of contents."""
        return any(contents.covers(span) for contents in self._contents)

    def statements(self, block: Block, below: Block | None, lead: str, told: int) -> Iterator[Fact]:
        """The statements of a block that `lead` announces, none that end before `told`."""
        shown = display(self._document.text, block.span)
        if _says_nothing(shown, self._names):
            return
        length = block.span.end - block.span.start
        short = block.kind == "item" and length <= ITEM_CHARACTERS
        short = short or _is_card([line.of(self._document.text) for line in block.lines])
        first = None if block.kind == "item" else first_answer(self._document.text, shown, below)
        if first or short:
            statement = _statement(self._document, block.span, lead, self._context)
            yield with_first(statement, first, self._document.text) if first else statement
        else:
            yield from self._sentences(block, lead, told)

    def _sentences(self, block: Block, lead: str, told: int) -> Iterator[Fact]:
        for span in sentence_spans(self._document.text, block.span):
            shown = display(self._document.text, span)
            numbers = find_numbers(shown) and find_numbers(NAME_NUMBER.sub("", shown))
            titled = self._headings.hold(span) and not numbers
            if span.end <= told or titled or _says_nothing(shown, self._names):
                continue
            if answered := self._faq.told(span):
                yield _statement(self._document, answered[0], answered[1] or lead, self._context)


def _is_card(lines: Sequence[str]) -> bool:
    """Whether lines are a figure below its name, and what is said of it: 人口 / 2,914人."""
    if len(lines) < 2 or sum(map(len, lines)) > LONGEST_CARD:
        return False
    named = _NAME_OF_FIGURE.fullmatch(lines[0].strip())
    return named is not None and _BARE_FIGURE.fullmatch(lines[1].strip()) is not None


def _with_name(text: str, above: Block | None, block: Block) -> Block:
    """`block`; a figure alone on its line together with the line above it, its name."""
    if above is None or block.kind == "item" or len(above.lines) != 1 or len(block.lines) != 1:
        return block
    if not _is_card([above.span.of(text), block.span.of(text)]):
        return block
    return Block("paragraph", above.span.join(block.span), lines=(*above.lines, *block.lines))


def _says_nothing(text: str, names: set[str]) -> bool:
    """Whether a line is only a label or a project's name."""
    short = len(text) < 4 and not any(character.isdecimal() for character in text)
    return (
        short
        or _YEAR_LABEL.fullmatch(text) is not None
        or _BRACKETED.fullmatch(text) is not None
        or _FOREIGN_TITLE.fullmatch(text) is not None
        or bool(roles_of(text, weak=True))
        or _is_titled(match_key(text), names)
    )


def _is_titled(key: str, names: set[str]) -> bool:
    """Whether a line is a project's name with nothing but its number and marks around it."""
    for name in names:
        before, found, behind = key.partition(name)
        if found and _BEFORE_NAME.fullmatch(before) and _BEHIND_NAME.fullmatch(behind):
            return True
    return False


def _heads_items(text: str, block: Block, below: Block | None) -> bool:
    """Whether an item is a title over items of another mark: ○職員アンケート over - ・対象."""
    shown = block.span.of(text)
    titled = len(shown) <= LEAD_LINE and not re.search(r"[。：:0-9０-９]", shown)
    return titled and below is not None and below.mark.strip() != block.mark.strip()


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
    breaks = _BREAK.findall(text[cell.span.end : rest.start])
    if len(cell.text) < PROSE_CHARACTERS or len(breaks) != 1 or not rest.of(text).endswith("。"):
        return None
    return None if _CLOSED.search(cell.text) else rest


def _has_pairs(row: Row) -> bool:
    """Whether a row holds several labels with their values, which the record tells:
    成果指標 | 利用者 | 現状値 | 310人 | 目標値 | 1,200人."""
    return sum(bool(roles_of(cell.text, weak=True)) for cell in row.cells) > 1


def _cell_statements(
    document: Document, table: Block, context: Context, wrapped: Span | None = None
) -> Iterator[Fact]:
    sheet = is_sheet(table)
    headers = 0 if sheet else label_rows(table)
    titles = header_titles(table.rows[:headers])
    least = 0 if sheet else PROSE_CHARACTERS
    last = table.rows[-1].cells[-1] if table.rows else None
    for row in table.rows[headers:]:
        label = row.cells[0].text[:LEAD_CHARACTERS] if row.cells else ""
        shortest = PROSE_CHARACTERS if sheet and _has_pairs(row) else least
        for column, cell in enumerate(row.cells):
            if len(cell.text) < shortest or (sheet and roles_of(cell.text, weak=True)):
                continue
            title = titles[column] if column < len(titles) else ""
            whole = cell.span.join(wrapped) if wrapped and cell is last else cell.span
            for span in sentence_spans(document.text, whole):
                shown = display(document.text, span)
                if len(shown) >= SHORTEST and not _YEAR_LABEL.fullmatch(shown):
                    yield _statement(document, span, f"{title} {label if column else ''}", context)
