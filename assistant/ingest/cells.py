"""What the rows of a table are: heads of columns, labels with values, figures, a project."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.datamodels import Span
from assistant.ingest.blocks import Cell, Row
from assistant.ingest.labels import FIGURES, is_department, revision_in, roles_of
from assistant.language.years import find_years, without_years

Cells = tuple[Cell, ...]
LONGEST_NAME = 60  # characters of a cell that names what its row tells of
_MONTH = re.compile(
    r"(?:[RrＲHＨ]|令和|平成)?[ 　]?[0-9０-９元]{1,4}(?:[（(][^（()）]{2,6}[）)])?[ 　]?"
    r"(?:[.．/／]|年)[ 　]?[0-9０-９]{1,2}[ 　]?月?(?:[.．/／]?[0-9０-９]{1,2}日?)?"
)
_CODES = re.compile(
    r"[A-ZＡ-Ｚ]?[0-9０-９]{1,3}(?:[-－.．、,・～〜 　][A-ZＡ-Ｚ]?[0-9０-９]{1,3})*|[-－―—–]"
)
_COUNT = re.compile(r"[0-9０-９]{1,3}[.．]?")
_OF_YEARS = re.compile(r"年度?|区分|時期|")
_FIGURE_FIRST = re.compile(r"[約延べ]{0,2}[▲△-]?[0-9０-９]|[-－―–—]+$")
_ITEM = re.compile(r"[①-⑳・●○◎◆◇■□▪•]|[(（][0-9０-９]{1,2}[)）]")
CODE = re.compile(r"[0-9０-９A-ZＡ-Ｚ]{1,2}(?:[-－‐–][0-9０-９]{1,2}){1,3}(?![0-9０-９年月])")

_LEFT_HEAD = re.compile(r"(?:記載|記入)?項目名?|区分|欄|見出し|事項|")
_RIGHT_HEAD = re.compile(r"(?:記載)?内容|説明|概要|摘要|記載事項|")

NUMBER = r"[0-9０-９][0-9０-９,，.．]*"
GRID_ROLES = FIGURES | {"indicator", "actions", "unit", "schedule", "qualifier"}


def figure_pattern(unit: str) -> str:
    """The pattern of a cell with one figure, whose unit has the pattern `unit`: 18手続,
    150組(10月開始), 年間1,200件以上."""
    return (
        rf"(?:[約年月計]|累計|年間|延べ)?[ 　]?[±＋+▲△-]?{NUMBER}{unit}"
        r"(?:以上|以下|未満|程度)?[ 　]?(?:[（(][^（()）]{1,16}[）)])?"
    )


def is_list(rows: tuple[Row, ...]) -> bool:
    """Whether the table has a project a row: a column of names beside other known ones."""
    if len(rows) < 2 or _begin_with_labels(rows) or _is_chronicle(rows):
        return False
    cells = rows[0].cells
    coded = {cell.text for column, cell in enumerate(cells) if _holds_codes(rows, column)}
    filled = [cell.text for cell in rows[0].filled()]
    known = [
        tuple(role for role in roles_of(text, True) if role != "name" or text not in coded)
        for text in filled
    ]
    named = any("name" in roles_of(text) and text not in coded for text in filled)
    known_share = sum(
        bool(roles) or is_year(text) for roles, text in zip(known, filled, strict=True)
    )
    if len(filled) < 2 or known_share < 0.6 * len(filled):
        return False
    others = {role for roles in known for role in roles} - {"name", "number", "note", "hierarchy"}
    years = sum(map(is_year, filled))
    if named:
        return bool(others) or years >= 2 or "number" in {r for roles in known for r in roles}
    if own_name_column(rows) is not None:
        return True
    weakly = any("name" in roles for roles in known) or any(
        roles_of(text) == ("actions",) for text in filled
    )
    told = "department" in others or any(map(revision_in, filled)) or _is_dated(rows)
    return weakly and told and not opens_grid(rows[0].cells[:1])


def _holds_codes(rows: tuple[Row, ...], column: int) -> bool:
    """Whether a column tells by numbers what its rows belong to: 関連事業 | 1, 3."""
    texts = [row.cells[column].text for row in rows[1:] if column < len(row.cells)]
    told = [text for text in texts if text]
    return bool(told) and all(map(_CODES.fullmatch, told))


def _is_dated(rows: tuple[Row, ...]) -> bool:
    """Whether a table of two columns tells when each thing of the first one is: 取組 | 時期."""
    held = [row.filled() for row in rows]
    pairs = all(len(cells) == 2 for cells in held)
    dated = pairs and all(is_year(cells[1].text) for cells in held[1:])
    return dated and roles_of(held[0][1].text, True) == ("schedule",)


def _is_chronicle(rows: tuple[Row, ...]) -> bool:
    """Whether each row begins with a month: what was done, in order, and no projects."""
    firsts = [row.cells[0].text for row in rows[1:]]
    return len(firsts) > 1 and all(map(_MONTH.fullmatch, firsts))


def own_name_column(rows: tuple[Row, ...]) -> int | None:
    """The column of a roadmap (a department and two years or more a row) that names its things
    under a word of the document's own, None if there is none."""
    heads = [cell.text for cell in rows[0].cells]
    roles = [set(roles_of(text, True)) for text in heads]
    offices = [column for column, held in enumerate(roles) if "department" in held]
    if any("name" in held for held in roles) or not offices or sum(map(is_year, heads)) < 2:
        return None
    unknown = [column for column, text in enumerate(heads) if text and not roles[column]]
    unknown = [column for column in unknown if column < offices[0] and not is_year(heads[column])]
    if len(unknown) != 1 or len(rows) < 3:
        return None
    texts = [row.cells[unknown[0]].text for row in rows[1:] if unknown[0] < len(row.cells)]
    told = [text for text in texts if text]
    short = all(len(text) <= LONGEST_NAME and "。" not in text for text in told)
    return unknown[0] if short and len(set(told)) > 0.8 * len(rows[1:]) else None


