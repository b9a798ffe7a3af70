"""Tables each cell of which stands on a line of its own, as some converters write them.

    評価
    基準
    Ｓ
    目標を大きく上回った
    Ａ
    おおむね計画どおり

Heads may go on in brackets on the next line. What people answered stands without heads, each
answer over its share.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from assistant.datamodels import Span
from assistant.ingest.cells import is_year
from assistant.ingest.labels import FIGURES, roles_of
from assistant.ingest.spacing import Patch, Piece, is_plain, row_of, trimmed
from assistant.language.normalize import match_key
from assistant.language.years import find_years, lone_year

_DATED = re.compile(r"(?:(?:令和|平成|[RrＲ])?[0-9０-９元]{1,4})年度?[ 　]*[:：]")
_FEWEST = 2  # rows below the heads
_FEWEST_APART = 3  # columns of a table whose rows stand apart
_FEWEST_ANSWERS = 3
_MOST_COLUMNS = 7
_LONGEST_HEAD = 14
_LONGEST_OWN_HEAD = 8
_LONGEST_NAME = 30  # characters of what a row is about
_HEAD = re.compile(
    r"(?:No\.?|番号|項目|区分|種別|種類|分類|分野|名称|用語|語句|略語|意味|説明|解説|内容|概要|基準|考え方"
    r"|定義|評価|判定|役割|役職|職名|構成員?|担当|所属|氏名|部会|会議|時期|年月日?|期間|年度|件数|人数|台数"
    r"|施設数?|割合|比率|回答数?|順位|備考|指標|単位|実績|目標|現状|効果|手続|業務|システム|取組|事業|施策"
    r"|方針|柱|課題|対応|対象|数値|金額|費用|経費|研修|場所|施設|方法|手段|段階|状況|回|日時?|主な.{1,8}"
    r"|[^、。]{1,8}(?:名|数|率|額|値|課|番号|目標))"
    r"(?:[(（][^()（）]{1,10}[)）])?$"
)
IN_BRACKETS = re.compile(r"[(（][^()（）]{1,14}[)）]$")
_SIGN = re.compile(r"[A-ESＡ-ＥＳ◎○〇●△▲×☆★－―ー-]$|[0-9０-９]$|レベル[0-9０-９]$")
_FIGURE = re.compile(r"(?:約|延べ)?[0-9０-９][0-9０-９,，.．]*[^\s。、]{0,12}$|[－―ー—–-]$")
_CODE = re.compile(r"(?:[0-9０-９]{1,2}|[A-ZＡ-ＺⅠ-Ⅻ])(?:[-－.．][0-9０-９]{1,2}){1,2}$|[①-⑳]$")
_SHARE = re.compile(r"[0-9０-９]{1,3}(?:[.．][0-9０-９]+)?\s?(?P<unit>[%％人件])$")
_LINE = re.compile(r"[^\r\n]+")
_NOTE = re.compile(r"[※＊*]|(?:注|出典|資料)[：:)）0-9０-９]")
_BULLET = re.compile(r"[・●○■□◆◇▶➢✓\-–]\s*\S")

Row = list[Span]


def find_stacked_cells(
    text: str, lines: Sequence[Span], furniture: Collection[int]
) -> Iterator[Patch]:
    """Such tables, as rows."""
    position = 0
    while position < len(lines):
        end = position
        while end < len(lines) and is_plain(text, lines[end]):
            end += 1
        plain = [trimmed(text, line) for line in lines[position:end]]
        if (apart := _rows_apart(text, lines, plain, end)) is not None:
            rows, end = apart
            yield Patch(position, end, _as_rows(text, rows))
            position = end
            continue
        first = position
        while end - first >= 2 * _FEWEST:
            cells = plain[first - position :]
            inside = first > position and _goes_on_heads(
                text, plain[first - position - 1], cells[0]
            )
            rows = [] if inside else _table(text, cells) or _answers(text, cells)
            told = [cell for row in rows for cell in row]
            if any(_DATED.match(cell.of(text)) for cell in told):
                told = []  # 2025年：0人 below a name is told of that name
            if told and not any(cell.start in furniture for row in rows[1:] for cell in row):
                count = next(i for i, cell in enumerate(cells) if cell.end == told[-1].end) + 1
                yield Patch(first, first + count, _as_rows(text, rows))
                first += count
            else:
                first += 1
        position = max(end, position + 1)


def _as_rows(text: str, rows: Sequence[Row]) -> tuple[Piece, ...]:
    return tuple(piece for row in rows for piece in row_of(_pieces(text, cell) for cell in row))


def _rows_apart(
    text: str, lines: Sequence[Span], plain: Sequence[Span], below: int
) -> tuple[list[Row], int] | None:
    """The heads that fill a run of lines with the rows below it, an empty line before each, and the
    number of the line behind them; None where no figures stand in such rows."""
    heads, ends = _heads(text, plain)
    width = len(heads)
    if width < _FEWEST_APART or ends[-1] != len(plain):
        return None
    rows: list[Row] = []
    end = below
    while end + width < len(lines) and not lines[end].of(text).strip():
        held = [trimmed(text, line) for line in lines[end + 1 : end + 1 + width]]
        behind = lines[end + 1 + width].of(text).strip() if end + 1 + width < len(lines) else ""
        told = [cell.of(text) for cell in held]
        whole = all(told) and not behind and _names_row(told[0])
        if not whole or not all(map(_FIGURE.match, told[1:])):
            break
        rows.append(held)
        end += 1 + width
    return ([heads, *rows], end) if len(rows) >= _FEWEST else None


def _goes_on_heads(text: str, above: Span, cell: Span) -> bool:
    """Whether a cell stands inside a run of heads: below one of a figure or year, or as such a
    head below another."""
    one, other = above.of(text), cell.of(text)
    return _is_head(one) and _is_head(other) and (_is_figure_head(one) or _is_figure_head(other))


def _is_figure_head(cell: str) -> bool:
    return bool(set(roles_of(cell)) & FIGURES) or is_year(cell)


def _pieces(text: str, cell: Span) -> list[Piece]:
    """A cell on one line, what goes on below it behind what it begins with."""
    return [Span(*match.span()) for match in _LINE.finditer(text, cell.start, cell.end)]


def _table(text: str, cells: Sequence[Span]) -> list[Row]:
    """The rows of the table that begins with the first cell, its heads first; [] if none does."""
    heads, below = _heads(text, cells)
    if len(heads) < 2:
        return []
    told = [cell.of(text) for cell in cells]
    count = next((i for i, cell in enumerate(told) if _NOTE.match(cell)), len(told))
    for width in range(len(heads), 1, -1):
        named = [head.of(text) for head in heads[:width]]
        start = below[width - 1]
        if len(set(named)) < width:
            continue
        if wrapped := _rows_by_code(text, cells[start:count], width):
            return [heads[:width], *wrapped]
        rows = [told[i : i + width] for i in range(start, count, width)]
        if any(_goes_on_heading(named, row) for row in rows[:_FEWEST]):
            continue
        whole = (count - start) % width == 0
        kept = len(rows) if whole and _are_rows(rows) else _with_figures(rows, width)
        if kept >= _FEWEST or (kept == 1 and _is_figure_row(named, rows[0])):
            spans = [list(cells[start + i * width : start + (i + 1) * width]) for i in range(kept)]
            return [heads[:width], *spans]
    return []


def _rows_by_code(text: str, cells: Sequence[Span], width: int) -> list[Row]:
    """Rows that each begin with a number and end with figures, whose name in between may fill
    several lines; [] where they are no such rows, or none of them is wrapped."""
    records: list[Row] = []
    for cell in cells:
        if _CODE.match(cell.of(text)):
            records.append([cell])
        elif records:
            records[-1].append(cell)
        else:
            return []
    rows: list[Row] = []
    for code, *held in records:
        name, figures = held[: len(held) - width + 2], held[len(held) - width + 2 :]
        if not name or not all(_FIGURE.match(figure.of(text)) for figure in figures):
            return []
        rows.append([code, name[0].join(name[-1]), *figures])
    cut = any(len(record) > width for record in records)
    return rows if width > 2 and cut and len(rows) >= _FEWEST else []


def _is_figure_row(heads: Sequence[str], row: Sequence[str]) -> bool:
    """Whether a row, one alone, holds an indicator and a figure under each of three heads or more
    that say so."""
    measured = "indicator" in roles_of(heads[0], True) and all(map(_is_figure_head, heads[1:]))
    return measured and len(heads) > 2 and all(map(_FIGURE.match, row[1:])) and len(row) > 2


def _goes_on_heading(heads: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether cells below heads head something themselves: years below years, or a label of
    figures (目標). A year heads no names."""
    if lone_year(heads[0]):
        return True
    years = any(map(lone_year, heads)) and any(map(lone_year, cells))
    return years or any(set(roles_of(cell)) & FIGURES for cell in cells)


