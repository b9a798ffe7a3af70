"""Blocks into passages: the spans that are retrieved and cited.

The passages of a document tile its text: every character that is not white space lies in
exactly one. They end where sections, projects and labels begin; within those bounds small
pieces are joined up to the length asked for, and none is longer than `PASSAGE_LIMIT`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import pairwise

from assistant.datamodels import Document, Passage, PassageKind, Project, Span
from assistant.ingest.blocks import Block
from assistant.ingest.contents import read_contents
from assistant.ingest.glossary_tables import is_glossary
from assistant.ingest.outline import section_at
from assistant.ingest.spacing import trimmed
from assistant.language.normalize import match_key
from assistant.settings import Settings

PASSAGE_LIMIT = 800  # characters
SMALL_SHARE = 4  # a passage below a quarter of the length asked for is joined to a neighbour
PIECE_END = re.compile(
    r"[。！？!?][」』）)]*|</(?:p|li|tr|ul|table)>|\t|[\r\n]+|(?<=[、，,])|(?<=\s)"
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is not cut any further. `area` numbers the stretches that no passage crosses;
    `opens` tells that a passage may begin here rather than at the pieces between."""

    span: Span
    kind: PassageKind
    section: int
    area: int
    project_id: str | None
    opens: bool = True
    lead: bool = False  # a heading, label or caption that belongs to what follows
    heading: bool = False  # nothing but a heading

    def join(self, other: _Piece) -> _Piece:
        """Both in one; the longer part that says something tells the kind."""
        said = [piece for piece in (self, other) if piece.kind != "contents"]
        longer = max(said or (self, other), key=lambda piece: piece.span.end - piece.span.start)
        return replace(
            self,
            span=self.span.join(other.span),
            kind=longer.kind,
            lead=self.lead and other.lead,
            heading=self.heading and other.heading,
        )


def make_passages(
    document: Document,
    blocks: Sequence[Block],
    projects: Sequence[Project],
    settings: Settings,
) -> tuple[Passage, ...]:
    """The passages of `document` in order. `project_id` is that of the innermost project
    whose sheet holds the passage. Kind 'contents' is for what only leads to text: tables of
    contents, page numbers, headings with nothing but other passages below them."""
    pieces = list(_pieces(document, blocks, projects))
    units = _units(pieces, settings.passage_characters)
    joined = list(_joined(units, settings.passage_characters))
    joined = _small_ones_joined(document, joined, settings.passage_characters)
    return tuple(_passages(document, joined))


def passage_id(document_id: str, text: str, occurrence: int) -> str:
    """A name that stays the same while other parts of the document change."""
    key = "\0".join((document_id, text, str(occurrence)))
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def _pieces(
    document: Document, blocks: Sequence[Block], projects: Sequence[Project]
) -> Iterator[_Piece]:
    text = document.text
    contents = read_contents(text, blocks).spans
    sheets = sorted((p for p in projects if p.has_sheet), key=lambda p: (p.span.start, -p.span.end))
    labels = sorted(
        {value.label_span.start for p in projects for value in p.fields if value.label_span}
    )
    heads = _running_heads(document, blocks)
    edges = _edges(document, contents, sheets, heads)
    for block in blocks:
        if not block.span.of(text).strip():
            continue
        kind = _kind(block)
        opens_rows = _opening_rows(block)
        for span in _cut(text, block, edges):
            inside = next((c for c in contents if c.covers(span)), None)
            sheet = _innermost(sheets, span)
            section = heads.get(span.start, section_at(document.outline, span.start))
            if sheet and not sheet.span.covers(document.outline[section].heading):
                section = sheet.section  # its heading is lost, or stands further down
            heading = document.outline[section].heading.covers(span)
            yield _Piece(
                span,
                "contents" if inside or block.kind == "blank" else kind,
                section,
                bisect_right(edges, span.start),
                sheet.project_id if sheet else None,
                opens=block.kind != "blank" and (span.start in opens_rows or _holds(labels, span)),
                lead=block.kind == "line" or heading,
                heading=heading,
            )


def _running_heads(document: Document, blocks: Sequence[Block]) -> dict[int, int]:
    """Lines right above a heading that repeat the title of the section around it, with the
    ordinal of the section they belong to: the top of a new page."""
    heads: dict[int, int] = {}
    filled = [block for block in blocks if block.kind != "blank"]
    starts = {section.heading.start: section for section in document.outline if section.ordinal}
    for above, block in pairwise(filled):
        section = starts.get(block.span.start)
        if section is None or above.kind != "line" or above.span.start in starts:
            continue
        titles = {match_key(title) for title in document.section_path(section.ordinal)[:-1]}
        key = match_key(above.span.of(document.text))
        if any(title.lstrip("0123456789") == key for title in titles):
            heads[above.span.start] = section.ordinal
    return heads


def _edges(
    document: Document, contents: Iterable[Span], sheets: Iterable[Project], heads: dict[int, int]
) -> list[int]:
    """Offsets that no passage crosses."""
    below = {document.outline[ordinal].heading.start for ordinal in heads.values()}
    starts = {section.heading.start for section in document.outline if section.ordinal}
    starts = (starts - below) | set(heads)
    for span in [*contents, *(sheet.span for sheet in sheets)]:
        starts |= {span.start, span.end}
    return sorted(starts)


def _holds(offsets: Sequence[int], span: Span) -> bool:
    position = bisect_right(offsets, span.start - 1)
    return position < len(offsets) and offsets[position] < span.end


def _innermost(sheets: Iterable[Project], span: Span) -> Project | None:
    holding = [sheet for sheet in sheets if sheet.span.covers(span)]
    return min(holding, key=lambda sheet: sheet.span.end - sheet.span.start, default=None)


