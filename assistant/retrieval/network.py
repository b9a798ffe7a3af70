"""A small network over named features, trained elsewhere and kept as a JSON file.

Its output is a logit against "none of these": with the logits z of the alternatives, the
share of alternative i is exp(z_i) / (1 + Σ exp(z_j)), and what is left to 1 is none's.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_ARRAYS = ("mean", "deviation", "hidden", "bias", "out")
DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Network:
    """One hidden layer: out · tanh((x - mean) / deviation · hidden + bias) + offset.
    mean, deviation [features]; hidden [features, units]; bias, out [units]."""

    features: tuple[str, ...]
    mean: NDArray[np.float32]
    deviation: NDArray[np.float32]
    hidden: NDArray[np.float32]
    bias: NDArray[np.float32]
    out: NDArray[np.float32]
    offset: float

    def logits(self, matrix: NDArray[np.float32]) -> NDArray[np.float32]:
        """float32 [alternatives] of features [alternatives, features]."""
        inner = np.tanh((matrix - self.mean) / self.deviation @ self.hidden + self.bias)
        logits: NDArray[np.float32] = inner @ self.out + np.float32(self.offset)
        return logits

    def save(self, path: Path) -> None:
        """Writes the weights, rounded to `DECIMALS`."""
        data: dict[str, object] = {"features": list(self.features), "offset": self.offset}
        for name in _ARRAYS:
            data[name] = np.round(getattr(self, name).astype(float), DECIMALS).tolist()
        path.write_text(json.dumps(data) + "\n", encoding="utf-8")


@cache
def load_network(path: Path, features: tuple[str, ...]) -> Network:
    """The network of a weights file. Raises ValueError if it was trained on other features."""
    data = json.loads(path.read_text(encoding="utf-8"))
    if tuple(data["features"]) != features:
        raise ValueError(f"{path}: 学習した特徴量がこの版のものと違います。学習し直してください。")
    mean, deviation, hidden, bias, out = (
        np.array(data[name], dtype=np.float32) for name in _ARRAYS
    )
    return Network(features, mean, deviation, hidden, bias, out, float(data["offset"]))


def share_of(logit: float) -> float:
    """The share of an alternative beside "none of these" alone, in [0, 1]."""
    return 1.0 / (1.0 + math.exp(-logit))
