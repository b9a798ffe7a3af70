"""The type of value that a question asks for, and whether a text states one."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from assistant.datamodels import Query
from assistant.language.numbers import find_numbers

ValueType = Literal["money", "percent", "date", "weekday", "number", "person", "company", "contact"]

_UNIT = re.compile(
    r"(?:何|なん)(千円|万円|円|パーセント|%|割|件|人乗り|人|名|台|回|時間|分(?!の)|点|枚|か所|ヶ所|カ所|"
    r"箇所|社|校|戸|軒|店|帳票|"
    r"業務|手続|科目|日(?!に)|か月|ヶ月|カ月|メートル|m|倍|種類|団体|施設|世帯|円|位|ポイント|歳|"
    r"km|台分|組|冊|本(?!位)|個|票|段階|ステップ|か国語|ヶ国語|カ国語|か国|言語|番(?!目)|号|度(?![目も])|℃|頭|匹|羽|"
    r"便|席|床|室|棟|両|隻|食|泊|字|ページ|頁|ヘクタール|ha|平方メートル|㎡|トン|kg|キロ|"
    r"リットル|ギガ|メガ|テラ|mbps|gb|tb|講座|路線|地区|拠点|教室|学級|クラス|園|館|基|時(?![間点期代]|から(?!何)))"
)
_SAME_UNIT: dict[str, frozenset[str]] = {
    "千円": frozenset({"円"}), "万円": frozenset({"円"}), "パーセント": frozenset({"%"}),
    "割": frozenset({"%"}),
    "名": frozenset({"人"}), "人": frozenset({"人", "者"}), "時間": frozenset({"h", "分", "日"}),
    "ヶ所": frozenset({"か所"}), "カ所": frozenset({"か所"}), "箇所": frozenset({"か所"}),
    "ヶ月": frozenset({"か月"}),
    "カ月": frozenset({"か月"}), "メートル": frozenset({"m"}),
    "軒": frozenset({"店舗", "店", "戸", "世帯"}), "台": frozenset({"基"}),
    "店": frozenset({"店舗"}),
    "段階": frozenset({"ステップ", "段階", "つ"}), "ステップ": frozenset({"段階", "つ"}),
    "ヶ国語": frozenset({"か国語", "言語"}), "カ国語": frozenset({"か国語", "言語"}),
    "か国語": frozenset({"言語"}), "度": frozenset({"℃"}), "㎡": frozenset({"m2", "平方メートル"}),
    "ページ": frozenset({"頁"}), "館": frozenset({"施設", "か所"}),
    "園": frozenset({"か所", "施設"}),
    "台分": frozenset({"台"}), "回": frozenset({"回", "件"}), "手続": frozenset({"手続", "件"}),
    "業務": frozenset({"業務", "項目"}),
    "件": frozenset({"件", "手続", "回", "業務"}), "日": frozenset({"日", "日間"}),
    "か所": frozenset({"か所", "施設"}),
}  # fmt: skip
_LOOSE_UNITS = frozenset(("か所", "項目", "種類", "個", "つ"))
_MONEY = re.compile(
    r"予算|事業費|費用|人件費|手数料|利用料|使用料|料金|年収|給料|給与|報酬|手当|月額|年額|総額|"
    r"単価|値段|代金|"
    r"自己負担|時給|じきゅう|代(?:は|って|$)|(?:負担|補助|助成|支給|発行|減免|契約)額|落札|何円|いくら|金額|コスト|"
    r"how much .{0,60}(cost|spend|spent|pay|"
    r"paid|budget|money)|budget|"
    r"salary|spending|price|fee\b|cost|yen"
)
_KEYWORD_PERCENT = re.compile(r"(?:比率|割合|率)(?= |令和|平成|r\d|\d{4}|$)")
_KEYWORD_NUMBER = re.compile(
    r"(?:面積|[一-龠ァ-ヶー](?<!複)(?<!少)(?<!多)(?<!半)(?<!端)数)(?= |令和|平成|r\d|\d{4}|$)"
)
_FIGURE = re.compile(r"(?:目標|基準|現状|実績)値(?:は|を|と|$)")
_HOW_MANY = re.compile(r"how many (?!percent|points)")
_COMPARES = re.compile(r"を?(?:超|上回|下回|切っ|割っ|突破|達し|届)|以上に|に(?:達し|届|なっ)")
_COUNTED = re.compile(r"how many|いくつ|number of")
_UNCOUNTED = frozenset(("年", "年度", "月", "日", ""))
_PAYMENT = re.compile(
    r"給料|給与|年収|報酬|月額|年額|利用料|手数料|使用料|料金|時給|単価|自己負担|"
    r"(?:助成|補助|支給|発行|減免)額(?:は|って|$|[?？])|spending|salary|"
    r"price"
)
_NOT_MONEY = re.compile(
    r"費用対効果|何%|何割|何人|何件|何時間|何倍|割合|件数|人数|時間|割れ|比率|percent|share|rate|"
    r"残業(?!代|手当)|時間外(?!手当)|how many|"
    r"how much did .{0,40}(cut|reduce|save|grow|rise)|どのくらい違|どれくらい違"
)
_PERCENT = re.compile(
    r"何%|何パーセント|何割|(割合|率|シェア)(は|って|を|が)?(何|どの|どれ|いく|どう|[?？]|$)|"
    r"percent|\bturnout\b|what (share|rate|proportion|"
    r"fraction)"
)
_DATE = re.compile(
    r"いつ|何時から(?!何)|何年(?!間)|年度$|(開始|開催|運行|提供)日|何月|何日(に|か)|開催日|(どの|どんな)年度|"
    r"時期|じき(?:は|って|$|[?？])|年度は(いつ|何|どれ)|^when |[ ,]when |"
    r"what (year|date|month)|which (fiscal )?(year|month)|how soon"
)
_WEEKDAY = re.compile(r"(?:何|なん|どの)曜日?|(?:what|which) days? of the week")
_STATES_WEEKDAY = re.compile(
    r"[月火水木金土日]曜|平日|土日|休日|毎日|週末|[（(][月火水木金土日][)）]"
)
_NUMBER = re.compile(
    r"いくつ|どのくらい|どれくらい|どれぐらい|どれだけ|どこまで|何分の|人数は|件数は|how many|"
    r"how often|number of|number$"
)
_CONTACT = re.compile(
    r"電話番号|電話.{0,20}何番|内線|ファックス|fax|メールアドレス|住所|所在地|郵便番号|url|(?<!フリー)アドレス|"
    r"phone number|e-?mail address|(?:\bby|what is|their|contact|its) (?:the )?e-?mail\b(?!s)|"
    r"(?<!free)(?<!free[ -])\baddress\b"
    r"(?! (?:the|this|these|its|their|issues?|problems?))"
)
_ASKS_AMOUNT = re.compile(r"いくら|何[千万億]?円|額|値段|単価|how much|cost|price")
_STATES_CONTACT = re.compile(r"[0-9０-９]{2,4}[-－(（][0-9０-９]{2,4}[-－)）]|@|＠|https?:|〒")
_AGE = re.compile(r"年齢(?:は|って|$|[?？])|how old")
_HOW_MANY_PEOPLE = re.compile(
    r"(?:どのくらい|どれくらい|どれぐらい|どれだけ)の?[一-龠ァ-ヶー]*(?:客|者|民|員|生徒|児童|人)(?:が|は|を)"
    r"|[一-龠ァ-ヶー](?:客|者|民|員|生徒|児童|人)(?:が|は|って)(?:どのくらい|どれくらい|どれぐらい|どれだけ)(?:い|来|き)"
)
_STATES_DATE = re.compile(
    r"\d{1,2}時(?!間)|\d{1,2}月|\d{4}年|令和|平成|年度|[RＲ]\s?\d{1,2}|末|時点|毎年|随時|月曜|年間|か年"
)
_WITH_COUNTER = re.compile(r"[0-9０-９]\s?(?![年月日度歳回目])[一-龠ァ-ヶ]{2,3}(?![一-龠])")
_OF_THINGS = re.compile(
    r"[0-9０-９]の(?!うち|[0-9０-９年月日])[一-龠ァ-ヶ]|[0-9０-９](?:あり|ある|に(?:上|の)ぼ)"
)
_ENGLISH_UNIT = re.compile(
    r"how many (?:[\w-]+ ){0,3}?(days|hours|minutes|months|people|persons|residents|citizens|"
    r"employees|staff|officials|workers|members|participants|users|visitors|passengers|children|"
    r"pupils|students|teachers|patients|households|yen|times|shops|stores|merchants|companies|"
    r"businesses|firms|schools|venues|locations|places|sites|counters|devices|terminals|tablets|"
    r"vehicles|computers|cameras|sensors|robots|questions|inquiries|consultations|applications|"
    r"cases|procedures|documents)\b"
)
# How many times the level before it, and not how often.
_MULTIPLE = re.compile(
    r"how many times (?:the|as|what|its|that|those|higher|lower|more|larger|greater|bigger)\b"
)
_PEOPLE = frozenset({"人", "名", "者"})
_PLACES = frozenset(
    {"か所", "施設", "校", "館", "園", "店", "店舗", "窓口", "拠点", "会場", "地区", "つ"}
)
_FIRMS = frozenset({"店", "店舗", "社", "件", "か所", "者", "事業者", "事業所", "団体"})
_CASES = frozenset({"件", "問", "手続", "回", "種類", "業務", "枚", "通", "個"})
_MACHINES = frozenset({"台", "基", "個", "か所", "セット", "組"})
_ENGLISH_UNITS: dict[str, frozenset[str]] = {
    "days": frozenset({"日"}), "hours": frozenset({"時間"}), "minutes": frozenset({"分"}),
    "months": frozenset({"か月", "ヶ月", "カ月"}), "households": frozenset({"世帯"}),
    "yen": frozenset({"円"}), "times": frozenset({"回", "件", "度"}),
    "schools": frozenset({"校", "園", "つ"}),
    **dict.fromkeys("shops stores merchants companies businesses firms".split(), _FIRMS),
    **dict.fromkeys("venues locations places sites counters".split(), _PLACES),
    **dict.fromkeys("devices terminals tablets vehicles computers".split(), _MACHINES),
    **dict.fromkeys("cameras sensors robots".split(), _MACHINES),
    **dict.fromkeys("questions inquiries consultations applications".split(), _CASES),
    **dict.fromkeys("cases procedures documents".split(), _CASES),
}  # fmt: skip
_NO_AMOUNT = re.compile(
    r"十分|[1１一]人[1１一]台|の(?:一|1|１|ひと)つ"
)  # words that hold a number but tell none
SENTENCE = 20
_UNIT_NAMED = re.compile(r"[（(](?:単位[:：]?[ 　]?)?([^（()）0-9０-９]{1,5})[）)]")
_NUMBERING = re.compile(r"^[-・\s]*[0-9０-９]{1,2}(?![0-9０-９,，.．%％])(?=\D)")
_STATES_AMOUNT = re.compile(
    r"半分|半数|倍|全て|すべて|全員|全所属|全庁|[一二三四五六七八九十]つ|各.{1,6}\d"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The type asked for; `units` bound a number's unit, any will do if empty."""

    type: ValueType
    units: frozenset[str] = frozenset()
    counted: bool = False  # things are counted: a share in percent is no answer


