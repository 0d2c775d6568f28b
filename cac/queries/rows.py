"""The rows of a batch beside the notes they are of."""

from __future__ import annotations

import json
from typing import Any

from cac.errors import InputError
from cac.records import Note, Result

_KEYS = frozenset(Result(status="ready").row())


class RowFile:
    """The rows of a file by their ids."""

    def __init__(self, data: bytes, version: str) -> None:
        """Read the rows of ``cac batch`` in ``data``; ``version`` is that of the rules in use.

        Raises:
            InputError: "rows", for a line that is no row of ``cac batch``, or a file without any.
        """
        self._version = version
        self._rows: dict[str, dict[str, Any]] = {}
        for number, line in enumerate(data.split(b"\n"), 1):
            if line.strip():
                row = _row(line, number)
                self._rows[str(row["id"])] = row
        if not self._rows:
            raise InputError("rows", "The file of --rows holds no row: run `cac batch` first.")

    def of(self, note: Note, *, only: bool) -> dict[str, Any] | str:
        """The row of a note, or one sentence why there is none; ``only``: one note and one row belong together."""
        parts = note.id.split("/")  # a batch names a note by its path below the folder
        tails = ("/".join(parts[place:]) for place in range(len(parts)))
        row = next((self._rows[tail] for tail in tails if tail in self._rows), None)
        if row is None and only and len(self._rows) == 1:
            row = next(iter(self._rows.values()))
        if row is None:
            return "No row of --rows has the id of this note: run `cac batch` on the same notes."
        if row["error"]:
            return "Its row is an error: code the note again."
        if row["version"] != self._version:
            return "Its row was made by another version of the program or its rules: run `cac batch` again."
        if not _is_of(row, note.text):
            return "Its row is of another text: run `cac batch` again."
        return row


def _row(line: bytes, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise InputError("rows", f"Line {number} of --rows is no JSON: name the output of `cac batch`.") from None
    if not isinstance(row, dict) or not row.keys() >= _KEYS:
        raise InputError("rows", f"Line {number} of --rows is no row of `cac batch` of this version: run it again.")
    return row


def _is_of(row: dict[str, Any], text: str) -> bool:
    """Whether the evidence of a row stands in a text."""
    spans = [one for part in ("procedures", "lines", "checklist") for item in row[part] for one in item["evidence"]]
    return all(text[int(one["start"]) : int(one["end"])] == one["text"] for one in spans)
