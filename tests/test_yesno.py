"""Yes and no: what a claim is held against, and how the answer begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.answering.claims import borne_out
from assistant.answering.turn import Turn
from assistant.answering.understand import understand

if TYPE_CHECKING:
    from assistant.pipeline import Assistant


@pytest.mark.parametrize(
    ("claim", "statement", "expected"),
    [
        ("満足度は50%を超えていますか。", "満足度は47.5%です。", False),
        ("満足度は50%を超えていますか。", "満足度は52%です。", True),
        ("今もう7割を超えていますか。", "基準値（令和7年度） 69%、目標値（令和11年度） 90%", False),
        ("目標は7割を超えていますか。", "基準値（令和7年度） 69%、目標値（令和11年度） 90%", True),
        ("利用者は1,000人以上ですか。", "利用者は1,000人でした。", True),
        ("件数は200件未満ですか。", "件数は200件です。", False),
        ("目標は100件ですか。", "目標は100件です。", True),
        ("目標は令和11年度のものですか。", "目標値（令和8年度）は2,400人です。", False),
        ("運用開始は令和9年度ですか。", "運用開始は令和9(2027)年度です。", True),
        ("大きなトラブルはありましたか。", "大きなトラブルはありませんでした。", False),
        ("実績は公表されていませんか。", "実績は公表していません。", True),
        ("県の平均より上ですか。", "県の平均を下回っています。", False),
        ("計画どおり始まりましたか。", "開始は2か月遅れました。", False),
        ("方針は生き続けますか。", "計画の策定に伴い方針は廃止します。", False),
        ("延長窓口を廃止する考えですか。", "延長窓口の廃止を図ります。", True),
        (
            "どの窓口でも同じように使えますか。",
            "一律で導入するのではなく、優先的に導入します。",
            False,
        ),
        ("ネットで申し込めますか。", "申込みは電話受付のみで対応しています。", False),
        ("全庁で展開される予定ですか。", "全庁への展開を検討します。", False),
        ("Is the rate more than 50%?", "利用率は60%です。", True),
        (
            "令和5年度に申請はありましたか。",
            "令和5年度に申請はありませんでしたが、支援しました。",
            False,
        ),
        ("オンライン決済に対応していますか。", "決済に対応していないなどの課題があります。", False),
        ("届け出はまだ紙ですか。", "紙を前提としており、オンライン化が進まない。", True),
        ("支所はなくなりますか。", "支所は計画の期間中は残します。", False),
        ("方針は廃止されますか。", "方針は廃止しません。", False),
        ("電話の予約は廃止されますか。", "電話の予約は引き続き受け付けます。", False),
        ("配布を続けますか。", "配布は廃止しません。", True),
        ("映像は保存されますか。", "映像は処理した後すぐに消去します。", False),
        ("選考はAIだけで決まりますか。", "結果は必ず職員が確かめます。", False),
        ("道具の導入自体が目的ですか。", "道具は手段です。", False),
        ("届け出の窓口は増えますか。", "計画は市長が定めます。", None),
        ("令和5年度に公表しましたか。", "結果を公表しました。", None),
        ("公表しなければなりませんか。", "結果は公表しなければなりません。", True),
        ("事業費は掲載されていますか。", "事業費は年ごとに定め、本書には載せていません。", False),
        ("番号は施策の番号と一致しますか。", "番号は施策の番号と一致しません。", False),
    ],
)
def test_a_statement_bears_a_claim_out_or_not(
    assistant: Assistant, claim: str, statement: str, expected: bool | None
) -> None:
    """Figures and years are compared; a negation or an opposite word turns a claim round;
    a statement of something else says neither."""
    query = understand(claim, assistant.catalogue)
    turn = Turn(query, [], assistant.catalogue, assistant.ranker)
    assert borne_out(turn, statement) is expected


def test_a_mark_that_a_project_lacks_is_a_no(assistant: Assistant) -> None:
    """Whether a project is 新規 is told by its marks, and the answer cites its row."""
    answer = assistant.ask(
        "富山市の取組項目「公共施設マネジメントの更なる推進」は、新規の取組ですか。"
    )
    assert answer.answerable
    assert answer.text.startswith(
        "いいえ。「公共施設マネジメントの更なる推進」（富山市）に「新規」の印はありません"
    )
    assert any("公共施設マネジメントの更なる推進" in c.quote for c in answer.citations)


def test_a_rating_that_no_project_has_is_a_no_with_the_ratings_there_are(
    assistant: Assistant,
) -> None:
    """An empty list of rated projects is answered with the count of each rating."""
    answer = assistant.ask(
        "進行管理報告書(令和5年度実績)の「産業のDX」に、B以外の評価だった事業はありますか。"
    )
    assert answer.answerable
    assert answer.text.split("[1]")[0] == "いいえ。該当する事業はありません（評価の内訳：B 2件）。"
    assert {c.document_id for c in answer.citations} == {"kashiwazaki-dx-progress-2024"}


def test_a_wrong_year_is_a_no_with_the_right_one(assistant: Assistant) -> None:
    """Of a figure with another year than claimed, the year stated is given."""
    answer = assistant.ask("伊勢崎市のeスポーツの来場・視聴者数の目標は令和11年度のものですか。")
    assert answer.answerable
    assert answer.text.startswith("いいえ。")
    assert "令和8年度" in answer.text
    assert "2,400人" in answer.text
    assert any("目標値（令和8年度）：2,400人" in c.quote for c in answer.citations)


def test_english_claims_are_answered_in_english(assistant: Assistant) -> None:
    """The verdict is in the language of the question, the evidence in that of the plan."""
    answer = assistant.ask("Does Toyama's DX plan also serve as its 市町村官民データ活用推進計画?")
    assert answer.answerable
    assert answer.text.startswith("Yes. ")
    assert any("としても位置付ける" in c.quote for c in answer.citations)


def test_a_definition_settles_no_claim(assistant: Assistant) -> None:
    """The statement that settles a claim is told, though the glossary has the subject."""
    answer = assistant.ask("伊勢崎市ICT推進基本方針は、DX推進計画ができた後も続きますか。")
    assert answer.text.splitlines()[0] == (
        "いいえ。伊勢崎市：※伊勢崎市DX推進計画の策定に伴い伊勢崎市ICT推進基本方針は廃止します。[1]"
    )


def test_the_statement_that_denies_a_claim_leads_though_others_are_nearer(
    assistant: Assistant,
) -> None:
    """What rules a claim out is looked for among the statements that come near."""
    answer = assistant.ask(
        "Will Toyama introduce cashless payment uniformly at all counters and for all fees?"
    )
    assert answer.text.startswith("No. According to 富山市: ただし、全ての窓口や手数料に一律で")
    assert "一律で導入するのではなく" in answer.citations[0].quote


def test_whether_a_figure_came_down_to_its_target_is_told_by_both(assistant: Assistant) -> None:
    answer = assistant.ask(
        "柏崎でRPAとか職員が自分で作るやつ、令和5年度は目標の時間まで減らせたの？"
    )
    assert answer.text == (
        "いいえ。目標に達していません。"
        "「AI・RPAを含めた内製化の推進」（柏崎市・進行管理報告書（令和5年度実績））の"
        "「AI・RPAの内製化で削減した作業時間（年度計）」：目標値（令和5年度、2023年度） 800時間、"
        "実績値（令和5年度、2023年度） 650.4時間。[1]"
    )


def test_a_target_of_another_figure_settles_no_claim(assistant: Assistant) -> None:
    answer = assistant.ask(
        "柏崎市の電子文書管理・電子決裁システムの導入で、"
        "初年度に印刷費を1割削減する目標は達成されましたか。"
    )
    assert not answer.text.startswith(("はい", "いいえ"))
