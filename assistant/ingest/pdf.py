"""PDF: words and places by pdfium, tables by their rules; running heads are left out."""

from __future__ import annotations

import ctypes
import io
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2 import raw

from assistant.datamodels import Places, Run
from assistant.errors import UnreadableFile
from assistant.ingest.blocks import ITEM_MARK, LABEL_LINE, OWN_LINE
from assistant.ingest.columns import Band, Box, reading_order
from assistant.ingest.laying import (
    Placed,
    bare_pages,
    cell_text,
    join_wrapped,
    paged,
    ranges,
    table_cells,
    table_lines,
    tidy,
)
from assistant.ingest.places import GRAIN, locate
from assistant.ingest.rules import Place, find_tables
from assistant.ingest.text import Extract, read_bytes
from assistant.settings import Settings

# Radicals that fonts give for the characters they look like.
RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2E80, 0x2FD6)}
PAGE_NUMBER = re.compile(
    r"[-–—‐−－ 　]*(?:p\.?\s*)?\d{1,4}(?:\s*[/／]\s*\d{1,4})?[-–—‐−－ 　]*", re.I
)
# Opening brackets, a word or number or one character, and what may not begin a line.
UNBROKEN = re.compile(
    r"[(（「『【〈《\[]*(?:[0-9A-Za-z.,%/:-]+|.)?[)）」』】〉》\]、。，．・：；？！ー々]*"
)
ASIDE = "　　"  # between words that stand apart on a line
MARGIN = 0.12  # of the page's height, at its top and bottom, where running heads stand
MOST_SHAPES = 20_000  # paths that are looked at on a page
MOST_GLYPHS = 100_000  # on a page
COLUMN_GAP = 1.6  # characters
CELL_GAP = 1.7  # characters
HEADING = 1.14  # times the size of running text
LONGEST_HEADING = 60
LOWEST_PANEL = 60.0  # points; a single row of higher boxes is no table


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character with its place in points from the top left corner of the page."""

    character: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def size(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Line:
    """Words in a row without a gap, or a whole table (`rows` holds its lines and `pieces` what
    they are made of, in order). `breaks` are the offsets behind wide spaces and the places
    where the words there begin."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    rows: tuple[str, ...] = ()
    breaks: tuple[tuple[int, float], ...] = ()
    glyphs: tuple[Glyph, ...] = ()
    pieces: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """How a page is seen: turned by so many degrees, its size then, and the lower left corner
    of what is shown in the file's coordinates. All in points."""

    turn: int
    width: float
    height: float
    left: float = 0.0
    low: float = 0.0

    def upright(self, place: Place) -> Place:
        """A box (left, low, right, high) in the file's coordinates as it is seen: from the
        top left corner."""
        left, right = place[0] - self.left, place[2] - self.left
        low, high = place[1] - self.low, place[3] - self.low
        width, height = self.width, self.height
        return {
            90: (low, left, high, right),
            180: (width - right, low, width - left, high),
            270: (width - high, height - right, width - low, height - left),
        }.get(self.turn, (left, height - high, right, height - low))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page with its lines, in no order yet."""

    lines: tuple[Line, ...]
    width: float
    height: float


def read(path: Path, settings: Settings) -> Extract:
    """The text of a PDF, page by page. Raises UnreadableFile."""
    content = read_bytes(path, settings)
    if b"%PDF-" not in content[:1024]:
        raise UnreadableFile(f"{path.name}: 中身が PDF ではありません。拡張子を確かめてください。")
    sheets, warnings = _sheets(content, path, settings)
    if not any(sheet.lines for sheet in sheets):
        raise UnreadableFile(
            f"{path.name}: {len(sheets)} ページのどれにも文字の層がありません（画像だけの PDF）。"
            "このプログラムは文字認識（OCR）を行いません。"
            "文字認識をかけるか、元の文書から PDF を作り直してください。"
        )
    sheets = _without_furniture(sheets)
    pages, running_on, order = _laid_out(sheets)
    text, starts = paged(pages, running_on)
    if bare := bare_pages(text, starts):
        warnings.append(
            f"{path.name}: 全 {len(sheets)} ページのうち {len(bare)} ページ（{ranges(bare)}）には"
            "本文の文字がありません（画像だけのページ）。文字認識（OCR）は行わないため、"
            "その内容は索引に入りません。"
        )
    if broken := text.count("\ufffd"):
        warnings.append(f"{path.name}: 読めない文字が {broken} 字あります。")
    runs = [
        run
        for number, (sheet, page, start) in enumerate(zip(sheets, pages, starts, strict=True), 1)
        for run in _runs_of(sheet, number, page, start, order[number - 1])
    ]
    return Extract(text, starts, "pdf", "utf-8", tuple(warnings), Places("", tuple(runs)))


def page_picture(path: Path, page: int, width: int) -> bytes:
    """A page (from 1) of a PDF as a PNG that is `width` pixels wide, upright as its boxes
    are. Raises UnreadableFile; IndexError if there is no such page."""
    try:
        document = pypdfium2.PdfDocument(path)
    except (OSError, pypdfium2.PdfiumError) as error:
        raise UnreadableFile(f"{path.name}: {_reason(str(error))}") from error
    try:
        if not 1 <= page <= len(document):
            raise IndexError(f"{path.name}: {page} ページはありません（{len(document)} ページ）。")
        drawn = document[page - 1]
        view = _view(drawn)
        turn = (view.turn - drawn.get_rotation()) % 360
        bitmap = drawn.render(scale=width / view.width, rotation=turn)
        content = io.BytesIO()
        bitmap.to_pil().save(content, "PNG")
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile(f"{path.name}: {page} ページを描けません（{error}）。") from error
    finally:
        document.close()
    return content.getvalue()


def _runs_of(
    sheet: Sheet, number: int, page: str, start: int, order: Sequence[Line]
) -> Iterator[Run]:
    """Where the words of a page's text stand, which begins at offset `start`: runs of
    characters that are evenly wide."""
    pieces = [("".join(glyph.character for glyph in line.glyphs), line) for line in order]
    for offsets, line in locate(page, pieces):
        shown = _without_overlap(line.glyphs)
        for first, last in _even(offsets, shown):
            x0, x1 = shown[first].x0 / sheet.width, shown[last].x1 / sheet.width
            top, bottom = line.top / sheet.height, line.bottom / sheet.height
            sides = (min(GRAIN, max(0, round(GRAIN * side))) for side in (x0, top, x1, bottom))
            left, upper, right, lower = sides
            yield (
                start + offsets[first],
                start + offsets[last] + 1,
                number,
                left,
                upper,
                right,
                lower,
            )


def _without_overlap(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The characters of a line, each as wide as the next one leaves room for: where a font is
    not in the file, another one's widths are told."""
    clipped = [replace(g, x1=max(g.x0, min(g.x1, after.x0))) for g, after in pairwise(glyphs)]
    return [*clipped, glyphs[-1]]


