"""Conversations and feedback, kept in one SQLite file."""

from __future__ import annotations

import json
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from assistant.datamodels import Answer, AnswerTable, Citation, ProjectRef, Span

SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, title TEXT NOT NULL, updated REAL NOT NULL);
CREATE INDEX IF NOT EXISTS conversations_of_owner ON conversations (owner, updated);
CREATE TABLE IF NOT EXISTS turns (
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    number INTEGER NOT NULL, question TEXT NOT NULL, scope TEXT NOT NULL, answer TEXT NOT NULL,
    asked REAL NOT NULL, PRIMARY KEY (conversation, number));
CREATE TABLE IF NOT EXISTS feedback (
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    number INTEGER NOT NULL, useful INTEGER NOT NULL, reasons TEXT NOT NULL,
    comment TEXT NOT NULL, given REAL NOT NULL, PRIMARY KEY (conversation, number));
"""
TITLE_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question was narrowed to: names for the reader, and the documents' ids."""

    names: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as it was typed, what it was narrowed to, and its answer."""

    number: int
    question: str
    scope: Scope
    answer: Answer


@dataclass(frozen=True, slots=True)
class Conversation:
    """Turns under an id that no one can guess."""

    conversation_id: str
    title: str
    turns: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a reader thinks of an answer."""

    useful: bool
    reasons: tuple[str, ...] = ()
    comment: str = ""


EVERYTHING = Scope()


class ConversationStore:
    """Reads and writes conversations; safe to share between threads."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        """Opens or creates the file. Raises sqlite3.Error if that cannot be done."""
        self._path = path
        self._clock = clock
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._open() as database:
            database.execute("PRAGMA journal_mode = WAL")
            database.executescript(SCHEMA)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=10)) as database:
            database.execute("PRAGMA foreign_keys = ON")
            with database:
                yield database

    def append(
        self,
        conversation_id: str | None,
        owner: str,
        answer: Answer,
        scope: Scope = EVERYTHING,
        replaces: int | None = None,
    ) -> str:
        """Adds a turn, to a new conversation without `conversation_id`, in place of the turn
        `replaces` and all after it; gives the conversation's id."""
        now = self._clock()
        identity = conversation_id or secrets.token_urlsafe(12)
        with self._open() as database:
            database.execute(
                "INSERT INTO conversations VALUES (?, ?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET updated = excluded.updated",
                (identity, owner, _title(answer.question), now),
            )
            if replaces is not None:
                for table in ("turns", "feedback"):
                    database.execute(
                        f"DELETE FROM {table} WHERE conversation = ? AND number >= ?",
                        (identity, replaces),
                    )
            database.execute(
                "INSERT INTO turns SELECT ?, COALESCE(MAX(number), 0) + 1, ?, ?, ?, ?"
                " FROM turns WHERE conversation = ?",
                (
                    identity,
                    answer.question,
                    json.dumps(asdict(scope)),
                    encode(answer),
                    now,
                    identity,
                ),
            )
        return identity

    def get(self, conversation_id: str) -> Conversation | None:
        """The conversation with all its turns, None if there is none."""
        with self._open() as database:
            found = database.execute(
                "SELECT title FROM conversations WHERE id = ?", (conversation_id,)
            ).fetchone()
            rows = database.execute(
                "SELECT number, question, scope, answer FROM turns WHERE conversation = ?"
                " ORDER BY number",
                (conversation_id,),
            ).fetchall()
        if found is None:
            return None
        turns = (Turn(n, q, _scope(scope), decode(text)) for n, q, scope, text in rows)
        return Conversation(conversation_id, found[0], tuple(turns))

    def of_owner(self, owner: str, search: str = "", limit: int = 50) -> list[Conversation]:
        """The owner's conversations without their turns, the latest first; with `search`, those
        whose title, questions or answers hold it."""
        pattern = "%" + search.translate({ord(c): "\\" + c for c in "\\%_"}) + "%"
        with self._open() as database:
            rows = database.execute(
                "SELECT id, title FROM conversations WHERE owner = ? AND (title LIKE ? ESCAPE '\\'"
                " OR id IN (SELECT conversation FROM turns WHERE question LIKE ? ESCAPE '\\'"
                " OR json_extract(answer, '$.text') LIKE ? ESCAPE '\\'))"
                " ORDER BY updated DESC, id LIMIT ?",
                (owner, pattern, pattern, pattern, limit),
            ).fetchall()
        return [Conversation(identity, title) for identity, title in rows]

    def rename(self, conversation_id: str, owner: str, title: str) -> None:
        """Gives the owner's conversation another title; an empty one changes nothing."""
        if title := " ".join(title.split()):
            with self._open() as database:
                database.execute(
                    "UPDATE conversations SET title = ? WHERE id = ? AND owner = ?",
                    (title[:200], conversation_id, owner),
                )

    def delete(self, conversation_id: str, owner: str) -> None:
        """Removes the owner's conversation with its turns and feedback."""
        with self._open() as database:
            database.execute(
                "DELETE FROM conversations WHERE id = ? AND owner = ?", (conversation_id, owner)
            )

    def give_feedback(self, conversation_id: str, number: int, feedback: Feedback) -> None:
        """Keeps what a reader thinks of a turn; the last word counts."""
        with self._open() as database:
            database.execute(
                "INSERT OR REPLACE INTO feedback VALUES (?, ?, ?, ?, ?, ?)",
                (
                    conversation_id,
                    number,
                    feedback.useful,
                    json.dumps(feedback.reasons),
                    feedback.comment,
                    self._clock(),
                ),
            )

    def feedback(self, conversation_id: str, number: int) -> Feedback | None:
        """What was said of a turn, None if nothing."""
        with self._open() as database:
            row = database.execute(
                "SELECT useful, reasons, comment FROM feedback"
                " WHERE conversation = ? AND number = ?",
                (conversation_id, number),
            ).fetchone()
        return Feedback(bool(row[0]), tuple(json.loads(row[1])), row[2]) if row else None


