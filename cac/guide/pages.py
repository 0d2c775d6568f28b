"""Put together what our own data say of one code on one page."""

from __future__ import annotations

from datetime import date
from typing import Literal

from cac.guide.changes import all_changes
from cac.guide.describe import rules_of
from cac.guide.records import (
    Beside,
    Change,
    DrugPage,
    Edit,
    Need,
    Page,
    PairPage,
    PayerRule,
    Policy,
    Rule,
    UnitsAllowed,
)
from cac.lexicon.loader import Code, Lexicon
from cac.lexicon.schema import Limit, Payer
from cac.reference.embedded import Embedded
from cac.reference.files import AddOnRow
from cac.reference.records import NotInForce

_BILATERAL = {
    "0": "no 50: the code is not paid more for two sides",
    "1": "50 where both sides were done; RT or LT where one was",
    "2": "no 50, RT or LT: the code is of both sides already",
    "3": "RT and LT, each side paid in full",
    "9": "no 50, RT or LT: sides do not apply",
}
_GLOBAL = {
    "000": "000 (the day itself)",
    "010": "010 (10 days)",
    "090": "090 (90 days)",
    "XXX": "XXX (no global period)",
    "YYY": "YYY (the contractor decides)",
    "ZZZ": "ZZZ (that of its primary)",
}
_FEW = 12
_SEVERITIES = ("code-determining", "payment-denying", "audit-risk", "best-practice")


