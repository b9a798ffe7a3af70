"""Steps of one year that are told by its quarters, halves or months on one line:
`令和8年度 1Q 設計 2Q～3Q 構築 4Q 稼働`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.datamodels import ScheduleEntry, Span, Value
from assistant.ingest.blocks import display
from assistant.language.years import find_years

_UNIT = (
    r"(?:第?[1-4１-４一二三四][ 　]?(?:[QＱ]|四半期)|[QＱ][1-4１-４]|[上下]半?期|[前後]期"
    r"|年度[当末]初?|(?:1[0-2]|１[０-２]|[1-9１-９])月)"
)
_YEAR_PART = re.compile(r".*?年度(?=[ 　])")
_QUARTER = re.compile(
    rf"(?:^|(?<=[\s　、：:）)]))[（(]?(?P<when>{_UNIT}(?:[ 　]?[~～〜\-－・][ 　]?(?:{_UNIT})?)?"
    r"(?:から|以降|まで)?)[）)]?[ 　：:]+(?=\S)"
)


def quarter_steps(text: str, span: Span) -> Iterator[ScheduleEntry]:
    """The steps of a line that begins with a year and divides it; nothing for other lines. An
    entry's span is the whole line, which tells its year."""
    content = span.of(text)
    mentions = find_years(content[:24])
    if not mentions or mentions[0].span.start > 1:
        return
    told = mentions[0].span
    year = _YEAR_PART.match(content, told.start, told.end)  # 令和7年度 of 令和7年度 4月
    behind = year.end() if year else told.end
    marks = list(_QUARTER.finditer(content, behind))
    opened = marks and not content[behind : marks[0].start()].strip(" 　：:年度（(")
    if not opened:
        return
    years = tuple(sorted({m.year for m in mentions if m.span == mentions[0].span}))
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        end = following.start() if following else len(content)
        step = content[mark.end() : end].rstrip(" 　、，,。")
        if step:
            start = span.start + mark.end()
            at = Span(start, start + len(step))
            yield ScheduleEntry(Value(display(text, at), at), years, mark["when"], span)
