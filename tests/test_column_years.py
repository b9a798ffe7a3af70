"""Years that a sentence gives to columns of figures."""

from __future__ import annotations

from pathlib import Path

from assistant.datamodels import Document
from assistant.ingest.blocks import read_blocks
from assistant.ingest.corpus import describe
from assistant.ingest.outline import read_outline
from assistant.ingest.projects import read_projects
from assistant.ingest.text import read_plain_text

EARLIER = """\
第1章　これまでの計画

指標名	目標値	実績
来館者の数	900人	870人

"""
CHAPTER = """\
第2章　指標

　指標の現状値は令和6年度末、中間値は令和8年度末、目標値を令和10年度末の値とし
ます。

指標名	現状値	中間値	目標値
貸出の数	120冊	150冊	180冊
講座の数（R5）	3回	5回	8回
満足度	61％	－	70％

※「満足度」の現状値は令和7年度の市民調査による。
"""


def years(text: str, tmp_path: Path) -> list[tuple[str, list[tuple[str, int | None, str]]]]:
    """Each indicator with its figures: value, year and the words that tell the year."""
    path = tmp_path / "plan.txt"
    path.write_text(text, encoding="utf-8")
    extract = read_plain_text(path)
    blocks = read_blocks(extract.text)
    document, _ = describe(path.name, extract, blocks, None)
    outline = read_outline(extract.text, blocks, document.title)
    document = Document(
        "plan", document.path, "", "", "", None, "", "", "", document.text, "", outline=outline
    )
    _, indicators = read_projects(document, blocks)
    return [
        (
            indicator.name.text,
            [(v.value.text, v.year, v.dated.of(text) if v.dated else "") for v in indicator.values],
        )
        for indicator in indicators
    ]


def test_a_sentence_dates_the_columns_of_its_chapter_and_of_those_behind(tmp_path: Path) -> None:
    """An exception names its indicator; a chapter before the sentence may be of another plan."""
    now, middle, aim = "現状値は令和6年度", "中間値は令和8年度", "目標値を令和10年度"
    assert years(EARLIER + CHAPTER, tmp_path) == [
        ("来館者の数", [("900人", None, ""), ("870人", None, "")]),
        ("貸出の数", [("120冊", 2024, now), ("150冊", 2026, middle), ("180冊", 2028, aim)]),
        ("講座の数（R5）", [("3回", 2024, now), ("5回", 2026, middle), ("8回", 2028, aim)]),
        (
            "満足度",
            [("61％", 2025, "「満足度」の現状値は令和7年度"), ("70％", 2028, aim)],
        ),
    ]


def test_a_figure_of_one_year_dates_no_column(tmp_path: Path) -> None:
    """目標値は令和9年度に80％ tells a figure, and two sentences that differ tell nothing."""
    table = "指標名	現状値	目標値\n利用率	31％	80％\n"
    undated = [("利用率", [("31％", None, ""), ("80％", None, "")])]
    assert years(f"目標値は令和9年度に80％です。\n\n{table}", tmp_path) == undated
    assert years(f"利用率の目標値は令和9年度です。\n\n{table}", tmp_path) == undated
    told = "目標値は令和9年度です。\n\n目標値は令和11年度です。\n\n"
    assert years(told + table, tmp_path) == undated
