"""Whether a project carries a mark."""

from __future__ import annotations

import re

from assistant.answering.drafts import Draft, Line
from assistant.answering.messages import pick
from assistant.answering.turn import Turn
from assistant.answering.verdicts import with_verdict
from assistant.datamodels import Project
from assistant.language.normalize import match_key, normalize_text

NEARLY_NAMED = 0.6  # name score from which a project is meant, a typo apart
_PREDICATE = (
    r"(?:の|な)?(?:事業|取組項目|取組|項目|アクション|計画|対象|印|マーク|施策)?"
    r"(?:です|なの|か|でしょう|だ|になって|に選|に指定|に該当|の対象|が付|がつい|[?？]|$)"
)


def compose_marked(turn: Turn) -> Draft | None:
    """Whether a project that the question names carries a mark."""
    scores = turn.ranker.names.scores(turn.query)
    best = max(scores, default="", key=lambda p: (scores[p], p))
    if not best or scores[best] < NEARLY_NAMED:
        return None
    project = turn.subjects[0] if turn.named else turn.catalogue.projects[best]
    claim = normalize_text(turn.query.normalized)
    for key, mark in turn.catalogue.labels_in(turn.query.scope).marks.items():
        if re.search(re.escape(normalize_text(mark)) + _PREDICATE, claim):
            return _mark_draft(turn, project, key, mark)
    return None


def _mark_draft(turn: Turn, project: Project, key: str, mark: str) -> Draft:
    held = [m for m in project.marks if match_key(m.text) == key]
    name, city = project.name.text, turn.source(project)
    if held:
        text = pick(
            turn.language,
            (
                f"「{name}」（{city}）には「{mark}」の印があります。",
                f"“{name}” ({city}) is marked “{mark}”.",
            ),
        )
        line = Line(text, (turn.evidence(project, held[0].span),), (mark,))
        return with_verdict(turn, True, Draft("mark", (line,), 0.9, projects=(project,)))
    others = "、".join(m.text for m in project.marks)
    text = pick(
        turn.language,
        (
            f"「{name}」（{city}）に「{mark}」の印はありません"
            + (f"（印：{others}）。" if others else "。"),
            f"“{name}” ({city}) is not marked “{mark}”"
            + (f" (marks: {others})." if others else "."),
        ),
    )
    spans = (*project.mentions[:1], project.name.span)
    evidence = tuple(dict.fromkeys(turn.evidence(project, span) for span in spans))
    return with_verdict(
        turn, False, Draft("mark", (Line(text, evidence),), 0.9, projects=(project,))
    )
