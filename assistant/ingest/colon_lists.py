"""Runs of `term：explanation`, or of signs with what they mean, that something announces."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.datamodels import Document
from assistant.ingest.blocks import Block, body_of, display
from assistant.ingest.definition import COLON_PAIR, FIGURE, Definition, Pair, pair_of
from assistant.ingest.outline import section_at

_ANNOUNCING = re.compile(
    r"定義|評価し|評価の|評価は|分類|区分|凡例|意味|用語|段階|基準|ランク|判定|指標の説明"
)
_RATING_WORDS = ("評価", "判定", "ランク", "区分", "段階")
_SIGN_PAIR = re.compile(
    r"(?P<name>[◎○△▲×☆])[ 　]*(?P<definition>[^\s◎○△▲×☆（()）、。」→⇒][^\s◎○△▲×☆。（(]{3,24})"
    r"(?=\s|$|[（(])"
)


def read_colon_lists(
    document: Document, blocks: Sequence[Block], inside: set[int]
) -> Iterator[Definition]:
    """Runs of `term：explanation` that a heading or the text above announces."""
    text = document.text
    run: list[Pair] = []
    announced = ""
    for index, block in enumerate(blocks):
        if block.kind == "blank":
            continue
        span = body_of(block, text)
        match = COLON_PAIR.match(span.of(text)) if block.kind in ("item", "line") else None
        if signs := list(_SIGN_PAIR.finditer(text, block.span.start, block.span.end)):
            run += [pair_of(sign) for sign in signs]
            continue
        if match and index not in inside and not FIGURE.search(match["name"]):
            run.append(pair_of(match, span.start))
            continue
        yield from _colon_run(document, run, announced)
        run = []
        if block.kind in ("paragraph", "line"):
            announced = (
                announced[-200:] + display(text, block.span)
                if block.kind == "paragraph"
                else display(text, block.span)
            )
    yield from _colon_run(document, run, announced)


def _colon_run(document: Document, run: list[Pair], announced: str) -> Iterator[Definition]:
    names = Counter(name.of(document.text) for name, _ in run)
    if len(run) < 2:
        return
    path = document.section_path(section_at(document.outline, run[0][0].start))
    context = "".join(path[-2:]) + announced
    for name, definition in run:
        written = name.of(document.text)
        if names[written] > 1 and len(written) > 1:
            continue  # KPI：… KPI：… is a label, no word explained
        foreign = re.fullmatch(r"[A-Za-zァ-ヶー・]{2,}", written)
        if not foreign and not _ANNOUNCING.search(context):
            return
        rating = next((word for word in _RATING_WORDS if word in announced), "")
        aliases = (
            (f"{rating}{written}", f"{written}{rating}") if len(written) == 1 and rating else ()
        )
        yield Definition(name, definition, aliases=aliases)
