"""What the name of a spinal level implies: its region, and the foramen a nerve root leaves by."""

from __future__ import annotations

from cac.nlp.levels import RANK

_REGIONS = {"C": "cervical", "T": "thoracic", "L": "lumbar"}
_SACRAL_WITH_LUMBAR = frozenset(["foramina", "once", "joints"])  # counters whose codes say "lumbar or sacral"


def is_level(name: str) -> bool:
    """Whether the name is a vertebra, a nerve root or a space: "L4", "L4-L5"."""
    return name.split("-")[0] in RANK


def region_of(name: str, counter: str) -> str:
    """The region of a level as the gold guide cuts it: T1-2 to T12-L1 thoracic, C7-T1 cervical, L5-S1 lumbar."""
    if name == "TON":
        return "cervical"
    return _REGIONS.get(name[0]) or ("lumbar" if counter in _SACRAL_WITH_LUMBAR else "sacral")


def foramen(name: str) -> str:
    """The nerve root that leaves a foramen: L4-L5 is L4's, C5-C6 is C6's, L5-S1 is L5's; a root stands for itself."""
    if "-" not in name:
        return name
    upper, lower = name.split("-")
    if upper[0] == "C":
        return "C8" if lower == "T1" else lower
    return upper
