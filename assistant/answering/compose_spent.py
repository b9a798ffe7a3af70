"""What the time, hands or money that a plan frees are used for: 浮いた時間を何に回すか."""

from __future__ import annotations

import re

from assistant.answering.compose_items import told_list
from assistant.answering.compose_text import text_line
from assistant.answering.drafts import Draft
from assistant.answering.turn import Turn
from assistant.datamodels import Fact

CONSIDERED = 40
SURE = 0.9
FEWEST_LISTED = 2
_FREED = r"(?:浮い|空い|余っ|生み出|生まれ|捻出|創出)"
_MEANS = r"時間|人手|人員|人的資源|資源|お金|財源|労力"
_USED = r"(?:使|回[しす]|充|あて|振り|向け|割り)"
_ASKS_USE = re.compile(
    rf"{_FREED}[^。]{{0,8}}(?:{_MEANS})[^。]{{0,12}}(?:何|なに|どんな|どこ|どの)[^。]{{0,8}}{_USED}|"
    r"\bto what .{0,40}\b(?:allot|allocat|devot)|"
    r"\bwhat .{0,30}\b(?:freed|saved|extra|more) .{0,30}\b(?:used|spent|allotted|devoted)"
)
_SPENT = re.compile(r"振り?分け|振り?向け|充て|充当|あて[るた]|注力|投入|回[しす]")
_SPENT_ON = re.compile(rf"[にへ](?:と|も)?[^。]{{0,6}}(?:{_SPENT.pattern})")
_OF_MEANS = re.compile(_MEANS)


def compose_spent(turn: Turn) -> Draft | None:
    """The list that is headed by what means are spent on, or the statement that tells it; None
    where the question asks for something else or no document says so."""
    if not asks_use(turn):
        return None
    named = {project.project_id for project in turn.named}
    nearest = (item.fact for item in turn.best("list", "statement")[:CONSIDERED])
    found = [
        fact for fact in nearest if tells_use(fact.text) and (not named or fact.project_id in named)
    ]
    headed = next((fact for fact in found if fact.kind == "list" and _is_headed(fact)), None)
    if headed:
        return told_list(turn, headed, SURE)
    told = next((fact for fact in found if _SPENT_ON.search(fact.text)), None)
    if told is None:
        return None
    return Draft("text", (text_line(turn, told),), SURE, projects=turn.projects_of(told))


def asks_use(turn: Turn) -> bool:
    """Whether it is asked what freed means are used for."""
    return bool(_ASKS_USE.search(turn.query.normalized))


def tells_use(text: str) -> bool:
    """Whether a text says what means are spent on."""
    return bool(_SPENT.search(text)) and bool(_OF_MEANS.search(text))


def _is_headed(fact: Fact) -> bool:
    """Whether the words before the items of a list say what it is a list of."""
    head = fact.text.split(fact.items[0].text)[0] if len(fact.items) >= FEWEST_LISTED else ""
    return tells_use(head)
