"""The other municipalities that one works with: the statement that names them."""

from __future__ import annotations

import re

from assistant.answering.compose_text import text_line
from assistant.answering.drafts import Draft
from assistant.answering.turn import Turn
from assistant.retrieval.network import share_of

CONSIDERED = 20
_OWN = ("本市", "当市", "本町", "当町", "本村", "当村", "本県", "当県")
MOST_OF_SUBJECT = 0.6  # of the nouns of a question about those who work together
# 連携している市はどこ: of those who work together, one other than the plan's own.
_ASKS_PARTNER = re.compile(
    r"(?:連携|共同|協力|提携|一緒|組ん|協定|交流)(?!.*計画は)[^。]{0,16}(?<![一-龠])"
    r"(?:市町村|自治体|市|町|村|県)(?:は|って|名)?、?(?:どこ|どちら|の名)|"
    r"(?:どこ|どちら|何という)の?(?:市|町|村|県|自治体)と|"
    r"(?:which|what) (?:other )?(?:cities|city|towns?|municipalit\w+) "
    r".{0,40}?(?:work|cooperat|collaborat|partner|joint|team|shar)"
)
_TOGETHER = re.compile(
    r"連携|共同|協力|提携|一緒|協定|広域|自治体|市町村|\b(?:cit|town|municipal|work|partner|cooperat)"
)
_PLACE = re.compile(r"[一-龠ヶヵノァ-ヶ]{1,6}?[市町村県](?![一-龠])")


def compose_partners(turn: Turn) -> Draft | None:
    """The nearest statement that names other municipalities as partners in what is asked about;
    None where another thing is asked for."""
    if not asks_partner(turn):
        return None
    for item in turn.best("statement", "row")[:CONSIDERED]:
        fact = item.fact
        if tells_partner(turn, fact.text, fact.context):
            line, projects = text_line(turn, fact), turn.projects_of(fact)
            return Draft("text", (line,), share_of(item.score), projects=projects)
    return None


def asks_partner(turn: Turn) -> bool:
    """Whether it is asked which other municipalities one works with."""
    one = len(turn.query.municipalities) == 1
    return one and bool(_ASKS_PARTNER.search(turn.query.normalized))


def tells_partner(turn: Turn, text: str, context: str) -> bool:
    """Whether `text` names other municipalities as partners, and what it stands under holds most
    of what the question is about."""
    own = {*turn.query.municipalities, *_OWN}
    if not {match[0] for match in _PLACE.finditer(text)} - own or not _TOGETHER.search(text):
        return False
    subject = [term for term in turn.nouns if not _TOGETHER.search(term.lemma)]
    held = turn.ranker.coverage(subject, extra=f"{text} {context}")[0] if subject else 1.0
    return held >= MOST_OF_SUBJECT
