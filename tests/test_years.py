"""Years of every spelling name a western fiscal year."""

from __future__ import annotations

import pytest

from assistant.language.years import find_years, fiscal_year_labels, without_years


def spelled(text: str) -> list[tuple[int, str, str]]:
    return [(m.year, m.span.of(text), m.kind) for m in find_years(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("令和8年度の目標", [(2026, "令和8年度", "fiscal")]),
        ("令和元年度", [(2019, "令和元年度", "fiscal")]),
        ("令和八年度", [(2026, "令和八年度", "fiscal")]),
        ("基準値(R7)\t目標値(R11)", [(2025, "R7", "fiscal"), (2029, "R11", "fiscal")]),
        ("Ｒ８とR 9", [(2026, "Ｒ８", "fiscal"), (2027, "R 9", "fiscal")]),
        ("R8(2026)\tR9(2027)", [(2026, "R8(2026)", "fiscal"), (2027, "R9(2027)", "fiscal")]),
        ("令和6（2024）年度", [(2024, "令和6（2024）年度", "fiscal")]),
        ("2026年度（令和8年度）", [(2026, "2026年度（令和8年度）", "fiscal")]),
        ("令和8(2026)年3月 策定", [(2025, "令和8(2026)年3月", "date")]),
        ("令和7年6月27日", [(2025, "令和7年6月27日", "date")]),
        ("65人 (R8.1時点)", [(2025, "R8.1", "date")]),
        ("運用開始(R8.9~)", [(2026, "R8.9", "date")]),
        ("2022.4", [(2022, "2022.4", "date")]),
        ("令和7年の調査", [(2025, "令和7年", "calendar")]),
        ("平成30年度とH31", [(2018, "平成30年度", "fiscal"), (2019, "H31", "fiscal")]),
        ("昭和63年度", [(1988, "昭和63年度", "fiscal")]),
        ("令和6年度と7年度を", [(2024, "令和6年度", "fiscal"), (2025, "7年度", "fiscal")]),
        ("8年度の目標", [(2026, "8年度", "fiscal")]),
        ("the FY2029 target", [(2029, "FY2029", "fiscal")]),
        ("in fiscal year 2026", [(2026, "fiscal year 2026", "fiscal")]),
        ("Reiwa 9", [(2027, "Reiwa 9", "fiscal")]),
        ("by 2029?", [(2029, "2029", "bare")]),
    ],
)  # fmt: skip
def test_each_spelling_names_its_year(text: str, expected: list[tuple[int, str, str]]) -> None:
    """Eras, letters, full width, both calendars at once, dates to their fiscal year."""
    assert spelled(text) == expected


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("R8～R11", [2026, 2027, 2028, 2029]),
        ("R8～11年度", [2026, 2027, 2028, 2029]),
        ("令和8年度から令和11年度まで", [2026, 2027, 2028, 2029]),
        ("2022 ▶ 2025", [2022, 2023, 2024, 2025]),
        ("2026年度-2028年度", [2026, 2027, 2028]),
        ("令和8(2026)年度～令和9(2027)年度", [2026, 2027]),
    ],
)
def test_a_range_covers_its_years(text: str, years: list[int]) -> None:
    """A range gives every year in it, each with the span of the whole range."""
    assert [mention.year for mention in find_years(text)] == years
    assert {mention.kind for mention in find_years(text)} == {"range"}


@pytest.mark.parametrize(
    "text",
    ["2,026件", "2050人が利用", "6-1-3-1", "第5期", "過去3年間", "S3に保存", "令和 年 月"],
)
def test_other_numbers_are_no_years(text: str) -> None:
    """Counts, numbering and durations are not taken for years."""
    assert find_years(text) == []


def test_labels_of_a_year() -> None:
    """A year is looked for under each of its usual spellings."""
    assert fiscal_year_labels(2026) == ("令和8年度", "R8", "2026年度", "FY2026")
    assert fiscal_year_labels(2019) == ("令和元年度", "R1", "2019年度", "FY2019")
    assert fiscal_year_labels(2018) == ("平成30年度", "H30", "2018年度", "FY2018")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("令和8～10年度の開庁時間の目標は？", "の開庁時間の目標は？"),
        ("R8～R11(2029)目標値", "目標値"),
        ("令和6年度の実績と7年度の目標", "の実績との目標"),
        ("目標値", "目標値"),
    ],
)
def test_a_text_without_its_years(text: str, rest: str) -> None:
    """A range is taken out once, however many years it names."""
    assert without_years(text, find_years(text)) == rest
