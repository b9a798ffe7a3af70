"""Rows and lines whose cells tell what they are: figures behind their kind, rows of figures below
a project, and cells that only their order or a space sets apart."""

from __future__ import annotations

from assistant.datamodels import Project
from tests.conftest import read_plan

FIGURES_TOLD = """\
第3章 個別事業

事業1\t申請書作成支援窓口の導入\t【重点】
担当課\t市民課、各支所
現状と課題\t平均5枚の申請書に同じ氏名を書いています。
年度別の計画
取組\t令和8年度\t令和9年度
本庁での運用\t10月～\t→
支所への展開\t\t2支所
指標\t受付の所要時間\t現状値 48分\t目標値（R12）25分
\t満足した市民の割合\t現状値 －\t目標値（R12）80％

事業2\tオンライン申請の拡充
担当課\tデジタル戦略課
現状と課題\t利用が一部の手続に偏っています。
指標\tオンライン申請の利用率\t現状値 29.5%\t目標値（R12）65.0%

事業3\tおくやみ手続の予約
担当課\t市民課
現状と課題\t手続は最大で9課に及びます。
指標\tウェブ予約の割合\t現状値 0%\t目標値（R12）60%
"""

ROWS_BELOW = """\
取組一覧

No.\t取組項目\t取組内容\t担当課\tR7\tR8\tR9
1\t引越し手続の
一括受付\t各課の手続を一つの窓口で受け付ける。\t市民課
保険課\t業務整理\t試行\t本格実施
\t〔目標〕\t一括で受け付ける手続数（R6現状値 4手続）\t\t4手続\t12手続\t28手続
2\tキャッシュレス
納付の拡大\t税の納付方法を広げる。\t納税課\t給食費\t下水道\t→
3\t健診データの
分析\t受診履歴を分析する。\t健康づくり課\t分析\t勧奨\t→
\t〔目標〕\t特定健診受診率（R6現状値 38.2％）\t\t40％\t43％\t46％
\t\t勧奨後の受診者数（R6現状値 ―）\t\t―\t300人\t450人
"""

SPACED = """\
取組一覧

番号 取組 担当課 指標 現状値 目標値 R7 R8 R9
1-1 役場に行かない申請 住民課 申請できる手続の数 4件 30件 準備 実施 →
★1-2 買い物支援の共同注文
システム 保健福祉課 利用世帯数 － 80世帯 準備 準備 実施
1-3 広域での職員の共同配置 総務課・会計室 － － － 準備 実施 →
"""

STACKED = """\
施策1 届出を身近にする

番号
事業名
事業内容
担当課
指標
現状値
（R6）
目標値
（R11）
R8
R9
1-1
【新規】体育施設の無人
貸出
予約から鍵の受渡しまでをスマートフォンで
済ませられるようにします。
スポーツ課
無人貸出に対応した施設数
0施設
11施設
検討
導入
1-2
欠席連絡のアプリ化
欠席の連絡や学校からの便りを一つのアプリ
にまとめます。
学校教育課
給食センター
利用する保護者の割合
72％
98％
集金を行う学校数
2校
16校
実施
→
"""

LINES = """\
第2章 個別事業

1-1 申請書作成支援 【新規】
所管
市民課、保険年金課
事業概要
聞き取った内容をもとに申請書を作成します。
成果指標
申請書の種類
現状値（R6）
0種類
目標値（R10）
60種類
年次計画
R7
設計
R8
開始
R9
―

1-2 電子申請の拡大 【拡充】
所管
デジタル推進室
事業概要
件数が多い手続から順に切り替えます。
成果指標
現状値（R6）
目標値（R10）
手続数
112手続
300手続
年次計画
R7
R8
R9
60手続を追加
決済の追加
→
"""

YEARS_OVER_FIGURES = """\
取組別の進捗状況

取組番号
1-1
取組名
手続のオンライン化
担当課
デジタル戦略課
取組の概要
利用の多い手続から電子申請に移行する。
指標
電子申請の利用率
年度
R5
R6
R7
目標
10%
20%
30%
実績
11.7%
26.3%
―
令和6年度の実施内容
新たに27手続を公開した。
評価
S

取組番号
1-2
取組名
窓口の設置
担当課
市民課
取組の概要
関係課の手続を一か所で済ませる。
指標
平均滞在時間
実績値：令和5年度　55分／令和6年度　45分
令和6年度の実施内容
受付で運用を始めた。
評価
B
"""


def projects_in(text: str) -> tuple[Project, ...]:
    """The projects of a plan of 2025 to 2030."""
    return read_plan(text, (2025, 2030))[0]


def told(project: Project) -> list[tuple[str, list[tuple[str, int | None, str]]]]:
    return [
        (i.name.text, [(v.kind, v.year, v.value.text) for v in i.values])
        for i in project.indicators
    ]


