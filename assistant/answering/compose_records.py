"""Answers that stand in a project's record: department, figures, rating, fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.answering.drafts import Draft, Evidence, Line
from assistant.answering.messages import FIELDS, KINDS, pick, say, year_label
from assistant.answering.reports import planned, reported, revised, revision_of
from assistant.answering.turn import Turn
from assistant.answering.yearly_ratings import rates_yearly, ratings_asked
from assistant.datamodels import (
    FieldName,
    Indicator,
    IndicatorValue,
    Project,
    ScoredFact,
    Value,
    ValueKind,
)
from assistant.ingest.yearly import is_yearly_rating, year_of
from assistant.language.normalize import normalize_text
from assistant.language.numbers import find_numbers
from assistant.language.ratings import rating_sign
from assistant.language.similarity import longest_run
from assistant.language.tokens import lemmas
from assistant.language.years import find_years
from assistant.retrieval.wanted import Wanted, states

MAX_SUBJECTS = 4
MAX_INDICATORS = 4
TWIN = 0.3  # how much lower the score of an indicator of the same name may be
NEAR_SISTER = 0.85
FEW = 3  # so many figures are all told, whichever is asked for
FIELD_CHARACTERS = 380
MAX_RATED = 2  # projects that the question names in part only
SHORTEST_SHARED = 3  # characters of a name that the question shares
_ASKS_REASON = re.compile(
    r"理由|なぜ|なんで|どうして|今後|この先|どうな[るりっ]|その後|扱い|扱わ|\b(?:why|reason|next)\b"
)
_REASON = re.compile(r"理由|今後|見直し|対応|コメント|考察|要因|方向")
VALUE_KINDS: tuple[ValueKind, ...] = ("baseline", "target", "actual")


def compose_department(turn: Turn) -> Draft | None:
    """Who is in charge of the projects that the question is about."""
    lines, projects = [], []
    for project in turn.subjects[:MAX_SUBJECTS]:
        if not project.departments:
            continue
        value = "、".join(department.text for department in project.departments)
        span = project.departments[0].span.join(project.departments[-1].span)
        text = say(
            turn.language,
            "department",
            project=project.name.text,
            city=turn.source(project),
            value=value,
        )
        values = tuple(department.text for department in project.departments)
        lines.append(Line(text, (turn.evidence(project, span),), values))
        projects.append(project)
    return record_draft("department", lines, projects, turn)


def compose_rating(turn: Turn, of: Sequence[Project] | None = None) -> Draft | None:
    """The rating of a project with what the letter means, if the document tells, and the
    reason or what follows from it, if the question asks for them; of the projects that the
    question is about if no others are given."""
    lines: list[Line] = []
    projects: list[Project] = []
    given = None if of is None else [p for p in of if p.rating and _rated_in(turn, p)]
    for project in _rated(turn) if given is None else given:
        lines += _yearly_lines(turn, project) or _rating_lines(turn, project)
        projects.append(project)
    return record_draft("rating", lines, projects, turn)


def _yearly_lines(turn: Turn, project: Project) -> list[Line]:
    """The ratings of the years that the question names; the newest is the project's own, with
    what else is told of that."""
    parts = ratings_asked(turn, project)
    newest = max((year_of(p.label) for p in project.fields if is_yearly_rating(p)), default=0)
    if not parts or (len(parts) == 1 and year_of(parts[0].label) == newest):
        return []
    told = "、".join(f"{part.label} {part.value.text}" for part in parts)
    text = say(
        turn.language, "yearly_rating", project=project.name.text, city=turn.source(project),
        values=told,
    )  # fmt: skip
    evidence = tuple(turn.evidence(project, part.value.span) for part in parts)
    return [Line(text, tuple(dict.fromkeys(evidence)), tuple(part.value.text for part in parts))]


def _rated(turn: Turn) -> list[Project]:
    """The projects asked about that have a rating; where none has, the most relevant ones that
    have one and share a word of their names with the question."""
    rated = [p for p in turn.subjects[:MAX_SUBJECTS] if p.rating and _rated_in(turn, p)]
    if rated or not turn.query.asks_for("rating"):
        return rated
    question = normalize_text(turn.query.question)
    near = [p for p, _ in turn.projects if p.rating and _rated_in(turn, p)]
    runs = [(p, longest_run(question, normalize_text(p.name.text))) for p in near]
    lengths = [(p, run.end - run.start) for p, run in runs]
    longest = max((length for _, length in lengths), default=0)
    if longest < SHORTEST_SHARED:
        return []
    return [p for p, length in lengths if length == longest][:MAX_RATED]


def _rating_lines(turn: Turn, project: Project) -> Iterator[Line]:
    rating = project.rating
    assert rating is not None
    template = "rating" if len(rating_sign(rating.text)) == 1 else "stage"
    text = say(
        turn.language, template, project=project.name.text, city=turn.source(project),
        value=rating.text,
    )  # fmt: skip
    yield Line(text, (Evidence(project.document_id, rating.span),), (rating.text,))
    for term in turn.catalogue.terms.values():
        if term.document_id == project.document_id and term.name == rating.text:
            meaning = say(
                turn.language, "rating_meaning", value=term.name, meaning=term.definition.text
            )
            yield Line(meaning, (Evidence(term.document_id, term.span),), (term.definition.text,))
            break
    if _ASKS_REASON.search(turn.query.normalized):
        for part in project.fields:
            if part.field in ("other", "outlook") and _REASON.search(part.label):
                text = pick(turn.language, (f"{part.label}：", f"{part.label}: ")) + part.value.text
                evidence = turn.evidence(project, part.value.span)
                yield Line(text, (evidence,), (part.value.text,))


def _rated_in(turn: Turn, project: Project) -> bool:
    """Whether the rating is of a year that the question names, if it names one."""
    if rates_yearly(turn):
        return bool(ratings_asked(turn, project))
    document = turn.catalogue.documents[project.document_id]
    told = {mention.year for mention in find_years(f"{document.title} {document.edition}")}
    return not turn.query.years or not told or bool(told & set(turn.query.years))


def compose_indicator(turn: Turn) -> Draft | None:
    """Figures of the indicators asked for: the kind and year asked for, else all."""
    indicators = choose_indicators(turn)
    if _asks_only_when(turn):
        indicators = [i for i in indicators if not any(value.dated for value in i.values)]
    if not indicators:
        return None
    wanted = tuple(kind for kind in VALUE_KINDS if turn.query.asks_for(kind))
    wanted_unit = turn.wanted
    indicators = [i for i in indicators if _has_unit(i, wanted_unit)]
    indicators = _of_years(indicators, turn.query.years)
    if wanted == ("target",):
        indicators = [planned(turn, indicator) for indicator in indicators]
    both = indicators if turn.query.has_form("comparison") else []
    indicators = [revised(turn, indicator) for indicator in indicators]
    indicators += [indicator for indicator in both if indicator not in indicators]
    asked = {_with_results(turn, i, wanted).indicator_id: i for i in reversed(indicators)}
    indicators = [turn.catalogue.indicators[key] for key in reversed(asked)]
    lines = [
        _called(turn, line, asked[indicator.indicator_id], indicator)
        for indicator in indicators
        if (line := _indicator_line(turn, indicator, wanted))
    ]
    if not lines:
        return None
    projects = _projects_of(turn, indicators)
    bounded = wanted_unit if wanted_unit and wanted_unit.units else None
    missing = all(
        not _matching(indicator, wanted, turn.query.years, bounded, result=_asks_result(turn))
        for indicator in indicators
    )
    if missing and all(map(_is_told_in_words, indicators)):
        return None
    draft = record_draft(
        "indicator", lines, projects, turn, tuple(i.indicator_id for i in indicators)
    )
    if draft and missing:
        return replace(draft, answerable=False)
    return draft


def _asks_only_when(turn: Turn) -> bool:
    """Whether a date is asked for and no figure: the year that all figures of a column have
    says nothing of when one project begins or ends."""
    dated = turn.wanted is not None and turn.wanted.type == "date"
    figure = turn.query.asks_for(*VALUE_KINDS, "indicator", "figure") or turn.query.threshold
    return dated and not figure and not find_numbers(turn.query.normalized)


def _with_results(turn: Turn, indicator: Indicator, wanted: tuple[ValueKind, ...]) -> Indicator:
    """The indicator as a report tells it, where the question asks for a result, or how many
    it was in a year, and the indicator itself has targets alone."""
    years = turn.query.years
    held = [value for value in indicator.values if value.kind == "actual"]
    asks = "actual" in wanted or (
        bool(years) and not wanted and _PAST.search(turn.query.normalized)
    )
    if not asks or any(not years or value.year in years for value in held):
        return indicator
    told = reported(turn, indicator)
    results = [v for v in told.values if v.kind == "actual"] if told else []
    fits = any(not years or value.year in years for value in results)
    return told if told and fits else indicator


def _called(turn: Turn, line: Line, asked: Indicator, told: Indicator) -> Line:
    """A report's line by the name that the plan has for the indicator, where the report only
    calls it by the project; the plan stands beside as evidence of that name."""
    project = turn.catalogue.projects.get(told.project_id or "")
    if asked is told or project is None or told.name.text != project.name.text:
        return line
    name = _shown_name(told)
    for left, right in (("の「", "」"), ("of “", "”"), ("The documents state no “", "”")):
        line = replace(
            line,
            text=line.text.replace(f"{left}{name}{right}", f"{left}{asked.name.text}{right}", 1),
        )
    evidence = (*line.evidence, *indicator_evidence(turn, asked))
    return replace(line, evidence=evidence)


def _is_dated(indicator: Indicator, years: tuple[int, ...]) -> bool:
    return any(value.year in years for value in indicator.values)


def _of_years(indicators: list[Indicator], years: tuple[int, ...]) -> list[Indicator]:
    """Of indicators of one name, those that hold a figure of the years asked for."""
    dated = [indicator for indicator in indicators if _is_dated(indicator, years)]
    same = len({indicator.name.text for indicator in indicators}) == 1
    return dated if dated and same else indicators


def _is_told_in_words(indicator: Indicator) -> bool:
    """Whether a sentence states the figures: that it lacks one does not say there is none."""
    return all(value.year is None and not value.label for value in indicator.values)


def _has_unit(indicator: Indicator, wanted: Wanted | None) -> bool:
    """Whether some figure is of the type that the question asks for. A date is a fit too:
    figures stand under years."""
    if wanted is None or wanted.type == "date":
        return True
    counted = [value for value in indicator.values if _has_number(value)]
    if not counted and not wanted.units:
        return True
    bare = [value for value in counted if _BARE_NUMBER.fullmatch(value.value.text)]
    if bare and wanted.type in ("number", "percent"):
        share = bool(_SHARE.search(f"{indicator.name.text} {indicator.unit}"))
        return share if wanted.type == "percent" else True
    return any(states(value.value.text, wanted) for value in counted)


_BARE_NUMBER = re.compile(r"[\s0-9０-９,，.．]+")
_BARE_FIGURE = re.compile(r"([+＋±▲△-]?[0-9０-９][0-9０-９,，.．]*)(以上|以下|未満|超|)")
_RESULT = re.compile(r"実績(?!報告|分)|\bactual")
_PAST = re.compile(r"(?:まし|で?し|だっ|くれ|られ|れ|来|き|っ|い)た|\b(?:was|were|did)\b|実績")
_SHARE = re.compile(r"割合|率|%|％|比")


def _has_number(value: IndicatorValue) -> bool:
    return any(character.isdigit() for character in value.value.text)


def choose_indicators(turn: Turn) -> list[Indicator]:
    """The indicator that the question's words name, or all of the subject's indicators if
    it names the project alone."""
    wanted = turn.wanted
    ranked = [
        item
        for item in turn.best("indicator")
        if _has_unit(turn.catalogue.indicators[item.fact.ref], wanted)
    ]
    if not ranked:
        return []
    top = ranked[0]
    indicator = turn.catalogue.indicators[top.fact.ref]
    project = turn.catalogue.projects.get(indicator.project_id or "")
    if project is None or _names_indicator(turn, indicator, project):
        if turn.query.has_form("comparison") and project is not None:
            return _sisters(turn, indicator, project, top.relevance)
        twins = [
            turn.catalogue.indicators[item.fact.ref]
            for item in ranked[1:6]
            if item.score >= top.score - TWIN
            or _is_dated(turn.catalogue.indicators[item.fact.ref], turn.query.years)
        ]
        return [indicator, *(twin for twin in twins if twin.name.text == indicator.name.text)][
            :MAX_INDICATORS
        ]
    chosen = [i for subject in (turn.subjects[:2] or [project]) for i in subject.indicators]
    return (chosen or [indicator])[:MAX_INDICATORS]


def _sisters(turn: Turn, first: Indicator, project: Project, top: float) -> list[Indicator]:
    """The indicators of a project that a question about several of them is near to."""
    near = [
        turn.catalogue.indicators[item.fact.ref]
        for item in turn.best("indicator", project=project)
        if item.relevance >= NEAR_SISTER * top
    ]
    return (near or [first])[:MAX_INDICATORS]


def _names_indicator(turn: Turn, indicator: Indicator, project: Project) -> bool:
    """Whether words of the question stand in the indicator's name but not in the project's,
    more of them than in the project's other indicators."""
    name = set(lemmas(project.name.text))

    def held(other: Indicator) -> float:
        words = set(lemmas(f"{other.name.text} {other.qualifier}")) - name
        total = 0.0
        for term in turn.query.terms:
            worth = (
                1.0
                if term.lemma in words
                else 0.8 * any(set(alt) <= words for alt in term.alternatives)
            )
            total += worth * max(term.weight, 0.3) * turn.ranker.index.idf(term.lemma)
        return total

    own = held(indicator)
    others = [
        held(other) for other in project.indicators if other.indicator_id != indicator.indicator_id
    ]
    return own > 0 and all(own > other for other in others)


