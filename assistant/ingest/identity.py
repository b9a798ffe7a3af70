"""What a document is: title, municipality, kind, edition and period, read from its text.

A municipality here is whoever made the plan: a city, town, village or ward, a prefecture, or
an association of several (広域連合, 一部事務組合). Its name is sought where a plan names its
maker, the title first, so that the names of others in the text do not win.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.datamodels import Span
from assistant.ingest.blocks import Block, display
from assistant.ingest.labels import is_department
from assistant.ingest.names import is_slogan
from assistant.language.normalize import mend
from assistant.language.years import find_years

# 市場, 町内会, 区分 … are no ends of names, nor are 県内, 県民, 県立 ….
_CITY = (
    r"(?:[一-龥]{2,3}[都道府県])?(?P<city>(?:[一-龥々][一-龥々ヶケノぁ-んァ-ヶー]{0,6}?|[ぁ-んァ-ヶー]{2,6})"
    r"[市町村区])(?![場街会内部境況有販政並域分間画別割切市町村区])"
)
# 都, 道 and 府 end the names of four prefectures and of many other things.
_PREFECTURE = (
    r"(?P<prefecture>東京都|北海道|京都府|大阪府|[一-龥]{2,3}県)(?![内民下外立境議有道域])"
)
_ASSOCIATION = (
    r"(?P<association>[一-龥々ぁ-んァ-ヶ][一-龥々ヶケノぁ-んァ-ヶー・]{1,18}?"
    r"(?:広域連合(?![一-龥])|(?<!労働)(?<!森林)(?<!協同)(?<!漁業)組合(?![一-龥])"
    r"|広域圏(?!域)|定住自立圏(?!域)))"
)
MUNICIPALITY = re.compile(f"{_CITY}|{_PREFECTURE}")
ASSOCIATION = re.compile(_ASSOCIATION)
_MEMBER = r"[一-龥々ヶケノぁ-んァ-ヶー]{1,7}?[市町村]"
_BETWEEN = re.compile(r"[ 　]*(?:[、・，,／/]|及び|並びに)[ 　]*|[ 　]+")
_MEMBERS = re.compile(rf"{_MEMBER}(?:(?:{_BETWEEN.pattern}){_MEMBER})+")
_COUNTED = re.compile(r"^(?:年度|[次期])(?=[^市町村区県])")  # behind a number: 第3次, 令和6年度
NOT_A_NAME = re.compile(
    r"^(?:本|当|各|他|全|同|両|自|旧|新|現|この|その|どの|わが|近隣|周辺|一般|政令|中核|指定|先進|関係|隣接|"
    r"市|町|村|都道府|府)+[市町村区県]$"
    r"|都市$|市町|町村|市区|[一-龥ァ-ヶ].*[をはがにでとのへも].*[市町村区]$"
    r"|(?:選挙|投票|学|校|行政|居住|都)[市区]$"
)
_OWN = re.compile(r"(?<![一-龥])[本当]([市町村区県])(?![一-龥])")
_FEWEST_OWN = 3  # times that a plan says 本市 or 本県 to tell what made it
_COVER_LINES = 12
_WHOLE_LINE = re.compile(
    r"(?:\S*[0-9０-９元年月日（）()　 ]+(?:策定|改[定訂]|発行|作成)?[ 　]*)?"
    r"(?P<name>\S{2,20}?)(?:役[場所]|[県都府道]庁)?(?:[ 　]*\S{2,16}[部局課室係])*$"
)
KINDS = (
    ("進行管理報告書", r"進行管理|進捗(?:状況)?報告|実績報告"),
    ("報告書", r"報告書?|年次報告|白書"),
    ("ガイドライン", r"ガイドライン|手引|指針"),
    ("戦略", r"戦略|ビジョン|構想"),
    ("計画", r"計画|プラン|ロードマップ|プログラム"),
    ("方針", r"方針|大綱"),
)
_NAMES_KIND = (
    r"計画|プラン|ガイドライン|方針|指針|報告書|戦略|ビジョン|構想|ロードマップ|大綱|プログラム"
)
TITLE_WORD = re.compile(rf"{_NAMES_KIND}|推進")
ENDS_TITLE = re.compile(rf"(?:{_NAMES_KIND}|年度)$")
_COMPLETE = re.compile(
    rf"(?:{_NAMES_KIND})[ 　]*(?:[0-9０-９]{{4}}\S*|[（(【][^（）()【】]*[】）)])?$"
)
EDITION = re.compile(r"[(（【]?((?:素|原|最終)?案|概要版|改[訂定]版|本編)[)）】]?")
EDITION_IN_TITLE = re.compile(r"[(（【]((?:素|原|最終)?案|概要版|改[訂定]版|本編)[)）】]")
_DATED = re.compile(r"(?:令和|平成|[0-9０-９]{4}).{0,12}(?:月|策定|改[定訂]|発行)")
_VOLUME = re.compile(r"[(（【]?(?:別冊|別紙|資料編|付属資料|概要版|本編)[0-9０-９]?[)）】]?")
_FIRST_HEADING = re.compile(
    r"[0-9０-９]{1,2}[.．]?[ 　]|第[ 　]?[0-9０-９一二三四五六七八九十]+[ 　]?[編部章節]"
)
_YEAR = r"(?:令和|平成|R|20)?[ 　]?[0-9０-９元]{1,4}年?度?(?:[（(][0-9０-９]{4}年?度?[）)])?"
_PERIOD_LINE = re.compile(
    rf"(?:計画期間[ 　]*[：:]?[ 　]*)?[（(]?{_YEAR}[ 　]*(?:[~～〜－-]|から)[ 　]*{_YEAR}"
    r"(?:まで)?[）)]?"
)
_NO_JAPANESE = re.compile(r"[^ぁ-んァ-ヶ一-龥]+$")
_LONGEST_TITLE, _LONGEST_PART, _LONGEST_BLOCK = 120, 60, 120
_OTHER_PLAN = re.compile(
    r"「[^「」]*(?:計画|プラン|方針)[^「」]*」|(?:初版|前計画|前期計画|旧計画)の(?:計画)?期間"
)


def read_title(text: str, blocks: Sequence[Block]) -> str:
    """The lines at the top that make up the title, joined; empty if there are none."""
    parts = _running_title(text, blocks)
    for block in [b for b in blocks if b.kind != "blank"][:4]:
        if block.kind in ("table", "item"):
            break
        lines = [re.sub(r"^#+\s*|\*\*", "", display(text, line)) for line in block.lines]
        own = _title_lines(lines, parts)
        if len(block.span.of(text)) > _LONGEST_BLOCK and not any(map(_COMPLETE.search, own)):
            break
        if not own:
            if parts and any(map(_COMPLETE.search, parts)):
                break
            continue
        note = len(own) == 1 and EDITION.fullmatch(own[0])
        if parts and not note and (ENDS_TITLE.search(parts[-1]) or not TITLE_WORD.search(own[0])):
            break
        if own[-1].endswith("。") or (parts and _FIRST_HEADING.match(block.span.of(text))):
            break
        parts += own
        if note:
            break
    title = ""
    for part in parts:
        apart = ENDS_TITLE.search(title) and part[0] not in "(（"
        title += f" {part}" if apart else part
    return re.sub(r"(?<=[)）]) (?=[一-龥])", "", title.strip())[:_LONGEST_TITLE]


def _title_lines(lines: Sequence[str], above: Sequence[str]) -> list[str]:
    """The lines of a block that may belong to the title: slogans left out, and what follows
    a title that is whole (its date, its maker, running text)."""
    found: list[str] = []
    for line in lines:
        if is_slogan(line) or (not above and not found and _VOLUME.fullmatch(line)):
            continue
        if any(map(_COMPLETE.search, (*above, *found))) and _follows_title(line):
            break
        if len(line) > _LONGEST_PART and found:
            break
        found.append(line)
    return found


def _follows_title(line: str) -> bool:
    """Whether a line below a whole title is none of its own."""
    return (
        bool(_DATED.match(line) or _PERIOD_LINE.fullmatch(line) or _NO_JAPANESE.fullmatch(line))
        or "。" in line
        or is_department(line)
        or _named_alone(line) != ""
        or len(line) > _LONGEST_PART
    )


def _running_title(text: str, blocks: Sequence[Block]) -> list[str]:
    """The first line, where it is no block since it stands over every page as well."""
    line = re.search(r"\S[^\n]*", text)
    first = next((block.span.start for block in blocks if block.kind != "blank"), len(text))
    if line is None or line.end() > first:
        return []
    title = display(text, Span(line.start(), line.end()))
    return [title] if ENDS_TITLE.search(title) and len(title) <= _LONGEST_PART else []


def read_municipality(text: str, title: str) -> str:
    """Who made the plan: whom the title names, else a line of the cover by itself, else whom
    the beginning or the end names, else the one that the text names most often; empty if
    there is none. Where the text speaks of 本市 or 本県, only such a one."""
    total = Counter(_municipalities(text))
    ending = _own_ending(text)
    if match := ASSOCIATION.search(title):
        return match["association"]
    for names in (_named(title), *_cover_names(text)):
        if names:
            return _without_prefix(max(names, key=lambda name: (total[name], name)), text)
    for source in (mend(text[:400]), mend(text[-400:])):
        if names := {name for name in _named(source) if name.endswith(ending)}:
            return _without_prefix(max(names, key=lambda name: (total[name], name)), text)
    kept = {name: count for name, count in total.items() if name.endswith(ending)}
    name, count = max(kept.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    return _without_prefix(name, text) if count > 1 else ""


def read_partners(text: str, municipality: str) -> tuple[str, ...]:
    """The municipalities that a line of the cover lists as those who made the plan together,
    `municipality` left out; () if there is no such line."""
    for line in _cover(text):
        names = _BETWEEN.split(line) if _MEMBERS.fullmatch(line) else []
        if names and not any(map(NOT_A_NAME.search, names)):
            return tuple(name for name in names if name != municipality)
    return ()


def _named(source: str) -> set[str]:
    return set(_municipalities(source))


def _cover_names(text: str) -> Iterator[set[str]]:
    """The names that stand alone on the first lines, but for an office and a date."""
    for line in _cover(text):
        if name := _named_alone(line):
            yield {name}


def _cover(text: str) -> list[str]:
    filled = [line for line in text[:2000].splitlines() if line.strip()]
    return [mend(line).strip("# *") for line in filled[:_COVER_LINES]]


def _named_alone(line: str) -> str:
    """The municipality that a line names with no more than a date and an office, else ""."""
    found = _WHOLE_LINE.fullmatch(line)
    if found is None:
        return ""
    whole = ASSOCIATION.fullmatch(found["name"]) or MUNICIPALITY.fullmatch(found["name"])
    name = whole[whole.lastgroup or 0] if whole is not None else ""
    return "" if NOT_A_NAME.search(name) else name


def _own_ending(text: str) -> str:
    """市, 県 … if that is how the plan speaks of its maker, else ""."""
    counts = Counter(match[1] for match in _OWN.finditer(text)).most_common(2)
    if not counts or counts[0][1] < _FEWEST_OWN:
        return ""
    return counts[0][0] if len(counts) == 1 or counts[0][1] > 2 * counts[1][1] else ""


def _municipalities(text: str) -> Iterator[str]:
    for match in MUNICIPALITY.finditer(text):
        name = _COUNTED.sub("", match[match.lastgroup or 0])
        if not NOT_A_NAME.search(name):
            yield name


def _without_prefix(name: str, text: str) -> str:
    """`name` without characters in front that only this place has: 年度柏市 is 柏市 if
    that is what the text says elsewhere."""
    endings = [name[start:] for start in range(len(name) - 1)]
    counts = [text.count(ending) for ending in endings]
    enough = max(counts, default=0) / 2
    return next((e for e, c in zip(endings, counts, strict=True) if c >= enough), name)


def read_kind(title: str) -> str:
    """計画, 報告書, ガイドライン …, by the words of the title."""
    return next((kind for kind, pattern in KINDS if re.search(pattern, title)), "")


def read_edition(title: str) -> str:
    """案, 素案 … if the title says so."""
    match = EDITION_IN_TITLE.search(title)
    return match[1] if match else ""


def read_period(text: str) -> tuple[int, int] | None:
    """The fiscal years that the document is for: the range that its running text calls the
    period, else the first range on its title page. A range on the line of
    another plan's name, or behind it, is that plan's."""
    for pattern in (r"[^。\n]*計画期間[^。]{0,120}", r"[^。\n]*(?:年度から|期間)[^。]{0,80}"):
        for match in re.finditer(pattern, text):
            told, other, _ = _OTHER_PLAN.sub("\0", match[0]).partition("\0")
            if other:
                told = told.rpartition("\n")[0]
            if (period := _range(told)) is not None:
                return period
    return _range(text[:400])


def _range(text: str) -> tuple[int, int] | None:
    ranges: dict[Span, list[int]] = {}
    for mention in find_years(text):
        if mention.kind == "range":
            ranges.setdefault(mention.span, []).append(mention.year)
    return next(((min(years), max(years)) for years in ranges.values()), None)
