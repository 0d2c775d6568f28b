"""NCCI procedure-to-procedure edits: ``ccipra-v322r0-f1.txt`` (practitioner), ``ccioph-...`` (outpatient hospital).

Tab-separated, cp1252, about six heading lines whose column titles span several of them. Days are YYYYMMDD; a ``*`` as
deletion date means still in force, a ``*`` in the third column that the edit is older than 1996. The same two codes may
stand in several rows with other days or another indicator: all are kept. The rationale is dropped.
The version tells the quarter: v322 is version 32.2, and 32.0 began in January 2026.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from cac.errors import TableError
from cac.reference.downloads import Member, cut
from cac.reference.layouts.base import CODE, Days, Layout, Row, Table, broken
from cac.reference.periods import OPEN, Quarter, quarter_in, read_day

_PARTS = {"pra": "practitioner", "oph": "outpatient"}
_MOST_HEADING = 40


def _recognise(member: Member) -> bool:
    head = member.head("\t")
    words = " ".join(cell.strip().lower() for row in head[:_MOST_HEADING] for cell in row)
    return "column 1" in words and "column 2" in words and "deletion" in words and "modifier" in words


def _read(member: Member, setting: str) -> Table:
    names = member.names.lower()
    found = re.search(r"cci(pra|oph)", names)
    told = _PARTS[found[1]] if found else "practitioner" if "practitioner" in names else ""
    told = told or ("outpatient" if "hospital" in names or "outpatient" in names else "")
    if told and setting and told != setting:
        raise TableError("quarter", f"{member.title} is the {told} table: leave --setting out.")
    if not (told or setting):
        raise TableError(
            "quarter",
            f"{member.title} does not say whose edits it holds: add --setting practitioner or --setting outpatient.",
        )
    return Table(told or setting, Days.from_quarter(_quarter(names)), "ptp", _rows(member))


def _quarter(names: str) -> Quarter | None:
    version = re.search(r"(?<![a-z0-9])v(\d\d)([0-3])r\d", names)
    return Quarter.checked(1994 + int(version[1]), int(version[2]) + 1) if version else quarter_in(names)


def _cells(member: Member) -> Iterator[tuple[int, Sequence[str], bool]]:
    if member.is_workbook:
        for number, row in member.rows():
            yield number, [cell.strip() for cell in row], True
    else:
        for number, line, ended in member.lines():
            yield number, line.split("\t"), ended


@lru_cache(maxsize=4096)
def _day(text: str) -> int | None:
    return OPEN if text == "*" else read_day(text)


@lru_cache(maxsize=65536)
def _is_code(text: str) -> bool:
    return CODE.fullmatch(text) is not None


def _rows(member: Member) -> Iterator[Row]:
    """(column 1, column 2, effective, deletion, indicator, older than 1996) of every edit."""
    inside = False
    reasons: set[str] = set()
    for number, cells, ended in _cells(member):
        if not inside and not (len(cells) > 1 and _is_code(cells[0].strip()) and _is_code(cells[1].strip())):
            if number > _MOST_HEADING:
                raise broken(member, number, "is still not an edit")
            continue
        inside = True
        if len(cells) < 7:
            if not any(cells) and ended:
                continue  # an empty line at the end
            raise broken(member, number, f"has {len(cells)} of 7 cells")
        edit = _edit(cells) or _edit([cell.strip() for cell in cells])
        if edit is None:
            raise broken(member, number, "is no pair of codes with its days and indicator")
        if not ended and cells[6] not in reasons and (len(reasons) > 8 or _begun(cells[6], reasons)):
            raise cut(member.title)
        reasons.add(cells[6])
        yield edit
    if not inside:
        raise TableError("cut", f"{member.title} holds headings and no edit: download it again.")


def _edit(cells: Sequence[str]) -> Row | None:
    """The row of an edit; None where a cell is not what it must be."""
    column1, column2, prior, effective, deletion, indicator = cells[:6]
    first, last = _day(effective), _day(deletion)
    if not (_is_code(column1) and _is_code(column2)) or first is None or last is None or first == OPEN:
        return None
    if indicator not in ("0", "1", "9") or prior not in ("", "*"):
        return None
    return column1, column2, first, last, int(indicator), int(prior == "*")


def _begun(text: str, reasons: set[str]) -> bool:
    """Whether a last cell without a line end is only the beginning of one of ``reasons``."""
    return not text or any(reason.startswith(text) for reason in reasons)


LAYOUT = Layout("ptp", "NCCI PTP", True, _recognise, _read)
