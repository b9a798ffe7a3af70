"""What bounds a list of projects but its theme: departments, marks, ratings, figures, years."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from assistant.answering.asked_steps import has_step, step_in, steps_asked, yearly_steps
from assistant.answering.bounds import SIGNED
from assistant.answering.reports import tellings
from assistant.answering.states import is_in_state, state_asked
from assistant.answering.turn import Turn
from assistant.answering.yearly_ratings import rates_yearly, rating_change, ratings_asked
from assistant.datamodels import Project, Span
from assistant.ingest.figures import NOTHING
from assistant.ingest.labels import revision_in, vocabulary
from assistant.ingest.yearly import is_start, year_of
from assistant.language.normalize import match_key
from assistant.language.numbers import find_numbers
from assistant.language.ratings import RATING_ORDER, rating_sign
from assistant.language.similarity import likeness

# Rated otherwise than named: B以外, Aでない; うまく進んでない(BかC) names what it wants.
_RATED_BUT = re.compile(
    r"[a-es◎○△▲×1-5](?:評価|判定|ランク)?[」』'\"]?(?:以外|では?ない|じゃない|を除|(?:に|と)?なって?い?ない|"
    r"の?評価(?:では|を受けて|が付いて)い?ない|が(?:付|つ)いて?い?ない)|"
    r"other than|except|\bnot\b|without"
)
_LEADS = re.compile(
    r"メイン|主に|主として|中心|責任を(?:も|持)っ|責任者|(?:主管|主担当)(?!で[もあ])|主たる"
    r"|mainly|primar(?:y|ily)|\bleads?\b"
)
_EMPTY_BASELINE = re.compile(
    r"(現状値?|基準値?|baseline).{0,12}(ない|なし|無い|無し|空|未設定|記載|no |none|missing|not)|"
    r"新規事業のため|新規構築"
)
_ZERO_BASELINE = re.compile(
    r"(?:現状値?|基準値?|出発点|スタート|今の(?:数字|値)|baselines?)\S{0,12}?(?:が|は|を|に)?\s?(?:ゼロ|(?<![0-9.])0(?![0-9.])|zero)"
)
LONG_POLICY = 14  # characters of a policy's name in which a slip is told from another policy
ALIKE = 0.9
LONGEST_ROW = 200  # characters of a row of an overview
# 最高の評価, 一番悪い評価: the first or the last of the signs that rate.
_BEST = re.compile(
    r"(?:最高|最上位|(?:最も|もっとも|一番|いちばん)(?:良|よ|い|高|上))[いの]{0,2}(?:の)?(?:評価|ランク|判定)"
    r"|(?:highest|best|top) (?:rating|grade|rank)"
)
_WORST = re.compile(
    r"(?:最低|最下位|(?:最も|もっとも|一番|いちばん)(?:悪|わる|低|下))[いの]{0,2}(?:の)?(?:評価|ランク|判定)"
    r"|(?:lowest|worst) (?:rating|grade|rank)"
)
# 令和7年度に始まった事業, 開始年度がR7; 令和7年度から始める.
_STARTS = re.compile(
    r"開始年度|着手年度|(?:開始|着手|スタート)(?:し|され|の|した|する)|始(?:ま|め)|\bstart|\bbegan\b|\bbegun\b"
)
# 目標値や指標が見直された取組
_REVISED = re.compile(
    r"(?:目標|指標|数値)\S{0,6}?[がをのは]?(?:見直|変更|改訂|改定|修正|改め)"
    r"|(?:見直|変更|改訂|改定|修正|改め)\S{0,4}(?:目標|指標)"
    r"|\b(?:targets?|indicators?)\b.{0,30}\b(?:revised|changed)"
    r"|\b(?:revised|changed)\b.{0,20}\b(?:targets?|indicators?)"
)
# 評価が下がった事業
_RATING_CHANGE = re.compile(
    r"(?:評価|判定|ランク|rating|grade)s?\S{0,6}?(?:が|を|の|\b)?.{0,12}?(?:"
    r"(?P<rose>上が|上げ|上昇|向上|改善|良くな|よくな|アップ|improv|rose|rais|went up|higher)"
    r"|(?P<fell>下が|下げ|低下|悪化|悪くな|ダウン|後退|worse|fell|drop|lower|declin|went down))"
)
# 目標の年が令和11年度より前の, 令和11年度まで行かずに手前で.
_TARGET = re.compile(r"目標|kpi|指標|期限|target", re.I)
_TARGET_LIMIT = re.compile(
    r"年度?[にで]?(?P<before>より[もは]?(?:前|手前|早|先)|まで(?:に)?(?:行|い|達|届|待)(?:かず|かない|せず|たず)"
    r"|(?:まで)?(?:の|を)?待たず|を?前倒し|未満|以前(?!の計画))|年度?(?:より[もは]?(?:後|あと|遅)|を?(?:過|超)(?:ぎ|え))"
    r"|(?P<earlier>\b(?:earlier than|before|prior to)\b)|\b(?:later than|after|beyond)\b"
)
_BEGINS = re.compile(r"運用|開始|導入|稼働|実施")  # what a step is called from which a project runs
# 開始が「実施中」となっている.
_TOLD_FIELD = re.compile(
    r"(?P<label>[^\s、。「」『』]{1,20}?)[がはを、]?[「『](?P<value>[^「」『』]{1,30})[」』]"
)
# A section without those that take part; a desk keeps the section it belongs to: 戸籍係（区民課）.
_TAKES_PART = re.compile(r"(?:協力|連携|関係|関連)(?:する)?(?:課|部署|所属)(?:として|の|に|で|が)")
_IN_CHARGE = re.compile(r"[^（(]*(?:係|担当|班|グループ)[ 　]?[（(].*|[^（(]+")


@dataclass(frozen=True, slots=True)
class Choice:
    """A project that qualifies, and the span that says why."""

    project: Project
    span: Span
    reason: str = ""
    row: Span | None = None  # of an overview, that names its class beside it


Bound = Callable[[Choice], Choice | None]


def bounds_of(turn: Turn) -> list[Bound]:
    query = turn.query
    bounds: list[Bound] = []
    if query.departments:
        bounds.append(_of_departments(turn))
    if _telling_kinds(turn) and (query.has_form("count") or _kinds_differ(turn)):
        bounds.append(lambda choice: choice if _is_of_kind(choice.project, query.kinds) else None)
    if query.marks:
        bounds.append(_unless(query.negated, lambda choice: _by_marks(choice, query.marks)))
    if query.ratings:
        but = query.negated and bool(_RATED_BUT.search(query.normalized))
        bounds.append(_of_rating(turn, query.ratings, but))
    elif extreme := _extreme_rating(turn):
        bounds.append(_of_rating(turn, (extreme,), negated=False))
    if (change := _change_asked(turn)) is not None:
        bounds.append(lambda choice: _by_change(turn, choice, change))
    if state := state_asked(turn):
        bounds.append(lambda choice: _by_state(choice, state))
    if sign := SIGNED.search(query.question):
        bounds.append(lambda choice: _by_sign(turn, choice, sign[1]))
    if query.hierarchy:
        bounds.append(lambda choice: _by_hierarchy(turn, choice))
    if _REVISED.search(query.normalized) and _tells_revisions(turn):
        bounds.append(_by_revision)
    marks = {match_key(mark) for mark in query.marks}  # 区分 over a mark is bound by that
    told_fields = (
        (label, told) for label, told in _told_fields(turn) if match_key(told) not in marks
    )
    bounds += [partial(_by_field, label=label, told=told) for label, told in told_fields]
    if query.threshold:
        bounds.append(lambda choice: _by_threshold(turn, choice))
    if _EMPTY_BASELINE.search(query.normalized):
        bounds.append(_by_empty_baseline)
    if _ZERO_BASELINE.search(query.normalized):
        bounds.append(_by_zero_baseline)
    if pairs := yearly_steps(turn):
        bounds += [partial(_by_yearly_step, turn, year=year, step=step) for year, step in pairs]
    elif steps := steps_asked(turn):
        bounds.append(lambda choice: _by_step(turn, choice, steps))
    elif until := _target_limit(turn):
        bounds.append(lambda choice: _by_target_limit(choice, *until))
    elif query.years and query.asks_for("target"):
        bounds.append(_unless(query.negated, lambda choice: _by_target_year(choice, query.years)))
    elif query.years and _STARTS.search(query.normalized) and _tells_starts(turn):
        bounds.append(lambda choice: _by_start(choice, query.years))
    elif query.years and query.asks_for("schedule"):
        bounds.append(lambda choice: _by_year(choice, query.years))
    return bounds


def _unless(negated: bool, bound: Bound) -> Bound:
    """The bound, or its opposite."""
    if not negated:
        return bound
    return lambda choice: None if bound(choice) else choice


def has_bounds(turn: Turn) -> bool:
    """Whether the question bounds a list of projects by more than a theme."""
    return bool(bounds_of(turn))


def _telling_kinds(turn: Turn) -> tuple[str, ...]:
    """The kinds of project that the question names; 事業 is what people call any of them, and
    what one is called that a document has no word for."""
    default = vocabulary().default_kind
    return tuple(kind for kind in turn.query.kinds if kind != default)


def _kinds_differ(turn: Turn) -> bool:
    """Whether a document has projects of the kinds named and of others."""
    kinds = _telling_kinds(turn)
    for document_id in turn.query.scope:
        of_kind = {_is_of_kind(p, kinds) for p in turn.catalogue.projects_in((document_id,))}
        if len(of_kind) > 1:
            return True
    return False


def _is_of_kind(project: Project, kinds: tuple[str, ...]) -> bool:
    """Whether a project is of one of the kinds: a 重点取組 is a 取組 as well."""
    return project.kind.endswith(kinds)


def _of_departments(turn: Turn) -> Bound:
    """The projects that the departments named are in charge of; where they only take part,
    told in parentheses, those."""
    keys = [match_key(name) for name in turn.query.departments]
    if _TAKES_PART.search(turn.query.normalized):
        return lambda choice: _with_part_of(choice.project, keys)
    if _LEADS.search(turn.query.normalized):
        return lambda choice: _led_by(turn, choice.project, keys)
    scope = turn.catalogue.projects_in(turn.query.scope)
    names = (_IN_CHARGE.match(d.text) for project in scope for d in project.departments)
    leads = any(key in match_key(name[0]) for name in names if name for key in keys)
    return lambda choice: _by_department(turn, choice.project, keys, leads)


def _by_department(turn: Turn, project: Project, keys: list[str], leads: bool) -> Choice | None:
    for department in project.departments:
        name = _IN_CHARGE.match(department.text) if leads else None
        if any(key in match_key(name[0] if name else department.text) for key in keys):
            return Choice(project, department.span)
    for bureau in turn.catalogue.bureaus(project):
        if match_key(bureau) in keys and project.departments:
            return Choice(project, project.departments[0].span)
    return None


def _with_part_of(project: Project, keys: list[str]) -> Choice | None:
    """The project if one of `keys` only takes part in it: behind the first of its departments, or
    in brackets."""
    for place, department in enumerate(project.departments):
        lead = _IN_CHARGE.match(department.text)
        own = match_key(lead[0] if lead else department.text)
        named = match_key(department.text)
        if any(key in named and (place or key not in own) for key in keys):
            return Choice(project, department.span)
    return None


def _led_by(turn: Turn, project: Project, keys: list[str]) -> Choice | None:
    """The project if the first of its departments, or the bureau above it, is one of `keys`."""
    first = next(iter(project.departments), None)
    if first is None:
        return None
    above = turn.catalogue.bureaus(project)[:1]
    if any(match_key(name).startswith(key) for name in (first.text, *above) for key in keys):
        return Choice(project, first.span)
    return None


def _by_marks(choice: Choice, names: tuple[str, ...]) -> Choice | None:
    keys = {match_key(name) for name in names}
    held = {match_key(mark.text): mark.span for mark in choice.project.marks}
    if keys <= set(held):
        return Choice(choice.project, held[min(keys)])
    return None


def _of_rating(turn: Turn, ratings: tuple[str, ...], negated: bool) -> Bound:
    """The projects of these ratings, in the year that the question names where each year has
    its own."""
    yearly = rates_yearly(turn)

    def bound(choice: Choice) -> Choice | None:
        held = ratings_asked(turn, choice.project)[:1] if yearly else []
        rating = held[0].value if held else None if yearly else choice.project.rating
        if rating is None or NOTHING.fullmatch(rating.text):
            return None
        if (rating_sign(rating.text) in ratings) == negated:
            return None
        return Choice(choice.project, rating.span, rating.text)

    return bound


def _by_state(choice: Choice, state: re.Pattern[str]) -> Choice | None:
    rating = choice.project.rating
    if rating is None or not is_in_state(choice.project, state):
        return None
    return Choice(choice.project, rating.span, rating.text)


def _extreme_rating(turn: Turn) -> str | None:
    """The best or the worst rating that a project in scope has, if the question asks so."""
    text = turn.query.normalized
    best, worst = _BEST.search(text), _WORST.search(text)
    if not best and not worst:
        return None
    scope = turn.catalogue.projects_in(turn.query.scope)
    signs = {rating_sign(project.rating.text) for project in scope if project.rating}
    ranked = sorted(signs & set(RATING_ORDER), key=RATING_ORDER.index)
    return (ranked[0] if best else ranked[-1]) if ranked else None


def _change_asked(turn: Turn) -> bool | None:
    """Whether projects are asked for whose rating rose (True) or fell (False)."""
    match = _RATING_CHANGE.search(turn.query.normalized)
    if match is None:
        return None
    scope = turn.catalogue.projects_in(turn.query.scope)
    told = any(rating_change(turn, project) for project in scope)
    return match["rose"] is not None if told else None


def _by_change(turn: Turn, choice: Choice, rose: bool) -> Choice | None:
    """The project if its rating changed so between two years."""
    change = rating_change(turn, choice.project)
    if change is None or (change[0] <= 0 if rose else change[0] >= 0):
        return None
    _, first, last = change
    reason = f"{first.label} {first.value.text}、{last.label} {last.value.text}"
    return Choice(choice.project, first.value.span.join(last.value.span), reason)


def _by_sign(turn: Turn, choice: Choice, sign: str) -> Choice | None:
    """The project if the line of its name bears the sign: D-1　水位予測システム　☆."""
    project = choice.project
    text = turn.catalogue.documents[project.document_id].text
    start = text.rfind("\n", 0, project.name.span.start) + 1
    stop = text.find("\n", project.name.span.end)
    head = text[start : project.name.span.start] + text[project.name.span.end : stop]
    return choice if sign in head else None


def _by_hierarchy(turn: Turn, choice: Choice) -> Choice | None:
    told = tellings(turn, [choice.project])  # a report leaves out what its plan has said
    held = [match_key(text) for project in told for text in turn.catalogue.classes_of(project)]
    names = [match_key(name) for name in turn.query.hierarchy]
    if not all(any(_is_named(name, text) for text in held) for name in names):
        return None
    rows = (row for row in choice.project.mentions if row.end - row.start <= LONGEST_ROW)
    return replace(choice, row=next(rows, None))


def _told_fields(turn: Turn) -> Iterator[tuple[str, str]]:
    """The labels of records that the question gives a value for, as keys: 開始が「実施中」."""
    matches = list(_TOLD_FIELD.finditer(turn.query.question))
    scope = turn.catalogue.projects_in(turn.query.scope) if matches else ()
    labels = {match_key(part.label) for project in scope for part in project.fields if part.label}
    for match in matches:
        before, told = match_key(match["label"]), match_key(match["value"])
        label = max((key for key in labels if before.endswith(key)), key=len, default="")
        if label and told:
            yield label, told


def _by_field(choice: Choice, label: str, told: str) -> Choice | None:
    for part in choice.project.fields:
        if match_key(part.label) == label and told in match_key(part.value.text):
            return replace(choice, span=part.value.span)
    return None


def _is_named(policy: str, text: str) -> bool:
    """Whether what stands above a project has the name of a policy: 基本目標2 is not 基本目標21,
    nor 基本目標II 基本目標III. A long one without a number may be written in nearly these words."""
    numbered = re.search(r"\d$|[ivx]$", policy)
    behind = r"(?!\d|[ivx])" if numbered else ""
    if re.search(re.escape(policy) + behind, text):
        return True
    plain = len(policy) >= LONG_POLICY and not re.search(r"\d", policy)
    return plain and likeness(policy, text) >= ALIKE


def _by_threshold(turn: Turn, choice: Choice) -> Choice | None:
    threshold = turn.query.threshold
    kind = next((k for k in ("baseline", "actual") if turn.query.asks_for(k)), "target")
    assert threshold is not None
    for indicator in choice.project.indicators:
        for figure in [value for value in indicator.values if value.kind == kind][-1:]:
            for number in find_numbers(figure.value.text)[:1]:
                fits = not threshold.unit or number.unit == threshold.unit
                over, under = number.value >= threshold.value, number.value <= threshold.value
                met = over and under if threshold.exact else over if threshold.above else under
                if fits and met:
                    reason = f"{indicator.name.text} {figure.value.text}"
                    return Choice(choice.project, indicator.span, reason)
    return None


def _by_empty_baseline(choice: Choice) -> Choice | None:
    for indicator in choice.project.indicators:
        baselines = [value for value in indicator.values if value.kind == "baseline"]
        if any("新規" in value.value.text or "なし" in value.value.text for value in baselines):
            return Choice(choice.project, indicator.span, indicator.name.text)
    return None


def _by_zero_baseline(choice: Choice) -> Choice | None:
    for indicator in choice.project.indicators:
        for figure in indicator.values:
            number = next(iter(find_numbers(figure.value.text)), None)
            if figure.kind == "baseline" and number and number.value == 0:
                return Choice(choice.project, indicator.span, indicator.name.text)
    return None


def _by_target_year(choice: Choice, years: tuple[int, ...]) -> Choice | None:
    for indicator in choice.project.indicators:
        if any(value.kind == "target" and value.year in years for value in indicator.values):
            return Choice(choice.project, indicator.span, indicator.name.text)
    return None


def _target_limit(turn: Turn) -> tuple[int, bool] | None:
    """The year before which targets are to be set, or after which, where the question bounds
    them so: 目標年度が令和11年度より前; whether it is before."""
    query = turn.query
    told = _TARGET_LIMIT.search(query.normalized)
    if len(query.years) != 1 or told is None or not _TARGET.search(query.normalized):
        return None
    return query.years[0], bool(told["before"] or told["earlier"])


def _by_target_limit(choice: Choice, year: int, before: bool) -> Choice | None:
    """The project whose last target is set for a year before, or after, this one."""
    told = [
        (value.year, indicator, value)
        for indicator in choice.project.indicators
        for value in indicator.values
        if value.kind == "target" and value.year is not None
    ]
    last = max(told, default=None, key=lambda item: item[0])
    if last is None or not (last[0] < year if before else last[0] > year):
        return None
    _, indicator, value = last
    return Choice(choice.project, indicator.span, f"{indicator.name.text} {value.label}".strip())


def _tells_starts(turn: Turn) -> bool:
    """Whether a column tells when each project began: 開始年度 R6."""
    scope = turn.catalogue.projects_in(turn.query.scope)
    return any(is_start(part) for project in scope for part in project.fields)


def _tells_revisions(turn: Turn) -> bool:
    """Whether a table tells what targets were before and after their revision."""
    scope = turn.catalogue.projects_in(turn.query.scope)
    return any(revision_in(part.label) for project in scope for part in project.fields)


def _by_revision(choice: Choice) -> Choice | None:
    told = [part for part in choice.project.fields if revision_in(part.label)]
    reason = "、".join(f"{part.label} {part.value.text}" for part in told)
    return Choice(choice.project, told[0].value.span, reason) if told else None


def _by_start(choice: Choice, years: tuple[int, ...]) -> Choice | None:
    for part in choice.project.fields:
        if is_start(part) and year_of(part.value.text) in years:
            return Choice(choice.project, part.value.span, f"{part.label} {part.value.text}")
    return None


def _by_step(turn: Turn, choice: Choice, steps: tuple[str, ...]) -> Choice | None:
    entry = step_in(turn, choice.project, steps)
    return Choice(choice.project, entry.span, entry.item.text) if entry else None


def _by_yearly_step(turn: Turn, choice: Choice, *, year: int, step: str) -> Choice | None:
    entry = has_step(turn, choice.project, year, step)
    return replace(choice, span=entry.span) if entry else None


def _by_year(choice: Choice, years: tuple[int, ...]) -> Choice | None:
    for entry in choice.project.schedule:
        if entry.years and entry.years[0] in years and _BEGINS.search(entry.item.text + entry.text):
            return Choice(choice.project, entry.span, entry.item.text)
    return None
