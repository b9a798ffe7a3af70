"""From the words of a question to a Query: what is asked, of what, and where to look."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from assistant.answering.bounds import read_ratings, read_threshold
from assistant.answering.cues import Cues, load_cues
from assistant.answering.municipalities import find_municipalities, find_unknown_places
from assistant.answering.ordinals import ordinal_keys
from assistant.answering.place_names import meant_by, with_linking_kana
from assistant.answering.reported import with_reports
from assistant.answering.spelling import respelled
from assistant.datamodels import Document, Language, Query, SearchTerm
from assistant.errors import QuestionError
from assistant.language.detect import detect_language
from assistant.language.normalize import match_key, normalize_text
from assistant.language.thesaurus import Expansion, load_thesaurus
from assistant.language.tokens import lemmas, words
from assistant.language.years import find_years
from assistant.retrieval.catalogue import Catalogue, Labels, newest_first
from assistant.retrieval.volumes import find_volumes, groups_of, without_volumes

WEAK_WEIGHT = 0.12
UNTRANSLATED = 0.3  # an English word that no Japanese term stands for tells little
# How much a word of each class tells about the subject.
CLASS_WEIGHTS = {
    "名詞": 1.0,
    "latin": 1.0,
    "number": 0.7,
    "形状詞": 0.5,
    "動詞": 0.45,
    "形容詞": 0.5,
    "副詞": 0.2,
    "接尾辞": 0.25,
}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_QUOTED = re.compile(r"[「『“\"]([^「」『』“”\"]{1,60})[」』”\"]")
_NEGATED = re.compile(
    r"以外|(?:になって|では|でも|じゃ|ついて|付いて|含まれて?|受けて|入って)い?ない|でない|"
    r"ないもの|なしの|other than|except|\bnot\b|"
    r"without|\bno '"
)
# A mark of a few letters is meant only where the question speaks of it as one.
_MARKED = (
    r"(?:の)?(?:印|マーク|表示|アイコン|○|付き|つき|項目|取組項目|が付|がつ|と記|とされ|の事業|"
    r"の取組|の施策|の数|(?:事業|取組|施策)(?!の?ため))"
)
_KANA_WORD = re.compile(r"[ぁ-ゖー]{2,}")
_PLAIN_WORD = re.compile(
    r"(?:いくら|いくつ|どこ|だれ|なに|なん|いつ|どれ|どの|どう|それ|これ|あれ|ここ|そこ|もの|"
    r"こと|ところ|とき|ため|よう|ほう|うち|やつ|わけ|はず|まま|ごと|あと|"
    r"ほか|など)"
)
_KANJI = re.compile(r"[一-龠]")
_BOTH_KINDS = re.compile(
    r"報告書と.{0,20}計画|計画と.{0,20}報告書|reportand.{0,20}plan|planand.{0,20}report"
)
_EVERYWHERE = re.compile(
    r"(?:すべて|全て|全部|いずれ|各|どの)の?(?:市町村|自治体|市|町|村|計画|資料|文書)|全(?:市|自治体|文書|資料)|"
    r"(?:all|every|any) (?:of )?(?:the )?(?:\w+ )?(?:cities|city|municipalit|plans|documents|towns)"
)
# The name of a document tells nothing of what is asked: 進行管理報告書(令和5年度実績).
DOCUMENT_NAME = re.compile(
    r"[(（]?(?:(?:令和|r)\d+|\d{4}|"
    r"fy\d+)?年?度?(?:の)?(?:実績)?(?:分)?[)）]?(?:の)?(?:進[行捗]管理|実績)?報告書?"
    r"(?:[(（][^()（）]*実績[^()（）]*[)）])?|(?:fy ?\d{4} )?(?:progress )?(?:management )?report"
    r"|用語集|アクションプラン|action plan"
    r"|(?:第[0-9一二三四五六七八九十]+[次期])?(?:dx)?推進計画|ガイドライン"
    r"|第[0-9一二三四五六七八九十]+[次期]計画"
)
# 令和5年度実績の報告書, (令和5年度実績), 2024年版; not 令和5年度の実績は.
_DOCUMENT_YEAR = re.compile(
    r"[)）]?(?:dx|計画|推進|実績|進行|進捗|管理|状況|年次|度|分|の)*(?:報告|版|策定|公表)"
    r"|の?実績分?[)）]",
    re.I,
)
# R7年度比3割減, compared with FY2025: the year that a change is measured from.
_BASE_YEAR = re.compile(r"\s*(?:と比べ|に比べ|と比較し|比(?:で|べ|$|[0-9０-９何]))")
_BASE_BEFORE = re.compile(r"(?:compared (?:with|to)|relative to|versus|against)\s*$", re.I)
_AFTER_YEAR = 20  # characters in which a year is told to be a document's


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
    question = respelled(_with_known_places(question, catalogue), catalogue)
    language = detect_language(question)
    cues = load_cues(language)
    normalized = _in_kanji(normalize_text(question))
    expansions = load_thesaurus().expand(question)
    municipalities = find_municipalities(question, normalize_text(question), catalogue)
    kept = _kept(within, municipalities, catalogue)
    named = _named_documents(normalized, municipalities, kept, catalogue, cues)
    keys = (
        match_key(question)
        + " "
        + " ".join(match_key(t) for e in expansions if e.kind == "english" for t in e.terms)
        + " "
        + ordinal_keys(normalized)
    )
    query = Query(
        question=question,
        normalized=normalized,
        language=language,
        asks=cues.asked(DOCUMENT_NAME.sub("資料", normalized)),
        forms=_formed(normalized, language, cues),
        municipalities=municipalities,
        unknown_places=find_unknown_places(question, normalized, municipalities, catalogue),
        named=named,
        within=kept,
        years=_asked_years(question),
        document_years=_document_years(question),
        ratings=read_ratings(normalized),
        negated=bool(_NEGATED.search(normalized)),
        threshold=read_threshold(normalized),
        quoted=tuple(match[1] for match in _QUOTED.finditer(question)),
        terms=search_terms(
            _subject(question, named, catalogue), language, expansions, catalogue, municipalities
        ),
    )
    query = replace(
        query, scope=scope_of(query, catalogue), search_text=_search_text(query, expansions)
    )
    return _labelled(query, keys, catalogue.labels_in(query.scope))


def _with_known_places(question: str, catalogue: Catalogue) -> str:
    """`question` with the names of municipalities as the documents write them."""
    question = with_linking_kana(question, catalogue)
    normalized = normalize_text(question)
    known = find_municipalities(question, normalized, catalogue)
    for place in find_unknown_places(question, normalized, known, catalogue):
        if (name := meant_by(place, catalogue)) is not None:
            question = question.replace(place, name)
    return question


def _labelled(query: Query, keys: str, labels: Labels) -> Query:
    """`query` with the departments, marks, kinds and policies that it names."""
    marks = {key: text for key, text in labels.marks.items() if len(key) > 3}
    marks |= {
        key: text
        for key, text in labels.marks.items()
        if len(key) <= 3
        and (re.search(re.escape(key) + _MARKED, keys) or (query.language == "en" and key in keys))
    }
    rated = (text for key, text in labels.ratings.items() if _is_rating(key, keys))
    return replace(
        query,
        ratings=tuple(dict.fromkeys((*query.ratings, *rated))),
        departments=_longest_contained(keys, labels.departments),
        marks=_longest_contained(keys, marks),
        kinds=_longest_contained(keys, labels.kinds),
        hierarchy=_longest_contained(keys, labels.hierarchy),
    )


def _is_rating(word: str, keys: str) -> bool:
    """Whether a question speaks of a rating in words: 評価が「未達成」, 達成と評価された."""
    named = re.escape(word)
    return bool(
        re.search(rf"(?:評価|判定|区分|達成度)(?:結果)?[がはのを]?{named}(?![一-龠])", keys)
        or re.search(rf"(?<![一-龠ぁ-ん]){named}[とのに]?(?:評価|判定|区分)", keys)
    )


def _in_kanji(text: str) -> str:
    """`text` with nouns written in kana as dictionaries write them (もくひょう, 目標)."""
    written = ""
    done = 0
    for token in words(text):
        if _PLAIN_WORD.match(text, token.start):
            continue
        if (
            token.pos == "名詞"
            and _KANA_WORD.fullmatch(token.surface)
            and _KANJI.search(token.lemma)
        ):
            written += text[done : token.start] + token.lemma
            done = token.end
    return written + text[done:]


def _subject(question: str, named: tuple[str, ...], catalogue: Catalogue) -> str:
    """The question without the name of the document that it points at."""
    if not named:
        return question
    cities = {catalogue.documents[name].municipality for name in named}
    own = [d for d in catalogue.documents.values() if d.municipality in cities]
    return DOCUMENT_NAME.sub(" ", without_volumes(question, own)).strip() or question


def scope_of(query: Query, catalogue: Catalogue) -> tuple[str, ...]:
    """The documents that may answer, the newest of each municipality first."""
    documents: Iterable[Document] = catalogue.documents.values()
    if query.named:
        documents = (catalogue.documents[name] for name in query.named)
    elif query.municipalities:
        documents = (d for d in documents if d.municipality in query.municipalities)
    if query.within:
        documents = (d for d in documents if d.document_id in query.within)
    return tuple(d.document_id for d in sorted(documents, key=newest_first))


def _kept(
    within: Collection[str], municipalities: tuple[str, ...], catalogue: Catalogue
) -> tuple[str, ...]:
    """What a question is kept to: nothing where it names a municipality beyond that."""
    inside = [d for d in catalogue.documents.values() if d.document_id in within]
    covered = set(municipalities) <= {document.municipality for document in inside}
    return tuple(document.document_id for document in inside) if covered else ()


def _named_documents(
    normalized: str,
    municipalities: tuple[str, ...],
    within: tuple[str, ...],
    catalogue: Catalogue,
    cues: Cues,
) -> tuple[str, ...]:
    """Documents that the question points at by age, kind, or a word of their title."""
    candidates = [
        d
        for d in catalogue.documents.values()
        if (not municipalities or d.municipality in municipalities)
        and (not within or d.document_id in within)
    ]
    key = match_key(normalized)
    pointed = [
        d
        for d in candidates
        if any(
            word in key
            for word in _title_words(d, candidates)
            if municipalities or word not in _PLAN_WORDS
        )
    ]
    for group in groups_of(candidates):
        meant = {named.document_id for named in find_volumes(normalized, group)}
        pointed += [document for document in group if document.document_id in meant]
    for pattern, newest in ((cues.newest, True), (cues.oldest, False)):
        if pattern.search(normalized):
            pointed += _by_age(candidates, catalogue, newest=newest)
    if pointed and _BOTH_KINDS.search(key):
        cities = {d.municipality for d in pointed}
        pointed += [d for d in candidates if d.municipality in cities]
    if not municipalities and _EVERYWHERE.search(normalized):
        return ()
    names = tuple(dict.fromkeys(d.document_id for d in pointed))
    names = with_reports(names, normalized, catalogue)
    return names if len(names) < len(candidates) or len(municipalities) == 1 else ()


def _by_age(candidates: list[Document], catalogue: Catalogue, *, newest: bool) -> list[Document]:
    chosen = []
    for name in dict.fromkeys(document.municipality for document in candidates):
        own = catalogue.documents_of(name)
        if len(own) > 1:
            chosen.append(own[0] if newest else own[-1])
    return chosen


_PLAN_WORDS = ("市の計画", "町の計画", "村の計画", "区の計画", "県の計画")
_KIND_WORDS = {
    "報告": (
        "進行管理報告書",
        "進捗管理報告書",
        "報告書",
        "進行管理",
        "実績報告",
        "progressreport",
        "report",
        "進行管理報告",
    ),
    "計画": _PLAN_WORDS,
    "ガイドライン": ("ガイドライン", "guideline"),
    "方針": ("基本方針",),
    "戦略": ("戦略",),
}


def _title_words(document: Document, candidates: list[Document]) -> tuple[str, ...]:
    """Words that point at `document` and at no other candidate."""
    named: set[str] = set()
    for kind, cue_words in _KIND_WORDS.items():
        if _is_kind(document, kind):
            named |= set(cue_words)
    for other in candidates:
        if other is not document and _same_kind(document, other):
            named.clear()
    title = match_key(document.title)
    rest = [match_key(d.title) for d in candidates if d is not document]
    for token in re.findall(r"第[0-9一二三四五六七八九十]+[次期]|行政改革実施計画", title):
        if not any(token in other for other in rest):
            named.add(token)
    return tuple(sorted(named))


def _same_kind(document: Document, other: Document) -> bool:
    kinds = [kind for kind in _KIND_WORDS if _is_kind(document, kind)]
    same_city = document.municipality == other.municipality
    return same_city and any(_is_kind(other, kind) for kind in kinds)


def _is_kind(document: Document, kind: str) -> bool:
    if kind == "計画":  # the word stands in the titles of reports too
        return document.kind == kind
    return kind in document.kind or kind in document.title


def _formed(normalized: str, language: Language, cues: Cues) -> frozenset[str]:
    forms = set(cues.formed(normalized))
    if "yesno" in forms and "wh" in forms:
        starts = re.match(r"(is|are|was|were|does|do|did|has|have|had|will|can) ", normalized)
        sentences = (cues.formed(part) for part in re.split(r"(?<=[?？。])", normalized))
        whole = any("yesno" in found and "wh" not in found for found in sentences)
        if not (whole or (language == "en" and starts)):
            forms.discard("yesno")
    return frozenset(forms)


def _asked_years(question: str) -> tuple[int, ...]:
    years: list[int] = []
    for mention in find_years(question):
        after = question[mention.span.end : mention.span.end + _AFTER_YEAR]
        if _BASE_YEAR.match(after) or _BASE_BEFORE.search(question[: mention.span.start]):
            continue
        if not _DOCUMENT_YEAR.match(after) and not re.match(
            r"\s*(dx|個別)?(計画|プラン|report|plan)", after, re.I
        ):
            years.append(mention.year)
    return tuple(dict.fromkeys(years))


def _document_years(question: str) -> tuple[int, ...]:
    """The years by which the question names a document: 令和5年度実績の報告書."""
    found = (
        mention.year
        for mention in find_years(question)
        if _DOCUMENT_YEAR.match(question[mention.span.end : mention.span.end + _AFTER_YEAR])
    )
    return tuple(dict.fromkeys(found))


def _longest_contained(key: str, names: dict[str, str]) -> tuple[str, ...]:
    """The values of `names` whose key occurs in `key`, without those inside a longer one."""
    found: list[tuple[int, str]] = []
    rest = key
    for name in sorted(names, key=lambda name: (-len(name), name)):
        if len(name) >= 2 and (place := rest.find(name)) >= 0:
            found.append((place, names[name]))
            rest = rest.replace(name, "\0" * len(name))
    return tuple(dict.fromkeys(value for _, value in sorted(found)))


def search_terms(
    question: str,
    language: Language,
    expansions: tuple[Expansion, ...],
    catalogue: Catalogue,
    municipalities: tuple[str, ...],
) -> tuple[SearchTerm, ...]:
    """The content words with their weights and other ways to say them."""
    weak = load_cues("ja").weak | load_cues("en").weak
    places = {lemma for name in municipalities for lemma in lemmas(name)} | set(catalogue.romanized)
    places |= {lemma for name in municipalities for lemma in lemmas(catalogue.stem(name))}
    years = {
        lemma for mention in find_years(question) for lemma in lemmas(mention.span.of(question))
    }
    alternatives: dict[str, list[tuple[str, ...]]] = {}
    for expansion in expansions:
        for lemma in lemmas(expansion.surface):
            others = (tuple(lemmas(term)) for term in expansion.terms)
            alternatives.setdefault(lemma, []).extend(other for other in others if other)
    terms: dict[str, SearchTerm] = {}
    classes = {token.lemma: token.pos for token in words(question) if token.content}
    for lemma in lemmas(question):
        if lemma.removesuffix("'s") in places or lemma in years or lemma in terms:
            continue
        weak_word = lemma in weak or (len(lemma) == 1 and lemma.isascii())
        weight = WEAK_WEIGHT if weak_word else CLASS_WEIGHTS.get(classes.get(lemma, ""), 0.5)
        if language == "en" and lemma.isascii() and lemma not in alternatives:
            weight = min(weight, UNTRANSLATED)
        terms[lemma] = SearchTerm(lemma, weight, tuple(dict.fromkeys(alternatives.get(lemma, ()))))
    return tuple(terms.values())


def _search_text(query: Query, expansions: tuple[Expansion, ...]) -> str:
    """What the encoder sees: the question without the names of municipalities and years."""
    text = query.question
    for name in query.municipalities:
        text = text.replace(name, " ")
    return text.strip() or query.question
