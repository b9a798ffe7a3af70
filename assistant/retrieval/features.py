"""What a question and a fact have in common, as numbers: the input of the reranker."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from assistant.datamodels import Fact, Query, ScoredFact
from assistant.indexing.fact_index import CONTENT, CONTEXT
from assistant.language.years import YearMention, find_years
from assistant.retrieval.catalogue import Catalogue
from assistant.retrieval.stated import states
from assistant.retrieval.wanted import wanted_value
from assistant.retrieval.words import Word, Words

Key = TypeVar("Key")
KINDS = (
    "statement", "row", "list", "indicator", "department", "schedule", "rating", "term", "project",
)  # fmt: skip
OWN = (
    "coverage",  # as the first stage measures it
    "own_words",  # coverage by the question's own words, context included
    "own_words_in_text",  # the same, the fact's text alone
    "words_in_text",  # coverage with words of the same meaning, the text alone
    "nouns",  # coverage of the nouns
    "asked_noun",  # whether it holds the noun that is asked for: 年齢 in 市長の年齢は
    "no_asked_noun",
    "missing",  # how much it lacks, in words
    "unknown_nouns",  # share of the nouns that no document holds in any words
    "lemma_bm25",
    "bigram_bm25",
    "cosine",  # of the question as it is
    "best_cosine",  # of the question, or of it with official words for everyday ones
    "phrase",
    "column",
    "name",
    "project",  # relevance of the best fact of its project
    "below_best_project",
    "section",  # relevance of the best fact under its heading
    "fit",
    "relevance",
    "states_wanted",
    "lacks_wanted",
    "tells_year",
    "lacks_year",
    "length",
    "short",
    "older_document",
    *(f"is_{kind}" for kind in KINDS),
)
COMPARED = (
    "coverage", "own_words", "own_words_in_text", "words_in_text", "nouns", "asked_noun", "missing",
    "lemma_bm25", "bigram_bm25", "cosine", "best_cosine", "phrase", "column", "name", "project",
    "section", "fit", "relevance", "length", "older_document",
)  # fmt: skip
FEATURES = (*OWN, *(f"behind_best_{name}" for name in COMPARED))
SHORT = 18
NO_PROJECT = -0.3
_YEAR = r"(?:令和|平成|[RH])?\s?[0-9０-９元]{1,4}(?:[(（][^()（）]*[)）])?\s?(?:年度?)?"
SEVERAL_YEARS = 2  # a statement that tells of more years is a series of figures
_PERIOD = re.compile(rf"{_YEAR}\s*(?:から|[-~～〜－–―])\s*{_YEAR}")
_RECORD_KINDS = ("indicator", "department", "schedule", "rating")


@dataclass(frozen=True, slots=True)
class Signals:
    """What the first stage found: scores of the two word indexes by fact, each up to 1, and
    the cosines of question and facts, float32 [facts, 1 or 2]."""

    lemma_bm25: dict[int, float]
    bigram_bm25: dict[int, float]
    cosines: dict[int, NDArray[np.float32]]


def feature_matrix(
    query: Query,
    ranked: Sequence[ScoredFact],
    count: int,
    signals: Signals,
    catalogue: Catalogue,
    words: Words,
) -> NDArray[np.float32]:
    """The features of the first `count` facts of `ranked`, float32 [count, len(FEATURES)]."""
    wanted = wanted_value(query)
    held = _Held(query, words)
    projects = _best(ranked, lambda fact: fact.project_id)
    sections = _best(ranked, lambda fact: (fact.document_id, fact.section))
    nearest = max(projects.values(), default=0.0)
    rows = []
    for item in ranked[:count]:
        fact = item.fact
        cosines = signals.cosines[item.ordinal]
        project = projects.get(fact.project_id, 0.0) if fact.project_id else 0.0
        told = states(_stated(fact, catalogue), wanted) if wanted else None
        dated = tells_years(query, fact, catalogue) if query.years else None
        rows.append(
            (
                item.coverage,
                *held.shares(item.ordinal),
                signals.lemma_bm25.get(item.ordinal, 0.0),
                signals.bigram_bm25.get(item.ordinal, 0.0),
                float(cosines[0]),
                float(cosines.max()),
                item.phrase,
                float(item.column),
                item.name_score,
                project,
                project - nearest if project else NO_PROJECT,
                sections[fact.document_id, fact.section],
                item.fit,
                item.relevance,
                float(told is True),
                float(told is False),
                float(dated is True),
                float(dated is False),
                math.log1p(len(fact.text)) / 6,
                float(len(fact.text) < SHORT),
                query.scope.index(fact.document_id) / 5,
                *(float(fact.kind == kind) for kind in KINDS),
            )
        )
    return with_compared(np.array(rows, dtype=np.float32), OWN, COMPARED)


def with_compared(
    matrix: NDArray[np.float32], names: tuple[str, ...], compared: tuple[str, ...]
) -> NDArray[np.float32]:
    """The features of alternatives, float32 [alternatives, len(names)], and behind them how far
    each alternative is behind the best one by each feature of `compared`: a word that only one
    fact holds tells more than one that all hold."""
    matrix = matrix.reshape(-1, len(names))
    columns = matrix[:, [names.index(name) for name in compared]]
    best = columns.max(axis=0, initial=-np.inf)
    return np.hstack([matrix, columns - best]).astype(np.float32)


def tells_years(query: Query, fact: Fact, catalogue: Catalogue) -> bool:
    """Whether the fact, what it stands under, or its document's title tells a year that the
    question names; the period that a plan is for tells none. A date before April is of the
    fiscal year before: it tells both. Figures of several years are of these alone, and a figure
    with its year is not of the year in the title."""
    if not query.years:
        return True
    dated = False
    if fact.kind == "statement" and query.asks_for("figure", "actual"):
        own = {year for mention in find_years(fact.text) for year in _years_of(mention)}
        if len(own) > SEVERAL_YEARS and not own & set(query.years):
            return False
        dated = bool(own)
    document = catalogue.documents[fact.document_id]
    heads = " ".join(cell.header for cell in fact.cells)
    title = "" if dated else _PERIOD.sub(" ", f"{document.title} {document.edition}")
    text = f"{fact.text} {fact.context} {heads} {title}"
    told: set[int] = set()
    for mention in find_years(text):
        told |= _years_of(mention)
    return bool(told & set(query.years))


def _years_of(mention: YearMention) -> set[int]:
    return {mention.year, mention.year + 1} if mention.kind == "date" else {mention.year}


def _stated(fact: Fact, catalogue: Catalogue) -> str:
    """The text that states a fact's value: of a record, the document's own words."""
    if fact.kind in _RECORD_KINDS:
        return catalogue.text(fact.document_id, fact.span)
    return fact.text


def _best(ranked: Iterable[ScoredFact], key: Callable[[Fact], Key | None]) -> dict[Key, float]:
    best: dict[Key, float] = {}
    for item in ranked:
        if (place := key(item.fact)) is not None:
            best[place] = max(best.get(place, 0.0), item.relevance)
    return best


class _Held:
    """How much of a question's words a fact holds, by weight, in several senses."""

    def __init__(self, query: Query, words: Words) -> None:
        self._index = words.index
        self._words = [words.of(term) for term in query.terms]
        nouns = [word for word in self._words if word.noun]
        self._asked = nouns[0 if query.language == "en" else -1] if nouns else None
        self._total = sum(word.weight for word in self._words) or 1.0
        self._nouns = sum(word.weight for word in nouns) or 1.0
        self._unknown = sum(word.weight for word in nouns if word.unknown) / self._nouns

    def shares(self, ordinal: int) -> tuple[float, ...]:
        """own_words, own_words_in_text, words_in_text, nouns, asked_noun, no_asked_noun,
        missing, unknown_nouns."""
        content = self._index.tokens_of(ordinal, CONTENT)
        context = self._index.tokens_of(ordinal, CONTEXT)
        own = in_text = meant = nouns = missing = 0.0
        for word in self._words:
            here, near = word.number in content, word.number in context
            alike = here or any(numbers <= content for numbers in word.others)
            own += word.weight * (here or near)
            in_text += word.weight * here
            meant += word.weight * alike
            nouns += word.weight * (word.noun and (here or near))
            missing += word.weight * (not (alike or near))
        asked = _asked_in(self._asked, content, context) if self._asked else 0.0
        return (
            own / self._total,
            in_text / self._total,
            meant / self._total,
            nouns / self._nouns,
            asked,
            float(self._asked is None),
            missing / (3 * self._index.rarest),
            self._unknown,
        )


def _asked_in(word: Word, content: Set[int], context: Set[int]) -> float:
    """1 if the text holds the noun that is asked for, less in other words or in what it
    stands under, else 0."""
    if word.number in content:
        return 1.0
    if any(numbers <= content for numbers in word.others):
        return 0.8
    if word.number in context or any(numbers <= context for numbers in word.others):
        return 0.6
    return 0.0
