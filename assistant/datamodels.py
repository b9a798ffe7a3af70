"""The nouns of the project: frozen records that every floor shares.

All offsets are half-open code-point offsets into `Document.text`, the source text that
quotes are cut from. A record that states something keeps the span it was read from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

FieldName = Literal[
    "summary",  # what the project is (事業概要, 取組の要旨 …)
    "present",  # present state (現状)
    "issues",  # problems (課題)
    "goal",  # aim or future state (目指す姿, 目的, インパクト …)
    "actions",  # what is done (取組内容, 実施内容, アクティビティ …)
    "effects",  # expected effects (期待される効果, アウトカム in prose …)
    "progress",  # what was done and achieved (主な取組と成果, 進捗状況 in prose …)
    "outlook",  # what comes next (今後の展開, 次年度の主な取組 …)
    "tools",  # tools and technologies (活用するツール …)
    "category",  # classification, place in a superior plan (分類, 総合計画との紐付け …)
    "budget",  # cost, budget (事業費, 予算 …)
    "other",
]
ValueKind = Literal["baseline", "target", "actual"]
PassageKind = Literal["text", "list", "table", "glossary", "contents"]
Language = Literal["ja", "en"]
FactKind = Literal[
    "statement", "row", "list", "indicator", "department", "schedule", "rating", "term", "project"
]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open code-point offsets `[start, end)` into a document's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Whether `other` lies inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two have a character in common."""
        return self.start < other.end and other.start < self.end

    def join(self, other: Span) -> Span:
        """The smallest span that covers both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


@dataclass(frozen=True, slots=True)
class Value:
    """A stated value: `text` is fit for display (line breaks and letter-spacing mended),
    `span` is where the source states it."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it. Ordinal 0 is the document itself (level 0)."""

    ordinal: int
    level: int
    title: str
    heading: Span
    span: Span
    parent: int | None


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the corpus with its source text and outline."""

    document_id: str
    path: str
    title: str
    municipality: str
    kind: str
    period: tuple[int, int] | None  # first and last fiscal year, western
    edition: str
    published: str
    source: str
    text: str
    fingerprint: str  # sha256 of the file's bytes
    format: str = "text"
    outline: tuple[Section, ...] = ()
    pages: tuple[int, ...] = ()  # offset at which each page starts; empty without pages

    def section_path(self, ordinal: int) -> tuple[str, ...]:
        """Titles from the top heading down to section `ordinal`, the document left out."""
        titles: list[str] = []
        current: int | None = ordinal
        while current:
            section = self.outline[current]
            titles.append(section.title)
            current = section.parent
        return tuple(reversed(titles))

    def page_of(self, offset: int) -> int | None:
        """The page number (from 1) that `offset` lies on, None for unpaged text."""
        number = sum(1 for start in self.pages if start <= offset)
        return number or None


@dataclass(frozen=True, slots=True)
class PageBox:
    """A rectangle on a page (from 1), as fractions of the page's width and height, from the
    top left corner of the page as it is seen."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class CellArea:
    """Cells of a workbook: `B4:F4` of a sheet."""

    sheet: str
    area: str


Run = tuple[int, int, int, int, int, int, int]  # start, end, page, x0, top, x1, bottom
Cell = tuple[int, int, int, int, int]  # start, end, sheet from 0, row from 1, column from 1


@dataclass(frozen=True, slots=True)
class Places:
    """Where a document's text stands in its file. A run is a piece of a line on a page, its
    sides in ten-thousandths of the page's; its characters are evenly wide. Runs and cells are
    in the order of the text; a merged cell's text has its place wherever it is repeated."""

    document_id: str
    runs: tuple[Run, ...] = ()
    cells: tuple[Cell, ...] = ()
    sheets: tuple[str, ...] = ()


NOWHERE = Places("")


