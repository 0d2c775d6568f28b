"""Doc → facts: procedures with their sites, sides, guidance, contrast, drugs and attributes, each with its proof."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from cac.facts.drugs import read_drugs
from cac.facts.levels import RANK, find_levels
from cac.facts.performed import PERFORMING, Account, Performed, Zone, find_performed
from cac.facts.sites import Place, Places, in_order, read_places
from cac.lexicon.loader import Lexicon
from cac.nlp.reading import STATED, Mention, Reading
from cac.records import Drug, Evidence, Facts, Procedure, Sedation, Site

_TEMPERATURE = re.compile(r"(\d{2,3})\s*(?:°|º|o)?\s*(?:degrees?\s*)?(?:c\b|celsius|centigrade|degrees?)", re.I)
_LEADS = re.compile(
    r"\b(?P<number>one|two|both|dual|three|four|single|[1-4])\s+(?:(?:percutaneous|epidural|trial|temporary|permanent|stimulator|octrode|octad|octopolar|eight|8|16|sixteen|quad\w*|\w+-?contact|contact|electrode|cylindrical|scs|spinal|cord|linear|new|thin)[\s-]+){0,5}(?:leads?|arrays?|electrodes?)\b"
    r"|(?P<second>\b(?:a |the )?(?:second|contralateral|other|2nd)\s+(?:[\w-]+\s+){0,3}(?:lead|electrode|array)\b)"
    r"|(?:number of leads|leads?\s*(?:placed|x|#|:))\s*:?\s*(?:(?:[☐□○]|\[\s?\]|\(\s?\))\s*\d\s*)*(?:[☒☑■]|\[x\]|\(x\))?\s*(?P<field>[1-4])\b",
    re.I,
)
_CLOCK = re.compile(r"\b(\d{1,2}):(\d{2})\b")
_TOTAL_MINUTES = re.compile(
    r"(?:total|intra-?service|duration|face.to.face|sedation)[^.\n]{0,30}?\b(\d{1,3})\s*(?:minutes|mins?)\b|\(\s*(\d{1,3})\s*(?:minutes|mins?)\s*\)",
    re.I,
)
_NO_OBSERVER = re.compile(r"\b(?:no|without)\s+(?:an\s+)?(?:independent|dedicated|trained)|not independently", re.I)
_OBSERVER = re.compile(
    r"\b(?:independent|dedicated|trained)\s+(?:\w+\s+){0,2}(?:observer|rn|nurse)|independently\s+monitor|observer|no other (?:duty|duties|task|responsibilit)",
    re.I,
)
_NOT_DONE = frozenset(["negated", "planned", "historical", "refused", "other_provider", "unchecked", "risk"])
_EACH = frozenset(["each", "per", "branch", "nerve", "level", "site", "joint"])
_PARAMEDIAN = re.compile(
    r"\b(left|right)[ -]*(?:sided[ -]+)?para-?\s?(?:median|sagittal)|para-?\s?median[^.;\n]{0,20}?\b(?:on the |from the )?(left|right)\b|\b(left|right) of (?:the )?midline",
    re.I,
)
_GUIDANCE_HEADER = re.compile(r"guidance|imaging|fluoroscopy|ultrasound", re.I)
_NO = re.compile(r"\W*(?:none|n\b|no\b|not\b|n/?a\b|declined|held|omitted|withheld|deferred|nil\b)", re.I)
_YES = re.compile(r"\W*(?:yes\b|used\b|y\b|given\b|\d)", re.I)


class Assembler:
    """Reads the facts of one note; holds nothing between notes but the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def __call__(self, doc: Doc) -> Facts:
        """The facts of ``doc``, which must have passed the pipeline."""
        reading: Reading = doc._.cac_reading
        account = find_performed(reading, self.lexicon, _sacral_list(reading))
        conflicts: list[str] = []
        procedures: list[Procedure] = []
        lone = len(account.performed) == 1
        all_places = [read_places(performed, reading, account.general, lone=lone) for performed in account.performed]
        _share_out(all_places, account.performed)
        for performed, places in zip(account.performed, all_places, strict=True):
            if places.emptied:
                continue
            procedures += self._procedures(performed, places, account, reading, conflicts, lone=lone)
        reason = ""
        if not procedures:
            reason = self._reason(account, reading)
        not_counted = tuple(
            (
                self.lexicon.families[m.value].label,
                m.status if m.status != STATED else _role_reason(m),
                evidence_of(reading, m.start, m.end),
            )
            for m in account.not_counted[:12]
        )
        return Facts(
            procedures=tuple(procedures),
            sedation=_sedation(reading),
            conflicts=tuple(dict.fromkeys(conflicts)),
            not_counted=not_counted,
            reason=reason,
        )

    def _reason(self, account: Account, reading: Reading) -> str:
        if account.nothing_done:
            m = account.nothing_done
            return f'the note says so: "{" ".join(reading.text[m.start : m.end].split())}"'
        if account.other_operation:
            m = account.other_operation
            return f"another specialty's operation ({reading.text[m.start : m.end].lower()}); nothing of this specialty was performed"
        if account.not_counted:
            return "procedures are mentioned, but none is told as performed today"
        return "no procedure of this specialty is told"

    def _procedures(
        self,
        performed: Performed,
        places: Places,
        account: Account,
        reading: Reading,
        conflicts: list[str],
        *,
        lone: bool,
    ) -> list[Procedure]:
        family = performed.family
        zones = performed.zones + (account.general if lone else [])
        shared = zones + ([] if lone or family.kind == "target" else account.general)
        guidance, guidance_proof = self._guidance(zones, shared, reading, lone=lone)
        contrast, contrast_proof = self._contrast(shared, reading)
        drugs = () if performed.family.drugs == "none" else self._drugs(zones, reading)
        stopped = _stopped_places(places, zones, reading)
        if stopped:
            conflicts.append(f"{_list(stopped)} was begun and stopped: not coded, a person should look (53)")
        treated = any(self.lexicon.drugs.drugs[drug.name].kind != "local" for drug in drugs)
        aborted = "" if stopped else _aborted(performed, zones, reading, treated=treated)
        if aborted == "before":
            return []
        attributes, attribute_proof = self._attributes(performed, zones, reading)
        agent = self._agent(drugs)
        if performed.family.muscles_by_part:
            _group_muscles(places, self.lexicon)
        sites, found = self._sites(places, performed, conflicts, attributes)
        proof = tuple(evidence_of(reading, m.start, m.end) for m in _best_evidence(performed))
        base = {
            "rule_file": performed.file,
            "family": performed.slug,
            "approach": self._approach(performed),
            "guidance": guidance,
            "contrast": contrast,
            "agent": agent,
            "drugs": drugs,
            "attributes": attributes,
            "aborted": aborted == "after",
            "evidence": proof,
            "guidance_evidence": guidance_proof,
            "attribute_evidence": {**attribute_proof, **({"contrast": contrast_proof} if contrast_proof else {})},
        }
        return self._split(base, sites, found, places, performed, zones, reading, conflicts)

    # -- attributes -------------------------------------------------------------------------------------------------

    def _guidance(
        self, zones: list[Zone], shared: list[Zone], reading: Reading, *, lone: bool
    ) -> tuple[str, tuple[Evidence, ...]]:
        for these in (zones, shared):
            stated: dict[str, list[Mention]] = {}
            denied: list[Mention] = []
            none_told: list[Zone] = []
            for zone in these:
                section = zone.sentence.section
                if (
                    _GUIDANCE_HEADER.search(reading.text, section.start, section.body)
                    and _field_answer(zone, reading) == "no"
                ):
                    none_told.append(zone)
                for m in zone.mentions("guidance"):
                    if not m.value or (
                        m.start < section.body and section.name and _field_answer(zone, reading) != "yes"
                    ):
                        continue
                    if m.status in (STATED, "intended", "reported"):
                        stated.setdefault(m.value, []).append(m)
                    elif m.status in ("negated", "refused"):
                        denied.append(m)
            none = stated.pop("none", [])
            if none_told:
                section = none_told[0].sentence.section
                return "explicitly_none", (evidence_of(reading, section.start, none_told[0].end),)
            if none or denied:
                kept = {
                    k: v
                    for k, v in stated.items()
                    if k != "fluoroscopy" or any(_names_fluoroscopy(reading, m) for m in v)
                }
                weak_only = stated and not kept
                stated = {} if weak_only and denied else stated
            if stated:
                best = max(
                    stated,
                    key=lambda name: (
                        (name == "ct", len(stated[name])) if "ct" in stated else (False, len(stated[name]))
                    ),
                )
                return best, tuple(evidence_of(reading, m.start, m.end) for m in stated[best][:3])
            if none or denied:
                return "explicitly_none", tuple(evidence_of(reading, m.start, m.end) for m in (none + denied)[:2])
        return "none_stated", ()

    def _contrast(self, zones: list[Zone], reading: Reading) -> tuple[str, tuple[Evidence, ...]]:
        used: list[Mention] = []
        out: list[Mention] = []
        for zone in zones:
            for m in zone.mentions("contrast"):
                if m.start < zone.sentence.section.body and zone.sentence.section.name:
                    answer = _field_answer(zone, reading)
                    (used if answer == "yes" else out if answer == "no" else []).append(m)
                    continue
                if m.value == "left_out" or (m.value and m.status in ("negated", "refused")):
                    out.append(m)
                elif m.value and m.status in (STATED, "intended", "reported"):
                    used.append(m)
        if used and not (out and all(m.value == "studies" for m in used)):
            return "used", tuple(evidence_of(reading, m.start, m.end) for m in used[:2])
        if out:
            return "not_used", tuple(evidence_of(reading, m.start, m.end) for m in out[:2])
        return "not_stated", ()

    def _drugs(self, zones: list[Zone], reading: Reading) -> tuple[Drug, ...]:
        """The drugs of ``zones``; where none is told there, those under "Local:" that were given at each site."""
        found = read_drugs(zones, reading, self.lexicon, lambda start, end: evidence_of(reading, start, end))
        if found:
            return found
        each = [
            Zone(s, s.start, s.end)
            for s in reading.sentences
            if s.role == "anesthesia" and not _EACH.isdisjoint(reading.words.keys[s.first : s.last])
        ]
        for zone in each:
            zone.sentence.role = "field"
        return read_drugs(each, reading, self.lexicon, lambda start, end: evidence_of(reading, start, end))

    def _agent(self, drugs: tuple[Drug, ...]) -> str:
        kinds = [self.lexicon.drugs.drugs[drug.name].kind for drug in drugs if drug.name != "hypertonic saline"]
        return next((kind for kind in ("neurolytic", "toxin") if kind in kinds), "none")

    def _approach(self, performed: Performed) -> str | None:
        approach = performed.family.sets.get("approach")
        named = [m.get("approach") for m in performed.evidence if m.get("approach")]
        if approach or not named:
            return approach
        return "paramedian" if named and all(value == "paramedian" for value in named) else named[0]

    def _attributes(
        self, performed: Performed, zones: list[Zone], reading: Reading
    ) -> tuple[dict[str, str], dict[str, tuple[Evidence, ...]]]:
        family = performed.family
        values: dict[str, str] = {}
        proof: dict[str, tuple[Evidence, ...]] = {}
        for attribute, table in family.attributes.items():
            label = f"attribute:{performed.file}:{attribute}"
            for zone in zones:
                for m in zone.mentions(label):
                    if m.status in (STATED, "intended", "reported") and (
                        attribute not in values or m.value in list(table)[: list(table).index(values[attribute])]
                    ):
                        values[attribute] = m.value
                        proof[attribute] = (evidence_of(reading, m.start, m.end),)
                    elif m.status == "negated" and m.value == "yes" and attribute not in values:
                        values[attribute] = "no"
                        proof[attribute] = (evidence_of(reading, m.start, m.end),)
        if family.temperature_floor is not None or family.slug == "neurolysis":
            self._temperature(performed, zones, reading, values, proof)
        if family.genicular:
            self._branches(zones, reading, values)
        kept = [
            m for m in reading.mentions("element:image_saved")
            if m.value and m.status == STATED and m.sentence.role not in ("plan", "history", "consent", "codes")
        ]  # fmt: skip
        if kept:
            values["image_kept"] = "yes"
            proof["image_kept"] = (evidence_of(reading, kept[0].start, kept[0].end),)
        if family.counter == "leads":
            self._leads(zones, reading, values, proof)
        return values, proof

    @staticmethod
    def _temperature(
        performed: Performed,
        zones: list[Zone],
        reading: Reading,
        values: dict[str, str],
        proof: dict[str, tuple[Evidence, ...]],
    ) -> None:
        for zone in zones:
            for match in _TEMPERATURE.finditer(reading.text, zone.start, zone.end):
                degrees = int(match[1])
                if (
                    not 37 <= degrees <= 99
                    or not any(
                        m.label in ("delivers", "places", "family", "facet_word") or m.label.startswith("attribute")
                        for m in zone.sentence.mentions
                    )
                    and zone.sentence.role != "field"
                    and zone.sentence.role != "title"
                ):
                    continue
                values["temperature"] = str(degrees)
                proof["temperature"] = (evidence_of(reading, match.start(), match.end()),)
        floor = performed.family.temperature_floor
        if (
            floor
            and "temperature" in values
            and values.get("mode") not in ("pulsed", "cooled")
            and int(values["temperature"]) < floor
        ):
            values["mode"] = "below_floor"

    @staticmethod
    def _leads(
        zones: list[Zone], reading: Reading, values: dict[str, str], proof: dict[str, tuple[Evidence, ...]]
    ) -> None:
        """How many leads: the largest number told beside the word, or a second one."""
        best = 0
        for match in _LEADS.finditer(reading.text):
            spot = match.start()
            sentence = reading.sentence_at(spot)
            if (
                sentence
                and sentence.role in (*PERFORMING, "aside")
                and not any(a <= spot < b for a, b in reading.unticked(spot, spot + 1))
            ):
                word = (match["number"] or match["field"] or "2").lower()
                number = (
                    2
                    if match["second"]
                    else {"one": 1, "two": 2, "both": 2, "dual": 2, "three": 3, "four": 4, "single": 1}.get(word)
                    or int(word)
                )
                if number > best and number <= 4:
                    best = number
                    proof["leads"] = (evidence_of(reading, match.start(), match.end()),)
        if best:
            values["leads"] = str(best)

    @staticmethod
    def _branches(zones: list[Zone], reading: Reading, values: dict[str, str]) -> None:
        """Count the genicular branches that the note names."""
        text = " ".join(reading.text[zone.start : zone.end].lower() for zone in zones)
        named = {
            branch
            for branch, pattern in {
                "superolateral": r"supero-?\s?lateral|superior[- ]lateral|lateral superior|superior (?:medial and|and inferior medial and|medial,) lateral|\bslgn\b|\bsl\b",
                "superomedial": r"supero-?\s?medial|superior[- ]medial|medial superior|superior lateral (?:and|&) medial|\bsmgn\b|\bsm\b",
                "inferomedial": r"infero-?\s?medial|inferior[- ]medial|medial inferior|\bimgn\b|\bs[lm],? (?:and |& )?(?:s[lm],? )?(?:and |& )?im\b",
            }.items()
            if re.search(pattern, text)
        }
        if re.search(r"superior (?:lateral|medial)[^.]{0,15}(?:and|,|&)\s*(?:superior )?(?:medial|lateral)", text):
            named |= {"superolateral", "superomedial"}
        if values.get("branches") == "three" or len(named) >= 3:
            values["branches"] = "three"
        elif named:
            values["branches"] = "fewer"

    # -- sites ------------------------------------------------------------------------------------------------------

    def _sites(
        self, places: Places, performed: Performed, conflicts: list[str], attributes: dict[str, str]
    ) -> tuple[list[tuple[Place, frozenset[str]]], Places]:
        family = performed.family
        found = list(places.found.values())
        titled = [p for p in found if p.in_title]
        body = [p for p in found if p.in_body]
        if family.counter == "joints" and {"TON", "C2-C3"} <= places.found.keys():  # one nerve, its one joint
            ton, joint = places.found["TON"], places.found.pop("C2-C3")
            ton.title_sides, ton.body_sides = ton.title_sides | joint.title_sides, ton.body_sides | joint.body_sides
            ton.in_title, ton.in_body = ton.in_title or joint.in_title, ton.in_body or joint.in_body
            ton.spans += joint.spans
            found = list(places.found.values())
            titled, body = [p for p in found if p.in_title], [p for p in found if p.in_body]
        if family.counter == "foramina":
            found = _one_name_a_foramen(found)
            titled, body = [p for p in found if p.in_title], [p for p in found if p.in_body]
        elif family.counter == "once" and family.midline and any("-" in p.name for p in found):
            found = [p for p in found if "-" in p.name]
            titled, body = [p for p in found if p.in_title], [p for p in found if p.in_body]
        if family.kind == "spinal" and titled and body:
            common = [p for p in titled if p.in_body or _same_foramen(p, body, family.counter)]
            if not common and family.counter not in ("leads",):
                conflicts.append(f"title says {_list(titled)}, body says {_list(body)}: the body is followed")
                found = body
            elif family.counter in ("joints", "foramina", "discs", "bodies"):
                extra = [p for p in body if not p.in_title and not _same_foramen(p, titled, family.counter)]
                found = titled
                if family.counter == "joints":
                    found = titled + [p for p in extra if p.nerve == titled[0].nerve and p.name[0] != "S"]
                elif any("-" in p.name for p in extra) or family.counter == "bodies":
                    conflicts.append(
                        f"the body also tells {_list(extra)}, which the title does not: not counted"
                    ) if extra else None
        sites: list[tuple[Place, frozenset[str]]] = []
        title_all = (
            set().union(*(p.title_sides for p in found)) | places.title_sides if found else set(places.title_sides)
        )
        body_all = set().union(*(p.body_sides for p in found)) | places.body_sides if found else set(places.body_sides)
        if title_all and body_all and not body_all <= title_all:
            if family.counter != "once" or family.sided or family.kind == "target":
                conflicts.append(
                    f"title says {_side_word(title_all)}, body says {_side_word(body_all)}: the body is followed"
                )
        for place in found:
            sides = set(place.body_sides)
            titled_sides = place.title_sides or (
                places.title_sides if len(found) == 1 or family.kind == "spinal" else set()
            )
            if titled_sides and (not sides or sides < titled_sides) and not places.corrected:
                sides = set(titled_sides)
            if not sides:
                sides = (
                    set(places.body_sides)
                    if not places.title_sides or not places.body_sides <= places.title_sides
                    else set(places.title_sides)
                )
                sides = sides or set(places.title_sides)
            sites.append((place, frozenset(sides)))
        known = [sides for _p, sides in sites if sides]
        if known and len(set(known)) == 1:
            sites = [(p, sides or known[0]) for p, sides in sites]
        return sites, places

    def _split(
        self,
        base: dict[str, object],
        sites: list[tuple[Place, frozenset[str]]],
        places_: Places,
        places: Places,
        performed: Performed,
        zones: list[Zone],
        reading: Reading,
        conflicts: list[str],
    ) -> list[Procedure]:
        """One procedure a region (spinal) or a target."""
        family = performed.family
        family_sides = places.body_sides or places.title_sides
        if places.title_sides and places.body_sides < places.title_sides:
            family_sides = places.title_sides
        if family.kind == "target" and family.counter not in ("muscles", "limbs"):
            spinal = [(p, s) for p, s in sites if p.name.split("-")[0] in RANK]
            named = [(p, s) for p, s in sites if p.name.split("-")[0] not in RANK]
            if family.counter == "targets" and performed.slug == "si_joint_injection" or not named:
                return [self._one(base, named or spinal, performed, reading, zones, family_sides, None)]
            groups: dict[str, list[tuple[Place, frozenset[str]]]] = {}
            for place, sides in named:
                groups.setdefault(place.name, []).append((place, sides))
            out = []
            for group in groups.values():
                target = family.targets.get(group[0][0].name)
                use = group
                if spinal and target and target.group in ("basivertebral", "intercostal"):
                    use = [(_grouped(place, target.group), sides or group[0][1]) for place, sides in spinal]
                elif spinal and target and target.group in ("sympathetic", "paravertebral"):
                    use = group + spinal
                mine = (
                    _attributes_of_place(base, group[0][0], [g[0][0] for g in groups.values()])
                    if len(groups) > 1
                    else base
                )
                out.append(
                    self._one(mine, use, performed, reading, zones, family_sides, target.side if target else None)
                )
            return out
        if family.counter == "limbs":
            return self._by_limb(base, sites, performed, reading, zones)
        if family.kind != "spinal" or family.levels == "none" or family.counter in ("muscles", "limbs"):
            return [self._one(base, sites, performed, reading, zones, family_sides, None)]
        by_region: dict[str, list[tuple[Place, frozenset[str]]]] = {}
        for place, sides in sites:
            by_region.setdefault(_region_of(place.name, family.counter), []).append((place, sides))
        fixed = family.sets.get("region")
        if not by_region or fixed or len(by_region) == 1 or performed.slug == "discography":
            titled = frozenset(places.title_sides).union(*(p.title_sides for p, _ in sites))
            return [self._one(base, sites, performed, reading, zones, family_sides, None, places_title=titled)]
        return [
            self._one(base, group, performed, reading, zones, family_sides, None, region)
            for region, group in by_region.items()
        ]

    def _by_limb(
        self,
        base: dict[str, object],
        sites: list[tuple[Place, frozenset[str]]],
        performed: Performed,
        reading: Reading,
        zones: list[Zone],
    ) -> list[Procedure]:
        """One procedure a part of the body; the first carries all sites, for the limbs are counted together."""
        groups: dict[str, list[tuple[Place, frozenset[str]]]] = {}
        for place, sides in sites:
            groups.setdefault(place.group, []).append((place, sides))
        parts = [self._one(base, group, performed, reading, zones, set(), None) for group in groups.values() or [[]]]
        everything = tuple(site for part in parts for site in part.sites)
        first = parts[0].model_copy(update={"all_limb_sites": everything})
        return [first, *(part.model_copy(update={"limbs_of": first.family}) for part in parts[1:])]

    def _one(
        self,
        base: dict[str, object],
        sites: list[tuple[Place, frozenset[str]]],
        performed: Performed,
        reading: Reading,
        zones: list[Zone],
        family_sides: set[str],
        fixed_side: str | None,
        region: str | None = None,
        places_title: frozenset[str] = frozenset(),
    ) -> Procedure:
        family = performed.family
        slugs = {target.family for place, _ in sites if (target := family.targets.get(place.name)) and target.family}
        if family.kind == "target" and len(slugs) == 1:
            base = {**base, "family": slugs.pop()}
        order = in_order([place.name for place, _ in sites])
        table = {place.name: (place, sides) for place, sides in sites}
        records = []
        review: list[str] = []
        for name in order:
            place, sides = table[name]
            target = family.targets.get(name)
            if target and target.review:
                review.append(target.review)
            records.append(
                Site(
                    name=name,
                    sides=tuple(sorted(sides)) if fixed_side is None else (),
                    group=place.group,
                    evidence=tuple(evidence_of(reading, *span) for span in dict.fromkeys(place.spans))[:3],
                )
            )
        union: set[str] = set().union(*(set(site.sides) for site in records)) if records else set()
        union = union or (set(family_sides) if fixed_side is None else set())
        laterality = fixed_side or ("bilateral" if len(union) == 2 else next(iter(union), None))
        if family.midline:
            laterality = self._midline(places_title, zones, reading)
        nerve = any(place.nerve for place, _ in sites)
        return Procedure(
            **{
                **base,  # type: ignore[arg-type]
                "region": region or self._region(performed, order, zones),
                "sites": tuple(records),
                "laterality": laterality,
                "joints_named_by": "nerve" if nerve else "joint",
                "review": tuple(review),
            }
        )

    @staticmethod
    def _midline(titled: frozenset[str], zones: list[Zone], reading: Reading) -> str:
        """A midline procedure has a side only where its title or a paramedian entry names one."""
        if len(titled) == 1:
            return next(iter(titled))
        for zone in zones:
            match = _PARAMEDIAN.search(reading.text, zone.start, zone.end)
            if match:
                return (match[1] or match[2] or match[3]).lower()
        return "midline"

    def _region(self, performed: Performed, order: list[str], zones: list[Zone]) -> str | None:
        family = performed.family
        if family.region == "none":
            return None
        if family.sets.get("region"):
            return family.sets["region"]
        spinal = [name for name in order if name == "TON" or name.split("-")[0] in RANK]
        if spinal:
            return _region_of(spinal[0], family.counter)
        if family.kind == "target":
            return None
        counts: dict[str, int] = {}
        proved = {id(e.sentence) for e in performed.evidence}
        for zone in zones:
            weight = 10 if zone.sentence.role in ("title", "field") or id(zone.sentence) in proved else 1
            for m in zone.sentence.mentions:
                if m.label == "region" and zone.start <= m.start <= zone.end and m.status == STATED:
                    counts[m.value] = counts.get(m.value, 0) + weight
        for m in performed.evidence:
            sets_region = m.get("region")
            if sets_region:
                counts[sets_region] = counts.get(sets_region, 0) + 20
        if counts:
            return max(counts, key=counts.__getitem__)
        return family.default_region


