"""The words of a question by the numbers that an index knows them by."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from assistant.datamodels import SearchTerm
from assistant.indexing.fact_index import FactIndex

NOUN_WEIGHT = 0.9  # of a search term, from which it is a noun that tells
IN_CONTEXT = 0.85  # worth of a word found in what the fact stands under
IN_OTHER_WORDS = 0.8  # worth of a word found by a synonym
WORDS_KEPT = 10_000  # words of questions whose numbers are remembered


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question: its number (-1 if no fact holds it), the numbers of other ways to
    say it that the facts know, and how much it tells."""

    number: int
    others: tuple[frozenset[int], ...]
    weight: float
    noun: bool

    @property
    def unknown(self) -> bool:
        """Whether no fact holds it in any words."""
        return self.number < 0 and not self.others

    def worth_in(self, content: Set[int], context: Set[int]) -> float:
        """1 if the text holds it, less in other words or in what it stands under, else 0."""
        if self.number in content:
            return 1.0
        worth = IN_CONTEXT if self.number in context else 0.0
        for numbers in self.others:
            if numbers <= content:
                worth = max(worth, IN_OTHER_WORDS)
            elif numbers <= content | context:
                worth = max(worth, IN_OTHER_WORDS * IN_CONTEXT)
        return worth


class Words:
    """The words of an index, each looked up once."""

    def __init__(self, index: FactIndex) -> None:
        self.index = index
        self._known: dict[SearchTerm, Word] = {}

    def of(self, term: SearchTerm) -> Word:
        """The word that a search term stands for."""
        if term not in self._known:
            if len(self._known) >= WORDS_KEPT:
                self._known.clear()
            self._known[term] = self._read(term)
        return self._known[term]

    def _read(self, term: SearchTerm) -> Word:
        spelled, numbers = self.index.spelled(term.lemma), self.index.vocabulary
        ways = (frozenset(numbers.get(w, -1) for w in other) for other in term.alternatives)
        return Word(
            numbers.get(spelled, -1),
            tuple(way for way in ways if -1 not in way),
            term.weight * self.index.idf(spelled),
            term.weight >= NOUN_WEIGHT,
        )
