"""Rows of a run (docs/row.md), read one line at a time; of each only what a report needs is made.

A row is checked for its shape by typed structs of msgspec, which pass over everything else in the line. What is no row
is counted, never quoted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple, TypeVar

import msgspec

from cac.errors import InputError

MOST_LINE = 1 << 27
"""A longer line is no row; the row of a note of 2 MB, the largest that is coded, is far below this."""

Status = Literal["ready", "review", "not_a_procedure", "error"]
Found = Literal["present", "absent", "not_applicable"]


class Answer(msgspec.Struct, gc=False):
    """A checklist answer without its words."""

    element: str
    status: Found
    required: bool = False
    contradicted: bool = False


class Work(msgspec.Struct, gc=False):
    """The family of a procedure."""

    family: str


class Line(msgspec.Struct, gc=False):
    """The code of a claim line."""

    code: str
    units: int = 1


class Row(msgspec.Struct):
    """What is counted of a row."""

    id: str
    status: Status
    checklist: list[Answer]
    context: dict[str, str] = {}
    version: str = ""
    procedures: list[Work] = []
    lines: list[Line] = []
    further: list[Answer] = []

    def __post_init__(self) -> None:
        """What only this work asks for is counted as all else."""
        self.checklist += self.further


class Words(msgspec.Struct):
    """Evidence of a row."""

    start: int
    end: int
    text: str
    section: str = ""


class FullAnswer(msgspec.Struct):
    """A checklist answer with its words."""

    element: str
    status: Found
    severity: str = ""
    source: str = ""
    required: bool = False
    contradicted: bool = False
    job: str = ""
    evidence: list[Words] = []


class FullWork(msgspec.Struct):
    """A procedure."""

    family: str
    region: str | None = None
    levels: list[str] = []
    targets: list[str] = []
    laterality: str | None = None
    sides: dict[str, list[str]] = {}
    evidence: list[Words] = []


class FullLine(msgspec.Struct):
    """A claim line."""

    code: str
    modifiers: list[str] = []
    units: int = 1
    rule: str = ""
    procedures: list[int] = []
    evidence: list[Words] = []


class FullCheck(msgspec.Struct):
    """A cross-check."""

    message: str
    severity: str = ""
    source: str = ""
    evidence: list[Words] = []


class FullRow(msgspec.Struct):
    """What is shown of a row."""

    id: str
    status: Status
    checklist: list[FullAnswer]
    reason: str = ""
    context: dict[str, str] = {}
    version: str = ""
    procedures: list[FullWork] = []
    lines: list[FullLine] = []
    cross_checks: list[FullCheck] = []
    missing: list[str] = []
    conflicts: list[str] = []
    review: list[str] = []
    further: list[FullAnswer] = []
    error: dict[str, str] | None = None

    def __post_init__(self) -> None:
        """What only this work asks for is shown as all else."""
        self.checklist += self.further


_Shape = TypeVar("_Shape", Row, FullRow)
_ROW, _FULL = msgspec.json.Decoder(Row), msgspec.json.Decoder(FullRow)


def full(line: bytes) -> FullRow | None:
    """All that is shown of a row; None for what is none."""
    return _decode(_FULL, line)


def _decode(decoder: msgspec.json.Decoder[_Shape], line: bytes) -> _Shape | None:
    try:
        return decoder.decode(line)
    except msgspec.ValidationError:
        return None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    try:  # a note may hold half of a surrogate pair, which msgspec refuses; Python's reader takes it
        data = json.dumps(json.loads(line), ensure_ascii=False).encode("utf-8", "replace")
        return decoder.decode(data)
    except (ValueError, RecursionError, msgspec.DecodeError):
        return None


class Spot(NamedTuple):
    """Where a row stands: the place of its file from 0, and its first and last byte there."""

    file: int
    start: int
    end: int


class RowReader:
    """Reads the rows of files in turn; counts what is none.

    Attributes:
        wrong: how many lines are no rows.
        first_wrong: (number of the file, number of the line) of the first of them, from 1.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = paths
        self.wrong = 0
        self.first_wrong = (0, 0)

    def __iter__(self) -> Iterator[tuple[Row, Spot]]:
        """Each row, and where it stands.

        Raises:
            InputError: "missing", "folder" or "unreadable", when a file cannot be opened.
        """
        for place, path in enumerate(self.paths):
            for number, start, line in _lines(path):
                row = _decode(_ROW, line) if line else None
                if row is not None:
                    yield row, Spot(place, start, start + len(line))
                    continue
                self.wrong += 1
                if not self.first_wrong[0]:
                    self.first_wrong = place + 1, number

    def full(self, spot: Spot) -> FullRow | None:
        """All that is shown of the row at a place; None where none stands there any more."""
        with self.paths[spot.file].open("rb") as handle:
            handle.seek(spot.start)
            return full(handle.read(spot.end - spot.start))


def _lines(path: Path) -> Iterator[tuple[int, int, bytes]]:
    """The lines that hold something, with their numbers and first bytes; empty for one that is too long."""
    from cac.readers.file import unopened

    try:
        with path.open("rb") as handle:
            start = 3 if handle.read(3) == b"\xef\xbb\xbf" else 0
            handle.seek(start)
            number = 0
            while line := handle.readline(MOST_LINE):
                number += 1
                size = len(line)
                short = size < MOST_LINE or line.endswith(b"\n")
                while not short:
                    rest = handle.readline(MOST_LINE)
                    size += len(rest)
                    short = not rest or rest.endswith(b"\n")
                    line = b""
                if not line or not line.isspace():
                    yield number, start, line
                start += size
    except IsADirectoryError:
        raise InputError("folder", "This is a folder: name the .jsonl that `cac batch` wrote.") from None
    except OSError as error:
        raise unopened(error) from None
