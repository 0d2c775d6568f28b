"""Quarters and the days that CMS files write: 20260701, 07/01/2026, 2026182 (a day of a year), "July 1, 2026"."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from cac.errors import TableError

OPEN = 99991231
"""The stored day of what has no end."""

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_FIRST_YEAR, _LAST_YEAR = 1996, 2099
"""The NCCI edits begin in 1996; no table of these sources is older in the form that is read here."""


class Quarter(NamedTuple):
    """A quarter of a calendar year, as editions are counted: "2026Q3"."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"

    @property
    def first_day(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        """Its last day."""
        following = Quarter(self.year + self.number // 4, self.number % 4 + 1)
        return following.first_day - timedelta(days=1)

    @classmethod
    def of(cls, day: date) -> Quarter:
        """The quarter of a day."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """Read ``2026Q3``.

        Raises:
            TableError: "quarter", when it is not one of 1996Q1 to 2099Q4.
        """
        found = re.fullmatch(r"(\d{4})\s*[Qq]([1-4])", text.strip())
        if not found:
            raise TableError("quarter", "Bad value for --quarter: write year and quarter, as in 2026Q3.")
        return cls.checked(int(found[1]), int(found[2]))

    @classmethod
    def checked(cls, year: int, number: int) -> Quarter:
        """A quarter of the years that tables exist for.

        Raises:
            TableError: "quarter", for any other.
        """
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            raise TableError(
                "quarter", f"{year}Q{number} is before any table: editions of {_FIRST_YEAR} and later are read."
            )
        return cls(year, number)


def parse_day(text: str, option: str) -> date:
    """Read ``2026-07-01`` given with ``option``.

    Raises:
        TableError: "quarter", when it is no day of 1996 to 2099.
    """
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise TableError("quarter", f"Bad value for {option}: write a day as 2026-07-01.") from None
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise TableError("quarter", f"{day} is before any table: editions of {_FIRST_YEAR} and later are read.")
    return day


def number(day: date) -> int:
    """20260701 for the first of July 2026: how days are stored, ordered as the days are."""
    return day.year * 10000 + day.month * 100 + day.day


def day_of(stored: int) -> date | None:
    """The day of a stored number; None for `OPEN` and for 0."""
    return None if stored in (0, OPEN) else date(stored // 10000, stored // 100 % 100, stored % 100)


def read_day(text: str) -> int | None:
    """A day as CMS tables write it, as a stored number; None where it is no day.

    ``20260701``, ``2026-07-01``, ``7/1/2026`` and ``2026182`` (year and day of the year) are read.
    """
    text = text.strip()
    form = "%Y%m%d" if len(text) == 8 and text.isdigit() else "%Y%j" if len(text) == 7 and text.isdigit() else ""
    if not form:
        form = "%m/%d/%Y" if "/" in text else "%Y-%m-%d"
    try:
        day = datetime.strptime(text, form).date()
    except ValueError:
        return None
    if form == "%Y%j" and day.year != int(text[:4]):
        return None  # day 366 of a year that has 365
    return number(day)


def month_number(word: str) -> int:
    """1 for "January", "JAN" and "jan."; 0 for what is no month."""
    start = word.strip().lower()[:3]
    return MONTHS.index(start) + 1 if start in MONTHS else 0


def read_written_day(text: str) -> date | None:
    """The day of "July 1, 2026"; None where it is none."""
    found = re.fullmatch(r"([A-Za-z]+)\.? +(\d{1,2}), *(\d{4})", text.strip())
    if not found:
        return None
    try:
        return date(int(found[3]), month_number(found[1]), int(found[2]))
    except ValueError:
        return None


def quarter_in(name: str) -> Quarter | None:
    """The quarter that a file name spells out: ``2026Q3``, ``2026_q3``; None where it has none."""
    found = re.search(r"(?<!\d)((?:19|20)\d\d)[ _-]?[Qq]([1-4])(?!\d)", name)
    return Quarter.checked(int(found[1]), int(found[2])) if found else None
