"""Measures that a section numbers with circled digits and whose sections of the office stand
apart, told by these digits:

    ① 移動窓口の運行
    車に通信機器を備え、月2回、集会所を回ります。
    ② オンライン申請の拡大
    …
    担当
    住民課（①②）、総務課（②）
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.datamodels import Document, FieldValue, Section, Span, Value
from assistant.ingest.blocks import display
from assistant.ingest.labels import is_department, roles_of
from assistant.ingest.names import read_departments
from assistant.ingest.records import Draft
from assistant.ingest.sheets import section_at

_FEWEST = 2
_ITEM = re.compile(r"[ 　]*(?P<number>[①-⑳])[ 　]*(?P<name>[^\t。]{2,60})")
_OFFICE = re.compile(
    r"(?P<office>[^、，（()）：:\t①-⑳]{2,30})"
    r"(?:[（(](?P<numbers>[①-⑳](?:[①-⑳、，・～~\-]|のうち[^（()）①-⑳、，]{1,16})*)[）)])?"
)
_BETWEEN = re.compile(r"[、，／/ 　]*")
_LABEL = re.compile(r"[ 　■□◆◇●○・【〔］〕】：:\[\]]+")
_LINE = re.compile(r"[^\n]+")
_DIGIT = re.compile(r"[①-⑳]")
_TABLE_OR_MARK = re.compile(r".*\t|[ 　]*[■□◆◇●○【〔※]")


@dataclass(frozen=True, slots=True)
class _Measure:
    number: str
    name: Span
    told: Span | None


def read_circled(document: Document) -> Iterator[tuple[Span, list[Draft]]]:
    """The measures of each section that tells them so, with the stretch that they fill."""
    lines = [Span(m.start(), m.end()) for m in _LINE.finditer(document.text)]
    starts = [line.start for line in lines]
    for place, line in enumerate(lines):
        offices = _offices(document.text, lines, place)
        if not offices:
            continue
        told = {number for number, _ in offices if number}
        for section in _sections_over(document, line):
            first = bisect_left(starts, section.heading.start)
            measures = _measures(document.text, lines[first:place])
            if len(measures) >= _FEWEST and told <= {measure.number for measure in measures}:
                span = Span(measures[0].name.start - 1, line.end)
                yield span, [_draft(document, measure, offices) for measure in measures]
                break


def _sections_over(document: Document, line: Span) -> Iterator[Section]:
    """The section that a line stands in and those above it, the whole text only where it has
    no sections."""
    section = document.outline[section_at(document, line.start)]
    yield section
    while section.parent:
        section = document.outline[section.parent]
        yield section


def _offices(text: str, lines: Sequence[Span], place: int) -> list[tuple[str, Value]]:
    """The offices on a line, each with every digit that it has ("" for all); [] where the line
    is not one of offices, or its label does not say so and no digit stands there."""
    line = lines[place].of(text)
    if not _DIGIT.search(line):
        return []
    above = lines[place - 1].of(text) if place else ""
    label, _, rest = line.partition("：")
    labelled = "department" in roles_of(_LABEL.sub("", above), True)
    start = lines[place].start
    if rest and "department" in roles_of(_LABEL.sub("", label), True):
        labelled, start = True, start + len(label) + 1
    found: list[tuple[str, Value]] = []
    position = start
    while position < lines[place].end:
        position = _BETWEEN.match(text, position, lines[place].end).end()  # type: ignore[union-attr]
        match = _OFFICE.match(text, position, lines[place].end)
        if match is None or not is_department(match["office"].strip()):
            return []
        named, _ = read_departments(text, Span(*match.span("office")))
        numbers = dict.fromkeys(_DIGIT.findall(match["numbers"] or "")) or ("",)
        found += [(number, office) for number in numbers for office in named]
        position = match.end()
    return found if labelled and any(number for number, _ in found) else []


def _measures(text: str, lines: Sequence[Span]) -> list[_Measure]:
    """The last series ①, ②, … of short lines, each with the prose below it."""
    found: list[_Measure] = []
    below: Span | None = None
    closed = True
    for line in lines:
        match = _ITEM.fullmatch(line.of(text))
        first = match is not None and match["number"] == "①"
        if match and (first or ord(match["number"]) - ord("①") == len(found)):
            found = [] if first else _told(found, below)
            name = Span(line.start + match.start("name"), line.start + match.end("name"))
            found.append(_Measure(match["number"], name, None))
            below, closed = None, False
        elif _TABLE_OR_MARK.match(line.of(text)):
            closed = True
        elif not closed:
            below = below.join(line) if below else line
    return _told(found, below)


def _told(found: list[_Measure], below: Span | None) -> list[_Measure]:
    """The measures, the last one with what stands below it."""
    if not found or below is None:
        return found
    last = found[-1]
    return [*found[:-1], _Measure(last.number, last.name, below)]


def _draft(document: Document, measure: _Measure, offices: list[tuple[str, Value]]) -> Draft:
    text = document.text
    name = Value(display(text, measure.name).strip(), measure.name)
    span = measure.name.join(measure.told) if measure.told else measure.name
    fields = []
    if measure.told:
        told = Value(display(text, measure.told), measure.told)
        fields.append(FieldValue("summary", "", None, told))
    return Draft(
        name,
        span,
        section_at(document, span.start),
        departments=[o for number, o in offices if number in ("", measure.number)],
        fields=fields,
    )
