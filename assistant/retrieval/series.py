"""Numbered series: lines and rows that begin with one stem and consecutive numbers.

課題1, 課題2, 課題3 are a list of 課題 however far they stand apart: a line each, a heading each
with text below, or a row each of a table whose first cell is only the label. Of a series whose
numbers stand alone (1, 2, 3) the stem is empty, and what announces it says what is listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.datamodels import Span, Value
from assistant.ingest.blocks import Block, Row, display
from assistant.language.numbers import KANJI_COUNTS

FAR = 1500  # characters between two entries that still belong together
MAX_ENTRIES = 20
LONGEST_ENTRY = 300
WRAPPED = 30  # a shorter line did not wrap
NEAR_LEAD = 200  # characters between a series and the lines that announce it
LONGEST_NAME = 80  # of a row of a table
_KANA_COUNTS = "アイウエオカキクケコサシスセソ"
_ONE_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]|[Ⅰ-Ⅻ]|[①-⑳]|(?<![A-Z ])[A-Z](?![A-Za-z]))"
_STEM = r"(?!令和|平成|昭和|[RHrh]\d|[図表第注])[一-龥々ァ-ヶーぁ-んA-Z]{1,8}?"
_ENTRY = re.compile(
    rf"[■□◆◇●○・]?\s*(?P<label>[【《〈\[]?(?P<stem>{_STEM})\s?(?P<number>{_NUMBER})[】》〉\]]?)"
    r"(?:\s*[:：―─|-]\s*|[.．]?\s+|(?=「))(?=[^\s\d])"
)
_BARE = re.compile(
    r"(?P<label>(?P<stem>[(]?)(?P<number>\d{1,2}|(?<=[(])[ア-ソ]|[ア-ソ一二三四五六七八九十](?= ))"
    r"(?:[).]\s*|\s+))(?=[^\s\d.,%)年月日-])"
)
# 第1条 …: the stem stands on both sides of the number.
_ARTICLE = re.compile(
    rf"[■□◆◇●○・]?\s*(?P<label>第(?P<number>{_NUMBER})(?P<stem>条|の柱|の矢))\s*[:：]?\s*(?=[^\s\d、。])"
)
_LABEL = re.compile(rf"(?P<stem>(?:{_STEM})?)\s?第?(?P<number>{_NUMBER})\s?位?[.:]?")
_STEM_OF_ITEM = re.compile(rf"[【《〈\[]?(?P<stem>{_STEM})\s?{_NUMBER}")
_UNNUMBERED = re.compile(rf"\d|[{KANJI_COUNTS}]")
_KANA_COUNT = re.compile(rf"[{_KANA_COUNTS}]")


@dataclass(frozen=True, slots=True)
class Series:
    """The entries of a series, and the lines that stand right above the first of them."""

    stem: str
    items: tuple[Value, ...]
    lead: Span | None


@dataclass(frozen=True, slots=True)
class _Entry:
    style: str  # what the entries of one series share
    stem: str
    number: int
    item: Value


def read_series(text: str, blocks: Sequence[Block]) -> Iterator[Series]:
    """The series among the lines and the rows of `blocks`, in the order of their first
    entries."""
    runs: dict[str, list[list[_Entry]]] = {}
    found: list[tuple[Span | None, list[_Entry]]] = []
    above: Span | None = None
    for block in blocks:
        if block.kind == "blank":
            continue
        for entry in _entries(text, block):
            of_style = runs.setdefault(entry.style, [])
            run = next((run for run in reversed(of_style) if _continues(run[-1], entry)), None)
            if run is not None:
                run.append(entry)
            elif entry.number == 1:
                of_style.append([entry])
                found.append((_lead(block, entry, above), of_style[-1]))
        above = block.span
    for lead, run in found:
        if 2 <= len(run) <= MAX_ENTRIES:
            yield Series(run[0].stem, tuple(entry.item for entry in run), lead)


def _lead(block: Block, first: _Entry, above: Span | None) -> Span | None:
    """The lines above an entry: those of its own block, else the block before if it is near."""
    own = [line for line in block.lines if line.end <= first.item.span.start]
    if own and block.kind != "table":
        return own[0].join(own[-1])
    near = above is not None and block.span.start - above.end < NEAR_LEAD
    return above if near else None


def stem_of(items: Sequence[Value]) -> str:
    """What every item begins with before its number: 課題 of 課題1 …, 課題2 …; else empty."""
    matches = [_STEM_OF_ITEM.match(item.text.translate(_ONE_WIDTH)) for item in items]
    stems = {match["stem"] if match else "" for match in matches}
    return stems.pop() if len(stems) == 1 else ""


def is_label(text: str) -> bool:
    """Whether a cell only numbers its row: 課題1, 3, 第1位."""
    return bool(_LABEL.fullmatch(text.translate(_ONE_WIDTH)))


def _continues(last: _Entry, entry: _Entry) -> bool:
    return entry.number == last.number + 1 and entry.item.span.start - last.item.span.end <= FAR


def _entries(text: str, block: Block) -> Iterator[_Entry]:
    if block.kind == "table":
        for row in block.rows:
            yield from _entry_of_row(text, row)
    elif block.kind != "blank":
        for place in range(len(block.lines)):
            yield from _entry_of_line(text, block.lines, place)


def _entry_of_row(text: str, row: Row) -> Iterator[_Entry]:
    """A row whose first cell is only a label: of a name the label belongs to the item."""
    filled = row.filled()
    match = _LABEL.fullmatch(filled[0].text.translate(_ONE_WIDTH)) if len(filled) > 1 else None
    if match is None or len(filled[1].text) > LONGEST_NAME:
        return
    label, name = filled[0], filled[1]
    item = Value(name.text, name.span)
    if match["stem"]:
        item = Value(f"{label.text} {name.text}", label.span.join(name.span))
    yield _Entry(f"row {match['stem']}", match["stem"], _value(match["number"]), item)


def _entry_of_line(text: str, lines: Sequence[Span], place: int) -> Iterator[_Entry]:
    line = lines[place].of(text).translate(_ONE_WIDTH)
    match = _ARTICLE.match(line) or _ENTRY.match(line) or _BARE.match(line)
    if match is None:
        return
    named = match.re is not _BARE
    span = Span(lines[place].start + match.start("label"), _end(text, lines, place))
    rest = display(text, Span(lines[place].start + match.end(), span.end))
    label = display(text, Span(span.start, lines[place].start + match.end("label")))
    shown = f"{label} {rest}" if named else rest
    if named or len(rest) >= 2:
        counted = _KANA_COUNT.sub("ア", match["label"])  # a style of their own
        style = match["stem"] if named else _UNNUMBERED.sub("", counted).strip()
        stem = match["stem"] if named else ""
        yield _Entry(style, stem, _value(match["number"]), Value(shown, span))


def _end(text: str, lines: Sequence[Span], place: int) -> int:
    """Where the entry that begins on this line ends: lines that only wrap belong to it."""
    last = place
    while last + 1 < len(lines):
        here, below = lines[last].of(text), lines[last + 1].of(text)
        folded = below.translate(_ONE_WIDTH)
        if here[-1] in "。！？」" or _ENTRY.match(folded) or _BARE.match(folded):
            break
        if len(here) < max(WRAPPED, 0.8 * len(below)):
            break
        last += 1
        if lines[last].end - lines[place].start > LONGEST_ENTRY:
            return lines[place].end
    return lines[last].end


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number)
    if "①" <= number <= "⑳":
        return ord(number) - ord("①") + 1
    if "Ⅰ" <= number <= "Ⅻ":
        return ord(number) - ord("Ⅰ") + 1
    if number.isascii():
        return ord(number) - ord("A") + 1
    return (KANJI_COUNTS if number in KANJI_COUNTS else _KANA_COUNTS).index(number) + 1
