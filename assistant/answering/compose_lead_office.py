"""Which office drives a plan as a whole: its secretariat, or the section that the statements
about how it is carried out put at the centre."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.answering.compose_text import text_line
from assistant.answering.drafts import Draft
from assistant.answering.turn import Turn
from assistant.datamodels import Fact
from assistant.language.normalize import normalize_text

CONFIDENCE = 0.9
MOST_TOLD = 2  # statements of one document
_WHOLE = r"dx|デジタル|情報化|計画|推進|プラン|戦略|digital|plan"
_SECRETARIAT = re.compile(
    r"(?<!委員会)(?<!議会)(?<!病院)事務局(?!長)(?:は|を|が|って|の(?:担当|所在|課|部署)|に|、|と|\?|$)"
    r"|\bsecretariats?\b"
)
_PLACE = r"(?:課|部署|部門|組織|所属|係|室)"
_CENTRE = re.compile(
    r"(?:中心|中核)(?:と|に)な[るっ].{0,8}" + _PLACE + r"|(?:中心|中核)(?:的な|の)" + _PLACE
    + r"|(?:司令塔|旗振り役?|まとめ役|推進役)(?:の|と(?:なる|なっている)|を(?:担う|する|務める))"
    + _PLACE
    + r"|(?:取りまとめる|とりまとめる|取りまとめている|統括する|主導する|引っ張る)" + _PLACE
    + r"|(?:which|what) (?:section|division|department|office)\w* "
    r"(?:leads|drives|coordinates|oversees|heads|spearheads|is at the cent(?:er|re))"
)  # fmt: skip
_OFFICE = r"([一-龠々ァ-ヶーa-z・]{1,16}(?<!事務)(?:課|室|係|班|局|部|グループ|担当)(?![一-龠]))"
_ANY = re.compile(r".*(?:各|全|所管|担当|関係|主管|事業|実施|主体|の)(?:課|室|部|局)|.*本部")
_IS_SECRETARIAT = re.compile(
    rf"庶務[はを]、?[^。、]{{0,8}}?{_OFFICE}"
    rf"|(?<![会院])事務局[はがをに、:・\s「（(]{{1,3}}[^。、]{{0,8}}?{_OFFICE}"
    rf"|{_OFFICE}(?:\([^()]*\))?[にがを内、はと ]{{1,3}}[^。]{{0,12}}(?<![会院])事務局(?!長)"
)
_IS_CENTRE = re.compile(
    rf"{_OFFICE}(?:を中心|が中心|が中核|を中核)"
    rf"|(?:司令塔|旗振り役|まとめ役|先導役|推進役|中心)(?:で|と|を)[^。、]{{0,8}}{_OFFICE}"
    rf"|{_OFFICE}[がは、に][^。]{{0,30}}(?:統括|総括|取りまとめ|とりまとめ|司令塔|旗振|先導|総合調整"
    r"|全体の?調整|進行管理|進捗管理|進捗共有|伴走)"
)
# 計画を作った課, and how an imprint tells it: 編集：企画課, 企画部DX推進課 2022.4.
_PUBLISHER = re.compile(
    r"(?:計画|プラン|ガイドライン|方針|戦略|報告書|指針)を?、?[^。]{0,16}"
    r"(?:出した|作った|発行した|作成した|まとめた|編集した|策定した|つくった)(?:課|部署|部|所属|のはど)"
    r"|(?:which|what) (?:department|division|section|office) "
    r"(?:published|issued|wrote|compiled|drew up|prepared) "
)
_IMPRINT = re.compile(
    rf"(?:発行|編集|作成|策定)(?:者|元|・編集|・発行)?[:：、\s]{{1,2}}[^。、]{{0,12}}?{_OFFICE}"
    rf"|^[^。、]{{0,14}}?{_OFFICE}[ 　]*(?:20[0-9]{{2}}|令和[0-9元]+年?)[^。]{{0,8}}$"
)
_HEADED = re.compile(r"事務局$")
_FIRST_OFFICE = re.compile(rf"\W*{_OFFICE}")


def compose_lead_office(turn: Turn) -> Draft | None:
    """The statements that tell which office is the secretariat, or drives the plan, where the
    question asks for that and for no project's."""
    question = turn.query.normalized
    if turn.named or turn.query.focus or not re.search(_WHOLE, question):
        return None
    secretariat, centre = _SECRETARIAT.search(question), _CENTRE.search(question)
    told = _told(turn, list(_centres(turn))) if centre and not secretariat else []
    if not told and (secretariat or centre):
        told = _told(turn, list(_secretariats(turn)))
    if not told and _PUBLISHER.search(question):
        told = _told(turn, [fact for fact in _of_plan(turn) if _names(_IMPRINT, _shown(fact))])
    lines = tuple(text_line(turn, fact) for fact in told)
    return Draft("text", lines, CONFIDENCE) if lines else None


def _told(turn: Turn, facts: list[Fact]) -> list[Fact]:
    """The first of the facts of each document, a row not again for the statement it holds."""
    told: list[Fact] = []
    for document_id in turn.query.scope:
        own: list[Fact] = []
        for fact in facts:
            seen = any(fact.span.covers(o.span) or o.span.covers(fact.span) for o in own)
            if fact.document_id == document_id and not seen:
                own.append(fact)
        told += own[:MOST_TOLD]
    return told


def _secretariats(turn: Turn) -> Iterator[Fact]:
    for fact in _of_plan(turn):
        shown = _shown(fact)
        headed = _HEADED.search(normalize_text(fact.context)) and _FIRST_OFFICE.match(shown)
        if headed or _names(_IS_SECRETARIAT, shown):
            yield fact


def _centres(turn: Turn) -> Iterator[Fact]:
    return (fact for fact in _of_plan(turn) if _names(_IS_CENTRE, _shown(fact)))


def _of_plan(turn: Turn) -> Iterator[Fact]:
    """Statements and rows of the plan as a whole, of no project."""
    for fact in turn.facts:
        if fact.kind in ("statement", "row") and fact.project_id is None:
            yield fact


def _shown(fact: Fact) -> str:
    """What a statement says, or a row cell by cell."""
    cells = [normalize_text(cell.value.text) for cell in fact.cells]
    return "、".join(cells) if cells else normalize_text(fact.text)


def _names(pattern: re.Pattern[str], shown: str) -> bool:
    """Whether a text names one office, none that stands for any of them (所管課)."""
    offices = (
        next(office for office in match.groups() if office) for match in pattern.finditer(shown)
    )
    return any(not _ANY.fullmatch(office) for office in offices)
