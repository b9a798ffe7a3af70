"""The words municipal plans use for the parts of a project's sheet, read from `labels.toml`.

A role is what a label stands for: a field of the record (`summary`, `issues` …) or a part
of it that has its own shape (`name`, `department`, `indicator`, `schedule`, `baseline` …).
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from assistant.datamodels import FieldName
from assistant.ingest.spacing import BREAK
from assistant.language.normalize import match_key

_VOCABULARY = Path(__file__).with_name("labels.toml")

FIELD_OF_ROLE: dict[str, FieldName] = {
    "summary": "summary", "present": "present", "issues": "issues", "goal": "goal",
    "actions": "actions", "effects": "effects", "progress": "progress", "outlook": "outlook",
    "tools": "tools", "category": "category", "budget": "budget", "note": "other",
}  # fmt: skip
PROSE = frozenset(
    ("summary", "present", "issues", "goal", "actions", "effects", "progress", "outlook")
)  # roles, and fields of these names, that sentences tell
REPEATABLE = frozenset(
    ("indicator", "schedule", "baseline", "target", "actual", "note", "actions", "unit", "mark")
)  # roles that one sheet may hold several times
FIGURES = frozenset(("baseline", "target", "actual"))
STANDINGS = FIGURES | {"present"}  # 現状 has a figure or words

CIRCLED = "⓪①-⑳㉑-㉟㊱-㊿❶-❿➀-➓"
BULLET = rf"[-*+•‣・･●○◎◆◇▶▷►▪✓✔➢⇒※■□▼▽▲△★☆◯〇#＃\ue000-\uf8ff]+[ 　]*|[{CIRCLED}][ 　.．]*"
_ENUMERATION = r"[(（]\d{1,2}[)）][ 　]*|\d{1,2}[.．)）][ 　]*|[ア-オa-e][.．)）][ 　]*"
_DECORATION = re.compile(rf"^(?:{BULLET}|{_ENUMERATION}|\*\*|[【〔［\[〈《≪<＜「『〖])+")
_CLOSING = re.compile(r"(?:\*\*|[】〕］\]〉》≫>＞」』〗:：]|[ 　])+$")
# No number behind a word: 取組の方向(1) is the name of a policy.
_PARENTHESIS = re.compile(r"[（(［\[【〔](?![0-9０-９]{1,2}[）)]$)[^（()）\[\]【】]*[）)］\]】〕]$")
_INNER = re.compile(r"[（(【\[〔](?![0-9０-９]{1,2}[）)]$)[^（()）【】\[\]〔〕]*[）)】\]〕]")
_YEAR_PREFIX = re.compile(
    r"^(?:(?:令和|平成|[RrHh])?\s*(?:\d{1,4}|元)\s*[(（]?(?:\s*[RrHh]?\d{1,4}\s*年?\s*[)）])?\s*年?度?末?)"
    r"(?:の|における|[ 　])*(?=\D)"
)
_LEGEND = re.compile(
    r"(?P<sign>[●◎○★☆◆◇■□▲])」?(?:印|マーク)?は、?[ 　]?(?P<what>[^。「」●◎○★☆◆◇■□▲]{2,30}?)"
    r"(?:を(?:表|示|指)|です|とし)"
)
# ★＝重点施策, （☆…新規事業）: the mark is what the sign is said to be.
_EQUATED = re.compile(
    r"(?P<sign>[●◎○★☆◆◇■□▲])(?:印|マーク)?[ 　]?(?:[＝=：:…]+|は、?)[ 　]?"
    r"(?P<what>[^\s。、（()）「」＝=●◎○★☆◆◇■□▲]{1,14}?(?:施策|事業|取組|項目|プロジェクト))(?![^\s。、（()）])"
)
_LEGEND_ROW = re.compile(
    r"(?:^|[\s　（(、])(?P<sign>[●◎○★☆◆◇■□▲])(?:[\t 　]*[:：＝=][ 　]*|\t+|　+| {2,})"
    r"(?P<what>[^\s。、，（）()●◎○★☆◆◇■□▲]{2,16})",
    re.MULTILINE,
)
# 「継」は前計画からの継続取組, 「重」は重点
_QUOTED_SIGN = re.compile(
    r"[「『](?P<sign>[一-龥●◎○★☆◆◇■□▲])[」』](?:は、?|[＝=：:…])[ 　]?"
    r"(?P<what>[^。、「」『』]{2,20})"
)
_LEGENDS = (_LEGEND, _LEGEND_ROW, _QUOTED_SIGN)
_SIGN_BEHIND = re.compile(r"(?P<word>[^●◎○★☆◆◇■□▲]+?)[ 　]*[（(]?(?P<sign>[●◎○★☆◆◇■□▲])[）)]?")
_CLASS_JOINT = re.compile(r"[ 　]*[・、，,／/][ 　]*|[ 　]+")
_REVISION = re.compile(r"(?:変更|見直し|改定|改訂|修正|改正)(?:前|後)")
_NUMBERED = re.compile(rf"^(?:[-*] +)?[{CIRCLED}]")
NAME_NUMBER = re.compile(
    r"^(?:(?:事業|取組|施策|アクション|プロジェクト)?"
    rf"(?P<circled>[{CIRCLED}](?:\d(?=[ 　][^A-Za-z]))?)[ 　\t.．:：]*"
    r"|(?:(?P<kind>(?:基本|重点|個別|主要|具体的)?(?:施策|取り?組み?)"
    r"|(?:計画|実施|推進|重点|個別|主要|構成)?事業|(?:計画|実施|推進|改革)項目|プロジェクト|アクション)|"
    r"No\.?|Ｎｏ\.?|№)?[ 　]?"
    r"(?P<code>[A-ZＡ-Ｚ]?\d{1,3}(?:[-－‐–.．](?:\d{1,3}|[①-⑳]))*"
    r"(?:[①-⑳]|[-－‐–]?[(（]\d{1,2}[)）](?:[-－‐–]?[①-⑳])?(?=[ 　\t\n]))?"
    r"|[A-ZＡ-ＺⅠ-Ⅻ]{1,3}(?:[-－‐–](?:\d{1,3}|[(（]\d{1,2}[)）]))+)"
    r"(?:[.．)）:：]|[★☆◎●]?[ 　\t\n]|(?<=-\d)(?=\D))[ 　\t\n]*(?=\S)"
    r"|[(（](?P<paren>\d{1,3})[)）][ 　]*"
    r"|【(?P<bracket>[A-ZＡ-Ｚ]{0,2}\d{1,3}(?:[-－]\d{1,3})*)】[ 　]*)"
)
CODE_LINE = re.compile(
    rf"^(?:(?:\d{{1,2}}|[A-ZＡ-Ｚ]{{1,2}}\d{{0,2}})(?:[-－‐–.．](?:\d{{1,3}}|[①-⑳])){{1,4}}|[{CIRCLED}]"
    r"|(?:No|NO|Ｎｏ|№)\.?[ 　]?\d{1,3})$"
)
_NUMBER_IN_BRACKETS = re.compile(r"^([^【】〔〕]{2,8})[】〕]")  # 【基本目標A】市民の…


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`labels.toml`, ready for look-up."""

    roles: dict[str, str]  # key of a label -> role
    weak: dict[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]
    joints: tuple[str, ...]
    leads: tuple[str, ...]
    tails: tuple[str, ...]
    marks: dict[str, str]  # key of a mark -> as it is shown
    mark_ends: tuple[str, ...]
    ticks: frozenset[str]
    legend: dict[str, str]  # word of a legend -> mark
    kinds: tuple[str, ...]
    default_kind: str
    specimens: tuple[str, ...]
    hierarchy: re.Pattern[str]
    idle: frozenset[str]
    department: re.Pattern[str]
    bureau: re.Pattern[str]
    others: tuple[str, ...]
    rooms: tuple[str, ...]  # that end as sections do and are none
    states: tuple[str, ...]  # what became of a project: 完了, 中止 …


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read once."""
    data = tomllib.loads(_VOCABULARY.read_text(encoding="utf-8"))
    grammar, marks, departments = data["grammar"], data["marks"], data["departments"]
    levels = "|".join(sorted(map(re.escape, data["hierarchy"]["words"]), key=len, reverse=True))
    ends = "|".join(sorted(departments["ends"], key=len, reverse=True))
    bureaus = "|".join(sorted(departments["bureaus"], key=len, reverse=True))
    return Vocabulary(
        roles=_keys(data["roles"], "words"),
        weak=_keys(data["roles"], "weak"),
        patterns=tuple(
            (re.compile(pattern), role)
            for role, entry in data["roles"].items()
            for pattern in entry.get("patterns", ())
        ),
        joints=tuple(grammar["joints"]),
        leads=tuple(sorted(map(match_key, grammar["leads"]), key=len, reverse=True)),
        tails=tuple(map(match_key, grammar["tails"])),
        marks={match_key(word) or word: word for word in marks["words"]},
        mark_ends=tuple(marks["bracketed"]),
        ticks=frozenset(marks["ticks"]),
        legend=dict(marks["legend"]),
        kinds=tuple(data["kinds"]["words"]),
        default_kind=data["kinds"]["default"],
        specimens=tuple(data["specimen"]["words"]),
        hierarchy=re.compile(
            rf"^(?:{levels})\s*(?:[0-9０-９]{{1,2}}(?:[-－.][0-9]{{1,2}})*|[(（][0-9０-９]{{1,2}}[)）]|[ⅠⅡⅢⅣⅤⅥⅦⅧIVX]+"
            rf"|[一二三四五六七八九{CIRCLED}]"
            r"|[A-ZＡ-Ｚ](?:[-－][0-9０-９]{1,2}|(?=[ 　:：]))|(?=[:：]))"
            r"\s*[:：.．]?\s*"
        ),
        idle=frozenset(map(match_key, data["hierarchy"]["idle"])),
        department=re.compile(rf"(?:{ends})(?:[ 　]*[(（][^()（）]*[)）])?(?:等|など|ほか|他)?$"),
        bureau=re.compile(rf"\S{{1,14}}?(?:{bureaus})(?=[ 　])"),
        others=tuple(departments["others"]),
        rooms=tuple(departments["rooms"]),
        states=tuple(sorted(data["states"]["words"], key=len, reverse=True)),
    )


def _keys(roles: dict[str, Any], part: str) -> dict[str, str]:
    """Label -> role; what two roles name stays with the first."""
    keys: dict[str, str] = {}
    for role, entry in roles.items():
        for word in entry.get(part, ()):
            keys.setdefault(match_key(word) or word, role)
    return keys


@lru_cache(maxsize=16384)
def roles_of(text: str, weak: bool = False) -> tuple[str, ...]:
    """The roles of `text` if all of it is a label, in the order of its parts; otherwise ().
    `weak` also takes words that are labels only in tables, in brackets or before a colon."""
    bare = strip_decoration(text)
    if not bare or len(bare) > 40 or "。" in bare:
        return ()
    return _roles(bare, weak)


def _roles(bare: str, weak: bool, depth: int = 0) -> tuple[str, ...]:
    key, words = match_key(bare), vocabulary()
    if role := _look_up(key, weak):
        return (role,)
    if depth > 3:
        return ()
    for shorter in _reductions(bare, key):
        if roles := _roles(shorter, weak, depth + 1):
            return roles
    role = words.roles.get(key.replace("の", "")) if depth == 0 else None  # 事業の内容
    if role in PROSE:
        return (role,)
    return _composite(bare, weak, depth)


def _look_up(key: str, weak: bool) -> str | None:
    words = vocabulary()
    if role := words.roles.get(key) or (words.weak.get(key) if weak else None):
        return role
    for pattern, role in words.patterns:
        if pattern.fullmatch(key):
            return role
    return None


def _reductions(bare: str, key: str) -> list[str]:
    """`bare` without a parenthesis behind it, a year in front of it, a lead or a tail."""
    words = vocabulary()
    found: list[str] = []
    if (shorter := _PARENTHESIS.sub("", bare).strip()) != bare and shorter:
        found.append(shorter)
    if (shorter := _INNER.sub("", bare).strip()) != bare and shorter:
        found.append(shorter)
    folded = unicodedata.normalize("NFKC", bare)
    if (match := _YEAR_PREFIX.match(folded)) and folded[match.end() :]:
        rest = folded[match.end() :]
        found += [f"年度の{rest}", rest] if len(rest) <= 4 else [rest]
    found += [key[len(lead) :] for lead in words.leads if key.startswith(lead) and key != lead]
    for lead in words.leads:
        if key.startswith(lead) and key != lead:
            found.append(_after(bare, lead))
    found += [key[: -len(tail)] for tail in words.tails if key.endswith(tail) and key != tail]
    return [shorter for shorter in found if shorter]


def _after(bare: str, lead: str) -> str:
    """What follows `lead` (a key) in `bare`, its punctuation kept."""
    for end in range(len(bare)):
        if match_key(bare[: end + 1]) == lead:
            return bare[end + 1 :].lstrip("」』 　")
    return ""


def _composite(bare: str, weak: bool, depth: int) -> tuple[str, ...]:
    """Roles of a label that names several parts (現状・課題), each of them known."""
    for joint in vocabulary().joints:
        if joint not in bare:
            continue
        parts = [part for part in bare.split(joint) if part.strip()]
        if len(parts) < 2:
            continue
        found = [_roles(part.strip(), True, depth + 1) for part in parts]
        if all(found) and (weak or any(_roles(part.strip(), False, depth + 1) for part in parts)):
            return tuple(dict.fromkeys(role for roles in found for role in roles))
    return ()


def strip_decoration(text: str) -> str:
    """`text` without the bullets, numbers and brackets around a label, and in one line."""
    bare = text.replace(BREAK, "").strip()
    bare = _DECORATION.sub("", bare)
    return _CLOSING.sub("", bare).strip()


def is_decorated(text: str) -> bool:
    """Whether brackets, a bullet or bold type set `text` off as a label."""
    bare = text.strip()
    return bool(re.match(r"[【〔［\[《≪〈■□▼▽▲◆◇●▶＜<]|\*\*|#", bare)) or bare[-1:] in "：:"


def has_callout(text: str) -> bool:
    """Whether a circled number stands in front, as in a legend of a sheet."""
    return bool(_NUMBERED.match(text.strip()))


@lru_cache(maxsize=16384)
def leading_label(text: str) -> tuple[tuple[str, ...], str, str]:
    """Roles, label and the rest of a cell that begins with a label and goes on with a name:
    `アクティビティ (活動内容) 印刷BPOの導入`. Roles are () if it does not."""
    match = re.match(
        r"(?P<label>[^\s（(]{2,20}\s*[（(][^（()）]{1,20}[）)])\s*(?P<rest>.*)", text, re.DOTALL
    )
    if match is None:
        match = re.match(r"(?P<label>[^\s:：]{2,20})(?:[:：\n]|\s+)(?P<rest>.*)", text, re.DOTALL)
    if match and (roles := roles_of(match["label"])):
        return roles, match["label"], match["rest"].strip()
    return (), "", text


def mark_of(text: str) -> str | None:
    """The mark that `text` as a whole is (`国重点`, `【地域未来交付金】`), None if it is none."""
    words = vocabulary()
    bare = strip_decoration(text) or text.strip()
    key = match_key(bare) or bare
    if key in words.marks:
        return words.marks[key] if len(key) > 1 else bare
    if re.fullmatch(r"[【〔［\[《].{2,30}[】〕］\]》]", text.strip()) and bare.endswith(
        words.mark_ends
    ):
        return bare
    return None


def class_marks(text: str, signs: Mapping[str, str]) -> tuple[str, ...]:
    """The marks that a cell for the class of a thing holds, a sign behind the word (拡充◎) or
    several words (新規・重点), or signs alone; () if anything else stands in it. `signs` has
    what signs mean."""
    bare = text.strip()
    if bare and all(sign in signs for sign in bare):
        return tuple(dict.fromkeys(signs[sign] for sign in bare))  # ★継
    match = _SIGN_BEHIND.fullmatch(bare)
    word, sign = (match["word"], match["sign"]) if match else (bare, "")
    words = [part for part in _CLASS_JOINT.split(word) if part]
    marks = [mark_of(part) for part in words]
    if not words or not all(marks) or not any(len(part) > 1 for part in words):
        return ()
    shown = signs.get(sign, sign)
    return tuple(dict.fromkeys([mark for mark in marks if mark] + ([shown] if shown else [])))


def is_specimen(text: str) -> bool:
    """Whether a heading or caption says that what follows only shows how to read a sheet."""
    return any(word in text for word in vocabulary().specimens)


def ends_as_specimen(title: str) -> bool:
    """Whether a title itself is that of a specimen: 個票の見方."""
    return title.strip(" 　【】［］〔〕《》■◆●").endswith(vocabulary().specimens)


def is_hierarchy(text: str) -> bool:
    """Whether a line names a policy or measure above projects: `目的1 …`, `施策2：…`."""
    bare = _NUMBER_IN_BRACKETS.sub(r"\g<1> ", strip_decoration(text))
    return vocabulary().hierarchy.match(bare) is not None


def measure_of(text: str) -> str | None:
    """Word and number of the measure that a line begins with (施策1-2), as a key."""
    match = vocabulary().hierarchy.match(strip_decoration(text))
    return match_key(match[0]) if match else None


_OF_CHAPTER = re.compile(
    r"第?[ 　]?[0-9０-９一二三四五六七八九十]{1,3}[ 　]?[章節部編]の(?P<what>[^\s（(]{2,12})"
    r"(?:[（(].*)?$"
)


def is_group_caption(text: str, number: str = "") -> bool:
    """Whether a caption is that of a chart or table of a whole measure (施策1-2の工程表), not
    of the thing that has `number`."""
    bare = strip_decoration(text)
    if chapter := _OF_CHAPTER.match(bare):
        return bool(roles_of(chapter["what"]))
    match = vocabulary().hierarchy.match(bare)
    if match is None or (number and match[0].strip().endswith(number)):
        return False
    return bool(roles_of(bare[match.end() :].lstrip("の 　")))


@lru_cache(maxsize=8)
def signs_of(text: str) -> dict[str, str]:
    """The marks that signs behind names stand for, where a legend of `text` tells it."""
    found: dict[str, str] = {}
    for match in chain.from_iterable(legend.finditer(text) for legend in _LEGENDS):
        told = (mark for word, mark in vocabulary().legend.items() if word in match["what"])
        if (mark := next(told, None)) is not None:
            found.setdefault(match["sign"], mark)
    for match in _EQUATED.finditer(text):
        found.setdefault(match["sign"], match["what"])
    return found


def revision_in(label: str) -> str:
    """変更前 or 変更後, where the head over a figure says so, else ""."""
    match = _REVISION.search(label)
    return match[0] if match else ""


def is_idle(text: str) -> bool:
    """Whether a line of a sheet says nothing of the project."""
    return match_key(strip_decoration(text)) in vocabulary().idle


_COUNT = re.compile(
    r"[約延全]?[0-9０-９][0-9０-９,，]*[かカヵヶケ箇]?(?:所|部|校|園|館|局)"
)  # 14か所


def is_department(text: str) -> bool:
    """Whether `text` reads as the name of a section of an office."""
    bare = re.sub(r"\s+", "", text)
    words = vocabulary()
    if not 2 <= len(bare) <= 30 or "。" in bare or bare.endswith(words.rooms):
        return False
    if _COUNT.fullmatch(bare):
        return False
    return bool(words.department.search(bare))


def bureau_before(text: str) -> str:
    """The bureau that names of sections begin with (総務局 人事課), "" if there is none."""
    match = vocabulary().bureau.match(f"{text} ")
    return match[0] if match else ""


def is_bureau(text: str) -> bool:
    """Whether `text` names a bureau and no section of it."""
    return bool(text) and bureau_before(text) == text


_OFFICE_IN_BUREAU = re.compile(
    r"\S{2,16}?(?:課|室|局|所|センター|本部|チーム|担当|班|係)[（(]\S{1,14}(?:部|局|庁|本部|委員会|院|所)[）)]"
)
_BETWEEN_OFFICES = re.compile(r"[ 　]*[／/・、，,＋+][ 　]*|[ 　]+")


def is_office_line(text: str) -> bool:
    """Whether a line names sections with the bureaus they belong to, and nothing else:
    税務課（総務部）／会計課（出納局）."""
    bare = text.strip()
    names = _OFFICE_IN_BUREAU.findall(bare)
    rest = _BETWEEN_OFFICES.sub("", _OFFICE_IN_BUREAU.sub("", bare))
    return bool(names) and not rest and len(bare) <= 80


def kind_in(texts: tuple[str, ...]) -> str:
    """The first word for such things (個別事業, 取組項目 …) that `texts` hold, "" if none. Two
    plain words in one text (施策と事業) tell nothing."""
    kinds = vocabulary().kinds
    for text in texts:
        held = [kind for kind in kinds if kind in text]
        if held and not (len(held) > 1 and all(len(kind) == 2 for kind in held)):
            return held[0]
    return ""