def evidence_of(reading: Reading, start: int, end: int) -> Evidence:
    """The exact words at ``start:end`` with the header they stand under."""
    section = reading.section_at(start)
    header = reading.text[section.start : section.body].strip(" \t\n:-") if section and section.name else ""
    return Evidence(start=start, end=end, text=reading.text[start:end], section=header)


def _field_answer(zone: Zone, reading: Reading) -> str:
    """ "yes", "no" or "" : what a form's field says, without the options nobody ticked."""
    section = zone.sentence.section
    text, position = "", section.body
    for start, end in [*reading.unticked(section.body, section.end), (section.end, section.end)]:
        if position <= start and start <= section.end:
            text += reading.text[position:start]
            position = end
    text = re.sub(r"[☒☑✓]|[\[(]\s*[xX]\s*[\])]|☐|[\[(]\s*[\])]", " ", text).strip(" \t:-")
    return "no" if _NO.match(text) else "yes" if _YES.match(text) else ""


_TOXIN_ORDER = ("migraine", "salivary", "larynx", "face", "neck")


def _group_muscles(places: Places, lexicon: Lexicon) -> None:
    """A pattern named as such (migraine, torticollis ...) takes the muscles with it; else limbs and trunk count."""
    groups = {place.group for place in places.found.values()}
    pattern = next((group for group in _TOXIN_ORDER if group in groups), None)
    if pattern in ("migraine", "salivary", "larynx", "face") or (
        pattern == "neck" and not groups & {"arm", "leg", "trunk"}
    ):
        for place in places.found.values():
            place.group = pattern or ""
    else:
        for name in [name for name, place in places.found.items() if place.group not in ("arm", "leg", "trunk")]:
            del places.found[name]


