"""The rows of a table of things which are no projects that hold, under a column which the
question names, what it says of it: 開始時期が令和7年7月の手続."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.answering.drafts import Draft, Evidence, Line
from assistant.answering.messages import say
from assistant.answering.turn import Turn
from assistant.datamodels import Fact, LabelledCell
from assistant.ingest.labels import roles_of
from assistant.language.normalize import match_key, normalize_text, without_brackets
from assistant.language.ratings import rating_sign
from assistant.language.tokens import lemmas
from assistant.language.years import find_years

_RATING = re.compile(r"評価|判定|達成|進捗|ランク")
SHORTEST = 2  # characters of a head or a cell, to be named
FEWEST_ROWS = 3  # of a table that a question chooses from
MOST_TOLD = 0.8  # of a table's rows, from which on nothing is chosen
_MONTH = re.compile(r"(?:令和|r)[ ]?([0-9]{1,2})(?:年|[.])[ ]?([0-9]{1,2})月?(?![0-9])")
SHORTEST_CLASS = 3  # characters of a value that puts rows into a class
MOST_PROJECTS = 0.5  # of a table's rows; those of more are projects, which are told otherwise
LONGEST_YEAR = 14  # characters of a cell that only tells a year
_EVERY_HEAD = frozenset(("年度", "年", "システム", "令和"))
_DIGIT = re.compile(r"[0-9]")
_JOINT = "[がはのをも]?"  # between the head and what is said of it

Chosen = tuple[Fact, LabelledCell]


def compose_rows(turn: Turn) -> Draft | None:
    """The names of the rows that are chosen by a cell, and the cell with its head."""
    query = turn.query
    asked = query.has_form("list", "items") or not query.forms
    if not asked or turn.named:
        return None
    question = _key(query.question)
    tables = list(_tables(turn))
    plain = [rows for rows, projects in tables if not projects]
    chosen = max((_chosen(rows, question) for rows in plain), key=len, default=[])
    if not chosen and query.years and query.has_form("list", "items"):
        chosen = max((_of_year(turn, rows) for rows in plain), key=len, default=[])
    if not chosen and query.has_form("list"):
        others = [rows for rows, projects in tables if projects < MOST_PROJECTS]
        chosen = _of_value(turn, others, question)
    if not chosen and query.ratings and query.has_form("list", "items"):
        chosen = _rated(turn, [rows for rows, projects in tables if projects < MOST_PROJECTS])
    if not chosen:
        return None
    origin = turn.origin(chosen[0][0].document_id)
    lines = [Line(say(turn.language, "list_origin", origin=origin, count=len(chosen)))]
    lines += [_line(fact, cell) for fact, cell in chosen]
    return Draft("rows", tuple(lines), 0.9)


def _tables(turn: Turn) -> Iterator[tuple[list[Fact], float]]:
    """The rows of each table in scope (those of a section under the same heads), and the share
    of them that have the name of a project."""
    tables: dict[tuple[str, int, tuple[str, ...]], list[Fact]] = {}
    for fact in turn.facts:
        if fact.kind == "row" and len(fact.cells) > 2:
            heads = tuple(cell.header for cell in fact.cells)
            if all(heads):
                tables.setdefault((fact.document_id, fact.section, heads), []).append(fact)
    projects = {match_key(p.name.text) for p in turn.catalogue.projects_in(turn.query.scope)}
    for rows in tables.values():
        if len(rows) >= FEWEST_ROWS:
            named = sum(match_key(_name_of(row).value.text) in projects for row in rows)
            yield rows, named / len(rows)


def _chosen(rows: list[Fact], question: str) -> list[Chosen]:
    """The rows that the question chooses by one of their columns."""
    found: list[Chosen] = []
    for column, cell in enumerate(rows[0].cells):
        head = _key(without_brackets(cell.header))
        if column and len(head) >= SHORTEST and head in question and cell is not _name_of(rows[0]):
            held = [
                (row, row.cells[column]) for row in rows if _is_told(row, column, head, question)
            ]
            found = max(found, held, key=len)
    return found if len(found) <= MOST_TOLD * len(rows) else []


def _of_year(turn: Turn, rows: list[Fact]) -> list[Chosen]:
    """The rows that are dated with a year asked for, under the one column of years whose head
    shares a word with the question: 更新の予定 令和8年度. [] where most of them are."""
    asked = {term.lemma for term in turn.query.terms} - _EVERY_HEAD
    found: list[list[Chosen]] = []
    for column, cell in enumerate(rows[0].cells):
        years = [_year_in(row.cells[column].value.text) for row in rows]
        dated = sum(year is not None for year in years)
        if not column or 2 * dated < len(rows) or not asked & set(lemmas(cell.header)):
            continue
        held = zip(rows, years, strict=True)
        found.append([(row, row.cells[column]) for row, y in held if y in turn.query.years])
    told = found[0] if len(found) == 1 else []
    return told if len(told) <= MOST_TOLD * len(rows) else []


def _year_in(cell: str) -> int | None:
    """The year that a cell is, None of one that tells more."""
    mentions = find_years(cell) if len(cell) <= LONGEST_YEAR else []
    return mentions[0].year if mentions else None


def _of_value(turn: Turn, tables: list[list[Fact]], question: str) -> list[Chosen]:
    """The rows that hold a value which the question names, under a column that puts the rows of
    its table into a few classes: 未達成, 一部達成. [] where several tables do, or projects are
    rated so."""
    found: list[list[Chosen]] = []
    for rows in tables:
        for column in range(1, len(rows[0].cells)):
            values = [_key(row.cells[column].value.text) for row in rows]
            classes = sorted(set(values), key=len, reverse=True)
            named = next((v for v in classes if len(v) >= SHORTEST_CLASS and v in question), None)
            if named and 2 * len(classes) <= len(rows) and not _DIGIT.search(named):
                held = zip(rows, values, strict=True)
                found.append([(row, row.cells[column]) for row, v in held if v == named])
    rated = {
        _key(project.rating.text)
        for project in turn.catalogue.projects_in(turn.query.scope)
        if project.rating
    }
    alone = len(found) == 1 and _key(found[0][0][1].value.text) not in rated
    return found[0] if alone else []


def _rated(turn: Turn, tables: list[list[Fact]]) -> list[Chosen]:
    """The rows with a rating that the question names, of the one table that rates its rows;
    [] where projects are rated by signs."""
    if any(
        project.rating and len(rating_sign(project.rating.text)) == 1
        for project in turn.catalogue.projects_in(turn.query.scope)
    ):
        return []
    found: list[list[Chosen]] = []
    for rows in tables:
        for column, cell in enumerate(rows[0].cells):
            signs = [rating_sign(row.cells[column].value.text) for row in rows]
            if column and _RATING.search(cell.header) and all(len(sign) <= 1 for sign in signs):
                held = zip(rows, signs, strict=True)
                found.append([(r, r.cells[column]) for r, s in held if s in turn.query.ratings])
    told = [rows for rows in found if rows]
    return told[0] if len(told) == 1 else []


def _is_told(row: Fact, column: int, head: str, question: str) -> bool:
    """Whether the question says of a head what a row holds under it."""
    value = _key(without_brackets(row.cells[column].value.text))
    told = rf"{re.escape(head)}{_JOINT}{re.escape(value)}(?![0-9])"
    return len(value) >= SHORTEST and re.search(told, question) is not None


def _key(text: str) -> str:
    """`text` for comparison, months in one spelling."""
    return match_key(_MONTH.sub(r"r\1年\2月", normalize_text(text)))


def _name_of(row: Fact) -> LabelledCell:
    """The cell that names a row: the first one but its number."""
    numbered = roles_of(row.cells[0].header, True) == ("number",)
    return row.cells[1 if numbered else 0]


def _line(fact: Fact, cell: LabelledCell) -> Line:
    name = _name_of(fact).value
    evidence = Evidence(fact.document_id, cell.value.span, (name.span,))
    text = f"{name.text}：{cell.header} {cell.value.text}"
    return Line(text, (evidence,), (name.text,), bullet=True)
