"""When the documents do not tell: what was looked for, and the nearest thing that is there."""

from __future__ import annotations

from assistant.answering.compose_text import compose_text
from assistant.answering.drafts import Draft, Line
from assistant.answering.messages import ASKED, pick, say, year_label
from assistant.answering.turn import Turn
from assistant.language.normalize import normalize_text
from assistant.language.years import find_years

NEAR = 0.2  # the share of the nearest statement from which it is offered


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


def abstain(turn: Turn, draft: Draft | None) -> Draft:
    """An honest no, with what was searched and the nearest statement."""
    if draft is not None and not draft.answerable and draft.lines:
        head = Line(
            pick(turn.language, ("資料には記載がありません。", "The documents do not say. "))
        )
        return Draft("abstain", (head, *draft.lines[:2]), 0.0, answerable=False)
    searched = _searched(turn)
    wanted = turn.wanted
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
    if near and near.lines and near.confidence >= NEAR:
        lines += [Line(say(turn.language, "near")), near.lines[0]]
    return Draft("abstain", tuple(lines), 0.0, answerable=False)


def _searched(turn: Turn) -> str:
    titles = [turn.catalogue.documents[document_id].title for document_id in turn.query.scope]
    shown = "、".join(f"「{title}」" for title in titles[:3])
    rest = len(titles) - 3
    if turn.language == "en":
        return shown + (f" and {rest} more" if rest > 0 else "")
    return shown + (f"ほか{rest}件" if rest > 0 else "")
