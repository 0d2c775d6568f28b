"""Edits between the lines of a claim: one first-level code a session, PTP pairs, the same code twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import permutations

from cac.coding import modifiers
from cac.coding.draft import Draft, Owned, first_proofs
from cac.lexicon.schema import Family
from cac.records import ClaimLine, Procedure, Refusal
from cac.reference.records import APART, NEVER


def one_first_across_regions(draft: Draft, procedures: Sequence[Procedure], families: Mapping[str, Family]) -> None:
    """Bodies in two regions have one first-level code; the others are further bodies (RULEBOOK 2.19)."""
    seen: set[str] = set()
    for position, held in enumerate(draft.lines):
        if held.owner is None:
            continue
        slug = procedures[held.owner].family
        if not families[slug].one_first_across_regions:
            continue
        further = {
            rule.ladder[0]: rule.ladder[-1] for rule in families[slug].codes if slug in rule.when.get("family", [])
        }
        code = further.get(held.line.code)
        if code is None:
            continue
        if slug in seen:
            line = held.line.model_copy(update={"code": code, "label": draft.codes[code].label})
            draft.lines[position] = replace(held, line=line)
        seen.add(slug)


def resolve_pairs(
    draft: Draft, procedures: Sequence[Procedure], indicator_of: Callable[[str, str], str | None]
) -> None:
    """PTP pairs (RULEBOOK 3.4): indicator 0 drops column 2; 1 keeps it with 59 where the site is separate.

    ``indicator_of`` gives the indicator of two codes in this order, None where they are no pair.
    """
    lines = draft.lines
    dropped: set[int] = set()
    for i, j in permutations(range(len(lines)), 2):
        first, second = lines[i], lines[j]
        if i in dropped or j in dropped or first.owner == second.owner:
            continue
        indicator = indicator_of(first.line.code, second.line.code)
        if indicator not in (NEVER, APART):
            continue
        if indicator == NEVER or not _apart(first, second, procedures):
            dropped.add(j)
            draft.refused.append(_refusal(first.line.code, second.line.code, indicator))
        elif modifiers.SEPARATE not in second.line.modifiers:
            words = modifiers.in_order((modifiers.SEPARATE, *second.line.modifiers))
            lines[j] = replace(second, line=second.line.model_copy(update={"modifiers": words}))
    draft.lines = [held for position, held in enumerate(lines) if position not in dropped]


def _refusal(first: str, second: str, indicator: str) -> Refusal:
    """Why column 2 was dropped."""
    never = indicator == NEVER
    why = "never together" if never else "no separate site is told"
    return Refusal(
        code=second,
        reason=f"PTP pair {first} > {second}, indicator {indicator}: {why}",
        would_change="nothing" if never else "a separate site, told in the note",
        rule="ptp",
    )


def _apart(first: Owned, second: Owned, procedures: Sequence[Procedure]) -> bool:
    """Whether two lines come from procedures done at different places; what belongs to the session is nowhere apart."""
    if first.owner is None or second.owner is None:
        return False
    one, two = procedures[first.owner], procedures[second.owner]
    if one.region != two.region:
        return True
    if not one.sites or not two.sites:
        return bool(one.sites or two.sites)  # two that have no place, as a pump and its first filling, are one
    return _places(one).isdisjoint(_places(two))


def _places(procedure: Procedure) -> set[tuple[str, str]]:
    """Each place on each of its sides."""
    return {(site.name, side) for site in procedure.sites for side in site.sides or ("",)}


def united(draft: Draft) -> tuple[ClaimLine, ...]:
    """Lines of one code and modifiers become one with their units added; what counts once a session stays one."""
    found: dict[tuple[str, tuple[str, ...]], ClaimLine] = {}
    for line in (held.line for held in draft.lines):
        first = found.setdefault((line.code, line.modifiers), line)
        if first is line:
            continue
        once_only = line.code in draft.once or line.rule.endswith(("/guidance", "/emg"))
        found[line.code, line.modifiers] = first.model_copy(
            update={
                "units": first.units if once_only else first.units + line.units,
                "procedures": tuple(dict.fromkeys((*first.procedures, *line.procedures))),
                "evidence": first_proofs((*first.evidence, *line.evidence)),
            }
        )
    return tuple(found.values())
