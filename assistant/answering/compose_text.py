"""Free answers: the statements, rows or list that answer a question best."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from assistant.answering.drafts import Draft, Evidence, Line
from assistant.answering.messages import say
from assistant.answering.others import is_of_another
from assistant.answering.turn import Turn
from assistant.answering.untold import without_whole
from assistant.datamodels import Fact, LabelledCell, ScoredFact, Span
from assistant.language.normalize import match_key
from assistant.language.tokens import lemmas
from assistant.language.years import find_years
from assistant.retrieval.features import tells_years
from assistant.retrieval.network import share_of
from assistant.retrieval.phrases import head_words
from assistant.retrieval.stated import states
from assistant.retrieval.wanted import Wanted

_MARK = re.compile(r"^[\s・●○◆■✓▶\-*]+")
TEXT_CHARACTERS = 360
NEAR_BEST = 1.5  # how much lower the score of another statement may be
FOLLOWING_CHARACTERS = 160  # a longer next statement is left out
MAX_STATEMENTS = 3
LONGEST_MARK = 4  # characters before an item
TITLE = 24  # characters of a list item up to which it may be a mere title
CONSIDERED = 12
ROW_CHARACTERS = 300
MEANING_COVERAGE = 0.5
SURE_LIST = 1.0  # score of a list that is what a question asks for
_ASKS_WHAT = re.compile(r"何(?!年|月|日|時|曜)|なに|どんな|どのよう|どういう|\bwhat\b|\bhow\b")
_NUMBER = re.compile(r"(?:No\.?|№)?[0-9０-９]{1,3}")  # of a row, which says nothing by itself
_ITEM_NUMBER = re.compile(r"^[0-9０-９]{1,2}(?:[.．、)）]|\s|(?=[^0-9０-９.．,，%％]))\s*")
_DATED = re.compile(r"[0-9０-９元][年月日/.．]|[RＲ][ 　]?[0-9０-９]|20[0-9]{2}|[春夏秋冬]")
_DEFINES = re.compile(
    r"とは|こと(?:。|です|$)|略|意味|指す|指し|という。|いいます|能力|姿勢|手法|仕組み|考え方|プロセス"
)


def compose_text(
    turn: Turn, wanted: Wanted | None = None, skip: tuple[Evidence, ...] = ()
) -> Draft | None:
    """The best statements, those with a value of the `wanted` type only if one is given,
    and none of what `skip` tells already."""
    ranked = list(islice(_fitting(turn, wanted, skip), CONSIDERED))
    if not ranked:
        return None
    if wanted is not None and wanted.type == "date":
        ranked = _dated_first(turn, ranked)
    best = ranked[0]
    if wanted is None and (defined := _definition_of(turn, best)):
        return defined
    if whole := _list_of(turn, ranked, wanted):
        return Draft("text", (text_line(turn, whole.fact),), share_of(whole.score))
    chosen = [best.fact]
    room = TEXT_CHARACTERS - len(shown_text(turn, best.fact))
    following = turn.ranker.statements.next(best.ordinal) or _on_its_line(turn, best.fact)
    if following and len(following.text) <= min(room, FOLLOWING_CHARACTERS):
        chosen.append(following)
        room -= len(following.text)
    for item in ranked[1:12]:
        text = shown_text(turn, item.fact)
        related = item.fact.document_id == best.fact.document_id
        if item.score < best.score - NEAR_BEST or not related or len(text) > room:
            continue
        known = [shown_text(turn, fact) for fact in chosen]
        if len(chosen) >= MAX_STATEMENTS or any(_repeats(text, other) for other in known):
            continue
        chosen.append(item.fact)
        room -= len(text)
    lines = tuple(text_line(turn, fact, lead=place == 0) for place, fact in enumerate(chosen))
    return Draft("text", lines, share_of(best.score), projects=turn.projects_of(best.fact))


def _dated_first(turn: Turn, ranked: list[ScoredFact]) -> list[ScoredFact]:
    """The statements with those in front that tell a year or month in figures, of the ones that
    are nearly as near as the best, which may only say 現在 or 先立ち."""
    near = [item for item in ranked if item.score >= ranked[0].score - NEAR_BEST]
    dated = [item for item in near if _DATED.search(shown_text(turn, item.fact))]
    return [*dated, *(item for item in ranked if item not in dated)]


def _definition_of(turn: Turn, best: ScoredFact) -> Draft | None:
    """The whole of what a glossary says of a term, where the best statement is a part of it and
    the question asks what is said."""
    if best.fact.kind != "statement" or not turn.query.asks_for("definition"):
        return None
    for term in turn.catalogue.terms.values():
        whole = term.definition.span
        same = term.document_id == best.fact.document_id and whole.covers(best.fact.span)
        if same and not term.inline and whole.end - whole.start <= TEXT_CHARACTERS:
            fact = replace(best.fact, span=whole, text=term.definition.text)
            return Draft("text", (text_line(turn, fact),), share_of(best.score))
    return None


def compose_meaning(turn: Turn) -> Draft | None:
    """The statement that reads like a definition and holds the question's subject."""
    names = [t.lemma for t in turn.query.terms if t.weight >= 0.9 and t.lemma.isascii()]
    for item in turn.best("statement", "row")[:8]:
        if not all(name in match_key(item.fact.text) for name in names):
            continue
        told = _DEFINES.search(item.fact.text) and item.coverage >= MEANING_COVERAGE
        if told and not item.missing:
            line, projects = text_line(turn, item.fact), turn.projects_of(item.fact)
            return Draft("text", (line,), share_of(item.score), projects=projects)
    return None


