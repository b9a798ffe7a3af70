"""Lines that tell only what stands on the line below: 現状値（令和6年度） over 38種類, 所管 over
市民課."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.datamodels import Value
from assistant.ingest.labels import FIGURES, is_department, roles_of
from assistant.ingest.part import Part

_FIGURE = re.compile(r"[^\s0-9０-９。、]{0,4}[0-9０-９][^。、\n]{0,20}|[-－―–—ー]")
_OFFICES = re.compile(r"[、，,・／/ 　]+")


def with_values_below(parts: Sequence[Part]) -> Iterator[Part]:
    """The parts, each line that tells what kind of figure or that an office follows as a label with
    the line below for its value. Such lines above one another are the heads of a table."""
    headed = False
    position = 0
    while position < len(parts):
        part = parts[position]
        below = parts[position + 1] if position + 1 < len(parts) else None
        roles = _roles(part)
        if roles and not headed and below is not None and _is_value(below, roles):
            held = Value(below.text, below.span)
            yield replace(part, kind="label", roles=roles, value=held)
            position += 2
            continue
        yield part
        headed = bool(roles)
        position += 1


def heads_office(line: str) -> bool:
    """Whether a line is a word for who is in charge (所管) and nothing else."""
    return roles_of(line, True) == ("department",)


def _roles(part: Part) -> tuple[str, ...]:
    """What a line that only tells it says of the line below."""
    if not _is_line(part):
        return ()
    roles = roles_of(part.text)
    if roles and set(roles) <= FIGURES:
        return roles
    return ("department",) if heads_office(part.text) else ()


def _is_value(part: Part, roles: tuple[str, ...]) -> bool:
    if not _is_line(part):
        return False
    if roles == ("department",):
        return all(is_department(name) for name in _OFFICES.split(part.text))
    return bool(_FIGURE.fullmatch(part.text)) and not roles_of(part.text)


def _is_line(part: Part) -> bool:
    return part.kind == "text" and part.style in ("line", "paragraph") and not part.level
