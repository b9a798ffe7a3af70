"""Plans as cities commonly publish them: terms over explanations, tables with a line a cell,
years over steps, a former plan's results, reasons by number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.ingest.blocks import read_blocks
from assistant.ingest.lines import read_lines
from assistant.ingest.stacked_cells import find_stacked_cells
from tests.conftest import ROOT, over, project

if TYPE_CHECKING:
    from assistant.pipeline import Assistant


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The assistant over the plans of a port city and of a mountain town."""
    return over("shiotsu_narasawa", tmp_path_factory)


@pytest.fixture(scope="module")
def inland(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The assistant over a plan and a progress report."""
    return over("katsumi_kayasawa", tmp_path_factory)


@pytest.fixture(scope="module")
def castle(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The assistant over sheets with a line a value, and over the plan of a ward."""
    return over("iwakuma_yanagibori", tmp_path_factory)


@pytest.fixture(scope="module")
def snow(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The assistant over tables with pipes, and over prose under numbered headings."""
    return over("koshizawa_tochione", tmp_path_factory)


def terms(assistant: Assistant, document_id: str) -> dict[str, str]:
    """The explanations of a document's terms."""
    held = assistant.catalogue.terms.values()
    return {t.name: t.definition.text for t in held if t.document_id == document_id}


def test_terms_and_explanations_that_take_turns_by_lines_are_a_glossary(inland: Assistant) -> None:
    told = terms(inland, "kayasawa-dx-progress-2025")
    assert told["シナリオ"] == "RPAに行わせる操作の手順を記したもの。"
    assert told["DXサポーター"] == (
        "各課で業務改善とデジタル活用の中心となる職員。所属長の推薦により指名する。"
    )
    assert "午睡センサー" in told
    assert "プロポーザル" in told


def test_rows_of_letters_between_the_terms_are_no_terms(harbour: Assistant) -> None:
    told = terms(harbour, "narasawa-dx-plan-2026")
    assert told["複式学級"] == "2つ以上の学年の児童で編制する学級。"
    assert told["フレイル"].endswith("健康と要介護の間の状態。")
    assert not any(name.startswith("【") or name.endswith("行】") for name in told)


def test_a_table_with_a_line_a_cell_is_read_by_rows(inland: Assistant) -> None:
    text = (ROOT / "tests/data/katsumi_kayasawa/kayasawa-dx-progress-2025.txt").read_text("utf-8")
    lines = read_lines(text)
    (patch,) = find_stacked_cells(text, lines.spans, lines.furniture)
    told = "".join(p if isinstance(p, str) else p.of(text) for p in patch.pieces)
    assert told.splitlines() == [
        "評価\t基準",
        "Ｓ\t目標を大きく上回った（達成率110％以上）",
        "Ａ\tおおむね計画どおり（達成率90％以上110％未満）",
        "Ｂ\tやや遅れている（達成率60％以上90％未満）",
        "Ｃ\t大幅に遅れている（達成率60％未満、又は未着手）",
        "－\t令和６年度は評価の対象としない（令和７年度以降に着手する取組）",
    ]
    answer = inland.ask("茅沢市の進捗状況報告書で、評価「Ｂ」はどのような基準ですか。")
    assert "やや遅れている（達成率60％以上90％未満）" in answer.text


def test_steps_below_years_of_their_own_lines_have_these_years(harbour: Assistant) -> None:
    steps = project(harbour, "魚市場の電子化").schedule
    assert [(step.item.text, step.years) for step in steps] == [
        ("関係者協議", (2025,)),
        ("設計・機器調達", (2026,)),
        ("ぶり・たい類で開始", (2027,)),
        ("全魚種に拡大", (2028,)),
    ]


def test_indicators_of_one_name_in_two_tables_are_two(inland: Assistant) -> None:
    """The former plan's target of R6 stands beside the new plan's of R9 and R11."""
    held = [
        {value.year: value.value.text for value in indicator.values if value.kind == "target"}
        for indicator in inland.catalogue.indicators.values()
        if indicator.name.text == "電子決裁率" and indicator.document_id == "katsumi-dx-plan-2025"
    ]
    assert held == [{2024: "60.0%"}, {2027: "70.0%", 2029: "95.0%"}]
    asked = "葛見市の第１期計画で、令和6年度の電子決裁率の目標は何%でしたか。"
    assert "60.0%" in inland.ask(asked).text


def test_a_reason_by_number_belongs_to_its_project(inland: Assistant) -> None:
    told = project(inland, "観光デジタルマップの整備")
    reasons = [part.value.text for part in told.fields if part.label == "理由"]
    assert reasons == ["秋以降の情報の更新が滞り、閲覧が伸びなかったため"]
    history = ["茅沢市の観光デジタルマップの閲覧数は令和6年度どうだった？"]
    answer = inland.ask("なんで目標に届かなかったの？", history)
    assert "秋以降の情報の更新が滞り、閲覧が伸びなかったため" in answer.text


def test_a_short_line_behind_a_whole_item_is_no_part_of_it() -> None:
    text = "・導入園の時間は減りました。\n評価\nＡ\n課題\n・電波が届きません。\n35\n"
    items = [block.span.of(text) for block in read_blocks(text) if block.kind == "item"]
    assert items == ["・導入園の時間は減りました。", "・電波が届きません。\n35"]


def test_the_row_itself_tells_whether_a_target_was_met(harbour: Assistant) -> None:
    asked = "汐津市の第1次計画で、マイナンバーカード保有枚数率は目標を達成しましたか。"
    text = harbour.ask(asked).text
    assert text.startswith("いいえ。")
    assert "78.9％" in text
    assert "評価：未達成" in text


@pytest.mark.parametrize(
    ("question", "office"),
    [
        ("汐津市のCIOって誰がやってるの？", "最高情報責任者（CIO）は副市長が務め"),
        ("楢沢町のCIOは誰が務めますか。", "CIO（最高情報統括責任者）は副町長とし"),
    ],
)
def test_who_holds_an_office_is_told_by_rank(
    harbour: Assistant, question: str, office: str
) -> None:
    assert office in harbour.ask(question).text


def test_an_office_in_a_row_is_told_by_rank(inland: Assistant) -> None:
    asked = "葛見市のDX推進計画で、CIO(最高情報統括責任者)は誰が務めますか。"
    assert "担当：副市長" in inland.ask(asked).text


def test_what_a_rate_means_is_no_figure(harbour: Assistant) -> None:
    text = harbour.ask("汐津市の計画に出てくる有収率って何のこと？").text
    assert text.startswith(
        "「有収率」（汐津市）：配水した水量のうち、料金の対象となった水量の割合。"
    )


def test_how_many_of_each_kind_is_told_by_the_statement(harbour: Assistant) -> None:
    asked = "楢沢町の前計画の24事業は、完了・継続中・中止がそれぞれ何事業でしたか。"
    assert (
        "完了したものは15事業、継続中のものは7事業、中止したものは2事業" in harbour.ask(asked).text
    )


def test_the_statement_with_the_topic_of_the_question_answers_it(inland: Assistant) -> None:
    """Not the row of an indicator that happens to be 未達成."""
    text = inland.ask("葛見市の第１期計画で未達成となった取組は何ですか。").text
    assert "「電子決裁の導入」と「市税の口座振替のWeb受付」です。" in text


def test_what_was_put_off_is_not_done(inland: Assistant) -> None:
    text = inland.ask("茅沢市の印鑑登録のシステム、標準のやつへの移行はもう終わったの？").text
    assert text.startswith("いいえ。")
    assert "移行を延期しました" in text


def rows_of_stacked_cells(name: str) -> list[list[str]]:
    """The rows of each table with a line a cell."""
    text = (ROOT / "tests" / "data" / name).read_text("utf-8")
    lines = read_lines(text)
    found = find_stacked_cells(text, lines.spans, lines.furniture)
    told = [
        "".join(p if isinstance(p, str) else p.of(text) for p in patch.pieces) for patch in found
    ]
    return [table.splitlines() for table in told]


def test_answers_over_their_shares_and_heads_that_go_on_in_brackets_are_tables() -> None:
    tables = rows_of_stacked_cells("iwakuma_yanagibori/iwakuma-dx-plan-2025.txt")
    assert ["区分\t取組数", "完了\t12", "一部実施\t4", "未実施\t2"] in tables
    reasons = next(table for table in tables if table[0].startswith("窓口のほうが安心できる"))
    assert reasons == [
        "窓口のほうが安心できる\t46.1%",
        "できることを知らなかった\t41.7%",
        "操作が難しそう\t33.0%",
        "手続の機会がなかった\t28.5%",
        "個人情報が心配\t21.9%",
    ]
    indicators = tables[-1]
    assert indicators[:2] == [
        "施策番号\t指標\t現状値\t中間目標（令和9年度）\t最終目標（令和11年度）",
        "1-1\t転入手続の平均所要時間\t52分\t30分\t25分",
    ]
    assert len(indicators) == 29


def test_steps_below_a_year_from_which_they_go_on(castle: Assistant) -> None:
    steps = project(castle, "生成AIとRPAの活用").schedule
    assert steps[0].item.text == "生成AIの全庁利用開始（5月）"
    assert steps[0].years == (2025,)
    assert steps[1].item.text == "RPAの対象業務の拡大"
    assert steps[1].years == (2026, 2027, 2028, 2029)


def test_the_front_of_a_document_is_no_project(castle: Assistant) -> None:
    names = [project.name.text for project in castle.catalogue.projects.values()]
    assert "柳堀区DX推進方針・実施計画" not in names


def test_of_two_tables_the_one_whose_target_is_set_last_is_told(castle: Assistant) -> None:
    """The former plan's target of R6 was 50 %."""
    asked = "柳堀区の電子契約の利用率の目標は何%ですか。"
    assert "80%" in castle.ask(asked).text


def test_a_result_tells_how_it_stands_where_there_is_no_figure_to_start_from(
    castle: Assistant,
) -> None:
    answer = castle.ask("柳堀区では？", ["岩隈市の証明書のコンビニ交付率は今どれくらい？"])
    assert "実績値（令和6年度、2024年度）は、58.9%です。" in answer.text


def test_the_rating_of_a_row_is_told_beside_its_figure(castle: Assistant, snow: Assistant) -> None:
    share = castle.ask(
        "What was Yanagibori's (柳堀区) actual FY2024 share of staff teleworking, "
        "and which rating did it get?"
    )
    assert "30.5%" in share.text
    assert "評価: ○" in share.text
    contracts = snow.ask(
        "越沢市の電子契約は、令和7年度（12月末）の実績が何％で、評価は何でしたか。"
    )
    assert "11.7%" in contracts.text
    assert "評価：C" in contracts.text


def test_rows_that_a_table_rates_are_listed_by_their_rating(castle: Assistant) -> None:
    answer = castle.ask("柳堀区の令和6年度の実績で、二重丸（◎）がついた指標ってどれ？")
    assert [line.rsplit("[", 1)[0] for line in answer.text.splitlines()] == [
        "柳堀区（4項目）：",
        "- オンライン申請が可能な手続数：評価 ◎",
        "- 区公式LINEの友だち数：評価 ◎",
        "- 証明書のコンビニ交付率：評価 ◎",
        "- スマホ講座の受講者数（3年間の累計）：評価 ◎",
    ]


def test_a_roadmap_by_number_gives_its_steps_to_the_projects(snow: Assistant) -> None:
    steps = project(snow, "デジタル地域通貨「こしか」の発行").schedule
    assert [(step.item.text, step.years) for step in steps] == [
        ("検討", (2025,)),
        ("構築", (2026,)),
        ("発行開始", (2027, 2028)),
    ]


def test_how_it_stands_in_prose_is_no_figure(snow: Assistant) -> None:
    held = [value.value.text for i in snow.catalogue.indicators.values() for value in i.values]
    assert not [text for text in held if text.endswith("。")]


def test_a_column_of_policies_holds_no_targets(snow: Assistant) -> None:
    """基本目標 １ is the policy; the target is ７２０."""
    (visits,) = [
        {value.year: value.value.text for value in indicator.values}
        for indicator in snow.catalogue.indicators.values()
        if indicator.name.text == "谷の診療室の年間受診者数"
    ]
    assert visits == {2028: "３６０", 2030: "７２０"}


def test_a_quote_from_a_long_table_is_the_whole_row(snow: Assistant) -> None:
    answer = snow.ask("越沢市の公式LINEの登録者数は、令和10年度に何人を目標としていますか。")
    assert "| 1-4 | 市公式LINE登録者数 | 13,420人 | 18,000人 |" in answer.citations[0].quote


def test_how_long_a_term_of_office_is_asks_for_no_date(snow: Assistant) -> None:
    asked = "越沢市の推進体制で、各課に置くDXリーダーの任期は何年ですか。"
    assert "任期は2年。" in snow.ask(asked).text
