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

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.datamodels import Fact, Project, Query, ScoredFact, SearchTerm
from assistant.indexing.embeddings import Encoder
from assistant.indexing.fact_index import CONTENT, CONTEXT, FactIndex
from assistant.language.normalize import match_key
from assistant.language.similarity import likeness, longest_run
from assistant.language.tokens import bigrams, lemmas
from assistant.retrieval.catalogue import Catalogue
from assistant.retrieval.codes import named_by_code
from assistant.retrieval.features import FEATURES, Signals, feature_matrix
from assistant.retrieval.network import Network, load_network
from assistant.retrieval.words import Words

WEIGHTS = {"coverage": 0.48, "bm25": 0.14, "dense": 0.26, "name": 0.12}
DENSE_FLOOR, DENSE_CEILING = 0.05, 0.65
INHERITED = 0.65  # share of the project's relevance that its figures inherit
INHERITED_BY_TEXT = 0.35
LIST_LENGTH = 200
RERANKED = 120  # facts that the learned order looks at
RERANKER = Path(__file__).with_name("reranker.json")

FIT: dict[str, dict[str, float]] = {
    "department": {"department": 0.25, "project": 0.05},
    "target": {"indicator": 0.22, "row": 0.05},
    "baseline": {"indicator": 0.2, "row": 0.05},
    "actual": {"indicator": 0.16, "row": 0.04, "statement": 0.04},
    "indicator": {"indicator": 0.22, "row": 0.06},
    "figure": {"indicator": 0.1, "row": 0.05},
    "schedule": {"schedule": 0.14, "row": 0.05, "statement": 0.03},
    "rating": {"rating": 0.2},
    "definition": {"term": 0.2, "statement": 0.04},
}
FIELD_FIT = 0.12
PERIOD_FIT = 0.2
_DIGIT = re.compile(r"\d")
BARE = 18  # a shorter statement is hardly more than a title
BARE_MALUS = 0.05
_PERIOD = re.compile(
    r"\d+\s*(?:[)）]\s*)?(?:か|カ|ヵ|ヶ)?年(?:度)?(?:間|から|[~～〜\-])|年度.{0,16}年度"
)
NEAREST = 40  # the best of each list bring all facts of their projects along
PHRASE_KINDS = ("statement", "row", "list", "indicator", "term")
PHRASED = 40  # facts that are compared with the question character by character
PHRASE_WEIGHT = 0.08
COLUMN_BONUS = 0.1
CLOSE_BY = 60  # characters between statements that belong together
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
        self._following = _following(catalogue.facts)
        self.words = Words(index)
        self._names = {
            project.project_id: [
                key
                for name in (project.name.text, *project.aliases)
                if len(key := match_key(name)) >= 3
            ]
            for project in catalogue.projects.values()
        }

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
            replace(item, score=float(logit))
            for item, logit in zip(ranked[:RERANKED], logits, strict=True)
        ]
        best.sort(key=lambda item: (-round(item.score, 6), item.ordinal))
        lowest = best[-1].score if best else 0.0
        return best + [replace(item, score=lowest - 1.0) for item in ranked[RERANKED:]]

    def first_stage(
        self, query: Query, without: Collection[int] = ()
    ) -> tuple[list[ScoredFact], NDArray[np.float32]]:
        """Facts of the query's scope by relevance and fit, those whose ordinals are in
        `without` left out, and the features of the first RERANKED, float32 [facts, features]."""
        names = self.name_scores(query)
        candidates, lemma_bm25, bigram_bm25 = self._candidates(query, names)
        candidates = candidates[~np.isin(candidates, list(without))]
        if not len(candidates):
            return [], np.zeros((0, len(FEATURES)), dtype=np.float32)
        cosines = self.index.dense.vectors(candidates) @ self._vectors(query).T
        dense = cosines.max(axis=1)
        scored = [
            self._score(
                query,
                ordinal,
                0.5 * (lemma_bm25.get(ordinal, 0.0) + bigram_bm25.get(ordinal, 0.0)),
                float(cosine),
                names,
            )
            for ordinal, cosine in zip(candidates.tolist(), dense, strict=True)
        ]
        projects = self._project_scores(scored)
        ranked = self._phrased(query, [self._inherit(query, item, projects) for item in scored])
        ranked.sort(key=lambda item: (-round(item.score, 9), item.ordinal))
        rows = dict(zip(candidates.tolist(), cosines, strict=True))
        signals = Signals(lemma_bm25, bigram_bm25, rows)
        matrix = feature_matrix(query, ranked, RERANKED, signals, self.catalogue, self.words)
        return ranked, matrix

    def name_scores(self, query: Query) -> dict[str, float]:
        """How closely the question names each project of the scope, 1.0 for its full name."""
        key = match_key(query.question)
        scores: dict[str, float] = {}
        projects = self.catalogue.projects_in(query.scope)
        coded = set(named_by_code(query.question, projects))
        for project in projects:
            best = max(
                (_similarity(name, key) for name in self._names[project.project_id]), default=0.0
            )
            if project.project_id in query.focus or project.project_id in coded:
                best = 1.0
            if best:
                scores[project.project_id] = best
        return _drop_shadowed(scores, self._names, key, query.focus)

    def _candidates(
        self, query: Query, names: dict[str, float]
    ) -> tuple[NDArray[np.int64], dict[int, float], dict[int, float]]:
        words = [self.index.spelled(t.lemma) for t in query.terms if t.weight >= 0.5] or [
            self.index.spelled(t.lemma) for t in query.terms
        ]
        others = [lemma for term in query.terms for other in term.alternatives for lemma in other]
        lemma_ids, lemma_scores = self.index.lemma_index.search(words + others, LIST_LENGTH)
        bigram_ids, bigram_scores = self.index.bigram_index.search(
            bigrams(query.search_text), LIST_LENGTH
        )
        dense_ids, _ = self.index.dense.search(self._vectors(query), LIST_LENGTH)
        lemma_bm25 = _shares(lemma_ids, lemma_scores)
        bigram_bm25 = _shares(bigram_ids, bigram_scores)
        bm25 = {
            ordinal: lemma_bm25.get(ordinal, 0.0) + bigram_bm25.get(ordinal, 0.0)
            for ordinal in (*lemma_bm25, *bigram_bm25)
        }
        chosen = set(bm25) | {int(ordinal) for ordinal in np.ravel(dense_ids) if ordinal >= 0}
        projects = {p for p, score in names.items() if score >= 0.6}
        projects |= {p for ordinal in chosen if (p := self.catalogue.facts[ordinal].project_id)}
        for project_id in projects:
            chosen.update(self._records.get(project_id, ()))
        near = sorted(chosen, key=lambda o: (-bm25.get(o, 0.0), o))[:NEAREST]
        near += [int(ordinal) for ordinal in np.ravel(dense_ids)[:NEAREST] if ordinal >= 0]
        named = {p for p, score in names.items() if score >= 0.6}
        for project_id in named | {p for o in near if (p := self.catalogue.facts[o].project_id)}:
            chosen.update(self._by_project.get(project_id, ()))
        scope = set(query.scope)
        kept = sorted(o for o in chosen if self.catalogue.facts[o].document_id in scope)
        return np.array(kept, dtype=np.int64), lemma_bm25, bigram_bm25

    def _vectors(self, query: Query) -> NDArray[np.float32]:
        """The question's embedding and, for Japanese, that of the question with the official
        words for its everyday ones; float32 [1 or 2, dimension]."""
        texts = [query.search_text]
        words = [" ".join(other) for term in query.terms for other in term.alternatives]
        if query.language == "ja" and words:
            texts.append(" ".join((query.search_text, *words)))
        return self.encoder.encode_queries(texts)

    def _score(
        self, query: Query, ordinal: int, bm25: float, cosine: float, names: dict[str, float]
    ) -> ScoredFact:
        fact = self.catalogue.facts[ordinal]
        coverage, missing = self.coverage(query.terms, ordinal)
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

    def next_statement(self, ordinal: int) -> Fact | None:
        """The statement that follows a statement in the text, if it stands close by under
        the same heading."""
        following = self._following.get(ordinal)
        return None if following is None else self.catalogue.facts[following]

    def statement_after(self, fact: Fact) -> Fact | None:
        """The statement that begins where `fact` ends, on the same line."""
        text = self.catalogue.documents[fact.document_id].text
        for start in (fact.span.end, fact.span.end + 1):
            ordinal = self._statements.get((fact.document_id, start))
            if ordinal is not None and not text[fact.span.end : start].strip(" \u3000"):
                return self.catalogue.facts[ordinal]
        return None

    @cached_property
    def _statements(self) -> dict[tuple[str, int], int]:
        return {
            (fact.document_id, fact.span.start): ordinal
            for ordinal, fact in enumerate(self.catalogue.facts)
            if fact.kind == "statement"
        }

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
        words = lemmas(extra) if extra else ()
        content = {self.index.vocabulary.get(lemma, -2) for lemma in words}
        context: set[int] = set()
        for ordinal in ordinals:
            content |= self.index.tokens_of(ordinal, CONTENT)
            context |= self.index.tokens_of(ordinal, CONTEXT)
        held = total = 0.0
        missing: list[str] = []
        for term in terms:
            word = self.words.of(term)
            worth = word.worth_in(content, context)
            total += word.weight
            held += word.weight * worth
            if not worth and term.weight >= 0.5:
                missing.append(term.lemma)
        return (held / total if total else 0.0), tuple(missing)

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
        fit = self._fit(query, fact)
        return replace(item, relevance=own, fit=fit, score=own + fit)

    def _phrased(self, query: Query, items: list[ScoredFact]) -> list[ScoredFact]:
        """Lift the best facts by the longest run of characters that they share with the
        question: 本部会議（第2回） is not 本部会議（第1回）."""
        key = match_key(query.question)
        chosen = sorted(items, key=lambda item: -item.score)[:PHRASED]
        lifted = {}
        for item in chosen:
            fact = item.fact
            text = match_key(fact.text[:400] if fact.kind in PHRASE_KINDS else fact.context)
            run = longest_run(key, text)
            phrase = min(1.0, max(0, run.end - run.start - 3) / 12)
            column = fact.kind == "row" and _names_column(fact, key)
            bonus = PHRASE_WEIGHT * phrase + COLUMN_BONUS * column
            lifted[item.ordinal] = replace(
                item,
                relevance=item.relevance + bonus,
                score=item.score + bonus,
                phrase=phrase,
                column=column,
            )
        return [lifted.get(item.ordinal, item) for item in items]

    def _fit(self, query: Query, fact: Fact) -> float:
        fit = max((FIT.get(ask, {}).get(fact.kind, 0.0) for ask in query.asks), default=0.0)
        if fact.kind == "statement" and len(fact.text) < BARE and not _DIGIT.search(fact.text):
            fit -= BARE_MALUS
        if fact.kind in ("statement", "list", "row") and fact.ref:
            fit = max([fit, *(FIELD_FIT for ask in query.asks if ask == fact.ref)])
        if (
            "period" in query.asks
            and fact.kind in ("statement", "row")
            and "期間" in fact.context + fact.text
        ):
            fit = max(fit, PERIOD_FIT * bool(_PERIOD.search(fact.text)))
        if fact.kind == "indicator" and query.years:
            years = {value.year for value in self.catalogue.indicators[fact.ref].values}
            fit += 0.04 if set(query.years) & years else -0.02
        return fit


