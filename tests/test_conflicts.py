"""What a plan says twice and differently is told both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.pipeline import Assistant


def test_a_step_that_an_overview_dates_otherwise_is_told_with_both(assistant: Assistant) -> None:
    """The sheet of a project and the overview of all have different years for one step."""
    answer = assistant.ask("柏崎市の公共施設予約システム更新の運用開始は何年度？")
    told = answer.text.splitlines()
    first = told.index(
        "「公共施設予約システム更新」（柏崎市・計画）の「運用開始」は、令和9年度（2027年度）です。[1]"
    )
    assert told[first + 1].startswith(
        "ただし、「7 個別計画一覧　取組方針1:市民・企業を対象とした行政サービス展開」では、"
        "令和10年度（2028年度）から令和11年度（2029年度）です。"
    )


def test_an_overview_that_agrees_is_not_told_again(assistant: Assistant) -> None:
    """Where sheet and overview have the same year, it is told once."""
    answer = assistant.ask("柏崎市の窓口改革の運用開始は何年度？")
    assert answer.answerable
    assert "ただし" not in answer.text


def test_the_items_of_a_list_answer_what_it_is_about(assistant: Assistant) -> None:
    """何 asked of the very words that announce a list is answered by all of its items."""
    answer = assistant.ask("柏市が「時間を重点的に振り分けていく」って言ってるのは何？")
    assert answer.text == (
        "柏市：「データ分析・利活用」、「市民との対話、市民ニーズの把握」、「企業・団体との連携」、"
        "「教育、自己研鑽・資格取得」[1]"
    )
