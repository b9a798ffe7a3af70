"""Tables that tell of projects by their numbers alone: `番号 | 指標 | R8 | R10`, or
`番号 | 評価 | 理由`.

Plans put the indicators of a chapter, or the progress of a year, into one table whose first
column has the number of the project and nothing of its name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Sequence
from dataclasses import replace

from assistant.datamodels import Document, FieldValue, Value
from assistant.ingest.blocks import Block, Row
from assistant.ingest.figures import lines_of, read_grid
from assistant.ingest.indicators import IndicatorReader
from assistant.ingest.labels import roles_of
from assistant.ingest.names import normalize_number
from assistant.ingest.part import Part
from assistant.ingest.records import Draft
from assistant.ingest.schedules import legend_of, read_rows
from assistant.ingest.sheets import section_at
from assistant.language.years import lone_year

_CODE = re.compile(
    r"(?:(?:No\.?|施策|取組|事業|項目)[ 　]?|[A-ZＡ-ＺⅠ-Ⅻ][-－‐.．]?)?[0-9０-９]{1,2}"
    r"(?:[-－‐.．]?(?:[(（][0-9０-９]{1,2}[)）]|[①-⑳])|[-－‐.．][0-9０-９]{1,2})*|[①-⑳]"
)
_KIND = re.compile(r"^(?:No\.|施策|取組|事業|項目)")
_CODE_BEFORE = re.compile(r"([0-9０-９]{1,2}(?:[-－‐.．][0-9０-９]{1,2})+)[ 　]*[^\s0-9０-９.．-]")
_SIGN = re.compile(r"[◎○〇◯●△▲×✕☆★]|[A-ESＡ-Ｅ]")
_REASON = re.compile(r"(?:主な|その|評価の|判定の)?(?:理由|要因|原因)")
_KEY_ROLES = frozenset(("number", "name", "hierarchy"))
_FEWEST_ROWS = 3
_FEWEST_NAMED = 2  # where the project's name stands behind its number
_FEWEST_PLANNED = 2
_FEWEST_YEARS = 2
_NUMBER_HEAD = re.compile(r"No\.?|番号|取組番号|事業番号|施策番号")


def is_numbered(rows: tuple[Row, ...]) -> bool:
    """Whether a table has numbers under its first head and names no project beside them."""
    named = all(not row.cells[0].text or _CODE_BEFORE.match(row.cells[0].text) for row in rows[1:])
    if len(rows) <= (_FEWEST_NAMED if named else _FEWEST_ROWS) or len(rows[0].cells) < 3:
        return False
    head, *others = rows[0].texts()
    if not set(roles_of(head, True)) & _KEY_ROLES or any("name" in roles_of(o) for o in others):
        return False
    told = any({"indicator"} & set(roles_of(o, True)) for o in others)
    return (
        told
        and bool(_groups(rows))
        and all(not row.cells[0].text or _code(row.cells[0].text) for row in rows[1:])
    )


def _code(text: str) -> str:
    """The number that a cell holds, its project's name behind it perhaps (1-1 スマート窓口の展開);
    "" where it has none."""
    if _CODE.fullmatch(text):
        return text
    before = _CODE_BEFORE.match(text)
    return before[1] if before else ""


def _reason_column(rows: tuple[Row, ...]) -> int | None:
    """The column that gives a reason for each of the projects numbered in the first one."""
    if len(rows) <= _FEWEST_ROWS or any(len(row.cells) != len(rows[0].cells) for row in rows):
        return None
    head, *others = rows[0].texts()
    numbered = set(roles_of(head, True)) & _KEY_ROLES
    named = any({"name", "indicator"} & set(roles_of(other, True)) for other in others)
    coded = all(_CODE.fullmatch(row.cells[0].text) for row in rows[1:])
    if not numbered or named or not coded:
        return None
    return next((i for i, other in enumerate(others, 1) if _REASON.fullmatch(other)), None)


def _groups(rows: tuple[Row, ...]) -> list[tuple[Row, ...]]:
    """The rows below the heads, those with a blank number, or with its number again and no
    name, with the one above that they go on with; [] where the first has none."""
    groups: list[tuple[Row, ...]] = []
    for row in rows[1:]:
        code, name = (cell.text for cell in row.cells[:2])
        again = groups and not name and code in ("", groups[-1][0].cells[0].text)
        if again or (groups and not code):
            groups[-1] = (*groups[-1], row)
        elif code:
            groups.append((row,))
        else:
            return []
    return groups


def add_numbered(
    document: Document, parts: tuple[Part, ...], drafts: list[Draft]
) -> frozenset[int]:
    """Gives the rows of such tables to the projects with their numbers; the indices of the
    tables of indicators of which every row has found its project."""
    taken: set[int] = set()
    for index, part in enumerate(parts):
        if part.kind != "grid":
            continue
        numbered = _numbered_at(document, part.span.start, drafts)
        rows = _codes_first(part.rows, numbered)
        if not is_numbered(rows):
            continue
        groups = _groups(rows)
        if _counts_itself(groups, numbered):
            continue
        held = [numbered.get(_key(_code(group[0].cells[0].text))) for group in groups]
        if any(draft is None or draft.span.covers(part.span) for draft in held):
            continue
        taken.add(index)
        drafts_held = [draft for draft in held if draft is not None]
        _give(document, rows[0], groups, drafts_held)
    return frozenset(taken)


def _counts_itself(groups: list[tuple[Row, ...]], numbered: Collection[str]) -> bool:
    """Whether the rows of a table are numbered 1, 2, 3 of themselves: there are more or fewer of
    them than projects with such numbers."""
    codes = [_key(_code(group[0].cells[0].text)) for group in groups]
    own = [str(number) for number in range(1, len(codes) + 1)]
    plain = sum(number.isdigit() for number in numbered)
    return codes == own and plain != len(codes)


def _codes_first(rows: tuple[Row, ...], numbered: Container[str]) -> tuple[Row, ...]:
    """The rows of a table that has the numbers of projects further to the right (番号 | 指標 |
    施策 | R8) with these in front, in place of the rows' own; other tables as they are."""
    heads = rows[0].texts()
    if len(rows) <= _FEWEST_ROWS or any(len(row.cells) != len(heads) for row in rows):
        return rows
    for column, head in enumerate(heads[1:], 1):
        codes = [row.cells[column].text for row in rows[1:]]
        coded = all(_CODE.fullmatch(code) and _key(code) in numbered for code in codes)
        if coded and set(roles_of(head, True)) & _KEY_ROLES:
            own = 1 if _NUMBER_HEAD.fullmatch(heads[0]) else 0
            return tuple(
                Row((c[column], *c[own:column], *c[column + 1 :]), row.span)
                for row in rows
                for c in (row.cells,)
            )
    return rows


