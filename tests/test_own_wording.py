"""Sheets whose labels are of a city's own wording, and reports that rate in their titles."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.datamodels import Document, Project
from assistant.ingest.blocks import read_blocks
from assistant.ingest.outline import read_outline
from assistant.ingest.projects import read_projects
from assistant.ingest.rated_titles import rated_title

REPORTS = Path(__file__).parent / "data" / "reports"
PLAN = """凪原町デジタル化計画
令和６年度～令和８年度

第２章　個別の取組

取組名	①　オンライン申請の拡大
どうしてやるの	様式を印刷する手間がある。
困りごと	夜に申請できない。
数字の目標	オンラインで申請できる手続の数
はじめ	R6	R7	R8
18手続	30手続	60手続	90手続
活動指標	説明会　毎年度２回
いつやるの	Ｒ６ 棚卸し→Ｒ７ 公開→Ｒ８ 拡大
手法	様式を見直す。
使用するツール	申請フォーム
担当課	総務課

取組名	②　見守りセンサー
どうしてやるの	単身の高齢者が増えた。
困りごと	訪問だけでは目が届かない。
数字の目標	設置した世帯数
はじめ	R6	R7	R8
20世帯	50世帯	100世帯	150世帯
活動指標	研修の時間　１人当たり年４時間
いつやるの	Ｒ６ 機種選定／Ｒ７ 増設
手法	センサーを貸し出す。
使用するツール	人感センサー
担当課	福祉課

取組名	③　電子決裁
どうしてやるの	起案を持ち回っている。
困りごと	書庫がいっぱいになる。
数字の目標	電子決裁率
はじめ	R6	R7	R8
0％	40％	60％	75％
活動指標	操作研修　各課１回
いつやるの	Ｒ６ 10月稼働／Ｒ７ 支所、学校
手法	規程を改める。
使用するツール	文書管理システム
担当課	総務課
"""

REPORT = (REPORTS / "nagihara-dx-report-2024.txt").read_text(encoding="utf-8")


def projects_of(text: str) -> dict[str, Project]:
    blocks = read_blocks(text)
    document = Document("a", "a.txt", "", "凪原市", "", (2024, 2026), "", "", "", text, "")
    outline = read_outline(text, blocks)
    document = Document(
        "a", "a.txt", "", "凪原市", "", (2024, 2026), "", "", "", text, "", outline=outline
    )
    return {project.name.text: project for project in read_projects(document, blocks)[0]}


def fields(project: Project) -> list[tuple[str, str, str]]:
    return [(value.field, value.label, value.value.text) for value in project.fields]


def figures(project: Project) -> dict[str, list[tuple[str, int | None, str]]]:
    return {
        indicator.name.text: [(v.kind, v.year, v.value.text) for v in indicator.values]
        for indicator in project.indicators
    }


def test_words_that_recur_where_labels_stand_are_labels() -> None:
    """A label that no vocabulary knows stands in three sheets: it is told with its own words,
    and what stands beside it says whether it heads steps or names an indicator."""
    project = projects_of(PLAN)["見守りセンサー"]
    assert fields(project) == [
        ("other", "どうしてやるの", "単身の高齢者が増えた。"),
        ("issues", "困りごと", "訪問だけでは目が届かない。"),
        ("actions", "手法", "センサーを貸し出す。"),
        ("tools", "使用するツール", "人感センサー"),
    ]
    assert figures(project) == {
        "設置した世帯数": [
            ("baseline", None, "20世帯"),
            ("target", 2024, "50世帯"),
            ("target", 2025, "100世帯"),
            ("target", 2026, "150世帯"),
        ],
        "研修の時間": [("target", None, "１人当たり年４時間")],
    }
    assert [(step.item.text, step.years) for step in project.schedule] == [
        ("機種選定", (2024,)),
        ("増設", (2025,)),
    ]


def test_a_title_tells_its_rating() -> None:
    """The rating behind a title is the sheet's, that of the year before stands beside it, and
    a sheet goes on to the next such title."""
    projects = projects_of(REPORT)
    assert {
        name: (p.number, p.rating.text if p.rating else None) for name, p in projects.items()
    } == {
        "スマホで申請": ("1-1", "◎"),
        "電子契約": ("1-2", "×"),
        "道路の診断": ("1-3", "中止（令和６年３月）"),
        "テレワーク": ("1-4", "○"),
    }
    assert fields(projects["道路の診断"]) == [
        ("progress", "経過", "検出率は58％であった。"),
        ("other", "中止の理由", "誤検出が多いため。"),
        ("outlook", "代わりの対応", "写真の投稿を始めた。"),
    ]
    assert ("other", "前年度", "○") in fields(projects["スマホで申請"])
    assert all(project.has_sheet and project.departments for project in projects.values())


def test_targets_stand_over_results() -> None:
    """Rows 目標 and 実績 under years are one indicator, named by the sheet where no
    more than 成果指標 stands before them; the overview that tells the same figures adds none."""
    projects = projects_of(REPORT)
    assert figures(projects["スマホで申請"]) == {
        "スマホで申請": [
            ("target", 2023, "60手続"),
            ("target", 2024, "90手続"),
            ("target", 2025, "110手続"),
            ("actual", 2023, "68手続"),
            ("actual", 2024, "102手続"),
        ]
    }
    assert figures(projects["テレワーク"]) == {
        "テレワーク": [
            ("target", 2023, "20％"),
            ("target", 2024, "25％"),
            ("actual", 2023, "19％"),
            ("actual", 2024, "26％"),
        ]
    }
    assert projects["道路の診断"].schedule == ()


@pytest.mark.parametrize(
    ("line", "title", "value"),
    [
        (
            "【1-6 保育所の連絡帳】　完了（令和６年３月）",
            "【1-6 保育所の連絡帳】",
            "完了（令和６年３月）",
        ),
        ("１－２　電子契約　進捗：Ｂ（前年度：Ｃ）", "１－２　電子契約", "Ｂ"),
        ("(2) 公共施設の予約　評価：２（前年：３）", "(2) 公共施設の予約", "２"),
        ("① 基本設計　完了", None, None),
        ("【備考】　完了", None, None),
        ("２　進捗状況　順調", None, None),
        ("令和６年度　評価　Ａ", None, None),
    ],
)
def test_only_titles_are_rated(line: str, title: str | None, value: str | None) -> None:
    """A step of a list, a label and a heading about ratings are no titles with a rating."""
    found = rated_title(line)
    told = (line[slice(*found.title)], line[slice(*found.value)]) if found else (None, None)
    assert told == (title, value)
