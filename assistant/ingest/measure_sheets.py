"""Sheets that tell what a measure is for, over those of its projects: 施策1 with its aim, and
below it 取組1 to 取組4, each with its office."""

from __future__ import annotations

from assistant.ingest.labels import is_hierarchy
from assistant.ingest.part import Part
from assistant.ingest.sheets import Sheet

_FEWEST = 2  # measures, to be believed
_OF_PROJECT = frozenset(("department", "indicator", "schedule"))


def without_measures(parts: tuple[Part, ...], sheets: list[Sheet]) -> list[Sheet]:
    """The sheets without those of measures, which name nobody in charge while all sheets right
    below their heading do, or a list of projects right behind them."""
    sheets = [sheet for sheet in sheets if not _heads_list(parts, sheet)]
    over = {
        id(sheet)
        for place, sheet in enumerate(sheets)
        if _is_over(parts, sheet, sheets[place + 1 :])
    }
    return [s for s in sheets if id(s) not in over] if len(over) >= _FEWEST else sheets


def _is_over(parts: tuple[Part, ...], sheet: Sheet, following: list[Sheet]) -> bool:
    level = _level(parts, sheet)
    if not level or _OF_PROJECT & sheet.roles(parts):
        return False
    below = []
    for other in following:
        if _level(parts, other) <= level:
            break
        below.append("department" in other.roles(parts))
    return bool(below) and all(below)


def _heads_list(parts: tuple[Part, ...], sheet: Sheet) -> bool:
    """Whether a sheet of a measure ends where the list of its projects begins. Projects inside
    the table of the sheet are part of what it tells."""
    behind = parts[sheet.last] if sheet.last < len(parts) else None
    if sheet.title is None or behind is None or behind.kind != "list":
        return False
    title = parts[sheet.title.last].text
    apart = behind.block != parts[sheet.last - 1].block
    return apart and is_hierarchy(title) and "department" not in sheet.roles(parts)


def _level(parts: tuple[Part, ...], sheet: Sheet) -> int:
    """The level of a sheet's heading, 0 for a title that is none."""
    return parts[sheet.title.last].level if sheet.title else 0