def steps(project: Project) -> list[tuple[str, tuple[int, ...], str]]:
    return [(step.item.text, step.years, step.text) for step in project.schedule]


def test_figures_stand_behind_their_kind() -> None:
    """A title over three cells, a plan by year with figures in it, and 現状値 48分 in a cell."""
    first, second, _ = projects_in(FIGURES_TOLD)
    assert (first.number, first.name.text) == ("1", "申請書作成支援窓口の導入")
    assert [mark.text for mark in first.marks] == ["重点"]
    assert told(first) == [
        ("受付の所要時間", [("baseline", None, "48分"), ("target", 2030, "25分")]),
        ("満足した市民の割合", [("target", 2030, "80％")]),
    ]
    assert steps(first) == [
        ("本庁での運用", (2026, 2027), "10月～"),
        ("支所への展開", (2027,), "2支所"),
    ]
    assert told(second) == [
        ("オンライン申請の利用率", [("baseline", None, "29.5%"), ("target", 2030, "65.0%")]),
    ]


def test_rows_of_figures_stand_below_their_project() -> None:
    """Wrapped cells, and below them the figures of one indicator or two."""
    first, second, third = projects_in(ROWS_BELOW)
    assert first.name.text == "引越し手続の一括受付"
    assert [office.text for office in first.departments] == ["市民課", "保険課"]
    assert told(first) == [
        (
            "一括で受け付ける手続数",
            [
                ("baseline", 2024, "4手続"),
                ("target", 2025, "4手続"),
                ("target", 2026, "12手続"),
                ("target", 2027, "28手続"),
            ],
        )
    ]
    assert [year for _, year, _ in steps(first)] == [(2025,), (2026,), (2027,)]
    assert told(second) == []
    assert [name for name, _ in told(third)] == ["特定健診受診率", "勧奨後の受診者数"]
    assert told(third)[1][1] == [("target", 2026, "300人"), ("target", 2027, "450人")]


def test_cells_that_one_space_sets_apart() -> None:
    """A row on one line or two, its number behind a sign, and one without figures."""
    projects = projects_in(SPACED)
    assert [(p.number, p.name.text, [d.text for d in p.departments]) for p in projects] == [
        ("1-1", "役場に行かない申請", ["住民課"]),
        ("1-2", "買い物支援の共同注文システム", ["保健福祉課"]),
        ("1-3", "広域での職員の共同配置", ["総務課", "会計室"]),
    ]
    assert [told(project) for project in projects] == [
        [("申請できる手続の数", [("baseline", None, "4件"), ("target", None, "30件")])],
        [("利用世帯数", [("target", None, "80世帯")])],
        [],
    ]
    assert steps(projects[1]) == [
        ("準備", (2025, 2026), "準備"),
        ("実施", (2027,), "実施"),
    ]


def test_cells_on_lines_of_their_own() -> None:
    """A name over two lines, two offices, two indicators of one project."""
    first, second = projects_in(STACKED)
    assert (first.number, first.name.text) == ("1-1", "体育施設の無人貸出")
    assert [mark.text for mark in first.marks] == ["新規"]
    assert [office.text for office in second.departments] == ["学校教育課", "給食センター"]
    assert told(second) == [
        ("利用する保護者の割合", [("baseline", 2024, "72％"), ("target", 2029, "98％")]),
        ("集金を行う学校数", [("baseline", 2024, "2校"), ("target", 2029, "16校")]),
    ]
    assert steps(second) == [("実施", (2026, 2027), "実施")]


def test_lines_over_what_they_tell() -> None:
    """A label over its value, heads over a row, years over steps and each year over its own."""
    first, second = projects_in(LINES)
    assert [office.text for office in first.departments] == ["市民課", "保険年金課"]
    assert told(first) == [
        ("申請書の種類", [("baseline", 2024, "0種類"), ("target", 2028, "60種類")])
    ]
    assert steps(first) == [("設計", (2025,), ""), ("開始", (2026,), "")]
    assert told(second) == [
        ("手続数", [("baseline", 2024, "112手続"), ("target", 2028, "300手続")])
    ]
    assert steps(second) == [("60手続を追加", (2025,), ""), ("決済の追加", (2026, 2027), "")]


def test_years_over_the_figures_of_each_kind() -> None:
    """目標 and 実績 by year on lines of their own, or several years on one line, and ratings."""
    first, second = projects_in(YEARS_OVER_FIGURES)
    assert told(first) == [
        (
            "電子申請の利用率",
            [
                ("target", 2023, "10%"),
                ("target", 2024, "20%"),
                ("target", 2025, "30%"),
                ("actual", 2023, "11.7%"),
                ("actual", 2024, "26.3%"),
            ],
        )
    ]
    assert told(second) == [("平均滞在時間", [("actual", 2023, "55分"), ("actual", 2024, "45分")])]
    assert [p.rating.text for p in (first, second) if p.rating] == ["S", "B"]
