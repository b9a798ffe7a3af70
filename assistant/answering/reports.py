"""A plan and the reports on it: the same projects told twice, with targets in the one and with
results, ratings, reasons and what became of them in the other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from assistant.answering.compose_ratings import compose_rating
from assistant.answering.drafts import Draft, each_once
from assistant.answering.record_lines import field_line, state_line
from assistant.answering.reported import is_report, reports_on
from assistant.answering.turn import Turn
from assistant.datamodels import FieldValue, Indicator, Project, Value
from assistant.ingest.labels import revision_in
from assistant.language.normalize import match_key, without_brackets
from assistant.language.ratings import rating_sign

SURE = 0.5  # relevance from which the nearest project is what a question means
_TOLD_OF_STATE = ("progress", "outlook")
MAX_TOLD = 3  # parts of a record that tell a reason or what became of a project
_WHY = re.compile(
    r"なぜ|なんで(?!す|し)|何で(?=や|止|中|進|遅|延|終|届|達)|どうして|理由|原因|要因|"
    r"何が\S{0,6}(?:壁|ネック|支障|障害|妨げ|足かせ)|\bwhy\b|\breasons?\b"
)
_ASKS_REVISION = re.compile(r"変更|見直し|改定|改訂|修正|改め|\brevis|\bchanged\b")
_COMMENT = re.compile(r"理由|要因|原因|コメント|所見")
_REASON = re.compile(r"理由|要因|原因")
_OF_RATING = re.compile(r"評価|判定|ランク|\brat(?:ed|ing)")
# What a question says happened, and how the label of its reason says it.
_HAPPENED = (
    (re.compile(r"遅|進んで?い?ない|届|未達|下回|behind|delay|late"), re.compile(r"遅|未達|差異")),
    (
        re.compile(r"中止|廃止|休止|やめ|止め|打ち切|取りや|discontinu|abandon|cancel|stopp"),
        re.compile(r"[中廃休]止|終了"),
    ),
)
_ASKS_STATE = re.compile(
    r"(?:今|いま|現在|その後|いまは|状況|状態)(?:は|って|、)?(?:どう|どんな)(?!し)|"
    r"どうな(?:って(?:い?ます|い?る|ん|$|[?？])|りました|ったの?)|\bstatus of\b"
)


def tellings(turn: Turn, projects: Iterable[Project]) -> list[Project]:
    """The projects, each with its namesakes in the other documents of its municipality that
    are in scope, and in the reports on its plan."""
    found: dict[str, Project] = {}
    for project in projects:
        found.setdefault(project.project_id, project)
        document = turn.catalogue.documents[project.document_id]
        own = {d.document_id for d in turn.catalogue.documents_of(document.municipality)}
        beside = own & set(turn.query.scope)
        if not turn.query.named:
            beside |= {report.document_id for report in reports_on(turn.catalogue, document)}
        if turn.query.within:
            beside &= set(turn.query.within)
        for other in turn.catalogue.projects_in(sorted(beside)):
            if _is_same(project, other):
                found.setdefault(other.project_id, other)
    return list(found.values())


def _is_same(project: Project, other: Project) -> bool:
    left, right = match_key(project.name.text), match_key(other.name.text)
    return project.document_id != other.document_id and left == right


def reported(turn: Turn, indicator: Indicator) -> Indicator | None:
    """The same indicator as another document tells it, with results: of a namesake project,
    and called as this one or by the project, or with a figure of the same year in common."""
    project = turn.catalogue.projects.get(indicator.project_id or "")
    if project is None:
        return None
    for other in tellings(turn, [project])[1:]:
        for candidate in other.indicators:
            results = any(value.kind == "actual" for value in candidate.values)
            if results and _measures_same(indicator, candidate):
                return candidate
    return None


def revised(turn: Turn, indicator: Indicator) -> Indicator:
    """The indicator as a table of revised targets tells it (変更前 | 変更後), where the question
    asks for a revision and such a table has it by its name."""
    if not _ASKS_REVISION.search(turn.query.normalized):
        return indicator
    key = _bare(indicator)
    document = turn.catalogue.documents[indicator.document_id]
    own = {d.document_id for d in turn.catalogue.documents_of(document.municipality)}
    for other in turn.catalogue.indicators.values():
        told = any(revision_in(value.label) for value in other.values)
        if told and other.document_id in own and (_bare(other) in key or key in _bare(other)):
            return other
    return indicator


def _bare(indicator: Indicator) -> str:
    return match_key(without_brackets(indicator.name.text))


def planned(turn: Turn, indicator: Indicator) -> Indicator:
    """The indicator as the plan itself tells it, where a report repeats its targets."""
    project = turn.catalogue.projects.get(indicator.project_id or "")
    if project is None or not _is_report(turn, project) or project.document_id in turn.query.named:
        return indicator
    for other in tellings(turn, [project])[1:]:
        if not _is_report(turn, other):
            for candidate in other.indicators:
                if _measures_same(indicator, candidate):
                    return candidate
    return indicator


def _is_report(turn: Turn, project: Project) -> bool:
    return is_report(turn.catalogue.documents[project.document_id])


def _measures_same(indicator: Indicator, other: Indicator) -> bool:
    own, told = (
        {(v.kind, v.year, match_key(v.value.text)) for v in i.values if v.year}
        for i in (indicator, other)
    )
    return bool(own & told) or match_key(indicator.name.text) == match_key(other.name.text)


def compose_reason(turn: Turn) -> Draft | None:
    """Why a project is late or was given up, where its record has a label for reasons; beside
    its rating where the question asks for that too."""
    text = turn.query.normalized
    if not _WHY.search(text) or not _is_named(turn):
        return None
    projects = tellings(turn, turn.subjects[:1])
    parts = [(p, part) for p in projects for part in p.fields if _tells_why(turn, p, part)]
    if not parts:
        return None
    told = _told(turn, parts[:MAX_TOLD], lead=_states(turn, projects))
    rated = compose_rating(turn, projects[:1]) if turn.query.asks_for("rating") else None
    if told is None or rated is None:
        return told
    shown = rated.text
    added = [line for line in told.lines if not all(value in shown for value in line.values)]
    return replace(told, lines=(*rated.lines, *added))


def _tells_why(turn: Turn, project: Project, part: FieldValue) -> bool:
    """Whether a part of a record gives the reason asked for: that of a rating (評価の理由) only
    where the question speaks of the rating, or of the delay that it says; one called 理由 alone
    is of whatever happened."""
    if not _REASON.search(part.label):
        return False
    asked = [(said, label) for said, label in _HAPPENED if said.search(turn.query.normalized)]
    if _OF_RATING.search(part.label):
        rating = project.rating.text if project.rating else ""
        rated = any(said.search(rating) for said, _ in asked)
        return rated or bool(_OF_RATING.search(turn.query.normalized))
    plain = not any(label.search(part.label) for _, label in _HAPPENED)
    return not asked or plain or any(label.search(part.label) for _, label in asked)


def with_comment(turn: Turn, draft: Draft, room: int) -> Draft | None:
    """A draft of figures with what its one project's record comments on them, where the
    question asks for the reason besides them and there is room."""
    if draft.kind != "indicator" or not _WHY.search(turn.query.normalized):
        return None
    if len(draft.projects) != 1:
        return None
    project = draft.projects[0]
    parts = [(project, p) for p in project.fields if _COMMENT.search(p.label)]
    told = _told(turn, parts[:1], lead=[])
    length = sum(len(line.text) + 4 for line in (*draft.lines, *(told.lines if told else ())))
    return replace(draft, lines=(*draft.lines, *told.lines)) if told and length <= room else None


def compose_state(turn: Turn) -> Draft | None:
    """What became of a project: the state that a report gives it in words, with its reason
    where the question asks for it, and what was done or comes next."""
    if not _ASKS_STATE.search(turn.query.normalized) or not _is_named(turn):
        return None
    projects = [p for p in tellings(turn, turn.subjects[:1]) if p.rating]
    lead = _states(turn, projects)
    if not lead:
        return None
    parts = [(p, part) for p in projects for part in p.fields if part.field in _TOLD_OF_STATE]
    if _WHY.search(turn.query.normalized):
        reasons = [(p, f) for p in projects for f in p.fields if _REASON.search(f.label)]
        parts = reasons + parts
    return _told(turn, parts[:2], lead=lead)


def _is_named(turn: Turn) -> bool:
    """Whether the question is surely about the first of its subjects."""
    surely = bool(turn.projects) and turn.projects[0][1] >= SURE
    return bool(turn.query.focus or turn.named) or surely


def _states(turn: Turn, projects: list[Project]) -> list[tuple[Project, Value]]:
    """The projects whose rating is a state in words."""
    return [
        (project, project.rating)
        for project in projects
        if project.rating and len(rating_sign(project.rating.text)) > 1
    ]


def _told(
    turn: Turn, parts: list[tuple[Project, FieldValue]], lead: list[tuple[Project, Value]]
) -> Draft | None:
    if not parts and not lead:
        return None
    states = (state_line(turn, project, rating) for project, rating in lead[:1])
    fields = (field_line(turn, project, part.label, part.value) for project, part in parts)
    projects = each_once(project for project, _ in [*lead, *parts])
    return Draft("field", (*states, *fields), 0.9, projects=projects)
