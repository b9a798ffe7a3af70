"""Charts that tell of several projects: each row goes to the project it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assistant.datamodels import Document, Value
from assistant.ingest.figures import Grid, Line, lines_of, looks_like_indicators, read_grid
from assistant.ingest.labels import roles_of
from assistant.ingest.merging import likeness
from assistant.ingest.names import read_name
from assistant.ingest.part import Part
from assistant.ingest.records import Draft
from assistant.ingest.schedules import is_drawn, legend_of, phases, read_row, signed_steps
from assistant.language.normalize import match_key

_ALIKE = 0.74  # a row's name is at least as like the project's as this


def add_charts(document: Document, parts: tuple[Part, ...], drafts: list[Draft]) -> None:
    """Gives the rows of charts outside the sheets to the projects that they name."""
    numbered = {match_key(draft.number): draft for draft in drafts if draft.number}
    for part in parts:
        if part.kind != "grid" or any(draft.span.covers(part.span) for draft in drafts):
            continue
        grid = read_grid(part.rows, document.period)
        if grid is None or grid.name_column is None:
            continue
        lines = tuple(lines_of(document.text, grid))
        if looks_like_indicators(grid, lines) and not is_drawn(lines):
            continue
        column = _item_column(part, grid)
        legend = legend_of(document.text)
        for row, line in zip(grid.body, lines, strict=True):
            if (draft := _named(document.text, line, numbered, drafts)) is None:
                continue
            item = row.cells[column] if column is not None and column < len(row.cells) else None
            if item is not None and item.text:
                _add_steps(draft, line, Value(item.text, item.span), legend)
            else:
                _add(draft, line, legend)


def _named(text: str, line: Line, numbered: dict[str, Draft], drafts: list[Draft]) -> Draft | None:
    """The project that a row is about: by its number, or by its name."""
    if line.name is None:
        return None
    name = read_name(text, line.name.span)
    if name.number and (found := numbered.get(match_key(name.number))) is not None:
        return found
    key = match_key(name.value.text)
    scored = [(likeness(key, match_key(d.name.text)), -i) for i, d in enumerate(drafts) if d.name]
    score, place = max(scored, default=(0.0, 0))
    return drafts[-place] if score >= _ALIKE else None


def _item_column(part: Part, grid: Grid) -> int | None:
    """The column between the projects' names and the years that names their steps: 工程."""
    heads = part.rows[: len(part.rows) - len(grid.body)]
    for index in range((grid.name_column or 0) + 1, grid.first):
        texts = [row.cells[index].text for row in heads if index < len(row.cells)]
        if any({"schedule", "actions"} & set(roles_of(text, True)) for text in texts if text):
            return index
    return None


def _add_steps(draft: Draft, line: Line, item: Value, legend: Mapping[str, str]) -> None:
    """The steps of a row that has a name for them: the signs of a legend tell what is done
    in which years, anything else what its cells tell."""
    draft.schedule += phases(line, item, legend) or read_row(replace(line, name=item), legend)
    draft.mentions.append(line.span)


def _add(draft: Draft, line: Line, legend: Mapping[str, str]) -> None:
    """The steps of a row, signs by what the legend says of them; a row of bare arrows has the
    project's own name."""
    own = replace(line, name=None)
    steps = signed_steps(own, legend) or read_row(own, legend) or read_row(line, legend)
    draft.schedule += steps
    draft.mentions.append(line.span)
