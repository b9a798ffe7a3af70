"""What a statement says of a claim: the same, the opposite, or nothing.

A statement is read clause by clause. It speaks of a claim where it holds the claim's
predicate, or a word that rules the claim out (続ける and 廃止); a negation after either turns
it round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from assistant.datamodels import Query, SearchTerm
from assistant.language.normalize import match_key
from assistant.language.tokens import words

_SENTENCE = re.compile(r"[^。?？]+[。?？]?")
_CLAUSE = re.compile(r"[^。、\n]+")
_ASKS = re.compile(r"(です|ます|でした|ました|ません|る|た|い|の|だ|って)か?[。?？]?$|可否")
# Words after what is claimed that claim nothing themselves: 廃止する考えですか, 新規の取組ですか.
_EMPTY = frozenset(
    """考える 考え 思う 予定 積り 可能 可否 呉れる 人 事業 計画 取組 取り組む 項目 アクション 値 数
    割合""".split()
)
_OF_YEAR = re.compile(r"年度?(の(もの|数字|値))?(です|なの|でしょう)?か?[。?？]?$")
_THERE = re.compile(r"\bthere(?: been)?(?: any| an?)? (\w+)|\bhave(?: an?| any) (\w+)")
_ASKS_NEGATIVE = re.compile(
    r"(ない|ません|いない|未(実施|着手|定|導入))(の|ん)?(です|でしょう)?か?[?？。]?$"
)
_NEGATIVE = re.compile(
    r"(?<!少)(?<!だけで)(?<!のみで)(?<!ばかりで)(ません|ない|なかった|なく|ず|ぬ)"
    r"(でした|です|など|が|こと|もの|状況|状態|まま|と|で|ため|ので|から)?(?:[^一-龠ァ-ヶ]|の?(?:課題|状況|問題|現状)|$)"
    r"|のではなく|わけではな|未(実施|着手|定|導入|整備|対応)|該当なし|困難|できず|及ば|対象外"
    r"|除[くき]|別に定め|見送|中止|断念|なし(?![のに])"
)
# Negations that affirm (しなければなりません), or that stand in a set phrase (だけでなく).
_AFFIRMING = re.compile(
    r"(なけれ|なくて)ば?(は)?(な(り|ら)|いけ)|かもしれ|(だけ|のみ|ばかり)(で|なら)(な|ず)|限らず|問わず|"
    r"(に|も)(関|かか)わらず|やむを得|欠かせない|必要不可欠|取り?残さない|少なくな"
)


@dataclass(frozen=True, slots=True)
class Opposite:
    """What a claim says, and what a statement says instead if the claim is wrong."""

    claimed: re.Pattern[str]
    stated: re.Pattern[str]


def _opposites(*pairs: tuple[str, str]) -> tuple[Opposite, ...]:
    return tuple(Opposite(re.compile(claimed), re.compile(stated)) for claimed, stated in pairs)


MORE_OR_LESS = _opposites(
    (r"上|超え|高い|多い|above|higher|more than", r"下回|より低|を下|少な"),
    (r"より?下|下回|低い|少な|below|lower", r"上回|より高|を超え"),
    (r"増え|増や|増加|伸び|拡大|increas", r"減少|減り|減っ|縮小|減ら|横ばい"),
    (r"減り|減っ|減ら|減少|縮小|decreas|fall", r"増加|増え|増や|拡大"),
)
_EXCLUDED = _opposites(
    (r"(計画|予定)(どお|通)り|scheduled|planned|on time", r"遅れ|延期|見送|後ろ倒し|遅延"),
    (r"遅れ|delay", r"(計画|予定)(どお|通)り|前倒し"),
    (
        r"廃止|やめ|なくす|無くす|なくな|無くな|abolish|clos(e|ing)\b",
        r"継続|存続|維持|残[しすさる]",
    ),
    (
        r"続け|続く|残る|残す|存続|継続|生き続け|continu",
        r"廃止|終了|取りやめ|やめ[たるまて]|中止|撤退",
    ),
    (r"新規|新し|new", r"継続|既存|拡充"),
    (r"継続|既存", r"新規"),
    (r"職員|内部|自前", r"外部|委託"),
    (r"外部|委託|outside|external", r"内製|職員自ら|直営"),
    (
        r"ネット|オンライン|スマホ|ｗｅｂ|web|online",
        r"(電話|窓口|来庁|郵送|紙)[^、。]{0,6}(のみ|だけ|に限)",
    ),
    (r"だけで|単独|独自に|alone", r"連携|共同|協力|(職員|人)の?[がに目].{0,6}(確認|確かめ|判断)"),
    (r"別の|独立|separate|independent", r"一体(的|と|化)|兼ね"),
    (
        r"同じように|一律|どの.{1,12}でも|すべて|全て|全部|uniform|\ball ",
        r"一律.{0,12}(ではな|でな)|一部|段階的|優先",
    ),
    (r"必須|義務|しなければ", r"任意|希望|努力"),
    (r"無料|free", r"有料|負担"),
    (r"目的|ゴール|goal|purpose", r"手段|目的ではな|⇒×"),
    (r"カスタマイズ", r"カスタマイズ(なし|しない|を行わ|せず)"),
    (r"保存|蓄積|\bstor|\bkeep|\bkept", r"消去|削除|廃棄|破棄"),
    (r"紙.{0,6}使|紙の(まま|ま)|paper", r"ペーパーレス"),
    (
        r"一致|同じ|match|correspond|\bsame\b",
        r"一致(?:しな|しませ|していな|していませ)|異な(?:る|り)|対応(?:しな|しませ)",
    ),
    (
        r"掲載|載[せっる]|記載|書[いか]れ|書いて|\blist|\binclude|\bstate",
        r"(?:載せ|掲載し|記載し|書いて)(?:て)?(?:いない|いませ|ない|ませ)",
    ),
    (r"対象|含|入っ", r"別に定め|別の計画|除[きく]|対象外|含め?ま?(れ?て?い?(ない|ません))"),
    (r"出揃|出そろ|揃|完成|整っ|整備さ", r"途上|道半ば|未整備"),
)
_CONSIDERED = r"検討(を(進め|行)|して|します|する|中|段階)"
# Words too common to look for a statement by; they count in a statement that is told.
_LOOSE = _opposites(
    (r"実施|導入|展開|開始|始ま|始め|運用|launch|start", _CONSIDERED),
    (
        r"ある|あり|\bany\b|\bhave\b|\bhas\b",
        r"(の|が|は)?なし(?![のに])|新規事業のため|ありません|該当なし",
    ),
)


class Strength(IntEnum):
    """How plainly a statement speaks of a claim."""

    LOOSE = 0  # by a word too common to look for
    AFFIRMED = 1  # its predicate
    TURNED = 2  # its predicate denied, or a word that rules it out
    BOTH = 3  # what is claimed, and that it is not so


@dataclass(frozen=True, slots=True)
class Sense:
    """Whether a statement says what is claimed, and how plainly."""

    same: bool
    strength: Strength


def sense_of(query: Query, statement: str) -> Sense | None:
    """What `statement` says of the claim of `query`, the plainest clause of it; None if
    nothing."""
    found = list(_senses(query, statement))
    if not found and not is_negative(statement):
        return None
    denied = Sense(same=False, strength=Strength.LOOSE)
    plainest = max(found, key=lambda sense: sense.strength, default=denied)
    return Sense(plainest.same != asks_negative(query), plainest.strength)


def asks_negative(query: Query) -> bool:
    """Whether the claim itself is negative: 公表されていませんか."""
    return bool(_ASKS_NEGATIVE.search(query.normalized))


def claim_of(query: Query) -> str:
    """The question with its words as dictionaries write them beside it."""
    return " ".join((query.normalized, *(term.lemma for term in query.terms)))


def _senses(query: Query, statement: str) -> Iterator[Sense]:
    claim = claim_of(query)
    predicate = predicate_of(query)
    for clause in _CLAUSE.findall(statement):
        for opposites, loose in (((*MORE_OR_LESS, *_EXCLUDED), False), (_LOOSE, True)):
            for opposite in opposites:
                yield from _excluded(claim, clause, opposite, loose=loose)
        if predicate and (rest := _after(predicate, clause)) is not None:
            turned = is_negative(rest)
            considered = re.search(_CONSIDERED, rest) and not re.search("検討", claim)
            same = not turned and not considered
            yield Sense(same, Strength.TURNED if turned else Strength.AFFIRMED)


def _excluded(claim: str, clause: str, opposite: Opposite, *, loose: bool) -> Iterator[Sense]:
    stated = opposite.stated.search(clause)
    if not stated or not opposite.claimed.search(claim) or opposite.stated.search(claim):
        return
    both = bool(opposite.claimed.search(clause))
    strength = Strength.LOOSE if loose else Strength.BOTH if both else Strength.TURNED
    yield Sense(is_negative(clause[stated.end() :]), strength)


def is_negative(clause: str) -> bool:
    """Whether a clause denies what it says."""
    return bool(_NEGATIVE.search(_AFFIRMING.sub(" ", clause)))


def predicate_of(query: Query) -> SearchTerm | None:
    """What the question says of its subject: the last word of meaning of the sentence that
    claims something (申請 of 申請はありましたか)."""
    terms = {term.lemma: term for term in query.terms if term.lemma not in _EMPTY}
    if query.language == "en":
        there = _THERE.search(query.normalized)
        return terms.get(there[1] or there[2]) if there else None
    if _OF_YEAR.search(query.normalized):
        return None
    sentences = [s for s in _SENTENCE.findall(query.normalized) if _ASKS.search(s)]
    held = [
        term
        for token in words(sentences[0] if sentences else query.normalized)
        if (term := terms.get(match_key(token.lemma)))
    ]
    return held[-1] if held else None


def _after(term: SearchTerm, clause: str) -> str | None:
    """What follows a word, or another word for it, in a clause; None if it is not there."""
    tokens = words(clause)
    keys = [match_key(token.lemma) for token in tokens]
    for wanted in ((term.lemma,), *term.alternatives):
        places = [place for place, key in enumerate(keys) if key in wanted]
        if places and {keys[place] for place in places} >= set(wanted):
            return clause[tokens[places[-1]].end :]
    return None
