"""Modifiers: which sides a code may carry, and in which order modifiers stand (RULEBOOK 3.6)."""

from __future__ import annotations

from collections.abc import Mapping

from cac.lexicon.loader import Code
from cac.lexicon.schema import CodeRule

STOPPED = "53"
REDUCED = "52"
SEPARATE = "59"

_SIDE = {("left",): "LT", ("right",): "RT", ("left", "right"): "50"}
_PRICING = frozenset(["22", "26", "50", "52", "53", "73", "74"])
_SIDE_WORDS = frozenset(["LT", "RT"])


def takes_side(code: str, rule: CodeRule, codes: Mapping[str, Code]) -> bool:
    """Whether LT, RT or 50 may stand on the code: the row allows it and the fee schedule's bilateral indicator is 1."""
    known = codes.get(code)
    return rule.sides and known is not None and known.bilateral == "1"


def of_sides(sides: tuple[str, ...]) -> tuple[str, ...]:
    """The modifier of the sides treated; none where no side is told."""
    return (_SIDE[sides],) if sides in _SIDE else ()


def in_order(modifiers: tuple[str, ...]) -> tuple[str, ...]:
    """Pricing modifiers, then 59, then LT or RT: ``50-59``, ``53-59-LT`` (RULEBOOK 3.6)."""
    return tuple(sorted(modifiers, key=lambda word: 0 if word in _PRICING else 2 if word in _SIDE_WORDS else 1))
