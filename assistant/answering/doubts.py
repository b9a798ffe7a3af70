"""Signs that a draft is not about what the question asks."""

from __future__ import annotations

import re

from assistant.answering.drafts import Draft
from assistant.answering.municipalities import find_neighbours
from assistant.answering.turn import Turn
from assistant.language.normalize import match_key, normalize_text
from assistant.language.similarity import likeness
from assistant.language.tokens import lemmas
from assistant.retrieval.words import NOUN_WEIGHT

_FIGURES = ("number", "money", "percent")
OF_NAMED = ("department", "rating")  # what is told of a thing that the question names
TEXT_KINDS = ("text", "textlist")
_STATED = (*TEXT_KINDS, "indicator")
LONG_NAME = 8  # characters of a name that nothing else is meant by
ALIKE = 0.75  # the share of a name's letters that a misspelt one shares
_COUNTED_NOUN = re.compile(
    r"([一-龠ァ-ヶーa-z]{2,})(?:は|って|が)(?:何|なん)(?:人|件|台|社|校|か所|戸|枚)"
)
_COUNTED_BY_DEED = re.compile(r"([一-龠]{2})(?:し|され)た[一-龠ァ-ヶー]{2,8}?の?(?:件数|人数|数)")
# Sums of money that are not one another: the words of a question for each, and of a text.
_MONEY_NOUNS = (
    (
        "補助金|助成金|交付金|補助額|負担金|subsid|grant",
        "補助|助成|交付|負担|給付|支給|subsid|grant",
    ),
    ("運賃|手数料|利用料|使用料|会費|fare|fee", "賃|料|費|無料|有料|fare|fee"),
    ("委託料|委託費|契約額|落札", "委託|契約|落札"),
    (
        "総事業費|総額|総費用|総予算|事業費の?(?:合計|総計)|total (?:cost|budget|expense)",
        "総|合計|事業費|予算|経費の計|total",
    ),
    ("購入価格|購入額|本体価格|販売価格|purchase price", "価格|購入|本体|price"),
    ("給料|給与|年収|報酬|月給|時給|人件費|salary", "給|年収|報酬|手当|人件費|salary"),
)
_SUM_ASKED = re.compile(
    r"いくら|何[千万億]?円|金額|how much|\b(?:what|which) (?:fares?|fees?|price|subsidy)\b"
)
_NAMED_THING = r"(?:アプリ|システム|サービス|製品|ツール|ソフト|キャラクター|ゲーム|機種|サイト)"
_ASKS_NAME = re.compile(
    rf"{_NAMED_THING}(?:の名前|の名称|名|は、?(?:何|なん)と?(?:て|という|いう)(?:名前|名称)|"
    rf"の(?:名前|名称))(?:は|って|を|$|[?？]|です)|(?:製品|機種)(?:は|って)(?:何|なに)(?:$|[?？]|です)|(?:何|なん)という(?:名前の)?{_NAMED_THING}|"
    rf"{_NAMED_THING}(?:は|って)、?(?:何|なん)(?:という|て)(?:名前|名称)|"
    r"name of the (?:app|system|service|product|tool|software)"
)
_GIVES_NAME = re.compile(
    r"「[^」]+」|『[^』]+』|“[^”]+”|(?!(?:Web|ICT|RPA|OCR)\b)[A-Za-zＡ-Ｚａ-ｚ][A-Za-zＡ-Ｚａ-ｚ0-9]{2,}"
)
# 大学の名前, which a statement gives only by a name before the word (市内の大学 is none).
_BODY = (
    r"(大学|高校|病院|銀行|協会|研究所|新聞社|商店街|"
    r"小学校|中学校|学校|投票区|会場|公園|支所|出張所|体育施設|施設|図書館|公民館|保育園|企業|会社)"
)
_ASKS_BODY = re.compile(
    rf"{_BODY}(?:の名前|の名称|名)(?:は|を|って|が|$|[?？]|です)|"
    rf"(?:何|なん)という(?:(?:名前|名称)の)?{_BODY}|(?:どこの|何){_BODY}"
    r"|(?:何|なん)(?:という|ていう|って(?:いう|言う))(地区|地域)"
)
_NO_KIND = "".join(
    f"(?<!{kind})"
    for kind in (
        "市 県 国 町 村 区 各 民間 近隣 地元 国立 公立 私立 総合 連携 対象 モデル 山間 体育 公共 "
        "中小 市内 県内 町内 新規 関係 関連 福祉 教育 文化 観光 か所の つの".split()
    )
)
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
# 何時から何時まで
_ASKS_HOUR = re.compile(r"何時(?:から何時|まで|に(?:開|閉|終))|(?:what|which) (?:time|hours?)\b")
_GIVES_HOUR = re.compile(
    r"[0-9０-９]{1,2}\s?(?:時(?!間)|[:：][0-9０-９]{2})|正午|24時間|終日|\b(?:a\.?m|p\.?m)\b"
)
_ASKS_WHY = re.compile(
    r"なぜ|なんで(?!すか)|どうして|根拠は|根拠を|理由は|理由を|原因は|原因を|\bwhy\b|\breasons?\b"
)
_DEED_WHY = re.compile(
    r"(?:なぜ|なんで|どうして)[^。、]{0,6}?([一-龠]{2})(?:し|する|され|でき|なの)"
    r"|([一-龠]{2})(?:し|する|され|でき)[^。]{0,8}(?:理由|原因|根拠)"
)
_GIVES_CAUSE = re.compile(
    r"ため|(?:だ|た|る|い|こと)から|ので|により|によって|による|よる|原因|理由|背景|踏まえ|に伴|伴い|せい|影響|基づ|"
    r"不足|高騰|考慮|難し|困難|ことで|because|due to|owing"
)
_ASKS_RATE = re.compile(
    r"what (?:is|was|are|were) (?:[\w-]+ ){1,4}(?:rate|share|ratio|proportion|percentage) "
    r"(?:of|among|for|in|at)\b"
)
# ドローン配送事業: a project by a name in katakana or Latin letters.
_NAMES_PROJECT = re.compile(
    r"[a-zァ-ヶー]{3,}[一-龠ァ-ヶー]{0,6}(?:事業(?!者)|計画|プロジェクト|サービス|システム|アプリ)"
)
_NAME = re.compile(r"[a-z][a-z0-9\-]{2,}|[ァ-ヶー]{3,}")


