"""Follow-ups: a question that leaves something out takes it from the turns before.

It may ask the last question again of another city or year (富山市では？), the same thing of
another subject (じゃあXは？), or another thing of the same subject (その担当課は？). What
needs nothing from before is a new question, and takes at most the place that was talked about.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.answering.cues import load_cues
from assistant.answering.scopes import asks_everywhere, scope_of
from assistant.answering.understand import understand
from assistant.datamodels import Query, SearchTerm
from assistant.language.tokens import lemmas
from assistant.language.years import find_years, without_years
from assistant.retrieval.catalogue import Catalogue

SHORT = 2  # content words up to which a question hardly stands alone
STRONG = 0.9  # weight from which a word tells the subject
CARRIED = 0.5  # share of its weight that a word of an earlier turn keeps beside a known subject
CARRIED_ALONE = 0.8  # the same if no project is known to be the subject
_YEAR_BEFORE = re.compile(r"(前|まえ)の(年度?)|前年度?|(year before|previous (fiscal )?year)")
_YEAR_AFTER = re.compile(r"(次|つぎ)の(年度?)|翌年度?|(next|following) (fiscal )?year")
_RELATIVE = frozenset(
    ("前", "次", "翌", "翌年", "翌年度", "前年", "前年度", "最後", "最終", "最初", "最終年度")
)
_ELLIPSIS = re.compile(r"(は|って|なら|だと|については?|に関しては)[?？]?$")
_WHAT_ABOUT = re.compile(
    r"^(and |so |then )?,? ?(how|what) about\b"
    r"|^and (?!.*\b(is|are|was|were|do|does|did|will|has|have|how|wh\w+)\b)[^?]{1,40}\?$"
)
_RANK = re.compile(
    r"(?:じゃあ|では|それでは|その)?、?(?:次|つぎ|(?P<rank>第?[2-9二三四五]番目?|[2-9二三四五]位))"
    r"(?:に[^\s、]{2,5}(?:の|もの))?(?:は|って)?(?:何|どれ)?(?:です|でした)?か?[?？。]?"
)
_FIRST_RANK = re.compile(r"(?:一番|いちばん|1番|最も|もっとも)に?|(?:1位|トップ)[にのは]?")
# And who …: leads on from the last question without needing it.
_LEADS_ON = re.compile(r"^(?:and|so|then|also)\b,? |^(?:じゃあ?|では|ちなみに|あと)、?")
# What is asked is to stand beside the answer before: さっきのと比べて, 両方並べて.
_BESIDE_BEFORE = re.compile(
    r"[、。,.]?[ 　]*(?:両方|ふたつ|二つ|2つ)(?:を|とも)?"
    r"(?:並べ|比べ|くらべ|見比べ)[^。?？]*[。?？]?"
    r"|[、。,.]?[ 　]*(?:さっき|先ほど|さきほど|前|まえ|先)の(?:もの|やつ|ほう|方|話|答え)?"
    r"と(?:比べ|くらべ|並べ|比較)[^。?？]*[。?？]?"
    r"|(?<=[^\s])と(?:比べる|くらべる|比較する)と[^。?？]{0,16}[。?？]?$"
    r"|[.,;]?\s*\bcompare (?:the two|both|them|it with (?:that|the last one))\b[.?!]?"
    r"|[.,;]?\s*\bcompared (?:to|with) (?:that|the previous one|before)\b[.?!]?",
    re.IGNORECASE,
)
# もう一つのほうの指標, 別のKPI, the other indicator.
_OTHER_INDICATOR = re.compile(
    r"(?:もう(?:一つ|1つ|１つ|ひとつ|一方|片方)|(?:他|ほか|別))(?:の(?:ほう|方))?の"
    r"(?:成果|活動|評価)?(?:指標|ＫＰＩ|KPI|数値目標)|the other (?:indicator|kpi|measure)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A turn already answered: its query and what the answer was about."""

    query: Query
    projects: tuple[str, ...]
    indicators: tuple[str, ...] = ()
    document_ids: tuple[str, ...] = ()


