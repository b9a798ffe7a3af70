"""Plans that are revised every year: sheets whose values wrap, ratings and figures by year."""

from __future__ import annotations

import pytest

from assistant.datamodels import Project
from tests.test_project_rows import projects_of

SHEETS = """\
港町デジタル実施計画

1 事業の一覧

番号\t事業名\t担当課\t開始年度\tR6評価\tR7評価
1-01\t図書館の電子貸出\t図書館\tR6\tB\tC
1-02\t粗大ごみ受付の見直し\t環境課\tR7\t－\tA
1-03\t台帳の移行\t土木課\tR7\t－\t－

2 事業別シート

事業番号・事業名\t1-01　図書館の電子貸出
担当課（関係課）\t図書館（情報課、学校教育課）
現状・課題\t借りられる本が少なく、夜は使えない。
取組内容\t本を毎年300冊ずつ加える。
移動図書館でも登録を受け付ける
評価・コメント\t【Ｃ】本の追加が遅れ、貸出が伸びなかった。
事業番号・事業名\t1-02　粗大ごみ受付の見直し
担当課（関係課）\t環境課
現状・課題\t電話が月曜の朝に集中している。
取組内容\tスマートフォンから申し込めるようにする
・支払いも同じ画面でできるようにする。
評価・コメント\t【Ａ】申込みの半分が夜と休日であった。
事業番号・事業名\t1-03　台帳の移行
担当課（関係課）\t土木課
現状・課題\t図面が紙だけで、窓口でしか見られない。
取組内容\t図面を電子化し、地図に重ねて見られるようにする。
評価・コメント\t【－】来年度からの着手のため評価しない

3 目標管理表

番号\t指標（単位）\t基準値\t区分\tR6\tR7\tR8
1-01\t貸出冊数（冊）\t0\t計画\t100\t300\t500
\t\t\t実績（達成率）\t90（90.0%）\t200（66.7%）\t
1-02\t受付の割合（％）\t12\t計画\t－\t30\t40
\t\t\t実績（達成率）\t－\t33（110.0%）\t
1-03\t電子化した図面（枚）\t0\t計画\t－\t－\t50
\t\t\t実績（達成率）\t－\t－\t

4 日程

凡例　△：検討・設計　○：着手・稼働　→：継続　◎：完了
事業\t工程\tR6\tR7\tR8
1-01 電子貸出\t本館\t○\t→\t→
\t移動図書館\t\t△\t○
1-02 粗大ごみ\t画面の公開\t△\t○\t→
1-03 台帳\t図面の読み取り\t\t△\t◎
"""


@pytest.fixture(scope="module")
def projects() -> tuple[Project, ...]:
    return projects_of(SHEETS)


def test_a_value_that_wraps_does_not_end_its_sheet(projects: tuple[Project, ...]) -> None:
    """The line below 取組内容 is more of it, and the comment behind it belongs to the same
    sheet; the rating is the sign in front of the comment, a dash none."""
    read = [
        (
            project.name.text,
            [value.text for value in project.departments],
            [part.value.text for part in project.values_of("actions")],
            [part.value.text for part in project.fields if part.label == "評価・コメント"],
            project.rating.text if project.rating else None,
        )
        for project in projects
    ]
    assert read == [
        (
            "図書館の電子貸出", ["図書館（情報課、学校教育課）"],
            ["本を毎年300冊ずつ加える。移動図書館でも登録を受け付ける"],
            ["【Ｃ】本の追加が遅れ、貸出が伸びなかった。"], "Ｃ",
        ),
        (
            "粗大ごみ受付の見直し", ["環境課"],
            ["スマートフォンから申し込めるようにする・支払いも同じ画面でできるようにする。"],
            ["【Ａ】申込みの半分が夜と休日であった。"], "Ａ",
        ),
        (
            "台帳の移行", ["土木課"], ["図面を電子化し、地図に重ねて見られるようにする。"],
            ["【－】来年度からの着手のため評価しない"], None,
        ),
    ]  # fmt: skip


def test_each_year_keeps_its_rating(projects: tuple[Project, ...]) -> None:
    """A list's columns of ratings and of the year of the start are told of the sheet's project."""
    labels = ("R6評価", "R7評価", "開始年度")
    assert [
        [(part.label, part.value.text) for part in project.fields if part.label in labels]
        for project in projects
    ] == [
        [("開始年度", "R6"), ("R6評価", "B"), ("R7評価", "C")],
        [("開始年度", "R7"), ("R6評価", "－"), ("R7評価", "A")],
        [("開始年度", "R7"), ("R6評価", "－"), ("R7評価", "－")],
    ]


