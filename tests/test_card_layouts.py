"""Layouts of published plans: cards of an action with half years and a legend, measures with
circled digits, reports with figures by year and last year's rating."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.build import build
from assistant.datamodels import Project
from assistant.pipeline import Assistant
from assistant.settings import Settings
from tests.conftest import read_plan

CARDS = """\
# 沢渡市DXアクションプラン

## 第1章 前計画の振り返り

No.\t取組名\t担当課\t評価\tコメント
1\t電子納付の拡充\t会計課\tC\t端末の調達が遅れた。
2\t施設予約の更新\t総務課\tD\t入札が不調となった。
3\t広報紙の電子化\t広報課\tA\t予定どおり実施した。

## 第2章 アクション一覧

【凡例】 ★：重点アクション（1件）

No.\tアクション名\t区分\t主管課
1-1-1\t★オンライン申請の拡大\t拡充\tデジタル課
1-1-2\t電子納付の拡充\t新規\t会計課

## 第3章 アクション個票

「→」は実施期間、「●」は稼働・開始時期、「…」は検討・準備を示します。

No.\t1-1-1\tアクション名\tオンライン申請の拡大\t\t\t
主管課\tデジタル課\t関係課\t全課\t\t\t
目的\t来庁しなくても申請できる手続を増やす。\t\t\t\t\t
達成目標\t指標\t\t現状値\t令和8年度\t令和9年度\t令和10年度
\tオンライン申請の利用率\t\t21.7%\t30%\t40%\t55%
実施スケジュール\t令和8年度\t\t令和9年度\t\t令和10年度\t
\t上期\t下期\t上期\t下期\t上期\t下期
システムの更新\t…\t…\t…\t→\t●\t

No.\tアクション名\t\t\t\t\t
1-1-2\t電子納付の拡充\t\t\t\t\t
主管課／関係課\t会計課 ／ 納税課、市民課\t\t\t\t\t
目的\t支払方法の選択肢を増やす。\t\t\t\t\t
達成目標\t指標\t\t現状値\tR8\tR9\tR10
\t対応窓口数\t\t12か所\t18か所\t22か所\t26か所
"""

CUT = """\
# 青垣市DX推進計画

1-1-1\t行政手続オンライン申請の拡充\t\t\t\t継続
実施主体\tDX推進課\t\t関係課\t全課
現状と課題\tオンライン利用率は23.4%にとどまっています。
達成指標\t指標名\t現状値\tR7目標\tR8目標\tR9目標
\tオンライン利用率\t23.4%\t30%\t38%\t45%
工程表\t取組\tR5～R6\tR7\tR8\tR9
\t公的個人認証への対応\t\t検討\t運用開始\t→
期待される効果\t窓口の混雑緩和

事業名\t【拡充】 公共施設予約システムの刷新\t\t\t
担 当\t生涯学習課（関係課：財産管理課）
現状と
課題\t現行の予約システムは平成26年度に導入したものです。
取組内容\t① 新システムの調達・構築を行う。
ねらい・
目指す姿\t一度も窓口に行かずに済ませられるようにする。
指 標\t\t現状値
（令和6年度）\t令和7年度\t令和8年度\t令和9年度
\tスマートロックの設置施設数\t2施設\t2施設\t8施設\t12施設
工 程\t\t令和5・6年度\t令和7年度\t令和8年度\t令和9年度
\t新システム\t試行・調査\t仕様検討・調達\t構築
10月稼働\t運用
効 果\t鍵の貸出事務の削減\t\t\t\t

1-1-3　保育所等入所申込のオンライン化

【ねらい】
選考結果の早期の通知
【実施主体】
こども保育課　／　関係：DX推進課
【達成指標】
指標\t現状値(2024)\t2025\t2026
入所申込のオンライン申込率\t未実施\t20%\t50%
工程\t2024\t2025\t2026
AI入所選考\t情報収集\t調達\t導入
"""

TOLD = """\
# 椎葉町まちづくり計画

## 1-1 書かない窓口

町民課の窓口で始めます。

担当：町民課

めざす数字
- 手続にかかる時間：55分（令和6年度）→ 25分（令和12年度）
- 移動役場の利用件数：令和9年度 600件 → 令和12年度 1,200件

