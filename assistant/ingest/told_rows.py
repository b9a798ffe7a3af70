"""Tables of measures, each cell on lines of its own, with who is in charge in brackets: behind
the prose, or between the name and the steps of the years.

    取組                                              取組名
    内容（担当）                                       2025
    移動役場車の巡回                                   2026
    通信機器を積んだ車で月に2回集落を回ります。         (an empty line)
    （担当：総務課・住民課）                            A-2　届出の事前入力
                                                      （区民課）
                                                      システム改修
                                                      運用開始
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.datamodels import Span
from assistant.ingest.cells import is_year
from assistant.ingest.labels import roles_of
from assistant.ingest.spacing import Patch, Piece, is_plain, row_of, trimmed

_FEWEST_ROWS = 2
_MOST_NAME_LINES = 3
_LONGEST_NAME_LINE = 30
_TOLD_HEAD = re.compile(r"(?P<told>[^\s（()）]{2,8})[（(](?P<office>[^（()）]{1,8})[)）]$")
_FEWEST_YEARS = 2
_OFFICE_ALONE = re.compile(r"[（(〔［\[]([^（()）〔〕［］\[\]]{2,60})[)）〕］\]]")
_OFFICE = re.compile(
    r"[（(](?P<label>[^：:（()）]{1,8})[：:](?P<offices>[^：:（()）\n]{2,60})[)）]$"
)


@dataclass(frozen=True, slots=True)
class _Row:
    name: list[Span]
    told: list[Span]
    offices: Span


def find_told_rows(text: str, lines: Sequence[Span]) -> Iterator[Patch]:
    """Such tables, as rows with a cell for the office."""
    yield from _with_steps(text, lines)
    for number in range(len(lines) - 1):
        heads = _heads(text, lines[number], lines[number + 1])
        if heads is None:
            continue
        rows, end = _rows(text, lines, number + 2)
        if len(rows) < _FEWEST_ROWS:
            continue
        pieces: list[Piece] = list(row_of([head] for head in heads))
        for row in rows:
            pieces += row_of((row.name, row.told, [row.offices]))
        yield Patch(number, end, tuple(pieces))


def _heads(text: str, first: Span, second: Span) -> tuple[Span, Span, Span] | None:
    """The heads of name, prose and office, the last two on one line."""
    if "name" not in roles_of(first.of(text).strip(), True):
        return None
    line = trimmed(text, second)
    match = _TOLD_HEAD.match(line.of(text))
    if match is None or "department" not in roles_of(match["office"], True):
        return None
    told, office = (
        Span(line.start + match.start(group), line.start + match.end(group))
        for group in ("told", "office")
    )
    return trimmed(text, first), told, office


def _rows(text: str, lines: Sequence[Span], start: int) -> tuple[list[_Row], int]:
    """The rows from a line on, and the number of the line behind them."""
    rows: list[_Row] = []
    name: list[Span] = []
    told: list[Span] = []
    end = start
    for number in range(start, len(lines)):
        if not is_plain(text, lines[number]):
            break
        line = trimmed(text, lines[number])
        content = line.of(text)
        office = _OFFICE.search(content)
        if office is not None and "department" in roles_of(office["label"], True):
            if office.start():
                told.append(Span(line.start, line.start + office.start()))
            if not name or not told:
                break
            at = Span(line.start + office.start("offices"), line.start + office.end("offices"))
            rows.append(_Row(name, told, at))
            name, told, end = [], [], number + 1
        elif told or "。" in content or len(content) > _LONGEST_NAME_LINE:
            told.append(line)
        else:
            name.append(line)
        if len(name) > _MOST_NAME_LINES:
            break
    return rows, end


def _with_steps(text: str, lines: Sequence[Span]) -> Iterator[Patch]:
    """Tables whose rows, an empty line before each, hold a name, who is in charge and a step for
    each year of the heads."""
    number = 0
    while number < len(lines):
        heads = _dated_heads(text, lines, number)
        if not heads:
            number += 1
            continue
        rows, end = _records(text, lines, number + len(heads), len(heads) - 1)
        if not rows:
            number += 1
            continue
        pieces: list[Piece] = list(
            row_of([[heads[0]], ["担当課"], *([head] for head in heads[1:])])
        )
        for name, office, steps in rows:
            pieces += row_of([name, [office] if office else [], *([step] for step in steps)])
        yield Patch(number, end, tuple(pieces))
        number = end


def _dated_heads(text: str, lines: Sequence[Span], number: int) -> list[Span]:
    """A head of names and those of two years or more, each on a line; [] if none stand there."""
    if "name" not in roles_of(lines[number].of(text).strip(), True):
        return []
    heads = [trimmed(text, lines[number])]
    for line in lines[number + 1 :]:
        if not is_plain(text, line) or not is_year(line.of(text).strip()):
            break
        heads.append(trimmed(text, line))
    return heads if len(heads) > _FEWEST_YEARS else []


def _records(
    text: str, lines: Sequence[Span], start: int, steps: int
) -> tuple[list[tuple[list[Span], Span | None, list[Span]]], int]:
    """The rows below such heads, and the number of the line behind them."""
    rows: list[tuple[list[Span], Span | None, list[Span]]] = []
    end = start
    while end < len(lines) and not lines[end].of(text).strip():
        last = end + 1
        while last < len(lines) and is_plain(text, lines[last]):
            last += 1
        held = [trimmed(text, line) for line in lines[end + 1 : last]]
        named, told = held[: len(held) - steps], held[len(held) - steps :]
        office = _OFFICE_ALONE.fullmatch(named[-1].of(text)) if len(named) > 1 else None
        name = named[:-1] if office else named
        if not 0 < len(name) <= _MOST_NAME_LINES or any("。" in cell.of(text) for cell in held):
            break
        start_at = named[-1].start
        at = Span(start_at + office.start(1), start_at + office.end(1)) if office else None
        rows.append((name, at, told))
        end = last
    return (rows, end) if any(office for _, office, _ in rows) else ([], start)
