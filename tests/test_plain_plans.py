"""Answers from a plan in plain words: names that people use, small tables, ranked answers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.build import build
from assistant.datamodels import Asked
from assistant.pipeline import Assistant
from assistant.settings import Settings

PLAN = """\
磯町デジタル計画

令和8年度 ～ 令和10年度

第1章　これまで

１　前の計画の結果

前の計画では１２の取組を掲げました。結果は次のとおりです。

結果	取組数	主な取組
達成	8	窓口の番号札、図書の予約
一部達成	3	水道の遠隔検針
未達成	1	農地台帳の電子化

観光案内の自動応答は、1か月の利用が平均6件にとどまったため、令和6年度末でやめました。

２　町民の声

調査期間	令和７年６月２０日～７月１１日
回収数	1,287件（有効回収率42.9％）

磯町の人口は4,200人です。隣の沖村と共同で調査しました。
町の窓口で困ることは、「待ち時間が長い」が48.0％で最も多く、次いで「平日に行けない」31.5％、「書類が多い」20.2％の順でした。

３　決めるまで

年月日	内容
令和７年４月２２日	第１回本部会議（方針の決定）
令和７年１２月１５日～
令和８年１月１４日	意見の募集（9人から17件）
令和８年３月２４日	第２回本部会議（計画の決定）

４　体制

組織	構成	役割
本部会議	議長：町長、各課長	計画の決定
推進部会	部会長：総務課長、各課の係長	取組の点検
助言者会議	学識経験者、町民の
代表（５人）	計画への助言

第2章　取組

基本目標１　町を走る

No.	取組	区分	担当	開始	内容	目指す姿（令和10年度末）
1	乗合タクシー「いそのり」	継続	企画課	実施中	予約を受けて走らせる。	全地区で運行
2	動く役場	新規	町民課	R8.10	機器を積んだ車「みさきごー」を月2回走らせる。	5地区を巡る

基本目標２　町を見守る

No.	取組	区分	担当	開始	内容	目指す姿（令和10年度末）
3	海の見守り	新規	総務課	R9	水位計を増やす。電話での知らせは引き続き行う。	12基
4	道路の見える化	継続	建設課	実施中	除雪車の位置を地図で見せる。	冬のあいだ毎日公開
"""

NAMES = re.compile(r"^- (.+?)(?:（|\[|：|$)", re.MULTILINE)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The assistant over that plan."""
    corpus: Path = tmp_path_factory.mktemp("corpus")
    (corpus / "plan.txt").write_text(PLAN, encoding="utf-8")
    settings = Settings(corpus=corpus, index=tmp_path_factory.mktemp("plain"))
    build(settings)
    return Assistant.open(settings)


def test_services_are_known_by_their_nicknames(plan: Assistant) -> None:
    """In the name of the project, or in kana behind the noun that says what it is."""
    projects = plan.catalogue.projects.values()
    assert {project.name.text: project.aliases for project in projects} == {
        "乗合タクシー「いそのり」": ("いそのり",),
        "動く役場": ("みさきごー",),
        "海の見守り": (),
        "道路の見える化": (),
    }


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("前の計画で達成できた取組はいくつですか。", "磯町：結果：達成、取組数：8、"),
        ("前の計画で一部達成の取組数は？", "磯町：一部達成、取組数：3"),
        (
            "前の計画で未達成だった取組は何ですか。",
            "磯町：結果：未達成、取組数：1、主な取組：農地台帳",
        ),
        ("町民の調査の回収数は？", "磯町：回収数、1,287件（有効回収率42.9％）"),
        (
            "道路の見える化の目標は？",
            "「道路の見える化」（磯町）の目指す姿・目的：冬のあいだ毎日公開",
        ),
        ("いそのりの担当課は？", "「乗合タクシー「いそのり」」（磯町）の担当課は、企画課です。"),
        ("動く役場はいつからですか。", "「動く役場」（磯町）の「動く役場」は、R8.10、"),
        (
            "磯町の観光案内の自動応答は、その後どうなりましたか。",
            "磯町：観光案内の自動応答は、1か月の利用が平均6件にとどまったため、"
            "令和6年度末でやめました。",
        ),
        (
            "意見の募集はいつからいつまででしたか。",
            "磯町：年月日：令和７年１２月１５日～令和８年１月１４日、内容：意見の募集",
        ),
        (
            "助言者会議には町民の代表が何人いますか。",
            "磯町：組織：助言者会議、構成：学識経験者、町民の代表（５人）、役割：計画への助言",
        ),
    ],
)
def test_what_the_plan_states_is_told(plan: Assistant, question: str, line: str) -> None:
    """A kind of a table with the number of its things, a service by its nickname, a step with
    its month, what became of a thing, and rows of which a cell is wrapped."""
    assert plan.ask(question).text.startswith(line)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        (
            "開始が「実施中」となっている取組はどれですか。",
            ["乗合タクシー「いそのり」", "道路の見える化"],
        ),
        ("「新規」に区分されている取組をすべて挙げてください。", ["動く役場", "海の見守り"]),
        ("基本目標2に含まれる取組は？", ["海の見守り", "道路の見える化"]),
    ],
)
def test_what_the_question_says_of_a_column_bounds_a_list(
    plan: Assistant, question: str, names: list[str]
) -> None:
    """開始が「実施中」 names the head of a column and what stands under it; a mark is meant
    where things are said to be classed so, and a policy by its number alone."""
    assert NAMES.findall(plan.ask(question).text) == names


@pytest.mark.parametrize("question", ["2番目は？", "その次は何ですか。", "では、3番目に多いのは？"])
def test_the_next_rank_is_asked_of_the_same_thing(plan: Assistant, question: str) -> None:
    """What is told of the first one tells of the others too."""
    first = "町の窓口で困ることで一番多かったのは何ですか。"
    answer = plan.ask(question, [Asked(first)])
    assert "「平日に行けない」31.5％、「書類が多い」20.2％" in answer.text


def test_a_question_that_leads_on_may_have_a_subject_of_its_own(plan: Assistant) -> None:
    """And who …: words of the question before would only draw the answer back to it."""
    before = "Who heads the headquarters meeting (本部会議) of 磯町?"
    answer = plan.ask("And who chairs the promotion subcommittee (推進部会)?", [Asked(before)])
    assert "部会長：総務課長" in answer.text.splitlines()[0]


@pytest.mark.parametrize(
    "question", ["沖村の人口は何人ですか。", "磯町のいそのりには運転手が何人いますか。"]
)
def test_a_figure_of_something_else_is_no_answer(plan: Assistant, question: str) -> None:
    """The people of the town are not those of its neighbour, nor drivers."""
    assert not plan.ask(question).answerable


def test_what_goes_on_is_not_given_up(plan: Assistant) -> None:
    """引き続き denies 廃止."""
    answer = plan.ask("磯町の海の見守りで、電話での知らせは廃止されますか。")
    assert answer.text.startswith("いいえ")
