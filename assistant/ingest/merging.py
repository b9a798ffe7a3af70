"""One project from several places: its sheet, rows of overviews, sections that tell of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import replace
from difflib import SequenceMatcher

from assistant.datamodels import Document, FieldValue, Section, Span, Value
from assistant.ingest.blocks import display
from assistant.ingest.labels import vocabulary
from assistant.ingest.part import Part
from assistant.ingest.records import Draft
from assistant.ingest.yearly import is_told_by_rows
from assistant.language.normalize import match_key

_FORMER = re.compile(r"(?:前|旧|第[一1１]期|前期|これまでの)(?:計画|プラン|アクション|方針|戦略)")
_BEHIND_NAME = re.compile(r"[ 　]*[（(](?P<inside>[^（()）]{2,20})[）)]$")
_ALIKE = 0.74  # names of one project in one document are at least as like as this
_SAME_WORDS = 0.85
_SHORTEST_KEY = 5
_CANDIDATES = 8  # sheets compared with a row, those that share the most pairs of letters
_MOST_HOLDERS = 400  # pairs of letters that more names share tell little


def merge(
    document: Document, parts: tuple[Part, ...], sheets: list[Draft], rows: list[Draft]
) -> list[Draft]:
    """The projects of a document in order: sheets with what overviews say of them, and the
    rows of lists that have no sheet."""
    _name_untitled(document, parts, sheets, rows)
    named = [sheet for sheet in sheets if sheet.name is not None]
    alone: dict[str, Draft] = {}
    matches = _match(document, named, rows)
    for row, sheet in zip(rows, matches, strict=True):
        key = _key(row)
        target = sheet or alone.get(key)
        if target is None and (whole := _told_before(row, alone)):
            _add_part(whole, row)
        elif target is None:
            alone[key] = row
        else:
            absorb(target, row)
    projects = sorted([*named, *alone.values()], key=lambda draft: draft.span)
    _link_sections(document, parts, projects)
    return projects


def _told_before(row: Draft, alone: dict[str, Draft]) -> Draft | None:
    """The project of the same section that a row without an office tells more of: by the
    short name behind its own (マイナ救急 of 救急業務の迅速化（マイナ救急）), or by its name with
    what part of it is meant (標準化への移行（17業務））."""
    if row.departments or row.name is None:
        return None
    whole = _BEHIND_NAME.search(row.name.text)
    bare = match_key(row.name.text[: whole.start()]) if whole else ""
    for draft in alone.values():
        if draft.section != row.section or not draft.departments or draft.name is None:
            continue
        short = _BEHIND_NAME.search(draft.name.text)
        if bare == _key(draft) or (short and match_key(short["inside"]) == _key(row)):
            return draft
    return None


def _add_part(whole: Draft, row: Draft) -> None:
    """What a row tells of a project or of a part of it, whose steps bear its name."""
    assert row.name is not None
    part = row.name if _BEHIND_NAME.search(row.name.text) else None
    steps = row.schedule
    if part is not None:
        steps = [replace(s, item=part, text=s.text or s.item.text) for s in row.schedule]
    whole.schedule += steps
    row.schedule = []
    absorb(whole, row)


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


def _is_of_former(document: Document, row: Draft) -> bool:
    """Whether a row stands where the document looks back on the plan before it."""
    path = document.section_path(row.section) if document.outline and row.section else ()
    return any(_FORMER.search(title) for title in path)


def _match(document: Document, sheets: list[Draft], rows: list[Draft]) -> list[Draft | None]:
    """For each row the sheet it is about: equal names first, then the likest pairs. One
    list names a sheet once."""
    keys = [_key(sheet) for sheet in sheets]
    numbers = {key: number for number, key in reversed(list(enumerate(keys)))}
    former = [_is_of_former(document, row) for row in rows]
    found = [None if old else numbers.get(_key(row)) for old, row in zip(former, rows, strict=True)]
    taken = {(number, rows[i].section) for i, number in enumerate(found) if number is not None}
    for score, index, number in _likely_pairs(sheets, keys, rows, found):
        place = (number, rows[index].section)
        free = found[index] is None and place not in taken and not former[index]
        if score >= _ALIKE and free:
            found[index] = number
            taken.add(place)
    return [None if number is None else sheets[number] for number in found]


def _likely_pairs(
    sheets: list[Draft], keys: list[str], rows: list[Draft], found: list[int | None]
) -> list[tuple[float, int, int]]:
    """Likeness, row and sheet of the pairs that share the most letters, the likest first."""
    holders: dict[str, list[int]] = {}
    for number, (sheet, key) in enumerate(zip(sheets, keys, strict=True)):
        for gram in {*_bigrams(key), *_own_number(sheet)}:
            holders.setdefault(gram, []).append(number)
    pairs: list[tuple[float, int, int]] = []
    for index, row in enumerate(rows):
        if found[index] is not None:
            continue
        shared: Counter[int] = Counter()
        for gram in {*_bigrams(_key(row)), *_own_number(row)}:
            shared.update(holders.get(gram, ())[:_MOST_HOLDERS])
        likely = sorted(shared.items(), key=lambda item: (-item[1], item[0]))
        for number, _ in likely[:_CANDIDATES]:
            pairs.append((_likeness(row, sheets[number], keys[number]), index, number))
    return sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2]))


def _bigrams(key: str) -> set[str]:
    return {key[i : i + 2] for i in range(len(key) - 1)}


def _own_number(draft: Draft) -> list[str]:
    """The number of a project where it has more than one part (1-2, A-3), marked as such."""
    number = match_key(draft.number)
    return [f"#{number}"] if re.search(r"\d-\d|[a-z]-?\d", number) else []


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
    """Numbers of more than one part are names of their own."""
    left, right = _own_number(row), _own_number(sheet)
    if not left or not right:
        return 0.0
    same = 0.5 if left[0].count("-") > 1 else 0.3
    return same if left == right else -0.2


def _tells_steps(row: Draft) -> bool:
    """Whether the steps of a row are more than years with a sign below them, which may rate."""
    name = row.name.text if row.name else ""
    return any(step.text or step.item.text != name for step in row.schedule)


def absorb(target: Draft, row: Draft) -> None:
    """What a row of an overview adds; where both speak, the sheet is right."""
    target.mentions += [row.span, *row.mentions]
    if row.name is not None and _key(row) != _key(target):
        target.aliases.append(row.name.text)
    known = {match_key(mark.text) for mark in target.marks}
    target.marks += [mark for mark in row.marks if match_key(mark.text) not in known]
    alike = target.rating and row.rating and target.rating.text == row.rating.text
    if target.rating is None or (alike and _key(row) == _key(target)):
        target.rating = row.rating or target.rating  # the row tells name and rating together
    if row.number:
        target.number = row.number
    if row.hierarchy:
        target.hierarchy = row.hierarchy + [
            value for value in target.hierarchy if not _says_same(value, row.hierarchy)
        ]
    if not target.departments:
        target.departments = row.departments
    if not target.schedule and (not target.has_sheet or _tells_steps(row)):
        target.schedule = row.schedule
    held = {value.field for value in target.fields}
    held |= {"other"} if target.has_sheet else set()
    target.fields += [
        value for value in row.fields if value.field not in held or is_told_by_rows(value)
    ]
    if target.has_sheet:
        if target.indicators is not None and row.indicators is not None:
            target.indicators.add_missing(row.indicators)
    elif row.indicators is not None and row.indicators.drafts:
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
        if len(key) < 20 or len(_bigrams(key) & _bigrams(other)) * 2 < len(key):
            continue
        if SequenceMatcher(None, key, other, autojunk=False).ratio() >= _SAME_WORDS:
            return _bare_title(document, parts[index - 1])
    return None


def _bare_title(document: Document, heading: Part) -> Value:
    """A heading without its mark and the words that number it (### 重点施策7)."""
    content = heading.span.of(document.text)
    bare = content.lstrip("# ")
    match = vocabulary().hierarchy.match(bare) or re.match(r"[\d０-９①-⑳]+[.．)） 　]*", bare)
    told = len(bare) - (match.end() if match else 0)
    span = Span(heading.span.end - told, heading.span.end)
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
    holders: dict[str, list[Draft]] = {}
    for project in projects:
        for key in {_key(project), *map(match_key, project.aliases)}:
            if len(key) >= _SHORTEST_KEY:
                holders.setdefault(key, []).append(project)
    starts = [part.span.start for part in parts]
    for section in document.outline[1:]:
        key = match_key(vocabulary().hierarchy.sub("", section.title))
        for project in holders.get(key, ()):
            if not project.span.start <= section.heading.start < project.span.end:
                first = bisect_left(starts, section.heading.end)
                last = bisect_left(starts, section.span.end)
                _take_section(parts[first:last], project, section)


def _take_section(inside: tuple[Part, ...], project: Draft, section: Section) -> None:
    told = [part.span.end for part in inside if part.kind == "text"]
    span = Span(section.heading.start, max(told, default=section.heading.end))
    if any(mention.covers(span) or span.covers(mention) for mention in project.mentions):
        return
    project.mentions.append(span)
    label: Part | None = None
    held: list[Part] = []
    for part in [*inside, None]:
        if part is None or part.kind != "text":
            _add_field(project, label, held)
            held = []
            opens = part is not None and part.roles == ("actions",) and part.value is None
            label = part if opens else None
        elif label is not None:
            held.append(part)


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
