"""PTP edits (NCCI): which two codes are not paid together on a day, and what sets them apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations, permutations

from cac.edits.case import SIDES, Case, finding, named, not_in_force
from cac.edits.imaging import comes_off
from cac.records import BilledLine, Finding
from cac.reference.editions import OUTPATIENT
from cac.reference.records import APART, NEVER, NotInForce, Pair
from cac.reference.tables import Reference


def findings(case: Case) -> Iterator[Finding]:
    """``ptp/0`` never together, ``ptp/1`` together only when apart, ``ptp/apart`` said apart, ``ptp/none`` no edit."""
    imaging: dict[tuple[str, str], list[Pair]] = {}
    for one, two in permutations(case.places, 2):
        pair = case.pair(one, two)
        if isinstance(pair, NotInForce):
            yield from not_in_force(pair, case.lines_of((one, two)))
        elif pair is not None and pair.indicator in (NEVER, APART):
            if comes_off(case, two):
                imaging.setdefault((two, pair.indicator), []).append(pair)
            else:
                yield from _judged(case, pair)
    for pairs in imaging.values():
        yield from _imaging(case, pairs)
    yield from _stand_in(case)
    yield from _no_pairs(case)
    yield from _idle(case)


def pair_of(case: Case, one: str, two: str) -> Pair | NotInForce | None:
    """What the edits say of two codes, whichever is column 1: a pair in use before ignorance before "no pair"."""
    said = [case.pair(one, two), case.pair(two, one)]
    pairs = [pair for pair in said if isinstance(pair, Pair) and pair.indicator in (NEVER, APART)]
    return pairs[0] if pairs else next((pair for pair in said if isinstance(pair, NotInForce)), None)


def explain(reference: Reference, one: str, two: str, day: date, setting: str = "practitioner") -> str:
    """One sentence on two codes: their edit, that there is none, or that nothing is known for the day."""
    answers = [
        reference.pair(first, second, day, "outpatient" if setting == "outpatient" else "practitioner")
        for first, second in ((one, two), (two, one))
    ]
    for answer in answers:
        if isinstance(answer, Pair) and answer.indicator in (NEVER, APART):
            how = "never together" if answer.indicator == NEVER else "together only at a separate site or session"
            return f"{answer.column1} > {answer.column2}, indicator {answer.indicator}: {how} ({answer.authority})"
    for answer in answers:
        if isinstance(answer, NotInForce):
            return str(answer)
    return f"No pair: the edits have none of {one} and {two}"


def _judged(case: Case, pair: Pair) -> Iterator[Finding]:
    first, second = case.places[pair.column1], case.places[pair.column2]
    authority = pair.authority
    both = f"{pair.column2} is not paid on a day with {pair.column1} ({_edit(case, pair)})"
    for place in second:
        if pair.indicator == NEVER:
            message = f"{both}, and no modifier changes that: take {pair.column2} off."
            yield finding("ptp/0", "error", (*first, place), message, authority)
            continue
        told = {other: set_apart(case, case.line(other), case.line(place)) for other in first}
        if together := [other for other, how in told.items() if not how]:
            message = f"{both} unless apart: {_remedy(case, pair)}"
            yield finding("ptp/1", "error", (*together, place), message, authority)
        words = sorted({how for how in told.values() if how} - {*case.rules.separate_visit})
        if words:
            message = (
                f"{' and '.join(words)} says that {pair.column2} was apart from {pair.column1}: the note must show the "
                "other site, side or session."
            )
            apart = [other for other, how in told.items() if how]
            yield finding("ptp/apart", "info", (*apart, place), message, authority)


def _stands_in(case: Case, pair: Pair) -> bool:
    """Whether the edit of physicians stands in for that of the hospital, whose table is not here."""
    return case.payer.tables == "outpatient" and pair.authority.table != OUTPATIENT


def _edit(case: Case, pair: Pair) -> str:
    """The edit in a clause."""
    stands_in = ", the practitioner edit, which stands in for the hospital's" if _stands_in(case, pair) else ""
    return f"PTP indicator {pair.indicator}{stands_in}"


def _stand_in(case: Case) -> Iterator[Finding]:
    """``reference/stand_in``: a hospital claim is judged by the edits of physicians, as its own are not here."""
    if case.payer.tables != "outpatient":
        return
    asked = [pair_of(case, *codes) for codes in combinations(case.places, 2)]
    stood_in = [
        said
        for said in asked
        if (isinstance(said, Pair) and _stands_in(case, said)) or (isinstance(said, NotInForce) and said.code)
    ]
    if stood_in:
        message = (
            f"{OUTPATIENT} is not here for all of these codes: the practitioner edits stand in for it, and where they "
            "have no pair, the hospital's may. Import its table of the quarter (`cac reference import ptp`, ccioph)."
        )
        yield finding("reference/stand_in", "info", range(len(case.claim.lines)), message, OUTPATIENT)


def _imaging(case: Case, pairs: list[Pair]) -> Iterator[Finding]:
    """Imaging that cannot stay, once for all codes that exclude it: one line too many is one fault."""
    code, indicator = pairs[0].column2, pairs[0].indicator
    for place in case.places[code]:
        against = [
            pair.column1
            for pair in pairs
            if indicator == NEVER
            or any(not set_apart(case, case.line(one), case.line(place)) for one in case.places[pair.column1])
        ]
        if against:
            holders = [
                one for one in against for rule in case.rules.inside if code in rule.imaging and one in rule.codes
            ]
            belongs = f"the imaging belongs to {named(holders)}; " if holders else ""
            message = (
                f"{code} is not paid on a day with {named(against)} ({_edit(case, pairs[0])}): take {code} off, "
                f"{belongs}{comes_off(case, code)}."
            )
            yield finding(f"ptp/{indicator}", "error", (*case.lines_of(against), place), message, pairs[0].authority)


def _remedy(case: Case, pair: Pair) -> str:
    """What to do about a pair that is not apart."""
    rules = case.rules
    if pair.column2 in rules.visits:
        word, shown = case.of_a_visit([pair.column1])
        return f"take {pair.column2} off, or put {word} on it where the note shows {shown}."
    if any(pair.column2 in rule.imaging and pair.column1 in rule.codes for rule in rules.inside):
        return (
            f"take {pair.column2} off, the imaging belongs to {pair.column1}; with {case.payer.separate} it stays only "
            "for another procedure at another site that may carry it."
        )
    sides = "the other side or " if case.indicators[pair.column2].bilateral == "1" else ""
    return (
        f"take {pair.column2} off, or put {case.payer.separate} on it where the note shows {sides}"
        "a separate site or session."
    )


def set_apart(case: Case, one: BilledLine, two: BilledLine) -> str:
    """The modifier that sets a column 2 line apart from a column 1 line; "" where none does."""
    rules = case.rules
    either = case.claim.date_of_service.isoformat() >= rules.either_line_from
    for word in rules.separate:
        if word in two.modifiers or (either and word in one.modifiers):
            return word
    for word in rules.separate_global:
        if word in two.modifiers or word in one.modifiers:
            return word
    for line in (one, two):
        if line.code in rules.visits:
            for word in rules.separate_visit:
                if word in line.modifiers:
                    return word
    left, right = case.sides(one), case.sides(two)
    if left and right and left.isdisjoint(right) and left | right == SIDES:
        return "RT and LT"
    return ""


def _idle(case: Case) -> Iterator[Finding]:
    """``ptp/idle``: 59 or X{EPSU} on a line that has no edit with any other line, and whose code stands there once."""
    for place, line in enumerate(case.claim.lines):
        words = sorted(set(line.modifiers) & set(case.rules.separate))
        if not words or len(case.places[line.code]) > 1:
            continue
        others = [code for code in case.places if code != line.code]
        both_ways = [pair for code in others for pair in ((line.code, code), (code, line.code))]
        if all(case.pair(*pair) is None for pair in both_ways):
            message = f"No pair of {line.code} with another code here: {' and '.join(words)} sets nothing apart."
            yield finding("ptp/idle", "info", (place,), message, f"NCCI PTP {case.payer.tables}")


def _no_pairs(case: Case) -> Iterator[Finding]:
    """Pairs that people tell of and the tables do not have: said, so that nobody adds a modifier for them."""
    for rule in case.rules.no_pairs:
        one, two = rule.codes
        if one not in case.places or two not in case.places:
            continue
        if any(case.pair(*pair) is not None for pair in ((one, two), (two, one))):
            continue
        message = f"No pair of {one} and {two} in the PTP edits: no modifier is needed for one; {rule.message}."
        yield finding(
            "ptp/none", "info", case.lines_of((one, two)), message, f"NCCI PTP {case.payer.tables}; {rule.source}"
        )
