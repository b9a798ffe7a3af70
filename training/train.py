"""python -m training.train --pairs DIR --out FOLDER: from pairs to a model folder."""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn import functional

from training.export import save_model
from training.negatives import mine
from training.pairs import PairGroup, read_pairs
from training.pseudo import made_groups, read_vocabulary
from training.sampling import Corpus, batches, text_numbers
from training.tokens import Bags, count_tokens
from training.vocabulary import count_words, lexicon_tokenizer, tied_rows
from training.words import read_words, vectors_of_rows

VOCABULARY = Path(__file__).parent.parent / "assistant" / "language" / "vocabulary"
MINED_KINDS = ("ja_question_passage", "ja_heading_section")
# How much oftener a pair of a kind or file is drawn than one of any other; the last that fits.
WEIGHTS = {
    "policy": 3.0,
    "ja_question_passage": 2.0,
    "ja_ict": 1.5,
    "en_ja_term": 0.6,
    "ja_colloquial": 1.5,
    "ja_synonym": 0.5,
    "ja_synonym_query": 0.75,
    "ja_everyday_query": 2.0,
    "en_ja_vocabulary_query": 1.8,
    "ja_everyday": 1.5,
    "glossary": 5.0,
    "vocabulary/en_ja_term": 2.3,
}


@dataclass(frozen=True)
class Recipe:
    """What a run needs beyond its pairs; the defaults are the shipped model's."""

    pieces: int = 40_000
    dimension: int = 768
    prefixes: tuple[int, ...] = (256,)
    batch: int = 1024
    steps: int = 1200
    learning_rate: float = 0.005
    warm_up: float = 0.03
    temperature: float = 0.03
    dropout: float = 0.3
    tokens: int = 256
    negatives: int = 512
    orders: int = 3
    known: float = 0.5  # the share of a first row's square that word vectors give
    turn: int = 7  # seed of the turn that brings them into the rows' dimensions
    seed: int = 1


def initial_weights(bags: Bags, rows: int, dimension: int, seed: int) -> torch.Tensor:
    """Rows of normal noise as long as their inverse document frequency says."""
    frequency = np.bincount(bags.ids, minlength=rows)
    idf = np.log((len(bags) + 1) / (frequency + 1)).astype(np.float32)
    generator = torch.Generator().manual_seed(seed)
    noise = torch.randn(rows, dimension, generator=generator) / dimension**0.5
    return noise * torch.from_numpy(idf / idf[frequency > 0].mean())[:, None]


def mixed_with(weights: torch.Tensor, known: NDArray[np.float32], recipe: Recipe) -> torch.Tensor:
    """The rows, those that have a vector in `known` mixed with it: turned at random into their
    dimensions and as long as they are."""
    if not known.any():
        return weights
    generator = torch.Generator().manual_seed(recipe.turn)
    noise = torch.randn(weights.shape[1], known.shape[1], generator=generator)
    turned = torch.from_numpy(known) @ torch.linalg.qr(noise)[0].T
    lengths = weights.norm(dim=1, keepdim=True)
    mixed = (1 - recipe.known) ** 0.5 * weights + recipe.known**0.5 * turned * lengths
    return torch.where(turned.any(dim=1, keepdim=True), mixed, weights)


def embed(weights: torch.Tensor, bags: Bags) -> torch.Tensor:
    """Weighted sum of the rows of each bag."""
    return functional.embedding_bag(
        torch.from_numpy(bags.ids),
        weights,
        torch.from_numpy(bags.starts[:-1].astype(np.int32)),
        mode="sum",
        per_sample_weights=torch.from_numpy(bags.weights),
    )


def ranking_loss(
    anchors: torch.Tensor, passages: torch.Tensor, masked: torch.Tensor, temperature: float
) -> torch.Tensor:
    """Symmetric multiple-negatives ranking loss; passages past the anchors are negatives only."""
    count = len(anchors)
    logits = functional.normalize(anchors) @ functional.normalize(passages).T / temperature
    logits = logits.masked_fill(masked, -1e4)
    target = torch.arange(count)
    back = logits[:, :count].T
    return functional.cross_entropy(logits, target) + functional.cross_entropy(back, target)


def train(
    weights: torch.Tensor,
    bags: Bags,
    corpus: Corpus,
    recipe: Recipe,
    seed: int,
    report: Callable[[torch.Tensor], None] | None = None,
) -> torch.Tensor:
    """The weights after `recipe.steps` steps of Adam."""
    rng = np.random.default_rng(seed)
    weights = weights.clone().requires_grad_(True)
    optimizer = torch.optim.Adam([weights], lr=recipe.learning_rate, fused=True)
    started = time.perf_counter()
    total = 0.0
    for step, pairs in enumerate(batches(corpus, recipe.batch, recipe.steps, rng), start=1):
        optimizer.param_groups[0]["lr"] = recipe.learning_rate * _schedule(step, recipe)
        loss = _batch_loss(weights, bags, corpus, pairs, recipe, rng)
        optimizer.zero_grad(set_to_none=False)
        loss.backward()
        optimizer.step()
        total += loss.item()
        if step % 100 == 0:
            spent = time.perf_counter() - started
            print(f"step {step}/{recipe.steps} loss {total / 100:.3f} {spent:.0f} s", flush=True)
            total = 0.0
            if report and step % 500 == 0:
                report(weights.detach())
    return weights.detach()


