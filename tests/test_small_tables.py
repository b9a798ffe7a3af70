"""Answers from the small tables of a plan: results, money, surveys, columns with a year."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.build import build
from assistant.pipeline import Assistant
from assistant.settings import Settings

PLAN = """\
若苗市デジタル計画

令和8年度 ～ 令和11年度

第1章　これまで

１　前期計画の結果
　前期計画に掲げた事業の結果は次のとおりです。
事業名　　　　　　　　　　指標　　　　　　　　目標　　　　実績　　　　評価
図書館の自動貸出　　　　　自動貸出の割合　　　60.0％　　 71.5％　　　達成
水道の遠隔検針　　　　　　検針の対象戸数　　　900戸　　　310戸　　　 未達成
農地台帳の電子化　　　　　電子化した筆数　　　4,000筆　　1,250筆　　 未達成

２　事業費（単位：千円）
分野	令和6年度決算	令和7年度予算
窓口	12,400	15,800
防災	8,150	9,020
合計	20,550	24,820

３　市民への調査
問5　市の手続で困ることは何ですか。
書類の書き方が分からない	33.0%
平日に行けない	47.5%
窓口が遠い	12.1%

図表1　世代による違い
設問　　　　　　　　　　　　　　　　全体　　　65歳以上
家でインターネットを使っている　　　78.3％　　44.6％
市の動画を見たことがある　　　　　　15.2％　　 6.4％

第2章　これから

１　進め方の3原則
　原則1　減らしてから始める
　　手順を見直してから電子にします。
　原則2　小さく試す
　　一つの課で確かめます。
　原則3　誰も置いていかない
　　窓口を残します。

２　個票
　成果指標は、現状値を令和6年度末、目標値を令和11年度末の値とします。

事業1　農業用水の遠隔監視　　　　　　　　　　［新規］
主担当　農政課　　　関係課　建設課、防災課
取組の概要
　用水路の水位をセンサーで測り、担当者の携帯電話に知らせます。
成果指標　　　　　　　　　　現状値　　目標値
水位計を置いた水路の数　　　2水路　　 14水路
工程　　　　R8　　　　　R9　　　　　R10　　　　R11
水位計　　　仕様検討　　設置　　　　設置　　　　運用

事業2　遠隔手話の窓口　　　　　　　　　　　　［新規］
主担当　福祉課　　　関係課　市民課
取組の概要
　手話通訳者とつながるタブレットを窓口に置きます。
成果指標　　　　　　　　　　現状値　　目標値
遠隔手話の利用件数　　　　　0件　　　 60件
工程　　　　R8　　　　　R9　　　　　R10　　　　R11
タブレット　調達　　　　運用　　　　運用　　　　運用

事業3　学校図書館の蔵書の共有　　　　　　　　［継続］
主担当　学校教育課　　　関係課　生涯学習課
取組の概要
　小中学校の蔵書を一つの目録で探せるようにします。
成果指標　　　　　　　　　　現状値　　目標値
目録に載せた学校の数　　　　1校　　　 8校
工程　　　　R8　　　　　R9　　　　　R10　　　　R11
目録　　　　統合　　　　試行　　　　運用　　　　運用
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The assistant over that plan."""
    corpus: Path = tmp_path_factory.mktemp("corpus")
    (corpus / "plan.txt").write_text(PLAN, encoding="utf-8")
    settings = Settings(corpus=corpus, index=tmp_path_factory.mktemp("small"))
    build(settings)
    return Assistant.open(settings)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("農業用水の遠隔監視の令和11年度の水位計を置いた水路の数の目標値は？", "14水路"),
        ("遠隔手話の窓口の関係課は？", "福祉課、市民課"),
        ("令和6年度決算の事業費は合計でいくらですか。", "合計、令和6年度決算：20,550千円"),
        ("市の手続で困ることとして最も多かったのは何で、何％ですか。", "平日に行けない 47.5%"),
        (
            "家でインターネットを使っている人は、全体と65歳以上でどれくらい違いますか。",
            "全体：78.3％、65歳以上：44.6％",
        ),
    ],
)
def test_a_value_of_a_small_table_is_told(plan: Assistant, question: str, first: str) -> None:
    """The first line of the answer tells the value, and its quotes hold it."""
    answer = plan.ask(question)
    assert first in " ".join(answer.text.splitlines()[:2])
    quotes = re.sub(r"\s", "", "".join(citation.quote for citation in answer.citations))
    assert all(number in quotes for number in re.findall(r"[0-9][0-9,.]+", first))


@pytest.mark.parametrize(
    ("question", "items"),
    [
        (
            "前期計画の事業のうち、評価が「未達成」だったものを挙げてください。",
            ["水道の遠隔検針", "農地台帳の電子化"],
        ),
        (
            "進め方の3原則を挙げてください。",
            ["原則1 減らしてから始める", "原則2 小さく試す", "原則3 誰も置いていかない"],
        ),
    ],
)
def test_a_list_is_told_whole(plan: Assistant, question: str, items: list[str]) -> None:
    """Ratings in words bound a list, and 3原則 asks for a list of three."""
    told = re.findall(r"^- (.+?)(?:（|\[|：|$)", plan.ask(question).text, re.MULTILINE)
    assert told == items
