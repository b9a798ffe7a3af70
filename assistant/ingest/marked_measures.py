"""Measures that a section lists under a mark, each with prose that ends with its office.

    ●スマート窓口の拡大
    4つの課の窓口に広げ、62手続を対象とします。（担当：市民課、デジタル戦略課）

A mark is believed where several such measures stand behind it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from assistant.datamodels import Document, FieldValue, Span, Value
from assistant.ingest.blocks import display
from assistant.ingest.labels import is_department, roles_of
from assistant.ingest.names import read_departments, read_name
from assistant.ingest.records import Draft
from assistant.ingest.sheets import section_at

_FEWEST = 3  # of one mark in a document, to be believed
_ITEM = re.compile(
    r"^[ 　]*(?P<mark>[●○◎■□◆◇▶▷➢・])[ 　]*(?P<name>[^\t。\n]{2,50}?)[ 　]*\n", re.MULTILINE
)
_TOLD = re.compile(r"(?:(?![ 　]*[●○◎■□◆◇▶▷➢・])[^\t\n]+\n?){1,6}")
_OFFICE = re.compile(
    r"[（(【［〔\[](?:(?P<label>[^：:（()）]{1,8})[：:])?(?P<offices>[^：:（()）\n]{2,60})[)）】］〕\]]\s*$"
)


def read_marked(document: Document) -> Iterator[Draft]:
    """The measures of a document that are told so, where those of one mark are several."""
    text = document.text
    found: list[tuple[str, Draft]] = []
    for item in _ITEM.finditer(text):
        told = _TOLD.match(text, item.end())
        draft = _draft(document, item, told) if told else None
        if draft is not None:
            found.append((item["mark"], draft))
    counts = Counter(mark for mark, _ in found)
    yield from (draft for mark, draft in found if counts[mark] >= _FEWEST)


def _draft(document: Document, item: re.Match[str], told: re.Match[str]) -> Draft | None:
    """The measure of a line with what is told below it; None where that names no office."""
    text = document.text
    office = _OFFICE.search(told[0])
    if office is None or (office["label"] and "department" not in roles_of(office["label"], True)):
        return None
    at = Span(told.start() + office.start("offices"), told.start() + office.end("offices"))
    departments, _ = read_departments(text, at)
    if not departments or not all(is_department(value.text) for value in departments):
        return None
    name = read_name(text, Span(*item.span("name")))
    summary = Span(told.start(), told.start() + len(told[0][: office.start()].rstrip()))
    return Draft(
        name.value,
        Span(item.start("mark"), told.start() + len(told[0].rstrip())),
        section_at(document, item.start("mark")),
        number=name.number,
        marks=list(name.marks),
        departments=list(departments),
        fields=[FieldValue("summary", "", None, Value(display(text, summary), summary))],
    )
