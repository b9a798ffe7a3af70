"""The outline: which lines are headings, and how they nest.

Evidence, strongest first: numbering and marks whose numbers continue one another, a table of
contents that lists the line, an overview table that names it, a short line that stands alone
over a body. Lines that recur as labels (現状, 担当課) or running heads are no headings.
A wrong heading does more harm than a missing one.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from assistant.datamodels import Section, Span
from assistant.ingest.blocks import LINE, Block, Cell, display, read_blocks, strip_tags
from assistant.ingest.contents_title import names_contents
from assistant.ingest.decks import slide_titles
from assistant.ingest.labels import is_decorated, is_department, roles_of
from assistant.ingest.unfolding import unfold
from assistant.language.normalize import match_key, mend

LEADER = re.compile(
    r"[ 　\t]*(?:[・･.．…‥]{3,}|[-–—─_]{3,}|[…‥]+)[ 　\t]*(?:p\.?\s*)?\d{0,3}$|・\s?\d{1,3}$"
)
LISTED_PAGE = re.compile(r"(?<=\D)[ 　\t]+\d{1,3}$")
PAGE_NUMBER = re.compile(r"(?:p\.?\s*)?\d{1,3}(?:ページ|頁)?$", re.IGNORECASE)
BACK_MATTER = re.compile(
    r"(?:【?(?:資料|付属資料|参考資料|巻末資料|付録|別添|別紙)(?:編)?】?(?:[ 　\d].*)?"
    r"|用語(?:の?(?:集|解説|説明))|おわりに|結び)$"
)
# 資料編　用語の解説／策定の経過: the back matter with its parts, in a table of contents.
BACK_MATTER_WITH = re.compile(r"(\S{0,2}(?:資料|付録|別添)編?)[ 　]+(\S{3,}?)[ 　]*$")
FRONT_MATTER = re.compile(r"(?:はじめに|.{0,8}(?:ごあいさつ|ご?挨拶|あいさつ)|前文|巻頭言)$")
NAME_HEADER = re.compile(r"(?:名|名称)$|^(?:個別|標準|主要|重点)?(?:事業|取組|施策)(?:計画|項目)?$")
NUMERAL = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})"
CHAPTER = re.compile(rf"第[ 　]?({NUMERAL})[ 　]?([編部章節項])(?:[ 　:：]+|$)(.*)$", re.DOTALL)
BARE_CHAPTER = re.compile(rf"(?:第({NUMERAL})|[序終]章)[ 　:：]+(\S.*)$", re.DOTALL)
DECIMAL = re.compile(
    r"(\d{1,2}(?:[-‐–.]\d{1,2})+|\d{1,2}(?=[.)]|\s|$))(?:[.)]\s*|\s+|$)(.*)$", re.DOTALL
)
PAREN = re.compile(r"[(](\d{1,2})[)]\s*(.*)$", re.DOTALL)
KANA = re.compile(r"[(]?([ア-ケ])(?:[)]\s*|\s+)(.+)$", re.DOTALL)
ROMAN = re.compile(r"([Ⅰ-Ⅻ])[.．]?[ 　]*(.*)$", re.DOTALL)
CODE = re.compile(r"([A-Z])[-‐–](\d{1,2})\s+(.+)$", re.DOTALL)
CIRCLED = re.compile(r"([①-⑳㉑-㉟㊱-㊿])(\d?)[ 　]*(.+)$", re.DOTALL)
LABELLED = re.compile(
    r"((?!令和|平成|昭和|図|表|第)[一-龥々ァ-ヶーぁ-ん]{2,8}|柱)\s?"
    r"(\d{1,2}(?:[-‐–]\d{1,2}){0,2})(?:\s*[:：]\s*|\s+|$)(.*)$",
    re.DOTALL,
)
LABELLED_ROMAN = re.compile(
    r"([一-龥々ァ-ヶーぁ-ん]{2,8})[ 　]?([Ⅰ-Ⅻ])(?:[\s:：]+|$)(.*)$", re.DOTALL
)
MARKED = re.compile(r"([■□○◎◇])[ 　]*(.+)$", re.DOTALL)
BRACKETED = re.compile(r"([【《])[ 　]*([^【】《》]+?)[ 　]*[】》]$")
NAMED_LINE = re.compile(
    r"[■□◆●・]?[ 　]*[^\s：:]{0,6}名称?[ 　]*(?:[：:]|　|  )[ 　]*(\S[^\r\n]{2,40})"
)
OFFICE_BEHIND = re.compile(r"[ 　]*[（(［\[][^（()）［］\[\]]{2,40}[）)］\]]$")
_OFFICE_APART = re.compile(
    r"[ 　]*(?:[［\[〔][^［\]\[〔〕］]{2,60}[］\]〕]"
    r"|[（(][^（()）：:]{0,6}(?:担当|所管)[^（()）：:]{0,4}[：:][^（()）]{2,60}[）)])$"
)
_FEWEST_SHEETS = 3
BOLD = re.compile(r"\*\*([^*\n]+)\*\*$")
DATE = re.compile(r"[~～]?(?:令和|平成|昭和|R|H)\s?[\d元]{1,2}")
MARKDOWN = re.compile(r"(#{1,6})[ 　]+(.+?)[ 　#]*$")
DIGITS = {character: index for index, character in enumerate("〇一二三四五六七八九")}

RANKS = {
    "編": 12, "部": 14, "章": 20, "back": 20, "roman": 22, "decimal1": 25, "節": 30, "項": 32,
    "contents": 35, "bracket": 40, "decimal2": 42, "decimal3": 44, "decimal4": 46, "label": 50,
    "■": 54, "□": 54, "paren": 57, "plain": 52, "named": 52, "◎": 59, "○": 60, "◇": 60,
    "circled": 62, "code": 58, "kana": 64, "bold": 66, "slide": 50,
}  # fmt: skip
# Numberings that head the text right below them; a line of any other is an item of it.
OVER_TEXT = frozenset(
    ("paren", "decimal1", "decimal2", "decimal3", "decimal4", "label:資料", "label:参考資料",
     "label:付属資料", "label:付録", "label:別紙", "label:別添", "label:別表")
)  # fmt: skip
DEEPER = (0, 1, 3)  # what 目標1, 施策1-1 and 取組1-1-1 add to the rank of a label
PART_RANK = 5
LONGEST_TITLE = 60
LONGEST_PLAIN_TITLE = 36


@dataclass(frozen=True, slots=True)
class Contents:
    """The tables of contents: their spans and the titles they list, folded for matching."""

    spans: tuple[Span, ...]
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A line that may be a heading; `first` and `last` are the indices of its blocks."""

    first: int
    last: int
    heading: Span
    title: str
    key: str
    style: str
    rank: int
    number: tuple[int, ...] = ()
    listed: bool = False  # in the table of contents
    named: bool = False  # in an overview table
    detached: bool = False  # from the heading before it, by a list and a new paragraph

    @property
    def family(self) -> str:
        """What numbers are compared within: 重点施策1 and 目的1 are different families."""
        return self.style


