"""Pairs of texts read from *.jsonl.zst files, grouped by file, source and kind."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import zstandard


@dataclass(frozen=True)
class PairGroup:
    """Pairs of one file, source and kind: a batch is drawn from one group only."""

    file: str
    source: str
    kind: str
    anchors: list[str]
    positives: list[str]

    def __len__(self) -> int:
        return len(self.anchors)


def read_lines(path: Path) -> Iterator[dict[str, str]]:
    """Records of one compressed file: anchor, positive, kind, source."""
    with path.open("rb") as raw:
        stream = zstandard.ZstdDecompressor().stream_reader(raw)
        for line in io.TextIOWrapper(stream, encoding="utf-8"):
            yield json.loads(line)


def read_pairs(folder: Path) -> list[PairGroup]:
    """Every pair of the folder's *.jsonl.zst files, in file order.

    Raises FileNotFoundError when the folder holds no such file.
    """
    groups: dict[tuple[str, str, str], PairGroup] = {}
    paths = sorted(folder.glob("*.jsonl.zst"))
    if not paths:
        raise FileNotFoundError(f"no *.jsonl.zst in {folder}: name the folder with --pairs")
    for path in paths:
        file = path.name.removesuffix(".jsonl.zst")
        for record in read_lines(path):
            key = (file, record["source"], record["kind"])
            group = groups.setdefault(key, PairGroup(*key, [], []))
            group.anchors.append(record["anchor"])
            group.positives.append(record["positive"])
    return list(groups.values())
