"""Medicare Part B drugs: the payment limits of a quarter, and the crosswalk from NDC to HCPCS code.

Both are csv with notes above the titles, told apart by their titles, and say "Effective January 1, 2026 through March
31, 2026". Of a limit the dosage and the payment are kept, of a package the billing units; names are dropped. The
crosswalk may hold hundreds of empty columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cac.errors import TableError
from cac.reference.downloads import Member
from cac.reference.layouts.base import CODE, Days, Layout, Row, Table, amount, broken, normal, whole
from cac.reference.layouts.doses import of_dosage
from cac.reference.ndc import normal_ndc
from cac.reference.periods import Quarter, quarter_in, read_written_day

_EFFECTIVE = re.compile(
    r"(?i)effective\s+([a-z]+\.? +\d{1,2}, *\d{4})\s+(?:through|to|-)\s+([a-z]+\.? +\d{1,2}, *\d{4})"
)


def _part(row: Sequence[str]) -> str:
    """Which table a row of titles begins."""
    titles = {normal(cell) for cell in row}
    if "paymentlimit" in titles and any("code" in title for title in titles):
        return "limits"
    if "billunitspkg" in titles and any(title.startswith("ndc") for title in titles):
        return "crosswalk"
    return ""


def _recognise(member: Member) -> bool:
    return any(_part(row) for row in member.head())


def _read(member: Member, setting: str) -> Table:
    head = member.head()
    part = next(filter(None, map(_part, head)))
    words = " ".join(cell for row in head if not _part(row) for cell in row[:12])
    rows = _limits(member) if part == "limits" else _packages(member)
    return Table(part, _days(words, member.names), "asp_limits" if part == "limits" else "asp_packages", rows)


def _days(words: str, names: str) -> Days:
    found = _EFFECTIVE.search(words)
    first, last = (read_written_day(found[1]), read_written_day(found[2])) if found else (None, None)
    if first and last and first <= last:
        return Days(first, last)
    return Days.from_quarter(quarter_in(names))


def _body(member: Member) -> Iterator[tuple[int, list[str], list[str]]]:
    """Number, titles and cells of every row below the titles."""
    titles: list[str] = []
    found, width = False, 0
    for number, row in member.rows():
        if not titles:
            if _part(row):
                titles = [normal(cell) for cell in row]
                width = max(place for place, title in enumerate(titles) if title) + 1
            continue
        if any(cell.strip() for cell in row):
            found = True
            whole(member, number, row, width)
            yield number, titles, row
    if not found:
        raise TableError("cut", f"{member.title} holds headings and no drug: download it again.")


def _place(titles: Sequence[str], *endings: str) -> int:
    """The first column whose title ends (or, with a trailing ``*``, begins) so."""
    for ending in endings:
        for place, title in enumerate(titles):
            if title.startswith(ending[:-1]) if ending.endswith("*") else title.endswith(ending):
                return place
    return 0


def _code(member: Member, number: int, text: str) -> str:
    if not CODE.fullmatch(text.strip()):
        raise broken(member, number, "has no code where one stands")
    return text.strip()


def _limits(member: Member) -> Iterator[Row]:
    """(code, amount of one unit, unit, payment); amount 0 where the dosage is no single amount."""
    for number, titles, row in _body(member):
        code = _code(member, number, row[_place(titles, "hcpcscode", "code")])
        dose, unit = of_dosage(row[_place(titles, "dosage")]) or (0.0, "")
        yield code, dose, unit, amount(member, number, row[titles.index("paymentlimit")])


def _packages(member: Member) -> Iterator[Row]:
    """(NDC as eleven digits, or another number as it is, code, billing units of one package)."""
    for number, titles, row in _body(member):
        code = _code(member, number, row[_place(titles, "hcpcscode", "code", "hcpcs")])
        forms = normal_ndc(row[_place(titles, "ndc*")])
        if not forms:
            raise broken(member, number, "has no NDC")
        yield forms[-1], code, amount(member, number, row[titles.index("billunitspkg")])


LAYOUT = Layout("asp", "ASP", True, _recognise, _read, lambda first: Quarter.of(first).last_day)
