from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.errors import CorpusError
from assistant.retrieval.catalogue import Catalogue
from assistant.ui import opening
from assistant.ui.documents import safe_name
from tests.ui_standin import HOSTILE, StandIn

APP = Path(__file__).resolve().parents[1] / "app.py"


@pytest.fixture(autouse=True)
def conversations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_CONVERSATIONS", str(tmp_path / "conversations.sqlite3"))


@pytest.fixture
def standin(monkeypatch: pytest.MonkeyPatch) -> StandIn:
    assistant = StandIn()
    monkeypatch.setattr(opening, "assistant", lambda: assistant)
    return assistant


def home(**query: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=20)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def _run_page(name: str) -> None:
    from importlib import import_module

    from assistant.ui.app import navigation

    navigation()
    import_module(f"assistant.ui.{name}").page()


def open_page(name: str, **query: str) -> AppTest:
    app = AppTest.from_function(_run_page, default_timeout=20, kwargs={"name": name})
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


def html(app: AppTest) -> str:
    return "\n".join(element.value for element in app.get("html"))


def test_the_first_page_offers_questions(standin: StandIn) -> None:
    """Questions that the corpus answers are there to choose; choosing one asks it."""
    app = home()
    assert app.title[0].value == "DX計画アシスタント"
    labels = [button.label for button in app.button]
    assert labels[:2] == ["書かない窓口の担当課は？", "オンライン申請率の目標値は？"]
    app.button[0].click().run()
    assert standin.asked == [("書かない窓口の担当課は？", ())]
    assert not app.exception


def test_an_answer_shows_links_sources_and_what_comes_next(standin: StandIn) -> None:
    """The answer's markers are links, its sources cards with the evidence marked."""
    app = home()
    app.chat_input[0].set_value("担当課は？").run()
    assert app.main.markdown[0].value == (
        r"「書かない窓口」の担当は**市民課**です"
        r"[\[1\]](?passage=aoba-0&words=%E5%B8%82%E6%B0%91%E8%AA%B2)。"
        r"目標値は70% (7,000件)です"
        r"[\[2\]](?passage=aoba-0&words=70%25+%287%2C000%E4%BB%B6%29)。"
    )
    assert "<blockquote>担当課 <mark>市民課</mark></blockquote>" in html(app)
    assert [e.label for e in app.expander] == [
        "ほかに見つかった箇所（1件、回答には使っていません）",
        "この回答の根拠",
    ]
    assert {"その目標値は？", "スケジュールは？"} <= {button.label for button in app.button}


def test_an_answer_says_how_it_came_about(standin: StandIn) -> None:
    """What was read from the question and the places considered are there to open."""
    app = home()
    app.chat_input[0].set_value("担当課は？").run()
    shown = html(app)
    assert '<dl class="facts"><dt>自治体</dt><dd>青葉市</dd></dl>' in shown
    assert '<td data-label="記載">市民課</td>' in shown
    assert "所要時間: 12 ミリ秒" in [caption.value for caption in app.caption]


def test_a_follow_up_is_asked_with_the_questions_before_it(standin: StandIn) -> None:
    """The conversation's earlier questions go along; both answers stay on the page."""
    app = home()
    app.chat_input[0].set_value("書かない窓口の担当課は？").run()
    app.chat_input[0].set_value("その目標値は？").run()
    assert standin.asked[-1] == ("その目標値は？", ("書かない窓口の担当課は？",))
    assert [text.value for text in app.text] == ["書かない窓口の担当課は？", "その目標値は？"]


def test_the_address_brings_a_conversation_back(standin: StandIn) -> None:
    """A new session on the same address shows the same conversation."""
    first = home()
    first.chat_input[0].set_value("担当課は？").run()
    again = home(c=first.query_params["c"])
    assert [text.value for text in again.text] == ["担当課は？"]
    assert len(standin.asked) == 1


def test_an_unknown_conversation_is_told(standin: StandIn) -> None:
    """A deleted conversation's address leads to a clear message and the first page."""
    app = home(c="no-such-conversation")
    assert app.warning[0].value.startswith("この会話は見つかりません。")
    assert app.title[0].value == "DX計画アシスタント"


def press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click().run()


def test_a_filter_limits_the_documents_asked_and_is_a_chip(standin: StandIn) -> None:
    """The question goes out as it was typed, to the chosen documents; the chip takes the
    filter away."""
    app = home()
    app.button_group(key="scope-cities").set_value(["緑町"]).run()
    assert app.selectbox(key="scope-document").options == ["緑町デジタル計画"]
    app.chat_input[0].set_value("担当課は？").run()
    assert (standin.asked, standin.documents) == ([("担当課は？", ())], [("midori",)])
    assert "対象: 緑町" in [caption.value for caption in app.caption]
    press(app, "緑町")
    app.chat_input[0].set_value("目標値は？").run()
    assert standin.documents[-1] == ()


