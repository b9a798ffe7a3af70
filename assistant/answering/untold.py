"""Values of a kind that a question asks for (a day, a reason, a sum, an order) and that a draft
does not tell."""

from __future__ import annotations

import re
from collections.abc import Container

from assistant.answering.drafts import TEXT_KINDS, Draft
from assistant.answering.turn import Turn
from assistant.language.normalize import match_key, normalize_text
from assistant.language.numbers import find_numbers
from assistant.language.tokens import lemmas

STATED = (*TEXT_KINDS, "indicator")  # kinds of drafts that tell a value in a statement
NEAR = 20  # facts that a question may mean
_ATTAINMENT = "達成率"
# Sums of money that are not one another: the words of a question for each, and of a text.
_MONEY_NOUNS = (
    (
        "補助金|助成金|交付金|補助額|負担金|subsid|grant",
        "補助|助成|交付|負担|給付|支給|subsid|grant",
    ),
    ("運賃|手数料|利用料|使用料|会費|fare|fee", "賃|料|費|無料|有料|fare|fee"),
    (
        "委託料|委託費|契約額|落札|pay (?:the|its|their|a) (?:contractor|vendor|supplier|company)",
        "委託|契約|落札|contract",
    ),
    (
        "総事業費|総額|総費用|総予算|事業費の?(?:合計|総計)|total (?:cost|budget|expense)",
        "総|合計|事業費|予算|経費の計|total",
    ),
    ("予算(?!科目)|決算", "予算|決算|事業費|経費|費用|委託|補助|交付|budget"),
    ("購入価格|購入額|本体価格|販売価格|purchase price", "価格|購入|本体|price"),
    ("販売額|売上|売り上げ|sales (?:amount|value)", "販売|売上|売り上げ|出荷|sales"),
    ("給料|給与|年収|報酬|月給|時給|人件費|salary", "給|年収|報酬|手当|人件費|salary"),
)
_SUM_ASKED = re.compile(
    r"(?<!値は)(?<!値が)いくら|何[千万億]?円|金額|how much"
    r"|\b(?:what|which) (?:fares?|fees?|price|subsidy)\b"
)
# Groups of people, by the words of a question for each and of a text.
_PEOPLE = (("女性|\\bwom[ae]n\\b|\\bfemale", "女|wom"), ("男性|\\bm[ae]n\\b|\\bmale\\b", "男|men"))
_BY_GROUP = re.compile(r"([一-龠]{2})別(?:の|に|で|[ 、]|$)")
_SUPERLATIVE = re.compile(
    r"(?:一番|いちばん|最も|もっとも)(?:多|少な|高|低|長|短|人気|よく|売れ|借り|読まれ|使われ|利用され)"
    r".{0,16}(?:何|なに|どれ|どこ|誰|だれ|どの)"
)
_RANKED = re.compile(
    r"一番|最も|もっとも|最多|最大|最小|最少|最高|最低|トップ|[1１一]位|順|上位|ランキング|次いで"
)
_ASKS_MONTH = re.compile(r"(?:何|なん)月|(?:what|which) month")
_GIVES_MONTH = re.compile(
    r"[0-9０-９一二三四五六七八九十]月|[0-9０-９]\s?[./．／]\s?[0-9０-９]{1,2}"
)
_ASKS_DAY = re.compile(
    r"何月何日|月日(?:は|を)|(?:what|which) (?:exact )?(?:day|date) (?!of the week)"
)
_GIVES_DAY = re.compile(
    r"[0-9０-９一二三四五六七八九十]\s?日(?!間|数|本|常|程)|[0-9]{1,2}[./／][0-9]{1,2}"
)
# 何時から何時まで
_ASKS_HOUR = re.compile(
    r"(?:朝|昼|夕方|夜|午前|午後)[はの]?何時|何時(?:から何時|まで|に(?:開|閉|終))"
    r"|(?:what|which) (?:time|hours?)\b"
)
_GIVES_HOUR = re.compile(
    r"[0-9０-９]{1,2}\s?(?:時(?!間)|[:：][0-9０-９]{2})|正午|24時間|終日|\b(?:a\.?m|p\.?m)\b"
)
_ASKS_WHY = re.compile(
    r"なぜ|なんで(?!すか)|どうして|根拠は|根拠を|理由は|理由を|原因は|原因を|\bwhy\b|\breasons?\b"
)
_ASKS_RATING = re.compile(r"評価|進捗|状況|判定|ランク|状態|\brat(?:ed|ing)|\bstatus\b|\bgrade")
_DEED_WHY = re.compile(
    r"(?:なぜ|なんで|どうして)[^。、]{0,6}?([一-龠]{2})(?:し|する|され|でき|なの)"
    r"|([一-龠]{2})(?:し|する|され|でき)[^。]{0,8}(?:理由|原因|根拠)"
)
_GIVES_CAUSE = re.compile(
    r"ため|(?:だ|た|る|い|こと)から|ので|により|によって|による|よる|原因|要因|理由|背景|踏まえ|に伴|伴い|せい|影響|基づ|"
    r"不足|高騰|考慮|難し|困難|ことで|because|due to|owing"
)
_OFFICE = re.compile(
    r"[一-龠々ァ-ヶーA-Za-z0-9]{1,12}(?:課|室|局|係|部(?!分|門|数)|センター|支所|会議?|チーム|本部|組合|公社|機構)"
)
_ASKS_LENGTH = re.compile(
    r"(?:任期|年限|年数|契約期間|保存期間|有効期間)(?:は|が|って|を)?(?:およそ|約)?何(?:年|か月|ヶ月|日)"
    r"|\bterm of office\b|\bhow long is the term\b|\blength of (?:the |their )?term\b"
)
_ASKS_NAME = re.compile(r"(?:何|なん)(?:と|て|という|ていう)(?:呼|名)|呼び名|呼称|\bcalled\b")
_EXPLAINED = re.compile(r"[^「“]{0,3}[「“]([^」”]+)[」”]")
_ASKS_EACH = re.compile(
    r"[1１一](?:校|基|台|人|件|世帯|か所|箇所|回|冊|枚|戸|店|社)(?:当たり|あたり|につき|の価格|の値段)"
    r"|\bper (?:school|unit|person|device|household|sensor)\b"
)
_GIVES_EACH = re.compile(r"当たり|あたり|単価|につき|ごと|各|上限|\bper\b|\beach\b")
_ASKS_FEE = re.compile(
    r"お金(?:は|が|って|も)?(?:かか|いる|要る|必要|取られ)|(?:有料|無料)(?:です|なの|で|か)|料金(?:は|が)?かか"
)
_GIVES_FEE = re.compile(r"無料|有料|費|料|円|負担|無償|代金|免除|\bfree\b|\bfees?\b|\bcharge")
_ASKS_CONTENT = re.compile(
    r"(?:どの|どれ)(?:くらい|ぐらい|程度)満足|満足(?:度|して).{0,12}(?:何|点数|どの|どれ)"
)
_GIVES_CONTENT = re.compile(r"満足|satisf")
_GIVES_LENGTH = re.compile(
    r"(?<![0-9０-９令和平成昭RＲ])[0-9０-９一二三四五六七八九十]{1,2}[ 　]?"
    r"(?:年(?!度)|[かカヵヶケ][月年]|週間|日)|無期限|永年|\b(?:years?|months?)\b"
)
_OF_PROJECT = ("schedule", "indicator")
_ASKS_AIM = re.compile(r"(?:めざす|目指す)(?:数字|数値)|数値目標|目標値")
_AIM = re.compile(r"目標|めざ|目指|ねら|狙")
_ASKS_DOER = re.compile(r"(?:誰|だれ)が(?!使|対象|利用)")
_DOER = re.compile(
    r"[員者士師隊会課室社局部係班家生民長方]|[市町村区県国](?=が)|さん|団体|ボランティア|大学|チーム|グループ|センター|スタッフ|"
    r"サポーター|リーダー|コンシェルジュ|世話役|事務所|組合|機構"
)
_OF_WHOLE_THE_PART = re.compile(
    r"[0-9](?:[一-龠ァ-ヶー]{1,6})?の?うち、?(?P<part>[一-龠ァ-ヶーa-z]{2,8})"
    r"(?:の[一-龠ァ-ヶー]{1,6})?(?:は|が)何"
)
_OF_WHOLE = re.compile(
    r"([0-9]{1,4})(?:[一-龠ァ-ヶー]{1,6})?(?:の?うち|中、)"
    r"|\bof (?:the|its|all|\S+'s) ([0-9]{1,4})\b"
)
_OF_THEM = re.compile(
    r"うち、?(?:何|なん)(?:件|人|台|事業|業務|手続|か所|校|戸).{0,12}?([一-龠]{2})(?:し|され|でき)"
)
_RATE_OF = re.compile(r"([一-龠]{2,4})率(?:って|は|が)?、?(?:何|なん|どの|どれ)")
_ASKS_RATE = re.compile(
    r"what (?:is|was|are|were) (?:[\w-]+ ){1,7}(?:rate|share|ratio|proportion|percentage) "
    r"(?:of|among|for|in|at)\b"
)


