"""Facts → claim: each family's code table, its counter, sides, guidance, and what was refused and why.

No text is read here. Rules are named ``family/row`` after the file and row of the table that made a line.
"""

from __future__ import annotations

from collections import Counter as Tally
from dataclasses import dataclass, field

from cac.coding import counters
from cac.coding.counters import Counted
from cac.lexicon.loader import Lexicon
from cac.lexicon.schema import CodeRule, Family
from cac.records import Claim, ClaimLine, Evidence, Facts, Procedure, Refusal

_SIDE = {("left",): "LT", ("right",): "RT", ("left", "right"): "50"}
_IMAGED = ("fluoroscopy", "ct")
_MAX_EVIDENCE = 6


@dataclass(slots=True)
class _Draft:
    """A claim being made; ``owner`` says which procedure made a line."""

    lines: list[tuple[ClaimLine, int]] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    review: list[str] = field(default_factory=list)
    once: set[str] = field(default_factory=set)


def attributes_of(procedure: Procedure) -> dict[str, str]:
    """Everything a code table may ask for."""
    values = {
        "family": procedure.family,
        "region": procedure.region or "",
        "guidance": procedure.guidance,
        "laterality": procedure.laterality or "",
        "agent": procedure.agent,
        "group": next(
            (
                {"arm": "limb", "leg": "limb", "trunk": "limb"}.get(site.group, site.group)
                for site in procedure.sites
                if site.group
            ),
            "",
        ),
    }
    return {**procedure.attributes, **values}


def matches(when: dict[str, list[str]], values: dict[str, str], procedure: Procedure) -> bool:
    """Whether every condition holds; ``levels`` asks whether one of the levels is among those named."""
    return all(
        any(level in wanted for level in procedure.levels) if name == "levels" else values.get(name, "") in wanted
        for name, wanted in when.items()
    )


