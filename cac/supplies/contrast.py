"""Which contrast agent the words of a note prove, and by its iodine number its code."""

from __future__ import annotations

import re

from cac.lexicon.schema import ContrastAgent, SupplyContrast, SupplyProduct
from cac.supplies.products import NotProven, names

_IODINE = re.compile(r"(?<!\d)\d{3}(?!\d)")


def agent_of(contrast: SupplyContrast, words: str) -> tuple[str, SupplyProduct] | NotProven:
    """The agent's name and its code as a product.

    Args:
        contrast: the agents there are.
        words: everything by which the note calls it, with the number behind the name: "omnipaque 240".
    """
    told = [agent for agent in contrast.agents if names(agent.named, words)]
    if len(told) > 1:
        return NotProven("the note names two agents")
    if not told:
        return NotProven(contrast.question)
    agent = told[0]
    name = next(name for name in agent.named if names([name], words))
    if agent.code:
        return name, SupplyProduct(codes=[agent.code], vial=contrast.vial)
    found = _by_iodine(agent, name, {int(number) for number in _IODINE.findall(words)})
    if isinstance(found, NotProven):
        return found
    code, number = found
    return f"{name} {number}", SupplyProduct(codes=[code], vial=contrast.vial)


def _by_iodine(agent: ContrastAgent, name: str, numbers: set[int]) -> tuple[str, int] | NotProven:
    """The code, and the iodine number that proves it."""
    codes = {code for number in numbers for code, (least, most) in agent.by_iodine.items() if least <= number <= most}
    if len(numbers) > 1 or len(codes) > 1:
        return NotProven(f"{name}: the note tells more than one iodine number")
    if not codes:
        return NotProven(f"{name}: its iodine number ({agent.strengths})")
    return codes.pop(), numbers.pop()
