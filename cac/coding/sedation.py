"""Moderate sedation by the physician who does the procedure, or why it is not on this claim (GUIDE; RULEBOOK 1.4)."""

from __future__ import annotations

from cac.coding.draft import Draft
from cac.records import Refusal, Sedation

_FIRST_CODE = {False: "99152", True: "99151"}  # whether the patient is under five
_FURTHER_CODE = "99153"
_BY_ANOTHER = {False: "99156", True: "99155"}
CODES = (*sorted(_FIRST_CODE.values()), _FURTHER_CODE)
"""What sedation may put on a claim."""
_SHORTEST = 10  # minutes that make the first 15
_FIRST, _FURTHER = 15, 15
_HALF = 7  # a further unit counts from its 8th minute on


def add_sedation(sedation: Sedation | None, draft: Draft) -> None:
    """Sedation beside a procedure: at least 10 minutes, an independent observer, the same physician."""
    if sedation is None or not draft.lines:
        return
    lacking = _lacking(sedation)
    minutes = sedation.minutes or 0
    if not lacking:
        draft.add(_FIRST_CODE[sedation.under_five], sedation.evidence, rule="sedation/1", owner=None)
        further = (minutes - _FIRST + _HALF) // _FURTHER
        if further > 0:
            draft.add(_FURTHER_CODE, sedation.evidence, rule="sedation/2", owner=None, units=further)
        return
    if sedation.by == "other_clinician":
        draft.refused.append(
            Refusal(
                code=_BY_ANOTHER[sedation.under_five],
                reason="moderate sedation by another clinician than the one who did the procedure",
                would_change="nothing here: it stands on the claim of whoever gave it",
                rule="sedation/3",
            )
        )
    draft.refused.append(
        Refusal(
            code=_FIRST_CODE[sedation.under_five],
            reason=f"sedation without {' and '.join(lacking)}",
            would_change=f"{lacking[0]} would change it",
            rule="sedation/1",
        )
    )
    if not minutes and sedation.observer and sedation.same_physician:
        draft.missing.append("sedation_time")


def _lacking(sedation: Sedation) -> list[str]:
    """What the note does not tell of the three facts that sedation needs."""
    facts = {
        "its minutes": (sedation.minutes or 0) >= _SHORTEST,
        "an independent observer": sedation.observer,
        "the same physician": sedation.same_physician,
    }
    return [name for name, told in facts.items() if not told]