def _attributes_of_place(base: dict[str, object], place: Place, everywhere: list[Place]) -> dict[str, object]:
    """The attributes told of one place of several: each belongs to the place last named before it."""
    proof: dict[str, tuple[Evidence, ...]] = base["attribute_evidence"]  # type: ignore[assignment]
    values: dict[str, str] = base["attributes"]  # type: ignore[assignment]
    kept = {}
    for name, value in values.items():
        spans = proof.get(name)
        if name in ("catheter_left",) and spans:
            before = [(start, p.name) for p in everywhere for start, _ in p.spans if start <= spans[0].start]
            if before and max(before)[1] != place.name:
                continue
        kept[name] = value
    return {**base, "attributes": kept}


def _grouped(place: Place, group: str) -> Place:
    place.group = group
    return place


def _names_fluoroscopy(reading: Reading, mention: Mention) -> bool:
    return (
        reading.text[mention.start : mention.end]
        .lower()
        .startswith(("fluor", "c-arm", "c arm", "x-ray", "image", "flo"))
    )


def _sacral_list(reading: Reading) -> bool:
    return any(
        item.upper in ("S2", "S3") or item.lower in ("S2", "S3")
        for sentence in reading.sentences
        if sentence.role in PERFORMING
        for group in find_levels(reading.text, sentence.start, sentence.end)
        for item in group.items
    )


