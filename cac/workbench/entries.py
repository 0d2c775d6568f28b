"""Entries of the worklist inside a transaction: made, taken, changed, each change counted and logged."""

from __future__ import annotations

from sqlalchemy import func, select

from cac.errors import Conflict
from cac.workbench.records import Actor, Entry, Sampled
from cac.workbench.rows import entry_of
from cac.workbench.store import Work
from cac.workbench.tables import EntryRow, FirstCodingRow, NoteRow, SuggestionRow, new_id


def new_entry(
    work: Work, note: str, suggestion: str, status: str, *, blind: bool, sampled: Sampled = "", review_of: str = ""
) -> EntryRow:
    """A new entry at the end of the worklist, in the open transaction."""
    last = work.session.scalar(select(func.max(EntryRow.position))) or 0
    row = EntryRow(
        id=new_id(),
        note_id=note,
        suggestion_id=suggestion,
        position=last + 1,
        state="open",
        status=status,
        version=1,
        blind=blind,
        sampled=sampled,
        review_of=review_of or None,
        claimed_by="",
        claimed_at=None,
        finished_by="",
        finished_at=None,
    )
    work.add(row)
    return row


def check_working(row: EntryRow, actor: Actor, seen: int) -> None:
    """Refuse a change by somebody who does not work on the entry, or who saw an older version of it.

    Raises:
        Conflict: "finished", "not_claimed", "claimed" or "stale".
    """
    if row.state == "finished":
        raise Conflict("finished", "This entry is finished: reopen it first.")
    if row.state == "open":
        raise Conflict("not_claimed", "Claim this entry first.")
    if row.claimed_by != actor.name:
        raise Conflict("claimed", "Somebody else works on this entry.")
    if row.version != seen:
        raise Conflict("stale", "This entry has changed since you looked at it: look again.")


def take(work: Work, row: EntryRow, actor: Actor) -> None:
    """Claim an open entry, in the open transaction.

    Raises:
        Conflict: as `claim`.
    """
    if row.state == "claimed":
        raise Conflict("claimed", "Somebody else works on this entry.")
    if row.state == "finished":
        raise Conflict("finished", "This entry is finished: reopen it first.")
    if row.review_of and work.get(EntryRow, row.review_of, "entry").finished_by == actor.name:
        raise Conflict("own", "You coded this note first: somebody else codes it a second time.")
    row.state, row.claimed_by, row.claimed_at = "claimed", actor.name, work.now
    changed(work, row, "entry.claimed")


def changed(work: Work, row: EntryRow, action: str, **more: str) -> None:
    """Count a change of an entry, and log it."""
    row.version += 1
    rules = work.get(SuggestionRow, row.suggestion_id, "suggestion").version
    work.log(action, {"entry": row.id, "version": row.version, **more}, rules)


def coded(work: Work, row: EntryRow) -> bool:
    """Whether somebody coded a blind entry."""
    return work.session.scalars(select(FirstCodingRow.id).where(FirstCodingRow.entry_id == row.id)).first() is not None


def entry_record(work: Work, row: EntryRow) -> Entry:
    """The record of a row that may have changed in the open transaction."""
    work.session.flush()
    note = work.get(NoteRow, row.note_id, "note")
    return entry_of(work.store, row, note, first_coded=row.blind and coded(work, row))
