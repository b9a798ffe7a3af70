"""A second opinion beside an answer: from the text beside a record, or from a record."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.answering.announcing import with_announced
from assistant.answering.candidates import VALUES
from assistant.answering.citations import checked
from assistant.answering.compose_fields import compose_department
from assistant.answering.compose_indicators import compose_indicator
from assistant.answering.compose_ratings import compose_rating
from assistant.answering.compose_schedule import compose_schedule
from assistant.answering.compose_text import compose_text, text_line
from assistant.answering.doubts import lacks_asked
from assistant.answering.drafts import Draft
from assistant.answering.reports import with_comment
from assistant.answering.turn import Turn
from assistant.answering.untold import told_with_context

SUPPLEMENTED = ("text", "indicator", "schedule", "rating", "department", "field")
ROOM = 470  # characters of a fact's answer, markers included
MARKER = 4  # characters of the marker behind a line
CLEAR_COVERAGE = 0.8  # of the question's words, from which a record speaks for itself
NEAR_RECORD = 0.12  # how much less relevant the second opinion may be
_TARGET_LABEL = re.compile(r"[^\w]*(?:数値|成果|最終)?目標値?\s?[:：】]\s?\S*?[0-9０-９]")
CONSIDERED = 6  # statements that a record is held against


def supplemented(turn: Turn, draft: Draft) -> Draft:
    """`draft` with a second opinion from the text, or from a record, where one is as near
    to the question and there is room."""
    if draft.kind not in SUPPLEMENTED or not draft.answerable:
        return draft
    if told := with_comment(turn, draft, ROOM) or with_announced(turn, draft):
        return checked(told, turn.catalogue)
    other = _asked_rating(turn, draft) or _asked_department(turn, draft)
    if other is None and not _speaks_for_itself(turn, draft):
        other = _second_opinion(turn, draft)
    return _joined(draft, checked(other, turn.catalogue)) if other else draft


def _joined(draft: Draft, other: Draft) -> Draft:
    """`draft` with the lines of another one that it does not tell, as far as there is room."""
    room = ROOM - sum(len(line.text) + MARKER for line in draft.lines)
    added = []
    for line in other.lines:
        if any(line.text in told.text for told in draft.lines):
            continue
        room -= len(line.text) + MARKER
        if room < 0:
            break
        added.append(line)
    return replace(draft, lines=(*draft.lines, *added)) if added else draft


def _speaks_for_itself(turn: Turn, draft: Draft) -> bool:
    """Whether a record holds so much of the question that no text needs to be told besides."""
    records = turn.best(draft.kind)
    return bool(records) and records[0].coverage >= CLEAR_COVERAGE


def _second_opinion(turn: Turn, draft: Draft) -> Draft | None:
    """What a record tells besides the text, or the text besides a record."""
    if draft.kind == "text":
        return _stated_target(turn, draft) or _near_record(turn)
    own = max((item.relevance for item in turn.best(draft.kind)), default=0.0)
    best = turn.best("statement", "row", "list")[:CONSIDERED]
    if not any(item.relevance >= own - NEAR_RECORD for item in best):
        return None
    told = tuple(evidence for line in draft.lines for evidence in line.evidence)
    return compose_text(turn, turn.wanted, told)


def _asked_rating(turn: Turn, draft: Draft) -> Draft | None:
    """How the draft's project is rated, where the question asks for it besides something else
    that the draft tells."""
    rated = [project for project in draft.projects[:1] if project.rating]
    if draft.kind not in ("text", "indicator") or not rated or not turn.query.asks_for("rating"):
        return None
    told = compose_rating(turn, rated)
    text = draft.text
    return told if rated[0].rating and rated[0].rating.text not in text else None


def _asked_department(turn: Turn, draft: Draft) -> Draft | None:
    """Who is in charge of the project that a draft of text tells of, where that is asked."""
    charged = [project for project in draft.projects[:1] if project.departments]
    if draft.kind != "text" or not charged or not turn.query.asks_for("department"):
        return None
    text = draft.text
    if any(department.text in text for department in charged[0].departments):
        return None
    return compose_department(turn, charged)


def _stated_target(turn: Turn, draft: Draft) -> Draft | None:
    """The target of the draft's project where it is a statement of its own, and the question
    asks for it besides something else: 目標：平均日数2日以内."""
    if not draft.projects or not turn.query.asks_for("target"):
        return None
    for item in turn.best("statement", project=draft.projects[0]):
        if _TARGET_LABEL.match(item.fact.text):
            told = any(item.fact.text in line.text for line in draft.lines)
            return None if told else Draft("text", (text_line(turn, item.fact, lead=False),), 0.0)
    return None


def _near_record(turn: Turn) -> Draft | None:
    """The figures or schedule that lie as near to the question as the best statement."""
    text = turn.best("statement", "row", "list")
    top = text[0].relevance if text else 0.0
    for kind, compose, asked in (
        ("indicator", compose_indicator, VALUES),
        ("schedule", compose_schedule, ("schedule",)),
    ):
        records = turn.best(kind)
        if records and turn.query.asks_for(*asked) and records[0].relevance >= top - NEAR_RECORD:
            draft = compose(turn)
            if draft is None or not draft.answerable or lacks_asked(turn, draft):
                return None
            named = turn.share_of_nouns(told_with_context(turn, draft)) > 0.0
            return draft if draft.projects or named or not turn.nouns else None
    return None
