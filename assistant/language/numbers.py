"""Numbers with their units: 2, 885件 = 2885 件, 8割 = 80 %, 1.5億円 = 150000000 円."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.datamodels import Span
from assistant.language.normalize import REMEMBERED

_FULL_WIDTH = str.maketrans("０１２３４５６７８９，．％", "0123456789,.%")
KANJI_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")}
KANJI_COUNTS = "一二三四五六七八九十"
COUNT_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_KANJI_SMALL = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "億": 10**8, "兆": 10**12}

_D = "[0-9０-９]"
_GROUPED = rf"{_D}{{1,3}}(?:[,，][ \u3000]?{_D}{{3}}(?!{_D}))+|{_D}+"
_FIGURES = rf"(?:{_GROUPED})(?:[.．]{_D}+)?"
_SCALED = rf"{_FIGURES}(?:[ \u3000]?(?:[十百千]?[万億兆]|[百千](?=[万億兆円])))?"
_KANJI = (
    r"[一二三四五六七八九]?[十百千](?:[一二三四五六七八九十百千万億]*)|[一二三四五六七八九〇]{2,}"
)
_UNIT = (
    r"%|％|パーセント|ポイント|か月|カ月|ヶ月|ヵ月|箇月|か所|カ所|ヶ所|ヵ所|箇所|か国|時間|年度|年間|日間|"
    r"種類|科目|団体|施設|世帯|手続|業務|講座|事業|項目|店舗|路線|地区|千円|百万円|[hH](?![A-Za-z])|"
    r"[KMGTP]B|GHz|[KMGkmg]bps|kWh|㎡|m2|(?:k[gm]|[cfm]m|ha|[gmt])(?![A-Za-z])|円|人|名|件|台|回|分(?!の|野|類)|秒|日|月|年|点|課|校|園|社|戸|枚|冊|"
    r"本(?!市|計画)|個(?!別|人)|歳|倍|位|票|通|部(?!署|門)|頭|室|席|便|基(?!本|準|盤)|割|つ|拠点|地点|か年|カ年|"
    r"店|者(?!数)|橋|棟|隻|筆|軒|床|館(?![内長])|機(?![能器関会械])|問(?![題い])|品目|市町村|市町|町村"
)
_PATTERN = re.compile(
    rf"(?P<about>[約およそ]{{1,3}}[ \u3000]?|ほぼ[ \u3000]?)?"
    rf"(?P<sign>(?<![A-Za-z0-9０-９）)])[-−－▲△])?"
    rf"(?<![A-Za-zＡ-Ｚａ-ｚ0-9０-９.．])(?P<number>(?:{_SCALED})+|(?:{_KANJI})(?={_UNIT}))"
    rf"(?:[ \u3000]?(?P<unit>{_UNIT})|(?!{_D}|[,，]{_D}{{3}}))(?![A-Za-zＡ-Ｚａ-ｚ])"
)
_FRACTION = re.compile(rf"(?P<below>{_D}+)分の(?P<above>{_D}+)")
_NUMBERING = re.compile(rf"{_D}+(?:[-－−‐–]{_D}+){{2,}}")
_PARTS = re.compile(rf"(?P<figures>{_FIGURES})[ \u3000]?(?P<scale>[十百千]?[万億兆]|[百千])?")
_UNIT_SCALES = {"千円": (1000, "円"), "百万円": (10**6, "円"), "割": (10, "%")}
_UNIT_NAMES = {
    "％": "%", "パーセント": "%", "H": "h", "時間": "h", "名": "人", "㎡": "m2",
    "カ月": "か月", "ヶ月": "か月", "ヵ月": "か月", "箇月": "か月",
    "カ所": "か所", "ヶ所": "か所", "ヵ所": "か所", "箇所": "か所", "カ年": "か年",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number that `span` states (sign and unit included). `unit` is its usual spelling
    (% for 割, h for 時間, 円 for 千円), '' for a bare number; `about` tells 約."""

    value: float
    unit: str
    span: Span
    about: bool = False


def find_numbers(text: str) -> list[NumberMention]:
    """All numbers of `text` in order; numbering such as 6-1-3-1, R8 or ① is none."""
    return list(_numbers_in(text))


@lru_cache(maxsize=REMEMBERED)
def _numbers_in(text: str) -> tuple[NumberMention, ...]:
    taken = [match.span() for match in _NUMBERING.finditer(text)]
    found: list[NumberMention] = []
    for match in _FRACTION.finditer(text):
        below, above = (int(match[g].translate(_FULL_WIDTH)) for g in ("below", "above"))
        if below:
            found.append(NumberMention(above / below, "", Span(*match.span())))
            taken.append(match.span())
    for match in _PATTERN.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            found.append(_mention(match))
    return tuple(sorted(found, key=lambda number: number.span))


def count_of(written: str) -> int | None:
    """A count in digits, or up to ten as one kanji or in English: 12, ４, 四, four; None for
    anything else."""
    if written.isdecimal():
        return int(written)
    names = COUNT_WORDS if written in COUNT_WORDS else tuple(KANJI_COUNTS)
    return names.index(written) + 1 if written in names else None


def _mention(match: re.Match[str]) -> NumberMention:
    unit = match["unit"] or ""
    scale, unit = _UNIT_SCALES.get(unit, (1, unit))
    value = _value(match["number"]) * scale
    if match["sign"]:
        value = -value
    start = match.start("sign") if match["sign"] else match.start("number")
    span = Span(start, match.end())
    return NumberMention(float(value), _UNIT_NAMES.get(unit, unit), span, bool(match["about"]))


def _value(written: str) -> Decimal:
    written = written.translate(_FULL_WIDTH).replace(",", "").replace(" ", "").replace("\u3000", "")
    if not written[0].isdecimal() or written[0] in KANJI_DIGITS:
        return Decimal(_kanji_value(written))
    total = Decimal(0)
    for part in _PARTS.finditer(written):
        value = Decimal(part["figures"])
        for character in part["scale"] or "":
            value *= _KANJI_SMALL.get(character) or _MYRIADS[character]
        total += value
    return total


def _kanji_value(written: str) -> int:
    if all(character in KANJI_DIGITS for character in written):
        return int("".join(str(KANJI_DIGITS[character]) for character in written))
    total = below = digit = 0
    for character in written:
        if character in KANJI_DIGITS:
            digit = KANJI_DIGITS[character]
        elif character in _KANJI_SMALL:
            below += (digit or 1) * _KANJI_SMALL[character]
            digit = 0
        else:
            total += (below + digit or 1) * _MYRIADS[character]
            below = digit = 0
    return total + below + digit
