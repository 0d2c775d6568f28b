"""ICD-10-CM order file: ``icd10cm_order_2026.txt``.

Fixed width: order in columns 1-5, code 7-13, 1 for billable or 0 in 15, short label 17-76, long label from 78 on. A
fiscal year runs from October to September; an update of April says so in its name. ICD-10-CM is free of rights, so
the long label is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from cac.errors import TableError
from cac.reference.downloads import Member, cut
from cac.reference.layouts.base import Days, Layout, Row, Table, broken
from cac.reference.periods import Quarter

_LINE = re.compile(r"\d{5} ([A-Z][0-9][0-9A-Z][0-9A-Z]{0,4}) +([01]) (.{60}) (.+)")


def _recognise(member: Member) -> bool:
    if member.is_workbook:
        return False
    lines = member.start.decode("cp1252", errors="replace").removeprefix("\xef\xbb\xbf").splitlines()
    return bool(lines) and (
        _LINE.match(lines[0]) is not None or re.match(r"\d{5} [A-Z]\d\w{1,5} +[01] ", lines[0]) is not None
    )


def _read(member: Member, setting: str) -> Table:
    return Table("", _days(member.names), "icd10", _rows(member))


def _days(names: str) -> Days:
    found = re.search(r"(?i)order[_ -]*(?:[a-z]+[_ -]*)?(20\d\d)|(20\d\d)[_ -]*order|fy[_ -]*(20\d\d)", names)
    if not found:
        return Days()
    year = int(found[1] or found[2] or found[3])
    Quarter.checked(year, 1)
    april = re.search(r"(?i)(?<![a-z])apr(il)?(?![a-z])", names)
    return Days(date(year, 4, 1) if april else date(year - 1, 10, 1))


def _ends(first: date) -> date:
    """The end of the fiscal year."""
    return date(first.year + (first.month > 9), 9, 30)


def _rows(member: Member) -> Iterator[Row]:
    """(code without its dot, billable, label)."""
    found = False
    for number, line, ended in member.lines(member.encoding):
        if not line.strip():
            continue
        entry = _LINE.fullmatch(line)
        if entry is None or entry[1] != line[6:13].strip():
            raise broken(member, number, "is no code with its label in columns 7 to 77")
        code, billable, short, label = entry[1], entry[2], entry[3].strip(), entry[4].strip()
        if not ended and short != label and short.startswith(label):
            raise cut(member.title)
        found = True
        yield code, int(billable), label
    if not found:
        raise TableError("cut", f"{member.title} holds no code: download it again.")


LAYOUT = Layout("icd10", "ICD-10-CM", False, _recognise, _read, _ends)
