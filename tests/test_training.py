"""Training: from pairs to a folder that the product reads."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import torch
import zstandard

from assistant.indexing.embeddings import load_encoder
from training.negatives import mine
from training.pairs import read_pairs
from training.pseudo import Vocabulary, read_vocabulary, term_queries
from training.sampling import Corpus, batches
from training.tokens import Bags
from training.train import Recipe, mixed_with, run
from training.vocabulary import lexicon_tokenizer
from training.words import WordVectors, told_apart, vectors_of_rows

TOPICS = {
    "キャッシュレス決済": "市税や手数料の支払いに電子マネーを使えるようにする",
    "オンライン申請": "窓口に来なくてもスマートフォンで手続ができるようにする",
    "水道検針": "水道メーターの使用量を遠隔で読み取る",
    "職員研修": "情報セキュリティの研修を毎年度実施する",
}
TINY = Recipe(pieces=400, dimension=64, prefixes=(32,), batch=64, steps=150, negatives=4, orders=1)


def write_pairs(folder: Path, name: str, pairs: list[tuple[str, str]], kind: str) -> None:
    lines = (
        json.dumps({"anchor": a, "positive": p, "kind": kind, "source": "test"}, ensure_ascii=False)
        for a, p in pairs
    )
    (folder / f"{name}.jsonl.zst").write_bytes(
        zstandard.ZstdCompressor().compress("\n".join(lines).encode())
    )


@pytest.fixture(scope="module")
def pairs(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("pairs")
    numbered = [
        (f"{name}の取組{i}", f"{text}。その{i}番目の取組である。")
        for name, text in TOPICS.items()
        for i in range(12)
    ]
    write_pairs(folder, "a_policy", numbered, "ja_heading_section")
    terms = [("cashless payment", "キャッシュレス決済"), ("water meter", "水道検針、水道メーター")]
    write_pairs(folder, "e_glossary", terms, "en_ja_term")
    return folder


def test_pairs_are_grouped_by_file_source_and_kind(pairs) -> None:
    """A batch never mixes sources, for its negatives would be told apart by their style."""
    groups = read_pairs(pairs)
    assert [(group.file, group.kind, len(group)) for group in groups] == [
        ("a_policy", "ja_heading_section", 48),
        ("e_glossary", "en_ja_term", 2),
    ]


def test_folder_without_pairs_is_named(tmp_path) -> None:
    """A wrong folder is reported before anything is computed."""
    with pytest.raises(FileNotFoundError, match=r"\*.jsonl.zst"):
        read_pairs(tmp_path)


def test_the_same_seed_gives_the_same_model(pairs, tmp_path) -> None:
    """Pairs become a folder that the product reads, finds by, and can make again."""
    for name in ("first", "second"):
        run(pairs, tmp_path / name, TINY)
    first, second = (load_encoder(str(tmp_path / name)) for name in ("first", "second"))
    questions, passages = list(TOPICS), [f"{text}。" for text in TOPICS.values()]
    similarity = first.encode_queries(questions) @ first.encode_passages(passages).T
    assert similarity.argmax(axis=1).tolist() == [0, 1, 2, 3]
    np.testing.assert_allclose(
        first.encode_queries(questions), second.encode_queries(questions), atol=1e-3
    )


def test_rows_begin_with_the_vectors_of_their_words() -> None:
    """Tokens of one row give it the mean of their vectors; one without a vector stays noise."""
    tokenizer = lexicon_tokenizer(Counter({"手続": 9, "手続き": 8, "決済": 7, "窓口": 6}), 60)
    rows = np.arange(tokenizer.get_vocab_size())
    of = tokenizer.get_vocab()
    rows[of["手続き"]] = of["手続"]
    vectors = np.random.default_rng(0).normal(size=(40, 8)).astype(np.float32)
    words = WordVectors({"手続": 0, "手続き": 1, "決済": 2}, vectors)
    known = vectors_of_rows(words, tokenizer, rows)
    apart = told_apart(vectors)
    mean = apart[0] + apart[1]
    np.testing.assert_allclose(known[of["手続"]], mean / np.linalg.norm(mean), atol=1e-5)
    np.testing.assert_allclose(known[of["決済"]], apart[2], atol=1e-5)
    assert not known[of["窓口"]].any()
    weights = torch.randn(len(rows), 16)
    mixed = mixed_with(weights, known, TINY)
    assert torch.equal(mixed[of["窓口"]], weights[of["窓口"]])
    share = torch.nn.functional.cosine_similarity(mixed[of["決済"]], weights[of["決済"]], dim=0)
    assert 0.3 < share < 0.95


def test_each_pair_is_drawn_before_any_is_drawn_twice() -> None:
    """Batches of a group run through all its pairs in random order."""
    rows = np.arange(12)
    corpus = Corpus(rows, rows, rows, bounds=[(0, 12)], weights=np.ones(1))
    drawn = list(batches(corpus, size=4, steps=3, rng=np.random.default_rng(0)))
    assert sorted(np.concatenate(drawn).tolist()) == rows.tolist()


def test_token_dropout_spares_short_texts_and_never_empties_one() -> None:
    """A term of a few tokens is kept whole, and a longer text keeps at least one token."""
    bags = Bags(np.arange(13, dtype=np.int32), np.ones(13, np.float32), np.array([0, 3, 3, 13]))
    dropped = bags.dropped(1.0, np.random.default_rng(0))
    assert dropped.starts.tolist() == [0, 3, 3, 4]
    assert dropped.ids[:3].tolist() == [0, 1, 2]


def test_hard_negative_shares_words_and_is_not_the_answer() -> None:
    """What BM25 ranks high for an anchor, without its own passage, is its hard negative."""
    texts = [[1, 2], [1, 2, 3], [1, 9], [8, 9], *([[20 + i, 60 + i] for i in range(60)])]
    ids = np.array([token for text in texts for token in text], dtype=np.int32)
    starts = np.concatenate([[0], np.cumsum([len(text) for text in texts])])
    bags = Bags(ids, np.ones(len(ids), np.float32), starts)
    positives = np.arange(1, len(texts))
    anchors = np.zeros(len(positives), dtype=np.int64)
    found = mine(bags, 200, anchors, positives, np.random.default_rng(0))
    assert found[0] == 2
    assert found[1] == 1


def test_question_names_a_term_by_its_other_words() -> None:
    """A made question holds an English form of a term of its passage, of others none."""
    vocabulary = Vocabulary({"手数料": ["service charge"], "窓口": ["counter"]}, {})
    passages = ["手数料を減免する。", "何もない。"]
    anchors, positives = term_queries(passages, vocabulary.english, english=True, seed=1)
    assert positives == passages[:1]
    assert "service charge" in anchors[0]
    assert "counter" not in anchors[0]


def test_what_widens_the_search_alone_is_not_trained_on(tmp_path: Path) -> None:
    """Training reads a file of the vocabulary down to its line `# ==`."""
    lines = ["# words", "役所\t市役所", "# == below: for search alone", "困りごと\t課題"]
    (tmp_path / "everyday.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert read_vocabulary(tmp_path).everyday == {"市役所": ["役所"]}
