"""HTML and Markdown that the pages show, made of text that is never trusted.

Every function escapes what comes from documents, questions or answers. Nothing here knows
Streamlit, so each can be tested on strings alone.
"""

from __future__ import annotations

import re
from base64 import b64encode
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import pairwise
from urllib.parse import urlencode

from assistant.datamodels import AnswerTable, Citation, Document, PageBox, Passage, Span

WORDS_IN_ADDRESS, WORD_LENGTH = 3, 60
MARKER = re.compile(r"\[(\d{1,4})\]")
# What Streamlit's Markdown would turn into an image, a link, mathematics, HTML or colour.
_ACTIVE = re.compile(r"!\[|\]\(|\]\[|[$<`~]|:(?=[a-z-]+\[)|:(?=material/)|:(?=[a-z0-9_+-]+:)")
_BLANKS = re.compile(r"(\n[^\S\n]*\n)((?:[^\S\n]*\n)+)([^\S\n]*(?=\S|$))")
_URL = re.compile(r"(?i)\b(?=(?:https?:|ftp:|www\.))")


def shown(text: str) -> str:
    """`text` escaped, with what is more than one blank line in spans of the class `gap`, which
    the style sheet closes; the characters stay. A line break in a cell, which the text of a
    document holds as `<br>`, breaks the line."""
    escaped = escape(text).replace(escape("<br>"), "<br>")
    return _BLANKS.sub(r'\1<span class="gap">\2</span>\3', escaped)


def passage_url(passage_id: str) -> str:
    """The address of a passage's source view, relative to every page."""
    return "./?" + urlencode({"passage": passage_id})


def source_url(citation: Citation) -> str:
    """The address of a citation's source view, with the first words of its evidence, which are
    framed there."""
    spans = merge(citation.evidence)[:WORDS_IN_ADDRESS]
    offsets = ((span.start - citation.start, span.end - citation.start) for span in spans)
    words = [citation.quote[start:end][:WORD_LENGTH] for start, end in offsets if start >= 0]
    named = urlencode([("words", word) for word in words if word])
    return f"{citation.url}&{named}" if named else citation.url


def words_in(document: Document, passage: Passage, words: Iterable[str]) -> list[Span]:
    """Where each of `words` first stands in the passage."""
    found = []
    for word in words:
        at = document.text.find(word, passage.span.start, passage.span.end) if word else -1
        if at >= 0:
            found.append(Span(at, at + len(word)))
    return merge(found)


def link_markers(text: str, citations: Iterable[Citation]) -> str:
    """The answer's Markdown with each marker `[1]` made a link to its source; everything
    else that could become a link, an image or HTML shows as the characters it is."""
    urls = {citation.number: source_url(citation) for citation in citations}
    parts, position = [], 0
    for match in MARKER.finditer(text):
        number = int(match[1])
        parts.append(_inert(text[position : match.start()]))
        if number in urls:
            parts.append(rf"[\[{number}\]]({urls[number]})")
        else:
            parts.append(rf"\[{number}\]")
        position = match.end()
    return "".join((*parts, _inert(text[position:])))


def _inert(text: str) -> str:
    escaped = _ACTIVE.sub(lambda match: "".join("\\" + c for c in match[0]), text)
    # A zero-width space keeps an address from being made a link.
    return _URL.sub("\u200b", escaped)


def marked(text: str, start: int, spans: Iterable[Span]) -> str:
    """`text`, which starts at offset `start` of its document, escaped, with `spans` (absolute
    offsets) in mark elements. Overlapping spans are joined, what lies outside is left out."""
    parts, position = [], 0
    for span in merge(spans):
        first, last = max(span.start - start, position), min(span.end - start, len(text))
        if first >= last:
            continue
        parts.append(shown(text[position:first]))
        parts.append(f"<mark>{shown(text[first:last])}</mark>")
        position = last
    return "".join((*parts, shown(text[position:])))


