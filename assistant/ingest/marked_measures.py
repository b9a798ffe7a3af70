"""Measures that a section lists under a mark, each with prose that ends with its office, or with
the office behind its name.

    ●スマート窓口の拡大
    4つの課の窓口に広げ、62手続を対象とします。（担当：市民課、デジタル戦略課）

    ・〔新〕移動診療車の運行［健康増進課］
    看護師が同乗する車両で集落を訪ねます。

A mark is believed where several such measures stand behind it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.datamodels import Document, FieldValue, Span, Value
from assistant.ingest.blocks import display
from assistant.ingest.labels import is_department, roles_of
from assistant.ingest.names import read_departments, read_name
from assistant.ingest.records import Draft
from assistant.ingest.sheets import section_at

_FEWEST = 3  # of one mark in a document, to be believed
_SIGNS = "●○◎■□◆◇▶▷➢・"
_SIGN = rf"[{_SIGNS}]"
_ITEM = re.compile(
    rf"^[ 　]*(?P<mark>{_SIGN})[ 　]*(?P<name>[^\t。\n]{{2,50}}?)[ 　]*\n", re.MULTILINE
)
_NUMBER = r"[⑴-⒇]|[（(][0-9０-９]{1,2}[)）]"
_WITH_OFFICE = re.compile(
    rf"^[ 　]*(?P<mark>{_SIGN}|{_NUMBER})[ 　]*"
    rf"(?P<name>[^\t。\n]{{2,60}}?(?:\n[ 　]+[^\s{_SIGNS}][^\t。\n]{{0,40}}?)?)"
    r"(?:[ 　]*\*\*[\[［【]?(?P<sign>[^*\[\]［］【】\n]{1,10})[\]］】]?\*\*)?"
    r"[ 　]*[【［〔\[（(](?P<offices>[^：:（()）【】［］〔〕\[\]\n]{2,60})[】］〕\]）)][ 　]*\n",
    re.MULTILINE,
)
_QUOTE = "「"
_IN_QUOTES = re.compile(
    r"^[ 　]*(?:「|\*\*)(?P<name>[^「」*\n]{2,40})(?:」|\*\*)"
    r"(?:[ 　]*[〔【［](?P<sign>[^〔〕【】［］\n]{1,6})[〕】］])?[ 　]+"
    r"(?P<told>(?:[^\t\n]+\n){0,7}?[^\t\n]*。)[ 　]*\n?[ 　]*"
    r"[（(](?P<offices>[^（()）。：:]{2,80})[）)][ 　]*$",
    re.MULTILINE,
)
_OFFICE_NAME = re.compile(r"[^、，・／/\s](?:[^、，・／/]*[^、，・／/\s])?")
_TOLD = re.compile(rf"(?:(?![ 　]*{_SIGN})[^\t\n]+\n?){{1,6}}")
_OFFICE = re.compile(
    r"[（(【［〔\[](?:(?P<label>[^：:（()）]{1,8})[：:])?(?P<offices>[^：:（()）\n]{2,60})[)）】］〕\]]\s*$"
)


def read_marked(document: Document) -> Iterator[Draft]:
    """The measures of a document that are told so, where those of one mark are several."""
    text = document.text
    found: list[tuple[str, Draft]] = []
    for item in _WITH_OFFICE.finditer(text):
        mark = item["mark"]
        draft = _with_office(document, item, mark) if re.fullmatch(_SIGN, mark) else None
        if draft is not None:
            found.append((mark, draft))
    for item in _ITEM.finditer(text):
        told = _TOLD.match(text, item.end())
        draft = _draft(document, item, told) if told else None
        if draft and not any(draft.span.overlaps(other.span) for _, other in found):
            found.append((item["mark"], draft))
    found += [(_QUOTE, draft) for draft in _quoted(document)]
    counts = Counter(mark for mark, _ in found)
    yield from (draft for mark, draft in found if counts[mark] >= _FEWEST)


def read_numbered(document: Document) -> list[Draft]:
    """The measures that a number in brackets stands before, their offices behind their names:
    (1) オンライン手続推進事業（情報課). [] where they are few."""
    items = _WITH_OFFICE.finditer(document.text)
    read = (_with_office(document, i, _NUMBER) for i in items if re.fullmatch(_NUMBER, i["mark"]))
    found = [draft for draft in read if draft is not None]
    return found if len(found) >= _FEWEST else []


def _quoted(document: Document) -> Iterator[Draft]:
    """Paragraphs that begin with a name in quotation marks and end with the office, whose name may
    be cut by the end of a line: 「窓口の整備」　窓口を再編します。（市民サービス⏎課、年金課）"""
    text = document.text
    for item in _IN_QUOTES.finditer(text):
        offices = [
            Span(item.start("offices") + match.start(), item.start("offices") + match.end())
            for match in _OFFICE_NAME.finditer(item["offices"])
        ]
        departments = [Value(re.sub(r"\s", "", at.of(text)), at) for at in offices]
        if not departments or not all(is_department(value.text) for value in departments):
            continue
        called, told = Span(*item.span("name")), Span(*item.span("told"))
        yield _measure(document, Span(*item.span()), called, departments, told, _sign(item))


def _with_office(document: Document, item: re.Match[str], following: str) -> Draft | None:
    """The measure of a line that ends with its office, with the sentences below it, those of items
    under another mark than the pattern `following` too; None where none stand there."""
    lines = re.compile(rf"\n?(?:(?![ 　]*(?:{following}))[^\t\n]+\n?){{1,8}}")
    told = lines.match(document.text, item.end())
    if told is None or "。" not in told[0]:
        return None
    summary = Span(told.start(), told.start() + told[0].rindex("。") + 1)
    return _listed(document, item, Span(*item.span("offices")), summary, _sign(item))


def _sign(item: re.Match[str]) -> list[Value]:
    return [Value(item["sign"], Span(*item.span("sign")))] if item["sign"] else []


def _draft(document: Document, item: re.Match[str], told: re.Match[str]) -> Draft | None:
    """The measure of a line with what is told below it; None where that names no office."""
    office = _OFFICE.search(told[0])
    if office is None or (office["label"] and "department" not in roles_of(office["label"], True)):
        return None
    at = Span(told.start() + office.start("offices"), told.start() + office.end("offices"))
    summary = Span(told.start(), told.start() + office.start())
    return _listed(document, item, at, summary)


def _listed(
    document: Document, item: re.Match[str], at: Span, told: Span, signs: Sequence[Value] = ()
) -> Draft | None:
    """The measure of a line under its mark, with the offices that stand `at` and what is told of
    it; None where the offices are none."""
    text = document.text
    departments, _ = read_departments(text, at)
    if not departments or not all(is_department(value.text) for value in departments):
        return None
    start = told.end - len(told.of(text).lstrip())
    summary = Span(start, told.start + len(told.of(text).rstrip()))
    whole = Span(item.start("mark"), max(summary.end, at.end + 1))
    return _measure(document, whole, Span(*item.span("name")), departments, summary, signs)


def _measure(
    document: Document, whole: Span, called: Span, departments: Sequence[Value], told: Span,
    signs: Sequence[Value],
) -> Draft:  # fmt: skip
    """The measure with its name, its offices and what is told of it."""
    name = read_name(document.text, called)
    return Draft(
        name.value,
        whole,
        section_at(document, whole.start),
        number=name.number,
        marks=[*name.marks, *signs],
        departments=list(departments),
        fields=[FieldValue("summary", "", None, Value(display(document.text, told), told))],
    )
