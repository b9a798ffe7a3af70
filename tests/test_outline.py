"""Which lines are headings, and how they nest."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.datamodels import Section
from assistant.ingest.blocks import read_blocks
from assistant.ingest.contents import read_contents
from assistant.ingest.outline import read_outline, section_at

ROOT = Path(__file__).parents[1]

# The whole outline of each text, indented by level.
OUTLINES = {
    "kashiwazaki-dx-plan-2026": """
目次
1 はじめに
  柏崎市と情報化
  DXとは？
    【DX基本原則】
2 計画策定の背景
  国の動向
    ○自治体デジタル・トランスフォーメーション(DX)推進計画を策定—総務省—
    ○デジタル社会の実現に向けた重点計画を策定—デジタル庁—
  本市の動向
    ○人口減少の加速–将来的に生産年齢人口は46.5% –
    ○市民生活を支える多くの分野で人材が不足
    ○人材確保策と併せて、DXによる職員数の適正化・人材育成
3 これまでの総括
  達成した成果と評価
    ○25事業をおおむね計画どおりに実施
  課題と改善点
    ○課題1:市民全世代が「便利になった」と感じる機会の充実
    ○課題2:行政事務の効率化・見直し
4 計画の全体像
  計画の目的
    ○将来都市像の実現に向けて、市民も行政もDXのメリットを実感できる機会を増やす
  計画期間
    ○令和8(2026)年度から令和11(2029)年度までの4年間
  計画の位置付け
    ○将来都市像の実現をデジタル技術で加速するための実行計画
  計画の枠組み・推進体制
    ○計画本体と個別計画で着実に実行
    ○進行管理と改定
5 基本理念
  基本理念(ビジョン)
    【オンライン手続】
    【キャッシュレス決済】
    【DXによる地域活性化】
    【デジタル活用の浸透】
  4年後の姿
    【効率的な窓口】
    【AI利活用】
    【データ連携】
    【データに基づいた政策】
6 取組方針と個別計画(詳細)
  6-1 取組方針1：市民・企業を対象とした行政サービス展開
    6-1-1-1 デジタルデバイド対策の推進 デジタル技術活用の学習機会確保
    6-1-2-1 産業や暮らしにおけるデジタル技術活用の推進 公共施設予約システム更新
    6-1-2-2 産業や暮らしにおけるデジタル技術活用の推進 産業のDXを実践するデジタル人材の育成・企業づくり
    6-1-2-3 産業や暮らしにおけるデジタル技術活用の推進 ICTを利用したオンライン診療の拡充
    6-1-2-4 産業や暮らしにおけるデジタル技術活用の推進 教育DX推進計画
    6-1-3-1 手続のオンライン化の拡充 建築確認申請の電子化
    6-1-3-2 手続のオンライン化の拡充 粗大ごみ収集予約のオンライン化
    6-1-4-1 公金等のキャッシュレス化 公金収納におけるeLTAXの活用
    6-1-4-2 公金等のキャッシュレス化 公立保育園キャッシュレス決済の導入
  6-2 取組方針2：行政運営の効率化・コスト削減
    6-2-1-1 効率的な窓口業務への変革 窓口改革
    6-2-2-1 地方公共団体情報システム標準化・共通化の推進 情報システム標準化・共通化
    6-2-3-1 内部業務の高度化・効率化の推進 現況届・新年度入園申込みの電子化
    6-2-3-2 内部業務の高度化・効率化の推進 空き家データ管理
7 個別計画一覧
  取組方針1:市民・企業を対象とした行政サービス展開
  取組方針2:行政運営の効率化・コスト削減
8 【別添】 人材育成(DX人材育成)
  ■概要
  ■分類の定義
    ○大分類
    ○中分類
  ■理想の職員像
    ア ベーシック（DX以前にできてほしいこと）
    イ DX（DXに向けてできてほしいこと）
  ■現状
    ○業務改善の意識不足
    ○説明や交渉への苦手意識
    ○デジタル技術やDX関連用語への関心が高くない
  ■取組内容
    ○具体的な研修例
  ■目標指標
""",  # noqa: E501
    "isesaki-dx-plan-2026-draft": """
目次
第1章 はじめに
  ■DX推進計画の位置付け
  ■計画期間
  ■DX推進計画の構成
  ■デジタル社会の実現に向けた国の動向
  ■ 少子高齢化・人口減少の進行
  ■価値観・ライフスタイルの変化
  ■デジタル化の進展
  ■DX（デジタル・トランスフォーメーション）の定義
  DX（デジタル・トランスフォーメーション）とは
  ■DXへの3ステップ
