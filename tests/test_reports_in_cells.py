"""Reports whose titles have their rating in the cell beside them, overviews with codes in
brackets, and what questions ask of a plan as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.build import build
from assistant.pipeline import Assistant
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.datamodels import Answer, Project

DATA = Path(__file__).parent / "data"
PLANS = Path(__file__).parents[1] / "corpus"


def opened(corpus: Path, index: Path) -> Assistant:
    settings = Settings(corpus=corpus, index=index)
    build(settings)
    return Assistant.open(settings)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """A plan and the report of a ward, each project's rating in a cell of its title's row."""
    return opened(DATA / "hozumino_ashihara", tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """A plan with a class behind its titles, and one with its codes in brackets."""
    return opened(DATA / "kirigaura_tochinose", tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """A plan with three layouts of sheets."""
    return opened(DATA / "shiomihara", tmp_path_factory.mktemp("sheets"))


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened(PLANS, tmp_path_factory.mktemp("plans"))


def project(assistant: Assistant, name: str) -> Project:
    (found,) = (p for p in assistant.catalogue.projects.values() if p.name.text == name)
    return found


def text(answer: Answer) -> str:
    return answer.text.replace("\n", " ")


def test_a_rating_in_the_cell_beside_a_title_opens_a_sheet(report: Assistant) -> None:
    """事業05 … | 評価 × | （前年度 △）: the sheet below it belongs to the project, whole."""
    found = project(report, "マイナンバーカードの多目的利用")
    assert (found.number, found.rating and found.rating.text) == ("05", "×")
    assert [d.text for d in found.departments] == ["戸籍住民課", "中央図書館", "スポーツ振興課"]
    figures = [(v.kind, v.year, v.value.text) for i in found.indicators for v in i.values]
    assert ("target", 2027, "20,000") in figures
    assert ("actual", 2025, "7,140") in figures
    told = {f.label: f.value.text for f in found.fields}
    assert told["【令和8年度の予定】"].startswith("読取機をスマートフォン搭載の電子証明書に")


def test_a_title_above_a_long_line_is_no_wrapped_text(report: Assistant) -> None:
    """All measures of the plan, also those whose names are half as long as the lines below."""
    of_plan = [p for p in report.catalogue.projects.values() if p.document_id.startswith("hozu")]
    assert len(of_plan) == 30
    assert project(report, "庁内ネットワークのβ´モデルへの移行").number == "3-2-②"


def test_explanations_without_full_stops_are_a_glossary(report: Assistant) -> None:
    terms = {t.name: t.definition.text for t in report.catalogue.terms.values()}
    assert terms["ＲＡＧ"] == "文書を検索し、その内容を踏まえて生成ＡＩに回答させる技術"
    assert terms["標準準拠システム"] == (
        "国が定めた標準仕様に合わせて作られた、住民記録や税などの業務システム"
    )


def test_projects_are_listed_by_the_word_of_a_legend(report: Assistant) -> None:
    """前倒し is what the legend calls ◎."""
    answer = report.ask("葦原区で「前倒し」になった事業ってどれ？")
    assert text(answer).startswith("3件あります。")
    for name in ("書かない・待たない窓口の拡大", "スマホサロン", "生成AIの業務活用"):
        assert name in answer.text


def test_several_states_are_asked_for_at_once(report: Assistant) -> None:
    answer = report.ask(
        "In Ashihara's progress report, which projects came to an end, were scrapped or were "
        "merged into another one?"
    )
    assert text(answer).startswith("3 projects are listed.")
    for name in ("案内ロボットの実証", "人流データを活用したまちづくり", "電子契約の導入"):
        assert name in answer.text


def test_the_rating_of_the_year_before_is_told_with_this_years(report: Assistant) -> None:
    answer = report.ask(
        "葦原区の「RPA・AI-OCRの活用」の令和7年度の評価と、前年度の評価は何でしたか。"
    )
    assert "R6評価 △、R7評価 ○" in answer.text


def test_how_much_was_reached_is_told_with_the_figures(report: Assistant) -> None:
    answer = report.ask("穂積野市の第1期計画で、電子契約率の目標・実績・達成率・評価は？")
    for told in ("50.0％", "33.5％", "達成率：67.0％", "評価：Ｃ"):
        assert told in answer.text


def test_a_class_behind_a_title_is_no_part_of_the_name(town: Assistant) -> None:
    """電子決裁の徹底とペーパーレス化　　区分　継続."""
    found = project(town, "電子決裁の徹底とペーパーレス化")
    assert [m.text for m in found.marks] == ["継続"]
    answer = town.ask("桐ヶ浦市の取組で、区分が「継続」になってるのってどれ？")
    assert text(answer).startswith("3件あります。")


def test_codes_in_brackets_bring_overview_and_sheets_together(town: Assistant) -> None:
    """【A4】どこでも納付 is no. A4 of the overview, and the indicators of A4 are its own."""
    found = project(town, "どこでも納付")
    assert (found.number, [m.text for m in found.marks]) == ("A4", ["新規"])
    assert [i.name.text for i in found.indicators] == [
        "eL-QRに対応した納付書の種類",
        "窓口収納のうちキャッシュレスの割合",
    ]


def test_partners_end_where_the_items_begin(town: Assistant) -> None:
    """協力：猟友会 is one line; what is done stands below it."""
    found = project(town, "わなセンサーとドローンによる鳥獣対策")
    told = {f.label: f.value.text for f in found.fields}
    assert told["協力"] == "猟友会"
    assert "出没の地図を統合型GISに重ねて公開します。" in found.values_of("summary")[0].value.text


def test_a_sentence_tells_what_a_quoted_word_sums_up(town: Assistant) -> None:
    late = town.ask("桐ヶ浦市の前計画で「遅れ」と評価された事業を挙げてください。")
    chosen = town.ask("栃ノ瀬町が「重点5施策」としている施策は何ですか。")
    assert "①公共施設予約システムの更新、②テレワークの定着" in late.text
    assert "A10集落スマホよろず相談" in without_spaces(chosen.text)


def without_spaces(shown: str) -> str:
    return shown.replace(" ", "").replace("\n", "")


def test_the_plan_before_is_told_by_its_name(town: Assistant) -> None:
    answer = town.ask("桐ヶ浦市デジタル推進計画の前の計画は何という名称ですか。")
    assert "「桐ヶ浦市スマート市役所推進計画」" in answer.text


def test_what_is_lost_is_no_yes(town: Assistant) -> None:
    """That the counter exists does not say that paper is gone."""
    answer = town.ask("桐ヶ浦市で書かない窓口が始まると、紙で申請できなくなりますか。")
    assert not answer.text.startswith("はい")


@pytest.mark.parametrize(
    ("question", "office"),
    [
        ("DXを推進する中心の課は、柏市・伊勢崎市でそれぞれどこですか。", "企画部経営企画課は"),
        ("Which division leads DX in Kashiwa?", "企画部DX推進課を中心に"),
    ],
)
def test_the_office_that_drives_a_plan(plans: Assistant, question: str, office: str) -> None:
    """No project's section answers for the whole plan."""
    assert office in plans.ask(question).text


