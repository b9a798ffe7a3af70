"""`python -m assistant.build`: reads the corpus and writes a new index, whole or not at all."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

from assistant.errors import AssistantError, IndexingError
from assistant.indexing.embeddings import Encoder, load_encoder
from assistant.indexing.index import Contents, Index, Progress, open_index, write_index
from assistant.indexing.storage import build_lock
from assistant.ingest.blocks import read_blocks
from assistant.ingest.corpus import MANIFEST, CorpusReading, FileReport, corpus_files, read_corpus
from assistant.retrieval.facts import make_facts
from assistant.settings import PACKAGE, Settings, load_settings

STAGES = {"passages": "本文の符号化", "facts": "記録の符号化"}
READING = "文書の読み込み"
COUNTED = {
    "documents": "文書",
    "sections": "見出し",
    "passages": "パッセージ",
    "projects": "事業",
    "indicators": "指標",
    "terms": "用語",
}
SHOWN_AFTER = 1.0  # seconds before a progress bar appears
BAR_WIDTH = 24


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build read and wrote. `added`, `changed` and `removed` are files against the
    index before; `written` is False where nothing had changed, and after a mere check."""

    generation: str  # empty after a check without an index
    written: bool
    counts: dict[str, int]
    files: tuple[FileReport, ...]
    warnings: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    seconds: float = 0.0
    checked_only: bool = False


def build(
    settings: Settings,
    progress: Progress = lambda stage, done, total: None,
    encoder: Encoder | None = None,
    force: bool = False,
) -> BuildReport:
    """Reads the corpus and makes a new generation the index in use; where nothing changed
    since the last build the index stays, unless `force`. A file that cannot be read is named
    in the report. `progress` is told the stage, how much is done, and of how much. Raises
    CorpusError, IndexingError or SettingsError; the old index then stays."""
    started = time.monotonic()
    encoder = encoder or load_encoder(
        settings.model, settings.query_prefix, settings.passage_prefix
    )
    with build_lock(settings.index):
        old = _old_index(settings)
        inputs = _inputs(settings, encoder)
        if old and not force and old.manifest.get("inputs") == inputs:
            return _report(old, old, written=False, seconds=time.monotonic() - started)
        reading = read_corpus(settings, lambda done, total, name: progress(READING, done, total))
        description = {
            "inputs": inputs,
            "files_read": [asdict(report) for report in reading.reports],
            "warnings": list(reading.warnings),
        }
        index = write_index(
            settings,
            _contents(reading),
            encoder,
            description,
            old,
            lambda stage, done, total: progress(STAGES[stage], done, total),
        )
    return _report(index, old, written=True, seconds=time.monotonic() - started)


def check(settings: Settings, progress: Progress = lambda stage, done, total: None) -> BuildReport:
    """What a build would read, without writing anything. Raises CorpusError."""
    started = time.monotonic()
    old = _old_index(settings)
    reading = read_corpus(settings, lambda done, total, name: progress(READING, done, total))
    kinds = ("sections", "passages", "projects", "terms")
    counts = {kind: sum(getattr(report, kind) for report in reading.reports) for kind in kinds}
    counts["documents"] = len(reading.documents)
    counts["indicators"] = sum(len(document.indicators) for document in reading.documents)
    added, changed, removed = _changes(_files(settings), old)
    return BuildReport(
        generation=old.manifest["generation"] if old else "",
        written=False,
        counts=counts,
        files=reading.reports,
        warnings=reading.warnings,
        added=added,
        changed=changed,
        removed=removed,
        failed=tuple(report.file for report in reading.reports if report.error),
        seconds=round(time.monotonic() - started, 2),
        checked_only=True,
    )


def is_current(settings: Settings) -> bool:
    """Whether an index is there that was built from the corpus as it now is, by this version
    of the program and this model. Reads every file, parses none."""
    encoder = load_encoder(settings.model, settings.query_prefix, settings.passage_prefix)
    try:
        manifest = open_index(settings).manifest
    except IndexingError:
        return False
    return bool(manifest.get("inputs") == _inputs(settings, encoder))


def _contents(reading: CorpusReading) -> Contents:
    facts = (make_facts(read, read_blocks(read.document.text)) for read in reading.documents)
    return Contents(reading.documents, tuple(fact for part in facts for fact in part))


def _inputs(settings: Settings, encoder: Encoder) -> dict[str, Any]:
    """All that decides what an index holds: where it is the same, so is the index."""
    manifest = settings.corpus / MANIFEST
    return {
        "files": _files(settings),
        "manifest": _sha256(manifest) if manifest.is_file() else "",
        "program": program_digest(),
        "passage_characters": settings.passage_characters,
        "model": [encoder.digest, settings.query_prefix, settings.passage_prefix],
    }


def _files(settings: Settings) -> dict[str, str]:
    """The fingerprints of the corpus's files by name."""
    return {
        path.relative_to(settings.corpus).as_posix(): _sha256(path)
        for path in (corpus_files(settings.corpus)[0] if settings.corpus.is_dir() else ())
    }


