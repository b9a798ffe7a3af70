"""python -m benchmarks.converted: the question sets over the same plans in other formats.

The texts of `corpus/` are saved as web pages, Word files and PDFs; an index is built of each
format, and the questions are asked of it. Quotes are compared without white space, line breaks
and marks, which no format keeps; otherwise answers are judged as `assistant.evaluate` does.
Chromium prints the PDFs; where LibreOffice is installed, it makes a Word file of the web page
and a PDF of the Word file too.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2

from assistant.build import build
from assistant.datamodels import Answer, Citation
from assistant.evaluate import Verdict, folded, judge, read_questions, summarize
from assistant.pipeline import Assistant
from assistant.settings import Settings
from tests.plan_writers import Part, parts_of_text, save_docx, save_html

HERE = Path(__file__).parent
CORPUS = HERE.parent / "corpus"
QUESTIONS = HERE.parent / "tests" / "questions"
SETS = ("examples", "kashiwazaki", "isesaki_kashiwa", "toyama_cross")
STYLE = (
    "@page { size: A4; margin: 20mm } body { font: 10pt sans-serif }"
    "h1 { font-size: 20pt } h2 { font-size: 17pt } h3 { font-size: 15pt }"
    "h4 { font-size: 13pt } h5, h6 { font-size: 12pt }"
    "table { border-collapse: collapse; width: 100%; margin: 8pt 0 }"
    "td { border: 1px solid; padding: 2pt }"
)
COLUMNS = ("right", "list_f1", "right_abstention", "wrong_abstention")
HEADS = ("right", "list F1", "right abstention", "wrong abstention", "page right")
SECONDS = 300  # for one conversion
CELL_END = re.compile(r"[\t\n]|<br>")
OPENING = 12  # characters of a quote that are sought on its page


@dataclass(frozen=True, slots=True)
class Figures:
    """What a format scores; `pages` is the share of citations whose quote begins on the page
    that they name, None without pages."""

    name: str
    summary: dict[str, Any]
    pages: float | None


def shown_parts(text: str) -> list[Part]:
    """What a text is made of, its tags being line breaks and list marks."""
    return [
        replace(
            part,
            lines=tuple(line for text in part.lines for line in _shown(text).split("\n")),
            rows=tuple(tuple(_shown(cell) for cell in row) for row in part.rows),
        )
        for part in parts_of_text(text)
    ]


def _shown(text: str) -> str:
    text = re.sub(r"\s*(?:<br\s*/?>|</?[uo]l>)\s*", "\n", text)
    text = re.sub(r"\s*<li>\s*", "\n・", text)
    bare = html.unescape(re.sub(r"</?[a-z]+[^<>]*>", "", text))
    return "\n".join(line for line in bare.split("\n") if line.strip())


def to_html(text: str, path: Path) -> None:
    """A web page."""
    save_html(shown_parts(text), path, STYLE)


def to_docx(text: str, path: Path) -> None:
    """A Word file by python-docx."""
    save_docx(shown_parts(text), path)


def to_pdf(text: str, path: Path) -> None:
    """The web page as Chromium prints it."""
    page = path.with_suffix(".html")
    to_html(text, page)
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
    _run(chromium, *options, f"--print-to-pdf={path}", page.as_uri())
    page.unlink()


def to_office_docx(text: str, path: Path) -> None:
    """The web page as LibreOffice saves it for Word."""
    page = path.with_suffix(".html")
    to_html(text, page)
    _office("docx:Office Open XML Text", page, "--infilter=HTML (StarWriter)")
    page.unlink()


def to_office_pdf(text: str, path: Path) -> None:
    """The Word file as LibreOffice prints it."""
    document = path.with_suffix(".docx")
    to_docx(text, document)
    _office("pdf", document)
    document.unlink()


def _office(kind: str, path: Path, *options: str) -> None:
    profile = f"-env:UserInstallation={(path.parent.parent / 'profile').as_uri()}"
    place = ("--outdir", str(path.parent))
    _run("soffice", profile, "--headless", *options, "--convert-to", kind, *place, str(path))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)


FORMATS: dict[str, tuple[str, Callable[[str, Path], None]]] = {
    "HTML": (".html", to_html),
    "Word": (".docx", to_docx),
    "Word (LibreOffice, from HTML)": (".docx", to_office_docx),
    "PDF (Chromium, from HTML)": (".pdf", to_pdf),
    "PDF (LibreOffice, from Word)": (".pdf", to_office_pdf),
}


def convert(folder: Path, ending: str, save: Callable[[str, Path], None]) -> None:
    """The corpus in `folder`, each text saved as another format, with a manifest that gives
    the documents their ids."""
    manifest = (CORPUS / "manifest.toml").read_text(encoding="utf-8")
    for path in sorted(CORPUS.glob("*.txt")):
        save(path.read_text(encoding="utf-8"), folder / f"{path.stem}{ending}")
        manifest = manifest.replace(f'"{path.name}"', f'"{path.stem}{ending}"')
    (folder / "manifest.toml").write_text(manifest, encoding="utf-8")


def bare(quote: str) -> str:
    """A quote without what formats write otherwise: white space, breaks, marks and tags."""
    return folded(
        re.sub(r"<[^<>]*>|\*\*|[#・•●○◦\-\|]|^\d+[.)] ", "", html.unescape(quote), flags=re.M)
    )


def bare_answer(answer: Answer) -> Answer:
    """The answer with bare quotes."""
    citations = tuple(replace(c, quote=bare(c.quote)) for c in answer.citations)
    return replace(answer, citations=citations)


def bare_question(question: dict[str, Any]) -> dict[str, Any]:
    """The question with bare quotes."""
    evidence = [{**e, "quote": bare(e["quote"])} for e in question.get("evidence") or []]
    return {**question, "evidence": evidence}


def measure(
    name: str, corpus: Path, index: Path, questions: Sequence[dict[str, Any]]
) -> tuple[Figures, list[Verdict]]:
    """Builds an index of a corpus and asks the questions of it."""
    settings = Settings(corpus=corpus, index=index)
    build(settings)
    assistant = Assistant.open(settings)
    answers = [assistant.ask(q["question"], q.get("history") or ()) for q in questions]
    verdicts = [
        judge(bare_question(question), bare_answer(answer))
        for question, answer in zip(questions, answers, strict=True)
    ]
    pages = [on_page(corpus, c) for a in answers for c in a.citations if c.page is not None]
    return Figures(name, summarize(verdicts), sum(pages) / len(pages) if pages else None), verdicts


def on_page(corpus: Path, citation: Citation) -> bool:
    """Whether the first line or cell of a quote of a PDF begins on the page that its citation
    names; pdfium has the cells of a row in another order."""
    assert citation.page is not None
    words = next(filter(None, map(bare, CELL_END.split(citation.quote))), "")[:OPENING]
    return words in page_text(corpus / f"{citation.document_id}.pdf", citation.page)


@cache
def page_text(path: Path, page: int) -> str:
    """The bare text of a page."""
    document = pypdfium2.PdfDocument(path)
    try:
        return bare(document[page - 1].get_textpage().get_text_bounded())
    finally:
        document.close()


def formats() -> Iterator[tuple[str, str, Callable[[str, Path], None]]]:
    """The formats that this machine can write."""
    for name, (ending, save) in FORMATS.items():
        if "LibreOffice" in name and not shutil.which("soffice"):
            print(f"{name}: soffice is not installed", file=sys.stderr)
        else:
            yield name, ending, save


def table(measured: Sequence[Figures]) -> str:
    """The figures as a table in Markdown."""
    lines = [f"| | {' | '.join(HEADS)} |", "|---" * (len(HEADS) + 1) + "|"]
    for figures in measured:
        cells = [f"{100 * figures.summary[c]:.1f}%" for c in COLUMNS]
        cells[1] = f"{figures.summary['list_f1']:.3f}"
        cells.append("" if figures.pages is None else f"{100 * figures.pages:.1f}%")
        lines.append(f"| {figures.name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the table beside this file."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.converted", description=__doc__)
    parser.add_argument("--only", nargs="*", help="names of formats, by a part of them")
    parser.add_argument("--keep", type=Path, help="a folder that keeps files and indexes")
    parser.add_argument("--lost", action="store_true", help="print what only the text answers")
    options = parser.parse_args(arguments)
    questions = read_questions([QUESTIONS / f"{name}.jsonl" for name in SETS])
    with tempfile.TemporaryDirectory() as scratch:
        root = options.keep or Path(scratch)
        first, of_text = measure("text", CORPUS, root / "text", questions)
        measured = [first]
        for name, ending, save in formats():
            if options.only and not any(part in name for part in options.only):
                continue
            folder = root / re.sub(r"\W+", "-", name)
            (folder / "corpus").mkdir(parents=True, exist_ok=True)
            if not (folder / "corpus" / "manifest.toml").exists():
                convert(folder / "corpus", ending, save)
            figures, verdicts = measure(name, folder / "corpus", folder / "index", questions)
            measured.append(figures)
            print(table([first, figures]), flush=True)
            if options.lost:
                print_lost(name, questions, of_text, verdicts)
    if not options.only:
        (HERE / "converted.md").write_text(table(measured), encoding="utf-8")
    return 0


def print_lost(
    name: str,
    questions: Sequence[dict[str, Any]],
    of_text: Sequence[Verdict],
    verdicts: Sequence[Verdict],
) -> None:
    """A line of JSON for each question that is right from the text and wrong from the format."""
    for question, one, other in zip(questions, of_text, verdicts, strict=True):
        if one.right and not other.right:
            lost = {
                "format": name, "id": question["id"], "question": question["question"],
                "stated": other.stated, "cited": other.cited, "short": other.short,
                "abstained": other.abstained, "text": one.text, "other": other.text,
                "evidence": question.get("evidence"),
            }  # fmt: skip
            print(json.dumps(lost, ensure_ascii=False))


if __name__ == "__main__":
    sys.exit(main())
