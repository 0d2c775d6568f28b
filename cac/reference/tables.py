"""`Reference`: one place to ask what the tables say for a day. Imported editions go before the embedded facts.

Each question answers with the fact, with ``None`` where the table in force is silent ("no pair"), or with `NotInForce`
where no edition covers the day, so that silence and ignorance are never the same.
"""

from __future__ import annotations

from datetime import date
from typing import Protocol

from cac.reference.records import (
    AddOn,
    CoverageList,
    DiagnosisCode,
    DrugCode,
    Fee,
    NotInForce,
    Package,
    Pair,
    Setting,
    UnitLimit,
)


class Reference(Protocol):
    """What the rooms that check a claim may ask."""

    def pair(self, column1: str, column2: str, day: date, setting: Setting) -> Pair | NotInForce | None:
        """The PTP edit of two codes in this order."""
        ...

    def unit_limit(self, code: str, day: date, setting: Setting) -> UnitLimit | NotInForce | None:
        """The medically unlikely edit of a code."""
        ...

    def add_on(self, code: str, day: date) -> AddOn | NotInForce | None:
        """The primaries of an add-on code; None where the code is none."""
        ...

    def fee(self, code: str, day: date) -> Fee | NotInForce | None:
        """The fee schedule indicators of a code."""
        ...

    def drug_code(self, code: str, day: date) -> DrugCode | NotInForce | None:
        """A HCPCS drug code; None where it is not valid on the day."""
        ...

    def package(self, ndc: str, day: date) -> Package | NotInForce | None:
        """A product by its NDC in any of its written forms."""
        ...

    def diagnosis(self, code: str, day: date) -> DiagnosisCode | NotInForce | None:
        """An ICD-10-CM code, with or without its dot."""
        ...

    def children(self, code: str, day: date) -> tuple[DiagnosisCode, ...]:
        """The codes one step more exact than an ICD-10-CM code."""
        ...

    def coverage(self, code: str, day: date) -> CoverageList | NotInForce | None:
        """The diagnoses that policies name for a code."""
        ...
