"""The municipalities, document and years that a question names, and the question without one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.answering.municipalities import find_municipalities
from assistant.answering.understand import understand
from assistant.language.years import find_years
from assistant.retrieval.catalogue import Catalogue

# What ties a name to the words after it, left over when the name goes.
_TIED = r"(?:(?:で|に|まで|時点)?の|では|には|は|で|に|,|、)?\s*"
_BEFORE = r"(?:\b(?:in|of|for|by|at) )?"
_SPACE_BEFORE_END = re.compile(r"\s+(?=[?？。])")
_ASKS_NOTHING = re.compile(r"^[\s、。,.?？!！はがをのにで]*$")


@dataclass(frozen=True, slots=True)
class Limit:
    """What a question limits itself to. `without` is the question that does not, empty where
    there is none."""

    kind: Literal["municipality", "document", "year"]
    name: str
    without: str = ""


def limits_of(question: str, catalogue: Catalogue) -> tuple[Limit, ...]:
    """The limits that the words of `question` set, municipalities first."""
    cities = find_municipalities(question, catalogue)
    named = [Limit("municipality", n, _without_city(question, n, catalogue)) for n in cities]
    return (*named, *_document(question, catalogue), *_years(question))


def _document(question: str, catalogue: Catalogue) -> Iterator[Limit]:
    """The one document that is meant where its municipality has several."""
    named = [catalogue.documents[d] for d in understand(question, catalogue).named]
    if len(named) == 1 and len(catalogue.documents_of(named[0].municipality)) > 1:
        yield Limit("document", named[0].title)


def _without_city(question: str, name: str, catalogue: Catalogue) -> str:
    for spelling in catalogue.spellings(name):
        word = rf"(?<![A-Za-z]){re.escape(spelling)}"
        found = rf"{word}'s\s*|{_BEFORE}{word}(?![A-Za-z']){_TIED}"
        rest = re.sub(found, "", question, flags=re.I)
        if rest != question:
            return _tidied(rest)
    return ""


def _years(question: str) -> Iterator[Limit]:
    for span in dict.fromkeys(mention.span for mention in find_years(question)):
        before = re.sub(rf"{_BEFORE}$", "", question[: span.start], flags=re.I)
        after = re.sub(rf"^{_TIED}", "", question[span.end :])
        yield Limit("year", span.of(question).strip(), _tidied(before + after))


def _tidied(rest: str) -> str:
    text = _SPACE_BEFORE_END.sub("", " ".join(rest.split()))
    return "" if _ASKS_NOTHING.match(text) else text