def _even(offsets: Sequence[int], glyphs: Sequence[Glyph]) -> Iterator[tuple[int, int]]:
    """The first and last index of each run of neighbours in the text that are evenly wide."""
    first = 0
    for index in range(1, len(glyphs) + 1):
        if index < len(glyphs) and offsets[index] == offsets[index - 1] + 1:
            count = index - first
            step = (glyphs[index - 1].x1 - glyphs[first].x0) / count
            slack = 0.1 * glyphs[index].size
            begins = abs(glyphs[index].x0 - glyphs[first].x0 - count * step) < slack
            if begins and abs(glyphs[index].x1 - glyphs[index].x0 - step) < slack:
                continue
        yield first, index - 1
        first = index


def _sheets(content: bytes, path: Path, settings: Settings) -> tuple[list[Sheet], list[str]]:
    warnings: list[str] = []
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile(f"{path.name}: {_reason(str(error))}") from error
    try:
        count = len(document)
        if count > settings.file_pages:
            raise UnreadableFile(
                f"{path.name}: {count} ページあり、上限の {settings.file_pages} ページを"
                "超えています。ファイルを分けてください。"
            )
        tables = _Tables()
        sheets: list[Sheet] = []
        for number in range(count):
            try:
                sheets.append(_sheet(document, number, tables))
            except (pypdfium2.PdfiumError, ValueError) as error:
                warnings.append(f"{path.name}: {number + 1} ページを読めません（{error}）。")
                sheets.append(Sheet((), 1.0, 1.0))
    finally:
        document.close()
    if tables.failures:
        pages = "、".join(map(str, tables.failures))
        warnings.append(
            f"{path.name}: {pages} ページの罫線が多すぎるため、表とせずに文字の並びだけ読みました。"
        )
    return sheets, warnings


