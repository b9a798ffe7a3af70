"""Names of projects and departments as documents write them, taken apart: number, marks,
the name itself; sections of an office and the bureau above them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.datamodels import Span, Value
from assistant.ingest.blocks import display
from assistant.ingest.labels import (
    NAME_NUMBER,
    bureau_before,
    is_bureau,
    is_department,
    is_hierarchy,
    mark_of,
    roles_of,
    vocabulary,
)

_BRACKETS_BEHIND = re.compile(
    r"[ 　\n]*(?P<mark>[【〔［\[《（(][^【】〔〕［］\[\]《》（）()]{1,30}[】〕］\]》）)])$"
)
_BRACKETS_BEFORE = re.compile(
    r"^(?P<mark>[【〔［\[《（(][^【】〔〕［］\[\]《》（）()]{1,30}[】〕］\]》）)])[ 　\n]*"
)
# 水位の見える化　〔実装〕: a word of the document's own, set apart in square brackets.
_STAGE_BEHIND = re.compile(r"[ 　]+[〔［【](?P<mark>[一-龥]{1,4})[〕］】]$")
_WORD_BEHIND = re.compile(
    r"[ 　\t\n](?P<mark>[^\s（）()【】]{1,12})$|(?P<star>[★☆◎※][^\s★☆◎（）()]{0,6})$"
)
_LABEL_BEHIND = re.compile(
    r"[ 　\t]+(?P<label>[^\s（()）]{2,6})[ 　\t：:]*$"
)  # 窓口の改善　区分　拡充
_WORD_BEFORE = re.compile(
    r"^(?:(?P<mark>[^\s（）()【】]{1,12})[ 　\n]+|(?P<star>[★☆◎])[ 　]*)(?=\S)"
)
_BULLET = re.compile(r"^(?:[-*+•●○◎◆◇▶▷►■□▼▽★☆◯〇#]+[ 　]*|\*\*)+")
_BULLET_BEHIND = re.compile(r"(?:\*\*|[ 　]#+)+$")
# 窓口の改善【令和８年３月改訂】: what became of it in a revision of the plan.
_REVISED_BEHIND = re.compile(
    r"[ 　\n]*(?P<mark>[【〔［\[（(](?=[^】〕］\]）)]*[0-9０-９元]年)"
    r"[^【】〔〕［］\[\]（）()]{2,18}(?:改[訂定]|追加|修正|変更|見直し|廃止)[】〕］\]）)])$"
)
_QUOTED = re.compile(
    r"^(?:[「『〈](?P<inner>[^「」『』〈〉]+)[」』〉]|[【《](?P<numbered>\S{0,12}?[0-9０-９][^【】《》]+)[】》])$"
)
_SPLIT = re.compile(
    r"\s*(?:[、，,;；\n\t]|<br\s*/?>)\s*|[ 　]*(?<!<)[／/](?!>)[ 　]*"
    r"|[ 　]*[（(](?:関係|関連|連携|協力|共管)(?:課|部署|所属)等?[）)][ 　]*"
    r"|[ 　]*[（(【](?:主|副|関係|関連|連携|協力|共管|支援|協働)[^：:（()）]{0,8}[：:][ 　]*"
    r"|(?<=[^（(])(?:主|副|関係|関連|連携|協力)(?:課|部署|担当課|担当)?[：:][ 　]*"
    r"|(?<=[、，,／/])[ 　]*(?:主管|副|関係|関連|連携|協力|協働)[ 　]+"
)
# サービス01 over its name.
_SERIES_LINE = re.compile(r"[一-龥ァ-ヶー]{2,10}[ 　]?(?P<code>[0-9０-９]{1,2})[ 　]*\n\s*(?=\S)")
_LEGAL_FORM = re.compile(r"[（(][^（()）]{1,3}[)）]\S")  # （一社）観光協会
_SUBSECTION = re.compile(r"[係班]$|グループ$|チーム$|担当$")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９－．", "0123456789-.")
_GENERIC_MARKS = frozenset(("DX",))  # also the first word of many a name

_OF_SERIES = re.compile(
    r"(?P<kind>(?!令和|平成|昭和|第|図|表)[一-龥々ァ-ヶーぁ-ん]{1,6})[ 　]?"
    r"(?P<number>[0-9０-９]{1,2}(?:[-－‐][0-9０-９]{1,2})*)[ 　:：]+(?=\S)"
)
_NOTE_MARK = re.compile(r"(?<=\S)[ 　]*[※＊*][0-9０-９]{1,2}(?![0-9０-９])")  # of a footnote
_SLOGAN = re.compile(r"[ 　]*[~～〜][^~～〜]{4,}[~～〜][ 　]*")


@dataclass(frozen=True, slots=True)
class Name:
    """A project's name: `value` without number and marks, which stand beside it."""

    value: Value
    number: str = ""
    marks: tuple[Value, ...] = ()
    kind: str = ""  # what it is called in front of its number: 事業1


