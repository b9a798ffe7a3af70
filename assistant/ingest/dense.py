"""Texts that keep a paragraph on each line, with next to no empty lines between them.

Where pages are copied without their white space, nothing but the line ends tell paragraphs,
headings and list items apart. Lines that do not wrap may then be read as standing alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.datamodels import Span
from assistant.ingest.page_numbers import BARE_PAGE

_FEWEST_LINES = 24  # a shorter text tells too little of how it is set
_MOST_BLANK = 0.04  # empty lines for each filled one
_LONG_TEXT = 80  # filled lines, from which chapters set apart say less of how the rest is set
_MOST_BLANK_IF_LONG = 0.06
_LONG = 45  # characters of a line that would have wrapped
_FEWEST_LONG = 0.05  # of the lines; where fewer are long, all of them may wrap before
_LEAST_ENDED = 0.6  # of the long lines end where a sentence does
_ENDED = re.compile(r"[。．）)」』！？!?]$")


def keeps_paragraphs(text: str, lines: Sequence[Span]) -> bool:
    """Whether each of `lines`, told without their ends and with few gaps, is a paragraph of
    its own: long ones end as sentences do."""
    contents = [line.of(text).strip() for line in lines]
    long = [content for content in contents if len(content) >= _LONG and _is_plain(content)]
    ended = sum(bool(_ENDED.search(content)) for content in long)
    if len(long) < _FEWEST_LONG * len(contents):
        return False
    return bool(long) and ended >= _LEAST_ENDED * len(long)


def has_few_gaps(text: str, lines: Sequence[Span]) -> bool:
    """Whether hardly any of `lines` is empty, but at the page numbers."""
    contents = [line.of(text).strip() for line in lines]
    filled = sum(map(bool, contents))
    most = _MOST_BLANK_IF_LONG if filled >= _LONG_TEXT else _MOST_BLANK
    return filled >= _FEWEST_LINES and _blanks(contents) <= most * filled


def _blanks(contents: Sequence[str]) -> int:
    """How many runs of empty lines stand anywhere but beside a page number."""
    runs = 0
    above = ""
    inside = False
    for content in contents:
        if not content:
            inside = True
            continue
        if inside and above and not (BARE_PAGE.fullmatch(above) or BARE_PAGE.fullmatch(content)):
            runs += 1
        above, inside = content, False
    return runs


def _is_plain(content: str) -> bool:
    return "\t" not in content and "|" not in content
