"""Counters: how many times a procedure counts, and on which sides (RULEBOOK 1.6). Their tables are data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cac.facts.spine import foramen
from cac.nlp.levels import RANK
from cac.records import Evidence, Procedure, Site

_BOTH = ("left", "right")


@dataclass(frozen=True, slots=True)
class Counted:
    """One thing that counts (a joint, a foramen, a body ...), its sides ("" when not stated), and its proof."""

    name: str
    sides: tuple[str, ...]
    evidence: tuple[Evidence, ...]


def count(counter: str, procedure: Procedure, joint_table: Mapping[str, list[str]]) -> list[Counted]:
    """What counts by the counter of a family or row (docs/lexicons.md, "Counters"); empty when no place is named."""
    if counter == "joints":
        return joints(procedure, joint_table)
    if counter == "foramina":
        return foramina(procedure)
    if counter in ("bodies", "discs", "intercostal", "targets", "levels"):
        return each_site(procedure)
    return once(procedure)


def _merge(found: dict[str, Counted], name: str, sides: tuple[str, ...], evidence: tuple[Evidence, ...]) -> None:
    """Count a name once, with all its sides and proofs."""
    held = found.get(name)
    if held is None:
        found[name] = Counted(name, sides, evidence)
    else:
        found[name] = Counted(name, tuple(sorted({*held.sides, *sides})), held.evidence + evidence)


def _ordered(found: dict[str, Counted]) -> list[Counted]:
    """From the head down; named targets last, as told."""
    return sorted(found.values(), key=lambda c: RANK.get(c.name.split("-")[0], 999))


def joints(procedure: Procedure, table: Mapping[str, list[str]]) -> list[Counted]:
    """Facet joints: named joints, and joints whose nerves were both treated on a side (RULEBOOK 3.2)."""
    found: dict[str, Counted] = {}
    nerves: dict[str, dict[str, Site]] = {}
    for site in procedure.sites:
        if site.name in table:
            _merge(found, site.name, site.sides, site.evidence)
        else:
            for side in site.sides or ("",):
                nerves.setdefault(side, {})[site.name] = site
    for side, treated in nerves.items():
        for joint, needed in table.items():
            if all(nerve in treated for nerve in needed):
                proof = tuple(e for nerve in needed for e in treated[nerve].evidence)
                _merge(found, joint, (side,) if side else (), proof)
    return _ordered(found)


def foramina(procedure: Procedure) -> list[Counted]:
    """Foramina: L5-S1 and the L5 root are one (RULEBOOK 2.3)."""
    found: dict[str, Counted] = {}
    for site in procedure.sites:
        _merge(found, foramen(site.name), site.sides, site.evidence)
    return _ordered(found)


def each_site(procedure: Procedure) -> list[Counted]:
    """Every site for itself (discs, bodies, intercostal nerves, named targets)."""
    found: dict[str, Counted] = {}
    for site in procedure.sites:
        _merge(found, site.name, site.sides, site.evidence)
    return _ordered(found)


def once(procedure: Procedure) -> list[Counted]:
    """The procedure itself, once, on its sides."""
    sides: tuple[str, ...] = {"bilateral": _BOTH, "left": ("left",), "right": ("right",)}.get(
        procedure.laterality or "", ()
    )
    return [Counted(procedure.family, sides, tuple(e for site in procedure.sites for e in site.evidence[:1]))]


def muscles(procedure: Procedure) -> int:
    """Muscles treated: the left and the right of a pair are two."""
    return sum(len(site.sides) or 1 for site in procedure.sites)
