"""The index as one opened generation: records, words and vectors, each loaded when used."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from assistant.datamodels import (
    NOWHERE,
    CellArea,
    Document,
    Fact,
    Indicator,
    PageBox,
    Passage,
    Places,
    Project,
    ReadDocument,
    Span,
    Term,
)
from assistant.errors import DamagedIndex, IndexMismatch
from assistant.indexing.bm25 import Bm25
from assistant.indexing.dense import DenseIndex
from assistant.indexing.embeddings import Encoder, load_encoder
from assistant.indexing.fact_index import FactIndex, build_fact_index, encode_facts
from assistant.indexing.kept_tokens import KeptTokens
from assistant.indexing.records import read_records, schema_digest, write_records
from assistant.indexing.storage import (
    BUILD_COMMAND,
    Manifest,
    current_generation,
    verify,
    write_generation,
)
from assistant.ingest.places import areas_of, boxes_of
from assistant.settings import Settings

T = TypeVar("T")
OwnedT = TypeVar("OwnedT", Passage, Project, Indicator, Term, Fact)
Progress = Callable[[str, int, int], None]  # what is done, how many, of how many

TABLES: dict[str, type] = {
    "documents": Document,
    "passages": Passage,
    "projects": Project,
    "indicators": Indicator,
    "terms": Term,
    "facts": Fact,
    "places": Places,
}
ENCODED_AT_ONCE = 512  # texts between two signs of progress


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of a generation lie."""

    folder: Path

    @property
    def records(self) -> Path:
        return self.folder / "records.sqlite"

    @property
    def passage_lemmas(self) -> Path:
        return self.folder / "passages" / "lemmas"

    @property
    def passage_bigrams(self) -> Path:
        return self.folder / "passages" / "bigrams"

    @property
    def passage_vectors(self) -> Path:
        return self.folder / "passages" / "vectors"

    @property
    def facts(self) -> Path:
        return self.folder / "facts"

    @property
    def passage_keys(self) -> Path:
        return self.folder / "passages" / "keys.npy"

    @property
    def tokens(self) -> Path:
        return self.folder / "tokens"

    @property
    def fact_keys(self) -> Path:
        return self.folder / "facts" / "keys.npy"


@dataclass(frozen=True, slots=True)
class Contents:
    """All records of a corpus, in document order."""

    reads: tuple[ReadDocument, ...]
    facts: tuple[Fact, ...]

    @property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(passage for read in self.reads for passage in read.passages)

    def tables(self) -> dict[str, tuple[Any, ...]]:
        """The records by the name of their table."""
        return {
            "documents": tuple(read.document for read in self.reads),
            "passages": self.passages,
            "projects": tuple(item for read in self.reads for item in read.projects),
            "indicators": tuple(item for read in self.reads for item in read.indicators),
            "terms": tuple(item for read in self.reads for item in read.terms),
            "facts": self.facts,
            "places": tuple(r.places for r in self.reads if r.places.runs or r.places.cells),
        }


