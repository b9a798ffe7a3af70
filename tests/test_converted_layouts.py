"""Layouts that converters make of published plans: sheets of a measure with several numbered
projects, roadmaps in one long table, titles with what became of them, slides."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.build import build
from assistant.datamodels import Project
from assistant.pipeline import Assistant
from assistant.settings import Settings
from tests.conftest import read_plan

SHEETS = """\
# 潮見野市DX推進計画

個票の見方 「★」は重点取組、「新」は新規取組、「継」は前計画からの継続取組を示します。

## 基本方針1 市民サービスのDX

施策1-1 行政手続のオンライン化\t\t\t
現状・課題\tオンラインで申請できる手続は142件です。\t\t
取組\t1-1-1 ★継 オンライン申請の拡大\t\t
\t年間受付100件以上の手続を優先します。\t\t
\t1-1-2 新 施設予約の更新\t\t
\t予約から支払いまでをオンラインで完結できるようにします。\t\t
KPI\tR5\tR8\tR11
オンライン申請ができる手続数（件）\t142\t220\t340
スケジュール\t\tR7\tR8
1-1-1\t\t棚卸し\t拡大
1-1-2\t\t調達\t運用開始（10月）
担当課\t1-1-1 デジタル戦略課、各課<br>1-1-2 生涯学習課\t\t
SDGs\t9 産業と技術革新の基盤をつくろう\t\t
"""

ROADMAP = """\
# 霧瀬町デジタル化アクションプラン

表の見方 【検】検討・調査 【準】準備・構築 【試】試行 【実】実施・運用。「重」は重点アクションです。

No.\tアクション\t内容\t担当\tR6\tR7\tR8\t目標（R8）
1重\tスマホ申請の拡大\t子育て・介護の手続から始めます。\t企画情報課<br>全課\t【実】50手続\t⇒65手続\t⇒80手続\t80手続<br>（R5：31手続）
2\t証明書のコンビニ交付\t住民票の写しなどを取れるようにします。\t住民生活課<br>税務課\t【準】\t【実】6月～\t⇒\t交付割合20％
3\tおくやみ窓口\t死亡後の手続を1か所で受け付けます。\t住民生活課\t【検】\t【準】\t【実】10月～\t利用率60％
"""

LONG_TABLE = """\
# 東雲台区アクションプラン

施策欄・所管欄の空白は上の欄と同じです。

No.\t施策\t取組\t内容\t所管\tR6\tR7\t指標\t目標
1\t1 便利な窓口\t電子申請の拡大\t対応手続を広げる。\tデジタル推進課\t構築\t拡充\t対応手続数\t600手続
\t\t\t\t\t\t\t電子申請の利用率\t65％
2\t\t窓口予約の導入\t来庁日時を予約できるようにする。\t\t構築\t実施\t予約利用率\t50％

- 9 -

No.\t施策\t取組\t内容\t所管\tR6\tR7\t指標\t目標
3\t\t遠隔相談の設置\t画面で相談できるようにする。\t\t検討\t試行\t設置か所数\t6か所
4\t2 子育て\t入園申請の電子化\t入園申請を電子化する。\t保育課\t構築\t実施\t電子申請の割合\t75％
"""

SIGNS = """\
# 汐原市戦略

工程表

○：準備・検討 ◎：導入・開始・拡大 →：継続

施策\t取組\t担当\t令和6\t令和7\t令和8
1\tおくやみナビの公開\t市民窓口課\t○\t◎\t→
\t窓口混雑の配信\t市民窓口課\t◎\t→\t→
2\t施設予約の統合\t財産課\t○\t○\t◎
"""

REPORT = """\
# 白根市 令和6年度 進捗状況報告書

## 4 取組別の進捗状況

No.1　手続のオンライン化　　　　　【評価 B】

所管　DX推進課（関係：手続所管課）
取組概要　電子申請により、手続をオンライン化する。
令和6年度の実績　手続数は412手続となった。

No.2　除雪車の支援システム　　　　　【評価 －】

所管　道路管理課
取組概要　障害物の位置を運転席の画面に示す。
令和6年度の実績　実証機のメーカーが事業から撤退したため、令和6年6月から休止している。

