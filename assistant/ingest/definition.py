"""A definition: a word of the plan with what the plan says it means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from assistant.datamodels import Document, Section, Span

GLOSSARY_TITLE = re.compile(
    r"(?:用語|語句|ことば|言葉)の?(?:ひとくち|一口|簡単な|やさしい|かんたんな?|[ァ-ヶー]{0,4})"
    r"(?:集|解説|説明|かいせつ|せつめい|一覧|意味|辞典|豆知識)[ 　]*(?:[①-⑳]|[0-9０-９]{1,2}"
    r"|[（(][^（()）]*[）)])?[】］〉》]?$|グロッサリー"
)
LONGEST_TITLE = 40  # characters of a line over a glossary, or of a term
WORD = r"[A-Za-z0-9Ａ-Ｚａ-ｚ０-９一-龥々ァ-ヶー・／/&+-]"
COLON_PAIR = re.compile(
    r"(?P<name>[^:：。、\s][^:：。、]{0,24}?)\s*[:：]\s*(?P<definition>\S.{4,})$", re.DOTALL
)
BOLD_PAIR = re.compile(r"\*\*(?P<name>[^*\n]{2,40})\*\*[\s:：]*(?P<definition>\S.{5,})$", re.DOTALL)
LETTER_READING = re.compile(r"[ァ-ヶー]+$")  # of an acronym, letter by letter
FIGURE = re.compile(r"[0-9０-９]|値|年度|件数|担当|電話|出典|率$|TEL|FAX", re.IGNORECASE)

Pair = tuple[Span, Span]  # a word and what it means


@dataclass(frozen=True, slots=True)
class Definition:
    """Where a word stands and where the plan says what it means."""

    name: Span
    definition: Span
    inline: bool = True  # told in passing, by no glossary
    aliases: tuple[str, ...] = ()
    weak: bool = False  # only the name's long form, no explanation
    synonym: bool = False  # the definition is another name


def glossary_sections(document: Document) -> list[Section]:
    """The sections that call themselves a glossary."""
    return [s for s in document.outline if s.ordinal and GLOSSARY_TITLE.search(s.title)]


def long_runs(pairs: Iterable[Pair | None], fewest: int) -> Iterator[Pair]:
    """The pairs of which at least `fewest` follow each other without a None between."""
    for present, run in groupby(pairs, lambda pair: pair is not None):
        told = [pair for pair in run if pair is not None] if present else []
        if len(told) >= fewest:
            yield from told


def pair_of(match: re.Match[str], start: int = 0) -> Pair:
    """The groups `name` and `definition` of a match in what begins at `start`."""
    name, definition = match.span("name"), match.span("definition")
    return (
        Span(start + name[0], start + name[1]),
        Span(start + definition[0], start + definition[1]),
    )
