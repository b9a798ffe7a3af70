"""What a question asks for, read from its words with the patterns of `cues.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.datamodels import Language


@dataclass(frozen=True, slots=True)
class Cues:
    """The compiled patterns of one language."""

    asks: dict[str, re.Pattern[str]]
    forms: dict[str, re.Pattern[str]]
    follow: re.Pattern[str]
    both: re.Pattern[str]
    other: re.Pattern[str]
    former: re.Pattern[str]
    newest: re.Pattern[str]
    oldest: re.Pattern[str]
    weak: frozenset[str]

    def asked(self, text: str) -> tuple[str, ...]:
        """The kinds of fact that `text` asks for, in the order they are named."""
        found = (
            (match.start(), name)
            for name, pattern in self.asks.items()
            if (match := pattern.search(text))
        )
        return tuple(name for _, name in sorted(found))

    def formed(self, text: str) -> frozenset[str]:
        """The forms that `text` has: list, count, comparison, yesno, wh."""
        return frozenset(name for name, pattern in self.forms.items() if pattern.search(text))


@cache
def load_cues(language: Language) -> Cues:
    """The cues of `language`, compiled once."""
    data = tomllib.loads(files(__package__).joinpath("cues.toml").read_text(encoding="utf-8"))

    def compiled(entry: dict[str, list[str]]) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{pattern})" for pattern in entry[language]))

    return Cues(
        asks={name: compiled(entry) for name, entry in data["asks"].items()},
        forms={name: compiled(entry) for name, entry in data["form"].items()},
        **{
            name: compiled(data[name])
            for name in ("follow", "both", "other", "former", "newest", "oldest")
        },
        weak=frozenset(data["weak"][language]),
    )
