"""What a place of a document stands under."""

from __future__ import annotations

from assistant.datamodels import FieldValue, Project, ReadDocument, Span
from assistant.ingest.sheets import section_at

CONTEXT_DEPTH = 2


class Context:
    """Looks up what an offset stands under: its project, labelled field and section."""

    def __init__(self, read: ReadDocument) -> None:
        self.document = read.document
        self.projects = [p for p in read.projects if p.has_sheet]
        self.passages = read.passages

    def section(self, offset: int) -> int:
        """The ordinal of the section at `offset`."""
        return section_at(self.document, offset)

    def project(self, span: Span) -> Project | None:
        inside = [p for p in self.projects if p.span.start <= span.start < p.span.end]
        return min(inside, key=lambda p: p.span.end - p.span.start, default=None)

    def describe(self, span: Span) -> tuple[str, str | None, str, int]:
        """Context text, project id, field name and section of the statement at `span`."""
        section = self.section(span.start)
        project = self.project(span)
        if project is None:
            return " ".join(self.document.section_path(section)[-CONTEXT_DEPTH:]), None, "", section
        part = _field_at(project, span)
        label = f" {part.label}" if part else ""
        return (
            f"{project.name.text}{label}",
            project.project_id,
            part.field if part else "",
            section,
        )


def _field_at(project: Project, span: Span) -> FieldValue | None:
    for part in project.fields:
        if part.value.span.start <= span.start < part.value.span.end:
            return part
    return None
