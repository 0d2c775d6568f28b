"""What the payer's policies limit: sessions, levels, coverage, prior authorization, what stands beside what."""

from __future__ import annotations

from collections.abc import Iterator

from cac.edits.case import Case, finding, named
from cac.lexicon.schema import Beside, Condition, Limit, PriorAuthorization
from cac.records import Finding
from cac.reference.records import Pair


def findings(case: Case) -> Iterator[Finding]:
    """``limit/*``, ``authorization/*``, ``coverage/*``, ``beside/*``, ``condition/*`` by the payer, ``unlisted/*``."""
    day = case.claim.date_of_service.isoformat()
    for limit in (*case.rules.limits, *case.payer.limits):
        yield from _limit(case, limit)
    for approval in case.payer.prior_authorization:
        if approval.first_day <= day:
            yield from _approval(case, approval)
    for rule in case.payer.not_covered:
        if places := case.lines_of(rule.codes):
            codes = named(case.line(place).code for place in places)
            appeal = f"; {rule.appeal}" if rule.appeal else ""
            message = f"{codes}: {rule.message}{appeal}."
            yield finding(f"coverage/{rule.rule}", rule.severity, places, message, rule.source)
    for pair in (*case.rules.beside, *case.payer.beside):
        if pair.first_day <= day:
            yield from _beside(case, pair)
    for condition in case.payer.conditions:
        if condition.first_day <= day:
            yield from _condition(case, condition)
    yield from _unlisted(case)


def _limit(case: Case, limit: Limit) -> Iterator[Finding]:
    codes = limit.codes or [code for group in limit.groups for code in group]
    places = case.lines_of(codes)
    if not places:
        return
    rule, present = f"limit/{limit.rule}", named(case.line(place).code for place in places)
    if limit.per != "session":
        many = "once in" if limit.per != "lifetime" else "once in a"
        most = many if limit.at_most == 1 else f"at most {limit.at_most} in" + (" a" if limit.per == "lifetime" else "")
        message = f"{present}: {limit.message}, {most} {limit.per}; it cannot be checked without the patient's history."
        yield finding(rule, "info", places, message, limit.source)
    elif (count := _measured(case, limit)) > limit.at_most:
        message = f"{present}: {limit.message} ({count} here, {limit.at_most} allowed)."
        yield finding(rule, limit.severity, places, message, limit.source)


def _measured(case: Case, limit: Limit) -> int:
    present = [code for code in limit.codes if code in case.places]
    if limit.measure == "groups":
        return sum(1 for group in limit.groups if case.lines_of(group))
    if limit.measure == "lines":
        return len(case.lines_of(present))
    if limit.measure == "levels":
        return sum(case.counted(code, sides_apart=True) * limit.counts.get(code, 1) for code in present)
    return sum(case.line(place).units * limit.counts.get(code, 1) for code in present for place in case.places[code])


def _approval(case: Case, approval: PriorAuthorization) -> Iterator[Finding]:
    """Whether the approval was given is not on the claim; a state or a place that nobody told leaves a question."""
    places = case.lines_of(approval.codes)
    at, state = case.claim.place_of_service, case.claim.state.upper()
    if not places or (approval.places and at and at not in approval.places):
        return
    if approval.states and state and state not in approval.states:
        return
    asked = []
    if approval.states and not state:
        asked.append(f"in {', '.join(approval.states)}")
    if approval.places and not at:
        asked.append(f"at place of service {', '.join(approval.places)}")
    codes = named(case.line(place).code for place in places)
    message = f"{codes}: {' and '.join(asked) + ', ' if asked else ''}{approval.message}."
    severity = "info" if asked else approval.severity
    yield finding(f"authorization/{approval.rule}", severity, places, message, approval.source)


def _beside(case: Case, rule: Beside) -> Iterator[Finding]:
    places = list(case.lines_of(rule.codes))
    others = [
        place
        for place in case.lines_of(rule.beside)
        if not rule.modifier or rule.modifier in case.line(place).modifiers
    ]
    if rule.same_side:
        met = [(one, two) for one in places for two in others if _one_side(case, one, two)]
        places, others = ([pair[which] for pair in met] for which in (0, 1))
    if places and others:
        codes, beside = (named(case.line(place).code for place in where) for where in (places, others))
        message = f"{codes} beside {beside}: {rule.message}."
        yield finding(f"beside/{rule.rule}", rule.severity, (*places, *others), message, rule.source)


def _one_side(case: Case, one: int, two: int) -> bool:
    """Whether two lines may be of one side, and the PTP edits say nothing of their codes."""
    first, second = case.line(one), case.line(two)
    sides, others = case.sides(first), case.sides(second)
    if sides and others and sides.isdisjoint(others):
        return False
    ways = ((first.code, second.code), (second.code, first.code))
    return not any(isinstance(case.pair(*way), Pair) for way in ways)


def _condition(case: Case, rule: Condition) -> Iterator[Finding]:
    wanted = [*rule.modifiers, *rule.diagnoses]
    for place in case.lines_of(rule.codes):
        line = case.line(place)
        lacking = [word for word in wanted if word not in line.modifiers and word not in line.diagnoses]
        if lacking:
            message = f"{line.code} lacks {' and '.join(lacking)}: {rule.message}."
            yield finding(f"condition/{rule.rule}", rule.severity, (place,), message, rule.source)


def _unlisted(case: Case) -> Iterator[Finding]:
    for place in case.lines_of(case.rules.unlisted):
        code = case.line(place).code
        message = f"{code} is unlisted: send a description of the work and a comparable code with its fee."
        yield finding("unlisted/description", "warning", (place,), message, "RULEBOOK 1.10")