def _begin_with_labels(rows: tuple[Row, ...]) -> bool:
    """Whether values stand beside labels in the rows: 番号 | 1-1 | 取組名 | 窓口の改善 over
    所管 | 市民課. Below the heads of a list few cells are labels."""
    firsts = [row.cells[0].text for row in rows if row.cells[0].text]
    labels = sum(bool(roles_of(text, True)) for text in firsts)
    values = sum(not roles_of(cell.text, True) for cell in rows[0].filled())
    return values > 0 and labels * 3 >= len(firsts) * 2


def transposed(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """A table that gives a project a column, turned to a row a project; () if it does not."""
    if len(rows) < 3:
        return ()
    width = len(rows[0].filled())
    firsts = [row.cells[0].text for row in rows]
    if (
        width < 3
        or "name" not in roles_of(firsts[0])
        or not all(rows[0].cells[i].text for i in range(width))
    ):
        return ()
    inner = [cell.text for row in rows for cell in row.cells[1:]]
    known = sum(bool(roles_of(text, True)) for text in firsts)
    if known < len(rows) * 0.8 or any(roles_of(text) for text in inner if text):
        return ()
    turned = []
    for column in range(width):
        cells = tuple(row.cells[column] for row in rows if column < len(row.cells))
        turned.append(Row(cells, cells[0].span))
    return tuple(turned)


def years_down(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """A table of figures that has a year or a standing a row and an indicator a column (年度 |
    利用者数 | 割合, over 基準値（R6） | 38人 | 30％), turned to a row an indicator; () if none."""
    width = len(rows[0].cells)
    if len(rows) < 4 or width < 2 or any(len(row.cells) != width for row in rows):
        return ()
    firsts = [row.cells[0].text for row in rows[1:]]
    dated = sum(is_year(text) for text in firsts)
    standing = all(is_year(text) or set(roles_of(text, True)) & FIGURES for text in firsts)
    started = any(set(roles_of(text, True)) & {"baseline", "target"} for text in firsts)
    guessed = any(re.search("推計|見込|予測", text) for text in firsts)
    heads = [cell.text for cell in rows[0].cells[1:]]
    figures = [cell.text for row in rows[1:] for cell in row.cells[1:]]
    named = all(text and not is_year(text) and not roles_of(text, True) for text in heads)
    told = sum(bool(_FIGURE_FIRST.match(text)) for text in figures)
    if not (_OF_YEARS.fullmatch(rows[0].cells[0].text) and dated > 1 and standing and named):
        return ()
    if not started or guessed or told < 0.9 * len(figures):
        return ()
    whole = rows[0].span.join(rows[-1].span)
    head = Cell("指標", Span(whole.start, whole.start))
    turned = [Row((head, *(row.cells[0] for row in rows[1:])), whole)]
    for column in range(1, width):
        turned.append(Row(tuple(row.cells[column] for row in rows), whole))
    return tuple(turned)


def heads_twice(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows of a table of indicators with heads over heads (指標 | 基準値 | | 目標値, over
    年度 | 値 | R8) without the column that only dates what is started from; () of other tables."""
    if len(rows) < 3 or "indicator" not in roles_of(rows[0].cells[0].text, True):
        return ()
    above, below = rows[0].texts(), rows[1].texts()
    groups = sum(bool(set(roles_of(text, True)) & FIGURES) for text in above[1:])
    if below[0] or not groups or sum(map(is_year, below)) < 2 or len(above) != len(below):
        return ()
    dating = [c for c, text in enumerate(below) if c and _OF_YEARS.fullmatch(text) and text]
    if len(dating) != 1 or not above[dating[0]] or above[dating[0] + 1]:
        return rows
    (column,) = dating  # 年度 under 基準値, whose head stands over the figures then
    kept = [c for c in range(len(above)) if c != column]
    heads = list(rows[0].cells)
    heads[column + 1] = heads[column]
    lower = list(rows[1].cells)
    at = lower[column + 1].span
    lower[column + 1] = Cell("", Span(at.start, at.start))
    bare = [
        Row(tuple(held[c] for c in kept), row.span)
        for held, row in ((heads, rows[0]), (lower, rows[1]))
    ]
    bare += [Row(tuple(r.cells[c] for c in kept if c < len(r.cells)), r.span) for r in rows[2:]]
    return tuple(bare)


def is_bare_list(rows: tuple[Row, ...]) -> bool:
    """Whether a table without heads gives the department behind each name."""
    if len(rows) < 4 or any(len(row.cells) != 2 or len(row.filled()) != 2 for row in rows):
        return False
    departments = sum(is_department(row.cells[1].text) for row in rows)
    names = all(len(row.cells[0].text) <= 60 and "。" not in row.cells[0].text for row in rows)
    return names and departments * 10 >= len(rows) * 9 and not any(map(_labels_itself, rows))


def _labels_itself(row: Row) -> bool:
    return bool(roles_of(row.cells[0].text))


def is_year(text: str) -> bool:
    """Whether a cell is the head of a column for one year or a few: it names no day and
    states no figure."""
    if len(text) > 28 or "。" in text:
        return False
    mentions = find_years(text)
    if not mentions or any(mention.kind == "date" for mention in mentions):
        return False
    rest = without_years(text, mentions)
    return not re.search(r"[0-9０-９]", rest) and len(rest) <= 14


def heads_labels(rows: tuple[Row, ...]) -> bool:
    """Whether the first row only says that labels stand at the left and what they say at the
    right: 項目 | 内容 over 担当課 | 市民課."""
    if len(rows) < 3 or any(len(row.cells) != 2 for row in rows):
        return False
    left, right = (cell.text for cell in rows[0].cells)
    if not (_LEFT_HEAD.fullmatch(left) and _RIGHT_HEAD.fullmatch(right)):
        return False
    labels = sum(bool(roles_of(row.cells[0].text, True)) for row in rows[1:])
    told = any("department" in roles_of(row.cells[0].text, True) for row in rows[1:])
    return told and labels * 3 >= (len(rows) - 1) * 2


def opens_grid(cells: Cells) -> bool:
    """Whether a row heads columns of years or of figures."""
    filled = [cell.text for cell in cells if cell.text]
    if _states_figures(filled):
        return False
    years = sum(is_year(text) for text in filled)
    roles = [roles_of(text) for text in filled]
    figures = sum(bool(set(found) & FIGURES) for found in roles)
    if years >= 2 and years >= len(filled) - 3:
        return True
    if figures >= 2 or (figures >= 1 and len(filled) >= 2 and "indicator" in roles[0]):
        return True
    heads = all(roles_of(text, True) or is_year(text) for text in filled)
    return figures == 1 and len(filled) > 2 and "indicator" in roles[1] and heads


def _states_figures(texts: list[str]) -> bool:
    """Whether figures stand right beside their labels: 現状値 | 58分 | 目標値 | 35分."""
    told = [place for place, text in enumerate(texts) if set(roles_of(text)) & FIGURES]
    beside = [texts[place + 1] if place + 1 < len(texts) else "" for place in told]
    return bool(told) and all(t and not is_year(t) and not roles_of(t, True) for t in beside)


def names_figures(texts: list[str]) -> bool:
    """Whether a row names an indicator with its figures right beside their labels:
    指標 | 所要時間 | 現状値 | 58分."""
    named = len(texts) > 3 and not set(roles_of(texts[1])) & FIGURES
    return named and _states_figures(texts)


def is_banner(first: Row, second: Row) -> bool:
    """A first head row (現状, 計画期間) over a second one with the years."""
    below = [cell.text for cell in second.cells if cell.text]
    return not second.cells[0].text and len(below) >= 2 and all(map(is_year, below))


def column_heads(rows: tuple[Row, ...]) -> int:
    """How many rows at the top hold labels only, two or more of them."""
    depth = 0
    for row in rows[:-1]:
        filled = row.filled()
        if len(filled) < 2 or not all(roles_of(cell.text, True) for cell in filled):
            break
        depth += 1
    if depth and row_label(rows[depth].cells) and len(rows[depth].filled()) > 1:
        return 0
    return depth


def is_counted(rows: tuple[Row, ...]) -> bool:
    """Whether a table counts its rows under a head 番号 and has heads of its own beside it."""
    head, *body = rows
    whole = len(head.filled()) == len(head.cells) > 2 and len(body) > 1
    return (
        whole
        and roles_of(head.cells[0].text) == ("number",)
        and all(_COUNT.fullmatch(row.cells[0].text) and len(row.filled()) > 2 for row in body)
    )


def row_label(cells: Cells) -> tuple[int, tuple[str, ...]] | None:
    """Column and roles of the label that a row begins with, a stray number before it skipped."""
    filled = [(column, cell) for column, cell in enumerate(cells) if cell.text]
    if len(filled) > 1 and re.fullmatch(r"\d{1,2}", filled[0][1].text):
        filled = filled[1:]
    if not filled or (filled[0][0] > 1 and len(filled) == 1):
        return None
    column, cell = filled[0]
    roles = roles_of(cell.text, len(filled) > 1)
    return (column, roles) if roles else None


def is_figure_row(cells: Cells) -> bool:
    """Whether a row holds an indicator's targets or actuals, named by its second cell."""
    if len(cells) < 3 or (cells[0].text and roles_of(cells[0].text)):
        return False
    if not set(roles_of(cells[1].text)) & FIGURES or not any(cell.text for cell in cells[2:]):
        return False
    if sum(is_year(cell.text) for cell in cells[2:]) > 1:
        return False  # 年度 | 現状値 | R8 | R9 heads rows of figures
    texts = [cell.text for cell in cells if cell.text]
    kinds = sum(bool(set(roles_of(text)) & FIGURES) for text in texts)
    return kinds < 2 or not _states_figures(texts)  # 現状値 | 58分 | 目標値 | 35分


def names_several(rows: tuple[Row, ...]) -> bool:
    """Whether rows begin with different numbers of more than one part (1-1-2 …): the chart of
    several projects."""
    codes = {match[0] for row in rows if (match := CODE.match(row.cells[0].text))}
    return len(codes) > 1


def grid_end(rows: tuple[Row, ...], start: int, own: frozenset[str] = frozenset()) -> int:
    """The row after the grid that `rows[start]` heads; `own` are labels of the document's own
    wording."""
    first_year = _first_year(rows[start].cells)
    dated = roles_of(rows[start].cells[0].text, True) == ("schedule",)  # 年度 over 工程
    for number in range(start + 1, len(rows)):
        label = row_label(rows[number].cells)
        if rows[number].cells[0].text in own and len(rows[number].filled()) == 2:
            return number
        if names_grid(rows[number : number + 2]):
            return number
        if label is None or set(label[1]) & FIGURES:
            continue
        if goes_on_below(rows[start].cells, rows[number].cells, label[0]):
            continue
        wide = first_year >= 2 and set(label[1]) <= {"actions", "indicator"}
        wide = wide or (
            dated and label == (0, ("schedule",)) and not opens_grid(rows[number].cells)
        )
        filled = [cell.text for cell in rows[number].filled()]
        dateless = not any(cell.text for cell in rows[number].cells[first_year:])
        if "indicator" in label[1] and (dateless or opens_grid(rows[number].cells)):
            return number
        if not wide or len(filled) < 3 - dated or names_figures(filled):
            return number
    return len(rows)


def _first_year(heads: Cells) -> int:
    return next((column for column, cell in enumerate(heads) if is_year(cell.text)), 1)


def goes_on_below(heads: Cells, cells: Cells, label: int) -> bool:
    """Whether a row of a grid has its label behind a blank name: 達成率 below 目標 and 実績."""
    return label > 0 and not cells[0].text and label < _first_year(heads)


def names_grid(rows: tuple[Row, ...]) -> bool:
    """Whether the first of two rows holds but a name, behind a blank cell, of what the columns of
    years or figures below it tell."""
    if len(rows) < 2 or rows[0].cells[0].text or rows[1].cells[0].text:
        return False
    if len(rows[0].filled()) != 1:
        return False
    name = rows[0].filled()[0].text
    word = len(name) > 2 and not is_year(name) and not re.match(r"[0-9０-９→⇒➡]", name)
    return word and opens_grid(rows[1].cells)


def continues_value(head: Cells, cells: Cells, column: int) -> bool:
    """Whether a row only goes on with the value of the row above: a page broke there."""
    value_column = next((c for c in range(column + 1, len(head)) if head[c].text), None)
    filled = [c for c, cell in enumerate(cells) if cell.text]
    return filled == [value_column]


def label_behind(cells: Cells) -> int | None:
    """The column of a label with a value, behind cells that are none: a title's row."""
    for column, cell in enumerate(cells[:-1]):
        behind = [c.text for c in cells[column + 1 :] if c.text]
        if column and behind and roles_of(cell.text):
            if roles_of(cell.text) == ("mark",) and roles_of(behind[0], True):
                continue  # the mark itself, before the label 評価
            return column if cells[0].text else None
    return None


def wrapped_cells(values: list[Cell]) -> list[Cell]:
    """Cells of the rows below that go on with the first one."""
    return [
        cell
        for cell in values[1:]
        if cell.span.start > values[0].span.end + 1 and _below(values[0], cell)
    ]


def going_on(first: Cell, below: Sequence[Cell]) -> list[Cell]:
    """The cells of the rows below a value that go on with it: in the middle of a sentence, or
    as the items of a list that it begins."""
    items = _ITEM.match(first.text)
    return [cell for cell in below if _below(first, cell) or (items and _ITEM.match(cell.text))]


def _below(first: Cell, cell: Cell) -> bool:
    return (
        len(cell.text) > 8
        and not re.fullmatch(r"[\d,.\s]+\S?", cell.text)
        and first.text[-1:] not in "。"
    )
