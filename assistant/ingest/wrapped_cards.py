"""Sheets whose cells a converter cut: a label (現状と｜課題) or a cell of a row goes on at the
beginning of the next line.

    現状と
    課題	予約のシステムは古くなっています。
    指標		現状値
    （令和6年度）	令和7年度	令和8年度
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from assistant.datamodels import Span
from assistant.ingest.labels import roles_of
from assistant.ingest.spacing import Patch, tab_cells

_FEWEST_ROWS = 5  # of a sheet
_FEWEST_LABELS = 3
# The first half of a label: 現状と, 令和6年度.
_HALF_LABEL = re.compile(
    r"[一-龠々ぁ-んァ-ヶー・／/]{1,6}|(?:令和|[RＲ])[ 　]?[0-9０-９元]{1,2}年度?|[0-9０-９]{4}年度?"
)
_MARKED = re.compile(r"[・●○◆■※]")
_MOST_LINES = 8  # of a value
_LONGEST_VALUE = 8  # characters of a value that stands alone on the line below its label
_COUNTED = re.compile(r"[一-龠々]{2,4}[ 　]?(?:[①-⑳]|[0-9０-９]{1,3})")
_CODE = re.compile(r"[0-9０-９]{1,2}(?:[-－‐–.．][0-9０-９]{1,2})*[.．)）]?")


def find_wrapped_cards(
    text: str, lines: Sequence[Span], furniture: Collection[int]
) -> Iterator[Patch]:
    """The pairs of lines that are one row of a sheet."""
    for first, last in _sheets(text, lines, furniture):
        rows = [tuple(tab_cells(text, lines[number])) for number in range(first, last)]
        widest = max(map(len, rows))
        yield from _wrapped_values(text, lines, rows, first)
        number = first
        while number + 1 < last:
            upper, lower = rows[number - first], rows[number + 1 - first]
            between = _between(text, upper, lower, widest)
            if between is not None:
                pieces = (lines[number], between, lines[number + 1], "\n")
                yield Patch(number, number + 2, tuple(piece for piece in pieces if piece))
                number += 1
            number += 1


def _wrapped_values(
    text: str, lines: Sequence[Span], rows: Sequence[tuple[Span, ...]], first: int
) -> Iterator[Patch]:
    """The lines of a row whose first value is wrapped before the next label: 現状 | … over
    … | 課題 | …."""
    labelled = [_is_label(text, cells[0]) for cells in rows]
    for index, cells in enumerate(rows):
        value = cells[0].of(text).strip()
        if labelled[index] or not value or len(cells) < 3 or not _is_label(text, cells[1]):
            continue
        above = index - 1
        while above >= 0 and len(rows[above]) == 1 and not labelled[above]:
            above -= 1
        opens = above >= 0 and labelled[above] and len(rows[above]) == 2
        if opens and index - above < _MOST_LINES:
            end = _end_of_value(text, rows, index)
            held = lines[first + above : first + end]
            yield Patch(first + above, first + end, (*held, "\n"))


def _end_of_value(text: str, rows: Sequence[tuple[Span, ...]], index: int) -> int:
    """The number of the first line below a row that its last value, where it ends within a
    sentence, does not go on to."""
    end = index + 1
    while end < len(rows) and end - index < _MOST_LINES:
        above, below = rows[end - 1][-1].of(text).strip(), rows[end][0].of(text).strip()
        ended = not above or above[-1] in "。．）)" or _MARKED.match(below)
        if ended or len(rows[end]) > 1 or _is_label(text, rows[end][0]):
            break
        end += 1
    return end


def _is_label(text: str, cell: Span) -> bool:
    return bool(roles_of(cell.of(text), True))


def _between(
    text: str, upper: tuple[Span, ...], lower: tuple[Span, ...], widest: int
) -> str | None:
    """What stands between two lines that are one row, None if they are two."""
    cut = _is_cut_row(text, upper, lower, widest) or _is_cut_title(text, upper, lower)
    if cut or _is_cut_label(text, upper, lower):
        return ""
    return "\t" if _is_value_below(text, upper, lower) else None


def _is_value_below(text: str, upper: tuple[Span, ...], lower: tuple[Span, ...]) -> bool:
    """Whether a number and a name end with a label (自己評価) whose value is the next line."""
    cells = [cell.of(text).strip() for cell in upper]
    value = lower[0].of(text).strip() if len(lower) == 1 else ""
    coded = len(cells) > 2 and _CODE.fullmatch(cells[0]) is not None
    labelled = coded and "rating" in roles_of(cells[-1], True)
    return labelled and 0 < len(value) <= _LONGEST_VALUE and not roles_of(value, True)


def _sheets(
    text: str, lines: Sequence[Span], furniture: Collection[int]
) -> Iterator[tuple[int, int]]:
    """The stretches of lines, none of them empty, of which several begin with labels before
    tabs, those of a department and another."""
    first = 0
    for number in range(len(lines) + 1):
        open_line = number < len(lines) and lines[number].of(text).strip()
        if open_line and lines[number].start not in furniture:
            continue
        stretch = [line.of(text) for line in lines[first:number]]
        if _is_sheet([content.split("\t") for content in stretch if "\t" in content]):
            yield first, number
        first = number + 1


def _is_sheet(rows: Sequence[Sequence[str]]) -> bool:
    if len(rows) < _FEWEST_ROWS:
        return False
    labels = sum(bool(roles_of(cells[0], True)) for cells in rows)
    return labels >= _FEWEST_LABELS and any(
        "department" in roles_of(cell, True) for cells in rows for cell in cells
    )


def _is_cut_label(text: str, upper: tuple[Span, ...], lower: tuple[Span, ...]) -> bool:
    """Whether a line alone and the first cell of the next are a label together."""
    if len(upper) != 1 or len(lower) < 2:
        return False
    head, rest = upper[0].of(text).strip(), lower[0].of(text).strip()
    short = _HALF_LABEL.fullmatch(head) is not None and bool(rest)
    return short and bool(roles_of(head + rest, True)) and not roles_of(head, True)


def _is_cut_row(text: str, upper: tuple[Span, ...], lower: tuple[Span, ...], widest: int) -> bool:
    """Whether the last cell of a row goes on with the first of the next, so that both together
    have as many cells as the widest row."""
    if len(upper) < 2 or len(lower) < 2 or len(upper) + len(lower) - 1 != widest:
        return False
    last, first = upper[-1].of(text).strip(), lower[0].of(text).strip()
    return bool(last and first) and not roles_of(first, True) and not _CODE.fullmatch(first)


def _is_cut_title(text: str, upper: tuple[Span, ...], lower: tuple[Span, ...]) -> bool:
    """Whether the name in a row 取組④ | name | 評価 | B goes on at the beginning of the next."""
    if len(upper) != 2 or len(lower) < 3:
        return False
    head, name = (cell.of(text).strip() for cell in upper)
    rest, label = (cell.of(text).strip() for cell in lower[:2])
    opens = _COUNTED.fullmatch(head) is not None or roles_of(head) == ("name",)
    goes_on = bool(name and rest) and "。" not in name and not roles_of(rest, True)
    return (
        opens and goes_on and not {"rating", "mark", "category"}.isdisjoint(roles_of(label, True))
    )
