"""Slides exported as plain text: which texts are decks, and where their slides begin.

A page of a deck has a title on its first line and short lines below it, with no empty line
between; its number stands alone at the end.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

from assistant.datamodels import Span
from assistant.ingest.blocks import ITEM_MARK
from assistant.ingest.lines import Lines
from assistant.ingest.spacing import Patch, trimmed

_FEWEST_SLIDES = 8
_MOST_LINES = 26  # on the middle one of the slides
_MOST_SENTENCES = 0.1  # of the lines
_CLOSE = 0.6  # of the titles have text on the very next line
_RUNNING_HEAD = 3  # slides with one and the same first line have it for a running head
_LONGEST_TITLE = 48
_NO_TITLE = re.compile(r"[\t|]|。|^[（(「『※■□→↓]|[、：:]$")


def slide_titles(lines: Lines) -> tuple[int, ...]:
    """Which lines are the titles of slides; () if the text is no deck. The first slide, the
    cover, has none."""
    text, spans = lines.text, lines.spans
    pages = list(_pages(lines))
    filled = [line for page in pages for line in page]
    if len(pages) < _FEWEST_SLIDES or median(len(page) for page in pages) > _MOST_LINES:
        return ()
    sentences = sum(spans[line].of(text).rstrip().endswith("。") for line in filled)
    close = sum(bool(_below(text, spans, page[0])) for page in pages[1:])
    if sentences > _MOST_SENTENCES * len(filled) or close < _CLOSE * (len(pages) - 1):
        return ()
    firsts = {page[0]: spans[page[0]].of(text).strip() for page in pages[1:]}
    counts = Counter(firsts.values())
    return tuple(
        line for line, first in firsts.items() if _is_title(first) and counts[first] < _RUNNING_HEAD
    )


def find_titles(text: str, lines: Sequence[Span], titles: Sequence[int]) -> Iterator[Patch]:
    """The lines that are `titles` of slides, set off from what stands right below them."""
    for number in titles:
        if _below(text, lines, number):
            yield Patch(number, number + 1, (lines[number], "\n\n"))


def _below(text: str, lines: Sequence[Span], number: int) -> str:
    """What stands on the line right below a line."""
    return lines[number + 1].of(text).strip() if number + 1 < len(lines) else ""


def _pages(lines: Lines) -> Iterator[list[int]]:
    """The lines with something on them of each page, page numbers left out."""
    page: list[int] = []
    for number, line in enumerate(lines.spans):
        bare = trimmed(lines.text, line)
        if bare.start == bare.end:
            continue
        if bare.start in lines.furniture:
            if page:
                yield page
            page = []
        else:
            page.append(number)
    if page:
        yield page


def _is_title(line: str) -> bool:
    return len(line) <= _LONGEST_TITLE and not _NO_TITLE.search(line) and not ITEM_MARK.match(line)
