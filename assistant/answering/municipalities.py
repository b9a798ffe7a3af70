"""Which municipalities a question names, and which places that no document covers."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.language.normalize import normalize_text
from assistant.language.romaji import looks_romanized
from assistant.language.thesaurus import load_thesaurus
from assistant.language.tokens import has_name
from assistant.retrieval.catalogue import MUNICIPALITY_ENDINGS, Catalogue

_PLACE = re.compile(
    r"(?:^|[\s、。,・「『（(のとやはでがもに])"
    r"([一-龠々ヶケァ-ヴー]{1,6}?[市町村](?![一-龠々])|[一-龠々]{2,4}区(?![一-龠々])|[一-龠々]{1,4}[県府](?![一-龠々]))"
)
_NOT_PLACES = re.compile(
    r"^(本|同|各|他|全|当|両|都|自|近隣|隣|中核|政令|指定|大|小|中|新|旧|前|後|現|下|地方|別の?|"
    r"一般|先進|県内|他の|どの)+[市町村県区]"
    r"|[地学校特]区|[行特自]\S区|市町村|都市|城下町|港町|下町|商店街|農村|漁村|町工場|市場|政府|内閣府|幕府"
)
_LINKING_GA = re.compile(r"(?<=[一-龠々])[ヶが](?=[一-龠々])")
_ENDS_PLACE = re.compile(r"[市町村県府都](?<!政府)(?<!都市)$")
# What is quoted is the name of a thing: "Yama no Shigotoba".
_QUOTED_LATIN = re.compile(r"[\"“][^\"”]{3,60}[\"”]")
_LATIN_PLACE = re.compile(r"(?<!-)\b([A-Z][a-z]{3,})(?=('s)?\b)(?!-)")
LATIN_KINDS = {
    "City": "市",
    "Town": "町",
    "Village": "村",
    "Ward": "区",
    "Prefecture": "県都府道",
    "Metropolis": "都",
}
_LATIN_KIND = re.compile(rf"(?:'s)?[ \-]({'|'.join(LATIN_KINDS)})\b", re.I)
_OF_PREFECTURE = re.compile(r" [Pp]refectur(?:e|al)\b")
# Kuwamaru Taxi: the name of a thing, not of a place.
_NAMES_THING = re.compile(
    rf" (?!{'|'.join(LATIN_KINDS)}|Municipal|Digital|Plan|Strategy|Report|Guideline)"
    r"[A-Z][a-z]{2,}"
)
_KANA_ENDINGS = "市|町|村|区|県|けん(?=[のはでがと])|まち(?=[のはで])|し(?=[のはで])"
_MADE = (
    r"(?:[^\s、。のはがをと]{0,8})(?:計画|プラン|戦略|方針|ビジョン|構想|ガイドライン|指針|報告書)"
)
# 県 stands for any kind. Where a name was found stands a zero character.
_ALONE = (
    rf"(?<![一-龠々ァ-ヴー])県の(?={_MADE})",
    r"(?<![一-龠々ァ-ヴー])県と(?=\0)",
    r"(?<=\0と)県(?![一-龠々])",
)
_ALONE_UNNAMED = (
    r"(?:^|(?<=[、。 ]))県(?=では|は|で|の|が|って)",
    r"(?<![一-龠々ァ-ヴー])県と(?=[市町村区県](?![一-龠々]))",
    r"(?<=[市町村区県]と)県(?![一-龠々])",
)


@dataclass(frozen=True, slots=True)
class Places:
    """The municipalities of the corpus that a question names, and the places beyond it."""

    municipalities: tuple[str, ...]
    unknown: tuple[str, ...]


def find_places(question: str, catalogue: Catalogue) -> Places:
    """The places that a question names."""
    known = find_municipalities(question, catalogue)
    return Places(known, find_unknown_places(question, known, catalogue))


def find_municipalities(question: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Municipalities of the corpus that are named, in the order of the question. The
    longest name wins: 柏崎市 is not 柏市."""
    found: list[tuple[int, str]] = []
    normalized = rest = normalize_text(question)
    filed = dict.fromkeys(catalogue.municipalities) | catalogue.partners
    for name in sorted(filed, key=len, reverse=True):
        for pattern in _written(name, catalogue):
            for match in re.finditer(pattern, rest):
                found.append((match.start(), filed[name] or name))
            rest = re.sub(pattern, lambda m: "\0" * len(m[0]), rest)
    found += _in_latin(question, catalogue)
    found = [place for place in found if not _only_leads(place, found, normalized)]
    found += _by_kind(rest, bool(found), catalogue)
    return tuple(dict.fromkeys(name for _, name in sorted(found)))