def _heads(text: str, cells: Sequence[Span]) -> tuple[Row, list[int]]:
    """The cells at the beginning that may be heads, each with what goes on in brackets below
    it, and for each the number of the cell behind it."""
    heads: Row = []
    below: list[int] = []
    for number, cell in enumerate(cells):
        content = cell.of(text)
        if heads and IN_BRACKETS.match(content) and not IN_BRACKETS.search(heads[-1].of(text)):
            heads[-1] = heads[-1].join(cell)
            below[-1] = number + 1
        elif len(heads) < _MOST_COLUMNS and (
            _is_head(content) or _is_own_head(text, cells, number)
        ):
            heads.append(cell)
            below.append(number + 1)
        else:
            break
    return heads, below


def _is_own_head(text: str, cells: Sequence[Span], number: int) -> bool:
    """Whether the first cell is a head of the document's own: a short word before two heads that
    tell of figures by their years."""
    word, *behind = (cell.of(text) for cell in cells[number : number + 3])
    plain = (
        number == 0 and len(word) <= _LONGEST_OWN_HEAD and not re.search(r"[0-9０-９。、]", word)
    )
    return plain and len(behind) == 2 and all(map(_is_figure_head, behind))


def _is_head(cell: str) -> bool:
    if not cell or len(cell) > _LONGEST_HEAD or _BULLET.match(cell):
        return False
    return bool(_HEAD.match(cell) or roles_of(cell, weak=True) or is_year(cell))


