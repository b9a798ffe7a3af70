"""The outline: how the headings of a document nest."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.datamodels import Section, Span
from assistant.ingest.blocks import Block
from assistant.ingest.heading import Heading
from assistant.ingest.heading_numbers import read_number
from assistant.ingest.headings import read_headings
from assistant.ingest.unfolding import unfold

_FEWEST_IN_SERIES = 3  # sections
_INDENTED = re.compile(r"(?:\n[ 　]+\S[^\n]*)+(?:\s+[-－–—][ 　]*[0-9０-９]{1,3}[ 　]*[-－–—])?")
_TAIL = re.compile(r"\n[ 　]*\n+(?=[^\s])")
_FRONT_MATTER = re.compile(r"(?:はじめに|.{0,8}(?:ごあいさつ|ご?挨拶|あいさつ)|前文|巻頭言)$")


def read_outline(text: str, blocks: Sequence[Block], title: str = "") -> tuple[Section, ...]:
    """The sections of `text` in order; the first one is the document itself (level 0)."""
    unfolded = unfold(text)
    if unfolded is None:
        return _sections(text, title, read_headings(text, blocks, frozenset()))
    found = read_headings(unfolded.text, unfolded.blocks, unfolded.slides)
    return _sections(text, title, unfolded.told_of_source(tuple(found)))


def section_at(outline: Sequence[Section], offset: int) -> int:
    """The ordinal of the innermost section at `offset`: the last heading before it."""
    return max(0, bisect_right(outline, offset, lo=1, key=lambda item: item.heading.start) - 1)


def _sections(text: str, title: str, headings: Sequence[Heading]) -> tuple[Section, ...]:
    whole = Span(0, len(text))
    found = [Section(0, 0, title, Span(0, 0), whole, None)]
    opened: list[tuple[Heading, int]] = []
    for heading in headings:
        _close(opened, heading)
        parent = opened[-1][1] if opened else 0
        ordinal = len(found)
        level = found[parent].level + 1
        span = Span(heading.heading.start, len(text))
        found.append(Section(ordinal, level, heading.title, heading.heading, span, parent))
        opened.append((heading, ordinal))
    return _without_tails(text, tuple(_closed(text, found)))


def _close(opened: list[tuple[Heading, int]], heading: Heading) -> None:
    """Takes off the stack what `heading` does not stand under."""
    if opened and opened[-1][0].style == "目次":
        opened.pop()
    if opened and opened[-1][0].style == "slide" and heading.number:
        opened.pop()
    if opened and heading.listed and _FRONT_MATTER.match(opened[-1][0].title):
        opened.pop()
    for position in range(len(opened) - 1, -1, -1):
        other = opened[position][0]
        if (
            other.family == heading.family
            and other.number
            and len(heading.number) == 1
            and other.number[0] + 1 == heading.number[0]
        ):
            del opened[position:]
            return
    if heading.number == (1,) and heading.style in ("decimal1", "paren", "circled"):
        _open_list(opened, heading)
        return
    while opened and opened[-1][0].rank >= heading.rank:
        if _numbered_below(opened[-1][0], heading):
            break
        opened.pop()


def _numbered_below(above: Heading, heading: Heading) -> bool:
    """Whether titles of one style tell by their numbers that one stands below the other:
    基本方針1, then 施策1-1."""
    upper, lower = read_number(above.title), read_number(heading.title)
    if above.style != heading.style or not above.style.startswith("markdown"):
        return False
    if upper is None or lower is None or not upper[1]:
        return False
    return len(lower[1]) > len(upper[1]) and lower[1][: len(upper[1])] == upper[1]


def _open_list(opened: list[tuple[Heading, int]], heading: Heading) -> None:
    """A list that starts at 1 stands under the last heading of another kind."""
    if heading.detached and opened and opened[-1][0].style == "plain":
        opened.pop()
    families = [entry[0].family for entry in opened]
    if heading.family in families:
        position = families.index(heading.family)
        below = [
            e for e in opened[position + 1 :] if e[0].style in ("plain", "bracket", "contents")
        ]
        if below:
            return
        del opened[position:]
        if heading.style == "decimal1" and opened and opened[-1][0].style == "plain":
            opened.pop()
        return
    while opened and opened[-1][0].rank >= heading.rank and opened[-1][0].style not in (
        "plain", "contents", "bracket",
    ):  # fmt: skip
        opened.pop()


def _without_tails(text: str, sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The sections, the last of a series without the paragraph that closes the series: behind an
    empty line, not indented as all that stands right below the headings of the series is."""
    kept = list(sections)
    series: dict[tuple[int | None, int], list[Section]] = {}
    for section in sections[1:]:
        series.setdefault((section.parent, section.level), []).append(section)
    for members in series.values():
        *bodies, last = (text[s.heading.end : s.span.end] for s in members)
        tail = _TAIL.search(last)
        if tail is None or len(members) < _FEWEST_IN_SERIES:
            continue
        if all(map(_INDENTED.fullmatch, (*bodies, last[: tail.start()]))):
            section = members[-1]
            span = Span(section.span.start, section.heading.end + tail.start())
            kept[section.ordinal] = replace(section, span=span)
    return tuple(kept)


def has_set_in_body(text: str, section: Section) -> bool:
    """Whether all that stands below a section's heading is indented."""
    return _INDENTED.fullmatch(text[section.heading.end : section.span.end]) is not None


def _closed(text: str, sections: list[Section]) -> Iterator[Section]:
    """The sections with their spans ending where the next one of the same or a higher level
    begins."""
    for section in sections:
        end = next(
            (
                other.heading.start
                for other in sections[section.ordinal + 1 :]
                if other.level <= section.level
            ),
            len(text),
        )
        while end > section.heading.end and text[end - 1].isspace():
            end -= 1
        yield replace(section, span=Span(section.span.start, end)) if section.ordinal else section
