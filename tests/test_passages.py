"""Passages: they tile the text, keep to its bounds and keep their names."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.datamodels import Document, FieldValue, Passage, Project, Span, Value
from assistant.ingest.blocks import read_blocks
from assistant.ingest.outline import read_outline
from assistant.ingest.passages import PASSAGE_LIMIT, make_passages
from assistant.settings import Settings

ROOT = Path(__file__).parents[1]
TEXTS = sorted([*ROOT.glob("corpus/*.txt"), *ROOT.glob("tests/data/other_cities/*.txt")])


def document_of(text: str, name: str = "plan") -> Document:
    outline = read_outline(text, read_blocks(text))
    return Document(name, f"{name}.txt", "", "", "", None, "", "", "", text, "", outline=outline)


def passages_of(
    document: Document, projects: tuple[Project, ...] = (), characters: int = 400
) -> tuple[Passage, ...]:
    blocks = read_blocks(document.text)
    return make_passages(document, blocks, projects, Settings(passage_characters=characters))


@cache
def read(path: Path) -> Document:
    return document_of(path.read_bytes().decode("utf-8"), path.stem)


def named(name: str) -> Document:
    return read(ROOT / "corpus" / f"{name}.txt")


def check_tiling(text: str, passages: tuple[Passage, ...]) -> None:
    """Asserts that passages are in order, within the limit and leave white space only."""
    position = 0
    for passage in passages:
        assert text[position : passage.span.start].strip() == ""
        quote = passage.span.of(text)
        assert quote == quote.strip()
        assert 0 < len(quote) <= PASSAGE_LIMIT
        position = passage.span.end
    assert text[position:].strip() == ""


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("characters", [120, 400])
def test_passages_tile_every_text(path: Path, characters: int) -> None:
    """Every character that is no white space lies in exactly one passage, and each passage
    has a name of its own."""
    document = read(path)
    passages = passages_of(document, characters=characters)
    check_tiling(document.text, passages)
    assert len({passage.passage_id for passage in passages}) == len(passages)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="あい1A。、・-|■（）\t\n 章第", max_size=3000))
def test_passages_tile_any_text(text: str) -> None:
    """A line of thousands of characters is cut, and nothing is lost."""
    check_tiling(text, passages_of(document_of(text)))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_no_passage_crosses_a_chapter(path: Path) -> None:
    """A passage lies in the top-level section that its own section belongs to."""
    document = read(path)
    for passage in passages_of(document):
        section = document.outline[passage.section]
        while section.level > 1 and section.parent is not None:
            section = document.outline[section.parent]
        assert section.span.covers(passage.span)


def test_a_bare_heading_goes_with_what_it_introduces() -> None:
    """No passage ends in a chapter's heading whose first section has another passage."""
    document = named("isesaki-dx-plan-2026-draft")
    (passage,) = [
        p
        for p in passages_of(document)
        if p.span.of(document.text).startswith("第2章 DXで目指す姿") and p.kind != "contents"
    ]
    assert document.section_path(passage.section)[-1] == "■現状と課題への対応方針"


def test_contents_are_told_apart() -> None:
    """Tables of contents are passages of their own kind, so that retrieval can skip them."""
    document = named("isesaki-dx-plan-2026-draft")
    contents = [p.span.of(document.text) for p in passages_of(document) if p.kind == "contents"]
    assert contents[0].startswith("目次\n")
    assert any("実施計画の構成\t26" in text for text in contents)
    assert not any("本計画は、伊勢崎市ICT※推進基本方針" in text for text in contents)


