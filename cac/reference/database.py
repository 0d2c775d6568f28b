"""The one SQLite file of imported tables: where it is, what it looks like, how it is opened.

Every fact belongs to an edition. Days are numbers (20260701); a fact without an end has `cac.reference.periods.OPEN`.
No column holds a descriptor: the labels of ICD-10-CM, which is free of rights, are the only words. ``covered`` says, of
an edition that comes in several files, which codes those that were imported speak of.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cac.errors import TableError

APPLICATION_ID = 0x43414352  # "CACR"
VERSION = 2

CONTRACTOR = "CCCCC"
"""The primary code of an add-on whose primaries are left to the contractor."""

TABLES: dict[str, tuple[str, str]] = {
    "ptp": (
        "column1 TEXT, column2 TEXT, effective INTEGER, deletion INTEGER, indicator INTEGER, prior INTEGER",
        "column1, column2, effective, deletion, indicator, prior",
    ),
    "mue": ("code TEXT, units INTEGER, mai INTEGER", "code"),
    "aoc": (
        "code TEXT, primary_code TEXT, kind INTEGER, effective INTEGER, deletion INTEGER, code_end INTEGER,"
        " primary_end INTEGER",
        "code, primary_code, kind, effective, deletion, code_end, primary_end",
    ),
    "mpfs": (
        "code TEXT, modifier TEXT, status TEXT, pctc TEXT, global_days TEXT, multiple TEXT, bilateral TEXT,"
        " assistant TEXT, co_surgeons TEXT, team TEXT, endoscopic_base TEXT, work REAL, non_facility REAL,"
        " facility REAL",
        "code, modifier",
    ),
    "hcpcs": (
        "code TEXT, kind TEXT, added INTEGER, terminated INTEGER, coverage TEXT, amount REAL, unit TEXT,"
        " successors TEXT",
        "code, kind, added",
    ),
    "asp_limits": ("code TEXT, amount REAL, unit TEXT, payment REAL", "code"),
    "asp_packages": ("ndc TEXT, code TEXT, units REAL", "ndc, code"),
    "icd10": ("code TEXT, billable INTEGER, label TEXT", "code"),
    "coverage_lists": ("code TEXT, policies TEXT, covered TEXT, not_covered TEXT", "code"),
    "coverage_documents": (
        "document TEXT, contractor TEXT, version INTEGER, effective INTEGER, retired INTEGER",
        "document, contractor",
    ),
}
"""Each table of facts: its columns after ``edition``, and its key after ``edition``."""

_SCHEMA = """
CREATE TABLE editions (
    id INTEGER PRIMARY KEY AUTOINCREMENT, source TEXT NOT NULL, part TEXT NOT NULL, quarter TEXT NOT NULL,
    first_day INTEGER NOT NULL, last_day INTEGER NOT NULL, rows INTEGER NOT NULL, sha256 TEXT NOT NULL,
    imported_at TEXT NOT NULL, UNIQUE (source, part, quarter));
CREATE TABLE files (
    edition INTEGER NOT NULL REFERENCES editions (id), name TEXT NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL,
    PRIMARY KEY (edition, sha256, name)) WITHOUT ROWID;
CREATE TABLE covered (
    edition INTEGER NOT NULL REFERENCES editions (id), low TEXT NOT NULL, high TEXT NOT NULL,
    PRIMARY KEY (edition, low)) WITHOUT ROWID;
CREATE TABLE acceptances (terms TEXT PRIMARY KEY, accepted_at TEXT NOT NULL) WITHOUT ROWID;
"""


def reference_path(given: Path | None = None) -> Path:
    """The database: ``given``, else the one of the variable ``CAC_REFERENCE``, else that of the user's data folder."""
    if given is not None:
        return given
    if named := os.environ.get("CAC_REFERENCE"):
        return Path(named).expanduser()
    data = os.environ.get("XDG_DATA_HOME", "")
    folder = Path(data) if data.startswith("/") else Path.home() / ".local" / "share"
    return folder / "cac" / "reference.sqlite"


