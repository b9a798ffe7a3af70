"""The command line: text for a person, JSON for a program, a plain message for a mistake."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.ask import main
from assistant.settings import Settings

ROOT = Path(__file__).parents[1]
QUESTION = "eL-QRを使う事業は？"
NAMES = ["公金収納におけるeLTAXの活用", "キャッシュレス決済への対応"]

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(plans: Settings, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command in this process: exit status, standard output, standard error."""

    def run(*arguments: str, index: Path = plans.index) -> tuple[int, str, str]:
        status = main([*arguments, "--corpus", str(plans.corpus), "--index", str(index)])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


def command(*arguments: str, standard_input: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The command as a shell runs it, in a locale without Japanese."""
    environment = {**os.environ, "PYTHONUTF8": "0", "LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "1"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT, env=environment, input=standard_input, capture_output=True, check=False,
    )  # fmt: skip


def names(answer: dict[str, Any]) -> list[str]:
    return [project["name"] for project in answer["projects"]]


def test_a_person_gets_text_and_numbered_citations(run: Run) -> None:
    """The answer, then each citation with its title, its headings, its words and its link."""
    status, shown, errors = run(QUESTION)
    assert (status, errors) == (0, "")
    answer = json.loads(run("--json", QUESTION)[1])
    assert shown.startswith(answer["text"] + "\n\n[1] ")
    for citation in answer["citations"]:
        head = f"[{citation['number']}] {citation['document_title']}（{citation['municipality']}）"
        assert head + " > ".join(citation["section"]) + "\n" in shown
        assert citation["url"] in shown
        for line in citation["quote"].splitlines():
            assert f"    {line}\n" in shown
    assert all(f"→ {suggestion}" in shown for suggestion in answer["suggestions"])


def test_json_is_one_object(run: Run) -> None:
    """Standard output is the answer object and nothing else."""
    status, shown, _ = run("--json", QUESTION)
    assert status == 0
    assert names(json.loads(shown)) == NAMES


def test_earlier_questions_give_the_subject(run: Run) -> None:
    """その担当課は？ after a question about a project asks for that project's departments."""
    before = "公金収納におけるeLTAXの活用の目標値は？"
    status, shown, _ = run("--json", "その担当課は？", "--history", before)
    answer = json.loads(shown)
    assert (status, names(answer)) == (0, NAMES[:1])
    assert "会計課" in answer["text"]
    assert "企画政策課" in answer["text"]


def test_explain_shows_how_the_answer_came_about(run: Run) -> None:
    """Query, candidates with scores, and what was chosen; in JSON under `trace` only then."""
    explained = json.loads(run("--json", "--explain", QUESTION)[1])
    assert list(explained["trace"]) == ["query", "candidates", "chosen"]
    assert explained["trace"]["chosen"]["kind"] == "list"
    scores = [candidate["score"] for candidate in explained["trace"]["candidates"]]
    assert len(scores) > 1
    assert scores == sorted(scores, reverse=True)
    assert "trace" not in json.loads(run("--json", QUESTION)[1])
    shown = run("--explain", QUESTION)[1]
    assert json.loads(shown[shown.index("\n{\n") :]) == explained["trace"]


LINES = [
    json.dumps({"question": QUESTION}),
    "{これはJSONではない",
    json.dumps({"question": "Which projects use eL-QR?", "history": []}),
    '["question"]',
    json.dumps({"history": []}),
    json.dumps({"question": 5}),
    json.dumps({"question": "担当課は？", "history": "文字列"}),
    json.dumps({"question": "担当課は？", "history": [1]}),
    json.dumps({"question": "　"}),
    json.dumps({"question": "あ" * 10_000}),
    "null",
    json.dumps({"question": "その担当課は？", "history": [QUESTION]}, ensure_ascii=False),
]
GOOD = (0, 2, 11)


def check_lines(output: str) -> None:
    """Good lines are answered, broken ones give an error, all in their order."""
    answers = [json.loads(line) for line in output.splitlines()]
    assert [list(a) == ["error"] for a in answers] == [n not in GOOD for n in range(len(LINES))]
    assert [sorted(names(answers[number])) for number in GOOD] == [sorted(NAMES)] * 3
    assert all(
        isinstance(answer["error"], str) and answer["error"]
        for number, answer in enumerate(answers)
        if number not in GOOD
    )
    assert "質問が空です" in answers[8]["error"]
    assert "10,000文字" in answers[9]["error"]


def test_a_file_of_questions_is_answered_line_by_line(run: Run, tmp_path: Path) -> None:
    """Broken lines between good ones cost only themselves; a byte-order mark, Windows line
    ends and empty lines are read."""
    path = tmp_path / "質問 一覧.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n\r\n".join(LINES).encode())
    status, shown, errors = run("--jsonl", str(path))
    assert (status, errors) == (0, "")
    check_lines(shown)


