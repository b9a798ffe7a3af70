"""What stands around a line, and which lists of the document name it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from assistant.ingest.blocks import Block
from assistant.ingest.contents import read_contents
from assistant.ingest.heading_numbers import read_number, title_key
from assistant.ingest.labels import is_decorated, roles_of
from assistant.language.normalize import match_key

_NAME_HEADER = re.compile(
    r"(?:名|名称)$|^(?:個別|標準|主要|重点)?(?:事業|取組|施策)(?:計画|項目)?$"
)
_FEWEST_SHEETS = 3


class Surroundings:
    """The blocks of one text as a line among them sees them. Lines are told by the indices of
    their blocks."""

    def __init__(self, text: str, blocks: Sequence[Block]) -> None:
        self.text = text
        self.blocks = blocks
        self.contents = read_contents(text, blocks)
        self.named = _overview_keys(blocks)
        spans = self.contents.spans
        self.inside = [any(span.covers(block.span) for span in spans) for block in blocks]
        self.filled = [i for i, block in enumerate(blocks) if block.kind != "blank"]
        self.repeats = Counter(
            match_key(block.span.of(text))
            for i, block in enumerate(blocks)
            if block.kind in ("line", "item") and not self.inside[i]
        )
        self.sheet_styles = self._sheet_styles()

    def following(self, index: int, *, adjacent: bool) -> Iterator[int]:
        """Indices of the next few blocks with something in them, up to the first empty line
        if `adjacent`."""
        for position in range(index + 1, min(index + 9, len(self.blocks))):
            if self.blocks[position].kind != "blank":
                yield position
            elif adjacent:
                return

    def stands_alone(self, index: int) -> bool:
        """Whether a line has an empty one, or nothing, on either side."""
        before = index == 0 or self.blocks[index - 1].kind == "blank"
        after = index + 1 == len(self.blocks) or self.blocks[index + 1].kind == "blank"
        return before and after

    def opens_text(self, index: int, style: str) -> bool:
        """Whether a numbered line that stands right above text is its heading: an empty line
        comes before it, and what follows is no list of the same numbering."""
        if index and self.blocks[index - 1].kind != "blank":
            return False
        following = next(self.following(index, adjacent=True), None)
        parsed = following and read_number(self.blocks[following].span.of(self.text))
        return following is not None and not (parsed and parsed[0] == style)

    def stands_over_prose(self, index: int, style: str) -> bool:
        """Whether right below a line begins a paragraph of sentences, set in by one character or
        further in than the line, and no further line numbered like it before the next empty one."""
        if len(self.blocks[index].lines) > 1:
            return False
        held = list(self.following(index, adjacent=True))
        lines = [line.of(self.text) for place in held for line in self.blocks[place].lines]
        numbered = (read_number(line) for line in lines)
        if not held or any(each is not None and each[0] == style for each in numbered):
            return False
        below = self.blocks[held[0]].span
        inset = self.text[below.start - 1 : below.start] == "　" or self.text[below.start] == "　"
        inset = inset or self._column(below.start) > self._column(self.blocks[index].span.start) > 0
        return inset and below.of(self.text).rstrip().endswith("。")

    def _column(self, offset: int) -> int:
        return offset - (self.text.rfind("\n", 0, offset) + 1)

    def heads_text_as_listed(self, index: int, key: str) -> bool:
        """Whether a line that the contents list as it stands is set right above its text."""
        before = index == 0 or self.blocks[index - 1].kind == "blank"
        single = len(self.blocks[index].lines) == 1 and self.repeats[key] == 1
        return before and single and key in self.contents.keys

    def is_in_debris(self, index: int) -> bool:
        """Whether two other short lines precede: the captions of a picture, a title page."""
        before = [i for i in range(max(0, index - 6), index) if self.blocks[i].kind != "blank"]
        return len(before) > 1 and all(
            self.blocks[i].kind == "line" and read_number(self.blocks[i].span.of(self.text)) is None
            for i in before[-2:]
        )

    def heads_sheet(self, index: int, style: str) -> bool:
        """Whether a measure's line (施策1-1 …〔市民課〕) stands right above the first label of
        its sheet, and others do: 【現状と課題】."""
        return style.startswith("label:") and style in self.sheet_styles and self._is_over(index)

    def _is_over(self, index: int) -> bool:
        """Whether a line stands, behind an empty one, right over a label of a sheet."""
        if index == 0 or self.blocks[index - 1].kind != "blank":
            return False
        following = next(self.following(index, adjacent=True), None)
        label = self.blocks[following].lines[0].of(self.text) if following is not None else ""
        label = re.sub(r"(?<=[】〕］〉＞》≫]).*", "", label.strip())
        return is_decorated(label) and bool(roles_of(label, True)) and label[0] in "【〔［[〈＜《≪"

    def _sheet_styles(self) -> frozenset[str]:
        """The styles of lines of which several stand over a label of a sheet."""
        found: Counter[str] = Counter()
        for index in self.filled:
            block = self.blocks[index]
            if block.kind == "line" and not self.inside[index]:
                parsed = read_number(block.span.of(self.text))
                if parsed and parsed[0].startswith("label:") and self._is_over(index):
                    found[parsed[0]] += 1
        return frozenset(style for style, count in found.items() if count >= _FEWEST_SHEETS)

    def is_listed(self, key: str) -> bool:
        """Whether a table of contents has a folded title, or nearly so."""
        return key in self.contents.keys or _resembles(key, self.contents.keys, 0.9, 0.75)

    def is_named(self, key: str) -> bool:
        """Whether an overview table has a folded title, or nearly so."""
        return key in self.named or _resembles(key, self.named, 0.85, 0.45)


def _overview_keys(blocks: Iterable[Block]) -> frozenset[str]:
    """Folded names of what overview tables list below a header such as 事業名."""
    keys: set[str] = set()
    for block in blocks:
        if block.kind != "table" or len(block.rows) < 3:
            continue
        columns = [i for i, c in enumerate(block.rows[0].cells) if _NAME_HEADER.search(c.text)]
        for row in block.rows[1:]:
            for column in columns:
                if column < len(row.cells):
                    name = re.sub(r"【[^【】]*】", "", row.cells[column].text)
                    keys.add(title_key(re.sub(r"^[A-Z]{2}(?=\W?[ぁ-龥ァ-ヶ])", "", name)))
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
