"""Plans whose text lies as their pages do: slides, boxes side by side, titles over text."""

from __future__ import annotations

import pytest

from assistant.datamodels import Project
from assistant.ingest.blocks import read_blocks
from assistant.ingest.corpus import describe
from assistant.ingest.labels import is_office_line
from assistant.ingest.outline import read_outline
from assistant.ingest.projects import read_projects
from assistant.ingest.text import Extract
from assistant.ingest.unfolding import unfold

SLIDES = [
    "東野県デジタル戦略\n令和8年3月\n東野県",
    "目次\nⅠ　位置づけ ・・・・ 3\nⅡ　施策 ・・・・・・ 4\nⅢ　進め方 ・・・・・ 9",
    "Ⅰ　位置づけ\n■ 期間\n・ 令和8年度～令和10年度",
    "Ⅰ　位置づけ（改定のポイント）\n➢ 施策1-2を加えた",
    "施策1-1　橋のＩＣＴ点検\n道路課（土木部）\n・ 点検に時間がかかる\n➢ ドローンで点検する\n"
    "KPI\nドローンで点検した橋　　現状 3橋（R7）　→　目標 40橋（R10）\n"
    "R8 機体の購入 ／ R9.6 点検の開始\n✓ 状況（R8.2時点）　機種を選定中",
    "施策1-2　避難の案内	施策1-3　川の見守り\n防災課（危機管理部）	河川課（土木部）\n"
    "・ 案内が届かない	・ 増水に気づけない\n➢ アプリで知らせる	➢ カメラを置く\n"
    "KPI	KPI\n登録者数	カメラの数\n1.2万人 → 5.0万人（R10）	8基 → 20基（R9）",
    "施策1-4　窓口の電子化\n税務課（総務部）／会計課（出納局）\n➢ 証紙をやめる\n"
    "KPI キャッシュレスの割合　41％（R7） → 65％（R10）",
    "コラム　島での実証\n・ 船で 95分 → ドローンで 22分",
    "Ⅲ　進め方\n・ 毎年8月に公表",
    "参考　問合せ先\n・ デジタル課",
]
DECK = "\n\n".join(f"{slide}\n\n{number}" for number, slide in enumerate(SLIDES, 1)) + "\n"

PROMISES = """\
西谷町DX計画

第4章　町の宣言

宣言１　役場が出かけます（移動役場「たに号」）
　車で集落を回り、証明書をお渡しします。令和9年4月に始めます。
　（担当　住民課）

宣言２　書く手間をなくします
　職員がお話を聞きながら入力します。令和8年10月に始めます。
　（担当　住民課、協力　福祉課・税務課）

宣言３　川を見守ります
　沢に水位のセンサーを置きます。令和9年度に始めます。
　（担当　総務課）

■第4章の指標（宣言１～３をまとめてのせています）
番号	ものさし	いま（R7）	R8	R9
１	たに号の利用者数	—	300人	900人
２	書かない窓口の割合	0％	15％	40％
３	センサーの数	0基	0基	11基
"""


def read(text: str) -> tuple[list[str], tuple[Project, ...]]:
    """The titles of the outline, set in by their level, and the projects."""
    blocks = read_blocks(text)
    document, _ = describe("plan.txt", Extract(text), blocks, None)
    outline = read_outline(text, blocks, document.title)
    object.__setattr__(document, "outline", outline)
    projects, _ = read_projects(document, blocks)
    return [f"{'  ' * s.level}{s.title}" for s in outline[1:]], projects


def figures(project: Project) -> list[tuple[str, list[tuple[str, int | None, str]]]]:
    """An indicator a line: its name and its figures."""
    return [
        (i.name.text, [(v.kind, v.year, v.value.text) for v in i.values])
        for i in project.indicators
    ]


def test_the_outline_of_a_deck() -> None:
    """The first line of each slide is a heading; of two slides in one, both."""
    titles, _ = read(DECK)
    assert titles == [
        "  目次",
        "  Ⅰ 位置づけ",
        "  Ⅰ 位置づけ（改定のポイント）",
        "    施策1-1 橋のＩＣＴ点検",
        "    施策1-2 避難の案内",
        "    施策1-3 川の見守り",
        "    施策1-4 窓口の電子化",
        "    コラム 島での実証",
        "  Ⅲ 進め方",
        "    参考 問合せ先",
    ]


def test_the_measures_of_a_deck() -> None:
    """The line below a measure's title tells who is in charge; a figure leads to the next one
    under the name above it, and no measure takes what the next slide says."""
    _, projects = read(DECK)
    found = [(p.number, p.name.text, [d.text for d in p.departments], figures(p)) for p in projects]
    assert found == [
        (
            "1-1",
            "橋のＩＣＴ点検",
            ["道路課（土木部）"],
            [("ドローンで点検した橋", [("baseline", 2025, "3橋"), ("target", 2028, "40橋")])],
        ),
        (
            "1-2",
            "避難の案内",
            ["防災課（危機管理部）"],
            [("登録者数", [("baseline", None, "1.2万人"), ("target", 2028, "5.0万人")])],
        ),
        (
            "1-3",
            "川の見守り",
            ["河川課（土木部）"],
            [("カメラの数", [("baseline", None, "8基"), ("target", 2027, "20基")])],
        ),
        (
            "1-4",
            "窓口の電子化",
            ["税務課（総務部）", "会計課（出納局）"],
            [("キャッシュレスの割合", [("baseline", 2025, "41％"), ("target", 2028, "65％")])],
        ),
    ]


