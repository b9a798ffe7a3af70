"""Lists: every project that qualifies, with a count; and lists that are not of projects."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from assistant.answering.citations import quote_span
from assistant.answering.drafts import Draft, Evidence, Line
from assistant.answering.messages import pick, say
from assistant.answering.turn import Turn
from assistant.datamodels import Fact, Project, ScoredFact, SearchTerm, Span
from assistant.language.normalize import match_key
from assistant.language.numbers import find_numbers
from assistant.language.tokens import lemmas

USES = ("name", "summary", "goal", "actions", "effects", "progress", "outlook", "tools")
THEME_WEIGHT = 0.9  # content words from this weight on make a theme
MAX_ITEMS = 60
MAX_ALSO = 5
NEAR_THEME = 0.86
_PROJECT_WORDS = re.compile(
    r"事業|計画|取組|取り組み|施策|プロジェクト|project|plan|initiative|measure|program|もの|やつ|こと"
)
_EMPTY_BASELINE = re.compile(
    r"(現状値?|基準値?|baseline).{0,12}(ない|なし|無い|無し|空|未設定|記載|no |none|missing|not)|新規事業のため|新規構築"
)
_ANNOUNCED = re.compile(
    r"([0-9０-９]+|[一二三四五六七八九十]+)(つ|個|箇条|項目|種類|本柱|の(?:柱|原則|ルール|視点|方針|ステップ|類型|重点))"
)
_KANJI_NUMBERS = {c: i for i, c in enumerate("〇一二三四五六七八九十")}


@dataclass(frozen=True, slots=True)
class _Choice:
    """A project that qualifies, and the span that says why."""

    project: Project
    span: Span
    reason: str = ""


def compose_projects(turn: Turn) -> Draft | None:
    """The projects that meet every bound of the question: department, mark, rating, policy,
    figures, start year, and the theme of its remaining words."""
    bounds = _bounds(turn)
    theme = theme_terms(turn)
    scope = turn.catalogue.projects_in(turn.query.scope)
    choices = [_Choice(project, project.name.span) for project in scope]
    for bound in bounds:
        choices = [kept for choice in choices if (kept := bound(choice))]
    if theme and (not bounds or _theme_narrows(turn, choices, theme)):
        choices = _themed(turn, choices, theme)
    elif not bounds and not theme and not turn.query.has_form("list", "count"):
        return None
    if not choices:
        return None
    lines = [_head(turn, len(choices)), *(_item(turn, choice) for choice in choices[:MAX_ITEMS])]
    chosen = tuple(choice.project for choice in choices)
    also = _also(turn, theme, chosen) if theme and not bounds else ()
    return Draft("list", tuple(lines), 0.9 if bounds else 0.75, projects=chosen, also=also)


def _bounds(turn: Turn) -> list[Callable[[_Choice], _Choice | None]]:
    query = turn.query
    bounds: list[Callable[[_Choice], _Choice | None]] = []
    if query.departments:
        bounds.append(lambda choice: _by_department(choice, query.departments))
    if query.marks:
        bounds.append(lambda choice: _by_values(choice, choice.project.marks, query.marks))
    if query.ratings:
        bounds.append(lambda choice: _by_rating(choice, query.ratings, query.other_than))
    if query.hierarchy:
        bounds.append(lambda choice: _by_hierarchy(choice, query.hierarchy))
    if query.threshold:
        bounds.append(lambda choice: _by_threshold(turn, choice))
    if _EMPTY_BASELINE.search(query.normalized):
        bounds.append(_by_empty_baseline)
    if query.years and query.asks_for("schedule"):
        bounds.append(lambda choice: _by_year(choice, query.years))
    return bounds


def has_bounds(turn: Turn) -> bool:
    """Whether the question bounds a list of projects by more than a theme."""
    return bool(_bounds(turn))


def _by_department(choice: _Choice, names: tuple[str, ...]) -> _Choice | None:
    keys = [match_key(name) for name in names]
    for department in choice.project.departments:
        if any(key in match_key(department.text) for key in keys):
            return _Choice(choice.project, department.span)
    return None


def _by_values(choice: _Choice, values: Iterable, names: tuple[str, ...]) -> _Choice | None:  # type: ignore[type-arg]
    keys = {match_key(name) for name in names}
    for value in values:
        if any(key in match_key(value.text) or match_key(value.text) in key for key in keys):
            return _Choice(choice.project, value.span)
    return None


def _by_rating(choice: _Choice, ratings: tuple[str, ...], other_than: bool) -> _Choice | None:
    rating = choice.project.rating
    if rating is None or (rating.text in ratings) == other_than:
        return None
    return _Choice(choice.project, rating.span, rating.text)


def _by_hierarchy(choice: _Choice, names: tuple[str, ...]) -> _Choice | None:
    project = choice.project
    values = (*project.hierarchy, *(part.value for part in project.values_of("category")))
    held = [match_key(value.text) for value in values]
    if all(any(match_key(name) in text for text in held) for name in names):
        return _Choice(project, choice.span)
    return None


def _by_threshold(turn: Turn, choice: _Choice) -> _Choice | None:
    threshold = turn.query.threshold
    kind = next((k for k in ("baseline", "actual") if turn.query.asks_for(k)), "target")
    assert threshold is not None
    for indicator in choice.project.indicators:
        figures = [v for v in indicator.values if v.kind == kind]
        for figure in figures[-1:]:
            for number in find_numbers(figure.value.text)[:1]:
                unit_fits = not threshold.unit or number.unit == threshold.unit
                enough = (
                    number.value >= threshold.value
                    if threshold.above
                    else number.value <= threshold.value
                )
                if unit_fits and enough:
                    return _Choice(
                        choice.project, indicator.span, f"{indicator.name.text} {figure.value.text}"
                    )
    return None


def _by_empty_baseline(choice: _Choice) -> _Choice | None:
    for indicator in choice.project.indicators:
        baselines = [value for value in indicator.values if value.kind == "baseline"]
        if any("新規" in value.value.text or "なし" in value.value.text for value in baselines):
            return _Choice(choice.project, indicator.span, indicator.name.text)
    return None


def _by_year(choice: _Choice, years: tuple[int, ...]) -> _Choice | None:
    for entry in choice.project.schedule:
        if (
            entry.years
            and entry.years[0] in years
            and re.search("運用|開始|導入|稼働|実施", entry.item.text + entry.text)
        ):
            return _Choice(choice.project, entry.span, entry.item.text)
    return None


def theme_terms(turn: Turn) -> tuple[SearchTerm, ...]:
    """The content words that are left when the bounds have taken theirs."""
    query = turn.query
    taken = {
        lemma
        for text in (*query.departments, *query.marks, *query.hierarchy, *query.quoted[:0])
        for lemma in lemmas(text)
    }
    numbers = (
        {lemma for lemma in lemmas(query.normalized) if re.fullmatch(r"[\d.,]+%?", lemma)}
        if query.threshold
        else set()
    )
    letters = {rating.lower() for rating in query.ratings}
    return tuple(
        term
        for term in query.terms
        if term.weight >= THEME_WEIGHT and term.lemma not in taken | numbers | letters
    )


def _own_facts(turn: Turn, project: Project) -> list[int]:
    return [
        ordinal
        for ordinal in turn.ranker.facts_of(project.project_id)
        if _tells_use(turn.catalogue.facts[ordinal])
    ]


def _tells_use(fact: Fact) -> bool:
    """A record's own words about what it does; its problems and its neighbours are none."""
    if fact.kind in ("indicator", "schedule"):
        return True
    return fact.kind in ("statement", "row", "list") and (fact.ref in USES)


