"""Layouts of newer plans: cards with English labels, sheets whose cells wrap before the next
label, lists in two columns, series behind a bullet, and what surveys and reviews tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.build import build
from assistant.datamodels import Project
from assistant.pipeline import Assistant
from assistant.settings import Settings

MODERN = """\
浜名市DX戦略

03 Strategy Map

Pillar 1　くらしをつなぐ

P1-1
ワンストップ・ポータル

Owner\tデジタル課
With\t広報課、市民課

Before →\tAfter
住民\t手続ごとに違うIDで申し込む\t1つの入口、1つのID
職員\t印刷して打ち直す\t業務システムに直接流れる

アクション
R8 前半\t申請サイトの棚卸し
R9\tβ版公開（30手続）

KPI\t単位\t現状\tR9\tR11
オンライン申請の利用率\t%\t27.5\t45\t70

P1-2
24時間コンタクトセンター

Owner\t広報課
With\t市民課

Before →\tAfter
住民\t夜は電話がつながらない\t深夜でも一次回答が届く
職員\t同じ問合せに各課で答える\tよくある問合せが自動で終わる

アクション
R8 後半\tチャットボット公開
R10～R11\t全分野へ拡大

KPI\t単位\t現状\tR9\tR11
自動応答での解決率\t%\t―\t40\t60

Pillar 2　まちを動かす

P2-1
データ連携基盤

Owner\tデジタル課
With\t企画課

Before →\tAfter
住民\t情報が散らばっている\t1つの地図で分かる
職員\tデータを課ごとに持つ\t課をまたいで使える

アクション
R8 前半\t要件の整理
R9\t試行

KPI\t単位\t現状\tR9\tR11
公開データ数\t件\t87\t150\t300

04 市民とともに

▍やらないこと

次のことは行いません。

× 市独自のスマートフォンアプリを新しく作ること
× 目的の決まらない実証実験

▍市民の声

Q. 手続で不便に感じること（3つまで）
平日の昼間しか受け付けていない\t52.7%
どの窓口に行けばよいか分からない\t39.1%
待ち時間が長い\t33.8%

問８　デジタル化で不安に思うこと（複数回答、上位）

　個人情報の漏えい 58.1％ ／ 使い方が分からない 33.5％ ／ 詐欺などの犯罪 31.0％
"""

WRAPPED = """\
港町市デジタル実施計画

1 事業一覧

番号\t事 業 名\t区分\t担当\t番号\t事 業 名\t区分\t担当
1-01\t書かない窓口\t拡\t市民課\t2-01\t魚市場のセリ電子化\t新\t水産課
1-02\tリモート相談\t新\t港町支所\t2-02\t道路の傷み発見\t拡\t土木課

2 事業シート

事業番号\t1-01\t事業名\t書かない窓口の拡大\t区分\t拡\t担当部署\t市民部 市民課
事業概要\t転入・転居・出生・死亡等の手続を、職員の聞き取りと本人確認書類の読取りにより、申請書を
書かずに一つの窓口で受け付ける。
現 状\t転入・転居の14手続
で実施。1件当たりの所要時間は平均
38分。\t課 題\t死亡に伴う手続は最大7課を回る。
期待される効果\t市民\t・書く回数が減る
\t職員\t・入力誤りが減る
年度別計画\tR8（2026）\tR9（2027）\tR10（2028）
\t・出生手続の追加
・来庁予約の導入\t・おくやみ窓口
の開設\t・効果検証
指標名\t単位\t基準値\tR8\tR9\tR10
対象手続数\t手続\t14\t22\t41\t60

事業番号\t1-02\t事業名\t港町支所のリモート相談窓口\t区分\t新\t担当部署\t市民部 港町支所
事業概要\t支所に個室を置き、本庁の専門職員と顔を見ながら相談できるようにする。
現 状\t支所の職員は2所計9人。税の
相談は本庁を案内。\t課 題\t本庁まで片道50分かかる。
期待される効果\t市民\t・移動の時間が減る
\t職員\t・電話の取次ぎが減る
年度別計画\tR8（2026）\tR9（2027）\tR10（2028）
\t・試行\t・設置\t・拡大
指標名\t単位\t基準値\tR8\tR9\tR10
相談の件数\t件\t0\t60\t180\t320

