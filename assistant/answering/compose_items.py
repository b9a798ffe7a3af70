"""Lists that stand in the text: the items that a heading, a line or a stem announces."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.answering.compose_text import unmarked
from assistant.answering.drafts import Draft, Evidence, Line
from assistant.answering.messages import say
from assistant.answering.turn import Turn
from assistant.datamodels import Fact, ScoredFact, Span, Value
from assistant.ingest.cells import is_year
from assistant.language.normalize import match_key, normalize_text
from assistant.language.numbers import COUNT_WORDS, KANJI_COUNTS, count_of
from assistant.language.similarity import longest_run
from assistant.retrieval.series import stem_of

ANNOUNCED_NEAR = 0.68  # of the best statement's nearness, for a list of the announced length
AS_ANNOUNCED = 0.25  # what its length is worth to a list
AS_NAMED = 0.12  # what it is worth to a series that the question names what it numbers
WORDS_BESIDE = 50  # characters that a line over a list may have beside what is quoted of it
SHORT = 8  # characters that a heading may have beside the name that it holds
LEAST_SHARED = 4  # characters of a heading that a question names
FAR_BELOW = 1500  # characters between a heading and the list below it
NEAR_BELOW = 0.8  # of the nearness of a list of headings, for the list below one of them
LEAST_OF_TITLE = 7  # characters of a title that a question has as they are
NEARLY_TITLED = 0.8  # of the pairs of characters of a title
APART = 0.12
LEAST_OF_SECTION = 12  # characters of the title of a section whose sections are the items
LEAST_ENUMERATED = 2
BESIDE = 3  # terms in whose sections a list of the announced length is looked for
MOST_ENUMERATING = 8  # statements that may name in brackets what is counted
MOST_WITH_PARTS = 60  # that may name in brackets what a whole consists of
LONGEST_HEAD = 12  # characters before the brackets
LEAST_OF_HEAD = 2  # of them, that the question has as well
_ANNOUNCED = re.compile(
    rf"(?<!第)([0-9０-９]+|[{KANJI_COUNTS}]+)(つ(?!目)|個|箇条|か条|項目|種類|本柱|"
    r"の?(?:柱|原則|ルール|視点|ステップ|類型|約束)|の(?:方針|重点))"
    r"(?![^、。?？]{0,12}?(?:のうち|の中|の内|から選))"
)
_NUMBER_OF = rf"(?:[0-9]+|[{KANJI_COUNTS}])(?:つ|個|段階|項目|種類)"
_LETTERS = re.compile(r"[a-z]{3,}")  # OODA of OODAループ, in an English question
_PHRASE = re.compile(rf"(?:[0-9]+|[{KANJI_COUNTS}])(?:つ|個)の[一-龠ァ-ヶー]{{2,8}}")
# 7業務, 3部会: a number with the word for what is counted.
_COUNTED = re.compile(
    rf"(?<![0-9第])([0-9]{{1,2}}|[{KANJI_COUNTS}])(?![年月日時])[一-龠ァ-ヶー]{{2,6}}"
)
_ENUMERATION = re.compile(
    r"(?P<what>[^（(）)。、\n]{2,30})[（(](?P<items>[^（()）。\n]{3,200})[）)]"
)
_COUNTED_BEHIND = re.compile(
    rf"(?P<items>[^。、\n]{{2,20}}(?:、[^。、\n]{{2,20}}?)+)の(?P<count>[0-9０-９]{{1,2}}|[{KANJI_COUNTS}])"
    r"(?:つの|か所の?|カ所の?|箇所の?)?(?P<what>[一-龠ァ-ヶー]{1,8})"
)
_ENUMERATED = re.compile(r"(?:[^、，,\s]|(?<=[0-9]),(?=[0-9]))+(?:[ 　][^、，,\s]+)*")
_ASKS_PARTS = re.compile(
    r"(?:何|どの|どんな|どのような)[一-龠]{1,2}(?:会|部|課|班)|構成(?:され|は|さ)|内訳"
)
_LAST_NOUN = re.compile(r"[一-龠々ァ-ヶーA-Za-z0-9・]*$")
_BESIDE_NAME = re.compile(
    r"^(?:No\.?)?[A-ZＡ-Ｚ0-9０-９]{1,2}(?:[-－‐–][0-9０-９]{1,2}){0,2}[ 　.．]+"
    r"|[（(][^（()）]*[）)]$"
)
_ASKS_CONTENT = re.compile(
    r"(?:どのような|どんな|どういう)(?:内容|こと|もの|中身)|内容は|何が(?:挙|あ|書|載|含)|具体的に(?:は|何)"
    r"|\bwhat (?:is|are|does) .{0,40}(?:include|cover|contain|consist)"
)
_DATE = re.compile(r"[0-9０-９令和平成RＲ元年度月日上中下旬末～~（()）\s]+")
_NUMBER = re.compile(r"^(?:第?[0-9]{1,2}[章節編部]?|[ivx]{1,4})(?=[^0-9])")  # of a heading
_ASKS_PROJECTS = re.compile(r"事業|取組|取り組|施策|計画(?:は|を)|projects?|measures?|initiatives?")
# pillar four is one of them
_ANNOUNCED_IN_WORDS = re.compile(
    r"(?<!pillar )(?<!goal )(?<!policy )(?<!chapter )(?<!phase )(?<!step )(?<!principle )"
    rf"(?<!of the )\b({'|'.join(COUNT_WORDS[1:])}) "
)


def announced_list(turn: Turn) -> Draft | None:
    """The list of exactly as many items as the question announces, if one is near."""
    announced = announced_count(turn.query.normalized)
    if announced is None:
        return None
    near = [i for i in turn.nearest("list")[:12] if len(i.fact.items) == announced]
    best = max((i.nearness + _as_named(turn, i.fact) for i in near), default=0.0)
    text = turn.nearest("statement", "row")
    if not near or (text and best < ANNOUNCED_NEAR * text[0].nearness):
        return _of_term(turn, announced)
    return compose_list(turn)


def _of_term(turn: Turn, announced: int) -> Draft | None:
    """The one list of the announced length in the section that defines what the question wants
    so many of: the four steps of the OODA loop."""
    for item in turn.best("term")[:BESIDE]:
        term = turn.catalogue.terms[item.fact.ref]
        called = [normalize_text(name) for name in (term.name, *term.aliases)]
        called += [letters for name in called for letters in _LETTERS.findall(name)]
        names = "|".join(map(re.escape, called))
        counted = re.compile(
            rf"(?:{names})の.{{0,4}}{_NUMBER_OF}|\b(?:of|in) (?:the |an? )?(?:{names})"
        )
        if not counted.search(turn.query.normalized):
            continue
        found = [
            fact
            for fact in turn.facts
            if fact.kind == "list"
            and (fact.document_id, fact.section) == (term.document_id, term.section)
            and len(fact.items) == announced
        ]
        if len({fact.items for fact in found}) == 1:
            return told_list(turn, found[0], 0.7)
    return None


def titled_list(turn: Turn) -> Draft | None:
    """The list that stands under just the words that the question has for it: 評価が下がった
    事業."""
    key = match_key(turn.query.question)
    found: list[tuple[int, Fact]] = []
    for fact in plan_lists(turn):
        numbered = len(stem_of(fact.items)) > 1
        title = _NUMBER.sub("", _title(fact)) if numbered else _title(fact)
        least = LEAST_OF_SECTION if fact.ref == "outline" and not numbered else LEAST_OF_TITLE
        if len(title) >= least and title in key:
            found.append((len(title), fact))
    longest = max((length for length, _ in found), default=0)
    best = [fact for length, fact in found if length == longest] or _nearly_titled(turn, key)
    return told_list(turn, best[0], 0.9) if len(best) == 1 else None


def _nearly_titled(turn: Turn, key: str) -> list[Fact]:
    """The sections whose long title the question's `key` has but for a few characters: …実現のため
    where it asks を実現するため. Of several the nearest, if no other is about as near."""
    asked = set(pairwise(key))
    scored: list[tuple[float, Fact]] = []
    for fact in plan_lists(turn):
        title = _title(fact) if fact.ref == "outline" else ""
        if len(title) >= LEAST_OF_SECTION:
            own = set(pairwise(title))
            scored.append((len(own & asked) / len(own), fact))
    best = max((score for score, _ in scored), default=0.0)
    if best < NEARLY_TITLED:
        return []
    return [fact for score, fact in scored if score > best - APART]


def enumerated_list(turn: Turn) -> Draft | None:
    """The things of the announced number that a statement names in brackets behind what the
    question counts: 3つの研究部会 of 研究部会（行財政部会、人事部会、DX部会）."""
    question = turn.query.normalized
    for city in turn.query.municipalities:
        question = question.replace(city, " ")  # 三隈郷市 counts nothing
    announced = announced_count(question) or _counted(question)
    key = match_key(turn.query.question)
    told_in = key if turn.language == "ja" else ""
    if announced is None and _ASKS_PARTS.search(question):
        return _parts_of(turn, key)
    if announced is None or announced < LEAST_ENUMERATED:
        return None
    if whole := _list_under(turn, announced):
        return told_list(turn, whole, 0.9)
    for item in turn.best("statement", "row")[:MOST_ENUMERATING]:
        text = turn.catalogue.documents[item.fact.document_id].text
        if told := _counted_behind(text, item.fact, announced, told_in):
            return told_list(turn, told, 0.9)
        for what, parts in _enumerations(text, item.fact.span):
            named = longest_run(match_key(what)[-LONGEST_HEAD:], key)
            if len(parts) == announced and named.end - named.start >= LEAST_OF_HEAD:
                return told_list(turn, _with_items(item.fact, parts), 0.9)
    return None


def _parts_of(turn: Turn, key: str) -> Draft | None:
    """What a statement names in brackets right behind the whole that the question's `key` asks
    the parts of."""
    for item in turn.best("statement", "row")[:MOST_WITH_PARTS]:
        text = turn.catalogue.documents[item.fact.document_id].text
        for what, parts in _enumerations(text, item.fact.span):
            whole = match_key(_LAST_NOUN.search(what)[0])  # type: ignore[index]
            if len(parts) > 1 and len(whole) >= LEAST_SHARED and whole in key:
                return told_list(turn, _with_items(item.fact, parts), 0.9)
    return None


def _enumerations(text: str, span: Span) -> Iterator[tuple[str, list[re.Match[str]]]]:
    """What stands before each list in brackets of a statement, and the parts of the list."""
    for match in _ENUMERATION.finditer(text, span.start, span.end):
        yield match["what"], list(_ENUMERATED.finditer(text, *match.span("items")))


def _with_items(fact: Fact, parts: Sequence[re.Match[str]]) -> Fact:
    """A statement as the list of its parts."""
    items = tuple(Value(part[0], Span(*part.span())) for part in parts)
    return replace(fact, kind="list", items=items)


def _counted_behind(text: str, fact: Fact, announced: int, key: str) -> Fact | None:
    """The things that a statement names and counts behind the last of them (湯の里、体育館、
    博物館の3施設), what is counted being in the question's `key` if there is one."""
    for match in _COUNTED_BEHIND.finditer(text, fact.span.start, fact.span.end):
        parts = list(_ENUMERATED.finditer(text, *match.span("items")))[-announced:]
        named = not key or match_key(match["what"]) in key
        if count_of(match["count"]) == len(parts) == announced and named:
            return _with_items(fact, parts)
    return None


