"""The levels of a plan that a question counts (4つ目の柱, pillar four), as documents name them."""

from __future__ import annotations

import re

from assistant.language.numbers import COUNT_WORDS, KANJI_COUNTS, count_of

_NUMBER = rf"(?:[0-9]{{1,2}}|[{KANJI_COUNTS}])"
_WORD = r"(?:基本方針|基本目標|重点分野|柱|方針|目標|戦略|視点)"
_COUNTED = (
    re.compile(rf"(?P<number>{_NUMBER})(?:つ目|番目|本目)の(?P<word>{_WORD})"),
    re.compile(rf"第(?P<number>{_NUMBER})の(?P<word>{_WORD})"),
    re.compile(rf"(?P<word>{_WORD})の?[ 　]?(?P<number>{_NUMBER})(?![0-9年月つ番覧部])"),
)
_ENGLISH_COUNTED = re.compile(
    rf"\b(?P<word>pillar)s? (?:no\.? ?)?(?P<number>[0-9]{{1,2}}|{'|'.join(COUNT_WORDS)}|[a-z])\b"
)
_LETTERED = re.compile(r"[a-z]")


def ordinal_keys(normalized: str) -> str:
    """The names that documents may give to the levels that a question counts, divided by
    spaces: 柱4 柱四."""
    found: list[str] = []
    for pattern in _COUNTED:
        for match in pattern.finditer(normalized):
            found += _named(match["word"], match["number"])
    for match in _ENGLISH_COUNTED.finditer(normalized):
        found += _named("柱", match["number"])
    return " ".join(dict.fromkeys(found))


def _named(word: str, number: str) -> list[str]:
    if _LETTERED.fullmatch(number):
        return [f"{word}{number}"]
    value = count_of(number)
    if value is None or not 1 <= value <= len(KANJI_COUNTS):
        return [f"{word}{value}"]
    return [f"{word}{value}", f"{word}{KANJI_COUNTS[value - 1]}"]