## 2 計画を進めるために

計画の最終年度の目標は、次のとおりとします。（ ）内は2023年度の実績です。

・オンライン申請率：30％（3.1％）
・窓口の数：4か所（本庁）
"""

CIRCLED = """\
# 久米町デジタル推進計画

## 重点1 窓口の改革

■本町の取組
① 移動役場の運行
軽ワゴン車に端末を備え、月2回、集会所を巡回します。
② 書かない窓口の導入
聞き取りにより申請書を作成します。
③ 支所のリモート窓口
本庁の職員が画面越しに相談に応じます。

■スケジュール

取組\t2024\t2025\t2026
①移動役場の運行\t○\t◎（10月試行）\t●
②書かない窓口の導入\t○\t◎\t●

※凡例 ○：準備・検討 ◎：導入・構築 ●：本稼働・実施

■担当
住民生活課（①②）、総務課デジタル推進室（③のうち機器、②）
※ ①の相談は、社会福祉協議会の協力を得て実施する。

- 11 -

## 重点2 その他

町の人口は2,914人です。
"""

REPORT = """\
# 鷹尾市DX戦略 令和6年度進捗状況報告書

## 1 評価の結果

前年度から評価が上がった事業は1事業、下がった事業は2事業でした。

評価が下がった事業
1-2 窓口キャッシュレス事業（順調→遅れ）
1-3 街路灯の更新事業（順調→概ね順調）

## 2 評価一覧

番号\t事業名\t担当課\tR5評価\tR6評価

1-1\tオンライン申請拡充事業\tデジタル課\t概ね順調\t順調
1-2\t窓口キャッシュレス事業\t会計課\t順調\t遅れ
1-3\t街路灯の更新事業\t生活安全課\t順調\t概ね順調

## 3 個票

事業番号\t1-2\t事業名\t窓口キャッシュレス事業\t\t
担当\t会計課\t\t評価\t遅れ\t（前年度：順調）
令和6年度の計画\t端末を残る3支所に設置する。\t\t\t\t
令和6年度の実績\t2支所に設置した。1支所は、入札不調のため設置できなかった。\t\t\t\t
KPI\t\t区分\tR4\tR5\tR6
キャッシュレス決済の利用割合\t\t目標\t10%\t15%\t20%
\t\t実績\t6.2%\t12.6%\t17.9%
\t\t達成率\t62.0%\t84.0%\t89.5%
電子納付の件数\t\t目標\t100件\t200件\t300件
\t\t実績\t92件\t210件\t318件
課題と今後の方向性\t決済手数料の負担が増えている。\t\t\t\t
決算額（千円）\t\t\t4,820\t2,946\t3,215
"""

VIEWS = """\
# 川辺市DX推進ガイドライン

将来の姿\t便利な市役所\t働きやすい市役所\t\t
3つの視点\t人にやさしい\t守りを固める\t続けて使える

## 計画の策定

