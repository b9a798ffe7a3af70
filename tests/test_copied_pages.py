"""Plans copied from pages: a paragraph a line, one space between cells, no empty lines."""

from __future__ import annotations

import pytest

from assistant.datamodels import Document, Project
from assistant.ingest.blocks import read_blocks
from assistant.ingest.corpus import describe
from assistant.ingest.glossary import read_terms
from assistant.ingest.outline import read_outline
from assistant.ingest.projects import read_projects
from assistant.ingest.text import Extract
from assistant.ingest.unfolding import unfold

PLAN = """\
波越市
デジタルまちづくり方針
令和8年3月
波越市デジタルまちづくり方針 目次
はじめに････････････････････1
１ 方針の期間････････････････2
２ 施策シート････････････････3
資料編･･････････････････････5
はじめに
波越市長 汐田 岬
坂の多いまちで役所まで歩くのは大変です。この方針は、市民の皆さんが家から手続を終えられる日を増やすための約束です。
－ 1 －
１ 方針の期間
(1) 期 間
令和8年度から令和10年度までの３年間とし、毎年度末に進み具合を確かめて、必要があれば中身を見直すこととします。
(2) 進め方
四半期ごとに進み具合を公表し、二期続けて遅れた施策については、続けるかどうかを推進本部で話し合って決めます。
－ 2 －
２ 施策シート
めざす姿 柱 施策
みんなの市役所。 柱A 出かける （2施策）
A-1 坂道バスの予約アプリ☆
A-2 防災無線の文字配信
柱B 学ぶ （1施策）
A-3 図書の宅配受付
［凡例］ ☆＝先導施策
A-1 坂道バスの予約アプリ ☆
所管 市民生活部 交通課 連携 観光課、福祉課 R7末ランク B
［なぜ］ 坂道バスは満員で乗れない便が週に40便ある。
［なにを］ スマホと電話で席を予約できるようにする。
［どうなる］ 指標 現状R6 R8 R10
予約の割合（全便） 0% 30% 60%
乗れない便の数 40便 20便 0便
ロードマップ
令和8年度 1Q 調達 2Q～3Q 構築 4Q 港線で試行
令和9年度 全線で運用
－ 3 －
A-2 防災無線の文字配信
所管 危機管理室 R7末ランク A
［なぜ］ 放送が聞き取れないという声が年に120件届いている。
［なにを］ 放送と同じ文をアプリとメールで届ける。
［どうなる］ 指標 現状R6 R8 R10
登録者数 1,200人 5,000人 9,000人
ロードマップ
令和8年度 上期 設計 下期 配信開始
－ 4 －
A-3 図書の宅配受付
所管 教育部 図書館 R7末ランク N
［なぜ］ 坂の上の地区には分館がない。
［なにを］ 予約した本を公民館で受け取れるようにする。
［どうなる］ 指標 現状R6 R8 R10
受取場所の数 1 4 7
ロードマップ
令和9年度 2Q 開始
－ 5 －
資料編
資料1 会議の体制
会議等 構成 役割 開催
推進本部 市長、各部長 方針の決定 年2回
推進部会 各課長 進捗の確認 毎月
事務局 情報課 取りまとめ 随時
資料2 用語の説明
※1 EDR 端末の動きを常に見張り、おかしな動作を見つける仕組み
※2 PMH Public Medical Hub の略。医療機関と自治体の情報をつなぐ国の基盤
RAG あらかじめ登録した文書を探し、その中身に基づいて答えさせる技術
ローリング 実績に応じて計画を毎年見直す方法
"""


def read(text: str) -> tuple[Document, tuple[Project, ...]]:
    blocks = read_blocks(text)
    document, _ = describe("plan", Extract(text), blocks, None)
    outline = read_outline(text, blocks, document.title)
    document = Document(
        "plan", "", document.title, document.municipality, "", document.period, "", "", "",
        text, "", outline=outline,
    )  # fmt: skip
    return document, read_projects(document, blocks)[0]


def test_lines_without_empty_ones_between_them_are_paragraphs() -> None:
    """Title, contents, headings and projects are found though nothing but line ends tells
    them apart."""
    document, projects = read(PLAN)
    assert (document.title, document.municipality) == ("波越市デジタルまちづくり方針", "波越市")
    assert [(section.level, section.title) for section in document.outline[1:]] == [
        (1, "はじめに"), (1, "１ 方針の期間"), (2, "(1) 期間"), (2, "(2) 進め方"),
        (1, "２ 施策シート"), (2, "A-1 坂道バスの予約アプリ☆"), (2, "A-2 防災無線の文字配信"),
        (2, "A-3 図書の宅配受付"), (1, "資料編"), (2, "資料1 会議の体制"), (2, "資料2 用語の説明"),
    ]  # fmt: skip
    assert [(p.number, p.name.text) for p in projects] == [
        ("A-1", "坂道バスの予約アプリ"), ("A-2", "防災無線の文字配信"), ("A-3", "図書の宅配受付"),
    ]  # fmt: skip


