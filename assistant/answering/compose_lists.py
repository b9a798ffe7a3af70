"""Lists of projects: every one that qualifies, with a count."""

from __future__ import annotations

import re

from assistant.answering.citations import quote_span
from assistant.answering.drafts import Draft, Evidence, Line
from assistant.answering.lists_wanted import wants_all, wants_names
from assistant.answering.messages import say
from assistant.answering.project_bounds import Choice, bounds_of
from assistant.answering.scopes import DOCUMENT_NAME
from assistant.answering.states import state_asked
from assistant.answering.themes import key_terms, theme_narrows, theme_terms, themed, writing
from assistant.answering.turn import Turn
from assistant.datamodels import Project, Query, SearchTerm, Span
from assistant.language.normalize import match_key

MAX_ITEMS = 60
MAX_ALSO = 5
COUNT_NAMES = 8
NEARLY_ALL = 0.8  # of the projects in scope
FEWEST = 8  # projects in scope among which a question chooses
CHOOSING_WEIGHT = 0.4  # of a verb that may choose
_CONTRASTS = re.compile(
    r"比較|比べ|違い|異な|それぞれ|どちら|compare|differ|versus| vs|respectively|each"
)
_PROJECT_WORDS = re.compile(
    r"事業(?!者)|計画|取組|取り組み|施策|プロジェクト|project|plan|initiative|measure|program|"
    r"アクション(?!プラン)|actions?\b|items?\b"
)
# What a department does, in everyday words.
_DOES = re.compile(
    r"やつ|(?:何|なに|どんなこと)を(?:やっ|やる|し|する|行|担当|受け持)|(?:やって|やる|担当して|受け持って|"
    r"手がけて|進めて|取り組んで|関わって|任されて)い?る(?:の|もの|こと|仕事|やつ|$)|"
    r"(?:やる|する|受け持つ|担う|手がける|進める)(?:もの|こと|仕事|業務|やつ)|"
    r"(?:担当|主管|所管)(?:業務|分|は|を|する(?=[^\sはのをが]{0,6}(?:事業|取組|施策|プロジェクト)))"
)


def compose_projects(turn: Turn) -> Draft | None:
    """The projects that meet every bound of the question: department, mark, rating, policy,
    figures, start year, and the theme of its remaining words."""
    bounds = bounds_of(turn)
    theme = theme_terms(turn)
    scope = turn.catalogue.projects_in(turn.query.scope)
    choices = [Choice(project, project.name.span) for project in scope]
    for bound in bounds:
        choices = [kept for choice in choices if (kept := bound(choice))]
    query = turn.query
    named = query.kinds or query.marks or query.departments or query.ratings or query.hierarchy
    if not (named or state_asked(turn)) and not _PROJECT_WORDS.search(turn.query.normalized):
        return None
    if _counts_kinds(turn):
        theme = key_terms(theme)
    if written := writing(turn, choices):
        choices, theme = written, ()
    if theme and (not bounds or theme_narrows(turn, choices, theme)):
        choices = themed(turn, choices, theme)
    if not choices or _keeps_all(turn, choices, scope):
        return None
    lines = [_head(turn, len(choices)), *(_item(turn, choice) for choice in choices[:MAX_ITEMS])]
    if turn.query.has_form("count") and not wants_names(turn.query.normalized):
        lines = [_counted(turn, choices)]
    chosen = tuple(choice.project for choice in choices)
    also = _also(turn, theme, chosen) if theme and not bounds else ()
    return Draft("list", tuple(lines), 0.9 if bounds else 0.75, projects=chosen, also=also)


def _keeps_all(turn: Turn, choices: list[Choice], scope: tuple[Project, ...]) -> bool:
    """Whether nearly all projects are left although the question has words to choose some by
    (やめた取組), and does not ask for all."""
    query = turn.query
    bound = query.departments or query.marks or query.ratings or query.hierarchy or query.threshold
    everything = query.has_form("count") or wants_all(query.normalized)
    if bound or everything or len(scope) < FEWEST:
        return False
    words = any(term.weight >= CHOOSING_WEIGHT for term in query.terms)
    return words and len(choices) >= NEARLY_ALL * len(scope)


def _counts_kinds(turn: Turn) -> bool:
    return bool(turn.query.kinds) and turn.query.has_form("count")


def lists_projects(query: Query) -> bool:
    """Whether the question wants one list of projects, over however many cities."""
    text = DOCUMENT_NAME.sub("", query.normalized)
    return (
        query.has_form("list")
        and bool(_PROJECT_WORDS.search(text))
        and not _CONTRASTS.search(text)
        and not query.focus
    )


def asks_of_department(turn: Turn) -> bool:
    """Whether the question asks what a department does, and of nothing in particular."""
    query = turn.query
    told = _DOES.search(query.normalized)
    return bool(query.departments and told) and not theme_terms(turn)


def _counted(turn: Turn, choices: list[Choice]) -> Line:
    """How many, with the first names."""
    shown = choices[:COUNT_NAMES]
    names = "、".join(choice.project.name.text for choice in shown)
    more = "など" if len(choices) > len(shown) else ""
    text = say(turn.language, "count_items", count=len(choices), names=names + more)
    evidence = tuple(turn.evidence(choice.project, choice.span) for choice in shown)
    return Line(text, tuple(dict.fromkeys(evidence)))


def _head(turn: Turn, count: int) -> Line:
    return Line(say(turn.language, "list_head", count=count))


def _item(turn: Turn, choice: Choice) -> Line:
    project = choice.project
    departments = "、".join(value.text for value in project.departments)
    text = say(turn.language, "list_item", name=project.name.text, city=turn.source(project))
    if choice.reason:
        text += f"：{choice.reason}" if turn.language == "ja" else f": {choice.reason}"
    elif departments:
        text += f"：{departments}" if turn.language == "ja" else f": {departments}"
    evidence = list(named_evidence(turn, project, choice.span))
    if choice.row:
        evidence.append(turn.evidence(project, choice.row))
    overview = _overview(turn, project, choice.reason or departments)
    if overview:
        evidence.append(Evidence(project.document_id, overview))
    return Line(text, tuple(dict.fromkeys(evidence)), (project.name.text,), bullet=True)


def _overview(turn: Turn, project: Project, told: str) -> Span | None:
    """The row of an overview that names a project with what is told of it."""
    text = turn.catalogue.documents[project.document_id].text
    name, key = match_key(project.name.text), match_key(told)
    rows = ((row, match_key(row.of(text))) for row in project.mentions)
    return next((row for row, held in rows if key and name in held and key in held), None)


def named_evidence(turn: Turn, project: Project, span: Span) -> tuple[Evidence, ...]:
    """Evidence for `span`, with a second one for the project's name if the first quote
    does not show it."""
    text = turn.catalogue.documents[project.document_id].text
    evidence = turn.evidence(project, span)
    if match_key(project.name.text) in match_key(quote_span(evidence, turn.catalogue).of(text)):
        return (evidence,)
    return (evidence, Evidence(project.document_id, project.name.span))


def _also(
    turn: Turn, theme: tuple[SearchTerm, ...], chosen: tuple[Project, ...]
) -> tuple[Evidence, ...]:
    """Other places that mention the theme, none of them in a chosen project."""
    ids = {project.project_id for project in chosen}
    found: list[Evidence] = []
    for item in turn.best("statement", "row", "term"):
        if item.fact.project_id in ids or turn.ranker.coverage(theme, item.ordinal)[1]:
            continue
        found.append(Evidence(item.fact.document_id, item.fact.span))
        if len(found) == MAX_ALSO:
            break
    return tuple(found)
