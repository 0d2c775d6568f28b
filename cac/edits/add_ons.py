"""Add-on codes: none stands without a primary of its list."""

from __future__ import annotations

from collections.abc import Iterator

from cac.edits.case import Case, finding, named, not_held, not_in_force
from cac.records import Finding
from cac.reference.records import AddOn, NotInForce

_SHOWN = 8


def findings(case: Case) -> Iterator[Finding]:
    """``add_on/primary`` none of the list is there, ``add_on/across_regions`` contractors differ on what is."""
    silent: dict[str, list[str]] = {}
    for code, places in case.places.items():
        if code in case.rules.guidance_add_ons:
            continue
        answer = case.reference.add_on(code, case.claim.date_of_service)
        if isinstance(answer, NotInForce):
            yield from not_in_force(answer, places)
            if answer.code:
                silent.setdefault(answer.table, []).append(code)
        elif answer is not None and answer.primaries.isdisjoint(set(case.places) - {code}):
            yield _alone(case, answer, places)
    for table, codes in silent.items():
        yield from not_held(case, table, codes, "no row")


def _alone(case: Case, answer: AddOn, places: tuple[int, ...]) -> Finding:
    """An add-on without a primary: what it says depends on the contractor where contractors differ."""
    code = answer.code
    for rule in case.rules.across:
        beside = case.lines_of(rule.beside)
        if rule.code == code and beside and case.payer.medicare and rule.first_day <= str(case.claim.date_of_service):
            takes = {name.casefold() for name in rule.contractors}
            asked = case.claim.contractor.casefold()
            severity = "info" if asked in takes else "error" if asked else "warning"
            message = f"{code} stands beside {named(rule.beside)}: {rule.message}."
            if not asked:
                message += " Ask the contractor which it takes."
            elif severity == "error":
                message += " The contractor of this claim is not among those that take it: take the add-on off."
            return finding("add_on/across_regions", severity, (*beside, *places), message, rule.source)
    primaries = sorted(answer.primaries)
    shown = ", ".join(primaries[:_SHOWN]) + (" ..." if len(primaries) > _SHOWN else "")
    message = (
        f"{code} is an add-on and none of its primaries ({shown}) is on the claim: add the primary or take it off."
    )
    return finding("add_on/primary", "error" if answer.kind == "1" else "warning", places, message, answer.authority)
