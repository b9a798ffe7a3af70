"""Indicators with their figures, from tables and from lines such as
`現状値（令和7年度）：7件` or `・相談件数 20件以上`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from itertools import takewhile

from assistant.datamodels import Indicator, IndicatorValue, Span, Value, ValueKind
from assistant.ingest.blocks import display
from assistant.ingest.cells import figure_pattern
from assistant.ingest.figures import NOTHING, Grid, Line, looks_like_indicators
from assistant.ingest.labels import BULLET, FIGURES, roles_of
from assistant.ingest.part import Part
from assistant.ingest.targets import read_dated, read_moves, read_targets, read_years
from assistant.language.normalize import match_key
from assistant.language.numbers import find_numbers
from assistant.language.years import find_years, lone_year

_KIND_WORDS: tuple[tuple[str, ValueKind], ...] = (
    ("現状", "baseline"), ("基準", "baseline"), ("現況", "baseline"), ("当初", "baseline"),
    ("実績", "actual"), ("目標", "target"),
)  # fmt: skip
_KIND_OF_ROLE: dict[str, ValueKind] = {
    "baseline": "baseline", "target": "target", "actual": "actual",
}  # fmt: skip
_NUMBERS = re.compile(r"[0-9０-９、，,・～〜\s－-]+")
_LEAD = re.compile(
    rf"^(?:{BULLET}|[(（]\d{{1,2}}[)）][ 　]*|\d{{1,2}}[.．)）](?![0-9０-９])[ 　]*)+"
)
_EACH = r"(?:毎年度?|各年度?|[1１一](?:人|件|回)(?:当|あ)たり(?:年|月|週)?|各[一-龥](?=[0-9０-９]))"
_ABOUT = r"(?:約|延べ|年間|累計|[年月](?=約?[0-9０-９]))?"
_FIGURE = re.compile(
    rf"(?:{_EACH})?[ 　]?{_ABOUT}[ 　]?[+＋▲△-]?[0-9０-９][0-9０-９,，.．]*"
    r"(?:[億万千][0-9０-９][0-9０-９,，.．]*)*[ 　]?[億万千百]*"
    r"[^\s0-9０-９→➡⇒、，。（）()：:/／~〜～]{0,10}"
)
_KIND = r"(?:現状値?|現況値?|基準値?|当初値?|実績値?|目標値?|中間目標|最終目標)"
_NAME_END = re.compile(
    rf"[ 　]*(?:[：:][ 　]*|[ 　\n]+(?={_KIND}|{_EACH}?{_ABOUT}[約+＋]?[0-9０-９]"
    r"|(?:令和|平成|R|Ｒ)[ 　]?[0-9０-９元]"
    r"|[—―–－-][ 　]*(?:[（(][^（()）]{2,8}[）)][ 　]*)?(?:→|➡|⇒|⟶))"
    rf"|[（(【](?={_KIND})"
    r"|[ 　]*(?=[—―–－-][ 　]*(?:[（(](?:令和|平成|[RＲ]|20)[ 　]?[0-9０-９元]"
    r"|[0-9０-９][^\s（(]*[（(]))"
    r")"
)
# Figures of an indicator that is named above: R5実績 210件 / R6目標 260件.
_KIND_FIRST = re.compile(
    rf"{_KIND}|(?:令和|平成|[RＲHＨ])[ 　]?[0-9０-９元]{{1,2}}(?:年度?)?末?の?"
    rf"{_KIND}(?![一-龥ァ-ヺ])"
)
# 27分 → 5分以内: figures under a name on the line above.
_FROM_TO = re.compile(
    r"[約+＋▲△]?[0-9０-９][^\s→➡⇒⟶▶►]{0,24}[ 　]*[→➡⇒⟶▶►][ 　]*[約+＋▲△]?[0-9０-９]"
)
# Between a figure and what it becomes: 20件→30件, 20件から30件.
_INTO = r"[→➡⇒⟶▶►]|(?<=[%％件人円台枚社校回個冊戸間所])(?:から|を)[ 　]*(?=約?[0-9０-９])"
_BECOMING = re.compile(_INTO)
_DIVIDER = re.compile(
    rf"(?P<into>{_INTO})"
    r"|、|，(?![0-9０-９]{3})|／|;|；|[ 　]/[ 　]|[ 　]{2,}|(?<=[^\s→➡⇒])(?=【)"
    r"|(?<=[％%一-龥台0-9０-９―—–－])[ 　](?=(?:令和|平成|[RＲ])[ 　]?[0-9０-９元])"
    rf"|(?<=[0-9０-９％%一-龥台）)―—–－-])[ 　]+(?={_KIND}[ 　：:]*"
    r"(?:[（(][^（()）]{2,10}[）)][ 　：:]*)?(?:[約+＋▲△]?[0-9０-９]|年間|[―—–－-]))"
    r"|(?<=[0-9０-９度年元末][)）])[ 　]*(?=[約+＋▲△]?[0-9０-９])"
)
# What a figure becomes: 1,300時間に減らす.
_BECOMES = re.compile(
    r"(?:に|へ|まで)(?:減ら|増や|縮め|広げ|高め|下げ|引き上げ|引き下げ|す|な)[ぁ-ん]{0,3}$"
)
_AIM = re.compile(
    r"(?:(?P<year>.{2,14}?)(?:末)?までに、?)?(?P<name>[^。、]{3,60}?)[をは]"
    r"(?P<figure>(?:年間|約)?[0-9０-９][^。、にへと]{0,16})(?:に|へ|と|以上|以下|まで|を)"
    r"(?![^。]*(?:した|ました|った)(?:。|$))"  # 203品に増やした is none
)
_UNIT_BEHIND = re.compile(
    r"[ 　\n]*[（(［\[](?:単位[：:])?(?P<unit>[^（()）［］\[\]0-9０-９]{1,10})[）)］\]]$"
)
_PERIODS = ("年", "年間", "年度", "月", "月間", "累計", "延べ")
_BARE_FIGURE = re.compile(r"[+＋±▲△-]?[0-9０-９][0-9０-９,，.．]*(?:以上|以下|未満|超)?")
_TITLED = re.compile(
    rf"【(?P<title>(?!{_KIND}】[ 　]*[0-9０-９])[^【】0-9０-９]{{2,10}})】[ 　]*(?=[^\s【])"
)
_SEGMENT = re.compile(
    rf"\n|<[^<>]*>|(?:^|(?<=[\s。、>]))(?={BULLET})(?![-*#])|(?<=\s)(?={_TITLED.pattern})"
)
# No figure yet: － 20件(R7), －(R5) 20件(R7).
_NOT_YET = re.compile(r"[—―–－-][ 　]*(?:[（(]|(?<=[ 　])[0-9０-９])")
_DATED = re.compile(r"(?:[0-9０-９][^\s（()）]{0,8}|[—―–－-][ 　]*)[（(][^（()）]*[)）]$")
# 3か所／80か所: how many of how many.
_SHARE = re.compile(r"[0-9０-９]([^\s0-9０-９／/]{1,4})／[0-9０-９][0-9０-９,，]*\1(?![^\s（(])")
# ▶ before a figure leads to it from another: no bullet.
_LEADING_ON = re.compile(
    r"(?<=[0-9０-９％%）)一-龥台])[ 　]+[▶►⇒][ 　]*(?=[約年月+＋▲△]?[0-9０-９])"
)
_KIND_BEFORE = re.compile(r"((?:現状|現況|基準|目標|中間目標|最終目標|中間)値?)[ 　]*[:：]?[ 　]*$")
_DATED_LINE = re.compile(
    r"[ 　]*(?P<year>(?:(?:令和|平成|[RrＲ])[ 　]?[0-9０-９元]{1,2}|(?:20|２０)[0-9０-９]{2})"
    r"年?度?末?)"
    r"[ 　]*[:：][ 　]*(?P<figure>[^\s。]{1,16})[ 　]*"
)
_ARROWS = ("→", "⇒", "➡")
_COMPARED = re.compile(r"末?対?比")  # R8年度比20％減
_DUE = re.compile(
    r"(?:[0-9０-９]+億)?" + figure_pattern(unit=r"[^\s0-9０-９→、。（）()をでにのへ]{0,5}")
)
_LONGEST_NAME = 120


@dataclass(slots=True)
class _Draft:
    name: Value
    values: list[IndicatorValue] = field(default_factory=list)
    qualifier: str = ""
    unit: str = ""
    spans: list[Span] = field(default_factory=list)

    def add(self, value: IndicatorValue) -> None:
        self.values.append(value)
        self.spans.append(value.value.span)


def tells_due(text: str) -> bool:
    """Whether beside a year there stands what is due in it and nothing else: a figure, or a sign
    that there is none."""
    return bool(_DUE.fullmatch(text.strip()) or NOTHING.fullmatch(text.strip()))


def _holds(held: _Draft, draft: _Draft) -> bool:
    """Whether one indicator states all figures of another with their years: an overview that
    names them by the project tells the same ones again."""
    own, other = (
        {(value.kind, value.year, match_key(value.value.text)) for value in d.values}
        for d in (held, draft)
    )
    return len(other) > 1 and other <= own


class IndicatorReader:
    """Takes the parts of a sheet in order and gives its indicators."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.drafts: list[_Draft] = []
        self.pending: Value | None = None
        self.current: _Draft | None = None

    def add_missing(self, other: IndicatorReader) -> None:
        """Takes over the indicators of another reader that are not among these."""
        self._settle()
        other._settle()
        known = {match_key(draft.name.text) for draft in self.drafts}
        self.drafts += [
            draft
            for draft in other.drafts
            if match_key(draft.name.text) not in known
            and not any(_holds(held, draft) for held in self.drafts)
        ]

    def take_over(self, other: IndicatorReader) -> None:
        """Takes over all indicators of another reader, those that are told here too: each
        keeps the place that it is told in."""
        self._settle()
        other._settle()
        self.drafts += other.drafts

    def take_values(self, name: Value, values: list[IndicatorValue]) -> None:
        """An indicator with its figures, as another reader found them."""
        self._settle()
        draft = self._open(name)
        for value in values:
            draft.add(value)
        self.current = None

    def take_text(self, span: Span, lead: str = "", *, names: bool = True) -> None:
        """A line under a label of indicators: a name with its figures or, with `names`, a name
        alone."""
        year = _last_year(lead)
        for segment in _segments(self.text, span):
            content = segment.of(self.text)
            if content.lstrip().startswith(("※", "＊", "(注", "（注")):
                continue
            if self._take_moves(segment):
                continue
            if titled := _TITLED.match(content):
                if self._take_titled(segment, titled, year):
                    continue
                segment = Span(segment.start + titled.end(), segment.end)
                content = segment.of(self.text)
            name, figures = split_figures(content)
            due = lone_year(content[slice(*name)]) if figures else None
            if due is not None and self.has_name() and tells_due(content[figures[0].start :]):
                figure = Span(figures[0].start, figures[0].end)
                self.add_target(self._value_in(segment, figure), due.year)
            elif figures:
                self._inline(segment, name, figures, year)
            elif content.endswith("。") or ("。" in content and len(content) > 30):
                year = _last_year(content) or year
                self._take_aim(segment)
            elif names and 2 <= len(content) <= _LONGEST_NAME and not content.isdecimal():
                self._name(segment)

    def _take_moves(self, span: Span) -> bool:
        """Whether a line was taken that tells what becomes of something from year to year."""
        moves = read_moves(span.of(self.text))
        if moves is None:
            return False
        name, steps = moves
        if name is not None:
            self._settle()
            self._open(self._value_in(span, name))
        elif self.current is None and self.pending is not None:
            self._open(self.pending)
        if self.current is None:
            return False
        words = [_KIND_BEFORE.search(span.of(self.text)[: at.start]) for _, at in steps]
        self._add_moves(
            (year, self._value_in(span, at), word[1] if word else "")
            for (year, at), word in zip(steps, words, strict=True)
        )
        return True

    def _add_moves(self, told: Iterable[tuple[int | None, Value, str]]) -> None:
        """Year, value and label of all that the open indicator moves from and to; it is closed."""
        for place, (year, value, label) in enumerate(told):
            if self.current is not None and not NOTHING.fullmatch(value.text):
                kind: ValueKind = "target" if place else "baseline"
                self.current.add(IndicatorValue(kind, year, value, label))
        self.pending = self.current = None

    def _take_titled(self, span: Span, match: re.Match[str], year: int | None) -> bool:
        """Whether a line was taken whose figure is of what stands in brackets before it:
        【効果額】年4,800千円. 【目標】 names nothing."""
        roles = set(roles_of(match["title"], True))
        content = span.of(self.text)
        figure = _FIGURE.match(content, match.end())
        if roles & (FIGURES | {"indicator"}) or figure is None:
            return False
        self._inline(span, match.span("title"), list(_figures(content, match.end())), year)
        return True

    def _take_aim(self, span: Span) -> None:
        """A sentence that sets an aim: 令和10年度までに…の数を60手続にします。"""
        match = _AIM.search(span.of(self.text))
        if match is None or _last_year(match["figure"]):
            return
        year = _last_year(match["year"] or "")
        if match["year"] and year is None:
            return
        self._settle()
        name = Span(span.start + match.start("name"), span.start + match.end("name"))
        held = Span(span.start + match.start("figure"), span.start + match.end("figure"))
        draft = self._open(Value(display(self.text, name), name))
        draft.add(IndicatorValue("target", year, Value(display(self.text, held), held), ""))
        self.current = None

    def take_lines(self, lines: list[Span], *, names: bool = True) -> None:
        """Lines under a label of indicators; a table that lost its rules is read by columns.
        Where an indicator stands beside the label, a line without figures is no name."""
        position = 0
        while position < len(lines):
            end = self._take_stacked(lines, position)
            end = self._take_dated_lines(lines, position) if end == position else end
            if end == position:
                line, end = self._with_wrapped(lines, position)
                self.take_text(line, names=names)
            position = end

    def _take_dated_lines(self, lines: list[Span], start: int) -> int:
        """The line behind a name and the figures below it, each behind its year (2025年：0人), the
        first of which is where it starts; else `start`."""
        told = [_DATED_LINE.fullmatch(line.of(self.text)) for line in lines[start:]]
        dated = [match for match in takewhile(bool, told[1:]) if match]
        if len(dated) < 2 or told[0]:
            return start
        self._name(lines[start])
        if self.pending is None:
            return start
        self._open(self.pending)
        self._add_moves(
            (_last_year(match["year"]), self._value_in(line, Span(*match.span("figure"))), "")
            for line, match in zip(lines[start + 1 :], dated, strict=False)
        )
        return start + 1 + len(dated)

    def _with_wrapped(self, lines: list[Span], first: int) -> tuple[Span, int]:
        """A line with those below that go on with its figures, and the index behind them."""
        line, end = lines[first], first + 1
        while end < len(lines) and _goes_on(line.of(self.text), lines[end].of(self.text)):
            line, end = line.join(lines[end]), end + 1
        return line, end

    def _take_stacked(self, lines: list[Span], start: int) -> int:
        """The line behind the rows `現状値 目標値`, `R6 R11`, `20件 100件`; else `start`."""
        heads = _words(self.text, lines[start])
        kinds = [_kind_of(word.of(self.text)) for word in heads]
        if len(heads) < 2 or not all(kinds) or not self.has_name():
            return start
        years: list[int | None] = [_last_year(word.of(self.text)) for word in heads]
        following = start + 1
        while following < len(lines):
            words = _words(self.text, lines[following])
            dates = [_last_year(word.of(self.text)) for word in words]
            if len(words) != len(heads):
                return start
            if all(dates) and not any(years):
                years = dates
                following += 1
                continue
            if self.current is None and self.pending is not None:
                self._open(self.pending)
            for word, kind, year in zip(words, kinds, years, strict=True):
                if self.current is not None and kind is not None:
                    value = Value(display(self.text, word), word)
                    self.current.add(IndicatorValue(kind, year, value, ""))
            return following + 1
        return start

    def _name(self, span: Span) -> None:
        self._settle()
        match = _LEAD.match(span.of(self.text))
        at = Span(span.start + (match.end() if match else 0), span.end)
        if at.end > at.start:
            self.pending = Value(re.sub(r"\s*\n\s*", "", display(self.text, at)), at)

    def _settle(self) -> None:
        """A name without figures is an indicator all the same, but for mere numbers of those
        that a table tells of (指標 1、2)."""
        named = self.pending is not None and not _NUMBERS.fullmatch(self.pending.text)
        if self.pending is not None and named and self.current is None:
            self._open(self.pending)
        self.pending, self.current = None, None

    def _open(self, name: Value) -> _Draft:
        self.current = _Draft(name, spans=[name.span])
        self.drafts.append(self.current)
        return self.current

    def _inline(
        self, span: Span, name: tuple[int, int], figures: list[_Inline], year: int | None
    ) -> None:
        at = Span(span.start + name[0], span.start + name[1])
        if at.end > at.start:
            self._settle()
            self._open(Value(re.sub(r"\s*\n\s*", "", display(self.text, at)), at))
        elif self.current is None and self.pending is not None:
            self._open(self.pending)
        if self.current is None:
            return
        for figure in figures:
            held = Span(span.start + figure.start, span.start + figure.end)
            shown = display(self.text, held)
            self.current.add(
                IndicatorValue(figure.kind, figure.year or year, Value(shown, held), figure.label)
            )

    def take_figure(self, part: Part) -> None:
        """A label 現状値 or 目標値 with its value, for the name above it."""
        if part.value is None or NOTHING.fullmatch(part.value.text):
            return
        if self.current is None:
            if self.pending is None:
                return
            self._open(self.pending)
        assert self.current is not None
        whole = Span(part.span.start, part.value.span.end)
        name, figures = split_figures(whole.of(self.text))
        if figures and name[0] == name[1] and _BECOMING.search(part.value.text):
            self._inline(whole, name, figures, None)  # 現状値 26.5％ → 目標値 98％
            return
        kind = next(_KIND_OF_ROLE[role] for role in part.roles if role in FIGURES)
        self.current.spans.append(part.span)
        if dated := read_years(part.value.span.of(self.text)):
            for own, at in dated:
                shown = self._value_in(part.value.span, at)
                self.current.add(IndicatorValue(kind, own, shown, part.text))
            return
        year = _last_year(part.text) or _last_year(part.value.text)
        self.current.add(IndicatorValue(kind, year, part.value, part.text))

    def take_told(self, value: Value, year: int | None = None) -> bool:
        """Targets that a text names with their figures (加盟店800店、流通額12億円), those of
        `year`, unless an indicator is open that such a text gives the figure of."""
        if self.has_name():
            return False
        if _TITLED.match(value.span.of(self.text)):
            self.take_text(value.span, names=False)
            self._settle()
            return True
        if self._take_dated(value.span):
            return True
        for target in read_targets(value.span.of(self.text)):
            draft = self._open(self._value_in(value.span, target.name))
            for kind, at in (("baseline", target.baseline), ("target", target.figure)):
                if at is not None:
                    shown = self._value_in(value.span, at)
                    due = year if kind == "target" else None
                    draft.add(IndicatorValue(kind, due, shown, ""))  # type: ignore[arg-type]
        self.current = None
        return True

    def take_target(self, name: Value, value: Value, year: int | None) -> None:
        """A target of `year` whose name stands elsewhere."""
        self._open(name).add(IndicatorValue("target", year, value, ""))
        self.current = None

    def add_target(self, value: Value, year: int | None) -> None:
        """One more target of the indicator that is open, if any is and the value tells one."""
        if self.current is None and self.pending is not None:
            self._open(self.pending)
        if self.current is not None and not NOTHING.fullmatch(value.text):
            self.current.add(IndicatorValue("target", year, value, ""))

    def add_baseline(self, value: Value, year: int | None) -> None:
        """The figure that the target added last starts from."""
        self.drafts[-1].add(IndicatorValue("baseline", year, value, ""))

    def _take_dated(self, span: Span) -> bool:
        """A name with figures that each have their year; the first of them is where it
        stands."""
        found = read_dated(span.of(self.text))
        if found is None:
            return False
        draft = self._open(self._value_in(span, found[0]))
        for number, (year, at) in enumerate(found[1]):
            shown = self._value_in(span, at)
            if not NOTHING.fullmatch(shown.span.of(self.text)):
                kind: ValueKind = "target" if number else "baseline"
                draft.add(IndicatorValue(kind, year, shown, ""))
        self.current = None
        return True

    def _value_in(self, whole: Span, at: Span) -> Value:
        """What stands at a place that is told from the start of a longer text."""
        span = Span(whole.start + at.start, whole.start + at.end)
        return Value(display(self.text, span), span)

    def take_grid(self, grid: Grid, lines: tuple[Line, ...]) -> None:
        """The rows of a grid that hold figures."""
        told = looks_like_indicators(grid, lines)
        opened: dict[tuple[Span | None, str], _Draft] = {}
        for line in lines:
            if line.role in ("actions", "schedule"):
                continue
            if not line.role and not (told and (line.name or self.has_name())):
                continue
            if line.name is None and line.role == "" and grid.name_column is not None:
                continue
            self._take_line(line, opened)

    def name_by(self, title: Value | None) -> None:
        """Names figures that no indicator stands above by what the sheet is about."""
        if not self.has_name() and title is not None:
            self.pending = title

    def has_name(self) -> bool:
        """Whether an indicator is open, or a name that one may be opened by."""
        return self.pending is not None or self.current is not None

    def _take_line(self, line: Line, opened: dict[tuple[Span | None, str], _Draft]) -> None:
        key = (line.name.span if line.name else None, line.qualifier)
        draft = opened.get(key)
        if draft is None:
            if line.name is not None:
                self._settle()
                draft = self._open(line.name)
                self.current = None
            elif self.current is None and self.pending is not None:
                draft = self._open(self.pending)
            else:
                draft = self.current
            if draft is None:
                return
            opened[key] = draft
        draft.qualifier, draft.unit = line.qualifier, line.unit or draft.unit
        for value in _values(line):
            draft.add(value)
        if not draft.unit:
            self._part_unit(draft)

    def _part_unit(self, draft: _Draft) -> None:
        """Takes the unit in brackets behind a name (利用率（％）) as that of its bare figures."""
        match = _UNIT_BEHIND.search(draft.name.text)
        written = _UNIT_BEHIND.search(draft.name.span.of(self.text))
        figures = [value.value.text for value in draft.values]
        if not (match and written and match.start() and figures):
            return
        unit = _counted(match["unit"])
        if unit and all(map(_BARE_FIGURE.fullmatch, figures)):
            span = Span(draft.name.span.start, draft.name.span.start + written.start())
            draft.name = Value(draft.name.text[: match.start()], span)
            draft.unit = unit

    def finish(self, document_id: str, owner: str | None, section: int) -> tuple[Indicator, ...]:
        """All indicators read; `owner` is the project's id, None outside projects."""
        self._settle()
        seen: dict[str, int] = {}
        found: list[Indicator] = []
        for draft in self.drafts:
            key = f"{document_id}|{owner or ''}|{match_key(draft.name.text)}|{draft.qualifier}"
            seen[key] = occurrence = seen.get(key, -1) + 1
            span = draft.spans[0]
            for other in draft.spans:
                span = span.join(other)
            found.append(
                Indicator(
                    record_id(key, occurrence), document_id, owner, draft.name,
                    tuple(draft.values), span, draft.qualifier, draft.unit, section,
                )
            )  # fmt: skip
        return tuple(found)


