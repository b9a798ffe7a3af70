"""The year in which an indicator comes to the state that a question names: 移行が完了する年度."""

from __future__ import annotations

import re
from operator import itemgetter

from assistant.answering.drafts import Draft
from assistant.answering.indicator_lines import told_line
from assistant.answering.record_lines import record_draft
from assistant.answering.turn import Turn
from assistant.datamodels import Indicator, IndicatorValue
from assistant.language.normalize import match_key
from assistant.language.similarity import longest_run

CONSIDERED = 6  # indicators
COVERAGE = 0.6  # of the question's words, by an indicator and what it stands under
SHORTEST = 2  # characters of a state
_STATE = re.compile(r"[一-龠ァ-ヶー][一-龠ぁ-んァ-ヶー]+")


def compose_reached(turn: Turn) -> Draft | None:
    """When the indicator that the question is about comes to the state that it names, where a
    plan tells its years in words; None without such an indicator."""
    dated = turn.wanted is not None and turn.wanted.type == "date"
    if not dated or turn.query.years:
        return None
    found: list[tuple[float, Indicator, list[IndicatorValue]]] = []
    for item in turn.nearest("indicator")[:CONSIDERED]:
        indicator = turn.catalogue.indicators[item.fact.ref]
        if reached := _reached(turn, indicator):
            state = reached[0].value.text
            covered = turn.ranker.coverage(turn.query.terms, item.ordinal, extra=state)[0]
            found.append((covered, indicator, reached))
    if not found or (best := max(found, key=itemgetter(0)))[0] < COVERAGE:
        return None
    _, indicator, reached = best
    line, projects = told_line(turn, indicator, reached), turn.projects_of(indicator)
    return record_draft("indicator", [line], projects, turn, (indicator.indicator_id,))


def _reached(turn: Turn, indicator: Indicator) -> list[IndicatorValue]:
    """The yearly values that are the state which the question names beside the indicator."""
    key = match_key(turn.query.question)
    name = longest_run(key, match_key(indicator.name.text))
    rest = key[: name.start] + " " + key[name.end :]
    states = {value: match_key(value.value.text) for value in indicator.values if value.year}
    told = [value for value, state in states.items() if _is_state(state) and state in rest]
    longest = max((len(states[value]) for value in told), default=0)
    return [value for value in told if len(states[value]) == longest]


def _is_state(state: str) -> bool:
    return len(state) >= SHORTEST and _STATE.fullmatch(state) is not None