def read_outline(text: str, blocks: Sequence[Block], title: str = "") -> tuple[Section, ...]:
    """The sections of `text` in order; the first one is the document itself (level 0)."""
    unfolded = unfold(text)
    lines = [Span(m.start(1), m.end(1)) for m in LINE.finditer(text) if m.start() < len(text)]
    slides = [lines[number].start for number in slide_titles(text, lines)]
    if unfolded is None:
        return _sections(text, title, _headings(text, blocks, frozenset(slides)))
    there = frozenset(unfolded.forward[start] for start in slides)
    found = _headings(unfolded.text, read_blocks(unfolded.text), there)
    return _sections(text, title, unfolded.told_of_source(tuple(found)))


def _headings(text: str, blocks: Sequence[Block], slides: frozenset[int]) -> list[_Candidate]:
    return _Reader(text, blocks, read_contents(text, blocks), slides).headings()


def section_at(outline: Sequence[Section], offset: int) -> int:
    """The ordinal of the innermost section at `offset`: the last heading before it."""
    return max(0, bisect_right(outline, offset, lo=1, key=lambda item: item.heading.start) - 1)


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
        entries = sum(_is_entry(text, b, with_title=False) for b in blocks[index : end + 1])
        return end if entries >= 3 else None
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
        if gap > 6 or block.kind == "table" or len(block.span.of(text)) > LONGEST_TITLE:
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
    return sum(bool(LEADER.search(line)) for line in lines) * 2 > len(lines) or (
        with_title and len(lines) == 1 and bool(LISTED_PAGE.search(lines[0]))
    )


def _is_entry_row(text: str, cells: Sequence[Cell]) -> bool:
    texts = [cell.span.of(text) for cell in cells if cell.text]
    return 1 < len(texts) <= 4 and bool(PAGE_NUMBER.match(texts[-1]))


def _listed_keys(text: str, block: Block) -> Iterator[str]:
    if block.kind == "table":
        for row in block.rows:
            for cell in row.cells:
                yield _title_key(cell.text)
        return
    for line in block.lines:
        yield _key_of_line(text, line)
        if both := BACK_MATTER_WITH.match(LEADER.sub("", line.of(text)).strip()):
            yield from map(match_key, (both[1], *re.split(r"[／/]", both[2])))


def _key_of_line(text: str, line: Span) -> str:
    return _title_key(LISTED_PAGE.sub("", LEADER.sub("", line.of(text))))


