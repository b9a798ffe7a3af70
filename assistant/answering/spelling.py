"""Words of a question in kana, spelled as the documents spell them: ちゃっとぼっと."""

from __future__ import annotations

import re

from assistant.language.normalize import in_hiragana, kana_key, normalize_text
from assistant.language.similarity import nearest
from assistant.retrieval.catalogue import Catalogue

SHORTEST = 4  # kana of a word that is spelled otherwise
SHORTEST_MISTYPED = 6  # kana of a word with a typo
NEARLY = 0.88  # likeness of a word with a typo
_KANA_RUN = re.compile(rf"[ァ-ヺー]{{{SHORTEST},}}|[ぁ-ゖー]{{{SHORTEST},}}")
# The kanji 一 for the mark ー, and へ, べ, ぺ that look the same in either kana, before one.
_LOOKALIKE = re.compile(r"(?<=[ァ-ヺへべぺ])一(?=[ァ-ヺ])|[へべぺ](?=[ー一][ァ-ヺ])")
_MEANT = {"へ": "ヘ", "べ": "ベ", "ぺ": "ペ"}


def respelled(question: str, catalogue: Catalogue) -> str:
    """`question` with the words in kana that no document writes so, but in the other kana,
    with small kana for large ones or with one letter changed, spelled as the documents do."""
    question = _LOOKALIKE.sub(lambda match: _MEANT.get(match[0], "ー"), question)
    return _KANA_RUN.sub(lambda match: _respelled(match[0], catalogue), question)


def _respelled(run: str, catalogue: Catalogue) -> str:
    if catalogue.mentions(normalize_text(run)):
        return run
    words = catalogue.katakana
    for end in range(len(run), SHORTEST - 1, -1):
        if written := words.get(kana_key(run[:end])):
            return written + run[end:]
    hiragana = in_hiragana(run)
    if hiragana != run and catalogue.mentions(normalize_text(hiragana)):
        return hiragana
    if hiragana != run and len(run) >= SHORTEST_MISTYPED:
        key = nearest(kana_key(run), words.keys(), NEARLY)
        return words[key] if key else run
    return run
