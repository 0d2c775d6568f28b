"""The worklist: notes come in, a coder claims one, decides its lines (`decisions`), finishes it, gets the next.

An entry goes from open to claimed to finished and back; its version goes up with each step. Only who claimed an entry
decides on it; nobody takes it away but an auditor or administrator, who gives it back (``release``).
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from cac.errors import Conflict, Invalid
from cac.workbench.checks import checked_label
from cac.workbench.entries import changed, check_working, coded, entry_record, new_entry, take
from cac.workbench.once import Once
from cac.workbench.records import Actor, Batch, Entry, EntryState, Sampled
from cac.workbench.rows import decisions_of, entry_of, kept_of
from cac.workbench.standing import standing
from cac.workbench.store import Store, Work
from cac.workbench.tables import EntryRow, FirstCodingRow, MessageRow, NoteRow, SuggestionRow


def entries(
    store: Store,
    actor: Actor,
    *,
    state: EntryState | None = None,
    batch: str | None = None,
    status: str = "",
    mine: bool = False,
    after: int = 0,
    limit: int = 100,
) -> tuple[Entry, ...]:
    """Entries in the order of the worklist, those behind position ``after``, at most ``limit`` (1 to 1000).

    By ``status`` none is found whose suggestion is hidden, so that asking for it tells nothing.

    Raises:
        Forbidden, Invalid.
    """
    actor.need("code")
    checked_label(batch or "", "name of the batch")
    if not 1 <= limit <= 1_000 or not 0 <= after < 2**31:
        raise Invalid("limit", "Ask for 1 to 1000 entries, after a position from 0 on.")
    first = select(FirstCodingRow.id).where(FirstCodingRow.entry_id == EntryRow.id).exists()
    asked = (
        select(EntryRow, NoteRow, first)
        .join(NoteRow, NoteRow.id == EntryRow.note_id)
        .where(EntryRow.position > after)
        .order_by(EntryRow.position)
        .limit(limit)
    )
    if state is not None:
        asked = asked.where(EntryRow.state == state)
    if batch is not None:
        asked = asked.where(NoteRow.batch == batch)
    if status:
        asked = asked.where(EntryRow.status == status, EntryRow.blind.is_(False) | first)
    if mine:
        asked = asked.where((EntryRow.claimed_by == actor.name) | (EntryRow.finished_by == actor.name))
    with store.reading() as session:
        return tuple(entry_of(store, row, note, first_coded=done) for row, note, done in session.execute(asked))


def batches(store: Store, actor: Actor) -> tuple[Batch, ...]:
    """Where the notes came from, in the order in which they came, each with how far it is.

    Raises:
        Forbidden.
    """
    actor.need("code")
    asked = (
        select(NoteRow.batch, EntryRow.state, func.count(), func.min(EntryRow.position))
        .join(NoteRow, NoteRow.id == EntryRow.note_id)
        .group_by(NoteRow.batch, EntryRow.state)
        .order_by(func.min(EntryRow.position))
    )
    counted: dict[str, dict[str, int]] = {}
    with store.reading() as session:
        for name, state, count, _ in session.execute(asked):
            counted.setdefault(name, {})[state] = count
    return tuple(Batch(name=name, **states) for name, states in counted.items())


def messages(store: Store, actor: Actor, entries: Sequence[str]) -> dict[str, int]:
    """How many messages between coders each of these entries has; those without any are left out.

    Raises:
        Forbidden.
    """
    actor.need("code")
    asked = (
        select(MessageRow.entry_id, func.count()).where(MessageRow.entry_id.in_(entries)).group_by(MessageRow.entry_id)
    )
    with store.reading() as session:
        return dict(session.execute(asked).tuples().all())


def claim(store: Store, actor: Actor, entry: str) -> Entry:
    """Take an open entry; nothing happens where the actor has it already.

    Raises:
        Forbidden, NotFound.
        Conflict: "claimed" by somebody else, "finished", or "own" (a second coding of what the actor coded first).
    """
    actor.need("code")
    with store.writing(actor.name) as work:
        row = work.get(EntryRow, entry, "entry")
        if not (row.state == "claimed" and row.claimed_by == actor.name):
            take(work, row, actor)
        return entry_record(work, row)


def next_entry(store: Store, actor: Actor, *, batch: str | None = None, key: str = "") -> Entry | None:
    """Claim the first open entry that the actor may take, None where none is left; ``key`` as in `intake.add`.

    Raises:
        Forbidden.
    """
    actor.need("code")
    checked_label(batch or "", "name of the batch")
    first = aliased(EntryRow)
    asked = (
        select(EntryRow)
        .join(NoteRow, NoteRow.id == EntryRow.note_id)
        .outerjoin(first, first.id == EntryRow.review_of)
        .where(EntryRow.state == "open", func.coalesce(first.finished_by, "") != actor.name)
        .order_by(EntryRow.position)
        .limit(1)
    )
    if batch is not None:
        asked = asked.where(NoteRow.batch == batch)
    with store.writing(actor.name) as work:
        once = Once(work, actor.name, key, ["next", batch]) if key else None
        if once is not None and once.answer:
            return entry_record(work, work.get(EntryRow, once.answer, "entry"))
        row = work.session.scalars(asked).first()
        if row is None:
            return None
        take(work, row, actor)
        if once is not None:
            once.keep(row.id)
        return entry_record(work, row)


def release(store: Store, actor: Actor, entry: str) -> Entry:
    """Give a claimed entry back to the worklist; what was decided stays. An auditor may give back that of others.

    Raises:
        Forbidden, NotFound.
        Conflict: "not_claimed".
    """
    actor.need("code")
    with store.writing(actor.name) as work:
        row = work.get(EntryRow, entry, "entry")
        if row.state != "claimed":
            raise Conflict("not_claimed", "Nobody works on this entry.")
        if row.claimed_by != actor.name:
            actor.need("audit")
        was = row.claimed_by
        row.state, row.claimed_by, row.claimed_at = "open", "", None
        changed(work, row, "entry.released", claimed_by=was)
        return entry_record(work, row)


def finish(store: Store, actor: Actor, entry: str, seen: int) -> Entry:
    """Finish an entry whose claim lines are all decided; a sampled one comes back for a second coder.

    Nothing happens where the actor finished it already and nothing changed since.

    Raises:
        Forbidden, NotFound.
        Conflict: "stale" when ``seen`` is not its version, "not_claimed", "blind" before the first coding,
            "undecided" with open lines, "finished".
    """
    actor.need("code")
    with store.writing(actor.name) as work:
        row = work.get(EntryRow, entry, "entry")
        if row.state == "finished" and row.finished_by == actor.name and row.version == seen + 1:
            return entry_record(work, row)
        check_working(row, actor, seen)
        if row.blind and not coded(work, row):
            raise Conflict("blind", "Code this note yourself first: the suggestion is shown after that.")
        kept = kept_of(work.get(SuggestionRow, row.suggestion_id, "suggestion"))
        lines = standing(kept, decisions_of(store, work.session, row.id, row.suggestion_id)).values()
        left = [line for line in lines if line.part == "line" and line.state == "open"]
        if left:
            raise Conflict("undecided", f"{len(left)} of the claim lines wait for a decision: accept or refuse them.")
        row.state, row.finished_by, row.finished_at = "finished", actor.name, work.now
        row.claimed_by, row.claimed_at = "", None
        changed(work, row, "entry.finished")
        if row.sampled and row.review_of is None:
            _second(work, row)
        return entry_record(work, row)


def reopen(store: Store, actor: Actor, entry: str) -> Entry:
    """Take a finished entry back into work, for the actor: who finished it, or an auditor.

    Raises:
        Forbidden, NotFound.
        Conflict: "not_finished"; "gone", when the retention took the note away.
    """
    actor.need("code")
    with store.writing(actor.name) as work:
        row = work.get(EntryRow, entry, "entry")
        if row.state != "finished":
            raise Conflict("not_finished", "This entry is not finished.")
        if row.finished_by != actor.name:
            actor.need("audit")
        if work.get(NoteRow, row.note_id, "note").text is None:
            raise Conflict("gone", "The retention took this note away: its coding can no longer be changed.")
        row.state, row.claimed_by, row.claimed_at = "claimed", actor.name, work.now
        row.finished_by, row.finished_at = "", None
        changed(work, row, "entry.reopened")
        return entry_record(work, row)


def _second(work: Work, row: EntryRow) -> None:
    """Let a second coder see a finished note, once."""
    if work.session.scalars(select(EntryRow.id).where(EntryRow.review_of == row.id)).first() is None:
        why: Sampled = row.sampled  # type: ignore[assignment]
        second = new_entry(
            work, row.note_id, row.suggestion_id, row.status, blind=row.blind, sampled=why, review_of=row.id
        )
        work.log("entry.added", {"entry": second.id, "notes": row.note_id, "review_of": row.id})
