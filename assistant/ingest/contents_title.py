"""Whether a line is the title of a table of contents."""

from __future__ import annotations

import re
import unicodedata

_TITLE = re.compile(r"(?:目\s*次|もくじ|contents|table of contents)$", re.IGNORECASE)
_SPACED_LETTERS = re.compile(r"(?<=\b[A-Za-z]) (?=[A-Za-z]\b)")  # C O N T E N T S


def names_contents(line: str) -> bool:
    """Whether nothing but 目次, CONTENTS or a word like them stands on the line."""
    bare = unicodedata.normalize("NFKC", line).strip("# 【】*《》[]〈〉<>■□◆◇●○◎-―─=~")
    return bool(_TITLE.match(_SPACED_LETTERS.sub("", bare)))
