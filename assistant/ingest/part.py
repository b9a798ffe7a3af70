"""A piece of a document in reading order, whatever its shape on the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.datamodels import Span, Value
from assistant.ingest.blocks import Row

PartKind = Literal["text", "label", "grid", "list"]
PartStyle = Literal["line", "paragraph", "item", "cell"]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a document in reading order. `text` is fit for display. A label has
    `roles` and, where it stands beside it, its `value`; a grid or list has `rows`.
    `level` and `section` are those
    of the heading that the part lies in, 0 if it lies in none."""

    kind: PartKind
    span: Span
    text: str
    block: int
    style: PartStyle = "line"
    roles: tuple[str, ...] = ()
    value: Value | None = None
    rows: tuple[Row, ...] = ()
    level: int = 0
    section: int = 0
    column: bool = False  # a label that heads a column
    continued: bool = False  # a grid that goes on with the one above
    callout: bool = False  # a number in a circle stands before the label

    def is_sentence(self) -> bool:
        """Whether the part is running text and no title."""
        return self.kind == "text" and ("。" in self.text or len(self.text) > 70)
