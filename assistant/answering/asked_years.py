"""The years that a question asks about, and those by which it names a document."""

from __future__ import annotations

import re

from assistant.language.years import find_years

# 令和5年度実績の報告書, (令和5年度実績), 2024年版; not 令和5年度の実績は.
_DOCUMENT_YEAR = re.compile(
    r"[)）]?(?:dx|計画|推進|実績|進行|進捗|管理|状況|年次|度|分|の)*(?:報告|版|策定|公表)"
    r"|の?実績分?[)）]",
    re.I,
)
# R7年度比3割減, compared with FY2025: the year that a change is measured from.
_BASE_YEAR = re.compile(r"\s*(?:と比べ|に比べ|と比較し|比(?:で|べ|$|[0-9０-９何]))")
_BASE_BEFORE = re.compile(r"(?:compared (?:with|to)|relative to|versus|against)\s*$", re.I)
_AFTER_YEAR = 20  # characters in which a year is told to be a document's
_PLAN_OF_YEAR = re.compile(r"\s*(dx|個別)?(計画|プラン|report|plan)", re.I)


def asked_years(question: str) -> tuple[int, ...]:
    years: list[int] = []
    for mention in find_years(question):
        after = question[mention.span.end : mention.span.end + _AFTER_YEAR]
        if _BASE_YEAR.match(after) or _BASE_BEFORE.search(question[: mention.span.start]):
            continue
        if not _DOCUMENT_YEAR.match(after) and not _PLAN_OF_YEAR.match(after):
            years.append(mention.year)
    return tuple(dict.fromkeys(years))


def document_years(question: str) -> tuple[int, ...]:
    """The years by which the question names a document: 令和5年度実績の報告書."""
    found = (
        mention.year
        for mention in find_years(question)
        if _DOCUMENT_YEAR.match(question[mention.span.end : mention.span.end + _AFTER_YEAR])
    )
    return tuple(dict.fromkeys(found))