class Mapper:
    """Makes the claim of one note."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def __call__(self, facts: Facts) -> tuple[Claim, tuple[Procedure, ...]]:
        """The claim, and the procedures under the family their code belongs to."""
        draft = _Draft()
        procedures: list[Procedure] = []
        for index, procedure in enumerate(facts.procedures):
            if procedure.limbs_of is not None:  # another part of the same injection session: counted with the first
                procedures.append(procedure)
                continue
            procedures.append(self._procedure(procedure, index, draft))
        self._sedation(facts, draft)
        self._first_across_regions(draft, procedures)
        self._pairs(draft, procedures)
        lines = _united(draft.lines, draft.once)
        return (
            Claim(
                lines=tuple(lines),
                refused=tuple(_unique(draft.refused, {line.code for line in lines})),
                missing=tuple(dict.fromkeys(draft.missing)),
                review=tuple(dict.fromkeys(draft.review)),
            ),
            tuple(procedures),
        )

    # -- one procedure ----------------------------------------------------------------------------------------------

    def _procedure(self, procedure: Procedure, index: int, draft: _Draft) -> Procedure:
        family = self.lexicon.families[procedure.family]
        values = attributes_of(procedure)
        for needed, why in family.requires.items():
            if values.get(needed) != "yes" and family.falls_back_to:
                draft.refused += [
                    Refusal(
                        code=rule.ladder[0],
                        reason=f"not told: {why}",
                        would_change=f"words that say {why}",
                        rule=f"{family.slugs()[0]}/requires",
                    )
                    for rule in family.codes
                    if rule.ladder and matches({k: v for k, v in rule.when.items() if k != needed}, values, procedure)
                ]
                other = self.lexicon.families[family.falls_back_to]
                return (
                    self._procedure(
                        procedure.model_copy(
                            update={"family": family.falls_back_to, "laterality": procedure.laterality or "midline"}
                        ),
                        index,
                        draft,
                    )
                    if other
                    else procedure
                )
        self._contested(family, values, procedure, draft)
        draft.review += procedure.review
        if family.kind == "spinal" and not procedure.region and any("region" in rule.when for rule in family.codes):
            draft.missing.append("levels")
            draft.review.append(f"{family.label}: the spinal region is not stated")
            return procedure
        for number, rule in enumerate(family.codes, start=1):
            if not matches(rule.when, values, procedure):
                continue
            name = f"{family.slugs()[0]}/{number}"
            if rule.family:
                procedure = procedure.model_copy(update={"family": rule.family})
            self._apply(rule, name, family, procedure, values, index, draft)
            self._why_not(family, number, values, procedure, draft)
            return procedure
        draft.review.append(f"{family.label}: seen, but no row of its code table fits")
        return procedure

    def _contested(self, family: Family, values: dict[str, str], procedure: Procedure, draft: _Draft) -> None:
        for case in family.contested:
            if matches(case.when, values, procedure):
                draft.review.append(f"{case.reason} ({case.source})")

    def _count(self, rule: CodeRule, family: Family, procedure: Procedure) -> list[Counted]:
        counter = rule.counter or family.counter
        if counter == "joints":
            return counters.joints(procedure, self.lexicon.joints)
        if counter == "foramina":
            return counters.foramina(procedure)
        if counter in ("bodies", "discs", "intercostal", "targets", "levels"):
            return counters.each_site(procedure)
        return counters.once(procedure)

    def _apply(
        self,
        rule: CodeRule,
        name: str,
        family: Family,
        procedure: Procedure,
        values: dict[str, str],
        index: int,
        draft: _Draft,
    ) -> None:
        counter = rule.counter or family.counter
        if counter == "once" or rule.by_count:
            draft.once.update(rule.codes())
        if rule.review:
            draft.review.append(rule.review)
        if rule.limbs:
            self._limbs(rule, name, procedure, index, draft)
        elif rule.by_count:
            self._by_count(rule, name, family, procedure, index, draft)
        elif rule.ladder:
            counted = self._count(rule, family, procedure)
            if not counted:
                counted = [Counted("", (), procedure.evidence)]
                if counter in ("joints", "foramina", "bodies", "discs", "intercostal", "levels"):
                    draft.missing.append("levels")
                if (
                    procedure.laterality
                    and counter == "targets"
                    or (procedure.laterality and not procedure.sites and counter not in ("joints",))
                ):
                    counted = counters.once(procedure)
            self._ladder(
                rule, name, counted, procedure, index, draft, first_covers=rule.first_covers, leads=counter == "leads"
            )
        for code in rule.also:
            self._line(code, (), 1, name, procedure.evidence, procedure, index, draft)
        for attribute, code in rule.also_if.items():
            if attribute == "catheter_new":
                if values.get("catheter_placed") == "yes" and values.get("catheter_kept") != "yes":
                    self._line(
                        code,
                        (),
                        1,
                        name,
                        procedure.attribute_evidence.get("catheter_placed", ()) + procedure.evidence,
                        procedure,
                        index,
                        draft,
                    )
            elif values.get(attribute) == "yes":
                units = next((line.units for line, owner in draft.lines if owner == index), 1)
                self._line(
                    code,
                    (),
                    units,
                    name,
                    procedure.attribute_evidence.get(attribute, ()) + procedure.evidence,
                    procedure,
                    index,
                    draft,
                )
        self._guidance(rule, name, family, procedure, index, draft)
        self._needs(rule, family, procedure, values, draft)

    def _line(
        self,
        code: str,
        modifiers: tuple[str, ...],
        units: int,
        rule: str,
        evidence: tuple[Evidence, ...],
        procedure: Procedure,
        index: int,
        draft: _Draft,
    ) -> None:
        known = self.lexicon.codes.get(code)
        if procedure.aborted:
            modifiers = ("53", *modifiers)
        proof = tuple({(e.start, e.end): e for e in (*evidence, *procedure.evidence)}.values())[:_MAX_EVIDENCE]
        line = ClaimLine(
            code=code, modifiers=modifiers, units=units, label=known.label if known else "", rule=rule, evidence=proof
        )
        draft.lines.append((line, index))

    def _sided(self, code: str, rule: CodeRule) -> bool:
        known = self.lexicon.codes.get(code)
        return rule.sides and known is not None and known.bilateral == "1"

    def _ladder(
        self,
        rule: CodeRule,
        name: str,
        counted: list[Counted],
        procedure: Procedure,
        index: int,
        draft: _Draft,
        *,
        first_covers: int,
        leads: bool,
    ) -> None:
        """Walk the ladder: what was done on both sides first, then what is left on one, each from the head down."""
        if first_covers > 1:
            extra = max(0, len(counted) - first_covers)
            proof = tuple(e for c in counted for e in c.evidence)
            self._line(rule.ladder[0], tuple(rule.modifiers), 1, name, proof, procedure, index, draft)
            if extra:
                self._line(rule.ladder[1], (), extra, name, proof, procedure, index, draft)
            return
        if leads:
            units = int(procedure.attributes.get("leads", "1"))
            self._line(
                rule.ladder[0],
                tuple(rule.modifiers),
                units,
                name,
                procedure.attribute_evidence.get("leads", ()),
                procedure,
                index,
                draft,
            )
            return
        if procedure.aborted:
            counted = counted[:1]
        sided = self._sided(rule.ladder[0], rule)
        rows = sorted(counted, key=lambda c: len(c.sides) != 2) if sided else counted
        tally: dict[tuple[str, tuple[str, ...]], list[Counted]] = {}
        for position, item in enumerate(rows):
            step = min(position, len(rule.ladder) - 1)
            code = rule.ladder[step]
            side = _SIDE.get(item.sides, "") if sided else ""
            tally.setdefault((code, (side,) if side else ()), []).append(item)
        for (code, modifiers), items in tally.items():
            capped = rule.last == "once" and code == rule.ladder[-1] and len(rule.ladder) > 1
            units = 1 if capped else len(items)
            if capped and any(line.code == code for line, owner in draft.lines if owner == index):
                continue
            proof = tuple(e for item in items for e in item.evidence)
            self._line(code, (*rule.modifiers, *modifiers), units, name, proof, procedure, index, draft)
        if len(rows) < len(rule.ladder) and len(rule.ladder) > 1:
            following = rule.ladder[len(rows)]
            only = ", ".join(item.name for item in rows if item.name) or "no level"
            draft.refused.append(
                Refusal(
                    code=following,
                    reason=f"only {only} is documented",
                    would_change="one more level, told as treated, would add it",
                    rule=name,
                )
            )

    def _by_count(
        self, rule: CodeRule, name: str, family: Family, procedure: Procedure, index: int, draft: _Draft
    ) -> None:
        count = max(counters.muscles(procedure), int(procedure.attributes.get("muscles", "0")))
        thresholds = sorted(rule.by_count)
        best = max((t for t in thresholds if t <= max(count, 1)), default=thresholds[0])
        code = rule.by_count[best]
        proof = tuple(e for site in procedure.sites for e in site.evidence[:1])
        self._line(code, tuple(rule.modifiers), 1, name, proof, procedure, index, draft)
        if not count:
            draft.missing.append("levels")
        for threshold in thresholds:
            if threshold > best:
                draft.refused.append(
                    Refusal(
                        code=rule.by_count[threshold],
                        reason=f"{count or 'no'} muscle(s) named",
                        would_change=f"{threshold} or more muscles named as injected would change it",
                        rule=name,
                    )
                )

    def _limbs(self, rule: CodeRule, name: str, procedure: Procedure, index: int, draft: _Draft) -> None:
        """Extremities by muscles (1-4, 5+), the trunk apart (RULEBOOK 2.15)."""
        limbs: dict[str, set[str]] = {}
        for site in procedure.all_limb_sites or procedure.sites:
            if site.group in ("arm", "leg"):
                for side in site.sides or ("",):
                    limbs.setdefault(f"{side} {site.group}", set()).add(site.name)
            elif site.group == "trunk":
                for side in site.sides or ("",):
                    limbs.setdefault("trunk", set()).add(f"{side} {site.name}")
        proof = tuple(e for site in procedure.all_limb_sites or procedure.sites for e in site.evidence[:1])
        extremities = sorted((muscles for limb, muscles in limbs.items() if limb != "trunk"), key=len, reverse=True)
        codes: Tally[str] = Tally()
        for position, muscles in enumerate(extremities):
            many = len(muscles) >= 5
            if position == 0:
                codes[rule.limbs["first_many" if many else "first_few"]] += 1
            else:
                codes[rule.limbs["further_many" if many else "further_few"]] += 1
        if "trunk" in limbs:
            codes[rule.limbs["trunk_many" if len(limbs["trunk"]) >= 6 else "trunk_few"]] += 1
        for code, units in codes.items():
            self._line(code, (), units, name, proof, procedure, index, draft)
        if any(limb.startswith(" ") for limb in limbs):
            draft.missing.append("laterality")
        if not codes:
            draft.missing.append("target")

    def _guidance(
        self, rule: CodeRule, name: str, family: Family, procedure: Procedure, index: int, draft: _Draft
    ) -> None:
        used = procedure.guidance
        code = rule.guidance.get(used)  # type: ignore[call-overload]
        if code == "76942" and procedure.attributes.get("image_kept") != "yes":
            draft.refused.append(
                Refusal(
                    code=code,
                    reason="ultrasound is stated, but no permanent image",
                    would_change="words that an image was kept would add it",
                    rule=f"{name}/guidance",
                )
            )
            code = None
        if code and not any(line.code == code for line, _ in draft.lines):
            self._line(code, (), 1, f"{name}/guidance", procedure.guidance_evidence, procedure, index, draft)
        if not rule.guidance and used in ("fluoroscopy", "ultrasound"):
            apart = "76942" if used == "ultrasound" else "77003" if family.kind == "spinal" else "77002"
            draft.refused.append(
                Refusal(
                    code=apart,
                    reason=f"{used} is inside the main code or not allowed beside it",
                    would_change="nothing: it is never added to this code",
                    rule=f"{name}/guidance",
                )
            )
        emg = procedure.attributes.get("emg")
        if rule.emg and emg in rule.emg:
            self._line(
                rule.emg[emg],
                (),
                1,
                f"{name}/emg",
                procedure.attribute_evidence.get("emg", ()),
                procedure,
                index,
                draft,
            )  # type: ignore[index]

    def _needs(
        self, rule: CodeRule, family: Family, procedure: Procedure, values: dict[str, str], draft: _Draft
    ) -> None:
        needs = [*family.needs, *rule.needs]
        main = [line for line, _ in draft.lines if line.code in rule.codes()]
        sided = any(self._sided(line.code, rule) for line in main)
        if "laterality" in needs and sided:
            without = not procedure.laterality or (
                procedure.laterality != "midline"
                and any(not site.sides for site in procedure.sites)
                and len({s.sides for s in procedure.sites}) > 1
            )
            if without:
                draft.missing.append("laterality")
        if rule.imaging_in_code and procedure.guidance == "none_stated":
            draft.missing.append("guidance")
        if family.guidance_hint and procedure.guidance == "none_stated" and procedure.contrast == "used":
            draft.missing.append("guidance")
        for attribute, name in family.missing_unless.items():
            if not values.get(attribute):
                draft.missing.append(name)
        if family.who_performed and values.get(family.who_performed) == "yes":
            draft.missing.append("who_performed")

    def _why_not(
        self, family: Family, chosen: int, values: dict[str, str], procedure: Procedure, draft: _Draft
    ) -> None:
        """Rows that differ in one fact only: the code they would give, and that fact."""
        for number, rule in enumerate(family.codes, start=1):
            if number == chosen or not rule.ladder:
                continue
            wrong = [
                name for name, wanted in rule.when.items() if name != "levels" and values.get(name, "") not in wanted
            ]
            if len(wrong) != 1 or wrong[0] in ("family", "group", "region"):
                continue
            name = wrong[0]
            said = values.get(name) or "not stated"
            draft.refused.append(
                Refusal(
                    code=rule.ladder[0],
                    reason=f"{name.replace('_', ' ')}: {said.replace('_', ' ')}",
                    would_change=f"{name.replace('_', ' ')} {' or '.join(rule.when[name]).replace('_', ' ')} would change it",
                    rule=f"{family.slugs()[0]}/{number}",
                )
            )

    # -- the whole claim --------------------------------------------------------------------------------------------

    def _sedation(self, facts: Facts, draft: _Draft) -> None:
        """99152, 99153: the same physician, at least 10 minutes, an independent observer (GUIDE)."""
        sedation = facts.sedation
        if sedation is None or not draft.lines:
            return
        if sedation.minutes and sedation.minutes >= 10 and sedation.observer and sedation.same_physician:
            owner = facts.procedures[0]
            self._line(
                "99152",
                (),
                1,
                "sedation/1",
                sedation.evidence,
                owner.model_copy(update={"evidence": (), "aborted": False}),
                -1,
                draft,
            )
            further = (sedation.minutes - 15 + 7) // 15
            if further > 0:
                self._line(
                    "99153",
                    (),
                    further,
                    "sedation/2",
                    sedation.evidence,
                    owner.model_copy(update={"evidence": (), "aborted": False}),
                    -1,
                    draft,
                )
            return
        lacking = [
            word
            for word, there in (
                ("its minutes", bool(sedation.minutes and sedation.minutes >= 10)),
                ("an independent observer", sedation.observer),
                ("the same physician", sedation.same_physician),
            )
            if not there
        ]
        draft.refused.append(
            Refusal(
                code="99152",
                reason=f"sedation without {' and '.join(lacking)}",
                would_change=f"{lacking[0]} would change it",
                rule="sedation/1",
            )
        )
        if sedation.observer and not sedation.minutes and sedation.same_physician:
            draft.missing.append("sedation_time")

    def _first_across_regions(self, draft: _Draft, procedures: list[Procedure]) -> None:
        """Bodies in two regions have one first-level code; the others are further bodies (RULEBOOK 2.19)."""
        seen: dict[str, str] = {}
        for position, (line, owner) in enumerate(draft.lines):
            if owner < 0:
                continue
            family = self.lexicon.families[procedures[owner].family]
            if not family.one_first_across_regions:
                continue
            further = {
                rule.ladder[0]: rule.ladder[-1]
                for rule in family.codes
                if procedures[owner].family in rule.when.get("family", [])
            }
            if line.code in further:
                if procedures[owner].family in seen:
                    draft.lines[position] = (
                        line.model_copy(
                            update={"code": further[line.code], "label": self.lexicon.codes[further[line.code]].label}
                        ),
                        owner,
                    )
                seen[procedures[owner].family] = line.code

    def _pairs(self, draft: _Draft, procedures: list[Procedure]) -> None:
        """PTP pairs among the lines: indicator 0 drops column 2; 1 keeps it with 59 where the site is separate."""
        lines = draft.lines
        dropped: set[int] = set()
        for i, (first, owner1) in enumerate(lines):
            for j, (second, owner2) in enumerate(lines):
                if i == j or i in dropped or j in dropped or owner1 == owner2:
                    continue
                indicator = self.lexicon.pairs.get((first.code, second.code))
                if indicator is None:
                    continue
                apart = owner1 >= 0 and owner2 >= 0 and _separate(procedures[owner1], procedures[owner2])
                if indicator == "0" or not apart:
                    dropped.add(j)
                    why = "never together" if indicator == "0" else "no separate site is told"
                    draft.refused.append(
                        Refusal(
                            code=second.code,
                            reason=f"PTP pair {first.code} > {second.code}, indicator {indicator}: {why}",
                            would_change="nothing" if indicator == "0" else "a separate site, told in the note",
                            rule="ptp",
                        )
                    )
                elif "59" not in second.modifiers:
                    lines[j] = (second.model_copy(update={"modifiers": ("59", *second.modifiers)}), owner2)
                    second = lines[j][0]
        draft.lines = [entry for position, entry in enumerate(lines) if position not in dropped]


def _separate(one: Procedure, two: Procedure) -> bool:
    """Whether two procedures were done at different places."""
    if one.region != two.region or not one.sites or not two.sites:
        return True
    pairs = [
        {(site.name, side) for site in procedure.sites for side in site.sides or ("",)} for procedure in (one, two)
    ]
    return pairs[0].isdisjoint(pairs[1])


def _united(lines: list[tuple[ClaimLine, int]], once: set[str]) -> list[ClaimLine]:
    """Lines of one code and modifiers become one with their units added; what counts once a session stays one."""
    found: dict[tuple[str, tuple[str, ...]], ClaimLine] = {}
    for line, _ in lines:
        key = (line.code, line.modifiers)
        held = found.get(key)
        if held is None:
            found[key] = line
        else:
            once_only = line.code in once or line.rule.endswith(("/guidance", "/emg"))
            evidence = tuple({(e.start, e.end): e for e in (*held.evidence, *line.evidence)}.values())[:_MAX_EVIDENCE]
            found[key] = held.model_copy(
                update={"units": held.units if once_only else held.units + line.units, "evidence": evidence}
            )
    return list(found.values())


def _unique(refused: list[Refusal], given: set[str]) -> list[Refusal]:
    found: dict[str, Refusal] = {}
    for refusal in refused:
        if refusal.code not in given:
            found.setdefault(refusal.code, refusal)
    return list(found.values())