def test_what_only_leads_to_text_is_told_apart() -> None:
    """A page number between two sheets and a chapter's bare heading above one are passages,
    for the text is tiled, but of the kind that retrieval skips."""
    text = "".join(
        f"第{n}章 取組{n}\n\n事業{n}\n\n事業{n}の説明です。\n\n- {n} -\n\n" for n in range(1, 8)
    )
    document = document_of(text)
    sheets = tuple(
        Project(f"p{n}", "plan", Value("", Span(at, at)), span=Span(at, at + len(words)), section=n)
        for n in range(1, 8)
        for words in [f"事業{n}\n\n事業{n}の説明です。"]
        for at in [text.index(words)]
    )
    found = [(p.kind, p.span.of(text)) for p in passages_of(document, sheets)]
    assert found[:4] == [
        ("contents", "第1章 取組1"),
        ("text", "事業1\n\n事業1の説明です。"),
        ("contents", "- 1 -"),
        ("contents", "第2章 取組2"),
    ]


def test_kinds_follow_the_blocks() -> None:
    """Tables, lists and glossaries are named as such."""
    document = named("kashiwa-dx-guideline-2022")
    kinds = {
        words: next(p.kind for p in passages_of(document) if words in p.span.of(document.text))
        for words in (
            "インプット (投入)",
            "プッシュ型通知\tパソコン",
            "4つの視点（人に優しい",
            "市長メッセージ",
        )
    }
    assert list(kinds.values()) == ["table", "glossary", "list", "text"]


def test_a_small_table_stays_whole_and_a_large_one_ends_with_rows() -> None:
    """A table within the limit is in one passage; a larger one is cut between its rows."""
    document = named("kashiwazaki-dx-plan-2026")
    starts = {p.span.start for p in passages_of(document)}
    for block in read_blocks(document.text):
        if block.kind != "table":
            continue
        inside = [start for start in starts if block.span.start < start < block.span.end]
        assert not inside or block.span.end - block.span.start > PASSAGE_LIMIT
        assert set(inside) <= {row.span.start for row in block.rows}


def sheet(document: Document, first: str, last: str, label: str) -> Project:
    """A project whose sheet reaches from `first` to the end of `last`."""
    text = document.text
    span = Span(text.index(first), text.index(last) + len(last))
    at = text.index(label, span.start)
    value = FieldValue("present", label, Span(at, at + len(label)), Value("", Span(at, at)))
    inside = [s.ordinal for s in document.outline if s.ordinal and span.covers(s.heading)]
    return Project(
        "p1", document.document_id, Value("", span), span=span, section=inside[0], fields=(value,)
    )


def test_a_project_has_passages_of_its_own() -> None:
    """No passage crosses the edge of a project's sheet, also where no heading stands, and
    those inside carry its id."""
    document = named("kashiwazaki-dx-plan-2026")
    project = sheet(
        document, "現状\n\nコンビニ交付や", "運用開始(R9.1~)\t\t→", "実施内容・評価指標"
    )
    passages = passages_of(document, (project,))
    check_tiling(document.text, passages)
    inside = [p for p in passages if project.span.covers(p.span)]
    assert {p.project_id for p in inside} == {"p1"}
    assert inside[0].span.start == project.span.start
    assert [p for p in passages if p.project_id and p not in inside] == []
    assert (
        document.section_path(inside[0].section)[-1] == "6-2-1-1 効率的な窓口業務への変革 窓口改革"
    )


def test_ids_stay_when_another_part_changes() -> None:
    """An edit gives new ids to the passages it touches only; equal texts have ids apart."""
    document = named("kashiwazaki-dx-progress-2024")
    before = {p.passage_id for p in passages_of(document)}
    changed = document_of(
        document.text.replace("12月改定時に", "12月の改定時に"), document.document_id
    )
    after = {p.passage_id for p in passages_of(changed)}
    assert len(before ^ after) == 2
    twice = document_of("# 一\n\n同じ文です。\n\n# 一\n\n同じ文です。\n")
    assert len({p.passage_id for p in passages_of(twice)}) == len(passages_of(twice))


def test_pages_are_told() -> None:
    """A passage names the page that it starts on, None in a text without pages."""
    text = "第1章 一\n\n本文です。\n\f第2章 二\n\n本文です。\n"
    document = document_of(text)
    paged = replace(document, pages=(0, text.index("\f") + 1))
    assert [p.page for p in passages_of(document)] == [None, None]
    assert [p.page for p in passages_of(paged)] == [1, 2]
