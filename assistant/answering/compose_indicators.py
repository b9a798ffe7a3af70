"""Figures of indicators: those of the kind and year that a question asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from assistant.answering.asked_figures import (
    VALUE_KINDS,
    figures_asked,
    has_unit,
    in_order,
    is_dated,
    kinds_asked,
)
from assistant.answering.choose_indicators import choose_indicators
from assistant.answering.drafts import Draft, Line
from assistant.answering.indicator_lines import (
    indicator_evidence,
    judged,
    missing_line,
    shown_name,
    told_line,
)
from assistant.answering.record_lines import record_draft
from assistant.answering.reports import planned, reported, revised
from assistant.answering.turn import Turn
from assistant.datamodels import Indicator, Project, ValueKind
from assistant.language.numbers import find_numbers

_PAST = re.compile(r"(?:まし|で?し|だっ|くれ|られ|れ|来|き|っ|い)た|\b(?:was|were|did)\b|実績")
_LEFT_AND_RIGHT = (("の「", "」"), ("of “", "”"), ("The documents state no “", "”"))  # of a name


def compose_indicator(turn: Turn) -> Draft | None:
    """Figures of the indicators asked for: the kind and year asked for, else all."""
    wanted = kinds_asked(turn.query)
    asked = _asked_by_told(turn, wanted)
    told = [turn.catalogue.indicators[key] for key in asked]
    lines = [
        _called(turn, line, asked[indicator.indicator_id], indicator)
        for indicator in told
        if (line := _indicator_line(turn, indicator, wanted))
    ]
    if told:
        lines += judged(turn, told[0], rated=turn.query.asks_for("rating"))
    missing = not any(figures_asked(turn, indicator, wanted) for indicator in told)
    if missing and all(map(_is_told_in_words, told)):
        return None
    draft = record_draft("indicator", lines, _projects_of(turn, told), turn, tuple(asked))
    return replace(draft, answerable=False) if draft and missing else draft


def _asked_by_told(turn: Turn, wanted: tuple[ValueKind, ...]) -> dict[str, Indicator]:
    """The indicators asked for, by the id of the one that is told: a report has the results of
    an indicator of the plan, a later table its revised targets."""
    indicators = [i for i in choose_indicators(turn) if has_unit(i, turn.wanted)]
    if _asks_only_when(turn):
        indicators = [i for i in indicators if not any(value.dated for value in i.values)]
    indicators = _of_years(indicators, turn.query.years)
    if wanted == ("target",):
        indicators = [planned(turn, indicator) for indicator in indicators]
    both = indicators if turn.query.has_form("comparison") else []
    indicators = [revised(turn, indicator) for indicator in indicators]
    indicators += [indicator for indicator in both if indicator not in indicators]
    asked = {_with_results(turn, i, wanted).indicator_id: i for i in reversed(indicators)}
    return dict(reversed(asked.items()))


def _asks_only_when(turn: Turn) -> bool:
    """Whether a date is asked for and no figure: the year that all figures of a column have
    says nothing of when one project begins or ends."""
    dated = turn.wanted is not None and turn.wanted.type == "date"
    figure = turn.query.asks_for(*VALUE_KINDS, "indicator", "figure") or turn.query.threshold
    return dated and not figure and not find_numbers(turn.query.normalized)


def _of_years(indicators: list[Indicator], years: tuple[int, ...]) -> list[Indicator]:
    """Of indicators of one name, those that hold a figure of the years asked for."""
    dated = [indicator for indicator in indicators if is_dated(indicator, years)]
    same = len({indicator.name.text for indicator in indicators}) == 1
    return dated if dated and same else indicators


def _with_results(turn: Turn, indicator: Indicator, wanted: tuple[ValueKind, ...]) -> Indicator:
    """The indicator as a report tells it, where the question asks for a result, or how many
    it was in a year, and the indicator itself has targets alone."""
    years = turn.query.years
    held = [value for value in indicator.values if value.kind == "actual"]
    was = bool(years) and not wanted and _PAST.search(turn.query.normalized)
    asks = "actual" in wanted or was
    if not asks or any(not years or value.year in years for value in held):
        return indicator
    told = reported(turn, indicator)
    results = [v for v in told.values if v.kind == "actual"] if told else []
    fits = any(not years or value.year in years for value in results)
    return told if told and fits else indicator


def _indicator_line(turn: Turn, indicator: Indicator, wanted: tuple[ValueKind, ...]) -> Line | None:
    values = figures_asked(turn, indicator, wanted)
    if not values:
        return missing_line(turn, indicator, wanted)
    return told_line(turn, indicator, in_order(values, turn.query.years, wanted))


def _called(turn: Turn, line: Line, asked: Indicator, told: Indicator) -> Line:
    """A report's line by the name that the plan has for the indicator, where the report only
    calls it by the project; the plan stands beside as evidence of that name."""
    project = turn.catalogue.projects.get(told.project_id or "")
    if asked is told or project is None or told.name.text != project.name.text:
        return line
    name = shown_name(told)
    text = line.text
    for left, right in _LEFT_AND_RIGHT:
        text = text.replace(f"{left}{name}{right}", f"{left}{asked.name.text}{right}", 1)
    evidence = (*line.evidence, *indicator_evidence(turn, asked))
    return replace(line, text=text, evidence=evidence)


def _is_told_in_words(indicator: Indicator) -> bool:
    """Whether a sentence states the figures: that it lacks one does not say there is none."""
    return all(value.year is None and not value.label for value in indicator.values)


def _projects_of(turn: Turn, indicators: Iterable[Indicator]) -> list[Project]:
    ids = dict.fromkeys(indicator.project_id for indicator in indicators if indicator.project_id)
    return [turn.catalogue.projects[project_id] for project_id in ids]
