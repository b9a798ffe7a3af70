"""Tables set with spaces: columns of figures, lists of projects, charts of arrows by year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.datamodels import Span
from assistant.ingest.cells import figure_pattern, is_year
from assistant.ingest.footnotes import is_footnote
from assistant.ingest.labels import FIGURES, PROSE, is_department, mark_of, roles_of
from assistant.ingest.spacing import Patch, Piece, Word, is_plain, placed, row_of, width, words
from assistant.language.years import find_years

_ARROW = re.compile(r"[─━―—–－ー\-=＝〜～]*[▶►▷→➡⇒⟶＞>]|[─━―—]{2,}|[－ー\-=＝〜～]{3,}")
_STEP = re.compile(rf"(?P<arrow>{_ARROW.pattern})|(?P<text>(?:(?!{_ARROW.pattern})[^\s　])+)")
_NUMBER = re.compile(r"(?:No\.?)?[0-9０-９A-ZＡ-Ｚ]{1,3}(?:[-－.][0-9０-９]{1,3})*[.．]?|[①-⑳]")
_FIGURE = re.compile(r"[0-9０-９]|^[─—–－ー\-―…]+$")
_FIGURE_CELL = re.compile(
    figure_pattern(unit=r"[ 　]?[^\s0-9０-９→、。（）()年]{0,6}") + r"|[─—–－ー\-―…]+"
)
_LABEL = re.compile(
    r"[【〔［\[〈《＜≪](?P<label>[^【】〔〕［］\[\]〈〉《》＜＞≪≫]{1,24})[】〕］\]〉》＞≫]"
)
_ASIDE = re.compile(r"[（(][^（()）]*[）)]$")
_LETTER_AND_ASIDE = re.compile(r"\S[（(][^（()）]*[）)]")
_RANK = re.compile(r"第?[0-9０-９一二三四五六七八九十]{1,2}位?")
_OTHER_HEADS = frozenset(
    (
        "区分",
        "順位",
        "割合",
        "人数",
        "件数",
        "回答",
        "取組",
        "分野",
        "合計",
        "中間",
        "最終",
        "目標",
        "現状",
    )
)
_NAME_HEAD = "指標"
_KIND_HEAD = "区分"
_INDENT = 10  # columns that years without a head for names are set in at least
_MOST_RANK_HEADS = 6
_OPENS_BRACKET = re.compile(r"[（(]")  # a name that goes on with the line above
_BARE_HEADS = {"number": "番号", "name": "事業名", "department": "担当課", "mark": "区分マーク"}
_FEWEST_HEADS = 4
_FEWEST_ROWS = 3  # of a list without heads
_MOST_ROWS = 300
_LONGEST_WRAP = 40
_FEWEST_ALIGNED = 2  # rows under heads that no vocabulary has
_MOST_ALIGNED = 8  # columns of such a table
_SLIPPED = 2  # half-width columns that a word may stand beside its head
_LONGEST_DATE = 24
_NOT_IN_DATE = re.compile(
    r"[^0-9０-９年度月日元令和平成RＲHＨ./．／~～〜\-－―、・()（）月火水木金土日上中下旬頃末から]"
)
_OPENS_TABLE = frozenset(("indicator", "schedule", "name", "actions"))
_Cells = list[list[Piece]]


def find_tables(text: str, lines: Sequence[Span]) -> Iterator[Patch]:
    """The tables of a text that are set with spaces, as rows with tabs."""
    number, last = 0, -1
    while number < len(lines):
        patch = _table_at(text, lines, number)
        if patch is None:
            number += 1
            continue
        if patch.first == last:  # an empty line keeps it apart from the table above
            patch = replace(patch, pieces=("\n", *patch.pieces))
        yield patch
        number = last = patch.last


def _opens_another(found: Sequence[Word], heads: Sequence[Word]) -> bool:
    """Whether a row heads a table of its own right below the rows of another: 工程　R8　R9
    under 成果指標　現状値　目標値. Years under figures (年度　R6　R12) only date them."""
    if not (_first_year(found) or _heads_figures(found)):
        return False
    return len(found) > len(heads) or bool(set(roles_of(found[0].text)) & _OPENS_TABLE)


def _table_at(text: str, lines: Sequence[Span], number: int) -> Patch | None:
    if not is_plain(text, lines[number]):
        return None
    heads = closed_up(words(text, lines[number]))
    if first := _first_year(heads):
        started = _heads_figures(heads) and any(_is_figure(head.text) for head in heads[1:first])
        told = first > 1 and any("indicator" in roles_of(head.text) for head in heads[1:first])
        kinds = _kinds_below(text, lines, number, heads)
        if started or told or kinds or (first == 1 and _are_figures(text, lines, number, heads)):
            return _figures(text, lines, number, heads)
        return _chart(text, lines, number, heads, first)
    if _are_years(heads):
        return _headless_figures(text, lines, number, heads)
    if _heads_ranks(heads):
        return _ranks(text, lines, number, heads)
    if _heads_figures(heads):
        return _figures(text, lines, number, heads)
    if _heads_list(heads):
        return _list(text, lines, number, heads)
    return (
        _bare_list(text, lines, number)
        or _aligned(text, lines, number, heads)
        or _dated(text, lines, number)
    )


def _first_year(heads: Sequence[Word]) -> int:
    """How many columns stand before those of years (取組　担当課　R6　R7　R8); 0 if the
    heads are not those of a chart."""
    years = [is_year(word.text) and not _is_figure(word.text) for word in heads]
    first = years.index(True) if True in years else 0
    known = first == 1 or all(roles_of(word.text, True) for word in heads[:first])
    return first if known and all(years[first:]) and len(heads) - first > 1 else 0


def closed_up(found: list[Word]) -> list[Word]:
    """The words of a line of heads, those set letter by letter (指　　標) as one where the
    letters make a known head."""
    joined: list[Word] = []
    position = 0
    while position < len(found):
        end = position + 1
        while end < len(found) and len(found[end - 1].text) == 1 and _goes_on(found[end].text):
            end += 1
        for stop in range(end, position + 1, -1):
            held = found[position:stop]
            if _is_head("".join(word.text for word in held)):
                break
        else:
            stop, held = position + 1, found[position : position + 1]
        span = Span(held[0].span.start, held[-1].span.end)
        joined.append(Word(span, "".join(w.text for w in held), held[0].left, held[-1].right))
        position = stop
    return joined


def _goes_on(text: str) -> bool:
    """Whether a word may be the last letter of a head, with a bracket behind it perhaps:
    状（R6） of 現　状（R6）."""
    return len(text) == 1 or bool(_LETTER_AND_ASIDE.fullmatch(text))


def _is_head(text: str) -> bool:
    bare = _ASIDE.sub("", text)
    return bool(roles_of(bare, True)) or bare in _OTHER_HEADS


def _are_years(heads: Sequence[Word]) -> bool:
    """Whether a line holds years only, set in from the left: heads without one for names."""
    years = all(is_year(word.text) and not _is_figure(word.text) for word in heads)
    return len(heads) > 1 and years and heads[0].left >= _INDENT


def _are_figures(text: str, lines: Sequence[Span], first: int, heads: Sequence[Word]) -> bool:
    """Whether the row below heads of years has a figure under each of them."""
    if first + 1 >= len(lines) or not is_plain(text, lines[first + 1]):
        return False
    found = words(text, lines[first + 1])
    behind = found[1 - len(heads) :]
    return len(found) >= len(heads) and all(_FIGURE_CELL.fullmatch(word.text) for word in behind)


def _headless_figures(
    text: str, lines: Sequence[Span], first: int, years: Sequence[Word]
) -> Patch | None:
    """Rows of a name and a figure a year, below years that stand without a head for names."""
    name = Word(Span(lines[first].start, lines[first].start), _NAME_HEAD, 0, 0)
    if not _are_figures(text, lines, first, [name, *years]):
        return None
    rows: list[_Cells] = []
    number = first + 1
    while number < len(lines) and is_plain(text, lines[number]):
        found = words(text, lines[number])
        figures = found[-len(years) :]
        named = len(found) > len(years) and found[0].left < years[0].left
        if not named or not all(_FIGURE_CELL.fullmatch(word.text) for word in figures):
            break
        behind = len(found) - len(years) - 1
        rows.append([[Span(found[0].span.start, found[behind].span.end)]])
        rows[-1] += [[word.span] for word in figures]
        number += 1
    pieces = _patch(text, first, number, [_NAME_HEAD, *years], rows)
    return pieces if rows else None


def _heads_ranks(heads: Sequence[Word]) -> bool:
    return len(heads) > 1 and heads[0].text in ("順位", "位") and len(heads) <= _MOST_RANK_HEADS


def _ranks(text: str, lines: Sequence[Span], first: int, heads: Sequence[Word]) -> Patch | None:
    """Rows that begin with their rank: １位　移動手段の確保　29.8％."""
    rows: list[_Cells] = []
    number = first + 1
    while number < len(lines) and is_plain(text, lines[number]):
        found = words(text, lines[number])
        if not _RANK.fullmatch(found[0].text) or len(found) != len(heads):
            break
        rows.append([[word.span] for word in found])
        number += 1
    return _patch(text, first, number, heads, rows) if len(rows) > 1 else None


def heads_columns(text: str, line: Span) -> bool:
    """Whether a line heads a table of figures with a unit or a number beside the names: 指標　単位
    基準(R4)　R5　R6."""
    heads = closed_up(words(text, line))
    dated = sum(is_year(head.text) for head in heads)
    return len(heads) >= _FEWEST_HEADS and dated > 1 and _heads_figures(heads)


def _heads_figures(heads: Sequence[Word]) -> bool:
    """指標名　現状値(R5)　目標値(R9): a column of names before figures."""
    if len(heads) < 2:
        return False
    first, second = (set(roles_of(head.text, True)) for head in heads[:2])
    keyed = "indicator" in second and first & {"number", "hierarchy"}  # 施策 | 指標 | 現状値
    if not first & {"indicator", "name", "actions"} and not keyed:
        return False
    behind = [_is_figure(word.text) or is_year(word.text) for word in heads[1:]]
    known = [bool(roles_of(word.text, True)) for word in heads[1:]]
    figures = sum(behind)
    return figures > 0 and all(b or k for b, k in zip(behind, known, strict=True))


def _is_figure(text: str) -> bool:
    return bool(set(roles_of(text, True)) & (FIGURES | {"present", "goal"}))


def _heads_list(heads: Sequence[Word]) -> bool:
    """番号　事業名　担当課: heads of which one is sure to be for names."""
    named = any("name" in roles_of(word.text) for word in heads)
    return len(heads) >= 3 and named and all(roles_of(word.text, True) for word in heads)


def _figures(text: str, lines: Sequence[Span], first: int, heads: Sequence[Word]) -> Patch | None:
    """Rows of a name and figures; a name alone on a line goes on with the one above, or
    with the figures below."""
    rows: list[_Cells] = []
    held: list[Piece] = []
    kinds = _kinds_below(text, lines, first, heads)
    last = number = first + 1 + bool(kinds)
    heads = _with_kinds(text, lines, first, heads)
    while number < len(lines) and is_plain(text, lines[number]):
        found = _figures_apart(text, words(text, lines[number]), heads)
        cells = _under(found, heads)
        number += 1
        ends = _opens_another(found, heads) or _is_prose(text, lines[number - 1], found)
        if cells is None or ends:
            break
        if rows and _ends_name(text, cells):
            column = next(place for place, cell in enumerate(cells) if cell)
            rows[-1][column] += cells[column]
            last = number
            continue
        if not any(cells[1:]):
            if held and rows:
                rows[-1][0] += held
            held = cells[0]
            continue
        wraps = _OPENS_BRACKET.match("".join(_shown(text, cells[0])))
        if held and cells[0] and rows and not wraps:
            rows[-1][0] += held
        elif held:
            cells[0] = [*held, *cells[0]]
        held, last = [], number
        rows.append(cells)
    if not rows or not any(_tells_figure(text, row) for row in rows):
        return None
    if held and rows and len("".join(_shown(text, held))) <= _LONGEST_WRAP and _ends(lines, last):
        rows[-1][0] += held
        last += 1
    return _patch(text, first, last, heads, rows, kinds)


def _ends_name(text: str, cells: _Cells) -> bool:
    """Whether a row is but the bracket behind the name that the row above has in the same column,
    which is not the first one."""
    held = [cell for cell in cells if cell]
    shown = "".join(_shown(text, held[0])) if len(held) == 1 and not cells[0] else ""
    return bool(_ASIDE.fullmatch(shown))


def _kinds_below(
    text: str, lines: Sequence[Span], first: int, heads: Sequence[Word]
) -> Sequence[Word | None]:
    """The words of a line below heads that tell in brackets what the figures of a year are
    (（現状値） under 令和６年度), or of which year they are, by column; () for any other line."""
    below = first + 1
    found = words(text, lines[below]) if below < len(lines) and is_plain(text, lines[below]) else []
    inner = [word.text[1:-1] if _ASIDE.fullmatch(word.text) else "" for word in found]
    told = all(map(_is_figure, inner)) or all(map(is_year, inner))
    return placed(found, heads) if len(found) > 1 and told else ()


def _with_kinds(
    text: str, lines: Sequence[Span], first: int, heads: Sequence[Word]
) -> Sequence[Word]:
    """The heads, with one over 計画 and 実績 where these stand in a column of their own, row by
    row, without a head."""
    kinds: list[Word] = []
    for line in lines[first + 1 : first + 3]:
        found = words(text, line) if is_plain(text, line) else []
        kinds += [word for word in found if set(roles_of(word.text, True)) & FIGURES]
    if len(kinds) != 2 or kinds[0].text == kinds[1].text:
        return heads
    one, other = kinds
    apart = all(head.right <= one.left or one.right <= head.left for head in heads)
    place = sum(head.left < one.left for head in heads)
    if abs(one.left - other.left) > _SLIPPED or not apart or not 0 < place < len(heads):
        return heads
    end = heads[place - 1].span.end
    return [*heads[:place], replace(one, span=Span(end, end), text=_KIND_HEAD), *heads[place:]]


def _figures_apart(text: str, found: list[Word], heads: Sequence[Word]) -> list[Word]:
    """The words of a row; figures that fill their columns, so that single spaces divide them,
    are words of their own where there is then one under each head."""
    if not 1 < len(found) < len(heads):
        return found
    line = Span(found[0].span.end, found[-1].span.end)
    behind = words(text, line, loose=True)
    told = len(behind) == len(heads) - 1 and all(_FIGURE.search(word.text) for word in behind)
    return [found[0], *behind] if told else found


def _ends(lines: Sequence[Span], last: int) -> bool:
    """Whether nothing but an empty line follows the line behind row `last`."""
    return last + 1 >= len(lines) or lines[last + 1].start >= lines[last + 1].end


def _is_prose(text: str, line: Span, found: Sequence[Word]) -> bool:
    """Whether a line is running text, or opens the next part of a sheet."""
    content = line.of(text).strip()
    label = _LABEL.match(content)
    if (label is not None and roles_of(label["label"], True)) or is_footnote(content):
        return True
    bare = len(found) > 1 and set(roles_of(found[0].text)) & PROSE
    if bare and not any(_FIGURE_CELL.fullmatch(word.text) for word in found[1:]):
        return True
    return len(found) == 1 and ("。" in content or width(content) > 2 * _LONGEST_WRAP)


def _under(found: Sequence[Word], heads: Sequence[Word]) -> _Cells | None:
    """The words of a row by column; what is too much belongs to the name."""
    if not found:
        return None
    more = len(found) - len(heads)
    if more > 0:
        cells: _Cells = [[Span(found[0].span.start, found[more].span.end)]]
        return cells + [[word.span] for word in found[more + 1 :]]
    if len(found) == len(heads):
        return [[word.span] for word in found]
    named = found[0].left < heads[1].left - 2 and not _is_right_of(found[0], heads[1])
    behind = placed(found[1:] if named else found, heads[1:])
    first = [found[0]] if named else [None]
    return [[word.span] if word else [] for word in [*first, *behind]]


def _is_right_of(word: Word, head: Word) -> bool:
    """Whether a word ends where a column does: a figure set flush right."""
    return abs(word.right - head.right) <= 2 and bool(_FIGURE.search(word.text))


def _tells_figure(text: str, row: _Cells) -> bool:
    return any(_FIGURE.search("".join(_shown(text, cell))) for cell in row[1:])


def _shown(text: str, pieces: Sequence[Piece]) -> Iterator[str]:
    return (piece.of(text) if isinstance(piece, Span) else piece for piece in pieces)


def _patch(
    text: str, first: int, last: int, heads: Sequence[Word | str], rows: list[_Cells],
    kinds: Sequence[Word | None] = (),
) -> Patch:  # fmt: skip
    top: list[list[Piece]] = [[h] if isinstance(h, str) else list(_letters(text, h)) for h in heads]
    for cell, kind in zip(top, kinds, strict=False):
        cell += [kind.span] if kind else []
    pieces: list[Piece] = []
    for row in [top, *rows]:
        pieces += row_of(row)
    return Patch(first, last, tuple(pieces))


def _letters(text: str, head: Word) -> Iterator[Piece]:
    """A head without the spaces between its letters, or one that the text lacks."""
    if head.span.start == head.span.end:
        yield head.text
        return
    if head.span.of(text) == head.text:
        yield head.span
        return
    for offset in range(head.span.start, head.span.end):
        if not text[offset].isspace():
            yield Span(offset, offset + 1)


def _list(text: str, lines: Sequence[Span], first: int, heads: Sequence[Word]) -> Patch | None:
    """A project a row; a line without a name goes on with the row above."""
    rows: list[_Cells] = []
    number = first + 1
    while number < len(lines) and is_plain(text, lines[number]):
        found = words(text, lines[number])
        columns = placed(found, heads)
        if not columns or _is_prose(text, lines[number], found) or _strays(columns, heads):
            break
        if len(found) * 2 <= len(heads) and columns[0] is None and rows:
            for cell, word in zip(rows[-1], columns, strict=True):
                cell += [word.span] if word else []
        elif len(found) >= 2:
            rows.append([[word.span] if word else [] for word in columns])
        else:
            break
        number += 1
    return _patch(text, first, number, heads, rows) if len(rows) >= 2 else None


def _strays(columns: Sequence[Word | None], heads: Sequence[Word]) -> bool:
    """Whether a line that leaves columns blank has a word before the head that is nearest: it is
    no row of the table."""
    held = zip(columns[1:], heads[1:], strict=True)
    far = any(word and word.right < head.left - _SLIPPED for word, head in held)
    return far and None in columns


def _bare_list(text: str, lines: Sequence[Span], first: int) -> Patch | None:
    """Rows of number, name, department and mark without heads."""
    if not any(is_department(word.text) for word in words(text, lines[first])):
        return None
    rows: list[list[Word]] = []
    for line in lines[first : first + _MOST_ROWS]:
        found = words(text, line) if is_plain(text, line) else []
        if len(found) < 2 or (rows and len(found) != len(rows[0])):
            break
        rows.append(found)
    if len(rows) < _FEWEST_ROWS:
        return None
    roles = [_role_of_column([row[i].text for row in rows]) for i in range(len(rows[0]))]
    if sorted(roles) != sorted(set(roles)) or not {"name", "department"} <= set(roles):
        return None
    heads = [_BARE_HEADS[role] for role in roles]
    cells: list[_Cells] = [[[word.span] for word in row] for row in rows]
    return _patch(text, first, first + len(rows), heads, cells)


def _aligned(text: str, lines: Sequence[Span], first: int, heads: Sequence[Word]) -> Patch | None:
    """Rows whose words stand under those of the line above them, whatever that heads: 設問　全体
    70歳以上. Of two columns the second must hold figures."""
    if not 2 <= len(heads) <= _MOST_ALIGNED or any(_long(word) for word in heads):
        return None
    rows: list[list[Word]] = []
    for line in lines[first + 1 : first + 1 + _MOST_ROWS]:
        found = words(text, line) if is_plain(text, line) else []
        if len(found) != len(heads) or any(map(_long, found)):
            break
        above = rows[-1] if rows else heads
        if not _stands_under(found, heads) and not (rows and _counts_on(above, found)):
            break
        rows.append(found)
    last = [row[-1].text for row in rows]
    figures = all(map(_FIGURE.match, last)) and not _FIGURE.match(heads[-1].text)
    pages = all(text.isdecimal() for text in [heads[-1].text, *last])  # a table of contents
    if len(rows) < _FEWEST_ALIGNED or (len(heads) == 2 and not figures) or pages:
        return None
    cells: list[_Cells] = [[[word.span] for word in row] for row in rows]
    return _patch(text, first, first + 1 + len(rows), heads, cells)


def _counts_on(above: Sequence[Word], found: Sequence[Word]) -> bool:
    """Whether a row's number is the one behind that of the row above: 4　数字で確かめる　…."""
    numbers = above[0].text, found[0].text
    return all(map(str.isdecimal, numbers)) and int(numbers[1]) == int(numbers[0]) + 1


