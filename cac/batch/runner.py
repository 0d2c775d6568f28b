"""The runner. It is lazy: a note is read when the row before it has been taken, so a caller may stop or skip.

A resumable or distributed run goes around `run`: leave out the notes whose ids OUT already holds, or deal the notes
out to several coders.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from cac.errors import CacError
from cac.records import Note, Result, Unreadable


class Codes(Protocol):
    """What codes a note: `cac.Coder`."""

    def code(self, text: str, id: str = "", context: dict[str, str] | None = None) -> Result:
        """Code one note."""
        ...


def run(inputs: Iterable[Note | Unreadable], coder: Codes) -> Iterator[Result]:
    """One result for each input, in the order of the inputs."""
    for note in inputs:
        yield failed(note.id, note.code, note.message) if isinstance(note, Unreadable) else code_one(note, coder)


def code_one(note: Note, coder: Codes) -> Result:
    """Code ``note``; whatever goes wrong becomes an error result that holds no word of the note."""
    try:
        result = coder.code(note.text, id=note.id, context=note.context)
    except CacError as error:
        return failed(note.id, error.code, error.message, note.notices)
    except Exception as error:
        message = f"The note could not be coded: an error in the program ({describe(error)})."
        return failed(note.id, "internal", message, note.notices)
    return result.model_copy(update={"notices": (*note.notices, *result.notices)}) if note.notices else result


def failed(id: str, code: str, message: str, notices: tuple[str, ...] = ()) -> Result:
    """The result of a note that has no answer."""
    return Result(id=id, status="error", notices=notices, error={"code": code, "message": message})


def describe(error: BaseException) -> str:
    """An unknown exception as its type and place: its own words may quote the note."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "cac" in Path(frame.filename).parts] or frames
    name = type(error).__name__
    return f"{name} in {Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else name
