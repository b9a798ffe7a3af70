"""Where a project's sheet begins and ends, and what it is called.

A sheet is a run of labels in which no label comes twice. Its title is sought in the gap
before its first label; slides read column by column may put the body first, and then the
title stands between two labels of the sheet.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field, replace

from assistant.datamodels import Document, Span, Value
from assistant.ingest.cells import is_year, names_several
from assistant.ingest.labels import (
    CODE_LINE,
    FIELD_OF_ROLE,
    NAME_NUMBER,
    REPEATABLE,
    ends_as_specimen,
    is_decorated,
    is_department,
    is_group_caption,
    is_hierarchy,
    is_idle,
    is_specimen,
    kind_in,
    roles_of,
    strip_decoration,
)
from assistant.ingest.names import (
    Name,
    is_slogan,
    marks_in,
    normalize_number,
    of_series,
    read_name,
)
from assistant.ingest.outline import has_set_in_body
from assistant.ingest.part import Part
from assistant.language.normalize import match_key
from assistant.language.years import find_years

SHEET_ROLES = frozenset(FIELD_OF_ROLE) | {"department", "indicator", "schedule", "name"}
LONGEST_NAME = 70
_MOST_BEFORE_NAME = 8  # labels of a table that stand before the name
_MOST_SPECIMENS = 2  # of how sheets are to be read, in one document
_FEWEST_THIN = 3  # sheets that name no more than a department, to be believed
_CHAPTER = re.compile(
    r"第[ 　]?[0-9０-９一二三四五六七八九十]+[ 　]?[編部章]|資料|用語集|参考資料|巻末"
)
_NOISE = re.compile(r"[\d\s０-９ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩIVX.．・\-–—]{1,6}$")
_BULLET_ITEM = re.compile(r"[-*+・･※✓✔➢⇒•‣][ 　]*")
_BULLET_ANY = re.compile(r"[-*+•‣・･●○◎◆◇▶▷►▪✓✔➢⇒※■□▲△★☆◯][ 　]*")
_BESIDE_TITLE = frozenset(("number", "mark", "bureau", "rating", "unit"))
_EXPLAINS_SIGN = re.compile(r"[＝=]")  # 凡例：★＝重点施策 stands over real sheets
_DIGITS_ONLY = re.compile(r"[\d\-.．(（)）‐–]+")
_MEASURE = "施策"
_NONE = re.compile(r"(?:特に|該当|設定|指標|目標)?(?:なし|無し|しない)|未設定")
_ASIDE = re.compile(r"[（(【〔]?(?:参考|コラム)[）)】〕]?(?!.*(?:事業|取組)$)")
_UNTITLED_KEY = "()"


@dataclass(frozen=True, slots=True)
class Title:
    """The parts that give a sheet its name: their indices, the name, what stands above."""

    first: int
    last: int
    name: Name
    above: Value | None = None  # a measure between the sheet's number and its name


@dataclass(slots=True)
class Sheet:
    """A run of parts `[first, last)` about one project."""

    first: int
    labels: list[int] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    title: Title | None = None
    last: int = 0

    def roles(self, parts: tuple[Part, ...]) -> frozenset[str]:
        """What the labels of the sheet stand for."""
        found = {role for index in self.labels for role in parts[index].roles}
        held = parts[self.first : self.last]
        return frozenset(found & SHEET_ROLES) | (
            {"schedule"} if any(p.kind == "grid" for p in held) else set()
        )

    def is_rated(self, parts: tuple[Part, ...]) -> bool:
        """Whether its title has a rating or a state behind it."""
        return self.title is not None and is_rated_title(parts, self.title.last)


def is_rated_title(parts: tuple[Part, ...], index: int) -> bool:
    """Whether a part is a title with a rating or a state behind it on the same line."""
    if index + 1 >= len(parts) or parts[index].kind != "text" or parts[index].style == "cell":
        return False
    if parts[index].is_sentence() or _NONE.fullmatch(parts[index].text):
        return False
    behind = parts[index + 1]
    return behind.roles == ("rating",) and behind.block == parts[index].block


def find_sheets(document: Document, parts: tuple[Part, ...]) -> list[Sheet]:
    """The sheets of a document in order, specimens and chance runs of labels left out."""
    sheets = _SheetFinder(document, parts).run()
    for sheet in sheets:
        while sheet.last > sheet.first + 1 and _closes_series(document, parts[sheet.last - 1]):
            sheet.last -= 1
    return _kept(document, parts, sheets)


def _closes_series(document: Document, part: Part) -> bool:
    """Whether a part stands behind the end of the last section that begins before it."""
    outline = document.outline
    last = bisect_right(outline, part.span.start, key=lambda section: section.span.start) - 1
    behind = last > 0 and part.span.start >= outline[last].span.end
    return behind and has_set_in_body(document.text, outline[last])


class _SheetFinder:
    """One pass over the parts; `current` is the sheet that takes the next label."""

    def __init__(self, document: Document, parts: tuple[Part, ...]) -> None:
        self.text = document.text
        self.document = document
        self.parts = parts
        self.sheets: list[Sheet] = []
        self.current: Sheet | None = None
        self.floor = 0  # nothing before this part belongs to the next sheet
        self.labels = Counter(_key(part) for part in parts if part.kind == "label")
        self.parents = {section.parent for section in document.outline}

    def run(self) -> list[Sheet]:
        explains = False  # items below 個票の見方, which explain labels
        for index, part in enumerate(self.parts):
            explains = ends_as_specimen(part.text) or (explains and part.style == "item")
            if explains:
                continue
            if part.kind == "list" or self._is_barrier(index) or self._heads_sections(part):
                self._close(index)
                self.floor = index + (part.kind == "list")
            elif part.kind == "label" and SHEET_ROLES & set(part.roles):
                if self._heads_other_matter(part):
                    self._close(index)
                self._take(index)
        self._close(len(self.parts))
        return self.sheets

    def _heads_sections(self, part: Part) -> bool:
        """Whether a label (具体的な取組) that comes only once is a heading over others."""
        once = part.kind == "label" and part.value is None and self.labels[_key(part)] == 1
        return once and bool(part.level) and part.section in self.parents

    def _close(self, index: int) -> None:
        if self.current is not None:
            self.current.last = index
            self.sheets.append(self.current)
        self.current = None

    def _take(self, index: int) -> None:
        part = self.parts[index]
        floor = max(self.floor, self._claimed())
        title = self._title_of_label(index) or self._find_title(floor, index)
        if self.current is None or self._starts_anew(part, title):
            first = title.first if title else self._untitled_start(floor, index)
            head = self._head_of_table(index) if title and title.last == index else index
            taken = self._take_back(head)
            self._close(min(first, head))
            self.current = Sheet(min(first, head), title=title)
            self.current.labels += taken
            self.current.keys |= {_key(self.parts[label]) for label in taken}
        elif title is not None and self.current.title is None:
            self.current.title = title
        self.current.labels.append(index)
        self.current.keys.add(_key(part))

    def _head_of_table(self, index: int) -> int:
        """The first label of the table that a name stands in, where few others stand before
        it and they belong to no sheet above: 事業番号, 区分, then 事業名."""
        first, block = index, self.parts[index].block
        while first > self.floor and self.parts[first - 1].block == block:
            first -= 1
        before = self.parts[first:index]
        own = len(before) <= _MOST_BEFORE_NAME and all(part.kind == "label" for part in before)
        return first if own and not any("name" in part.roles for part in before) else index

    def _take_back(self, head: int) -> list[int]:
        """The labels from part `head` on, which the current sheet has to give up."""
        if self.current is None:
            return []
        taken = [label for label in self.current.labels if label >= head]
        self.current.labels = [label for label in self.current.labels if label < head]
        if not self.current.labels:
            self.current = None
        return taken

    def _starts_anew(self, part: Part, title: Title | None) -> bool:
        assert self.current is not None
        if part.column:
            return False
        titled = self.current.title is not None
        if title and not titled and self._is_behind_list(self.current):
            return True
        if "name" in part.roles:
            return titled or len(self.current.labels) > 1
        if title and titled and (self._is_heading(title) or self._is_of_measure(title, part)):
            return True
        if title and titled and self._is_named_with_office(title, part):
            return True
        return _key(part) in self.current.keys and not set(part.roles) <= REPEATABLE

    def _is_named_with_office(self, title: Title, part: Part) -> bool:
        """Whether a numbered name with its office behind it (① 手続ナビ［市民課］) stands below the
        current sheet, which is of a measure then."""
        assert self.current is not None
        own = not part.text and bool(title.name.number) and self._is_before_office(title.last)
        return own and "department" not in self.current.roles(self.parts)

    def _is_of_measure(self, title: Title, part: Part) -> bool:
        """Whether a numbered thing (取組1) that names its office stands below the current sheet,
        which is of a measure then: it names none."""
        assert self.current is not None
        own = self.current.title.name.kind if self.current.title else ""
        kind = title.name.kind
        if kind and kind != own and own.endswith(_MEASURE) and not kind.endswith(_MEASURE):
            return True  # 取組01 below 施策1
        if not kind or "department" not in part.roles:
            return False
        return "department" not in self.current.roles(self.parts)

    def _is_heading(self, title: Title) -> bool:
        """Whether a title stands as high in the outline as that of the current sheet."""
        assert self.current is not None
        assert self.current.title is not None
        level = self.parts[title.last].level
        own = self.parts[self.current.title.last].level
        row = self.parts[title.last].style == "cell"
        return bool(level and own and level <= own) or row

    def _is_barrier(self, index: int) -> bool:
        """Whether a heading ends the current sheet."""
        part, sheet = self.parts[index], self.current
        number = sheet.title.name.number if sheet is not None and sheet.title else ""
        if part.kind == "text" and is_group_caption(part.text, number):
            return True
        if part.kind == "grid" and names_several(part.rows):
            return True
        if is_rated_title(self.parts, index):
            return True
        if part.kind != "text" or not part.level or sheet is None:
            return False
        if sheet.title is None:
            lowest = self._level_of(sheet) - (not self._is_behind_list(sheet))
            return part.level <= lowest or bool(_CHAPTER.match(part.text))
        if index <= sheet.title.last or is_idle(part.text):
            return False
        title = self.parts[sheet.title.last]
        if is_hierarchy(part.text) and title.level:
            return part.level < title.level
        if not title.level and title.style == "cell":
            return True
        level = title.level or self._level_at(title.span.start)
        return part.level <= level or bool(_CHAPTER.match(part.text))

    def _is_behind_list(self, sheet: Sheet) -> bool:
        """Whether a list of projects stands over a sheet: then both are of the heading above."""
        return sheet.first > 0 and self.parts[sheet.first - 1].kind == "list"

    def _heads_other_matter(self, part: Part) -> bool:
        """Whether a label is a heading that stands above the sheet's own."""
        if self.current is None or self.current.title is None or not part.level:
            return False
        title = self.parts[self.current.title.last]
        if title.level:
            return part.level < title.level
        return title.style == "cell" and part.level <= self._level_at(title.span.start)

    def _level_of(self, sheet: Sheet) -> int:
        """The level of the section that a sheet without title begins in; one more where
        its first label is itself the heading."""
        first = self.parts[sheet.labels[0]]
        if first.level:
            return first.level + 1
        return self._level_at(first.span.start)

    def _level_at(self, offset: int) -> int:
        outline = self.document.outline
        return outline[section_at(self.document, offset)].level if outline else 0

    def _claimed(self) -> int:
        """The index behind what the last label surely claims as its value."""
        if self.current is None or not self.current.labels:
            return 0
        index = self.current.labels[-1]
        part = self.parts[index]
        following = index + 1
        if part.value is not None or following >= len(self.parts):
            return following
        if "department" in part.roles:
            while following < len(self.parts) and _is_departments(self.text, self.parts[following]):
                following += 1
            return following
        if "schedule" in part.roles and part.style == "cell":
            while following < len(self.parts) and self._is_step(self.parts[following], part.block):
                following += 1
            return following
        if set(part.roles) <= REPEATABLE - {"actions"} or self.parts[following].level:
            return following
        if self._is_before_office(following):
            return following
        return following + (self.parts[following].kind == "text")

    def _is_before_office(self, index: int) -> bool:
        """Whether an office stands behind a part on the same line: it is a title."""
        behind = self.parts[index + 1] if index + 1 < len(self.parts) else None
        office = behind is not None and not behind.text and behind.roles == ("department",)
        return bool(office and behind and behind.block == self.parts[index].block)

    def _is_step(self, part: Part, block: int) -> bool:
        """Whether a part is a row of the schedule above it in the same table."""
        return part.kind == "text" and part.style == "cell" and part.block == block

    def _title_of_label(self, index: int) -> Title | None:
        """The title that a label 事業名 names."""
        part = self.parts[index]
        if "name" not in part.roles or part.value is None:
            return None
        name = read_name(self.text, part.value.span)
        first, number, marks = index, name.number, list(name.marks)
        while first > self.floor and self._is_code(self.parts[first - 1]):
            first -= 1
            above = read_name(self.text, self.parts[first].span)
            number = number or above.number or normalize_number(above.value.text)
            marks[:0] = above.marks
        return Title(first, index, replace(name, number=number, marks=tuple(marks)))

    def _is_code(self, part: Part) -> bool:
        """Whether a line holds a number, with a mark perhaps, and nothing else."""
        if part.kind != "text":
            return False
        content = unicodedata.normalize("NFKC", part.span.of(self.text)).strip()
        bare = re.sub(r"[ 　]*[【（(][^【】（）()]{1,12}[】）)]$", "", content)
        return bool(CODE_LINE.match(strip_code(bare)))

    def _find_title(self, floor: int, index: int) -> Title | None:
        """The last line before a label that reads as a title; sentences between the two
        tell what the sheet is about."""
        sentences = 0
        fallback: int | None = None
        policy: int | None = None
        for position in range(index - 1, floor - 1, -1):
            part = self.parts[position]
            if self._is_bullet(part):
                if fallback is None and not sentences and self._may_name(part):
                    fallback = position
                continue
            if part.kind == "label" and set(part.roles) <= _BESIDE_TITLE:
                continue
            if part.kind == "grid" and part.block == self.parts[index].block:
                continue  # figures at the top of the sheet's own table
            if part.kind != "text":
                break
            if part.is_sentence():
                sentences += part.style != "item"
                if sentences > 3:
                    break
            elif self._is_passed_over(part):
                if is_hierarchy(part.text):
                    policy = position if policy is None else floor - 1
            else:
                heading = self._heading_above(floor, position)
                if heading is None and not self._may_name(part):
                    break
                if policy is not None and policy >= floor and not self._is_own(part):
                    break
                return self._title_at(floor, position if heading is None else heading)
        if policy is not None and policy >= floor and self._names_more(policy):
            return self._title_at(floor, policy)
        return self._title_at(floor, fallback) if fallback is not None else None

    def _is_own(self, part: Part) -> bool:
        """Whether a line above a policy is sure to be a title all the same."""
        if is_hierarchy(part.text) or _CHAPTER.match(part.text):
            return False
        return bool(part.level) or bool(NAME_NUMBER.match(part.span.of(self.text)))

    def _names_more(self, position: int) -> bool:
        """Whether a policy's number has several parts (施策1-2 …): then it is a project's."""
        content = unicodedata.normalize("NFKC", self.parts[position].span.of(self.text))
        return bool(re.match(r"\D{1,6}\d{1,2}[-.]\d{1,2}", content))

    def _is_bullet(self, part: Part) -> bool:
        """An item of a list that no number sets apart and the outline does not know."""
        if part.kind != "text" or part.level or part.style != "item":
            return False
        content = part.span.of(self.text)
        return bool(_BULLET_ANY.match(content)) and not part.is_sentence()

    def _heading_above(self, floor: int, position: int) -> int | None:
        """A numbered heading a few lines above a line that may only be its subtitle."""
        if self.parts[position].level or self.parts[position].style == "cell":
            return None
        for above in range(position - 1, max(floor, position - 9) - 1, -1):
            part = self.parts[above]
            if part.kind != "text":
                return None
            if part.level:
                match = NAME_NUMBER.match(part.span.of(self.text))
                own = match and (
                    match["circled"] or re.search(r"\d[-－]|[A-Z]", match["code"] or "")
                )
                return above if own and not kind_in((part.text,)) else None
        return None

    def _is_passed_over(self, part: Part) -> bool:
        """Marks, page debris, policies: lines that may stand between title and label."""
        if marks_in(self.text, part.span) or is_idle(part.text) or _NOISE.match(part.text):
            return True
        return is_hierarchy(part.text) and not part.level

    def _may_name(self, part: Part) -> bool:
        content = part.span.of(self.text)
        if len(part.text) > LONGEST_NAME or is_year(part.text) or part.text[-1:] in "、：:":
            return False
        if (not part.level and _BULLET_ITEM.match(content)) or is_slogan(content):
            return False
        if match_key(part.text) == match_key(self.document.title) or _NONE.fullmatch(part.text):
            return False
        if is_decorated(content) and not part.level and roles_of(part.text, True):
            return False  # 【目標】 is a label wherever it stands
        if len(find_years(part.text)) > 1 or part.text.startswith(("※", "（注", "(注")):
            return False
        return len(match_key(part.text)) >= 2

    def _title_at(self, floor: int, position: int) -> Title:
        """The title at a part, with the number, marks and measure right above it."""
        part = self.parts[position]
        first = position
        above: Value | None = None
        while first > floor:
            before = self.parts[first - 1]
            if before.kind != "text" or before.is_sentence():
                break
            same_heading = before.level and before.section == part.section and part.level
            code = bool(CODE_LINE.match(strip_code(before.span.of(self.text))))
            if not (same_heading or code or marks_in(self.text, before.span)):
                named = self._may_name(before) and self._code_above(first - 2, floor)
                if above is not None or not named:
                    break
                if not roles_of(before.text):  # 事業名 between number and name is no measure
                    above = Value(before.text, before.span)
            elif same_heading and not code and not marks_in(self.text, before.span):
                above = Value(before.text, before.span)
            first -= 1
        return Title(first, position, self._name(first, position), above)

    def _code_above(self, index: int, floor: int) -> bool:
        return index >= floor and bool(CODE_LINE.match(self.parts[index].text))

    def _name(self, first: int, position: int) -> Name:
        name = read_name(self.text, self.parts[position].span)
        if self.parts[position].level and not name.number:
            name = of_series(self.text, name)
        marks = [m for p in self.parts[first:position] for m in marks_in(self.text, p.span)]
        codes = [p.text for p in self.parts[first:position] if CODE_LINE.match(strip_code(p.text))]
        number = name.number or (strip_code(codes[-1]) if codes else "")
        return replace(name, number=number, marks=(*marks, *name.marks))

    def _untitled_start(self, floor: int, index: int) -> int:
        """Where a sheet without title begins: with sentences right behind a table."""
        start = index
        while start > floor and self.parts[start - 1].is_sentence():
            start -= 1
        behind_table = start > 0 and self.parts[start - 1].kind in ("grid", "list")
        return start if behind_table else index


