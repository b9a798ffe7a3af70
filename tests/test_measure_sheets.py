"""Plans written as text: a measure a heading, labels in brackets, targets and notes below."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from assistant.datamodels import Document
from assistant.ingest.blocks import read_blocks
from assistant.ingest.glossary import read_terms
from assistant.ingest.outline import read_outline
from assistant.ingest.projects import read_projects
from assistant.settings import Settings

PLAN = """\
港町デジタル推進計画
（令和８年度～令和１２年度）

目　　次
第１章　施策の展開……………１
　第１節　便利な町役場………１

- 1 -
第１章　施策の展開
第１節　便利な町役場

施策１－１　電子図書館の開設　　　　　　　　　　　　　　　〔図書館〕
【現状と課題】
　貸出しは開館時間に限られ、町外の学校に通う生徒には使いにくい状況です。
【取組内容】
　ア　電子書籍※1を貸し出します。
【目標】
　　指　　標　　　　　　　　　　令和７年度　　令和12年度
　　貸出冊数（年間）　　　　　　　　０冊　　２，０００冊
　　利用者の割合　　　　　　　　　１．５％　　１２．０％
【スケジュール】　令和８年度　仕様の検討　　令和９～１０年度　試行、改善　　令和１１年度以降　運用
――――――――――
※1　電子書籍　端末の画面で読むことができるようにした書籍。

- 2 -　　　　　　　　　　　　　　　　　　港町デジタル推進計画
施策１－２　ごみ受付の見直し　　　　　　　　　　　〔環境課、各支所〕
【現状と課題】
　申込みは電話だけで、平日の昼に限られています。
【取組内容】
　ア　ＬＩＮＥで申し込めるようにします。
【目標】
　オンラインの割合　　１２％（令和７年度）→４０％（令和１２年度）
　受付の窓口　　　　　１，２００か所（令和７年度）→１，３５０か所（令和１２年度）
【スケジュール】
　令和８年度　受付の開始　　令和９年度　検証

- 3 -
施策１－３　橋の点検　　　　　　　　　　　　　　　　　　〔土木課〕
【現状と課題】
　橋の点検に時間がかかっています。
【取組内容】
　ドローンの写真から傷みを探します。
【目標】　点検に使う日数　令和１２年度　月平均３日以下
【スケジュール】　令和８年度　試行　　令和９年度　本格実施

- 4 -　　　　　　　　　　　　　　　　　　港町デジタル推進計画
施策１－４　相談窓口の充実　　　　　　　　　　　　　　　〔福祉課〕
【現状と課題】
　相談は窓口だけです。
【取組内容】
　画面越しに相談できるようにします。
【目標】
　　　　　　　　　　　　　　令和７年度　　令和10年度　　令和12年度
　　相談の件数　　　　　　　　　３５件　　　　８０件　　　１２０件
【スケジュール】　令和８年度　開始

