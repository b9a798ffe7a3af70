"""The answer is in the question's language."""

from __future__ import annotations

import pytest

from assistant.language.detect import detect_language


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("eL-QRを使う事業は？", "ja"),
        ("柏崎市　電子請求　割合", "ja"),
        ("RPA 担当課", "ja"),
        ("DX", "ja"),
        ("Which projects use eL-QR?", "en"),
        ("What is the KPI of 公金収納におけるeLTAXの活用 in Kashiwazaki?", "en"),
        ("Who runs 「書かない窓口」?", "en"),
        ("eLTAX projects Kashiwazaki", "en"),
        ("DX for allとは何ですか", "ja"),
    ],
)
def test_language_of_a_question(question: str, language: str) -> None:
    """English sentences with Japanese names are English; keywords with Latin are Japanese."""
    assert detect_language(question) == language
