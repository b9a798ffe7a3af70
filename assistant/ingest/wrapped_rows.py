"""Tables with tabs whose cells are wrapped: the lines of a row, joined to one again.

Copied from a page, a cell that fills several lines leaves a line end inside its row. The head
of the table tells how many cells a row has; the lines below are rows again as soon as they
are put together to that number. Where they cannot be, the table stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import compress, pairwise, takewhile

from assistant.datamodels import Span
from assistant.ingest.cells import is_year
from assistant.ingest.labels import (
    PROSE,
    bureau_before,
    is_bureau,
    is_department,
    is_hierarchy,
    roles_of,
)
from assistant.ingest.spacing import Patch, Piece, lines_in, row_of, tab_cells, trimmed, width

_FEWEST_COLUMNS = 3
_LONGEST_HEAD = 24
_LONGEST_OWN_HEAD = 8  # of a word that is no known label
_MOST_LINES = 12  # of one row
_FEWEST_JOINED = 2  # rows, where no numbers tell them apart and no cell is cut inside a phrase
_CODE = re.compile(r"(?:No\.?|№)?[(（]?[A-Z]?\d{0,3}(?:[-‐–.](?:\d{1,3}|[①-⑳]))*[①-⑳]?[)）.]?")
_OPEN = re.compile(r"[のをにがはとやへ、，・（(「『〔\[ー／/]$|[ァ-ヺ]$")
_GOES_ON = re.compile(
    r"[、。，）)」』〕\]ーぁぃぅぇぉっゃゅょァィゥェォッャュョをん]|に(?:よ|つい|対|関|向)|の[一-龠ァ-ヶー]|ため|こと|など"
)
_MARKED = re.compile(r"[★☆●○◎◆◇■□▲△▼▽・※→⇒➡①-⑳]")
_ORDINAL = re.compile(r"[（(](?:(?P<kana>[ア-ン])|(?P<digits>[0-9０-９]{1,2}))[）)]")
_FIGURE = re.compile(r"[0-9０-９]")  # 5地区 is no head, for all that 地区 is one
_UNIT = re.compile(r"[件人円台回％%名校戸枚か所施設種類千万億]{1,3}")
_IN_KATAKANA, _KATAKANA = re.compile(r"[ァ-ヺー]$"), re.compile(r"[ァ-ヺー]")
_YEAR_BELOW = re.compile(
    r"[（(](?:[RＲ]|令和|20|２０)[ 　]?[0-9０-９元]{1,2}"
    r"(?:年度?|[.．][0-9０-９]{1,2})?(?:末|時点)?[）)]"
)
_BRACKET = re.compile(r"[（(〔\[]")
_WRITTEN = re.compile(r"[0-9０-９。、，,：:（(「→]")  # in a cell that is no head
_OPEN_RANGE = re.compile(
    r"(?:(?:令和|平成)[ 　]?[0-9０-９元]{1,2}|[RＲ]?[0-9０-９]{1,4})[年.．/]"
    r"[0-9０-９年月日.．/ 　]*(?:[～~〜－―-]|から)"
)
_SHORT = 8  # characters of a cell that no line end is likely to cut


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a table: its number in the text and its cells. A head may fill several."""

    number: int
    cells: tuple[Span, ...]
    height: int = 1  # lines of a head that the text has for it

    @property
    def tabs(self) -> int:
        return len(self.cells) - 1


_Row = list[_Line]
_Rows = list[_Row]


def find_wrapped_rows(
    text: str, lines: Sequence[Span], furniture: Collection[int]
) -> Iterator[Patch]:
    """The tables whose rows are wrapped, with a line a row. `furniture` has the offsets of
    lines that only tell the page; inside a table they are left out."""
    number = 0
    while number < len(lines):
        if _opens_range(text, lines, number):
            yield Patch(number, number + 2, (lines[number], lines[number + 1], "\n"))
        head = _head_at(text, lines, number)
        patch = None
        below = number + head.height
        lower = _cells(text, lines[below], below) if below < len(lines) else None
        spans = lower is not None and _goes_on_with_years(text, lower)
        if lower is not None and spans and head.tabs:
            head = _as_wide(head, lower)
        known = _is_head(text, head, spans=spans)
        if known or _opens_table(text, lines, head):
            patch = _table(text, lines, head, furniture, known=known)
        if patch is not None:
            yield patch
        number = patch.last if patch is not None else number + 1


