"""A build reads what it can, names what it cannot, and never costs the old index."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.build import ProgressBar, build, is_current, main
from assistant.errors import BuildInProgress, CorpusError
from assistant.indexing.index import open_index
from assistant.indexing.storage import build_lock
from assistant.ingest.text import Extract, read_file
from assistant.settings import Settings
from tests.fakes import HashEncoder
from tests.plan_writers import write_pdf, write_xlsx

AOBA = """青葉市DX推進計画

1 窓口の改革

書かない窓口を令和8年度から始めます。担当課は市民課です。

2 収納の改革

公金収納にeL-QRを用いて、キャッシュレス化を進めます。
"""
MIDORI = """緑町DX推進計画

1 学びの改革

学習端末を活用して、校務を効率化します。
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Two invented plans and an encoder without a model."""
    model = tmp_path / "hash"
    corpus = tmp_path / "計画 書"
    for folder in (model, corpus):
        folder.mkdir()
    (model / "modules.json").write_text("[]", encoding="utf-8")
    (corpus / "青葉市.txt").write_text(AOBA, encoding="utf-8")
    (corpus / "midori.txt").write_text(MIDORI, encoding="utf-8")
    return Settings(corpus=corpus, index=tmp_path / "index", model=str(model))


def test_a_build_reports_what_it_read(settings: Settings) -> None:
    """Every file is in the report and in the index, the counts agree."""
    report = build(settings, encoder=HashEncoder())
    index = open_index(settings)
    assert report.generation == index.folder.name
    assert list(index.documents) == [file.document_id for file in report.files]
    assert [document.text for document in index.documents.values()] == [MIDORI, AOBA]
    assert (report.counts["documents"], report.failed) == (2, ())
    assert report.counts["passages"] == sum(file.passages for file in report.files)
    assert report.added == ("midori.txt", "青葉市.txt")


def test_an_unchanged_corpus_is_not_built_again(settings: Settings) -> None:
    """The second build keeps the index and says the same of it; `force` builds anew, with
    nothing from the index before."""
    first = build(settings, encoder=HashEncoder())
    encoder = HashEncoder()
    second = build(settings, encoder=encoder)
    assert encoder.encoded == []
    assert (second.written, second.added, second.changed, second.removed) == (False, (), (), ())
    assert (second.generation, second.counts, second.files) == (
        first.generation, first.counts, first.files,
    )  # fmt: skip
    forced = build(settings, encoder=encoder, force=True)
    assert (forced.written, forced.counts, forced.reused) == (True, first.counts, ())
    assert any("eL-QR" in text for text in encoder.encoded)


def test_changes_are_told_and_nothing_stale_stays(settings: Settings) -> None:
    """Added, changed and removed files are named; a removed file leaves no passage."""
    build(settings, encoder=HashEncoder())
    before = {p.passage_id for p in open_index(settings).passages if "青葉市" in p.document_id}
    (settings.corpus / "midori.txt").unlink()
    (settings.corpus / "青葉市.txt").write_text(AOBA + "\n3 防災の改革\n", encoding="utf-8")
    (settings.corpus / "new.md").write_text(MIDORI, encoding="utf-8")
    report = build(settings, encoder=HashEncoder())
    assert (report.added, report.changed, report.removed) == (
        ("new.md",), ("青葉市.txt",), ("midori.txt",),
    )  # fmt: skip
    index = open_index(settings)
    assert {passage.document_id for passage in index.passages} == set(index.documents)
    assert "midori.txt" not in index.documents
    assert before & {passage.passage_id for passage in index.passages}


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read, as they are."""
    read: list[str] = []

    def reader(path: Path, settings: Settings) -> Extract:
        read.append(path.name)
        return read_file(path, settings)

    monkeypatch.setattr("assistant.ingest.corpus.read_file", reader)
    return read


MANIFEST = """[[document]]
id = "midori-plan"
file = "midori.txt"
municipality = "緑町"
"""


