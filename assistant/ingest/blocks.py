"""Text into blocks: lines, paragraphs, list items and tables, each a span of the original.

The blocks of a text tile it: every character that is not white space lies in exactly one
block. Nothing here knows what a heading or a project is.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from assistant.datamodels import Span
from assistant.ingest.lines import Lines, line_spans, read_lines
from assistant.ingest.spacing import trimmed
from assistant.language.normalize import mend

BlockKind = Literal["line", "paragraph", "item", "table", "blank"]

ITEM_MARK = re.compile(
    r"(?P<mark>(?:[-*+•‣][ 　\t]+)?(?:[・･●○◎◆◇▶▷►▪✓✔➢⇒※\ue000-\uf8ff][ 　]*|[①-⑳㉑-㊿][ 　]*)"
    r"|[-*+•‣][ 　\t]+"
    r"|[├└┣┗][─━]*[ 　]+)"
)
TREE_MARKS = "├└┣┗"
_RATINGS = frozenset("◎○〇△▲×☆★")  # signs that stand alone on their line under 評価
NUMBERED_MARK = re.compile(r"[①-⑳㉑-㊿]")
LABEL_LINE = re.compile(
    r"【[^【】]{1,40}】$|[^：:。、]{1,25}[：:](?!//)|[〈<＜][^〈〉<>]{2,60}[〉>＞]$"
)
OWN_LINE = re.compile(
    r"#{1,6} |[■□【〈]|第[0-9０-９一二三四五六七八九十]+[章節編部項][ 　:：]|\*\*[^*]+\*\*$"
    r"|\d{1,2}(?:[-.．－]\d{1,2})*[.．]?[ 　]+\S|\d{1,2}[.．)）]\D"
    r"|[（(](?:\d{1,2}|[ア-ン])[）)]|[ア-ケ][ 　]+\S"
)
# 課題1　…: one of a series.
_KANJI_NUMBER = r"(?!令和|平成|昭和|西暦|図表|[第図表約全各計])[一-龥]{1,4}[0-9０-９]{1,2}"
ENTRY_LINE = re.compile(rf"{_KANJI_NUMBER}(?:　|[:：])[ 　]*[^\s0-9０-９]")
SERIES_LINE = re.compile(rf"{_KANJI_NUMBER}[ 　]+[^\s0-9０-９]")
MOTTO = re.compile(r"[「『][^「」『』]+[」』]$")  # alone on its line
SHORT_TITLE = re.compile(
    r"[0-9０-９]{1,2}　[^\s。、（）]{2,22}(?<![のをにはがでとへも])(?:（[^（）。]{1,20}）)?"
)
# What does not go on with a short heading: a sentence's end, a date's beginning, a note.
NEVER_WRAPPED = re.compile(
    r"。$|^(?:令和|平成|[RrＲ][ 　]?(?=[0-9０-９])|20(?=\d\d年))[ 　]?[0-9０-９元]{1,2}"
    r"|^[（(][^（）()]*。[）)]$"
)
# What no line of running text looks like: 第1章　…, 1-2-③　…, … 【新規】.
TITLE_LINE = re.compile(
    r"第[0-9０-９一二三四五六七八九十]+[章編部][ 　:：]"
    r"|[0-9０-９]{1,2}(?:[-－‐][0-9０-９]{1,2})+(?:[-－‐]?[①-⑳])?[ 　]+\S"
    r"|[^。]+[ 　]【[^【】]{1,6}】$"
)
SHORT_LABEL = 16  # characters of a line behind a whole sentence that labels what follows
LONG_LINE = 24  # characters of a line of running text
WIDE_LINE = 42  # characters from which on a line without a full stop is one that wraps
SENTENCE_LENGTH = 60  # a longer line is running text even without a full stop
RULE_CELL = re.compile(r"[-–—=_:]{2,}$")
TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)\b[^<>]*>|<!--.*?-->", re.DOTALL)
BREAKING_TAGS = frozenset(
    ("br", "p", "li", "tr", "ul", "ol", "div", "table", "h1", "h2", "h3", "h4", "h5", "h6")
)
HTML_LIST = re.compile(r"<[uo]l\b[^<>]*>[^<>]*", re.IGNORECASE)
ITEM_GAP = re.compile(r"(?<=[\u3001-\u9fff\uff01-\uff60）)])[ 　]+(?=[\u3005-\u9fff・●①-⑳])")
HTML_TABLE = re.compile(r"<table\b[^<>]*>(.*?)(?:</table>|\Z)", re.DOTALL | re.IGNORECASE)
HTML_ROW = re.compile(r"<tr\b[^<>]*>(.*?)(?:</tr>|(?=<tr\b)|\Z)", re.DOTALL | re.IGNORECASE)
HTML_CELL = re.compile(
    r"<t[dh]\b[^<>]*>(.*?)(?:</t[dh]>|(?=<t[dh]\b)|(?=</tr>)|\Z)", re.DOTALL | re.IGNORECASE
)
DATED = re.compile(r"(?:令和|平成)?[0-9０-９元]{1,4}[ 　]?年[ 　]?[0-9０-９]{1,2}[ 　]?月")
YEAR_CELL = re.compile(
    r"(?:現状|基準)?\s*(?:[RrHh]\s*\d{1,2}|(?:令和|平成)\s*(?:\d{1,2}|元)|20\d\d)[^。]{0,14}$|計画期間$|現状$"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell: `text` for display, `span` without surrounding white space (empty
    and placed where the cell would stand if there is nothing in it). Line breaks in `text`
    stand where tags broke the line; spaces that set off a mark are in the source only.
    `rows` holds the rows of HTML tables that stand inside the cell."""

    text: str
    span: Span
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A table's row with all its cells, the empty ones too."""

    cells: tuple[Cell, ...]
    span: Span

    def texts(self) -> tuple[str, ...]:
        """The display texts of all cells."""
        return tuple(cell.text for cell in self.cells)

    def filled(self) -> tuple[Cell, ...]:
        """The cells with something in them."""
        return tuple(cell for cell in self.cells if cell.text)


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines that belong together. `lines` are the spans of its lines without
    surrounding white space; `rows` is filled for tables only, `mark` for items only, and
    `indent` is in characters. A block of kind 'blank' stands for lines that say nothing:
    empty ones, page numbers and running heads; its span is not empty with the latter."""

    kind: BlockKind
    span: Span
    lines: tuple[Span, ...] = ()
    rows: tuple[Row, ...] = ()
    mark: str = ""
    indent: int = 0


def read_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of `text` in order."""
    lines = read_lines(text)
    found = _titles_apart(text, _apart(lines) if lines.dense else _group(lines))
    return tuple(map(_without_repeated_heads, _merge_split_tables(text, found)))


