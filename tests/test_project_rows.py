"""Records of lists that give a project a row: its class, its figures by year, its stage."""

from __future__ import annotations

from assistant.datamodels import Project
from tests.conftest import read_plan

LIST = """\
港町デジタル実施計画

欄\t説明
◎\t重点事業。本部会議で進み具合を報告するもの

1 事業の一覧

番号\t区分\t事業名\t担当課\t指標\t現状値\tR8\tR9\t段階
1-①\t新規◎\t図書館の電子貸出\t図書館\t貸出冊数\t―\t1,200冊(7月開始)\t2,000冊\t準備中
1-②\t継続\t粗大ごみ受付の見直し\t環境課\t受付の割合\t12%(R6)\t20%\t30%\t実施中
1-③\t拡充\t台帳の移行\t土木課\t進捗\t―\t設計\t移行完了\t検討中
"""
PLAN_BEHIND_TARGET = """\
港町デジタル実施計画

1 事業の一覧

番号\t事業名\t担当課\t指標\t現状値\t目標値\tR8\tR9
1\t図書館の電子貸出\t図書館\t貸出冊数\t0冊\t2,000冊\t1館\t3館
2\t粗大ごみ受付\t環境課\t受付の割合\t12%\t30%\t試行\t本格実施
"""


def projects_of(text: str) -> tuple[Project, ...]:
    return read_plan(text, (2026, 2027), "港町デジタル実施計画")[0]


def told(project: Project) -> tuple[object, ...]:
    figures = [
        (i.name.text, [(v.kind, v.year, v.value.text) for v in i.values])
        for i in project.indicators
    ]
    return (
        project.number, project.name.text, [mark.text for mark in project.marks], figures,
        [(entry.text, entry.years) for entry in project.schedule],
        project.rating.text if project.rating else None,
    )  # fmt: skip


def test_years_behind_the_present_figure_hold_targets() -> None:
    """Steps that are no figures stay steps; a sign behind the class means what the legend
    says; the stage is the project's status."""
    assert [told(project) for project in projects_of(LIST)] == [
        (
            "1-①", "図書館の電子貸出", ["新規", "重点"],
            [("貸出冊数", [("target", 2026, "1,200冊(7月開始)"), ("target", 2027, "2,000冊")])],
            [], "準備中",
        ),
        (
            "1-②", "粗大ごみ受付の見直し", ["継続"],
            [("受付の割合",
              [("baseline", 2024, "12%(R6)"), ("target", 2026, "20%"), ("target", 2027, "30%")])],
            [], "実施中",
        ),
        (
            "1-③", "台帳の移行", ["拡充"], [("進捗", [])],
            [("設計", (2026,)), ("移行完了", (2027,))], "検討中",
        ),
    ]  # fmt: skip


def test_years_behind_a_target_hold_the_plan() -> None:
    first = projects_of(PLAN_BEHIND_TARGET)[0]
    assert told(first) == (
        "1", "図書館の電子貸出", [],
        [("貸出冊数", [("baseline", None, "0冊"), ("target", None, "2,000冊")])],
        [("1館", (2026,)), ("3館", (2027,))], None,
    )  # fmt: skip
