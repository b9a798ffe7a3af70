"""Pairs made from the pairs: questions in other words over the same passages.

Every generator is a pure function of its input and a seed. The vocabulary is the product's own
(`assistant/language/vocabulary/*.tsv`); no plan and no test question is read.
"""

from __future__ import annotations

import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import fugashi

from training.pairs import PairGroup

SOURCE = "made from the pairs"
SEARCH_ALONE = "# =="  # the line of a vocabulary behind which nothing is trained on
JAPANESE_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff々ー]{2,8}")
PASSAGE_KINDS = ("ja_heading_section", "ja_title_body", "ja_label_value", "ja_ict")
PASSAGES_PER_FILE = {
    "a_law_statutes": 20_000,
    "a_policy": 9_000,
    "a_policy_paths": 3_500,
    "b_ja_qa": 12_000,
    "c_d365_ja": 12_000,
    "c_m365_ja": 6_000,
    "c_parallel_docs": 8_000,
    "d_ja_docs": 4_000,
}
JAPANESE_FORMS = (
    *("{x}", "{x}", "{x}について", "{x}のこと", "{x}は?", "{x}を教えて", "{x}するやつ"),
    *("{x}ってどうなってるの?", "{x}はどこの課?", "{x}のための取組", "{x}とは何ですか。"),
    *("{x}の目標は?", "{x}はいつから?", "{x}の割合はいくつですか。", "{x}について知りたい"),
    *("{x}の担当はどこですか。", "{x}は何件?", "{x}はどんな状況?", "{x}の事業を教えてください。"),
    *("{x}は何年度?", "{x}はどのくらい?", "{x}ために何をしていますか。"),
)
ENGLISH_FORMS = (
    *("{x}", "{x}", "which projects use {x}?", "what is the target for {x}?", "{x} projects"),
    *("which department is in charge of {x}?", "when will {x} start?", "what is {x}?"),
    *("how many {x} are there?", "what is the current status of {x}?", "list projects about {x}"),
    *("what does the city plan to do about {x}?", "tell me about {x}", "how is {x} improved?"),
    *("which measures cover {x}?", "what was the result of {x} in fiscal 2023?"),
    *("what percentage of {x} is the goal?", "who handles {x}?", "is {x} already introduced?"),
)


@dataclass(frozen=True)
class Vocabulary:
    """Other words for a Japanese term: English forms and everyday phrases."""

    english: Mapping[str, list[str]]
    everyday: Mapping[str, list[str]]


def read_vocabulary(folder: Path) -> Vocabulary:
    """The product's vocabulary, as far as it is for training; a file that is missing adds
    nothing."""
    english: dict[str, list[str]] = defaultdict(list)
    everyday: dict[str, list[str]] = defaultdict(list)
    for term, forms in _rows(folder / "english.tsv"):
        english[term] += [form.strip("()").lower() for form in forms]
    for phrase, words in _rows(folder / "everyday.tsv"):
        for word in words:
            everyday[word].append(phrase)
    for short, names in _rows(folder / "abbreviations.tsv"):
        for name in names:
            (english if name.isascii() else everyday)[name].append(short.lower())
    for spelling, others in _rows(folder / "variants.tsv"):
        for other in others:
            everyday[spelling].append(other)
    return Vocabulary(dict(english), dict(everyday))


def _rows(path: Path) -> Iterable[tuple[str, list[str]]]:
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(SEARCH_ALONE):
            return
        if not line or line.startswith("#"):
            continue
        cells = line.replace("\t", ";").split(";")
        cells = [cell.lstrip("=").strip() for cell in cells]
        yield cells[0], [cell for cell in cells[1:] if cell]


def vocabulary_pairs(vocabulary: Vocabulary) -> list[PairGroup]:
    """Each other word with its term."""
    groups = []
    for kind, table in (("en_ja_term", vocabulary.english), ("ja_everyday", vocabulary.everyday)):
        pairs = sorted({(form, term) for term, forms in table.items() for form in forms})
        anchors, positives = [form for form, _ in pairs], [term for _, term in pairs]
        groups.append(PairGroup("vocabulary", SOURCE, kind, anchors, positives))
    return groups


def sample_passages(groups: list[PairGroup], rng: random.Random) -> list[str]:
    """Japanese passages of each file, as many as PASSAGES_PER_FILE says."""
    by_file: dict[str, dict[str, None]] = defaultdict(dict)
    for group in groups:
        if group.kind in PASSAGE_KINDS and group.file in PASSAGES_PER_FILE:
            by_file[group.file].update(dict.fromkeys(group.positives))
    passages: list[str] = []
    for file, distinct in by_file.items():
        texts = list(distinct)
        rng.shuffle(texts)
        passages += texts[: PASSAGES_PER_FILE[file]]
    return passages


def term_queries(
    passages: list[str], table: Mapping[str, list[str]], english: bool, seed: int, copies: int = 1
) -> tuple[list[str], list[str]]:
    """Questions that name terms of a passage by other words, and the passages."""
    rng = random.Random(seed)
    by_start: dict[str, list[str]] = defaultdict(list)
    for term in sorted((term for term in table if len(term) > 1), key=lambda term: -len(term)):
        by_start[term[:2]].append(term)
    found = [_terms_in(passage, by_start) for passage in passages]
    frequency = Counter(term for terms_found in found for term in terms_found)
    anchors, positives = [], []
    for passage, terms_found in zip(passages, found, strict=True):
        for _ in range(copies if terms_found else 0):
            weights = [1 / math.sqrt(frequency[term]) for term in terms_found]
            picked = list(dict.fromkeys(rng.choices(terms_found, weights, k=rng.randint(1, 3))))
            words = [rng.choice(table[term]) for term in picked]
            anchors.append(_english(words, rng) if english else _japanese(words, rng))
            positives.append(passage)
    return anchors, positives