def read_name(text: str, span: Span, *, generic_marks: bool = False) -> Name:
    """The name that `span` writes, its number and its marks. `generic_marks` also takes
    words for marks that begin names as well (DX)."""
    start, end = span.start, span.end
    marks: list[Value] = []
    number, kind = "", ""
    while True:
        start, end = _trimmed(text, start, end)
        content = text[start:end]
        if match := _mark_at(content, _BRACKETS_BEHIND, _WORD_BEHIND):
            marks.insert(0, _mark(text, start, match))
            end = _before_label(text, start, start + match.start())
        elif (match := _STAGE_BEHIND.search(content)) and match.start():
            at = Span(start + match.start("mark"), start + match.end("mark"))
            marks.insert(0, Value(match["mark"], at))
            end = start + match.start()
        elif (match := _REVISED_BEHIND.search(content)) and match.start():
            at = Span(start + match.start("mark") + 1, start + match.end("mark") - 1)
            marks.insert(0, Value(display(text, at), at))
            end = start + match.start()
        elif match := _mark_at(content, _BRACKETS_BEFORE, _WORD_BEFORE, generic=generic_marks):
            marks.append(_mark(text, start, match))
            start += match.end()
        elif not number and (match := NAME_NUMBER.match(content)) and match.end() < len(content):
            kind = match["kind"] or ""
            number = next(match[g] for g in ("circled", "code", "paren", "bracket") if match[g])
            number = normalize_number(number)
            start += match.end()
        elif not number and (match := _SERIES_LINE.match(content)):
            number = normalize_number(match["code"])
            start += match.end()
        elif (match := _BULLET.match(content)) and match.end() < len(content):
            start += match.end()
        elif match := _QUOTED.match(content):
            inner = "inner" if match["inner"] else "numbered"
            start, end = start + match.start(inner), start + match.end(inner)
        elif match := _BULLET_BEHIND.search(content):
            end = start + match.start()
        else:
            break
    at = Span(start, end)
    shown = _NOTE_MARK.sub("", _one_line(display(text, at)))
    return Name(Value(shown, at), number, tuple(marks), kind)


def _before_label(text: str, start: int, end: int) -> int:
    """Where a name ends that has the label of its mark behind it."""
    match = _LABEL_BEHIND.search(text, start, end)
    labels = match is not None and {"category", "mark"} & set(roles_of(match["label"], True))
    return match.start() if match and labels and match.start() > start else end


def of_series(text: str, name: Name) -> Name:
    """A heading's name with the word and number of its row apart: 宣言2　… is no. 2 of the 宣言."""
    match = _OF_SERIES.match(name.value.span.of(text))
    if match is None or is_hierarchy(match[0]):
        return name
    at = Span(name.value.span.start + match.end(), name.value.span.end)
    value = Value(_one_line(display(text, at)), at)
    return replace(name, value=value, number=normalize_number(match["number"]), kind=match["kind"])


def is_slogan(line: str) -> bool:
    """Whether a line is a plan's slogan: ～だれもが使える市役所～."""
    return bool(_SLOGAN.fullmatch(line))


def normalize_number(number: str) -> str:
    """A project's number with digits and dash of one width."""
    return number.translate(_FULL_WIDTH)


def _one_line(shown: str) -> str:
    return re.sub(r"\s*\n\s*", "", shown)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _mark_at(
    content: str, *patterns: re.Pattern[str], generic: bool = True
) -> re.Match[str] | None:
    for pattern in patterns:
        match = pattern.search(content)
        if match is None or match.end() - match.start() >= len(content):
            continue
        mark = mark_of(_group(match)) or mark_of(_group(match).strip("（）()"))
        if mark and (generic or mark not in _GENERIC_MARKS):
            return match
    return None


def _group(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group)


def _mark(text: str, start: int, match: re.Match[str]) -> Value:
    group = "mark" if match["mark"] else "star"
    span = Span(start + match.start(group), start + match.end(group))
    return mark_value(text, span)


def mark_value(text: str, span: Span) -> Value:
    """The mark at `span` as it is shown: brackets left out, one name for one fund."""
    content = display(text, span).strip("（）()")
    shown = mark_of(content) or content
    return Value(re.sub(r"(?<=交付金|補助金)事業$", "", shown), span)


