"""A short way to look at an answer, for tables of whole notes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

import pytest

from cac import Coder
from cac.records import Procedure, Result


@dataclass(frozen=True)
class Shown:
    """An answer, in words short enough for a table."""

    result: Result
    lines: list[str] = field(default_factory=list)

    @property
    def procedure(self) -> Procedure:
        """The only procedure of the note."""
        assert len(self.result.procedures) == 1, [p.family for p in self.result.procedures]
        return self.result.procedures[0]

    def of(self, family: str) -> Procedure:
        """The only procedure of a family."""
        found = [p for p in self.result.procedures if p.family == family]
        assert len(found) == 1, [p.family for p in self.result.procedures]
        return found[0]

    @staticmethod
    def sides(procedure: Procedure) -> str:
        """Every place with its sides: "L3-L4 left right, L4-L5 left"."""
        return ", ".join(" ".join((site.name, *sorted(site.sides))) for site in procedure.sites)

    @staticmethod
    def drugs(procedure: Procedure) -> str:
        """Every drug with its dose: "bupivacaine, methylprednisolone 80 mg"."""
        return ", ".join(sorted(f"{drug.name} {drug.dose or ''}".strip() for drug in procedure.drugs))


Show = Callable[[str], Shown]


@pytest.fixture(scope="session")
def shown(coder: Coder) -> Show:
    """Code a note and show its lines as "64483-LT", "64484-RT x2"."""

    @cache
    def show(text: str) -> Shown:
        result = coder.code(text)
        for line in result.lines:  # nothing stands without proof, and every proof is a true quotation
            assert line.evidence
            assert all(text[e.start : e.end] == e.text for e in line.evidence)
        lines = [
            "-".join((line.code, *line.modifiers)) + (f" x{line.units}" if line.units > 1 else "")
            for line in result.lines
        ]
        return Shown(result, sorted(lines))

    return show
