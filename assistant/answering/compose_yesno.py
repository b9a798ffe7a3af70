"""Yes or no: the question's claim held against what the documents state."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answering.candidates import Composer, candidates
from assistant.answering.choosing import choose
from assistant.answering.claims import borne_out, claims_figure, claims_trend, keeps_trend
from assistant.answering.compose_indicators import compose_indicator
from assistant.answering.compose_marked import compose_marked
from assistant.answering.compose_met import asks_met, compose_met, leaves_open
from assistant.answering.compose_rated import compose_rated
from assistant.answering.compose_text import shown_text, text_line
from assistant.answering.drafts import Draft, Line, is_enough
from assistant.answering.senses import Strength, asks_negative, predicate_of, sense_of
from assistant.answering.turn import Turn
from assistant.answering.verdicts import with_verdict
from assistant.datamodels import Fact, ScoredFact
from assistant.language.normalize import match_key, normalize_text
from assistant.language.years import find_years
from assistant.retrieval.network import share_of

YES_FROM = -2.0  # confidence from which what answers the open question settles a claim
NEAR = 3.0  # how much lower the score of a statement that settles the claim may be
CONSIDERED = 15
SHARE_OF_HELD = 0.4  # of what the best of them holds of the question
ENOUGH_TOLD = 0.35  # of the claim's nouns, by what affirms it
# What a record of figures may bear out.
_FIGURE = re.compile(
    r"目標|指標|数値|基準|実績|達成|測|kpi|target|indicator|figure|goal|measur|set\b"
)
_LOSES = re.compile(r"なくな(?:る|り|っ)")  # which what there is instead does not settle
_UNDECIDED = re.compile(r"未定|決まってい(?:ない|ません)|(?:これから|今後)(?:決め|判断)")
_LOST = re.compile(r"なくな|廃止|終了|やめ|でき(?:ない|ません)|使えない|取りやめ|中止|限る|のみ")
_RECORDED = ("schedule", "indicator")
SETTLED = 0.0  # confidence of a claim that is settled
_CROSSED = re.compile(r"[^：]{0,20}：?[ 　]*[×✕✗✖]")
_NOT_DONE = re.compile(r"(?:し|やら|行わ|取り組ま)ない(?:こと|もの|取組|事業)")
_SUBJECT = re.compile(r"(?<![一-龥ァ-ヶーA-Za-z0-9])([一-龥ァ-ヶーA-Za-z0-9]{2,12})[はがをも]")


def compose_yesno(turn: Turn, fact_draft: Composer) -> Draft | None:
    """はい or いいえ, with the statement that settles it; None if nothing does."""
    for compose in (compose_rated, compose_marked, compose_met):
        if draft := compose(turn):
            return draft
    return _of_statement(turn, fact_draft)


def _of_statement(turn: Turn, fact_draft: Composer) -> Draft | None:
    """The answer to the open question, told by the statement that settles the claim."""
    query = turn.query
    asks = query.asks or (("figure",) if claims_figure(turn) else ())
    forms = query.forms - {"yesno", "list", "count", "comparison"}
    open_turn = replace(turn, query=replace(query, forms=forms, years=(), asks=asks))
    if not asks_met(turn) and (draft := _of_trend(turn, open_turn)):
        return draft
    draft = fact_draft(open_turn)
    if draft and draft.kind == "text" and query.years:
        draft = fact_draft(replace(turn, query=replace(query, forms=forms))) or draft
    draft = _settling(turn, open_turn, draft)
    if draft is None or not draft.answerable or draft.kind == "list":
        return _denied(turn)
    if draft.confidence < YES_FROM:
        return _denied(turn)
    told = _told(draft.lines[0])
    verdict = borne_out(turn, told)
    if _is_refused(turn, draft.lines[0]):
        verdict = asks_negative(query)
    figures = draft.kind == "indicator" and claims_trend(turn)  # which have told nothing of it
    if verdict is None and is_enough(draft) and _speaks_of_it(turn, draft) and not figures:
        verdict = not asks_negative(query)
    lost = not _LOSES.search(query.normalized) or _LOST.search(told)
    if (verdict and not lost) or _UNDECIDED.search(told):
        verdict = None
    if verdict is not None and (leaves_open(turn, told) or not _tells_enough(turn, draft)):
        verdict = None
    return replace(with_verdict(turn, verdict, draft), confidence=max(draft.confidence, SETTLED))


def _is_refused(turn: Turn, line: Line) -> bool:
    """Whether a line tells what a plan does not do: behind ×, or under やらないこと."""
    documents = turn.catalogue.documents
    above = (c.of(documents[e.document_id].text) for e in line.evidence for c in e.context)
    return bool(_CROSSED.match(_told(line))) or any(map(_NOT_DONE.search, above))


def _denied(turn: Turn) -> Draft | None:
    """いいえ, where a statement near to the best one holds each noun of the claim, its
    predicate aside, and denies it: 事業費は、本書には載せていません."""
    predicate = predicate_of(turn.query)
    nouns = [term.lemma for term in turn.nouns if term != predicate]
    nouns += [match_key(noun) for noun in _SUBJECT.findall(turn.query.normalized)]
    for item in _near(turn):
        text = normalize_text(shown_text(turn, item.fact))
        sense = sense_of(turn.query, text)
        plain = sense is not None and not sense.same and sense.strength >= Strength.TURNED
        key = match_key(item.fact.text)
        if plain and nouns and all(noun in key for noun in nouns):
            draft = Draft("text", (text_line(turn, item.fact),), SETTLED)
            return with_verdict(turn, False, draft)
    return None


def _speaks_of_it(turn: Turn, draft: Draft) -> bool:
    """Whether a draft affirms the claim by being the record asked about, or by its words,
    which those of an English claim cannot be held against."""
    if draft.kind == "indicator" and not (
        claims_figure(turn) or _FIGURE.search(turn.query.normalized)
    ):
        return False
    if turn.language == "en":
        return True
    return draft.kind != "text" or _strength(turn, _told(draft.lines[0])) > Strength.LOOSE


def _tells_enough(turn: Turn, draft: Draft) -> bool:
    """Whether a draft tells enough of the claim's nouns to settle it."""
    return not turn.nouns or turn.share_of_nouns(draft.text) >= ENOUGH_TOLD