def test_cells_that_one_space_divides() -> None:
    """Fields on one line, figures under their years, steps by quarter, a sign by its legend."""
    project = read(PLAN)[1][0]
    assert [value.text for value in project.departments] == ["交通課"]
    assert project.rating is not None
    assert project.rating.text == "B"
    assert [mark.text for mark in project.marks] == ["先導施策"]
    assert [(f.field, f.label, f.value.text) for f in project.fields] == [
        ("other", "部局", "市民生活部"),
        ("other", "連携", "観光課、福祉課"),
        ("issues", "なぜ", "坂道バスは満員で乗れない便が週に40便ある。"),
        ("actions", "なにを", "スマホと電話で席を予約できるようにする。"),
    ]
    assert [
        (i.name.text, [(v.kind, v.year, v.value.text) for v in i.values])
        for i in project.indicators
    ] == [
        (
            "予約の割合（全便）",
            [("baseline", 2024, "0%"), ("target", 2026, "30%"), ("target", 2028, "60%")],
        ),
        (
            "乗れない便の数",
            [("baseline", 2024, "40便"), ("target", 2026, "20便"), ("target", 2028, "0便")],
        ),
    ]  # fmt: skip
    assert [(e.item.text, e.years, e.text) for e in project.schedule] == [
        ("調達", (2026,), "1Q"), ("構築", (2026,), "2Q～3Q"), ("港線で試行", (2026,), "4Q"),
        ("全線で運用", (2027,), ""),
    ]  # fmt: skip


def test_an_overview_places_projects_under_policies() -> None:
    """A line with a letter or number is the policy of the projects on the lines below it."""
    _, projects = read(PLAN)
    assert [[value.text for value in project.hierarchy] for project in projects] == [
        ["柱A 出かける"], ["柱A 出かける"], ["柱B 学ぶ"],
    ]  # fmt: skip


def test_steps_are_told_by_halves_too() -> None:
    """上期 and 下期 divide a year like quarters do; what is quoted holds the year."""
    _, projects = read(PLAN)
    assert [(e.item.text, e.text, e.span.of(PLAN)) for e in projects[1].schedule] == [
        ("設計", "上期", "令和8年度 上期 設計 下期 配信開始"),
        ("配信開始", "下期", "令和8年度 上期 設計 下期 配信開始"),
    ]


def test_rows_of_words_are_told_by_their_count() -> None:
    """As many words on each line as heads make a table."""
    unfolded = unfold(PLAN)
    assert unfolded is not None
    lines = unfolded.text.splitlines()
    start = lines.index("会議等\t構成\t役割\t開催")
    assert lines[start + 1 : start + 4] == [
        "推進本部\t市長、各部長\t方針の決定\t年2回",
        "推進部会\t各課長\t進捗の確認\t毎月",
        "事務局\t情報課\t取りまとめ\t随時",
    ]


def test_terms_with_one_space_before_their_explanation() -> None:
    """A run of such lines in a glossary gives a term a line; the number of a note is none of
    its name."""
    document, _ = read(PLAN)
    terms = read_terms(document, read_blocks(PLAN))
    assert [(term.name, term.definition.text) for term in terms] == [
        ("EDR", "端末の動きを常に見張り、おかしな動作を見つける仕組み"),
        ("PMH", "Public Medical Hubの略。医療機関と自治体の情報をつなぐ国の基盤"),
        ("RAG", "あらかじめ登録した文書を探し、その中身に基づいて答えさせる技術"),
        ("ローリング", "実績に応じて計画を毎年見直す方法"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "指標 現状 目標\n本市では 電子申請を 進めます。\n",
        "第1章 総論\n第2章 方針\n第3章 推進\n",
        "担当 市民課\n本文です。\n",
        "令和8年度 設計\n令和9年度 構築\n令和10年度 運用\n",
    ],
)
def test_other_lines_with_single_spaces_are_left(text: str) -> None:
    """Sentences, headings, a lone field and years with steps are no tables."""
    assert unfold(text) is None


