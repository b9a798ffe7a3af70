"""The parts of an English question that compares: what each side alone is asked.

`How long are A's guideline and B's plan?` asks how long A's guideline is, and how long B's plan
is; in `how many leaders A adds with how many officers B has` each side has its own question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_JOINER = re.compile(
    r"(?:,\s*)?\b(?:and|or|with|versus|vs\.?|compared (?:to|with)|as well as)\b\s*|[,;/]\s*"
)
_LEAD = re.compile(r"(?:(?:in|of|for|by|at|from|to|the|its|that|those|one|on)\b\s*)+$")
_WH = re.compile(r"^(?:what|when|which|who|how|where|why)\b", re.I)
# … and which one in B's: what was asked of A.
_SAME_AGAIN = re.compile(r"(?:and )?(?:which|what) (?:one|ones)\b", re.I)
_DOCUMENT = re.compile(
    r"(?:'s)?(?: (?:first|second|third|new|old|earlier|current|dx|promotion|progress|action"
    r"|fy ?\d{2,4}))* (?:plan|report|guidelines?|strategy)\b",
    re.I,
)
_BRACKET = re.compile(r"\s*[(（][^()（）]{1,60}[)）]")
# What all sides share begins with a verb or a preposition, or where the sentence ends.
_SHARED = re.compile(
    r"\s(?=(?:explains?|defines?|describes?|says?|states?|sets?|plans?|gives?|uses?|have|has|aims?|are|is|do|does|did"
    r"|will|tells?|puts?|means?|treats?|handles?|report|on|about|regarding|for|to)\b)|[,.?;:]"
)
_IN_ENGLISH = re.compile(r"(?:[A-Z][\w'-]*\s*)+\(")  # Aone City (青嶺市)
_EACH = re.compile(r"^\s*(?:each|both|respectively)\b")


@dataclass(frozen=True, slots=True)
class Part:
    """What stands around a side: a phrase that leads to it, its name, what follows it."""

    head: str
    name: str
    own: str


def put_english(text: str, places: Sequence[tuple[int, int]], wanted: Sequence[int]) -> str:
    """The question as it is put to the sides at `places` (offsets in order) whose numbers are
    `wanted`."""
    before = text[: places[0][0]]
    parts, shared = _parts(text, places)
    apart = any(part.head for part in parts) or any(_asks(part.own) for part in parts)
    topic = before[: before.index(":") + 1] + " " if ":" in before else ""
    heads = ["" if _SAME_AGAIN.match(part.head) else part.head for part in parts]
    end = "" if apart else shared
    said = (f"{heads[n]}{parts[n].name}{parts[n].own}{end}" for n in wanted)
    lead = topic if heads[wanted[0]] else before
    return f"{lead}{' '.join(said)}"


def _asks(own: str) -> bool:
    return bool(_WH.match(own.strip(" ,")))


def _parts(text: str, places: Sequence[tuple[int, int]]) -> tuple[list[Part], str]:
    """The parts of the sides in order, and what all of them share."""
    parts: list[Part] = []
    head = ""
    for (start, end), (following, _) in zip(places, [*places[1:], (len(text), 0)], strict=True):
        between = text[end:following]
        if following == len(text):
            parts.append(Part(head, text[start:end], between))
            break
        own, next_head = _divided(between)
        parts.append(Part(head, text[start:end], own))
        head = next_head
    last = parts[-1]
    if any(part.head for part in parts):
        return parts, ""
    cut = _owned(last.own, any(part.own.strip() for part in parts[:-1]))
    parts[-1] = Part(last.head, last.name, last.own[:cut])
    return parts, _EACH.sub("", last.own[cut:].removeprefix(")"))


def _divided(between: str) -> tuple[str, str]:
    """What follows a side, and the phrase that leads to the next one."""
    joints = list(_JOINER.finditer(between))
    if not joints:
        return between, ""
    asked = next((j for j in joints if _WH.match(between[j.end() :])), None)
    joint = asked or joints[-1]
    own, head = between[: joint.start()], between[joint.end() :]
    if not _LEAD.sub("", head).strip() or _IN_ENGLISH.fullmatch(head):
        head = ""
    return own.rstrip(" ,"), head


def _owned(tail: str, alike: bool) -> int:
    """How much of what follows the last side is its own: a document or a bracket, or a phrase
    like those that follow the others."""
    end = 0
    if document := _DOCUMENT.match(tail):
        end = document.end()
    if bracket := _BRACKET.match(tail, end):
        end = bracket.end()
    if end or not alike:
        return end
    cut = _SHARED.search(tail)
    return cut.start() if cut else len(tail)