def _title_key(title: str) -> str:
    """`title` folded, without its number or mark, page number and links."""
    title = re.sub(r"\[([^\[\]]*)\]\([^()]*\)", r"\1", title)
    title = re.sub(r"^[-*+#\s]+", "", title)
    parsed = _parse(title)
    return match_key(parsed[2] or title) if parsed else match_key(title)


class _Reader:
    """Finds the headings of one text."""

    def __init__(
        self,
        text: str,
        blocks: Sequence[Block],
        contents: Contents,
        slides: frozenset[int] = frozenset(),
    ) -> None:
        self.text = text
        self.blocks = blocks
        self.contents = contents
        self.named = _overview_keys(blocks)
        self.slides = slides
        self.inside = [any(span.covers(block.span) for span in contents.spans) for block in blocks]
        self.filled = [i for i, block in enumerate(blocks) if block.kind != "blank"]
        self.repeats = Counter(
            match_key(block.span.of(text))
            for i, block in enumerate(blocks)
            if block.kind in ("line", "item") and not self.inside[i]
        )

        self.sheet_styles = self._sheet_styles()

    def headings(self) -> list[_Candidate]:
        """All headings in order."""
        found: list[_Candidate] = []
        taken = -1
        for index in self.filled[1:] if self._starts_with_title() else self.filled:
            if index <= taken or self.inside[index]:
                continue
            candidate = self._candidate(index)
            if candidate is not None:
                found.append(candidate)
                taken = candidate.last
        found = self._parts() + found
        found.sort(key=lambda c: (c.heading.start, c.heading.end))
        found = self._without_running_heads(found)
        found = _without_overviews(self._without_lists(found))
        return self._ranked(self._in_sequence(found))

    def _starts_with_title(self) -> bool:
        if not self.filled:
            return False
        block = self.blocks[self.filled[0]]
        parsed = _parse(block.span.of(self.text))
        if parsed is None or parsed[0] == "bold":
            return True
        if parsed[0] != "markdown1":
            return False
        heads = [b.span.of(self.text) for b in self.blocks if b.kind == "line"]
        return sum(head.startswith("# ") for head in heads) == 1

    def _candidate(self, index: int) -> _Candidate | None:
        block = self.blocks[index]
        if block.kind == "table" or block.mark.startswith(("-", "*", "+", "•")):
            return None
        first_line = block.lines[0].of(self.text)
        parsed = _parse(first_line if len(block.lines) > 1 else block.span.of(self.text))
        if parsed and (not parsed[2] or (parsed[1] and BRACKETED.match(parsed[2]))):
            return self._number_line(index, parsed)
        whole = _parse(block.span.of(self.text))
        if whole is None:
            return self._plain(index)
        return self._numbered(index, whole)

    def _numbered(self, index: int, parsed: tuple[str, tuple[int, ...], str]) -> _Candidate | None:
        block = self.blocks[index]
        style, number, rest = parsed
        title = self._title(block, rest)
        strong = (style in RANKS and RANKS[style] <= 32) or style.startswith("markdown")
        told = _is_sentence(title) and not (style.startswith("label:") and _may_be_told(title))
        if len(title) > LONGEST_TITLE or told or len(block.lines) > 3:
            return None
        heads_sheet = self._heads_sheet(index, style)
        if heads_sheet or (style.startswith("label:") and _names_office(title)):
            title, rest = (_OFFICE_APART.sub("", each) for each in (title, rest))
        if heads_sheet:
            return self._make(index, index, title, style, number, rest)
        if not strong and not self._alone(index, index):
            marked = MARKED.match(title) and self._is_listed(match_key(rest))
            if not marked and style not in OVER_TEXT:
                return None
            bare = OFFICE_BEHIND.sub("", title)
            if len(bare) > 30 or not self._opens_text(index, style):
                return None
        if style in ("bracket", "bold") and not self._bracket_fits(index, rest):
            return None
        return self._make(index, index, title, style, number, rest)

    def _number_line(
        self, index: int, parsed: tuple[str, tuple[int, ...], str]
    ) -> _Candidate | None:
        """A heading whose number has a line of its own, with the title below it."""
        style, number, _ = parsed
        if style in ("circled", "kana"):
            return None
        block = self.blocks[index]
        parts = [display(self.text, block.span)] if len(block.lines) > 1 else []
        last = index
        for position in self._following(index, adjacent=True):
            if named := NAMED_LINE.match(self.blocks[position].span.of(self.text)):
                parts, last = [mend(named[1])], position
                break
            if not self._is_title_block(position):
                break
            parts.append(display(self.text, self.blocks[position].span))
            last = position
        if not parts:
            wanted = 2 if len(number) > 2 else 1
            for position in self._following(index, adjacent=False):
                if BRACKETED.match(self.blocks[position].span.of(self.text)) and parts:
                    continue
                if len(parts) == wanted or not self._is_title_block(position):
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

    def _word_above(self, index: int) -> int | None:
        """The word that is numbered, on the line right above the number: ルール, then ①."""
        above = self.blocks[index - 1] if index else None
        if above is None or above.kind != "line" or _parse(above.span.of(self.text)):
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

    def _following(self, index: int, *, adjacent: bool) -> Iterator[int]:
        """Indices of the next few blocks with something in them, up to the first empty line
        if `adjacent`."""
        for position in range(index + 1, min(index + 9, len(self.blocks))):
            if self.blocks[position].kind != "blank":
                yield position
            elif adjacent:
                return

    def _is_title_block(self, index: int) -> bool:
        block = self.blocks[index]
        content = display(self.text, block.span)
        if block.kind not in ("line", "paragraph") or self.inside[index]:
            return False
        label = self.repeats[match_key(block.span.of(self.text))] > 2
        named = self._is_named(match_key(content)) or self._is_listed(match_key(content))
        return (
            len(content) <= 40
            and not _is_sentence(content)
            and not content.endswith(("、", "：", ":"))
            and not re.search(r"\S(?:　{2,}| {3,})\S", block.span.of(self.text))
            and (not label or named or len(match_key(content)) >= 8)
        )

    def _plain(self, index: int) -> _Candidate | None:
        """A heading without number or mark."""
        block = self.blocks[index]
        title = display(self.text, block.span).replace("\n", " ")
        if spaced := re.match(r"([^\W\d_]{2,4})[ 　](?=[^\W\d_]{3})", block.span.of(self.text)):
            title = f"{spaced[1]} {title[len(spaced[1]) :]}"
        if block.kind == "item" or len(block.lines) > 2:
            return None
        key = match_key(title)
        if not self._alone(index, index) and not self._heads_listed(index, key):
            return None
        if BACK_MATTER.match(title) and self._is_listed(key):
            return self._make(index, index, title, "back", (), title)
        if self._is_listed(key) and len(key) >= 3:
            return self._make(index, index, title, "contents", (), title)
        if self._is_named(key) and len(key) >= 4 and self.repeats[key] <= 2:
            return self._make(index, index, title, "named", (), title)
        if block.span.start in self.slides and len(key) >= 3:
            return self._make(index, index, title, "slide", (), title)
        if self.contents.keys or not self._stands_over_body(index, title):
            return None
        return self._make(index, index, title, "plain", (), title)

    def _heads_listed(self, index: int, key: str) -> bool:
        """Whether a line that the contents list as it stands is set right above its text."""
        before = index == 0 or self.blocks[index - 1].kind == "blank"
        single = len(self.blocks[index].lines) == 1 and self.repeats[key] == 1
        return before and single and key in self.contents.keys

    def _stands_over_body(self, index: int, title: str) -> bool:
        block = self.blocks[index]
        if not 3 <= len(title) <= LONGEST_PLAIN_TITLE or len(block.lines) > 1:
            return False
        if _is_sentence(title) or self.repeats[match_key(title)] > 1:
            return False
        if DATE.match(unicodedata.normalize("NFKC", title)):
            return False
        if re.match(r"[(（〈<＜※→⇒^\d「]", title) and not re.search(r"」.{2,}$", title):
            return False
        if re.search(r"[：:、）)]$|[課室局部係]$|[？?]$", title) and not re.search(
            r"とは[？?]$|[ァ-ヶー][)）]$|へ[)）]$", title
        ):
            return False
        if self._in_debris(index):
            return False
        following = list(self._following(index, adjacent=False))[:2]
        if following and len(self.blocks[following[0]].span.of(self.text)) < 3:
            following = following[1:]
        if not following:
            return False
        body = self.blocks[following[0]]
        if body.kind == "table":
            return "、" not in title
        parsed = _parse(body.span.of(self.text))
        return body.kind in ("paragraph", "item") or bool(parsed and parsed[1] == (1,))

    def _in_debris(self, index: int) -> bool:
        """Whether two other short lines precede: the captions of a picture, a title page."""
        before = [i for i in range(max(0, index - 6), index) if self.blocks[i].kind != "blank"]
        return len(before) > 1 and all(
            self.blocks[i].kind == "line" and _parse(self.blocks[i].span.of(self.text)) is None
            for i in before[-2:]
        )

    def _bracket_fits(self, index: int, rest: str) -> bool:
        following = next(iter(self._following(index, adjacent=False)), None)
        if following is None or self.repeats[match_key(rest)] > 1:
            return False
        body = self.blocks[following].span.of(self.text)
        return not BRACKETED.match(body) and len(self.blocks[index].lines) == 1

    def _alone(self, first: int, last: int) -> bool:
        """Whether blocks `first` to `last` have an empty line, or nothing, on either side."""
        before = first == 0 or self.blocks[first - 1].kind == "blank"
        after = last + 1 == len(self.blocks) or self.blocks[last + 1].kind == "blank"
        return before and after

    def _opens_text(self, index: int, style: str) -> bool:
        """Whether a numbered line that stands right above text is its heading: an empty line
        comes before it, and what follows is no list of the same numbering."""
        if index and self.blocks[index - 1].kind != "blank":
            return False
        following = next(self._following(index, adjacent=True), None)
        parsed = following and _parse(self.blocks[following].span.of(self.text))
        return following is not None and not (parsed and parsed[0] == style)

    def _heads_sheet(self, index: int, style: str) -> bool:
        """Whether a measure's line (施策1-1 …〔市民課〕) stands right above the first label of
        its sheet, and others do: 【現状と課題】."""
        return style.startswith("label:") and style in self.sheet_styles and self._is_over(index)

    def _is_over(self, index: int) -> bool:
        """Whether a line stands, behind an empty one, right over a label of a sheet."""
        if index == 0 or self.blocks[index - 1].kind != "blank":
            return False
        following = next(self._following(index, adjacent=True), None)
        label = self.blocks[following].lines[0].of(self.text) if following is not None else ""
        label = re.sub(r"(?<=[】〕］〉＞》≫]).*", "", label.strip())
        return is_decorated(label) and bool(roles_of(label, True)) and label[0] in "【〔［[〈＜《≪"

    def _sheet_styles(self) -> frozenset[str]:
        """The styles of lines of which several stand over a label of a sheet."""
        found: Counter[str] = Counter()
        for index in self.filled:
            block = self.blocks[index]
            if block.kind == "line" and not self.inside[index]:
                parsed = _parse(block.span.of(self.text))
                if parsed and parsed[0].startswith("label:") and self._is_over(index):
                    found[parsed[0]] += 1
        return frozenset(style for style, count in found.items() if count >= _FEWEST_SHEETS)

    def _is_listed(self, key: str) -> bool:
        return key in self.contents.keys or _resembles(key, self.contents.keys, 0.9, 0.75)

    def _is_named(self, key: str) -> bool:
        return key in self.named or _resembles(key, self.named, 0.85, 0.45)

    def _make(
        self, first: int, last: int, title: str, style: str, number: tuple[int, ...], rest: str
    ) -> _Candidate:
        heading = self.blocks[first].span.join(self.blocks[last].span)
        key = match_key(rest or title)
        title = re.sub(r"^#+[ 　]+|\*\*", "", title).strip()
        return _Candidate(
            first, last, heading, re.sub(r"\s*\n\s*", " ", title), key, style,
            _rank(style, number), number,
            self._lists(title, rest, key), self._is_named(key),
        )  # fmt: skip

    def _lists(self, title: str, rest: str, key: str) -> bool:
        number = match_key(title[: title.rfind(rest)]) if rest in title else ""
        return (
            self._is_listed(key)
            or self._is_listed(match_key(title))
            or (len(number) >= 4 and number in self.contents.keys)
        )

    def _parts(self) -> list[_Candidate]:
        """The title pages of further documents in the file: the lines over a table of
        contents that is not the first one."""
        parts: list[_Candidate] = []
        for number, span in enumerate(self.contents.spans):
            first = next(i for i, b in enumerate(self.blocks) if b.span.start >= span.start)
            if number:
                parts += self._part_over(first)
            if names_contents(title := self.blocks[first].span.of(self.text)):
                parts.append(self._make(first, first, title.strip(), "目次", (), title))
        return parts

    def _part_over(self, first: int) -> list[_Candidate]:
        top: int | None = None
        for position in range(first - 1, max(-1, first - 12), -1):
            block = self.blocks[position]
            if block.kind == "blank":
                continue
            content = display(self.text, block.span)
            if block.kind not in ("line", "paragraph") or _is_sentence(content) or _parse(content):
                break
            if len(content) >= 8:
                top = position
        if top is None:
            return []
        title = re.sub(r"\s+", " ", self.blocks[top].span.of(self.text))
        return [replace(self._make(top, top, title, "part", (), title), rank=PART_RANK)]

    def _without_running_heads(self, found: list[_Candidate]) -> list[_Candidate]:
        """Without the repetitions of the heading that is open already; a style that repeats
        itself without being listed anywhere is the running head of something else."""
        previous: dict[str, str] = {}
        repeated: set[str] = set()
        kept: list[_Candidate] = []
        last_key = ""
        for candidate in found:
            full = f"{candidate.number}{candidate.key}"
            again = previous.get(candidate.family) == full or (
                candidate.style == "contents" and candidate.key == last_key
            )
            if candidate.style == "目次" or (candidate.named and not candidate.listed):
                again = False
            if again and not candidate.listed and candidate.style != "slide":
                repeated.add(candidate.family)
            previous[candidate.family] = full
            last_key = candidate.key
            if not again:
                kept.append(candidate)
        return [c for c in kept if c.family not in repeated or c.listed]

    def _without_lists(self, found: list[_Candidate]) -> list[_Candidate]:
        """Without runs of one style with nothing below them: those are lists."""
        kept: list[_Candidate] = []
        run: list[_Candidate] = []
        for position, candidate in enumerate(found):
            following = found[position + 1] if position + 1 < len(found) else None
            run.append(candidate)
            if following is not None and self._follows_at_once(candidate, following):
                if following.family == candidate.family:
                    continue
                empty = len(run) > 1
            else:
                empty = False
            weak = candidate.rank > RANKS["bracket"] and not candidate.listed
            if not weak or len(run) == 1:
                kept += run
            elif len(run) == 2 and not empty:
                kept += run[-1:]
            run = []
        return kept

    def _follows_at_once(self, candidate: _Candidate, following: _Candidate) -> bool:
        """Whether nothing stands between two headings, not even the gap of a picture."""
        return all(
            self.blocks[i].kind == "blank" and len(self.blocks[i].lines) < 3
            for i in range(candidate.last + 1, following.first)
        )

    def _in_sequence(self, found: list[_Candidate]) -> list[_Candidate]:
        """Without headings whose number neither starts nor continues a sequence."""
        kept: list[_Candidate] = []
        for position, candidate in enumerate(found):
            fitted = _fit(candidate, kept, found[position + 1 :])
            if fitted is not None:
                kept.append(fitted)
        return _without_lone_marks(kept)

    def _ranked(self, found: list[_Candidate]) -> list[_Candidate]:
        """With the ranks of unnumbered headings told by what stands around them."""
        marks = [c.rank for c in found if c.listed and c.style in ("■", "□", "○")]
        listed_rank = min(marks, default=RANKS["contents"])
        restarts = sum(c.style == "decimal1" and c.number == (1,) for c in found)
        highest = min((c.rank for c in found if c.style in ("編", "部")), default=RANKS["back"])
        ranked: list[_Candidate] = []
        for position, candidate in enumerate(found):
            following = found[position + 1 :]
            if candidate.style in ("contents", "named"):
                candidate = replace(candidate, rank=listed_rank)
            elif candidate.style == "back":
                candidate = replace(candidate, rank=highest)
            elif candidate.style == "plain" and _heads_lists(
                candidate, ranked, following, restarts
            ):
                candidate = replace(candidate, rank=RANKS["decimal1"] - 1)
            detached = bool(ranked) and self._detached(ranked[-1], candidate)
            ranked.append(replace(candidate, detached=detached))
        return ranked

    def _detached(self, previous: _Candidate, candidate: _Candidate) -> bool:
        """Whether a list and then a new paragraph stand between two headings, so that the
        second one no longer belongs below the first."""
        kinds = [b.kind for b in self.blocks[previous.last + 1 : candidate.first]]
        return "item" in kinds and "paragraph" in kinds[kinds.index("item") :]


