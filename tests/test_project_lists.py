"""Lists of projects by what bounds them: department, rating, figure, words; and legends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.answering.bounds import read_ratings, read_threshold
from assistant.datamodels import Threshold
from assistant.language.ratings import rating_sign

if TYPE_CHECKING:
    from assistant.pipeline import Assistant


@pytest.mark.parametrize(
    ("question", "ratings"),
    [
        ("令和6年度に◎の評価になった取組は", ("◎",)),
        ("✕の取組は?", ("×",)),
        ("評価「△」はどのような状態ですか", ("△",)),
        ("うまく進んでない(bかcの)事業ってどれ?", ("B", "C")),
        ("評価が4の事業は?", ("4",)),
        ("評価の5段階とは", ()),
        ("目的2の取組項目のうち、新規(○)のもの", ()),
    ],
)
def test_the_ratings_of_a_question_are_read(question: str, ratings: tuple[str, ...]) -> None:
    """Symbols in any writing, letters and figures; what is no rating is none."""
    assert read_ratings(question) == ratings


def test_a_rating_is_its_sign() -> None:
    """What is written behind a sign does not tell ratings apart."""
    written = ("◎ 順調", "Ａ（達成）", "✕", "〇", "順調", "Ｂ")
    assert [rating_sign(text) for text in written] == ["◎", "A", "×", "○", "順調", "B"]


def test_a_figure_is_bound_from_one_side_or_exactly() -> None:
    """目標値が100%の is that value and no other."""
    assert read_threshold("目標値が100%の事業") == Threshold(100.0, "%", True, exact=True)
    assert read_threshold("目標値が80%以上の事業") == Threshold(80.0, "%", True)
    assert read_threshold("目標値は100%ですか") is None


@pytest.mark.parametrize(
    ("question", "projects"),
    [
        (
            "汐坂市で令和6年度に◎の評価になった取組は何がありますか。",
            [
                "書かない窓口の運用",
                "母子手帳アプリ「しおっこノート」",
                "道路損傷通報システムの導入",
                "生成ＡＩ等による業務の自動化",
            ],
        ),
        (
            "木津森町で教育委員会がメインで担当してるやつ、全部教えて。",
            ["山里スマホ塾", "へき地校の遠隔合同授業", "図書の予約と移動図書館の見える化"],
        ),
        (
            "木津森町で農林振興課が担当する取組をすべて教えてください。",
            ["森林情報のデジタル化", "茶園のスマート管理", "鳥獣害対策の見える化"],
        ),
        (
            "鷹羽市DX推進計画の個別施策のうち、目標値が100%の成果指標をもつ事業を挙げてください。",
            ["電子契約・電子入札の拡大", "情報セキュリティの強化"],
        ),
    ],
)
def test_projects_are_listed_by_their_bounds(
    further_cities: Assistant, question: str, projects: list[str]
) -> None:
    """Exactly the projects that meet the bound, in the plan's order."""
    answer = further_cities.ask(question)
    assert [project.name for project in answer.projects] == projects


@pytest.mark.parametrize(
    ("question", "projects"),
    [
        ("伊勢崎の高齢政策課って、DXでは何をやってるの？", 2),
        (
            "Which items (取組項目) in Toyama's plan involve the Finance Department (財務部)?",
            2,
        ),
        (
            "伊勢崎市で、活用するツールに「データ連携・利活用の推進」を挙げている事業はどれですか。",
            5,
        ),
        ("伊勢崎市で　ﾊｲﾌﾞﾘｯﾄﾞ化 をツールに挙げる事業を全部", 6),
    ],
)
def test_departments_and_tools_bound_a_list(
    assistant: Assistant, question: str, projects: int
) -> None:
    """What a department does, in everyday words; a tool by its name, however it is spelt."""
    assert len(assistant.ask(question).projects) == projects


def test_all_cities_are_all_documents(assistant: Assistant) -> None:
    """A question for all cities' plans and reports is not kept to the one report."""
    answer = assistant.ask(
        "請求書の電子化に取り組む事業を、すべての市の計画・報告書から挙げてください。"
    )
    assert {p.name for p in answer.projects} == {"電子請求書システムの運用", "電子請求"}


