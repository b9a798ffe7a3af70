from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from assistant.ui.conversations import ConversationStore, Feedback, Scope, decode, encode
from tests.ui_standin import StandIn


@pytest.fixture
def ticks() -> Iterator[int]:
    return count(1)


@pytest.fixture
def store(tmp_path: Path, ticks: Iterator[int]) -> ConversationStore:
    return ConversationStore(tmp_path / "conversations.sqlite3", clock=lambda: float(next(ticks)))


@pytest.mark.parametrize("question", ["担当課は？", "全部の項目は？", "月の予算は？"])
def test_a_stored_answer_comes_back_whole(question: str) -> None:
    """Citations, evidence, projects, tables and the trace survive storing."""
    answer = StandIn().ask(question)
    assert decode(encode(answer)) == answer


def test_a_conversation_survives_a_restart(store: ConversationStore, tmp_path: Path) -> None:
    """Turns are numbered in order and read back by another process."""
    assistant = StandIn()
    first, second = assistant.ask("担当課は？"), assistant.ask("その目標値は？")
    identity = store.append(None, "reader-1", first, Scope(("青葉市",), ("aoba",)))
    assert store.append(identity, "reader-1", second) == identity
    found = ConversationStore(tmp_path / "conversations.sqlite3").get(identity)
    assert found is not None
    assert found.title == "担当課は？"
    assert [(t.number, t.question, t.scope, t.answer) for t in found.turns] == [
        (1, "担当課は？", Scope(("青葉市",), ("aoba",)), first),
        (2, "その目標値は？", Scope(), second),
    ]


def test_a_turn_asked_anew_takes_the_place_of_the_old_one(store: ConversationStore) -> None:
    """What was said of the old turn goes with it; the turns before it stay."""
    assistant = StandIn()
    identity = store.append(None, "reader", assistant.ask("担当課は？"))
    store.append(identity, "reader", assistant.ask("青葉市の目標値は？"))
    store.give_feedback(identity, 2, Feedback(False))
    store.append(identity, "reader", assistant.ask("目標値は？"), replaces=2)
    found = store.get(identity)
    assert found is not None
    assert [(turn.number, turn.question) for turn in found.turns] == [
        (1, "担当課は？"),
        (2, "目標値は？"),
    ]
    assert store.feedback(identity, 2) is None


def test_history_shows_only_the_reader_s_own_latest_first(store: ConversationStore) -> None:
    """A browser sees its own conversations, the one used last on top."""
    assistant = StandIn()
    old = store.append(None, "reader-1", assistant.ask("担当課は？"))
    new = store.append(None, "reader-1", assistant.ask("スケジュールは？"))
    store.append(None, "reader-2", assistant.ask("評価は？"))
    store.append(old, "reader-1", assistant.ask("その目標値は？"))
    assert [c.conversation_id for c in store.of_owner("reader-1")] == [old, new]


def test_history_is_searched_in_titles_questions_and_answers(store: ConversationStore) -> None:
    """What was asked or answered is found; the signs of SQL patterns are ordinary characters."""
    assistant = StandIn()
    told = store.append(None, "reader", assistant.ask("担当課は？"))
    untold = store.append(None, "reader", assistant.ask("月の予算は？"))
    store.append(told, "reader", assistant.ask("100%を超えるのは？"))

    def found(text: str) -> list[str]:
        return [c.conversation_id for c in store.of_owner("reader", text)]

    assert found("市民課") == [told]
    assert found("予算") == [untold]
    assert found("100%") == [told]
    assert found("_当_") == []


def test_only_the_owner_renames_and_deletes(store: ConversationStore) -> None:
    """Another reader's rename and delete change nothing."""
    identity = store.append(None, "owner", StandIn().ask("担当課は？"))
    store.rename(identity, "other", "奪う")
    store.delete(identity, "other")
    store.rename(identity, "owner", "  窓口の\n担当  ")
    kept = store.get(identity)
    assert kept is not None
    assert kept.title == "窓口の 担当"
    store.delete(identity, "owner")
    assert store.get(identity) is None


def test_the_last_feedback_counts(store: ConversationStore) -> None:
    """A thumb can be turned; reasons and comment are kept with it."""
    identity = store.append(None, "owner", StandIn().ask("担当課は？"))
    store.give_feedback(identity, 1, Feedback(True))
    store.give_feedback(identity, 1, Feedback(False, ("wrong", "source"), "課の名が違う"))
    assert store.feedback(identity, 1) == Feedback(False, ("wrong", "source"), "課の名が違う")
    assert store.feedback(identity, 2) is None
