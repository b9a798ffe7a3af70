"""What people and programs rely on, checked on questions of every kind over the five plans."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from assistant.ask import answer_object
from assistant.evaluate import FACT_LENGTH, LENGTHS, read_questions

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

ROOT = Path(__file__).parents[1]
QUESTIONS = Path(__file__).parent / "questions"
SAMPLED = ("kashiwazaki", "isesaki_kashiwa", "toyama_cross")
EVERY = 8  # of the sampled files' questions

ANSWER_KEYS = [
    "question", "language", "answerable", "text", "citations", "projects", "suggestions",
    "elapsed_ms",
]  # fmt: skip
CITATION_KEYS = [
    "number", "passage_id", "document_id", "document_title", "municipality", "section", "page",
    "quote", "start", "end", "url",
]  # fmt: skip
PROJECT_KEYS = ["name", "municipality", "document_id", "departments", "citation"]
MARKER = re.compile(r"(?<=\[)\d+(?=\])")
QUOTED = re.compile(r"[「“『][^」”』]*[」”』]|（[^）]*）|\([^)]*\)")


def asked() -> list[dict[str, Any]]:
    """All example questions and every eighth of the others."""
    chosen = read_questions([QUESTIONS / "examples.jsonl"])
    for name in SAMPLED:
        chosen += read_questions([QUESTIONS / f"{name}.jsonl"])[::EVERY]
    return chosen


@pytest.fixture(scope="module")
def answers(assistant: Assistant) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Each question with its answer as the JSON that a program reads."""
    return [
        (
            question,
            json.loads(
                json.dumps(
                    answer_object(assistant.ask(question["question"], question["history"])),
                    ensure_ascii=False,
                )
            ),
        )
        for question in asked()
    ]


@cache
def source(document_id: str) -> str:
    """The file in the corpus, line ends as they are."""
    with (ROOT / "corpus" / f"{document_id}.txt").open(encoding="utf-8", newline="") as file:
        return file.read()


