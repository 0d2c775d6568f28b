"""A row of a family's code table in plain words."""

from __future__ import annotations

from cac.guide.records import Rule
from cac.lexicon.schema import CodeRule, Family

_COUNTED = {
    "foramina": "foramen",
    "joints": "joint",
    "bodies": "vertebral body",
    "discs": "disc",
    "levels": "level",
    "targets": "target",
    "muscles": "muscle",
    "leads": "lead",
    "intercostal": "intercostal nerve",
}
_ORDINALS = ("first", "second", "third", "fourth", "fifth")
_LIMBS = {
    "first_few": "the first limb, one to four muscles",
    "further_few": "each further limb, one to four muscles",
    "first_many": "the first limb, five or more muscles",
    "further_many": "each further limb, five or more muscles",
    "trunk_few": "the trunk, one to five muscles",
    "trunk_many": "the trunk, six or more muscles",
}


def plain(name: str) -> str:
    """A name of the lexicon as words."""
    return name.replace("_", " ")


def rules_of(code: str, family: Family) -> list[Rule]:
    """The rows of a family that give a code, in the family's order; rows are counted from 1."""
    return [
        Rule(
            family=" ".join(family.slugs()),
            label=family.label,
            row=number,
            when=conditions(rule),
            counts=counts,
            guidance=guidance(rule),
            remarks=remarks(rule),
            source=family.source,
        )
        for number, rule in enumerate(family.codes, start=1)
        if (counts := counted(code, rule, family))
    ]


def conditions(rule: CodeRule) -> str:
    """What must hold for the row: ``region lumbar or sacral; guidance ultrasound``."""
    parts = [
        f"{plain(name)} {' or '.join(plain(value) or 'not stated' for value in values)}"
        for name, values in rule.when.items()
    ]
    return "; ".join(parts) or "where no row before it holds"


def counted(code: str, rule: CodeRule, family: Family) -> str:
    """As what the code counts under the row; empty where the row does not give it."""
    counter = rule.counter or family.counter
    thing = _COUNTED.get(counter, plain(counter).rstrip("s"))
    main = next(iter(rule.codes()), "the procedure")
    if code in rule.ladder:
        return _step(rule.ladder.index(code), rule, counter, thing)
    for smallest, of_count in rule.by_count.items():
        if code == of_count:
            larger = [number for number in rule.by_count if number > smallest]
            span = f"{smallest} to {min(larger) - 1}" if larger else f"{smallest} or more"
            return f"{span} {thing}s, once a session"
    for limb, of_limb in rule.limbs.items():
        if code == of_limb:
            return _LIMBS.get(limb, plain(limb))
    if code in rule.also:
        return f"always beside {main}"
    for attribute, beside in rule.also_if.items():
        if code == beside:
            return f"beside {main}, where {plain(attribute)} is yes"
    for attribute, beside in rule.also_once.items():
        if code == beside:
            return f"once beside {main}, where {plain(attribute)} is yes"
    for modality, apart in (*rule.guidance.items(), *rule.emg.items()):
        if code == apart:
            until = f", until {rule.guidance_until}" if rule.guidance_until else ""
            return f"{modality} guidance of {main}{until}"
    return ""


def _step(position: int, rule: CodeRule, counter: str, thing: str) -> str:
    """A step of a ladder in words."""
    last = position == len(rule.ladder) - 1
    if counter == "once" and position == 0:
        return "once a session"
    if position == 0:
        if rule.first_covers > 1:
            return f"the first {rule.first_covers} {_plural(thing)}"
        return f"each {thing}" if last else f"the first {thing}"
    ordinal = _ORDINALS[position] if position < len(_ORDINALS) else f"number {position + 1}"
    if not last:
        return f"the {ordinal} {thing}"
    if rule.last == "once":
        return f"the {ordinal} {thing} and all beyond, once"
    return f"each further {thing}"


def _plural(thing: str) -> str:
    return {"vertebral body": "vertebral bodies", "foramen": "foramina"}.get(thing, f"{thing}s")


def guidance(rule: CodeRule) -> str:
    """How guidance is coded under the row; empty where the row says nothing."""
    if rule.imaging_in_code:
        return "in the code"
    apart = [f"{modality} {code}" for modality, code in (*rule.guidance.items(), *rule.emg.items()) if code]
    until = f" until {rule.guidance_until}; since then in the code" if rule.guidance_until else ""
    return f"apart: {', '.join(apart)}{until}" if apart else ""


def remarks(rule: CodeRule) -> tuple[str, ...]:
    """What else the row says."""
    said = [
        "" if rule.sides else "no RT, LT or 50",
        f"with modifier {', '.join(rule.modifiers)}" if rule.modifiers else "",
        f"the note must say {', '.join(plain(name) for name in rule.needs)}" if rule.needs else "",
        f"leaves open {', '.join(plain(name) for name in rule.leaves_open)}" if rule.leaves_open else "",
        f"review: {rule.review}" if rule.review else "",
        f"no line: {rule.included}" if rule.included else "",
    ]
    return tuple(remark for remark in said if remark)