class Index:
    """An opened generation. Its parts stay readable while newer ones are built; a damaged
    part raises DamagedIndex when it is first used."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest
        self._layout = Layout(folder)

    @cached_property
    def documents(self) -> dict[str, Document]:
        """Documents by id, in the order of the corpus."""
        return {document.document_id: document for document in self._records("documents", Document)}

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """All passages; the position of one is its id in the search indexes."""
        return self._records("passages", Passage)

    @cached_property
    def projects(self) -> tuple[Project, ...]:
        """All projects, in document order."""
        return self._records("projects", Project)

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators, those of projects included."""
        return self._records("indicators", Indicator)

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """All definitions."""
        return self._records("terms", Term)

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """All facts; the position of one is its id in `fact_index`."""
        return self._records("facts", Fact)

    @cached_property
    def places(self) -> dict[str, Places]:
        """Where the text stands in its file, by the id of the document; without those whose
        files have no such places."""
        return {places.document_id: places for places in self._records("places", Places)}

    def boxes(self, document_id: str, span: Span) -> tuple[PageBox, ...]:
        """The boxes on the pages of a PDF that hold the words of `span`, one a piece of a
        line; empty for documents without such places."""
        return boxes_of(self.places.get(document_id, NOWHERE), span)

    def cell_areas(self, document_id: str, span: Span) -> tuple[CellArea, ...]:
        """The cells of a workbook that hold the words of `span`; empty for others."""
        return areas_of(self.places.get(document_id, NOWHERE), span)

    @cached_property
    def bm25(self) -> Bm25:
        """Lemmas of the passages."""
        return self._part(lambda: Bm25.load(self._layout.passage_lemmas))

    @cached_property
    def bigrams(self) -> Bm25:
        """Character bigrams of the passages."""
        return self._part(lambda: Bm25.load(self._layout.passage_bigrams))

    @cached_property
    def dense(self) -> DenseIndex:
        """Vectors of the passages."""
        return self._part(lambda: DenseIndex.load(self._layout.passage_vectors))

    @cached_property
    def fact_index(self) -> FactIndex:
        """Words and vectors of the facts."""
        return self._part(lambda: FactIndex.load(self._layout.facts))

    def reads(self) -> dict[str, ReadDocument]:
        """What reading each document gave, by its id; the warnings are in the manifest."""
        passages, projects = _by_document(self.passages), _by_document(self.projects)
        indicators, terms = _by_document(self.indicators), _by_document(self.terms)
        return {
            name: ReadDocument(
                document,
                passages.get(name, ()),
                projects.get(name, ()),
                indicators.get(name, ()),
                terms.get(name, ()),
                places=self.places.get(name, Places(name)),
            )
            for name, document in self.documents.items()
        }

    def kept_tokens(self) -> KeptTokens:
        """The tokens of the indexed texts, for the next build by this version of the program."""
        return self._part(lambda: KeptTokens(self._layout.tokens))

    def facts_by_document(self) -> dict[str, tuple[Fact, ...]]:
        """The facts of each document, by its id."""
        return _by_document(self.facts)

    def passage(self, passage_id: str) -> Passage | None:
        """The passage with this id, None if there is none."""
        return self._passages_by_id.get(passage_id)

    def check_encoder(self, encoder: Encoder) -> None:
        """Raises IndexMismatch unless `encoder` made this index's vectors."""
        built = self.manifest["model"]
        if built["name"] != encoder.name or built["digest"] != encoder.digest:
            raise IndexMismatch(
                f"索引は別の埋め込みモデル（{built['name']} {built['digest'][:8]}）で"
                "作られています。"
                f"今のモデル（{encoder.name} {encoder.digest[:8]}）で使うには "
                f"{BUILD_COMMAND} を実行して作り直してください。"
            )

    def verify(self) -> None:
        """Compares every file with its checksum. Raises DamagedIndex."""
        verify(self.folder)

    @cached_property
    def _passages_by_id(self) -> dict[str, Passage]:
        return {passage.passage_id: passage for passage in self.passages}

    def _records(self, table: str, kind: type[T]) -> tuple[T, ...]:
        return self._part(lambda: read_records(self._layout.records, table, kind))

    def _part(self, load: Callable[[], T]) -> T:
        try:
            return load()
        except (OSError, ValueError, TypeError, KeyError, EOFError, sqlite3.Error) as error:
            raise DamagedIndex(
                f"索引（{self.folder}）を読めません: {error}。"
                f"{BUILD_COMMAND} を実行して作り直してください。"
            ) from error


def _by_document(records: Iterable[OwnedT]) -> dict[str, tuple[OwnedT, ...]]:
    grouped: dict[str, list[OwnedT]] = {}
    for record in records:
        grouped.setdefault(record.document_id, []).append(record)
    return {name: tuple(group) for name, group in grouped.items()}


def open_index(settings: Settings) -> Index:
    """The index in use. Raises NoIndex, DamagedIndex, or IndexMismatch if another version of
    the records or another model's settings built it. The model's bytes are compared by
    `Index.check_encoder`, for that takes as long as reading them."""
    folder, manifest = current_generation(settings.index)
    if manifest.get("schema") != schema_digest(TABLES.values()):
        raise IndexMismatch(
            f"索引（{folder}）はこの版のプログラムで作られたものではありません。"
            f"{BUILD_COMMAND} を実行して作り直してください。"
        )
    wanted = _model_settings(settings)
    built = {name: manifest["model"].get(name) for name in wanted}
    if built != wanted:
        raise IndexMismatch(
            f"索引は埋め込みモデルの設定 {built} で作られ、今の設定 {wanted} と違います。"
            f"{BUILD_COMMAND} を実行して作り直してください。"
        )
    return Index(folder, manifest)


