"""Notes: coded, put into the worklist, shown, decided on."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import Response

from cac.errors import Conflict
from cac.queries.recode import told
from cac.readers.text import checked
from cac.records import Note
from cac.web.answers import ascii_json
from cac.web.api.bearer import Program
from cac.web.api.documented import MayKey, NeedKey, problems
from cac.web.api.models import (
    AddendumIn,
    DecisionIn,
    FirstIn,
    MessageIn,
    NewNote,
    NoteIn,
    RecodeIn,
    Row,
    Seen,
    UndoIn,
)
from cac.web.who import Run
from cac.workbench import decisions, desk, intake, worklist
from cac.workbench.checks import MOST_NAME, checked_text
from cac.workbench.records import Addendum, Decision, Desk, Entry, FirstCoding, Message
from cac.workbench.suggestions import whole_text

router = APIRouter(tags=["notes"])
EntryId = Annotated[str, Path(description="The id of an entry: 16 hexadecimal digits.", examples=["00c0ffee00c0ffee"])]
_CHANGES = problems(404, 409, 422, body=True)


def told_note(asked: NoteIn) -> Note:
    """The note of a request.

    Raises:
        InputError: "empty", "too_large".
        Invalid: "text", for an id that is too long.
    """
    checked_text(asked.id, "id of the note", MOST_NAME, empty=True)
    return asked.note(checked(asked.text), asked.id)


@router.post("/code", response_model=Row, responses=problems(body=True), tags=["code"])
def code(run: Run, actor: Program, asked: NoteIn) -> Response:
    """Code a note: the claim lines, each with its proof. Nothing is kept."""
    actor.need("code")
    return ascii_json(run.code(told_note(asked)).row())


@router.post("/notes", status_code=201, response_model=Entry, responses=problems(409, body=True))
def add(run: Run, actor: Program, asked: NewNote, key: MayKey = None) -> Response:
    """Code a note and put it at the end of the worklist; the entry that it is there."""
    actor.need("code")
    note = told_note(asked)
    made = intake.add(
        run.store,
        actor,
        note,
        run.code(note),
        batch=asked.batch,
        blind=asked.blind,
        claim=asked.claimed,
        key=key or "",
    )
    return _entry(made, 201)


@router.get("/notes/{entry}", response_model=Desk, responses=problems(404, 422))
def show(run: Run, actor: Program, entry: EntryId) -> Response:
    """A note with the suggestion, how each line stands, decisions and messages.

    In blind mode `row`, `kept` and `lines` are empty until somebody has coded it.
    """
    return ascii_json(desk.show(run.store, actor, entry).model_dump(mode="json"))


@router.post("/notes/{entry}/claim", response_model=Entry, responses=problems(404, 409, 422))
def claim(run: Run, actor: Program, entry: EntryId) -> Response:
    """Claim an open entry; only who claimed it decides on it."""
    return _entry(worklist.claim(run.store, actor, entry))


@router.post("/notes/{entry}/release", response_model=Entry, responses=problems(404, 409, 422))
def release(run: Run, actor: Program, entry: EntryId) -> Response:
    """Give a claimed entry back; that of somebody else only as an auditor."""
    return _entry(worklist.release(run.store, actor, entry))


@router.post("/notes/{entry}/reopen", response_model=Entry, responses=problems(404, 409, 422))
def reopen(run: Run, actor: Program, entry: EntryId) -> Response:
    """Take a finished entry back into work; that of somebody else only as an auditor."""
    return _entry(worklist.reopen(run.store, actor, entry))


@router.post("/notes/{entry}/finish", response_model=Entry, responses=_CHANGES)
def finish(run: Run, actor: Program, entry: EntryId, asked: Seen) -> Response:
    """Finish an entry whose claim lines are all decided."""
    return _entry(worklist.finish(run.store, actor, entry, asked.seen))


@router.post("/notes/{entry}/decisions", status_code=201, response_model=Decision, responses=_CHANGES)
def decide(run: Run, actor: Program, entry: EntryId, asked: DecisionIn, key: NeedKey) -> Response:
    """Accept, edit, refuse, add or delete a line; the entry's version is then the `number` of the answer."""
    made = decisions.decide(run.store, actor, entry, asked.seen, asked.wanted(), key)
    return ascii_json(made.model_dump(mode="json"), 201)


@router.post("/notes/{entry}/undo", status_code=201, response_model=Decision, responses=_CHANGES)
def undo(run: Run, actor: Program, entry: EntryId, asked: UndoIn, key: NeedKey) -> Response:
    """Take back the last decision that counts, or a certain one; nothing is deleted."""
    made = decisions.undo(run.store, actor, entry, asked.seen, key, asked.decision)
    return ascii_json(made.model_dump(mode="json"), 201)


@router.post("/notes/{entry}/first-coding", status_code=201, response_model=FirstCoding, responses=_CHANGES)
def first(run: Run, actor: Program, entry: EntryId, asked: FirstIn) -> Response:
    """In blind mode: what the coder found by herself, once; after it the suggestion is shown."""
    lines = [line.line() for line in asked.lines]
    return ascii_json(desk.code_first(run.store, actor, entry, asked.seen, lines).model_dump(mode="json"), 201)


@router.post("/notes/{entry}/messages", status_code=201, response_model=Message, responses=_CHANGES)
def say(run: Run, actor: Program, entry: EntryId, asked: MessageIn, key: NeedKey) -> Response:
    """Leave a note for the coders of an entry."""
    return ascii_json(desk.say(run.store, actor, entry, asked.text, key).model_dump(mode="json"), 201)


@router.post("/notes/{entry}/addenda", status_code=201, response_model=Addendum, responses=_CHANGES)
def addendum(run: Run, actor: Program, entry: EntryId, asked: AddendumIn, key: NeedKey) -> Response:
    """Keep, word for word, what the provider added; `recode` then codes the note with it."""
    made = desk.add_addendum(run.store, actor, entry, asked.author, asked.text, key)
    return ascii_json(made.model_dump(mode="json"), 201)


@router.post("/notes/{entry}/recode", response_model=Entry, responses=_CHANGES)
def recode(run: Run, actor: Program, entry: EntryId, asked: RecodeIn) -> Response:
    """Code the note with its addenda again, for the same day, place and payer or others; every line is decided anew."""
    shown = desk.show(run.store, actor, entry)
    if shown.text is None:
        raise Conflict("gone", "The retention took this note away.")
    if shown.row is None:
        raise Conflict("blind", "Code this note yourself first: the suggestion is shown after that.")
    text = whole_text(shown.text, [each.text for each in shown.addenda])
    context = {**told(shown.row["context"]), **asked.said()}
    result = run.code(Note(id=shown.entry.name, text=text, context=context))
    return _entry(desk.recode(run.store, actor, entry, asked.seen, result))


def _entry(made: Entry, status: int = 200) -> Response:
    where = {"Location": f"/api/v1/notes/{made.id}"} if status == 201 else {}
    return ascii_json(made.model_dump(mode="json"), status, where)