def test_a_status_report_of_parents_is_no_document(plans: Assistant) -> None:
    """Childcare status reports (現況届) are not the city's progress report."""
    answer = plans.ask(
        "How many hours of work on the childcare status reports (現況届) does Kashiwazaki aim to "
        "save by FY2029?"
    )
    assert "455h (95h削減)" in answer.text
    assert answer.citations[0].document_id == "kashiwazaki-dx-plan-2026"


def test_a_section_is_listed_by_its_whole_title(plans: Assistant) -> None:
    """Three sections have nearly one title: the words in front tell which is meant."""
    answer = plans.ask(
        "柏市のガイドラインで、「だれもが『つながる市役所』」実現のための施策例を挙げてください。"
    )
    assert "GIGAスクール構想に基づくICTの効果的な活用の推進" in answer.text
    assert text(answer).startswith("柏市（4項目）：")


def figures_of(found: Project, name: str) -> list[tuple[str, int | None, str]]:
    (told,) = (i for i in found.indicators if i.name.text == name)
    return [(v.kind, v.year, v.value.text) for v in told.values]


def test_a_table_with_a_year_a_row_gives_each_column_its_years(sheets: Assistant) -> None:
    """年度 | 1日平均利用者数 | …, over 基準値（R6） | 38人 | … and R8 | 60人 | …."""
    found = project(sheets, "AIデマンド交通「しおかぜ号」の運行")
    assert [i.name.text for i in found.indicators] == [
        "1日平均利用者数",
        "アプリ予約の割合",
        "運行台数",
    ]
    assert figures_of(found, "1日平均利用者数") == [
        ("baseline", 2024, "38人"),
        ("target", 2026, "60人"),
        ("target", 2027, "75人"),
        ("target", 2028, "110人"),
        ("target", 2029, "120人"),
        ("target", 2030, "130人"),
    ]


def test_heads_over_heads_move_no_year(sheets: Assistant) -> None:
    """指標 | 基準値 | | 目標値, over 年度 | 値 | R8 …: the first target is that of R8."""
    found = project(sheets, "生成AIの業務活用")
    assert [(year, told) for kind, year, told in figures_of(found, "生成AIの月間利用者数")] == [
        (None, "60"),
        (2026, "250"),
        (2027, "350"),
        (2028, "400"),
        (2029, "420"),
        (2030, "430"),
    ]


def test_heads_that_slipped_by_a_column_are_set_right(plans: Assistant) -> None:
    """Toyama's 現状 has no year and R 7 stands over the first year planned: what is printed
    under R 8 is of R 9, as in its other sheets."""
    found = project(plans, "業務システムの標準化・共通化")
    assert figures_of(found, "標準化完了業務数") == [
        ("baseline", 2025, "2業務"),
        ("target", 2027, "18業務"),
    ]


def test_population_by_census_is_no_target(tmp_path: Path) -> None:
    """Years a row without a start or a target are statistics."""
    town = opened(DATA / "sumise_unezawa", tmp_path)
    told = [i for i in town.catalogue.indicators.values() if "人口" in i.name.text]
    assert [v.kind for i in told for v in i.values if v.kind == "target"] == []


def test_projects_are_listed_by_their_priority(sheets: Assistant) -> None:
    answer = sheets.ask("優先度Bの事業を挙げてください。")
    assert text(answer).startswith("3件あります。")
    for name in ("テレワーク環境の再整備", "水道スマートメーターの実証", "「しおぽ」の展開"):
        assert name in answer.text


def test_those_that_only_take_part_are_asked_for(sheets: Assistant) -> None:
    """水道業務課（長寿支援課）: the section in brackets takes part, and is not in charge."""
    answer = sheets.ask("長寿支援課が協力課として加わる事業は？")
    assert text(answer).startswith("3件あります。")
    for name in ("「しおかぜ号」", "水道スマートメーターの実証", "「しおぽ」の展開"):
        assert name in answer.text
    assert "スマホよろず相談所" not in answer.text


def test_a_guide_to_the_sheets_is_no_project(sheets: Assistant) -> None:
    """【個票の見方】 explains the labels; what it numbers opens no sheet."""
    assert [p.number for p in sheets.catalogue.projects.values()] == [
        *(f"1-{n}" for n in range(1, 8)),
        *(f"2-{n}" for n in range(1, 8)),
        *(f"3-{n}" for n in range(1, 8)),
    ]
