"""One project from several places: its sheet, rows of overviews, sections that tell of it."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import SequenceMatcher

from assistant.datamodels import Document, FieldValue, Section, Span, Value
from assistant.ingest.blocks import display
from assistant.ingest.labels import vocabulary
from assistant.ingest.parts import Part
from assistant.ingest.records import Draft
from assistant.language.normalize import match_key

_ALIKE = 0.74  # names of one project in one document are at least as like as this
_SAME_WORDS = 0.85
_SHORTEST_KEY = 5


def merge(
    document: Document, parts: tuple[Part, ...], sheets: list[Draft], rows: list[Draft]
) -> list[Draft]:
    """The projects of a document in order: sheets with what overviews say of them, and the
    rows of lists that have no sheet."""
    _name_untitled(document, parts, sheets, rows)
    named = [sheet for sheet in sheets if sheet.name is not None]
    alone: list[Draft] = []
    matches = _match(named, rows)
    for row, sheet in zip(rows, matches, strict=True):
        target = sheet or next((other for other in alone if _key(other) == _key(row)), None)
        if target is None:
            alone.append(row)
        else:
            _absorb(target, row)
    projects = sorted([*named, *alone], key=lambda draft: draft.span)
    _link_sections(document, parts, projects)
    return projects


def _key(draft: Draft) -> str:
    return match_key(draft.name.text) if draft.name else ""


def likeness(left: str, right: str) -> float:
    """How like two names are, between 0 and 1; one inside the other counts for much."""
    if left == right:
        return 1.0
    shorter, longer = sorted((left, right), key=len)
    if len(shorter) >= _SHORTEST_KEY and shorter in longer:
        return max(0.8, len(shorter) / len(longer))
    return SequenceMatcher(None, left, right, autojunk=False).ratio()


def _match(sheets: list[Draft], rows: list[Draft]) -> list[Draft | None]:
    """For each row the sheet it is about: equal names first, then the likest pairs."""
    matched: list[Draft | None] = [None] * len(rows)
    keys = [_key(sheet) for sheet in sheets]
    for index, row in enumerate(rows):
        found = [s for s, key in zip(sheets, keys, strict=True) if key == _key(row)]
        if found:
            matched[index] = found[0]
    pairs = [
        (_likeness(row, sheet, key), index, number)
        for index, row in enumerate(rows)
        if matched[index] is None
        for number, (sheet, key) in enumerate(zip(sheets, keys, strict=True))
    ]
    for score, index, number in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        sheet = sheets[number]
        if score < _ALIKE or matched[index] is not None:
            continue
        if any(m is sheet and _same_list(rows[i], rows[index]) for i, m in enumerate(matched) if m):
            continue
        matched[index] = sheet
    return matched


def _agreement(row: Draft, sheet: Draft) -> float:
    """A bonus for one department, a malus for two different ones."""
    left = {match_key(value.text) for value in row.departments}
    right = {match_key(value.text) for value in sheet.departments}
    if not left or not right:
        return 0.0
    return 0.05 if left & right else -0.1


def _likeness(row: Draft, sheet: Draft, key: str) -> float:
    return likeness(_key(row), key) + _agreement(row, sheet) + _same_number(row, sheet)


def _same_number(row: Draft, sheet: Draft) -> float:
    """Numbers of more than one part (1-2, A-3) are names of their own."""
    left, right = match_key(row.number), match_key(sheet.number)
    return 0.3 if left == right and re.search(r"\d-\d|[a-z]-?\d", left) else 0.0


def _same_list(left: Draft, right: Draft) -> bool:
    return left.section == right.section


def _absorb(target: Draft, row: Draft) -> None:
    """What a row of an overview adds; where both speak, the sheet is right."""
    target.mentions += [row.span, *row.mentions]
    if row.name is not None and _key(row) != _key(target):
        target.aliases.append(row.name.text)
    known = {match_key(mark.text) for mark in target.marks}
    target.marks += [mark for mark in row.marks if match_key(mark.text) not in known]
    target.rating = target.rating or row.rating
    if row.number:
        target.number = row.number
    if row.hierarchy:
        target.hierarchy = row.hierarchy + [
            value for value in target.hierarchy if not _says_same(value, row.hierarchy)
        ]
    if not target.departments:
        target.departments = row.departments
    if target.has_sheet:
        held = {value.field for value in target.fields} | {"other"}
        target.fields += [value for value in row.fields if value.field not in held]
        if target.indicators is not None and row.indicators is not None:
            target.indicators.add_missing(row.indicators)
    else:
        held = {value.field for value in target.fields}
        target.fields += [value for value in row.fields if value.field not in held]
        if not target.schedule:
            target.schedule = row.schedule
        if row.indicators is not None and row.indicators.drafts:
            target.indicators = row.indicators
    target.kind = _more_telling(target.kind, row.kind)


def _says_same(value: Value, others: list[Value]) -> bool:
    return any(likeness(match_key(value.text), match_key(other.text)) > 0.7 for other in others)


def _more_telling(left: str, right: str) -> str:
    """Of two words for such things the one that says more."""
    kinds = vocabulary().kinds
    found = [kind for kind in (left, right) if kind in kinds]
    return min(found, key=kinds.index) if found else left or right


def _name_untitled(
    document: Document, parts: tuple[Part, ...], sheets: list[Draft], rows: list[Draft]
) -> None:
    """Sheets that lost their title take the name from where the document says the same of
    a named thing, or from the one row of the list that fits between their neighbours."""
    for position, sheet in enumerate(sheets):
        if sheet.name is None:
            sheet.name = _named_elsewhere(document, parts, sheet) or _row_between(
                sheets, rows, position
            )


def _named_elsewhere(document: Document, parts: tuple[Part, ...], sheet: Draft) -> Value | None:
    """The heading under which the summary of a sheet is told in the same words."""
    summary = sheet.first("summary")
    if summary is None:
        return None
    key = match_key(summary.value.text)[:60]
    for index, part in enumerate(parts[1:], 1):
        if not part.is_sentence() or sheet.span.covers(part.span) or not parts[index - 1].level:
            continue
        other = match_key(part.text)[:60]
        alike = SequenceMatcher(None, key, other, autojunk=False).ratio()
        if len(key) >= 20 and alike >= _SAME_WORDS:
            return _bare_title(document, parts[index - 1])
    return None


def _bare_title(document: Document, heading: Part) -> Value:
    """A heading without the words that number it (重点施策7)."""
    content = heading.span.of(document.text)
    match = vocabulary().hierarchy.match(content) or re.match(r"[\d０-９①-⑳]+[.．)） 　]*", content)
    span = Span(heading.span.start + (match.end() if match else 0), heading.span.end)
    return Value(re.sub(r"\s*\n\s*", "", display(document.text, span)), span)


def _row_between(sheets: list[Draft], rows: list[Draft], position: int) -> Value | None:
    """The name of the only row between those of the sheets before and after it, where the
    departments agree."""
    keys = [_key(row) for row in rows]

    def row_of(numbers: range) -> int | None:
        for number in numbers:
            if sheets[number].name is not None and _key(sheets[number]) in keys:
                return keys.index(_key(sheets[number]))
        return None

    before = row_of(range(position - 1, -1, -1))
    after = row_of(range(position + 1, len(sheets)))
    first = 0 if before is None else before + 1
    between = rows[first : after if after is not None else len(rows)]
    fitting = [row for row in between if _agreement(row, sheets[position]) > 0]
    return fitting[0].name if len(fitting) == 1 else None


def _link_sections(document: Document, parts: tuple[Part, ...], projects: list[Draft]) -> None:
    """Sections elsewhere whose heading is a project's name tell of it: they are mentions,
    and what their labels say is added to the record with its own spans."""
    for section in document.outline[1:]:
        key = match_key(vocabulary().hierarchy.sub("", section.title))
        for project in projects:
            if project.span.start <= section.heading.start < project.span.end:
                continue
            if len(key) >= _SHORTEST_KEY and _names_project(key, project):
                _take_section(document, parts, project, section)


def _names_project(key: str, project: Draft) -> bool:
    names = [_key(project), *map(match_key, project.aliases)]
    return key in names


def _take_section(
    document: Document, parts: tuple[Part, ...], project: Draft, section: Section
) -> None:
    span = Span(section.heading.start, _text_end(parts, section))
    if any(mention.covers(span) or span.covers(mention) for mention in project.mentions):
        return
    project.mentions.append(span)
    label: Part | None = None
    held: list[Part] = []
    body = Span(section.heading.end, section.span.end)
    for part in [*(p for p in parts if body.covers(p.span)), None]:
        if part is None or part.kind != "text":
            _add_field(project, label, held)
            held = []
            opens = part is not None and part.roles == ("actions",) and part.value is None
            label = part if opens else None
        elif label is not None:
            held.append(part)


def _text_end(parts: tuple[Part, ...], section: Section) -> int:
    inside = [p.span.end for p in parts if section.span.covers(p.span) and p.kind == "text"]
    return max(inside, default=section.heading.end)


def _add_field(project: Draft, label: Part | None, held: list[Part]) -> None:
    if label is None or not held:
        return
    span = held[0].span.join(held[-1].span)
    shown = "\n".join(part.text for part in held)
    project.fields.append(FieldValue("actions", label.text, label.span, Value(shown, span)))


def unique_marks(marks: list[Value]) -> tuple[Value, ...]:
    """The marks in order of the text, each once."""
    found: dict[str, Value] = {}
    for mark in marks:
        found.setdefault(match_key(mark.text) or mark.text, mark)
    return tuple(found.values())


def with_field_order(fields: list[FieldValue]) -> tuple[FieldValue, ...]:
    """The fields in order of the text; the same words under the same field once."""
    seen: set[tuple[str, Span]] = set()
    kept = []
    for value in sorted(fields, key=lambda item: item.value.span):
        if (value.field, value.value.span) not in seen:
            seen.add((value.field, value.value.span))
            kept.append(replace(value))
    return tuple(kept)
