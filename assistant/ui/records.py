"""Records of the catalogue as rows and choices for the pages; knows no Streamlit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assistant.datamodels import Indicator, IndicatorValue, Project, Span, Term
from assistant.language.normalize import match_key
from assistant.language.numbers import find_numbers
from assistant.retrieval.catalogue import Catalogue
from assistant.ui.markup import passage_url


@dataclass(frozen=True)
class Row:
    """A project as the list shows it."""

    project: Project
    city: str
    plan: str

    @cached_property
    def departments(self) -> tuple[str, ...]:
        """Departments in charge, each once."""
        return tuple(dict.fromkeys(value.text for value in self.project.departments))

    @cached_property
    def themes(self) -> tuple[str, ...]:
        """What stands above the project in its plan, and its classes."""
        above = [value.text for value in self.project.hierarchy]
        classes = [part.value.text for part in self.project.values_of("category")]
        return tuple(dict.fromkeys(text for text in (*above, *classes) if len(text) <= 40))

    @cached_property
    def marks(self) -> tuple[str, ...]:
        """Marks such as 新規, each once."""
        return tuple(dict.fromkeys(mark.text for mark in self.project.marks))

    @cached_property
    def rating(self) -> str:
        """The rating, empty without one."""
        return self.project.rating.text if self.project.rating else ""

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Fiscal years that its figures and its schedule name, ascending."""
        figures = {v.year for i in self.project.indicators for v in i.values if v.year}
        planned = {year for entry in self.project.schedule for year in entry.years}
        return tuple(sorted(figures | planned))

    @cached_property
    def search_key(self) -> str:
        """All words of the record, folded for searching."""
        project = self.project
        words = [project.name.text, *project.aliases, project.number, *self.departments]
        words += [*self.themes, *self.marks, *(part.value.text for part in project.fields)]
        words += [indicator.name.text for indicator in project.indicators]
        words += [entry.item.text for entry in project.schedule]
        return " ".join(match_key(word) for word in words)


@dataclass(frozen=True)
class Choice:
    """What the list of projects is narrowed to; an empty part narrows nothing."""

    cities: Sequence[str] = ()
    plans: Sequence[str] = ()
    departments: Sequence[str] = ()
    themes: Sequence[str] = ()
    marks: Sequence[str] = ()
    ratings: Sequence[str] = ()
    years: Sequence[int] = ()
    words: str = ""
    with_targets: bool = False

    def holds(self, row: Row) -> bool:
        """Whether the row fits every part."""
        keys = [match_key(word) for word in self.words.split()]
        return (
            (not self.cities or row.city in self.cities)
            and (not self.plans or row.plan in self.plans)
            and (not self.with_targets or bool(targets(row.project)))
            and (not self.departments or not set(self.departments).isdisjoint(row.departments))
            and (not self.themes or not set(self.themes).isdisjoint(row.themes))
            and (not self.marks or not set(self.marks).isdisjoint(row.marks))
            and (not self.ratings or row.rating in self.ratings)
            and (not self.years or not set(self.years).isdisjoint(row.years))
            and all(key in row.search_key for key in keys if key)
        )


def rows(catalogue: Catalogue) -> list[Row]:
    """All projects in document order."""
    documents = catalogue.documents
    return [
        Row(
            project,
            documents[project.document_id].municipality,
            documents[project.document_id].title,
        )
        for project in catalogue.projects.values()
    ]


def choices(values: Iterable[str | int]) -> list[str | int]:
    """Each value once, in the order met."""
    return list(dict.fromkeys(values))


def place_url(catalogue: Catalogue, document_id: str, span: Span) -> str:
    """The address of the source view at `span`."""
    return passage_url(catalogue.passage_at(document_id, span).passage_id)


def targets(project: Project) -> list[tuple[Indicator, list[IndicatorValue]]]:
    """The indicators that have targets, each with them."""
    found = []
    for indicator in project.indicators:
        wanted = [value for value in indicator.values if value.kind == "target"]
        if wanted:
            found.append((indicator, wanted))
    return found


def year_of(value: IndicatorValue) -> str:
    """The figure's year as its label has it, else as a western fiscal year."""
    return value.label or (str(value.year) if value.year else "")


def target_line(indicator: Indicator, values: Sequence[IndicatorValue]) -> str:
    """`オンライン申請率: 目標値(R9) 50%、目標値(R11) 70%`."""
    stated = "、".join(f"{year_of(value)} {value.value.text}".strip() for value in values)
    return f"{full_name(indicator)}: {stated}"


def full_name(indicator: Indicator) -> str:
    """The indicator's name with what tells it from its likes."""
    return (
        f"{indicator.name.text}（{indicator.qualifier}）"
        if indicator.qualifier
        else indicator.name.text
    )


@dataclass(frozen=True)
class Point:
    """A figure that can be drawn: the first number of what is stated for a year."""

    year: int
    number: float
    kind: str
    shown: str


def points(indicator: Indicator) -> list[Point]:
    """The figures of `indicator` that have a year and a number, if they share one unit."""
    drawn, units = [], set()
    for value in indicator.values:
        mentions = find_numbers(value.value.text)
        if value.year and mentions:
            units.add(mentions[0].unit)
            drawn.append(Point(value.year, float(mentions[0].value), value.kind, value.value.text))
    return drawn if len(units) <= 1 else []


@dataclass
class Entry:
    """A term with all its definitions."""

    name: str
    terms: list[Term] = field(default_factory=list)

    @property
    def aliases(self) -> list[str]:
        """Other spellings, each once."""
        every = [alias for term in self.terms for alias in (term.name, *term.aliases)]
        return [alias for alias in dict.fromkeys(every) if alias != self.name]

    @property
    def documents(self) -> set[str]:
        """The documents that define the term."""
        return {term.document_id for term in self.terms}


def glossary(terms: Iterable[Term]) -> list[Entry]:
    """The terms, those of one name together, in the order of their folded names."""
    entries: dict[str, Entry] = {}
    for term in terms:
        entries.setdefault(match_key(term.name), Entry(term.name)).terms.append(term)
    return [entries[key] for key in sorted(entries)]


def similar(row: Row, others: Iterable[Row], count: int = 5) -> list[Row]:
    """Projects of other municipalities whose names or summaries share the most character
    pairs (Dice's coefficient), the nearest first."""
    own_name, own_text = _pairs(row.project.name.text), _pairs(_summary(row.project))
    scored = []
    for other in others:
        if other.city == row.city:
            continue
        by_name = _dice(own_name, _pairs(other.project.name.text))
        by_text = _dice(own_text, _pairs(_summary(other.project)))
        scored.append((max(by_name, 0.8 * by_text), other))
    near = sorted((s, o.project.project_id, o) for s, o in scored if s >= 0.25)
    return [other for _, _, other in reversed(near[-count:])]


def _summary(project: Project) -> str:
    parts = [
        *project.values_of("summary"),
        *project.values_of("goal"),
        *project.values_of("actions"),
    ]
    return parts[0].value.text[:300] if parts else ""


def _pairs(text: str) -> set[str]:
    key = match_key(text)
    return {key[at : at + 2] for at in range(len(key) - 1)}


def _dice(left: set[str], right: set[str]) -> float:
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0