def section_at(document: Document, offset: int) -> int:
    """The ordinal of the innermost section at `offset`, 0 without an outline."""
    outline = document.outline
    index = bisect_right(outline, offset, key=lambda section: section.span.start) - 1
    while index > 0 and offset >= outline[index].span.end:
        index = outline[index].parent or 0
    return max(index, 0)


def strip_code(text: str) -> str:
    """A line that may be a number, without the brackets around it."""
    return text.strip().strip("【】[]（）()")


def _key(part: Part) -> str:
    return match_key(strip_decoration(part.text)) or _UNTITLED_KEY


def _is_departments(text: str, part: Part) -> bool:
    if part.kind != "text" or part.level or part.is_sentence():
        return False
    lines = [line for line in re.split(r"[\n、，,・／/]", part.span.of(text)) if line.strip()]
    return bool(lines) and sum(map(is_department, lines)) * 2 >= len(lines)


def _kept(document: Document, parts: tuple[Part, ...], sheets: list[Sheet]) -> list[Sheet]:
    """The sheets that hold together: labels enough, and the labels of their siblings."""
    thin = [sheet for sheet in sheets if _is_thin(sheet, parts)]
    full = [sheet for sheet in sheets if _is_likely(sheet, parts)]
    alike = thin if len(thin) >= _FEWEST_THIN else _counting_on(full, thin, parts)
    held = {id(sheet) for sheet in (*full, *alike)}
    likely = [sheet for sheet in sheets if id(sheet) in held]
    callouts = {id(sheet): _callouts(sheet, parts) for sheet in likely}
    plain = sum(1 for count in callouts.values() if count == 0)
    likely = [sheet for sheet in likely if not (callouts[id(sheet)] >= 3 and plain >= 3)]
    real = [sheet for sheet in likely if not _under_specimen(document, parts, sheet)]
    specimens = len(likely) - len(real)
    return _of_family(likely if specimens > max(_MOST_SPECIMENS, len(real)) else real, parts)


