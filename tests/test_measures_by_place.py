"""Projects told by where their parts stand: numbers of a section, labels over values, offices
behind names and prose, and lines of rows that a page keeps side by side."""

from __future__ import annotations

from dataclasses import replace

from assistant.datamodels import Document, Project
from assistant.ingest.blocks import read_blocks
from assistant.ingest.glossary import read_terms
from assistant.ingest.outline import read_outline
from tests.conftest import read_plan

NUMBERS_OF_A_SECTION = """\
第4章 施策の展開

施策1-1 窓口の改革

【主な取組】
取組名\t内容\t担当課
① 書かない受付の展開\t対象を12手続から60手続に広げます。\t住民課
戦略課
② 来庁予約の配信\t予約を9窓口で受け付けます。\t住民課

【年度別計画】
取組\t令和7年度\t令和8年度
①\t30手続に拡大\t60手続に拡大
②\t5窓口で開始\t継続

施策1-2 手続の改革

【主な取組】
取組名\t内容\t担当課
① 手続の完結率の向上\t添付書類の省略を進めます。\t戦略課
② 電子納付の促進\t下水道使用料に広げます。\t納税課

【年度別計画】
取組\t令和7年度\t令和8年度
①\t50手続\t68手続
②\t介護保険料\t下水道使用料
"""

OWN_LABELS = """\
第3章 重点取組事項

1 フロントヤード改革の推進

【国の方針】
対面とオンラインを組み合わせ、住民との接点を多様にする。

【本市の現状】
本庁で「書かない窓口」を試行しています。

【今後の取組】
支所と本庁をつなぐ遠隔相談の席を設けます。

【目標】
遠隔相談の件数：令和6年度 ― → 令和10年度 900件

【スケジュール】
令和7年度　1支所に設置
令和8年度　2支所に設置

【担当】
市民課、福祉課

2 システムの標準化

【国の方針】
標準準拠システムへの移行を目指す。

【本市の現状】
18業務で移行を進めています。

【今後の取組】
2業務の移行を令和8年度とします。

【スケジュール】
令和7年度　18業務の移行
令和8年度　2業務の移行

【担当】
情報管理課

3 公金収納の電子化

【国の方針】
地方税以外の公金も電子で納付できるようにする。

【本市の現状】
市税4税目で対応しました。

【今後の取組】
対応する公金を増やします。

【目標】
対応した公金の種類：令和6年度 4種類 → 令和10年度 15種類

【スケジュール】
令和7年度　改修
令和8年度　拡大

【担当】
収納課
"""

OFFICES_BEHIND = """\
基本施策1－1　移動と医療の確保

主な事業

・〔拡〕乗合交通の区域拡大［交通課］
　北部3地区でも予約できるようにします。
・〔新〕診療車による遠隔診療［健康課、市立病院事務局］
　看護師が同乗する車両で集落を訪ねます。
・見守りセンサーの補助［高齢福祉課］
　一人暮らしの高齢者宅に置きます。
"""

PROSE_WITH_OFFICE = """\
柱１　集落にいながらできる手続

取組
内容（担当）
郵便局の窓口を使った
証明書の受取り
村内２つの郵便局で、住民票の写しを受け取れるようにします。
（担当：住民課）
移動役場車の巡回
通信機器を積んだ車で月に２回集落を回ります。【新規】
（担当：総務課・住民課）
"""

STEPS_OF_YEARS = """\
視点A　区民サービス

取組名
2025
2026
2027

A-1　来庁予約の全窓口への展開　〔拡充〕
（区民課、各地域センター）
4窓口で実施
10窓口へ拡大
→

A-2　住民異動届の事前入力
（区民課）
システム改修
運用開始
→
"""

LINES_SIDE_BY_SIDE = """\
・実施時期の●は開始、○は運用、△は検討を表します。

No.\t取組名\t担当課\t取組の内容\tオンライン利用率\t\t\t実施時期\t
\t\t\t\tR4現状\tR6目標\tR7目標\tR6\tR7
1-1\t保育の利用申込みと現況届のオン\tこども保育課\t利用申込み、現況届をスマホで受け\t4.2%\t40%\t60%\t○\t○
\tライン化\t\t付ける。\t\t\t\t\t
1-2\t放課後児童クラブの入会申請のオ\t生涯学習課、\t春の受付と通年の受付をオンライン\t―\t30%\t50%\t△\t●
\tンライン受付\tこども支援課\tで行う。\t\t\t\t\t
"""

