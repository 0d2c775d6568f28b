"""`scrub`: all edits of one claim, the worst first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from cac.edits import (
    add_ons,
    bans,
    diagnosis,
    drugs,
    duplicates,
    imaging,
    limits,
    modifiers,
    mue,
    ptp,
    styles,
    unjudged,
    validity,
    visits,
)
from cac.edits.case import Case
from cac.edits.settle import settled
from cac.lexicon.loader import Code, load_lexicon
from cac.lexicon.schema import EditRules, Payer
from cac.records import BilledClaim, Finding
from cac.reference.tables import Reference

EDITS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    validity.findings,
    ptp.findings,
    bans.findings,
    unjudged.findings,
    mue.findings,
    add_ons.findings,
    imaging.findings,
    modifiers.findings,
    styles.findings,
    visits.findings,
    drugs.findings,
    duplicates.findings,
    limits.findings,
    diagnosis.findings,
)
_WORST = {"error": 0, "warning": 1, "info": 2}
_MERGED = ("reference/not_in_force",)


def scrub(
    claim: BilledClaim,
    payer: Payer,
    reference: Reference,
    codes: Mapping[str, Code],
    rules: EditRules | None = None,
) -> tuple[Finding, ...]:
    """What the edits say of a claim, errors first, then by line.

    ``payer`` is the profile of ``claim.payer``; ``rules`` are those of the shipped lexicon unless given. A claim that
    nothing is wrong with may still have findings of severity ``info``.
    """
    case = Case(claim, payer, reference, codes, load_lexicon().edit_rules if rules is None else rules)
    found = settled(case, [finding for edit in EDITS for finding in edit(case)])
    return tuple(sorted(_merged(found), key=lambda item: (_WORST[item.severity], item.lines, item.rule, item.message)))


def _merged(found: Iterable[Finding]) -> Iterator[Finding]:
    """Each finding once; a table that is not in force is told once, with all the lines it leaves unjudged."""
    silent: dict[tuple[str, str], Finding] = {}
    seen: set[Finding] = set()
    for item in found:
        if item.rule not in _MERGED:
            if item not in seen:
                seen.add(item)
                yield item
            continue
        key = (item.rule, item.authority)
        known = silent.get(key)
        lines = tuple(sorted({*item.lines, *(known.lines if known else ())}))
        silent[key] = item.model_copy(update={"lines": lines})
    yield from silent.values()