def _terms_in(text: str, by_start: Mapping[str, list[str]]) -> list[str]:
    """The terms of the text, longest first at each place, none inside another."""
    found: dict[str, None] = {}
    position = 0
    while position < len(text) - 1:
        candidates = by_start.get(text[position : position + 2], ())
        term = next((term for term in candidates if text.startswith(term, position)), None)
        if term is not None:
            found[term] = None
        position += len(term) if term else 1
    return list(found)


def _english(words: list[str], rng: random.Random) -> str:
    text = words[0]
    for word in words[1:]:
        text += rng.choice((" and ", " for ", " of ", " ", " in ", " with ")) + word
    return rng.choice(ENGLISH_FORMS).format(x=text)


def _japanese(words: list[str], rng: random.Random) -> str:
    text = words[0]
    for word in words[1:]:
        text += rng.choice(("の", "を", "に", "で", "が", "", "、", "や")) + word
    return rng.choice(JAPANESE_FORMS).format(x=text)


def thesaurus(groups: list[PairGroup], frequency: Mapping[str, float]) -> dict[str, Counter[str]]:
    """Japanese words that share an English gloss, the closest and most usual weighing most."""
    glosses: dict[str, set[str]] = defaultdict(set)
    for group in groups:
        if group.kind == "en_ja_term":
            for english, japanese in zip(group.anchors, group.positives, strict=True):
                words = re.split("[、,;・/ ]", japanese)
                glosses[english.lower()].update(w for w in words if JAPANESE_WORD.fullmatch(w))
    near: dict[str, Counter[str]] = defaultdict(Counter)
    for _, words in sorted(glosses.items()):
        if not 2 <= len(words) <= 12:
            continue
        for word in sorted(words):
            for other in sorted(words - {word}):
                if frequency.get(other, 0) >= 40:
                    near[word][other] += math.log(20 + frequency[other]) / math.log(1 + len(words))
    return dict(near)


def synonym_pairs(near: Mapping[str, Counter[str]]) -> PairGroup:
    """Each word with its six nearest."""
    pairs: dict[tuple[str, str], None] = {}
    for word, others in near.items():
        for other, _ in others.most_common(6):
            if (other, word) not in pairs:
                pairs[word, other] = None
    return PairGroup("synonyms", SOURCE, "ja_synonym", [a for a, _ in pairs], [p for _, p in pairs])


def synonym_queries(
    passages: list[str], near: Mapping[str, Counter[str]], seed: int, copies: int = 2
) -> PairGroup:
    """Questions of two to five near words of a passage, most of them replaced by a synonym."""
    rng = random.Random(seed)
    tagger = fugashi.Tagger()
    anchors, positives = [], []
    for passage in passages:
        words = _content_words(tagger, passage[:400])
        for _ in range(copies if len(words) >= 4 else 0):
            first = rng.randrange(max(1, len(words) - 8))
            window = list(dict(words[first : first + 10]).items())
            count = min(rng.randint(2, 5), len(window))
            picked = [window[i] for i in sorted(rng.sample(range(len(window)), count))]
            replaced = [_replace(surface, lemma, near, rng) for surface, lemma in picked]
            question = _japanese(replaced, rng)
            if replaced != [surface for surface, _ in picked] and len(question) <= 100:
                anchors.append(question)
                positives.append(passage)
    return PairGroup("synonyms", SOURCE, "ja_synonym_query", anchors, positives)


def _content_words(tagger: fugashi.Tagger, text: str) -> list[tuple[str, str]]:
    words = []
    for word in tagger(text):
        feature = word.feature
        noun = feature.pos1 == "名詞" and feature.pos2 != "数詞"
        if (noun or feature.pos1 == "動詞") and len(word.surface) > 1:
            words.append((word.surface, (feature.lemma or word.surface).split("-")[0]))
    return words


def _replace(surface: str, lemma: str, near: Mapping[str, Counter[str]], rng: random.Random) -> str:
    others = near.get(surface) or near.get(lemma)
    if not others or rng.random() > 0.75:
        return surface
    words, weights = zip(*others.most_common(6), strict=True)
    return str(rng.choices(words, weights)[0])


def made_groups(
    groups: list[PairGroup], vocabulary: Vocabulary, frequency: Mapping[str, float], seed: int
) -> list[PairGroup]:
    """All groups made from the pairs and the vocabulary that are not empty."""
    rng = random.Random(seed)
    passages = sample_passages(groups, rng)
    near = thesaurus(groups, frequency)
    english = term_queries(passages, vocabulary.english, True, seed + 1)
    everyday = term_queries(passages, vocabulary.everyday, False, seed + 2)
    made = [
        *vocabulary_pairs(vocabulary),
        PairGroup("vocabulary", SOURCE, "en_ja_vocabulary_query", *english),
        PairGroup("vocabulary", SOURCE, "ja_everyday_query", *everyday),
        synonym_pairs(near),
        synonym_queries(passages, near, seed + 3),
    ]
    return [group for group in made if len(group)]
