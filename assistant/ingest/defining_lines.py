"""Words on a line of their own, or at the head of an item, over what defines them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.datamodels import Span
from assistant.ingest.blocks import Block, body_of, display
from assistant.ingest.definition import BOLD_PAIR, GLOSSARY_TITLE, WORD, Definition, pair_of
from assistant.language.normalize import match_key

_WHAT_IS_LINE = re.compile(r"(?P<name>\S.{0,30}?)とは\s*[？?：:]?$")
_DEFINING_END = re.compile(
    r"(?:のこと(?:です|をいいます|をいう|を指します|を指す|である)?|(?:を|のことを)(?:意味します|指します|いいます)"
    r"|の(?:略|略称|略語)(?:です)?)。?$"
)
_NOUN_END = re.compile(
    r"(?:こと|もの|力|姿勢|手法|考え方|技術|仕組み|概念|能力|状態|知識|経験|スキル|プロセス|総称|造語)。$"
)
_NOUN_PHRASE = re.compile(
    r"(?:する|できる|られる|での|ための)[^、。]{0,16}(?:考え方|手法|知識|スキル|技術|能力|仕組み)$"
)
_FOREIGN = re.compile(r"[A-Za-z]{0,6}[ァ-ヶー・]{3,20}")
_NAME_LINE = re.compile(rf"(?!本市|本計画){WORD}(?:{WORD}|[\s（()）の])*(?<!の定義)$")


def read_item(text: str, block: Block) -> Iterator[Definition]:
    """What an item defines: a word in bold, or one on its first line over what it stands for."""
    body = body_of(block, text)
    if match := BOLD_PAIR.match(body.of(text)):
        yield Definition(*pair_of(match, body.start))
    if len(block.lines) < 2:
        return
    name = body_of(Block("item", block.lines[0], mark=block.mark), text)
    definition = Span(block.lines[1].start, block.span.end)
    first = display(text, definition).split("。")[0] + "。"
    if _NAME_LINE.match(name.of(text)) and _DEFINING_END.search(first):
        yield Definition(name, definition)


def read_headed(
    text: str, blocks: Sequence[Block], index: int, repeats: Counter[str]
) -> Iterator[Definition]:
    """A word on a line of its own over the sentence that defines it."""
    block = blocks[index]
    following = [
        i for i in range(index + 1, min(index + 6, len(blocks))) if blocks[i].kind != "blank"
    ]
    if block.kind == "paragraph" and len(block.lines) > 1:
        yield from _first_line(text, block)
        yield from _two_lines(text, block, blocks[following[0]] if following else None)
        return
    name = body_of(block, text)
    content = display(text, name)
    if block.kind not in ("line", "item") or len(block.lines) > 1 or len(content) > 30:
        return
    question = _WHAT_IS_LINE.match(name.of(text))
    if question:
        aside = following and re.fullmatch(r"[（(].*[）)]", blocks[following[0]].span.of(text))
        aliases = (display(text, blocks[following[0]].span)[1:-1],) if aside else ()
        body = following[1:] if aside else following
        if body and blocks[body[0]].kind == "paragraph":
            end = name.start + question.end("name")
            yield Definition(Span(name.start, end), blocks[body[0]].span, aliases=aliases)
        return
    if (
        not following
        or GLOSSARY_TITLE.search(content)
        or repeats[match_key(content)] > 2
        or not _NAME_LINE.match(content)
    ):
        return
    definition = _defining(text, blocks, following) or _glossed(text, content, blocks[following[0]])
    if definition is not None:
        yield Definition(name, definition)


def _two_lines(text: str, block: Block, below: Block | None) -> Iterator[Definition]:
    """A name on two lines, the second perhaps in parentheses, over lines that end in こと."""
    name = display(text, block.span)
    if below is None or len(block.lines) > 2 or below.kind not in ("line", "paragraph"):
        return
    if not re.fullmatch(rf"(?:{WORD}|[（()）のへと\n])+", name) or len(name) > 40:
        return
    for number, line in enumerate(below.lines):
        words = line.of(text)
        if "。" in words or number > 2:
            return
        if words.endswith("こと"):
            definition = below.lines[0].join(line)
            aside = re.fullmatch(r"[（(](.+)[）)]", block.lines[1].of(text))
            span = block.lines[0] if aside else block.span
            yield Definition(span, definition, aliases=(aside[1],) if aside else ())
            return


def _glossed(text: str, name: str, block: Block) -> Span | None:
    """The noun phrase below a foreign word that explains it."""
    if block.kind not in ("line", "paragraph") or not _FOREIGN.fullmatch(name):
        return None
    phrase = block.lines[0].of(text)
    fits = _NOUN_PHRASE.search(phrase) and "。" not in phrase and len(phrase) <= 60
    return block.lines[0] if fits else None


def _defining(text: str, blocks: Sequence[Block], following: Sequence[int]) -> Span | None:
    """The paragraph that defines the word above it, with the next one if the first only
    says what the word is short for."""
    first = blocks[following[0]]
    if first.kind != "paragraph":
        return None
    content = display(text, first.span)
    if not content.endswith("。"):
        return None
    ends = [f"{sentence}。" for sentence in content[:-1].split("。")]
    if not any(_DEFINING_END.search(e) or _NOUN_END.search(e) for e in (ends[0], ends[-1])):
        return None
    short = re.search(r"の略(?:称|語)?。$", content)
    second = blocks[following[1]] if len(following) > 1 else None
    if short and second is not None and second.kind == "paragraph":
        joined = _NOUN_END.search(display(text, second.span))
        return first.span.join(second.span) if joined else first.span
    return first.span


def _first_line(text: str, block: Block) -> Iterator[Definition]:
    """A paragraph whose first line is a foreign word and whose second one explains it."""
    word, explanation = (line.of(text) for line in block.lines[:2])
    if _FOREIGN.fullmatch(word) and _NOUN_PHRASE.search(explanation):
        yield Definition(block.lines[0], block.lines[1])
