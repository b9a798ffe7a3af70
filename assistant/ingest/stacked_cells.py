"""Tables each cell of which stands on a line of its own, as some converters write them.

評価
基準
Ｓ
目標を大きく上回った
Ａ
おおむね計画どおり
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from assistant.datamodels import Span
from assistant.ingest.labels import roles_of
from assistant.ingest.spacing import Patch, Piece, is_plain, row_of, trimmed
from assistant.language.normalize import match_key
from assistant.language.years import lone_year

_FEWEST = 2  # rows below the heads
_MOST_COLUMNS = 7
_LONGEST_HEAD = 14
_LONGEST_NAME = 30  # characters of what a row is about
_HEAD = re.compile(
    r"(?:No\.?|番号|項目|区分|種別|種類|分類|分野|名称|用語|語句|略語|意味|説明|解説|内容|概要|基準|考え方|定義|評価|判定"
    r"|役割|役職|職名|構成員?|担当|所属|氏名|部会|会議|時期|年月日?|期間|年度|件数|人数|台数|施設数?|割合|比率"
    r"|回答数?|順位|備考|指標|単位|実績|目標|現状|効果|手続|業務|システム|取組|事業|施策|方針|柱|課題|対応|対象"
    r"|数値|金額|費用|経費|研修|場所|施設|方法|手段|段階|状況|回|日時?|主な.{1,8}|[^、。]{1,8}(?:名|数|率|額|値|課))"
    r"(?:[(（][^()（）]{1,10}[)）])?$"
)
_SIGN = re.compile(r"[A-ESＡ-ＥＳ◎○〇●△▲×☆★－―ー-]$|[0-9０-９]$|レベル[0-9０-９]$")
_FIGURE = re.compile(r"(?:約|延べ)?[0-9０-９][0-9０-９,，.．]*[^\s。、]{0,12}$|[－―ー—–-]$")
_NOTE = re.compile(r"[※＊*]|(?:注|出典|資料)[：:)）0-9０-９]")
_BULLET = re.compile(r"[・●○■□◆◇▶➢✓\-–]\s*\S")


def find_stacked_cells(
    text: str, lines: Sequence[Span], furniture: Collection[int]
) -> Iterator[Patch]:
    """Such tables, as rows."""
    position = 0
    while position < len(lines):
        end = position
        while end < len(lines) and is_plain(text, lines[end]):
            end += 1
        first = position
        while end - first >= 2 * (_FEWEST + 1):
            cells = [trimmed(text, line) for line in lines[first:end]]
            if (found := _table(text, cells)) and not _interrupted(cells, furniture):
                width, count = found
                rows = [cells[i : i + width] for i in range(0, count, width)]
                pieces: list[Piece] = []
                for row in rows:
                    pieces += row_of([cell] for cell in row)
                yield Patch(first, first + count, tuple(pieces))
                first += count
            else:
                first += 1
        position = max(end, position + 1)


def _interrupted(cells: Sequence[Span], furniture: Collection[int]) -> bool:
    return any(cell.start in furniture for cell in cells)


def _table(text: str, cells: Sequence[Span]) -> tuple[int, int] | None:
    """How many columns and how many cells the table has that begins with the first cell."""
    told = [cell.of(text) for cell in cells]
    heads = 0
    while heads < min(len(told), _MOST_COLUMNS) and _is_head(told[heads]):
        heads += 1
    for width in range(heads, 1, -1):
        if len(set(told[:width])) < width:
            continue
        count = next((i for i, cell in enumerate(told) if _NOTE.match(cell)), len(told))
        rows = [told[i : i + width] for i in range(width, count, width)]
        if len(rows) >= _FEWEST and count % width == 0 and _are_rows(rows):
            return width, count
    return None


def _is_head(cell: str) -> bool:
    if not cell or len(cell) > _LONGEST_HEAD:
        return False
    return bool(_HEAD.match(cell) or roles_of(cell, weak=True) or lone_year(cell))


def _are_rows(rows: Sequence[Sequence[str]]) -> bool:
    """Whether cells in rows are told by their columns: each row about something else, a column
    of figures, signs or sentences beside short names."""
    names = [match_key(row[0]) or row[0] for row in rows]
    if len(set(names)) < len(names) or any(len(row[0]) > _LONGEST_NAME for row in rows):
        return False
    if any(_BULLET.match(cell) for row in rows for cell in row):
        return False
    if any(roles_of(row[0]) or row[0].endswith("。") for row in rows):
        return False
    columns = list(zip(*rows, strict=True))
    signs = all(_SIGN.match(cell) for cell in columns[0])
    figures = [all(_FIGURE.match(cell) for cell in column) for column in columns[1:]]
    if any(figures):
        return True
    short = max(len(cell) for cell in columns[0])
    longer = all(len(cell) > len(name) for name, cell in zip(columns[0], columns[-1], strict=True))
    prose = all(cell.endswith(("。", "）", ")")) for cell in columns[-1])
    return signs or (len(rows) >= 3 and short <= 16 and longer and prose)
