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

from assistant.answering.opposites import CONSIDERED, EXCLUDED, LOOSE, MORE_OR_LESS, Opposite
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
        for opposites, loose in (((*MORE_OR_LESS, *EXCLUDED), False), (LOOSE, True)):
            for opposite in opposites:
                yield from _excluded(claim, clause, opposite, loose=loose)
        if predicate and (rest := _after(predicate, clause)) is not None:
            turned = is_negative(rest)
            considered = re.search(CONSIDERED, rest) and "検討" not in claim
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
