"""Look-ups in the imported tables: one database, opened read-only; each question is one prepared statement."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from cac.errors import TableError
from cac.reference.database import open_for_questions
from cac.reference.editions import Edition, in_force
from cac.reference.parts import WHOLE, Stretch

_EDITIONS = (
    "SELECT source, part, quarter, first_day, last_day, rows, sha256, 'imported', imported_at, id FROM editions"
    " ORDER BY first_day"
)
_PTP = (
    "SELECT indicator, effective, deletion FROM ptp WHERE edition = ? AND column1 = ? AND column2 = ?"
    " AND effective <= ? AND deletion >= ? ORDER BY indicator = 9, effective DESC, deletion DESC"
)
_MUE = "SELECT units, mai FROM mue WHERE edition = ? AND code = ?"
_AOC = (
    "SELECT primary_code, kind, effective, deletion FROM aoc WHERE edition = ? AND code = ? AND effective <= ?"
    " AND deletion >= ? AND code_end >= ? AND primary_end >= ?"
)
_MPFS = "SELECT status, global_days, bilateral, pctc FROM mpfs WHERE edition = ? AND code = ? AND modifier = ?"
_HCPCS = (
    "SELECT amount, unit, added, terminated, successors FROM hcpcs WHERE edition = ? AND code = ? AND kind = 'code'"
    " ORDER BY added <= ? AND terminated >= ? DESC, added DESC"
)
_LIMIT = "SELECT amount, unit, payment FROM asp_limits WHERE edition = ? AND code = ?"
_PACKAGES = "SELECT code, units FROM asp_packages WHERE edition = ? AND ndc = ?"
_ICD10 = "SELECT code, label, billable FROM icd10 WHERE edition = ? AND code = ?"
_BELOW = "SELECT code, label, billable FROM icd10 WHERE edition = ? AND code > ? AND code < ? ORDER BY code"
_COVERED = "SELECT edition, low, high FROM covered"
_LISTS = "SELECT policies, covered, not_covered FROM coverage_lists WHERE edition = ? AND code = ?"


class Store:
    """The imported editions; an empty one where the file does not exist.

    Editions are read again when another program has imported since. Days are numbers as 20260701.

    Raises:
        TableError: "store", when the file is there and cannot be read or is not ours.
    """

    def __init__(self, path: Path) -> None:
        self._connection: sqlite3.Connection | None = None
        self._editions: dict[tuple[str, str], list[Edition]] = {}
        self._covered: dict[int, list[Stretch]] = {}
        self._path: Path | None = path
        self._version = -1
        if (path.is_file() and path.stat().st_size) or path.is_dir():
            self._connection = open_for_questions(path)
            self._refresh()

    def close(self) -> None:
        """Let the file go; nothing is in force afterwards."""
        if self._connection:
            self._connection.close()
        self._connection, self._path, self._editions, self._covered = None, None, {}, {}

    def version(self) -> int:
        """A number that changes when another program has imported since: what was asked before may be out of date.

        A database that was not there at first is taken as soon as it can be read.
        """
        if self._connection is None and self._path and _holds_something(self._path):
            with suppress(TableError):  # the import that makes it is still writing
                self._connection = open_for_questions(self._path)
        if self._connection:
            self._refresh()
        return self._version

    def covered(self, edition: Edition) -> list[Stretch]:
        """The codes that an edition which comes in several files speaks of."""
        return self._covered.get(edition.key, [WHOLE])

    def _refresh(self) -> None:
        """Read the list of editions again if an import has changed the file since."""
        assert self._connection
        version = self._connection.execute("PRAGMA data_version").fetchone()[0]
        if version == self._version:
            return
        self._version, self._editions, self._covered = version, {}, {}
        for row in self._connection.execute(_EDITIONS):
            edition = Edition(*row)
            self._editions.setdefault((edition.source, edition.part), []).append(edition)
        for key, low, high in self._connection.execute(_COVERED):
            self._covered.setdefault(key, []).append(Stretch(low, high))

    def editions(self) -> tuple[Edition, ...]:
        """All imported editions, the oldest first."""
        if self._connection:
            self._refresh()
        return tuple(edition for editions in self._editions.values() for edition in editions)

    def edition(self, source: str, part: str, day: int) -> Edition | None:
        """The imported edition of a table that is in force on a day."""
        if not self._connection:
            return None
        self._refresh()
        return in_force(self._editions.get((source, part), []), day)

    def accepted_at(self) -> str:
        """When the terms of the AMA were accepted (UTC); "" where they were not."""
        row = self._one("SELECT accepted_at FROM acceptances")
        return row[0] if row else ""

    def files(self, edition: Edition) -> list[tuple[str, str, int]]:
        """Name, SHA-256 and size of the files of an edition."""
        return self._all("SELECT name, sha256, size FROM files WHERE edition = ? ORDER BY name", edition.key)

    def ptp(self, edition: Edition, column1: str, column2: str, day: int) -> tuple[int, int, int] | None:
        """Indicator, first and last day of the edit in force; one that was deleted on its first day is none."""
        for indicator, first, last in self._all(_PTP, edition.key, column1, column2, day, day):
            if indicator != 9 or first != last:
                return indicator, first, last
        return None

    def mue(self, edition: Edition, code: str) -> tuple[int, int] | None:
        """Most units and adjudication indicator."""
        found: tuple[int, int] | None = self._one(_MUE, edition.key, code)
        return found

    def aoc(self, edition: Edition, code: str, day: int) -> list[tuple[str, int, int, int]]:
        """Primary, kind, first and last day of each edit in force of an add-on code."""
        return self._all(_AOC, edition.key, code, day, day, day, day)

    def mpfs(self, edition: Edition, code: str, modifier: str = "") -> tuple[str, str, str, str] | None:
        """Status, global days, bilateral and PC/TC indicator."""
        found: tuple[str, str, str, str] | None = self._one(_MPFS, edition.key, code, modifier)
        return found

    def hcpcs(self, edition: Edition, code: str, day: int) -> tuple[float, str, int, int, str] | None:
        """Amount and unit (0, "" where none is told), first and last day, successors; of the row valid on ``day``."""
        found: tuple[float, str, int, int, str] | None = self._one(_HCPCS, edition.key, code, day, day)
        return found

    def asp_limit(self, edition: Edition, code: str) -> tuple[float, str, float] | None:
        """Amount, unit, payment of one unit."""
        found: tuple[float, str, float] | None = self._one(_LIMIT, edition.key, code)
        return found

    def packages(self, edition: Edition, ndc: str) -> list[tuple[str, float]]:
        """Code and billing units of every row of a package."""
        return self._all(_PACKAGES, edition.key, ndc)

    def diagnosis(self, edition: Edition, code: str) -> tuple[str, str, int] | None:
        """Code without dot, label, billable."""
        found: tuple[str, str, int] | None = self._one(_ICD10, edition.key, code)
        return found

    def diagnoses_below(self, edition: Edition, code: str) -> list[tuple[str, str, int]]:
        """All codes that begin with ``code``, in order."""
        return self._all(_BELOW, edition.key, code, code + "~")

    def coverage(self, edition: Edition, code: str) -> tuple[str, str, str] | None:
        """Policies, covered and not covered diagnoses, each apart by spaces."""
        found: tuple[str, str, str] | None = self._one(_LISTS, edition.key, code)
        return found

    def _all(self, statement: str, *values: str | int) -> list[Any]:
        return self._connection.execute(statement, values).fetchall() if self._connection else []

    def _one(self, statement: str, *values: str | int) -> Any:
        return self._connection.execute(statement, values).fetchone() if self._connection else None


def _holds_something(path: Path) -> bool:
    """Whether a file that is not empty stands there; asked before every note, and most have none."""
    return os.access(path, os.F_OK) and path.is_file() and path.stat().st_size > 0
