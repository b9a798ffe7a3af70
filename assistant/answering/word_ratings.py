"""Ratings in words (概ね順調, 遅れ), as the documents asked of have them."""

from __future__ import annotations

from assistant.answering.turn import Turn
from assistant.language.normalize import match_key
from assistant.language.ratings import rating_sign

_SHORTEST = 2  # characters of a rating in words


def word_ratings_asked(turn: Turn) -> tuple[str, ...]:
    """The ratings in words that the question quotes, or names while it asks for ratings, as
    projects in scope have them; a longer one is not the shorter one that it holds."""
    if not turn.query.asks_for("rating") and not turn.query.quoted:
        return ()
    known = {
        match_key(sign): sign
        for project in turn.catalogue.projects_in(turn.query.scope)
        if project.rating and len(sign := rating_sign(project.rating.text)) >= _SHORTEST
    }
    quoted = [match_key(text) for text in turn.query.quoted]
    if held := [known[key] for key in quoted if key in known]:
        return tuple(held)
    key, found = match_key(turn.query.question), []
    for word in sorted(known, key=len, reverse=True) if turn.query.asks_for("rating") else ():
        if word in key:
            key = key.replace(word, " ")
            found.append(known[word])
    return tuple(found)
