"""Passages for a query: BM25 over lemmas and bigrams and dense vectors, fused by score."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.datamodels import Language, ScoredPassage
from assistant.indexing.embeddings import Encoder
from assistant.indexing.index import Index
from assistant.indexing.top import top
from assistant.language.tokens import bigrams, lemmas
from assistant.retrieval.fusion import minmax_fusion, ranks
from assistant.settings import Settings

Scores = NDArray[np.float64]
Ids = NDArray[np.int64]


class Retriever:
    """Search over the passages of an index."""

    def __init__(self, index: Index, encoder: Encoder, settings: Settings) -> None:
        self._index = index
        self._encoder = encoder
        self._settings = settings
        self._candidates = settings.candidates

    def search(
        self,
        query_text: str,
        extra_terms: Sequence[str] = (),
        language: Language = "ja",
        k: int = 10,
        document_ids: set[str] | None = None,
    ) -> list[ScoredPassage]:
        """At most `k` passages, best first by fused score, ties by position in the corpus.

        `extra_terms` (synonyms, translations) join the words of the query; the encoder sees
        the query alone. `document_ids` limits the search. The lists are joined by min–max
        with the weights of the settings: on questions about real plans that ranks better
        than reciprocal ranks, which give the weaker list as much say as the stronger one."""
        allowed = self._allowed(document_ids)
        text = " ".join((query_text, *extra_terms))
        vector = self._encoder.encode_queries([query_text])
        lists = [
            self._best(self._index.bm25.scores(lemmas(text)), allowed),
            self._best(self._index.bigrams.scores(bigrams(text)), allowed),
            self._nearest(vector, allowed),
            self._best(self._index.bm25.scores(lemmas(query_text)), allowed),
            self._best(self._index.bigrams.scores(bigrams(query_text)), allowed),
        ]
        found = np.unique(np.concatenate([ids for ids, _ in lists]))
        columns = [_spread(found, ids, scores) for ids, scores in lists]
        fused = minmax_fusion(columns, self._weights(language)) if len(found) else np.empty(0)
        best = top(np.round(fused, 12), k)
        return self._scored(found, fused, columns, best)

    def _weights(self, language: Language) -> tuple[float, ...]:
        """Weights of lemmas, bigrams, vectors, and the lemmas and bigrams of the query
        without its synonyms."""
        if language == "en":
            plain = self._settings.plain_weight_en
            return (1.0, 1.0, self._settings.dense_weight_en, plain, plain)
        return (1.0, 1.0, self._settings.dense_weight_ja, 0.0, 0.0)

    @cached_property
    def _document_of(self) -> NDArray[np.str_]:
        return np.array([passage.document_id for passage in self._index.passages])

    def _allowed(self, document_ids: set[str] | None) -> Ids | None:
        if document_ids is None:
            return None
        return np.flatnonzero(np.isin(self._document_of, sorted(document_ids))).astype(np.int64)

    def _best(self, scores: NDArray[np.float32], allowed: Ids | None) -> tuple[Ids, Scores]:
        if allowed is None:
            ids = top(scores, self._candidates, above=0.0)
        else:
            ids = allowed[top(scores[allowed], self._candidates, above=0.0)]
        return ids, scores[ids].astype(np.float64)

    def _nearest(self, vector: NDArray[np.float32], allowed: Ids | None) -> tuple[Ids, Scores]:
        if allowed is None:
            ids, scores = self._index.dense.search(vector, self._candidates)
            return ids[0], scores[0].astype(np.float64)
        products = self._index.dense.vectors(allowed) @ vector[0]
        best = top(products, self._candidates)
        return allowed[best], products[best].astype(np.float64)

    def _scored(
        self, found: Ids, fused: Scores, columns: list[Scores], best: Ids
    ) -> list[ScoredPassage]:
        bm25, _, dense, *_ = columns
        bm25_ranks, dense_ranks = ranks(bm25), ranks(dense)
        return [
            ScoredPassage(
                passage=self._index.passages[int(found[i])],
                score=float(fused[i]),
                bm25_score=_known(bm25[i]),
                bm25_rank=_rank(bm25_ranks[i]),
                dense_score=_known(dense[i]),
                dense_rank=_rank(dense_ranks[i]),
            )
            for i in best
        ]


def _spread(found: Ids, ids: Ids, scores: Scores) -> Scores:
    """The list's scores for all found ids, NaN where it does not hold one."""
    column = np.full(len(found), np.nan)
    column[np.searchsorted(found, ids)] = scores
    return column


def _known(score: float) -> float | None:
    return None if np.isnan(score) else float(score)


def _rank(rank: float) -> int | None:
    return None if np.isnan(rank) else int(rank)
