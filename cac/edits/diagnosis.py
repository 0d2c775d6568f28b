"""Diagnoses of the lines: there, exact enough, of the same side, and on the list of the policy where there is one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from cac.edits.case import SIDES, Case, finding, not_in_force
from cac.records import Finding
from cac.reference.records import Authority, CoverageList, DiagnosisCode, NotInForce
from cac.reference.tables import Reference

MOST = 4
"""Pointers to diagnoses on a line (CMS-1500 item 24E)."""
_SHAPE = re.compile(r"[A-Z]\d[0-9A-Z]\.?[0-9A-Z]{0,4}")
_WORDS = {"right": "RT", "left": "LT"}
_SHOWN, _DEPTH = 6, 4


def findings(case: Case) -> Iterator[Finding]:
    """``diagnosis/*``: missing, pointers, shape, unknown, not_valid, header, side, coverage, not_covered."""
    lacking = [place for place, line in enumerate(case.claim.lines) if not line.diagnoses]
    if lacking:
        message = "No diagnosis points to this line: add the one that the note gives as its reason."
        for place in lacking:
            yield finding("diagnosis/missing", "warning", (place,), message, "RULEBOOK 5")
    if case.payer.claim == "professional":
        yield from _pointers(case)
    told: dict[str, list[int]] = {}
    for place, line in enumerate(case.claim.lines):
        for code in dict.fromkeys(line.diagnoses):
            told.setdefault(code, []).append(place)
    known: dict[str, DiagnosisCode] = {}
    for code, places in told.items():
        yield from _code(case, code, places, known)
    for place, line in enumerate(case.claim.lines):
        yield from _side(case, place, [known[code] for code in line.diagnoses if code in known])
    if case.payer.medicare:
        for code in case.places:
            if _listed(case, code):
                yield from _covered(case, code)


def _pointers(case: Case) -> Iterator[Finding]:
    """A line of a professional claim points at no more than four diagnoses."""
    for place, line in enumerate(case.claim.lines):
        if (many := len(line.diagnoses)) > MOST:
            message = f"{line.code} points at {many} diagnoses and a line holds four: keep those that give its reason."
            yield finding("diagnosis/pointers", "error", (place,), message, "CMS-1500 item 24E")


def _code(case: Case, code: str, places: list[int], known: dict[str, DiagnosisCode]) -> Iterator[Finding]:
    day = case.claim.date_of_service
    if not _SHAPE.fullmatch(code):
        message = "A diagnosis of this line is no ICD-10-CM code: write it as M54.16."
        yield finding("diagnosis/shape", "error", places, message, "ICD-10-CM")
        return
    answer = case.reference.diagnosis(code, day)
    silent = answer is None or (isinstance(answer, NotInForce) and bool(answer.code))
    if silent and (below := case.reference.children(code, day)):
        yield _header(case, code, places, str(below[0].authority))
    elif answer is None:
        message = f"{code} is not valid on {day}: write the code that stood for it on that day."
        yield finding("diagnosis/not_valid", "error", places, message, "ICD-10-CM")
    elif silent and any(code in rule.diagnoses for rule in case.payer.conditions):
        return
    elif silent:
        message = f"{code} is not in our list of diagnoses for {day}: it was not judged. Check that it is valid."
        yield finding("diagnosis/unknown", "warning", places, message, "reference/icd10.csv")
    elif isinstance(answer, NotInForce):
        yield from not_in_force(answer, places)
    elif answer is not None and not answer.billable:
        yield _header(case, code, places, answer.authority)
    elif answer is not None:
        known[code] = answer


def _header(case: Case, code: str, places: list[int], authority: Authority | str) -> Finding:
    day = case.claim.date_of_service
    exact = _exact(case.reference, code, day)
    shown = ", ".join(exact[:_SHOWN]) + (" ..." if len(exact) > _SHOWN else "")
    message = f"{code} is not exact enough to be billed on {day}: write one of {shown or 'its subcodes'}."
    return finding("diagnosis/header", "error", places, message, authority)


def _exact(reference: Reference, code: str, day: date, depth: int = _DEPTH) -> list[str]:
    """The billable codes below a header, in order."""
    found: list[str] = []
    for child in reference.children(code, day):
        if child.billable:
            found.append(child.code)
        elif depth:
            found += _exact(reference, child.code, day, depth - 1)
    return found


def _side(case: Case, place: int, diagnoses: list[DiagnosisCode]) -> Iterator[Finding]:
    """The line is of one side, and all its diagnoses that tell a side tell another."""
    sides = case.sides(case.line(place))
    told = {diagnosis.code: _sides_of(diagnosis.label) for diagnosis in diagnoses}
    sided = {code: found for code, found in told.items() if found}
    theirs = frozenset().union(*sided.values())
    if not sides or not sided:
        return
    if sides.isdisjoint(theirs) or (sides == SIDES and theirs != SIDES and len(sided) == len(told)):
        words = "both sides" if sides == SIDES else "the right" if "RT" in sides else "the left"
        message = f"{case.line(place).code} is on {words}, {', '.join(sorted(sided))} is not: one of them is wrong."
        authority = next(diagnosis.authority for diagnosis in diagnoses if diagnosis.code in sided)
        yield finding("diagnosis/side", "warning", (place,), message, authority)


def _sides_of(label: str) -> frozenset[str]:
    words = set(re.findall(r"[a-z]+", label.casefold()))
    return SIDES if "bilateral" in words else frozenset(side for word, side in _WORDS.items() if word in words)


def _plain(code: str) -> str:
    return code.replace(".", "")


def _listed(case: Case, code: str) -> bool:
    """Whether diagnosis lists that name the code are about it: procedures of the specialty and the drugs named so.

    Guidance, visits, unlisted work and drugs in general stand on lists made for something else.
    """
    if code in case.rules.unlisted or code not in case.codes:
        return code in case.rules.listed_drugs
    return code in case.rules.facility_codes or case.indicators[code].global_days != "XXX"


def _covered(case: Case, code: str) -> Iterator[Finding]:
    """Whether a diagnosis of the line is on the list that policies give for the code."""
    places = case.places[code]
    answer = case.reference.coverage(code, case.claim.date_of_service)
    if isinstance(answer, NotInForce):
        yield from not_in_force(answer, places)
        return
    if not isinstance(answer, CoverageList) or not answer.covered:
        return
    covered, refused = ({_plain(one) for one in many} for many in (answer.covered, answer.not_covered))
    policies = ", ".join(answer.policies)
    for place in places:
        told = {_plain(one): one for one in case.line(place).diagnoses}
        if not told or told.keys() & covered:
            continue
        named_out = sorted(told[one] for one in told.keys() & refused)
        rule = "diagnosis/not_covered" if named_out else "diagnosis/coverage"
        why = f"{', '.join(named_out)} is named as not covered" if named_out else "no diagnosis of the line is listed"
        message = f"{code}: {why} by {policies}. Keep what the note proves; other contractors may have no such list."
        yield finding(rule, "warning", (place,), message, answer.authority)
