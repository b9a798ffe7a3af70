"""A build that is killed, at whatever moment, costs nothing: the index before it, or else the
new one, is in use and whole."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sys
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from tqdm import tqdm

from assistant.build import build
from assistant.indexing.index import Index, open_index
from assistant.settings import Settings
from tests.fakes import HashEncoder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no forkserver there")

KILLS = 50
LAST = 14  # steps at the end of a build, the switch and the sweep among them
PATIENCE = 120.0  # seconds
PLAN = """{0}市DX推進計画

1 窓口の改革

書かない窓口を令和8年度から始めます。担当課は{0}課です。

| 指標 | 基準値 | 目標値 |
|---|---|---|
| オンライン率 | 40% | 70% |
"""
STEPS = ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "sqlite3.connect")

# Children are forked from a server that has loaded the program and nothing else.
CONTEXT = multiprocessing.get_context("forkserver" if sys.platform != "win32" else "spawn")
CONTEXT.set_forkserver_preload(["assistant.build", "tests.fakes", "bm25s", "faiss"])


def _build(settings: Settings, parent: Connection) -> None:
    tqdm.set_lock(threading.RLock())  # its own would outlive a killed process
    parent.send("started")
    build(settings, encoder=HashEncoder())


def _build_until(settings: Settings, parent: Connection, last: int) -> None:
    """A build that is killed before its step number `last` in the index's folder; one that
    ends before tells the number of its steps."""
    folder, step = str(settings.index), 0

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal step
        if event in STEPS and arguments and str(arguments[0]).startswith(folder):
            step += 1
            if step == last:
                os.kill(os.getpid(), signal.SIGKILL)

    tqdm.set_lock(threading.RLock())
    sys.addaudithook(count)
    build(settings, encoder=HashEncoder())
    parent.send(step)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An index of the first edition of two plans."""
    made = Settings(
        corpus=tmp_path / "corpus", index=tmp_path / "index", model=str(tmp_path / "hash")
    )
    for folder in (made.corpus, Path(made.model)):
        folder.mkdir()
    (Path(made.model) / "modules.json").write_text("[]", encoding="utf-8")
    write_edition(made, 0)
    build(made, encoder=HashEncoder())
    return made


def write_edition(settings: Settings, number: int) -> None:
    for name in ("青葉", "若葉"):
        text = PLAN.format(name) + f"\n第{number}版です。\n"
        (settings.corpus / f"{name}.txt").write_text(text, encoding="utf-8")


def edition(index: Index) -> int:
    """The edition that an index holds, after a look into all of its parts."""
    index.verify()
    found = {
        int(d.text.rpartition("第")[2].removesuffix("版です。\n")) for d in index.documents.values()
    }
    assert len(index.documents) == 2
    assert {passage.document_id for passage in index.passages} == set(index.documents)
    assert len(index.dense) == len(index.passages) == len(index.bm25)
    assert len(index.fact_index.dense) == len(index.facts)
    (number,) = found
    return number


def check_after(settings: Settings, serving: Index, before: int, number: int) -> int:
    """What is in use after a build of edition `number` was killed: that or the one before.
    An index that was open meanwhile still answers."""
    assert edition(serving) == before
    current = edition(open_index(settings))
    assert current in (before, number)
    return current


def test_fifty_kills_at_random_moments(settings: Settings) -> None:
    """Fifty builds of new editions die; after each the index is whole, and the next build
    goes on from there."""
    moments = random.Random(20260331)
    current = number = killed = 0
    usual = 0.0
    while killed < KILLS:
        number += 1
        assert number < 10 * KILLS
        write_edition(settings, number)
        serving = open_index(settings)
        told, child = CONTEXT.Pipe(duplex=False)
        process = CONTEXT.Process(target=_build, args=(settings, child))
        process.start()
        assert told.poll(PATIENCE)
        begun = time.monotonic()
        if usual:
            process.join(moments.uniform(0.0, usual))
            process.kill()
        process.join(PATIENCE)
        usual = usual or time.monotonic() - begun
        assert process.exitcode in (0, -signal.SIGKILL)
        killed += process.exitcode != 0
        current = check_after(settings, serving, current, number)
        assert process.exitcode or current == number
    write_edition(settings, number + 1)
    assert build(settings, encoder=HashEncoder()).written
    assert edition(open_index(settings)) == number + 1
    left = [path.name for path in settings.index.iterdir() if path.is_dir()]
    assert len(left) == 2
    assert not list(settings.index.glob("*.partial")) + list(settings.index.glob("CURRENT.*"))


def test_kills_at_the_steps_of_switching(settings: Settings) -> None:
    """A build that dies right before any of the last things that it does to the index's
    folder, or some of those before: the pointer leads to the old generation or to the new
    one, both whole."""
    current, editions, steps = 0, set(), [0]
    number = 0
    while steps:
        number += 1
        write_edition(settings, number)
        serving = open_index(settings)
        told, child = CONTEXT.Pipe(duplex=False)
        process = CONTEXT.Process(target=_build_until, args=(settings, child, steps.pop()))
        process.start()
        process.join(PATIENCE)
        assert process.exitcode == (0 if number == 1 else -signal.SIGKILL)
        before, current = current, check_after(settings, serving, current, number)
        if number == 1:
            count = told.recv()
            earlier = random.Random(20260331).sample(range(1, count - LAST), LAST // 2)
            steps = [*earlier, *range(count - LAST, count)]
        else:
            editions.add(current - before > 0)
    assert number == 1 + LAST + LAST // 2
    assert editions == {False, True}  # some died before the switch, some after it
