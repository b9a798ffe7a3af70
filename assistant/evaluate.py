"""`python -m assistant.evaluate FILES`: questions with expected facts in, figures out."""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError
from assistant.settings import load_settings

if TYPE_CHECKING:
    from assistant.datamodels import Answer
    from assistant.pipeline import Assistant

LENGTHS = {"followup": 800, "comparison": 2500, "list": 6000}
FACT_LENGTH = 500
HIGHER_IS_BETTER = (
    "right", "stated", "cited", "short", "right_abstention",
    "list_precision", "list_recall", "list_f1",
)  # fmt: skip
LOWER_IS_BETTER = ("wrong_abstention", "p50_ms", "p95_ms")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How an answer stands against what was expected of it."""

    id: str
    type: str
    lang: str
    style: str
    right: bool
    stated: bool
    cited: bool
    short: bool
    answerable: bool
    abstained: bool
    precision: float | None
    recall: float | None
    elapsed_ms: float
    text: str = field(default="", repr=False)


def folded(text: str) -> str:
    """NFKC, lower case, without white space and thousands separators."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).lower())
    return re.sub(r"(?<=\d),(?=\d{3})", "", text)


def judge(question: dict[str, Any], answer: Answer) -> Verdict:
    """Right: answered, every fact stated, evidence cited for each document, short enough;
    for a question that the corpus does not answer, right is to abstain."""
    text = folded(answer.text)
    facts = question.get("must_contain") or []
    stated = all(any(folded(alternative) in text for alternative in fact) for fact in facts)
    cited = _cited(question.get("evidence") or [], answer)
    short = len(answer.text) <= LENGTHS.get(question["type"], FACT_LENGTH)
    precision, recall = _listed(question.get("projects") or [], answer)
    if question["answerable"]:
        right = answer.answerable and stated and cited and short
    else:
        right = not answer.answerable
    return Verdict(
        question["id"], question["type"], question["lang"], question["style"],
        right, stated, cited, short,
        question["answerable"], not answer.answerable,
        precision, recall, answer.elapsed_ms, answer.text,
    )  # fmt: skip


def _cited(evidence: list[dict[str, str]], answer: Answer) -> bool:
    wanted: dict[str, list[str]] = {}
    for item in evidence:
        wanted.setdefault(item["document_id"], []).append(item["quote"])
    return all(
        any(
            quote in c.quote
            for c in answer.citations
            if c.document_id == document_id
            for quote in quotes
        )
        for document_id, quotes in wanted.items()
    )


def _listed(names: list[str], answer: Answer) -> tuple[float | None, float | None]:
    if not names:
        return None, None
    expected = {folded(name) for name in names}
    given = {folded(project.name) for project in answer.projects}
    found = {name for name in expected if any(name in other or other in name for other in given)}
    rightly = {name for name in given if any(name in other or other in name for other in expected)}
    return (len(rightly) / len(given) if given else 0.0), len(found) / len(expected)


