"""Sheets behind a key, measures under marks, numbers with circled digits, years beside steps,
codes over cells: layouts that many plans share, and the answers from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import over, project

if TYPE_CHECKING:
    from assistant.datamodels import Project
    from assistant.pipeline import Assistant


@pytest.fixture(scope="module")
def silk(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The assistant over the plan of a town and over a city's project sheets."""
    return over("makinai_toyokuwa", tmp_path_factory)


@pytest.fixture(scope="module")
def islands(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The assistant over measures under marks, and over an action plan of signs."""
    return over("hosaka_kunugidai", tmp_path_factory)


@pytest.fixture(scope="module")
def wards(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The assistant over the plan of a city with wards, and over a progress report."""
    return over("takaura_kikuse", tmp_path_factory)


@pytest.fixture(scope="module")
def plains(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The assistant over a strategy of numbered projects, and over a town's sheets."""
    return over("yumino_nakahama", tmp_path_factory)


@pytest.fixture(scope="module")
def north(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The assistant over sheets under priority efforts, and over lists with tables."""
    return over("horoshibetsu_kusumiya", tmp_path_factory)


def titles(assistant: Assistant, document_id: str) -> list[str]:
    """The headings of a document, each with its level."""
    outline = assistant.catalogue.documents[document_id].outline
    return [f"{section.level} {section.title}" for section in outline]


def steps(found: Project) -> list[tuple[tuple[int, ...], str]]:
    """Years and texts of a project's schedule."""
    return [(entry.years, entry.text or entry.item.text) for entry in found.schedule]


def test_sheets_behind_the_key_to_sheets_are_no_part_of_it(silk: Assistant) -> None:
    found = project(silk, "窓口予約と混雑状況の見える化")
    assert [value.text for value in found.departments] == ["市民課", "資産税課", "市民税課"]
    assert [value.text for value in found.hierarchy] == [
        "施策1-1 手続をもっと簡単に",
        "基本方針1 手のひらで完結する市民サービス",
    ]
    told = titles(silk, "toyokuwa-dx-plan-2026")
    first = told.index("2 個票の見方")
    assert told[first : first + 3] == [
        "2 個票の見方",
        "2 基本方針1 手のひらで完結する市民サービス",
        "3 施策1-1 手続をもっと簡単に",
    ]


def test_steps_that_begin_with_a_number_under_a_schedule_are_no_figures(silk: Assistant) -> None:
    found = project(silk, "公金のキャッシュレス納付の推進")
    assert steps(found) == [
        ((2026,), "10公金で対応"),
        ((2027,), "12公金で対応"),
        ((2028, 2029, 2030), "残り5公金で対応"),
    ]
    assert [indicator.name.text for indicator in found.indicators] == [
        "キャッシュレス納付に対応した公金の種類",
        "市税のキャッシュレス納付率（口座振替を除く）",
    ]


def test_a_number_may_end_in_a_circled_digit(silk: Assistant) -> None:
    found = project(silk, "りんご園のスマート農業")
    assert found.number == "5.3①"
    assert [value.text for value in found.departments] == ["農林課"]
    assert [indicator.name.text for indicator in found.indicators] == [
        "病害予測の配信を受ける農家",
        "農薬散布回数の削減（1園地当たり年間）",
    ]
    told = titles(silk, "makinai-dx-plan-2025")
    assert "2 5.3 産業・観光・交通" in told
    assert "3 5.3① りんご園のスマート農業" in told


def test_a_year_beside_what_is_done_in_it_is_a_step(silk: Assistant) -> None:
    assert steps(project(silk, "予約バスの運行")) == [
        ((2025,), "長根地区で実証運行（10月～翌3月）"),
        ((2026,), "長根地区で本格運行"),
        ((2027,), "上郷地区に拡大"),
    ]


def test_measures_under_marks_end_with_their_office(islands: Assistant) -> None:
    found = project(islands, "おくやみコーナーの設置")
    assert [value.text for value in found.departments] == ["市民課"]
    assert [value.text for value in found.hierarchy] == [
        "施策1-1 書かない・待たない窓口の推進",
        "基本目標1市民サービスのDX",
    ]
    (summary,) = found.values_of("summary")
    assert summary.value.text == (
        "亡くなられた方の状況に応じて必要な手続を抽出するシステムを導入し、"
        "遺族が1か所で手続を終えられるようにします。"
    )
    assert steps(found) == [((2025,), "検討"), ((2026,), "準備"), ((2027, 2028, 2029), "実施")]


def test_a_table_of_signs_and_meanings_is_a_legend(islands: Assistant) -> None:
    assert steps(project(islands, "公金収納のキャッシュレス拡大")) == [
        ((2025,), "準備・構築"),
        ((2026,), "実施・運用"),
        ((2027,), "拡大・改善"),
        ((2028,), "完了"),
    ]


def test_cells_below_one_another_are_rows_by_their_codes(wards: Assistant) -> None:
    found = project(wards, "中小企業デジタル化伴走支援")
    assert found.number == "2-3-2"
    assert [value.text for value in found.departments] == ["経済観光局中小企業支援課"]
    assert steps(found) == [
        ((2026, 2027, 2028), "実施"),
        ((2029,), "検証"),
        ((2030,), "見直し"),
    ]


def test_page_numbers_of_which_many_are_missing_head_nothing(wards: Assistant) -> None:
    told = titles(wards, "takaura-dx-plan-2026")
    assert "1 第2章 本市を取り巻く状況" in told
    assert "1 第4章 施策と取組" in told


def test_results_told_in_sentences_are_what_was_done(wards: Assistant) -> None:
    found = project(wards, "地域ポイントの導入")
    (progress,) = found.values_of("progress")
    assert progress.label == "令和7年度の実績"
    assert "実施の見送りを決めました" in progress.value.text
    budgets = [(part.label, part.value.text) for part in found.values_of("budget")]
    assert budgets[:2] == [("R7決算", "310"), ("R8当初予算", "1,200")]
    assert [indicator.name.text for indicator in found.indicators] == ["地域ポイントの利用者数"]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            "鷹浦市デジタル行政推進プラン2030の基本理念は何ですか。",
            "とどく、つながる、まかせられる",
        ),
        ("鷹浦市のプランの計画期間は？", "令和12年度（2030年度）までの5年間とします。"),
        ("Who serves as CIO in Kikuse City?", "CIO（最高情報統括責任者）を副市長とし"),
        ("鷹浦市のテレワーク用の端末って、目標の80％までちゃんと配れたの？", "はい。目標に達して"),
        ("What happened to Kikuse's 地域ポイント project in FY2025?", "実施の見送りを決めました"),
    ],
)
def test_what_a_ward_city_and_a_report_tell(wards: Assistant, question: str, told: str) -> None:
    assert told in wards.ask(question).text


