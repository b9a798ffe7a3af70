"""The small networks of the product, from examples: alternatives with features, and which of
them are right. The loss is the negative log-likelihood of the right ones under a softmax over
all alternatives and "none of these", whose logit is 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from assistant.retrieval.network import Network

UNITS = 16
NETWORKS = 3  # trained from different seeds, their outputs averaged
EPOCHS = 25
BATCH = 32
LEARNING_RATE = 0.01
WEIGHT_DECAY = 0.3
FOLDS = 5
SEED = 1


@dataclass(frozen=True, slots=True)
class Example:
    """A question's alternatives: features float32 [alternatives, features], `right` bool
    [alternatives]."""

    question: dict[str, Any]
    features: NDArray[np.float32]
    right: NDArray[np.bool_]
    weight: float = 1.0


def fit(data: Sequence[Example], features: tuple[str, ...], networks: int = NETWORKS) -> Network:
    """The network that `networks` small ones make together."""
    every = np.concatenate([example.features for example in data])
    mean, deviation = every.mean(axis=0), every.std(axis=0) + 1e-3
    parts = [_fit_one(data, mean, deviation, SEED + n) for n in range(networks)]
    return Network(
        features,
        mean,
        deviation,
        np.concatenate([_array(inner.weight).T for inner, _ in parts], axis=1),
        np.concatenate([_array(inner.bias) for inner, _ in parts]),
        np.concatenate([_array(outer.weight)[0] for _, outer in parts]) / networks,
        round(float(np.mean([_array(outer.bias)[0] for _, outer in parts])), 4),
    )


def _array(tensor: torch.Tensor) -> NDArray[np.float32]:
    array: NDArray[np.float32] = tensor.detach().numpy()
    return array


def _fit_one(
    data: Sequence[Example], mean: NDArray[np.float32], deviation: NDArray[np.float32], seed: int
) -> tuple[torch.nn.Linear, torch.nn.Linear]:
    torch.manual_seed(seed)
    inner, outer = torch.nn.Linear(len(mean), UNITS), torch.nn.Linear(UNITS, 1)
    parameters = [*inner.parameters(), *outer.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, EPOCHS)
    inputs = [torch.from_numpy((e.features - mean) / deviation) for e in data]
    answers = [torch.from_numpy(e.right) for e in data]
    weights = torch.tensor([e.weight for e in data])
    for epoch in range(EPOCHS):
        order = np.random.RandomState(seed + epoch).permutation(len(data))
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            sizes = [len(answers[n]) for n in chosen]
            logits = outer(torch.tanh(inner(torch.cat([inputs[n] for n in chosen]))))[:, 0]
            parts = zip(torch.split(logits, sizes), (answers[n] for n in chosen), strict=True)
            losses = torch.stack([_loss(part, answer) for part, answer in parts])
            optimizer.zero_grad()
            (losses * weights[chosen]).mean().backward()
            optimizer.step()
        schedule.step()
    return inner, outer


def _loss(logits: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    every = torch.cat([torch.zeros(1), logits])
    meant = logits[right] if right.any() else torch.zeros(1)
    return torch.logsumexp(every, 0) - torch.logsumexp(meant, 0)


def without_fold(data: Sequence[Example], features: tuple[str, ...]) -> list[Network]:
    """For each example a network that was trained on the other folds' questions."""
    fold = folds(data)
    networks = [
        fit([e for e, f in zip(data, fold, strict=True) if f != number], features, networks=1)
        for number in range(FOLDS)
    ]
    return [networks[f] for f in fold]


def folds(data: Sequence[Example]) -> NDArray[np.int64]:
    """The fold of each example, all examples of a question in one."""
    places = {name: n for n, name in enumerate(dict.fromkeys(e.question["id"] for e in data))}
    drawn = np.random.RandomState(SEED).randint(0, FOLDS, len(places))
    return np.array([drawn[places[example.question["id"]]] for example in data])
