"""Where a family was done, while it is being read: each level or target, with the sides told of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from cac.nlp.levels import RANK, Item

BOTH_SIDES = frozenset(["left", "right"])


def side_set(value: str) -> frozenset[str]:
    """Give "left" → {left}; "both" → {left, right}."""
    return BOTH_SIDES if value == "both" else frozenset([value])


@dataclass(slots=True)
class Place:
    """A level or target while it is being read; sides by where they were told."""

    name: str
    spans: list[tuple[int, int]] = field(default_factory=list)
    title_sides: set[str] = field(default_factory=set)
    body_sides: set[str] = field(default_factory=set)
    in_title: bool = False
    in_body: bool = False
    nerve: bool = False
    bare: bool = True
    group: str = ""
    side_proofs: dict[str, tuple[int, int]] = field(default_factory=dict)  # first words of each side


Anchor = tuple[int, int, Place]
"""A place where it is told: first and last character."""


@dataclass(slots=True)
class Places:
    """All places of one family, and the sides told without a place.

    ``loose``: those sides, whether they are told of a repetition, and the levels that it leaves out.
    """

    found: dict[str, Place] = field(default_factory=dict)
    title_sides: set[str] = field(default_factory=set)
    body_sides: set[str] = field(default_factory=set)
    loose: list[tuple[frozenset[str], bool, frozenset[str]]] = field(default_factory=list)
    side_proofs: dict[str, tuple[int, int]] = field(default_factory=dict)
    last: Item | None = None  # the level told last
    emptied: bool = False
    corrected: bool = False

    def add(self, names: list[str], start: int, end: int, *, title: bool, nerve: bool) -> list[Anchor]:
        """Add what was told of these places at ``start:end``, in a title or in the body."""
        anchors = []
        for name in names:
            place = self.found.get(name)
            if place is None:
                place = self.found[name] = Place(name)
            place.spans.append((start, end))
            place.in_title |= title
            place.in_body |= not title
            place.nerve |= nerve
            anchors.append((start, end, place))
        return anchors


def in_order(names: list[str]) -> list[str]:
    """Levels from the head down; named targets as they come."""
    return sorted(names, key=lambda name: RANK.get(name.split("-")[0], 999) + (0.5 if "-" in name else 0))
