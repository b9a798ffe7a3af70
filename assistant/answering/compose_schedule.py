"""When the steps of a project are planned: the step that the question names, else all."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answering.drafts import Draft, Evidence, Line
from assistant.answering.messages import say, year_label
from assistant.answering.record_lines import record_draft
from assistant.answering.turn import Turn
from assistant.datamodels import Fact, Project, ScheduleEntry, SearchTerm, Span, Value
from assistant.ingest.blocks import display
from assistant.language.normalize import match_key, mend
from assistant.language.sentences import sentence_spans
from assistant.language.similarity import likeness
from assistant.language.tokens import lemmas
from assistant.language.years import find_years

MAX_ENTRIES = 8
SHORTEST_STEP = 6  # characters of a step that a question names
ALIKE = 0.86  # the share of a step's letters that a misspelt one shares
_ASKS_BEGIN = re.compile(r"いつから|(?:いつ|何年度?に?)(?:始|開始|スタート)|\b(?:when|start|begin)")
# 生活保護 is what a step is about, 生活保護の移行 a step.
_ACTS = re.compile(
    r"(?:移行|導入|開始|構築|運用|整備|更新|策定|見直し|改修|試行|実証|拡大|公開|設置|開設|開所|稼働|"
    r"実施|切替|廃止)$"
)
_BY_NAME = re.compile(r"スケジュール|ロードマップ|工程|行程|年次計画|schedule|road ?map|timeline")
_PART_OF_YEAR = re.compile(r"（([上下前後]半?期|第[1-4一二三四]四半期|[1-4]Q|Q[1-4])）$")
NOUN_OR_VERB = 0.4  # weight of the words that tell what is asked about
_ASKS_MONTH = re.compile(r"何月|なんがつ|月は(?:いつ|何)|\bmonths?\b")
_ASKS_WHEN = re.compile(r"いつ|何時|時期|\bwhen\b")
_MONTH = re.compile(r"[0-9０-９]{1,2}月")


def compose_schedule(turn: Turn) -> Draft | None:
    """When a project's steps are planned: the step that the question names, else all."""
    lines, projects = [], []
    for project in turn.subjects[:2]:
        entries = [entry for entry in project.schedule if entry.item.text or entry.text]
        if turn.query.years and any(entry.years for entry in entries):
            asked = set(turn.query.years)
            entries = [entry for entry in entries if asked & set(entry.years)]
        if not entries:
            continue
        lines += _schedule_lines(turn, project, entries)
        lines += _told_otherwise(turn, project, entries)
        lines += _dated_lines(turn, project, lines[-1:])
        projects.append(project)
    return record_draft("schedule", lines, projects, turn)


def compose_whole_schedule(turn: Turn) -> Draft | None:
    """The schedule of the one project that the question names, where it asks for nothing but
    its schedule by that word."""
    query = turn.query
    plain = set(query.asks) <= {"schedule", "summary", "definition"} and not query.has_form(
        "yesno", "count"
    )
    if not (plain and len(turn.named) == 1 and _BY_NAME.search(query.normalized)):
        return None
    return compose_schedule(turn)


def _dated_lines(turn: Turn, project: Project, told: list[Line]) -> list[Line]:
    """What the project's own words tell of a month that its steps do not: the sentence that
    holds what is asked about, where the question asks for the month or the steps lack it."""
    if any(_MONTH.search(line.text) for line in told):
        return []
    name = set(lemmas(project.name.text))
    wanted = [term for term in turn.query.terms if term.weight >= NOUN_OR_VERB]
    asks_month = bool(_ASKS_MONTH.search(turn.query.normalized))
    if not asks_month and not _ASKS_WHEN.search(turn.query.normalized):
        return []
    for part in project.fields:
        text = turn.catalogue.documents[project.document_id].text
        for span in sentence_spans(text, part.value.span):
            shown = display(text, span)
            held = set(lemmas(shown)) | {match_key(lemma) for lemma in lemmas(shown)}
            asked = [t for t in wanted if _holds(t, held) and (asks_month or t.lemma not in name)]
            if asked and _MONTH.search(shown):
                return [Line(shown, (turn.evidence(project, span),), (shown,))]
    return []