def display(text: str, span: Span) -> str:
    """What `span` says, fit to be shown: wrapped lines joined, letter-spacing and HTML
    tags taken out."""
    return mend(strip_tags(span.of(text))).strip()


def strip_tags(text: str) -> str:
    """`text` without HTML tags; where a tag breaks the line, and between the items of a
    list that lost its item tags, stands an empty line."""
    if "<" not in text and "&" not in text:
        return text
    text = HTML_LIST.sub(lambda match: ITEM_GAP.sub("\n\n", match[0]), text)
    return html.unescape(TAG.sub(_tag_space, text))


def body_of(block: Block, text: str) -> Span:
    """The span of an item without its mark, of any other block all of it."""
    start = block.span.start + len(block.mark)
    while start < block.span.end and text[start].isspace():
        start += 1
    return Span(start, block.span.end)


def header_rows(table: Block) -> int:
    """How many rows at the top of `table` are column headings: rows of several short
    cells, followed by rows that go on with years below an empty first cell."""
    rows = grid(table)
    if len(rows) < 2 or not _looks_like_header(rows[0]):
        return 0
    count = 1
    while count < len(rows) - 1 and _continues_header(rows[count]):
        count += 1
    return count


def grid(table: Block) -> tuple[tuple[Cell, ...], ...]:
    """The table's rows padded with empty cells to one width. Columns that are empty in
    every row are kept, so that column numbers agree with `rows`."""
    width = max((len(row.cells) for row in table.rows), default=0)
    return tuple(
        row.cells + (Cell("", Span(row.span.end, row.span.end)),) * (width - len(row.cells))
        for row in table.rows
    )


