"""python -m benchmarks.sample --jaquad FILE: the small sample that a test measures again.

Two sets are written with the figures that the shipped model has on them: some queries of
JaQuADRetrieval over their texts, and some questions of tests/questions over passages of corpus/.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.indexing.embeddings import load_encoder
from assistant.settings import Settings
from benchmarks.datasets import RetrievalSet, read_in_domain, read_jaquad
from benchmarks.retrieval import fused, lists_of, measure, minmax_fusion

OUT = Path("tests/data/retrieval_sample.json")
LICENCES = {
    "JaQuADRetrieval": "JaQuAD (So et al. 2022), CC BY-SA 3.0, github.com/SkelterLabsInc/JaQuAD",
}
FUSED = "lemmas + bigrams + 1 dense, min-max"


def cut(data: RetrievalSet, queries: int, distractors: int, seed: int = 7) -> RetrievalSet:
    """Some of the queries over their relevant passages and some others."""
    rng = random.Random(seed)
    chosen = sorted(rng.sample(range(len(data.queries)), queries))
    needed = {index for i in chosen for group in data.groups[i] for index in group}
    others = [index for index in range(len(data.passages)) if index not in needed]
    kept = sorted(needed | set(rng.sample(others, min(distractors, len(others)))))
    place = {index: number for number, index in enumerate(kept)}
    groups = [
        [frozenset(place[index] for index in group) for group in data.groups[i]] for i in chosen
    ]
    passages = [data.passages[index] for index in kept]
    return RetrievalSet(data.name, passages, [data.queries[i] for i in chosen], groups)


def sample_figures(data: RetrievalSet, model: str) -> dict[str, Any]:
    """The figures of the model, of BM25 and of both."""
    lists = lists_of(data, load_encoder(model), expanded=False)
    both = fused(lists, ("lemmas", "bigrams", "dense"), minmax_fusion, weights=(1, 1, 1))
    return {
        "dense": measure(data, lists["dense"]),
        "lemmas": measure(data, lists["lemmas"]),
        FUSED: measure(data, both),
    }


def as_record(data: RetrievalSet, model: str) -> dict[str, Any]:
    """The set and its figures as an object that JSON can hold."""
    return {
        "name": data.name,
        "licence": LICENCES.get(data.name, ""),
        "figures": sample_figures(data, model),
        "queries": data.queries,
        "groups": [[sorted(group) for group in groups] for groups in data.groups],
        "passages": data.passages,
    }


def from_record(record: dict[str, Any]) -> RetrievalSet:
    """The set that as_record wrote."""
    groups = [[frozenset(group) for group in groups] for groups in record["groups"]]
    return RetrievalSet(record["name"], record["passages"], record["queries"], groups)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the sample."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jaquad", type=Path, required=True, help="jaquad.json.gz")
    options = parser.parse_args(arguments)
    model = Settings().model
    ja, _, en = read_in_domain(Path("corpus"), sorted(Path("tests/questions").glob("*.jsonl")))[:3]
    sets = [cut(read_jaquad(options.jaquad), 160, 60), cut(ja, 60, 60), cut(en, 30, 90)]
    records = [as_record(data, model) for data in sets]
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(records, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for record in records:
        print(record["name"], record["figures"])


if __name__ == "__main__":
    main()
