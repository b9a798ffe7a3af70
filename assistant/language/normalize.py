"""Folding for matching, with the way back to the original characters.

`normalize_text` and its kin serve matching only: what a person is shown is the source text,
or the source text mended (`mend`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from assistant.datamodels import Span

REMEMBERED = 32_768  # texts; the same facts are compared with every question
_VARIANTS = Path(__file__).with_name("variants.tsv")

# Every dash and minus; the long-vowel mark ー is none of them.
_DASHES = (
    "-\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2500\u2501\ufe58\ufe63\uff0d\u2e3a\u2e3b"
)
_TILDES = "~\u301c\u223c\uff5e\u02dc"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"

_CJK = (
    r"\u2e80-\u2fdf\u3001-\u30ff\u3190-\u319f\u31f0-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff9f\U00020000-\U0003ffff"
)
_SPACE = re.compile(r"\s+")
_BETWEEN_LETTERS = re.compile(r"(?<![0-9])-|-(?![0-9])|[^\w%+\-]|_")
_IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_CJK_CHARACTER = re.compile(f"[{_CJK}]")
_TO_KATAKANA = {hiragana: hiragana + 0x60 for hiragana in range(0x3041, 0x3097)}
_TO_HIRAGANA = {katakana: hiragana for hiragana, katakana in _TO_KATAKANA.items()}
_LARGE_KANA = str.maketrans("ァィゥェォッャュョヮ", "アイウエオツヤユヨワ")
# Kana that are taken for one another: voiced ones, and ソ or ツ that look like ン or シ.
_BLURRED_KANA = str.maketrans(
    "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポソツ",
    "カキクケコサシスセンタチシテトハヒフヘホハヒフヘホンシ",
    "ッー",
)
_LETTER = r"A-Za-zＡ-Ｚａ-ｚ"
_UPPER = r"A-ZＡ-Ｚ"
_DIGIT = r"0-9０-９"
_GAP = r"[^\S\r\n\t]{1,2}"

# 蓮ケ瀬, 3ケ所: a large ケ that stands for the small ヶ.
_LARGE_KE = re.compile(r"(?<=[一-龠々0-9])ケ(?=[一-龠])")
# フロントヤ―ド: a dash typed for the long-vowel mark, which the rest of a katakana word follows.
_DASHED_VOWEL = re.compile(r"(?<=[ァ-ヺ])-(?=[ァ-ヴヷ-ヺ])")
_RUBY = re.compile(r"\^\{[^{}\n]{0,40}\}")
# Glyphs of a symbol font that a PDF keeps no character for: bullets of Wingdings.
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")
_SPACE = re.compile(r"\s+")
# `I S E C A`, `K P I`, `e L T A X`: two capitals or more, or three letters of any case.
_LETTER_SPACED = re.compile(
    rf"(?<![{_LETTER}{_DIGIT}'’])(?:[{_UPPER}](?:{_GAP}[{_UPPER}])+|[{_LETTER}](?:{_GAP}[{_LETTER}]){{2,}})"
    rf"(?![{_LETTER}{_DIGIT}'’])"
)
# `R 8`, `Ｒ ８`: an era's letter and its year.
_ERA_GAP = re.compile(rf"(?<![{_LETTER}])[RHSＲＨＳ]{_GAP}(?=[{_DIGIT}]{{1,2}}(?![{_DIGIT}]))")
# `2, 885件`: a separator of thousands with a stray space.
_THOUSANDS = re.compile(rf"(?<=[{_DIGIT}][,，]){_GAP}(?=[{_DIGIT}]{{3}}(?![{_DIGIT}]))")
# A line that starts a new item, heading or label: nothing is joined to the line before it.
_ITEM_START = re.compile(
    r"[-*+・･•●○◯◎■□◆◇▶▷►➢➤★☆※✓✔→⇒▼▽▲△〇<|【〈《〔［\[(（①-⓿❶-❿㉑-㊿]|[0-9０-９]{1,3}[.．、)）-]"
)
_SENTENCE_END = "。．.!?！？：:】〉》｝}>|"
_BROKEN_LATIN_TAIL = re.compile(
    rf"(?:[{_UPPER}]|[a-zａ-ｚ]{{1,3}})(?![{_LETTER}{_DIGIT}'’]|[ \t]+[{_LETTER}])"
)
_BROKEN_LATIN_HEAD = re.compile(rf"[{_LETTER}-]*[{_UPPER}][{_LETTER}-]*[{_LETTER}]$")
_COUNTED = re.compile(r"[年月日件人円%％割]")

_KATAKANA_FOLDS = re.compile(
    r"ヴ[ァィェォ]?|ディ+|ウ[ィェォ]|[ヂヅ]|(?<=[ァ-ヺ])[一-](?=[ァ-ヴヷ-ヺ])"
)
_KATAKANA_FOLD = {
    "ヴァ": "バ", "ヴィ": "ビ", "ヴェ": "ベ", "ヴォ": "ボ", "ヴ": "ブ",
    "ウィ": "ウイ", "ウェ": "ウエ", "ウォ": "ウオ", "ヂ": "ジ", "ヅ": "ズ", "一": "ー", "-": "ー",
}  # fmt: skip
# JIS Z 8301: a word of three kana or more may drop its last long-vowel mark (サーバー, サーバ).
_LAST_LONG_VOWEL = re.compile(r"(?<=[ァ-ヺー]{2})([ァ-ヺ])ー+(?![ァ-ヺー])")


@dataclass(frozen=True, slots=True)
class Normalized:
    """A folded text. `offsets[i]` and `ends[i]` bound the original characters that
    `text[i]` came from."""

    text: str
    offsets: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The original's span behind `text[start:end]`; an empty one where nothing is."""
        if start >= end or start >= len(self.text):
            edge = self.offsets[start] if start < len(self.text) else (self.ends or (0,))[-1]
            return Span(edge, edge)
        return Span(self.offsets[start], self.ends[min(end, len(self.text)) - 1])