def _written(name: str, catalogue: Catalogue) -> Iterator[str]:
    """Patterns for the ways to write a municipality's name in Japanese, normalised."""
    yield spelling_of(name)
    yield rf"(?<![一-龠々]){spelling_of(catalogue.stem(name))}(?![一-龠々])"
    if kana := re.escape(catalogue.kana.get(name, "")):
        yield rf"(?<![ぁ-ゖ]){kana}(?:{_KANA_ENDINGS})|^{kana}(?:し|けん|まち)"


def _in_latin(question: str, catalogue: Catalogue) -> Iterator[tuple[int, str]]:
    """Where municipalities are named in Latin letters; of several with one reading, the one
    of the kind that is said: Toyama Prefecture."""
    lowered = question.lower()
    for latin, name in sorted(catalogue.romanized.items(), key=lambda item: -len(item[0])):
        if latin and (place := re.search(rf"(?<![a-z\-]){latin}(?![a-z])", lowered)):
            kind = _LATIN_KIND.match(question, place.end())
            endings = LATIN_KINDS[kind[1].capitalize()] if kind else ""
            alike = [
                c for c in catalogue.municipalities if catalogue.stem(c) == catalogue.stem(name)
            ]
            yield place.start(), next((c for c in alike if c[-1] in endings), name)


def _only_leads(place: tuple[int, str], found: list[tuple[int, str]], normalized: str) -> bool:
    """Whether a prefecture is named only in front of the name of a municipality: 新潟県柏崎市."""
    start, name = place
    end = start + len(name)
    leads = name.endswith(("県", "都", "府", "道")) and normalized[start:end] == name
    return leads and any(at == end for at, other in found if other != name)


def _by_kind(rest: str, named: bool, catalogue: Catalogue) -> Iterator[tuple[int, str]]:
    """Municipalities that are meant by their kind alone, where the corpus has one of it beside
    others: 県の戦略, 県と町. Beside a named one, what 県 does is told by that one's text.
    Names that were found already are blanked out in `rest`."""
    kinds = Counter(name[-1] for name in catalogue.municipalities)
    for name in catalogue.municipalities if len(catalogue.municipalities) > 1 else ():
        kind = name[-1]
        if kinds[kind] > 1 or kind not in MUNICIPALITY_ENDINGS:
            continue
        patterns = _ALONE if named else (*_ALONE, *_ALONE_UNNAMED)
        for pattern in patterns:
            for match in re.finditer(pattern.replace("県", kind), rest):
                yield match.start(), name


def spelling_of(name: str) -> str:
    """A pattern for the ways to write the name of a place, normalised: 龍ヶ崎, 竜が崎."""
    return _LINKING_GA.sub("[ヶが]", re.escape(normalize_text(name)))


def _foreign(question: str, catalogue: Catalogue) -> list[str]:
    """Cities, towns, villages and prefectures named in Japanese that are none of the corpus."""
    known = {spelling_of(name): name for name in (*catalogue.municipalities, *catalogue.partners)}
    text = unicodedata.normalize("NFKC", question)
    for spelling, name in known.items():
        text = re.sub(spelling, name, text)
    return [
        place
        for place in (match[1] for match in _PLACE.finditer(text))
        if not any(re.search(spelling + "$", normalize_text(place)) for spelling in known)
        and not _NOT_PLACES.search(place)
    ]


def find_neighbours(question: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Places that a question asks something of, a document speaks of, and none is of."""
    named = _foreign(question, catalogue)
    asked = (place for place in named if re.search(rf"{place}(?:[のはがでも]|$)", question))
    return tuple(place for place in asked if catalogue.mentions(place))


def find_unknown_places(
    question: str, municipalities: tuple[str, ...], catalogue: Catalogue
) -> tuple[str, ...]:
    """Cities, towns, villages and prefectures named that no document is of."""
    unknown = [
        place
        for place in _foreign(question, catalogue)
        if has_name(place) or not catalogue.mentions(place)
    ]
    if municipalities:  # the prefecture around a city, its police: no place that is asked about
        unknown = [place for place in unknown if not place.endswith(("県", "府"))]
    bare = _QUOTED_LATIN.sub(lambda quoted: " " * len(quoted[0]), question)
    for match in _LATIN_PLACE.finditer(bare):
        word = match[1]
        around = municipalities and _OF_PREFECTURE.match(question, match.end())
        if word in LATIN_KINDS or around:
            continue
        named = load_thesaurus().translate(word)
        place = any(_ENDS_PLACE.search(name) for name in named)
        thing = bool(municipalities) and _NAMES_THING.match(question, match.end())
        if not place and (thing or catalogue.writes_in_kana(word)):
            continue
        if word.lower() not in catalogue.romanized and (
            place or (match.start() and not named and looks_romanized(word))
        ):
            unknown.append(word)
    return tuple(dict.fromkeys(unknown))
