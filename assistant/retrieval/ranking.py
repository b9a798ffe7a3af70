"""Ranks facts for a query: how much of the question a fact covers, in words and in meaning.

Relevance joins four signals, each in [0, 1]:

- coverage: the share of the question's content words (weighted by idf) that the fact, or
  what it stands under, holds, in the question's word or in one that means the same;
- bm25: BM25 over lemmas and character bigrams, by the best of the list;
- dense: cosine similarity of the embeddings, from `DENSE_FLOOR` up;
- name: how closely the question names the fact's project.

A figure, department or schedule row inherits the relevance of its project, for the words
of the question are often those of the project's description.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence, Set
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.datamodels import Project, Query, ScoredFact, SearchTerm
from assistant.indexing.embeddings import Encoder
from assistant.indexing.fact_index import CONTENT, CONTEXT, FactIndex
from assistant.language.tokens import bigrams, lemmas
from assistant.retrieval.catalogue import Catalogue
from assistant.retrieval.features import FEATURES, Signals, feature_matrix
from assistant.retrieval.fit import fit_of
from assistant.retrieval.network import Network, load_network
from assistant.retrieval.phrases import lifted
from assistant.retrieval.project_names import ProjectNames
from assistant.retrieval.statements import Statements
from assistant.retrieval.words import Word, Words

WEIGHTS = {"coverage": 0.48, "bm25": 0.14, "dense": 0.26, "name": 0.12}
DENSE_FLOOR, DENSE_CEILING = 0.05, 0.65
INHERITED = 0.65  # share of the project's relevance that its figures inherit
INHERITED_BY_TEXT = 0.35
LIST_LENGTH = 200
RERANKED = 120  # facts that the learned order looks at
RERANKER = Path(__file__).with_name("reranker.json")
TELLING = 0.5  # weight from which a word is searched for
NAMED = 0.6  # score of a project whose name the question gives
NEAREST = 40  # the best of each list bring all facts of their projects along
ATTRIBUTES = ("department", "schedule", "rating")
RECORD_KINDS = (*ATTRIBUTES, "indicator", "project")


class Ranker:
    """Facts of a catalogue, searched and scored."""

    def __init__(self, catalogue: Catalogue, index: FactIndex, encoder: Encoder) -> None:
        self.catalogue = catalogue
        self.index = index
        self.encoder = encoder
        self._by_project: dict[str, list[int]] = {}
        self._records: dict[str, list[int]] = {}
        for ordinal, fact in enumerate(catalogue.facts):
            if fact.project_id:
                self._by_project.setdefault(fact.project_id, []).append(ordinal)
                if fact.kind in RECORD_KINDS:
                    self._records.setdefault(fact.project_id, []).append(ordinal)
        self.words = Words(index)
        self.names = ProjectNames(catalogue)
        self.statements = Statements(catalogue)

    @cached_property
    def reranker(self) -> Network:
        """The learned order of the best facts; another one may be set."""
        return load_network(RERANKER, FEATURES)

    def rank(self, query: Query) -> list[ScoredFact]:
        """Facts of the query's scope, the best first; ties by position. The first RERANKED
        have the reranker's logit as their score, the others a lower one."""
        ranked, matrix = self.first_stage(query)
        logits = self.reranker.logits(matrix)
        best = [
            item.with_score(float(logit))
            for item, logit in zip(ranked[:RERANKED], logits, strict=True)
        ]
        best.sort(key=lambda item: (-round(item.score, 6), item.ordinal))
        lowest = best[-1].score if best else 0.0
        return best + [item.with_score(lowest - 1.0) for item in ranked[RERANKED:]]

    def first_stage(
        self, query: Query, without: Collection[int] = ()
    ) -> tuple[list[ScoredFact], NDArray[np.float32]]:
        """Facts of the query's scope by relevance and fit, those whose ordinals are in
        `without` left out, and the features of the first RERANKED, float32 [facts, features]."""
        names = self.names.scores(query)
        lemma_bm25, bigram_bm25 = self._word_scores(query)
        bm25 = {
            ordinal: lemma_bm25.get(ordinal, 0.0) + bigram_bm25.get(ordinal, 0.0)
            for ordinal in (*lemma_bm25, *bigram_bm25)
        }
        vectors = self._vectors(query)
        candidates = self._candidates(query, names, bm25, vectors)
        candidates = candidates[~np.isin(candidates, list(without))]
        if not len(candidates):
            return [], np.zeros((0, len(FEATURES)), dtype=np.float32)
        cosines = self.index.dense.vectors(candidates) @ vectors.T
        words = [(term, self.words.of(term)) for term in query.terms]
        scored = [
            self._score(words, ordinal, 0.5 * bm25.get(ordinal, 0.0), float(cosine), names)
            for ordinal, cosine in zip(candidates.tolist(), cosines.max(axis=1), strict=True)
        ]
        projects = self._project_scores(scored)
        ranked = lifted(query, [self._inherit(query, item, projects) for item in scored])
        ranked.sort(key=lambda item: (-round(item.score, 9), item.ordinal))
        rows = dict(zip(candidates.tolist(), cosines, strict=True))
        signals = Signals(lemma_bm25, bigram_bm25, rows)
        matrix = feature_matrix(query, ranked, RERANKED, signals, self.catalogue, self.words)
        return ranked, matrix

    def _word_scores(self, query: Query) -> tuple[dict[int, float], dict[int, float]]:
        """BM25 of the nearest facts over lemmas and over character pairs, as shares of the
        best."""
        telling = [t.lemma for t in query.terms if t.weight >= TELLING]
        words = [self.index.spelled(w) for w in telling or [t.lemma for t in query.terms]]
        others = [lemma for term in query.terms for other in term.alternatives for lemma in other]
        lemma_found = self.index.lemma_index.search(words + others, LIST_LENGTH)
        bigram_found = self.index.bigram_index.search(bigrams(query.search_text), LIST_LENGTH)
        return _shares(*lemma_found), _shares(*bigram_found)

    def _candidates(
        self,
        query: Query,
        names: dict[str, float],
        bm25: dict[int, float],
        vectors: NDArray[np.float32],
    ) -> NDArray[np.int64]:
        """The facts of the scope that are near by words or meaning, with the records of their
        projects, and with all facts of the projects of the nearest."""
        found, _ = self.index.dense.search(vectors, LIST_LENGTH)
        dense = [int(ordinal) for ordinal in np.ravel(found)]
        named = {p for p, score in names.items() if score >= NAMED}
        chosen = set(bm25) | {ordinal for ordinal in dense if ordinal >= 0}
        chosen |= self._of_projects(self._records, named, chosen)
        near = sorted(chosen, key=lambda o: (-bm25.get(o, 0.0), o))[:NEAREST]
        near += [ordinal for ordinal in dense[:NEAREST] if ordinal >= 0]
        chosen |= self._of_projects(self._by_project, named, near)
        scope = set(query.scope)
        kept = sorted(o for o in chosen if self.catalogue.facts[o].document_id in scope)
        return np.array(kept, dtype=np.int64)

    def _of_projects(
        self, held: dict[str, list[int]], named: set[str], ordinals: Iterable[int]
    ) -> set[int]:
        """The facts of `held` that are of the projects named or of those of other facts."""
        projects = named | {p for o in ordinals if (p := self.catalogue.facts[o].project_id)}
        return {ordinal for project_id in projects for ordinal in held.get(project_id, ())}

    def _vectors(self, query: Query) -> NDArray[np.float32]:
        """The question's embedding and, for Japanese, that of the question with the official
        words for its everyday ones; float32 [1 or 2, dimension]."""
        texts = [query.search_text]
        words = [" ".join(other) for term in query.terms for other in term.alternatives]
        if query.language == "ja" and words:
            texts.append(" ".join((query.search_text, *words)))
        return self.encoder.encode_queries(texts)

    def _score(
        self,
        words: Sequence[tuple[SearchTerm, Word]],
        ordinal: int,
        bm25: float,
        cosine: float,
        names: dict[str, float],
    ) -> ScoredFact:
        fact = self.catalogue.facts[ordinal]
        content = self.index.tokens_of(ordinal, CONTENT)
        coverage, missing = _held(words, content, self.index.tokens_of(ordinal, CONTEXT))
        dense = min(1.0, max(0.0, (cosine - DENSE_FLOOR) / (DENSE_CEILING - DENSE_FLOOR)))
        name = names.get(fact.project_id or "", 0.0)
        relevance = (
            WEIGHTS["coverage"] * coverage
            + WEIGHTS["bm25"] * min(1.0, bm25)
            + WEIGHTS["dense"] * dense
            + WEIGHTS["name"] * name
        )
        return ScoredFact(
            fact, ordinal, relevance, relevance, coverage, bm25, cosine, name, 0.0, missing
        )

    def facts_of(self, project_id: str) -> tuple[int, ...]:
        """The ordinals of a project's facts."""
        return tuple(self._by_project.get(project_id, ()))

    def weight(self, terms: Iterable[SearchTerm]) -> float:
        """How much these terms tell together."""
        return sum(self.words.of(term).weight for term in terms)

    def coverage(
        self, terms: Iterable[SearchTerm], *ordinals: int, extra: str = ""
    ) -> tuple[float, tuple[str, ...]]:
        """The share of `terms` that the facts (and the text `extra`) hold together, and the
        terms they lack."""
        told = lemmas(extra) if extra else ()
        content = {self.index.vocabulary.get(lemma, -2) for lemma in told}
        context: set[int] = set()
        for ordinal in ordinals:
            content |= self.index.tokens_of(ordinal, CONTENT)
            context |= self.index.tokens_of(ordinal, CONTEXT)
        return _held([(term, self.words.of(term)) for term in terms], content, context)

    def _project_scores(self, scored: list[ScoredFact]) -> dict[str, float]:
        scores: dict[str, float] = {}
        for item in scored:
            if project_id := item.fact.project_id:
                worth = item.relevance if item.fact.kind == "project" else 0.92 * item.relevance
                scores[project_id] = max(scores.get(project_id, 0.0), worth)
        return scores

    def _inherit(self, query: Query, item: ScoredFact, projects: dict[str, float]) -> ScoredFact:
        fact = item.fact
        own = item.relevance
        above = projects.get(fact.project_id or "", 0.0)
        if above > own and fact.kind != "project":
            share = INHERITED if fact.kind in (*ATTRIBUTES, "indicator") else INHERITED_BY_TEXT
            own += share * (above - own)
        fit = fit_of(query, fact, self.catalogue)
        return ScoredFact(
            fact, item.ordinal, own + fit, own, item.coverage, item.bm25_score, item.dense_score,
            item.name_score, fit, item.missing,
        )  # fmt: skip