def columns(table: str) -> int:
    """How many columns a row of ``table`` has, without the edition."""
    return TABLES[table][0].count(",") + 1


def create(connection: sqlite3.Connection) -> None:
    """Make the tables in an empty database, inside the transaction that is open."""
    for statement in _SCHEMA.split(";"):
        if statement.strip():
            connection.execute(statement)
    for name, (fields, key) in TABLES.items():
        fields = ", ".join(f"{field.strip()} NOT NULL" for field in fields.split(","))
        connection.execute(
            f"CREATE TABLE {name} (edition INTEGER NOT NULL, {fields}, PRIMARY KEY (edition, {key})) WITHOUT ROWID"
        )
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def open_for_questions(path: Path) -> sqlite3.Connection:
    """Open an existing database read-only.

    Raises:
        TableError: "store", when it cannot be read or is not ours.
    """
    try:
        connection = _connect(path, "ro")
        try:
            _check(connection)
        except sqlite3.OperationalError:
            # An import that was killed left its journal: opening for writing rolls it back, reading alone may not.
            connection.close()
            _connect(path, "rw").execute("SELECT count(*) FROM sqlite_master").connection.close()
            connection = _connect(path, "ro")
            _check(connection)
    except sqlite3.Error as error:
        raise _unusable(error) from None
    return connection


@contextmanager
def open_for_import(path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction on the database, which is made with mode 0600 where there is none.

    Whatever is raised inside leaves the file as it was, and no file where there was none.

    Raises:
        TableError: "store", when it cannot be written, is not ours or is being written by another import.
    """
    made = _make(path)
    try:
        try:
            connection = _connect(path, "rw")
        except sqlite3.Error as error:
            raise _unusable(error) from None
        try:
            connection.execute("PRAGMA cache_size = -32768")  # kB: sorted rows are appended, so more gains nothing
            connection.execute("BEGIN IMMEDIATE")
            if not _empty(connection):
                _check(connection)
            else:
                create(connection)
            yield connection
            connection.commit()
        except sqlite3.Error as error:
            connection.rollback()
            raise _unusable(error) from None
        except BaseException:
            connection.rollback()
            raise
        finally:
            connection.close()
    except BaseException:
        for new in made:
            new.rmdir() if new.is_dir() else new.unlink(missing_ok=True)
        raise


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False
    )


def _make(path: Path) -> list[Path]:
    """Make folder and file where there are none; what was made, the file first."""
    if path.is_dir():
        raise TableError("store", "The reference database is a folder: name a file with --reference.")
    if path.exists():
        return []
    made: list[Path] = []
    try:
        missing = [folder for folder in path.resolve().parents if not folder.exists()]
        for folder in reversed(missing):
            folder.mkdir(mode=0o700)
            made.insert(0, folder)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        return [path, *made]
    except OSError as error:
        for folder in made:
            folder.rmdir()
        raise TableError(
            "store",
            f"The reference database cannot be made ({error.strerror}): name another file with --reference.",
        ) from None


def _empty(connection: sqlite3.Connection) -> bool:
    return not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]


def _check(connection: sqlite3.Connection) -> None:
    """Refuse a file that is some other database or of another version."""
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise TableError("store", "The file of --reference is not a reference database of cac: name another file.")
    if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
        raise TableError(
            "store", "The reference database is of another version of cac: import the tables into a new file."
        )


def _unusable(error: sqlite3.Error) -> TableError:
    """One sentence for what SQLite refuses."""
    text = str(error)
    if "locked" in text:
        return TableError("store", "The reference database is in use by another import: try again when it is done.")
    if "not a database" in text or "malformed" in text:
        return TableError("store", "The file of --reference is not a reference database of cac: name another file.")
    if "readonly" in text or "unable to open" in text:
        return TableError(
            "store", "The reference database cannot be opened: check that the file exists and its permissions."
        )
    if "full" in text:
        return TableError("store", "The disk is full: make room and import again; the database is as it was.")
    return TableError(
        "store", f"The reference database cannot be used ({text}): restore it, or import into a new file."
    )
