"""Definitions: glossary tables and lists, and those that running text gives in passing.

Not every parenthesis defines something: a missed definition only leaves the passage to be
found by its words, a false one is shown as what the plan says a word means.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import pairwise

from assistant.datamodels import Document, Section, Span, Term, Value
from assistant.ingest.blocks import Block, Cell, body_of, display, header_rows, read_blocks
from assistant.ingest.contents import read_contents
from assistant.ingest.footnotes import read_footnotes
from assistant.ingest.glossary_lines import single_spaced_pairs
from assistant.ingest.legends import read_legends
from assistant.ingest.outline import section_at
from assistant.ingest.unfolding import unfold
from assistant.ingest.word_boxes import BRACKET_PAIR, word_boxes
from assistant.language.normalize import match_key, mend

RATING_HEADER = re.compile(r"^(?:評価|区分|判定|ランク|記号)(?:区分)?$")
TERM_HEADER = re.compile(r"^(?:用語|語句|言葉|略語|キーワード)(?:名|等)?$")
DEFINITION_HEADER = re.compile(r"(?:説明|解説|意味|定義|内容)$")
GLOSSARY_TITLE = re.compile(
    r"(?:用語|語句|ことば|言葉)の?(?:ひとくち|一口|簡単な|やさしい|かんたんな?|[ァ-ヶー]{0,4})"
    r"(?:集|解説|説明|一覧|意味|辞典|豆知識)[ 　]*(?:[①-⑳]|[0-9０-９]{1,2}|[（(][^（()）]*[）)])?$"
    r"|グロッサリー"
)
ANNOUNCING = re.compile(
    r"定義|評価し|評価の|評価は|分類|区分|凡例|意味|用語|段階|基準|ランク|判定|指標の説明"
)
RATING_WORDS = ("評価", "判定", "ランク", "区分", "段階")
CLASSES = re.compile(r"区分|分類|定義|意味|段階")
EXPLAINS = re.compile(r"(?:もの|こと|者|する|いる|。)$")

WORD = r"[A-Za-z0-9Ａ-Ｚａ-ｚ０-９一-龥々ァ-ヶー・／/&+-]"
SHORT_FOR = re.compile(
    r"[（(]以下[、,]?\s*「(?P<name>[^「」]{2,30})」\s*と(?:いう|いい|する|略|呼|表記)[^（()）]{0,12}[）)]"
)
WHAT_IS = re.compile(
    rf"(?:^|(?<=[。\s>）)」●・※「]))(?P<name>「?(?:{WORD}|[のと]){{0,40}}{WORD}(?:[（(][^（()）]{{1,30}}[）)])?」?)"
    r"」?とは[、,]\s*(?P<definition>[^。]{12,}?(?:。|$))"
)
WHAT_IS_LINE = re.compile(r"(?P<name>\S.{0,30}?)とは\s*[？?：:]?$")
DEFINED_AS = re.compile(
    rf"(?P<name>(?:{WORD}){{1,30}})を(?P<definition>「[^「」]{{10,200}}」)と(?:定義|位置付|呼)"
)
# 各所属で見直しに取り組む「DX推進リーダー」を育成します: the clause before says what it is.
NAMED_AFTER = re.compile(
    r"(?<!とな)(?<!に関す)(?<!規定す)(?<!掲げ)[うくすつぬぶむる]「(?P<name>[^「」、。（）()]{4,20})」"
    r"(?=モデル|、(?!「)|を(?:導入|開始|始め|実施|開催|育成|設置|整備|組織|創設|採用|運用|置))"
)
EXPLAINED = re.compile(rf"(?P<name>(?:{WORD}){{2,20}})[（(](?P<definition>[^（()）]{{8,80}})[）)]")
EXPLANATION = re.compile(
    r"(?:する|した|できる|される|させる|に基づく|による|ている|ための|を持つ)[^、。を]{0,8}"
    r"(?:こと|もの|[一-龥ァ-ヶー]{1,8})$"
)
LONGEST_TITLE = 40
LEAST_EXPLAINED = 10  # characters of an explanation that is no sentence
NO_TERM = re.compile(r"。|　| {2}")
CLASSES_LEAD = 80  # characters above a table that may announce it
LOOSE = re.compile(r"など|[等か]$|含む|以下|以上|[0-9０-９]{2}|例[:：）)]|※|＝|→")
ACRONYM = re.compile(
    r"(?<![A-Za-z0-9の])(?P<name>e?[A-Z]{2,8})[（(](?P<definition>[一-龥ァ-ヶーA-Za-z・]{5,40})[）)]"
)
EXPANSION = re.compile(
    r"(?P<definition>[ァ-ヶー][ァ-ヶー・]{7,40}|(?<![一-龥])[一-龥]{4,14})[（(](?P<name>[A-Z]{2,8})[）)]"
)
LETTER_READING = re.compile(r"[ァ-ヶー]+$")
DEFINING_END = re.compile(
    r"(?:のこと(?:です|をいいます|をいう|を指します|を指す|である)?|(?:を|のことを)(?:意味します|指します|いいます)"
    r"|の(?:略|略称|略語)(?:です)?)。?$"
)
NOUN_END = re.compile(
    r"(?:こと|もの|力|姿勢|手法|考え方|技術|仕組み|概念|能力|状態|知識|経験|スキル|プロセス|総称|造語)。$"
)
SIGN_PAIR = re.compile(
    r"(?P<name>[◎○△▲×☆])[ 　]*(?P<definition>[^\s◎○△▲×☆（()）、。」→⇒][^\s◎○△▲×☆。（(]{3,24})"
    r"(?=\s|$|[（(])"
)
NOUN_PHRASE = re.compile(
    r"(?:する|できる|られる|での|ための)[^、。]{0,16}(?:考え方|手法|知識|スキル|技術|能力|仕組み)$"
)
FOREIGN = re.compile(r"[A-Za-z]{0,6}[ァ-ヶー・]{3,20}")
NAME_LINE = re.compile(rf"(?!本市|本計画){WORD}(?:{WORD}|[\s（()）の])*(?<!の定義)$")
COLON_PAIR = re.compile(
    r"(?P<name>[^:：。、\s][^:：。、]{0,24}?)\s*[:：]\s*(?P<definition>\S.{4,})$", re.DOTALL
)
SPACED_PAIR = re.compile(
    r"(?P<name>[^\s。、【】■](?:[^。、\t　]{0,28}?[^\s。、…・])?)"
    r"(?:[ 　]*(?:…+|・{3,}|･{3,}|―+|─+)[ 　]*|　[ 　]*|[ ]{2,})(?P<definition>[^\s。].{5,})$"
)
BOLD_PAIR = re.compile(r"\*\*(?P<name>[^*\n]{2,40})\*\*[\s:：]*(?P<definition>\S.{5,})$", re.DOTALL)
# ※７　β’モデル　…: a note of the text, told with its number at a page's foot or at the end.
NOTE = re.compile(
    r"[※*＊注註][ 　]?[0-9０-９]{1,2}[)）.．:：]?[ 　]+|[(（][注註][0-9０-９]{1,2}[)）][ 　]*"
)
EXPLAINING_NOUN = re.compile(r"(?:こと|もの|人|[一-龥]{2,}|[ァ-ヶー]{3,})$")
SIGN = re.compile(r"[◇◆○●◎■□▼▽・※☆★][ 　]*")
FIGURE = re.compile(r"[0-9０-９]|値|年度|件数|担当|電話|出典|率$|TEL|FAX", re.IGNORECASE)
CLAUSE = re.compile(r"[。\t>]|」、|(?:は|が|を|に|で|て|り|ため|から|より)、")
# Where a clause tells the means by which a thing works, it is a part of its explanation.
MEANS = re.compile(r"[。\t>]|」、|(?:は|が|を|り|ため|から|より)、")
SHORTEST_PHRASE, LONGEST_PHRASE = 12, 120  # characters


@dataclass(frozen=True, slots=True)
class _Found:
    name: Span
    definition: Span
    inline: bool = True
    aliases: tuple[str, ...] = ()
    weak: bool = False  # only the name's long form, no explanation
    synonym: bool = False  # the definition is another name


def is_glossary(block: Block) -> bool:
    """Whether `block` is a table with a column of terms and one of explanations."""
    return _columns(block) is not None


def read_terms(document: Document, blocks: Sequence[Block]) -> tuple[Term, ...]:
    """The definitions of `document` in order. What columns of spaces set apart is no sentence."""
    unfolded = unfold(document.text)
    if unfolded is None:
        return _read(document, blocks)
    anew = replace(unfolded.told_here(document), text=unfolded.text)
    return unfolded.told_of_source(_read(anew, read_blocks(unfolded.text)))


def _read(document: Document, blocks: Sequence[Block]) -> tuple[Term, ...]:
    text = document.text
    tables = [*_glossary_tables(blocks), *_bare_tables(document, blocks)]
    entries = [
        found for index, columns in tables for found in _entries(text, blocks[index], columns)
    ]
    contents = read_contents(text, blocks).spans
    inside = {index for index, _ in tables}
    inside |= {i for i, b in enumerate(blocks) if any(span.covers(b.span) for span in contents)}
    entries += _glossary_lists(document, blocks, inside)
    told = [entry.name for entry in entries]
    for name, definition in word_boxes(text, GLOSSARY_TITLE):
        if not any(span.covers(name) for span in told):
            entries.append(_Found(name, definition, inline=False))
    covered = [entry.definition for entry in entries]
    for found in _running(document, blocks, inside):
        if not any(span.covers(found.name) for span in covered):
            entries.append(found)
    return tuple(_terms(document, entries))


def term_id(document_id: str, name: str, definition: str) -> str:
    """A name that stays the same while other parts of the document change."""
    key = "\0".join((document_id, name, definition))
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def _columns(block: Block) -> tuple[int, int] | None:
    """The numbers of the columns with terms and with explanations."""
    if block.kind != "table" or len(block.rows) < 2:
        return None
    header = block.rows[0].texts()
    terms = [i for i, cell in enumerate(header) if TERM_HEADER.match(cell)]
    definitions = [
        i for i, cell in enumerate(header) if DEFINITION_HEADER.search(cell) and i not in terms
    ]
    return (terms[0], definitions[0]) if terms and definitions else None


def _ratings(text: str, block: Block) -> Iterator[_Found]:
    """Rows of a table that says what each rating means."""
    header = block.rows[0].texts() if len(block.rows) > 2 else ()
    if not header or not RATING_HEADER.match(header[0]):
        return
    meaning = next((i for i, cell in enumerate(header) if DEFINITION_HEADER.search(cell)), None)
    for row in block.rows[1:] if meaning else ():
        if len(row.cells) > (meaning or 0) and 0 < len(row.cells[0].text) <= 4:
            name, column = row.cells[0].text, meaning or 0
            aliases = (f"{header[0]}{name}", f"{name}{header[0]}")
            yield _Found(row.cells[0].span, row.cells[column].span, aliases=aliases)


def _glossary_tables(blocks: Sequence[Block]) -> list[tuple[int, tuple[int, int]]]:
    """Glossary tables, and tables without a header that go on with one over a page break."""
    found: list[tuple[int, tuple[int, int]]] = []
    last: tuple[int, tuple[int, int], int] | None = None
    for index, block in enumerate(blocks):
        if block.kind == "blank":
            continue
        columns = _columns(block)
        if columns is None and last and block.kind == "table":
            width = max(len(row.cells) for row in block.rows) if block.rows else 0
            columns = last[1] if width == last[2] else None
        last = None
        if columns is not None:
            found.append((index, columns))
            last = index, columns, max(len(row.cells) for row in block.rows)
    return found


def _bare_tables(
    document: Document, blocks: Sequence[Block]
) -> Iterator[tuple[int, tuple[int, int]]]:
    """Tables without heads, of two columns, in a section that calls itself a glossary or right
    under a line that does."""
    titles = _glossary_sections(document)
    above = ""
    for index, block in enumerate(blocks):
        if block.kind != "table" or _columns(block) is not None:
            above = display(document.text, block.span) if block.kind != "blank" else above
            continue
        titled = GLOSSARY_TITLE.search(above) and len(above) <= LONGEST_TITLE
        if titled or any(title.span.covers(block.span) for title in titles):
            pairs = [row.cells for row in block.rows if len(row.filled()) == 2]
            if len(pairs) == len(block.rows) and _explain(pairs):
                yield index, (0, 1)
        above = ""


def _explain(pairs: Sequence[tuple[Cell, ...]]) -> bool:
    """Whether the second cells explain the first: in sentences, or in phrases that are mostly
    longer than the term."""
    cells = [(pair[0].text, pair[1].text) for pair in pairs if len(pair) == 2]
    if len(cells) < len(pairs):
        return False
    if all(told.endswith("。") for _, told in cells):
        return True
    longer = sum(len(told) >= LEAST_EXPLAINED and len(told) > len(name) for name, told in cells)
    return len(cells) > 1 and longer * 10 >= 9 * len(cells)


def _classes(document: Document, blocks: Sequence[Block], inside: set[int]) -> Iterator[_Found]:
    """Tables without heads whose rows explain the classes that the text above or the heading
    announces: 限定共有データ | 契約を結んだ相手に限って提供するもの."""
    above = ""
    for index, block in enumerate(blocks):
        if block.kind == "table" and index not in inside and not header_rows(block):
            section = section_at(document.outline, block.span.start)
            if CLASSES.search(above + "".join(document.section_path(section)[-1:])):
                yield from _class_rows(block)
        if block.kind != "blank":
            lead = block.kind in ("line", "paragraph")
            above = display(document.text, block.span)[-CLASSES_LEAD:] if lead else ""


def _class_rows(table: Block) -> Iterator[_Found]:
    rows = [row.cells for row in table.rows]
    if len(rows) < 2 or any(len(cells) < 2 for cells in rows):
        return
    names = [cells[0].text for cells in rows]
    named = all(2 <= len(name) <= 20 and not FIGURE.search(name) for name in names)
    told = all(len(cells[1].text) >= 8 and EXPLAINS.search(cells[1].text) for cells in rows)
    if named and told and len(set(names)) == len(names):
        yield from (_Found(cells[0].span, cells[1].span) for cells in rows)


def _glossary_sections(document: Document) -> list[Section]:
    return [s for s in document.outline if s.ordinal and GLOSSARY_TITLE.search(s.title)]


def _entries(text: str, block: Block, columns: tuple[int, int]) -> Iterator[_Found]:
    held: _Found | None = None
    for row in block.rows:
        name, definition = (
            row.cells[column] if column < len(row.cells) else Cell("", Span(0, 0))
            for column in columns
        )
        if TERM_HEADER.match(name.text) or not definition.text:
            continue
        if not name.text and held is not None:
            held = _Found(held.name, held.definition.join(definition.span), inline=False)
            continue
        if held is not None:
            yield held
        held = _Found(name.span, definition.span, inline=False) if name.text else None
    if held is not None:
        yield held


def _glossary_lists(
    document: Document, blocks: Sequence[Block], inside: set[int]
) -> Iterator[_Found]:
    """Glossaries without a table: a term's line and its explanation below, or pairs with a
    colon, in a section that calls itself a glossary."""
    text = document.text
    titles = _glossary_sections(document)
    if not titles:
        return
    yield from _hanging_lists(text, blocks, titles, inside)
    held = [
        index
        for index, block in enumerate(blocks)
        if index not in inside
        and block.kind not in ("blank", "table")
        and any(s.span.covers(block.span) and s.heading != block.span for s in titles)
    ]
    lines = [_without_note(text, line) for index in held for line in blocks[index].lines]
    pairs = list(single_spaced_pairs(text, lines))
    yield from (_Found(*pair, inline=False) for pair in pairs)
    for index in held:
        block = blocks[index]
        if any(block.span.covers(name) for name, _ in pairs):
            inside.add(index)
            continue
        pair = _pair(text, body_of(block, text)) or _over_body(text, blocks, index)
        found = [_Found(*pair, inline=False)] if pair else list(_spaced(text, block))
        if found:
            inside.add(index)
            yield from found


def _hanging_lists(
    text: str, blocks: Sequence[Block], titles: Sequence[Section], inside: set[int]
) -> Iterator[_Found]:
    """Glossaries whose terms stand over explanations that begin further in. The blocks that
    hold them are put `inside`."""
    for title in titles:
        held = [
            index
            for index, block in enumerate(blocks)
            if index not in inside
            and block.kind in ("line", "paragraph")
            and title.span.covers(block.span)
            and title.heading.end <= block.span.start
        ]
        lines = [line for index in held for line in blocks[index].lines]
        if found := _hanging(text, lines):
            first, last = found[0].name.start, found[-1].definition.end
            inside.update(i for i in held if first <= blocks[i].span.start < last)
            yield from found


def _hanging(text: str, lines: Sequence[Span]) -> list[_Found]:
    """Terms on lines of their own, each over an explanation that begins further in. The lines
    of an explanation that wraps may begin where terms do."""
    margin = min((_column(text, line) for line in lines), default=0)
    inner = [_column(text, line) > margin for line in lines]
    terms = [
        place
        for place, line in enumerate(lines[:-1])
        if not inner[place] and inner[place + 1] and not NO_TERM.search(line.of(text))
    ]
    found = [
        _Found(lines[place], lines[place + 1].join(lines[following - 1]), inline=False)
        for place, following in pairwise([*terms, len(lines)])
    ]
    short = all(one.name.end - one.name.start <= LONGEST_TITLE for one in found)
    told = all(text[one.definition.end - 1] in "。）)" for one in found)
    return found if len(found) > 1 and short and told else []


def _spaced(text: str, block: Block) -> Iterator[_Found]:
    """Lines that set the term off from its explanation by a gap or dots; lines that do not
    go on with the explanation above."""
    held: tuple[Span, Span] | None = None
    for line in (_without_note(text, line) for line in block.lines):
        match = SPACED_PAIR.match(line.of(text))
        indented = held is not None and _column(text, line) > _column(text, held[0])
        if match is None or indented:
            wraps = held is not None and not re.match(r"[【■]", line.of(text))
            held = (held[0], held[1].join(line)) if held and wraps else held
            continue
        if held is not None:
            yield from _complete(text, held, block.kind == "item")
        held = _groups(line.start, match)
    if held is not None:
        yield from _complete(text, held, block.kind == "item")


def _without_note(text: str, line: Span) -> Span:
    """A line without the number that a note in the text refers to."""
    match = NOTE.match(text, line.start, line.end)
    return Span(match.end(), line.end) if match else line


def _complete(text: str, pair: tuple[Span, Span], bulleted: bool) -> Iterator[_Found]:
    """A pair whose explanation is whole; of a bullet also one that ends in a noun."""
    name, definition = pair[0], pair[1].of(text).rstrip()
    if FIGURE.search(name.of(text)) and "。" not in definition:
        return  # 電話　0000-00-0000（直通）
    noun = bulleted and len(definition) >= 12 and EXPLAINING_NOUN.search(definition)
    if definition.endswith(("。", "）", ")")) or noun:
        sign = SIGN.match(text, name.start, name.end)
        yield _Found(Span(sign.end(), name.end) if sign else name, pair[1], inline=False)


def _column(text: str, span: Span) -> int:
    return span.start - (text.rfind("\n", 0, span.start) + 1)


def _pair(text: str, span: Span) -> tuple[Span, Span] | None:
    content = span.of(text)
    match = BOLD_PAIR.match(content) or BRACKET_PAIR.match(content) or COLON_PAIR.match(content)
    return None if match is None else _groups(span.start, match)


def _groups(start: int, match: re.Match[str]) -> tuple[Span, Span]:
    return tuple(  # type: ignore[return-value]
        Span(start + match.start(group), start + match.end(group))
        for group in ("name", "definition")
    )


def _over_body(text: str, blocks: Sequence[Block], index: int) -> tuple[Span, Span] | None:
    """A short line and the paragraph below it."""
    block = blocks[index]
    content = block.span.of(text)
    if len(content) > 40 or "。" in content or block.kind == "paragraph":
        return None
    if GLOSSARY_TITLE.search(content) or re.match(r"[【#]", content):
        return None
    following = next((b for b in blocks[index + 1 : index + 3] if b.kind != "blank"), None)
    if following is None or following.kind != "paragraph" or list(_spaced(text, following)):
        return None
    return body_of(block, text), following.span


def _running(document: Document, blocks: Sequence[Block], inside: set[int]) -> Iterator[_Found]:
    text = document.text
    repeats = Counter(match_key(b.span.of(text)) for b in blocks if b.kind == "line")
    for index, block in enumerate(blocks):
        if index in inside or block.kind == "blank":
            continue
        spans = (
            [cell.span for row in block.rows for cell in row.cells if cell.text]
            if block.rows
            else [block.span]
        )
        for span in spans:
            yield from _in_sentence(text, span)
        if block.kind != "table":
            yield from (_Found(*note) for note in read_footnotes(text, block.span))
        yield from _ratings(text, block)
        if block.kind == "item":
            yield from _bold_items(text, block)
            yield from _strong_item(text, block)
        yield from _headed(text, blocks, index, repeats)
    yield from _colon_lists(document, blocks, inside)
    yield from _classes(document, blocks, inside)
    yield from (
        _Found(name, meaning, aliases=aliases)
        for name, meaning, aliases in read_legends(document, blocks)
    )


def _in_sentence(text: str, span: Span) -> Iterator[_Found]:
    flat, offsets = _flat(text, span)

    def back(start: int, end: int) -> Span:
        return Span(offsets[start], offsets[end - 1] + 1)

    for match in SHORT_FOR.finditer(flat):
        start = _phrase_start(flat, match.start())
        if start < match.start() and not re.match(r"[本当同市国]", match["name"]):
            yield _Found(back(*match.span("name")), back(start, match.start()), synonym=True)
    for match in [*WHAT_IS.finditer(flat), *DEFINED_AS.finditer(flat)]:
        yield _Found(back(*match.span("name")), back(*match.span("definition")))
    for match in NAMED_AFTER.finditer(flat):
        end = match.start() + 1
        if end - _phrase_start(flat, end) < SHORTEST_PHRASE:
            continue
        start = _phrase_start(flat, end, MEANS)
        if end - start > LONGEST_PHRASE:
            start = _phrase_start(flat, end)
        yield _Found(back(*match.span("name")), back(start, end))
    for match in EXPLAINED.finditer(flat):
        loose = FIGURE.search(match["name"]) or LOOSE.search(match["definition"])
        if EXPLANATION.search(match["definition"]) and not loose:
            yield _Found(back(*match.span("name")), back(*match.span("definition")))
    for match in [*ACRONYM.finditer(flat), *EXPANSION.finditer(flat)]:
        if "・" in match["definition"] or not LETTER_READING.match(match["definition"]):
            yield _Found(
                back(*match.span("name")), back(*match.span("definition")), weak=True, synonym=True
            )


def _flat(text: str, span: Span) -> tuple[str, list[int]]:
    """The span's characters without line breaks, and where each one stands."""
    offsets = [i for i in range(span.start, span.end) if text[i] not in "\r\n"]
    return "".join(text[i] for i in offsets), offsets


