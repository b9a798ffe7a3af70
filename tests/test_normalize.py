"""Normalisation serves matching and keeps the way back to the source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.datamodels import Span
from assistant.language.normalize import match_key, mend, normalize_text, normalize_with_offsets
from assistant.language.sentences import sentence_spans


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("I S E C A", "iseca"),
        ("A I ・ R P A", "ai・rpa"),
        ("A I・生成A I", "ai・生成ai"),
        ("P L A T E A Uの活用", "plateauの活用"),
        ("eL-\nQRの活用", "el-qrの活用"),
        ("公金収納におけるeLTA\nXの活用", "公金収納におけるeltaxの活用"),
        ("公金収納に おけるeLTAX の活用", "公金収納におけるeltaxの活用"),
        (
            "産業のDXを\n実践するデジ\nタル人材の育\n成・企業づくり",
            "産業のdxを実践するデジタル人材の育成・企業づくり",
        ),
        ("ＤＸ　推進", "dx推進"),
        ("ﾃﾞｼﾞﾀﾙ", "デジタル"),
        ("デジタルディバイド", "デジタルデバイド"),
        ("デジタルデバйд", "デジタルデバイド"),
        ("ヴァーチャル", "バーチャル"),
        ("サーバー・サーバ", "サーバ・サーバ"),
        ("蓮ケ瀬市", "蓮ヶ瀬市"),
        ("3ｹ所", "3ヶ所"),
        ("アンケート", "アンケート"),
        ("フロントヤ―ド、ネットワ−ク", "フロントヤード、ネットワーク"),
        ("龍ケ崎市、小淵沢と瀧山", "竜ヶ崎市、小淵沢と滝山"),
        ("データ", "データ"),
        ("キー", "キー"),
        ("第一步を实践", "第一歩を実践"),
        ("サ―ビスとカ-ド", "サービスとカード"),
        ("６－１−１‐1", "6-1-1-1"),
        ("2, 885件", "2,885件"),
        ("R5 (2023) 年度", "r5(2023)年度"),
        ("R 8 R 9 R10", "r8 r9 r10"),
        ("窓口^{ワイファイ}Wi-Fi", "窓口wi-fi"),
        ("digital  transformation plan", "digital transformation plan"),
        ("Which plan\nuses it now?", "which plan\nuses it now?"),
    ],
)
def test_spellings_of_one_thing_fold_together(written: str, folded: str) -> None:
    """Letter-spacing, wrapped lines, width, dashes and katakana variants do not tell apart."""
    assert normalize_text(written) == folded


def test_structure_stays() -> None:
    """Tabs, blank lines and list marks still part what they part in the source."""
    text = "基準値(R7)\t目標値(R11)\n69%\t90%\n\n【担当課】\n会計課\n- 窓口\n- 収納"
    assert normalize_text(text) == (
        "基準値(r7)\t目標値(r11)\n69%\t90%\n【担当課】\n会計課\n-窓口\n-収納"
    )


def test_spans_lead_back_to_the_source() -> None:
    """A match in the folded text maps to the very characters of the source, no more."""
    text = "  地域通貨 I S E C A　を㎡当たりｶﾞｲﾄﾞ"
    folded = normalize_with_offsets(text)
    assert folded.text == "地域通貨isecaをm2当たりガイド"
    assert folded.span(4, 9).of(text) == "I S E C A"
    assert folded.span(10, 11).of(text) == "㎡"
    assert folded.span(15, 18).of(text) == "ｶﾞｲﾄﾞ"
    assert folded.span(3, 3) == Span(5, 5)


@given(
    st.text(alphabet="eLTAXQR- \n\t\u3000、。地域通貨ヴァディサーバーｶﾞ①㎡ＡＩ5０,(%)", max_size=60)
)
def test_every_character_has_its_place(text: str) -> None:
    """Offsets ascend, stay inside the source and cover each character of the folded text."""
    folded = normalize_with_offsets(text)
    assert len(folded.text) == len(folded.offsets) == len(folded.ends)
    assert list(folded.offsets) == sorted(folded.offsets)
    assert all(0 <= a < b <= len(text) for a, b in zip(folded.offsets, folded.ends, strict=True))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("I S E C A の拡充", "ISECAの拡充"),
        ("K P I", "KPI"),
        ("公金収納に おけるeLTAX の活用", "公金収納におけるeLTAXの活用"),
        ("70% (7,000件)", "70% (7,000件)"),
        ("0% (新規構築のため)", "0% (新規構築のため)"),
        ("粗大ごみ\n収集予約の\nオンライン化\n", "粗大ごみ収集予約のオンライン化"),
        ("スマート自治体 Smart City 推進", "スマート自治体Smart City推進"),
        ("^{ワイファイ}Wi-Fi ＡＩ", "Wi-Fi ＡＩ"),
    ],
)
def test_mending_keeps_case_and_width(written: str, shown: str) -> None:
    """What a person reads loses only the breaks that the layout put into words."""
    assert mend(written) == shown


def test_names_compare_without_punctuation() -> None:
    """A name matches however it is punctuated, numbered parts stay apart."""
    assert match_key("「書かない、待たない」窓口（Ｗｉ－Ｆｉ）") == match_key(
        "書かない待たない窓口 Wi-Fi"
    )
    assert match_key("6-1-11") != match_key("61-1-1")
    assert match_key("AI・RPAの活用") == "airpaの活用"


def test_glyphs_of_symbol_fonts_are_bullets() -> None:
    """What a PDF keeps no character for is neither shown nor sought, and begins an item."""
    line = "\uf06c市の手続は142件です"
    assert mend(line) == normalize_text(line) == "市の手続は142件です"
    text = f"{line}\n\uf0b7窓口は3か所です"
    assert [span.of(text) for span in sentence_spans(text)] == text.split("\n")
