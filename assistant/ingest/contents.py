"""Tables of contents: where they stand in a text, and which titles they list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.datamodels import Span
from assistant.ingest.blocks import Block, Cell
from assistant.ingest.contents_title import names_contents
from assistant.ingest.heading import LONGEST_TITLE
from assistant.ingest.heading_numbers import title_key
from assistant.language.normalize import match_key

_LEADER = re.compile(
    r"[ 　\t]*(?:[・･.．…‥]{3,}|[-–—─_]{3,}|[…‥]+)[ 　\t]*(?:p\.?\s*)?\d{0,3}$|・\s?\d{1,3}$"
)
_PAGED = re.compile(r"(?:[・･.．…‥]{3,}|[-–—─_]{3,}|[…‥]+)[ 　\t]*(?:p\.?\s*)?\d{1,3}$")
_LISTED_PAGE = re.compile(r"(?<=\D)[ 　\t]+\d{1,3}$")
_PAGE_NUMBER = re.compile(r"(?:p\.?\s*)?\d{1,3}(?:ページ|頁)?$", re.IGNORECASE)
# 資料編　用語の解説／策定の経過: the back matter with its parts, in a table of contents.
_BACK_MATTER_WITH = re.compile(
    r"(\S{0,2}(?:資料|付録|別添)編?)(?:[ 　]+|[（(])(\S{3,}?)[）)]?[ 　]*$"
)


@dataclass(frozen=True, slots=True)
class Contents:
    """The tables of contents: their spans and the titles they list, folded for matching."""

    spans: tuple[Span, ...]
    keys: frozenset[str]


def read_contents(text: str, blocks: Sequence[Block]) -> Contents:
    """The tables of contents among `blocks`."""
    spans: list[Span] = []
    keys: set[str] = set()
    index = 0
    while index < len(blocks):
        last = _contents_end(text, blocks, index)
        if last is None:
            index += 1
            continue
        spans.append(blocks[index].span.join(blocks[last].span))
        for block in blocks[index : last + 1]:
            keys.update(_listed_keys(text, block))
        index = last + 1
    return Contents(tuple(spans), frozenset(key for key in keys if key and not key.isdigit()))


def _contents_end(text: str, blocks: Sequence[Block], index: int) -> int | None:
    """The last block of the table of contents that starts at block `index`, if one does."""
    block = blocks[index]
    if block.kind in ("line", "paragraph") and names_contents(block.span.of(text)):
        return _chain_end(text, blocks, index, with_title=True)
    if block.kind != "table" and _is_entry(text, block, with_title=False):
        end = _chain_end(text, blocks, index, with_title=False)
        held = [b for b in blocks[index : end + 1] if _is_entry(text, b, with_title=False)]
        paged = sum(bool(_PAGED.search(line.of(text))) for b in held for line in b.lines)
        return end if max(len(held), paged) >= 3 else None
    return None


def _chain_end(text: str, blocks: Sequence[Block], index: int, *, with_title: bool) -> int:
    end, gap, seen = index, 0, False
    for position in range(index + 1, len(blocks)):
        block = blocks[position]
        if block.kind == "blank":
            continue
        if _is_entry(text, block, with_title=with_title):
            end, gap, seen = position, 0, True
            continue
        gap += 1
        longest = max(len(line.of(text)) for line in block.lines)
        if gap > 6 or block.kind == "table" or longest > LONGEST_TITLE:
            break
    if not seen and with_title:
        return _plain_chain_end(text, blocks, index)
    return end


def _plain_chain_end(text: str, blocks: Sequence[Block], index: int) -> int:
    """The end of contents without page numbers: they run until their first entry comes
    again, as the first heading of the body."""
    entries: list[tuple[int, str]] = []
    for position in range(index + 1, min(len(blocks), index + 120)):
        block = blocks[position]
        if block.kind in ("blank", "table"):
            continue
        keys = [_key_of_line(text, line) for line in block.lines]
        if entries and keys[0] == entries[0][1]:
            return entries[-1][0]
        if len(block.span.of(text)) > LONGEST_TITLE * len(block.lines):
            break
        entries += [(position, key) for key in keys if key]
    return index


def _is_entry(text: str, block: Block, *, with_title: bool) -> bool:
    if block.kind == "table":
        return with_title and all(_is_entry_row(text, row.cells) for row in block.rows)
    if block.kind == "blank":
        return False
    lines = [line.of(text) for line in block.lines]
    return sum(bool(_LEADER.search(line)) for line in lines) * 2 > len(lines) or (
        with_title and len(lines) == 1 and bool(_LISTED_PAGE.search(lines[0]))
    )


def _is_entry_row(text: str, cells: Sequence[Cell]) -> bool:
    texts = [cell.span.of(text) for cell in cells if cell.text]
    return 1 < len(texts) <= 4 and bool(_PAGE_NUMBER.match(texts[-1]))


def _listed_keys(text: str, block: Block) -> Iterator[str]:
    if block.kind == "table":
        for row in block.rows:
            for cell in row.cells:
                yield title_key(cell.text)
        return
    for line in block.lines:
        yield _key_of_line(text, line)
        if both := _BACK_MATTER_WITH.match(_LEADER.sub("", line.of(text)).strip()):
            yield from map(match_key, (both[1], *re.split(r"[／/・]", both[2])))


def _key_of_line(text: str, line: Span) -> str:
    return title_key(_LISTED_PAGE.sub("", _LEADER.sub("", line.of(text))))
