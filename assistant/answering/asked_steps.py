"""Projects by what their schedule says of a year: 令和8年度に初めて「実施」となる取組."""

from __future__ import annotations

import re

from assistant.answering.turn import Turn
from assistant.datamodels import Project, ScheduleEntry
from assistant.ingest.figures import NOTHING
from assistant.ingest.schedules import legend_of
from assistant.language.normalize import match_key
from assistant.language.years import find_years

SHORTEST = 2  # characters of a step; a single one is a rating or a sign
_FIRST = re.compile(r"初めて|はじめて|初の|\bfirst\b")
_PAIR = re.compile(
    r"(?P<year>(?:[RＲ]|令和)[0-9０-９元]{1,2}(?:年度?)?|20[0-9]{2}年度?)(?:の欄)?[がはに]"
    r"[「『]?(?P<step>[一-龠ァ-ヶー]{2,8}?)[」』]?(?=[、,とでにの]|から|$)"
)
# 令和10年度に完了する予定: a step that no quote marks is told whole.
_DONE_IN = re.compile(
    r"年度(?:に|で|中に|の)(?:は)?(?P<step>(?!開始)[一-龠ァ-ヶー]{2,6}?)(?:する|し|され|と|に|を?予定|の?段階)"
)
_SIGNED = re.compile(r"^【(?P<sign>[一-龥])】")


def steps_asked(turn: Turn) -> tuple[str, ...]:
    """The steps that the question quotes beside a year, as its projects in scope have them;
    "" for a year without any step (「－」)."""
    if not turn.query.years:
        return ()
    told = _all_told(turn)
    if not turn.query.quoted:
        done = _DONE_IN.search(turn.query.normalized)
        known = done and any(text.endswith(done["step"]) for text in told)
        return (done["step"],) if done and known else ()
    asked = []
    for quoted in turn.query.quoted:
        key = match_key(quoted)
        if NOTHING.fullmatch(quoted.strip()):
            asked.append("")
        elif len(key) >= SHORTEST and any(key in text for text in told):
            asked.append(key)
    return tuple(asked)


def yearly_steps(turn: Turn) -> tuple[tuple[int, str], ...]:
    """The years and steps that the question pairs (R7が検討、R8が導入), as its projects in scope
    have them; () where it pairs fewer than two."""
    pairs = [
        (mentions[0].year, match_key(match["step"]))
        for match in _PAIR.finditer(turn.query.question)
        if (mentions := find_years(match["year"]))
    ]
    if len(pairs) < 2:
        return ()
    told = _all_told(turn)
    known = all(any(step in text for text in told) for _, step in pairs)
    return tuple(pairs) if known else ()


def has_step(turn: Turn, project: Project, year: int, step: str) -> ScheduleEntry | None:
    """The entry of a project's schedule that tells this step of this year."""
    entries = (entry for entry in project.schedule if year in entry.years)
    return next((entry for entry in entries if step in _told(turn, project, entry)), None)


def step_in(turn: Turn, project: Project, steps: tuple[str, ...]) -> ScheduleEntry | None:
    """The entry of a project's schedule that tells all of these steps of a year asked for, the
    first of its kind where the question asks so."""
    years = set(turn.query.years)
    if steps == ("",):
        planned = {year for entry in project.schedule for year in entry.years}
        return project.schedule[0] if planned and not planned & years else None
    held = [e for e in project.schedule if all(s in _told(turn, project, e) for s in steps)]
    if _FIRST.search(turn.query.normalized):
        first = min((year for entry in held for year in entry.years), default=None)
        return next((e for e in held if first in years and first in e.years), None)
    return next((entry for entry in held if years & set(entry.years)), None)


def _all_told(turn: Turn) -> set[str]:
    """What the entries of all projects in scope tell."""
    scope = turn.catalogue.projects_in(turn.query.scope)
    return {_told(turn, project, entry) for project in scope for entry in project.schedule}


def _told(turn: Turn, project: Project, entry: ScheduleEntry) -> str:
    """What an entry tells, signs by what the document says they mean, as a key."""
    legend = legend_of(turn.catalogue.documents[project.document_id].text)

    def meant(text: str) -> str:
        return _SIGNED.sub(lambda match: legend.get(match["sign"], match[0]), text)

    return match_key(f"{meant(entry.item.text)} {meant(entry.text)}")
