from __future__ import annotations

import io

import docx
import openpyxl
from docx.opc.constants import RELATIONSHIP_TYPE

from assistant import export
from tests.ui_standin import StandIn

ADDRESS = "http://localhost:8501/"


def report(*questions: str) -> export.Report:
    assistant = StandIn()
    exchanges = tuple(export.Exchange(q, assistant.ask(q)) for q in questions)
    return export.Report("窓口の担当", exchanges, ADDRESS)


def test_markdown_holds_answer_sources_and_links() -> None:
    """The copy can be read alone: question, answer, where each number leads, its words."""
    assert export.as_markdown(report("担当課は？")) == (
        "# 窓口の担当\n\n## 質問: 担当課は？\n\n"
        "「書かない窓口」の担当は**市民課**です[1]。目標値は70% (7,000件)です[2]。\n\n"
        "### 出典\n\n"
        "[1] 青葉市 > 青葉市DX推進計画 > 第1章 窓口改革  \n"
        "http://localhost:8501/?passage=aoba-0\n\n> 担当課 市民課\n\n"
        "[2] 青葉市 > 青葉市DX推進計画 > 第1章 窓口改革  \n"
        "http://localhost:8501/?passage=aoba-0\n\n"
        "> 指標 オンライン申請率 基準値(R7) 20% 目標値(R9) 50% 目標値(R11) 70% (7,000件)\n"
    )


def test_word_holds_answer_quotes_and_working_links() -> None:
    """A Word file has the same text, bold where the answer is, and links to the sources."""
    document = docx.Document(io.BytesIO(export.as_docx(report("担当課は？"))))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts == [
        "窓口の担当",
        "質問: 担当課は？",
        "「書かない窓口」の担当は市民課です[1]。目標値は70% (7,000件)です[2]。",
        "出典",
        "[1] 青葉市 > 青葉市DX推進計画 > 第1章 窓口改革 リンク",
        "担当課 市民課",
        "[2] 青葉市 > 青葉市DX推進計画 > 第1章 窓口改革 リンク",
        "指標 オンライン申請率 基準値(R7) 20% 目標値(R9) 50% 目標値(R11) 70% (7,000件)",
    ]
    assert [run.text for run in document.paragraphs[2].runs if run.bold] == ["市民課"]
    links = [r for r in document.part.rels.values() if r.reltype == RELATIONSHIP_TYPE.HYPERLINK]
    assert {link.target_ref for link in links} == {"http://localhost:8501/?passage=aoba-0"}


def test_word_shows_the_answer_s_table() -> None:
    """A table is a Word table whose cells carry their markers."""
    document = docx.Document(io.BytesIO(export.as_docx(report("全部の項目は？"))))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows[:2]]
    assert rows == [["項目", "値"], ["項目0", "値" * 30 + "[1]"]]


def test_excel_holds_answers_sources_projects_and_tables() -> None:
    """Each kind has its sheet; the rows say which question they belong to."""
    book = openpyxl.load_workbook(io.BytesIO(export.as_xlsx(report("担当課は？", "全部は？"))))
    assert book.sheetnames == ["回答", "出典", "事業", "表2"]
    answers = [row[1] for row in book["回答"].iter_rows(min_row=2, values_only=True)]
    assert answers == ["担当課は？", "全部は？"]
    first = next(book["出典"].iter_rows(min_row=2, max_row=2, values_only=True))
    assert first == (
        1, "[1]", "青葉市", "青葉市DX推進計画", "第1章 窓口改革", None, "担当課 市民課",
        "http://localhost:8501/?passage=aoba-0",
    )  # fmt: skip
    project = next(book["事業"].iter_rows(min_row=2, max_row=2, values_only=True))
    assert project == (1, "青葉市", "書かない窓口", "市民課", "[1]")


def test_csv_opens_in_excel_and_runs_no_formula() -> None:
    """A byte order mark leads; what would be a formula is text, figures stay figures."""
    table = export.Table("", ("名", "値"), (("=1+1", "-5%"), ("@SUM(A1)", "-"), ("改行\nあり", 7)))
    assert export.table_as_csv(table).decode("utf-8") == (
        "\ufeff名,値\r\n'=1+1,-5%\r\n'@SUM(A1),-\r\n\"改行\nあり\",7\r\n"
    )


def test_excel_keeps_formulas_as_text_and_drops_what_xml_forbids() -> None:
    """A cell that starts with an equals sign is a string; control characters are left out."""
    table = export.Table("事業[一覧]", ("名",), (("=1+1",), ("制御\x0b文字",)))
    sheet = openpyxl.load_workbook(io.BytesIO(export.table_as_xlsx(table))).active
    assert sheet is not None
    assert sheet.title == "事業 一覧"
    cells = [(row[0].value, row[0].data_type) for row in sheet.iter_rows(min_row=2)]
    assert cells == [("=1+1", "s"), ("制御文字", "s")]


def test_a_comparison_is_taken_away_with_its_sources() -> None:
    """Word, Excel and CSV hold the cells with their numbers and where each number leads."""
    note = export.Note(1, "青葉市 > 青葉市DX推進計画", f"{ADDRESS}?passage=aoba-0")
    table = export.Table("比較", ("", "青葉市"), (("担当", "市民課[1]"),), (note,))
    word = docx.Document(io.BytesIO(export.table_as_docx(table)))
    assert [[cell.text for cell in row.cells] for row in word.tables[0].rows] == [
        ["", "青葉市"],
        ["担当", "市民課[1]"],
    ]
    assert word.paragraphs[-1].text == "[1] 青葉市 > 青葉市DX推進計画 リンク"
    book = openpyxl.load_workbook(io.BytesIO(export.table_as_xlsx(table)))
    assert book.sheetnames == ["比較", "出典"]
    assert export.table_as_csv(table).decode("utf-8-sig").splitlines()[-1] == (
        "[1],青葉市 > 青葉市DX推進計画,http://localhost:8501/?passage=aoba-0"
    )