def _opens_range(text: str, lines: Sequence[Span], number: int) -> bool:
    """Whether a line between two rows is the beginning of a span of time that the next one
    goes on with: 令和6年12月16日～."""
    if not 0 < number < len(lines) - 1:
        return False
    above, content, below = (lines[n].of(text) for n in range(number - 1, number + 2))
    return "\t" in above and "\t" in below and bool(_OPEN_RANGE.fullmatch(content.strip()))


def _cells(text: str, line: Span, number: int) -> _Line:
    return _Line(number, tuple(tab_cells(text, line)))


def _head_at(text: str, lines: Sequence[Span], number: int) -> _Line:
    """The line that may be a head, with those below that only tell the year of a column:
    目標 over （R12）."""
    held = [_cells(text, lines[number], number)]
    below = number + 1
    while held[0].tabs and below < len(lines):
        line = _cells(text, lines[below], below)
        if not _YEAR_BELOW.fullmatch(line.cells[0].of(text).strip()):
            break
        held.append(line)
        below += 1
    cells = tuple(Span(pieces[0].start, pieces[-1].end) for pieces in _columns(held))
    return _Line(number, cells, len(held))


def _as_wide(head: _Line, lower: _Line) -> _Line:
    """The upper row of heads with an empty cell for each that only the lower one has: 目標値 over
    R6, R7, R8."""
    end = head.cells[-1].end
    more = (Span(end, end),) * max(0, lower.tabs - head.tabs)
    return replace(head, cells=(*head.cells, *more))


def _is_head(text: str, line: _Line, *, spans: bool = False) -> bool:
    """Whether a line holds the heads of columns: short cells, most of them known, with blank ones
    only where a head `spans` those of the line below."""
    if len(line.cells) < _FEWEST_COLUMNS:
        return False
    texts = [cell.of(text).strip() for cell in line.cells]
    texts = [content for content in texts if content or not spans]
    if not texts or not all(texts) or max(map(len, texts)) > _LONGEST_HEAD:
        return False
    known = [bool(roles_of(c, True)) and not _FIGURE.match(c) for c in texts]
    if len(texts) > _FEWEST_COLUMNS and all(known[::2]) and not any(known[1::2]):
        return False  # labels, each before its value
    named = set(compress(texts, known))
    return (len(named) + sum(map(is_year, texts))) * 2 >= len(texts)


def _opens_table(text: str, lines: Sequence[Span], line: _Line) -> bool:
    """Whether a line behind an empty one may hold heads of the document's own words: short
    ones without figures."""
    texts = [cell.of(text).strip() for cell in line.cells]
    behind = line.number == 0 or not lines[line.number - 1].of(text).strip()
    words = all(1 < len(c) <= _LONGEST_OWN_HEAD and not _WRITTEN.search(c) for c in texts)
    return behind and words and len(texts) >= _FEWEST_COLUMNS


def _table(
    text: str, lines: Sequence[Span], head: _Line, furniture: Collection[int], *, known: bool
) -> Patch | None:
    """The rows below a head put together; below heads that are not `known` to be some only
    where each of them is cut inside a phrase."""
    body = list(_body(text, lines, head, furniture))
    heads = [[line] for line in takewhile(lambda line: _goes_on_with_years(text, line), body)]
    body = body[len(heads) :]
    rows = _coded(text, head, body) or _counted(text, head, body)
    wrapped = [row for row in rows or () if len(row) > 1]
    if rows is None or not (wrapped or head.height > 1):
        return None
    if not known and not all(_is_cut(text, row) for row in wrapped):
        return None
    rows = [*heads, *rows]
    reach = _reach(text, head, rows)
    pieces: list[Piece] = list(row_of(lines_in(text, cell) for cell in head.cells))
    for row in rows:
        cells = enumerate(_columns(row))
        pieces += row_of(_joined(text, head.cells[i], held, reach[i]) for i, held in cells)
    told = (line.number for row in rows for line in row)
    last = max(told, default=head.number + head.height - 1) + 1
    return Patch(head.number, last, tuple(pieces))