def write_index(
    settings: Settings,
    contents: Contents,
    encoder: Encoder,
    description: Mapping[str, Any],
    old: Index | None = None,
    progress: Progress = lambda what, done, total: None,
    tokens: KeptTokens | None = None,
) -> Index:
    """Writes a new generation and makes it current; `description` joins its manifest. Vectors
    of texts that `old` holds are taken from there, so it has to be whole. Call it under
    `build_lock`."""
    kept = tokens or KeptTokens()
    tables = contents.tables()
    model = {**_model_settings(settings), "digest": encoder.digest}
    built = dict(old.manifest["model"]) if old else {}
    dimension = built.pop("dimension", None)
    reusable = old if built == model else None
    if reusable is None:
        dimension = encoder.dimension  # loads the model
    described = {
        "schema": schema_digest(TABLES.values()),
        "model": {**model, "dimension": dimension},
        "counts": {name: len(records) for name, records in tables.items() if name != "places"}
        | {"sections": sum(len(read.document.outline) - 1 for read in contents.reads)},
        **description,
    }

    def write(folder: Path) -> None:
        layout = Layout(folder)
        write_records(layout.records, tables)
        passages, facts = (
            _ReusingEncoder(encoder, dimension, kind, reusable, progress)
            for kind in ("passages", "facts")
        )
        _write_passages(layout, contents, passages, kept)
        _write_facts(layout, contents.facts, facts, kept)
        kept.save(layout.tokens)

    folder = write_generation(settings.index, described, write)
    return Index(folder, current_generation(settings.index)[1])


def passage_text(read: ReadDocument, passage: Passage) -> str:
    """What a passage is searched by: the headings and project it stands under, and its text."""
    names = {project.project_id: project.name.text for project in read.projects}
    project = names.get(passage.project_id or "")
    path = read.document.section_path(passage.section)
    parts = [*path, *([project] if project and project not in path else [])]
    return "\n\n".join([*parts, passage.span.of(read.document.text)])


def _model_settings(settings: Settings) -> dict[str, str]:
    encoder = load_encoder(settings.model, settings.query_prefix, settings.passage_prefix)
    return {
        "name": encoder.name,
        "query_prefix": settings.query_prefix,
        "passage_prefix": settings.passage_prefix,
    }


def _write_passages(
    layout: Layout, contents: Contents, encoder: _ReusingEncoder, kept: KeptTokens
) -> None:
    texts = [passage_text(read, p) for read in contents.reads for p in read.passages]
    Bm25.build([kept.lemmas(text) for text in texts]).save(layout.passage_lemmas)
    Bm25.build([kept.bigrams(text) for text in texts]).save(layout.passage_bigrams)
    DenseIndex.build(encoder.encode_passages(texts)).save(layout.passage_vectors)
    np.save(layout.passage_keys, encoder.keys)


def _write_facts(
    layout: Layout, facts: Sequence[Fact], encoder: _ReusingEncoder, kept: KeptTokens
) -> None:
    layout.facts.mkdir()
    build_fact_index(facts, encode_facts(facts, encoder), kept).save(layout.facts)
    np.save(layout.fact_keys, encoder.keys)


class _ReusingEncoder:
    """An Encoder that takes the vectors of unchanged texts from the index before, shows its
    progress, and remembers a digest of each text."""

    def __init__(
        self, encoder: Encoder, dimension: int, kind: str, old: Index | None, progress: Progress
    ) -> None:
        self.name, self.dimension, self.digest = encoder.name, dimension, encoder.digest
        self.encode_queries = encoder.encode_queries
        self.keys = _keys([])
        self._encoder = encoder
        self._kind = kind
        self._progress = progress
        self._dense = DenseIndex(np.empty((0, dimension), dtype=np.float32))
        self._rows: dict[bytes, int] = {}
        if old is not None:
            layout, facts = Layout(old.folder), kind == "facts"
            keys = np.load(layout.fact_keys if facts else layout.passage_keys)
            self._dense = old.fact_index.dense if facts else old.dense
            self._rows = {key.tobytes(): row for row, key in enumerate(keys)}

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One vector a text; shape [len(texts), dimension]."""
        keys = _keys(texts)
        self.keys = np.concatenate([self.keys, keys])
        rows = np.array([self._rows.get(key.tobytes(), -1) for key in keys], dtype=np.int64)
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        vectors[rows >= 0] = self._dense.vectors(rows[rows >= 0])
        new = np.flatnonzero(rows < 0)
        for start in range(0, len(new), ENCODED_AT_ONCE):
            batch = new[start : start + ENCODED_AT_ONCE]
            vectors[batch] = self._encoder.encode_passages([texts[i] for i in batch])
            self._progress(self._kind, start + len(batch), len(new))
        return vectors


def _keys(texts: Sequence[str]) -> NDArray[np.uint8]:
    """A 16-byte digest a text."""
    digests = b"".join(hashlib.blake2b(t.encode(), digest_size=16).digest() for t in texts)
    return np.frombuffer(digests, dtype=np.uint8).reshape(len(texts), 16)
