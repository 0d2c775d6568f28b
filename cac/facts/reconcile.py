"""Which places and sides count when they are told more than once: title against body, one family against another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from cac.facts.account import Performed
from cac.facts.places import Place, Places, in_order
from cac.facts.spine import foramen
from cac.lexicon.schema import Family

_LIMBS_AND_TRUNK = frozenset(["arm", "leg", "trunk"])


class SidedPlace(NamedTuple):
    """A place that counts, with the sides it was treated on."""

    place: Place
    sides: frozenset[str]


def share_out(all_places: list[Places], performed: list[Performed]) -> None:
    """Leave each place with the one family it belongs to."""
    _drop_levels_of_other_titles(all_places, performed)
    _drop_wholes_of_parts(all_places, performed)


def group_muscles(places: Places, family: Family) -> None:
    """A pattern named as such (migraine, torticollis ...) takes the muscles with it; else limbs and trunk count.

    The patterns are the groups of the family's targets, the first in its file first.
    """
    groups = {place.group for place in places.found.values()}
    pattern = next((target.group for target in family.targets.values() if target.group in groups), None)
    if pattern is None or (pattern == "neck" and groups & _LIMBS_AND_TRUNK):
        places.found = {name: place for name, place in places.found.items() if place.group in _LIMBS_AND_TRUNK}
        return
    for place in places.found.values():
        place.group = pattern


def settle(places: Places, family: Family, joints: Mapping[str, list[str]], conflicts: list[str]) -> list[SidedPlace]:
    """The places that count, each with its sides; contradictions between title and body go to ``conflicts``.

    ``joints``: the nerves that serve each facet joint.
    """
    found = _follow_body(_one_name_each(list(places.found.values()), family, joints), family, joints, conflicts)
    _compare_sides(found, places, family, conflicts)
    shares_title = len(found) == 1 or family.kind == "spinal"
    settled = [SidedPlace(place, _sides_of(place, places, shares_title=shares_title)) for place in found]
    known = {sides for _, sides in settled if sides}
    if len(known) == 1:  # the only side told holds for every place
        return [SidedPlace(place, sides or next(iter(known))) for place, sides in settled]
    return settled


def sides_without_place(places: Places) -> set[str]:
    """The sides told of no place: the title's, unless the body says another."""
    return places.title_sides if places.body_sides <= places.title_sides else places.body_sides


def name_list(places: Iterable[Place]) -> str:
    """The places in words, from the head down."""
    return ", ".join(in_order([place.name for place in places]))


def _drop_levels_of_other_titles(all_places: list[Places], performed: list[Performed]) -> None:
    """A level that one family's title names is not another's for being told in the body."""
    titled = [{place.name for place in places.found.values() if place.in_title} for places in all_places]
    for index, places in enumerate(all_places):
        if performed[index].family.kind != "spinal" or not titled[index]:
            continue
        others = {name for number, names in enumerate(titled) if number != index for name in names}
        for name in [name for name, place in places.found.items() if not place.in_title and name in others]:
            del places.found[name]


def _drop_wholes_of_parts(all_places: list[Places], performed: list[Performed]) -> None:
    """A bursa is told by its joint: the joint is dropped unless the body names it as a place of its own."""
    wholes = {
        target.part_of
        for places, owner in zip(all_places, performed, strict=True)
        for name in places.found
        if (target := owner.family.targets.get(name)) and target.part_of
    }
    for places in all_places:
        for name in [n for n, place in places.found.items() if n in wholes and (place.bare or not place.in_body)]:
            del places.found[name]
            places.emptied = not places.found


def _one_name_each(found: list[Place], family: Family, joints: Mapping[str, list[str]]) -> list[Place]:
    """One place for what was told under two names: a joint and its nerve, a foramen and its root."""
    if family.counter == "joints":
        named = {place.name: place for place in found}
        if "TON" in named and "C2-C3" in named:  # the third occipital nerve, and the one joint it serves
            _merge(named["TON"], named["C2-C3"])
            return [place for place in found if place.name != "C2-C3"]
        return _without_joints_of_nerves(found, joints)
    elif family.counter == "foramina":
        return _one_name_a_foramen(found)
    elif family.counter == "once" and family.midline:
        return [place for place in found if "-" in place.name] or found
    return found


def _without_joints_of_nerves(found: list[Place], joints: Mapping[str, list[str]]) -> list[Place]:
    """The nerves alone, where the joints told beside them are just those that they serve."""
    named = [place for place in found if place.name in joints]
    nerves = [place for place in found if place.nerve and place.name not in joints]
    if not named or {nerve for place in named for nerve in joints[place.name]} != {place.name for place in nerves}:
        return found
    for joint in named:
        for nerve in nerves:
            if nerve.name in joints[joint.name]:
                _merge(nerve, joint)
    return nerves