def _list_under(turn: Turn, announced: int) -> Fact | None:
    """The one list of the announced length whose title has the words that announce it:
    4つの視点."""
    phrase = _PHRASE.search(turn.query.normalized)
    if phrase is None:
        return None
    key = match_key(phrase[0])
    found = [
        fact
        for fact in turn.facts
        if fact.kind == "list" and len(fact.items) == announced and key in _title(fact)
    ]
    return found[0] if len({fact.items for fact in found}) == 1 else None


def plan_lists(turn: Turn) -> Iterator[Fact]:
    """The lists that stand in the plan itself, not in a project's record."""
    return (fact for fact in turn.facts if fact.kind == "list" and fact.project_id is None)


def _title(fact: Fact) -> str:
    """What a list stands under, as a key."""
    return match_key(fact.text.partition(fact.items[0].text)[0])


def _counted(text: str) -> int | None:
    match = _COUNTED.search(text)
    return count_of(match[1]) if match else None


def quoted_list(turn: Turn) -> Draft | None:
    """The list under the heading that holds a name which the question quotes and calls for the
    items of: 「七つの約束」を全て. Of several below it, the one of the announced length."""
    announced = announced_count(turn.query.normalized)
    names = [key for text in turn.query.quoted if len(key := match_key(text)) >= LEAST_SHARED]
    if turn.named or not names or _ASKS_PROJECTS.search(turn.query.normalized):
        return None
    found: list[Fact] = []
    for fact in plan_lists(turn):
        if fact.ref == "outline":
            continue
        section = turn.catalogue.documents[fact.document_id].outline[fact.section]
        heading = match_key(section.title)
        if any(name in heading and len(heading) <= 2 * len(name) + SHORT for name in names):
            found.append(fact)
    if announced:
        found = [fact for fact in found if len(fact.items) == announced]
    return told_list(turn, found[0], 0.9) if len(found) == 1 else None


