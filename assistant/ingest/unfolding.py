"""Plain text whose tables and sheets are set with spaces, read anew with tabs between cells.

Pages copied as text keep their layout by spaces alone: columns of figures, charts of arrows,
sheets whose label stands beside the middle line of its value. Or they keep the tabs, and each
line of a wrapped cell stands on its own. Here such lines are rewritten as rows with tabs.
Every character of the new text knows its place in the source, so that whatever is read from
it can be told of the source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar

from assistant.datamodels import Span
from assistant.ingest.arrow_rows import find_arrow_rows
from assistant.ingest.blocks import LINE, furniture_of
from assistant.ingest.boxes import find_boxes
from assistant.ingest.decks import find_titles
from assistant.ingest.label_runs import find_label_runs
from assistant.ingest.packed import find_headings
from assistant.ingest.series import find_series
from assistant.ingest.single_spaced import find_single_spaced
from assistant.ingest.spaced_sheets import find_pairs, find_sheets
from assistant.ingest.spaced_tables import find_tables
from assistant.ingest.spacing import Patch
from assistant.ingest.wrapped_pairs import find_wrapped_pairs
from assistant.ingest.wrapped_rows import find_wrapped_rows

_Record = TypeVar("_Record")


@dataclass(frozen=True, slots=True)
class Unfolded:
    """A text read anew. `offsets` has the place in the source of each character, -1 for
    those put in."""

    text: str
    offsets: tuple[int, ...]
    forward: tuple[int, ...]  # for each offset of the source, the nearest one here

    def back(self, span: Span) -> Span:
        """The smallest span of the source that holds what `span` covers here."""
        held = [offset for offset in self.offsets[span.start : span.end] if offset >= 0]
        if held:
            return Span(min(held), max(held) + 1)
        before = self.offsets[: span.start + 1]
        at = next((offset for offset in reversed(before) if offset >= 0), 0)
        return Span(at, at)

    def there(self, span: Span) -> Span:
        """Where the characters of a span of the source stand here."""
        start = self.forward[span.start]
        end = self.forward[span.end - 1] + 1 if span.end > span.start else start
        return Span(start, max(start, end))

    def told_of_source(self, record: _Record) -> _Record:
        """`record` with every span in it moved back to the source."""
        moved: _Record = _moved(record, self.back)
        return moved

    def told_here(self, record: _Record) -> _Record:
        """`record`, read from the source, with every span in it moved here."""
        moved: _Record = _moved(record, self.there)
        return moved


def _moved(value: Any, move: Callable[[Span], Span]) -> Any:
    if isinstance(value, Span):
        return move(value)
    if isinstance(value, tuple):
        return tuple(_moved(item, move) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        held = {f.name: getattr(value, f.name) for f in fields(value)}
        return replace(value, **{name: _moved(old, move) for name, old in held.items()})
    return value


@lru_cache(maxsize=8)
def unfold(text: str) -> Unfolded | None:
    """`text` read anew; None if nothing in it is set with spaces or wrapped."""
    lines = [Span(m.start(1), m.end(1)) for m in LINE.finditer(text) if m.start() < len(text)]
    found = (
        find_boxes, find_arrow_rows, find_sheets, find_tables, find_pairs, find_series, find_titles,
        find_label_runs, find_single_spaced, find_wrapped_pairs, find_headings,
    )  # fmt: skip
    wrapped = find_wrapped_rows(text, lines, furniture_of(text, lines))
    patches = _apart([*wrapped, *(patch for find in found for patch in find(text, lines))])
    if not patches:
        return None
    characters: list[str] = []
    offsets: list[int] = []
    for piece in _pieces(text, lines, patches):
        held = piece.of(text) if isinstance(piece, Span) else piece
        characters.append(held)
        start = piece.start if isinstance(piece, Span) else None
        offsets += [-1 if start is None else start + i for i in range(len(held))]
    return Unfolded("".join(characters), tuple(offsets), _forward(offsets, len(text)))


def _apart(patches: list[Patch]) -> list[Patch]:
    """The patches in order; where two overlap, the one found first holds."""
    kept: list[Patch] = []
    taken: set[int] = set()
    for patch in patches:
        lines = range(patch.first, patch.last)
        if taken.isdisjoint(lines):
            kept.append(patch)
            taken.update(lines)
    return sorted(kept, key=lambda patch: patch.first)


def _pieces(text: str, lines: Sequence[Span], patches: list[Patch]) -> Iterator[Span | str]:
    position = 0
    for patch in patches:
        yield Span(position, lines[patch.first].start)
        yield from patch.pieces
        position = lines[patch.last].start if patch.last < len(lines) else len(text)
    yield Span(position, len(text))


def _forward(offsets: list[int], length: int) -> tuple[int, ...]:
    forward = [-1] * (length + 1)
    for here, offset in enumerate(offsets):
        if offset >= 0:
            forward[offset] = here
    following = len(offsets)
    for offset in range(length, -1, -1):
        if forward[offset] < 0:
            forward[offset] = following
        following = forward[offset]
    return tuple(forward)
