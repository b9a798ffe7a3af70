"""Projects that a question names by their numbers: A-1, 2-3, 事業13."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.datamodels import Project

_CODE = re.compile(r"[A-Z]{1,2}-?[0-9]{1,2}(?:-[0-9]{1,2})?|[0-9]{1,2}(?:-[0-9]{1,2}){1,2}")
_PLAIN = re.compile(r"[0-9]{1,2}")
_COUNTED = "件つ個年月日目事業施策取組%割人"  # behind a number that counts


def named_by_code(question: str, projects: Sequence[Project]) -> Iterator[str]:
    """The ids of the projects whose number the question holds, where no other has it; a
    plain number counts only behind the word that the plan sets before it."""
    text = unicodedata.normalize("NFKC", question).upper()
    numbers = [unicodedata.normalize("NFKC", project.number).upper() for project in projects]
    counts = Counter(numbers)
    for project, number in zip(projects, numbers, strict=True):
        if counts[number] == 1 and _holds(text, project.kind, number):
            yield project.project_id


def _holds(text: str, kind: str, number: str) -> bool:
    if _CODE.fullmatch(number):
        return bool(re.search(rf"(?<![A-Z0-9\-.]){number}(?![0-9\-.])(?!年|月)", text))
    if _PLAIN.fullmatch(number) and kind:
        pattern = rf"{re.escape(kind)}[ 　]?{number}(?![0-9\-.{_COUNTED}])"
        return bool(re.search(pattern, text))
    return False
