"""Names of municipalities as questions misspell them."""

from __future__ import annotations

import pytest

from assistant.answering.place_names import meant_by, with_known_places, with_linking_kana
from assistant.datamodels import Document
from assistant.retrieval.catalogue import Catalogue


def catalogue(*names: str) -> Catalogue:
    documents = [
        Document(f"plan-{n}", "", "", name, "", None, "", "", "", "", "")
        for n, name in enumerate(names)
    ]
    return Catalogue(documents, [], [], [], [], [])


@pytest.mark.parametrize(
    ("place", "meant"),
    [
        ("波腰市", "波越市"),  # one character off, and no name of its own
        ("波越町", None),
        ("柏市", None),  # shorter: another city
        ("伊勢市", None),
        ("福山市", None),  # a name that a dictionary has
        ("潮見谷市", None),  # two characters off
    ],
)
def test_one_character_off_is_a_slip(place: str, meant: str | None) -> None:
    """What differs in a single character is meant, unless the name is one of its own."""
    held = catalogue("波越市", "柏崎市", "伊勢崎市", "富山市", "汐見台市")
    assert meant_by(place, held) == meant


def test_two_names_as_near_are_not_told_apart() -> None:
    """A slip that may be for either of two municipalities is none's."""
    assert meant_by("波腰市", catalogue("波越市", "波丘市")) is None


def test_linking_kana_are_written_as_documents_write_them() -> None:
    """の, ノ and 之 inside a name are one."""
    held = catalogue("榎ノ原村")
    assert with_linking_kana("榎の原村の計画", held) == "榎ノ原村の計画"


def test_the_ending_of_a_city_may_be_in_kana() -> None:
    """し after the name of a place is 市, after another word a verb."""
    held = catalogue("柏崎市")
    assert with_known_places("我孫子し　開始時期", held)[0] == "我孫子市　開始時期"
    assert with_known_places("確認し　公開する", held)[0] == "確認し　公開する"