SHEETS = """\
# 汐見沢村情報化計画

年次計画の記号は、△＝検討、○＝準備、◎＝実施とする。

## 柱一　診る

### 事業１　移動診療車【令和８年３月改訂】

| 項目 | 内容 |
| --- | --- |
| 担当 | 診療所（協力：福祉課） |
| 事業内容 | 看護師が集落を回り、画面で医師とつなぐ。 |
| 概算事業費 | 38,400千円 |

| 指標 | 令和６年度（基準） | 令和７年度 | 令和８年度 |
| --- | --- | --- | --- |
| 診療件数（件） | － | 120 | 240 |
| 年次計画 | － | △ | ◎ |

### 事業２　見守り電球

| 項目 | 内容 |
| --- | --- |
| 担当 | 福祉課 |
| 事業内容 | 点灯がない場合に家族へ知らせる。 |
| 概算事業費 | 6,150千円 |
"""


def test_a_head_row_over_labels_and_values_names_nothing() -> None:
    """項目 | 内容 over a sheet is no project; signs of a legend are steps, and what became of
    a project in a revision is no part of its name."""
    _, projects = read(SHEETS)
    first = projects[0]
    assert [(p.number, p.name.text, [d.text for d in p.departments]) for p in projects] == [
        ("1", "移動診療車", ["診療所", "福祉課"]), ("2", "見守り電球", ["福祉課"]),
    ]  # fmt: skip
    assert [value.text for value in first.hierarchy] == ["柱一診る"]
    assert [mark.text for mark in first.marks] == ["令和８年３月改訂"]
    assert [value.value.text for value in first.values_of("budget")] == ["38,400千円"]
    assert [(e.item.text, e.years) for e in first.schedule] == [
        ("検討", (2025,)),
        ("実施", (2026,)),
    ]
    assert [i.name.text for i in first.indicators] == ["診療件数"]


LABELS = """\
取組1-1 窓口予約の導入
担当課 町民課
区分 新規
現状 窓口の待ち時間は月末に60分を超えている。
目標 待ち時間の平均 令和6年度 38分 令和9年度 15分
事業費 令和7年度 2,400千円 令和8年度 600千円
スケジュール 令和7年度 4月 仕様作成 10月 運用開始 令和8年度 窓口の拡大
取組1-2 書かない窓口
担当課 住民課
区分 継続
現状 平均6枚の申請書に住所を書いてもらっている。
目標 対象手続数 令和6年度 12 令和9年度 40
スケジュール 令和7年度 上期 選定 下期 試行
取組1-3 水道の遠隔検針
担当課 水道課
区分 新規
現状 積雪期には検針できない地区がある。
目標 設置戸数 令和6年度 0戸 令和9年度 320戸
スケジュール 令和8年度 設置
"""


def test_a_label_a_line_with_one_space_behind_it() -> None:
    """Lines that begin with the labels of a sheet are fields, one that only a single sheet has
    among them; figures behind their years are those of the aim."""
    _, projects = read(LABELS)
    first = projects[0]
    assert [(p.number, [d.text for d in p.departments]) for p in projects] == [
        ("1-1", ["町民課"]), ("1-2", ["住民課"]), ("1-3", ["水道課"]),
    ]  # fmt: skip
    assert [(f.field, f.label) for f in first.fields] == [
        ("category", "区分"), ("present", "現状"), ("goal", "目標"), ("budget", "事業費"),
    ]  # fmt: skip
    assert [
        (i.name.text, [(v.kind, v.year, v.value.text) for v in i.values]) for i in first.indicators
    ] == [("待ち時間の平均", [("baseline", 2024, "38分"), ("target", 2027, "15分")])]
    assert [(e.item.text, e.years, e.text) for e in first.schedule] == [
        ("仕様作成", (2025,), "4月"), ("運用開始", (2025,), "10月"), ("窓口の拡大", (2026,), ""),
    ]  # fmt: skip


NARROW = """\
白嶺村DX推進方針
令和8年3月
白嶺村総務課
第1章 方針の考え方
白嶺村は人口が千人に満たない山の村です。職員が少なく、同じ仕事を
続けることが難しくなっています。
第2章 取組
1 鳥獣わなの遠隔監視
【担当】産業課 【協力】猟友会
【なぜ】見回りに毎日3時間かかっています。
【やること】わなが作動したら会員のスマートフォンに
知らせます。
指標 R6 R10
設置基数 5 40
"""


def test_labels_in_brackets_on_one_line() -> None:
    """Two labels in brackets divide a line; when and by whom a plan was made is no part of
    its title, and a chapter's line stands over the text."""
    document, projects = read(NARROW)
    assert document.title == "白嶺村DX推進方針"
    assert [section.title for section in document.outline[1:3]] == [
        "第1章 方針の考え方", "第2章 取組",
    ]  # fmt: skip
    assert [value.text for value in projects[0].departments] == ["産業課"]
    assert [(f.label, f.value.text) for f in projects[0].fields] == [
        ("協力", "猟友会"),
        ("なぜ", "見回りに毎日3時間かかっています。"),
        ("やること", "わなが作動したら会員のスマートフォンに知らせます。"),
    ]