def _best_evidence(performed: Performed) -> list[Mention]:
    ranked = sorted(
        performed.evidence, key=lambda m: (m.status != STATED, bool(m.get("weak")), m.sentence.role != "title", m.start)
    )
    return ranked[:3]


def _region_of(name: str, counter: str) -> str:
    """The region of a level as the gold guide cuts it: T1-2 to T12-L1 thoracic, C7-T1 cervical, L5-S1 lumbar."""
    upper = name.split("-")[0]
    if upper == "TON":
        return "cervical"
    return {
        "C": "cervical",
        "T": "thoracic",
        "L": "lumbar",
        "S": "lumbar" if counter in ("foramina", "once", "joints") else "sacral",
    }[upper[0]]


def _same_foramen(place: Place, others: list[Place], counter: str) -> bool:
    return counter == "foramina" and any(foramen(place.name) == foramen(other.name) for other in others)


def foramen(name: str) -> str:
    """The nerve root that leaves a foramen: L4-L5 is L4's, C5-C6 is C6's, L5-S1 is L5's; a root stands for itself."""
    if "-" not in name:
        return name
    upper, lower = name.split("-")
    if upper[0] == "C":
        return "C8" if lower == "T1" else lower
    return upper


def _one_name_a_foramen(found: list[Place]) -> list[Place]:
    """L5-S1 and the L5 root are one foramen: the name of the title, or the space, stands for both."""
    kept: dict[str, Place] = {}
    for place in sorted(found, key=lambda p: (not p.in_title, "-" not in p.name)):
        key = foramen(place.name)
        held = kept.get(key)
        if held is None:
            kept[key] = place
        else:
            held.title_sides |= place.title_sides
            held.body_sides |= place.body_sides
            held.in_body |= place.in_body
            held.spans += place.spans
    return list(kept.values())


