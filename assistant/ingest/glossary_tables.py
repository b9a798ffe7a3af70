"""Tables that explain words: glossaries, what ratings mean, what classes there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.datamodels import Document, Span
from assistant.ingest.blocks import Block, Cell, display, header_rows
from assistant.ingest.definition import (
    FIGURE,
    GLOSSARY_TITLE,
    LONGEST_TITLE,
    Definition,
    glossary_sections,
)
from assistant.ingest.outline import section_at

_RATING_HEADER = re.compile(r"^(?:評価|区分|判定|ランク|記号)(?:区分)?$")
_TERM_HEADER = re.compile(r"^(?:用語|語句|言葉|略語|キーワード)(?:名|等)?$")
_DEFINITION_HEADER = re.compile(r"(?:説明|解説|意味|定義|内容)$")
_CLASSES = re.compile(r"区分|分類|定義|意味|段階")
_EXPLAINS = re.compile(r"(?:もの|こと|者|する|いる|。)$")
_LEAST_EXPLAINED = 10  # characters of an explanation that is no sentence
_CLASSES_LEAD = 80  # characters above a table that may announce it

_Columns = tuple[int, int]  # the numbers of those with terms and with explanations


def is_glossary(block: Block) -> bool:
    """Whether `block` is a table with a column of terms and one of explanations."""
    return _columns(block) is not None


def glossary_tables(document: Document, blocks: Sequence[Block]) -> list[tuple[int, _Columns]]:
    """The indices of the glossary tables of a document, each with its columns of terms and of
    explanations."""
    return [*_headed_tables(blocks), *_bare_tables(document, blocks)]


def read_entries(block: Block, columns: _Columns) -> Iterator[Definition]:
    """The rows of a glossary table; one without a term goes on with the explanation above."""
    held: Definition | None = None
    for row in block.rows:
        name, definition = (
            row.cells[column] if column < len(row.cells) else Cell("", Span(0, 0))
            for column in columns
        )
        if _TERM_HEADER.match(name.text) or not definition.text:
            continue
        if not name.text and held is not None:
            held = Definition(held.name, held.definition.join(definition.span), inline=False)
            continue
        if held is not None:
            yield held
        held = Definition(name.span, definition.span, inline=False) if name.text else None
    if held is not None:
        yield held


def read_ratings(block: Block) -> Iterator[Definition]:
    """Rows of a table that says what each rating means."""
    header = block.rows[0].texts() if len(block.rows) > 2 else ()
    if not header or not _RATING_HEADER.match(header[0]):
        return
    meaning = next((i for i, cell in enumerate(header) if _DEFINITION_HEADER.search(cell)), None)
    for row in block.rows[1:] if meaning else ():
        if len(row.cells) > (meaning or 0) and 0 < len(row.cells[0].text) <= 4:
            name, column = row.cells[0].text, meaning or 0
            aliases = (f"{header[0]}{name}", f"{name}{header[0]}")
            yield Definition(row.cells[0].span, row.cells[column].span, aliases=aliases)


def read_classes(
    document: Document, blocks: Sequence[Block], inside: set[int]
) -> Iterator[Definition]:
    """Tables without heads whose rows explain the classes that the text above or the heading
    announces: 限定共有データ | 契約を結んだ相手に限って提供するもの."""
    above = ""
    for index, block in enumerate(blocks):
        if block.kind == "table" and index not in inside and not header_rows(block):
            section = section_at(document.outline, block.span.start)
            if _CLASSES.search(above + "".join(document.section_path(section)[-1:])):
                yield from _class_rows(block)
        if block.kind != "blank":
            lead = block.kind in ("line", "paragraph")
            above = display(document.text, block.span)[-_CLASSES_LEAD:] if lead else ""


def _class_rows(table: Block) -> Iterator[Definition]:
    rows = [row.cells for row in table.rows]
    if len(rows) < 2 or any(len(cells) < 2 for cells in rows):
        return
    names = [cells[0].text for cells in rows]
    named = all(2 <= len(name) <= 20 and not FIGURE.search(name) for name in names)
    told = all(len(cells[1].text) >= 8 and _EXPLAINS.search(cells[1].text) for cells in rows)
    if named and told and len(set(names)) == len(names):
        yield from (Definition(cells[0].span, cells[1].span) for cells in rows)


def _columns(block: Block) -> _Columns | None:
    """The numbers of the columns with terms and with explanations."""
    if block.kind != "table" or len(block.rows) < 2:
        return None
    header = block.rows[0].texts()
    terms = [i for i, cell in enumerate(header) if _TERM_HEADER.match(cell)]
    definitions = [
        i for i, cell in enumerate(header) if _DEFINITION_HEADER.search(cell) and i not in terms
    ]
    return (terms[0], definitions[0]) if terms and definitions else None


def _headed_tables(blocks: Sequence[Block]) -> list[tuple[int, _Columns]]:
    """Glossary tables, and tables without a header that go on with one over a page break."""
    found: list[tuple[int, _Columns]] = []
    last: tuple[_Columns, int] | None = None
    for index, block in enumerate(blocks):
        if block.kind == "blank":
            continue
        columns = _columns(block)
        width = max((len(row.cells) for row in block.rows), default=0)
        if columns is None and last and block.kind == "table":
            columns = last[0] if width == last[1] else None
        last = None
        if columns is not None:
            found.append((index, columns))
            last = columns, width
    return found


def _bare_tables(document: Document, blocks: Sequence[Block]) -> Iterator[tuple[int, _Columns]]:
    """Tables without heads, of two columns, in a section that calls itself a glossary or right
    under a line that does."""
    titles = glossary_sections(document)
    above = ""
    for index, block in enumerate(blocks):
        if block.kind != "table" or _columns(block) is not None:
            above = display(document.text, block.span) if block.kind != "blank" else above
            continue
        titled = GLOSSARY_TITLE.search(above) and len(above) <= LONGEST_TITLE
        if titled or any(title.span.covers(block.span) for title in titles):
            pairs = [row.cells for row in block.rows if len(row.filled()) == 2]
            if len(pairs) == len(block.rows) and _explain(pairs):
                yield index, (0, 1)
        above = ""


def _explain(pairs: Sequence[tuple[Cell, ...]]) -> bool:
    """Whether the second cells explain the first: in sentences, or in phrases that are mostly
    longer than the term."""
    cells = [(pair[0].text, pair[1].text) for pair in pairs if len(pair) == 2]
    if len(cells) < len(pairs):
        return False
    if all(told.endswith("。") for _, told in cells):
        return True
    longer = sum(len(told) >= _LEAST_EXPLAINED and len(told) > len(name) for name, told in cells)
    return len(cells) > 1 and longer * 10 >= 9 * len(cells)
