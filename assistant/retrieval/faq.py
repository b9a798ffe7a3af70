"""Questions and answers that a plan itself holds: Q1 …, A1 …."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from assistant.datamodels import Span

_PAIR = re.compile(
    r"^[ 　]*[QＱ問][ 　]?[0-9０-９]{0,2}[ 　.．:：]+(?P<question>[^\n].{3,200}?)\s*\n\s*"
    r"[AＡ答][ 　]?[0-9０-９]{0,2}[ 　.．:：]+(?P<answer>\S.*?)"
    r"(?=\n[ 　]*\n|\n[ 　]*[QＱ問][ 　]?[0-9０-９]{0,2}[ 　.．:：]|\Z)",
    re.MULTILINE | re.DOTALL,
)

Pair = tuple[Span, str, Span]  # the whole of it, its question, its answer


@dataclass(frozen=True, slots=True)
class Faq:
    """The pairs of a text in order: the whole of each, its question and its answer."""

    pairs: tuple[Pair, ...]

    def pair_at(self, offset: int) -> Pair | None:
        """The pair that holds `offset`, None outside of pairs."""
        place = bisect_right(self.pairs, offset, key=lambda pair: pair[0].start) - 1
        return self.pairs[place] if place >= 0 and offset < self.pairs[place][0].end else None

    def told(self, span: Span) -> tuple[Span, str] | None:
        """A statement without its mark, and the question it answers, "" outside of pairs;
        None for a question, which states nothing."""
        pair = self.pair_at(span.start)
        if pair is None:
            return span, ""
        _, question, answer = pair
        if span.end <= answer.start:
            return None
        return Span(max(span.start, answer.start), span.end), question


@lru_cache(maxsize=32)
def read_faq(text: str) -> Faq:
    """The questions and answers that `text` holds."""
    return Faq(
        tuple(
            (Span(*match.span()), " ".join(match["question"].split()), Span(*match.span("answer")))
            for match in _PAIR.finditer(text)
        )
    )