def _reason(error: str) -> str:
    if "password" in error.lower():
        return "パスワードで保護されています。保護を外して保存してください。"
    if "security" in error.lower():
        return "読めない方式で暗号化されています。保護を外して保存してください。"
    return "PDF として開けません（途中で切れているか壊れています）。作り直してください。"


def _sheet(document: Any, number: int, tables: _Tables) -> Sheet:
    page = document[number]
    try:
        view = _view(page)
        glyphs = _glyphs(page, view)
        found, glyphs = tables.take(page, number, glyphs)
    finally:
        page.close()
    lines = _without_ruby(_lines(glyphs))
    return Sheet((*lines, *found), view.width, view.height)


def _view(page: Any) -> View:
    """The page turned so that most of its words stand upright, whatever the file says of it."""
    words = page.get_textpage()
    try:
        count = words.count_chars()
        sample = range(0, count, max(1, count // 300))
        angles = Counter(
            round(math.degrees(raw.FPDFText_GetCharAngle(words, index)) / 90) * 90 % 360
            for index in sample
            if raw.FPDFText_IsGenerated(words, index) != 1
        )
    finally:
        words.close()
    turned = page.get_rotation()
    turn = (360 - angles.most_common(1)[0][0]) % 360 if angles else turned
    width, height = page.get_size()
    if (turn - turned) % 180:
        width, height = height, width
    left, low, _, _ = page.get_bbox()
    return View(turn, width, height, left, low)


def _glyphs(page: Any, view: View) -> list[Glyph]:
    """The visible characters of a page, upright however the page is turned."""
    words = page.get_textpage()
    box = raw.FS_RECTF()
    glyphs: list[Glyph] = []
    try:
        for index in range(min(words.count_chars(), MOST_GLYPHS)):
            code = raw.FPDFText_GetUnicode(words, index)
            generated = raw.FPDFText_IsGenerated(words, index) == 1
            if generated or code < 32 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
                continue
            if not raw.FPDFText_GetLooseCharBox(words, index, ctypes.byref(box)):
                continue
            left, right = sorted((box.left, box.right))
            low, high = sorted((box.bottom, box.top))
            x0, top, x1, bottom = view.upright((left, low, right, high))
            shown = x1 > 0 and x0 < view.width and bottom > 0 and top < view.height
            if shown and bottom - top > 0.5:
                character = RADICALS.get(code) or chr(code)
                glyphs.append(Glyph(character, x0, top, x1, bottom))
    finally:
        words.close()
    return glyphs


class _Tables:
    """Finds the ruled tables page by page, and keeps what one page tells of the next."""

    def __init__(self) -> None:
        self.edges: list[float] = []  # of the columns of the table read last
        self.failures: list[int] = []

    def take(self, page: Any, number: int, glyphs: list[Glyph]) -> tuple[list[Line], list[Glyph]]:
        """The tables of a page, each as one line, and the characters outside them."""
        above, self.edges = self.edges, []
        found = find_tables(_shapes(page)) if glyphs else []
        if found is None:
            self.failures.append(number + 1)
            return [], glyphs
        tables: list[Line] = []
        for cells in found:
            laid, glyphs = _table(cells, glyphs, above)
            tables += laid
            self.edges = _columns(cells) if laid else []
        return tables, glyphs


def _shapes(page: Any) -> Iterator[Place]:
    """The lines and boxes that are drawn on a page, however they are nested in forms."""
    view = _view(page)
    paths = page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])
    for path in islice(paths, MOST_SHAPES):
        filled, stroked = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(path, ctypes.byref(filled), ctypes.byref(stroked))
        count = raw.FPDFPath_CountSegments(path)
        if not (filled.value or stroked.value) or not 2 <= count <= MOST_SHAPES:
            continue
        points = _points(path, count)
        if count <= 6:  # a line or a box
            xs, ys = [x for x, _, _ in points], [y for _, y, _ in points]
            yield view.upright((min(xs), min(ys), max(xs), max(ys)))
            continue
        for (x0, y0, _), (x1, y1, kind) in pairwise(points):
            if kind == raw.FPDF_SEGMENT_LINETO and (abs(x0 - x1) < 1 or abs(y0 - y1) < 1):
                place = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
                yield view.upright(place)


