"""Names of municipalities that a question misspells, set right before anything reads them."""

from __future__ import annotations

import re

from assistant.answering.municipalities import LATIN_KINDS, Places, find_places
from assistant.answering.spelling import respelled
from assistant.language.tokens import is_name
from assistant.retrieval.catalogue import MUNICIPALITY_ENDINGS, Catalogue

_SHORTEST = 3  # characters of a name, its ending included
_KANA_ENDING = re.compile(r"(?<![一-龠々])([一-龠々]{2,4})し(?=[ 　の]|$)")
_LINKING = re.compile(r"(?<=[一-龠々])[ノのﾉ之](?=[一-龠々])")


def with_known_places(question: str, catalogue: Catalogue) -> tuple[str, Places]:
    """`question` spelled as the documents spell it, names of municipalities first, with the
    places that it names. They are looked for again only where a spelling was set right."""
    linked = with_linking_kana(_with_ending(question), catalogue)
    linked = with_partners(linked, catalogue)
    places = find_places(linked, catalogue)
    spelled = linked
    for place in places.unknown:
        if (name := meant_by(place, catalogue)) is not None:
            spelled = spelled.replace(place, name)
    spelled = respelled(spelled, catalogue)
    return spelled, places if spelled == linked else find_places(spelled, catalogue)


def _with_ending(question: str) -> str:
    """`question` with the ending of cities in kanji: 我孫子し."""
    return _KANA_ENDING.sub(
        lambda match: f"{match[1]}市" if is_name(match[1]) else match[0], question
    )


def with_linking_kana(question: str, catalogue: Catalogue) -> str:
    """`question` with the kana inside names as documents write them: 丘の上市 is 丘ノ上市."""
    for name in catalogue.municipalities:
        stem = catalogue.stem(name)
        if _LINKING.search(stem):
            pattern = _LINKING.sub("[ノのﾉ之]", stem)
            question = re.sub(pattern, stem, question)
    return question


def with_partners(question: str, catalogue: Catalogue) -> str:
    """`question` with those who share a plan as it writes them (Yuzato Village, 湯里村); in an
    unlikely reading, or one that is also another's, only with its kind."""
    for name in catalogue.partners:
        kinds = "|".join(word for word, endings in LATIN_KINDS.items() if name[-1] in endings)
        for place, latin in enumerate(catalogue.readings_of(name)):
            bare = "" if place or latin in catalogue.romanized else "?"
            written = rf"\b{latin}(?:[ \-](?:{kinds})){bare}\b"
            question = re.sub(written, name, question, flags=re.I)
    return question


def meant_by(place: str, catalogue: Catalogue) -> str | None:
    """The municipality that an unknown name is a slip for: the only one that differs in a
    single character, where no dictionary has the name as typed. Names of another length
    are other places: 柏市 is not 柏崎市."""
    if len(place) < _SHORTEST or place[-1] not in MUNICIPALITY_ENDINGS or is_name(place[:-1]):
        return None
    near = [name for name in catalogue.municipalities if _differ_once(place, name)]
    return near[0] if len(near) == 1 else None


def _differ_once(place: str, name: str) -> bool:
    if len(place) != len(name) or place[-1] != name[-1]:
        return False
    return sum(a != b for a, b in zip(place, name, strict=True)) == 1
