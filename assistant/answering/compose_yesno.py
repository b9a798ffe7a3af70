"""Yes or no: the question's claim held against what the documents state."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.answering.drafts import Draft, Line
from assistant.answering.messages import say
from assistant.answering.turn import Turn
from assistant.language.normalize import match_key, normalize_text
from assistant.language.numbers import find_numbers
from assistant.language.years import find_years

FactDraft = Callable[[Turn], Draft | None]
YES_FROM = 0.45
_NEGATIVE = re.compile(
    r"(ません|ない|なかった|いない|未実施|未着手|未定|該当なし|困難|できず|廃止|及ばず|下回)(。|$|、|で)"
)
_ASKS_NEGATIVE = re.compile(r"(ない|ません|いない|未)(です|の|ん)?か?[?？]?$")
_EXISTS = re.compile(r"(あり|ある|存在し|含まれ|載って|are there|is there|any )")


def compose_yesno(turn: Turn, fact_draft: FactDraft) -> Draft | None:
    """はい or いいえ, with the statement that settles it."""
    claim_years = turn.query.years
    query = replace(turn.query, forms=turn.query.forms - {"yesno"}, years=())
    open_turn = replace(turn, query=query)
    draft = fact_draft(open_turn)
    if draft is None or (draft.kind == "text" and draft.confidence < YES_FROM):
        return _none_found(turn, fact_draft)
    verdict = _verdict(turn, draft, claim_years)
    head = say(turn.language, "yes" if verdict else "no")
    first, *rest = draft.lines
    return replace(
        draft,
        kind="yesno",
        lines=(
            replace(first, text=head + first.text),
            *rest[: 2 if draft.kind != "list" else None],
        ),
    )


def _verdict(turn: Turn, draft: Draft, years: tuple[int, ...]) -> bool:
    text = " ".join(line.text for line in draft.lines)
    claims = [claim for claim in _claims(turn, years) if claim]
    if claims:
        return all(claim(text) for claim in claims)
    if turn.query.ratings and draft.kind == "list":
        return True
    negative = bool(_NEGATIVE.search(text.split("」")[-1]))
    return negative == bool(_ASKS_NEGATIVE.search(turn.query.normalized))


def _claims(turn: Turn, years: tuple[int, ...]) -> list[Callable[[str], bool]]:
    """Checks that the answer's text must pass for a yes."""
    claims: list[Callable[[str], bool]] = []
    for year in years:
        claims.append(lambda text, year=year: any(m.year == year for m in find_years(text)))  # type: ignore[misc]
    plain = turn.query.normalized
    for mention in find_years(plain):
        plain = plain.replace(mention.span.of(plain), " ")
    names = {normalize_text(p.name.text) for p in turn.named}
    for number in find_numbers(plain):
        if number.unit and not any(number.span.of(plain) in name for name in names):
            claims.append(
                lambda text, n=number: any(o.value == n.value for o in find_numbers(text))
            )  # type: ignore[misc]
    for department in turn.query.departments:
        claims.append(lambda text, d=department: match_key(d) in match_key(text))  # type: ignore[misc]
    return claims


def _none_found(turn: Turn, fact_draft: FactDraft) -> Draft | None:
    """いいえ where a bounded list is empty and the document says how it stands."""
    if not (turn.query.ratings and turn.query.negated and turn.query.hierarchy):
        return None
    query = replace(turn.query, ratings=(), forms=frozenset({"list"}))
    draft = fact_draft(replace(turn, query=query))
    if draft is None or draft.kind != "list":
        return None
    lines = [
        Line(f"{project.name.text}：{project.rating.text}", draft_line.evidence, (), bullet=True)
        for project, draft_line in zip(draft.projects, draft.lines[1:], strict=False)
        if project.rating
    ]
    return replace(draft, kind="yesno", lines=(Line(say(turn.language, "no")), *lines))