def test_a_filter_of_year_keeps_the_plans_that_cover_it(standin: StandIn) -> None:
    """The years are those of the periods; the chip names the year both ways."""
    app = home()
    years = app.selectbox(key="scope-year")
    assert years.options[0] == "令和8年度（2026年度）"
    years.set_value(2027).run()
    app.chat_input[0].set_value("担当課は？").run()
    assert standin.documents == [("aoba", "midori")]
    assert "対象: 令和9年度（2027年度）" in [caption.value for caption in app.caption]


def test_a_city_in_the_question_moves_the_filter(standin: StandIn) -> None:
    """Asked of another city, the filter goes there, so that what is shown is what is searched."""
    app = home()
    app.button_group(key="scope-cities").set_value(["緑町"]).run()
    app.chat_input[0].set_value("青葉市の担当課は？").run()
    assert standin.documents == [("aoba",)]
    assert app.session_state["scope-cities"] == ["青葉市"]
    assert "対象を変えました" in app.toast[0].value


def test_what_the_question_names_is_a_chip_that_asks_without_it(standin: StandIn) -> None:
    """Taken away, the question is asked anew without the name, in place of the old one."""
    app = home()
    app.chat_input[0].set_value("担当課は？").run()
    app.chat_input[0].set_value("青葉市の令和9年度の目標値は？").run()
    assert {"青葉市", "令和9年度"} <= {button.label for button in app.button}
    press(app, "青葉市")
    assert standin.asked[-1] == ("令和9年度の目標値は？", ("担当課は？",))
    assert [text.value for text in app.text] == ["担当課は？", "令和9年度の目標値は？"]
    assert "青葉市" not in {button.label for button in app.button}


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("   ", "質問が空です。知りたいことを入力してください。"),
        (
            "故障",
            "予期しない問題が起きました（RuntimeError）。直らない場合は管理者に知らせてください。",
        ),
    ],
)
def test_what_cannot_be_answered_is_told_plainly(
    standin: StandIn, question: str, message: str
) -> None:
    """Bad input and failures give a message without a traceback; the chat stays usable."""
    app = home()
    app.chat_input[0].set_value(question).run()
    assert [error.value for error in app.error] == [message]
    assert not app.exception
    assert len(app.chat_input) == 1


def test_a_long_answer_keeps_its_sources_closed_and_its_table_once(standin: StandIn) -> None:
    """Sixty rows are one table; a single source is open."""
    app = home()
    app.chat_input[0].set_value("全部の項目は？").run()
    assert html(app).count("<tr>") == 61
    assert html(app).count('<details class="card" open>') == 1


def test_hostile_text_stays_text_in_the_answer(standin: StandIn) -> None:
    """A document's script and image reach the page escaped."""
    app = home()
    app.chat_input[0].set_value("攻撃の内容は？").run()
    assert r"\<script>" in app.main.markdown[0].value
    assert r"\!\[図\]\(" in app.main.markdown[0].value
    assert HOSTILE not in html(app)


def test_feedback_is_kept(standin: StandIn) -> None:
    """A thumb down opens the reasons; what is sent is stored with the turn."""
    app = home()
    app.chat_input[0].set_value("担当課は？").run()
    app.feedback[0].set_value(0).run()
    app.text_area[0].input("課の名が違う")
    next(button for button in app.button if button.label == "送信").click().run()
    kept = opening.store().feedback(app.query_params["c"], 1)
    assert kept is not None
    assert (kept.useful, kept.comment) == (False, "課の名が違う")


def test_a_passage_opens_from_its_address_alone(standin: StandIn) -> None:
    """`?passage=` shows the document with exactly that passage marked, and its outline."""
    app = home(passage="midori-0")
    shown = html(app)
    assert shown.count("<mark") == 1
    assert '<mark id="passage"' in shown
    assert "緑町デジタル計画" in shown
    assert 'aria-current="location"' in shown


def test_the_words_behind_an_answer_stand_out_in_their_passage(standin: StandIn) -> None:
    """Still one mark; the words that the address names are framed within it."""
    shown = html(home(passage="aoba-0", words="70% (7,000件)"))
    assert shown.count("<mark") == 1
    assert '<span class="hit">70% (7,000件)</span>' in shown


