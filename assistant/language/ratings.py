"""Signs that documents rate with, one for each however it is written."""

from __future__ import annotations

import re
import unicodedata

SYMBOLS = "◎○△▲×☆★"
RATING_ORDER = "SABCDE◎○△▲×"  # the best first; letters and symbols are not used together
_WRITTEN = str.maketrans(
    {
        "〇": "○", "◯": "○", "⚪": "○", "⭕": "○", "⭘": "○", "🔵": "○",
        "✕": "×", "☓": "×", "✖": "×", "❌": "×", "╳": "×", "⨯": "×", "✗": "×", "✘": "×",
        "⊚": "◎", "⦾": "◎", "🞊": "◎", "▵": "△", "∆": "△", "Δ": "△",
    }
)  # fmt: skip
# Ratings in words, the best first: 順調, 概ね順調, やや遅れ, 遅れ.
_WORDS = (
    re.compile(
        r"^(?!.*(?:概ね|おおむね|ほぼ|やや|一部|未|遅れ|困難)).*(?:順調|達成|完了|どおり|通り)"
    ),
    re.compile(r"概ね|おおむね|ほぼ"),
    re.compile(r"やや|一部|少し"),
    re.compile(r"遅れ|未達|未着手|困難|停滞|休止|中止"),
)
_SIGN = re.compile(rf"[「『(\[]?([{SYMBOLS}]|[A-ES](?![A-Za-z])|[1-5](?![0-9]))")


def folded(text: str) -> str:
    """`text` with each rating symbol in one way of writing it."""
    return text.translate(_WRITTEN)


def rating_sign(text: str) -> str:
    """The sign that a rating begins with: ◎ of `◎ 順調`, A of `Ａ（達成）`; the whole text
    of a rating in words."""
    shown = folded(unicodedata.normalize("NFKC", text)).strip()
    match = _SIGN.match(shown.upper())
    return match[1] if match else shown


def rating_rank(text: str) -> int | None:
    """How good a rating is, 0 the best; None of one whose order is unknown. Signs and words
    are ranked apart: only those of one kind can be compared."""
    sign = rating_sign(text)
    if sign in RATING_ORDER:
        return RATING_ORDER.index(sign)
    return next((rank for rank, word in enumerate(_WORDS) if word.search(sign)), None)
