"""Which volume of a municipality's plan is meant: the plan itself, its action plan, a digest.

Volumes of one kind differ in their titles only. A question means the one whose title, or a
word of it that no other volume has, it gives.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.datamodels import Document

_TABLE = Path(__file__).with_name("volumes.toml")
_HEAD = 60  # characters at the top of a document in which it may call itself 別冊
_SHORTEST_TITLE = 5
_ASIDE = re.compile(r"[（(【\[][^（()）【】\[\]]*[)）】\]]")
_PERIOD = re.compile(r"(?:令和|平成|R|20)\s?[0-9元].*$")
_PLAIN = re.compile(r"[\s　・･]+")
_BETWEEN_NAMES = re.compile(r"[\s「」『』()（）のある]*")  # of one volume


@dataclass(frozen=True, slots=True)
class Named:
    """Where a text names a volume."""

    start: int
    end: int
    document_id: str


@dataclass(frozen=True, slots=True)
class _Words:
    """`volumes.toml`, folded."""

    main: tuple[str, ...]
    plan: tuple[str, ...]
    volumes: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


@cache
def _words() -> _Words:
    data = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    volumes = tuple(
        (tuple(map(_folded, entry["titles"])), tuple(map(str.lower, entry["asked"])))
        for entry in data["volume"]
    )
    return _Words(tuple(data["main"]), tuple(data["plan"]), volumes)


def _folded(text: str) -> str:
    return _PLAIN.sub("", unicodedata.normalize("NFKC", text)).lower()


def bare_title(document: Document) -> str:
    """A document's title without its municipality, its period and what stands in brackets."""
    title = _ASIDE.sub("", unicodedata.normalize("NFKC", document.title))
    title = _PERIOD.sub("", title).strip()
    return title.removeprefix("別冊").strip().removeprefix(document.municipality).strip("・- 　")


def volume_name(document: Document, siblings: Sequence[Document]) -> str:
    """What tells a document from others of its municipality: the end of its title, where the
    title of another one is how it begins; else its title."""
    title = bare_title(document)
    for other in siblings:
        begins = bare_title(other)
        if other is not document and begins and title.startswith(begins) and title != begins:
            return title[len(begins) :].strip(" 　・") or title
    return title


def siblings_of(document: Document, documents: Iterable[Document]) -> list[Document]:
    """The documents of one municipality and one kind with `document`, it among them."""
    return [
        other
        for other in documents
        if other.municipality == document.municipality and other.kind == document.kind
    ]


def groups_of(documents: Iterable[Document]) -> list[list[Document]]:
    """The documents that only their titles tell apart: several of one municipality and kind."""
    groups: dict[tuple[str, str], list[Document]] = {}
    for document in documents:
        groups.setdefault((document.municipality, document.kind), []).append(document)
    return [group for (name, _), group in groups.items() if name and len(group) > 1]


def without_volumes(text: str, documents: Iterable[Document]) -> str:
    """`text` without the names of the volumes that it points at."""
    shown = unicodedata.normalize("NFKC", text)
    found = [named for group in groups_of(documents) for named in find_volumes(text, group)]
    for named in sorted(found, key=lambda each: -each.start):
        shown = f"{shown[: named.start]} {shown[named.end :]}"
    return shown if found else text


def find_volumes(text: str, documents: Sequence[Document]) -> list[Named]:
    """Where `text` names volumes among `documents`, all of one municipality and one kind, in
    order. A title counts from its first sign to its last, a word of it where no other has it."""
    rest = unicodedata.normalize("NFKC", text).lower()
    found: list[Named] = []

    def take(pattern: str, document: Document) -> None:
        nonlocal rest
        for match in re.finditer(pattern, rest):
            found.append(Named(match.start(), match.end(), document.document_id))
        rest = re.sub(pattern, lambda match: "\0" * len(match[0]), rest)

    for title, document in _titles(documents):
        take(r"[\s・]*".join(map(re.escape, _folded(title))), document)
    words = _words()
    others: set[str] = set()
    for titles, asked in words.volumes:
        held = [document for document in documents if _holds(document, titles)]
        others |= {document.document_id for document in held}
        if len(held) == 1:
            take("|".join(map(re.escape, asked)), held[0])
    main = [document for document in documents if document.document_id not in others]
    if len(main) == 1 and len(documents) > 1:
        take("|".join(map(re.escape, words.main)), main[0])
        if not found:
            take("|".join(map(re.escape, words.plan)), main[0])
    return list(_joined(found, text))


def _titles(documents: Sequence[Document]) -> Iterator[tuple[str, Document]]:
    """The titles that one of the documents has alone, the longest first."""
    titles = [(bare_title(document), document) for document in documents]
    keys = [_folded(title) for title, _ in titles]
    for title, document in sorted(titles, key=lambda entry: -len(entry[0])):
        key = _folded(title)
        if len(key) >= _SHORTEST_TITLE and keys.count(key) == 1:
            yield title, document


def _holds(document: Document, words: Sequence[str]) -> bool:
    head = _folded(document.title + document.edition + document.text[:_HEAD])
    return any(word in head for word in words)


def _joined(found: list[Named], text: str) -> Iterator[Named]:
    """The mentions, those of one volume right behind one another as one: DX推進計画（本編）."""
    held: Named | None = None
    shown = unicodedata.normalize("NFKC", text)
    for named in sorted(found, key=lambda each: each.start):
        if held and held.document_id == named.document_id:
            between = shown[held.end : named.start]
            if _BETWEEN_NAMES.fullmatch(between):
                end = named.end
                end += text[end : end + 1] in (")", "）") and between.strip() in ("(", "（")
                held = Named(held.start, end, held.document_id)
                continue
        if held:
            yield held
        held = named
    if held:
        yield held