def _holds(term: SearchTerm, lemmas_held: set[str]) -> bool:
    return term.lemma in lemmas_held or any(set(a) <= lemmas_held for a in term.alternatives)


def _schedule_lines(turn: Turn, project: Project, entries: list[ScheduleEntry]) -> list[Line]:
    asked = _asked_entries(turn, project, entries)[:MAX_ENTRIES]
    common = {"project": project.name.text, "city": turn.source(project)}
    whole = _told_with_month(turn, project, asked[0]) if len(asked) == 1 else ""
    if whole:
        text = say(turn.language, "schedule_text", entries=whole, **common)
    elif len(asked) == 1 and asked[0].years:
        entry = asked[0]
        item = entry.item.text or entry.text
        when = _entry_text(turn, replace(entry, item=Value("", entry.span)))
        text = say(turn.language, "schedule", item=item, years=when, **common)
    else:
        shown = "、".join(dict.fromkeys(_entry_text(turn, entry) for entry in asked))
        text = say(turn.language, "schedule_text", entries=shown, **common)
    table = entries[0].span.join(entries[-1].span)
    evidence = turn.evidence(project, asked[0].span, table)
    items = tuple(_written(turn, project, entry) for entry in asked if entry.item.text)
    planned = any(entry.years for entry in asked)
    told = (evidence, *_legend(turn, project, asked))
    return [Line(text, told, items[:1])] if planned or items else []


def _told_otherwise(turn: Turn, project: Project, entries: list[ScheduleEntry]) -> list[Line]:
    """Where an overview of the same document gives the one step asked for other years: who
    answers for a plan has to know that it says both."""
    asked = _asked_entries(turn, project, entries)
    if len(asked) != 1 or not asked[0].years:
        return []
    item, name = match_key(asked[0].item.text), match_key(project.name.text)
    for fact in turn.facts:
        apart = fact.kind == "row" and fact.project_id is None
        if not apart or fact.document_id != project.document_id:
            continue
        if name not in match_key(fact.context):
            continue
        heads = [(c.header, y.year) for c in fact.cells[1:] for y in find_years(c.header)]
        if match_key(fact.cells[0].value.text) != item or not heads:
            continue
        return [] if heads[0][1] in asked[0].years else _elsewhere(turn, fact, heads)
    return []


def _elsewhere(turn: Turn, fact: Fact, heads: list[tuple[str, int]]) -> list[Line]:
    """What a row of an overview says of a step, with the head of its first year."""
    document = turn.catalogue.documents[fact.document_id]
    years = tuple(dict.fromkeys(year for _, year in heads))
    place = "　".join(document.section_path(fact.section)[-2:])
    told = _years_text(turn, years)
    evidence = [Evidence(fact.document_id, fact.span)]
    for head, _ in dict.fromkeys((heads[0], heads[-1])):
        at = document.text.rfind(head, 0, fact.span.start)
        if at < 0:
            return []
        evidence.append(Evidence(fact.document_id, Span(at, at + len(head))))
    return [
        Line(say(turn.language, "schedule_elsewhere", place=place, years=told), tuple(evidence))
    ]


def _written(turn: Turn, project: Project, entry: ScheduleEntry) -> str:
    """The step as the document writes it: the sign where a legend tells what it means, the
    year where the head of its column does."""
    source = turn.catalogue.text(project.document_id, entry.item.span)
    told = match_key(entry.item.text) in match_key(source)
    return entry.item.text if told else source.strip()