def resolve(
    question: str,
    earlier: Sequence[Earlier],
    catalogue: Catalogue,
    within: Collection[str] = (),
) -> Query:
    """The Query of `question`, kept to the documents `within`, with what it leaves out filled
    in from earlier turns."""
    rest = _BESIDE_BEFORE.sub("", question).strip() if earlier else ""
    if rest and rest != question.strip():
        query = resolve(rest, earlier, catalogue, within)
        return replace(query, beside=replace(earlier[-1].query, focus=earlier[-1].projects))
    query = understand(question, catalogue, within)
    if not earlier:
        return query
    if not _leans(query):
        return _staying(query, earlier[-1].query, catalogue)
    earlier = [_inside(turn, query.within, catalogue) for turn in earlier]
    last = earlier[-1]
    if not query.years and (year := _relative_year(query, last.query)):
        asks = tuple(ask for ask in query.asks if ask != "outlook")  # 次の年 asks for no outlook
        query = replace(query, years=(year,), asks=asks)
    if not query.municipalities and not query.unknown_places:
        query = replace(query, unknown_places=last.query.unknown_places)
    if rank := _next_rank(query, last):
        return _of_rank(query, last, rank, catalogue)
    if name := _other_indicator(query, last, catalogue):
        return _of_indicator(query, last, name, catalogue)
    if _asks_again(query):
        return _asked_again(query, last, catalogue)
    if _changes_subject(query, last, catalogue):
        return _other_subject(query, last, catalogue)
    return _same_subject(query, earlier, catalogue)


def _staying(query: Query, before: Query, catalogue: Catalogue) -> Query:
    """`query` asked of the places of the turn before, where it names none itself."""
    if query.municipalities or query.unknown_places or query.named or asks_everywhere(query):
        return query
    stayed = replace(query, municipalities=before.municipalities, named=before.named, stays=True)
    scope = scope_of(stayed, catalogue)
    return replace(stayed, scope=scope) if scope and scope != query.scope else query


def moved_on(query: Query, catalogue: Catalogue) -> Query:
    """A question that stayed at the places of the turn before, asked of all documents."""
    wide = replace(query, municipalities=(), named=(), stays=False)
    return replace(wide, scope=scope_of(wide, catalogue))


def _inside(turn: Earlier, within: tuple[str, ...], catalogue: Catalogue) -> Earlier:
    """`turn` without what it said of other documents than those that are asked now."""
    query = turn.query
    if not within or set(query.scope) <= set(within):
        return turn
    cities = {catalogue.documents[d].municipality for d in within}
    kept = tuple(name for name in query.municipalities if name in cities)
    said = query.question
    inside = replace(
        query,
        question=said if kept == query.municipalities else _without_cities(said, query, catalogue),
        municipalities=kept,
        named=tuple(d for d in query.named if d in within),
    )
    own = {p.project_id for p in catalogue.projects_in(within)}
    return replace(turn, query=inside, projects=tuple(p for p in turn.projects if p in own))


def _strong(query: Query) -> list[SearchTerm]:
    return [term for term in query.terms if term.weight >= STRONG]


def _leans(query: Query) -> bool:
    """Whether the question needs the turns before it. One that names its city and its subject
    and says what it wants of them needs none."""
    if load_cues(query.language).follow.search(query.normalized):
        return True
    if _is_elliptic(query):
        return True
    strong = _strong(query)
    says = query.asks or query.has_form("comparison", "list", "count", "items")
    return len(strong) <= SHORT and not (query.municipalities and strong and says)


def _is_elliptic(query: Query) -> bool:
    """Whether the question names a subject and does not say what it asks: Xは？"""
    if _WHAT_ABOUT.search(query.normalized):
        return True
    says = query.asks or query.has_form("wh")
    return not says and bool(_ELLIPSIS.search(query.normalized))


def _relative_year(query: Query, before: Query) -> int | None:
    """The year before or after the last one asked about: その前の年度."""
    if not before.years:
        return None
    if _YEAR_BEFORE.search(query.normalized):
        return before.years[-1] - 1
    return before.years[-1] + 1 if _YEAR_AFTER.search(query.normalized) else None


def _asks_again(query: Query) -> bool:
    """富山市では？ asks the last question again, of another city or year."""
    own = [t for t in query.terms if t.weight >= 0.45 and t.lemma not in _RELATIVE]
    asks = [ask for ask in query.asks if ask not in ("schedule", "figure") or not query.years]
    return not own and not asks and bool(query.municipalities or query.years or query.named)


