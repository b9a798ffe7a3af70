"""General Japanese–English thesaurus of administrative and digital vocabulary.

Four tables lie in `vocabulary/`: everyday phrase → official words, Japanese term ↔ English,
abbreviation ↔ full name, and spellings of one word. None of them names a project of a plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from operator import itemgetter
from pathlib import Path
from typing import Literal

from assistant.language.normalize import fold_glyphs, fold_spelling, normalize_text

Kind = Literal["everyday", "english", "abbreviation", "variant"]

_FOLDER = Path(__file__).with_name("vocabulary")

_LATIN_WORD = re.compile(r"[a-z0-9]+")
# Words of one entry may be apart by these; anything else, Japanese above all, parts them.
_WORD_GAP = re.compile(r"(?:['’]s)?[\s\-_/&.,・']{0,2}")
_JAPANESE = re.compile(r"[぀-ヿ一-鿿々]")
_CAPITALS = re.compile(r"\b[A-Z]+(?=s?(?![A-Za-z0-9]))", re.ASCII)
_LATIN_CHARACTER = re.compile(r"[a-z0-9]")
_KANJI = re.compile(r"[一-鿿々]+")
_KATAKANA = re.compile(r"[ァ-ヺー]+")
_SHORT_KATAKANA = 3
_AFTER_NAMES = "市区町村県国"
_MOST_WORDS = 8

_BRITISH = {
    "centre": "center", "programme": "program", "labour": "labor", "behaviour": "behavior",
    "neighbourhood": "neighborhood", "neighbouring": "neighboring", "harbour": "harbor",
    "enrolment": "enrollment", "licence": "license", "catalogue": "catalog",
    "defence": "defense", "ageing": "aging", "counselling": "counseling", "grey": "gray",
    "organisational": "organizational", "cheque": "check",
}  # fmt: skip
_IRREGULAR = {"children": "child", "women": "woman", "men": "man", "criteria": "criterion"}
_BRITISH_VERB = re.compile(r"(?<=\w{3})is(?=(?:e|ed|ing|ation)$)")
_PLURAL_ES = re.compile(r"(?:ss|x|ch|sh|zz|[^aeo]us)es$")

_PARTICLE = re.compile(r".[をにでがのとへは]")
_VERB_ENDING = re.compile(r"(?:(?<=[てで])いる|する|[るうくすつぬぶむぐい])$")
_SHORTEST_CLAUSE = 4
_SHORTEST_VERB = 2
_SHORTEST_FULL_NAME = 4


@dataclass(frozen=True, slots=True)
class Expansion:
    """One entry met in a question: `surface` as the folded question has it, and the words
    that plans would use for it, closest first."""

    surface: str
    terms: tuple[str, ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    terms: tuple[str, ...]


class Thesaurus:
    """The four tables, looked up in one pass over a question."""

    def __init__(self, folder: Path = _FOLDER) -> None:
        self._variant_rows = tuple(_rows(folder / "variants.tsv"))
        self._english_rows = tuple(_rows(folder / "english.tsv"))
        self._abbreviation_rows = tuple(_rows(folder / "abbreviations.tsv"))
        self._everyday_rows = tuple(_rows(folder / "everyday.tsv"))
        self._variants = _Index()
        self._abbreviations = _Index()
        self._in_capitals: dict[str, str] = {}
        self._add_variants()
        self._add_abbreviations()

    def expand(self, question: str) -> tuple[Expansion, ...]:
        """Every entry that `question` contains, in the order of the question; of overlapping
        entries of one kind only the longest."""
        found = [
            (hit.start, rank, Expansion(text[hit.start : hit.end], hit.terms, kind))
            for rank, (kind, text, hits) in enumerate(self._lookups(question))
            for hit in hits
        ]
        return tuple(expansion for _, _, expansion in sorted(found, key=lambda each: each[:2]))

    def translate(self, question: str) -> tuple[str, ...]:
        """The Japanese terms of an English question, in its order and without repeats. An
        abbreviation gives itself and its Japanese name, unless a longer phrase covers it."""
        text = normalize_text(question)
        words = _english_words(text)
        english = self._english.hits(text, words)
        hits = list(english)
        for hit in self._capital_safe(question, text, self._abbreviations.hits(text, words)):
            if any(e.start <= hit.start and hit.end <= e.end for e in english):
                continue
            surface = text[hit.start : hit.end]
            names = tuple(term for term in hit.terms if _JAPANESE.search(term))[:1]
            known = self._spelled.get(_compact(surface), surface)
            hits.append(_Hit(hit.start, hit.end, (known, *names)))
        hits.sort(key=lambda hit: hit.start)
        return tuple(dict.fromkeys(term for hit in hits for term in hit.terms))

    def english_of(self, term: str) -> str | None:
        """The first English gloss of a Japanese term or of another spelling of it."""
        key = normalize_text(term)
        if key in self._glosses:
            return self._glosses[key]
        siblings = (self._glosses.get(_fold(other)) for other in self.variants_of(term))
        return next((gloss for gloss in siblings if gloss), None)

    def variants_of(self, term: str) -> tuple[str, ...]:
        """The other spellings of `term`, most usual first; empty where none is known."""
        row = self._spellings.get(normalize_text(term), ())
        return tuple(other for other in row if other != term)

    def _lookups(self, question: str) -> Iterator[tuple[Kind, str, list[_Hit]]]:
        text = normalize_text(question)
        words = _english_words(text)
        variants = self._variants.hits(text, words)
        canonical = _replaced(text, variants)
        everyday = self._everyday.hits(canonical, ()) if _JAPANESE.search(text) else []
        yield "everyday", canonical, _new_to(canonical, everyday)
        yield "english", text, self._english.hits(text, words) if words else []
        abbreviations = self._abbreviations.hits(text, words)
        yield "abbreviation", text, _new_to(text, self._capital_safe(question, text, abbreviations))
        yield "variant", text, _new_to(text, variants)

    def _capital_safe(self, question: str, text: str, hits: list[_Hit]) -> list[_Hit]:
        """`hits` without common English words (`it`, `who`) that only capitals would make
        an abbreviation."""
        needed = [self._in_capitals.get(_compact(text[hit.start : hit.end])) for hit in hits]
        if not any(needed):
            return hits
        written = set(_CAPITALS.findall(fold_glyphs(question).text))
        safe = zip(hits, needed, strict=True)
        return [hit for hit, capitals in safe if capitals is None or capitals in written]

    def _canonical(self, folded: str) -> str:
        return _replaced(folded, self._variants.hits(folded, _english_words(folded)))

    def _add_variants(self) -> None:
        for row in self._variant_rows:
            for spelling in row:
                self._variants.add(_fold(spelling), row)

    def _add_abbreviations(self) -> None:
        for key, *names in self._abbreviation_rows:
            short = key.removeprefix("=")
            self._abbreviations.add(_fold(short), [short, *names])
            if short != key:
                self._in_capitals[_compact(_fold(short))] = short
            for name in names:
                if _names_one_thing(name):
                    others = [other for other in names if other != name]
                    self._abbreviations.add(_fold(name), [short, *others])

    @cached_property
    def _everyday(self) -> _Index:
        """Everyday phrases in their most usual spelling; English questions do without."""
        index = _Index(whole_words=True)
        for phrase, *words in self._everyday_rows:
            for key in _inflected(self._canonical(_fold(phrase))):
                index.add(key, words)
        return index

    @cached_property
    def _english(self) -> _Index:
        """Half of all entries, which a question without a Latin word never needs."""
        ranked = [
            (rank, form.lower(), term)
            for term, *forms in self._english_rows
            for rank, form in enumerate(forms)
            if not form.startswith("(")
        ]
        index = _Index()
        # A term whose first gloss a phrase is comes before those that merely list it.
        for _, form, term in sorted(ranked, key=itemgetter(0)):
            index.add(form, (term,))
        return index

    @cached_property
    def _spellings(self) -> dict[str, tuple[str, ...]]:
        return {_fold(spelling): row for row in self._variant_rows for spelling in row}

    @cached_property
    def _spelled(self) -> dict[str, str]:
        shorts = (key.removeprefix("=") for key, *_ in self._abbreviation_rows)
        return {_compact(_fold(short)): short for short in shorts}

    @cached_property
    def _glosses(self) -> dict[str, str]:
        glosses: dict[str, str] = {}
        for key, *names in self._abbreviation_rows:
            english = [name for name in names if not _JAPANESE.search(name)]
            for term in (key.removeprefix("="), *names) if english else ():
                glosses.setdefault(_fold(term), english[0])
        glosses.update((_fold(term), first.strip("()")) for term, first, *_ in self._english_rows)
        return glosses


@cache
def load_thesaurus() -> Thesaurus:
    """The thesaurus of the package, read once."""
    return Thesaurus()


class _Index:
    """Keys of one kind. Keys with a Japanese character are found as substrings, all others
    as words, whatever stands between them. With `whole_words` a key is not found where
    it is part of a longer word."""

    def __init__(self, *, whole_words: bool = False) -> None:
        self._whole_words = whole_words
        self._terms: dict[str, tuple[str, ...]] = {}
        self._lengths: dict[str, set[int]] = {}
        self._phrases: dict[str, tuple[str, ...]] = {}
        self._longest: dict[str, int] = {}

    def add(self, key: str, terms: Iterable[str]) -> None:
        """Let the folded `key` stand for `terms`, after those it stands for already."""
        if key.isascii():
            key = _compact(key)
            table = self._phrases
            self._longest[key[:2]] = max(len(key), self._longest.get(key[:2], 0))
        else:
            table = self._terms
            self._lengths.setdefault(key[:2], set()).add(len(key))
        known = table.get(key)
        table[key] = tuple(dict.fromkeys((*known, *terms))) if known else tuple(terms)

    def hits(self, text: str, words: tuple[tuple[int, int, str], ...]) -> list[_Hit]:
        """The longest entries of the folded `text`, none overlapping, in its order."""
        found = [*self._substrings(text), *self._word_runs(text, words)]
        if len(found) < 2:
            return found
        found.sort(key=lambda hit: (hit.start - hit.end, hit.start))
        chosen: list[_Hit] = []
        for hit in found:
            if all(hit.end <= other.start or other.end <= hit.start for other in chosen):
                chosen.append(hit)
        return sorted(chosen, key=lambda hit: hit.start)

    def _substrings(self, text: str) -> Iterator[_Hit]:
        for start in range(len(text)):
            for head in (text[start : start + 2], text[start]):
                lengths = self._lengths.get(head)
                for length in sorted(lengths, reverse=True) if lengths else ():
                    key = text[start : start + length]
                    end = start + len(key)
                    if key in self._terms and self._stands_alone(text, start, end):
                        yield _Hit(start, end, self._terms[key])
                        break

    def _stands_alone(self, text: str, start: int, end: int) -> bool:
        before, after = text[start - 1 : start], text[end : end + 1]
        if _same_latin_word(before, text[start]) or _same_latin_word(text[end - 1], after):
            return False
        return not (self._whole_words and _inside_longer(text[start:end], before, after))

    def _word_runs(self, text: str, words: tuple[tuple[int, int, str], ...]) -> Iterator[_Hit]:
        for first, (start, end, joined) in enumerate(words):
            longest = self._longest.get(joined[:2], 0 if len(joined) > 1 else 99)
            for after in range(first + 1, first + _MOST_WORDS + 1):
                if len(joined) > longest:
                    break
                if joined in self._phrases:
                    yield _Hit(start, end, self._phrases[joined])
                if after >= len(words) or not _WORD_GAP.fullmatch(text, end, words[after][0]):
                    break
                end = words[after][1]
                joined += words[after][2]


def _rows(path: Path) -> Iterator[tuple[str, ...]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield tuple(line.replace("\t", ";").split(";"))


@cache
def _fold(text: str) -> str:
    """`normalize_text` for the tables' own strings, which are NFKC without stray spaces."""
    return fold_spelling(text)