def _names_office(title: str) -> bool:
    """Whether sections stand in brackets behind a title: 電子図書館の開設〔図書館、総務課〕."""
    behind = _OFFICE_APART.search(title)
    names = re.split(r"[、・,，／/ 　]", behind[0].strip(" 　[]［］〔〕()（）")) if behind else []
    return bool(names) and all(is_department(name) for name in names)


def _without_overviews(found: list[_Candidate]) -> list[_Candidate]:
    """Without the codes (A-1 …) of an overview: their headings come again, over the text."""
    last = {(c.number, c.key): c for c in found if c.style == "code"}
    return [c for c in found if c.style != "code" or last[c.number, c.key] is c]


def _heads_lists(
    plain: _Candidate, before: list[_Candidate], after: list[_Candidate], restarts: int
) -> bool:
    """Whether an unnumbered heading stands above numbered ones rather than among them."""
    following = next((c for c in after if c.style == "decimal1"), None)
    if following is not None and following is after[0] and following.number == (1,):
        return True
    opened = next((c for c in reversed(before) if c.style == "decimal1"), None)
    continues = opened is not None and following is not None and following.number != (1,)
    return restarts > 2 and not continues


def _fit(
    candidate: _Candidate, before: list[_Candidate], after: list[_Candidate]
) -> _Candidate | None:
    number, style = candidate.number, candidate.style
    if not number or style in ("code", "章", "編", "部", "節", "項") or style.startswith("label:"):
        return candidate
    if len(number) > 1:
        return _fit_below(candidate, before)
    if number == (1,):
        return candidate
    for previous in reversed(before):
        if previous.family == candidate.family and previous.number[0] + 1 == number[0]:
            return candidate
        if previous.rank < candidate.rank and style not in ("decimal1", "circled"):
            break
    if candidate.named and style == "circled":
        return candidate
    if candidate.named and style == "decimal1" and any(c.style == "circled" for c in before):
        return replace(candidate, style="circled", rank=RANKS["circled"])
    if candidate.listed and not any(c.key == candidate.key for c in after):
        return candidate
    return None


