"""Where to turn to: the telephone number, address and the like that a document gives for those
who made it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answering.drafts import Draft, Evidence, Line
from assistant.answering.messages import say
from assistant.answering.turn import Turn
from assistant.datamodels import Span
from assistant.ingest.blocks import display
from assistant.language.normalize import normalize_text

LINES_ABOVE = 8  # in which the name of the office stands over its number
LONGEST_LINE = 120  # characters of a line that gives one
MOST_TOLD = 2  # different numbers; more are a directory
# What the question asks for, and the lines that give it.
_KINDS = (
    (r"ファックス|ファクス|fax", r"(?:fax|ファックス|ファクス)[^0-9]{0,12}[0-9(]"),
    (r"メール|mail", r"[\w.+-]+@[\w-]+\.[\w.-]+"),
    (r"url|ホームページ|ウェブサイト|website", r"https?://"),
    (r"住所|所在地|郵便番号|address", r"〒|[0-9]番地?[0-9]*号?$|丁目"),
    (r"電話|内線|何番|phone", r"(?:tel|電話|代表|直通|☎|℡)[^0-9]{0,12}[0-9(]"),
)
_OFFICE = re.compile(r"発行|編集|作成|問い?合わ?せ|担当|連絡先|(?:課|室|部|局|係|グループ)$")
# Words of a question that no imprint repeats.
_SAID = frozenset(
    "電話 番号 fax ファックス メール アドレス 住所 所在 所在地 郵便 連絡 先 連絡先 問い合わせ "
    "問合せ 問い合せ 担当 課 部署 部 係 窓口 発行 元 編集 作成 計画 プラン 推進 dx 策定 "
    "内線 url ホームページ こと 何番 番 "
    "phone number address mail e-mail contact department plan office division".split()
)


@dataclass(frozen=True, slots=True)
class _Contact:
    """A line with a number or address, and the line with the office that it is of."""

    document_id: str
    line: Span
    office: Span | None


def compose_contact(turn: Turn) -> Draft | None:
    """The lines that give the number or address asked for, with the office above them; None
    where the question asks for that of another than the documents name."""
    if turn.wanted is None or turn.wanted.type != "contact":
        return None
    told = next((told for asked, told in _KINDS if re.search(asked, turn.query.normalized)), None)
    if told is None:
        return None
    found = [c for document_id in turn.query.scope for c in _contacts(turn, document_id, told)]
    found = [contact for contact in found if _is_asked(turn, contact)]
    if not 1 <= len(found) <= MOST_TOLD:
        return None
    return Draft("text", tuple(_line(turn, contact) for contact in found), 0.9)


def _contacts(turn: Turn, document_id: str, told: str) -> Iterator[_Contact]:
    """The contacts of the kind `told` that a document gives."""
    text = turn.catalogue.documents[document_id].text
    lines = [Span(m.start(), m.end()) for m in re.finditer(r"[^\s][^\n]*", text)]
    for number, line in enumerate(lines):
        shown = line.of(text)
        if len(shown) < LONGEST_LINE and re.search(told, normalize_text(shown)):
            above = reversed(lines[max(0, number - LINES_ABOVE) : number + 1])
            office = next((at for at in above if _OFFICE.search(at.of(text).strip())), None)
            yield _Contact(document_id, line, office)


def _is_asked(turn: Turn, contact: _Contact) -> bool:
    """Whether the lines of a contact hold whatever the question names."""
    text = turn.catalogue.documents[contact.document_id].text
    office = contact.office.of(text) if contact.office else ""
    shown = normalize_text(f"{office} {contact.line.of(text)}")
    title = normalize_text(turn.catalogue.documents[contact.document_id].title)
    named = [term.lemma for term in turn.nouns if term.lemma not in _SAID]
    return not turn.named and all(name in shown or name in title for name in named)


def _line(turn: Turn, contact: _Contact) -> Line:
    text = turn.catalogue.documents[contact.document_id].text
    spans = [contact.line]
    if contact.office is not None and contact.office != contact.line:
        spans.insert(0, contact.office)
    shown = [display(text, span) for span in spans]
    origin = turn.origin(contact.document_id)
    return Line(
        say(turn.language, "statement", city=origin, text="\n".join(shown)),
        tuple(Evidence(contact.document_id, span) for span in spans),
        (shown[-1],),
    )