事業番号\t2-01\t事業名\t港町魚市場のセリ電子化\t区分\t新\t担当部署\t産業部 水産課
事業概要\t水揚げ量とセリの結果をタブレットで入力し、仲買人と漁業者に即時に伝える。
現 状\t紙の仕切伝票が1日約900枚。集計は
翌日。\t課 題\t手書きの読み違いがある。
期待される効果\t市民\t・水揚げがすぐ分かる
\t職員\t・統計の入力が減る
年度別計画\tR8（2026）\tR9（2027）\tR10（2028）
\t・協議\t・試行\t・拡大
指標名\t単位\t基準値\tR8\tR9\tR10
電子化したセリの割合\t％\t0\t0\t30\t60

事業番号\t2-02\t事業名\t道路の傷み発見と通報\t区分\t拡\t担当部署\t建設部 土木課
事業概要\t公用車の映像から路面の傷みを見付け、補修の順番を決める。
現 状\t通報は年412件。職員2人が
巡回。\t課 題\t夜間の傷みを見落とす。
期待される効果\t市民\t・補修が早くなる
\t職員\t・巡回が減る
年度別計画\tR8（2026）\tR9（2027）\tR10（2028）
\t・試行\t・導入\t・拡大
指標名\t単位\t基準値\tR8\tR9\tR10
補修までの日数\t日\t21\t18\t14\t7
"""

REVIEW = """\
波戸市DX推進計画 進捗状況報告書

Ⅲ 施策別の進捗状況

方針１ 市民の手間を減らす

1-1\t申請の拡大\t\t自己評価
順　調
主担当\t情報室\t関係課\t全課
令和６年度
の取組内容\t・新たに45手続をオンライン化した。
課　題\t・手数料の納付への対応が残っている。
令和７年度
の予定\t・20手続にオンライン決済を導入する。
指　標\t策定時
(R3)\tR4\tR5\tR6実績\tR8目標\t達成率
申請できる手続数（件）\t42\t88\t131\t120\t220\t54.5％
評価の理由\t手続数が減ったが、今後の拡大が見込めるため。

1-2\t窓口の整備\t\t自己評価
遅　れ
主担当\t市民課\t関係課\t情報室
令和６年度
の取組内容\t・本庁舎に書かない窓口を開設した。
課　題\t・支所には未導入である。
令和７年度
の予定\t・支所に窓口を開設する。
指　標\t策定時
(R3)\tR4\tR5\tR6実績\tR8目標\t達成率
平均の所要時間（分）\t58\t55\t47\t39\t30\t76.9％
評価の理由\t支所への展開が１年遅れているため。

1-3\t電子納付の拡充\t\t自己評価
遅　れ
主担当\t会計課\t関係課\t税務課
令和６年度
の取組内容\t・５か所の窓口で対応した。
課　題\t・手数料の負担が増えた。
令和７年度
の予定\t・残りの窓口に端末を置く。
指　標\t策定時
(R3)\tR4\tR5\tR6実績\tR8目標\t達成率
対応窓口数（か所）\t3\t5\t9\t14\t16\t87.5％
評価の理由\t端末の調達に時間を要したため。

Ⅳ やめた仕事

職員の話合いの結果、令和６年１月から次の３件をやめました。
ア　定例会に配る紙の資料
イ　公用車の日報
ウ　広報の部数を確かめる電話
"""

BULLETED = """\
坂台市スマートシティ構想

第1章 取組

基本方針Ⅰ 暮らしにとけこむサービス

施策1 行かない手続

