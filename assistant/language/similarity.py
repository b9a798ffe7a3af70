"""How much of one text another one holds, by character."""

from __future__ import annotations

from collections.abc import Collection
from difflib import SequenceMatcher

from rapidfuzz import fuzz, process

from assistant.datamodels import Span


def likeness(part: str, whole: str) -> float:
    """The likeness of the shorter text to the best stretch of the longer one, in [0, 1]."""
    return fuzz.partial_ratio(part, whole) / 100


def alike(text: str, other: str) -> float:
    """The likeness of two whole texts, in [0, 1]."""
    return fuzz.ratio(text, other) / 100


def longest_run(text: str, other: str) -> Span:
    """Where the longest run of characters that `other` has too stands in `text`."""
    match = SequenceMatcher(None, text, other, autojunk=False).find_longest_match()
    return Span(match.a, match.a + match.size)


def nearest(word: str, others: Collection[str], least: float) -> str | None:
    """The one of `others` that is most like `word`, if their likeness is at least `least`."""
    found = process.extractOne(word, others, scorer=fuzz.ratio, score_cutoff=100 * least)
    return found[0] if found else None
