"""The answer that most people gave to a question of a survey: 最も多かった回答."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.answering.drafts import Draft, Evidence, Line
from assistant.answering.messages import say
from assistant.answering.turn import Turn
from assistant.datamodels import Span
from assistant.ingest.blocks import display
from assistant.language.normalize import normalize_text

COVERAGE = 0.45  # of the question's nouns, by what the survey asked
FEWEST = 3  # answers that are told with their shares
CONSIDERED = 8  # statements that may tell it themselves
_ASKS_TOP = re.compile(
    r"(?:最も|もっとも|一番|いちばん)(?:多|割合の?が?高|選ばれ|挙げ|よく挙)|最多|(?:1|一)位の|トップの"
    r"|\bmost (?:common|frequent|often|cited|people|residents|staff)"
    r"|\btop (?:answer|reason|concern)"
)
_TELLS_TOP = re.compile(r"最も多|もっとも多|一番多|最多|最も高|第1位|1位")
_SHARE = r"(?P<share>[0-9０-９]{1,3}(?:[.．][0-9０-９]{1,2})?)[ 　]?[%％]"
_ANSWER = re.compile(
    r"(?P<answer>[^\s／/｜|、。「」％%][^／/｜|\t\n。％%]{1,44}?)[」]?[ 　\t:：（(]+" + _SHARE
)
# Words of a question about any survey, which do not say what was asked in it.
_OF_ANY = re.compile(
    r"調査|アンケート|意識|回答|割合|結果|理由|項目|市民|住民|町民|村民|区民|職員|survey|respon|answer|resident|"
    r"citizen|staff|percentage|share|reason"
)
_NO_ANSWER = re.compile(r"無回答|その他|特に(?:ない|なし)|[わ分]からない")
_QUESTION = re.compile(r"^[ 　■▍●◆〇○]*(?=\S)[^\n]{5,70}$")
_BLANK = re.compile(r"[ 　\t]*")


@dataclass(frozen=True, slots=True)
class _Survey:
    """What was asked, and the answers with their shares in percent."""

    asked: Span
    answers: tuple[tuple[Span, Span, float], ...]  # answer, with its share, and the share


def compose_top_answer(turn: Turn) -> Draft | None:
    """The answer with the largest share to the question of a survey that the question is about;
    None where a statement tells which it is."""
    about = [term for term in turn.nouns if not _OF_ANY.search(term.lemma)]
    if not _ASKS_TOP.search(turn.query.normalized) or not about:
        return None
    found: list[tuple[float, str, _Survey]] = []
    for document_id in turn.query.scope:
        text = turn.catalogue.documents[document_id].text
        for survey in _surveys(text):
            covered = turn.ranker.coverage(about, extra=display(text, survey.asked))[0]
            found.append((covered, document_id, survey))
    if not found:
        return None
    covered, document_id, survey = max(found, key=lambda each: each[0])
    if covered < COVERAGE or _is_told(turn, covered):
        return None
    text = turn.catalogue.documents[document_id].text
    answer, whole, _ = max(survey.answers, key=lambda each: each[2])
    told = say(
        turn.language,
        "top_answer",
        city=turn.origin(document_id),
        asked=display(text, survey.asked).strip("■▍●◆〇○ 　"),
        answer=display(text, answer),
        share=display(text, Span(answer.end, whole.end)).strip(" 　\t:：」（("),
    )
    line = Line(told, (Evidence(document_id, whole, (survey.asked,)),), (display(text, answer),))
    return Draft("text", (line,), 0.9)


def _is_told(turn: Turn, covered: float) -> bool:
    """Whether a statement that is as near says itself what most people answered."""
    return any(
        _TELLS_TOP.search(normalize_text(item.fact.text)) and item.coverage >= covered
        for item in turn.best("statement", "row")[:CONSIDERED]
    )


@lru_cache(maxsize=64)
def _surveys(text: str) -> tuple[_Survey, ...]:
    """The questions of surveys, each a line over its answers: one line with several, or a line
    for each."""
    lines = [Span(*match.span()) for match in re.finditer(r"[^\n]+", text)]
    lines = [line for line in lines if not _BLANK.fullmatch(line.of(text))]
    found = []
    for place, line in enumerate(lines):
        asked = line.of(text)
        if not _QUESTION.match(asked) or re.search(_SHARE, asked) or asked.rstrip().endswith("。"):
            continue
        if answers := tuple(_answers(text, lines[place + 1 : place + 16])):
            found.append(_Survey(line, answers))
    return tuple(found)


def _answers(text: str, below: list[Span]) -> Iterator[tuple[Span, Span, float]]:
    held: list[tuple[Span, Span, float]] = []
    for line in below:
        told = [
            (Span(*match.span("answer")), Span(*match.span()), _number(match["share"]))
            for match in _ANSWER.finditer(text, line.start, line.end)
        ]
        if not told or line.of(text).rstrip().endswith("。"):
            break
        held += [each for each in told if not _NO_ANSWER.fullmatch(each[0].of(text))]
        if len(told) >= FEWEST:
            break
    if len(held) >= FEWEST:
        yield from held


def _number(written: str) -> float:
    return float(normalize_text(written))