def test_planned_and_achieved_figures_stand_in_turns(projects: tuple[Project, ...]) -> None:
    """A column between the figure to start from and the years says what each row holds; the
    row with a blank number goes on with the project above."""
    assert [
        [(i.name.text, i.unit, [(v.kind, v.year, v.value.text) for v in i.values])
         for i in project.indicators]
        for project in projects
    ] == [
        [("貸出冊数", "冊", [
            ("baseline", None, "0"), ("target", 2024, "100"), ("target", 2025, "300"),
            ("target", 2026, "500"), ("actual", 2024, "90（90.0%）"),
            ("actual", 2025, "200（66.7%）"),
        ])],
        [("受付の割合", "％", [
            ("baseline", None, "12"), ("target", 2025, "30"), ("target", 2026, "40"),
            ("actual", 2025, "33（110.0%）"),
        ])],
        [("電子化した図面", "枚", [("baseline", None, "0"), ("target", 2026, "50")])],
    ]  # fmt: skip


def test_a_chart_names_the_steps_of_its_projects(projects: tuple[Project, ...]) -> None:
    """Signs of the legend tell what is done, and an arrow that it goes on; a row without a
    name is of the project above."""
    assert [
        [(entry.item.text, entry.text, entry.years) for entry in project.schedule]
        for project in projects
    ] == [
        [
            ("本館", "着手・稼働", (2024, 2025, 2026)),
            ("移動図書館", "検討・設計", (2025,)), ("移動図書館", "着手・稼働", (2026,)),
        ],
        [
            ("画面の公開", "検討・設計", (2024,)), ("画面の公開", "着手・稼働", (2025, 2026)),
        ],
        [
            ("図面の読み取り", "検討・設計", (2025,)), ("図面の読み取り", "完了", (2026,)),
        ],
    ]  # fmt: skip


DERIVED = """\
港町デジタル実施計画

1 事業の一覧

番号\t事業名\t担当課
1\t図書館の電子貸出\t図書館
2\t粗大ごみ受付の見直し\t環境課

2 目標

番号\t指標（単位）\t基準値\t区分\tR6\tR7
1\t貸出冊数（冊）\t0\t目標\t100\t300
1\t\t\t実績\t90\t200
1\t\t\t達成率\t90%\t67%
2\t受付の割合（％）\t12\t目標\t20\t30
2\t\t\t実績\t25\t33
2\t\t\t達成率\t125%\t110%
"""


def test_a_row_of_rates_holds_no_figures_of_its_own() -> None:
    """達成率 follows from the rows above it; a number that comes again without a name goes on
    with its project."""
    assert [
        [(i.name.text, [(v.kind, v.year, v.value.text) for v in i.values]) for i in p.indicators]
        for p in projects_of(DERIVED)
    ] == [
        [("貸出冊数", [
            ("baseline", None, "0"), ("target", 2024, "100"), ("target", 2025, "300"),
            ("actual", 2024, "90"), ("actual", 2025, "200"),
        ])],
        [("受付の割合", [
            ("baseline", None, "12"), ("target", 2024, "20"), ("target", 2025, "30"),
            ("actual", 2024, "25"), ("actual", 2025, "33"),
        ])],
    ]  # fmt: skip


TITLED = """\
港町デジタル実施計画

1 事業

図書館の電子貸出
担当課\t図書館
取組内容\t本を毎年300冊ずつ加える。
粗大ごみ受付の見直し
担当課\t環境課
取組内容\tスマートフォンから申し込めるようにする。
台帳の移行
担当課\t土木課
取組内容\t図面を電子化する。
"""


def test_a_title_between_sheets_is_no_value() -> None:
    """A line over a label that the sheet has had already begins the next sheet."""
    assert [
        (p.name.text, [part.value.text for part in p.values_of("actions")])
        for p in projects_of(TITLED)
    ] == [
        ("図書館の電子貸出", ["本を毎年300冊ずつ加える。"]),
        ("粗大ごみ受付の見直し", ["スマートフォンから申し込めるようにする。"]),
        ("台帳の移行", ["図面を電子化する。"]),
    ]
