"""Import: the user's own downloads into the database, as editions, in one transaction or not at all."""

from __future__ import annotations

import hashlib
import itertools
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from cac.errors import TableError
from cac.reference.database import columns, open_for_import
from cac.reference.downloads import Given, Member
from cac.reference.editions import TITLES
from cac.reference.layouts import LAYOUTS, Days, Layout, Row, Table
from cac.reference.parts import described, file_number, stretches
from cac.reference.periods import OPEN, Quarter, day_of, number, parse_day

_BATCH = 20000
_TERMS = "AMA CPT"
_SETTINGS = ("practitioner", "outpatient")
_MANY = ("ptp",)
"""Sources whose one edition comes in several files."""
_UPDATED_WITHIN = ("icd10",)
"""Sources whose updates carry the name of the year: only the user can tell their first day."""
_WHOLE_KEY = ("ptp", "aoc", "asp_packages")
"""Tables in which the same row twice says nothing new."""


class Options(NamedTuple):
    """What the user says beside the files: words as typed, empty where nothing was said."""

    quarter: str = ""
    effective: str = ""
    setting: str = ""
    accept_terms: bool = False
    replace: bool = False


class Imported(NamedTuple):
    """An edition that was stored."""

    source: str
    part: str
    quarter: Quarter
    first_day: date
    last_day: date | None
    rows: int
    sha256: str
    warning: str = ""

    @property
    def title(self) -> str:
        """What people call the table."""
        return TITLES[self.source, self.part]


class _Edition(NamedTuple):
    part: str
    first: date
    last: date | None
    firm: bool  # the file prints its last day
    members: list[Member]
    tables: list[Table]