def _settling(turn: Turn, open_turn: Turn, draft: Draft | None) -> Draft | None:
    """The draft that speaks of the claim most plainly: `draft`, the same with another line
    first, or a statement nearly as relevant. A definition settles no claim."""
    if draft and _is_definition(draft):
        draft = choose(open_turn, [d for d in candidates(open_turn) if not _is_definition(d)])
    lines = draft.lines if draft else ()
    strengths = [_strength(turn, _told(line)) for line in lines]
    plainest = max(strengths, default=Strength.LOOSE)
    item = max(_near(turn), key=lambda near: _item_strength(turn, near), default=None)
    if item and _item_strength(turn, item) > plainest:
        return _led_by(turn, open_turn, item, draft)
    if draft is None or plainest == Strength.LOOSE:
        return _told_more(turn, open_turn, draft)
    place = strengths.index(plainest)
    return replace(draft, lines=(lines[place], *lines[:place], *lines[place + 1 :]))


def _told_more(turn: Turn, open_turn: Turn, draft: Draft | None) -> Draft | None:
    """`draft`; where it is a schedule or an indicator of a record and the question asks for
    neither, the statement that tells more of what it claims: 紙の申請書も受け付けます."""
    if draft is None or draft.kind not in _RECORDED or turn.query.asks:
        return draft
    near = [item for item in _near(turn) if item.fact.kind == "statement"]
    best = max(near, key=lambda item: item.coverage, default=None)
    if best is None or best.coverage <= turn.share_of_nouns(draft.text):
        return draft
    return _led_by(turn, open_turn, best, None) or draft


def _is_definition(draft: Draft) -> bool:
    return draft.note.get("composer") in ("definition", "meaning")


def _led_by(turn: Turn, open_turn: Turn, item: ScoredFact, draft: Draft | None) -> Draft | None:
    """A statement that settles the claim, then what a sure `draft` tells of a record."""
    line = text_line(turn, item.fact)
    record = draft and is_enough(draft) and draft.kind != "text"
    rest = draft.lines[:1] if draft and record else ()
    made = Draft("text", (line, *rest), share_of(item.score), note={"composer": "text"})
    chosen = choose(open_turn, [made])
    if chosen and draft:
        return replace(chosen, confidence=max(chosen.confidence, draft.confidence))
    return chosen


def _near(turn: Turn) -> list[ScoredFact]:
    """The statements and rows that come near to the best one, and hold as much of the
    question as half of what any of them holds, or tell its year."""
    ranked = turn.best("statement", "row")[:CONSIDERED]
    near = [item for item in ranked if item.score >= ranked[0].score - NEAR]
    held = SHARE_OF_HELD * max((item.coverage for item in near), default=0.0)
    dated = bool(turn.query.years)
    return [i for i in near if i.coverage >= held or (dated and _is_of_years(turn, i.fact))]


def _item_strength(turn: Turn, item: ScoredFact) -> Strength:
    """How plainly a statement speaks of the claim; what is merely affirmed must be of the
    year that is claimed."""
    strength = _strength(turn, normalize_text(shown_text(turn, item.fact)))
    if strength == Strength.AFFIRMED and not _is_of_years(turn, item.fact):
        return Strength.LOOSE
    return strength


def _strength(turn: Turn, statement: str) -> Strength:
    sense = sense_of(turn.query, statement)
    return sense.strength if sense else Strength.LOOSE


def _is_of_years(turn: Turn, fact: Fact) -> bool:
    """Whether a fact itself tells the years of the question."""
    return set(turn.query.years) <= {mention.year for mention in find_years(fact.text)}


def _told(line: Line) -> str:
    """What a line tells, without the names in front of it."""
    return normalize_text(line.text.split("」：")[-1])


def _of_trend(turn: Turn, open_turn: Turn) -> Draft | None:
    """Whether the figures of an indicator rise or fall as claimed."""
    for item in turn.best("indicator")[:1]:
        indicator = turn.catalogue.indicators[item.fact.ref]
        verdict = keeps_trend(turn, indicator)
        draft = compose_indicator(open_turn) if verdict is not None else None
        if draft and _tells_enough(turn, draft):
            return with_verdict(turn, verdict, draft)
    return None
