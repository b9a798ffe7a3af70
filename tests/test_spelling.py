"""Words in kana are found however they are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.answering.spelling import respelled

if TYPE_CHECKING:
    from assistant.pipeline import Assistant


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("AIちゃっとぼっとで何ができる？", "AIチャットボットで何ができる？"),
        ("コネクテツドワンストツプとは", "コネクテッドワンストップとは"),
        ("新交通アイクルの運行開始日は", "新交通あいくるの運行開始日は"),
        ("キャリアフレームワ一クとは", "キャリアフレームワークとは"),
        ("ぺ一パーレスとデータ一覧", "ペーパーレスとデータ一覧"),
        ("ものづくりのやりかたを教えて", "ものづくりのやりかたを教えて"),
        ("オンラインバンキングは？", "オンラインバンキングは？"),
    ],
)
def test_kana_are_read_as_the_documents_write_them(
    assistant: Assistant, typed: str, read: str
) -> None:
    """Hiragana for katakana and the other way, large kana for small; what no document
    writes stays."""
    assert respelled(typed, assistant.catalogue) == read
