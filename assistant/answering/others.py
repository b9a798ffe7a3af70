"""Facts of another than is asked for: of レベル2 where レベル1 is, of a part where the whole is."""

from __future__ import annotations

import re

from assistant.answering.turn import Turn
from assistant.datamodels import Fact
from assistant.language.normalize import normalize_text

_NUMBERED = re.compile(
    r"(?P<word>(?!令和|平成|昭和)[一-龠ァ-ヶー]{2,8})(?P<number>[0-9]{1,2})"
    r"(?![0-9.,%年月日時分秒件人回割円つ個歳位番か枚台社校園])"
)
# 第2回の会議, the second meeting
_TIMES = re.compile(r"第(?P<number>[0-9]{1,2})回|(?<![0-9])(?P<later>[0-9]{1,2})回目")
_ENGLISH_TIMES = re.compile(
    r"\b(?P<word>first|second|third|fourth|fifth)(?: \w+){0,2} (?:meeting|session|round)s?\b"
)
_ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5"}
_WHOLE = re.compile(r"全体|合計|総数|全部で|トータル|合わせて|in total|altogether|overall")
_TOTAL = re.compile(r"(?:合|総)?計|全体|合算")


def is_of_another(turn: Turn, fact: Fact) -> bool:
    """Whether a statement tells only of others of the series (レベル2, 第2回) of which the
    question numbers one, or a row only of a part where the question asks for the total that
    its table has."""
    times = _times(turn.query.normalized)
    told_times = _counted(normalize_text(fact.text)) if times else set()
    if told_times and not told_times & times:
        return True
    if fact.kind == "row":
        return _is_part(turn, fact)
    numbered = list(_NUMBERED.finditer(turn.query.normalized))
    text = normalize_text(f"{fact.text} {fact.context}") if numbered else ""
    for asked in numbered:
        told = {m["number"] for m in _NUMBERED.finditer(text) if m["word"] == asked["word"]}
        if told and asked["number"] not in told:
            return True
    return False


def _times(question: str) -> set[str]:
    """The numbers of the meetings that a question asks about."""
    return _counted(question) | {_ORDINALS[m["word"]] for m in _ENGLISH_TIMES.finditer(question)}


def _counted(text: str) -> set[str]:
    return {m["number"] or m["later"] for m in _TIMES.finditer(text)}


def _is_part(turn: Turn, row: Fact) -> bool:
    if not asks_whole(turn) or is_total(row):
        return False
    return any(
        is_total(item.fact)
        and (item.fact.document_id, item.fact.section) == (row.document_id, row.section)
        and len(item.fact.cells) == len(row.cells)
        for item in turn.best("row")
    )


def asks_whole(turn: Turn) -> bool:
    """Whether a question asks for the total of a table."""
    return _WHOLE.search(turn.query.normalized) is not None


def is_total(row: Fact) -> bool:
    """Whether a row has the total of its table."""
    return bool(row.cells) and _TOTAL.fullmatch(row.cells[0].value.text) is not None