def _indicator_line(turn: Turn, indicator: Indicator, wanted: tuple[ValueKind, ...]) -> Line | None:
    unit = turn.wanted
    bounded = unit if unit and unit.units else None
    values = _matching(indicator, wanted, turn.query.years, bounded, result=_asks_result(turn))
    if not values:
        city = turn.origin(indicator.document_id)
        return _missing_line(turn, indicator, wanted, _shown_name(indicator), city)
    return told_line(turn, indicator, _in_order(values, turn.query.years, wanted))


def _shown_name(indicator: Indicator) -> str:
    return indicator.name.text + (f"（{indicator.qualifier}）" if indicator.qualifier else "")


def told_line(turn: Turn, indicator: Indicator, shown: list[IndicatorValue]) -> Line:
    """A line that tells these figures of an indicator."""
    project = turn.catalogue.projects.get(indicator.project_id or "")
    common = {
        "indicator": _shown_name(indicator),
        "city": turn.origin(indicator.document_id),
        "project": project.name.text if project else "",
    }
    if len(shown) == 1:
        key = "one_value" if project else "one_value_alone"
        text = say(
            turn.language,
            key,
            label=_label(turn, shown[0]),
            value=_told(indicator, shown[0]),
            **common,
        )
    else:
        key = "indicator" if project else "indicator_alone"
        listed = _listed(turn, indicator, shown)
        text = say(turn.language, key, values=listed, **common)
    evidence = (*indicator_evidence(turn, indicator), *_dated_by(indicator, shown))
    return Line(text, evidence, tuple(v.value.text for v in shown))