def _compact(phrase: str) -> str:
    return "".join(map(_fold_word, _LATIN_WORD.findall(phrase.replace("'s", ""))))


def _english_words(text: str) -> tuple[tuple[int, int, str], ...]:
    """Start, end and folded form of each Latin word."""
    words = ((m.start(), m.end(), _fold_word(m[0])) for m in _LATIN_WORD.finditer(text))
    return tuple(word for word in words if not _is_possessive(text, word))


def _is_possessive(text: str, word: tuple[int, int, str]) -> bool:
    return word[2] == "s" and word[0] > 0 and text[word[0] - 1] in "'’"


@cache
def _fold_word(word: str) -> str:
    """A lower-case English word in the singular and in American spelling."""
    word = _IRREGULAR.get(word, word)
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        if word.endswith("ies") and len(word) > 4:
            word = word[:-3] + "y"
        else:
            word = word[:-2] if _PLURAL_ES.search(word) else word[:-1]
    return _BRITISH.get(word) or _BRITISH_VERB.sub("iz", word)


def _inflected(phrase: str) -> Iterator[str]:
    """`phrase` and what is left of it without the ending of its verb (減らす, 減らせば), a
    clause also without its を."""
    yield phrase
    stem = _VERB_ENDING.sub("", phrase)
    if not _PARTICLE.search(phrase):
        is_verb = stem != phrase and not phrase.endswith(("する", "い"))
        if is_verb and len(stem) >= _SHORTEST_VERB and _KANJI.search(stem):
            yield stem
        return
    for form in {stem, phrase.replace("を", ""), stem.replace("を", "")} - {phrase}:
        if len(form) >= _SHORTEST_CLAUSE:
            yield form


