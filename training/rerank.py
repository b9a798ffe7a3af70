"""Examples for the reranker: which facts state what a question asks for.

A question's best facts by the first stage are the alternatives; those in its evidence that
state what is expected are right. The same question without these facts is an example that
nothing answers, and so is a question that the documents do not answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.answering.conversation import Earlier, resolve
from assistant.datamodels import Fact, Query
from assistant.evaluate import folded
from assistant.pipeline import Assistant
from assistant.retrieval.features import FEATURES
from assistant.retrieval.network import Network
from assistant.retrieval.ranking import RERANKED
from training.networks import Example

LISTED = ("list", "comparison")  # answered from many facts at once, by other means
REMOVED = 0.4  # weight of a question whose answer was taken away
BRIEF = 40  # characters by which an answer may be longer than twice the shortest
LONGEST = 800  # characters of a fact that may be evidence


def as_ranked() -> Network:
    """A network that keeps the order of the first stage."""
    count = len(FEATURES)
    hidden = np.zeros((count, 1), dtype=np.float32)
    hidden[[FEATURES.index("relevance"), FEATURES.index("fit")]] = 0.1
    one, nothing = np.ones(1, dtype=np.float32), np.zeros(count, dtype=np.float32)
    return Network(FEATURES, nothing, nothing + 1, hidden, one * 0, one, 0.0)


def asked(assistant: Assistant, question: dict[str, Any]) -> Query:
    """The query of a question after its earlier ones."""
    earlier: list[Earlier] = []
    for past in question.get("history") or ():
        earlier.append(assistant.earlier(past, earlier))
    return resolve(question["question"], earlier, assistant.catalogue)


def fact_examples(assistant: Assistant, question: dict[str, Any]) -> Iterator[Example]:
    """Up to two examples of a question that is answered from one fact, or not at all."""
    query = asked(assistant, question)
    ranked, features = assistant.ranker.first_stage(query)
    if question["type"] in LISTED or not ranked:
        return
    facts = [item.fact for item in ranked[:RERANKED]]
    if not question["answerable"]:
        yield Example(question, features, np.zeros(len(facts), dtype=np.bool_))
        return
    told = np.array([_told(assistant, question, fact) for fact in facts])
    if not told.any():
        return
    short = min(len(f.text) for f, count in zip(facts, told, strict=True) if count == told.max())
    brief = np.array([len(fact.text) <= BRIEF + 2 * short for fact in facts])
    yield Example(question, features, (told == told.max()) & brief)
    telling = {i.ordinal for i in ranked if _may_tell(assistant, question, i.fact)}
    _, rest = assistant.ranker.first_stage(query, telling)
    if len(rest):
        yield Example(question, rest, np.zeros(len(rest), dtype=np.bool_), REMOVED)


def _may_tell(assistant: Assistant, question: dict[str, Any], fact: Fact) -> bool:
    """Whether a fact lies in the evidence or holds one of the expected facts."""
    key = folded(assistant.catalogue.text(fact.document_id, fact.span))
    ways = (way for expected in question["must_contain"] for way in expected)
    return _in_evidence(assistant, question, fact) or any(folded(way) in key for way in ways)


def _told(assistant: Assistant, question: dict[str, Any], fact: Fact) -> int:
    """How many of the expected facts stand in a fact that lies in the evidence."""
    text = assistant.catalogue.text(fact.document_id, fact.span)
    if len(text) > LONGEST or not _in_evidence(assistant, question, fact):
        return 0
    key = folded(text)
    return sum(any(folded(way) in key for way in ways) for ways in question["must_contain"])


def _in_evidence(assistant: Assistant, question: dict[str, Any], fact: Fact) -> bool:
    whole = assistant.catalogue.documents[fact.document_id].text
    for item in question["evidence"]:
        start = whole.find(item["quote"]) if item["document_id"] == fact.document_id else -1
        while start >= 0:
            if start < fact.span.end and fact.span.start < start + len(item["quote"]):
                return True
            start = whole.find(item["quote"], start + 1)
    return False


def hits(data: Sequence[Example], logits: Sequence[NDArray[np.float32]]) -> str:
    """How often the first 1, 3 and 5 facts hold an answer, by the first stage and by
    `logits`, over the questions that have one."""
    before, after = [], []
    for example, scores in zip(data, logits, strict=True):
        if example.right.any():
            before.append(_hits(-np.arange(len(scores)), example.right))
            after.append(_hits(scores, example.right))
    rows = (("first stage", before), ("reranked", after))
    return "\n".join(
        f"  {name}: " + " / ".join(f"{share:.3f}" for share in np.mean(found, axis=0))
        for name, found in rows
    )


def _hits(scores: NDArray[Any], right: NDArray[np.bool_]) -> list[float]:
    order = np.argsort(-scores, kind="stable")
    return [float(right[order[:depth]].any()) for depth in (1, 3, 5)]