def _fitting(turn: Turn, wanted: Wanted | None, skip: tuple[Evidence, ...]) -> Iterator[ScoredFact]:
    """Statements, rows and lists that tell what is wanted, the best first."""
    for item in turn.best("statement", "row", "list"):
        text = shown_text(turn, item.fact)
        figures = without_whole(turn, _unnumbered(turn, item.fact, text))
        stated = wanted is None or states(figures, wanted)
        fits = stated and tells_years(turn.query, item.fact, turn.catalogue)
        told = any(_told(item.fact, evidence) for evidence in skip)
        if not fits or told or is_of_another(turn, item.fact):
            continue
        if not _is_mere_names(turn, item, text):
            yield item


def _unnumbered(turn: Turn, fact: Fact, text: str) -> str:
    """A fact as shown, without the numbers of items and headings, which count nothing."""
    if fact.kind == "list":
        return "、".join(f"「{_ITEM_NUMBER.sub('', unmarked(item.text))}」" for item in fact.items)
    heading = _heading_above(turn, fact)
    return _ITEM_NUMBER.sub("", text) if heading and heading.covers(fact.span) else text


def _heading_above(turn: Turn, fact: Fact) -> Span | None:
    """The heading of the section that a fact stands in."""
    sections = turn.catalogue.documents[fact.document_id].outline
    return sections[fact.section].heading if fact.section < len(sections) else None


def _is_mere_names(turn: Turn, item: ScoredFact, text: str) -> bool:
    """Whether a fact is a list that is too long for a statement, or that only names things
    where the question asks for no names and the list is not plainly what it asks for."""
    fact = item.fact
    if fact.kind != "list":
        return False
    if item.score >= SURE_LIST and turn.wanted is None and len(text) <= TEXT_CHARACTERS:
        return not _ASKS_WHAT.search(turn.query.normalized)
    names = all(len(item.text) <= TITLE and "。" not in item.text for item in fact.items)
    asked = turn.query.has_form("list", "items", "count") or not turn.query.has_form("wh")
    return len(text) > TEXT_CHARACTERS or (names and not asked)


def _list_of(turn: Turn, ranked: list[ScoredFact], wanted: Wanted | None) -> ScoredFact | None:
    """The list that the best statement and another of the first are items of, where it is
    nearer to the question than they are: its items answer together."""
    if wanted is not None:
        return None
    spans = [item.fact.span for item in ranked[:MAX_STATEMENTS]]
    for item in turn.best("list"):
        if item.score < ranked[0].score:
            return None
        parts = [part.span for part in item.fact.items]
        held = [any(_is_all_of(span, part) for part in parts) for span in spans]
        fits = len(list_text(item.fact)) <= TEXT_CHARACTERS and not item.fact.project_id
        if fits and held[0] and sum(held) > 1:
            return item
    return None


def _is_all_of(statement: Span, item: Span) -> bool:
    """Whether a statement says no more than an item, its mark aside."""
    longer = (statement.end - statement.start) - (item.end - item.start)
    return statement.covers(item) and longer <= LONGEST_MARK