def _group(lines: Lines) -> Iterator[Block]:
    """Joins lines of one kind into blocks; a change of kind or an empty line ends one."""
    text = lines.text
    current: Block | None = None
    pending_html: Span | None = None
    for line in lines.spans:
        bare = trimmed(text, line)
        if pending_html is not None:
            pending_html = pending_html.join(bare) if bare.end > bare.start else pending_html
            if "</table>" in line.of(text).lower():
                yield _html_block(text, pending_html)
                pending_html = None
            continue
        if _opens_html_table(bare.of(text)):
            if current is not None:
                yield current
            current, pending_html = None, bare
            if "</table>" in bare.of(text).lower():
                yield _html_block(text, bare)
                pending_html = None
            continue
        block = _block_of_line(text, line, bare)
        if bare.start in lines.furniture:
            block = Block("blank", bare, (bare,))
        if current is not None and _continues(current, block, text):
            current = _join(current, block)
            continue
        if current is not None:
            yield current
        current = block
    if current is not None:
        yield current
    if pending_html is not None:
        yield _html_block(text, pending_html)


def _apart(lines: Lines) -> Iterator[Block]:
    """The blocks of a text whose lines stand for themselves: each is one, with an empty line
    on either side unless it is an item; rows join to tables."""
    text = lines.text
    above = "blank"
    for block in _group(lines):
        if block.kind not in ("line", "paragraph", "item"):
            yield block
            above = block.kind
            continue
        for line in block.lines:
            alone = _block_of_line(text, line, line)
            if above != "blank" and not above == alone.kind == "item":
                yield _gap(line.start)
            yield alone
            above = alone.kind
        if above != "item":
            yield _gap(block.span.end)
            above = "blank"


def _gap(offset: int) -> Block:
    nothing = Span(offset, offset)
    return Block("blank", nothing, (nothing,))


def _block_of_line(text: str, line: Span, bare: Span) -> Block:
    if bare.start == bare.end:
        return Block("blank", bare, (bare,))
    content = bare.of(text)
    if _is_row(text, line, bare):
        rows = (row,) if (row := _row(text, line)) else ()
        return Block("table", bare, (bare,), rows)
    match = ITEM_MARK.match(content)
    if match and content not in _RATINGS:
        return Block("item", bare, (bare,), (), match["mark"], bare.start - line.start)
    running = len(content) > SENTENCE_LENGTH or content.endswith("。")
    kind: BlockKind = "paragraph" if running else "line"
    return Block(kind, bare, (bare,), indent=bare.start - line.start)


def _continues(current: Block, block: Block, text: str) -> bool:
    if current.kind in ("table", "blank"):
        return block.kind == current.kind
    if block.kind not in ("line", "paragraph"):
        return False
    last, content = current.lines[-1].of(text), block.span.of(text)
    if OWN_LINE.match(content) or ENTRY_LINE.match(content) or LABEL_LINE.match(content):
        return False
    if current.kind == "item":
        if (
            0 < block.indent <= current.indent
            and last[-1] in "。）」"
            and len(content) >= LONG_LINE
        ):
            return False  # a paragraph of its own, set in like the items above it
        return current.mark[0] not in TREE_MARKS and not _labels_next(last, content)
    if LABEL_LINE.match(last) or re.match(r"[■□#【]", last):
        return False
    if len(current.lines) > 1:
        return True
    aside = content.startswith(("（", "(", "※")) and content.endswith(("）", ")", "。"))
    apart = MOTTO.match(content) or SHORT_TITLE.fullmatch(last) or NEVER_WRAPPED.search(content)
    below = block.indent > current.indent or aside or bool(apart)
    numbered = OWN_LINE.match(last) or (ENTRY_LINE.match(last) and last[-1] in "）)］〕】")
    numbered = numbered or (SERIES_LINE.match(last) and block.indent > current.indent)
    numbered = numbered and len(last) < WIDE_LINE
    return not (_is_title_over(last, content) or (numbered and below))