def _counting_on(full: list[Sheet], thin: list[Sheet], parts: tuple[Part, ...]) -> list[Sheet]:
    """The thin sheets that go on with the numbers of fuller ones of their level: 17 behind 16,
    2-2-(2) behind 2-2-(1)."""
    numbers = {_level_and_number(sheet, parts) for sheet in full}
    found = []
    for sheet in thin:
        level, number = _level_and_number(sheet, parts)
        if number and (level, (*number[:-1], number[-1] - 1)) in numbers:
            numbers.add((level, number))
            found.append(sheet)
    return found


def _level_and_number(sheet: Sheet, parts: tuple[Part, ...]) -> tuple[int, tuple[int, ...]]:
    """The level of a title's heading and the parts of the number it begins with, () without
    one."""
    number = sheet.title.name.number if sheet.title else ""
    if sheet.title is None or not _DIGITS_ONLY.fullmatch(number):
        return 0, ()
    return parts[sheet.title.last].level, tuple(map(int, re.findall(r"\d+", number)))


def _is_thin(sheet: Sheet, parts: tuple[Part, ...]) -> bool:
    """A title, who is in charge, and running text: a project only where others are alike."""
    if sheet.title is None or sheet.roles(parts) - {"name", "note"} != {"department"}:
        return False
    level = parts[sheet.title.last].level
    told = any(part.is_sentence() for part in parts[sheet.title.last + 1 : sheet.last])
    return told and bool(level or sheet.title.name.number)


