"""Follow-ups: what a question takes from the turns before, and what it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.answering.conversation import Earlier, resolve
from assistant.answering.understand import understand

if TYPE_CHECKING:
    from assistant.datamodels import Query
    from assistant.pipeline import Assistant


def resolved(assistant: Assistant, *questions: str) -> Query:
    """The query behind the last of `questions`, the others asked before it."""
    earlier: list[Earlier] = []
    for question in questions[:-1]:
        earlier.append(assistant.earlier(question, earlier))
    return resolve(questions[-1], earlier, assistant.catalogue)


def names(assistant: Assistant, query: Query) -> list[str]:
    """The names of the projects that a query is about."""
    return [assistant.catalogue.projects[p].name.text for p in query.focus]


def test_another_thing_of_the_same_project(assistant: Assistant) -> None:
    """その担当課は？ keeps the project and its document, and asks for the department."""
    query = resolved(
        assistant,
        "伊勢崎市の介護認定調査・認定審査会DX事業とは何ですか。",
        "目標値はいくつですか。",
        "その担当課はどこですか。",
    )
    assert names(assistant, query) == ["介護認定調査・認定審査会DX事業"]
    assert query.asks == ("department",)
    assert query.scope == ("isesaki-dx-plan-2026-draft",)


def test_the_same_of_another_city(assistant: Assistant) -> None:
    """富山市では？ asks the last question of Toyama, without the old city or its project."""
    query = resolved(
        assistant, "柏崎市の電子請求を担当している課はどこですか。", "じゃあ伊勢崎市は？"
    )
    assert query.municipalities == ("伊勢崎市",)
    assert query.scope == ("isesaki-dx-plan-2026-draft",)
    assert query.focus == ()
    assert query.asks == ("department",)
    assert "柏崎" not in query.question


def test_the_same_of_another_year(assistant: Assistant) -> None:
    """じゃあ令和10年度は？ keeps city and subject, and changes the year."""
    query = resolved(
        assistant,
        "富山市のマイナンバーカード利用サービス数、令和8年度の目標は何件ですか？",
        "じゃあ令和10年度は？",
    )
    assert query.years == (2028,)
    assert query.municipalities == ("富山市",)
    assert "target" in query.asks
    assert "令和8年度" not in query.question


def test_a_range_of_years_is_changed_as_one(assistant: Assistant) -> None:
    """What stands behind 令和8～10年度 stays in the question that is asked again."""
    query = resolved(
        assistant,
        "富山市の令和8～10年度のマイナンバーカード利用サービス数の目標は何件ですか？",
        "じゃあ令和9年度は？",
    )
    assert query.years == (2027,)
    assert query.question == "富山市ののマイナンバーカード利用サービス数の目標は何件ですか?"


def test_the_same_of_the_year_after(assistant: Assistant) -> None:
    """その次の年は？ asks the last question again, and for nothing of its own."""
    first = "富山市のマイナンバーカード利用サービス数、令和8年度の目標は何件ですか？"
    query = resolved(assistant, first, "その次の年は？")
    assert query.years == (2027,)
    assert query.asks == resolved(assistant, first).asks


def test_the_year_before(assistant: Assistant) -> None:
    """その前の年度 is the year before the one last asked about."""
    query = resolved(
        assistant,
        "報告書のテレワークの本格導入について教えて",
        "令和5年度の実施日数は？",
        "その前の年度は？",
    )
    assert query.years == (2022,)


def test_the_same_of_another_subject(assistant: Assistant) -> None:
    """じゃあXは？ asks of X what was asked of the old subject, and forgets the old one."""
    query = resolved(
        assistant,
        "富山市の給食調理場の再編・整備はどこの課の担当ですか。",
        "じゃあ小・中学校の再編は？",
    )
    assert query.focus == ()
    assert query.asks == ("department",)
    assert query.municipalities == ("富山市",)
    assert not {"給食", "調理"} & {term.lemma for term in query.terms}


def test_both_and_the_first_of_the_projects_talked_about(assistant: Assistant) -> None:
    """両方 are the projects of the last two turns, 最初 is that of the first one."""
    asked = (
        "伊勢崎市のコミュニケーション支援ツールの導入の担当課は？",
        "伊勢崎市の通信機能付電球貸与事業の担当課は？",
    )
    both = resolved(assistant, *asked, "両方の目標値は？")
    first = resolved(assistant, *asked, "最初の事業の目標値は？")
    other = resolved(assistant, *asked, "もう一つのほうの目標値は？")
    assert names(assistant, both) == [
        "コミュニケーション支援ツールの導入",
        "通信機能付電球貸与事業",
    ]
    assert names(assistant, first) == ["コミュニケーション支援ツールの導入"]
    assert names(assistant, other) == ["コミュニケーション支援ツールの導入"]


def test_projects_of_two_cities_are_both_searched(assistant: Assistant) -> None:
    """両方 reaches over cities: the documents of both projects may answer."""
    query = resolved(
        assistant,
        "伊勢崎市の自治体情報システムの標準化・共通化について教えてください。",
        "富山市の業務システムの標準化・共通化は？",
        "両方の担当課を教えてください。",
    )
    assert set(query.scope) == {"isesaki-dx-plan-2026-draft", "toyama-dx-plan-2026-draft"}


def test_a_new_topic_takes_nothing(assistant: Assistant) -> None:
    """A question that stands alone is understood as if nothing had been asked before."""
    question = "柏崎市の水道スマートメーターの導入検討の担当部署はどこですか。"
    query = resolved(assistant, "富山市の印刷BPOの対象帳票数は？", question)
    assert query == understand(question, assistant.catalogue)


def test_a_topic_without_a_place_stays_where_the_talk_was(assistant: Assistant) -> None:
    """A question that stands alone but names no place is asked of the place talked about; where
    that tells nothing, or all places are asked for, of all documents."""
    before = "What training do ordinary staff (一般職員) get in Isesaki's plan?"
    question = "How many people take the drill run jointly with the prefectural police?"
    query = resolved(assistant, before, question)
    assert (query.stays, query.municipalities) == (True, ("伊勢崎市",))
    assert "30人" in assistant.ask(question, [before]).text
    elsewhere = assistant.ask("農地パトロールで使った機器は何ですか。", ["富山市の印刷BPOとは？"])
    assert "タブレット" in elsewhere.text
    assert not resolved(assistant, before, "水道に関する取組はどの市にありますか").stays


def test_a_place_that_is_not_covered_stays_so(assistant: Assistant) -> None:
    """A follow-up to a question about an unknown city is not answered for another one."""
    answer = assistant.ask("その担当課は？", ["新潟市の見守りセンサーの事業は何ですか。"])
    assert not answer.answerable
    assert answer.citations == ()


def test_a_comparison_that_names_its_cities_takes_nothing(assistant: Assistant) -> None:
    """After その担当課は？ a comparison of two cities on a subject of its own compares that."""
    question = "富山市と伊勢崎市の書かない窓口を比べてください"
    query = resolved(assistant, "eL-QRを使う事業は？", "その担当課は？", question)
    assert query == understand(question, assistant.catalogue)


@pytest.mark.parametrize("written", ["蓮ヶ瀬市", "蓮ケ瀬市", "蓮ｹ瀬市", "蓮が瀬市", "蓮ケ瀬"])
def test_a_municipality_is_known_in_every_spelling_of_its_name(
    more_cities: Assistant, written: str
) -> None:
    """ケ, ヶ, the half-width ｹ and が are one in a name of a place."""
    query = understand(f"{written}のCIOは誰が務めますか。", more_cities.catalogue)
    assert query.municipalities == ("蓮ヶ瀬市",)
    assert query.unknown_places == ()
