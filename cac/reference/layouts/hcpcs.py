"""HCPCS level II: ``HCPC2026_OCT_ANWEB.csv`` (48 columns), or an extract with one named column each.

Record 3 is a code's first line, 4 its continuation, 7 and 8 the same for a modifier. Days are YYYYMMDD; a code is valid
from ADD DT to TERM DT, both inclusive. Of the descriptions only the amount of one unit is read ("..., per 10 mg"); the
words are dropped. The file name tells year and month of the quarter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cac.errors import TableError
from cac.reference.downloads import Member
from cac.reference.layouts.base import Days, Layout, Row, Table, broken, find_header, normal, positions, whole
from cac.reference.layouts.doses import of_description
from cac.reference.periods import OPEN, Quarter, month_number, read_day

_OFFICIAL = ("hcpc", "recid", "longdescription", "adddt", "termdt", "cov")
_EXTRACT = ("hcpcscode", "hcpcscode", "longdescription", "dateadded", "dateterm", "cov")
_CODE = re.compile(r"[A-Z][0-9]{4}|[A-Z0-9]{2}")


class _Entry(NamedTuple):
    code: str
    added: int
    ended: int
    coverage: str
    successors: str
    words: list[str]


def _titles(row: Sequence[str]) -> tuple[str, ...] | None:
    return next((titles for titles in (_OFFICIAL, _EXTRACT) if find_header([row], *titles) is not None), None)


def _recognise(member: Member) -> bool:
    return any(_titles(row) for row in member.head())


def _read(member: Member, setting: str) -> Table:
    found = re.search(r"(?i)(20\d\d)[ _-]?(jan|apr|jul|oct)", member.names)
    quarter = Quarter.checked(int(found[1]), (month_number(found[2]) + 2) // 3) if found else None
    return Table("", Days.from_quarter(quarter), "hcpcs", _stored(member))


def _stored(member: Member) -> Iterator[Row]:
    """(code, "code" or "modifier", added, terminated, coverage, amount, unit, successors)."""
    found = False
    for entry in _entries(member):
        found = True
        kind = "modifier" if len(entry.code) == 2 else "code"
        dose = of_description(" ".join(entry.words)) if kind == "code" else None
        amount, unit = dose or (0.0, "")
        yield entry.code, kind, entry.added, entry.ended, entry.coverage, amount, unit, entry.successors
    if not found:
        raise TableError("cut", f"{member.title} holds headings and no code: download it again.")


def _entries(member: Member) -> Iterator[_Entry]:
    places: list[int] = []
    references: list[int] = []
    width = 0
    entry: _Entry | None = None
    for number, row in member.rows():
        if not places:
            if titles := _titles(row):
                places, width = positions(member, row, *titles), len(row)
                references = [place for place, cell in enumerate(row) if re.fullmatch(r"xref\d?", normal(cell))]
            continue
        if not any(cell.strip() for cell in row):
            continue
        whole(member, number, row, width)
        code, record, words, added, ended, coverage = (row[place].strip() for place in places)
        if places[0] != places[1]:
            if record not in ("3", "4", "7", "8"):
                raise broken(member, number, "is none of the records 3, 4, 7 and 8")
            if record in ("4", "8"):
                if entry is None or entry.code != code:
                    raise broken(member, number, "continues another code")
                entry.words.append(words)
                continue
        if entry:
            yield entry
        days = read_day(added), read_day(ended) if ended else OPEN
        if not _CODE.fullmatch(code) or days[0] is None or days[1] is None:
            raise broken(member, number, "is no code with its days")
        successors = " ".join(row[place].strip() for place in references if row[place].strip())
        entry = _Entry(code, days[0], days[1], coverage, successors, [words])
    if entry:
        yield entry


LAYOUT = Layout("hcpcs", "HCPCS level II", False, _recognise, _read)
