"""What a plan is led by: its basic philosophy, vision or slogan, whole as it stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.answering.compose_text import text_line
from assistant.answering.drafts import Draft, Evidence, Line
from assistant.answering.messages import say
from assistant.answering.turn import Turn
from assistant.datamodels import Document, Fact, Span
from assistant.language.normalize import match_key, mend, normalize_text
from assistant.language.tokens import lemmas

LONGEST = 160  # characters of a phrase that leads a plan
SHORTEST = 6
LONGEST_LABEL = 20  # characters of a line that is nothing but the label
_SLOGANS = ("スローガン", "キャッチフレーズ", "キャッチコピー", "合言葉", "合い言葉", "標語")
_AIMED_AT = ("将来都市像", "将来像", "目指す姿", "めざす姿")
LABELS = ("基本理念", *_AIMED_AT, "ビジョン", *_SLOGANS, "理念")
_IN_OTHER_WORDS = re.compile(
    r"理想の?(?:町|まち|街|姿|市)|なりたい姿|どんな(?:町|まち|街)に(?:し|な)"
)
_IN_ENGLISH = (
    (r"(?:city|town|village)s? .{0,30}(?:aims?|wants?|hopes?) to (?:be|become)", _AIMED_AT),
    (r"philosoph", ("基本理念", "理念")),
    (r"\bvision", ("ビジョン", "将来像", "目指す姿", "めざす姿")),
    (r"slogan|motto|catchphrase|watchword", ("スローガン", "キャッチフレーズ", "合言葉")),
)
_ABOUT_VISIONS = frozenset(
    """理念 像 都市 姿 言葉 合言葉 標語 フレーズ 文言 文章 考え 思い 未来 策定 戦略 方針 プラン
    次 期 第 理想 一言 キャッチ コピー 標語 町 街 実現
    掲げる dx デジタル 推進 計画 ガイドライン 変革
    plan philosophy basic vision slogan motto catchphrase phrase strategy municipal principle
    idea ideal concept statement future city image dx guideline message""".split()
)
_DOTTED = re.compile(r"[…‥・.-]{3,}")  # as in a table of contents
_NUMBERED = re.compile(r"[0-9０-９ⅠⅡⅢ①②]")
_NOT_PHRASE = r"(?![0-9０-９ⅠⅡⅢ①②をはがにのとでもや、。・－—-])"


def compose_vision(turn: Turn) -> Draft | None:
    """The words that lead each plan in scope, where the question asks for nothing else."""
    labels = _labels(turn)
    if not labels or not _asks_plan(turn, labels):
        return None
    lines = [
        line
        for document_id in turn.query.scope
        if (line := _phrase(turn, turn.catalogue.documents[document_id], labels))
    ]
    return Draft("vision", tuple(lines[:3]), 0.9) if lines else None


def _labels(turn: Turn) -> tuple[str, ...]:
    """What the question calls the words that it asks for."""
    text = turn.query.normalized
    named = tuple(label for label in LABELS if label in text)
    if _IN_OTHER_WORDS.search(text):
        named = (*named, *_AIMED_AT)
    if named or turn.language != "en":
        return named
    return tuple(label for word, found in _IN_ENGLISH if re.search(word, text) for label in found)


def _asks_plan(turn: Turn, labels: tuple[str, ...]) -> bool:
    query = turn.query
    titles = (turn.catalogue.documents[document_id].title for document_id in query.scope)
    known = _ABOUT_VISIONS | {lemma for text in (*labels, *titles) for lemma in lemmas(text)}
    several = query.has_form("list", "count", "yesno")
    return not (several or turn.named) and all(noun.lemma in known for noun in turn.nouns)


def _phrase(turn: Turn, document: Document, labels: tuple[str, ...]) -> Line | None:
    """The phrase by the name that the question has for it; a slogan or a vision by any other
    too."""
    line = next(_phrases(turn, document, labels), None)
    if line is None and set(labels) & {*_SLOGANS, "ビジョン", "将来像"}:
        line = next(_phrases(turn, document, LABELS), None)
    return line


def _phrases(turn: Turn, document: Document, labels: tuple[str, ...]) -> Iterator[Line]:
    """The phrases beside or under a label, the surest layout first."""
    label = "(?:" + "|".join(map(re.escape, labels)) + r")(?:\s?[（(][^()（）]{1,12}[)）])?"
    facts = [fact for fact in turn.facts if _may_lead(fact, document)]
    yield from _beside(turn, document, label)
    yield from _in_rows(turn, facts, label)
    yield from _below(turn, document, facts, label)
    quoted = re.compile(
        rf"{label}(?:は|を|として|に|、|:|：)*[「『【][^」』】]{{{SHORTEST},}}"
        rf"|[」』】*]+(?:を|という|が|との)?(?:本市の|本計画の)?{label}"
    )
    yield from (
        text_line(turn, f) for f in facts if f.kind == "statement" and quoted.search(f.text)
    )


def _may_lead(fact: Fact, document: Document) -> bool:
    return fact.document_id == document.document_id and fact.project_id is None


def _beside(turn: Turn, document: Document, label: str) -> Iterator[Line]:
    """`基本理念　つながるまち`, a line of its own."""
    beside = re.compile(
        rf"^[\s#■●○◆【\[]*{label}[\]】]?[ 　\t:：]*(?:\n\s*)?(?=[ 　\t:：「『【])[ 　\t:：]*"
        rf"({_NOT_PHRASE}\S[^\n\t]{{{SHORTEST - 1},{LONGEST}}})$",
        re.M,
    )
    for match in beside.finditer(document.text):
        if not _DOTTED.search(match[1]):
            yield _line(turn, document, Span(*match.span()), Span(*match.span(1)))


def _in_rows(turn: Turn, facts: list[Fact], label: str) -> Iterator[Line]:
    for fact in facts:
        if fact.kind == "row" and len(fact.cells) > 1:
            first, second = fact.cells[0].value, fact.cells[1].value
            named = re.fullmatch(label, normalize_text(first.text))
            if named and len(second.text) >= SHORTEST:
                yield text_line(turn, fact)


def _below(turn: Turn, document: Document, facts: list[Fact], label: str) -> Iterator[Line]:
    """The paragraph under a line that is nothing but the label."""
    alone = re.compile(rf"^[^\S\n]*[#■●○◆◎◇【〔《\[ 　]*{label}[】〕》\] 　]*$", re.M)
    behind = re.compile(rf"^[^\S\n]*#*[^\n。]{{0,{LONGEST_LABEL}}}?{label}[^\S\n]*$", re.M)
    statements = [fact for fact in facts if fact.kind == "statement" and _is_phrase(fact)]
    for match in (*alone.finditer(document.text), *behind.finditer(document.text)):
        under = next((f.span for f in statements if f.span.start >= match.end()), None)
        if under is None or match_key(document.text[match.end() : under.start]):
            continue
        stop = document.text.find("\n", under.end)
        paragraph = Span(under.start, stop if stop >= 0 else len(document.text))
        if SHORTEST <= len(paragraph.of(document.text).strip()) <= LONGEST:
            yield _line(turn, document, Span(match.start(), paragraph.end), paragraph)


def _is_phrase(fact: Fact) -> bool:
    return not _NUMBERED.match(fact.text)


def _line(turn: Turn, document: Document, whole: Span, phrase: Span) -> Line:
    text = mend(phrase.of(document.text))
    shown = say(turn.language, "statement", city=turn.origin(document.document_id), text=text)
    evidence = Evidence(document.document_id, phrase, (whole,))
    return Line(shown, (evidence,), tuple(text.splitlines()))