def _phrase_start(flat: str, end: int, clause: re.Pattern[str] = CLAUSE) -> int:
    """Where the noun phrase that ends at `end` begins: after the last `clause` before it."""
    start = max((match.end() for match in clause.finditer(flat[:end])), default=0)
    while start < end and (flat[start].isspace() or flat[start] in "-・●○"):
        start += 1
    return start


def _bold_items(text: str, block: Block) -> Iterator[_Found]:
    body = body_of(block, text)
    if match := BOLD_PAIR.match(body.of(text)):
        yield _Found(*_groups(body.start, match))


def _strong_item(text: str, block: Block) -> Iterator[_Found]:
    """An item whose first line is a word and whose next line says what it stands for."""
    if len(block.lines) < 2:
        return
    name = body_of(Block("item", block.lines[0], mark=block.mark), text)
    definition = Span(block.lines[1].start, block.span.end)
    first = display(text, definition).split("。")[0] + "。"
    if NAME_LINE.match(name.of(text)) and DEFINING_END.search(first):
        yield _Found(name, definition)


def _headed(
    text: str, blocks: Sequence[Block], index: int, repeats: Counter[str]
) -> Iterator[_Found]:
    """A word on a line of its own over the sentence that defines it."""
    block = blocks[index]
    following = [
        i for i in range(index + 1, min(index + 6, len(blocks))) if blocks[i].kind != "blank"
    ]
    if block.kind == "paragraph" and len(block.lines) > 1:
        yield from _first_line(text, block)
        yield from _two_lines(text, block, blocks[following[0]] if following else None)
        return
    name = body_of(block, text)
    content = display(text, name)
    if block.kind not in ("line", "item") or len(block.lines) > 1 or len(content) > 30:
        return
    question = WHAT_IS_LINE.match(name.of(text))
    if question:
        aside = following and re.fullmatch(r"[（(].*[）)]", blocks[following[0]].span.of(text))
        aliases = (display(text, blocks[following[0]].span)[1:-1],) if aside else ()
        body = following[1:] if aside else following
        if body and blocks[body[0]].kind == "paragraph":
            end = name.start + question.end("name")
            yield _Found(Span(name.start, end), blocks[body[0]].span, aliases=aliases)
        return
    if (
        not following
        or GLOSSARY_TITLE.search(content)
        or repeats[match_key(content)] > 2
        or not NAME_LINE.match(content)
    ):
        return
    definition = _defining(text, blocks, following) or _glossed(text, content, blocks[following[0]])
    if definition is not None:
        yield _Found(name, definition)


