"""The figures of an indicator, told in a line."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.answering.drafts import Evidence, Line
from assistant.answering.messages import KINDS, pick, say, year_label
from assistant.answering.turn import Turn
from assistant.datamodels import Fact, Indicator, IndicatorValue, LabelledCell, ValueKind
from assistant.ingest.labels import revision_in

_JUDGED = re.compile(r"達成|(?:達成)?(?:評価|判定|状況|区分|度)|結果|達否")
_SHARE_REACHED = re.compile(r"達成率|achievement rate|attainment")
_BARE_FIGURE = re.compile(r"([+＋±▲△-]?[0-9０-９][0-9０-９,，.．]*)(以上|以下|未満|超|)")


def shown_name(indicator: Indicator) -> str:
    """An indicator's name with what sets it apart."""
    return indicator.name.text + (f"（{indicator.qualifier}）" if indicator.qualifier else "")


def told_line(turn: Turn, indicator: Indicator, shown: list[IndicatorValue]) -> Line:
    """A line that tells these figures of an indicator."""
    project = turn.catalogue.projects.get(indicator.project_id or "")
    common = {
        "indicator": shown_name(indicator),
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


def judged(turn: Turn, indicator: Indicator, *, rated: bool = True) -> tuple[Line, ...]:
    """What the row of an indicator itself says became of its target, where that is `rated`, and
    how much of it was reached, where the question asks for that: 評価：未達成, 達成率：67.0％."""
    share = _SHARE_REACHED.search(turn.query.normalized)
    for fact in turn.facts:
        if fact.kind != "row" or not fact.span.overlaps(indicator.span):
            continue
        told = [
            cell
            for cell in fact.cells
            if cell.value.text
            and (
                (rated and _JUDGED.fullmatch(cell.header.strip()))
                or (share and _SHARE_REACHED.fullmatch(cell.header.strip()))
            )
        ]
        if told:
            return tuple(_judged_line(turn, fact, cell) for cell in told)
    return ()


def _judged_line(turn: Turn, row: Fact, cell: LabelledCell) -> Line:
    evidence = Evidence(row.document_id, cell.value.span, (row.span,))
    colon = "：" if turn.language == "ja" else ": "
    return Line(f"{cell.header.strip()}{colon}{cell.value.text}", (evidence,), (cell.value.text,))


def missing_line(turn: Turn, indicator: Indicator, wanted: tuple[ValueKind, ...]) -> Line | None:
    """What tells that a figure asked for is missing, and which there are."""
    if not indicator.values:
        return None
    name, city = shown_name(indicator), turn.origin(indicator.document_id)
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


def _label(turn: Turn, value: IndicatorValue) -> str:
    kind = pick(turn.language, KINDS[value.kind])
    if revision := revision_in(value.label):
        when = "before" if revision.endswith("前") else "after"
        kind = pick(turn.language, (f"{revision}の{kind}", f"{kind} {when} the revision"))
    if turn.language == "ja" and value.year:
        era, western = year_label("ja", value.year).rstrip("）").partition("（")[::2]
        return f"{kind}（{era}{'、' if western else ''}{western}）"
    return f"{kind} ({year_label(turn.language, value.year)})" if value.year else kind
