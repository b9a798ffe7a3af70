"""Definitions, from glossaries and from running text."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from assistant.datamodels import Document, Term
from assistant.ingest.blocks import read_blocks
from assistant.ingest.glossary import read_terms
from assistant.ingest.outline import read_outline

ROOT = Path(__file__).parents[1]


@cache
def terms_of(text: str) -> tuple[Term, ...]:
    blocks = read_blocks(text)
    outline = read_outline(text, blocks)
    document = Document("plan", "", "", "", "", None, "", "", "", text, "", outline=outline)
    return read_terms(document, blocks)


def text_of(name: str, folder: str = "corpus") -> str:
    return (ROOT / folder / f"{name}.txt").read_text(encoding="utf-8")


def plan(name: str) -> tuple[Term, ...]:
    return terms_of(text_of(name))


def inline(text: str) -> list[tuple[str, str]]:
    return [(term.name, term.definition.text) for term in terms_of(text) if term.inline]


def test_the_glossary_of_a_guideline() -> None:
    """All seventeen terms of two tables with a column of pages, named as written."""
    assert [term.name for term in plan("kashiwa-dx-guideline-2022") if not term.inline] == [
        "SNS（エスエヌエス）", "キャッシュレス決済", "AI（エーアイ）", "RPA（アールピーイー）",
        "デジタルデバイド", "Wi-Fi（ワイファイ）", "マイナンバーカード",
        "AI（エーアイ）チャットボット", "GIGA（ギガ）スクール", "オープンデータ", "プッシュ型通知",
        "クラウド/クラウドサービス", "ペーパーレス", "テレワーク", "スモールスタート",
        "カスタマイズ", "e（イー）ラーニング",
    ]  # fmt: skip


def test_the_glossary_of_a_plan() -> None:
    """All twenty-one terms of a table that goes on over two pages and ends in mid-sentence."""
    terms = [term for term in plan("isesaki-dx-plan-2026-draft") if not term.inline]
    assert [term.name for term in terms] == [
        "伊勢崎市ICT推進基本方針", "伊勢崎市行政イノベーション基本方針",
        "伊勢崎市人財開発・組織開発ビジョン", "伊勢崎市総合計画", "インシデント",
        "官民データ活用推進基本法", "キャリアフレームワーク", "公開型GIS", "自治体DX推進計画",
        "3D都市モデルPLATEAU", "セキュリティ", "地域未来交付金",
        "デジタル社会の実現に向けた改革の基本方針", "デジタル社会の実現に向けた重点計画",
        "デジタル・デバイド", "AI", "BPR", "CIO", "ICT", "ITリテラシー", "RPA",
    ]  # fmt: skip
    assert terms[-1].definition.text.endswith("単純な定型業務を自動化する技術")


def test_other_names_of_a_term() -> None:
    """Readings, both sides of a slash, long forms and 〜ともいう are aliases."""
    aliases = {term.name: term.aliases for term in plan("kashiwa-dx-guideline-2022")}
    assert aliases["AI（エーアイ）"] == (
        "AI",
        "エーアイ",
        "アーティフィシアル・インテリジェンス",
        "Artificial Intelligence",
        "人工知能",
    )
    assert aliases["AI（エーアイ）チャットボット"] == ("AIチャットボット", "エーアイチャットボット")
    assert aliases["クラウド/クラウドサービス"] == ("クラウド", "クラウドサービス")
    assert "GIGAスクール構想" in aliases["GIGA（ギガ）スクール"]
    assert "情報格差" in aliases["デジタルデバイド"]


def test_spans_are_exact() -> None:
    """A term's span begins with its name and ends with its definition, both in the source."""
    for path in sorted((ROOT / "corpus").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        for term in terms_of(text):
            assert term.span.covers(term.definition.span)
            definition = term.definition.span.of(text)
            assert definition == definition.strip() != ""
    (rpa,) = [t for t in plan("isesaki-dx-plan-2026-draft") if t.name == "RPA"]
    assert rpa.span.of(text_of("isesaki-dx-plan-2026-draft")).startswith("R P A\tロボティック")


def test_short_names_that_the_text_introduces() -> None:
    """以下「…」という names what stands before it, also across broken lines; 本計画 is no term."""
    terms = {term.name: term for term in plan("kashiwazaki-dx-plan-2026")}
    assert terms["eL-QR"].definition.text == "地方税統一QRコード"
    assert terms["eL-QR"].aliases == ("地方税統一QRコード",)
    assert "本計画" not in terms
    tools = {term.name: term for term in plan("toyama-dx-plan-2026-draft")}["生産性向上ツール"]
    assert tools.definition.text == "生成AI、RPA、ノーコード・ローコードツール"
    assert tools.aliases == ()


def test_definitions_in_sentences() -> None:
    """Xとは、…。 and X（…する画面） define X; たとえば単なるXとは異なり does not."""
    terms = dict(inline(text_of("toyama-dx-plan-2026-draft")))
    assert terms["ダッシュボード"] == "各種データをグラフ等で一覧表示する画面"
    assert terms["デジタルワークスペース"].startswith("「仕事に必要なあらゆる情報")
    assert terms["ロジックモデル"].endswith("政策の基本的な枠組みを見える化するツールです。")
    assert terms["DX推進リーダー"] == (
        "各所属においてRPAやノーコード・ローコードツール等を駆使してBPRに取り組む"
    )
    assert inline("単なる業務改善とは異なり、部門の壁を越えて見直します。") == []
    assert inline("「おくやみ窓口」とは、遺族の手続を一か所で案内する窓口をいう。") == [
        ("おくやみ窓口", "遺族の手続を一か所で案内する窓口をいう。")
    ]


def test_parentheses_that_define_nothing() -> None:
    """Examples, amounts, dates and remarks in parentheses are no definitions."""
    text = (
        "経営資源（ヒト、モノ、カネ）を生かし、受付手法（紙、電話、FAXなど）を見直します。\n\n"
        "運用開始(R10.1~)、中規模自治体(5万人以上10万人未満)、業務(歳入予算科目)を対象とします。\n\n"
        "研修（動画視聴を含む）を行い、件数（前年度に実施した180件）を公表します。\n"
    )
    assert inline(text) == []


def test_words_over_the_sentence_that_defines_them() -> None:
    """A word on its own line over …のこと。, …を指します。 or a noun phrase is defined there."""
    terms = dict(inline(text_of("isesaki-dx-plan-2026-draft")))
    assert terms["デジタル人財"].endswith("柔軟に対応できる職員のことを指します。")
    assert terms["クリエイティブマインド"].endswith("好奇心や探求心を持って物事に向き合う姿勢。")
    assert terms["ポータブルスキル"] == "職種・部門を問わず活用できるスキル"
    assert terms["OODAループ"] == "変化の激しい状況下での柔軟かつ迅速な意思決定手法"
    assert terms["デジタル・トランスフォーメーション"] == (
        "デジタル技術を活用して市民視点でサービスをデザインし直すこと"
    )
    assert "電子請求書システムの運用" not in terms
    box = {term.name: term for term in plan("kashiwa-dx-guideline-2022")}["EBPM(イービーピーエム)"]
    assert box.definition.text.endswith("証拠に基づく政策立案のこと。")
    assert box.aliases == ("EBPM", "イービーピーエム", "Evidence-Based Policy Making")


def test_a_heading_that_asks() -> None:
    """DXとは？ is answered by the paragraph below, past a line that only spells the word out."""
    dx = plan("kashiwazaki-dx-plan-2026")[0]
    assert (dx.name, dx.aliases) == ("DX", ("デジタル・トランスフォーメーション",))
    assert dx.definition.text.startswith("デジタル技術やデータを活用して、製品・サービス")


def test_lists_that_define() -> None:
    """Classes with a colon, ratings and items in bold are terms; a rating is also known by
    the word that announces it."""
    classes = dict(inline(text_of("kashiwazaki-dx-plan-2026")))
    assert classes["デジタル"] == "デジタル技術やデータを活用できること"
    assert classes["デザイン"] == "市民目線でサービスを設計し実現できること"
    ratings = [t for t in plan("kashiwazaki-dx-progress-2024") if len(t.name) == 1]
    assert [(t.name, t.definition.text) for t in ratings] == [
        ("A", "計画より早い、想定以上の効果を得た"),
        ("B", "概ね計画どおり"),
        ("C", "計画より遅れている"),
        ("D", "再検討が必要"),
    ]
    assert ratings[0].aliases == ("評価A", "A評価")
    outcome = {t.name: t for t in plan("toyama-dx-plan-2026-draft")}["アウトカム（成果目標）"]
    assert outcome.definition.text == "取組や事業の対象者、組織、社会に表れると期待される変化"
    assert outcome.aliases == ("アウトカム", "成果目標")


def test_pairs_that_define_nothing() -> None:
    """Figures, departments and sources after a colon are no definitions."""
    text = (
        "■評価\n\n- 現状値（令和7年度）：7件の申請\n- 目標値（令和11年度）：124件の申請\n\n"
        "出典：総務省の調査の結果\n\n担当課：企画政策課と情報政策課\n"
    )
    assert inline(text) == []


def test_a_glossary_without_a_table() -> None:
    """Terms set off by a gap or by dots, with wrapped explanations, below a glossary's title."""
    text = text_of("higashiaone-digital-plan-2026", "tests/data/other_cities")
    terms = {t.name: t.definition.text for t in terms_of(text) if not t.inline}
    assert list(terms) == [
        "AI-OCR", "BPR", "EBPM", "スマートロック", "自動運転レベル4", "標的型攻撃メール",
        "やさしい日本語", "ライフイベント",
    ]  # fmt: skip
    assert terms["標的型攻撃メール"].endswith("業務に関係のあるメールを装って送られるメール。")


def test_a_glossary_table_over_a_page_break() -> None:
    """Rows after a page break go on with the table, and an empty first cell with the entry."""
    text = "用語\t説明\nRPA\t作業を自動で\n\t行うソフトウェア。\n\nBPR\t業務の手順を見直すこと。\n"
    assert [(term.name, term.definition.text) for term in terms_of(text)] == [
        ("RPA", "作業を自動で行うソフトウェア。"),
        ("BPR", "業務の手順を見直すこと。"),
    ]


def test_ids_are_stable_and_apart() -> None:
    """A term's id depends on the document, its name and its definition only."""
    for path in sorted((ROOT / "corpus").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        ids = [term.term_id for term in terms_of(text)]
        assert len(set(ids)) == len(ids)
        assert set(ids) <= {term.term_id for term in terms_of("まえがき。\n\n" + text)}


def test_numbered_notes_are_named_without_their_number() -> None:
    text = text_of("kusumiya-dx-strategy-2025", "tests/data/further_cities")
    terms = terms_of(text[text.index("資料１　用語の説明") : text.index("資料２　策定の経過")])
    assert [term.name for term in terms] == [
        "デジタルと暮らしに関する区民調査", "ボイスボット", "保活", "フレイル", "人流センサー",
        "３Ｄ都市モデル", "β’モデル", "ランサムウェア", "オープンデータ", "ベンダーロックイン",
        "プロンプト", "ライフイベント",
    ]  # fmt: skip


def test_a_label_that_recurs_before_a_colon_is_no_term() -> None:
    terms = plan_of_further("kusumiya-dx-strategy-2025")
    assert "KPI" not in {term.name for term in terms}


def test_glossary_tables_without_heads() -> None:
    """Under headings of their syllables, and without; what follows the glossary is none."""
    takaba = plan_of_further("takaba-dx-plan-2025")
    assert [term.name for term in takaba] == [
        "RPA", "ITパスポート", "αモデル", "eL-QR", "オープンデータ", "ガバメントクラウド",
        "公的個人認証", "CIO", "生成AI", "セグメント配信", "チャットボット", "デジタル・デバイド",
        "特定移行支援システム", "BPR", "標準準拠システム", "フロントヤード改革", "β'モデル",
        "LGWAN",
    ]  # fmt: skip
    kizumori = plan_of_further("kizumori-dx-plan-2025")
    assert len(kizumori) == 16
    assert (kizumori[0].name, kizumori[-1].name) == ("360度カメラ", "ワークフロー")


def plan_of_further(name: str) -> tuple[Term, ...]:
    return terms_of(text_of(name, "tests/data/further_cities"))


def test_classes_that_a_heading_announces() -> None:
    terms = terms_of(text_of("hasugase-dx-action-plan-2025", "tests/data/more_cities"))
    found = {term.name: term.definition.text for term in terms}
    assert found["限定共有データ"] == "契約を結んだ相手に限って提供するもの"
    assert not {"中心部", "みんなの層"} & set(found)


def test_words_explained_in_a_box() -> None:
    """A box beside the text explains words in brackets, until its frame; brackets elsewhere
    are labels."""
    text = (
        "┌──────┐\n　ことばの説明 ②\n　【ＲＰＡ】決まった操作を、ロボットのように自動で行う\n"
        "　　　　ソフトです。\n　【センサー】温度などをはかって知らせる部品です。\n└──────┘\n\n"
        "【取組内容】窓口の混み具合をお知らせします。\n"
    )
    assert [(t.name, t.definition.text) for t in terms_of(text)] == [
        ("ＲＰＡ", "決まった操作を、ロボットのように自動で行うソフトです。"),
        ("センサー", "温度などをはかって知らせる部品です。"),
    ]


def test_bullets_of_a_glossary_that_end_in_a_noun() -> None:
    """In a section of explanations a bullet sets a word off by a gap; what explains it may
    end in a noun, a telephone number does not explain."""
    text = (
        "# 計画\n\n## 用語のミニ解説\n\n・ 遠隔臨場　監督員が現場へ行かず、映像で検査を行うこと\n"
        "・ ひとり情シス　情報システムの担当職員が\n　一人しかいない状態\n・ 電話　0990-24-1187\n"
        "\n## 進め方\n\n本文です。\n"
    )
    assert [(t.name, t.definition.text) for t in terms_of(text)] == [
        ("遠隔臨場", "監督員が現場へ行かず、映像で検査を行うこと"),
        ("ひとり情シス", "情報システムの担当職員が一人しかいない状態"),
    ]


def test_a_term_is_explained_with_its_means() -> None:
    """What a thing works by is told; whom it is for, or since when, is no part of it."""
    text = (
        "令和4年8月から、カードを使って端末を操作するだけで、住民票の写しや印鑑証明書を取得できる"
        "「らくらく交付サービス」を始めました。"
    )
    explained = "カードを使って端末を操作するだけで、住民票の写しや印鑑証明書を取得できる"
    assert inline(text) == [("らくらく交付サービス", explained)]


def test_terms_may_stand_over_explanations_that_begin_further_in() -> None:
    """An explanation that wraps may go on where terms begin, and the heading may say how the
    terms are ordered."""
    text = """\
第5章　資料

１　用語解説（五十音順）
ログ
　機器の動きを時刻とともに書き残した記録。障害や不正な利用があったときに、後から
調べるために使う。
来庁予約
　窓口に来る日時を前もって決めておく仕組み。
"""
    assert [(t.name, t.definition.text) for t in terms_of(text)] == [
        (
            "ログ",
            "機器の動きを時刻とともに書き残した記録。障害や不正な利用があったときに、後から"
            "調べるために使う。",
        ),
        ("来庁予約", "窓口に来る日時を前もって決めておく仕組み。"),
    ]


def test_a_table_under_a_title_is_a_glossary_without_full_stops() -> None:
    """Phrases explain as sentences do where the line above says so; figures explain nothing."""
    rows = "ログ\t機器の動きを書き残した記録\n来庁予約\t窓口に来る日時を前もって決める仕組み\n"
    assert [t.name for t in terms_of(f"用語の説明\n{rows}")] == ["ログ", "来庁予約"]
    assert terms_of(f"窓口の種類\n{rows}") == ()
    assert terms_of("用語の説明\n総務課\t内線210\n財政課\t内線220\n") == ()


def test_columns_of_spaces_are_no_running_text() -> None:
    """What stands in the row above a name is no part of what it is short for."""
    text = (
        "工程　　　　　　　R7　　　　R8\n"
        "試行　　　　　　　準備　　　　運用\n"
        "庁内検索（RAG）　 設計　　　　試行\n"
    )
    assert [(t.name, t.definition.text) for t in terms_of(text)] == [("RAG", "庁内検索")]