def _fit_below(candidate: _Candidate, before: list[_Candidate]) -> _Candidate | None:
    """A number of several parts fits below the heading that has its first part."""
    last: dict[str, _Candidate] = {}
    for heading in before:
        if heading.number:
            last[heading.family] = heading
    decimals = [c for c in last.values() if c.style.startswith("decimal")]
    chapters = [c for c in last.values() if c.style in ("decimal1", "章", "roman")]
    if not chapters and not decimals:
        return candidate
    above = [c for c in last.values() if c.number[:1] == candidate.number[:1]]
    if not above:
        return None
    labelled = [c for c in above if c.style.startswith("label:")]
    if labelled and not any(c.style in ("decimal1", "章", "roman") for c in above):
        return replace(candidate, rank=max(candidate.rank, labelled[-1].rank + 1))
    return candidate


def _without_lone_marks(found: list[_Candidate]) -> list[_Candidate]:
    """Without circled numbers that no sibling continues and no overview names."""
    numbers = {c.number for c in found if c.style == "circled"}
    return [
        c
        for c in found
        if c.style != "circled"
        or c.named
        or c.listed
        or (len(numbers) > 1 and ((c.number[0] + 1,) in numbers or (c.number[0] - 1,) in numbers))
    ]


def _sections(text: str, title: str, headings: Sequence[_Candidate]) -> tuple[Section, ...]:
    whole = Span(0, len(text))
    found = [Section(0, 0, title, Span(0, 0), whole, None)]
    opened: list[tuple[_Candidate, int]] = []
    for heading in headings:
        _close(opened, heading)
        parent = opened[-1][1] if opened else 0
        ordinal = len(found)
        level = found[parent].level + 1
        span = Span(heading.heading.start, len(text))
        found.append(Section(ordinal, level, heading.title, heading.heading, span, parent))
        opened.append((heading, ordinal))
    return tuple(_closed(text, found))