def _names_one_thing(name: str) -> bool:
    """Whether a full name is particular enough to stand for its abbreviation."""
    if _JAPANESE.search(name):
        return len(name) >= _SHORTEST_FULL_NAME
    return " " in name


def _same_latin_word(left: str, right: str) -> bool:
    return bool(_LATIN_CHARACTER.match(left) and _LATIN_CHARACTER.match(right))


def _inside_longer(key: str, before: str, after: str) -> bool:
    """Whether an everyday key is only part of a longer word: 業者 of 事業者, トップ of
    ワンストップ, 守り of 見守り, 川の水 of 市川の水道. A place's name may stand before 市の人."""
    if len(key) <= _SHORT_KATAKANA and _KATAKANA.fullmatch(key):
        return bool(_KATAKANA.match(before) or _KATAKANA.match(after))
    lead = _KANJI.match(key)
    if lead is None or key[0] in _AFTER_NAMES:
        return False
    if len(key) == 1 and _KANJI.match(after):
        return True
    return bool(_KANJI.match(before)) and (len(lead[0]) == 1 or len(key) == len(lead[0]) == 2)


def _replaced(text: str, hits: list[_Hit]) -> str:
    """`text` with the most usual spelling in the place of each hit."""
    parts: list[str] = []
    done = 0
    for hit in hits:
        parts += text[done : hit.start], _fold(hit.terms[0])
        done = hit.end
    return "".join(parts) + text[done:]


def _new_to(text: str, hits: list[_Hit]) -> list[_Hit]:
    """`hits` without the terms that `text` has already, which would only be counted twice."""
    fresh = (
        _Hit(hit.start, hit.end, tuple(term for term in hit.terms if _fold(term) not in text))
        for hit in hits
    )
    return [hit for hit in fresh if hit.terms]
