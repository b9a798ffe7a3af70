"""Names that a question asks for, and that a draft does not give."""

from __future__ import annotations

import re

from assistant.answering.compose_partners import asks_partner, tells_partner
from assistant.answering.drafts import TEXT_KINDS, Draft
from assistant.answering.turn import Turn
from assistant.answering.untold import told_with_context
from assistant.language.normalize import normalize_text

_NAMED_THING = r"(?:アプリ|システム|サービス|製品|ツール|ソフト|キャラクター|ゲーム|機種|サイト)"
_ASKS_NAME = re.compile(
    rf"{_NAMED_THING}(?:の名前|の名称|名|は、?(?:何|なん)と?(?:て|という|いう)(?:名前|名称)|"
    rf"の(?:名前|名称))(?:は|って|を|$|[?？]|です)|(?:製品|機種)(?:は|って)(?:何|なに)(?:$|[?？]|です)|(?:何|なん)という(?:名前の)?{_NAMED_THING}|"
    rf"{_NAMED_THING}(?:は|って)、?(?:何|なん)(?:という|て)(?:名前|名称)|"
    r"name of the (?:app|system|service|product|tool|software)"
)
_GIVES_NAME = re.compile(
    r"「[^」]+」|『[^』]+』|“[^”]+”|(?!(?:Web|ICT|RPA|OCR)\b)[A-Za-zＡ-Ｚａ-ｚ][A-Za-zＡ-Ｚａ-ｚ0-9]{2,}"
)
# 大学の名前, which a statement gives only by a name before the word (市内の大学 is none).
_BODY = (
    r"(大学|高校|病院|銀行|協会|研究所|新聞社|商店街|"
    r"小学校|中学校|学校|投票区|会場|公園|支所|出張所|体育施設|施設|図書館|公民館|保育園|企業|会社)"
)
_ASKS_BODY = re.compile(
    rf"{_BODY}(?:の名前|の名称|名)(?:は|を|って|が|$|[?？]|です)|"
    rf"(?:何|なん)という(?:(?:名前|名称)の)?{_BODY}|(?:どこの|何){_BODY}"
    r"|(?:何|なん)(?:という|ていう|って(?:いう|言う))(地区|地域)"
)
_ASKS_NAMES = re.compile(
    r"([一-龠ァ-ヶー]{2,8})の(?:名前|名称)を?、?(?:全部|すべて|全て|教え|一覧|列挙|挙げ)"
)
_NO_KIND = "".join(
    f"(?<!{kind})"
    for kind in (
        "市 県 国 町 村 区 各 民間 近隣 地元 国立 公立 私立 総合 連携 対象 モデル 山間 体育 公共 "
        "中小 市内 県内 町内 新規 関係 関連 福祉 教育 文化 観光 か所の つの".split()
    )
)


def _lacks_thing(turn: Turn, draft: Draft) -> bool:
    asks = _ASKS_NAME.search(turn.query.normalized) and not turn.named
    return bool(asks) and not _GIVES_NAME.search(_own(draft))


def _lacks_names(turn: Turn, draft: Draft) -> bool:
    """Whether things are asked for by their names, and what is told only speaks of them, or
    counts them: 12の集会所."""
    asked = _ASKS_NAMES.search(turn.query.normalized)
    if asked is None or draft.kind not in TEXT_KINDS:
        return False
    noun = re.escape(asked[1])
    told = normalize_text(draft.text)
    return noun in told and not re.search(rf"[一-龠々ァ-ヶー]{noun}|{noun}[はが：:（(]", told)


def _lacks_body(turn: Turn, draft: Draft) -> bool:
    """Whether the question asks for the name of a body (大学の名前) and none is told: 北里大学."""
    if turn.wanted is not None and turn.wanted.units:
        return False  # 何施設 asks for a number
    asked = _ASKS_BODY.search(turn.query.normalized)
    noun = next(filter(None, asked.groups())) if asked else ""
    named = rf"[一-龠々ァ-ヶーA-Za-z]{{2,}}{_NO_KIND}{noun}"
    return bool(noun) and not re.search(named, draft.text)


def _lacks_other_city(turn: Turn, draft: Draft) -> bool:
    """Whether it is asked which other municipalities take part, and none is told."""
    if draft.kind not in (*TEXT_KINDS, "definition") or not asks_partner(turn):
        return False
    return not tells_partner(turn, _own(draft), told_with_context(turn, draft))


def _own(draft: Draft) -> str:
    """What a draft tells, without the projects' names that stand in front."""
    told = draft.text
    for project in draft.projects:
        name = project.name.text
        told = re.sub(rf"[「“]{re.escape(name)}[」”]", name, told)
    return told.split("：", 1)[-1] if "：" in told[:80] else told


UNNAMED = (_lacks_thing, _lacks_names, _lacks_body, _lacks_other_city)
