"""Tables with tabs whose wrapped cells leave a line each: rows put together again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.datamodels import Document, Span
from assistant.ingest.blocks import read_blocks
from assistant.ingest.glossary import read_terms
from assistant.ingest.outline import read_outline
from assistant.ingest.unfolding import unfold

NUMBERED = """\
番号\t区分\t事業名\t概要\t担当課\t指標\t現状値\tR8\tR9\t段階
1-①\t新規◎\t図書館の電子貸出の\
開始\t電子書籍を24時間借りられるようにす
る。学校の端末からも使えるようにする。\t図書館\t貸出冊数\t―\t1,200冊
(7月開始)\t2,000冊\t準備中
1-②\t継続\t粗大ごみ受付の見直
し\t電話と併せて申込みを受ける。\t環境課
各支所\t受付の割合\t12%(R6)\t20%\t30%\t実施中
3
港町デジタル実施計画
1-③\t拡充\t橋りょう点検\t写真から傷みを探す。\t土木課
(全課)\t点検した橋\t4橋\t8橋\t12橋\t実施中
"""
NAMED = """\
重点事業\tR8（2026）\tR9（2027）\tR10（2028）
電子図書館の開設\t仕様の検討
★10月 契約\t★4月 開館\t→ 蔵書の追加
ごみ受付のオンライン化\t→\t★6月 本格運用\t→
★2月 利用者調査
橋の点検\t2地区
★7月 試行\t5地区\t8地区
"""
WRAPPED_NAMES = """\
取組名\t担当\tＲ８年度\tＲ９年度
電子図書館
の開設\t図書館\t仕様の検討\t開館
橋の点検\t土木課
建築課\t２地区で試行\t５地区
総合窓口シス
テム\t市民課\t要件の整理\t調達
"""
WRAPPED_REASONS = """\
取組名\t理由\t担当
庁内掲示板\tグループウェアに
まとめたため。\t総務課
広報ラジオ\t放送局の廃止
による。\t広報課
"""
ORDINALS = """\
取組名\t内容\t担当局課\tR7\tR8
（ア）電子図書館の
開設\t電子書籍を貸し出す。\t教育局
図書館課\t準備\t評価
（イ）ごみ受付の
拡充\tLINEで受け付ける。\t会計室
環境局 収集課\t調査\t運用・評価
（ウ）橋の点検
\t写真から傷みを探す。\t市長公室 企画課\t試行\t5地区
"""
OWN_HEADS = """\
段階\t名称\t状態の説明
段階0\t未着手\t紙による処理が大半である
段階1\t試行\t他の課とデータをやりとりし、
再入力をなくしている
段階2\t定着\t全員が画面で処理している
段階3\t変革\t組織の形を変えている
"""
OPEN_RANGE = """\
年月日\t内容
令和6年10月15日\t第1回 懇話会
令和6年12月16日～
令和7年1月17日\tパブリックコメント
令和7年2月6日\t第2回 懇話会
"""
WHOLE = """\
番号\t事業名\t担当課\t備考
1\t電子図書館\t図書館
2\tごみの受付\t環境課
3\t橋の点検\t土木課\t県と共同
4\t窓口の予約\t市民課
"""
SHORT_ROWS = """\
事業名\t担当課\tR8\tR9
電子図書館\t図書館
ごみの受付\t環境課
橋の点検\t土木課\t試行\t本格実施
"""


def rows(text: str) -> list[list[str]]:
    """The rows of a text read anew, those of the source where nothing is."""
    unfolded = unfold(text)
    return [line.split("\t") for line in (unfolded.text if unfolded else text).splitlines()]


def test_rows_told_by_their_numbers() -> None:
    """A cell's lines are one again; sections of an office stay two, and the page's number and
    running head inside the table are left out where they come again and again."""
    pages = "".join(f"{n}\n港町デジタル実施計画\n前書き{n}です。\n" for n in range(4, 9))
    found = rows("1\n港町デジタル実施計画\n" + NUMBERED + pages)
    table = [row for row in found if len(row) == 10]
    assert table == [
        ["番号", "区分", "事業名", "概要", "担当課", "指標", "現状値", "R8", "R9", "段階"],
        [
            "1-①", "新規◎", "図書館の電子貸出の開始",
            "電子書籍を24時間借りられるようにする。学校の端末からも使えるようにする。", "図書館",
            "貸出冊数", "―", "1,200冊(7月開始)", "2,000冊", "準備中",
        ],
        [
            "1-②", "継続", "粗大ごみ受付の見直し", "電話と併せて申込みを受ける。", "環境課、各支所",
            "受付の割合", "12%(R6)", "20%", "30%", "実施中",
        ],
        [
            "1-③", "拡充", "橋りょう点検", "写真から傷みを探す。", "土木課(全課)", "点検した橋",
            "4橋", "8橋", "12橋", "実施中",
        ],
    ]  # fmt: skip


def test_rows_told_by_the_number_of_their_cells() -> None:
    assert rows(NAMED) == [
        ["重点事業", "R8（2026）", "R9（2027）", "R10（2028）"],
        ["電子図書館の開設", "仕様の検討 ★10月 契約", "★4月 開館", "→ 蔵書の追加"],
        ["ごみ受付のオンライン化", "→", "★6月 本格運用", "→ ★2月 利用者調査"],
        ["橋の点検", "2地区 ★7月 試行", "5地区", "8地区"],
    ]


def test_a_first_cell_may_be_wrapped() -> None:
    assert rows(WRAPPED_NAMES) == [
        ["取組名", "担当", "Ｒ８年度", "Ｒ９年度"],
        ["電子図書館の開設", "図書館", "仕様の検討", "開館"],
        ["橋の点検", "土木課、建築課", "２地区で試行", "５地区"],
        ["総合窓口システム", "市民課", "要件の整理", "調達"],
    ]


def test_cells_cut_inside_a_phrase_are_put_together() -> None:
    assert rows(WRAPPED_REASONS) == [
        ["取組名", "理由", "担当"],
        ["庁内掲示板", "グループウェアにまとめたため。", "総務課"],
        ["広報ラジオ", "放送局の廃止による。", "広報課"],
    ]


def test_rows_that_begin_with_ordinals() -> None:
    """An ordinal begins the next row though the row goes on below; a bureau and the section
    below it are one office; behind a particle a name goes on."""
    assert rows(ORDINALS) == [
        ["取組名", "内容", "担当局課", "R7", "R8"],
        ["（ア）電子図書館の開設", "電子書籍を貸し出す。", "教育局 図書館課", "準備", "評価"],
        [
            "（イ）ごみ受付の拡充", "LINEで受け付ける。", "会計室、環境局 収集課", "調査",
            "運用・評価",
        ],
        ["（ウ）橋の点検", "写真から傷みを探す。", "市長公室 企画課", "試行", "5地区"],
    ]  # fmt: skip


def test_rows_under_heads_of_the_documents_own() -> None:
    """Where most rows are whole and the others are cut inside a phrase, no head need be known."""
    assert rows(OWN_HEADS) == [
        ["段階", "名称", "状態の説明"],
        ["段階0", "未着手", "紙による処理が大半である"],
        ["段階1", "試行", "他の課とデータをやりとりし、再入力をなくしている"],
        ["段階2", "定着", "全員が画面で処理している"],
        ["段階3", "変革", "組織の形を変えている"],
    ]


def test_a_span_of_time_goes_on_below() -> None:
    assert rows(OPEN_RANGE) == [
        ["年月日", "内容"],
        ["令和6年10月15日", "第1回 懇話会"],
        ["令和6年12月16日～令和7年1月17日", "パブリックコメント"],
        ["令和7年2月6日", "第2回 懇話会"],
    ]


@pytest.mark.parametrize("text", [WHOLE, SHORT_ROWS], ids=["numbered", "named"])
def test_rows_that_lack_their_last_cells_are_not_put_together(text: str) -> None:
    assert unfold(text) is None


def test_every_character_keeps_its_place() -> None:
    unfolded = unfold(NAMED)
    assert unfolded is not None
    at = unfolded.text.index("仕様の検討")
    span = Span(at, at + len("仕様の検討 ★10月 契約"))
    assert unfolded.back(span).of(NAMED) == "仕様の検討\n★10月 契約"


def test_terms_of_a_wrapped_glossary_are_whole() -> None:
    text = (
        "用語\t説明\t主な取組\nＢＰＲ\t仕事の流れを根本から見直し、\n"
        "組み立て直すこと\tNo.1\nＲＰＡ\t定型の操作を自動で行わせる技術\tNo.2\n"
    )
    document = Document("d", "d.txt", "港町計画", "港町", "計画", None, "", "", "", text, "")
    document = replace(document, outline=read_outline(text, read_blocks(text), document.title))
    terms = read_terms(document, read_blocks(text))
    assert [(term.name, term.definition.text) for term in terms] == [
        ("ＢＰＲ", "仕事の流れを根本から見直し、組み立て直すこと"),
        ("ＲＰＡ", "定型の操作を自動で行わせる技術"),
    ]
    assert terms[0].definition.span.of(text) == "仕事の流れを根本から見直し、\n組み立て直すこと"