- 5 -　　　　　　　　　　　　　　　　　　港町デジタル推進計画
"""


def document() -> Document:
    bare = Document("d", "d.txt", "港町デジタル推進計画", "港町", "計画", (2026, 2030), "", "", "",
                    PLAN, "")  # fmt: skip
    return replace(bare, outline=read_outline(PLAN, read_blocks(PLAN), bare.title))


def test_a_measure_over_the_first_label_of_its_sheet_is_a_heading() -> None:
    assert [(section.level, section.title) for section in document().outline[2:]] == [
        (1, "第１章 施策の展開"),
        (2, "第１節 便利な町役場"),
        (3, "施策１－１ 電子図書館の開設"),
        (3, "施策１－２ ごみ受付の見直し"),
        (3, "施策１－３ 橋の点検"),
        (3, "施策１－４ 相談窓口の充実"),
    ]


def test_each_measure_is_a_project_with_its_targets_and_steps() -> None:
    """【目標】 names no project; its lines, small tables and words beside it are indicators."""
    projects, _ = read_projects(document(), read_blocks(PLAN))
    told = [
        (
            project.number, project.name.text, [d.text for d in project.departments],
            [(i.name.text, [(v.year, v.value.text) for v in i.values]) for i in project.indicators],
            [(entry.item.text, entry.years) for entry in project.schedule],
        )
        for project in projects
    ]  # fmt: skip
    assert told == [
        (
            "1-1", "電子図書館の開設", ["図書館"],
            [
                ("貸出冊数（年間）", [(2025, "０冊"), (2030, "２，０００冊")]),
                ("利用者の割合", [(2025, "１．５％"), (2030, "１２．０％")]),
            ],
            [("仕様の検討", (2026,)), ("試行、改善", (2027, 2028)), ("運用", (2029, 2030))],
        ),
        (
            "1-2", "ごみ受付の見直し", ["環境課", "各支所"],
            [
                ("オンラインの割合", [(2025, "１２％"), (2030, "４０％")]),
                ("受付の窓口", [(2025, "１，２００か所"), (2030, "１，３５０か所")]),
            ],
            [("受付の開始", (2026,)), ("検証", (2027,))],
        ),
        (
            "1-3", "橋の点検", ["土木課"], [("点検に使う日数", [(2030, "３日以下")])],
            [("試行", (2026,)), ("本格実施", (2027,))],
        ),
        (
            "1-4", "相談窓口の充実", ["福祉課"],
            [("相談の件数", [(2025, "３５件"), (2028, "８０件"), (2030, "１２０件")])],
            [("開始", (2026,))],
        ),
    ]  # fmt: skip


def test_a_note_at_the_foot_of_a_page_explains_a_word() -> None:
    terms = [(t.name, t.definition.text) for t in read_terms(document(), read_blocks(PLAN))]
    assert terms == [("電子書籍", "端末の画面で読むことができるようにした書籍。")]


OVER_LISTS = """\
港町ＤＸ推進計画
第1章 施策の展開

施策1-1 便利な窓口

【現状と課題】
○ 窓口が混み合っています。

【取組の方向】
来庁しなくても済むようにします。

【主な取組】
取組名\t内容\t担当局課\tR7\tR8
（ア）窓口の予約\t端末で時間を選べるようにする。\t市民局 区政課\t設計\t開始
（イ）申請の補助\t書き方を画面で教える。\t市民局 住民課\t試行\t継続

【成果指標】
指標名\t基準値（年度）\t目標値（年度）
平均待ち時間\t74分（令和5年度）\t30分以内（令和9年度）

施策1-2 支払いの多様化

【現状と課題】
○ 現金だけの施設が多く残っています。

【主な取組】
取組名\t内容\t担当局課\tR7\tR8
（ア）端末の配備\t端末を置く。\t会計室\t検証\t配備

【成果指標】
指標名\t基準値（年度）\t目標値（年度）
端末のある施設\t12施設（令和6年度）\t126施設（令和9年度）
"""


def test_indicators_below_a_list_of_projects_are_those_of_the_measure_above() -> None:
    """The next measure's heading is no title of what stands over it."""
    bare = Document("d", "d.txt", "港町ＤＸ推進計画", "港町", "計画", (2025, 2027), "", "", "",
                    OVER_LISTS, "")  # fmt: skip
    measures = replace(bare, outline=read_outline(OVER_LISTS, read_blocks(OVER_LISTS), bare.title))
    projects, indicators = read_projects(measures, read_blocks(OVER_LISTS))
    assert [(p.name.text, [d.text for d in p.departments]) for p in projects] == [
        ("（ア）窓口の予約", ["区政課"]),
        ("（イ）申請の補助", ["住民課"]),
        ("（ア）端末の配備", ["会計室"]),
    ]
    assert [(i.name.text, i.project_id, measures.outline[i.section].title) for i in indicators] == [
        ("平均待ち時間", None, "施策1-1 便利な窓口"),
        ("端末のある施設", None, "施策1-2 支払いの多様化"),
    ]


