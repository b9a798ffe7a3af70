"""Which documents a question points at, and which may answer it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from assistant.answering.cues import load_cues
from assistant.answering.reported import with_reports
from assistant.datamodels import Document, Query
from assistant.language.normalize import match_key
from assistant.retrieval.catalogue import Catalogue, newest_first
from assistant.retrieval.volumes import find_volumes, groups_of, without_volumes

_BOTH_KINDS = re.compile(
    r"報告書と.{0,20}計画|計画と.{0,20}報告書|reportand.{0,20}plan|planand.{0,20}report"
)
_EVERYWHERE = re.compile(
    r"(?:すべて|全て|全部|いずれ|各|どの)の?(?:市町村|自治体|市|町|村|計画|資料|文書)|全(?:市|自治体|文書|資料)|"
    r"(?:all|every|any) (?:of )?(?:the )?(?:\w+ )?"
    r"(?:cities|city|municipalit|plans|documents|towns)|"
    r"(?:which|what|other) (?:city|cities|towns?|municipalit)|(?:他|ほか)の(?:市|町|村|自治体)"
)
# The name of a document tells nothing of what is asked: 進行管理報告書(令和5年度実績).
DOCUMENT_NAME = re.compile(
    r"[(（]?(?:(?:令和|r)\d+|\d{4}|"
    r"fy\d+)?年?度?(?:の)?(?:実績)?(?:分)?[)）]?(?:の)?(?:進[行捗]管理|実績)?報告書?"
    r"(?:[(（][^()（）]*実績[^()（）]*[)）])?|(?:fy ?\d{4} )?(?:progress )?(?:management )?report"
    r"|用語集|アクションプラン|action plan"
    r"|(?:第[0-9一二三四五六七八九十]+[次期])?(?:dx)?推進計画|ガイドライン"
    r"|第[0-9一二三四五六七八九十]+[次期]計画",
    re.I,
)
# Reports that are no document of a plan.
_OTHER_REPORT = re.compile(
    r"\b(?:status|incident|accident|damage|birth|death|financial|work) reports?\b"
    r"|(?<!progress )\breports\b|\breport(?:ed|ing)\b"
)
_PLAN_WORDS = ("市の計画", "町の計画", "村の計画", "区の計画", "県の計画")
_KIND_WORDS = {
    "報告": (
        "進行管理報告書",
        "進捗管理報告書",
        "報告書",
        "進行管理",
        "実績報告",
        "年度の報告",
        "年度分の報告",
        "progressreport",
        "report",
        "進行管理報告",
    ),
    "計画": _PLAN_WORDS,
    "ガイドライン": ("ガイドライン", "guideline"),
    "方針": ("基本方針",),
    "戦略": ("戦略",),
}
_TELLING_WORD = re.compile(r"第[0-9一二三四五六七八九十]+[次期]|行政改革実施計画")  # of a title


def named_documents(query: Query, catalogue: Catalogue) -> tuple[str, ...]:
    """Documents that the question points at by age, kind, or a word of their title."""
    text, municipalities = query.normalized, query.municipalities
    candidates = [
        d
        for d in catalogue.documents.values()
        if (not municipalities or d.municipality in municipalities)
        and (not query.within or d.document_id in query.within)
    ]
    pointed = list(_pointed_at(query, candidates, catalogue))
    if pointed and _BOTH_KINDS.search(match_key(text)):
        cities = {d.municipality for d in pointed}
        pointed += [d for d in candidates if d.municipality in cities]
    if not municipalities and asks_everywhere(query):
        return ()
    names = tuple(dict.fromkeys(d.document_id for d in pointed))
    names = with_reports(names, text, catalogue)
    return names if len(names) < len(candidates) or len(municipalities) == 1 else ()


def _pointed_at(
    query: Query, candidates: list[Document], catalogue: Catalogue
) -> Iterator[Document]:
    """Those of the documents that words of the question are for."""
    key = match_key(_OTHER_REPORT.sub(" ", query.normalized))
    for document in candidates:
        telling = _title_words(document, candidates)
        usual = () if query.municipalities else _PLAN_WORDS
        if any(word in key and word not in usual for word in telling):
            yield document
    for group in groups_of(candidates):
        meant = {named.document_id for named in find_volumes(query.normalized, group)}
        yield from (document for document in group if document.document_id in meant)
    cues = load_cues(query.language)
    for pattern, newest in ((cues.newest, True), (cues.oldest, False)):
        if pattern.search(query.normalized):
            yield from _by_age(candidates, catalogue, newest=newest)


def _by_age(candidates: list[Document], catalogue: Catalogue, *, newest: bool) -> list[Document]:
    chosen = []
    for name in dict.fromkeys(document.municipality for document in candidates):
        own = catalogue.documents_of(name)
        if len(own) > 1:
            chosen.append(own[0] if newest else own[-1])
    return chosen


def _title_words(document: Document, candidates: list[Document]) -> tuple[str, ...]:
    """Words that point at `document` and at no other candidate."""
    named: set[str] = set()
    for kind, cue_words in _KIND_WORDS.items():
        if _is_kind(document, kind):
            named |= set(cue_words)
    for other in candidates:
        if other is not document and _same_kind(document, other):
            named.clear()
    title = match_key(document.title)
    rest = [match_key(d.title) for d in candidates if d is not document]
    for token in _TELLING_WORD.findall(title):
        if not any(token in other for other in rest):
            named.add(token)
    return tuple(sorted(named))


def _same_kind(document: Document, other: Document) -> bool:
    kinds = [kind for kind in _KIND_WORDS if _is_kind(document, kind)]
    same_city = document.municipality == other.municipality
    return same_city and any(_is_kind(other, kind) for kind in kinds)


def _is_kind(document: Document, kind: str) -> bool:
    if kind == "計画":  # the word stands in the titles of reports too
        return document.kind == kind
    return kind in document.kind or kind in document.title


def asks_everywhere(query: Query) -> bool:
    """Whether the question is asked of all places, or looks for one: どの市."""
    return bool(_EVERYWHERE.search(query.normalized))


def scope_of(query: Query, catalogue: Catalogue) -> tuple[str, ...]:
    """The documents that may answer, the newest of each municipality first."""
    documents: Iterable[Document] = catalogue.documents.values()
    if query.named:
        documents = (catalogue.documents[name] for name in query.named)
    elif query.municipalities:
        documents = (d for d in documents if d.municipality in query.municipalities)
    if query.within:
        documents = (d for d in documents if d.document_id in query.within)
    return tuple(d.document_id for d in sorted(documents, key=newest_first))


def kept_to(
    within: Collection[str], municipalities: tuple[str, ...], catalogue: Catalogue
) -> tuple[str, ...]:
    """What a question is kept to: nothing where it names a municipality beyond that."""
    inside = [d for d in catalogue.documents.values() if d.document_id in within]
    covered = set(municipalities) <= {document.municipality for document in inside}
    return tuple(document.document_id for document in inside) if covered else ()


def subject_of(query: Query, catalogue: Catalogue) -> str:
    """The question without the name of the document that it points at."""
    if not query.named:
        return query.question
    cities = {catalogue.documents[name].municipality for name in query.named}
    own = [d for d in catalogue.documents.values() if d.municipality in cities]
    unnamed = DOCUMENT_NAME.sub(" ", without_volumes(query.question, own)).strip()
    return unnamed or query.question
