"""Labels of a document's own wording: words that stand again and again where the sheets of
its projects have their labels, though no vocabulary knows them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.ingest.blocks import Block, Row
from assistant.ingest.cells import is_year, opens_grid, row_label
from assistant.language.years import find_years

_FEWEST = 3  # tables that have the word beside known labels
_LABEL = re.compile(r"[^\s0-9０-９。、][^0-9０-９。]{1,15}")


def own_labels(blocks: Sequence[Block]) -> frozenset[str]:
    """The first cells of rows of two that three or more tables of labels have in common."""
    counts: Counter[str] = Counter()
    for block in blocks:
        if block.kind != "table":
            continue
        pairs = [row for row in block.rows if row.cells[0].text and len(row.filled()) == 2]
        unknown = {row.cells[0].text for row in pairs if row_label(row.cells) is None}
        known = sum(row_label(row.cells) is not None for row in block.rows)
        if known >= 2:
            counts.update(unknown)
    return frozenset(
        text
        for text, count in counts.items()
        if count >= _FEWEST and _LABEL.fullmatch(text) and not is_year(text)
    )


def own_role(value: str, below: Row | None) -> str:
    """What a label of a document's own wording stands for: steps that open with their years
    are a schedule, what is named above columns of years is an indicator."""
    mentions = find_years(value)
    if len({mention.span for mention in mentions}) > 1 and mentions[0].span.start <= 1:
        return "schedule"
    named = below is not None and opens_grid(below.cells) and "。" not in value
    return "indicator" if named and not mentions else "note"