◆ めざす状態
市役所に行かなくても手続が終わる。
◆ 課題
オンラインで完結するのは半分にとどまる。
● 取組1 手続のオンライン化
申請から受取までをオンラインで完結させます。添付書類は順次不要とします。
・紙で申請する人のために代行入力を行う
所管：総務局 デジタル課
● 取組2 書かない窓口の展開
試行した窓口では、記入時間が平均11分から3分になりました。
所管：市民局 市民課

17

基本方針Ⅱ まちの力を引き出す

施策2 移動と安全

◆ めざす状態
車がなくても坂のまちを動ける。
◆ 課題
停留所から離れた区域に市民の24％が住む。
● 取組3 乗合交通の拡大
電話で呼べる小さな車を全区域に広げます。
所管：都市局 交通課
● 取組4 水位の予測
水位計の数を増やし、避難の情報を早く届けます。
所管：危機管理局 防災課

第2章 成果指標

施策\t指標\t基準値\t中間目標
（R9）\t目標
（R12）
1 行かない
手続\tオンラインで完結する手続の割合\t51.3％\t80％\t100％
2 移動と安全\t乗合交通の年間利用者数\t4万人\t12万人\t21万人

付録　用語の解説（五十音順）

書かない窓口　職員が聞き取りながら申請書を作る窓口です。
乗合交通　電話で呼んで何人かで乗る小さな車です。
"""

CITIES = {"浜名市": MODERN, "港町市": WRAPPED, "波戸市": REVIEW, "坂台市": BULLETED}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("wrapped")
    entries = []
    for number, (city, text) in enumerate(CITIES.items()):
        (folder / f"plan{number}.txt").write_text(text, encoding="utf-8")
        entries.append(
            f'[[document]]\nid = "plan{number}"\nfile = "plan{number}.txt"\n'
            f'title = "{text.splitlines()[0]}"\nmunicipality = "{city}"\nkind = "計画"\n'
            "period = [2026, 2030]\n"
        )
    (folder / "manifest.toml").write_text("\n".join(entries), encoding="utf-8")
    settings = Settings(corpus=folder, index=folder / "index")
    build(settings)
    return Assistant.open(settings)


def projects_of(assistant: Assistant, city: str) -> dict[str, Project]:
    ids = {d.document_id for d in assistant.catalogue.documents_of(city)}
    held = assistant.catalogue.projects.values()
    return {project.name.text: project for project in held if project.document_id in ids}


def told(project: Project) -> list[tuple[str, str]]:
    return [(part.label, part.value.text) for part in project.fields if part.field != "other"]


def test_cards_with_english_labels(assistant: Assistant) -> None:
    """Owner and With, Before and After under a head without its corner, steps by half years."""
    projects = projects_of(assistant, "浜名市")
    assert {
        name: (p.number, [d.text for d in p.departments], [h.text for h in p.hierarchy])
        for name, p in projects.items()
    } == {
        "ワンストップ・ポータル": (
            "P1-1", ["デジタル課", "広報課", "市民課"], ["Pillar 1くらしをつなぐ"],
        ),
        "24時間コンタクトセンター": ("P1-2", ["広報課", "市民課"], ["Pillar 1くらしをつなぐ"]),
        "データ連携基盤": ("P2-1", ["デジタル課", "企画課"], ["Pillar 2まちを動かす"]),
    }  # fmt: skip
    portal = projects["ワンストップ・ポータル"]
    assert told(portal) == [
        ("Before →", "手続ごとに違うIDで申し込む"),
        ("After", "1つの入口、1つのID"),
        ("Before →", "印刷して打ち直す"),
        ("After", "業務システムに直接流れる"),
    ]
    assert [entry.years for entry in portal.schedule] == [(2026,), (2027,)]


def test_cells_that_wrap_before_the_next_label(assistant: Assistant) -> None:
    """A value over three lines, effects for two, a row of steps cut within its cells, and the
    head of the figures below it."""
    window = projects_of(assistant, "港町市")["書かない窓口の拡大"]
    assert told(window) == [
        ("区分", "拡"),
        (
            "事業概要",
            "転入・転居・出生・死亡等の手続を、職員の聞き取りと本人確認書類の読取りにより、申請書を書かずに一つの窓口で受け付ける。",
        ),
        ("現状", "転入・転居の14手続で実施。1件当たりの所要時間は平均38分。"),
        ("課題", "死亡に伴う手続は最大7課を回る。"),
        ("期待される効果", "市民：・書く回数が減る\n職員：・入力誤りが減る"),
    ]
    assert [(entry.item.text, entry.years) for entry in window.schedule] == [
        ("・出生手続の追加・来庁予約の導入", (2026,)),
        ("・おくやみ窓口の開設", (2027,)),
        ("・効果検証", (2028,)),
    ]
    figures = [
        (i.name.text, [(v.kind, v.year, v.value.text) for v in i.values]) for i in window.indicators
    ]
    assert figures == [
        (
            "対象手続数",
            [("baseline", None, "14"), ("target", 2026, "22"), ("target", 2027, "41"),
             ("target", 2028, "60")],
        )
    ]  # fmt: skip


def test_a_list_in_two_columns_tells_of_each_project_once(assistant: Assistant) -> None:
    """Short names of the overview are those of the sheets with their numbers."""
    projects = projects_of(assistant, "港町市")
    assert [(p.number, name) for name, p in projects.items()] == [
        ("1-01", "書かない窓口の拡大"),
        ("1-02", "港町支所のリモート相談窓口"),
        ("2-01", "港町魚市場のセリ電子化"),
        ("2-02", "道路の傷み発見と通報"),
    ]


def test_a_rating_below_its_label_and_results_before_results(assistant: Assistant) -> None:
    """自己評価 over its value, labels cut behind the year, and bare years before 実績."""
    projects = projects_of(assistant, "波戸市")
    assert {name: p.rating and p.rating.text for name, p in projects.items()} == {
        "申請の拡大": "順調",
        "窓口の整備": "遅れ",
        "電子納付の拡充": "遅れ",
    }
    grown = projects["申請の拡大"].indicators[0]
    assert [(v.kind, v.year, v.value.text) for v in grown.values] == [
        ("baseline", 2021, "42"),
        ("actual", 2022, "88"),
        ("actual", 2023, "131"),
        ("actual", 2024, "120"),
        ("target", 2026, "220"),
    ]


def test_titles_of_a_series_behind_a_bullet(assistant: Assistant) -> None:
    """The things of a measure are projects and the measure is their policy, a page's number
    over a policy is none of its own, and a head over two lines dates the figures."""
    projects = projects_of(assistant, "坂台市")
    assert {
        name: ([d.text for d in p.departments], [h.text for h in p.hierarchy])
        for name, p in projects.items()
    } == {
        "手続のオンライン化": (
            ["デジタル課"], ["施策1 行かない手続", "基本方針Ⅰ 暮らしにとけこむサービス"],
        ),
        "書かない窓口の展開": (
            ["市民課"], ["施策1 行かない手続", "基本方針Ⅰ 暮らしにとけこむサービス"],
        ),
        "乗合交通の拡大": (
            ["交通課"], ["施策2 移動と安全", "基本方針Ⅱ まちの力を引き出す"],
        ),
        "水位の予測": (["防災課"], ["施策2 移動と安全", "基本方針Ⅱ まちの力を引き出す"]),
    }  # fmt: skip
    figures = {
        i.name.text: [(v.kind, v.year, v.value.text) for v in i.values]
        for i in assistant.catalogue.indicators.values()
        if i.document_id == "plan3"
    }
    assert figures["乗合交通の年間利用者数"] == [
        ("baseline", None, "4万人"),
        ("target", 2027, "12万人"),
        ("target", 2030, "21万人"),
    ]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (
            "浜名市の調査で、手続で不便に感じることとして最も多い回答は？",
            "平日の昼間しか受け付けていない 52.7%",
        ),
        (
            "浜名市で、デジタル化で不安に思うこととして最も多かった回答は何ですか",
            "個人情報の漏えい 58.1％",
        ),
        ("港町市の魚市場で、紙の仕切伝票は1日に何枚出ていますか", "1日約900枚"),
        ("浜名市は、市独自のスマートフォンアプリを新しく作りますか", "いいえ。"),
        ("波戸市の申請できる手続数は、令和6年度に前年度より増えましたか", "いいえ。"),
        ("坂台市の乗合交通とは", "電話で呼んで何人かで乗る小さな車です。"),
    ],
)
def test_what_such_plans_tell(assistant: Assistant, question: str, answer: str) -> None:
    assert answer in assistant.ask(question).text


@pytest.mark.parametrize(
    ("question", "names"),
    [
        (
            "浜名市のPillar 1に属するプロジェクトは？",
            ["ワンストップ・ポータル", "24時間コンタクトセンター"],
        ),
        (
            "坂台市の施策2「移動と安全」に含まれる取組をすべて挙げてください",
            ["乗合交通の拡大", "水位の予測"],
        ),
        (
            "波戸市で「遅れ」と評価された施策をすべて挙げてください",
            ["窓口の整備", "電子納付の拡充"],
        ),
        ("浜名市で、市のお知らせを担う課が中心の事業は？", ["24時間コンタクトセンター"]),
    ],
)
def test_lists_of_such_projects(assistant: Assistant, question: str, names: list[str]) -> None:
    assert [project.name for project in assistant.ask(question).projects] == names


def test_a_list_is_told_with_the_statement_that_announces_it(assistant: Assistant) -> None:
    lines = assistant.ask("波戸市が令和6年1月からやめた3つの仕事は何ですか").text.splitlines()
    assert [line.partition("[")[0] for line in lines] == [
        "波戸市：職員の話合いの結果、令和６年１月から次の３件をやめました。",
        "- 定例会に配る紙の資料",
        "- 公用車の日報",
        "- 広報の部数を確かめる電話",
    ]


CUT_ROWS = """\
谷戸市デジタル計画

