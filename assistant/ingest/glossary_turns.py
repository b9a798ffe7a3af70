"""Glossaries whose terms and explanations take turns, each on lines of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.datamodels import Span
from assistant.ingest.definition import Pair, long_runs

_FEWEST = 3  # pairs in a row, to be believed
_LONGEST_TERM = 32
_LONGEST = 8  # lines of an explanation
_SHORTEST = 8  # characters of an explanation
_MOST = 0.8  # of the groups of lines, by those that read as a term over its explanation
# 【あ行】, か, A～Z: what a glossary sorts its terms by.
_LETTER = re.compile(
    r"[【《〈\[［■◆●○]?[ 　]?"
    r"(?:[あ-んア-ン][ 　]?行?|[A-ZＡ-Ｚ](?:[-~～〜－―ー–][A-ZＡ-Ｚ])?|[0-9０-９]"
    r"|英字|英数字?|数字|アルファベット(?:順)?|五十音順"
    r"|用語[ 　]?(?:説明|解説|の?意味)?|説明|解説|意味)"
    r"[】》〉\]］]?$"
)
_NO_PAIR = re.compile(rf"{_LETTER.pattern}|[-－―– ]*[0-9０-９]{{1,3}}[-－―– ]*")  # or a page
_NO_TERM = re.compile(r".*[。、]|[※*＊(（・][^)）]*$|[-―─–—\s0-9０-９/／]+$")
_GAP = re.compile(r"[ 　][^\sA-Za-z]{4,}")  # between a term and what explains it, on one line
_IMPRINT = re.compile(r"〒|(?:電話|TEL|住所|発行|編集)(?:番号|者|日)?[ 　：:/／0-9０-９]")
_ENDS = ("。", "。）", "。)", ".")


def alternating_pairs(text: str, lines: Sequence[Span]) -> list[Pair]:
    """Terms, each with the lines below it that explain it, where at least `_FEWEST` such
    pairs follow each other."""
    told = [line for line in lines if not _LETTER.match(line.of(text).strip())]
    return list(long_runs(_pairs(text, told), _FEWEST))


def grouped_pairs(text: str, lines: Sequence[Span]) -> list[Pair]:
    """Terms, each right over the lines that explain it, where empty lines part nearly all of
    them; explanations may end without a full stop then."""
    groups: list[list[Span]] = []
    for line in lines:
        if _LETTER.match(line.of(text).strip()):
            continue
        if groups and text.count("\n", groups[-1][-1].end, line.start) == 1:
            groups[-1].append(line)
        else:
            groups.append([line])
    pairs = [(group[0], group[1].join(group[-1])) for group in groups if len(group) > 1]
    told = [
        (name, explanation)
        for name, explanation in pairs
        if _is_term(text, name)
        and name.end - name.start < explanation.end - explanation.start
        and not _IMPRINT.match(explanation.of(text).strip())
    ]
    return told if len(told) >= max(_FEWEST, _MOST * len(groups)) else []


def paired_lines(text: str, lines: Sequence[Span]) -> list[Pair]:
    """Terms, each over the one line that explains it without a full stop, where all lines are
    such pairs."""
    told = [line for line in lines if not _NO_PAIR.fullmatch(line.of(text).strip())]
    pairs = list(zip(told[::2], told[1::2], strict=False))
    alike = all(
        _is_term(text, name)
        and not _GAP.search(name.of(text).strip())
        and not name.of(text).rstrip().endswith(_ENDS)
        and explanation.end - explanation.start >= max(_SHORTEST, name.end - name.start)
        and not _IMPRINT.match(explanation.of(text).strip())
        for name, explanation in pairs
    )
    return pairs if alike and len(told) % 2 == 0 and len(pairs) >= _FEWEST else []


def _pairs(text: str, lines: Sequence[Span]) -> Iterator[Pair | None]:
    """The terms with what explains them, and None for each line that is of no such pair."""
    place = 0
    while place < len(lines):
        last = _explained_to(text, lines, place)
        if last is None:
            yield None
            place += 1
        else:
            yield lines[place], lines[place + 1].join(lines[last])
            place = last + 1


def _explained_to(text: str, lines: Sequence[Span], place: int) -> int | None:
    """The last line that explains the term at `place`; None if there is none."""
    if not _is_term(text, lines[place]) or place + 1 >= len(lines):
        return None
    last = place + 1
    if _is_term(text, lines[last]):
        return None
    while not lines[last].of(text).rstrip().endswith(_ENDS):
        last += 1
        if last >= len(lines) or last - place > _LONGEST:
            return None
    while last + 1 < len(lines) and not _is_term(text, lines[last + 1]):
        if not lines[last + 1].of(text).rstrip().endswith(_ENDS):
            return last
        last += 1
    explained = lines[place + 1].join(lines[last])
    return last if explained.end - explained.start >= _SHORTEST else None


def _is_term(text: str, line: Span) -> bool:
    content = line.of(text).strip()
    return 0 < len(content) <= _LONGEST_TERM and not _NO_TERM.match(content)
