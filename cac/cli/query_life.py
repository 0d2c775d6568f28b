"""The life of questions in a store: ``cac query list``, ``show``, ``release``, ``remind``, ``answer`` and so on."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cac.cli import context
from cac.cli.formats import Format
from cac.errors import InputError

if TYPE_CHECKING:
    from cac.queries.store import Kept

_Id = Annotated[int, typer.Argument(metavar="ID", help="The number of the question: `cac query list`.")]
_By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who does it.")]
_StoreFile = Annotated[Path, typer.Option("--store", metavar="FILE", help="The store of questions.")]
_Lexicons = Annotated[
    Path | None, typer.Option(metavar="DIR", help="A lexicon folder of your own instead of the shipped one.")
]


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


def show(
    id: _Id,
    store: _StoreFile,
    format: Annotated[Format, typer.Option(help="The question and its history, or one JSON object.")] = Format.table,
) -> None:
    """Show a question as the provider gets it, and for the coder its rule and history."""
    from cac.queries import life
    from cac.queries.draft import as_json, shown
    from cac.queries.store import open_store

    with open_store(store) as kept:
        one = kept.get(id)
    if format is Format.json:
        events = [event.model_dump() for event in one.events]
        told = {
            "id": one.id,
            "state": life.state(one),
            "note_id": one.note_id,
            **as_json(one.question),
            "events": events,
        }
        sys.stdout.write(json.dumps(told) + "\n")
        return
    sys.stdout.write(f"{shown(one.question)}\n--- for the coder ---\nstate  {life.state(one).replace('_', ' ')}\n")
    sys.stdout.write(f"rule   {one.question.rule}\nnote   {one.note_id}\n")
    for event in one.events:
        said = f": {event.text}" if event.text and event.kind != "recoded" else ""
        sys.stdout.write(f"{event.at}  {event.kind.replace('_', ' ')} by {event.by}{said}\n")


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


def remind(id: _Id, by: _By, store: _StoreFile) -> None:
    """Remind once; prints what the provider gets again."""
    from cac.queries.draft import shown

    sys.stdout.write(shown(_act(store, id, "remind", by).question))


def answer(
    id: _Id,
    by: _By,
    store: _StoreFile,
    text_file: Annotated[
        Path, typer.Option("--text-file", metavar="FILE|-", help="The answer as it came; '-' reads stdin.")
    ],
) -> None:
    """Keep the answer of a provider, verbatim, with author and time."""
    from cac.queries.reader import read_bytes

    data = read_bytes(text_file)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise InputError("answer", "The answer is no UTF-8, so it cannot be kept verbatim: save it so.") from None
    if "\0" in text:
        raise InputError("answer", "The answer is binary: save it as plain text.")
    _said(_act(store, id, "answer", by, text), "answered; `cac query recode` codes the note with it again")


def withdraw(id: _Id, by: _By, store: _StoreFile) -> None:
    """Withdraw a draft or a released question."""
    _said(_act(store, id, "withdraw", by), "withdrawn")


def no_response(id: _Id, by: _By, store: _StoreFile) -> None:
    """Close a released question that nobody answered."""
    _said(_act(store, id, "no-response", by), "closed without response")


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
