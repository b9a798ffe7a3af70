"""How closely a question names projects."""

from __future__ import annotations

import re
from collections import Counter

from assistant.datamodels import Project, Query
from assistant.language.normalize import match_key
from assistant.language.similarity import likeness
from assistant.retrieval.catalogue import Catalogue
from assistant.retrieval.codes import named_by_code

SHORTEST = 3  # characters of a name
SHORTEST_ALIKE = 5  # characters of a name that a question may give in part
_QUOTED = re.compile(r"[「『“]([^「」『』“”]{3,20})[」』”]")
INSIDE = 0.6  # score of a name that only stands inside a longer one


class ProjectNames:
    """The names of the projects of a catalogue, folded for matching."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        projects = catalogue.projects.values()
        quoted = Counter(name for project in projects for name in _quoted(project))
        self._names = {
            project.project_id: [
                key
                for name in (
                    project.name.text,
                    *project.aliases,
                    *(name for name in _quoted(project) if quoted[name] == 1),
                )
                if len(key := match_key(name)) >= SHORTEST
            ]
            for project in projects
        }

    def scores(self, query: Query) -> dict[str, float]:
        """How closely the question names each project of the scope, 1.0 for its full name."""
        key = match_key(query.question)
        scores: dict[str, float] = {}
        projects = self._catalogue.projects_in(query.scope)
        named = {*query.focus, *named_by_code(query.question, projects)}
        for project in projects:
            names = self._names[project.project_id]
            best = max((_similarity(name, key) for name in names), default=0.0)
            if project.project_id in named:
                best = 1.0
            if best:
                scores[project.project_id] = best
        return _drop_shadowed(scores, self._names, key, query.focus)


def _quoted(project: Project) -> list[str]:
    """The nicknames that a name holds: のるたか of デマンド交通「のるたか」運行事業."""
    return _QUOTED.findall(project.name.text) if not _QUOTED.fullmatch(project.name.text) else []


def _similarity(name: str, key: str) -> float:
    """1.0 if `key` holds `name`; less for a near match; 0 for none."""
    if name in key:
        return 1.0
    if len(name) < SHORTEST_ALIKE:
        return 0.0
    ratio = likeness(name, key)
    return max(0.0, (ratio - 0.55) / 0.45) * 0.9


def _drop_shadowed(
    scores: dict[str, float], names: dict[str, list[str]], key: str, focus: tuple[str, ...]
) -> dict[str, float]:
    """Lower the score of a name that only occurs inside a longer name: 電子請求 in
    電子請求書システムの運用."""
    full = {
        p: max((n for n in names[p] if n in key), key=len, default="")
        for p, s in scores.items()
        if s == 1.0
    }
    lowered = dict(scores)
    for project_id, name in full.items():
        if (
            name
            and project_id not in focus
            and any(name != other and name in other for other in full.values())
        ):
            lowered[project_id] = INSIDE
    return lowered