def _two_lines(text: str, block: Block, below: Block | None) -> Iterator[_Found]:
    """A name on two lines, the second perhaps in parentheses, over lines that end in こと."""
    name = display(text, block.span)
    if below is None or len(block.lines) > 2 or below.kind not in ("line", "paragraph"):
        return
    if not re.fullmatch(rf"(?:{WORD}|[（()）のへと\n])+", name) or len(name) > 40:
        return
    for number, line in enumerate(below.lines):
        words = line.of(text)
        if "。" in words or number > 2:
            return
        if words.endswith("こと"):
            definition = below.lines[0].join(line)
            aside = re.fullmatch(r"[（(](.+)[）)]", block.lines[1].of(text))
            span = block.lines[0] if aside else block.span
            yield _Found(span, definition, aliases=(aside[1],) if aside else ())
            return


def _glossed(text: str, name: str, block: Block) -> Span | None:
    """The noun phrase below a foreign word that explains it."""
    if block.kind not in ("line", "paragraph") or not FOREIGN.fullmatch(name):
        return None
    phrase = block.lines[0].of(text)
    fits = NOUN_PHRASE.search(phrase) and "。" not in phrase and len(phrase) <= 60
    return block.lines[0] if fits else None


def _defining(text: str, blocks: Sequence[Block], following: Sequence[int]) -> Span | None:
    """The paragraph that defines the word above it, with the next one if the first only
    says what the word is short for."""
    first = blocks[following[0]]
    if first.kind != "paragraph":
        return None
    content = display(text, first.span)
    if not content.endswith("。"):
        return None
    ends = [f"{sentence}。" for sentence in content[:-1].split("。")]
    if not any(DEFINING_END.search(e) or NOUN_END.search(e) for e in (ends[0], ends[-1])):
        return None
    short = re.search(r"の略(?:称|語)?。$", content)
    second = blocks[following[1]] if len(following) > 1 else None
    if short and second is not None and second.kind == "paragraph":
        joined = NOUN_END.search(display(text, second.span))
        return first.span.join(second.span) if joined else first.span
    return first.span


