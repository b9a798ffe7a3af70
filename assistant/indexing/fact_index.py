"""The searchable side of the facts: BM25 over lemmas and bigrams, vectors, lemma sets."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.datamodels import Fact
from assistant.indexing.bm25 import Bm25
from assistant.indexing.dense import DenseIndex
from assistant.indexing.embeddings import Encoder
from assistant.indexing.kept_tokens import KeptTokens

CONTENT, CONTEXT = 0, 1
SETS_KEPT = 200_000  # sets of lemma numbers kept in memory; more are read anew


_LATIN = re.compile(r"[a-z]")


def _compact(word: str) -> str:
    return re.sub(r"[^0-9a-z]", "", word)


class FactIndex:
    """Search over facts; ids are positions in the sequence that it was built from."""

    def __init__(
        self,
        lemma_index: Bm25,
        bigram_index: Bm25,
        dense: DenseIndex,
        vocabulary: dict[str, int],
        tokens: tuple[NDArray[np.int32], NDArray[np.int32]],
        offsets: tuple[NDArray[np.int64], NDArray[np.int64]],
        idf: NDArray[np.float32],
    ) -> None:
        self.lemma_index = lemma_index
        self.bigram_index = bigram_index
        self.dense = dense
        self.vocabulary = vocabulary
        self._spellings = {_compact(word): word for word in vocabulary if _LATIN.match(word)}
        self._tokens = tokens
        self._offsets = offsets
        self._idf = idf
        self._sets: dict[tuple[int, int], frozenset[int]] = {}
        self.rarest = float(idf.max()) if len(idf) else 1.0

    def spelled(self, lemma: str) -> str:
        """A Latin word as the corpus spells it: `el-qr` for `elqr` and `e-lqr`."""
        if lemma in self.vocabulary or not _LATIN.match(lemma):
            return lemma
        return self._spellings.get(_compact(lemma), lemma)

    def idf(self, lemma: str) -> float:
        """Inverse document frequency of a lemma among the facts; the largest if unseen."""
        number = self.vocabulary.get(lemma)
        return self.rarest if number is None else float(self._idf[number])

    def tokens_of(self, fact: int, part: int) -> frozenset[int]:
        """The lemma numbers in a fact's text (CONTENT) or in what it stands under (CONTEXT)."""
        known = self._sets.get((fact, part))
        if known is None:
            start, end = self._offsets[part][fact : fact + 2].tolist()
            known = frozenset(self._tokens[part][start:end].tolist())
            if len(self._sets) < SETS_KEPT:
                self._sets[fact, part] = known
        return known

    def save(self, folder: Path) -> None:
        """Writes all parts into `folder`."""
        self.lemma_index.save(folder / "fact-lemmas")
        self.bigram_index.save(folder / "fact-bigrams")
        self.dense.save(folder / "fact-vectors")
        for part, name in enumerate(("content", "context")):
            np.save(folder / f"fact-{name}-tokens.npy", self._tokens[part])
            np.save(folder / f"fact-{name}-offsets.npy", self._offsets[part])
        np.save(folder / "fact-idf.npy", self._idf)
        words = json.dumps(list(self.vocabulary), ensure_ascii=False)
        (folder / "fact-vocabulary.json").write_text(words, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> FactIndex:
        """The index that `save` wrote, its arrays memory-mapped."""
        parts = ("content", "context")
        words: list[str] = json.loads((folder / "fact-vocabulary.json").read_text(encoding="utf-8"))
        tokens = [np.load(folder / f"fact-{name}-tokens.npy", mmap_mode="r") for name in parts]
        offsets = [np.load(folder / f"fact-{name}-offsets.npy", mmap_mode="r") for name in parts]
        return cls(
            Bm25.load(folder / "fact-lemmas"),
            Bm25.load(folder / "fact-bigrams"),
            DenseIndex.load(folder / "fact-vectors"),
            {word: number for number, word in enumerate(words)},
            (tokens[0], tokens[1]),
            (offsets[0], offsets[1]),
            np.load(folder / "fact-idf.npy"),
        )


def build_fact_index(
    facts: Sequence[Fact], vectors: NDArray[np.float32], kept: KeptTokens
) -> FactIndex:
    """An index over `facts` with their embeddings, float32 [len(facts), dimension]."""
    content = [kept.lemmas(fact.text) for fact in facts]
    context = [kept.lemmas(fact.context) for fact in facts]
    both = [[*text, *about] for text, about in zip(content, context, strict=True)]
    vocabulary: dict[str, int] = {}
    for tokens in both:
        for token in tokens:
            vocabulary.setdefault(token, len(vocabulary))
    frequency = np.zeros(len(vocabulary), dtype=np.float64)
    for tokens in both:
        for token in set(tokens):
            frequency[vocabulary[token]] += 1
    idf = np.log(1 + (len(facts) - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
    packed = [_pack(side, vocabulary) for side in (content, context)]
    return FactIndex(
        Bm25.build(both),
        Bm25.build([kept.bigrams(f"{fact.text} {fact.context}") for fact in facts]),
        DenseIndex.build(vectors),
        vocabulary,
        (packed[0][0], packed[1][0]),
        (packed[0][1], packed[1][1]),
        idf,
    )


def encode_facts(facts: Sequence[Fact], encoder: Encoder) -> NDArray[np.float32]:
    """The embeddings of facts, each with what it stands under."""
    return encoder.encode_passages([f"{fact.context} {fact.text}"[:600] for fact in facts])


def _pack(
    lists: list[list[str]], vocabulary: dict[str, int]
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    numbers = [sorted({vocabulary[token] for token in tokens}) for tokens in lists]
    offsets = np.zeros(len(lists) + 1, dtype=np.int64)
    np.cumsum([len(row) for row in numbers], out=offsets[1:])
    flat = [number for row in numbers for number in row]
    return np.asarray(flat, dtype=np.int32), offsets
