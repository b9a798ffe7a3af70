"""Plans in plain words: a list names the projects, and numbered sections tell of them."""

from __future__ import annotations

from dataclasses import replace

from assistant.datamodels import Document, ReadDocument
from assistant.ingest.blocks import read_blocks
from assistant.ingest.outline import read_outline
from assistant.ingest.projects import read_projects
from assistant.retrieval.facts import make_facts

PLAN = """\
浜町のデジタル方針

令和7年3月

浜町

もくじ
1　テーマごとの取組 ……… 2
　テーマ1　役場の用事
　テーマ2　町の暮らし
　テーマ3　役場の仕事のしかたと、町の仕事の手伝い
　テーマ4　町の外との行き来や、ほかの町とのつきあい
2　取組一覧 ……… 5

浜町のデジタル方針　1

1　テーマごとの取組

テーマ1　役場の用事

①　書かない窓口
　窓口にカードの読取機を置き、氏名や住所を書かずに申請書ができるようにします。
・ 近くの町と同じ仕組みを使います。

②　便利なホームページ
　ホームページを令和8年3月に作り替え、やさしい日本語※1と音声で読めるようにします。

※1 やさしい日本語：難しい言葉を言い換えた日本語。

浜町のデジタル方針　2

テーマ2　町の暮らし

③　雪の道を見る※2
　町道にカメラと積雪計を置き、道の様子をホームページで見られるようにします。

【コラム】カメラを試してみて
冬のあいだ3か所で試しました。夜も雪の深さが分かり、除雪車を早く出せました。

浜町のデジタル方針　3

2　取組一覧

No.\t取組\t担当\t開始\t目指す姿（令和9年度末）
1\t書かない窓口\t税務課\t実施中\tどの申請でも使える
2\tホームページ\t総務課\tR8.3\t見る人が年2万人
No.\t取組\t担当\t開始\t目指す姿（令和9年度末）
3\t雪の道の見える化\t建設課\tR7.12\t12か所

浜町のデジタル方針　4
"""


def document() -> Document:
    bare = Document("d", "d.txt", "浜町のデジタル方針", "浜町", "方針", (2025, 2027), "", "", "",
                    PLAN, "")  # fmt: skip
    return replace(bare, outline=read_outline(PLAN, read_blocks(PLAN), bare.title))


def test_titles_with_a_number_in_a_circle_stand_over_their_text() -> None:
    """So does the title of a column; the running head and its page number do not, nor do
    contents end at lines that have no page."""
    assert [(section.level, section.title) for section in document().outline[1:]] == [
        (1, "もくじ"),
        (1, "1 テーマごとの取組"),
        (2, "テーマ1 役場の用事"),
        (3, "① 書かない窓口"),
        (3, "② 便利なホームページ"),
        (2, "テーマ2 町の暮らし"),
        (3, "③ 雪の道を見る※2"),
        (3, "【コラム】カメラを試してみて"),
        (1, "2 取組一覧"),
    ]


def test_a_section_and_a_row_of_its_number_are_one_project() -> None:
    """Their names need not be the same. The heads that a further page says again are no row,
    a column of aims is none of steps, and a month of a beginning is a step."""
    projects, _ = read_projects(document(), read_blocks(PLAN))
    assert [
        (
            project.number,
            project.name.text,
            project.aliases,
            [value.text for value in project.departments],
            [(part.field, part.label, part.value.text) for part in project.fields],
            [(one.name.text, [v.value.text for v in one.values]) for one in project.indicators],
            [(step.item.text, step.years, step.text) for step in project.schedule],
        )
        for project in projects
    ] == [
        (
            "1",
            "書かない窓口",
            (),
            ["税務課"],
            [
                (
                    "summary",
                    "",
                    "窓口にカードの読取機を置き、氏名や住所を書かずに申請書ができるようにします。\n"
                    "・近くの町と同じ仕組みを使います。",
                ),
                ("other", "開始", "実施中"),
                ("goal", "目指す姿（令和9年度末）", "どの申請でも使える"),
            ],
            [],
            [],
        ),
        (
            "2",
            "便利なホームページ",
            ("ホームページ",),
            ["総務課"],
            [
                (
                    "summary",
                    "",
                    "ホームページを令和8年3月に作り替え、"
                    "やさしい日本語※1と音声で読めるようにします。",
                ),
                ("other", "開始", "R8.3"),
                ("goal", "目指す姿（令和9年度末）", "見る人が年2万人"),
            ],
            [],
            [("ホームページ", (2025,), "R8.3")],
        ),
        (
            "3",
            "雪の道を見る",
            ("雪の道の見える化",),
            ["建設課"],
            [
                (
                    "summary",
                    "",
                    "町道にカメラと積雪計を置き、道の様子をホームページで見られるようにします。",
                ),
                ("other", "開始", "R7.12"),
                ("goal", "目指す姿（令和9年度末）", "12か所"),
            ],
            [("雪の道の見える化", ["12か所"])],
            [("雪の道の見える化", (2025,), "R7.12")],
        ),
    ]


def test_a_note_at_the_foot_of_a_page_is_not_of_the_project_above() -> None:
    """Nor is what stands in a box below it."""
    read = ReadDocument(document(), (), *read_projects(document(), read_blocks(PLAN)), ())
    names = {project.project_id: project.name.text for project in read.projects}
    told = {
        fact.text[:10]: names.get(fact.project_id or "")
        for fact in make_facts(read, read_blocks(PLAN))
        if fact.kind == "statement" and fact.text.endswith("。")
    }
    assert told == {
        "窓口にカードの読取機": "書かない窓口",
        "・近くの町と同じ仕組": "書かない窓口",
        "ホームページを令和8": "便利なホームページ",
        "※1やさしい日本語：": None,
        "町道にカメラと積雪計": "雪の道を見る",
        "冬のあいだ3か所で試": None,
        "夜も雪の深さが分かり": None,
    }