def _labels_next(sentence: str, line: str) -> bool:
    """Whether a line behind a whole sentence of an item labels what follows: 評価, 課題. One of
    digits alone is a page."""
    short = len(line) <= SHORT_LABEL and line[-1] not in "。、"
    return sentence.endswith("。") and short and not line.strip("-―–—‐ 　").isdigit()


def _is_title_over(line: str, following: str) -> bool:
    """Whether a short line stands over running text: wrapping would have filled it."""
    if TITLE_LINE.match(line) and len(following) >= max(24, 1.5 * len(line)):
        return line[-1] not in "、。"
    return len(line) <= 30 and len(following) >= max(35, 2 * len(line)) and line[-1] not in "、。"


def _join(current: Block, block: Block) -> Block:
    kind: BlockKind = "paragraph" if current.kind == "line" else current.kind
    return replace(
        current,
        kind=kind,
        span=current.span.join(block.span),
        lines=current.lines + block.lines,
        rows=current.rows + block.rows,
    )


def _titles_apart(text: str, blocks: Iterator[Block]) -> Iterator[Block]:
    """A numbered title behind an empty line and the text right below it, which are no item."""
    above = "blank"
    for block in blocks:
        if (
            above == "blank"
            and NUMBERED_MARK.match(block.mark)
            and len(block.lines) > 1
            and _is_title_over(block.lines[0].of(text), block.lines[1].of(text))
        ):
            yield replace(block, span=block.lines[0], lines=block.lines[:1])
            below = block.lines[1:]
            yield Block("paragraph", below[0].join(below[-1]), below)
        else:
            yield block
        above = block.kind


def _merge_split_tables(text: str, blocks: Iterator[Block]) -> Iterator[Block]:
    """A table that starts with an empty first cell right after a table, or stands right below
    its heads, goes on with it: a page break leaves an empty line there."""
    held: list[Block] = []
    for block in blocks:
        if block.kind == "blank" and held:
            held.append(block)
            continue
        if held and block.kind == "table" and _goes_on(held[0], block):
            between = tuple(line for gap in held[1:] for line in gap.lines if line.of(text))
            held = [_join(replace(held[0], lines=held[0].lines + between), block)]
            continue
        yield from held
        held = [block] if block.kind == "table" else []
        if not held:
            yield block
    yield from held


def _without_repeated_heads(block: Block) -> Block:
    """A table without the rows that say its heads again, at the top of a further page. Below a
    row of half as many cells, the next part of a sheet, they head a table of their own."""
    if len(block.rows) < 3 or not _looks_like_header(block.rows[0].cells):
        return block
    first = block.rows[0]
    kept = tuple(
        row
        for above, row in pairwise(block.rows)
        if row.texts() != first.texts() or 2 * len(above.cells) < len(first.cells)
    )
    return replace(block, rows=(first, *kept)) if len(kept) + 1 < len(block.rows) else block


def _goes_on(table: Block, block: Block) -> bool:
    first = block.rows[0].cells if block.rows else ()
    if _heads_alone(table, block):
        return True
    return (
        bool(table.rows)
        and len(first) > 1
        and not first[0].text
        and not all(YEAR_CELL.match(cell.text) for cell in first[1:] if cell.text)
        and len(first) <= max(len(row.cells) for row in table.rows)
        and not _looks_like_header(first)
    )