def _goes_on_with_years(text: str, line: _Line) -> bool:
    """Whether a line is the lower row of the heads: years under a head that spans columns."""
    texts = [cell.of(text).strip() for cell in line.cells]
    return not texts[0] and sum(map(is_year, texts)) > 1 and all(not t or is_year(t) for t in texts)


def _body(
    text: str, lines: Sequence[Span], head: _Line, furniture: Collection[int]
) -> Iterator[_Line]:
    """The lines below a head up to an empty one or the next head."""
    for number in range(head.number + head.height, len(lines)):
        line = lines[number]
        content = line.of(text)
        if not content.strip() or "|" in content:
            return
        if trimmed(text, line).start in furniture:
            continue
        found = _cells(text, line, number)
        if found.tabs > head.tabs or _is_head(text, found):
            return
        if 0 < found.tabs < head.tabs and set(roles_of(found.cells[0].of(text))) & PROSE:
            return  # 今後の課題 | …: the next part of a sheet
        yield found


def _coded(text: str, head: _Line, body: Sequence[_Line]) -> _Rows | None:
    """Rows that each begin with a number; None if the table has no column of numbers in
    front, or lines that are not to be put together to its number of columns."""
    if "number" not in roles_of(head.cells[0].of(text), True) or not body:
        return None
    shape = _shape(text, body[0])
    if not shape:
        return None
    rows: _Rows = []
    coded: _Row = []
    for line in body:
        starts = _shape(text, line) == shape and (not rows or _follows(text, coded, line, head))
        if starts:
            coded = [line]
            rows.append(coded)
        elif rows and line.tabs == head.tabs and not line.cells[0].of(text).strip():
            rows.append([line])  # of the thing numbered above: its figures
        elif _tabs(rows[-1]) + line.tabs <= head.tabs and len(rows[-1]) < _MOST_LINES:
            rows[-1].append(line)
        else:
            return None
    rows[-1] = _without_tail(text, head, rows[-1])
    full = sum(_tabs(row) == head.tabs for row in rows)
    return rows if full * 3 >= len(rows) * 2 else None


def _shape(text: str, line: _Line) -> str:
    """The number that a line begins with, its digits made alike; "" if it has none."""
    written = re.sub(r"[０-９Ａ-Ｚ－．]", _narrow, line.cells[0].of(text).strip())
    if not written or not line.tabs or not _CODE.fullmatch(written):
        return ""
    return re.sub(r"\d+", "0", re.sub(r"[①-⑳]", "①", written))


def _narrow(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match[0])


def _follows(text: str, row: list[_Line], line: _Line, head: _Line) -> bool:
    """Whether a line with a number begins the next row: the one before is whole, or a bare
    number goes on counting."""
    if _tabs(row) == head.tabs:
        return True
    code, before = (each.cells[0].of(text).strip() for each in (line, row[0]))
    if not re.fullmatch(r"[0-9０-９]+", code):
        return _tabs(row) + line.tabs > head.tabs or not re.fullmatch(r"[0-9０-９.．]+", code)
    return re.fullmatch(r"[0-9０-９]+", before) is not None and int(code) == int(before) + 1


def _without_tail(text: str, head: _Line, row: list[_Line]) -> list[_Line]:
    """The last row without lines behind its last cell that need not belong to it: none from the
    name of a policy on does."""
    for place, line in enumerate(row):
        ended = place > 0 and not line.tabs and _tabs(row[:place]) == head.tabs
        if ended and is_hierarchy(line.cells[0].of(text)):
            row = row[:place]
            break
    while len(row) > 1 and not row[-1].tabs and _tabs(row) == head.tabs:
        if _is_tail(text, row[-2], row[-1]) or _is_office(text, head, row[-2], row[-1]):
            break
        row = row[:-1]
    return row