STACKED_SHEETS = """\
第3章 事業個票

区分
新規
事業名
来庁予約と受付案内
施策の柱
待たない市役所
担当課
市民課
現状と課題
来庁者が3月に集中します。
指標
平均待ち時間
現状値
24分
目標値（令和11年度）
12分

区分
継続
事業名
申請フォームの
庁内作成
施策の柱
待たない市役所
担当課
情報推進課
現状と課題
作成に2か月かかっています。
指標
フォームの数
現状値
31件
目標値（令和11年度）
180件

区分
拡充
事業名
会議資料の電子化
施策の柱
身軽な行政
担当課
総務課
現状と課題
用紙の費用が増えています。
指標
用紙の枚数
現状値
90万枚
目標値（令和11年度）
40万枚
"""

MERGED_POLICIES = """\
施策\t主な取組\t内容\t担当課\t実施時期
施策1　手続の完結\t引越しの事前入力\t窓口では確認だけで済むようにします。\t住民課\t2026～2027年度
\t資格手続の自動判定\t必要な書類を案内します。\t国保課／戦略課\t2027年度
施策2　共創\t課題を公開する
実証の場【新規】\t提案を募って実証します。\t産業課／戦略課\t2028年度
"""

FIGURES_BELOW_STEPS = """\
第3章 計画事業

計画事業１\t電子申請の拡大\t区分\t拡充
所管課\t情報課
事業内容\t手続の多いものから電子申請にします。
年度\t５年度末（現況）\t７年度\t８年度
計画\t\t選定\t公開
電子申請できる手続数\t２４６件\t３００件\t３６０件

計画事業２\t予約の一本化\t区分\t新規
所管課\t地域課
事業内容\t予約を一つにまとめます。
年度\t５年度末（現況）\t７年度\t８年度
計画\t\t整理\t構築
"""

CELL_OF_TARGETS = (
    "No.\t実施項目\t取組内容\t効果額・目標\t年次計画\t\t担当課\n"
    "\t\t\t\tR6\tR7\t\n"
    "1\tコンビニ交付の促進\t減額する。\t【目標】交付率　R5：31.8％　R6実績：42.6％　R9：65％"
    " 【効果額】年4,800千円\t実施\t→\t市民課\n"
    "2\t窓口の予約制\t案内する。\t【目標】満足度　R5：―　R9：90％\t検討\t実施\t市民課\n"
)

GLOSSARY = """\
■ 目次 ■

Ⅰ　はじめに ……………… 1
Ⅱ　取組 ……………… 2
　　用語解説 ……………… 3

Ⅰ　はじめに

本計画は市のデジタル化を進めるものです。

用語解説

AI-OCR
手書きの文字を読み取り、文字データに変える技術

ICT-BCP
災害の際も、情報システムを止めず、又は早期に復旧させるための計画

複式学級
2つ以上の学年の児童生徒を一つに編制した学級
"""

TERMS_AND_LINES = """\
1 計画の目的

本計画は市のデジタル化を進めるものです。

用語集

ＢＰＲ
業務の手順や役割分担を根本から見直し、設計し直すこと
スマートロック
暗証番号やスマートフォンで解錠できる電子錠
電子決裁
紙に印を押す代わりに、システム上で決裁を行うこと

11
"""


QUOTED_NAMES = """\
基本方針1　市民の利便性の向上

【KPI】
　・オンラインで完結できる手続の割合
　　　2023年度　12％　→　2029年度　60％

【取組】

「手続ナビの導入」〔新規〕　質問に答えると、必要な手続が一覧で表示される
　サービスを導入します。（市民課）

「ワンストップ窓口の整備」　本庁舎の窓口を再編します。職員が聞き取りながら申
　請書を作成する方式とします。（市民サービス
　課、保険年金課）

「市公式アプリの開発」　情報を一つのアプリにまとめます。（秘書広報課）
"""

FIGURES_OVER_LINES = """\
Ⅱ 取組個票

A-1
申請サービスの拡充
現状
電子申請ができる手続は86手続です。
課題
添付書類が必要な手続の電子化が進んでいません。
目標
電子申請が可能な手続数
86手続（2023年度）→240手続（2028年度）
電子申請の利用率
17.8％（2023年度）→45％（2028年度）
担当
情報課

A-2
問合せ対応の自動化
現状
閉庁時の問合せは翌日の対応です。
課題
電話が午前中に集中しています。
目標
回答解決率
現状値（令和５年度）　26.5％　→　目標値（令和10年度）　75％
担当
情報課
"""

