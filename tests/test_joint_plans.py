"""A plan that several municipalities made together: who made it, and what they do together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from assistant.answering.understand import understand
from assistant.datamodels import Document
from assistant.ingest.blocks import read_blocks
from assistant.ingest.identity import read_municipality, read_partners, read_period, read_title
from assistant.ingest.outline import read_outline
from assistant.ingest.projects import read_projects
from assistant.retrieval.catalogue import Catalogue
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

PLAN = """\
瀬川広域圏
自治体DX共同ガイドライン
（第2版）

瀬川市・野々宮町・湯沢村
令和8年2月

第1章　共同の事業

初版の期間（令和5年度～令和7年度）には、窓口の様式をそろえました。
第2版の期間（令和8年度～令和10年度）に取り組む事業は、次の3件です。

共1　電子申請の共同利用（窓口部会、主管：瀬川市企画課）
　168手続を受け付けています。

共2　証明書の広域交付（窓口部会、主管：野々宮町住民課）
　令和9年4月に始めます。

共3　通知書の共同印刷（税・保険部会、主管：瀬川市税務課）
　印刷と封入を委託します。

事業の進み具合は、毎年6月に調整会議へ報告します。

第2章　進み具合

令和7年10月の点検結果（課の数）
市町村名\tレベル0\tレベル1\tレベル2\t計
瀬川市\t3\t14\t15\t32
野々宮町\t4\t7\t4\t15
湯沢村\t3\t4\t1\t8
計\t10\t25\t20\t55

令和10年度末までに、全ての課がレベル2以上となり、そのうち15課以上がレベル3以上となることを目標とします。

AI議事録は、令和7年度に 1,126件の会議で使われました。

第3章　質問と回答

Q1　生成AIに住民の氏名を入れてもよいですか。
A1　いけません。氏名は「機密」に当たります。

Q2　道具は自由に選べますか。
A2　選べます。ただし、届け出てください。

第4章　成果指標

指標名\t基準値（年度）\t目標値（年度）
電子決裁率\t43.2%（令和5年度）\t95%（令和9年度）
窓口の待ち時間\t74分（令和5年度）\t30分以内（令和9年度）

窓口では、春の繁忙期に待ち時間が 74分となっており、来庁者の負担となっています。
水道メーターは、山間部の2地区で試します。市民からの意見は 38件でした。

段階\t名称\t状態の説明
レベル0\t未着手\t紙と押印による処理が大半である
レベル1\t試行\t一部の職員が道具を使っている
レベル2\t連携\t他の課とデータをやりとりし、再入力をなくしている

付録1　用語集