def _close(opened: list[tuple[_Candidate, int]], heading: _Candidate) -> None:
    """Takes off the stack what `heading` does not stand under."""
    if opened and opened[-1][0].style == "目次":
        opened.pop()
    if opened and opened[-1][0].style == "slide" and heading.number:
        opened.pop()
    if opened and heading.listed and FRONT_MATTER.match(opened[-1][0].title):
        opened.pop()
    for position in range(len(opened) - 1, -1, -1):
        other = opened[position][0]
        if (
            other.family == heading.family
            and other.number
            and len(heading.number) == 1
            and other.number[0] + 1 == heading.number[0]
        ):
            del opened[position:]
            return
    if heading.number == (1,) and heading.style in ("decimal1", "paren", "circled"):
        _open_list(opened, heading)
        return
    while opened and opened[-1][0].rank >= heading.rank:
        if _numbered_below(opened[-1][0], heading):
            break
        opened.pop()


def _numbered_below(above: _Candidate, heading: _Candidate) -> bool:
    """Whether titles of one style tell by their numbers that one stands below the other:
    基本方針1, then 施策1-1."""
    upper, lower = _parse(above.title), _parse(heading.title)
    if above.style != heading.style or not above.style.startswith("markdown"):
        return False
    if upper is None or lower is None or not upper[1]:
        return False
    return len(lower[1]) > len(upper[1]) and lower[1][: len(upper[1])] == upper[1]


