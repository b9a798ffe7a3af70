"""Cells, rows and lines: what the layouts kept by spaces and tabs have in common."""

from __future__ import annotations

from assistant.datamodels import Span
from assistant.ingest.lines import read_lines
from assistant.ingest.spacing import row_of, tab_cells, trimmed


def test_cells_between_tabs_keep_the_white_space_around_them() -> None:
    """Every cell is a span of the text, the empty ones too."""
    text = "前の行\n担当課\t 市民課 \t\t総務課"
    cells = tab_cells(text, Span(4, len(text)))
    assert [cell.of(text) for cell in cells] == ["担当課", " 市民課 ", "", "総務課"]


def test_a_span_is_trimmed_of_white_space_or_of_given_signs() -> None:
    """Of white space alone an empty span is left, at its end."""
    text = "　 市民課 \t"
    whole = Span(0, len(text))
    assert trimmed(text, whole) == Span(2, 5)
    assert trimmed(text, whole, "\t") == Span(0, 6)
    assert trimmed(text, Span(0, 2)) == Span(2, 2)


def test_a_row_has_a_gap_between_two_cells_and_a_line_end() -> None:
    """A cell may hold several pieces, or none."""
    label, value = Span(0, 3), Span(4, 7)
    assert list(row_of([[label], [], ["<br>", value]])) == [label, "\t", "\t", "<br>", value, "\n"]
    assert list(row_of([[label], [value]], gap="　")) == [label, "　", value, "\n"]


def test_lines_know_how_their_text_is_set() -> None:
    """A text with hardly an empty line is dense where long lines end sentences, packed where
    they wrap; the numbers of its pages are furniture."""
    wrapped = "窓口で書かずに申請できる仕組みを令和八年度までに市民課から全ての課へと広げて"
    wrapped += "手続に掛かる時間を半分に"
    sentence = f"{wrapped}します。"
    loose = read_lines(f"{sentence}\n\n" * 30)
    dense = read_lines(f"{sentence}\n" * 30)
    packed = read_lines(f"{wrapped}\n" * 30)
    assert [(each.dense, each.packed) for each in (loose, dense, packed)] == [
        (False, False),
        (True, False),
        (False, True),
    ]
    text = "".join(f"課{page}では{sentence}\n\n- {page} -\n\n" for page in range(1, 9))
    lines = read_lines(text)
    told = [line.of(text) for line in lines.spans if line.start in lines.furniture]
    assert told == [f"- {page} -" for page in range(1, 9)]