def lacks_name(turn: Turn, draft: Draft) -> bool:
    """Whether the question names a thing in Latin letters or katakana that no document
    speaks of, not even in another spelling."""
    known = turn.ranker.index.vocabulary
    names = [
        term.lemma
        for term in turn.query.terms
        if term.weight >= NOUN_WEIGHT
        and _NAME.fullmatch(term.lemma)
        and term.lemma not in known
        and not any(_is_known(turn, other) for other in term.alternatives)
    ]
    shown = match_key(" ".join(line.text for line in draft.lines))
    return any(likeness(name, shown) < ALIKE for name in names)


def _is_known(turn: Turn, words: tuple[str, ...]) -> bool:
    """Whether the documents speak of another way to say a name; most of its words are enough
    where it translates one of several English words."""
    held = sum(word in turn.ranker.index.vocabulary for word in words)
    return 2 * held > len(words) if turn.language == "en" else held == len(words)


def lacks_head(turn: Turn, draft: Draft) -> bool:
    """Whether the noun that is counted (医師は何人) is nowhere in the evidence."""
    match = _COUNTED_NOUN.search(turn.query.normalized)
    words = lemmas(match[1]) if match else []
    terms = [
        term for term in turn.query.terms if term.lemma in words and term.weight >= NOUN_WEIGHT
    ][-1:]
    if not terms or not turn.ranked:
        return False
    shown = " ".join(line.text for line in draft.lines)
    return turn.ranker.coverage(terms, extra=shown)[0] == 0.0


def left_focus(turn: Turn, draft: Draft) -> bool:
    """Whether a follow-up about a project is answered from somewhere else."""
    ids = {project.project_id for project in draft.projects}
    return bool(turn.query.focus) and draft.kind in TEXT_KINDS and not ids & set(turn.query.focus)


def lacks_asked(turn: Turn, draft: Draft) -> bool:
    """Whether a draft surely lacks what is asked for: the name of a thing, a month, a figure,
    what comes first in an order, or a sum of the kind that the question names."""
    lines = " ".join(line.text for line in draft.lines)
    return any(lacks(turn, draft, lines) for lacks in _LACKS)


def _lacks_thing(turn: Turn, draft: Draft, lines: str) -> bool:
    asks = _ASKS_NAME.search(turn.query.normalized) and not turn.named
    return bool(asks) and not _GIVES_NAME.search(_own(draft, lines))


def _lacks_counted(turn: Turn, draft: Draft, _: str) -> bool:
    return draft.kind in TEXT_KINDS and lacks_head(turn, draft)


def _lacks_month(turn: Turn, _: Draft, lines: str) -> bool:
    return bool(_ASKS_MONTH.search(turn.query.normalized)) and not _GIVES_MONTH.search(lines)


def _lacks_rate(turn: Turn, draft: Draft, _: str) -> bool:
    return draft.kind == "definition" and bool(_ASKS_RATE.search(turn.query.normalized))


def _lacks_subject(turn: Turn, draft: Draft, lines: str) -> bool:
    """Whether an indicator holds nothing of a question whose words name it in another language
    or not at all."""
    if draft.kind != "indicator" or turn.query.focus or turn.named:
        return False
    if turn.language != "en" and not lacks_name(turn, draft):
        return False
    telling = [term for term in turn.query.terms if term.weight >= NOUN_WEIGHT]
    return bool(telling) and turn.ranker.coverage(telling, extra=lines)[0] == 0.0


def _lacks_project(turn: Turn, draft: Draft, _: str) -> bool:
    names = draft.kind in OF_NAMED and _NAMES_PROJECT.search(turn.query.normalized)
    return bool(names) and lacks_name(turn, draft)