No.3　証明書のコンビニ交付　　　　　【評価 A】

所管　市民課
取組概要　コンビニ交付の割合を高める。
令和6年度の実績　割合は52.6％となった。
"""

SLIDES = """\
霧ヶ谷村デジタルビジョン

数字で見る霧ヶ谷村

人口
2,914人
（令和7年1月1日）

情報政策課情報システム係

9人

# I-1　出前役場

○ 巡回　週3日・12地区（令和8年4月 運行開始）

○ 担当　住民福祉課

# I-2　戸別端末「きりタブ」

○ 全世帯に無償で貸与

○ 担当　総務課 防災係

▶ 集会所の放送設備は残します

# I-3　移動をつなぐ

○ 運賃　1回 300円

○ 担当　企画観光課

# I-4　学びをつなぐ

○ 担当　教育委員会事務局

編集・発行 霧ヶ谷村 総務課

TEL 0999-12-3456
"""


MEETINGS = """\
# 浜里市DX推進計画

## 第1章 前計画の振り返り

前計画の項目\t目標\t実績\t評価
電子申請の対応\t300手続\t326手続\t達成
会議のペーパーレス\t90％\t93％\t達成
電子契約の導入\t令和5年度開始\t検討中\t未達成
遠隔相談の設置\t2か所\t0か所\t未達成
RPAの導入\t30業務\t21業務\t一部達成
公衆無線の整備\t40施設\t40施設\t達成

## 第2章 推進体制

デジタル化推進担当者として、毎年度、各所属に1名以上をCIOが任命する。

市は3つの支所で手続を受け付けています。

令和5年度の在宅勤務は650日、令和4年度は1,126日、令和3年度は152日でした。

デジタルデバイド対策（デジタルに不慣れな方に寄り添い、困りごとを一緒に解決する取組）を進めます。

「デジタル」とは、情報を数値で扱うことをいいます。

## 第3章 策定の経過

日程\t内容
令和7年8月25日\tDX推進委員会（第1回）
令和8年2月10日\tDX推進委員会（第2回）
令和7年6月27日\t合同部会（第1回）
"""


def projects_of(text: str) -> dict[str, Project]:
    """The projects of a plan by their names."""
    return {project.name.text: project for project in read_plan(text, (2024, 2029))[0]}


def departments(projects: dict[str, Project]) -> dict[str, list[str]]:
    """The offices in charge by the project's name."""
    return {name: [d.text for d in project.departments] for name, project in projects.items()}


def steps(project: Project) -> list[tuple[str, tuple[int, ...]]]:
    """What a project's schedule says, with the years."""
    return [(entry.text or entry.item.text, entry.years) for entry in project.schedule]


def figures(project: Project) -> list[tuple[str, str, int | None, str]]:
    """The figures of a project's indicators."""
    return [
        (indicator.name.text, value.kind, value.year, value.value.text)
        for indicator in project.indicators
        for value in indicator.values
    ]


def test_numbered_projects_inside_the_sheet_of_a_measure() -> None:
    """Name, deed, office and steps stand apart and are told together by the number."""
    projects = projects_of(SHEETS)
    assert departments(projects) == {
        "行政手続のオンライン化": [],
        "オンライン申請の拡大": ["デジタル戦略課", "各課"],
        "施設予約の更新": ["生涯学習課"],
    }
    first, second = projects["オンライン申請の拡大"], projects["施設予約の更新"]
    assert [m.text for m in first.marks] == ["重点", "継続"]
    assert [m.text for m in second.marks] == ["新規"]
    assert (first.number, second.number) == ("1-1-1", "1-1-2")
    assert steps(first) == [("棚卸し", (2025,)), ("拡大", (2026,))]
    assert steps(second) == [("調達", (2025,)), ("運用開始（10月）", (2026,))]
    assert [i.name.text for i in projects["行政手続のオンライン化"].indicators] == [
        "オンライン申請ができる手続数"
    ]


