"""python -m benchmarks.retrieval --jaquad FILE: the table of retrieval figures, as files."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.indexing.bm25 import Bm25
from assistant.indexing.embeddings import Encoder, load_encoder
from assistant.language.thesaurus import load_thesaurus
from assistant.language.tokens import bigrams, lemmas
from assistant.retrieval.fusion import minmax_fusion, reciprocal_rank_fusion
from assistant.settings import Settings
from benchmarks.datasets import RetrievalSet, read_in_domain, read_jaquad
from benchmarks.measures import ndcg, ranking, recall

HERE = Path(__file__).parent
CANDIDATES = 50
RRF_K = (10, 20, 60)
DENSE_WEIGHTS = (0.3, 0.5, 0.7, 1.0, 1.5, 2.0)

Scores = NDArray[np.float64]
Lists = Mapping[str, Scores]
"""Name of a list to its scores, one row a query; NaN outside the query's best CANDIDATES."""


def lists_of(data: RetrievalSet, encoder: Encoder, expanded: bool) -> dict[str, Scores]:
    """The lists that are fused. `expanded` adds those over the query and its other words."""
    by_lemma = Bm25.build([lemmas(text) for text in data.passages])
    by_bigram = Bm25.build([bigrams(text) for text in data.passages])
    vectors = encoder.encode_passages(data.passages)
    lists = _three("", data.queries, by_lemma, by_bigram, vectors, encoder)
    if expanded:
        queries = [expand(query) for query in data.queries]
        lists |= _three(" +words", queries, by_lemma, by_bigram, vectors, encoder)
    if data.scopes is not None:
        lists = {name: np.where(data.scopes, scores, -np.inf) for name, scores in lists.items()}
    return {name: _best(scores) for name, scores in lists.items()}


def expand(query: str) -> str:
    """The query and the words that the thesaurus adds to it."""
    words = dict.fromkeys(term for entry in load_thesaurus().expand(query) for term in entry.terms)
    return " ".join((query, *words))


def _three(
    suffix: str,
    queries: Sequence[str],
    by_lemma: Bm25,
    by_bigram: Bm25,
    vectors: NDArray[np.float32],
    encoder: Encoder,
) -> dict[str, Scores]:
    return {
        f"lemmas{suffix}": np.array([by_lemma.scores(lemmas(query)) for query in queries]),
        f"bigrams{suffix}": np.array([by_bigram.scores(bigrams(query)) for query in queries]),
        f"dense{suffix}": encoder.encode_queries(queries) @ vectors.T,
    }


def _best(scores: NDArray[np.float32]) -> Scores:
    result = np.full(scores.shape, np.nan)
    for row, line in zip(result, scores, strict=True):
        kept = ranking(line, CANDIDATES)
        row[kept] = np.where(np.isinf(line[kept]), np.nan, line[kept])
    return result


def measure(data: RetrievalSet, scores: Scores) -> dict[str, float]:
    """nDCG@10 and R@5 over all queries."""
    ranked = [ranking(np.nan_to_num(row, nan=-np.inf), 10) for row in scores]
    pairs = list(zip(ranked, data.groups, strict=True))
    return {
        "nDCG@10": round(float(np.mean([ndcg(found, groups) for found, groups in pairs])), 4),
        "R@5": round(float(np.mean([recall(found, groups) for found, groups in pairs])), 4),
    }


def fused(
    lists: Lists, names: Sequence[str], fuse: Callable[..., Scores], **options: Any
) -> Scores:
    """The fusion of the named lists, query by query; 0 where no list holds a passage."""
    rows = zip(*(lists[name] for name in names), strict=True)
    return np.array([fuse(row, **options) for row in rows])


def systems(lists: Lists) -> dict[str, Scores]:
    """Every list alone and every fusion that is compared.

    "BM25" is lemmas and bigrams, over the question with its other words where there are any;
    the model is always given the question alone.
    """
    words = " +words" if "lemmas +words" in lists else ""
    bm25 = (f"lemmas{words}", f"bigrams{words}")
    asked = ("lemmas", "bigrams")
    table = dict(lists)
    table["BM25"] = fused(lists, bm25, minmax_fusion)
    for weight in DENSE_WEIGHTS:
        table[f"BM25 + {weight:g} dense, min-max"] = fused(
            lists, (*bm25, "dense"), minmax_fusion, weights=(1, 1, weight)
        )
    for weight in DENSE_WEIGHTS if words else ():
        table[f"BM25 + 0.3 BM25 without words + {weight:g} dense, min-max"] = fused(
            lists, (*bm25, *asked, "dense"), minmax_fusion, weights=(1, 1, 0.3, 0.3, weight)
        )
    for k, weight in product(RRF_K, DENSE_WEIGHTS):
        table[f"BM25 + {weight:g} dense, RRF k={k}"] = fused(
            lists, (*bm25, "dense"), reciprocal_rank_fusion, weights=(1, 1, weight), k=k
        )
    return table


