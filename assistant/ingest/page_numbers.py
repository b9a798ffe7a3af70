"""Which lines of a text only tell the page."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.datamodels import Span

PAGE_LINE = re.compile(
    r"(?:[-–—‐−]\s*(?=\d+\s*[-–—‐−]$)|[pP]\.?\s*(?=\d)|(?=\d+\s*/\s*\d+$))(\d{1,3})"
    r"\s*(?:[-–—‐−]|/\s*\d{1,3})?|(\d{1,3})(?:-\d)?"
)  # - 5 -, p.5, 5 / 15
PAGE_BESIDE_HEAD = re.compile(
    r"[-–—‐−]\s?(?P<left>\d{1,3})\s?[-–—‐−]\s{2,}(?P<head>\S.*)"
    r"|(?P<before>\S.*?)(?P<gap>\s+)"
    r"(?:[-–—‐−]\s?(?P<right>\d{1,3})\s?[-–—‐−]|(?P<bare>\d{1,3}))"
)  # the number of a page and the running head on one line
CHAPTER_BEHIND = re.compile(r"([^\s|][^|│┃\t]{3,}?)[ ]*[|│┃][ ]*[^|│┃\t]{2,}")
# The number of a page as it stands on a line of its own, in any text.
BARE_PAGE = re.compile(r"[-–—−－‐]?[ 　]*[0-9０-９]{1,3}[ 　]*[-–—−－‐]?")
_LINE_END = re.compile(r"\r\n|[\r\n\f]")
_NUMBER = re.compile(r"\d{1,3}")
WINDOW = 200  # how far back a page number's predecessor is looked for, in numbers
FEWEST_PAGES = 5  # numbers right below text that rise by one, to be believed
SHORTEST_TITLE = 8  # characters of a running head that one space parts from its number
MOST_UNTOLD = 10  # pages from one number to the next
UNNUMBERED = 2  # pages that a running head may stand on without a number: cover and contents
SHORTEST_PAGE = 80  # characters between two of them


def page_furniture(text: str, filled: Sequence[Span]) -> frozenset[int]:
    """Offsets of the lines that only tell the page: numbers that rise all through the text,
    and the lines that come again and again beside them. `filled` are the lines with
    something in them, without surrounding white space."""
    words = [unicodedata.normalize("NFKC", bare.of(text)) for bare in filled]
    repeated = {word for word, count in Counter(words).items() if count >= 3 and len(word) >= 4}
    over = _heads_beside_numbers(words, repeated)
    numbered = [
        (i, int(match[1] or match[2]), bool(match[1]))
        for i, word in enumerate(words)
        if (match := PAGE_LINE.fullmatch(word))
        and (
            match[1]
            or _stands_apart(text, filled, words, i, repeated)
            or over & {*words[max(0, i - 1) : i], *words[i + 1 : i + 2]}
        )
    ]
    numbered = sorted([*numbered, *_numbers_beside_heads(words)])
    pages = _rising([entry for entry in numbered if entry[2]], 3, filled, len(text))
    pages |= _rising(numbered, 6, filled, len(text))
    pages |= _consecutive(text, filled, words)
    if not pages:
        return frozenset()
    pages |= _next_to_pages(text, filled, words, pages)
    beside = Counter(
        words[i + step] for i in pages for step in (-1, 1) if 0 <= i + step < len(words)
    )
    heads = {word for word in repeated if beside[word] * 10 >= words.count(word) * 6}
    heads |= _titled_heads(beside)
    found = [i for i, word in enumerate(words) if i in pages or word in heads]
    return frozenset(filled[i].start for i in found)


def _titled_heads(beside: Counter[str]) -> set[str]:
    """The lines beside pages that hold one title and, behind a bar, the chapter of the page."""
    titles = {word: match[1] for word in beside if (match := CHAPTER_BEHIND.fullmatch(word))}
    counts = Counter(titles.values())
    return {word for word, title in titles.items() if counts[title] >= 3}


def _heads_beside_numbers(words: Sequence[str], repeated: set[str]) -> set[str]:
    """The repeated lines of which nearly each one follows or precedes a bare number."""
    beside: Counter[str] = Counter()
    for i, word in enumerate(words):
        around = (*words[max(0, i - 1) : i], *words[i + 1 : i + 2])
        if word in repeated and "\t" not in word and not PAGE_LINE.fullmatch(word):
            beside[word] += any(PAGE_LINE.fullmatch(other) for other in around)
    counts = Counter(words)
    return {
        word
        for word, count in beside.items()
        if count >= 3
        and (count * 10 >= counts[word] * 8 or counts[word] - count <= UNNUMBERED < count // 2)
    }


def _numbers_beside_heads(words: Sequence[str]) -> Iterator[tuple[int, int, bool]]:
    """The lines that hold the number of a page and a running head that comes again with
    other numbers; where only one space parts them, the head is a title that stands alone too."""
    titles = {word for word in words if len(word) >= SHORTEST_TITLE}
    found = [
        (i, match)
        for i, word in enumerate(words)
        if (match := PAGE_BESIDE_HEAD.fullmatch(word))
        and (match["head"] or len(match["gap"]) > 1 or match["before"] in titles)
    ]
    heads = Counter(match["head"] or match["before"] for _, match in found)
    for i, match in found:
        head = match["head"] or match["before"]
        if heads[head] >= 3 and len(head) >= 4:
            yield i, int(match["left"] or match["right"] or match["bare"]), True


def _next_to_pages(
    text: str, filled: Sequence[Span], words: Sequence[str], pages: set[int]
) -> set[int]:
    """Bare numbers that count on from known page numbers, forwards or backwards, and have an
    empty line on one side: pages whose other side a heading or a table stands at."""
    bare = {
        i: int(word)
        for i, word in enumerate(words)
        if _NUMBER.fullmatch(word) and (i in pages or _has_gap(text, filled, i))
    }
    found: set[int] = set()
    for step in (-1, 1):
        known = [i for i in (min(pages), max(pages)) if i in bare]
        at = known[0 if step < 0 else -1] if known else -1
        for i in sorted(bare, reverse=step < 0) if known else ():
            if (i - at) * step > 0 and bare[i] == bare[at] + step:
                found.add(i)
                at = i
    return found


def _has_gap(text: str, filled: Sequence[Span], index: int) -> bool:
    """Whether an empty line, or the end of the text, stands on one side of a line."""
    around = [i for i in (index - 1, index + 1) if 0 <= i < len(filled)]
    return len(around) < 2 or any(_are_apart(text, filled[i], filled[index]) for i in around)


def _stands_apart(
    text: str, filled: Sequence[Span], words: Sequence[str], index: int, repeated: set[str]
) -> bool:
    """Whether a bare number has an empty line or a running head on either side."""
    around = [i for i in (index - 1, index + 1) if 0 <= i < len(filled)]
    return all(words[i] in repeated or _are_apart(text, filled[i], filled[index]) for i in around)


def _are_apart(text: str, one: Span, other: Span) -> bool:
    """Whether an empty line stands between two lines."""
    first, second = sorted((one, other))
    return len(_LINE_END.findall(text, first.end, second.start)) > 1


def _rising(
    numbered: Sequence[tuple[int, int, bool]], least: int, filled: Sequence[Span], length: int
) -> set[int]:
    """The lines whose numbers rise, if there are enough and they run through the text."""
    lengths: list[int] = []
    previous: list[int | None] = []
    for position, (_, value, _) in enumerate(numbered):
        before = range(max(0, position - WINDOW), position)
        fitting = [i for i in before if 0 <= value - numbered[i][1] <= MOST_UNTOLD]
        best = max(fitting, key=lengths.__getitem__, default=None)
        lengths.append(1 + (lengths[best] if best is not None else 0))
        previous.append(best)
    last = max(range(len(numbered)), key=lengths.__getitem__, default=None)
    longest: list[int] = []
    while last is not None:
        longest.insert(0, numbered[last][0])
        last = previous[last]
    return _through(longest, least, filled, length)


def _consecutive(text: str, filled: Sequence[Span], words: Sequence[str]) -> set[int]:
    """Bare numbers that rise by one all through the text, most of them no number of a title:
    pages that run on without an empty line."""
    chains: dict[int, list[int]] = {}
    for i, word in enumerate(words):
        if not _NUMBER.fullmatch(word):
            continue
        before = chains.get(int(word) - 1, [])
        far = before and filled[i].start - filled[before[-1]].end >= SHORTEST_PAGE
        chain = [*before, i] if far else [i]
        if len(chain) >= len(chains.get(int(word), ())):
            chains[int(word)] = chain
    longest = max(chains.values(), key=len, default=[])
    titles = sum(_may_number(text, filled, words, i) for i in longest)
    return _through(longest if titles * 3 <= len(longest) else (), FEWEST_PAGES, filled, len(text))


def _may_number(text: str, filled: Sequence[Span], words: Sequence[str], index: int) -> bool:
    """Whether a bare number may belong to the line below: it has an empty line above it, or
    another number, and the line below reads as a title without number or cells."""
    first = index == 0 or _are_apart(text, filled[index - 1], filled[index])
    apart = first or words[index - 1].isdigit()
    below = filled[index + 1].of(text) if index + 1 < len(filled) else ""
    return apart and bool(re.fullmatch(r"(?![第【〔■□◆●○①-⑳(（]|\d|[０-９])[^\t。]{2,40}", below))


def _through(found: Sequence[int], least: int, filled: Sequence[Span], length: int) -> set[int]:
    """The lines, if there are enough and they run through the text."""
    if len(found) < least:
        return set()
    spread = filled[found[0]].start < 0.4 * length and filled[found[-1]].end > 0.6 * length
    return set(found) if spread else set()
