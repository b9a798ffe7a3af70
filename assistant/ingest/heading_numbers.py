"""The numbers and marks that headings bear, and how high each of them ranks."""

from __future__ import annotations

import re
import unicodedata

from assistant.language.normalize import match_key

_NUMERAL = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})"
_CHAPTER = re.compile(rf"第[ 　]?({_NUMERAL})[ 　]?([編部章節項])(?:[ 　:：]+|$)(.*)$", re.DOTALL)
_BARE_CHAPTER = re.compile(rf"(?:第({_NUMERAL})|[序終]章)[ 　:：]+(\S.*)$", re.DOTALL)
_DECIMAL = re.compile(
    r"(\d{1,2}(?:[-‐–.]\d{1,2})+|\d{1,2}(?=[.)]|\s|$))(?:[.)]\s*|\s+|$)(.*)$", re.DOTALL
)
_PAREN = re.compile(r"[(](\d{1,2})[)]\s*(.*)$", re.DOTALL)
_KANA = re.compile(r"[(]?([ア-ケ])(?:[)]\s*|\s+)(.+)$", re.DOTALL)
_ROMAN = re.compile(r"([Ⅰ-Ⅻ])[.．]?[ 　]*(.*)$", re.DOTALL)
_CODE = re.compile(r"([A-Z])[-‐–](\d{1,2})\s+(.+)$", re.DOTALL)
_CIRCLED = re.compile(r"([①-⑳㉑-㉟㊱-㊿])(\d?)[ 　]*(.+)$", re.DOTALL)
_LABELLED = re.compile(
    r"((?!令和|平成|昭和|図|表|第)[一-龥々ァ-ヶーぁ-ん]{2,8}|柱"
    r"|(?![約全各計問答注例図表第])[一-龥](?=\d{1,2}[\s:：])|Pillar|PILLAR)\s?"
    r"(\d{1,2}(?:[-‐–](?:\d{1,2}|\(\d{1,2}\))){0,2})(?:\s*[:：]\s*|\s+|$)(.*)$",
    re.DOTALL,
)
_LABELLED_ROMAN = re.compile(
    r"([一-龥々ァ-ヶーぁ-ん]{2,8}|柱)[ 　]?([Ⅰ-Ⅻ])(?:[\s:：]+|$)(.*)$", re.DOTALL
)
_LABELLED_LETTER = re.compile(
    r"((?:基本|重点|個別)?(?:目標|方針|施策|戦略|方向)|政策|分野|視点|柱)[ 　]?"
    r"([A-ZＡ-Ｚ]|[一二三四五六七八九十])(?:[\s:：]+|$)((?:(?![（(][0-9０-９]+\S{1,4}[)）]$).)*)$",
    re.DOTALL,
)  # no row of an overview: 柱B 学ぶ（1施策）
_PARTS = re.compile(
    r"^[0-9０-９]{1,2}(?:[.．\-－‐–][0-9０-９]{1,2})*"
    r"(?:[\-－‐–]?[(（][0-9０-９]{1,2}[)）](?:[\-－‐–]?[①-⑳])?|[\-－‐–]?[①-⑳])(?=[ 　])"
)  # 5.3①, 1-1-(2), 1-(1)-①
_PART = re.compile(r"[0-9０-９]+|[①-⑳]")
_ROMAN_PART = re.compile(
    r"^([Ⅰ-Ⅻ])(?=[\-－‐–][0-9０-９]{1,2}(?:[\-－‐–][0-9０-９]{1,2})*\s)"
)  # Ⅰ-1
MARKED = re.compile(r"([■□○◎◇])[ 　]*(.+)$", re.DOTALL)
_BESIDE_TEXT = re.compile(r"[【〈《［\[]コラム\d{0,2}[】〉》］\]][ 　]*(\S.*)$")
BRACKETED = re.compile(r"([【《])[ 　]*([^【】《》]+?)[ 　]*[】》]$")
_LABEL_IN_BRACKETS = re.compile(
    r"[【〔《]([^【】〔〕《》]{2,10})[】〕》][ 　]*(\S.*)$"
)  # 【目標A】…
_BOLD = re.compile(r"\*\*([^*\n]+)\*\*$")
_MARKDOWN = re.compile(r"(#{1,6})[ 　]+(.+?)[ 　#]*$")
_DIGITS = {character: index for index, character in enumerate("〇一二三四五六七八九")}

