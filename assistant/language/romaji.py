"""Readings of Japanese place names in Latin letters, for questions in English."""

from __future__ import annotations

import re

_ROWS = {
    "ア": "a i u e o", "カ": "ka ki ku ke ko", "サ": "sa shi su se so",
    "タ": "ta chi tsu te to", "ナ": "na ni nu ne no", "ハ": "ha hi fu he ho",
    "マ": "ma mi mu me mo", "ラ": "ra ri ru re ro",
    "ガ": "ga gi gu ge go", "ザ": "za ji zu ze zo", "ダ": "da ji zu de do", "バ": "ba bi bu be bo",
    "パ": "pa pi pu pe po",
}  # fmt: skip
_KANA = {
    "ア": "アイウエオ", "カ": "カキクケコ", "サ": "サシスセソ", "タ": "タチツテト",
    "ナ": "ナニヌネノ",
    "ハ": "ハヒフヘホ", "マ": "マミムメモ", "ラ": "ラリルレロ", "ガ": "ガギグゲゴ",
    "ザ": "ザジズゼゾ",
    "ダ": "ダヂヅデド", "バ": "バビブベボ", "パ": "パピプペポ",
}  # fmt: skip
_SINGLE = {
    kana: latin
    for row, line in _ROWS.items()
    for kana, latin in zip(_KANA[row], line.split(), strict=True)
} | {"ヤ": "ya", "ユ": "yu", "ヨ": "yo", "ワ": "wa", "ヲ": "o", "ン": "n", "ヴ": "vu"}
_GLIDE = {"ャ": "a", "ュ": "u", "ョ": "o"}
_LONG = re.compile(r"o[ou](?=$|[^aeiou])|uu")
_SYLLABLES = re.compile(
    r"(?:(?:k|g|s|z|t|d|n|h|b|p|m|r|w|y|f|j|ch|sh|ts|ky|gy|ny|hy|by|py|my|ry)?[aeiou]|"
    r"n(?![aeiou])|kk|ss|tt|pp)+"
)


def romanize(katakana: str) -> str:
    """Hepburn without macrons: カシワザキ gives `kashiwazaki`. Long vowels are shortened
    as they are in English texts (トウキョウ gives `tokyo`)."""
    latin = ""
    for position, kana in enumerate(katakana):
        if kana in _GLIDE and latin:
            latin = (
                latin[:-1] + ("" if latin.endswith(("shi", "chi", "ji")) else "y") + _GLIDE[kana]
            )
        elif kana == "ッ":
            following = _SINGLE.get(katakana[position + 1 : position + 2], "")
            latin += "t" if following.startswith("ch") else following[:1]
        elif kana != "ー":
            latin += _SINGLE.get(kana, "")
    return _LONG.sub(lambda match: match[0][0], latin)


def looks_romanized(word: str) -> bool:
    """Whether a Latin word could be a romanised Japanese name: Niigata, not Network."""
    return len(word) >= 4 and _SYLLABLES.fullmatch(word.lower()) is not None