def changes(corpus: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Changes of a corpus, one after the other: what is done, and which files are to be read
    for it."""
    (corpus / "青葉市.txt").write_text(AOBA + "\n3 防災の改革\n", encoding="utf-8")
    yield "changed", ("青葉市.txt",)
    write_pdf("takahara-dx-progress", corpus / "報告.pdf")
    write_xlsx("takahara-dx-progress", corpus / "a.xlsx")
    yield "added", ("a.xlsx", "報告.pdf")
    (corpus / "manifest.toml").write_text(MANIFEST, encoding="utf-8")
    yield "described", ("midori.txt",)
    (corpus / "manifest.toml").write_text(MANIFEST.replace("緑町", "翠町"), encoding="utf-8")
    yield "described otherwise", ("midori.txt",)
    (corpus / "a.txt").write_text(MIDORI, encoding="utf-8")
    (corpus / "manifest.toml").write_text(
        MANIFEST.replace('"midori.txt"', '"a.txt"').replace("midori-plan", "midori.txt"),
        encoding="utf-8",
    )
    yield "id taken", ("a.txt", "midori.txt")
    (corpus / "a.txt").unlink()
    yield "removed", ("midori.txt",)
    (corpus / "青葉市.txt").rename(corpus / "青葉.txt")
    yield "renamed", ("青葉.txt",)
    (corpus / "報告.pdf").write_bytes(b"%PDF-1.7 cut")
    yield "broken", ("報告.pdf",)


def test_only_what_changed_is_read_and_the_index_is_the_same(
    settings: Settings, readings: list[str]
) -> None:
    """After any change of the corpus, the files that it does not touch are neither read nor
    encoded again, and the index is byte for byte that of a build from nothing."""
    build(settings, encoder=HashEncoder())
    for number, (change, files) in enumerate(changes(settings.corpus)):
        readings.clear()
        encoder = HashEncoder()
        report = build(settings, encoder=encoder)
        assert (change, sorted(readings)) == (change, sorted(files))
        assert set(report.reused) == {f.file for f in report.files} - set(files)
        scratch = replace(settings, index=settings.index.parent / f"scratch{number}")
        whole = HashEncoder()
        build(scratch, encoder=whole)
        assert len(encoder.encoded) < len(whole.encoded)
        built, anew = open_index(settings).manifest, open_index(scratch).manifest
        assert {k: v for k, v in built.items() if k != "generation"} == {
            k: v for k, v in anew.items() if k != "generation"
        }, change


def test_other_settings_and_programs_read_everything_again(
    settings: Settings, readings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another version of the program, or other settings of reading, made is not reused."""
    build(settings, encoder=HashEncoder())
    for _ in range(2):
        readings.clear()
        report = build(replace(settings, passage_characters=100), encoder=HashEncoder())
        assert report.reused == (() if readings else ("midori.txt", "青葉市.txt"))
    assert readings == []
    build(settings, encoder=HashEncoder())
    monkeypatch.setattr("assistant.build.program_digest", lambda: "another")
    readings.clear()
    assert build(settings, encoder=HashEncoder()).reused == ()
    assert readings == ["midori.txt", "青葉市.txt"]


def test_a_bad_file_costs_nothing_else(settings: Settings) -> None:
    """A file that cannot be read is named with its reason; the others are indexed."""
    (settings.corpus / "empty.txt").write_text("", encoding="utf-8")
    report = build(settings, encoder=HashEncoder())
    assert report.failed == ("empty.txt",)
    assert [file.error != "" for file in report.files] == [True, False, False]
    assert list(open_index(settings).documents) == ["midori.txt", "青葉市.txt"]


def test_an_empty_corpus_keeps_the_old_index(settings: Settings) -> None:
    """With nothing to read the build says so and the index stays."""
    old = build(settings, encoder=HashEncoder()).generation
    empty = settings.corpus.parent / "empty"
    empty.mkdir()
    for corpus in (empty, settings.corpus.parent / "missing"):
        with pytest.raises(CorpusError, match=corpus.name):
            build(replace(settings, corpus=corpus), encoder=HashEncoder())
    assert open_index(settings).folder.name == old


def test_a_damaged_index_is_built_anew(settings: Settings) -> None:
    """Bytes changed in place do not pass for an index that is up to date."""
    folder = settings.index / build(settings, encoder=HashEncoder()).generation
    vectors = folder / "passages" / "vectors" / "vectors.npy"
    vectors.write_bytes(vectors.read_bytes()[:-4] + b"\xff\xff\xff\xff")
    encoder = HashEncoder()
    assert build(settings, encoder=encoder).written
    assert encoder.encoded
    open_index(settings).verify()


def test_two_builds_at_once_are_refused(settings: Settings) -> None:
    """The second is told that another is at work."""
    with build_lock(settings.index), pytest.raises(BuildInProgress):
        build(settings, encoder=HashEncoder())


def test_the_same_corpus_gives_the_same_ids(settings: Settings) -> None:
    """Passages keep their ids from one build to the next, in whatever folder."""
    build(settings, encoder=HashEncoder())
    other = replace(settings, index=settings.index.parent / "other")
    build(other, encoder=HashEncoder())
    assert open_index(settings).passages == open_index(other).passages


def test_an_index_knows_whether_it_is_current(plans: Settings, tmp_path: Path) -> None:
    """Another corpus, or none built yet, is not current; the one just built is."""
    assert is_current(plans)
    assert not is_current(replace(plans, corpus=tmp_path))
    assert not is_current(replace(plans, index=tmp_path))


class Terminal(io.StringIO):
    """A stream that a person looks at."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "shown"),
    [
        (
            Terminal(),
            f"\r\x1b[K読み込み {'█' * 12}{'░' * 12} 1/2"
            f"\r\x1b[K読み込み {'█' * 24} 2/2\r\x1b[K",
        ),
        (io.StringIO(), "読み込み …\n"),
    ],
    ids=["terminal", "file"],
)  # fmt: skip
def test_progress_is_shown(
    stream: io.StringIO, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bar on a terminal, wiped at the end; one line a stage in a log."""
    monkeypatch.setattr("assistant.build.SHOWN_AFTER", 0.0)
    bar = ProgressBar(stream)
    for done in (1, 2):
        bar("読み込み", done, 2)
    bar.close()
    assert stream.getvalue() == shown


def test_the_command_prints_a_summary(plans: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """The counts and each file, for a person or as JSON; nothing else on standard output."""
    arguments = ["--corpus", str(plans.corpus), "--index", str(plans.index)]
    assert main(arguments) == 0
    shown = capsys.readouterr().out
    assert "文書 5、" in shown
    assert "kashiwazaki-dx-plan-2026.txt: 15,471 字" in shown
    assert main([*arguments, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert [file["document_id"] for file in report["files"]] == [
        "isesaki-dx-plan-2026-draft",
        "kashiwa-dx-guideline-2022",
        "kashiwazaki-dx-plan-2026",
        "kashiwazaki-dx-progress-2024",
        "toyama-dx-plan-2026-draft",
    ]


def test_the_command_shows_errors_plainly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A missing corpus: a message on standard error, exit code 1, no index folder's worth."""
    missing = tmp_path / "missing"
    assert main(["--corpus", str(missing), "--index", str(tmp_path / "index")]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert str(missing) in captured.err
    assert "Traceback" not in captured.err
