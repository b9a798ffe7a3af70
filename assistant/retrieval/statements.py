"""Which statement follows which in the text."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise

from assistant.datamodels import Fact
from assistant.retrieval.catalogue import Catalogue

CLOSE_BY = 60  # characters between statements that belong together


class Statements:
    """The statements of a catalogue in the order of the text."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._following = _following(catalogue.facts)

    def next(self, ordinal: int) -> Fact | None:
        """The statement that follows a statement in the text, if it stands close by under
        the same heading."""
        following = self._following.get(ordinal)
        return None if following is None else self._catalogue.facts[following]

    def after(self, fact: Fact) -> Fact | None:
        """The statement that begins where `fact` ends, on the same line."""
        text = self._catalogue.documents[fact.document_id].text
        for start in (fact.span.end, fact.span.end + 1):
            statement = self._by_start.get((fact.document_id, start))
            if statement is not None and not text[fact.span.end : start].strip(" \u3000"):
                return statement
        return None

    @cached_property
    def _by_start(self) -> dict[tuple[str, int], Fact]:
        return {
            (fact.document_id, fact.span.start): fact
            for fact in self._catalogue.facts
            if fact.kind == "statement"
        }


def _following(facts: tuple[Fact, ...]) -> dict[int, int]:
    statements = [o for o, fact in enumerate(facts) if fact.kind == "statement"]
    statements.sort(key=lambda o: (facts[o].document_id, facts[o].span))
    return {
        first: second
        for first, second in pairwise(statements)
        if _is_next(facts[first], facts[second])
    }


def _is_next(fact: Fact, other: Fact) -> bool:
    same = (fact.document_id, fact.section, fact.ref) == (
        other.document_id,
        other.section,
        other.ref,
    )
    return same and 0 <= other.span.start - fact.span.end <= CLOSE_BY
