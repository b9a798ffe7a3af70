"""What several municipalities' plans say on one theme, as cells of statements with their
sources; knows no Streamlit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from assistant.datamodels import Answer, Project, Span
from assistant.errors import QuestionError
from assistant.language.normalize import match_key
from assistant.language.years import fiscal_year_labels
from assistant.retrieval.catalogue import Catalogue
from assistant.ui import records

PROJECTS_A_CITY = 3
SUMMARY_CHARACTERS = 160
ROWS = ("compare_answer", "compare_projects", "summary", "department", "targets", "schedule")
SUMMARY_FIELDS = ("summary", "actions", "goal", "present")


class Asks(Protocol):
    """What the comparison needs of an assistant."""

    @property
    def catalogue(self) -> Catalogue: ...

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Statement:
    """What a cell says and the passage that says so. `of` is the project it speaks of, where a
    cell speaks of several; `project_id` is set where the statement is a project's name."""

    text: str
    passage_id: str
    place: str
    of: str = ""
    project_id: str = ""


Cell = list[Statement]


@dataclass(slots=True)
class Column:
    """One municipality's side of the comparison: cells by the names of `ROWS`."""

    city: str
    cells: dict[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Matrix:
    """The comparison: the rows that any municipality fills, and a number for each passage that
    is cited, in reading order."""

    columns: tuple[Column, ...]

    @property
    def rows(self) -> list[str]:
        """Names of the rows; one empty row where nothing was found."""
        named = [name for name in ROWS if any(name in column.cells for column in self.columns)]
        return named or ["compare_projects"]

    @property
    def sources(self) -> dict[str, tuple[int, str]]:
        """Number and place of each passage cited, by its id."""
        found: dict[str, tuple[int, str]] = {}
        for name in self.rows:
            for column in self.columns:
                for statement in column.cells.get(name, ()):
                    found.setdefault(statement.passage_id, (len(found) + 1, statement.place))
        return found


def compare(assistant: Asks, cities: Iterable[str], about: str) -> Matrix:
    """What the plans of each municipality say about a theme, or answer to a question."""
    return Matrix(tuple(column(assistant, city, about) for city in cities))


def is_question(about: str) -> bool:
    """Whether the words ask something rather than name a theme."""
    return about.endswith(("?", "？", "か", "。"))


def column(assistant: Asks, city: str, about: str) -> Column:
    """What the plans of one municipality say."""
    if is_question(about):
        answer = _ask(assistant, f"{city}の{about}")
        return _column(assistant.catalogue, city, about, answer)
    listed = _ask(assistant, f"{city}の{about}に関する事業は？")
    found = _column(assistant.catalogue, city, about, listed)
    if found.cells:
        return found
    told = _ask(assistant, f"{city}の{about}の取組は？")
    return _column(assistant.catalogue, city, about, told)


def _ask(assistant: Asks, question: str) -> Answer | None:
    try:
        answer = assistant.ask(question)
    except QuestionError:
        return None
    return answer if answer.answerable else None


def _column(catalogue: Catalogue, city: str, about: str, answer: Answer | None) -> Column:
    if answer is None:
        return Column(city)
    listed = (ref.project_id for ref in answer.projects if ref.municipality == city)
    own = [catalogue.projects[name] for name in listed if name in catalogue.projects]
    projects = _nearest(catalogue, about, own)
    named = [_name(catalogue, project) for project in projects]
    cells = {
        "compare_answer": _said(catalogue, city, answer) if is_question(about) else [],
        "compare_projects": named or ([] if is_question(about) else _said(catalogue, city, answer)),
        "summary": _each(catalogue, projects, _summary),
        "department": _each(catalogue, projects, _departments),
        "targets": _each(catalogue, projects, _targets),
        "schedule": _each(catalogue, projects, _schedule),
    }
    return Column(city, {name: cell for name, cell in cells.items() if cell})


def _nearest(catalogue: Catalogue, about: str, projects: Sequence[Project]) -> list[Project]:
    """The projects whose names, then whose texts, hold the theme most often; all of them where
    none holds it."""
    key = match_key(about)

    def held(project: Project) -> tuple[int, int]:
        text = project.span.of(catalogue.documents[project.document_id].text)
        return match_key(project.name.text).count(key), match_key(text).count(key)

    ranked = sorted(projects, key=held, reverse=True)
    holding = [project for project in ranked if any(held(project))] if key else []
    return (holding or ranked)[:PROJECTS_A_CITY]


def _stated(catalogue: Catalogue, document_id: str, span: Span, text: str) -> Statement:
    document = catalogue.documents[document_id]
    passage = catalogue.passage_at(document_id, span)
    path = (document.municipality, document.title, *document.section_path(passage.section))
    return Statement(text, passage.passage_id, " > ".join(part for part in path if part))


def _said(catalogue: Catalogue, city: str, answer: Answer) -> Cell:
    said = []
    for citation in answer.citations:
        if citation.municipality == city:
            text = catalogue.documents[citation.document_id].text
            words = " … ".join(span.of(text) for span in citation.evidence) or citation.quote
            span = Span(citation.start, citation.end)
            at = citation.evidence[0] if citation.evidence else span
            said.append(_stated(catalogue, citation.document_id, at, _short(words)))
    return said[:PROJECTS_A_CITY]


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SUMMARY_CHARACTERS else text[: SUMMARY_CHARACTERS - 1] + "…"


def _name(catalogue: Catalogue, project: Project) -> Statement:
    stated = _stated(catalogue, project.document_id, project.name.span, project.name.text)
    return replace(stated, project_id=project.project_id)


def _each(
    catalogue: Catalogue,
    projects: Sequence[Project],
    tell: Callable[[Project], Iterable[tuple[str, Span]]],
) -> Cell:
    several = len(projects) > 1
    return [
        replace(
            _stated(catalogue, project.document_id, span, text),
            of=project.name.text if several else "",
        )
        for project in projects
        for text, span in tell(project)
    ]


def _summary(project: Project) -> Iterable[tuple[str, Span]]:
    parts = (part for name in SUMMARY_FIELDS for part in project.fields if part.field == name)
    return [(_short(part.value.text), part.value.span) for part in parts][:1]


def _departments(project: Project) -> Iterable[tuple[str, Span]]:
    return [(value.text, value.span) for value in project.departments]


def _targets(project: Project) -> Iterable[tuple[str, Span]]:
    return [
        (records.target_line(indicator, values), values[0].value.span)
        for indicator, values in records.targets(project)
    ]


def _schedule(project: Project) -> Iterable[tuple[str, Span]]:
    years: dict[str, set[int]] = {}
    places: dict[str, Span] = {}
    for entry in project.schedule:
        if entry.years:
            years.setdefault(entry.item.text, set()).update(entry.years)
            places.setdefault(entry.item.text, entry.span)
    return [(f"{item}: {_years(sorted(years[item]))}", span) for item, span in places.items()]


def _years(years: Sequence[int]) -> str:
    named = [fiscal_year_labels(year)[1] for year in years]
    if len(years) > 1 and years[-1] - years[0] == len(years) - 1:
        return f"{named[0]}〜{named[-1]}年度"
    return "、".join(named) + "年度"
