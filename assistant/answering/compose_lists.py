"""Lists of projects: every one that qualifies, with a count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from assistant.answering.citations import quote_span
from assistant.answering.drafts import Draft, Evidence, Line
from assistant.answering.messages import say
from assistant.answering.turn import Turn
from assistant.datamodels import Fact, Project, Query, SearchTerm, Span
from assistant.language.normalize import match_key
from assistant.language.numbers import find_numbers
from assistant.language.tokens import lemmas

USES = ("summary", "present", "goal", "actions", "effects", "progress", "outlook", "tools")
THEME_WEIGHT = 0.9  # content words from this weight on make a theme
MAX_ITEMS = 60
MAX_ALSO = 5
COUNT_NAMES = 8
NEAR_THEME = 0.93
ENOUGH_OF_THEME = 0.62  # share of the theme that a record must hold
ENOUGH_FOR_THEME = 0.3  # relevance from which the nearest projects are offered at all
_NAME_OF_THING = re.compile(r"[a-z0-9][a-z0-9\-&+']+|[ァ-ヶー]{2,}")
_WANTS_NAMES = re.compile(
    r"挙げ|あげて|すべて|全部|全て|一覧|列挙|教えて|どれ|それぞれ|list|name|which"
)
_CONTRASTS = re.compile(
    r"比較|比べ|違い|異な|それぞれ|どちら|compare|differ|versus| vs|respectively|each"
)
_ABOUT = re.compile(
    r"[一-龠ァ-ヶーa-z0-9\-]{2,12}(?=に関する|に関わる|関連|についての|を使|を活用|を利用|を導入)"
)
_KANJI_WORD = re.compile(r"[一-龠]{2,}")  # found inside longer words too: 水道, 上下水道
_EITHER = re.compile(r"・|とか|または|あるいは|もしくは|、.+のどれ| or ")
_PROJECT_WORDS = re.compile(
    r"事業(?!者)|計画|取組|取り組み|施策|プロジェクト|project|plan|initiative|measure|program|"
    r"actions?\b|items?\b"
)
_EMPTY_BASELINE = re.compile(
    r"(現状値?|基準値?|baseline).{0,12}(ない|なし|無い|無し|空|未設定|記載|no |none|missing|not)|"
    r"新規事業のため|新規構築"
)
_IN_CHARGE = re.compile(r"[^（(]+")  # a section without those that take part


@dataclass(frozen=True, slots=True)
class _Choice:
    """A project that qualifies, and the span that says why."""

    project: Project
    span: Span
    reason: str = ""


Bound = Callable[[_Choice], _Choice | None]


def compose_projects(turn: Turn) -> Draft | None:
    """The projects that meet every bound of the question: department, mark, rating, policy,
    figures, start year, and the theme of its remaining words."""
    bounds = _bounds(turn)
    theme = theme_terms(turn)
    scope = turn.catalogue.projects_in(turn.query.scope)
    choices = [_Choice(project, project.name.span) for project in scope]
    for bound in bounds:
        choices = [kept for choice in choices if (kept := bound(choice))]
    marked = turn.query.kinds or turn.query.marks or turn.query.departments
    if not marked and not _PROJECT_WORDS.search(turn.query.normalized):
        return None
    if _counts_kinds(turn):
        theme = _key_terms(theme)
    if theme and (not bounds or _theme_narrows(turn, choices, theme)):
        choices = _themed(turn, choices, theme)
    if not choices:
        return None
    lines = [_head(turn, len(choices)), *(_item(turn, choice) for choice in choices[:MAX_ITEMS])]
    if turn.query.has_form("count") and not _WANTS_NAMES.search(turn.query.normalized):
        lines = [_counted(turn, choices)]
    chosen = tuple(choice.project for choice in choices)
    also = _also(turn, theme, chosen) if theme and not bounds else ()
    return Draft("list", tuple(lines), 0.9 if bounds else 0.75, projects=chosen, also=also)


def _counts_kinds(turn: Turn) -> bool:
    return bool(turn.query.kinds) and turn.query.has_form("count")


def _bounds(turn: Turn) -> list[Bound]:
    query = turn.query
    bounds: list[Bound] = []
    if query.departments:
        bounds.append(_of_departments(turn))
    if query.kinds and (query.has_form("count") or _kinds_differ(turn)):
        bounds.append(lambda choice: choice if choice.project.kind in query.kinds else None)
    if query.marks:
        bounds.append(_unless(query.negated, lambda choice: _by_marks(choice, query.marks)))
    if query.ratings:
        bounds.append(lambda choice: _by_rating(choice, query.ratings, query.negated))
    if query.hierarchy:
        bounds.append(lambda choice: _by_hierarchy(turn, choice))
    if query.threshold:
        bounds.append(lambda choice: _by_threshold(turn, choice))
    if _EMPTY_BASELINE.search(query.normalized):
        bounds.append(_by_empty_baseline)
    if query.years and query.asks_for("target"):
        bounds.append(_unless(query.negated, lambda choice: _by_target_year(choice, query.years)))
    elif query.years and query.asks_for("schedule"):
        bounds.append(lambda choice: _by_year(choice, query.years))
    return bounds


def _unless(negated: bool, bound: Bound) -> Bound:
    """The bound, or its opposite."""
    if not negated:
        return bound
    return lambda choice: None if bound(choice) else choice


def lists_projects(query: Query) -> bool:
    """Whether the question wants one list of projects, over however many cities."""
    text = query.normalized
    return (
        query.has_form("list")
        and bool(_PROJECT_WORDS.search(text))
        and not _CONTRASTS.search(text)
        and not query.focus
    )


def has_bounds(turn: Turn) -> bool:
    """Whether the question bounds a list of projects by more than a theme."""
    return bool(_bounds(turn))


def _kinds_differ(turn: Turn) -> bool:
    """Whether a document has projects of the kinds named and of others."""
    named = set(turn.query.kinds)
    for document_id in turn.query.scope:
        kinds = {project.kind for project in turn.catalogue.projects_in((document_id,))}
        if kinds & named and kinds - named:
            return True
    return False


def _of_departments(turn: Turn) -> Bound:
    """The projects that the departments named are in charge of; where they only take part,
    told in parentheses, those."""
    keys = [match_key(name) for name in turn.query.departments]
    scope = turn.catalogue.projects_in(turn.query.scope)
    names = (_IN_CHARGE.match(d.text) for project in scope for d in project.departments)
    leads = any(key in match_key(name[0]) for name in names if name for key in keys)
    return lambda choice: _by_department(turn, choice, keys, leads)


def _by_department(turn: Turn, choice: _Choice, keys: list[str], leads: bool) -> _Choice | None:
    project = choice.project
    for department in project.departments:
        name = _IN_CHARGE.match(department.text) if leads else None
        if any(key in match_key(name[0] if name else department.text) for key in keys):
            return _Choice(project, department.span)
    for bureau in turn.catalogue.bureaus(project):
        if match_key(bureau) in keys and project.departments:
            return _Choice(project, project.departments[0].span)
    return None


def _by_marks(choice: _Choice, names: tuple[str, ...]) -> _Choice | None:
    keys = {match_key(name) for name in names}
    held = {match_key(mark.text): mark.span for mark in choice.project.marks}
    if keys <= set(held):
        return _Choice(choice.project, held[min(keys)])
    return None


def _by_rating(choice: _Choice, ratings: tuple[str, ...], negated: bool) -> _Choice | None:
    rating = choice.project.rating
    if rating is None or (unicodedata.normalize("NFKC", rating.text) in ratings) == negated:
        return None
    return _Choice(choice.project, rating.span, rating.text)


def _by_hierarchy(turn: Turn, choice: _Choice) -> _Choice | None:
    held = [match_key(text) for text in turn.catalogue.classes_of(choice.project)]
    names = [match_key(name) for name in turn.query.hierarchy]
    return choice if all(any(name in text for text in held) for name in names) else None


def _by_threshold(turn: Turn, choice: _Choice) -> _Choice | None:
    threshold = turn.query.threshold
    kind = next((k for k in ("baseline", "actual") if turn.query.asks_for(k)), "target")
    assert threshold is not None
    for indicator in choice.project.indicators:
        for figure in [value for value in indicator.values if value.kind == kind][-1:]:
            for number in find_numbers(figure.value.text)[:1]:
                fits = not threshold.unit or number.unit == threshold.unit
                over, under = number.value >= threshold.value, number.value <= threshold.value
                if fits and (over if threshold.above else under):
                    reason = f"{indicator.name.text} {figure.value.text}"
                    return _Choice(choice.project, indicator.span, reason)
    return None


def _by_empty_baseline(choice: _Choice) -> _Choice | None:
    for indicator in choice.project.indicators:
        baselines = [value for value in indicator.values if value.kind == "baseline"]
        if any("新規" in value.value.text or "なし" in value.value.text for value in baselines):
            return _Choice(choice.project, indicator.span, indicator.name.text)
    return None


def _by_target_year(choice: _Choice, years: tuple[int, ...]) -> _Choice | None:
    for indicator in choice.project.indicators:
        if any(value.kind == "target" and value.year in years for value in indicator.values):
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
    named = (*query.departments, *query.marks, *query.hierarchy, *query.kinds)
    taken = {lemma for text in named for lemma in lemmas(text)}
    taken |= {rating.lower() for rating in query.ratings}
    if query.threshold:
        taken |= {lemma for lemma in lemmas(query.normalized) if lemma[0].isdigit()}
    return tuple(t for t in query.terms if t.weight >= THEME_WEIGHT and t.lemma not in taken)


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
    """The projects whose own record holds the theme: in the question's words, else in words
    that mean the same, else those whose record comes nearest."""
    plain = tuple(SearchTerm(term.lemma, term.weight) for term in theme)
    for terms in (plain, theme):
        key = _key_terms(terms) or terms
        scored = [(choice, *_theme_score(turn, choice.project, key)) for choice in choices]
        enough = 0.5 if _EITHER.search(turn.query.normalized) else ENOUGH_OF_THEME
        held = [(c, share, span) for c, share, span in scored if share >= enough]
        if held:
            best = max(share for _, share, _ in held)
            return [
                _Choice(c.project, span, c.reason)
                for c, share, span in held
                if share >= 0.75 * best
            ]
    relevance = {project.project_id: score for project, score in turn.projects}
    best = max((relevance.get(c.project.project_id, 0.0) for c in choices), default=0.0)
    near = [c for c in choices if relevance.get(c.project.project_id, 0.0) >= NEAR_THEME * best]
    return near if best >= ENOUGH_FOR_THEME else []


def _key_terms(theme: tuple[SearchTerm, ...]) -> tuple[SearchTerm, ...]:
    """Names of technologies and systems, in Latin letters or katakana: they decide."""
    return tuple(term for term in theme if _NAME_OF_THING.fullmatch(term.lemma))


def _theme_score(turn: Turn, project: Project, theme: tuple[SearchTerm, ...]) -> tuple[float, Span]:
    own = _own_facts(turn, project)
    name = match_key(project.name.text)
    held = tuple(term for term in theme if _KANJI_WORD.fullmatch(term.lemma) and term.lemma in name)
    share, _ = turn.ranker.coverage(theme, *own, extra=project.name.text)
    if held:
        share = max(share, turn.ranker.weight(held) / turn.ranker.weight(theme))
        if _EITHER.search(turn.query.normalized):
            share = 1.0
    _, lacking = turn.ranker.coverage(theme, extra=project.name.text)
    if not lacking or not own:
        return share, project.name.span
    best = max(own, key=lambda o: (turn.ranker.coverage(theme, o)[0], -o))
    return share, turn.catalogue.facts[best].span


def _theme_narrows(turn: Turn, choices: list[_Choice], theme: tuple[SearchTerm, ...]) -> bool:
    """Whether some, not all, of the bounded projects hold the theme that the question names
    besides its bounds, in the question's words."""
    about = set(lemmas(" ".join(match[0] for match in _ABOUT.finditer(turn.query.normalized))))
    named = {*_key_terms(theme), *(term for term in theme if term.lemma in about)}
    plain = tuple(SearchTerm(t.lemma, t.weight) for t in theme if t in named)
    if not plain:
        return False
    full = [c for c in choices if _theme_score(turn, c.project, plain)[0] >= 0.99]
    return 0 < len(full) < len(choices)


def _counted(turn: Turn, choices: list[_Choice]) -> Line:
    """How many, with the first names."""
    shown = choices[:COUNT_NAMES]
    names = "、".join(choice.project.name.text for choice in shown)
    more = "など" if len(choices) > len(shown) else ""
    text = say(turn.language, "count_items", count=len(choices), names=names + more)
    evidence = tuple(turn.evidence(choice.project, choice.span) for choice in shown)
    return Line(text, tuple(dict.fromkeys(evidence)))


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
