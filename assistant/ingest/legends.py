"""What the words and signs of a plan's columns mean, where a legend of the plan tells it.

A legend stands in a cell or a line with several pairs (`準備中：契約の手続をしている　実証中：…`),
or in a sentence that names the grades with what each means: Ｓ（目標を上回った）、Ａ（達成）.
Grades may have a line each below the sentence that announces them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from assistant.datamodels import Document, Span
from assistant.ingest.blocks import Block, Row, display
from assistant.ingest.outline import section_at

Entry = tuple[Span, Span, tuple[str, ...]]  # the word, what it means, its other names

SIGNS = "◎○●△▲▽▼☆★□■◇◆×"
_ANNOUNCES = re.compile(r"見方|見かた|読み方|凡例|記号|の印|マーク|区分|段階|表示")
_GRADED = re.compile(r"段階|評価|判定|区分|ランク")
_PAIR = re.compile(
    r"(?:^|(?<=[\s　、（(【】]))"
    r"(?P<name>[^\s　：:＝=。、（）()0-9０-９][^\s　：:＝=。、（）()]{1,7})"
    r"[ 　]?[：:＝=][ 　]?(?P<meaning>[^：:＝=\t\n]{4,60}?)"
    r"(?=(?:　|  |、|。)[ 　]*[^\s　：:＝=。、]{2,8}[：:＝=]|[\t\n）)]|$)",
    re.MULTILINE,
)
_SIGN_PAIR = re.compile(
    rf"(?P<name>[{SIGNS}])[ 　]?[：:＝=…]?[ 　]?(?P<meaning>[^\s　{SIGNS}、。：:（）()\t]{{2,20}})"
    rf"(?=[\s　、，,）)]|$)",
    re.MULTILINE,
)
_GRADE = re.compile(
    r"(?P<name>[A-ESＡ-ＥＳ]|[◎○△▲×]|[1-5１-５])[ 　]?[（(](?P<meaning>[^（）()]{2,40})[）)]"
)
# 60％以上80％未満をＢ、…: the grades behind what each of them means.
_GRADED_AS = re.compile(
    r"(?P<meaning>[^\s　をはが、。：:（）()]{3,30})を(?P<name>[A-ESＡ-ＥＳ]|[◎○△▲×]|[1-5１-５])"
    r"(?:評価|判定)?(?=[、，とに])"
)
_GRADE_ROW = (
    r"[ 　]*(?:[A-ESＡ-ＥＳ]|[◎○〇△▲×])(?:[ 　]+|[ 　]*[：:][ 　]*)[^\s：:\t][^\t\n]{3,60}\n"
)
_GRADE_LINES = re.compile(
    r"[^\n]*(?:段階|評価|判定|区分|ランク)[^\n]*\n(?:[ 　]*\n)?"
    rf"(?P<rows>(?:{_GRADE_ROW}){{3,}})"
)
_GRADE_LINE = re.compile(
    r"^[ 　]*(?P<name>\S)(?:[ 　]+|[ 　]*[：:][ 　]*)(?P<meaning>\S[^\t\n]*?)[ 　]*$", re.MULTILINE
)
_TELLS = re.compile(
    r"(?:のこと)?(?:を(?:表|示|指)し(?:ます|ている)|を(?:表す|示す|指す|いう)|です)$"
)
_FEWEST = 2
_FEWEST_GRADES = 3
_FAR = 12  # characters between two grades of one sentence


def read_legends(document: Document, blocks: Sequence[Block]) -> Iterator[Entry]:
    """The words that legends of a document explain."""
    text = document.text
    yield from _lines_of_grades(text)
    caption = ""
    for block in blocks:
        if block.kind == "blank":
            continue
        if block.kind == "table":
            title = "".join(
                document.section_path(section_at(document.outline, block.span.start))[-1:]
            )
            yield from _table(text, block.rows, bool(_ANNOUNCES.search(title + caption)))
            continue
        caption = display(text, block.span)[-40:]
        yield from _grades(text, block.span)
        if _ANNOUNCES.search(block.span.of(text)[:30]) and len(block.lines) <= _FEWEST:
            yield from _pairs(text, [block.span])


def _lines_of_grades(text: str) -> Iterator[Entry]:
    """Grades on lines of their own, each with what it means: 評価は、次の4段階で行います。 over
    Ｓ　目標を上回って進んでいる and the others."""
    for told in _GRADE_LINES.finditer(text):
        lines = list(_GRADE_LINE.finditer(text, told.start("rows"), told.end("rows")))
        if len({line["name"] for line in lines}) < len(lines):
            continue
        for line in lines:
            name = line["name"]
            aliases = (f"{name}評価", f"評価{name}", f"{name}判定")
            yield Span(*line.span("name")), Span(*line.span("meaning")), aliases


def _table(text: str, rows: Sequence[Row], announced: bool) -> Iterator[Entry]:
    """Rows whose cells explain several words each; a row without a first cell goes on."""
    group = ""
    labelled: list[tuple[str, Row]] = []
    for row in rows:
        group = row.cells[0].text if row.cells and row.cells[0].text else group
        labelled.append((group, row))
    for label, held in groupby(labelled, key=lambda entry: entry[0]):
        cells = [cell.span for _, row in held for cell in row.cells[1:] if cell.text]
        if cells and (announced or _ANNOUNCES.search(label)):
            yield from _pairs(text, cells)


def _pairs(text: str, spans: Sequence[Span]) -> Iterator[Entry]:
    for pattern in (_PAIR, _SIGN_PAIR):
        found = [match for span in spans for match in pattern.finditer(text, span.start, span.end)]
        if len(found) >= _FEWEST and len({match["name"] for match in found}) == len(found):
            for match in found:
                yield Span(*match.span("name")), _trimmed(text, match), ()


def _trimmed(text: str, match: re.Match[str]) -> Span:
    start, end = match.span("meaning")
    bare = text[start:end].rstrip(" 　、。")
    return Span(start, start + len(_TELLS.sub("", bare)))


def _grades(text: str, span: Span) -> Iterator[Entry]:
    """The grades that a sentence lists with what each means."""
    for pattern in (_GRADE, _GRADED_AS):
        yield from _listed_grades(text, span, pattern)


def _listed_grades(text: str, span: Span, pattern: re.Pattern[str]) -> Iterator[Entry]:
    run: list[re.Match[str]] = []
    for match in [*pattern.finditer(text, span.start, span.end), None]:
        if match is not None and (not run or match.start() - run[-1].end() <= _FAR):
            run.append(match)
            continue
        told = run and _GRADED.search(text, span.start, span.end)
        if told and len(run) >= _FEWEST_GRADES and len({m["name"] for m in run}) == len(run):
            for held in run:
                name = held["name"]
                aliases = (f"{name}評価", f"評価{name}", f"{name}判定")
                yield Span(*held.span("name")), Span(*held.span("meaning")), aliases
        run = [match] if match is not None else []
