"""The claim under the edits, with what they all ask of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from cac.lexicon.loader import Code
from cac.lexicon.schema import EditRules, Payer
from cac.records import BilledClaim, BilledLine, Finding
from cac.reference.records import Authority, Fee, NotInForce, Pair
from cac.reference.tables import Reference

SIDES = frozenset(["RT", "LT"])
BOTH = "50"


class Indicators(NamedTuple):
    """What the fee schedule says of a code; "" where it is silent, and where that stands."""

    bilateral: str
    global_days: str
    pctc: str
    status: str
    authority: str
    imported: bool


@dataclass(frozen=True)
class Case:
    """One claim, its payer, and the tables and rules it is judged by."""

    claim: BilledClaim
    payer: Payer
    reference: Reference
    codes: Mapping[str, Code]
    rules: EditRules

    @cached_property
    def places(self) -> dict[str, tuple[int, ...]]:
        """Each code of the claim and the places of its lines."""
        found: dict[str, list[int]] = {}
        for place, line in enumerate(self.claim.lines):
            found.setdefault(line.code, []).append(place)
        return {code: tuple(places) for code, places in found.items()}

    @cached_property
    def indicators(self) -> dict[str, Indicators]:
        """The fee schedule's indicators of each code: the reference first, else our own list of codes."""
        return {code: self._indicators(code) for code in self.places}

    def _indicators(self, code: str) -> Indicators:
        """The physician fee schedule knows no sides for a code of the facility; on its claim the code has them."""
        told = self._scheduled(code)
        own = self.payer.claim == "facility" and code in self.rules.facility_codes
        return told._replace(bilateral="1") if own else told

    def _scheduled(self, code: str) -> Indicators:
        fee = self.reference.fee(code, self.claim.date_of_service)
        if isinstance(fee, Fee):
            imported = fee.authority.origin == "imported"
            return Indicators(fee.bilateral, fee.global_days, fee.pctc, fee.status, str(fee.authority), imported)
        known = self.codes.get(code)
        if known is None:
            return Indicators("", "", "", "", "", False)
        return Indicators(known.bilateral, known.global_days, known.pctc, known.status, known.source, False)

    def pair(self, one: str, two: str) -> Pair | NotInForce | None:
        """The PTP edit of two codes in this order, on the day and in the payer's table; asked once."""
        if (one, two) not in self._pairs:
            day, setting = self.claim.date_of_service, self.payer.tables
            self._pairs[one, two] = self.reference.pair(one, two, day, setting)
        return self._pairs[one, two]

    @cached_property
    def _pairs(self) -> dict[tuple[str, str], Pair | NotInForce | None]:
        return {}

    def lines_of(self, codes: Iterable[str]) -> tuple[int, ...]:
        """The places of the lines with one of these codes, in order."""
        return tuple(sorted(place for code in set(codes) for place in self.places.get(code, ())))

    def line(self, place: int) -> BilledLine:
        """The line at a place."""
        return self.claim.lines[place]

    def is_known(self, code: str) -> bool:
        """Whether the code is one of ours and valid on the day; of others and of drugs other edits tell."""
        known = self.codes.get(code)
        return known is not None and known.valid_on(self.claim.date_of_service) and not self.is_drug(code)

    def of_a_visit(self, codes: Iterable[str]) -> tuple[str, str]:
        """The modifier of a visit on the day of these procedures, and what the note must show for it."""
        if any(self.indicators[code].global_days == "090" for code in codes):
            return "57", "the decision for surgery"
        return "25", f"work beyond doing {named(codes)}"

    def is_add_on(self, code: str) -> bool:
        """Whether the fee schedule calls the code an add-on."""
        return self.indicators[code].global_days == "ZZZ"

    def is_drug(self, code: str) -> bool:
        """Whether the line is a drug or a contrast agent."""
        return any(code.startswith(start) for start in self.rules.drug_codes)

    def counted(self, code: str, *, sides_apart: bool) -> int:
        """Units of a code in the session; ``sides_apart``: what stands on two sides counts once.

        50 is one unit for both sides. An add-on that the payer wants twice without 50, beside a base code with 50, is
        halved.
        """
        one_side = {"RT": 0, "LT": 0}
        both, unsided = 0, 0
        for line in map(self.line, self.places.get(code, ())):
            sides = self.sides(line)
            if sides == SIDES:
                both += -(-line.units // 2) if self.payer.bilateral == "one_line_50_two_units" else line.units
            elif sides:
                one_side[next(iter(sides))] += line.units
            else:
                unsided += line.units
        total = both + unsided + (max(one_side.values()) if sides_apart else sum(one_side.values()))
        if self.doubled(code):
            total = -(-total // 2)
        return total

    def takes_two_lines(self, code: str) -> bool:
        """Whether a line with RT and one with LT are one unit each of this code.

        So it is where the payer wants both sides written so, and with payers other than Medicare, who differ (RULEBOOK
        3.6): there the writing is a matter of style.
        """
        two = self.payer.bilateral == "two_lines" or not self.payer.medicare
        return two and self.indicators[code].bilateral == "1"

    def doubled(self, code: str) -> bool:
        """Whether the payer wants this add-on twice without 50, as a base code on the claim is on both sides."""
        return (
            self.payer.bilateral_add_on == "twice_no_50"
            and self.indicators[code].bilateral == "1"
            and self.is_add_on(code)
            and any(BOTH in line.modifiers and not self.is_add_on(line.code) for line in self.claim.lines)
        )

    @staticmethod
    def sides(line: BilledLine) -> frozenset[str]:
        """The sides a line tells: RT, LT, both, or none."""
        return SIDES if BOTH in line.modifiers else SIDES & set(line.modifiers)


def finding(
    rule: str,
    severity: str,
    lines: Collection[int],
    message: str,
    authority: Authority | str,
    *,
    imported: bool = False,
) -> Finding:
    """A finding; its source is that of the fact behind it."""
    if isinstance(authority, Authority):
        imported = authority.origin == "imported"
    return Finding.model_validate(
        {
            "rule": rule,
            "severity": severity,
            "lines": tuple(sorted(set(lines))),
            "message": message,
            "authority": str(authority),
            "source": "imported" if imported else "embedded",
        }
    )


def not_in_force(answer: NotInForce, lines: Collection[int]) -> Iterator[Finding]:
    """A table that has no edition for the day: said, and nothing is judged by it."""
    if not answer.code:
        message = f"{answer}: nothing was judged by it."
        yield finding("reference/not_in_force", "warning", lines, message, answer.table)


def not_held(case: Case, table: str, codes: Collection[str], what: str) -> Iterator[Finding]:
    """Codes of which a table, as it is here, does not hold ``what``: they were not judged by it."""
    known = sorted(filter(case.is_known, set(codes)))
    if known:
        message = f"{table} as it is here holds {what} of {named(known)}: not judged by it."
        yield finding("reference/not_held", "info", case.lines_of(known), message, table)


def named(codes: Iterable[str]) -> str:
    """Codes in a sentence, in order."""
    return ", ".join(sorted(set(codes)))