FIGURES_ALONE = """\
４　取組別の進捗状況

Ⅰ－１
電子申請の追加
担当課
情報課
令和６年度 実績
42手続を追加した。
指標
基準値（R4）
R5実績
R6目標
R6実績
R8目標
電子申請の件数
1,870件
3,255件
5,000件
6,914件
9,000件
評価
Ａ
今後の方針
入力項目を見直す。

Ⅰ－２
遠隔通訳
担当課
協働課
令和６年度 実績
12言語での通訳を行った。
指標
なし
評価
Ｂ
今後の方針
利用の少ない課に知らせる。

Ⅰ－３
予約の自動化
担当課
体育課
令和６年度 実績
３校に設けた。
指標
利用校数
年度
R5
R6
R7
計画値
2校
4校
8校
実績値
1校
3校


評価
◎
今後の方針
残る学校にも設ける。
"""

WRAPPED_BY_CODE = """\
2 目標指標一覧

取組番号
指標
現状値
（令和2年度）
目標値
（令和8年度）
Ⅰ-1
電子申請の件数
312件
2,500件
Ⅰ-2
防災アプリ及び登録制メールの登録者
数
1,074人
4,000人
"""

GRADES = """\
２　進行管理

評価は、次の４段階で行います。
Ｓ　目標を上回って進んでいる
Ａ　目標どおり進んでいる
Ｂ　やや遅れている
Ｃ　大幅に遅れている
"""


def projects_in(text: str) -> tuple[Project, ...]:
    """The projects of a plan of 2025 to 2029."""
    return read_plan(text, (2025, 2029))[0]


def named(projects: tuple[Project, ...]) -> list[tuple[str, list[str]]]:
    return [(p.name.text, [office.text for office in p.departments]) for p in projects]


def told(project: Project) -> list[tuple[str, list[tuple[str, int | None, str]]]]:
    return [
        (i.name.text, [(v.kind, v.year, v.value.text) for v in i.values])
        for i in project.indicators
    ]


def steps(project: Project) -> list[tuple[tuple[int, ...], str]]:
    return [(step.years, step.item.text) for step in project.schedule]


def defined(text: str) -> list[tuple[str, str]]:
    """The words that a plan explains, each with its explanation."""
    document = Document("d", "d.txt", "計画", "見本市", "計画", None, "", "", "", text, "")
    blocks = read_blocks(text)
    document = replace(document, outline=read_outline(text, blocks, "計画"))
    return [(term.name, term.definition.text) for term in read_terms(document, blocks)]


def test_numbers_begin_anew_in_each_section() -> None:
    """The steps of ① are those of the ① above them, and a line with one more office is no name."""
    projects = projects_in(NUMBERS_OF_A_SECTION)
    assert named(projects) == [
        ("書かない受付の展開", ["住民課", "戦略課"]),
        ("来庁予約の配信", ["住民課"]),
        ("手続の完結率の向上", ["戦略課"]),
        ("電子納付の促進", ["納税課"]),
    ]
    assert [steps(project) for project in projects] == [
        [((2025,), "30手続に拡大"), ((2026,), "60手続に拡大")],
        [((2025,), "5窓口で開始"), ((2026,), "継続")],
        [((2025,), "50手続"), ((2026,), "68手続")],
        [((2025,), "介護保険料"), ((2026,), "下水道使用料")],
    ]


def test_labels_of_the_documents_own() -> None:
    """【国の方針】 is no title, and 【目標】 stands over names with their figures."""
    projects = projects_in(OWN_LABELS)
    assert named(projects) == [
        ("フロントヤード改革の推進", ["市民課", "福祉課"]),
        ("システムの標準化", ["情報管理課"]),
        ("公金収納の電子化", ["収納課"]),
    ]
    assert [told(project) for project in projects] == [
        [("遠隔相談の件数", [("target", 2028, "900件")])],
        [],
        [("対応した公金の種類", [("baseline", 2024, "4種類"), ("target", 2028, "15種類")])],
    ]
    assert steps(projects[1]) == [((2025,), "18業務の移行"), ((2026,), "2業務の移行")]


