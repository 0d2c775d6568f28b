"""The conditions of a code table: what a row may ask for, and whether it holds (docs/lexicons.md, "CodeRule")."""

from __future__ import annotations

from collections.abc import Mapping

from cac.lexicon.schema import Family
from cac.records import Procedure, Site

_GROUPS = {"arm": "limb", "leg": "limb", "trunk": "limb"}


def attributes_of(procedure: Procedure, family: Family) -> dict[str, str]:
    """Everything a code table may ask for; what a place sets gives way to what the note tells."""
    group = next((site.group for site in procedure.sites if site.group), "")
    set_by_place: dict[str, str] = {}
    for site in procedure.sites:
        set_by_place |= _set_by(site, family)
    return {
        "places": str(sum(len(site.sides) or 1 for site in procedure.sites)),
        **set_by_place,
        **procedure.attributes,
        "family": procedure.family,
        "region": procedure.region or "",
        "guidance": procedure.guidance,
        "laterality": procedure.laterality or "",
        "agent": procedure.agent,
        "drug": "given" if procedure.drugs else "none",
        "group": _GROUPS.get(group, group),
    }


def _set_by(site: Site, family: Family) -> dict[str, str]:
    """What a place sets; a level that is counted stands for the target of its group."""
    target = family.targets.get(site.name) or next(
        (target for target in family.targets.values() if target.group == site.group and target.levels == "counted"),
        None,
    )
    return target.sets if target else {}


def matches(when: Mapping[str, list[str]], values: Mapping[str, str], procedure: Procedure) -> bool:
    """Whether every condition holds; ``levels`` and ``drugs`` ask whether one of them is among those named."""
    for name, wanted in when.items():
        if name == "levels":
            told = any(level in wanted for level in procedure.levels)
        elif name == "drugs":
            told = any(drug.name in wanted for drug in procedure.drugs)
        else:
            told = values.get(name, "") in wanted
        if not told:
            return False
    return True
