"""Which of the lines that may be headings are, told by what they follow and what follows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.ingest.blocks import Block
from assistant.ingest.heading import Heading
from assistant.ingest.heading_numbers import RANKS
from assistant.ingest.labels import ends_as_specimen


def in_order(found: Sequence[Heading], blocks: Sequence[Block]) -> list[Heading]:
    """The headings among `found`, with the ranks that their neighbours give them."""
    kept = _without_overviews(_without_lists(_without_running_heads(found), blocks))
    ranked = _below_coded(_nested(_ranked(_in_sequence(kept), blocks)))
    return _without_specimens_above(ranked)


def _without_specimens_above(found: list[Heading]) -> list[Heading]:
    """With 個票の見方 beside the policies that follow it, which are no part of a specimen."""
    following = [*found[1:], *found[-1:]]
    return [
        replace(c, rank=behind.rank)
        if ends_as_specimen(c.title) and behind.style.startswith("label:")
        else c
        for c, behind in zip(found, following, strict=True)
    ]


def _nested(found: list[Heading]) -> list[Heading]:
    """With words of one rank (施策1, 取組1) below one another where most of the one are followed
    by some of the other before the next."""
    labels = [c for c in found if c.style.startswith("label:") and len(c.number) == 1]
    styles = list(dict.fromkeys(c.style for c in labels if c.rank == RANKS["label"]))
    depth = dict.fromkeys(styles, 0)
    for place, inner in enumerate(styles):
        above = [depth[outer] for outer in styles[:place] if _holds(labels, outer, inner)]
        depth[inner] = max(above, default=-1) + 1
    return [replace(c, rank=c.rank + depth.get(c.style, 0)) if c.number else c for c in found]


def _below_coded(found: list[Heading]) -> list[Heading]:
    """With 事業① below 施策1-1 where most headings of the two parts are followed by some of the
    one before the next."""
    labels = [c for c in found if c.style.startswith("label:") and c.number]
    coded = {c.style: c.rank for c in labels if len(c.number) == 2}
    under: dict[str, int] = {}
    for outer, rank in coded.items():
        for inner in {c.style for c in labels if len(c.number) == 1 and c.rank <= rank}:
            first = next(c.style for c in labels if c.style in (outer, inner))
            if first == outer and _holds(labels, outer, inner):
                under[inner] = max(under.get(inner, 0), rank + 1)
    return [
        replace(c, rank=under[c.style]) if c.style in under and len(c.number) == 1 else c
        for c in found
    ]


def _holds(labels: list[Heading], outer: str, inner: str) -> bool:
    """Whether most headings of one word have some of another below them, before the next."""
    order = [c.style for c in labels if c.style in (outer, inner)]
    outers = order.count(outer)
    held = sum(one == outer and other == inner for one, other in pairwise(order))
    return outers > 1 and order.count(inner) >= outers and held * 3 >= outers * 2


def _without_running_heads(found: Sequence[Heading]) -> list[Heading]:
    """Without the repetitions of the heading that is open already; a style that repeats
    itself without being listed anywhere is the running head of something else."""
    previous: dict[str, str] = {}
    repeated: set[str] = set()
    kept: list[Heading] = []
    last_key = ""
    for candidate in found:
        full = f"{candidate.number}{candidate.key}"
        again = previous.get(candidate.family) == full or (
            candidate.style == "contents" and candidate.key == last_key
        )
        if candidate.style == "目次" or (candidate.named and not candidate.listed):
            again = False
        if again and not candidate.listed and candidate.style != "slide":
            repeated.add(candidate.family)
        previous[candidate.family] = full
        last_key = candidate.key
        if not again:
            kept.append(candidate)
    return [c for c in kept if c.family not in repeated or c.listed]


def _without_lists(found: list[Heading], blocks: Sequence[Block]) -> list[Heading]:
    """Without runs of one style with nothing below them: those are lists."""
    kept: list[Heading] = []
    run: list[Heading] = []
    for position, candidate in enumerate(found):
        following = found[position + 1] if position + 1 < len(found) else None
        run.append(candidate)
        if following is not None and _follows_at_once(blocks, candidate, following):
            if following.family == candidate.family:
                continue
            empty = len(run) > 1
        else:
            empty = False
        weak = candidate.rank > RANKS["bracket"] and not candidate.listed
        if not weak or len(run) == 1:
            kept += run
        elif len(run) == 2 and not empty:
            kept += run[-1:]
        run = []
    return kept


def _follows_at_once(blocks: Sequence[Block], candidate: Heading, following: Heading) -> bool:
    """Whether nothing stands between two headings, not even the gap of a picture."""
    return all(
        blocks[i].kind == "blank" and len(blocks[i].lines) < 3
        for i in range(candidate.last + 1, following.first)
    )


def _without_overviews(found: list[Heading]) -> list[Heading]:
    """Without the codes (A-1 …) of an overview: their headings come again, over the text."""
    last = {(c.number, c.key): c for c in found if c.style == "code"}
    return [c for c in found if c.style != "code" or last[c.number, c.key] is c]


def _in_sequence(found: list[Heading]) -> list[Heading]:
    """Without headings whose number neither starts nor continues a sequence."""
    kept: list[Heading] = []
    for position, candidate in enumerate(found):
        fitted = _fit(candidate, kept, found[position + 1 :])
        if fitted is not None:
            kept.append(fitted)
    return _without_lone_marks(kept)


def _fit(candidate: Heading, before: list[Heading], after: list[Heading]) -> Heading | None:
    number, style = candidate.number, candidate.style
    if not number or style in ("code", "章", "編", "部", "節", "項") or style.startswith("label:"):
        return candidate
    if len(number) > 1:
        return _fit_below(candidate, before)
    if number == (1,):
        return candidate
    for previous in reversed(before):
        if previous.family == candidate.family and previous.number[0] + 1 == number[0]:
            return candidate
        if previous.rank < candidate.rank and style not in ("decimal1", "circled"):
            break
    if candidate.named and style == "circled":
        return candidate
    if candidate.named and style == "decimal1" and any(c.style == "circled" for c in before):
        return replace(candidate, style="circled", rank=RANKS["circled"])
    if candidate.listed and not any(c.key == candidate.key for c in after):
        return candidate
    return None


def _fit_below(candidate: Heading, before: list[Heading]) -> Heading | None:
    """A number of several parts fits below the heading that has its first part."""
    last: dict[str, Heading] = {}
    for heading in before:
        if heading.number:
            last[heading.family] = heading
    decimals = [c for c in last.values() if c.style.startswith("decimal")]
    chapters = [c for c in last.values() if c.style in ("decimal1", "章", "roman")]
    if not chapters and not decimals:
        return candidate
    if not any(c.number[:1] == candidate.number[:1] for c in last.values()):
        return None
    label = _label_above(candidate, before)
    if label is None:
        return candidate
    below = label.rank + len(candidate.number) - 1
    return replace(candidate, rank=max(candidate.rank, below))


def _label_above(candidate: Heading, before: list[Heading]) -> Heading | None:
    """The 基本目標1 that 1-1 or 1-1-1 stands below; None where the last heading of its first
    number is a chapter."""
    for heading in reversed(before):
        if len(heading.number) != 1 or heading.number != candidate.number[:1]:
            continue
        if heading.style.startswith("label:"):
            return heading
        if heading.style in ("decimal1", "章", "roman"):
            return None
    return None


def _without_lone_marks(found: list[Heading]) -> list[Heading]:
    """Without circled numbers that no sibling continues and no overview names."""
    numbers = {c.number for c in found if c.style == "circled"}
    return [
        c
        for c in found
        if c.style != "circled"
        or c.named
        or c.listed
        or (len(numbers) > 1 and ((c.number[0] + 1,) in numbers or (c.number[0] - 1,) in numbers))
    ]


def _ranked(found: list[Heading], blocks: Sequence[Block]) -> list[Heading]:
    """With the ranks of unnumbered headings told by what stands around them."""
    marks = [c.rank for c in found if c.listed and c.style in ("■", "□", "○")]
    listed_rank = min(marks, default=RANKS["contents"])
    restarts = sum(c.style == "decimal1" and c.number == (1,) for c in found)
    highest = min((c.rank for c in found if c.style in ("編", "部")), default=RANKS["back"])
    ranked: list[Heading] = []
    for position, candidate in enumerate(found):
        following = found[position + 1 :]
        if candidate.style in ("contents", "named"):
            candidate = replace(candidate, rank=listed_rank)
        elif candidate.style == "back":
            candidate = replace(candidate, rank=highest)
        elif candidate.style == "plain" and _heads_lists(candidate, ranked, following, restarts):
            candidate = replace(candidate, rank=RANKS["decimal1"] - 1)
        detached = bool(ranked) and _detached(blocks, ranked[-1], candidate)
        ranked.append(replace(candidate, detached=detached))
    return ranked


def _heads_lists(
    plain: Heading, before: list[Heading], after: list[Heading], restarts: int
) -> bool:
    """Whether an unnumbered heading stands above numbered ones rather than among them."""
    following = next((c for c in after if c.style == "decimal1"), None)
    if following is not None and following is after[0] and following.number == (1,):
        return True
    opened = next((c for c in reversed(before) if c.style == "decimal1"), None)
    continues = opened is not None and following is not None and following.number != (1,)
    return restarts > 2 and not continues


def _detached(blocks: Sequence[Block], previous: Heading, candidate: Heading) -> bool:
    """Whether a list and then a new paragraph stand between two headings, so that the
    second one no longer belongs below the first."""
    kinds = [b.kind for b in blocks[previous.last + 1 : candidate.first]]
    return "item" in kinds and "paragraph" in kinds[kinds.index("item") :]
