"""How projects are rated, with what the rating means and why it was given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.answering.drafts import Draft, Evidence, Line
from assistant.answering.messages import pick, say
from assistant.answering.record_lines import MAX_SUBJECTS, record_draft, say_of
from assistant.answering.turn import Turn
from assistant.answering.yearly_ratings import rates_yearly, ratings_asked
from assistant.datamodels import Project, Value
from assistant.ingest.yearly import is_yearly_rating, year_of
from assistant.language.normalize import normalize_text
from assistant.language.ratings import rating_sign
from assistant.language.similarity import longest_run
from assistant.language.years import find_years

MAX_RATED = 2  # projects that the question names in part only
SHORTEST_SHARED = 3  # characters of a name that the question shares
_ASKS_REASON = re.compile(
    r"理由|なぜ|なんで|どうして|今後|この先|どうな[るりっ]|その後|扱い|扱わ|\b(?:why|reason|next)\b"
)
_REASON = re.compile(r"理由|今後|見直し|対応|コメント|考察|要因|方向")


def compose_rating(turn: Turn, of: Sequence[Project] | None = None) -> Draft | None:
    """The rating of a project with what the letter means, if the document tells, and the
    reason or what follows from it, if the question asks for them; of the projects that the
    question is about if no others are given."""
    lines: list[Line] = []
    projects: list[Project] = []
    given = None if of is None else [p for p in of if p.rating and _rated_in(turn, p)]
    for project in _rated(turn) if given is None else given:
        lines += _yearly_lines(turn, project) or _rating_lines(turn, project)
        projects.append(project)
    return record_draft("rating", lines, projects, turn)


def _yearly_lines(turn: Turn, project: Project) -> list[Line]:
    """The ratings of the years that the question names; the newest is the project's own, with
    what else is told of that."""
    parts = ratings_asked(turn, project)
    newest = max((year_of(p.label) for p in project.fields if is_yearly_rating(p)), default=0)
    if not parts or (len(parts) == 1 and year_of(parts[0].label) == newest):
        return []
    told = "、".join(f"{part.label} {part.value.text}" for part in parts)
    text = say_of(turn, project, "yearly_rating", values=told)
    evidence = tuple(turn.evidence(project, part.value.span) for part in parts)
    return [Line(text, tuple(dict.fromkeys(evidence)), tuple(part.value.text for part in parts))]


def _rated(turn: Turn) -> list[Project]:
    """The projects asked about that have a rating; where none has, the most relevant ones that
    have one and share a word of their names with the question."""
    rated = [p for p in turn.subjects[:MAX_SUBJECTS] if p.rating and _rated_in(turn, p)]
    if rated or not turn.query.asks_for("rating"):
        return rated
    question = normalize_text(turn.query.question)
    near = [p for p, _ in turn.projects if p.rating and _rated_in(turn, p)]
    runs = [(p, longest_run(question, normalize_text(p.name.text))) for p in near]
    lengths = [(p, run.end - run.start) for p, run in runs]
    longest = max((length for _, length in lengths), default=0)
    if longest < SHORTEST_SHARED:
        return []
    return [p for p, length in lengths if length == longest][:MAX_RATED]


def _rating_lines(turn: Turn, project: Project) -> Iterator[Line]:
    rating = project.rating
    assert rating is not None
    template = "rating" if len(rating_sign(rating.text)) == 1 else "stage"
    text = say_of(turn, project, template, value=rating.text)
    yield Line(text, (Evidence(project.document_id, rating.span),), (rating.text,))
    yield from _meaning(turn, project, rating)
    if _ASKS_REASON.search(turn.query.normalized):
        yield from _reasons(turn, project)


def _meaning(turn: Turn, project: Project, rating: Value) -> Iterator[Line]:
    """What the letter of a rating means, if the document tells."""
    for term in turn.catalogue.terms.values():
        if term.document_id == project.document_id and term.name == rating.text:
            meaning = say(
                turn.language, "rating_meaning", value=term.name, meaning=term.definition.text
            )
            yield Line(meaning, (Evidence(term.document_id, term.span),), (term.definition.text,))
            break


def _reasons(turn: Turn, project: Project) -> Iterator[Line]:
    """Why a project is rated so, and what follows from it."""
    for part in project.fields:
        if part.field in ("other", "outlook") and _REASON.search(part.label):
            text = pick(turn.language, (f"{part.label}：", f"{part.label}: ")) + part.value.text
            yield Line(text, (turn.evidence(project, part.value.span),), (part.value.text,))


def _rated_in(turn: Turn, project: Project) -> bool:
    """Whether the rating is of a year that the question names, if it names one."""
    if rates_yearly(turn):
        return bool(ratings_asked(turn, project))
    document = turn.catalogue.documents[project.document_id]
    told = {mention.year for mention in find_years(f"{document.title} {document.edition}")}
    return not turn.query.years or not told or bool(told & set(turn.query.years))
