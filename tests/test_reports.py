"""A plan and the report on it: which of the two answers, and what they tell together."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.answering.sides import find_sides
from assistant.answering.turn import Turn
from assistant.answering.understand import understand
from assistant.build import build
from assistant.pipeline import Assistant
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.datamodels import Answer

REPORTS = Path(__file__).parent / "data" / "reports"
PLANS = Path(__file__).parents[1] / "corpus"


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


def test_documents_of_two_cities_are_sides_in_the_order_of_the_question(tmp_path: Path) -> None:
    """Two cities that each have a plan and a report, all four named."""
    corpus = tmp_path / "corpus"
    shutil.copytree(PLANS, corpus)
    shutil.copytree(
        REPORTS, corpus, dirs_exist_ok=True, ignore=shutil.ignore_patterns("manifest.toml")
    )
    with (corpus / "manifest.toml").open("a", encoding="utf-8") as manifest:
        manifest.write((REPORTS / "manifest.toml").read_text(encoding="utf-8"))
    settings = Settings(corpus=corpus, index=tmp_path / "index")
    build(settings)
    both = Assistant.open(settings)
    query = understand(
        "凪原市の推進計画、凪原市の報告書、柏崎市の第二次推進計画、柏崎市の報告書で窓口の待ち時間を比べて",
        both.catalogue,
    )
    sides = find_sides(Turn(query, [], both.catalogue, both.ranker))
    assert [(side.query.named, side.query.question) for side in sides] == [
        (("nagihara-dx-plan-2023",), "凪原市の推進計画で窓口の待ち時間"),
        (("nagihara-dx-report-2024",), "凪原市の報告書で窓口の待ち時間"),
        (("kashiwazaki-dx-plan-2026",), "柏崎市の第二次推進計画で窓口の待ち時間"),
        (("kashiwazaki-dx-progress-2024",), "柏崎市の報告書で窓口の待ち時間"),
    ]
