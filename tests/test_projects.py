"""Project records of the five plans and of invented plans, held against the truth in
`tests/data/records/`, which was written from the documents."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.datamodels import Document, Indicator, Project, Span
from assistant.ingest.blocks import read_blocks
from assistant.ingest.corpus import describe, read_manifest
from assistant.ingest.outline import read_outline
from assistant.ingest.projects import read_projects
from assistant.ingest.schedules import read_lines, without_prose
from assistant.ingest.text import read_plain_text

ROOT = Path(__file__).parents[1]
FURTHER = ROOT / "tests/data/further_cities"
MORE = ROOT / "tests/data/more_cities"
RECORDS = ROOT / "tests/data/records"
CORPUS = ("kashiwazaki-dx-plan-2026", "kashiwazaki-dx-progress-2024", "isesaki-dx-plan-2026-draft",
          "toyama-dx-plan-2026-draft", "kashiwa-dx-guideline-2022")  # fmt: skip
FOLDERS = {
    path.stem: path.parent
    for folder in ("corpus", "tests/data/plans", "tests/data/new_cities")
    for path in (ROOT / folder).glob("*.txt")
}
INVENTED = tuple(sorted(set(FOLDERS) - set(CORPUS)))

Reading = tuple[Document, tuple[Project, ...], tuple[Indicator, ...]]


@cache
def read(document_id: str) -> Reading:
    """The document and its records, read afresh from the file."""
    return read_in(FOLDERS[document_id], document_id)


def read_in(folder: Path, document_id: str) -> Reading:
    """The same of a plan in any folder with a manifest."""
    path = folder / f"{document_id}.txt"
    extract = read_plain_text(path)
    blocks = read_blocks(extract.text)
    manifest = read_manifest(folder / "manifest.toml")
    document, _ = describe(path.name, extract, blocks, manifest.entries.get(path.name))
    outline = read_outline(extract.text, blocks, document.title)
    document = Document(
        document_id, document.path, document.title, document.municipality, document.kind,
        document.period, document.edition, document.published, document.source,
        document.text, "", outline=outline,
    )  # fmt: skip
    return (document, *read_projects(document, blocks))


@cache
def truth(document_id: str) -> dict[str, Any]:
    """What the document says, by someone who read it."""
    content = (RECORDS / f"{document_id}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(content)
    return found


def fold(value: Any) -> Any:
    """Spaces and widths left out of every string."""
    if isinstance(value, str):
        return re.sub(r"\s+", "", unicodedata.normalize("NFKC", value))
    if isinstance(value, list | tuple):
        return [fold(item) for item in value]
    return value


def figures(indicator: Indicator) -> list[Any]:
    return [[value.kind, value.year, value.value.text] for value in indicator.values]


def stated(document: Document, project: Project) -> dict[str, Any]:
    """A record in the form of the truth."""

    def line(offset: int) -> int:
        return document.text.count("\n", 0, offset) + 1

    return {
        "name": project.name.text,
        "lines": [line(project.span.start), line(project.span.end)],
        "number": project.number,
        "kind": project.kind,
        "has_sheet": project.has_sheet,
        "aliases": list(project.aliases),
        "departments": [value.text for value in project.departments],
        "marks": sorted(value.text for value in project.marks),
        "rating": project.rating.text if project.rating else None,
        "hierarchy": [value.text for value in project.hierarchy],
        "mentions": [line(span.start) for span in project.mentions],
        "fields": [
            [f.field, f.label, line(f.value.span.start), line(f.value.span.end)]
            for f in project.fields
        ],
        "indicators": [[i.name.text, figures(i)] for i in project.indicators],
        "schedule": [
            [entry.item.text, list(entry.years)]
            + ([entry.text] if entry.text != entry.item.text else [])
            for entry in project.schedule
        ],
    }


EMPTY: dict[str, Any] = {"number": "", "has_sheet": True, "rating": None}


def differences(document_id: str) -> tuple[list[str], int]:
    """Fields that differ from the truth, named, and the number of fields compared."""
    document, projects, _ = read(document_id)
    records = {fold(p.name.text): stated(document, p) for p in projects}
    wrong: list[str] = []
    compared = 0
    for expected in truth(document_id)["projects"]:
        record = records.pop(fold(expected["name"]), None)
        if record is None:
            wrong.append(f"{expected['name']}: missing")
            compared += len(expected)
            continue
        for key, found in record.items():
            compared += 1
            wanted = expected.get(key, EMPTY.get(key, []))
            if key == "lines" and key not in expected:
                continue
            if fold(found) != fold(wanted):
                wrong.append(f"{expected['name']}.{key}: {found} != {wanted}")
    wrong += [f"{name}: invented" for name in records]
    return wrong, compared + len(records)


@pytest.mark.parametrize("document_id", CORPUS)
def test_records_of_the_plans_say_what_the_plans_say(document_id: str) -> None:
    """Every field of every record of the five plans is as the document states it."""
    wrong, _ = differences(document_id)
    assert wrong == []


@pytest.mark.parametrize("document_id", INVENTED)
def test_records_of_invented_plans_in_other_layouts(document_id: str) -> None:
    """Bold labels, tables side by side, two rows of heads, a project a row: the same records."""
    wrong, _ = differences(document_id)
    assert wrong == []


@pytest.mark.parametrize("document_id", CORPUS + INVENTED)
def test_indicators_outside_projects(document_id: str) -> None:
    """Tables of indicators that belong to no project are read with their qualifiers."""
    _, _, indicators = read(document_id)
    loose = [[i.name.text, i.qualifier, figures(i)] for i in indicators if i.project_id is None]
    assert fold(loose) == fold(truth(document_id)["indicators"])


@pytest.mark.parametrize(
    ("document_id", "sheets", "rows"),
    [
        ("kashiwazaki-dx-plan-2026", 13, 0),
        ("kashiwazaki-dx-progress-2024", 24, 0),
        ("isesaki-dx-plan-2026-draft", 5 + 16, 0),
        ("toyama-dx-plan-2026-draft", 8, 26),
        ("kashiwa-dx-guideline-2022", 0, 0),
    ],
)
def test_each_plan_has_as_many_projects_as_it_counts(
    document_id: str, sheets: int, rows: int
) -> None:
    """Specimen sheets, tables of contents and overviews make no projects of their own."""
    _, projects, _ = read(document_id)
    with_sheet = sum(project.has_sheet for project in projects)
    assert (with_sheet, len(projects) - with_sheet) == (sheets, rows)


def test_isesaki_tells_standard_from_single_projects() -> None:
    """伊勢崎市 has 5 標準事業 and 16 個別事業."""
    _, projects, _ = read("isesaki-dx-plan-2026-draft")
    kinds = [project.kind for project in projects]
    assert kinds == ["標準事業"] * 5 + ["個別事業"] * 16


@pytest.mark.parametrize("document_id", CORPUS + INVENTED)
def test_every_value_is_cut_from_the_text(document_id: str) -> None:
    """What a record shows is, spaces and tags aside, what stands at its span; where it wraps
    around the label beside its middle line, its parts stand there in order."""
    document, projects, indicators = read(document_id)
    values = [p.name for p in projects] + [i.name for i in indicators]
    values += [figure.value for i in indicators for figure in i.values]
    values += [entry.item for p in projects for entry in p.schedule]
    for value in values:
        source = re.sub(r"<[^<>]*>", "", value.span.of(document.text))
        shown, stands = bare(value.text), bare(source)
        first, last = stands.startswith(shown[:1]), stands.endswith(shown[-1:])
        assert shown in stands or (first and last and in_order(shown, stands)), value


def in_order(part: str, whole: str) -> bool:
    """Whether the characters of `part` all stand in `whole`, in that order."""
    rest = iter(whole)
    return all(character in rest for character in part)


@pytest.mark.parametrize("document_id", CORPUS + INVENTED)
def test_indicators_are_quoted_whole(document_id: str) -> None:
    """The span of an indicator covers its name and all its figures."""
    _, _, indicators = read(document_id)
    for indicator in indicators:
        assert indicator.span.covers(indicator.name.span)
        assert all(indicator.span.covers(figure.value.span) for figure in indicator.values)


@pytest.mark.parametrize("document_id", CORPUS + INVENTED)
def test_ids_are_unique_and_stay_the_same(document_id: str) -> None:
    """Reading a document again gives the same records with the same ids."""
    document, projects, indicators = read(document_id)
    ids = [p.project_id for p in projects] + [i.indicator_id for i in indicators]
    assert len(set(ids)) == len(ids)
    assert (projects, indicators) == read_projects(document, read_blocks(document.text))


def test_cashless_payment_in_toyama_uses_el_qr() -> None:
    """富山市's キャッシュレス決済への対応 says that it brings eL-QR, in sheet and section."""
    document, projects, _ = read("toyama-dx-plan-2026-draft")
    project = next(p for p in projects if p.name.text == "キャッシュレス決済への対応")
    telling = {f.field for f in project.fields if "eL-QR" in f.value.span.of(document.text)}
    assert telling == {"present", "issues", "actions"}


