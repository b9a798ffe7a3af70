"""How much of what stands in a plan is read of it, held against what a reader noted down.

`tests/data/layouts` has pages of invented plans in the layouts that many cities use, each with
the projects, figures, years, marks and terms that it holds. After a change for the better:

    python -m tests.reading
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from assistant.datamodels import Indicator, Project, ReadDocument
from assistant.ingest.corpus import read_corpus
from assistant.language.normalize import match_key
from assistant.settings import Settings

LAYOUTS = Path(__file__).parent / "data" / "layouts"
FIGURES = Path(__file__).parent / "data" / "figures_layouts.json"
_UNIT = re.compile(r"[（(][^（()）]*[）)]$")
_NONE = ("―", "－", "-", "—", "–")


def read_layouts() -> dict[str, dict[str, list[int]]]:
    """For each text, of each kind of thing how many are read rightly and how many there are;
    of `invented` how many projects are read that it does not have, and 0."""
    read = read_corpus(Settings(corpus=LAYOUTS)).documents
    return {Path(reading.document.path).stem: score(reading) for reading in read}


def score(reading: ReadDocument) -> dict[str, list[int]]:
    """What is read of one text, in the figures of `read_layouts`."""
    truth = json.loads((LAYOUTS / reading.document.path).with_suffix(".json").read_text("utf-8"))
    right: Counter[str] = Counter()
    whole: Counter[str] = Counter()

    def count(kind: str, found: int, there: int = 1) -> None:
        right[kind] += found
        whole[kind] += there

    projects = {match_key(project.name.text): project for project in reading.projects}
    for noted in truth["projects"]:
        project = projects.pop(match_key(noted["name"]), None)
        count("projects", project is not None)
        count("offices", project is not None and _offices(project) == set(noted["departments"]))
        for indicator in noted["indicators"]:
            own = project.indicators if project else ()
            count("figures", *_figures(indicator, own))
        if noted["years"]:
            years = {year for step in project.schedule for year in step.years} if project else ()
            count("years", set(years) == set(noted["years"]))
        if noted["rating"]:
            rating = project.rating if project else None
            count("ratings", rating is not None and rating.text == noted["rating"])
        if noted["policy"]:
            count("policies", project is not None and _is_under(project, noted["policy"]))
    terms = {match_key(term.name) for term in reading.terms}
    for term in truth["terms"]:
        count("terms", any(match_key(term) in known for known in terms))
    told = {kind: [right[kind], whole[kind]] for kind in sorted(whole)}
    return {**told, "invented": [len(projects), 0]}


def _offices(project: Project) -> set[str]:
    return {department.text for department in project.departments}


def _figures(noted: dict[str, Any], own: tuple[Indicator, ...]) -> tuple[int, int]:
    """How many figures of an indicator are read with their kind and year, and how many it has."""
    names = {match_key(noted["name"]), match_key(_UNIT.sub("", noted["name"]))}
    found = {
        (value.kind, value.year, match_key(value.value.text))
        for indicator in own
        if match_key(indicator.name.text) in names
        for value in indicator.values
    }
    values = [value for value in noted["values"] if value["value"] not in _NONE]
    wanted = {(value["kind"], value["year"], match_key(value["value"])) for value in values}
    return len(wanted & found), len(wanted)


def _is_under(project: Project, policy: str) -> bool:
    key = match_key(policy)
    return any(key in match_key(value.text) for value in project.hierarchy)


def main() -> None:
    """Writes the figures of today."""
    lines = (
        f"{json.dumps(name)}: {json.dumps(told)}" for name, told in sorted(read_layouts().items())
    )
    FIGURES.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