def _open_list(opened: list[tuple[_Candidate, int]], heading: _Candidate) -> None:
    """A list that starts at 1 stands under the last heading of another kind."""
    if heading.detached and opened and opened[-1][0].style == "plain":
        opened.pop()
    families = [entry[0].family for entry in opened]
    if heading.family in families:
        position = families.index(heading.family)
        below = [
            e for e in opened[position + 1 :] if e[0].style in ("plain", "bracket", "contents")
        ]
        if below:
            return
        del opened[position:]
        if heading.style == "decimal1" and opened and opened[-1][0].style == "plain":
            opened.pop()
        return
    while opened and opened[-1][0].rank >= heading.rank and opened[-1][0].style not in (
        "plain", "contents", "bracket",
    ):  # fmt: skip
        opened.pop()


def _closed(text: str, sections: list[Section]) -> Iterator[Section]:
    """The sections with their spans ending where the next one of the same or a higher level
    begins."""
    for section in sections:
        end = next(
            (
                other.heading.start
                for other in sections[section.ordinal + 1 :]
                if other.level <= section.level
            ),
            len(text),
        )
        while end > section.heading.end and text[end - 1].isspace():
            end -= 1
        yield replace(section, span=Span(section.span.start, end)) if section.ordinal else section


def _parse(line: str) -> tuple[str, tuple[int, ...], str] | None:
    """Style, number and title of a numbered or marked line; None for any other."""
    line = line.strip()
    if match := MARKDOWN.match(line):
        return f"markdown{len(match[1])}", (), match[2]
    if match := BOLD.match(line):
        return "bold", (), match[1]
    if match := BRACKETED.match(line):
        return "bracket", (), match[2]
    if match := MARKED.match(line):
        return match[1], (), match[2]
    if match := CIRCLED.match(line):
        return (
            "circled",
            (_circled(match[1]) if not match[2] else 10 * _circled(match[1]) + int(match[2]),),
            match[3],
        )
    if match := LABELLED_ROMAN.match(line):
        return f"label:{match[1]}", (ord(match[2]) - ord("Ⅰ") + 1,), match[3].strip()
    if match := ROMAN.match(line):
        return "roman", (ord(match[1]) - ord("Ⅰ") + 1,), match[2]
    return _parse_numbered(unicodedata.normalize("NFKC", line))


