"""Plain text whose tables and sheets are set with spaces, read anew with tabs between cells.

Pages copied as text keep their layout by spaces alone: columns of figures, charts of arrows,
sheets whose label stands beside the middle line of its value. Or they keep the tabs, and each
line of a wrapped cell stands on its own. Here such lines are rewritten as rows with tabs.
Every character of the new text knows its place in the source, so that whatever is read from
it can be told of the source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar

from assistant.datamodels import Document, Span
from assistant.ingest.arrow_rows import find_arrow_rows
from assistant.ingest.blocks import Block
from assistant.ingest.boxes import find_boxes, find_corners
from assistant.ingest.coded_rows import find_coded_rows
from assistant.ingest.decks import find_titles, slide_titles
from assistant.ingest.label_runs import find_label_runs
from assistant.ingest.laid_tables import find_laid_tables
from assistant.ingest.lines import Lines, read_lines
from assistant.ingest.packed import find_headings
from assistant.ingest.regular_tables import read_regular
from assistant.ingest.row_lines import find_row_lines
from assistant.ingest.series import find_series
from assistant.ingest.single_spaced import find_single_spaced
from assistant.ingest.spaced_sheets import find_pairs, find_sheets
from assistant.ingest.spaced_tables import find_tables
from assistant.ingest.spacing import Patch
from assistant.ingest.split_rows import find_split_rows
from assistant.ingest.stacked_cells import find_stacked_cells
from assistant.ingest.told_rows import find_told_rows
from assistant.ingest.wrapped_cards import find_wrapped_cards
from assistant.ingest.wrapped_pairs import find_wrapped_pairs
from assistant.ingest.wrapped_rows import find_wrapped_rows

_Record = TypeVar("_Record")


@dataclass(frozen=True, slots=True)
class Unfolded:
    """A text read anew, and its blocks. `offsets` has the place in the source of each
    character, -1 for those put in; `slides` are the offsets of titles of slides."""

    text: str
    offsets: tuple[int, ...]
    forward: tuple[int, ...]  # for each offset of the source, the nearest one here
    blocks: tuple[Block, ...]
    slides: frozenset[int]

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


def read_anew(
    document: Document,
    blocks: tuple[Block, ...],
    read: Callable[[Document, tuple[Block, ...]], _Record],
) -> _Record:
    """What `read` gives of a document and its blocks, after their text was read anew where
    that changes anything; its spans are those of the source."""
    unfolded = unfold(document.text)
    if unfolded is None:
        return read(document, blocks)
    anew = replace(unfolded.told_here(document), text=unfolded.text)
    return unfolded.told_of_source(read(anew, unfolded.blocks))


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
    """`text` read anew; None if nothing in it is set with spaces or wrapped and it has no
    slides."""
    lines = read_lines(text)
    titles = slide_titles(lines)
    patches = _apart(_patches(lines, titles))
    if not patches and not titles:
        return None
    characters: list[str] = []
    offsets: list[int] = []
    for piece in _pieces(text, lines.spans, patches):
        held = piece.of(text) if isinstance(piece, Span) else piece
        characters.append(held)
        start = piece.start if isinstance(piece, Span) else None
        offsets += [-1 if start is None else start + i for i in range(len(held))]
    anew = "".join(characters)
    forward = _forward(offsets, len(text))
    slides = frozenset(forward[lines.spans[number].start] for number in titles)
    return Unfolded(anew, tuple(offsets), forward, read_regular(anew), slides)


def _patches(lines: Lines, titles: Sequence[int]) -> Iterator[Patch]:
    """What each layout finds, that which holds where two overlap before the other."""
    text, spans = lines.text, lines.spans
    yield from find_row_lines(text, spans)
    yield from find_wrapped_rows(text, spans, lines.furniture)
    yield from find_coded_rows(text, spans)
    yield from find_told_rows(text, spans)
    yield from find_wrapped_cards(text, spans, lines.furniture)
    yield from find_corners(text, spans)
    yield from find_boxes(text, spans)
    yield from find_arrow_rows(text, spans)
    yield from find_laid_tables(text, spans)
    yield from find_sheets(text, spans)
    yield from find_tables(text, spans)
    yield from find_pairs(text, spans)
    yield from find_series(text, spans)
    yield from find_titles(text, spans, titles)
    if lines.packed:
        yield from find_label_runs(lines)
    yield from find_single_spaced(text, spans)
    yield from find_wrapped_pairs(text, spans)
    yield from find_split_rows(text, spans, lines.furniture)
    yield from find_stacked_cells(text, spans, lines.furniture)
    if lines.packed:
        yield from find_headings(text, spans)


def _apart(patches: Iterable[Patch]) -> list[Patch]:
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
