"""Which lines of a text are headings.

Evidence, strongest first: numbering and marks whose numbers continue one another, a table of
contents that lists the line, an overview table that names it, a short line that stands alone
over a body. Lines that recur as labels (現状, 担当課) or running heads are no headings.
A wrong heading does more harm than a missing one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from assistant.datamodels import Span
from assistant.ingest.blocks import Block, display, strip_tags
from assistant.ingest.contents_title import names_contents
from assistant.ingest.heading import LONGEST_TITLE, Heading
from assistant.ingest.heading_numbers import (
    BRACKETED,
    MARKED,
    PART_RANK,
    RANKS,
    Numbered,
    rank_of,
    read_number,
)
from assistant.ingest.heading_order import in_order
from assistant.ingest.labels import is_department
from assistant.ingest.surroundings import Surroundings
from assistant.language.normalize import match_key, mend

_BACK_MATTER = re.compile(
    r"(?:【?(?:資料|付属資料|参考資料|巻末資料|付録|別添|別紙)(?:編)?】?(?:[ 　\d].*)?"
    r"|(?:用語|ことば|言葉)の?(?:集|解説|説明|かいせつ)|おわりに|結び)$"
)
_GLOSSARY = re.compile(
    r"(?:[（(【]?(?:付録|資料編?|参考|参考資料|巻末資料?)[0-9０-９]{0,2}[)）】]?[ 　]*)?"
    r"(?P<name>(?:用語|語句|ことば|言葉)の?(?:集|解説|説明|かいせつ|せつめい|意味))(?:[（(][^（()）]*[）)])?"
)
_TERM_LINE = re.compile(r"\S{1,30}?(?:　|[ 　]*[：:…]|[ ]{2})[ 　…]*\S.{8,}")
_NAMED_LINE = re.compile(
    r"[■□◆●・]?[ 　]*[^\s：:]{0,6}名称?[ 　]*(?:[：:]|　|  )[ 　]*(\S[^\r\n]{2,40})"
)
_OFFICE_BEHIND = re.compile(r"[ 　]*[（(［\[][^（()）［］\[\]]{2,40}[）)］\]]$")
_OFFICE_APART = re.compile(
    r"[ 　]*(?:[［\[〔][^［\]\[〔〕］]{2,60}[］\]〕]"
    r"|[（(](?:[^（()）：:]{2,30}[、，,])?[^（()）：:、，,]{0,6}(?:担当|所管|主管)[^（()）：:、，,]{0,4}[：:]"
    r"[^（()）]{2,60}[）)])$"
)
_DATE = re.compile(r"[~～]?(?:令和|平成|昭和|R|H)\s?[\d元]{1,2}")
# Numberings that head the text right below them; a line of any other is an item of it.
_OVER_TEXT = frozenset(
    ("circled", "column", "paren", "decimal1", "decimal2", "decimal3", "decimal4",
     "label:資料", "label:参考資料", "label:付属資料", "label:付録", "label:別紙", "label:別添",
     "label:別表")
)  # fmt: skip
_LONGEST_PLAIN_TITLE = 36


def read_headings(text: str, blocks: Sequence[Block], slides: frozenset[int]) -> list[Heading]:
    """The headings of a text in order. `slides` are the offsets at which titles of slides
    begin."""
    return in_order(_Reader(text, blocks, slides).candidates(), blocks)


class _Reader:
    """Finds the lines of one text that may be headings."""

    def __init__(self, text: str, blocks: Sequence[Block], slides: frozenset[int]) -> None:
        self.text = text
        self.blocks = blocks
        self.slides = slides
        self.around = Surroundings(text, blocks)

    def candidates(self) -> list[Heading]:
        """All of them in order."""
        found: list[Heading] = []
        taken = -1
        for index in self.around.filled[1:] if self._starts_with_title() else self.around.filled:
            if index <= taken or self.around.inside[index]:
                continue
            candidate = self._candidate(index)
            if candidate is not None:
                found.append(candidate)
                taken = candidate.last
        return sorted([*self._parts(), *found], key=lambda c: (c.heading.start, c.heading.end))

    def _starts_with_title(self) -> bool:
        if not self.around.filled:
            return False
        block = self.blocks[self.around.filled[0]]
        parsed = read_number(block.span.of(self.text))
        if parsed is None or parsed[0] == "bold":
            return True
        if parsed[0] != "markdown1":
            return False
        heads = [b.span.of(self.text) for b in self.blocks if b.kind == "line"]
        return sum(head.startswith("# ") for head in heads) == 1

    def _candidate(self, index: int) -> Heading | None:
        block = self.blocks[index]
        if block.kind == "table" or block.mark.startswith(("-", "*", "+", "•")):
            return None
        first_line = block.lines[0].of(self.text)
        parsed = read_number(first_line if len(block.lines) > 1 else block.span.of(self.text))
        if parsed and (not parsed[2] or (parsed[1] and BRACKETED.match(parsed[2]))):
            return self._number_line(index, parsed)
        whole = read_number(block.span.of(self.text))
        if whole is None:
            return self._plain(index)
        return self._numbered(index, whole)

    def _numbered(self, index: int, parsed: Numbered) -> Heading | None:
        block = self.blocks[index]
        style, number, rest = parsed
        title = self._title(block, rest)
        strong = (style in RANKS and RANKS[style] <= 32) or style.startswith("markdown")
        told = _is_sentence(title) and not (style.startswith("label:") and _may_be_told(title))
        below = (read_number(line.of(self.text)) for line in block.lines[1:])
        listed = any(other is not None and other[0] == style for other in below)
        if len(title) > LONGEST_TITLE or told or listed or len(block.lines) > 3:
            return None
        heads_sheet = self.around.heads_sheet(index, style)
        with_office = style.startswith("label:") and _names_office(title)
        if heads_sheet or with_office:
            title, rest = (_OFFICE_APART.sub("", each) for each in (title, rest))
        if heads_sheet:
            return self._make(index, index, title, style, number, rest)
        if not strong and not self.around.stands_alone(index):
            marked = MARKED.match(title) and self.around.is_listed(match_key(rest))
            over_prose = style.startswith("label:") and self.around.stands_over_prose(index, style)
            if not (marked or with_office or over_prose or style in _OVER_TEXT):
                return None
            bare = _OFFICE_BEHIND.sub("", title)
            if len(bare) > 30 or not self.around.opens_text(index, style):
                return None
        if style in ("bracket", "bold") and not self._bracket_fits(index, rest):
            return None
        return self._make(index, index, title, style, number, rest)

    def _is_labelled(self, index: int) -> bool:
        """Whether a line has a number of its own behind a word: 基本方針Ⅱ below a page's 17."""
        parsed = read_number(self.blocks[index].span.of(self.text))
        return parsed is not None and parsed[0].startswith("label:") and bool(parsed[2])

    def _number_line(self, index: int, parsed: Numbered) -> Heading | None:
        """A heading whose number has a line of its own, with the title below it."""
        style, number, _ = parsed
        if style in ("circled", "kana"):
            return None
        block = self.blocks[index]
        page = style == "decimal1" and len(block.lines) == 1  # a bare number may be a page's
        parts = [display(self.text, block.span)] if len(block.lines) > 1 else []
        last = index
        for position in self.around.following(index, adjacent=True):
            if named := _NAMED_LINE.match(self.blocks[position].span.of(self.text)):
                parts, last = [mend(named[1])], position
                break
            if not self._is_title_block(position) or (page and self._heads_page(position)):
                break
            parts.append(display(self.text, self.blocks[position].span))
            last = position
        if not parts:
            wanted = 2 if len(number) > 2 else 1
            for position in self.around.following(index, adjacent=False):
                if BRACKETED.match(self.blocks[position].span.of(self.text)) and parts:
                    continue
                if len(parts) == wanted or not self._is_title_block(position):
                    break
                if page and self._heads_page(position):
                    break
                parts.append(display(self.text, self.blocks[position].span))
                last = position
        if not parts:
            return None
        if (word := self._word_above(index)) is not None:
            parts = [display(self.text, self.blocks[word].span.join(block.span)), *parts]
            rest = " ".join(parts[1:]).replace("\n", "")
            return self._make(word, last, f"{parts[0]} {rest}", style, number, rest)
        if len(block.lines) == 1:
            bare = re.sub(r"[ 　]*[【《][^【】《》]*[】》]$", "", block.span.of(self.text))
            parts.insert(0, mend(bare))
        else:
            wrapped = Span(block.lines[1].start, block.span.end)
            parts[:1] = [display(self.text, block.lines[0]), display(self.text, wrapped)]
        rest = " ".join(parts[1:]).replace("\n", "")
        title = f"{parts[0]} {rest}"
        if len(title) > 2 * LONGEST_TITLE or _is_sentence(title):
            return None
        return self._make(index, last, title, style, number, rest)

    def _heads_page(self, index: int) -> bool:
        """Whether a line has a number of its own, or is the running head of every page."""
        key = match_key(self.blocks[index].span.of(self.text))
        known = self.around.is_named(key) or self.around.is_listed(key)
        return self._is_labelled(index) or (self.around.repeats[key] > 2 and not known)

    def _word_above(self, index: int) -> int | None:
        """The word that is numbered, on the line right above the number: ルール, then ①."""
        above = self.blocks[index - 1] if index else None
        if above is None or above.kind != "line" or read_number(above.span.of(self.text)):
            return None
        first = index < 2 or self.blocks[index - 2].kind == "blank"
        return index - 1 if first and len(above.span.of(self.text)) <= 8 else None

    def _title(self, block: Block, rest: str) -> str:
        """The heading with one space between number and title where the text has space."""
        content = re.sub(r"^#+[ 　]+|\*\*", "", block.span.of(self.text).strip())
        content = re.sub(r"(?<=[【《])[ 　]+|[ 　]+(?=[】》])", "", content)
        match = re.match(r"(\S{1,10}?[ 　\t]+)(?=\S)", content)
        if match is None or not re.search(r"^第|[\d章節編部項ア-ケ.)）①-㊿Ⅰ-Ⅻ○■]\s+$", match[0]):
            return mend(strip_tags(content))
        return f"{mend(match[0])} {mend(content[match.end() :])}"

    def _is_title_block(self, index: int) -> bool:
        block = self.blocks[index]
        content = display(self.text, block.span)
        if block.kind not in ("line", "paragraph") or self.around.inside[index]:
            return False
        label = self.around.repeats[match_key(block.span.of(self.text))] > 2
        key = match_key(content)
        named = self.around.is_named(key) or self.around.is_listed(key)
        return (
            len(content) <= 40
            and not _is_sentence(content)
            and not content.endswith(("、", "：", ":"))
            and not re.search(r"\S(?:　{2,}| {3,})\S", block.span.of(self.text))
            and (not label or named or len(key) >= 8)
        )

    def _plain(self, index: int) -> Heading | None:
        """A heading without number or mark."""
        block = self.blocks[index]
        title = display(self.text, block.span).replace("\n", " ")
        if spaced := re.match(r"([^\W\d_]{2,4})[ 　](?=[^\W\d_]{3})", block.span.of(self.text)):
            title = f"{spaced[1]} {title[len(spaced[1]) :]}"
        if block.kind == "item" or len(block.lines) > 2:
            return None
        key = match_key(title)
        if not self.around.stands_alone(index) and not self.around.heads_text_as_listed(index, key):
            return None
        if _BACK_MATTER.match(title) and self.around.is_listed(key):
            return self._make(index, index, title, "back", (), title)
        glossary = _GLOSSARY.fullmatch(title)
        if glossary and self._stands_over_terms(index, glossary["name"]):
            return self._make(index, index, title, "back", (), title)
        if self.around.is_listed(key) and len(key) >= 3:
            return self._make(index, index, title, "contents", (), title)
        if self.around.is_named(key) and len(key) >= 4 and self.around.repeats[key] <= 2:
            return self._make(index, index, title, "named", (), title)
        if block.span.start in self.slides and len(key) >= 3:
            return self._make(index, index, title, "slide", (), title)
        if self.around.contents.keys or not self._stands_over_body(index, title):
            return None
        return self._make(index, index, title, "plain", (), title)

    def _stands_over_body(self, index: int, title: str) -> bool:
        block = self.blocks[index]
        if not 3 <= len(title) <= _LONGEST_PLAIN_TITLE or len(block.lines) > 1:
            return False
        if _is_sentence(title) or self.around.repeats[match_key(title)] > 1:
            return False
        if _DATE.match(unicodedata.normalize("NFKC", title)):
            return False
        if re.match(r"[(（〈<＜※→⇒^\d「]", title) and not re.search(r"」.{2,}$", title):
            return False
        if re.search(r"[：:、）)]$|[課室局部係]$|[？?]$", title) and not re.search(
            r"とは[？?]$|[ァ-ヶー][)）]$|へ[)）]$", title
        ):
            return False
        if self.around.is_in_debris(index):
            return False
        following = list(self.around.following(index, adjacent=False))[:2]
        if following and len(self.blocks[following[0]].span.of(self.text)) < 3:
            following = following[1:]
        if not following:
            return False
        body = self.blocks[following[0]]
        if body.kind == "table":
            return "、" not in title
        parsed = read_number(body.span.of(self.text))
        return body.kind in ("paragraph", "item") or bool(parsed and parsed[1] == (1,))

    def _stands_over_terms(self, index: int, title: str) -> bool:
        if self._stands_over_body(index, title):
            return True
        following = next(iter(self.around.following(index, adjacent=False)), None)
        below = self.blocks[following].span.of(self.text) if following is not None else ""
        return bool(_TERM_LINE.match(below)) and not self.around.is_in_debris(index)

    def _bracket_fits(self, index: int, rest: str) -> bool:
        following = next(iter(self.around.following(index, adjacent=False)), None)
        if following is None or self.around.repeats[match_key(rest)] > 1:
            return False
        body = self.blocks[following].span.of(self.text)
        return not BRACKETED.match(body) and len(self.blocks[index].lines) == 1

    def _make(
        self, first: int, last: int, title: str, style: str, number: tuple[int, ...], rest: str
    ) -> Heading:
        heading = self.blocks[first].span.join(self.blocks[last].span)
        key = match_key(rest or title)
        title = re.sub(r"^#+[ 　]+|\*\*", "", title).strip()
        return Heading(
            first, last, heading, re.sub(r"\s*\n\s*", " ", title), key, style,
            rank_of(style, number), number,
            self._lists(title, rest, key), self.around.is_named(key),
        )  # fmt: skip

    def _lists(self, title: str, rest: str, key: str) -> bool:
        number = match_key(title[: title.rfind(rest)]) if rest in title else ""
        return (
            self.around.is_listed(key)
            or self.around.is_listed(match_key(title))
            or (len(number) >= 4 and number in self.around.contents.keys)
        )

    def _parts(self) -> list[Heading]:
        """The title pages of further documents in the file: the lines over a table of
        contents that is not the first one."""
        parts: list[Heading] = []
        for number, span in enumerate(self.around.contents.spans):
            first = next(i for i, b in enumerate(self.blocks) if b.span.start >= span.start)
            if number:
                parts += self._part_over(first)
            if names_contents(title := self.blocks[first].span.of(self.text)):
                parts.append(self._make(first, first, title.strip(), "目次", (), title))
        return parts

    def _part_over(self, first: int) -> list[Heading]:
        top: int | None = None
        for position in range(first - 1, max(-1, first - 12), -1):
            block = self.blocks[position]
            if block.kind == "blank":
                continue
            content = display(self.text, block.span)
            if (
                block.kind not in ("line", "paragraph")
                or _is_sentence(content)
                or read_number(content)
            ):
                break
            if len(content) >= 8:
                top = position
        if top is None:
            return []
        title = re.sub(r"\s+", " ", self.blocks[top].span.of(self.text))
        return [replace(self._make(top, top, title, "part", (), title), rank=PART_RANK)]


def _names_office(title: str) -> bool:
    """Whether sections stand in brackets behind a title: 電子図書館の開設〔図書館、総務課〕."""
    behind = _OFFICE_APART.search(title)
    told = re.split(r"[：:]", behind[0])[-1] if behind else ""
    names = re.split(r"[、・,，／/ 　]", told.strip(" 　[]［］〔〕()（）")) if behind else []
    return bool(names) and all(is_department(name) for name in names)


def _is_sentence(title: str) -> bool:
    return (
        title.endswith(("。", "．", "、", "，"))
        or "。" in title[:-1]
        or bool(re.search(r"(?:ます|です|ました|ください|である)$", title))
    )


def _may_be_told(title: str) -> bool:
    """Whether a numbered title that reads as a sentence may be one all the same: 宣言2 …します,
    without a full stop."""
    return "。" not in title and not title.endswith(("．", "、", "，")) and len(title) <= 45