def _first_line(text: str, block: Block) -> Iterator[_Found]:
    """A paragraph whose first line is a foreign word and whose second one explains it."""
    word, explanation = (line.of(text) for line in block.lines[:2])
    if FOREIGN.fullmatch(word) and NOUN_PHRASE.search(explanation):
        yield _Found(block.lines[0], block.lines[1])


def _colon_lists(document: Document, blocks: Sequence[Block], inside: set[int]) -> Iterator[_Found]:
    """Runs of `term：explanation` that a heading or the text above announces."""
    text = document.text
    run: list[tuple[Span, Span]] = []
    announced = ""
    for index, block in enumerate(blocks):
        if block.kind == "blank":
            continue
        span = body_of(block, text)
        match = COLON_PAIR.match(span.of(text)) if block.kind in ("item", "line") else None
        if signs := list(SIGN_PAIR.finditer(text, block.span.start, block.span.end)):
            run += [_groups(0, sign) for sign in signs]
            continue
        if match and index not in inside and not FIGURE.search(match["name"]):
            run.append(_groups(span.start, match))
            continue
        yield from _colon_run(document, run, announced)
        run = []
        if block.kind in ("paragraph", "line"):
            announced = (
                announced[-200:] + display(text, block.span)
                if block.kind == "paragraph"
                else display(text, block.span)
            )
    yield from _colon_run(document, run, announced)


