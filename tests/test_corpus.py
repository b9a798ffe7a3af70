"""The corpus folder: its files, its manifest and what is read from a file without an entry."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import CorpusError, UnreadableFile
from assistant.ingest.blocks import read_blocks
from assistant.ingest.corpus import (
    CorpusReading,
    FileReport,
    describe,
    read_corpus,
    read_manifest,
    read_municipality,
)
from assistant.ingest.text import Extract, read_file
from assistant.settings import Settings

ROOT = Path(__file__).parents[1]

PLAN = """緑川市デジタル化推進プラン
（素案）

令和7年3月

第1章 はじめに

緑川市では、令和7年度から令和9年度までの3年間を計画期間として、窓口のデジタル化を進めます。
国は「自治体DX推進計画」（令和3年度から令和7年度まで）を定めました。
"""


def read(folder: Path) -> CorpusReading:
    return read_corpus(Settings(corpus=folder))


def report_of(reading: CorpusReading, file: str) -> FileReport:
    return next(report for report in reading.reports if report.file == file)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus with one file and no manifest."""
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    return tmp_path


def test_the_five_plans_are_read_as_the_manifest_says() -> None:
    """Ids, titles, municipalities and periods come from the manifest; nothing is amiss."""
    reading = read(ROOT / "corpus")
    assert [
        (d.document.document_id, d.document.municipality, d.document.kind, d.document.period)
        for d in reading.documents
    ] == [
        ("isesaki-dx-plan-2026-draft", "伊勢崎市", "計画", (2026, 2029)),
        ("kashiwa-dx-guideline-2022", "柏市", "ガイドライン", (2022, 2025)),
        ("kashiwazaki-dx-plan-2026", "柏崎市", "計画", (2026, 2029)),
        ("kashiwazaki-dx-progress-2024", "柏崎市", "進行管理報告書", (2021, 2025)),
        ("toyama-dx-plan-2026-draft", "富山市", "計画", (2026, 2030)),
    ]
    assert (reading.warnings, [r.error for r in reading.reports if r.error]) == ((), [])
    assert all(d.document.fingerprint and d.passages for d in reading.documents)
    assert report_of(reading, "kashiwa-dx-guideline-2022.txt").tables == 5


@pytest.mark.parametrize(
    ("file", "title", "municipality", "kind", "period"),
    [
        (
            "isesaki-dx-plan-2026-draft",
            "伊勢崎市DX推進計画（案）",
            "伊勢崎市",
            "計画",
            (2026, 2029),
        ),
        (
            "kashiwa-dx-guideline-2022",
            "柏市DX推進ガイドライン",
            "柏市",
            "ガイドライン",
            (2022, 2025),
        ),
        (
            "kashiwazaki-dx-plan-2026",
            "柏崎市第二次デジタル・トランスフォーメーション(DX)推進計画",
            "柏崎市",
            "計画",
            (2026, 2029),
        ),
        (
            "kashiwazaki-dx-progress-2024",
            "令和6（2024）年度 柏崎市DX推進計画進行管理報告書（令和5（2023）年度実績分）",
            "柏崎市",
            "進行管理報告書",
            None,
        ),
        (
            "toyama-dx-plan-2026-draft",
            "第5期富山市行政改革実施計画 富山市DX推進計画(素案)",
            "富山市",
            "計画",
            None,
        ),
    ],
)
def test_what_a_text_says_of_itself(
    file: str, title: str, municipality: str, kind: str, period: tuple[int, int] | None
) -> None:
    """Title, municipality, kind and period are read from the text of each plan; a period that
    only another plan's name has is not taken."""
    extract = read_file(ROOT / "corpus" / f"{file}.txt")
    document, _ = describe(f"{file}.txt", extract, read_blocks(extract.text), None)
    found = (document.title, document.municipality, document.kind, document.period)
    assert found == (title, municipality, kind, period)


def test_a_file_without_an_entry(folder: Path) -> None:
    """It is read under its file name, with a warning that says what was understood."""
    reading = read(folder)
    (document,) = [d.document for d in reading.documents]
    assert document.document_id == "plan.txt"
    assert (document.title, document.edition) == ("緑川市デジタル化推進プラン（素案）", "素案")
    assert (document.municipality, document.kind, document.period) == (
        "緑川市",
        "計画",
        (2025, 2027),
    )
    (warning,) = report_of(reading, "plan.txt").warnings
    assert "緑川市デジタル化推進プラン" in warning
    assert "manifest.toml" in warning


