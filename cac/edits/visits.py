"""Visits (E/M) on the day of a procedure, and the global period that a procedure opens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from cac.edits.case import Case, finding, named
from cac.records import Finding

_PERIODS = {"010": 10, "090": 90}
_DECIDED = "57"


def findings(case: Case) -> Iterator[Finding]:
    """``visit/25`` a visit beside a procedure without 25, ``visit/57``, ``global/period`` what comes after today."""
    opened: dict[str, tuple[int, ...]] = {}
    procedures = {code for code in case.places if case.indicators[code].global_days in ("000", "010", "090")}
    for code in sorted(procedures):
        if case.indicators[code].global_days in _PERIODS:
            opened[code] = case.places[code]
    if procedures and case.payer.claim == "professional":
        yield from _visits(case, procedures)
    for days in sorted({case.indicators[code].global_days for code in opened}):
        codes = {code for code in opened if case.indicators[code].global_days == days}
        last = case.claim.date_of_service + timedelta(days=_PERIODS[days])
        message = (
            f"{named(codes)} opens a global period until {last}: in it a visit for something else takes 24, a staged "
            "procedure 58, a return for something related 78, an unrelated one (the other side) 79."
        )
        yield finding("global/period", "info", case.lines_of(codes), message, "CORRECTIONS 5; fee schedule global days")


def _visits(case: Case, procedures: set[str]) -> Iterator[Finding]:
    """Visits that say nothing of why they stand beside a procedure; where the PTP edits say so, they are enough."""
    day = case.claim.date_of_service
    major = {code for code in procedures if case.indicators[code].global_days == "090"}
    for place in case.lines_of(case.rules.visits):
        line = case.line(place)
        if set(line.modifiers) & {*case.rules.separate_visit}:
            continue
        pairs = [case.reference.pair(code, line.code, day, case.payer.tables) for code in procedures]
        if any(getattr(pair, "indicator", "") for pair in pairs):
            continue
        word = _DECIDED if major else "25"
        message = (
            f"{line.code} on the day of {named(procedures)} without {word}: take it off, or put {word} on it where the "
            f"note shows {'the decision for surgery' if major else 'work beyond the procedure'}."
        )
        yield finding(f"visit/{word}", "warning", (*case.lines_of(procedures), place), message, "RULEBOOK 1.5")
