"""One note from one file, or from the bytes of a paste."""

from __future__ import annotations

import os
from pathlib import Path

from cac.context import FIELDS
from cac.errors import InputError
from cac.readers.jsonl import context_of
from cac.readers.text import MOST_BYTES, checked, decode
from cac.records import Note

MOST_READ = 4 * MOST_BYTES + 4
"""UTF-32 needs four bytes where UTF-8 needs one; more than this is never read into memory."""
_MOST_BESIDE = 64_000


def read_note(path: Path, id: str | None = None) -> Note:
    """Read the note in ``path``; its id is ``id``, else the path without ``.txt``.

    A file of the same name with ``.toml`` beside it (``note.toml``) says for which day, place and payer it is coded.

    Raises:
        InputError: "missing", "unreadable", "folder", "jsonl", "binary", "empty", "too_large" or "context".
    """
    if path.suffix.lower() == ".jsonl":
        raise InputError("jsonl", "A .jsonl file holds many notes: code it with `cac batch`.")
    try:
        with path.open("rb") as handle:
            data = handle.read(MOST_READ + 1)
    except OSError as error:
        raise unopened(error) from None
    note = read_bytes(data, id=path_id(path) if id is None else id)
    context = _beside(path)
    return note.model_copy(update={"context": context}) if context else note


def _beside(path: Path) -> dict[str, str]:
    """The context in the ``.toml`` file beside a note; none where there is no such file."""
    try:
        with path.with_suffix(".toml").open("rb") as handle:
            return read_beside(handle.read(_MOST_BESIDE))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise unopened(error) from None


def read_beside(data: bytes) -> dict[str, str]:
    """The context in the bytes of a ``.toml`` file beside a note.

    Raises:
        InputError: "context".
    """
    import tomllib

    try:
        said = tomllib.loads(data[:_MOST_BESIDE].decode("utf-8"))
    except (ValueError, RecursionError):
        raise InputError("context", "The .toml file beside the note is no TOML: mend or remove it.") from None
    unknown = [name for name in said if name not in FIELDS]
    if unknown:
        raise InputError("context", f"The .toml file beside the note may hold {', '.join(FIELDS)} only.")
    return context_of({name: str(value) for name, value in said.items()}, "The .toml file beside the note")


def read_bytes(data: bytes, id: str) -> Note:
    """Make a note of the bytes of a file or a paste.

    Raises:
        InputError: "binary", "empty" or "too_large".
    """
    text, notices = decode(data)
    return Note(id=id, text=checked(text), notices=notices)


def path_id(path: Path) -> str:
    """A path as an id: without ``.txt``, '/' between its parts, names that are no UTF-8 made readable."""
    plain = path.with_suffix("") if path.suffix.lower() == ".txt" else path
    return os.fsencode(plain.as_posix()).decode("utf-8", errors="replace")


def unopened(error: OSError) -> InputError:
    """Why a file could not be opened, without its name (a file name can hold a patient's)."""
    if isinstance(error, IsADirectoryError):
        return InputError("folder", "This is a folder: code its notes with `cac batch`.")
    if isinstance(error, FileNotFoundError | NotADirectoryError) or error.strerror == "File name too long":
        return InputError("missing", "There is no such file: check the name.")
    return InputError("unreadable", f"The file cannot be read ({error.strerror or type(error).__name__}).")
