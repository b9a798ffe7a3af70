"""Cuts the quotes, numbers them, and lets nothing leave that its quote does not state."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.answering.drafts import Draft, DraftTable, Evidence, Line
from assistant.datamodels import AnswerTable, Citation, Span
from assistant.ingest.blocks import strip_tags
from assistant.language.normalize import match_key
from assistant.language.sentences import is_row
from assistant.language.years import find_years
from assistant.retrieval.catalogue import Catalogue

QUOTE_CHARACTERS = 800
_CLOSED_BY = {"【": "】", "「": "」", "『": "』", "〈": "〉", "《": "》", "［": "］"}
_OPENED_BY = {closing: opening for opening, closing in _CLOSED_BY.items()} | {"）": "（", ")": "("}
# A label that stands beside the middle of its text cuts a sentence of it in two.
_LABEL_COLUMN = re.compile(r"^\S+(?: \S)*(?:[ \u3000]{2,}|\t)", re.MULTILINE)


class Citations:
    """The numbered citations of one answer, in the order in which they are first used."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._quotes: list[tuple[str, Span]] = []
        self._evidence: list[list[Span]] = []

    def number(self, evidence: Evidence) -> int:
        """The number of the citation that quotes `evidence`, a new one if none does yet."""
        quote = quote_span(evidence, self.catalogue)
        for place, (document_id, span) in enumerate(self._quotes):
            if document_id == evidence.document_id and span.covers(quote):
                self._evidence[place].append(evidence.span)
                return place + 1
        self._quotes.append((evidence.document_id, quote))
        self._evidence.append([evidence.span])
        return len(self._quotes)

    def markers(self, line: Line) -> str:
        """` [1][2]` for a line's evidence."""
        numbers = dict.fromkeys(self.number(evidence) for evidence in line.evidence)
        return "".join(f"[{number}]" for number in numbers)

    def finished(self) -> tuple[Citation, ...]:
        """All citations so far."""
        return tuple(
            self._citation(place + 1, document_id, span)
            for place, (document_id, span) in enumerate(self._quotes)
        )

    def _citation(self, number: int, document_id: str, span: Span) -> Citation:
        document = self.catalogue.documents[document_id]
        evidence = self._evidence[number - 1][0]
        passage = self.catalogue.passage_at(document_id, evidence)
        return Citation(
            number=number,
            passage_id=passage.passage_id,
            document_id=document_id,
            document_title=document.title,
            municipality=document.municipality,
            section=document.section_path(passage.section),
            page=document.page_of(span.start),
            quote=span.of(document.text),
            start=span.start,
            end=span.end,
            url=f"?passage={passage.passage_id}",
            evidence=tuple(dict.fromkeys(self._evidence[number - 1])),
        )


def quote_span(evidence: Evidence, catalogue: Catalogue) -> Span:
    """The span to quote: the evidence with its context and the passage around it, as far as
    they fit into `QUOTE_CHARACTERS`."""
    text = catalogue.documents[evidence.document_id].text
    span = _cut(evidence.span)
    for wanted in evidence.context:
        span = _widened(span, wanted)
    span = _widened(span, _whole_row(text, span))
    span = _widened(span, catalogue.passage_at(evidence.document_id, evidence.span).span)
    return _trimmed(span, text)


def _whole_row(text: str, span: Span) -> Span:
    """The lines of a span that lies in a row of a table: its number and what became of it stand
    in other cells. Any other span as it is."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    lines = Span(start, end if end >= 0 else len(text))
    return lines if is_row(lines.of(text).partition("\n")[0]) else span


def _cut(span: Span) -> Span:
    return (
        span
        if span.end - span.start <= QUOTE_CHARACTERS
        else Span(span.start, span.start + QUOTE_CHARACTERS)
    )


def _widened(span: Span, wanted: Span) -> Span:
    joined = span.join(wanted)
    return joined if joined.end - joined.start <= QUOTE_CHARACTERS else span


def _trimmed(span: Span, text: str) -> Span:
    """`span` without white space at its ends, with the bracket that it begins inside of, and
    the one that closes right behind it."""
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    if text[max(0, start - 1) : start] in _CLOSED_BY:
        closing = text.find(_CLOSED_BY[text[start - 1]], start, end)
        start -= 0 <= closing < text.find("\n", start)
    while end > start and text[end - 1].isspace():
        end -= 1
    last = text[end : end + 1]
    first = _OPENED_BY.get(last)
    if first is not None and text.count(first, start, end) > text.count(last, start, end):
        end += 1
    return Span(start, end)


def verified(line: Line, catalogue: Catalogue) -> bool:
    """Whether the line's quotes hold all its values and tell all its years."""
    if not line.evidence:
        return not line.values
    quotes = [
        quote_span(evidence, catalogue).of(catalogue.documents[evidence.document_id].text)
        for evidence in line.evidence
    ]
    if not all(any(match_key(value) in key for key in _keys(quotes)) for value in line.values):
        return False
    told = (
        {mention.year for quote in quotes for mention in find_years(quote)} if line.years else set()
    )
    return set(line.years) <= told


def _keys(quotes: list[str]) -> Iterator[str]:
    """What the quotes say, folded for matching, the plainest reading first."""
    yield from map(match_key, quotes)
    yield from (match_key(strip_tags(quote)) for quote in quotes if "<" in quote)
    yield from (match_key(_LABEL_COLUMN.sub("", quote)) for quote in quotes)


def checked(draft: Draft, catalogue: Catalogue) -> Draft:
    """`draft` without the lines whose quotes do not state them."""
    lines = tuple(line for line in draft.lines if verified(line, catalogue))
    return replace(draft, lines=lines)


def sound(draft: Draft | None, catalogue: Catalogue) -> Draft | None:
    """`draft` as `checked` leaves it; None if nothing that is stated is left."""
    if draft is None:
        return None
    draft = checked(draft, catalogue)
    return draft if draft.table or any(line.evidence for line in draft.lines) else None


def render_table(table: DraftTable, citations: Citations) -> tuple[AnswerTable, str]:
    """The table as data and as Markdown with markers."""
    numbers: list[tuple[tuple[int, ...], ...]] = []
    rows: list[tuple[str, ...]] = []
    marked: list[str] = []
    for row in table.rows:
        cited = tuple(
            tuple(dict.fromkeys(citations.number(e) for e in cell.evidence)) for cell in row
        )
        numbers.append(cited)
        rows.append(tuple(cell.text for cell in row))
        cells = (
            _cell(cell.text) + "".join(f"[{n}]" for n in ns)
            for cell, ns in zip(row, cited, strict=True)
        )
        marked.append("| " + " | ".join(cells) + " |")
    head = "| " + " | ".join(_cell(column) for column in table.columns) + " |"
    rule = "|" + "---|" * len(table.columns)
    return AnswerTable(table.columns, tuple(rows), tuple(numbers)), "\n".join([head, rule, *marked])


def _cell(text: str) -> str:
    return text.replace("|", "／").replace("\n", " / ")
