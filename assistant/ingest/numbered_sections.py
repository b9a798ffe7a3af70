"""Projects of a list that sections tell of: No. 7 of the list under the heading ⑦.

A plan in plain words has no sheets: it tells of each project under a heading with the
project's number, and a table gives the numbers with name and office. The two names need not
be quite the same where the numbers agree all through the list.
"""

from __future__ import annotations

import re
import unicodedata

from assistant.datamodels import Document, FieldValue, Section, Value
from assistant.ingest.footnotes import is_footnote
from assistant.ingest.merging import absorb, likeness
from assistant.ingest.names import read_name
from assistant.ingest.part import Part
from assistant.ingest.records import Draft
from assistant.language.normalize import match_key

_FEWEST = 3
_MOST = 2 / 3  # of the numbered rows have a section
_ALIKE = 0.5  # the names are at least as like as this
_NUMBER = re.compile(r"\D*(\d{1,3})\D*")


def tell_in_sections(
    document: Document, parts: tuple[Part, ...], rows: list[Draft]
) -> tuple[list[Draft], list[Draft]]:
    """The projects that sections tell of, with what their rows say, and the rows of others.
    Where most rows have no section of their number, all are others."""
    numbered: dict[str, Draft] = {}
    for row in rows:
        numbered.setdefault(_plain(row.number), row)
    numbered.pop("", None)
    told: dict[str, Draft] = {}
    for section in document.outline[1:]:
        draft = _record(document, parts, section)
        number = draft.number
        if number in numbered and number not in told and _alike(draft, numbered[number]):
            told[number] = draft
    if len(told) < max(_FEWEST, _MOST * len(numbered)):
        return [], rows
    for number, draft in told.items():
        absorb(draft, numbered[number])
        draft.has_sheet = True
    taken = [numbered[number] for number in told]
    return list(told.values()), [row for row in rows if row not in taken]


def _record(document: Document, parts: tuple[Part, ...], section: Section) -> Draft:
    """What a section tells as the record of a project."""
    name = read_name(document.text, section.heading)
    draft = Draft(name.value, section.span, section.ordinal, _plain(name.number))
    draft.marks += name.marks
    draft.has_sheet = False  # until it has all that its row says
    held = [p for p in parts if section.heading.end <= p.span.start < section.span.end]
    texts = [p for p in held if p.kind == "text" and not is_footnote(p.span.of(document.text))]
    draft.span = section.heading  # notes at the foot of the page below it are not of it
    if texts:
        draft.span = section.heading.join(texts[-1].span)
        span = texts[0].span.join(texts[-1].span)
        value = Value("\n".join(part.text for part in texts), span)
        draft.fields.append(FieldValue("summary", "", None, value))
    return draft


def _plain(number: str) -> str:
    """A number without the circle or brackets around it, "" for one of several parts."""
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", number))
    return match[1].lstrip("0") if match else ""


def _alike(draft: Draft, row: Draft) -> bool:
    assert draft.name is not None
    assert row.name is not None
    return likeness(match_key(draft.name.text), match_key(row.name.text)) >= _ALIKE
