"""Definitions: glossary tables and lists, and those that running text gives in passing.

Not every parenthesis defines something: a missed definition only leaves the passage to be
found by its words, a false one is shown as what the plan says a word means.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b

from assistant.datamodels import Document, Term, Value
from assistant.ingest.blocks import Block, display
from assistant.ingest.colon_lists import read_colon_lists
from assistant.ingest.contents import read_contents
from assistant.ingest.defining_lines import read_headed, read_item
from assistant.ingest.defining_sentences import read_sentences
from assistant.ingest.definition import GLOSSARY_TITLE, LETTER_READING, Definition
from assistant.ingest.footnotes import read_footnotes
from assistant.ingest.glossary_lists import read_lists
from assistant.ingest.glossary_tables import (
    glossary_tables,
    read_classes,
    read_entries,
    read_ratings,
)
from assistant.ingest.legends import read_legends
from assistant.ingest.outline import section_at
from assistant.ingest.unfolding import read_anew
from assistant.ingest.word_boxes import word_boxes
from assistant.language.normalize import match_key, mend


def read_terms(document: Document, blocks: tuple[Block, ...]) -> tuple[Term, ...]:
    """The definitions of `document` in order. What columns of spaces set apart is no sentence."""
    return read_anew(document, blocks, _read)


def _read(document: Document, blocks: Sequence[Block]) -> tuple[Term, ...]:
    text = document.text
    tables = glossary_tables(document, blocks)
    entries = [entry for index, columns in tables for entry in read_entries(blocks[index], columns)]
    contents = read_contents(text, blocks).spans
    inside = {index for index, _ in tables}
    inside |= {i for i, b in enumerate(blocks) if any(span.covers(b.span) for span in contents)}
    entries += read_lists(document, blocks, inside)
    told = [entry.name for entry in entries]
    for name, definition in word_boxes(text, GLOSSARY_TITLE):
        if not any(span.covers(name) for span in told):
            entries.append(Definition(name, definition, inline=False))
    covered = [entry.definition for entry in entries]
    for found in _running(document, blocks, inside):
        if not any(span.covers(found.name) for span in covered):
            entries.append(found)
    return tuple(_terms(document, entries))


def term_id(document_id: str, name: str, definition: str) -> str:
    """A name that stays the same while other parts of the document change."""
    key = "\0".join((document_id, name, definition))
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def _running(document: Document, blocks: Sequence[Block], inside: set[int]) -> Iterator[Definition]:
    """What text and tables tell by the way, outside of glossaries."""
    text = document.text
    repeats = Counter(match_key(b.span.of(text)) for b in blocks if b.kind == "line")
    for index, block in enumerate(blocks):
        if index in inside or block.kind == "blank":
            continue
        spans = (
            [cell.span for row in block.rows for cell in row.cells if cell.text]
            if block.rows
            else [block.span]
        )
        for span in spans:
            yield from read_sentences(text, span)
        if block.kind != "table":
            yield from (Definition(*note) for note in read_footnotes(text, block.span))
        yield from read_ratings(block)
        if block.kind == "item":
            yield from read_item(text, block)
        yield from read_headed(text, blocks, index, repeats)
    yield from read_colon_lists(document, blocks, inside)
    yield from read_classes(document, blocks, inside)
    yield from (
        Definition(name, meaning, aliases=aliases)
        for name, meaning, aliases in read_legends(document, blocks)
    )


def _terms(document: Document, entries: Iterable[Definition]) -> Iterator[Term]:
    seen: set[tuple[str, str]] = set()
    named: set[str] = set()
    ordered = sorted(entries, key=lambda found: (found.weak, found.name.start))
    terms: list[Term] = []
    for found in ordered:
        name = mend(found.name.of(document.text)).strip("「」*【】")
        definition = display(document.text, found.definition)
        key = match_key(name) or name, match_key(definition)
        if not key[0] or key in seen or (found.weak and key[0] in named):
            continue
        seen.add(key)
        aliases = _aliases(name, definition, found)
        named |= {key[0], *(match_key(alias) for alias in aliases)}
        terms.append(
            Term(
                term_id(document.document_id, name, definition),
                document.document_id,
                name,
                aliases,
                Value(definition, found.definition),
                found.name.join(found.definition),
                section_at(document.outline, found.name.start),
                found.inline,
            )
        )
    yield from sorted(terms, key=lambda term: (term.span, term.name))


def _aliases(name: str, definition: str, found: Definition) -> tuple[str, ...]:
    """Other names: readings, parts around a slash, what the name is short for."""
    aliases = [*found.aliases]
    if inner := re.findall(r"[（(]([^（()）]+)[）)]", name):
        aliases.append(re.sub(r"[（(][^（()）]*[）)]", "", name))
        aliases += inner
        if re.search(r"[）)].", name) and LETTER_READING.match(inner[0]):
            aliases.append(re.sub(r"[A-Za-z]+[（(]([^（()）]*)[）)]", r"\1", name))
            aliases.remove(inner[0])
    aliases += re.split(r"[/／]", name) if re.search(r"[/／]", name) else []
    aliases += _expansions(definition)
    if found.synonym and "、" not in definition:
        aliases.append(definition)
    unique = dict.fromkeys(alias.strip() for alias in aliases)
    return tuple(alias for alias in unique if alias and alias != name)


def _expansions(definition: str) -> list[str]:
    """What an explanation says that its word is short for, or is called as well."""
    found: list[str] = []
    if match := re.match(
        r"「?(?P<long>[^。、「」（()）]{4,60}?)(?:[（(](?P<inner>[^（()）]+)[）)])?」?の略",
        definition,
    ):
        found += [match["long"], match["inner"] or ""]
    found += re.findall(r"([^。、\s]{2,20})とも(?:いう|いいます|呼ばれる|言う)", definition)
    found += re.findall(r"(?:の略で、|略称。\s?)([一-龥ァ-ヶー]{3,12})のこと", definition)
    found += re.findall(r"「([^「」]{2,15})」のこと", definition)
    return found