def _is_tail(text: str, before: _Line, line: _Line) -> bool:
    """Whether a line goes on with the cell that the line before ends in."""
    above, below = before.cells[-1].of(text).strip(), line.cells[0].of(text).strip()
    word = _IN_KATAKANA.search(above) and _KATAKANA.match(below)
    if word or _GOES_ON.match(below) or _is_unit(text, before, line):
        return True
    running = len(above) > _SHORT and not above.endswith("。")
    return running and (bool(_OPEN.search(above)) or below.endswith("。"))


def _is_unit(text: str, before: _Line, line: _Line) -> bool:
    """Whether a line is but the unit of the figure that the line before ends with."""
    above, below = before.cells[-1].of(text).strip(), line.cells[0].of(text).strip()
    return bool(_FIGURE.match(above[-1:]) and _UNIT.fullmatch(below))


def _is_office(text: str, head: _Line, before: _Line, line: _Line) -> bool:
    """Whether a line is one more office of the last column, which tells who is in charge."""
    offices = (before.cells[-1].of(text).strip(), line.cells[0].of(text).strip())
    told = "department" in roles_of(head.cells[-1].of(text), True)
    return told and all(map(is_department, offices))


def _tabs(row: Sequence[_Line]) -> int:
    return sum(line.tabs for line in row)


def _counted(text: str, head: _Line, body: Sequence[_Line]) -> _Rows | None:
    """Rows told by the number of their cells alone: every line must find its place."""
    rows: _Rows = []
    ahead: list[_Line] = []
    for position, line in enumerate(body):
        if not line.tabs and is_hierarchy(line.cells[0].of(text)):
            return None  # 方針1 … over the rows that belong to it
        whole = bool(rows) and _tabs(rows[-1]) == head.tabs and not ahead
        if not line.tabs and whole:
            rest = body[position + 1 :]
            following = rest[0] if rest else None
            counts_on = _is_alike(text, rows[-1][0], line)
            owned = _is_unit(text, rows[-1][-1], line) or _is_office(text, head, rows[-1][-1], line)
            if not owned and (counts_on or _opens_name(text, rows[-1][-1], line, following, head)):
                ahead = [line]
            elif (
                owned
                or _is_tail(text, rows[-1][-1], line)
                or (any(other.tabs for other in rest) and _may_go_on(text, rows[-1][-1], line))
            ):
                rows[-1].append(line)
            elif any(other.tabs for other in rest):
                return None
            else:
                break
            continue
        if ahead or whole or not rows:
            rows.append([*ahead, line])
            ahead = []
        else:
            rows[-1].append(line)
        if _tabs(rows[-1]) > head.tabs or len(rows[-1]) > _MOST_LINES:
            return None
    if ahead or not rows or _tabs(rows[-1]) != head.tabs:
        return None
    wrapped_head = head.height > 1 and all(len(row) == 1 for row in rows)
    return rows if wrapped_head or _is_sure(text, head, rows) else None


def _is_alike(text: str, first: _Line, line: _Line) -> bool:
    """Whether a line begins with an ordinal as the row above does: （ア）, then （イ）."""
    one, other = (_ORDINAL.match(each.cells[0].of(text).strip()) for each in (first, line))
    return one is not None and other is not None and one.lastgroup == other.lastgroup


def _may_go_on(text: str, before: _Line, line: _Line) -> bool:
    """Whether a line inside a table may be more of the cell above: that one is no mere sign
    or figure, or the line begins with a mark of its own."""
    above, content = before.cells[-1].of(text).strip(), line.cells[0].of(text).strip()
    return len(above) > _SHORT or bool(_MARKED.match(content))


def _opens_name(
    text: str, before: _Line, line: _Line, following: _Line | None, head: _Line
) -> bool:
    """Whether a line without tabs is the upper half of the next row's first cell rather than
    the end of the cell above: that cell is short or ends a sentence, and a whole row follows."""
    if following is None or following.tabs != head.tabs:
        return False
    above, content = before.cells[-1].of(text).strip(), line.cells[0].of(text).strip()
    closed = above.endswith("。") or (len(above) <= _SHORT and not _OPEN.search(above))
    closed = closed or _names_offices(text, head, before)
    return closed and not content.endswith("。") and not _MARKED.match(content)


def _names_offices(text: str, head: _Line, line: _Line) -> bool:
    """Whether a row ends with offices, whole ones, under the head that asks for them."""
    told = "department" in roles_of(head.cells[-1].of(text), True)
    return told and _are_offices(line.cells[-1].of(text))


