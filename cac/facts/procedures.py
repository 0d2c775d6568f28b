"""The procedures of one family: one for each region of the spine, each target or each part of the body."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from cac.facts.account import Zone
from cac.facts.drugs import read_drugs
from cac.facts.evidence import Passage, evidence_of
from cac.facts.imaging import read_guidance
from cac.facts.places import Place, Places, in_order
from cac.facts.reconcile import SidedPlace, sides_without_place
from cac.facts.spine import is_level, region_of
from cac.lexicon.schema import Target
from cac.nlp.reading import STATED, Reading
from cac.records import Procedure, Site, unchecked

_PARAMEDIAN = re.compile(
    r"\b(left|right)[ -]*(?:sided[ -]+)?para-?\s?(?:median|sagittal)"
    r"|para-?\s?median[^.;\n]{0,20}?\b(?:on the |from the )?(left|right)\b"
    r"|\b(left|right) of (?:the )?midline",
    re.I,
)
_TOLD_OF_ONE_PLACE = frozenset(["catheter_left"])  # attributes that belong to one place of several
_TITLE_WEIGHT = 10  # mentions in a narrative that a region in a title, a field or a proving sentence outweighs
_NAME_WEIGHT = 20
_new_site = unchecked(Site)


def split(told: Procedure, sites: list[SidedPlace], places: Places, passage: Passage) -> list[Procedure]:
    """``told``, which has everything but the sites, as one procedure or as several."""
    family = passage.performed.family
    sides = sides_without_place(places)
    if family.counter == "limbs":
        return _by_limb(told, sites, passage)
    if family.kind == "target" and family.counter != "muscles":
        return _by_target(told, sites, passage, sides)
    if family.kind != "spinal" or family.levels == "none" or family.counter == "muscles":
        return [_with_sites(told, sites, passage, sides)]
    regions = _grouped(sites, lambda place: region_of(place.name, family.counter))
    if len(regions) < 2 or family.sets.get("region") or family.counter == "discs":
        titled = places.title_sides.union(*(place.title_sides for place, _ in sites))
        return [_with_sites(told, sites, passage, sides, titled=titled)]
    return [_with_sites(told, group, passage, sides, region=region) for region, group in regions.items()]


def _by_target(told: Procedure, sites: list[SidedPlace], passage: Passage, sides: set[str]) -> list[Procedure]:
    """One procedure a named target; levels are landmarks, but for the few targets that are counted by them."""
    spinal = [site for site in sites if is_level(site.place.name)]
    named = [site for site in sites if not is_level(site.place.name)]
    if not named:
        return [_with_sites(told, spinal, passage, sides)]
    procedures = []
    own = _told_of_each(told, [site.place for site in named], passage)
    for site in named:
        target = passage.performed.family.targets.get(site.place.name)
        mine = _attributes_of_place(own[site.place.name], site.place, [other.place for other in named])
        own_sites = _with_levels(site, spinal, target)
        fixed_side = target.side if target else None
        procedures.append(_with_sites(mine, own_sites, passage, sides, fixed_side=fixed_side))
    return procedures


def _told_of_each(told: Procedure, places: list[Place], passage: Passage) -> dict[str, Procedure]:
    """``told`` for each place, with its own drugs and guidance where the note tells them of every place apart."""
    whole = dict.fromkeys((place.name for place in places), told)
    if len(whole) < 2:
        return whole
    zones = _zones_of_each(places, passage)
    drugs = {name: read_drugs(mine, passage.reading) for name, mine in zones.items()}
    guidance = {name: read_guidance(replace(passage, zones=mine, shared=mine)) for name, mine in zones.items()}
    if told.drugs and all(drugs.values()):
        whole = {name: one.model_copy(update={"drugs": drugs[name]}) for name, one in whole.items()}
    if all(proof for _, proof in guidance.values()):
        whole = {
            name: one.model_copy(update={"guidance": guidance[name][0], "guidance_evidence": guidance[name][1]})
            for name, one in whole.items()
        }
    return whole


def _zones_of_each(places: list[Place], passage: Passage) -> dict[str, list[Zone]]:
    """The words of the procedure by place: those after it, or before it where the drug comes first in the sentence."""
    marks = sorted({(start, place.name) for place in places for start, _ in place.spans})
    zones: dict[str, list[Zone]] = {place.name: [] for place in places}
    current = ""
    for zone in sorted(passage.zones, key=lambda zone: zone.start):
        start = zone.start
        here = [(mark, name) for mark, name in marks if zone.start <= mark < zone.end]
        drug_first = bool(here) and any(drug.start < here[0][0] for drug in zone.mentions("drug"))
        for mark, name in here:
            owner = name if drug_first else current
            if owner and name != current and mark > start:
                zones[owner].append(Zone(zone.sentence, start, mark))
                start = mark
            current = name
        if current:
            zones[current].append(Zone(zone.sentence, start, zone.end))
    return zones


def _with_levels(site: SidedPlace, spinal: list[SidedPlace], target: Target | None) -> list[SidedPlace]:
    """A target with its levels, or its levels alone, where it asks for them."""
    if spinal and target and target.levels == "counted":
        for place, _ in spinal:
            place.group = target.group
        return [SidedPlace(place, sides or site.sides) for place, sides in spinal]
    if target and target.levels == "beside":
        return [site, *spinal]
    return [site]


def _attributes_of_place(told: Procedure, place: Place, everywhere: list[Place]) -> Procedure:
    """``told`` without the attributes told of another place: each belongs to the place last named before it."""
    kept = {}
    for name, value in told.attributes.items():
        proof = told.attribute_evidence.get(name)
        if name in _TOLD_OF_ONE_PLACE and proof:
            before = [
                (start, other.name) for other in everywhere for start, _ in other.spans if start <= proof[0].start
            ]
            if before and max(before)[1] != place.name:
                continue
        kept[name] = value
    return told.model_copy(update={"attributes": kept})


def _by_limb(told: Procedure, sites: list[SidedPlace], passage: Passage) -> list[Procedure]:
    """One procedure a part of the body; the first carries all sites, for the limbs are counted together."""
    groups = list(_grouped(sites, lambda place: place.group).values()) or [[]]
    first, *others = [_with_sites(told, group, passage, set()) for group in groups]
    everything = tuple(site for part in (first, *others) for site in part.sites)
    return [
        first.model_copy(update={"all_limb_sites": everything}),
        *(part.model_copy(update={"limbs_of": first.family}) for part in others),
    ]


def _grouped(sites: list[SidedPlace], key: Callable[[Place], str]) -> dict[str, list[SidedPlace]]:
    """The sites by ``key``, in reading order."""
    groups: dict[str, list[SidedPlace]] = {}
    for site in sites:
        groups.setdefault(key(site.place), []).append(site)
    return groups


def _with_sites(
    told: Procedure,
    sites: list[SidedPlace],
    passage: Passage,
    sides_told: set[str],
    *,
    fixed_side: str | None = None,
    region: str | None = None,
    titled: set[str] | frozenset[str] = frozenset(),
) -> Procedure:
    """``told`` with these sites, and what follows from them: region, laterality, review.

    ``sides_told`` stand in where no site has a side; ``fixed_side`` is that of a target in the midline; ``titled`` are
    the sides of the title, which alone give a midline procedure a side.
    """
    family = passage.performed.family
    targets = [target for place, _ in sites if (target := family.targets.get(place.name))]
    slugs = {target.family for target in targets if target.family}
    names = in_order([place.name for place, _ in sites])
    records = _records(sites, names, passage.reading, sided=fixed_side is None)
    if family.midline:
        laterality: str | None = _midline_side(titled, passage)
    else:
        laterality = fixed_side or _laterality({side for site in records for side in site.sides} or sides_told)
    return told.model_copy(
        update={
            "family": slugs.pop() if family.kind == "target" and len(slugs) == 1 else told.family,
            "region": region or _region(names, passage),
            "sites": records,
            "laterality": laterality,
            "joints_named_by": "nerve" if any(place.nerve for place, _ in sites) else "joint",
            "review": tuple(target.review for name in names if (target := family.targets.get(name)) and target.review),
        }
    )


def _records(sites: list[SidedPlace], names: list[str], reading: Reading, *, sided: bool) -> tuple[Site, ...]:
    """The sites as records, in the order of ``names``, each with its first three proofs."""
    by_name = {site.place.name: site for site in sites}
    return tuple(
        _new_site(
            name=name,
            sides=tuple(sorted(by_name[name].sides)) if sided else (),
            group=by_name[name].place.group,
            evidence=tuple(evidence_of(reading, *span) for span in _proofs(by_name[name], sided=sided)),
        )
        for name in names
    )


def _proofs(site: SidedPlace, *, sided: bool) -> list[tuple[int, int]]:
    """The first words of the place, those of its sides, and more words of the place, five at most."""
    place, told = site.place, site.place.side_proofs
    sides = [told.get(side) or told.get("both") for side in sorted(site.sides)] if sided else []
    spans = [*place.spans[:1], *(span for span in sides if span), *place.spans[1:3]]
    return list(dict.fromkeys(spans))


def _laterality(sides: set[str]) -> str | None:
    """One side, "bilateral", or None when no side is told."""
    return "bilateral" if len(sides) == 2 else next(iter(sides), None)


def _midline_side(titled: set[str] | frozenset[str], passage: Passage) -> str:
    """A midline procedure has a side only where its title names one, or, in some families, a paramedian entry."""
    if len(titled) == 1:
        return next(iter(titled))
    for zone in passage.zones if passage.performed.family.midline == "entry" else ():
        match = _PARAMEDIAN.search(passage.reading.text, zone.start, zone.end)
        if match:
            return (match[1] or match[2] or match[3]).lower()
    return "midline"


def _region(names: list[str], passage: Passage) -> str | None:
    """The region: fixed by the family, else that of the highest level, else the one told most weightily."""
    family = passage.performed.family
    if family.region == "none":
        return None
    if family.sets.get("region"):
        return family.sets["region"]
    level = next((name for name in names if name == "TON" or is_level(name)), None)
    if level:
        return region_of(level, family.counter)
    if family.kind == "target":
        return None
    weights = _region_weights(passage)
    return max(weights, key=weights.__getitem__) if weights else family.default_region or _region_treated(passage)


def _region_treated(passage: Passage) -> str | None:
    """The one region that diagnosis and indication name, when the title names the procedure and its words none."""
    titles = (e.sentence for e in passage.performed.evidence if e.label == "family" and not e.get("weak"))
    if not any(sentence.role == "title" for sentence in titles):
        return None
    named = {
        m.value for m in passage.reading.mentions("region") if m.sentence.role == "diagnosis" and m.status == STATED
    }
    return named.pop() if len(named) == 1 else None


def _region_weights(passage: Passage) -> dict[str, int]:
    """How weightily each region is told, by its own word or by a name that implies it."""
    weights: dict[str, int] = {}
    proving = {id(mention.sentence) for mention in passage.performed.evidence}
    for zone in passage.zones:
        weight = _TITLE_WEIGHT if _is_heading(zone) or id(zone.sentence) in proving else 1
        for mention in zone.sentence.mentions:
            if mention.label == "region" and zone.start <= mention.start <= zone.end and mention.status == STATED:
                weights[mention.value] = weights.get(mention.value, 0) + weight
    for mention in passage.performed.evidence:
        implied = mention.get("region")
        if implied:
            weights[implied] = weights.get(implied, 0) + _NAME_WEIGHT
    return weights


def _is_heading(zone: Zone) -> bool:
    """Whether a zone names the procedure, as a title or a field does."""
    return zone.sentence.role in ("title", "field")
