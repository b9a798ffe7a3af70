"""Figures, steps and names that pages leave line by line: kinds of figures without a head, moves in
words, aims in sentences, years over steps, numbers in brackets."""

from __future__ import annotations

from assistant.datamodels import Project, Span
from assistant.ingest.page_numbers import page_furniture
from tests.conftest import read_plan

KINDS_WITHOUT_A_HEAD = """\
５ 進捗管理シート

整理番号  1-1      取組名  手続のオンライン化
担当課    戦略課、総務課                            評価  Ａ
取組概要  申請件数の多い手続から順に、電子申請で完結できるようにする。
指標                            単位  基準(R4)        R5      R6      R7
オンライン申請が可能な手続数    件    42      計画    80      120     160
                                              実績    91      134
今後の方向性  拡大   利用率の低い手続は、入力項目の見直しを行う。

整理番号  1-2      取組名  書かない窓口の拡大
担当課    市民課                                    評価  Ｂ
取組概要  職員が聞き取りながら申請書を作成する窓口を広げる。
指標                            単位  基準(R4)        R5      R6      R7
窓口の対象手続数                手続  0       計画    12      25      40
                                              実績    14      27
今後の方向性  現状維持
"""

MOVES = """\
第３章 主な取組

（１）電子契約の導入

契約書の作成に係る負担を減らすため、電子契約を導入します。

◇推進主体　契約課

◇スケジュール
　令和6年度　　規則の改正
　令和7年度　　開始

◇数値目標
　・導入の状況　　検討（令和5年度）→ 実施（令和7年度）
　・電子契約の割合　　0％（令和5年度）→ 30％（令和8年度）
　　→ 70％（令和10年度）

（２）会議のペーパーレス化

会議をタブレット端末で行います。これにより、庁内の
用紙購入枚数を、令和4年度の1,240万枚から令和10年度に620万枚へ半減させます。

◇推進主体　総務課

◇スケジュール
　令和6年度　　端末の調達

（３）電力の見える化

運用の経費は令和4年度の6,870万円から令和8年度には1億円へ増える見込みです。

◇推進主体　管財課

◇スケジュール
　令和6年度　　計器の設置
"""

ACROSS_AND_DOWN = """\
事業票 01

事業名
公式アプリの構築

区分　新規

担当課
広報課

事業の内容
利用者の属性に応じて届けるアプリを構築する。

成果指標

指標名
アプリの登録者数

現状値（Ｒ６）
－

目標値（Ｒ１０）
20,000人

指標名
分析の基盤

現状値（Ｒ６）
検討

目標値（Ｒ１０）
本格運用

スケジュール
R8　　　　　R9　　　　　R10
仕様の検討
→
機能の追加

事業票 02

事業名
文書管理の更新

区分　拡充

担当課
総務課

事業の内容
電子決裁を原則とする。

成果指標

指標名
電子決裁率

現状値（Ｒ６）
41.2％

目標値（Ｒ１０）
90％

スケジュール
R8　　　　　R9　　　　　R10
調達
構築
－

事業票 03

事業名
研修の拡大

区分　継続

担当課
人事課

事業の内容
全職員に研修を行う。

成果指標

指標名
受講率

現状値（Ｒ６）
60％

目標値（Ｒ１０）
100％

スケジュール
R8　　　　　R9　　　　　R10
実施
→
→
"""

ANNEX = """\
Ⅲ 取組項目の内容

基本目標１ 質の高いサービス

┌ 1-(1)-①　予約のオンライン化　【新規】
　所管課　　生涯学習課／スポーツ課
　取組内容　施設の予約をオンラインで行えるようにする。

┌ 1-(1)-②　地図の公開　【拡充】
　所管課　　都市計画課
　取組内容　照会が多い図面を公開する。

┌ 1-(2)-①　収納率の向上　【継続】
　所管課　　納税課
　取組内容　早期の納付を促す。

資料編 指標一覧

項目番号   指標名                    単位    令和６年度   令和７年度   令和８年度
                                             （現状値）   （見込値）   （目標値）
1-(1)-①   予約の対象施設数          施設    0            3            18
           オンライン予約率          ％      －           －           50
1-(1)-②   公開する地図の種類        種類    4            5            6
1-(2)-①   市税の収納率              ％      99.21        99.25        99.30
           （現年課税分）
"""

