"""Sheets set with spaces: labels at the left, values at the right, wrapped below or around.

A label may stand beside the first line of its value or, as in a cell of a table, beside its
middle one. Which lines belong to which label is found by what fits a whole document best:
cells whose label is in the middle, and cells that do not end inside a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from assistant.datamodels import Span
from assistant.ingest.cells import is_year
from assistant.ingest.labels import FIGURES, roles_of
from assistant.ingest.spaced_tables import heads_columns, steps_by_year
from assistant.ingest.spacing import (
    BREAK,
    Patch,
    Piece,
    Word,
    is_plain,
    row_of,
    trimmed,
    width,
    words,
)

_FEWEST_LABELS = 3
_MOST_LABELS = 200  # of a run; more are no sheet
_INDENT = 6  # columns that a line of a value stands in at least
_LONGEST_LABEL = 10
_NARROW = 2  # characters of a piece of a letter-spaced label
_BEGINS = re.compile(r"[①-⑳・●○◎◆◇■□※▶►「]|[(（]?[0-9０-９]{1,2}[)）.．]|[ア-ン][.．)）]")
_GOES_ON = re.compile(r"[②-⑳]|[(（][2-9２-９][)）]")  # a list that began above
_ENDS = re.compile(r"[。．!！?？]$")
_CUT = re.compile(r"[、→⇒➡（(・]$|度$")
_FIRST_WORD = re.compile(r"(?P<year>[^\s　：:]+)[\s　：:]+(?=\S)")
_ARROW = re.compile(r"[→⇒➡]")
_OPEN_END = re.compile(r"[→⇒➡]$|[ 　→（(][令平昭]$|[→⇒➡][ 　]*\S+年度$")
_CHART_END = re.compile(r"(?:　　|  )[ 　]*[→⇒➡]$")
_LONGEST_UNIT = 6  # characters of a unit that wraps behind its figure
_FROM_TO = re.compile(r"[→⇒➡].*[0-9０-９]\S*$")
_WITH_FIGURES = frozenset(("indicator", "schedule", "budget"))
_FIGURE_ROLES = FIGURES | {"present", "schedule", "indicator"}
_CUT_COST, _FULL_COST, _NEVER = 2.0, 0.5, 1e6


_Reach = tuple[int, int]  # columns, characters


@dataclass(slots=True)
class _Cell:
    """A label with the lines of its value, those beside and around it."""

    label: list[Span]
    roles: tuple[str, ...]
    lines: list[Span] = field(default_factory=list)  # the one beside the label first
    pairs: list[tuple[list[Span], Span]] = field(default_factory=list)  # more on the same line


@dataclass(slots=True)
class _Run:
    """Lines `[first, last)` that hold cells; `between[i]` are the lines before cell i."""

    first: int
    last: int
    cells: list[_Cell]
    between: list[list[Span]]

    def lines(self) -> Iterator[Span]:
        """What stands on each line of the run, labels left out."""
        yield from (cell.lines[0] for cell in self.cells)
        yield from (line for lines in self.between for line in lines)


def find_sheets(text: str, lines: Sequence[Span]) -> Iterator[Patch]:
    """The runs of labels and values that are set with spaces, as rows of a table."""
    runs = list(_runs(text, lines))
    if not any(any(run.between) or any(cell.pairs for cell in run.cells) for run in runs):
        return
    reached = [_reach(text, line) for run in runs for line in run.lines()]
    full = (_often([r[0] for r in reached]), _often([r[1] for r in reached]))
    solved = [
        (_costs(text, run, full, centred=False), _costs(text, run, full, centred=True))
        for run in runs
    ]
    centred = sum(top[0] for top, _ in solved) > sum(middle[0] for _, middle in solved)
    for run, (top, middle) in zip(runs, solved, strict=True):
        yield Patch(run.first, run.last, tuple(_rows(text, run, (top, middle)[centred][1], full)))


def find_pairs(text: str, lines: Sequence[Span]) -> Iterator[Patch]:
    """Lines that hold several labels with their values (主担当　市民課　　関係課　全課), as a
    row each."""
    for number, line in enumerate(lines):
        cell = _cell_of(text, line) if is_plain(text, line) else None
        if cell is None or not cell.pairs or not _are_fields(text, cell):
            continue
        pieces: list[Piece] = []
        for label, value in ((cell.label, cell.lines[0]), *cell.pairs):
            pieces += row_of((label, [value]))
        yield Patch(number, number + 1, tuple(pieces))


def _are_fields(text: str, cell: _Cell) -> bool:
    """Whether the labels of a line head no columns: each has a value that is no label."""
    labels = [cell.label, *(label for label, _ in cell.pairs)]
    known = ["".join(piece.of(text) for piece in label) for label in labels]
    values = [cell.lines[0], *(value for _, value in cell.pairs)]
    told = all(not roles_of(value.of(text).strip(), True) for value in values)
    return told and all(map(roles_of, known))


def _often(reached: Sequence[int]) -> int:
    """How far lines reach, leaving out the few that go further than the rest."""
    longest = sorted(reached, reverse=True)
    return longest[min(max(2, len(longest) // 30), len(longest) - 1)]


def _runs(text: str, lines: Sequence[Span]) -> Iterator[_Run]:
    position = 0
    while position < len(lines):
        run = _run_at(text, lines, position)
        if run is not None:
            yield run
        position = run.last if run is not None else position + 1


def _run_at(text: str, lines: Sequence[Span], first: int) -> _Run | None:
    """The run that begins at line `first`: indented lines may stand before its first label."""
    run = _Run(first, first, [], [[]])
    for number in range(first, len(lines)):
        line = lines[number]
        if not is_plain(text, line) or len(run.cells) == _MOST_LABELS:
            break
        if run.cells and heads_columns(text, line):
            break
        cell = _cell_of(text, line) or (_other_cell(text, line, run) if run.cells else None)
        if cell is not None:
            run.cells.append(cell)
            run.between.append([])
        elif _is_indented(text, line) and (run.cells or number - first < 3):
            run.between[-1].append(Span(trimmed(text, line).start, line.end))
        else:
            break
        run.last = number + 1
    starts_inside = bool(run.between[0]) and not run.cells
    known = sum(bool(cell.roles) for cell in run.cells)
    return None if known < _FEWEST_LABELS or starts_inside else run


def _cell_of(text: str, line: Span) -> _Cell | None:
    found = words(text, line)
    if len(found) < 2 or found[0].left > _INDENT:
        return None
    count, roles = _label(found)
    if not roles:
        return None
    cell = _Cell([word.span for word in found[:count]], roles)
    label: list[Span] = []
    rest = found[count:]
    while rest:
        cut = _next_label(rest, roles)
        end = rest[cut - 1].span.end if cut < len(rest) else line.end
        value = Span(rest[0].span.start, end)
        if cell.lines:
            cell.pairs.append((label, value))
        else:
            cell.lines.append(value)
        count = _label(rest[cut:])[0] if cut < len(rest) else 0
        label = [word.span for word in rest[cut : cut + count]]
        rest = rest[cut + count :]
    return cell


def _other_cell(text: str, line: Span, run: _Run) -> _Cell | None:
    """A label that no vocabulary has, told by its value, which begins where the one above
    does."""
    found, above = words(text, line), run.cells[-1].lines[0]
    start = text.rfind("\n", 0, above.start) + 1
    columns = {width(text[start : above.start]), above.start - start}
    if len(found) < 2 or found[0].left > _INDENT or len(found[0].text) > _LONGEST_LABEL:
        return None
    for index, word in enumerate(found[1:], 1):
        if {word.left, word.span.start - line.start} & columns:
            label = [held.span for held in found[:index]]
            return _Cell(label, (), [Span(word.span.start, line.end)])
    return None


def _next_label(rest: Sequence[Word], roles: tuple[str, ...]) -> int:
    """Which word begins the next label on the same line; the number of words if none does.
    Beside figures and years such words belong to them."""
    for index in range(1, len(rest) - 1) if not set(roles) & _WITH_FIGURES else ():
        following = _label(rest[index:])[1]
        if following and not set(following) & _FIGURE_ROLES:
            return index
    return len(rest)


def _label(found: Sequence[Word]) -> tuple[int, tuple[str, ...]]:
    """How many words make the label that a line begins with, and its roles; letters of a
    label may be set apart. Something must stand behind it."""
    joined = ""
    for count, word in enumerate(found[:-1], 1):
        if any(len(piece) > _NARROW for piece in word.text.split()) and count > 1:
            break
        joined += word.text.replace(" ", "")
        if len(joined) <= 16 and (roles := roles_of(joined, True)):
            return count, roles
        if len(word.text.replace(" ", "")) > _NARROW:
            break
    return 0, ()


def _is_indented(text: str, line: Span) -> bool:
    found = words(text, line)
    return bool(found) and found[0].left >= _INDENT


def _costs(text: str, run: _Run, full: _Reach, *, centred: bool) -> tuple[float, list[int]]:
    """The least cost of dividing a run, and how many of the lines before each cell belong to
    the cell above."""
    last = len(run.cells) - 1

    @cache
    def best(cell: int, before: int) -> tuple[float, tuple[int, ...]]:
        gap = run.between[cell + 1]
        choices: list[tuple[float, tuple[int, ...]]] = []
        for after in range(len(gap) + 1):
            rest = len(gap) - after
            if (cell == last and rest) or (not centred and rest):
                continue
            cost = _balance(after - before) if centred else 0.0
            if cell == last:
                choices.append((cost, (after,)))
                continue
            above = gap[after - 1] if after else run.cells[cell].lines[0]
            below = gap[after] if rest else run.cells[cell + 1].lines[0]
            if _is_wrapped(text, above, below, full) or _GOES_ON.match(below.of(text)):
                cost += _CUT_COST
            elif _is_full(text, above, full) and _ENDS.search(above.of(text).rstrip()):
                cost += _FULL_COST
            following, counts = best(cell + 1, rest)
            choices.append((cost + following, (after, *counts)))
        return min(choices)

    ahead = len(run.between[0])
    cost, counts = best(0, ahead)
    return cost + (_NEVER if ahead and not centred else 0.0), [0, *counts]


def _balance(more: int) -> float:
    """What it costs that a label has `more` lines below it than above."""
    if abs(more) < 2:
        return {0: 0.0, 1: 0.1, -1: 0.6}[more]
    return 2.0 * (abs(more) - 1)


def _is_wrapped(text: str, above: Span, below: Span, full: _Reach) -> bool:
    """Whether a line goes on with the one above: that one is full, or ends inside a phrase."""
    content = above.of(text)
    bare = content.rstrip()
    if _CHART_END.search(bare):
        return False
    if _OPEN_END.search(bare):
        return True
    if _ENDS.search(bare) or _BEGINS.match(below.of(text)) or _year_ahead(text, [below]):
        return False
    if _FROM_TO.search(bare) and below.end - below.start > _LONGEST_UNIT:
        return False
    nearly = _reach(text, above)[0] >= 0.85 * full[0] and not _ARROW.search(bare)
    return nearly or _is_full(text, above, full) or bool(_CUT.search(bare)) or content != bare


def _is_full(text: str, line: Span, full: _Reach) -> bool:
    """Whether a line reaches as far as lines do that wrap; few values end just there."""
    columns, characters = _reach(text, line)
    return columns >= full[0] - 4 or characters >= full[1] - 2


def _reach(text: str, span: Span) -> _Reach:
    """How far a line reaches, in columns and in characters."""
    line = text[text.rfind("\n", 0, span.start) + 1 : span.end].rstrip()
    return width(line), len(line)


def _rows(text: str, run: _Run, counts: list[int], full: _Reach) -> Iterator[Piece]:
    """The run as rows with tabs: label and value, a row a step under a schedule."""
    for number, cell in enumerate(run.cells):
        before = run.between[number][counts[number] :]
        after = run.between[number + 1][: counts[number + 1]]
        held = [*before, cell.lines[0], *after]
        yield from cell.label
        if "schedule" in cell.roles:
            yield from _chart(text, held) or _schedule(text, _joined(text, held, full))
        else:
            yield from _value(_joined(text, held, full))
        for label, value in cell.pairs:
            yield "\n"
            yield from label
            yield from ("\t", value)
        yield "\n"


def _value(values: list[list[Span]]) -> Iterator[Piece]:
    yield "\t"
    for number, pieces in enumerate(values):
        if number:
            yield BREAK
        yield from pieces


def _chart(text: str, lines: list[Span]) -> list[Piece]:
    """Years on the first line and steps below them, [] if the lines are no such chart."""
    start = text.rfind("\n", 0, lines[0].start) + 1
    years = [w for w in words(text, Span(start, lines[0].end)) if w.span.start >= lines[0].start]
    if len(years) < 2 or len(lines) < 2 or not all(is_year(word.text) for word in years):
        return []
    pieces: list[Piece] = []
    for year in years:
        pieces += ["\t", year.span]
    for line in lines[1:]:
        pieces.append("\n")
        for cell in steps_by_year(text, line, years):
            pieces += ["\t", *cell]
    return pieces


def _schedule(text: str, values: list[list[Span]]) -> Iterator[Piece]:
    """Steps with their years, a row each, if every line begins with one."""
    divided = [_year_ahead(text, pieces) for pieces in values]
    if not all(divided):
        yield from _value(values)
        return
    for number, pieces in enumerate(values):
        year = divided[number]
        assert year is not None
        yield "\n\t" if number else "\t"
        yield Span(year.start, len(text[: year.end].rstrip()))
        yield "\t"
        yield Span(year.end, pieces[0].end)
        yield from pieces[1:]


def _year_ahead(text: str, pieces: list[Span]) -> Span | None:
    """The year that a line begins with and the gap behind it, if something follows."""
    match = _FIRST_WORD.match(text, pieces[0].start, pieces[0].end)
    if match is None or not is_year(match["year"]):
        return None
    return Span(match.start("year"), match.end())


def _joined(text: str, lines: list[Span], full: _Reach) -> list[list[Span]]:
    """The lines of a value, those that only wrap joined to the one above."""
    found: list[list[Span]] = []
    for number, line in enumerate(lines):
        if number and _is_wrapped(text, lines[number - 1], line, full):
            found[-1].append(line)
        else:
            found.append([line])
    return found