def _stands_under(found: Sequence[Word], heads: Sequence[Word]) -> bool:
    return all(
        min(abs(word.left - head.left), abs(word.right - head.right)) <= _SLIPPED
        for word, head in zip(found, heads, strict=True)
    )


def _long(word: Word) -> bool:
    return "。" in word.text or len(word.text) > _LONGEST_WRAP


def _dated(text: str, lines: Sequence[Span], first: int) -> Patch | None:
    """Rows of a date and what happened then, with the line of heads above them."""
    rows: list[list[Word]] = []
    for line in lines[first : first + _MOST_ROWS]:
        found = words(text, line) if is_plain(text, line) else []
        heading = not rows and len(found) == 2 and not any(map(_long, found))
        dated = len(found) == 2 and _is_date(found[0].text) and not _long(found[1])
        if not (dated or (heading and not find_years(line.of(text)))):
            break
        rows.append(found)
    if sum(_is_date(row[0].text) for row in rows) < _FEWEST_ROWS:
        return None
    cells: list[_Cells] = [[[word.span] for word in row] for row in rows[1:]]
    return _patch(text, first, first + len(rows), rows[0], cells)


def _is_date(text: str) -> bool:
    """Whether a cell tells days or months and nothing else."""
    mentions = find_years(text)
    opens = bool(mentions) and mentions[0].span.start == 0
    return opens and len(text) <= _LONGEST_DATE and not _NOT_IN_DATE.search(text)