def _on_its_line(turn: Turn, fact: Fact) -> Fact | None:
    """The statement that goes on where a statement with its label ends: これまでの実績：…。…"""
    return turn.ranker.statements.after(fact) if fact.kind == "statement" else None


def _told(fact: Fact, evidence: Evidence) -> bool:
    inside = evidence.span.overlaps(fact.span)
    return fact.document_id == evidence.document_id and inside


def text_line(turn: Turn, fact: Fact, *, lead: bool = True) -> Line:
    """A statement in the document's words, with its city in front of the first."""
    text = shown_text(turn, fact)
    if lead:
        text = say(turn.language, "statement", city=_heading(turn, fact), text=text)
    return Line(text, (_evidence(turn, fact),), _values(fact))


def _heading(turn: Turn, fact: Fact) -> str:
    project = turn.catalogue.projects.get(fact.project_id or "")
    city = turn.origin(fact.document_id)
    name = project.name.text if project else _explained(turn, fact)
    if name:
        return f"{city}「{name}」" if turn.language == "ja" else f"{city}, “{name}”"
    return city


def _explained(turn: Turn, fact: Fact) -> str:
    """The term that a statement explains without naming it, or ""."""
    for term in turn.catalogue.terms.values():
        told = term.document_id == fact.document_id and term.definition.span.covers(fact.span)
        if told and not term.inline and match_key(term.name) not in match_key(fact.text):
            return term.name
    return ""


def shown_text(turn: Turn, fact: Fact) -> str:
    """The words of a fact as the answer shows them: a row by its columns, a list by items."""
    if fact.kind == "row":
        return row_text(turn, fact)
    if fact.kind == "list":
        return list_text(fact)
    return fact.text


def row_text(turn: Turn, fact: Fact) -> str:
    """`first cell — column: cell、…`, only the columns asked for if the question names any."""
    cells = list(fact.cells)
    asked = asked_columns(turn, cells)
    if asked:
        first = cells[: 2 if _NUMBER.fullmatch(cells[0].value.text) else 1]
        cells = [*first, *(cell for cell in asked if cell not in first)]
    parts = []
    for place, cell in enumerate(cells):
        header = cell.header if cell.header and (place or not asked) else ""
        parts.append(
            f"{header}：{cell.value.text}"
            if header and header != cell.value.text
            else cell.value.text
        )
    return "、".join(parts)[:ROW_CHARACTERS]


def asked_columns(turn: Turn, cells: Sequence[LabelledCell]) -> list[LabelledCell]:
    """The columns that the question names, [] where it names all or none."""
    key = match_key(turn.query.question)
    years = set(turn.query.years)
    named = [cell for cell in cells if _header_named(cell.header, key, years)]
    if named:  # beside 達成率 a short word (対応) is a column too; alone it may be any word
        named = [cell for cell in cells if _header_named(cell.header, key, years, 2)]
    others = [cell for cell in named if cell is not cells[0]]  # the first is always shown
    return named if others and len(named) < len(cells) else []


def _header_named(header: str, key: str, years: set[int], least: int = 3) -> bool:
    """Whether the question names a column, in a word of `least` characters or by its year."""
    if not header:
        return False
    if years and {mention.year for mention in find_years(header)} & years:
        return True
    words = [match_key(word) for word in head_words(header)]
    return any(len(word) >= least and word in key for word in words)


def unmarked(item: str) -> str:
    """An item of a list without the mark before it."""
    return _MARK.sub("", item).strip()


def list_text(fact: Fact) -> str:
    """The items of a list, with marks removed, joined by 、."""
    items = [unmarked(item.text) for item in fact.items]
    return "、".join(f"「{item}」" if len(item) < 60 else item for item in items if item)


def _values(fact: Fact) -> tuple[str, ...]:
    return () if fact.kind in ("row", "list") else tuple(fact.text.splitlines())


def _evidence(turn: Turn, fact: Fact) -> Evidence:
    project = turn.catalogue.projects.get(fact.project_id or "")
    context = (project.name.span,) if project else ()
    heading = _heading_above(turn, fact) or fact.span
    return Evidence(fact.document_id, fact.span, (heading, *context))


def _repeats(text: str, other: str) -> bool:
    left, right = set(lemmas(text)), set(lemmas(other))
    return not left or len(left & right) / len(left) > 0.8