第2章 DXで目指す姿
  ■現状と課題への対応方針
  ■目指す姿の実現に向けた取組の柱
  ■ロードマップ
  ■暮らしのDXの取組方針
  ■市役所のDXの取組方針
第3章 施策・重点施策
  ■暮らしのDXの施策
  ■市役所のDXの施策
  ■デジタル人財の育成と組織的な推進体制の確立
  ■創造的実践力の育成
  ■デジタル対応力の育成
第4章 推進体制
  ■計画の推進体制と取組の支援体制
  ■計画の推進体制
  ■取組の支援体制
伊勢崎市DX推進計画 実施計画（案）
  目次
  第1章 はじめに
    ■実施計画の構成
    ■進捗管理と目標管理
    ■進捗管理
    ■目標管理
    ルール ① 利用者目線サービスデザイン
    ルール ② 柔軟な見直しアジャイル
    ルール ③ 全体最適化価値最大化
    ルール ④ 情報セキュリティコンプライアンス
    ルール ⑤ EBPMデータ利活用
  第2章 標準事業
    総合窓口の拡充
    オンライン手続の拡充
    電子地域通貨ISECAの拡充
    BPR導入による業務見直しの推進
    自治体情報システムの標準化・共通化
  第3章 個別事業
    くわまるタクシーの運用
    コミュニケーション支援ツールの導入
    介護認定調査・認定審査会DX事業
    学校教育情報化推進事業（電子黒板の導入）
    公共施設等オンライン予約システムの活用
    デジタルコンテンツ推進等による交流人口の拡大
    開発許可等閲覧サービスシステムの導入
    上水道管路情報閲覧システムの導入
    市民参加型生物調査
    ワクチン・子育てナビの活用
    通信機能付電球貸与事業
    高齢者向けスマホ教室の開催
    マルチコピー機による証明書発行
    3D都市モデルPLATEAUの活用
    AI、ICT活用の推進
    電子請求書システムの運用
  第4章 デジタル人材育成の取組
    ICT専門人財
    デジタル化推進人財
    一般職員
  資料 用語集
""",
    "kashiwazaki-dx-progress-2024": """
目次
1 柏崎市DX推進計画の進行管理
  (1) 柏崎市DX推進計画
  (2) 進行管理の考え方
  (3) 進行管理の方法
2 DX推進計画進捗状況
  (1) 暮らしのDX
  (2) 行政のDX
  (3) 産業のDX
  (4) 共通施策
3 個別事業計画の取組、成果及び今後の展開
  (1) 暮らしのDX
  (2) 行政のDX
  (3) 産業のDX
""",
}


MARKDOWN_PLAN = """\
# 緑川市デジタル化推進プラン

令和7年3月 緑川市

## 目次

