"""Definitions inside a sentence: RPAとは、…, DX（…）, 以下「…」という."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from assistant.datamodels import Span
from assistant.ingest.definition import FIGURE, LETTER_READING, WORD, Definition
from assistant.ingest.flat import flat

_SHORT_FOR = re.compile(
    r"[（(]以下[、,]?\s*「(?P<name>[^「」]{2,30})」\s*と(?:いう|いい|する|略|呼|表記)[^（()）]{0,12}[）)]"
)
_WHAT_IS = re.compile(
    rf"(?:^|(?<=[。\s>）)」●・※「]))(?P<name>「?(?:{WORD}|[のと]){{0,40}}{WORD}(?:[（(][^（()）]{{1,30}}[）)])?」?)"
    r"」?とは[、,]\s*(?P<definition>[^。]{12,}?(?:。|$))"
)
_QUOTED_IS = re.compile(
    r"「(?P<name>[^「」、。\s]{2,40})」とは[、,]\s*(?P<definition>[^。]{12,}?(?:。|$))"
)
_DEFINED_AS = re.compile(
    rf"(?P<name>(?:{WORD}){{1,30}})を(?P<definition>「[^「」]{{10,200}}」)と(?:定義|位置付|呼)"
)
# 各所属で見直しに取り組む「DX推進リーダー」を育成します: the clause before says what it is.
_NAMED_AFTER = re.compile(
    r"(?<!とな)(?<!に関す)(?<!規定す)(?<!掲げ)[うくすつぬぶむる]「(?P<name>[^「」、。（）()]{4,20})」"
    r"(?=モデル|、(?!「)|を(?:導入|開始|始め|実施|開催|育成|設置|整備|組織|創設|採用|運用|置))"
)
_EXPLAINED = re.compile(rf"(?P<name>(?:{WORD}){{2,20}})[（(](?P<definition>[^（()）]{{8,80}})[）)]")
_EXPLANATION = re.compile(
    r"(?:する|した|できる|される|させる|に基づく|による|ている|ための|を持つ)[^、。を]{0,8}"
    r"(?:こと|もの|[一-龥ァ-ヶー]{1,8})$"
)
_LOOSE = re.compile(r"など|[等か]$|含む|以下|以上|[0-9０-９]{2}|例[:：）)]|※|＝|→")
_ACRONYM = re.compile(
    r"(?<![A-Za-z0-9の])(?P<name>e?[A-Z]{2,8})[（(](?P<definition>[一-龥ァ-ヶーA-Za-z・]{5,40})[）)]"
)
_EXPANSION = re.compile(
    r"(?P<definition>[ァ-ヶー][ァ-ヶー・]{7,40}|(?<![一-龥])[一-龥]{4,14})[（(](?P<name>[A-Z]{2,8})[）)]"
)
_CLAUSE = re.compile(r"[。\t>]|」、|(?:は|が|を|に|で|て|り|ため|から|より)、")
# Where a clause tells the means by which a thing works, it is a part of its explanation.
_MEANS = re.compile(r"[。\t>]|」、|(?:は|が|を|り|ため|から|より)、")
_SHORTEST_PHRASE, _LONGEST_PHRASE = 12, 120  # characters


def read_sentences(text: str, span: Span) -> Iterator[Definition]:
    """The words that the sentences in a span define."""
    held = flat(text, (i for i in range(span.start, span.end) if text[i] not in "\r\n"))
    told, back = held.text, held.back
    for match in _SHORT_FOR.finditer(told):
        start = _phrase_start(told, match.start())
        if start < match.start() and not re.match(r"[本当同市国]", match["name"]):
            yield Definition(back(*match.span("name")), back(start, match.start()), synonym=True)
    found = (pattern.finditer(told) for pattern in (_WHAT_IS, _QUOTED_IS, _DEFINED_AS))
    for match in chain.from_iterable(found):
        yield Definition(back(*match.span("name")), back(*match.span("definition")))
    for match in _NAMED_AFTER.finditer(told):
        end = match.start() + 1
        if end - _phrase_start(told, end) < _SHORTEST_PHRASE:
            continue
        start = _phrase_start(told, end, _MEANS)
        if end - start > _LONGEST_PHRASE:
            start = _phrase_start(told, end)
        yield Definition(back(*match.span("name")), back(start, end))
    for match in _EXPLAINED.finditer(told):
        loose = FIGURE.search(match["name"]) or _LOOSE.search(match["definition"])
        if _EXPLANATION.search(match["definition"]) and not loose:
            yield Definition(back(*match.span("name")), back(*match.span("definition")))
    for match in [*_ACRONYM.finditer(told), *_EXPANSION.finditer(told)]:
        if "・" in match["definition"] or not LETTER_READING.match(match["definition"]):
            yield Definition(
                back(*match.span("name")), back(*match.span("definition")), weak=True, synonym=True
            )


def _phrase_start(told: str, end: int, clause: re.Pattern[str] = _CLAUSE) -> int:
    """Where the noun phrase that ends at `end` begins: after the last `clause` before it."""
    start = max((match.end() for match in clause.finditer(told[:end])), default=0)
    while start < end and (told[start].isspace() or told[start] in "-・●○"):
        start += 1
    return start
