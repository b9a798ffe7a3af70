"""Words that a question writes half in kana, whole in kanji as the documents do: 次き, 次期."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from assistant.language.normalize import in_hiragana, normalize_text
from assistant.language.tokens import Token, reading, readings, words
from assistant.retrieval.catalogue import Catalogue

LONG = 4  # kana of a half that is a word of its own
LONGEST_READ = 4  # kanji of a word that a question writes in kana
LONGEST_HALF = 2  # kanji that up to LONG kana stand for
_HALF_READ = re.compile(
    rf"(?P<before>[一-龠々]{{0,2}})(?P<kana>[ぁ-ゖー]{{{LONG},}})(?P<after>[一-龠々]{{0,2}})"
)
# 何にん, 何かい: what is counted, in kana.
_COUNTERS = {
    "にん": "人", "けん": "件", "かい": "回", "ねん": "年", "じかん": "時間", "だい": "台",
    "えん": "円", "まい": "枚", "さつ": "冊", "かしょ": "か所", "わり": "割", "ばい": "倍",
}  # fmt: skip
_COUNTER = re.compile(rf"(何)({'|'.join(_COUNTERS)})(?=[でがはのかをくすま、。?？\s]|$)")
_SHORT_KANA = re.compile(r"[ぁ-ゖ]+")
_KANJI_BEFORE = re.compile(r"[一-龠々]{1,2}$")
_KANJI_AFTER = re.compile(r"[一-龠々]{1,2}")
# What the tokenizer takes the half of a word for, where no particle or ending stands there.
_NO_ENDING = frozenset({"名詞", "記号", "副詞", "接尾辞", "接頭辞", "感動詞", "形状詞"})
_LINKING = frozenset({"助詞", "助動詞", "動詞"})
_ARCHAIC = ("き",)  # an auxiliary that no question uses
_PLAIN = frozenset(
    "どう こう そう ああ もう まだ まず また すぐ よく ごと たち ずつ ごろ あたり ひと みな".split()
)


def in_kanji(question: str, catalogue: Catalogue) -> str:
    """`question` with the words whose one half is in kana as the documents write them whole:
    とうひょう区 is 投票区, 施さく is 施策."""
    question = _COUNTER.sub(lambda match: match[1] + _COUNTERS[match[2]], question)
    question = _HALF_READ.sub(lambda match: _long_half(match, catalogue), question)
    tokens = words(question)
    for run in reversed(list(_SHORT_KANA.finditer(question))):
        found = _short_half(question, run, tokens, catalogue)
        if found is not None:
            start, end, whole = found
            question = question[:start] + whole + question[end:]
    return question


def _long_half(match: re.Match[str], catalogue: Catalogue) -> str:
    before, kana, after = match.groups()
    if not (before or after) or catalogue.mentions(normalize_text(kana)):
        return match[0]
    for word in _beside(after, catalogue, behind=False) if after else ():
        if kana.endswith(read := in_hiragana(reading(word))) and len(read) >= LONG:
            return f"{before}{kana.removesuffix(read)}{word}{after}"
    for word in _beside(before, catalogue, behind=True) if before else ():
        if kana.startswith(read := in_hiragana(reading(word))) and len(read) >= LONG:
            return f"{before}{word}{kana.removeprefix(read)}{after}"
    return match[0]


def _short_half(
    question: str, run: re.Match[str], tokens: list[Token], catalogue: Catalogue
) -> tuple[int, int, str] | None:
    """Start, end and what is meant of a word in kanji and up to LONG kana of `run`."""
    inside = [t for t in tokens if run.start() <= t.start and t.end <= run.end()]
    strange = [token for token in inside if _is_strange(token)]
    if not strange:
        return None
    linking = [token for token in inside if token.pos in _LINKING]
    heads = {run.end()} | ({t.start for t in linking} & {t.end for t in strange})
    tails = {run.start()} | ({t.end for t in linking} & {t.start for t in strange})
    found: list[tuple[int, int, int, str]] = []  # kana, start, end and what is meant
    before = _KANJI_BEFORE.search(question[: run.start()])
    is_ending = all(token.start != run.start() for token in inside)  # 災い, 遠く
    if before and not is_ending:
        for head in sorted(h for h in heads if run.start() < h <= run.start() + LONG):
            whole = _whole(before[0], question[run.start() : head], catalogue, behind=True)
            found += [(head - run.start(), before.start(), head, whole)] if whole else []
    if after := _KANJI_AFTER.match(question, run.end()):
        for tail in sorted(t for t in tails if run.end() - LONG <= t < run.end()):
            whole = _whole(after[0], question[tail : run.end()], catalogue, behind=False)
            found += [(run.end() - tail, tail, after.end(), whole)] if whole else []
    if not found:
        return None
    _, start, end, whole = max(found, key=lambda each: (each[0], -len(each[3])))
    return start, end, whole


def _is_strange(token: Token) -> bool:
    return token.surface in _ARCHAIC or (token.pos in _NO_ENDING and token.surface not in _PLAIN)


def _whole(kanji: str, kana: str, catalogue: Catalogue, *, behind: bool) -> str | None:
    """The word of the documents that begins (ends) with `kanji` and whose reading ends (begins)
    with `kana`; the one in most places, None where two are in as many."""
    if catalogue.mentions(kanji + kana if behind else kana + kanji):
        return None
    first = {in_hiragana(read[0]) for read in readings(kanji) if read}
    found: Counter[str] = Counter()
    for other in _beside(kanji, catalogue, behind=behind):
        if len(other) > min(len(kana), LONGEST_HALF):
            continue
        whole = kanji + other if behind else other + kanji
        read = in_hiragana(reading(whole))
        rest = read.removesuffix(kana) if behind else read.removeprefix(kana)
        if rest != read and len(rest) >= len(kanji) and rest[0] in first:
            found[whole] = catalogue.kanji_runs.count(whole)
    most = found.most_common(2)
    return most[0][0] if most and (len(most) == 1 or most[0][1] > most[1][1]) else None


def _beside(kanji: str, catalogue: Catalogue, *, behind: bool) -> Iterator[str]:
    """The words that may stand behind these kanji in the documents, or before them, each
    once."""
    runs, seen = catalogue.kanji_runs, set[str]()
    for match in re.finditer(kanji, runs):
        if behind:
            run = runs[match.end() : match.end() + LONGEST_READ].split("\n")[0]
        else:
            run = runs[max(0, match.start() - LONGEST_READ) : match.start()].split("\n")[-1]
        for length in range(1, len(run) + 1):
            word = run[:length] if behind else run[-length:]
            if word not in seen:
                seen.add(word)
                yield word
