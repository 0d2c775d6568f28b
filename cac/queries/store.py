"""The questions of a practice and what became of them: one SQLite file that only its owner can read.

Nothing that was asked or answered is ever changed: a question is written once, and everything that happens to it is one
more event. Triggers refuse any other statement, so that the history cannot be rewritten through this file either. The
note alone goes: it is kept once, and only while a question about it is open (to prove quotes and to code it again).
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from cac.errors import InputError
from cac.queries.records import Question
from cac.records import Record

APPLICATION_ID = 0x43414351  # "CACQ"
VERSION = 2

_CLOSED = ("confirmed", "withdrawn", "no_response")
"""The events behind which nothing more can happen to a question."""
_OPEN = (
    "EXISTS (SELECT 1 FROM questions AS q WHERE q.note = {} AND NOT EXISTS (SELECT 1 FROM events AS e"
    f" WHERE e.question = q.id AND e.kind IN {_CLOSED}))"
)
"""Whether a question about a note is open."""

_SCHEMA = (
    "CREATE TABLE questions (id INTEGER PRIMARY KEY AUTOINCREMENT, digest TEXT NOT NULL UNIQUE, note_id TEXT NOT NULL,"
    " version TEXT NOT NULL, context TEXT NOT NULL, note TEXT NOT NULL, question TEXT NOT NULL)",
    "CREATE TABLE notes (digest TEXT PRIMARY KEY, text TEXT NOT NULL)",
    f"CREATE TRIGGER notes_no_delete BEFORE DELETE ON notes WHEN {_OPEN.format('OLD.digest')}"
    " BEGIN SELECT RAISE(ABORT, 'a question about this note is open'); END",
    "CREATE TRIGGER notes_no_update BEFORE UPDATE ON notes BEGIN SELECT RAISE(ABORT, 'a note is never changed'); END",
    "CREATE TABLE events (id INTEGER PRIMARY KEY AUTOINCREMENT, question INTEGER NOT NULL REFERENCES questions (id),"
    " kind TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL, text TEXT NOT NULL)",
    *(
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END"
        for table in ("questions", "events")
        for act in ("UPDATE", "DELETE")
    ),
)


class Event(Record):
    """Something that happened to a question: what, by whom, when (UTC, ISO 8601), and what was said, verbatim."""

    kind: str
    by: str
    at: str
    text: str = ""


class Kept(Record):
    """A question of the store with all that happened to it, the oldest first.

    ``context`` is what its note was coded for, ``version`` the program and rules that coded it. ``digest`` tells its
    note from others, also when the note is kept no more (``question.note`` is then ``None``).
    """

    id: int
    note_id: str
    version: str
    context: dict[str, str]
    digest: str
    question: Question
    events: tuple[Event, ...]

    def asks(self, other: Question) -> bool:
        """Whether it is ``other``, whose note it may hold no more."""
        return (
            self.digest == digest_of(other.note or "")
            and self.question.model_copy(update={"note": other.note}) == other
        )


def digest_of(note: str) -> str:
    """What tells a note from others."""
    return sha256(note.encode("utf-8", "surrogatepass")).hexdigest()


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


class Store:
    """One open store, inside one transaction that is given up when anything is raised."""

    def __init__(self, connection: sqlite3.Connection, clock: Callable[[], datetime] = now) -> None:
        """Use an open connection; ``clock`` tells the time of events."""
        self._connection = connection
        self._clock = clock

    def add(self, question: Question, note_id: str, version: str, context: dict[str, str]) -> int | None:
        """Keep a draft and return its id; ``None`` where the same question about the same note is kept already."""
        told = question.model_dump_json()
        digest = sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
        if self._connection.execute("SELECT id FROM questions WHERE digest = ?", (digest,)).fetchone():
            return None
        note = question.note or ""
        of = digest_of(note)
        self._connection.execute("INSERT OR IGNORE INTO notes (digest, text) VALUES (?, ?)", (of, json.dumps(note)))
        cursor = self._connection.execute(
            "INSERT INTO questions (digest, note_id, version, context, note, question) VALUES (?, ?, ?, ?, ?, ?)",
            (
                digest,
                note_id,
                version,
                json.dumps(context),
                of,
                question.model_copy(update={"note": None}).model_dump_json(),
            ),
        )
        made = int(cursor.lastrowid or 0)
        self.happened(made, "drafted", "cac")
        return made

    def happened(self, id: int, kind: str, by: str, text: str = "") -> None:
        """Add an event to the history of a question; the last one of all about a note takes the note away."""
        self._connection.execute(
            "INSERT INTO events (question, kind, by, at, text) VALUES (?, ?, ?, ?, ?)",
            (id, kind, by, self._clock().isoformat(timespec="seconds"), text),
        )
        if kind in _CLOSED:
            self._connection.execute(
                "DELETE FROM notes WHERE digest = (SELECT note FROM questions WHERE id = ?)"
                f" AND NOT {_OPEN.format('notes.digest')}",
                (id,),
            )

    def get(self, id: int) -> Kept:
        """One question with its history.

        Raises:
            InputError: "unknown", when the store holds none of this id.
        """
        row = (
            self._connection.execute(f"{_SELECT} WHERE questions.id = ?", (id,)).fetchone() if abs(id) < 2**63 else None
        )
        if row is None:
            raise InputError("unknown", "The store holds no question of this id: `cac query list` shows them.")
        return self._kept(row)

    def all(self) -> Iterator[Kept]:
        """Every question, the oldest first."""
        for row in self._connection.execute(f"{_SELECT} ORDER BY questions.id").fetchall():
            yield self._kept(row)

    def about(self, note_ids: Sequence[str]) -> Iterator[Kept]:
        """The questions about notes of these ids, the oldest first."""
        places = ", ".join("?" * len(note_ids))
        asked = f"{_SELECT} WHERE note_id IN ({places}) ORDER BY id"
        for row in self._connection.execute(asked, tuple(note_ids)).fetchall():
            yield self._kept(row)

    def _kept(self, row: tuple[Any, ...]) -> Kept:
        id, note_id, version, context, digest, question, text = row
        note = None if text is None else json.loads(text)
        events = self._connection.execute(
            "SELECT kind, by, at, text FROM events WHERE question = ? ORDER BY id", (id,)
        ).fetchall()
        return Kept(
            id=id,
            note_id=note_id,
            version=version,
            context=json.loads(context),
            digest=digest,
            question=Question.model_validate_json(question).model_copy(update={"note": note}),
            events=tuple(Event(kind=kind, by=by, at=at, text=text) for kind, by, at, text in events),
        )


_SELECT = (
    "SELECT id, note_id, version, context, note, question, text FROM questions LEFT JOIN notes ON notes.digest = note"
)


@contextmanager
def open_store(path: Path, *, make: bool = False, clock: Callable[[], datetime] = now) -> Iterator[Store]:
    """One transaction on the store, which ``make`` makes with mode 0600 where there is none.

    Raises:
        InputError: "store", when it is not there, cannot be used, or is none.
    """
    made = _make(path) if make else False
    if not path.is_file():
        raise InputError("store", "There is no such store: `cac query draft --store FILE` makes one.")
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=10)
        try:
            connection.execute("PRAGMA secure_delete = ON")  # a note that goes leaves nothing in the file
            connection.execute("BEGIN IMMEDIATE")
            _prepare(connection)
            yield Store(connection, clock)
            connection.commit()
        except BaseException:
            if connection.in_transaction:
                connection.rollback()
            raise
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise _unusable(error) from None
    except BaseException:
        if made and path.stat().st_size == 0:
            path.unlink()
        raise


def _make(path: Path) -> bool:
    """Make an empty file that only its owner can read, where there is none."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        return False
    except OSError as error:
        raise InputError("store", f"The store cannot be made ({error.strerror}): name another file.") from None
    return True


def _prepare(connection: sqlite3.Connection) -> None:
    """Make the tables in an empty file, or prove that they are ours.

    Raises:
        InputError: "store", for a database that is none of ours.
    """
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if not tables:
        for statement in _SCHEMA:
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        return
    (ours,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if ours != APPLICATION_ID:
        raise InputError("store", "This file is no store of questions: name another one.")
    if version != VERSION:
        raise InputError("store", "This store is of another version of cac: use that one, or make a new store.")


def _unusable(error: sqlite3.Error) -> InputError:
    if "locked" in str(error):
        return InputError("store", "The store is in use by another command: try again.")
    if "readonly" in str(error):
        return InputError("store", "The store cannot be written: check its permissions.")
    return InputError("store", "The store cannot be used: it is damaged, or no store of questions.")
