"""Where a question names what it compares: municipalities, documents, projects.

What stands in a bracket behind a phrase of its own (電子決裁（A市）と印刷（B市）) names the side
that the phrase belongs to. A year may name the report that tells of it: 令和5年度は何件で、新しい
計画では何件か.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answering.reported import is_report
from assistant.answering.turn import Turn
from assistant.datamodels import Document
from assistant.language.similarity import longest_run
from assistant.language.years import find_years
from assistant.retrieval.volumes import find_volumes, groups_of

SHORTEST_NAME = 4
SHARE_OF_NAME = 0.6  # of a project's name that the question must give to name it
_BRACKET = re.compile(r"\s*[(（「『][^()（）「」『』]{1,60}[)）」』]")
_OPENS = re.compile(r"\s*(?:(?i:city|town|village)\b)?\s*\(")
_REPORT = re.compile(
    r"(?:(?:令和|平成|[RH])?\d+年度?(?:分|版)?の?)?(?:[^\s、。はがをとの()（）「」]{0,14}(?:実績分?の?|計画の?))?(?:進[行捗](?:管理|状況)?|実績)?報告書?"
    r"|(?i:(?:fy ?\d{4} )?(?:progress )?report)"
)
_PLAN = re.compile(
    r"(?:第[0-9一二三四五六七八九十]+次|新しい|新|旧|現行の?|以前の|前の|最新の)?(?i:dx)?(?:推進)?"
    r"(?:(?<!個別)(?<!総合)(?<!重点)(?<!個別事業)計画(?!書?どおり|通り|期間|的|一覧|項目|に|の(?:数|一覧))|プラン|ガイドライン)"
    r"|(?i:(?:first|second|third|new|old|dx|promotion) (?:dx )?(?:promotion )?plan|guidelines?)"
)
_DOCUMENT_AFTER = re.compile(rf"の?(?:{_PLAN.pattern}|{_REPORT.pattern})(?![一-龠])")
_PHRASE = re.compile(
    r"(?:^|(?<=[\s、。,，)）はをと]))(?P<phrase>[^\s、。,，()（）はを]{2,30})\s?[(（]$"
)
_JOINS = ("と", "や", "・", "及び", "および")
_CLOSES = re.compile(r"[^()（）]{0,30}[)）]")


@dataclass(frozen=True, slots=True)
class Mention:
    """Where the question names a side: `key` is its municipality, document or project."""

    start: int
    end: int
    key: str


def apart(mentions: Iterable[Mention]) -> list[Mention]:
    """The longest mentions, none of which overlap."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start)):
        if all(mention.end <= other.start or other.end <= mention.start for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)


def city_mentions(turn: Turn, text: str) -> list[Mention]:
    """Where the question names municipalities; where it names documents of one that has several,
    each behind its name, these are the sides."""
    found = list(_named_cities(turn, text))
    for name in dict.fromkeys(mention.key for mention in found):
        own = _with_documents(turn, text, found, name)
        if len({mention.key for mention in own}) > 1:
            found = [mention for mention in found if mention.key != name] + own
    return with_phrases(text, found)


def _with_documents(turn: Turn, text: str, mentions: Sequence[Mention], name: str) -> list[Mention]:
    """The mentions of a municipality, each as one of the document that is named behind it."""
    documents = list(_documents_named(text, turn.catalogue.documents_of(name)))
    starts = sorted(mention.start for mention in mentions)
    found: list[Mention] = []
    for mention in mentions:
        if mention.key != name:
            continue
        end = next((start for start in starts if start > mention.start), len(text))
        behind = [d for d in documents if mention.end <= d.start and d.end <= end]
        found.append(replace(mention, key=behind[0].key) if behind else mention)
    return found