def _shares(ids: NDArray[np.int64], scores: NDArray[np.float32]) -> dict[int, float]:
    """Scores by fact, as shares of the best one."""
    top = float(scores[0]) if len(scores) and scores[0] > 0 else 1.0
    return {int(o): float(score) / top for o, score in zip(ids, scores, strict=True)}


def _following(facts: tuple[Fact, ...]) -> dict[int, int]:
    statements = [o for o, fact in enumerate(facts) if fact.kind == "statement"]
    statements.sort(key=lambda o: (facts[o].document_id, facts[o].span))
    return {
        first: second
        for first, second in pairwise(statements)
        if _is_next(facts[first], facts[second])
    }


def _is_next(fact: Fact, other: Fact) -> bool:
    same = (fact.document_id, fact.section, fact.ref) == (
        other.document_id,
        other.section,
        other.ref,
    )
    return same and 0 <= other.span.start - fact.span.end <= CLOSE_BY


def _names_column(fact: Fact, key: str) -> bool:
    """Whether the question names a column of the row and what stands in its first cell."""
    if len(fact.cells) < 3:
        return False
    heads = (w for cell in fact.cells[1:] for w in re.split(r"[\s（(・/／)）]+", cell.header))
    first = (w for w in re.split(r"[\s（(・/／)）]+", fact.cells[0].value.text))
    return _any_in(heads, key) and _any_in(first, key)


