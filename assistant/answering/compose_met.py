"""Whether a target was met: the result of its year held against it."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answering.choose_indicators import choose_indicators
from assistant.answering.drafts import Draft
from assistant.answering.indicator_lines import judged, told_line
from assistant.answering.messages import say
from assistant.answering.reports import reported
from assistant.answering.turn import Turn
from assistant.datamodels import Indicator, IndicatorValue
from assistant.language.numbers import find_numbers
from assistant.language.years import find_years

_MET = re.compile(
    r"目標.{0,14}(?:達成|届|達し|クリア|到達|上回|超え)|"
    r"目標.{0,8}まで.{0,6}(?:減ら|増や|伸ば|下げ|上げ|行|でき|配|整備|設置|導入)\S{0,4}た|"
    r"\b(?:reach|met|meet|achiev|hit|attain)\w*\b.{0,40}\btarget"
)
_REACHED_PLAN = re.compile(r"\b(?:reach|met|meet|achiev|attain)\w*\b.{0,40}\b(?:plan|goal|aim)")
_TELLS_REACHED = re.compile(r"達成|届|達し|上回|下回|未達|超え|クリア|到達")
_NOT_MET = re.compile(
    r"(?:達成|届|達|クリア|到達|上回|超え)\S{0,4}(?:ていな|ません|なかった|ず)|\bnot\b|fail"
)
_SMALL_IS_GOOD = re.compile(r"(?:短い|低い|小さい|少ない)ほど")


def compose_met(turn: Turn) -> Draft | None:
    """はい or いいえ with target and result of the year asked for, or of the last year that
    has both; None where no indicator that the question means tells both."""
    if not _MET.search(turn.query.normalized) or turn.query.has_form("list"):
        return None
    for indicator in choose_indicators(turn)[:1]:
        if not _has_all(indicator, _figures_named(turn)):
            return None
        for told in (indicator, reported(turn, indicator)):
            if told and (pair := _pair(told, turn.query.years)):
                return _verdict(turn, indicator, told, pair)
    return None


def asks_met(turn: Turn) -> bool:
    """Whether it is asked if a target or plan was reached."""
    text = turn.query.normalized
    return bool(_MET.search(text) or _REACHED_PLAN.search(text))


def leaves_open(turn: Turn, told: str) -> bool:
    """Whether it is asked if a target or plan was reached, and `told` says nothing of that."""
    return asks_met(turn) and not _TELLS_REACHED.search(told)


def _figures_named(turn: Turn) -> list[float]:
    """The figures in a question beside its years: 目標の80％まで."""
    text = turn.query.normalized
    years = [mention.span for mention in find_years(text)]
    numbers = [n for n in find_numbers(text) if not any(n.span.overlaps(at) for at in years)]
    return [number.value for number in numbers if number.unit]


def _has_all(indicator: Indicator, figures: list[float]) -> bool:
    """Whether an indicator tells all of these figures; one that does not is of another target."""
    told = {n.value for value in indicator.values for n in find_numbers(value.value.text)}
    return told.issuperset(figures)


def _pair(
    indicator: Indicator, years: tuple[int, ...]
) -> tuple[IndicatorValue, IndicatorValue] | None:
    """Target and result of one year."""
    targets = {v.year: v for v in indicator.values if v.kind == "target" and v.year}
    results = {v.year: v for v in indicator.values if v.kind == "actual" and v.year}
    both = [year for year in sorted(targets.keys() & results.keys()) if not years or year in years]
    return (targets[both[-1]], results[both[-1]]) if both else None


def _verdict(
    turn: Turn, asked: Indicator, told: Indicator, pair: tuple[IndicatorValue, IndicatorValue]
) -> Draft | None:
    target, result = (next(iter(find_numbers(value.value.text)), None) for value in pair)
    if target is None or result is None:
        return None
    met = result.value <= target.value if _falls(asked, told) else result.value >= target.value
    said = met != bool(_NOT_MET.search(turn.query.normalized))
    line = told_line(turn, told, list(pair))
    verdict = say(turn.language, "yes" if said else "no")
    verdict += say(turn.language, "met" if met else "not_met")
    line = replace(line, text=verdict + line.text)
    return Draft("yesno", (line, *judged(turn, told)), 0.9, projects=turn.projects_of(told))


def _falls(*indicators: Indicator) -> bool:
    """Whether less is better: the name says so, or the targets fall from year to year."""
    if any(_SMALL_IS_GOOD.search(indicator.name.text) for indicator in indicators):
        return True
    targets = [v for i in indicators for v in i.values if v.kind == "target" and v.year]
    ordered = sorted(targets, key=lambda value: value.year or 0)
    numbers = [n.value for v in ordered for n in find_numbers(v.value.text)[:1]]
    return len(numbers) > 1 and numbers[-1] < numbers[0]
