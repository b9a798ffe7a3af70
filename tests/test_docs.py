"""What the documents say is so: commands, options, links, extras and settings exist."""

from __future__ import annotations

import contextlib
import importlib
import io
import re
import shlex
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest

from assistant.answering import drafts
from assistant.settings import Settings

ROOT = Path(__file__).parents[1]
FOLDERS = ("docs", "benchmarks", "training", "assistant")
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md"]
DOCUMENTS += sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.md"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

COMMAND = re.compile(r"python3? -m (assistant\.\w+)([^`\n&;|）]*)")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
ABSOLUTE = re.compile(r"(?<![\w.:/])/(?:work|home|root|Users|tmp|mnt)/|[A-Z]:\\\\?Users")
TEXTS = {".py", ".md", ".toml", ".tsv", ".txt", ".css", ".json", ""}


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Each `python -m assistant.…` of a document with the rest of its line."""
    yield from ((m[1], m[2]) for m in COMMAND.finditer(text))


@cache
def help_of(module: str) -> str:
    """What the command prints for `--help`."""
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown), pytest.raises(SystemExit) as end:
        importlib.import_module(module).main(["--help"])
    assert end.value.code == 0
    return shown.getvalue()


def shown_path(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_the_three_commands_are_documented() -> None:
    """Build, ask and evaluate each have their line in the README, and so do the pages."""
    told = {module for module, _ in commands(README)}
    assert told == {"assistant.build", "assistant.ask", "assistant.evaluate"}
    assert "streamlit run app.py" in README
    assert (ROOT / "app.py").is_file()


@pytest.mark.parametrize("path", DOCUMENTS, ids=shown_path)
def test_commands_and_options_exist(path: Path) -> None:
    """Every option that a document writes behind a command is in that command's `--help`."""
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    for module, rest in commands(text):
        told = help_of(module)
        missing = [o for o in OPTION.findall(rest) if not re.search(rf"{o}(?![\w-])", told)]
        assert missing == [], f"{module}{rest}"


def test_the_options_of_every_command_are_told() -> None:
    """`--corpus` and `--index` go with every command, as the README says."""
    for module in ("assistant.build", "assistant.ask", "assistant.evaluate"):
        assert {"--corpus", "--index"} <= set(OPTION.findall(help_of(module)))


def test_files_named_in_commands_exist() -> None:
    """Files of the repository behind a documented command are there."""
    for _, rest in commands(README):
        for word in shlex.split(rest):
            if word.startswith(("tests/", "corpus/", "docs/")):
                assert list(ROOT.glob(word)), word


@pytest.mark.parametrize("path", DOCUMENTS, ids=shown_path)
def test_modules_named_in_commands_exist(path: Path) -> None:
    """`python -m benchmarks.retrieval` and its like name modules of the repository."""
    named = re.findall(r"python3? -m ([a-z_]+\.[a-z_.]+)", path.read_text(encoding="utf-8"))
    files = {name: ROOT / (name.strip(".").replace(".", "/") + ".py") for name in named}
    assert [name for name, file in files.items() if not file.is_file()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=shown_path)
def test_relative_links_lead_somewhere(path: Path) -> None:
    """A link without a scheme names a file or folder beside the document."""
    links = LINK.findall(path.read_text(encoding="utf-8"))
    local = [link.partition("#")[0] for link in links if not re.match(r"[a-z]+:|#", link)]
    assert [link for link in local if not (path.parent / link).exists()] == []


def test_what_the_readme_installs_is_declared() -> None:
    """The extras of the install commands are in pyproject.toml, and the version of torch
    that is installed beforehand is the one that the project needs."""
    extras = {
        extra
        for match in re.finditer(r"pip install '?\.\[([\w,]+)\]", README)
        for extra in match[1].split(",")
    }
    assert extras == {"test"}
    assert extras <= PROJECT["optional-dependencies"].keys()
    assert re.findall(r"torch==[\d.]+", README) == [
        need for need in PROJECT["dependencies"] if need.startswith("torch==")
    ]
    version = re.search(r"Python (3\.\d+)以上", README)
    assert version
    assert PROJECT["requires-python"] == f">={version[1]}"


def test_the_settings_of_the_readme_exist() -> None:
    """Each ASSISTANT_… variable is a setting, or names the file of settings."""
    known = {f"ASSISTANT_{item.name.upper()}" for item in fields(Settings)}
    told = set(re.findall(r"ASSISTANT_[A-Z_]+\b", README))
    assert told
    assert told <= known | {"ASSISTANT_SETTINGS", "ASSISTANT_"}


def test_the_curve_of_abstention_is_of_the_bound_in_force() -> None:
    """The row of docs/abstaining.md in bold has the bound that is set; after
    a change, `python -m benchmarks.abstaining` prints the tables anew."""
    row = f"| **{drafts.ENOUGH:.1f}** |"
    assert (ROOT / "docs" / "abstaining.md").read_text(encoding="utf-8").count(row) == 2


def test_the_changelog_has_room_for_what_comes() -> None:
    """There is one Unreleased section, the first one, with its groups as the form has them."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    sections = re.findall(r"^## \[?([^\]\n]+)", text, re.M)
    assert sections[0] == "Unreleased"
    assert sections.count("Unreleased") == 1
    groups = set(re.findall(r"^### (.+)", text, re.M))
    assert groups <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert groups


def test_no_file_names_a_place_on_one_machine() -> None:
    """Code and documents work wherever the project is cloned."""
    files = [path for path in (ROOT / "assistant").rglob("*") if path.name != "tokenizer.json"]
    named = [
        f"{shown_path(path)}: {match[0]}"
        for path in [*files, *DOCUMENTS, ROOT / "app.py", ROOT / ".ci" / "run"]
        if path.is_file() and path.suffix in TEXTS
        for match in [ABSOLUTE.search(path.read_text(encoding="utf-8"))]
        if match
    ]
    assert named == []