def import_files(
    source: str, paths: Sequence[Path], database: Path, options: Options | None = None, now: datetime | None = None
) -> list[Imported]:
    """Import ``paths``, all of ``source``, into ``database``.

    Raises:
        TableError: one sentence on the first thing that is wrong; the database is then as it was.
    """
    options = options or Options()
    if source not in LAYOUTS:
        raise TableError("wrong_kind", f"No such table: import one of {', '.join(LAYOUTS)}.")
    if options.setting not in ("", *_SETTINGS) or (options.setting and source not in ("ptp", "mue")):
        raise TableError("quarter", "--setting is practitioner or outpatient, and only for ptp and mue.")
    said = _said(options)
    layout = LAYOUTS[source]
    given = [Given(path, position) for position, path in enumerate(paths, start=1)]
    if len({file.sha256 for file in given}) < len(given):
        raise TableError("overlap", "The same file is given twice: name each file once.")
    members = [member for file in given for member in _tables_in(file, layout)]
    editions = _editions(layout, members, said, options.setting)
    stamp = (now or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")
    with open_for_import(database) as connection:
        _terms(connection, layout, options.accept_terms, stamp)
        return [_store(connection, layout, edition, options.replace, stamp) for edition in editions]


def _said(options: Options) -> date | None:
    """The first day that the options name."""
    if options.quarter and options.effective:
        raise TableError("quarter", "Give --quarter or --effective, not both.")
    if options.effective:
        return parse_day(options.effective, "--effective")
    return Quarter.parse(options.quarter).first_day if options.quarter else None


def _tables_in(file: Given, layout: Layout) -> list[Member]:
    """The tables of ``layout`` in a file."""
    members = file.members()
    if not members:
        raise TableError("wrong_kind", f"{file.told} holds no .txt, .csv, .json or .xlsx file: give the file of CMS.")
    for member in members:
        member.check_kind()
    found = [member for member in members if member.start and layout.recognise(member)]
    if len(found) > 1 and layout.source == "mpfs":
        found = [member for member in found if "nonqpp" in member.name.lower()] or found
    if found:
        return found
    if not any(member.start for member in members):
        raise TableError("file", f"{file.told} is empty: download it again.")
    other = next((known for known in LAYOUTS.values() if any(map(known.recognise, members))), None)
    if other:
        raise TableError(
            "wrong_kind",
            f"{file.name} is a table of `{other.source}`, not of `{layout.source}`: "
            f"import it with `cac reference import {other.source}`.",
        )
    raise TableError("wrong_kind", f"{file.told} is no {layout.title} table as CMS publishes it: check the file.")


def _editions(layout: Layout, members: Iterable[Member], said: date | None, setting: str) -> list[_Edition]:
    """The files put together into editions, one for each part."""
    found: dict[str, list[tuple[Member, Table]]] = {}
    for member in members:
        table = layout.read(member, setting)
        found.setdefault(table.part, []).append((member, table))
    editions = []
    for part, pairs in found.items():
        title = TITLES[layout.source, part]
        if len(pairs) > 1 and layout.source not in _MANY:
            raise TableError("overlap", f"{len(pairs)} files hold the {title} table: import one at a time.")
        if len({table.days for _, table in pairs}) > 1:
            raise TableError(
                "quarter", f"The files of the {title} table are of different quarters: import one quarter."
            )
        days, files = pairs[0][1].days, [member for member, _ in pairs]
        first = _first_day(layout, files[0], days, said)
        last = days.last or layout.ends(first)
        editions.append(_Edition(part, first, last, days.last is not None, files, [table for _, table in pairs]))
    return editions


def _first_day(layout: Layout, member: Member, days: Days, said: date | None) -> date:
    """The first day in force, by the file or by the options, which may not contradict each other."""
    if days.first is None:
        if said is None:
            raise TableError(
                "quarter", f"{member.title} does not say its quarter: add --quarter 2026Q3 or --effective 2026-07-01."
            )
        return said
    quarter = Quarter.of(days.first)
    if said is None or said == quarter.first_day:
        return days.first
    within = (layout.ends(days.first) if layout.source in _UPDATED_WITHIN else None) or quarter.last_day
    if not days.first <= said <= within:
        raise TableError(
            "quarter", f"{member.title} says that it begins on {days.first}: leave --quarter and --effective out."
        )
    return said


def _terms(connection: sqlite3.Connection, layout: Layout, accepted: bool, stamp: str) -> None:
    """Record the acceptance of the AMA's terms, or ask for it once."""
    known = connection.execute("SELECT 1 FROM acceptances WHERE terms = ?", (_TERMS,)).fetchone()
    if known or not (layout.holds_cpt or accepted):
        return
    if not accepted:
        raise TableError(
            "terms",
            "This table holds CPT codes, copyright American Medical Association: read the licence shown where you "
            "downloaded it and, if you accept it, add --accept-ama-terms (asked once).",
        )
    connection.execute("INSERT INTO acceptances VALUES (?, ?)", (_TERMS, stamp))


def _store(connection: sqlite3.Connection, layout: Layout, edition: _Edition, replace: bool, stamp: str) -> Imported:
    """Store one edition with its rows."""
    quarter, last = Quarter.of(edition.first), edition.last
    title = TITLES[layout.source, edition.part]
    _make_room(connection, (layout.source, edition.part, title), quarter, edition, replace)
    into = edition.tables[0].into
    files = {member.given.sha256: member.given for member in edition.members}
    sha256 = next(iter(files)) if len(files) == 1 else hashlib.sha256("\n".join(sorted(files)).encode()).hexdigest()
    cursor = connection.execute(
        "INSERT INTO editions (source, part, quarter, first_day, last_day, rows, sha256, imported_at)"
        " VALUES (?, ?, ?, ?, ?, 0, ?, ?)",
        (
            layout.source,
            edition.part,
            str(quarter),
            number(edition.first),
            number(last) if last else OPEN,
            sha256,
            stamp,
        ),
    )
    key = cursor.lastrowid or 0
    connection.executemany(
        "INSERT INTO files VALUES (?, ?, ?, ?)", [(key, file.name, file.sha256, file.size) for file in files.values()]
    )
    _refuse_gaps(layout, edition)
    count, ends = _insert(connection, key, into, edition)
    connection.execute("UPDATE editions SET rows = ? WHERE id = ?", (count, key))
    warning = _cover(connection, key, ends) if layout.source in _MANY else ""
    return Imported(layout.source, edition.part, quarter, edition.first, last, count, sha256, warning)


def _insert(
    connection: sqlite3.Connection, key: int, into: str, edition: _Edition
) -> tuple[int, list[tuple[str, str, str]]]:
    """Store the rows in batches; how many there are, and the least and greatest first cell of each file."""
    marks = ", ".join("?" * columns(into))
    either = " OR IGNORE" if into in _WHOLE_KEY else ""
    statement = f"INSERT{either} INTO {into} VALUES ({key}, {marks})"
    count = 0
    ends: list[tuple[str, str, str]] = []
    for member, table in zip(edition.members, edition.tables, strict=True):
        rows: Iterator[Row] = table.rows
        low, high = "", ""
        while batch := list(itertools.islice(rows, _BATCH)):
            first = [str(row[0]) for row in batch]
            low, high = min(low or first[0], *first), max(high, *first)
            try:
                count += connection.executemany(statement, batch).rowcount
            except sqlite3.IntegrityError:
                raise TableError(
                    "cut", f"{member.title} says different things of one code: download it again."
                ) from None
            except (UnicodeEncodeError, OverflowError):
                raise TableError(
                    "cut", f"{member.title} has a cell that cannot be stored: download it again."
                ) from None
        ends.append((member.name, low, high))
    return count, ends


def _make_room(
    connection: sqlite3.Connection, table: tuple[str, str, str], quarter: Quarter, edition: _Edition, replace: bool
) -> None:
    """Refuse days that another edition holds. A later quarter ends the former; the same one needs ``replace``."""
    source, part, title = table
    known = connection.execute(
        "SELECT id, quarter, first_day FROM editions WHERE source = ? AND part = ?", (source, part)
    ).fetchall()
    for key, name, first in known:
        if name == str(quarter):
            if not replace:
                raise TableError(
                    "overlap", f"{title} {quarter} is imported already: to put this file in its place add --replace."
                )
            connection.execute(f"DELETE FROM {edition.tables[0].into} WHERE edition = ?", (key,))
            connection.execute("DELETE FROM files WHERE edition = ?", (key,))
            connection.execute("DELETE FROM covered WHERE edition = ?", (key,))
            connection.execute("DELETE FROM editions WHERE id = ?", (key,))
        elif edition.firm and edition.last and number(edition.first) < first <= number(edition.last):
            raise TableError(
                "overlap",
                f"{title} of these files is good to {edition.last}, but {name} begins on {day_of(first)}: "
                "the days overlap, check the files.",
            )


def _refuse_gaps(layout: Layout, edition: _Edition) -> None:
    """Refuse files that are numbered (f1, f2 ...) where an earlier number is missing."""
    if layout.source not in _MANY:
        return
    found = {number for member in edition.members if (number := file_number(member.name))}
    missing = [f"f{number}" for number in range(1, max(found, default=0)) if number not in found]
    if missing:
        raise TableError("cut", f"{', '.join(missing)} of the quarter is missing: name all its files in one command.")


def _cover(connection: sqlite3.Connection, key: int, ends: list[tuple[str, str, str]]) -> str:
    """Store which codes the files speak of; what to say where they are not the whole table."""
    known = stretches(ends)
    connection.executemany("INSERT INTO covered VALUES (?, ?, ?)", [(key, low, high) for low, high in known])
    words = described(known)
    return words and (
        f"a part of the table, column 1 {words}: of other codes it says nothing, what ships with cac answers for them; "
        "import all files of the quarter with --replace"
    )
