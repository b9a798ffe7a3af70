"""What the composers of a project's record share: its lines and their draft."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.drafts import Draft, Line
from assistant.answering.messages import say
from assistant.answering.turn import Turn
from assistant.datamodels import Project, Span, Value

MAX_SUBJECTS = 4  # projects that one answer tells of


def say_of(turn: Turn, project: Project, key: str, **values: str) -> str:
    """The message `key` about a project, with its name and source."""
    city = turn.source(project)
    return say(turn.language, key, project=project.name.text, city=city, **values)


def state_line(turn: Turn, project: Project, value: Value, *context: Span) -> Line:
    """What a word of its record says a project is: 新規, 中止."""
    text = say_of(turn, project, "state", value=value.text)
    return Line(text, (turn.evidence(project, value.span, *context),), (value.text,))


def field_line(turn: Turn, project: Project, label: str, value: Value) -> Line:
    """What stands under a label of a project's record."""
    text = say_of(turn, project, "field", label=label, value=value.text)
    return Line(text, (turn.evidence(project, value.span),), tuple(value.text.splitlines()))


def record_draft(
    kind: str,
    lines: list[Line],
    projects: Sequence[Project],
    turn: Turn,
    indicators: tuple[str, ...] = (),
) -> Draft | None:
    """A draft of `lines`, as sure as the most relevant of `projects`; None without lines."""
    if not lines:
        return None
    score = {project.project_id: relevance for project, relevance in turn.projects}
    known = [score.get(project.project_id, 0.0) for project in projects]
    confidence = max(known, default=turn.ranked[0].relevance if turn.ranked else 0.0)
    return Draft(kind, tuple(lines), confidence, projects=tuple(projects), indicators=indicators)