def _with_figures(rows: Sequence[Sequence[str]], width: int) -> int:
    """How many of the first rows have figures in the columns in which the first one has some."""
    if not rows or len(rows[0]) < width:
        return 0
    columns = [i for i in range(1, width) if _FIGURE.match(rows[0][i])]
    seen: set[str] = set()
    kept = 0
    for row in rows:
        whole = len(row) == width and all(_FIGURE.match(row[i]) for i in columns)
        name = match_key("".join(row[: columns[0]])) if columns else ""
        if not whole or not name or name in seen or not _names_row(row[0]):
            break
        seen.add(name)
        kept += 1
    return kept


def _names_row(cell: str) -> bool:
    """Whether a cell may name what a row is about, and is no label of a sheet."""
    plain = len(cell) <= _LONGEST_NAME and not cell.endswith("。") and not _BULLET.match(cell)
    return plain and not roles_of(cell, weak=True)


def _are_rows(rows: Sequence[Sequence[str]]) -> bool:
    """Whether cells in rows are told by their columns: each row about something else, a column
    of figures, signs or sentences beside short names."""
    if len(rows) < _FEWEST:
        return False
    names = [match_key(row[0]) or row[0] for row in rows]
    if len(set(names)) < len(names) or not all(_names_row(row[0]) for row in rows):
        return False
    if any(_BULLET.match(cell) for row in rows for cell in row):
        return False
    if all(_CODE.match(row[0]) and not _CODE.match(row[1]) for row in rows):
        return True
    columns = list(zip(*rows, strict=True))
    if len(columns) == 2 and all(len(c) <= _LONGEST_NAME and find_years(c) for c in columns[1]):
        return True
    if any(all(_FIGURE.match(cell) for cell in column) for column in columns[1:]):
        return True
    short = max(len(cell) for cell in columns[0])
    longer = all(len(cell) > len(name) for name, cell in zip(columns[0], columns[-1], strict=True))
    prose = all(cell.endswith(("。", "）", ")")) for cell in columns[-1])
    signs = all(_SIGN.match(cell) for cell in columns[0])
    return signs or (len(rows) >= 3 and short <= 16 and longer and prose)


def _answers(text: str, cells: Sequence[Span]) -> list[Row]:
    """The answers that begin with the first cell, each with its share below it."""
    rows: list[Row] = []
    units: set[str] = set()
    for i in range(0, len(cells) - 1, 2):
        name, share = cells[i].of(text), _SHARE.match(cells[i + 1].of(text))
        if share is None or not _names_row(name) or _FIGURE.match(name):
            break
        if units and share["unit"] not in units:
            break
        units.add(share["unit"])
        rows.append([cells[i], cells[i + 1]])
    return rows if len(rows) >= _FEWEST_ANSWERS else []
