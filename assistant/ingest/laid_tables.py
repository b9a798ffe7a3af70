"""Tables that a converter lays out by characters, with cells that wrap inside their columns.

     No.  施策名        取組内容            担当課        指標          現状
     1-1  手続のオンラ  利用の多い手続を優  情報課、市民  できる手続数  64手続
          イン化        先します。          課
                                                          利用率        11.8％

Where no line has anything, between two heads, one column ends and the next begins. What stands
below a row's first line goes on with the cell above it, a further figure begins an indicator of
the same row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.datamodels import Span
from assistant.ingest.cells import is_year
from assistant.ingest.labels import FIGURES, is_decorated, is_department, roles_of
from assistant.ingest.spacing import Patch, Piece, Word, is_plain, row_of, trimmed, words

_FEWEST_HEADS = 3
_FEWEST_LINES = 2
_LONGEST_HEAD = 12
_CODED = re.compile(r"[A-ZＡ-Ｚ]?[0-9０-９]{1,2}(?:[-－.．][0-9０-９]{1,2})*(?:[ 　]|$)")
_BRACKETED = re.compile(r"[（(][^（()）]{1,12}[)）]")
_Cells = list[Span | None]
_Row = list[list[Piece]]


def find_laid_tables(text: str, lines: Sequence[Span]) -> Iterator[Patch]:
    """Such tables, where at least one row wraps, as rows with tabs."""
    number = 0
    while number < len(lines):
        patch = _table(text, lines, number)
        if patch is not None:
            yield patch
        number = patch.last if patch is not None else number + 1


def _table(text: str, lines: Sequence[Span], first: int) -> Patch | None:
    heads = words(text, lines[first]) if is_plain(text, lines[first]) else []
    if not _are_heads(heads):
        return None
    cuts, last = _columns(text, lines, first, heads)
    body = [_cells(text, line, cuts) for line in lines[first + 1 : last]]
    top: _Row = [[head.span] for head in heads]
    if body and _are_kinds(text, body[0]):
        for cell, below in zip(top, body.pop(0), strict=True):
            cell += [below] if below else []
    groups = _groups(text, body, heads)
    if not any(len(group) > 1 for group in groups):
        return None
    pieces: list[Piece] = list(row_of(top))
    measured = _measured(text, top)
    widths = [max(_width(cells[place]) for cells in body) for place in range(len(heads))]
    for group in groups:
        for row in _rows(text, group, measured, widths):
            pieces += row_of(row)
    return Patch(first, last, tuple(pieces))


def _are_heads(heads: Sequence[Word]) -> bool:
    """Whether a line holds the heads of columns, one of them for names, most of them known."""
    if len(heads) < _FEWEST_HEADS or any(len(head.text) > _LONGEST_HEAD for head in heads):
        return False
    known = [set(roles_of(head.text, True)) for head in heads]
    dated = sum(is_year(head.text) for head in heads)
    named = any("name" in roles for roles in known[:2])
    return named and (sum(map(bool, known)) + dated) * 2 > len(heads)


def _columns(
    text: str, lines: Sequence[Span], first: int, heads: Sequence[Word]
) -> tuple[list[int], int]:
    """The characters at which the columns but the first begin, and the line behind the last one
    that keeps to them."""
    start = lines[first].start
    gaps = [
        set(range(left.span.end - start, right.span.start - start))
        for left, right in pairwise(heads)
    ]
    number = first + 1
    while number < len(lines) and is_plain(text, lines[number]):
        content = lines[number].of(text)
        found = words(text, lines[number])
        alone = len(found) == 1 and (is_decorated(found[0].text) or roles_of(found[0].text))
        blank = {place for place, letter in enumerate(content) if letter in " 　"}
        left = [{c for c in gap if c >= len(content) or c in blank} for gap in gaps]
        if alone or not all(left) or _are_heads(found):
            break
        gaps, number = left, number + 1
    body = [line.of(text) for line in lines[first + 1 : number]]
    return _cuts(body, gaps), number


def _cuts(body: Sequence[str], gaps: Sequence[set[int]]) -> list[int]:
    """Where in its gap each column begins: so that as many lines as can be have something on both
    sides, and as far to the right as may be."""
    cuts: list[int] = []
    for place, gap in enumerate(gaps):
        left = cuts[-1] if cuts else 0
        right = max(gaps[place + 1]) if place + 1 < len(gaps) else None

        def filled(cut: int, left: int = left, right: int | None = right) -> tuple[int, int]:
            both = (line[left:cut].strip() and line[cut:right].strip() for line in body)
            return sum(map(bool, both)), cut

        cuts.append(max((cut + 1 for cut in gap), key=filled))
    return cuts


def _cells(text: str, line: Span, cuts: Sequence[int]) -> _Cells:
    edges = [line.start, *(min(line.start + cut, line.end) for cut in cuts), line.end]
    cells = (trimmed(text, Span(left, right)) for left, right in pairwise(edges))
    return [cell if cell.start < cell.end else None for cell in cells]


def _are_kinds(text: str, cells: _Cells) -> bool:
    """Whether a line below the heads only says in brackets what some of them are of: （R4）."""
    told = [cell.of(text) for cell in cells if cell]
    return bool(told) and all(map(_BRACKETED.fullmatch, told))


def _groups(text: str, body: Sequence[_Cells], heads: Sequence[Word]) -> list[list[_Cells]]:
    """The lines of each row; [] where the first line begins none."""
    firsts = [cells[0].of(text) for cells in body if cells[0]]
    coded = sum(bool(_CODED.match(content)) for content in firsts) >= _FEWEST_LINES
    groups: list[list[_Cells]] = []
    for cells in body:
        content = cells[0].of(text) if cells[0] else ""
        full = sum(map(bool, cells)) * 2 > len(heads)
        if content and (_CODED.match(content) if coded else full):
            groups.append([cells])
        elif groups:
            groups[-1].append(cells)
        else:
            return []
    return groups


def _measured(text: str, top: _Row) -> tuple[int, int, list[int]]:
    """The columns from the indicator's to the last one of its figures, and those of figures; none
    where there are no such columns."""
    titles = ["".join(p.of(text) if isinstance(p, Span) else p for p in cell) for cell in top]
    roles = [set(roles_of(title, True)) for title in titles]
    names = [place for place, held in enumerate(roles) if "indicator" in held]
    figures = [place for place, held in enumerate(roles) if held & (FIGURES | {"present"})]
    figures = [place for place in figures if names and place > names[0]]
    return (names[0], figures[-1] + 1, figures) if figures else (0, 0, [])


def _width(cell: Span | None) -> int:
    return cell.end - cell.start if cell else 0


def _rows(
    text: str,
    group: Sequence[_Cells],
    measured: tuple[int, int, list[int]],
    widths: Sequence[int],
) -> Iterator[_Row]:
    """A row of the lines of a group, and one for each further indicator in it, whose name begins on
    the line of its figures. Of `widths` are the longest lines of the columns."""
    first, last, figures = measured
    rows: list[_Row] = [[[] for _ in widths]]
    for cells in group:
        if any(cells[place] and rows[-1][place] for place in figures):
            rows.append([[] for _ in widths])
        for place, cell in enumerate(cells):
            held = rows[-1] if first <= place < last else rows[0]
            if cell:
                apart = _are_offices(text, held[place], cell, widths[place])
                held[place] += ["、", cell] if apart else [cell]
    return iter(rows)


def _are_offices(text: str, above: Sequence[Piece], cell: Span, width: int) -> bool:
    """Whether two lines of a cell are each the name of an office, the upper one not cut by the end
    of the column."""
    last = above[-1] if above else ""
    if not isinstance(last, Span) or _width(last) >= width:
        return False
    return is_department(last.of(text)) and is_department(cell.of(text))
