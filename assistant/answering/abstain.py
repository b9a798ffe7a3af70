"""When the documents do not tell: what was looked for, and the nearest thing that is there."""

from __future__ import annotations

from assistant.answering.compose_text import compose_text, has_type
from assistant.answering.drafts import Draft, Line
from assistant.answering.messages import ASKED, pick, say, year_label
from assistant.answering.turn import Turn
from assistant.language.normalize import normalize_text

ENOUGH = 0.30  # relevance from which an answer is given; docs/abstaining.md has the curve
ENOUGH_COVERAGE = 0.34


def wanted_type(turn: Turn) -> str | None:
    """The type of value that the question asks for, None if any statement will do."""
    query = turn.query
    text = query.normalized
    if query.asks_for("person"):
        return "person"
    if query.asks_for("company"):
        return "company"
    if query.asks_for("budget"):
        return "money"
    if any(
        word in text
        for word in ("何%", "何パーセント", "何割", "percent", "what share", "what rate")
    ):
        return "percent"
    if query.asks_for("schedule") or "when " in text:
        return "date"
    if any(
        word in text
        for word in (
            "何件",
            "何人",
            "何台",
            "何回",
            "何点",
            "いくつ",
            "どのくらい",
            "どれくらい",
            "何時間",
            "how many",
            "何枚",
            "何か所",
            "何社",
        )
    ):
        return "number"
    return None


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
    return None


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
    wanted = wanted_type(turn)
    shown = " ".join(line.text for line in draft.lines)
    if (
        wanted in ("money", "percent", "date", "number")
        and not has_type(shown, wanted)
        and draft.kind == "text"
    ):
        return False
    if wanted in ("person", "company"):
        return False
    if draft.kind in ("definition", "list", "comparison"):
        return True
    best = turn.ranked[0] if turn.ranked else None
    return best is not None and draft.confidence >= ENOUGH and best.coverage >= 0


def abstain(turn: Turn, draft: Draft | None) -> Draft:
    """An honest no, with what was searched and the nearest statement."""
    if draft is not None and not draft.answerable and draft.lines:
        head = Line(
            pick(turn.language, ("資料には記載がありません。", "The documents do not say. "))
        )
        return Draft("abstain", (head, *draft.lines[:2]), 0.0, answerable=False)
    searched = _searched(turn)
    wanted = wanted_type(turn)
    if wanted:
        text = say(
            turn.language,
            "abstain_kind",
            searched=searched,
            asked=pick(turn.language, ASKED[wanted]),
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
