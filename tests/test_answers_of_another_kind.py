"""Questions for a length, a fee, a part or a sum for one each, which figures beside them on a plan
do not answer, and those that the same plan does answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

PLAN = """\
波津市デジタル推進計画 2026

第1章 計画の期間

この計画の期間は、令和8年度から令和10年度までとします。

第2章 推進体制

最高デジタル責任者には副市長が就きます。デジタル専門員を3人置き、令和8年7月に任用します。

標準化の対象となる20業務の移行は、情報課が進めます。20業務のうち14業務は令和7年度に移行しました。

学校のタブレットは、15校に2,400台を配り、更新に1億4,400万円を見込みます。

第3章 取組

1 図書館の電子化

担当課：図書館、情報課

蔵書の貸出しをスマートフォンで申し込めるようにします。令和7年度の申込みは1,250件でした。

市民講座は月2回、公民館で開きます。

2 窓口のキャッシュレス化

担当課：市民課、会計課

住民票の写しなど12種類の証明書の手数料をカードで払えるようにします。

第4章 用語集

キャッシュレス
　現金を使わずに代金を払うこと。
標準化
　自治体の情報システムを国の仕様に合わせること。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    from assistant.build import build
    from assistant.pipeline import Assistant

    folder = tmp_path_factory.mktemp("other_kind")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "hatsu.txt").write_text(PLAN, encoding="utf-8")
    settings = Settings(corpus=folder / "corpus", index=folder / "index")
    build(settings)
    return Assistant.open(settings)


@pytest.mark.parametrize(
    "question",
    [
        "デジタル専門員の任期は何年ですか",
        "学校のタブレットは1台当たりいくらですか",
        "市民講座はお金がかかりますか",
        "市民講座にどのくらい満足していますか",
        "20業務のうち、福祉の業務は何業務ですか",
    ],
)
def test_a_figure_of_another_kind_is_no_answer(assistant: Assistant, question: str) -> None:
    told = assistant.ask(question, [])
    assert not told.answerable, told.text


@pytest.mark.parametrize(
    ("question", "stated"),
    [
        ("学校のタブレットの更新にいくらかかりますか", "1億4,400万円"),
        ("標準化の20業務のうち、何業務が移行しましたか", "14業務"),
        ("令和7年度の電子貸出しの申込みは何件ですか", "1,250件"),
        ("標準化とは何ですか", "国の仕様に合わせること"),
        ("Which divisions are in charge of 図書館の電子化?", "情報課"),
    ],
)
def test_what_the_plan_tells_is_told(assistant: Assistant, question: str, stated: str) -> None:
    told = assistant.ask(question, [])
    assert told.answerable
    assert stated in told.text
