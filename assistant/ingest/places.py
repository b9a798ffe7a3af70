"""Where text stands in its file: boxes on the pages of a PDF, cells of a workbook.

A reader that lays text out knows in which order it wrote its pieces, but not at which offsets
they came to stand; `locate` finds them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TypeVar

from assistant.datamodels import Cell, CellArea, PageBox, Places, Run, Span

GRAIN = 10_000  # parts that the sides of a page are measured in
ADDED = re.compile(r"\s+|<br>")  # what laying out puts between the characters of the file
TELLING = 6  # characters that a piece has to have to be sought further on
SEARCHED = 200  # characters
PlaceT = TypeVar("PlaceT", Run, Cell)
KeyT = TypeVar("KeyT")


def boxes_of(places: Places, span: Span) -> tuple[PageBox, ...]:
    """The boxes that hold the words of `span`, one a piece of a line, in the order of the
    text; empty where nothing is known of their places."""
    boxes: list[PageBox] = []
    for start, end, page, x0, top, x1, bottom in _within(places.runs, span):
        step = (x1 - x0) / (end - start)
        left = (x0 + step * max(0, span.start - start)) / GRAIN
        right = (x1 - step * max(0, end - span.end)) / GRAIN
        box = PageBox(page, left, top / GRAIN, right, bottom / GRAIN)
        if boxes and _goes_on(boxes[-1], box):
            box = replace(boxes.pop(), x1=box.x1)
        boxes.append(box)
    return tuple(dict.fromkeys(boxes))


def areas_of(places: Places, span: Span) -> tuple[CellArea, ...]:
    """The cells that hold the words of `span`: from the first to the last of each row, rows
    under each other joined where they are equally wide."""
    rows: dict[tuple[int, int], list[int]] = {}
    for _, _, sheet, row, column in _within(places.cells, span):
        rows.setdefault((sheet, row), []).append(column)
    areas: list[tuple[int, int, int, int, int]] = []
    for (sheet, row), columns in sorted(rows.items()):
        left, right, first = min(columns), max(columns), row
        if areas and areas[-1] == (sheet, areas[-1][1], row - 1, left, right):
            first = areas.pop()[1]
        areas.append((sheet, first, row, left, right))
    return tuple(CellArea(places.sheets[sheet], _area(*sides)) for sheet, *sides in areas)


def locate(text: str, pieces: Iterable[tuple[str, KeyT]]) -> Iterator[tuple[list[int], KeyT]]:
    """The offset of each character of each piece, white space aside, in a text that was laid
    out of them in this order; a piece that is not in its place was left out. Marks of
    headings and line breaks may stand before a piece."""
    offsets = _own_offsets(text)
    bare = "".join(text[offset] for offset in offsets)
    cursor = 0
    for words, key in pieces:
        sought = "".join(words[offset] for offset in _own_offsets(words))
        start = cursor
        while not bare.startswith(sought, start) and bare[start : start + 1] == "#":
            start += 1
        if not bare.startswith(sought, start):
            # Something else was laid out in between; short words would be found anywhere.
            within = cursor + len(sought) + SEARCHED
            start = bare.find(sought, cursor, within) if len(sought) >= TELLING else -1
        if sought and start >= 0:
            cursor = start + len(sought)
            yield offsets[start:cursor], key


def _own_offsets(text: str) -> list[int]:
    """The offsets of the characters that laying out did not add."""
    added = {offset for match in ADDED.finditer(text) for offset in range(*match.span())}
    return [offset for offset in range(len(text)) if offset not in added]


def _within(places: Sequence[PlaceT], span: Span) -> Iterator[PlaceT]:
    """Those of the ordered places whose text overlaps `span`."""
    first = bisect_right(places, span.start, key=lambda place: place[1])
    for place in islice(places, first, None):
        if place[0] >= span.end:
            return
        yield place


def _goes_on(one: PageBox, other: PageBox) -> bool:
    """Whether a box follows on another one in the same line, words apart at most."""
    level = (one.page, one.top, one.bottom) == (other.page, other.top, other.bottom)
    return level and -0.002 < other.x0 - one.x1 < 2 * (one.bottom - one.top)


def _area(first: int, last: int, left: int, right: int) -> str:
    start, end = f"{_letters(left)}{first}", f"{_letters(right)}{last}"
    return start if start == end else f"{start}:{end}"


def _letters(column: int) -> str:
    """A, B … Z, AA …: what a workbook calls a column."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
