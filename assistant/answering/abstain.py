"""When the documents do not tell: what was looked for, and the nearest thing that is there."""

from __future__ import annotations

import re

from assistant.answering.compose_text import compose_text
from assistant.answering.drafts import Draft, Line
from assistant.answering.messages import ASKED, pick, say, year_label
from assistant.answering.turn import Turn
from assistant.answering.wanted import wanted_value
from assistant.language.normalize import match_key, normalize_text
from assistant.language.similarity import likeness
from assistant.language.tokens import lemmas
from assistant.language.years import find_years

UNSURE = 0.55
ALIKE = 0.75  # the share of a name's letters that a misspelt one shares
SURE = 0.8
_COUNTED_NOUN = re.compile(
    r"([一-龠ァ-ヶーa-z]{2,})(?:は|って)(?:何|なん)(?:人|件|台|社|校|か所|戸|枚)"
)
_NAME = re.compile(r"[a-z][a-z0-9\-]{2,}|[ァ-ヶー]{3,}")
TEXT_KINDS = ("text", "textlist")
ENOUGH_OF_TEXT = 0.37
ENOUGH_ALONE = 0.25  # with no other project near
MARGIN = 0.05
ENOUGH = 0.31
# relevance from which an answer is given; docs/abstaining.md has the curve


def out_of_reach(turn: Turn) -> Draft | None:
    """The abstention for a place that no document covers, or None."""
    query = turn.query
    places = [place for place in query.unknown_places if not _told_of(turn, place)]
    if places and (not query.municipalities or len(places) >= len(query.municipalities)):
        cities = (
            "、".join(sorted(turn.catalogue.municipalities))
            if turn.language == "ja"
            else ", ".join(sorted(turn.catalogue.municipalities))
        )
        text = say(turn.language, "abstain_place", place="、".join(places), cities=cities)
        return Draft("abstain", (Line(text),), 0.0, answerable=False)
    return _no_such_document(turn)


def _no_such_document(turn: Turn) -> Draft | None:
    """The abstention for a document of a year that none in scope is of, or None."""
    query = turn.query
    told: set[int] = set()
    for document_id in query.scope:
        document = turn.catalogue.documents[document_id]
        named = f"{document.title} {document.edition} {document.published}年"
        told |= {mention.year for mention in find_years(named)}
    if not query.document_years or told & set(query.document_years) or not told:
        return None
    years = "、".join(year_label(turn.language, year) for year in query.document_years)
    text = say(turn.language, "abstain_year", year=years, searched=_searched(turn))
    return Draft("abstain", (Line(text),), 0.0, answerable=False)


def _told_of(turn: Turn, place: str) -> bool:
    """Whether a document of a municipality that the question names speaks of `place`."""
    if not turn.query.municipalities:
        return False
    return any(
        place in normalize_text(turn.catalogue.documents[document_id].text)
        for document_id in turn.query.scope
    )


def is_enough(turn: Turn, draft: Draft) -> bool:
    """Whether the evidence of a draft is good enough to be stated."""
    if not draft.answerable:
        return False
    if draft.kind in ("definition", "list", "comparison"):
        return True
    if draft.confidence < SURE and _lacks_head(turn, draft):
        return False
    if draft.kind in TEXT_KINDS and draft.confidence < UNSURE + 0.05 and _lacks_subject(turn):
        return False
    if draft.confidence < UNSURE and (_lacks_name(turn, draft) or _left_focus(turn, draft)):
        return False
    if draft.kind in TEXT_KINDS:
        return draft.confidence >= ENOUGH_OF_TEXT
    return draft.confidence >= (ENOUGH_ALONE if _stands_out(turn) else ENOUGH)


def _stands_out(turn: Turn) -> bool:
    """Whether the best project is clearly nearer than the next one."""
    scores = [score for _, score in turn.projects[:2]]
    return len(scores) == 2 and scores[0] - scores[1] >= MARGIN


def _lacks_name(turn: Turn, draft: Draft) -> bool:
    """Whether the question names a thing in Latin letters or katakana that no document
    speaks of, not even in another spelling."""
    known = turn.ranker.index.vocabulary
    names = [
        term.lemma
        for term in turn.query.terms
        if term.weight >= 0.9
        and _NAME.fullmatch(term.lemma)
        and term.lemma not in known
        and not any(set(other) <= known.keys() for other in term.alternatives)
    ]
    shown = match_key(" ".join(line.text for line in draft.lines))
    return any(likeness(name, shown) < ALIKE for name in names)


def _lacks_head(turn: Turn, draft: Draft) -> bool:
    """Whether the noun that is counted (医師は何人) is nowhere in the evidence."""
    match = _COUNTED_NOUN.search(turn.query.normalized)
    heads = lemmas(match[1])[-1:] if match else []
    terms = [term for term in turn.query.terms if term.lemma in heads and term.weight >= 0.9]
    if not terms or not turn.ranked:
        return False
    shown = " ".join(line.text for line in draft.lines)
    return turn.ranker.coverage(terms, extra=shown)[0] == 0.0


def _lacks_subject(turn: Turn) -> bool:
    """Whether a figure is asked for and the best statement holds no noun of the question."""
    if not turn.query.asks_for("target", "baseline", "actual") or not turn.ranked:
        return False
    nouns = [term for term in turn.query.terms if term.weight >= 0.9]
    best = next(iter(turn.best("statement", "row", "list")), None)
    return bool(nouns) and best is not None and turn.ranker.coverage(nouns, best.ordinal)[0] == 0.0


def _left_focus(turn: Turn, draft: Draft) -> bool:
    """Whether a follow-up about a project is answered from somewhere else."""
    ids = {project.project_id for project in draft.projects}
    return bool(turn.query.focus) and draft.kind in TEXT_KINDS and not ids & set(turn.query.focus)


def abstain(turn: Turn, draft: Draft | None) -> Draft:
    """An honest no, with what was searched and the nearest statement."""
    if draft is not None and not draft.answerable and draft.lines:
        head = Line(
            pick(turn.language, ("資料には記載がありません。", "The documents do not say. "))
        )
        return Draft("abstain", (head, *draft.lines[:2]), 0.0, answerable=False)
    searched = _searched(turn)
    wanted = wanted_value(turn.query)
    if wanted:
        text = say(
            turn.language,
            "abstain_kind",
            searched=searched,
            asked=pick(turn.language, ASKED[wanted.type]),
        )
    elif turn.query.years:
        years = "、".join(year_label(turn.language, year) for year in turn.query.years)
        text = say(turn.language, "abstain_year", year=years, searched=searched)
    else:
        text = say(turn.language, "abstain", searched=searched)
    lines = [Line(text)]
    near = compose_text(turn)
    if near and near.lines and near.confidence >= 0.25:
        lines += [Line(say(turn.language, "near")), near.lines[0]]
    return Draft("abstain", tuple(lines), 0.0, answerable=False)


def _searched(turn: Turn) -> str:
    titles = [turn.catalogue.documents[document_id].title for document_id in turn.query.scope]
    shown = "、".join(f"「{title}」" for title in titles[:3])
    rest = len(titles) - 3
    if turn.language == "en":
        return shown + (f" and {rest} more" if rest > 0 else "")
    return shown + (f"ほか{rest}件" if rest > 0 else "")
