"""What pdfium tells of a PDF: characters and drawn lines with their places, pictures of pages."""

from __future__ import annotations

import ctypes
import io
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2 import raw

from assistant.errors import UnreadableFile
from assistant.ingest.rules import Place

# Radicals that fonts give for the characters they look like.
RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2E80, 0x2FD6)}
PdfiumError = pypdfium2.PdfiumError  # what a page that cannot be read raises
Look = tuple[bool, int]  # whether it is bold, and its colour (red, green, blue: 8 bits each)
BOLD = re.compile(rb"(?i)bold|heavy|black")  # in the name of a font
HEAVY = 600  # the least weight of a bold font
LONGEST_NAME = 120  # bytes
MOST_SHAPES = 20_000  # paths that are looked at on a page
MOST_GLYPHS = 100_000  # on a page


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character with its place in points from the top left corner of the page, and how it
    looks."""

    character: str
    x0: float
    top: float
    x1: float
    bottom: float
    look: Look

    @property
    def size(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


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


def view_of(page: Any) -> View:
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


def glyphs_of(page: Any, view: View) -> list[Glyph]:
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
                glyphs.append(Glyph(character, x0, top, x1, bottom, _look(words, index)))
    finally:
        words.close()
    return glyphs


def _look(words: Any, index: int) -> Look:
    red, green, blue, opacity = (ctypes.c_uint() for _ in range(4))
    raw.FPDFText_GetFillColor(words, index, red, green, blue, opacity)
    name, flags = ctypes.create_string_buffer(LONGEST_NAME), ctypes.c_int()
    raw.FPDFText_GetFontInfo(words, index, name, LONGEST_NAME, flags)
    bold = bool(BOLD.search(name.value)) or raw.FPDFText_GetFontWeight(words, index) >= HEAVY
    return bold, red.value << 16 | green.value << 8 | blue.value


def shapes_of(page: Any, view: View) -> Iterator[Place]:
    """The lines and boxes that are drawn on a page, however they are nested in forms."""
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


def page_picture(path: Path, page: int, width: int) -> bytes:
    """A page (from 1) of a PDF as a PNG that is `width` pixels wide, upright as its boxes
    are. Raises UnreadableFile; IndexError if there is no such page."""
    document = _opened(path, path.name)
    try:
        if not 1 <= page <= len(document):
            raise IndexError(f"{path.name}: {page} ページはありません（{len(document)} ページ）。")
        drawn = document[page - 1]
        view = view_of(drawn)
        turn = (view.turn - drawn.get_rotation()) % 360
        bitmap = drawn.render(scale=width / view.width, rotation=turn)
        content = io.BytesIO()
        bitmap.to_pil().save(content, "PNG")
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile(f"{path.name}: {page} ページを描けません（{error}）。") from error
    finally:
        document.close()
    return content.getvalue()


def _reason(error: str) -> str:
    if "password" in error.lower():
        return "パスワードで保護されています。保護を外して保存してください。"
    if "security" in error.lower():
        return "読めない方式で暗号化されています。保護を外して保存してください。"
    return "PDF として開けません（途中で切れているか壊れています）。作り直してください。"


@contextmanager
def pages_of(content: bytes, name: str) -> Iterator[Sequence[Any]]:
    """The pages of a PDF called `name`, by their index. Raises UnreadableFile."""
    document = _opened(content, name)
    try:
        yield document
    finally:
        document.close()


def _opened(source: Path | bytes, name: str) -> Any:
    try:
        return pypdfium2.PdfDocument(source)
    except (OSError, pypdfium2.PdfiumError) as error:
        raise UnreadableFile(f"{name}: {_reason(str(error))}") from error
