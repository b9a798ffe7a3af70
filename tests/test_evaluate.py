"""The measure of answers: what counts as right, and how figures are made of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.datamodels import Answer, Citation, ProjectRef
from assistant.evaluate import (
    Verdict,
    folded,
    judge,
    main,
    missed,
    read_thresholds,
    report,
    save,
    summarize,
)
from assistant.settings import Settings

QUESTION: dict[str, Any] = {
    "id": "q1",
    "lang": "ja",
    "type": "lookup",
    "style": "formal",
    "question": "健診予約のオンライン率の目標は？",
    "history": [],
    "must_contain": [["70%", "7割"], ["7,000件"]],
    "evidence": [
        {"quote": "40% (3,278件)\t70% (7,000件)", "document_id": "plan"},
        {"quote": "健(検)診予約のオンライン率", "document_id": "plan"},
    ],
    "projects": [],
    "answerable": True,
    "difficulty": "easy",
}
QUOTE = "●健(検)診予約のオンライン率\n40% (3,278件)\t70% (7,000件)"


def citation(quote: str, document_id: str = "plan", number: int = 1) -> Citation:
    return Citation(
        number, "p", document_id, "計画", "柏崎市", (), None, quote, 0, len(quote), "?passage=p"
    )


def answer(
    text: str, *quotes: tuple[str, str], answerable: bool = True, projects: tuple[str, ...] = ()
) -> Answer:
    return Answer(
        question=QUESTION["question"],
        language="ja",
        answerable=answerable,
        text=text,
        citations=tuple(citation(*quote, n) for n, quote in enumerate(quotes, 1)),
        projects=tuple(ProjectRef("p", name, "柏崎市", "plan", (), 1) for name in projects),
        elapsed_ms=12.5,
    )


def marks(verdict: Verdict) -> tuple[bool, bool, bool, bool]:
    return verdict.right, verdict.stated, verdict.cited, verdict.short


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (answer("目標は70% (7,000件)です[1]", (QUOTE, "plan")), (True, True, True, True)),
        (answer("目標は7割、７０００ 件です[1]", (QUOTE, "plan")), (True, True, True, True)),
        (answer("目標は70%です[1]", (QUOTE, "plan")), (False, False, True, True)),
        (answer("70% (7,000件)[1]", ("目標", "plan")), (False, True, False, True)),
        (answer("70% (7,000件)[1]", (QUOTE, "other")), (False, True, False, True)),
        (answer("70% (7,000件)"), (False, True, False, True)),
        (answer("70% (7,000件)" + "。" * 500, (QUOTE, "plan")), (False, True, True, False)),
        (
            answer("70% (7,000件)[1]", (QUOTE, "plan"), answerable=False),
            (False, True, True, True),
        ),
    ],
    ids=["right", "otherwise written", "half", "misquoted", "other document", "uncited", "long",
         "abstained"],
)  # fmt: skip
def test_right_is_stated_cited_and_short(given: Answer, expected: tuple[bool, ...]) -> None:
    """Every fact in one of its spellings, evidence of the right document, 500 characters."""
    assert marks(judge(QUESTION, given)) == expected


def test_evidence_is_wanted_of_each_document() -> None:
    """One of the quotes of a document is enough, but of every document."""
    both = QUESTION | {
        "evidence": [*QUESTION["evidence"], {"quote": "70%を目標", "document_id": "report"}]
    }
    one = answer("70% (7,000件)[1]", (QUOTE, "plan"))
    two = answer("70% (7,000件)[1][2]", (QUOTE, "plan"), ("70%を目標とする", "report"))
    assert [judge(both, given).cited for given in (one, two)] == [False, True]


def test_an_unanswerable_question_wants_an_abstention() -> None:
    """Right is to abstain, whatever is said besides."""
    question = QUESTION | {"answerable": False, "must_contain": [], "evidence": []}
    no = judge(question, answer("資料には記載がありません。", answerable=False))
    yes = judge(question, answer("70%です[1]", (QUOTE, "plan")))
    assert (no.right, no.abstained) == (True, True)
    assert (yes.right, yes.abstained) == (False, False)


@pytest.mark.parametrize(
    ("kind", "longest"), [("lookup", 500), ("followup", 800), ("comparison", 2500), ("list", 6000)]
)
def test_a_list_may_be_longer_than_a_fact(kind: str, longest: int) -> None:
    """The bound goes by the kind of question, and is inclusive."""
    question = QUESTION | {"type": kind, "must_contain": [], "evidence": []}
    assert judge(question, answer("あ" * longest)).short
    assert not judge(question, answer("あ" * (longest + 1))).short


def test_lists_have_precision_and_recall() -> None:
    """Names are compared folded, with or without what stands around them."""
    question = QUESTION | {
        "type": "list", "must_contain": [], "evidence": [],
        "projects": ["ＡＩ議事録の導入", "書かない窓口", "電子契約"],
    }  # fmt: skip
    given = answer("…", projects=("AI議事録 の導入", "書かない窓口の推進", "庁舎の建替え", "防災"))
    verdict = judge(question, given)
    assert verdict.precision == 2 / 4
    assert verdict.recall == 2 / 3
    nothing = judge(question, answer("…"))
    assert (nothing.precision, nothing.recall) == (0.0, 0.0)
    no_list = judge(QUESTION, given)
    assert (no_list.precision, no_list.recall) == (None, None)


def test_spellings_are_folded() -> None:
    """Width, case, white space and thousands separators do not matter; other commas do."""
    assert folded("ＬＩＮＥ  15,000 人\n") == "line15000人"
    assert folded("1,2と3") == "1,2と3"


def verdict(name: str, **changes: Any) -> Verdict:
    values: dict[str, Any] = {
        "id": name, "type": "lookup", "lang": "ja", "style": "formal", "right": True,
        "stated": True, "cited": True, "short": True, "answerable": True, "abstained": False,
        "precision": None, "recall": None, "elapsed_ms": 10.0,
    }  # fmt: skip
    return Verdict(**values | changes)


VERDICTS = [
    verdict("a", elapsed_ms=5.0),
    verdict("b", right=False, stated=False, elapsed_ms=30.0),
    verdict("c", right=False, abstained=True, cited=False, lang="en"),
    verdict("d", type="list", precision=1.0, recall=0.5),
    verdict("e", type="unanswerable", answerable=False, abstained=True),
    verdict("f", type="unanswerable", answerable=False, right=False, elapsed_ms=20.0),
]


def test_a_summary_counts_each_group_by_itself() -> None:
    """Facts and wrong abstentions of answerable questions, right ones of the others, lists
    of those that ask for projects."""
    assert summarize(VERDICTS) == {
        "questions": 6,
        "right": 0.5,
        "stated": 0.75,
        "cited": 0.75,
        "short": 1.0,
        "wrong_abstention": 0.25,
        "right_abstention": 0.5,
        "list_precision": 1.0,
        "list_recall": 0.5,
        "list_f1": 0.6667,
        "p50_ms": 10.0,
        "p95_ms": 30.0,
    }


def test_a_report_has_every_type_language_and_style() -> None:
    """Each group is the summary of its verdicts."""
    figures = report(VERDICTS)
    assert list(figures) == ["all", "type", "lang", "style"]
    assert list(figures["type"]) == ["list", "lookup", "unanswerable"]
    assert figures["type"]["lookup"] == summarize(VERDICTS[:3])
    assert figures["lang"]["en"] == summarize(VERDICTS[2:3])
    assert figures["style"] == {"formal": figures["all"]}


def test_what_is_saved_are_the_figures_without_times(tmp_path: Path) -> None:
    """The file is the same on every machine."""
    path = tmp_path / "figures.json"
    save(report(VERDICTS), path)
    saved = json.loads(path.read_text(encoding="utf-8"))
    whole = summarize(VERDICTS)
    assert saved["all"] == {n: v for n, v in whole.items() if n not in ("p50_ms", "p95_ms")}
    assert saved["type"]["list"]["list_f1"] == 0.6667
    assert "_ms" not in path.read_text(encoding="utf-8")


def test_limits_are_kept_or_named() -> None:
    """Shares may not lie under their limit, wrong abstentions and times not over it."""
    figures = {"right": 0.9, "wrong_abstention": 0.02, "p50_ms": 40.0}
    assert missed(figures, {"right": 0.9, "wrong_abstention": 0.02, "p50_ms": 50}) == []
    assert missed(figures, {"right": 0.95, "wrong_abstention": 0.01, "list_f1": 0.9}) == [
        "right: 0.9 は基準 0.95 に届きません",
        "wrong_abstention: 0.02 は基準 0.01 に届きません",
        "list_f1: 値なし は基準 0.9 に届きません",
    ]


def test_a_limit_without_a_figure_is_refused(tmp_path: Path) -> None:
    """A misspelt name in the file of thresholds does not pass for a limit that is kept."""
    path = tmp_path / "thresholds.toml"
    path.write_text("rihgt = 0.9\n", encoding="utf-8")
    with pytest.raises(ValueError, match="rihgt"):
        read_thresholds(path)


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """One question that is answered, one that no document answers, and one asked wrongly."""
    base = QUESTION | {"must_contain": [], "evidence": []}
    lines = [
        base | {
            "question": "公金収納におけるeLTAXの活用の担当課は？",
            "must_contain": [["会計課"]],
            "evidence": [{"quote": "会計課", "document_id": "kashiwazaki-dx-plan-2026"}],
        },
        base | {"question": "長岡市の担当課は？", "type": "unanswerable", "answerable": False},
        base | {
            "question": "公金収納におけるeLTAXの活用の担当課は？",
            "must_contain": [["存在しない課"]],
        },
    ]  # fmt: skip
    path = tmp_path / "questions.jsonl"
    path.write_text(
        "\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n\n",
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize(("limit", "status"), [(0.66, 0), (0.67, 2)])
def test_the_command_exits_2_under_a_threshold(
    plans: Settings,
    questions: Path,
    limit: float,
    status: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Two of three are right: 0.66 is kept, 0.67 is not and is named."""
    thresholds = tmp_path / "thresholds.toml"
    thresholds.write_text(f"right = {limit}\nright_abstention = 1.0\n", encoding="utf-8")
    arguments = [str(questions), "--thresholds", str(thresholds), "--json"]
    arguments += ["--corpus", str(plans.corpus), "--index", str(plans.index)]
    arguments += ["--save", str(tmp_path / "figures.json")]
    assert main(arguments) == status
    captured = capsys.readouterr()
    figures = json.loads(captured.out)
    assert (figures["all"]["questions"], figures["all"]["right"]) == (3, 0.6667)
    assert ("right: 0.6667 は基準 0.67 に届きません" in captured.err) == (status == 2)
    saved = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    assert saved["type"]["unanswerable"] == {
        "questions": 1, "right": 1.0, "right_abstention": 1.0,
    }  # fmt: skip


def test_wrong_answers_are_printed_on_demand(
    plans: Settings, questions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--wrong` prints the question beside the verdict, one line each, before the table."""
    arguments = ["--wrong", "--corpus", str(plans.corpus), "--index", str(plans.index)]
    assert main([str(questions), *arguments]) == 0
    first, *table = capsys.readouterr().out.splitlines()
    wrong = json.loads(first)
    assert wrong["asked"]["must_contain"] == [["存在しない課"]]
    assert wrong["verdict"]["stated"] is False
    assert [line.split()[0] for line in table[1:]] == [
        "all", "type:lookup", "type:unanswerable", "lang:ja", "style:formal",
    ]  # fmt: skip


@pytest.mark.parametrize("bad", ["missing.jsonl", "broken.jsonl"])
def test_questions_that_cannot_be_read_are_told(
    plans: Settings, bad: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit status 1 and a message, no traceback."""
    (tmp_path / "broken.jsonl").write_text("{", encoding="utf-8")
    arguments = ["--corpus", str(plans.corpus), "--index", str(plans.index)]
    assert main([str(tmp_path / bad), *arguments]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.strip()
