"""Titles that a word and a rising number begin (施策1-2, 宣言3), set off from their text.

Where a plan writes its text right below such a title, nothing but the row of numbers tells
that the line is one; it may even read as a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.datamodels import Span
from assistant.ingest.spacing import Patch

_FEWEST = 3
_LONGEST = 56
_MARK = r"[●○◆◇■□▶▷][ 　]?"
_BULLET = re.compile(_MARK)
_MEMBER = re.compile(
    rf"(?:{_MARK})?(?P<word>(?!令和|平成|昭和|図|表|第|別紙|様式|資料|注|約|全)[一-龥々ァ-ヶーぁ-ん]{{2,8}}|柱)"
    r"[ 　]?"
    r"(?P<number>\d{1,2}(?:-\d{1,2}){0,2})[ 　:：]+(?P<title>\S.*)"
)
_NARROW = str.maketrans("０１２３４５６７８９－‐–", "0123456789---")
_PAGE = re.compile(r"[-–— ]*[0-9０-９]{1,3}[-–— ]*")
_UNIQUE = 0.7  # of the numbers stand over text once


@dataclass(frozen=True, slots=True)
class _Member:
    line: int
    word: str
    number: tuple[int, ...]
    title: str


def series_titles(text: str, lines: Sequence[Span]) -> tuple[int, ...]:
    """Which lines are titles of a series: a word with the numbers from 1 on, each over text
    of its own. Lists of the same names have nothing between their lines."""
    members = [m for number, line in enumerate(lines) if (m := _member(text, line, number))]
    bodied = [member for member in members if _has_body(text, lines, member)]
    words: dict[str, list[_Member]] = {}
    for member in bodied:
        words.setdefault(member.word, []).append(member)
    return tuple(sorted(m.line for held in words.values() for m in _of_series(held)))


def find_series(text: str, lines: Sequence[Span]) -> Iterator[Patch]:
    """The titles of series that stand right above or below other lines, set off; one that wraps
    goes on up to the label that all others stand over."""
    titles = series_titles(text, lines)
    label = _label_below(text, lines, titles)
    for number in titles:
        above = lines[number - 1].of(text).strip() if number else ""
        before = above and not _PAGE.fullmatch(above)
        after = number + 1 < len(lines) and lines[number + 1].of(text).strip()
        wraps = bool(after) and label != after and _told_at(text, lines, number + 2) == label != ""
        if before or after:
            bullet = _BULLET.match(lines[number].of(text))
            title = Span(lines[number].start + (bullet.end() if bullet else 0), lines[number].end)
            rest = (lines[number + 1],) if wraps else ()
            pieces = (*(("\n",) if before else ()), title, *rest, "\n\n")
            yield Patch(number, number + 1 + len(rest), pieces)


def _label_below(text: str, lines: Sequence[Span], titles: Sequence[int]) -> str:
    """The line that stands right below nearly all titles (所管), "" if none does."""
    below = Counter(_told_at(text, lines, number + 1) for number in titles)
    line, count = max(below.items(), key=lambda item: item[1], default=("", 0))
    return line if count >= _UNIQUE * len(titles) else ""


def _told_at(text: str, lines: Sequence[Span], number: int) -> str:
    return lines[number].of(text).strip() if number < len(lines) else ""


def _member(text: str, line: Span, number: int) -> _Member | None:
    content = line.of(text)
    if "\t" in content or len(content.strip()) > _LONGEST or content.rstrip().endswith("。"):
        return None
    match = _MEMBER.fullmatch(content.translate(_NARROW).strip())
    if match is None or content[:1].isspace():
        return None
    told = tuple(int(part) for part in match["number"].split("-"))
    return _Member(number, match["word"], told, match["title"])


def _has_body(text: str, lines: Sequence[Span], member: _Member) -> bool:
    """Whether something other than a further member stands below a member."""
    below = next((i for i in range(member.line + 1, len(lines)) if lines[i].of(text).strip()), None)
    if below is None or below > member.line + 2:
        return False
    other = _member(text, lines[below], below)
    return other is None or other.word != member.word


def _of_series(held: list[_Member]) -> list[_Member]:
    """The members whose numbers occur once, if they run without a gap from 1 or 1-1 on."""
    counts = Counter(member.number for member in held)
    once = [member for member in held if counts[member.number] == 1]
    titles = {member.title for member in once}
    if min(len(once), len(titles)) < max(_FEWEST, _UNIQUE * len(counts)):
        return []
    numbers = sorted(counts)
    depth = {len(number) for number in numbers}
    rising = [m.number for m in once] == sorted(m.number for m in once)
    if len(depth) > 1 or not rising or any(part != 1 for part in numbers[0]):
        return []
    known = set(numbers)
    gaps = sum(not _follows(number, known) for number in numbers[1:])
    return once if gaps * 10 <= len(numbers) else []


def _follows(number: tuple[int, ...], known: set[tuple[int, ...]]) -> bool:
    """Whether the number before a number is there, or it begins a new row (2-1)."""
    return number[-1] == 1 or (*number[:-1], number[-1] - 1) in known
