"""Which reports tell what came of a plan."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.datamodels import Document
from assistant.language.normalize import match_key
from assistant.retrieval.catalogue import Catalogue

_RESULTS = re.compile(
    r"実績|結果|達成|評価|進捗|進ん(?:で|だ)|遅れ|中止|廃止|やめ|止め|打ち切|完了|終わった|終了した|"
    r"(?:今|いま|現在|その後)(?:は|、)?(?:どう|何)|どうな(?:って|りました|った)|なんで|なぜ|どうして"
)
_PLANNED = re.compile(
    r"計画(?:では|だと|によると|によれば|上は?|にある|に(?:書|載)|値|期間|の?(?:時点|当初)|と|書)|目標"
)
_YEARS_AT_END = re.compile(r"[(（]?(?:令和|平成|20\d\d).*$")


def is_report(document: Document) -> bool:
    """Whether a document tells what came of a plan."""
    return "報告" in document.kind or "報告" in document.title


def reports_on(catalogue: Catalogue, document: Document) -> Iterator[Document]:
    """The reports of the same municipality whose title begins with the plan's own."""
    plan = _core(document)
    for other in catalogue.documents_of(document.municipality):
        told = is_report(other) and len(plan) >= 4 and _core(other).startswith(plan)
        if told and other is not document:
            yield other


def _core(document: Document) -> str:
    """A title without the years that it covers."""
    title = _YEARS_AT_END.sub("", document.title.strip())
    return match_key(title.removeprefix(document.municipality))


def with_reports(named: tuple[str, ...], question: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The documents that a question points at, and the reports on them where it asks what
    came of a plan: 計画で中止した取組 is told by its report."""
    if not _RESULTS.search(question) or _PLANNED.search(question):
        return named
    documents = [catalogue.documents[document_id] for document_id in named]
    reports = [r.document_id for d in documents for r in reports_on(catalogue, d)]
    return tuple(dict.fromkeys((*named, *reports)))
