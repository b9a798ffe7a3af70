"""python -m training.evaluate --model FOLDER --jaquad FILE: the figures of a model alone."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.indexing.embeddings import Encoder, SentenceEncoder, load_encoder
from benchmarks.datasets import RetrievalSet, read_in_domain, read_jaquad
from benchmarks.measures import ndcg, ranking, recall


def figures(data: RetrievalSet, encoder: Encoder) -> tuple[float, float]:
    """nDCG@10 and R@5 of the model's similarity alone."""
    scores = encoder.encode_queries(data.queries) @ encoder.encode_passages(data.passages).T
    if data.scopes is not None:
        scores = np.where(data.scopes, scores, -np.inf)
    pairs = [(ranking(row, 10), groups) for row, groups in zip(scores, data.groups, strict=True)]
    return (
        float(np.mean([ndcg(ranked, groups) for ranked, groups in pairs])),
        float(np.mean([recall(ranked, groups) for ranked, groups in pairs])),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one line a set, as the product encodes and as sentence-transformers does."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="assistant/model")
    parser.add_argument("--jaquad", type=Path, required=True, help="jaquad.json.gz")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--questions", type=Path, default=Path("tests/questions"))
    options = parser.parse_args(arguments)
    questions = sorted(options.questions.glob("*.jsonl"))
    sets = [read_jaquad(options.jaquad), *read_in_domain(options.corpus, questions)]
    encoders = {
        "as the product encodes": load_encoder(options.model),
        "as sentence-transformers encodes": SentenceEncoder(options.model),
    }
    for title, encoder in encoders.items():
        print(title)
        for data in sets:
            gain, found = figures(data, encoder)
            print(f"  {data.name} ({len(data.queries)}): nDCG@10 {gain:.3f}, R@5 {found:.2f}")


if __name__ == "__main__":
    main()
