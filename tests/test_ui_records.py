from __future__ import annotations

import pytest

from assistant.ui import comparison, records
from tests.ui_standin import StandIn, catalogue


@pytest.fixture
def standin() -> StandIn:
    return StandIn()


def test_a_row_tells_what_the_record_holds() -> None:
    """Themes, years and the rating of a project are read from its record."""
    row = records.rows(catalogue())[0]
    assert (row.city, row.plan) == ("青葉市", "青葉市DX推進計画")
    assert row.departments == ("市民課",)
    assert row.themes == ("窓口改革",)
    assert row.rating == "B"
    assert row.years == (2025, 2026, 2027, 2028, 2029)


@pytest.mark.parametrize(
    ("choice", "names"),
    [
        (records.Choice(), ["書かない窓口", "書かない窓口の導入"]),
        (records.Choice(cities=["緑町"]), ["書かない窓口の導入"]),
        (records.Choice(departments=["市民課"]), ["書かない窓口"]),
        (records.Choice(ratings=["B"], years=[2029]), ["書かない窓口"]),
        (records.Choice(words="手書き オンライン"), ["書かない窓口"]),
        (records.Choice(words="ｵﾝﾗｲﾝ"), ["書かない窓口"]),
        (records.Choice(cities=["緑町"], ratings=["B"]), []),
        (records.Choice(plans=["緑町デジタル計画"]), ["書かない窓口の導入"]),
        (records.Choice(with_targets=True), ["書かない窓口", "書かない窓口の導入"]),
    ],
)
def test_a_choice_leaves_the_rows_that_fit_all_of_it(
    choice: records.Choice, names: list[str]
) -> None:
    """Parts of a choice are joined by and; words are found however they are written."""
    kept = [row for row in records.rows(catalogue()) if choice.holds(row)]
    assert [row.project.name.text for row in kept] == names


def test_figures_of_one_unit_are_points_of_a_chart() -> None:
    """The first number of each figure is drawn at its year, as stated in its label."""
    rate = catalogue().indicators["aoba-rate"]
    assert [(p.year, p.number, p.kind, p.shown) for p in records.points(rate)] == [
        (2025, 20.0, "baseline", "20%"),
        (2026, 35.0, "actual", "35%"),
        (2027, 50.0, "target", "50%"),
        (2029, 70.0, "target", "70% (7,000件)"),
    ]


def test_terms_of_one_name_are_one_entry() -> None:
    """A term that two plans define stands once, with both definitions."""
    entries = records.glossary(catalogue().terms.values())
    assert [(entry.name, entry.documents) for entry in entries] == [
        ("書かない窓口", {"aoba", "midori"})
    ]


def test_similar_projects_are_of_other_municipalities() -> None:
    """A project is never similar to those of its own city."""
    first, second = records.rows(catalogue())
    assert records.similar(first, [first, second]) == [second]


def test_a_comparison_takes_records_and_numbers_their_passages(standin: StandIn) -> None:
    """Each city's projects fill its column; one passage has one number throughout."""
    matrix = comparison.compare(standin, ["青葉市", "緑町"], "書かない窓口")
    assert matrix.rows == [
        "compare_projects", "summary", "department", "targets", "schedule",
    ]  # fmt: skip
    aoba, midori = matrix.columns
    assert [s.text for s in aoba.cells["schedule"]] == [
        "システム構築: R8〜R9年度",
        "運用開始: R10年度",
    ]
    assert aoba.cells["compare_projects"][0].project_id == "aoba-counter"
    assert midori.cells == {}
    assert matrix.sources == {"aoba-0": (1, "青葉市 > 青葉市DX推進計画 > 第1章 窓口改革")}


def test_a_comparison_of_what_no_plan_tells_is_empty(standin: StandIn) -> None:
    """Where the assistant abstains the column stays empty instead of showing what is near."""
    matrix = comparison.compare(standin, ["青葉市", "緑町"], "月の予算は？")
    assert [column.cells for column in matrix.columns] == [{}, {}]
    assert matrix.rows == ["compare_projects"]
