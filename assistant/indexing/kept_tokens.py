"""The tokens of every indexed text, kept so that the next build need not find them again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np

from assistant.language import tokens

KEY_BYTES = 16
_KEYS, _OFFSETS, _NUMBERS, _VOCABULARY = (
    "keys.npy", "offsets.npy", "numbers.npy", "vocabulary.json",
)  # fmt: skip


class KeptTokens:
    """Lemmas and bigrams by a digest of their text: those of `before`, an earlier build by
    the same version of the program, and those found since. What is saved are the ones that
    were asked for, in that order, so that it does not show where they came from."""

    def __init__(self, before: Path | None = None) -> None:
        self._found: dict[bytes, list[str]] = {}
        self._before = _load(before) if before else lambda key: None

    def lemmas(self, text: str) -> list[str]:
        """The content lemmas of a text."""
        return self._tokens(b"lemmas", text, tokens.lemmas)

    def bigrams(self, text: str) -> list[str]:
        """The character bigrams of a text."""
        return self._tokens(b"bigrams", text, tokens.bigrams)

    def save(self, folder: Path) -> None:
        """Writes what was asked for into `folder`, which is made."""
        folder.mkdir(parents=True)
        vocabulary: dict[str, int] = {}
        numbers = [
            vocabulary.setdefault(token, len(vocabulary))
            for found in self._found.values()
            for token in found
        ]
        offsets = np.zeros(len(self._found) + 1, dtype=np.int64)
        np.cumsum([len(found) for found in self._found.values()], out=offsets[1:])
        keys = np.frombuffer(b"".join(self._found), dtype=np.uint8).reshape(-1, KEY_BYTES)
        np.save(folder / _KEYS, keys)
        np.save(folder / _OFFSETS, offsets)
        np.save(folder / _NUMBERS, np.asarray(numbers, dtype=np.int32))
        words = json.dumps(list(vocabulary), ensure_ascii=False)
        (folder / _VOCABULARY).write_text(words, encoding="utf-8")

    def _tokens(self, kind: bytes, text: str, find: Callable[[str], list[str]]) -> list[str]:
        key = hashlib.blake2b(text.encode(), digest_size=KEY_BYTES, key=kind).digest()
        if key not in self._found:
            kept = self._before(key)
            self._found[key] = find(text) if kept is None else kept
        return self._found[key]


def _load(folder: Path) -> Callable[[bytes], list[str] | None]:
    """Looks up what `KeptTokens.save` wrote."""
    words: list[str] = json.loads((folder / _VOCABULARY).read_text(encoding="utf-8"))
    numbers, offsets = np.load(folder / _NUMBERS), np.load(folder / _OFFSETS).tolist()
    rows = {key.tobytes(): row for row, key in enumerate(np.load(folder / _KEYS))}

    def look_up(key: bytes) -> list[str] | None:
        row = rows.get(key)
        if row is None:
            return None
        return [words[number] for number in numbers[offsets[row] : offsets[row + 1]].tolist()]

    return look_up
