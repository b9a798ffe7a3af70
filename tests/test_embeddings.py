"""Text to vector."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import SettingsError
from assistant.indexing.embeddings import SentenceEncoder, load_encoder, weights_digest
from assistant.indexing.static_embedding import LAYOUT
from assistant.settings import Settings

MODEL = Path(Settings().model)
PASSAGES = [
    "市税や各種手数料の支払いに、クレジットカードや電子マネー等のキャッシュレス決済を導入する。",
    "保育園と保護者との連絡に、スマートフォンのアプリを活用する。",
    "水道メーターの検針を自動化し、遠隔で使用量を把握する。",
    "職員の情報セキュリティ研修を毎年度実施する。",
]


@pytest.fixture(scope="module")
def encoder():
    return load_encoder(str(MODEL))


@pytest.fixture(scope="module")
def by_sentence_transformers():
    """The folder as sentence-transformers reads it, without a network to ask."""

    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        encoder = SentenceEncoder(str(MODEL))
        encoder.encode_queries([""])
    return encoder


def test_vectors_have_unit_length(encoder) -> None:
    """Every vector is a float32 row of length one, so that a product is the cosine."""
    vectors = encoder.encode_passages(PASSAGES)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(PASSAGES), encoder.dimension)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("which projects use cashless payment?", 0),
        ("お金を現金以外で払えるようにする取組は？", 0),
        ("app for parents of nursery school children", 1),
        ("smart water meter reading", 2),
        ("ＩＴのルールを働く人に教える", 3),
    ],
)
def test_question_in_other_words_or_english_finds_the_passage(encoder, question, best) -> None:
    """The passage that answers is nearest, though it shares few or no words."""
    similarity = encoder.encode_passages(PASSAGES) @ encoder.encode_queries([question])[0]
    assert int(similarity.argmax()) == best


def test_a_text_has_one_vector(encoder) -> None:
    """A vector depends neither on the other texts of the call nor on width or letter case."""
    alone = encoder.encode_passages(["ＤＸの推進"])
    together = encoder.encode_passages([*PASSAGES, "dxの推進"])
    np.testing.assert_array_equal(alone[0], together[-1])


def test_text_without_words_gives_zeros(encoder) -> None:
    """An empty text is near to nothing, and no texts give no rows."""
    assert not encoder.encode_queries(["", " \n"]).any()
    assert encoder.encode_queries([]).shape == (0, encoder.dimension)


def test_sentence_transformers_reads_the_same_folder(encoder, by_sentence_transformers) -> None:
    """Where no token repeats, the shipped model and sentence-transformers agree."""
    texts = ["cashless payment", "窓口の待ち時間を短くする", "水道検針"]
    ours, theirs = encoder.encode_queries(texts), by_sentence_transformers.encode_queries(texts)
    np.testing.assert_allclose(ours, theirs, atol=1e-5)
    assert by_sentence_transformers.dimension == encoder.dimension
    assert by_sentence_transformers.digest == encoder.digest


def test_prefixes_of_another_model_are_put_before_the_text(by_sentence_transformers) -> None:
    """A model trained with prefixes gets its own for questions and for passages."""
    prefixed = SentenceEncoder(str(MODEL), query_prefix="質問: ", passage_prefix="文: ")
    plain = by_sentence_transformers.encode_queries(["質問: 窓口", "文: 窓口"])
    np.testing.assert_array_equal(prefixed.encode_queries(["窓口"])[0], plain[0])
    np.testing.assert_array_equal(prefixed.encode_passages(["窓口"])[0], plain[1])


def test_first_vector_needs_no_torch() -> None:
    """The shipped model starts fast: torch and sentence-transformers are never imported."""
    code = (
        "import sys\n"
        "from assistant.indexing.embeddings import load_encoder\n"
        f"load_encoder({str(MODEL)!r}).encode_queries(['窓口'])\n"
        "print(sorted({'torch', 'sentence_transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_digest_tells_weights_apart(tmp_path) -> None:
    """Another weight, token or way of summing is another model to the index."""
    found = set()
    for name in (LAYOUT.weights, LAYOUT.tokenizer, LAYOUT.marker):
        folder = shutil.copytree(MODEL, tmp_path / name)
        with (folder / name).open("ab") as file:
            file.write(b" ")
        found.add(weights_digest(folder))
    assert len(found | {weights_digest(MODEL)}) == 4


@pytest.mark.parametrize("name", ["weights", "tokenizer"])
def test_broken_model_names_the_file(tmp_path, name) -> None:
    """A file cut short or missing is reported with its path, not with a traceback."""
    folder = shutil.copytree(MODEL, tmp_path / "model")
    path = folder / getattr(LAYOUT, name)
    path.write_bytes(path.read_bytes()[:5_000])
    with pytest.raises(SettingsError, match=path.name):
        load_encoder(str(folder)).encode_queries(["窓口"])
    path.unlink()
    with pytest.raises(SettingsError, match=path.name):
        load_encoder(str(folder)).encode_queries(["窓口"])


@pytest.mark.parametrize("name", ["/no/such/model", "./model", "some/deep/model"])
def test_missing_folder_is_refused_before_the_hub_is_asked(name) -> None:
    """A mistyped path must not be looked up on the network."""
    with pytest.raises(SettingsError, match=name):
        load_encoder(name)


def test_folder_without_a_model_is_refused(tmp_path) -> None:
    """A folder of something else is named at once, not when the first text is encoded."""
    with pytest.raises(SettingsError, match=tmp_path.name):
        load_encoder(str(tmp_path))


def test_hub_model_that_cannot_be_fetched_says_what_to_do(monkeypatch) -> None:
    """Without a network, a hub name ends in advice to name a folder."""

    def unreachable(name: str) -> str:
        raise ConnectionError(f"cannot reach {name}")

    monkeypatch.setattr("huggingface_hub.snapshot_download", unreachable)
    encoder = load_encoder("intfloat/multilingual-e5-small", "query: ", "passage: ")
    assert encoder.name == "intfloat/multilingual-e5-small"
    with pytest.raises(SettingsError, match="フォルダを設定 model に指定"):
        _ = encoder.digest