- [1. はじめに](#1)
- [2. 現状と課題](#2)
- [3. 取組](#3)
- [用語解説](#4)

## 1. はじめに

### 1.1 策定の趣旨

緑川市では、令和7年度から令和9年度までの3年間を計画期間として、市民の暮らしを便利にするデジタル化を進めます。
このプランは、緑川市総合計画（以下「総合計画」という。）の部門別計画です。

### 1.2 計画の体系

- 柱1 窓口を変える
- 柱2 職員の働き方を変える

## 2. 現状と課題

市民アンケートでは、窓口の待ち時間に不満を持つ人が **42.3%** いました。

| 年度 | 待ち時間（平均） | 来庁者数 |
|------|-----------------:|---------:|
| R4   | 23分 | 81,204人 |
| R5   | 21分 | 79,880人 |

## 3. 取組

### 柱1 窓口を変える

#### おくやみ窓口の設置

担当課：市民課

亡くなった方の手続を一つの窓口で受け付けます。

| 指標 | 現状値（R6） | 目標値（R9） |
|---|---|---|
| 利用件数 | 0件 | 600件<br>（年間） |

#### 手数料のキャッシュレス化

担当課：会計課

### 柱2 職員の働き方を変える

#### 文書管理のデジタル化

担当課：総務課

## 用語解説

**BPR**：業務の手順を根本から見直し、組み立て直すこと。

**フリーアドレス**：職員が席を決めずに働くこと。
"""

CHAPTER_PLAN = """\
星ヶ丘町ＤＸ推進基本計画
（令和６年度～令和１０年度）

令和６年２月
星ヶ丘町

目　次

第１章　計画の策定にあたって
　第１節　計画策定の背景 …………………… 1
　第２節　計画の期間 ………………………… 2
第２章　基本方針
　第１節　基本理念 …………………………… 3
　第２節　三つの柱 …………………………… 4
第３章　推進体制 ……………………………… 9
資料編 ………………………………………… 11

第１章　計画の策定にあたって

第１節　計画策定の背景
　人口減少と高齢化が進む中、星ヶ丘町では限られた職員で行政サービスを維持する必要があります。
　国は令和２年１２月に「自治体ＤＸ推進計画」を策定しました。

第２節　計画の期間
　本計画の期間は、令和６年度から令和１０年度までの５年間とします。

第２章　基本方針

第１節　基本理念
　「いつでも、どこでも、だれとでも」を基本理念とします。

第２節　三つの柱

（１）暮らしのデジタル化
　ア　行政手続のオンライン化
　　子育てと介護の手続をオンラインで受け付けます。
　イ　公共施設の予約
　　体育館と公民館の予約をオンラインにします。

（２）地域のデジタル化
　農業と観光でデータの活用を進めます。

（３）役場のデジタル化
　紙の文書をなくします。

第３章　推進体制
　町長を本部長とするデジタル推進本部が進捗を管理します。

資料編

用語解説
用語	解説
RPA	定型的な作業を自動で行うソフトウェア。
オープンデータ	だれでも自由に使える形で公開されたデータ。
"""


def text_of(name: str) -> str:
    return (ROOT / "corpus" / f"{name}.txt").read_text(encoding="utf-8")


def outline_of(text: str) -> tuple[Section, ...]:
    return read_outline(text, read_blocks(text))


def indented(outline: tuple[Section, ...]) -> str:
    return "\n".join("  " * (s.level - 1) + s.title for s in outline[1:])


@pytest.mark.parametrize("name", OUTLINES)
def test_the_outline_is_the_one_a_person_would_write(name: str) -> None:
    """Chapters, marked headings and the sheets of projects, and nothing else, are headings."""
    assert indented(outline_of(text_of(name))) == OUTLINES[name].strip("\n")


def test_headings_without_numbers_or_contents() -> None:
    """Slides without a table of contents give the titles that stand over a body; numbers
    that start again belong below the title before them."""
    lines = indented(outline_of(text_of("kashiwa-dx-guideline-2022"))).split("\n")
    assert lines[7:18] == [
        "「アナログ市役所」から脱却した「つながる市役所」実現のための施策例",
        "  1 待ち時間・申請書等記載不要のスマート窓口",
        "  2 現金不要のキャッシュレス窓口",
        "  3 公共施設へのWi-Fi（インターネット）環境整備",
        "いつでもどこでも「つながる市役所」実現のための施策例",
        "  1 行政手続のオンライン化",
        "  2 相談窓口のオンライン化",
        "だれもが「つながる市役所」実現のための施策例",
        "  1 SNSでつながる行政サービス,利用できるサービスの自動通知 (プッシュ型通知), "
        "AIチャットボット",
        "  2 オープンデータ・地図情報の公開",
        "  3 市民・地域のデジタル化サポート",
    ]


def test_top_headings_of_a_plan_without_contents() -> None:
    """Numbered chapters stay apart from the numbered sheets and from the list that starts
    again at the end."""
    outline = outline_of(text_of("toyama-dx-plan-2026-draft"))
    assert [section.title for section in outline if section.level == 1] == [
        "1 富山市DX推進計画の策定の趣旨",
        "2 DX推進計画が目指す姿（ビジョン）",
        "3 重点施策の基本方針",
        "4 8つの重点施策",
        "本計画の策定体制とスケジュール",
    ]


def test_a_markdown_plan() -> None:
    """The signs of Markdown tell the levels; contents made of links are no headings."""
    assert (
        indented(outline_of(MARKDOWN_PLAN))
        == """\
目次
1. はじめに
  1.1 策定の趣旨
  1.2 計画の体系
2. 現状と課題
3. 取組
  柱1 窓口を変える
    おくやみ窓口の設置
    手数料のキャッシュレス化
  柱2 職員の働き方を変える
    文書管理のデジタル化
用語解説"""
    )


def test_a_plan_in_chapters_and_sections() -> None:
    """第１章, 第１節 and （１） nest, also where the text follows without an empty line."""
    assert (
        indented(outline_of(CHAPTER_PLAN))
        == """\
目　次
第１章 計画の策定にあたって
  第１節 計画策定の背景
  第２節 計画の期間
第２章 基本方針
  第１節 基本理念
  第２節 三つの柱
    （１）暮らしのデジタル化
    （２）地域のデジタル化
    （３）役場のデジタル化
第３章 推進体制
資料編"""
    )


def test_page_furniture_is_no_heading() -> None:
    """Page numbers and running heads between the chapters do not end a section."""
    path = ROOT / "tests/data/other_cities/higashiaone-digital-plan-2026.txt"
    titles = [s.title for s in outline_of(path.read_text(encoding="utf-8")) if s.level == 1]
    assert titles == [
        "目次",
        "はじめに",
        "第1部 計画の考え方",
        "第2部 施策の展開",
        "第3部 計画の進め方",
        "用語説明",
    ]


def test_page_numbers_right_between_the_lines_are_no_heading() -> None:
    """Numbers that rise by one through the text are its pages, whether or not an empty line
    sets them off; the back matter closes the part before it, and a date goes on with no
    heading."""
    body = "申請の様式を見直し、書かずに済む窓口をつくります。職員の手作業も減らします。" * 4
    text = f"""凪原市DX推進計画

目　次
第１部　あらまし ……… 1
第２部　取組 ……… 3
資料編　用語のミニ解説／策定の経過 ……… 5

1
第１部　あらまし

１　背景
{body}
2
２　期間
{body}
3
第２部　取組

{body}

4
【柱１　窓口】

{body}
5
資料編

○用語のミニ解説
キオスク端末\t証明書などを受け取る据え置き型の機械。
電子契約\t書面と押印の代わりに電子署名を使う契約。

１　今後の予定
令和７年８月　報告書の公表
令和９年３月　次期計画の策定
"""
    assert (
        indented(outline_of(text))
        == """目　次
第１部 あらまし
  １ 背景
  ２ 期間
第２部 取組
  【柱１ 窓口】
資料編
  ○用語のミニ解説
  １ 今後の予定"""
    )


def test_a_running_head_goes_on_with_its_section() -> None:
    """本市の動向, repeated on each page of its section, is one section with three headings."""
    outline = outline_of(text_of("kashiwazaki-dx-plan-2026"))
    (section,) = [s for s in outline if s.title == "本市の動向"]
    assert [s.title[:6] for s in outline if s.parent == section.ordinal] == [
        "○人口減少の",
        "○市民生活を",
        "○人材確保策",
    ]


def test_lines_inside_tables_and_contents_are_no_headings() -> None:
    """No heading stands in a table, and only its title in a table of contents."""
    for path in sorted((ROOT / "corpus").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        blocks = read_blocks(text)
        tables = [block.span for block in blocks if block.kind == "table"]
        contents = read_contents(text, blocks).spans
        for section in read_outline(text, blocks)[1:]:
            assert not any(span.covers(section.heading) for span in tables)
            inside = any(span.covers(section.heading) for span in contents)
            assert inside == (section.title == "目次")


def test_spans_nest() -> None:
    """A section's span begins with its heading, ends in text and lies in its parent's."""
    for path in sorted((ROOT / "corpus").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        outline = outline_of(text)
        for section in outline[1:]:
            assert section.parent is not None
            assert section.level == outline[section.parent].level + 1
            assert outline[section.parent].span.covers(section.span)
            assert section.span.start == section.heading.start
            assert section.span.of(text) == section.span.of(text).strip()


def test_an_offset_has_one_innermost_section() -> None:
    """Before the first heading it is the document, at a heading the section it opens."""
    text = text_of("kashiwazaki-dx-progress-2024")
    outline = outline_of(text)
    offset = text.index("アウトプットをベースに")
    assert section_at(outline, 0) == 0
    assert outline[section_at(outline, offset)].title == "(2) 進行管理の考え方"
    for section in outline[1:]:
        assert section_at(outline, section.heading.start) == section.ordinal


def test_text_without_headings_has_the_document_alone() -> None:
    """A text without headings, or none at all, is one section."""
    assert [len(outline_of(text)) for text in ("", "本文だけの文書です。\n")] == [1, 1]