class Guide:
    """The pages of one lexicon folder."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.reference = Embedded(lexicon.root)
        self.changes = all_changes(lexicon, self.reference)

    def page(self, code: str) -> Page | None:
        """The page of a procedure code; None where we hold none.

        Raises:
            LexiconError: a table of the lexicon breaks its schema.
        """
        known = self.lexicon.codes.get(code)
        if known is None:
            return None
        return Page(
            code=code,
            label=known.label,
            first_day=known.first_day,
            last_day=known.last_day,
            predecessors=tuple(known.predecessors.split()),
            successors=tuple(known.successors.split()),
            source=known.source,
            rules=self.rules(code),
            add_ons=tuple(_beside(row) for row in self.reference.add_on_rows if row.primary == code),
            primaries=tuple(_beside(row) for row in self.reference.add_on_rows if row.add_on == code),
            modifiers=_modifiers(known),
            global_days=_GLOBAL.get(known.global_days, known.global_days),
            limits=self._limits(code),
            edits=tuple(Edit(*row) for row in self.reference.pairs_of(code)),
            edits_known=self.reference.knows_pairs_of(code),
            documentation=self._documentation(code),
            policies=tuple(
                Policy(row.policy, row.article, row.contractor, row.first_day, row.last_day)
                for row in self.reference.policies(code)
            ),
            payers=self._payers(code),
            diagnoses=self._diagnoses(code),
            changes=self._changes(code),
        )

    def drug(self, code: str) -> DrugPage | None:
        """The page of a drug code; None where we hold none."""
        row = self.reference.drug_row(code)
        if row is None:
            return None
        return DrugPage(
            code=code,
            label=row.label,
            one_unit="one unit whatever the amount" if row.unit == "line" else f"{row.amount} {row.unit}",
            first_day=row.first_day,
            last_day=row.last_day,
            predecessors=tuple(other.code for other in self.reference.drug_rows if code in other.successors.split()),
            successors=tuple(row.successors.split()),
            source=row.source,
            limits=self._limits(code),
            diagnoses=self._diagnoses(code),
            changes=self._changes(code),
        )

    def rules(self, code: str) -> tuple[Rule, ...]:
        """Every row of every family that gives a code."""
        families = {id(family): family for family in self.lexicon.families.values()}
        return tuple(rule for family in families.values() for rule in rules_of(code, family))

    def pair(
        self, column1: str, column2: str, day: date, setting: Literal["practitioner"] = "practitioner"
    ) -> PairPage:
        """What the edits say of two codes in this order: a pair, no pair, or nothing that is known."""
        said = self.reference.pair(column1, column2, day, setting)
        if isinstance(said, NotInForce):
            return PairPage(column1, column2, "", str(said))
        if said is None:
            return PairPage(column1, column2, "", f"no pair ({self._edition})")
        says = "never together" if said.indicator == "0" else "together only where apart (59 or XS on the second)"
        says = "not in use" if said.indicator == "9" else says
        return PairPage(column1, column2, said.indicator, f"{column2} is inside {column1}: {says} ({said.authority})")

    @property
    def _edition(self) -> str:
        said = self.reference.pair("63650", "77003", date.max, "practitioner")
        return "NCCI PTP practitioner" if said is None or isinstance(said, NotInForce) else str(said.authority)

    def _limits(self, code: str) -> tuple[UnitsAllowed, ...]:
        return tuple(
            UnitsAllowed(row.setting, int(row.units), row.mai, row.first_day, row.source)
            for row in self.reference.limit_rows_of(code)
        )

    def _documentation(self, code: str) -> tuple[Need, ...]:
        needs = [
            Need(row.element.replace("_", " "), row.need, row.severity)
            for row in self.reference.documentation
            if code in row.codes.split()
        ]
        return tuple(sorted(needs, key=lambda need: _SEVERITIES.index(need.severity)))

    def _diagnoses(self, code: str) -> str:
        """The diagnoses that policies cover a code for: by name where they are few, else their number."""
        row = self.reference.coverage_row(code)
        if row is None:
            return ""
        covered = sorted({one for name in row.lists.split() for one in self.reference.diagnoses_on(name, "covered")})
        named = ", ".join(covered) if len(covered) <= _FEW else f"{len(covered)} diagnoses"
        return f"{named} covered by {row.policies.replace(' ', ', ')} ({row.source})"

    def _payers(self, code: str) -> tuple[PayerRule, ...]:
        """What payers say of a code; those that say the same together."""
        said: dict[tuple[str, str], list[str]] = {}
        for payer in self.lexicon.payers.values():
            for rule in payer_rules(code, payer):
                said.setdefault((rule.what, rule.source), []).append(rule.payer)
        return tuple(PayerRule(", ".join(payers), what, source) for (what, source), payers in said.items())

    def _changes(self, code: str) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if code in change.codes)


def _beside(row: AddOnRow) -> Beside:
    return Beside(row.add_on, row.primary, row.first_day, row.last_day, row.source)


def _modifiers(code: Code) -> tuple[str, ...]:
    said = [
        _BILATERAL.get(code.bilateral, ""),
        "26 for the professional part in a facility" if code.pctc == "1" else "",
    ]
    return tuple(words for words in said if words)


def payer_rules(code: str, payer: Payer) -> list[PayerRule]:
    """What a payer profile says of a code: attestations, limits, approvals, what is not covered."""
    found = [
        PayerRule(payer.label, f"{rule.modifier} {_when(rule.when)}".rstrip(), rule.source)
        for rule in payer.attest
        if code in rule.codes
    ]
    found += [
        PayerRule(payer.label, limit.message + _at_most(limit), limit.source)
        for limit in payer.limits
        if code in limit.codes or any(code in group for group in limit.groups)
    ]
    for approval in payer.prior_authorization:
        if code in approval.codes:
            places = f" (place {', '.join(approval.places)})" if approval.places else ""
            states = f" (in {', '.join(approval.states)})" if approval.states else ""
            found.append(PayerRule(payer.label, approval.message + places + states, approval.source))
    found += [PayerRule(payer.label, rule.message, rule.source) for rule in payer.not_covered if code in rule.codes]
    return found


def _at_most(limit: Limit) -> str:
    """The number of a limit; of groups the message itself tells."""
    if limit.measure == "groups":
        return ""
    period = {"session": "a session", "lifetime": "in a lifetime"}.get(limit.per, f"in {limit.per}")
    return f" (at most {limit.at_most} {limit.measure} {period})"


def _when(when: dict[str, list[str]]) -> str:
    return "; ".join(f"where {name.replace('_', ' ')} is {' or '.join(values)}" for name, values in when.items())
