"""Looks at the corpus again and again, and acts when it has changed."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from assistant.ingest.corpus import MANIFEST, corpus_files

Look = dict[str, tuple[int, int]]  # time of the last change and size, by path


def look_at(corpus: Path) -> Look:
    """What can be told of the files without reading them; nothing of a missing folder."""
    seen: Look = {}
    if not corpus.is_dir():
        return seen
    for path in (corpus / MANIFEST, *corpus_files(corpus)[0]):
        try:
            state = path.stat()
        except OSError:  # it went since the folder was listed
            continue
        seen[path.as_posix()] = (state.st_mtime_ns, state.st_size)
    return seen


def watch(
    look: Callable[[], Look],
    act: Callable[[], bool],
    seconds: float,
    wait: Callable[[float], None] = time.sleep,
) -> None:
    """Acts at once, and then whenever two looks in a row agree and differ from what was acted
    on, so that files are not taken while they are being copied. `act` says whether it is
    done; if not, it is tried again. Ends by KeyboardInterrupt alone."""
    done = before = look()
    settled = act()
    while True:
        wait(seconds)
        now = look()
        if now == before and (now != done or not settled):
            done = now
            settled = act()
        before = now
