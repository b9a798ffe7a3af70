"""How the kind of a fact fits what is asked for: a small bonus or malus."""

from __future__ import annotations

import re

from assistant.datamodels import Fact, Query
from assistant.retrieval.catalogue import Catalogue

FIT: dict[str, dict[str, float]] = {
    "department": {"department": 0.25, "project": 0.05},
    "target": {"indicator": 0.22, "row": 0.05},
    "baseline": {"indicator": 0.2, "row": 0.05},
    "actual": {"indicator": 0.16, "row": 0.04, "statement": 0.04},
    "indicator": {"indicator": 0.22, "row": 0.06},
    "figure": {"indicator": 0.1, "row": 0.05},
    "schedule": {"schedule": 0.14, "row": 0.05, "statement": 0.03},
    "rating": {"rating": 0.2},
    "definition": {"term": 0.2, "statement": 0.04},
}
FIELD_FIT = 0.12
PERIOD_FIT = 0.2
_DIGIT = re.compile(r"\d")
BARE = 18  # a shorter statement is hardly more than a title
BARE_MALUS = 0.05
_PERIOD = re.compile(
    r"\d+\s*(?:[)）]\s*)?(?:か|カ|ヵ|ヶ)?年(?:度)?(?:間|から|[~～〜\-])|年度.{0,16}年度"
)
YEAR_FIT, NO_YEAR_FIT = 0.04, -0.02  # of an indicator with and without a year asked for


def fit_of(query: Query, fact: Fact, catalogue: Catalogue) -> float:
    """What the kind of a fact is worth to the question."""
    fit = max((FIT.get(ask, {}).get(fact.kind, 0.0) for ask in query.asks), default=0.0)
    if fact.kind == "statement" and len(fact.text) < BARE and not _DIGIT.search(fact.text):
        fit -= BARE_MALUS
    if fact.kind in ("statement", "list", "row") and fact.ref and query.asks_for(fact.ref):
        fit = max(fit, FIELD_FIT)
    if query.asks_for("period") and _speaks_of_period(fact):
        fit = max(fit, PERIOD_FIT * bool(_PERIOD.search(fact.text)))
    if fact.kind == "indicator" and query.years:
        years = {value.year for value in catalogue.indicators[fact.ref].values}
        fit += YEAR_FIT if set(query.years) & years else NO_YEAR_FIT
    return fit


def _speaks_of_period(fact: Fact) -> bool:
    return fact.kind in ("statement", "row") and "期間" in fact.context + fact.text
