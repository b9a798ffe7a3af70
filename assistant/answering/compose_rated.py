"""Whether there are projects of a rating."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from assistant.answering.compose_lists import compose_projects, named_evidence
from assistant.answering.drafts import Draft, Evidence, Line
from assistant.answering.messages import pick, say
from assistant.answering.turn import Turn
from assistant.answering.verdicts import with_verdict
from assistant.datamodels import Project, Query
from assistant.retrieval.words import NOUN_WEIGHT

SHOWN_RATED = 6
_EXISTS = re.compile(
    r"(あり|ある|い)(ます|る|ました|った)?(か|の|んですか|でしょうか)?[?？。]?$"
    r"|there (is|are|was|were|any)|(is|are|was|were) (there|any)|\bany\b"
)
_PROJECTS = re.compile(r"事業(?!者)|計画|取組|項目|施策|アクション|project|plan|initiative", re.I)


def compose_rated(turn: Turn) -> Draft | None:
    """Whether there are projects of a rating: those, or how the projects are rated."""
    query = turn.query
    asked = _EXISTS.search(query.normalized) and _PROJECTS.search(query.normalized)
    if not query.ratings or turn.named or not asked:
        return None
    found = compose_projects(replace(turn, query=_bounded(query, query.ratings)))
    if found is not None:
        return with_verdict(turn, True, found)
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