def _points(path: Any, count: int) -> list[tuple[float, float, int]]:
    """The points of a path on the page and how the path comes to each of them."""
    matrix = path.get_matrix()
    container = path.container
    while container is not None:
        matrix = matrix.multiply(container.get_matrix())
        container = container.container
    x, y = ctypes.c_float(), ctypes.c_float()
    points = []
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        points.append((*matrix.on_point(x.value, y.value), raw.FPDFPathSegment_GetType(segment)))
    return points


def _table(
    cells: Sequence[Place], glyphs: list[Glyph], above: Sequence[float]
) -> tuple[list[Line], list[Glyph]]:
    """The table as one line, and the characters outside it; frames around text and boxes in
    a row are no tables, but a row under the columns of `above` goes on with a table."""
    columns = _columns(cells)
    rows = _edges([y for cell in cells for y in (cell[1], cell[3])])
    if len(columns) < 3 or len(rows) < 2:
        return [], glyphs
    goes_on = len(columns) == len(above) and all(
        abs(one - other) < 3 for one, other in zip(columns, above, strict=True)
    )
    if len(rows) == 2 and not goes_on and rows[1] - rows[0] > LOWEST_PANEL:
        return [], glyphs
    held: dict[int, list[Glyph]] = {}
    outside: list[Glyph] = []
    left, right, top, bottom = columns[0], columns[-1], rows[0], rows[-1]
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, glyph.middle
        inside = left < x < right and top < y < bottom
        index = next(
            (i for i, c in enumerate(cells) if inside and c[0] <= x <= c[2] and c[1] <= y <= c[3]),
            None,
        )
        if index is None:
            outside.append(glyph)
        else:
            held.setdefault(index, []).append(glyph)
    placed = []
    words = [_rows_of(_without_ruby(_lines(held.get(i, [])))) for i in range(len(cells))]
    for index, cell in enumerate(cells):
        column, row = _nearest(columns, cell[0]), _nearest(rows, cell[1])
        over = _nearest(columns, cell[2]) - column
        down = _nearest(rows, cell[3]) - row
        text = _cell(words[index], cell)
        placed.append(Placed(text, row, column, max(1, down), max(1, over), index))
    if sum(bool(cell.text) for cell in placed) < 2:
        return [], glyphs
    lines = tuple(table_lines(placed))
    pieces = tuple(line for cell in table_cells(placed) for row in words[cell.key] for line in row)
    return [Line("", left, top, right, bottom, 0.0, lines, pieces=pieces)], outside


def _columns(cells: Sequence[Place]) -> list[float]:
    return _edges([x for cell in cells for x in (cell[0], cell[2])])


