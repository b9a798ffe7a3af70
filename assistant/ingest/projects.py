"""Project records and indicators of a document, whatever its layout."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from assistant.datamodels import Document, Indicator, Project, Section, Span, Value
from assistant.ingest.blocks import Block
from assistant.ingest.charts import add_charts
from assistant.ingest.circled_measures import read_circled
from assistant.ingest.column_years import with_told_years
from assistant.ingest.figures import Grid, lines_of, looks_like_indicators, read_grid
from assistant.ingest.indicators import IndicatorReader, record_id, told_apart
from assistant.ingest.labels import (
    NAME_NUMBER,
    STANDINGS,
    is_hierarchy,
    kind_in,
    leading_label,
    measure_of,
    signs_of,
    vocabulary,
)
from assistant.ingest.lists import read_list
from assistant.ingest.marked_measures import read_marked, read_numbered
from assistant.ingest.measure_sheets import without_measures
from assistant.ingest.merging import merge, unique_marks, with_field_order
from assistant.ingest.nicknames import add_nicknames
from assistant.ingest.numbered_sections import tell_in_sections
from assistant.ingest.numbered_tables import add_numbered, add_plans, add_reasons
from assistant.ingest.part import Part
from assistant.ingest.parts import read_parts
from assistant.ingest.records import Draft, read_sheet
from assistant.ingest.schedules import legend_of, with_meanings
from assistant.ingest.section_sheets import with_sections
from assistant.ingest.sheets import find_sheets, section_at
from assistant.ingest.told_figures import add_told_figures
from assistant.ingest.trees import place_in_trees
from assistant.ingest.unfolding import read_anew
from assistant.language.normalize import match_key

_FEWEST_FIGURES = 2  # below a line that names an indicator without a label
_SHORTEST_TITLE = 8
_SHORTEST_NAME = 6  # characters of a project's name that a heading may hold
_NUMBERED_CLASS = re.compile(r"重点(?:取組|施策|プロジェクト|事業)[ 　]?[0-9０-９]{1,2}[ 　:：]+\S")
_CHAPTER = re.compile(r"^第[ 　]?[0-9０-９一二三四五六七八九十]+[ 　]?[編部章節][ 　]*")
_ASIDE = re.compile(r"[【〈《［\[]?(?:コラム|Column|COLUMN|参考)")
_PRIORITY = re.compile(r"優先度[ 　\t：:]{1,3}(?P<grade>[A-DSＡ-ＤＳ高中低])(?![A-Za-zＡ-Ｚ一-龥])")
_NARROW = str.maketrans("ＡＢＣＤＳ", "ABCDS")
# Heads of columns of what no plan calls its projects.
_THING = re.compile(r"(?:対象|重点)?(?:手続き?|研修|講座|会議)(?:の?(?:名称?|種類))?")
_MEASURE = re.compile(r"事業|取組|取り組み|施策|プロジェクト|アクション|項目")
_LISTING = re.compile(
    r"(?:一覧|まとめ|状況|シート|個票|進め方|評価結果|計画|事業|取組|詳細|[0-9０-９]{4})(?:表)?$|ロジックモデル"
)


def read_projects(
    document: Document, blocks: tuple[Block, ...]
) -> tuple[tuple[Project, ...], tuple[Indicator, ...]]:
    """The projects of a document in order of their sheets or rows, and all indicators,
    those of projects and those that stand elsewhere. `document.outline` must be filled."""
    return read_anew(document, blocks, _read)


def _read(
    document: Document, blocks: tuple[Block, ...]
) -> tuple[tuple[Project, ...], tuple[Indicator, ...]]:
    parts = read_parts(document, blocks)
    found = find_sheets(document, parts)
    parts = _without_things(parts, sheets=bool(found))
    found = without_measures(parts, found)
    found = with_sections(document, parts, found)
    circled = list(read_circled(document))
    marked = list(read_marked(document))
    taken = [*(filled for filled, _ in circled), *(draft.span for draft in marked)]
    read = (read_sheet(document, parts, sheet) for sheet in found)
    read = (draft for draft in read if not _is_whole(document, draft))
    sheets = [s for s in read if not any(s.span.overlaps(filled) for filled in taken)]
    sheets += [*(draft for _, drafts in circled for draft in drafts), *marked]
    rows = [
        row
        for index, part in enumerate(parts)
        if part.kind == "list"
        for row in read_list(document, parts, index)
    ]
    sheets = sheets or (read_numbered(document) if not rows else [])
    if not sheets:
        sheets, rows = tell_in_sections(document, parts, rows)
    drafts = merge(document, parts, sheets, rows)
    add_charts(document, parts, drafts)
    given = add_numbered(document, parts, drafts)
    add_reasons(document, blocks, drafts)
    add_plans(document, blocks, drafts)
    told = add_told_figures(document, drafts)
    _add_priorities(document, drafts)
    place_in_trees(document, parts, drafts)
    add_nicknames(drafts)
    projects = _finish(document, drafts)
    lines = _labelled_indicators(document, parts, drafts)
    loose = told_apart((*_loose_indicators(document, parts, drafts, given), *lines, *told))
    projects, loose = with_told_years(document, projects, loose)
    owned = [indicator for project in projects for indicator in project.indicators]
    return projects, tuple(sorted([*owned, *loose], key=lambda indicator: indicator.span))


def _without_things(parts: tuple[Part, ...], *, sheets: bool) -> tuple[Part, ...]:
    """The parts with lists of procedures, courses and the like as mere tables, beside a list or
    `sheets` of projects."""
    of_things = [part for part in parts if part.kind == "list" and _lists_things(part)]
    if not of_things or not (sheets or sum(part.kind == "list" for part in parts) > len(of_things)):
        return parts
    return tuple(replace(part, kind="grid") if part in of_things else part for part in parts)


def _lists_things(part: Part) -> bool:
    return any(_THING.fullmatch(head) for head in part.rows[0].texts()) and not any(
        _MEASURE.search(head) for head in part.rows[0].texts()
    )


def _add_priorities(document: Document, drafts: list[Draft]) -> None:
    """Marks the projects whose sheets give them a priority: 優先度 | A, on a line or in a cell."""
    for draft in drafts:
        span = draft.span
        match = _PRIORITY.search(document.text, span.start, span.end) if draft.has_sheet else None
        if match is not None:
            mark = f"優先度{match['grade'].translate(_NARROW)}"
            draft.marks.append(Value(mark, Span(match.start(), match.end())))


def _is_whole(document: Document, draft: Draft) -> bool:
    """Whether what was taken for a project's sheet is the front of the document, with its title
    for a name."""
    name = match_key(draft.name.text) if draft.name else ""
    return len(name) >= _SHORTEST_TITLE and match_key(document.title).startswith(name)


def _finish(document: Document, drafts: list[Draft]) -> tuple[Project, ...]:
    seen: dict[str, int] = {}
    projects = []
    legend = legend_of(document.text)
    keys = (match_key(draft.name.text) for draft in drafts if draft.name is not None)
    names = {key for key in keys if len(key) >= _SHORTEST_NAME}
    for draft in drafts:
        draft.schedule = with_meanings(draft.schedule, legend)
        assert draft.name is not None
        key = f"{document.document_id}|{match_key(draft.name.text)}"
        seen[key] = occurrence = seen.get(key, -1) + 1
        projects.append(_project(document, draft, record_id(key, occurrence), names))
    return tuple(projects)


def _project(document: Document, draft: Draft, project_id: str, names: set[str]) -> Project:
    assert draft.name is not None
    reader = draft.indicators or IndicatorReader(document.text)
    return Project(
        project_id=project_id,
        document_id=document.document_id,
        name=draft.name,
        aliases=tuple(dict.fromkeys(draft.aliases)),
        span=draft.span,
        section=draft.section,
        kind=_kind(document, draft),
        number=draft.number,
        departments=tuple(draft.departments),
        fields=with_field_order(draft.fields),
        indicators=reader.finish(document.document_id, project_id, draft.section),
        schedule=tuple(draft.schedule),
        rating=draft.rating,
        marks=unique_marks([_told_mark(document, mark) for mark in draft.marks]),
        hierarchy=_hierarchy(document, draft, names),
        mentions=tuple(sorted(dict.fromkeys(draft.mentions))),
        has_sheet=draft.has_sheet,
    )


def _told_mark(document: Document, mark: Value) -> Value:
    """A mark; a sign behind a name is the mark that a legend says it stands for."""
    return Value(signs_of(document.text).get(mark.text, mark.text), mark.span)


def _kind(document: Document, draft: Draft) -> str:
    """What the document calls such a thing: the most telling word among the head of the
    list and the headings over the sheet."""
    if draft.own_kind:
        return draft.own_kind
    found = [draft.kind] if draft.kind else []
    path = list(reversed(document.section_path(draft.section))) if document.outline else []
    own = match_key(draft.name.text) if draft.name else ""
    titles = [title for title in path if own not in match_key(title) and not is_hierarchy(title)]
    found += [kind for title in titles if (kind := kind_in((title,)))]
    kinds = vocabulary().kinds
    return min(found, key=kinds.index) if found else vocabulary().default_kind


def _hierarchy(document: Document, draft: Draft, names: set[str]) -> tuple[Value, ...]:
    """Policies above the project: the heading over its sheet, then what sheet and list say;
    never another project (one of `names`), under whose heading further sheets stand."""
    above: list[Value] = []
    if document.outline and draft.section:
        section = document.outline[draft.section]
        if draft.name is not None and section.heading.covers(draft.name.span):
            section = document.outline[section.parent or 0]
        title = re.sub(r"^(?:[(（]?\d+(?:[-－.]\d+)*[)）.．]?[ 　]*)", "", section.title)
        telling = vocabulary().hierarchy.match(title) or not kind_in((section.title,))
        telling = telling or bool(_NUMBERED_CLASS.match(section.title))
        written = NAME_NUMBER.sub("", section.heading.of(document.text))
        telling = telling and not leading_label(written)[0]
        other = any(name in match_key(title) for name in names) or _ASIDE.match(title)
        if section.ordinal and telling and not other and not _LISTING.search(title):
            above.append(Value(title, section.heading))
        above += _policies_over(document, section)
    found: dict[str, Value] = {}
    for value in [*above, *draft.hierarchy]:
        found.setdefault(match_key(value.text), value)
    return tuple(
        value
        for key, value in found.items()
        if not any(other != key and _holds(other, key) for other in found)
    )


def _policies_over(document: Document, section: Section) -> list[Value]:
    """The policies that the headings above a section name: 基本方針3 「まち」のDX."""
    found: list[Value] = []
    while section.parent:
        section = document.outline[section.parent]
        title = _CHAPTER.sub("", section.title)
        if vocabulary().hierarchy.match(title):
            found.append(Value(title, section.heading))
    return found


def _holds(longer: str, shorter: str) -> bool:
    """Whether a policy is told in more words: 基本目標2暮らしの安心 for 基本目標2, or for what a
    cell under 基本目標 says of it, 2暮らしの安心."""
    cell = shorter[:1].isdigit() and longer.endswith(shorter)
    return longer.startswith(shorter) or cell


def _loose_indicators(
    document: Document, parts: tuple[Part, ...], drafts: list[Draft], given: frozenset[int]
) -> tuple[Indicator, ...]:
    """Indicators in tables that belong to no project; those `given` to projects are left out."""
    found: list[Indicator] = []
    above: Grid | None = None
    for index, part in enumerate(parts):
        if (
            part.kind != "grid"
            or index in given
            or any(draft.span.covers(part.span) for draft in drafts)
        ):
            continue
        grid = read_grid(part.rows, document.period, above if part.continued else None)
        above = grid
        if grid is None or not (grid.role == "indicator" or _tells_progress(grid)):
            continue
        lines = tuple(lines_of(document.text, grid))
        if not looks_like_indicators(grid, lines):
            continue
        reader = IndicatorReader(document.text)
        reader.take_grid(grid, lines)
        section = _section_of(document, parts, index)
        found += reader.finish(document.document_id, None, section)
    return tuple(found)


def _tells_progress(grid: Grid) -> bool:
    """Whether the heads tell of named things where they stand and what is aimed at, under whatever
    word: めやす | 令和5年度（現状） | 令和11年度（目標）."""
    kinds = {column.kind for column in grid.columns}
    return not grid.role and grid.name_column is not None and kinds >= {"baseline", "target"}


def _labelled_indicators(
    document: Document, parts: tuple[Part, ...], drafts: list[Draft]
) -> Iterator[Indicator]:
    """Indicators that lines with labels tell outside of projects, 指標 over 現状 and 目標; one that
    a project has, a page that shows how to read the sheets tells again."""
    owned = {
        match_key(own.name.text)
        for draft in drafts
        if draft.indicators is not None
        for own in draft.indicators.drafts
    }
    for index, part in enumerate(parts):
        labelled = part.roles == ("indicator",) and part.value is not None
        if part.style == "cell" or not (labelled or _may_be_measured(part)):
            continue
        behind = takewhile(lambda p: p.value and set(p.roles) & STANDINGS, parts[index + 1 :])
        figures = [_as_baseline(figure) for figure in behind]
        enough = len(figures) >= (1 if labelled else _FEWEST_FIGURES)
        if not enough or any(draft.span.overlaps(part.span) for draft in drafts):
            continue
        reader = IndicatorReader(document.text)
        reader.take_text(part.value.span if part.value else part.span)
        for figure in figures:
            reader.take_figure(figure)
        if any(match_key(own.name.text) in owned for own in reader.drafts):
            continue
        section = section_at(document, part.span.start)
        yield from reader.finish(document.document_id, None, section)


def _may_be_measured(part: Part) -> bool:
    """Whether a line may name what the labels below it tell the figures of."""
    return part.kind == "text" and not part.level and not part.is_sentence()


def _as_baseline(part: Part) -> Part:
    """A label 現状（2024年度） beside other figures as one of the figure to start from."""
    return replace(part, roles=("baseline",)) if part.roles == ("present",) else part


def _section_of(document: Document, parts: tuple[Part, ...], index: int) -> int:
    """The section that a table tells of: the measure that its caption names (施策1-2の指標),
    or the one it stands in."""
    caption = parts[index - 1].text if index and parts[index - 1].kind == "text" else ""
    if (measure := measure_of(caption)) is not None:
        for section in document.outline[1:]:
            if measure_of(section.title) == measure:
                return section.ordinal
    return section_at(document, parts[index].span.start)
