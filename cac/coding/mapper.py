"""Facts → claim: each family's code table, edits between lines, and what was refused and why.

No text is read here. Rules are named ``family/row`` after the file and row of the table that made a line.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache, partial

from cac.coding import edits, questions, refusals
from cac.coding.conditions import attributes_of, matches
from cac.coding.draft import Case, Draft
from cac.coding.lines import apply_row
from cac.coding.sedation import add_sedation
from cac.coding.visit import note_visit
from cac.context import ClaimContext
from cac.lexicon.loader import Code, Lexicon
from cac.lexicon.schema import Family
from cac.records import Claim, Facts, Procedure, unchecked
from cac.reference.records import Fee, Pair
from cac.reference.tables import Reference

_new_claim = unchecked(Claim)


class Mapper:
    """Makes the claim of one note."""

    def __init__(self, lexicon: Lexicon, reference: Reference) -> None:
        self.lexicon = lexicon
        self.reference = reference
        self.codes_on = lru_cache(maxsize=64)(self._codes_on)

    def __call__(self, facts: Facts, context: ClaimContext) -> tuple[Claim, tuple[Procedure, ...]]:
        """The claim for a day and a Medicare contractor, and the procedures under the family their code belongs to."""
        draft = Draft(self.codes_on(context.date_of_service), context.date_of_service)
        procedures = tuple(self._procedure(told, owner, draft) for owner, told in enumerate(facts.procedures))
        add_sedation(facts.sedation, self.lexicon.beside.sedation, draft)
        note_visit(facts.visit, draft)
        questions.settle(questions.contested_together(procedures, self.lexicon.families), draft, context.contractor)
        draft.review += questions.replaced_attempts(procedures, self.lexicon.families)
        edits.one_first_across_regions(draft, procedures, self.lexicon.families)
        edits.resolve_pairs(draft, procedures, partial(self._indicator, context, draft))
        lines = edits.united(draft)
        claim = _new_claim(
            lines=lines,
            refused=refusals.unique(refusals.by_day(draft.refused, draft), {line.code for line in lines}),
            missing=tuple(dict.fromkeys(draft.missing)),
            review=tuple(dict.fromkeys(draft.review)),
            included=tuple(dict.fromkeys(draft.included)),
        )
        return claim, tuple(self._named(procedure) for procedure in procedures)

    def _named(self, procedure: Procedure) -> Procedure:
        """The procedure with the name that its family has in rows, where that is not its own."""
        name = self.lexicon.families[procedure.family].reported_as
        return procedure.model_copy(update={"reported_as": name}) if name else procedure

    def _codes_on(self, day: date) -> Mapping[str, Code]:
        """Our codes with the indicators of an imported fee schedule of the day; ours alone where there is none."""
        found = dict(self.lexicon.codes)
        for code, known in self.lexicon.codes.items():
            fee = self.reference.fee(code, day)
            if isinstance(fee, Fee) and fee.authority.origin == "imported":
                found[code] = known._replace(
                    bilateral=fee.bilateral, global_days=fee.global_days, pctc=fee.pctc, status=fee.status
                )
        return found

    def _indicator(self, context: ClaimContext, draft: Draft, column1: str, column2: str) -> str | None:
        """The indicator of a PTP pair on the day; None where there is no pair.

        Where no edition covers the day, the pair that ships is held to, as it gives the lesser claim, and a person is
        told.
        """
        payer = self.lexicon.payers[context.payer]
        pair = self.reference.pair(column1, column2, context.date_of_service, payer.tables)
        if pair is None:
            return None
        if isinstance(pair, Pair):
            return pair.indicator
        shipped = None if pair.code else self.reference.shipped_pair(column1, column2)
        if shipped is None:
            return None
        draft.review.append(f"{pair}; {column1} and {column2} are held against the pair that ships with cac")
        return shipped.indicator

    def _procedure(self, procedure: Procedure, owner: int, draft: Draft) -> Procedure:
        """Put one procedure on the draft; return it under the family its code belongs to."""
        if procedure.limbs_of is not None:  # another part of the same injection session: counted with the first
            return procedure
        family = self.lexicon.families[procedure.family]
        values = attributes_of(procedure, family)
        proven = _proven(family, values, procedure, draft)
        if proven is not procedure:
            return self._procedure(proven, owner, draft)
        draft.review += [
            *questions.contested(family, values, procedure),
            *questions.reduced_by_choice(procedure),
            *procedure.review,
        ]
        if questions.region_is_open(family, procedure):
            draft.missing.append("levels")
            draft.review.append(f"{family.label}: the spinal region is not stated")
            return procedure
        for number, rule in enumerate(family.codes, start=1):
            if matches(rule.when, values, procedure):
                if invalid := draft.invalid(rule.codes()):
                    draft.refused += [refusals.not_valid(code, draft, family, number) for code in invalid]
                    continue
                coded = procedure.model_copy(update={"family": rule.family}) if rule.family else procedure
                _code(Case(family, rule, number, coded, values, owner, self.lexicon.joints, self.lexicon.beside), draft)
                return coded
        draft.review.append(f"{family.label}: seen, but no row of its code table fits on {draft.day}")
        return procedure


def _proven(family: Family, values: dict[str, str], procedure: Procedure, draft: Draft) -> Procedure:
    """The procedure as it is proven: that of ``falls_back_to`` where something that the family requires is not told."""
    for needed, why in family.requires.items():
        if family.falls_back_to and values.get(needed) != "yes":
            draft.refused += refusals.unmet(family, needed, why, values, procedure)
            side = procedure.laterality or "midline"
            return procedure.model_copy(update={"family": family.falls_back_to, "laterality": side})
    return procedure


def _code(case: Case, draft: Draft) -> None:
    """The lines of the row that fits, what they leave open, and why no other row."""
    apply_row(case, draft)
    draft.missing += questions.missing_facts(case, draft)
    draft.refused += refusals.one_fact_apart(case)
