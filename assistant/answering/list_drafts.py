"""The list that a question asks for: of projects, of a level of a plan, of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.answering.candidates import VALUES
from assistant.answering.citations import sound
from assistant.answering.compose_dated import dated_list
from assistant.answering.compose_items import (
    announced_list,
    compose_list,
    enumerated_list,
    quoted_list,
    titled_list,
)
from assistant.answering.compose_levels import compose_levels
from assistant.answering.compose_lists import asks_of_department, compose_projects
from assistant.answering.compose_months import compose_months
from assistant.answering.compose_partners import asks_partner
from assistant.answering.compose_rows import compose_rows
from assistant.answering.compose_tally import compose_tally
from assistant.answering.compose_terms import compose_definition
from assistant.answering.compose_text import compose_text
from assistant.answering.drafts import Draft
from assistant.answering.lists_wanted import counts_part, wants_list
from assistant.answering.project_bounds import has_bounds
from assistant.answering.turn import Turn
from assistant.language.numbers import find_numbers
from assistant.retrieval.stated import states
from assistant.retrieval.wanted import Wanted

COUNTED_COVERAGE = 0.5  # of the question's words, by a statement that tells how many
ENOUGH_OF_LIST = 0.37  # the composer's own confidence
_OF_PROJECTS = re.compile(
    r".{0,4}(?:事業|取組|取り組|施策|計画|項目|プロジェクト|アクション|もの|分野|方針|目標|柱)"
)
_NUMBER_OF_THINGS = re.compile(
    r"(?<!事業)(?<!取組)(?<!取り組み)(?<!施策)(?<!計画)(?<!項目)(?<!プロジェクト)(?<!もの)の数は"
)
# What is listed below a policy that the question names.
_PROJECTS_OF = re.compile(
    r"事業|取組|取り組|施策|プロジェクト|アクション|個別計画|projects?|measures?|initiatives?"
)
# 最も多かったものは何: one of a list, not the list.
_ASKS_FIRST = re.compile(
    r"(?:最も|もっとも|一番|いちばん)(?:多|少な|高|低)(?:い|かった)(?:もの|の|回答|理由|項目)(?:は|が)|"
    r"\bmost (?:common|frequent)\b"
)
_CLASS = re.compile(
    r"どの(?:施策|政策|方針|目標|柱|分野|章|目的|基本[一-龠]{2})(?:に|の(?:下|もと)に?)、?"
    r"(?:ひも|紐|位置|属|分類|対応|該当|含ま|入|つなが|関連)"
)
_EACH_COUNTED = re.compile(
    r"それぞれ、?(?:何|なん|いく)(?:つ|件|個|事業|項目|施策|取組|本)|\bhow many .{0,60}\beach\b"
)
EACH = 2  # numbers of a statement that tells how many there are of each kind
STRONG_LIST = 0.06  # how much nearer a statement must be when a list is asked for
COUNTED_NOUN = re.compile(r"いくつの([一-龠ァ-ヶー]{1,6})")


def list_draft(turn: Turn) -> Draft | None:
    """The list that the question asks for, if it asks for one; a sentence names those that a
    city works with."""
    if asks_partner(turn):
        return None
    drafts = (sound(draft, turn.catalogue) for draft in _lists(turn))
    enough = (draft for draft in drafts if draft and draft.confidence >= ENOUGH_OF_LIST)
    return next((draft for draft in enough if _lists_wanted(turn, draft)), None)


def _lists_wanted(turn: Turn, draft: Draft) -> bool:
    """Whether a list of the text tells a value in the unit that is asked for."""
    wanted = turn.wanted
    dated = wanted is not None and wanted.type == "date" and not turn.query.has_form("list")
    bound = wanted is not None and bool(wanted.units or dated) and not turn.query.has_form("count")
    if draft.kind != "textlist" or not bound:
        return True
    return any(states(line.text, wanted) for line in draft.lines[1:])


def _lists(turn: Turn) -> Iterator[Draft | None]:
    """The lists that the question leaves open, the plainest first."""
    query = turn.query
    bounded = has_bounds(turn)
    of_projects = bool(query.departments or query.marks)
    yield compose_months(turn)
    if query.has_form("count") or not bounded:
        yield compose_tally(turn)
    if query.hierarchy and query.has_form("list", "items"):
        yield compose_levels(turn)
    placed = bool(query.hierarchy) and bounded and _PROJECTS_OF.search(query.normalized)
    placed = placed or (bool(query.departments) and _PROJECTS_OF.search(query.normalized))
    if not placed and (query.has_form("list") or (query.has_form("items") and not turn.wanted)):
        yield quoted_list(turn)
        yield titled_list(turn)
        yield dated_list(turn)
        yield enumerated_list(turn)
        yield announced_list(turn)
    if not of_projects:
        yield compose_rows(turn)
    counts = query.has_form("count") and not query.has_form("list") and not bounded
    if counts and not (query.asks_for("rating") and _counts_things(turn)):
        yield _counted_text(turn)
    if asks_list(turn):
        yield from _lists_of_projects(turn, bounded and not _asks_value(turn))
    if of_projects:
        yield compose_rows(turn)
    first = _ASKS_FIRST.search(query.normalized)
    explains = not query.has_form("list") and _explains_best(turn)
    one = _asks_whose(turn) or turn.named or first or explains
    if query.has_form("list", "items") and not one and _list_leads(turn):
        yield compose_list(turn)


def _lists_of_projects(turn: Turn, bounded: bool) -> Iterator[Draft | None]:
    """The projects, before a definition only where more than a theme has `bounded` them."""
    if bounded:
        yield compose_projects(turn)
    if turn.query.asks_for("definition") and turn.wanted is None:
        yield compose_definition(turn)
    if not bounded:
        yield compose_projects(turn)


def asks_list(turn: Turn) -> bool:
    """Whether the question asks for a list of projects, or how many there are."""
    query = turn.query
    labelled = query.kinds and query.hierarchy and not query.asks
    counts = query.has_form("count") and not _counts_things(turn)
    counts = counts and not counts_part(query.normalized)
    listed = (counts or query.has_form("list")) and not _counts_each(turn)
    listed = listed or bool(labelled) or asks_of_department(turn)
    other = turn.named or _asks_whose(turn) or _asks_when(turn) or _asks_class(turn)
    return listed and not other


def _counts_things(turn: Turn) -> bool:
    """Whether the number asked for is a figure of things and none of projects: 置いた場所の数
    は、目標に届きましたか."""
    of_things = _NUMBER_OF_THINGS.search(turn.query.normalized)
    if noun := COUNTED_NOUN.search(turn.query.normalized):
        of_things = None if _OF_PROJECTS.match(noun[1]) else noun
    return bool(of_things) and turn.query.asks_for(*VALUES) and not turn.query.ratings


def _counts_each(turn: Turn) -> bool:
    """Whether the question asks how many there are of each of several kinds, which a statement
    tells: 完了・継続・中止がそれぞれ何事業."""
    told = _EACH_COUNTED.search(turn.query.normalized)
    best = next(iter(turn.best("statement", "row")), None)
    if told is None or best is None or best.coverage < COUNTED_COVERAGE:
        return False
    return len(find_numbers(best.fact.text)) >= EACH


def _asks_class(turn: Turn) -> bool:
    """Whether the question asks which policy something is placed under: どの施策に紐付け."""
    return bool(_CLASS.search(turn.query.normalized))


def _asks_whose(turn: Turn) -> bool:
    """Whether the question asks which department it is."""
    return turn.query.asks_for("department") and not turn.query.departments


def _asks_when(turn: Turn) -> bool:
    """Whether the question asks for a date and for no names: 計画は何年度に始まりますか."""
    dated = turn.wanted is not None and turn.wanted.type == "date"
    return dated and not wants_list(turn.query.normalized)


def _asks_value(turn: Turn) -> bool:
    return turn.query.asks_for(*VALUES) and turn.query.threshold is None and bool(turn.named)


def _counted_text(turn: Turn) -> Draft | None:
    """The statement that tells how many, where it holds most of the question's words."""
    number = Wanted("number", counted=True)
    best = next((i for i in turn.best("statement") if states(i.fact.text, number)), None)
    if best is None or best.coverage < COUNTED_COVERAGE:
        return None
    return compose_text(turn, number)


def _explains_best(turn: Turn) -> bool:
    """Whether the question asks what something is, and a glossary comes before all else."""
    best = turn.ranked[0].fact.kind if turn.ranked else ""
    return turn.query.asks_for("definition") and best == "term"


def _list_leads(turn: Turn) -> bool:
    """Whether a list that stands in the text is as near to the question as any statement."""
    lists, text = turn.nearest("list"), turn.nearest("statement", "row")
    lead = STRONG_LIST if turn.query.has_form("list") else 0.0
    return bool(lists) and (not text or lists[0].nearness + lead >= text[0].nearness)
