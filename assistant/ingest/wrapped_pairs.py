"""Sheets of labels and values with a tab between them, whose values have lines of their own.

`取組内容 | 窓口に端末を置く。` and below it, with no tab, `支所にも広げる。`: the second line
ends the table, and the labels below it would look like the head of the next sheet. Such lines
are put back into the cell above them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from assistant.datamodels import Span
from assistant.ingest.labels import FIGURES, NAME_NUMBER, PROSE, roles_of
from assistant.ingest.spacing import Patch, Piece

_MOST_LINES = 6  # below one value
_FEWEST = 3  # rows that begin with a word of the document's own before it is a label
_LONGEST_LABEL = 16
_SHORTEST_VALUE = 9  # characters of a value that may go on below
_SHORTEST_NAME = 6  # characters of the upper line of a name
_MARKED = re.compile(r"[■□◆◇●★☆【〈《<#]|第?[0-9０-９]+[ 　]*[章節編]|[-ー―=＝*_]{3,}")
_ASIDE = re.compile(r"[ 　]*[（(][^（）()]{1,30}[）)][ 　]*$")
_DAY = r"(?:(?:令和|平成)?[0-9０-９元]{1,4}年)?[0-9０-９]{1,2}月(?:[0-9０-９]{1,2}日)?"
_DATE, _RANGE = re.compile(_DAY), re.compile(rf"{_DAY}[ 　]?[～〜~]")
_BULLET = re.compile(r"[ 　]*[・･*-][ 　]*")
_FULL_LINE = 40  # characters of a line that only ends because the cell does
_INSIDE_WORD = re.compile(r"[ぁ-ん]")
_CLOSED = re.compile(r"[。．！？!?]$")


def find_wrapped_pairs(text: str, lines: Sequence[Span]) -> Iterator[Patch]:
    """The rows of sheets whose value goes on below, each with its lines in one cell."""
    counts = Counter(cells[0] for line in lines if (cells := _pair(text, line)))
    own = {word for word, count in counts.items() if count >= _FEWEST}
    seen: set[str] = set()  # the labels of the sheet so far
    number = 0
    while number < len(lines):
        if _has_aside(text, lines, number) or _opens_range(text, lines, number):
            yield Patch(number, number + 2, (lines[number], lines[number + 1], "\n"))
            number += 2
            continue
        label = _label(text, lines[number], own)
        if not label:
            seen = seen if "\t" in lines[number].of(text) else set()
            number += 1
            continue
        seen = {label} if label in seen else seen | {label}
        end = _end(text, lines, number)
        below = _label(text, lines[end], own) if end < len(lines) else ""
        goes_on = end > number + 1 and below and below not in seen
        if goes_on and end == number + 2 and _is_cut_name(text, lines[number], lines[end - 1]):
            yield Patch(number, end, (lines[number], lines[end - 1], "\n"))
        elif goes_on and _may_go_on(text, lines[number]):
            yield Patch(number, end, tuple(_joined(text, lines[number:end])))
        elif end > number + 1:
            seen = set()
        number = end


def _has_aside(text: str, lines: Sequence[Span], number: int) -> bool:
    """Whether the line between two rows is in brackets behind a figure of the upper one:
    目標値 | 11か所 over （全公民館）."""
    row, below, after = _following(text, lines, number, 3)
    cells = [cell.strip() for cell in row.split("\t") if cell.strip()]
    figure = len(cells) > 1 and set(roles_of(cells[-2])) & FIGURES and not roles_of(cells[-1])
    return bool(figure and _ASIDE.match(below) and "\t" in after)


def _opens_range(text: str, lines: Sequence[Span], number: int) -> bool:
    """Whether a line is the upper half of a date at the head of the row below it:
    令和７年１２月１５日～ over 令和８年１月１４日 | 意見の募集."""
    upper, row = _following(text, lines, number, 2)
    opens = _RANGE.fullmatch(upper.strip())
    return bool(opens and "\t" in row and _DATE.fullmatch(row.split("\t")[0].strip()))


def _following(text: str, lines: Sequence[Span], number: int, count: int) -> list[str]:
    """So many lines from a number on, empty ones behind the last."""
    held = [line.of(text) for line in lines[number : number + count]]
    return held + [""] * (count - len(held))


def _pair(text: str, line: Span) -> list[str]:
    """The two cells of a row that may be a label with its value, [] for any other line."""
    cells = [cell.strip() for cell in line.of(text).split("\t") if cell.strip()]
    return cells if len(cells) == 2 and len(cells[0]) <= _LONGEST_LABEL else []


def _label(text: str, line: Span, own: Collection[str]) -> str:
    """The label of a row, known or the document's own, "" for any other line."""
    cells = _pair(text, line)
    told = cells and (cells[0] in own or roles_of(cells[0], True)) and not roles_of(cells[1])
    return cells[0] if told else ""


def _end(text: str, lines: Sequence[Span], number: int) -> int:
    """The number of the first line below a row that cannot be more of its value."""
    end = number + 1
    while end < len(lines) and end <= number + _MOST_LINES and _is_plain(lines[end].of(text)):
        end += 1
    return end


def _is_plain(content: str) -> bool:
    bare = content.strip()
    apart = not bare or "\t" in content or "|" in content or _MARKED.match(bare)
    return not apart and not NAME_NUMBER.match(bare) and not roles_of(bare, True)


def _may_go_on(text: str, line: Span) -> bool:
    """Whether a row tells something in words, so that a line below it may be more of that."""
    label, value = _pair(text, line)
    return bool(set(roles_of(label, True)) & (PROSE | {"note"})) and len(value) >= _SHORTEST_VALUE


def _is_cut_name(text: str, line: Span, below: Span) -> bool:
    """Whether a row gives a name that goes on below."""
    label, value = _pair(text, line)
    name = roles_of(label, True) == ("name",) and len(value) >= _SHORTEST_NAME
    return name and not re.search(r"[。：:]", value + below.of(text))


def _joined(text: str, lines: Sequence[Span]) -> Iterator[Piece]:
    """The lines as one; where no sentence ends, no bullet stands and the line is not just full,
    a sign sets them off."""
    for number, line in enumerate(lines):
        bullet = _BULLET.match(text, line.start, line.end) if number else None
        above = lines[number - 1].of(text).strip() if number else ""
        full = len(above) >= _FULL_LINE or _INSIDE_WORD.match(line.of(text).strip())
        if number and not bullet and not full and not _CLOSED.search(above):
            yield "、"
        yield line
    yield "\n"