本計画は、有識者の意見と、研究部会（行財政部会、人事部会、DX推進部会）からの提案を取り入れました。
"""


def read(text: str, first: int = 2026) -> tuple[Project, ...]:
    """The projects of a plan of three years, in order."""
    return read_plan(text, (first, first + 2))[0]


def projects_of(text: str) -> dict[str, Project]:
    return {project.name.text: project for project in read(text)}


def figures(project: Project) -> dict[str, list[tuple[str, int | None, str]]]:
    return {
        indicator.name.text: [(v.kind, v.year, v.value.text) for v in indicator.values]
        for indicator in project.indicators
    }


def steps(project: Project) -> list[tuple[str, str, tuple[int, ...]]]:
    return [(entry.item.text, entry.text, entry.years) for entry in project.schedule]


def test_cards_whose_first_row_holds_labels_and_values_or_heads_over_values() -> None:
    """A label of the whole grid heads no column, and half years are no steps."""
    projects = projects_of(CARDS)
    first, second = projects["オンライン申請の拡大"], projects["電子納付の拡充"]
    assert figures(first) == {
        "オンライン申請の利用率": [
            ("baseline", None, "21.7%"),
            ("target", 2026, "30%"),
            ("target", 2027, "40%"),
            ("target", 2028, "55%"),
        ]
    }
    assert steps(first) == [
        ("システムの更新", "検討・準備", (2026, 2027)),
        ("システムの更新", "実施期間（下期）", (2027,)),
        ("システムの更新", "稼働・開始時期（上期）", (2028,)),
    ]
    assert [mark.text for mark in first.marks] == ["重点", "拡充"]
    assert [d.text for d in second.departments] == ["会計課", "納税課", "市民課"]
    assert [values[0] for values in figures(second).values()] == [("baseline", None, "12か所")]


def test_cards_with_a_title_row_and_with_cells_that_a_converter_cut() -> None:
    """Number, name and class above the labels; labels and cells that go on in the next line; a
    chart below the indicators of the same width."""
    projects = {project.name.text: project for project in read(CUT, 2025)}
    assert {
        name: ([d.text for d in p.departments], figures(p), steps(p))
        for name, p in projects.items()
    } == {
        "行政手続オンライン申請の拡充": (
            ["DX推進課", "全課"],
            {
                "オンライン利用率": [
                    ("baseline", None, "23.4%"),
                    ("target", 2025, "30%"),
                    ("target", 2026, "38%"),
                    ("target", 2027, "45%"),
                ]
            },
            [
                ("公的個人認証への対応", "検討", (2025,)),
                ("公的個人認証への対応", "運用開始", (2026, 2027)),
            ],
        ),
        "公共施設予約システムの刷新": (
            ["生涯学習課", "財産管理課"],
            {
                "スマートロックの設置施設数": [
                    ("baseline", 2024, "2施設"),
                    ("target", 2025, "2施設"),
                    ("target", 2026, "8施設"),
                    ("target", 2027, "12施設"),
                ]
            },
            [
                ("新システム", "試行・調査", (2023, 2024)),
                ("新システム", "仕様検討・調達", (2025,)),
                ("新システム", "構築10月稼働", (2026,)),
                ("新システム", "運用", (2027,)),
            ],
        ),
        "保育所等入所申込のオンライン化": (
            ["こども保育課", "DX推進課"],
            {
                "入所申込のオンライン申込率": [
                    ("baseline", 2024, "未実施"),
                    ("target", 2025, "20%"),
                    ("target", 2026, "50%"),
                ]
            },
            [
                ("AI入所選考", "情報収集", (2024,)),
                ("AI入所選考", "調達", (2025,)),
                ("AI入所選考", "導入", (2026,)),
            ],
        ),
    }


def test_figures_that_lines_of_a_list_tell_under_any_heading() -> None:
    """From where to where by arrows, and what stands in brackets where the text says what it
    is; a bracket that holds no figure is none."""
    text = TOLD
    _, indicators = read_plan(text, (2026, 2030))
    assert {
        i.name.text: [(v.kind, v.year, v.value.text) for v in i.values] for i in indicators
    } == {
        "手続にかかる時間": [("baseline", 2024, "55分"), ("target", 2030, "25分")],
        "移動役場の利用件数": [("target", 2027, "600件"), ("target", 2030, "1,200件")],
        "オンライン申請率": [("baseline", 2023, "3.1％"), ("target", 2030, "30％")],
    }


def test_what_a_former_plan_did_is_not_taken_for_the_new_ones() -> None:
    """The rating of a project of the same name in the review of the plan before."""
    told = [(p.number, p.rating.text) for p in read(CARDS) if p.rating]
    assert told == [("1", "C"), ("2", "D"), ("3", "A")]


def test_measures_with_circled_digits_have_the_offices_that_name_them() -> None:
    projects = projects_of(CIRCLED)
    told = {name: [d.text for d in p.departments] for name, p in projects.items()}
    assert told == {
        "移動役場の運行": ["住民生活課"],
        "書かない窓口の導入": ["住民生活課", "総務課デジタル推進室"],
        "支所のリモート窓口": ["総務課デジタル推進室"],
    }
    assert steps(projects["移動役場の運行"]) == [
        ("準備・検討", "", (2024,)),
        ("導入・構築（10月試行）", "", (2025,)),
        ("本稼働・実施", "", (2026,)),
    ]
    summary = projects["移動役場の運行"].fields[0].value
    assert summary.span.of(CIRCLED) == "軽ワゴン車に端末を備え、月2回、集会所を巡回します。"


def test_rows_that_follow_from_figures_do_not_end_a_grid() -> None:
    project = projects_of(REPORT)["窓口キャッシュレス事業"]
    assert figures(project) == {
        "キャッシュレス決済の利用割合": [
            ("target", 2022, "10%"),
            ("target", 2023, "15%"),
            ("target", 2024, "20%"),
            ("actual", 2022, "6.2%"),
            ("actual", 2023, "12.6%"),
            ("actual", 2024, "17.9%"),
        ],
        "電子納付の件数": [
            ("target", 2022, "100件"),
            ("target", 2023, "200件"),
            ("target", 2024, "300件"),
            ("actual", 2022, "92件"),
            ("actual", 2023, "210件"),
            ("actual", 2024, "318件"),
        ],
    }
    assert [(part.label, part.value.text) for part in project.fields if "評価" in part.label] == [
        ("R5評価", "順調"),
        ("R6評価", "遅れ"),
    ]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("cards")
    named = {"沢渡市": CARDS, "久米町": CIRCLED, "鷹尾市": REPORT, "川辺市": VIEWS}
    entries = []
    for number, (city, text) in enumerate(named.items()):
        (folder / f"plan{number}.txt").write_text(text, encoding="utf-8")
        title = text.splitlines()[0].removeprefix("# ")
        entries.append(
            f'[[document]]\nid = "plan{number}"\nfile = "plan{number}.txt"\n'
            f'title = "{title}"\nmunicipality = "{city}"\nkind = "計画"\n'
        )
    (folder / "manifest.toml").write_text("\n".join(entries), encoding="utf-8")
    settings = Settings(corpus=folder, index=folder / "index")
    build(settings)
    return Assistant.open(settings)


@pytest.mark.parametrize(
    ("question", "items"),
    [
        (
            "鷹尾市で前の年より評価が下がった事業は？",
            ["1-2窓口キャッシュレス事業（順調→遅れ）", "1-3街路灯の更新事業（順調→概ね順調）"],
        ),
        ("川辺市の3つの視点は何ですか", ["人にやさしい", "守りを固める", "続けて使える"]),
        ("川辺市の3つの研究部会は何ですか", ["行財政部会", "人事部会", "DX推進部会"]),
    ],
)  # fmt: skip
def test_lists_under_the_words_of_the_question(
    assistant: Assistant, question: str, items: list[str]
) -> None:
    """Under their title, behind their count in a row, or in brackets behind what is counted."""
    lines = assistant.ask(question).text.splitlines()[1:]
    assert [line.removeprefix("- ").partition("[")[0] for line in lines] == items


def test_projects_whose_rating_rose(assistant: Assistant) -> None:
    answer = assistant.ask("鷹尾市でR5からR6に評価が上がった事業は？")
    assert [project.name for project in answer.projects] == ["オンライン申請拡充事業"]


def test_derived_figures_are_told_with_their_years(assistant: Assistant) -> None:
    answer = assistant.ask("鷹尾市の窓口キャッシュレス事業の利用割合の令和6年度の達成率は？")
    assert "89.5%" in answer.text
    assert "62.0%" not in answer.text


def test_half_year_of_a_step_stands_with_its_year(assistant: Assistant) -> None:
    answer = assistant.ask("沢渡市のオンライン申請の拡大で、システムの更新の稼働はいつ？")
    assert "令和10年度上期（2028年度）" in answer.text


def test_a_reason_is_told_and_no_rating_in_its_place(assistant: Assistant) -> None:
    answer = assistant.ask("鷹尾市の窓口キャッシュレス事業で、1支所に設置できなかったのはなぜ？")
    assert "入札不調" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "鷹尾市の窓口キャッシュレス事業で使う端末の製品名は？",
        "久米町の移動役場は令和6年の何月何日に始まりましたか",
        "久米町が巡回する集会所の名前を全部教えて",
    ],
)
def test_what_is_not_told_is_refused(assistant: Assistant, question: str) -> None:
    assert not assistant.ask(question).answerable
