"""A heading: a line that was found to be one, or may be one."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.datamodels import Span

LONGEST_TITLE = 60  # characters


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that may be a heading; `first` and `last` are the indices of its blocks."""

    first: int
    last: int
    heading: Span
    title: str
    key: str
    style: str
    rank: int
    number: tuple[int, ...] = ()
    listed: bool = False  # in the table of contents
    named: bool = False  # in an overview table
    detached: bool = False  # from the heading before it, by a list and a new paragraph

    @property
    def family(self) -> str:
        """What numbers are compared within: 重点施策1 and 目的1 are different families."""
        return self.style
