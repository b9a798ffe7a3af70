"""The corpus folder: which files it holds, what each one is, and all that reading it gives.

What the manifest says of a file is taken as it stands. Of a file without an entry, title,
municipality, kind and period are read from its text.
"""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import file_digest, sha256
from itertools import chain, count
from pathlib import Path
from typing import Any

from assistant.datamodels import Document, ReadDocument
from assistant.errors import CorpusError, UnreadableFile
from assistant.ingest.blocks import Block
from assistant.ingest.glossary import read_terms
from assistant.ingest.identity import (
    read_edition,
    read_kind,
    read_municipality,
    read_period,
    read_title,
)
from assistant.ingest.laying import bare_pages
from assistant.ingest.outline import read_outline
from assistant.ingest.passages import make_passages
from assistant.ingest.projects import read_projects
from assistant.ingest.regular_tables import read_regular
from assistant.ingest.text import READERS, Extract, read_file
from assistant.settings import Settings

MANIFEST = "manifest.toml"
KNOWN_KEYS = frozenset(
    ("id", "file", "title", "municipality", "kind", "period", "edition", "published", "source")
)
IGNORED_NAMES = re.compile(r"readme|license|licence|copying|changelog|notice", re.IGNORECASE)
HINT = "manifest.toml に項目を足すと、表題や団体名を指定できます"

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file. `error` is empty unless the file could not be read."""

    file: str
    document_id: str = ""
    format: str = ""
    encoding: str = ""
    characters: int = 0
    sections: int = 0
    passages: int = 0
    projects: int = 0
    terms: int = 0
    tables: int = 0
    pages: int = 0  # of a PDF, slides of a presentation; 0 for formats without pages
    bare_pages: tuple[int, ...] = ()  # from 1, those without a character: nothing of them is read
    replaced: int = 0  # characters that could not be read, U+FFFD in the text
    warnings: tuple[str, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """What an earlier reading of a file gave, and the digest of the manifest's entry for it."""

    reading: ReadDocument
    report: FileReport
    entry: str


@dataclass(frozen=True, slots=True)
class CorpusReading:
    """All documents of a corpus in the order of their file names, a report a file, what is
    wrong with the manifest, and the names of the files that were not read again."""

    documents: tuple[ReadDocument, ...]
    reports: tuple[FileReport, ...]
    warnings: tuple[str, ...] = ()
    reused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """The manifest's entries by file name, and what is wrong with it."""

    entries: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def read_corpus(
    settings: Settings,
    progress: Progress | None = None,
    kept: Mapping[str, KeptFile] | None = None,
) -> CorpusReading:
    """Everything in the corpus folder. `progress` is told the number of files read, of all
    files, and the name of the next one. Of the files in `kept`, those that are as they were
    are not read again. Raises CorpusError if the folder is missing or holds nothing that can
    be read; a file that cannot be read is named in its report."""
    folder = settings.corpus
    if not folder.is_dir():
        raise CorpusError(
            f"コーパスのフォルダー {folder} がありません。"
            "フォルダーを作り、計画の文書を置いてください。"
        )
    manifest = read_manifest(folder / MANIFEST)
    files, refused = corpus_files(folder)
    warnings = [*manifest.warnings, *refused, *_missing(manifest, files)]
    documents: list[ReadDocument] = []
    reports: list[FileReport] = []
    reused: list[str] = []
    taken: set[str] = set()
    for number, path in enumerate(files):
        if progress is not None:
            progress(number, len(files), path.name)
        document: ReadDocument | None
        before = (kept or {}).get(_name(folder, path))
        if before is not None and _is_unchanged(before, folder, path, manifest, taken):
            document, report = before.reading, before.report
            reused.append(report.file)
        else:
            document, report = _read(folder, path, manifest, settings, taken)
        reports.append(report)
        if document is not None:
            documents.append(document)
            taken.add(document.document.document_id)
    if progress is not None:
        progress(len(files), len(files), "")
    if not documents:
        reasons = "".join(f"\n- {report.error}" for report in reports if report.error)
        raise CorpusError(
            f"コーパス {folder} に読める文書がありません。"
            f"{'、'.join(sorted(READERS))} のファイルを置いてください。{reasons}"
        )
    return CorpusReading(tuple(documents), tuple(reports), tuple(warnings), tuple(reused))


