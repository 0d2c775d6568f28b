"""Put together what our own data say of one code on one page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

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
from cac.guide.rules import named, payer_rules, whoever_pays
from cac.lexicon.loader import Code, Lexicon
from cac.reference.embedded import Embedded
from cac.reference.files import AddOnRow, quarter_of
from cac.reference.records import AddOn, Fee, NotInForce, Pair, Setting, UnitLimit
from cac.reference.tables import Reference, Tables

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
_SIDES = {
    "two_lines": "a line with RT and one with LT",
    "one_line_50": "one line with 50",
    "one_line_50_two_units": "one line with 50 and two units",
}
_FEW = 12
_SEVERITIES = ("code-determining", "payment-denying", "audit-risk", "best-practice")


class Guide:
    """The pages of one lexicon folder; what is asked of a day is asked of the user's own tables first."""

    def __init__(self, lexicon: Lexicon, tables: Tables | None = None) -> None:
        self.lexicon = lexicon
        self.reference = Embedded(lexicon.root)
        self.tables: Reference = tables or self.reference
        self.changes = all_changes(lexicon, self.reference)

    def page(self, code: str, day: date | None = None) -> Page | None:
        """The page of a procedure code, with what imported tables say of it on a day; None where we hold none.

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
            source=known.source + (f"; the days from {known.days_source}" if known.days_source else ""),
            rules=self.rules(code),
            given=self._given(code),
            add_ons=tuple(_beside(row) for row in self.reference.add_on_rows if row.primary == code),
            primaries=tuple(_beside(row) for row in self.reference.add_on_rows if row.add_on == code),
            modifiers=self._modifiers(known),
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
            imported=self._imported(code, day) if day else (),
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
            source=row.source + (f"; the days from {row.days_source}" if row.days_source else ""),
            limits=self._limits(code),
            diagnoses=self._diagnoses(code),
            changes=self._changes(code),
        )

    def rules(self, code: str) -> tuple[Rule, ...]:
        """Every row of every family that gives a code."""
        families = {id(family): family for family in self.lexicon.families.values()}
        return tuple(rule for family in families.values() for rule in rules_of(code, family))

    def pair(self, column1: str, column2: str, day: date, setting: Setting = "practitioner") -> PairPage:
        """What the edits say of two codes in this order: a pair, no pair, or nothing that is known."""
        said = self.tables.pair(column1, column2, day, setting)
        if isinstance(said, NotInForce):
            if isinstance(self.tables.pair(column2, column1, day, setting), Pair):
                return PairPage(column1, column2, "", "not in this order: the edit of the two is the other one")
            return PairPage(column1, column2, "", str(said))
        if said is None:
            return PairPage(column1, column2, "", f"no pair ({self._edition(column1, day, setting)})")
        says = "never together" if said.indicator == "0" else "together only where apart (59 or XS on the second)"
        if column2 in self.lexicon.edit_rules.guidance_add_ons and self.no_primaries((column1, column2), day):
            says += ", and beside a primary of its own" if said.indicator == "1" else ""
        says = "not in use" if said.indicator == "9" else says
        return PairPage(column1, column2, said.indicator, f"{column2} is inside {column1}: {says} ({said.authority})")

    def _edition(self, column1: str, day: date, setting: Setting) -> str:
        """The edition that has no pair of a code."""
        imported = self.tables.pairs_edition(column1, day, setting) if isinstance(self.tables, Tables) else ""
        if imported:
            return imported
        known = next(iter(self.reference.pairs_of(column1)), None)
        return f"NCCI PTP {setting} {quarter_of(known.source)}" if known else f"NCCI PTP {setting}"

    def _imported(self, code: str, day: date) -> tuple[str, ...]:
        """What the user's own tables say of a code on a day: units, fee schedule, primaries."""
        said = []
        for setting in ("practitioner", "outpatient"):
            limit = self.tables.unit_limit(code, day, setting)
            if isinstance(limit, UnitLimit) and limit.authority.origin == "imported":
                said.append(f"at most {limit.units} units, MAI {limit.mai} ({limit.authority})")
        fee = self.tables.fee(code, day)
        if isinstance(fee, Fee) and fee.authority.origin == "imported":
            said.append(
                f"status {fee.status}, global days {fee.global_days}, bilateral indicator {fee.bilateral}, PC/TC "
                f"{fee.pctc} ({fee.authority})"
            )
        add_on = self.tables.add_on(code, day)
        if isinstance(add_on, AddOn) and add_on.authority.origin == "imported":
            said.append(f"add-on to {named(add_on.primaries) or 'what the contractor says'} ({add_on.authority})")
        return tuple(said)

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
        told = [*whoever_pays(code, self.lexicon.edit_rules)]
        for payer in self.lexicon.payers.values():
            told += payer_rules(code, payer)
        for rule in told:
            said.setdefault((rule.what, rule.source), []).append(rule.payer)
        return tuple(PayerRule(", ".join(payers), what, source) for (what, source), payers in said.items())

    def _given(self, code: str) -> str:
        """What else than a family gives a code: a payer profile in place of another one, or the time of sedation."""
        if code in self.lexicon.beside.sedation.codes():
            return "given for the minutes of sedation that the note tells"
        instead: dict[str, list[str]] = {}
        for payer in self.lexicon.payers.values():
            for other, own in payer.facility_codes.items():
                if own == code:
                    instead.setdefault(other, []).append(payer.label)
        return "; ".join(f"given in place of {other} for {', '.join(labels)}" for other, labels in instead.items())

    def _modifiers(self, code: Code) -> tuple[str, ...]:
        """The fee schedule of physicians knows no sides for a facility's own code; on its claim the code has them."""
        if code.code not in self.lexicon.edit_rules.facility_codes:
            return _modifiers(code)
        written = {
            _SIDES[payer.bilateral]: payer.label
            for payer in self.lexicon.payers.values()
            if code.code in payer.facility_codes.values()
        }
        both = "; ".join(f"{how} ({label})" for how, label in written.items())
        return ("RT or LT where one side was done", *([f"both sides: {both}"] if both else []))

    def no_primaries(self, codes: Sequence[str], day: date) -> list[str]:
        """Of several codes the add-ons that have no primary among the others: such a line is never right."""
        said = []
        for code in dict.fromkeys(codes):
            answer = self.tables.add_on(code, day)
            others = [one for one in dict.fromkeys(codes) if one != code]
            if isinstance(answer, AddOn) and others and answer.primaries.isdisjoint(others):
                what = "is no primary of it" if len(others) == 1 else "are no primaries of it"
                said.append(
                    f"{code} is an add-on and {', '.join(others)} {what} ({answer.authority}): the line is never right "
                    "here, with a modifier or without"
                )
        return said

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