def without_whole(turn: Turn, text: str) -> str:
    """A text without the number of which the question asks for a part: 118手続 of 200手続のうち
    118手続."""
    whole = _OF_WHOLE.search(turn.query.normalized)
    if whole is None:
        return text
    number = whole[1] or whole[2]
    return re.sub(rf"(?<![0-9,.]){number}(?![0-9,.%])", "", normalize_text(text))


def told_with_context(turn: Turn, draft: Draft) -> str:
    """The text of a draft and of the facts that it is made of, with what they stand under."""
    spans = {(e.document_id, e.span) for line in draft.lines for e in line.evidence}
    under = (
        f"{item.fact.text} {item.fact.context}"
        for item in turn.ranked
        if (item.fact.document_id, item.fact.span) in spans
    )
    return f"{draft.text} {' '.join(under)}"


def _lacks_month(turn: Turn, draft: Draft) -> bool:
    return bool(_ASKS_MONTH.search(turn.query.normalized)) and not _GIVES_MONTH.search(draft.text)


def _lacks_day(turn: Turn, draft: Draft) -> bool:
    return bool(_ASKS_DAY.search(turn.query.normalized)) and not _GIVES_DAY.search(draft.text)


def _lacks_hour(turn: Turn, draft: Draft) -> bool:
    return bool(_ASKS_HOUR.search(turn.query.normalized)) and not _GIVES_HOUR.search(draft.text)