def _title(question: str) -> str:
    title = " ".join(question.split())
    return title if len(title) <= TITLE_CHARACTERS else title[: TITLE_CHARACTERS - 1] + "…"


def _plain(scope: Scope) -> str:
    return json.dumps(asdict(scope), ensure_ascii=False)


def _scope(text: str) -> Scope:
    record = json.loads(text)
    if isinstance(record, list):  # names alone
        return Scope(tuple(record))
    return Scope(tuple(record["names"]), tuple(record["documents"]))


def encode(answer: Answer) -> str:
    """The answer as JSON."""
    return json.dumps(asdict(answer), ensure_ascii=False, default=str)


def decode(text: str) -> Answer:
    """The answer that `encode` wrote, also with fields that came or went since then."""
    record = json.loads(text)
    record["citations"] = tuple(_citation(item) for item in record.get("citations", ()))
    record["also_found"] = tuple(_citation(item) for item in record.get("also_found", ()))
    record["projects"] = tuple(
        _make(ProjectRef, item | {"departments": tuple(item["departments"])})
        for item in record.get("projects", ())
    )
    record["suggestions"] = tuple(record.get("suggestions", ()))
    if table := record.get("table"):
        record["table"] = AnswerTable(
            tuple(table["columns"]),
            tuple(tuple(row) for row in table["rows"]),
            tuple(tuple(tuple(cell) for cell in row) for row in table["citations"]),
        )
    return _make(Answer, record)


def _citation(record: Mapping[str, Any]) -> Citation:
    evidence = tuple(Span(span["start"], span["end"]) for span in record.get("evidence", ()))
    section = tuple(record["section"])
    return _make(Citation, {**record, "section": section, "evidence": evidence})


Record = TypeVar("Record")


def _make(kind: type[Record], record: Mapping[str, Any]) -> Record:
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    return kind(**{name: value for name, value in record.items() if name in known})
