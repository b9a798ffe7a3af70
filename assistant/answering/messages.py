"""What the assistant says, Japanese first with its English twin."""

from __future__ import annotations

from assistant.datamodels import Language, ValueKind

MESSAGES: dict[str, tuple[str, str]] = {
    "department": (
        "「{project}」（{city}）の担当課は、{value}です。",
        "“{project}” ({city}) is handled by {value}.",
    ),
    "indicator": (
        "「{project}」（{city}）の「{indicator}」：{values}。",
        "“{indicator}” of “{project}” ({city}): {values}.",
    ),
    "indicator_alone": (
        "「{indicator}」（{city}）：{values}。",
        "“{indicator}” ({city}): {values}.",
    ),
    "one_value": (
        "「{project}」（{city}）の「{indicator}」の{label}は、{value}です。",
        "The {label} of “{indicator}” (“{project}”, {city}) is {value}.",
    ),
    "one_value_alone": (
        "「{indicator}」（{city}）の{label}は、{value}です。",
        "The {label} of “{indicator}” ({city}) is {value}.",
    ),
    "no_year": (
        "「{indicator}」（{city}）に{year}の{kind}の記載はありません。記載があるのは、{values}です。",
        "The documents state no {kind} for {year} of “{indicator}” ({city}). They state {values}.",
    ),
    "kind_missing": (
        "「{indicator}」（{city}）の{kind}の記載はありません。記載があるのは、{values}です。",
        "The documents state no {kind} for “{indicator}” ({city}). They state {values}.",
    ),
    "indicators": (
        "「{project}」（{city}）の評価指標は、次の{count}件です。",
        "“{project}” ({city}) has {count} indicators:",
    ),
    "schedule": (
        "「{project}」（{city}）の「{item}」は、{years}です。",
        "“{item}” of “{project}” ({city}) is scheduled for {years}.",
    ),
    "schedule_elsewhere": (
        "ただし、「{place}」では、{years}です。",
        "“{place}”, however, says {years}.",
    ),
    "schedule_text": (
        "「{project}」（{city}）のスケジュール：{entries}。",
        "Schedule of “{project}” ({city}): {entries}.",
    ),
    "rating": (
        "「{project}」（{city}）の進捗状況の評価は、{value}です。",
        "“{project}” ({city}) is rated {value}.",
    ),
    "yearly_rating": (
        "「{project}」（{city}）の評価は、{values}です。",
        "“{project}” ({city}) is rated: {values}.",
    ),
    "state": ("「{project}」（{city}）は、{value}です。", "“{project}” ({city}): {value}."),
    "stage": (
        "「{project}」（{city}）の進捗の状況は、「{value}」です。",
        "The status of “{project}” ({city}) is “{value}”.",
    ),
    "rating_meaning": ("「{value}」は「{meaning}」を表します。", "“{value}” means “{meaning}”."),
    "field": (
        "「{project}」（{city}）の{label}：{value}",
        "{label} of “{project}” ({city}): {value}",
    ),
    "definition": (
        "「{term}」（{city}）：{definition}",
        "“{term}” ({city}) is defined as: {definition}",
    ),
    "list_head": ("{count}件あります。", "{count} projects are listed."),
    "list_origin": ("{origin}（{count}項目）：", "{origin} ({count} items):"),
    "list_item": ("{name}（{city}）", "{name} ({city})"),
    "statement": ("{city}：{text}", "According to {city}: {text}"),
    "yes": ("はい。", "Yes. "),
    "no": ("いいえ。", "No. "),
    "met": ("目標に達しています。", "The target was met. "),
    "not_met": ("目標に達していません。", "The target was not met. "),
    "abstain": (
        "資料には記載がありません。{searched}を調べましたが、お尋ねの内容を述べている箇所は見つかりませんでした。",
        "The documents do not say. I searched {searched} but found no statement that answers this.",
    ),
    "abstain_place": (
        "資料には記載がありません。{place}の資料は収録していません（収録：{cities}）。",
        "The documents do not say: none of them is about {place} (they cover {cities}).",
    ),
    "abstain_year": (
        "資料には記載がありません。{year}についての記述は、{searched}には見つかりませんでした。",
        "The documents do not say: nothing about {year} was found in {searched}.",
    ),
    "abstain_kind": (
        "資料には記載がありません。{searched}に、{asked}を述べた箇所は見つかりませんでした。",
        "The documents do not say: no statement of {asked} was found in {searched}.",
    ),
    "near": ("近い内容としては、次の記述があります。", "The nearest statement is this:"),
    "empty_cell": ("記載なし", "not stated"),
    "count_items": ("{count}件あります：{names}。", "{count} projects: {names}."),
}

KINDS: dict[ValueKind, tuple[str, str]] = {
    "baseline": ("基準値", "baseline"),
    "target": ("目標値", "target"),
    "actual": ("実績値", "actual value"),
}
FIELDS: dict[str, tuple[str, str]] = {
    "summary": ("概要", "Summary"),
    "present": ("現状", "Present state"),
    "issues": ("課題", "Issues"),
    "goal": ("目指す姿・目的", "Goal"),
    "actions": ("取組内容", "Actions"),
    "effects": ("効果", "Effects"),
    "progress": ("取組と成果", "Progress"),
    "outlook": ("今後の予定", "Next steps"),
    "tools": ("活用するツール", "Tools"),
    "category": ("分類", "Category"),
    "budget": ("予算・費用", "Budget"),
    "other": ("内容", "Content"),
}
ASKED: dict[str, tuple[str, str]] = {
    "money": ("金額", "an amount of money"),
    "person": ("人名", "a person's name"),
    "company": ("事業者名・製品名", "a company or product"),
    "percent": ("割合", "a percentage"),
    "date": ("時期", "a date"),
    "weekday": ("曜日", "a day of the week"),
    "number": ("数値", "a figure"),
    "contact": ("連絡先", "an address or telephone number"),
}


def say(language: Language, key: str, **values: object) -> str:
    """The message `key` in `language`, filled in."""
    return MESSAGES[key][language == "en"].format(**values)


def pick(language: Language, pair: tuple[str, str]) -> str:
    """The Japanese or the English of a pair."""
    return pair[language == "en"]


def year_label(language: Language, year: int) -> str:
    """令和8年度（2026年度） or FY2026."""
    if language == "en":
        return f"FY{year} (R{year - 2018})" if year >= 2019 else f"FY{year}"
    return f"令和{year - 2018}年度（{year}年度）" if year >= 2019 else f"{year}年度"
