"""A trained matrix written as a sentence-transformers folder: int8 rows, one scale a token."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file
from tokenizers import Tokenizer

from assistant.indexing.static_embedding import LAYOUT

MODULES = [
    {
        "idx": 0,
        "name": "0",
        "path": "",
        "type": "sentence_transformers.sentence_transformer.modules.StaticEmbedding",
    }
]


def quantize(weights: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Rows as int8 and the scale that gives each row back."""
    scales = weights.abs().amax(dim=1).clamp(min=1e-8) / 127
    return (weights / scales[:, None]).round().clamp(-127, 127).to(torch.int8), scales


def save_model(
    folder: Path, tokenizer: Tokenizer, weights: torch.Tensor, rows: NDArray[np.int64]
) -> None:
    """Write the folder; `rows` gives each token's row of `weights`.

    The keys are those of a model2vec folder with a shared vocabulary, which sentence-transformers
    reads as embeddings[mapping] * weights.
    """
    folder.mkdir(parents=True, exist_ok=True)
    quantized, scales = quantize(weights)
    mapping = torch.from_numpy(rows.astype(np.int32))
    save_file(
        {"embeddings": quantized, "mapping": mapping, "weights": scales[mapping.long()]},
        folder / LAYOUT.weights,
        metadata={"format": "pt"},
    )
    (folder / LAYOUT.weights).chmod(0o644)
    _write_json(folder / LAYOUT.tokenizer, _compact(json.loads(tokenizer.to_str())))
    _write_json(folder / "modules.json", MODULES)
    _write_json(folder / LAYOUT.marker, {"format": 1, "repeated_tokens": "square root"})
    _write_json(
        folder / "config_sentence_transformers.json",
        {
            "model_type": "SentenceTransformer",
            "prompts": {"query": "", "document": ""},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    )


def _compact(tokenizer: dict) -> dict:
    vocabulary = tokenizer["model"]["vocab"]
    tokenizer["model"]["vocab"] = [[piece, round(score, 3)] for piece, score in vocabulary]
    return tokenizer


def _write_json(path: Path, value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")
