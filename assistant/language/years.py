"""Japanese and western years: 令和8年度 = R8 = 2026年度 = FY2026."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from assistant.datamodels import Span
from assistant.language.normalize import REMEMBERED
from assistant.language.numbers import KANJI_DIGITS

YearKind = Literal["fiscal", "calendar", "date", "range", "bare"]

_ERA_START = {"令和": 2019, "R": 2019, "平成": 1989, "H": 1989, "昭和": 1926, "S": 1926}
_ERA_LENGTH = {"令和": 60, "R": 60, "平成": 31, "H": 31, "昭和": 64, "S": 64}
_FULL_WIDTH = str.maketrans("０１２３４５６７８９ＲＨＳ", "0123456789RHS")

_D = "[0-9０-９]"
_GAP = r"[ \u3000\r\n]{0,2}"
_NUMBER = rf"(?:{_D}{{1,2}}(?!{_D})|元|[一二三四五六七八九十]{{1,3}})"
_MONTH_DAY = (
    rf"(?:(?<=年)の)?{_GAP}(?P<month>{_D}{{1,2}}){_GAP}月(?:{_GAP}{_D}{{1,2}}{_GAP}日)?"
    rf"|[.．/](?P<dotted>1[0-2]|0?[1-9]|１[０-２]|[１-９])(?!{_D})(?:[.．/]{_D}{{1,2}}(?!{_D}))?"
)
_UNIT = rf"(?P<unit>{_GAP}年{_GAP}度|{_GAP}年(?!{_GAP}間|以|代|前|後))?"
_NOT_AFTER = r"(?<![A-Za-zＡ-Ｚａ-ｚ0-9０-９])"
_ERA = re.compile(
    rf"(?P<era>令{_GAP}和|平{_GAP}成|昭{_GAP}和|{_NOT_AFTER}[RＲ]|{_NOT_AFTER}[HSＨＳ])"
    rf"{_GAP}(?P<number>{_NUMBER}){_UNIT}(?:{_MONTH_DAY})?(?![A-Za-z])"
)
_REIWA_ROMAN = re.compile(rf"\b(?P<era>Reiwa|Heisei|Showa)\s+(?P<number>{_D}{{1,2}})\b", re.I)
_WESTERN = re.compile(
    rf"(?:(?P<fiscal>\b(?:FY|fiscal(?:\s+year)?)\s*)(?P<short>'?{_D}{{2}}(?!{_D})|(?:19|20){_D}{{2}})"
    rf"|(?<![0-9０-９,，.．])(?P<year>(?:19|20|１９|２０){_D}{{2}})(?![0-9０-９,，]|[.．]{_D}{{3}}))"
    rf"{_UNIT}(?:{_MONTH_DAY})?",
    re.I,
)
_BARE_FISCAL = re.compile(
    rf"(?<![0-9０-９.．,，第約])(?P<number>{_NUMBER}){_GAP}年{_GAP}度(?!目|間|分の)"
)
_COUNTED = re.compile(
    r"[ \u3000]?(?:[件人円%％台戸社校個回名万億点票枚冊]|か所|箇所|施設|時間|m|km)"
)
_TO = rf"{_GAP}(?:[~〜～∼\-‐–—−－―▶]|から|より|to|through){_GAP}"
_BETWEEN = re.compile(rf"(?:年?度?){_TO}$")
_OPEN_END = re.compile(
    rf"{_TO}(?P<number>{_NUMBER}){_GAP}(?:年{_GAP}度|年)?(?![0-9０-９月日%％件人.．])"
)
_CLOSE = re.compile(
    rf"{_GAP}[)）](?P<unit>{_GAP}年{_GAP}度|{_GAP}年)?(?:{_GAP}(?P<month>{_D}{{1,2}}){_GAP}月(?:{_GAP}{_D}{{1,2}}{_GAP}日)?)?"
)
_OPENS_BRACKET = re.compile(r"\s*[(（]\s*")
_FIGURES = re.compile(r"[0-9０-９元]+")
_LONGEST_RANGE = 40
_LONGEST_YEAR = 20  # characters of a year, told in both calendars


@dataclass(frozen=True, slots=True)
class YearMention:
    """A fiscal year (western, April to March) that `span` names. A date counts to the
    fiscal year it lies in; a range gives one mention a year, each with the whole span;
    'calendar' is a year without 度 (令和7年), 'bare' four digits alone (2029)."""

    year: int
    span: Span
    kind: YearKind


def find_years(text: str) -> list[YearMention]:
    """All years that `text` names, in order. `7年度` takes the era named before it,
    Reiwa if there is none."""
    return list(_years_in(text))


def without_years(text: str, mentions: Iterable[YearMention]) -> str:
    """`text` without what these mentions of its years cover."""
    for span in sorted({mention.span for mention in mentions}, reverse=True):
        text = text[: span.start] + text[span.end :]
    return text


@lru_cache(maxsize=REMEMBERED)
def _years_in(text: str) -> tuple[YearMention, ...]:
    mentions = _merge_twins(text, _single_mentions(text))
    return tuple(_expand_ranges(text, mentions))


def lone_year(line: str) -> YearMention | None:
    """The year that is all of a line (R7, 令和7年度（2025年度）); None if it says more."""
    content = line.strip()
    if len(content) > _LONGEST_YEAR:
        return None
    mentions = _years_in(content)
    alone = len(mentions) == 1 and mentions[0].kind in ("fiscal", "calendar", "bare")
    whole = alone and mentions[0].span.end - mentions[0].span.start == len(content)
    return mentions[0] if whole else None


def fiscal_year_labels(year: int) -> tuple[str, ...]:
    """The usual spellings of a fiscal year: 令和8年度, R8, 2026年度, FY2026."""
    era, letter = (
        ("令和", "R") if year >= 2019 else ("平成", "H") if year >= 1989 else ("昭和", "S")
    )
    number = year - _ERA_START[era] + 1
    spelled = "元" if number == 1 else str(number)
    return f"{era}{spelled}年度", f"{letter}{number}", f"{year}年度", f"FY{year}"


def _single_mentions(text: str) -> list[YearMention]:
    found: list[YearMention] = []
    eras: list[tuple[int, str]] = []
    for match in _ERA.finditer(text):
        era = re.sub(r"\s", "", match["era"]).translate(_FULL_WIDTH)
        if (mention := _era_mention(match, era)) is not None:
            found.append(mention)
            eras.append((match.start(), era))
    for match in _REIWA_ROMAN.finditer(text):
        era = {"r": "R", "h": "H", "s": "S"}[match["era"][0].lower()]
        found.append(_mention(match, _ERA_START[era] + int(match["number"]) - 1, "fiscal"))
    taken = [mention.span for mention in found]
    for match in _WESTERN.finditer(text):
        if not _overlaps(match, taken) and (mention := _western_mention(text, match)) is not None:
            found.append(mention)
    taken = [mention.span for mention in found]
    for match in _BARE_FISCAL.finditer(text):
        if not _overlaps(match, taken):
            era = next((e for at, e in reversed(eras) if at < match.start()), "R")
            year = _ERA_START[era] + _number(match["number"]) - 1
            found.append(_mention(match, year, "fiscal"))
    return sorted(found, key=lambda mention: mention.span)


def _era_mention(match: re.Match[str], era: str) -> YearMention | None:
    number = _number(match["number"])
    if not 1 <= number <= _ERA_LENGTH[era]:
        return None
    if era in "HS" and not match["unit"] and not (era == "H" and number >= 10):
        return None  # H2 and S3 are more often something else
    return _mention(match, _ERA_START[era] + number - 1, "fiscal")


def _western_mention(text: str, match: re.Match[str]) -> YearMention | None:
    if match["fiscal"]:
        digits = match["short"].lstrip("'").translate(_FULL_WIDTH)
        return _mention(match, int(digits) + (2000 if len(digits) == 2 else 0), "fiscal")
    if not match["unit"] and not match["dotted"] and _COUNTED.match(text, match.end()):
        return None
    return _mention(match, int(match["year"].translate(_FULL_WIDTH)), "bare")


def _mention(match: re.Match[str], year: int, kind: YearKind) -> YearMention:
    """`kind` is what the year is when nothing behind it says otherwise."""
    groups = match.groupdict()
    month = groups.get("month") or groups.get("dotted")
    if month:
        year -= int(month.translate(_FULL_WIDTH)) <= 3
        kind = "date"
    elif unit := groups.get("unit"):
        kind = "fiscal" if "度" in unit else "calendar"
    return YearMention(year, Span(match.start(), match.end()), kind)


def _merge_twins(text: str, mentions: list[YearMention]) -> list[YearMention]:
    """令和8(2026)年度 and 2026年度（令和8年度） are one mention each."""
    merged: list[YearMention] = []
    for mention in mentions:
        last = merged[-1] if merged else None
        if last is None or not _is_twin(text, last, mention):
            merged.append(mention)
            continue
        close = _CLOSE.match(text, mention.span.end)
        end = close.end() if close else mention.span.end
        kind, year = last.kind, last.year
        if close and close["month"] and close["unit"] and "度" not in close["unit"]:
            kind, year = "date", year - (int(close["month"].translate(_FULL_WIDTH)) <= 3)
        elif close and close["unit"]:
            kind = "fiscal" if "度" in close["unit"] else "calendar"
        merged[-1] = YearMention(year, Span(last.span.start, end), kind)
    return merged


def _is_twin(text: str, last: YearMention, mention: YearMention) -> bool:
    between = text[last.span.end : mention.span.start]
    return last.year == mention.year and _OPENS_BRACKET.fullmatch(between) is not None


def _expand_ranges(text: str, mentions: list[YearMention]) -> list[YearMention]:
    expanded: list[YearMention] = []
    position = 0
    while position < len(mentions):
        first = mentions[position]
        following = mentions[position + 1] if position + 1 < len(mentions) else None
        last = _range_end(text, first, following)
        if last is None:
            expanded.append(first)
        else:
            span = Span(first.span.start, last.span.end)
            years = range(first.year, last.year + 1)
            expanded += [YearMention(year, span, "range") for year in years]
            position += last is following or (following is not None and span.covers(following.span))
        position += 1
    return expanded


def _range_end(text: str, first: YearMention, following: YearMention | None) -> YearMention | None:
    if following is not None:
        between = text[first.span.end : following.span.start]
        if _BETWEEN.fullmatch(between) and 0 < following.year - first.year <= _LONGEST_RANGE:
            return following
    if first.kind == "date" or not (match := _OPEN_END.match(text, first.span.end)):
        return None
    if "-" in match[0] and "年" not in match[0]:
        return None  # R8-1 is a number, not a range
    start = _FIGURES.search(first.span.of(text))
    base = int(start[0].replace("元", "1").translate(_FULL_WIDTH)) if start else 0
    number = _number(match["number"])
    distance = number - (base % 100 if base > 100 else base)
    if not 0 < distance <= _LONGEST_RANGE:
        return None
    return replace(first, year=first.year + distance, span=Span(match.start(), match.end()))


def _overlaps(match: re.Match[str], taken: list[Span]) -> bool:
    return any(span.start < match.end() and match.start() < span.end for span in taken)


def _number(written: str) -> int:
    written = written.translate(_FULL_WIDTH)
    if written == "元":
        return 1
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    value = KANJI_DIGITS.get(ones, 0) if ones else 0
    if ten:
        value += 10 * (KANJI_DIGITS.get(tens, 1) if tens else 1)
    return value
