"""Dates: a note that was dictated or signed days after the service, or before it."""

from __future__ import annotations

from collections.abc import Iterator

from cac.gaps.checks.case import Case
from cac.records import CrossCheck

_MOST_DAYS = 730
"""Further apart a year was written wrong, or the dates are of different things."""


def find(case: Case) -> Iterator[CrossCheck]:
    """Dictation and signature, each against the one day of service that the note tells."""
    days = {told.day: told for told in case.dates if told.kind == "service"}
    if not days:
        days = {told.day: told for told in case.dates if told.kind == "note"}
    if len(days) != 1:
        return
    ((service, first),) = days.items()
    for what, limit in case.rules.dates.days.items():
        told = [d for d in case.dates if d.kind == what]
        for one in told[:1]:
            apart = (one.day - service).days
            places = [(first.start, first.end), (one.start, one.end)]
            if limit <= apart <= _MOST_DAYS:
                yield case.found("late", places, what=what, days=apart)
            elif -_MOST_DAYS <= apart < 0:
                yield case.found("before_service", places, what=what, days=-apart)
