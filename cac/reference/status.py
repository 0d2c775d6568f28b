"""What is in force on a day, table by table, and what is out of date or missing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal, NamedTuple

from cac.errors import TableError
from cac.reference.editions import OF_PROCEDURES, TITLES, Edition, in_force
from cac.reference.parts import described
from cac.reference.periods import number
from cac.reference.store import Store

State = Literal["in force", "stale", "ended", "later", "missing"]


class Line(NamedTuple):
    """One table: the edition that answers for the day, and how good it is.

    "stale": it answers, but a newer edition must have appeared by that day. "ended" and "later": no edition answers,
    the last one before has ended, or the first one begins after that day; that edition is shown. ``part_held`` is ""
    where the whole table is held, else it names the codes of column 1 that the imported files speak of.
    """

    source: str
    part: str
    state: State
    edition: Edition | None
    files: tuple[tuple[str, str, int], ...] = ()
    part_held: str = ""

    @property
    def warning(self) -> str:
        """What to do where only a part of the table is held; "" elsewhere."""
        return self.part_held and (
            f"only a part of the table is here, column 1 {self.part_held}; what ships with cac answers for other "
            "codes: import all files of the quarter with --replace"
        )

    @property
    def title(self) -> str:
        """What people call the table."""
        return TITLES[self.source, self.part]

    def row(self) -> dict[str, Any]:
        """As `cac reference status --format json` prints it."""
        edition = self.edition
        first, last = (edition.first_day, edition.last_day) if edition else (None, None)
        return {
            "source": self.source,
            "part": self.part,
            "table": self.title,
            "status": self.state,
            "in_force": self.state in ("in force", "stale"),
            "stale": self.state in ("stale", "ended"),
            "quarter": edition.quarter if edition else None,
            "first_day": first.isoformat() if first else None,
            "last_day": last.isoformat() if last else None,
            "rows": edition.rows if edition else 0,
            "sha256": edition.sha256 if edition else None,
            "origin": edition.origin if edition else None,
            "imported_at": (edition.imported_at or None) if edition else None,
            "warning": self.warning or None,
            "files": [{"name": name, "sha256": sha256, "size": size} for name, sha256, size in self.files],
        }


def status(store: Store, day: date, embedded: Iterable[Edition] = ()) -> list[Line]:
    """One line for each table, imported editions before the embedded facts.

    Raises:
        TableError: "quarter", when there are tables and all that judge procedures begin after ``day``.
    """
    imported, built_in = list(store.editions()), list(embedded)
    known = imported + built_in
    on = number(day)
    of_procedures = [edition for edition in known if edition.source in OF_PROCEDURES] or known
    if known and min(edition.first for edition in of_procedures) > on:
        first = min(of_procedures, key=lambda edition: edition.first)
        raise TableError(
            "quarter",
            f"No table is in force on {day}: the first, {first.title} {first.spoken_quarter}, begins on "
            f"{first.first_day}; ask for a later --date or import an older edition.",
        )
    lines = []
    for source, part in TITLES:
        mine = [[one for one in group if (one.source, one.part) == (source, part)] for group in (imported, built_in)]
        found = next((one for group in mine if (one := in_force(sorted(group, key=lambda one: one.first), on))), None)
        state: State = "missing"
        if found:
            state = "stale" if found.stale_on(day) else "in force"
        elif everything := sorted((one for group in mine for one in group), key=lambda one: one.first):
            found = next((one for one in reversed(everything) if one.first <= on), everything[0])
            state = "ended" if found.first <= on else "later"
        imported_one = found if found and found.origin == "imported" else None
        files = tuple(store.files(imported_one)) if imported_one else ()
        part_held = described(store.covered(imported_one)) if imported_one else ""
        lines.append(Line(source, part, state, found, files, part_held))
    return lines
