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
