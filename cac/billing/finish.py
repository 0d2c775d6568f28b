"""The stage: a claim as the words prove it → the claim as a payer wants it at the place of service.

Without a place of service the lines stay as they are (one line with 50, no 26, no KX): what hangs on the setting is not
decided by a guess.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cac.billing import sides
from cac.billing.line import Bill
from cac.context import ClaimContext
from cac.lexicon.loader import Code
from cac.lexicon.schema import Attestation, Payer
from cac.records import Claim, ClaimLine, Evidence, Procedure, Refusal

_SEPARATE = "59"
_TECHNICAL = "3"
"""Fee schedule: the technical part alone, such as the further minutes of sedation (99153)."""
_PROFESSIONAL = "26"
_STOPPED = "53"
_MOST_MODIFIERS = 4
"""A claim form has room for four modifiers a line (CMS-1500 item 24D)."""


def finish(
    claim: Claim,
    procedures: Sequence[Procedure],
    teaching: Sequence[Evidence],
    context: ClaimContext,
    payer: Payer,
    codes: Mapping[str, Code],
) -> Claim:
    """The claim with the lines of ``payer`` at the place of service of ``context``.

    Args:
        claim: the lines in the neutral convention.
        procedures: what the lines' ``procedures`` point at.
        teaching: the words that tell of a resident under a teaching physician.
        context: day, place and payer.
        payer: the profile of the payer of ``context``.
        codes: the facts of the fee schedule by code.
    """
    if not context.place_of_service:
        return claim
    bill = Bill(claim, procedures, payer, codes)
    _facility_codes(bill)
    _packaged(bill)
    if payer.claim == "professional" and context.in_facility:
        _technical(bill)
    if payer.stopped == "73_74":
        _stopped_in_facility(bill)
    sides.write(bill)
    if payer.professional_component and context.in_facility:
        _professional_component(bill)
    _repeated(bill)
    _separate(bill)
    for attestation in payer.attest:
        _attest(bill, attestation)
    if teaching and "GC" in {word for group in payer.modifier_order for word in group}:
        _teaching(bill)
    _order(bill)
    return bill.claim()


def _facility_codes(bill: Bill) -> None:
    """The facility's own code for what the physician reports by another (27096 → G0260; A59154)."""
    for position, line in enumerate(bill.lines):
        instead = bill.payer.facility_codes.get(line.code)
        if instead:
            label = bill.codes[instead].label if instead in bill.codes else line.label
            bill.lines[position] = line.model_copy(update={"code": instead, "label": label})
            bill.refuse(
                line.code, f"{bill.payer.label} reports {instead}", "a professional claim", "payer/facility_code"
            )


def _packaged(bill: Bill) -> None:
    """Imaging and sedation that this payer never pays apart are not written (RULEBOOK 3.8)."""
    for line in bill.lines:
        if line.code in bill.payer.packaged:
            bill.refuse(line.code, f"packaged by {bill.payer.label}", "a professional claim", "payer/packaged")
    bill.lines = [line for line in bill.lines if line.code not in bill.payer.packaged]


def _technical(bill: Bill) -> None:
    """Technical work alone, where a facility bears it, is no line of the physician."""
    kept = []
    for line in bill.lines:
        code = bill.codes.get(line.code)
        if code is not None and code.pctc == _TECHNICAL:
            reason = "technical work of the facility: a physician is not paid for it there"
            bill.refuse(line.code, reason, "a place of service that is no facility", "payer/technical")
        else:
            kept.append(line)
    bill.lines = kept


def _stopped_in_facility(bill: Bill) -> None:
    """A facility writes 73 before anaesthesia and 74 after it, or after the start, where a physician writes 53."""
    for position, line in enumerate(bill.lines):
        if _STOPPED in line.modifiers:
            before = any(p.attributes.get("stopped") == "before_anesthesia" for p in bill.of(line))
            bill.swap(position, _STOPPED, "73" if before else "74")


def _professional_component(bill: Bill) -> None:
    """26 on a code with a professional and a technical part, where a facility owns the equipment (RULEBOOK 3.8)."""
    for position, line in enumerate(bill.lines):
        code = bill.codes.get(line.code)
        if code is not None and code.pctc == "1":
            bill.add(position, _PROFESSIONAL)


def _repeated(bill: Bill) -> None:
    """Units of a code that this payer wants on lines of their own: the first plain, each further one with 59."""
    drawn: list[ClaimLine] = []
    for line in bill.lines:
        if bill.payer.repeated.get(line.code) == "second_line_59" and line.units > 1:
            drawn.append(line.model_copy(update={"units": 1}))
            further = line.model_copy(update={"units": 1, "modifiers": (*line.modifiers, _SEPARATE)})
            drawn += [further] * (line.units - 1)
        else:
            drawn.append(line)
    bill.lines = drawn


def _separate(bill: Bill) -> None:
    """XS instead of 59 for a payer that asks for it."""
    for position, line in enumerate(bill.lines):
        if _SEPARATE in line.modifiers:
            bill.swap(position, _SEPARATE, bill.payer.separate)


def _attest(bill: Bill, attestation: Attestation) -> None:
    """A modifier that attests what the note tells of the procedure (KX on a diagnostic block)."""
    for position, line in enumerate(bill.lines):
        told = bill.of(line)
        if line.code in attestation.codes and told and all(_holds(attestation, procedure) for procedure in told):
            bill.add(position, attestation.modifier)


def _holds(attestation: Attestation, procedure: Procedure) -> bool:
    return all(procedure.attributes.get(name, "") in wanted for name, wanted in attestation.when.items())


def _teaching(bill: Bill) -> None:
    """GC on what a resident did under a teaching physician who was there for the key part (RULEBOOK 3.8)."""
    for position, line in enumerate(bill.lines):
        if line.procedures:
            bill.add(position, "GC")


def _order(bill: Bill) -> None:
    """The payer's order of modifiers; a fifth is refused, never written."""
    place = {word: number for number, group in enumerate(bill.payer.modifier_order) for word in group}
    for position, line in enumerate(bill.lines):
        words = sorted(dict.fromkeys(line.modifiers), key=lambda word: place.get(word, len(place)))
        for word in words[_MOST_MODIFIERS:]:
            reason = f"a fifth modifier ({word}) on {line.code}: a claim line has room for four"
            bill.refused.append(
                Refusal(code=f"{line.code}-{word}", reason=reason, would_change="a modifier less", rule="payer/order")
            )
            bill.review.append(reason)
        bill.lines[position] = line.model_copy(update={"modifiers": tuple(words[:_MOST_MODIFIERS])})