def fingerprint(path: Path) -> str:
    """The sha256 of a file's bytes; "" if it cannot be opened, which its reader will tell."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def entry_digest(manifest: Manifest, name: str) -> str:
    """A digest of what the manifest says of a file."""
    entry = json.dumps(manifest.entries.get(name), ensure_ascii=False, sort_keys=True)
    return sha256(entry.encode()).hexdigest()[:16]


def _free_id(wanted: str, name: str, taken: set[str]) -> str:
    """The id that was wanted, else the file's name, else the name with a number."""
    numbered = (f"{name}~{number}" for number in count(2))
    return next(free for free in chain((wanted, name), numbered) if free not in taken)


def _is_unchanged(
    before: KeptFile, folder: Path, path: Path, manifest: Manifest, taken: set[str]
) -> bool:
    """Whether reading the file again would give the same document under the same id."""
    name = _name(folder, path)
    wanted = (manifest.entries.get(name) or {}).get("id") or name
    document = before.reading.document
    return (
        document.document_id == _free_id(wanted, name, taken)
        and before.entry == entry_digest(manifest, name)
        and document.fingerprint == fingerprint(path)
    )


def corpus_files(folder: Path) -> tuple[list[Path], list[str]]:
    """The files to read, sorted by name, and warnings about links that lead elsewhere.
    Hidden files, the manifest and notes such as README are passed over."""
    files: list[Path] = []
    warnings: list[str] = []
    root = folder.resolve()
    for path in sorted(folder.rglob("*"), key=lambda p: _nfc(p.relative_to(folder).as_posix())):
        relative = path.relative_to(folder)
        if any(part.startswith((".", "~$")) for part in relative.parts):
            continue
        if path.is_symlink() or not path.resolve().is_relative_to(root):
            warnings.append(
                f"{relative.as_posix()}: リンクは読みません。ファイルそのものを置いてください。"
            )
            continue
        if path.is_file() and path.name != MANIFEST and not IGNORED_NAMES.match(path.stem):
            files.append(path)
    return files, warnings