成熟度　組織がデジタル化をどこまで進めているかを段階で示したもの。
人口割　経費を、構成する市町村の人口に比例させて負担する方法。
台数割　経費を、使用する機器の台数に比例させて負担する方法。
"""


def plan() -> Document:
    blocks = read_blocks(PLAN)
    title = read_title(PLAN, blocks)
    maker = read_municipality(PLAN, title)
    period = read_period(PLAN)
    bare = Document("segawa", "segawa.txt", title, maker, "", period, "", "", "", PLAN, "")
    return replace(bare, outline=read_outline(PLAN, blocks, title))


def test_the_area_made_it_with_those_on_the_cover() -> None:
    """The period is that of this edition, not of the first one."""
    document = plan()
    found = (document.municipality, document.period, read_partners(PLAN, document.municipality))
    assert found == ("瀬川広域圏", (2026, 2028), ("瀬川市", "野々宮町", "湯沢村"))


def test_a_numbered_title_tells_its_group_and_who_leads() -> None:
    """What stands below the last one, not indented as the others are, is of the chapter."""
    document = plan()
    projects, _ = read_projects(document, read_blocks(PLAN))
    told = [
        (
            p.name.text, [d.text for d in p.departments], [v.text for v in p.hierarchy],
            [part.value.text for part in p.fields],
        )
        for p in projects
    ]  # fmt: skip
    assert told == [
        (
            "電子申請の共同利用", ["瀬川市企画課"], ["窓口部会"],
            ["168手続を受け付けています。"],
        ),
        ("証明書の広域交付", ["野々宮町住民課"], ["窓口部会"], ["令和9年4月に始めます。"]),
        ("通知書の共同印刷", ["瀬川市税務課"], ["税・保険部会"], ["印刷と封入を委託します。"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "lemmas"),
    [
        ("瀬川広域圏の広域交付はいつからですか。", ["広域", "交付"]),
        ("野々宮町の住民課の事業は？", ["野々宮", "町", "住民", "課", "事業"]),
        ("What does Yuzawa Village lead?", ["湯沢", "村", "lead"]),
    ],
)
def test_a_question_names_the_area_or_one_of_its_members(question: str, lemmas: list[str]) -> None:
    """The plan is meant either way; the name of a member stays a word of the question."""
    query = understand(question, Catalogue([plan()], (), (), (), (), ()))
    found = (query.municipalities, query.unknown_places, [term.lemma for term in query.terms])
    assert found == (("瀬川広域圏",), (), lemmas)


@pytest.fixture(scope="module")
def segawa(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    from assistant.build import build
    from assistant.pipeline import Assistant

    folder = tmp_path_factory.mktemp("segawa")
    (folder / "segawa.txt").write_text(PLAN, encoding="utf-8")
    settings = Settings(corpus=folder, index=tmp_path_factory.mktemp("index"))
    build(settings)
    return Assistant.open(settings)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (
            "窓口部会が担当する事業は何ですか。",
            "2件あります。\n- 電子申請の共同利用（瀬川広域圏）：瀬川市企画課[1]\n"
            "- 証明書の広域交付（瀬川広域圏）：野々宮町住民課[2]",
        ),
        (
            "生成AIに住民の氏名を入れてもよいのでしょうか。",
            "瀬川広域圏：いけません。氏名は「機密」に当たります。[1]",
        ),
        (
            "電子決裁率は令和5年度に実際は何%でしたか。",
            "「電子決裁率」（瀬川広域圏）の基準値（令和5年度、2023年度）は、"
            "43.2%（令和5年度）です。[1]",
        ),
        (
            "窓口で待たされる時間をどのくらいまで減らすつもりですか。",
            "「窓口の待ち時間」（瀬川広域圏）：目標値（令和9年度、2027年度） "
            "30分以内（令和9年度）、"
            "基準値（令和5年度、2023年度） 74分（令和5年度）。[1]\n"
            "瀬川広域圏：窓口では、春の繁忙期に待ち時間が74分となっており、"
            "来庁者の負担となっています。[1]\n"
            "水道メーターは、山間部の2地区で試します。[1]",
        ),
        (
            "成熟度の「レベル2（連携）」とはどのような状態ですか。",
            "瀬川広域圏：段階：レベル2、名称：連携、状態の説明：他の課とデータをやりとりし、"
            "再入力をなくしている[1]\n"
            "成熟度組織がデジタル化をどこまで進めているかを段階で示したもの。[2]",
        ),
        (
            "令和7年10月の点検で、全体でレベル1の課はいくつでしたか。",
            "瀬川広域圏：計、レベル1：25[1]",
        ),
    ],
)
def test_what_is_done_together_is_told(segawa: Assistant, question: str, answer: str) -> None:
    """A group's projects are listed, the plan's own answer to its question is told whole, a
    baseline is the result of its year, a target is told before how things are, what is quoted is
    no other term, and of a table the total is told where the whole is asked for."""
    found = segawa.ask(question)
    assert (found.answerable, found.text) == (True, answer)


@pytest.mark.parametrize(
    "question",
    [
        "水道メーターは、何ていう地区で試しますか。",
        "計画に反映した意見の件数は？",
    ],
)
def test_what_is_not_told_is_not_answered(segawa: Assistant, question: str) -> None:
    """Two districts are no names of districts; opinions are no opinions that were taken up."""
    assert not segawa.ask(question).answerable


def test_no_figure_of_all_stands_for_one_of_them(segawa: Assistant) -> None:
    asked = [
        "AI議事録は、令和7年度に何件の会議で使われましたか。",
        "AI議事録は、令和7年度に湯沢村だけで何件の会議で使われましたか。",
    ]
    assert [segawa.ask(question).answerable for question in asked] == [True, False]
