"""Yes or no: the question's claim held against what the documents state."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from assistant.answering.candidates import Composer, candidates
from assistant.answering.choosing import choose
from assistant.answering.claims import borne_out, claims_figure, keeps_trend
from assistant.answering.compose_indicators import compose_indicator
from assistant.answering.compose_lists import compose_projects, named_evidence
from assistant.answering.compose_met import compose_met
from assistant.answering.compose_text import shown_text, text_line
from assistant.answering.drafts import Draft, Evidence, Line, is_enough
from assistant.answering.messages import pick, say
from assistant.answering.senses import Strength, asks_negative, predicate_of, sense_of
from assistant.answering.turn import Turn
from assistant.datamodels import Fact, Project, Query, ScoredFact
from assistant.language.normalize import match_key, normalize_text
from assistant.language.years import find_years
from assistant.retrieval.network import share_of
from assistant.retrieval.words import NOUN_WEIGHT

YES_FROM = -2.0  # confidence from which what answers the open question settles a claim
NEAR = 3.0  # how much lower the score of a statement that settles the claim may be
CONSIDERED = 15
SHARE_OF_HELD = 0.4  # of what the best of them holds of the question
SETTLED = 0.0  # confidence of a claim that is settled
ROOM = 400  # characters of an answer, its はい or いいえ included
SHOWN_RATED = 6
NEARLY_NAMED = 0.6  # name score from which a project is meant, a typo apart
_SUBJECT = re.compile(r"(?<![一-龥ァ-ヶーA-Za-z0-9])([一-龥ァ-ヶーA-Za-z0-9]{2,12})[はがをも]")
_EXISTS = re.compile(
    r"(あり|ある|い)(ます|る|ました|った)?(か|の|んですか|でしょうか)?[?？。]?$"
    r"|there (is|are|was|were|any)|(is|are|was|were) (there|any)|\bany\b"
)
_PROJECTS = re.compile(r"事業(?!者)|計画|取組|項目|施策|アクション|project|plan|initiative", re.I)
_PREDICATE = (
    r"(?:の|な)?(?:事業|取組項目|取組|項目|アクション|計画|対象|印|マーク|施策)?"
    r"(?:です|なの|か|でしょう|だ|になって|に選|に指定|に該当|の対象|が付|がつい|[?？]|$)"
)


def compose_yesno(turn: Turn, fact_draft: Composer) -> Draft | None:
    """はい or いいえ, with the statement that settles it; None if nothing does."""
    return (
        _of_rating(turn) or _of_mark(turn) or compose_met(turn) or _of_statement(turn, fact_draft)
    )


def _of_statement(turn: Turn, fact_draft: Composer) -> Draft | None:
    """The answer to the open question, told by the statement that settles the claim."""
    query = turn.query
    asks = query.asks or (("figure",) if claims_figure(turn) else ())
    forms = query.forms - {"yesno", "list", "count", "comparison"}
    open_turn = replace(turn, query=replace(query, forms=forms, years=(), asks=asks))
    if draft := _of_trend(turn, open_turn):
        return draft
    draft = fact_draft(open_turn)
    if draft and draft.kind == "text" and query.years:
        draft = fact_draft(replace(turn, query=replace(query, forms=forms))) or draft
    draft = _settling(turn, open_turn, draft)
    if draft is None or not draft.answerable or draft.kind == "list":
        return _denied(turn)
    if draft.confidence < YES_FROM:
        return _denied(turn)
    verdict = borne_out(turn, _told(draft.lines[0]))
    if verdict is None and is_enough(draft) and _speaks_of_it(turn, draft):
        verdict = not asks_negative(query)
    return replace(_answer(turn, verdict, draft), confidence=max(draft.confidence, SETTLED))


def _denied(turn: Turn) -> Draft | None:
    """いいえ, where a statement near to the best one holds each noun of the claim, its
    predicate aside, and denies it: 事業費は、本書には載せていません."""
    predicate = predicate_of(turn.query)
    nouns = [t.lemma for t in turn.query.terms if t.weight >= NOUN_WEIGHT and t != predicate]
    nouns += [match_key(noun) for noun in _SUBJECT.findall(turn.query.normalized)]
    for item in _near(turn):
        text = normalize_text(shown_text(turn, item.fact))
        sense = sense_of(turn.query, text)
        plain = sense is not None and not sense.same and sense.strength >= Strength.TURNED
        key = match_key(item.fact.text)
        if plain and nouns and all(noun in key for noun in nouns):
            draft = Draft("text", (text_line(turn, item.fact),), SETTLED)
            return _answer(turn, False, draft)
    return None


def _speaks_of_it(turn: Turn, draft: Draft) -> bool:
    """Whether a draft affirms the claim by being the record asked about, or by its words,
    which those of an English claim cannot be held against."""
    if draft.kind != "text" or turn.language == "en":
        return True
    return _strength(turn, _told(draft.lines[0])) > Strength.LOOSE


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
        return draft
    place = strengths.index(plainest)
    return replace(draft, lines=(lines[place], *lines[:place], *lines[place + 1 :]))


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
        if verdict is not None and (draft := compose_indicator(open_turn)):
            return _answer(turn, verdict, draft)
    return None


def _answer(turn: Turn, verdict: bool | None, draft: Draft) -> Draft:
    """`draft` with the verdict in front, if there is one, and as many of its lines as there
    is room for."""
    first, *rest = draft.lines
    said = "" if verdict is None else say(turn.language, "yes" if verdict else "no")
    lines = [replace(first, text=said + first.text)]
    room = ROOM - len(lines[0].text)
    for line in rest:
        room -= len(line.text)
        if room < 0:
            break
        lines.append(line)
    return replace(draft, kind="yesno", lines=tuple(lines))


def _of_rating(turn: Turn) -> Draft | None:
    """Whether there are projects of a rating: those, or how the projects are rated."""
    query = turn.query
    asked = _EXISTS.search(query.normalized) and _PROJECTS.search(query.normalized)
    if not query.ratings or turn.named or not asked:
        return None
    found = compose_projects(replace(turn, query=_bounded(query, query.ratings)))
    if found is not None:
        return _answer(turn, True, found)
    others = compose_projects(replace(turn, query=_bounded(query, ())))
    rated = [p for p in (others.projects if others else ()) if p.rating]
    if not rated:
        return None
    return Draft("yesno", _rating_lines(turn, rated), 0.9, projects=())


def _bounded(query: Query, ratings: tuple[str, ...]) -> Query:
    """The query without its words, bounds apart."""
    terms = tuple(t for t in query.terms if t.weight < NOUN_WEIGHT)
    forms = frozenset({"list"})
    return replace(query, ratings=ratings, forms=forms, terms=terms, asks=(), years=(), kinds=())


def _rating_lines(turn: Turn, rated: list[Project]) -> tuple[Line, ...]:
    """いいえ, the count of each rating, and the projects of the rarest ones."""
    counts = Counter(p.rating.text for p in rated if p.rating)
    told = "、".join(f"{letter} {count}件" for letter, count in sorted(counts.items()))
    english = ", ".join(f"{letter}: {count}" for letter, count in sorted(counts.items()))
    head = pick(
        turn.language,
        (
            f"該当する事業はありません（評価の内訳：{told}）。",
            f"There are none (ratings: {english}).",
        ),
    )
    meanings = tuple(
        Evidence(term.document_id, term.span)
        for term in turn.catalogue.terms.values()
        if term.name in turn.query.ratings and term.document_id in turn.query.scope
    )
    lines = [Line(say(turn.language, "no") + head, meanings)]
    rarest = sorted(rated, key=lambda p: counts[p.rating.text if p.rating else ""])
    for project in rarest[:SHOWN_RATED]:
        assert project.rating is not None
        evidence = named_evidence(turn, project, project.rating.span)
        lines.append(Line(f"{project.name.text}：{project.rating.text}", evidence, bullet=True))
    return tuple(lines)


def _of_mark(turn: Turn) -> Draft | None:
    """Whether a project that the question names carries a mark."""
    scores = turn.ranker.names.scores(turn.query)
    best = max(scores, default="", key=lambda p: (scores[p], p))
    if not best or scores[best] < NEARLY_NAMED:
        return None
    project = turn.subjects[0] if turn.named else turn.catalogue.projects[best]
    claim = normalize_text(turn.query.normalized)
    for key, mark in turn.catalogue.labels_in(turn.query.scope).marks.items():
        if re.search(re.escape(normalize_text(mark)) + _PREDICATE, claim):
            return _mark_draft(turn, project, key, mark)
    return None


def _mark_draft(turn: Turn, project: Project, key: str, mark: str) -> Draft:
    held = [m for m in project.marks if match_key(m.text) == key]
    name, city = project.name.text, turn.source(project)
    if held:
        text = pick(
            turn.language,
            (
                f"「{name}」（{city}）には「{mark}」の印があります。",
                f"“{name}” ({city}) is marked “{mark}”.",
            ),
        )
        line = Line(text, (turn.evidence(project, held[0].span),), (mark,))
        return _answer(turn, True, Draft("mark", (line,), 0.9, projects=(project,)))
    others = "、".join(m.text for m in project.marks)
    text = pick(
        turn.language,
        (
            f"「{name}」（{city}）に「{mark}」の印はありません"
            + (f"（印：{others}）。" if others else "。"),
            f"“{name}” ({city}) is not marked “{mark}”"
            + (f" (marks: {others})." if others else "."),
        ),
    )
    spans = (*project.mentions[:1], project.name.span)
    evidence = tuple(dict.fromkeys(turn.evidence(project, span) for span in spans))
    return _answer(turn, False, Draft("mark", (Line(text, evidence),), 0.9, projects=(project,)))