@pytest.mark.parametrize(
    ("text", "municipality"),
    [
        ("新潟県柏崎市の計画です。柏崎市は進めます。", "柏崎市"),
        ("四日市市は進めます。四日市市の計画です。", "四日市市"),
        ("十日町市は進めます。十日町市の計画です。", "十日町市"),
        ("ひたちなか市は進めます。ひたちなか市の計画です。", "ひたちなか市"),
        ("令和6年度北海道森町の報告です。森町は、森町議会に示しました。", "森町"),
        ("本市では、各市町村と他市の取組を市内の市場で紹介しました。本市の計画です。", ""),
    ],
)
def test_names_of_municipalities(text: str, municipality: str) -> None:
    """A name is what stands before 市, 町, 村 or 区; 本市, 市内 and the like name nothing."""
    assert read_municipality(text, "") == municipality


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp932", "euc_jp"]
)
def test_encodings(folder: Path, encoding: str) -> None:
    """Texts in the encodings that are in use for Japanese give the same text."""
    (folder / "plan.txt").write_bytes(PLAN.encode(encoding))
    assert read(folder).documents[0].document.text == PLAN


def test_line_ends_stay_as_they_are(folder: Path) -> None:
    """Offsets count the file's own characters: CR LF is kept, and reads as one line end."""
    (folder / "plan.txt").write_bytes(PLAN.replace("\n", "\r\n").encode("utf-8"))
    document = read(folder).documents[0].document
    assert document.text == PLAN.replace("\n", "\r\n")
    assert [section.title for section in document.outline] == [document.title, "第1章 はじめに"]


def test_form_feeds_part_pages(folder: Path) -> None:
    """A form feed starts a page; a text without any has no pages."""
    (folder / "plan.txt").write_text("一頁目。\f二頁目。", encoding="utf-8")
    assert read_file(folder / "plan.txt").pages == (0, 5)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "空です"),
        (b" \n\n", "文字がありません"),
        (bytes(range(256)) * 20, "読めません|分かりません|バイナリ"),
        (b"\x00\x01\x02\x03" * 100, "バイナリ"),
        ("\u044d\u0442\u043e \u0442\u0435\u043a\u0441\u0442 ".encode("koi8-r") * 9, "分かりません"),
    ],
)
def test_files_that_cannot_be_read(folder: Path, content: bytes, reason: str) -> None:
    """Empty, binary and undecodable files are refused with the reason; the rest is read."""
    (folder / "broken.txt").write_bytes(content)
    with pytest.raises(UnreadableFile, match=reason):
        read_file(folder / "broken.txt")
    reading = read(folder)
    assert [d.document.document_id for d in reading.documents] == ["plan.txt"]
    assert "broken.txt" in report_of(reading, "broken.txt").error


def test_an_unknown_format_is_named(folder: Path) -> None:
    """A file that no reader is there for is reported, hidden files and notes are not."""
    for name in ("photo.xyz", ".DS_Store", "README.md", "~$plan.docx"):
        (folder / name).write_text("x", encoding="utf-8")
    assert [(r.file, bool(r.error)) for r in read(folder).reports] == [
        ("photo.xyz", True),
        ("plan.txt", False),
    ]


