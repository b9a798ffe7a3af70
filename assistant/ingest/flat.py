"""Text without some of its characters, each of the others with its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.datamodels import Span


@dataclass(frozen=True, slots=True)
class Flat:
    """What is left of a text; `offsets` has where each of its characters stands there."""

    text: str
    offsets: tuple[int, ...]

    def back(self, start: int, end: int) -> Span:
        """Where the characters `[start, end)` stand in the whole text."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1)


def flat(text: str, offsets: Iterable[int]) -> Flat:
    """The characters of `text` at `offsets`."""
    kept = tuple(offsets)
    return Flat("".join([text[i] for i in kept]), kept)
