"""Questions and answers that a plan itself holds."""

from __future__ import annotations

from assistant.datamodels import Span
from assistant.retrieval.faq import read_faq

TEXT = """\
第8章　よくある質問

Q1　車はどう予約しますか。
A1　電話でどうぞ。30分前まで
　　受け付けます。

Q2　家の中を見られませんか。
A2　カメラは使いません。

Q スマホを持っていますか
　　持っている 84.3％
"""


def test_an_answer_is_told_under_its_question() -> None:
    """A statement of an answer goes without its mark and with the question; a question states
    nothing, and one of a survey has no answer of its own."""
    faq = read_faq(TEXT)
    found = [
        (told[0].of(TEXT), told[1])
        for line in (
            "Q1　車は",
            "A1　電話でどうぞ。",
            "受け付けます。",
            "A2　カメラは使いません。",
            "Q スマホ",
        )
        if (told := faq.told(Span(TEXT.index(line), TEXT.index(line) + len(line))))
    ]
    assert found == [
        ("電話でどうぞ。", "車はどう予約しますか。"),
        ("受け付けます。", "車はどう予約しますか。"),
        ("カメラは使いません。", "家の中を見られませんか。"),
        ("Q スマホ", ""),
    ]