@dataclass(frozen=True, slots=True)
class Passage:
    """The retrievable span that is cited. The passages of a document tile its text
    (white space between them aside)."""

    passage_id: str
    document_id: str
    span: Span
    section: int  # ordinal in the outline
    kind: PassageKind = "text"
    project_id: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class FieldValue:
    """One labelled part of a project's record."""

    field: FieldName
    label: str  # as the document writes it, e.g. 現状と課題
    label_span: Span | None
    value: Value


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """A figure of an indicator. `year` is the fiscal year (western), None if not stated."""

    kind: ValueKind
    year: int | None
    value: Value  # the cell as written, unit and notes included: `70% (7,000件)`
    label: str = ""  # e.g. 目標値(R11)
    dated: Span | None = None  # the sentence that tells the year, where label and cell do not


@dataclass(frozen=True, slots=True)
class Indicator:
    """A KPI with its figures. `qualifier` tells rows of one indicator apart (対象 …)."""

    indicator_id: str
    document_id: str
    project_id: str | None
    name: Value
    values: tuple[IndicatorValue, ...]
    span: Span  # name and figures, the natural quote
    qualifier: str = ""
    unit: str = ""
    section: int = 0


@dataclass(frozen=True, slots=True)
class ScheduleEntry:
    """What a schedule says for an item in some years: `運用開始` in (2028, 2029)."""

    item: Value
    years: tuple[int, ...]  # fiscal years, western, ascending; empty if not told by the text
    text: str  # the cells' own words, arrows left out
    span: Span  # the row


