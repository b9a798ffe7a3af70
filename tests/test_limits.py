"""Asking some documents only: what a filter and a question's own words limit an answer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.answering.limits import limits_of
from assistant.datamodels import Asked

if TYPE_CHECKING:
    from assistant.datamodels import Answer
    from assistant.pipeline import Assistant

TOYAMA = ("toyama-dx-plan-2026-draft",)
ISESAKI = ("isesaki-dx-plan-2026-draft",)
KASHIWAZAKI = ("kashiwazaki-dx-plan-2026", "kashiwazaki-dx-progress-2024")
DESK = "書かない窓口の担当課は？"


def cited(answer: Answer) -> set[str]:
    """The documents that an answer rests on or offers."""
    return {citation.document_id for citation in (*answer.citations, *answer.also_found)}


def names(answer: Answer) -> list[str]:
    return [project.name for project in answer.projects]


@pytest.mark.parametrize(
    ("documents", "project"), [(TOYAMA, "フロントヤード改革の推進"), (ISESAKI, "総合窓口の拡充")]
)
def test_only_the_documents_asked_answer(
    assistant: Assistant, documents: tuple[str, ...], project: str
) -> None:
    """The same question has each city's own project, and no word of another city's plan."""
    answer = assistant.ask(DESK, documents=documents)
    assert names(answer) == [project]
    assert cited(answer) == set(documents)


def test_what_these_documents_do_not_say_is_not_said(assistant: Assistant) -> None:
    """A term that another city's plan explains is not told for this one."""
    question = "水道スマートメーターの導入検討の担当課は？"
    assert assistant.ask(question).answerable
    answer = assistant.ask(question, documents=TOYAMA)
    assert not answer.answerable
    assert cited(answer) <= set(TOYAMA)


def test_a_city_in_the_question_wins(assistant: Assistant) -> None:
    """Who names a city means it, whatever filter is set; so do two cities, one of them in it."""
    one = assistant.ask("富山市の書かない窓口の担当課は？", documents=KASHIWAZAKI)
    assert names(one) == ["フロントヤード改革の推進"]
    assert cited(one) == set(TOYAMA)
    both = assistant.ask("富山市と伊勢崎市の書かない窓口を比べて", documents=TOYAMA)
    assert {citation.document_id for citation in both.citations} == {*TOYAMA, *ISESAKI}


def test_a_document_is_pointed_at_among_those_asked(assistant: Assistant) -> None:
    """報告書 within a city's documents is that city's report."""
    answer = assistant.ask("報告書で評価がaの事業は？", documents=KASHIWAZAKI)
    assert answer.answerable
    assert cited(answer) == {"kashiwazaki-dx-progress-2024"}


def test_a_follow_up_stays_where_its_question_was_asked(assistant: Assistant) -> None:
    """An earlier question is understood in the documents that it was asked of."""
    answer = assistant.ask("その担当課は？", [Asked("書かない窓口の目標は？", TOYAMA)])
    assert names(answer) == ["フロントヤード改革の推進"]


def test_a_follow_up_goes_along_when_the_filter_changes(assistant: Assistant) -> None:
    """The subject is looked for in the documents asked now; the old city is forgotten."""
    answer = assistant.ask("その目標値は？", [Asked(DESK, TOYAMA)], ISESAKI)
    assert names(answer) == ["総合窓口の拡充"]
    other = assistant.ask("令和10年度は？", ["柏崎市の電子請求の目標値は？"], TOYAMA)
    assert cited(other) <= set(TOYAMA)


@pytest.mark.parametrize(
    ("question", "limits"),
    [
        (
            "柏崎市の書かない窓口の目標は？",
            [("municipality", "柏崎市", "書かない窓口の目標は？")],
        ),
        (
            "令和9年度の富山市の目標値は？",
            [
                ("municipality", "富山市", "令和9年度の目標値は？"),
                ("year", "令和9年度", "富山市の目標値は？"),
            ],
        ),
        (
            "What is the target of Toyama's library in FY2027?",
            [
                ("municipality", "富山市", "What is the target of library in FY2027?"),
                ("year", "FY2027", "What is the target of Toyama's library?"),
            ],
        ),
        (
            "報告書で評価がaの事業は？",
            [
                (
                    "document",
                    "令和6（2024）年度 柏崎市DX推進計画 進行管理報告書（令和5（2023）年度実績分）",
                    "",
                )
            ],
        ),
        ("富山市では？", [("municipality", "富山市", "")]),
        ("書かない窓口とは？", []),
    ],
)
def test_the_limits_of_a_question_are_read_and_taken_out(
    assistant: Assistant, question: str, limits: list[tuple[str, str, str]]
) -> None:
    """Cities and years are named as they are read; without one the question still asks."""
    found = limits_of(question, assistant.catalogue)
    assert [(limit.kind, limit.name, limit.without) for limit in found] == limits


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Which division leads the 3D city model project in Kusumiya?", "まちづくり推進課"),
        ("In Kizumori Town, when was the Yamabiko bus plan made?", "木津森町"),
    ],
)
def test_a_city_is_known_by_its_name_in_latin_letters(
    further_cities: Assistant, question: str, told: str
) -> None:
    """By a reading of its characters, or by the id of its document, where no dictionary has
    the name."""
    assert told in further_cities.ask(question).text


def test_the_name_of_a_thing_is_no_city(assistant: Assistant) -> None:
    """Kuwamaru is what くわまるタクシー is called, and no place that the corpus lacks."""
    answer = assistant.ask("Which division is responsible for the Kuwamaru Taxi in Isesaki?")
    assert "交通政策課" in answer.text
    assert not assistant.ask("What does Nagaoka plan for its taxis?").answerable