def program_digest() -> str:
    """A digest of the code and tables that decide what an index holds."""
    digest = hashlib.sha256()
    for folder in ("language", "ingest", "indexing", "retrieval"):
        for path in sorted((PACKAGE / folder).rglob("*")):
            if path.suffix in (".py", ".toml", ".tsv", ".txt"):
                digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0")
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""  # the reader will name the file


def _old_index(settings: Settings) -> Index | None:
    try:
        index = open_index(settings)
        index.verify()
    except (IndexingError, OSError):
        return None
    return index


def _report(index: Index, old: Index | None, *, written: bool, seconds: float) -> BuildReport:
    reports = tuple(
        FileReport(**(entry | {"warnings": tuple(entry["warnings"])}))
        for entry in index.manifest["files_read"]
    )
    added, changed, removed = _changes(index.manifest["inputs"]["files"], old)
    return BuildReport(
        generation=index.manifest["generation"],
        written=written,
        counts=index.manifest["counts"],
        files=reports,
        warnings=tuple(index.manifest["warnings"]),
        added=added,
        changed=changed,
        removed=removed,
        failed=tuple(report.file for report in reports if report.error),
        seconds=round(seconds, 2),
    )


def _changes(now: dict[str, str], old: Index | None) -> tuple[tuple[str, ...], ...]:
    """The files that came, changed and went since `old` was built."""
    before = old.manifest.get("inputs", {}).get("files", {}) if old else {}
    return (
        tuple(name for name in now if name not in before),
        tuple(name for name in now if name in before and before[name] != now[name]),
        tuple(name for name in before if name not in now),
    )


def summary(report: BuildReport) -> str:
    """The report for a person."""
    counts = "、".join(f"{label} {report.counts[name]:,}" for name, label in COUNTED.items())
    lines = [f"{_outcome(report)}（{report.seconds:.1f} 秒）。", counts, ""]
    lines += [_file_line(file) for file in report.files]
    changes = {"追加": report.added, "変更": report.changed, "削除": report.removed}
    lines += [f"{label}: {'、'.join(names)}" for label, names in changes.items() if names]
    warnings = [*report.warnings, *(line for file in report.files for line in file.warnings)]
    if warnings:
        lines += ["", "注意:", *(f"- {warning}" for warning in warnings)]
    if report.failed:
        lines += ["", "読めなかったファイル（他の文書は索引に入っています）:"]
        lines += [f"- {file.error}" for file in report.files if file.error]
    return "\n".join(lines)


def _outcome(report: BuildReport) -> str:
    if report.checked_only:
        return "読み取りを確かめました。索引は書き換えていません"
    done = "を作りました" if report.written else "は最新です。コーパスに変更はありません"
    return f"索引 {report.generation} {done}"


def _file_line(file: FileReport) -> str:
    if file.error:
        return f"× {file.file}"
    return (
        f"○ {file.file}: {file.characters:,} 字、見出し {file.sections}、"
        f"パッセージ {file.passages}、事業 {file.projects}、用語 {file.terms}"
    )


class ProgressBar:
    """A bar on a terminal once a build takes longer than a second; a line a stage elsewhere."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._started = time.monotonic()
        self._stage = ""
        self._drawn = False

    def __call__(self, stage: str, done: int, total: int) -> None:
        if time.monotonic() - self._started < SHOWN_AFTER or not total:
            return
        if self._stream.isatty():
            filled = BAR_WIDTH * done // total
            bar = "█" * filled + "░" * (BAR_WIDTH - filled)
            self._stream.write(f"\r\x1b[K{stage} {bar} {done}/{total}")
            self._drawn = True
        elif self._stage != stage:
            self._stream.write(f"{stage} …\n")
        self._stage = stage
        self._stream.flush()

    def close(self) -> None:
        """Clears the bar."""
        if self._drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m assistant.build", description="コーパスから索引を作ります。"
    )
    parser.add_argument("--corpus", help="計画の文書を置いたフォルダ（既定: corpus）")
    parser.add_argument("--index", help="索引を置くフォルダ（既定: index）")
    parser.add_argument(
        "--check", action="store_true", help="読み取れるかを確かめるだけで、索引は書き換えません"
    )
    parser.add_argument("--force", action="store_true", help="変更がなくても作り直します")
    parser.add_argument("--json", action="store_true", help="結果を JSON で出力します")
    options = parser.parse_args(arguments)
    bar = ProgressBar(sys.stderr)
    try:
        settings = load_settings(corpus=options.corpus, index=options.index)
        report = (
            check(settings, bar) if options.check else build(settings, bar, force=options.force)
        )
    except AssistantError as error:
        bar.close()
        print(error, file=sys.stderr)
        return 1
    bar.close()
    as_json = json.dumps(asdict(report), ensure_ascii=False)
    print(as_json if options.json else summary(report))
    return 0


if __name__ == "__main__":
    sys.exit(main())
