"""Moderate sedation by the physician who does the procedure, or why it is not on this claim (GUIDE; RULEBOOK 1.4)."""

from __future__ import annotations

from typing import Literal

from cac.coding.draft import Draft
from cac.lexicon.schema import SedationRule
from cac.records import Refusal, Sedation


def add_sedation(sedation: Sedation | None, rule: SedationRule, draft: Draft) -> None:
    """Sedation beside a procedure: long enough, an independent observer, the same physician."""
    if sedation is None or not draft.lines:
        return
    lacking = _lacking(sedation, rule)
    minutes = sedation.minutes or 0
    age: Literal["adult", "child"] = "child" if sedation.under_five else "adult"
    if not lacking:
        draft.add(rule.first[age], sedation.evidence, rule="sedation/1", owner=None)
        further = (minutes - rule.first_minutes + rule.further_minutes - rule.further_from) // rule.further_minutes
        if further > 0:
            draft.add(rule.further, sedation.evidence, rule="sedation/2", owner=None, units=further)
        return
    if sedation.by == "other_clinician":
        draft.refused.append(
            Refusal(
                code=rule.by_another[age],
                reason="moderate sedation by another clinician than the one who did the procedure",
                would_change="nothing here: it stands on the claim of whoever gave it",
                rule="sedation/3",
            )
        )
    draft.refused.append(
        Refusal(
            code=rule.first[age],
            reason=f"sedation without {' and '.join(lacking)}",
            would_change=f"{lacking[0]} would change it",
            rule="sedation/1",
        )
    )
    if not minutes and sedation.observer and sedation.same_physician:
        draft.missing.append("sedation_time")


def _lacking(sedation: Sedation, rule: SedationRule) -> list[str]:
    """What the note does not tell of the three facts that sedation needs."""
    facts = {
        "its minutes": (sedation.minutes or 0) >= rule.shortest,
        "an independent observer": sedation.observer,
        "the same physician": sedation.same_physician,
    }
    return [name for name, told in facts.items() if not told]
