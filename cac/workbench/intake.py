"""Notes come into the store with what the program said of them, and stand at the end of the worklist."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import select

from cac.errors import Conflict
from cac.records import Note, Result
from cac.workbench.checks import MOST_NAME, MOST_NOTE, checked_label, checked_text
from cac.workbench.entries import entry_record, new_entry, take
from cac.workbench.once import Once
from cac.workbench.records import Actor, Entry, Sampled
from cac.workbench.store import Store, Work
from cac.workbench.suggestions import Suggestion, read_suggestion
from cac.workbench.tables import EntryRow, NoteRow, SuggestionRow, new_id

_AT_ONCE = 200  # notes that are stored in one transaction


def add(
    store: Store,
    actor: Actor,
    note: Note,
    result: Result | Mapping[str, Any],
    *,
    batch: str = "",
    blind: bool = False,
    claim: bool = False,
    key: str = "",
) -> Entry:
    """Put a note and what the program said of it at the end of the worklist.

    Args:
        store: the store.
        actor: who asks.
        note: the note; its id is what it is called where it came from ("" for a paste).
        result: the answer for exactly this text, or its row (docs/row.md).
        batch: where it came from; a named note of a batch is stored once, however often it comes.
        blind: the suggestion stays hidden until a person has coded the note.
        claim: claim it for the actor at once.
        key: an idempotency key, for a request that may be sent twice.

    Raises:
        Forbidden, Invalid: also when the result is not of this text.
        Conflict: "exists", when another note of this name is in the batch; "reused".
    """
    actor.need("code")
    suggestion = _checked(note, result, batch)
    with store.writing(actor.name) as work:
        once = Once(work, actor.name, key, ["add", note.id, note.text, suggestion.row, batch, blind]) if key else None
        if once is not None and once.answer:
            row = work.get(EntryRow, once.answer, "entry")
        else:
            row = _stored(work, note, suggestion, batch, blind)
            if claim and row.state == "open":
                take(work, row, actor)
            if once is not None:
                once.keep(row.id)
        return entry_record(work, row)


def add_all(
    store: Store,
    actor: Actor,
    pairs: Iterable[tuple[Note, Result | Mapping[str, Any]]],
    *,
    batch: str = "",
    blind: bool = False,
) -> int:
    """Put many notes into the worklist, in order, a few hundred a transaction; how many there are.

    It may be repeated after it was interrupted: a named note of a batch is stored once.

    Raises:
        Forbidden, Invalid, Conflict: as `add`; the transactions before stay stored.
    """
    actor.need("code")
    waiting = iter(pairs)
    count = 0
    while some := list(islice(waiting, _AT_ONCE)):
        checked = [(note, _checked(note, result, batch)) for note, result in some]
        with store.writing(actor.name) as work:
            for note, suggestion in checked:
                _stored(work, note, suggestion, batch, blind)
        count += len(some)
    return count


def _checked(note: Note, result: Result | Mapping[str, Any], batch: str) -> Suggestion:
    checked_text(note.text, "note", MOST_NOTE)
    checked_text(note.id, "name of the note", MOST_NAME, empty=True)
    checked_label(batch, "name of the batch")
    return read_suggestion(result, note.text)


def _stored(work: Work, note: Note, suggestion: Suggestion, batch: str, blind: bool) -> EntryRow:
    """The entry of a note, which is stored now or was before."""
    store = work.store
    mark = store.mark(f"name {note.id}") if note.id else None
    if mark is not None:
        same = select(NoteRow).where(NoteRow.batch == batch, NoteRow.name_mark == mark)
        before = work.session.scalars(same).one_or_none()
        if before is not None:
            if before.text is None or store.box.open(f"notes.text/{before.id}", before.text) != note.text:
                raise Conflict("exists", "Another note of this name is in this batch: name another batch.")
            of_note = select(EntryRow).where(EntryRow.note_id == before.id).order_by(EntryRow.position)
            return work.session.scalars(of_note).first() or work.get(EntryRow, "", "entry")
    id = new_id()
    name, text = store.box.seal(f"notes.name/{id}", note.id), store.box.seal(f"notes.text/{id}", note.text)
    row = NoteRow(
        id=id,
        batch=batch,
        received=work.now,
        length=len(note.text),
        name=name.blob,
        name_commitment=name.commitment,
        name_mark=mark,
        text=text.blob,
        text_commitment=text.commitment,
        pruned=None,
    )
    work.add_fixed(row, "note.added", {})
    suggested = store_suggestion(work, id, 1, suggestion, 0)
    status = suggestion.kept.status
    entry = new_entry(work, id, suggested.id, status, blind=blind, sampled=_sampled(store, suggestion))
    work.log("entry.added", {"entry": entry.id, "notes": id, "blind": blind, "sampled": entry.sampled})
    return entry


def store_suggestion(work: Work, note: str, number: int, suggestion: Suggestion, coded_with: int) -> SuggestionRow:
    """Store what the program said of a note."""
    id = new_id()
    sealed = work.store.box.seal(f"suggestions.row/{id}", suggestion.row)
    row = SuggestionRow(
        id=id,
        note_id=note,
        number=number,
        made=work.now,
        version=suggestion.version,
        coded_with=coded_with,
        kept=suggestion.kept.model_dump_json(),
        row=sealed.blob,
        row_commitment=sealed.commitment,
    )
    work.add_fixed(row, "note.suggested", {"notes": note}, rules=suggestion.version)
    return row


def _sampled(store: Store, suggestion: Suggestion) -> Sampled:
    """Whether a second coder shall look at the note, and why: by risk before by chance."""
    risk = store.rules.risk
    codes = {line.billed.code for line in suggestion.kept.lines}
    risky = suggestion.kept.status in risk.statuses
    if store.settings.risk_review and (risky or suggestion.findings & set(risk.findings) or codes & set(risk.codes)):
        return "risk"
    return "random" if secrets.SystemRandom().random() < store.settings.second_review else ""