def read_manifest(path: Path) -> Manifest:
    """The manifest's entries; a manifest that is missing or broken gives none, with a
    warning that says why."""
    if not path.exists():
        return Manifest()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return Manifest(warnings=(f"{path.name} を読めません: {error}。項目なしとして続けます。",))
    tables = content.get("document", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        return Manifest(warnings=(f"{path.name}: [[document]] の表を並べてください。",))
    warnings = [
        f"{path.name}: 知らない項目 {key} を無視します。"
        for key in sorted(set(content) - {"document"})
    ]
    entries: dict[str, Mapping[str, Any]] = {}
    ids: set[str] = set()
    for number, table in enumerate(tables, start=1):
        entry, problems = _entry(table, number, ids, entries)
        warnings += [f"{path.name}: {problem}" for problem in problems]
        if entry is not None:
            entries[entry["file"]] = entry
            ids.add(entry["id"])
    return Manifest(entries, tuple(warnings))


def _entry(
    table: Mapping[str, Any], number: int, ids: set[str], entries: Mapping[str, Any]
) -> tuple[dict[str, Any] | None, list[str]]:
    """One checked entry, None if it names no file, and what is wrong with it."""
    where = f"{number} 番目の項目"
    file = table.get("file")
    if not isinstance(file, str) or not file.strip():
        return None, [f"{where}に file がありません。"]
    file = _nfc(file.strip())
    if file in entries:
        return None, [f"{file} の項目が二つあります。初めのものを使います。"]
    problems = [
        f"{file}: 知らない項目 {key} を無視します。" for key in sorted(set(table) - KNOWN_KEYS)
    ]
    entry: dict[str, Any] = {"file": file, "id": _nfc(str(table.get("id", "")).strip()) or file}
    if entry["id"] in ids:
        problems.append(f"id {entry['id']} が重なっています。{file} の id はファイル名にします。")
        entry["id"] = file
    for key in ("title", "municipality", "kind", "edition", "published", "source"):
        if key in table:
            value = table[key]
            if isinstance(value, str):
                entry[key] = value.strip()
            else:
                entry[key] = str(value)
    if "period" in table:
        period = table["period"]
        if _is_period(period):
            entry["period"] = (period[0], period[1])
        else:
            problems.append(
                f"{file}: period は [始めの年度, 終わりの年度] の西暦で書いてください。"
            )
    return entry, problems


def _is_period(period: object) -> bool:
    return (
        isinstance(period, list)
        and len(period) == 2
        and all(type(year) is int and 1900 < year < 2200 for year in period)
        and period[0] <= period[1]
    )


def _missing(manifest: Manifest, files: Sequence[Path]) -> Iterator[str]:
    names = {_nfc(path.name) for path in files}
    for file in manifest.entries:
        if _nfc(Path(file).name) not in names:
            yield f"{MANIFEST}: {file} がコーパスにありません。"


def _read(
    folder: Path, path: Path, manifest: Manifest, settings: Settings, taken: set[str]
) -> tuple[ReadDocument | None, FileReport]:
    name = _name(folder, path)
    entry = manifest.entries.get(name)
    # Taken first: of a file that changes while it is read, the next build sees the change.
    digest = fingerprint(path)
    try:
        extract = read_file(path, settings)
    except (UnreadableFile, OSError) as error:
        return None, FileReport(name, error=str(error))
    blocks = read_regular(extract.text)
    document, warnings = describe(name, extract, blocks, entry)
    if document.document_id in taken:
        document = replace(document, document_id=_free_id(document.document_id, name, taken))
        warnings.append(
            f"{name}: id が他の文書と重なるため、{document.document_id} を id にしました。"
        )
    document = replace(
        document,
        path=name,
        fingerprint=digest,
        outline=read_outline(extract.text, blocks, document.title),
    )
    reading = read_document(document, blocks, settings, (*extract.warnings, *warnings))
    places = replace(extract.places, document_id=document.document_id)
    reading = replace(reading, places=places)
    return reading, _report(name, extract, blocks, reading)


def read_document(
    document: Document,
    blocks: tuple[Block, ...],
    settings: Settings,
    warnings: tuple[str, ...] = (),
) -> ReadDocument:
    """Projects, indicators, terms and passages of a document whose outline is known."""
    projects, indicators = read_projects(document, blocks)
    return ReadDocument(
        document,
        make_passages(document, blocks, projects, settings),
        projects,
        indicators,
        read_terms(document, blocks),
        warnings,
    )


def describe(
    name: str, extract: Extract, blocks: Sequence[Block], entry: Mapping[str, Any] | None
) -> tuple[Document, list[str]]:
    """The document without its outline, from its entry or else from its text, and warnings."""
    given = entry or {}
    text = extract.text
    title = given.get("title") or read_title(text, blocks) or Path(name).stem
    municipality = given.get("municipality") or read_municipality(text, title)
    warnings: list[str] = []
    if entry is None:
        warnings.append(
            f"{name}: {MANIFEST} に項目がありません。本文から、表題「{title}」、"
            f"団体「{municipality or '不明'}」と読みました。{HINT}。"
        )
    elif not municipality:
        warnings.append(f"{name}: 団体名が分かりません。{HINT}。")
    document = Document(
        document_id=given.get("id") or name,
        path=name,
        title=title,
        municipality=municipality,
        kind=given.get("kind") or read_kind(title),
        period=given.get("period") or read_period(text),
        edition=given.get("edition", "") or read_edition(title),
        published=given.get("published", ""),
        source=given.get("source", ""),
        text=text,
        fingerprint="",
        format=extract.format,
        pages=extract.pages,
    )
    return document, warnings


def _report(
    name: str, extract: Extract, blocks: Sequence[Block], reading: ReadDocument
) -> FileReport:
    return FileReport(
        file=name,
        document_id=reading.document.document_id,
        format=extract.format,
        encoding=extract.encoding,
        characters=len(extract.text),
        sections=len(reading.document.outline) - 1,
        passages=len(reading.passages),
        projects=len(reading.projects),
        terms=len(reading.terms),
        tables=sum(block.kind == "table" for block in blocks),
        pages=len(extract.pages),
        bare_pages=bare_pages(extract.text, extract.pages),
        replaced=extract.text.count("\ufffd"),
        warnings=reading.warnings,
    )


def _name(folder: Path, path: Path) -> str:
    return _nfc(path.relative_to(folder).as_posix())


def _nfc(name: str) -> str:
    return unicodedata.normalize("NFC", name)
