"""NCCI add-on code edits: ``AOC_V2026Q2-MCR.xlsx`` or the tab-separated .txt of the same columns.

A notice, a row of titles, then one row for each add-on and primary. Days are YYYYDDD, a year and a day of the year.
``CCCCC`` as primary means that the contractor defines the primaries. The notes are dropped.
"""

from __future__ import annotations

from collections.abc import Iterator

from cac.errors import TableError
from cac.reference.database import CONTRACTOR
from cac.reference.downloads import Member
from cac.reference.layouts.base import CODE, Days, Layout, Row, Table, broken, find_header, positions, whole
from cac.reference.periods import OPEN, quarter_in, read_day

_TITLES = ("aocedittype", "addoncode", "aocdeldt", "primarycode", "primarycodedeldt", "aocediteffdt", "aoceditdeldt")


def _delimiter(member: Member) -> str | None:
    return next(
        (mark for mark in "\t," if find_header(member.head(mark), "aocedittype", "addoncode") is not None), None
    )


def _recognise(member: Member) -> bool:
    return _delimiter(member) is not None


def _read(member: Member, setting: str) -> Table:
    return Table("", Days.from_quarter(quarter_in(member.names)), "aoc", _rows(member, _delimiter(member) or "\t"))


def _end(text: str) -> int | None:
    return OPEN if text.strip() in ("", "*") else read_day(text)


def _rows(member: Member, delimiter: str) -> Iterator[Row]:
    """(add-on, primary, kind, edit in force from, to, last day of the add-on, last day of the primary)."""
    places: list[int] = []
    found = False
    for number, row in member.rows(delimiter):
        if not places:
            if find_header([row], "aocedittype", "addoncode") is not None:
                places = positions(member, row, *_TITLES)
            continue
        if not any(cell.strip() for cell in row):
            continue
        whole(member, number, row, max(places) + 1)
        kind, code, code_end, primary, primary_end, first, last = (row[place].strip() for place in places)
        days = _end(code_end), _end(primary_end), read_day(first), _end(last)
        if kind not in ("1", "2", "3") or not CODE.fullmatch(code):
            raise broken(member, number, "does not begin with a type and an add-on code")
        if primary != CONTRACTOR and not CODE.fullmatch(primary):
            raise broken(member, number, "has no primary code")
        if None in days:
            raise broken(member, number, "has no day where one stands")
        found = True
        yield code, primary, int(kind), days[2] or 0, days[3] or 0, days[0] or 0, days[1] or 0
    if not found:
        raise TableError("cut", f"{member.title} holds headings and no add-on code: download it again.")


LAYOUT = Layout("aoc", "NCCI add-on codes", True, _recognise, _read)
