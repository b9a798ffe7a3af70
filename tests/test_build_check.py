"""`--check` tells what a build would read, and leaves everything as it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.build import build, check, main
from assistant.settings import Settings
from tests.fakes import HashEncoder
from tests.pdf_writer import Pdf

PLAN = """青葉市DX推進計画

1 窓口の改革

書かない窓口を令和8年度から始めます。担当課は市民課です。
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Settings:
    """A corpus with one plan and one file that cannot be read."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "plan.txt").write_text(PLAN, encoding="utf-8")
    (folder / "empty.pdf").write_bytes(b"")
    model = tmp_path / "hash"
    model.mkdir()
    (model / "modules.json").write_text("[]", encoding="utf-8")
    return Settings(corpus=folder, index=tmp_path / "index", model=str(model))


def test_a_check_reports_and_writes_nothing(
    corpus: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """Files, counts and failures are told as a build would tell them; no index comes to be."""
    arguments = ["--check", "--corpus", str(corpus.corpus), "--index", str(corpus.index)]
    assert main(arguments) == 0
    shown = capsys.readouterr().out
    assert "索引は書き換えていません" in shown
    assert "empty.pdf: ファイルが空です。" in shown
    assert main([*arguments, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["generation"], report["written"], report["failed"]) == ("", False, ["empty.pdf"])
    assert report["added"] == ["empty.pdf", "plan.txt"]
    assert not corpus.index.exists()


def test_a_check_counts_what_the_build_counts(corpus: Settings) -> None:
    """The numbers of a check are those of the build; changes are told against its index."""
    built = build(corpus, encoder=HashEncoder())
    (corpus.corpus / "plan.txt").write_text(PLAN + "\n進めます。\n", encoding="utf-8")
    (corpus.corpus / "empty.pdf").unlink()
    found = check(corpus)
    kinds = ("documents", "sections", "projects", "terms", "indicators")
    assert {k: found.counts[k] for k in kinds} == {k: built.counts[k] for k in kinds}
    assert (found.added, found.changed, found.removed) == ((), ("plan.txt",), ("empty.pdf",))
    assert (found.generation, found.written) == (built.generation, False)


def test_pages_without_words_are_counted(
    corpus: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """How many pages a file has, which of them hold no character, how many characters could
    not be read, in which encoding: on the terminal and as JSON."""
    pdf = Pdf()
    for number in range(1, 8):
        pdf.page()
        if number in (1, 5):
            pdf.text(50, 200, f"青葉市DX計画の{number}ページです。")
    pdf.save(corpus.corpus / "a.pdf")
    scan = Pdf()
    scan.page()
    scan.save(corpus.corpus / "scan.pdf")
    words = "青葉市の窓口を変えます。" * 40
    page = f'<meta charset="utf-8"><p>{words}行</p>'.encode()
    (corpus.corpus / "b.html").write_bytes(page.replace("行".encode(), b"\xff"))
    (corpus.corpus / "c.txt").write_bytes(words.encode("cp932"))
    arguments = ["--check", "--corpus", str(corpus.corpus), "--index", str(corpus.index)]
    assert main(arguments) == 0
    shown = capsys.readouterr().out
    assert "○ a.pdf: 7 ページ（うち文字のないページ 5）、" in shown
    assert "全 7 ページのうち 5 ページ（2〜4、6〜7）には本文の文字がありません" in shown
    assert shown.count("文字認識（OCR）") == 2
    assert main([*arguments, "--json"]) == 0
    files = {file["file"]: file for file in json.loads(capsys.readouterr().out)["files"]}
    told = ("pages", "bare_pages", "replaced", "encoding")
    assert [files["a.pdf"][name] for name in told] == [7, [2, 3, 4, 6, 7], 0, "utf-8"]
    assert [files["b.html"][name] for name in told] == [0, [], 1, "utf-8"]
    assert [files["c.txt"][name] for name in told] == [0, [], 0, "cp932"]
    assert files["scan.pdf"]["error"].startswith("scan.pdf: 1 ページのどれにも文字の層がありません")
