"""The readers' seam: a reader turns one file into text.

The text of every format keeps the same conventions, so that all that follows works on text
alone: one line a table row with tabs between its cells, `# ` before headings whose style is
known, list items with their marks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from assistant.datamodels import NOWHERE, Places
from assistant.errors import UnreadableFile
from assistant.settings import Settings

DEFAULTS = Settings()
OLD_FORMATS = {".doc": ".docx", ".xls": ".xlsx", ".ppt": ".pptx"}
BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
LEGACY_ENCODINGS = ("cp932", "euc_jp")
# What Japanese prose is made of; a text decoded by the wrong code page has less of it.
JAPANESE = re.compile(r"[\u3001\u3002\u3041-\u3093\u30a1-\u30fc\u4e00-\u9fff\uff08\uff09]")
ODD = re.compile(r"[\uff61-\uff9f\ue000-\uf8ff\x80-\xa0]")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Extract:
    """A file's text. `pages` are the offsets at which its pages start, empty if it has no
    pages; `places` tell where the text stands in the file, as far as its format has places;
    `format` and `encoding` are for the report of what was read."""

    text: str
    pages: tuple[int, ...] = ()
    format: str = "text"
    encoding: str = "utf-8"
    warnings: tuple[str, ...] = ()
    places: Places = NOWHERE


Reader = Callable[[Path, Settings], Extract]


def read_plain_text(path: Path, settings: Settings = DEFAULTS) -> Extract:
    """The text of a plain text or Markdown file, line ends and all. Raises UnreadableFile."""
    content = read_bytes(path, settings)
    text, encoding = decode(content, path.name)
    if not text.strip():
        raise UnreadableFile(f"{path.name}: 文字がありません。中身を確かめてください。")
    kind = "markdown" if path.suffix.lower() in (".md", ".markdown") else "text"
    return Extract(text, page_starts(text), kind, encoding.removesuffix("-sig"))


def _loaded(module: str) -> Reader:
    """A reader whose module, and with it a large library, loads when it first reads."""

    def read(path: Path, settings: Settings) -> Extract:
        reader: Reader = import_module(f"assistant.ingest.{module}").read
        return reader(path, settings)

    return read


READERS: dict[str, Reader] = {
    ".txt": read_plain_text,
    ".text": read_plain_text,
    ".md": read_plain_text,
    ".markdown": read_plain_text,
    ".pdf": _loaded("pdf"),
    ".docx": _loaded("word"),
    ".xlsx": _loaded("excel"),
    ".pptx": _loaded("slides"),
    ".html": _loaded("web"),
    ".htm": _loaded("web"),
}


def read_file(path: Path, settings: Settings = DEFAULTS) -> Extract:
    """What `path` says, by the reader of its ending, within the limits of `settings`. Raises
    UnreadableFile, whatever the file holds."""
    ending = path.suffix.lower()
    reader = READERS.get(ending)
    if ending in OLD_FORMATS:
        raise UnreadableFile(
            f"{path.name}: 古い Office の形式（{ending}）は読めません。"
            f"{OLD_FORMATS[ending]} で保存し直してください。"
        )
    if reader is None:
        known = "、".join(sorted(READERS))
        raise UnreadableFile(
            f"{path.name}: この形式（{path.suffix or '拡張子なし'}）は読めません。"
            f"読める形式: {known}"
        )
    try:
        return reader(path, settings)
    except UnreadableFile:
        raise
    except Exception as error:  # a hostile file can make a library fail in any way
        raise UnreadableFile(
            f"{path.name}: 壊れているか、想定しない形のファイルです"
            f"（{type(error).__name__}）。元のソフトで開き、保存し直してください。"
        ) from error


def read_bytes(path: Path, settings: Settings = DEFAULTS) -> bytes:
    """The file's bytes. Raises UnreadableFile if it is empty, too large or out of reach."""
    try:
        size = path.stat().st_size
        if size > settings.file_megabytes * 1024 * 1024:
            raise UnreadableFile(
                f"{path.name}: {size / (1024 * 1024):.0f} MB あり、上限の "
                f"{settings.file_megabytes} MB を超えています。ファイルを分けてください。"
            )
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            f"{path.name}: ファイルを開けません（{error.strerror or error}）。"
        ) from error
    if not content:
        raise UnreadableFile(f"{path.name}: ファイルが空です。")
    return content


def decode(content: bytes, name: str) -> tuple[str, str]:
    """The text of `content` and its encoding. Raises UnreadableFile for binary data and for
    encodings that are not in use for Japanese."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decode_as(content, encoding, name), encoding
    if wide := _unmarked_utf16(content):
        return _decode_as(content, wide, name), "utf-16"
    try:
        text, encoding = content.decode("utf-8"), "utf-8"
        if b"\x1b$" in content or b"\x1b(" in content:
            text, encoding = content.decode("iso2022_jp"), "iso2022_jp"
    except UnicodeDecodeError:
        text, encoding = _decode_legacy(content, name)
    if len(CONTROL.findall(text)) > len(text) // 200:
        raise UnreadableFile(f"{name}: 文字のファイルではないようです（バイナリデータ）。")
    return text, encoding


def page_starts(text: str) -> tuple[int, ...]:
    """Where pages start that form feeds separate; empty without form feeds."""
    starts = [0] + [match.end() for match in re.finditer("\f", text)]
    if starts[-1] == len(text):
        starts.pop()
    return tuple(starts) if len(starts) > 1 else ()


def _decode_as(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"{name}: 文字コード {encoding} として読めません（{error.start} バイト目）。"
            "UTF-8 で保存し直してください。"
        ) from error


def _unmarked_utf16(content: bytes) -> str | None:
    """UTF-16 without a byte order mark gives itself away by the zero bytes of its line ends."""
    head = content[:4096]
    if len(content) % 2 or (b"\n\x00" not in head and b"\x00\n" not in head):
        return None
    little = sum(head[i : i + 2] == b"\n\x00" for i in range(0, len(head), 2))
    big = sum(head[i : i + 2] == b"\x00\n" for i in range(0, len(head), 2))
    if little == big:
        return None
    encoding = "utf-16-le" if little > big else "utf-16-be"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return encoding if len(JAPANESE.findall(text)) * 5 > len(text) else None


def _decode_legacy(content: bytes, name: str) -> tuple[str, str]:
    readings: list[tuple[float, str, str]] = []
    for encoding in LEGACY_ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        share = (len(JAPANESE.findall(text)) - 3 * len(ODD.findall(text))) / max(1, len(text))
        readings.append((share, encoding, text))
    if not readings or max(readings)[0] <= 0:
        raise UnreadableFile(
            f"{name}: 文字コードが分かりません"
            "（UTF-8、UTF-16、CP932、EUC-JP のどれでもありません）。UTF-8 で保存し直してください。"
        )
    _, encoding, text = max(readings, key=lambda reading: reading[0])
    return text, encoding