def test_bytes_that_are_not_utf8_give_an_error_on_their_line(run: Run, tmp_path: Path) -> None:
    """A line in another encoding is named as unreadable; the next one is answered."""
    path = tmp_path / "questions.jsonl"
    good = json.dumps({"question": QUESTION}).encode()
    path.write_bytes('{"question": "担当課は？"}\n'.encode("cp932") + good)
    first, second = (json.loads(line) for line in run("--jsonl", str(path))[1].splitlines())
    assert list(first) == ["error"]
    assert names(second) == NAMES


def test_questions_come_from_standard_input(plans: Settings) -> None:
    """`--jsonl -` writes one line of UTF-8 for each line it reads, and nothing else."""
    done = command(
        "-m", "assistant.ask", "--jsonl", "-",
        "--corpus", str(plans.corpus), "--index", str(plans.index),
        standard_input="\n".join(LINES).encode(),
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    check_lines(done.stdout.decode())


def test_a_missing_file_of_questions_is_named(run: Run, tmp_path: Path) -> None:
    """The message names the file."""
    status, shown, errors = run("--jsonl", str(tmp_path / "ない.jsonl"))
    assert (status, shown) == (1, "")
    assert "ない.jsonl" in errors


@pytest.mark.parametrize("name", ["ask", "evaluate", "build"])
def test_help_needs_no_heavy_library(name: str) -> None:
    """Importing the package and parsing `--help` load neither torch nor the pages."""
    done = command(
        "-c",
        "import sys, assistant, importlib\n"
        f"command = importlib.import_module('assistant.{name}')\n"
        "try:\n    command.main(['--help'])\n"
        "except SystemExit as end:\n    assert end.code == 0\n"
        "heavy = {'torch', 'streamlit', 'sentence_transformers', 'transformers', 'faiss'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)",
    )
    assert done.stderr.decode().strip() == "[]"
    assert "usage: " in done.stdout.decode()


@pytest.mark.parametrize("arguments", [[], ["質問", "--jsonl", "-"]])
def test_a_question_or_a_file_is_needed(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither or both is a mistake in the command: exit status 2, as of other commands."""
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "質問か --jsonl" in capsys.readouterr().err


def check_refused(result: tuple[int, str, str], *told: str) -> None:
    """Exit status 1, nothing on standard output, a Japanese message without a traceback."""
    status, shown, errors = result
    assert (status, shown) == (1, "")
    assert "Traceback" not in errors
    assert all(part in errors for part in told), errors


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("", "質問が空です"),
        ("   　\n", "質問が空です"),
        ("？？？", "質問が空です"),
        ("\x00\x07\x1b", "質問が空です"),
        ("あ" * 10_000, "質問が長すぎます（10,000文字）"),
    ],
    ids=["empty", "spaces", "signs", "control", "long"],
)
def test_a_question_that_cannot_be_read_is_refused(run: Run, question: str, told: str) -> None:
    """The message says what is wrong with the question and what to do."""
    check_refused(run(question), told, "ください。")


def test_control_characters_do_not_matter(run: Run) -> None:
    """Inside a question they are passed over."""
    status, shown, _ = run("--json", "eL-QRを\x07使う\x1b事業は？\x00")
    assert status == 0
    assert names(json.loads(shown)) == NAMES


def test_a_missing_index_is_told(run: Run, tmp_path: Path) -> None:
    """The message names the folder and the command that builds it."""
    for index in (tmp_path, tmp_path / "ない"):
        check_refused(run(QUESTION, index=index), str(index), "python -m assistant.build")


def test_a_foreign_folder_is_no_index(run: Run, tmp_path: Path) -> None:
    """A folder with other people's files, even one with the same pointer file, is refused."""
    (tmp_path / "写真.jpg").write_bytes(b"\xff\xd8\xff")
    check_refused(run(QUESTION, index=tmp_path), "索引がまだありません")
    (tmp_path / "CURRENT").write_text("../../etc", encoding="utf-8")
    check_refused(run(QUESTION, index=tmp_path), "索引が壊れています", "assistant.build")
    (tmp_path / "CURRENT").write_bytes(b"\xff\xfe\x00")
    check_refused(run(QUESTION, index=tmp_path), "索引が壊れています")


def test_an_index_that_is_a_file_is_refused(run: Run, tmp_path: Path) -> None:
    """`--index` has to name a folder."""
    file = tmp_path / "index"
    file.write_text("", encoding="utf-8")
    check_refused(run(QUESTION, index=file), str(file))


def broken_copy(plans: Settings, folder: Path) -> tuple[Path, Path]:
    """A copy of the index of the plans, and its generation in it."""
    index = folder / "index"
    shutil.copytree(plans.index, index)
    return index, index / (index / "CURRENT").read_text(encoding="utf-8").strip()


def test_a_half_written_index_is_refused(run: Run, plans: Settings, tmp_path: Path) -> None:
    """Whichever file is missing, or cut in half, the index does not open."""
    files = [
        path.relative_to(plans.index).as_posix()
        for path in sorted(plans.index.rglob("*"))
        if path.is_file() and path.name not in ("CURRENT", ".lock")
    ]
    index, _ = broken_copy(plans, tmp_path)
    for name in files:
        whole = (index / name).read_bytes()
        (index / name).unlink()
        check_refused(run(QUESTION, index=index), "索引が壊れています", "assistant.build")
        if whole:
            (index / name).write_bytes(whole[: len(whole) // 2])
            check_refused(run(QUESTION, index=index), "assistant.build")
        (index / name).write_bytes(whole)
    assert run(QUESTION, index=index)[0] == 0


def test_an_index_of_another_format_is_refused(run: Run, plans: Settings, tmp_path: Path) -> None:
    """An index that a later version wrote is told to be built anew."""
    index, generation = broken_copy(plans, tmp_path)
    manifest = json.loads((generation / "manifest.json").read_text(encoding="utf-8"))
    (generation / "manifest.json").write_text(
        json.dumps(manifest | {"format": 999}), encoding="utf-8"
    )
    check_refused(run(QUESTION, index=index), "999", "assistant.build")


def test_an_empty_corpus_has_no_index(run: Run, tmp_path: Path) -> None:
    """With an empty corpus and no index the command says how to go on."""
    empty = tmp_path / "corpus"
    empty.mkdir()
    result = run(QUESTION, "--corpus", str(empty), index=tmp_path / "index")
    check_refused(result, "索引がまだありません", "assistant.build")


def test_a_mistake_shows_no_traceback_in_a_shell(tmp_path: Path) -> None:
    """As a person sees it: one line on standard error, exit status 1."""
    done = command("-m", "assistant.ask", QUESTION, "--index", str(tmp_path))
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().splitlines() == [
        f"索引がまだありません（{tmp_path}）。python -m assistant.build を実行してください。"
    ]


def test_an_output_that_closes_early_is_no_traceback(plans: Settings, tmp_path: Path) -> None:
    """`… | head -1` ends the command quietly."""
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join([LINES[0]] * 50), encoding="utf-8")
    arguments = (
        "-m", "assistant.ask", "--jsonl", str(path),
        "--corpus", str(plans.corpus), "--index", str(plans.index),
    )  # fmt: skip
    with subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        assert names(json.loads(process.stdout.readline())) == NAMES
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


@pytest.mark.parametrize("arguments", [["--jsonl", "-"], ["--json", QUESTION], [QUESTION]])
def test_an_encoding_that_lacks_characters_is_no_obstacle(
    monkeypatch: pytest.MonkeyPatch, plans: Settings, arguments: list[str]
) -> None:
    """On a system that is not UTF-8, JSON is UTF-8 still, and text is shown as it can be."""
    buffer = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(buffer, encoding="cp1252"))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(LINES[0].encode())))
    folders = ["--corpus", str(plans.corpus), "--index", str(plans.index)]
    assert main([*arguments, *folders]) == 0
    sys.stdout.flush()
    if len(arguments) > 1:
        assert names(json.loads(buffer.getvalue().decode("utf-8"))) == NAMES
    else:
        assert b"eLTAX" in buffer.getvalue()


def test_a_reader_who_stops_reading_is_no_error(plans: Settings) -> None:
    """`ask … | head -1` ends without a complaint."""
    ask = (sys.executable, "-m", "assistant.ask", "--corpus", str(plans.corpus))
    options = ("--index", str(plans.index), QUESTION)
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run((*ask, *options), stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")
