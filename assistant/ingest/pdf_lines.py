"""The characters of a PDF's page as lines: words in a row, parted where gaps are wide."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.ingest.pdfium import Glyph, Look

CELL_GAP = 1.7  # characters
SPACE = 0.17  # characters; a narrower gap is none
SET_APART = 0.28  # the same between Japanese and Latin characters that are set apart
DASHES = "–—―‒‐"
LEAST_GAPS = 3  # that tell how a page is set


@dataclass(frozen=True, slots=True)
class Line:
    """Words in a row without a gap, on the page with the index `page`; `look` is that of most
    of them. `breaks` are the offsets behind wide spaces and the places where the words there
    begin."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    page: int
    look: Look
    breaks: tuple[tuple[int, float], ...] = ()
    glyphs: tuple[Glyph, ...] = ()


def sets_apart(glyphs: Sequence[Glyph]) -> bool:
    """Whether typesetting leaves a gap between the Japanese and Latin characters of a page,
    even where no space is meant."""
    gaps = [
        (after.x0 - one.x1) / max(one.size, after.size)
        for one, after in pairwise(glyphs)
        if _is_wide(one.character) != _is_wide(after.character)
        and one.character.isalnum()
        and after.character.isalnum()
        and abs(one.middle - after.middle) < 0.35 * one.size
    ]
    return len(gaps) >= LEAST_GAPS and sum(gap > 0.05 for gap in gaps) >= 0.9 * len(gaps)


def lines_of(glyphs: Sequence[Glyph], page: int, apart: bool) -> list[Line]:
    """The characters of a page (its index) as lines, parted where a gap is wider than two
    characters; without readings in small kana over other words. `apart` if it is a page that
    `sets_apart`."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (g.middle, g.x0)):
        last = rows[-1][-1] if rows else None
        if last and _stand_beside(last, glyph):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    ordered = (sorted(row, key=lambda g: g.x0) for row in rows)
    lines = [line for row in ordered for line in _runs(row, page, apart) if line.text]
    return _without_ruby(lines)


def _stand_beside(one: Glyph, other: Glyph) -> bool:
    """Whether two characters stand at one height; a dash that another font gives stands lower or
    higher than its line."""
    if abs(one.middle - other.middle) < 0.35 * min(one.size, other.size):
        return True
    return any(
        dash.character in DASHES and glyph.top <= dash.middle <= glyph.bottom
        for dash, glyph in ((one, other), (other, one))
    )


def rows_of(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines whose middles are at one height, from the top, each row from the left."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda item: (item.top + item.bottom, item.x0)):
        if rows and abs(rows[-1][0].top + rows[-1][0].bottom - line.top - line.bottom) < line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda item: item.x0) for row in rows]


def _runs(row: Sequence[Glyph], page: int, apart: bool) -> Iterator[Line]:
    """The words of a row. Spaces are told by gaps, as few files hold them."""
    em, spacing, row = _measure(row)
    least = SET_APART if apart else SPACE
    run: list[Glyph] = []
    breaks: list[tuple[int, float]] = []
    words = ""
    for glyph in row:
        if glyph.character.isspace():
            if run and not words.endswith((" ", "　")):
                words += "　" if glyph.character == "　" else " "
            continue
        if run:
            gap = (glyph.x0 - run[-1].x1) / em
            if _is_twin(run[-1], glyph):
                continue
            if gap - spacing > CELL_GAP:
                yield replace(_line(run, words, page), breaks=tuple(breaks))
                run, words, breaks = [], "", []
            elif not words.endswith((" ", "　")):
                words += _space(gap - spacing, run[-1].character, glyph.character, least)
        if words.endswith("　"):
            breaks.append((len(words), glyph.x0))
        run.append(glyph)
        words += glyph.character
    if run:
        yield replace(_line(run, words, page), breaks=tuple(breaks))


def _measure(row: Sequence[Glyph]) -> tuple[float, float, Sequence[Glyph]]:
    """The width of a full-width character; in such widths, the space between the characters
    of spaced-out words; and the row with the full width for each that is full-width, for
    some fonts tell no more than the ink."""
    letters = [g for g in row if g.character.isalnum()] or row  # of other signs it may be the ink
    wide = sorted(g.x1 - g.x0 for g in letters if _is_wide(g.character))
    size = sorted(g.size for g in letters)[(4 * len(letters)) // 5]
    em = wide[(4 * len(wide)) // 5] if wide else 0.75 * size
    em = min(max(em, 0.5 * size), 1.2 * size) or 1.0
    even = [_widened(g, em) if _is_wide(g.character) else g for g in row]
    gaps = sorted((after.x0 - one.x1) / em for one, after in pairwise(even))
    middle = gaps[len(gaps) // 2] if len(gaps) > 2 else 0.0
    return em, max(0.0, middle) if middle < 1.5 else 0.0, even


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _widened(glyph: Glyph, em: float) -> Glyph:
    lack = em - (glyph.x1 - glyph.x0)
    if not 0.03 * em < lack < 0.9 * em:
        return glyph
    return replace(glyph, x0=glyph.x0 - lack / 2, x1=glyph.x1 + lack / 2)


def _is_twin(one: Glyph, other: Glyph) -> bool:
    """Whether a character is drawn twice, which makes it look bold."""
    near = abs(one.x0 - other.x0) < 0.15 * other.size and abs(one.top - other.top) < 1
    return near and one.character == other.character


def _space(gap: float, before: str, after: str, least: float) -> str:
    """What stands in a gap; one of less than `least` between Japanese and Latin characters
    is the typesetter's."""
    if _is_wide(before) != _is_wide(after):
        return " " if gap > least else ""
    if _is_wide(before) and gap > 0.85:
        return "　"
    return " " if gap > SPACE else ""


def _line(run: Sequence[Glyph], words: str, page: int) -> Line:
    sizes = sorted(glyph.size for glyph in run)
    looks = Counter(glyph.look for glyph in run)
    return Line(
        words.strip(), run[0].x0, min(g.top for g in run), run[-1].x1, max(g.bottom for g in run),
        sizes[len(sizes) // 2], page, looks.most_common(1)[0][0], glyphs=tuple(run),
    )  # fmt: skip


def _without_ruby(lines: Sequence[Line]) -> list[Line]:
    """The lines without readings that stand in small kana over other words."""

    def is_ruby(line: Line) -> bool:
        return bool(re.fullmatch(r"[ぁ-んァ-ヶー\s]+", line.text)) and any(
            line.size < 0.65 * base.size
            and base.x0 - base.size < line.x0
            and line.x1 < base.x1 + base.size
            and abs(base.top - line.bottom) < 0.6 * base.size
            for base in lines
        )

    smallest = min((line.size for line in lines), default=0.0)
    largest = max((line.size for line in lines), default=0.0)
    if smallest > 0.65 * largest:
        return list(lines)
    return [line for line in lines if line.size > 0.65 * largest or not is_ruby(line)]
