"""What a question bounds a list of projects by, read from its words: ratings and figures."""

from __future__ import annotations

import re

from assistant.datamodels import Threshold
from assistant.language.ratings import SYMBOLS, folded

_MARK = f"[a-es{SYMBOLS}]"
_RATING = re.compile(
    rf"(?:評価|ランク|等級)[がはのを「」\"' ]{{0,3}}({_MARK})(?![a-z])"
    rf"|ランク[がはのを「」 ]{{0,3}}(n)(?![a-z])|(?<![a-z])({_MARK})(?:評価|以外|判定|ランク)"
    rf"|ra(?:ted|ting)(?: of| is)? ['\"]?({_MARK})(?![a-z])|grade ({_MARK})(?![a-z])|"
    rf"[「\"']({_MARK})[」\"'](?:評価)?"
    rf"|(?:進捗|状況|判定|結果)[がはのを ]{{0,2}}({_MARK})(?![a-z])"
    rf"|(?<![a-z])({_MARK})[)」]?(?:に|が|と)(?:なっ|つい|付い|され)"
    rf"|(?<![a-z])({_MARK})を(?:もら|受け|取|とっ|得|獲得)|(?<![a-z])({_MARK})の(?:評価|判定)|([{SYMBOLS}])(?:だっ|でし|とい|って|は|mean)"
    rf"|(?<![a-z])({_MARK})(?:か|や|と|または|or|and|、|・| )+({_MARK})(?:の|評価|だ|で|に|が)"
    rf"|評価[がはのを「」 ]{{0,3}}([1-5])(?=[のにでがはと」だ])(?!の?段階|つ)"
    rf"|what does ['\"]?([{SYMBOLS}])|([◎△▲×])の(?:取組|取り組み|事業|施策|項目|もの|やつ)"
)
_THRESHOLD = re.compile(
    r"(\d[\d,]*(?:\.\d+)?)\s*(%|パーセント|割|件|人|時間|回|点|percent|per cent)?\s*(以上|を?超"
    r"|より(?:大き|多|高)|以下|未満|より(?:小さ|少な|低))"
    r"|(?:at least|more than|over|above|no less than|exceed(?:s|ing)?) (\d[\d,]*(?:\.\d+)?) ?(%|"
    r"percent)?"
    r"|(?:at most|less than|under|below) (\d[\d,]*(?:\.\d+)?) ?(%|percent)?"
)
_EXACT = re.compile(
    r"(?:目標値?|現状値?|基準値?|実績値?)[がは](\d[\d,]*(?:\.\d+)?)\s?(%|パーセント|件|人|時間|回|点)?"
    r"(?:の|である|となって|になって|とな|とす|と(?:な|定|設)|で)(?!すか)"
    r"|targets? (?:of|is|are|set (?:at|to)) (\d[\d,]*(?:\.\d+)?) ?(%|percent)?"
)
# ☆印の付いた; a sign that rates is a bound of its own.
SIGNED = re.compile(
    r"[「『]?([☆★◆◇■●※♪✿❀♡♥])[」』]?(?:[（(][^（()）]{1,12}[）)])?(?:印|マーク|の印|が|の)(?:の|が|を)?(?:付|つ|あ)"
)


def read_ratings(normalized: str) -> tuple[str, ...]:
    """The signs of ratings that the question speaks of: A, ◎, 3."""
    signs = _RATING.finditer(folded(normalized))
    found = (sign or "" for match in signs for sign in match.groups())
    marks = {match[1] for match in SIGNED.finditer(normalized)}  # 「★」が付いている取組
    return tuple(
        dict.fromkeys(letter.upper() for letter in found if letter and letter not in marks)
    )


def read_threshold(normalized: str) -> Threshold | None:
    """The least or most that a figure is to be: 80%以上."""
    match = _THRESHOLD.search(normalized)
    if match is None:
        return _exact_value(normalized)
    number, unit, bound, over, over_unit, under, under_unit = match.groups()
    text = number or over or under
    value = float(text.replace(",", ""))
    symbol = unit or over_unit or under_unit or ""
    if symbol == "割":
        value *= 10
    percent = symbol in ("%", "パーセント", "割", "percent", "per cent")
    above = bool(over) or (bound or "").startswith(
        ("以上", "超", "を超", "より大", "より多", "より高")
    )
    return Threshold(value, "%" if percent else symbol, above)


def _exact_value(normalized: str) -> Threshold | None:
    """The value that a figure is to have: 目標値が100%の."""
    match = _EXACT.search(normalized)
    if match is None:
        return None
    number, unit = match[1] or match[3], match[2] or match[4] or ""
    percent = unit in ("%", "パーセント", "percent", "per cent")
    return Threshold(float(number.replace(",", "")), "%" if percent else unit, True, exact=True)
