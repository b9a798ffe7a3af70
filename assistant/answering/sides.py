"""The sides that a question compares, each with the question as it would be put to it alone.

`紙の削減を、A市の電子決裁とB市の印刷で比べて` asks of A市 `紙の削減を、A市の電子決裁で…` and of
B市 `紙の削減を、B市の印刷で…`: what stands before the first side and after the last one is
shared, what follows a side is its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.answering.english_sides import put_english
from assistant.answering.lists_wanted import wants_projects
from assistant.answering.reported import is_report
from assistant.answering.side_mentions import (
    Mention,
    apart,
    city_mentions,
    document_mentions,
    one_each,
    own_words,
    similar_names,
)
from assistant.answering.turn import Turn
from assistant.answering.understand import understand
from assistant.datamodels import Query
from assistant.language.detect import detect_language
from assistant.language.tokens import words

_COMPARING = re.compile(
    r"それぞれの?|(?:とで|で|を)?(?:比較|比べ|くらべ|並べ|対比)し?(?:ると|て|たい|た|る)?"
    r"(?:教えて|見せて|みせて|みたい|みて|ほしい|欲しい)?(?:ください|下さい|くれ)?"
    r"|両方(?=教|知|見|$)|(?<=で)(?:、?どう(?:違|ちが|変わ|かわ|異な)[^。?？]*|の?違い[^。?？]*)"
    r"|(?i:\bcompare(?: the)?\b|\brespectively\b|\bversus\b|\bvs\.?)"
)
_THEM = re.compile(r"(?<=[.?]) *them[.?]?\s*$", re.I)
_SPACE_BEFORE_MARK = re.compile(r"[ ,]+(?=[。、?？.]|$)")
_PAIRED = re.compile(r"とで(?=、|は|も|\s|$|それぞれ|どう|いつ|何|いく|どこ|どの)")
_JOINT = re.compile(
    r"^(?:\s|の(?=$|と(?!き|ころ)|、)|とで|と(?!き|ころ)|も|や|は(?=、?$)|、|・|,|及び|および|ならびに|対|に(?=$)|\band\b|\bwith\b|/|／)+"
    r"|(?:\s|とで|と|も|や|、|・|,|及び|および|\band\b|\bwith\b)+$"
)
_OWN_END = re.compile(
    r"とで|では|で(?=、|は|、?それぞれ|どう|何|どちら|どっち|$)|を(?!含)|は(?=、|どちら|どっち|どう|何|いく|$)"
    r"|、|の(?=(?:担当|目標|現状|実績|違い|差|比較|役割|定義|評価)[^、]{0,12}$)|が(?=どう)|って|[?？。]"
)
_OPEN_END = re.compile(r"[しみりちいき]$")
_INVERTED = re.compile(r"(?P<what>[^、。?？]{2,60})を、(?P<side>[^、。?？]{2,40})[。]?")
_TOPIC = re.compile(r"(?:を|は|って)、?[ 　]*$")  # told of all sides before the first one
_WH = re.compile(r"何|いつ|どこ|どの|いくつ|いくら|\b(?:what|when|which|who|how)\b", re.I)
_NOUNS = ("名詞", "接尾辞", "代名詞", "latin", "number", "補助記号")
# と that joins no two things: 普通のメーターと比べて, 役に立つと回答, 会場とネットの両方.
_NO_PAIR = re.compile(
    r"比|くらべ|いう|言|思|考|回答|して|する|なる|同じ|同様|違|異|の|は|も|で|ともに|[^、。はをが]{1,20}の?両方"
)
_NOUN_BEFORE = re.compile(r"[^\s、。をはがでにの()（）]{1,30}$")
_NOUN_AFTER = re.compile(
    r"^[^\s、。をはがでにの()（）]{1,30}?(?=とで|[\s、。をはがでにの()（）?？]|$)"
)
_RECORDED = ("department", "target", "baseline", "actual", "figure", "schedule", "rating", "budget")
_EXPLAINS = re.compile(r"の(用語)?(の)?(説明|解説)|何を(表|意味|指)|glossar", re.I)


@dataclass(frozen=True, slots=True)
class Side:
    """A side's title and the query that is put to it. `joined` sides are two things that
    と joins, neither municipalities nor documents nor projects."""

    title: str
    query: Query
    joined: bool = False


def find_sides(turn: Turn) -> list[Side]:
    """The sides of the question: municipalities, documents of one municipality, projects,
    or two things joined by と. Empty if it names fewer than two."""
    text = unicodedata.normalize("NFKC", turn.query.question)
    cities = turn.query.municipalities
    if turn.query.has_form("list") and wants_projects(text):
        return []
    if len(cities) >= 2:
        found = city_mentions(turn, text)
        volumes = [key for key in _keys(found) if key not in cities]
        apart_in = {turn.city(key) for key in volumes}
        whole = [name for name in cities if name not in apart_in]
        return [_side(turn, key, put(text, found, key)) for key in (*whole, *volumes)]
    documents = document_mentions(turn, text)
    if len({m.key for m in documents}) >= 2:
        return [_document_side(turn, key, put(text, documents, key)) for key in _keys(documents)]
    compares = turn.query.has_form("comparison")
    if not compares and len(turn.named) < 2:
        return []
    projects = apart(similar_names(turn, text))
    if len({m.key for m in projects}) >= 2:
        return [_project_side(turn, key, put(text, projects, key)) for key in _keys(projects)]
    pairs = _pairs(text) if compares else []
    return [Side(title, _alone(turn, own), joined=True) for title, own in pairs]


def sides_in_turn(turn: Turn) -> list[Side]:
    """The question before and this one, where they are to stand beside each other."""
    before = turn.query.beside
    if before is None:
        return []
    own = replace(turn.query, beside=None)
    titles = [_title(turn, query) for query in (before, own)]
    if titles[0] == titles[1]:
        titles = [asked(query.question) for query in (before, own)]
    return [Side(title, query) for title, query in zip(titles, (before, own), strict=True)]


def _title(turn: Turn, query: Query) -> str:
    """The document or the municipality that a question is put to, or that its answer was about,
    else the question."""
    told = [turn.catalogue.projects[p].document_id for p in query.focus]
    origins = {turn.origin(document_id) for document_id in query.named or told or query.scope}
    places = "、".join(query.municipalities)
    return origins.pop() if len(origins) == 1 else places or query.question


def _side(turn: Turn, key: str, text: str) -> Side:
    named = key in turn.catalogue.documents
    return _document_side(turn, key, text) if named else _city_side(turn, key, text)


def _keys(mentions: Iterable[Mention]) -> list[str]:
    return list(dict.fromkeys(m.key for m in mentions))


def put(text: str, mentions: Sequence[Mention], key: str) -> str:
    """The question as it is put to the side `key`; all of it if it is not mentioned."""
    ordered = one_each(text, sorted(mentions, key=lambda m: m.start))
    if key not in {m.key for m in ordered}:
        return asked(text)
    if detect_language(text) == "en":
        places = [(m.start, m.end) for m in ordered]
        own_places = [number for number, m in enumerate(ordered) if m.key == key]
        return asked(put_english(text, places, own_places))
    ends = [*(m.start for m in ordered[1:]), len(text)]
    after = [text[m.end : end] for m, end in zip(ordered, ends, strict=True)]
    brackets = [own_words(part) for part in after]
    rests = [part[len(bracket) :] for part, bracket in zip(after, brackets, strict=True)]
    owned = [_JOINT.sub("", rest) for rest in rests[:-1]]
    told = any(owned) or bool(_TOPIC.search(text[: ordered[0].start]))
    last, tail = _last(rests[-1], told, any(_WH.search(own) for own in owned))
    if any(owned) and not text[: ordered[0].start].strip() and last.count("の") > 1:
        last, shared = last.rsplit("の", 1)
        tail = f"の{shared}{tail}"
    own = "".join(
        f"{text[m.start : m.end]}{bracket}{rest} "
        for m, bracket, rest in zip(ordered, brackets, [*owned, last], strict=True)
        if m.key == key
    )
    return asked(f"{text[: ordered[0].start]}{own.strip()}{tail}")


def _last(rest: str, owned: bool, clauses: bool) -> tuple[str, str]:
    """What belongs to the last side alone, and what to all sides."""
    if not owned:
        return "", rest
    if clauses:
        return rest, ""
    match = _OWN_END.search(rest)
    return (rest[: match.start()], rest[match.start() :]) if match else (rest, "")


def asked(text: str) -> str:
    """`text` without the words that ask for a comparison, as a question: どこまで進み is told of
    as どこまで進みましたか, and ねらいを、A市の計画。 as A市の計画で、ねらいは?"""
    rest = _PAIRED.sub("で", text)
    rest = " ".join(_THEM.sub("", _COMPARING.sub(" ", rest)).split())
    rest = _SPACE_BEFORE_MARK.sub("", rest) or text
    if _OPEN_END.search(rest) and _WH.search(rest):
        return f"{rest}ましたか"
    inverted = _INVERTED.fullmatch(rest)
    return f"{inverted['side']}で、{inverted['what']}は?" if inverted else rest


def _city_side(turn: Turn, name: str, text: str) -> Side:
    query = _alone(turn, text)
    every = [document.document_id for document in turn.catalogue.documents_of(name)]
    own = [d for d in every if not query.within or d in query.within]
    named = tuple(d for d in query.named if d in own)
    scope = named or tuple(own)
    asks = _asks_in(turn, query, scope)
    return Side(name, replace(query, municipalities=(name,), named=named, scope=scope, asks=asks))


def _asks_in(turn: Turn, query: Query, scope: Sequence[str]) -> tuple[str, ...]:
    """What is asked of these documents: how it stands now is what a report calls 実績."""
    reports = all(is_report(turn.catalogue.documents[d]) for d in scope)
    if scope and reports and query.asks_for("baseline"):
        return (*query.asks, "actual")
    return query.asks


def _document_side(turn: Turn, document_id: str, text: str) -> Side:
    query = replace(_alone(turn, text), named=(document_id,), scope=(document_id,))
    asks = _asks_in(turn, query, (document_id,))
    return Side(turn.origin(document_id), replace(query, asks=asks))


def _project_side(turn: Turn, project_id: str, text: str) -> Side:
    project = turn.catalogue.projects[project_id]
    query = replace(_alone(turn, text), focus=(project_id,), scope=(project.document_id,))
    return Side(project.name.text, query)


def _pairs(text: str) -> list[tuple[str, str]]:
    """The two things that と joins, each with the question without the other one."""
    tokens = words(text)
    for previous, token in pairwise(tokens):
        joins = token.surface in ("と", "and") and previous.pos in _NOUNS
        before = _NOUN_BEFORE.search(text[: token.start].rstrip())
        start = token.end + len(text[token.end :]) - len(text[token.end :].lstrip("、 "))
        after = _NOUN_AFTER.search(text[start:])
        if joins and before and after and not _NO_PAIR.match(text[start:]):
            rest = text[start + after.end() :].removeprefix("と")
            left, right = text[: before.end()] + rest, text[: before.start()] + text[start:]
            return [(before[0], asked(left)), (after[0], asked(right))]
    return []


def _alone(turn: Turn, text: str) -> Query:
    """The query of a side's own question, in the language of the whole one."""
    query = understand(text, turn.catalogue, turn.query.within)
    dropped = {"comparison", "yesno"}
    if not wants_projects(text):
        dropped |= {"list", "count"}
    asks = query.asks or turn.query.asks
    if query.asks_for(*_RECORDED):
        asks = tuple(ask for ask in asks if ask != "definition")
    elif _EXPLAINS.search(text):
        asks = (*asks, "definition")
    query = replace(query, language=turn.query.language, forms=query.forms - dropped, asks=asks)
    if not query.municipalities and turn.query.municipalities:
        query = replace(query, municipalities=turn.query.municipalities, scope=turn.query.scope)
    return query
