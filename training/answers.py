"""python -m training.answers --on CORPUS FILES…: the order of facts and the choice of answers.

Two small networks are trained on questions with expected answers: the reranker, which orders
the facts for a question (`assistant/retrieval/reranker.json`), and the choice between the
answers that could be composed (`assistant/answering/choosing.json`). The choice sees facts as
rerankers order them that were not trained on the question. What is printed was measured on
questions that were held out, a fold at a time.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from assistant.answering import choosing
from assistant.answering.abstain import out_of_reach
from assistant.answering.candidates import candidates
from assistant.answering.choosing import draft_features
from assistant.answering.list_drafts import list_draft
from assistant.answering.supplements import supplemented
from assistant.answering.turn import Turn
from assistant.build import build
from assistant.evaluate import judge, read_questions
from assistant.pipeline import Assistant
from assistant.retrieval import features, ranking
from assistant.retrieval.network import Network, load_network
from assistant.settings import Settings
from training.networks import Example, fit, without_fold
from training.rerank import as_ranked, asked, fact_examples, hits

OTHER = ("comparison", "yesno")  # answered by tables and verdicts
THRESHOLDS = (-1.5, -1.0, -0.5, 0.0, 0.5, 1.0)
Asked = list[tuple[Assistant, dict[str, Any]]]


def draft_example(assistant: Assistant, question: dict[str, Any]) -> Example | None:
    """The facts that could be told to a question, and which are right. Without an answer in
    the documents none is right; None if the question is answered by other means."""
    query = asked(assistant, question)
    turn = Turn(query, assistant.ranker.rank(query), assistant.catalogue, assistant.ranker)
    if out_of_reach(turn) or query.asks_for("person", "company") or question["type"] in OTHER:
        return None
    drafts = list(candidates(turn))
    if not drafts or list_draft(turn):
        return None
    right = [
        draft.answerable
        and question["answerable"]
        and judge(
            question, assistant.finished(question["question"], turn, supplemented(turn, draft))
        ).right
        for draft in drafts
    ]
    return Example(question, draft_features(turn, drafts), np.array(right, dtype=np.bool_))


def _logits(data: Sequence[Example], networks: Sequence[Network]) -> list[NDArray[np.float32]]:
    return [n.logits(example.features) for example, n in zip(data, networks, strict=True)]


def curve(data: Sequence[Example], logits: Sequence[NDArray[np.float32]]) -> str:
    """Right answers, refused questions that have an answer, and refused ones that have none,
    by the logit from which an answer is given."""
    lines = []
    for threshold in THRESHOLDS:
        right, wrongly, rightly = [], [], []
        for example, scores in zip(data, logits, strict=True):
            best = int(np.argmax(scores))
            given = scores[best] >= threshold
            answerable = example.question["answerable"]
            right.append(bool(given and example.right[best]) if answerable else not given)
            (wrongly if answerable else rightly).append(not given)
        lines.append(
            f"  from {threshold:4.1f}: right {np.mean(right):.3f}, wrongly refused "
            f"{np.mean(wrongly):.3f}, rightly refused {np.mean(rightly):.3f}"
        )
    return "\n".join(lines)


def _opened(
    stack: ExitStack, sets: Sequence[Sequence[str]]
) -> Iterator[tuple[Assistant, dict[str, Any]]]:
    for corpus, *files in sets:
        settings = Settings(
            corpus=Path(corpus), index=Path(stack.enter_context(tempfile.TemporaryDirectory()))
        )
        build(settings)
        assistant = Assistant.open(settings)
        for question in read_questions(map(Path, files)):
            yield assistant, question


def _start() -> None:
    """Weights that keep the first stage's order and the facts' own, where features changed."""
    count = len(choosing.FEATURES)
    hidden = np.zeros((count, 1), dtype=np.float32)
    hidden[choosing.FEATURES.index("support")] = 0.1
    one, nothing = np.ones(1, dtype=np.float32), np.zeros(count, dtype=np.float32)
    first = Network(choosing.FEATURES, nothing, nothing + 1, hidden, one * 0, one, 0.0)
    for path, network in ((ranking.RERANKER, as_ranked()), (choosing.WEIGHTS, first)):
        try:
            load_network(path, network.features)
        except (OSError, ValueError):
            network.save(path)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train both, report and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--on",
        nargs="+",
        action="append",
        required=True,
        metavar="PATH",
        help="a corpus folder and the question files about it",
    )
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    _start()
    with ExitStack() as stack:
        everything: Asked = list(_opened(stack, options.on))
        facts = [e for assistant, q in everything for e in fact_examples(assistant, q)]
        print(f"{len(facts)} examples of facts; held out, an answer among the first 1, 3, 5:")
        others = without_fold(facts, features.FEATURES)
        print(hits(facts, _logits(facts, others)), flush=True)
        fit(facts, features.FEATURES).save(ranking.RERANKER)
        load_network.cache_clear()
        foreign = {e.question["id"]: network for e, network in zip(facts, others, strict=True)}
        drafts = []
        for assistant, question in everything:
            assistant.ranker.reranker = foreign.get(
                question["id"], load_network(ranking.RERANKER, features.FEATURES)
            )
            if example := draft_example(assistant, question):
                drafts.append(example)
    possible = np.mean([e.right.any() for e in drafts if e.question["answerable"]])
    print(f"{len(drafts)} examples of drafts, a right one among them: {possible:.3f}; held out:")
    print(curve(drafts, _logits(drafts, without_fold(drafts, choosing.FEATURES))))
    fit(drafts, choosing.FEATURES).save(choosing.WEIGHTS)


if __name__ == "__main__":
    main()
