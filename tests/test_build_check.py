"""`--check` tells what a build would read, and leaves everything as it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.build import build, check, main
from assistant.settings import Settings
from tests.fakes import HashEncoder

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
