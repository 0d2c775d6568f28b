"""Medically unlikely edits: the most units of a code on a line or a day."""

from __future__ import annotations

from collections.abc import Iterator

from cac.edits.case import BOTH, Case, finding, not_held, not_in_force
from cac.records import Finding
from cac.reference.records import NotInForce

_LINE = "1"
_REMEDY = {
    "1": "put what was done apart on a line of its own with its modifier, or lower the units.",
    "2": "a limit of policy for the day, which no modifier and no appeal lifts: lower the units.",
    "3": "a limit for the day: lower the units, or be ready to prove on appeal that all were needed.",
}


def findings(case: Case) -> Iterator[Finding]:
    """``mue/1`` units of a line, ``mue/2``, ``mue/3``, ``mue/day`` units of the day (50 is one unit).

    Where a payer wants both sides on two lines, or is not Medicare, whose limits these are and which alone forbids two
    lines, the sides are counted apart.
    """
    silent: dict[str, list[str]] = {}
    for code, places in case.places.items():
        limit = case.reference.unit_limit(code, case.claim.date_of_service, case.payer.tables)
        if isinstance(limit, NotInForce):
            yield from not_in_force(limit, places)
            if limit.code:
                silent.setdefault(limit.table, []).append(code)
            continue
        if limit is None:
            continue
        remedy, mai = _REMEDY.get(limit.mai, "lower the units."), limit.mai or "not known"
        if limit.mai == _LINE:
            for place in places:
                if (units := case.line(place).units) > limit.units:
                    message = f"{code} x{units} on a line, {limit.units} allowed (MUE, MAI 1): {remedy}"
                    yield finding("mue/1", "error", (place,), message, limit.authority)
            continue
        units = case.counted(code, sides_apart=case.takes_two_lines(code))
        if units > limit.units:
            on_two = {word for place in places for word in case.line(place).modifiers} >= {"RT", "LT"}
            allowed = case.indicators[code].bilateral == "1" and case.payer.bilateral.startswith("one_line")
            if on_two and allowed:
                remedy = f"both sides are one line with {BOTH} and one unit here. Else {remedy}"
            message = f"{code} x{units} on the day, {limit.units} allowed (MUE, MAI {mai}): {remedy}"
            yield finding(f"mue/{limit.mai or 'day'}", "error", places, message, limit.authority)
    for table, codes in silent.items():
        yield from not_held(case, table, codes, "no limit of units")
