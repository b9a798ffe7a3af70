"""An index gives back what was written, searches it, and says when it does not fit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.datamodels import ReadDocument
from assistant.errors import DamagedIndex, IndexMismatch
from assistant.indexing.index import Contents, Index, open_index, write_index
from assistant.indexing.storage import build_lock
from assistant.retrieval.retriever import Retriever
from assistant.settings import Settings
from tests.fakes import HashEncoder, facts_of, read_lines

KASHIWAZAKI = read_lines(
    "kashiwazaki",
    "柏崎市",
    "公金収納にeL-QRを用い、キャッシュレス化します。",
    "粗大ごみの収集予約をオンライン化します。",
    "建築確認申請を電子化します。",
)
TOYAMA = read_lines(
    "toyama",
    "富山市",
    "窓口でのキャッシュレス決済に対応します。",
    "職員のテレワークを進めます。",
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    model = tmp_path / "hash"
    model.mkdir()
    (model / "modules.json").write_text("[]", encoding="utf-8")
    return Settings(index=tmp_path / "index", model=str(model))


def write(settings: Settings, encoder: HashEncoder, *reads: ReadDocument) -> Index:
    old = open_index(settings) if (settings.index / "CURRENT").exists() else None
    facts = tuple(fact for read in reads for fact in facts_of(read))
    with build_lock(settings.index):
        return write_index(settings, Contents(reads, facts), encoder, {}, old)


def test_an_opened_index_holds_what_was_written(settings: Settings) -> None:
    """Records come back equal, in order, and passages are found by their id."""
    write(settings, HashEncoder(), KASHIWAZAKI, TOYAMA)
    index = open_index(settings)
    index.verify()
    assert list(index.documents.values()) == [KASHIWAZAKI.document, TOYAMA.document]
    assert index.passages == KASHIWAZAKI.passages + TOYAMA.passages
    assert index.facts == facts_of(KASHIWAZAKI) + facts_of(TOYAMA)
    assert index.passage("toyama:1") == TOYAMA.passages[1]
    assert index.passage("toyama:9") is None
    assert index.manifest["counts"] == {
        "documents": 2, "sections": 0, "passages": 5, "projects": 0, "indicators": 0,
        "terms": 0, "facts": 5,
    }  # fmt: skip


def test_passages_are_found_by_words_and_meaning(settings: Settings) -> None:
    """The best passage of all documents, or of those asked for, with its ranks."""
    encoder = HashEncoder()
    retriever = Retriever(write(settings, encoder, KASHIWAZAKI, TOYAMA), encoder, settings)
    found = retriever.search("キャッシュレス決済", k=2)
    assert [scored.passage.passage_id for scored in found] == ["toyama:0", "kashiwazaki:0"]
    assert [(s.bm25_rank, s.dense_rank) for s in found] == [(1, 1), (2, 2)]
    only = retriever.search("キャッシュレス決済", k=1, document_ids={"kashiwazaki"})
    assert [scored.passage.passage_id for scored in only] == ["kashiwazaki:0"]
    assert retriever.search("キャッシュレス決済", document_ids=set()) == []


def test_extra_terms_widen_the_search(settings: Settings) -> None:
    """A synonym finds the passage that the question's own words do not."""
    encoder = HashEncoder()
    retriever = Retriever(write(settings, encoder, KASHIWAZAKI, TOYAMA), encoder, settings)
    best = retriever.search("bulky waste", ["粗大ごみ"], "en", k=1)[0]
    assert best.passage.passage_id == "kashiwazaki:1"


def test_unchanged_texts_are_not_encoded_again(settings: Settings) -> None:
    """A rebuild encodes only what is new, and its vectors are those of a fresh build."""
    write(settings, HashEncoder(), KASHIWAZAKI)
    encoder = HashEncoder()
    index = write(settings, encoder, TOYAMA, KASHIWAZAKI)
    lines = [p.span.of(TOYAMA.document.text) for p in TOYAMA.passages]
    assert [text.strip() for text in encoder.encoded] == [*lines, *lines]
    fresh = write(replace(settings, index=settings.index / "fresh"), encoder, TOYAMA, KASHIWAZAKI)
    rows = list(range(5))
    assert (index.dense.vectors(rows) == fresh.dense.vectors(rows)).all()


def test_another_model_is_refused(settings: Settings) -> None:
    """An index says so when another model, or other prefixes, would search it."""
    index = write(settings, HashEncoder(), TOYAMA)
    index.check_encoder(HashEncoder())
    with pytest.raises(IndexMismatch, match=r"python -m assistant\.build"):
        index.check_encoder(HashEncoder(digest="1" * 64))
    with pytest.raises(IndexMismatch, match="query: "):
        open_index(replace(settings, query_prefix="query: "))


def test_a_part_that_cannot_be_read_is_damage(settings: Settings) -> None:
    """Bytes that no longer make sense raise DamagedIndex when the part is used."""
    index = write(settings, HashEncoder(), TOYAMA)
    path = index.folder / "records.sqlite"
    path.write_bytes(b"x" * path.stat().st_size)
    with pytest.raises(DamagedIndex, match=r"python -m assistant\.build"):
        _ = open_index(settings).passages


def test_the_same_corpus_gives_the_same_files(settings: Settings) -> None:
    """Two builds of one corpus differ in nothing but the generation's number."""
    first = write(settings, HashEncoder(), KASHIWAZAKI, TOYAMA).manifest
    second = write(settings, HashEncoder(), KASHIWAZAKI, TOYAMA).manifest
    assert first["files"] == second["files"]