def wanted_value(query: Query) -> Wanted | None:
    """The type of value that the question asks for, None if any statement will do."""
    text = query.normalized
    if query.asks_for("person"):
        return Wanted("person")
    if query.asks_for("company"):
        return Wanted("company")
    if _CONTACT.search(text):
        return Wanted("contact")
    if _AGE.search(text):
        return Wanted("number", frozenset({"歳"}))
    if _WEEKDAY.search(text):
        return Wanted("weekday")
    units = _units(text)
    asked = query.asks_for("budget", "figure") or _PAYMENT.search(text)
    when = _DATE.search(text) and not _ASKS_AMOUNT.search(text)
    claimed = query.has_form("yesno") and not query.has_form("wh")
    if _MONEY.search(text) and not _NOT_MONEY.search(text) and asked and not (when or claimed):
        return Wanted("money", frozenset({"円"}))
    if not units and _PERCENT.search(text):
        return Wanted("percent", frozenset({"%"}))
    if units:
        kind: ValueType = "percent" if "%" in units else "money" if "円" in units else "number"
        return Wanted(kind, units)
    if _DATE.search(text):
        return Wanted("date")
    if _HOW_MANY_PEOPLE.search(text):
        return Wanted("number", frozenset({"人", "者", "%"}))
    if _NUMBER.search(text):
        return Wanted("number", counted=_counts(query))
    if _FIGURE.search(text):
        return Wanted("number")
    return _claimed_value(text) if claimed else _keyword_value(query)