def told_apart(indicators: Iterable[Indicator]) -> tuple[Indicator, ...]:
    """The indicators in document order, each with an id of its own: two tables may tell of
    indicators of one name, those of a former plan and those of the new one."""
    seen: dict[str, int] = {}
    found = []
    for indicator in sorted(indicators, key=lambda one: one.span):
        own = indicator.indicator_id
        seen[own] = occurrence = seen.get(own, -1) + 1
        apart = record_id(own, occurrence) if occurrence else own
        found.append(replace(indicator, indicator_id=apart))
    return tuple(found)


def record_id(key: str, occurrence: int) -> str:
    """Ten hex digits that stay the same as long as the key does."""
    return blake2b(f"{key}|{occurrence}".encode(), digest_size=5).hexdigest()


def _values(line: Line) -> Iterator[IndicatorValue]:
    for figure in line.figures:
        cell, column = figure.cell, figure.column
        if NOTHING.fullmatch(cell.text):
            continue
        kind: ValueKind = column.kind or "target"
        label = column.label
        if line.role in FIGURES:
            if kind != "baseline":
                kind = _KIND_OF_ROLE[line.role]
                label = f"{line.label} {label}".strip()
            elif column.years or not column.label:
                label = f"{line.label} {label}".strip()
        year = column.years[-1] if column.years else _last_year(cell.text)
        yield IndicatorValue(kind, year, Value(cell.text, cell.span), label)