def test_a_document_opens_without_a_passage(standin: StandIn) -> None:
    """`?document=` shows the whole text with nothing marked."""
    shown = html(open_page("source", document="midori"))
    assert "申請書を書かずに手続できる窓口のこと。" in shown
    assert "<mark" not in shown


def test_a_document_is_searched_however_the_word_is_written(standin: StandIn) -> None:
    """Half-width kana find full-width ones; each place is a link to its passage."""
    app = open_page("source")
    app.text_input(key="source-search").input("ｵﾝﾗｲﾝ申請率").run()
    assert "「ｵﾝﾗｲﾝ申請率」: 1箇所" in [caption.value for caption in app.caption]
    assert '<b class="hit">オンライン申請率</b>' in html(app)


def test_an_unknown_passage_leads_to_a_search(standin: StandIn) -> None:
    """An id that does not exist gives a clear page whose search box finds the words."""
    app = home(passage="no-such-passage")
    assert app.title[0].value == "指定された箇所は見つかりません"
    search = next(box for box in app.text_input if box.key == "source-search")
    search.input("手続時間").run()
    assert '<a href="./?passage=midori-0">' in html(app)
    assert not app.exception


def test_the_list_of_projects_is_narrowed_by_words_and_city(standin: StandIn) -> None:
    """All projects are listed with their targets; filters leave those that fit."""
    app = open_page("projects")
    assert app.markdown[0].value == "2件 / 全2件"
    assert "オンライン申請率: 目標値\\(R9\\) 50%" not in html(app)
    assert "オンライン申請率: 目標値(R9) 50%、目標値(R11) 70% (7,000件)" in html(app)
    app.text_input(key="words").input("手続時間").run()
    assert app.markdown[0].value == "1件 / 全2件"
    assert "./project?project=midori-counter" in html(app)
    app.text_input(key="words").input("存在しない語").run()
    assert app.info[0].value == "条件に合う事業はありません。条件を減らしてください。"


def test_a_project_s_page_links_every_value_to_its_source(standin: StandIn) -> None:
    """Department, rating, figures, schedule and prose each have a link to their passage."""
    app = open_page("project", project="aoba-counter")
    shown = html(app)
    assert "<dt>担当</dt><dd>市民課 <a" in shown
    assert "<dt>評価</dt><dd>B <a" in shown
    for figure in ("20%", "35%", "50%", "70% (7,000件)"):
        assert f'<td data-label="値">{figure}</td><td data-label="出典"><a' in shown
    assert shown.count('class="planned"') == 3
    assert "申請書を毎回手書きしている。待ち時間が長い。" in shown


def test_an_unknown_project_is_told(standin: StandIn) -> None:
    """A project's address that leads nowhere says so."""
    app = open_page("project", project="nothing")
    assert app.title[0].value == "この事業は見つかりません"


def test_a_comparison_cites_its_cells_and_is_honest_about_gaps(standin: StandIn) -> None:
    """Two cities stand side by side; what is not found is said to be not found."""
    app = open_page("compare", cities="青葉市,緑町", about="書かない窓口")
    app.session_state["cities"] = ["青葉市", "緑町"]
    app.run()
    shown = html(app)
    assert '<th scope="col">青葉市</th><th scope="col">緑町</th>' in shown
    assert '市民課 <a class="cite" href="./?passage=aoba-0" target="_blank">[1]</a>' in shown
    assert "青葉市 &gt; 青葉市DX推進計画 &gt; 第1章 窓口改革</a></li>" in shown
    assert '<span class="quiet">記載を確認できません</span>' in shown


def test_definitions_of_two_plans_stand_side_by_side(standin: StandIn) -> None:
    """One term, two definitions, each with its plan and source."""
    shown = html(open_page("glossary"))
    assert shown.count("<h2>書かない窓口</h2>") == 1
    assert "職員が聞き取りながら申請書を作る窓口をいう。" in shown
    assert "申請書を書かずに手続できる窓口のこと。" in shown


def test_english_is_a_switch_away(standin: StandIn) -> None:
    """`?lang=en` shows the interface in English."""
    app = home(lang="en")
    assert app.title[0].value == "DX Plan Assistant"
    assert app.chat_input[0].placeholder.startswith("Ask about the plans")
    assert "Which department is in charge of 書かない窓口?" in {b.label for b in app.button}


@pytest.mark.parametrize("name", ["projects", "glossary", "compare", "source"])
def test_pages_stand_an_empty_catalogue(standin: StandIn, name: str) -> None:
    """Without projects, terms or documents a page says so instead of failing."""
    standin.catalogue = Catalogue([], [], [], [], [], [])
    assert not open_page(name).exception


