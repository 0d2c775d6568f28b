"""Modifiers that a code or a claim cannot carry, whatever the payer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cac.context import FACILITIES
from cac.edits.case import BOTH, SIDES, Case, finding
from cac.records import BilledLine, Finding

MOST = 4
_MEANS = {"0": "is not done by sides", "2": "is for both sides already", "9": "knows no sides"}


def findings(case: Case) -> Iterator[Finding]:
    """Each line's modifiers: how many, known, once, allowed with the code and with one another."""
    for place, line in enumerate(case.claim.lines):
        yield from _written(case, place, line)
        yield from _sides(case, place, line)
        yield from _parts(case, place, line)
        yield from _misplaced(case, place, line)


def _written(case: Case, place: int, line: BilledLine) -> Iterator[Finding]:
    if len(line.modifiers) > MOST:
        message = (
            f"{line.code} has {len(line.modifiers)} modifiers and a line holds four: keep those that decide payment."
        )
        yield finding("modifier/fifth", "error", (place,), message, "CMS-1500 item 24D; UB-04 FL 44")
    for word, count in sorted(Counter(line.modifiers).items()):
        if word not in case.rules.modifiers:
            message = f"A modifier of {line.code} is not in our list: check how it is written."
            yield finding("modifier/unknown", "warning", (place,), message, "reference/edit_rules.yaml")
        if count > 1:
            message = f"{line.code} has {_shown(case, word)} {count} times: leave one."
            yield finding("modifier/twice", "warning", (place,), message, "reference/edit_rules.yaml")


def _shown(case: Case, word: str) -> str:
    """A modifier as it may be repeated in a message; one that is not known is not repeated."""
    return word if word in case.rules.modifiers else "a modifier"


def _sides(case: Case, place: int, line: BilledLine) -> Iterator[Finding]:
    words = set(line.modifiers)
    told = case.indicators[line.code]
    means = _MEANS.get(told.bilateral)
    where = (told.authority, told.imported)
    if BOTH in words and means:
        message = f"50 cannot stand on {line.code}, which {means} (bilateral indicator {told.bilateral}): take it off."
        yield finding("modifier/50_not_allowed", "error", (place,), message, where[0], imported=where[1])
    elif means and words & SIDES and line.code not in case.rules.sides_told_anyway:
        severity = "error" if told.bilateral == "9" else "warning"
        word = " and ".join(sorted(words & SIDES))
        message = (
            f"{word} says nothing on {line.code}, which {means} (bilateral indicator {told.bilateral}): take it off."
        )
        yield finding("modifier/side_not_allowed", severity, (place,), message, where[0], imported=where[1])
    if BOTH in words and words & SIDES:
        message = (
            f"{line.code} has 50 together with {' and '.join(sorted(words & SIDES))}: 50 is both sides, leave one."
        )
        yield finding("modifier/50_with_side", "error", (place,), message, "RULEBOOK 3.6")
    elif words >= SIDES:
        message = f"{line.code} has RT and LT on one line: write 50, or a line for each side, as the payer wants it."
        yield finding("modifier/both_sides", "error", (place,), message, "RULEBOOK 3.6")


def _parts(case: Case, place: int, line: BilledLine) -> Iterator[Finding]:
    """26 and TC: on codes with two parts, by the place of service."""
    words = set(line.modifiers) & {"26", "TC"}
    told = case.indicators[line.code]
    where, at = told.authority, case.claim.place_of_service
    if words and told.pctc and told.pctc != "1":
        message = (
            f"{' and '.join(sorted(words))} cannot stand on {line.code}: it has no professional and technical part."
        )
        yield finding("modifier/26_no_parts", "error", (place,), message, where, imported=told.imported)
        return
    if case.payer.claim == "facility":
        if "26" in words:
            message = f"26 on {line.code} is for the physician's claim: take it off the facility's."
            yield finding("modifier/26_facility_claim", "error", (place,), message, "RULEBOOK 3.8")
    elif case.payer.professional_component and told.pctc == "1" and at in FACILITIES:
        if "TC" in words:
            message = f"The technical part of {line.code} belongs to the facility: take the line off or write 26."
            yield finding("modifier/tc_in_facility", "error", (place,), message, "RULEBOOK 0, 3.8")
        elif "26" not in words:
            message = f"{line.code} lacks 26: in a facility the physician is paid for the professional part alone."
            yield finding("modifier/26_missing", "error", (place,), message, "RULEBOOK 0, 3.8")
    elif at == "11" and "26" in words:
        message = f"26 on {line.code} in the office: leave it only where somebody else owns the equipment."
        yield finding("modifier/26_office", "warning", (place,), message, "RULEBOOK 3.8; CORRECTIONS 3")


def _misplaced(case: Case, place: int, line: BilledLine) -> Iterator[Finding]:
    words, rules = set(line.modifiers), case.rules
    if line.code in rules.visits:
        if "59" in words:
            message = f"59 is for procedures: a visit ({line.code}) takes 25 where it was more than the procedure."
            yield finding("modifier/59_on_visit", "error", (place,), message, "NCCI policy manual, chapter 1")
    elif "25" in words and not case.is_drug(line.code):
        message = f"25 is for visits: take it off {line.code}."
        yield finding("modifier/25_on_procedure", "error", (place,), message, "NCCI policy manual, chapter 1")
    if "51" in words and case.is_add_on(line.code):
        told = case.indicators[line.code]
        message = f"51 cannot stand on {line.code}, an add-on: take it off."
        yield finding("modifier/51_on_add_on", "error", (place,), message, told.authority, imported=told.imported)
    stopped = {"53"} if case.payer.stopped == "73_74" else {"73", "74"}
    if wrong := sorted(words & stopped):
        instead = "73 before or 74 after anaesthesia" if wrong == ["53"] else "53"
        whose = "facility" if wrong == ["53"] else "physician"
        message = (
            f"{' and '.join(wrong)} on {line.code}: on a {whose} claim work that was stopped is told by {instead}."
        )
        yield finding("modifier/stopped", "error", (place,), message, "RULEBOOK 3.5")