def merge(spans: Iterable[Span]) -> list[Span]:
    """`spans` in order, those that touch or overlap joined."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = merged[-1].join(span)
        else:
            merged.append(span)
    return merged


def citation_card(citation: Citation, labels: Mapping[str, str], *, is_open: bool) -> str:
    """A source: number, municipality, plan, place, and the quote with its evidence marked.
    `labels` gives the words `open` and `page` (`p.{page}`)."""
    place = [escape(title) for title in citation.section]
    if citation.page is not None:
        place.append(escape(labels["page"].format(page=citation.page)))
    return (
        f'<details class="card" {"open" if is_open else ""}>'
        f'<summary><span class="number">[{citation.number}]</span> '
        f'<span class="city">{escape(citation.municipality)}</span> '
        f"<span>{escape(citation.document_title)}</span>"
        f'<span class="place">{" › ".join(place)}</span></summary>'
        f"<blockquote>{marked(citation.quote, citation.start, citation.evidence)}</blockquote>"
        f'<a href="{escape(source_url(citation))}" target="_blank">{escape(labels["open"])}'
        f'<span class="hidden"> [{citation.number}]</span></a></details>'
    )


def cards(citations: Sequence[Citation], labels: Mapping[str, str], open_up_to: int = 3) -> str:
    """The cards of all `citations`, opened if there are at most `open_up_to`."""
    is_open = len(citations) <= open_up_to
    return "".join(citation_card(citation, labels, is_open=is_open) for citation in citations)


def answer_table(table: AnswerTable, citations: Iterable[Citation]) -> str:
    """The table with a link to the source behind each cell."""
    urls = {citation.number: source_url(citation) for citation in citations}

    def cell(row: int, column: int, text: str) -> str:
        behind = table.citations[row][column] if row < len(table.citations) else ()
        lines = escape(text.replace("<br>", "\n"))
        return lines + "".join(citation_link(n, urls[n]) for n in behind if n in urls)

    rows = [[cell(r, c, text) for c, text in enumerate(row)] for r, row in enumerate(table.rows)]
    return html_table([escape(column) for column in table.columns], rows)


def citation_link(number: int, url: str) -> str:
    """`[1]` as a link that opens the source beside the page."""
    return f' <a class="cite" href="{escape(url)}" target="_blank">[{number}]</a>'


def html_table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, kind: str = "", named: bool = False
) -> str:
    """A table that scrolls by itself where it is wider than the page; of kind `list` its rows
    become blocks on narrow screens. With `named` the first cell of a row is its heading.
    `columns` and `rows` are HTML already."""
    head = "".join(f'<th scope="col">{column}</th>' for column in columns)
    lines = []
    for row in rows:
        cells = [
            f'<td data-label="{re.sub("<[^>]*>", " ", column)}">{cell}</td>'
            for column, cell in zip(columns, row, strict=True)
        ]
        if named:
            cells[0] = f'<th scope="row">{row[0]}</th>'
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return (
        f'<div class="table {kind}" style="--columns:{len(columns) - named}" tabindex="0"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>"
    )


def source_text(
    document: Document, passage: Passage | None, window: Span, hits: Sequence[Span] = ()
) -> str:
    """The document's text within `window`: headings with the ids `section-3`, the passage in
    one mark element with the id `passage`, what a search found framed."""
    headings = {
        s.heading: s.ordinal for s in document.outline[1:] if s.heading.end > s.heading.start
    }
    layers = (sorted(headings), sorted(hits))
    passages = [passage.span] if passage else []
    borders = {window.start, window.end}
    for span in (*layers[0], *layers[1], *passages):
        borders |= {
            offset for offset in (span.start, span.end) if window.start < offset < window.end
        }

    parts = []
    for first, last in pairwise(sorted(borders)):
        atom = shown(document.text[first:last])
        if heading := _covering(layers[0], first):
            anchor = f' id="section-{headings[heading]}"' if heading.start == first else ""
            atom = f'<span class="heading"{anchor}>{atom}</span>'
        if _covering(layers[1], first):
            atom = f'<span class="hit">{atom}</span>'
        if passage and first == passage.span.start:
            parts.append('<mark id="passage" tabindex="-1">')
        parts.append(atom)
        if passage and last == passage.span.end:
            parts.append("</mark>")
    return "".join(parts)


def _covering(spans: Sequence[Span], offset: int) -> Span | None:
    """The one of the sorted, disjoint `spans` that holds `offset`."""
    place = bisect_right(spans, offset, key=lambda span: span.start) - 1
    return spans[place] if place >= 0 and offset < spans[place].end else None


def page_figure(
    picture: bytes, caption: str, boxes: Iterable[PageBox], strong: Iterable[PageBox]
) -> str:
    """A page of a PDF (PNG) with rectangles over it, those of `strong` more visible."""
    source = f"data:image/png;base64,{b64encode(picture).decode()}"
    over = [_box(box, "") for box in boxes] + [_box(box, "strong") for box in strong]
    return (
        f'<figure class="page"><figcaption>{escape(caption)}</figcaption>'
        f'<div><img src="{source}" alt="{escape(caption)}">{"".join(over)}</div></figure>'
    )


def _box(box: PageBox, kind: str) -> str:
    sides = {
        "left": box.x0,
        "top": box.top,
        "width": box.x1 - box.x0,
        "height": box.bottom - box.top,
    }
    style = ";".join(f"{name}:{100 * share:.2f}%" for name, share in sides.items())
    return f'<i class="box {kind}" style="{style}"></i>'


def outline_list(document: Document, window: Span, current: int) -> str:
    """The outline as links into the text; the section `current` is named as such. Sections
    outside `window` are left out."""
    above = set()
    at: int | None = current
    while at is not None and at < len(document.outline):
        above.add(at)
        at = document.outline[at].parent
    items = []
    for section in document.outline[1:]:
        if not window.covers(section.heading):
            continue
        here = ' aria-current="location"' if section.ordinal == current else ""
        shown = ' class="above"' if section.ordinal in above else ""
        items.append(
            f'<li style="--level:{min(section.level, 6)}"{shown}>'
            f'<a href="#section-{section.ordinal}"{here}>{escape(section.title)}</a></li>'
        )
    return f"<ul>{''.join(items)}</ul>"