def failing(message: str) -> Callable[..., object]:
    def build(*_: object) -> object:
        raise CorpusError(message)

    return build


def test_an_empty_corpus_is_told_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With neither index nor documents the page says what to do, and offers to try again."""
    (tmp_path / "corpus").mkdir()
    monkeypatch.setenv("ASSISTANT_CORPUS", str(tmp_path / "corpus"))
    monkeypatch.setenv("ASSISTANT_INDEX", str(tmp_path / "index"))
    app = home()
    assert app.error[0].value.startswith("索引を作成できませんでした。")
    assert [b.label for b in app.button][:1] == ["もう一度試す"]
    assert not app.exception


def test_an_empty_corpus_is_filled_from_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where that is allowed, the first documents come in by the browser."""
    monkeypatch.setenv("ASSISTANT_CORPUS", str(tmp_path / "corpus"))
    monkeypatch.setenv("ASSISTANT_INDEX", str(tmp_path / "index"))
    monkeypatch.setenv("ASSISTANT_MANAGE_CORPUS", "true")
    (tmp_path / "corpus").mkdir()
    app = open_page("documents")
    assert app.info[0].value.startswith("資料がまだありません。")
    broken = ("broken.pdf", b"%PDF-1.4 nothing", "application/pdf")
    app.file_uploader(key="added").set_value([broken]).run()
    assert "broken.pdf" in app.error[0].value
    plan = "白川村DX計画\n\n電子申請を広げる。\n".encode()
    app.file_uploader(key="added").set_value([("shirakawa.txt", plan, "text/plain")])
    app.run(timeout=120)
    assert app.markdown[0].value == "1件の資料"


def test_the_first_start_builds_and_a_rebuild_is_picked_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without an index the page builds it; a later build is used without a restart."""
    from assistant.build import build
    from assistant.settings import load_settings

    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "aoba.txt").write_text(
        "青葉市DX推進計画\n\n書かない窓口を導入する。\n", encoding="utf-8"
    )
    monkeypatch.setenv("ASSISTANT_CORPUS", str(corpus))
    monkeypatch.setenv("ASSISTANT_INDEX", str(tmp_path / "index"))
    app = AppTest.from_file(str(APP), default_timeout=120).run()
    assert not app.exception
    assert "（1件）" in app.caption[0].value
    (corpus / "midori.txt").write_text("緑町デジタル計画\n\n職員研修を行う。\n", encoding="utf-8")
    build(load_settings())
    app.run()
    assert "（2件）" in app.caption[0].value

    documents = open_page("documents")
    assert documents.markdown[0].value == "2件の資料"
    assert "青葉市DX推進計画" in html(documents)
    assert "職員研修" not in html(documents)
    assert not documents.get("file_uploader")

    monkeypatch.setenv("ASSISTANT_MANAGE_CORPUS", "true")
    documents.run()
    plan = "白川村DX計画\n\n電子申請を広げる。\n".encode()
    broken = ("broken.pdf", b"%PDF-1.4 nothing", "application/pdf")
    added = [("shirakawa.txt", plan, "text/plain"), broken]
    documents.file_uploader(key="added").set_value(added).run()
    assert documents.success[0].value == "「shirakawa.txt」を保存しました。"
    next(b for b in documents.button if b.label == "索引を作り直す").click().run(timeout=120)
    assert documents.success[0].value.endswith(
        "変更: 追加 2件、更新 0件、削除 0件 読めなかったファイル: broken.pdf"
    )
    assert documents.markdown[0].value == "3件の資料"
    report = html(documents)
    assert '<td data-label="ファイル">shirakawa.txt</td><td data-label="形式">TXT</td>' in report
    assert '<td data-label="文字数">19</td><td data-label="見出し">0</td>' in report
    assert "<strong>読めませんでした</strong><br>broken.pdf" in report
    next(b for b in documents.button if b.label == "索引を作り直す").click().run(timeout=120)
    assert documents.success[0].value == "資料に変更はありません。索引は最新です。"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("計画.txt", "計画.txt"),
        ("../index/CURRENT", None),
        (".hidden", None),
        ("manifest.toml", None),
        ("a\x00b.txt", None),
        ("長" * 100 + ".txt", None),
        ("か\u3099.txt", "が.txt"),
    ],
)
def test_an_added_file_stays_in_the_corpus_folder(name: str, safe: str | None) -> None:
    """Names that lead elsewhere, hide the file or replace the manifest are refused."""
    assert safe_name(name) == safe