def with_phrases(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions in the order of the text, those in a bracket with the phrase before it, where
    all are."""
    found: list[Mention] = []
    ordered = sorted(mentions, key=lambda m: m.start)
    for mention in ordered:
        before = _PHRASE.search(text, 0, mention.start)
        closed = _CLOSES.match(text, mention.end)
        if before is None or closed is None:
            return ordered
        phrase = before["phrase"]
        joint = next((j for j in _JOINS if phrase.startswith(j) and found), "")
        found.append(Mention(before.start("phrase") + len(joint), closed.end(), mention.key))
    return found


def _named_cities(turn: Turn, text: str) -> Iterator[Mention]:
    rest = text
    for name in sorted(turn.query.municipalities, key=len, reverse=True):
        for spelling in turn.catalogue.spellings(name):
            ended = r"(?![A-Za-z])" if spelling[-1].isascii() else ""
            pattern = re.compile(rf"(?<![A-Za-z])(?<![A-Za-z]-){re.escape(spelling)}{ended}", re.I)
            for match in pattern.finditer(rest):
                yield Mention(match.start(), match.end(), name)
            rest = pattern.sub(lambda m: "\0" * len(m[0]), rest)


def document_mentions(turn: Turn, text: str) -> list[Mention]:
    """Where the question names documents of one municipality: its report, its plan, or the year
    that its report tells of."""
    documents = [turn.catalogue.documents[d] for d in turn.query.scope]
    city = (*turn.query.municipalities, *(turn.city(d) for d in turn.query.named))[:1]
    own = [d for d in turn.catalogue.documents.values() if not city or d.municipality in city]
    own = [d for d in own if len(turn.catalogue.documents_of(d.municipality)) > 1] or documents
    found = list(_documents_named(text, own))
    if len({mention.key for mention in found}) == 1:
        found += _years_reported(turn, text, found[0], own)
    return with_phrases(text, found)


def _documents_named(text: str, documents: Sequence[Document]) -> Iterator[Mention]:
    reports = [d for d in documents if is_report(d)]
    plans = [d for d in documents if not is_report(d)]
    volumes = [named for group in groups_of(documents) for named in find_volumes(text, group)]
    rest = text
    for named in volumes:
        yield Mention(named.start, named.end, named.document_id)
        rest = rest[: named.start] + "\0" * (named.end - named.start) + rest[named.end :]
    for pattern, chosen in ((_REPORT, reports), (_PLAN, plans)):
        for match in pattern.finditer(rest):
            if len(chosen) == 1:
                yield Mention(match.start(), match.end(), chosen[0].document_id)
        rest = pattern.sub(lambda m: "\0" * len(m[0]), rest)


def names_reported_year(turn: Turn) -> bool:
    """Whether the question asks a report, by its year, and another document, by its name."""
    if len(turn.query.named) != 1 or not turn.query.years:
        return False
    text = unicodedata.normalize("NFKC", turn.query.question)
    return len({mention.key for mention in document_mentions(turn, text)}) > 1


def gives_phrases(turn: Turn) -> bool:
    """Whether the question has a phrase for each municipality: 電子決裁（A市） 印刷（B市）."""
    if len(turn.query.municipalities) < 2:
        return False
    text = unicodedata.normalize("NFKC", turn.query.question)
    mentions = city_mentions(turn, text)
    return len(mentions) > 1 and all(text[m.end - 1] == ")" for m in mentions)


def _years_reported(
    turn: Turn, text: str, named: Mention, documents: Sequence[Document]
) -> Iterator[Mention]:
    """A year in a clause before the one that names another document, as the report on it."""
    for document in documents:
        if document.document_id == named.key or not is_report(document):
            continue
        told = {mention.year for mention in find_years(turn.origin(document.document_id))}
        for mention in find_years(text):
            apart = "、" in text[mention.span.end : named.start]
            if mention.year in told and mention.span.end < named.start and apart:
                yield Mention(mention.span.start, mention.span.end, document.document_id)


def similar_names(turn: Turn, text: str) -> Iterator[Mention]:
    """Projects whose name the question gives in part: the longest part that both hold."""
    for project_id in turn.ranker.names.scores(turn.query):
        name = unicodedata.normalize("NFKC", turn.catalogue.projects[project_id].name.text)
        run = longest_run(text, name)
        if run.end - run.start >= max(SHORTEST_NAME, SHARE_OF_NAME * len(name)):
            yield Mention(run.start, run.end, project_id)


def one_each(text: str, ordered: Sequence[Mention]) -> list[Mention]:
    """The mentions, a name with the same one in brackets behind it as one: Aone (青嶺市)."""
    kept: list[Mention] = []
    for mention in ordered:
        before = kept[-1] if kept else None
        again = before is not None and before.key == mention.key
        if before and again and _OPENS.fullmatch(text, before.end, mention.start):
            end = mention.end + text.startswith(")", mention.end)
            kept[-1] = replace(before, end=end)
        else:
            kept.append(mention)
    return kept


def own_words(part: str) -> str:
    """A bracket, or the name of a document and a bracket behind it, right after a side: it
    belongs to that side."""
    document = _DOCUMENT_AFTER.match(part)
    end = document.end() if document else 0
    bracket = _BRACKET.match(part, end)
    return part[: bracket.end() if bracket else end]