def _lacks_reason(turn: Turn, draft: Draft) -> bool:
    """Whether the question asks why, and what is told gives no cause, or only what followed
    from the deed asked about: なぜ撤退したか where it says 撤退したため."""
    question = turn.query.normalized
    if turn.wanted is not None or not _ASKS_WHY.search(question):
        return False
    if draft.kind == "rating":
        return not _ASKS_RATING.search(question)
    if draft.kind == "schedule":
        return not turn.query.asks_for("schedule")
    if draft.kind not in STATED:
        return False
    if draft.kind == "indicator" and turn.query.asks_for("actual"):
        return False  # of a figure and its reason the figure may come first
    told = told_with_context(turn, draft)
    deed = _DEED_WHY.search(question)
    if deed:
        did = deed[1] or deed[2]
        told = re.sub(rf"{did}(?:し|され|せず|でき)?[^、。]{{0,6}}(?:ため|ので)", "", told)
    return not _GIVES_CAUSE.search(told)


def _lacks_rate(turn: Turn, draft: Draft) -> bool:
    return draft.kind == "definition" and bool(_ASKS_RATE.search(turn.query.normalized))


def _lacks_attainment(turn: Turn, draft: Draft) -> bool:
    """Whether 達成率 is asked for, which a table tells, and only target and actual are told."""
    if draft.kind != "indicator" or _ATTAINMENT not in turn.query.normalized:
        return False
    rows = (item.fact for item in turn.ranked[:NEAR] if item.fact.kind == "row")
    return _ATTAINMENT not in draft.text and any(_ATTAINMENT in row.text for row in rows)


