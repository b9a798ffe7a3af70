"""Titles with what became of the project behind them: 【1-1 …】 評価 ◎（前年度 ○）,
2-3 … 進捗：B, 【1-6 …】 完了（令和6年3月）."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from assistant.ingest.labels import NAME_NUMBER, roles_of, vocabulary

_TITLE = r"(?P<title>【[^【】]{2,60}】|《[^《》]{2,60}》|\S[^。：:]{1,60}?)"
_LABELLED = re.compile(
    _TITLE
    + r"(?:[ 　\t]+|(?<=[】》]))[（(［\[【]?(?P<label>[^\s：:（()）◎○〇◯△▲×]{2,8})[ 　：:\t]*"
    r"(?P<value>[◎○〇◯△▲×☆]|[A-EＡ-ＥS](?![A-Za-z])|[1-5１-５](?!\d)|[一-龥ぁ-ん]{2,10}"
    r"|[－―—–-](?=[）)］\]】])|[－―—–-][（(][一-龥]{2,6}[）)])"
    r"(?:[ 　\t]?[（(](?:(?P<before>前年度?|昨年度?|前回)[ 　：:]*(?P<earlier>[^（()）]{1,10})"
    r"|[^（()）]{1,30})[）)])?[）)］\]】]?$"
)


@dataclass(frozen=True, slots=True)
class RatedTitle:
    """Where title, label and value of a line lie; no label where the value tells by itself."""

    title: tuple[int, int]
    label: tuple[int, int] | None
    value: tuple[int, int]
    earlier: tuple[tuple[int, int], tuple[int, int]] | None = None  # 前年度, and its rating


def rated_title(line: str) -> RatedTitle | None:
    """The parts of a line that is a title with a rating or a state behind it."""
    if (match := _LABELLED.match(line)) and "rating" in roles_of(match["label"], True):
        earlier = (match.span("before"), match.span("earlier")) if match["before"] else None
        spans = (match.span("title"), match.span("label"), match.span("value"))
        found = RatedTitle(*spans, earlier)
        return found if _is_bracketed(match["title"]) or _number(match["title"]) else None
    if match := _stated().match(line):
        found = RatedTitle(match.span("title"), None, match.span("value"))
        parts = re.search(r"[-－‐–.．]", _number(match["title"]))
        return found if _is_bracketed(match["title"]) or parts else None
    return None


def _is_bracketed(title: str) -> bool:
    inside = title.strip("【】《》 　")
    return inside != title and not roles_of(inside, True)


def _number(title: str) -> str:
    """The number that a title begins with; a step of a list (① 設計　完了) has no more than
    one part."""
    match = NAME_NUMBER.match(title.strip("【】《》 　■●・#"))
    return match[0].strip() if match else ""


@cache
def _stated() -> re.Pattern[str]:
    states = "|".join(map(re.escape, vocabulary().states))
    return re.compile(
        _TITLE + rf"(?:[ 　]+|(?<=[】》]))[［\[【（(]?(?P<value>(?:{states})"
        r"(?:[ 　]?[（(][^（()）]{2,20}[）)])?)[］\]】）)]?$"
    )
