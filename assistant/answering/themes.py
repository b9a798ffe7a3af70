"""The theme of a list of projects: the words left of the question when its bounds have theirs."""

from __future__ import annotations

import re

from assistant.answering.project_bounds import Choice
from assistant.answering.states import speaks_of_state, state_asked
from assistant.answering.turn import Turn
from assistant.datamodels import Fact, Project, SearchTerm, Span
from assistant.language.normalize import match_key
from assistant.language.similarity import likeness
from assistant.language.tokens import lemmas

USES = ("summary", "present", "goal", "actions", "effects", "progress", "outlook", "tools")
THEME_WEIGHT = 0.9  # content words from this weight on make a theme
SHARE = 0.75  # of the best project's share of the theme
LEAST_QUOTED = 4  # characters of a quoted phrase, or of a tool's name, that bound a list
LONGEST_TOOL = 30
LEAST_LOAN = 6
TELLING_SHARE = 0.4  # of the idf of the rarest word, from which a name decides
ALIKE = 0.85
_LOAN = re.compile(r"^[ァ-ヶー]{5,}[^0-9]*$")
NEAR_THEME = 0.93
ENOUGH_OF_THEME = 0.62  # share of the theme that a record must hold
ENOUGH_OF_EITHER = 0.5  # where several things are named, any of which will do
ENOUGH_FOR_THEME = 0.3  # relevance from which the nearest projects are offered at all
_NAME_OF_THING = re.compile(r"[a-z0-9][a-z0-9\-&+']+|[ァ-ヶー]{2,}")
_LETTERS = re.compile(r"[a-z]{2,4}")
_ABOUT = re.compile(
    r"[一-龠ァ-ヶーa-z0-9\-]{2,12}(?=に関する|に関わる|関連|についての|を使|を活用|を利用|を導入)"
)
_BETWEEN_TOOLS = re.compile(r"[\n\r、，,]")
_KANJI_WORD = re.compile(r"[一-龠]{2,}")  # found inside longer words too: 水道, 上下水道
_EITHER = re.compile(r"・|とか|または|あるいは|もしくは|、.+のどれ| or ")
_SIDES = re.compile(
    r"([一-龠ァ-ヶーa-z0-9]{2,})(?:・|とか|または|あるいは|もしくは|、|や)(?=([一-龠ァ-ヶーa-z0-9]{2,}))"
)


def theme_terms(turn: Turn) -> tuple[SearchTerm, ...]:
    """The content words that are left when the bounds have taken theirs."""
    query = turn.query
    named = (*query.departments, *query.marks, *_classes(turn), *query.kinds)
    taken = {lemma for text in named for lemma in lemmas(text)}
    taken |= {rating.lower() for rating in query.ratings}
    if query.departments:
        taken |= {"仕事"}
    if query.threshold:
        taken |= {lemma for lemma in lemmas(query.normalized) if lemma[0].isdigit()}
    if state_asked(turn):
        taken |= {term.lemma for term in query.terms if speaks_of_state(term.lemma)}
    return tuple(t for t in query.terms if t.weight >= THEME_WEIGHT and t.lemma not in taken)


def _classes(turn: Turn) -> tuple[str, ...]:
    """The policies that the question names, as it names them and as projects have them."""
    names = [match_key(name) for name in turn.query.hierarchy]
    scope = turn.catalogue.projects_in(turn.query.scope) if names else ()
    texts = {text for project in scope for text in turn.catalogue.classes_of(project)}
    held = (text for text in sorted(texts) if any(name in match_key(text) for name in names))
    return (*turn.query.hierarchy, *held)


def _own_facts(turn: Turn, project: Project) -> list[int]:
    """The facts of a record that tell its use; of a mere row of a list the row itself."""
    facts = [(o, turn.catalogue.facts[o]) for o in turn.ranker.facts_of(project.project_id)]
    own = [ordinal for ordinal, fact in facts if _tells_use(fact)]
    if project.has_sheet:
        return own
    return [*own, *(ordinal for ordinal, fact in facts if fact.kind == "project")]


def _tells_use(fact: Fact) -> bool:
    """A record's own words about what it does; its problems and its neighbours are none."""
    if fact.kind in ("indicator", "schedule"):
        return True
    return fact.kind in ("statement", "row", "list") and (fact.ref in USES)


def themed(turn: Turn, choices: list[Choice], theme: tuple[SearchTerm, ...]) -> list[Choice]:
    """The projects whose own record holds the theme: in the question's words, else in words
    that mean the same, else those whose record comes nearest."""
    plain = tuple(SearchTerm(term.lemma, term.weight) for term in theme)
    either = _alternatives(turn, theme)
    for terms in (plain, theme):
        key = tuple(term for term in key_terms(terms) if _tells_most(turn, term, terms)) or terms
        scored = [(choice, *_theme_score(turn, choice.project, key, either)) for choice in choices]
        enough = ENOUGH_OF_EITHER if either else ENOUGH_OF_THEME
        held = [(c, share, span) for c, share, span in scored if share >= enough]
        if held:
            best = max(share for _, share, _ in held)
            return [
                Choice(c.project, span, c.reason)
                for c, share, span in held
                if share >= SHARE * best
            ]
    relevance = {project.project_id: score for project, score in turn.projects}
    best = max((relevance.get(c.project.project_id, 0.0) for c in choices), default=0.0)
    near = [c for c in choices if relevance.get(c.project.project_id, 0.0) >= NEAR_THEME * best]
    return near if best >= ENOUGH_FOR_THEME else []


