"""Ruled tables, found by pdfplumber among the lines that are drawn on a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pdfplumber.table import (
    cells_to_tables,
    edges_to_intersections,
    intersections_to_cells,
    merge_edges,
)

Place = tuple[float, float, float, float]  # x0, top, x1, bottom in points

TOLERANCE = 3.0  # points
THIN = 2.5  # points; what is thinner is a line
MOST_CROSSINGS = 40_000  # of lines; beyond this it is a map or a chart, not a table


def find_tables(shapes: Iterable[Place]) -> list[list[Place]] | None:
    """The cells of each table that the lines and boxes `shapes` draw, tables from the top;
    None if there are too many lines to tell."""
    edges = [edge for shape in shapes for edge in _edges(shape)]
    if len(edges) < 4:
        return []
    merged = merge_edges(edges, TOLERANCE, TOLERANCE, TOLERANCE, TOLERANCE)
    long = [edge for edge in merged if edge["x1"] - edge["x0"] + edge["bottom"] - edge["top"] > 3]
    long += _closing(long)
    upright = sum(edge["orientation"] == "v" for edge in long)
    if upright * (len(long) - upright) > MOST_CROSSINGS:
        return None
    crossings = edges_to_intersections(long, TOLERANCE, TOLERANCE)
    cells = intersections_to_cells(crossings)
    return [list(table) for table in cells_to_tables(cells)]


def _closing(edges: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines that are not drawn where the end of a page cuts a row: upright ones end there
    at one height."""
    added = []
    upright = [edge for edge in edges if edge["orientation"] == "v"]
    level = [edge["top"] for edge in edges if edge["orientation"] == "h"]
    for side in ("top", "bottom"):
        ends: dict[int, list[dict[str, Any]]] = {}
        for edge in upright:
            ends.setdefault(round(edge[side]), []).append(edge)
        for held in ends.values():
            at = held[0][side]
            left, right = (pick(edge["x0"] for edge in held) for pick in (min, max))
            drawn = any(abs(top - at) <= TOLERANCE for top in level)
            if not drawn and len({round(edge["x0"]) for edge in held}) > 2:
                added.append(_edge("h", left, at, right, at))
    return added


def _edges(shape: Place) -> list[dict[str, Any]]:
    """The edges of a box; one for a thin one."""
    x0, top, x1, bottom = shape
    if bottom - top < THIN and x1 - x0 < THIN:
        return []
    if bottom - top < THIN:
        middle = (top + bottom) / 2
        return [_edge("h", x0, middle, x1, middle)]
    if x1 - x0 < THIN:
        middle = (x0 + x1) / 2
        return [_edge("v", middle, top, middle, bottom)]
    return [
        _edge("h", x0, top, x1, top),
        _edge("h", x0, bottom, x1, bottom),
        _edge("v", x0, top, x0, bottom),
        _edge("v", x1, top, x1, bottom),
    ]


def _edge(orientation: str, x0: float, top: float, x1: float, bottom: float) -> dict[str, Any]:
    return {
        "orientation": orientation, "object_type": "line", "x0": x0, "x1": x1, "top": top,
        "bottom": bottom, "width": x1 - x0, "height": bottom - top,
    }  # fmt: skip
