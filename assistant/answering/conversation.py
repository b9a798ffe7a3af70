"""Follow-ups: a question that leaves something out takes it from the turns before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answering.cues import load_cues
from assistant.answering.understand import scope_of, understand
from assistant.datamodels import Query, SearchTerm
from assistant.retrieval.catalogue import Catalogue

SHORT = 2  # content words up to which a question hardly stands alone


@dataclass(frozen=True, slots=True)
class Earlier:
    """A turn already answered: its query and what the answer was about."""

    query: Query
    projects: tuple[str, ...]
    indicators: tuple[str, ...] = ()
    document_ids: tuple[str, ...] = ()


def resolve(question: str, earlier: Sequence[Earlier], catalogue: Catalogue) -> Query:
    """The Query of `question` with what it leaves out filled in from earlier turns."""
    query = understand(question, catalogue)
    if not earlier or not _leans(query):
        return query
    last = earlier[-1]
    if _moves_city(query):
        return _moved(query, last, catalogue)
    return _same_subject(query, earlier, catalogue)


def _leans(query: Query) -> bool:
    """Whether the question needs the turns before it."""
    strong = [term for term in query.terms if term.weight >= 0.9]
    cues = load_cues(query.language)
    if cues.follow.search(query.normalized):
        return True
    return len(strong) <= SHORT and not (query.municipalities and strong and query.asks)


def _moves_city(query: Query) -> bool:
    """富山市では？ asks the last question again, of another city or year."""
    strong = [term for term in query.terms if term.weight >= 0.45]
    return (
        not strong and not query.asks and bool(query.municipalities or query.years or query.named)
    )


def _moved(query: Query, last: Earlier, catalogue: Catalogue) -> Query:
    before = last.query
    merged = replace(
        before,
        question=query.question + " " + before.question
        if not query.municipalities
        else before.question,
        language=query.language,
        municipalities=query.municipalities or before.municipalities,
        unknown_places=query.unknown_places,
        named=query.named or (() if query.municipalities else before.named),
        years=query.years or before.years,
        focus=()
        if query.municipalities and query.municipalities != before.municipalities
        else last.projects,
    )
    return replace(merged, scope=scope_of(merged, catalogue))


def _same_subject(query: Query, earlier: Sequence[Earlier], catalogue: Catalogue) -> Query:
    last = earlier[-1]
    cues = load_cues(query.language)
    focus = last.projects
    if len(focus) > 1:
        if cues.other.search(query.normalized):
            focus = focus[1:2]
        elif cues.former.search(query.normalized) or not cues.both.search(query.normalized):
            focus = focus[:1] if cues.former.search(query.normalized) else focus
    if query.municipalities and query.municipalities != last.query.municipalities:
        focus = ()
    before = last.query
    merged = replace(
        query,
        municipalities=query.municipalities or before.municipalities,
        named=query.named or (() if query.municipalities else before.named),
        focus=focus,
        asks=query.asks or before.asks,
        terms=_merged(query.terms, before.terms, carried=0.5 if focus else 0.8),
        search_text=f"{query.search_text} {before.search_text}",
        forms=query.forms - {"comparison"} if focus else query.forms,
    )
    return replace(merged, scope=_scope(merged, last, catalogue))


def _scope(query: Query, last: Earlier, catalogue: Catalogue) -> tuple[str, ...]:
    """The documents of the carried subject, if the question names no other."""
    if query.focus and not query.named:
        wanted = {catalogue.projects[p].document_id for p in query.focus if p in catalogue.projects}
        return tuple(d for d in scope_of(query, catalogue) if d in wanted) or scope_of(
            query, catalogue
        )
    return scope_of(query, catalogue)


def _merged(
    own: tuple[SearchTerm, ...], before: tuple[SearchTerm, ...], carried: float
) -> tuple[SearchTerm, ...]:
    known = {term.lemma for term in own}
    return (*own, *(replace(t, weight=t.weight * carried) for t in before if t.lemma not in known))
