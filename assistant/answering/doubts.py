"""Signs that a draft is not about what the question asks."""

from __future__ import annotations

import re

from assistant.answering.compose_spent import asks_use, tells_use
from assistant.answering.drafts import TEXT_KINDS, Draft
from assistant.answering.municipalities import find_neighbours
from assistant.answering.turn import Turn
from assistant.answering.unnamed import UNNAMED
from assistant.answering.untold import STATED, UNTOLD, told_with_context
from assistant.language.normalize import match_key, normalize_text
from assistant.language.similarity import likeness
from assistant.language.tokens import lemmas

_FIGURES = ("number", "money", "percent")
OF_NAMED = ("department", "rating")  # what is told of a thing that the question names
ENOUGH_TOLD = 0.6  # of the question's nouns, by a draft that need not tell what is counted
SEVERAL = 4  # nouns of an English question
LEAST_TOLD = 0.15  # of them, by a statement with what it stands under
NEAREST = 6  # facts
SEVERAL_SAID = 2  # nouns
WHOLE = 0.99  # of the question's nouns
LONG_GLOSS = 4  # characters of a Japanese name beside English words
LONG_NAME = 8  # characters of a name that nothing else is meant by
ALIKE = 0.75  # the share of a name's letters that a misspelt one shares
_COUNTED_NOUN = re.compile(
    r"([一-龠ァ-ヶーa-z]{2,})(?:は|って|が)(?:何|なん)(?:人|件|台|社|校|か所|戸|枚)"
)
_COUNTED_BY_DEED = re.compile(r"([一-龠]{2})(?:し|され)た[一-龠ァ-ヶー]{2,8}?の?(?:件数|人数|数)")
# ドローン配送事業: a project by a name in katakana or Latin letters.
_NAMES_PROJECT = re.compile(
    r"[a-zァ-ヶー]{3,}[一-龠ァ-ヶー]{0,6}(?:事業(?!者)|計画|プロジェクト|サービス|システム|アプリ)"
)
# its AI voice response (AI音声応答)
_GLOSSED = re.compile(r"[（(]([^（()）]*[ぁ-んァ-ヶ一-龠][^（()）]*)[)）]")
_CAPITALS = re.compile(r"\b(?!KPI|FY|DX)[A-Z][A-Za-z]*[A-Z]{2,}[A-Za-z]*\b")
_NAME = re.compile(r"[a-z][a-z0-9\-]{2,}|[ァ-ヶー]{3,}")


def lacks_name(turn: Turn, draft: Draft) -> bool:
    """Whether the question names a thing in Latin letters or katakana that no document
    speaks of, not even in another spelling."""
    known = turn.ranker.index.vocabulary
    names = [
        term.lemma
        for term in turn.nouns
        if _NAME.fullmatch(term.lemma)
        and term.lemma not in known
        and not any(_is_known(turn, other) for other in term.alternatives)
    ]
    shown = match_key(draft.text)
    return any(likeness(name, shown) < ALIKE for name in names)


def _is_known(turn: Turn, words: tuple[str, ...]) -> bool:
    """Whether the documents speak of another way to say a name; most of its words are enough
    where it translates one of several English words."""
    held = sum(word in turn.ranker.index.vocabulary for word in words)
    return 2 * held > len(words) if turn.language == "en" else held == len(words)


def lacks_head(turn: Turn, draft: Draft) -> bool:
    """Whether the noun that is counted (医師は何人) is nowhere in the evidence."""
    match = _COUNTED_NOUN.search(turn.query.normalized)
    words = lemmas(match[1]) if match else []
    terms = [term for term in turn.nouns if term.lemma in words][-1:]
    if not terms or not turn.ranked:
        return False
    # 交付件数 may be told under another word
    counts = match is not None and match[1].endswith("数")
    if counts and turn.share_of_nouns(draft.text) >= ENOUGH_TOLD:
        return False
    return turn.ranker.coverage(terms, extra=draft.text)[0] == 0.0


def left_focus(turn: Turn, draft: Draft) -> bool:
    """Whether a follow-up about a project is answered from somewhere else."""
    ids = {project.project_id for project in draft.projects}
    return bool(turn.query.focus) and draft.kind in TEXT_KINDS and not ids & set(turn.query.focus)


def lacks_asked(turn: Turn, draft: Draft) -> bool:
    """Whether a draft surely lacks what is asked for: the name of a thing, a month, a figure,
    what comes first in an order, or a sum of the kind that the question names."""
    return any(lacks(turn, draft) for lacks in _LACKS)


def _lacks_counted(turn: Turn, draft: Draft) -> bool:
    return draft.kind in TEXT_KINDS and lacks_head(turn, draft)


def _lacks_subject(turn: Turn, draft: Draft) -> bool:
    """Whether an indicator holds nothing of a question whose words name it in another language
    or not at all, or a statement next to nothing of an English one."""
    if turn.query.focus or turn.named or not turn.nouns:
        return False
    english = turn.language == "en"
    figure = turn.wanted is not None and turn.wanted.type in _FIGURES
    if draft.kind == "text" and figure and _lacks_capitals(turn, draft):
        return True
    if draft.kind == "text" and english and len(turn.nouns) >= SEVERAL:
        return turn.share_of_nouns(told_with_context(turn, draft)) < LEAST_TOLD
    if draft.kind != "indicator" or not (english or lacks_name(turn, draft)):
        return False
    return turn.share_of_nouns(draft.text) == 0.0 or _lacks_capitals(turn, draft)