def _lacks_rate_of(turn: Turn, draft: Draft) -> bool:
    """Whether a rate is asked for by its name (回収率), and a statement tells a share of
    something else."""
    asked = _RATE_OF.search(turn.query.normalized)
    if asked is None or draft.kind not in TEXT_KINDS:
        return False
    return _tells_nothing_of(turn, draft, lemmas(asked[1]))


def _tells_nothing_of(turn: Turn, draft: Draft, words: Container[str]) -> bool:
    """Whether the query has terms among `words`, and none of them is told of."""
    terms = [term for term in turn.query.terms if term.lemma in words]
    told = told_with_context(turn, draft)
    return bool(terms) and turn.ranker.coverage(terms, extra=told)[0] == 0.0


def _lacks_order(turn: Turn, draft: Draft) -> bool:
    ranks = draft.kind in TEXT_KINDS and _SUPERLATIVE.search(turn.query.normalized)
    return bool(ranks) and not _RANKED.search(told_with_context(turn, draft))


def _lacks_sum(turn: Turn, draft: Draft) -> bool:
    """Whether the question names one kind of sum, of which neither the draft nor what it
    stands under speaks."""
    if not _SUM_ASKED.search(turn.query.normalized):
        return False
    asked = [told for nouns, told in _MONEY_NOUNS if re.search(nouns, turn.query.normalized)]
    if len(asked) != 1 or draft.kind not in STATED:
        return False
    return not re.search(asked[0], told_with_context(turn, draft).lower())


def _lacks_people(turn: Turn, draft: Draft) -> bool:
    """Whether a figure of women or men is asked for, and what is told speaks of neither."""
    asked = [told for words, told in _PEOPLE if re.search(words, turn.query.normalized)]
    if turn.wanted is None or draft.kind not in STATED or not asked:
        return False
    return not re.search("|".join(asked), told_with_context(turn, draft).lower())


def _lacks_groups(turn: Turn, draft: Draft) -> bool:
    """Whether figures by groups are asked for (部署別), and what is told has no such groups."""
    asked = _BY_GROUP.search(turn.query.normalized)
    if asked is None or draft.kind not in TEXT_KINDS:
        return False
    return asked[1] not in told_with_context(turn, draft)


def _lacks_office(turn: Turn, draft: Draft) -> bool:
    """Whether it is asked who is in charge, and what is told names no body that could be."""
    if not turn.query.asks_for("department"):
        return False
    if draft.kind not in (*TEXT_KINDS, "definition"):  # when, or how many, is no answer to who
        return draft.kind in _OF_PROJECT and set(turn.query.asks) == {"department"}
    return not _OFFICE.search(told_with_context(turn, draft))


def _lacks_aim(turn: Turn, draft: Draft) -> bool:
    """Whether the figure aimed at is asked for of a project that has none, and what is told
    speaks of no aim."""
    asked = draft.kind in TEXT_KINDS and _ASKS_AIM.search(turn.query.normalized)
    if not asked or len(turn.named) != 1 or turn.named[0].indicators:
        return False
    return not _AIM.search(draft.text)


def _lacks_doer(turn: Turn, draft: Draft) -> bool:
    """Whether it is asked who does something, and the first of what is told names nobody."""
    if draft.kind not in TEXT_KINDS or not _ASKS_DOER.search(turn.query.normalized):
        return False
    told = draft.lines[0].text
    return not _DOER.search(told.split("：", 1)[-1])


def _lacks_share(turn: Turn, draft: Draft) -> bool:
    """Whether it is asked of how many something was done (うち何件が反映され), and what is told
    does not speak of it."""
    asked = _OF_THEM.search(turn.query.normalized)
    return asked is not None and asked[1] not in draft.text