def writing(turn: Turn, choices: list[Choice]) -> list[Choice]:
    """The projects whose own record writes what the question quotes, word for word, or the
    tools that it names; none where that is a bound of another kind or nothing is quoted."""
    query = turn.query
    taken = [match_key(t) for t in (*query.departments, *query.marks, *query.hierarchy)]
    key = match_key(query.question)
    tools = {t for c in choices for t in _tool_names(c.project) if match_key(t) in key}
    quoted = [q for q in (*query.quoted, *tools) if len(match_key(q)) >= LEAST_QUOTED]
    quoted = [q for q in quoted if not any(match_key(q) in t or t in match_key(q) for t in taken)]
    if not quoted:
        return []
    found = []
    for choice in choices:
        own = (turn.catalogue.facts[o] for o in _own_facts(turn, choice.project))
        span = next((f.span for f in own if _writes(f.text, quoted)), None)
        if span or _writes(choice.project.name.text, quoted):
            found.append(Choice(choice.project, span or choice.span, choice.reason))
    return found


def _tool_names(project: Project) -> list[str]:
    """The tools of a record that are names, not prose."""
    parts = [
        part for v in project.values_of("tools") for part in _BETWEEN_TOOLS.split(v.value.text)
    ]
    names = (part.strip(" ・●○■□-　") for part in parts)
    return [name for name in names if LEAST_QUOTED <= len(name) <= LONGEST_TOOL]


def _writes(text: str, quoted: list[str]) -> bool:
    """Whether `text` holds one of the phrases, words of katakana in nearly any spelling."""
    shown = match_key(text)
    for key in map(match_key, quoted):
        loan = len(key) >= LEAST_LOAN and _LOAN.search(key)
        if key in shown or (loan and likeness(key, shown) >= ALIKE and len(shown) >= len(key)):
            return True
    return False


def key_terms(theme: tuple[SearchTerm, ...]) -> tuple[SearchTerm, ...]:
    """Names of technologies and systems, in Latin letters or katakana, and what stands for a
    few such letters (人工知能, AI): they decide."""
    return tuple(term for term in theme if _NAME_OF_THING.fullmatch(term.lemma) or _spelled(term))


def _tells_most(turn: Turn, term: SearchTerm, theme: tuple[SearchTerm, ...]) -> bool:
    """Whether a word of a theme is about as rare as its rarest: デジタル is not, beside 水道."""
    index = turn.ranker.index
    known = [other.lemma for other in theme if other.lemma in index.vocabulary]
    rarest = max(map(index.idf, known), default=0.0)
    return index.idf(term.lemma) >= TELLING_SHARE * rarest


def _spelled(term: SearchTerm) -> bool:
    """Whether a word stands for a name of a few Latin letters."""
    return any(len(words) == 1 and _LETTERS.fullmatch(words[0]) for words in term.alternatives)


def _theme_score(
    turn: Turn,
    project: Project,
    theme: tuple[SearchTerm, ...],
    either: list[set[str]],
) -> tuple[float, Span]:
    """The share of the theme that a project's record holds, all of it where its name holds
    one of `either`, and the place that tells it."""
    own = _own_facts(turn, project)
    name = match_key(project.name.text)
    held = tuple(term for term in theme if _KANJI_WORD.fullmatch(term.lemma) and term.lemma in name)
    share, _ = turn.ranker.coverage(theme, *own, extra=project.name.text)
    if held:
        share = max(share, turn.ranker.weight(held) / turn.ranker.weight(theme))
        if any(group <= {term.lemma for term in held} for group in either):
            share = 1.0
    _, lacking = turn.ranker.coverage(theme, extra=project.name.text)
    if not lacking or not own:
        return share, project.name.span
    best = max(own, key=lambda o: (turn.ranker.coverage(theme, o)[0], -o))
    return share, turn.catalogue.facts[best].span


def _alternatives(turn: Turn, theme: tuple[SearchTerm, ...]) -> list[set[str]]:
    """The words of each thing that the question names as one of several (保育園とか保育施設);
    each word alone where it does not say which belong together."""
    text = turn.query.normalized
    if not _EITHER.search(text):
        return []
    named = [side for match in _SIDES.finditer(text) for side in match.groups()]
    words = {term.lemma for term in theme}
    groups = [group for side in named if (group := words & set(lemmas(side)))]
    return groups if named else [{word} for word in words]


def theme_narrows(turn: Turn, choices: list[Choice], theme: tuple[SearchTerm, ...]) -> bool:
    """Whether some, not all, of the bounded projects hold the theme that the question names
    besides its bounds, in the question's words."""
    about = set(lemmas(" ".join(match[0] for match in _ABOUT.finditer(turn.query.normalized))))
    named = {*key_terms(theme), *(term for term in theme if term.lemma in about)}
    plain = tuple(SearchTerm(t.lemma, t.weight) for t in theme if t in named)
    if not plain:
        return False
    either = _alternatives(turn, plain)
    full = [c for c in choices if _theme_score(turn, c.project, plain, either)[0] >= 0.99]
    return 0 < len(full) < len(choices)
