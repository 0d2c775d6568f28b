"""Imaging: guidance that is inside the procedure, guidance add-ons without a code that may carry them."""

from __future__ import annotations

from collections.abc import Iterator

from cac.edits.case import Case, finding, named, not_in_force
from cac.lexicon.schema import Inside
from cac.records import Finding
from cac.reference.records import NotInForce


def findings(case: Case) -> Iterator[Finding]:
    """``guidance/primary`` nothing may carry it, ``imaging/included`` inside the code, ``imaging/once`` twice."""
    imaging = {code for rule in case.rules.inside for code in rule.imaging}
    for code in sorted(imaging & set(case.places)):
        yield from _guided(case, code, imaging)
    for code in case.rules.once:
        places = case.places.get(code, ())
        if sum(case.line(place).units for place in places) > 1:
            limit = case.reference.unit_limit(code, case.claim.date_of_service, case.payer.tables)
            if limit is None or isinstance(limit, NotInForce):
                message = f"{code} counts once a session, however many needles it guided: leave one."
                yield finding("imaging/once", "error", places, message, "RULEBOOK 1.2")


def comes_off(case: Case, code: str) -> str:
    """Why a line of imaging cannot stay on this claim, in a clause; "" where it may, or is no imaging."""
    imaging = {one for rule in case.rules.inside for one in rule.imaging}
    told = next(_guided(case, code, imaging), None) if code in imaging else None
    if told is None or told.rule not in ("guidance/primary", "imaging/included"):
        return ""
    if told.rule == "guidance/primary":
        return "it is an add-on and no code here may carry it, with a modifier or without"
    return "no other code here may carry it"


def _guided(case: Case, code: str, imaging: set[str]) -> Iterator[Finding]:
    places = case.places[code]
    rules = _inside(case, code)
    holders = {holder for rule in rules for holder in rule.codes if holder in case.places}
    carriers = {one for one in set(case.places) - holders - imaging if _may_carry(case, one)}
    told = f"; it is inside {named(holders)}" if holders else ""
    if code in case.rules.guidance_add_ons:
        answer = case.reference.add_on(code, case.claim.date_of_service)
        if isinstance(answer, NotInForce):
            yield from not_in_force(answer, places)
        elif answer is not None:
            if answer.primaries.isdisjoint(case.places):
                message = f"{code} is an add-on and no code here may carry it{told}: take it off."
                yield finding("guidance/primary", "error", places, message, answer.authority)
                return
            carriers &= answer.primaries
    if holders and not carriers:
        message = f"{code} is not paid apart: the imaging is inside {named(holders)}. Take it off."
        source = "; ".join(sorted({rule.source for rule in rules if holders & set(rule.codes)}))
        yield finding("imaging/included", "error", (*case.lines_of(holders), *places), message, source)


def _may_carry(case: Case, code: str) -> bool:
    """Whether the code may be a procedure that imaging guided: no visit, drug, sedation or test."""
    return not case.is_drug(code) and case.indicators[code].global_days != "XXX"


def _inside(case: Case, code: str) -> list[Inside]:
    """The rules by which this imaging is inside other codes on the day."""
    day = case.claim.date_of_service.isoformat()
    return [rule for rule in case.rules.inside if code in rule.imaging and rule.first_day <= day]
