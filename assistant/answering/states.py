"""What became of projects, as questions and documents call it: 中止, 完了, 休止."""

from __future__ import annotations

import re

from assistant.answering.turn import Turn
from assistant.datamodels import Project
from assistant.language.ratings import rating_sign

# Words of questions for what became of projects, and the words of documents for it.
_STATES = (
    (
        re.compile(
            r"中止|廃止|取りや|打ち切|(?<!を)やめ(?:た|ちゃ|てし|る)|止めた"
            r"|discontinu|abandon|cancel|abolish|scrapp"
        ),
        r"中止|廃止|取りやめ|打切|打ち切り",
    ),
    (
        re.compile(
            r"完了|終わった|終わって|し終え|やり終え|\bcomplet|\bfinish|(?:came?|brought) to an end"
        ),
        r"完了|終了|移行済",
    ),
    (re.compile(r"休止|中断|凍結|保留|suspend"), r"休止|中断|凍結|保留"),
    (re.compile(r"統合(?:され|した|して|に)|\bmerged\b|\bintegrated into"), r"統合|移管"),
)
# 途中で中止した, completed so far: words around a state that choose no projects.
_STATE_WORD = re.compile(
    r"途中|止める|辞める|已める|罷める|止む|完了|終わる|終える|既に|progress|report|so|far|already"
)


def state_asked(turn: Turn) -> re.Pattern[str] | None:
    """How documents write the state of the projects that the question asks for (中止, 完了),
    None where it speaks of none or no project in scope has it."""
    text = turn.query.normalized
    asked = "|".join(told for said, told in _STATES if said.search(text))
    if not asked:
        return None
    scope = turn.catalogue.projects_in(turn.query.scope)
    state = re.compile(asked)
    return state if any(is_in_state(project, state) for project in scope) else None


def is_in_state(project: Project, state: re.Pattern[str]) -> bool:
    """Whether a project's rating is this state, told in words."""
    if project.rating is None or len(rating_sign(project.rating.text)) < 2:
        return False
    return bool(state.search(project.rating.text))


def speaks_of_state(word: str) -> bool:
    """Whether a word of a question only says what became of the projects it asks for."""
    return bool(_STATE_WORD.fullmatch(word)) or any(said.search(word) for said, _ in _STATES)
