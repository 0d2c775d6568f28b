"""Drug and contrast lines: who may bill them, and what they say of waste."""

from __future__ import annotations

from collections.abc import Iterator

from cac.context import FACILITIES
from cac.edits.case import Case, finding
from cac.records import Finding

_JWJZ = "CMS JW/JZ policy (JWJZ)"


def findings(case: Case) -> Iterator[Finding]:
    """``drug/place`` in a facility, ``drug/jw_jz`` together, ``drug/jw_alone``, ``drug/not_a_drug``, ``drug/waste``."""
    payer, at = case.payer, case.claim.place_of_service
    waste = case.claim.date_of_service.isoformat() >= case.rules.waste_from
    for code, places in case.places.items():
        words = {place: {"JW", "JZ"} & set(case.line(place).modifiers) for place in places}
        told = sorted(place for place, word in words.items() if word)
        if not case.is_drug(code):
            if told:
                message = f"JW and JZ are for drugs: take them off {code}."
                yield finding("drug/not_a_drug", "error", told, message, _JWJZ)
            continue
        if payer.claim == "professional" and at in FACILITIES and at not in payer.drugs_at:
            message = f"{code} in a facility is the facility's to bill: take it off the physician's claim."
            yield finding("drug/place", "error", places, message, "RULEBOOK 3.8")
        if {word for found in words.values() for word in found} == {"JW", "JZ"}:
            message = f"{code} says JW (some was thrown away) and JZ (none was): leave the one the note proves."
            yield finding("drug/jw_jz", "error", told, message, _JWJZ)
        elif told and all("JW" in words[place] for place in places):
            message = f"{code} has a line for what was thrown away and none for what was given: add it."
            yield finding("drug/jw_alone", "warning", told, message, _JWJZ)
        elif not told and waste and payer.medicare:
            message = (
                f"{code}: from a single-dose container the line says JZ, or a second line with JW tells the waste."
            )
            yield finding("drug/waste", "info", places, message, _JWJZ)