def _is_sure(text: str, head: _Line, rows: _Rows) -> bool:
    """Whether rows put together are wrapped ones and not rows that lack their last cells: a
    line without tabs stands among them, cells are cut inside a phrase, or those of the last
    line name who is in charge under the head that asks for it."""
    wrapped = [row for row in rows if len(row) > 1]
    joined = [row for row in wrapped if sum(line.tabs > 0 for line in row) > 1]
    if not joined:
        return bool(wrapped)
    if any(not cell.of(text).strip() for row in joined for cell in _behind_first(row)):
        return False
    cut = sum(_is_cut(text, row) for row in joined)
    if len({line.tabs for row in rows for line in row}) == 1:
        alone = len(rows) == 1 and not rows[0][0].cells[0].of(text).strip()
        return cut >= _FEWEST_JOINED or (alone and cut > 0)
    told = all(_names_office(text, head, row) for row in joined)
    return cut > 0 or told or len(wrapped) >= _FEWEST_JOINED


def _names_office(text: str, head: _Line, row: _Row) -> bool:
    """Whether the last line of a row that was put together has an office in its column."""
    behind = zip(reversed(head.cells), reversed(row[-1].cells[1:]), strict=False)
    return any(
        "department" in roles_of(above.of(text), True) and _are_offices(cell.of(text))
        for above, cell in behind
    )


def _are_offices(told: str) -> bool:
    return all(map(is_department, re.split(r"[、，・／/]", told.strip())))


def _behind_first(row: _Row) -> list[Span]:
    """The cells of a row but its first one, which may be empty beside the rows above it."""
    return [cell for line in row for cell in line.cells][1:]


def _is_cut(text: str, row: _Row) -> bool:
    """Whether a line of a row ends, or the next begins, inside a phrase."""
    return any(
        _OPEN.search(one.cells[-1].of(text)) or _GOES_ON.match(other.cells[0].of(text))
        for one, other in pairwise(row)
    )


def _reach(text: str, head: _Line, rows: _Rows) -> list[tuple[int, int]]:
    """How far the lines of each column reach, in columns of half a width and in characters."""
    reach = [(0, 0)] * len(head.cells)
    for row in rows:
        for column, pieces in enumerate(_columns(row)):
            for piece in pieces:
                content = piece.of(text).strip()
                across, count = reach[column]
                reach[column] = (max(across, width(content)), max(count, len(content)))
    return reach


def _columns(row: Sequence[_Line]) -> list[list[Span]]:
    """The cells of a row, each with the pieces it was cut into."""
    columns: list[list[Span]] = []
    for line in row:
        first, *others = line.cells
        if columns:
            columns[-1].append(first)
        else:
            columns.append([first])
        columns += [[cell] for cell in others]
    return columns


def _joined(text: str, head: Span, lines: Sequence[Span], reach: tuple[int, int]) -> list[Piece]:
    """A cell's lines with what stands between two of them."""
    pieces: list[Piece] = [lines[0]]
    for above, below in pairwise(lines):
        pieces += [_joint(text, head.of(text), above, below, reach), below]
    return pieces


def _joint(text: str, head: str, above: Span, below: Span, reach: tuple[int, int]) -> str:
    """What stands between two lines of a cell: a mark where the cell breaks its line itself,
    nothing where the line was only full."""
    one, other = above.of(text).strip(), below.of(text).strip()
    if "department" in roles_of(head, True):
        return _between_offices(one, other)
    if _MARKED.match(other):
        return " "
    full = width(one) >= reach[0] - 4 or len(one) >= reach[1] - 2
    apart = (
        not full
        and len(one) > 1
        and not _BRACKET.match(other)
        and one[-1] not in "。、のをにがはとやへ"
    )
    return " " if apart else ""


def _between_offices(above: str, below: str) -> str:
    """What stands between two lines of a cell for who is in charge: a space behind a bureau
    that its section follows, a mark between two sections."""
    if not is_department(above) or not is_department(below):
        return ""
    return " " if is_bureau(above) and not bureau_before(below) else "、"