RANKS = {
    "編": 12, "部": 14, "章": 20, "back": 20, "roman": 22, "decimal1": 25, "節": 30, "項": 32,
    "contents": 35, "bracket": 40, "decimal2": 42, "decimal3": 44, "decimal4": 46, "label": 50,
    "■": 54, "□": 54, "paren": 57, "plain": 52, "named": 52, "◎": 59, "○": 60, "◇": 60,
    "column": 56, "circled": 62, "code": 58, "kana": 64, "bold": 66, "slide": 50,
}  # fmt: skip
_DEEPER = (0, 1, 3)  # what 目標1, 施策1-1 and 取組1-1-1 add to the rank of a label
PART_RANK = 5
_PILLARS = ("label:柱", "label:Pillar", "label:PILLAR")  # over all numbered things of a plan

Numbered = tuple[str, tuple[int, ...], str]  # style, number and title


def read_number(line: str) -> Numbered | None:
    """Style, number and title of a numbered or marked line; None for any other."""
    line = line.strip()
    if match := _MARKDOWN.match(line):
        return f"markdown{len(match[1])}", (), match[2]
    if match := _BOLD.match(line):
        return "bold", (), match[1]
    if match := _BESIDE_TEXT.match(line):
        return "column", (), match[1]
    if match := BRACKETED.match(line):
        return "bracket", (), match[2]
    if match := _LABEL_IN_BRACKETS.match(line):
        inner = read_number(match[1])
        if inner and inner[0].startswith("label:") and inner[1] and not inner[2]:
            return inner[0], inner[1], match[2]
    if match := MARKED.match(line):
        return match[1], (), match[2]
    if match := _CIRCLED.match(line):
        return (
            "circled",
            (_circled(match[1]) if not match[2] else 10 * _circled(match[1]) + int(match[2]),),
            match[3],
        )
    if match := _LABELLED_ROMAN.match(line):
        return f"label:{match[1]}", (_roman(match[2]),), match[3].strip()
    if match := _LABELLED_LETTER.match(line):
        return f"label:{match[1]}", (_lettered(match[2]),), match[3].strip()
    line = _ROMAN_PART.sub(lambda match: str(_roman(match[1])), line)
    if match := _ROMAN.match(line):
        return "roman", (_roman(match[1]),), match[2]
    line = _PARTS.sub(_dotted, line)
    return _parse_numbered(unicodedata.normalize("NFKC", line))


def _dotted(match: re.Match[str]) -> str:
    """The parts of a number with points between them: 1-(1)-① as 1.1.1."""
    return ".".join(str(_circled(part)) for part in _PART.findall(match[0]))


def _parse_numbered(line: str) -> Numbered | None:
    if match := _CHAPTER.match(line):
        return match[2], (_numeral(match[1]),), match[3].strip()
    if match := _BARE_CHAPTER.match(line):
        return "章", (_numeral(match[1] or "0"),), match[2].strip()
    if match := _DECIMAL.match(line):
        number = tuple(int(part) for part in re.split(r"[-‐–.]", match[1]))
        return f"decimal{min(len(number), 4)}", number, match[2].strip()
    if match := _CODE.match(line):
        return "code", (ord(match[1]) - 64, int(match[2])), match[3]
    if match := _PAREN.match(line):
        return "paren", (int(match[1]),), match[2]
    if match := _LABELLED.match(line):
        number = tuple(int(part) for part in re.findall(r"\d+", match[2]))
        return f"label:{match[1]}", number, match[3].strip()
    if match := _KANA.match(line):
        return "kana", ("アイウエオカキクケ".find(match[1]) + 1,), match[2]
    return None


def title_key(title: str) -> str:
    """`title` folded, without its number or mark, page number and links."""
    title = re.sub(r"\[([^\[\]]*)\]\([^()]*\)", r"\1", title)
    title = re.sub(r"^[-*+#\s]+", "", title)
    parsed = read_number(title)
    return match_key(parsed[2] or title) if parsed else match_key(title)


def rank_of(style: str, number: tuple[int, ...] = ()) -> int:
    """The rank of a heading of that style; one of a higher number stands below."""
    if style.startswith("markdown"):
        return 6 + int(style[-1])
    if style == "目次":
        return PART_RANK + 1
    if style in _PILLARS:
        return RANKS["label"] - 1
    if style.startswith("label:"):
        return RANKS["label"] + _DEEPER[min(len(number), len(_DEEPER)) - 1]
    return RANKS.get(style.split(":")[0], RANKS["plain"])


def _numeral(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, _, ones = text.rpartition("十")
    if "十" not in text:
        return _DIGITS.get(text[-1], 0)
    return 10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0)


def _roman(numeral: str) -> int:
    return ord(numeral) - ord("Ⅰ") + 1


def _lettered(sign: str) -> int:
    """The place of a letter (Ａ is 1), or the number that a kanji stands for."""
    letter = unicodedata.normalize("NFKC", sign)
    return ord(letter) - 64 if letter.isascii() else _numeral(letter)


def _circled(mark: str) -> int:
    return int(unicodedata.normalize("NFKC", mark))
