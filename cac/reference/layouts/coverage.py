"""Coverage policies: lists of diagnoses for each code (.json), and the index of the Medicare Coverage Database (.csv).

The lists are ``{"27096": {"lcdIds": [...], "covered": [...], "notCovered": [...]}}``. The index has one row for each
document and contractor, days as 07/17/2025, in cp1252 or UTF-8, with very long fields; titles are dropped. The file
name tells the day or month of the copy: ``2026-03``, ``2025-08-23``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from cac.errors import TableError
from cac.reference.downloads import Member, cut
from cac.reference.layouts.base import CODE, Days, Layout, Row, Table, broken, find_header, positions, whole
from cac.reference.periods import OPEN, quarter_in, read_day

_TITLES = ("documentdisplayid", "contractornametype", "documentversion", "effectivedate", "retirementdate")
_DIAGNOSIS = re.compile(r"[A-Z][0-9][0-9A-Z](\.?[0-9A-Z]{1,4})?")
_MOST_JSON = 100_000_000


def _recognise(member: Member) -> bool:
    return _is_lists(member) or find_header(member.head(), *_TITLES) is not None


def _is_lists(member: Member) -> bool:
    return member.start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") and b'"covered"' in member.start


def _read(member: Member, setting: str) -> Table:
    days = _days(member.names)
    if _is_lists(member):
        return Table("lists", days, "coverage_lists", _lists(member))
    return Table("documents", days, "coverage_documents", _documents(member))


def _days(names: str) -> Days:
    found = re.search(r"(?<!\d)(20\d\d)-(\d\d)(?:-(\d\d))?(?!\d)", names)
    if not found:
        return Days.from_quarter(quarter_in(names))
    try:
        return Days(date(int(found[1]), int(found[2]), int(found[3] or 1)))
    except ValueError:
        return Days()


def _lists(member: Member) -> Iterator[Row]:
    """(code, policies, covered, not covered); the last three are words apart by spaces."""
    with member.open() as handle:
        text = handle.read(_MOST_JSON + 1)
    if len(text) > _MOST_JSON:
        raise TableError("file", f"{member.title} is larger than any coverage list: it is not read.")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise cut(member.title) from None
    if not found:
        raise TableError("cut", f"{member.title} holds no list: download it again.")
    for number, (code, entry) in enumerate(found.items(), start=1):
        lists = [_words(entry, name) for name in ("lcdIds", "covered", "notCovered")]
        policies, *diagnoses = lists
        if not CODE.fullmatch(code) or any(words is None for words in lists):
            raise TableError("wrong_kind", f"Entry {number} of {member.title} is no code with lists of diagnoses.")
        if any(not _DIAGNOSIS.fullmatch(word) for words in diagnoses for word in words or ()):
            raise TableError("wrong_kind", f"Entry {number} of {member.title} lists what is no ICD-10-CM code.")
        covered, refused = (" ".join(sorted({word.replace(".", "") for word in words or ()})) for words in diagnoses)
        yield code, " ".join(policies or ()), covered, refused


def _words(entry: Any, name: str) -> list[str] | None:
    found = entry.get(name, []) if isinstance(entry, dict) else None
    return (
        found if isinstance(found, list) and all(isinstance(word, str) and " " not in word for word in found) else None
    )


def _documents(member: Member) -> Iterator[Row]:
    """(document, contractor, version, effective, retired)."""
    places: list[int] = []
    width, found = 0, False
    for number, row in member.rows(encoding=member.encoding):
        if not places:
            if find_header([row], *_TITLES) is not None:
                places, width = positions(member, row, *_TITLES), len(row)
            continue
        if not any(cell.strip() for cell in row):
            continue
        whole(member, number, row, width)
        document, contractor, version, effective, retired = (row[place].strip() for place in places)
        days = read_day(effective), read_day(retired) if retired else OPEN
        if not re.fullmatch(r"[A-Z]{1,4}\d+", document) or not version.isdecimal() or None in days:
            raise broken(member, number, "is no document with its version and days")
        found = True
        yield document, contractor.partition("\n")[0].strip(), int(version), days[0] or 0, days[1] or 0
    if not found:
        raise TableError("cut", f"{member.title} holds headings and no document: download it again.")


LAYOUT = Layout("coverage", "Coverage policies", True, _recognise, _read)
