"""Relative value file of the physician fee schedule: ``PPRRVU2026_Jul_nonQPP.csv`` of ``RVU26C.zip``.

Nine caption lines or so; the titles of the columns are stacked over four of them, and the last begins with ``HCPCS``.
31 columns in 2024, 32 in 2026, so columns are found by their stacked titles. The first line tells the release ("2026
... July Release"), which is in force until the next one, and at most to the end of its year. A code has one row
without a modifier and, where it can be split, rows for 26, TC or 53. The description is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from cac.errors import TableError
from cac.reference.downloads import Member
from cac.reference.layouts.base import CODE, Days, Layout, Row, Table, amount, broken, normal, whole
from cac.reference.periods import Quarter, month_number

_INDICATORS = (
    "statuscode",
    "pctcind",
    "globdays",
    "multproc",
    "bilatsurg",
    "asstsurg",
    "cosurg",
    "teamsurg",
    "endobase",
)
_COLUMNS = (*_INDICATORS, "workrvu", "nonfacilitytotal", "facilitytotal")
"""The end of the stacked title of every column kept, in the order of the stored row after code and modifier."""
_MODIFIERS = ("", "26", "TC", "53")


def _captions(rows: Sequence[Sequence[str]]) -> int | None:
    """The index of the last row of titles."""
    for index, row in enumerate(rows):
        if len(row) > 25 and normal(row[0]) == "hcpcs" and normal(row[1]) == "mod":
            return index
    return None


def _recognise(member: Member) -> bool:
    return _captions(member.head()) is not None


def _read(member: Member, setting: str) -> Table:
    head = member.head()
    words = " ".join(cell for row in head[: _captions(head)] for cell in row)
    return Table("", _days(words, member.names), "mpfs", _rows(member))


def _days(words: str, names: str) -> Days:
    found = re.search(r"(20\d\d) National Physician Fee Schedule.*?(\w+) Release", words)
    year, month = (int(found[1]), month_number(found[2])) if found else (0, 0)
    if not month and (named := re.search(r"(?i)RVU(20\d\d)_([a-z]{3})", names)):
        year, month = int(named[1]), month_number(named[2])
    if not month and (letter := re.search(r"(?i)(?<![a-z])RVU(\d\d)([ABCD])(?![a-z0-9])", names)):
        year, month = 2000 + int(letter[1]), 3 * "ABCD".index(letter[2].upper()) + 1
    if not month:
        return Days()
    return Days(Quarter.checked(year, (month + 2) // 3).first_day)


def _stacked(rows: Sequence[Sequence[str]]) -> list[str]:
    """The titles of the columns, read from top to bottom."""
    width = len(rows[-1])
    return [normal("".join(row[place] for row in rows if place < len(row))) for place in range(width)]


def _rows(member: Member) -> Iterator[Row]:
    """(code, modifier, status, PC/TC, global days, multiple, bilateral, ..., work, non-facility, facility)."""
    heading: list[list[str]] = []
    places: list[int] = []
    width, found = 0, False
    for number, row in member.rows():
        if not places:
            heading.append(row)
            if _captions([row]) is not None:
                places, width = _places(member, heading), len(row)
            elif number > 60:
                break
            continue
        if not any(cell.strip() for cell in row):
            continue
        whole(member, number, row, width)
        code, modifier = row[0].strip(), row[1].strip()
        if not CODE.fullmatch(code) or modifier not in _MODIFIERS:
            raise broken(member, number, "does not begin with a code and a modifier")
        kept = [row[place].strip() for place in places]
        if not kept[0]:
            raise broken(member, number, "has no status")
        found = True
        yield code, modifier, *kept[:9], *(amount(member, number, text) for text in kept[9:])
    if not found:
        raise TableError("cut", f"{member.title} holds headings and no code: download it again.")


def _places(member: Member, heading: Sequence[Sequence[str]]) -> list[int]:
    """Where the kept columns stand: each is the only one whose stacked title ends so."""
    titles = _stacked(heading[-4:])
    places = []
    for title in _COLUMNS:
        ends = [place for place, known in enumerate(titles) if known.endswith(title)]
        if title == "facilitytotal":
            ends = [place for place in ends if not titles[place].endswith("nonfacilitytotal")]
        if len(ends) != 1:
            raise TableError(
                "wrong_kind", f"{member.title} has no column `{title}`: give the file as CMS publishes it."
            )
        places += ends
    return places


LAYOUT = Layout("mpfs", "Physician fee schedule", True, _recognise, _read, lambda first: date(first.year, 12, 31))
