"""What every layout gives: rows ready to be stored, and what its file says of its quarter and days."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from cac.errors import TableError
from cac.reference.downloads import Member
from cac.reference.periods import Quarter

Row = tuple[str | int | float, ...]
"""A row as `cac.reference.database.TABLES` lists its columns."""

CODE = re.compile(r"[0-9A-Z][0-9]{3}[0-9A-Z]")
"""A CPT or HCPCS level II code."""


class Days(NamedTuple):
    """What a file says of its days: nothing where ``first`` is None.

    ``last`` is the end that the file itself prints, so that no other edition may hold a day before it.
    """

    first: date | None = None
    last: date | None = None

    @classmethod
    def from_quarter(cls, quarter: Quarter | None) -> Days:
        """In force from a quarter's first day until the next edition."""
        return cls(quarter.first_day) if quarter else cls()


class Table(NamedTuple):
    """One file read: ``part`` tells tables of one source apart, ``into`` is the table of the database."""

    part: str
    days: Days
    into: str
    rows: Iterator[Row]


def _open(first: date) -> date | None:
    return None


class Layout(NamedTuple):
    """A kind of file. ``recognise`` looks at its first rows only; ``read`` is lazy and raises `TableError`.

    ``ends`` gives the last day of an edition by its first; None where it holds until the next one.
    """

    source: str
    title: str
    holds_cpt: bool
    recognise: Callable[[Member], bool]
    read: Callable[[Member, str], Table]
    ends: Callable[[date], date | None] = _open


def normal(title: str) -> str:
    """A column title without case, spaces and signs: ``HCPCS/ CPT Code`` is ``hcpcscptcode``."""
    return re.sub(r"[^a-z0-9]", "", title.lower())


def find_header(rows: Sequence[Sequence[str]], *titles: str) -> int | None:
    """The index of the first row that has all ``titles`` (normal forms) among its cells."""
    for index, row in enumerate(rows):
        if set(titles) <= {normal(cell) for cell in row}:
            return index
    return None


def positions(member: Member, header: Sequence[str], *titles: str) -> list[int]:
    """Where each of ``titles`` (normal forms) stands in ``header``.

    Raises:
        TableError: "wrong_kind", when one is missing.
    """
    known = [normal(cell) for cell in header]
    for title in titles:
        if title not in known:
            raise TableError(
                "wrong_kind", f"{member.title} has no column `{title}`: give the file as CMS publishes it."
            )
    return [known.index(title) for title in titles]


def broken(member: Member, line: int, what: str) -> TableError:
    """A row that is not as the layout says; ``what`` never repeats the row."""
    return TableError(
        "cut", f"Line {line} of {member.title} {what}: the file is cut off or changed, download it again."
    )


def whole(member: Member, line: int, row: Sequence[str], width: int) -> None:
    """Refuse a row that ends too early (empty cells at the end count)."""
    if len(row) < width:
        raise broken(member, line, f"has {len(row)} of {width} cells")


def amount(member: Member, line: int, text: str) -> float:
    """A number; 0 where the cell is empty.

    Raises:
        TableError: "cut", when it is something else.
    """
    text = text.strip().replace(",", "").replace("$", "")
    if not text:
        return 0.0
    if not re.fullmatch(r"-?\d{0,12}(\.\d{0,12})?", text) or not any(c.isdigit() for c in text):
        raise broken(member, line, "has words where a number stands")
    return float(text)
