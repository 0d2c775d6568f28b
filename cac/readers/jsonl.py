"""Rows of a ``.jsonl`` export. ``text`` is used as it is; messages name a line's number, never its words."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from cac.context import FIELDS
from cac.errors import InputError
from cac.readers.text import MOST_BYTES, checked, clean, decode, encoding_of, too_large
from cac.records import Note, Unreadable

MOST_LINE = 8 * MOST_BYTES
"""JSON may write a character in six bytes; a line above this cannot hold a note that is coded."""


def count_rows(path: Path) -> int:
    """How many rows the file has (blank lines are no rows)."""
    with path.open("rb") as handle:
        return sum(1 for _ in _lines(handle))


def read_rows(path: Path) -> Iterator[Note | Unreadable]:
    """Each row as a note, in the file's order."""
    with path.open("rb") as handle:
        yield from rows_in(handle)


def rows_in(handle: BinaryIO) -> Iterator[Note | Unreadable]:
    """Each row of an open file, or of the bytes of an upload, as a note, in its order."""
    for number, line in _lines(handle):
        yield _row(number, line)


def _lines(handle: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Lines that hold something, with their number; None for a line above `MOST_LINE`.

    Lines end at LF alone: U+2028 and the like may stand in a JSON string.
    """
    encoding, mark = encoding_of(handle.read(4))
    handle.seek(mark)
    wide = None if encoding == "utf-8" else io.TextIOWrapper(handle, encoding, errors="replace", newline="\n")

    def read() -> bytes:
        return handle.readline(MOST_LINE) if wide is None else wide.readline(MOST_LINE).encode("utf-8")

    number = 0
    while line := read():
        number += 1
        short = len(line) < MOST_LINE or line.endswith(b"\n")
        if not short:
            while (rest := read()) and not rest.endswith(b"\n"):
                pass
        if line.strip():
            yield number, line if short else None


def _row(number: int, line: bytes | None) -> Note | Unreadable:
    id_ = f"line-{number}"
    try:
        if line is None:
            raise too_large()
        row, notices = _parse(number, line)
        id_ = _id(row.get("id")) or id_
        text = row.get("text")
        if not isinstance(text, str):
            what = "has no `text`" if "text" not in row else "has a `text` that is no string"
            raise InputError("no_text", f'Line {number} {what}: write {{"id": "…", "text": "the note"}}.')
        return Note(id=id_, text=checked(text), context=context_of(row, f"Line {number}"), notices=notices)
    except InputError as error:
        return Unreadable(id=id_, code=error.code, message=error.message)


def _parse(number: int, line: bytes) -> tuple[dict[str, Any], tuple[str, ...]]:
    text, notices = decode(line)
    try:
        row = json.loads(text.rstrip("\r\n"), strict=False)
    except json.JSONDecodeError as error:
        where = f"line {number}, column {error.colno}"
        raise InputError("malformed", f"Not valid JSON at {where}: mend or remove the line.") from None
    except (ValueError, RecursionError):
        raise InputError("malformed", f"Not readable JSON on line {number}: mend or remove the line.") from None
    if not isinstance(row, dict):
        raise InputError("malformed", f'Line {number} is no JSON object: write {{"id": "…", "text": "the note"}}.')
    return row, tuple(notice.replace("the first on line 1", f"on line {number} of the file") for notice in notices)


def _id(value: object) -> str:
    if isinstance(value, str | int) and not isinstance(value, bool):
        return clean(str(value))
    return ""


def context_of(row: Mapping[str, object], where: str) -> dict[str, str]:
    """What a row or a file beside a note says of the visit; `cac.context.read_context` checks the values.

    Raises:
        InputError: "context", when a value is neither a string nor a number.
    """
    context: dict[str, str] = {}
    for name in FIELDS:
        value = row.get(name)
        if value is None or value == "":
            continue
        if name == "claim" and not isinstance(value, str):
            continue  # an export may hold a claim of its own under this name
        context[name] = _id(value)
        if not context[name]:
            raise InputError("context", f"{where}: write `{name}` as a string.")
    return context
