"""Small stand-ins: an encoder without a model, documents without a reader."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.datamodels import Document, Fact, Passage, ReadDocument, Section, Span
from assistant.language.tokens import lemmas


class HashEncoder:
    """An Encoder whose vectors count hashed lemmas; it remembers what it encoded."""

    name = "hash"
    dimension = 64

    def __init__(self, digest: str = "0" * 64) -> None:
        self.digest = digest
        self.encoded: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for lemma in lemmas(text):
                row[hashlib.sha256(lemma.encode()).digest()[0] % self.dimension] += 1.0
            row /= max(float(np.linalg.norm(row)), 1e-9)
        return rows

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded += texts
        return self.encode_queries(texts)


def read_lines(document_id: str, municipality: str, *lines: str) -> ReadDocument:
    """A document with one passage a line."""
    text = "\n".join(lines)
    whole = Span(0, len(text))
    document = Document(
        document_id=document_id,
        path=f"{document_id}.txt",
        title=f"{municipality}DX推進計画",
        municipality=municipality,
        kind="plan",
        period=(2026, 2029),
        edition="",
        published="",
        source="",
        text=text,
        fingerprint=hashlib.sha256(text.encode()).hexdigest(),
        outline=(Section(0, 0, f"{municipality}DX推進計画", Span(0, 0), whole, None),),
    )
    passages, start = [], 0
    for number, line in enumerate(lines):
        span = Span(start, start + len(line))
        passages.append(Passage(f"{document_id}:{number}", document_id, span, 0))
        start = span.end + 1
    return ReadDocument(document, tuple(passages), (), (), ())


def facts_of(read: ReadDocument) -> tuple[Fact, ...]:
    """One fact a passage."""
    text = read.document.text
    return tuple(Fact("statement", p.document_id, p.span, p.span.of(text)) for p in read.passages)
