"""Those whom a city works with, and what the time that it frees is used for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from assistant.pipeline import Assistant


@pytest.mark.parametrize(
    "question",
    [
        "伊勢崎市が自治体情報システムの標準化を進めるに当たって連携している市はどこですか。",
        "Which cities does Isesaki work with on system standardization?",
    ],
)
def test_partners_are_told_by_the_statement_that_names_them(
    assistant: Assistant, question: str
) -> None:
    """The statement with the names, not the definition of the matter nor a list of projects."""
    answer = assistant.ask(question)
    assert "本市は前橋市、高崎市と連携しながら進め" in answer.text
    assert all(
        citation.document_id == "isesaki-dx-plan-2026-draft" for citation in answer.citations
    )


def test_partners_in_another_matter_are_no_answer(assistant: Assistant) -> None:
    """前橋市 and 高崎市 are partners in standardization, and no document says so of disasters."""
    assert not assistant.ask("伊勢崎市が防災で連携している市はどこですか").answerable


@pytest.mark.parametrize(
    "question",
    [
        "柏市って、浮いた時間を何に回していくつもりなの？",
        "柏市の職員は、空いた時間を特に何に使うことになっていますか。",
    ],
)
def test_what_freed_time_is_used_for_is_the_list_that_says_so(
    assistant: Assistant, question: str
) -> None:
    """時間を重点的に振り分けていくもの, not 時間を削減していくもの beside it."""
    lines = [line.rsplit("[", 1)[0] for line in assistant.ask(question).text.splitlines()[1:]]
    assert lines == [
        "- データ分析・利活用",
        "- 市民との対話、市民ニーズの把握",
        "- 企業・団体との連携",
        "- 教育、自己研鑽・資格取得",
    ]


def test_how_much_time_is_freed_is_not_what_it_is_used_for(assistant: Assistant) -> None:
    """The report tells hours that RPA saved, and not what they are used for."""
    assert not assistant.ask("柏崎市では浮いた時間を何に使いますか").answerable


@pytest.mark.parametrize(
    "question",
    [
        "How many open data sets has Kashiwa City published?",
        "What is Kashiwazaki's target number of LINE official account users for FY2027?",
    ],
)
def test_a_number_of_something_else_is_no_answer(assistant: Assistant, question: str) -> None:
    """The 3 of 3市民・地域の… counts nothing, and a figure of RPA is none of LINE."""
    assert not assistant.ask(question).answerable


def test_a_plans_phrase_is_told_whatever_it_is_called(assistant: Assistant) -> None:
    """キャッチコピー is what stands under 伊勢崎市の目指す姿."""
    answer = assistant.ask("伊勢崎市がDXで実現したい理想のまちを一言で表したキャッチコピーは？")
    assert "デジタルで、もっと身近に、もっと快適に。" in answer.text


def test_a_definition_answers_what_asks_for_it_alone(assistant: Assistant) -> None:
    """誰のことを asks what CIO means; which networks are an entry is not what SNS means."""
    assert "最高情報責任者" in assistant.ask("伊勢崎の計画に出てくるCIOって誰のこと？").text
    networks = assistant.ask("Which social networks does Kashiwa's guideline name as entry points?")
    assert "is defined as" not in networks.text
