"""The thesaurus of administrative vocabulary: its tables and what questions find in them."""

from __future__ import annotations

import unicodedata
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

import assistant.language.thesaurus as thesaurus_module
from assistant.language.normalize import normalize_text
from assistant.language.thesaurus import Expansion, load_thesaurus

FOLDER = Path(thesaurus_module.__file__).with_name("vocabulary")
LEAST_ENTRIES = {"everyday": 600, "english": 2000, "abbreviations": 250, "variants": 300}


def entries(table: str) -> list[list[str]]:
    """The entries of a table, key first."""
    lines = (FOLDER / f"{table}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.replace("\t", ";").split(";") for line in lines if not line.startswith("#")]


def terms(question: str, kind: str) -> list[tuple[str, tuple[str, ...]]]:
    """Surfaces and terms of one kind that a question expands to."""
    found = load_thesaurus().expand(question)
    return [(each.surface, each.terms) for each in found if each.kind == kind]


@pytest.mark.parametrize(("table", "least"), LEAST_ENTRIES.items())
def test_tables_are_well_formed(table: str, least: int) -> None:
    """Each table is large, has no empty or repeated field and nothing that NFKC would change."""
    rows = entries(table)
    text = (FOLDER / f"{table}.tsv").read_text(encoding="utf-8")
    assert unicodedata.normalize("NFKC", text) == text
    assert len(rows) >= least
    faulty = [
        row
        for row in rows
        if len(row) < 2 or len(set(row)) < len(row) or any(not f or f != f.strip() for f in row)
    ]
    assert faulty == []


@pytest.mark.parametrize("table", ["everyday", "english", "abbreviations"])
def test_a_key_stands_once_in_its_table(table: str) -> None:
    """No two entries of a table are about the same word, however it is spelled."""
    keys = Counter(normalize_text(row[0].removeprefix("=")) for row in entries(table))
    assert [key for key, times in keys.items() if times > 1] == []


def test_a_spelling_belongs_to_one_word() -> None:
    """No spelling stands in two lines of the variants."""
    owners: dict[str, set[int]] = {}
    for number, row in enumerate(entries("variants")):
        for spelling in row:
            owners.setdefault(normalize_text(spelling), set()).add(number)
    assert [spelling for spelling, lines in owners.items() if len(lines) > 1] == []


def test_every_entry_can_be_found() -> None:
    """A question that is nothing but an everyday phrase, or a Japanese term to be glossed, is
    answered from that entry."""
    thesaurus = load_thesaurus()
    lost = [
        phrase
        for phrase, *words in entries("everyday")
        if not set(words) & {t for e in thesaurus.expand(phrase) for t in e.terms}
        and not any(normalize_text(word) in normalize_text(phrase) for word in words)
    ]
    assert lost == []
    wrong = [
        term
        for term, gloss, *_ in entries("english")
        if thesaurus.english_of(term) != gloss.strip("()")
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("はんこをなくした手続は？", ("押印廃止", "押印見直し")),
        ("ハンコなくすのはいつ？", ("押印廃止", "押印見直し")),
        ("役所に行かずにできる手続はありますか", ("オンライン申請", "来庁不要", "行かない窓口")),
        ("カードで払える施設はどこですか", ("キャッシュレス決済", "クレジットカード")),
        (
            "スマホの使い方を教わる場はある？",
            ("スマートフォン教室", "スマホ教室", "デジタルデバイド対策"),
        ),
        ("窓口が開いている時間を短くする取組", ("開庁時間", "窓口受付時間")),
        ("外国語での案内はどこで受けられますか", ("多言語対応", "翻訳")),
        ("園とのやりとりに使うアプリ", ("保育ICT", "連絡帳", "保護者連絡")),
        ("水道の検針はどう変わりますか", ("スマートメーター", "自動検針")),
        ("タクシー代を助けてもらえる事業", ("タクシー利用料金助成", "福祉タクシー")),
        ("町工場のデジタル化を応援する事業", ("製造業", "ものづくり", "中小企業")),
        ("市が貸している住まいの戸数", ("市営住宅",)),
        ("職員の手当を減らさない市", ("支給", "給付")),
        ("紙を減らせば得られるもの", ("ペーパーレス", "印刷枚数の削減")),
        ("どの課が受け持っていますか", ("担当課", "所管課")),
    ],
)
def test_everyday_words_lead_to_official_ones(question: str, expected: tuple[str, ...]) -> None:
    """Everyday wording, inflected or without particles, gives the words that plans use, but
    none that the question has already."""
    assert terms(question, "everyday")[0][1] == expected


