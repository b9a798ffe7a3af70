"""Several volumes of one plan: which one a question means, and how answers tell them apart."""

from __future__ import annotations

import pytest

from assistant.datamodels import Document
from assistant.ingest.blocks import read_blocks
from assistant.ingest.corpus import read_title
from assistant.retrieval.volumes import find_volumes, volume_name, without_volumes

PLAN = "港町デジタル推進計画（令和８年度～令和１２年度）"
ACTION = "港町デジタル推進計画アクションプラン"


def document(document_id: str, title: str, text: str = "") -> Document:
    return Document(document_id, document_id, title, "港町", "計画", None, "", "", "", text, "")


VOLUMES = (document("plan", PLAN), document("action", ACTION, "別冊\n" + ACTION))


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("港町のアクションプランで、図書館が担当する事業は?", ["action"]),
        ("別冊の令和10年度の目標は何冊?", ["action"]),
        ("港町デジタル推進計画の成果指標は?", ["plan"]),
        ("港町デジタル推進計画アクションプランの事業数は?", ["action"]),
        ("デジタル推進計画（本編）とアクションプランでそれぞれ何人?", ["plan", "action"]),
        ("How many projects does the action plan of 港町 hold?", ["action"]),
        ("本編だと最後は何か所?", ["plan"]),
        ("港町の計画で、図書館の貸出は?", []),
    ],
)
def test_the_volume_that_a_question_means(question: str, meant: list[str]) -> None:
    assert [named.document_id for named in find_volumes(question, VOLUMES)] == meant


def test_the_name_of_a_volume_is_no_subject() -> None:
    assert without_volumes("アクションプランの事業費は", VOLUMES).strip() == "の事業費は"


def test_volumes_are_told_apart_by_their_titles() -> None:
    assert [volume_name(each, VOLUMES) for each in VOLUMES] == [
        "デジタル推進計画",
        "アクションプラン",
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "別冊\n港町デジタル推進計画　アクションプラン\n令和8年度（2026）～令和10年度（2028）\n"
            "令和8年4月1日　初版\n港町デジタル推進本部\n\n1\n1　はじめに\n",
            "港町デジタル推進計画アクションプラン",
        ),
        (
            "港町デジタル戦略\n令和7年3月策定（令和8年2月一部改定）\n港町総務部\n\n",
            "港町デジタル戦略",
        ),
        ("港町デジタル実施計画\n\n令和8年4月\n\n1　計画の考え方\n", "港町デジタル実施計画"),
    ],
)
def test_a_title_is_without_dates_and_publisher(text: str, title: str) -> None:
    assert read_title(text, read_blocks(text)) == title
