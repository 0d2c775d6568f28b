"""``cac query``: questions to a provider, their proof, and what became of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cac.cli import context
from cac.cli.exits import DONE, NOTHING, SOME_FAILED, say
from cac.cli.formats import Format
from cac.errors import InputError

if TYPE_CHECKING:
    from cac.queries.draft import Drafts
    from cac.queries.records import Question, Violation
    from cac.queries.store import Kept
    from cac.records import Note, Unreadable

app = typer.Typer(help="Questions to a provider: drafts, the linter, and the life of a question.")

_File = Annotated[Path, typer.Argument(metavar="FILE", help="A question as text, or JSON or JSON lines; '-' is stdin.")]
_Id = Annotated[int, typer.Argument(metavar="ID", help="The number of the question: `cac query list`.")]
_By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who does it.")]
_StoreFile = Annotated[Path, typer.Option("--store", metavar="FILE", help="The store of questions.")]
_Lexicons = Annotated[
    Path | None,
    typer.Option("--lexicons", metavar="DIR", help="A lexicon folder of your own instead of the shipped one."),
]


@app.callback()
def _query() -> None:
    """Questions to a provider: drafts, the linter, and the life of a question."""


@app.command()
def lint(
    file: _File,
    format: Annotated[Format, typer.Option(help="A readable list, or one JSON object.")] = Format.table,
    lexicons: _Lexicons = None,
) -> None:
    """Prove that questions do not lead; exit 0 clean, 1 with violations, 2 for what is no question."""
    from cac.queries.lint import Linter
    from cac.queries.reader import read_questions

    linter = Linter(lexicons)
    questions = read_questions(file, _bytes(file), linter)
    judged = [linter(question) for question in questions]
    if format is Format.json:
        rows = [_row(one, place if len(judged) > 1 else 0) for place, found in enumerate(judged, 1) for one in found]
        sys.stdout.write(json.dumps({"violations": rows}, indent=2) + "\n")
    else:
        for place, found in enumerate(judged, 1):
            _print(found, f"QUESTION {place}\n" if len(judged) > 1 else "")
    raise typer.Exit(SOME_FAILED if any(judged) else DONE)


def _row(violation: Violation, place: int) -> dict[str, Any]:
    row = violation.model_dump()
    return {"question": place, **row} if place else row


def _print(found: tuple[Violation, ...], head: str) -> None:
    sys.stdout.write(head)
    for violation in found:
        sys.stdout.write(f"{violation.rule:18}{violation.message}\n")
    sys.stdout.write(f"{len(found)} {'violation' if len(found) == 1 else 'violations'}\n" if found else "clean\n")


def _bytes(file: Path) -> bytes:
    """What a file or stdin holds.

    Raises:
        InputError: "folder", or as `cac.readers.file.unopened`.
    """
    from cac.queries.reader import MOST_BYTES
    from cac.readers.file import unopened

    if file == Path("-"):
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        with file.open("rb") as handle:
            return handle.read(MOST_BYTES + 1)
    except IsADirectoryError:
        raise InputError("folder", "This is a folder: name one file.") from None
    except OSError as error:
        raise unopened(error) from None


@app.command()
def draft(
    notes: Annotated[
        list[Path], typer.Argument(metavar="NOTE...", help="Text files, a folder of them, or a .jsonl of notes.")
    ],
    rows: Annotated[
        Path | None, typer.Option("--rows", metavar="ROWS.jsonl", help="Rows of `cac batch`, instead of coding again.")
    ] = None,
    store: Annotated[
        Path | None, typer.Option("--store", metavar="FILE", help="Keep the drafts in this store, made if it is new.")
    ] = None,
    format: Annotated[Format, typer.Option(help="As the provider gets them, or JSON lines.")] = Format.table,
    lexicons: _Lexicons = None,
    date: context.Day = "",
    place: context.Place = "",
    payer: context.PayerName = "",
    contractor: context.Contractor = "",
    state: context.State = "",
    reference: context.ReferenceFile = None,
) -> None:
    """Draft the questions that notes give rise to; nothing is sent, and a draft that would lead is left out."""
    from cac.queries.draft import Drafter

    visit = context.read(date, place, payer, contractor, state, reference, lexicons)
    found = list(visit.placed(_notes(notes)))
    drafter = Drafter(lexicons)
    failed = made = 0
    for number, (note, row) in enumerate(_rows_of(found, rows, lexicons, visit.reference), 1):
        label = f"note {number}: " if len(found) > 1 else ""
        if isinstance(row, str):
            failed += 1
            say(f"{label}{row}")
            continue
        drafts = drafter(row, note.text)
        made += len(drafts.questions)
        _show(drafts, format, _kept_ids(drafts, row, store), label)
    if not found or failed == len(found):
        raise typer.Exit(NOTHING)
    if not made and format is Format.table:
        sys.stdout.write("no questions\n")
    raise typer.Exit(SOME_FAILED if failed else DONE)


def _notes(paths: list[Path]) -> Iterator[Note | Unreadable]:
    from cac.readers import read_inputs, read_note
    from cac.readers.file import path_id
    from cac.records import Unreadable

    for path in paths:
        if path.is_dir() or path.suffix.lower() == ".jsonl":
            yield from read_inputs(path).notes
            continue
        try:
            yield read_note(path)
        except InputError as error:
            yield Unreadable(id=path_id(path), code=error.code, message=error.message)


def _rows_of(
    notes: list[Note | Unreadable], rows: Path | None, lexicons: Path | None, reference: Path | None
) -> Iterator[tuple[Note, dict[str, Any] | str]]:
    """Each note with its row, or with the sentence that says why it has none."""
    from cac.batch.runner import code_one
    from cac.records import Note

    told = None
    if rows is not None:
        from cac.lexicon.loader import load_lexicon
        from cac.queries.rows import RowFile

        told = RowFile(_bytes(rows), load_lexicon(lexicons).version)
    coder = None
    for note in notes:
        if not isinstance(note, Note):
            yield Note(id=note.id, text=""), note.message
        elif told is not None:
            yield note, told.of(note, only=len(notes) == 1)
        else:
            if coder is None:
                from cac.coder import Coder

                coder = Coder(lexicons, reference)
            result = code_one(note, coder)
            yield note, result.error["message"] if result.error else result.row()


def _kept_ids(drafts: Drafts, row: dict[str, Any], store: Path | None) -> list[int | None]:
    """The ids under which the drafts are kept; ``None`` for one that was kept before."""
    if store is None:
        return []
    from cac.queries.store import open_store

    with open_store(store, make=True) as kept:
        return [
            kept.add(question, str(row["id"]), str(row["version"]), dict(row["context"]))
            for question in drafts.questions
        ]


def _show(drafts: Drafts, format: Format, ids: list[int | None], label: str) -> None:
    from cac.queries.draft import shown

    for place, question in enumerate(drafts.questions):
        id = ids[place] if ids else None
        if format is Format.json:
            sys.stdout.write(json.dumps({**_as_json(question), **({"id": id} if id else {})}) + "\n")
            continue
        kept = f"DRAFT {id}" if id else "KEPT BEFORE" if ids else "DRAFT"
        sys.stdout.write(f"{kept}  {label}{question.rule}\n\n{shown(question)}\n")
    for left in drafts.left:
        say(f"{label}no question about {left.rule}: {left.reason}.")


def _as_json(question: Question) -> dict[str, Any]:
    """A question as `cac query lint` reads it."""
    fields = ("title", "body", "options", "quotes", "note", "element", "family", "rule", "kind")
    told = question.model_dump(mode="json")
    return {name: told[name] for name in fields}


@app.command("list")
def list_(
    store: _StoreFile,
    format: Annotated[Format, typer.Option(help="A table, or JSON lines.")] = Format.table,
) -> None:
    """List the questions of a store with their states."""
    from cac.queries import life
    from cac.queries.store import open_store

    with open_store(store) as kept:
        for one in kept.all():
            last = one.events[-1]
            if format is Format.json:
                row = {
                    "id": one.id,
                    "state": life.state(one),
                    "note": one.note_id,
                    "rule": one.question.rule,
                    "at": last.at,
                }
                sys.stdout.write(json.dumps(row) + "\n")
            else:
                state = life.state(one).replace("_", " ")
                sys.stdout.write(f"{one.id:>5}  {state:12}{last.at[:10]}  {one.question.rule:30}  {one.note_id}\n")


@app.command()
def show(
    id: _Id,
    store: _StoreFile,
    format: Annotated[Format, typer.Option(help="The question and its history, or one JSON object.")] = Format.table,
) -> None:
    """Show a question as the provider gets it, and for the coder its rule and history."""
    from cac.queries import life
    from cac.queries.draft import shown
    from cac.queries.store import open_store

    with open_store(store) as kept:
        one = kept.get(id)
    if format is Format.json:
        events = [event.model_dump() for event in one.events]
        told = {
            "id": one.id,
            "state": life.state(one),
            "note_id": one.note_id,
            **_as_json(one.question),
            "events": events,
        }
        sys.stdout.write(json.dumps(told) + "\n")
        return
    sys.stdout.write(f"{shown(one.question)}\n--- for the coder ---\nstate  {life.state(one).replace('_', ' ')}\n")
    sys.stdout.write(f"rule   {one.question.rule}\nnote   {one.note_id}\n")
    for event in one.events:
        said = f": {event.text}" if event.text and event.kind != "recoded" else ""
        sys.stdout.write(f"{event.at}  {event.kind.replace('_', ' ')} by {event.by}{said}\n")


@app.command()
def release(id: _Id, by: _By, store: _StoreFile, lexicons: _Lexicons = None) -> None:
    """Release a draft as a person; prints what the provider gets."""
    from cac.queries import life
    from cac.queries.draft import shown
    from cac.queries.lint import Linter
    from cac.queries.store import open_store

    linter = Linter(lexicons)
    with open_store(store) as kept:
        one = life.release(kept, id, by, linter)
    sys.stdout.write(shown(one.question))


@app.command()
def remind(id: _Id, by: _By, store: _StoreFile) -> None:
    """Remind once; prints what the provider gets again."""
    from cac.queries.draft import shown

    sys.stdout.write(shown(_act(store, id, "remind", by).question))


@app.command()
def answer(
    id: _Id,
    by: _By,
    store: _StoreFile,
    text_file: Annotated[
        Path, typer.Option("--text-file", metavar="FILE|-", help="The answer as it came; '-' reads stdin.")
    ],
) -> None:
    """Keep the answer of a provider, verbatim, with author and time."""
    data = _bytes(text_file)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise InputError("answer", "The answer is no UTF-8, so it cannot be kept verbatim: save it so.") from None
    if "\0" in text:
        raise InputError("answer", "The answer is binary: save it as plain text.")
    _said(_act(store, id, "answer", by, text), "answered; `cac query recode` codes the note with it again")


@app.command()
def withdraw(id: _Id, by: _By, store: _StoreFile) -> None:
    """Withdraw a draft or a released question."""
    _said(_act(store, id, "withdraw", by), "withdrawn")


@app.command("no-response")
def no_response(id: _Id, by: _By, store: _StoreFile) -> None:
    """Close a released question that nobody answered."""
    _said(_act(store, id, "no-response", by), "closed without response")


@app.command()
def recode(
    id: _Id,
    store: _StoreFile,
    format: Annotated[Format, typer.Option(help="A readable diff of the claim, or one JSON object.")] = Format.table,
    lexicons: _Lexicons = None,
    reference: context.ReferenceFile = None,
) -> None:
    """Code the note with its addenda again and print what that changes; nothing is accepted by it."""
    from cac.coder import Coder
    from cac.queries import life
    from cac.queries import recode as again
    from cac.queries.store import open_store

    with open_store(store) as kept:
        one, others = kept.get(id), list(kept.all())
        life.check_recode(one)
    change = again.recode(one, others, Coder(lexicons, context.reference_file(reference)))
    told = change.model_dump(mode="json")
    with open_store(store) as kept:
        life.recoded(kept, id, told)
    sys.stdout.write(json.dumps(told) + "\n" if format is Format.json else again.shown(change, id))


@app.command()
def confirm(id: _Id, by: _By, store: _StoreFile) -> None:
    """Confirm, as a person, the claim that coding the note again gave."""
    _said(_act(store, id, "confirm", by), "confirmed")


def _act(store: Path, id: int, what: str, by: str, text: str = "") -> Kept:
    from cac.queries import life
    from cac.queries.store import open_store

    with open_store(store) as kept:
        return life.act(kept, id, what, by, text)


def _said(one: Kept, what: str) -> None:
    sys.stdout.write(f"question {one.id}: {what}\n")
