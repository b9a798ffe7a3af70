"""Which answer comes first in what stands below a line: the first rank, the largest share."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.datamodels import Fact, Span
from assistant.ingest.blocks import Block, Cell, Row
from assistant.retrieval.table_heads import label_rows

FEWEST_ANSWERS = 3  # to a question of a survey
_SURVEYED = re.compile(
    r"^(?:設?問|質問|Ｑ|Q)[ 　]?[0-9０-９.．]|か[。？?]?(?:[ 　]*[（(][^（()）]*[）)])?$"
    r"|[（(](?:複数回答|上位|[0-9０-９]つまで|いくつでも)[^（()）]*[）)]$"
)
_SHARE = re.compile(r"([0-9０-９]{1,3}(?:[.．][0-9０-９]+)?)[ 　]?[%％]")
_ANSWER = re.compile(
    r"(?P<answer>[^\s／/｜|、。「」％%][^／/｜|\t\n。％%]{1,44}?)[」]?[ 　：:（(]+"
    r"(?P<told>(?P<share>[0-9０-９]{1,3}(?:[.．][0-9０-９]+)?)[ 　]?[%％])"
)
_RANKS = (re.compile(r"第?[1１一]位?"), re.compile(r"第?[2２二]位?"))


def first_answer(text: str, question: str, below: Block | None) -> Row | None:
    """The row of the table `below` that answers a line which announces it, or as a row the
    answer and share of several in a line."""
    if below is None or below.kind == "blank":
        return None
    if below.kind != "table":
        return _most_in_line(text, question, below)
    return _first_rank(below) or _most_chosen(question, below)


def _first_rank(table: Block) -> Row | None:
    """The first row of a table that ranks its rows: 順位 over 1, or 1位."""
    heads = label_rows(table)
    if len(table.rows) < heads + 2:
        return None
    first, second = (row.cells[0].text for row in table.rows[heads : heads + 2])
    head = table.rows[0].cells[0].text if heads else ""
    ranked = _RANKS[0].fullmatch(first) and _RANKS[1].fullmatch(second)
    return table.rows[heads] if ranked and "位" in head + first else None


def _most_chosen(question: str, table: Block) -> Row | None:
    """The answer that most people gave to a question of a survey: of rows of an answer and its
    share the one with the largest."""
    if not _SURVEYED.search(question):
        return None
    shares = [
        (_number(share[1]), -place)
        for place, row in enumerate(table.rows)
        if len(row.filled()) == 2 and (share := _SHARE.fullmatch(row.filled()[1].text))
    ]
    if len(shares) < max(FEWEST_ANSWERS, len(table.rows) - 1):
        return None
    return table.rows[-max(shares)[1]]


def _most_in_line(text: str, question: str, line: Block) -> Row | None:
    """The same of answers with their shares one after another: 漏えい 58.1％ ／ 詐欺 31.0％."""
    if not _SURVEYED.search(question):
        return None
    told = list(_ANSWER.finditer(text, line.span.start, line.span.end))
    if len(told) < FEWEST_ANSWERS:
        return None
    most = max(told, key=lambda match: _number(match["share"]))
    cells = tuple(Cell(most[name], Span(*most.span(name))) for name in ("answer", "told"))
    return Row(cells, cells[0].span.join(cells[1].span))


def _number(share: str) -> float:
    return float(share.replace("．", "."))


def with_first(question: Fact, row: Row, text: str) -> Fact:
    """The question of a survey with the answer that most people gave; `text` is that of the
    document."""
    answer = " ".join(cell.text for cell in row.filled())
    apart = text[question.span.end : row.span.start].strip()
    gap = "\n" if apart else " "  # a statement is told line by line where others stand between
    return replace(
        question,
        span=question.span.join(row.span),
        text=f"{question.text}{gap}{answer}",
        context=f"{question.context} 1位 最も多い",
    )
