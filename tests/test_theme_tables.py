"""A plan that is one table a theme: its caption, its wrapped cells, and the tables beside it that
hold figures or count things which are no projects."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.build import build
from assistant.datamodels import Document
from assistant.ingest.blocks import read_blocks
from assistant.ingest.outline import read_outline
from assistant.ingest.projects import read_projects
from assistant.pipeline import Assistant
from assistant.settings import Settings

PLAN = """\
港町DXアクションプラン

1．重点テーマと数値目標

テーマ\t指標\t現状\t目標（R9）
A\tオンライン申請率\t34.9%（R5）\t70%
B\t転入手続の平均時間\t82分（R6）\t40分

2．アクションプラン一覧

港町DXアクションプラン一覧（1／2）　　テーマA 使われるオンライン
番号\t事業名\t概要\t所管課\t現状（R6）\tR7\tR8\tR9目標\t備考
A-1\tガイドの公開\t手続の動画を作る\t広報課\t0本\t10本\t20本\t30本\t新規
A-2\t公金収納の多様化\tスマートフォン決済を追加する\t納税課
会計室\tコンビニ\t2社
口座振替\t継続\t継続\t継続
A-3\t公式アプリの配信\tごみの分別を通知する\t広報課\t登録2,100人\t2,800人\t3,600人\t4,500人\t継続

港町DXアクションプラン一覧（2／2）　　テーマB 待たない窓口
番号\t事業名\t概要\t所管課\t現状（R6）\tR7\tR8\tR9目標\t備考
B-1\t書かない窓口\t申請書の作成を支援する\t町民課\t試行\t8窓口\t全窓口\t評価\t拡充
B-2\tおくやみ窓口\t予約を受ける\t戸籍係（町民課）\tなし\t設計\t開始\t継続\t新規

3．手続の一覧

オンライン申請に対応する主な手続は次のとおりである。

No.\t手続名\t所管課\t年間件数（R5）\t開始時期\t完結
1\t住民票の写しの交付請求\t町民課\t61,200\tR7.10\t○
2\t犬の登録\t環境課\t1,980\tR7.7\t○
3\t飲食店の許可の更新\t環境課\t640\tR8.10\t―
"""


def read() -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    document = Document("d", "d.txt", "港町DXアクションプラン", "港町", "計画", (2025, 2027), "",
                        "", "", PLAN, "")  # fmt: skip
    blocks = read_blocks(PLAN)
    document = replace(document, outline=read_outline(PLAN, blocks, document.title))
    projects, indicators = read_projects(document, blocks)
    told = [
        (
            p.number, p.name.text, [d.text for d in p.departments], [m.text for m in p.marks],
            [h.text for h in p.hierarchy],
        )
        for p in projects
    ]  # fmt: skip
    loose = [
        (i.name.text, [(v.kind, v.year, v.value.text) for v in i.values])
        for i in indicators
        if i.project_id is None
    ]
    return told, loose


def test_a_caption_places_the_projects_of_its_table() -> None:
    """The theme stands behind the title of the list; a row of equal words (継続 継続 継続) is
    no head; things that are counted under No. are no projects."""
    online, desk = ["テーマA使われるオンライン"], ["テーマB待たない窓口"]
    assert read()[0] == [
        ("A-1", "ガイドの公開", ["広報課"], ["新規"], online),
        ("A-2", "公金収納の多様化", ["納税課", "会計室"], ["継続"], online),
        ("A-3", "公式アプリの配信", ["広報課"], ["継続"], online),
        ("B-1", "書かない窓口", ["町民課"], ["拡充"], desk),
        ("B-2", "おくやみ窓口", ["戸籍係（町民課）"], ["新規"], desk),
    ]


def test_indicators_of_a_theme_are_named_by_their_own_column() -> None:
    """テーマ | 指標 | 現状 | 目標 holds indicators, and no project called A."""
    assert read()[1] == [
        ("オンライン申請率", [("baseline", 2023, "34.9%（R5）"), ("target", 2027, "70%")]),
        ("転入手続の平均時間", [("baseline", 2024, "82分（R6）"), ("target", 2027, "40分")]),
    ]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    corpus = tmp_path_factory.mktemp("plan")
    (corpus / "plan.txt").write_text(PLAN, encoding="utf-8")
    settings = Settings(corpus=corpus, index=tmp_path_factory.mktemp("index"))
    build(settings)
    return Assistant.open(settings)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("テーマBで新しく始めるやつってどれ？", ["おくやみ窓口"]),
        ("町民課が担当する事業をすべて挙げてください。", ["書かない窓口", "おくやみ窓口"]),
    ],
)
def test_a_list_is_bounded_by_theme_and_section(
    assistant: Assistant, question: str, names: list[str]
) -> None:
    """The word and letter of a theme name it; the section that a desk belongs to is in charge."""
    assert [project.name for project in assistant.ask(question).projects] == names


@pytest.mark.parametrize(
    "question", ["開始時期が令和7年7月の手続はどれですか。", "手続 開始時期 R7.7"]
)
def test_rows_are_chosen_by_what_stands_under_a_head(assistant: Assistant, question: str) -> None:
    """The question names the head and the cell, a month in any spelling."""
    lines = assistant.ask(question).text.split("\n")
    assert [line.split("[")[0] for line in lines[1:]] == ["- 犬の登録：開始時期 R7.7"]


GOALS = """\
港町DX推進計画

1．取組の一覧

基本目標Ⅱ 便利な役場
番号\t事業名\t担当課
1\t窓口の予約\t町民課
2\t電子申請\t総務課

基本目標Ⅲ 身軽な役場
番号\t事業名\t担当課
3\tペーパーレス会議\t総務課
4\t生成AIの利用\t総務課
"""


def test_a_goal_is_not_the_one_whose_number_begins_alike(tmp_path: Path) -> None:
    """基本目標Ⅱ is no part of 基本目標Ⅲ."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "plan.txt").write_text(GOALS, encoding="utf-8")
    settings = Settings(corpus=tmp_path / "corpus", index=tmp_path / "index")
    build(settings)
    answer = Assistant.open(settings).ask("基本目標Ⅱ 事業 一覧")
    assert [project.name for project in answer.projects] == ["窓口の予約", "電子申請"]
