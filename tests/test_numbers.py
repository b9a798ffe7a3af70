"""Numbers are read with their units, however they are spelled."""

from __future__ import annotations

import pytest

from assistant.language.numbers import find_numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("70% (7,000件)", [(70, "%", "70%"), (7000, "件", "7,000件")]),
        ("2, 885件と計 8, 011件", [(2885, "件", "2, 885件"), (8011, "件", "8, 011件")]),
        ("20 件以上", [(20, "件", "20 件")]),
        ("８割の保護者", [(80, "%", "８割")]),
        ("役割を見直す", []),
        ("520千円", [(520000, "円", "520千円")]),
        ("3億2千万円", [(320000000, "円", "3億2千万円")]),
        ("1.5億円", [(150000000, "円", "1.5億円")]),
        ("約3万2,000人", [(32000, "人", "3万2,000人")]),
        ("二十五人と百件", [(25, "人", "二十五人"), (100, "件", "百件")]),
        ("348h/月", [(348, "h", "348h")]),
        ("312店から700店", [(312, "店", "312店"), (700, "店", "700店")]),
        ("3機能", [(3, "", "3")]),
        ("▲5ポイント", [(-5, "ポイント", "▲5ポイント")]),
        ("3分の1", [(1 / 3, "", "3分の1")]),
        ("4,350fmから2,200fmへ", [(4350, "fm", "4,350fm"), (2200, "fm", "2,200fm")]),
        ("回線100Mbps、延長2.5km", [(100, "Mbps", "100Mbps"), (2.5, "km", "2.5km")]),
        ("1,200MX", []),
        ("4.0点", [(4.0, "点", "4.0点")]),
        ("24時間365日", [(24, "h", "24時間"), (365, "日", "365日")]),
        ("6-1-3-1 R8 第六次 誰一人", []),
    ],
)
def test_numbers_carry_value_unit_and_place(
    text: str, expected: list[tuple[float, str, str]]
) -> None:
    """Separators, width, kanji, stray spaces and 割 do not change the value."""
    assert [(n.value, n.unit, n.span.of(text)) for n in find_numbers(text)] == expected


def test_about_is_told() -> None:
    """約 marks a number as approximate without belonging to it."""
    assert [(n.value, n.about) for n in find_numbers("約50件、60件")] == [(50, True), (60, False)]