def test_a_row_of_dated_steps_is_a_schedule() -> None:
    _, projects, _ = read_in(FURTHER, "takaba-dx-plan-2025")
    steps = [(entry.item.text, entry.years) for entry in projects[0].schedule]
    assert steps == [
        ("手続の棚卸し、対象の選定", (2025,)),
        ("150手続に拡大", (2026,)),
        ("220手続に拡大、オンライン決済の開始", (2027,)),
        ("320手続", (2029,)),
    ]


def test_a_slogan_is_no_project_and_no_title() -> None:
    document, projects, _ = read_in(FURTHER, "kizumori-dx-plan-2025")
    assert document.title == "木津森町デジタル化推進計画"
    assert len(projects) == 28
    assert projects[0].name.text == "予約バス「やまびこ号」の配車システム導入"
    assert read_in(FURTHER, "kusumiya-dx-strategy-2025")[0].title == "楠宮区ＤＸ戦略"


def test_a_table_alone_on_a_line_is_no_project() -> None:
    """Labels in running text, a glossary or a lone table make no project."""
    text = (
        "推進体制\n\n課題\n\n職員が足りません。\n\n用語\t説明\nAI\t人工知能\n\n"
        "年度\t令和6年度\t令和7年度\n人口\t84,312人\t83,105人\n"
    )
    document = Document("d", "d.txt", "", "", "", None, "", "", "", text, "")
    assert read_projects(document, read_blocks(text)) == ((), ())


