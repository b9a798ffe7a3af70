"""Plans copied with their line ends alone: lines that wrap, and no empty line anywhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.build import build
from assistant.datamodels import Document, Project
from assistant.ingest.blocks import read_blocks
from assistant.ingest.corpus import describe
from assistant.ingest.glossary import read_terms
from assistant.ingest.indicators import split_figures
from assistant.ingest.outline import read_outline
from assistant.ingest.projects import read_projects
from assistant.ingest.text import Extract
from assistant.pipeline import Assistant
from assistant.settings import Settings

PLAN = """\
苗代市
暮らしのデジタル計画
令和8年3月
C O N T E N T S
第1章 計画の考え方…………………………2
第2章 取組の内容……………………………3
資料編（用語集）……………………………5
1
苗代市暮らしのデジタル計画｜第1章 計画の考え方
第1章 計画の考え方
１ 計画の期間
令和8年度から令和11年度までの４年間とします。社会の動きに合わせ、途中の年にも内
容を見直すことがあります。
２ 大切にすること
一 使う人の声から始める
二 小さく試す
三 やめることも決める
３ 推進のしくみ
市長を長とする推進本部を設け、進行部会がこれを支えます。
 推進本部（年２回） 本部長：市長
 　└ 進行部会（年４回） 部会長：企画課長
 　 　├ 窓口班（市民課）
 　 　└ 道路班（道路維持課）
