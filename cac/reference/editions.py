"""Editions: which table of a source is in force on a day, and which are out of date."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from cac.reference.periods import Quarter, day_of, number
from cac.reference.records import Origin

TITLES = {
    ("ptp", "practitioner"): "NCCI PTP practitioner",
    ("ptp", "outpatient"): "NCCI PTP outpatient hospital",
    ("mue", "practitioner"): "NCCI MUE practitioner",
    ("mue", "outpatient"): "NCCI MUE outpatient",
    ("mue", "dme"): "NCCI MUE supplier",
    ("aoc", ""): "NCCI AOC",
    ("mpfs", ""): "MPFS",
    ("hcpcs", ""): "HCPCS",
    ("asp", "limits"): "ASP payment limits",
    ("asp", "crosswalk"): "ASP NDC-HCPCS crosswalk",
    ("icd10", ""): "ICD-10-CM",
    ("coverage", "lists"): "LCD lists",
    ("coverage", "documents"): "LCD documents",
}
"""What people call the table of a source and part."""

OUTPATIENT = TITLES["ptp", "outpatient"]

OF_PROCEDURES = ("ptp", "mue", "aoc", "mpfs")
"""Sources that judge procedures: a claim of a day on which none of them has begun can be judged by nothing.

Drug codes and diagnoses carry the day each of them was made, which says nothing of the table they stand in.
"""

_HALF_YEARLY = ("icd10",)
"""Sources that appear in October and April only."""


class Edition(NamedTuple):
    """A table of one quarter, in force from ``first`` to ``last`` (numbers as 20260701), or until the next edition."""

    source: str
    part: str
    quarter: str
    first: int
    last: int
    rows: int
    sha256: str
    origin: Origin
    imported_at: str = ""
    key: int = 0

    @property
    def title(self) -> str:
        """What people call the table."""
        return TITLES[self.source, self.part]

    @property
    def spoken_quarter(self) -> str:
        """``2026 Q3``, as in `cac.reference.records.Authority`."""
        return f"{self.quarter[:4]} {self.quarter[4:]}"

    @property
    def first_day(self) -> date | None:
        """Its first day in force."""
        return day_of(self.first)

    @property
    def last_day(self) -> date | None:
        """Its own last day; None where it holds until the next one."""
        return day_of(self.last)

    def stale_on(self, day: date) -> bool:
        """Whether a newer edition must have appeared by ``day``."""
        due = Quarter.of(day).first_day
        if self.source in _HALF_YEARLY:
            due = max(
                start
                for start in (date(day.year - 1, 10, 1), date(day.year, 4, 1), date(day.year, 10, 1))
                if start <= day
            )
        return self.first < number(due) and self.quarter < str(Quarter.of(due))


def in_force(editions: list[Edition], day: int) -> Edition | None:
    """The edition of one table, given in order of first days, that holds on a day.

    An edition ends where the next one begins, even if that next one has ended since.
    """
    for edition in reversed(editions):
        if edition.first <= day:
            return edition if day <= edition.last else None
    return None