def more(document_id: str, number: str) -> Project:
    """The project of that number in one of two further plans."""
    projects = read_in(MORE, document_id)[1]
    return next(project for project in projects if project.number == number)


def test_a_unit_behind_an_indicators_name_is_that_of_its_figures() -> None:
    first, second = more("shiomino-dx-plan-2025-draft", "1-1-3").indicators
    assert (first.name.text, first.unit) == ("電子錠を設置した施設数", "施設")
    assert (second.name.text, second.unit) == ("オンライン予約の割合", "％")
    assert [(v.kind, v.year, v.value.text) for v in second.values] == [
        ("target", 2025, "20"), ("target", 2026, "45"), ("target", 2027, "60"),
        ("target", 2028, "70"), ("target", 2029, "75"),
    ]  # fmt: skip


def test_an_aim_under_its_label() -> None:
    project = more("shiomino-dx-plan-2025-draft", "1-1-3")
    assert [part.value.text for part in project.values_of("goal")] == [
        "鍵の受け取りのための来庁をゼロにします。"
    ]


def test_targets_told_in_words() -> None:
    def told(number: str) -> list[tuple[str, list[tuple[str, str]]]]:
        project = more("hasugase-dx-action-plan-2025", number)
        return [
            (i.name.text, [(v.kind, v.value.text) for v in i.values]) for i in project.indicators
        ]

    assert told("A-3") == [
        ("AIによる完結率", [("target", "35%")]),
        ("電話がつながるまでの平均待ち時間", [("target", "30秒以内")]),
    ]
    assert told("A-5") == [("独自帳票", [("baseline", "176種類"), ("target", "60種類以下")])]
    assert told("C-1") == [
        ("加盟店", [("target", "800店")]),
        ("年間流通額", [("target", "12億円")]),
    ]


