"""Glossaries that give a term and its explanation a line, with one narrow space between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.datamodels import Span
from assistant.ingest.definition import Pair, long_runs, pair_of

_FEWEST = 3  # lines of this kind in a row, to be believed
_LATIN = "A-Za-zＡ-Ｚａ-ｚ"
# Several words are a name where no short one is explained by them: PMH Public Medical Hub の略.
_PAIR = re.compile(
    rf"(?P<name>(?![^。]*の略)[{_LATIN}][{_LATIN}0-9０-９ .&/+-]*[{_LATIN}0-9０-９]"
    r"|[^\s。、]{2,28})"
    r" (?P<definition>[^\s。、].{7,})$",
    re.DOTALL,
)
_SENTENCE_PART = re.compile(r"[ぁ-ん]")
_NO_TERM = re.compile(
    r"(?:令和|平成|昭和)?[0-9０-９元]{1,4}[年月]|[0-9０-９]+$|第[0-9０-９一二三四五六七八九十]+[章節編部回]"
    r"|[(（][0-9０-９]{1,2}[)）]|資料[0-9０-９]"
)


def single_spaced_pairs(text: str, lines: Sequence[Span]) -> Iterator[Pair]:
    """Terms and explanations among the lines of a glossary, told without their numbers: runs
    of lines that each hold both."""
    return long_runs((_pair(text, line) for line in lines), _FEWEST)


def _pair(text: str, line: Span) -> Pair | None:
    match = _PAIR.match(line.of(text))
    if match is None or _NO_TERM.match(match["name"]):
        return None
    if not _SENTENCE_PART.search(match["definition"]):
        return None
    return pair_of(match, line.start)