def test_roadmap_whose_names_stand_under_a_word_of_its_own() -> None:
    """A column of names is told by the roadmap around it; targets name what they are of."""
    projects = projects_of(ROADMAP)
    assert departments(projects) == {
        "スマホ申請の拡大": ["企画情報課", "全課"],
        "証明書のコンビニ交付": ["住民生活課", "税務課"],
        "おくやみ窓口": ["住民生活課"],
    }
    first = projects["スマホ申請の拡大"]
    assert (first.number, [m.text for m in first.marks]) == ("1", ["重点"])
    assert figures(first) == [
        ("スマホ申請の拡大", "target", 2026, "80手続"),
        ("スマホ申請の拡大", "baseline", 2023, "31手続"),
    ]
    assert figures(projects["おくやみ窓口"]) == [("利用率", "target", 2026, "60％")]
    assert steps(projects["証明書のコンビニ交付"]) == [
        ("【準】", (2024,)),
        ("【実】6月～", (2025, 2026)),
    ]


def test_offices_left_out_where_they_are_those_above() -> None:
    """The inner of two columns names the project; blank cells repeat, over the page's end too."""
    projects = projects_of(LONG_TABLE)
    assert departments(projects) == {
        "電子申請の拡大": ["デジタル推進課"],
        "窓口予約の導入": ["デジタル推進課"],
        "遠隔相談の設置": ["デジタル推進課"],
        "入園申請の電子化": ["保育課"],
    }
    assert [i.name.text for i in projects["電子申請の拡大"].indicators] == [
        "対応手続数",
        "電子申請の利用率",
    ]


def test_signs_and_arrows_of_a_chart_by_what_the_legend_says() -> None:
    """An arrow goes on with the sign before it."""
    projects = projects_of(SIGNS)
    assert {name: steps(project) for name, project in projects.items()} == {
        "おくやみナビの公開": [("準備・検討", (2024,)), ("導入・開始・拡大", (2025, 2026))],
        "窓口混雑の配信": [("導入・開始・拡大", (2024, 2025, 2026))],
        "施設予約の統合": [("準備・検討", (2024, 2025)), ("導入・開始・拡大", (2026,))],
    }


def test_titles_with_a_rating_or_none_and_the_office_below() -> None:
    """所管　市民課 is a label though 所管 is a common word; a dash is no rating."""
    projects = projects_of(REPORT)
    assert departments(projects) == {
        "手続のオンライン化": ["DX推進課", "手続所管課"],
        "除雪車の支援システム": ["道路管理課"],
        "証明書のコンビニ交付": ["市民課"],
    }
    assert [p.rating.text if p.rating else None for p in projects.values()] == ["B", None, "A"]


def test_slides_with_a_number_that_name_who_is_in_charge() -> None:
    """Each is a project, wherever on the slide the office stands."""
    assert departments(projects_of(SLIDES)) == {
        "出前役場": ["住民福祉課"],
        "戸別端末「きりタブ」": ["総務課防災係"],
        "移動をつなぐ": ["企画観光課"],
        "学びをつなぐ": ["教育委員会事務局"],
    }


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Four of the plans, indexed."""
    folder: Path = tmp_path_factory.mktemp("converted")
    corpus = folder / "corpus"
    corpus.mkdir()
    for name, text in {
        "kirise-dx-plan": ROADMAP, "shirane-dx-report": REPORT, "kirigaya-dx-vision": SLIDES,
        "hamasato-dx-plan": MEETINGS,
    }.items():  # fmt: skip
        (corpus / f"{name}.txt").write_text(text, encoding="utf-8")
    settings = Settings(corpus=corpus, index=folder / "index")
    build(settings)
    return Assistant.open(settings)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("霧瀬町で令和8年度に初めて「実施・運用」となるアクションはどれですか。", ["おくやみ窓口"]),
        (
            "霧瀬町で令和6年度が「準備・構築」のアクションを挙げてください。",
            ["証明書のコンビニ交付"],
        ),
    ],
)
def test_projects_by_the_step_of_a_year(
    assistant: Assistant, question: str, told: list[str]
) -> None:
    """The legend says what the signs in the cells mean."""
    assert [project.name for project in assistant.ask(question).projects] == told


def test_figure_below_its_name_is_told_with_it(assistant: Assistant) -> None:
    """A card of a slide, and a figure that stands alone."""
    assert "人口\n2,914人" in assistant.ask("霧ヶ谷村の人口は何人ですか。").text
    told = assistant.ask("霧ヶ谷村の情報システム係は何人いますか。").text
    assert "情報政策課情報システム係\n9人" in told


def test_telephone_number_of_those_who_made_the_plan(assistant: Assistant) -> None:
    """It is told with the office; another's is not."""
    told = assistant.ask("霧ヶ谷村のビジョンを作った課の電話番号は？")
    assert told.text == "霧ヶ谷村：編集・発行霧ヶ谷村総務課\nTEL 0999-12-3456[1]"
    assert not assistant.ask("霧ヶ谷村の診療所の電話番号は？").answerable


