"""The small networks are trained to tell the right alternative, and that there is none."""

from __future__ import annotations

import numpy as np

from training.networks import Example, fit, folds, without_fold


def toy(count: int, seed: int) -> list[Example]:
    """Questions with four alternatives: the one with the large first feature is right, and
    where none has one, none is."""
    draw = np.random.RandomState(seed)
    made = []
    for number in range(count):
        features = draw.uniform(0, 0.4, size=(4, 2)).astype(np.float32)
        right = np.zeros(4, dtype=np.bool_)
        if number % 3:
            place = number % 4
            features[place, 0] = 0.9
            right[place] = True
        made.append(Example({"id": f"toy-{number // 2}"}, features, right))
    return made


def test_a_network_learns_which_is_right_and_when_none_is() -> None:
    """On questions that it was not trained on."""
    network = fit(toy(300, seed=1), ("told", "noise"), networks=1)
    for example in toy(60, seed=2):
        logits = network.logits(example.features)
        assert (logits > 0).tolist() == example.right.tolist()


def test_training_twice_gives_the_same() -> None:
    """Seeds are fixed."""
    first, second = (fit(toy(60, seed=3), ("told", "noise"), networks=1) for _ in range(2))
    assert first.hidden.tolist() == second.hidden.tolist()
    assert first.offset == second.offset


def test_a_question_stays_in_one_fold() -> None:
    """Two examples of a question are held out together, from a network trained on others."""
    data = toy(40, seed=4)
    fold = folds(data)
    assert all(fold[n] == fold[n + 1] for n in range(0, 40, 2))
    networks = without_fold(data, ("told", "noise"))
    assert [networks[n] is networks[n + 1] for n in range(0, 40, 2)] == [True] * 20