def citations(answers: list[tuple[dict[str, Any], dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    for _, answer in answers:
        yield from answer["citations"]


def test_the_object_has_the_keys_of_the_contract(answers: list[Any]) -> None:
    """No key more, none less, in this order, of these types."""
    for question, answer in answers:
        assert list(answer) == ANSWER_KEYS
        assert answer["question"] == question["question"]
        assert answer["language"] in ("ja", "en")
        assert isinstance(answer["answerable"], bool)
        assert isinstance(answer["elapsed_ms"], float)
        assert all(isinstance(text, str) for text in answer["suggestions"])
        assert all(list(project) == PROJECT_KEYS for project in answer["projects"])
    assert {tuple(citation) for citation in citations(answers)} == {tuple(CITATION_KEYS)}


def test_a_quote_is_the_source_character_for_character(answers: list[Any]) -> None:
    """Quote, start and end agree with the file in the corpus; at most 800 characters."""
    for citation in citations(answers):
        text = source(citation["document_id"])
        assert citation["quote"] == text[citation["start"] : citation["end"]]
        assert 0 < len(citation["quote"]) <= 800


def test_a_citation_opens_its_passage(assistant: Assistant, answers: list[Any]) -> None:
    """The address names a passage of the same document, inside of which or around which
    the quote stands; title, municipality and headings are the document's."""
    for citation in citations(answers):
        assert citation["url"] == f"?passage={citation['passage_id']}"
        passage = assistant.passage(citation["passage_id"])
        assert passage is not None
        document = assistant.index.documents[passage.document_id]
        assert passage.span.start < citation["end"]
        assert citation["start"] < passage.span.end
        assert (
            citation["document_id"],
            citation["document_title"],
            citation["municipality"],
            tuple(citation["section"]),
            citation["page"],
        ) == (
            document.document_id,
            document.title,
            document.municipality,
            document.section_path(passage.section),
            None,
        )


def test_markers_and_citations_are_the_same_numbers(answers: list[Any]) -> None:
    """Citations count from 1; each is used in the text, and each marker has its citation."""
    for _, answer in answers:
        numbers = [citation["number"] for citation in answer["citations"]]
        assert numbers == list(range(1, len(numbers) + 1))
        assert {int(number) for number in MARKER.findall(answer["text"])} == set(numbers)
        for project in answer["projects"]:
            assert project["citation"] in (None, *numbers)


def test_an_answer_is_cited_and_short(answers: list[Any]) -> None:
    """Whatever is answered has a citation; no answer is longer than its kind may be."""
    for question, answer in answers:
        assert answer["text"]
        assert answer["citations"] or not answer["answerable"]
        longest = max(LENGTHS.get(question["type"], 0), FACT_LENGTH)
        if question["type"] in LENGTHS:
            assert len(answer["text"]) <= longest


def test_listed_projects_are_those_of_the_documents(
    assistant: Assistant, answers: list[Any]
) -> None:
    """Name, city and departments as the record has them, in document order, none twice."""
    order = {
        (project.document_id, project.name.text): number
        for number, project in enumerate(assistant.index.projects)
    }
    for _, answer in answers:
        named = [(p["document_id"], p["name"]) for p in answer["projects"]]
        assert len(set(named)) == len(named)
        assert set(named) <= order.keys()
        for project in answer["projects"]:
            document = assistant.index.documents[project["document_id"]]
            assert project["municipality"] == document.municipality


def test_the_same_question_gives_the_same_bytes(assistant: Assistant, answers: list[Any]) -> None:
    """Asked again, only the time differs."""
    for question, first in answers[::4]:
        again = answer_object(assistant.ask(question["question"], question["history"]))
        assert again | {"elapsed_ms": 0} == first | {"elapsed_ms": 0}


def test_an_english_question_gets_english_sentences(answers: list[Any]) -> None:
    """The language is that of the question; the assistant's own words are English, names
    and values stay as the source writes them."""
    for question, answer in answers:
        assert answer["language"] == question["lang"]
        if question["lang"] == "en":
            first = QUOTED.sub("", answer["text"].splitlines()[0])
            assert re.search(r"[A-Za-z]{2,}|\|", first), answer["text"]
            assert "資料には記載がありません" not in answer["text"]
            assert "件あります" not in answer["text"]
        else:
            assert re.search(r"[ぁ-んァ-ヶ一-龠]", answer["text"])


ELQR = [
    ("公金収納におけるeLTAXの活用", "kashiwazaki-dx-plan-2026"),
    ("キャッシュレス決済への対応", "toyama-dx-plan-2026-draft"),
]


@pytest.mark.parametrize(
    "question",
    [
        "eL-QRを使う事業は？",
        "Which projects use eL-QR?",
        "ＥＬ－ＱＲを使っている事業を教えて",
        "elqrを使う事業",
        "e-LQRを活用する取組は？",
        "eL QR 事業",
    ],
)
def test_the_two_projects_that_use_el_qr_are_named(assistant: Assistant, question: str) -> None:
    """However it is written, both projects are listed, each with a passage that says so."""
    answer = assistant.ask(question)
    assert [(p.name, p.document_id) for p in answer.projects] == ELQR
    for name, document_id in ELQR:
        assert name in answer.text
        assert any(
            re.search(r"eL-\s*QR", c.quote)
            for c in answer.citations
            if c.document_id == document_id
        )


@pytest.mark.parametrize(
    "question",
    [
        "長岡市の窓口改革を担当する課はどこですか。",
        "What does the DX plan of Nagaoka City say about cashless payment?",
        "横浜市のキャッシュレス決済の目標値は？",
        "新潟市のDX推進計画を教えて",
    ],
)
def test_a_city_that_is_not_in_the_corpus_is_told(assistant: Assistant, question: str) -> None:
    """The answer is a no, and it says which cities are there."""
    answer = assistant.ask(question)
    assert not answer.answerable
    assert answer.projects == ()
    for city in ("柏崎市", "柏市", "伊勢崎市", "富山市"):
        assert city in answer.text


CASHLESS = {"公立保育園キャッシュレス決済の導入", "キャッシュレス決済への対応"}


@pytest.mark.parametrize(
    "question", ["Which projects use cashless payment?", "which projects use cashless payment?"]
)
def test_english_words_find_japanese_passages(assistant: Assistant, question: str) -> None:
    """Cashless payment is キャッシュレス決済 in the plans of several cities."""
    answer = assistant.ask(question)
    assert answer.answerable
    assert answer.language == "en"
    assert {p.name for p in answer.projects} >= CASHLESS
    assert any("キャッシュレス決済" in c.quote for c in answer.citations)
    assert re.match(r"[A-Za-z0-9 ]+", answer.text)


def test_near_names_are_not_mixed_up(assistant: Assistant) -> None:
    """A question about 柏市 is not answered from 柏崎市, nor the other way round."""
    for city, question in (
        ("柏市", "柏市の「DX」とは？"),
        ("柏崎市", "柏崎市の公金収納におけるeLTAXの活用の担当課は？"),
    ):
        answer = assistant.ask(question)
        assert answer.answerable
        assert {c.municipality for c in answer.citations} == {city}
