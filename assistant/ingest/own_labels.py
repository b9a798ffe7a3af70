"""Labels of a document's own wording: words that stand again and again where the sheets of
its projects have their labels, though no vocabulary knows them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import dropwhile

from assistant.ingest.blocks import Block, Row
from assistant.ingest.cells import is_year, opens_grid, row_label
from assistant.ingest.indicators import split_figures
from assistant.ingest.labels import STANDINGS, is_decorated, roles_of
from assistant.ingest.part import Part
from assistant.language.years import find_years

_FEWEST = 3  # tables that have the word beside known labels, or lines of it over such
_BEFORE_KNOWN = 4  # parts behind a bracketed line, one of which is a known label
_ARROW = re.compile(r"[→➡⇒⟶]")
_BRACKETED = re.compile(r"(?:[○●◎◇◆□■・][ 　]*)?[【〔《≪][^【】〔〕《》≪≫]{2,16}[】〕》≫]")
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


def with_own_titles(text: str, parts: Sequence[Part]) -> Iterator[Part]:
    """The parts; lines of bracketed words that stand three times or more over known labels of
    the same look (【国の方針】 over 【現状】) are labels too, and so is 【目標】 over figures with
    their names."""
    counts = Counter(part.text for place, part in enumerate(parts) if _may_title(parts, place))
    own = {text for text, count in counts.items() if count >= _FEWEST}
    for place, part in enumerate(parts):
        bare = part.kind == "text" and bool(_BRACKETED.fullmatch(part.text))
        plain = part.kind == "text" and not part.level and part.style != "cell"
        if plain and _is_over_figures(text, parts, place, arrow=not bare):
            yield replace(part, kind="label", roles=("indicator",))
        elif bare and part.text in own and not part.level:
            yield replace(part, kind="label", roles=("note",))
        else:
            yield part


def _may_title(parts: Sequence[Part], place: int) -> bool:
    """Whether a part is a bracketed line of no known meaning with running text behind it, and
    then a known label of its look."""
    part = parts[place]
    if part.kind != "text" or not _BRACKETED.fullmatch(part.text) or roles_of(part.text, True):
        return False
    behind = list(dropwhile(Part.is_sentence, parts[place + 1 : place + 1 + _BEFORE_KNOWN]))
    following = behind[0] if len(behind) < _BEFORE_KNOWN and behind else None
    return (
        following is not None
        and following.kind == "label"
        and is_decorated(following.text)
        and following.text[0] == part.text[0]
    )


def _is_over_figures(text: str, parts: Sequence[Part], place: int, *, arrow: bool) -> bool:
    """Whether a line 【目標】 stands over names with their figures, those that an `arrow` leads to
    where no brackets set the line apart."""
    if roles_of(parts[place].text) != ("target",) or place + 1 >= len(parts):
        return False
    below = parts[place + 1]
    if below.kind != "text":
        return False
    behind = parts[place + 2] if place + 2 < len(parts) else None
    told = behind is not None and behind.kind == "label" and behind.value is not None
    if behind is not None and told and set(behind.roles) & STANDINGS:
        return not below.is_sentence()
    goes_on = behind is not None and behind.kind == "text" and behind.block == below.block
    end = behind.span.end if behind is not None and goes_on else below.span.end
    content = text[below.span.start : end]
    name, figures = split_figures(content)
    return bool(figures) and name[1] > name[0] and (not arrow or bool(_ARROW.search(content)))
