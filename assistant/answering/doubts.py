"""Signs that a draft is not about what the question asks."""

from __future__ import annotations

import re

from assistant.answering.drafts import Draft
from assistant.answering.turn import Turn
from assistant.language.normalize import match_key
from assistant.language.similarity import likeness
from assistant.language.tokens import lemmas

TEXT_KINDS = ("text", "textlist")
ALIKE = 0.75  # the share of a name's letters that a misspelt one shares
_COUNTED_NOUN = re.compile(
    r"([一-龠ァ-ヶーa-z]{2,})(?:は|って)(?:何|なん)(?:人|件|台|社|校|か所|戸|枚)"
)
_NAME = re.compile(r"[a-z][a-z0-9\-]{2,}|[ァ-ヶー]{3,}")


def lacks_name(turn: Turn, draft: Draft) -> bool:
    """Whether the question names a thing in Latin letters or katakana that no document
    speaks of, not even in another spelling."""
    known = turn.ranker.index.vocabulary
    names = [
        term.lemma
        for term in turn.query.terms
        if term.weight >= 0.9
        and _NAME.fullmatch(term.lemma)
        and term.lemma not in known
        and not any(set(other) <= known.keys() for other in term.alternatives)
    ]
    shown = match_key(" ".join(line.text for line in draft.lines))
    return any(likeness(name, shown) < ALIKE for name in names)


def lacks_head(turn: Turn, draft: Draft) -> bool:
    """Whether the noun that is counted (医師は何人) is nowhere in the evidence."""
    match = _COUNTED_NOUN.search(turn.query.normalized)
    heads = lemmas(match[1])[-1:] if match else []
    terms = [term for term in turn.query.terms if term.lemma in heads and term.weight >= 0.9]
    if not terms or not turn.ranked:
        return False
    shown = " ".join(line.text for line in draft.lines)
    return turn.ranker.coverage(terms, extra=shown)[0] == 0.0


def left_focus(turn: Turn, draft: Draft) -> bool:
    """Whether a follow-up about a project is answered from somewhere else."""
    ids = {project.project_id for project in draft.projects}
    return bool(turn.query.focus) and draft.kind in TEXT_KINDS and not ids & set(turn.query.focus)