@dataclass(frozen=True, slots=True)
class Project:
    """事業, 個別計画, 取組項目 … with every field's span."""

    project_id: str
    document_id: str
    name: Value  # as the document writes it, line breaks and marks removed
    aliases: tuple[str, ...] = ()
    span: Span = Span(0, 0)  # the whole sheet, or the row of a list if there is no sheet
    section: int = 0
    kind: str = ""  # what the document calls such a thing: 個別計画, 標準事業, 取組項目 …
    number: str = ""  # 6-1-1-1, ①, 26 …
    departments: tuple[Value, ...] = ()
    fields: tuple[FieldValue, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    schedule: tuple[ScheduleEntry, ...] = ()
    rating: Value | None = None
    marks: tuple[Value, ...] = ()
    hierarchy: tuple[Value, ...] = ()  # policy, measure … above the project, top first
    mentions: tuple[Span, ...] = ()  # rows of overviews and summary tables about it
    has_sheet: bool = True

    def values_of(self, name: FieldName) -> tuple[FieldValue, ...]:
        """The record's parts under field `name`, in document order."""
        return tuple(value for value in self.fields if value.field == name)


@dataclass(frozen=True, slots=True)
class Term:
    """A definition: a glossary entry, or one in running text (`inline`)."""

    term_id: str
    document_id: str
    name: str
    aliases: tuple[str, ...]  # readings, abbreviations, full names
    definition: Value
    span: Span  # term and definition together
    section: int = 0
    inline: bool = False


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """All that reading one file gives."""

    document: Document
    passages: tuple[Passage, ...]
    projects: tuple[Project, ...]
    indicators: tuple[Indicator, ...]  # all, those of projects included
    terms: tuple[Term, ...]
    warnings: tuple[str, ...] = ()
    places: Places = NOWHERE


@dataclass(frozen=True, slots=True)
class LabelledCell:
    """A table cell with the text of the header above it."""

    header: str
    value: Value


@dataclass(frozen=True, slots=True)
class Fact:
    """The smallest thing that can answer a question: a statement, a table row, a figure of a
    record. `context` is what it stands under (headings, project, label); `ref` leads to the
    record: an indicator or term id, a field name, a section ordinal."""

    kind: FactKind
    document_id: str
    span: Span
    text: str
    context: str = ""
    project_id: str | None = None
    ref: str = ""
    section: int = 0
    cells: tuple[LabelledCell, ...] = ()
    items: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the user with the ids of the documents that it was kept to (empty: all)."""

    question: str
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """A content word of the question. `weight` says how much it tells about the subject;
    `alternatives` are other ways to say it, each a sequence of lemmas."""

    lemma: str
    weight: float
    alternatives: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Threshold:
    """目標が90%以上: a bound on an indicator's value; `exact` where it is the value itself."""

    value: float
    unit: str
    above: bool
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched. `scope` holds the ids of the documents that may answer; `named`
    those that the question names itself; `within` those that whoever asks keeps to (empty:
    all)."""

    question: str
    normalized: str
    language: Language
    asks: tuple[str, ...] = ()
    forms: frozenset[str] = frozenset()
    terms: tuple[SearchTerm, ...] = ()
    municipalities: tuple[str, ...] = ()
    unknown_places: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    document_years: tuple[int, ...] = ()
    ratings: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    hierarchy: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    negated: bool = False  # の対象になっていない, 以外
    threshold: Threshold | None = None
    quoted: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()  # project ids that an earlier turn was about
    stays: bool = False  # at the places of the turn before, none of its own being named
    beside: Query | None = None  # of the turn before, whose answer is to stand beside this one's
    search_text: str = ""

    def asks_for(self, *names: str) -> bool:
        """Whether any of these kinds of fact is asked for."""
        return any(name in self.asks for name in names)

    def has_form(self, *names: str) -> bool:
        """Whether the question has any of these forms."""
        return any(name in self.forms for name in names)


@dataclass(frozen=True, slots=True)
class ScoredFact:
    """A fact with its scores for a query, each in [0, 1] but `fit` (a small bonus or malus
    for the kind of fact that is asked for). `score` is what facts are ranked by."""

    fact: Fact
    ordinal: int
    score: float
    relevance: float
    coverage: float
    bm25_score: float
    dense_score: float
    name_score: float
    fit: float = 0.0
    missing: tuple[str, ...] = ()  # content words of the question that it does not hold
    phrase: float = 0.0  # the longest run of characters that it shares with the question
    column: bool = False  # whether the question names its first cell and one of its columns

    @property
    def nearness(self) -> float:
        """Relevance and fit: what the first stage ranks by."""
        return self.relevance + self.fit

    def with_score(self, score: float) -> ScoredFact:
        """The same with another score; hundreds of them a question, so without `replace`."""
        return ScoredFact(
            self.fact, self.ordinal, score, self.relevance, self.coverage, self.bm25_score,
            self.dense_score, self.name_score, self.fit, self.missing, self.phrase, self.column,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage with the scores and ranks (from 1) of each list it came from."""

    passage: Passage
    score: float
    bm25_score: float | None = None
    bm25_rank: int | None = None
    dense_score: float | None = None
    dense_rank: int | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A pointer to a span and its exact words (at most 800 characters)."""

    number: int
    passage_id: str
    document_id: str
    document_title: str
    municipality: str
    section: tuple[str, ...]
    page: int | None
    quote: str
    start: int
    end: int
    url: str
    evidence: tuple[Span, ...] = ()  # the values inside the quote, for highlighting


@dataclass(frozen=True, slots=True)
class ProjectRef:
    """A project that an answer names."""

    project_id: str
    name: str
    municipality: str
    document_id: str
    departments: tuple[str, ...]
    citation: int | None


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """The answer's table: plain cells with the numbers of the citations behind each."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    citations: tuple[tuple[tuple[int, ...], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the assistant says: text with markers `[1]`, and the evidence behind it."""

    question: str
    language: Language
    answerable: bool
    text: str
    citations: tuple[Citation, ...] = ()
    projects: tuple[ProjectRef, ...] = ()
    suggestions: tuple[str, ...] = ()
    also_found: tuple[Citation, ...] = ()
    table: AnswerTable | None = None
    elapsed_ms: float = 0.0
    trace: dict[str, object] = field(default_factory=dict)
