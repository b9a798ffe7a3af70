"""A plan and its action plan: answers told from the volume that the question means."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

PLAN = """\
浜柳市デジタル推進計画
（令和８年度～令和１２年度）

令和８年３月

第１章　施策の展開
第１節　便利な市役所

施策１－１　電子図書館の開設　　　　　　　　　　　　　　　〔図書館〕
【現状と課題】
　貸出しは開館時間に限られ、市外の学校に通う生徒には使いにくい状況です。
【取組内容】
　ア　電子書籍を貸し出します。
【目標】　電子書籍の貸出冊数　令和１２年度　５，０００冊
【スケジュール】　令和８年度　仕様の検討　　令和９年度　開館

施策１－２　粗大ごみの受付の見直し　　　　　　　　　　　　〔環境課〕
【現状と課題】
　申込みは電話だけで、平日の昼に限られています。
【取組内容】
　ア　ＬＩＮＥで申し込めるようにします。
【目標】　オンラインの受付の割合　令和１２年度　６０％
【スケジュール】　令和８年度　受付の開始

施策１－３　橋の点検の効率化　　　　　　　　　　　　　　　〔土木課〕
【現状と課題】
　橋の点検に時間がかかっています。
【取組内容】
　ドローンの写真から傷みを探します。
【目標】　点検に使う日数　令和１２年度　３日以下
【スケジュール】　令和８年度　試行

第２章　計画の推進
　毎年５月に前の年の実績を、Ａ（おおむね達成）、Ｂ（遅れている）、Ｃ（見直しが必要）の３段階で判定します。
　Ｃと判定した事業は、本部会議で廃止を含めて話し合います。
"""
ACTION = """\
別冊
浜柳市デジタル推進計画　アクションプラン
令和8年4月1日　初版
浜柳市デジタル推進本部

1　アクションプランについて
・事業費は毎年の予算で定めるため、本書には載せていません。

2　事業の一覧

番号\t区分\t事業名\t概要\t担当課\t指標\t現状値\tR8\tR9\t段階
1-①\t新規\t電子図書館の開\n設\t電子書籍を24時間借りられるようにす\nる。\t図書館\t電子書籍の貸出冊数\t―\t1,200冊\t2,000冊\t準備中
1-②\t継続\t粗大ごみの受付\t電話と併せて申込みを受ける。\t環境課\n各支所\tオンラインの割合\t12%(R6)\t20%\t30%\t実施中
1-③\t拡充\t橋の点検\t写真から傷みを探す。\t土木課\t点検した橋\t4橋\t8橋\t12橋\t実施中

3　表の見方

段階\t準備中：仕様の作成や契約の手続をしている　実施中：本格的に行っている
暦の印\t○準備・調査　●開始・公開　□点検・評価

4　令和8年度の暦

番号　事業名\t4月\t5月\t6月\t7月\t8月\t9月\t10月\t11月\t12月\t1月\t2月\t3月
1-①　電子図書館\t○\t○\t\t\t\t\t●\t\t\t\t\t□
1-②　粗大ごみ\t\t\t○\t●\t\t\t\t\t\t\t\t□
"""


@pytest.fixture(scope="module")
def volumes(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    from assistant.build import build
    from assistant.pipeline import Assistant

    corpus: Path = tmp_path_factory.mktemp("volumes")
    (corpus / "plan.txt").write_text(PLAN, encoding="utf-8")
    (corpus / "action.txt").write_text(ACTION, encoding="utf-8")
    settings = Settings(corpus=corpus, index=tmp_path_factory.mktemp("volumes_index"))
    build(settings)
    return Assistant.open(settings)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("浜柳市のアクションプランで、電子図書館の貸出冊数の令和9年度の目標は?", ["2,000冊"]),
        ("浜柳市デジタル推進計画で、電子書籍の貸出冊数の令和12年度の目標は?", ["５，０００冊"]),
        (
            "電子書籍の貸出冊数の目標は、別冊の令和9年度と本編の令和12年度でそれぞれ何冊?",
            ["2,000冊", "５，０００冊"],
        ),
        ("浜柳市のアクションプランの「準備中」とはどういう意味?", ["仕様の作成や契約の手続"]),
        ("浜柳市の暦の●はなんの印?", ["開始・公開"]),
        ("浜柳市の暦で、電子図書館の●は何月?", ["10月"]),
        (
            "浜柳市の進行管理で「Ｃ」はどういう意味で、その後どう扱われますか。",
            ["見直しが必要", "廃止を含めて"],
        ),
        ("浜柳市のアクションプランに事業費は掲載されていますか。", ["いいえ", "載せていません"]),
    ],
)  # fmt: skip
def test_the_volume_asked_about_answers(volumes: Assistant, question: str, told: list[str]) -> None:
    text = volumes.ask(question).text
    assert [value for value in told if value not in text] == []