def test_a_target_that_an_indicator_does_not_tell_settles_nothing(wards: Assistant) -> None:
    question = (
        "Did Kikuse's SME DX help desk (中小企業DX相談窓口) reach its plan of sending experts to"
        " 30 companies in FY2025?"
    )
    assert not wards.ask(question).text.startswith(("Yes", "No"))


def test_the_kind_of_what_stands_under_a_measure_is_not_read_from_its_name(
    wards: Assistant,
) -> None:
    answer = wards.ask("鷹浦市の施策1-2「区役所窓口の改革」の取組をすべて挙げてください。")
    assert [found.name for found in answer.projects] == [
        "六区統一の書かない窓口",
        "窓口予約・混雑状況の配信",
        "おくやみコーナーの全区設置",
        "リモート窓口の設置",
    ]


def test_projects_by_a_step_that_no_quote_marks(islands: Assistant) -> None:
    answer = islands.ask("椚台市のアクションプランで、令和10年度に完了する予定の取組はどれですか。")
    assert [found.name for found in answer.projects] == [
        "公金収納のキャッシュレス拡大",
        "重複システムの統廃合",
    ]


@pytest.mark.parametrize(
    "question",
    [
        "How many calls per year does Takaura expect its AI voice response (AI音声応答) to handle?",
        "菊瀬市の「のりきく」って朝は何時から走ってるの？",
        "菊瀬市のデジタル研修の修了者のうち、女性は何人ですか。",
        "菊瀬市のスマート畜産の推進の年間販売額はいくらですか。",
    ],
)
def test_a_figure_of_something_else_is_no_answer(wards: Assistant, question: str) -> None:
    assert not wards.ask(question).answerable


