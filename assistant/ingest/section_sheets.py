"""Sections with a number of their own that each tell of one project and name who is in charge:
slides (I-4 移動をつなぐ … ○ 担当 企画課), measures told in prose."""

from __future__ import annotations

import re

from assistant.datamodels import Document
from assistant.ingest.names import read_name
from assistant.ingest.part import Part
from assistant.ingest.sheets import SHEET_ROLES, Sheet, Title

_CODED = re.compile(
    r"(?:#{1,6}[ 　]*)?(?:[A-ZＡ-Ｚ]{1,3}|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨ]|[0-9０-９]{1,2})"
    r"[-－‐–][0-9０-９]{1,2}(?![-－‐–0-9０-９])"
)
_FEWEST = 4
_MOST = 0.6  # of the numbered sections name who is in charge


def with_sections(document: Document, parts: tuple[Part, ...], sheets: list[Sheet]) -> list[Sheet]:
    """`sheets`, or where they miss most of them the numbered sections that each name who is
    in charge."""
    heads = [
        index
        for index, part in enumerate(parts)
        if part.kind == "text" and part.level and _CODED.match(part.text)
    ]
    found: list[Sheet] = []
    for position, head in enumerate(heads):
        following = heads[position + 1] if position + 1 < len(heads) else len(parts)
        end = next(
            (i for i in range(head + 1, following) if 0 < parts[i].level <= parts[head].level),
            following,
        )
        labels = [i for i in range(head + 1, end) if SHEET_ROLES & set(parts[i].roles)]
        offices = [i for i in labels if "department" in parts[i].roles and parts[i].value]
        if len(offices) == 1:
            name = read_name(document.text, parts[head].span)
            found.append(Sheet(head, labels, title=Title(head, head, name), last=end))
    missed = len(found) > 2 * sum(sheet.title is not None for sheet in sheets)
    enough = len(found) >= max(_FEWEST, _MOST * len(heads))
    return found if enough and missed else sheets
