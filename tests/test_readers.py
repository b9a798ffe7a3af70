"""Files of every format that plans are published in, written by the libraries themselves."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assistant.datamodels import Indicator, Project
from assistant.ingest.blocks import read_blocks
from assistant.ingest.corpus import describe
from assistant.ingest.outline import read_outline
from assistant.ingest.projects import read_projects
from assistant.ingest.text import read_file
from tests.plan_writers import PLANS, WRITERS

INVENTED = tuple(sorted(path.stem for path in PLANS.glob("*.txt")))


def fold(text: str) -> str:
    """`text` without spaces, widths, tags and marks of lists and headings."""
    bare = re.sub(r"<[^<>]*>|\*\*|^#+ ", "", text)
    return re.sub(r"(^|。)・", r"\1", re.sub(r"\s+", "", unicodedata.normalize("NFKC", bare)))


def figures(indicator: Indicator) -> tuple[Any, ...]:
    values = tuple((v.kind, v.year, fold(v.value.text)) for v in indicator.values)
    return (fold(indicator.name.text), *values)


def stated(project: Project) -> dict[str, Any]:
    """What a record states, wherever it stands in the text."""
    found: dict[str, Any] = {
        "number": project.number,
        "departments": [fold(value.text) for value in project.departments],
        "marks": sorted(fold(value.text) for value in project.marks),
        "rating": fold(project.rating.text) if project.rating else "",
        "hierarchy": [fold(value.text) for value in project.hierarchy],
        "schedule": [(fold(e.item.text), e.years) for e in project.schedule],
    }
    for indicator in project.indicators:
        found[f"indicator {figures(indicator)[0]}"] = figures(indicator)
    for field in project.fields:
        found[f"{field.field} {fold(field.label)}"] = fold(field.value.text)
    return found


def records(path: Path) -> dict[str, dict[str, Any]]:
    extract = read_file(path)
    blocks = read_blocks(extract.text)
    document, _ = describe(path.name, extract, blocks, None)
    from dataclasses import replace

    document = replace(document, outline=read_outline(extract.text, blocks, document.title))
    projects, _ = read_projects(document, blocks)
    return {fold(project.name.text): stated(project) for project in projects}


@cache
def text_records(document_id: str) -> dict[str, dict[str, Any]]:
    return records(PLANS / f"{document_id}.txt")


def agreement(document_id: str, path: Path) -> tuple[list[str], int]:
    """Fields read otherwise than from the text, and how many fields there are."""
    wanted, found = text_records(document_id), records(path)
    wrong = [f"{name}: invented" for name in found if name not in wanted]
    count = len(wrong)
    for name, fields in wanted.items():
        for key in fields.keys() | found.get(name, {}).keys():
            count += 1
            if found.get(name, {}).get(key) != fields.get(key):
                wrong.append(f"{name}.{key}: {found.get(name, {}).get(key)} != {fields.get(key)}")
    return wrong, count
