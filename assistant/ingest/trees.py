"""Policies that an overview sets above projects: 柱A and, on the lines below it, A-1, A-2 …"""

from __future__ import annotations

import re

from assistant.datamodels import Document, Span, Value
from assistant.ingest.labels import NAME_NUMBER, is_hierarchy
from assistant.ingest.names import normalize_number, read_name
from assistant.ingest.part import Part
from assistant.ingest.records import Draft
from assistant.language.normalize import match_key

_COUNT_BEHIND = re.compile(r"[ 　]*[（(][0-9０-９]{1,2}[^（()）]{1,6}[）)]$")
_WORD = re.compile(r"[^\s　]+")
_LONGEST = 60


def place_in_trees(document: Document, parts: tuple[Part, ...], drafts: list[Draft]) -> None:
    """Gives projects that no policy stands above the one that an overview lists them under."""
    known = {(draft.number, _key(draft)): draft for draft in drafts if draft.name is not None}
    above: Value | None = None
    for part in parts:
        if part.kind != "text" or len(part.text) > _LONGEST:
            above = None
        elif (policy := _policy(document.text, part.span)) is not None:
            above = policy
        elif (draft := _listed(document.text, part, known)) is not None:
            if above is not None and not draft.hierarchy:
                draft.hierarchy.append(above)
                draft.mentions.append(part.span)
        else:
            above = None


def _key(draft: Draft) -> str:
    return match_key(draft.name.text) if draft.name else ""


def _policy(text: str, span: Span) -> Value | None:
    """The policy that a line names, behind what stands above it on the same line."""
    for word in _WORD.finditer(text, span.start, span.end):
        rest = Span(word.start(), span.end)
        if is_hierarchy(rest.of(text)) and not NAME_NUMBER.match(rest.of(text)):
            count = _COUNT_BEHIND.search(rest.of(text))
            at = Span(rest.start, rest.start + count.start()) if count else rest
            return Value(" ".join(at.of(text).split()), at)
    return None


def _listed(text: str, part: Part, known: dict[tuple[str, str], Draft]) -> Draft | None:
    """The numbered project that a line outside its sheet names."""
    name = read_name(text, part.span)
    draft = known.get((normalize_number(name.number), match_key(name.value.text)))
    inside = draft is not None and draft.span.covers(part.span)
    return None if inside or not name.number else draft
