"""What a sign of a rating means, where a document tells it outside a glossary."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.answering.compose_terms import compose_grade, term_line
from assistant.answering.compose_text import text_line
from assistant.answering.drafts import Draft, Line
from assistant.answering.turn import Turn
from assistant.datamodels import Fact, Term
from assistant.language.ratings import RATING_ORDER, SYMBOLS, rating_sign

SHORTEST_MEANING = 4
MOST_SIGNS = 8
FEWEST_SIGNS = 2  # in a section, from which on they are a legend
_ASKS_LEGEND = re.compile(
    r"(?:どのような|どんな|どういう|どういった)(?:状態|場合|時|とき|意味|こと|もの|基準)|意味|イミ|指[しす]|"
    r"(?:何|なに)を(?:表|示)|とは|って(?:何|なに|どう)|基準|目安|"
    r"what does .{0,40}mean|meaning|stands? for"
)
_ASKS_SCALE = re.compile(
    r"評価(?:を|は|が|の)?.{0,12}(?:どのような|どんな|どういう|何)(?:区分|段階|記号|基準)|"
    r"評価の(?:区分|段階|記号)(?:は|を|って|に)(?!.{0,4}いくつ)|"
    r"評価の?(?:付け方|つけ方|仕方|方法|基準).{0,16}(?:何段階|どう|どんな|どのよう)|"
    r"何段階(?:で|に)?.{0,6}評価|how many (?:levels|grades|stages|ranks)"
)
_GRADES = re.compile(
    r"[2-9２-９二三四五六](?:段階|区分|つの区分|つの記号)で.{0,6}(?:評価|判定|点検)"
)
_RATES = re.compile(r"評価|判定|達成|進捗|ランク|凡例|記号|区分|ふりかえ|振り返")
_LINE = re.compile(r"(\S[」』)]?)\s?[：:…＝=](.+)", re.S)
_SIGN_AND_MEANING = re.compile(rf"([{SYMBOLS}])[：:…＝=\s]?(?=[^{SYMBOLS}\s]{{4,}})")
_SHORT = re.compile(r"[^\s0-9０-９：:…・]{1,2}")


def compose_legend(turn: Turn) -> Draft | None:
    """The rows or lines of a legend that explain the rating asked about, all of them where
    the question asks how things are rated, or the grade that a glossary explains; None where it
    asks something else."""
    query = turn.query
    whole = not query.ratings and bool(_ASKS_SCALE.search(query.normalized)) and not turn.named
    if not whole and not (query.ratings and _ASKS_LEGEND.search(query.normalized)):
        return None
    scope = set(query.scope)
    terms = (term for term in turn.catalogue.terms.values() if term.document_id in scope)
    if any(rating_sign(term.name) in query.ratings for term in terms):
        return compose_grade(turn)
    legends: dict[tuple[str, int], dict[str, Fact]] = {}
    for fact in turn.facts:
        for sign in _explained(fact):
            legends.setdefault((fact.document_id, fact.section), {}).setdefault(sign, fact)
    told = [
        signs[rating]
        for signs in legends.values()
        for rating in (signs if whole else query.ratings)
        if len(signs) >= FEWEST_SIGNS and rating in signs
    ]
    if whole:
        known = {fact.document_id for fact in told}
        told += [f for f in turn.facts if f.document_id not in known and _grades(f)]
    lines = tuple(text_line(turn, fact) for fact in dict.fromkeys(told))
    if whole:
        lines += tuple(_graded_terms(turn, {fact.document_id for fact in told}))
    lines = lines[:MOST_SIGNS]
    return Draft("definition", lines, 0.9) if lines else None


def _graded_terms(turn: Turn, known: set[str]) -> Iterator[Line]:
    """The grades that a document explains sign by sign, of those whose are not `known`."""
    signs: dict[str, list[Term]] = {}
    for term in turn.catalogue.terms.values():
        if term.document_id in turn.query.scope and rating_sign(term.name) in RATING_ORDER:
            signs.setdefault(term.document_id, []).append(term)
    for document_id, terms in signs.items():
        if document_id not in known and len(terms) >= FEWEST_SIGNS:
            yield from (term_line(turn, term) for term in terms)


def _grades(fact: Fact) -> bool:
    """Whether a statement tells in how many grades things are rated."""
    return fact.kind == "statement" and bool(_GRADES.search(fact.text))


def _is_graded(fact: Fact) -> bool:
    """Whether a row of three cells tells a sign, its name, and when it is given."""
    return len(fact.cells) == 3 and bool(_RATES.search(fact.cells[0].header))


def _explained(fact: Fact) -> tuple[str, ...]:
    """The signs that a fact explains: a row of a sign and its meaning, with its name between
    them perhaps, a line `A：…`, or a line of several, `◎目標をこえた○予定どおり`."""
    if fact.project_id or not _RATES.search(fact.context):
        return ()
    if fact.kind == "row" and (len(fact.cells) == 2 or _is_graded(fact)):
        sign, meaning = fact.cells[0].value.text, fact.cells[-1].value.text
    elif fact.kind == "statement" and len(signs := _SIGN_AND_MEANING.findall(fact.text)) > 1:
        return tuple(map(rating_sign, signs))
    elif fact.kind == "statement" and (line := _LINE.match(fact.text)):
        sign, meaning = line.groups()
    else:
        return ()
    short = _SHORT.fullmatch(sign.strip("「」『』 ")) or sign.strip().isdigit()
    return (rating_sign(sign),) if short and len(meaning.strip()) >= SHORTEST_MEANING else ()
