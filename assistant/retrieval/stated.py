"""Whether a text states a value of the type that a question asks for."""

from __future__ import annotations

import re
import unicodedata

from assistant.language.numbers import NumberMention, find_numbers
from assistant.retrieval.wanted import ValueType, Wanted
from assistant.retrieval.wanted_units import UNCOUNTED

_STATES_WEEKDAY = re.compile(
    r"[月火水木金土日]曜|平日|土日|休日|毎日|週末|[（(][月火水木金土日][)）]"
)
_STATES_CONTACT = re.compile(r"[0-9０-９]{2,4}[-－(（][0-9０-９]{2,4}[-－)）]|@|＠|https?:|〒")
_STATES_DATE = re.compile(
    r"\d{1,2}時(?!間)|\d{1,2}月|\d{4}年|(?:19|20)\d{2}[.．/／]\d{1,2}(?!\d)|令和|平成|年度|[RＲ]\s?\d{1,2}|末|時点|毎年|毎月|毎週|随時|[月火水木金土日]曜|年間|か年"
)
_WITH_COUNTER = re.compile(r"[0-9０-９]\s?(?![年月日度歳回目])[一-龠ァ-ヶ]{2,3}(?![一-龠])")
_OF_THINGS = re.compile(
    r"[0-9０-９]の(?!うち|[0-9０-９年月日])[一-龠ァ-ヶ]|[0-9０-９](?:あり|ある|に(?:上|の)ぼ)"
)
# Words that hold a number but tell none: 1台につき, 5点満点.
_NO_AMOUNT = re.compile(
    r"十分|[1１一]人[1１一]台|の(?:一|1|１|ひと)つ|[0-9０-９]+点満点|"
    r"[1１一](?:人|名|台|件|回|枚|戸|世帯|校|か所|箇所|日)(?:につき|当たり|あたり|ごと)"
)
# What is measured where things are counted.
_MEASURES = frozenset(("%", "歳", "時間", "h", "分", "秒", "円", "ポイント"))
_EARLIEST_YEAR = 1800  # a number of years from here on is a date
_ERAS = ("令和", "平成", "昭和", "大正", "明治", "R", "H", "Ｒ", "Ｈ", "第")
SENTENCE = 20  # characters from which a text may begin with its number
_UNIT_NAMED = re.compile(r"[（(](?:単位[:：]?[ 　]?)?([^（()）0-9０-９]{1,5})[）)]")
_NUMBERING = re.compile(r"^[-・\s]*[0-9０-９]{1,2}(?![0-9０-９,，.．%％])(?=\D)")
_STATES_AMOUNT = re.compile(
    r"半分|半数|倍|(?:全て|すべて)(?!の)|全員|全所属|全庁|[一二三四五六七八九十]つ|各.{1,6}\d"
)
_STATED_BY: dict[ValueType, re.Pattern[str]] = {
    "contact": _STATES_CONTACT,
    "weekday": _STATES_WEEKDAY,
    "date": _STATES_DATE,
}


def states(text: str, wanted: Wanted | None) -> bool:
    """Whether `text` states a value of the wanted type (never one of a person or company:
    nothing tells a name from other words for sure)."""
    if wanted is None:
        return True
    if wanted.type in ("person", "company"):
        return False
    if pattern := _STATED_BY.get(wanted.type):
        return bool(pattern.search(text))
    text = _NO_AMOUNT.sub("", text)
    if len(text) > SENTENCE:  # a statement may begin with its number, a figure never does
        text = _NUMBERING.sub("", text)
    return _in_units(text, wanted) if wanted.units else _counts_something(text, wanted)


def _counts_something(text: str, wanted: Wanted) -> bool:
    """Whether a text states a number of anything; none that measures where things are
    counted."""
    told = {number.unit for number in find_numbers(text) if not _is_no_figure(text, number)}
    if wanted.counted:
        told -= _MEASURES
    patterns = (_STATES_AMOUNT, _WITH_COUNTER, _OF_THINGS)
    return bool(told) or any(pattern.search(text) for pattern in patterns)


def _is_no_figure(text: str, number: NumberMention) -> bool:
    """Whether a number has no unit, or is part of a date and no length of time: 45.3日 and
    10年以上 are figures."""
    if number.unit not in ("年", "日"):
        return number.unit in UNCOUNTED
    before = text[: number.span.start].rstrip()
    if number.unit == "日":
        return before.endswith("月")
    return number.value >= _EARLIEST_YEAR or before.endswith(_ERAS)


def _in_units(text: str, wanted: Wanted) -> bool:
    """Whether a text states a number in one of the units asked for."""
    told = {number.unit for number in find_numbers(text)}
    if told & wanted.units or ("" in told and _named_units(text) & wanted.units):
        return True
    if wanted.type == "percent":
        return "分の" in text or bool(_STATES_AMOUNT.search(text))
    return wanted.type == "number" and bool(_unit_pattern(wanted).search(text))


def _named_units(text: str) -> frozenset[str]:
    """The units that a text names in brackets for its bare figures: 高齢化率（％） 47.3."""
    folded = (unicodedata.normalize("NFKC", match[1]) for match in _UNIT_NAMED.finditer(text))
    return frozenset(folded)


def _unit_pattern(wanted: Wanted) -> re.Pattern[str]:
    units = "|".join(sorted(map(re.escape, wanted.units)))
    return re.compile(rf"[0-9０-９]\s?の?(?:{units})|[一二三四五六七八九十]+(?:{units})")
