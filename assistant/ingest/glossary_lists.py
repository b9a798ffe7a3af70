"""Glossaries without a table: terms over their explanations or beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.datamodels import Document, Section, Span
from assistant.ingest.blocks import Block, body_of
from assistant.ingest.definition import (
    BOLD_PAIR,
    COLON_PAIR,
    FIGURE,
    GLOSSARY_TITLE,
    LONGEST_TITLE,
    Definition,
    Pair,
    glossary_sections,
    pair_of,
)
from assistant.ingest.glossary_lines import single_spaced_pairs
from assistant.ingest.glossary_turns import alternating_pairs, grouped_pairs, paired_lines
from assistant.ingest.word_boxes import BRACKET_PAIR

_NO_TERM = re.compile(r"。|　| {2}|…")
_SPACED_PAIR = re.compile(
    r"(?P<name>[^\s。、【】■](?:[^。、\t　]{0,28}?[^\s。、…・])?)"
    r"(?:[ 　]*(?:…+|・{3,}|･{3,}|―+|─+)[ 　]*|　[ 　]*|[ ]{2,})(?P<definition>[^\s。].{5,})$"
)
# ※７　β’モデル　…: a note of the text, told with its number at a page's foot or at the end.
_NOTE = re.compile(
    r"[※*＊注註][ 　]?[0-9０-９]{1,2}[)）.．:：]?[ 　]+|[(（][注註][0-9０-９]{1,2}[)）][ 　]*"
)
_TURNS = (alternating_pairs, grouped_pairs, paired_lines)
_EXPLAINING_END = re.compile(r"(?:こと|もの|人|[一-龥]{2,}|[ァ-ヶー]{3,}|[うくすつぶむる])$")
_FEWEST_HANGING = 4  # entries of a glossary whose explanations are no sentences
_MOSTLY = 0.7  # of them end as explanations do
_SIGN = re.compile(r"[◇◆○●◎■□▼▽・※☆★][ 　]*")


def read_lists(
    document: Document, blocks: Sequence[Block], inside: set[int]
) -> Iterator[Definition]:
    """Glossaries without a table: a term's line and its explanation below, or pairs with a
    colon, in a section that calls itself a glossary."""
    text = document.text
    titles = glossary_sections(document)
    if not titles:
        return
    yield from _hanging_lists(text, blocks, titles, inside)
    yield from _alternating_lists(text, blocks, titles, inside)
    held = [
        index
        for index, block in enumerate(blocks)
        if index not in inside
        and block.kind not in ("blank", "table")
        and any(s.span.covers(block.span) and s.heading != block.span for s in titles)
    ]
    lines = [_without_note(text, line) for index in held for line in blocks[index].lines]
    pairs = list(single_spaced_pairs(text, lines))
    yield from (Definition(*pair, inline=False) for pair in pairs)
    for index in held:
        block = blocks[index]
        if any(block.span.covers(name) for name, _ in pairs):
            inside.add(index)
            continue
        if several := _pair_a_line(text, block):
            inside.add(index)
            yield from (Definition(*pair, inline=False) for pair in several)
            continue
        pair = _pair(text, body_of(block, text)) or _over_body(text, blocks, index)
        pair = pair or _over_lines(text, block)
        found = [Definition(*pair, inline=False)] if pair else list(_spaced(text, block))
        if found:
            inside.add(index)
            yield from found


def _hanging_lists(
    text: str, blocks: Sequence[Block], titles: Sequence[Section], inside: set[int]
) -> Iterator[Definition]:
    """Glossaries whose terms stand over explanations that begin further in. The blocks that
    hold them are put `inside`."""
    for title in titles:
        held = _lines_under(title, blocks, inside)
        lines = [line for index in held for line in blocks[index].lines]
        if found := _hanging(text, lines):
            first, last = found[0].name.start, found[-1].definition.end
            inside.update(i for i in held if first <= blocks[i].span.start < last)
            yield from found


def _alternating_lists(
    text: str, blocks: Sequence[Block], titles: Sequence[Section], inside: set[int]
) -> Iterator[Definition]:
    """Glossaries whose terms and explanations take turns. The blocks that hold them are put
    `inside`."""
    for title in titles:
        held = _lines_under(title, blocks, inside)
        lines = [_without_note(text, line) for index in held for line in blocks[index].lines]
        readings = (reads(text, lines) for reads in _TURNS)
        for name, definition in max(readings, key=len):
            whole = name.join(definition)
            inside.update(i for i in held if blocks[i].span.overlaps(whole))
            yield Definition(name, definition, inline=False)


def _lines_under(title: Section, blocks: Sequence[Block], inside: set[int]) -> list[int]:
    """The blocks of lines under a glossary's title that are not told yet."""
    return [
        index
        for index, block in enumerate(blocks)
        if index not in inside
        and block.kind in ("line", "paragraph")
        and title.span.covers(block.span)
        and title.heading.end <= block.span.start
    ]


