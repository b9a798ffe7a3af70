"""Indicators that lines of a list tell by themselves, under whatever heading: from where to
where (時間：55分（令和6年度）→ 25分（令和12年度）), or target and start in brackets where the
text says so (申請率：30％（3.1％）)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from assistant.datamodels import Document, Indicator, IndicatorValue, Span, Value, ValueKind
from assistant.ingest.blocks import display
from assistant.ingest.figures import NOTHING
from assistant.ingest.indicators import IndicatorReader
from assistant.ingest.records import Draft
from assistant.ingest.sheets import section_at
from assistant.ingest.targets import read_told_moves
from assistant.language.years import find_years

_FIGURE = (
    r"[約±]?[0-9０-９][0-9０-９,，.．]*[ 　]?[^\s0-9０-９（()）→⇒➡、。：:]{0,6}(?:以上|以下|程度)?"
)
_BULLET = r"(?:[ 　]*[-・●○•*＊◦▪][ 　]*|　+| {2,})"  # or set further in
_NAMED = rf"{_BULLET}(?P<name>[^：:→⇒➡。\t]{{2,40}})[：:][ 　]*"
_DATED = (
    rf"{_BULLET}(?P<dated>[^\s：:→⇒➡。]{{2,40}})[ 　]+"
    r"(?=(?:令和|平成|[RＲ]|20|２０)[ 　]?[0-9０-９元]{1,2}"
    r"|(?:[約▲]?[0-9０-９][^\s（()）]*[（(][^（()）]{2,10}[)）]|[-－―–—])[ 　]*[→⇒➡])"
)
_MOVES = re.compile(rf"(?:{_NAMED}|{_DATED})(?P<steps>[^。\t]*[0-9０-９][^。\t]*[→⇒➡][^。\t]*)$")
# ・申請の割合 over the line 2023年度　12％　→　2029年度　60％
_BELOW = re.compile(
    rf"{_BULLET}(?P<name>[^：:→⇒➡。\t\n]{{2,40}})\n[ 　]+"
    r"(?P<steps>[^。\t\n]*[0-9０-９][^。\t\n]*[→⇒➡][^。\t\n]*)"
)
_STEP = re.compile(
    r"[ 　]*(?P<before>(?:令和|平成|[RrＲ])?[ 　]?[0-9０-９元]{1,4}年度?末?)?[ 　]*"
    rf"(?P<figure>{_FIGURE}|[-－―–—])[ 　]*(?:[（(](?P<behind>[^（()）]{{2,16}})[）)])?[ 　]*"
)
_ARROW = re.compile(r"[→⇒➡]")
_WITH_START = re.compile(rf"{_NAMED}(?P<target>{_FIGURE})[ 　]*[（(](?P<start>{_FIGURE})[）)]")
# （ ）内は2023年度の実績です。
_SAYS_START = re.compile(
    r"[（(][ 　]*[）)]内?は、?(?P<year>[^。、]{0,20}?)の?(?:実績|現状|基準|値)"
)
_LINE = re.compile(r"[^\r\n]+")
_SENTENCE = re.compile(r"[^。\t]{10,300}。")
_HEADING = re.compile(r"[ 　]*\n\s*(?:[^\n]{0,24}\n\s*)*(?=\S)")  # short lines before a sentence
FAR = 3000  # characters below the sentence that says what stands in brackets


def add_told_figures(document: Document, drafts: list[Draft]) -> tuple[Indicator, ...]:
    """Gives the lines to the projects that they stand in, where these have no indicators, and
    returns the indicators of those that stand in none."""
    bare = [d for d in drafts if d.indicators is None or not d.indicators.drafts]
    loose: list[Indicator] = []
    for span, name, values in chain(_told(document), _told_in_sentences(document)):
        holder = _holder(document, drafts, span)
        if holder is None:
            reader = IndicatorReader(document.text)
            reader.take_values(name, values)
            loose += reader.finish(document.document_id, None, section_at(document, span.start))
        elif holder in bare:
            holder.indicators = holder.indicators or IndicatorReader(document.text)
            holder.indicators.take_values(name, values)
    return tuple(loose)


def _holder(document: Document, drafts: list[Draft], span: Span) -> Draft | None:
    """The project that a line stands in, or the only one of its section."""
    section = section_at(document, span.start)
    own = [draft for draft in drafts if draft.section == section and section]
    around = next((draft for draft in drafts if draft.span.covers(span)), None)
    return around or (own[0] if len(own) == 1 else None)


def _told(document: Document) -> Iterator[tuple[Span, Value, list[IndicatorValue]]]:
    """Each line that tells an indicator, with its name and its figures."""
    text = document.text
    last = document.period[1] if document.period else None
    for line in _LINE.finditer(text):
        span = Span(*line.span())
        if match := _MOVES.fullmatch(line[0]):
            values = _steps(document, span.start + match.start("steps"), span.end)
        elif (match := _WITH_START.match(line[0])) and (year := _start_year(text, span.start)):
            start = _value(text, span.start + match.start("start"), match["start"])
            target = _value(text, span.start + match.start("target"), match["target"])
            values = [
                IndicatorValue("baseline", year, start, ""),
                IndicatorValue("target", last, target, ""),
            ]
        elif match := _BELOW.match(text, span.start):
            values = _steps(document, match.start("steps"), match.end())
            yield (
                span.join(Span(*match.span())),
                _value(text, match.start("name"), match["name"]),
                values,
            )
            continue
        else:
            continue
        if len(values) > 1 or (values and values[0].kind == "target"):
            group = "name" if match["name"] else "dated"
            yield span, _value(text, span.start + match.start(group), match[group]), values


def _told_in_sentences(document: Document) -> Iterator[tuple[Span, Value, list[IndicatorValue]]]:
    """Each sentence that tells from where to where a figure is to go, with its years."""
    for sentence in _SENTENCE.finditer(document.text):
        headed = _HEADING.match(sentence[0])
        start = sentence.start() + (headed.end() if headed else 0)
        moves = read_told_moves(document.text[start : sentence.end()])
        name, steps = moves or (None, ())
        if name is None:
            continue
        values = [
            IndicatorValue("target" if at else "baseline", year, _shown(document, start, held), "")
            for at, (year, held) in enumerate(steps)
        ]
        yield Span(start, sentence.end()), _shown(document, start, name), values


def _shown(document: Document, start: int, at: Span) -> Value:
    """What stands at a place told from `start`, in one line."""
    span = Span(start + at.start, start + at.end)
    return Value(re.sub(r"\s*\n\s*", "", display(document.text, span)), span)


def _steps(document: Document, start: int, end: int) -> list[IndicatorValue]:
    """The figures between arrows with their years: the first is what it starts from, unless its
    year is one of the plan's. [] where a part of the line is no figure."""
    text = document.text
    begins = document.period[0] if document.period else None
    values: list[IndicatorValue] = []
    position = start
    while position < end:
        arrow = _ARROW.search(text, position, end)
        stop = arrow.start() if arrow else end
        step = _STEP.fullmatch(text, position, stop)
        if step is None:
            return []
        told = find_years(step["before"] or step["behind"] or "")
        year = told[0].year if told else None
        planned = position > start or bool(year and begins and year >= begins)
        past = position > start and bool(year and begins and year < begins)
        kind: ValueKind = "actual" if past else "target" if planned else "baseline"
        if NOTHING.fullmatch(step["figure"]):
            position = arrow.end() if arrow else end
            continue
        figure = _value(text, step.start("figure"), step["figure"])
        values.append(IndicatorValue(kind, year, figure, ""))
        position = arrow.end() if arrow else end
    return values


def _start_year(text: str, before: int) -> int | None:
    """The year of the figures in brackets, where the text above says what they are."""
    said = list(_SAYS_START.finditer(text, max(0, before - FAR), before))
    mentions = find_years(said[-1]["year"]) if said else []
    return mentions[0].year if mentions else None


def _value(text: str, start: int, written: str) -> Value:
    bare = written.rstrip(" 　")
    span = Span(start, start + len(bare))
    return Value(display(text, span), span)
