"""How much of one text another one holds, by character."""

from __future__ import annotations

from rapidfuzz import fuzz


def likeness(part: str, whole: str) -> float:
    """The likeness of the shorter text to the best stretch of the longer one, in [0, 1]."""
    return fuzz.partial_ratio(part, whole) / 100
