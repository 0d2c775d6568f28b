"""Files that were dropped or picked: notes, what stands beside them, and rows of a batch; each bad one fails alone.

Nothing is written to a disk. Which file is what is seen from its name, and for ``.jsonl`` from its first row.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from cac.errors import InputError
from cac.readers.batch import unique
from cac.readers.file import MOST_READ, path_id, read_beside, read_bytes
from cac.readers.jsonl import rows_in
from cac.readers.text import clean
from cac.records import Note, Unreadable
from cac.web.results import Given, is_result, joined

if TYPE_CHECKING:
    from cac.lexicon.schema import Payer


def read_upload(
    files: Iterable[tuple[str, bytes]], context: Mapping[str, str], payers: Mapping[str, Payer]
) -> list[Given]:
    """The notes of files by their names, in the order of the names.

    Args:
        files: the name and the bytes of each.
        context: what was said of the visit of all of them; what a note says of itself stands above it.
        payers: the payers that a row of a result may be for.

    Raises:
        InputError: "no_notes", when nothing of it is a note.
    """
    named = sorted((_path(name), data) for name, data in files if data or name)
    named = [(path, data) for path, data in named if not any(part.startswith(".") for part in path.parts)]
    beside = {path.with_suffix(""): data for path, data in named if path.suffix.lower() == ".toml"}
    results = [data for path, data in named if is_result(path.suffix.lower(), data)]
    notes: list[Note | Unreadable] = []
    for path, data in named:
        if path.suffix.lower() == ".toml" or is_result(path.suffix.lower(), data):
            continue
        if path.suffix.lower() == ".jsonl":
            notes += rows_in(io.BytesIO(data))
        else:
            notes.append(_note(path, data, beside.get(path.with_suffix(""))))
    if not notes and results:
        raise InputError("no_notes", "A result of `cac batch` holds no note text: give the notes together with it.")
    if not notes:
        raise InputError("no_notes", "There is no note among the files: give .txt files or a .jsonl of notes.")
    told = [_with(note, context) for note in unique(notes)]
    return joined(told, results, payers) if results else [Given(note) for note in told]


def _path(name: str) -> PurePosixPath:
    parts = [part for part in clean(name).replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return PurePosixPath(*parts[-8:]) if parts else PurePosixPath("note")


def _note(path: PurePosixPath, data: bytes, beside: bytes | None) -> Note | Unreadable:
    name = path_id(Path(path))
    try:
        if len(data) > MOST_READ:
            raise InputError("too_large", "The note is larger than 2 MB: give one note a file.")
        note = read_bytes(data, name)
        return note.model_copy(update={"context": read_beside(beside)}) if beside is not None else note
    except InputError as error:
        return Unreadable(id=name, code=error.code, message=error.message)


def _with(note: Note | Unreadable, context: Mapping[str, str]) -> Note | Unreadable:
    if isinstance(note, Unreadable) or not context:
        return note
    return note.model_copy(update={"context": {**context, **note.context}})
