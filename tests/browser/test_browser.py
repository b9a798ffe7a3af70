from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import openpyxl
import pytest
from playwright.sync_api import Browser, Download, Page, expect

IN_VIEW = """element => {
  const box = element.getBoundingClientRect();
  const pane = element.closest('.text').getBoundingClientRect();
  return box.top >= Math.max(0, pane.top) && box.top < Math.min(innerHeight, pane.bottom);
}"""
CONTRAST = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")
COMPOSING_ENTER = """element => element.dispatchEvent(new KeyboardEvent('keydown',
  {key: 'Enter', code: 'Enter', keyCode: 229, which: 229, isComposing: true, bubbles: true}))"""


def ask(page: Page, question: str) -> None:
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    box.press("Enter")


def answers(page: Page) -> list[str]:
    return page.get_by_test_id("stChatMessage").get_by_test_id("stMarkdown").all_inner_texts()


def saved(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def test_a_question_leads_to_its_highlighted_passage(page: Page, address: str) -> None:
    """Question, answer, number, source: the passage is marked and in view in a fresh tab."""
    page.goto(address)
    ask(page, "目標値は？")
    number = page.get_by_role("link", name="[2]", exact=True)
    with page.context.expect_page() as opened:
        number.click()
    source = opened.value
    mark = source.locator("mark#passage")
    expect(mark).to_contain_text("70% (7,000件)")
    expect(source.locator("mark")).to_have_count(1)
    assert mark.evaluate(IN_VIEW)
    expect(source.locator("[aria-current=location]")).to_have_text("第1章 窓口改革")
    assert source.evaluate("document.documentElement.lang") == "ja"


def test_a_passage_deep_in_a_document_is_scrolled_to(page: Page, address: str) -> None:
    """The address alone opens a late passage in view; the next one is a click away."""
    page.goto(f"{address}?passage=aoba-8")
    mark = page.locator("mark#passage")
    expect(mark).to_contain_text("付録")
    page.wait_for_function(f"({IN_VIEW})(document.getElementById('passage'))")
    before = mark.inner_text()
    page.get_by_role("link", name="次の箇所").click()
    expect(mark).not_to_have_text(before)
    expect(page).to_have_url(re.compile("passage=aoba-9"))
    page.get_by_role("link", name="次の箇所").click()
    expect(page).to_have_url(re.compile("passage=aoba-10"))
    page.reload()
    expect(mark).not_to_have_text(before)
    page.wait_for_function(f"({IN_VIEW})(document.getElementById('passage'))")


def test_a_conversation_goes_on_and_survives_reload_and_other_browsers(
    page: Page, address: str, browser: Browser
) -> None:
    """A follow-up joins the conversation; its address shows it after a reload and elsewhere."""
    page.goto(address)
    ask(page, "書かない窓口の担当課は？")
    page.get_by_role("button", name="その目標値は？").click()
    questions = page.get_by_test_id("stChatMessage").get_by_test_id("stText")
    expect(questions).to_have_text(["書かない窓口の担当課は？", "その目標値は？"])
    page.reload()
    expect(questions).to_have_text(["書かない窓口の担当課は？", "その目標値は？"])
    expect(page.get_by_test_id("stSidebar").get_by_text("書かない窓口の担当課は？")).to_be_visible()

    other = browser.new_context()
    elsewhere = other.new_page()
    elsewhere.goto(page.url)
    shown = elsewhere.get_by_test_id("stChatMessage").get_by_test_id("stText")
    expect(shown).to_have_text(["書かない窓口の担当課は？", "その目標値は？"])
    history = elsewhere.get_by_test_id("stSidebar")
    expect(history.get_by_text("まだ会話はありません。")).to_be_visible()
    other.close()


def test_the_navigation_leads_everywhere_and_back(page: Page, address: str) -> None:
    """From a source to the chat, to another page and back to the conversation; a new
    conversation starts from anywhere, and the old one is a click away with its address."""
    page.goto(f"{address}?passage=aoba-1")
    expect(page.locator("mark#passage")).to_be_visible()
    sidebar = page.get_by_test_id("stSidebar")
    sidebar.get_by_role("link", name="資料の質問").click()
    ask(page, "担当課は？")
    asked = page.get_by_test_id("stChatMessage").get_by_test_id("stText")
    expect(asked).to_have_text(["担当課は？"])
    sidebar.get_by_role("link", name="比較").click()
    expect(page.get_by_role("heading", name="比較")).to_be_visible()
    sidebar.get_by_role("link", name="資料の質問").click()
    expect(asked).to_have_text(["担当課は？"])
    sidebar.get_by_role("link", name="用語集").click()
    page.get_by_role("button", name="新しい会話").click()
    expect(page.get_by_role("heading", name="質問の例")).to_be_visible()
    sidebar.get_by_role("link", name="担当課は？").click()
    expect(asked).to_have_text(["担当課は？"])
    expect(page).to_have_url(re.compile(r"\?c="))


def test_history_is_renamed_and_deleted(page: Page, address: str) -> None:
    """The sidebar's menu gives a conversation another name and takes it away."""
    page.goto(address)
    ask(page, "担当課は？")
    sidebar = page.get_by_test_id("stSidebar")
    menu = sidebar.locator("[class*='st-key-manage-'] button").first
    menu.click()
    name = page.get_by_role("textbox", name="会話の名前")
    name.fill("窓口の件")
    name.press("Enter")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(sidebar.get_by_role("link", name="窓口の件")).to_be_visible()
    page.get_by_role("button", name="削除").click()
    expect(sidebar.get_by_text("まだ会話はありません。")).to_be_visible()
    expect(page.get_by_role("heading", name="DX計画アシスタント")).to_be_visible()


def test_hostile_document_text_is_only_text(page: Page, address: str) -> None:
    """Script and image of a document run nowhere: not in answers, cards or the source view."""
    page.goto(address)
    ask(page, "攻撃の内容は？")
    expect(page.locator("blockquote mark")).to_contain_text("<script>")
    assert any("<script>document.title" in text for text in answers(page))
    page.goto(f"{address}?passage=aoba-0")
    expect(page.locator(".source .text")).to_contain_text('<img src=x onerror="alert(1)">')
    assert page.title() == "出典 | DX計画アシスタント"
    assert page.locator("img[src='x'], img[src*='example.com']").count() == 0


def test_enter_while_converting_does_not_send(page: Page, address: str) -> None:
    """Enter that ends a conversion of kana stays in the box; the next Enter sends."""
    page.goto(address)
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill("たんとうか")
    box.evaluate(COMPOSING_ENTER)
    page.wait_for_timeout(500)
    expect(page.get_by_test_id("stChatMessage")).to_have_count(0)
    expect(box).to_have_value("たんとうか")
    box.press("Enter")
    expect(page.get_by_test_id("stChatMessage")).to_have_count(2)


def test_the_keyboard_alone_is_enough(page: Page, address: str) -> None:
    """Tab and Enter lead from the first question over the answer to its source."""
    page.goto(address)
    expect(page.get_by_role("heading", name="質問の例")).to_be_visible()
    _tab_to(page, "書かない窓口の担当課は？")
    page.keyboard.press("Enter")
    expect(page.get_by_text("出典（2件）")).to_be_visible()
    _tab_to(page, "[1]")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    with page.context.expect_page() as opened:
        page.keyboard.press("Enter")
    expect(opened.value.locator("mark#passage")).to_contain_text("市民課")


def _tab_to(page: Page, text: str, most: int = 80) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement?.innerText ?? ''")
        if text in focused and len(focused) < len(text) + 20:
            return
    raise AssertionError(f"the keyboard never reaches {text}")


def test_an_answer_is_taken_away_as_word_and_excel(page: Page, address: str) -> None:
    """The files open in a reader library, with sources and links to this server."""
    page.goto(address)
    ask(page, "担当課は？")
    page.get_by_role("button", name="コピー・保存").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Word (.docx)").click()
    word = docx.Document(io.BytesIO(saved(download.value)))
    assert [p.text for p in word.paragraphs][1] == "質問: 担当課は？"
    targets = {r.target_ref for r in word.part.rels.values() if r.is_external}
    assert targets == {f"{address}?passage=aoba-0"}
    with page.expect_download() as download:
        page.get_by_role("button", name="Excel (.xlsx)").click()
    assert download.value.suggested_filename == "担当課は.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(saved(download.value)))
    assert book.sheetnames == ["回答", "出典", "事業"]


def test_the_list_of_projects_is_taken_away_as_csv(page: Page, address: str) -> None:
    """The CSV holds what the filters leave, and Excel can read its Japanese."""
    page.goto(f"{address}projects")
    page.locator(".st-key-city").get_by_text("緑町").click()
    expect(page.get_by_text("1件 / 全2件")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    text = saved(download.value).decode("utf-8")
    assert text.startswith("\ufeff自治体,計画,")
    assert "書かない窓口の導入" in text
    assert "青葉市" not in text


PAGES = (
    "", "?passage=aoba-0", "?passage=nothing", "projects", "project?project=aoba-counter",
    "compare?cities=青葉市&cities=緑町&about=書かない窓口", "glossary", "source",
)  # fmt: skip


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_scrolls_sideways(page: Page, address: str, width: int) -> None:
    """Every page fits a desktop and a phone; wide tables scroll inside their own frame."""
    page.set_viewport_size({"width": width, "height": 844})
    for path in PAGES:
        page.goto(address + path)
        expect(page.locator("h1").first).to_be_visible()
        page.wait_for_timeout(300)
        widths = page.evaluate("""() => {
          const main = document.querySelector('.stMain');
          return [document.documentElement.scrollWidth - innerWidth,
                  main.scrollWidth - main.clientWidth];
        }""")
        assert widths == [0, 0], path


def test_an_answer_fits_a_phone(page: Page, address: str) -> None:
    """A long answer with its table and sources does not widen the page."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address)
    ask(page, "全部の項目は？")
    expect(page.locator(".table table")).to_be_visible()
    main = page.locator(".stMain")
    assert main.evaluate("element => element.scrollWidth - element.clientWidth") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(page: Page, address: str, scheme: str) -> None:
    """Every text has the contrast of WCAG AA, on light ground and on dark."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(address)
    ask(page, "担当課は？")
    expect(page.get_by_role("button", name="その目標値は？")).to_be_visible()
    for path in (None, "?passage=aoba-0", "projects", "project?project=aoba-counter"):
        if path:
            page.goto(address + path)
        expect(page.get_by_test_id("stSidebar").get_by_text("会話の履歴")).to_be_visible()
        page.wait_for_timeout(700)  # a page fades in
        assert page.evaluate(CONTRAST) == [], path