def _is_likely(sheet: Sheet, parts: tuple[Part, ...]) -> bool:
    roles = sheet.roles(parts) - {"name", "note"}
    if sheet.title and _ASIDE.match(sheet.title.name.value.text):
        return False
    if roles and sheet.is_rated(parts):
        return True
    if len(roles) < 2:
        return False
    return (
        "department" in roles
        or len(roles) >= 3
        or bool(sheet.title and {"indicator", "schedule"} & roles)
    )


def _callouts(sheet: Sheet, parts: tuple[Part, ...]) -> int:
    return sum(parts[index].callout for index in sheet.labels)


def _under_specimen(document: Document, parts: tuple[Part, ...], sheet: Sheet) -> bool:
    """Whether the headings over a sheet, or its own title, announce a specimen."""
    start = parts[sheet.first].span.start
    section = document.outline[section_at(document, start)] if document.outline else None
    own = sheet.title.name.value.span if sheet.title else Span(start, start)
    if sheet.title and ends_as_specimen(sheet.title.name.value.text):
        return True
    while section is not None and section.ordinal:
        if not section.heading.covers(own) and is_specimen(section.title):
            return True
        section = document.outline[section.parent] if section.parent is not None else None
    before = parts[max(0, sheet.first - 1) : sheet.first]
    return any(
        part.kind == "text"
        and len(part.text) <= 40
        and is_specimen(part.text)
        and not _EXPLAINS_SIGN.search(part.text)
        for part in before
    )


def _of_family(sheets: list[Sheet], parts: tuple[Part, ...]) -> list[Sheet]:
    """Sheets of one document are alike: where three or more name a department, a run of
    labels that lacks most of what they share is none of them."""
    family = [sheet for sheet in sheets if "department" in sheet.roles(parts)]
    if len(family) < 3:
        return [
            s
            for s in sheets
            if s.title
            and ("department" in s.roles(parts) or s.is_rated(parts) or _is_rich(s, parts))
        ]
    counts = Counter(role for sheet in family for role in sheet.roles(parts))
    common = {role for role, count in counts.items() if count * 2 > len(family)} - {"note", "name"}
    return [
        sheet
        for sheet in sheets
        if "department" in sheet.roles(parts)
        or sheet.is_rated(parts)
        or len(common & sheet.roles(parts)) * 3 > len(common) * 2
    ]


def _is_rich(sheet: Sheet, parts: tuple[Part, ...]) -> bool:
    roles = sheet.roles(parts)
    return len(roles) >= 3 and bool(roles & {"indicator", "schedule"})
