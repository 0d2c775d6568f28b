"""What payers and the rule book say of a code, and of several codes together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from cac.guide.records import PayerRule
from cac.lexicon.loader import Lexicon
from cac.lexicon.schema import Beside, EditRules, Limit, Payer

_ANY = "any payer"
_APART = {"never": "; no modifier changes that", "where_apart": "; with 59 where the note shows {unless}", "": ""}
_HOLDS_VISITS = ("000", "010", "090")


def named(codes: Iterable[str]) -> str:
    """Codes in a sentence, in order."""
    return ", ".join(sorted(codes))


def banned(codes: Sequence[str], lexicon: Lexicon, day: date) -> list[str]:
    """What the rule book, beside the PTP edits, says of some codes together on a day."""
    rules, on, asked = lexicon.edit_rules, day.isoformat(), set(codes)
    said = [
        f"{named(asked & set(ban.beside))} not with {named(asked & set(ban.codes))}: {ban.message}"
        f"{_APART[ban.apart].format(unless=ban.unless)} [{ban.source}; {ban.confidence} confidence]"
        for ban in rules.bans
        if ban.first_day <= on and asked & set(ban.codes) and asked & set(ban.beside)
    ]
    said += [
        f"{named(asked & set(rule.codes))} beside {named(asked & set(rule.beside))}: {rule.message} [{rule.source}]"
        for rule in rules.beside
        if rule.first_day <= on and asked & set(rule.codes) and asked & set(rule.beside)
    ]
    said += [
        f"{named(asked & set(rule.imaging))} is inside {named(asked & set(rule.codes))} [{rule.source}]"
        for rule in rules.inside
        if rule.first_day <= on and asked & set(rule.codes) and asked & set(rule.imaging)
    ]
    work = [code for code in asked if code in lexicon.codes and lexicon.codes[code].global_days in _HOLDS_VISITS]
    for visit in sorted(asked & set(rules.visits)):
        if work:
            said.append(
                f"{visit} beside {named(work)}: with 25 (57 before major surgery), else not paid [RULEBOOK 1.5]"
            )
    return said


def whoever_pays(code: str, rules: EditRules) -> Iterator[PayerRule]:
    """What the edits know of a code whatever the payer: what it stands not beside, its imaging, its limits."""
    for rule in rules.beside:
        if words := _not_beside(code, rule):
            yield PayerRule(_ANY, words, rule.source)
    for ban in rules.bans:
        others = ban.beside if code in ban.codes else ban.codes if code in ban.beside else []
        if others := [other for other in others if other != code]:
            apart = _APART[ban.apart].format(unless=ban.unless)
            yield PayerRule(_ANY, f"not with {', '.join(others)}: {ban.message}{apart}", ban.source)
    for held in rules.inside:
        if code in held.codes:
            yield PayerRule(_ANY, f"imaging is inside, never beside it: {', '.join(held.imaging)}", held.source)
    for limit in rules.limits:
        if code in limit.codes:
            yield PayerRule(_ANY, limit.message + _at_most(limit), limit.source)


def payer_rules(code: str, payer: Payer) -> list[PayerRule]:
    """What a payer profile says of a code: attestations, limits, approvals, what is not covered."""
    found = [
        PayerRule(payer.label, f"{rule.modifier} {_when(rule.when)}".rstrip(), rule.source)
        for rule in payer.attest
        if code in rule.codes
    ]
    found += [
        PayerRule(payer.label, limit.message + _at_most(limit), limit.source)
        for limit in payer.limits
        if code in limit.codes or any(code in group for group in limit.groups)
    ]
    for approval in payer.prior_authorization:
        if code in approval.codes:
            places = f" (place {', '.join(approval.places)})" if approval.places else ""
            states = f" (in {', '.join(approval.states)})" if approval.states else ""
            found.append(PayerRule(payer.label, approval.message + places + states, approval.source))
    found += [PayerRule(payer.label, rule.message, rule.source) for rule in payer.not_covered if code in rule.codes]
    for beside in payer.beside:
        if words := _not_beside(code, beside):
            found.append(PayerRule(payer.label, words, beside.source))
    for condition in payer.conditions:
        if code in condition.codes:
            wanted = ", ".join((*condition.modifiers, *condition.diagnoses))
            found.append(PayerRule(payer.label, f"{wanted}: {condition.message}", condition.source))
    return found


def _not_beside(code: str, rule: Beside) -> str:
    """A rule on what stands not beside what, seen from one of its codes; empty where the code is not in it."""
    others = rule.beside if code in rule.codes else rule.codes if code in rule.beside else []
    others = [other for other in others if other != code]
    return f"beside {', '.join(others)}: {rule.message}" if others else ""


def _at_most(limit: Limit) -> str:
    """The number of a limit; of groups the message itself tells."""
    if limit.measure == "groups":
        return ""
    period = {"session": "a session", "lifetime": "in a lifetime"}.get(limit.per, f"in {limit.per}")
    return f" (at most {limit.at_most} {limit.measure} {period})"


def _when(when: dict[str, list[str]]) -> str:
    return "; ".join(f"where {name.replace('_', ' ')} is {' or '.join(values)}" for name, values in when.items())