def _schedule(step: int, recipe: Recipe) -> float:
    """Linear warm-up, then linear decay."""
    done = step / recipe.steps
    return max(min(done / recipe.warm_up, (1 - done) / (1 - recipe.warm_up)), 1e-4)


def _batch_loss(
    weights: torch.Tensor,
    bags: Bags,
    corpus: Corpus,
    pairs: np.ndarray,
    recipe: Recipe,
    rng: np.random.Generator,
) -> torch.Tensor:
    anchors, positives = corpus.anchors[pairs], corpus.positives[pairs]
    hard = np.unique(corpus.negatives[pairs])
    hard = hard[(hard >= 0) & ~np.isin(hard, positives)]
    hard = rng.permutation(hard)[: recipe.negatives]
    passages = np.concatenate([positives, hard])
    left = embed(weights, bags.select(anchors).dropped(recipe.dropout, rng))
    right = embed(weights, bags.select(passages).dropped(recipe.dropout, rng))
    masked = np.zeros((len(pairs), len(passages)), dtype=bool)
    same = (anchors[:, None] == anchors) | (positives[:, None] == positives)
    masked[:, : len(pairs)] = same & ~np.eye(len(pairs), dtype=bool)
    mask = torch.from_numpy(masked)
    widths = (*recipe.prefixes, recipe.dimension)
    losses = [ranking_loss(left[:, :w], right[:, :w], mask, recipe.temperature) for w in widths]
    return torch.stack(losses).mean()


def group_weight(group: PairGroup) -> float:
    """How often the group's pairs are drawn, by WEIGHTS."""
    weight = 1.0
    for name, value in WEIGHTS.items():
        if name in (group.kind, f"{group.file}/{group.kind}") or name in group.file.split("_"):
            weight = value
    return weight


def make_corpus(
    groups: Sequence[PairGroup], tokenizer: Tokenizer, rows: np.ndarray, recipe: Recipe
) -> tuple[Bags, Corpus]:
    """The texts as bags, and the pairs over them with their hard negatives."""
    texts, anchors, positives = text_numbers(groups)
    bags = count_tokens(tokenizer, rows, texts, recipe.tokens)
    log(f"{len(anchors):,} pairs, {len(texts):,} texts, {len(bags.ids):,} distinct tokens")
    ends = np.cumsum([len(group) for group in groups])
    bounds = [(int(end) - len(group), int(end)) for group, end in zip(groups, ends, strict=True)]
    negatives = np.full(len(anchors), -1, dtype=np.int64)
    rng = np.random.default_rng(recipe.seed)
    for group, (start, end) in zip(groups, bounds, strict=True):
        if group.kind in MINED_KINDS:
            part = slice(start, end)
            negatives[part] = mine(bags, rows.max() + 1, anchors[part], positives[part], rng)
    log(f"{(negatives >= 0).sum():,} hard negatives")
    weights = np.array([group_weight(group) for group in groups])
    return bags, Corpus(anchors, positives, negatives, bounds, weights)


def run(pairs: Path, out: Path, recipe: Recipe, words: Path | None = None) -> None:
    """Everything from the pairs, and the word vectors to start from, to the folder."""
    groups = read_pairs(pairs)
    counted = count_words(groups)
    log(f"{sum(map(len, groups)):,} pairs read, {len(counted):,} different words")
    tokenizer = lexicon_tokenizer(counted, recipe.pieces)
    rows = tied_rows(tokenizer)
    groups += made_groups(groups, read_vocabulary(VOCABULARY), counted, recipe.seed)
    log(f"{len(rows):,} tokens on {rows.max() + 1:,} rows")
    bags, corpus = make_corpus(groups, tokenizer, rows, recipe)
    first = initial_weights(bags, int(rows.max()) + 1, recipe.dimension, recipe.seed)
    if words is not None:
        known = vectors_of_rows(read_words(words), tokenizer, rows)
        log(f"{known.any(axis=1).sum():,} rows begin with the vector of a word")
        first = mixed_with(first, known, recipe)
    trained = [
        train(first, bags, corpus, recipe, seed=recipe.seed + 100 * order)
        for order in range(recipe.orders)
    ]
    scaled = [weights / weights.norm(dim=1).mean() for weights in trained]
    save_model(out, tokenizer, torch.stack(scaled).mean(dim=0), rows)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    log(f"written to {out}; at most {peak:.1f} GiB of memory")


def log(message: str) -> None:
    """A line of progress with the seconds since the start."""
    print(f"[{time.perf_counter() - STARTED:5.0f} s] {message}", flush=True)


STARTED = time.perf_counter()


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=Path, required=True, help="folder of *.jsonl.zst")
    parser.add_argument("--out", type=Path, required=True, help="model folder to write")
    parser.add_argument("--words", type=Path, help="vocab folder of a spaCy model with vectors")
    parser.add_argument("--steps", type=int, default=Recipe.steps, help="steps of one run")
    parser.add_argument("--seed", type=int, default=Recipe.seed)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args(arguments)
    torch.set_num_threads(options.threads)
    recipe = replace(Recipe(), steps=options.steps, seed=options.seed)
    run(options.pairs, options.out, recipe, options.words)


if __name__ == "__main__":
    main()