def test_offices_stand_behind_names_in_a_list() -> None:
    projects = projects_in(OFFICES_BEHIND)
    assert named(projects) == [
        ("乗合交通の区域拡大", ["交通課"]),
        ("診療車による遠隔診療", ["健康課", "市立病院事務局"]),
        ("見守りセンサーの補助", ["高齢福祉課"]),
    ]
    assert [[mark.text for mark in p.marks] for p in projects] == [["拡"], ["新"], []]
    assert [p.fields[0].value.text for p in projects][1] == "看護師が同乗する車両で集落を訪ねます。"


def test_prose_ends_with_its_office() -> None:
    """A name over two lines, the mark at the end of what is told, the policy above the heads."""
    projects = projects_in(PROSE_WITH_OFFICE)
    assert named(projects) == [
        ("郵便局の窓口を使った証明書の受取り", ["住民課"]),
        ("移動役場車の巡回", ["総務課", "住民課"]),
    ]
    assert [[mark.text for mark in p.marks] for p in projects] == [[], ["新規"]]
    assert projects[1].hierarchy[0].text == "柱１ 集落にいながらできる手続"


def test_a_name_its_office_and_a_step_for_each_year() -> None:
    first, second = projects_in(STEPS_OF_YEARS)
    assert (first.number, [m.text for m in first.marks]) == ("A-1", ["拡充"])
    assert named((first, second)) == [
        ("来庁予約の全窓口への展開", ["区民課", "各地域センター"]),
        ("住民異動届の事前入力", ["区民課"]),
    ]
    assert steps(first) == [((2025,), "4窓口で実施"), ((2026, 2027), "10窓口へ拡大")]
    assert steps(second) == [((2025,), "システム改修"), ((2026, 2027), "運用開始")]


def test_lines_of_a_row_side_by_side() -> None:
    """Wrapped cells of all columns at once, a head that names what is measured below it, and signs
    that a sentence explains."""
    projects = projects_in(LINES_SIDE_BY_SIDE)
    assert named(projects) == [
        ("保育の利用申込みと現況届のオンライン化", ["こども保育課"]),
        ("放課後児童クラブの入会申請のオンライン受付", ["生涯学習課", "こども支援課"]),
    ]
    figures = [("baseline", 2022, "4.2%"), ("target", 2024, "40%"), ("target", 2025, "60%")]
    assert told(projects[0]) == [("オンライン利用率", figures)]
    assert [steps(project) for project in projects] == [
        [((2024, 2025), "運用")],
        [((2024,), "検討"), ((2025,), "開始")],
    ]


def test_sheets_with_a_line_for_each_label_and_value() -> None:
    """The class before the name is the sheet's own, and a name may fill two lines."""
    projects = projects_in(STACKED_SHEETS)
    assert named(projects) == [
        ("来庁予約と受付案内", ["市民課"]),
        ("申請フォームの庁内作成", ["情報推進課"]),
        ("会議資料の電子化", ["総務課"]),
    ]
    assert [[m.text for m in p.marks] for p in projects] == [["新規"], ["継続"], ["拡充"]]
    assert [p.hierarchy[0].text for p in projects][2] == "身軽な行政"
    figures = [("baseline", None, "31件"), ("target", 2029, "180件")]
    assert told(projects[1]) == [("フォームの数", figures)]


def test_measures_beside_the_policies_that_hold_them() -> None:
    projects = projects_in(MERGED_POLICIES)
    assert named(projects) == [
        ("引越しの事前入力", ["住民課"]),
        ("資格手続の自動判定", ["国保課", "戦略課"]),
        ("課題を公開する実証の場", ["産業課", "戦略課"]),
    ]
    assert [p.hierarchy[0].text for p in projects] == [
        "施策1手続の完結", "施策1手続の完結", "施策2共創",
    ]  # fmt: skip
    assert [step.years for step in projects[0].schedule] == [(2026, 2027)]


def test_figures_below_the_steps_of_the_same_years() -> None:
    first, second = projects_in(FIGURES_BELOW_STEPS)
    assert (first.name.text, first.number) == ("電子申請の拡大", "1")
    figures = [
        ("baseline", 2023, "２４６件"),
        ("target", 2025, "３００件"),
        ("target", 2026, "３６０件"),
    ]
    assert told(first) == [("電子申請できる手続数", figures)]
    assert steps(first) == [((2025,), "選定"), ((2026,), "公開")]
    assert (told(second), steps(second)) == ([], [((2025,), "整理"), ((2026,), "構築")])


