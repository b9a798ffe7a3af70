"""The statement whose topic is what the question asks for, nearly word for word:
未達成となった取組は何ですか is told by 未達成となった2つの取組は、…です."""

from __future__ import annotations

import re

from assistant.answering.compose_text import text_line
from assistant.answering.drafts import Draft
from assistant.answering.turn import Turn
from assistant.language.normalize import match_key, normalize_text
from assistant.language.numbers import KANJI_COUNTS
from assistant.language.similarity import alike
from assistant.retrieval.features import tells_years
from assistant.retrieval.stated import states

CONSIDERED = 30  # statements that are looked at
ALIKE = 0.9  # likeness of the two topics
SHORTEST = 8  # characters of a topic that tells what it is
_ASKED = re.compile(
    r"(?P<topic>[^。?？]{5,60}?)(?:は|って)、?(?:何|なに|どれ|どこ|誰|どのよう|どんな|どう|いつ|いくつ|[?？]|$)"
)
_TOLD = re.compile(
    r"(?:[・○●◆■-]\s*)?(?P<topic>[^。、]{4,60}?)(?<![にでとへ])は(?=[、「]|[^、。]{4,})"
)
_COUNT = re.compile(rf"(?:[0-9]+|[{KANJI_COUNTS}]+)(?:つ|個|件|項目)の")


def compose_topic(turn: Turn) -> Draft | None:
    """The nearest statement with the topic of the question; None if there is none."""
    asked = _topic(turn)
    other = turn.query.has_form("yesno", "comparison") or turn.query.asks_for("definition")
    if asked is None or other:
        return None
    years = turn.query.years
    units = turn.wanted.units if turn.wanted else frozenset()
    for item in turn.best("statement")[:CONSIDERED]:
        told = _TOLD.match(normalize_text(item.fact.text))
        topic = _key(told["topic"]) if told else ""
        same = len(topic) >= SHORTEST and alike(asked[-len(topic) :], topic) >= ALIKE
        stated = same and (not units or states(item.fact.text, turn.wanted))
        if stated and (not years or tells_years(turn.query, item.fact, turn.catalogue)):
            return Draft("text", (text_line(turn, item.fact),), 0.9)
    return None


def _topic(turn: Turn) -> str | None:
    """What the question asks for, without the place and the document that it names."""
    text = turn.query.normalized
    for city in turn.query.municipalities:
        for spelling in turn.catalogue.spellings(city):
            text = re.sub(
                rf"^.{{0,20}}?{re.escape(normalize_text(spelling))}(?:市|町|村|区)?", "", text
            )
    text = re.sub(r"^(?:で|の|は|が|、|では|において|における)+", "", text)
    asked = _ASKED.match(text)
    key = _key(asked["topic"]) if asked else ""
    return key if len(key) >= SHORTEST else None


def _key(topic: str) -> str:
    return match_key(_COUNT.sub("", topic))