2
苗代市暮らしのデジタル計画｜第2章 取組の内容
第2章 取組の内容
柱1 窓口をかえる
1-1 図書館の予約本ロッカー ★重点
現状・課題 駅の近くに本を受け取れる場所がなく、閉館後に受け取りたいという声が毎月20
件ほど届いています。
主な取組 ・駅前への予約本ロッカーの設置
・予約から受取までをアプリで知らせる仕組み
指標 現状値 R8 R9 R11
ロッカーの利用冊数 － 900冊 1,800冊 4,000冊
予約の待ち日数 9日 8日 7日 5日
所管 図書館・文化課 状況 新規
年次計画 R8 契約 R9 駅前に設置 R10～R11 他の駅へ拡大
1-2 水道の使用開始のオンライン化
現状・課題 電話での申込みが年に4,200件あり、月初めはつながりにくくなっています。
主な取組 ・申込画面の開設 ・電話で受けたときも職員が同じ画面に入力する運
用
指標 オンラインの申込割合 8%(R6) 30%(R8) 50%(R9) 70%(R11)
折返し電話の件数 － 900件(R8) 400件(R9) 100件(R11)
所管 上下水道課 状況 拡充
年次計画 R8 画面の公開／R9 振替口座の登録に対応
3
苗代市暮らしのデジタル計画｜第2章 取組の内容
柱2 まちをかえる
2-1 除雪車の位置の公開
現状・課題 除雪車がいつ来るか分からないという問い合わせが、大雪の日には300件を超え
ます。
主な取組 ・全車両への発信機の取付け
指標
発信機の取付台数 5台（現状） ▶ 30台（R9） ▶ 48台（R11）
所管 道路維持課 状況 継続
年次計画 R8 試行／R9～R11 本格運用
2-2 自転車置場の空き情報
現状・課題 満車の置場の前に停められた自転車が、歩く人の妨げになっています。
主な取組 ・空きを数えるセンサーの設置
指標 センサーを置いた置場の数 2か所／14か所(R6) 8か所(R9) 14か所(R11)
所管 道路維持課 状況 新規
年次計画 R8 設計／R9.4 駅前で開始／R10～R11 拡大
※利用は１回100円（小学生以下は無料）。
4
苗代市暮らしのデジタル計画｜資料編
資料１ 評価の方法
評価は、目標達成率100％以上をＳ、80％以上100％未満をＡ、80％未満をＢとする３段階で
行います。
資料２ 用語集
発信機 車両の位置を決まった間隔で知らせる小さな装置。
予約本ロッカー 予約した本を、閉館後でも受け取れる鍵つきの棚。
オンライン申請 インターネットを使い、自宅などから行う申請のこと。
5
苗代市暮らしのデジタル計画
編集・発行 苗代市 企画課
"""


@pytest.fixture(scope="module")
def document() -> Document:
    blocks = read_blocks(PLAN)
    described, _ = describe("plan", Extract(PLAN), blocks, None)
    return replace(described, outline=read_outline(PLAN, blocks, described.title))


@pytest.fixture(scope="module")
def projects(document: Document) -> tuple[Project, ...]:
    return read_projects(document, read_blocks(PLAN))[0]


def test_headings_are_told_by_their_numbers(document: Document) -> None:
    titles = [section.title for section in document.outline[1:]]
    assert titles == [
        "C O N T E N T S", "第1章 計画の考え方", "１ 計画の期間", "２ 大切にすること",
        "３ 推進のしくみ", "第2章 取組の内容",
        "柱1 窓口をかえる", "1-1 図書館の予約本ロッカー★重点", "1-2 水道の使用開始のオンライン化",
        "柱2 まちをかえる", "2-1 除雪車の位置の公開", "2-2 自転車置場の空き情報",
        "資料１ 評価の方法", "資料２ 用語集",
    ]  # fmt: skip


def test_running_heads_may_name_their_chapter() -> None:
    said = [b.span.of(PLAN) for b in read_blocks(PLAN) if b.kind != "blank"]
    assert not [line for line in said if "計画｜" in line]


def test_sheets_are_read_with_values_that_wrap(projects: tuple[Project, ...]) -> None:
    told = [
        (
            project.number,
            project.name.text,
            [value.text for value in project.departments],
            [value.value.text for value in project.values_of("progress")],
            [value.value.text for value in project.values_of("actions")],
        )
        for project in projects
    ]
    assert told == [
        ("1-1", "図書館の予約本ロッカー", ["図書館", "文化課"], ["新規"],
         ["・駅前への予約本ロッカーの設置\n・予約から受取までをアプリで知らせる仕組み"]),
        ("1-2", "水道の使用開始のオンライン化", ["上下水道課"], ["拡充"],
         ["・申込画面の開設\n・電話で受けたときも職員が同じ画面に入力する運用"]),
        ("2-1", "除雪車の位置の公開", ["道路維持課"], ["継続"], ["・全車両への発信機の取付け"]),
        ("2-2", "自転車置場の空き情報", ["道路維持課"], ["新規"], ["・空きを数えるセンサーの設置"]),
    ]  # fmt: skip


def test_figures_keep_the_years_they_stand_under(projects: tuple[Project, ...]) -> None:
    told = {
        indicator.name.text: [(v.kind, v.year, v.value.text) for v in indicator.values]
        for project in projects
        for indicator in project.indicators
    }
    assert told == {
        "ロッカーの利用冊数": [
            ("target", 2026, "900冊"), ("target", 2027, "1,800冊"), ("target", 2029, "4,000冊"),
        ],
        "予約の待ち日数": [
            ("baseline", None, "9日"), ("target", 2026, "8日"), ("target", 2027, "7日"),
            ("target", 2029, "5日"),
        ],
        "オンラインの申込割合": [
            ("baseline", 2024, "8%"), ("target", 2026, "30%"), ("target", 2027, "50%"),
            ("target", 2029, "70%"),
        ],
        "折返し電話の件数": [
            ("target", 2026, "900件"), ("target", 2027, "400件"), ("target", 2029, "100件"),
        ],
        "発信機の取付台数": [
            ("baseline", None, "5台"), ("target", 2027, "30台"), ("target", 2029, "48台"),
        ],
        "センサーを置いた置場の数": [
            ("baseline", 2024, "2か所"), ("target", 2027, "8か所"), ("target", 2029, "14か所"),
        ],
    }  # fmt: skip


def test_terms_and_grades_are_read(document: Document) -> None:
    terms = read_terms(document, read_blocks(PLAN))
    assert [(term.name, term.definition.text) for term in terms] == [
        ("Ｓ", "目標達成率100％以上"),
        ("Ａ", "80％以上100％未満"),
        ("Ｂ", "80％未満"),
        ("発信機", "車両の位置を決まった間隔で知らせる小さな装置。"),
        ("予約本ロッカー", "予約した本を、閉館後でも受け取れる鍵つきの棚。"),
        ("オンライン申請", "インターネットを使い、自宅などから行う申請のこと。"),
    ]


def test_a_year_before_its_figure_stays_with_it() -> None:
    figures = split_figures("利用者数　現状（R6）－　→　目標（R10）2,600人")[1]
    assert [(figure.kind, figure.year) for figure in figures] == [("target", 2028)]


def test_answers_from_a_packed_plan(tmp_path_factory: pytest.TempPathFactory) -> None:
    corpus: Path = tmp_path_factory.mktemp("packed")
    (corpus / "plan.txt").write_text(PLAN, encoding="utf-8")
    settings = Settings(corpus=corpus, index=tmp_path_factory.mktemp("packed-index"))
    build(settings)
    assistant = Assistant.open(settings)
    asked = {
        "「水道の使用開始のオンライン化」の状況は、新規・拡充・継続のどれですか。":
            "「水道の使用開始のオンライン化」（苗代市）は、拡充です。[1]",
        "評価の「Ｂ」はどのような場合の評価ですか。": (
            "「Ｂ」（苗代市）：80％未満[1]\n"
            "評価は、目標達成率100％以上をＳ、80％以上100％未満をＡ、80％未満をＢとする３段階で行います。[1]"
        ),
        "「大切にすること」を全て挙げてください。": (
            "苗代市（3項目）：\n- 使う人の声から始める[1]\n- 小さく試す[1]\n"
            "- やめることも決める[1]"
        ),
        "進行部会の下に置かれる班の名前を、全部教えてください。": (
            "苗代市（2項目）：\n- 窓口班（市民課）[1]\n- 道路班（道路維持課）[1]"
        ),
    }  # fmt: skip
    assert {question: assistant.ask(question).text for question in asked} == asked