def test_the_steps_and_the_state_of_a_measure() -> None:
    """A line of steps behind their years is the schedule, a ticked 状況 the progress."""
    _, projects = read(DECK)
    steps = [(s.item.text, s.years, s.text) for s in projects[0].schedule]
    progress = [(f.field, f.value.text) for f in projects[0].fields if f.field == "progress"]
    assert steps == [("機体の購入", (2026,), ""), ("点検の開始", (2027,), "R9.6")]
    assert progress == [("progress", "機種を選定中")]


def test_numbered_promises_over_their_text() -> None:
    """A row of numbers behind one word makes titles of lines that read as sentences; who is
    in charge stands in brackets behind the text."""
    titles, projects = read(PROMISES)
    assert titles[:4] == [
        "  第4章 町の宣言",
        "    宣言１ 役場が出かけます（移動役場「たに号」）",
        "    宣言２ 書く手間をなくします",
        "    宣言３ 川を見守ります",
    ]
    found = [(p.kind, p.number, p.name.text, [d.text for d in p.departments]) for p in projects]
    assert found == [
        ("宣言", "1", "役場が出かけます（移動役場「たに号」）", ["住民課"]),
        ("宣言", "2", "書く手間をなくします", ["住民課", "福祉課", "税務課"]),
        ("宣言", "3", "川を見守ります", ["総務課"]),
    ]


def test_a_table_of_numbers_tells_of_the_things_with_these_numbers() -> None:
    """The indicators of a chapter, keyed by number, and the progress of a year, with the sign
    that rates it, go to the projects with these numbers."""
    rows = (
        "番号\t指標\tR8実績\t区分",
        "１\tたに号の利用者数\t280人\t△",
        "２\t書かない窓口の割合\t16％\t○",
        "３\tセンサーの数\t0基\t○",
    )
    progress = "\n\n令和8年度の進捗\n\n" + "\n".join(rows)
    _, projects = read(PROMISES + progress)
    assert [(p.rating.text if p.rating else "", figures(p)) for p in projects] == [
        (
            "△",
            [
                ("たに号の利用者数", [("target", 2026, "300人"), ("target", 2027, "900人")]),
                ("たに号の利用者数", [("actual", 2026, "280人")]),
            ],
        ),
        (
            "○",
            [
                (
                    "書かない窓口の割合",
                    [("baseline", 2025, "0％"), ("target", 2026, "15％"), ("target", 2027, "40％")],
                ),
                ("書かない窓口の割合", [("actual", 2026, "16％")]),
            ],
        ),
        (
            "○",
            [
                (
                    "センサーの数",
                    [("baseline", 2025, "0基"), ("target", 2026, "0基"), ("target", 2027, "11基")],
                ),
                ("センサーの数", [("actual", 2026, "0基")]),
            ],
        ),
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "	【県民】		【県庁】\n➢ 交通が不便		➢ 紙の業務が多い\n"
            "➢ 人手が足りない		➢ 職員が減った\n",
            ["【県民】", "➢ 交通が不便", "➢ 人手が足りない", "", "【県庁】", "➢ 紙の業務が多い",
             "➢ 職員が減った"],
        ),
        (
            "登録者	12人	→	40人（R10）\n拠点	—	→	3か所（R9）\n",
            ["登録者　12人　→　40人（R10）", "拠点　—　→　3か所（R9）"],
        ),
        ("取組	R7	R8\n点検	→	→\n配信	設計	→\n", None),
        ("区分	内容\n・市民	・窓口\n", None),
    ],
)  # fmt: skip
def test_boxes_and_rows_that_are_no_tables(text: str, lines: list[str] | None) -> None:
    """Two lists of bullets side by side are read one after the other, and rows that lead from
    a figure to the next as lines; tables stay tables."""
    unfolded = unfold(text)
    assert (unfolded and unfolded.text.splitlines()) == lines


@pytest.mark.parametrize(
    ("line", "office"),
    [
        ("税務課（総務部）／会計課（出納局）", True),
        ("高校教育課（教育庁）", True),
        ("窓口の電子化（税務課）", False),
        ("税務課（総務部）が担当する", False),
        ("放課後の居場所（仮称）", False),
    ],
)
def test_lines_of_offices(line: str, office: bool) -> None:
    """Sections with their bureaus in brackets, and nothing else."""
    assert is_office_line(line) is office


@pytest.mark.parametrize(
    "text",
    [
        "方針１　窓口を変える\n方針２　町を変える\n方針３　役場を変える\n本文です。\n",
        "はじめに\n\n取組2　窓口\n本文です。\n取組5　町\n本文です。\n取組9　役場\n本文です。\n",
        "個票1　西谷町\n本文です。\n個票2　西谷町\n本文です。\n個票3　西谷町\n本文です。\n",
    ],
)
def test_what_is_no_row_of_titles(text: str) -> None:
    """Lists have no text between their lines, rows of titles no gaps, and running heads one
    and the same title."""
    assert unfold(text) is None
