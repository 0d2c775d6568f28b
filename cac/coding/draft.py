"""What the rooms of this stage share while they make a claim: the draft, and one procedure under one row of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from cac.lexicon.loader import Code
from cac.lexicon.schema import CodeRule, Family, SeparateCodes
from cac.records import ClaimLine, Evidence, Procedure, Refusal, unchecked

_MAX_EVIDENCE = 6
_new_line = unchecked(ClaimLine)


@dataclass(frozen=True, slots=True)
class Case:
    """One procedure under the row of its family's code table that fits.

    ``values`` are the attributes the table was asked with, ``number`` is the row's place in the file (from 1),
    ``owner`` the place of the procedure in the note, ``joints`` the facet joints with their nerves, and ``beside`` the
    codes that stand beside any family.
    """

    family: Family
    rule: CodeRule
    number: int
    procedure: Procedure
    values: Mapping[str, str]
    owner: int
    joints: Mapping[str, list[str]]
    beside: SeparateCodes

    @property
    def name(self) -> str:
        """The rule as the result names it: file and row."""
        return f"{self.family.slugs()[0]}/{self.number}"

    @property
    def counter(self) -> str:
        """What counts: the row's word goes before the family's."""
        return self.rule.counter or self.family.counter


@dataclass(frozen=True, slots=True)
class Owned:
    """A claim line and the procedure it came from; ``None`` for what belongs to the session (sedation)."""

    line: ClaimLine
    owner: int | None


@dataclass(slots=True)
class Draft:
    """A claim being made; ``once`` holds the codes that count once a session whatever the number of procedures."""

    codes: Mapping[str, Code]
    day: date
    lines: list[Owned] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    review: list[str] = field(default_factory=list)
    included: list[str] = field(default_factory=list)
    once: set[str] = field(default_factory=set)

    def add(
        self,
        code: str,
        evidence: Iterable[Evidence],
        *,
        rule: str,
        owner: int | None,
        modifiers: tuple[str, ...] = (),
        units: int = 1,
    ) -> None:
        """Append a line, with our label of its code and its first proofs."""
        line = _new_line(
            code=code,
            modifiers=modifiers,
            units=units,
            label=self.codes[code].label if code in self.codes else "",
            rule=rule,
            procedures=() if owner is None else (owner,),
            evidence=first_proofs(evidence),
        )
        self.lines.append(Owned(line, owner))

    def invalid(self, codes: Iterable[str]) -> list[str]:
        """Those of the codes that may not stand on a claim for the day of service."""
        return [code for code in codes if code in self.codes and not self.codes[code].valid_on(self.day)]

    def replace(self, instead: Mapping[str, str]) -> None:
        """Another code, with our label of it, on every line that has one of these."""
        for place, held in enumerate(self.lines):
            code = instead.get(held.line.code)
            if code:
                label = self.codes[code].label if code in self.codes else ""
                self.lines[place] = replace(held, line=held.line.model_copy(update={"code": code, "label": label}))

    def has(self, code: str, owner: int | None = None) -> bool:
        """Whether the code stands on the draft already, for ``owner`` if one is named."""
        return any(held.line.code == code and owner in (None, held.owner) for held in self.lines)


def first_proofs(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The first few proofs, each place of the note once."""
    return tuple({(proof.start, proof.end): proof for proof in evidence}.values())[:_MAX_EVIDENCE]
