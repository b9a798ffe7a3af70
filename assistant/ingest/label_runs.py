"""Sheets of packed texts: labels at the heads of lines, one space, and values that wrap.

`主な取組 ・… ` over a line with the next point, `指標 利用者数 10人(R5) 20人(R7)` over one with
the next indicator, `所管 総務課 状況 拡充`: the labels that begin line after line tell where
a value begins, and what its last line is told by how it ends.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from assistant.datamodels import Span
from assistant.ingest.indicators import split_figures
from assistant.ingest.labels import is_decorated, is_department, roles_of
from assistant.ingest.lines import Lines
from assistant.ingest.packed import full_length, heads
from assistant.ingest.single_spaced import common_labels, figure_table, loose_words
from assistant.ingest.spacing import BREAK, Patch, Piece, Word, row_of

_FEWEST_INSIDE = 3  # lines that hold a label behind the value of another
_BULLET = re.compile(r"[・･●○]")
_NEXT_BULLET = re.compile(r"(?<=\S)[ 　]+(?=[・･]\S)")
_APART = re.compile(
    r"[※＊*■□◆◇【〔《<＜☆★]|(?:写真|図|図表|表|出典|資料|コラム)[0-9０-９①-⑳ 　：:]"
)
_SENTENCE_END = re.compile(r"[。）)」]$")


@dataclass(slots=True)
class _Field:
    """A label with the pieces of its value."""

    label: Span
    pieces: list[Piece] = field(default_factory=list)


def find_label_runs(lines: Lines) -> Iterator[Patch]:
    """The lines of sheets in a packed text, as rows of a label and its value."""
    reader = _Reader(lines)
    number = 0
    while reader.told and number < len(lines.spans):
        fields, end = reader.run(number)
        if fields:
            pieces = [p for f in fields for p in row_of(([f.label], f.pieces))]
            yield Patch(number, end, tuple(pieces))
        number = max(end, number + 1)


class _Reader:
    def __init__(self, lines: Lines) -> None:
        self.text, self.lines = lines.text, lines.spans
        text = self.text
        self.full = full_length(text, self.lines)
        self.furniture = lines.furniture
        self.firsts = common_labels(text, self.lines)
        labelled = [found for line in self.lines if self._labels(found := loose_words(text, line))]
        counts = Counter(w.text for found in labelled for w in found[2:-1])
        self.inside = frozenset(
            word
            for word, count in counts.items()
            if count >= _FEWEST_INSIDE and roles_of(word, True) and not is_department(word)
        )
        offices = [f for f in labelled if "department" in roles_of(f[0].text, True)]
        self.told = sum(_is_office(found[1].text) for found in offices) >= _FEWEST_INSIDE

    def run(self, first: int) -> tuple[list[_Field], int]:
        """The fields from a line on, and the line behind them."""
        fields: list[_Field] = []
        number = first
        while number < len(self.lines):
            line = self.lines[number]
            found = loose_words(self.text, line)
            if line.start in self.furniture or figure_table(self.text, self.lines, number):
                break
            if self._labels(found):
                fields += self._fields(found)
            elif len(found) == 1 and found[0].text in self.firsts:
                fields.append(_Field(found[0].span))
            elif fields and self._goes_on(fields[-1], number):
                over = _BULLET.match(line.of(self.text)) or self._is_indicator(fields[-1])
                apart = [BREAK] if over and fields[-1].pieces else []
                fields[-1].pieces += [*apart, *self._points(line)]
            else:
                break
            number += 1
        while fields and not fields[-1].pieces:
            fields.pop()
            number -= 1
        return fields, number

    def _labels(self, found: Sequence[Word]) -> bool:
        return len(found) > 1 and found[0].text in self.firsts and not is_decorated(found[0].text)

    def _fields(self, found: Sequence[Word]) -> Iterator[_Field]:
        """The label of a line with its value, and those that stand behind it."""
        offices = "department" in roles_of(found[0].text, True)
        places = range(2, len(found) - 1) if offices else ()
        cuts = [0, *(i for i in places if found[i].text in self.inside), len(found)]
        for start, end in pairwise(cuts):
            value = Span(found[start + 1].span.start, found[end - 1].span.end)
            yield _Field(found[start].span, [*self._points(value)])

    def _points(self, span: Span) -> Iterator[Piece]:
        """A value's text, with a break before each point of a list."""
        position = span.start
        for gap in _NEXT_BULLET.finditer(self.text, span.start, span.end):
            yield from (Span(position, gap.start()), BREAK)
            position = gap.end()
        yield Span(position, span.end)

    def _goes_on(self, held: _Field, number: int) -> bool:
        """Whether a line without a label belongs to the value above it."""
        content = self.lines[number].of(self.text)
        above = self.lines[number - 1].of(self.text).rstrip()
        if not content.strip() or _APART.match(content) or heads(content):
            return False
        if roles_of(content.split()[0], True) and not self._is_indicator(held):
            return False
        if _BULLET.match(content):
            return True
        if self._is_indicator(held):
            return bool(split_figures(content)[1])
        if not held.pieces:
            return True
        return len(above) >= self.full and not _SENTENCE_END.search(above)

    def _is_indicator(self, held: _Field) -> bool:
        return "indicator" in roles_of(held.label.of(self.text), True)


def _is_office(text: str) -> bool:
    return any(is_department(name) for name in re.split(r"[・、,／（(]", text) if name)
