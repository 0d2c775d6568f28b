"""Claims in short: "62323 64483-59-RT 64636-RTx2" are three lines."""

from __future__ import annotations

from datetime import date

from cac.edits import scrub
from cac.lexicon.loader import load_lexicon
from cac.records import BilledClaim, BilledLine, Finding
from cac.reference.embedded import Embedded
from cac.reference.tables import Reference

LEXICON = load_lexicon()
EMBEDDED: Reference = Embedded()


def line(word: str, diagnoses: str = "M54.16") -> BilledLine:
    name, _, units = word.partition("x")
    code, *modifiers = name.split("-")
    return BilledLine(code=code, modifiers=tuple(modifiers), units=int(units or 1), diagnoses=tuple(diagnoses.split()))


def claim(
    told: str,
    *,
    payer: str = "medicare_part_b",
    place: str = "11",
    day: str = "2026-01-15",
    dx: str = "M54.16",
    contractor: str = "",
    state: str = "",
) -> BilledClaim:
    return BilledClaim(
        date_of_service=date.fromisoformat(day),
        payer=payer,
        place_of_service=place,
        contractor=contractor,
        state=state,
        lines=tuple(line(word, dx) for word in told.split()),
    )


def judged(one: BilledClaim, reference: Reference = EMBEDDED) -> tuple[Finding, ...]:
    return scrub(one, LEXICON.payers[one.payer], reference, LEXICON.codes, LEXICON.edit_rules)


def wrong(found: tuple[Finding, ...]) -> set[tuple[str, str, tuple[int, ...]]]:
    """Errors and warnings; what is only to know has tests of its own."""
    return {(item.rule, item.severity, item.lines) for item in found if item.severity != "info"}
