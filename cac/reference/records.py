"""What a reference table says: frozen facts, each with its source, its quarter and the days it is good for."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

Origin = Literal["embedded", "imported"]
Setting = Literal["practitioner", "outpatient"]


class Authority(NamedTuple):
    """Where a fact comes from.

    ``table`` is what people call it ("NCCI PTP practitioner"), ``quarter`` the edition ("2024 Q3"), ``first_day`` and
    ``last_day`` what the fact itself is good for, inclusive (None = open).
    """

    table: str
    quarter: str
    origin: Origin
    first_day: date | None = None
    last_day: date | None = None

    def __str__(self) -> str:
        return f"{self.table} {self.quarter}"


class NotInForce(NamedTuple):
    """No edition of a table speaks of the day: nothing is said, and nothing may be guessed.

    With a ``code`` there is an edition for the day, but it does not hold the code, or not all that belongs to it.
    """

    table: str
    day: date
    code: str = ""

    def __str__(self) -> str:
        if self.code:
            return f"Not held: {self.table} as it is here does not have all of {self.code}"
        return f"Reference not effective on this date: {self.table} has no edition for {self.day}"


NEVER, APART = "0", "1"
"""PTP indicators in use: never paid together, and together only at a separate site or session; "9" was taken back."""


class Pair(NamedTuple):
    """A PTP edit: ``column2`` is not paid beside ``column1``; indicator "0" never, "1" unless apart, "9" not in use."""

    column1: str
    column2: str
    indicator: str
    authority: Authority


class UnitLimit(NamedTuple):
    """A medically unlikely edit: most units a line or day; ``mai`` "1" line, "2" day by policy, "3" day, clinical."""

    code: str
    units: int
    mai: str
    authority: Authority


class AddOn(NamedTuple):
    """An add-on code and the primaries it may stand beside; ``kind`` 1 all listed, 2 and 3 left to the contractor."""

    code: str
    primaries: frozenset[str]
    kind: str
    authority: Authority


class Fee(NamedTuple):
    """Indicators of the physician fee schedule: status, global days, bilateral indicator, professional/technical."""

    code: str
    status: str
    global_days: str
    bilateral: str
    pctc: str
    authority: Authority


class DrugCode(NamedTuple):
    """A HCPCS level II drug code: ``amount`` of ``unit`` make one unit (10 "mg"; 1 "mL"; 1 "dose").

    ``days_source`` says where its days come from, where that is not its authority.
    """

    code: str
    label: str
    amount: float
    unit: str
    successors: str
    authority: Authority
    days_source: str = ""


class Package(NamedTuple):
    """A product of the NDC crosswalk: billing units of one package."""

    ndc: str
    code: str
    units_per_package: float
    authority: Authority


class DiagnosisCode(NamedTuple):
    """An ICD-10-CM code: its label, and whether it is exact enough to be billed."""

    code: str
    label: str
    billable: bool
    authority: Authority


class CoverageList(NamedTuple):
    """Diagnoses that a coverage policy names for a code: covered ones, and those named as not covered."""

    code: str
    policies: tuple[str, ...]
    covered: frozenset[str]
    not_covered: frozenset[str]
    authority: Authority