def test_a_cell_that_tells_target_and_saving() -> None:
    """No figure of one year is told of another, and 【目標】 names nothing."""
    first, second = projects_in(CELL_OF_TARGETS)
    assert told(first) == [
        (
            "交付率",
            [("baseline", 2023, "31.8％"), ("actual", 2024, "42.6％"), ("target", 2027, "65％")],
        ),
        ("効果額", [("target", None, "年4,800千円")]),
    ]
    assert told(second) == [("満足度", [("target", 2027, "90％")])]


def test_terms_over_explanations_without_a_full_stop() -> None:
    """Empty lines part the pairs, or every other line is a term; a page number is neither."""
    assert defined(GLOSSARY) == [
        ("AI-OCR", "手書きの文字を読み取り、文字データに変える技術"),
        ("ICT-BCP", "災害の際も、情報システムを止めず、又は早期に復旧させるための計画"),
        ("複式学級", "2つ以上の学年の児童生徒を一つに編制した学級"),
    ]
    assert defined(TERMS_AND_LINES) == [
        ("ＢＰＲ", "業務の手順や役割分担を根本から見直し、設計し直すこと"),
        ("スマートロック", "暗証番号やスマートフォンで解錠できる電子錠"),
        ("電子決裁", "紙に印を押す代わりに、システム上で決裁を行うこと"),
    ]


def test_paragraphs_that_begin_with_a_name_in_quotation_marks() -> None:
    """The office may be cut by the end of a line; a policy's figures stand below their name."""
    projects, indicators = read_plan(QUOTED_NAMES, (2025, 2029))
    assert named(projects) == [
        ("手続ナビの導入", ["市民課"]),
        ("ワンストップ窓口の整備", ["市民サービス課", "保険年金課"]),
        ("市公式アプリの開発", ["秘書広報課"]),
    ]
    assert [[mark.text for mark in p.marks] for p in projects] == [["新規"], [], []]
    assert [
        (i.name.text, [(v.kind, v.year, v.value.text) for v in i.values]) for i in indicators
    ] == [
        ("オンラインで完結できる手続の割合", [("baseline", 2023, "12％"), ("target", 2029, "60％")])
    ]


def test_figures_on_the_lines_below_their_names() -> None:
    """目標 over a name and what it moves from and to, with the years in brackets or before."""
    first, second = projects_in(FIGURES_OVER_LINES)
    assert told(first) == [
        ("電子申請が可能な手続数", [("baseline", 2023, "86手続"), ("target", 2028, "240手続")]),
        ("電子申請の利用率", [("baseline", 2023, "17.8％"), ("target", 2028, "45％")]),
    ]
    assert told(second) == [
        ("回答解決率", [("baseline", 2023, "26.5％"), ("target", 2028, "75％")]),
    ]


def test_one_row_below_the_heads_of_its_figures() -> None:
    """Each figure is of the head in its place, none of a head further on; なし names no project."""
    first, second, third = projects_in(FIGURES_ALONE)
    assert told(first) == [
        (
            "電子申請の件数",
            [
                ("baseline", 2022, "1,870件"),
                ("actual", 2023, "3,255件"),
                ("target", 2024, "5,000件"),
                ("actual", 2024, "6,914件"),
                ("target", 2026, "9,000件"),
            ],
        )
    ]
    assert [p.name.text for p in (second, third)] == ["遠隔通訳", "予約の自動化"]
    assert [p.rating.text for p in (first, second, third) if p.rating] == ["Ａ", "Ｂ", "◎"]
    assert told(third) == [
        (
            "利用校数",
            [
                ("target", 2023, "2校"),
                ("target", 2024, "4校"),
                ("target", 2025, "8校"),
                ("actual", 2023, "1校"),
                ("actual", 2024, "3校"),
            ],
        )
    ]


def test_rows_that_begin_with_numbers_may_wrap() -> None:
    _, indicators = read_plan(WRAPPED_BY_CODE, (2022, 2026))
    assert [(i.name.text, [v.value.text for v in i.values]) for i in indicators] == [
        ("電子申請の件数", ["312件", "2,500件"]),
        ("防災アプリ及び登録制メールの登録者数", ["1,074人", "4,000人"]),
    ]