表の記号は、○＝開始・導入、→＝継続、「検討」＝調査を表します。

具体的な取組\t内容\t担当課\tR8\tR9\tR10
①遠隔手話通訳\tタブレットで通訳者とつなぎ、支所でも使えるよう\t\t\t\t
\tにする\t福祉課\t検討\t○\t→
②相談車の運行\t機器を載せた車で集会所を回る\t総務課\t○\t→\t→
③翻訳機の配置\t12言語の翻訳機を8窓口に置く\t市民課\t検討\t検討\t○
"""


def test_rows_cut_inside_a_cell_and_signs_among_words(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(CUT_ROWS, encoding="utf-8")
    (tmp_path / "manifest.toml").write_text(
        '[[document]]\nid = "plan"\nfile = "plan.txt"\ntitle = "谷戸市デジタル計画"\n'
        'municipality = "谷戸市"\nkind = "計画"\nperiod = [2026, 2028]\n',
        encoding="utf-8",
    )
    settings = Settings(corpus=tmp_path, index=tmp_path / "index")
    build(settings)
    projects = projects_of(Assistant.open(settings), "谷戸市")
    assert {
        name: (
            told(p),
            [d.text for d in p.departments],
            [(s.text or s.item.text, s.years) for s in p.schedule],
        )
        for name, p in projects.items()
    } == {
        "遠隔手話通訳": (
            [("内容", "タブレットで通訳者とつなぎ、支所でも使えるようにする")],
            ["福祉課"],
            [("検討", (2026,)), ("開始・導入", (2027, 2028))],
        ),
        "相談車の運行": (
            [("内容", "機器を載せた車で集会所を回る")],
            ["総務課"],
            [("開始・導入", (2026, 2027, 2028))],
        ),
        "翻訳機の配置": (
            [("内容", "12言語の翻訳機を8窓口に置く")],
            ["市民課"],
            [("検討", (2026, 2027)), ("開始・導入", (2028,))],
        ),
    }