def _role_of_column(texts: Sequence[str]) -> str:
    if all(_NUMBER.fullmatch(text) for text in texts):
        return "number"
    if all(mark_of(text) for text in texts):
        return "mark"
    return "department" if all(map(is_department, texts)) else "name"


def _chart(
    text: str, lines: Sequence[Span], number: int, heads: Sequence[Word], first: int
) -> Patch | None:
    """Rows of a name, who is in charge perhaps, and what is done year by year, drawn with
    arrows; `first` is the first column of a year."""
    rows: list[_Cells] = []
    years = heads[first:]
    last = number + 1
    while last < len(lines) and is_plain(text, lines[last]):
        found = words(text, lines[last], loose=True)
        behind = next((word for word in found if word.left >= years[0].left - 2), None)
        if behind is None or "。" in lines[last].of(text) or _opens_another(found, heads):
            break
        before = words(text, Span(lines[last].start, behind.span.start))
        cells = _joined(placed(before, heads[:first]), before)
        steps = _steps(text, Span(behind.span.start, lines[last].end), behind.left)
        rows.append([*cells, *_by_year(steps, years)])
        last += 1
    return _patch(text, number, last, heads, rows) if rows else None


def _joined(columns: Sequence[Word | None], before: Sequence[Word]) -> _Cells:
    """The words before the years by column; more words than columns are one name."""
    if not columns and before:
        return [[Span(before[0].span.start, before[-1].span.end)]]
    return [[word.span] if word else [] for word in columns]


