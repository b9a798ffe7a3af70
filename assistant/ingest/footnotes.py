"""Notes at the foot of a page: a number, the word it explains, and what the word means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from assistant.datamodels import Span

_MARK = r"(?:[※＊*][ 　]?|[（(]?[注註脚][ 　]?)[0-9０-９]{1,3}[)）.．:：]?"
_BEGINS = re.compile(rf"^[ 　]*{_MARK}(?=[ 　]*\S)", re.MULTILINE)
_LATIN = r"[A-Za-zＡ-Ｚａ-ｚ][A-Za-z0-9Ａ-Ｚａ-ｚ０-９.&/+-]*(?: [A-Za-z0-9.&/+-]+)*"
_NOTE = re.compile(
    rf"[ 　]*{_MARK}[ 　]*(?:(?P<name>[^\s。：:…][^。：:…\t\n]{{0,38}}?)"
    r"(?:[ 　]*(?:[：:]|…+|・{3,}|[―─]{2,})[ 　\n]*|　[ 　]*| {2,}|\n|とは、?)"
    rf"|(?P<word>{_LATIN}|[^\s。、：:]{{2,20}})[ ])(?P<definition>\S.{{7,}})",
    re.DOTALL,
)
_NUMBERED = re.compile(rf"{_MARK}[ 　]*\S")
_RULE = re.compile(r"[―─━—–＿_\-－ー]{6,}")
_NO_WORD = re.compile(
    r"(?:令和|平成)[0-9０-９元]|年度|出典|資料$|^注|現在$|合計|電話|[はがをにで]$"
)
_QUOTED = re.compile(r"「([^「」]{2,30})」$")
_EXPLAINS = re.compile(
    r"(?:。|もの|こと|略|略称|総称|システム|技術|方式|方法|制度|仕組み|機関|組織|手法)$"
)


def is_footnote(content: str) -> bool:
    """Whether a line is a note with a number, or the rule above such notes."""
    bare = content.strip()
    return bool(_NUMBERED.match(bare) or _RULE.fullmatch(bare))


def read_footnotes(text: str, span: Span) -> Iterator[tuple[Span, Span]]:
    """The words that the notes in `span` explain, each with its explanation. A line that does
    not begin a note goes on with the one above."""
    starts = [match.start() for match in _BEGINS.finditer(text, span.start, span.end)]
    for start, end in pairwise([*starts, span.end]):
        match = _NOTE.match(text, start, start + len(text[start:end].rstrip()))
        if match is None:
            continue
        group = "name" if match["name"] else "word"
        name, told = Span(*match.span(group)), match["definition"]
        if quoted := _QUOTED.search(text, name.start, name.end):
            name = Span(*quoted.span(1))
        if not _NO_WORD.search(name.of(text)) and _EXPLAINS.search(told):
            yield name, Span(*match.span("definition"))
