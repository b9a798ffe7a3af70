"""Calendars by month: rows of signs, told with what the signs mean."""

from __future__ import annotations

from dataclasses import replace

from assistant.datamodels import Document
from assistant.ingest.blocks import read_blocks
from assistant.ingest.corpus import read_document
from assistant.ingest.outline import read_outline
from assistant.retrieval.facts import make_facts
from assistant.settings import Settings

CALENDAR = """\
港町デジタル実施計画

1 事業の一覧

番号\t事業名\t担当課\t指標\tR8
1-①\t図書館の電子貸出\t図書館\t貸出冊数\t1,200冊
1-②\t粗大ごみ受付の見直し\t環境課\t受付の割合\t20%

2 令和8年度の暦

暦の印\t○準備・調査　●開始・公開　□点検・評価

番号　事業名\t4月\t5月\t6月\t7月\t8月\t9月\t10月\t11月\t12月\t1月\t2月\t3月
1-①　電子貸出\t○\t○\t\t●\t\t\t\t\t\t\t\t□
\t※7月の●は本館のみ
1-②　ごみ受付\t\t\t○\t○\t\t\t●\t\t\t\t\t□
"""


def test_a_row_of_signs_tells_its_months() -> None:
    document = Document("d", "d.txt", "港町デジタル実施計画", "港町", "計画", None, "", "", "",
                        CALENDAR, "")  # fmt: skip
    blocks = read_blocks(CALENDAR)
    document = replace(document, outline=read_outline(CALENDAR, blocks, document.title))
    read = read_document(document, blocks, Settings())
    names = {project.project_id: project.name.text for project in read.projects}
    told = [
        ([(cell.header, cell.value.text) for cell in fact.cells], names.get(fact.project_id or ""))
        for fact in make_facts(read, blocks)
        if fact.kind == "row" and any("（●）" in cell.header for cell in fact.cells)
    ]
    assert told == [
        (
            [
                ("", "電子貸出"), ("準備・調査（○）", "4月、5月"), ("開始・公開（●）", "7月"),
                ("点検・評価（□）", "3月"),
            ],
            "図書館の電子貸出",
        ),
        (
            [
                ("", "ごみ受付"), ("準備・調査（○）", "6月、7月"), ("開始・公開（●）", "10月"),
                ("点検・評価（□）", "3月"),
            ],
            "粗大ごみ受付の見直し",
        ),
    ]  # fmt: skip