def _counted(unit: str) -> str:
    """What a unit counts (人／年, 年間・人: 人), "" where it is none."""
    parts = [part for part in re.split(r"[／/・、 　]", unit) if part]
    told = [part for part in parts if part not in _PERIODS] or parts
    return next((p for p in told if any(n.unit for n in find_numbers(f"1{p}"))), "")


def _words(text: str, span: Span) -> list[Span]:
    return [
        Span(match.start(), match.end())
        for match in re.compile(r"[^\s　]+").finditer(text, span.start, span.end)
    ]


def _kind_of(word: str) -> ValueKind | None:
    for role in roles_of(word) or roles_of(word, True):
        if role in FIGURES or role == "present":
            return _KIND_OF_ROLE.get(role, "baseline")
    return None


def _last_year(text: str) -> int | None:
    """The year that a figure or its label tells, not one that it is compared with."""
    mentions = [m for m in find_years(text) if not _COMPARED.match(text, m.span.end)]
    return mentions[-1].year if mentions else None


def _segments(text: str, span: Span) -> Iterator[Span]:
    """The items of a cell or line: what bullets, line breaks and tags divide."""
    content = span.of(text)
    position = 0
    arrows = [match.span() for match in _LEADING_ON.finditer(content)]
    for match in [*_SEGMENT.finditer(content), None]:
        end = match.start() if match else len(content)
        if any(start < end < stop for start, stop in arrows):
            continue
        if match and match[0] == "\n" and _goes_on(content[position:end], content[match.end() :]):
            continue
        piece = content[position:end]
        if piece.strip():
            start = span.start + position + len(piece) - len(piece.lstrip())
            yield Span(start, span.start + position + len(piece.rstrip()))
        position = match.end() if match else end


