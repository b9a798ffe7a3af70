"""The zip package of an Office file, looked over before a library opens it."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from assistant.errors import UnreadableFile
from assistant.ingest.text import read_bytes
from assistant.settings import Settings

COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MAIN_PARTS = {
    ".docx": re.compile(r"word/document\d*\.xml"),
    ".xlsx": re.compile(r"xl/workbook\.xml"),
    ".pptx": re.compile(r"ppt/presentation\.xml"),
}
MOST_PARTS = 20_000
# Below this an archive that shrinks well does no harm.
HARMLESS = 32 * 1024 * 1024  # bytes
PROLOG = 64 * 1024  # bytes of a part in which a document type would stand


def open_package(path: Path, settings: Settings) -> io.BytesIO:
    """The file's bytes, once it is known to be an unencrypted Office file of its ending, of
    bearable size when unpacked and free of XML entities. Raises UnreadableFile."""
    content = read_bytes(path, settings)
    ending = path.suffix.lower()
    if content.startswith(COMPOUND_FILE):
        if ENCRYPTED in content:
            raise UnreadableFile(
                f"{path.name}: パスワードで保護されています。保護を外して保存してください。"
            )
        raise UnreadableFile(
            f"{path.name}: 古い Office の形式です。{ending} で保存し直してください。"
        )
    if not content.startswith(b"PK"):
        raise UnreadableFile(
            f"{path.name}: 中身が {ending} ではありません。拡張子を確かめてください。"
        )
    file = io.BytesIO(content)
    try:
        with zipfile.ZipFile(file) as archive:
            _check(archive, path, len(content), settings)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, OSError) as error:
        raise UnreadableFile(
            f"{path.name}: ファイルが途中で切れているか壊れています。作り直してください。"
        ) from error
    file.seek(0)
    return file


def _check(archive: zipfile.ZipFile, path: Path, size: int, settings: Settings) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    limit = settings.unpacked_megabytes * 1024 * 1024
    swollen = unpacked > HARMLESS and unpacked > settings.unpacked_ratio * size
    if unpacked > limit or swollen or len(parts) > MOST_PARTS:
        raise UnreadableFile(
            f"{path.name}: 展開すると {unpacked / (1024 * 1024):,.0f} MB、{len(parts)} 個の部品に"
            f"なります（上限 {settings.unpacked_megabytes} MB、圧縮前の {settings.unpacked_ratio}"
            f" 倍、{MOST_PARTS} 個）。圧縮爆弾のおそれがあるため読みません。"
        )
    names = [part.filename for part in parts]
    if not any(MAIN_PARTS[path.suffix.lower()].fullmatch(name) for name in names):
        actual = next((e for e, p in MAIN_PARTS.items() if any(map(p.fullmatch, names))), "")
        kind = f"中身は {actual} のようです" if actual else "Office のファイルではありません"
        raise UnreadableFile(f"{path.name}: {kind}。拡張子を確かめてください。")
    for part in parts:
        if part.filename.endswith((".xml", ".rels", ".vml")):
            _refuse_entities(archive, part, path)


def _refuse_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo, path: Path) -> None:
    """Office files have no document type; one that has tries to expand or to fetch."""
    with archive.open(part) as stream:
        prolog = stream.read(PROLOG).replace(b"\x00", b"").upper()
    if b"<!DOCTYPE" in prolog or b"<!ENTITY" in prolog:
        raise UnreadableFile(
            f"{path.name}: XML の実体定義（{part.filename}）があるため、安全のため読みません。"
        )
