"""Layouts kept by spaces, read anew as rows with tabs."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.datamodels import Span, Value
from assistant.ingest.unfolding import Unfolded, unfold

ROOT = Path(__file__).parents[1]
PLANS = sorted(
    path for folder in ("plans", "new_cities", "other_cities")
    for path in (ROOT / "tests/data" / folder).glob("*.txt")
)  # fmt: skip

CHART = """\
取組　　　　　　　　　R6　　　　R7　　　　R8　　　　R9
1-1-1 電子申請　　　　見直し ──▶ 順次電子化 ─────────▶
1-1-2 手数料引下げ　　条例改正 ─▶ 実施 ───────▶ 検証
2-2-2 要介護認定　　　準備 ──▶ タブレット調査 ▶ 電子審査会 ──▶
"""
FIGURES = """\
指標名　　　　　　　　　　　　　　　　現状値(R5)　　目標値(R9)
電子申請の利用率　　　　　　　　　　　　22.8％　　　　60.0％
ＡＩ導入補助の件数（累計）　　　　　　　　─　　　　　　45件
窓口で待つ時間の平均
（市民課と税務課）　　　　　　　　　　　52分　　　　　20分
"""
SHEET = """\
担　　当　　　　建設課 土木係
　　　　　　　　町の橋は143あり、５年に１度の点検を業者に任せています。谷が深く足場を
現状と課題　　　組めない橋が22あり、点検の費用が通常の３倍ほどかかります。また、点検の
　　　　　　　　結果は紙で残しています。
期待される効果　点検の費用を抑え、傷みを早く見つけて橋を長持ちさせます。
　　　　　　　　ドローンで点検した橋の数（累計）　　令和５年度 ０橋　→　令和９年度 22
Ｋ Ｐ Ｉ　　　橋
　　　　　　　　操縦できる職員の数　令和５年度 １人　→　令和９年度 ６人
"""
TABLES_IN_ONE_RUN = """\
活動指標　　　　　　　　現状値　　目標値
説明会を開いた回数　　　4回　　　 9回
年度　　　　　　　　　　R6　　　　R10
成果指標　　　　　　　　現状値　　目標値
参加した人の割合　　　　12％　　　30％
工程　　　　R7　　　　　R8　　　　　R9
窓口　　　　機器調達　　試行　　　　運用
電話　　　　－　　　　　検討　　　　開始
"""
SURVEY = """\
回答者　　　　　　　　全体　　　60歳以上
スマホを持つ　　　　　81.2％　　54.0％
市の手続を知る　　　　 9.5％　　 7.1％
"""
OFFICES = """\
会議　　　　　構成　　　　　　役割
本部　　　　　市長と部長　　　方針を決める
幹事会　　　　各課の課長　　　案をまとめる
"""
DATES = """\
期日　　　　　　　　　　できごと
令和6年7月3日　　　　　 第1回の会議
令和6年9月～10月　　　　聞き取り
令和7年2月14日　　　　　案の決定
"""
LABELS_ON_TOP = """\
事業名　　　　書かない窓口の拡大
所管課　　　　市民課
現状・課題　　転入の際には、平均で５枚の申請書に同じ氏名や住所を何度も記入する必要があり、
　　　　　　　窓口での滞在時間は平均48分となっています。
工程表　　　　令和７年度　　　令和８年度　　　令和９年度
　　　　　　　手続の選定　　　支所への展開　　　　→
"""


def anew(text: str) -> Unfolded:
    unfolded = unfold(text)
    assert unfolded is not None
    return unfolded


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            CHART,
            [
                ["取組", "R6", "R7", "R8", "R9"],
                ["1-1-1 電子申請", "見直し", "順次電子化", "─────────▶", "─────────▶"],
                ["1-1-2 手数料引下げ", "条例改正", "実施", "───────▶", "検証"],
                ["2-2-2 要介護認定", "準備", "タブレット調査", "電子審査会", "──▶"],
            ],
        ),
        (
            FIGURES,
            [
                ["指標名", "現状値(R5)", "目標値(R9)"],
                ["電子申請の利用率", "22.8％", "60.0％"],
                ["ＡＩ導入補助の件数（累計）", "─", "45件"],
                ["窓口で待つ時間の平均（市民課と税務課）", "52分", "20分"],
            ],
        ),
        (
            TABLES_IN_ONE_RUN,
            [
                ["活動指標", "現状値", "目標値"],
                ["説明会を開いた回数", "4回", "9回"],
                ["年度", "R6", "R10"],
                [""],
                ["成果指標", "現状値", "目標値"],
                ["参加した人の割合", "12％", "30％"],
                [""],
                ["工程", "R7", "R8", "R9"],
                ["窓口", "機器調達", "試行", "運用"],
                ["電話", "－", "検討", "開始"],
            ],
        ),
        (
            SURVEY,
            [
                ["回答者", "全体", "60歳以上"],
                ["スマホを持つ", "81.2％", "54.0％"],
                ["市の手続を知る", "9.5％", "7.1％"],
            ],
        ),
        (
            OFFICES,
            [
                ["会議", "構成", "役割"],
                ["本部", "市長と部長", "方針を決める"],
                ["幹事会", "各課の課長", "案をまとめる"],
            ],
        ),
        (
            DATES,
            [
                ["期日", "できごと"],
                ["令和6年7月3日", "第1回の会議"],
                ["令和6年9月～10月", "聞き取り"],
                ["令和7年2月14日", "案の決定"],
            ],
        ),
    ],
    ids=["chart", "figures", "tables in one run", "survey", "offices", "dates"],
)
def test_columns_are_told_by_where_words_stand(text: str, rows: list[list[str]]) -> None:
    """Steps and figures come under the head they stand below; an arrow goes on to the next
    step, and a name may wrap."""
    assert [line.split("\t") for line in anew(text).text.splitlines()] == rows


def test_a_label_may_stand_beside_the_middle_line_of_its_value() -> None:
    """Lines above and below a label are its value where sentences run through them."""
    rows = dict(line.split("\t", 1) for line in anew(SHEET).text.splitlines())
    assert rows["現状と課題"] == (
        "町の橋は143あり、５年に１度の点検を業者に任せています。谷が深く足場を組めない橋が22あり、"
        "点検の費用が通常の３倍ほどかかります。また、点検の結果は紙で残しています。"
    )
    assert rows["期待される効果"] == "点検の費用を抑え、傷みを早く見つけて橋を長持ちさせます。"
    assert rows["Ｋ Ｐ Ｉ"].split("<br>") == [
        "ドローンで点検した橋の数（累計）　　令和５年度 ０橋　→　令和９年度 22橋",
        "操縦できる職員の数　令和５年度 １人　→　令和９年度 ６人",
    ]


def test_labels_on_the_first_line_keep_the_lines_below() -> None:
    """Where no sentence is cut, what stands below a label is its value; years beside one
    head the steps under them."""
    assert anew(LABELS_ON_TOP).text.splitlines()[2:] == [
        "現状・課題\t転入の際には、平均で５枚の申請書に同じ氏名や住所を何度も記入する必要があり、"
        "窓口での滞在時間は平均48分となっています。",
        "工程表\t令和７年度\t令和８年度\t令和９年度",
        "\t手続の選定\t支所への展開\t→",
    ]


def test_several_labels_on_one_line_are_a_row_each() -> None:
    """主担当 and 関係課 beside one another are two fields; heads of columns are none."""
    line = "主担当　農政課　　　関係課　観光課、財政課\n"
    assert anew(line).text == "主担当\t農政課\n関係課\t観光課、財政課\n"
    assert unfold("担当課　関係課　区分　評価\n") is None


def test_a_span_is_told_of_the_source() -> None:
    """A value that wraps around its label is quoted with all that stands between."""
    unfolded = anew(SHEET)
    start = unfolded.text.index("22橋")
    moved = unfolded.told_of_source(Value("22橋", Span(start, start + 3)))
    assert moved.span.of(SHEET) == "22\nＫ Ｐ Ｉ　　　橋"


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_every_character_is_the_one_of_the_source(path: Path) -> None:
    """What is not put in stands in the source; nothing is left out but white space and the
    arrows between steps of one year and the next."""
    text = path.read_text(encoding="utf-8")
    unfolded = unfold(text)
    if unfolded is None:
        return
    kept = [(c, at) for c, at in zip(unfolded.text, unfolded.offsets, strict=True) if at >= 0]
    assert all(text[at] == character for character, at in kept)
    places = {at for _, at in kept}
    assert {c for at, c in enumerate(text) if at not in places} <= set(" 　\n─▶")


@pytest.mark.parametrize(
    "text",
    [
        "本市では、AIを 活用します。\n\n担当　市民課\n",
        "令和７年度　検討\n令和８年度　導入\n",
        "番号\t事業名\n1\t窓口\n",
        "第1章　はじめに　　3\n第2章　めざす姿　　7\n第3章　進め方　　　9\n",
    ],
)
def test_other_texts_are_left_as_they_are(text: str) -> None:
    """Running text, lone labels and tables with tabs have nothing to be read anew."""
    assert unfold(text) is None
