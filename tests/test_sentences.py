"""Statements tile a text; lines that only wrap stay together."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from assistant.datamodels import Span
from assistant.language.sentences import sentence_spans

CORPUS = Path(__file__).parents[1] / "corpus"


def cut(text: str) -> list[str]:
    return [span.of(text) for span in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("導入します。次に拡充します。", ["導入します。", "次に拡充します。"]),
        (
            "地方税統一QRコード(以下「eL-QR」という。)を用いた仕組みを導入します。納付できます。",
            [
                "地方税統一QRコード(以下「eL-QR」という。)を用いた仕組みを導入します。",
                "納付できます。",
            ],
        ),
        (
            "粗大ごみ戸別収集\n申込みをオンライ\nン化します。\n\n【担当課】\n環境課",
            ["粗大ごみ戸別収集\n申込みをオンライ\nン化します。", "【担当課】", "環境課"],
        ),
        (
            "現状\n紙主体の申請のため、窓口での受付及び現金で手数料の納付を行っています。",
            ["現状", "紙主体の申請のため、窓口での受付及び現金で手数料の納付を行っています。"],
        ),
        (
            "添付ファイルを開いた職員の割合は、６月の8.4％から１月は\n3.1％に下がりました。",
            ["添付ファイルを開いた職員の割合は、６月の8.4％から１月は\n3.1％に下がりました。"],
        ),
        ("- 窓口の改革\n- 収納の改革", ["- 窓口の改革", "- 収納の改革"]),
        (
            "項目\tR8(2026)\tR9(2027)\n準備期間\t→\t\n| 担当課 | 会計課 |",
            ["項目\tR8(2026)\tR9(2027)", "準備期間\t→", "| 担当課 | 会計課 |"],
        ),
        (
            "事業概要\t電子化を推進します。利便性を高めます。\n"
            "| 課題 | <ul> ● 仕様が多い ● 複雑である |",
            [
                "事業概要",
                "電子化を推進します。",
                "利便性を高めます。",
                "課題",
                "● 仕様が多い",
                "● 複雑である",
            ],
        ),
        (
            "「誰一人取り残さない。」を掲げる。DXとは？",
            ["「誰一人取り残さない。」を掲げる。", "DXとは？"],
        ),
        ("It uses eL-QR. The city pays.", ["It uses eL-QR.", "The city pays."]),
    ],
)  # fmt: skip
def test_statements(text: str, statements: list[str]) -> None:
    """Full stops end sentences, but not inside brackets; items, labels and rows stand alone."""
    assert cut(text) == statements


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.txt")), ids=lambda path: path.stem)
def test_statements_tile_a_plan(path: Path) -> None:
    """No character but white space, pipes and tags is lost, none is in two statements."""
    text = path.read_text(encoding="utf-8")
    edges = [Span(0, 0), *sentence_spans(text), Span(len(text), len(text))]
    gaps = [text[a.end : b.start] for a, b in pairwise(edges)]
    assert all(a.end <= b.start for a, b in pairwise(edges))
    assert re.sub(r"<[^<>]*>|[\s|]", "", "".join(gaps)) == ""
