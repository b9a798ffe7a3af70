"""The type of value that a question asks for, and whether a text states one."""

from __future__ import annotations

import pytest

from assistant.answering.understand import understand
from assistant.pipeline import Assistant
from assistant.retrieval.wanted import Wanted, states, wanted_value


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("DX推進課の電話番号は？", Wanted("contact")),
        ("What is the e-mail address of the DX division?", Wanted("contact")),
        ("市長の年齢は？", Wanted("number", frozenset({"歳"}))),
        ("何か国語に対応していますか。", Wanted("number", frozenset({"か国語", "言語"}))),
        ("源泉は何度ですか", Wanted("number", frozenset({"度", "℃"}))),
        ("利用率は何%ですか", Wanted("percent", frozenset({"%"}))),
        ("いつ始まりますか", Wanted("date")),
        ("予算はいくらですか", Wanted("money", frozenset({"円"}))),
        ("何を目指していますか", None),
    ],
)
def test_a_question_asks_for_a_type_of_value(
    assistant: Assistant, question: str, wanted: Wanted | None
) -> None:
    """Type and unit follow from the words of the question."""
    assert wanted_value(understand(question, assistant.catalogue)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted", "told"),
    [
        ("電話 0257-23-5111（内線 123）", Wanted("contact"), True),
        ("柏市企画部DX推進課 2022.4", Wanted("contact"), False),
        ("翻訳アプリは12か国語に対応します", Wanted("number", frozenset({"か国語"})), True),
        ("多言語対応の翻訳アプリを入れます", Wanted("number", frozenset({"か国語"})), False),
        ("65歳以上の割合は35％です", Wanted("percent", frozenset({"%"})), True),
        ("令和8年度に開始します", Wanted("date"), True),
        ("順次開始します", Wanted("date"), False),
    ],
)
def test_a_text_states_a_value_of_the_type(text: str, wanted: Wanted, told: bool) -> None:
    """A statement near to the question that states no such value is no answer."""
    assert states(text, wanted) is told
