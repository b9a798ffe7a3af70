"""One question on its way to an answer, with the look-ups that composers share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from assistant.answering.drafts import Evidence
from assistant.datamodels import (
    Document,
    Fact,
    Indicator,
    Language,
    Project,
    Query,
    ScoredFact,
    SearchTerm,
    Span,
)
from assistant.language.normalize import match_key
from assistant.retrieval.catalogue import Catalogue
from assistant.retrieval.ranking import Ranker, best_projects
from assistant.retrieval.volumes import siblings_of, volume_name
from assistant.retrieval.wanted import Wanted, wanted_value
from assistant.retrieval.words import NOUN_WEIGHT

SAME_SUBJECT = 0.93  # a project this near to the best one is asked about just as well
NAMED = 0.95  # from this name score on the question names the project


@dataclass(frozen=True)
class Turn:
    """A query with its ranked facts."""

    query: Query
    ranked: list[ScoredFact]
    catalogue: Catalogue
    ranker: Ranker

    @property
    def language(self) -> Language:
        return self.query.language

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """All facts of the documents in scope, in their order."""
        scope = set(self.query.scope)
        return tuple(fact for fact in self.catalogue.facts if fact.document_id in scope)

    @cached_property
    def wanted(self) -> Wanted | None:
        """The type of value that the question asks for, None if any statement will do."""
        return wanted_value(self.query)

    @cached_property
    def nouns(self) -> tuple[SearchTerm, ...]:
        """The search terms of the question that are nouns which tell."""
        return tuple(term for term in self.query.terms if term.weight >= NOUN_WEIGHT)

    def share_of_nouns(self, text: str) -> float:
        """The share of the question's telling nouns that a text holds, 0 if there are none."""
        return self.ranker.coverage(self.nouns, extra=text)[0]

    def city(self, document_id: str) -> str:
        """The municipality of a document, its title if it has none."""
        document = self.catalogue.documents[document_id]
        return document.municipality or document.title

    def source(self, project: Project) -> str:
        """City, with the plan's edition where the city has several documents."""
        return self.origin(project.document_id)

    def origin(self, document_id: str) -> str:
        """City and, where it has several documents, which of them."""
        document = self.catalogue.documents[document_id]
        own = self.catalogue.documents_of(document.municipality)
        if len(own) < 2:
            return self.city(document_id)
        named = _kind_and_edition(document)
        if sum(_kind_and_edition(other) == named for other in own) > 1:
            named = volume_name(document, siblings_of(document, own))
        return f"{document.municipality}・{named}"

    def projects_of(self, record: Fact | Indicator) -> tuple[Project, ...]:
        """The project that a fact or an indicator belongs to, () if there is none."""
        project = self.catalogue.projects.get(record.project_id or "")
        return (project,) if project else ()

    @cached_property
    def projects(self) -> list[tuple[Project, float]]:
        """Projects by relevance."""
        return best_projects(self.ranked, self.catalogue)

    @cached_property
    def named(self) -> list[Project]:
        """Projects that the question, or the conversation before it, names in full."""
        names = self.ranker.names.scores(self.query)
        return [self.catalogue.projects[p] for p, score in names.items() if score >= NAMED]

    @cached_property
    def subjects(self) -> list[Project]:
        """The projects that the question is about: those it names, else the most relevant
        one with its namesakes in other documents."""
        if self.named:
            order = {p.project_id: score for p, score in self.projects}
            return sorted(self.named, key=lambda p: -order.get(p.project_id, 0.0))
        if not self.projects:
            return []
        best, score = self.projects[0]
        near = [
            p for p, s in self.projects[1:6] if s >= SAME_SUBJECT * score and _namesake(p, best)
        ]
        return [best, *near]

    def best(self, *kinds: str, project: Project | None = None) -> list[ScoredFact]:
        """Ranked facts of these kinds, of one project if given."""
        return [
            item
            for item in self.ranked
            if item.fact.kind in kinds
            and (project is None or item.fact.project_id == project.project_id)
        ]

    def nearest(self, *kinds: str) -> list[ScoredFact]:
        """Facts of these kinds in the order of the first stage: the learned order knows facts
        that answer alone, no lists."""
        found = (item for item in self.ranked if item.fact.kind in kinds)
        return sorted(found, key=lambda item: (-round(item.nearness, 9), item.ordinal))

    def evidence(self, project: Project, span: Span, *context: Span) -> Evidence:
        """Evidence inside a project's record; the quote also shows the project's name
        where it stands near."""
        return Evidence(project.document_id, span, (*context, project.name.span))


def _namesake(project: Project, other: Project) -> bool:
    left, right = match_key(project.name.text), match_key(other.name.text)
    return project.document_id != other.document_id and (left in right or right in left)


def _kind_and_edition(document: Document) -> str:
    edition = document.edition or document.published
    return f"{document.kind}（{edition}）" if edition and edition != "策定" else document.kind
