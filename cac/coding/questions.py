"""What a person must decide or tell: cases in which sources disagree, and facts that the note leaves open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cac.coding import modifiers
from cac.coding.conditions import matches
from cac.coding.draft import Case, Draft
from cac.lexicon.schema import Contested, Family
from cac.records import Procedure


def contested(family: Family, values: Mapping[str, str], procedure: Procedure) -> list[str]:
    """The reasons for review of the family's contested cases that hold (RULEBOOK 3.7)."""
    return [
        f"{case.reason} ({case.source})"
        for case in family.contested
        if case.when and matches(case.when, values, procedure)
    ]


def contested_together(procedures: Sequence[Procedure], families: Mapping[str, Family]) -> list[Contested]:
    """The contested cases that hang on levels treated together, by one procedure or by several."""
    treated: dict[str, set[str]] = {}
    for procedure in procedures:
        treated.setdefault(procedure.family, set()).update(procedure.levels)
    return [
        case
        for slug, levels in treated.items()
        for case in families[slug].contested
        if case.levels_together and levels.issuperset(case.levels_together)
    ]


def settle(cases: Sequence[Contested], draft: Draft, contractor: str) -> None:
    """Write the contractor's code where it has settled a case for the day; leave the other cases to a person."""
    for case in cases:
        settled = case.settled
        if settled and contractor.lower() in settled.contractors and settled.first_day <= draft.day.isoformat():
            draft.replace(settled.instead)
        else:
            draft.review.append(f"{case.reason} ({case.source})")


def replaced_attempts(procedures: Sequence[Procedure], families: Mapping[str, Family]) -> list[str]:
    """The reason for review when one spinal injection was given up and another one carried out in its place."""
    spinal = [p for p in procedures if families[p.family].kind == "spinal"]
    if not any(p.aborted for p in spinal) or all(p.aborted for p in spinal):
        return []
    names = " and ".join(families[p.family].label for p in spinal if p.aborted)
    return [
        f"{names} was begun and given up, and another injection carried out: whether the attempt is reported beside "
        "what replaced it is for a person (NCCI manual ch. 1)"
    ]


def reduced_by_choice(procedure: Procedure) -> list[str]:
    """The reason for review when a procedure was stopped by choice (RULEBOOK 3.5, 3.7)."""
    if procedure.attributes.get("stopped_by") != "choice":
        return []
    return ["reduced by choice: 52, against 53 where the patient's safety stopped it (RULEBOOK 3.7)"]


def region_is_open(family: Family, procedure: Procedure) -> bool:
    """Whether the code hangs on a spinal region that the note does not tell."""
    return family.kind == "spinal" and not procedure.region and any("region" in rule.when for rule in family.codes)


def missing_facts(case: Case, draft: Draft) -> list[str]:
    """What the lines need and the note does not tell: ``needs``, ``missing_unless`` and so on of the family's file."""
    family, rule, procedure = case.family, case.rule, case.procedure
    found: list[str] = []
    if "laterality" in (*family.needs, *rule.needs) and _side_is_open(case, draft):
        found.append("laterality")
    heated = case.values.get("mode") or case.values.get("temperature")
    if "agent" in rule.needs and procedure.agent == "none" and not heated:
        found.append("agent")  # nothing that destroys a nerve is told
    if procedure.guidance == "none_stated" and (
        rule.imaging_in_code or (family.guidance_hint and procedure.contrast == "used")
    ):
        found.append("guidance")
    found += rule.leaves_open
    found += [name for attribute, name in family.missing_unless.items() if not case.values.get(attribute)]
    if family.count_missing and not (procedure.sites and (procedure.drugs or case.values.get("needling") == "dry")):
        found.append(family.count_missing)  # without a drug, what was found on examination counts no muscle
    if family.who_performed and case.values.get(family.who_performed) == "yes":
        found.append("who_performed")
    return found


def _side_is_open(case: Case, draft: Draft) -> bool:
    """Whether a code that takes a side stands without one, or one place of several does."""
    main = [held.line.code for held in draft.lines if held.line.code in case.rule.codes()]
    if not any(modifiers.takes_side(code, case.rule, draft.codes) for code in main):
        return False
    procedure = case.procedure
    if not procedure.laterality or case.counter == "once":
        return not procedure.laterality
    sides = {site.sides for site in procedure.sites}
    return procedure.laterality != "midline" and () in sides and len(sides) > 1
