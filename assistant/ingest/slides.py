"""Presentations: a page a slide, its title as a heading, tables, text and notes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pptx
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER
from pptx.oxml.ns import qn

from assistant.errors import UnreadableFile
from assistant.ingest.columns import Box, reading_order
from assistant.ingest.laying import (
    Placed,
    bare_pages,
    cell_text,
    paged,
    ranges,
    table_lines,
    tidy,
)
from assistant.ingest.package import open_package
from assistant.ingest.text import Extract
from assistant.settings import Settings

FURNITURE = frozenset(
    (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.HEADER, PP_PLACEHOLDER.SLIDE_NUMBER)
)
BULLETED = frozenset((PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT))
POINT = 12700  # English Metric Units
DEEPEST = 20  # groups in groups


def read(path: Path, settings: Settings) -> Extract:
    """The text of a presentation, a page a slide. Raises UnreadableFile."""
    presentation = pptx.Presentation(open_package(path, settings))
    slides = list(presentation.slides)
    if len(slides) > settings.file_pages:
        raise UnreadableFile(
            f"{path.name}: スライドが {len(slides)} 枚あり、上限の {settings.file_pages} 枚を"
            "超えています。ファイルを分けてください。"
        )
    pages = [tidy(_slide(slide)) for slide in slides]
    if not any(pages):
        raise UnreadableFile(f"{path.name}: 文字がありません。中身を確かめてください。")
    text, starts = paged(pages)
    bare = bare_pages(text, starts)
    warning = (
        f"{path.name}: 全 {len(slides)} 枚のうち {len(bare)} 枚（{ranges(bare)} 枚目）に文字が"
        "ありません（図や画像だけのスライド）。文字認識（OCR）は行いません。"
    )
    return Extract(text, starts, "pptx", "utf-8", (warning,) if bare else ())


def _slide(slide: Any) -> Iterator[str]:
    if slide.element.get("show") == "0":
        return
    title = slide.shapes.title
    if title is not None and (words := cell_text(_title_lines(title))):
        yield from (f"# {words.replace('<br>', ' ')}", "")
    shapes = [shape for shape in _flat(slide.shapes) if _is_content(shape, title)]
    boxes = [_box(shape, number) for number, shape in enumerate(shapes)]
    for band in reading_order(boxes, 0.0):
        for box in band.boxes:
            yield from ("", *_lines(shapes[box.key]), "")
    if slide.has_notes_slide and (frame := slide.notes_slide.notes_text_frame):
        notes = [line for p in frame.paragraphs for line in _words(p).split("\n") if line.strip()]
        yield from ("", *(["ノート：", *notes] if notes else []))


def _title_lines(title: Any) -> list[str]:
    return [line for p in title.text_frame.paragraphs for line in _words(p).split("\n")]


def _flat(shapes: Any, depth: int = 0) -> Iterator[Any]:
    """The shapes, those in groups too."""
    for shape in shapes:
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            if depth < DEEPEST:
                yield from _flat(shape.shapes, depth + 1)
        else:
            yield shape


def _is_content(shape: Any, title: Any) -> bool:
    if title is not None and shape.shape_id == title.shape_id:
        return False
    if shape.is_placeholder and shape.placeholder_format.type in FURNITURE:
        return False
    has_table = bool(getattr(shape, "has_table", False))
    return has_table or (shape.has_text_frame and bool(shape.text_frame.text.strip()))


def _box(shape: Any, key: int) -> Box:
    left, top = (shape.left or 0) / POINT, (shape.top or 0) / POINT
    width, height = (shape.width or 0) / POINT, (shape.height or 0) / POINT
    lines, characters = 3, 10_000
    if shape.has_text_frame:
        lines = max(1, len(shape.text_frame.paragraphs))
        characters = len(shape.text_frame.text)
    return Box(left, top, left + max(1.0, width), top + max(1.0, height), key, lines, characters)


def _lines(shape: Any) -> Iterator[str]:
    if getattr(shape, "has_table", False):
        yield from table_lines(_cells(shape.table))
        return
    bulleted = shape.is_placeholder and shape.placeholder_format.type in BULLETED
    count = 0
    for paragraph in shape.text_frame.paragraphs:
        words = _words(paragraph).strip()
        if not words:
            yield ""
            continue
        bullet = _bullet(paragraph, bulleted)
        count = count + 1 if bullet == "number" else 0
        indent = "　" * min(8, paragraph.level) if bullet else ""
        yield indent + {"number": f"- {count}. ", "mark": "- "}.get(bullet, "") + words


def _bullet(paragraph: Any, bulleted: bool) -> str:
    """'mark', 'number' or '': what PowerPoint sets before the paragraph."""
    properties = paragraph._p.pPr
    if properties is not None:
        if properties.find(qn("a:buNone")) is not None:
            return ""
        if properties.find(qn("a:buAutoNum")) is not None:
            return "number"
        if properties.find(qn("a:buChar")) is not None:
            return "mark"
    return "mark" if bulleted else ""


def _words(paragraph: Any) -> str:
    return str(paragraph.text).replace("\v", "\n")


def _cells(table: Any) -> Iterator[Placed]:
    for number, row in enumerate(table.rows):
        for column, cell in enumerate(row.cells):
            if cell.is_spanned:
                continue
            lines = (line for p in cell.text_frame.paragraphs for line in _words(p).split("\n"))
            rows, columns = (cell.span_height, cell.span_width) if cell.is_merge_origin else (1, 1)
            yield Placed(cell_text(lines), number, column, rows, columns)