def _listed(turn: Turn, indicator: Indicator, values: Iterable[IndicatorValue]) -> str:
    return "、".join(f"{_label(turn, value)} {_told(indicator, value)}" for value in values)


def _told(indicator: Indicator, value: IndicatorValue) -> str:
    """A figure with the unit that its indicator names, where it stands bare."""
    match = _BARE_FIGURE.fullmatch(value.value.text)
    return f"{match[1]}{indicator.unit}{match[2]}" if match else value.value.text


def _is_bare(value: IndicatorValue) -> bool:
    return bool(_BARE_NUMBER.fullmatch(value.value.text))


def _asks_result(turn: Turn) -> bool:
    """Whether the question asks for a result in so many words, and for no target."""
    result = _RESULT.search(turn.query.normalized)
    return bool(result) and not turn.query.asks_for("target")


def _missing_line(
    turn: Turn, indicator: Indicator, wanted: tuple[ValueKind, ...], name: str, city: str
) -> Line | None:
    if not indicator.values:
        return None
    listed = _listed(turn, indicator, indicator.values)
    kind = "・".join(pick(turn.language, KINDS[k]) for k in wanted) or (
        "値" if turn.language == "ja" else "value"
    )
    years = "、".join(year_label(turn.language, year) for year in turn.query.years)
    key = "no_year" if turn.query.years else "kind_missing"
    text = say(turn.language, key, indicator=name, city=city, year=years, kind=kind, values=listed)
    evidence = (*indicator_evidence(turn, indicator), *_dated_by(indicator, indicator.values))
    return Line(text, evidence, tuple(v.value.text for v in indicator.values))