def _legend(turn: Turn, project: Project, entries: list[ScheduleEntry]) -> tuple[Evidence, ...]:
    """Where the document says what the signs of steps mean: △＝検討、◎＝実施."""
    text = turn.catalogue.documents[project.document_id].text
    for entry in entries:
        sign = _written(turn, project, entry)
        if entry.item.text and len(sign) == 1:
            told = re.search(
                rf"{re.escape(sign)}[ 　]?[＝=：:][ 　]?{re.escape(entry.item.text)}", text
            )
            if told:
                return (Evidence(project.document_id, Span(told.start(), told.end())),)
    return ()


def _told_with_month(turn: Turn, project: Project, entry: ScheduleEntry) -> str:
    """The words of a step that tell its month too; none of a table or of several lines."""
    text = mend(turn.catalogue.text(project.document_id, entry.span))
    return text if _MONTH.search(text) and not {"\t", "\n"} & set(text) else ""


def _entry_text(turn: Turn, entry: ScheduleEntry) -> str:
    """`運用開始 令和10（2028）年度から令和11（2029）年度`."""
    item, note = entry.item.text, entry.text if entry.text != entry.item.text else ""
    if note and not item and find_years(note):
        return "、".join(filter(None, (note, _years_text(turn, entry.years))))
    part = _PART_OF_YEAR.search(note)
    note = note[: part.start()] if part else note
    named = f"{item}（{note}）" if item and note else item or note
    years = _years_text(turn, entry.years)
    if part and len(entry.years) == 1:
        years = (
            years.replace("年度（", f"年度{part[1]}（", 1) if "年度（" in years else years + part[1]
        )
    return f"{named} {years}".strip()


def _asked_entries(
    turn: Turn, project: Project, entries: list[ScheduleEntry]
) -> list[ScheduleEntry]:
    name = set(lemmas(project.name.text))
    scored = []
    for place, entry in enumerate(entries):
        words = set(lemmas(f"{entry.item.text} {entry.text}")) - name
        held = sum(1.0 for term in turn.query.terms if term.lemma in words)
        held += 0.5 * bool(set(turn.query.years) & set(entry.years))
        scored.append((held, place, entry))
    top = max(held for held, _, _ in scored)
    return [entry for held, _, entry in scored if held == top] if top else entries


def _years_text(turn: Turn, years: tuple[int, ...]) -> str:
    if not years:
        return ""
    first, last = year_label(turn.language, years[0]), year_label(turn.language, years[-1])
    if first == last:
        return first
    return f"{first} to {last}" if turn.language == "en" else f"{first}から{last}"


def _begun(turn: Turn) -> Draft | None:
    """When the one project that the question names begins, where its record says that of the
    project itself."""
    if len(turn.named) != 1 or not _ASKS_BEGIN.search(turn.query.normalized):
        return None
    project = turn.named[0]
    entries = [e for e in project.schedule if e.text and e.item.text == project.name.text]
    if len(entries) != 1 or "（" in entries[0].text:  # R7.10（試験）
        return None
    return record_draft("schedule", _schedule_lines(turn, project, entries), [project], turn)


def compose_named_step(turn: Turn) -> Draft | None:
    """The step of any project in scope that the question names in its own words, where it
    asks for a date: β′モデルへの移行は何年度."""
    dated = turn.wanted is not None and turn.wanted.type == "date"
    if not dated or turn.query.years or turn.query.has_form("list", "count", "yesno"):
        return None
    if begun := _begun(turn):
        return begun
    key = match_key(turn.query.question)
    found: dict[str, list[ScheduleEntry]] = {}
    for project in turn.catalogue.projects_in(turn.query.scope):
        for entry in project.schedule:
            name = match_key(entry.item.text)
            step = entry.years and len(name) >= SHORTEST_STEP and _ACTS.search(name)
            if step and likeness(name, key) >= ALIKE:
                found.setdefault(project.project_id, []).append(entry)
    if len(found) != 1:
        return None
    ((project_id, entries),) = found.items()
    project = turn.catalogue.projects[project_id]
    return record_draft("schedule", _schedule_lines(turn, project, entries), [project], turn)
