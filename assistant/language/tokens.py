"""Words and lemmas of Japanese text, by fugashi with UniDic; Latin words and numbers whole."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.language.normalize import fold_glyphs, fold_spelling, normalize_text

_Analysed = tuple[str, int, str, str, bool]  # surface, start, lemma, part of speech, content

_WHOLE = re.compile(
    r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?(?![0-9A-Za-z])"  # 2,885 and 1.0
    r"|[0-9]*[A-Za-z][A-Za-z0-9]*(?:[-&'+][A-Za-z0-9]+)*\+?"  # eL-QR, Q&A, 5G, R8
    r"|[0-9]+"
)
_STRETCH = re.compile(r"[^\t\r\n]+")
_LOAN_SOURCE = re.compile(r"-[A-Za-z][^ ]*$")  # UniDic's デジタル-digital
_KANJI_OR_KATAKANA = re.compile(r"[一-鿿㐀-䶿々〆ァ-ヺ]")
_KATAKANA_WORD = re.compile(r"[ァ-ヺー]{6,}")
_CJK_RUN = re.compile(r"[ぁ-ゖァ-ヺー一-鿿㐀-䶿々〆]+")
# One of two kanji: 健(検)診 is 健診 and 検診.
_EITHER = re.compile(r"([一-龥])[(（]([一-龥])[)）]([一-龥])")

_CONTENT = {"名詞", "動詞", "形容詞", "形状詞", "副詞", "接尾辞"}
_STOP_LEMMAS = frozenset(
    """為る 居る 有る 成る 出来る 言う 行う 行く 因る 於く 対する 関する 下さる 教える 知る 仰る
    頂く
    事 物 為 所 時 際 中 他 等 上 方 者 様 化 性 的 達 毎 共 内 又 更に 及び 並びに 若しくは 或いは
    何 何れ 幾つ 幾ら 何時 何故 如何 どう どんな どれ それぞれ 此の 其の 無い 良い 宜しい 良く
    する いる ある なる できる いう こと もの ため とき ところ など よう ほか""".split()
)
_STOP_WORDS = frozenset(
    """a an the of in on at to for from by with and or is are was were be been does do did has have
    had will would can could should may what which who whom whose when where why how many much
    this that these those it its their there here any all some each about into over under as not
    no please tell me us you your our we they he she i s""".split()
)
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Token:
    """A word at `text[start:end]`. `pos` is UniDic's first part of speech, 'latin' or
    'number' for words kept whole. `content` tells whether it bears meaning for search."""

    surface: str
    lemma: str
    pos: str
    start: int
    end: int
    content: bool = True


def words(text: str) -> list[Token]:
    """All words of `text` but white space, with their offsets in `text`."""
    folded = fold_glyphs(text)
    tokens: list[Token] = []
    for surface, start, lemma, pos, content in _analyse(folded.text):
        span = folded.span(start, start + len(surface))
        tokens.append(Token(span.of(text), lemma, pos, span.start, span.end, content))
    return tokens


def lemmas(text: str) -> list[str]:
    """Content lemmas of `text`, folded: no particles, auxiliaries, symbols or stop words."""
    told_apart = _EITHER.sub(r"\1\3 \2\3", fold_glyphs(text).text)
    return [lemma for _, _, lemma, _, content in _analyse(told_apart) if content]


def bigrams(text: str) -> list[str]:
    """Pairs of adjacent characters of the Japanese stretches of `text`, normalised; Latin
    words and numbers whole. Pairs of hiragana alone say too little and are left out."""
    normalized = normalize_text(text)
    found: list[str] = [match[0] for match in _WHOLE.finditer(normalized)]
    for match in _CJK_RUN.finditer(normalized):
        run = match[0]
        pairs = [run] if len(run) == 1 else [run[i : i + 2] for i in range(len(run) - 1)]
        found += [pair for pair in pairs if _KANJI_OR_KATAKANA.search(pair)]
    return found


def reading(text: str) -> str:
    """The reading of `text` in katakana; characters without one are left out."""
    with _lock:
        nodes = _tagger()(fold_glyphs(text).text)
        return "".join(node.feature.kana or "" for node in nodes)


def readings(text: str, count: int = 12) -> tuple[str, ...]:
    """The likely readings of a name in katakana, the likeliest first: 葦原 is ヨシワラ or
    アシハラ."""
    first = reading(text)
    with _lock:
        paths = _tagger().nbestToNodeList(fold_glyphs(text).text, count) if first else ()
        read = ["".join(node.feature.kana or "" for node in nodes) for nodes in paths]
    return tuple(dict.fromkeys((first, *read)))


def has_name(text: str) -> bool:
    """Whether UniDic knows a word of `text` as a name, of a place or a family."""
    with _lock:
        return any(node.feature.pos2 == "固有名詞" for node in _tagger()(fold_glyphs(text).text))


def is_name(text: str) -> bool:
    """Whether UniDic knows all of `text` as one name, of a place or a family."""
    with _lock:
        nodes = list(_tagger()(fold_glyphs(text).text))
    return len(nodes) == 1 and nodes[0].feature.pos2 == "固有名詞"


def _analyse(text: str) -> Iterator[_Analysed]:
    position = 0
    for match in _WHOLE.finditer(text):
        yield from _analyse_japanese(text, position, match.start())
        yield _whole(match)
        position = match.end()
    yield from _analyse_japanese(text, position, len(text))


def _whole(match: re.Match[str]) -> _Analysed:
    surface = match[0]
    lemma = surface.lower()
    if surface[-1].isdigit() and surface.replace(",", "").replace(".", "").isdigit():
        return surface, match.start(), lemma.replace(",", ""), "number", True
    return surface, match.start(), lemma, "latin", lemma not in _STOP_WORDS


def _analyse_japanese(text: str, start: int, end: int) -> Iterator[_Analysed]:
    for match in _STRETCH.finditer(text, start, end):
        position = match.start()
        for surface, lemma, pos in _tagged(match[0]):
            position = text.index(surface, position)
            content = pos in _CONTENT and lemma not in _STOP_LEMMAS and surface[0].isalnum()
            yield surface, position, fold_spelling(lemma), pos, content
            position += len(surface)


def _tagged(text: str) -> list[tuple[str, str, str]]:
    """Surface, lemma and part of speech of each word."""
    if not text.strip():
        return []
    with _lock:
        found = _read(text)
        return [part for word, unknown in found for part in (_parts(word) if unknown else [word])]


def _read(text: str) -> list[tuple[tuple[str, str, str], bool]]:
    """Each word, and whether UniDic does not know it."""
    nodes = _tagger()(text)  # they last until the next text is read
    return [((node.surface, _lemma(node), node.feature.pos1), node.is_unk) for node in nodes]


def _parts(word: tuple[str, str, str]) -> list[tuple[str, str, str]]:
    """An unknown word; a long one in katakana as UniDic cuts it alone, for in a text what
    stands around decides whether it is cut."""
    if not _KATAKANA_WORD.fullmatch(word[0]):
        return [word]
    return [part for part, _ in _read(word[0])]


def _lemma(node: Any) -> str:
    if node.feature.pos2 == "固有名詞":  # UniDic's lemma of a name is its reading
        return str(node.surface)
    lemma: str = node.feature.lemma or node.surface
    return _LOAN_SOURCE.sub("", lemma)


@cache
def _tagger() -> Any:
    import fugashi  # loading the dictionary is for those who tokenise

    return fugashi.Tagger()
