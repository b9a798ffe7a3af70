"""Definitions: what the documents that define a term say of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from assistant.answering.compose_text import text_line
from assistant.answering.drafts import Draft, Evidence, Line
from assistant.answering.messages import say
from assistant.answering.turn import Turn
from assistant.datamodels import Term
from assistant.language.normalize import match_key, without_brackets
from assistant.language.ratings import folded, rating_sign
from assistant.language.similarity import likeness
from assistant.language.thesaurus import load_thesaurus
from assistant.language.tokens import lemmas

CLEAR_MATCH = 0.86
TOLD_BY_DEFINITION = 0.55
# 生成AIにどんな情報を入れるか asks for what is done with it, and not for its meaning.
_ASKS_MEANING = (
    r"(?:.{0,10}(?:とは|意味|定義|の略|正式名称|解説)"
    r"|.{0,10}(?:って|という|は何|説明|指|表し)|(?![にでをへ]).{0,10}(?:どう|どんな)"
    r"|.{0,4}(?:について|教え|知りた|$))"
)
SIGN_MATCH = 1.2
_ASKS_SIGN = re.compile(
    r"意味|印|マーク|しるし|記号|(?:何|なに|なん)(?:を(?:表|示|指)|です|の|だ|で|？|\?|$)|とは|"
    r"どういう|どんな|\b(?:mean|stands? for|symbol|mark)"
)
# Ｂはどのような場合の評価ですか: what a grade stands for, and no things that have it.
_ASKS_GRADE = re.compile(
    r"(?:どのような|どんな|どういう|どういった)(?:状態|場合|時|とき|基準)|いくつ以上|何%以上|"
    r"(?:何|なに)を(?:表|示|指)|"
    r"\bwhat does .{0,30}mean"
)
_OF_PROJECTS = re.compile(r"事業|取組|取り組|施策|projects?|measures?")
_SAYS_SENSE = re.compile(r"(?:どういう|どんな|何の)意味|意味(?:は|を教え|です)")
_ASKS_AFTER = re.compile(
    r"その後|どう(?:扱|な[るりっ])|扱(?:い|われ)|対応|見直|\b(?:happens?|treated|next|then)\b"
)
_BECAME = re.compile(r"どうな(?:りました|った)|\bwhat (?:happened|became)\b")  # of a thing, no term
# 生成AIを何に使ってるの asks for a use.
_USED_FOR = re.compile(
    r"を(?:何|なに|どんなこと|どこ)に.{0,8}(?:使|つか|利用|活用)"
    r"|\bwhat .{0,60}\buse\b.{0,40}\bfor\b"
)
_SAYS_MEANING = r"(?:とは(?:何|どう|$)|(?:は|って|の)?(?:どういう|どんな|何の)?(?:意味|定義))"
_OF_RECORDS = ("target", "baseline", "department", "schedule", "budget")  # what no term tells
# 標準化をどの市と進めましたか asks for a partner, and not what it is.
_ASKS_ELSE = re.compile(
    r"どの(?:市|町|村|県|国|課|部署|団体|企業|会社|事業者|大学|自治体|施設)|どこ(?:の|と|で|に|が)|誰|だれ|いくつ"
    r"|何(?:人|件|社|か所|回|%|割|年)"
    r"|\bwhich (?:cit|municipal|compan|universit|depart|divis)|\bwho\b|\bwhen\b|\bhow many\b"
)
# デジタル技術官の任期は, the term of office of: what is asked of a thing, and not its sense.
_OF_SENSE = (
    "意味|定義|説明|内容|中身|概要|役割|役目|目的|目標|狙い|意義|効果|利点|特徴|特長|名称|正式|略|解説|用語|"
    "仕組|機能|考え方|違い|位置|対象|種類|例|由来|英語|日本語|読み"
)
_ASKED_OF_IT = re.compile(
    rf"の(?!.{{0,3}}(?:{_OF_SENSE}))([一-龠ァ-ヶー]{{2,8}})(?:は|って|を|が|$)"
)
_ASKED_OF_IT_EN = re.compile(
    r"^what (?:is|are|was|were) the "
    r"(?!.*\b(?:meaning|definition|role|purpose|aim|idea|concept|name)\b)"
    r"([a-z ]{3,30}?) (?:of|for)\b"
)
FEW_NOUNS = 2  # of an English question that asks nothing but what a thing is
MAX_DEFINITIONS = 5
SPELLED_OUT = 14  # characters of a definition that may only spell out an abbreviation
LONGEST_SENTENCE = 160
_ONE_WORD = (re.compile(r"[a-z]"), re.compile(r"[ァ-ヶー]"))  # scripts that run on in a word
COLUMNS = (2, 3)  # of a table that explains names, with examples in the third
TYPED_WRONG = 5  # characters of a name that is known with a typo
NEARLY = 0.84  # likeness of a name with a typo
SHORTEST_NAME = 4  # characters of a name that a table explains
SHORTEST_MEANING = 8


def compose_definition(turn: Turn) -> Draft | None:
    """The definitions of the term that the question names, in every document of its scope
    that has one; None if no document defines it."""
    translated = _translated(turn)
    found = [
        (term_score(turn, term, translated), -place, term)
        for place, term in enumerate(turn.catalogue.terms.values())
        if term.document_id in turn.query.scope
    ]
    clear = [item for item in found if item[0] >= CLEAR_MATCH]
    scored = sorted(clear, key=lambda item: (-item[0], -item[1]))
    scored = [item for item in scored if _is_asked(turn, item[2])]
    if not scored:
        return _from_tables(turn)
    best = scored[0][0]
    chosen = [term for score, _, term in scored if score >= best - 0.05][:MAX_DEFINITIONS]
    order = {document_id: place for place, document_id in enumerate(turn.query.scope)}
    chosen.sort(key=lambda term: (order[term.document_id], term.inline, term.span.start))
    told = _distinct(chosen)
    lines = [term_line(turn, term) for term in told]
    lines += [line for term in told if (line := _what_follows(turn, term))]
    lines += [line for term in told[:1] if (line := _said_in(turn, term)) and len(told) == 1]
    return Draft("definition", tuple(lines), 0.5 + 0.5 * min(1.0, best))


def compose_grade(turn: Turn) -> Draft | None:
    """What a grade stands for, where the question asks for this and for no things that have
    it."""
    question = turn.query.normalized
    asked = _ASKS_GRADE.search(question) and not _OF_PROJECTS.search(question)
    return compose_definition(turn) if asked or _SAYS_SENSE.search(question) else None


def compose_quoted_term(turn: Turn) -> Draft | None:
    """The definition of a term that the question quotes and asks the meaning of, word for
    word: 「Ｃ」はどういう意味."""
    if not turn.query.quoted:
        return None
    key = match_key(turn.query.question)
    quoted = {match_key(text) for text in turn.query.quoted}
    for term in turn.catalogue.terms.values():
        name = match_key(term.name)
        told = term.document_id in turn.query.scope and name in quoted
        if told and re.search(re.escape(name) + _SAYS_MEANING, key):
            return compose_definition(turn)
    return None


def _from_tables(turn: Turn) -> Draft | None:
    """The row of a table that says in its second cell what the name in the first one means;
    none where the question names a project."""
    key = match_key(turn.query.question)
    lines = []
    asked = turn.query.asks_for("definition") and not turn.named
    for fact in turn.facts if asked else ():
        if fact.kind != "row" or len(fact.cells) not in COLUMNS or fact.project_id is not None:
            continue
        name, meaning = (cell.value.text for cell in fact.cells[:2])
        named = match_key(name)
        if len(named) < SHORTEST_NAME or len(meaning) < SHORTEST_MEANING:
            continue
        if re.search(re.escape(named) + _ASKS_MEANING, key) and _stands_alone(named, key):
            lines.append(text_line(turn, fact))
    return Draft("definition", tuple(lines), 0.9) if len(lines) == 1 else None


def _asks_of_another(turn: Turn, names: Sequence[str]) -> bool:
    """Whether the question asks the meaning of what it quotes, and that is no name of the term,
    nor is the term named behind it: 「理想の職員像」で、コンピテンシーはどう定義."""
    key = match_key(turn.query.question)
    quoted = [q for text in turn.query.quoted if (q := match_key(text))]
    asked = [q for q in quoted if re.search(re.escape(q) + _ASKS_MEANING, key)]
    own = any(name in q or q in name for name in names for q in asked)
    behind = any(key.rfind(name) > key.find(q) for name in names for q in asked)
    return bool(asked) and not own and not behind


def _asks_detail(turn: Turn, term: Term, names: Sequence[str]) -> bool:
    """Whether the question asks for something of the thing (its 任期) that its definition does
    not tell."""
    if turn.language == "en":
        asked = _ASKED_OF_IT_EN.search(turn.query.normalized)
    else:
        key = match_key(turn.query.question)
        named = max((key.find(name) + len(name) for name in names if name in key), default=0)
        asked = _ASKED_OF_IT.match(key, named) if named else None
    if asked is None:
        return False
    words = set(lemmas(asked[1]))
    details = [word for word in turn.query.terms if word.lemma in words]
    return bool(details) and not turn.ranker.coverage(details, extra=term.definition.text)[0]


def _is_asked(turn: Turn, term: Term) -> bool:
    """Whether the question asks what the term means, not something about it: its words are
    told by the term and its definition, or it is followed by とは and the like."""
    if _BECAME.search(turn.query.normalized) or _USED_FOR.search(turn.query.normalized):
        return False
    key = match_key(turn.query.question)
    bare = without_brackets(term.name)
    names = [match_key(name) for name in (term.name, bare, *term.aliases) if match_key(name)]
    if _asks_of_another(turn, names) or _asks_detail(turn, term, names):
        return False
    if _is_sign(term.name):
        return bool(_ASKS_SIGN.search(turn.query.normalized))
    if turn.language == "en" and any(len(name) > 1 for name in names):
        return turn.query.asks_for("definition") or len(turn.nouns) <= FEW_NOUNS
    graded = len(term.name) == 1 and names[0].upper() in turn.query.ratings
    if graded and _ASKS_GRADE.search(turn.query.normalized):
        return True
    other = turn.query.asks and not turn.query.asks_for("definition", "summary")
    for name in names:
        if not other and re.search(re.escape(name) + _ASKS_MEANING, key):
            return True
    if turn.query.asks_for("definition") and any(_is_nearly(name, key) for name in names):
        return True
    if turn.query.asks_for(*_OF_RECORDS):
        return False
    if _ASKS_ELSE.search(turn.query.normalized) and not turn.query.asks_for("definition"):
        return False
    text = f"{term.name} {' '.join(term.aliases)} {term.definition.text}"
    return turn.ranker.coverage(turn.query.terms, extra=text)[0] >= TOLD_BY_DEFINITION


def _said_in(turn: Turn, term: Term) -> Line | None:
    """The sentence that only spells a term out in passing, which may tell more of it."""
    if not term.inline or len(term.definition.text) > SPELLED_OUT:
        return None
    at = term.definition.span
    for fact in turn.facts:
        inside = fact.document_id == term.document_id and fact.span.covers(at)
        if fact.kind == "statement" and inside and len(fact.text) <= LONGEST_SENTENCE:
            return text_line(turn, fact, lead=False)
    return None


def _what_follows(turn: Turn, term: Term) -> Line | None:
    """What the document says is done with things of a grade (Ｃと判定した事業は…), where the
    question asks for it."""
    if len(term.name) != 1 or not _ASKS_AFTER.search(turn.query.normalized):
        return None
    graded = re.compile(
        rf"(?<![A-Za-z]){re.escape(rating_sign(term.name))}」?(?:と|の)?(?:判定|評価|区分|な[っり])"
    )
    for fact in turn.facts:
        own = fact.kind == "statement" and fact.document_id == term.document_id
        shown = unicodedata.normalize("NFKC", folded(fact.text))
        if own and not fact.span.covers(term.span) and graded.search(shown):
            return text_line(turn, fact, lead=False)
    return None


def _is_sign(name: str) -> bool:
    """Whether a legend explains a sign: ☆, ●."""
    return len(name) == 1 and not name.isalnum()


def _translated(turn: Turn) -> frozenset[str]:
    """The Japanese terms of an English question, folded for matching."""
    if turn.language != "en":
        return frozenset()
    return frozenset(map(match_key, load_thesaurus().translate(turn.query.question)))


def term_score(turn: Turn, term: Term, translated: frozenset[str] = frozenset()) -> float:
    """How clearly the question names the term: 1 and more for a full match, the longer the
    better; a near match for typos."""
    if _is_sign(term.name):
        return SIGN_MATCH if folded(term.name) in folded(turn.query.question) else 0.0
    bare = without_brackets(term.name)
    names = [key for name in (term.name, bare, *term.aliases) if (key := match_key(name))]
    scores = (_named(turn, name, place, translated) for place, name in enumerate(names))
    return max(scores, default=0.0)


def _named(turn: Turn, name: str, place: int, translated: frozenset[str]) -> float:
    key = match_key(turn.query.question)
    quoted = [match_key(text) for text in turn.query.quoted]
    if name in quoted:
        return 1.3 - 0.02 * place
    if len(name) == 1:
        return 1.1 if name.upper() in turn.query.ratings else 0.0
    if _stands_alone(name, key):
        return 1.0 + min(0.25, 0.02 * len(name)) - 0.02 * place
    if name in translated:
        return 0.97
    return CLEAR_MATCH + 0.1 * likeness(name, key) if _is_nearly(name, key) else 0.0


def _is_nearly(name: str, key: str) -> bool:
    """Whether `key` holds the name with a typo."""
    return len(name) >= TYPED_WRONG and likeness(name, key) >= NEARLY


def _stands_alone(name: str, key: str) -> bool:
    """Whether `name` occurs in `key` and is no piece of a longer word in Latin letters or
    katakana: デジタル is not asked for by デジタルデバイドとは."""
    place = key.find(name)
    if place < 0:
        return False
    before, after = key[place - 1 : place], key[place + len(name) : place + len(name) + 1]
    return not any(
        script.fullmatch(one) and script.fullmatch(other)
        for one, other in ((before, name[0]), (name[-1], after))
        for script in _ONE_WORD
    )


def _distinct(terms: list[Term]) -> list[Term]:
    """The terms without those that say the same as one before them."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for term in terms:
        mark = (term.document_id, match_key(term.definition.text)[:40])
        if mark not in seen:
            seen.add(mark)
            kept.append(term)
    return kept


def term_line(turn: Turn, term: Term) -> Line:
    """What a document says that a term means."""
    text = say(
        turn.language,
        "definition",
        term=term.name,
        city=turn.city(term.document_id),
        definition=term.definition.text,
    )
    return Line(
        text, (Evidence(term.document_id, term.span),), (term.definition.text,), bullet=False
    )
