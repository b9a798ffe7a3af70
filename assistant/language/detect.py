"""The language of a question."""

from __future__ import annotations

import re

from assistant.datamodels import Language

_JAPANESE = re.compile(r"[ぁ-ゖァ-ヺー一-鿿㐀-䶿々〆]")
_HIRAGANA = re.compile(r"[ぁ-ゖ]")
_ENDS_IN_HIRAGANA = re.compile(r"[ぁ-ゖ]\W*$")
_IN_QUOTES = re.compile(r"[「『\"“].*?[」』\"”]")
_OPENS_IN_LATIN = re.compile(r"\W*[A-Za-z]")
_LATIN_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
_FUNCTION_WORDS = frozenset(
    """the of is are was were what which who when where why how does do did in on at to for from by
    with and or that this any there many much will would can could should tell list show give me
    have has had about please it its be been all explain describe compare between name""".split()
)


def detect_language(question: str) -> Language:
    """'en' for an English sentence, Japanese names in it or not; else 'ja'."""
    words = [word.lower() for word in _LATIN_WORD.findall(question)]
    function_words = sum(word in _FUNCTION_WORDS for word in words)
    japanese = len(_JAPANESE.findall(question))
    if not japanese:
        return "en" if function_words or sum(len(word) > 1 for word in words) > 1 else "ja"
    outside_names = _IN_QUOTES.sub("", question)
    opens_in_english = _OPENS_IN_LATIN.match(question) and words[0] in _FUNCTION_WORDS
    if opens_in_english and len(words) > 1:
        return "en"
    if _ENDS_IN_HIRAGANA.search(question):
        return "ja"
    if function_words >= 2 or (function_words and not _HIRAGANA.search(outside_names)):
        return "en" if len(words) >= 3 else "ja"
    return "ja"
