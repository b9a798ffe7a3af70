"""The type of value that a question asks for, and whether a text states one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answering.understand import understand
from assistant.datamodels import Fact, Span
from assistant.pipeline import Assistant
from assistant.retrieval.features import tells_years
from assistant.retrieval.stated import states
from assistant.retrieval.wanted import Wanted, wanted_value


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("DX推進課の電話番号は？", Wanted("contact")),
        ("What is the e-mail address of the DX division?", Wanted("contact")),
        ("有収率って何のこと？", None),
        ("システムを買うときの費用を抑える手立ては何ですか。", None),
        ("値段はふつうのメーターと比べてどうなの？", None),
        (
            "力を入れてほしい人の割合は、全体とお年寄りとでどう違いますか。",
            Wanted("percent", frozenset({"%"})),
        ),
        ("市長の年齢は？", Wanted("number", frozenset({"歳"}))),
        ("何か国語に対応していますか。", Wanted("number", frozenset({"か国語", "言語"}))),
        (
            "How many languages does it support?",
            Wanted("number", frozenset("言語 か国語 ヶ国語 カ国語".split())),
        ),
        (
            "何種類の言葉に対応していますか",
            Wanted("number", frozenset("言語 か国語 ヶ国語 カ国語 種類 つ".split())),
        ),
        ("源泉は何度ですか", Wanted("number", frozenset({"度", "℃"}))),
        ("利用率は何%ですか", Wanted("percent", frozenset({"%"}))),
        ("いつ始まりますか", Wanted("date")),
        ("予算はいくらですか", Wanted("money", frozenset({"円"}))),
        ("施設使用料は何施設で払えますか", Wanted("number", frozenset({"施設"}))),
        ("何社から聞きますか", Wanted("number", frozenset({"社", "者", "事業者"}))),
        ("年間どのくらい観光客が来ていますか", Wanted("number", frozenset({"人", "者", "%"}))),
        ("何を目指していますか", None),
        ("How many telework days were there?", Wanted("number", frozenset({"日"}))),
        (
            "延べ何人が使い、用件は何件でしたか",
            Wanted("number", frozenset("人 者 件 手続 回 業務".split())),
        ),
        ("デジタル化までは何本位ですか", None),
        ("何時から何時までですか", Wanted("number", frozenset({"時"}))),
        ("保険証として使えるのは何時から", Wanted("date")),
        ("延長窓口は何曜日に開いていますか", Wanted("weekday")),
        (
            "参加者の満足度はどれくらいでしたか",
            Wanted("percent", frozenset({"%", "点", "ポイント"})),
        ),
        ("タクシー券 1回あたり 助成額", Wanted("money", frozenset({"円"}))),
        ("By how much will the cost of the system fall?", Wanted("number")),
        ("決済端末 設置窓口数", Wanted("number", counted=True)),
        ("How many pupils joined?", Wanted("number", frozenset({"人", "名", "者"}), counted=False)),
        ("How many times the old price is the new one?", Wanted("number", frozenset({"倍"}))),
        (
            "How many times is the seminar held?",
            Wanted("number", frozenset({"回", "件", "度"})),
        ),
        ("手数料はすべて電子で払えますか", None),
        ("利用率は7割を超えていますか", Wanted("percent", frozenset({"%"}))),
        ("残業は最終的にいくらにしますか", None),
        ("料金をスマホで払えるのはいつからですか", Wanted("date")),
        ("Which division runs the free-address office?", None),
        ("What was the voter turnout?", Wanted("percent", frozenset({"%"}))),
        ("機械で自分で取る人は、今どれくらいの割合ですか", Wanted("percent", frozenset({"%"}))),
        ("手続の混む時期に困っていることは何ですか", None),
        ("混む時期の順番待ちは道路にどう影響しますか", None),
        ("事業の開始時期は", Wanted("date")),
        ("Who do they practise with when they train?", None),
        ("The revised plan is published, and when does it take effect?", Wanted("date")),
        ("新しい計器はふつうの物よりどのくらい値段が高いですか", Wanted("number")),
        ("How many times pricier is the new meter?", Wanted("number", frozenset({"倍"}))),
        ("Who will build the systems instead of the vendors?", None),
        ("いつもの受付時間のあとも開けている窓口", None),
        ("動かすための費用をどのくらい下げたいのですか", Wanted("number")),
        ("どのくらいの頻度で見直しますか", Wanted("date")),
        (
            "How many vacant houses are there?",
            Wanted("number", frozenset({"戸", "軒", "件", "棟", "世帯"})),
        ),
    ],
)
def test_a_question_asks_for_a_type_of_value(
    assistant: Assistant, question: str, wanted: Wanted | None
) -> None:
    """Type and unit follow from the words of the question."""
    assert wanted_value(understand(question, assistant.catalogue)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted", "told"),
    [
        ("電話 0257-23-5111（内線 123）", Wanted("contact"), True),
        ("柏市企画部DX推進課 2022.4", Wanted("contact"), False),
        ("翻訳アプリは12か国語に対応します", Wanted("number", frozenset({"か国語"})), True),
        ("多言語対応の翻訳アプリを入れます", Wanted("number", frozenset({"か国語"})), False),
        ("65歳以上の割合は35％です", Wanted("percent", frozenset({"%"})), True),
        ("令和8年度に開始します", Wanted("date"), True),
        ("順次開始します", Wanted("date"), False),
        ("毎週火曜日に開きます", Wanted("weekday"), True),
        ("開庁時間は年236時間です", Wanted("weekday"), False),
        ("無線LANの規格の一つ。", Wanted("number", frozenset({"か所", "つ"})), False),
        ("2現金不要のキャッシュレス窓口", Wanted("number", counted=True), False),
        ("1人1台環境を活用します", Wanted("number", frozenset({"台"})), False),
        ("それに基づき20の業務を標準化対象と定め", Wanted("number", frozenset({"業務"})), True),
        ("年間約62万時間を費やす", Wanted("number", frozenset({"時間", "h"})), True),
        ("町が管理する橋は143あり", Wanted("number", counted=True), True),
        ("令和8年度に橋を点検します", Wanted("number", counted=True), False),
        ("導入から10年以上が経過し", Wanted("number"), True),
        ("現状値（令和5年度）：45.3日", Wanted("number"), True),
        ("令和7年10月1日から始めます", Wanted("number"), False),
        ("除雪車1台につき2名が必要です", Wanted("number", frozenset({"台"})), False),
        ("1件当たりの業務時間は220分です", Wanted("number", counted=True), False),
    ],
)
def test_a_text_states_a_value_of_the_type(text: str, wanted: Wanted, told: bool) -> None:
    """A statement near to the question that states no such value is no answer."""
    assert states(text, wanted) is told


@pytest.mark.parametrize(
    ("question", "years", "document_years"),
    [
        ("電子決裁率の令和7年度の実績は何%ですか。", (2025,), ()),
        ("令和5年度実績の報告書で、評価がCの事業は？", (), (2023,)),
        ("進行管理報告書（令和5年度実績分）の評価は？", (), (2023,)),
        ("令和8年度の目標は？", (2026,), ()),
    ],
)
def test_a_year_is_asked_about_or_names_a_document(
    assistant: Assistant, question: str, years: tuple[int, ...], document_years: tuple[int, ...]
) -> None:
    """A report is named by its year; 実績 alone names none."""
    query = understand(question, assistant.catalogue)
    assert (query.years, query.document_years) == (years, document_years)


def test_the_period_of_a_plan_tells_no_year(assistant: Assistant) -> None:
    """柏市DX推進ガイドライン 2022-2025 is of every year between, so its title tells none."""
    query = understand("柏市の2022年度の目標は？", assistant.catalogue)
    fact = Fact(
        "statement", document_id="kashiwa-dx-guideline-2022", span=Span(0, 1), text="市役所"
    )
    assert not tells_years(query, fact, assistant.catalogue)
    dated = replace(fact, text="2022年度に開始します")
    assert tells_years(query, dated, assistant.catalogue)


@pytest.mark.parametrize(
    "question",
    [
        "柏崎市の市長の年齢は？",
        "柏市のDX推進課の電話番号って何番？",
        "伊勢崎市のコミュニケーション支援ツールは何か国語に対応していますか。",
        "柏崎市の公共施設予約システム更新を受託する事業者の名称を教えてください。",
        "In which month was Isesaki's DX plan formally adopted?",
        "What is the telework implementation rate among Kashiwa City staff?",
        "柏崎市で雪をどける車は全部で何台ありますか。",
        "柏崎市のドローン配送事業の担当課はどこですか。",
        "伊勢崎市のスマホ教室って、どこの会場でやってるの？",
        "富山市で使われなくなった学校の跡地として活用の対象になるのは、何という名前の学校ですか。",
        "What My Number Card ownership rate does Kashiwazaki's second DX plan target for R11?",
    ],
)
def test_a_value_that_is_not_stated_is_refused(assistant: Assistant, question: str) -> None:
    """What is near in words but states no such value is no answer."""
    assert not assistant.ask(question).answerable


@pytest.mark.parametrize(
    "question",
    [
        "汐坂市の予約制乗合交通「しおのり」に国から出ている補助金は年間いくらですか。",
        "Who are the two DX advisors of Shiosaka City? Please give their names.",
        "汐坂市の電子図書館で一番借りられてる本って何？",
        "楠宮区の庁内専用の生成AI「くすのきAI」はどの事業者の製品を使いますか。",
    ],
)
def test_another_sum_name_or_order_is_no_answer(further_cities: Assistant, question: str) -> None:
    """A fare is no subsidy, an opinion no name, and a book no most borrowed one."""
    assert not further_cities.ask(question).answerable


def test_a_target_is_no_result(assistant: Assistant) -> None:
    """The result of a year that has only a target is refused, with what there is."""
    answer = assistant.ask("柏崎市の決裁文書の電子化率の令和6年度の実績は何%でしたか。")
    assert not answer.answerable
    assert "目標値（令和6年度、2024年度） 65%" in answer.text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("蓮ヶ瀬市のCISOはどなたですか。", "総務部長が務めます。"),
        ("蓮ヶ瀬市のCIOは誰が務めますか。", "副市長が務めます。"),
        ("汐見野市のDX推進本部の本部長は誰ですか。", "市長を本部長とする"),
    ],
)
def test_the_rank_that_holds_an_office_is_told(
    more_cities: Assistant, question: str, told: str
) -> None:
    """An office is held by a rank; that is no person's name."""
    answer = more_cities.ask(question)
    assert answer.answerable
    assert told in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "蓮ヶ瀬市のCISOの氏名は？",
        "汐見野市のCDO補佐官って何ていう名前の人？",
        "蓮ヶ瀬市と共同で水位の予測手法を検証した大学の名前を教えてください。",
    ],
)
def test_a_name_that_no_statement_gives_is_not_told(more_cities: Assistant, question: str) -> None:
    """Neither of a person nor of a body."""
    assert not more_cities.ask(question).answerable


