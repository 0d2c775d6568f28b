"""Many notes: a folder of ``.txt`` files, or a ``.jsonl`` of ``{"id", "text", …}`` rows. One bad note fails alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from cac.errors import InputError
from cac.readers.file import path_id, read_note, unopened
from cac.readers.jsonl import count_rows, read_rows
from cac.records import Note, Unreadable


class Inputs(NamedTuple):
    """The notes of an input in their order, and how many there are."""

    total: int
    notes: Iterator[Note | Unreadable]


def read_inputs(path: Path) -> Inputs:
    """Read a folder of ``.txt`` files (recursive, sorted by id) or a ``.jsonl`` file (in its order).

    Names that begin with a dot are left out, as ``ls`` does: they are what a system keeps beside the notes.

    Raises:
        InputError: "missing", "unreadable", "unsupported" or "no_notes".
    """
    try:
        if path.is_dir():
            return _folder(path)
        if path.suffix.lower() == ".jsonl":
            total = count_rows(path)
            if not total:
                raise InputError("no_notes", "The .jsonl file holds no rows: there is nothing to code.")
            return Inputs(total, unique(read_rows(path)))
        path.stat()
    except OSError as error:
        raise unopened(error) from None
    raise InputError("unsupported", "INPUT is a folder of .txt files or a .jsonl file; one note: `cac code FILE`.")


def unique(notes: Iterable[Note | Unreadable]) -> Iterator[Note | Unreadable]:
    """The same notes with ids that stand once: a second "A" becomes the error row "A#2"."""
    seen: set[str] = set()
    for note in notes:
        number, name = 1, note.id
        while name in seen:
            number += 1
            name = f"{note.id}#{number}"
        seen.add(name)
        if name == note.id:
            yield note
        elif isinstance(note, Unreadable):
            yield note.model_copy(update={"id": name})
        else:
            message = "An earlier note has the same id: give each note an id of its own."
            yield Unreadable(id=name, code="duplicate_id", message=message)


def _folder(root: Path) -> Inputs:
    found = sorted(
        (path_id(name), path)
        for path in root.rglob("*")
        if path.suffix.lower() == ".txt" and not path.is_dir()
        for name in (path.relative_to(root),)
        if not any(part.startswith(".") for part in name.parts)
    )
    if not found:
        raise InputError("no_notes", "The folder holds no .txt files: there is nothing to code.")
    return Inputs(len(found), unique(_read(path, name) for name, path in found))


def _read(path: Path, name: str) -> Note | Unreadable:
    try:
        return read_note(path, id=name)
    except InputError as error:
        return Unreadable(id=name, code=error.code, message=error.message)