KEYED_BY_NUMBER_AND_NAME = """\
戦略1 市民サービス

■1-1 スマート窓口の展開

【担当課】
市民課

【取組内容】
券面の情報を読み取ります。

■1-2 コンビニ交付の促進

【担当課】
住民課

【取組内容】
手数料を低くします。

KPI

取組\tKPI\t現状（R5）\t目標（R9）
1-1 スマート窓口の展開\t記入が不要な手続数\t0手続\t40手続
1-2 コンビニ交付の促進\tコンビニ交付率\t31.7％\t55％
"""

LAID_OUT = """\
第2章 施策の展開

基本方針1 暮らしを便利にする

 No.  施策名     取組内容       担当課     指標       現状     目標
                                          （R4）   （R9）
 1-1  手続のオンラ  利用の多い手続を優  情報課、市民  申請できる手続  64件    300件
      イン化の推進  先し、申請できるよ  課       の数
              うにします。             申請の利用率   12％    45％
 1-2  書かない窓口  窓口に支援システム  市民課     手続に要する時  52分    30分
              を導入します。    総務課     間

第3章 計画の推進
"""

NUMBERED = """\
第２章 個別の事業

１ 便利なサービス

⑴ オンライン手続推進事業（情報課）
市独自のフォームで申請を受け付けます。
目標：申請できる手続数を令和4年度の31手続から令和9年度までに180手続へ増やします。

⑵ 遠隔窓口設置事業（市民課・山手総合支所）
支所と本庁の窓口をつなぎ、相談を受け付けます。

⑶ 職員研修事業（人事課）
全職員に研修を行います。
"""

PAGES = """\
緑沢町計画
令和８年３月
目次
1章　現状
2章　取組
緑沢町計画
はじめに、この計画は町の情報化の進め方を定めるものであり、五年の間に行うことを示します。
1
緑沢町計画
町の現状を見ると、職員の数は減り、住民の求めは多様になり、紙の書類も増え続けています。
2
緑沢町計画
基本の方針は三つあり、暮らしに役立つこと、安全を守ること、役場の仕事を変えることです。
4
緑沢町計画
取組は表のとおりとし、毎年度、進み具合を確かめて、必要があれば内容を見直すものとします。
5
緑沢町計画
推進の体制は委員会と部会から成り、結果は広報とホームページで広く公表することとします。
7
緑沢町計画
用語の説明をここに置きますので、本文とあわせてご覧いただき、計画の理解にお役立てください。
8
緑沢町計画
おわりに、この計画の作成に力を貸してくださった皆さまに、町から厚くお礼を申し上げます。
9
"""


def told(project: Project) -> list[tuple[str, list[tuple[str, int | None, str]]]]:
    return [
        (i.name.text, [(v.kind, v.year, v.value.text) for v in i.values])
        for i in project.indicators
    ]


def steps(project: Project) -> list[tuple[str, tuple[int, ...]]]:
    return [(step.item.text, step.years) for step in project.schedule]


def test_what_is_planned_and_done_in_a_column_without_a_head() -> None:
    """No figure slips to the year beside its own, and the next label of the sheet is no row."""
    first, second = read_plan(KINDS_WITHOUT_A_HEAD, (2023, 2025))[0]
    assert told(first) == [
        (
            "オンライン申請が可能な手続数",
            [
                ("baseline", 2022, "42"),
                ("target", 2023, "80"),
                ("target", 2024, "120"),
                ("target", 2025, "160"),
                ("actual", 2023, "91"),
                ("actual", 2024, "134"),
            ],
        )
    ]
    assert [v for _, values in told(second) for v in values if v[0] == "actual"] == [
        ("actual", 2023, "14"),
        ("actual", 2024, "27"),
    ]


def test_moves_in_words_and_over_lines_and_aims_in_sentences() -> None:
    """What is expected is no aim."""
    contract, paper, power = read_plan(MOVES, (2024, 2028))[0]
    assert told(contract) == [
        ("導入の状況", [("baseline", 2023, "検討"), ("target", 2025, "実施")]),
        (
            "電子契約の割合",
            [("baseline", 2023, "0％"), ("target", 2026, "30％"), ("target", 2028, "70％")],
        ),
    ]
    assert told(paper) == [
        ("庁内の用紙購入枚数", [("baseline", 2022, "1,240万枚"), ("target", 2028, "620万枚")])
    ]
    assert told(power) == []


