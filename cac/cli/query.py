"""``cac query``: questions to a provider and the proof that they do not lead; what becomes of them: `query_life`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cac.cli import context, query_life
from cac.cli.exits import DONE, NOTHING, SOME_FAILED, say
from cac.cli.formats import Format
from cac.errors import InputError

if TYPE_CHECKING:
    from cac.queries.draft import Drafts
    from cac.queries.records import Violation
    from cac.records import Note, Unreadable

app = typer.Typer(help="Questions to a provider: drafts, the linter, and the life of a question.")

_File = Annotated[Path, typer.Argument(metavar="FILE", help="A question as text, or JSON or JSON lines; '-' is stdin.")]
_Lexicons = Annotated[
    Path | None,
    typer.Option("--lexicons", metavar="DIR", help="A lexicon folder of your own instead of the shipped one."),
]


app.command("list")(query_life.list_)
app.command("show")(query_life.show)
app.command("release")(query_life.release)
app.command("remind")(query_life.remind)
app.command("answer")(query_life.answer)
app.command("withdraw")(query_life.withdraw)
app.command("no-response")(query_life.no_response)
app.command("recode")(query_life.recode)
app.command("confirm")(query_life.confirm)


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
    from cac.queries.reader import read_bytes, read_questions

    linter = Linter(lexicons)
    questions = read_questions(file, read_bytes(file), linter)
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
        from cac.queries.reader import read_bytes
        from cac.queries.rows import RowFile

        told = RowFile(read_bytes(rows), load_lexicon(lexicons).version)
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
    from cac.queries.draft import as_json, shown

    for place, question in enumerate(drafts.questions):
        id = ids[place] if ids else None
        if format is Format.json:
            sys.stdout.write(json.dumps({**as_json(question), **({"id": id} if id else {})}) + "\n")
            continue
        kept = f"DRAFT {id}" if id else "KEPT BEFORE" if ids else "DRAFT"
        sys.stdout.write(f"{kept}  {label}{question.rule}\n\n{shown(question)}\n")
    for left in (one for one in drafts.left if not one.meant):
        say(f"{label}no question about {left.rule}: {left.reason}.")
