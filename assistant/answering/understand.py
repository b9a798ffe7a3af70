"""From the words of a question to a Query: what is asked, of what, and where to look."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from assistant.answering.asked_years import asked_years, document_years
from assistant.answering.bounds import read_ratings, read_threshold
from assistant.answering.cues import Cues, load_cues
from assistant.answering.named_labels import with_labels
from assistant.answering.ordinals import ordinal_keys
from assistant.answering.place_names import with_known_places
from assistant.answering.scopes import (
    DOCUMENT_NAME,
    kept_to,
    named_documents,
    scope_of,
    subject_of,
)
from assistant.answering.search_terms import search_terms, search_text
from assistant.datamodels import Language, Query
from assistant.errors import QuestionError
from assistant.language.detect import detect_language
from assistant.language.normalize import match_key, normalize_text
from assistant.language.thesaurus import Expansion, load_thesaurus
from assistant.language.tokens import words
from assistant.retrieval.catalogue import Catalogue

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_HYPHENED = re.compile(r"(?<![\w-])([a-z]{3,})-([A-Za-z]{3,})(?![\w-])")
_QUOTED = re.compile(r"[「『“\"]([^「」『』“”\"]{1,60})[」』”\"]")
_NEGATED = re.compile(
    r"以外|(?:になって|では|でも|じゃ|ついて|付いて|含まれて?|受けて|入って)い?ない|でない|"
    r"ないもの|なしの|other than|except|\bnot\b|"
    r"without|\bno '"
)
_KANA_WORD = re.compile(r"[ぁ-ゖー]{2,}")
_PLAIN_WORD = re.compile(
    r"(?:いくら|いくつ|どこ|だれ|なに|なん|いつ|どれ|どの|どう|それ|これ|あれ|ここ|そこ|もの|"
    r"こと|ところ|とき|ため|よう|ほう|うち|やつ|わけ|はず|まま|ごと|あと|"
    r"ほか|など)"
)
_KANJI = re.compile(r"[一-龠]")
_STARTS_YESNO = re.compile(r"(is|are|was|were|does|do|did|has|have|had|will|can) ")
_SENTENCE_END = re.compile(r"(?<=[?？。])")
# 実績は何件で、目標は達成しましたか
_MET_TOO = re.compile(r"で、[^。]{0,10}目標[^。]{0,6}(?:達成|届)[^。、]{0,4}(?:ましたか|たか|たの)")


def check_question(question: str, longest: int) -> str:
    """`question` without control characters. Raises QuestionError if nothing is left to
    answer or it is longer than `longest` characters."""
    text = _CONTROL.sub(" ", question).strip()
    if not any(character.isalnum() for character in text):
        raise QuestionError("質問が空です。知りたいことを文章か単語で入力してください。")
    if len(text) > longest:
        raise QuestionError(
            f"質問が長すぎます（{len(text):,}文字）。{longest:,}文字以内にまとめてください。"
        )
    return text


def understand(question: str, catalogue: Catalogue, within: Collection[str] = ()) -> Query:
    """The Query behind a question that stands alone, kept to the documents `within` unless
    it names a municipality beyond them itself."""
    question, places = with_known_places(_without_hyphens(question, catalogue), catalogue)
    expansions = load_thesaurus().expand(question)
    query = replace(
        _read(question), municipalities=places.municipalities, unknown_places=places.unknown
    )
    query = _pointed(query, catalogue, within)
    query = replace(
        query,
        terms=search_terms(query, subject_of(query, catalogue), expansions, catalogue),
        search_text=search_text(query),
    )
    keys = (match_key(question), _english_keys(expansions), ordinal_keys(query.normalized))
    return with_labels(query, " ".join(keys), catalogue.labels_in(query.scope))


def _without_hyphens(question: str, catalogue: Catalogue) -> str:
    """An English question with the words apart that it joins by itself (school-ICT indicators):
    the vocabulary has each of them, and no document has them so."""

    def parts(match: re.Match[str]) -> str:
        if not all(map(load_thesaurus().expand, match.groups())):
            return match[0]
        written = match[0].casefold()
        held = any(written in d.text.casefold() for d in catalogue.documents.values())
        return match[0] if held else f"{match[1]} {match[2]}"

    return _HYPHENED.sub(parts, question) if detect_language(question) == "en" else question


def _read(question: str) -> Query:
    """What the words of a question tell whatever the documents are."""
    language = detect_language(question)
    cues = load_cues(language)
    normalized = _in_kanji(normalize_text(question))
    return Query(
        question=question,
        normalized=normalized,
        language=language,
        asks=cues.asked(DOCUMENT_NAME.sub("資料", normalized)),
        forms=_formed(normalized, language, cues),
        years=asked_years(question),
        document_years=document_years(question),
        ratings=read_ratings(normalized),
        negated=bool(_NEGATED.search(normalized)),
        threshold=read_threshold(normalized),
        quoted=tuple(match[1] for match in _QUOTED.finditer(question)),
    )


def _pointed(query: Query, catalogue: Catalogue, within: Collection[str]) -> Query:
    """`query` with the documents that it names, is kept to, and is answered from."""
    query = replace(query, within=kept_to(within, query.municipalities, catalogue))
    query = replace(query, named=named_documents(query, catalogue))
    return replace(query, scope=scope_of(query, catalogue))


def _english_keys(expansions: tuple[Expansion, ...]) -> str:
    """The Japanese terms for the English words of a question, divided by spaces."""
    english = (expansion for expansion in expansions if expansion.kind == "english")
    return " ".join(match_key(term) for expansion in english for term in expansion.terms)


def _formed(normalized: str, language: Language, cues: Cues) -> frozenset[str]:
    """The forms of a question. One that asks for something else too asks for はい or いいえ only
    where a sentence of it does nothing else, or where it begins so in English; where another
    sentence asks for something else, the first only makes a claim."""
    forms = cues.formed(normalized)
    sentences = [cues.formed(part) for part in _SENTENCE_END.split(normalized) if part.strip()]
    whole = any("yesno" in found and "wh" not in found for found in sentences)
    if whole and any("wh" in found and "yesno" not in found for found in sentences):
        return (forms - {"yesno"}) | {"claim"}
    if not {"yesno", "wh"} <= forms or (language == "en" and _STARTS_YESNO.match(normalized)):
        return forms
    claim = {"claim"} if _MET_TOO.search(normalized) else set()
    return forms if whole else (forms - {"yesno"}) | claim


def _in_kanji(text: str) -> str:
    """`text` with nouns written in kana as dictionaries write them (もくひょう, 目標), names in
    quotes (「なかペイ」) as they are."""
    written = ""
    done = 0
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    for token in words(text):
        part = len(token.lemma) == 1 and _KANJI.match(text[: token.start][-1:])
        named = any(start <= token.start < end for start, end in quoted)
        if _PLAIN_WORD.match(text, token.start) or part or named:  # 実せき holds no 席
            continue
        if (
            token.pos == "名詞"
            and _KANA_WORD.fullmatch(token.surface)
            and _KANJI.search(token.lemma)
        ):
            written += text[done : token.start] + token.lemma
            done = token.end
    return written + text[done:]
