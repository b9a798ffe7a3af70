"""One frozen Settings, read from defaults, an optional TOML file and the environment."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from assistant.errors import SettingsError

PACKAGE = Path(__file__).resolve().parent
ENVIRONMENT_PREFIX = "ASSISTANT_"


@dataclass(frozen=True, slots=True)
class Settings:
    """All that can be set. Later sources win: defaults, the TOML file named by
    ASSISTANT_SETTINGS, environment variables ASSISTANT_<NAME>, command-line options.

    The fusion weights of vectors beside the two BM25 lists (1.0 each) are those that ranked
    best over the question sets; `benchmarks/README.md` has the table. An English query is
    searched by its Japanese terms, and with `plain_weight_en` by its own words too."""

    corpus: Path = Path("corpus")
    index: Path = Path("index")
    model: str = str(PACKAGE / "model")  # folder or hub name of a sentence-transformers model
    query_prefix: str = ""
    passage_prefix: str = ""
    passage_characters: int = 400  # the length that chunking aims at
    candidates: int = 50  # how many passages each list gives to the fusion
    dense_weight_ja: float = 1.0
    dense_weight_en: float = 1.5
    plain_weight_en: float = 0.3
    question_characters: int = 2000  # a longer question is refused
    file_megabytes: int = 64  # a larger file of the corpus is refused
    file_pages: int = 2000  # pages of a PDF, slides of a presentation
    file_cells: int = 500_000  # cells of a workbook
    unpacked_megabytes: int = 512  # what an Office file may unpack to
    unpacked_ratio: int = 200  # and how many times its own size that may be
    manage_corpus: bool = False  # whether the browser may add files and rebuild
    conversations: Path = Path("conversations.sqlite3")


def load_settings(environment: Mapping[str, str] | None = None, **overrides: Any) -> Settings:
    """The settings in force. Raises SettingsError for an unknown key or a bad value."""
    environment = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    if path := environment.get(ENVIRONMENT_PREFIX + "SETTINGS"):
        values |= _read_file(Path(path))
    known = {item.name for item in fields(Settings)}
    for name in known:
        if (text := environment.get(ENVIRONMENT_PREFIX + name.upper())) is not None:
            values[name] = text
    values |= {name: value for name, value in overrides.items() if value is not None}
    if unknown := sorted(set(values) - known):
        raise SettingsError(
            f"設定にない項目です: {', '.join(unknown)}（使える項目: {', '.join(sorted(known))}）"
        )
    return replace(Settings(), **{name: _convert(name, value) for name, value in values.items()})


def _read_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"設定ファイル {path} を読めません: {error}") from error


def _convert(name: str, value: Any) -> Any:
    default = getattr(Settings(), name)
    try:
        if isinstance(default, bool):
            return value if isinstance(value, bool) else _boolean(str(value))
        return type(default)(value) if not isinstance(default, Path) else Path(value)
    except (TypeError, ValueError) as error:
        raise SettingsError(f"設定 {name} の値 {value!r} を読めません: {error}") from error


def _boolean(text: str) -> bool:
    choices = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if text.lower() not in choices:
        raise ValueError("true か false を指定してください")
    return choices[text.lower()]