def steps_by_year(text: str, line: Span, years: Sequence[Word]) -> _Cells:
    """The steps on a line below a line of years, a cell a year."""
    left = width(text[text.rfind("\n", 0, line.start) + 1 : line.start])
    return _by_year(_steps(text, line, left), years)


def _steps(text: str, span: Span, left: int) -> list[Word]:
    """Arrows and steps; one space does not divide a step unless an arrow stands there."""
    found: list[Word] = []
    column, position = left, span.start
    for match in _STEP.finditer(text, span.start, span.end):
        gap = text[position : match.start()]
        column += width(gap)
        right = column + width(match[0])
        word = Word(Span(match.start(), match.end()), match[0], column, right)
        if found and gap == " " and not _is_arrow(found[-1]) and match["text"]:
            before = found.pop()
            joined = Span(before.span.start, word.span.end)
            word = Word(joined, joined.of(text), before.left, right)
        found.append(word)
        column, position = right, match.end()
    return found


def _is_arrow(word: Word) -> bool:
    return bool(_ARROW.fullmatch(word.text))


def _by_year(found: Sequence[Word], years: Sequence[Word]) -> _Cells:
    """The cells of a row: each step in the year it begins, arrows where it goes on."""
    cells: _Cells = [[] for _ in years]
    starts = _starts(found, years)
    at = -1
    for number, word in enumerate(found):
        if not _is_arrow(word):
            at = starts[number]
            cells[at] += [" ", word.span] if cells[at] else [word.span]
            continue
        following = next((starts[n] for n in range(number + 1, len(found)) if n in starts), None)
        end = following if following is not None else _reached(word, years) + 1
        begin = at + 1 if at >= 0 else _column_of(word, years)
        for year in range(begin, end):
            cells[year] = [word.span] if not cells[year] else cells[year]
    return cells


def _starts(found: Sequence[Word], years: Sequence[Word]) -> dict[int, int]:
    """The year in which each step begins. A step pushed to the right by the one before,
    with no more than the point of an arrow between them, begins a year after it."""
    steps = [number for number, word in enumerate(found) if not _is_arrow(word)]
    starts: dict[int, int] = {}
    previous = -1
    for place, number in enumerate(steps):
        word = found[number]
        year = _column_of(word, years)
        pushed = place > 0 and word.left - found[steps[place - 1]].right <= 4
        if pushed and year > previous + 1:
            year = previous + 1
        left = len(steps) - place - 1
        year = min(max(year, previous + 1), max(len(years) - 1 - left, previous))
        starts[number] = previous = max(0, min(year, len(years) - 1))
    return starts


def _column_of(word: Word, years: Sequence[Word]) -> int:
    """The year whose column a word begins in."""
    held = [i for i, year in enumerate(years) if year.left <= word.left + 2]
    return held[-1] if held else 0


def _reached(arrow: Word, years: Sequence[Word]) -> int:
    """The last year that an arrow reaches into."""
    held = [i for i, year in enumerate(years) if year.left < arrow.right - 1]
    return held[-1] if held else 0
