r"""The answers are as right as they were: figures kept as data beside the command that makes
them. After a change for the better, write them anew:

    python -m assistant.evaluate tests/questions/examples.jsonl \
        tests/questions/kashiwazaki.jsonl tests/questions/kashiwazaki_second.jsonl \
        tests/questions/isesaki_kashiwa.jsonl tests/questions/toyama_isesaki_kashiwa.jsonl \
        tests/questions/toyama_cross.jsonl tests/questions/further.jsonl \
        tests/questions/office.jsonl tests/questions/reporters.jsonl \
        tests/questions/lists_and_claims.jsonl tests/questions/staff.jsonl \
        tests/questions/desk.jsonl tests/questions/clerks.jsonl \
        tests/questions/council.jsonl tests/questions/planners.jsonl \
        tests/questions/auditors.jsonl tests/questions/revisers.jsonl \
        tests/questions/tables.jsonl tests/questions/secretaries.jsonl \
        tests/questions/advisers.jsonl tests/questions/assessors.jsonl \
        tests/questions/examiners.jsonl tests/questions/comparers.jsonl \
        tests/questions/registrars.jsonl \
        --save tests/data/figures.json
    for CITIES in other_cities further_cities more_cities suzurihama_sumihara \
        ukizawa sumise_unezawa kunugise suzukari_kayanosawa miomori saginome \
        tsugano_mukusawa_kusehama kitashio_kirihara_mizukawa \
        mizuura_kirise_hakurei shiomihara_shinonomedai_kirigasawa \
        hamanase_kuon fukatsu_takatorihara aogakino_shiibasawa \
        setonaru_kirigasato misakiura_tokihadai hatatsu_mikumago \
        kayagahara_tsurumizawa shiotsu_narasawa katsumi_kayasawa \
        iwakuma_yanagibori koshizawa_tochione takaura_kikuse hosaka_kunugidai \
        makinai_toyokuwa horoshibetsu_kusumiya yumino_nakahama \
        takakuma_kayazawa chidoriura_otohoro buyo_toyose \
        hasumigawa_saginoura kushiura_azusano kirinari_shionome \
        kirigaura_tochinose hozumino_ashihara kirigahama_asahino mizuhama_orihara \
        kumoi shiomihara; do
        python -m assistant.build --corpus tests/data/$CITIES --index build/$CITIES
        python -m assistant.evaluate tests/questions/$CITIES.jsonl --index build/$CITIES \
            --corpus tests/data/$CITIES --save tests/data/figures_$CITIES.json
    done

and the figures that count, of questions that nothing was made or trained with, the last four of
them about plans that were not read either:

    for NAME in held_out held_out_second held_out_third held_out_fourth; do
        python -m assistant.evaluate tests/questions/$NAME.jsonl \
            --save tests/data/figures_$NAME.json
    done
    python -m assistant.build --corpus tests/data/new_cities --index build/new_cities
    python -m assistant.evaluate tests/questions/held_out_new_cities.jsonl \
        --index build/new_cities --corpus tests/data/new_cities \
        --save tests/data/figures_held_out_new_cities.json
    for CITIES in unread_cities unread_second unread_third unread_fourth; do
        python -m assistant.build --corpus tests/data/$CITIES --index build/$CITIES
        python -m assistant.evaluate tests/questions/$CITIES.jsonl --index build/$CITIES \
            --corpus tests/data/$CITIES --save tests/data/figures_$CITIES.json
    done
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from assistant.evaluate import (
    LOWER_IS_BETTER,
    evaluate,
    missed,
    read_questions,
    read_thresholds,
    report,
)
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

TESTS = Path(__file__).parent
DATA = TESTS / "data"
ON_THE_PLANS = (
    "examples", "kashiwazaki", "kashiwazaki_second", "isesaki_kashiwa", "toyama_isesaki_kashiwa",
    "toyama_cross", "further", "office", "reporters", "lists_and_claims", "staff",
    "desk", "clerks", "council", "planners", "auditors", "revisers", "tables",
    "secretaries", "advisers", "assessors", "examiners", "comparers", "registrars",
)  # fmt: skip
TOLERANCE = 0.005


def figures_of(assistant: Assistant, *names: str) -> dict[str, Any]:
    questions = read_questions(TESTS / "questions" / f"{name}.jsonl" for name in names)
    return report(evaluate(assistant, questions))


@pytest.fixture(scope="module")
def on_the_plans(assistant: Assistant) -> dict[str, Any]:
    """Figures over the questions about the five plans."""
    return figures_of(assistant, *ON_THE_PLANS)


def figures_on(corpus: Path, index: Path, name: str) -> dict[str, Any]:
    """Figures of a question set over a corpus of its own."""
    from assistant.build import build
    from assistant.pipeline import Assistant

    settings = Settings(corpus=corpus, index=index)
    build(settings)
    return figures_of(Assistant.open(settings), name)


def worse(measured: dict[str, Any], kept: dict[str, Any]) -> Iterator[str]:
    """A line for each figure that is worse than the one kept, over all and by type."""
    pairs = [("all", measured["all"], kept["all"])]
    pairs += [(name, measured["type"][name], kept["type"][name]) for name in kept["type"]]
    for group, now, before in pairs:
        for name, value in before.items():
            fall = now[name] - value if name in LOWER_IS_BETTER else value - now[name]
            if fall > (0 if name == "questions" else TOLERANCE):
                yield f"{group}: {name} {now[name]}, was {value}"


def kept(name: str) -> dict[str, Any]:
    figures: dict[str, Any] = json.loads((DATA / name).read_text(encoding="utf-8"))
    return figures


def test_answers_on_the_plans_are_as_right_as_they_were(on_the_plans: dict[str, Any]) -> None:
    """No share over all questions, nor over those of a type, lies below the one kept."""
    assert list(worse(on_the_plans, kept("figures.json"))) == []


@pytest.mark.parametrize(
    ("corpus", "name"),
    [
        ("other_cities", "other_cities"),
        ("further_cities", "further_cities"),
        ("more_cities", "more_cities"),
        ("suzurihama_sumihara", "suzurihama_sumihara"),
        ("ukizawa", "ukizawa"),
        ("sumise_unezawa", "sumise_unezawa"),
        ("kunugise", "kunugise"),
        ("suzukari_kayanosawa", "suzukari_kayanosawa"),
        ("miomori", "miomori"),
        ("saginome", "saginome"),
        ("tsugano_mukusawa_kusehama", "tsugano_mukusawa_kusehama"),
        ("kitashio_kirihara_mizukawa", "kitashio_kirihara_mizukawa"),
        ("mizuura_kirise_hakurei", "mizuura_kirise_hakurei"),
        ("shiomihara_shinonomedai_kirigasawa", "shiomihara_shinonomedai_kirigasawa"),
        ("hamanase_kuon", "hamanase_kuon"),
        ("fukatsu_takatorihara", "fukatsu_takatorihara"),
        ("aogakino_shiibasawa", "aogakino_shiibasawa"),
        ("setonaru_kirigasato", "setonaru_kirigasato"),
        ("misakiura_tokihadai", "misakiura_tokihadai"),
        ("hatatsu_mikumago", "hatatsu_mikumago"),
        ("kayagahara_tsurumizawa", "kayagahara_tsurumizawa"),
        ("new_cities", "held_out_new_cities"),
        ("unread_cities", "unread_cities"),
        ("unread_second", "unread_second"),
        ("unread_third", "unread_third"),
        ("unread_fourth", "unread_fourth"),
        ("shiotsu_narasawa", "shiotsu_narasawa"),
        ("katsumi_kayasawa", "katsumi_kayasawa"),
        ("iwakuma_yanagibori", "iwakuma_yanagibori"),
        ("koshizawa_tochione", "koshizawa_tochione"),
        ("takaura_kikuse", "takaura_kikuse"),
        ("hosaka_kunugidai", "hosaka_kunugidai"),
        ("makinai_toyokuwa", "makinai_toyokuwa"),
        ("horoshibetsu_kusumiya", "horoshibetsu_kusumiya"),
        ("yumino_nakahama", "yumino_nakahama"),
        ("takakuma_kayazawa", "takakuma_kayazawa"),
        ("chidoriura_otohoro", "chidoriura_otohoro"),
        ("buyo_toyose", "buyo_toyose"),
        ("hasumigawa_saginoura", "hasumigawa_saginoura"),
        ("kushiura_azusano", "kushiura_azusano"),
        ("kirinari_shionome", "kirinari_shionome"),
        ("kirigaura_tochinose", "kirigaura_tochinose"),
        ("hozumino_ashihara", "hozumino_ashihara"),
        ("kirigahama_asahino", "kirigahama_asahino"),
        ("mizuhama_orihara", "mizuhama_orihara"),
        ("kumoi", "kumoi"),
        ("shiomihara", "shiomihara"),
    ],
)
def test_answers_on_other_cities_are_as_right_as_they_were(
    tmp_path: Path, corpus: str, name: str
) -> None:
    """The same code on plans of invented cities, laid out as no plan of the corpus is."""
    measured = figures_on(DATA / corpus, tmp_path, name)
    assert list(worse(measured, kept(f"figures_{name}.json"))) == []


@pytest.mark.parametrize(
    "name", ["held_out", "held_out_second", "held_out_third", "held_out_fourth"]
)
def test_answers_to_questions_held_out_are_as_right_as_they_were(
    assistant: Assistant, name: str
) -> None:
    """Questions about the plans that nothing was trained or tried on."""
    measured = figures_of(assistant, name)
    assert list(worse(measured, kept(f"figures_{name}.json"))) == []


def test_the_thresholds_are_kept(on_the_plans: dict[str, Any]) -> None:
    """The limits of the file are met over all questions about the plans."""
    limits = {
        name: limit
        for name, limit in read_thresholds(DATA / "thresholds.toml").items()
        if not name.endswith("_ms")
    }
    assert missed(on_the_plans["all"], limits) == []


def test_a_worse_figure_is_named() -> None:
    """Shares may not fall, wrong abstentions may not rise, questions may not get lost."""
    before = {"questions": 3, "right": 0.9, "wrong_abstention": 0.02}
    now = {"questions": 2, "right": 0.897, "wrong_abstention": 0.03}
    figures = ({"all": group, "type": {"list": group}} for group in (now, before))
    assert list(worse(*figures)) == [
        f"{group}: {line}"
        for group in ("all", "list")
        for line in ("questions 2, was 3", "wrong_abstention 0.03, was 0.02")
    ]
