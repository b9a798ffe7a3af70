"""Words in kana are found however they are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.answering.spelling import respelled

if TYPE_CHECKING:
    from assistant.pipeline import Assistant


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("AIちゃっとぼっとで何ができる？", "AIチャットボットで何ができる？"),
        ("コネクテツドワンストツプとは", "コネクテッドワンストップとは"),
        ("新交通アイクルの運行開始日は", "新交通あいくるの運行開始日は"),
        ("キャリアフレームワ一クとは", "キャリアフレームワークとは"),
        ("ぺ一パーレスとデータ一覧", "ペーパーレスとデータ一覧"),
        ("ものづくりのやりかたを教えて", "ものづくりのやりかたを教えて"),
        ("オンラインバンキングは？", "オンラインバンキングは？"),
        ("らくらく窓口しょうめい書交付", "らくらく窓口証明書交付"),
        ("子育ておうえん券の作業時間さくげん　年間", "子育て応援券の作業時間削減　年間"),
        ("標準じぎょうはいくつ", "標準事業はいくつ"),
        ("採用数は何にんですか", "採用数は何人ですか"),
        ("何かいめのかいぎ", "何かいめのかいぎ"),
        ("市役所の担当課を詳しく教えてください", "市役所の担当課を詳しく教えてください"),
    ],
)
def test_kana_are_read_as_the_documents_write_them(
    assistant: Assistant, typed: str, read: str
) -> None:
    """Hiragana for katakana and the other way, large kana for small, kana for the half of a
    word in kanji; what no document writes stays."""
    assert respelled(typed, assistant.catalogue) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("窓口手続の簡素化の担等はどこ", "窓口手続の簡素化の担当はどこ"),
        ("伊勢崎市の電子国板の目票値", "伊勢崎市の電子黒板の目標値"),
        ("市民かが担当する事業は", "市民課が担当する事業は"),
        ("オープンデータはどのかが担当しますか", "オープンデータはどの課が担当しますか"),
        ("用語集のいんしでんととは", "用語集のインシデントとは"),
        ("対象は市民か", "対象は市民か"),
        ("澪杜市の計画", "澪杜市の計画"),
        ("現在は何点ですか", "現在は何点ですか"),
    ],
)
def test_kanji_that_only_sound_right_are_read_as_what_is_meant(
    assistant: Assistant, typed: str, read: str
) -> None:
    """Pairs of kanji that are no word, 課 in kana, kana behind a particle; names of places
    stay."""
    assert respelled(typed, assistant.catalogue) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("富山市　給食ちょう理場の再へん・整備　所かん", "富山市　給食調理場の再編・整備　所管"),
        ("柏崎　健しん予約のオンライン率", "柏崎　健診予約のオンライン率"),
        ("伊勢崎市 公開がたＧＩＳ とは", "伊勢崎市 公開型ＧＩＳ とは"),
        ("富山市の農林水産ぶの取組項目は？", "富山市の農林水産部の取組項目は？"),
        ("柏崎市のテレワークの実施日すう", "柏崎市のテレワークの実施日数"),
        ("職員の動きを知らせる取組", "職員の動きを知らせる取組"),
        ("遠くの人の話し合いはどう変わった？", "遠くの人の話し合いはどう変わった？"),
        ("いせさき市　はいぶりっど化ってなに", "伊勢崎市　ハイブリッド化ってなに"),
    ],
)
def test_a_word_half_in_kana_is_read_as_the_whole_one(
    assistant: Assistant, typed: str, read: str
) -> None:
    """A kanji and the reading of the other one are the word that the documents write; endings,
    adverbs and words of one piece stay."""
    assert respelled(typed, assistant.catalogue) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("富山市のパプリックコメソト", "富山市のパブリックコメント"),
        ("農地パトロ－ルでタブレト使って", "農地パトロールでタブレット使って"),
        ("用語集の「インシテント」とは", "用語集の「インシデント」とは"),
        ("柏市のｽﾓﾙｽﾀｰﾄとは", "柏市のスモールスタートとは"),
        ("事業創出へのBIツーノレ利用件数", "事業創出へのBIツール利用件数"),
        ("バスとパスは別のもの", "バスとパスは別のもの"),
    ],
)
def test_kana_that_are_easily_mistyped_are_set_right(
    assistant: Assistant, typed: str, read: str
) -> None:
    """Kana that look alike, marks of voiced kana, ッ and ー left out, half-width letters; words
    too short to tell stay."""
    assert respelled(typed, assistant.catalogue) == read
