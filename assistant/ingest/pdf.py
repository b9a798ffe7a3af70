"""PDF: words and places by pdfium, tables by their rules; running heads are left out."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from assistant.datamodels import Places, Run
from assistant.errors import UnreadableFile
from assistant.ingest.cut_rows import join_cut_rows
from assistant.ingest.laying import bare_pages, paged, ranges
from assistant.ingest.pdf_layout import Sheet, laid_out
from assistant.ingest.pdf_lines import Line, lines_of, sets_apart
from assistant.ingest.pdf_tables import TableFinder
from assistant.ingest.pdfium import Glyph, PdfiumError, glyphs_of, pages_of, shapes_of, view_of
from assistant.ingest.places import GRAIN, locate
from assistant.ingest.text import Extract, read_bytes
from assistant.settings import Settings

PAGE_NUMBER = re.compile(
    r"[-–—‐−－ 　]*(?:p\.?\s*)?\d{1,4}(?:\s*[/／]\s*\d{1,4})?[-–—‐−－ 　]*", re.I
)
MARGIN = 0.12  # of the page's height, at its top and bottom, where running heads stand


def read(path: Path, settings: Settings) -> Extract:
    """The text of a PDF, page by page. Raises UnreadableFile."""
    content = read_bytes(path, settings)
    if b"%PDF-" not in content[:1024]:
        raise UnreadableFile(f"{path.name}: 中身が PDF ではありません。拡張子を確かめてください。")
    sheets, warnings = _sheets(content, path, settings)
    if not any(sheet.lines or sheet.tables for sheet in sheets):
        raise UnreadableFile(
            f"{path.name}: {len(sheets)} ページのどれにも文字の層がありません（画像だけの PDF）。"
            "このプログラムは文字認識（OCR）を行いません。"
            "文字認識をかけるか、元の文書から PDF を作り直してください。"
        )
    sheets, begins = join_cut_rows(_without_furniture(sheets))
    pages, running_on, order = laid_out(sheets)
    text, starts = paged(pages, running_on)
    located = [
        ([start + offset for offset in offsets], line)
        for page, start, lines in zip(pages, starts, order, strict=True)
        for offsets, line in locate(page, [(_characters(line), line) for line in lines])
    ]
    starts = _with_cut_pages(starts, located, begins)
    runs = tuple(run for offsets, line in located for run in _runs_of(sheets, offsets, line))
    if bare := bare_pages(text, starts):
        warnings.append(
            f"{path.name}: 全 {len(sheets)} ページのうち {len(bare)} ページ（{ranges(bare)}）には"
            "本文の文字がありません（画像だけのページ）。文字認識（OCR）は行わないため、"
            "その内容は索引に入りません。"
        )
    if broken := text.count("\ufffd"):
        warnings.append(f"{path.name}: 読めない文字が {broken} 字あります。")
    return Extract(text, starts, "pdf", "utf-8", tuple(warnings), Places("", runs))


def _sheets(content: bytes, path: Path, settings: Settings) -> tuple[list[Sheet], list[str]]:
    warnings: list[str] = []
    sheets: list[Sheet] = []
    tables = TableFinder()
    with pages_of(content, path.name) as pages:
        if len(pages) > settings.file_pages:
            raise UnreadableFile(
                f"{path.name}: {len(pages)} ページあり、上限の {settings.file_pages} ページを"
                "超えています。ファイルを分けてください。"
            )
        for number in range(len(pages)):
            try:
                sheets.append(_sheet(pages[number], number, tables))
            except (PdfiumError, ValueError) as error:
                warnings.append(f"{path.name}: {number + 1} ページを読めません（{error}）。")
                sheets.append(Sheet((), (), 1.0, 1.0))
    if tables.failures:
        numbers = "、".join(map(str, tables.failures))
        warnings.append(
            f"{path.name}: {numbers} ページの罫線が多すぎるため、"
            "表とせずに文字の並びだけ読みました。"
        )
    return sheets, warnings


def _sheet(page: Any, number: int, finder: TableFinder) -> Sheet:
    try:
        view = view_of(page)
        glyphs = glyphs_of(page, view)
        apart = sets_apart(glyphs)
        shapes = shapes_of(page, view) if glyphs else ()
        tables, glyphs = finder.take(shapes, number, glyphs, apart)
    finally:
        page.close()
    return Sheet(tuple(lines_of(glyphs, number, apart)), tuple(tables), view.width, view.height)


def _characters(line: Line) -> str:
    return "".join(glyph.character for glyph in line.glyphs)


def _with_cut_pages(
    starts: Sequence[int], located: Sequence[tuple[list[int], Line]], begins: Mapping[int, Line]
) -> tuple[int, ...]:
    """The offsets at which pages start, where one that begins within a row starts with what
    `begins` has for it."""
    found = {line.page: offsets[0] for offsets, line in located if line is begins.get(line.page)}
    return tuple(found.get(number, start) for number, start in enumerate(starts))


def _runs_of(sheets: Sequence[Sheet], offsets: Sequence[int], line: Line) -> Iterator[Run]:
    """Where the characters of a line stand, whose offsets in the text are given: runs of
    characters that are evenly wide."""
    shown = _without_overlap(line.glyphs)
    sheet = sheets[line.page]
    for first, last in _even(offsets, shown):
        x0, x1 = shown[first].x0 / sheet.width, shown[last].x1 / sheet.width
        top, bottom = line.top / sheet.height, line.bottom / sheet.height
        sides = (min(GRAIN, max(0, round(GRAIN * side))) for side in (x0, top, x1, bottom))
        left, upper, right, lower = sides
        span = (offsets[first], offsets[last] + 1)
        yield (*span, line.page + 1, left, upper, right, lower)


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
    filled = sum(bool(sheet.lines or sheet.tables) for sheet in sheets)
    least = max(3, 0.3 * filled) if filled > 2 else 2
    offsets = {
        offset for offset, count in numbers.items() if count >= max(min(2, filled), 0.3 * filled)
    }

    def stays(line: Line, sheet: Sheet, number: int) -> bool:
        if not _in_margin(line, sheet):
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
    return at_top or line.top > (1 - MARGIN) * sheet.height


def _key(line: Line, sheet: Sheet) -> tuple[str, bool]:
    return re.sub(
        r"\d+", "#", unicodedata.normalize("NFKC", line.text)
    ), line.top < sheet.height / 2
