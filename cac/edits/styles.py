"""How the payer wants modifiers written: both sides, KX, sides, their order."""

from __future__ import annotations

from collections.abc import Iterator

from cac.edits.case import BOTH, SIDES, Case, finding
from cac.records import BilledLine, Finding
from cac.reference.records import AddOn

_WANTED = {
    "one_line_50": "one line with 50 and one unit",
    "one_line_50_two_units": "one line with 50 and two units",
    "two_lines": "a line with RT and a line with LT, without 50",
    "twice_no_50": "the add-on twice, without 50",
}


def findings(case: Case) -> Iterator[Finding]:
    """``modifier/bilateral_style``, ``side_missing``, ``kx``, ``order``, ``add_on_side``, ``repeated_style``."""
    for code in case.places:
        if case.indicators[code].bilateral == "1":
            yield from _both_sides(case, code)
    for place, line in enumerate(case.claim.lines):
        yield from _one_line(case, place, line)
    yield from _attested(case)
    yield from _add_on_sides(case)
    for code, style in case.payer.repeated.items():
        many = [place for place in case.places.get(code, ()) if case.line(place).units > 1]
        if many and style == "second_line_59":
            message = f"{code} more than once: {case.payer.label} wants a second line with 59 rather than units."
            yield finding("modifier/repeated_style", "info", many, message, case.payer.source)


def _both_sides(case: Case, code: str) -> Iterator[Finding]:
    """Whether what was done on both sides is written as the payer wants it."""
    payer = case.payer
    style = payer.bilateral_add_on if case.is_add_on(code) else payer.bilateral
    places = case.places[code]
    fifty = [place for place in places if BOTH in case.line(place).modifiers]
    split = [place for place in places if len(case.sides(case.line(place))) == 1]
    told = {side for place in split for side in case.sides(case.line(place))}
    wrong: list[int] = []
    if style in ("two_lines", "twice_no_50"):
        wrong = fifty
    elif style == "one_line_50_two_units":
        wrong = [place for place in fifty if case.line(place).units % 2]
    if style.startswith("one_line") and told == SIDES and not fifty:
        wrong = split
    if wrong:
        message = f"{code} on both sides: {payer.label} wants {_WANTED[style]}."
        yield finding("modifier/bilateral_style", payer.style_severity, wrong, message, payer.source)


def _add_on_sides(case: Case) -> Iterator[Finding]:
    """An add-on of the side the base code has not: a further level there, or the other side of the same level?"""
    for code, places in case.places.items():
        answer = case.reference.add_on(code, case.claim.date_of_service)
        if not isinstance(answer, AddOn) or case.indicators[code].bilateral != "1":
            continue
        bases = case.lines_of(answer.primaries)
        base_sides = frozenset().union(*(case.sides(case.line(place)) for place in bases))
        sides = frozenset().union(*(case.sides(case.line(place)) for place in places))
        if bases and base_sides.isdisjoint(sides) and not case.doubled(code):
            message = (
                f"{code} is one more level, not the other side: both sides of one level are the base code alone, with "
                "50 or on two lines. It stays only where a further level was treated."
            )
            yield finding("modifier/add_on_side", "info", (*bases, *places), message, answer.authority)


def _one_line(case: Case, place: int, line: BilledLine) -> Iterator[Finding]:
    payer = case.payer
    sided = case.indicators[line.code].bilateral == "1"
    if payer.side_required and sided and not case.sides(line) and not case.doubled(line.code):
        message = f"{line.code} lacks RT or LT, which {payer.label} asks for."
        yield finding("modifier/side_missing", "warning", (place,), message, payer.source)
    rank = {word: number for number, group in enumerate(payer.modifier_order) for word in group}
    known = [word for word in line.modifiers if word in rank]
    if known != (ordered := sorted(known, key=rank.__getitem__)):
        message = f"The modifiers of {line.code} stand in another order than {payer.label} reads: {' '.join(ordered)}."
        yield finding("modifier/order", "info", (place,), message, payer.source)


def _attested(case: Case) -> Iterator[Finding]:
    """A modifier that attests something: by the codes alone a warning, else a question, for the note decides."""
    for rule in case.payer.attest:
        lacking = [place for place in case.lines_of(rule.codes) if rule.modifier not in case.line(place).modifiers]
        if not lacking or any(rule.modifier in asked.modifiers for asked in case.payer.conditions):
            continue  # a condition of coverage asks for it
        codes = ", ".join(sorted({case.line(place).code for place in lacking}))
        if rule.when:
            what = " and ".join(f"{' or '.join(values)} ({name})" for name, values in rule.when.items())
            message = f"{codes}: {rule.modifier} belongs here if the procedure was {what}; the claim does not tell."
        else:
            message = f"{codes}: {rule.modifier} is missing, which attests that the conditions of the policy are met."
        yield finding(
            f"modifier/{rule.modifier.lower()}", "info" if rule.when else "warning", lacking, message, rule.source
        )
