"""Who holds an office: the rank that a statement gives for it, never a person's name."""

from __future__ import annotations

import re

from assistant.answering.compose_text import text_line
from assistant.answering.drafts import Draft
from assistant.answering.turn import Turn
from assistant.datamodels import Fact
from assistant.language.normalize import normalize_text
from assistant.language.tokens import has_name

MOST_HOLDERS = 2
_ASKS_NAME = re.compile(
    r"名前|氏名|人名|(?:何|なん)(?:て|と)?(?:いう|ていう)|さん|\bnames?\b|appointed"
)
_OFFICE = re.compile(
    r"[a-z]{3,5}補佐官?|[a-z]{3,5}補?(?![a-z一-龠])|[一-龠]{0,8}(?:本部長|委員長|議長|会長|座長|責任者|統括監)"
)
_BODY = re.compile(r"([一-龠ァ-ヶーa-z0-9]{3,})の(?:本部長|委員長|議長|会長|座長)")
_HOLDER = r"[一-龠々ァ-ヶー]{0,10}(?:長|監|理事)(?![級会一-龠])"
_ORGAN = r"[一-龠々ァ-ヶー]{2,12}(?:課|室|部会|本部|委員会|会議|係)"
_DEED = re.compile(
    r"(?:誰|だれ|どなた)が([一-龠]{2})(?:し|する|され)|([一-龠]{2})するのは(?:誰|だれ)"
)
NEAREST = 12  # statements that are looked at for one who acts
_SAYS_SO = r"(?=が|を|で|と|です|。|、|\)|$)"


def compose_office(turn: Turn) -> Draft | None:
    """The statement that tells which rank holds the office that the question names; None
    where it asks for a person's name."""
    text = turn.query.normalized
    if _ASKS_NAME.search(text):
        return None
    if acted := _who_acts(turn, text):
        return acted
    facts = [(fact, _shown(fact)) for fact in _facts(turn)]
    asked = _OFFICE.findall(text) or _OFFICE.findall(normalize_text(turn.query.question))
    offices = [name for name in asked if name not in turn.catalogue.romanized]
    for office in dict.fromkeys(offices):
        held = _held(office)
        told = [fact for fact, shown in facts if held.search(shown)]
        if told:
            lines = tuple(text_line(turn, fact) for fact in told[:MOST_HOLDERS])
            return Draft("text", lines, 0.9)
    return None


def _who_acts(turn: Turn, question: str) -> Draft | None:
    """The nearest statement in which an office or a rank does what the question asks who does:
    CIOが任命する."""
    deed = _DEED.search(question)
    if deed is None:
        return None
    acts = re.compile(
        rf"(?:{_HOLDER}|[a-z]{{3,5}}※?|{_ORGAN})が[^。、]{{0,16}}{deed[1] or deed[2]}"
    )
    for item in turn.nearest("statement", "row")[:NEAREST]:
        if acts.search(normalize_text(item.fact.text)):
            return Draft("text", (text_line(turn, item.fact),), 0.9)
    return None


def _facts(turn: Turn) -> list[Fact]:
    """The statements and rows in scope that name the body whose office it is, if the question
    names one: 推進本部の本部長."""
    body = _BODY.search(turn.query.normalized)
    named = body[1] if body and not has_name(body[1]) else ""
    return [
        fact
        for fact in turn.facts
        if fact.kind in ("statement", "row", "term") and named in normalize_text(fact.text)
    ]


def _shown(fact: Fact) -> str:
    """What a statement says, or a row cell by cell."""
    cells = [normalize_text(cell.value.text) for cell in fact.cells]
    return "、".join(cells) if cells else normalize_text(fact.text)


def _held(office: str) -> re.Pattern[str]:
    """`CISO(…)総務部長が`, `市長を本部長`, `副市長(CIO)`."""
    name = rf"(?<![a-z副]){re.escape(office)}(?![a-z補])"
    return re.compile(
        rf"{name}\)?(?:\([^()]*\))?[は:、\s]{{0,2}}(?:には|に)?{_HOLDER}{_SAYS_SO}"
        rf"|{name}[^。]{{0,40}}。?[^。]{{0,30}}?{_HOLDER}が(?:務め|つとめ|担|就)"
        rf"|{name}\)?は[^。、]{{1,20}}[^。、一-龠]{_HOLDER}(?=と(?:し|す|な))"
        rf"|{name}(?:\([^()]*\))?を{_HOLDER}(?=と)"
        rf"|{name}\)?には?、?[^。]{{2,40}}を(?:委嘱|任用|登用|充て|配置)"
        rf"|[^。、]{{2,20}}を{name}(?:として|に)(?:委嘱|任用|登用|配置)"
        rf"|{_HOLDER}を{name}|{_HOLDER}\({name}\)|{name}\({_HOLDER}\)"
        rf"|{_HOLDER}(?:が、?|\(){name}を兼"
    )