def _hanging(text: str, lines: Sequence[Span]) -> list[Definition]:
    """Terms on lines of their own, each over an explanation that begins further in. The lines
    of an explanation that wraps may begin where terms do."""
    margin = min((_column(text, line) for line in lines), default=0)
    inner = [_column(text, line) > margin for line in lines]
    terms = [
        place
        for place, line in enumerate(lines[:-1])
        if not inner[place] and inner[place + 1] and not _NO_TERM.search(line.of(text))
    ]
    steady = all(inner[place] or place in terms for place in range(terms[-1] if terms else 0))
    end = len(lines)
    if steady and terms:  # no explanation wraps to where terms begin: what stands there is none
        end = next((p for p in range(terms[-1] + 1, end) if not inner[p]), end)
    found = [
        Definition(lines[place], lines[place + 1].join(lines[following - 1]), inline=False)
        for place, following in pairwise([*terms, end])
    ]
    short = all(one.name.end - one.name.start <= LONGEST_TITLE for one in found)
    whole = sum(_is_whole(one.definition.of(text).rstrip()) for one in found)
    ended = all(text[one.definition.end - 1] in "。）)" for one in found)
    told = ended or (steady and len(found) >= _FEWEST_HANGING and whole >= _MOSTLY * len(found))
    return found if len(found) > 1 and short and told else []


def _spaced(text: str, block: Block) -> Iterator[Definition]:
    """Lines that set the term off from its explanation by a gap or dots; lines that do not
    go on with the explanation above."""
    held: Pair | None = None
    for line in (_without_note(text, line) for line in block.lines):
        match = _SPACED_PAIR.match(line.of(text))
        indented = held is not None and _column(text, line) > _column(text, held[0])
        if match is None or indented:
            wraps = held is not None and not re.match(r"[【■]", line.of(text))
            held = (held[0], held[1].join(line)) if held and wraps else held
            continue
        if held is not None:
            yield from _complete(text, held, block.kind == "item")
        held = pair_of(match, line.start)
    if held is not None:
        yield from _complete(text, held, block.kind == "item")


def _without_note(text: str, line: Span) -> Span:
    """A line without the number that a note in the text refers to."""
    match = _NOTE.match(text, line.start, line.end)
    return Span(match.end(), line.end) if match else line


def _complete(text: str, pair: Pair, bulleted: bool) -> Iterator[Definition]:
    """A pair whose explanation is whole; of a bullet also one that ends as such do."""
    name, definition = pair[0], pair[1].of(text).rstrip()
    if FIGURE.search(name.of(text)) and "。" not in definition:
        return  # 電話　0000-00-0000（直通）
    if _is_whole(definition, ends_open=bulleted and len(definition) >= 12):
        sign = _SIGN.match(text, name.start, name.end)
        yield Definition(Span(sign.end(), name.end) if sign else name, pair[1], inline=False)


def _is_whole(explanation: str, *, ends_open: bool = True) -> bool:
    """Whether an explanation is a sentence or, where it may end without a full stop, ends as one
    does: ことば, 集める."""
    if explanation.endswith(("。", "）", ")")):
        return True
    return ends_open and _EXPLAINING_END.search(explanation) is not None


def _column(text: str, span: Span) -> int:
    return span.start - (text.rfind("\n", 0, span.start) + 1)


def _pair(text: str, span: Span) -> Pair | None:
    content = span.of(text)
    match = BOLD_PAIR.match(content) or BRACKET_PAIR.match(content) or COLON_PAIR.match(content)
    return None if match is None else pair_of(match, span.start)


def _pair_a_line(text: str, block: Block) -> list[Pair]:
    """The pairs of a block whose lines each begin one, lines that begin none going on with the one
    above; [] where there are not several."""
    found: list[Pair] = []
    for line in block.lines:
        if pair := _pair(text, line):
            found.append(pair)
        elif found:
            found[-1] = (found[-1][0], found[-1][1].join(line))
    return found if len(found) > 1 else []


def _over_lines(text: str, block: Block) -> Pair | None:
    """The first line of an item (◆ RPA) and the lines below it, or of a paragraph that is much
    shorter than the one below."""
    if len(block.lines) < 2:
        return None
    first, *below = _without_note(text, block.lines[0]), *block.lines[1:]
    heads = 2 * (first.end - first.start) <= below[0].end - below[0].start
    if block.kind != "item" and not (block.kind == "paragraph" and heads):
        return None
    name = Span(max(body_of(block, text).start, first.start), first.end)
    explanation = below[0].join(below[-1])
    content = explanation.of(text).rstrip()
    if block.kind == "paragraph" and FIGURE.search(name.of(text)):
        return None  # the last lines of a document: 令和8年3月発行
    if len(name.of(text)) > LONGEST_TITLE or _NO_TERM.search(name.of(text)):
        return None
    if not _is_whole(content):
        return None
    return name, explanation


def _over_body(text: str, blocks: Sequence[Block], index: int) -> Pair | None:
    """A short line and the paragraph below it."""
    block = blocks[index]
    content = block.span.of(text)
    if len(content) > 40 or "。" in content or block.kind == "paragraph":
        return None
    if GLOSSARY_TITLE.search(content) or re.match(r"[【#]", content):
        return None
    following = next((b for b in blocks[index + 1 : index + 3] if b.kind != "blank"), None)
    if following is None or following.kind != "paragraph" or list(_spaced(text, following)):
        return None
    return body_of(block, text), following.span