def _held(
    words: Sequence[tuple[SearchTerm, Word]], content: Set[int], context: Set[int]
) -> tuple[float, tuple[str, ...]]:
    """The share of the words that a text with its context holds, and those that it lacks."""
    held = total = 0.0
    missing: list[str] = []
    for term, word in words:
        worth = word.worth_in(content, context)
        total += word.weight
        held += word.weight * worth
        if not worth and term.weight >= TELLING:
            missing.append(term.lemma)
    return (held / total if total else 0.0), tuple(missing)


def _shares(ids: NDArray[np.int64], scores: NDArray[np.float32]) -> dict[int, float]:
    """Scores by fact, as shares of the best one."""
    top = float(scores[0]) if len(scores) and scores[0] > 0 else 1.0
    return {int(o): float(score) / top for o, score in zip(ids, scores, strict=True)}


def best_projects(ranked: list[ScoredFact], catalogue: Catalogue) -> list[tuple[Project, float]]:
    """Projects by the relevance of their best fact, the best first."""
    best: dict[str, float] = {}
    for item in ranked:
        if item.fact.project_id:
            best[item.fact.project_id] = max(best.get(item.fact.project_id, 0.0), item.relevance)
    order = {project_id: place for place, project_id in enumerate(catalogue.projects)}
    ranked_ids = sorted(best, key=lambda p: (-round(best[p], 9), order[p]))
    return [(catalogue.projects[p], best[p]) for p in ranked_ids]