def _one_name_a_foramen(found: list[Place]) -> list[Place]:
    """L5-S1 and the L5 root are one foramen: the name of the title, or the space, stands for both."""
    kept: dict[str, Place] = {}
    for place in sorted(found, key=lambda p: (not p.in_title, "-" not in p.name)):
        held = kept.setdefault(foramen(place.name), place)
        if held is not place:
            _merge(held, place)
    return list(kept.values())


def _merge(held: Place, other: Place) -> None:
    """Add to ``held`` what was told of the same place under another name."""
    held.title_sides |= other.title_sides
    held.body_sides |= other.body_sides
    held.in_title |= other.in_title
    held.in_body |= other.in_body
    held.spans += other.spans


def _same_joints(titled: list[Place], body: list[Place], joints: Mapping[str, list[str]]) -> bool:
    """Whether a title names just the joints that the nerves of the body serve, or the other way round."""
    nerves, named = sorted((titled, body), key=lambda places: all(place.name in joints for place in places))
    told = {place.name for place in nerves}
    return all(place.name in joints for place in named) and told == {n for p in named for n in joints[p.name]}


def _follow_body(
    found: list[Place], family: Family, joints: Mapping[str, list[str]], conflicts: list[str]
) -> list[Place]:
    """Spinal levels where title and body differ: the body's when they share none, else the title's."""
    titled = [place for place in found if place.in_title]
    body = [place for place in found if place.in_body]
    counter = family.counter
    if family.kind != "spinal" or not titled or not body:
        return found
    common = any(place.in_body or _same_foramen(place, body, counter) for place in titled)
    if not common and counter == "joints" and _same_joints(titled, body, joints):
        _inherit_sides(titled, body)
        return body
    if not common and counter != "leads":
        conflicts.append(f"title says {name_list(titled)}, body says {name_list(body)}: the body is followed")
        _inherit_sides(titled, body)
        return body
    if counter not in ("joints", "foramina", "discs", "bodies"):
        return found
    extra = [place for place in body if not place.in_title and not _same_foramen(place, titled, counter)]
    if counter == "joints":
        extra = [place for place in extra if place.nerve == titled[0].nerve and place.name[0] != "S"]
        left = [place for place in titled if not place.in_body and place.name[0] != "S"]
        if extra and left and _told_from(left) < _told_from(extra):  # title L3 and L4, body L4 and L5: one joint each
            conflicts.append(f"title says {name_list(titled)}, body says {name_list(body)}: the body is followed")
            _inherit_sides(titled, body)
            return body
        return titled + extra
    if extra and (counter == "bodies" or any("-" in place.name for place in extra)):
        conflicts.append(f"the body also tells {name_list(extra)}, which the title does not: not counted")
    return titled


def _told_from(places: list[Place]) -> int:
    """Where the first of some places is told."""
    return min((start for place in places for start, _ in place.spans), default=0)


def _inherit_sides(titled: list[Place], body: list[Place]) -> None:
    """Let the places of the body have the sides that the title gives to all of its own."""
    sides = {frozenset(place.title_sides | place.body_sides) for place in titled}
    if len(sides) == 1:
        for place in body:
            place.title_sides |= next(iter(sides))
            place.side_proofs = {**titled[0].side_proofs, **place.side_proofs}


def _same_foramen(place: Place, others: list[Place], counter: str) -> bool:
    """Whether a root or space names a foramen that another name stands for already."""
    return counter == "foramina" and any(foramen(place.name) == foramen(other.name) for other in others)


def _compare_sides(found: list[Place], places: Places, family: Family, conflicts: list[str]) -> None:
    """Note a contradiction when the body tells a side that the title does not."""
    title = places.title_sides.union(*(place.title_sides for place in found))
    body = places.body_sides.union(*(place.body_sides for place in found))
    side_matters = family.counter != "once" or family.sided or family.kind == "target"
    if title and side_matters and not body <= title:
        conflicts.append(f"title says {_side_word(title)}, body says {_side_word(body)}: the body is followed")


def _sides_of(place: Place, places: Places, *, shares_title: bool) -> frozenset[str]:
    """The sides of one place: the body's, the title's when it tells more, else those told without a place."""
    titled = place.title_sides or (places.title_sides if shares_title else set())
    if place.body_sides < titled and not places.corrected:
        return frozenset(titled)
    return frozenset(place.body_sides or sides_without_place(places))


def _side_word(sides: set[str]) -> str:
    """One side, or "bilateral"."""
    return "bilateral" if len(sides) == 2 else next(iter(sides))
