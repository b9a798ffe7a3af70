"""The sets that retrieval is measured on."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.answering.understand import understand
from assistant.datamodels import ReadDocument
from assistant.ingest.corpus import read_corpus
from assistant.retrieval.catalogue import Catalogue
from assistant.settings import Settings

EVERYDAY_STYLES = ("paraphrase", "colloquial")

Groups = list[frozenset[int]]


@dataclass(frozen=True)
class RetrievalSet:
    """Passages, queries and, for each query, groups of interchangeable relevant passages."""

    name: str
    passages: list[str]
    queries: list[str]
    groups: list[Groups]
    scopes: list[NDArray[np.bool_]] | None = None  # the passages a query is searched in


def read_jaquad(path: Path) -> RetrievalSet:
    """JaQuADRetrieval: 3,014 texts, 2,048 queries, each with its passage and its answer text."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        data = json.load(file)
    groups = [[frozenset([int(index)]) for index in relevant] for relevant in data["rel"]]
    return RetrievalSet("JaQuADRetrieval", data["docs"], data["queries"], groups)


def read_questions(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """Answerable questions that stand alone and name their evidence."""
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            question = json.loads(line)
            if question["answerable"] and question["evidence"] and not question["history"]:
                yield question


def read_in_domain(corpus: Path, questions: Iterable[Path]) -> list[RetrievalSet]:
    """The questions over the project's own passages: Japanese, of these the everyday ones
    (paraphrases and colloquial ones), and English; each once over all passages, and once, as the
    product searches, over the documents of the municipality that the question names.

    A passage is relevant when it holds at least half of a quote of the evidence; the quotes of
    one document are interchangeable.
    """
    documents = read_corpus(Settings(corpus=corpus)).documents
    texts = {read.document.document_id: read.document.text for read in documents}
    passages: list[str] = []
    spans: dict[str, list[tuple[int, int, int]]] = {}
    for read in documents:
        for passage in read.passages:
            name, span = passage.document_id, passage.span
            spans.setdefault(name, []).append((span.start, span.end, len(passages)))
            passages.append(texts[name][span.start : span.end])
    owner = np.array([read.document.document_id for read in documents for _ in read.passages])
    catalogue = _catalogue(documents)
    asked = []
    for question in read_questions(questions):
        if groups := _relevant(question["evidence"], texts, spans):
            query = understand(question["question"], catalogue)
            asked.append(_Asked(question, query.search_text, groups, np.isin(owner, query.scope)))
    return [
        _subset(f"{name}{suffix}", passages, [each for each in asked if keep(each)], scoped)
        for scoped, suffix in ((False, ""), (True, ", scoped"))
        for name, keep in SUBSETS.items()
    ]


@dataclass(frozen=True)
class _Asked:
    question: Mapping[str, Any]
    search_text: str
    groups: Groups
    scope: NDArray[np.bool_]

    @property
    def japanese(self) -> bool:
        return bool(self.question["lang"] == "ja")


SUBSETS: dict[str, Callable[[_Asked], bool]] = {
    "ja": lambda each: each.japanese,
    "ja everyday": lambda each: each.japanese and each.question["style"] in EVERYDAY_STYLES,
    "en": lambda each: not each.japanese,
}


def _catalogue(documents: Sequence[ReadDocument]) -> Catalogue:
    return Catalogue(
        [read.document for read in documents],
        [passage for read in documents for passage in read.passages],
        [project for read in documents for project in read.projects],
        [indicator for read in documents for indicator in read.indicators],
        [term for read in documents for term in read.terms],
        [],
    )


def _subset(name: str, passages: list[str], asked: Sequence[_Asked], scoped: bool) -> RetrievalSet:
    return RetrievalSet(
        name,
        passages,
        [each.search_text if scoped else each.question["question"] for each in asked],
        [each.groups for each in asked],
        [each.scope for each in asked] if scoped else None,
    )


def _relevant(
    evidence: Iterable[Mapping[str, str]],
    texts: Mapping[str, str],
    spans: Mapping[str, Sequence[tuple[int, int, int]]],
) -> Groups:
    by_document: dict[str, set[int]] = {}
    for entry in evidence:
        document, quote = entry["document_id"], entry["quote"]
        at = texts.get(document, "").find(quote)
        while at >= 0:
            for start, end, index in spans[document]:
                if 2 * (min(end, at + len(quote)) - max(start, at)) >= len(quote):
                    by_document.setdefault(document, set()).add(index)
            at = texts[document].find(quote, at + 1)
    return [frozenset(found) for _, found in sorted(by_document.items())]
