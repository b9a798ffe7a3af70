"""Targets told in words: 加盟店800店、独自帳票を176種類から60種類以下に減らす."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from assistant.datamodels import Span
from assistant.ingest.labels import BULLET
from assistant.language.years import YearMention, find_years

_NUMBER = r"[0-9０-９][0-9０-９,，.．]*(?:[億万千][0-9０-９][0-9０-９,，.．]*)*[億万千百]*"
_UNIT = r"[^\s0-9０-９、，。をにへとがはの（()）「」]{1,6}?"
_VERB = (
    r"(?:(?:に|へ|と|を|まで|まで[にを])?(?:する|します|なる|減らす|減らします|増やす|増やします|高める|高めます"
    r"|引き上げる|引き上げます|下げる|下げます|短縮|削減|増加|達成|目指す|目指します|確保)(?:する|します)?)?"
)
_TARGET = re.compile(
    rf"(?P<figure>(?:[0-9０-９]+年間で|(?<=[ 　])[年月週](?=[0-9０-９]))?{_NUMBER}{_UNIT}"
    rf"(?:以上|以下|以内|未満|程度|超)?)(?P<verb>{_VERB})$"
)
_BASELINE = re.compile(rf"(?P<figure>{_NUMBER}{_UNIT})から$")
_NAME_END = re.compile(
    r"(?:[をは、]|[ 　]+)*(?:(?:[をは、]|[ 　])(?:月平均|年平均|平均|年間|約|延べ|累計))?$"
)
_CLAUSE = re.compile(r"(?:(?!<br\s*/?>)[^。\n])+")
_COMMA = re.compile(r"[、，]")
_WORD = re.compile(r"[一-龥ァ-ヶぁ-んA-Za-zＡ-Ｚａ-ｚ]{2}")
_LONGEST_NAME = 60
_APART = " 　:：、，,→⇒➡（(）)/／は"
_KIND = r"(?:(?:現状|現況|基準|目標|中間目標|最終目標|中間)値?[ 　]*[:：]?[ 　]*)"
_STEP = r"[^\s（()）→⇒➡。、：:]{1,14}[（(][^（()）]{2,12}[)）]"
_MOVES = re.compile(
    rf"[ 　]*(?:{BULLET})*"
    rf"(?:(?!{_KIND})(?P<name>[^→⇒➡。\t]{{2,60}}?)(?:[ 　]*[：:][ 　]*|[ 　]+))?"
    rf"(?P<steps>{_KIND}?{_STEP}(?:[ 　]*[→⇒➡][ 　]*{_KIND}?{_STEP})+)[ 　]*$"
)
_MOVE = re.compile(
    rf"{_KIND}?(?P<value>[^\s（()）→⇒➡。、：:]{{1,14}})[（(](?P<year>[^（()）]{{2,12}})[)）]"
)
_YEAR = r"(?:(?:令和|平成)[0-9０-９元]{1,2}|(?:20|２０)[0-9０-９]{2})年度?"
_SUM = rf"約?{_NUMBER}[^\s0-9０-９、，。をにへとがはのか（()）「」]{{1,6}}?"
_TOLD_MOVES = re.compile(
    r"(?:^|[、。，】：:]|を図り|し、)[ 　・]*(?P<name>[^。、，「」【】：:]{3,40}?)(?:を|は|が)、?"
    rf"(?P<steps>{_YEAR}(?:末|時点)?の{_SUM}から、?"
    rf"(?:{_YEAR}(?:末)?(?:に|には|までに){_SUM}(?:、|(?=へ|に|まで|と)))+)"
)
_TOLD_MOVE = re.compile(
    rf"(?P<year>{_YEAR})(?:末|時点)?(?:の|に|には|までに)(?P<value>{_SUM})(?=から|、|へ|に|まで|と|$)"
)
_AIMS = re.compile(
    r"目指|めざ|目標|(?:増や|減ら|伸ば|高め|広げ|引き?上げ|引き?下げ|下げ)(?:す|る|し?ます|し?て)"
    r"|(?:半減|短縮|削減|拡大|向上|増加|達成)(?:さ?せ|し)?(?:る|す|ます|てい)|(?:に|と)(?:する|します)"
)
_EXPECTS = re.compile(r"見込|予測|推計|(?:した|ました|った|(?:え|り|なっ)ています|ている)。?$")
_LINE_BREAK = re.compile(r"[ 　]*\n[ 　]*")
_BARE_FIGURE = re.compile(rf"(?:約|年間)?{_NUMBER}[^\s0-9０-９、，。]{{0,8}}|[－―—-]")


@dataclass(frozen=True, slots=True)
class Target:
    """What is measured, the figure aimed at and the one it starts from, as offsets."""

    name: Span
    figure: Span
    baseline: Span | None = None


def read_targets(content: str) -> Iterator[Target]:
    """The targets of `content`: clauses that end in a figure or in what becomes of it. A
    comma divides two targets only where both sides read as one."""
    for sentence in _CLAUSE.finditer(content):
        start = sentence.start()
        for comma in [*_COMMA.finditer(content, start, sentence.end()), None]:
            end = comma.start() if comma else sentence.end()
            if found := _target(content, start, end):
                yield found
                start = comma.end() if comma else end


def read_dated(content: str) -> tuple[Span, tuple[tuple[int, Span], ...]] | None:
    """A name and its figures, each behind its year: 待ち時間 令和6年度 38分 令和9年度 15分.
    None for any other text."""
    if "。" in content or not (figures := _behind_years(content)):
        return None
    name = _stripped(content, 0, _years_in(content)[0].span.start)
    if not _WORD.search(name.of(content)) or name.end - name.start > _LONGEST_NAME:
        return None
    return name, figures


Moves = tuple[Span | None, tuple[tuple[int, Span], ...]]


def read_moves(content: str) -> Moves | None:
    """A name and what becomes of it from year to year, in figures or words: 導入状況
    検討（令和5年度）→ 実施（令和7年度）. Lines may break anywhere, and the name may stand
    elsewhere (None); None for any other text."""
    return _moves(content, _MOVES.match, _MOVE)


def read_told_moves(sentence: str) -> Moves | None:
    """The same from a sentence that sets an aim: 貸出点数を、令和4年度の3,150点から令和10年度に
    12,000点へ増やす. What has become or is expected is none."""
    aimed = _AIMS.search(sentence) and not _EXPECTS.search(sentence)
    return _moves(sentence, _TOLD_MOVES.search, _TOLD_MOVE) if aimed else None


def _moves(
    content: str, find: Callable[[str], re.Match[str] | None], each: re.Pattern[str]
) -> Moves | None:
    flat = _LINE_BREAK.sub("", content)
    match = find(flat)
    if match is None:
        return None
    steps = list(each.finditer(flat, *match.span("steps")))
    years = [mentions[0].year for step in steps if (mentions := _years_in(step["year"]))]
    if len(years) != len(steps) or any(one >= other for one, other in pairwise(years)):
        return None
    broken = [found.span() for found in _LINE_BREAK.finditer(content)]
    places = [i for i in range(len(content)) if not any(a <= i < b for a, b in broken)]
    spans = [Span(places[s.start("value")], places[s.end("value") - 1] + 1) for s in steps]
    told = tuple(zip(years, spans, strict=True))
    if not match["name"]:
        return None, told
    return Span(places[match.start("name")], places[match.end("name") - 1] + 1), told


def read_years(content: str) -> tuple[tuple[int, Span], ...]:
    """Two figures or more of one kind, each behind its year: 令和4年度　9.8%／令和5年度　17.6%.
    () for any other text."""
    figures = _behind_years(content)
    named = figures and content[: _years_in(content)[0].span.start].strip(_APART)
    return () if named else figures


def _years_in(content: str) -> list[YearMention]:
    return [mention for mention in find_years(content) if mention.kind != "range"]


def _behind_years(content: str) -> tuple[tuple[int, Span], ...]:
    """The years of `content`, two or more, each with the bare figure behind it; () where
    anything else stands behind one."""
    mentions = _years_in(content)
    figures: list[tuple[int, Span]] = []
    for mention, following in zip(mentions, [*mentions[1:], None], strict=False):
        end = following.span.start if following else len(content)
        figure = _stripped(content, mention.span.end, end)
        if not _BARE_FIGURE.fullmatch(figure.of(content)):
            return ()
        figures.append((mention.year, figure))
    return tuple(figures) if len(figures) > 1 else ()


def _stripped(content: str, start: int, end: int) -> Span:
    """The words between two places without what sets them apart."""
    piece = content[start:end]
    left = len(piece) - len(piece.lstrip(_APART))
    return Span(start + left, max(start + left, start + len(piece.rstrip(_APART))))


def _target(content: str, start: int, end: int) -> Target | None:
    piece = content[start:end].rstrip(" 　・")
    figure = _TARGET.search(piece)
    if figure is None:
        return None
    before = figure.start()
    baseline = _BASELINE.search(piece[:before])
    if baseline is not None:
        before = baseline.start()
    lead = len(piece) - len(piece.lstrip(" 　・"))
    named = _NAME_END.search(piece[:before])
    name = Span(start + lead, start + (named.start() if named else before))
    if not _WORD.search(name.of(content)) or name.end - name.start > _LONGEST_NAME:
        return None
    return Target(
        name,
        Span(start + figure.start("figure"), start + figure.end("figure")),
        Span(start + baseline.start("figure"), start + baseline.end("figure"))
        if baseline
        else None,
    )