def _colon_run(
    document: Document, run: list[tuple[Span, Span]], announced: str
) -> Iterator[_Found]:
    names = Counter(name.of(document.text) for name, _ in run)
    if len(run) < 2:
        return
    path = document.section_path(section_at(document.outline, run[0][0].start))
    context = "".join(path[-2:]) + announced
    for name, definition in run:
        written = name.of(document.text)
        if names[written] > 1 and len(written) > 1:
            continue  # KPI：… KPI：… is a label, no word explained
        foreign = re.fullmatch(r"[A-Za-zァ-ヶー・]{2,}", written)
        if not foreign and not ANNOUNCING.search(context):
            return
        rating = next((word for word in RATING_WORDS if word in announced), "")
        aliases = (
            (f"{rating}{written}", f"{written}{rating}") if len(written) == 1 and rating else ()
        )
        yield _Found(name, definition, aliases=aliases)


def _terms(document: Document, entries: Iterable[_Found]) -> Iterator[Term]:
    seen: set[tuple[str, str]] = set()
    named: set[str] = set()
    ordered = sorted(entries, key=lambda found: (found.weak, found.name.start))
    terms: list[Term] = []
    for found in ordered:
        name = mend(found.name.of(document.text)).strip("「」*")
        definition = display(document.text, found.definition)
        key = match_key(name) or name, match_key(definition)
        if not key[0] or key in seen or (found.weak and key[0] in named):
            continue
        seen.add(key)
        aliases = _aliases(name, definition, found)
        named |= {key[0], *(match_key(alias) for alias in aliases)}
        terms.append(
            Term(
                term_id(document.document_id, name, definition),
                document.document_id,
                name,
                aliases,
                Value(definition, found.definition),
                found.name.join(found.definition),
                section_at(document.outline, found.name.start),
                found.inline,
            )
        )
    yield from sorted(terms, key=lambda term: (term.span, term.name))