def _goes_on(line: str, below: str) -> bool:
    """Whether the line below goes on with figures: behind an arrow, or inside a bracket."""
    opened = max(line.rfind("（"), line.rfind("("))
    inside = opened > max(line.rfind("）"), line.rfind(")"))
    ahead = below.lstrip(" 　")[:1] in _ARROWS and line.rstrip().endswith(("）", ")"))
    return ahead or (inside and any(arrow in line for arrow in _ARROWS))


@dataclass(frozen=True, slots=True)
class _Inline:
    """A figure in a line: where it stands, its kind and year."""

    start: int
    end: int
    kind: ValueKind
    year: int | None
    label: str


def split_figures(content: str) -> tuple[tuple[int, int], list[_Inline]]:
    """Where the name lies in a line, and the figures behind it; no figures if the line does
    not read as name and figures."""
    lead = _LEAD.match(content)
    start = lead.end() if lead else 0
    end = _NAME_END.search(content, start)
    if end is None and not _FROM_TO.match(content, start):
        return (start, len(content)), []
    if end is None or _KIND_FIRST.match(content, start) or _FROM_TO.match(content, start):
        end = re.compile("").match(content, start)
        assert end is not None
    figures = list(_figures(content, end.end()))
    if not _NOT_YET.match(content, end.end()):
        figures = _dated(content, figures)
    if not figures:
        return (start, len(content)), []
    return (start, end.start()), figures


