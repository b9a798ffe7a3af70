"""What a reader does with the five plans, in a real browser on the real index."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import docx
import openpyxl
from playwright.sync_api import Download, Locator, Page, expect

from assistant.ui import records

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

TARGET = "柏崎市の粗大ごみ収集予約のオンライン化の目標値は？"
DESK = "書かない窓口"
IN_VIEW = """selector => {
  const mark = document.querySelector(selector)?.getBoundingClientRect();
  const pane = document.querySelector('.source .text')?.getBoundingClientRect();
  return mark && mark.top >= Math.max(0, pane.top)
    && mark.top < Math.min(innerHeight, pane.bottom);
}"""
SIDEWAYS = """() => {
  const main = document.querySelector('.stMain');
  return document.documentElement.scrollWidth > innerWidth || main.scrollWidth > main.clientWidth;
}"""
COMPOSING_ENTER = """element => element.dispatchEvent(new KeyboardEvent('keydown',
  {key: 'Enter', code: 'Enter', keyCode: 229, which: 229, isComposing: true, bubbles: true}))"""


def ask(page: Page, question: str) -> Locator:
    """Asks, and gives the answer once it is whole."""
    messages = page.get_by_test_id("stChatMessage")
    before = messages.count()
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    box.press("Enter")
    expect(messages).to_have_count(before + 2)
    answer = messages.last
    expect(answer.get_by_text("この回答は役に立ちましたか")).to_be_visible()
    return answer


def squeezed(text: str) -> str:
    return "".join(text.split())


def saved(download: Download) -> io.BytesIO:
    return io.BytesIO(Path(download.path()).read_bytes())


def test_an_answer_leads_to_its_words_in_the_plan(
    page: Page, plans_address: str, assistant: Assistant
) -> None:
    """Question, figure, number, source: what is marked is the cited passage; its words that
    the answer rests on are framed and in view."""
    page.goto(plans_address)
    answer = ask(page, TARGET)
    expect(answer).to_contain_text("50% (約3,800件)")
    quote = answer.locator("blockquote mark").first.inner_text()
    with page.context.expect_page() as opened:
        answer.get_by_role("link", name="[1]", exact=True).first.click()
    source = opened.value
    expect(source.locator("mark")).to_have_count(1)
    assert source.evaluate("document.documentElement.lang") == "ja"
    source.wait_for_function(IN_VIEW, arg=".source .hit")
    assert quote in source.locator("mark .hit").all_inner_texts()
    passage = assistant.passage(parse_qs(urlsplit(source.url).query)["passage"][0])
    assert passage is not None
    marked = squeezed(source.locator("mark#passage").inner_text())
    text = assistant.catalogue.text(passage.document_id, passage.span)
    assert marked == squeezed(text)
    assert squeezed(quote) in marked


def test_a_source_leads_to_questions_about_its_document(page: Page, plans_address: str) -> None:
    """From an opened source the next question is kept to that document."""
    page.goto(f"{plans_address}source?document=toyama-dx-plan-2026-draft")
    page.get_by_role("button", name="この資料について質問する").click()
    expect(page.get_by_role("button", name="第5期富山市行政改革実施計画")).to_be_visible()
    answer = ask(page, f"{DESK}の担当課は？")
    expect(answer.locator(".card .city").first).to_have_text("富山市")


def test_a_follow_up_keeps_its_subject_and_the_reload_the_talk(
    page: Page, plans_address: str
) -> None:
    """その担当課は？ is asked of the project before; a reload shows both turns again."""
    page.goto(plans_address)
    ask(page, TARGET)
    expect(ask(page, "その担当課は？")).to_contain_text("環境課")
    page.reload()
    asked = page.get_by_test_id("stChatMessage").get_by_test_id("stText")
    expect(asked).to_have_text([TARGET, "その担当課は？"])
    expect(page.get_by_test_id("stChatMessage").last).to_contain_text("環境課")


def test_a_filter_and_the_question_s_own_city(page: Page, plans_address: str) -> None:
    """Kept to Toyama, only its plan is cited, until the chip goes; a city in the question is a
    chip, too, and taken away, the question is asked anew without it."""
    page.goto(plans_address)
    page.get_by_role("button", name="対象をしぼる").click()
    page.locator(".st-key-scope-cities").get_by_text("富山市").click()
    page.keyboard.press("Escape")
    answer = ask(page, f"{DESK}の担当課は？")
    cities = answer.locator(".card .city")
    expect(cities.first).to_have_text("富山市")
    assert set(cities.all_inner_texts()) == {"富山市"}
    chip = page.locator("[class*='st-key-drop-scope-cities']").get_by_role("button")
    chip.focus()
    page.keyboard.press("Enter")
    expect(chip).to_have_count(0)
    ask(page, f"伊勢崎市の{DESK}の担当課は？")
    page.locator("[class*='st-key-limit-']").get_by_role("button", name="伊勢崎市").click()
    asked = page.get_by_test_id("stChatMessage").get_by_test_id("stText")
    expect(asked).to_have_text([f"{DESK}の担当課は？"] * 2)


def test_two_cities_are_compared_and_taken_to_word(page: Page, plans_address: str) -> None:
    """Both cities have their own cells, each with its source, and so has the file."""
    page.goto(f"{plans_address}compare")
    for city in ("富山市", "伊勢崎市"):
        page.locator(".st-key-cities").get_by_text(city, exact=True).click()
    theme = page.get_by_role("textbox", name="テーマまたは質問")
    theme.fill(DESK)
    theme.press("Enter")
    row = page.locator(".matrix tr", has=page.get_by_text("関連する事業・記載"))
    expect(row.get_by_role("link", name="フロントヤード改革の推進")).to_be_visible()
    expect(row.get_by_role("link", name="総合窓口の拡充")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Word (.docx)").click()
    table = docx.Document(saved(download.value)).tables[0]
    assert {cell.text for cell in table.rows[0].cells} == {"", "富山市", "伊勢崎市"}
    shown = [" ".join(cell.text for cell in row.cells) for row in table.rows]
    assert any("フロントヤード改革の推進" in line and "総合窓口の拡充" in line for line in shown)


def test_a_city_s_projects_with_targets_are_listed(
    page: Page, plans_address: str, assistant: Assistant
) -> None:
    """Two clicks leave the projects of one city that have targets, in the page and in Excel."""
    wanted = records.Choice(cities=["柏崎市"], with_targets=True)
    expected = [row for row in records.rows(assistant.catalogue) if wanted.holds(row)]
    page.goto(f"{plans_address}projects")
    page.locator(".st-key-city").get_by_text("柏崎市", exact=True).click()
    page.get_by_test_id("stCheckbox").get_by_text("目標値のある事業だけ").click()
    expect(page.get_by_text(re.compile(rf"^{len(expected)}件 / "))).to_be_visible()
    expect(page.locator(".list tbody tr")).to_have_count(len(expected))
    with page.expect_download() as download:
        page.get_by_role("button", name="Excel (.xlsx)").click()
    sheet = openpyxl.load_workbook(saved(download.value)).worksheets[0]
    cells = {str(cell) for line in sheet.iter_rows(values_only=True) for cell in line}
    assert {row.project.name.text for row in expected} <= cells


def test_an_answer_goes_to_word_and_excel(page: Page, plans_address: str) -> None:
    """The files hold question, figure and quote, with a link back to this server."""
    page.goto(plans_address)
    answer = ask(page, TARGET)
    answer.get_by_role("button", name="コピー・保存").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Word (.docx)").click()
    word = docx.Document(saved(download.value))
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert f"質問: {TARGET}" in text
    assert "50% (約3,800件)" in text
    links = {r.target_ref for r in word.part.rels.values() if r.is_external}
    assert links
    assert all(link.startswith(f"{plans_address}?passage=") for link in links)
    with page.expect_download() as download:
        page.get_by_role("button", name="Excel (.xlsx)").click()
    sheet = openpyxl.load_workbook(saved(download.value))["出典"]
    assert any("粗大ごみ" in str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)


def test_keyboard_and_kana_conversion(page: Page, plans_address: str) -> None:
    """Enter that ends a conversion does not send; from there keys alone lead to the source."""
    page.goto(plans_address)
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill("富山市の書かない窓口の担当課は？")
    box.evaluate(COMPOSING_ENTER)
    expect(box).to_have_value("富山市の書かない窓口の担当課は？")
    expect(page.get_by_test_id("stChatMessage")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="[1]", exact=True).first).to_be_visible()
    expect(page.get_by_text("この回答は役に立ちましたか")).to_be_visible()
    page.locator(".stMain").get_by_role("button", name="富山市").focus()
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == "[1]":
            break
    with page.context.expect_page() as opened:
        page.keyboard.press("Enter")
    opened.value.wait_for_function(IN_VIEW, arg="mark#passage .hit")


PAGES = (
    "", "projects?city=柏崎市", f"compare?cities=富山市&cities=伊勢崎市&about={DESK}", "glossary",
    "documents", "source?document=toyama-dx-plan-2026-draft", "?passage=nothing",
)  # fmt: skip


def fits(page: Page) -> bool:
    """Whether the page fits a phone and a desktop; wide tables scroll in their own frame."""
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    found = []
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        found.append(not page.evaluate(SIDEWAYS))
    page.set_viewport_size({"width": 390, "height": 844})
    return all(found)


def test_nothing_scrolls_sideways(page: Page, plans_address: str) -> None:
    """Every page, a project's own, and a long answer, opened on a phone and made wider."""
    page.set_viewport_size({"width": 390, "height": 844})
    for path in PAGES:
        page.goto(plans_address + path)
        expect(page.locator("h1").first).to_be_visible()
        assert fits(page), path
    page.goto(f"{plans_address}projects?city=富山市")
    page.locator(".list td a").first.click()
    expect(page.get_by_role("heading", name="記載内容")).to_be_visible()
    assert fits(page)
    page.goto(plans_address)
    expect(ask(page, "柏崎市の事業を一覧にして")).to_contain_text("デジタル技術活用の学習機会確保")
    assert fits(page)


def test_the_theme_is_chosen_in_the_menu(page: Page, plans_address: str) -> None:
    """The page follows the system until the reader chooses; the choice survives a reload."""
    ground = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
    page.emulate_media(color_scheme="light")
    page.goto(plans_address)
    expect(page.get_by_role("heading", name="質問の例")).to_be_visible()
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    page.get_by_test_id("stMainMenuButton").click()
    page.get_by_test_id("stMainMenuItem-theme-Dark").click()
    page.wait_for_function(f"{ground} === 'rgb(20, 22, 28)'")
    page.reload()
    page.wait_for_function(f"{ground} === 'rgb(20, 22, 28)'")
