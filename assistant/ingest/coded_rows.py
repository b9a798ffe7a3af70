"""Tables whose rows begin with numbers and whose cells only a space or a line end sets apart.

    番号 取組 担当課 指標 現状値 目標値 R7 R8        番号
    1-1 役場に行かない申請 住民課 …                  取組
    ★1-3 買い物支援の共同注文                        担当課
    システム 保健福祉課 …                            …

Neither a space nor a line end tells one cell from the next. The heads do: as many years and
figures as they announce end a row, and who is in charge stands between what it is called and
what it is measured by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.datamodels import Span
from assistant.ingest.cells import is_year
from assistant.ingest.figures import NOTHING
from assistant.ingest.labels import FIGURES, is_department, roles_of
from assistant.ingest.single_spaced import loose_words
from assistant.ingest.spacing import Patch, Piece, is_plain, row_of, trimmed
from assistant.ingest.stacked_cells import IN_BRACKETS

_FEWEST_HEADS = 5
_FEWEST_ROWS = 2
_LONGEST_HEAD = 14
_FULL_LINE = 0.75  # of the longest line of a cell, by one that the column's width has cut
_CODE = re.compile(
    r"[★☆◎○●◆◇※]?(?P<number>(?:[A-ZＡ-Ｚ]?[0-9０-９]{1,2}|[A-ZＡ-ＺⅠ-Ⅻ])"
    r"(?:[-－‐–][0-9０-９]{1,2}){1,2})"
)
_FIGURE = re.compile(r"(?:約|延べ|年間?|月)?[0-9０-９][0-9０-９,，.．]*[^\s。、]{0,12}|[－―ー—–-]")
_ORDER = re.compile(r"ncp?di?(?=[fy])f*y*")  # of what stands under the heads
_PROSE = {"summary", "actions", "goal", "issues", "present"}
_JOINTS = "・、，,／/"

_Cells = list[Span]
_Columns = dict[str, list[list[Piece]]]


def find_coded_rows(text: str, lines: Sequence[Span]) -> Iterator[Patch]:
    """Such tables, as rows; one row is enough below heads that others have below them."""
    known: set[str] = set()
    for fewest in (_FEWEST_ROWS, 1):
        number = 0
        while number < len(lines):
            patch = None
            if fewest > 1 or lines[number].of(text) in known:
                patch = _spaced(text, lines, number, fewest) or _stacked(
                    text, lines, number, fewest
                )
            if patch is not None:
                known.add(lines[number].of(text))
                yield patch
            number = patch.last if patch is not None else number + 1


def _spaced(text: str, lines: Sequence[Span], first: int, fewest: int) -> Patch | None:
    """A table whose cells one space sets apart, a row on a line or two."""
    columns = _columns(text, [[word.span] for word in loose_words(text, lines[first])])
    if columns is None:
        return None
    records: list[_Cells] = []
    last = first + 1
    for line in lines[first + 1 :]:
        found = [word.span for word in loose_words(text, line)]
        if not found or "。" in line.of(text):
            break
        if _CODE.fullmatch(found[0].of(text)):
            records.append(found)
        elif records:
            records[-1] += found
        else:
            return None
        last += 1
    return _patch(text, first, last, columns, records) if len(records) >= fewest else None


def _stacked(text: str, lines: Sequence[Span], first: int, fewest: int) -> Patch | None:
    """A table each line of which is a cell or a part of one."""
    if "number" not in roles_of(lines[first].of(text).strip(), True):
        return None
    end = first
    while end < len(lines) and (is_plain(text, lines[end]) or _parts_records(text, lines, end)):
        end += 1
    cells = [trimmed(text, line) for line in lines[first:end] if line.of(text).strip()]
    start = next((i for i, cell in enumerate(cells) if _CODE.fullmatch(cell.of(text))), 0)
    heads: list[_Cells] = []
    for cell in cells[:start]:
        if heads and IN_BRACKETS.match(cell.of(text)):
            heads[-1].append(cell)
        else:
            heads.append([cell])
    columns = _columns(text, heads)
    if columns is None or not start:
        return None
    records: list[_Cells] = []
    for cell in cells[start:]:
        if _CODE.fullmatch(cell.of(text)):
            records.append([cell])
        else:
            records[-1].append(cell)
    return _patch(text, first, end, columns, records) if len(records) >= fewest else None


def _parts_records(text: str, lines: Sequence[Span], number: int) -> bool:
    """Whether an empty line stands before the number of a record."""
    if lines[number].of(text).strip() or number + 1 >= len(lines):
        return False
    return _CODE.fullmatch(lines[number + 1].of(text).strip()) is not None


def _columns(text: str, heads: Sequence[_Cells]) -> list[tuple[_Cells, str]] | None:
    """The heads, each with what its column holds; None if they are not those of such a table."""
    if len(heads) < _FEWEST_HEADS:
        return None
    kinds = [_kind("".join(part.of(text) for part in head)) for head in heads]
    if not _ORDER.fullmatch("".join(kinds)):
        return None
    return list(zip(heads, kinds, strict=True))


def _kind(head: str) -> str:
    """A letter for what stands under a head: number, call name, prose, department, indicator,
    figure, year, or ? for anything else."""
    roles = set(roles_of(head, True))
    if len(head) > _LONGEST_HEAD:
        return "?"
    for letter, own in (("n", {"number"}), ("d", {"department"}), ("i", {"indicator"})):
        if roles & own:
            return letter
    if roles & FIGURES or ("present" in roles and is_year(head)):
        return "f"
    if is_year(head):
        return "y"
    return "c" if "name" in roles else "p" if roles & _PROSE else "?"


def _patch(
    text: str, first: int, last: int, columns: list[tuple[_Cells, str]], records: list[_Cells]
) -> Patch | None:
    rows = [_rows(text, [kind for _, kind in columns], record) for record in records]
    if not rows or not all(rows):
        return None
    pieces: list[Piece] = list(row_of(list(head) for head, _ in columns))
    for row in (row for told in rows for row in told):
        pieces += row_of(row)
    return Patch(first, last, tuple(pieces))


def _rows(text: str, kinds: Sequence[str], record: _Cells) -> list[list[list[Piece]]]:
    """The cells of a row, and those of one below for each further indicator; [] if they do not
    fit the heads."""
    code, *rest = record
    years = kinds.count("y")
    figures = kinds.count("f")
    if len(rest) <= years:
        return []
    steps, rest = rest[len(rest) - years :], rest[: len(rest) - years]
    office = _office(text, rest)
    if office is None:
        return []
    called, prose = _called(text, rest[: office[0]], told="p" in kinds)
    groups = _groups(text, rest[office[1] :], figures, named="i" in kinds)
    if not called or groups is None:
        return []
    held: _Columns = {
        "n": [[_number(text, code)]], "c": [list(called)], "p": [list(prose)],
        "d": [_offices(text, rest[slice(*office)])], "y": [[step] for step in steps],
    }  # fmt: skip
    rows: list[list[list[Piece]]] = []
    for name, values in groups:
        measured: _Columns = {"i": [list(name)], "f": [[value] for value in values]}
        if all(NOTHING.fullmatch(cell.of(text)) for cell in (*name, *values)):
            measured = {}
        told = measured if rows else held | measured
        cells = {kind: iter(told.get(kind, ())) for kind in kinds}
        rows.append([next(cells[kind], []) for kind in kinds])
    return rows


def _number(text: str, code: Span) -> Span:
    """A number without the sign before it."""
    match = _CODE.match(text, code.start, code.end)
    return Span(*match.span("number")) if match else code


def _office(text: str, cells: _Cells) -> tuple[int, int] | None:
    """Where the first run of cells stands that name who is in charge, behind a name."""
    named = [_names_office(cell.of(text)) for cell in cells]
    start = next((i for i, office in enumerate(named) if office and i), None)
    if start is None:
        return None
    end = start
    while end < len(cells) and named[end]:
        end += 1
    return start, end


def _names_office(cell: str) -> bool:
    names = [name for name in re.split(rf"[{_JOINTS}]", cell) if name]
    return bool(names) and all(map(is_department, names))


def _offices(text: str, cells: _Cells) -> list[Piece]:
    pieces: list[Piece] = [cells[0]]
    for above, below in pairwise(cells):
        pieces += [below] if above.of(text)[-1] in _JOINTS else ["、", below]
    return pieces


def _called(text: str, cells: _Cells, *, told: bool) -> tuple[_Cells, _Cells]:
    """A name and the running text behind it, which begins with the first line that is as long as
    its column is wide."""
    if not told:
        return cells, []
    widest = max(cell.end - cell.start for cell in cells)
    full = (i for i, cell in enumerate(cells) if i and cell.end - cell.start >= _FULL_LINE * widest)
    start = next(full, None)
    if start is None or not cells[-1].of(text).endswith("。"):
        return [], []
    return cells[:start], cells[start:]


def _groups(
    text: str, cells: _Cells, figures: int, *, named: bool
) -> list[tuple[_Cells, _Cells]] | None:
    """What is measured, each with its figures; None if the cells are none."""
    groups: list[tuple[_Cells, _Cells]] = []
    place = 0
    while place < len(cells):
        start = place + named
        while start < len(cells) and not _FIGURE.fullmatch(cells[start].of(text)):
            start += 1
        values = cells[start : start + figures]
        if len(values) < figures or not all(_FIGURE.fullmatch(v.of(text)) for v in values):
            return None
        groups.append((cells[place:start], values))
        place = start + figures
        if not figures:
            return groups if place >= len(cells) else [(cells, [])]
    return groups or ([([], [])] if not figures and not named else None)
