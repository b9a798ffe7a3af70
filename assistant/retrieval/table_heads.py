"""What the head of a table says: how many rows it has, and the titles of the columns."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.ingest.blocks import Block, Row, header_rows
from assistant.ingest.cells import is_year
from assistant.ingest.labels import roles_of


def label_rows(table: Block) -> int:
    """How many rows at the top hold nothing but column headings, by their layout or by the
    words that plans use for them; none where each of the first rows begins with its year."""
    begun = [row.cells[0].text for row in table.rows[:2] if row.cells]
    if len(begun) == 2 and all(map(is_year, begun)):
        return 0
    count = header_rows(table)
    while count < len(table.rows) - 1 and _only_labels(table.rows[count]):
        count += 1
    return count


def _only_labels(row: Row) -> bool:
    filled = row.filled()
    return len(filled) >= 2 and all(roles_of(cell.text, weak=True) for cell in filled)


def is_sheet(table: Block) -> bool:
    """Whether a table gives a label and its value a row: its first row heads no columns."""
    firsts = [row.cells[0].text for row in table.rows if row.cells and row.cells[0].text]
    labels = sum(bool(roles_of(text)) for text in firsts)
    if len(firsts) == 2 and len(table.rows) == 2:  # 主担当 over 関係課, each beside its value
        behind = [cell.text for row in table.rows for cell in row.cells[1:] if cell.text]
        return labels == 2 and not any(roles_of(text, weak=True) for text in behind)
    return len(firsts) > 2 and labels * 3 >= len(firsts) * 2


def header_titles(headers: Iterable[Row]) -> list[str]:
    """The titles of the columns, each put together from its cells in `headers`."""
    titles: list[str] = []
    for row in headers:
        for column, cell in enumerate(row.cells):
            if column == len(titles):
                titles.append("")
            if cell.text and cell.text not in titles[column]:
                titles[column] = f"{titles[column]} {cell.text}".strip()
    return titles
