"""The embedded tables as they stand in ``lexicons/reference/``: their rows, and what their cells may hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from cac.errors import LexiconError
from cac.lexicon.csvfile import CODE, CODES, DAY, TEXT, Shape, read_csv
from cac.reference.records import Authority

WHOLE = Shape(re.compile(r"\d+"), "a whole number")
AMOUNT = Shape(re.compile(r"\d+(?:\.\d+)?"), "an amount (10, 0.5)")
ICD = Shape(re.compile(r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?"), "an ICD-10-CM code with its dot (M54.16)")
CATEGORY = Shape(re.compile(r"[A-Z]\d[0-9A-Z]"), "an ICD-10-CM category of three characters (M54)")
_REST = r"(?:[0-9A-Z]{1,4}|-)"
REST = Shape(re.compile(rf"{_REST}(?: {_REST})*"), "what follows the dot, divided by spaces; - for nothing")
SLUG = Shape(re.compile(r"[a-zA-Z][a-zA-Z0-9_]*"), "a name without spaces")
SLUGS = Shape(re.compile(r"[a-z][a-z_]*(?: [a-z][a-z_]*)*"), "names in small letters divided by spaces")
SOURCE = Shape(
    re.compile(r"RULEBOOK|\S.*? \d{4} Q[1-4](?: \(RULEBOOK\))?"),
    "a table and its quarter (NCCI MUE 2024 Q3), or RULEBOOK",
)
SEVERITIES = ("code-determining", "payment-denying", "audit-risk", "best-practice")
UNITS = ("mg", "mcg", "mL", "unit", "dose", "line")
CONTRACTORS = ("CGS", "FCSO", "NGS", "Noridian", "Novitas", "Palmetto", "WPS", "national")


class PairRow(NamedTuple):
    """``ptp_pairs.csv``, and ``ptp_outpatient.csv`` with those of the hospital that differ."""

    column1: str
    column2: str
    indicator: str
    source: str


class LimitRow(NamedTuple):
    """``mue.csv``: the limit of a code in a setting from ``first_day`` on, until its next row."""

    code: str
    setting: str
    first_day: str
    units: str
    mai: str
    source: str


class AddOnRow(NamedTuple):
    """``add_ons.csv``: one add-on code beside one primary."""

    add_on: str
    primary: str
    kind: str
    first_day: str
    last_day: str
    source: str


class DrugRow(NamedTuple):
    """``hcpcs.csv``: ``amount`` of ``unit`` make one unit of a drug code."""

    code: str
    label: str
    amount: str
    unit: str
    first_day: str
    last_day: str
    successors: str
    source: str
    days_source: str = ""


class DiagnosisRow(NamedTuple):
    """``icd10.csv``: an ICD-10-CM code, as it is from ``first_day`` on."""

    code: str
    label: str
    billable: str
    first_day: str
    source: str


class CoverageRow(NamedTuple):
    """``coverage_codes.csv``: which lists of diagnoses, by which policies, go for a code."""

    code: str
    lists: str
    policies: str
    source: str


class ListRow(NamedTuple):
    """``coverage_lists.csv``: the diagnoses of one category on one list."""

    list: str
    kind: str
    category: str
    rest: str
    source: str

    def codes(self) -> Iterable[str]:
        """The diagnoses, with their dots."""
        return (self.category if rest == "-" else f"{self.category}.{rest}" for rest in self.rest.split())


class PolicyRow(NamedTuple):
    """``policies.csv``: a policy (LCD, NCD) and its billing article, for a set of procedures, by contractor.

    ``first_day`` is the effective day of the version that the source lists; ``last_day`` the day it was retired.
    """

    set: str
    policy: str
    article: str
    contractor: str
    first_day: str
    last_day: str
    source: str


class PolicyCodesRow(NamedTuple):
    """``policy_codes.csv``: the codes that a set of policies is about."""

    set: str
    codes: str
    source: str


class DocumentationRow(NamedTuple):
    """``documentation.csv``: what a note must say, how grave its absence is, and for which codes (none: for all)."""

    element: str
    need: str
    severity: str
    codes: str
    source: str


class ChangeRow(NamedTuple):
    """``changes.csv``: a change of rules on a day, which no first or last day of a code tells."""

    first_day: str
    codes: str
    what: str
    source: str


class NotCodedRow(NamedTuple):
    """``not_coded.csv``: a code that no note leads to, and why."""

    code: str
    reason: str
    source: str


class _File(NamedTuple):
    row: Any
    allowed: Mapping[str, Iterable[str] | Shape]
    key: int


FILES: dict[str, _File] = {
    "ptp_pairs": _File(PairRow, {"column1": CODE, "column2": CODE, "indicator": "019", "source": SOURCE}, 2),
    "ptp_outpatient": _File(PairRow, {"column1": CODE, "column2": CODE, "indicator": "019", "source": SOURCE}, 2),
    "mue": _File(
        LimitRow,
        {
            "code": CODE,
            "setting": ("practitioner", "outpatient"),
            "first_day": DAY,
            "units": WHOLE,
            "mai": ("", "1", "2", "3"),
            "source": SOURCE,
        },
        3,
    ),
    "add_ons": _File(
        AddOnRow,
        {"add_on": CODE, "primary": CODE, "kind": "123", "first_day": DAY, "last_day": DAY, "source": SOURCE},
        2,
    ),
    "hcpcs": _File(
        DrugRow,
        {
            "code": CODE,
            "label": TEXT,
            "amount": AMOUNT,
            "unit": UNITS,
            "first_day": DAY,
            "last_day": DAY,
            "successors": CODES,
            "source": SOURCE,
        },
        1,
    ),
    "icd10": _File(DiagnosisRow, {"code": ICD, "label": TEXT, "billable": "01", "first_day": DAY, "source": SOURCE}, 1),
    "coverage_codes": _File(CoverageRow, {"code": CODE, "lists": SLUGS, "policies": TEXT, "source": SOURCE}, 1),
    "coverage_lists": _File(
        ListRow,
        {"list": SLUG, "kind": ("covered", "not_covered"), "category": CATEGORY, "rest": REST, "source": SOURCE},
        3,
    ),
    "policies": _File(
        PolicyRow, {"set": SLUG, "contractor": CONTRACTORS, "first_day": DAY, "last_day": DAY, "source": SOURCE}, 4
    ),
    "documentation": _File(
        DocumentationRow,
        {"element": SLUG, "need": TEXT, "severity": SEVERITIES, "codes": CODES, "source": SOURCE},
        1,
    ),
    "changes": _File(ChangeRow, {"first_day": DAY, "codes": CODES, "what": TEXT, "source": SOURCE}, 3),
    "not_coded": _File(NotCodedRow, {"code": CODE, "reason": TEXT, "source": TEXT}, 1),
    "policy_codes": _File(PolicyCodesRow, {"set": SLUG, "codes": CODES, "source": SOURCE}, 1),
}

_Row = TypeVar("_Row", bound=tuple[str, ...])


def read(root: Path, name: str, row: type[_Row]) -> list[_Row]:
    """The rows of an embedded table under a lexicon folder.

    Raises:
        LexiconError: as `read_csv` does.
    """
    file = FILES[name]
    cells = read_csv(root / "reference" / f"{name}.csv", row._fields, file.allowed, file.key)  # type: ignore[attr-defined]
    return [row(*line) for line in cells]


def check(root: Path) -> int:
    """Read every embedded table and give the number of their rows.

    Raises:
        LexiconError: for the first row that breaks its shape, or that names a list or a set that is not there.
    """
    rows = {name: read(root, name, file.row) for name, file in FILES.items()}
    for name, found in rows.items():
        for row in found:
            for column, cell in zip(row._fields, row, strict=True):
                if column in ("first_day", "last_day"):
                    _check_day(root / "reference" / f"{name}.csv", row, column, cell)
    known = {row.list for row in rows["coverage_lists"]}
    for row in rows["coverage_codes"]:
        if missing := [name for name in row.lists.split() if name not in known]:
            path = root / "reference" / "coverage_codes.csv"
            raise LexiconError(f"{path}: {row.code}: the list {missing[0]!r} has no row in coverage_lists.csv; add it")
    return sum(len(found) for found in rows.values())


def _check_day(path: Path, row: Any, column: str, cell: str) -> None:
    try:
        day(cell)
    except ValueError:
        raise LexiconError(f"{path}: {row[0]}: {column}: {cell!r} is no day of the calendar; mend it") from None


@cache
def quarter_of(source: str) -> str:
    """The quarter a source names ("2024 Q3"), or nothing."""
    found = re.search(r"\d{4} Q[1-4]", source)
    return found[0] if found else ""


@cache
def quarter_start(quarter: str) -> date:
    """The first day of a quarter ("2024 Q3")."""
    return date(int(quarter[:4]), int(quarter[-1]) * 3 - 2, 1)


@cache
def day(cell: str) -> date | None:
    """A cell with a day; None where it is empty."""
    return date.fromisoformat(cell) if cell else None


@cache
def fiscal_year_start(source: str) -> str:
    """The first day of the federal fiscal year (1 October) of the quarter that a source names, or nothing."""
    quarter = quarter_of(source)
    return f"{int(quarter[:4]) - (quarter[-1] != '4')}-10-01" if quarter else ""


def authority(source: str, first: str = "", last: str = "", table: str = "") -> Authority:
    """The `Authority` of a row: its source divided into table and quarter."""
    quarter = quarter_of(source)
    return Authority(
        table or (source.split(f" {quarter}")[0] if quarter else "Rule book"),
        quarter,
        "embedded",
        day(first),
        day(last),
    )
