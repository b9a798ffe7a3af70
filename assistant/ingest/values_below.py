"""Lines that tell only what stands on the lines below: 現状値（令和6年度） over 38種類, 所管 over
市民課, or heads over the cells of a table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from assistant.datamodels import Span, Value
from assistant.ingest.blocks import Cell, Row, display
from assistant.ingest.labels import FIGURES, is_department, roles_of, vocabulary
from assistant.ingest.part import Part
from assistant.ingest.spacing import lines_in
from assistant.language.years import find_years, lone_year

_CALLED = {"name", "number", "hierarchy", "mark"}
_FEWEST = 3  # sheets with such a line
_LONGEST_NAME = 70
_MOST_NAME_LINES = 3
_YEAR_IN_BRACKETS = re.compile(r"[（(](?:[RrＲ]|令和|20|２０)[ 　]?[0-9０-９元]{1,2}年?度?末?[）)]")
_GOES_ON = ("・", "、", "の", "を", "に", "と")  # ends of a line that wraps
_LONGEST_WORD = 12  # characters of what stands in place of a figure
_LONGEST_CLASS = 10  # characters of what a thing is sorted under: 新規・拡充
_FIGURE = re.compile(r"[^\s0-9０-９。、]{0,4}[0-9０-９][^。、\n]{0,20}|[-－―–—ー]")
_RATING = re.compile(r"[SＳA-EＡ-Ｅ◎○〇△▲×][+＋-]?")
_OFFICES = re.compile(r"[、，,・／/ 　]+")


def with_values_below(text: str, parts: Sequence[Part]) -> Iterator[Part]:
    """The parts, each line that tells what kind of figure, or that an office or a rating follows,
    as a label with the line below for its value. Such lines above one another are the heads of
    a table, whose rows stand below them, a name and then a line for each figure."""
    headed = False
    position = 0
    repeated, valued = _repeated(parts), _valued(parts)
    while position < len(parts):
        part = parts[position]
        below = parts[position + 1] if position + 1 < len(parts) else None
        if part.text in repeated and _is_line(part) and below and _calls(part, below):
            held = Value(below.text, below.span)
            own = roles_of(part.text)
            yield replace(part, kind="label", style="cell", roles=own, value=held)
            position, headed = position + 2, False
            continue
        grid, end = _grid(text, parts, position)
        if grid is not None:
            if not _has_steps(grid):  # whatever label stands above it
                yield replace(part, kind="label", style="cell", roles=("indicator",), value=None)
            yield grid
            position, headed = end, False
            continue
        table, end = _table(text, parts, position)
        if table:
            yield from table
            position, headed = end, False
            continue
        roles = _roles(part)
        if not roles and not headed and below is not None and _starts_from(part, below):
            roles = ("baseline",)
        worded = below is not None and part.text in valued and _is_word(below)
        if roles and not headed and below is not None and (worded or _is_value(below, roles)):
            held = Value(below.text, below.span)
            yield replace(part, kind="label", style="cell", roles=roles, value=held)
            position += 2
            continue
        yield part
        headed = bool(roles)
        position += 1


def _repeated(parts: Sequence[Part]) -> set[str]:
    """The lines that again and again tell only what a thing is called, numbered or sorted under
    on the line below: 事業名, 整理番号, 施策の柱."""
    counts = Counter(
        part.text for part, below in pairwise(parts) if _is_line(part) and _calls(part, below)
    )
    named = any("name" in roles_of(text) for text, count in counts.items() if count >= _FEWEST)
    return {text for text, count in counts.items() if count >= _FEWEST} if named else set()


def _valued(parts: Sequence[Part]) -> set[str]:
    """The kinds of figures that again and again stand over one: of others the value is a word
    (未実施, 検討)."""
    counts = Counter(
        part.text
        for part, below in pairwise(parts)
        if set(_roles(part)) & FIGURES and _is_line(below) and _FIGURE.fullmatch(below.text)
    )
    return {text for text, count in counts.items() if count >= _FEWEST}


def _is_word(part: Part) -> bool:
    short = len(part.text) <= _LONGEST_WORD and not part.is_sentence()
    return _is_line(part) and short and not roles_of(part.text, True)


def _calls(part: Part, below: Part) -> bool:
    """Whether a line is a label whose value the line below may be."""
    roles = set(roles_of(part.text))
    sorts = roles == {"category"} and len(below.text) <= _LONGEST_CLASS
    if sorts:
        return _is_line(below)
    return bool(roles & _CALLED) and _may_be_called(below)


def _may_be_called(part: Part) -> bool:
    """Whether a line may be a name, a number or what a thing is sorted under."""
    short = len(part.text) <= _LONGEST_NAME and not part.is_sentence()
    return _is_line(part) and short and not roles_of(part.text)


def _grid(text: str, parts: Sequence[Part], first: int) -> tuple[Part | None, int]:
    """A table set line by line, with the index behind it: 現状値 and years over a name and a figure
    for each, and perhaps over 工程 and a step for each year; None where none begins."""
    if not set(_roles(parts[first])) & FIGURES:
        return None, first
    end = first
    while end < len(parts) and (_is_plain(parts[end]) or set(_roles(parts[end])) & FIGURES):
        end += 1
    lines = [line for part in parts[first:end] for line in _lines(text, part)]
    start = [line for line in lines[1:2] if _YEAR_IN_BRACKETS.fullmatch(line.text)]
    years = list(takewhile(lambda line: lone_year(line.text), lines[1 + len(start) :]))
    told = _named_figures(lines[1 + len(start) + len(years) :], len(years) + 1)
    if len(years) < 2 or not told:
        return None, first
    heads = [_cell([]), _cell([lines[0], *start]), *(_cell([year]) for year in years)]
    rows = [heads, *([_cell(name), *(_cell([f]) for f in figures)] for name, figures in told)]
    steps, last = _steps_below(text, parts, end, len(years))
    if steps:
        rows.append([_cell([parts[end]]), _cell([]), *map(_cell, steps)])
    spans = [cell.span for row in rows for cell in row if cell.text]
    whole = Span(spans[0].start, spans[-1].end)
    held = tuple(Row(tuple(row), whole) for row in rows)
    return Part("grid", whole, "", parts[first].block, "cell", rows=held), last


def _named_figures(lines: Sequence[Part], width: int) -> list[tuple[list[Part], list[Part]]]:
    """The names of a few lines, each with as many figures as there are heads; [] where lines are
    left over."""
    found: list[tuple[list[Part], list[Part]]] = []
    place = 0
    while place < len(lines):
        name = list(takewhile(lambda line: not _FIGURE.fullmatch(line.text), lines[place:]))
        figures = lines[place + len(name) : place + len(name) + width]
        whole = len(figures) == width and all(_FIGURE.fullmatch(line.text) for line in figures)
        if not 0 < len(name) <= _MOST_NAME_LINES or not whole:
            return []
        found.append((name, list(figures)))
        place += len(name) + width
    return found


def _steps_below(
    text: str, parts: Sequence[Part], place: int, count: int
) -> tuple[list[list[Part]], int]:
    """The steps below 工程, one a year, lines that wrap put together, and the index behind them;
    none where they are not so many."""
    named = place + 1 < len(parts) and roles_of(parts[place].text) == ("schedule",)
    if not named or not _is_plain(parts[place + 1]):
        return [], place
    steps: list[list[Part]] = []
    for line in _lines(text, parts[place + 1]):
        if steps and steps[-1][-1].text.endswith(_GOES_ON):
            steps[-1].append(line)
        else:
            steps.append([line])
    return (steps, place + 2) if len(steps) == count else ([], place)


def _has_steps(grid: Part) -> bool:
    return any(roles_of(row.cells[0].text) == ("schedule",) for row in grid.rows)


def _cell(lines: Sequence[Part]) -> Cell:
    """A cell of lines put together, an empty one of none."""
    if not lines:
        return Cell("", Span(0, 0))
    shown = "".join(line.text for line in lines)
    return Cell(shown, Span(lines[0].span.start, lines[-1].span.end))


def _table(text: str, parts: Sequence[Part], first: int) -> tuple[list[Part], int]:
    """The names and figures of a table that begins with a part, each as a label with its value, and
    the index behind them; nothing where none begins."""
    if not (_head_roles(parts[first]) or _lists_years(text, parts[first])):
        return [], first
    end = first
    while end < len(parts) and (_head_roles(parts[end]) or _is_plain(parts[end])):
        end += 1
    lines = [line for part in parts[first:end] for line in _lines(text, part)]
    return _by_kind(lines) or _by_year(lines), end


def _by_kind(lines: Sequence[Part]) -> list[Part]:
    """現状値 and 目標値 over the rows of a name and a figure for each."""
    heads = list(takewhile(_head_roles, lines))
    rest, width = lines[len(heads) :], len(heads) + 1
    known = any(set(_roles(head)) & FIGURES for head in heads)
    if width < 3 or not known or not rest or len(rest) % width:
        return []
    found: list[Part] = []
    for place in range(0, len(rest), width):
        name, *figures = rest[place : place + width]
        if _FIGURE.fullmatch(name.text) or not all(_FIGURE.fullmatch(f.text) for f in figures):
            return []
        found.append(_label(name, "", ("indicator",), name))
        found += (
            _label(h, h.text, _figure_role(h), f) for h, f in zip(heads, figures, strict=True)
        )
    return found


def _by_year(lines: Sequence[Part]) -> list[Part]:
    """R4, R5, R6 over 目標 with a figure for each, and over 実績; what is measured may stand
    before the years."""
    lead = list(takewhile(lambda line: lone_year(line.text) is None, lines))
    years = list(takewhile(lambda line: lone_year(line.text) is not None, lines[len(lead) :]))
    rest = lines[len(lead) + len(years) :]
    if len(years) < 2 or not rest:
        return []
    found = [line for line in lead if line.text not in ("年", "年度")]
    place = 0
    while place < len(rest):
        kind = rest[place]
        roles = _roles(kind)
        behind = takewhile(lambda line: _FIGURE.fullmatch(line.text), rest[place + 1 :])
        figures = list(behind)
        known = bool(roles) and set(roles) <= FIGURES
        whole = len(figures) == len(years)
        done = roles == ("actual",) and 0 < len(figures) < len(years)  # of the years so far
        if not known or not (whole or done):
            return []
        for year, figure in zip(years, figures, strict=False):
            found.append(_label(kind, f"{kind.text}（{year.text}）", roles, figure))
        place += 1 + len(figures)
    return found


def _lists_years(text: str, part: Part) -> bool:
    """Whether some line of a part is a year and nothing else, with another one below it."""
    if not _is_plain(part):
        return False
    dated = [lone_year(line.of(text)) is not None for line in lines_in(text, part.span)]
    return any(one and other for one, other in pairwise(dated))


def _label(at: Part, shown: str, roles: tuple[str, ...], value: Part) -> Part:
    held = Value(value.text, value.span)
    return replace(at, kind="label", text=shown, roles=roles, value=held)


def _head_roles(part: Part) -> tuple[str, ...]:
    """What a line may head in a table: a kind of figure, or with its year how things are."""
    if part.kind == "label" and part.value is None and part.roles == ("present",):
        return part.roles if find_years(part.text) else ()
    roles = _roles(part)
    return roles if set(roles) & FIGURES else ()


def _figure_role(head: Part) -> tuple[str, ...]:
    return ("baseline",) if head.roles == ("present",) else roles_of(head.text)


def _is_plain(part: Part) -> bool:
    return _is_line(part) and not _roles(part)


def _lines(text: str, part: Part) -> Iterator[Part]:
    for span in lines_in(text, part.span):
        yield replace(part, span=span, text=display(text, span))


def heads_office(line: str) -> bool:
    """Whether a line is a word for who is in charge (所管) and nothing else."""
    return roles_of(line, True) == ("department",)


def _roles(part: Part) -> tuple[str, ...]:
    """What a line that only tells it says of the line below."""
    if not _is_line(part):
        return ()
    roles = roles_of(part.text)
    if roles and (set(roles) <= FIGURES or roles == ("rating",)):
        return roles
    return ("department",) if heads_office(part.text) else ()


def _starts_from(part: Part, below: Part) -> bool:
    """Whether 現状（令和5年度） stands over the figure of that year."""
    dated = part.kind == "label" and _head_roles(part) == ("present",)
    return dated and _is_line(below) and bool(_FIGURE.fullmatch(below.text))


def _is_value(part: Part, roles: tuple[str, ...]) -> bool:
    if not _is_line(part):
        return False
    if roles == ("department",):
        return all(is_department(name) for name in _OFFICES.split(part.text))
    if roles == ("rating",):
        return bool(_RATING.fullmatch(part.text)) or part.text in vocabulary().states
    return bool(_FIGURE.fullmatch(part.text)) and not roles_of(part.text)


def _is_line(part: Part) -> bool:
    alone = part.kind == "label" and part.value is None and part.roles == ("category",)
    return (part.kind == "text" or alone) and part.style in ("line", "paragraph") and not part.level
