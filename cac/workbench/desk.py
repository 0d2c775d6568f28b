"""What lies on a coder's desk: one entry with its note, suggestion, decisions and messages; and what is added to it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cac.errors import Conflict, Invalid, NotFound
from cac.records import BilledLine, Result
from cac.workbench.checks import MOST_ADDENDUM, MOST_COMMENT, MOST_LINES, checked_line, checked_text
from cac.workbench.entries import changed, check_working, entry_record
from cac.workbench.intake import store_suggestion
from cac.workbench.once import Once
from cac.workbench.records import Actor, Addendum, Desk, Entry, FirstCoding, Message
from cac.workbench.rows import decisions_of, entry_of, first_coding_of, kept_of, lines_json, opened
from cac.workbench.standing import standing
from cac.workbench.store import Store, Work
from cac.workbench.suggestions import BETWEEN, read_suggestion, whole_text
from cac.workbench.tables import (
    ID,
    AddendumRow,
    EntryRow,
    FirstCodingRow,
    MessageRow,
    NoteRow,
    SuggestionRow,
    new_id,
)


def show(store: Store, actor: Actor, entry: str) -> Desk:
    """Everything of an entry; in blind mode without the suggestion until it is coded.

    Who looks at an entry that she neither works on nor finished is put into the log.

    Raises:
        Forbidden, NotFound.
        StoreError: "locked".
    """
    actor.need("code")
    with store.reading() as session:
        row = session.get(EntryRow, entry) if ID.fullmatch(entry) else None
        if row is None:
            raise NotFound("entry", "There is no such entry.")
        desk = _desk(store, session, row)
    if actor.name not in (desk.entry.claimed_by, desk.entry.finished_by):
        with store.writing(actor.name) as work:
            work.log("entry.shown", {"entry": entry})
    return desk


def code_first(store: Store, actor: Actor, entry: str, seen: int, lines: Sequence[BilledLine]) -> FirstCoding:
    """Store what the coder finds without the suggestion, once; after it the suggestion is shown.

    The same lines sent again give what was stored.

    Raises:
        Forbidden, NotFound, Invalid.
        Conflict: as `decisions.decide`; "coded", when it was done before, or is no blind entry.
    """
    actor.need("code")
    if len(lines) > MOST_LINES:
        raise Invalid("line", f"A coding has at most {MOST_LINES} lines.")
    wanted = lines_json([checked_line("line", line) for line in lines])
    with store.writing(actor.name) as work:
        row = work.get(EntryRow, entry, "entry")
        done = first_coding_of(work.session, entry)
        if done is not None and done.by == actor.name and lines_json(done.lines) == wanted:
            return done
        if done is not None or not row.blind:
            raise Conflict("coded", "The suggestion of this entry is already shown.")
        check_working(row, actor, seen)
        coding = FirstCodingRow(id=new_id(), entry_id=entry, at=work.now, by=actor.name, lines=wanted)
        row.version += 1
        work.add_fixed(coding, "entry.coded_first", {"entry": entry, "version": row.version})
        return first_coding_of(work.session, entry) or FirstCoding(entry=entry, by="", at=store.now())


def say(store: Store, actor: Actor, entry: str, text: str, key: str) -> Message:
    """Leave a note for other coders on an entry; ``key`` as in `decisions.decide`.

    Raises:
        Forbidden, NotFound, Invalid.
        Conflict: "reused"; "gone", when the retention took the note away.
    """
    actor.need("code")
    checked_text(text, "message", MOST_COMMENT)
    with store.writing(actor.name) as work:
        once = Once(work, actor.name, key, ["say", entry, text])
        if once.answer:
            return _message(store, work.get(MessageRow, once.answer, "message"))
        row = work.get(EntryRow, entry, "entry")
        _text(store, work.get(NoteRow, row.note_id, "note"))
        id = new_id()
        sealed = store.box.seal(f"messages.text/{id}", text)
        said = MessageRow(
            id=id, entry_id=entry, at=work.now, by=actor.name, text=sealed.blob, text_commitment=sealed.commitment
        )
        work.add_fixed(said, "entry.message", {"entry": entry})
        once.keep(id)
        return _message(store, said)


def add_addendum(store: Store, actor: Actor, entry: str, author: str, text: str, key: str) -> Addendum:
    """Keep, word for word, what a provider added to the note; `recode` then takes the new answer.

    Of an answered question of the room ``queries`` it is what `cac.queries.recode.addendum` says, without the empty
    line that it begins with: `suggestions.whole_text` puts that there.

    Raises:
        Forbidden, NotFound, Invalid.
        Conflict: "reused", "gone".
    """
    actor.need("code")
    checked_text(text, "addendum", MOST_ADDENDUM)
    checked_text(author, "name of the author", 200)
    with store.writing(actor.name) as work:
        once = Once(work, actor.name, key, ["addendum", entry, author, text])
        if once.answer:
            return _addendum(store, work.get(AddendumRow, once.answer, "addendum"))
        note = work.get(NoteRow, work.get(EntryRow, entry, "entry").note_id, "note")
        _text(store, note)
        before = work.session.scalar(select(func.count()).where(AddendumRow.note_id == note.id)) or 0
        id = new_id()
        by, words = store.box.seal(f"addenda.author/{id}", author), store.box.seal(f"addenda.text/{id}", text)
        row = AddendumRow(
            id=id,
            note_id=note.id,
            number=before + 1,
            at=work.now,
            by=actor.name,
            author=by.blob,
            author_commitment=by.commitment,
            text=words.blob,
            text_commitment=words.commitment,
        )
        work.add_fixed(row, "note.addendum", {"entry": entry, "notes": note.id})
        once.keep(id)
        return _addendum(store, row)


def recode(store: Store, actor: Actor, entry: str, seen: int, result: Result | Mapping[str, Any]) -> Entry:
    """Take the answer for the note with all its addenda (`suggestions.whole_text`) in the place of the one before.

    Nothing is taken over: every line is decided anew, and what was decided stays in the log.

    Raises:
        Forbidden, NotFound, Invalid.
        Conflict: as `decisions.decide`, "gone".
    """
    actor.need("code")
    with store.writing(actor.name) as work:
        row = work.get(EntryRow, entry, "entry")
        check_working(row, actor, seen)
        note = work.get(NoteRow, row.note_id, "note")
        addenda = [_addendum(store, each).text for each in _addenda(work.session, note.id)]
        suggestion = read_suggestion(result, whole_text(_text(store, note), addenda))
        before = work.session.scalar(select(func.count()).where(SuggestionRow.note_id == note.id)) or 0
        made = store_suggestion(work, note.id, before + 1, suggestion, len(addenda))
        row.suggestion_id, row.status = made.id, suggestion.kept.status
        changed(work, row, "entry.recoded", suggestion=made.id)
        return entry_record(work, row)


def first_coding_missing(session: Session, row: EntryRow) -> bool:
    """Whether the suggestion of an entry is hidden."""
    return row.blind and first_coding_of(session, row.id) is None


def length_of(work: Work, note: NoteRow, coded_with: int) -> int:
    """Code points of the text that a suggestion was made of.

    Raises:
        Conflict: "gone".
    """
    _text(work.store, note)
    addenda = [_addendum(work.store, row).text for row in _addenda(work.session, note.id)[:coded_with]]
    return note.length + sum(len(BETWEEN) + len(text) for text in addenda)


def _desk(store: Store, session: Session, row: EntryRow) -> Desk:
    note, suggestion = session.get_one(NoteRow, row.note_id), session.get_one(SuggestionRow, row.suggestion_id)
    first = first_coding_of(session, row.id)
    hidden = row.blind and first is None
    kept = kept_of(suggestion)
    made = decisions_of(store, session, row.id)
    on_this = [decision for decision in made if decision.suggestion == suggestion.id]
    told = "" if hidden else opened(store, f"suggestions.row/{suggestion.id}", suggestion.row)
    messages = session.scalars(select(MessageRow).where(MessageRow.entry_id == row.id).order_by(MessageRow.at))
    return Desk(
        entry=entry_of(store, row, note, first_coded=first is not None),
        text=store.box.open(f"notes.text/{note.id}", note.text) if note.text is not None else None,
        row=json.loads(told) if told else None,
        kept=None if hidden else kept,
        version=suggestion.version,
        coded_with=suggestion.coded_with,
        lines=() if hidden else tuple(standing(kept, on_this).values()),
        decisions=made,
        first_coding=first,
        messages=tuple(_message(store, each) for each in messages),
        addenda=tuple(_addendum(store, each) for each in _addenda(session, note.id)),
    )


def _addenda(session: Session, note: str) -> Sequence[AddendumRow]:
    asked = select(AddendumRow).where(AddendumRow.note_id == note).order_by(AddendumRow.number)
    return session.scalars(asked).all()


def _text(store: Store, note: NoteRow) -> str:
    if note.text is None:
        raise Conflict("gone", "The retention took this note away.")
    return store.box.open(f"notes.text/{note.id}", note.text)


def _message(store: Store, row: MessageRow) -> Message:
    text = opened(store, f"messages.text/{row.id}", row.text)
    return Message(id=row.id, entry=row.entry_id, at=datetime.fromisoformat(row.at), by=row.by, text=text)


def _addendum(store: Store, row: AddendumRow) -> Addendum:
    author = opened(store, f"addenda.author/{row.id}", row.author)
    text = opened(store, f"addenda.text/{row.id}", row.text)
    return Addendum(id=row.id, at=datetime.fromisoformat(row.at), author=author, text=text)
