"""The units that answer a question: 何人 asks for 人 or 者, how many shops for 店 or 社."""

from __future__ import annotations

import re

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
    "店": frozenset({"店舗"}), "社": frozenset({"社", "者", "事業者"}),
    "段階": frozenset({"ステップ", "段階", "つ"}), "ステップ": frozenset({"段階", "つ"}),
    "ヶ国語": frozenset({"か国語", "言語"}), "カ国語": frozenset({"か国語", "言語"}),
    "か国語": frozenset({"言語"}), "度": frozenset({"℃"}), "点": frozenset({"ポイント"}),
    "㎡": frozenset({"m2", "平方メートル"}), "ページ": frozenset({"頁"}),
    "館": frozenset({"施設", "か所"}), "園": frozenset({"か所", "施設"}),
    "台分": frozenset({"台"}), "回": frozenset({"回", "件"}), "手続": frozenset({"手続", "件"}),
    "業務": frozenset({"業務", "項目"}),
    "件": frozenset({"件", "手続", "回", "業務"}), "日": frozenset({"日", "日間"}),
    "か所": frozenset({"か所", "施設"}),
}  # fmt: skip
_LOOSE_UNITS = frozenset(("か所", "項目", "種類", "個", "つ"))
UNCOUNTED = frozenset(("年", "年度", "月", "日", ""))
_ENGLISH_UNIT = re.compile(
    r"how many (?:[\w-]+ ){0,3}?(days|hours|minutes|months|people|persons|residents|citizens|"
    r"employees|staff|officials|workers|members|participants|users|visitors|passengers|children|"
    r"pupils|students|teachers|patients|households|yen|times|shops|stores|merchants|companies|"
    r"businesses|firms|schools|venues|locations|places|sites|counters|devices|terminals|tablets|"
    r"vehicles|computers|cameras|sensors|robots|cars|buses|trucks|"
    r"(?:black)?boards|screens|printers|kiosks|houses|homes|buildings|dwellings|"
    r"questions|inquiries|consultations|applications|cases|procedures|documents|languages)\b"
    r"(?![ -](?:hours|minutes|days|times)\b)"  # staff hours
)
# How many times the level before it, and not how often.
_MULTIPLE = re.compile(r"how many times (?:the|as|what|its|that|those|more|\w+er)\b")
# 何種類の言葉: what is counted has a unit of its own.
_OF_LANGUAGES = re.compile(r"(?:何種類|何個|いくつ|どれだけ)の(?:言葉|ことば|言語|外国語)")
_LANGUAGES = frozenset({"言語", "か国語", "ヶ国語", "カ国語"})
_PEOPLE = frozenset({"人", "名", "者"})
_PLACES = frozenset(
    {"か所", "施設", "校", "館", "園", "店", "店舗", "窓口", "拠点", "会場", "地区", "つ"}
)
_FIRMS = frozenset({"店", "店舗", "社", "件", "か所", "者", "事業者", "事業所", "団体"})
_CASES = frozenset({"件", "問", "手続", "回", "種類", "業務", "枚", "通", "個"})
_HOUSES = frozenset({"戸", "軒", "件", "棟", "世帯"})
_MACHINES = frozenset({"台", "基", "個", "か所", "セット", "組"})
_ENGLISH_UNITS: dict[str, frozenset[str]] = {
    "days": frozenset({"日"}), "hours": frozenset({"時間", "h"}), "minutes": frozenset({"分"}),
    "months": frozenset({"か月", "ヶ月", "カ月"}), "households": frozenset({"世帯", "戸"}),
    "yen": frozenset({"円"}), "times": frozenset({"回", "件", "度"}),
    "schools": frozenset({"校", "園", "つ"}), "languages": _LANGUAGES,
    **dict.fromkeys("shops stores merchants companies businesses firms".split(), _FIRMS),
    **dict.fromkeys("venues locations places sites counters".split(), _PLACES),
    **dict.fromkeys("devices terminals tablets vehicles computers".split(), _MACHINES),
    **dict.fromkeys("cameras sensors robots cars buses trucks".split(), _MACHINES),
    **dict.fromkeys("boards blackboards screens printers kiosks".split(), _MACHINES),
    **dict.fromkeys("houses homes buildings dwellings".split(), _HOUSES),
    **dict.fromkeys("questions inquiries consultations applications".split(), _CASES),
    **dict.fromkeys("cases procedures documents".split(), _CASES),
}  # fmt: skip


def units_asked(text: str) -> frozenset[str]:
    """The units that answer the question; of two values asked for (何人が…何件) either."""
    units: set[str] = set()
    for match in _UNIT.finditer(text):
        units |= alike(match[1])
    for match in _ENGLISH_UNIT.finditer(_MULTIPLE.sub(" ", text)):
        units |= _ENGLISH_UNITS.get(match[1], _PEOPLE)
    if _OF_LANGUAGES.search(text):
        units |= _LANGUAGES
    if _MULTIPLE.search(text):
        units.add("倍")
    return frozenset(units | {"つ"} if units & _LOOSE_UNITS else units)


def alike(unit: str) -> frozenset[str]:
    """A unit, with the others in which the same is counted."""
    return _SAME_UNIT.get(unit, frozenset()) | {unit}
