"""Who made a plan, and whom a question names."""

from __future__ import annotations

import pytest

from assistant.answering.municipalities import find_municipalities, find_unknown_places
from assistant.datamodels import Document
from assistant.ingest.blocks import read_blocks
from assistant.ingest.identity import read_kind, read_municipality, read_period, read_title
from assistant.retrieval.catalogue import Catalogue


@pytest.mark.parametrize(
    ("text", "title", "municipality", "kind"),
    [
        (
            "笹野県ＤＸ戦略2026\n～つながる～\n令和8年3月策定（令和9年2月一部改定）\n"
            "笹野県 デジタル局\n\n"
            "千川市、千川市、千川市、千川市を支援します。",
            "笹野県ＤＸ戦略2026",
            "笹野県",
            "戦略",
        ),
        ("笹野県早川町デジタル計画\n\n令和8年3月", "笹野県早川町デジタル計画", "早川町", "計画"),
        (
            "別冊\n早川町ＤＸ推進計画　アクションプラン\n令和8年4月1日　初版\n"
            "早川町ＤＸ推進本部\n\n1",
            "早川町ＤＸ推進計画アクションプラン",
            "早川町",
            "計画",
        ),
        (
            "スマート自治体ビジョン\n令和8年3月　大槻村役場\n\n北山市、北山市、北山市と進めます。",
            "スマート自治体ビジョン",
            "大槻村",
            "戦略",
        ),
        (
            "デジタル推進プログラム\n\n本県では、千川市を支援します。本県の計画です。本県は進めます。"
            "千川市、千川市、千川市。笹野県の計画は笹野県のものです。",
            "デジタル推進プログラム",
            "笹野県",
            "計画",
        ),
        (
            "西川広域連合デジタル化方針\n\n構成市は東川市です。東川市、東川市。",
            "西川広域連合デジタル化方針",
            "西川広域連合",
            "方針",
        ),
        ("北川衛生組合デジタル化計画", "北川衛生組合デジタル化計画", "北川衛生組合", "計画"),
        ("第３次早川町情報化計画", "第３次早川町情報化計画", "早川町", "計画"),
        ("東京都夕日区ＤＸ方針（素案）", "東京都夕日区ＤＸ方針（素案）", "夕日区", "方針"),
        ("北海道デジタル構想\n2026年3月 北海道", "北海道デジタル構想", "北海道", "戦略"),
    ],
)
def test_who_made_a_plan(text: str, title: str, municipality: str, kind: str) -> None:
    """The title ends above its date and its maker; the maker is whom title or cover name,
    however often the text names others."""
    found = read_title(text, read_blocks(text))
    assert (found, read_municipality(text, found), read_kind(found)) == (title, municipality, kind)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        (
            "■ 計画期間\n・ 令和7(2025)年度 ～ 令和10(2028)年度\n"
            "■ 前の戦略\n・ 「ＩＣＴプラン」（令和3～6年度）",
            (2025, 2028),
        ),
        ("\n" * 400 + "令和2年度から令和6年度を計画期間とする「情報化計画」の後継です。", None),
    ],
)
def test_the_period_of_another_plan_is_not_taken(text: str, period: tuple[int, int] | None) -> None:
    """A range on the line of another plan's name is that plan's."""
    assert read_period(text) == period


def catalogue(*names: tuple[str, str]) -> Catalogue:
    """A catalogue of a plan each of these municipalities, with the ids of the plans."""
    documents = [
        Document(
            f"{key}-dx-plan", f"{key}.txt", f"{name}DX計画", name, "計画", None, "", "", "", "", ""
        )
        for name, key in names
    ]
    return Catalogue(documents, (), (), (), (), ())


@pytest.mark.parametrize(
    ("question", "municipalities"),
    [
        ("笹野県の計画期間は？", ("笹野県",)),
        ("県の戦略で遅れている施策は？", ("笹野県",)),
        ("メール訓練の開封率、県と早川町でそれぞれ何％？", ("笹野県", "早川町")),
        ("早川町と県の計画期間を比べて", ("早川町", "笹野県")),
        ("早川町では県の補助金を使いますか", ("早川町",)),
        ("笹野県早川町の担当課は？", ("早川町",)),
        ("What is the target of Sasano Prefecture?", ("笹野県",)),
        ("Compare Hayakawa Town and Sasano Prefecture.", ("早川町", "笹野県")),
        ("県民の相談窓口は？", ()),
    ],
)
def test_whom_a_question_names(question: str, municipalities: tuple[str, ...]) -> None:
    """A prefecture is named as a city is, in Japanese or English, or by 県 alone where there
    is only one; in front of a town's name it is only where that lies."""
    known = catalogue(("笹野県", "sasano"), ("早川町", "hayakawa"))
    found = find_municipalities(question, known)
    assert found == municipalities
    assert find_unknown_places(question, found, known) == ()


def test_the_word_that_begins_the_ids_of_a_city_is_its_name() -> None:
    """A reading that no dictionary has is told by how the keeper of the corpus named the
    city's documents, where all of them begin alike."""
    known = catalogue(
        ("澄瀬県", "sumise-dx-plan"), ("澄瀬県", "sumise-dx-report"), ("早川町", "dx-plan-2026"),
        ("西谷市", "hosaka-plan"), ("西谷市", "report-hosaka"),
    )  # fmt: skip
    for question, named in (
        ("What is the vision of Sumise Prefecture?", ("澄瀬県",)),
        ("What is the plan of Hosaka?", ()),
    ):
        assert find_municipalities(question, known) == named


def test_a_reading_that_a_city_and_a_prefecture_share() -> None:
    """The kind that is said behind the name tells which of the two is meant."""
    known = catalogue(("笹野県", "sasano"), ("笹野市", "sasano-city"))
    found = [
        find_municipalities(question, known)
        for question in ("The budget of Sasano Prefecture?", "The budget of Sasano City?")
    ]
    assert found == [("笹野県",), ("笹野市",)]


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("世田谷区のオンライン申請率は？", ("世田谷区",)),
        ("中心地区の住民は？", ()),
        ("各区の窓口は？", ()),
    ],
)
def test_a_ward_is_a_place(question: str, unknown: tuple[str, ...]) -> None:
    """A ward that no document is of is told as a city is; a district is none."""
    known = catalogue(("笹野県", "sasano"), ("早川町", "hayakawa"))
    assert find_unknown_places(question, (), known) == unknown
