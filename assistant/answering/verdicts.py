"""はい or いいえ in front of what settles a claim."""

from __future__ import annotations

from dataclasses import replace

from assistant.answering.drafts import Draft
from assistant.answering.messages import say
from assistant.answering.turn import Turn

ROOM = 400  # characters of an answer, its はい or いいえ included


def with_verdict(turn: Turn, verdict: bool | None, draft: Draft) -> Draft:
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
