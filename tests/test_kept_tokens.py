"""Tokens are found once, and what is kept of them does not show when."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.indexing.kept_tokens import KeptTokens
from assistant.language.tokens import bigrams, lemmas

TEXTS = ("公金収納にeL-QRを用います。", "", "窓口の改革")


def test_kept_tokens_are_not_found_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lemmas and bigrams of known texts come from before; a new text is analysed."""
    first = KeptTokens()
    wanted = [(first.lemmas(text), first.bigrams(text)) for text in TEXTS]
    assert wanted == [(lemmas(text), bigrams(text)) for text in TEXTS]
    first.save(tmp_path / "first")
    analysed: list[str] = []
    monkeypatch.setattr(
        "assistant.language.tokens.lemmas", lambda text: analysed.append(text) or ["新"]
    )
    second = KeptTokens(tmp_path / "first")
    assert [second.lemmas(text) for text in TEXTS] == [found for found, _ in wanted]
    assert (second.lemmas("別の文"), analysed) == (["新"], ["別の文"])


def test_what_is_saved_is_what_was_asked_for(tmp_path: Path) -> None:
    """The files are the same whether the tokens were kept or found; texts that are gone
    leave nothing."""
    whole = KeptTokens()
    for text in TEXTS:
        whole.lemmas(text)
    whole.save(tmp_path / "whole")
    for name, kept in (("again", KeptTokens(tmp_path / "whole")), ("anew", KeptTokens())):
        kept.lemmas(TEXTS[2])
        kept.save(tmp_path / name)
    files = [
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
        for name in ("again", "anew", "whole")
    ]
    assert files[0] == files[1] != files[2]
