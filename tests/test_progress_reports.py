"""Reports on a plan: rated titles, figures of several years on one line, results in prose,
targets that were revised, and measures that were added."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.build import build
from assistant.datamodels import Document, Project
from assistant.ingest.blocks import read_blocks
from assistant.ingest.outline import read_outline
from assistant.ingest.projects import read_projects
from assistant.pipeline import Assistant
from assistant.settings import Settings

REPORT = """\
港町デジタル推進計画 令和６年度進捗状況報告

# 評価の方法

| 評価 | 区分 | 目安 |
| --- | --- | --- |
| ◎ | 目標を上回る | 達成率が110%以上 |
| ○ | おおむね順調 | 達成率が80%以上110%未満 |
| × | 遅れ | 達成率が80%未満 |

# I 取組別の進捗状況

## 柱１ 便利な暮らし

### 1 図書館の電子貸出 【評価 ○】
担当課：図書館
指標：電子書籍の貸出冊数
R5実績 210冊 / R6目標 260冊 / R6実績 248冊（達成率95.4%） / R9目標 400冊
〔実績〕 児童書を38冊加えた。
〔評価の理由〕 目標には届かなかったが、利用は伸びた。

### 2 ごみ受付の見直し 【評価 ◎】
担当課：環境課
指標：オンラインの割合
R5実績 ― / R6目標 40% / R6実績 63% / R9目標 80%
〔実績〕 令和6年8月に受付を始めた。
〔評価の理由〕 チラシを配った。

### 3 橋の点検 【評価 ×】
担当課：土木課
指標：点検に使う日数
R5実績 9日 / R6目標 6日 / R6実績 9日 / R9目標 3日
〔実績〕 ドローンが故障した。
〔評価の理由〕 代わりの機体がなかった。

# II 計画の改訂

## 1 目標値の見直し

| 番号 | 取組 | 改訂前（R9目標） | 改訂後（R9目標） | 理由 |
| --- | --- | --- | --- | --- |
| 2 | ごみ受付の見直し | 80% | 利用した世帯 90% | 利用へ移すため |

## 2 取組の追加

### 4 水道メーターの実証（新規）
担当課：水道課
島の全戸に、通信機能の付いたメーターを設置する。

## 3 進め方
担当課は、毎年度の実績を本部に報告する。
"""


def projects() -> tuple[Project, ...]:
    document = Document("d", "d.txt", "港町デジタル推進計画", "港町", "報告", (2023, 2027), "", "",
                        "", REPORT, "")  # fmt: skip
    blocks = read_blocks(REPORT)
    document = replace(document, outline=read_outline(REPORT, blocks, document.title))
    return read_projects(document, blocks)[0]


def test_a_rating_in_brackets_is_no_part_of_a_heading_s_name() -> None:
    """### 1 図書館の電子貸出 【評価 ○】 names a project and rates it; a measure without figures
    that goes on with the numbers of fuller ones is a project too."""
    told = [(p.number, p.name.text, p.rating.text if p.rating else "") for p in projects()]
    assert told == [
        ("1", "図書館の電子貸出", "○"),
        ("2", "ごみ受付の見直し", "◎"),
        ("3", "橋の点検", "×"),
        ("4", "水道メーターの実証", ""),
    ]


def test_figures_that_begin_with_year_and_kind_belong_to_the_indicator_above() -> None:
    """R5実績 210冊 / R6目標 260冊 under 指標：… has no name of its own, and 〔実績〕 before
    sentences no figure."""
    first, second, *_ = projects()
    assert [
        (i.name.text, [(v.kind, v.year, v.value.text) for v in i.values]) for i in first.indicators
    ] == [
        (
            "電子書籍の貸出冊数",
            [
                ("actual", 2023, "210冊"),
                ("target", 2024, "260冊"),
                ("actual", 2024, "248冊"),
                ("target", 2027, "400冊"),
            ],
        )
    ]
    assert [(f.field, f.label, f.value.text) for f in first.fields] == [
        ("progress", "実績", "児童書を38冊加えた。"),
        ("other", "評価の理由", "目標には届かなかったが、利用は伸びた。"),
    ]
    assert [v.value.text for i in second.indicators for v in i.values] == ["40%", "63%", "80%"]


def test_a_revised_target_is_no_step_of_a_schedule() -> None:
    """改訂前（R9目標） beside a project's name, not an indicator's, is kept under its head."""
    second = projects()[1]
    assert second.schedule == ()
    assert [(f.label, f.value.text) for f in second.fields if "改訂" in f.label] == [
        ("改訂前（R9目標）", "80%"),
        ("改訂後（R9目標）", "利用した世帯90%"),
    ]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    corpus = tmp_path_factory.mktemp("report")
    (corpus / "report.txt").write_text(REPORT, encoding="utf-8")
    settings = Settings(corpus=corpus, index=tmp_path_factory.mktemp("index"))
    build(settings)
    return Assistant.open(settings)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("令和6年度に◎をもらったのはどの取組？", ["ごみ受付の見直し"]),
        ("目標値や指標が見直された取組はどれですか。", ["ごみ受付の見直し"]),
        ("新しく始める取組はどれですか。", ["水道メーターの実証"]),
    ],
)
def test_a_list_is_bounded_by_what_a_report_tells(
    assistant: Assistant, question: str, names: list[str]
) -> None:
    """A sign that was given, a target that was revised, 新しく始める for 新規."""
    assert [project.name for project in assistant.ask(question).projects] == names


def test_a_legend_tells_sign_name_and_measure(assistant: Assistant) -> None:
    """The last of three cells says when a sign is given."""
    answer = assistant.ask("評価「○」の目安は何ですか。")
    assert "達成率が80%以上110%未満" in answer.text
    assert "達成率が110%以上" not in answer.text


def test_a_reason_is_told_beside_the_rating(assistant: Assistant) -> None:
    """What stood in the way is asked for as a reason; the rating asked for comes first."""
    answer = assistant.ask("橋の点検は令和6年度にどう評価され、何が壁となりましたか。")
    first, second = answer.text.split("\n")[:2]
    assert "×" in first
    assert "代わりの機体がなかった。" in second
