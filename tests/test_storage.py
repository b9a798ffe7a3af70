"""A generation is whole or absent, and its records come back as they were."""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import pytest

from assistant import datamodels as d
from assistant.errors import BuildInProgress, DamagedIndex, IndexMismatch, NoIndex
from assistant.indexing.records import decode, encode, read_records, write_records
from assistant.indexing.storage import (
    MANIFEST,
    build_lock,
    current_generation,
    verify,
    write_generation,
)

VALUE = d.Value("70% (7,000件)", d.Span(3, 17))
INDICATOR = d.Indicator(
    "i1",
    "plan",
    None,
    d.Value("オンライン率", d.Span(0, 6)),
    (
        d.IndicatorValue("baseline", 2025, VALUE, "基準値(R7)"),
        d.IndicatorValue("target", None, VALUE),
    ),
    d.Span(0, 17),
    "部長、課長",
    "%",
    4,
)
PROJECT = d.Project(
    "p1",
    "plan",
    VALUE,
    ("公金収納",),
    departments=(VALUE,),
    fields=(
        d.FieldValue("issues", "現状と課題", d.Span(1, 6), VALUE),
        d.FieldValue("goal", "目的", None, VALUE),
    ),
    indicators=(INDICATOR,),
    schedule=(d.ScheduleEntry(VALUE, (2028, 2029), "運用", d.Span(5, 9)),),
    rating=VALUE,
    mentions=(d.Span(0, 1), d.Span(2, 3)),
)
DOCUMENT = d.Document(
    "plan",
    "plan.txt",
    "DX推進計画",
    "柏崎市",
    "plan",
    (2026, 2029),
    "",
    "2026-03",
    "「市」の資料\u2028",
    "本文\n\t本文",
    "ab12",
    outline=(d.Section(0, 0, "DX推進計画", d.Span(0, 0), d.Span(0, 6), None),),
    pages=(0, 3),
)
RECORDS: list[object] = [
    DOCUMENT,
    d.Passage("plan:1", "plan", d.Span(0, 6), 0, "table", "p1", 2),
    PROJECT,
    INDICATOR,
    d.Term("t1", "plan", "eL-QR", ("地方税統一QRコード",), VALUE, d.Span(0, 9), inline=True),
    d.Places("plan", ((0, 6, 1, 10, 20, 9990, 40),), ((0, 6, 0, 4, 2),), ("一覧",)),
    d.Fact("row", "plan", d.Span(0, 9), "本文", cells=(d.LabelledCell("R7", VALUE),)),
    d.ReadDocument(DOCUMENT, (), (PROJECT,), (INDICATOR,), (), ("注意",)),
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_records_come_back_as_they_were(record: object, tmp_path: Path) -> None:
    """A record survives JSON and SQLite field by field, types included."""
    assert decode(type(record), json.loads(json.dumps(encode(record)))) == record
    write_records(tmp_path / "records.sqlite", {"things": [record, record], "none": []})
    stored = read_records(tmp_path / "records.sqlite", "things", type(record))
    assert stored == (record, record)
    assert read_records(tmp_path / "records.sqlite", "none", type(record)) == ()


def generation(index: Path, text: str = "中身") -> Path:
    with build_lock(index):
        return write_generation(
            index,
            {"note": text},
            lambda folder: (folder / "data").write_text(text, encoding="utf-8") and None,
        )


def test_a_generation_opens_with_its_manifest(tmp_path: Path) -> None:
    """What was written is what is opened, and its checksums hold."""
    folder = generation(tmp_path)
    opened, manifest = current_generation(tmp_path)
    verify(opened)
    assert (opened, manifest["note"], list(manifest["files"])) == (folder, "中身", ["data"])


def test_the_last_two_generations_stay(tmp_path: Path) -> None:
    """A reader of the generation before the current one keeps its files; older ones go, and
    folders of other makers stay."""
    (tmp_path / "notes").mkdir()
    folders = [generation(tmp_path, str(number)) for number in range(4)]
    left = sorted(path.name for path in tmp_path.iterdir() if path.is_dir())
    assert left == [folders[2].name, folders[3].name, "notes"]


def test_a_build_that_fails_leaves_the_old_generation(tmp_path: Path) -> None:
    """An error on the way leaves neither a pointer nor files behind."""
    old = generation(tmp_path)

    def fail(folder: Path) -> None:
        (folder / "data").write_text("半分", encoding="utf-8")
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError), build_lock(tmp_path):
        write_generation(tmp_path, {}, fail)
    assert current_generation(tmp_path)[0] == old
    assert [path for path in tmp_path.iterdir() if path.is_dir()] == [old]


def test_what_a_killed_build_left_is_swept(tmp_path: Path) -> None:
    """A half-written generation is never opened and the next build removes it."""
    old = generation(tmp_path)
    partial = tmp_path / "000002-00000000.partial"
    unswitched = tmp_path / "000003-00000000"
    pointer = tmp_path / "CURRENT.4711"
    pointer.write_text("000003", encoding="utf-8")
    for folder in (partial, unswitched):
        folder.mkdir()
        (folder / "data").write_text("半分", encoding="utf-8")
    assert current_generation(tmp_path)[0] == old
    new = generation(tmp_path)
    assert current_generation(tmp_path)[0] == new
    assert not any(path.exists() for path in (partial, unswitched, pointer))


@pytest.mark.parametrize(
    "harm",
    [
        lambda folder: (folder / "data").unlink(),
        lambda folder: (folder / "data").write_text("短", encoding="utf-8"),
        lambda folder: (folder / MANIFEST).write_text("{", encoding="utf-8"),
        lambda folder: (folder / MANIFEST).unlink(),
        lambda folder: (folder.parent / "CURRENT").write_text("../other", encoding="utf-8"),
    ],
    ids=["file gone", "file cut", "manifest cut", "manifest gone", "pointer strange"],
)
def test_damage_is_recognised_on_opening(harm: object, tmp_path: Path) -> None:
    """Missing and shortened files raise DamagedIndex with the command that helps."""
    assert callable(harm)
    harm(generation(tmp_path))
    with pytest.raises(DamagedIndex, match=r"python -m assistant\.build"):
        current_generation(tmp_path)


def test_changed_bytes_fail_the_checksums(tmp_path: Path) -> None:
    """A file of the same size with other bytes is found by `verify`."""
    folder = generation(tmp_path)
    (folder / "data").write_text("身中", encoding="utf-8")
    with pytest.raises(DamagedIndex, match="data"):
        verify(folder)


def test_no_index_and_foreign_formats_are_told(tmp_path: Path) -> None:
    """Each has its own error and names the command to run."""
    with pytest.raises(NoIndex, match=r"python -m assistant\.build"):
        current_generation(tmp_path / "missing")
    folder = generation(tmp_path)
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    (folder / MANIFEST).write_text(json.dumps(manifest | {"format": 0}), encoding="utf-8")
    with pytest.raises(IndexMismatch, match=r"python -m assistant\.build"):
        current_generation(tmp_path)


def _hold(index: Path, held: object, release: object) -> None:
    with build_lock(index):
        held.set()  # type: ignore[attr-defined]
        release.wait(30)  # type: ignore[attr-defined]


def test_two_builds_at_once_are_refused(tmp_path: Path) -> None:
    """While one process builds, another is told so."""
    context = multiprocessing.get_context("spawn")
    held, release = context.Event(), context.Event()
    process = context.Process(target=_hold, args=(tmp_path, held, release))
    process.start()
    try:
        assert held.wait(30)
        with pytest.raises(BuildInProgress), build_lock(tmp_path):
            pass
    finally:
        release.set()
        process.join(30)