def test_grades_have_a_line_each() -> None:
    assert defined(GRADES) == [
        ("Ｓ", "目標を上回って進んでいる"),
        ("Ａ", "目標どおり進んでいる"),
        ("Ｂ", "やや遅れている"),
        ("Ｃ", "大幅に遅れている"),
    ]


WRAPPED_TITLES = """\
第２部　計画事業

計画事業１　来庁予約の導入
所管
窓口課
指標
平均待ち時間
現状（令和５年度）
３７分
目標（令和９年度）
１５分

計画事業２　デジタル商品券と給付の一体
運用【新規】
所管
産業課
指標
利用件数
現状（令和５年度）
１，１２６件
目標（令和９年度）
２，５００件

計画事業３　データの公開
所管
情報課
指標
公開した数
現状（令和５年度）
１１４件
目標（令和９年度）
２６０件

計画事業４　水防情報の見える化
所管
土木課
指標
センサーの数
現状（令和５年度）
８か所
目標（令和９年度）
３５か所

用語集

自動応答
電話の声を聞き取り、自動で答える仕組み
遠隔通訳
画面越しに通訳者とつなぎ、その場で訳すサービス
匿名化
特定の個人が分からないようにデータを加工すること
"""


def test_a_title_wraps_up_to_the_label_below_all_titles() -> None:
    projects, _ = read_plan(WRAPPED_TITLES, (2025, 2027))
    assert [p.name.text for p in projects] == [
        "来庁予約の導入",
        "デジタル商品券と給付の一体運用",
        "データの公開",
        "水防情報の見える化",
    ]
    assert [told(p) for p in projects[:2]] == [
        [("平均待ち時間", [("baseline", 2023, "３７分"), ("target", 2027, "１５分")])],
        [("利用件数", [("baseline", 2023, "１，１２６件"), ("target", 2027, "２，５００件")])],
    ]
    assert [name for name, _ in defined(WRAPPED_TITLES)] == ["自動応答", "遠隔通訳", "匿名化"]


FIGURES_BY_YEAR = """\
第2章 改革項目

Ⅰ－１　申請手続の電子化　（継続）
〔所管〕行政課
〔数値目標〕電子化率
R5実績　22％
R7　40％
R8　60％
R9　80％
〔工程〕
R7　優先手続の電子化
R8　対象の拡大
R9　総点検

Ⅰ－２　契約事務の電子化　（新規）
〔所管〕契約課
〔数値目標①〕電子契約の割合
R5実績　－
R8　40％
R9　60％
〔数値目標②〕契約に要する日数
R5実績　9日
R9　3日
〔工程〕
R7　試行
R8　本格実施

Ⅰ－３　公共施設の電力の見える化　（継続）
〔所管〕管財課
〔数値目標〕年間電気料金
R5実績　6億1,300万円
R9　5億5,000万円
〔工程〕
R7　機器の設置
R8　運用
"""


def test_years_with_figures_below_an_indicator_are_its_targets() -> None:
    """What is done in a year, in the same form below 〔工程〕, is a step."""
    projects, _ = read_plan(FIGURES_BY_YEAR, (2025, 2027))
    assert [told(p) for p in projects] == [
        [
            (
                "電子化率",
                [
                    ("actual", 2023, "22％"),
                    ("target", 2025, "40％"),
                    ("target", 2026, "60％"),
                    ("target", 2027, "80％"),
                ],
            )
        ],
        [
            ("電子契約の割合", [("target", 2026, "40％"), ("target", 2027, "60％")]),
            ("契約に要する日数", [("actual", 2023, "9日"), ("target", 2027, "3日")]),
        ],
        [("年間電気料金", [("actual", 2023, "6億1,300万円"), ("target", 2027, "5億5,000万円")])],
    ]
    assert [told for _, told in steps(projects[1])] == ["試行", "本格実施"]


