"""The corpus is watched, and rebuilt when it has changed and is at rest."""

from __future__ import annotations

import json
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.build import main
from assistant.indexing.index import open_index
from assistant.settings import Settings
from assistant.watch import Look, look_at, watch

PLAN = "青葉市DX推進計画\n\n1 窓口の改革\n\n書かない窓口を令和8年度から始めます。\n"
PATIENCE = 120.0  # seconds


class Stop(Exception):
    """Ends a watch."""


def acts(looks: list[Look], settled: list[bool] | None = None) -> list[int]:
    """After which look (from 0) a watch acts that sees these, one after the other."""
    seen = iter(looks)
    count = -1
    acted: list[int] = []
    answers = iter(settled or [])

    def look() -> Look:
        nonlocal count
        count += 1
        try:
            return next(seen)
        except StopIteration:
            raise Stop from None

    def act() -> bool:
        acted.append(count)
        return next(answers, True)

    with pytest.raises(Stop):
        watch(look, act, 2.0, wait=lambda seconds: None)
    return acted


A, B, C = {"a": (1, 1)}, {"a": (2, 1)}, {"a": (2, 2)}


def test_a_watch_acts_on_what_is_at_rest() -> None:
    """It builds at the start, and of a corpus that changes once it rests; what is as it was
    is left alone, what could not be done is tried again."""
    assert acts([A, A, A]) == [0]
    assert acts([A, B, B, B]) == [0, 2]
    assert acts([A, B, C, C, C]) == [0, 3]
    assert acts([A, B, A, A]) == [0]
    assert acts([A, B, B, {}, {}]) == [0, 2, 4]
    assert acts([A, A, A, A], [False, False, True]) == [0, 1, 2]


def test_a_look_tells_files_apart_without_reading_them(tmp_path: Path) -> None:
    """Files that come, go and change, and the manifest; notes and a missing folder are
    nothing."""
    assert look_at(tmp_path / "missing") == {}
    (tmp_path / "README.md").write_text("x", encoding="utf-8")
    assert look_at(tmp_path) == {}
    looks = []
    for name, text in (("a.txt", "1"), ("a.txt", "22"), ("b.txt", "1"), ("manifest.toml", "")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        looks.append(look_at(tmp_path))
    (tmp_path / "a.txt").unlink()
    looks.append(look_at(tmp_path))
    assert all(one != other for n, one in enumerate(looks) for other in looks[:n])


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[tuple[Settings, subprocess.Popen[str]]]:
    """A watch over a corpus with one plan, as a person starts it."""
    settings = Settings(corpus=tmp_path / "corpus", index=tmp_path / "index")
    settings.corpus.mkdir()
    (settings.corpus / "a.txt").write_text(PLAN, encoding="utf-8")
    command = [sys.executable, "-m", "assistant.build", "--watch", "0.2", "--json"]
    # A shell starts what runs in the background with Ctrl-C ignored, and children inherit that.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(
        [*command, "--corpus", str(settings.corpus), "--index", str(settings.index)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
    )  # fmt: skip
    signal.signal(signal.SIGINT, before)
    yield settings, process
    process.kill()
    process.wait(PATIENCE)


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is no signal to one process there")
def test_the_command_watches_until_ctrl_c(
    watched: tuple[Settings, subprocess.Popen[str]],
) -> None:
    """A plan that comes is in the index, one that goes is not; a corpus with nothing to read
    costs neither the index nor the watch; Ctrl-C ends it with exit code 0."""
    settings, process = watched
    lines: queue.Queue[str] = queue.Queue()
    reader = threading.Thread(target=lambda: [lines.put(line) for line in process.stdout or ()])
    reader.start()

    def until(words: str) -> str:
        while words not in (line := lines.get(timeout=PATIENCE)):
            assert "Traceback" not in line
        return line

    def told() -> dict[str, list[str]]:
        report = json.loads(until('{"generation"'))
        return {name: report[name] for name in ("added", "changed", "removed", "reused")}

    assert told() == {"added": ["a.txt"], "changed": [], "removed": [], "reused": []}
    (settings.corpus / "b.txt").write_text(PLAN.replace("青葉市", "若葉市"), encoding="utf-8")
    assert told() == {"added": ["b.txt"], "changed": [], "removed": [], "reused": ["a.txt"]}
    (settings.corpus / "a.txt").unlink()
    assert told() == {"added": [], "changed": [], "removed": ["a.txt"], "reused": ["b.txt"]}
    assert list(open_index(settings).documents) == ["b.txt"]
    (settings.corpus / "b.txt").write_text("", encoding="utf-8")
    until("b.txt: ファイルが空です。")
    assert list(open_index(settings).documents) == ["b.txt"]
    (settings.corpus / "b.txt").write_text(PLAN, encoding="utf-8")
    assert told()["changed"] == ["b.txt"]
    process.send_signal(signal.SIGINT)
    until("見張りを終わりました。")
    assert process.wait(PATIENCE) == 0


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "すぐ", "inf"])
def test_strange_intervals_are_refused(seconds: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What is no number of seconds above 0 is told, and nothing is watched."""
    with pytest.raises(SystemExit):
        main(["--watch", seconds])
    assert "--watch" in capsys.readouterr().err
