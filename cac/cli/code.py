"""``cac code``: one or a few notes → a readable answer, or its row."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cac.cli import context
from cac.cli.exits import exit_code, say
from cac.cli.formats import Format
from cac.collector import collector_paused, leave_at_exit
from cac.errors import InputError

if TYPE_CHECKING:
    from cac.records import Note, Result, Unreadable


def code(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE...|-]", help="Text files; '-' or nothing reads stdin.")
    ] = None,
    format: Annotated[Format, typer.Option(help="A readable answer, or one JSON row a note.")] = Format.table,
    lexicons: Annotated[
        Path | None, typer.Option(metavar="DIR", help="A lexicon folder of your own instead of the shipped one.")
    ] = None,
    date: context.Day = "",
    place: context.Place = "",
    payer: context.PayerName = "",
    contractor: context.Contractor = "",
    state: context.State = "",
    reference: context.ReferenceFile = None,
) -> None:
    """Code notes and print each claim with its proof."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    visit = context.read(date, place, payer, contractor, state, reference, lexicons)
    notes = list(visit.placed(_read(files or [Path("-")])))
    failed = 0
    for number, result in enumerate(_results(notes, lexicons, visit.reference), start=1):
        failed += result.status == "error"
        _tell(result, f"file {number} of {len(notes)}: " if len(notes) > 1 else "")
        if format is Format.json:
            from cac.batch import write_row

            write_row(sys.stdout, result)
        elif result.error is None or len(notes) > 1:
            _print(result, lexicons, first=number == 1)
    raise typer.Exit(exit_code(len(notes), failed))


def _read(files: list[Path]) -> Iterator[Note | Unreadable]:
    from cac.cli.paste import read_stdin
    from cac.readers import read_bytes, read_note
    from cac.readers.file import path_id
    from cac.records import Unreadable

    for path in files:
        name = "stdin" if path == Path("-") else path_id(path)
        try:
            yield read_bytes(read_stdin(), id=name) if path == Path("-") else read_note(path, id=name)
        except InputError as error:
            yield Unreadable(id=name, code=error.code, message=error.message)


def _results(notes: list[Note | Unreadable], lexicons: Path | None, reference: Path | None) -> Iterator[Result]:
    from cac.batch.runner import failed, run
    from cac.records import Unreadable

    unreadable = [note for note in notes if isinstance(note, Unreadable)]
    if len(unreadable) == len(notes):  # nothing to wait for spaCy for
        return (failed(note.id, note.code, note.message) for note in unreadable)

    leave_at_exit()
    with collector_paused():
        from cac.coder import Coder

        coder = Coder(lexicons, reference)
    return run(notes, coder)


def _tell(result: Result, label: str) -> None:
    """Errors and notices on stderr; a file is told by its place, as its name may be a patient's."""
    for sentence in ([result.error["message"]] if result.error else []) + list(result.notices):
        say(f"{label}{sentence}")


def _print(result: Result, lexicons: Path | None, *, first: bool) -> None:
    from cac.cli.show import render
    from cac.lexicon.loader import load_lexicon

    terminal = sys.stdout.isatty()
    colour = terminal and not os.environ.get("NO_COLOR")
    width = shutil.get_terminal_size((100, 24)).columns if terminal else 100
    sys.stdout.write(("" if first else "\n") + render(result, colour, width, load_lexicon(lexicons).called))
