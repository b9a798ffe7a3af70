"""The records of an index with the look-ups that questions need."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.datamodels import Document, Fact, Indicator, Passage, Project, Span, Term
from assistant.language.normalize import match_key, normalize_text
from assistant.language.romaji import romanize
from assistant.language.tokens import reading, readings

SHORTEST_READING = 4  # Latin letters of a reading that is not the likeliest
MUNICIPALITY_ENDINGS = ("市", "町", "村", "区", "県", "府", "都")

_ADDED = re.compile(r"[（()）／/]")  # what sets off another name in the name of a section


@dataclass(frozen=True, slots=True)
class Labels:
    """Names by match key: departments and bureaus, marks, what documents call their
    projects, and the policies and classes above them."""

    departments: dict[str, str]
    marks: dict[str, str]
    kinds: dict[str, str]
    hierarchy: dict[str, str]


class Catalogue:
    """Documents, projects, indicators, terms and facts by id, name and place."""

    def __init__(
        self,
        documents: Sequence[Document],
        passages: Sequence[Passage],
        projects: Sequence[Project],
        indicators: Sequence[Indicator],
        terms: Sequence[Term],
        facts: Sequence[Fact],
    ) -> None:
        self.documents = {document.document_id: document for document in documents}
        self.projects = {project.project_id: project for project in projects}
        self.indicators = {indicator.indicator_id: indicator for indicator in indicators}
        self.terms = {term.term_id: term for term in terms}
        self.facts = tuple(facts)
        self._labels: dict[tuple[str, ...], Labels] = {}
        self.passages: dict[str, list[Passage]] = {}
        for passage in passages:
            self.passages.setdefault(passage.document_id, []).append(passage)

    @cached_property
    def municipalities(self) -> tuple[str, ...]:
        """Names of all municipalities, the longest first."""
        names = {
            document.municipality for document in self.documents.values() if document.municipality
        }
        return tuple(sorted(names, key=lambda name: (-len(name), name)))

    @cached_property
    def romanized(self) -> dict[str, str]:
        """Municipality by its stem in Latin letters, in each likely reading that is no
        other's likeliest."""
        stems = {name: self.stem(name) for name in self.municipalities}
        found = {romanize(reading(stem)): name for name, stem in stems.items()}
        for name, stem in stems.items():
            for other in map(romanize, readings(stem)):
                if len(other) >= SHORTEST_READING:
                    found.setdefault(other, name)
        return found

    def latin(self, municipality: str) -> tuple[str, ...]:
        """The likely readings of a municipality's stem in Latin letters."""
        return tuple(k for k, city in self.romanized.items() if city == municipality and k)

    @cached_property
    def kana(self) -> dict[str, str]:
        """The reading of each municipality's stem in hiragana."""
        return {name: _hiragana(reading(self.stem(name))) for name in self.municipalities}

    @staticmethod
    def stem(municipality: str) -> str:
        """柏崎 of 柏崎市."""
        long_enough = len(municipality) > 1 and municipality.endswith(MUNICIPALITY_ENDINGS)
        return municipality[:-1] if long_enough else municipality

    def labels_in(self, scope: tuple[str, ...]) -> Labels:
        """The names that bound lists of the projects of these documents."""
        if scope not in self._labels:
            self._labels[scope] = self._read_labels(self.projects_in(scope))
        return self._labels[scope]

    def _read_labels(self, projects: tuple[Project, ...]) -> Labels:
        departments = {name for p in projects for name in self.department_names(p)}
        marks = {match_key(mark.text): mark.text for p in projects for mark in p.marks}
        hierarchy: dict[str, str] = {}
        for project in projects:
            for text in self.classes_of(project):
                for part in (text, *_class_parts(text)):
                    if 3 <= len(key := match_key(part)) <= 60 and key not in marks:
                        hierarchy.setdefault(key, part)
        return Labels(
            departments={k: name for name in sorted(departments) if len(k := match_key(name)) >= 3},
            marks=marks,
            kinds={match_key(p.kind): p.kind for p in projects if p.kind},
            hierarchy=hierarchy,
        )

    def bureaus(self, project: Project) -> tuple[str, ...]:
        """The bureaus above a project's sections, as its department line writes them."""
        lines = [self.text(project.document_id, value.span) for value in project.departments]
        lines += [part.value.text for part in project.fields if _BUREAU_LABEL.search(part.label)]
        words = (word for line in lines for word in re.split(r"[\s・／/、，,〈〉]+", line))
        return tuple(dict.fromkeys(word for word in words if re.search(r"[部局]$", word)))

    def department_names(self, project: Project) -> tuple[str, ...]:
        """A project's sections and the bureaus above them, each by every name that it has:
        農林振興課（森林組合）, 農林振興課 and 森林組合."""
        sections = (value.text for value in project.departments)
        names = (name for text in sections for name in (text, *_ADDED.split(text)) if name)
        return tuple(dict.fromkeys((*names, *self.bureaus(project))))

    @staticmethod
    def classes_of(project: Project) -> tuple[str, ...]:
        """All that stands above a project: its policies, and its class in other plans."""
        named = (value.text for value in project.hierarchy)
        return (*named, *(part.value.text for part in project.values_of("category")))

    def documents_of(self, municipality: str) -> tuple[Document, ...]:
        """The documents of a municipality, the newest first."""
        own = (d for d in self.documents.values() if d.municipality == municipality)
        return tuple(sorted(own, key=newest_first))

    def projects_in(self, scope: Iterable[str]) -> tuple[Project, ...]:
        """The projects of these documents, in document order."""
        wanted = set(scope)
        return tuple(project for project in self.projects.values() if project.document_id in wanted)

    def passage_at(self, document_id: str, span: Span) -> Passage:
        """The passage that `span` starts in, or the nearest before it."""
        passages = self.passages[document_id]
        low, high = 0, len(passages) - 1
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (
                (middle, high) if passages[middle].span.start <= span.start else (low, middle - 1)
            )
        return passages[low]

    def mentions(self, normalized: str) -> bool:
        """Whether any document holds this text (both folded for matching)."""
        return any(normalized in text for text in self._normalized)

    @cached_property
    def _normalized(self) -> tuple[str, ...]:
        return tuple(normalize_text(document.text) for document in self.documents.values())

    def text(self, document_id: str, span: Span) -> str:
        """The source text at `span`."""
        return span.of(self.documents[document_id].text)


def _hiragana(katakana: str) -> str:
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in katakana)


_BUREAU_LABEL = re.compile(r"部局|担当部|所管部|部名|局名")


def _class_parts(text: str) -> tuple[str, ...]:
    """取組方針1：市民… gives 取組方針1 and 市民…; a class of two lines gives both."""
    lines = [part.strip() for part in re.split(r"[\n\r:：【】]+", text)]
    numbered = re.match(r"(\D{2,8}[0-9]{1,2})\s*(\D.*)", text.replace("：", "").replace(":", ""))
    return tuple(part for part in (*lines, *(numbered.groups() if numbered else ())) if part)


def newest_first(document: Document) -> tuple[int, int, str]:
    """A sort key: the plan that starts last comes first, then the one published last."""
    start = document.period[0] if document.period else 0
    published = int("".join(c for c in document.published if c.isdigit())[:6] or 0)
    return (-start, -published, document.document_id)