def _numbered_at(document: Document, place: int, drafts: Sequence[Draft]) -> dict[str, Draft]:
    """The projects that their numbers tell at a place: those of the sections it stands in, the
    innermost first, where the numbers begin anew in each."""
    found: dict[str, Draft] = {}
    ordinal: int | None = section_at(document, place) if document.outline else None
    while ordinal is not None:
        section = document.outline[ordinal]
        own = [draft for draft in drafts if _is_under(document, draft.section, ordinal)]
        found = _by_number(own) | found
        ordinal = section.parent
    return _by_number(drafts) | found


def _is_under(document: Document, ordinal: int | None, above: int) -> bool:
    while ordinal is not None and ordinal != above:
        ordinal = document.outline[ordinal].parent
    return ordinal == above


def _by_number(drafts: Sequence[Draft]) -> dict[str, Draft]:
    """The projects by the numbers that only they have."""
    numbered: dict[str, list[Draft]] = {}
    for draft in drafts:
        numbered.setdefault(_key(draft.number), []).append(draft)
    return {number: found[0] for number, found in numbered.items() if number and len(found) == 1}


def add_reasons(document: Document, blocks: Sequence[Block], drafts: list[Draft]) -> None:
    """Gives the reasons that tables tell by number alone to the projects with these numbers."""
    for block in blocks:
        column = _reason_column(block.rows)
        if column is None:
            continue
        numbered = _numbered_at(document, block.rows[0].span.start, drafts)
        label = block.rows[0].cells[column].text
        for row in block.rows[1:]:
            draft, told = numbered.get(_key(row.cells[0].text)), row.cells[column]
            if draft and told.text:
                draft.fields.append(FieldValue("other", label, None, Value(told.text, told.span)))
                draft.mentions.append(row.span)


def add_plans(document: Document, blocks: Sequence[Block], drafts: list[Draft]) -> None:
    """Gives the steps by year that tables tell by number alone (No. | R6 | R7) to the projects
    with these numbers, where they have none of their own."""
    legend = legend_of(document.text)
    for block in blocks:
        if not _is_plan(block.rows):
            continue
        numbered = _numbered_at(document, block.rows[0].span.start, drafts)
        for row in block.rows[1:]:
            draft = numbered.get(_key(row.cells[0].text))
            if draft is None or draft.schedule:
                continue
            grid = read_grid((_bare(block.rows[0]), _bare(row)), document.period, depth=1)
            if grid is None:
                continue
            grid = replace(grid, name_column=None, first=0)
            lines = (replace(line, role="schedule") for line in lines_of(document.text, grid))
            draft.schedule += read_rows(grid, tuple(lines), legend)
            draft.mentions.append(row.span)


def _is_plan(rows: tuple[Row, ...]) -> bool:
    """Whether a table has numbers under its first head and nothing but years beside it."""
    if len(rows) <= _FEWEST_PLANNED or len(rows[0].cells) < _FEWEST_YEARS + 1:
        return False
    head, *years = rows[0].texts()
    numbered = set(roles_of(head, True)) & _KEY_ROLES or _NUMBER_HEAD.fullmatch(head)
    coded = all(_CODE.fullmatch(row.cells[0].text) for row in rows[1:])
    return bool(numbered) and coded and all(lone_year(year) for year in years)


def _key(number: str) -> str:
    return _KIND.sub("", normalize_number(number).replace("‐", "-")).strip()


def _give(
    document: Document, head: Row, groups: list[tuple[Row, ...]], drafts: list[Draft]
) -> None:
    bare_head = _bare(head)
    rating = _rating_column((bare_head, *(_bare(group[0]) for group in groups)))
    for group, draft in zip(groups, drafts, strict=True):
        rows = tuple(map(_bare, group))
        draft.mentions += [row.span for row in group]
        cells = rows[0].cells
        if rating is not None and rating < len(cells) and cells[rating].text:
            draft.rating = draft.rating or Value(cells[rating].text, cells[rating].span)
        own = read_grid((bare_head, *rows), document.period)
        if own is None:
            continue
        reader = draft.indicators = draft.indicators or IndicatorReader(document.text)
        other = IndicatorReader(document.text)
        other.take_grid(own, tuple(lines_of(document.text, own)))
        reader.take_over(other)


def _bare(row: Row) -> Row:
    """A row without its number."""
    return Row(row.cells[1:], row.span)


def _rating_column(rows: tuple[Row, ...]) -> int | None:
    """The column of signs that rate, under whatever head."""
    for index in range(1, len(rows[0].cells)):
        cells = [row.cells[index].text for row in rows[1:] if index < len(row.cells)]
        if cells and all(_SIGN.fullmatch(cell) for cell in cells):
            return index
    return None
