"""What a composer hands on: lines of text with the evidence behind each, not yet numbered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from assistant.datamodels import Project, Span

TEXT_KINDS = ("text", "textlist")  # of drafts that tell statements in their own words
ENOUGH = -0.2  # confidence; docs/abstaining.md has the curve


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the source states it. `context` are spans that the quote should hold too, if
    they lie near enough: a project's name, a label, the head of a table."""

    document_id: str
    span: Span
    context: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A statement with its evidence. Each of `values` must occur in a quote, and each of
    `years` must be told by one, or the line does not leave."""

    text: str
    evidence: tuple[Evidence, ...] = ()
    values: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    bullet: bool = False


@dataclass(frozen=True, slots=True)
class DraftTable:
    """A table whose cells are lines."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before its citations are cut, checked and numbered. `confidence` is the
    composer's own at first, in [0, 1]; of a chosen draft it is the logit of being right
    against "no draft is right"."""

    kind: str
    lines: tuple[Line, ...]
    confidence: float
    answerable: bool = True
    projects: tuple[Project, ...] = ()
    table: DraftTable | None = None
    also: tuple[Evidence, ...] = ()
    indicators: tuple[str, ...] = ()
    note: dict[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Its lines in one."""
        return " ".join(line.text for line in self.lines)


def each_once(projects: Iterable[Project]) -> tuple[Project, ...]:
    """The projects in order, without those that came before."""
    return tuple({project.project_id: project for project in projects}.values())


def is_enough(draft: Draft) -> bool:
    """Whether a draft is sure enough to be given as the answer."""
    return draft.answerable and draft.confidence >= ENOUGH
