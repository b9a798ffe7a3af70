"""Comparisons: which question each side is asked, and the table of what each answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.answering.sides import find_sides
from assistant.answering.turn import Turn
from assistant.answering.understand import understand

if TYPE_CHECKING:
    from assistant.pipeline import Assistant


def sides(assistant: Assistant, question: str) -> list[tuple[str, str]]:
    """The title of each side and the question that is put to it."""
    query = understand(question, assistant.catalogue)
    turn = Turn(query, [], assistant.catalogue, assistant.ranker)
    return [(side.title, side.query.question) for side in find_sides(turn)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "DXの定義は、伊勢崎市と柏市でそれぞれどうなっていますか。",
            [
                ("伊勢崎市", "DXの定義は、伊勢崎市で どうなっていますか。"),
                ("柏市", "DXの定義は、柏市で どうなっていますか。"),
            ],
        ),
        (
            "紙の費用の削減効果を、柏崎市の電子決裁と富山市の印刷BPOで比べてください。",
            [
                ("柏崎市", "柏崎市の電子決裁で、紙の費用の削減効果は?"),
                ("富山市", "富山市の印刷BPOで、紙の費用の削減効果は?"),
            ],
        ),
        (
            "書かない受付は、伊勢崎市は令和11年度に何件、富山市は何年度に終える目標ですか。",
            [
                ("伊勢崎市", "書かない受付は、伊勢崎市は令和11年度に何件"),
                ("富山市", "書かない受付は、富山市は何年度に終える目標ですか。"),
            ],
        ),
        (
            "学校のICT活用 目標値 柏崎市(令和5年度実績の報告書) 伊勢崎市(電子黒板) 比較",
            [
                ("柏崎市", "学校のICT活用 目標値 柏崎市(令和5年度実績の報告書)"),
                ("伊勢崎市", "学校のICT活用 目標値 伊勢崎市(電子黒板)"),
            ],
        ),
        (
            "担当部署 電子地域通貨ISECA(伊勢崎市) 電子チケット化事業(柏崎市) 比較",
            [
                ("伊勢崎市", "担当部署 電子地域通貨ISECA(伊勢崎市)"),
                ("柏崎市", "担当部署 電子チケット化事業(柏崎市)"),
            ],
        ),
        (
            "学校の指標を、伊勢崎市の電子黒板、柏崎市の進行管理報告書、"
            "柏崎市の第二次計画(教育DX)で比べて。",
            [
                ("伊勢崎市", "伊勢崎市の電子黒板で、学校の指標は?"),
                (
                    "柏崎市・進行管理報告書（令和5年度実績）",
                    "柏崎市の進行管理報告書で、学校の指標は?",
                ),
                ("柏崎市・計画", "柏崎市の第二次計画(教育DX)で、学校の指標は?"),
            ],
        ),
        (
            "診療所のオンライン診療は、令和5年度に何名に実施し、第二次計画では何%にする目標ですか。",
            [
                (
                    "柏崎市・進行管理報告書（令和5年度実績）",
                    "診療所のオンライン診療は、令和5年度に何名に実施しましたか",
                ),
                ("柏崎市・計画", "診療所のオンライン診療は、第二次計画では何%にする目標ですか。"),
            ],
        ),
        (
            "Which indicator is used for approval in Kashiwa's guideline, "
            "and which one in Isesaki's plan?",
            [
                ("柏市", "Which indicator is used for approval in Kashiwa's guideline"),
                ("伊勢崎市", "Which indicator is used for approval in Isesaki's plan?"),
            ],
        ),
    ],
)
def test_each_city_is_asked_its_own_words(
    assistant: Assistant, question: str, expected: list[tuple[str, str]]
) -> None:
    """What stands before the first city and after the last is shared; what follows a city,
    in brackets or not, is its own."""
    assert sides(assistant, question) == expected


def test_a_report_and_a_plan_of_one_city_are_two_sides(assistant: Assistant) -> None:
    """A city's report and its plan are told apart by the words that name them."""
    question = (
        "保育園の指標は、令和5年度実績の報告書と"
        "第二次計画(公立保育園キャッシュレス決済の導入)とでそれぞれ何ですか。"
    )
    query = understand(question, assistant.catalogue)
    turn = Turn(query, [], assistant.catalogue, assistant.ranker)
    assert [(side.query.scope, side.query.question) for side in find_sides(turn)] == [
        (
            ("kashiwazaki-dx-progress-2024",),
            "保育園の指標は、令和5年度実績の報告書で 何ですか。",
        ),
        (
            ("kashiwazaki-dx-plan-2026",),
            "保育園の指標は、第二次計画(公立保育園キャッシュレス決済の導入)で 何ですか。",
        ),
    ]