def test_years_in_one_line_over_a_step_for_each_and_words_for_figures() -> None:
    app, documents, training = read_plan(ACROSS_AND_DOWN, (2026, 2028))[0]
    assert steps(app) == [("仕様の検討", (2026, 2027)), ("機能の追加", (2028,))]
    assert steps(documents) == [("調達", (2026,)), ("構築", (2027,))]
    assert steps(training) == [("実施", (2026, 2027, 2028))]
    assert told(app) == [
        ("アプリの登録者数", [("target", 2028, "20,000人")]),
        ("分析の基盤", [("baseline", 2024, "検討"), ("target", 2028, "本格運用")]),
    ]


def test_an_annex_keyed_by_numbers_in_brackets() -> None:
    """A year that is but expected is where a plan starts from; the second row has no number."""
    booking, maps, tax = read_plan(ANNEX, (2026, 2029))[0]
    assert [p.name.text for p in (booking, maps, tax)] == [
        "予約のオンライン化", "地図の公開", "収納率の向上",
    ]  # fmt: skip
    assert [[m.text for m in p.marks] for p in (booking, maps, tax)] == [
        ["新規"], ["拡充"], ["継続"],
    ]  # fmt: skip
    assert told(booking) == [
        (
            "予約の対象施設数",
            [("baseline", 2024, "0"), ("baseline", 2025, "3"), ("target", 2026, "18")],
        ),
        ("オンライン予約率", [("target", 2026, "50")]),
    ]
    assert told(tax) == [
        (
            "市税の収納率（現年課税分）",
            [("baseline", 2024, "99.21"), ("baseline", 2025, "99.25"), ("target", 2026, "99.30")],
        )
    ]


def test_figures_keyed_by_number_and_name() -> None:
    desk, shop = read_plan(KEYED_BY_NUMBER_AND_NAME, (2025, 2027))[0]
    assert told(desk) == [
        ("記入が不要な手続数", [("baseline", 2023, "0手続"), ("target", 2027, "40手続")])
    ]
    assert told(shop) == [
        ("コンビニ交付率", [("baseline", 2023, "31.7％"), ("target", 2027, "55％")])
    ]


def test_cells_that_wrap_inside_columns_laid_out_by_characters() -> None:
    """Columns begin at the same character, however wide the letters before it are; a further
    figure below begins an indicator of the same project."""
    online, counter = read_plan(LAID_OUT, (2024, 2027))[0]
    assert [(p.name.text, [d.text for d in p.departments]) for p in (online, counter)] == [
        ("手続のオンライン化の推進", ["情報課", "市民課"]),
        ("書かない窓口", ["市民課", "総務課"]),
    ]
    assert told(online) == [
        ("申請できる手続の数", [("baseline", 2022, "64件"), ("target", 2027, "300件")]),
        ("申請の利用率", [("baseline", 2022, "12％"), ("target", 2027, "45％")]),
    ]
    assert told(counter) == [
        ("手続に要する時間", [("baseline", 2022, "52分"), ("target", 2027, "30分")])
    ]


def test_numbered_names_with_their_offices_behind_them() -> None:
    projects = read_plan(NUMBERED, (2023, 2027))[0]
    assert [(p.name.text, [d.text for d in p.departments]) for p in projects] == [
        ("オンライン手続推進事業", ["情報課"]),
        ("遠隔窓口設置事業", ["市民課", "山手総合支所"]),
        ("職員研修事業", ["人事課"]),
    ]
    assert told(projects[0]) == [
        ("申請できる手続数", [("baseline", 2022, "31手続"), ("target", 2027, "180手続")])
    ]


def test_a_running_head_that_stands_on_cover_and_contents_without_a_number() -> None:
    lines, start = [], 0
    for line in PAGES.splitlines():
        lines.append(Span(start, start + len(line)))
        start += len(line) + 1
    found = page_furniture(PAGES, lines)
    heads = [line.of(PAGES) for line in lines if line.start in found]
    assert heads.count("緑沢町計画") == 8
    assert [head for head in heads if head.isdigit()] == ["1", "2", "4", "5", "7", "8", "9"]