def test_what_a_row_tells_of_a_project_is_its_theme(tmp_path: Path) -> None:
    """A project that only a row tells of is listed by the words of the row."""
    from assistant.build import build
    from assistant.pipeline import Assistant

    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "minato.txt").write_text(OVER_LISTS, encoding="utf-8")
    settings = Settings(corpus=tmp_path / "corpus", index=tmp_path / "index")
    build(settings)
    found = Assistant.open(settings).ask("端末を使う取組にはどんなものがありますか。")
    assert found.text == (
        "2件あります。\n- （ア）窓口の予約（港町）：区政課[1]\n"
        "- （ア）端末の配備（港町）：会計室[2]"
    )


OTHER_SIGNS = """\
港町ＤＸ推進計画
（令和７年度～令和１１年度）

目　　次
第１章　施策……………１

- 1 -
第１章　施策

基本施策１　窓口の改革　　　　（担当：市民課、税務課）
〈現状〉
　来庁者は年間４万人です。
〈取組〉
　・予約制を始めます。
〈成果指標〉
　　項　　目　　　　　　　　現　状（Ｒ６）　　中　間（Ｒ９）　　目　標（Ｒ11）
　　待ち時間の平均　　　　　　２５分　　　　　　１８分　　　　　　１０分
　　予約の利用率　　　　　　　　―　　　　　　　２０％　　　　　　４５％
〈工程〉
　　Ｒ７：仕様検討　Ｒ８：支所へ展開　Ｒ９～：運用

- 2 -
基本施策２　手続のオンライン化　　　　（担当：情報政策課）
〈現状〉
　電子申請は８０手続です。
〈取組〉
　・手続を増やします。
〈成果指標〉
　電子申請の手続数：８０手続（Ｒ６）→２００手続（Ｒ11）
　利用率　Ｒ６ １２．５％　Ｒ11 ５０．０％
〈工程〉
　　Ｒ７：棚卸し　Ｒ８～Ｒ11：順次拡大

- 3 -
基本施策３　人材の育成　　　　（担当：人事課）
〈現状〉
　研修は年１回です。
〈取組〉
　・研修を増やします。
〈工程〉
　　Ｒ７：計画策定　Ｒ８：研修開始

- 4 -
"""


def test_labels_in_other_brackets_and_heads_set_letter_by_letter() -> None:
    bare = Document("d", "d.txt", "港町ＤＸ推進計画", "港町", "計画", (2025, 2029), "", "", "",
                    OTHER_SIGNS, "")  # fmt: skip
    blocks = read_blocks(OTHER_SIGNS)
    bare = replace(bare, outline=read_outline(OTHER_SIGNS, blocks, bare.title))
    told = [
        (
            project.number, project.name.text, [d.text for d in project.departments],
            [(i.name.text, [(v.kind, v.year, v.value.text) for v in i.values])
             for i in project.indicators],
            [(entry.item.text, entry.years) for entry in project.schedule],
        )
        for project in read_projects(bare, blocks)[0]
    ]  # fmt: skip
    assert told == [
        (
            "1", "窓口の改革", ["市民課", "税務課"],
            [
                ("待ち時間の平均",
                 [("baseline", 2024, "２５分"), ("target", 2027, "１８分"),
                  ("target", 2029, "１０分")]),
                ("予約の利用率", [("target", 2027, "２０％"), ("target", 2029, "４５％")]),
            ],
            [("仕様検討", (2025,)), ("支所へ展開", (2026,)), ("運用", (2027, 2028, 2029))],
        ),
        (
            "2", "手続のオンライン化", ["情報政策課"],
            [
                ("電子申請の手続数",
                 [("baseline", 2024, "８０手続"), ("target", 2029, "２００手続")]),
                ("利用率", [("baseline", 2024, "１２．５％"), ("target", 2029, "５０．０％")]),
            ],
            [("棚卸し", (2025,)), ("順次拡大", (2026, 2027, 2028, 2029))],
        ),
        (
            "3", "人材の育成", ["人事課"], [],
            [("計画策定", (2025,)), ("研修開始", (2026,))],
        ),
    ]  # fmt: skip