def test_projects_named_in_part_are_sides(assistant: Assistant) -> None:
    """A project is a side if the question gives most of its name."""
    question = "伊勢崎市 通信機能付電球貸与事業 高齢者向けスマホ教室 目標値 比較"
    assert sides(assistant, question) == [
        ("通信機能付電球貸与事業", "伊勢崎市 通信機能付電球貸与事業 目標値"),
        ("高齢者向けスマホ教室の開催", "伊勢崎市 高齢者向けスマホ教室 目標値"),
    ]


def test_two_nouns_joined_by_to_are_sides(assistant: Assistant) -> None:
    """Where no city, document or project tells the sides apart, と between nouns does."""
    question = "子育て応援券の満足度は、利用者と事業者でそれぞれ何点でしたか。"
    assert [title for title, _ in sides(assistant, question)] == ["利用者", "事業者"]


def test_to_after_a_verb_joins_nothing(assistant: Assistant) -> None:
    """役に立つと回答した names no two things."""
    question = "ICT機器が役に立つと回答した割合の違いは？"
    assert sides(assistant, question) == []


def test_a_list_over_cities_has_no_sides(assistant: Assistant) -> None:
    """Projects of two cities are one list, not a table."""
    assert sides(assistant, "eL-QRを使う事業は柏崎市と富山市でどれですか。全部挙げて。") == []


def test_every_cell_is_cited_and_an_empty_one_says_what_was_searched(
    assistant: Assistant,
) -> None:
    """The table has a row a side; its first column is the side, its second the answer with
    its citations from that side's own documents."""
    answer = assistant.ask(
        "電子請求書の担当課を、伊勢崎市・柏崎市(令和5年度実績の報告書)で比較してください。"
    )
    assert answer.answerable
    assert answer.table is not None
    assert answer.table.columns == ("対象", "内容")
    assert [row[0] for row in answer.table.rows] == ["伊勢崎市", "柏崎市"]
    documents = {citation.number: citation.document_id for citation in answer.citations}
    for row, cited, expected in zip(
        answer.table.rows,
        answer.table.citations,
        ("isesaki-dx-plan-2026-draft", "kashiwazaki-dx-progress-2024"),
        strict=True,
    ):
        assert cited[0] == ()
        assert "会計課" in row[1]
        assert {documents[number] for number in cited[1]} == {expected}


def test_a_side_without_an_answer_is_empty(assistant: Assistant) -> None:
    """A cell that the documents do not fill says so and names the documents searched."""
    answer = assistant.ask("電子地域通貨ISECAの目標値は、伊勢崎市と柏市でそれぞれいくつですか。")
    assert answer.table is not None
    assert [row[1].split("（")[0] for row in answer.table.rows][1] == "記載なし"
    assert "柏市DX推進ガイドライン" in answer.table.rows[1][1]


def test_what_one_statement_tells_of_both_is_no_table(assistant: Assistant) -> None:
    """Two taxes of one city whose figures stand in one statement are told as a fact."""
    answer = assistant.ask(
        "令和5年度の柏崎市の固定資産税と軽自動車税のキャッシュレス利用率(件数ベース)は"
        "それぞれ何%ですか。"
    )
    assert answer.answerable
    assert answer.table is None
    assert "固定資産税1.5%、軽自動車税2.5%" in answer.text


def test_things_that_one_statement_answers_for_are_told_once(assistant: Assistant) -> None:
    """Two sides whose answers begin with one statement make no table of it twice."""
    answer = assistant.ask(
        "富山市で、国の仕様に合わせる引っ越し作業の最中の仕事と、まだ手を付けていない仕事は、"
        "それぞれいくつですか。"
    )
    assert answer.table is None
    assert "16業務は各種移行作業を実施中" in answer.text
    assert "2業務は、未着手" in answer.text