def _dated_by(indicator: Indicator, values: Iterable[IndicatorValue]) -> tuple[Evidence, ...]:
    """Where the text tells the years of figures whose own labels do not."""
    spans = dict.fromkeys(value.dated for value in values if value.dated is not None)
    return tuple(Evidence(indicator.document_id, span) for span in spans)


def indicator_evidence(turn: Turn, indicator: Indicator) -> tuple[Evidence, ...]:
    """Where the figures stand, with the project's name if it is near."""
    project = turn.catalogue.projects.get(indicator.project_id or "")
    context = (project.name.span,) if project else ()
    return (Evidence(indicator.document_id, indicator.span, context),)


def _matching(
    indicator: Indicator,
    wanted: tuple[ValueKind, ...],
    years: tuple[int, ...],
    unit: Wanted | None = None,
    *,
    result: bool = False,
) -> list[IndicatorValue]:
    """The figures of the kinds and years asked for; with `result` a target does not stand
    for the missing result of its year."""
    few = len(indicator.values) <= FEW and not years
    asked = [value for value in indicator.values if value.kind in wanted]
    values = [v for v in indicator.values if not wanted or v.kind in wanted or (few and asked)]
    fits = [v for v in asked if unit is None or states(v.value.text, unit) or _is_bare(v)]
    if unit is not None and asked and not fits:
        return []
    if years:
        if len(years) > 1:  # two years named: each with whatever figure it has
            values = list(indicator.values)
        named = [value for value in values if value.year in years]
        based = [v for v in values if v.kind == "baseline" and "baseline" in wanted]
        values = named + [value for value in based if named and value not in named]
        if "actual" in wanted and (values or not result):  # both tell whether a target was met
            also = [v for v in indicator.values if v.kind == "target" and v.year in years]
            values += [value for value in also if value not in values]
    return values


