"""The figure that stands behind just the noun whose figure a question asks for: 取扱件数の94.5%."""

from __future__ import annotations

import re

from assistant.answering.compose_text import shown_text, text_line
from assistant.answering.drafts import Draft
from assistant.answering.others import is_of_another
from assistant.answering.turn import Turn
from assistant.datamodels import ScoredFact
from assistant.language.normalize import normalize_text
from assistant.language.years import find_years
from assistant.retrieval.features import tells_years
from assistant.retrieval.stated import states

SURE = 0.0  # confidence
CONSIDERED = 40  # statements and rows
COVERAGE = 0.5  # of the question's words, by a statement and what it stands under
BEHIND = 3.0  # how much lower its logit may be than the best one's
_ASKED = re.compile(
    r"(?P<noun>(?!現在|目標|実績|年度|時点|全体|割合|数値|何|人数)[一-龠々ァ-ヶーa-z]{3,12}?)(?:全体|全部)?"
    r"(?:(?:の|は|が|を|って|では)、?(?:約|およそ)?(?:何|なん)(?:%|パーセント|割|件|人|台|回|枚|円|時間|倍)"
    r"|(?:は|って|が)、?(?:どのくらい|どれくらい|どの程度|どれだけ|いくら))"
)
_BETWEEN = r"(?:全体)?[のはがを:：]?\s?(?:約|およそ|ほぼ)?\s?[0-9]"


def compose_beside(turn: Turn, chosen: Draft | None) -> Draft | None:
    """The statement that tells a figure right behind the noun whose figure is asked for, where
    what is `chosen` does not speak of that noun's figure at all."""
    asked = _ASKED.search(turn.query.normalized)
    if asked is None or turn.language == "en":
        return None
    told = re.compile(re.escape(asked["noun"]) + _BETWEEN)
    shown = normalize_text(chosen.text) if chosen is not None else ""
    years = {mention.year for mention in find_years(shown)}
    if told.search(shown) or (asked["noun"] in shown and years & set(turn.query.years)):
        return None
    ranked = turn.best("statement", "row")
    for item in ranked[:CONSIDERED]:
        if item.score < ranked[0].score - BEHIND or not _is_near(turn, item):
            continue
        text = shown_text(turn, item.fact)
        fits = states(text, turn.wanted) and told.search(normalize_text(text))
        dated = tells_years(turn.query, item.fact, turn.catalogue)
        if fits and dated and not is_of_another(turn, item.fact):
            projects = turn.projects_of(item.fact)
            return Draft("text", (text_line(turn, item.fact),), SURE, projects=projects)
    return None


def _is_near(turn: Turn, item: ScoredFact) -> bool:
    """Whether a statement holds enough of the question; of a follow-up its own nouns do, for
    its project may be named far above."""
    own = bool(turn.query.focus) and turn.share_of_nouns(item.fact.text) == 1.0
    return own or item.coverage >= COVERAGE