def _lacks_length(turn: Turn, draft: Draft) -> bool:
    """Whether it is asked for how many years something lasts (任期は何年), and none are told."""
    asked = _ASKS_LENGTH.search(turn.query.normalized)
    return bool(asked) and draft.kind in STATED and not _GIVES_LENGTH.search(draft.text)


def _lacks_whole(turn: Turn, draft: Draft) -> bool:
    """Whether it is asked how many of a number of things (20業務のうち), of which a statement tells
    and the draft does not."""
    whole = _OF_WHOLE.search(turn.query.normalized)
    if whole is None or turn.wanted is None or turn.wanted.type != "number":
        return False
    number = re.compile(rf"(?<![0-9.,]){whole[1] or whole[2]}(?![0-9.,])")
    told = normalize_text(told_with_context(turn, draft))
    if draft.kind not in STATED or number.search(told):
        return False
    near = (item.fact for item in turn.ranked[:NEAR])
    return any(number.search(normalize_text(fact.text)) for fact in near)


def _lacks_other_number(turn: Turn, draft: Draft) -> bool:
    """Whether of a number in the question a part is asked for (37件のうち、小児科は何件), and
    only that number is told again."""
    whole = _OF_WHOLE.search(turn.query.normalized)
    if whole is None or turn.wanted is None or not turn.wanted.units or draft.kind not in STATED:
        return False
    asked = {number.value for number in find_numbers(turn.query.normalized)}
    told = [n for n in find_numbers(normalize_text(draft.text)) if n.unit in turn.wanted.units]
    return bool(told) and all(number.value in asked for number in told)


def _lacks_part(turn: Turn, draft: Draft) -> bool:
    """Whether of a number the part of a kind is asked for (20業務のうち、福祉の業務は何業務), and
    nothing told speaks of that kind."""
    asked = _OF_WHOLE_THE_PART.search(turn.query.normalized)
    if asked is None or draft.kind not in STATED:
        return False
    return _tells_nothing_of(turn, draft, asked["part"])


def _lacks_name(turn: Turn, draft: Draft) -> bool:
    """Whether a name is asked for (何と呼ばれていますか), and a word is explained that the question
    has itself."""
    if draft.kind != "definition" or not _ASKS_NAME.search(turn.query.normalized):
        return False
    explained = _EXPLAINED.match(draft.lines[0].text)
    return explained is not None and match_key(explained[1]) in match_key(turn.query.question)


def _lacks_each(turn: Turn, draft: Draft) -> bool:
    """Whether a sum for one of several is asked for (1校当たりいくら), and none told is for one."""
    money = turn.wanted is not None and turn.wanted.type == "money"
    asked = money and _ASKS_EACH.search(turn.query.normalized)
    return bool(asked) and not _GIVES_EACH.search(told_with_context(turn, draft))


def _lacks_fee(turn: Turn, draft: Draft) -> bool:
    """Whether it is asked if something costs money, and nothing of a price is told."""
    asked = _ASKS_FEE.search(turn.query.normalized)
    return bool(asked) and not _GIVES_FEE.search(told_with_context(turn, draft))


def _lacks_content(turn: Turn, draft: Draft) -> bool:
    """Whether it is asked how content people are, and what is told speaks of nothing like it."""
    asked = _ASKS_CONTENT.search(turn.query.normalized)
    return bool(asked) and not _GIVES_CONTENT.search(told_with_context(turn, draft).lower())


UNTOLD = (
    _lacks_month, _lacks_day, _lacks_hour, _lacks_reason, _lacks_rate, _lacks_attainment,
    _lacks_rate_of, _lacks_order, _lacks_sum, _lacks_office, _lacks_aim, _lacks_doer,
    _lacks_share, _lacks_people, _lacks_groups, _lacks_length,
    _lacks_whole, _lacks_other_number, _lacks_part, _lacks_name, _lacks_each, _lacks_fee,
    _lacks_content,
)  # fmt: skip