def _dated(content: str, figures: list[_Inline]) -> list[_Inline]:
    """Figures of rising years behind one another, of which the first is where it starts, unless
    a comma lists them: 12,000人（2028年度）、25,000人（2030年度）."""
    if len(figures) > 1 and re.search(r"[、，]", content[figures[0].end : figures[1].start]):
        return figures
    years = [figure.year for figure in figures if figure.year is not None]
    done = [f.year for f in figures if f.kind == "actual" and f.year is not None]
    before = bool(done and years) and years[0] < min(done) and "目標" not in figures[0].label
    if before and figures[0].kind == "target":
        return [replace(figures[0], kind="baseline"), *figures[1:]]  # R5：30％ R6実績：40％
    plain = all(f.kind == "target" and "目標" not in f.label for f in figures)
    if len(years) > 1 and len(years) == len(figures) and plain and years[0] < years[-1]:
        return [replace(figures[0], kind="baseline"), *figures[1:]]
    return figures


def _figures(content: str, start: int) -> Iterator[_Inline]:
    becoming = _BECOMING.search(content[start:]) is not None
    position, became = start, False
    shares = {match.start(1) + len(match[1]) for match in _SHARE.finditer(content, start)}
    for divider in [*_DIVIDER.finditer(content, start), None]:
        stop = divider.start() if divider else len(content)
        if stop in shares or (divider and _parts_year(content[position:stop], divider[0])):
            continue
        piece = content[position:stop]
        guess: ValueKind = "baseline" if becoming and not became else "target"
        figure = _figure(piece, position, guess)
        if figure is not None:
            yield figure
        if divider is not None:
            became = became or divider["into"] is not None
            position = divider.end()


