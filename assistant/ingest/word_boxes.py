"""Boxes that explain words beside the text: a line ことばの説明, then 【RPA】….

Such a box is no section of its own; it ends at an empty line or at its frame.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.datamodels import Span
from assistant.ingest.definition import Pair, pair_of
from assistant.ingest.lines import line_spans
from assistant.ingest.spacing import trimmed

BRACKET_PAIR = re.compile(
    r"[【〔［](?P<name>[^【】〔〕［］\n]{1,30})[】〕］][ 　]*(?P<definition>[^\s【】].{7,})$",
    re.DOTALL,
)
_FRAME = re.compile(r"[┌┐└┘├┤│─━═+|\- 　]+")
_LONGEST_TITLE = 24


def word_boxes(text: str, title: re.Pattern[str]) -> Iterator[Pair]:
    """Name and explanation of each word in the boxes under lines that match `title`."""
    opened = False
    held: Span | None = None
    for line in line_spans(text):
        content = line.of(text).strip()
        if not content or _FRAME.fullmatch(content):
            yield from _entry(text, held)
            opened, held = opened and bool(content) and held is None, None
        elif len(content) <= _LONGEST_TITLE and title.search(content):
            opened = True
        elif opened and content.startswith(("【", "〔", "［")):
            yield from _entry(text, held)
            held = line
        elif held is not None:
            held = held.join(line)
        else:
            opened = False
    yield from _entry(text, held)


def _entry(text: str, held: Span | None) -> Iterator[Pair]:
    if held is None:
        return
    bare = trimmed(text, held)
    if match := BRACKET_PAIR.match(bare.of(text)):
        yield pair_of(match, bare.start)