def _units(text: str) -> frozenset[str]:
    """The units that answer the question; of two values asked for (何人が…何件) either."""
    units: set[str] = set()
    for match in _UNIT.finditer(text):
        units |= _SAME_UNIT.get(match[1], frozenset()) | {match[1]}
    for match in _ENGLISH_UNIT.finditer(_MULTIPLE.sub(" ", text)):
        units |= _ENGLISH_UNITS.get(match[1], _PEOPLE)
    if _MULTIPLE.search(text):
        units.add("倍")
    return frozenset(units | {"つ"} if units & _LOOSE_UNITS else units)


def _counts(query: Query) -> bool:
    """Whether things are counted; a figure of an indicator may be a share as well."""
    recorded = query.asks_for("target", "baseline", "actual", "indicator")
    named = _HOW_MANY.search(query.normalized)
    return bool(named) or (bool(_COUNTED.search(query.normalized)) and not recorded)


def _claimed_value(text: str) -> Wanted | None:
    """The type of the figure that a claim is held against: もう7割を超えていますか."""
    for number in find_numbers(text):
        if number.unit in _UNCOUNTED or not _COMPARES.match(text, number.span.end):
            continue
        kind: ValueType = "percent" if number.unit == "%" else "number"
        return Wanted(kind, _SAME_UNIT.get(number.unit, frozenset()) | {number.unit})
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


def states(text: str, wanted: Wanted | None) -> bool:
    """Whether `text` states a value of the wanted type (never one of a person or company:
    nothing tells a name from other words for sure)."""
    if wanted is None:
        return True
    if wanted.type in ("person", "company"):
        return False
    if wanted.type == "contact":
        return bool(_STATES_CONTACT.search(text))
    if wanted.type == "weekday":
        return bool(_STATES_WEEKDAY.search(text))
    if wanted.type == "date":
        return bool(_STATES_DATE.search(text))
    text = _NO_AMOUNT.sub("", text)
    if len(text) > SENTENCE:  # a statement may begin with its number, a figure never does
        text = _NUMBERING.sub("", text)
    numbers = find_numbers(text)
    if not wanted.units:
        told = [number for number in numbers if number.unit not in _UNCOUNTED]
        if wanted.counted:
            told = [number for number in told if number.unit != "%"]
        patterns = (_STATES_AMOUNT, _WITH_COUNTER, _OF_THINGS)
        return bool(told) or any(pattern.search(text) for pattern in patterns)
    if any(number.unit in wanted.units for number in numbers):
        return True
    if any(not number.unit for number in numbers) and _named_units(text) & wanted.units:
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
