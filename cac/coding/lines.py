"""One row of a code table → its claim lines: ladder, counts, limbs, codes beside, guidance.

The rows are data (``lexicons/families``); the sources of their codes stand in each file. Here is how a row is read.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable

from cac.coding import counters, modifiers, refusals
from cac.coding.counters import Counted
from cac.coding.draft import Case, Draft
from cac.records import Evidence, Site

_COUNT_LEVELS = frozenset(["joints", "foramina", "bodies", "discs", "intercostal", "levels"])
_MANY_OF_A_LIMB = 5  # 64644, 64645: five or more muscles of one extremity (RULEBOOK 2.15)
_MANY_OF_THE_TRUNK = 6  # 64647: six or more muscles of the trunk (RULEBOOK 2.15)


def apply_row(case: Case, draft: Draft) -> None:
    """Put on the draft every line that the row gives for the procedure."""
    rule = case.rule
    if case.counter == "once" or rule.by_count:
        draft.once.update(rule.codes())
    if rule.review:
        draft.review.append(rule.review)
    if rule.included:
        draft.included.append(rule.included)
    if rule.limbs:
        _limbs(case, draft)
    elif rule.by_count:
        _by_count(case, draft)
    elif rule.first_covers > 1 and rule.ladder:
        _first_covers(case, draft)
    elif case.counter == "leads" and rule.ladder:
        _leads(case, draft)
    elif rule.ladder:
        _ladder(case, draft)
    for code in rule.also:
        _add(case, draft, code)
    _also_if(case, draft)
    _guidance(case, draft)
    _emg(case, draft)


def _add(
    case: Case,
    draft: Draft,
    code: str,
    proof: Iterable[Evidence] = (),
    *,
    mods: tuple[str, ...] = (),
    units: int = 1,
    rule: str = "",
) -> None:
    """One line of the procedure; stopped work carries 53, or 52 where it was reduced by choice (RULEBOOK 3.5)."""
    if case.procedure.aborted:
        by_choice = case.values.get("stopped_by") == "choice"
        mods = (modifiers.REDUCED if by_choice else modifiers.STOPPED, *mods)
    evidence = (*proof, *case.procedure.evidence)
    draft.add(code, evidence, rule=rule or case.name, owner=case.owner, modifiers=mods, units=units)


# -- what counts ------------------------------------------------------------------------------------------------------


def _counted(case: Case, draft: Draft) -> list[Counted]:
    """What counts; where nothing is named, the least that is proven, and the levels are missing."""
    procedure = case.procedure
    counted = counters.count(case.counter, procedure, case.joints)
    if counted:
        if case.counter in ("levels", "intercostal") and not procedure.levels:  # a named target is one, and no more
            draft.missing.append("levels")
        return counted
    if case.counter in _COUNT_LEVELS:
        draft.missing.append("levels")
    side_is_told = case.counter == "targets" or (not procedure.sites and case.counter != "joints")
    if procedure.laterality and side_is_told:
        return counters.once(procedure)
    return [Counted("", (), procedure.evidence)]


def _proof(counted: Iterable[Counted]) -> tuple[Evidence, ...]:
    """The words that prove all that is counted."""
    return tuple(evidence for item in counted for evidence in item.evidence)


def _first_covers(case: Case, draft: Draft) -> None:
    """The first code covers several (64628: two bodies), the next one each further (RULEBOOK 2.12)."""
    rule, counted = case.rule, _counted(case, draft)
    _add(case, draft, rule.ladder[0], _proof(counted), mods=tuple(rule.modifiers))
    further = len(counted) - rule.first_covers
    if further > 0:
        _add(case, draft, rule.ladder[1], _proof(counted), units=further)


def _leads(case: Case, draft: Draft) -> None:
    """Stimulator leads are units of one code (RULEBOOK 2.16), or of a second one from the second lead on (64597).

    Where each side has a lead of its own, two sides are two leads at least (``lead_a_side``).
    """
    told, ladder = case.procedure, case.rule.ladder
    proof = told.attribute_evidence.get("leads", ())
    least = 2 if case.family.lead_a_side and told.laterality == "bilateral" else 1
    leads = max(int(told.attributes.get("leads", "1")), least)
    first = 1 if len(ladder) > 1 else leads
    _add(case, draft, ladder[0], proof, mods=tuple(case.rule.modifiers), units=first)
    if leads > first:
        _add(case, draft, ladder[1], proof, mods=tuple(case.rule.modifiers), units=leads - first)


def _ladder(case: Case, draft: Draft) -> None:
    """Walk the ladder from the head down (RULEBOOK 1.7); of joints, those done on both sides come first (GUIDE).

    Where the last code stands once whatever the number (64495), its units and its sides do not multiply (RULEBOOK 1.8).
    """
    rule, counted = case.rule, _counted(case, draft)
    if case.procedure.aborted:
        counted = counted[:1]
    sided = modifiers.takes_side(rule.ladder[0], rule, draft.codes)
    rows = sorted(counted, key=lambda item: len(item.sides) != 2) if sided and rule.both_sides_first else counted
    tally: dict[tuple[str, tuple[str, ...]], list[Counted]] = {}
    for position, item in enumerate(rows):
        code = rule.ladder[min(position, len(rule.ladder) - 1)]
        tally.setdefault((code, modifiers.of_sides(item.sides) if sided else ()), []).append(item)
    for (code, side), items in tally.items():
        capped = rule.last == "once" and len(rule.ladder) > 1 and code == rule.ladder[-1]
        if capped and draft.has(code, case.owner):
            continue
        units = 1 if capped else len(items)
        _add(case, draft, code, _proof(items), mods=(*rule.modifiers, *side), units=units)
    draft.refused += refusals.next_step(case, rows)


def _by_count(case: Case, draft: Draft) -> None:
    """One code by the number of muscles, whatever the number of needles (20552, 20553; RULEBOOK 2.13)."""
    rule, procedure = case.rule, case.procedure
    count = max(counters.muscles(procedure), int(procedure.attributes.get("muscles", "0")))
    thresholds = sorted(rule.by_count)
    reached = max((number for number in thresholds if number <= max(count, 1)), default=thresholds[0])
    proof = (evidence for site in procedure.sites for evidence in site.evidence[:1])
    _add(case, draft, rule.by_count[reached], proof, mods=tuple(rule.modifiers))
    if not count:
        draft.missing.append("levels")
    draft.refused += refusals.higher_counts(case, reached, count)


def _limbs(case: Case, draft: Draft) -> None:
    """Extremities by muscles (1-4, 5+), the trunk apart (RULEBOOK 2.15)."""
    sites = case.procedure.all_limb_sites or case.procedure.sites
    limbs, trunk = _muscles_by_limb(sites)
    codes: Tally[str] = Tally()
    for position, muscles in enumerate(sorted(limbs.values(), key=len, reverse=True)):
        size = "many" if len(muscles) >= _MANY_OF_A_LIMB else "few"
        codes[case.rule.limbs[f"{'further' if position else 'first'}_{size}"]] += 1
    if trunk:
        codes[case.rule.limbs["trunk_many" if len(trunk) >= _MANY_OF_THE_TRUNK else "trunk_few"]] += 1
    proof = tuple(evidence for site in sites for evidence in site.evidence[:1])
    for code, units in codes.items():
        _add(case, draft, code, proof, units=units)
    if any(not side for side, _ in limbs):
        draft.missing.append("laterality")
    if not codes:
        draft.missing.append("target")


def _muscles_by_limb(
    sites: tuple[Site, ...],
) -> tuple[dict[tuple[str, str], set[str]], set[tuple[str, str]]]:
    """The muscles of each extremity, by its side and name, and those of the trunk, each with its side."""
    limbs: dict[tuple[str, str], set[str]] = {}
    trunk: set[tuple[str, str]] = set()
    for site in sites:
        for side in site.sides or ("",):
            if site.group in ("arm", "leg"):
                limbs.setdefault((side, site.group), set()).add(site.name)
            elif site.group == "trunk":
                trunk.add((side, site.name))
    return limbs, trunk


# -- what stands beside -----------------------------------------------------------------------------------------------


def _also_if(case: Case, draft: Draft) -> None:
    """Codes beside the main one, in its number, when an attribute is told; a catheter that was kept is no new one."""
    told = case.procedure.attribute_evidence
    for attribute, code in case.rule.also_if.items():
        if attribute == "catheter_new":
            if case.values.get("catheter_placed") == "yes" and case.values.get("catheter_kept") != "yes":
                _add(case, draft, code, told.get("catheter_placed", ()))
        elif case.values.get(attribute) == "yes":
            units = next((held.line.units for held in draft.lines if held.owner == case.owner), 1)
            _add(case, draft, code, told.get(attribute, ()), units=units)
    for attribute, code in case.rule.also_once.items():
        if case.values.get(attribute) == "yes":
            _add(case, draft, code, told.get(attribute, ()))


def _guidance(case: Case, draft: Draft) -> None:
    """The separate imaging code, once a claim (RULEBOOK 1.2); some only when an image was kept."""
    procedure = case.procedure
    code = case.rule.guidance_on(draft.day).get(procedure.guidance)
    if code in case.beside.image_kept and procedure.attributes.get("image_kept") != "yes":
        draft.refused.append(refusals.no_image_kept(case, code))
    elif code and not draft.has(code):
        _add(case, draft, code, procedure.guidance_evidence, rule=f"{case.name}/guidance")
    draft.refused += refusals.imaging_inside(case, draft.day)


def _emg(case: Case, draft: Draft) -> None:
    """The separate code of guidance by electromyography or by stimulation (RULEBOOK 2.15)."""
    codes = dict[str | None, str](case.rule.emg.items())
    code = codes.get(case.procedure.attributes.get("emg"))
    if code:
        _add(case, draft, code, case.procedure.attribute_evidence.get("emg", ()), rule=f"{case.name}/emg")
