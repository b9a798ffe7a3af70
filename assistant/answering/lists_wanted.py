"""How the words of a question ask for a list, where its form alone does not tell."""

from __future__ import annotations

import re

_ALL = r"すべて|全て|全部|一覧|列挙"
_NAMED = rf"{_ALL}|挙げ|あげて"
_WANTS_ALL = re.compile(rf"{_ALL}|リスト|\ball\b|every|\blist\b")
_WANTS_NAMES = re.compile(
    rf"{_NAMED}|教えて|どれ|それぞれ|何が(?:あ|載)|何と何|どんな|list|name|which"
)
_WANTS_LIST = re.compile(
    rf"{_NAMED}|リスト|並べて|(?:どの|どんな)(?:事業|計画|取組|施策|項目)|どれ|"
    r"(?:事業|計画|取組|施策|項目)(?:は|って)(?:何|どれ)(?!年|月|日)|"
    r"\blist\b|which (?:\w+ )?(?:projects?|plans?|initiatives?|items?|measures?)"
)
_WANTS_PROJECTS = re.compile(
    r"(どの|どんな|どういった|どのような|一覧|すべて|全て|全部|挙げ|使う|扱う|関する|関わる|活用する|担当する|対象の).{0,14}"
    r"(事業(?!者)|取組|計画|項目|施策|プロジェクト)(?!の|で)"
    r"|(?:which|what|list|all) .{0,20}(?:projects|plans|initiatives|items)",
    re.I,
)


# how many of the 20 core systems; projects are counted by the list of them
_COUNTS_PART = re.compile(
    r"\bhow many of (?:the|its|all) [0-9]{1,4} "
    r"(?!(?:\w+ ){0,2}(?:projects?|initiatives?|measures?))"
    r"|[0-9]{1,4}(?!事業|取組|取り組み|施策|項目|計画)[一-龠ァ-ヶー]{1,6}の?うち"
)


def counts_part(normalized: str) -> bool:
    """Whether it is asked how many of a number of things, which are no projects, are so."""
    return bool(_COUNTS_PART.search(normalized))


def wants_all(normalized: str) -> bool:
    """Whether all there are of something are asked for, and no choice of them."""
    return bool(_WANTS_ALL.search(normalized))


def wants_names(normalized: str) -> bool:
    """Whether names are asked for, not only how many there are."""
    return bool(_WANTS_NAMES.search(normalized))


def wants_list(normalized: str) -> bool:
    """Whether a list is asked for, not only the year that its words ask for besides."""
    return bool(_WANTS_LIST.search(normalized))


def wants_projects(text: str) -> bool:
    """Whether projects are asked for, over however many sides a question names."""
    return bool(_WANTS_PROJECTS.search(text))