def test_links_are_refused(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A link out of the corpus is not followed, and named."""
    outside = tmp_path_factory.mktemp("outside") / "secret.txt"
    outside.write_text(PLAN, encoding="utf-8")
    (folder / "link.txt").symlink_to(outside)
    (folder / "sub").symlink_to(outside.parent)
    reading = read(folder)
    assert [d.document.document_id for d in reading.documents] == ["plan.txt"]
    assert [warning.split(":")[0] for warning in reading.warnings] == ["link.txt", "sub"]


def test_names_are_composed_and_sorted(folder: Path) -> None:
    """Ids are in NFC also where the file system has another form; order is that of names."""
    (folder / "プラン.txt".encode().decode()).write_text(PLAN, encoding="utf-8")
    (folder / "ハ\u309aン.md").write_text("# パン\n\n本文です。\n", encoding="utf-8")
    assert [d.document.document_id for d in read(folder).documents] == [
        "plan.txt",
        "パン.md",
        "プラン.txt",
    ]


def test_the_manifest_speaks_for_its_files(folder: Path) -> None:
    """An entry's words are taken as they stand; what it leaves out is read from the text."""
    (folder / "manifest.toml").write_text(
        '[[document]]\nid = "midori"\nfile = "plan.txt"\ntitle = "プラン"\nperiod = [2025, 2030]\n',
        encoding="utf-8",
    )
    reading = read(folder)
    document = reading.documents[0].document
    assert (document.document_id, document.title, document.period) == (
        "midori",
        "プラン",
        (2025, 2030),
    )
    assert document.municipality == "緑川市"
    assert (reading.warnings, reading.documents[0].warnings) == ((), ())


@pytest.mark.parametrize(
    ("manifest", "words"),
    [
        ("[[document]\nid = ", ["manifest.toml", "読めません"]),
        ('[[document]]\nid = "x"\n', ["file がありません"]),
        ("document = 3\n", ["[[document]]"]),
        ('[[document]]\nfile = "gone.txt"\n', ["gone.txt", "ありません"]),
        ('[[document]]\nfile = "plan.txt"\ncolour = "青"\n', ["plan.txt", "colour"]),
        ('version = 1\n[[document]]\nfile = "plan.txt"\n', ["version"]),
        ('[[document]]\nfile = "plan.txt"\nperiod = [2030, 2025]\n', ["plan.txt", "period"]),
        (
            '[[document]]\nfile = "plan.txt"\n[[document]]\nfile = "plan.txt"\n',
            ["plan.txt", "二つ"],
        ),
        (
            '[[document]]\nid = "a"\nfile = "plan.txt"\n[[document]]\nid = "a"\nfile = "b.txt"\n',
            ["id a", "重な"],
        ),
    ],
)
def test_a_faulty_manifest_is_named_and_survived(
    folder: Path, manifest: str, words: list[str]
) -> None:
    """Whatever is wrong with the manifest, the files are read and the fault is named."""
    (folder / "manifest.toml").write_text(manifest, encoding="utf-8")
    reading = read(folder)
    assert len(reading.documents) == 1
    assert any(all(word in warning for word in words) for warning in reading.warnings)


def test_a_manifest_with_a_byte_order_mark(folder: Path) -> None:
    """An editor's byte order mark does not break the manifest."""
    path = folder / "manifest.toml"
    path.write_text('[[document]]\nid = "x"\nfile = "plan.txt"\n', encoding="utf-8-sig")
    assert read_manifest(path).entries["plan.txt"]["id"] == "x"


def test_a_corpus_with_nothing_to_read(tmp_path: Path) -> None:
    """A missing folder, an empty one and one with unreadable files only are told apart."""
    with pytest.raises(CorpusError, match=r"フォルダー.*ありません"):
        read(tmp_path / "missing")
    with pytest.raises(CorpusError, match="読める文書がありません"):
        read(tmp_path)
    (tmp_path / "a.txt").write_bytes(b"")
    with pytest.raises(CorpusError, match=r"a\.txt: ファイルが空です"):
        read(tmp_path)


def test_progress_is_told(folder: Path) -> None:
    """The caller hears of each file before it is read, and of the end."""
    heard: list[tuple[int, int, str]] = []
    read_corpus(Settings(corpus=folder), lambda *step: heard.append(step))
    assert heard == [(0, 1, "plan.txt"), (1, 1, "")]


def test_an_extract_without_words_for_its_title() -> None:
    """A text without a title takes the file's name."""
    text = "これは表題のない文書の本文であり、句点で終わります。\n"
    document, _ = describe("memo.txt", Extract(text), read_blocks(text), None)
    assert (document.title, document.municipality, document.kind) == ("memo", "", "")


def test_a_title_that_stands_over_every_page() -> None:
    path = ROOT / "tests/data/more_cities/hasugase-dx-action-plan-2025.txt"
    text = path.read_text(encoding="utf-8")
    document, _ = describe(path.name, Extract(text), read_blocks(text), None)
    assert document.title == "蓮ヶ瀬市スマートシティ・デジタル推進アクションプラン"
