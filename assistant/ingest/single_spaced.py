"""Tables and sheets whose cells a single space sets apart, as pages copied as text leave them.

One space tells a cell from the next no better than one word from the next. What tells it is
the row above: as many figures behind each name as the heads announce, as many words on each
line, or the same labels at the head of line after line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.datamodels import Span
from assistant.ingest.cells import is_year
from assistant.ingest.labels import FIGURES, is_decorated, is_department, roles_of
from assistant.ingest.spacing import Patch, Piece, Word, is_plain, row_of, words

_FEWEST_ALIKE = 3  # lines that begin with one label, or rows of a table of words
_LONGEST_HEAD = 14
_LONGEST_FIGURE = 24
_SENTENCE = re.compile(r"。|[、，]$")
_FIGURE = re.compile(r"[0-9０-９]|^[－—–\-―…]+$")
_LETTER = re.compile(r"[^\W\d_]")
_NOTE = re.compile(r"[※＊*][ 　]?[0-9０-９]{1,2}$")
_BRACKETED = re.compile(r"[【〔［\[《＜〈][^【】〔〕［］\[\]《》＜＞〈〉]{1,14}[】〕］\]》＞〉]")
_NUMBERED = re.compile(
    r"(?:第?[0-9０-９一二三四五六七八九十]{1,3}[章節編部項]?|[A-ZＡ-Ｚ]?[0-9０-９]{1,2}(?:[-－.．][0-9０-９]{1,2})*"
    r"|[A-ZＡ-Ｚ]{1,2}[-－][0-9０-９]{1,2}|[(（].{1,3}[)）]|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ①-⑳・●○◎■□◆◇※＊].*)[.．]?"
)
_SHEET_ROLES = frozenset(("department", "rating", "budget", "category", "schedule", "note"))
_MARKING = frozenset(("rating", "number", "mark", "category"))  # heads over signs or numbers
_Row = list[Span]


def find_single_spaced(text: str, lines: Sequence[Span]) -> Iterator[Patch]:
    """The lines that one space divides into cells, as rows with tabs."""
    firsts = common_labels(text, lines)
    number = 0
    while number < len(lines):
        patch = (
            figure_table(text, lines, number)
            or _table(text, lines, number)
            or _fields(text, lines, number, firsts)
        )
        if patch is not None:
            yield patch
        number = patch.last if patch is not None else number + 1


def loose_words(text: str, line: Span) -> list[Word]:
    """The words of a line; none where wide gaps or tabs set cells apart already."""
    if not is_plain(text, line) or len(words(text, line)) != 1:
        return []
    return _unspaced(words(text, line, loose=True))


def _unspaced(found: list[Word]) -> list[Word]:
    """The words, letters of a first word that is spaced (指 標) put together."""
    count = next((i for i, word in enumerate(found) if len(word.text) > 1), len(found))
    if count < 2:
        return found
    first, last = found[0], found[count - 1]
    joined = "".join(word.text for word in found[:count])
    if not roles_of(joined, True):
        return found
    whole = Word(Span(first.span.start, last.span.end), joined, first.left, last.right)
    return [whole, *found[count:]]


def _patch(first: int, rows: Sequence[_Row], lead: Sequence[Piece] = ()) -> Patch:
    pieces: list[Piece] = [*lead]
    for row in rows:
        pieces += row_of([cell] for cell in row)
    return Patch(first, first + len(rows), tuple(pieces))


def figure_table(text: str, lines: Sequence[Span], first: int) -> Patch | None:
    """指標 現状R6 R8 R9 over rows of a name and as many figures. A label in brackets may
    stand before the heads."""
    heads = loose_words(text, lines[first])
    lead: list[Piece] = []
    if len(heads) > 2 and _BRACKETED.fullmatch(heads[0].text):
        lead = [heads[0].span, "\n"]
        heads = _unspaced(heads[1:])
    if not _heads_figures(heads):
        return None
    rows: list[_Row] = []
    for line in lines[first + 1 :]:
        row = _figure_row(text, line, len(heads) - 1)
        if not row:
            break
        rows.append(row)
    return _patch(first, [[head.span for head in heads], *rows], lead) if rows else None


def _heads_figures(heads: Sequence[Word]) -> bool:
    """A head for names and then years or kinds of figures, one of which may be unknown
    beside two that are not (増減)."""
    if len(heads) < 2 or not roles_of(heads[0].text, True) or is_year(heads[0].text):
        return False
    known = [is_year(word.text) or _is_figure(word.text) for word in heads[1:]]
    short = all(len(word.text) <= _LONGEST_FIGURE for word in heads)
    return short and known[0] and sum(known) >= max(1, min(len(known), len(known) - 1, 9))


def _is_figure(text: str) -> bool:
    return bool(set(roles_of(text, True)) & (FIGURES | {"present", "goal"}))


def _figure_row(text: str, line: Span, count: int) -> _Row:
    """Name and figures of a row, [] if the line is none."""
    found = loose_words(text, line)
    if len(found) <= count or _SENTENCE.search(line.of(text)):
        return []
    figures = found[-count:]
    told = sum(bool(_FIGURE.search(word.text)) for word in figures)
    if told * 2 <= count or any(len(word.text) > _LONGEST_FIGURE for word in figures):
        return []
    name = Span(found[0].span.start, found[-count - 1].span.end)
    if is_year(found[0].text) or _BRACKETED.match(found[0].text):
        return []
    if not _LETTER.search(name.of(text)):
        return []  # a page number between dashes
    note = _NOTE.search(name.of(text))
    name = Span(name.start, name.start + note.start()) if note and note.start() else name
    return [name, *(word.span for word in figures)]


def _table(text: str, lines: Sequence[Span], first: int) -> Patch | None:
    """Heads of one word each over lines of as many words: 会議 構成 役割. Two columns must
    hold sentences on the right."""
    heads = loose_words(text, lines[first])
    if len(heads) < 2 or not all(_is_head(word.text) for word in heads):
        return None
    numbered = set(roles_of(heads[0].text, True)) & _MARKING
    rows: list[_Row] = []
    for line in lines[first + 1 :]:
        found = loose_words(text, line)
        if len(found) != len(heads) or (not numbered and _NUMBERED.fullmatch(found[0].text)):
            break
        if len(found) == 2 and not found[1].text.endswith("。"):
            break
        rows.append([word.span for word in found])
    alone = len(rows) >= _FEWEST_ALIKE
    return _patch(first, [[head.span for head in heads], *rows]) if alone else None


def _is_head(text: str) -> bool:
    known = roles_of(text, True) or not _FIGURE.search(text)
    plain = not re.search(r"[。、：:「」]", text) and not _NUMBERED.fullmatch(text)
    return len(text) <= _LONGEST_HEAD and bool(known) and plain


def common_labels(text: str, lines: Sequence[Span]) -> frozenset[str]:
    """The labels that several lines begin with, a single space behind them."""
    counts = Counter(
        found[0].text for line in lines if (found := loose_words(text, line)) and found[1:]
    )
    return frozenset(
        word for word, count in counts.items() if count >= _FEWEST_ALIKE and roles_of(word, True)
    )


def _fields(text: str, lines: Sequence[Span], first: int, firsts: frozenset[str]) -> Patch | None:
    """所管 総務部 総務課 連携 全課 評価 B: labels with their values, several on a line or a
    line each, where other lines begin with the same labels."""
    rows: list[_Row] = []
    number, several, offices = first, False, False
    while number < len(lines):
        found = loose_words(text, lines[number])
        if len(found) < 2 or is_decorated(found[0].text):
            break
        if found[0].text not in firsts and not (rows and roles_of(found[0].text)):
            break
        dated = len(found) > 2 and all(is_year(word.text) for word in found[1:])
        if rows and (dated or figure_table(text, lines, number)):
            break  # the heads of a table below the labels
        pairs, office = _pairs(found)
        told = set(roles_of(found[0].text, True)) & _SHEET_ROLES
        several |= len(pairs) > 1 and bool(told)
        offices |= office
        rows += pairs
        number += 1
    if not (offices or several):
        return None
    pieces = [piece for pair in rows for piece in row_of([cell] for cell in pair)]
    return Patch(first, number, tuple(pieces))


def _pairs(found: Sequence[Word]) -> tuple[list[_Row], bool]:
    """The labels of a line with their values, and whether the first one names an office."""
    roles = set(roles_of(found[0].text, True))
    several = roles & _SHEET_ROLES and not roles & {"schedule"}
    places = range(2, len(found) - 1) if several else ()
    cuts = [0, *(i for i in places if _is_label(found[i - 1 : i + 2]))]
    pairs: list[_Row] = []
    for start, end in zip(cuts, [*cuts[1:], len(found)], strict=True):
        held = found[start:end]
        pairs.append([held[0].span, Span(held[1].span.start, held[-1].span.end)])
    value = found[1 : (cuts[1:] or [len(found)])[0]]
    return pairs, "department" in roles and any(is_department(word.text) for word in value)


def _is_label(around: Sequence[Word]) -> bool:
    """Whether the middle one of three words is the label of the one behind it."""
    roles = set(roles_of(around[1].text, True))
    return bool(roles & _SHEET_ROLES) and not is_department(around[1].text)