def _parts_year(piece: str, divider: str) -> bool:
    """Whether a gap behind a year in brackets parts it from its figure: （R10） 26人."""
    return not divider.strip() and piece[-1:] in (")", "）") and not _DATED.search(piece)


def _figure(piece: str, offset: int, guess: ValueKind) -> _Inline | None:
    """The figure that a piece of a line states."""
    mentions = find_years(piece)
    blanked = piece
    for mention in mentions:
        length = mention.span.end - mention.span.start
        blanked = blanked[: mention.span.start] + "\u3000" * length + blanked[mention.span.end :]
    match = _FIGURE.search(blanked)
    if match is None or len(piece) > 60:
        return None
    before = [(piece.rfind(word, 0, match.start()), kind) for word, kind in _KIND_WORDS]
    place, told = max(before)
    if place < 0:
        told = next((kind for word, kind in _KIND_WORDS if word in piece), guess)
    begin = match.start() + len(match[0]) - len(match[0].lstrip())
    end = match.start() + len(_BECOMES.sub("", match[0]).rstrip(" 　をにへとがはで"))
    year = mentions[0].year if mentions else None
    label = piece[: match.start()].strip(" 　：:【】—―–－-").lstrip("（(").rstrip("（( 　：:")
    return _Inline(offset + begin, offset + end, told, year, label)
