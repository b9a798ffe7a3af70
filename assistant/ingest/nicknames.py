"""The nicknames of services that projects go by: 乗合タクシー「のりーな」, 動く役場「ゆきバス」.

People call a service by the name on the bus, not by that of the project in the plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.ingest.records import Draft
from assistant.language.tokens import words

_IN_NAME = re.compile(r"(?<=[^\s「『])[「『]([^「」『』]{3,16})[」』]$")
# In kana behind the noun that says what it is; a voice of people (声「さみしい」) is one word.
_IN_TEXT = re.compile(
    r"(?<=[一-龥ァ-ヺーA-Za-zＡ-Ｚａ-ｚ])「((?=[^」]*[ぁ-ゖ])[ぁ-ゖァ-ヺー]{4,12})」"
)


def add_nicknames(drafts: list[Draft]) -> None:
    """Gives each project the nicknames that its record alone tells."""
    told = [set(_nicknames(draft)) for draft in drafts]
    for draft, own in zip(drafts, told, strict=True):
        draft.aliases += sorted(name for name in own if sum(name in other for other in told) == 1)


def _nicknames(draft: Draft) -> Iterator[str]:
    """The nicknames in the name and the fields of a project."""
    if draft.name and (named := _IN_NAME.search(draft.name.text)):
        yield named[1]
    for part in draft.fields:
        for match in _IN_TEXT.finditer(part.value.text):
            if len(words(match[1])) > 1:
                yield match[1]