def _heads_alone(table: Block, block: Block) -> bool:
    """Whether a table is but the heads of the one below it: 番号 | 事業名 | 担当課 | 評価."""
    if len(table.rows) != 1 or len(block.rows) < 2:
        return False
    heads, first = table.rows[0], block.rows[0]
    widths = {len(row.cells) for row in block.rows}
    whole = len(heads.filled()) == len(heads.cells) > 2 and widths == {len(heads.cells)}
    return whole and _looks_like_header(heads.cells) and not _looks_like_header(first.cells)


def _is_row(text: str, line: Span, bare: Span) -> bool:
    content = bare.of(text)
    if "\t" in content or re.match(r"(?:[-*] +)?\|.*\|$", content):
        return True
    whole = line.of(text)
    return "\t" in whole.rstrip("\r\n ") or whole.endswith("\t")


def _row(text: str, line: Span) -> Row | None:
    """The row on `line`, None for a rule of dashes."""
    content = line.of(text)
    pipes = re.match(r"\s*(?:[-*] +)?\|(?P<cells>.*)\|\s*$", content)
    start = line.start + (pipes.start("cells") if pipes else 0)
    parts = re.split(r"(?<!\\)\|", pipes["cells"]) if pipes else content.split("\t")
    cells: list[Cell] = []
    for part in parts:
        cells.append(_cell(text, Span(start, start + len(part))))
        start += len(part) + 1
    filled = [cell for cell in cells if cell.text]
    if not filled or (
        all(RULE_CELL.match(cell.span.of(text)) for cell in filled)
        and (len(filled) > 1 or pipes or len(cells) > 1)
    ):
        return None
    return Row(tuple(cells), trimmed(text, line))


def _cell(text: str, span: Span) -> Cell:
    bare = trimmed(text, span)
    content = bare.of(text)
    rows = tuple(_html_rows(text, bare)) if "<table" in content.lower() else ()
    return Cell(mend(strip_tags(content)).strip(), bare, rows)


def _opens_html_table(content: str) -> bool:
    return bool(re.match(r"<table\b", content, re.IGNORECASE)) and "\t" not in content


def _html_block(text: str, span: Span) -> Block:
    lines = tuple(
        trimmed(text, Span(span.start + line.start, span.start + line.end))
        for line in line_spans(span.of(text))
    )
    return Block("table", span, lines, tuple(_html_rows(text, span)))


def _html_rows(text: str, span: Span) -> Iterator[Row]:
    for table in HTML_TABLE.finditer(text, span.start, span.end):
        for row in HTML_ROW.finditer(text, table.start(1), table.end(1)):
            cells = tuple(
                _cell(text, Span(cell.start(1), cell.end(1)))
                for cell in HTML_CELL.finditer(text, row.start(1), row.end(1))
            )
            if any(cell.text for cell in cells):
                yield Row(cells, Span(row.start(), row.end()))


def _tag_space(match: re.Match[str]) -> str:
    name = (match[2] or "").lower()
    if name in BREAKING_TAGS:
        return "\n\n"
    return " " if name in ("td", "th") else ""


def _looks_like_header(cells: tuple[Cell, ...]) -> bool:
    filled = [cell for cell in cells if cell.text]
    return (
        len(filled) >= 2
        and all(len(cell.text) <= 24 and "。" not in cell.text for cell in filled)
        and not any(re.fullmatch(r"[\d,.%％→①-⑳—–-]+\S?", cell.text) for cell in filled)
        and not filled[-1].text.endswith(("ます", "ません"))
        and all(cell.text for cell in cells[1:2])
        and not any(DATED.match(cell.text) for cell in filled[: 2 if len(filled) == 2 else 1])
    )


def _continues_header(cells: tuple[Cell, ...]) -> bool:
    filled = [cell for cell in cells if cell.text]
    return not cells[0].text and bool(filled) and all(YEAR_CELL.match(c.text) for c in filled)