def test_a_step_tells_the_figure_that_an_indicator_lacks(further_cities: Assistant) -> None:
    """The target is of another year; the schedule has a step of the year asked for."""
    earlier = "鷹羽市の電子申請は令和8年度に何手続まで広げる計画ですか。"
    answer = further_cities.ask("令和9年度は？", [earlier])
    assert answer.text.startswith("「電子申請の拡大」（鷹羽市）の「220手続に拡大")


def test_a_step_named_in_full_is_told_with_its_year(more_cities: Assistant) -> None:
    """What the step is about is no definition of a word in it."""
    answer = more_cities.ask("汐見野市のβ’モデルえの移行、導入は何年どから？")
    assert answer.text.startswith(
        "「情報セキュリティ対策の強化」（汐見野市）の「β′モデルへの移行」は、導入 令和9年度"
    )


def test_a_step_keeps_its_month(more_cities: Assistant) -> None:
    """A year is less than what stands there."""
    answer = more_cities.ask("蓮ヶ瀬市の粗大ごみのネット申込みっていつから？")
    assert "令和7年7月開始" in answer.text


def test_what_goes_on_behind_a_label_is_told_too(more_cities: Assistant) -> None:
    """これまでの実績：A。B. is one thing in two statements."""
    answer = more_cities.ask(
        "蓮ヶ瀬市では、20業務のうち何業務の適合分析が終わっていますか。残りの業務は何ですか。"
    )
    assert "19業務" in answer.text
    assert "残る1業務（選挙人名簿管理）" in answer.text


def test_a_stated_target_stands_beside_the_result(more_cities: Assistant) -> None:
    """Both values asked for, each in its own line of the project."""
    answer = more_cities.ask(
        "In Hasugase's road damage reporting initiative, what was the average number of days to "
        "the initial response in FY2023, and what is the target?"
    )
    assert "4.6日" in answer.text
    assert "目標：通報から初期対応までの平均日数2日以内" in answer.text


def test_what_leads_a_plan_is_told_whole(further_cities: Assistant) -> None:
    """The line under the heading, with both of its sentences."""
    answer = further_cities.ask("汐坂市DX推進計画の基本理念を教えてください。")
    assert answer.text.startswith(
        "汐坂市：潮の流れのように、つながり、めぐる。人にやさしいデジタルのまち"
    )


def test_a_table_defines_the_names_in_its_first_column(more_cities: Assistant) -> None:
    """No glossary has the name; a row of a table explains it."""
    answer = more_cities.ask("蓮ヶ瀬市のデータの区分の「限定共有データ」って何のこと？")
    assert "契約を結んだ相手に限って提供するもの" in answer.text.splitlines()[0]