def marks_in(text: str, span: Span) -> tuple[Value, ...]:
    """The marks on a line that holds nothing else (`新規 DX`), () if it holds more."""
    words = list(re.finditer(r"\S+", span.of(text)))
    found = [Span(span.start + word.start(), span.start + word.end()) for word in words]
    whole = display(text, span)
    if mark_of(whole) or mark_of(whole.replace(" ", "").replace("\n", "")):
        return (Value(mark_of(whole) or mark_of(re.sub(r"\s", "", whole)) or whole, span),)
    if found and all(mark_of(at.of(text)) for at in found):
        return tuple(mark_value(text, at) for at in found)
    return ()


def bracketed_marks(text: str, span: Span) -> tuple[Value, ...]:
    """Marks in brackets anywhere in `span`: 暮らしのDX【地域未来交付金事業】."""
    found = []
    for match in re.finditer(r"[【（(][^【】（）()]{3,30}[】）)]", span.of(text)):
        if mark_of(match[0]) or mark_of(f"【{match[0][1:-1]}】"):
            at = Span(span.start + match.start() + 1, span.start + match.end() - 1)
            found.append(mark_value(text, at))
    return tuple(found)


def read_departments(text: str, span: Span) -> tuple[tuple[Value, ...], tuple[Value, ...]]:
    """The sections of an office that `span` names, and the bureaus named before them.
    A section's span covers the bureau that stands right before it."""
    departments: list[Value] = []
    bureaus: list[Value] = []
    for at in _pieces(text, span):
        shown = _one_line(display(text, at))
        shown = re.sub(rf"^(?:{'|'.join(vocabulary().others)})(?:[ 　]+|(?=関係))", "", shown)
        if not _LEGAL_FORM.match(shown):
            shown = re.sub(r"^[（(【〈「]+", "", shown)
        shown = re.sub(r"[】〉」]+$|(?:など|等|ほか|[ 　]他)$", "", shown).strip()
        if shown.endswith(("）", ")")) and not re.search(r"[（(]", shown):
            shown, at = shown[:-1], Span(at.start, at.end - 1)
        section = Span(at.end - _length_behind_bureau(at.of(text)), at.end)
        if section.start > at.start:
            bureau = Span(at.start, section.start)
            bureaus.append(Value(display(text, bureau).strip(), bureau))
            shown = _one_line(display(text, section))
        if shown and not re.fullmatch(r"[—–―\-ー－・、他ほか等]+", shown):
            departments.append(Value(shown, at))
    return tuple(departments), tuple(bureaus)


def _length_behind_bureau(content: str) -> int:
    """How long the section's own name is, behind a bureau and a space."""
    section = content[len(bureau_before(content)) :].lstrip()
    return len(section) if is_department(section) else len(content)


def _pieces(text: str, span: Span) -> list[Span]:
    """The names in a list of departments; a middle dot divides two names, not one."""
    pieces: list[Span] = []
    position = span.start
    for match in [*_SPLIT.finditer(text, span.start, span.end), None]:
        end = match.start() if match else span.end
        if match and _is_inside(text, span, match):
            continue  # 市民課（税務課、会計課）
        start, stop = _trimmed(text, position, end)
        if stop > start:
            pieces += _divided(text, Span(start, stop))
        position = match.end() if match else end
    return pieces


def _is_inside(text: str, span: Span, match: re.Match[str]) -> bool:
    """Whether what divides names stands in a parenthesis that lists those who take part, and
    is neither a line's end nor the bracket itself."""
    before, behind = text[span.start : match.start()], text[match.end() : span.end]
    opened = _open_brackets(before) > 0 and re.search(r"[)）]", behind)
    plain = not re.search(r"[\n：:（(【]", match[0])
    listed = re.search(r"[（(]([^：:（()）\n]*)$", before)
    return bool(opened and plain and listed and is_department(listed[1]))


def _open_brackets(text: str) -> int:
    return len(re.findall(r"[（(]", text)) - len(re.findall(r"[)）]", text))


def _divided(text: str, span: Span) -> list[Span]:
    for mark in re.finditer(
        r"[ 　]*[・･][ 　]*|[ 　]+(?:及び|および|と)?[ 　]*|及び|(?<=課)と", span.of(text)
    ):
        left = Span(span.start, span.start + mark.start())
        right = Span(span.start + mark.end(), span.end)
        if not is_department(left.of(text)) or not is_department(right.of(text)):
            continue
        if mark[0].isspace() and _SUBSECTION.search(right.of(text).split("・")[0]):
            continue  # a section and a part of it
        if mark[0].isspace() and is_bureau(left.of(text)):
            continue  # a bureau and its section
        return [left, *_divided(text, right)]
    return [span]