def under_quote(turn: Turn) -> Draft | None:
    """The one list right under the line that has what the question quotes and asks the content
    of: 「よくある誤り」に何が挙がっているか."""
    names = [key for text in turn.query.quoted if len(key := match_key(text)) >= LEAST_SHARED]
    if not names or turn.named or not _ASKS_CONTENT.search(turn.query.normalized):
        return None
    found: list[tuple[int, Fact]] = []
    for fact in plan_lists(turn):
        title = _title(fact) if fact.ref != "outline" else ""
        if any(name in title and len(title) <= len(name) + WORDS_BESIDE for name in names):
            found.append((len(title), fact))
    nearest = min((length for length, _ in found), default=0)
    lists = [fact for length, fact in found if length == nearest]
    return told_list(turn, lists[0], 0.9) if len({fact.items for fact in lists}) == 1 else None


def compose_list(turn: Turn) -> Draft | None:
    """A list that stands in the text: the items under the heading that the question names."""
    announced = announced_count(turn.query.normalized)
    key = match_key(turn.query.question)
    dated = turn.wanted is not None and turn.wanted.type == "date"
    ranked = [
        item
        for item in turn.nearest("list")
        if (announced or not _names_item(item.fact, key)) and (dated or not _are_dates(item.fact))
    ]
    if not ranked:
        return None
    best = max(ranked[:30], key=lambda item: (_list_score(turn, item, announced), -item.ordinal))
    best = _below_named_item(best, ranked, key, announced) or best
    if announced and len(best.fact.items) < announced:
        return None
    return told_list(turn, best.fact, _list_score(turn, best, announced))