def _parse_numbered(line: str) -> tuple[str, tuple[int, ...], str] | None:
    if match := CHAPTER.match(line):
        return match[2], (_numeral(match[1]),), match[3].strip()
    if match := BARE_CHAPTER.match(line):
        return "章", (_numeral(match[1] or "0"),), match[2].strip()
    if match := DECIMAL.match(line):
        number = tuple(int(part) for part in re.split(r"[-‐–.]", match[1]))
        return f"decimal{min(len(number), 4)}", number, match[2].strip()
    if match := CODE.match(line):
        return "code", (ord(match[1]) - 64, int(match[2])), match[3]
    if match := PAREN.match(line):
        return "paren", (int(match[1]),), match[2]
    if match := LABELLED.match(line):
        number = tuple(int(part) for part in re.split(r"[-‐–]", match[2]))
        return f"label:{match[1]}", number, match[3].strip()
    if match := KANA.match(line):
        return "kana", ("アイウエオカキクケ".find(match[1]) + 1,), match[2]
    return None


def _rank(style: str, number: tuple[int, ...] = ()) -> int:
    if style.startswith("markdown"):
        return 6 + int(style[-1])
    if style == "目次":
        return PART_RANK + 1
    if style == "label:柱":  # always over the numbered things of a plan
        return RANKS["label"] - 1
    if style.startswith("label:"):
        return RANKS["label"] + DEEPER[min(len(number), len(DEEPER)) - 1]
    return RANKS.get(style.split(":")[0], RANKS["plain"])


def _numeral(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, _, ones = text.rpartition("十")
    if "十" not in text:
        return DIGITS.get(text[-1], 0)
    return 10 * DIGITS.get(tens, 1) + DIGITS.get(ones, 0)


def _circled(mark: str) -> int:
    return int(unicodedata.normalize("NFKC", mark))


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


def _overview_keys(blocks: Iterable[Block]) -> frozenset[str]:
    """Folded names of what overview tables list below a header such as 事業名."""
    keys: set[str] = set()
    for block in blocks:
        if block.kind != "table" or len(block.rows) < 3:
            continue
        columns = [i for i, c in enumerate(block.rows[0].cells) if NAME_HEADER.search(c.text)]
        for row in block.rows[1:]:
            for column in columns:
                if column < len(row.cells):
                    name = re.sub(r"【[^【】]*】", "", row.cells[column].text)
                    keys.add(_title_key(re.sub(r"^[A-Z]{2}(?=\W?[ぁ-龥ァ-ヶ])", "", name)))
    return frozenset(key for key in keys if 4 <= len(key) <= 60)


def _resembles(key: str, keys: frozenset[str], least: float, share: float) -> bool:
    """Whether `key` is a slight variant of one of `keys`, or its first part, at least
    `share` of it."""
    if len(key) < 6:
        return False
    matcher = SequenceMatcher(None, "", key, autojunk=False)
    for other in keys:
        if other.startswith(key) and len(key) >= share * len(other):
            return True
        if key.startswith(other) and len(other) >= max(share, 0.6) * len(key) > 3:
            return True
        if abs(len(key) - len(other)) <= 3:
            matcher.set_seq1(other)
            if matcher.quick_ratio() >= least and matcher.ratio() >= least:
                return True
    return False