def test_what_several_ratings_stand_for_is_told_by_the_legend(assistant: Assistant) -> None:
    answer = assistant.ask("柏崎市の進行管理で、評価「C」と「D」はそれぞれ何を示しますか。")
    assert answer.text.splitlines() == [
        "「C」（柏崎市）：計画より遅れている[1]",
        "「D」（柏崎市）：再検討が必要[1]",
    ]


def test_a_comparison_that_no_side_surely_answers_is_refused(assistant: Assistant) -> None:
    """Neither plan states what all of it costs: a saving in another project is no answer."""
    answer = assistant.ask("富山市と伊勢崎市のDX推進計画の総事業費は、それぞれいくらですか。")
    assert not answer.answerable


def test_plan_periods_of_several_cities_are_compared(assistant: Assistant) -> None:
    """A period is asked of each city; 計画 asks for no list of projects then."""
    answer = assistant.ask("計画が何年ものなのか、富山市・伊勢崎市・柏市を並べて教えてください。")
    assert answer.table is not None
    assert [row[0] for row in answer.table.rows] == ["富山市", "伊勢崎市", "柏市"]
    assert all("年間" in row[1] for row in answer.table.rows)


def test_each_noun_phrase_of_an_english_comparison_is_one_sides_own(assistant: Assistant) -> None:
    """The slogan of one with the philosophy of the other: neither side is asked for both."""
    question = (
        "Compare the slogan of Isesaki's 目指す姿 with the basic philosophy (基本理念) of "
        "Kashiwazaki's second DX plan."
    )
    assert sides(assistant, question) == [
        ("伊勢崎市", "slogan of Isesaki's 目指す姿"),
        ("柏崎市", "the basic philosophy (基本理念) of Kashiwazaki's second DX plan."),
    ]


def test_a_report_tells_how_it_stands_by_its_results(assistant: Assistant) -> None:
    """今どれくらい asks a plan for its 基準値 and a report for its 実績."""
    question = "オンライン率は、令和6年の報告書のときは今どれくらいで、新しい計画だと今どれくらい？"
    turn = Turn(
        understand(f"柏崎市の{question}", assistant.catalogue),
        [],
        assistant.catalogue,
        assistant.ranker,
    )
    report, plan = find_sides(turn)
    assert report.query.asks_for("actual")
    assert not plan.query.asks_for("actual")
    assert report.query.question == (
        "柏崎市のオンライン率は、令和6年の報告書のときは今どれくらいで?"
    )


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "Compare how the Kashiwa glossary and the Isesaki glossary explain RPA.",
            [
                ("柏市", "how the Kashiwa glossary explain RPA."),
                ("伊勢崎市", "how the Isesaki glossary explain RPA."),
            ],
        ),
        (
            "How long are the periods of Kashiwa's guideline and Toyama's plan, respectively?",
            [
                ("柏市", "How long are the periods of Kashiwa's guideline?"),
                ("富山市", "How long are the periods of Toyama's plan?"),
            ],
        ),
        (
            "Which divisions handle it in Toyama, in Isesaki and in Kashiwazaki's second plan?",
            [
                ("富山市", "Which divisions handle it in Toyama?"),
                ("伊勢崎市", "Which divisions handle it in Isesaki?"),
                ("柏崎市", "Which divisions handle it in Kashiwazaki's second plan?"),
            ],
        ),
        (
            "What does Kashiwazaki report on AI, and what does Toyama plan for AI?",
            [
                ("柏崎市", "What does Kashiwazaki report on AI"),
                ("富山市", "what does Toyama plan for AI?"),
            ],
        ),
        (
            "Compare the targets: Isesaki's share and the number Toyama adds each year.",
            [
                ("伊勢崎市", "targets: Isesaki's share"),
                ("富山市", "targets: the number Toyama adds each year."),
            ],
        ),
        (
            "Compare the plans of Isesaki and of Kashiwa City (柏市).",
            [("伊勢崎市", "plans of Isesaki."), ("柏市", "plans of Kashiwa City (柏市).")],
        ),
    ],
)
def test_each_side_of_an_english_question_keeps_its_own_words(
    assistant: Assistant, question: str, expected: list[tuple[str, str]]
) -> None:
    assert sorted(sides(assistant, question)) == sorted(expected)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "移行期限は、進行管理報告書と第二次計画とでどう違いますか。",
            ["移行期限は、進行管理報告書で", "移行期限は、第二次計画で。"],
        ),
        (
            "目標値は、伊勢崎市(令和11年度)と柏崎市の報告書(令和7年度)とでそれぞれ何ですか。",
            [
                "目標値は、伊勢崎市(令和11年度)で 何ですか。",
                "目標値は、柏崎市の報告書(令和7年度)で 何ですか。",
            ],
        ),
        (
            "柏市ガイドラインと伊勢崎市DX計画 期間 比較",
            ["柏市ガイドライン 期間", "伊勢崎市DX計画 期間"],
        ),
    ],
)
def test_words_that_only_compare_are_put_to_no_side(
    assistant: Assistant, question: str, expected: list[str]
) -> None:
    assert [asked.rstrip("。") for _, asked in sides(assistant, question)] == [
        asked.rstrip("。") for asked in expected
    ]