def test_a_deed_is_no_reason_for_itself(assistant: Assistant) -> None:
    """撤退したため tells why it rests, not why the maker left."""
    asked = "白根市の除雪車の支援システム{}ですか。"
    assert assistant.ask(asked.format("はなぜ休止しているの")).answerable
    assert not assistant.ask(asked.format("のメーカーはなぜ撤退したの")).answerable


def test_rows_of_a_class_that_the_question_names(assistant: Assistant) -> None:
    """The value alone chooses them, its head is not named; 達成 in 未達成 is none."""
    lines = assistant.ask("浜里市の前の計画で「未達成」だったのはどれとどれですか。").text.split(
        "\n"
    )
    assert lines == [
        "浜里市（2項目）：",
        "- 電子契約の導入：評価 未達成[1]",
        "- 遠隔相談の設置：評価 未達成[1]",
    ]


def test_one_meeting_of_several(assistant: Assistant) -> None:
    """Another's date is not told, in English neither."""
    second = assistant.ask("浜里市の第2回DX推進委員会はいつでしたか。").text
    assert "令和8年2月10日" in second
    assert "第1回" not in second
    first = assistant.ask("When was the first meeting of Hamasato's DX推進委員会?").text
    assert "令和7年8月25日" in first
    assert "第2回" not in first


def test_who_does_what(assistant: Assistant) -> None:
    """An office or a rank that the statement says to do it."""
    told = assistant.ask("浜里市のデジタル化推進担当者は誰が任命しますか。").text
    assert "各所属に1名以上をCIOが任命する。" in told


def test_no_term_is_told_for_a_longer_one(assistant: Assistant) -> None:
    """デジタル is defined too, and begins the word that is misspelt."""
    told = assistant.ask("浜里市の計画で、ﾃﾞｼﾞﾀﾙﾃﾞﾊﾞｲﾄ対策とはどんな取組のこと？").text
    assert "デジタルに不慣れな方に寄り添い、困りごとを一緒に解決する取組" in told


@pytest.mark.parametrize(
    "question",
    [
        "浜里市の3つの支所の名前を教えてください。",
        "浜里市の令和6年度の在宅勤務の日数は何日でしたか。",
        "浜里市の窓口は何時から何時まで開いていますか。",
        "霧瀬町の証明書のコンビニ交付に使う機械の購入価格はいくらですか。",
    ],
)
def test_what_stands_beside_is_not_told(assistant: Assistant, question: str) -> None:
    """Near-misses: no names, another year, no hour, no price."""
    assert not assistant.ask(question).answerable


def test_sheets_are_no_specimens_where_nearly_all_of_them_would_be() -> None:
    """A heading 個票の見方 that nothing ends shows at most two sheets of how to read them."""
    offices = {
        "窓口予約の導入": "市民課",
        "証明書の自動交付": "税務課",
        "除雪車の位置情報": "建設課",
    }
    sheets = "\n\n".join(
        f"事業名\t{name}\n担当課\t{office}\n事業概要\n{name}を進めます。\n現状と課題\n手間がかかっています。"
        for name, office in offices.items()
    )
    text = f"第2部 個票\n\n1 個票の見方\n\n各課の取組を個票にまとめました。\n\n{sheets}"
    assert departments(projects_of(text)) == {name: [office] for name, office in offices.items()}
