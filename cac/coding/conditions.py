"""The conditions of a code table: what a row may ask for, and whether it holds (docs/lexicons.md, "CodeRule")."""

from __future__ import annotations

from collections.abc import Mapping

from cac.records import Procedure

_GROUPS = {"arm": "limb", "leg": "limb", "trunk": "limb"}


def attributes_of(procedure: Procedure) -> dict[str, str]:
    """Everything a code table may ask for."""
    group = next((site.group for site in procedure.sites if site.group), "")
    return {
        **procedure.attributes,
        "family": procedure.family,
        "region": procedure.region or "",
        "guidance": procedure.guidance,
        "laterality": procedure.laterality or "",
        "agent": procedure.agent,
        "drug": "given" if procedure.drugs else "none",
        "group": _GROUPS.get(group, group),
    }


def matches(when: Mapping[str, list[str]], values: Mapping[str, str], procedure: Procedure) -> bool:
    """Whether every condition holds; ``levels`` asks whether one of the levels is among those named."""
    return all(
        any(level in wanted for level in procedure.levels) if name == "levels" else values.get(name, "") in wanted
        for name, wanted in when.items()
    )