@pytest.mark.parametrize(
    "question",
    [
        "事業者の利用率は何％ですか",
        "ワンストップサービスとは何ですか",
        "ベース・レジストリの整備",
        "市議会議員選挙の投票率",
        "高齢者の見守りの仕組み",
        "市川の水門事業",
        "庁内ネットワークの再構築",
    ],
)
def test_short_everyday_words_are_not_found_inside_others(question: str) -> None:
    """業者 is no part of 事業者, トップ none of ワンストップ, 守り none of 見守り."""
    assert terms(question, "everyday") == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which projects use cashless payment?", ("事業", "キャッシュレス決済")),
        (
            "What are the opening hours, and when is bulky waste collected?",
            ("開庁時間", "粗大ごみ"),
        ),
        ("How many shared polling stations were opened?", ("共通投票所",)),
        ("Which libraries lend e-books?", ("図書館", "電子書籍")),
        ("standardisation of the core business systems", ("標準化", "基幹業務システム")),
        (
            "How many citizens' smartphone classes were held?",
            ("市民", "スマートフォン教室", "スマホ教室"),
        ),
        ("Which division uses EBPM?", ("担当課", "EBPM", "証拠に基づく政策立案")),
    ],
)
def test_english_questions_give_japanese_terms(question: str, expected: tuple[str, ...]) -> None:
    """Whole English phrases are found in the plural, in British spelling and in any case."""
    assert load_thesaurus().translate(question) == expected


def test_expansions_follow_the_question() -> None:
    """All kinds stand side by side in the question's order, each with its longest entry."""
    assert load_thesaurus().expand("RPAで残業を減らす取り組み") == (
        Expansion(
            "rpa",
            (
                "ロボティック・プロセス・オートメーション",
                "ロボットによる業務自動化",
                "robotic process automation",
            ),
            "abbreviation",
        ),
        Expansion("残業を減らす", ("時間外勤務の削減", "時間外勤務"), "everyday"),
        Expansion("取り組み", ("取組", "取組み"), "variant"),
    )


@pytest.mark.parametrize("question", ["elqrを使う税目", "ｅＬ－ＱＲを使う税目", "EL QRを使う税目"])
def test_abbreviations_are_found_however_they_are_typed(question: str) -> None:
    """Width, case, hyphens and spaces do not matter."""
    (_, names), *_ = terms(question, "abbreviation")
    assert names[-3:] == ("地方税統一QRコード", "地方税用QRコード", "local tax QR code")


def test_full_names_lead_to_their_abbreviation() -> None:
    """A plan that writes only the abbreviation is found by the full name."""
    assert terms("証拠に基づく政策立案を行う職員", "abbreviation") == [
        (
            "証拠に基づく政策立案",
            ("EBPM", "エビデンスに基づく政策立案", "evidence-based policy making"),
        )
    ]


def test_common_english_words_are_no_abbreviations() -> None:
    """It and its are words, IT and ITS abbreviations."""
    assert terms("Who did it in its own office?", "abbreviation") == []
    assert terms("ITとITSの違い", "abbreviation") == [
        ("it", ("情報技術", "information technology")),
        ("its", ("高度道路交通システム", "intelligent transport systems")),
    ]


def test_variants_are_the_other_spellings() -> None:
    """A word's other spellings, the most usual first, and none for a word without."""
    thesaurus = load_thesaurus()
    assert thesaurus.variants_of("取り組み") == ("取組", "取組み")
    assert thesaurus.variants_of("サーバ") == ("サーバー",)
    assert thesaurus.variants_of("財政課") == ()


def test_glosses_reach_other_spellings_and_abbreviations() -> None:
    """The gloss of 子供 is that of 子ども's line, and EBPM has its English name."""
    thesaurus = load_thesaurus()
    assert thesaurus.english_of("申し込み") == "application"
    assert thesaurus.english_of("サーバ") == "server"
    assert thesaurus.english_of("EBPM") == "evidence-based policy making"
    assert thesaurus.english_of("いろはにほへと") is None


def test_entries_of_one_kind_do_not_overlap() -> None:
    """Of オンライン申請 and 申請, or city council election and council, one is found."""
    text = "Which section runs the city council election and the online application counter?"
    found = [surface for surface, _ in terms(text, "english")]
    starts = [text.lower().index(surface) for surface in found]
    assert found == [
        "which section",
        "city council election",
        "online application",
        "counter",
    ]
    assert all(a + len(s) <= b for (a, b), s in zip(pairwise(starts), found, strict=False))
