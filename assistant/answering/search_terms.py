"""What of a question is searched for: its content words, and the text for the encoder."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.answering.cues import load_cues
from assistant.datamodels import Query, SearchTerm
from assistant.language.thesaurus import Expansion
from assistant.language.tokens import lemmas, words
from assistant.language.years import find_years
from assistant.retrieval.catalogue import Catalogue

WEAK_WEIGHT = 0.12
UNTRANSLATED = 0.3  # an English word that no Japanese term stands for tells little
# How much a word of each class tells about the subject.
CLASS_WEIGHTS = {
    "名詞": 1.0,
    "latin": 1.0,
    "number": 0.7,
    "形状詞": 0.5,
    "動詞": 0.45,
    "形容詞": 0.5,
    "副詞": 0.2,
    "接尾辞": 0.25,
}
OTHER_WEIGHT = 0.5  # of a word of any other class


def search_terms(
    query: Query, subject: str, expansions: tuple[Expansion, ...], catalogue: Catalogue
) -> tuple[SearchTerm, ...]:
    """The content words of `subject`, the question without the name of its document, with
    their weights and other ways to say them."""
    alternatives = _alternatives(subject, expansions)
    classes = {token.lemma: token.pos for token in words(subject) if token.content}
    years = {lemma for year in find_years(subject) for lemma in lemmas(year.span.of(subject))}
    places = _places(query, catalogue)
    terms: dict[str, SearchTerm] = {}
    for lemma in lemmas(_without(subject, query.municipalities)):
        if lemma.removesuffix("'s") in places or lemma in years or lemma in terms:
            continue
        weight = _weight(lemma, classes.get(lemma, ""))
        if query.language == "en" and lemma.isascii() and lemma not in alternatives:
            weight = min(weight, UNTRANSLATED)
        terms[lemma] = SearchTerm(lemma, weight, tuple(dict.fromkeys(alternatives.get(lemma, ()))))
    return tuple(terms.values())


def _weight(lemma: str, word_class: str) -> float:
    weak = lemma in load_cues("ja").weak or lemma in load_cues("en").weak
    letter = len(lemma) == 1 and lemma.isascii()
    return WEAK_WEIGHT if weak or letter else CLASS_WEIGHTS.get(word_class, OTHER_WEIGHT)


def _places(query: Query, catalogue: Catalogue) -> set[str]:
    """The words by which municipalities are named."""
    stems = {lemma for name in query.municipalities for lemma in lemmas(catalogue.stem(name))}
    return stems | {name[-1] for name in query.municipalities} | set(catalogue.romanized)


def _alternatives(
    subject: str, expansions: tuple[Expansion, ...]
) -> dict[str, list[tuple[str, ...]]]:
    """Other ways to say the words of a question, each as lemmas. A phrase found without the
    ending of its verb is another way to say the verb as well: 浮 of 浮きました."""
    alternatives: dict[str, list[tuple[str, ...]]] = {}
    verbs = [token for token in words(subject) if token.pos == "動詞"]
    for expansion in expansions:
        end = subject.find(expansion.surface) + len(expansion.surface)
        cut = (v.lemma for v in verbs if v.start < end < v.end and expansion.surface in subject)
        for lemma in dict.fromkeys((*lemmas(expansion.surface), *cut)):
            others = (tuple(lemmas(term)) for term in expansion.terms)
            alternatives.setdefault(lemma, []).extend(other for other in others if other)
    return alternatives


def search_text(query: Query) -> str:
    """What the encoder sees: the question without the names of municipalities."""
    return _without(query.question, query.municipalities).strip() or query.question


def _without(text: str, names: Iterable[str]) -> str:
    for name in names:
        text = text.replace(name, " ")
    return text
