"""What a project's record says in words: who is in charge, and what its labels hold."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.drafts import Draft, Line
from assistant.answering.messages import FIELDS, pick
from assistant.answering.record_lines import MAX_SUBJECTS, field_line, record_draft, say_of
from assistant.answering.turn import Turn
from assistant.datamodels import FieldName, Project, Value

FIELD_CHARACTERS = 380
SEPARATOR = 5  # characters that a further statement takes besides its own


def compose_department(turn: Turn, of: Sequence[Project] | None = None) -> Draft | None:
    """Who is in charge of the projects that the question is about, of others if they are given."""
    lines, projects = [], []
    for project in turn.subjects[:MAX_SUBJECTS] if of is None else of:
        if not project.departments:
            continue
        value = "、".join(department.text for department in project.departments)
        span = project.departments[0].span.join(project.departments[-1].span)
        text = say_of(turn, project, "department", value=value)
        values = tuple(department.text for department in project.departments)
        lines.append(Line(text, (turn.evidence(project, span),), values))
        projects.append(project)
    return record_draft("department", lines, projects, turn)


def compose_field(turn: Turn, names: tuple[FieldName, ...]) -> Draft | None:
    """What a project's record says under the labels asked for: all statements in order if
    they are few, else the best."""
    if not turn.subjects:
        return None
    project = turn.subjects[0]
    lines: list[Line] = []
    room = FIELD_CHARACTERS
    for name in dict.fromkeys(names):
        told: list[Value] = []
        for item in turn.best("statement", project=project):
            fact = item.fact
            if fact.ref == name and (len(fact.text) <= room or not (lines or told)):
                told.append(Value(fact.text, fact.span))
                room -= len(fact.text) + SEPARATOR
        told = told or _kept_in_record(project, name, room)
        for value in sorted(told, key=lambda value: value.span.start):
            lines.append(
                _further_line(turn, project, value)
                if lines
                else field_line(turn, project, pick(turn.language, FIELDS[name]), value)
            )
    if (
        not lines and turn.named and names == ("actions",)
    ):  # a record without labels tells all in one
        return compose_field(turn, ("summary",))
    return record_draft("field", lines, [project], turn)


def _kept_in_record(project: Project, name: FieldName, room: int) -> list[Value]:
    """A field that is told in a row of labels, so that no statement tells it."""
    values = [part.value for part in project.fields if part.field == name]
    return [value for value in values[:1] if len(value.text) <= room]


def _further_line(turn: Turn, project: Project, value: Value) -> Line:
    evidence = turn.evidence(project, value.span)
    return Line(value.text, (evidence,), tuple(value.text.splitlines()))
