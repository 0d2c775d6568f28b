"""Visits (E/M) on the day of a procedure, and the global period that a procedure opens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from cac.edits.case import Case, finding, named
from cac.records import Finding
from cac.reference.records import APART, NotInForce, Pair

_PERIODS = {"010": 10, "090": 90}


def findings(case: Case) -> Iterator[Finding]:
    """``visit/25`` a visit beside a procedure without 25, ``visit/57``, ``global/period`` what comes after today."""
    opened: dict[str, tuple[int, ...]] = {}
    procedures = {code for code in case.places if case.indicators[code].global_days in ("000", "010", "090")}
    for code in sorted(procedures):
        if case.indicators[code].global_days in _PERIODS:
            opened[code] = case.places[code]
    yield from _visits(case)
    for days in sorted({case.indicators[code].global_days for code in opened}):
        codes = {code for code in opened if case.indicators[code].global_days == days}
        last = case.claim.date_of_service + timedelta(days=_PERIODS[days])
        message = (
            f"{named(codes)} opens a global period until {last}: in it a visit for something else takes 24, a staged "
            "procedure 58, a return for something related 78, an unrelated one (the other side) 79."
        )
        yield finding("global/period", "info", case.lines_of(codes), message, "CORRECTIONS 5; fee schedule global days")


def shuts_out(case: Case, code: str, visit: str) -> bool:
    """Whether the work of a code holds the visits of its day, this one too (RULEBOOK 1.5).

    So do codes with global days, and those whose PTP edits name another visit: the edits treat all visits alike, but
    not each of them is held here.
    """
    if code in case.rules.visits:
        return False
    if case.indicators[code].global_days in ("000", "010", "090"):
        return True
    if not isinstance(case.pair(code, visit), NotInForce):
        return False
    others = (case.pair(code, other) for other in case.rules.visits)
    return any(isinstance(pair, Pair) and pair.indicator == APART for pair in others)


def _visits(case: Case) -> Iterator[Finding]:
    """Visits that say nothing of why they stand beside a procedure; where the PTP edits say so, they are enough."""
    for place in case.lines_of(case.rules.visits):
        line = case.line(place)
        if set(line.modifiers) & {*case.rules.separate_visit, *case.rules.separate}:
            continue  # 59 on a visit is a fault of its own
        procedures = sorted(code for code in case.places if shuts_out(case, code, line.code))
        pairs = [case.pair(code, line.code) for code in procedures]
        if not procedures or any(getattr(pair, "indicator", "") for pair in pairs):
            continue
        word, shown = case.of_a_visit(procedures)
        message = (
            f"{line.code} is not paid on the day of {named(procedures)} without {word}: take it off, or put {word} on "
            f"it where the note shows {shown}."
        )
        yield finding(f"visit/{word}", "error", (*case.lines_of(procedures), place), message, "RULEBOOK 1.5")
