"""The type of value that a question asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.datamodels import Query
from assistant.language.numbers import find_numbers
from assistant.retrieval.wanted_units import UNCOUNTED, alike, units_asked

ValueType = Literal["money", "percent", "date", "weekday", "number", "person", "company", "contact"]

_MONEY = re.compile(
    r"予算|事業費|費用|人件費|手数料|利用料|使用料|料金|年収|給料|給与|報酬|手当|月額|年額|総額|"
    r"単価|値段|代金|"
    r"自己負担|時給|[じ時]きゅう|代(?:は|って|$)|(?:負担|補助|助成|支給|発行|減免|契約)額|落札|何円|いくら|金額|コスト|"
    r"how much .{0,60}(cost|spend|spent|pay|"
    r"paid|budget|money)|budget|"
    r"salary|spending|price|fee\b|cost|yen|\bmonthly pay\b|\bwages?\b"
)
_KEYWORD_PERCENT = re.compile(r"(?:比率|割合|率)(?= |令和|平成|r\d|\d{4}|$)")
_KEYWORD_NUMBER = re.compile(
    r"(?:面積|[一-龠ァ-ヶー](?<!複)(?<!少)(?<!多)(?<!半)(?<!端)数)(?= |令和|平成|r\d|\d{4}|$)"
)
_FIGURE = re.compile(r"(?:目標|基準|現状|実績)値(?:は|を|と|$)")
_HOW_MANY = re.compile(r"how many (?!percent|points)")
_COMPARES = re.compile(r"を?(?:超|上回|下回|切っ|割っ|突破|達し|届)|以上に|に(?:達し|届|なっ)")
_COUNTED = re.compile(r"how many|いくつ|number of")
_PAYMENT = re.compile(
    r"給料|給与|年収|報酬|月額|年額|利用料|手数料|使用料|料金|時給|時きゅう|単価|自己負担|"
    r"(?:助成|補助|支給|発行|減免)額(?:は|って|$|[?？])|spending|salary|"
    r"price"
)
_HOW_HIGH_A_RATE = r"(?<!効)(?:割合|率)[はがって].{0,20}いくら"
_HOW_HIGH_A_VALUE = r"(?:目標|基準|現状|実績|中間|見込)値[はがって]{0,2}[^。]{0,6}いくら"
_NOT_MONEY = re.compile(
    rf"費用対効果|(?:何に(?:かか|要す)|どんな|何の|どのような)[^。]{{0,6}}(?:費用|経費|コスト|お金)|"
    rf"{_HOW_HIGH_A_RATE}|{_HOW_HIGH_A_VALUE}|何%|何割|何人|何件|何時間|何倍|割合|件数|人数|時間|割れ|比率|percent|\bshares?\b|\brates?\b|\bfraction\b|\bproportion\b|"
    r"(?:対象|種類|内訳)の?(?:費用|経費)|"
    r"(?:費用|経費|コスト|お金|料金|代)を(?:抑え|減ら|下げ|浮か|節約|削[らっり])[^。]{0,6}"
    r"(?:手立て|手段|方法|工夫|やり方|ため|取組|取り組み|策|手法|もの)|と?比べて?、?(?:どう|何倍)|"
    r"残業(?!代|手当)|時間外(?!手当)|how many|"
    r"how much (?:does|do|did|will) .{0,60}(cut|reduc|sav(?!ings)|lower|grow|rise)|by how much|"
    r"(?:どの|どれ)(?:くらい|ぐらい|だけ).{0,6}(?:違|高[いく]|安[いく])|"
    r"(?:どの|どれ)(?:くらい|ぐらい|だけ)(?:の幅で)?(?:下げ|減ら|削|縮|抑え|増や|上げ)"
)
_PERCENT = re.compile(
    r"何%|何パーセント|何割|(割合|率|シェア)(は|って|を|が)?(何|どの|どれ|いく|どう|[?？]|$)|"
    r"(?:どの|どれ)(?:くらい|ぐらい|程度|ほど)の(?:割合|比率)|"
    rf"{_HOW_HIGH_A_RATE}|"
    r"(?:割合|率)は、?[^。?？]{0,24}(?:どう違|[でに]?[。]?$)|(?:割合|率)を、?.{0,16}(?:どこ|どの|どれ|いくら).{0,6}(?:上げ|下げ|増や|減ら|高め|伸ば)|"
    r"percent|\bturnout\b|what (share|rate|proportion|"
    r"fraction)"
)
# 混む時期の順番待ち, and what they do when they train: neither asks for a date.
_TIME_ASKED = r"時期(?=(?:に?は|って|を|も|が(?:いつ|何)|について|など)|$|[?？ 、。])"
_WHEN_ASKED = (
    r"(?:^|, |\b(?:and|or|but|so|then|from|until|since|by|about|exactly|me|know|says?|states?|is) )"
    r"when "
)
_A_YEAR = r" (?:per|a|each|every) (?:year|month|week)"
_DATE = re.compile(
    r"いつ(?!も|の間)|何時から(?!何)|何年(?!間)|年度$|(開始|開催|運行|提供)日|何月|何日(に|か)|開催日|"
    r"(どの|どんな)年度|"
    rf"{_TIME_ASKED}|(?:どの|どんな|何の)時期|じき(?:は|って|$|[?？])|"
    rf"(?:どの|どれ)(?:くらい|ぐらい|程度)の(?:頻度|間隔)|年度は(いつ|何|どれ)|{_WHEN_ASKED}|"
    r"what (year|date|month)|which (fiscal )?(year|month)|how soon"
    rf"|how (?:often|frequently)(?!{_A_YEAR})"
)
_SATISFACTION = re.compile(
    r"満足度(?:は|って|が)[^。]{0,3}(?:どの|どれ)(?:くらい|ぐらい|程度)|how satisfied"
)
_WEEKDAY = re.compile(r"(?:何|なん|どの)曜日?|(?:what|which) days? of the week")
_NUMBER = re.compile(
    r"いくつ|(?:どのくらい|どれくらい|どれぐらい)(?!の(?:頻度|間隔))|どれだけ|何分の|"
    r"どこまで(?![^。?？]{0,12}か[はがを])(?![^。?？]{0,16}(?:済む|済ま|済み|できる|使え))|"
    rf"人数は|件数は|how many|how often(?={_A_YEAR})|by how much|number of|number$"
)
_POPULATION = re.compile(
    r"^what (?:is|was|will be) (?:the |\S+(?: \S+)?'s )?(?:total )?population\b"
)
_CONTACT = re.compile(
    r"電話番号|電話.{0,20}何番|(?:内線|ファックス|ファクス|fax)(?:番号|は|って|$|[?？ ])|"
    r"メールアドレス|住所(?![をがやも・、][^。?？]{0,12}(?:書|記入|入力|何[回度]|登録|届|変わ|変更))|所在地|郵便番号|url|(?<!フリー)アドレス|"
    r"phone number|e-?mail address|(?:\bby|what is|their|contact|its) (?:the )?e-?mail\b(?!s)|"
    r"(?<!free)(?<!free[ -])\baddress\b"
    r"(?! (?:the|this|these|its|their|issues?|problems?))"
)
_SUM = r"いくら|何[千万億]?円|how much"
_ASKS_SUM = re.compile(_SUM)
_ASKS_AMOUNT = re.compile(rf"{_SUM}|額|値段|単価|cost|price")
_AGE = re.compile(r"年齢(?:は|って|$|[?？])|how old")
_HOW_MANY_PEOPLE = re.compile(
    r"(?:どのくらい|どれくらい|どれぐらい|どれだけ)の?[一-龠ァ-ヶー]*(?:客|者|民|員|生徒|児童|人)(?:が|は|を)"
    r"|[一-龠ァ-ヶー](?:客|者|民|員|生徒|児童|人)(?:が|は|って)(?:どのくらい|どれくらい|どれぐらい|どれだけ)(?:い|来|き)"
)


_WHY = re.compile(
    r"(?:なぜ|なんで|どうして|何故)(?:です|でしょう|なの|か|$|[?？])"
    r"|(?:理由|原因|要因)(?:は|を|って|$|[?？])|^why "
)
# 任期は何年 asks for no date.
_HOW_LONG = re.compile(
    r"(?:任期|年限|年数|サイクル|周期|契約期間)(?:は|が|って)?(?:およそ|約)?何(?:年|か月|ヶ月|日)"
)
# What 有収率 means is no percentage.
_MEANING = re.compile(
    r"(?:何|なん)の(?:こと|意味|略)|どう(?:いう|いった)(?:意味|こと)|(?:という|の)(?:言葉|用語)|の意味"
    r"|とは、?(?:(?:何|なん)(?:です|でしょう|[?？]|$)|どう(?:いう|いった)|[?？]|$)"
    r"|stands? for|\bmeans?\b"
)
# When Kashiwa checks its measures, what does it stress: asks for no date.
_CLAUSE = re.compile(
    r"^when [^?]{5,120}, (?=(?:what|which|how|who|where|why|does|do|is|are|did|will|can)\b)"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The type asked for; `units` bound a number's unit, any will do if empty."""

    type: ValueType
    units: frozenset[str] = frozenset()
    counted: bool = False  # things are counted: a share in percent is no answer