def test_steps_told_in_words_keep_their_months() -> None:
    steps = more("hasugase-dx-action-plan-2025", "B-5").schedule[:2]
    assert [(step.item.text, step.years, step.text) for step in steps] == [
        ("粗大ごみのオンライン申込み", (2025,), "令和7年7月開始"),
        ("センサー", (2026,), "令和8年度に60か所で実証"),
    ]
    first = more("hasugase-dx-action-plan-2025", "C-1").schedule[0]
    assert (first.item.text, first.text) == ("発行開始", "令和7年11月")


def test_marks_of_a_schedule_mean_what_the_legend_says() -> None:
    steps = more("hasugase-dx-action-plan-2025", "A-1").schedule[3:]
    assert [(step.item.text, step.years) for step in steps] == [
        ("計画・設計", (2025,)), ("実施", (2026,)), ("拡大", (2027,)),
    ]  # fmt: skip


def pieces() -> list[str]:
    """Lines of real and invented plans, to be thrown together in any order."""
    found = {
        line for document_id in CORPUS + INVENTED for line in read(document_id)[0].text.split("\n")
    }
    return sorted(found)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_order_of_lines_is_read_without_harm(data: st.DataObject) -> None:
    """Torn texts give records whose spans lie in the text, or none; never an exception."""
    lines = data.draw(st.lists(st.sampled_from(pieces()), max_size=60))
    text = "\n".join(lines)
    blocks = read_blocks(text)
    document = Document(
        "d",
        "d.txt",
        "",
        "",
        "",
        (2026, 2029),
        "",
        "",
        "",
        text,
        "",
        outline=read_outline(text, blocks),
    )
    projects, indicators = read_projects(document, blocks)
    whole = Span(0, len(text))
    for project in projects:
        assert project.name.text
        assert whole.covers(project.span)
        assert all(whole.covers(value.value.span) for value in project.fields)
    for indicator in indicators:
        assert all(indicator.span.covers(figure.value.span) for figure in indicator.values)


def bare(text: str) -> str:
    return re.sub(r"[\s・•●○]+", "", text)


def steps_of(text: str) -> list[tuple[str, tuple[int, ...]]]:
    """Name and years of the steps that a value beside スケジュール tells."""
    span = Span(0, len(text))
    steps = list(read_lines(text, span, beside_label=True, last=2030))
    return [(step.item.text, step.years) for step in without_prose(text, span, steps)]


def test_steps_that_begin_with_their_years_are_divided_by_years_alone() -> None:
    """A comma belongs to the step, a line without a year goes on with the step above it, and a
    sentence plans nothing."""
    assert steps_of(
        "R7 調査、設計（仕様書、図面）　R8 工事　R9・R10 運用と\n見直し\n工事の間も窓口は開けます。"
    ) == [
        ("調査、設計（仕様書、図面）", (2025,)),
        ("工事", (2026,)),
        ("運用と見直し", (2027, 2028)),
    ]
    assert steps_of("検討（R7）、導入（R8）") == [("検討", (2025,)), ("導入", (2026,))]
