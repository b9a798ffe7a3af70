from __future__ import annotations

import pytest

from assistant.datamodels import AnswerTable, Span
from assistant.ui import markup
from tests.ui_standin import HOSTILE, StandIn, span


@pytest.fixture
def standin() -> StandIn:
    return StandIn()


def test_a_marker_becomes_a_link_to_its_source(standin: StandIn) -> None:
    """`[1]` leads to the passage of citation 1; a number without a citation stays text."""
    cited = (standin.citation(1, "aoba", "市民課"),)
    linked = markup.link_markers("担当は**市民課**です[1]。別の[7]。", cited)
    address = "?passage=aoba-0&words=%E5%B8%82%E6%B0%91%E8%AA%B2"
    assert linked == rf"担当は**市民課**です[\[1\]]({address})。別の\[7\]。"


def test_the_words_of_an_address_are_found_in_their_passage(standin: StandIn) -> None:
    """The first place within the passage counts; what does not stand there is left out."""
    document = standin.catalogue.documents["aoba"]
    passage = standin.passage("aoba-0")
    assert passage is not None
    found = markup.words_in(document, passage, ["70% (7,000件)", "市民課", "緑町", ""])
    assert [at.of(document.text) for at in found] == ["市民課", "70% (7,000件)"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<b>太字</b>", r"\<b>太字\</b>"),
        ("![図](https://example.com/a.png)", "\\!\\[図\\]\\(\u200bhttps://example.com/a.png)"),
        ("費用は$100と$200", r"費用は\$100と\$200"),
        (":red[警告]", r"\:red[警告]"),
        ("~~旧~~", r"\~\~旧\~\~"),
        ("10:30から", "10:30から"),
    ],
)
def test_document_text_in_an_answer_stays_text(text: str, expected: str) -> None:
    """What Streamlit's Markdown would turn into HTML, images, links or mathematics is escaped."""
    assert markup.link_markers(text, ()) == expected


def test_evidence_is_marked_inside_the_quote() -> None:
    """Absolute spans are marked in the quote; overlapping ones are joined, others left out."""
    quote = "担当課 市民課と<総務課>"
    spans = (Span(104, 106), Span(105, 107), Span(108, 113), Span(500, 510))
    assert markup.marked(quote, 100, spans) == (
        "担当課 <mark>市民課</mark>と<mark>&lt;総務課&gt;</mark>"
    )


def test_blank_lines_close_up_without_losing_a_character() -> None:
    """Pictures leave runs of empty lines: one stays, the rest is in a span of the class gap."""
    assert markup.shown("上\n\n \n\n下\n\n末") == '上\n\n<span class="gap"> \n\n</span>下\n\n末'


def test_line_breaks_in_cells_break_the_line() -> None:
    """What the text of a document holds as `<br>` is a line break; other markup stays text."""
    assert markup.shown("目標\t令和8年度<br>50%<b>") == "目標\t令和8年度<br>50%&lt;b&gt;"


def test_the_source_text_holds_the_passage_in_one_mark(standin: StandIn) -> None:
    """The whole text is shown in order; the passage alone is marked, headings carry anchors."""
    document = standin.catalogue.documents["midori"]
    passage = standin.catalogue.passages["midori"][0]
    window = Span(0, len(document.text))
    assert markup.source_text(document, passage, window) == (
        '<mark id="passage" tabindex="-1"><span class="heading" id="section-1">'
        f"書かない窓口の導入</span>{document.text[9:]}</mark>"
    )


def test_hostile_text_is_escaped_in_the_source(standin: StandIn) -> None:
    """A script in a document is text in the source view."""
    document = standin.catalogue.documents["aoba"]
    at = span(document.text, HOSTILE)
    shown = markup.source_text(document, None, at)
    assert shown == (
        "&lt;script&gt;document.title = &quot;stolen&quot;&lt;/script&gt;"
        "&lt;img src=x onerror=&quot;alert(1)&quot;&gt; ![図](https://example.com/a.png)"
    )


def test_a_table_links_each_cell_to_its_source(standin: StandIn) -> None:
    """A cell shows its text and a link for each citation behind it."""
    table = AnswerTable(("市", "値"), (("青葉市", "70%"),), (((), (1,)),))
    cited = (standin.citation(1, "aoba", "市民課"),)
    shown = markup.answer_table(table, cited)
    assert (
        '<tr><td data-label="市">青葉市</td><td data-label="値">70% '
        '<a class="cite" href="?passage=aoba-0&amp;words=%E5%B8%82%E6%B0%91%E8%AA%B2"'
        ' target="_blank">[1]</a></td></tr>'
    ) in shown


def test_the_outline_leads_to_sections_and_names_the_current_one(standin: StandIn) -> None:
    """Each heading is a link into the text; the passage's section is the current location."""
    document = standin.catalogue.documents["midori"]
    assert markup.outline_list(document, Span(0, len(document.text)), 1) == (
        '<ul><li style="--level:1" class="above"><a href="#section-1" aria-current="location">'
        "書かない窓口の導入</a></li></ul>"
    )
