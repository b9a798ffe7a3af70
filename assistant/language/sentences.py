"""Statements of a text: sentences, list items, table rows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from assistant.datamodels import Span
from assistant.language.years import lone_year

_BREAK = re.compile(r"\r\n|[\r\n\u2028\u2029]")
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_ITEM_START = re.compile(
    r"\s*(?:[-*+・･•●○◯◎■□◆◇▶▷►➢➤★☆※✓✔→⇒▼▽▲△#>【〈《〔［①-⓿❶-❿㉑-㊿\ue000-\uf8ff]"
    r"|[(（][0-9０-９一二三四五六七八九十ア-ン]{1,3}[)）]"
    r"|第[0-9０-９一二三四五六七八九十]+[章節項条]"
    r"|[0-9０-９]{1,3}(?:[.．、)）-][0-9０-９]*)*(?:[ \t\u3000]|(?<=[.．、)）])(?![0-9０-９])))"
)
_LABEL_END = re.compile(r"(?:[:：】〉》\]］]|\*\*)\s*$")
_GOES_ON = re.compile(r"[、，,・のにをはがでとやへもてり（(「『]\s*$")
_END = re.compile(
    r"[。！？!?．]+[」』）)】”\"]*|(?:(?<=[a-z0-9)%])|(?<=[A-Z]{2}))\.(?=\s+[A-Z(\"“])"
)
# ▶ before a figure with its unit leads to it from another: 2施設 ▶ 15施設.
_INLINE_MARK = re.compile(
    r"(?<=[\s。>])(?=[●○■◆▶][ \u3000]?[^\s●○■◆▶→])"
    r"(?!▶[ \u3000]?[0-9０-９][0-9０-９,，.．]*[^\s0-9０-９,，.．（(年])"
)
_CELL_EDGE = re.compile(r"\t|\||</?[A-Za-z][^<>\n]{0,200}>")
_PROSE = re.compile(r"。.|[●○■◆・][^●○■◆\t|]{4,}[\s>][●○■◆・]|<(?:ul|li|p|br)\b")
_OPEN, _CLOSE = "（(「『【〔［[", "）)」』】〕］]"
_LONGEST = 600  # characters after which an unclosed bracket is taken for a slip
_HEADING_RATIO = 0.55  # a line this much shorter than the next did not wrap


def sentence_spans(text: str, span: Span | None = None) -> list[Span]:
    """Statements that tile `text` (or `span` of it) but for white space, in order.

    A statement is a sentence, a list item, a label or heading line, or a table row (a line
    with tabs or Markdown pipes). A row whose cells hold prose or lists is cut at its cells,
    pipes and tags left out. Lines that only wrap stay together."""
    statements: list[Span] = []
    for block in _blocks(text, span or Span(0, len(text))):
        if not is_row(block.of(text)):
            statements += _items(text, block)
        elif _PROSE.search(text, block.start, block.end):
            for cell in _split(text, block, _CELL_EDGE):
                statements += _items(text, cell)
        else:
            statements.append(block)
    return statements


def is_row(line: str) -> bool:
    """Whether a line is a row of a table."""
    return "\n" not in line and ("\t" in line.strip() or line.lstrip().count("|") >= 2)


def _blocks(text: str, span: Span) -> Iterator[Span]:
    """Runs of lines that belong together: rows alone, wrapped lines joined."""
    current: Span | None = None
    previous: Span | None = None
    for line in _lines(text, span):
        if current is None or previous is None or not _wraps(text, previous, line):
            if current is not None:
                yield current
            current = line
        else:
            current = current.join(line)
        previous = line
    if current is not None:
        yield current


def _lines(text: str, span: Span) -> Iterator[Span]:
    """Lines that are not blank, trimmed."""
    for match in _LINE.finditer(text, span.start, span.end):
        if trimmed := _trim(text, Span(match.start(), match.end())):
            yield trimmed


def _wraps(text: str, previous: Span, line: Span) -> bool:
    """Whether `line` goes on with what `previous` began."""
    before, after = previous.of(text), line.of(text)
    gap = text[previous.end : line.start]
    if len(_BREAK.findall(gap)) != 1 or is_row(before) or is_row(after):
        return False
    if _ITEM_START.match(after) or _LABEL_END.search(before) or before[-1] in "。！？!?．":
        return False
    if _GOES_ON.search(before):
        return True
    if lone_year(before) or lone_year(after):
        return False
    return _width(before) >= _HEADING_RATIO * min(_width(after), 60)


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line)


def _items(text: str, block: Span) -> Iterator[Span]:
    """The sentences of each item of a list that is written on one line."""
    for item in _split(text, block, _INLINE_MARK):
        yield from _sentences(text, item)


def _split(text: str, span: Span, edge: re.Pattern[str]) -> Iterator[Span]:
    start = span.start
    for match in edge.finditer(text, span.start, span.end):
        if piece := _trim(text, Span(start, match.start())):
            yield piece
        start = match.end()
    if piece := _trim(text, Span(start, span.end)):
        yield piece


def _sentences(text: str, block: Span) -> Iterator[Span]:
    start, scanned, depth = block.start, block.start, 0
    for match in _END.finditer(text, block.start, block.end):
        depth = max(0, depth + _depth(text, scanned, match.start()))
        closing = _depth(text, match.start(), match.end())
        scanned = match.end()
        if depth + closing > 0 and match.end() - start < _LONGEST:
            depth += closing
            continue
        if depth and match.end() < block.end and not text[match.end()].isspace():
            depth = 0  # （以下「…」という。）を: the sentence goes on behind the bracket
            continue
        if trimmed := _trim(text, Span(start, match.end())):
            yield trimmed
        start, depth = match.end(), 0
    if trimmed := _trim(text, Span(start, block.end)):
        yield trimmed


def _depth(text: str, start: int, end: int) -> int:
    part = text[start:end]
    return sum(part.count(c) for c in _OPEN) - sum(part.count(c) for c in _CLOSE)


def _trim(text: str, span: Span) -> Span | None:
    part = span.of(text)
    stripped = part.strip()
    if not stripped:
        return None
    start = span.start + len(part) - len(part.lstrip())
    return Span(start, start + len(stripped))