def _themed(turn: Turn, choices: list[_Choice], theme: tuple[SearchTerm, ...]) -> list[_Choice]:
    """The projects whose own record holds all words of the theme; if none does, those whose
    record comes nearest."""
    scored = [(choice, *_theme_score(turn, choice.project, theme)) for choice in choices]
    full = [
        _Choice(c.project, span, c.reason) for c, coverage, missing, span in scored if not missing
    ]
    if full:
        return full
    relevance = {project.project_id: score for project, score in turn.projects}
    best = max((relevance.get(c.project.project_id, 0.0) for c in choices), default=0.0)
    return [
        _Choice(c.project, span, c.reason)
        for c, coverage, _, span in scored
        if coverage >= 0.45 and relevance.get(c.project.project_id, 0.0) >= NEAR_THEME * best
    ]


def _theme_score(
    turn: Turn, project: Project, theme: tuple[SearchTerm, ...]
) -> tuple[float, tuple[str, ...], Span]:
    own = _own_facts(turn, project)
    coverage, missing = turn.ranker.coverage(theme, *own, extra=project.name.text)
    in_name, lacking = turn.ranker.coverage(theme, extra=project.name.text)
    if not lacking or not own:
        return coverage, missing, project.name.span
    best = max(own, key=lambda o: (turn.ranker.coverage(theme, o)[0], -o))
    return coverage, missing, turn.catalogue.facts[best].span


def _theme_narrows(turn: Turn, choices: list[_Choice], theme: tuple[SearchTerm, ...]) -> bool:
    """Whether some, not all, of the bounded projects hold the theme in the question's words."""
    plain = tuple(SearchTerm(term.lemma, term.weight) for term in theme)
    full = [c for c in choices if not _theme_score(turn, c.project, plain)[1]]
    return 0 < len(full) < len(choices)


def _head(turn: Turn, count: int) -> Line:
    return Line(say(turn.language, "list_head", count=count))


def _item(turn: Turn, choice: _Choice) -> Line:
    project = choice.project
    departments = "、".join(value.text for value in project.departments)
    text = say(turn.language, "list_item", name=project.name.text, city=turn.source(project))
    if choice.reason:
        text += f"：{choice.reason}" if turn.language == "ja" else f": {choice.reason}"
    elif departments:
        text += f"：{departments}" if turn.language == "ja" else f": {departments}"
    evidence = named_evidence(turn, project, choice.span)
    return Line(text, evidence, (project.name.text,), bullet=True)


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


def compose_list(turn: Turn) -> Draft | None:
    """A list that stands in the text: the items under the heading that the question names."""
    announced = _announced(turn.query.normalized)
    ranked = turn.best("list")
    if not ranked:
        return None
    best = max(ranked[:30], key=lambda item: (_list_score(item, announced), -item.ordinal))
    lines = [
        Line(
            f"{turn.origin(best.fact.document_id)}："
            if turn.language == "ja"
            else f"{turn.origin(best.fact.document_id)}:"
        )
    ]
    for value in best.fact.items:
        shown = re.sub(r"^[\s・●○◆■✓▶\-*]+", "", value.text).strip()
        evidence = Evidence(best.fact.document_id, value.span, (best.fact.span,))
        lines.append(Line(shown, (evidence,), (), bullet=True))
    return Draft("textlist", tuple(lines), _list_score(best, announced), projects=())


def _list_score(item: ScoredFact, announced: int | None) -> float:
    return item.score + (0.12 if announced and len(item.fact.items) == announced else 0.0)


def _announced(text: str) -> int | None:
    match = _ANNOUNCED.search(text)
    if match is None:
        return None
    return int(match[1]) if match[1].isdigit() else _KANJI_NUMBERS.get(match[1])
