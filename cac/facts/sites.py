"""Where it was done: levels, named targets, and the side of each, from the words bound to one family."""

from __future__ import annotations

import re

from cac.facts.account import Performed, Zone
from cac.facts.corrections import addendum_start, apply_addendum, take_back
from cac.facts.places import Anchor, Places
from cac.facts.side_table import apply_table
from cac.facts.sides import SideReader, settle_sides, sides_of_diagnosis
from cac.facts.signs import COUNTED, holds, states, states_amount
from cac.facts.treated_levels import ACTS, Told, lenient_levels, target_has_levels, treated_levels
from cac.nlp.reading import STATED, Mention, Reading, Sentence

_NOTHING = re.compile(r"[^\w\n]*0\s*u(?:nits?)?\b", re.I)  # "splenius capitis: 0 U"


def read_places(performed: Performed, reading: Reading, general: list[Zone], *, lone: bool) -> Places:
    """Read the levels or targets of one family."""
    family = performed.family
    places = Places()
    zones = sorted(performed.zones + (general if lone else []), key=lambda zone: zone.start)
    addendum = addendum_start(reading)
    if addendum is not None:
        late = [zone for zone in zones if zone.sentence.end > addendum]
        zones = [zone for zone in zones if zone.sentence.end <= addendum]
    has_levels = _has_levels(performed)
    told = Told.of(performed)
    proofs = {id(mention) for mention in performed.evidence}
    sides = SideReader(places, family, reading)
    for zone in zones:
        title = _is_title(zone.sentence) and not (family.counter == "discs" and _tells_result(zone.sentence))
        anchors: list[Anchor] = []
        if has_levels:
            anchors += treated_levels(zone, reading, performed, places, told, title=title)
        if family.muscles_by_part:
            anchors += _muscles_in(zone, reading, places, title=title)
        if family.kind == "target":
            anchors += _targets_in(zone, performed, proofs, places, title=title)
        if zone.sentence.role != "findings":
            sides.read(zone, anchors, title=title)
    if not places.found and family.kind == "spinal" and family.levels != "none":
        lenient_levels(zones, reading, performed, places)
    take_back(places, zones, reading)
    if addendum is not None:
        apply_addendum(places, late, reading, performed, addendum)
    apply_table(places, reading, levels=has_levels and family.kind == "spinal")
    if family.kind == "target":
        exact = {n: p for n, p in places.found.items() if not (t := family.targets.get(n)) or not t.generic}
        places.found = exact or places.found
    settle_sides(places, family)
    take_back(places, zones, reading)  # of the sides that are only known now
    for place in places.found.values():
        place.side_proofs = {**places.side_proofs, **place.side_proofs}
    if family.kind == "target":
        sides_of_diagnosis(places, reading, performed, lone=lone)
    return places


def _is_title(sentence: Sentence) -> bool:
    """Whether the sentence names what is done, and tells no act of its own."""
    if sentence.role == "title" or (sentence.role == "field" and sentence.section.role != "findings"):
        return True
    named = any(m.status == "intended" for m in sentence.labels.get("family", ()))
    return named and not (states(sentence, *ACTS) and states(sentence, "instruments"))


def _tells_result(sentence: Sentence) -> bool:
    """Whether a line without a verb stands among what is told ("L4-5: concordant pain")."""
    return sentence.role == "field" and sentence.section.role == "preamble"


def _has_levels(performed: Performed) -> bool:
    """Whether the levels told are those of the procedure."""
    family = performed.family
    return (
        (family.kind == "spinal" and family.levels != "none")
        or family.counter in ("bodies", "levels")
        or target_has_levels(performed)
    )


def _muscles_in(zone: Zone, reading: Reading, places: Places, *, title: bool) -> list[Anchor]:
    """The muscles told in a title or beside an act, each in its part of the body."""
    sentence = zone.sentence
    if not (title or states(sentence, *ACTS) or (holds(sentence, "drug") and states_amount(reading, sentence))):
        return []
    anchors: list[Anchor] = []
    for m in sentence.mentions:
        if m.label.startswith("muscle:") and m.status == STATED and zone.start <= m.start < zone.end:
            if _NOTHING.match(reading.text, m.end):
                continue
            anchors += places.add([m.value], m.start, m.end, title=title, nerve=False)
            anchors[-1][2].group = m.label.removeprefix("muscle:")
    return anchors


def _targets_in(zone: Zone, performed: Performed, proofs: set[int], places: Places, *, title: bool) -> list[Anchor]:
    """The named targets that prove the family (``proofs``: ids of mentions), and those told again with an act."""
    family, sentence = performed.family, zone.sentence
    acted = title or states(sentence, *ACTS)
    label = f"target:{performed.file}"
    anchors: list[Anchor] = []
    for mention in sentence.mentions:
        if mention.status not in COUNTED or not zone.start <= mention.start <= zone.end:
            continue
        name = mention.value
        if mention.label == label:
            counted = id(mention) in proofs or (family.target_needs_name and acted)
            target = family.targets.get(name)
            if (
                target
                and target.generic
                and any(
                    o is not mention and o.label == label and o.value != name and abs(o.first - mention.last) <= 6
                    for o in sentence.mentions
                )
            ):
                continue
        elif mention.label == "family" and mention.get("target") and mention.value == performed.slug:
            if _names_another(mention, sentence, label):
                continue
            counted, name = True, mention.get("target") or ""
        else:
            continue
        if counted:
            target = family.targets.get(name)
            anchors += places.add([name], mention.start, mention.end, title=title, nerve=False)
            place = anchors[-1][2]
            place.group = target.group if target else ""
            place.bare &= bool(mention.get("bare"))
        elif acted and name in places.found:  # told again, with its side
            anchors.append((mention.start, mention.end, places.found[name]))
    return anchors


def _names_another(name: Mention, sentence: Sentence, label: str) -> bool:
    """Whether a place is told in the name ("lesser occipital nerve block"), so that it means no place by default."""
    return any(
        place.label == label and place.first < name.first and place.last >= name.first for place in sentence.mentions
    )
