"""Codes that may not stand on this claim: on the day, at the place, for this kind of claim."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from cac.context import FACILITIES
from cac.edits.case import Case, finding, named
from cac.records import Finding
from cac.reference.records import DrugCode

_SHAPE = re.compile(r"[0-9A-Z]\d{3}[0-9A-Z]")
_YEARS = (-1, -2, -3, -5, -8, 1, 2, 3)
_TECHNICAL = "3"  # fee schedule: the technical part alone
_OTHER_CODE = "I"  # fee schedule: Medicare wants another code
_NOT_COVERED = "N"


def findings(case: Case) -> Iterator[Finding]:
    """``validity/*``: the code itself, its days, the claim it belongs on."""
    for code, places in case.places.items():
        yield from _known(case, code, places)
        yield from _kind(case, code, places)
        yield from _status(case, code, places)


def _known(case: Case, code: str, places: tuple[int, ...]) -> Iterator[Finding]:
    day = case.claim.date_of_service
    if not _SHAPE.fullmatch(code):
        message = "This is no CPT or HCPCS code: write five letters or digits."
        yield finding("validity/shape", "error", places, message, "reference/codes.csv")
        return
    if known := case.codes.get(code):
        if not known.valid_on(day):
            message = f"{code} is not valid on {day}: {known.why_not_on(day)}."
            yield finding("validity/date", "error", places, message, known.days_source or known.source)
        return
    if isinstance(case.reference.drug_code(code, day), DrugCode):
        return
    if case.is_drug(code) and (other := _another_day(case, code)):
        yield finding("validity/date", "error", places, _drug_days(other, day), other.days_source or other.authority)
        return
    message = f"{code} is not in our tables for {day}: it was not judged by itself. Check that it is valid."
    yield finding("validity/unknown", "warning", places, message, "reference/codes.csv")


def _another_day(case: Case, code: str) -> DrugCode | None:
    """A drug code that is not valid on the day, as it was or will be in the years around it."""
    day = case.claim.date_of_service.toordinal()
    for years in _YEARS:
        around = date.fromordinal(min(max(day + 365 * years, date.min.toordinal()), date.max.toordinal()))
        answer = case.reference.drug_code(code, around)
        if isinstance(answer, DrugCode):
            return answer
    return None


def _drug_days(drug: DrugCode, day: date) -> str:
    first, last = drug.authority.first_day, drug.authority.last_day
    if first and day < first:
        return f"{drug.code} is not valid on {day}: valid from {first} on."
    until = f" until {last}" if last else ""
    instead = f"; after it {drug.successors.replace(' ', ', ')}" if drug.successors else ""
    return f"{drug.code} is not valid on {day}: valid{until}{instead}."


def _kind(case: Case, code: str, places: tuple[int, ...]) -> Iterator[Finding]:
    payer = case.payer
    if instead := payer.facility_codes.get(code):
        message = f"{code} is for the physician's claim: {payer.label} takes {instead} from the facility."
        yield finding("validity/facility_code", "error", places, message, payer.source)
    if payer.claim == "professional" and (own := case.rules.facility_codes.get(code)):
        message = f"{code} is for the facility's claim: {own.message}."
        yield finding("validity/professional_code", "error", places, message, own.source)
    if code in payer.packaged:
        message = f"{code} is packaged into the procedure: {payer.label} does not pay for it apart."
        yield finding("validity/packaged", payer.packaged_severity, places, message, payer.source)


def _status(case: Case, code: str, places: tuple[int, ...]) -> Iterator[Finding]:
    """What the fee schedule's status and parts forbid on a Medicare claim."""
    told = case.indicators[code]
    payer = case.payer
    if payer.claim == "professional" and told.pctc == _TECHNICAL and case.claim.place_of_service in FACILITIES:
        message = f"{code} is technical work of the facility: a physician is not paid for it there. Take it off."
        yield finding("validity/technical", "error", places, message, told.authority, imported=told.imported)
    if payer.medicare and told.status in (_OTHER_CODE, _NOT_COVERED):
        why = "Medicare wants another code" if told.status == _OTHER_CODE else "Medicare does not cover it"
        message = f"{named([code])}: {why} (fee schedule status {told.status})."
        yield finding("validity/status", "warning", places, message, told.authority, imported=told.imported)
