"""NCCI medically unlikely edits: a csv whose first record is a long quoted notice and whose titles hold line ends.

``MCR_MUE_PractitionerServices_Eff_07-01-2026.csv``, also for outpatient hospitals and suppliers. No row has a date: the
file name tells the first day. The indicator is written "2 Date of Service Edit: Policy"; its number is kept, the
rationale is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from cac.errors import TableError
from cac.reference.downloads import Member
from cac.reference.layouts.base import CODE, Days, Layout, Row, Table, broken, normal, whole
from cac.reference.periods import quarter_in

_PARTS = (("practitioner", "practitioner"), ("outpatient", "outpatient"), ("dme", "dme"))


def _header(row: list[str]) -> bool:
    titles = [normal(cell) for cell in row]
    return bool(titles) and titles[0].startswith("hcpcs") and any(t.endswith("muevalues") for t in titles)


def _recognise(member: Member) -> bool:
    return any(_header(row) for row in member.head())


def _read(member: Member, setting: str) -> Table:
    title = next(normal(cell) for row in member.head() if _header(row) for cell in row if "muevalues" in normal(cell))
    part = next((part for word, part in _PARTS if word in title), "")
    if not part:
        raise TableError("wrong_kind", f"{member.title} does not say whose limits it holds: give the file of CMS.")
    if setting and setting != part:
        raise TableError("quarter", f"{member.title} is the {part} table: leave --setting out.")
    return Table(part, _days(member.names), "mue", _rows(member))


def _days(names: str) -> Days:
    found = re.search(r"(?i)eff[_ -]*(\d{1,2})-(\d{1,2})-(\d{4})", names)
    if not found:
        return Days.from_quarter(quarter_in(names))
    try:
        return Days(date(int(found[3]), int(found[1]), int(found[2])))
    except ValueError:
        return Days()


def _rows(member: Member) -> Iterator[Row]:
    """(code, most units, indicator)."""
    inside = found = False
    for number, row in member.rows():
        if not inside:
            inside = _header(row)
            continue
        if not any(cell.strip() for cell in row):
            continue
        whole(member, number, row, 4)
        code, units, mai = row[0].strip(), row[1].strip(), re.match(r"\s*([123])\b", row[2])
        if not CODE.fullmatch(code) or not units.isdecimal() or not mai or not row[3].strip():
            raise broken(member, number, "is no code with units, indicator and reason")
        found = True
        yield code, int(units), int(mai[1])
    if not found:
        raise TableError("cut", f"{member.title} holds headings and no limit: download it again.")


LAYOUT = Layout("mue", "NCCI MUE", True, _recognise, _read)