def _lacks_every_noun(turn: Turn, draft: Draft) -> bool:
    """Whether an indicator holds nothing that the question names although a statement near it
    holds it all: カキのへい死率, of which only a sentence speaks."""
    if (
        draft.kind != "indicator"
        or turn.query.focus
        or turn.named
        or len(turn.nouns) < SEVERAL_SAID
    ):
        return False
    if turn.share_of_nouns(told_with_context(turn, draft)) > 0.0:
        return False
    near = (f"{item.fact.text} {item.fact.context}" for item in turn.ranked[:NEAREST])
    return any(turn.share_of_nouns(text) >= WHOLE for text in near)


def _lacks_capitals(turn: Turn, draft: Draft) -> bool:
    """Whether an English question names things in capitals (LINE) that an indicator is about, and
    the draft speaks of none of them."""
    english = turn.language == "en"
    names = [match_key(n) for n in _CAPITALS.findall(turn.query.question)] if english else []
    if not names:
        return False
    about = (match_key(f"{i.fact.text} {i.fact.context}") for i in turn.best("indicator"))
    known = [name for key in about for name in names if name in key]
    told = match_key(told_with_context(turn, draft))
    return bool(known) and not any(name in told for name in known)


def _lacks_project(turn: Turn, draft: Draft) -> bool:
    names = draft.kind in OF_NAMED and _NAMES_PROJECT.search(turn.query.normalized)
    return bool(names) and lacks_name(turn, draft)


def _lacks_named(turn: Turn, draft: Draft) -> bool:
    """Whether the question gives the whole name of a project that only documents which it is
    not asked of have, and what is told is of one that is called otherwise: 自治体情報システムの
    標準化 is told of a city where another's is the 情報システムの標準化."""
    if draft.kind not in OF_NAMED or turn.query.focus:
        return False
    key = match_key(turn.query.question)
    told = {match_key(project.name.text) for project in draft.projects}
    elsewhere = {
        match_key(project.name.text)
        for project in turn.catalogue.projects.values()
        if project.document_id not in turn.query.scope
    }
    named = (name for name in elsewhere if len(name) >= LONG_NAME and name in key)
    return any(all(likeness(name, other) < ALIKE for other in told) for name in named)


def _lacks_place(turn: Turn, draft: Draft) -> bool:
    """Whether the question names a place beside those that the documents are of, and neither
    the draft nor what it stands under speaks of it."""
    if draft.kind not in STATED:
        return False
    places = find_neighbours(turn.query.question, turn.catalogue)
    if not places:
        return False
    told = normalize_text(told_with_context(turn, draft))
    return not any(place in told for place in places)


def _lacks_deed(turn: Turn, _: Draft) -> bool:
    """Whether things are counted of which something was done (反映した意見の件数) that no document
    speaks of."""
    counted = _COUNTED_BY_DEED.search(turn.query.normalized)
    deeds = [term for term in turn.query.terms if counted and term.lemma == counted[1]]
    known = turn.ranker.index.vocabulary
    return any(
        term.lemma not in known and not any(_is_known(turn, o) for o in term.alternatives)
        for term in deeds
    )


def _lacks_partner(turn: Turn, draft: Draft) -> bool:
    """Whether a figure is asked of one of those who made the plan together, and what is told is
    no one's in particular."""
    partners = turn.catalogue.partners
    named = [name for name in partners if normalize_text(name) in turn.query.normalized]
    if turn.wanted is None or turn.wanted.type not in _FIGURES or len(named) != 1:
        return False
    return named[0] not in told_with_context(turn, draft)


def _lacks_use(turn: Turn, draft: Draft) -> bool:
    """Whether it is asked what freed time is used for, and only how much of it is told."""
    return asks_use(turn) and not tells_use(told_with_context(turn, draft))


def _lacks_glossed(turn: Turn, draft: Draft) -> bool:
    """Whether an English question gives the Japanese name of a thing that the documents speak
    of, and neither the draft nor what it stands under does: its AI voice response (AI音声応答)."""
    if turn.language != "en" or draft.kind not in TEXT_KINDS:
        return False
    told = match_key(told_with_context(turn, draft))
    names = [match_key(match[1]) for match in _GLOSSED.finditer(turn.query.question)]
    known = [name for name in names if turn.catalogue.mentions(normalize_text(name))]
    return any(len(name) >= LONG_GLOSS and likeness(name, told) < ALIKE for name in known)


_LACKS = (
    *UNNAMED, _lacks_place, _lacks_deed, _lacks_partner, _lacks_counted, *UNTOLD, _lacks_subject,
    _lacks_every_noun, _lacks_project, _lacks_named, _lacks_use, _lacks_glossed,
)  # fmt: skip
