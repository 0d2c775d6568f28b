"""The same line twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cac.edits.case import Case, finding
from cac.records import Finding
from cac.reference.records import UnitLimit


def findings(case: Case) -> Iterator[Finding]:
    """``duplicate/line``: the same code with the same modifiers stands on two lines."""
    same: dict[tuple[str, frozenset[str]], list[int]] = defaultdict(list)
    for place, line in enumerate(case.claim.lines):
        same[line.code, frozenset(line.modifiers)].append(place)
    for (code, _), places in same.items():
        if len(places) < 2 or (case.doubled(code) and len(places) == 2):
            continue
        how = case.payer.repeated.get(code)
        remedy = (
            "put 59 on the second line"
            if how == "second_line_59"
            else "put the units together on one line, or 76, 59 or the side on the second where it was done again"
        )
        if _too_many(case, code):
            remedy = "take off what is one too many, for the day's limit of units holds whatever the modifier"
        message = f"{code} stands on {len(places)} lines that are alike and will be read as sent twice: {remedy}."
        yield finding("duplicate/line", "error", places, message, "RULEBOOK 0")


def _too_many(case: Case, code: str) -> bool:
    """Whether the lines together break a limit for the day, so that a modifier or more units are no way out."""
    limit = case.reference.unit_limit(code, case.claim.date_of_service, case.payer.tables)
    if not isinstance(limit, UnitLimit) or limit.mai != "2":
        return False
    return case.counted(code, sides_apart=case.takes_two_lines(code)) > limit.units
