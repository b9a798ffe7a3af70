"""Questions on a plan that is revised every year: ratings and starts by year, reasons, and the
other of two indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

PLAN = """\
浜柳市デジタル推進計画　実施計画（令和8年度版）

1　事業の一覧

番号\t事業名\t担当課\t開始年度\tR6評価\tR7評価
1-01\t図書館の電子貸出\t図書館\tR6\tB\tC
1-02\t粗大ごみ受付の見直し\t環境課\tR7\t－\tA
1-03\t橋の点検の効率化\t土木課\tR6\tC\tB

2　事業別シート

事業番号・事業名\t1-01　図書館の電子貸出
担当課（関係課）\t図書館（情報課、学校教育課）
現状・課題\t借りられる本が少なく、夜は使えない。
取組内容\t本を毎年300冊ずつ加える。
移動図書館でも登録を受け付ける
評価・コメント\t【Ｃ】出版社との交渉が長引き、本の追加が遅れた。
事業番号・事業名\t1-02　粗大ごみ受付の見直し
担当課（関係課）\t環境課
現状・課題\t電話が月曜の朝に集中している。
取組内容\tスマートフォンから申し込めるようにする。
評価・コメント\t【Ａ】申込みの半分が夜と休日であった。
事業番号・事業名\t1-03　橋の点検の効率化
担当課（関係課）\t土木課
現状・課題\t橋の点検に時間がかかっている。
取組内容\tドローンの写真から傷みを探す。
評価・コメント\t【Ｂ】風の強い日が多く、飛行を見合わせた。

3　目標管理表

番号\t指標（単位）\t基準値\t区分\tR6\tR7\tR8
1-01\t貸出冊数（冊）\t0\t計画\t100\t300\t500
\t\t\t実績\t90\t200\t
1-01\t登録者数（人）\t0\t計画\t400\t800\t900
\t\t\t実績\t410\t770\t
1-02\t受付の割合（％）\t12\t計画\t－\t30\t40
\t\t\t実績\t－\t33\t
1-03\t点検した橋の数（橋）\t5\t計画\t20\t40\t60
\t\t\t実績\t9\t35\t
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    from assistant.build import build
    from assistant.pipeline import Assistant

    folder = tmp_path_factory.mktemp("rolling")
    (folder / "plan.txt").write_text(PLAN, encoding="utf-8")
    (folder / "manifest.toml").write_text(
        '[[document]]\nid = "plan"\nfile = "plan.txt"\n', encoding="utf-8"
    )
    settings = Settings(corpus=folder, index=tmp_path_factory.mktemp("rolling-index"))
    build(settings)
    return Assistant.open(settings)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("令和6年度の評価がCだった事業は？", ["橋の点検の効率化"]),
        ("令和7年度の評価がCだった事業は？", ["図書館の電子貸出"]),
        ("C評価の事業をすべて挙げて", ["図書館の電子貸出"]),
        ("令和7年度に始まった事業は？", ["粗大ごみ受付の見直し"]),
        ("Which projects started in FY2024?", ["図書館の電子貸出", "橋の点検の効率化"]),
    ],
)
def test_a_list_is_bounded_by_the_year_it_names(
    assistant: Assistant, question: str, names: list[str]
) -> None:
    assert [project.name for project in assistant.ask(question).projects] == names


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            "図書館の電子貸出の令和6年度の評価は？",
            "「図書館の電子貸出」（浜柳市）の評価は、R6評価 Bです。[1]",
        ),
        (
            "粗大ごみ受付の見直しの令和6年度の評価は？",
            "「粗大ごみ受付の見直し」（浜柳市）の評価は、R6評価 －です。[1]",
        ),
        (
            "橋の点検の効率化の令和6年度と令和7年度の評価は？",
            "「橋の点検の効率化」（浜柳市）の評価は、R6評価 C、R7評価 Bです。[1]",
        ),
        (
            "貸出冊数の令和7年度の実績と、計画に届かなかった理由は？",
            "「図書館の電子貸出」（浜柳市）の「貸出冊数」：実績値（令和7年度、2025年度） 200冊、"
            "目標値（令和7年度、2025年度） 300冊。[1]\n"
            "「図書館の電子貸出」（浜柳市）の評価・コメント："
            "【Ｃ】出版社との交渉が長引き、本の追加が遅れた。[1]",
        ),
        (
            "令和8年度の登録者数の計画は？",
            "「図書館の電子貸出」（浜柳市）の「登録者数」の目標値"
            "（令和8年度、2026年度）は、900人です。[1]",
        ),
    ],
)
def test_a_record_tells_the_year_and_the_reason(
    assistant: Assistant, question: str, text: str
) -> None:
    """The rating of the year asked for, and the comment where a reason is asked for."""
    assert assistant.ask(question).text == text


def test_the_other_indicator_is_the_one_not_told(assistant: Assistant) -> None:
    """もう一つの指標 keeps the project and the year, and asks for what was left out."""
    answer = assistant.ask(
        "もう一つのほうの指標はどうだった？", ["図書館の電子貸出の貸出冊数の令和7年度の実績は？"]
    )
    assert answer.text == (
        "「図書館の電子貸出」（浜柳市）の「登録者数」：実績値（令和7年度、2025年度） 770人、"
        "目標値（令和7年度、2025年度） 800人。[1]"
    )