def summarize(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """Shares for a group of verdicts; latency in milliseconds."""
    answerable = [v for v in verdicts if v.answerable]
    other = [v for v in verdicts if not v.answerable]
    lists = [v for v in verdicts if v.precision is not None and v.recall is not None]
    times = sorted(v.elapsed_ms for v in verdicts)
    figures: dict[str, Any] = {
        "questions": len(verdicts),
        "right": _share(v.right for v in verdicts),
    }
    if answerable:
        figures |= {
            "stated": _share(v.stated for v in answerable),
            "cited": _share(v.cited for v in answerable),
            "short": _share(v.short for v in answerable),
            "wrong_abstention": _share(v.abstained for v in answerable),
        }
    if other:
        figures["right_abstention"] = _share(v.abstained for v in other)
    if lists:
        precision = sum(v.precision or 0 for v in lists) / len(lists)
        recall = sum(v.recall or 0 for v in lists) / len(lists)
        f1 = sum(_f1(v.precision or 0, v.recall or 0) for v in lists) / len(lists)
        figures |= {
            "list_precision": round(precision, 4),
            "list_recall": round(recall, 4),
            "list_f1": round(f1, 4),
        }
    figures |= {"p50_ms": times[len(times) // 2], "p95_ms": times[int(len(times) * 0.95)]}
    return figures


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _share(flags: Iterable[bool]) -> float:
    values = list(flags)
    return round(sum(values) / len(values), 4) if values else 0.0


def evaluate(assistant: Assistant, questions: Iterable[dict[str, Any]]) -> list[Verdict]:
    """A verdict for each question, in order."""
    return [judge(q, assistant.ask(q["question"], q.get("history") or ())) for q in questions]


def read_questions(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """The questions of JSON Lines files. Raises OSError or ValueError."""
    return [
        json.loads(line)
        for path in paths
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


def report(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """Figures over all, and by type, language and style."""
    figures: dict[str, Any] = {"all": summarize(verdicts)}
    for name in ("type", "lang", "style"):
        groups = sorted({getattr(v, name) for v in verdicts})
        figures[name] = {
            g: summarize([v for v in verdicts if getattr(v, name) == g]) for g in groups
        }
    return figures


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0, or 2 if a figure lies under its threshold, 1 for an error."""
    parser = argparse.ArgumentParser(
        prog="python -m assistant.evaluate", description="質問集で答えの正しさを測ります。"
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="質問のJSON Lines")
    parser.add_argument(
        "--thresholds", type=Path, metavar="TOML", help="下回ると終了コード2になる値"
    )
    parser.add_argument("--json", action="store_true", help="結果をJSONで出力します")
    parser.add_argument(
        "--save", type=Path, metavar="FILE", help="正しさの値（時間を除く）をJSONで書き込みます"
    )
    parser.add_argument("--wrong", action="store_true", help="誤りの質問と答えを出力します")
    parser.add_argument("--corpus", metavar="DIR")
    parser.add_argument("--index", metavar="DIR")
    options = parser.parse_args(arguments)
    try:
        from assistant.pipeline import Assistant

        assistant = Assistant.open(load_settings(corpus=options.corpus, index=options.index))
        limits = read_thresholds(options.thresholds) if options.thresholds else {}
        questions = read_questions(options.files)
        verdicts = evaluate(assistant, questions)
        figures = report(verdicts)
        if options.save:
            save(figures, options.save)
    except (AssistantError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    if options.wrong:
        _print_wrong(questions, verdicts)
    print(json.dumps(figures, ensure_ascii=False, indent=2) if options.json else _table(figures))
    lines = missed(figures["all"], limits)
    for line in lines:
        print(line, file=sys.stderr)
    return 2 if lines else 0


def read_thresholds(path: Path) -> dict[str, float]:
    """The limits of a TOML file. Raises ValueError for a figure that there is none of."""
    limits: dict[str, float] = tomllib.loads(path.read_text(encoding="utf-8"))
    if unknown := sorted(set(limits) - {*HIGHER_IS_BETTER, *LOWER_IS_BETTER}):
        raise ValueError(f"{path}: 基準にできない項目です: {', '.join(unknown)}")
    return limits


def missed(figures: dict[str, Any], limits: dict[str, float]) -> list[str]:
    """A line for each limit that the figures do not keep; a figure that could not be
    measured keeps none."""
    return [
        f"{name}: {figures.get(name, '値なし')} は基準 {limit} に届きません"
        for name, limit in limits.items()
        if name not in figures
        or (figures[name] > limit if name in LOWER_IS_BETTER else figures[name] < limit)
    ]


def save(figures: dict[str, Any], path: Path) -> None:
    """Writes the figures without the times, which differ from run to run."""
    kept = {
        kind: _timeless(groups)
        if kind == "all"
        else {name: _timeless(group) for name, group in groups.items()}
        for kind, groups in figures.items()
    }
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _timeless(group: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in group.items() if not name.endswith("_ms")}


def _print_wrong(questions: list[dict[str, Any]], verdicts: list[Verdict]) -> None:
    for question, verdict in zip(questions, verdicts, strict=True):
        if not verdict.right:
            print(json.dumps({"asked": question, "verdict": asdict(verdict)}, ensure_ascii=False))


def _table(figures: dict[str, Any]) -> str:
    rows = [("all", figures["all"])]
    rows += [
        (f"{kind}:{name}", group)
        for kind in ("type", "lang", "style")
        for name, group in figures[kind].items()
    ]
    columns = (
        "questions",
        "right",
        "stated",
        "cited",
        "short",
        "wrong_abstention",
        "right_abstention",
        "list_f1",
        "p50_ms",
        "p95_ms",
    )
    lines = [f"{'':22}" + "".join(f"{column[:11]:>12}" for column in columns)]
    for name, group in rows:
        lines.append(f"{name:22}" + "".join(f"{group.get(column, '-'):>12}" for column in columns))
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
