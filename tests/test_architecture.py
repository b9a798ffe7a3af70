"""The floors of the house hold: imports point down, and a library has one owner."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "assistant"

FLOORS = {
    "assistant": 0,
    "assistant.datamodels": 0,
    "assistant.errors": 0,
    "assistant.settings": 0,
    "assistant.language": 1,
    "assistant.ingest": 2,
    "assistant.indexing": 3,
    "assistant.retrieval": 4,
    "assistant.answering": 5,
    "assistant.pipeline": 5,
    "assistant.export": 5,
    "assistant.build": 6,
    "assistant.watch": 6,
    "assistant.ask": 6,
    "assistant.evaluate": 6,
    "assistant.ui": 6,
}

# Arrays are what these floors hand each other; the pages are written in streamlit.
SHARED = {"numpy": ("indexing/", "retrieval/", "answering/choosing.py"), "streamlit": ("ui/",)}
# One module reads these formats, another one writes them.
READ_AND_WRITTEN = {"docx": "export.py", "openpyxl": "export.py"}


def imports_of(path: Path) -> Iterator[tuple[str, int]]:
    """Every module that a file imports, wherever in the file, with its line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.module, f"{path}:{node.lineno}: relative import"
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def place(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def floor_of(name: str) -> int:
    """The floor of the longest known prefix of a dotted name."""
    parts = name.split(".")
    known = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next(FLOORS[prefix] for prefix in known if prefix in FLOORS)


def own_name(path: Path) -> str:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return name.removesuffix(".__init__")


def test_every_module_has_a_floor() -> None:
    """No module or folder of the package stands outside the floors."""
    tops = {name.parts[0] for path in modules() if (name := path.relative_to(PACKAGE))}
    known = {name.partition(".")[2] for name in FLOORS}
    assert {top.removesuffix(".py") for top in tops} - {"__init__"} <= known


def test_imports_point_down() -> None:
    """A module imports from its own floor or one below, never from above."""
    upward = [
        f"{place(path)}:{line} imports {name}"
        for path in modules()
        for name, line in imports_of(path)
        if name.partition(".")[0] == "assistant" and floor_of(name) > floor_of(own_name(path))
    ]
    assert upward == []


def test_no_module_imports_itself_in_a_circle() -> None:
    """Modules can be put in an order in which each imports earlier ones only."""
    names = {own_name(path): path for path in modules()}

    def of(name: str) -> str:
        return name if name in names else name.rpartition(".")[0]

    open_ = {
        own: {of(n) for n, _ in imports_of(path) if n.startswith("assistant.")} - {own}
        for own, path in names.items()
    }
    while ready := [own for own, needed in open_.items() if not needed & open_.keys()]:
        for own in ready:
            del open_[own]
    assert sorted(open_) == []


def test_a_library_has_one_owner() -> None:
    """A third-party library is imported by one module; arrays and pages are shared by
    their floors, and what is both read and written has a reader and a writer."""
    importers: dict[str, set[str]] = {}
    for path in modules():
        for name, _ in imports_of(path):
            library = name.partition(".")[0]
            if library != "assistant" and library not in sys.stdlib_module_names:
                importers.setdefault(library, set()).add(place(path))
    crowded = {}
    for library, places in importers.items():
        shared = SHARED.get(library, ())
        others = {p for p in places if not p.startswith(shared)} if shared else places
        others = others - {READ_AND_WRITTEN.get(library, "")}
        if len(others) > (0 if shared else 1):
            crowded[library] = sorted(others)
    assert crowded == {}


def test_only_the_pages_know_streamlit() -> None:
    """Building, asking and evaluating run where streamlit is not installed."""
    own = {
        path.relative_to(ROOT).as_posix()
        for path in [*modules(), ROOT / "app.py"]
        for name, _ in imports_of(path)
        if name.partition(".")[0] == "streamlit" or name.startswith("assistant.ui")
    }
    assert {path for path in own if not path.startswith("assistant/ui/")} == {"app.py"}
