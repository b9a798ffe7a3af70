"""Questions and answers that a plan itself holds: Q1 …, A1 …."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from assistant.datamodels import Span

_PAIR = re.compile(
    r"^[ 　]*[QＱ問][ 　]?[0-9０-９]{0,2}[ 　.．:：]+(?P<question>[^\n].{3,200}?)\s*\n\s*"
    r"[AＡ答][ 　]?[0-9０-９]{0,2}[ 　.．:：]+(?P<answer>\S.*?)"
    r"(?=\n[ 　]*\n|\n[ 　]*[QＱ問][ 　]?[0-9０-９]{0,2}[ 　.．:：]|\Z)",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Faq:
    """The pairs of a text in order: the whole of each, its question and its answer."""

    pairs: tuple[tuple[Span, str, Span], ...]

    def told(self, span: Span) -> tuple[Span, str] | None:
        """A statement without its mark, and the question it answers, "" outside of pairs;
        None for a question, which states nothing."""
        place = bisect_right(self.pairs, span.start, key=lambda pair: pair[0].start) - 1
        if place < 0 or span.start >= self.pairs[place][0].end:
            return span, ""
        _, question, answer = self.pairs[place]
        if span.end <= answer.start:
            return None
        return Span(max(span.start, answer.start), span.end), question


def read_faq(text: str) -> Faq:
    """The questions and answers that `text` holds."""
    return Faq(
        tuple(
            (Span(*match.span()), " ".join(match["question"].split()), Span(*match.span("answer")))
            for match in _PAIR.finditer(text)
        )
    )