def _aliases(name: str, definition: str, found: _Found) -> tuple[str, ...]:
    """Other names: readings, parts around a slash, what the name is short for."""
    aliases = [*found.aliases]
    if inner := re.findall(r"[（(]([^（()）]+)[）)]", name):
        aliases.append(re.sub(r"[（(][^（()）]*[）)]", "", name))
        aliases += inner
        if re.search(r"[）)].", name) and LETTER_READING.match(inner[0]):
            aliases.append(re.sub(r"[A-Za-z]+[（(]([^（()）]*)[）)]", r"\1", name))
            aliases.remove(inner[0])
    aliases += re.split(r"[/／]", name) if re.search(r"[/／]", name) else []
    aliases += _expansions(definition)
    if found.synonym and "、" not in definition:
        aliases.append(definition)
    unique = dict.fromkeys(alias.strip() for alias in aliases)
    return tuple(alias for alias in unique if alias and alias != name)


def _expansions(definition: str) -> list[str]:
    found: list[str] = []
    if match := re.match(
        r"「?(?P<long>[^。、「」（()）]{4,60}?)(?:[（(](?P<inner>[^（()）]+)[）)])?」?の略",
        definition,
    ):
        found += [match["long"], match["inner"] or ""]
    found += re.findall(r"([^。、\s]{2,20})とも(?:いう|いいます|呼ばれる|言う)", definition)
    found += re.findall(r"(?:の略で、|略称。\s?)([一-龥ァ-ヶー]{3,12})のこと", definition)
    found += re.findall(r"「([^「」]{2,15})」のこと", definition)
    return found
