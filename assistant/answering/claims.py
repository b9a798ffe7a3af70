"""What a yes/no question claims, and whether a statement bears it out.

A claim of a figure, a year or a department is held against the figures, years and
departments stated. Any other claim stands or falls with its sense: a negation, or the
opposite of the claim's own word, in the statement turns it round.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise

from assistant.answering.turn import Turn
from assistant.datamodels import Indicator
from assistant.language.normalize import match_key, normalize_text
from assistant.language.numbers import NumberMention, find_numbers
from assistant.language.years import find_years

Check = Callable[[str], bool]

_ABOVE = re.compile(r"^[^、。]{0,6}?(以上|を?超|を?上回|より(多|高|大き)|を?突破)")
_BELOW = re.compile(r"^[^、。]{0,6}?(以下|未満|を?下回|より(少な|低|小さ)|に満た|を?切)")
_ABOVE_EN = re.compile(r"(more than|over|above|at least|exceeds?|exceeding) ?$")
_BELOW_EN = re.compile(r"(less than|under|below|at most) ?$")
_RISES, _FALLS = r"増え|増や|増加|伸び|上が|increas|grow|rise", r"減|下が|decreas|fall"
_COMPLETE = re.compile(
    r"(全部|全て|すべて|もう).{0,8}(終わ|完了|済|達成|届)|all .{0,30}(done|completed|finished)"
)
_UNDERWAY = re.compile(r"未着手|実施中|移行中|残り|一部(のみ|に限)")
_FROM_TO = re.compile(
    r"(?:基準値|baseline)[^)）]*[)）]* ?([^、(（]+)"
    r".*?(?:目標値|target)[^)）]*[)）]* ?([^、(（]+)"
)
_NEGATIVE = re.compile(
    r"(ません|ない|なかった|なく|ず)(でした|です|ため|が|こと|もの|状況|状態)?(。|$|、|で|ため|。)"
    r"|のではなく|わけではな|未(実施|着手|定|導入|整備|対応)|該当なし|困難|できず|及ば|対象外|除[くき]|別に定め|見送|中止|断念"
)
_ASKS_NEGATIVE = re.compile(
    r"(ない|ません|いない|未(実施|着手|定|導入))(の|ん)?(です|でしょう)?か?[?？。]?$"
)
# A word of the claim, and what the statement says instead if the claim is wrong.
_OPPOSITES = tuple(
    (re.compile(claimed), re.compile(stated))
    for claimed, stated in (
        (r"上|超え|高い|多い|above|higher|more than", r"下回|より低|を下|少な"),
        (r"より?下|下回|低い|少な|below|lower", r"上回|より高|を超え"),
        (r"増え|増や|増加|伸び|拡大|increas", r"減少|減り|減っ|縮小|減ら|横ばい"),
        (r"減り|減っ|減ら|減少|縮小|decreas|fall", r"増加|増え|増や|拡大"),
        (r"(計画|予定)(どお|通)り|scheduled|planned|on time", r"遅れ|延期|見送|後ろ倒し|遅延"),
        (r"遅れ|delay", r"(計画|予定)(どお|通)り|前倒し"),
        (r"廃止|やめ|なくす|abolish", r"継続|存続|維持"),
        (r"続け|続く|残る|残す|存続|継続|生き続け|continu", r"廃止|終了|取りやめ"),
        (r"新規|新し|new", r"継続|既存|拡充"),
        (r"継続|既存", r"新規"),
        (r"職員|内部|自前", r"外部|委託"),
        (r"外部|委託|outside|external", r"内製|職員自ら|直営"),
        (
            r"ネット|オンライン|スマホ|ｗｅｂ|web|online",
            r"(電話|窓口|来庁|郵送|紙)[^、。]{0,6}(のみ|だけ|に限)",
        ),
        (r"だけで|単独|独自に|alone", r"連携|共同|協力"),
        (
            r"同じように|一律|どの.{1,12}でも|すべて|全て|全部|all ",
            r"一律.{0,6}(ではな|でな)|一部|段階的|優先",
        ),
        (r"必須|義務|しなければ", r"任意|希望|努力"),
        (r"無料|free", r"有料|負担"),
        (r"目的|ゴール|goal", r"手段|目的ではな|⇒×"),
        (r"カスタマイズ", r"カスタマイズ(なし|しない|を行わ|せず)"),
        (
            r"実施|導入|展開|開始|始ま|始め|運用|launch|start",
            r"検討(を(進め|行)|して|します|する|中|段階)",
        ),
        (
            r"ある|あり|\bany\b|\bhave\b|\bhas\b",
            r"(の|が|は)?なし(?![のに])|新規事業のため|ありません|該当なし",
        ),
    )
)


def borne_out(turn: Turn, statement: str) -> bool:
    """Whether `statement` bears the question's claim out."""
    checks = list(_checks(turn))
    if checks:
        return all(check(statement) for check in checks)
    if _COMPLETE.search(turn.query.normalized) and _is_underway(statement):
        return False
    claim = claim_of(turn)
    turned = bool(_NEGATIVE.search(statement)) or _says_opposite(claim, statement)
    return turned == bool(_ASKS_NEGATIVE.search(turn.query.normalized))


