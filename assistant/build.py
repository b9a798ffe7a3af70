"""`python -m assistant.build`: reads the corpus and writes a new index, whole or not at all."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import threading
import time
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, TextIO

from assistant.datamodels import Fact
from assistant.errors import AssistantError, BuildInProgress, IndexingError
from assistant.indexing.embeddings import Encoder, load_encoder
from assistant.indexing.index import Contents, Index, Progress, open_index, write_index
from assistant.indexing.storage import build_lock
from assistant.ingest.corpus import (
    MANIFEST,
    CorpusReading,
    FileReport,
    KeptFile,
    corpus_files,
    entry_digest,
    fingerprint,
    read_corpus,
    read_manifest,
)
from assistant.ingest.regular_tables import read_regular
from assistant.retrieval.facts import make_facts
from assistant.settings import PACKAGE, Settings, load_settings
from assistant.watch import look_at, watch

STAGES = {"passages": "本文の符号化", "facts": "記録の符号化"}
READING = "文書の読み込み"
READING_SETTINGS = (
    "passage_characters", "file_megabytes", "file_pages", "file_cells", "unpacked_megabytes",
    "unpacked_ratio",
)  # fmt: skip
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
WATCH_SECONDS = 2.0  # between two looks at the corpus


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
    reused: tuple[str, ...] = ()  # files that were taken from the index before
    seconds: float = 0.0
    checked_only: bool = False


def build(
    settings: Settings,
    progress: Progress = lambda stage, done, total: None,
    encoder: Encoder | None = None,
    force: bool = False,
) -> BuildReport:
    """Reads the corpus and makes a new generation the index in use; where nothing changed
    since the last build the index stays; where some files changed, only these are read and
    encoded. `force` takes nothing from the index before. A file that cannot be read is named
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
            return _report(old, old, tuple(old.manifest["inputs"]["files"]), started, written=False)
        kept = None if force else old
        alike = kept if kept and _is_read_alike(kept, inputs) else None
        reading = read_corpus(
            settings,
            lambda done, total, name: progress(READING, done, total),
            _kept_files(alike) if alike else None,
        )
        description = {
            "inputs": inputs,
            "files_read": [asdict(report) for report in reading.reports],
            "warnings": list(reading.warnings),
        }
        index = write_index(
            settings,
            _contents(reading, alike),
            encoder,
            description,
            kept,
            lambda stage, done, total: progress(STAGES[stage], done, total),
            alike.kept_tokens() if alike else None,
        )
    return _report(index, old, reading.reused, started, written=True)


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


def _is_read_alike(old: Index, inputs: Mapping[str, Any]) -> bool:
    """Whether this version of the program built an index, with the same settings of reading."""
    before = old.manifest.get("inputs", {})
    return all(before.get(name) == inputs[name] for name in ("program", "reading"))


def _kept_files(old: Index) -> dict[str, KeptFile]:
    """What an index holds of each file."""
    entries, reads = old.manifest["inputs"]["entries"], old.reads()
    return {
        report.file: KeptFile(
            replace(reads[report.document_id], warnings=report.warnings),
            report,
            entries[report.file],
        )
        for report in _file_reports(old)
        if not report.error
    }


def _contents(reading: CorpusReading, old: Index | None) -> Contents:
    """The documents with their facts, those of unchanged files from the index before."""
    held = old.facts_by_document() if old and reading.reused else {}
    facts: list[Fact] = []
    for read in reading.documents:
        if read.document.path in reading.reused:
            facts += held.get(read.document.document_id, ())
        else:
            facts += make_facts(read, read_regular(read.document.text))
    return Contents(reading.documents, tuple(facts))


def _inputs(settings: Settings, encoder: Encoder) -> dict[str, Any]:
    """All that decides what an index holds: where it is the same, so is the index."""
    path = settings.corpus / MANIFEST
    files, manifest = _files(settings), read_manifest(path)
    return {
        "files": files,
        "entries": {name: entry_digest(manifest, name) for name in files},
        "manifest": fingerprint(path),
        "program": program_digest(),
        "reading": {name: getattr(settings, name) for name in READING_SETTINGS},
        "model": [encoder.digest, settings.query_prefix, settings.passage_prefix],
    }


def _files(settings: Settings) -> dict[str, str]:
    """The fingerprints of the corpus's files by name."""
    return {
        unicodedata.normalize("NFC", path.relative_to(settings.corpus).as_posix()): fingerprint(
            path
        )
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


def _old_index(settings: Settings) -> Index | None:
    try:
        index = open_index(settings)
        index.verify()
    except (IndexingError, OSError):
        return None
    return index


def _file_reports(index: Index) -> tuple[FileReport, ...]:
    def thawed(entry: dict[str, Any]) -> dict[str, Any]:
        return {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()}

    return tuple(FileReport(**thawed(entry)) for entry in index.manifest["files_read"])


def _report(
    index: Index, old: Index | None, reused: tuple[str, ...], started: float, *, written: bool
) -> BuildReport:
    reports = _file_reports(index)
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
        reused=reused,
        seconds=round(time.monotonic() - started, 2),
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
    if report.reused and report.written:
        lines += [f"変更なし: {len(report.reused)} ファイル（読み直さずに前の索引から取りました）"]
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
    pages = f"{file.pages} ページ" if file.pages else ""
    if file.bare_pages:
        pages += f"（うち文字のないページ {len(file.bare_pages)}）"
    return (
        f"○ {file.file}: {pages}{'、' if pages else ''}{file.characters:,} 字、"
        f"見出し {file.sections}、パッセージ {file.passages}、事業 {file.projects}、"
        f"用語 {file.terms}"
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
    parser.add_argument("--force", action="store_true", help="変更がなくても初めから作り直します")
    parser.add_argument("--json", action="store_true", help="結果を JSON で出力します")
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument(
        "--check", action="store_true", help="読み取れるかを確かめるだけで、索引は書き換えません"
    )
    instead.add_argument(
        "--watch", type=_seconds, nargs="?", const=WATCH_SECONDS, metavar="秒",
        help="コーパスを見張り、変わるたびに作り直します（Ctrl-C で終わります。既定: 2 秒ごと）",
    )  # fmt: skip
    options = parser.parse_args(arguments)
    try:
        settings = load_settings(corpus=options.corpus, index=options.index)
        if options.watch is not None:
            return _watch(settings, options)
        _run(settings, options)
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < threading.TIMEOUT_MAX:
        raise argparse.ArgumentTypeError(f"0 より大きい秒数を指定してください: {text}")
    return seconds


def _run(settings: Settings, options: argparse.Namespace) -> None:
    """One build or check and its report. Raises AssistantError."""
    bar = ProgressBar(sys.stderr)
    try:
        report = (
            check(settings, bar) if options.check else build(settings, bar, force=options.force)
        )
    finally:
        bar.close()
    as_json = json.dumps(asdict(report), ensure_ascii=False)
    print(as_json if options.json else summary(report), flush=True)


def _watch(settings: Settings, options: argparse.Namespace) -> int:
    """Builds now and after every change, until Ctrl-C; what fails is told and costs nothing."""

    def act() -> bool:
        try:
            _run(settings, options)
        except AssistantError as error:
            print(error, file=sys.stderr, flush=True)
            return not isinstance(error, BuildInProgress)
        options.force = False
        return True

    told = f"{settings.corpus} を見張っています。Ctrl-C で終わります。"
    print(told, file=sys.stderr, flush=True)
    try:
        watch(lambda: look_at(settings.corpus), act, options.watch)
    except KeyboardInterrupt:
        print("見張りを終わりました。", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
