"""Results of ``cac batch`` beside the notes that they are of: each row is proved to be one, and to be of its note."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import Field, ValidationError

from cac.context import read_context
from cac.errors import InputError
from cac.readers.text import decode
from cac.records import (
    ClaimLine,
    CrossCheck,
    Diagnosis,
    Drug,
    ElementAnswer,
    Evidence,
    Finding,
    Note,
    Record,
    Refusal,
    Status,
    Supply,
    Unreadable,
)

if TYPE_CHECKING:
    from cac.lexicon.schema import Payer


class _Procedure(Record):
    family: str
    region: str | None
    approach: str | None
    levels: tuple[str, ...]
    targets: tuple[str, ...]
    sides: dict[str, tuple[str, ...]]
    laterality: str | None
    guidance: str
    contrast: str
    drugs: tuple[Drug, ...]
    attributes: dict[str, Any]
    evidence: tuple[Evidence, ...]


class _NotCounted(Record):
    what: str
    why: str
    evidence: Evidence


class _Row(Record):
    """The shape of a row (docs/row.md): pages count on every key of it."""

    id: str
    status: Status
    reason: str
    lines: tuple[ClaimLine, ...] = Field(max_length=200)
    procedures: tuple[_Procedure, ...]
    missing: tuple[str, ...]
    conflicts: tuple[str, ...]
    review: tuple[str, ...]
    refused: tuple[Refusal, ...]
    checklist: tuple[ElementAnswer, ...]
    further: tuple[ElementAnswer, ...]
    cross_checks: tuple[CrossCheck, ...]
    not_counted: tuple[_NotCounted, ...]
    diagnoses: tuple[Diagnosis, ...]
    diagnoses_not_counted: tuple[_NotCounted, ...]
    supplies: tuple[Supply, ...]
    supplies_note: str
    findings: tuple[Finding, ...]
    context: dict[str, str]
    version: str
    notices: tuple[str, ...]
    error: dict[str, str] | None

    @property
    def places_exist(self) -> bool:
        """Whether what points at lines and procedures points at one."""
        at_lines = [*(place for one in self.diagnoses for place in one.lines)]
        at_lines += [place for one in self.findings for place in one.lines]
        at_procedures = [place for line in self.lines for place in line.procedures]
        return all(0 <= place < len(self.lines) for place in at_lines) and all(
            0 <= place < len(self.procedures) for place in at_procedures
        )


class Given(NamedTuple):
    """One thing that was given: a note, with its row where a batch result was given too; or why it cannot be used."""

    note: Note | Unreadable
    row: Mapping[str, Any] | None = None


def is_result(suffix: str, data: bytes) -> bool:
    """Whether a file is the output of ``cac batch`` or ``cac code --format json``: its first row has no text."""
    if suffix not in (".jsonl", ".json"):
        return False
    try:
        line = next((line for line in data.split(b"\n", 50) if line.strip()), b"") if suffix != ".json" else data
        row = json.loads(decode(line)[0])
    except (ValueError, RecursionError, InputError):
        return False
    return isinstance(row, dict) and "text" not in row and {"status", "lines"} <= row.keys()


def joined(notes: list[Note | Unreadable], results: list[bytes], payers: Mapping[str, Payer]) -> list[Given]:
    """Each note with its row; what has no row, rows that have no note or no context that can be read, say so."""
    rows: dict[str, dict[str, Any]] = {}
    wrong: list[Given] = []
    for number, line in _result_lines(results):
        row = _row(line)
        if row is None:
            message = "This line is no row of `cac batch` of this version: run it again."
            wrong.append(Given(Unreadable(id=f"line {number} of the result", code="rows", message=message)))
        else:
            rows[str(row["id"])] = row
    used: set[str] = set()
    pairs: list[Given] = []
    for note in notes:
        if isinstance(note, Unreadable):
            pairs.append(Given(note))
            continue
        name = _id_of_row(note.id, rows) or (next(iter(rows)) if len(rows) == len(notes) == 1 else "")
        used.add(name)
        pairs.append(_beside_row(note, rows.get(name), payers))
    alone = "The note of this row is not among the files: give it too."
    wrong += [Given(Unreadable(id=name, code="rows", message=alone)) for name in rows if name not in used]
    return pairs + wrong


def _result_lines(results: list[bytes]) -> Iterator[tuple[int, bytes]]:
    for data in results:
        whole = data.strip()
        if whole.startswith(b"{") and b"\n}" in whole:  # one row, indented
            yield 1, whole
            continue
        yield from ((number, line) for number, line in enumerate(data.split(b"\n"), 1) if line.strip())


def _row(line: bytes) -> dict[str, Any] | None:
    try:
        row = _Row.model_validate(json.loads(decode(line)[0]))
    except (ValidationError, ValueError, RecursionError, InputError):
        return None
    return row.model_dump(mode="json") if row.places_exist else None


def _id_of_row(name: str, rows: Mapping[str, Any]) -> str:
    """The id of the row of a note; a batch names a note by its path below the folder."""
    parts = name.split("/")
    tails = ("/".join(parts[place:]) for place in range(len(parts)))
    return next((tail for tail in tails if tail in rows), "")


def _beside_row(note: Note, row: dict[str, Any] | None, payers: Mapping[str, Payer]) -> Given:
    if row is None:
        message = "No row of the result has the name of this note: run `cac batch` on it, or give the notes alone."
        return Given(Unreadable(id=note.id, code="rows", message=message))
    if row["error"]:
        message = "Its row in the result is an error: give the note alone, to see why."
        return Given(Unreadable(id=note.id, code="rows", message=message))
    try:
        read_context(row["context"], payers)
    except InputError as error:
        message = f"Its row in the result is for a visit that cannot be ({error.message.rstrip('.')}): run it again."
        return Given(Unreadable(id=note.id, code="rows", message=message))
    return Given(note, row)
