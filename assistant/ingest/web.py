"""Web pages: headings, paragraphs, lists and tables as a reader sees them; nothing that runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import PreformattedString, Tag

from assistant.errors import UnreadableFile
from assistant.ingest.laying import Placed, cell_text, table_lines, tidy
from assistant.ingest.text import Extract, decode, read_bytes
from assistant.settings import Settings

UNSEEN = frozenset(
    "script style noscript template head svg math iframe object embed applet canvas audio video"
    " nav form button select input textarea rt rp dialog map".split()
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
LISTS = frozenset(("ul", "ol", "menu"))
BLOCKS = HEADINGS | LISTS | frozenset(
    "p div section article main header footer aside table dl blockquote pre figure figcaption"
    " address details summary hr body html center fieldset li dt dd".split()
)  # fmt: skip
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
ENCODINGS = {
    "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "sjis": "cp932",
    "windows-31j": "cp932", "cp932": "cp932", "euc-jp": "euc_jp", "x-euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp", "utf-8": "utf-8", "utf8": "utf-8",
}  # fmt: skip
SPACE = re.compile(r"[ \t\r\n\f]+")
WIDE = r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]"
WRAPPED = re.compile(rf"(?<={WIDE})[ \t]*[\r\n]\s*(?={WIDE})")
DEEPEST = 150
BAD_SHARE = 200  # one bad character in so many is damage, more are another encoding


def read(path: Path, settings: Settings) -> Extract:
    """The text of a web page. Raises UnreadableFile."""
    content = read_bytes(path, settings)
    markup, encoding = _decoded(content, path.name)
    broken = markup.count("\ufffd")
    if "<" not in markup or "\x00" in markup:
        raise UnreadableFile(f"{path.name}: HTML ではありません。拡張子を確かめてください。")
    page = BeautifulSoup(markup, "lxml")
    body = page.body or page
    lines = list(_lines(body, 0))
    if page.title and not body.find("h1"):
        lines[:0] = [f"# {_inline(page.title)}", ""]
    text = tidy(lines)
    if not text.strip():
        raise UnreadableFile(f"{path.name}: 文字がありません。中身を確かめてください。")
    warnings = (f"{path.name}: {encoding} として読めない文字が {broken} か所あります。",)
    return Extract(f"{text}\n", (), "html", encoding, warnings if broken else ())


def _decoded(content: bytes, name: str) -> tuple[str, str]:
    """The markup by the encoding that it declares, else by what its bytes look like."""
    declared = DECLARED.search(content[:4096])
    encoding = ENCODINGS.get(declared[1].decode("ascii", "ignore").lower()) if declared else None
    if encoding and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        markup = content.decode(encoding, "replace").removeprefix("\ufeff")
        if markup.count("\ufffd") <= len(markup) // BAD_SHARE:  # else it is another encoding
            return markup, encoding
    markup, encoding = decode(content, name)
    return markup, encoding.removesuffix("-sig")


def _lines(parent: Any, depth: int) -> Iterator[str]:
    """The lines of all that stands in `parent`, empty ones between blocks."""
    if depth > DEEPEST:
        yield from _shown(parent)
        return
    run: list[str] = []
    for child in _visible(parent):
        if isinstance(child, Tag) and (child.name in BLOCKS or child.find(list(BLOCKS))):
            yield from _flushed(run)
            run = []
            yield from _block(child, depth)
        else:
            run.append(_words(child))
    yield from _flushed(run)


def _block(tag: Any, depth: int) -> Iterator[str]:
    if tag.name in HEADINGS:
        heading = _inline(tag).replace("\n", " ").strip()
        if heading:
            yield from ("", f"{'#' * int(tag.name[1])} {heading}", "")
    elif tag.name in LISTS:
        yield from ("", *_items(tag, 0, depth), "")
    elif tag.name == "dl":
        yield from ("", *_definitions(tag), "")
    elif tag.name == "table" and not _is_layout(tag):
        yield from ("", *_caption(tag), *table_lines(_cells(tag)), "")
    elif tag.name == "pre":
        yield from ("", *tag.get_text().split("\n"), "")
    else:
        yield from ("", *_lines(tag, depth + 1), "")


def _items(tag: Any, level: int, depth: int) -> Iterator[str]:
    """List items with marks, items of lists inside them further to the right."""
    number = 0
    for item in _visible(tag):
        if not isinstance(item, Tag):
            continue
        if item.name in LISTS:
            yield from _items(item, level + 1, depth + 1)
            continue
        number += 1
        mark = f"- {number}. " if tag.name == "ol" else "- "
        own: list[str] = []
        nested: list[str] = []
        for child in _visible(item):
            if isinstance(child, Tag) and child.name in LISTS and depth < DEEPEST:
                nested += _items(child, level + 1, depth + 1)
            elif isinstance(child, Tag) and (child.name in BLOCKS or child.find(list(BLOCKS))):
                held = [line for line in _block(child, depth + 1) if line]
                (nested if own and child.name != "p" else own).extend(held)
            else:
                own.append(_words(child))
        words = _spaced("".join(own))
        if words:
            yield f"{'　' * level}{mark}{words}"
        yield from nested


def _definitions(tag: Any) -> Iterator[str]:
    """A row a term: the term, a tab, what it means."""
    term = ""
    meanings: list[str] = []
    for child in [*tag.find_all(["dt", "dd"]), None]:
        if child is None or child.name == "dt":
            if term or meanings:
                yield f"{term}\t{cell_text(meanings)}"
            term, meanings = (cell_text([_inline(child)]) if child is not None else ""), []
        else:
            meanings += _shown(child)


def _is_layout(table: Any) -> bool:
    """Whether a table only places things on the page."""
    return (
        bool(table.find("table") or table.find(list(HEADINGS)))
        or len(table.find_all(["td", "th"], limit=2)) < 2
    )


def _caption(table: Any) -> list[str]:
    caption = table.find("caption")
    return [_inline(caption).strip(), ""] if caption else []


def _cells(table: Any) -> Iterator[Placed]:
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(r for r in table.find_all("tr") if not _is_hidden(r)):
        column = 0
        for cell in row.find_all(["td", "th"], recursive=False):
            while (number, column) in taken:
                column += 1
            rows, columns = _span(cell, "rowspan"), _span(cell, "colspan")
            taken |= {(number + r, column + c) for r in range(rows) for c in range(columns)}
            yield Placed(cell_text(_shown(cell)), number, column, rows, columns)
            column += columns


def _span(cell: Any, name: str) -> int:
    value = str(cell.get(name, "1")).strip()
    return min(100, max(1, int(value))) if value.isascii() and value.isdigit() else 1


def _shown(tag: Any) -> list[str]:
    """The lines of what is in a cell or a definition, blocks and list items on their own."""
    lines: list[str] = []
    run: list[str] = []
    waiting = [(child, False) for child in reversed(list(_visible(tag)))]
    while waiting:
        node, ends = waiting.pop()
        if ends:
            lines += _flushed(run)
            run = []
        elif isinstance(node, Tag) and node.name in BLOCKS | {"tr", "td", "th"}:
            lines += _flushed(run)
            run = ["・"] if node.name == "li" else []
            waiting.append((node, True))
            waiting += [(child, False) for child in reversed(list(_visible(node)))]
        elif isinstance(node, Tag) and node.name != "br" and node.contents:
            waiting += [(child, False) for child in reversed(list(_visible(node)))]
        else:
            run.append(_words(node))
    lines += _flushed(run)
    return [line for line in lines if line and line != "・"]


def _visible(parent: Any) -> Iterator[Any]:
    for child in parent.children:
        if isinstance(child, PreformattedString):
            continue  # comments, doctypes
        if isinstance(child, Tag) and (child.name in UNSEEN or _is_hidden(child)):
            continue
        yield child


def _is_hidden(tag: Any) -> bool:
    return tag.has_attr("hidden") or bool(HIDDEN.search(str(tag.get("style", ""))))


def _words(node: Any) -> str:
    """The words of text or of an inline element; U+0001 stands for a break of the line."""
    words: list[str] = []
    waiting = [node]
    while waiting:
        held = waiting.pop()
        if not isinstance(held, Tag):
            words.append(SPACE.sub(" ", WRAPPED.sub("", str(held).replace("\x01", ""))))
        elif held.name == "br":
            words.append("\x01")
        else:
            waiting += reversed(list(_visible(held)))
    return "".join(words)


def _inline(tag: Any) -> str:
    return _spaced(_words(tag))


def _spaced(words: str) -> str:
    return re.sub(r" *\x01 *", "\n", re.sub(r" {2,}", " ", words)).strip()


def _flushed(run: list[str]) -> list[str]:
    words = _spaced("".join(run))
    return words.split("\n") if words else []