def _list(found: list[Place]) -> str:
    return ", ".join(in_order([p.name for p in found]))


def _side_word(sides: set[str]) -> str:
    return "bilateral" if len(sides) == 2 else next(iter(sides))


def _role_reason(mention: Mention) -> str:
    return {
        "history": "history",
        "plan": "planned",
        "consent": "consent text",
        "codes": "menu of codes",
        "diagnosis": "named as diagnosis or indication",
    }.get(mention.sentence.role, f"stands under {mention.sentence.section.name or 'no header'}")


def _aborted(performed: Performed, zones: list[Zone], reading: Reading, *, treated: bool) -> str:
    """ "" when carried out; "after" when stopped with the needle in; "before" when stopped before any needle."""
    stop: Mention | None = None
    for zone in zones:
        for hit in zone.sentence.cues:
            if hit.category == "aborted" and hit.direction == "backward":
                keys = reading.words.keys[zone.sentence.first : zone.sentence.last]
                if "if" in reading.words.keys[zone.sentence.first : hit.first]:
                    continue
                if {
                    "procedure",
                    "injection",
                    "block",
                    "aborted",
                    "abandoned",
                    "terminated",
                    "discontinued",
                    "cancelled",
                    "canceled",
                    "stopped",
                    "stop",
                    "completed",
                    "needle",
                } & set(keys):
                    stop = (zone.sentence.mentions[0] if zone.sentence.mentions else None) or Mention(
                        "x", "", (), hit.first, hit.last, hit.start, hit.end, zone.sentence
                    )
    if stop is None or _went_on(zones, stop):
        return ""
    at = stop.sentence.start
    if performed.family.drugs == "none" and any(
        zone.sentence.role in ("body", "field") and zone.sentence.start <= at and any(m.label == "instruments" for m in zone.sentence.mentions)
        and any(m.label == "delivers" and m.status == STATED and m.first < stop.first or zone.sentence is not stop.sentence and m.label == "delivers" for m in zone.sentence.mentions)
        and not {"cc", "ml"}.isdisjoint(reading.words.keys[zone.sentence.first : zone.sentence.last])
        for zone in zones
    ):  # fmt: skip
        return ""
    delivered = any(
        m.label == "drug" and m.status == STATED and any(d.label == "delivers" and d.status == STATED for d in m.sentence.mentions)
        and not any(s.label == "skin" for s in m.sentence.mentions)
        for zone in zones for m in zone.sentence.mentions
        if zone.sentence.role in PERFORMING and zone.sentence is not stop.sentence and zone.sentence.role != "title"
    )  # fmt: skip
    if delivered and (treated or stop.sentence.section.role == "plan"):
        return ""
    needle = any(
        m.label == "instruments" and m.status not in _NOT_DONE and any(p.label == "places" and p.status not in _NOT_DONE for p in m.sentence.mentions)
        for zone in zones for m in zone.sentence.mentions
        if zone.sentence.start <= at
    )  # fmt: skip
    return "after" if needle else "before"


