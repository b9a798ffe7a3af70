"""Sheets in tables whose rows hold several labels, each with its value behind it."""

from __future__ import annotations

from dataclasses import replace

from assistant.datamodels import Document, ReadDocument
from assistant.ingest.blocks import read_blocks
from assistant.ingest.outline import read_outline
from assistant.ingest.projects import read_projects
from assistant.retrieval.facts import make_facts

PLAN = """\
港町デジタル推進計画

第１章　取組シート

※現状値は令和６年度末、目標値は令和１２年度末の値です。

番号\t1-1\t取組名\t電子図書館の開設\t区分\t重点
所管\t図書館（関係：総務課）
取組の内容\t電子書籍を貸し出します。
到達点\t家で本を借りられる状態
活動指標\t貸し出せる本の数\t現状値\t―\t目標値\t900冊
成果指標\t図書館の利用者\t現状値\t310人\t目標値\t1,200人
（全館）
工程\tＲ８\tＲ９\tＲ１０
\t仕様の検討\t貸出しの開始\t本の追加

番号\t1-2\t取組名\tごみ受付の見直し\t区分\t新規
所管\t環境課
取組の内容\tアプリで申し込めるようにします。
到達点\tいつでも申し込める状態
活動指標\t申し込める品目\t現状値\t12品目\t目標値\t60品目
成果指標\t処理の費用\t現状値\t―\t目標値\tＲ８年度比20％減
工程\tＲ８\tＲ９\tＲ１０
\t品目の選定\t支所でのデジ
タル受付\t→
"""


def document() -> Document:
    bare = Document("d", "d.txt", "港町デジタル推進計画", "港町", "計画", (2026, 2030), "", "", "",
                    PLAN, "")  # fmt: skip
    return replace(bare, outline=read_outline(PLAN, read_blocks(PLAN), bare.title))


def test_a_sheet_with_several_labels_in_a_row_is_one_project() -> None:
    """Its first row is no head of a list, a row of figures beside their labels no head of a
    grid, and a line in brackets below a figure is more of it."""
    projects, _ = read_projects(document(), read_blocks(PLAN))
    assert [
        (
            project.number,
            project.name.text,
            [value.text for value in project.departments],
            [mark.text for mark in project.marks],
            [(part.field, part.value.text) for part in project.fields],
            [
                (one.name.text, [(v.kind, v.year, v.value.text) for v in one.values])
                for one in project.indicators
            ],
            [(step.item.text, step.years) for step in project.schedule],
        )
        for project in projects
    ] == [
        (
            "1-1",
            "電子図書館の開設",
            ["図書館", "総務課"],
            ["重点"],
            [
                ("category", "重点"),
                ("actions", "電子書籍を貸し出します。"),
                ("goal", "家で本を借りられる状態"),
            ],
            [
                ("貸し出せる本の数", [("target", 2030, "900冊")]),
                (
                    "図書館の利用者",
                    [("baseline", 2024, "310人"), ("target", 2030, "1,200人（全館）")],
                ),
            ],
            [("仕様の検討", (2026,)), ("貸出しの開始", (2027,)), ("本の追加", (2028,))],
        ),
        (
            "1-2",
            "ごみ受付の見直し",
            ["環境課"],
            ["新規"],
            [
                ("category", "新規"),
                ("actions", "アプリで申し込めるようにします。"),
                ("goal", "いつでも申し込める状態"),
            ],
            [
                ("申し込める品目", [("baseline", 2024, "12品目"), ("target", 2030, "60品目")]),
                ("処理の費用", [("target", 2030, "Ｒ８年度比20％減")]),
            ],
            [("品目の選定", (2026,)), ("支所でのデジタル受付", (2027, 2028))],
        ),
    ]


def test_cells_beside_one_another_are_told_by_the_record_alone() -> None:
    """A bare figure of a row of several labels is no statement; what a label says alone is."""
    read = ReadDocument(document(), (), *read_projects(document(), read_blocks(PLAN)), ())
    told = [f.text for f in make_facts(read, read_blocks(PLAN)) if f.kind == "statement"]
    assert not {"900冊", "図書館の利用者", "1,200人（全館）", "ごみ受付の見直し"} & set(told)
    assert {"電子書籍を貸し出します。", "家で本を借りられる状態"} <= set(told)
