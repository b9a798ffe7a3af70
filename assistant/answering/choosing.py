"""Which of the possible answers is right, and how surely: a learned choice between drafts.

A draft is judged by the facts it is made of (how they were ranked, and how much better others
were), by what it tells of the question's words, values and years, and by what is asked for.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.answering.doubts import lacks_head, lacks_name, left_focus
from assistant.answering.drafts import Draft, Evidence
from assistant.answering.project_bounds import has_bounds
from assistant.answering.turn import Turn
from assistant.datamodels import ScoredFact
from assistant.language.tokens import lemmas
from assistant.language.years import find_years
from assistant.retrieval.features import with_compared
from assistant.retrieval.network import load_network
from assistant.retrieval.ranking import RERANKED
from assistant.retrieval.stated import states
from assistant.retrieval.words import Word

WEIGHTS = Path(__file__).with_name("choosing.json")
COMPOSERS = (
    "period", "definition", "indicator", "department", "rating", "schedule", "field", "several",
    "text", "meaning", "counted", "textlist",
)  # fmt: skip
FORMS = ("list", "count", "items", "yesno", "comparison", "wh")
VALUE_TYPES = ("money", "percent", "date", "number")
OWN = (
    "first_support",  # logit of the best fact that the first line is made of
    "support",  # the same for all lines
    "behind",  # how far the best fact of all is ahead of it
    "best",  # logit of the best fact of all
    "none",  # log share of there being no answer among the facts
    "confidence",
    "told",  # share of the question's words that the draft tells
    "told_nouns",
    "tells_asked",  # whether it tells the noun that is asked for: 投票率 in 市長選挙の投票率は
    "untold",  # how much the rarest noun tells that it does not tell
    "states_wanted",
    "lacks_wanted",
    "tells_year",
    "lacks_year",
    "unanswerable",
    "lines",
    "length",
    "projects",
    "named",  # whether the question names a project
    "about_named",
    "left_focus",
    "lacks_name",
    "lacks_head",
    "bounds",
    "follow_up",
    "english",
    *(f"is_{name}" for name in COMPOSERS),
    *(f"form_{name}" for name in FORMS),
    *(f"wants_{name}" for name in VALUE_TYPES),
)
COMPARED = (
    "first_support", "support", "confidence", "told", "told_nouns", "tells_asked", "untold",
    "states_wanted", "tells_year", "about_named", "length",
)  # fmt: skip
FEATURES = (*OWN, *(f"behind_best_{name}" for name in COMPARED))
NOTHING = -10.0  # the logit of a draft that no ranked fact stands behind


def choose(turn: Turn, drafts: Sequence[Draft]) -> Draft | None:
    """The draft that is right most surely, its logit against "none of these" as its
    confidence; None without drafts."""
    if not drafts:
        return None
    logits = load_network(WEIGHTS, FEATURES).logits(draft_features(turn, drafts))
    place = int(np.argmax(np.round(logits, 6)))
    return replace(drafts[place], confidence=float(logits[place]))


def draft_features(turn: Turn, drafts: Sequence[Draft]) -> NDArray[np.float32]:
    """float32 [drafts, len(FEATURES)]."""
    logits = [item.score for item in turn.ranked]
    best = max(logits, default=NOTHING)
    none = -math.log1p(sum(math.exp(min(logit, 30.0)) for logit in logits[:20]))
    shared = _of_question(turn)
    bounded = has_bounds(turn)
    rows = [(*_of_draft(turn, draft, best, none, bounded), *shared) for draft in drafts]
    return with_compared(np.array(rows, dtype=np.float32), OWN, COMPARED)


def _of_question(turn: Turn) -> tuple[float, ...]:
    query = turn.query
    wanted = turn.wanted
    return (
        *(float(query.has_form(name)) for name in FORMS),
        *(float(wanted is not None and wanted.type == name) for name in VALUE_TYPES),
    )


def _of_draft(
    turn: Turn, draft: Draft, best: float, none: float, bounded: bool
) -> tuple[float, ...]:
    query = turn.query
    first, every = _supports(turn, draft)
    cells = [line for row in draft.table.rows for line in row] if draft.table else []
    text = " ".join(line.text for line in (*draft.lines, *cells))
    wanted = turn.wanted
    states_it = states(text, wanted) if wanted else None
    years = {mention.year for mention in find_years(text)} if query.years else set()
    dated = bool(years & set(query.years)) if query.years else None
    ids = {project.project_id for project in draft.projects}
    named = {project.project_id for project in turn.named}
    return (
        first,
        every,
        best - every,
        best,
        none,
        draft.confidence,
        *_words_told(turn, text),
        float(states_it is True),
        float(states_it is False),
        float(dated is True),
        float(dated is False),
        float(not draft.answerable),
        len(draft.lines) / 5,
        min(len(text), 2000) / 500,
        min(len(ids), 20) / 5,
        float(bool(named)),
        float(bool(named & ids)),
        float(left_focus(turn, draft)),
        float(lacks_name(turn, draft)),
        float(lacks_head(turn, draft)),
        float(bounded),
        float(bool(query.focus)),
        float(query.language == "en"),
        *(float(draft.note.get("composer") == name) for name in COMPOSERS),
    )


def _words_told(turn: Turn, text: str) -> tuple[float, float, float, float]:
    """told, told_nouns, tells_asked and untold of a text."""
    index = turn.ranker.index
    numbers = {index.vocabulary.get(lemma, -2) for lemma in lemmas(text)}
    words = [turn.ranker.words.of(term) for term in turn.query.terms]
    worths = [(word, word.worth_in(numbers, set())) for word in words]
    nouns = [(word, worth) for word, worth in worths if word.noun]
    if not nouns:
        return _share(worths), 0.0, 0.0, 0.0
    asked = nouns[0 if turn.language == "en" else -1][1]
    untold = max((word.weight for word, worth in nouns if not worth), default=0.0)
    return _share(worths), _share(nouns), asked, untold / index.rarest


def _share(worths: Sequence[tuple[Word, float]]) -> float:
    """The share of the words that is told, by weight."""
    total = held = 0.0
    for word, worth in worths:
        total += word.weight
        held += word.weight * worth
    return held / total if total else 0.0


def _supports(turn: Turn, draft: Draft) -> tuple[float, float]:
    """The best logits of ranked facts behind the first line, and behind any line."""
    lines = [line for line in draft.lines if line.evidence]
    if draft.table:
        lines += [line for row in draft.table.rows for line in row if line.evidence]
    ranked = turn.ranked[:RERANKED]
    first = [evidence for line in lines[:1] for evidence in line.evidence]
    every = [evidence for line in lines for evidence in line.evidence]
    return _support(ranked, first), _support(ranked, every)


def _support(ranked: Sequence[ScoredFact], evidence: Sequence[Evidence]) -> float:
    """The logit of the best fact that a piece of evidence touches."""
    for item in ranked:
        fact = item.fact
        for piece in evidence:
            inside = piece.span.overlaps(fact.span)
            if inside and piece.document_id == fact.document_id:
                return item.score
    return NOTHING