def _are_dates(fact: Fact) -> bool:
    """Whether the items of a list are mere dates, which name nothing, or steps below a year."""
    dates = [_DATE.fullmatch(item.text) or is_year(item.text) for item in fact.items]
    return all(dates) or (bool(dates) and is_year(fact.items[0].text))


def told_list(turn: Turn, fact: Fact, confidence: float) -> Draft:
    """The items of a list, one a line, under what tells how many they are and of which
    document."""
    origin = turn.origin(fact.document_id)
    known = {match_key(p.name.text): p for p in turn.catalogue.projects_in((fact.document_id,))}
    named = [known.get(match_key(_named_in(item.text))) for item in fact.items]
    projects = tuple(project for project in named if project)
    head = Line(say(turn.language, "list_origin", origin=origin, count=len(fact.items)))
    whole = projects if len(projects) == len(fact.items) else ()
    return Draft("textlist", (head, *item_lines(fact)), confidence, projects=whole)


def item_lines(fact: Fact) -> tuple[Line, ...]:
    """The items of a list, each a line with the whole list around its evidence."""
    return tuple(
        Line(
            unmarked(item.text),
            (Evidence(fact.document_id, item.span, (fact.span,)),),
            bullet=True,
        )
        for item in fact.items
    )


def _named_in(item: str) -> str:
    """The name that an item holds between its number and what stands in brackets behind it."""
    return _BESIDE_NAME.sub("", item).strip()


def _below_named_item(
    best: ScoredFact, ranked: list[ScoredFact], key: str, announced: int | None
) -> ScoredFact | None:
    """Of a list of headings of which the question names one, and no more of what they stand
    under, the list of the announced length below that heading."""
    if announced is None:
        return None
    items = best.fact.items
    starts = [item.span.start for item in items]
    shared = [_shared(match_key(item.text), key) for item in items]
    spans = {item.span for item in items}
    least = max(LEAST_SHARED, _shared(_title(best.fact), key) + 1)
    for item in ranked:
        fact = item.fact
        place = bisect_right(starts, fact.items[0].span.start) - 1
        if (
            fact.document_id == best.fact.document_id
            and len(fact.items) == announced
            and fact.items[0].span not in spans
            and place >= 0
            and fact.items[0].span.start - items[place].span.end < FAR_BELOW
            and shared[place] >= least
            and item.nearness >= NEAR_BELOW * best.nearness
        ):
            return item
    return None


def _shared(one: str, other: str) -> int:
    """The length of the longest run of characters that two texts share."""
    run = longest_run(one, other)
    return run.end - run.start


def _names_item(fact: Fact, key: str) -> bool:
    """Whether the question names an item of the list: then it asks about that item."""
    names = (match_key(item.text) for item in fact.items)
    return any(len(name) >= 4 and name in key for name in names)


def _list_score(turn: Turn, item: ScoredFact, announced: int | None) -> float:
    as_announced = announced is not None and len(item.fact.items) == announced
    return item.nearness + (AS_ANNOUNCED if as_announced else 0.0) + _as_named(turn, item.fact)


def _as_named(turn: Turn, fact: Fact) -> float:
    """What it is worth to a series that the question asks for what it numbers: 原則 of 原則1,
    原則2, in its own words or in those of the thesaurus; not where it names one of them
    (原則1)."""
    stem = match_key(stem_of(fact.items))
    if len(stem) < 2:
        return 0.0
    key = match_key(turn.query.question)
    others = ("".join(words) for term in turn.query.terms for words in term.alternatives)
    named = re.search(re.escape(stem) + r"(?!\d)", key) or stem in map(match_key, others)
    return AS_NAMED if named else 0.0


def announced_count(text: str) -> int | None:
    """How many things a question calls for: 4 of 4つの段階; None where it does not tell."""
    match = _ANNOUNCED_IN_WORDS.search(text) or _ANNOUNCED.search(text)
    return count_of(match[1]) if match else None
