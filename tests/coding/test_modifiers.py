"""Modifiers: their order, and the modifier of the sides."""

from __future__ import annotations

from itertools import permutations

import pytest

from cac.coding import modifiers


# RULEBOOK 3.6: pricing, then KX and 59, then LT or RT
@pytest.mark.parametrize("ordered", ["50-59", "53-59-LT", "52-59-RT", "59-LT", "50-KX", "59", ""])
def test_the_order_of_modifiers(ordered: str) -> None:
    words = tuple(filter(None, ordered.split("-")))
    for told in permutations(words):
        assert modifiers.in_order(told) == words


def test_modifiers_of_one_rank_keep_their_order() -> None:
    assert modifiers.in_order(("59", "53", "50")) == ("53", "50", "59")


@pytest.mark.parametrize(
    ("sides", "modifier"), [(("left",), ("LT",)), (("right",), ("RT",)), (("left", "right"), ("50",)), ((), ())]
)
def test_the_modifier_of_the_sides(sides: tuple[str, ...], modifier: tuple[str, ...]) -> None:
    assert modifiers.of_sides(sides) == modifier
