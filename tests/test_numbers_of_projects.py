"""Projects and policies that questions name by number, and units told once for a row."""

from __future__ import annotations

import pytest

from assistant.answering.ordinals import ordinal_keys
from assistant.datamodels import Project, Span, Value
from assistant.retrieval.codes import named_by_code
from assistant.retrieval.stated import states
from assistant.retrieval.wanted import Wanted


def project(number: str, kind: str = "施策") -> Project:
    nowhere = Span(0, 0)
    return Project(
        number, "plan", Value("窓口の改善", nowhere), (), nowhere, 0, kind, number, (), (), (), (),
        None, (), (), (), True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("A-1の担当課は？", ["A-1"]),
        ("Ａ－１と2-3の目標は？", ["A-1", "2-3"]),
        ("A-10の担当課は？", []),
        ("令和2-3年度の予算は？", []),
        ("事業13はいつ始まりますか。", ["13"]),
        ("事業13件のうち新規は？", []),
        ("13の担当課は？", []),
    ],
)
def test_a_number_names_the_only_project_that_has_it(question: str, named: list[str]) -> None:
    """Codes name a project by themselves, a plain number only behind the plan's word."""
    projects = [project("A-1"), project("2-3"), project("13", "事業")]
    assert list(named_by_code(question, projects)) == named


def test_a_number_of_two_projects_names_neither() -> None:
    """Two plans may number their projects alike."""
    assert list(named_by_code("A-1の担当課は？", [project("A-1"), project("A-1")])) == []


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("4つ目の柱の事業は", "柱4 柱四"),
        ("第2の柱は何", "柱2 柱二"),
        ("基本方針3の施策は", "基本方針3 基本方針三"),
        ("which projects belong to pillar four", "柱4 柱四"),
        ("projects of pillar b", "柱b"),
        ("方針一覧を見せて", ""),
        ("4つの柱は何", ""),
    ],
)
def test_levels_that_a_question_counts(question: str, keys: str) -> None:
    """One of several policies, counted in figures or words, is meant by its label."""
    assert ordinal_keys(question) == keys


@pytest.mark.parametrize(
    ("text", "unit", "told"),
    [
        ("高齢化率（％） 34.8 47.3", "%", True),
        ("人口（人） 2,377", "人", True),
        ("世帯数（単位：世帯） 871", "世帯", True),
        ("高齢化率（推計） 34.8", "%", False),
        ("人口（人） 増加", "人", False),
    ],
)
def test_a_unit_in_brackets_is_that_of_bare_figures(text: str, unit: str, told: bool) -> None:
    """A row that names its unit once states values of that unit."""
    assert states(text, Wanted("number", frozenset({unit}))) is told