def _is_underway(statement: str) -> bool:
    """Whether a statement tells of work left to do, or of a target above the present."""
    figures = _FROM_TO.search(statement)
    if figures and (now := find_numbers(figures[1])) and (aim := find_numbers(figures[2])):
        return aim[0].value > now[0].value
    return bool(_UNDERWAY.search(statement))


def claim_of(turn: Turn) -> str:
    """The question with its words as dictionaries write them beside it."""
    return " ".join((turn.query.normalized, *(term.lemma for term in turn.query.terms)))


def keeps_trend(turn: Turn, indicator: Indicator) -> bool | None:
    """Whether an indicator rises or falls over the years asked about as claimed; None if
    no trend is claimed, or it has no figures for it."""
    claim = turn.query.normalized
    rises, falls = (bool(re.search(word, claim)) for word in (_RISES, _FALLS))
    first, last = min(turn.query.years, default=0), max(turn.query.years, default=9999)
    told = sorted(
        (value.year, numbers[0].value)
        for value in indicator.values
        if value.year
        and first <= value.year <= last
        and (numbers := find_numbers(value.value.text))
    )
    if rises == falls or len(told) < 2:
        return None
    steps = [(b - a) * (1 if rises else -1) for (_, a), (_, b) in pairwise(told)]
    return all(step > 0 for step in steps) if "続け" in claim else sum(steps) > 0


def _says_opposite(claim: str, statement: str) -> bool:
    return any(
        claimed.search(claim) and stated.search(statement) and not stated.search(claim)
        for claimed, stated in _OPPOSITES
    )


def claims_figure(turn: Turn) -> bool:
    """Whether the claim is one of figures, years, or more and less."""
    if _COMPLETE.search(turn.query.normalized) or list(_checks(turn)):
        return True
    return any(claimed.search(turn.query.normalized) for claimed, _ in _OPPOSITES[:4])


def _checks(turn: Turn) -> Iterator[Check]:
    """What the statement must tell for a yes: years, figures, departments."""
    claim = turn.query.normalized
    if turn.query.years and not re.search(r"年度?(から|以降|まで|の間|中に|に入って)", claim):
        yield lambda text: set(turn.query.years) <= {m.year for m in find_years(text)}
    names = {normalize_text(project.name.text) for project in turn.named}
    plain = claim
    for mention in find_years(claim):
        plain = plain.replace(mention.span.of(claim), " ")
    for number in find_numbers(plain):
        told = number.span.of(plain)
        part_of_name = any(told in name for name in names)
        if number.unit and not part_of_name and plain[number.span.end :][:1] != "の":
            yield _figure_check(plain, number)
    for department in turn.query.departments:
        yield partial(_names, match_key(department))


def _names(key: str, text: str) -> bool:
    return key in match_key(text)


def _figure_check(claim: str, number: NumberMention) -> Check:
    before, after = claim[: number.span.start], claim[number.span.end :]

    def fits(value: float) -> bool:
        if _ABOVE.search(after) or _ABOVE_EN.search(before):
            return value >= number.value if "以上" in after[:6] else value > number.value
        if _BELOW.search(after) or _BELOW_EN.search(before):
            return value <= number.value if "以下" in after[:6] else value < number.value
        return value == number.value

    def check(text: str) -> bool:
        told = [other for other in find_numbers(text) if other.unit == number.unit]
        return any(fits(other.value) for other in told)

    return check
