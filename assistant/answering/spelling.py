"""Words of a question in kana, spelled as the documents spell them: ちゃっとぼっと."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from assistant.answering.half_kana import in_kanji
from assistant.language.normalize import blurred_kana, in_hiragana, kana_key, normalize_text
from assistant.language.similarity import nearest
from assistant.language.tokens import reading, readings, words
from assistant.retrieval.catalogue import Catalogue

SHORTEST = 4  # kana of a word that is spelled otherwise
SHORTEST_MISTYPED = 6  # kana of a word with a typo
SHORTEST_BLURRED = 4  # kana of a word without what is easily mistyped
NEARLY = 0.88  # likeness of a word with a typo
# No name of a place: 澪杜市, 鷺ノ目市.
_NO_PLACE = r"(?![市町村区県府都道])"
_PAIR = re.compile(rf"(?!何){_NO_PLACE}[一-龠々]{_NO_PLACE}[一-龠々]{_NO_PLACE}")
_WHICH_SECTION = re.compile(r"どのか(?=[がはでに]|担当)")
_SECTION = re.compile(r"([一-龠々]{2,8})か(?=[がのはで 　、]|担当|所管|たん当)")
_KANA_RUN = re.compile(rf"[ァ-ヺー]{{{SHORTEST},}}|[ぁ-ゖー]{{{SHORTEST},}}")
# The kanji 一 or a dash for the mark ー, and before one へ, べ, ぺ, that look alike in either kana.
_LOOKALIKE = re.compile(r"(?<=[ァ-ヺへべぺ])[一－―](?=[ァ-ヺ])|[へべぺ](?=[ー一][ァ-ヺ])")
_HALF_WIDTH = re.compile(r"[ｦ-ﾟ]+")
_PARTICLES = "のはがをにでともや"
_MEANT = {"へ": "ヘ", "べ": "ベ", "ぺ": "ペ"}


def respelled(question: str, catalogue: Catalogue) -> str:
    """`question` with the words in kana that no document writes so, but in the other kana,
    with small kana for large ones or with one letter changed, spelled as the documents do."""
    question = _HALF_WIDTH.sub(lambda match: unicodedata.normalize("NFKC", match[0]), question)
    question = _LOOKALIKE.sub(lambda match: _MEANT.get(match[0], "ー"), question)
    question = _WHICH_SECTION.sub("どの課", _with_homophones(question, catalogue))
    question = _SECTION.sub(lambda match: _section(match, catalogue), question)
    question = in_kanji(question, catalogue)
    return _KANA_RUN.sub(lambda match: _respelled(match[0], catalogue), question)


def _with_homophones(question: str, catalogue: Catalogue) -> str:
    """`question` with pairs of kanji that are no word and in no document (担等) replaced by the
    one word of the documents that is read so and shares a character with it: 担当."""
    spelled = question
    for first, second in pairwise(words(question)):
        pair = first.surface + second.surface
        if first.end != second.start or len(pair) != 2 or not _PAIR.match(question, first.start):
            continue
        if pair in catalogue.kanji_runs or not (meant := _homophones(pair, catalogue)):
            continue
        if len(meant) == 1:
            spelled = spelled.replace(pair, meant.pop())
    return spelled


def _homophones(pair: str, catalogue: Catalogue) -> set[str]:
    """The words of two kanji in the documents that are read as `pair` and share a character
    with it."""
    one, other = map(re.escape, pair)
    near = set(re.findall(f"(?={one}.)..|.{other}", catalogue.kanji_runs))
    read = set(readings(pair))
    return {w for w in near if reading(w) in read and len(words(w)) == 1}


def _section(match: re.Match[str], catalogue: Catalogue) -> str:
    """市民か, as the name of a section that the documents write: 市民課."""
    return f"{match[1]}課" if f"{match[1]}課" in catalogue.kanji_runs else match[0]


def _respelled(run: str, catalogue: Catalogue) -> str:
    if catalogue.mentions(normalize_text(run)):
        return run
    if len(run) > SHORTEST and run[0] in _PARTICLES:
        rest = _spelled_as_written(run[1:], catalogue)
        if rest != run[1:]:
            return run[0] + rest
    if "ノレ" in run and catalogue.mentions(normalize_text(meant := run.replace("ノレ", "ル"))):
        return meant
    return _spelled_as_written(run, catalogue)


def _spelled_as_written(run: str, catalogue: Catalogue) -> str:
    words = catalogue.katakana
    for end in range(len(run), SHORTEST - 1, -1):
        if written := words.get(kana_key(run[:end])):
            return written + run[end:]
    if written := _alike(run, catalogue):
        return written
    hiragana = in_hiragana(run)
    if hiragana != run and catalogue.mentions(normalize_text(hiragana)):
        return hiragana
    if hiragana != run and len(run) >= SHORTEST_MISTYPED:
        key = nearest(kana_key(run), words.keys(), NEARLY)
        return words[key] if key else run
    return run


def _alike(run: str, catalogue: Catalogue) -> str | None:
    """The word of the documents that differs from `run` in what is easily mistyped alone."""
    key = blurred_kana(run)
    words = catalogue.blurred_katakana.get(key, ()) if len(key) >= SHORTEST_BLURRED else ()
    return nearest(run, words, 0.0) if words else None
