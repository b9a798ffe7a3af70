"""Generations of an index: whole or absent.

    index/
    ├── CURRENT              the name of the generation in use, switched by os.replace
    ├── .lock                held while a build writes
    ├── 000007-1c9f02ab/     a generation: files and manifest.json with their checksums
    └── 000008-….partial/    a build under way, or what one left that died

Readers keep what they opened: the generation before the current one stays.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from assistant.errors import BuildInProgress, DamagedIndex, IndexingError, IndexMismatch, NoIndex

FORMAT = 1
CURRENT, LOCK, MANIFEST, PARTIAL = "CURRENT", ".lock", "manifest.json", ".partial"
KEPT = 2  # generations: the one in use and the one before it
BUILD_COMMAND = "python -m assistant.build"

_GENERATION = re.compile(r"(\d{6,})-[0-9a-f]{8}")

Manifest = dict[str, Any]


@contextmanager
def build_lock(index: Path) -> Iterator[None]:
    """Held by the one build that may write into `index`. Raises BuildInProgress if another
    holds it, IndexingError if the folder cannot be written."""
    try:
        index.mkdir(parents=True, exist_ok=True)
        lock = FileLock(index / LOCK)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise BuildInProgress(
            f"索引フォルダ {index} では別の作成処理が動いています。"
            "終わってから再度実行してください。"
        ) from error
    except OSError as error:
        raise IndexingError(f"索引フォルダ {index} に書き込めません: {error}") from error
    try:
        yield
    finally:
        lock.release()


def write_generation(
    index: Path, description: Mapping[str, Any], write: Callable[[Path], None]
) -> Path:
    """Lets `write` fill a new generation, seals it with a manifest and makes it current; the
    folder. Call it under `build_lock`. Whatever fails, the old generation stays in use."""
    sweep(index)
    digest = hashlib.sha256(json.dumps(description, sort_keys=True).encode()).hexdigest()
    name = f"{_last_number(index) + 1:06d}-{digest[:8]}"
    partial = index / (name + PARTIAL)
    try:
        partial.mkdir()
        write(partial)
        _seal(partial, name, description)
        partial.rename(index / name)
        _sync_folder(index)
        _switch(index, name)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise IndexingError(f"索引を {index} に書き込めません: {error}") from error
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    sweep(index)
    return index / name


def current_generation(index: Path) -> tuple[Path, Manifest]:
    """The folder and manifest of the generation in use. Raises NoIndex, DamagedIndex or
    IndexMismatch."""
    try:
        return _open(index, _current_name(index))
    except DamagedIndex:
        # Two builds may have ended since the pointer was read.
        return _open(index, _current_name(index))


def verify(folder: Path) -> None:
    """Compares every file with its checksum. Raises DamagedIndex for the first that differs."""
    manifest = _read_manifest(folder)
    for name, entry in manifest["files"].items():
        if _sha256(folder / name) != entry["sha256"]:
            raise _damaged(folder, f"{name} の内容が記録と違います")


def sweep(index: Path) -> None:
    """Removes what builds that died left, and generations older than the last two. Folders
    that no build of ours made are left alone."""
    names = sorted((p.name for p in _generations(index)), key=_number)
    with suppress(NoIndex, DamagedIndex):
        current = _current_name(index)
        older = [name for name in names if _number(name) < _number(current)]
        kept = {current, *older[1 - KEPT :]}
        for name in names:
            if name not in kept:
                shutil.rmtree(index / name, ignore_errors=True)
    for path in index.glob(CURRENT + ".*"):
        path.unlink(missing_ok=True)
    for path in index.glob("*" + PARTIAL):
        if path.is_dir() and _GENERATION.fullmatch(path.name.removesuffix(PARTIAL)):
            shutil.rmtree(path, ignore_errors=True)


def _current_name(index: Path) -> str:
    try:
        name = (index / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError as error:
        raise NoIndex(
            f"索引がまだありません（{index}）。{BUILD_COMMAND} を実行してください。"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged(index, f"{CURRENT} を読めません") from error
    if not _GENERATION.fullmatch(name):
        raise _damaged(index, f"{CURRENT} の内容が正しくありません")
    return name


def _open(index: Path, name: str) -> tuple[Path, Manifest]:
    folder = index / name
    manifest = _read_manifest(folder)
    for file, entry in manifest["files"].items():
        try:
            size = (folder / file).stat().st_size
        except OSError as error:
            raise _damaged(folder, f"{file} がありません") from error
        if size != entry["size"]:
            raise _damaged(folder, f"{file} の大きさが記録と違います")
    return folder, manifest


def _read_manifest(folder: Path) -> Manifest:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _damaged(folder, f"{MANIFEST} を読めません") from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("files"), dict):
        raise _damaged(folder, f"{MANIFEST} の内容が正しくありません")
    if manifest.get("format") != FORMAT:
        raise IndexMismatch(
            f"索引（{folder}）の形式 {manifest.get('format')} はこの版の形式 {FORMAT} と違います。"
            f"{BUILD_COMMAND} を実行して作り直してください。"
        )
    return manifest


def _damaged(place: Path, reason: str) -> DamagedIndex:
    return DamagedIndex(
        f"索引が壊れています（{place}: {reason}）。{BUILD_COMMAND} を実行して作り直してください。"
    )


def _seal(folder: Path, name: str, description: Mapping[str, Any]) -> None:
    files: dict[str, dict[str, Any]] = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        _sync_file(path)
        entry = {"size": path.stat().st_size, "sha256": _sha256(path)}
        files[path.relative_to(folder).as_posix()] = entry
    manifest = {"format": FORMAT, "generation": name, **description, "files": files}
    _write_synced(folder / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    for path in (p for p in folder.rglob("*") if p.is_dir()):
        _sync_folder(path)
    _sync_folder(folder)


def _switch(index: Path, name: str) -> None:
    temporary = index / f"{CURRENT}.{os.getpid()}"
    _write_synced(temporary, name + "\n")
    temporary.replace(index / CURRENT)
    _sync_folder(index)


def _generations(index: Path) -> list[Path]:
    return [p for p in index.iterdir() if p.is_dir() and _GENERATION.fullmatch(p.name)]


def _number(name: str) -> int:
    match = _GENERATION.match(name)
    return int(match[1]) if match else 0


def _last_number(index: Path) -> int:
    return max((_number(path.name) for path in _generations(index)), default=0)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_synced(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Makes renames in a folder last; Windows has no such call and needs none."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
