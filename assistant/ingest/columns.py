"""Reading order on a page: titles over columns, columns one after the other, tables whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LEAST_LINES = 3  # on either side of a gutter
LEAST_CHARACTERS = 9  # a line, on average; columns of shorter ones are those of a table
LEAST_BESIDE = 14  # the same where each line stands beside another one, as rows do
MOST_ROWS = 80  # beyond this no columns are sought
Boxes = Sequence["Box"]


@dataclass(frozen=True, slots=True)
class Box:
    """Something on a page, in points from its top left corner; `key` is the caller's."""

    x0: float
    top: float
    x1: float
    bottom: float
    key: int
    lines: int = 1
    characters: int = 0


@dataclass(frozen=True, slots=True)
class Band:
    """Boxes side by side, from left to right, and the right edge of their column."""

    boxes: tuple[Box, ...]
    right: float


def reading_order(boxes: Boxes, gutter: float) -> Iterator[Band]:
    """The boxes in the order in which they are read. A column is told by a white strip at
    least `gutter` points wide with running lines on both sides."""
    rows = _rows(boxes)
    first, last, strip = _columns(rows, gutter)
    if strip is None:
        right = max((box.x1 for box in boxes), default=0.0)
        yield from (Band(tuple(row), right) for row in rows)
        return
    held = [box for row in rows[first:last] for box in row]
    yield from reading_order([box for row in rows[:first] for box in row], gutter)
    yield from reading_order([box for box in held if box.x1 <= strip], gutter)
    yield from reading_order([box for box in held if box.x1 > strip], gutter)
    yield from reading_order([box for row in rows[last:] for box in row], gutter)


def _rows(boxes: Boxes) -> list[list[Box]]:
    """Boxes whose middles are at one height, from the top, each row from the left."""
    rows: list[list[Box]] = []
    for box in sorted(boxes, key=lambda b: (b.top + b.bottom, b.x0)):
        middle = (box.top + box.bottom) / 2
        if rows and all(_beside(other, box, middle) for other in rows[-1]):
            rows[-1].append(box)
        else:
            rows.append([box])
    return [sorted(row, key=lambda b: b.x0) for row in rows]


def _beside(one: Box, other: Box, middle: float) -> bool:
    height = min(one.bottom - one.top, other.bottom - other.top)
    return abs((one.top + one.bottom) / 2 - middle) < height / 2


def _columns(rows: Sequence[list[Box]], gutter: float) -> tuple[int, int, float | None]:
    """The longest run of rows with a strip between two columns, and where the strip is."""
    count = len(rows)
    if count > MOST_ROWS or not _may_part([box for row in rows for box in row]):
        return 0, 0, None
    for length in range(count, 0, -1):
        for first in range(count - length + 1):
            held = [box for row in rows[first : first + length] for box in row]
            if len(held) > 1 and (strip := _strip(held, gutter)) is not None:
                return first, first + length, strip
    return 0, 0, None


def _may_part(boxes: Boxes) -> bool:
    """Whether enough lines begin well to the right for a column to stand there."""
    if not boxes:
        return False
    left, right = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
    edge = left + 0.25 * (right - left)
    return sum(box.lines for box in boxes if box.x0 > edge) >= LEAST_LINES


def _strip(boxes: Boxes, gutter: float) -> float | None:
    """Where the widest white strip through the boxes begins, if it parts two columns."""
    ordered = sorted(boxes, key=lambda b: b.x0)
    found: list[tuple[float, float]] = []
    edge = ordered[0].x1
    for box in ordered[1:]:
        if box.x0 - edge >= gutter:
            found.append((box.x0 - edge, edge))
        edge = max(edge, box.x1)
    for _, strip in sorted(found, reverse=True):
        left = [box for box in boxes if box.x1 <= strip]
        right = [box for box in boxes if box.x1 > strip]
        least = LEAST_BESIDE if _in_rows(left, right) else LEAST_CHARACTERS
        if _runs(left, least) and _runs(right, least) and _overlap(left, right):
            return strip
    return None


def _runs(boxes: Boxes, least: int) -> bool:
    lines = sum(box.lines for box in boxes)
    return lines >= LEAST_LINES and sum(box.characters for box in boxes) >= least * lines


def _in_rows(left: Boxes, right: Boxes) -> bool:
    """Whether nearly every line on the one side has its pair on the other."""
    tops = [box.top for box in right]
    pairs = sum(any(abs(box.top - top) < 2 for top in tops) for box in left)
    return len(left) > 1 and pairs * 10 >= 9 * max(len(left), len(right))


def _overlap(left: Boxes, right: Boxes) -> bool:
    """Whether most of the shorter column stands beside the other one."""
    tops = [min(b.top for b in side) for side in (left, right)]
    bottoms = [max(b.bottom for b in side) for side in (left, right)]
    shorter = min(bottom - top for top, bottom in zip(tops, bottoms, strict=True))
    return min(bottoms) - max(tops) > 0.5 * shorter
