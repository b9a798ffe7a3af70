"""Word files: headings by their styles, lists with their marks, tables, notes and text boxes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from assistant.errors import UnreadableFile
from assistant.ingest.laying import Placed, cell_text, table_lines, tidy
from assistant.ingest.package import open_package
from assistant.ingest.text import Extract
from assistant.settings import Settings

HEADING = re.compile(r"(?:heading|見出し)\s*([1-9])", re.IGNORECASE)
TITLE = re.compile(r"title|表題", re.IGNORECASE)
CONTENTS = re.compile(r"(?:toc|目次)\s*[1-9]", re.IGNORECASE)
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
KATAKANA = "アイウエオカキクケコサシスセソタチツテト"
KANJI = "一二三四五六七八九十"
DEEPEST = 40  # tables in tables

# What stands in the file but not on the page: deletions, ruby, old twins of drawings.
UNSEEN = frozenset(
    qn(name) for name in ("w:del", "w:moveFrom", "w:rt", "w:rPr", "w:pPr", "w:instrText")
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
BOX = qn("w:txbxContent")


def read(path: Path, settings: Settings) -> Extract:
    """The text of a Word file. Raises UnreadableFile."""
    document = docx.Document(open_package(path, settings))
    reader = _Reader(document)
    text = tidy(reader.lines(document.element.body))
    if not text.strip():
        raise UnreadableFile(f"{path.name}: 文字がありません。中身を確かめてください。")
    return Extract(f"{text}\n", (), "docx")


class _Reader:
    """Walks the XML, because python-docx passes over content controls, insertions, text
    boxes and notes."""

    def __init__(self, document: Any) -> None:
        self._styles = {style.style_id: style for style in document.styles}
        self._numbers = _Numbering(document)
        self._notes = _notes(document)

    def lines(self, parent: Any, depth: int = 0) -> Iterator[str]:
        """The lines of a body, a cell, a text box or a content control, empty ones between
        paragraphs."""
        for child in parent:
            if child.tag == qn("w:p"):
                yield from self._paragraph(child, depth)
            elif child.tag == qn("w:tbl") and depth < DEEPEST:
                yield from ("", *table_lines(self._cells(child, depth)), "")
            elif child.tag == qn("w:sdt"):
                for content in child.findall(qn("w:sdtContent")):
                    yield from self.lines(content, depth)
            elif child.tag in (qn("w:ins"), qn("w:customXml"), qn("w:smartTag")):
                yield from self.lines(child, depth)

    def _paragraph(self, paragraph: Any, depth: int) -> Iterator[str]:
        style = self._style(paragraph)
        if CONTENTS.match(style):
            return
        content, boxes, notes = self._words(paragraph)
        mark, in_list = self._numbers.mark(paragraph, self._styles)
        if content.strip():
            level = self._level(paragraph, style)
            if level and not depth:
                heading = re.sub(r"\s*\n\s*", " ", content).strip()
                yield from ("", f"{'#' * level} {mark}{heading}", "")
            else:
                yield f"{mark}{content}"
                if not in_list:
                    yield ""
        elif not in_list:
            yield ""
        for note in notes:
            yield from (f"※ {note}", "")
        for box in boxes:
            yield from ("", *self.lines(box, depth + 1), "")

    def _words(self, paragraph: Any) -> tuple[str, list[Any], list[str]]:
        """The paragraph's own words, its text boxes and the notes that it refers to."""
        words: list[str] = []
        boxes: list[Any] = []
        notes: list[str] = []
        waiting = list(reversed(paragraph))
        while waiting:
            node = waiting.pop()
            if node.tag in UNSEEN:
                continue
            if node.tag == BOX:
                boxes.append(node)
            elif node.tag == qn("w:t"):
                words.append(node.text or "")
            elif node.tag == qn("w:tab"):
                words.append("\t")
            elif node.tag in (qn("w:br"), qn("w:cr")):
                words.append("\n")
            elif node.tag in (qn("w:footnoteReference"), qn("w:endnoteReference")):
                key = (node.tag, node.get(qn("w:id")))
                notes += [self._notes[key]] if self._notes.get(key) else []
            else:
                waiting += reversed(node)
        return "".join(words).strip(" \n"), boxes, notes

    def _cells(self, table: Any, depth: int) -> Iterator[Placed]:
        """The cells with their merges: a cell merged downwards is told by its first row."""
        held: dict[int, Placed] = {}
        for number, row in enumerate(table.findall(qn("w:tr"))):
            column = _grid_skip(row)
            for cell in row.iter(qn("w:tc")):
                if next(cell.iterancestors(qn("w:tr"))) is not row:
                    continue
                span, down = _merges(cell)
                if down == "continue" and column in held:
                    above = held[column]
                    held[column] = Placed(
                        above.text, above.row, column, number - above.row + 1, above.columns
                    )
                else:
                    if column in held:
                        yield held.pop(column)
                    text = cell_text(
                        line
                        for part in self.lines(cell, depth + 1)
                        for line in part.replace("\t", " ").split("\n")
                    )
                    held[column] = Placed(text, number, column, 1, span)
                column += span
        yield from held.values()

    def _style(self, paragraph: Any) -> str:
        style = self._styles.get(paragraph.style)
        return str(style.name) if style is not None and style.name else ""

    def _level(self, paragraph: Any, name: str) -> int:
        """The level of a heading, by the style's name or its outline level; 0 for others."""
        style = self._styles.get(paragraph.style)
        levels = paragraph.findall(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        seen = 0
        while style is not None and seen < 10:
            if match := HEADING.match(style.name or ""):
                return min(6, int(match[1]))
            levels += style.element.findall(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
            style, seen = style.base_style, seen + 1
        if levels and (level := _number(levels[0].get(qn("w:val")))) < 6:
            return level + 1
        return 1 if TITLE.fullmatch(name) else 0


class _Numbering:
    """The marks that Word sets before paragraphs of lists and numbered headings."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        try:
            root = document.part.numbering_part.element
        except (NotImplementedError, KeyError, AttributeError):
            return
        abstract = {n.get(qn("w:abstractNumId")): n for n in root.findall(qn("w:abstractNum"))}
        for number in root.findall(qn("w:num")):
            reference = number.find(qn("w:abstractNumId"))
            definition = None if reference is None else abstract.get(reference.get(qn("w:val")))
            for level in () if definition is None else definition.findall(qn("w:lvl")):
                key = (number.get(qn("w:numId")), _number(level.get(qn("w:ilvl"))))
                self._levels[key] = (
                    _value(level, "w:numFmt"),
                    _value(level, "w:lvlText"),
                    _number(_value(level, "w:start") or "1"),
                )

    def mark(self, paragraph: Any, styles: dict[str, Any]) -> tuple[str, bool]:
        """The mark with a space behind it, "" if there is none, and whether the paragraph
        is an item of a list."""
        properties = _numbered(paragraph, styles)
        if properties is None:
            return "", False
        number, depth = properties
        if (number, depth) not in self._levels:
            return "", False
        kind, pattern, start = self._levels[number, depth]
        if kind == "none" or (kind != "bullet" and not pattern):
            return "", False
        indent = "　" * depth
        if kind == "bullet":
            return f"{indent}- ", True
        counts = self._counts[number]
        counts[depth] = counts.get(depth, start - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        return f"{indent}{self._filled(number, pattern)} ", True

    def _filled(self, number: str, pattern: str) -> str:
        def shown(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            kind, _, start = self._levels.get((number, level), ("decimal", "", 1))
            return _counted(self._counts[number].get(level, start), kind)

        return re.sub(r"%([1-9])", shown, pattern)


def _counted(count: int, kind: str) -> str:
    signs = {
        "decimalEnclosedCircle": CIRCLED, "decimalEnclosedCircleChinese": CIRCLED,
        "aiueo": KATAKANA, "aiueoFullWidth": KATAKANA,
        "japaneseCounting": KANJI, "chineseCounting": KANJI, "ideographDigital": KANJI,
        "lowerLetter": "abcdefghijklmnopqrstuvwxyz", "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "upperRoman": "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ", "lowerRoman": "ⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ",
    }.get(kind, "")  # fmt: skip
    if 1 <= count <= len(signs):
        return signs[count - 1]
    text = str(count)
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    return text.translate(wide) if kind == "decimalFullWidth" else text


def _numbered(paragraph: Any, styles: dict[str, Any]) -> tuple[str, int] | None:
    """The list that the paragraph or its style belongs to, and the depth in it."""
    style = styles.get(paragraph.style)
    sources = [paragraph]
    while style is not None and len(sources) < 10:
        sources.append(style.element)
        style = style.base_style
    for source in sources:
        properties = source.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if properties is not None and (number := _value(properties, "w:numId")):
            depth = _number(_value(properties, "w:ilvl") or "0")
            return None if number == "0" else (number, depth)
    return None


def _notes(document: Any) -> dict[tuple[str, str], str]:
    """The words of footnotes and endnotes by the kind of their reference and their id."""
    notes: dict[tuple[str, str], str] = {}
    for relation in document.part.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1]
        if kind not in ("footnotes", "endnotes") or relation.is_external:
            continue
        root = parse_xml(relation.target_part.blob)
        for note in root:
            words = "".join(text.text or "" for text in note.iter(qn("w:t"))).strip()
            notes[qn(f"w:{kind[:-1]}Reference"), note.get(qn("w:id"))] = words
    return notes


def _grid_skip(row: Any) -> int:
    skipped = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
    return 0 if skipped is None else _number(skipped.get(qn("w:val")))


def _merges(cell: Any) -> tuple[int, str]:
    """How many columns a cell takes, and whether it goes on with the one above."""
    properties = cell.find(qn("w:tcPr"))
    if properties is None:
        return 1, ""
    down = properties.find(qn("w:vMerge"))
    merge = "" if down is None else down.get(qn("w:val"), "continue")
    return max(1, _number(_value(properties, "w:gridSpan") or "1")), merge


def _value(parent: Any, name: str) -> str:
    child = parent.find(qn(name))
    return "" if child is None else str(child.get(qn("w:val")) or "")


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else 0