def _kind(block: Block) -> PassageKind:
    if block.kind == "table":
        return "glossary" if is_glossary(block) else "table"
    return "list" if block.kind == "item" else "text"


def _opening_rows(block: Block) -> frozenset[int]:
    """Where a passage may begin in a block: at its start, and at rows whose first cell is
    filled (the others go on with the row above)."""
    starts = {block.span.start}
    if block.rows:
        starts |= {row.span.start for row in block.rows if row.cells and row.cells[0].text}
    return frozenset(starts)


def _cut(text: str, block: Block, edges: Sequence[int]) -> Iterator[Span]:
    """The block itself, or its lines if it is too long or an edge runs through it, or parts
    of lines that are too long themselves."""
    if block.kind == "blank":
        yield from _filled(text, block.span)
        return
    crossed = _holds(edges, Span(block.span.start + 1, block.span.end))
    if block.span.end - block.span.start <= PASSAGE_LIMIT and not crossed:
        yield block.span
        return
    for line in block.lines:
        bounds = [line.start, *(e for e in edges if line.start < e < line.end), line.end]
        for start, end in pairwise(bounds):
            yield from _cut_line(text, Span(start, end))


def _cut_line(text: str, span: Span) -> Iterator[Span]:
    """`span` in parts that are short enough, cut after sentences, tags and cells if there
    are any in the later half of the part, else anywhere."""
    start = span.start
    while span.end - start > PASSAGE_LIMIT:
        window = text[start : start + PASSAGE_LIMIT]
        ends = [m.end() for m in PIECE_END.finditer(window) if m.end() > PASSAGE_LIMIT // 2]
        strong = [e for e in ends if re.search(r"[。！？>\t\r\n][」』）)]*$", window[:e])]
        cut = start + (strong or ends or [PASSAGE_LIMIT])[-1]
        yield from _filled(text, Span(start, cut))
        start = cut
    yield from _filled(text, Span(start, span.end))


def _filled(text: str, span: Span) -> Iterator[Span]:
    """`span` without white space around it, unless it holds nothing else."""
    bare = trimmed(text, span)
    if bare.start < bare.end:
        yield bare


def _units(pieces: Iterable[_Piece], length: int) -> Iterator[_Piece]:
    """Pieces that belong together made one: labels with what they introduce, rows with the
    rows that go on with them."""
    held: _Piece | None = None
    for piece in pieces:
        if held is not None and _belongs(held, piece, length):
            held = held.join(piece)
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held


def _belongs(held: _Piece, piece: _Piece, length: int) -> bool:
    size = piece.span.end - held.span.start
    if held.area != piece.area or size > PASSAGE_LIMIT:
        return False
    if not piece.opens:
        return True
    return held.lead and (size <= length or not piece.lead)


def _joined(units: Iterable[_Piece], length: int) -> Iterator[_Piece]:
    """Units of one area joined up to `length`; what introduces a list or table may take half
    as much again."""
    held: _Piece | None = None
    for unit in units:
        if held is None:
            held = unit
            continue
        introduced = held.kind == "text" and unit.kind in ("list", "table")
        limit = min(PASSAGE_LIMIT, length * 3 // 2 if introduced else length)
        if held.area == unit.area and unit.span.end - held.span.start <= limit:
            held = held.join(unit)
            continue
        yield held
        held = unit
    if held is not None:
        yield held


def _small_ones_joined(document: Document, pieces: list[_Piece], length: int) -> list[_Piece]:
    """Small passages joined to a neighbour: a bare heading to what follows it, the rest of
    an area to what stands before it, small sections to their siblings."""
    done: list[_Piece] = []
    for piece in pieces:
        if done and _may_join(document, done[-1], piece, length):
            done[-1] = _merge_areas(document, done[-1], piece)
        else:
            done.append(piece)
    return done


def _may_join(document: Document, first: _Piece, second: _Piece, length: int) -> bool:
    if "contents" in (first.kind, second.kind) or first.project_id != second.project_id:
        return first.kind == second.kind == "contents" and _fits(first, second, length)
    if not _fits(first, second, max(length, PASSAGE_LIMIT * 3 // 4)):
        return False
    small = length // SMALL_SHARE
    if first.area == second.area:
        return min(_size(first), _size(second)) < small
    if first.section == second.section or first.project_id:
        return False
    outline = document.outline
    if outline[second.section].parent == first.section:
        return first.lead or _size(first) < small
    sibling = outline[second.section].parent == outline[first.section].parent
    if not sibling or outline[first.section].level < 2 or second.lead:
        return False
    return first.lead or (_size(first) < small and _size(second) < small)


def _size(piece: _Piece) -> int:
    return piece.span.end - piece.span.start


def _fits(first: _Piece, second: _Piece, limit: int) -> bool:
    return second.span.end - first.span.start <= limit


def _merge_areas(document: Document, first: _Piece, second: _Piece) -> _Piece:
    """Both joined; a heading gives way to the section it introduces, siblings to their
    parent."""
    joined = first.join(second)
    outline = document.outline
    if first.lead:
        section = second.section
    elif first.section == second.section or outline[second.section].parent == first.section:
        section = first.section
    else:
        section = outline[first.section].parent or 0
    return replace(joined, area=second.area, section=section)


def _passages(document: Document, pieces: Iterable[_Piece]) -> Iterator[Passage]:
    seen: Counter[str] = Counter()
    for piece in pieces:
        quote = piece.span.of(document.text)
        seen[quote] += 1
        yield Passage(
            passage_id(document.document_id, quote, seen[quote]),
            document.document_id,
            piece.span,
            piece.section,
            "contents" if piece.heading else piece.kind,
            piece.project_id,
            document.page_of(piece.span.start),
        )