@dataclass(slots=True)
class _Aligned:
    """Text under rewriting, aligned with the original."""

    text: str
    starts: list[int]
    ends: list[int]

    def rewrite(self, edits: Iterable[tuple[int, int, str]]) -> None:
        """Replace `text[start:end]` by a string, for ascending, disjoint edits."""
        texts: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        done = 0
        for start, end, new in edits:
            texts += self.text[done:start], new
            starts += self.starts[done:start]
            ends += self.ends[done:start]
            if new:
                starts += [self.starts[start]] * len(new)
                ends += [self.ends[end - 1]] * len(new)
            done = end
        if done:
            self.text = "".join(texts) + self.text[done:]
            self.starts = starts + self.starts[done:]
            self.ends = ends + self.ends[done:]

    def substitute(self, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str]) -> None:
        """`pattern.sub`, with the alignment kept."""
        self.rewrite((m.start(), m.end(), replace(m)) for m in pattern.finditer(self.text))


@lru_cache(maxsize=REMEMBERED)
def normalize_text(text: str) -> str:
    """`text` folded for matching: NFKC, lower case, one dash, no white space but between
    Latin words, letter-spacing and broken lines closed, spelling variants made one."""
    return normalize_with_offsets(text).text


def normalize_with_offsets(text: str) -> Normalized:
    """`normalize_text` with, for each character, the original characters it came from."""
    aligned = _folded_glyphs(text)
    _close_gaps(aligned, tight=True)
    aligned.substitute(_KATAKANA_FOLDS, lambda m: _KATAKANA_FOLD.get(m[0], m[0][0]))
    aligned.substitute(_LAST_LONG_VOWEL, lambda m: m[1])
    lowered = "".join(low if len(low := c.lower()) == 1 else c for c in aligned.text)
    return Normalized(lowered, tuple(aligned.starts), tuple(aligned.ends))


def fold_glyphs(text: str) -> Normalized:
    """The gentler fold that tokenisation needs: as `normalize_with_offsets`, but case and
    katakana spelling stay as dictionaries have them."""
    aligned = _folded_glyphs(text)
    _close_gaps(aligned, tight=True)
    return Normalized(aligned.text, tuple(aligned.starts), tuple(aligned.ends))


def fold_spelling(word: str) -> str:
    """Katakana variants and case of one word folded, as `normalize_text` does."""
    word = _KATAKANA_FOLDS.sub(lambda m: _KATAKANA_FOLD.get(m[0], m[0][0]), word)
    return _LAST_LONG_VOWEL.sub(r"\1", word).lower()


def in_katakana(text: str) -> str:
    """`text` with its hiragana as katakana."""
    return text.translate(_TO_KATAKANA)


def in_hiragana(text: str) -> str:
    """`text` with its katakana as hiragana."""
    return text.translate(_TO_HIRAGANA)


def kana_key(word: str) -> str:
    """A word in kana for comparing: katakana, large for small ones, variants folded."""
    return fold_spelling(in_katakana(word)).translate(_LARGE_KANA)


def blurred_kana(word: str) -> str:
    """`kana_key` of a word without what is easily mistyped: ッ, ー, the marks of voiced kana, and
    kana that look alike (パブリックコメソト)."""
    blurred = in_katakana(word).replace("ノレ", "ル").translate(_BLURRED_KANA)
    return kana_key(blurred).translate(_BLURRED_KANA)


@lru_cache(maxsize=4096)
def mend(text: str) -> str:
    """`text` fit for display: lines broken inside words and letter-spacing closed, ruby left
    out, ends trimmed; case, width and glyphs stay."""
    aligned = _Aligned(text, [0] * len(text), [0] * len(text))
    aligned.substitute(_RUBY, lambda m: "")
    aligned.substitute(_PRIVATE, lambda m: "")
    _close_gaps(aligned, tight=False)
    return aligned.text.strip()


