from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Download, Page, expect

IN_VIEW = """element => {
  const box = element.getBoundingClientRect();
  const pane = element.closest('.text').getBoundingClientRect();
  return box.top >= Math.max(0, pane.top) && box.top < Math.min(innerHeight, pane.bottom);
}"""
CONTRAST = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")


def ask(page: Page, question: str) -> None:
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    box.press("Enter")


def answers(page: Page) -> list[str]:
    return page.get_by_test_id("stChatMessage").get_by_test_id("stMarkdown").all_inner_texts()


def saved(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


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
    ask(page, "青葉市の担当課は？")
    expect(page.get_by_role("button", name="その目標値は？")).to_be_visible()
    page.get_by_role("button", name="コピー・保存").click()
    expect(page.get_by_role("button", name="Word (.docx)")).to_be_visible()
    for path in (None, "?passage=aoba-0&words=市民課", "projects", "project?project=aoba-counter"):
        if path:
            page.goto(address + path)
        expect(page.get_by_test_id("stSidebar").get_by_text("会話の履歴")).to_be_visible()
        page.wait_for_timeout(700)  # a page fades in
        assert page.evaluate(CONTRAST) == [], path