def test_visions_are_compared_by_the_words_that_lead_each_plan(assistant: Assistant) -> None:
    asked = "柏崎市(第二次計画)、富山市、柏市がDXで掲げるビジョンや将来像を比べてください。"
    rows = assistant.ask(asked).text.splitlines()[2:]
    assert "もう一步先の「便利」へ" in rows[0]
    assert "スマート自治体の進化" in rows[1]
    assert "「つながる市役所」と「業務改革・効率化・価値創造」" in rows[2]


def test_periods_are_compared_by_the_statements_that_tell_them(assistant: Assistant) -> None:
    asked = "Compare the plan periods of Isesaki's DX plan and Kashiwa's DX guideline."
    rows = assistant.ask(asked).text.splitlines()[2:]
    assert "令和8年度から令和11年度までの4年間とします。" in rows[0]
    assert "2025年度までの4年間" in rows[1]


@pytest.mark.parametrize(
    ("before", "question", "cells"),
    [
        (
            "伊勢崎市の開発許可等閲覧サービスシステムの担当課はどこですか？",
            "柏崎市の建築確認申請の電子化のほうは？両方並べて教えて",
            ["建築指導課", "建築住宅課"],
        ),
        (
            "柏崎市の報告書で、AI・RPAの内製化で削減する作業時間の令和7年度の目標は？",
            "第二次計画の現況届のほうは何時間減らすの？さっきのと比べて",
            ["900", "95h"],
        ),
        (
            "粗大ごみのオンライン率の目標は？",
            "じゃあ伊勢崎市の電子請求のほうは？両方並べて教えて",
            ["柏崎市・計画 「粗大ごみ収集予約のオンライン化」", "5,000件"],
        ),
    ],
)
def test_what_follows_stands_beside_the_answer_before(
    assistant: Assistant, before: str, question: str, cells: list[str]
) -> None:
    """A row for the question before and one for this, each with its own answer."""
    answer = assistant.ask(question, [before])
    assert answer.table is not None
    rows = [" ".join(row) for row in answer.table.rows]
    assert [cell in row for cell, row in zip(cells, rows, strict=True)] == [True, True]


def test_what_a_thing_is_measured_by(assistant: Assistant) -> None:
    """The project is named by its subject alone, in Japanese or by English words joined by a
    hyphen."""
    for question in (
        "柏崎市の第二次計画の教育DXの指標は？",
        "What are the school-ICT indicators of Kashiwazaki's FY2023 progress report?",
    ):
        answer = assistant.ask(question)
        assert answer.answerable
        assert any(word in answer.text for word in ("45時間以下", "学力向上に有効"))


def test_a_name_asked_for_is_not_the_one_that_the_question_has(assistant: Assistant) -> None:
    answer = assistant.ask(
        "富山市で、各課のDX推進リーダーに教える先生役の職員は何と呼ばれていますか。"
    )
    assert answer.answerable
    assert "DX推進マスター" in answer.text
