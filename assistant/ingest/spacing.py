"""Words that spaces set apart on a line, with the columns a page would show them in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.datamodels import Span

Piece = Span | str  # of a text read anew: a span of the source, or characters put in

BREAK = "<br>"  # what a line break inside a cell is written as
_APART = re.compile(r"[^\s　]+(?: [^\s　]+)*")
_LOOSE = re.compile(r"[^\s　]+")
_MOST_COLUMNS = 14


@dataclass(frozen=True, slots=True)
class Word:
    """Characters between two gaps; `left` and `right` are columns of half a width."""

    span: Span
    text: str
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Patch:
    """Lines `[first, last)` of a text and what they say when read as a table."""

    first: int
    last: int
    pieces: tuple[Piece, ...]


def width(text: str) -> int:
    """How many half-width columns `text` fills; signs of either width count as wide."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def words(text: str, line: Span, *, loose: bool = False) -> list[Word]:
    """The words of a line that wide gaps divide; `loose` divides at any space."""
    found = []
    column, position = 0, line.start
    for match in (_LOOSE if loose else _APART).finditer(text, line.start, line.end):
        column += width(text[position : match.start()])
        right = column + width(match[0])
        found.append(Word(Span(match.start(), match.end()), match[0], column, right))
        column, position = right, match.end()
    return found


def trimmed(text: str, span: Span, signs: str | None = None) -> Span:
    """`span` without the white space at its ends, or without those `signs`; where there is
    nothing else, an empty span at its end."""
    content = span.of(text)
    start = span.end - len(content.lstrip(signs))
    return Span(start, max(start, span.start + len(content.rstrip(signs))))


def lines_in(text: str, span: Span) -> list[Span]:
    """The lines of `span` that are not empty, without their ends."""
    lines = (match.span() for match in re.finditer(r"[^\n]+", span.of(text)))
    return [Span(span.start + start, span.start + end) for start, end in lines]


def tab_cells(text: str, line: Span) -> list[Span]:
    """The cells that tabs divide a line into, with the white space around what they say."""
    cells, start = [], line.start
    for part in line.of(text).split("\t"):
        cells.append(Span(start, start + len(part)))
        start += len(part) + 1
    return cells


def row_of(cells: Iterable[Sequence[Piece]], gap: str = "\t") -> Iterator[Piece]:
    """The pieces of a row, a line: those of its cells, with a `gap` between two of them."""
    for column, cell in enumerate(cells):
        if column:
            yield gap
        yield from cell
    yield "\n"


def is_plain(text: str, line: Span) -> bool:
    """Whether a line has something on it and is no row of a table yet."""
    content = line.of(text)
    return bool(content.strip()) and "\t" not in content and "|" not in content


def placed(row: Sequence[Word], heads: Sequence[Word]) -> list[Word | None]:
    """The words of a row under the heads they stand nearest to, in order; [] if there are
    more words than heads."""
    if len(row) > len(heads) or len(heads) > _MOST_COLUMNS:
        return []
    found: list[Word | None] = [None] * len(heads)
    choice = min(
        combinations(range(len(heads)), len(row)),
        key=lambda columns: sum(
            _distance(word, heads[column]) for word, column in zip(row, columns, strict=True)
        ),
    )
    for word, column in zip(row, choice, strict=True):
        found[column] = word
    return found


def _distance(word: Word, head: Word) -> float:
    middle = abs(word.left + word.right - head.left - head.right) / 2
    return min(abs(word.left - head.left), abs(word.right - head.right), middle)
