"""What goes again: texts past the retention. Decisions, codes, offsets and the log stay, and stay provable."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import SQLAlchemyError

from cac.errors import Invalid
from cac.workbench.records import Actor
from cac.workbench.settings import stamp
from cac.workbench.store import Store
from cac.workbench.tables import (
    FIXED,
    REVISIONS,
    AddendumRow,
    DecisionRow,
    EntryRow,
    MessageRow,
    NoteRow,
    RequestRow,
    SuggestionRow,
    UserRow,
)

_AT_ONCE = 200
_PATIENCE = 2_000  # milliseconds to wait for programs that read
_TEXTS = (*(table.__tablename__ for table in FIXED), RequestRow.__tablename__)


class Pruned(NamedTuple):
    """How many notes lost their texts, and how many past the retention are not finished and kept theirs.

    ``rewritten`` tells whether the file was rewritten without them; where not, another program was reading it: prune
    again.
    """

    notes: int
    unfinished: int
    rewritten: bool


def prune(store: Store, actor: Actor, days: int) -> Pruned:
    """Take away the texts of finished notes that came more than ``days`` ago.

    The note and its name, the quotes and sentences of its suggestions, addenda, comments and messages go. Codes,
    modifiers, units, rules, offsets, reasons, who and when stay.

    Raises:
        Forbidden, Invalid.
    """
    actor.need("manage")
    if not 0 <= days <= 36_500:
        raise Invalid("days", "The retention is a number of days, 0 or more.")
    before = stamp(store.now() - timedelta(days=days))
    old = (NoteRow.received < before) & NoteRow.pruned.is_(None)
    unfinished = select(EntryRow.id).where(EntryRow.note_id == NoteRow.id, EntryRow.state != "finished").exists()
    done = 0
    while True:
        with store.writing(actor.name) as work:
            asked = select(NoteRow.id).where(old, ~unfinished).order_by(NoteRow.received).limit(_AT_ONCE)
            ids = work.session.scalars(asked).all()
            for id in ids:
                _take_away(work.session, id, work.now)
                work.log("note.pruned", {"notes": id, "days": days})
            work.session.execute(delete(RequestRow).where(RequestRow.at < before))
        done += len(ids)
        if len(ids) < _AT_ONCE:
            break
    with store.reading() as session:
        left = session.scalar(select(func.count()).select_from(NoteRow).where(old, unfinished)) or 0
    return Pruned(done, left, rewrite(store) if done else True)


def _take_away(session: Any, note: str, now: str) -> None:
    of_note = select(EntryRow.id).where(EntryRow.note_id == note)
    session.execute(update(NoteRow).where(NoteRow.id == note).values(text=None, name=None, name_mark=None, pruned=now))
    session.execute(update(SuggestionRow).where(SuggestionRow.note_id == note).values(row=None))
    session.execute(update(AddendumRow).where(AddendumRow.note_id == note).values(text=None, author=None))
    session.execute(update(MessageRow).where(MessageRow.entry_id.in_(of_note)).values(text=None))
    session.execute(update(DecisionRow).where(DecisionRow.entry_id.in_(of_note)).values(comment=None))


def rewrite(store: Store) -> bool:
    """Write the database anew without what was taken away; whether that could be done now."""
    try:
        if store.file is None:
            with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                try:
                    connection.execute(text(f"SET lock_timeout = {_PATIENCE}"))
                    connection.execute(text(f"VACUUM FULL {', '.join(_TEXTS)}"))
                finally:
                    connection.invalidate()  # its patience is for this alone
            return True
        bare = store.engine.raw_connection()  # outside of any transaction
        try:
            cursor = bare.cursor()
            cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy: Any = cursor.fetchone()
            return not busy[0]
        finally:
            bare.invalidate()
    except (SQLAlchemyError, sqlite3.Error):
        return False


class Status(NamedTuple):
    """What a store holds; ``oldest`` is when the oldest note came that still has its text."""

    kind: str
    encrypted: bool
    revision: str
    entries: dict[str, int]
    notes: int
    pruned: int
    oldest: str
    past_retention: int
    users: int
    log: int


def status(store: Store) -> Status:
    """What a store holds, in numbers."""
    days = store.settings.retention_days
    limit = stamp(store.now() - timedelta(days=days)) if days else ""
    with store.reading() as session:
        counted = session.execute(select(EntryRow.state, func.count()).group_by(EntryRow.state))
        states = {row[0]: row[1] for row in counted}
        there = NoteRow.pruned.is_(None)
        return Status(
            kind="PostgreSQL" if store.file is None else "SQLite",
            encrypted=store.encrypted,
            revision=REVISIONS[-1],
            entries={state: states.get(state, 0) for state in ("open", "claimed", "finished")},
            notes=session.scalar(select(func.count()).select_from(NoteRow)) or 0,
            pruned=session.scalar(select(func.count()).select_from(NoteRow).where(~there)) or 0,
            oldest=session.scalar(select(func.min(NoteRow.received)).where(there)) or "",
            past_retention=session.scalar(
                select(func.count()).select_from(NoteRow).where(there, NoteRow.received < limit)
            )
            or 0,
            users=session.scalar(select(func.count()).select_from(UserRow)) or 0,
            log=store.head().entries,
        )
