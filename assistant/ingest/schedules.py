"""What is done in which years: rows of arrows, rows of steps, and lines under スケジュール."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise, takewhile

from assistant.datamodels import ScheduleEntry, Span, Value
from assistant.ingest.blocks import display
from assistant.ingest.figures import (
    ARROW,
    NOTHING,
    Grid,
    Line,
    looks_like_indicators,
    part_of_year,
)
from assistant.ingest.footnotes import is_footnote
from assistant.ingest.labels import BULLET, roles_of
from assistant.ingest.quarters import quarter_steps
from assistant.ingest.spacing import lines_in
from assistant.language.normalize import mend
from assistant.language.years import YearMention, find_years, lone_year, without_years

_LEAD = re.compile(rf"^(?:{BULLET})+")
_BETWEEN = re.compile(r"[ 　]*(?:[、，,；;。/／\n→➡⇒⟶]|[ 　])[ 　]*")
_ARROW_BEFORE = re.compile(r"[→➡⇒⟶][ 　]*")
_DASH_BEHIND = re.compile(r"[ 　][-–—]$")
_BEHIND_YEAR = re.compile(
    r"(?:[（()）：: 　\t|・~〜～→\-–—]|年度|以降|から|より(?=[ 　：:])|まで|頃|末(?=[ 　：:に])"
    r"|[にはの](?=[一-龥ァ-ヺA-Za-z0-9０-９]))+"
)
_DRAWN = re.compile(r"[─━―—–\-=＝]*[▶►→➡⇒⟶]|[─━]{2,}")
_WIDE_CELL = re.compile(r"[^\s　]+(?: [^\s　]+)*")
_NARROW_CELL = re.compile(r"[^\s　]+")
_WIDE_GAP = re.compile(r"(?<=\S)(?:[ 　]{2,})")  # what stands behind it is another step
_JOINS_YEARS = re.compile(r"[ 　]*[・、,，/／と~～〜\-－]?[ 　]*")
_TOPIC = re.compile(r"は、?[ 　]*$")
_MONTH = re.compile(
    r"(?:(?:令和|平成)[0-9０-９元]{1,2}|[RrＲ][0-9０-９]{1,2}|[0-9０-９]{4})年[ 　]?"
    r"[0-9０-９]{1,2}月(?:[上中下]旬|末|頃)?"
    r"|(?<![A-Za-z0-9])[RＲ][0-9]{1,2}\.(?:1[0-2]|[1-9])(?![0-9.])"
)
_MONTH_BEHIND = re.compile(
    r"(?P<year>[RrＲ][ 　]?[0-9０-９]{1,2})[ 　]+(?P<month>[0-9０-９]{1,2})月"
)
_LEGEND = re.compile(
    r"(?<![^\s、，,：:（(「は])([一-龥A-Za-zＡ-Ｚ△▲○◯〇◎●◇◆□■☆★])[ 　]?[＝=：:][ 　]?"
    r"([^\s、，,。＝=（）()：:]{2,20})"
)
# 【検】検討・調査
_BRACKET_LEGEND = re.compile(r"【([一-龥])】[ 　]?([^\s、，,。【】()（）]{2,20})")
# 「●」は稼働・開始時期
_QUOTED_LEGEND = re.compile(
    r"[「『]([^\s「」『』])[」』](?:は、?|[＝=：:])[ 　]?([^\s、，,。「」『』]{2,20})"
)
# ●は開始、○は運用・拡大、△は検討・準備を表します。
_SPOKEN_LEGEND = re.compile(
    r"([△▲○◯〇◎●◇◆□■☆★])は、?([^\s、，,。「」『』]{2,20}?)(?=[、，,。]|を[表示]|です)"
)
_ARROW_LEGEND = re.compile(r"[→➡⇒」][ 　]?[＝=：:]|「[→➡⇒]」は")
_SIGN_CELL = re.compile(r"(?P<sign>[△▲○◯〇◎●◇◆□■☆★→➡⇒…‥])(?P<note>[（(][^（()）]{1,20}[）)])?")
_SAID = re.compile(r"(?:を(?:表します|表す|示します|示す)|と(?:する|します|しています)|です)$")
# Rows of 記号 and 意味: 準, 準備・構築.
_LEGEND_TABLE = re.compile(
    r"^(?:記号|印|表示|凡例|略号)\t(?:意味|内容|説明|凡例)[ 　]*\n"
    r"(?P<rows>(?:[^\t\n]{1,2}\t[^\t\n]{1,30}(?:\n|$)){2,})",
    re.MULTILINE,
)
# A short year in front of a step: R7, R8.7, R9～.
_DATE = re.compile(
    r"(?:(?<=[ 　／/→])|^)(?:[RＲ][0-9０-９]{1,2}|令和[0-9０-９元]{1,2}年度?)"
    r"(?:\.[0-9]{1,2}|[0-9０-９]{1,2}月)?[～〜~]?[ 　：:]+"
)
_LINE = re.compile(r"[^\n]+")
_GLUE = "（）()：: 　\t|・に末度年はのまでよりから頃"
_LEGEND_ROW = (
    r"[ 　]*[◎○〇●△▲□■◇◆☆★×－―–-][ 　]*[ 　：:…＝=][ 　]*[^\s。、：:][^\n。\t]{0,15}(?<!なし)\n"
)
# 取組の実施時期は次の記号で示します。 over ◎　重点的に実施 and, on the next line, ○　実施
_ANNOUNCED_LEGEND = re.compile(
    r"[^\n]*(?:記号|凡例|印)[^\n]*\n(?:[ 　]*\n)?" rf"(?P<rows>(?:{_LEGEND_ROW}){{2,}})"
)
_LEGEND_LINE = re.compile(r"^[ 　]*(\S)[ 　：:…＝=]+([^\n]+)$", re.MULTILINE)


def read_rows(
    grid: Grid, lines: tuple[Line, ...], legend: Mapping[str, str] | None = None
) -> Iterator[ScheduleEntry]:
    """The steps of a grid: for a named row of arrows the name with its years, for cells of
    text each text with its years; an arrow goes on with the text before it. Signs that
    `legend` explains are steps by what they mean."""
    figures = looks_like_indicators(grid, lines)
    known = legend or {}
    for line in lines:
        named = line.name if line.name and not roles_of(line.name.text, True) else None
        if steps := phases(line, named, known) if named else _signed(line, known):
            yield from steps
            continue
        unnamed = line.name is None and grid.name_column is not None
        if line.role in ("actions", "schedule") or (not line.role and (not figures or unnamed)):
            yield from _row(line, known)


def signed_steps(line: Line, legend: Mapping[str, str]) -> list[ScheduleEntry]:
    """The steps of a row of signs and arrows, which go on with the sign before them; [] where
    a cell holds anything else."""
    return _signed(line, legend, through=True)


def _signed(line: Line, legend: Mapping[str, str], *, through: bool = False) -> list[ScheduleEntry]:
    """The steps of a row of signs; each with the years that it stands under one after another.
    [] where a cell holds more, or a sign without meaning."""
    told = _signs(line, legend, through=through)
    return [ScheduleEntry(step, _ordered(years), "", line.span) for step, years, _ in told]


def phases(line: Line, item: Value, legend: Mapping[str, str]) -> list[ScheduleEntry]:
    """What a row of signs tells of a step that has a name: each sign with the years that it
    and the arrows behind it stand under. [] where a cell holds anything else."""
    told = _signs(line, legend, through=True)
    return [
        ScheduleEntry(
            item, _ordered(years), f"{sign.text}（{part}）" if part else sign.text, line.span
        )
        for sign, years, part in told
    ]


def _signs(
    line: Line, legend: Mapping[str, str], *, through: bool
) -> list[tuple[Value, list[int], str]]:
    """Each sign of a row by what it means, with its years, and the part of the year (上期) of
    one that stands there alone; [] where a cell holds anything else. Where a sign goes
    `through`, no empty cell ends it, and arrows go on with it."""
    found: list[tuple[Value, list[int], str]] = []
    ended = True
    for figure in line.figures:
        text = figure.cell.text
        if NOTHING.fullmatch(text) and text not in legend:
            ended = ended or not through
            continue
        signed = _SIGN_CELL.fullmatch(text)
        if signed and signed["sign"] in legend:
            told = legend[signed["sign"]] + (signed["note"] or "")
            sign, part = Value(told, figure.cell.span), part_of_year(figure.column.label)
            if ended or found[-1][0].text != told:
                found.append((sign, [], part))
            elif part:
                found[-1] = (*found[-1][:2], "")
        elif not (through and found and _DRAWN.fullmatch(text)):
            return []
        found[-1][1].extend(figure.column.years)
        ended = False
    return found


def tells_signs(line: Line, legend: Mapping[str, str]) -> bool:
    """Whether a row holds signs of a legend rather than figures."""
    return bool(_signed(line, legend))


def is_drawn(lines: tuple[Line, ...]) -> bool:
    """Whether arrows are drawn in some cells of a grid: then figures in others are steps."""
    return any(_DRAWN.fullmatch(f.cell.text.strip()) for line in lines for f in line.figures)


def read_row(line: Line, legend: Mapping[str, str]) -> list[ScheduleEntry]:
    """The steps that one row tells, signs among them by what `legend` says of them."""
    return list(_row(line, legend))


def _row(line: Line, legend: Mapping[str, str]) -> Iterator[ScheduleEntry]:
    """The steps of a row of words and arrows; a sign among them is a step where `legend` says
    what it means."""
    told = [figure for figure in line.figures if not NOTHING.fullmatch(figure.cell.text)]
    steps: list[tuple[Value, list[int]]] = []
    bare: list[int] = []
    for figure in told:
        years = list(figure.column.years)
        arrow = _ARROW_BEFORE.match(figure.cell.text)
        if arrow and steps:
            steps[-1][1].extend(years)
        sign = figure.cell.text in legend and not _DRAWN.fullmatch(figure.cell.text)
        if sign or not ARROW.match(figure.cell.text):
            shown = _DASH_BEHIND.sub("", figure.cell.text[arrow.end() if arrow else 0 :])
            if steps and steps[-1][0].text == shown:
                steps[-1][1].extend(years)
            else:
                steps.append((Value(shown, figure.cell.span), years))
        elif not arrow and steps:
            steps[-1][1].extend(years)
        elif not steps:
            bare += years
    if not steps:
        if line.name is not None:
            yield ScheduleEntry(line.name, _ordered(bare), "", line.span)
        return
    if bare and line.name is not None:
        yield ScheduleEntry(line.name, _ordered(bare), "", line.span)
    for step, years in steps:
        yield ScheduleEntry(line.name or step, _ordered(years), step.text, line.span)


@lru_cache(maxsize=8)
def legend_of(text: str) -> dict[str, str]:
    """What a legend of `text` says that marks of one character in cells mean: 準＝準備、
    開＝開始. A mark that two legends explain in two ways means neither."""
    found: dict[str, set[str]] = {}
    for table in _LEGEND_TABLE.finditer(text):
        for row in table["rows"].splitlines():
            mark, _, meaning = row.partition("\t")
            found.setdefault(mark.strip(), set()).add(mend(_SAID.sub("", meaning.strip())))
    for run in _ANNOUNCED_LEGEND.finditer(text):
        for mark, meaning in _LEGEND_LINE.findall(run["rows"]):
            found.setdefault(mark, set()).add(mend(_SAID.sub("", meaning.strip())))
    for line in text.splitlines():
        pairs = _LEGEND.findall(line) + _QUOTED_LEGEND.findall(line)
        pairs += _SPOKEN_LEGEND.findall(line)
        pairs += _BRACKET_LEGEND.findall(line) if "\t" not in line else []
        several = len(pairs) + bool(_ARROW_LEGEND.search(line)) > 1
        for mark, meaning in pairs if several else []:
            found.setdefault(mark, set()).add(mend(_SAID.sub("", meaning)))
    return {mark: told.pop() for mark, told in found.items() if len(told) == 1}


def with_meanings(entries: list[ScheduleEntry], legend: dict[str, str]) -> list[ScheduleEntry]:
    """The steps, marks of the legend replaced by what they mean."""

    def told(entry: ScheduleEntry) -> ScheduleEntry:
        item = entry.item
        if item.text in legend:
            item = replace(item, text=legend[item.text])
        return replace(entry, item=item, text=legend.get(entry.text, entry.text))

    return [told(entry) for entry in entries] if legend else entries


def _ordered(years: list[int]) -> tuple[int, ...]:
    return tuple(sorted(set(years)))


def is_dated_line(content: str) -> bool:
    """Whether a line by itself tells steps, each behind its year: R7 設計 R8 構築 R9.6 本運用.
    Figures behind years are no steps."""
    dates = list(_DATE.finditer(content))
    if len(dates) < 2 or content[: dates[0].start()].strip("✓➢・ 　") or "。" in content:
        return False
    ends = [*(date.start() for date in dates[1:]), len(content)]
    steps = [content[d.end() : end].strip(" 　／/→、") for d, end in zip(dates, ends, strict=True)]
    return all(steps) and not any(re.match(r"[0-9０-９～〜]", step) for step in steps)


def read_lines(
    text: str, span: Span, *, beside_label: bool = False, last: int | None = None
) -> Iterator[ScheduleEntry]:
    """The steps that a line or a cell tells; years alone are what a lost chart leaves,
    unless they stand beside the label. `last` closes what is told to go on (`R9～`)."""
    pieces = [piece for piece in _pieces(text, span) if not is_footnote(piece.of(text))]
    if under := _in_columns(text, span) or _under_years(text, pieces, last):
        yield from under
        return
    for piece in pieces:
        content = piece.of(text)
        if steps := list(quarter_steps(text, piece)):
            yield from steps
            continue
        mentions = [_in_fiscal_year(content, mention) for mention in find_years(content)]
        rest = without_years(content, mentions)
        if not rest.strip(_GLUE + "~〜～-–—―－ー─→"):
            ranges = len({mention.span for mention in mentions}) == 1
            if mentions and (beside_label or (ranges and mentions[0].kind == "range")):
                value = Value(display(text, piece), piece)
                yield ScheduleEntry(value, _years(content, mentions, last), "", piece)
            continue
        item = _item(text, piece, mentions)
        if item is not None and len(item.text) <= 80:
            told = _told(content, mentions)
            yield ScheduleEntry(item, _years(content, mentions, last), told, piece)


def dated_items(text: str, span: Span, last: int | None) -> list[ScheduleEntry]:
    """The steps among what is done, where most of its lines tell their year: 本格運行（令和8年度）.
    [] elsewhere, and of sentences."""
    if "。" in span.of(text) or "ます" in span.of(text):
        return []
    pieces = list(_pieces(text, span))
    told = [step for piece in pieces for step in read_lines(text, piece, last=last)]
    steps = [step for step in told if step.years]
    cut = any(step.item.text.endswith(("を", "に", "は", "が", "で", "と")) for step in steps)
    return steps if len(steps) > 1 and 2 * len(steps) > len(pieces) and not cut else []


def _under_years(text: str, pieces: list[Span], last: int | None) -> list[ScheduleEntry]:
    """The steps of lines that stand below their years, which have a line of their own (R7,
    令和9年度～令和11年度, 令和8年度以降, up to `last`); an arrow goes on with the step above. []
    where lines are set otherwise."""
    steps: list[ScheduleEntry] = []
    years: tuple[int, ...] = ()
    firsts: list[int] = []
    head = Span(0, 0)
    for piece in pieces:
        content = piece.of(text).strip()
        mentions = find_years(content)
        if mentions and not without_years(content, mentions).strip(_GLUE + "~〜～-–—から降以"):
            years, head = _years(content, mentions, last), piece
            firsts.append(years[0])
        elif not years or mentions:
            return []
        elif ARROW.match(content) and steps:
            steps[-1] = replace(steps[-1], years=_ordered([*steps[-1].years, *years]))
        elif not NOTHING.fullmatch(content):
            step = Value(display(text, piece), piece)
            steps.append(ScheduleEntry(step, years, "", head.join(piece)))
    ordered = len(firsts) > 1 and all(one < two for one, two in pairwise(firsts))
    return steps if ordered and len(steps) > 1 else []


def _in_columns(text: str, span: Span) -> list[ScheduleEntry]:
    """The steps of lines that follow years in one line (R7　R8) or in lines of their own, a step
    for each: R7, R8, then 設計, 運用. [] where lines are set otherwise."""
    pieces = lines_in(text, span)
    beside = [lone_year(word) for word in pieces[0].of(text).split()] if pieces else []
    across = len(beside) > 1 and all(beside)
    found = beside if across else (lone_year(piece.of(text)) for piece in pieces)
    years = [year for year in takewhile(bool, found) if year]
    heads = 1 if across else len(years)
    if len(years) < 2 or len(pieces) != heads + len(years):
        return []
    steps: list[ScheduleEntry] = []
    for year, piece in zip(years, pieces[heads:], strict=True):
        content = piece.of(text).strip()
        if find_years(content):
            return []
        if ARROW.match(content) and steps:
            steps[-1] = replace(steps[-1], years=(*steps[-1].years, year.year))
        elif not NOTHING.fullmatch(content):
            step = Value(display(text, piece), piece)
            steps.append(ScheduleEntry(step, (year.year,), "", pieces[0].join(piece)))
    return steps


def without_prose(text: str, span: Span, steps: list[ScheduleEntry]) -> list[ScheduleEntry]:
    """The steps of a value that begins with a year: a line without one goes on with the step
    above it, or is a sentence that plans nothing."""
    mentions = find_years(span.of(text))
    if not mentions or mentions[0].span.start > 1 or not any(step.years for step in steps):
        return steps
    kept: list[ScheduleEntry] = []
    for step in steps:
        if step.years or not kept:
            kept.append(step)
        elif text[kept[-1].span.end : step.span.start].strip(" 　") == "\n" and (
            text[step.span.end : step.span.end + 1] != "。"
        ):
            item = Value(kept[-1].item.text + step.item.text, kept[-1].item.span.join(step.span))
            kept[-1] = replace(kept[-1], item=item, span=kept[-1].span.join(step.span))
    return kept


def _pieces(text: str, span: Span) -> Iterator[Span]:
    """The statements of a line: what a year begins or ends, divided by a break, an arrow, a
    comma, or by a space before the next year. Where one begins with its year, nothing else
    divides it."""
    content = span.of(text)
    position = 0
    for match in _BETWEEN.finditer(content):
        divider = match[0].strip(" 　")
        told = find_years(content[position : match.start()])
        following = find_years(_WIDE_GAP.split(content[match.end() :][:24])[0])
        opens = bool(following) and following[0].span.start <= 1
        leads = bool(told) and _is_blank(content[position : match.start()][: told[0].span.start])
        if (
            divider in ("\n", "。")
            or (opens and (divider or told))
            or (divider and told and following and not leads)
        ):
            yield from _piece(span, content, position, match.start())
            position = match.end()
    yield from _piece(span, content, position, len(content))


def _is_blank(before: str) -> bool:
    """Whether nothing but bullets stands before a year: what follows it is its step, commas
    and all (R5 支所、体育館／R6 文化会館)."""
    return not _LEAD.sub("", before.lstrip(" 　")).strip(" 　（(【")


def _piece(span: Span, content: str, start: int, end: int) -> Iterator[Span]:
    piece = content[start:end]
    lead = _LEAD.match(piece.lstrip())
    skipped = len(piece) - len(piece.lstrip()) + (lead.end() if lead else 0)
    if piece[skipped:].strip():
        yield Span(span.start + start + skipped, span.start + start + len(piece.rstrip()))


def _in_fiscal_year(content: str, mention: YearMention) -> YearMention:
    """A fiscal year with a month of it behind (R5 10月稼働): the month belongs to the step."""
    match = _MONTH_BEHIND.match(mention.span.of(content))
    if mention.kind != "date" or match is None:
        return mention
    early = int(match["month"]) < 4  # told as a date, it was counted to the year before
    span = Span(mention.span.start, mention.span.start + match.end("year"))
    return replace(mention, year=mention.year + early, span=span, kind="fiscal")


def _item(text: str, piece: Span, mentions: list[YearMention]) -> Value | None:
    """What is done: the words behind the year, or those before it."""
    spans = sorted({mention.span for mention in mentions})
    start, end = piece.start, piece.end
    if spans and spans[0].start <= 1:
        end_of_years = spans[0].end
        for span in spans[1:]:  # R8・R9運用
            if _JOINS_YEARS.fullmatch(text, piece.start + end_of_years, piece.start + span.start):
                end_of_years = span.end
        start = piece.start + end_of_years
    elif spans:
        end = piece.start + spans[0].start
        end -= len(topic[0]) if (topic := _TOPIC.search(text[start:end])) else 0
    if lead := _BEHIND_YEAR.match(text, start, end):
        start = lead.end()
    while end > start and text[end - 1] in "（(：: 　、":
        end -= 1
    if end <= start:
        return None
    at = Span(start, end)
    return Value(display(text, at), at)


def _told(content: str, mentions: list[YearMention]) -> str:
    """The words of a step that its name and years do not tell: the month (令和7年9月), and
    what is said of a topic (申込みは｜令和7年7月開始)."""
    spans = sorted({mention.span for mention in mentions})
    if not spans:
        return ""
    if content[: spans[0].start].endswith(("は", "は、")):
        return mend(content[spans[0].start :].strip())
    month = _MONTH.search(content)
    return mend(month[0]) if month and len(spans) == 1 else ""


def _years(content: str, mentions: list[YearMention], last: int | None) -> tuple[int, ...]:
    years = {mention.year for mention in mentions}
    open_end = mentions and re.match(
        r"[ 　]*(?:[~〜～]|以降|から)", content[mentions[-1].span.end :]
    )
    if open_end and last is not None and last - max(years) <= 10:
        years.update(range(max(years), last + 1))
    return tuple(sorted(years))


def read_columns(text: str, years: tuple[int, ...], span: Span) -> Iterator[ScheduleEntry]:
    """The steps of a chart set with spaces: as many steps on a line as years above it."""
    for line in _LINE.finditer(text, span.start, span.end):
        cells = _cells(text, line.start(), line.end(), len(years))
        if not cells:
            return
        steps: list[tuple[Value, list[int]]] = []
        for year, at in zip(years, cells, strict=True):
            if steps and (ARROW.match(at.of(text)) or steps[-1][0].text == display(text, at)):
                steps[-1][1].append(year)
            elif not ARROW.match(at.of(text)):
                steps.append((Value(display(text, at), at), [year]))
        for step, told in steps:
            yield ScheduleEntry(step, tuple(told), "", step.span)


def _cells(text: str, start: int, end: int, count: int) -> list[Span]:
    """The words of a line if there are `count` of them, divided by wide gaps or by any."""
    for pattern in (_WIDE_CELL, _NARROW_CELL):
        cells = [Span(m.start(), m.end()) for m in pattern.finditer(text, start, end)]
        if len(cells) == count:
            return cells
    return []