def _asked_again(query: Query, last: Earlier, catalogue: Catalogue) -> Query:
    """The last question with its city, document or year put in place of the old one."""
    before = last.query
    moves = bool(query.municipalities) and query.municipalities != before.municipalities
    text = unicodedata.normalize("NFKC", before.question)
    if moves:
        text = _without_cities(text, before, catalogue)
    if query.years:
        text = without_years(text, find_years(text))
    again = understand(text, catalogue, query.within) if text.strip() else before
    municipalities = query.municipalities or before.municipalities
    merged = replace(
        again,
        question=text or before.question,
        language=query.language,
        asks=again.asks or before.asks,
        search_text=before.search_text,
        forms=before.forms - {"comparison"} if moves else before.forms,
        terms=_without_places(before.terms, catalogue) if moves else before.terms,
        municipalities=municipalities,
        unknown_places=query.unknown_places,
        named=query.named or (() if query.municipalities else before.named),
        years=query.years or before.years,
        focus=() if moves else last.projects,
    )
    return replace(merged, scope=scope_of(merged, catalogue))


def _without_cities(text: str, before: Query, catalogue: Catalogue) -> str:
    for name in before.municipalities:
        for spelling in (name, *catalogue.latin(name)):
            text = re.sub(rf"{re.escape(spelling)}('s)?(の|では|で)?", " ", text, flags=re.I)
    return text


def _without_places(terms: tuple[SearchTerm, ...], catalogue: Catalogue) -> tuple[SearchTerm, ...]:
    places = {lemma for name in catalogue.municipalities for lemma in lemmas(name)}
    return tuple(term for term in terms if term.lemma not in places)


def _other_indicator(query: Query, last: Earlier, catalogue: Catalogue) -> str:
    """The name of the one indicator of a project that the last answer left out, where the
    question asks for the other one: もう一つの指標は."""
    if not _OTHER_INDICATOR.search(query.question):
        return ""
    told = [catalogue.indicators[i] for i in last.indicators if i in catalogue.indicators]
    owners = {indicator.project_id for indicator in told}
    project = catalogue.projects.get(next(iter(owners)) or "") if len(owners) == 1 else None
    names = {i.name.text for i in project.indicators} if project else set()
    rest = names - {indicator.name.text for indicator in told}
    return rest.pop() if len(rest) == 1 else ""


def _of_indicator(query: Query, last: Earlier, name: str, catalogue: Catalogue) -> Query:
    """The question with the name of the indicator that it means; where it asks for nothing in
    particular, what the last question asked."""
    before = last.query
    text = _OTHER_INDICATOR.sub(lambda _: name, query.question, count=1)
    named = understand(text, catalogue, query.within)
    merged = replace(
        named,
        language=query.language,
        asks=tuple(ask for ask in named.asks if ask != "indicator") or before.asks,
        municipalities=query.municipalities or before.municipalities,
        named=query.named or before.named,
        years=query.years or before.years,
        focus=last.projects[:1],
    )
    return replace(merged, scope=_scope(merged, catalogue))


def _next_rank(query: Query, last: Earlier) -> str:
    """The rank that the question asks for after the first one: 2番目は, その次は."""
    match = _RANK.fullmatch(query.normalized)
    if match is None or not _FIRST_RANK.search(last.query.question):
        return ""
    return match["rank"] or "2番目"


def _of_rank(query: Query, last: Earlier, rank: str, catalogue: Catalogue) -> Query:
    """The last question with the next rank in place of the first."""
    before = last.query
    text = _FIRST_RANK.sub(f"{rank}に", before.question, count=1)
    again = understand(text, catalogue, query.within)
    merged = replace(
        again,
        municipalities=again.municipalities or before.municipalities,
        named=again.named or before.named,
        years=again.years or before.years,
        focus=last.projects,
    )
    return replace(merged, scope=_scope(merged, catalogue))