def _edges(values: Sequence[float]) -> list[float]:
    """The values without those that are within three points of the one before."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > 3:
            edges.append(value)
    return edges


def _nearest(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))


def _cell(rows: Sequence[Sequence[Line]], box: Place) -> str:
    """The words of a cell: a line that fills it goes on in the next one."""
    lines = [
        replace(row[0], text=" ".join(line.text for line in row), x1=row[-1].x1) for row in rows
    ]
    if lines and all(len(line.text) == 1 for line in lines):
        return "".join(line.text for line in lines)
    texts: list[str] = []
    room = max((line.x1 - line.x0 for line in lines), default=0.0)
    for number, line in enumerate(lines):
        before = lines[number - 1] if number else None
        if before is None or _starts_anew(line.text) or before.text[-1:] in "。":
            texts.append(line.text)
        elif _fills(before, line, box, room):
            texts[-1] = join_wrapped(texts[-1], line.text)
        else:
            texts.append(line.text)
    return cell_text(texts)


def _fills(line: Line, after: Line, box: Place, room: float) -> bool:
    """Whether what the next line begins with would not have found room in the cell, its
    padding aside."""
    padding = min(line.x0 - box[0], 8.0)
    needed = max(1.3 * line.size, _unbroken(after) + 0.3 * line.size)
    wide = line.x1 - line.x0 > 0.8 * room or needed > 1.3 * line.size
    return box[2] - line.x1 - padding < needed and wide


def _unbroken(line: Line) -> float:
    """The width of what a line begins with and may not be parted: a word or number, brackets
    and the marks behind."""
    match = UNBROKEN.match(line.text)
    end = match.end() if match else 1
    count = sum(not character.isspace() for character in line.text[:end])
    last = line.glyphs[min(count, len(line.glyphs)) - 1]
    return last.x1 - line.x0


def _rows_of(lines: Sequence[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda item: (item.top + item.bottom, item.x0)):
        if rows and abs(rows[-1][0].top + rows[-1][0].bottom - line.top - line.bottom) < line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda item: item.x0) for row in rows]


def _lines(glyphs: Sequence[Glyph]) -> list[Line]:
    """The characters as lines, parted where a gap is wider than two characters."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (g.middle, g.x0)):
        last = rows[-1][-1] if rows else None
        if last and abs(last.middle - glyph.middle) < 0.35 * min(last.size, glyph.size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    lines = (line for row in rows for line in _runs(sorted(row, key=lambda g: g.x0)))
    return [line for line in lines if line.text]


def _runs(row: Sequence[Glyph]) -> Iterator[Line]:
    """The words of a row. Spaces are told by gaps, as few files hold them."""
    em, spacing, row = _measure(row)
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
                yield replace(_line(run, words), breaks=tuple(breaks))
                run, words, breaks = [], "", []
            elif not words.endswith((" ", "　")):
                words += _space(gap - spacing, run[-1].character, glyph.character)
        if words.endswith("　"):
            breaks.append((len(words), glyph.x0))
        run.append(glyph)
        words += glyph.character
    if run:
        yield replace(_line(run, words), breaks=tuple(breaks))


def _measure(row: Sequence[Glyph]) -> tuple[float, float, Sequence[Glyph]]:
    """The width of a full-width character; in such widths, the space between the characters
    of spaced-out words; and the row with the full width for each that is full-width, for
    some fonts tell no more than the ink."""
    wide = sorted(g.x1 - g.x0 for g in row if _is_wide(g.character))
    em = wide[(4 * len(wide)) // 5] if wide else 0.75 * row[0].size
    em = min(max(em, 0.5 * row[0].size), 1.2 * row[0].size) or 1.0
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


def _space(gap: float, before: str, after: str) -> str:
    if _is_wide(before) and _is_wide(after) and gap > 0.85:
        return "　"
    return " " if gap > 0.17 else ""


def _line(run: Sequence[Glyph], words: str) -> Line:
    sizes = sorted(glyph.size for glyph in run)
    return Line(
        words.strip(), run[0].x0, min(g.top for g in run), run[-1].x1, max(g.bottom for g in run),
        sizes[len(sizes) // 2], glyphs=tuple(run),
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


def _without_furniture(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The pages without page numbers and the heads and feet that come again and again."""
    seen: Counter[tuple[str, bool]] = Counter()
    numbers: Counter[int] = Counter()
    for number, sheet in enumerate(sheets):
        keys = {_key(line, sheet) for line in sheet.lines if _in_margin(line, sheet)}
        seen.update(keys)
        numbers.update(
            {
                int(digits[0]) - number
                for line in sheet.lines
                if _in_margin(line, sheet)
                and PAGE_NUMBER.fullmatch(line.text)
                and (digits := re.findall(r"\d+", line.text))
            }
        )
    filled = sum(bool(sheet.lines) for sheet in sheets)
    least = max(3, 0.3 * filled) if filled > 2 else 2
    offsets = {
        offset for offset, count in numbers.items() if count >= max(min(2, filled), 0.3 * filled)
    }

    def stays(line: Line, sheet: Sheet, number: int) -> bool:
        if line.rows or not _in_margin(line, sheet):
            return True
        if PAGE_NUMBER.fullmatch(line.text):
            digits = re.findall(r"\d+", line.text)
            return not (int(digits[0]) - number in offsets or re.match(r"[-–—‐−－]", line.text))
        return seen[_key(line, sheet)] < least or line.size > 20

    return [
        replace(sheet, lines=tuple(line for line in sheet.lines if stays(line, sheet, number)))
        for number, sheet in enumerate(sheets)
    ]


def _in_margin(line: Line, sheet: Sheet) -> bool:
    at_top = line.bottom < MARGIN * sheet.height
    return not line.rows and (at_top or line.top > (1 - MARGIN) * sheet.height)


def _key(line: Line, sheet: Sheet) -> tuple[str, bool]:
    return re.sub(
        r"\d+", "#", unicodedata.normalize("NFKC", line.text)
    ), line.top < sheet.height / 2


def _laid_out(sheets: Sequence[Sheet]) -> tuple[list[str], set[int], list[list[Line]]]:
    """The pages' texts, which of them go on with the page before, and of each the lines in
    the order in which it holds them."""
    sizes = Counter[float]()
    for sheet in sheets:
        for line in sheet.lines:
            sizes[round(line.size, 1)] += len(line.text)
    body = max(sizes, key=lambda size: (sizes[size], -size), default=10.0)
    large = sorted(
        {round(s) for s, n in sizes.items() if s >= HEADING * body and n >= 2}, reverse=True
    )
    levels = {size: min(4, rank) for rank, size in enumerate(large, start=1)}
    pages: list[str] = []
    order: list[list[Line]] = []
    running_on: set[int] = set()
    unfinished = False
    for number, sheet in enumerate(sheets):
        layout = _Layout(body or 10.0, levels, sheet)
        lines = layout.lines()
        if number and _goes_on(pages[-1], lines):
            running_on.add(number)
            lines = _without_head(pages, lines)
        elif unfinished and _is_running(next((line for line in lines if line), "#")):
            running_on.add(number)
        unfinished = layout.unfinished
        pages.append(tidy(lines))
        order.append(layout.order)
    return pages, running_on, order


def _goes_on(page: str, lines: Sequence[str]) -> bool:
    """Whether a page ends with a table and the next begins with one of as many columns."""
    last = page.rsplit("\n", 1)[-1]
    first = next((line for line in lines if line), "")
    return "\t" in last and last.count("\t") == first.count("\t")


def _is_running(line: str) -> bool:
    return not (line.startswith("#") or "\t" in line or _starts_anew(line))


def _without_head(pages: Sequence[str], lines: Sequence[str]) -> list[str]:
    """The lines without the head row that the table repeats on each page."""
    held = [line for line in pages[-1].split("\n") if "\t" in line]
    start = next(index for index, line in enumerate(lines) if line)
    return list(lines[start + 1 :] if lines[start] in held else lines[start:])


class _Layout:
    """Lays the lines of one page out as text."""

    def __init__(self, body: float, levels: dict[int, int], sheet: Sheet) -> None:
        self._body = body
        self._levels = levels
        self._sheet = sheet
        self._gap = 0.0
        self._columns: list[float] = []  # where the cells of the row above begin
        self._last: Line | None = None  # at the end of the last row
        self._under = False  # whether the last row stands under the one above it
        self.unfinished = False  # whether the page ends within a sentence
        self.order: list[Line] = []  # what was laid out, in this order

    def lines(self) -> list[str]:
        """The page's lines of text: paragraphs joined, rows with tabs, headings marked."""
        laid: list[str] = []
        lone: int | None = None  # the index of a row that none has stood under yet
        before: tuple[Line, Band] | None = None
        bands = list(reading_order(self._boxes(), COLUMN_GAP * self._body))
        self._gap = self._usual_gap(bands)
        for band in bands:
            held = [self._sheet.lines[box.key] for box in band.boxes]
            table = next((line for line in held if line.rows), None)
            self.order += [line for line in held if not line.rows]
            self.order += table.pieces if table is not None else ()
            if table is not None:
                laid += ["", *(line.text for line in held if line.text), *table.rows, ""]
                before, self._columns = None, []
            elif row := self._row(held, before[0] if before else None):
                gap = before is not None and self._apart(before[0], held[0])
                value = row.lstrip("\t")
                if self._under and self._wraps_in_cell(laid[-1], row, band):
                    laid[-1] = join_wrapped(laid[-1], value)
                else:
                    laid += [*([""] if gap else []), row]
                self._last = held[-1]
                if self._under:
                    lone = None
                else:
                    _set_aside(laid, lone)
                    lone = len(laid) - 1
                before = (held[0], Band((*band.boxes, *band.boxes), band.right))
            else:
                self._add(laid, held[0], before, band)
                before = (held[0], band)
        _set_aside(laid, lone)
        last = before[0] if before and len(before[1].boxes) == 1 else None
        self.unfinished = (
            last is not None
            and before is not None
            and not last.text.endswith("。")
            and not self._level(last)
            and self._is_full(last, before[1])
        )
        return laid

    def _wraps_in_cell(self, above: str, row: str, band: Band) -> bool:
        """Whether a row goes on with the last cell of the row above, which filled its line."""
        value = row.lstrip("\t")
        return (
            self._last is not None
            and "\t" not in value
            and len(row) - len(value) == above.count("\t") > 0
            and band.right - self._last.x1 < 5 * self._last.size
            and not (above.endswith("。") or _starts_anew(value))
        )

    def _row(self, held: Sequence[Line], above: Line | None) -> str:
        """The words of one height as a row with tabs, under the columns of the row above if
        they fit; "" for a single run of words that is no cell."""
        if above is None or self._apart(above, held[0]):
            self._columns = []
        cells = [cell for line in held for cell in _parted(line, self._columns)]
        places = [_place_in(self._columns, cell) for cell in cells]
        if len(self._columns) == 2 and len(cells) < 4 and places[-2:] == [1, None]:
            value = replace(cells[-2], text=f"{cells[-2].text}{ASIDE}{cells[-1].text}")
            cells, places = [*cells[:-2], value], places[:-1]
        fits = places and None not in places and len(set(places)) == len(places)
        self._under = bool(fits and (len(cells) > 1 or places[0]))
        if self._under:
            by_place = dict(zip(places, cells, strict=True))
            return "\t".join(
                by_place[column].text if column in by_place else ""
                for column in range(max(place or 0 for place in places) + 1)
            )
        if len(cells) > 1:
            self._columns = [cell.x0 for cell in cells]
            return "\t".join(cell.text for cell in cells)
        return ""

    def _boxes(self) -> list[Box]:
        return [
            Box(
                line.x0, line.top, line.x1, line.bottom, index,
                max(1, len(line.rows)), 10_000 if line.rows else len(line.text),
            )
            for index, line in enumerate(self._sheet.lines)
        ]  # fmt: skip

    def _add(
        self, laid: list[str], line: Line, before: tuple[Line, Band] | None, band: Band
    ) -> None:
        level = self._level(line)
        single = before is not None and len(before[1].boxes) == 1
        if before and single and self._wraps(before[0], line, before[1]):
            last = max(index for index, words in enumerate(laid) if words)
            laid[last] = join_wrapped(laid[last], line.text)
        elif level:
            laid += ["", f"{'#' * level} {line.text}", ""]
        else:
            gap = before is not None and self._apart(before[0], line)
            laid += ["", line.text] if gap else [line.text]

    def _level(self, line: Line) -> int:
        short = 2 <= len(line.text) <= LONGEST_HEADING and not line.text.endswith(("。", "、"))
        words = re.search(r"[一-龥ぁ-んァ-ヶA-Za-z]{2}", line.text)
        return self._levels.get(round(line.size), 0) if short and words else 0

    def _apart(self, one: Line, other: Line) -> bool:
        """Whether more than the usual space, or a new column, lies between two lines."""
        gap = other.top - one.bottom
        return gap > self._gap + 0.3 * self._body or other.bottom < one.top

    def _usual_gap(self, bands: Sequence[Band]) -> float:
        """The space between the lines of a paragraph: less than most on the page."""
        tops = [band.boxes[0] for band in bands]
        gaps = sorted(
            after.top - one.bottom
            for one, after in pairwise(tops)
            if 0 <= after.top - one.bottom < 1.2 * self._body
        )
        return min(gaps[len(gaps) // 4], 0.8 * self._body) if gaps else 0.0

    def _wraps(self, one: Line, other: Line, band: Band) -> bool:
        """Whether a line goes on in the next one: it ends where its column does."""
        alike = abs(one.size - other.size) < 0.08 * one.size
        below = 0 <= other.top - one.top < 2.4 * one.size
        item = bool(ITEM_MARK.match(one.text))
        indent = other.x0 - one.x0
        placed = indent < (4 if item else 0.5) * one.size
        return (
            alike
            and below
            and self._is_full(one, band)
            and placed
            and not (one.text.endswith("。") or _starts_anew(other.text))
        )

    def _is_full(self, line: Line, band: Band) -> bool:
        return band.right - line.x1 < 2.2 * line.size and line.x1 - line.x0 > 12 * line.size


def _set_aside(laid: list[str], row: int | None) -> None:
    """Turns a row of two or three cells that no other row aligns with back into a line."""
    if row is not None and laid[row].count("\t") <= 2:
        laid[row] = laid[row].replace("\t", ASIDE)


def _parted(line: Line, columns: Sequence[float]) -> list[Line]:
    """A run of words, parted behind wide spaces where a column begins."""
    cuts = [
        (at, x0)
        for at, x0 in line.breaks
        if any(abs(x0 - column) < 0.4 * line.size for column in columns[1:])
    ]
    if not cuts:
        return [line]
    starts = [(0, line.x0), *cuts]
    ends = [*(at for at, _ in cuts), len(line.text)]
    return [
        replace(line, text=line.text[at:end].strip(), x0=x0, breaks=())
        for (at, x0), end in zip(starts, ends, strict=True)
    ]


def _place_in(columns: Sequence[float], cell: Line) -> int | None:
    near = (i for i, column in enumerate(columns) if abs(column - cell.x0) < 0.4 * cell.size)
    return next(near, None)


def _starts_anew(text: str) -> bool:
    return bool(ITEM_MARK.match(text) or OWN_LINE.match(text) or LABEL_LINE.match(text))
