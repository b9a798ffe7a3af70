"""`python -m assistant.ask`: a question in the terminal, as JSON, or a file of them."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError
from assistant.settings import load_settings

if TYPE_CHECKING:
    from assistant.datamodels import Answer
    from assistant.pipeline import Assistant


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 answered, 1 an error that a person can mend."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if (options.question is None) == (options.jsonl is None):
        parser.error("質問か --jsonl のどちらか一つを指定してください")
    _prepare_output(as_json=options.json or options.jsonl is not None)
    try:
        settings = load_settings(corpus=options.corpus, index=options.index)
        from assistant.pipeline import Assistant  # torch and its kind load here, not for --help

        assistant = Assistant.open(settings)
        if options.jsonl:
            _answer_lines(assistant, options.jsonl)
        else:
            answer = assistant.ask(options.question, options.history or ())
            print(_shown(answer, as_json=options.json, explain=options.explain))
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has read enough: ask … | head
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (AssistantError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _prepare_output(*, as_json: bool) -> None:
    """JSON is UTF-8 on every system; text is shown as far as the terminal can."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8" if as_json else None, errors="replace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m assistant.ask", description="DX計画に質問します。"
    )
    parser.add_argument("question", nargs="?", help="質問（日本語か英語）")
    parser.add_argument("--json", action="store_true", help="答えを1つのJSONで出力します")
    parser.add_argument(
        "--jsonl",
        metavar="FILE",
        help="質問のJSON Linesを読み、答えを1行ずつ出力します（- は標準入力）",
    )
    parser.add_argument(
        "--history",
        metavar="質問",
        action="append",
        help="これより前の質問（古い順に繰り返し指定）",
    )
    parser.add_argument(
        "--explain", action="store_true", help="答えの根拠となった検索の経過も出力します"
    )
    parser.add_argument("--corpus", metavar="DIR", help="資料のフォルダ")
    parser.add_argument("--index", metavar="DIR", help="索引のフォルダ")
    return parser


def answer_object(answer: Answer, *, explain: bool = False) -> dict[str, Any]:
    """The answer as the JSON object that programs read."""
    shown: dict[str, Any] = {
        "question": answer.question,
        "language": answer.language,
        "answerable": answer.answerable,
        "text": answer.text,
        "citations": [
            {
                "number": c.number,
                "passage_id": c.passage_id,
                "document_id": c.document_id,
                "document_title": c.document_title,
                "municipality": c.municipality,
                "section": list(c.section),
                "page": c.page,
                "quote": c.quote,
                "start": c.start,
                "end": c.end,
                "url": c.url,
            }
            for c in answer.citations
        ],
        "projects": [
            {
                "name": p.name,
                "municipality": p.municipality,
                "document_id": p.document_id,
                "departments": list(p.departments),
                "citation": p.citation,
            }
            for p in answer.projects
        ],
        "suggestions": list(answer.suggestions),
        "elapsed_ms": answer.elapsed_ms,
    }
    return shown | {"trace": answer.trace} if explain else shown


def _shown(answer: Answer, *, as_json: bool, explain: bool) -> str:
    if as_json:
        return json.dumps(answer_object(answer, explain=explain), ensure_ascii=False, indent=2)
    lines = [answer.text, ""]
    for c in answer.citations:
        place = " > ".join(c.section)
        page = f" p.{c.page}" if c.page else ""
        lines += [
            f"[{c.number}] {c.document_title}（{c.municipality}）{place}{page}",
            _indented(c.quote),
            f"    {c.url}",
        ]
    if answer.suggestions:
        lines += ["", *(f"→ {suggestion}" for suggestion in answer.suggestions)]
    if explain:
        lines += ["", json.dumps(answer.trace, ensure_ascii=False, indent=2)]
    return "\n".join(lines).rstrip()


def _indented(quote: str) -> str:
    return "\n".join(f"    {line}" for line in quote.splitlines())


def _answer_lines(assistant: Assistant, path: str) -> None:
    if path == "-":
        _answer_each(assistant, sys.stdin.buffer)
    else:
        with Path(path).open("rb") as lines:
            _answer_each(assistant, lines)


def _answer_each(assistant: Assistant, lines: Iterable[bytes]) -> None:
    for line in lines:
        if line.strip():
            print(json.dumps(_answer_line(assistant, line), ensure_ascii=False), flush=True)


def _answer_line(assistant: Assistant, line: bytes) -> dict[str, Any]:
    try:
        asked = json.loads(line.decode("utf-8-sig"))
        question, history = asked["question"], asked.get("history") or []
        listed = isinstance(history, list) and all(isinstance(past, str) for past in history)
        if not isinstance(question, str) or not listed:
            raise TypeError("question は文字列、history は文字列の配列にしてください")
        return answer_object(assistant.ask(question, history))
    except AssistantError as error:
        return {"error": str(error)}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        return {"error": f"読めない行です: {error}"}


if __name__ == "__main__":
    sys.exit(main())