def _any_in(words: Iterable[str], key: str) -> bool:
    return any(len(word) >= 3 and match_key(word) in key for word in words)


def _similarity(name: str, key: str) -> float:
    """1.0 if `key` holds `name`; less for a near match; 0 for none."""
    if name in key:
        return 1.0
    if len(name) < 5:
        return 0.0
    ratio = likeness(name, key)
    return max(0.0, (ratio - 0.55) / 0.45) * 0.9


def _drop_shadowed(
    scores: dict[str, float], names: dict[str, list[str]], key: str, focus: tuple[str, ...]
) -> dict[str, float]:
    """Lower the score of a name that only occurs inside a longer name: 電子請求 in
    電子請求書システムの運用."""
    full = {
        p: max((n for n in names[p] if n in key), key=len, default="")
        for p, s in scores.items()
        if s == 1.0
    }
    lowered = dict(scores)
    for project_id, name in full.items():
        if (
            name
            and project_id not in focus
            and any(name != other and name in other for other in full.values())
        ):
            lowered[project_id] = 0.6
    return lowered


def best_projects(ranked: list[ScoredFact], catalogue: Catalogue) -> list[tuple[Project, float]]:
    """Projects by the relevance of their best fact, the best first."""
    best: dict[str, float] = {}
    for item in ranked:
        if item.fact.project_id:
            best[item.fact.project_id] = max(best.get(item.fact.project_id, 0.0), item.relevance)
    order = {project_id: place for place, project_id in enumerate(catalogue.projects)}
    ranked_ids = sorted(best, key=lambda p: (-round(best[p], 9), order[p]))
    return [(catalogue.projects[p], best[p]) for p in ranked_ids]