def _share_out(all_places: list[Places], performed: list[Performed]) -> None:
    """A level that one family's title names is not another's for being told in the body; a bursa is told by its joint."""
    titled = [{p.name for p in places.found.values() if p.in_title} for places in all_places]
    for index, places in enumerate(all_places):
        if performed[index].family.kind != "spinal" or not titled[index]:
            continue
        others = (
            set().union(*(names for number, names in enumerate(titled) if number != index))
            if len(titled) > 1
            else set()
        )
        for name in [n for n, p in places.found.items() if not p.in_title and n in others]:
            del places.found[name]
    wholes = {
        target.part_of
        for index, places in enumerate(all_places)
        for name in places.found
        if (target := performed[index].family.targets.get(name)) and target.part_of
    }
    for places in all_places:
        for name in [n for n, p in places.found.items() if n in wholes and (p.bare or not p.in_body)]:
            del places.found[name]
            places.emptied = not places.found


def _went_on(zones: list[Zone], stop: Mention) -> bool:
    """Whether the work went on after the stop ("stimulation was stopped once ... lesioning was then done")."""
    return any(
        zone.sentence.start > stop.sentence.start
        and zone.sentence.role in ("body", "field")
        and any(m.label == "delivers" and m.status == STATED for m in zone.sentence.mentions)
        and any(m.label in ("drug", "family", "facet_word") and m.status == STATED for m in zone.sentence.mentions)
        and not any(m.label == "systemic" for m in zone.sentence.mentions)
        for zone in zones
    )