def _changes_subject(query: Query, last: Earlier, catalogue: Catalogue) -> bool:
    """じゃあXは？ asks the same of X; so does Xの目標は？ if X is the name of another project
    and the one talked about does not mention it."""
    strong = {term.lemma for term in _strong(query)}
    if not strong:
        return False
    cues = load_cues(query.language)
    if _is_elliptic(query) or (not query.asks and not query.has_form("wh", "yesno")):
        return True
    rest = _LEADS_ON.sub("", query.normalized)
    if rest != query.normalized and len(strong) > SHORT and not cues.follow.search(rest):
        return True
    if cues.both.search(query.normalized) or cues.other.search(query.normalized):
        return False
    own = [catalogue.projects[p] for p in last.projects if p in catalogue.projects]
    told = {lemma for p in own for lemma in _lemmas_of(catalogue.text(p.document_id, p.span))}
    others = (p for p in catalogue.projects_in(query.scope) if p.project_id not in last.projects)
    return not strong <= told and any(strong <= _lemmas_of(p.name.text) for p in others)


@lru_cache(maxsize=4096)
def _lemmas_of(text: str) -> frozenset[str]:
    return frozenset(lemmas(text))


def _other_subject(query: Query, last: Earlier, catalogue: Catalogue) -> Query:
    """What the last question asked, asked of this question's subject."""
    before = last.query
    inherits = not query.asks
    merged = replace(
        query,
        normalized=f"{query.normalized} {before.normalized}" if inherits else query.normalized,
        asks=query.asks or before.asks,
        forms=query.forms | (before.forms - {"comparison"} if inherits else frozenset()),
        municipalities=query.municipalities or before.municipalities,
        named=query.named or (() if query.municipalities else before.named),
        years=query.years or (before.years if inherits else ()),
    )
    return replace(merged, scope=scope_of(merged, catalogue))


def _same_subject(query: Query, earlier: Sequence[Earlier], catalogue: Catalogue) -> Query:
    """What this question asks, asked of what the turns before were about."""
    before = earlier[-1].query
    focus = _focus(query, earlier)
    several = len({catalogue.projects[p].document_id for p in focus if p in catalogue.projects}) > 1
    moves = bool(query.municipalities) and query.municipalities != before.municipalities
    if moves:
        focus = ()
    asks = query.asks if query.asks or query.has_form("wh", "yesno") else before.asks
    merged = replace(
        query,
        question=query.question if focus else f"{query.question} {before.question}",
        municipalities=query.municipalities or (() if several else before.municipalities),
        named=query.named or (() if query.municipalities or several else before.named),
        focus=focus,
        asks=asks,
        terms=_merged(query.terms, before.terms, CARRIED if focus else CARRIED_ALONE),
        search_text=f"{query.search_text} {before.search_text}",
        forms=query.forms - {"comparison"} if focus else query.forms,
    )
    return replace(merged, scope=_scope(merged, catalogue))


def _focus(query: Query, earlier: Sequence[Earlier]) -> tuple[str, ...]:
    """The projects that the question is about: those of the last turn, or what 両方,
    もう一つ or 最初 picks among those of all turns."""
    cues = load_cues(query.language)
    last = earlier[-1].projects
    every = tuple(dict.fromkeys(p for turn in earlier for p in turn.projects[:SHORT]))
    if cues.other.search(query.normalized):
        rest = tuple(p for p in every if p not in last[:1])
        return last[1:2] or rest[-1:] or last
    if cues.former.search(query.normalized):
        return last[:1] if len(last) > 1 else every[:1]
    if cues.both.search(query.normalized):
        return last if len(last) > 1 else every[-SHORT:]
    return last or every[-1:]


def _scope(query: Query, catalogue: Catalogue) -> tuple[str, ...]:
    """The documents of the carried subject, if the question names no other."""
    scope = scope_of(query, catalogue)
    if not query.focus or query.named:
        return scope
    wanted = {catalogue.projects[p].document_id for p in query.focus if p in catalogue.projects}
    return tuple(d for d in scope if d in wanted) or scope


def _merged(
    own: tuple[SearchTerm, ...], before: tuple[SearchTerm, ...], carried: float
) -> tuple[SearchTerm, ...]:
    known = {term.lemma for term in own}
    return (*own, *(replace(t, weight=t.weight * carried) for t in before if t.lemma not in known))
