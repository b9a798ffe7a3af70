"""A small assistant with hand-made documents, for tests of the pages that need no index."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from assistant.datamodels import (
    Answer,
    AnswerTable,
    Asked,
    CellArea,
    Citation,
    Document,
    FieldValue,
    Indicator,
    IndicatorValue,
    Language,
    PageBox,
    Passage,
    Project,
    ProjectRef,
    ScheduleEntry,
    Section,
    Span,
    Term,
    Value,
)
from assistant.errors import QuestionError
from assistant.retrieval.catalogue import Catalogue

HEADING = r"^(?:第\d章 .+|書かない窓口(?:の導入)?)$"
HOSTILE = '<script>document.title = "stolen"</script><img src=x onerror="alert(1)"> ![図](https://example.com/a.png)'

AOBA = f"""第1章 窓口改革
書かない窓口
担当課 市民課
現状 申請書を毎回手書きしている。待ち時間が長い。
書かない窓口とは、職員が聞き取りながら申請書を作る窓口をいう。
指標 オンライン申請率 基準値(R7) 20% 目標値(R9) 50% 目標値(R11) 70% (7,000件)
実績 R8 35%
評価 B
システム構築 R8 R9
運用開始 R10
第2章 注意
{HOSTILE}
第3章 付録
""" + "".join(f"付録{n}行目。庁内の端末の更新を続ける。\n" for n in range(1, 200))

MIDORI = """書かない窓口の導入
所管 住民課
書かない窓口とは、申請書を書かずに手続できる窓口のこと。
目標 手続時間 R9 10分
"""


def span(text: str, words: str) -> Span:
    """Where `words` first stand in `text`."""
    start = text.index(words)
    return Span(start, start + len(words))


def value(text: str, words: str) -> Value:
    """`words` as a value stated in `text`."""
    return Value(words, span(text, words))


def document(document_id: str, title: str, municipality: str, text: str) -> Document:
    """A document whose chapters are its outline."""
    headings = [
        m.span() for m in re.finditer(r"^(?:第\d章 .+|書かない窓口(?:の導入)?)$", text, re.M)
    ]
    outline = [Section(0, 0, title, Span(0, 0), Span(0, len(text)), None)]
    for ordinal, (start, end) in enumerate(headings, 1):
        following = headings[ordinal][0] if ordinal < len(headings) else len(text)
        outline.append(
            Section(ordinal, 1, text[start:end], Span(start, end), Span(start, following), 0)
        )
    return Document(
        document_id,
        f"{document_id}.txt",
        title,
        municipality,
        "計画",
        (2026, 2029),
        "案",
        "2026-03",
        f"{municipality}の公表資料",
        text,
        hashlib.sha256(text.encode()).hexdigest(),
        outline=tuple(outline),
    )


def passages(owner: Document, length: int = 200) -> list[Passage]:
    """Whole lines of about `length` characters that tile the text."""
    cuts, start = [0], 0
    for match in re.finditer("\n", owner.text):
        if match.end() - start >= length:
            cuts.append(match.end())
            start = match.end()
    cuts.append(len(owner.text))
    found = []
    for number, (first, last) in enumerate(pairwise(cuts)):
        section = max((s.ordinal for s in owner.outline if s.heading.start <= first), default=0)
        if first < last:
            found.append(
                Passage(
                    f"{owner.document_id}-{number}", owner.document_id, Span(first, last), section
                )
            )
    return found


def catalogue() -> Catalogue:
    """Two plans, one project each, one term that both define."""
    aoba = document("aoba", "青葉市DX推進計画", "青葉市", AOBA)
    midori = document("midori", "緑町デジタル計画", "緑町", MIDORI)
    rate = Indicator(
        "aoba-rate",
        "aoba",
        "aoba-counter",
        value(AOBA, "オンライン申請率"),
        (
            IndicatorValue("baseline", 2025, value(AOBA, "20%"), "基準値(R7)"),
            IndicatorValue("actual", 2026, value(AOBA, "35%"), "実績 R8"),
            IndicatorValue("target", 2027, value(AOBA, "50%"), "目標値(R9)"),
            IndicatorValue("target", 2029, value(AOBA, "70% (7,000件)"), "目標値(R11)"),
        ),
        span(AOBA, "オンライン申請率 基準値(R7) 20%"),
        unit="%",
    )
    minutes = Indicator(
        "midori-minutes",
        "midori",
        "midori-counter",
        value(MIDORI, "手続時間"),
        (IndicatorValue("target", 2027, value(MIDORI, "10分"), "R9"),),
        span(MIDORI, "手続時間 R9 10分"),
    )
    counter = Project(
        "aoba-counter",
        "aoba",
        value(AOBA, "書かない窓口"),
        span=Span(0, AOBA.index("第2章")),
        section=1,
        kind="個別計画",
        number="1",
        departments=(value(AOBA, "市民課"),),
        fields=(
            FieldValue(
                "present",
                "現状",
                span(AOBA, "現状"),
                value(AOBA, "申請書を毎回手書きしている。待ち時間が長い。"),
            ),
        ),
        indicators=(rate,),
        schedule=(
            ScheduleEntry(
                value(AOBA, "システム構築"), (2026, 2027), "", span(AOBA, "システム構築 R8 R9")
            ),
            ScheduleEntry(value(AOBA, "運用開始"), (2028,), "", span(AOBA, "運用開始 R10")),
        ),
        rating=Value("B", Span(AOBA.index("評価 B") + 3, AOBA.index("評価 B") + 4)),
        hierarchy=(value(AOBA, "窓口改革"),),
    )
    desk = Project(
        "midori-counter",
        "midori",
        value(MIDORI, "書かない窓口の導入"),
        span=Span(0, len(MIDORI)),
        section=1,
        departments=(value(MIDORI, "住民課"),),
        indicators=(minutes,),
    )
    terms = [
        Term(
            f"{owner.document_id}-term",
            owner.document_id,
            "書かない窓口",
            (),
            value(owner.text, words),
            value(owner.text, f"書かない窓口とは、{words}").span,
            1,
            inline=True,
        )
        for owner, words in (
            (aoba, "職員が聞き取りながら申請書を作る窓口をいう。"),
            (midori, "申請書を書かずに手続できる窓口のこと。"),
        )
    ]
    texts = [*passages(aoba), *passages(midori)]
    return Catalogue([aoba, midori], texts, [counter, desk], [rate, minutes], terms, [])


class StandIn:
    """Answers from a few fixed answers; `long` in a question makes a long one, `故障` fails."""

    generation = "000001-0123abcd"

    def __init__(self, records: Catalogue | None = None) -> None:
        self.catalogue = records or catalogue()
        self.manifest: dict[str, object] = {"generation": self.generation, "warnings": []}
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self.documents: list[tuple[str, ...]] = []

    def starters(self, language: Language = "ja") -> tuple[str, ...]:
        if language == "en":
            return ("Which department is in charge of 書かない窓口?",)
        return ("書かない窓口の担当課は？", "オンライン申請率の目標値は？")

    def boxes(self, document_id: str, at: Span) -> tuple[PageBox, ...]:
        return ()

    def cell_areas(self, document_id: str, at: Span) -> tuple[CellArea, ...]:
        return ()

    def passage(self, passage_id: str) -> Passage | None:
        every = (p for own in self.catalogue.passages.values() for p in own)
        return next((p for p in every if p.passage_id == passage_id), None)

    def citation(self, number: int, document_id: str, words: str) -> Citation:
        """A citation whose quote is the line that holds `words`."""
        owner = self.catalogue.documents[document_id]
        evidence = span(owner.text, words)
        passage = self.catalogue.passage_at(document_id, evidence)
        start = owner.text.rfind("\n", 0, evidence.start) + 1
        end = owner.text.index("\n", evidence.end)
        return Citation(
            number,
            passage.passage_id,
            document_id,
            owner.title,
            owner.municipality,
            owner.section_path(passage.section),
            None,
            owner.text[start:end],
            start,
            end,
            f"?passage={passage.passage_id}",
            (evidence,),
        )

    def ask(
        self,
        question: str,
        history: Sequence[str | Asked] = (),
        documents: Collection[str] = (),
    ) -> Answer:
        if not question.strip():
            raise QuestionError("質問が空です。知りたいことを入力してください。")
        if "故障" in question:
            raise RuntimeError("壊れた")
        earlier = tuple(past if isinstance(past, str) else past.question for past in history)
        self.asked.append((question, earlier))
        self.documents.append(tuple(documents))
        if "月" in question:
            return Answer(question, "ja", False, "資料には記載がありません。")
        if "攻撃" in question:
            cited = (self.citation(1, "aoba", HOSTILE),)
            return Answer(question, "ja", True, f"{HOSTILE} [1]", cited)
        if "全部" in question:
            rows = tuple((f"項目{n}", "値" * 30) for n in range(60))
            text = "\n".join(f"- 項目{n} [1]" for n in range(60))
            table = AnswerTable(("項目", "値"), rows, tuple(((), (1,)) for _ in rows))
            cited = (self.citation(1, "aoba", "70% (7,000件)"),)
            return Answer(question, "ja", True, text, cited, table=table)
        return Answer(
            question,
            "ja",
            True,
            "「書かない窓口」の担当は**市民課**です[1]。目標値は70% (7,000件)です[2]。",
            (self.citation(1, "aoba", "市民課"), self.citation(2, "aoba", "70% (7,000件)")),
            (ProjectRef("aoba-counter", "書かない窓口", "青葉市", "aoba", ("市民課",), 1),),
            ("その目標値は？", "スケジュールは？"),
            (self.citation(3, "midori", "10分"),),
            elapsed_ms=12.0,
            trace={
                "query": {"municipalities": ["青葉市"], "years": []},
                "candidates": [{"text": "市民課", "context": "書かない窓口", "score": 0.9}],
            },
        )