def _in_order(
    values: list[IndicatorValue], years: tuple[int, ...], wanted: tuple[ValueKind, ...]
) -> list[IndicatorValue]:
    """What is asked for first, then by year."""
    order = {"baseline": 0, "target": 1, "actual": 2}
    return sorted(
        values,
        key=lambda value: (
            years.index(value.year) if value.year in years else len(years),
            bool(wanted) and value.kind not in wanted,
            value.year or 0,
            order[value.kind],
        ),
    )


def _label(turn: Turn, value: IndicatorValue) -> str:
    kind = pick(turn.language, KINDS[value.kind])
    if revision := revision_of(value):
        when = "before" if revision.endswith("前") else "after"
        kind = pick(turn.language, (f"{revision}の{kind}", f"{kind} {when} the revision"))
    if turn.language == "ja" and value.year:
        era, western = year_label("ja", value.year).rstrip("）").partition("（")[::2]
        return f"{kind}（{era}{'、' if western else ''}{western}）"
    return f"{kind} ({year_label(turn.language, value.year)})" if value.year else kind


def _projects_of(turn: Turn, indicators: Iterable[Indicator]) -> list[Project]:
    ids = dict.fromkeys(indicator.project_id for indicator in indicators if indicator.project_id)
    return [turn.catalogue.projects[project_id] for project_id in ids]


def compose_field(turn: Turn, names: tuple[FieldName, ...]) -> Draft | None:
    """What a project's record says under the labels asked for: all statements in order if
    they are few, else the best."""
    if not turn.subjects:
        return None
    project = turn.subjects[0]
    lines: list[Line] = []
    room = FIELD_CHARACTERS
    for name in dict.fromkeys(names):
        found = [i for i in turn.best("statement", project=project) if i.fact.ref == name]
        chosen: list[ScoredFact] = []
        for item in found:
            if len(item.fact.text) <= room or not (lines or chosen):
                chosen.append(item)
                room -= len(item.fact.text) + 5
        told = [Value(item.fact.text, item.fact.span) for item in chosen]
        told = told or _kept_in_record(project, name, room)
        for value in sorted(told, key=lambda value: value.span.start):
            lines.append(_field_line(turn, project, name, value, first=not lines))
    return record_draft("field", lines, [project], turn)


def _kept_in_record(project: Project, name: FieldName, room: int) -> list[Value]:
    """A field that is told in a row of labels, so that no statement tells it."""
    values = [part.value for part in project.fields if part.field == name]
    return [value for value in values[:1] if len(value.text) <= room]


def _field_line(
    turn: Turn, project: Project, name: FieldName, value: Value, *, first: bool
) -> Line:
    text = value.text
    if first:
        label = pick(turn.language, FIELDS[name])
        city = turn.source(project)
        text = say(
            turn.language, "field", project=project.name.text, city=city, label=label, value=text
        )
    return Line(text, (turn.evidence(project, value.span),), tuple(value.text.splitlines()))


def record_draft(
    kind: str,
    lines: list[Line],
    projects: list[Project],
    turn: Turn,
    indicators: tuple[str, ...] = (),
) -> Draft | None:
    """A draft of `lines`, as sure as the most relevant of `projects`; None without lines."""
    if not lines:
        return None
    score = {project.project_id: relevance for project, relevance in turn.projects}
    known = [score.get(project.project_id, 0.0) for project in projects]
    confidence = max(known, default=turn.ranked[0].relevance if turn.ranked else 0.0)
    return Draft(kind, tuple(lines), confidence, projects=tuple(projects), indicators=indicators)
