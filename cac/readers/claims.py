"""Claims that somebody else made: one or several in a ``.json``, or the lines of a ``.csv``.

Messages say claim, line and field, never what stands there.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cac.context import read_context
from cac.errors import InputError
from cac.readers.text import clean, decode
from cac.records import BilledClaim, BilledLine, Record

if TYPE_CHECKING:
    from cac.lexicon.schema import Payer

MOST_BYTES = 50_000_000
MOST_LINES = 200
"""A paper claim holds 6 lines and an electronic one 999; this many are compared with one another in a moment."""
MOST_UNITS = 99_999

_REQUIRED = ("date_of_service", "place_of_service", "payer")
_OPTIONAL = ("contractor", "state")
_COLUMNS = ("claim_id", *_REQUIRED, "code", "modifiers", "units", "diagnoses")
_LINE = ("code", "modifiers", "units", "diagnoses")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WORD = re.compile(r"[A-Z0-9.]{1,12}")


class NamedClaim(Record):
    """A claim and its name in the file ("" where it has none)."""

    id: str
    claim: BilledClaim


def read_claims(path: Path, payers: Mapping[str, Payer]) -> tuple[NamedClaim, ...]:
    """The claims of a file, in its order; the first thing that is wrong stops the reading.

    Raises:
        InputError: "missing", "unreadable", "folder" or "too_large" for the file, "malformed" for what it holds,
            "context" for a day, place or payer that is none.
    """
    text = _text(path)
    claims = _csv(text, payers) if path.suffix.lower() == ".csv" else _json(text, payers)
    if not claims:
        raise InputError("empty", "The file holds no claim: write at least one line.")
    return claims


def _text(path: Path) -> str:
    from cac.readers.file import unopened

    if path.suffix.lower() not in (".json", ".csv"):
        raise InputError("malformed", "A claim is a .json or a .csv file: name it so.")
    try:
        with path.open("rb") as handle:
            data = handle.read(MOST_BYTES + 1)
    except IsADirectoryError:
        raise InputError("folder", "This is a folder: name one .json or .csv file.") from None
    except OSError as error:
        raise unopened(error) from None
    if len(data) > MOST_BYTES:
        raise InputError("too_large", f"The file is larger than {MOST_BYTES // 1_000_000} MB: split it.")
    if b"\0" in data[:4096] and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise InputError("binary", "The file is binary: save the claim as text.")
    text, _ = decode(data)
    if not text.strip():
        raise InputError("empty", "The file is empty: write at least one claim.")
    return text


def _bad(where: str, what: str) -> InputError:
    return InputError("malformed", f"{where}: {what}")


# -- JSON -----------------------------------------------------------------------------------------------------------


def _json(text: str, payers: Mapping[str, Payer]) -> tuple[NamedClaim, ...]:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError("malformed", f"No valid JSON at line {error.lineno}, column {error.colno}: mend it.") from None
    except (ValueError, RecursionError):
        raise InputError("malformed", "No readable JSON: mend the file.") from None
    several = data["claims"] if isinstance(data, dict) and set(data) == {"claims"} else data
    if isinstance(several, dict):
        return (_claim("The claim", several, payers),)
    if not isinstance(several, list):
        raise InputError("malformed", 'The file holds no claim: write {"date_of_service": ..., "lines": [...]}.')
    return tuple(_claim(f"Claim {number}", one, payers) for number, one in enumerate(several, start=1))


def _claim(where: str, data: object, payers: Mapping[str, Payer]) -> NamedClaim:
    if not isinstance(data, dict):
        raise _bad(where, "it is no object; write its fields in {}.")
    _only(where, data, (*_REQUIRED, *_OPTIONAL, "claim_id", "id", "lines"))
    for name in _REQUIRED:
        if data.get(name) in (None, ""):
            raise _bad(where, f"`{name}` is missing; add it.")
    if "lines" not in data:
        raise _bad(where, "`lines` is missing; add it.")
    lines = data["lines"]
    if not isinstance(lines, list) or not lines:
        raise _bad(where, "`lines` holds no line; write at least one.")
    said = {name: _said(where, name, data[name]) for name in (*_REQUIRED, *_OPTIONAL) if data.get(name)}
    billed = tuple(_json_line(f"{where}, line {number}", line) for number, line in enumerate(lines))
    id_ = data.get("claim_id", data.get("id", ""))
    name = "" if id_ in (None, "") else _said(where, "claim_id", id_)
    return NamedClaim(id=name, claim=_billed(where, said, billed, payers))


def _only(where: str, data: Mapping[str, object], known: Sequence[str]) -> None:
    if not set(data) <= set(known):
        raise _bad(where, f"it has a field that is not known; write {', '.join(known)}.")


def _said(where: str, name: str, value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise _bad(where, f"`{name}` is no word; write it as a string.")
    return clean(str(value)).strip()


def _json_line(where: str, data: object) -> BilledLine:
    if not isinstance(data, dict):
        raise _bad(where, 'it is no object; write {"code": ..., "modifiers": [], "units": 1, "diagnoses": []}.')
    _only(where, data, _LINE)
    for name in ("code", "units"):
        if data.get(name) in (None, ""):
            raise _bad(where, f"`{name}` is missing; add it.")
    return _line(
        where,
        _said(where, "code", data["code"]),
        _words(where, "modifiers", data.get("modifiers") or []),
        data["units"],
        _words(where, "diagnoses", data.get("diagnoses") or []),
    )


def _words(where: str, name: str, value: object) -> list[str]:
    if not isinstance(value, list):
        raise _bad(where, f"`{name}` is no list; write [].")
    return [_said(where, name, item) for item in value]


# -- CSV ------------------------------------------------------------------------------------------------------------


def _csv(text: str, payers: Mapping[str, Payer]) -> tuple[NamedClaim, ...]:
    """Rows of one ``claim_id`` are one claim, wherever they stand; what they say of the claim must agree."""
    titles = text.split("\n", 1)[0]
    delimiter = (
        ";" if titles.count(";") > titles.count(",") else ","
    )  # as spreadsheets write it where the comma is decimal
    rows = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    try:
        header = [clean(name).strip().lower() for name in next(rows, [])]
        if len(set(header)) < len(header):
            raise _bad("Line 1", "a column stands there twice; leave one.")
        for name in _COLUMNS:
            if name not in header:
                raise _bad("Line 1", f"the column `{name}` is missing; the columns are {', '.join(_COLUMNS)}.")
        if unknown := sum(name not in (*_COLUMNS, *_OPTIONAL) for name in header):
            many = "a column is" if unknown == 1 else f"{unknown} columns are"
            raise _bad("Line 1", f"{many} not known; the columns are {', '.join(_COLUMNS)}.")
        said: dict[str, dict[str, str]] = {}
        lines: dict[str, list[BilledLine]] = {}
        first: dict[str, int] = {}
        for row in rows:
            where = f"Line {rows.line_num}"
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(header):
                raise _bad(where, f"it has {len(row)} cells where {len(header)} belong.")
            cells = {name: clean(cell).strip() for name, cell in zip(header, row, strict=True)}
            for name in ("claim_id", *_REQUIRED, "code", "units"):
                if not cells[name]:
                    raise _bad(where, f"`{name}` is empty; fill it.")
            id_ = cells["claim_id"]
            of_claim = {name: cells[name] for name in (*_REQUIRED, *_OPTIONAL) if cells.get(name)}
            if said.setdefault(id_, of_claim) != of_claim:
                raise _bad(where, "another row of the same claim_id has another date, place or payer; make them agree.")
            first.setdefault(id_, rows.line_num)
            modifiers, diagnoses = cells["modifiers"].split(), cells["diagnoses"].split()
            lines.setdefault(id_, []).append(_line(where, cells["code"], modifiers, cells["units"], diagnoses))
    except csv.Error:
        raise _bad(f"Line {rows.line_num}", "it is no CSV; mend its quotes.") from None
    return tuple(
        NamedClaim(id=id_, claim=_billed(f"Line {first[id_]}", said[id_], tuple(lines[id_]), payers)) for id_ in lines
    )


# -- both -----------------------------------------------------------------------------------------------------------


def _line(where: str, code: str, modifiers: list[str], units: Any, diagnoses: list[str]) -> BilledLine:
    for name, words in (("code", [code]), ("modifiers", modifiers), ("diagnoses", diagnoses)):
        if any(not _WORD.fullmatch(word.upper()) for word in words):
            raise _bad(where, f"`{name}` holds what is no code; write letters and digits.")
    number = _units(units)
    if number is None:
        raise _bad(where, "`units` is no positive whole number; write 1 or more.")
    return BilledLine(
        code=code.upper(),
        modifiers=tuple(word.upper() for word in modifiers),
        units=number,
        diagnoses=tuple(word.upper() for word in diagnoses),
    )


def _units(said: Any) -> int | None:
    """Units as a number; None where they are no positive whole number."""
    if isinstance(said, str) and re.fullmatch(r"[0-9]{1,6}", said):
        said = int(said)
    if isinstance(said, bool) or not isinstance(said, int) or not 0 < said <= MOST_UNITS:
        return None
    return said


def _billed(
    where: str, said: dict[str, str], lines: tuple[BilledLine, ...], payers: Mapping[str, Payer]
) -> BilledClaim:
    if len(lines) > MOST_LINES:
        raise InputError("too_large", f"{where}: more than {MOST_LINES} lines; split the claim.")
    if not _DAY.fullmatch(said["date_of_service"]):
        raise _bad(where, "`date_of_service` is no day; write it as YYYY-MM-DD.")
    try:
        context = read_context(said, payers)
    except InputError as error:
        raise InputError(error.code, f"{where}: {error.message}") from None
    return BilledClaim(
        date_of_service=context.date_of_service,
        payer=context.payer,
        place_of_service=context.place_of_service,
        contractor=context.contractor,
        state=context.state,
        lines=lines,
    )
