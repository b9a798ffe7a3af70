"""Years that a sentence gives to the columns of figures: 目標値は令和12年度末の値です.

A plan whose tables are headed 現状値, 中間値 and 目標値 tells once, before the first of them or in
a note, which year each of them means. A sentence inside the sheet of a project speaks of that
project alone, and one that names an indicator (「利用率」の現状値は令和7年度です) of it alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from assistant.datamodels import Document, Indicator, IndicatorValue, Project, Span
from assistant.ingest.flat import flat
from assistant.ingest.labels import FIGURES, vocabulary
from assistant.language.normalize import match_key
from assistant.language.years import find_years

_REACH = 40  # characters behind a label in which its year must end
_BEFORE = re.compile(
    r"(?:^|[\s。、，,（(※・「『【\t]|(?:指標|[図表]|個票|シート|事業|取組|計画)(?:中|内)?の)$"
)
_NAMED = re.compile(r"「(?P<name>[^「」]{2,60})」の$")
_LINK = re.compile(
    r"[」』】]?(?:については|には|とは|は|を)、?\s*(?:[^。、「」0-9０-９]{0,20}(?:限り|除き|として)、?)?"
)
_VALUE = r"(?:値|数値|見込|実績|結果|調査|アンケート|時点|現在|もの)"
_BEHIND = re.compile(
    rf"(?:末|(?:[0-9０-９]{{1,2}}月)?末日|頃|中)?(?:の?(?:時点|現在))?(?:の[^。、，\s]{{0,20}}?{_VALUE}値?)?"
    r"(?:による|に基づく|です|である|であり|とし|とする|を(?:示|表|指|記|用|目標|最終)|までに(?:達成|目指)"
    r"|(?=[。，）)」]|、(?![\s約]*[0-9０-９])|\s*$))"
)


@dataclass(frozen=True, slots=True)
class _Told:
    """A label with its year; `indicator` is the key of the only one it is told of, if one."""

    label: str
    year: int
    span: Span
    indicator: str = ""
    first: int = 0  # where the chapter begins that the sentence stands in

    def holds(self, indicator: Indicator) -> bool:
        """Whether an indicator stands in the chapter of the sentence or behind it."""
        return indicator.span.start >= self.first


def with_told_years(
    document: Document, projects: tuple[Project, ...], loose: tuple[Indicator, ...]
) -> tuple[tuple[Project, ...], tuple[Indicator, ...]]:
    """The projects and the other indicators, with the years that sentences of `document` give
    to the labels of their figures. A figure that has a year keeps it; so does one in a chapter
    before the sentence, which may tell of another plan."""
    told = list(_read(document))
    if not told:
        return projects, loose
    apart: dict[str, list[_Told]] = {project.project_id: [] for project in projects}
    common: list[_Told] = []
    for one in told:
        holder = next((p.project_id for p in projects if p.span.covers(one.span)), None)
        (apart[holder] if holder is not None else common).append(one)
    dated = tuple(
        replace(
            project,
            indicators=_dated(project.indicators, apart[project.project_id], common),
        )
        for project in projects
    )
    return dated, _dated(loose, [], common)


def _dated(
    indicators: Iterable[Indicator], own: list[_Told], common: list[_Told]
) -> tuple[Indicator, ...]:
    return tuple(
        replace(
            indicator,
            values=tuple(
                _with_year(indicator, value, own, [t for t in common if t.holds(indicator)])
                for value in indicator.values
            ),
        )
        for indicator in indicators
    )


def _with_year(
    indicator: Indicator, value: IndicatorValue, own: list[_Told], common: list[_Told]
) -> IndicatorValue:
    """The figure with the year that the nearest sentence gives it; two that differ give none."""
    if value.year is not None or not value.label:
        return value
    label, name = match_key(value.label), match_key(indicator.name.text)
    fitting = [
        [one for one in told if one.label == label and one.indicator in wanted]
        for told in (own, common)
        for wanted in ((name,), ("",))
    ]
    nearest = next((told for told in fitting if told), [])
    if len({one.year for one in nearest}) != 1:
        return value
    return replace(value, year=nearest[0].year, dated=nearest[0].span)


def _read(document: Document) -> Iterator[_Told]:
    """The labels of figures that a sentence gives a year."""
    text = document.text
    # Without the line breaks that only wrap a sentence.
    held = flat(text, (i for i, c in enumerate(text) if not (c == "\n" and _wraps(text, i))))
    told = held.text
    for match in _labels().finditer(told):
        link = _LINK.match(told, match.end())
        if link is None:
            continue
        behind = told[link.end() : link.end() + _REACH]
        mention = next(iter(find_years(behind)), None)
        if mention is None or mention.span.start or mention.kind == "range":
            continue
        end = _BEHIND.match(behind, mention.span.end)
        before = told[max(0, match.start() - _REACH) : match.start()]
        named = _NAMED.search(before)
        if end is None or not (named or _BEFORE.search(before)):
            continue
        first = match.start() - (len(named[0]) if named else 0)
        span = held.back(first, link.end() + mention.span.end)
        name = match_key(named["name"]) if named else ""
        first = _chapter(document, span.start)
        yield _Told(match_key(match[0]), mention.year, span, name, first)


def _chapter(document: Document, offset: int) -> int:
    """Where the outermost section at `offset` begins."""
    chapters = [s.span.start for s in document.outline if s.parent == 0]
    return max((start for start in chapters if start <= offset), default=0)


@cache
def _labels() -> re.Pattern[str]:
    """The labels of figures as plans write them, the longest first."""
    words = vocabulary()
    known = {word for word, role in {**words.weak, **words.roles}.items() if role in FIGURES}
    return re.compile("|".join(sorted(map(re.escape, known), key=len, reverse=True)))


def _wraps(text: str, at: int) -> bool:
    """Whether the line that ends at `at` is running text that goes on below."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    below = text[at + 1 : at + 2]
    return len(line) > 20 and line[-1] not in "。：:" and "\t" not in line and bool(below.strip())
