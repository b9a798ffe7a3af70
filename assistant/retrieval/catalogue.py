"""The records of an index with the look-ups that questions need."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import product

from assistant.datamodels import Document, Fact, Indicator, Passage, Project, Span, Term
from assistant.ingest.identity import read_partners
from assistant.ingest.labels import vocabulary
from assistant.language.normalize import (
    blurred_kana,
    in_hiragana,
    in_katakana,
    kana_key,
    match_key,
    normalize_text,
)
from assistant.language.ratings import RATING_ORDER, rating_sign
from assistant.language.romaji import looks_romanized, romanize
from assistant.language.tokens import reading, readings

SHORTEST_READING = 4  # Latin letters of a reading that is not the likeliest
SHORTEST_COMPOSED = 6  # Latin letters of a reading put together from those of characters
COMPOSED_CHARACTERS = 3  # of a name that is read character by character
LIKE_READING = 0.6  # from this likeness to a reading on a word of a document's id is the name
SHORTEST_CLASS = 4  # characters of a policy's name without its number
MUNICIPALITY_ENDINGS = ("市", "町", "村", "区", "県", "府", "都")
_ASSOCIATION = re.compile(r"(?<=..)(?:(?:広域)?(?:連合|[一-龠]{2}組合)|広域圏|定住自立圏)$")
_LATIN = re.compile(r"[a-z]+")
_KANJI_RUN = re.compile(r"[一-龠々]{2,}")
_KATAKANA = re.compile(r"[ァ-ヺー]{3,}")
_ADDED = re.compile(r"[（()）／/]")  # what sets off another name in the name of a section
# A word in kana: no ending of a word in kanji, and not the name of a place.
_KANA = re.compile(
    r"(?<![一-龠々ぁ-ゖー])[ぁ-ゖー]{3,}(?![ぁ-ゖー市町村区県])|[ァ-ヶー]{3,}(?![ァ-ヶー市町村区県])"
)
# まちづくり課 of まちづくり課地域振興係.
_DIVISION = re.compile(r"(\S{2,12}?[課室])\s?\S{1,12}(?:係|担当|班|グループ)$")
# The letter of a policy, whose gap to the name is not shown: テーマA使われるオンライン.
_LETTERED = re.compile(r"^[^A-Za-zＡ-Ｚａ-ｚ]{1,6}[A-ZＡ-Ｚ](?=[ぁ-ん一-龥])")
LONGEST_RATING = 10  # characters of a rating in words
_OF_LEGEND = 3  # cells: ◎ | 前倒し | 達成率が110%以上
_LEVEL = re.compile(r"..|\D{1,7}[0-9a-z一二三四五六七八九十]")  # word and number of a policy
_GROUP = re.compile(r"(?:部会|委員会|協議会)$")
_BUREAU_LABEL = re.compile(r"部局|担当部|所管部|部名|局名")
_BETWEEN_SECTIONS = re.compile(r"[\s・／/、，,〈〉]+")
_BETWEEN_PARTS = re.compile(r"[\n\r:：【】]+")  # of the name of a class
_NUMBERED_CLASS = re.compile(r"(\D{2,8}[0-9]{1,2})\s*(\D.*)")


@dataclass(frozen=True, slots=True)
class Labels:
    """Names by match key: departments and bureaus, marks, what documents call their
    projects, the policies and classes above them, and ratings in words (おおむね達成)."""

    departments: dict[str, str]
    marks: dict[str, str]
    kinds: dict[str, str]
    hierarchy: dict[str, str]
    ratings: dict[str, str]


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
    def partners(self) -> dict[str, str]:
        """Those who made a plan together with others and none alone: by their names the
        municipality that the plan is filed under."""
        found: dict[str, str] = {}
        for document in self.documents.values():
            for name in read_partners(document.text, document.municipality):
                if name not in self.municipalities:
                    found.setdefault(name, document.municipality)
        return found

    @cached_property
    def romanized(self) -> dict[str, str]:
        """Municipality by its stem in Latin letters: its likeliest reading, the other likely
        ones, words of its documents' ids, and its characters read one by one, each where it
        is no other's in an earlier way."""
        stems = {name: self.stem(name) for name in self.municipalities}
        found = {romanize(reading(stem)): name for name, stem in stems.items()}
        likely = {name: tuple(map(romanize, readings(stem))) for name, stem in stems.items()}
        composed = {name: tuple(_composed(stem)) for name, stem in stems.items()}
        for name in stems:
            for other in likely[name]:
                if len(other) >= SHORTEST_READING:
                    found.setdefault(other, name)
        for name in stems:
            for other in self._in_ids(name, likely[name] + composed[name]):
                found.setdefault(other, name)
        for name in stems:
            for other in composed[name]:
                found.setdefault(other, name)
        return found

    def _in_ids(self, municipality: str, read: tuple[str, ...]) -> Iterator[str]:
        """Words of the ids of a municipality's documents that are nearly one of its readings,
        for a dictionary lacks many names of places; and the one that begins all of them."""
        ids = [
            _LATIN.findall(document.document_id.lower())
            for document in self.documents_of(municipality)
        ]
        first = {words[0] if words else "" for words in ids}
        if len(first) == 1 and looks_romanized(min(first)):
            yield min(first)
        for word in (word for words in ids for word in words):
            like = (SequenceMatcher(None, word, other).ratio() for other in read)
            if looks_romanized(word) and max(like, default=0.0) >= LIKE_READING:
                yield word

    def readings_of(self, municipality: str) -> tuple[str, ...]:
        """All readings of a name's stem in Latin letters, its characters' own included."""
        stem = self.stem(municipality)
        found = (*map(romanize, readings(stem)), *_composed(stem))
        return tuple(dict.fromkeys(read for read in found if len(read) >= SHORTEST_READING))

    def latin(self, municipality: str) -> tuple[str, ...]:
        """The likely readings of a municipality's stem in Latin letters."""
        return tuple(k for k, city in self.romanized.items() if city == municipality and k)

    @cached_property
    def kana(self) -> dict[str, str]:
        """The reading of each municipality's stem in hiragana."""
        return {name: in_hiragana(reading(self.stem(name))) for name in self.municipalities}

    def spellings(self, municipality: str) -> tuple[str, ...]:
        """How a municipality is written: its name, its stem, in hiragana, in Latin letters."""
        kana = self.kana.get(municipality, "")
        ending = municipality[-1] if municipality.endswith(MUNICIPALITY_ENDINGS) else ""
        in_kana = f"{kana}{ending}" if kana and ending else ""
        spelled = (municipality, self.stem(municipality), in_kana)
        return tuple(filter(None, (*spelled, *self.latin(municipality))))

    @staticmethod
    def stem(municipality: str) -> str:
        """柏崎 of 柏崎市, 隠岐 of 隠岐広域連合."""
        if association := _ASSOCIATION.search(municipality):
            return municipality[: association.start()]
        long_enough = len(municipality) > 1 and municipality.endswith(MUNICIPALITY_ENDINGS)
        return municipality[:-1] if long_enough else municipality

    def labels_in(self, scope: tuple[str, ...]) -> Labels:
        """The names that bound lists of the projects of these documents."""
        if scope not in self._labels:
            self._labels[scope] = self._read_labels(self.projects_in(scope))
        return self._labels[scope]

    def _read_labels(self, projects: tuple[Project, ...]) -> Labels:
        written = {name for p in projects for name in self.department_names(p)}
        divisions = {match[1] for name in written if (match := _DIVISION.match(name))}
        departments = written | divisions
        marks = {match_key(mark.text): mark.text for p in projects for mark in p.marks}
        hierarchy: dict[str, str] = {}
        for project in projects:
            for text in self.classes_of(project):
                for part in (text, *_class_parts(text)):
                    if 3 <= len(key := match_key(part)) <= 60 and key not in marks:
                        hierarchy.setdefault(key, part)
                text = _LETTERED.sub(r"\g<0> ", text, count=1)
                level = vocabulary().hierarchy.match(text)
                if level and _LEVEL.fullmatch(key := match_key(level[0])):
                    hierarchy.setdefault(key, level[0].strip())  # 柱四, テーマA
                    if len(rest := match_key(text[level.end() :])) >= SHORTEST_CLASS:
                        hierarchy.setdefault(rest, text[level.end() :].strip())
        return Labels(
            departments={k: name for name in sorted(departments) if len(k := match_key(name)) >= 3},
            marks=marks,
            kinds={match_key(p.kind): p.kind for p in projects if p.kind},
            hierarchy=hierarchy,
            ratings=self._rating_names(projects),
        )

    def _rating_names(self, projects: tuple[Project, ...]) -> dict[str, str]:
        """The ratings of projects in words, and the signs of others by the word that a legend of
        their document has for each: 前倒し for ◎."""
        signs = {p.document_id: set[str]() for p in projects}
        for project in projects:
            if project.rating:
                signs[project.document_id].add(rating_sign(project.rating.text))
        words = {
            sign for held in signs.values() for sign in held if 2 <= len(sign) <= LONGEST_RATING
        }
        names: dict[str, str] = {}
        for document_id, sign, name in self._legend_entries:
            if sign in signs.get(document_id, ()) and 2 <= len(name) <= LONGEST_RATING:
                names.setdefault(match_key(name), sign)
        return names | {match_key(word): word for word in words}

    @cached_property
    def _legend_entries(self) -> tuple[tuple[str, str, str], ...]:
        """Document, sign and its name: of rows of a sign, its name and when it is given, and
        of signs that a glossary or a legend explains."""
        rows = (f for f in self.facts if f.kind == "row" and len(f.cells) == _OF_LEGEND)
        named = [(f.document_id, f.cells[0].value.text, f.cells[1].value.text) for f in rows]
        named += [(t.document_id, t.name, t.definition.text) for t in self.terms.values()]
        entries = ((document_id, rating_sign(sign), name) for document_id, sign, name in named)
        return tuple((d, sign, name) for d, sign, name in entries if sign in RATING_ORDER)

    def bureaus(self, project: Project) -> tuple[str, ...]:
        """The bureaus above a project's sections, as its department line writes them, and the
        working groups that it belongs to."""
        lines = [self.text(project.document_id, value.span) for value in project.departments]
        lines += [part.value.text for part in project.fields if _BUREAU_LABEL.search(part.label)]
        words = (word for line in lines for word in _BETWEEN_SECTIONS.split(line))
        groups = (value.text for value in project.hierarchy if _GROUP.search(value.text))
        bureaus = (word for word in words if word.endswith(("部", "局")))
        return tuple(dict.fromkeys((*bureaus, *groups)))

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

    @cached_property
    def katakana(self) -> dict[str, str]:
        """The words in katakana that the documents write, by their `kana_key`."""
        written = (word for text in self._normalized for word in _KATAKANA.findall(text))
        return {kana_key(word): word for word in dict.fromkeys(written)}

    @cached_property
    def blurred_katakana(self) -> dict[str, tuple[str, ...]]:
        """The same words by their `blurred_kana`."""
        alike: dict[str, list[str]] = {}
        for word in self.katakana.values():
            alike.setdefault(blurred_kana(word), []).append(word)
        return {key: tuple(words) for key, words in alike.items()}

    @cached_property
    def kanji_runs(self) -> str:
        """The stretches of kanji that the documents write, each once, on a line of its own."""
        found = (run for text in self._normalized for run in _KANJI_RUN.findall(text))
        return "\n".join(dict.fromkeys(found))

    def mentions(self, normalized: str) -> bool:
        """Whether any document holds this text (both folded for matching)."""
        return any(normalized in text for text in self._normalized)

    def writes_in_kana(self, latin: str) -> bool:
        """Whether a document writes in kana what `latin` spells, not as the name of a place:
        Kuwamaru, くわまるタクシー."""
        return any(word.startswith(latin.lower()) for word in self._kana_words)

    @cached_property
    def _kana_words(self) -> frozenset[str]:
        found = {
            match[0]
            for document in self.documents.values()
            for match in _KANA.finditer(document.text)
        }
        return frozenset(romanize(in_katakana(word)) for word in found)

    @cached_property
    def _normalized(self) -> tuple[str, ...]:
        return tuple(normalize_text(document.text) for document in self.documents.values())

    def text(self, document_id: str, span: Span) -> str:
        """The source text at `span`."""
        return span.of(self.documents[document_id].text)


def _composed(stem: str) -> Iterator[str]:
    """The readings of a short name character by character, in Latin letters."""
    if 2 <= len(stem) <= COMPOSED_CHARACTERS:
        for parts in product(*(readings(character) for character in stem)):
            read = romanize("".join(parts))
            if all(parts) and len(read) >= SHORTEST_COMPOSED:
                yield read


def _class_parts(text: str) -> tuple[str, ...]:
    """取組方針1：市民… gives 取組方針1 and 市民…; a class of two lines gives both."""
    lines = [part.strip() for part in _BETWEEN_PARTS.split(text)]
    folded = unicodedata.normalize("NFKC", text).replace(":", "")
    numbered = _NUMBERED_CLASS.match(folded)
    return tuple(part for part in (*lines, *(numbered.groups() if numbered else ())) if part)


def newest_first(document: Document) -> tuple[int, int, str]:
    """A sort key: the plan that starts last comes first, then the one published last."""
    start = document.period[0] if document.period else 0
    published = int("".join(c for c in document.published if c.isdigit())[:6] or 0)
    return (-start, -published, document.document_id)