def _stopped_places(places: Places, zones: list[Zone], reading: Reading) -> list[Place]:
    """Places told only in a paragraph that ends in a stop, while others were finished: they are taken out."""
    if len(places.found) < 2:
        return []
    for zone in zones:
        for hit in zone.sentence.cues:
            if hit.category != "aborted" or hit.direction != "backward" or zone.sentence.role == "title":
                continue
            low = max(reading.text.rfind("\n\n", 0, hit.start), 0)
            high = reading.text.find("\n\n", hit.start)
            high = len(reading.text) if high < 0 else high
            told = {
                f"{i.upper}-{i.lower}" if i.lower else i.upper
                for g in find_levels(reading.text, low, high)
                for i in g.items
            }
            named = [
                p for p in places.found.values() if any(low <= start < high for start, _ in p.spans) or p.name in told
            ]
            spared = [p for p in places.found.values() if p not in named]
            if named and spared:
                for place in named:
                    del places.found[place.name]
                return named
    return []


def _sedation(reading: Reading) -> Sedation | None:
    """Moderate sedation with its minutes and observer; None when the note tells none."""
    spans = [
        s for s in reading.sentences
        if re.search(r"sedat", reading.text[s.start : s.end], re.I) and s.role not in ("history", "plan", "consent")
        and not re.search(r"\b(?:no|without|not)\b[^.]{0,25}sedat", reading.text[s.start : s.end], re.I)
    ]  # fmt: skip
    if not spans:
        return None
    minutes: int | None = None
    proof: list[Evidence] = []
    observer = bool(_OBSERVER.search(reading.text)) and not _NO_OBSERVER.search(reading.text)
    text = reading.text
    for sentence in spans:
        low = max(text.rfind("\n\n", 0, sentence.start), sentence.start - 300, 0)
        stop = text.find("\n\n", sentence.end)
        high = min(stop if stop >= 0 else len(text), sentence.end + 500)
        total = _TOTAL_MINUTES.search(text, low, high)
        clocks = [
            match for match in _CLOCK.finditer(text, sentence.start, high) if int(match[1]) < 24 and int(match[2]) < 60
        ]
        if total:
            minutes = int(total[1] or total[2])
            proof.append(evidence_of(reading, total.start(), total.end()))
        elif len(clocks) >= 2:
            span = (int(clocks[1][1]) * 60 + int(clocks[1][2])) - (int(clocks[0][1]) * 60 + int(clocks[0][2]))
            if 0 < span < 240:
                minutes = span
                proof.append(evidence_of(reading, clocks[0].start(), clocks[1].end()))
        if minutes:
            break
    by_anesthesia = re.search(
        r"anesthesiolog|anesthesia (?:team|department|service|provider)|crna|monitored anesthesia|\bmac\b|general an",
        reading.text,
        re.I,
    )
    first = spans[0]
    return Sedation(
        minutes=minutes,
        observer=observer,
        same_physician=not by_anesthesia,
        evidence=tuple(proof[:2]) or (evidence_of(reading, first.start, first.end),),
    )
