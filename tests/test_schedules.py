"""What a line under スケジュール says is done in which years."""

from __future__ import annotations

import pytest

from assistant.datamodels import Span
from assistant.ingest.schedules import read_lines

LINES = {
    "Ｒ４ 市民課・税務課／Ｒ５ 支所、体育館／Ｒ６～Ｒ７ 文化会館、診療所": [
        ("市民課・税務課", (2022,)),
        ("支所、体育館", (2023,)),
        ("文化会館、診療所", (2024, 2025)),
    ],
    "Ｒ４ 調達／Ｒ５ 10月稼働／Ｒ６ ３月に全庁へ": [
        ("調達", (2022,)),
        ("10月稼働", (2023,)),
        ("３月に全庁へ", (2024,)),
    ],
    "R4年度 規則の改正→R5 工事、委託で開始→R6以降 物品へ": [
        ("規則の改正", (2022,)),
        ("工事、委託で開始", (2023,)),
        ("物品へ", (2024,)),
    ],
    "支所（R5）、体育館（R6）": [("支所", (2023,)), ("体育館", (2024,))],
    "令和7年9月 試行、令和8年4月 本格運用": [("試行", (2025,)), ("本格運用", (2026,))],
}


@pytest.mark.parametrize("line", LINES)
def test_a_comma_divides_what_belongs_to_different_years(line: str) -> None:
    """Behind a year everything up to the next one is its step; a month behind a fiscal year
    is part of the step, while 令和7年9月 is a date."""
    steps = read_lines(line, Span(0, len(line)))
    assert [(step.item.text, step.years) for step in steps] == LINES[line]
