"""Pairs of codes of which the PTP edits, as they are here, say nothing, and no other edit either."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from cac.edits import bans
from cac.edits.case import Case, finding, named
from cac.edits.visits import shuts_out
from cac.records import Finding
from cac.reference.editions import OUTPATIENT
from cac.reference.records import AddOn, NotInForce, Pair

_SHOWN = 6


def findings(case: Case) -> Iterator[Finding]:
    """``reference/not_held``: pairs that were not judged, each by name, so that nothing is said of the others."""
    silent: dict[str, dict[tuple[str, str], str]] = {}
    for one, two in combinations(case.places, 2):
        if not (case.is_known(one) and case.is_known(two)):
            continue
        if (said := _ignorance(case, one, two)) and not _judged_otherwise(case, one, two):
            silent.setdefault(said.table, {})[one, two] = said.code
    for table, pairs in silent.items():
        shown = ", ".join(f"{one} with {two}" for one, two in list(pairs)[:_SHOWN])
        more = f" and {len(pairs) - _SHOWN} more" if len(pairs) > _SHOWN else ""
        message = (
            f"{table} as it is here does not hold all pairs of {named(pairs.values())}: {shown}{more} not judged by "
            "it. Import the table of the quarter to know."
        )
        lines = case.lines_of({code for pair in pairs for code in pair})
        yield finding("reference/not_held", "info", lines, message, table)


def _ignorance(case: Case, one: str, two: str) -> NotInForce | None:
    """Why nothing is said of two codes; None where a pair is known, or where the table says that there is none."""
    said = [case.pair(one, two), case.pair(two, one)]
    if any(isinstance(answer, Pair) for answer in said):
        return None
    unknown = (answer for answer in said if isinstance(answer, NotInForce) and answer.code)
    return next((answer for answer in unknown if answer.table != OUTPATIENT), None)


def _judged_otherwise(case: Case, one: str, two: str) -> bool:
    """Whether another edit has the two codes in hand: a ban, imaging, an add-on and its primary, a visit."""
    rules = case.rules
    for first, second in ((one, two), (two, one)):
        if any(first in rule.codes and second in rule.beside for rule in (*rules.beside, *case.payer.beside)):
            return True
        if any(first in rule.codes and second in rule.imaging for rule in rules.inside):
            return True
        add_on = case.reference.add_on(first, case.claim.date_of_service)
        if isinstance(add_on, AddOn) and second in add_on.primaries:
            return True
        if second in rules.visits and shuts_out(case, first, second):
            return True
    return bool(bans.of(case, one, two))
