"""The runs of characters and the heads of columns that a question and a fact share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.datamodels import Fact, Query, ScoredFact
from assistant.language.normalize import match_key
from assistant.language.similarity import longest_run

PHRASE_KINDS = ("statement", "row", "list", "indicator", "term")
PHRASED = 40  # facts that are compared with the question character by character
PHRASE_WEIGHT = 0.08
COLUMN_BONUS = 0.1
PHRASE_TEXT = 400  # characters of a fact that are compared
SHORTEST_RUN, LONGEST_RUN = 3, 15  # characters from which a phrase counts, and counts no more
_HEAD_DIVIDER = re.compile(r"[\s（(・/／)）]+")


def lifted(query: Query, items: Sequence[ScoredFact]) -> list[ScoredFact]:
    """The facts, the best of them lifted by the longest run of characters that they share with
    the question: 本部会議（第2回） is not 本部会議（第1回）."""
    key = match_key(query.question)
    chosen = sorted(items, key=lambda item: -item.score)[:PHRASED]
    by_ordinal = {item.ordinal: _lifted(item, key) for item in chosen}
    return [by_ordinal.get(item.ordinal, item) for item in items]


def _lifted(item: ScoredFact, key: str) -> ScoredFact:
    fact = item.fact
    text = match_key(fact.text[:PHRASE_TEXT] if fact.kind in PHRASE_KINDS else fact.context)
    run = longest_run(key, text)
    length = max(0, run.end - run.start - SHORTEST_RUN)
    phrase = min(1.0, length / (LONGEST_RUN - SHORTEST_RUN))
    column = fact.kind == "row" and _names_column(fact, key)
    bonus = PHRASE_WEIGHT * phrase + COLUMN_BONUS * column
    return replace(
        item,
        relevance=item.relevance + bonus,
        score=item.score + bonus,
        phrase=phrase,
        column=column,
    )


def _names_column(fact: Fact, key: str) -> bool:
    """Whether the question names a column of the row and what stands in its first cell."""
    if len(fact.cells) < 3:
        return False
    heads = (w for cell in fact.cells[1:] for w in head_words(cell.header))
    first = head_words(fact.cells[0].value.text)
    return _any_in(heads, key) and _any_in(first, key)


def _any_in(words: Iterable[str], key: str) -> bool:
    return any(len(word) >= 3 and match_key(word) in key for word in words)


def head_words(head: str) -> list[str]:
    """The words of the head of a column."""
    return _HEAD_DIVIDER.split(head)