TARGETS_IN_CELLS = """\
見本町アクションプラン

Ⅰ　はじめに

　町の課題を解くために定めます。

Ⅱ　プランの体系

＜基本目標＞　山あいの暮らしを近くする

　方針Ⅰ　来なくても済む役場
　方針Ⅱ　身軽に働く職員

Ⅲ　アクション一覧

方針Ⅰ　来なくても済む役場
　雪の日も、家や集会所で用事を済ませられるようにします。

No.\tアクション\t内容\t主管課\tR7\tR8\tR9\tR9の目標（現状）\t区分
1\t手続きナビの公開\tページを設ける。\t住民課\t構築\t公開\t改善\tページ閲覧数 年6,000件（－）\t新
2\t申請のオンライン化\t子育てを優先する。\t財政課\t25手続\t50手続\t80手続\tオンライン化した手続数80手続（R6：14手続）\t拡

方針Ⅱ　身軽に働く職員
　紙と電話に頼った仕事を改めます。

No.\tアクション\t内容\t主管課\tR7\tR8\tR9\tR9の目標（現状）\t区分
3\t庁内チャットの導入\t回覧を減らす。\t財政課\t導入\t→\t→\t利用職員の割合 100％（－）\t新
4\t町税のスマホ納付\t納付書を読む。\t税務課\t実施\t→\t→\tスマホ納付の割合 30％（R6：11％）\t継
"""


def test_cells_name_what_their_target_is_of() -> None:
    """The figures by year beside such a cell are steps."""
    projects, _ = read_plan(TARGETS_IN_CELLS, (2025, 2027))
    assert [told(p) for p in projects] == [
        [("ページ閲覧数", [("target", 2027, "年6,000件")])],
        [("オンライン化した手続数", [("target", 2027, "80手続"), ("baseline", 2024, "14手続")])],
        [("利用職員の割合", [("target", 2027, "100％")])],
        [("スマホ納付の割合", [("target", 2027, "30％"), ("baseline", 2024, "11％")])],
    ]
    assert [told for _, told in steps(projects[1])] == ["25手続", "50手続", "80手続"]


NAMES_CUT_IN_ROWS = """\
3 取組の状況

取組①\tデジタル支援員の
養成\t評価\tB
担当課\t学習課
取組結果\t養成講座を2回開いた。
指標\t区分\tR5\tR6\tR7
登録者数\t目標\t15人\t30人\t45人
\t実績\t11人\t19人
今後の取組\t活動の場を紹介する。

取組②\t電子図書館の開設\t評価\tA
担当課\t図書館
取組結果\t7月に開設した。
指標\t区分\tR5\tR6\tR7
利用者数\t目標\t100人\t200人\t300人
\t実績\t90人\t250人
今後の取組\t学校に広げる。

取組③\t予約の運用\t評価\tC
担当課\t市民課
取組結果\t予約の枠を増やした。
指標\t区分\tR5\tR6\tR7
予約の件数\t目標\t10件\t20件\t30件
\t実績\t9件\t12件
今後の取組\t周知を続ける。
"""


def test_a_name_goes_on_before_the_rating_of_its_row() -> None:
    projects, _ = read_plan(NAMES_CUT_IN_ROWS, (2023, 2025))
    assert named(projects) == [
        ("デジタル支援員の養成", ["学習課"]),
        ("電子図書館の開設", ["図書館"]),
        ("予約の運用", ["市民課"]),
    ]
    assert [p.rating.text for p in projects if p.rating] == ["B", "A", "C"]


STEPS_OVER_FIGURES = """\
3 取組項目（個票）

取組番号\t1-①\t区分\t新規
取組項目\t窓口の予約制導入
担当課\t市民課
取組内容\t複数の課にまたがる手続を予約制とする。
年度\t現状値\tR8\tR9\tR10\tR11
実施計画\t\t準備\t実施\t→\t→
予約による来庁者の割合\t―\t10%\t20%\t30%\t40%

取組番号\t1-②\t区分\t拡充
取組項目\t申請書の作成支援
担当課\t税務課
取組内容\t氏名等を読み取り、申請書に印字する。
年度\t現状値\tR8\tR9\tR10\tR11
実施計画\t\t拡大\t→\t→\t→
対象帳票数\t24種\t―\t―\t―\t40種
"""


def test_a_cell_left_blank_under_what_a_figure_starts_from_moves_no_year() -> None:
    projects, _ = read_plan(STEPS_OVER_FIGURES, (2026, 2029))
    assert [told(p) for p in projects] == [
        [
            (
                "予約による来庁者の割合",
                [
                    ("target", 2026, "10%"),
                    ("target", 2027, "20%"),
                    ("target", 2028, "30%"),
                    ("target", 2029, "40%"),
                ],
            )
        ],
        [("対象帳票数", [("baseline", None, "24種"), ("target", 2029, "40種")])],
    ]
    assert [steps(p) for p in projects] == [
        [((2026,), "準備"), ((2027, 2028, 2029), "実施")],
        [((2026, 2027, 2028, 2029), "拡大")],
    ]
