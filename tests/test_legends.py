"""Legends: what the words and signs of a plan's columns mean."""

from __future__ import annotations

from dataclasses import replace

from assistant.datamodels import Document
from assistant.ingest.blocks import read_blocks
from assistant.ingest.footnotes import read_footnotes
from assistant.ingest.glossary import read_terms
from assistant.ingest.outline import read_outline

LEGEND = """\
港町デジタル実施計画

1 表の見方

欄\t説明
区分\t新規＝令和8年度から始めるもの　継続＝前の年から続けるもの
段階\t準備中：仕様の作成や契約の手続をしている
\t試行中：地区を限って試している　実施中：本格的に行っている
暦の印\t○準備　●開始・公開　□点検

2 進め方

毎年５月に、Ｓ（目標を上回った）、Ａ（おおむね達成）、Ｂ（遅れている）の３段階で判定します。
広報紙（４ページ）、ＬＩＮＥ（月２回）、ラジオ（毎週）でお知らせします。
"""
NOTES = """\
※1　ＢＰＲ　仕事の流れを根本から見直すこと。
※2 RPA パソコンで行う定型の操作を自動で行わせる技術。
※3　オンライン申請：インターネットを通じて申請を行う
　仕組み。
※4　令和6年度実績　速報値による。
※5　件数は各年度末の値です。
"""


def test_legends_explain_words_and_signs() -> None:
    document = Document("d", "d.txt", "港町デジタル実施計画", "港町", "計画", None, "", "", "",
                        LEGEND, "")  # fmt: skip
    blocks = read_blocks(LEGEND)
    document = replace(document, outline=read_outline(LEGEND, blocks, document.title))
    assert [(term.name, term.definition.text) for term in read_terms(document, blocks)] == [
        ("新規", "令和8年度から始めるもの"),
        ("継続", "前の年から続けるもの"),
        ("準備中", "仕様の作成や契約の手続をしている"),
        ("試行中", "地区を限って試している"),
        ("実施中", "本格的に行っている"),
        ("○", "準備"),
        ("●", "開始・公開"),
        ("□", "点検"),
        ("Ｓ", "目標を上回った"),
        ("Ａ", "おおむね達成"),
        ("Ｂ", "遅れている"),
    ]


def test_notes_explain_words_and_nothing_else() -> None:
    found = []
    for block in read_blocks(NOTES):
        for name, told in read_footnotes(NOTES, block.span):
            found.append((name.of(NOTES), "".join(told.of(NOTES).split())))
    assert found == [
        ("ＢＰＲ", "仕事の流れを根本から見直すこと。"),
        ("RPA", "パソコンで行う定型の操作を自動で行わせる技術。"),
        ("オンライン申請", "インターネットを通じて申請を行う仕組み。"),
    ]