def speed(encoder: Encoder, data: RetrievalSet) -> dict[str, float]:
    """Passages a second, queries a second in batches, and milliseconds for one query."""
    long = [text for text in data.passages if len(text) > 200]
    return {
        "passages_per_second": round(len(long) / _seconds(lambda: encoder.encode_passages(long))),
        "queries_per_second": round(
            len(data.queries) / _seconds(lambda: encoder.encode_queries(data.queries))
        ),
        "ms_per_query": round(
            _seconds(lambda: [encoder.encode_queries([query]) for query in data.queries[:500]]) * 2,
            3,
        ),
    }


def _seconds(work: Callable[[], object]) -> float:
    """Seconds of processor time, summed over threads: what one core alone would need."""
    started = time.process_time()
    work()
    return time.process_time() - started


def load_seconds(model: str) -> float:
    """From a started interpreter to the first vector, without the interpreter's own start."""
    code = (
        "import time; t = time.perf_counter()\n"
        "from assistant.indexing.embeddings import load_encoder\n"
        f"load_encoder({model!r}).encode_queries(['質問'])\n"
        "print(time.perf_counter() - t)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return round(float(done.stdout), 2)


def run(model: str, jaquad: Path, corpus: Path, questions: Sequence[Path]) -> dict[str, Any]:
    """All figures as one object that JSON can hold."""
    settings = Settings(model=model)
    encoder = load_encoder(settings.model, settings.query_prefix, settings.passage_prefix)
    jaquad_set = read_jaquad(jaquad)
    tables: dict[str, Any] = {}
    for data in (jaquad_set, *read_in_domain(corpus, questions)):
        found = systems(lists_of(data, encoder, expanded=data is not jaquad_set))
        tables[data.name] = {
            "queries": len(data.queries),
            "passages": len(data.passages),
            "systems": {name: measure(data, scores) for name, scores in found.items()},
        }
        print(f"{data.name}: {len(data.queries)} queries", flush=True)
    return {
        "model": {"name": encoder.name, "dimension": encoder.dimension, "digest": encoder.digest},
        "speed": speed(encoder, jaquad_set) | {"load_seconds": load_seconds(model)},
        "sets": tables,
    }


def as_markdown(figures: Mapping[str, Any]) -> str:
    """The figures as tables: one row a system, one column a set."""
    names = list(figures["sets"])
    rows: dict[str, None] = {}
    for table in figures["sets"].values():
        rows |= dict.fromkeys(table["systems"])
    head = "".join(f" {name} ({figures['sets'][name]['queries']}) |" for name in names)
    lines = [f"| system |{head}", "|---|" + "---|" * len(names)]
    for row in rows:
        cells = (_cell(figures["sets"][name]["systems"].get(row)) for name in names)
        lines.append(f"| {row} | " + " | ".join(cells) + " |")
    speeds = figures["speed"]
    return (
        "# Retrieval figures\n\n"
        "nDCG@10 (R@5). Made by `python -m benchmarks.retrieval`; the sets are described in "
        "`benchmarks/README.md`.\n\n" + "\n".join(lines) + "\n\n"
        f"Model digest `{figures['model']['digest'][:16]}`, {figures['model']['dimension']} "
        f"dimensions. One core: {speeds['passages_per_second']:,} passages/s, "
        f"{speeds['queries_per_second']:,} queries/s in batches, {speeds['ms_per_query']} ms one "
        f"query; {speeds['load_seconds']} s from import to the first vector.\n"
    )


def _cell(measured: Mapping[str, float] | None) -> str:
    return f"{measured['nDCG@10']:.3f} ({measured['R@5']:.2f})" if measured else "–"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and write retrieval.json and retrieval.md beside this file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jaquad", type=Path, required=True, help="jaquad.json.gz")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--questions", type=Path, default=Path("tests/questions"))
    parser.add_argument("--model", default=Settings().model)
    parser.add_argument("--out", type=Path, default=HERE)
    options = parser.parse_args(arguments)
    questions = sorted(options.questions.glob("*.jsonl"))
    figures = run(options.model, options.jaquad, options.corpus, questions)
    text = json.dumps(figures, ensure_ascii=False, indent=1) + "\n"
    (options.out / "retrieval.json").write_text(text, encoding="utf-8")
    (options.out / "retrieval.md").write_text(as_markdown(figures), encoding="utf-8")
    print(as_markdown(figures))


if __name__ == "__main__":
    main()
