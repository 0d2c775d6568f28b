"""Codes that the rule book does not let stand together, where no PTP edit that is held here says it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

from cac.edits.case import Case, finding
from cac.edits.ptp import pair_of, set_apart
from cac.lexicon.schema import Ban
from cac.records import Finding
from cac.reference.records import Pair


def findings(case: Case) -> Iterator[Finding]:
    """``ban/*``: two codes of one ban without what sets them apart; where they are set apart, what the note must show.

    An error where the rule book is sure. A warning where it is not, and where a whole PTP table has no pair of the two.
    """
    for one, two in combinations(case.places, 2):
        said = pair_of(case, one, two)
        for ban in [] if isinstance(said, Pair) else of(case, one, two):
            kept, off = (one, two) if one in ban.codes and two in ban.beside else (two, one)
            yield from _judged(case, ban, kept, off, contradicted=said is None)


def of(case: Case, one: str, two: str) -> list[Ban]:
    """The bans in force on the day that name two codes."""
    day = case.claim.date_of_service.isoformat()
    return [
        ban
        for ban in case.rules.bans
        if ban.first_day <= day
        and ((one in ban.codes and two in ban.beside) or (two in ban.codes and one in ban.beside))
    ]


def _judged(case: Case, ban: Ban, kept: str, off: str, *, contradicted: bool) -> Iterator[Finding]:
    """``contradicted``: a PTP table that holds both codes has no pair of them."""
    severity = "error" if ban.confidence == "high" and not contradicted else "warning"
    together: list[int] = []
    apart: dict[int, str] = {}
    for one, two in product(case.places[kept], case.places[off]):
        word = "" if ban.apart == "never" else set_apart(case, case.line(one), case.line(two))
        if word:
            apart |= {one: word, two: word}
        else:
            together += [one, two]
    doubt = " The PTP edits have no pair of the two: the rule book stands alone here." if contradicted else ""
    told = f"{off} is not reported with {kept} ({ban.message})"
    if together:
        how = {
            "never": ", and no modifier changes that",
            "where_apart": f", or put {case.payer.separate} on it where the note shows {ban.unless}",
            "": f"; whether {case.payer.separate} sets them apart the source does not say",
        }[ban.apart]
        message = f"{told}: take {off} off{how}.{doubt}"
        yield finding(f"ban/{ban.rule}", severity, together, message, ban.source)
    if apart:
        words = " and ".join(sorted(set(apart.values())))
        if ban.apart == "where_apart":
            message = f"{words} says that {off} was apart from {kept}: the note must show {ban.unless}."
        else:
            message = f"{told}; {words} stands there, and whether it sets them apart the source does not say.{doubt}"
        severity = "info" if ban.apart == "where_apart" else "warning"
        yield finding(f"ban/{ban.rule}", severity, apart, message, ban.source)
