"""What a yes/no question claims, and whether a statement bears it out.

A claim of a figure, a year or a department is held against the figures, years and
departments stated. Any other claim stands or falls with its sense.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise

from assistant.answering.opposites import MORE_OR_LESS
from assistant.answering.senses import sense_of
from assistant.answering.turn import Turn
from assistant.datamodels import Indicator
from assistant.language.normalize import match_key, normalize_text
from assistant.language.numbers import NumberMention, find_numbers
from assistant.language.years import find_years

Check = Callable[[str], bool | None]

_ABOVE = re.compile(r"^[^、。]{0,6}?(以上|を?超|を?上回|より(多|高|大き)|を?突破)")
_BELOW = re.compile(r"^[^、。]{0,6}?(以下|未満|を?下回|より(少な|低|小さ)|に満た|を?切)")
_ABOVE_EN = re.compile(r"(more than|over|above|at least|exceeds?|exceeding) ?$")
_BELOW_EN = re.compile(r"(less than|under|below|at most) ?$")
_RISES, _FALLS = r"増え|増や|増加|伸び|上が|increas|grow|rise", r"減|下が|decreas|fall"
_COMPLETE = re.compile(
    r"(全部|全て|すべて|もう).{0,8}(終わ|完了|済|達成|届)|all .{0,30}(done|completed|finished)"
)
# A year that bounds the claim, so that what decides it need not be of that year.
_BOUNDS = re.compile(r"年度?(から|以降|まで|の間|中に|に入って)")
_UNDERWAY = re.compile(r"未着手|実施中|移行中|残り|一部(のみ|に限)")
_NOW = re.compile(r"今|いま|現在|現状|現時点|もう|既に|すでに|already|current|at present|\bnow\b")
_FROM_TO = re.compile(
    r"(?:基準値|baseline)[^)）]*[)）]* ?([^、(（]+)"
    r".*?(?:目標値|target)[^)）]*[)）]* ?([^、(（]+)"
)


def borne_out(turn: Turn, statement: str) -> bool | None:
    """Whether `statement` bears the question's claim out; None if it does not say."""
    if figures := [check(statement) for check in _figure_checks(turn)]:
        return _all(figures)
    if _COMPLETE.search(turn.query.normalized) and _is_underway(statement):
        return False
    sense = sense_of(turn.query, statement)
    if sense and not sense.same:
        return False
    if named := [check(statement) for check in _named_checks(turn)]:
        return _all(named)
    return sense.same if sense else None


def _all(told: Sequence[bool | None]) -> bool | None:
    """False if one is, else None if one is not told."""
    return False if False in told else None if None in told else True


def _is_underway(statement: str) -> bool:
    """Whether a statement tells of work left to do, or of a target above the present."""
    figures = _FROM_TO.search(statement)
    if figures and (now := find_numbers(figures[1])) and (aim := find_numbers(figures[2])):
        return aim[0].value > now[0].value
    return bool(_UNDERWAY.search(statement))


def keeps_trend(turn: Turn, indicator: Indicator) -> bool | None:
    """Whether an indicator rises or falls over the years asked about as claimed; None if
    no trend is claimed, or it has no figures for it."""
    claim = turn.query.normalized
    rises, falls = _directions(claim)
    first, last = min(turn.query.years, default=0), max(turn.query.years, default=9999)
    told = [(year, value) for year, value in _by_year(indicator) if year <= last]
    if first == last:  # against the year before
        told = told[-2:] if told and told[-1][0] == last else []
    told = [(year, value) for year, value in told if first == last or year >= first]
    if rises == falls or len(told) < 2:
        return None
    steps = [(b - a) * (1 if rises else -1) for (_, a), (_, b) in pairwise(told)]
    return all(step > 0 for step in steps) if "続け" in claim else sum(steps) > 0


def _by_year(indicator: Indicator) -> list[tuple[int, float]]:
    """The figures of an indicator by year, results before what was planned for their years."""
    order = ("target", "baseline", "actual")
    told = {
        value.year: numbers[0].value
        for value in sorted(indicator.values, key=lambda value: order.index(value.kind))
        if value.year and (numbers := find_numbers(value.value.text))
    }
    return sorted(told.items())


def claims_trend(turn: Turn) -> bool:
    """Whether the claim is that something rose, or that it fell."""
    rises, falls = _directions(turn.query.normalized)
    return rises != falls


def _directions(claim: str) -> tuple[bool, bool]:
    return bool(re.search(_RISES, claim)), bool(re.search(_FALLS, claim))


def claims_figure(turn: Turn) -> bool:
    """Whether the claim is one of figures, years, or more and less."""
    claim = turn.query.normalized
    if _COMPLETE.search(claim) or any(_figure_checks(turn)) or any(_named_checks(turn)):
        return True
    return any(opposite.claimed.search(claim) for opposite in MORE_OR_LESS)


def _named_checks(turn: Turn) -> Iterator[Check]:
    """The years and departments that the statement must tell for a yes."""
    years = set(turn.query.years)
    if years and not _BOUNDS.search(turn.query.normalized):
        yield partial(_tells, years)
    for department in turn.query.departments:
        yield partial(_names, match_key(department))


def _tells(years: set[int], text: str) -> bool | None:
    told = {mention.year for mention in find_years(text)}
    return years <= told if told else None


def _names(key: str, text: str) -> bool | None:
    return key in match_key(text)


def _figure_checks(turn: Turn) -> Iterator[Check]:
    """The figures that the statement must tell for a yes."""
    claim = turn.query.normalized
    names = {normalize_text(project.name.text) for project in turn.named}
    plain = claim
    for mention in find_years(claim):
        plain = plain.replace(mention.span.of(claim), " ")
    for number in find_numbers(plain):
        told = number.span.of(plain)
        part_of_name = any(told in name for name in names)
        if number.unit and not part_of_name and plain[number.span.end :][:1] != "の":
            yield partial(_holds_against, turn, _figure_check(plain, number))


def _holds_against(turn: Turn, check: Check, text: str) -> bool | None:
    return check(_figures_meant(turn, text))


def _figures_meant(turn: Turn, text: str) -> str:
    """Of a statement of an indicator's present and target the part that the claim is about."""
    figures = _FROM_TO.search(text)
    if figures is None:
        return text
    if turn.query.asks_for("target"):
        return figures[2]
    return figures[1] if _NOW.search(turn.query.normalized) else text


def _figure_check(claim: str, number: NumberMention) -> Check:
    before, after = claim[: number.span.start], claim[number.span.end :]

    def fits(value: float) -> bool:
        if _ABOVE.search(after) or _ABOVE_EN.search(before):
            return value >= number.value if "以上" in after[:6] else value > number.value
        if _BELOW.search(after) or _BELOW_EN.search(before):
            return value <= number.value if "以下" in after[:6] else value < number.value
        return value == number.value

    def check(text: str) -> bool | None:
        told = [other for other in find_numbers(text) if other.unit == number.unit]
        return any(fits(other.value) for other in told) if told else None

    return check