@lru_cache(maxsize=REMEMBERED)
def match_key(text: str) -> str:
    """`text` normalised, without white space and punctuation, for comparing names. A dash
    stays between digits, so that 6-1-11 and 61-1-1 differ."""
    return _BETWEEN_LETTERS.sub("", _SPACE.sub("", normalize_text(text)))


def without_brackets(name: str) -> str:
    """A name without what it adds in brackets."""
    return _IN_BRACKETS.sub("", name)


def _folded_glyphs(text: str) -> _Aligned:
    """NFKC, dashes, variants and ruby, cluster by cluster so that the alignment holds."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position, length = 0, len(text)
    while position < length:
        end = position + 1
        while end < length and _combines(text[end]):
            end += 1
        folded = _fold_cluster(text[position:end])
        pieces.append(folded)
        starts += [position] * len(folded)
        ends += [end] * len(folded)
        position = end
    aligned = _Aligned("".join(pieces), starts, ends)
    aligned.substitute(_RUBY, lambda m: "")
    aligned.substitute(_PRIVATE, lambda m: "")
    aligned.substitute(_LARGE_KE, lambda m: "ヶ")
    aligned.substitute(_DASHED_VOWEL, lambda m: "ー")
    return aligned


def _combines(character: str) -> bool:
    if character < "\u0300":
        return False
    if character in "ﾞﾟ":
        return True
    return unicodedata.combining(character) != 0


@lru_cache(maxsize=65536)
def _fold_cluster(cluster: str) -> str:
    if cluster in _INVISIBLE:
        return ""
    table = _variants()
    if cluster.isspace():
        return "\n" if cluster in "\u2028\u2029\x0b\x0c\x85" else cluster
    return "".join(
        table.get(c, c) for c in unicodedata.normalize("NFKC", table.get(cluster, cluster))
    )


@cache
def _variants() -> dict[str, str]:
    rows = (line.split("\t") for line in _VARIANTS.read_text(encoding="utf-8").splitlines())
    table = {row[0]: row[1] for row in rows if len(row) == 2 and not row[0].startswith("#")}
    return table | dict.fromkeys(_DASHES, "-") | dict.fromkeys(_TILDES, "~")


def _close_gaps(aligned: _Aligned, *, tight: bool) -> None:
    """Close letter-spacing and drop or shorten white space. `tight` (matching) also drops
    the spaces beside brackets that a reader would miss."""
    aligned.substitute(_LETTER_SPACED, lambda m: _SPACE.sub("", m[0]))
    aligned.substitute(_ERA_GAP, lambda m: m[0][0])
    aligned.substitute(_THOUSANDS, lambda m: "")
    text = aligned.text
    aligned.rewrite(
        (m.start(), m.end(), _gap(text, m.start(), m.end(), tight)) for m in _SPACE.finditer(text)
    )


def _gap(text: str, start: int, end: int, tight: bool) -> str:
    """What stands for the white space `text[start:end]`: nothing, a space, a tab, a newline."""
    if start == 0 or end == len(text):
        return ""
    left, right, space = text[start - 1], text[end], text[start:end]
    breaks = space.count("\n") + (space.count("\r") if "\n" not in space else 0)
    if breaks > 1:
        return "\n"
    if breaks:
        return "" if _joins(text, start, end) else "\n"
    if "\t" in space:
        return "\t"
    if _is_cjk(left) or _is_cjk(right):
        return "" if tight or (left if _is_cjk(right) else right) not in "()[]-*+" else " "
    return "" if tight and (right in "()[]/%" or left in "([/") else " "


def _joins(text: str, start: int, end: int) -> bool:
    """Whether the line break at `text[start:end]` only wraps what belongs together."""
    left, right = text[start - 1], text[end]
    if (
        left in _DASHES
        and right.isalpha()
        and re.search(rf"[{_LETTER}][{_DASHES}]$", text[max(0, start - 2) : start])
    ):
        return not _is_cjk(right)
    if left in _SENTENCE_END or _ITEM_START.match(text, end):
        return False
    if right.isdigit():
        return text[max(0, start - 2) : start] in ("令和", "平成", "昭和")
    if left.isdigit():
        return _COUNTED.match(right) is not None
    if _is_cjk(left) or _is_cjk(right):
        return (_is_cjk(left) or left.isalpha()) and (_is_cjk(right) or right.isalpha())
    head = _BROKEN_LATIN_HEAD.search(text[max(0, start - 20) : start])
    return (
        head is not None and len(head[0]) >= 3 and _BROKEN_LATIN_TAIL.match(text, end) is not None
    )


def _is_cjk(character: str) -> bool:
    return _CJK_CHARACTER.match(character) is not None