def _lacks_reason(turn: Turn, draft: Draft, lines: str) -> bool:
    """Whether the question asks why, and what is told gives no cause, or only what followed
    from the deed asked about: なぜ撤退したか where it says 撤退したため."""
    question = turn.query.normalized
    if draft.kind not in _STATED or turn.wanted is not None or not _ASKS_WHY.search(question):
        return False
    if draft.kind == "indicator" and turn.query.asks_for("actual"):
        return False  # of a figure and its reason the figure may come first
    told = f"{lines} {_under(turn, draft)}"
    deed = _DEED_WHY.search(question)
    if deed:
        did = deed[1] or deed[2]
        told = re.sub(rf"{did}(?:し|され|せず|でき)?[^、。]{{0,6}}(?:ため|ので)", "", told)
    return not _GIVES_CAUSE.search(told)


def _lacks_hour(turn: Turn, _: Draft, lines: str) -> bool:
    return bool(_ASKS_HOUR.search(turn.query.normalized)) and not _GIVES_HOUR.search(lines)


def _lacks_named(turn: Turn, draft: Draft, _: str) -> bool:
    """Whether the question gives the whole name of a project that only documents which it is
    not asked of have, and what is told is of another."""
    if draft.kind not in OF_NAMED or turn.query.focus:
        return False
    key = match_key(turn.query.question)
    told = {match_key(project.name.text) for project in draft.projects}
    elsewhere = {
        match_key(project.name.text)
        for project in turn.catalogue.projects.values()
        if project.document_id not in turn.query.scope
    }
    return any(len(name) >= LONG_NAME and name in key for name in elsewhere - told)


def _lacks_order(turn: Turn, draft: Draft, lines: str) -> bool:
    ranks = draft.kind in TEXT_KINDS and _SUPERLATIVE.search(turn.query.normalized)
    return bool(ranks) and not _RANKED.search(f"{lines} {_under(turn, draft)}")


def _lacks_body(turn: Turn, _: Draft, lines: str) -> bool:
    """Whether the question asks for the name of a body (大学の名前) and none is told: 北里大学."""
    asked = _ASKS_BODY.search(turn.query.normalized)
    noun = next(filter(None, asked.groups())) if asked else ""
    return bool(noun) and not re.search(rf"[一-龠々ァ-ヶーA-Za-z]{{2,}}{_NO_KIND}{noun}", lines)


def _lacks_place(turn: Turn, draft: Draft, lines: str) -> bool:
    """Whether the question names a place beside those that the documents are of, and neither
    the draft nor what it stands under speaks of it."""
    if draft.kind not in _STATED:
        return False
    places = find_neighbours(turn.query.question, turn.catalogue)
    if not places:
        return False
    told = normalize_text(f"{lines} {_under(turn, draft)}")
    return not any(place in told for place in places)


def _lacks_deed(turn: Turn, _: Draft, __: str) -> bool:
    """Whether things are counted of which something was done (反映した意見の件数) that no document
    speaks of."""
    counted = _COUNTED_BY_DEED.search(turn.query.normalized)
    deeds = [term for term in turn.query.terms if counted and term.lemma == counted[1]]
    known = turn.ranker.index.vocabulary
    return any(
        term.lemma not in known and not any(_is_known(turn, o) for o in term.alternatives)
        for term in deeds
    )


def _lacks_partner(turn: Turn, draft: Draft, lines: str) -> bool:
    """Whether a figure is asked of one of those who made the plan together, and what is told is
    no one's in particular."""
    partners = turn.catalogue.partners
    named = [name for name in partners if normalize_text(name) in turn.query.normalized]
    if turn.wanted is None or turn.wanted.type not in _FIGURES or len(named) != 1:
        return False
    return named[0] not in f"{lines} {_under(turn, draft)}"


def _own(draft: Draft, lines: str) -> str:
    """What a draft tells, without the projects' names that stand in front."""
    for project in draft.projects:
        name = project.name.text
        lines = re.sub(rf"[「“]{re.escape(name)}[」”]", name, lines)
    return lines.split("：", 1)[-1] if "：" in lines[:80] else lines


def _lacks_sum(turn: Turn, draft: Draft, lines: str) -> bool:
    """Whether the question names one kind of sum, of which neither the draft nor what it
    stands under speaks."""
    if not _SUM_ASKED.search(turn.query.normalized):
        return False
    asked = [told for nouns, told in _MONEY_NOUNS if re.search(nouns, turn.query.normalized)]
    if len(asked) != 1 or draft.kind not in _STATED:
        return False
    return not re.search(asked[0], f"{lines} {_under(turn, draft)}".lower())


def _under(turn: Turn, draft: Draft) -> str:
    """The facts that a draft is made of, with what they stand under."""
    spans = [(e.document_id, e.span) for line in draft.lines for e in line.evidence]
    return " ".join(
        f"{item.fact.text} {item.fact.context}"
        for item in turn.ranked
        if (item.fact.document_id, item.fact.span) in spans
    )


_LACKS = (
    _lacks_thing, _lacks_body, _lacks_place, _lacks_deed, _lacks_partner, _lacks_counted,
    _lacks_month, _lacks_hour, _lacks_reason, _lacks_rate, _lacks_subject,
    _lacks_project, _lacks_named, _lacks_order, _lacks_sum,
)  # fmt: skip
