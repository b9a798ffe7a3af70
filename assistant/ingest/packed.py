"""Texts that keep neither empty lines nor paragraphs: pages copied with their line ends alone.

Lines of such a text wrap, and a heading stands right between the last line of one section
and the first of the next. Numbers that headings bear tell them, and where the line above
ended of itself. They are given the empty lines here that a page shows around them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.datamodels import Span
from assistant.ingest.contents_title import names_contents
from assistant.ingest.labels import leading_label, mark_of, roles_of
from assistant.ingest.page_numbers import BARE_PAGE
from assistant.ingest.spacing import Patch, row_of, trimmed

_LONGEST = 40
_ALONE = re.compile(
    r"(?P<word>取り?組み?|施策|事業|サービス|プロジェクト|アクション|戦略|プログラム)[ 　]?"
    r"[0-9０-９]{1,2}(?:[-－‐–.．][0-9０-９]{1,2}){0,2}"
)
_FEWEST_ALONE = 3
_LONGEST_VALUED = 14
_FEWEST_VALUED = 3  # lines of one label with its value
_MOST_WORDS = 4  # on a heading that spaces divide, behind its number
_FULL = 0.8  # of the longest lines' length: such a line may go on below
_CHAPTER = re.compile(r"第[0-9０-９一二三四五六七八九十]{1,3}[編部章節][ 　]\S{2,}")
_NUMBERED = re.compile(
    r"(?P<plain>[0-9０-９]{1,2})(?:[.．][ 　]*|[ 　]+)[^\s0-9０-９]"
    r"|(?P<paren>[（(][0-9０-９]{1,2}[)）]|[⑴-⒇])[ 　]*\S"
    r"|(?P<roman>[Ⅰ-Ⅻ])[.．]?[ 　]+\S"
    r"|(?P<code>(?:[A-ZＡ-Ｚ]|[0-9０-９]{1,2})"
    r"(?:[-－‐–.．]?(?:[(（][0-9０-９]{1,2}[)）]|[①-⑳])|[-－‐–.．][0-9０-９]{1,2}){1,3})"
    r"[ 　]+[^\s0-9０-９]"
    r"|(?P<label>(?!令和|平成|昭和|図|表|第|約|課題)[一-龥々ァ-ヶー]{1,6})(?:[0-9０-９]{1,2}|[①-⑳Ⅰ-Ⅻ])"
    r"[ 　]+\S"
)
_APART = re.compile(
    r"はじめに|おわりに|結びに|ご?(?:挨拶|あいさつ)"
    r"|[【■◆]?(?:用語|語句|ことば|言葉)の?(?:集|解説|説明)[】]?"
)
_NO_HEADING = re.compile(r"[。、，：:]$|[…‥・.．]{3}|[％%→▶]|[0-9０-９]{1,3}$")


def full_length(text: str, lines: Sequence[Span]) -> float:
    """From how many characters on a line may have wrapped."""
    lengths = sorted(line.end - line.start for line in lines if "\t" not in line.of(text))
    return _FULL * lengths[len(lengths) * 9 // 10] if lengths else 0.0


def find_headings(text: str, lines: Sequence[Span]) -> Iterator[Patch]:
    """The headings of a packed text, with an empty line on either side, and the labels that
    come again on lines of their own, with one above."""
    yield from _find_labels(text, lines)
    yield from _find_numbered(text, lines)


def _find_labels(text: str, lines: Sequence[Span]) -> Iterator[Patch]:
    lone = Counter(line.of(text) for line in lines)
    series = Counter(_numbered_alone(line.of(text)) for line in lines)
    valued = Counter(_valued_label(line.of(text)) for line in lines)
    for number, line in enumerate(lines):
        content = line.of(text)
        word, label = _numbered_alone(content), _valued_label(content)
        again = _is_label(content) and lone[content] > 1
        if names_contents(content) or _APART.fullmatch(content.strip()):
            yield Patch(number, number + 1, ("\n", line, "\n\n"))
        elif again or (word and series[word] >= _FEWEST_ALONE):
            yield Patch(number, number + 1, ("\n", line, "\n"))
        elif label and valued[label] >= _FEWEST_VALUED:
            start = line.start + len(label)
            row = row_of([[Span(line.start, start)], [trimmed(text, Span(start, line.end))]])
            yield Patch(number, number + 1, ("\n", *row, "\n"))


def _find_numbered(text: str, lines: Sequence[Span]) -> Iterator[Patch]:
    full = full_length(text, lines)
    families = [_family(line.of(text)) for line in lines]
    common = Counter(families)
    following: set[tuple[int, ...]] = set()
    for number, line in enumerate(lines):
        around = (*families[max(0, number - 1) : number], *families[number + 1 : number + 2])
        family = families[number]
        alone = family == "chapter" or (family not in around and common[family] > 1)
        if not family or not alone:
            continue
        code = _code(line.of(text))
        told = bool(code) and code in following
        if told or not (number and _goes_on(lines[number - 1].of(text), full)):
            following = {(*code[:-1], code[-1] + 1)} if code else following
            yield Patch(number, number + 1, ("\n", line, "\n\n"))


def _numbered_alone(content: str) -> str:
    """The word of a line that is but a word and its number (取組3-2), over its title; ""."""
    match = _ALONE.fullmatch(content.strip())
    return match["word"] if match else ""


def _is_label(content: str) -> bool:
    return bool(roles_of(content)) or roles_of(content, True) == ("department",)


def _valued_label(content: str) -> str:
    """The label that a short line begins with, right before its value (区分　新規); "" if none."""
    roles, label, rest = leading_label(content) if len(content) <= _LONGEST_VALUED else ((), "", "")
    return label if roles and rest and mark_of(rest) else ""


def heads(content: str) -> bool:
    """Whether a line bears a number as headings do."""
    return bool(_family(content))


def _family(content: str) -> str:
    """What kind of number a line begins with that may be a heading, "" for any other."""
    if len(content) > _LONGEST or content[:1].isspace() or "\t" in content:
        return ""
    if _NO_HEADING.search(content):
        return ""
    if _CHAPTER.match(content):
        return "chapter"
    match = _NUMBERED.match(content)
    if match is None or len(content.split()) > _MOST_WORDS:
        return ""
    return match["label"] or match.lastgroup or ""


def _code(content: str) -> tuple[int, ...]:
    """The numbers of a heading's code (2-1: 2, 1), () without one."""
    match = _NUMBERED.match(content)
    code = match["code"] if match else None
    return tuple(int(part) for part in re.findall(r"[0-9０-９]+", code)) if code else ()


def _goes_on(above: str, full: float) -> bool:
    """Whether a line wraps into the one below."""
    bare = above.strip()
    ended = not bare or bool(BARE_PAGE.fullmatch(bare)) or bare[-1] in "。）)」】"
    return not ended and (len(bare) >= full or bare[-1] in "、，")