def wanted_value(query: Query) -> Wanted | None:
    """The type of value that the question asks for, None if any statement will do."""
    text = _CLAUSE.sub("", query.normalized)
    if query.asks_for("person"):
        return Wanted("person")
    if query.asks_for("company"):
        return Wanted("company")
    if _CONTACT.search(text):
        return Wanted("contact")
    if _WHY.search(text) and not units_asked(text) and not _ASKS_SUM.search(text):
        return None
    if (query.asks_for("definition") and _MEANING.search(text)) or _HOW_LONG.search(text):
        return None
    if _AGE.search(text):
        return Wanted("number", frozenset({"歳"}))
    if _WEEKDAY.search(text):
        return Wanted("weekday")
    units = units_asked(text)
    asked = query.asks_for("budget", "figure") or _PAYMENT.search(text)
    when = _DATE.search(text) and not _ASKS_AMOUNT.search(text)
    claimed = query.has_form("yesno") and not query.has_form("wh")
    counted = units and "円" not in units and not _ASKS_AMOUNT.search(text)
    sum_named = _MONEY.search(text) and not _NOT_MONEY.search(text)
    whose = query.asks_for("department") and not _ASKS_AMOUNT.search(text)
    if sum_named and asked and not (when or claimed or counted or whose):
        return Wanted("money", frozenset({"円"}))
    if not units and _PERCENT.search(text):
        return Wanted("percent", frozenset({"%"}))
    if units:
        kind: ValueType = "percent" if "%" in units else "money" if "円" in units else "number"
        return Wanted(kind, units)
    if _SATISFACTION.search(text):
        return Wanted("percent", frozenset({"%", "点", "ポイント"}))
    if _DATE.search(text):
        return Wanted("date")
    if _HOW_MANY_PEOPLE.search(text):
        return Wanted("number", frozenset({"人", "者", "%"}))
    if _POPULATION.search(text):
        return Wanted("number", frozenset({"人"}))
    if _NUMBER.search(text):
        return Wanted("number", counted=_counts(query))
    if _FIGURE.search(text):
        return Wanted("number")
    return _claimed_value(text) if claimed else _keyword_value(query)


def _counts(query: Query) -> bool:
    """Whether things are counted; a figure of an indicator may be a share as well."""
    recorded = query.asks_for("target", "baseline", "actual", "indicator")
    named = _HOW_MANY.search(query.normalized)
    return bool(named) or (bool(_COUNTED.search(query.normalized)) and not recorded)


def _claimed_value(text: str) -> Wanted | None:
    """The type of the figure that a claim is held against: もう7割を超えていますか."""
    for number in find_numbers(text):
        if number.unit in UNCOUNTED or not _COMPARES.match(text, number.span.end):
            continue
        kind: ValueType = "percent" if number.unit == "%" else "number"
        return Wanted(kind, alike(number.unit))
    return None


def _keyword_value(query: Query) -> Wanted | None:
    """The type that a question of mere keywords ends in: 伊勢崎市 昼夜間人口比率."""
    if query.has_form("wh", "list", "yesno", "count"):
        return None
    if _KEYWORD_PERCENT.search(query.normalized):
        return Wanted("percent", frozenset({"%"}))
    if match := _KEYWORD_NUMBER.search(query.normalized):
        return Wanted(
            "number", frozenset({"人"}) if "人" in match[0] else frozenset(), counted=True
        )
    return None
