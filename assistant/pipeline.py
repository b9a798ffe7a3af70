"""The way of a question, top to bottom: conversation, ranking, composing, citing."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import replace

from assistant.answering.answer import answer
from assistant.answering.citations import Citations, render_table
from assistant.answering.conversation import Earlier, resolve
from assistant.answering.drafts import Draft, Evidence
from assistant.answering.suggestions import follow_ups, starters
from assistant.answering.trace import trace_of
from assistant.answering.turn import Turn
from assistant.answering.understand import check_question
from assistant.datamodels import (
    Answer,
    Asked,
    CellArea,
    Language,
    PageBox,
    Passage,
    ProjectRef,
    Span,
)
from assistant.indexing.embeddings import Encoder, load_encoder
from assistant.indexing.index import Index, open_index
from assistant.language.detect import detect_language
from assistant.retrieval.catalogue import Catalogue
from assistant.retrieval.ranking import Ranker
from assistant.retrieval.retriever import Retriever
from assistant.settings import Settings

SUBJECTS = 2  # projects that a question names which a follow-up may be about
NEAREST = 3  # passages offered where there is no answer


class Assistant:
    """An opened index that answers questions. Thread-safe: it keeps no state of a talk."""

    def __init__(self, settings: Settings, index: Index, encoder: Encoder) -> None:
        self.settings = settings
        self.index = index
        self.catalogue = Catalogue(
            tuple(index.documents.values()),
            index.passages,
            index.projects,
            index.indicators,
            index.terms,
            index.facts,
        )
        self._retriever = Retriever(index, encoder, settings)
        self.ranker = Ranker(self.catalogue, index.fact_index, encoder)

    @classmethod
    def open(cls, settings: Settings) -> Assistant:
        """The assistant over the newest generation of the index. Raises NoIndex,
        DamagedIndex or IndexMismatch."""
        encoder = load_encoder(settings.model, settings.query_prefix, settings.passage_prefix)
        index = open_index(settings)
        index.check_encoder(encoder)
        return cls(settings, index, encoder)

    @property
    def generation(self) -> str:
        """The id of the opened generation."""
        return self.index.folder.name

    def passage(self, passage_id: str) -> Passage | None:
        """The passage of that id, None if there is none."""
        return self.index.passage(passage_id)

    def boxes(self, document_id: str, span: Span) -> tuple[PageBox, ...]:
        """Where the words of `span` stand on the pages of a PDF; empty for other documents."""
        return self.index.boxes(document_id, span)

    def cell_areas(self, document_id: str, span: Span) -> tuple[CellArea, ...]:
        """The cells of a workbook that hold the words of `span`; empty for others."""
        return self.index.cell_areas(document_id, span)

    def starters(self, language: Language = "ja") -> tuple[str, ...]:
        """First questions that the corpus can answer."""
        return starters(self.catalogue, language)

    def ask(
        self,
        question: str,
        history: Sequence[str | Asked] = (),
        documents: Collection[str] = (),
    ) -> Answer:
        """The answer to `question` after the user's earlier questions `history`, oldest
        first. With `documents` (ids) only these answer, unless the question itself names a
        municipality beyond them. Raises QuestionError if there is nothing to answer."""
        started = time.perf_counter()
        text = check_question(question, self.settings.question_characters)
        earlier: list[Earlier] = []
        for past in history:
            asked = Asked(past) if isinstance(past, str) else past
            earlier.append(self.earlier(asked.question, earlier, asked.documents))
        query = resolve(text, earlier, self.catalogue, documents)
        turn, draft = answer(query, self.catalogue, self.ranker)
        finished = self.finished(question, turn, draft)
        return replace(finished, elapsed_ms=round(1000 * (time.perf_counter() - started), 1))

    def earlier(
        self, question: str, earlier: Sequence[Earlier], documents: Collection[str] = ()
    ) -> Earlier:
        """What later questions may refer to: an earlier question, answered."""
        text = question.strip()[: self.settings.question_characters] or "?"
        query = resolve(text, earlier, self.catalogue, documents)
        turn, draft = answer(query, self.catalogue, self.ranker)
        projects = tuple(p.project_id for p in draft.projects or turn.named[:SUBJECTS])
        return Earlier(turn.query, projects, draft.indicators)

    def _nearest(self, turn: Turn, draft: Draft) -> tuple[Evidence, ...]:
        """The passages to offer where the corpus does not tell."""
        if draft.answerable or not turn.query.scope:
            return ()
        query = turn.query
        synonyms = [" ".join(other) for term in query.terms for other in term.alternatives]
        found = self._retriever.search(
            query.search_text, synonyms, query.language, NEAREST, set(query.scope)
        )
        return tuple(Evidence(item.passage.document_id, item.passage.span) for item in found)

    def finished(self, question: str, turn: Turn, draft: Draft) -> Answer:
        """The answer of a draft, its quotes cut and numbered."""
        citations = Citations(self.catalogue)
        body: list[str] = []
        cited: dict[str, int] = {}
        for line in draft.lines:
            marked = line.text + citations.markers(line)
            body.append(f"- {marked}" if line.bullet else marked)
        table = None
        if draft.table:
            table, shown = render_table(draft.table, citations)
            body.append(shown)
        finished = citations.finished()
        for citation in finished:
            for project in draft.projects:
                inside = project.document_id == citation.document_id
                if inside and any(
                    project.span.start <= s.start < project.span.end for s in citation.evidence
                ):
                    cited.setdefault(project.project_id, citation.number)
        also = Citations(self.catalogue)
        for evidence in draft.also or self._nearest(turn, draft):
            also.number(evidence)
        return Answer(
            question=question,
            language=detect_language(question),
            answerable=draft.answerable,
            text="\n".join(body),
            citations=finished,
            projects=tuple(
                ProjectRef(
                    project.project_id,
                    project.name.text,
                    self.catalogue.documents[project.document_id].municipality,
                    project.document_id,
                    tuple(value.text for value in project.departments),
                    cited.get(project.project_id),
                )
                for project in draft.projects
            ),
            suggestions=follow_ups(turn, draft),
            also_found=also.finished(),
            table=table,
            trace=trace_of(turn, draft),
        )
