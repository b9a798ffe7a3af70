"""Which figures of an indicator a question asks for: of which kinds, years and unit."""

from __future__ import annotations

import re

from assistant.answering.turn import Turn
from assistant.datamodels import Indicator, IndicatorValue, Query, ValueKind
from assistant.retrieval.stated import states
from assistant.retrieval.wanted import Wanted

VALUE_KINDS: tuple[ValueKind, ...] = ("baseline", "target", "actual")
FEW = 3  # so many figures are all told, whichever is asked for
_BARE_NUMBER = re.compile(r"[\s0-9０-９,，.．]+")
_SHARE = re.compile(r"割合|率|%|％|比")
_LOOKS_BACK = re.compile(r"(?:まし|でし|だっ|れ|っ)た|\b(?:did|was|were|had)\b")
_RESULT = re.compile(r"実績(?!報告|分)|\bactual")


def kinds_asked(query: Query) -> tuple[ValueKind, ...]:
    """The kinds of figures that a question asks for."""
    return tuple(kind for kind in VALUE_KINDS if query.asks_for(kind))


def figures_asked(
    turn: Turn, indicator: Indicator, wanted: tuple[ValueKind, ...]
) -> list[IndicatorValue]:
    """The figures of the kinds and years asked for, in the unit asked for; where a result is
    asked for in so many words, a target does not stand for the missing one of its year."""
    years = turn.query.years
    asked = [value for value in indicator.values if value.kind in wanted]
    unit = turn.wanted
    bound = unit is not None and bool(unit.units)
    if bound and asked and not any(states(v.value.text, unit) or is_bare(v) for v in asked):
        return []
    if years:
        return _of_years(turn, indicator, wanted)
    if not asked and "baseline" in wanted:
        return _last_results(indicator)
    few = len(indicator.values) <= FEW
    return [v for v in indicator.values if not wanted or v.kind in wanted or (few and asked)]


def _last_results(indicator: Indicator) -> list[IndicatorValue]:
    """The newest result, which tells how it stands where no figure to start from does."""
    results = [v for v in indicator.values if v.kind == "actual" and v.year is not None]
    return sorted(results, key=lambda value: value.year or 0)[-1:]


def _of_years(
    turn: Turn, indicator: Indicator, wanted: tuple[ValueKind, ...]
) -> list[IndicatorValue]:
    """The figures of the years asked for; of several years each with whatever it has."""
    years = turn.query.years
    every = len(years) > 1 or not wanted
    values = [v for v in indicator.values if every or v.kind in wanted or _is_result(v, wanted)]
    named = [value for value in values if value.year in years]
    based = [v for v in values if v.kind == "baseline" and "baseline" in wanted]
    told = named + [value for value in based if named and value not in named]
    other: ValueKind = "target" if "actual" in wanted else "actual"
    met = "actual" in wanted and (told or not _asks_result(turn))  # both tell if it was met
    if met or ("target" in wanted and _LOOKS_BACK.search(turn.query.normalized)):
        also = [v for v in indicator.values if v.kind == other and v.year in years]
        told += [value for value in also if value not in told]
    return told


def _is_result(value: IndicatorValue, wanted: tuple[ValueKind, ...]) -> bool:
    """Whether a baseline stands for the result of its year."""
    return "actual" in wanted and value.kind == "baseline" and value.year is not None


def in_order(
    values: list[IndicatorValue], years: tuple[int, ...], wanted: tuple[ValueKind, ...]
) -> list[IndicatorValue]:
    """What is asked for first, then by year."""
    order = {"baseline": 0, "target": 1, "actual": 2}
    return sorted(
        values,
        key=lambda value: (
            years.index(value.year) if value.year in years else len(years),
            bool(wanted) and value.kind not in wanted,
            value.year or 0,
            order[value.kind],
        ),
    )


def has_unit(indicator: Indicator, wanted: Wanted | None) -> bool:
    """Whether some figure is of the type that the question asks for. A date is a fit too:
    figures stand under years."""
    if wanted is None or wanted.type == "date":
        return True
    counted = [value for value in indicator.values if _has_number(value)]
    if not counted and not wanted.units:
        return True
    bare = [value for value in counted if is_bare(value)]
    if bare and wanted.type in ("number", "percent"):
        share = bool(_SHARE.search(f"{indicator.name.text} {indicator.unit}"))
        return share if wanted.type == "percent" else True
    return any(states(value.value.text, wanted) for value in counted)


def _has_number(value: IndicatorValue) -> bool:
    return any(character.isdigit() for character in value.value.text)


def is_dated(indicator: Indicator, years: tuple[int, ...]) -> bool:
    """Whether an indicator has a figure of one of the years."""
    return any(value.year in years for value in indicator.values)


def is_bare(value: IndicatorValue) -> bool:
    """Whether a figure stands without a unit."""
    return bool(_BARE_NUMBER.fullmatch(value.value.text))


def _asks_result(turn: Turn) -> bool:
    """Whether the question asks for a result in so many words, and for no target."""
    result = _RESULT.search(turn.query.normalized)
    return bool(result) and not turn.query.asks_for("target")
