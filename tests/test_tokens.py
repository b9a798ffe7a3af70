"""Tokens: lemmas for search, offsets for quoting."""

from __future__ import annotations

import pytest

from assistant.language.tokens import bigrams, lemmas, readings, words


def test_latin_words_and_numbers_stay_whole() -> None:
    """eL-QR, Wi-Fi and 2,885 are one token each, however they are written."""
    assert lemmas("eL-\nQRを使う事業は？") == ["el-qr", "使う", "事業"]
    assert lemmas("Ｗｉ－Ｆｉ環境で2, 885件を処理") == ["wi-fi", "環境", "2885", "件", "処理"]


def test_inflected_forms_share_a_lemma() -> None:
    """A question meets the plan whatever the inflection."""
    assert lemmas("書かない窓口") == lemmas("書く窓口") == ["書く", "窓口"]


def test_spelling_variants_share_a_lemma() -> None:
    """サーバー and サーバ, I S E C A and ISECA are found by each other."""
    assert lemmas("サーバーの更新") == lemmas("サーバの更新") == ["サーバ", "更新"]
    assert lemmas("I S E C Aの運用") == lemmas("ISECAの運用") == ["iseca", "運用"]


def test_a_long_word_in_katakana_is_cut_alike_everywhere() -> None:
    """What stands around an unknown word does not decide whether it is cut."""
    told = ["ペーパ", "ストック", "レス"]
    assert lemmas("ペーパーストックレスの推進") == [*told, "推進"]
    assert lemmas("「ペーパーストックレス」とは、執務室に") == [*told, "執務", "室"]


def test_words_know_their_place() -> None:
    """Each word's offsets cut its surface out of the text as written, spaces included."""
    text = "電子地域通貨 I S E C Aの\n運用を２年で"
    found = words(text)
    assert [token.surface for token in found] == [
        "電子", "地域", "通貨", "I S E C A", "の", "運用", "を", "２", "年", "で",
    ]  # fmt: skip
    assert all(text[token.start : token.end] == token.surface for token in found)


def test_bigrams_bridge_compounds() -> None:
    """Pairs of characters meet where the analyser cuts compounds differently."""
    assert bigrams("eL-QRでの公金収納") == ["el-qr", "の公", "公金", "金収", "収納"]


def test_questions_in_english_keep_their_content_words() -> None:
    """Function words of English do not weigh in a search."""
    assert lemmas("Which projects use eL-QR in Kashiwazaki?") == [
        "projects", "use", "el-qr", "kashiwazaki",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "reading"),
    [("葦原", "アシハラ"), ("杣川", "ソマカワ"), ("青嶺", "アオネ"), ("柏崎", "カシワザキ")],
)
def test_a_name_has_its_likely_readings(name: str, reading: str) -> None:
    """Place names are read in more than one way; the one in use is among them."""
    assert reading in readings(name)


def test_what_has_no_reading_has_none() -> None:
    """Signs are no names."""
    assert readings("") == ("",)


def test_one_of_two_kanji_in_brackets_is_two_words() -> None:
    assert lemmas("健(検)診予約") == ["健診", "検診", "予約"]
