"""A claim while it is written for a payer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cac.coding import refusals
from cac.lexicon.loader import Code
from cac.lexicon.schema import Payer
from cac.records import Claim, ClaimLine, Procedure, Refusal


class Bill:
    """The lines being written, and what is refused or left to a person on the way."""

    def __init__(self, claim: Claim, procedures: Sequence[Procedure], payer: Payer, codes: Mapping[str, Code]) -> None:
        self.lines = list(claim.lines)
        self.refused: list[Refusal] = []
        self.review: list[str] = []
        self.payer = payer
        self.codes = codes
        self._claim = claim
        self._procedures = procedures

    def of(self, line: ClaimLine) -> list[Procedure]:
        """The procedures a line comes from."""
        return [self._procedures[place] for place in line.procedures]

    def is_add_on(self, line: ClaimLine) -> bool:
        """Whether the fee schedule counts the code into the global days of another (ZZZ)."""
        code = self.codes.get(line.code)
        return code is not None and code.global_days == "ZZZ"

    def add(self, position: int, modifier: str) -> None:
        """One more modifier on a line."""
        line = self.lines[position]
        self.lines[position] = line.model_copy(update={"modifiers": (*line.modifiers, modifier)})

    def swap(self, position: int, old: str, new: str) -> None:
        """A modifier for another."""
        line = self.lines[position]
        words = tuple(new if word == old else word for word in line.modifiers)
        self.lines[position] = line.model_copy(update={"modifiers": words})

    def refuse(self, code: str, reason: str, would_change: str, rule: str) -> None:
        """Say why a code is not written."""
        self.refused.append(Refusal(code=code, reason=reason, would_change=would_change, rule=rule))

    def claim(self) -> Claim:
        """The claim as it stands."""
        given = {line.code for line in self.lines}
        return self._claim.model_copy(
            update={
                "lines": tuple(self.lines),
                "refused": refusals.unique((*self.refused, *self._claim.refused), given),
                "review": tuple(dict.fromkeys((*self._claim.review, *self.review))),
            }
        )