def test_a_legend_tells_what_a_rating_means(further_cities: Assistant) -> None:
    """The row of the sign, where no glossary explains it."""
    answer = further_cities.ask("汐坂市の報告書で評価「◎」はどのような場合に付きますか。")
    assert answer.text == (
        "汐坂市：評価：◎、考え方：目標を大きく上回った（成果指標の達成率がおおむね110％以上）、"
        "又は工程を前倒しで終えた[1]"
    )


def test_a_department_in_other_words_is_no_list(further_cities: Assistant) -> None:
    """先頭に立つ asks for the department, 一つの画面 for no list."""
    question = (
        "楠宮区で、保育園探しから申込みまでを一つの画面にまとめる取組は、どの課が先頭に立ちますか。"
    )
    assert "保育課" in further_cities.ask(question).text.splitlines()[0]


def test_a_legend_is_told_whole_where_the_scale_is_asked_for(further_cities: Assistant) -> None:
    """Every sign of the table that explains them."""
    answer = further_cities.ask("鷹羽市では、取組の評価をどのような区分で行いますか。")
    assert [sign in answer.text for sign in "◎○△×"] == [True] * 4


def test_a_sign_beside_the_names_bounds_a_list(more_cities: Assistant) -> None:
    """☆ stands in the lines of the names, in no column of marks."""
    answer = more_cities.ask("蓮ヶ瀬市のアクションプランで、☆印の付いた重点取組をすべて教えて。")
    assert answer.text.splitlines()[0] == "5件あります。"
    assert all("☆" in citation.quote for citation in answer.citations)


def test_a_list_of_nearly_all_projects_is_no_choice(more_cities: Assistant) -> None:
    """What has been stopped is none of the projects of the plan."""
    answer = more_cities.ask("蓮ヶ瀬市の前のプランで、やめちゃった取組ってどれ？")
    assert "22件" not in answer.text


def test_a_quote_begins_with_the_bracket_around_it(more_cities: Assistant) -> None:
    """【事業名】 is quoted whole."""
    answer = more_cities.ask("汐見野市の施策2-2（産業と観光の振興）の事業をすべて挙げて。")
    assert [c.quote[:11] for c in answer.citations] == [
        "【事業名】2-2-1\u3000",
        "【事業名】2-2-2\u3000",
        "【事業名】2-2-3\u3000",
    ]


def test_the_names_of_a_level_are_listed(assistant: Assistant) -> None:
    """施策 under a 取組方針 are its measures as the plan numbers them, the 個別計画 those of all
    of them."""
    measures = assistant.ask("柏崎市第二次DX推進計画の取組方針2に属する施策を教えてください。")
    assert measures.text.splitlines()[1:] == [
        "- 施策1 効率的な窓口業務への変革[1]",
        "- 施策2 地方公共団体情報システム標準化・共通化の推進[1]",
        "- 施策3 内部業務の高度化・効率化の推進[1]",
    ]
    plans = assistant.ask("柏崎市第二次DX推進計画の取組方針2の個別計画は？")
    assert [project.name for project in plans.projects] == [
        "窓口改革",
        "情報システム標準化・共通化",
        "現況届・新年度入園申込みの電子化",
        "空き家データ管理",
    ]


@pytest.mark.parametrize(
    ("question", "projects"),
    [
        (
            "柏崎市の報告書で最高の評価をもらった事業は？",
            ["新交通システムの構築", "LINEによる情報発信"],
        ),
        (
            "柏崎市の新しい計画で、基準値がゼロの個別計画はどれですか。",
            [
                "公共施設予約システム更新",
                "建築確認申請の電子化",
                "粗大ごみ収集予約のオンライン化",
                "公金収納におけるeLTAXの活用",
                "公立保育園キャッシュレス決済の導入",
            ],
        ),
    ],
)
def test_the_best_rating_and_nothing_bound_a_list(
    assistant: Assistant, question: str, projects: list[str]
) -> None:
    """最高の評価 is the first of the signs in use; a baseline of 0 is one."""
    assert [project.name for project in assistant.ask(question).projects] == projects
