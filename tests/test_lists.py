"""Lists that stand in the text: series, outer items, numbered cells."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.datamodels import Span, Value
from assistant.ingest.blocks import read_blocks
from assistant.ingest.corpus import read_corpus
from assistant.retrieval.facts import make_facts
from assistant.retrieval.series import read_series, stem_of
from assistant.settings import Settings
from tests.fakes import read_lines

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

FURTHER = Path(__file__).parent / "data" / "further_cities"


def series_of(text: str) -> list[tuple[str, list[str], str]]:
    """Stem, items and lead of each series."""
    return [
        (series.stem, [item.text for item in series.items], series.lead.of(text))
        for series in read_series(text, read_blocks(text))
        if series.lead
    ]


def passage(name: str, start: str, end: str) -> str:
    """A published text from one phrase to another."""
    text = (FURTHER / name).read_text(encoding="utf-8").replace("\r\n", "\n")
    first = text.index(start)
    return text[first : text.index(end, first)]


def test_lines_of_one_stem_are_a_series_and_wrapped_lines_belong_to_them() -> None:
    text = passage("kusumiya-dx-strategy-2025.txt", "その一方で、三つの", "三つの教訓は、それ")
    assert series_of(text) == [
        (
            "教訓",
            [
                "教訓１ 使われないオンライン手続は、職員の二重の手間になる。"
                "517手続のうち、年に１件も使われなかったものが138ありました。",
                "教訓２ 仕組みを決めてから現場に伝えるのでは遅い。",
                "教訓３ できる人に仕事が集まり、その人が異動すると止まる。",
            ],
            "その一方で、三つの教訓も残りました。",
        )
    ]


def test_entries_may_stand_apart_over_text_of_their_own() -> None:
    text = passage("takaba-dx-plan-2025.txt", "2 基本方針\n\n基本方針1", "3 職員の行動指針\n\n")
    assert series_of(text) == [
        (
            "基本方針",
            [
                "基本方針1 行かなくてよい、迷わない市役所をつくる",
                "基本方針2 職員の時間を生み出す",
                "基本方針3 地域の力をデジタルで支える",
                "基本方針4 変革を支える人と基盤を整える",
            ],
            "2 基本方針",
        )
    ]


def test_rows_that_begin_with_a_label_are_told_with_what_it_labels() -> None:
    text = passage("takaba-dx-plan-2025.txt", "以上の現状から、", "第3章 基本理念")
    assert series_of(text) == [
        (
            "課題",
            [
                "課題1 来庁を前提とした手続",
                "課題2 世代による情報の格差",
                "課題3 減り続ける職員と増える業務",
                "課題4 地域の担い手不足",
                "課題5 人材と基盤の遅れ",
            ],
            "以上の現状から、本市が取り組むべき課題を次の5つに整理しました。",
        )
    ]


def test_a_rank_is_no_part_of_what_it_ranks() -> None:
    text = "上位３つ\n\n１\t同じ数字を打ち直すこと\t64票\n２\t決裁の持ち回り\t51票\n"
    assert series_of(text) == [("", ["同じ数字を打ち直すこと", "決裁の持ち回り"], "上位３つ")]


def test_years_dates_and_figures_begin_no_series() -> None:
    text = "令和1 年度の実績\n令和2 年度の実績\n図1 人口\n図2 職員数\n1 2件\n2 3件\n"
    assert list(read_series(text, read_blocks(text))) == []


def test_the_stem_is_what_all_items_begin_with() -> None:
    def values(*texts: str) -> list[Value]:
        return [Value(text, Span(0, len(text))) for text in texts]

    assert stem_of(values("原則１ やめる", "原則２ 試す")) == "原則"
    assert stem_of(values("ルール ① 利用者目線", "ルール ② 見直し")) == "ルール"
    assert stem_of(values("原則１ やめる", "方針２ 試す")) == ""


def lists_of(text: str) -> list[list[str]]:
    """The items of each list of a text."""
    text = text.rstrip("\n")
    facts = make_facts(read_lines("plan", "緑川市", *text.split("\n")), read_blocks(text))
    return [[item.text for item in fact.items] for fact in facts if fact.kind == "list"]


def test_the_outer_items_are_a_list_too() -> None:
    text = "【基本原則】\n\n- 活用の原則\n  - 知ろうとする\n- 現場主義の原則\n  - 通う\n"
    assert lists_of(text) == [
        ["活用の原則", "知ろうとする", "現場主義の原則", "通う"],
        ["活用の原則", "現場主義の原則"],
    ]


def test_numbered_cells_are_in_the_order_of_their_numbers() -> None:
    text = "◆４箇条\n\n1 数える\t3 続ける\n2 測る\t4 直す\n"
    assert ["1数える", "2測る", "3続ける", "4直す"] in lists_of(text)


def test_a_cell_that_wraps_below_its_row_is_one_statement() -> None:
    text = passage("shiosaka-dx-progress-2024.txt", "課題\t生活保護と児童", "移行後の運用経費")
    facts = make_facts(read_lines("plan", "緑川市", *text.splitlines()), read_blocks(text.rstrip()))
    assert [fact.text for fact in facts if fact.kind == "statement"] == [
        "生活保護と児童扶養手当の２業務は、令和７年度末までの移行が難しく、"
        "「特定移行支援システム」に該当する見込みである。"
    ]


def test_the_question_of_a_survey_knows_its_first_answer() -> None:
    text = passage_of_more("hasugase-dx-action-plan-2025.txt", "問3", "問4")
    facts = make_facts(read_lines("plan", "緑川市", *text.splitlines()), read_blocks(text))
    told = [fact.text for fact in facts if fact.kind == "statement"]
    assert told == [
        "問3今後利用したいデジタルサービス（三つまで選択、上位5つ） "
        "1位 避難情報や川の水位のお知らせ 56.2%"
    ]


def test_the_largest_share_is_the_first_answer_to_a_question() -> None:
    """Shares under a question of a survey need not be in order; figures under another line,
    and answers by age, rank nothing."""
    rows = "電話\t18.5%\n窓口\t44.0%\n手紙\t3.2%\n"

    def told(text: str) -> list[tuple[str, bool]]:
        facts = make_facts(read_lines("plan", "緑川市", *text.splitlines()), read_blocks(text))
        statements = [fact for fact in facts if fact.kind == "statement"]
        return [(fact.text, "最も多い" in fact.context) for fact in statements]

    assert told(f"問4　市役所にどう連絡しますか。\n{rows}") == [
        ("問4市役所にどう連絡しますか。\n窓口 44.0%", True)
    ]
    assert told(f"連絡の方法ごとの割合\n{rows}") == [("連絡の方法ごとの割合", False)]


def passage_of_more(name: str, start: str, end: str) -> str:
    text = (FURTHER.parent / "more_cities" / name).read_text(encoding="utf-8")
    first = text.index(start)
    return text[first : text.index(end, first)]


def test_the_labels_of_a_sheets_rows_are_no_list() -> None:
    found = read_corpus(Settings(corpus=FURTHER.parent / "other_cities")).documents
    report = next(one for one in found if one.document.path == "aone-dx-progress-r7.txt")
    facts = make_facts(report, read_blocks(report.document.text))
    listed = [fact.text for fact in facts if fact.kind == "list" and fact.project_id]
    assert not [text for text in listed if "次年度の取組" in text]


def test_numbered_headings_are_announced_by_the_line_above_them(assistant: Assistant) -> None:
    """A list of rules that stand among other headings knows what they are rules of."""
    answer = assistant.ask(
        "伊勢崎市のデジタルサービスの導入・活用に係る遵守事項（ルール）5つを教えてください。"
    )
    assert answer.text.splitlines() == [
        "伊勢崎市（5項目）：",
        "- ルール ① 利用者目線サービスデザイン[1]",
        "- ルール ② 柔軟な見直しアジャイル[1]",
        "- ルール ③ 全体最適化価値最大化[1]",
        "- ルール ④ 情報セキュリティコンプライアンス[1]",
        "- ルール ⑤ EBPMデータ利活用[1]",
    ]


def test_a_lone_mark_or_year_states_nothing(assistant: Assistant) -> None:
    texts = {fact.text for fact in assistant.catalogue.facts if fact.kind == "statement"}
    assert texts.isdisjoint({"①", "⑤", "R7(2025)年度", "R3(2021)年度"})


def test_items_that_answer_together_are_told_as_their_list(assistant: Assistant) -> None:
    """Of two lists side by side the nearer one is told whole, and nothing of the other."""
    answer = assistant.ask("柏市が時間を重点的に振り分けていくのは何？")
    assert answer.text == (
        "柏市：「データ分析・利活用」、「市民との対話、市民ニーズの把握」、"
        "「企業・団体との連携」、「教育、自己研鑽・資格取得」[1]"
    )


def test_a_list_whose_title_is_named_is_not_left_for_one_below_it(assistant: Assistant) -> None:
    """推進体制 names the heading, not its second part 庁内推進体制."""
    answer = assistant.ask("柏市の推進体制４つを教えて")
    assert answer.text.splitlines() == [
        "柏市（4項目）：",
        "- 1 トップからの継続的なメッセージ[1]",
        "- 2 庁内推進体制[1]",
        "- 3 職員個々に対するデジタル教育の拡充[1]",
        "- 4 施策の成果や状況変化に対応した柔軟な見直し[2]",
    ]


def lines_of(assistant: Assistant, question: str) -> list[str]:
    """The lines of a list below its head, without what follows a name."""
    return [re.split(r"[（(\[]", line)[0] for line in assistant.ask(question).text.splitlines()[1:]]


@pytest.mark.parametrize(
    "question",
    [
        "伊勢崎市の実施計画で、KPIの目標値の年度が令和11年度より前になっている事業はどれですか。",
        "伊勢崎市の事業で、目標の年が令和11年度まで行かずに手前で切られているのはどれ？",
        "Which Isesaki projects have a KPI target for a year earlier than FY2029 (令和11年度)?",
    ],
)
def test_projects_are_bounded_by_the_year_of_their_last_target(
    assistant: Assistant, question: str
) -> None:
    assert [line.strip() for line in lines_of(assistant, question)] == [
        "- 学校教育情報化推進事業",
        "- デジタルコンテンツ推進等による交流人口の拡大",
        "- 開発許可等閲覧サービスシステムの導入",
        "- 上水道管路情報閲覧システムの導入",
    ]


def test_a_mark_of_few_letters_is_meant_where_it_is_quoted(assistant: Assistant) -> None:
    asked = "柏崎市の令和5年度実績の報告書で「市重点」って書いてあるのはどれとどれ？"
    assert lines_of(assistant, asked) == [
        "- 新交通システムの構築",
        "- 除雪作業効率化",
        "- 投票所における名簿照合のオンライン化",
        "- テレワークの本格導入",
        "- 水道スマートメーターの導入検討",
    ]


def test_a_class_written_in_nearly_the_same_words_is_the_same(assistant: Assistant) -> None:
    """The plan writes 組み合わせたサービス, 組み合わせた行政サービス and 組み合わせ行政サービス."""
    asked = (
        "伊勢崎市の実施計画で「窓口とオンラインを組み合わせた行政サービスの充実」に"
        "分類される事業はどれですか。"
    )
    assert lines_of(assistant, asked) == [
        "- 総合窓口の拡充",
        "- オンライン手続の拡充",
        "- 開発許可等閲覧サービスシステムの導入",
        "- 上水道管路情報閲覧システムの導入",
        "- マルチコピー機による証明書発行",
    ]


def test_a_common_word_does_not_decide_beside_a_rare_one(assistant: Assistant) -> None:
    """Every project is デジタル; one is of 水道."""
    asked = "伊勢崎市の水道のデジタル化の取組は？"
    assert lines_of(assistant, asked) == ["- 上水道管路情報閲覧システムの導入"]


@pytest.mark.parametrize(
    "question",
    [
        "伊勢崎市のOODAﾙｰﾌﾟの４つの段階おしえて",
        "What are the four stages of the OODA loop that Isesaki uses for progress management?",
    ],
)
def test_so_many_of_a_term_are_the_list_beside_its_definition(
    assistant: Assistant, question: str
) -> None:
    assert lines_of(assistant, question) == ["- Observe", "- Orient", "- Decide", "- Action"]


@pytest.mark.parametrize(
    ("question", "items"),
    [
        (
            "柏崎市の第二次計画のDX基本原則にある「現場主義の原則」とはどのような内容ですか。",
            [
                "- 現場のニーズ・課題を起点とする",
                "- 繰り返し現場に通う",
                "- 現場と一体になり取り組む",
            ],
        ),
        (
            "柏市のガイドラインで、DX推進の「よくある誤り」って何が挙がってる？",
            ["- 目的と手段の混同", "- 活用されないデジタルツール"],
        ),
    ],
)
def test_what_stands_below_an_item_is_its_content(
    assistant: Assistant, question: str, items: list[str]
) -> None:
    assert lines_of(assistant, question) == items


@pytest.mark.parametrize(
    ("question", "first", "count"),
    [
        (
            "What items does the national municipal DX promotion plan list from FY2026 onward, "
            "according to Kashiwazaki's second DX plan?",
            "自治体フロントヤード改革の推進",
            8,
        ),
        (
            "Which items does Kashiwazaki's second DX plan list for the Ministry of Internal "
            "Affairs' municipal DX plan up to FY2025 (～令和7年度)?",
            "自治体フロントヤード改革の推進",
            7,
        ),
        ("富山市の計画づくりで開いた研究部会って、何部会があったの？", "行財政部会", 3),
        (
            "柏崎市第二次DX推進計画の取組方針2に属する施策を教えてください。",
            "施策1 効率的な窓口業務への変革",
            3,
        ),
    ],
)
def test_lists_under_years_in_brackets_and_of_a_level(
    assistant: Assistant, question: str, first: str, count: int
) -> None:
    lines = [line for line in assistant.ask(question).text.splitlines() if line.startswith("- ")]
    assert lines[0] == f"- {first}[1]"
    assert len(lines) == count


def test_projects_that_a_plan_stresses_by_a_mark(assistant: Assistant) -> None:
    answer = assistant.ask(
        "柏崎市の新しい計画で、とりわけ力を入れる印が付いている取組はどれですか。"
    )
    assert [found.name for found in answer.projects] == [
        "デジタル技術活用の学習機会確保",
        "窓口改革",
    ]


def test_a_rating_is_cited_from_the_overview_too(assistant: Assistant) -> None:
    answer = assistant.ask("柏崎市の進行管理報告書で評価がAの事業は？")
    assert [found.name for found in answer.projects] == [
        "新交通システムの構築",
        "LINEによる情報発信",
    ]
    assert any("LINEによる情報発信\tA" in citation.quote for citation in answer.citations)
