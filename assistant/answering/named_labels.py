"""The departments, marks, kinds, policies and ratings of a corpus that a question names."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.datamodels import Query
from assistant.language.normalize import match_key
from assistant.language.thesaurus import load_thesaurus
from assistant.retrieval.catalogue import Labels

# A mark of a few letters is meant only where the question speaks of it as one.
_MARKED = (
    r"(?:の)?(?:印|マーク|表示|アイコン|○|付き|つき|項目|取組項目|が付|がつ|と記|とされ|の事業|"
    r"の取組|の施策|の数|(?:事業|取組|施策|アクション(?!プラン)|プロジェクト)(?!の?ため)|になって|[にと](?:区分|分類|位置付け|位置づけ|指定)[さし])"
)
FEW_DEPARTMENTS = 3
# 採用や異動を扱う課が, お知らせを担う部署の
_WORK = re.compile(
    r"(?P<work>[一-龠ぁ-んァ-ヶー]{2,24}[うくすつぬむるぐぶ])(?:課|部署|室)(?=[がのではを])"
)
_NEW = "新規"
# 新しく始める: what plans mark as 新規
_NEWLY = re.compile(
    r"新(?:しく|たに|しい)(?:始|はじめ|スタート|着手|取り組|加|追加)"
    r"|\bnewly|\bnew (?:projects?|initiatives?)\b"
)
# 重点計画: what a plan is said to put its strength into
_STRESS = "重点"
_STRESSED = re.compile(
    r"(?:力を入れ|重きを置|優先し)[^。]{0,14}(?:印|マーク|しるし|付い|付け|つい|つけ)"
    r"|(?:印|マーク|しるし)[^。]{0,10}力を入れ"
)


def with_labels(query: Query, keys: str, labels: Labels) -> Query:
    """`query` with the departments, marks, kinds and policies that it names."""
    quoted = {match_key(text) for text in query.quoted}
    marks = {key: text for key, text in labels.marks.items() if len(key) > 3 or key in quoted}
    marks |= {
        key: text
        for key, text in labels.marks.items()
        if len(key) <= 3
        and (re.search(re.escape(key) + _MARKED, keys) or (query.language == "en" and key in keys))
    }
    stressed = [key for key, text in labels.marks.items() if _STRESS in text]
    if len(stressed) == 1 and _STRESSED.search(query.normalized):
        marks[stressed[0]] = labels.marks[stressed[0]]
        keys += f" {stressed[0]}"
    if _NEWLY.search(query.normalized):
        marks |= {key: text for key, text in labels.marks.items() if text == _NEW}
        keys += f" {_NEW}"
    hierarchy = _longest_contained(keys, labels.hierarchy)
    unplaced = keys  # the kind of what stands under 施策1-2 is told by other words
    for name in hierarchy:
        unplaced = unplaced.replace(match_key(name), " ")
    rated = (t for key, t in labels.ratings.items() if key in quoted or _is_rating(key, keys))
    return replace(
        query,
        ratings=tuple(dict.fromkeys((*query.ratings, *rated))),
        departments=_longest_contained(keys, labels.departments) or _by_work(query, labels),
        marks=_longest_contained(keys, marks),
        kinds=_longest_contained(unplaced, labels.kinds),
        hierarchy=hierarchy,
    )


def _by_work(query: Query, labels: Labels) -> tuple[str, ...]:
    """The departments that the question tells by what they do, in everyday words: 採用や異動を
    扱う課 for 人事課; () where these fit many."""
    told = _WORK.search(query.normalized)
    if told is None:
        return ()
    terms = {match_key(t) for e in load_thesaurus().expand(told["work"]) for t in e.terms}
    found = tuple(
        name
        for key, name in labels.departments.items()
        if any(len(term) > 1 and term in key for term in terms)
    )
    return found if len(found) <= FEW_DEPARTMENTS else ()


def _is_rating(word: str, keys: str) -> bool:
    """Whether a question speaks of a rating in words: 評価が「未達成」, 達成と評価された."""
    named = re.escape(word)
    return bool(
        re.search(rf"(?:評価|判定|区分|達成度)(?:結果)?[がはのを]?{named}(?![一-龠])", keys)
        or re.search(rf"(?<![一-龠ぁ-ん]){named}[とのに]?(?:評価|判定|区分)", keys)
        or re.search(
            rf"(?<![一-龠ぁ-ん]){named}[にと]な(?:っ|る).{{0,6}}(?:施策|事業|取組|項目)", keys
        )
        or re.search(rf"(?<![一-龠ぁ-ん]){named}(?:の|とな\S{{1,4}})(?:施策|事業|取組|項目)", keys)
    )


def _longest_contained(key: str, names: dict[str, str]) -> tuple[str, ...]:
    """The values of `names` whose key occurs in `key`, without those inside a longer one."""
    found: list[tuple[int, str]] = []
    rest = key
    for name in sorted(names, key=lambda name: (-len(name), name)):
        if len(name) >= 2 and (place := rest.find(name)) >= 0:
            found.append((place, names[name]))
            rest = rest.replace(name, "\0" * len(name))
    return tuple(dict.fromkeys(value for _, value in sorted(found)))
