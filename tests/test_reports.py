"""A plan and the report on it: which of the two answers, and what they tell together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.build import build
from assistant.pipeline import Assistant
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.datamodels import Answer

REPORTS = Path(__file__).parent / "data" / "reports"


@pytest.fixture(scope="module")
def nagihara(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The assistant over an invented plan and the report on it."""
    settings = Settings(corpus=REPORTS, index=tmp_path_factory.mktemp("reports"))
    build(settings)
    return Assistant.open(settings)


def text(answer: Answer) -> str:
    return answer.text.replace("\n", " ")


def test_a_result_is_told_by_the_report(nagihara: Assistant) -> None:
    """The plan has no results: the report's figures of the same targets are the answer."""
    answer = nagihara.ask(
        "凪原市の「オンラインで申請できる手続の数」の令和6年度の実績はいくつですか。"
    )
    assert answer.answerable
    assert "102手続" in answer.text
    assert answer.citations[0].document_id == "nagihara-dx-report-2024"


def test_a_target_is_held_against_its_result(nagihara: Assistant) -> None:
    """Yes or no, with target and result of the year."""
    met = nagihara.ask("凪原市のテレワークは、令和6年度の目標を達成しましたか。")
    missed = nagihara.ask("凪原市のテレワークは、令和5年度の目標を達成しましたか。")
    assert text(met).startswith("はい。")
    assert text(missed).startswith("いいえ。")
    assert all(figure in met.text for figure in ("25％", "26％"))
    assert all(figure in missed.text for figure in ("20％", "19％"))


def test_a_reason_is_told_by_its_label(nagihara: Assistant) -> None:
    """Why something is late or was given up stands under 遅れの理由 or 中止の理由."""
    assert "紙を望む声" in nagihara.ask("凪原市の電子契約はなぜ遅れているのですか。").text
    answer = nagihara.ask("凪原市の道路の診断はどうしてやめたのですか。")
    assert "中止（令和６年３月）" in answer.text
    assert "誤検出" in answer.text


def test_a_plan_is_asked_what_its_report_tells(nagihara: Assistant) -> None:
    """計画で中止した取組 is a list of the report's, 計画では… stays with the plan."""
    answer = nagihara.ask("凪原市の計画で、途中でやめた取組はどれですか。")
    assert [project.name for project in answer.projects] == ["道路の診断"]
    assert "中止（令和６年３月）" in answer.text
    state = nagihara.ask("凪原市の道路の診断は今どうなっていますか。")
    assert "中止（令和６年３月）" in state.text


def test_a_revised_target_is_told_as_such(nagihara: Assistant) -> None:
    """A table of revised targets gives both figures, and says which is which."""
    answer = nagihara.ask(
        "凪原市の電子契約の締結件数は、見直しで令和7年度の目標がいくつになりましたか。"
    )
    assert "変更前の目標値" in answer.text
    assert "変更後の目標値（令和7年度、2025年度） 160件" in answer.text