def test_a_project_without_figures_is_told_those_of_its_name(islands: Assistant) -> None:
    history = ["帆坂市の生成AIの全庁展開について教えて"]
    answer = islands.ask("令和11年度の目標値は？", history)
    assert answer.text.startswith(
        "「生成AIを週1回以上利用する職員の割合」（帆坂市）の目標値（令和11年度、2029年度）は、80.0％です。"
    )


def test_projects_of_a_class_come_before_rows_of_the_tree(silk: Assistant) -> None:
    answer = silk.ask("豊桑市の計画で、区分が「継続」となっている事業をすべて挙げてください。")
    assert [found.name for found in answer.projects] == [
        "デジタルよりあい所の開催",
        "標準準拠システムの運用経費の最適化",
        "公文書のペーパーレス化",
        "情報セキュリティ監査とCSIRTの強化",
    ]


def test_projects_with_circled_digits_stand_below_coded_measures(plains: Assistant) -> None:
    found = project(plains, "除雪車位置情報・要望受付事業")
    assert found.number == "⑧"
    assert [value.text for value in found.hierarchy] == [
        "施策2-1 雪と災害に強いまち",
        "戦略2 雪国の安心と地域産業の活力",
    ]
    answer = plains.ask("弓野市の施策2-1「雪と災害に強いまち」にはどの事業がありますか。")
    assert [named.name for named in answer.projects] == [
        "除雪車位置情報・要望受付事業",
        "屋根雪・空き家見守りセンサー事業",
        "避難所受付デジタル化事業",
    ]


def test_offices_go_on_below_their_cell(plains: Assistant) -> None:
    found = project(plains, "ゆんたくスマホ教室")
    assert [value.text for value in found.departments] == [
        "生涯学習課",
        "企画政策課",
        "福祉介護課",
    ]


def test_a_term_on_a_line_of_its_own_is_of_the_row_below(plains: Assistant) -> None:
    held = plains.catalogue.terms.values()
    told = {t.name: t.definition.text for t in held if t.document_id == "yumino-dx-plan-2025"}
    assert told["デジタルとなりさん"] == (
        "高齢者などのデジタル利用を身近で手助けする、市が養成した学生等のボランティア"
    )
    assert "フロントヤード改革" in told


def test_a_question_of_the_plan_is_known_by_all_of_its_words(plains: Assistant) -> None:
    answer = plains.ask("名嘉浜町では、観光客も地域通貨「なかペイ」を使えますか。")
    assert answer.text.startswith(
        "名嘉浜町：使えます。ただし、プレミアム分（上乗せ）が付くのは町民のみです。"
    )


def test_a_numbered_priority_is_above_its_sheets(north: Assistant) -> None:
    answer = north.ask(
        "幌志別市の重点取組３「稼ぐ力と学びのデジタル化」に含まれる取組をすべて挙げてください。"
    )
    assert [found.name for found in answer.projects] == [
        "酪農・畑作のスマート農業支援",
        "漁業データの共有と操業の効率化",
        "観光データの活用と周遊アプリ",
        "商店・中小企業のデジタル相談窓口",
        "GIGA第2期の学びと校務のクラウド化",
    ]


def test_a_result_and_whether_it_met_its_target(north: Assistant) -> None:
    answer = north.ask(
        "幌志別市の前計画で、オンライン申請のできる手続数の令和6年度の実績はいくつで、"
        "目標は達成しましたか。"
    )
    assert answer.text.startswith("いいえ。目標に達していません。")
    assert "実績値（令和6年度、2024年度） 42手続" in answer.text
    assert "達成状況：未達成" in answer.text


def test_who_advises_is_told_by_what_they_are(north: Assistant) -> None:
    answer = north.ask("Who serves as CIO補佐官 in Kusumiya (樟宮市)?")
    assert "大学の研究者を委嘱します" in answer.text
