"""Tokenizers: a Unigram model over the words that UniDic finds in the pairs."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable
from itertools import chain
from unicodedata import normalize

import fugashi
import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import Unigram
from tokenizers.trainers import UnigramTrainer

from training.pairs import PairGroup

WORD_WEIGHTS = {"a_law": 0.5, "a_policy": 4.0, "b_ja_qa": 2.0, "c_": 0.5, "e_glossary": 4.0}
MADE_KINDS = ("en_ja_dictquery", "ja_colloquial")
SPECIAL = ["[PAD]", "[UNK]"]
HAN = r"\p{Han}々〆〇"
KANA = r"\p{Hiragana}\p{Katakana}ー"
JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff々〆〇ー]+")


def _assemble(model: Unigram, split: str) -> Tokenizer:
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Split(Regex(split), behavior="isolated"),
        ]
    )
    return tokenizer


WORD_RUNS = rf"[{HAN}{KANA}]+|[A-Za-z]+|[0-9]+|."


def count_words(groups: Iterable[PairGroup]) -> Counter[str]:
    """How often each UniDic word occurs in the distinct texts, weighted by WORD_WEIGHTS."""
    tagger = fugashi.Tagger("-Owakati")
    seen: set[str] = set()
    words: Counter[str] = Counter()
    for group in groups:
        found: Counter[str] = Counter()
        sides = (group.anchors,) if group.kind in MADE_KINDS else (group.anchors, group.positives)
        for text in chain(*sides):
            if text not in seen:
                seen.add(text)
                found.update(tagger.parse(normalize("NFKC", text).lower()).split())
        weight = next((w for name, w in WORD_WEIGHTS.items() if group.file.startswith(name)), 1.0)
        for word, count in found.items():
            words[word] += count * weight
    return words


def lexicon_tokenizer(words: Counter[str], size: int, latin: int = 8_000) -> Tokenizer:
    """A Unigram tokenizer whose pieces are the most frequent words, and single characters.

    Latin words outside the lexicon fall to pieces that a small Unigram model learned.
    """
    total = sum(words.values())
    japanese = Counter({w: c for w, c in words.items() if JAPANESE.fullmatch(w) and len(w) <= 8})
    other = Counter({w: c for w, c in words.items() if re.fullmatch(r"[a-z]+", w)})
    digits = Counter({w: c for w, c in words.items() if re.fullmatch(r"[0-9]{1,4}", w)})
    chars: Counter[str] = Counter()
    for word, count in words.items():
        for char in word:
            chars[char] += count
    pieces: dict[str, float] = {}
    for char, _ in chars.most_common(4_500):
        pieces[char] = min(math.log(max(words.get(char, 0), 1) / total), -10.0)
    for word, count in digits.most_common(1_000):
        pieces[word] = math.log(count / total)
    for word, count in other.most_common(latin):
        pieces[word] = math.log(count / total)
    for piece, score in _latin_pieces(other, 2_000):
        pieces.setdefault(piece, score - 6)
    room = size - len(SPECIAL) - len(pieces)
    for word, count in japanese.most_common():
        if room <= 0:
            break
        room -= word not in pieces
        pieces[word] = math.log(count / total)
    vocabulary = [(name, 0.0) for name in SPECIAL] + sorted(pieces.items())
    return _assemble(Unigram(vocabulary, unk_id=1), WORD_RUNS)


def _latin_pieces(words: Counter[str], size: int) -> list[tuple[str, float]]:
    tokenizer = _assemble(Unigram(), WORD_RUNS)
    trainer = UnigramTrainer(
        vocab_size=size, special_tokens=SPECIAL, unk_token="[UNK]", max_piece_length=6
    )
    texts = (" ".join([word] * min(int(math.sqrt(count)), 20)) for word, count in words.items())
    tokenizer.train_from_iterator(texts, trainer)
    model = json.loads(tokenizer.to_str())["model"]["vocab"]
    return [(piece, score) for piece, score in model if piece not in SPECIAL]


def tied_rows(tokenizer: Tokenizer) -> NDArray[np.int64]:
    """Row of each token id: spellings and inflections of one UniDic lemma share a row.

    Only a piece that UniDic reads as a single word is tied, by lemma and part of speech, and an
    English plural to its singular.
    """
    tagger = fugashi.Tagger()
    vocabulary = tokenizer.get_vocab()
    first: dict[tuple[str, str], int] = {}
    rows = np.arange(len(vocabulary))
    for piece, number in sorted(vocabulary.items(), key=lambda item: item[1]):
        key = _word_key(tagger, piece, vocabulary)
        if key is not None:
            rows[number] = first.setdefault(key, number)
    return np.unique(rows, return_inverse=True)[1]


def _word_key(
    tagger: fugashi.Tagger, piece: str, vocabulary: dict[str, int]
) -> tuple[str, str] | None:
    if re.fullmatch(r"[a-z]{4,}", piece):
        singular = piece[:-1] if piece.endswith("s") and not piece.endswith("ss") else piece
        return (singular if singular in vocabulary else piece, "latin")
    if len(piece) < 2 or not JAPANESE.fullmatch(piece):
        return None
    words = tagger(piece)
    if len(words) != 1 or not words[0].feature.lemma:
        return None
    return (words[0].feature.lemma, words[0].feature.pos1)
