"""The lines of a text, and how they are set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.datamodels import Span
from assistant.ingest.dense import has_few_gaps, keeps_paragraphs
from assistant.ingest.page_numbers import page_furniture
from assistant.ingest.spacing import trimmed

_LINE = re.compile(r"([^\r\n\f\x0b\x85\u2028\u2029]*)(\r\n|[\r\n\f\x0b\x85\u2028\u2029]|\Z)")


@dataclass(frozen=True, slots=True)
class Lines:
    """A text as its lines. `furniture` are the offsets, without white space before them, of
    those that only tell the page. A text with next to no empty lines is `dense` if each line
    is a paragraph, and `packed` if its paragraphs wrap."""

    text: str
    spans: tuple[Span, ...]
    furniture: frozenset[int]
    dense: bool
    packed: bool


def read_lines(text: str) -> Lines:
    """The lines of `text` and how they are set."""
    spans = tuple(line_spans(text))
    bare = (trimmed(text, line) for line in spans)
    furniture = page_furniture(text, [line for line in bare if line.start < line.end])
    close = has_few_gaps(text, spans)
    dense = close and keeps_paragraphs(text, spans)
    return Lines(text, spans, furniture, dense, close and not dense)


def line_spans(text: str) -> Iterator[Span]:
    """Spans of all lines, without line ends; empty lines come as empty spans."""
    for match in _LINE.finditer(text):
        if match.start() < len(text):
            yield Span(match.start(1), match.end(1))
